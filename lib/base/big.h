/* Non-negative integers of a few thousand bits on the stack, and the one place where an exact rational becomes a
   double. Shared by number texts, sums and variances; nothing here allocates. */
#ifndef DSI_BASE_BIG_H
#define DSI_BASE_BIG_H

#include <stdbool.h>
#include <stdint.h>

/* 5760 bits. The largest user is a variance over all doubles: squares reach 2^2048 in units of 2^-2148, summed
   2^62 times and multiplied by n: 4320 bits; then the quotient's 64 bits and the divisor's 250. */
enum { DSI_BIG_LIMBS = 180 };

typedef struct dsi_big {
    int32_t n; /* limbs in use; the last one is not zero; zero has none */
    uint32_t limb[DSI_BIG_LIMBS];
} dsi_big;

void dsi_big_set(dsi_big *x, uint64_t value);
void dsi_big_set_limbs(dsi_big *x, const uint64_t *limbs, int32_t n); /* least significant first */
void dsi_big_copy(dsi_big *x, const dsi_big *from);
int32_t dsi_big_bits(const dsi_big *x); /* 0 for zero */
int dsi_big_compare(const dsi_big *a, const dsi_big *b);
void dsi_big_add(dsi_big *a, const dsi_big *b);
void dsi_big_subtract(dsi_big *a, const dsi_big *b); /* a >= b */
void dsi_big_shift_left(dsi_big *x, int32_t bits);
void dsi_big_multiply(dsi_big *x, uint64_t by);
void dsi_big_multiply_add(dsi_big *x, uint32_t by, uint32_t add); /* x = x * by + add */
void dsi_big_multiply_power10(dsi_big *x, int32_t exponent);
void dsi_big_square(dsi_big *out, const dsi_big *x); /* out is not x */
/* floor(a / b), which must be below 2^64; then compare twice the remainder with b: *out_half is -1, 0 or 1,
 *out_exact whether there is none. Both numbers are spoilt. b > 0. */
uint64_t dsi_big_divide(dsi_big *a, dsi_big *b, int *out_half, bool *out_exact);

/* A number with a sign, in units of a power of two that its user knows. */
typedef struct dsi_signed_big {
    bool negative;
    dsi_big size;
} dsi_signed_big;
void dsi_signed_big_add(dsi_signed_big *a, const dsi_signed_big *b);

/* +-(a / b) * 2^exponent, rounded once to nearest even: subnormals, zero and infinity included. Spoils a and b. */
double dsi_big_ratio(bool negative, dsi_big *a, dsi_big *b, int32_t exponent);

/* 10^0 to 10^22: the powers of ten that are doubles without error. */
extern const double dsi_exact_powers10[23];

/* A finite double as significand * 2^exponent, without its sign; significand < 2^53. */
void dsi_double_parts(double value, uint64_t *out_significand, int32_t *out_exponent);
bool dsi_double_is_negative(double value);
/* Is the value neither NaN nor an infinity? */
bool dsi_double_is_finite(double value);

#endif
