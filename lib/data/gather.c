/* Gathering a block of rows: validity, sentinels and ranges, which all types share, and booleans. The other types are
   in gather_number.c, gather_time.c and gather_text.c. A block passes through a few short loops of its own storage
   type; nothing is chosen row by row. */
#include "data/gather.h"

#include "data/binding.h"
#include <string.h>

/* ---- marks ------------------------------------------------------------------------------------ */

uint8_t *dsi_block_open(dsi_block *block)
{
    if (!block->marked) {
        memset(block->scratch->status, DSI_PRESENT, (size_t)block->n);
        block->marked = true;
    }
    return block->scratch->status;
}

void dsi_block_mark(dsi_block *block, int32_t row, uint8_t status)
{
    uint8_t *own = dsi_block_open(block);
    if (own[row] == DSI_PRESENT) {
        own[row] = status;
    }
}

const uint8_t *dsi_block_status(const dsi_block *block)
{
    return block->marked ? block->scratch->status : NULL;
}

/* ---- validity --------------------------------------------------------------------------------- */

static bool all_bits_set(const unsigned char *p, int64_t first, int32_t n)
{
    int64_t bit = first, end = first + n;
    for (; bit < end && bit % 8 != 0; bit++) {
        if ((p[bit / 8] >> (bit % 8) & 1) == 0) {
            return false;
        }
    }
    for (; bit + 8 <= end; bit += 8) {
        if (p[bit / 8] != 0xFF) {
            return false;
        }
    }
    for (; bit < end; bit++) {
        if ((p[bit / 8] >> (bit % 8) & 1) == 0) {
            return false;
        }
    }
    return true;
}

static void validity_bits(dsi_block *block)
{
    const dsi_binding *b = block->binding;
    const int32_t n = block->n;
    int64_t first = b->validity_offset + block->first;
    uint8_t *status = block->scratch->status;
    if (all_bits_set(b->validity, first, n)) {
        return;
    }
    dsi_load_bits(b->validity, first, n, status);
    for (int32_t i = 0; i < n; i++) {
        status[i] = status[i] != 0 ? DSI_PRESENT : DSI_MISSING;
    }
    block->marked = true;
}

/* A byte that is zero, one, or more, by kind of validity. */
static void validity_bytes(dsi_block *block)
{
    static const uint8_t meanings[][3] = {
        [DSCORE_VALIDITY_BYTES_PRESENT] = {DSI_MISSING, DSI_PRESENT, DSI_PRESENT},
        [DSCORE_VALIDITY_BYTES_MISSING] = {DSI_PRESENT, DSI_MISSING, DSI_MISSING},
        [DSCORE_VALIDITY_BYTES_STATUS] = {DSI_PRESENT, DSI_MISSING, DSI_BAD_UNREADABLE},
    };
    const dsi_binding *b = block->binding;
    const uint8_t *meaning = meanings[b->validity_kind];
    const unsigned char *p = b->validity + (ptrdiff_t)(b->validity_stride * block->first);
    uint8_t *status = block->scratch->status;
    const uint8_t zero = meaning[0], one = meaning[1], more = meaning[2];
    const int64_t stride = b->validity_stride;
    const int32_t n = block->n;
    uint8_t any = 0;
    if (stride == 1) {
        memcpy(status, p, (size_t)n);
    }
    for (int32_t i = 0; i < n && stride != 1; i++) {
        status[i] = p[(ptrdiff_t)(stride * i)];
    }
    for (int32_t i = 0; i < n; i++) {
        const uint8_t byte = status[i];
        const uint8_t small = byte == 0 ? zero : one;
        status[i] = byte > 1 ? more : small;
        any |= status[i];
    }
    block->marked = any != DSI_PRESENT;
}

void dsi_block_validity(dsi_block *block)
{
    if (block->binding->validity_kind == DSCORE_VALIDITY_BITMAP) {
        validity_bits(block);
    } else if (block->binding->validity_kind != DSCORE_VALIDITY_ALL) {
        validity_bytes(block);
    }
}

