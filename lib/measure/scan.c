/* Working memory of a scan, the keys of its rows, and turning from table to table and block to block. */
#include "measure/scan.h"
#include "measure/lanes.h"

#include <string.h>

static bool holds(const int32_t *list, int32_t count, int32_t value)
{
    for (int32_t i = 0; i < count; i++) {
        if (list[i] == value) {
            return true;
        }
    }
    return false;
}

/* ---- making ---------------------------------------------------------------------------------- */

static bool make_tuples(dsi_scan *scan, const dsi_frame *plan, dsi_frame_scan *fs)
{
    for (int32_t i = 0; i < plan->aggregate_count; i++) {
        const dsi_aggregate *aggregate = &plan->aggregates[i];
        if (dsi_family_of(aggregate->function) != &dsi_family_tuples) {
            continue;
        }
        const int64_t arity = plan->selections[aggregate->selection].argument_count;
        fs->parts[i] = dsi_arena_alloc(&scan->arena, DSI_BLOCK * arity * (int64_t)sizeof(uint64_t));
        fs->tags[i] = dsi_arena_alloc(&scan->arena, DSI_BLOCK * arity);
        if (fs->parts[i] == NULL || fs->tags[i] == NULL) {
            return false;
        }
    }
    return true;
}

static bool make_frame(dsi_scan *scan, int32_t frame)
{
    const dsi_frame *plan = &scan->plan->frames[frame];
    const int64_t keys = scan->plan->query->key_count;
    dsi_frame_scan *fs = dsi_arena_alloc(&scan->arena, (int64_t)sizeof *fs);
    if (fs == NULL) {
        return false;
    }
    scan->frames[frame] = fs;
    fs->own_labels = dsi_arena_alloc(&scan->arena, DSI_BLOCK * (keys > 0 ? keys : 1) * (int64_t)sizeof *fs->labels);
    fs->own_classes =
        dsi_arena_alloc(&scan->arena, DSI_BLOCK * ((int64_t)plan->selection_count + plan->account_count + 1));
    fs->classes = dsi_arena_alloc(&scan->arena, ((int64_t)plan->selection_count + 1) * (int64_t)sizeof *fs->classes);
    fs->tallies = dsi_arena_alloc(&scan->arena,
        ((int64_t)plan->selection_count + plan->account_count) * DSI_CLASS_SIZE * (int64_t)sizeof *fs->tallies);
    fs->deciders = dsi_arena_alloc(&scan->arena, ((int64_t)plan->selection_count + 1) * (int64_t)sizeof *fs->deciders);
    fs->parts = dsi_arena_alloc(&scan->arena, ((int64_t)plan->aggregate_count + 1) * (int64_t)sizeof *fs->parts);
    fs->tags = dsi_arena_alloc(&scan->arena, ((int64_t)plan->aggregate_count + 1) * (int64_t)sizeof *fs->tags);
    fs->to_commit =
        dsi_arena_alloc(&scan->arena, ((int64_t)plan->aggregate_count + 1) * (int64_t)sizeof *fs->to_commit);
    fs->now_rows = dsi_arena_alloc(&scan->arena, DSI_BLOCK);
    fs->labels = fs->own_labels;
    return fs->labels != NULL && fs->now_rows != NULL && fs->to_commit != NULL && fs->own_classes != NULL &&
           fs->classes != NULL && fs->tallies != NULL && fs->deciders != NULL && fs->parts != NULL &&
           fs->tags != NULL && make_tuples(scan, plan, fs);
}

static bool make_keys(dsi_scan *scan)
{
    const dscore_plan *plan = scan->plan;
    const int32_t fields = plan->sources[scan->source].source->field_count;
    scan->key_fields = dsi_arena_alloc(&scan->arena, (int64_t)fields * (int64_t)sizeof *scan->key_fields);
    scan->readers = dsi_arena_alloc(&scan->arena, (int64_t)fields * (int64_t)sizeof *scan->readers);
    scan->shape = dsi_arena_alloc(&scan->arena, fields);
    if (scan->key_fields == NULL || scan->readers == NULL || scan->shape == NULL) {
        return false;
    }
    for (int32_t f = 0; f < plan->frame_count; f++) {
        for (int32_t k = 0; k < plan->query->key_count && scan->frames[f] != NULL; k++) {
            const dsi_frame_key *key = &plan->frames[f].keys[k];
            for (int32_t i = 0; i < key->field_count; i++) {
                if (!holds(scan->key_fields, scan->key_field_count, key->fields[i])) {
                    scan->key_fields[scan->key_field_count++] = key->fields[i];
                }
            }
        }
    }
    scan->key_ids = dsi_arena_alloc(
        &scan->arena, ((int64_t)scan->key_field_count + 1) * DSI_BLOCK * (int64_t)sizeof *scan->key_ids);
    return scan->key_ids != NULL;
}

