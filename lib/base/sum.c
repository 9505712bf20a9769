/* Exact sums (D8): three accumulators of different reach whose total is the sum, whatever the order of additions and
   merges, and which is rounded once when it is asked for. */
#include "base/bytes.h"
#include "base/limbs.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Units of 2^-1074, the smallest double; up to 2^1024, 62 bits for the additions and a sign: 2161 bits. */
enum { SPILL_UNIT = -1074, SPILL_LIMBS = 34, FRACTION_UNIT = -64 };

struct dsi_sum_spill {
    uint64_t limbs[SPILL_LIMBS];
};

bool dsi_sum_needs_spill(const double *values, int64_t n)
{
    bool needs = false;
    for (int64_t i = 0; i < n; i++) { /* without an early exit, so that it runs over several values at once */
        needs |= dsi_double_needs_spill(values[i]);
    }
    return needs;
}

bool dsi_sum_reserve(dsi_sum *s, const dscore_allocator *a)
{
    if (s->spill == NULL) {
        s->spill = dsi_alloc_zero(a, (int64_t)sizeof *s->spill);
    }
    return s->spill != NULL;
}

static void add_to_spill(struct dsi_sum_spill *spill, double value)
{
    uint64_t significand;
    int32_t exponent;
    dsi_double_parts(value, &significand, &exponent);
    if (value < 0) {
        dsi_limbs_subtract(spill->limbs, SPILL_LIMBS, significand, exponent - SPILL_UNIT);
    } else {
        dsi_limbs_add(spill->limbs, SPILL_LIMBS, significand, exponent - SPILL_UNIT);
    }
}

bool dsi_sum_add_other(dsi_sum *s, double value)
{
    if (!dsi_double_is_finite(value)) {
        return false;
    }
    if (dsi_double_needs_spill(value)) {
        if (s->spill == NULL) {
            return false;
        }
        add_to_spill(s->spill, value);
        return true;
    }
    /* From 2^-12 on the last of 53 bits is worth at least 2^-64, so the scaled fraction is a whole number. */
    const int64_t whole = (int64_t)value;
    const double fraction = value - (double)whole;
    const uint64_t units = (uint64_t)((fraction < 0 ? -fraction : fraction) * 18446744073709551616.0);
    dsi_int128 add = {units, 0};
    if (fraction < 0) { /* then units is not 0, and -x is ~x + 1 */
        add = (dsi_int128){~units + 1U, -1};
    }
    s->whole = dsi_int128_add_int(s->whole, whole);
    s->fraction = dsi_int128_add(s->fraction, add);
    return true;
}

bool dsi_sum_merge(dsi_sum *s, const dsi_sum *from, const dscore_allocator *a)
{
    if (from->spill != NULL) {
        if (!dsi_sum_reserve(s, a)) {
            return false;
        }
        dsi_limbs_merge(s->spill->limbs, from->spill->limbs, SPILL_LIMBS);
    }
    s->whole = dsi_int128_add(s->whole, from->whole);
    s->fraction = dsi_int128_add(s->fraction, from->fraction);
    return true;
}

/* ---- taking away ----------------------------------------------------------------------------- */

/* A spill in which nothing is left is as good as none: whatever was in it has been taken away. */
static bool has_spill(const dsi_sum *s)
{
    return s->spill != NULL && !dsi_limbs_are_zero(s->spill->limbs, SPILL_LIMBS);
}

static bool is_same(dsi_int128 a, dsi_int128 b)
{
    return a.lo == b.lo && a.hi == b.hi;
}

bool dsi_sum_holds(const dsi_sum *s, const dsi_sum *from, int64_t rest)
{
    if (s->spill == NULL && has_spill(from)) {
        return false;
    }
    if (rest > 0) {
        return true;
    }
    const bool both = has_spill(s) && has_spill(from);
    return is_same(s->whole, from->whole) && is_same(s->fraction, from->fraction) && has_spill(s) == has_spill(from) &&
           (!both || memcmp(s->spill->limbs, from->spill->limbs, sizeof s->spill->limbs) == 0);
}

void dsi_sum_subtract(dsi_sum *s, const dsi_sum *from)
{
    if (s->spill != NULL && from->spill != NULL) {
        dsi_limbs_take(s->spill->limbs, from->spill->limbs, SPILL_LIMBS);
    }
    s->whole = dsi_int128_subtract(s->whole, from->whole);
    s->fraction = dsi_int128_subtract(s->fraction, from->fraction);
}

void dsi_sum_free(dsi_sum *s, const dscore_allocator *a)
{
    dsi_release(a, s->spill, (int64_t)sizeof *s->spill);
    *s = (dsi_sum){0};
}

int32_t dsi_sum_unit(const dsi_sum *s)
{
    if (has_spill(s)) {
        return SPILL_UNIT;
    }
    return s->fraction.lo != 0 || s->fraction.hi != 0 ? FRACTION_UNIT : 0;
}

void dsi_sum_to_big(const dsi_sum *s, int32_t unit, dsi_signed_big *out)
{
    const uint64_t whole[2] = {s->whole.lo, (uint64_t)s->whole.hi};
    dsi_limbs_to_big(whole, 2, -unit, out);
    dsi_signed_big part;
    if (unit <= FRACTION_UNIT) {
        const uint64_t fraction[2] = {s->fraction.lo, (uint64_t)s->fraction.hi};
        dsi_limbs_to_big(fraction, 2, FRACTION_UNIT - unit, &part);
        dsi_signed_big_add(out, &part);
    }
    if (s->spill != NULL && unit <= SPILL_UNIT) { /* else there is nothing in it */
        dsi_limbs_to_big(s->spill->limbs, SPILL_LIMBS, SPILL_UNIT - unit, &part);
        dsi_signed_big_add(out, &part);
    }
}