/* ---- integers --------------------------------------------------------------------------------- */

/* These loops run over every row of every column, so they are written for compilers to vectorise: no branches, and
   answers in the sign bit of a sum, since plain SSE2 cannot compare int64. */

/* Sign bit: a differs from b. */
static inline uint64_t differs(int64_t a, int64_t b)
{
    uint64_t d = (uint64_t)a ^ (uint64_t)b;
    return d | (0U - d);
}

/* Sign bit: x lies outside [least, least + span]: the borrow of span - (x - least). */
static inline uint64_t leaves(int64_t x, int64_t least, uint64_t span)
{
    uint64_t above = (uint64_t)x - (uint64_t)least;
    return (above & ~span) | ((above | ~span) & (span - above));
}

static inline uint64_t mask_present(uint8_t status)
{
    return 0U - (uint64_t)(status == DSI_PRESENT);
}

void dsi_block_sentinel(dsi_block *block, const int64_t *values)
{
    if (!block->binding->has_sentinel) {
        return;
    }
    const int64_t sentinel = block->binding->sentinel_int;
    const int32_t n = block->n;
    uint8_t *restrict own = dsi_block_open(block);
    uint8_t any = 0;
    for (int32_t i = 0; i < n; i++) {
        uint8_t missing = (uint8_t)(~differs(values[i], sentinel) >> 63);
        own[i] = (uint8_t)(own[i] | (uint8_t)((own[i] == DSI_PRESENT) & missing) * DSI_MISSING);
        any |= own[i];
    }
    block->marked = any != DSI_PRESENT;
}

static bool all_inside(const dsi_block *block, const int64_t *restrict values, int64_t least, uint64_t span)
{
    const uint8_t *restrict status = block->scratch->status;
    const int32_t n = block->n;
    uint64_t any = 0;
    if (!block->marked) {
        for (int32_t i = 0; i < n; i++) {
            any |= leaves(values[i], least, span);
        }
    } else {
        for (int32_t i = 0; i < n; i++) {
            any |= leaves(values[i], least, span) & mask_present(status[i]);
        }
    }
    return any >> 63 == 0;
}

bool dsi_block_range(dsi_block *block, const int64_t *values, int64_t least, int64_t greatest, uint8_t status)
{
    const uint64_t span = (uint64_t)greatest - (uint64_t)least;
    const uint64_t none = least > greatest ? UINT64_MAX : 0; /* an empty range: all leave it */
    if (none == 0 && (span == UINT64_MAX || all_inside(block, values, least, span))) {
        return false;
    }
    const int32_t n = block->n;
    uint8_t *restrict own = dsi_block_open(block);
    uint8_t any = 0;
    for (int32_t i = 0; i < n; i++) {
        uint8_t outside = (uint8_t)((leaves(values[i], least, span) | none) >> 63);
        own[i] = (uint8_t)(own[i] | (uint8_t)((own[i] == DSI_PRESENT) & outside) * status);
        any |= own[i];
    }
    block->marked = any != DSI_PRESENT;
    return block->marked;
}

const int64_t *dsi_block_ints(dsi_block *block)
{
    const dsi_binding *b = block->binding;
    const unsigned char *p = b->data + (ptrdiff_t)(b->stride * block->first);
    bool is_dense = dsi_storage_width(b->element) == 8 && b->stride == 8;
    if (is_dense && (uintptr_t)p % _Alignof(int64_t) == 0) {
        return (const int64_t *)(const void *)p;
    }
    dsi_load_ints(b->element, p, b->stride, block->n, block->scratch->values);
    return block->scratch->values;
}

