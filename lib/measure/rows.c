/* The rows behind a number (D24): the table is read again, block by block, as an update reads it, and the rows of one
   cell are listed instead of counted. */
#include "measure/derived.h"
#include "measure/scan.h"
#include "measure/values.h"

#include <string.h>

typedef struct listing {
    const dscore_plan *plan;
    const dscore_values *values;
    int64_t row; /* of the values */
    const dsi_item *item;
    int32_t source, row_class;
    uint32_t dropped;
    int32_t labels[DSI_MAX_KEYS]; /* of the cell */
    int32_t period;
    int64_t *rows;
    int32_t *reasons;
    int64_t capacity, count;
} listing;

/* ---- which item, which cell ------------------------------------------------------------------ */

static dscore_status find_item(listing *l, const char *alias, dscore_error *err)
{
    for (int32_t i = 0; i < l->plan->item_count; i++) {
        const dsi_item *item = &l->plan->items[i];
        if (strcmp(item->alias, alias) != 0) {
            continue;
        }
        if (item->derived) {
            return dsi_fail(err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_ROWS,
                "%s is derived from other indicators: ask for the rows of one of these, such as %s", alias,
                item->operand_count > 0 ? l->plan->items[item->operands[0]].alias : "its operands");
        }
        l->item = item;
        return DSCORE_OK;
    }
    return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_ROWS, "the plan has no item %s", alias);
}

/* The label of the cell among labels of our own; the kind is that of the column. */
static int32_t label_of(
    const listing *l, const dscore_table *table, const int32_t *choices, int32_t key, dsi_labels *labels)
{
    int32_t shown = 0; /* keys that a roll-up dropped are no keys of the values */
    while (shown < dscore_values_key_count(l->values) && dsi_values_query_key(l->values, shown) != key) {
        shown++;
    }
    const char *text = dscore_values_key(l->values, l->row, shown);
    const int32_t flags = dscore_values_key_flags(l->values, l->row, shown);
    const int64_t length = (int64_t)strlen(text);
    if ((flags & DSCORE_KEY_ABSENT) != 0 || (l->dropped >> key & 1U) != 0) {
        return DSI_LABEL_ABSENT;
    }
    const dsi_frame_key *own = &l->plan->frames[l->item->frame].keys[key];
    for (int32_t i = 0; i < own->field_count; i++) {
        if (choices[own->fields[i]] == DSI_CHOICE_BOUND && dsi_table_kind(table, own->fields[i]) == DSI_BOOL) {
            return dsi_labels_int(labels, strcmp(text, "true") == 0, DSI_KEY_BOOL);
        }
    }
    int64_t number;
    if ((flags & DSCORE_KEY_INTEGER) != 0 && dsi_parse_int(text, length, &number) == length) {
        return dsi_labels_int(labels, number, DSI_KEY_INT);
    }
    return dsi_labels_text(labels, text, length);
}

/* ---- which rows ------------------------------------------------------------------------------ */

static bool is_wanted(int32_t row_class, uint8_t class_of)
{
    switch (row_class) {
    case DSCORE_ROWS_USED:
        return class_of == DSI_CLASS_USED;
    case DSCORE_ROWS_MISSING:
        return class_of == DSI_MISSING;
    case DSCORE_ROWS_INVALID:
        return class_of >= DSI_BAD_DOMAIN && class_of <= DSI_BAD_OVERFLOW;
    default:
        return class_of != DSI_CLASS_USED && class_of != DSI_MISSING && class_of != DSI_CLASS_NONE;
    }
}

static int32_t reason_of(uint8_t class_of)
{
    switch (class_of) {
    case DSI_CLASS_USED:
        return 0;
    case DSI_PENDING:
        return DSCORE_REASON_PENDING;
    case DSI_MISSING:
        return DSCORE_REASON_MISSING;
    case DSI_CLASS_EXCLUDED:
    case DSI_CLASS_DROPPED:
        return DSCORE_REASON_FILTER;
    case DSI_CLASS_AUDIT:
        return DSCORE_REASON_AUDIT;
    default:
        return class_of; /* invalid ones have the numbers of their reasons */
    }
}

