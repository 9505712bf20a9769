/* Sorting by an integer, stable and without surprises: merge sort from the bottom up. */
#include "lifecycle/lifecycle.h"

#include <string.h>

static bool is_sorted(const dsi_item *items, int64_t n)
{
    for (int64_t i = 1; i < n; i++) {
        if (items[i - 1].key > items[i].key) {
            return false;
        }
    }
    return true;
}

static void merge_runs(const dsi_item *from, int64_t middle, int64_t n, dsi_item *to)
{
    int64_t i = 0, j = middle;
    for (int64_t k = 0; k < n; k++) {
        bool is_left = i < middle && (j == n || from[i].key <= from[j].key);
        to[k] = is_left ? from[i++] : from[j++];
    }
}

void dsi_sort_items(dsi_item *items, dsi_item *spare, int64_t n)
{
    if (is_sorted(items, n)) {
        return;
    }
    dsi_item *from = items, *to = spare;
    for (int64_t width = 1; width < n; width *= 2) {
        for (int64_t start = 0; start < n; start += 2 * width) {
            int64_t left = n - start;
            merge_runs(from + start, width < left ? width : left, 2 * width < left ? 2 * width : left, to + start);
        }
        dsi_item *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) {
        memcpy(items, from, (size_t)n * sizeof items[0]);
    }
}
