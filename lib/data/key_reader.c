/* Reading a key column as label ids. What repeats is looked up once: each dictionary code, each C string at the same
   address, each text, each recent integer; only the rest goes through the hash table. */
#include "data/gather.h"

#include "base/error.h"
#include "base/hash.h"
#include "data/binding.h"
#include "data/text_memo.h"
#include <string.h>

enum { RECENT = 1024, UNKNOWN = -2 };              /* RECENT is a power of two */
enum { WINDOW_LEAST = 64, WINDOW_MOST = 1 << 20 }; /* integers in the window, powers of two */
enum { RECENT_NEAR = 8192, RECENT_MOST = 1 << 18, AHEAD = 16 };
enum { FEW = 64 }; /* of so few rows nothing is remembered of texts, which had to be forgotten before the next batch */

/* A label seen lately: under the integer itself, or under the address of a C string. */
typedef struct recent {
    int64_t value;
    int32_t id;
    uint32_t batch; /* of the reader when this was seen; another = free */
} recent;

struct dsi_key_reader {
    dscore_allocator allocator;
    const dsi_loops *loops;
    const dscore_table *table;
    const dsi_binding *binding; /* NULL = not bound */
    dsi_labels *labels;
    bool add;
    int32_t field;
    int32_t kind;
    int32_t *codes; /* DICT: label of each code, UNKNOWN at first and after the last */
    int64_t code_count;
    int32_t *window; /* label of each integer from window_first on, UNKNOWN at first */
    int64_t window_first, window_size;
    bool is_used; /* codes or addresses of texts are remembered: they mean something in this batch only */
    uint32_t batch;
    dsi_text_memo memo;
    dsi_scratch scratch;
    dsi_ahead *ahead; /* NULL = none */
    recent *recents;  /* as many as recent_count, a power of two: those below, or larger memory */
    int64_t recent_count;
    recent first_recents[RECENT];
};

/* ---- kinds -------------------------------------------------------------------------------------- */

static dscore_status fail_key(
    const dsi_source *source, const dsi_field *field, const dsi_binding *binding, dscore_error *err)
{
    dscore_status status;
    if (binding->bound && field->type == DSCORE_TYPE_NUMBER) {
        status = dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_KEY_TYPE,
            "field %s is bound as %s, which cannot be a key; expected text, integers or booleans", field->name,
            dsi_storage_name(binding->storage));
    } else {
        status = dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_KEY_TYPE,
            "field %s is a time, which cannot be a key; expected text, integers or booleans", field->name);
    }
    dsi_error_path(err, "%s.%s", source->name, field->name);
    return status;
}

/* ---- life --------------------------------------------------------------------------------------- */

static void forget(dsi_key_reader *reader)
{
    reader->batch++;
    if (reader->batch == 0) { /* as many batches as there are numbers for them */
        memset(reader->recents, 0, (size_t)reader->recent_count * sizeof reader->recents[0]);
        reader->batch = 1;
    }
    for (int64_t i = 0; i < reader->code_count; i++) {
        reader->codes[i] = UNKNOWN;
    }
    reader->is_used = false;
}

/* Codes for the dictionary of the column, if it has one; false = no memory. */
static bool make_codes(dsi_key_reader *reader)
{
    const dsi_binding *b = reader->binding;
    const bool is_dictionary = b != NULL && b->storage == DSCORE_DICT;
    if (is_dictionary && reader->code_count > b->entry_count) {
        return true;
    }
    dsi_release(&reader->allocator, reader->codes, reader->code_count * (int64_t)sizeof(int32_t));
    reader->code_count = 0;
    reader->codes =
        is_dictionary ? dsi_alloc(&reader->allocator, (b->entry_count + 1) * (int64_t)sizeof *reader->codes) : NULL;
    if (!is_dictionary || reader->codes == NULL) {
        return !is_dictionary;
    }
    reader->code_count = b->entry_count + 1;
    for (int64_t i = 0; i < reader->code_count; i++) {
        reader->codes[i] = UNKNOWN;
    }
    return true;
}

