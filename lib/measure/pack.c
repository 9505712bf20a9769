/* A state as bytes: the same cells give the same bytes, whatever the order in which they were filled or merged. Labels
   and cells are numbered by their contents first; then everything is written twice, the first time only to count. */
#include "measure/packer.h"

#include "base/error.h"
#include "base/hash.h"
#include "measure/order.h"
#include <deskscore/pack.h>
#include <string.h>

/* ---- working memory -------------------------------------------------------------------------- */

static int32_t *numbers_of(const dsi_packer *p, int64_t n)
{
    return dsi_alloc_zero(&p->a, (n + 1) * (int64_t)sizeof(int32_t));
}

static void give_back(const dsi_packer *p, int32_t *numbers, int64_t n)
{
    dsi_release(&p->a, numbers, (n + 1) * (int64_t)sizeof(int32_t));
}

static void close_packer(dsi_packer *p)
{
    const int64_t frames = p->state->plan->frame_count;
    for (int64_t f = 0; f < frames && p->frames != NULL; f++) {
        give_back(p, p->frames[f].order, p->frames[f].cells);
        give_back(p, p->frames[f].place, p->frames[f].cells);
    }
    dsi_release(&p->a, p->frames, (frames + 1) * (int64_t)sizeof *p->frames);
    give_back(p, p->used, p->label_count);
    give_back(p, p->numbers, p->label_count);
}

/* ---- labels in order ------------------------------------------------------------------------- */

/* Where the labels of a kind come: integers, booleans, text. */
static int group_of(int32_t kind)
{
    return kind == DSI_KEY_INT ? 0 : kind == DSI_KEY_BOOL ? 1 : 2;
}

static int by_label(const void *ctx, const int32_t *a, const int32_t *b)
{
    const int groups = group_of(dsi_labels_kind(ctx, *a)) - group_of(dsi_labels_kind(ctx, *b));
    return groups != 0 ? groups : dsi_labels_compare(ctx, *a, *b);
}

static void mark_frame(const dscore_state *state, int32_t f, const int32_t *place, uint8_t *marks)
{
    const dsi_frame_cells *frame = &state->frames[f];
    for (int32_t c = 0; c < frame->cells.count; c++) {
        for (int32_t k = 0; k < frame->cells.key_count && place[c] >= 0; k++) {
            marks[((const int32_t *)frame->cells.labels.p)[(int64_t)c * frame->cells.key_count + k]] = 1;
        }
    }
    for (int32_t i = 0; i < state->plan->frames[f].aggregate_count; i++) {
        const dsi_store *store = &frame->stores[i];
        for (int64_t q = 0; q < store->plane_count && store->family == &dsi_family_tuples; q++) {
            dsi_tuples_mark(&store->planes[q], place, marks);
        }
    }
}

/* Number the labels that occur. False = no memory. */
static bool number_labels(dsi_packer *p)
{
    const dscore_state *state = p->state;
    const int64_t labels = (int64_t)p->label_count + 1;
    uint8_t *marks = dsi_alloc_zero(&p->a, labels);
    int32_t *spare = numbers_of(p, p->label_count);
    const bool ok = marks != NULL && spare != NULL;
    for (int32_t f = 0; f < state->plan->frame_count && ok; f++) {
        mark_frame(state, f, p->frames[f].place, marks);
    }
    for (int64_t i = 0; i < state->roster_count && ok; i++) {
        marks[((const int32_t *)state->roster.p)[i]] = 1;
    }
    for (int32_t id = 1; id < p->label_count && ok; id++) {
        p->numbers[id] = -1;
        if (marks[id] != 0) {
            p->used[p->used_count++] = id;
        }
    }
    if (ok) {
        dsi_sort_tuples(p->used, spare, p->used_count, 1, by_label, state->labels);
    }
    for (int32_t i = 0; i < p->used_count; i++) {
        p->numbers[p->used[i]] = i + 1;
    }
    dsi_release(&p->a, marks, labels);
    give_back(p, spare, p->label_count);
    return ok;
}

/* ---- cells in order -------------------------------------------------------------------------- */