/* Its period was seen to before. */
static bool is_in_cell(const listing *l, const dsi_frame_scan *fs, int32_t row)
{
    const int32_t keys = l->plan->query->key_count;
    for (int32_t k = 0; k < keys; k++) {
        if (fs->labels[(int64_t)row * keys + k] != l->labels[k]) {
            return false;
        }
    }
    return true;
}

/* Of the periods of each row only the one asked for. */
static void keep_period(const listing *l, const dsi_scan *scan, dsi_frame_scan *fs)
{
    fs->layers = 1;
    dsi_scan_spread(scan, fs);
    for (int32_t r = 0; r < scan->n; r++) {
        const bool is_in = fs->first[r] <= l->period && l->period <= fs->last[r];
        fs->first[r] = is_in ? l->period : 0;
        fs->last[r] = is_in ? l->period : -1;
    }
}

static dscore_status list_block(listing *l, dsi_scan *scan, dscore_error *err)
{
    const int32_t frame = l->item->frame;
    dsi_frame_scan *fs = scan->frames[frame];
    dscore_status status = dsi_scan_place(scan, frame, err);
    if (status == DSCORE_OK) {
        if ((l->dropped >> DSI_MAX_KEYS & 1U) == 0) {
            keep_period(l, scan, fs);
        }
        status = dsi_scan_pass(scan, frame, 0, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    uint8_t buffer[DSI_BLOCK];
    const uint8_t *classes = dsi_scan_account(scan, frame, l->item->account, buffer);
    for (int32_t r = 0; r < scan->n; r++) {
        if (classes[r] == DSI_CLASS_NONE || !is_wanted(l->row_class, classes[r]) || !is_in_cell(l, fs, r)) {
            continue;
        }
        if (l->count < l->capacity) {
            l->rows[l->count] = scan->first + r;
            if (l->reasons != NULL) {
                l->reasons[l->count] = reason_of(classes[r]);
            }
        }
        l->count++;
    }
    return DSCORE_OK;
}

static dscore_status list_table(listing *l, const dscore_table *table, dsi_scan *scan, dsi_labels *labels,
    const int32_t *choices, dscore_error *err)
{
    for (int32_t k = 0; k < l->plan->query->key_count; k++) {
        l->labels[k] = label_of(l, table, choices, k, labels);
        if (l->labels[k] < 0) {
            return dsi_fail_memory(err);
        }
    }
    const dsi_scan_input input = {table, choices, dsi_values_settings(l->values), NULL, l->dropped};
    dscore_status status = dsi_scan_open(scan, &input, labels, false, err);
    for (int64_t first = 0; first < table->rows && status == DSCORE_OK; first += DSI_BLOCK) {
        const int64_t left = table->rows - first;
        status = dsi_scan_block(scan, first, left < DSI_BLOCK ? (int32_t)left : (int32_t)DSI_BLOCK)
                     ? list_block(l, scan, err)
                     : dsi_fail_memory(err);
    }
    dsi_scan_close(scan);
    return status;
}

/* Fields are read as they were for the values, whatever else this table binds; those that the item does not read need
   not be there. */
static bool take_choices(const listing *l, dscore_state *state)
{
    const dsi_frame *frame = &l->plan->frames[l->item->frame];
    const int32_t *given = dsi_values_choices(l->values, l->source);
    const int32_t count = l->plan->sources[l->source].source->field_count;
    uint8_t *marks = dsi_alloc_zero(&l->plan->arena.allocator, count);
    if (marks == NULL || !dsi_source_reserve(state, l->source, dsi_values_audit(l->values, l->source))) {
        dsi_release(&l->plan->arena.allocator, marks, count);
        return false;
    }
    dsi_item_reads(l->plan, l->item, given, marks);
    for (int32_t k = 0; k < l->plan->query->key_count; k++) {
        for (int32_t i = 0; i < frame->keys[k].field_count && (l->dropped >> k & 1U) == 0; i++) {
            marks[frame->keys[k].fields[i]] = 1;
        }
    }
    dsi_source_state *own = &state->sources[l->source];
    memcpy(own->choices, given, (size_t)count * sizeof *given);
    own->is_given = true;
    dsi_source_mark_absent(state, l->source);
    for (int32_t f = 0; f < count; f++) {
        own->choices[f] = marks[f] != 0 ? given[f] : (int32_t)DSI_CHOICE_ABSENT;
    }
    dsi_release(&l->plan->arena.allocator, marks, count);
    return true;
}

/* A state that begins where the values left off checks what the table must bind. */
static dscore_status list_rows(listing *l, const dscore_table *table, dscore_error *err)
{
    dscore_state *state;
    dscore_status status = dscore_state_new(l->plan, &state, err);
    if (status != DSCORE_OK) {
        return status;
    }
    status = take_choices(l, state) ? dscore_state_update(state, table, 0, 0, NULL, err) : dsi_fail_memory(err);
    if (status == DSCORE_OK) {
        dsi_scan *scan = dsi_scan_new(l->plan, l->source, l->item->frame);
        dsi_labels *labels = dsi_labels_new(&l->plan->arena.allocator);
        const bool is_absent = state->item_absent[l->item - l->plan->items] != 0;
        if (scan == NULL || labels == NULL) {
            status = dsi_fail_memory(err);
        } else if (!is_absent) {
            status = list_table(l, table, scan, labels, state->sources[l->source].choices, err);
        }
        dsi_scan_free(scan);
        dsi_labels_free(labels);
    }
    dscore_state_free(state);
    return status;
}

/* ---- the public door ------------------------------------------------------------------------- */

static dscore_status check(const dscore_plan *plan, const dscore_table *table, const dscore_values *values, int64_t row,
    const char *alias, int32_t row_class, const int64_t *rows, int64_t capacity, dscore_error *err)
{
    if (plan == NULL || table == NULL || values == NULL || alias == NULL) {
        return dsi_fail_null(err, plan == NULL     ? "plan"
                                  : table == NULL  ? "table"
                                  : values == NULL ? "values"
                                                   : "alias");
    }
    if (capacity < 0 || (rows == NULL && capacity > 0)) {
        return dsi_fail_null(err, "rows");
    }
    if (row_class < DSCORE_ROWS_USED || row_class > DSCORE_ROWS_INVALID) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_ROWS, "there is no class of rows %d", (int)row_class);
    }
    if (row < 0 || row >= dscore_values_row_count(values)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_ROWS, "the values have no row %lld", (long long)row);
    }
    const dscore_plan *own = dsi_values_plan(values);
    if (own != plan && strcmp(own->fingerprint, plan->fingerprint) != 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_ROWS, "the values are of another plan");
    }
    if (dsi_values_is_mapped(values)) {
        return dsi_fail(err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_ROWS,
            "a key of the values was mapped to one that rows do not have: ask by the labels that were mapped, of the "
            "state before");
    }
    return DSCORE_OK;
}

