/* Fixed-point accumulators: arrays of 64-bit limbs in two's complement, least significant first. The parts from
   which exact sums and moments are made. */
#ifndef DSI_BASE_LIMBS_H
#define DSI_BASE_LIMBS_H

#include "base/big.h"
#include "base/wide.h"

/* limbs += or -= value * 2^shift; what leaves the top is dropped. */
void dsi_limbs_add(uint64_t *limbs, int32_t n, uint64_t value, int32_t shift);
void dsi_limbs_subtract(uint64_t *limbs, int32_t n, uint64_t value, int32_t shift);
void dsi_limbs_merge(uint64_t *limbs, const uint64_t *from, int32_t n);
void dsi_limbs_take(uint64_t *limbs, const uint64_t *from, int32_t n);    /* undoes a merge */
bool dsi_limbs_are_less(const uint64_t *a, const uint64_t *b, int32_t n); /* of numbers without a sign */
/* limbs * 2^shift as sign and size. */
void dsi_limbs_to_big(const uint64_t *limbs, int32_t n, int32_t shift, dsi_signed_big *out);
bool dsi_limbs_are_zero(const uint64_t *limbs, int32_t n);

/* The product of two numbers in two limbs. */
void dsi_multiply_wide(uint64_t a, uint64_t b, uint64_t out[2]);

/* The finest unit a sum has something in, as a power of two: 0, -64 or -1074; and the sum in a unit that is at least
   as fine. */
int32_t dsi_sum_unit(const dsi_sum *s);
void dsi_sum_to_big(const dsi_sum *s, int32_t unit, dsi_signed_big *out);

#endif