dscore_status dsi_key_reader_new(const dscore_allocator *allocator, const dscore_table *table, int32_t field,
    dsi_labels *labels, bool add, dsi_key_reader **out, dscore_error *err)
{
    *out = NULL;
    const dsi_source *source = &table->schema->sources[table->source];
    const dsi_binding *binding = &table->bindings[field];
    int32_t kind = dsi_binding_key(&source->fields[field], binding);
    if (kind < 0) {
        return fail_key(source, &source->fields[field], binding, err);
    }
    dsi_key_reader *reader = dsi_alloc(allocator, (int64_t)sizeof *reader);
    if (reader == NULL) {
        return dsi_fail_memory(err);
    }
    reader->allocator = *allocator;
    reader->loops = dsi_loops_best();
    reader->ahead = NULL;
    reader->table = table;
    reader->binding = binding->bound ? binding : NULL;
    reader->labels = labels;
    reader->add = add;
    reader->field = field;
    reader->kind = kind;
    reader->codes = NULL;
    reader->code_count = 0;
    reader->window = NULL;
    reader->window_first = 0;
    reader->window_size = 0;
    reader->recents = reader->first_recents;
    reader->recent_count = RECENT;
    reader->batch = UINT32_MAX; /* the first begins with nothing */
    dsi_text_memo_init(&reader->memo, allocator, labels, add);
    forget(reader);
    if (!make_codes(reader)) {
        dsi_key_reader_free(reader);
        return dsi_fail_memory(err);
    }
    *out = reader;
    return DSCORE_OK;
}

static void drop_recents(dsi_key_reader *reader)
{
    if (reader->recents != reader->first_recents) {
        dsi_release(&reader->allocator, reader->recents, reader->recent_count * (int64_t)sizeof reader->recents[0]);
    }
}

void dsi_key_reader_free(dsi_key_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    dscore_allocator a = reader->allocator;
    dsi_release(&a, reader->codes, reader->code_count * (int64_t)sizeof(int32_t));
    dsi_release(&a, reader->window, reader->window_size * (int64_t)sizeof(int32_t));
    dsi_text_memo_drop(&reader->memo);
    drop_recents(reader);
    dsi_release(&a, reader, (int64_t)sizeof *reader);
}

bool dsi_key_reader_turn(dsi_key_reader *reader, const dscore_table *table)
{
    const dsi_binding *binding = &table->bindings[reader->field];
    reader->table = table;
    reader->binding = binding->bound ? binding : NULL;
    if (reader->is_used) {
        forget(reader);
    }
    return make_codes(reader);
}

int32_t dsi_key_reader_kind(const dsi_key_reader *reader)
{
    return reader->kind;
}

/* ---- looking up --------------------------------------------------------------------------------- */

/* The label of an integer. *failed is set when it had to be added and could not. */
static int32_t label_int(dsi_key_reader *reader, int64_t value, bool *failed)
{
    if (!reader->add) {
        return dsi_labels_find_int(reader->labels, value, reader->kind);
    }
    int32_t id = dsi_labels_int(reader->labels, value, reader->kind);
    *failed |= id < 0;
    return id;
}

static recent *recent_of(const dsi_key_reader *reader, int64_t value)
{
    return &reader->recents[dsi_hash64_int((uint64_t)value, 0) & (uint64_t)(reader->recent_count - 1)];
}

/* Labels that are not there are not remembered: another reader may add them. */
static int32_t remembered_int(dsi_key_reader *reader, int64_t value, bool *failed)
{
    recent *r = recent_of(reader, value);
    if (r->batch == reader->batch && r->value == value) {
        return r->id;
    }
    int32_t id = label_int(reader, value, failed);
    if (id >= 0) {
        *r = (recent){value, id, reader->batch};
    }
    return id;
}

/* ---- reading ------------------------------------------------------------------------------------ */

/* The label of a code that has none yet, or lies outside the dictionary. */
static int32_t label_code(dsi_key_reader *reader, uint64_t code, bool is_kept, bool *failed)
{
    if (code >= (uint64_t)reader->binding->entry_count) {
        return DSI_LABEL_ABSENT;
    }
    const dsi_string *entry = &reader->binding->entries[code];
    int32_t id = DSI_LABEL_ABSENT;
    if (entry->n >= 0 && is_kept && reader->add) { /* asked once: the memo need not know it */
        id = dsi_labels_text(reader->labels, entry->p, entry->n);
        *failed |= id < 0;
    } else if (entry->n >= 0) {
        id = dsi_text_memo_label(&reader->memo, entry->p, entry->n, failed);
    }
    if (id >= 0 && is_kept) {
        reader->codes[code] = id;
        reader->is_used = true;
    }
    return id;
}

