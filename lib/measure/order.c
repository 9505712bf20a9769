/* Sorting tuples of numbers, by merging. */
#include "measure/order.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Merge sort, from the bottom up. */
void dsi_sort_tuples(int32_t *tuples, int32_t *spare, int64_t n, int32_t width, dsi_order order, const void *ctx)
{
    const size_t bytes = (size_t)width * sizeof *tuples;
    int32_t *from = tuples, *to = spare;
    for (int64_t run = 1; run < n; run *= 2) {
        for (int64_t start = 0; start < n; start += 2 * run) {
            const int64_t middle = start + run < n ? start + run : n;
            const int64_t end = middle + run < n ? middle + run : n;
            int64_t a = start, b = middle;
            for (int64_t k = start; k < end; k++) {
                const bool left = b >= end || (a < middle && order(ctx, from + a * width, from + b * width) <= 0);
                memcpy(to + k * width, from + (left ? a : b) * width, bytes);
                a += left ? 1 : 0;
                b += left ? 0 : 1;
            }
        }
        int32_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != tuples) {
        memcpy(tuples, from, (size_t)n * bytes);
    }
}

static int by_number(const void *ctx, const int32_t *a, const int32_t *b)
{
    (void)ctx;
    return (*a > *b) - (*a < *b);
}

void dsi_sort_numbers(int32_t *numbers, int32_t *spare, int64_t n)
{
    dsi_sort_tuples(numbers, spare, n, 1, by_number, NULL);
}
