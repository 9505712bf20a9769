/* Exact sums of values and squares, from which the sample variance is rounded once (D8): no cancellation, no order. */
#include "base/bytes.h"
#include "base/limbs.h"

#include <math.h>
#include <string.h>

/* Squares of doubles are multiples of 2^-2148 below 2^2048; 62 bits for the additions: 4258 bits. */
enum {
    WHOLE_LIMBS = 3,
    FRACTION_LIMBS = 5,
    FRACTION_UNIT = -64,
    SPILL_LIMBS = 67,
    SPILL_UNIT = -1074 /* of the values; squares have twice the exponent */
};

struct dsi_moments_spill {
    uint64_t limbs[SPILL_LIMBS + 1]; /* one more for the sign that the shared functions expect */
};

static void add_square(uint64_t *limbs, int32_t n, uint64_t size, int32_t shift)
{
    uint64_t square[2];
    dsi_multiply_wide(size, size, square);
    dsi_limbs_add(limbs, n, square[0], shift);
    if (square[1] != 0) {
        dsi_limbs_add(limbs, n, square[1], shift + 64);
    }
}

void dsi_moments_add_int(dsi_moments *m, int64_t value)
{
    dsi_sum_add_int(&m->sum, value);
    add_square(m->squares_whole, WHOLE_LIMBS, value < 0 ? 0U - (uint64_t)value : (uint64_t)value, 0);
}

void dsi_moments_add_squares(dsi_moments *m, int64_t total, int64_t unit)
{
    uint64_t product[2];
    dsi_multiply_wide((uint64_t)total, (uint64_t)unit, product);
    dsi_limbs_add(m->squares_whole, WHOLE_LIMBS, product[0], 0);
    dsi_limbs_add(m->squares_whole, WHOLE_LIMBS, product[1], 64);
}

bool dsi_moments_reserve(dsi_moments *m, const dscore_allocator *a)
{
    if (m->spill == NULL) {
        m->spill = dsi_alloc_zero(a, (int64_t)sizeof *m->spill);
    }
    return m->spill != NULL && dsi_sum_reserve(&m->sum, a);
}

bool dsi_moments_add_double(dsi_moments *m, double value)
{
    if (!dsi_double_is_finite(value)) {
        return false;
    }
    uint64_t significand;
    int32_t exponent;
    dsi_double_parts(value, &significand, &exponent);
    if (dsi_double_needs_spill(value)) {
        if (m->spill == NULL || m->sum.spill == NULL) {
            return false;
        }
        add_square(m->spill->limbs, SPILL_LIMBS + 1, significand, 2 * (exponent - SPILL_UNIT));
        return dsi_sum_add_double(&m->sum, value);
    }
    const int64_t whole = (int64_t)value;
    if ((double)whole == value) {
        dsi_moments_add_int(m, whole);
        return true;
    }
    add_square(m->squares_fraction, FRACTION_LIMBS, significand, 2 * (exponent - FRACTION_UNIT));
    return dsi_sum_add_double(&m->sum, value);
}

bool dsi_moments_merge(dsi_moments *m, const dsi_moments *from, const dscore_allocator *a)
{
    if (from->spill != NULL || from->sum.spill != NULL) {
        if (!dsi_moments_reserve(m, a)) {
            return false;
        }
    }
    if (!dsi_sum_merge(&m->sum, &from->sum, a)) {
        return false;
    }
    dsi_limbs_merge(m->squares_whole, from->squares_whole, WHOLE_LIMBS);
    dsi_limbs_merge(m->squares_fraction, from->squares_fraction, FRACTION_LIMBS);
    if (from->spill != NULL) {
        dsi_limbs_merge(m->spill->limbs, from->spill->limbs, SPILL_LIMBS + 1);
    }
    return true;
}

void dsi_moments_free(dsi_moments *m, const dscore_allocator *a)
{
    dsi_sum_free(&m->sum, a);
    dsi_release(a, m->spill, (int64_t)sizeof *m->spill);
    *m = (dsi_moments){0};
}

static int32_t moments_unit(const dsi_moments *m)
{
    if (m->spill != NULL) {
        return SPILL_UNIT;
    }
    /* Fractions may cancel in the sum, but never in the squares. */
    return dsi_limbs_are_zero(m->squares_fraction, FRACTION_LIMBS) ? dsi_sum_unit(&m->sum) : FRACTION_UNIT;
}

static void squares_to_big(const dsi_moments *m, int32_t unit, dsi_big *out)
{
    dsi_big part;
    dsi_big_set_limbs(out, m->squares_whole, WHOLE_LIMBS);
    dsi_big_shift_left(out, 2 * -unit);
    if (unit <= FRACTION_UNIT) {
        dsi_big_set_limbs(&part, m->squares_fraction, FRACTION_LIMBS);
        dsi_big_shift_left(&part, 2 * (FRACTION_UNIT - unit));
        dsi_big_add(out, &part);
    }
    if (m->spill != NULL) {
        dsi_big_set_limbs(&part, m->spill->limbs, SPILL_LIMBS + 1);
        dsi_big_add(out, &part);
    }
}

