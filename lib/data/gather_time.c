/* Gathering instants and durations: every unit to int64 microseconds (D6). Whole numbers are exact; nanoseconds are
   floored; fractions of float columns are rounded to the nearest microsecond, ties to even. */
#include "data/binding.h"

#include <math.h>

/* ---- integers ------------------------------------------------------------------------------------- */

/* Microseconds of one unit; nanoseconds divide instead. */
static int64_t multiplier(int32_t unit)
{
    static const int64_t multipliers[] = {
        [DSCORE_UNIT_S] = 1000000, [DSCORE_UNIT_MS] = 1000, [DSCORE_UNIT_US] = 1, [DSCORE_UNIT_NS] = 1};
    return multipliers[unit];
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* What a microsecond count of the type may be. */
static dsi_bounds readable(int32_t type)
{
    if (type == DSCORE_TYPE_INSTANT) {
        return (dsi_bounds){DSI_INSTANT_FIRST, DSI_INSTANT_LAST};
    }
    return (dsi_bounds){INT64_MIN, INT64_MAX};
}

/* The same in whole units, so that the check comes before the multiplication. Both ends round inwards. */
static dsi_bounds readable_units(int32_t type, int64_t microseconds)
{
    dsi_bounds bounds = readable(type);
    return (dsi_bounds){bounds.least / microseconds, floor_divide(bounds.greatest, microseconds)};
}

static const int64_t *from_ints(dsi_block *block)
{
    const dsi_binding *b = block->binding;
    const int64_t *values = dsi_block_ints(block);
    const int64_t microseconds = multiplier(b->unit);
    dsi_bounds bounds = {INT64_MIN, INT64_MAX}; /* of nanoseconds all int64 lie in the years 1677 to 2262 */
    if (b->unit != DSCORE_UNIT_NS) {
        bounds = readable_units(b->type, microseconds);
    }
    if (b->element == DSCORE_UINT64) {
        bounds.least = 0;
    }
    dsi_block_sentinel(block, values);
    (void)dsi_block_range(block, values, bounds.least, bounds.greatest, DSI_BAD_OVERFLOW);
    values = dsi_block_scale(block, values, microseconds);
    if (b->unit != DSCORE_UNIT_NS) {
        return values;
    }
    int64_t *out = block->scratch->values;
    const int32_t n = block->n;
    for (int32_t i = 0; i < n; i++) {
        out[i] = floor_divide(values[i], 1000);
    }
    return out;
}

/* ---- floats ----------------------------------------------------------------------------------------- */

/* x * factor rounded once, ties to even. The double product can only mislead at a tie, or where it is too large to hold
   fractions; there its exact rounding error decides. |x * factor| < 2^63, so that error is at most 512. */
static int64_t round_product(double x, double factor)
{
    double product = x * factor;
    int64_t whole = (int64_t)product; /* towards zero */
    if (fabs(product) >= 4503599627370496.0) {
        return whole + (int64_t)rint(fma(x, factor, -product));
    }
    double rest = product - (double)whole;
    if (fabs(rest) != 0.5) {
        return whole + (rest > 0.5) - (rest < -0.5);
    }
    int64_t away = whole + (rest < 0.0 ? -1 : 1);
    double error = fma(x, factor, -product);
    if (error == 0.0) {
        return whole % 2 == 0 ? whole : away;
    }
    return (error < 0.0) == (rest < 0.0) ? away : whole;
}

/* floor(x / 1000): a quotient that rounded up to an integer is one too high. */
static int64_t floor_thousandth(double x)
{
    double quotient = floor(x / 1000.0);
    bool is_high = fma(quotient, 1000.0, -x) > 0.0;
    return (int64_t)quotient - (is_high ? 1 : 0);
}

static const int64_t *from_doubles(dsi_block *block)
{
    const dsi_binding *b = block->binding;
    const double limit = 9223372036854775808.0; /* 2^63 */
    double factor = (double)multiplier(b->unit);
    double values[DSI_BLOCK];
    int64_t *out = block->scratch->values;
    dsi_bounds bounds = readable(b->type);
    dsi_load_doubles(b->element, b->data + (ptrdiff_t)(b->stride * block->first), b->stride, block->n, values);
    for (int32_t i = 0; i < block->n; i++) {
        double x = values[i];
        double size = b->unit == DSCORE_UNIT_NS ? x / 1000.0 : x * factor;
        out[i] = 0;
        if (isnan(x) || (b->has_sentinel && x == b->sentinel_double)) {
            dsi_block_mark(block, i, DSI_MISSING);
        } else if (isinf(x)) {
            dsi_block_mark(block, i, DSI_BAD_INFINITE);
        } else if (!(size > -limit && size < limit)) {
            dsi_block_mark(block, i, DSI_BAD_OVERFLOW);
        } else {
            out[i] = b->unit == DSCORE_UNIT_NS ? floor_thousandth(x) : round_product(x, factor);
        }
    }
    (void)dsi_block_range(block, out, bounds.least, bounds.greatest, DSI_BAD_OVERFLOW);
    return dsi_block_clear_ints(block, out);
}

void dsi_gather_time(dsi_block *block, const dsi_reading *reading, dsi_vector *out)
{
    const int64_t *values = dsi_storage_is_float(block->binding->element) ? from_doubles(block) : from_ints(block);
    if (reading->type == DSCORE_TYPE_DURATION) {
        dsi_bounds bounds = dsi_bounds_of(reading, 1000000);
        if (dsi_block_range(block, values, bounds.least, bounds.greatest, DSI_BAD_DOMAIN)) {
            values = dsi_block_clear_ints(block, values);
        }
    }
    out->v.i = values;
}