typedef struct cell_order {
    const dsi_cells *cells;
    const int32_t *numbers;
} cell_order;

/* By the numbers of their labels, the absent key last, then by period. */
static int by_cell(const void *ctx, const int32_t *a, const int32_t *b)
{
    const cell_order *o = ctx;
    const int32_t keys = o->cells->key_count;
    const int32_t *labels = o->cells->labels.p, *periods = o->cells->periods.p;
    for (int32_t k = 0; k < keys; k++) {
        const int32_t x = o->numbers[labels[(int64_t)*a * keys + k]], y = o->numbers[labels[(int64_t)*b * keys + k]];
        if (x != y) {
            return x == 0 || (y != 0 && x > y) ? 1 : -1;
        }
    }
    return (periods[*a] > periods[*b]) - (periods[*a] < periods[*b]);
}

/* Cells without a row hold nothing and are left out. */
static bool find_cells(dsi_packer *p, int32_t f)
{
    const dsi_frame_cells *frame = &p->state->frames[f];
    dsi_ordering *o = &p->frames[f];
    o->cells = frame->cells.count;
    o->order = numbers_of(p, o->cells);
    o->place = numbers_of(p, o->cells);
    if (o->order == NULL || o->place == NULL) {
        return false;
    }
    for (int32_t c = 0; c < o->cells; c++) {
        o->place[c] = -1;
        if (((const int64_t *)frame->candidates.p)[c] > 0) {
            o->place[c] = 0;
            o->order[o->count++] = c;
        }
    }
    return true;
}

static bool sort_cells(dsi_packer *p, int32_t f)
{
    dsi_ordering *o = &p->frames[f];
    int32_t *spare = numbers_of(p, o->cells);
    if (spare == NULL) {
        return false;
    }
    const cell_order order = {&p->state->frames[f].cells, p->numbers};
    dsi_sort_tuples(o->order, spare, o->count, 1, by_cell, &order);
    for (int32_t i = 0; i < o->count; i++) {
        o->place[o->order[i]] = i;
    }
    give_back(p, spare, o->cells);
    return true;
}

static bool open_packer(dsi_packer *p, const dscore_state *state)
{
    const int32_t frames = state->plan->frame_count;
    *p = (dsi_packer){.state = state, .a = state->meter.base, .label_count = dsi_labels_count(state->labels)};
    p->used = numbers_of(p, p->label_count);
    p->numbers = numbers_of(p, p->label_count);
    p->frames = dsi_alloc_zero(&p->a, ((int64_t)frames + 1) * (int64_t)sizeof *p->frames);
    bool ok = p->used != NULL && p->numbers != NULL && p->frames != NULL;
    for (int32_t f = 0; f < frames && ok; f++) {
        ok = find_cells(p, f);
    }
    ok = ok && number_labels(p);
    for (int32_t f = 0; f < frames && ok; f++) {
        ok = sort_cells(p, f);
    }
    return ok;
}

/* ---- what is bound --------------------------------------------------------------------------- */

static void put_settings(dsi_packer *p)
{
    const dscore_state *state = p->state;
    const bool has_least = state->now_least != INT64_MIN;
    bool has_names = false;
    for (int32_t k = 0; k < state->key_count; k++) {
        has_names = has_names || state->key_names[k] != NULL;
    }
    dsi_put_varint(&p->out, state->dropped);
    dsi_put_varint(&p->out, (state->settings.has_now ? (uint64_t)DSI_PACK_HAS_NOW : 0U) |
                                (state->depends_on_now ? (uint64_t)DSI_PACK_DEPENDS_ON_NOW : 0U) |
                                (has_least ? (uint64_t)DSI_PACK_HAS_LEAST : 0U) |
                                (has_names ? (uint64_t)DSI_PACK_HAS_NAMES : 0U));
    if (state->settings.has_now) {
        dsi_put_zigzag(&p->out, state->settings.now);
    }
    if (has_least) {
        dsi_put_zigzag(&p->out, state->now_least);
    }
    dsi_put_varint(&p->out, (uint64_t)state->key_count);
    for (int32_t k = 0; k < state->key_count; k++) {
        dsi_put_varint(&p->out, state->key_kinds[k]);
    }
    for (int32_t k = 0; k < state->key_count && has_names; k++) {
        const char *name = state->key_names[k] == NULL ? "" : state->key_names[k];
        dsi_put_varint(&p->out, (uint64_t)strlen(name));
        dsi_put_bytes(&p->out, name, (int64_t)strlen(name));
    }
}

