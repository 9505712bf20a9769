/* Sorting by whole numbers, which costs a few passes over the memory whatever the order was. */
#ifndef DSI_BASE_RADIX_H
#define DSI_BASE_RADIX_H

#include <stdint.h>

typedef struct dsi_keyed {
    uint64_t key;
    int64_t id;
} dsi_keyed;

/* Ascending by key; equal keys stay in the order in which they were. `spare`: room for n more. */
void dsi_radix_sort(dsi_keyed *items, dsi_keyed *spare, int64_t n);

#endif