dscore_status dscore_plan_rows(const dscore_plan *plan, const dscore_table *table, const dscore_values *values,
    int64_t row, const char *alias, int32_t row_class, int64_t *rows, int32_t *reasons, int64_t capacity,
    int64_t *out_needed, dscore_error *err)
{
    if (out_needed == NULL) {
        return dsi_fail_null(err, "out_needed");
    }
    *out_needed = 0;
    dscore_status status = check(plan, table, values, row, alias, row_class, rows, capacity, err);
    if (status != DSCORE_OK) {
        return status;
    }
    listing l = {.plan = plan,
        .values = values,
        .row = row,
        .row_class = row_class,
        .rows = rows,
        .reasons = reasons,
        .capacity = capacity,
        .dropped = dsi_values_dropped(values),
        .period = dsi_values_row_period(values, row)};
    status = find_item(&l, alias, err);
    if (status == DSCORE_OK) {
        status = dsi_plan_source_of(plan, table, &l.source, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (l.source != plan->frames[l.item->frame].source) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_ROWS,
            "%s is measured over %s, not over this table's source", alias,
            plan->sources[plan->frames[l.item->frame].source].name);
    }
    /* Values that never saw the source have no rows behind them. */
    status = dsi_values_choices(values, l.source) == NULL ? DSCORE_OK : list_rows(&l, table, err);
    if (status != DSCORE_OK) {
        return status;
    }
    *out_needed = l.count;
    return l.count <= capacity ? DSCORE_OK
                               : dsi_fail(err, DSCORE_E_BUFFER, DSCORE_CODE_ROWS, "%lld rows, but room for %lld",
                                     (long long)l.count, (long long)capacity);
}