int dsi_sum_sign(const dsi_sum *s)
{
    dsi_signed_big total;
    dsi_sum_to_big(s, dsi_sum_unit(s), &total);
    if (total.size.n == 0) {
        return 0;
    }
    return total.negative ? -1 : 1;
}

bool dsi_sum_is_zero(const dsi_sum *s)
{
    if (dsi_sum_unit(s) == 0) {
        return s->whole.lo == 0 && s->whole.hi == 0;
    }
    return dsi_sum_sign(s) == 0;
}

double dsi_sum_value(const dsi_sum *s, int64_t divisor)
{
    return dsi_sum_mean(s, 1, divisor);
}

/* Whole seconds are kept as microseconds and divided by a million again: what both numbers share is left out. */
static bool reduce(int64_t *whole, int64_t n, int64_t divisor, int64_t *product)
{
    const int64_t rest = *whole / divisor;
    if (rest * divisor != *whole) {
        return false;
    }
    *whole = rest;
    *product = n;
    return true;
}

/* Both numbers of the quotient as doubles, if they are exact as such: then one division rounds once. */
static bool fast_mean(const dsi_sum *s, int64_t n, int64_t divisor, double *out)
{
    const int64_t limit = INT64_C(1) << 53;
    int64_t whole = (int64_t)s->whole.lo;
    if (FLT_EVAL_METHOD != 0 || dsi_sum_unit(s) != 0 || s->whole.hi != (whole < 0 ? -1 : 0)) {
        return false;
    }
    int64_t product;
    const bool is_small = dsi_mul_checked(n, divisor, &product) && product <= limit;
    if ((!is_small || whole > limit || whole < -limit) &&
        (!reduce(&whole, n, divisor, &product) || whole > limit || whole < -limit || product > limit)) {
        return false;
    }
    *out = (double)whole / (double)product;
    return true;
}

double dsi_sum_mean(const dsi_sum *s, int64_t n, int64_t divisor)
{
    double value;
    if (n <= 0 || divisor <= 0) {
        return NAN;
    }
    if (fast_mean(s, n, divisor, &value)) {
        return value;
    }
    const int32_t unit = dsi_sum_unit(s);
    dsi_signed_big top;
    dsi_big bottom;
    dsi_sum_to_big(s, unit, &top);
    dsi_big_set(&bottom, (uint64_t)n);
    dsi_big_multiply(&bottom, (uint64_t)divisor);
    return dsi_big_ratio(top.negative, &top.size, &bottom, unit);
}

double dsi_sum_ratio(const dsi_sum *a, int64_t divisor_a, const dsi_sum *b, int64_t divisor_b)
{
    const int32_t unit_a = dsi_sum_unit(a), unit_b = dsi_sum_unit(b);
    dsi_signed_big top, bottom;
    dsi_sum_to_big(a, unit_a, &top);
    dsi_sum_to_big(b, unit_b, &bottom);
    if (bottom.size.n == 0 || divisor_a <= 0 || divisor_b <= 0) {
        return NAN;
    }
    dsi_big_multiply(&top.size, (uint64_t)divisor_b);
    dsi_big_multiply(&bottom.size, (uint64_t)divisor_a);
    return dsi_big_ratio(top.negative != bottom.negative, &top.size, &bottom.size, unit_a - unit_b);
}

/* ---- as bytes -------------------------------------------------------------------------------- */

int32_t dsi_sum_parts(const dsi_sum *s)
{
    const bool has_fraction = s->fraction.lo != 0 || s->fraction.hi != 0;
    const bool has_spill = s->spill != NULL && !dsi_limbs_are_zero(s->spill->limbs, SPILL_LIMBS);
    return (has_fraction ? (int32_t)DSI_SUM_FRACTIONS : 0) | (has_spill ? (int32_t)DSI_SUM_SPILLS : 0);
}

void dsi_put_sum(dsi_bytes_out *out, const dsi_sum *s, int32_t parts)
{
    static const uint64_t none[SPILL_LIMBS] = {0};
    dsi_put_zigzag128(out, s->whole);
    if ((parts & DSI_SUM_FRACTIONS) != 0) {
        const uint64_t fraction[2] = {s->fraction.lo, (uint64_t)s->fraction.hi};
        dsi_put_limbs(out, fraction, 2);
    }
    if ((parts & DSI_SUM_SPILLS) != 0) {
        dsi_put_limbs(out, s->spill == NULL ? none : s->spill->limbs, SPILL_LIMBS);
    }
}

bool dsi_get_sum(dsi_bytes_in *in, dsi_sum *s, int32_t parts, const dscore_allocator *a)
{
    s->whole = dsi_get_zigzag128(in);
    if ((parts & DSI_SUM_FRACTIONS) != 0) {
        uint64_t fraction[2];
        dsi_get_limbs(in, fraction, 2);
        s->fraction.lo = fraction[0];
        memcpy(&s->fraction.hi, &fraction[1], sizeof s->fraction.hi);
    }
    if ((parts & DSI_SUM_SPILLS) != 0) {
        uint64_t limbs[SPILL_LIMBS];
        dsi_get_limbs(in, limbs, SPILL_LIMBS);
        if (!dsi_limbs_are_zero(limbs, SPILL_LIMBS)) {
            if (!dsi_sum_reserve(s, a)) {
                return false;
            }
            memcpy(s->spill->limbs, limbs, sizeof limbs);
        }
    }
    return true;
}
