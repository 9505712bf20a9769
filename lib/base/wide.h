/* Exact arithmetic: sums that do not depend on order, and one correct rounding at the end (D8). */
#ifndef DSI_BASE_WIDE_H
#define DSI_BASE_WIDE_H

#include "base/memory.h"

/* A signed integer of 128 bits, two's complement, as limbs (no compiler extension needed). */
typedef struct dsi_int128 {
    uint64_t lo;
    int64_t hi;
} dsi_int128;
dsi_int128 dsi_int128_add(dsi_int128 a, dsi_int128 b);
dsi_int128 dsi_int128_subtract(dsi_int128 a, dsi_int128 b);
dsi_int128 dsi_int128_mul(int64_t a, int64_t b);

/* Inline, because it is what the sums do for every row. */
static inline dsi_int128 dsi_int128_add_int(dsi_int128 a, int64_t b)
{
    const uint64_t lo = a.lo + (uint64_t)b;
    const uint64_t hi = (uint64_t)a.hi + (b < 0 ? UINT64_MAX : 0U) + (lo < a.lo ? 1U : 0U);
    return (dsi_int128){lo, (int64_t)hi};
}

/* An exact sum of int64 and finite doubles. Whole numbers below 2^63 go to `whole`; other numbers from 2^-12 on have
   their whole part there and their fraction, a multiple of 2^-64, in `fraction` (together the 192 bits of D8); what
   fits neither (huge, tiny) goes to `spill`, a full-range accumulator made when it is first needed.
   All-zero bytes are an empty sum. Up to 2^62 additions. Members are this room's business. */
typedef struct dsi_sum {
    dsi_int128 whole;
    dsi_int128 fraction;         /* in units of 2^-64 */
    struct dsi_sum_spill *spill; /* owned; allocator given to each call that may make one */
} dsi_sum;

/* Does adding this number need a spill? (False for NaN.) */
static inline bool dsi_double_needs_spill(double value)
{
    const double size = value < 0 ? -value : value;
    return size >= 9223372036854775808.0 || (size > 0 && size < 1.0 / 4096);
}

/* Sums that loops made of the parts of many doubles (loops.h, split) or of whole numbers. */
enum { DSI_PART_WHOLE = 0, DSI_PART_HIGH = 1, DSI_PART_LOW = 2 };
static inline void dsi_sum_add_part(dsi_sum *s, int64_t total, int64_t unit, int32_t part)
{
    if (part == DSI_PART_WHOLE) {
        s->whole = dsi_int128_add(s->whole, dsi_int128_mul(total, unit));
    } else {
        s->fraction = dsi_int128_add(s->fraction, dsi_int128_mul(total, part == DSI_PART_HIGH ? INT64_C(1) << 32 : 1));
    }
}

/* Would adding any of these need a spill? Then call dsi_sum_reserve first. */
bool dsi_sum_needs_spill(const double *values, int64_t n);
bool dsi_sum_reserve(dsi_sum *s, const dscore_allocator *a); /* make the spill; false = no memory */
bool dsi_sum_add_other(dsi_sum *s, double value);            /* dsi_sum_add_double of what is not whole */
bool dsi_sum_merge(dsi_sum *s, const dsi_sum *from, const dscore_allocator *a); /* false = no memory, s unchanged */
/* May `from` be a part of s, of which `rest` values remain? With none, they are equal. */
bool dsi_sum_holds(const dsi_sum *s, const dsi_sum *from, int64_t rest);
void dsi_sum_subtract(dsi_sum *s, const dsi_sum *from);   /* a part of s: as if its values had never been added */
void dsi_sum_free(dsi_sum *s, const dscore_allocator *a); /* leaves an empty sum */
int dsi_sum_sign(const dsi_sum *s);                       /* of the exact sum: -1, 0, 1 */
bool dsi_sum_is_zero(const dsi_sum *s);

static inline void dsi_sum_add_int(dsi_sum *s, int64_t value) /* cannot fail */
{
    s->whole = dsi_int128_add_int(s->whole, value);
}

/* False, with nothing added, if the value is not finite or needs a spill that is not there. */
static inline bool dsi_sum_add_double(dsi_sum *s, double value)
{
    if (value >= -9223372036854775808.0 && value < 9223372036854775808.0) {
        const int64_t whole = (int64_t)value;
        if ((double)whole == value) {
            dsi_sum_add_int(s, whole);
            return true;
        }
    }
    return dsi_sum_add_other(s, value);
}

/* An exact sum of values and of their squares, for the variance; same contract as dsi_sum. */
typedef struct dsi_moments {
    dsi_sum sum;
    uint64_t squares_whole[3];       /* of whole values */
    uint64_t squares_fraction[5];    /* of the others, in units of 2^-128 */
    struct dsi_moments_spill *spill; /* of huge and tiny ones */
} dsi_moments;
void dsi_moments_add_int(dsi_moments *m, int64_t value);             /* cannot fail */
void dsi_moments_add_squares(dsi_moments *m, int64_t total, int64_t unit); /* of whole values, times unit; >= 0 */
bool dsi_moments_reserve(dsi_moments *m, const dscore_allocator *a); /* make the spills; false = no memory */
bool dsi_moments_add_double(dsi_moments *m, double value); /* false: not finite, or needs a spill that is not there */
bool dsi_moments_merge(dsi_moments *m, const dsi_moments *from, const dscore_allocator *a); /* as dsi_sum_merge */
bool dsi_moments_holds(const dsi_moments *m, const dsi_moments *from, int64_t rest); /* and its variance is one */
void dsi_moments_subtract(dsi_moments *m, const dsi_moments *from);
void dsi_moments_free(dsi_moments *m, const dscore_allocator *a);

/* Results, each rounded once to nearest even (to infinity where no double is near); the exact rational is
   (sum / divisor) etc. An exact zero is +0. A zero or negative divisor or n, or b zero: NaN. */
double dsi_sum_value(const dsi_sum *s, int64_t divisor);           /* divisor > 0: s / divisor */
double dsi_sum_mean(const dsi_sum *s, int64_t n, int64_t divisor); /* s / (n * divisor) */
double dsi_sum_ratio(const dsi_sum *a, int64_t divisor_a, const dsi_sum *b, int64_t divisor_b); /* b not zero */
/* Sample variance (n >= 2) of values that stand for value / divisor; never negative. */
double dsi_moments_variance(const dsi_moments *m, int64_t n, int64_t divisor);
/* lo + (hi - lo) * g from the exact difference, as values / divisor, rounded once for integers (D17);
   g in [0, 1) given as a double. */
double dsi_interpolate_int(int64_t lo, int64_t hi, double g, int64_t divisor);
double dsi_interpolate_double(double lo, double hi, double g);
/* -1, 0, 1: exact comparison of an integer with a double (not NaN). */
int dsi_compare_int_double(int64_t a, double b);
/* 10^n for 0 <= n <= 18. */
int64_t dsi_power10(int32_t n);

/* int64 arithmetic that says when it would overflow (false: out unchanged). */
bool dsi_add_checked(int64_t a, int64_t b, int64_t *out);
bool dsi_sub_checked(int64_t a, int64_t b, int64_t *out);
bool dsi_mul_checked(int64_t a, int64_t b, int64_t *out);

#endif
