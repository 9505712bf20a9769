/* Domains of fields as exact bounds on integers: 0.1 of a second is 100,000 microseconds, and a bound that no integer
   hits is moved to the next one inside. */
#include "data/binding.h"

#include <math.h>

/* The least integer >= x * units, exactly: the product is split into its double and the rounding error of that, which
   fma gives exactly. False if it is beyond int64 (above: *out = INT64_MAX; below: INT64_MIN). */
static bool ceil_product(double x, int64_t units, int64_t *out)
{
    double product = x * (double)units; /* powers of ten up to 10^18 are exact doubles */
    if (product >= 9223372036854775807.0) {
        *out = INT64_MAX;
        return false;
    }
    if (product < -9223372036854775808.0) {
        *out = INT64_MIN;
        return false;
    }
    double error = fma(x, (double)units, -product);
    double whole = ceil(product);
    if (whole != product) {
        *out = (int64_t)whole; /* the exact product lies between the same two integers */
        return true;
    }
    int64_t carry = (int64_t)ceil(error);
    int64_t base = (int64_t)whole;
    if (carry > 0 && base > INT64_MAX - carry) {
        *out = INT64_MAX;
        return false;
    }
    *out = carry < 0 && base < INT64_MIN - carry ? INT64_MIN : base + carry;
    return true;
}

dsi_bounds dsi_bounds_of(const dsi_reading *reading, int64_t units)
{
    dsi_bounds bounds = {INT64_MIN, INT64_MAX};
    double min = reading->domain_min, max = reading->domain_max;
    int64_t ceiling, floor_negated;
    if (!ceil_product(min, units, &ceiling) && ceiling == INT64_MAX) {
        return (dsi_bounds){1, 0};
    }
    bounds.least = ceiling;
    if (reading->flags & DSCORE_FIELD_MIN_OPEN) {
        /* The bound itself is an integer exactly if its ceiling is also its floor. */
        bool below = ceil_product(-min, units, &floor_negated);
        if (below && floor_negated != INT64_MIN && -floor_negated == bounds.least) {
            if (bounds.least == INT64_MAX) {
                return (dsi_bounds){1, 0};
            }
            bounds.least++;
        }
    }
    if (ceil_product(-max, units, &floor_negated)) {
        bounds.greatest = floor_negated == INT64_MIN ? INT64_MAX : -floor_negated;
    } else if (floor_negated == INT64_MAX) {
        return (dsi_bounds){1, 0};
    }
    return bounds;
}

/* ---- stand-ins ------------------------------------------------------------------------------------------ */

static bool is_inside(
    const dsi_reading *reading, const dsi_bounds *bounds, int64_t units, const dsi_vector *v, int32_t i)
{
    bool whole_only = reading->type == DSCORE_TYPE_NUMBER && (reading->flags & DSCORE_FIELD_INTEGER) != 0;
    if (v->kind != DSI_DOUBLE) {
        int64_t value = v->v.i[i];
        return value >= bounds->least && value <= bounds->greatest && (!whole_only || value % units == 0);
    }
    double value = v->v.f[i];
    bool open = (reading->flags & DSCORE_FIELD_MIN_OPEN) != 0;
    return (open ? value > reading->domain_min : value >= reading->domain_min) && value <= reading->domain_max &&
           (!whole_only || value == floor(value));
}

void dsi_confine(
    const dsi_reading *reading, const dsi_loops *loops, int32_t n, dsi_scratch *scratch, dsi_vector *vector)
{
    bool is_duration = reading->type == DSCORE_TYPE_DURATION;
    bool is_free = !(reading->domain_min > -HUGE_VAL) && !(reading->domain_max < HUGE_VAL);
    if ((!is_duration && reading->type != DSCORE_TYPE_NUMBER) ||
        (is_free && (is_duration || (reading->flags & DSCORE_FIELD_INTEGER) == 0))) {
        return;
    }
    int64_t units = 1000000;
    for (int32_t i = 0; !is_duration && i <= vector->scale; i++) {
        units = i == 0 ? 1 : units * 10;
    }
    dsi_bounds bounds = dsi_bounds_of(reading, units);
    bool whole_only = reading->type == DSCORE_TYPE_NUMBER && (reading->flags & DSCORE_FIELD_INTEGER) != 0;
    if (vector->kind != DSI_DOUBLE && (units == 1 || !whole_only) &&
        loops->all_inside(vector->v.i, 8, n, bounds.least, bounds.greatest, vector->status)) {
        return;
    }
    bool marked = false;
    for (int32_t i = 0; i < n; i++) {
        uint8_t status = vector->status == NULL ? DSI_PRESENT : vector->status[i];
        bool outside = status == DSI_PRESENT && !is_inside(reading, &bounds, units, vector, i);
        scratch->status[i] = outside ? DSI_BAD_DOMAIN : status;
        marked |= outside;
    }
    if (!marked) {
        return;
    }
    vector->status = scratch->status;
    if (vector->kind == DSI_DOUBLE) {
        for (int32_t i = 0; i < n; i++) {
            scratch->doubles[i] = scratch->status[i] == DSI_PRESENT ? vector->v.f[i] : 0.0;
        }
        vector->v.f = scratch->doubles;
    } else {
        for (int32_t i = 0; i < n; i++) {
            scratch->values[i] = scratch->status[i] == DSI_PRESENT ? vector->v.i[i] : 0;
        }
        vector->v.i = scratch->values;
    }
}