/* Codes below 0 are great numbers, and what is too great stands for the one after the last, whose label is UNKNOWN.
   Where a label is UNKNOWN, the rows are read again one by one. */
#define READ_CODES(type)                                                                                               \
    static bool codes_##type(                                                                                          \
        dsi_key_reader *reader, const type *codes, const uint8_t *status, int32_t n, int32_t *ids)                     \
    {                                                                                                                  \
        const uint64_t count = (uint64_t)reader->binding->entry_count;                                                 \
        const int32_t *known = reader->codes;                                                                          \
        bool failed = false;                                                                                           \
        int32_t any = 0; /* negative if a label is unknown */                                                          \
        for (int32_t i = 0; i < n && status == NULL; i++) {                                                            \
            const uint64_t code = (uint64_t)codes[i];                                                                  \
            ids[i] = known[code < count ? code : count];                                                               \
            any |= ids[i];                                                                                             \
        }                                                                                                              \
        for (int32_t i = 0; i < n && status != NULL; i++) {                                                            \
            const uint64_t code = (uint64_t)codes[i];                                                                  \
            const int32_t mask = status[i] == DSI_PRESENT ? -1 : 0; /* of others ABSENT, which is 0, is left */        \
            ids[i] = known[code < count ? code : count] & mask;                                                        \
            any |= ids[i];                                                                                             \
        }                                                                                                              \
        for (int32_t i = 0; i < n && any < 0 && !failed; i++) {                                                        \
            const uint64_t code = (uint64_t)codes[i];                                                                  \
            ids[i] = DSI_LABEL_ABSENT;                                                                                 \
            if (status == NULL || status[i] == DSI_PRESENT) {                                                          \
                const int32_t id = known[code < count ? code : count];                                                 \
                ids[i] = id >= 0 ? id : label_code(reader, code, n > FEW, &failed);                                    \
            }                                                                                                          \
        }                                                                                                              \
        return !failed;                                                                                                \
    }

READ_CODES(int8_t)
READ_CODES(int16_t)
READ_CODES(int32_t)
READ_CODES(int64_t)
READ_CODES(uint8_t)
READ_CODES(uint16_t)
READ_CODES(uint32_t)

/* Dense codes are read as they lie there; others, and those with a sentinel, are gathered. */
static bool read_codes(dsi_key_reader *reader, dsi_block *block, int32_t *ids)
{
    const dsi_binding *b = reader->binding;
    const uintptr_t width = (uintptr_t)dsi_storage_width(b->element);
    const void *codes = b->data + (ptrdiff_t)(b->stride * block->first);
    const bool is_dense = b->stride == (int64_t)width && (uintptr_t)codes % width == 0 && !b->has_sentinel;
    const uint8_t *status = dsi_block_status(block);
    switch (is_dense ? b->element : DSCORE_DICT) {
    case DSCORE_INT8:
        return codes_int8_t(reader, codes, status, block->n, ids);
    case DSCORE_INT16:
        return codes_int16_t(reader, codes, status, block->n, ids);
    case DSCORE_INT32:
        return codes_int32_t(reader, codes, status, block->n, ids);
    case DSCORE_UINT8:
        return codes_uint8_t(reader, codes, status, block->n, ids);
    case DSCORE_UINT16:
        return codes_uint16_t(reader, codes, status, block->n, ids);
    case DSCORE_UINT32:
        return codes_uint32_t(reader, codes, status, block->n, ids);
    default:
        codes = dsi_gather_codes(block);
        return codes_int64_t(reader, codes, dsi_block_status(block), block->n, ids);
    }
}

/* A C string that is not the last one seen at its address. */
static int32_t label_cstring(dsi_key_reader *reader, const char *text, bool *failed)
{
    const dsi_binding *b = reader->binding;
    const int64_t n = (int64_t)strlen(text);
    if (b->has_sentinel && n == b->sentinel_text.n && memcmp(text, b->sentinel_text.p, (size_t)n) == 0) {
        return DSI_LABEL_ABSENT;
    }
    return dsi_text_memo_label(&reader->memo, text, n, failed);
}

/* Room for the addresses of all labels, within limits; without memory it stays as it is. */
static void widen_recents(dsi_key_reader *reader)
{
    const int64_t labels = dsi_labels_count(reader->labels);
    int64_t count = reader->recent_count;
    while (count < RECENT_MOST && count < 4 * labels) {
        count *= 2;
    }
    if (count == reader->recent_count) {
        return;
    }
    recent *recents = dsi_alloc_zero(&reader->allocator, count * (int64_t)sizeof *recents); /* of batch 0: free */
    if (recents != NULL) {
        drop_recents(reader);
        reader->recents = recents;
        reader->recent_count = count;
    }
}

