/* Order statistics of keys without sorting all of them. */
#ifndef DSI_MEASURE_SELECT_H
#define DSI_MEASURE_SELECT_H

#include <stdint.h>

enum { DSI_SELECT_BUCKETS = 2048 };

/* Working memory of a selection. */
typedef struct dsi_select_work {
    uint32_t places[DSI_SELECT_BUCKETS];
    uint8_t steps[DSI_SELECT_BUCKETS];
} dsi_select_work;

/* out[i] = the key that would lie at ranks[i] (ascending, from 0) if all n were sorted. Time is proportional to n for
   any keys: every round looks at the highest 11 bits in which they differ. Both arrays have room for n + 1 and are left
   in disorder. */
void dsi_select(dsi_select_work *work, uint64_t *keys, uint64_t *spare, int64_t n, const int64_t *ranks, int64_t count,
    uint64_t *out);

/* Ascending; spare has room for n. */
void dsi_sort_keys(uint64_t *keys, uint64_t *spare, int64_t n);

#endif