static bool make_scan(dsi_scan *scan, int32_t only_frame)
{
    const dscore_plan *plan = scan->plan;
    const dsi_program *program = plan->sources[scan->source].program;
    scan->frames = dsi_arena_alloc(&scan->arena, ((int64_t)plan->frame_count + 1) * (int64_t)sizeof *scan->frames);
    scan->buffer = dsi_arena_alloc(&scan->arena, DSI_BLOCK);
    scan->zeros = dsi_arena_alloc(&scan->arena, DSI_BLOCK);
    scan->dense = dsi_arena_alloc(&scan->arena, DSI_BLOCK * (int64_t)sizeof *scan->dense);
    scan->loops = dsi_loops_best();
    if (scan->frames == NULL || scan->buffer == NULL || scan->zeros == NULL || scan->dense == NULL) {
        return false;
    }
    for (int32_t f = 0; f < plan->frame_count; f++) {
        if (plan->frames[f].source == scan->source && (only_frame < 0 || only_frame == f)) {
            if (!make_frame(scan, f)) {
                return false;
            }
            /* An end of a period that is open stands for now. */
            scan->frames[f]->uses_now =
                plan->frames[f].uses_period || dsi_frame_asks(program, &plan->frames[f], dsi_program_uses_now);
        }
    }
    if (program != NULL) {
        scan->worker = dsi_worker_new(&scan->arena.allocator, program);
        if (scan->worker == NULL) {
            return false;
        }
        dsi_worker_ahead(scan->worker, &scan->ahead);
    }
    return make_keys(scan);
}

dsi_scan *dsi_scan_new(const dscore_plan *plan, int32_t source, int32_t only_frame)
{
    dsi_scan *scan = dsi_alloc_zero(&plan->arena.allocator, (int64_t)sizeof *scan);
    if (scan == NULL) {
        return NULL;
    }
    dsi_arena_init(&scan->arena, &plan->arena.allocator);
    scan->plan = plan;
    scan->source = source;
    if (!make_scan(scan, only_frame)) {
        dsi_scan_free(scan);
        return NULL;
    }
    return scan;
}

void dsi_scan_free(dsi_scan *scan)
{
    if (scan == NULL) {
        return;
    }
    const dscore_allocator allocator = scan->arena.allocator;
    dsi_scan_close(scan);
    for (int32_t f = 0; f < scan->plan->frame_count && scan->frames != NULL; f++) {
        if (scan->frames[f] != NULL) {
            dsi_release(
                &allocator, scan->frames[f]->by_label, scan->frames[f]->by_label_cap * (int64_t)sizeof(int32_t));
            dsi_lanes_free(scan->frames[f]->lanes);
        }
    }
    if (scan->worker != NULL) {
        dsi_worker_free(scan->worker);
    }
    dsi_arena_free(&scan->arena);
    dsi_release(&allocator, scan, (int64_t)sizeof *scan);
}

/* ---- a table --------------------------------------------------------------------------------- */

static bool frame_is_read(const dscore_plan *plan, int32_t frame, const uint8_t *item_absent)
{
    for (int32_t i = 0; i < plan->item_count; i++) {
        if (!plan->items[i].derived && plan->items[i].frame == frame && (item_absent == NULL || item_absent[i] == 0)) {
            return true;
        }
    }
    return false;
}

static void take_input(dsi_scan *scan, const dsi_scan_input *input)
{
    scan->table = input->table;
    scan->choices = input->choices;
    scan->settings = input->settings;
    scan->dropped = input->dropped;
    scan->failure.row = -1;
}

dscore_status dsi_scan_open(
    dsi_scan *scan, const dsi_scan_input *input, dsi_labels *labels, bool add, dscore_error *err)
{
    const int32_t *choices = input->choices;
    dsi_scan_close(scan);
    take_input(scan, input);
    if (scan->worker != NULL) {
        dsi_worker_turn(scan->worker);
    }
    for (int32_t f = 0; f < scan->plan->frame_count; f++) {
        dsi_frame_scan *fs = scan->frames[f];
        if (fs != NULL) {
            int32_t field;
            fs->placing = dsi_frame_placing(scan->plan, &scan->plan->frames[f], choices, &field);
            fs->is_idle = fs->placing < 0 || !frame_is_read(scan->plan, f, input->item_absent);
        }
    }
    for (int32_t i = 0; i < scan->key_field_count; i++) {
        if (choices[scan->key_fields[i]] != DSI_CHOICE_BOUND) {
            continue;
        }
        const dscore_status status = dsi_key_reader_new(
            &scan->arena.allocator, input->table, scan->key_fields[i], labels, add, &scan->readers[i], err);
        if (status != DSCORE_OK) {
            dsi_scan_close(scan);
            return status;
        }
        dsi_key_reader_ahead(scan->readers[i], &scan->ahead);
    }
    return DSCORE_OK;
}

