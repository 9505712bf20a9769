/* Least byte first, stable; bytes that all keys share cost nothing beyond the one pass that counts them all. */
#include "base/radix.h"

#include <string.h>

enum { BYTES = 8, VALUES = 256, FEW = 32 };

static void insertion_sort(dsi_keyed *items, int64_t n)
{
    for (int64_t i = 1; i < n; i++) {
        const dsi_keyed item = items[i];
        int64_t j = i;
        for (; j > 0 && items[j - 1].key > item.key; j--) {
            items[j] = items[j - 1];
        }
        items[j] = item;
    }
}

/* Counts by byte; true: the items are in order already. */
static int count_bytes(const dsi_keyed *items, int64_t n, int64_t counts[BYTES][VALUES])
{
    int in_order = 1;
    uint64_t last = 0;
    memset(counts, 0, sizeof(int64_t) * BYTES * VALUES);
    for (int64_t i = 0; i < n; i++) {
        const uint64_t key = items[i].key;
        for (int32_t b = 0; b < BYTES; b++) {
            counts[b][key >> (8 * b) & (VALUES - 1)]++;
        }
        in_order &= last <= key;
        last = key;
    }
    return in_order;
}

void dsi_radix_sort(dsi_keyed *items, dsi_keyed *spare, int64_t n)
{
    int64_t counts[BYTES][VALUES];
    if (n <= FEW) {
        insertion_sort(items, n);
        return;
    }
    if (count_bytes(items, n, counts)) {
        return;
    }
    dsi_keyed *from = items, *to = spare;
    for (int32_t b = 0; b < BYTES; b++) {
        int64_t *starts = counts[b], at = 0;
        const int32_t shift = 8 * b;
        if (starts[from[0].key >> shift & (VALUES - 1)] == n) {
            continue;
        }
        for (int32_t v = 0; v < VALUES; v++) {
            const int64_t count = starts[v];
            starts[v] = at;
            at += count;
        }
        for (int64_t i = 0; i < n; i++) {
            to[starts[from[i].key >> shift & (VALUES - 1)]++] = from[i];
        }
        dsi_keyed *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) {
        memcpy(items, from, (size_t)n * sizeof *items);
    }
}