/* Have what is known of the address of a row fetched. */
static void fetch_recent(const dsi_key_reader *reader, const unsigned char *p)
{
    const char *text;
    memcpy(&text, p, sizeof text);
    dsi_prefetch(recent_of(reader, (int64_t)(uintptr_t)text), 1);
}

/* Validity and pointers are read here, not through gather, since most lengths are never needed. */
static bool read_cstrings(dsi_key_reader *reader, dsi_block *block, int32_t *ids)
{
    const dsi_binding *b = reader->binding;
    const unsigned char *p = b->data + (ptrdiff_t)(b->stride * block->first);
    const uint8_t *status = dsi_block_status(block);
    if (block->n > FEW) {
        widen_recents(reader);
    }
    const int32_t far = reader->recent_count > RECENT_NEAR ? block->n - AHEAD : 0;
    bool failed = false;
    for (int32_t i = 0; i < block->n && !failed; i++) {
        const char *text;
        memcpy(&text, p + (ptrdiff_t)(b->stride * i), sizeof text);
        if (i < far) {
            fetch_recent(reader, p + (ptrdiff_t)(b->stride * (i + AHEAD)));
        }
        ids[i] = DSI_LABEL_ABSENT;
        if (text == NULL || (status != NULL && status[i] != DSI_PRESENT)) {
            continue;
        }
        int64_t address = (int64_t)(uintptr_t)text;
        recent *r = recent_of(reader, address);
        if (r->batch == reader->batch && r->value == address) {
            ids[i] = r->id;
            continue;
        }
        ids[i] = label_cstring(reader, text, &failed);
        if (ids[i] >= 0 && block->n > FEW) {
            *r = (recent){address, ids[i], reader->batch};
            reader->is_used = true;
        }
    }
    return !failed;
}

/* Let the window hold a value too, if that does not make it too wide; without memory it stays as it is. */
static void widen_window(dsi_key_reader *reader, int64_t value)
{
    const int64_t last = reader->window_first + reader->window_size - 1;
    int64_t least = reader->window_size == 0 || value < reader->window_first ? value : reader->window_first;
    const int64_t greatest = reader->window_size == 0 || value > last ? value : last;
    if (least < -(INT64_C(1) << 62) || greatest > INT64_C(1) << 62 || greatest - least >= WINDOW_MOST) {
        return;
    }
    int64_t size = WINDOW_LEAST;
    while (size < greatest - least + 1) {
        size *= 2;
    }
    size = size * 2 > WINDOW_MOST ? (int64_t)WINDOW_MOST : size * 2; /* more are likely to come, on either side */
    least -= (size - (greatest - least + 1)) / 4;
    int32_t *window = dsi_alloc(&reader->allocator, size * (int64_t)sizeof *window);
    if (window == NULL) {
        return;
    }
    for (int64_t i = 0; i < size; i++) {
        window[i] = UNKNOWN;
    }
    for (int64_t i = 0; i < reader->window_size; i++) {
        window[reader->window_first - least + i] = reader->window[i];
    }
    dsi_release(&reader->allocator, reader->window, reader->window_size * (int64_t)sizeof *window);
    reader->window = window;
    reader->window_first = least;
    reader->window_size = size;
}

static bool is_in_window(const dsi_key_reader *reader, int64_t value)
{
    return (uint64_t)value - (uint64_t)reader->window_first < (uint64_t)reader->window_size;
}

/* An integer that the window does not know: labels that are not there are not remembered. */
static int32_t label_beside(dsi_key_reader *reader, int64_t value, bool *failed)
{
    if (!is_in_window(reader, value)) {
        widen_window(reader, value);
    }
    if (!is_in_window(reader, value)) {
        return remembered_int(reader, value, failed);
    }
    const int32_t id = label_int(reader, value, failed);
    if (id >= 0) {
        reader->window[value - reader->window_first] = id;
    }
    return id;
}

/* Have what will be looked up of an integer fetched. */
static void fetch_beside(const dsi_key_reader *reader, int64_t value)
{
    if (!is_in_window(reader, value) || reader->window[value - reader->window_first] < 0) {
        dsi_labels_fetch_int(reader->labels, value, reader->kind);
    }
}