void dsi_scan_close(dsi_scan *scan)
{
    scan->has_shape = false;
    for (int32_t i = 0; i < scan->key_field_count; i++) {
        if (scan->readers[i] != NULL) {
            dsi_key_reader_free(scan->readers[i]);
            scan->readers[i] = NULL;
        }
    }
}

void dsi_scan_keep(dsi_scan *scan)
{
    const int32_t fields = scan->plan->sources[scan->source].source->field_count;
    if (!scan->has_shape) {
        memcpy(scan->shape, scan->table->shape, (size_t)fields);
        scan->has_shape = true;
    }
    scan->table = NULL;
    scan->choices = NULL;
}

bool dsi_scan_fits(const dsi_scan *scan, const dscore_table *table)
{
    const int32_t fields = scan->plan->sources[scan->source].source->field_count;
    return scan->has_shape && memcmp(scan->shape, table->shape, (size_t)fields) == 0;
}

bool dsi_scan_turn(dsi_scan *scan, const dsi_scan_input *input)
{
    take_input(scan, input);
    for (int32_t i = 0; i < scan->key_field_count; i++) {
        if (scan->readers[i] != NULL && !dsi_key_reader_turn(scan->readers[i], input->table)) {
            dsi_scan_close(scan);
            return false;
        }
    }
    return true;
}

/* ---- a block --------------------------------------------------------------------------------- */

static const int32_t *ids_of(const dsi_scan *scan, int32_t field)
{
    for (int32_t i = 0; i < scan->key_field_count; i++) {
        if (scan->key_fields[i] == field) {
            return scan->readers[i] == NULL ? NULL : scan->key_ids + (int64_t)i * DSI_BLOCK;
        }
    }
    return NULL;
}

/* The ids of a key that only one bound field answers; NULL = it is not so. */
static const int32_t *only_ids(const dsi_scan *scan, const dsi_frame_key *key)
{
    const int32_t *only = NULL;
    for (int32_t i = 0; i < key->field_count; i++) {
        const int32_t *ids = ids_of(scan, key->fields[i]);
        if (ids != NULL && only != NULL) {
            return NULL;
        }
        only = ids != NULL ? ids : only;
    }
    return only;
}

/* Labels of a frame's rows: of each key's fields the first that is present. */
static void fill_labels(const dsi_scan *scan, const dsi_frame *plan, dsi_frame_scan *fs)
{
    const int32_t keys = scan->plan->query->key_count;
    const int32_t *only = keys == 1 && (scan->dropped & 1U) == 0 ? only_ids(scan, &plan->keys[0]) : NULL;
    fs->labels = only != NULL ? only : fs->own_labels;
    for (int32_t k = 0; k < keys && only == NULL; k++) {
        for (int32_t r = 0; r < scan->n; r++) {
            fs->own_labels[(int64_t)r * keys + k] = DSI_LABEL_ABSENT;
        }
        for (int32_t i = 0; i < plan->keys[k].field_count && (scan->dropped >> k & 1U) == 0; i++) {
            const int32_t *ids = ids_of(scan, plan->keys[k].fields[i]);
            for (int32_t r = 0; r < scan->n && ids != NULL; r++) {
                int32_t *label = &fs->own_labels[(int64_t)r * keys + k];
                *label = *label == DSI_LABEL_ABSENT ? ids[r] : *label;
            }
        }
    }
}

bool dsi_scan_block(dsi_scan *scan, int64_t first, int32_t n)
{
    const uint8_t *left_out = dsi_table_left_out(scan->table);
    scan->first = first;
    scan->n = n;
    dsi_ahead_begin(&scan->ahead);
    scan->left_out = left_out == NULL ? NULL : left_out + first;
    if (scan->worker != NULL) {
        dsi_worker_block(scan->worker, scan->table, scan->choices, scan->settings, first, n);
    }
    for (int32_t i = 0; i < scan->key_field_count; i++) {
        if (scan->readers[i] != NULL &&
            !dsi_key_reader_read(scan->readers[i], first, n, scan->key_ids + (int64_t)i * DSI_BLOCK)) {
            return false;
        }
    }
    for (int32_t f = 0; f < scan->plan->frame_count; f++) {
        if (scan->frames[f] != NULL && !scan->frames[f]->is_idle) {
            fill_labels(scan, &scan->plan->frames[f], scan->frames[f]);
        }
    }
    return true;
}
