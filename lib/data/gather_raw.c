/* Gathering without a copy: dense whole numbers and times as they lie in the column, checked in their own width. What
   a row means is decided as in gather_number.c and gather_time.c. */
#include "data/binding.h"

/* The values that a present row may hold, in units of the column. */
typedef struct limits {
    dsi_bounds readable; /* beyond: BAD_OVERFLOW */
    dsi_bounds domain;   /* beyond: BAD_DOMAIN */
    int64_t unit;
} limits;

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t ceil_divide(int64_t a, int64_t b)
{
    return a / b + (a % b > 0);
}

static dsi_bounds in_units(dsi_bounds microseconds, int64_t unit)
{
    return (dsi_bounds){ceil_divide(microseconds.least, unit), floor_divide(microseconds.greatest, unit)};
}

static limits limits_of(const dsi_binding *b, const dsi_reading *reading)
{
    static const int64_t units[] = {
        [DSCORE_UNIT_S] = 1000000, [DSCORE_UNIT_MS] = 1000, [DSCORE_UNIT_US] = 1, [DSCORE_UNIT_NS] = 0};
    const dsi_bounds any = {INT64_MIN, INT64_MAX};
    limits l = {any, any, 1};
    if (b->type == DSCORE_TYPE_INSTANT || b->type == DSCORE_TYPE_DURATION) {
        const dsi_bounds years = {DSI_INSTANT_FIRST, DSI_INSTANT_LAST};
        l.unit = units[b->unit];
        l.readable = in_units(b->type == DSCORE_TYPE_INSTANT ? years : any, l.unit);
    }
    if (reading->type == DSCORE_TYPE_DURATION) {
        l.domain = in_units(dsi_bounds_of(reading, 1000000), l.unit);
    } else if (reading->type == DSCORE_TYPE_NUMBER) {
        l.domain = dsi_bounds_of(reading, 1);
    }
    return l;
}

static bool is_raw(const dsi_binding *b, const void *data)
{
    const int32_t width = dsi_storage_width(b->element);
    const bool is_time = b->type == DSCORE_TYPE_INSTANT || b->type == DSCORE_TYPE_DURATION;
    return b->kind == DSI_INT && b->element >= DSCORE_INT8 && b->element <= DSCORE_INT64 && b->stride == width &&
           (uintptr_t)data % (uintptr_t)width == 0 && (!is_time || b->unit != DSCORE_UNIT_NS);
}

void dsi_block_validity_by(dsi_block *block, const dsi_loops *loops)
{
    const dsi_binding *b = block->binding;
    if (b->validity_kind == DSCORE_VALIDITY_BITMAP) {
        block->marked = loops->status_of_bits(
            b->validity, b->validity_offset + block->first, block->n, DSI_MISSING, block->scratch->status);
    } else {
        dsi_block_validity(block);
    }
}

/* Bits as booleans, a byte each; false: the column has none, or they do not lie one after the other. */
static bool read_bits(const dsi_block *block, const dsi_loops *loops)
{
    const dsi_binding *b = block->binding;
    uint8_t *bytes = block->scratch->bytes;
    if (b->kind != DSI_BOOL || b->element != DSCORE_BOOL1 || b->validity_kind != DSCORE_VALIDITY_ALL) {
        return false;
    }
    (void)loops->status_of_bits(b->data, b->bit + block->first, block->n, 1, bytes);
    for (int32_t i = 0; i < block->n; i++) {
        bytes[i] ^= 1U;
    }
    return true;
}

static int64_t size_of(int64_t value)
{
    return value == INT64_MIN ? INT64_MAX : value < 0 ? -value : value;
}

/* The greatest absolute value within the bounds and the width; 0 = too large to be of use. */
static int64_t most_of(dsi_bounds bounds, int32_t width)
{
    const int64_t least = size_of(bounds.least), greatest = size_of(bounds.greatest);
    const int64_t most = least > greatest ? least : greatest;
    const int64_t widest = width == 8 ? INT64_MAX : INT64_C(1) << (8 * width - 1);
    return most > widest ? widest : most == INT64_MAX ? 0 : most;
}

static void check(dsi_block *block, const void *data, int32_t width, const limits *l, const dsi_loops *loops)
{
    const dsi_binding *b = block->binding;
    const int32_t n = block->n;
    const dsi_bounds both = {l->readable.least > l->domain.least ? l->readable.least : l->domain.least,
        l->readable.greatest < l->domain.greatest ? l->readable.greatest : l->domain.greatest};
    if (b->has_sentinel) {
        (void)loops->mark_equal(data, width, n, b->sentinel_int, DSI_MISSING, dsi_block_open(block));
        block->marked = loops->any(block->scratch->status, n);
    }
    const uint8_t *status = block->marked ? block->scratch->status : NULL;
    if (loops->all_inside(data, width, n, both.least, both.greatest, status)) {
        return;
    }
    uint8_t *own = dsi_block_open(block);
    loops->mark_outside(data, width, n, l->readable.least, l->readable.greatest, DSI_BAD_OVERFLOW, own);
    loops->mark_outside(data, width, n, l->domain.least, l->domain.greatest, DSI_BAD_DOMAIN, own);
}

void dsi_gather_raw(const dscore_table *table, int32_t field, const dsi_reading *reading, int64_t first, int32_t n,
    const dsi_loops *loops, dsi_ahead *ahead, dsi_scratch *scratch, dsi_vector *out)
{
    const dsi_binding *b = &table->bindings[field];
    const unsigned char *data = b->data + (ptrdiff_t)(b->stride * first);
    dsi_block block = {.binding = b, .first = first, .n = n, .scratch = scratch};
    if (read_bits(&block, loops)) {
        *out = (dsi_vector){.kind = DSI_BOOL, .v.b = scratch->bytes};
        return;
    }
    if (!is_raw(b, data)) {
        dsi_gather(table, field, reading, first, n, scratch, out);
        return;
    }
    const limits l = limits_of(b, reading);
    const int32_t width = dsi_storage_width(b->element);
    const int64_t left = b->length - first - n;
    if (ahead != NULL) { /* the block that comes next */
        dsi_ahead_want(ahead, data + (ptrdiff_t)n * width, (left < n ? left : n) * width);
    }
    dsi_block_validity_by(&block, loops);
    check(&block, data, width, &l, loops);
    *out = (dsi_vector){.kind = DSI_INT, .width = width, .unit = l.unit, .status = dsi_block_status(&block)};
    out->dirty = out->status != NULL;
    out->most = most_of(b->type == DSCORE_TYPE_NUMBER ? l.domain : l.readable, width);
    out->v.raw = data;
}

void dsi_vector_plain(dsi_vector *vector, const dsi_loops *loops, int32_t n, int64_t *memory)
{
    if (vector->width == 0) {
        return;
    }
    if (vector->width != 8 || vector->unit != 1 || vector->status != NULL) {
        loops->widen(vector->v.raw, vector->width, n, vector->unit, vector->status, memory);
        vector->v.i = memory;
    }
    vector->width = 0;
}