const int64_t *dsi_block_scale(dsi_block *block, const int64_t *values, int64_t factor)
{
    const uint8_t *restrict status = block->scratch->status;
    const int32_t n = block->n;
    int64_t *out = block->scratch->values;
    if (!block->marked && factor == 1) {
        return values;
    }
    if (!block->marked) {
        for (int32_t i = 0; i < n; i++) {
            out[i] = values[i] * factor;
        }
    } else if (factor == 1) {
        for (int32_t i = 0; i < n; i++) {
            out[i] = (int64_t)((uint64_t)values[i] & mask_present(status[i]));
        }
    } else {
        for (int32_t i = 0; i < n; i++) {
            out[i] = (int64_t)((uint64_t)values[i] & mask_present(status[i])) * factor;
        }
    }
    return out;
}

const int64_t *dsi_block_clear_ints(dsi_block *block, const int64_t *values)
{
    return dsi_block_scale(block, values, 1);
}

/* ---- booleans ----------------------------------------------------------------------------------- */

/* Dense bytes that are all 0 or 1 need no copy. */
static const uint8_t *alias_bytes(const dsi_block *block)
{
    const dsi_binding *b = block->binding;
    if (b->element != DSCORE_BOOL8 || b->stride != 1 || b->has_sentinel || block->marked) {
        return NULL;
    }
    const uint8_t *p = b->data + block->first;
    uint8_t any = 0;
    for (int32_t i = 0; i < block->n; i++) {
        any |= p[i];
    }
    return any <= 1 ? p : NULL;
}

void dsi_gather_boolean(dsi_block *block, dsi_vector *out)
{
    const dsi_binding *b = block->binding;
    const int32_t n = block->n;
    uint8_t *bytes = block->scratch->bytes;
    out->v.b = alias_bytes(block);
    if (out->v.b != NULL) {
        return;
    }
    out->v.b = bytes;
    if (b->element == DSCORE_BOOL1) {
        dsi_load_bits(b->data, b->bit + block->first, n, bytes);
    } else {
        const int64_t *values = dsi_block_ints(block);
        dsi_block_sentinel(block, values);
        (void)dsi_block_range(block, values, 0, 1, DSI_BAD_DOMAIN);
        for (int32_t i = 0; i < n; i++) {
            bytes[i] = (uint8_t)((uint64_t)values[i] & 1U); /* 0 or 1 where present */
        }
    }
    const uint8_t *status = block->scratch->status;
    for (int32_t i = 0; i < n && block->marked; i++) {
        bytes[i] = (uint8_t)(bytes[i] & (status[i] == DSI_PRESENT));
    }
}

/* ---- the room's door -------------------------------------------------------------------------- */

dsi_reading dsi_reading_of(const dsi_field *field)
{
    return (dsi_reading){
        .type = field->type, .flags = field->flags, .domain_min = field->domain_min, .domain_max = field->domain_max};
}

bool dsi_table_bound(const dscore_table *table, int32_t field)
{
    return table->bindings[field].bound;
}

bool dsi_table_naive(const dscore_table *table, int32_t field)
{
    const dsi_binding *b = &table->bindings[field];
    return b->bound && b->type == DSCORE_TYPE_INSTANT && (b->flags & DSCORE_COLUMN_NAIVE) != 0;
}

int32_t dsi_table_kind(const dscore_table *table, int32_t field)
{
    return table->bindings[field].kind;
}

void dsi_gather(const dscore_table *table, int32_t field, const dsi_reading *reading, int64_t first, int32_t n,
    dsi_scratch *scratch, dsi_vector *out)
{
    const dsi_binding *b = &table->bindings[field];
    dsi_block block = {.binding = b, .first = first, .n = n, .scratch = scratch};
    memset(out, 0, sizeof *out);
    out->kind = b->kind;
    dsi_block_validity(&block);
    if (b->type == DSCORE_TYPE_INSTANT || b->type == DSCORE_TYPE_DURATION) {
        dsi_gather_time(&block, reading, out);
    } else if (b->kind == DSI_BOOL) {
        dsi_gather_boolean(&block, out);
    } else if (b->kind == DSI_STRING) {
        dsi_gather_text(&block, out);
    } else {
        dsi_gather_number(&block, reading, out);
    }
    out->status = dsi_block_status(&block);
}