double dsi_moments_variance(const dsi_moments *m, int64_t n, int64_t divisor)
{
    if (n < 2 || divisor <= 0) {
        return NAN;
    }
    /* (n * sum(x^2) - (sum x)^2) / (n * (n - 1) * divisor^2), all of it exact. */
    const int32_t unit = moments_unit(m);
    dsi_big top, square, bottom;
    dsi_signed_big sum;
    squares_to_big(m, unit, &top);
    dsi_sum_to_big(&m->sum, unit, &sum);
    dsi_big_multiply(&top, (uint64_t)n);
    dsi_big_square(&square, &sum.size);
    if (dsi_big_compare(&top, &square) < 0) {
        return NAN; /* n is not the number of values that were added */
    }
    dsi_big_subtract(&top, &square);
    dsi_big_set(&bottom, (uint64_t)n);
    dsi_big_multiply(&bottom, (uint64_t)(n - 1));
    dsi_big_multiply(&bottom, (uint64_t)divisor);
    dsi_big_multiply(&bottom, (uint64_t)divisor);
    return dsi_big_ratio(false, &top, &bottom, 2 * unit);
}

/* ---- taking away ----------------------------------------------------------------------------- */

/* Squares only add up: those of a part are not greater. */
static bool squares_hold(const dsi_moments *m, const dsi_moments *from)
{
    if (from->spill != NULL && !dsi_limbs_are_zero(from->spill->limbs, SPILL_LIMBS + 1) &&
        (m->spill == NULL || dsi_limbs_are_less(m->spill->limbs, from->spill->limbs, SPILL_LIMBS + 1))) {
        return false;
    }
    return !dsi_limbs_are_less(m->squares_whole, from->squares_whole, WHOLE_LIMBS) &&
           !dsi_limbs_are_less(m->squares_fraction, from->squares_fraction, FRACTION_LIMBS);
}

bool dsi_moments_holds(const dsi_moments *m, const dsi_moments *from, int64_t rest)
{
    if (!dsi_sum_holds(&m->sum, &from->sum, rest) || !squares_hold(m, from)) {
        return false;
    }
    const int32_t own = moments_unit(m), other = moments_unit(from);
    const int32_t unit = own < other ? own : other;
    dsi_big squares, part;
    squares_to_big(m, unit, &squares);
    squares_to_big(from, unit, &part);
    dsi_big_subtract(&squares, &part);
    if (rest == 0) {
        return squares.n == 0;
    }
    dsi_signed_big sum, taken;
    dsi_sum_to_big(&m->sum, unit, &sum);
    dsi_sum_to_big(&from->sum, unit, &taken);
    taken.negative = !taken.negative;
    dsi_signed_big_add(&sum, &taken);
    dsi_big_square(&part, &sum.size);
    dsi_big_multiply(&squares, (uint64_t)rest);
    return dsi_big_compare(&squares, &part) >= 0;
}

void dsi_moments_subtract(dsi_moments *m, const dsi_moments *from)
{
    dsi_sum_subtract(&m->sum, &from->sum);
    dsi_limbs_take(m->squares_whole, from->squares_whole, WHOLE_LIMBS);
    dsi_limbs_take(m->squares_fraction, from->squares_fraction, FRACTION_LIMBS);
    if (m->spill != NULL && from->spill != NULL) {
        dsi_limbs_take(m->spill->limbs, from->spill->limbs, SPILL_LIMBS + 1);
    }
}

/* ---- as bytes -------------------------------------------------------------------------------- */

int32_t dsi_moments_parts(const dsi_moments *m)
{
    const bool has_fraction = !dsi_limbs_are_zero(m->squares_fraction, FRACTION_LIMBS);
    const bool has_spill = m->spill != NULL && !dsi_limbs_are_zero(m->spill->limbs, SPILL_LIMBS + 1);
    return dsi_sum_parts(&m->sum) | (has_fraction ? (int32_t)DSI_SUM_FRACTIONS : 0) |
           (has_spill ? (int32_t)DSI_SUM_SPILLS : 0);
}

void dsi_put_moments(dsi_bytes_out *out, const dsi_moments *m, int32_t parts)
{
    static const uint64_t none[SPILL_LIMBS + 1] = {0};
    dsi_put_sum(out, &m->sum, parts);
    dsi_put_limbs(out, m->squares_whole, WHOLE_LIMBS);
    if ((parts & DSI_SUM_FRACTIONS) != 0) {
        dsi_put_limbs(out, m->squares_fraction, FRACTION_LIMBS);
    }
    if ((parts & DSI_SUM_SPILLS) != 0) {
        dsi_put_limbs(out, m->spill == NULL ? none : m->spill->limbs, SPILL_LIMBS + 1);
    }
}

/* Squares are never negative. */
static void get_squares(dsi_bytes_in *in, uint64_t *limbs, int32_t n)
{
    const int64_t start = in->at;
    dsi_get_limbs(in, limbs, n);
    if (limbs[n - 1] >> 63 != 0) {
        (void)dsi_bytes_fail(in, start, "a sum of squares, which is not negative");
    }
}

bool dsi_get_moments(dsi_bytes_in *in, dsi_moments *m, int32_t parts, const dscore_allocator *a)
{
    if (!dsi_get_sum(in, &m->sum, parts, a)) {
        return false;
    }
    get_squares(in, m->squares_whole, WHOLE_LIMBS);
    if ((parts & DSI_SUM_FRACTIONS) != 0) {
        get_squares(in, m->squares_fraction, FRACTION_LIMBS);
    }
    if ((parts & DSI_SUM_SPILLS) != 0) {
        uint64_t limbs[SPILL_LIMBS + 1];
        get_squares(in, limbs, SPILL_LIMBS + 1);
        if (!dsi_limbs_are_zero(limbs, SPILL_LIMBS + 1) || m->sum.spill != NULL) {
            if (!dsi_moments_reserve(m, a)) {
                return false;
            }
            memcpy(m->spill->limbs, limbs, sizeof limbs);
        }
    }
    return true;
}