static void put_source(dsi_packer *p, int32_t s)
{
    const dsi_source_state *own = &p->state->sources[s];
    const dsi_plan_source *source = &p->state->plan->sources[s];
    dsi_put_varint(&p->out, own->is_given ? 1 : 0);
    if (!own->is_given) {
        return;
    }
    const int64_t audit = (int64_t)strlen(own->audit);
    dsi_put_varint(&p->out, (uint64_t)own->flags);
    dsi_put_varint(&p->out, (uint64_t)audit);
    dsi_put_bytes(&p->out, own->audit, audit);
    uint64_t fields = 0;
    for (int32_t f = dsi_pack_field(source, -1); f >= 0; f = dsi_pack_field(source, f)) {
        fields++;
    }
    dsi_put_varint(&p->out, fields);
    for (int32_t f = dsi_pack_field(source, -1); f >= 0; f = dsi_pack_field(source, f)) {
        dsi_put_varint(&p->out, (uint64_t)(own->choices[f] - DSI_CHOICE_ABSENT)); /* 0 absent, 1 bound, 2 ... */
        dsi_put_varint(&p->out, own->kinds[f]);
    }
}

/* ---- labels ---------------------------------------------------------------------------------- */

/* Bytes that a text begins with like the one before: at most 63, so that a reader's work stays within what it reads. */
static int64_t shared_with(const char *a, int64_t na, const char *b, int64_t nb)
{
    int64_t n = 0;
    while (n < na && n < nb && n < 63 && a[n] == b[n]) {
        n++;
    }
    return n;
}

static void put_texts(dsi_packer *p, int32_t first)
{
    const char *before = "";
    int64_t length_before = 0;
    for (int32_t i = first; i < p->used_count; i++) {
        int64_t length;
        const char *text = dsi_labels_get(p->state->labels, p->used[i], &length);
        const int64_t shared = shared_with(before, length_before, text, length);
        dsi_put_varint(&p->out, (uint64_t)shared);
        dsi_put_varint(&p->out, (uint64_t)(length - shared));
        dsi_put_bytes(&p->out, text + shared, length - shared);
        before = text;
        length_before = length;
    }
}