#define READ_WINDOW(type)                                                                                              \
    static bool read_##type(                                                                                           \
        dsi_key_reader *reader, const type *values, const uint8_t *status, int32_t n, int32_t *ids)                    \
    {                                                                                                                  \
        const int64_t first = reader->window_first, last = first + reader->window_size - 1;                            \
        bool failed = false;                                                                                           \
        int32_t any = -1; /* negative if the window lacks a label */                                                   \
        if (status == NULL && reader->loops->all_inside(values, (int32_t)sizeof *values, n, first, last, NULL)) {      \
            const int32_t *window = reader->window;                                                                    \
            any = 0;                                                                                                   \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                ids[i] = window[(int64_t)values[i] - first];                                                           \
                any |= ids[i];                                                                                         \
            }                                                                                                          \
        }                                                                                                              \
        const int32_t far = any < 0 && dsi_labels_count(reader->labels) > RECENT_NEAR ? n : 0;                         \
        for (int32_t i = 0; i < far; i++) {                                                                            \
            fetch_beside(reader, values[i]);                                                                           \
        }                                                                                                              \
        for (int32_t i = 0; i < n && any < 0 && !failed; i++) {                                                        \
            const uint64_t at = (uint64_t)(int64_t)values[i] - (uint64_t)reader->window_first;                         \
            if (status != NULL && status[i] != DSI_PRESENT) {                                                          \
                ids[i] = DSI_LABEL_ABSENT;                                                                             \
            } else if (at < (uint64_t)reader->window_size && reader->window[at] >= 0) {                                \
                ids[i] = reader->window[at];                                                                           \
            } else {                                                                                                   \
                ids[i] = label_beside(reader, values[i], &failed);                                                     \
            }                                                                                                          \
        }                                                                                                              \
        return !failed;                                                                                                \
    }

READ_WINDOW(int8_t)
READ_WINDOW(int16_t)
READ_WINDOW(int32_t)
READ_WINDOW(int64_t)

static bool read_booleans(dsi_key_reader *reader, const dsi_vector *v, int32_t n, int32_t *ids)
{
    bool failed = false;
    for (int32_t i = 0; i < n && !failed; i++) {
        const bool is_present = v->status == NULL || v->status[i] == DSI_PRESENT;
        ids[i] = is_present ? remembered_int(reader, v->v.b[i], &failed) : DSI_LABEL_ABSENT;
    }
    return !failed;
}

static bool read_ints(dsi_key_reader *reader, int64_t first, int32_t n, int32_t *ids)
{
    static const dsi_reading any = {.type = DSCORE_TYPE_TEXT}; /* a key has no domain */
    dsi_vector v;
    dsi_gather_raw(reader->table, reader->field, &any, first, n, reader->loops, reader->ahead, &reader->scratch, &v);
    if (reader->kind == DSI_KEY_BOOL) {
        return read_booleans(reader, &v, n, ids);
    }
    switch (v.width) {
    case 1:
        return read_int8_t(reader, v.v.raw, v.status, n, ids);
    case 2:
        return read_int16_t(reader, v.v.raw, v.status, n, ids);
    case 4:
        return read_int32_t(reader, v.v.raw, v.status, n, ids);
    default: /* raw of 8 bytes, or plain */
        return read_int64_t(reader, v.width == 0 ? v.v.i : v.v.raw, v.status, n, ids);
    }
}

void dsi_key_reader_ahead(dsi_key_reader *reader, dsi_ahead *ahead)
{
    reader->ahead = ahead;
}

bool dsi_key_reader_read(dsi_key_reader *reader, int64_t first, int32_t n, int32_t *ids)
{
    if (reader->binding == NULL) {
        memset(ids, 0, (size_t)n * sizeof ids[0]); /* DSI_LABEL_ABSENT */
        return true;
    }
    if (reader->kind != DSI_KEY_TEXT) {
        return read_ints(reader, first, n, ids);
    }
    dsi_block block = {.binding = reader->binding, .first = first, .n = n, .scratch = &reader->scratch};
    dsi_block_validity_by(&block, reader->loops);
    if (reader->codes != NULL) {
        return read_codes(reader, &block, ids);
    }
    if (reader->binding->storage == DSCORE_CSTRING) {
        return read_cstrings(reader, &block, ids);
    }
    return dsi_text_memo_block(&reader->memo, &block, reader->loops, ids);
}
