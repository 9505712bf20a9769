/* Gathering numbers: integers, doubles and decimals, with their domains. Also integers of key fields. */
#include "data/binding.h"

#include <float.h>
#include <math.h>
#include "base/wide.h"

/* ---- integers and decimals ---------------------------------------------------------------------- */

static void mark_fractions(dsi_block *block, const int64_t *values, int64_t units)
{
    for (int32_t i = 0; i < block->n; i++) {
        if (values[i] % units != 0) {
            dsi_block_mark(block, i, DSI_BAD_DOMAIN);
        }
    }
}

static void gather_ints(dsi_block *block, const dsi_reading *reading, dsi_vector *out)
{
    const dsi_binding *b = block->binding;
    int64_t units = dsi_power10(b->scale);
    const int64_t *values = dsi_block_ints(block);
    dsi_block_sentinel(block, values);
    if (b->element == DSCORE_UINT64) {
        dsi_block_range(block, values, 0, INT64_MAX, DSI_BAD_OVERFLOW);
    }
    if (reading->type == DSCORE_TYPE_NUMBER) {
        dsi_bounds bounds = dsi_bounds_of(reading, units);
        dsi_block_range(block, values, bounds.least, bounds.greatest, DSI_BAD_DOMAIN);
        if (units > 1 && (reading->flags & DSCORE_FIELD_INTEGER) != 0) {
            mark_fractions(block, values, units);
        }
    }
    out->scale = b->scale;
    out->v.i = dsi_block_clear_ints(block, values);
}

/* ---- doubles -------------------------------------------------------------------------------------- */

/* What a double must keep to: a closed range of finite numbers. */
typedef struct range {
    double least, greatest;
    bool integer;
} range;

/* A float32 column sees the bounds as float32, as it sees literals (D7). */
static double as_single(double x)
{
    return fabs(x) <= (double)FLT_MAX ? (double)(float)x : x;
}

static range range_of(const dsi_reading *reading, bool single)
{
    double least = single ? as_single(reading->domain_min) : reading->domain_min;
    double greatest = single ? as_single(reading->domain_max) : reading->domain_max;
    if ((reading->flags & DSCORE_FIELD_MIN_OPEN) != 0) {
        least = nextafter(least, HUGE_VAL);
    }
    return (range){.least = fmax(least, -DBL_MAX), .greatest = fmin(greatest, DBL_MAX),
        .integer = (reading->flags & DSCORE_FIELD_INTEGER) != 0};
}

/* Doubles of 2^52 and more are whole. */
static bool has_fraction(double x)
{
    return fabs(x) < 4503599627370496.0 && (double)(int64_t)x != x;
}

static uint8_t judge(double x, const range *r)
{
    if (isnan(x)) {
        return DSI_MISSING;
    }
    if (isinf(x)) {
        return DSI_BAD_INFINITE;
    }
    if (!(x >= r->least && x <= r->greatest) || (r->integer && has_fraction(x))) {
        return DSI_BAD_DOMAIN;
    }
    return DSI_PRESENT;
}

/* One pass that says whether a closer look is needed; comparisons with NaN are false. */
static bool all_in_range(const double *values, int32_t n, const range *r)
{
    unsigned out = 0;
    for (int32_t i = 0; i < n; i++) {
        out |= (unsigned)!(values[i] >= r->least) | (unsigned)!(values[i] <= r->greatest);
    }
    for (int32_t i = 0; r->integer && out == 0 && i < n; i++) {
        out |= (unsigned)has_fraction(values[i]);
    }
    return out == 0;
}

static const double *block_doubles(dsi_block *block)
{
    const dsi_binding *b = block->binding;
    const unsigned char *p = b->data + (ptrdiff_t)(b->stride * block->first);
    bool is_dense = b->element == DSCORE_FLOAT64 && b->stride == 8;
    if (is_dense && (uintptr_t)p % _Alignof(double) == 0) {
        return (const double *)(const void *)p;
    }
    dsi_load_doubles(b->element, p, b->stride, block->n, block->scratch->doubles);
    return block->scratch->doubles;
}

static void double_sentinel(dsi_block *block, const double *values)
{
    double sentinel = block->binding->sentinel_double;
    for (int32_t i = 0; i < block->n; i++) {
        if (values[i] == sentinel) {
            dsi_block_mark(block, i, DSI_MISSING);
        }
    }
}

static void gather_doubles(dsi_block *block, const dsi_reading *reading, dsi_vector *out)
{
    const dsi_binding *b = block->binding;
    const double *values = block_doubles(block);
    range r = range_of(reading, b->element == DSCORE_FLOAT32);
    out->single = b->element == DSCORE_FLOAT32;
    if (b->has_sentinel) {
        double_sentinel(block, values);
    }
    if (!all_in_range(values, block->n, &r)) {
        for (int32_t i = 0; i < block->n; i++) {
            uint8_t status = judge(values[i], &r);
            if (status != DSI_PRESENT) {
                dsi_block_mark(block, i, status);
            }
        }
    }
    out->v.f = values;
    if (!block->marked) {
        return;
    }
    double *clean = block->scratch->doubles;
    for (int32_t i = 0; i < block->n; i++) {
        clean[i] = block->scratch->status[i] == DSI_PRESENT ? values[i] : 0.0;
    }
    out->v.f = clean;
}

void dsi_gather_number(dsi_block *block, const dsi_reading *reading, dsi_vector *out)
{
    if (block->binding->kind == DSI_DOUBLE) {
        gather_doubles(block, reading, out);
    } else {
        gather_ints(block, reading, out);
    }
}