/* How many integers, booleans and texts; integers as steps, booleans as they are, texts without what they share. */
static void put_labels(dsi_packer *p)
{
    const dsi_labels *labels = p->state->labels;
    int32_t counts[3] = {0, 0, 0};
    for (int32_t i = 0; i < p->used_count; i++) {
        counts[group_of(dsi_labels_kind(labels, p->used[i]))]++;
    }
    for (int g = 0; g < 3; g++) {
        dsi_put_varint(&p->out, (uint64_t)counts[g]);
    }
    for (int32_t i = 0; i < counts[0] + counts[1]; i++) {
        const int64_t value = dsi_labels_get_int(labels, p->used[i]);
        if (i == 0 || i >= counts[0]) {
            dsi_put_zigzag(&p->out, value);
        } else {
            dsi_put_varint(&p->out, (uint64_t)value - (uint64_t)dsi_labels_get_int(labels, p->used[i - 1]));
        }
    }
    put_texts(p, counts[0] + counts[1]);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool put_roster(dsi_packer *p)
{
    const int64_t count = p->state->roster_count;
    int32_t *numbers = numbers_of(p, count), *spare = numbers_of(p, count);
    const bool ok = numbers != NULL && spare != NULL;
    for (int64_t i = 0; i < count && ok; i++) {
        numbers[i] = p->numbers[((const int32_t *)p->state->roster.p)[i]];
    }
    if (ok) {
        dsi_sort_numbers(numbers, spare, count);
        dsi_put_varint(&p->out, (uint64_t)count);
    }
    for (int64_t i = 0; i < count && ok; i++) {
        dsi_put_varint(&p->out, (uint64_t)(numbers[i] - (i > 0 ? numbers[i - 1] : 0)));
    }
    give_back(p, numbers, count);
    give_back(p, spare, count);
    return ok;
}

static void put_header(dsi_packer *p, uint64_t size)
{
    const dscore_plan *plan = p->state->plan;
    uint8_t fingerprint[16];
    uint64_t cells = 0, most = 0;
    for (int32_t f = 0; f < plan->frame_count; f++) {
        uint64_t rows = 0;
        for (int32_t i = 0; i < p->frames[f].count; i++) {
            rows += (uint64_t)((const int64_t *)p->state->frames[f].candidates.p)[p->frames[f].order[i]];
        }
        most = rows > most ? rows : most;
        cells += (uint64_t)p->frames[f].count;
    }
    dsi_pack_fingerprint(plan->fingerprint, fingerprint);
    dsi_put_bytes(&p->out, dsi_pack_magic, DSI_PACK_MAGIC);
    dsi_put_fixed(&p->out, DSI_PACK_FORMAT, 2);
    dsi_put_fixed(&p->out, DSCORE_VERSION_MAJOR, 2);
    dsi_put_fixed(&p->out, DSCORE_VERSION_MINOR, 2);
    dsi_put_fixed(&p->out, DSCORE_VERSION_PATCH, 2);
    dsi_put_fixed(&p->out, size, 8);
    dsi_put_bytes(&p->out, fingerprint, 16);
    dsi_put_fixed(&p->out, dsi_pack_identity(plan->zone_identity), 8);
    dsi_put_fixed(&p->out, dsi_pack_identity(plan->calendar_identity), 8);
    dsi_put_fixed(&p->out, cells, 8);
    dsi_put_fixed(&p->out, most, 8);
}

/* Everything but the checksum. False = no memory. */
static bool put_state(dsi_packer *p, uint64_t size)
{
    const dscore_plan *plan = p->state->plan;
    put_header(p, size);
    put_settings(p);
    dsi_put_varint(&p->out, (uint64_t)plan->source_count);
    for (int32_t s = 0; s < plan->source_count; s++) {
        put_source(p, s);
    }
    put_labels(p);
    dsi_put_varint(&p->out, (uint64_t)plan->frame_count);
    bool ok = true;
    for (int32_t f = 0; f < plan->frame_count && ok; f++) {
        ok = dsi_pack_frame(p, f);
    }
    return ok && put_roster(p);
}

static dscore_status write_whole(
    dsi_packer *p, uint8_t *bytes, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (!put_state(p, 0)) {
        return dsi_fail_memory(err);
    }
    const int64_t size = p->out.size + DSI_PACK_CHECKSUM;
    *out_needed = size;
    if (capacity < size) {
        return dsi_fail(err, DSCORE_E_BUFFER, DSCORE_CODE_BUFFER_SIZE,
            "the state needs %lld bytes, the buffer has %lld", (long long)size, (long long)capacity);
    }
    p->out = (dsi_bytes_out){bytes, capacity, 0};
    if (!put_state(p, (uint64_t)size)) {
        *out_needed = 0;
        return dsi_fail_memory(err);
    }
    dsi_put_fixed(&p->out, dsi_crc64(bytes, p->out.size), DSI_PACK_CHECKSUM);
    return DSCORE_OK;
}

dscore_status dscore_state_pack(
    const dscore_state *state, void *bytes, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    int64_t needed = 0;
    if (out_needed != NULL) {
        *out_needed = 0;
    }
    if (state == NULL) {
        return dsi_fail_null(err, "state");
    }
    if (capacity < 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_BUFFER_SIZE, "capacity is %lld, expected 0 or more",
            (long long)capacity);
    }
    if (bytes == NULL && capacity > 0) {
        return dsi_fail_null(err, "bytes");
    }
    dsi_packer p;
    const dscore_status status =
        open_packer(&p, state) ? write_whole(&p, bytes, capacity, &needed, err) : dsi_fail_memory(err);
    close_packer(&p);
    if (out_needed != NULL) {
        *out_needed = needed;
    }
    return status;
}
