/* Gathering numbers: integers, doubles and decimals, with their domains. Also integers of key fields. */
#include "data/binding.h"

#include "base/wide.h"
#include <float.h>
#include <math.h>

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
        (void)dsi_block_range(block, values, 0, INT64_MAX, DSI_BAD_OVERFLOW);
    }
    if (reading->type == DSCORE_TYPE_NUMBER) {
        dsi_bounds bounds = dsi_bounds_of(reading, units);
        (void)dsi_block_range(block, values, bounds.least, bounds.greatest, DSI_BAD_DOMAIN);
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
    return (range){.least = fmax(least, -DBL_MAX),
        .greatest = fmin(greatest, DBL_MAX),
        .integer = (reading->flags & DSCORE_FIELD_INTEGER) != 0};
}

/* Doubles of 2^52 and more are whole. */
static bool has_fraction(double x)
{
    return fabs(x) < 4503599627370496.0 && (double)(int64_t)x != x;
}

/* One pass that says whether a closer look is needed: is every number in the range? Comparisons with NaN are false. */
static bool all_in_range(const double *values, int32_t n, const range *r)
{
    const double least = r->least, greatest = r->greatest;
    uint8_t any = DSI_PRESENT;
    for (int32_t i = 0; i < n; i++) {
        const double x = values[i];
        const uint8_t status = x >= least && x <= greatest ? DSI_PRESENT : DSI_BAD_DOMAIN;
        any |= status;
    }
    for (int32_t i = 0; r->integer && any == DSI_PRESENT && i < n; i++) {
        any |= (uint8_t)has_fraction(values[i]);
    }
    return any == DSI_PRESENT;
}

/* The status of each row by its number, without a branch: which rows are missing is hard to guess. */
static void judge_doubles(dsi_block *block, const double *values, const range *r)
{
    const double least = r->least, greatest = r->greatest;
    const double sentinel = block->binding->has_sentinel ? block->binding->sentinel_double : (double)NAN;
    const int32_t n = block->n;
    uint8_t *restrict own = dsi_block_open(block);
    uint8_t any = 0;
    for (int32_t i = 0; i < n; i++) {
        const double x = values[i];
        uint8_t status = x >= least && x <= greatest ? DSI_PRESENT : DSI_BAD_DOMAIN;
        status = fabs(x) > DBL_MAX ? DSI_BAD_INFINITE : status;
        status = x != x || x == sentinel ? DSI_MISSING : status;
        own[i] = own[i] == DSI_PRESENT ? status : own[i];
        any |= own[i];
    }
    for (int32_t i = 0; i < n && r->integer; i++) {
        if (own[i] == DSI_PRESENT && has_fraction(values[i])) {
            own[i] = DSI_BAD_DOMAIN;
            any |= own[i];
        }
    }
    block->marked = any != DSI_PRESENT;
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

static void gather_doubles(dsi_block *block, const dsi_reading *reading, dsi_vector *out)
{
    const dsi_binding *b = block->binding;
    const int32_t n = block->n;
    const double *values = block_doubles(block);
    const range r = range_of(reading, b->element == DSCORE_FLOAT32);
    out->single = b->element == DSCORE_FLOAT32;
    if (b->has_sentinel || !all_in_range(values, n, &r)) {
        judge_doubles(block, values, &r);
    }
    out->v.f = values;
    if (!block->marked) {
        return;
    }
    const uint8_t *restrict status = block->scratch->status;
    double *clean = block->scratch->doubles;
    for (int32_t i = 0; i < n; i++) {
        const double x = values[i];
        clean[i] = status[i] == DSI_PRESENT ? x : 0.0;
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
