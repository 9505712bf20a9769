/* Gathering a block of rows: validity, sentinels and ranges, which all types share, and booleans. The other types are
   in gather_number.c, gather_time.c and gather_text.c. A block passes through a few short loops of its own storage
   type; nothing is chosen row by row. */
#include "data/gather.h"

#include <string.h>
#include "data/binding.h"

/* ---- marks ------------------------------------------------------------------------------------ */

static void open_status(dsi_block *block)
{
    if (!block->marked) {
        memset(block->scratch->status, DSI_PRESENT, (size_t)block->n);
        block->marked = true;
    }
}

void dsi_block_mark(dsi_block *block, int32_t row, uint8_t status)
{
    open_status(block);
    if (block->scratch->status[row] == DSI_PRESENT) {
        block->scratch->status[row] = status;
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
    int64_t first = b->validity_offset + block->first;
    uint8_t *status = block->scratch->status;
    if (all_bits_set(b->validity, first, block->n)) {
        return;
    }
    dsi_load_bits(b->validity, first, block->n, status);
    for (int32_t i = 0; i < block->n; i++) {
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
    uint8_t any = 0;
    for (int32_t i = 0; i < block->n; i++) {
        unsigned char byte = p[(ptrdiff_t)(b->validity_stride * i)];
        status[i] = meaning[byte > 2 ? 2 : byte];
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

void dsi_block_sentinel(dsi_block *block, const int64_t *values)
{
    if (!block->binding->has_sentinel) {
        return;
    }
    int64_t sentinel = block->binding->sentinel_int;
    unsigned any = 0;
    for (int32_t i = 0; i < block->n; i++) {
        any |= (unsigned)(values[i] == sentinel);
    }
    if (any == 0) {
        return;
    }
    open_status(block);
    uint8_t *own = block->scratch->status;
    for (int32_t i = 0; i < block->n; i++) { /* without a branch: which rows are missing is hard to guess */
        own[i] = (uint8_t)(own[i] | ((own[i] == DSI_PRESENT) & (values[i] == sentinel)) * DSI_MISSING);
    }
}

void dsi_block_range(dsi_block *block, const int64_t *values, int64_t least, int64_t greatest, uint8_t status)
{
    unsigned any = 0;
    for (int32_t i = 0; i < block->n; i++) {
        any |= (unsigned)(values[i] < least) | (unsigned)(values[i] > greatest);
    }
    if (any == 0) {
        return;
    }
    open_status(block);
    uint8_t *own = block->scratch->status;
    for (int32_t i = 0; i < block->n; i++) {
        own[i] = (uint8_t)(own[i] | ((own[i] == DSI_PRESENT) & ((values[i] < least) | (values[i] > greatest))) * status);
    }
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

const int64_t *dsi_block_clear_ints(dsi_block *block, const int64_t *values)
{
    if (!block->marked) {
        return values;
    }
    const uint8_t *status = block->scratch->status;
    int64_t *out = block->scratch->values;
    for (int32_t i = 0; i < block->n; i++) {
        out[i] = status[i] == DSI_PRESENT ? values[i] : 0;
    }
    return out;
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
    uint8_t *bytes = block->scratch->bytes;
    out->v.b = alias_bytes(block);
    if (out->v.b != NULL) {
        return;
    }
    out->v.b = bytes;
    if (b->element == DSCORE_BOOL1) {
        dsi_load_bits(b->data, b->bit + block->first, block->n, bytes);
    } else {
        const int64_t *values = dsi_block_ints(block);
        dsi_block_sentinel(block, values);
        dsi_block_range(block, values, 0, 1, DSI_BAD_DOMAIN);
        for (int32_t i = 0; i < block->n; i++) {
            bytes[i] = (uint8_t)(values[i] == 1);
        }
    }
    for (int32_t i = 0; block->marked && i < block->n; i++) {
        bytes[i] = block->scratch->status[i] == DSI_PRESENT ? bytes[i] : 0;
    }
}

/* ---- the room's door -------------------------------------------------------------------------- */

dsi_reading dsi_reading_of(const dsi_field *field)
{
    return (dsi_reading){.type = field->type, .flags = field->flags, .domain_min = field->domain_min,
        .domain_max = field->domain_max};
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
