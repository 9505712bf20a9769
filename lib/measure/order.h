/* Sorting what states hold into orders that depend on nothing but contents. */
#ifndef DSI_MEASURE_ORDER_H
#define DSI_MEASURE_ORDER_H

#include <stdint.h>

/* < 0, 0, > 0. */
typedef int (*dsi_order)(const void *ctx, const int32_t *a, const int32_t *b);

/* Stable, n tuples of `width` numbers each; the result ends in `tuples`, `spare` has as much room. */
void dsi_sort_tuples(int32_t *tuples, int32_t *spare, int64_t n, int32_t width, dsi_order order, const void *ctx);

/* Single numbers, ascending. */
void dsi_sort_numbers(int32_t *numbers, int32_t *spare, int64_t n);

#endif
