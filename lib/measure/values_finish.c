/* From the cells of a state to values: one column an item, one row a place. */
#include "measure/values_build.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

/* ---- room ----------------------------------------------------------------------------------- */

/* Where a column of counts comes from, and where it goes to: items that count the same rows share it. */
typedef struct copied {
    const int64_t *from;
    int64_t *to;
} copied;

enum { COUNTS = 5 };

typedef struct filling {
    dscore_values *values;
    dsi_evaluation *evaluation;
    const dsi_rows *rows;
    copied *columns;
    int64_t column_count;
    const int64_t *zeros;
} filling;

/* The column for these counts; NULL = no memory. What is zero everywhere is written once, here. */
static int64_t *share_column(filling *f, const int64_t *from)
{
    for (int64_t i = 0; i < f->column_count; i++) {
        if (f->columns[i].from == from) {
            return f->columns[i].to;
        }
    }
    dsi_arena *arena = &f->values->arena;
    const int64_t bytes = f->rows->count * (int64_t)sizeof(int64_t);
    int64_t *to = from == f->zeros ? dsi_arena_alloc(arena, bytes) : dsi_arena_raw(arena, bytes);
    f->columns[f->column_count++] = (copied){from, to};
    return to;
}

static bool make_column(filling *f, int32_t index)
{
    dsi_values_item *item = &f->values->items[index];
    const dsi_item *plan = &f->values->plan->items[index];
    dsi_arena *arena = &f->values->arena;
    const int64_t rows = f->rows->count;
    const int64_t wide = rows * (int64_t)sizeof(int64_t), narrow = rows * (int64_t)sizeof(int32_t);
    const dsi_tally *counts = dsi_evaluation_counts(f->evaluation, index, &f->zeros);
    const bool has_observations = f->evaluation->available[index] && (plan->derived || plan->observations != NULL);
    item->value = dsi_arena_raw(arena, wide);
    item->status = dsi_arena_raw(arena, narrow);
    item->flags = dsi_arena_raw(arena, narrow);
    item->n_used = share_column(f, counts->used);
    item->n_missing = share_column(f, counts->missing);
    item->n_excluded = share_column(f, counts->excluded);
    item->n_invalid = share_column(f, counts->invalid);
    item->n_pending = share_column(f, counts->pending);
    item->observations = has_observations ? dsi_arena_raw(arena, wide) : NULL;
    item->validity = dsi_arena_raw(arena, (rows + 7) / 8);
    return item->value != NULL && item->status != NULL && item->flags != NULL && item->n_used != NULL &&
           item->n_missing != NULL && item->n_excluded != NULL && item->n_invalid != NULL && item->n_pending != NULL &&
           item->validity != NULL && (item->observations != NULL || !has_observations);
}

static bool copy_choices(dscore_values *values, const dscore_state *state)
{
    const dscore_plan *plan = values->plan;
    values->choices = dsi_arena_alloc(&values->arena, plan->source_count * (int64_t)sizeof *values->choices);
    for (int32_t s = 0; s < plan->source_count && values->choices != NULL; s++) {
        const int32_t *choices = dsi_state_choices(state, s);
        const int64_t bytes = plan->sources[s].source->field_count * (int64_t)sizeof *choices;
        if (choices == NULL) {
            continue;
        }
        values->choices[s] = dsi_arena_alloc(&values->arena, bytes);
        if (values->choices[s] == NULL) {
            return false;
        }
        memcpy(values->choices[s], choices, (size_t)bytes);
    }
    return values->choices != NULL;
}

static bool copy_audits(dscore_values *values, const dscore_state *state)
{
    const int32_t count = values->plan->source_count;
    values->audits = dsi_arena_alloc(&values->arena, count * (int64_t)sizeof *values->audits);
    for (int32_t s = 0; s < count && values->audits != NULL; s++) {
        const char *audit = dsi_state_audit(state, s);
        values->audits[s] = audit == NULL ? NULL : dsi_arena_text(&values->arena, audit, -1);
        if (audit != NULL && values->audits[s] == NULL) {
            return false;
        }
    }
    return values->audits != NULL;
}

static bool name_keys(dscore_values *values, const dscore_state *state)
{
    for (int32_t k = 0; k < values->key_count; k++) {
        const char *name = dsi_state_given_name(state, values->keys[k]);
        values->given_names[k] = name == NULL ? NULL : dsi_arena_text(&values->arena, name, -1);
        if (name != NULL && values->given_names[k] == NULL) {
            return false;
        }
    }
    return true;
}

static dscore_status new_values(const dscore_state *state, int64_t rows, dscore_values **out, dscore_error *err)
{
    const dscore_plan *plan = dsi_state_plan(state);
    const dscore_allocator *a = &plan->arena.allocator;
    dscore_values *values = dsi_alloc_zero(a, (int64_t)sizeof *values);
    if (values == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_ref_init(&values->ref);
    dsi_arena_init(&values->arena, a);
    dsi_plan_take(plan);
    values->plan = plan;
    values->dropped = dsi_state_dropped(state);
    values->settings = *dsi_state_settings(state);
    values->row_count = rows;
    for (int32_t k = 0; k < plan->query->key_count; k++) {
        if ((values->dropped & (1U << k)) == 0) {
            values->keys[values->key_count++] = k;
        }
    }
    bool done = name_keys(values, state);
    values->labels = dsi_arena_raw(&values->arena, rows * values->key_count * (int64_t)sizeof *values->labels);
    values->key_flags = dsi_arena_raw(&values->arena, rows * values->key_count);
    values->periods = dsi_arena_raw(&values->arena, rows * (int64_t)sizeof *values->periods);
    values->items = dsi_arena_alloc(&values->arena, plan->visible_count * (int64_t)sizeof *values->items);
    done = done && values->labels != NULL && values->key_flags != NULL && values->periods != NULL &&
           values->items != NULL && copy_choices(values, state) && copy_audits(values, state);
    for (int32_t i = 0; i < plan->visible_count && done; i++) {
        done = dsi_values_describe(values, state, i);
    }
    if (!done) {
        dsi_values_drop(values);
        return dsi_fail_memory(err);
    }
    *out = values;
    return DSCORE_OK;
}

/* ---- labels --------------------------------------------------------------------------------- */

/* What the values keep of a label. */
typedef struct kept_label {
    const char *text; /* NULL: no row has it */
    int64_t length;
    uint8_t flags;
} kept_label;

/* Texts of the labels that rows have, in the order of their ids, which is that of the memory they are in. */
static bool copy_texts(dscore_values *values, const dsi_labels *labels, const uint8_t *listed, kept_label *kept)
{
    const int32_t count = dsi_labels_count(labels);
    int64_t bytes = 1;
    for (int32_t id = 0; id < count; id++) {
        if (kept[id].flags == 0) {
            continue;
        }
        kept[id].text = dsi_labels_get(labels, id, &kept[id].length);
        bytes += kept[id].length + 1;
    }
    char *room = dsi_arena_raw(&values->arena, bytes);
    for (int32_t id = 0; id < count && room != NULL; id++) {
        if (kept[id].text == NULL) {
            continue;
        }
        if (kept[id].length > 0) {
            memcpy(room, kept[id].text, (size_t)kept[id].length);
        }
        room[kept[id].length] = '\0';
        kept[id].text = room;
        room += kept[id].length + 1;
        int32_t flags = id == DSI_LABEL_ABSENT ? DSCORE_KEY_ABSENT : 0;
        flags |= dsi_labels_kind(labels, id) == DSI_KEY_INT ? DSCORE_KEY_INTEGER : 0;
        flags |= listed != NULL && listed[id] != 0 ? DSCORE_KEY_ROSTER : 0;
        kept[id].flags = (uint8_t)flags;
    }
    return room != NULL;
}

/* Each label once, as a text of the values. */
static bool copy_labels(dscore_values *values, const dscore_state *state, const dsi_rows *rows)
{
    const dsi_labels *labels = dsi_state_labels(state);
    const dscore_allocator *a = &values->arena.allocator;
    const int64_t bytes = (dsi_labels_count(labels) + 1) * (int64_t)sizeof(kept_label);
    kept_label *kept = dsi_alloc_zero(a, bytes);
    for (int64_t r = 0; r < rows->count && kept != NULL; r++) {
        const int32_t *place = rows->places + r * rows->width;
        values->periods[r] = place[rows->width - 1];
        for (int32_t k = 0; k < values->key_count; k++) {
            kept[place[values->keys[k]]].flags = 1;
        }
    }
    const bool done = kept != NULL && copy_texts(values, labels, rows->listed, kept);
    for (int64_t r = 0, at = 0; r < rows->count && done; r++) {
        for (int32_t k = 0; k < values->key_count; k++, at++) {
            const kept_label *label = &kept[rows->places[r * rows->width + values->keys[k]]];
            values->labels[at] = label->text;
            values->key_flags[at] = label->flags;
        }
    }
    dsi_release(a, kept, bytes);
    return done;
}

/* ---- names of periods ----------------------------------------------------------------------- */

enum { PERIOD_NAME = 32 };

/* Of the periods that rows are in: there may be many more. */
static dscore_status name_periods(dscore_values *values, dscore_error *err)
{
    const dscore_query *query = values->plan->query;
    const dsi_settings *settings = &values->settings;
    if (!query->has_rule || dscore_values_has_periods(values) == 0) {
        return DSCORE_OK;
    }
    values->period_names =
        dsi_arena_alloc(&values->arena, settings->period_count * (int64_t)sizeof *values->period_names);
    if (values->period_names == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t r = 0; r < values->row_count; r++) {
        const int32_t period = values->periods[r];
        char name[PERIOD_NAME];
        int64_t needed;
        if (values->period_names[period] != NULL) {
            continue;
        }
        const dscore_status status = dscore_period_name(
            query->zone, &query->rule, settings->edges[period], name, (int64_t)sizeof name, &needed, err);
        if (status != DSCORE_OK) {
            return status;
        }
        values->period_names[period] = dsi_arena_text(&values->arena, name, -1);
        if (values->period_names[period] == NULL) {
            return dsi_fail_memory(err);
        }
    }
    return DSCORE_OK;
}

/* ---- values --------------------------------------------------------------------------------- */

typedef struct known {
    bool has_cell;
    bool is_known; /* a subject of the roster, or the total: of others, no row says that they are there to be counted */
    double observations;
    int64_t least;
} known;

/* The value's status once minimum and domain are looked at. */
static dsi_cell settle(const dsi_record *record, dsi_cell cell, const known *k)
{
    if (!k->has_cell && (cell.flags & DSCORE_FLAG_FIELD_ABSENT) == 0) {
        cell.flags |= DSCORE_FLAG_NO_CELL;
        cell.status = k->is_known ? cell.status : DSCORE_VALUE_NO_DATA;
    }
    if (cell.status == DSCORE_VALUE_OK && !isfinite(cell.value)) {
        cell.status = DSCORE_VALUE_UNDEFINED;
    }
    /* A count of nothing is a number (0 complaints): a minimum of one row is met by every value there is. */
    if (cell.status == DSCORE_VALUE_OK && k->least > 1 &&
        k->observations < (double)k->least) { /* NaN, no minimum: false */
        cell.status = DSCORE_VALUE_INSUFFICIENT;
    }
    if (cell.status != DSCORE_VALUE_OK) {
        cell.value = (double)NAN;
        return cell;
    }
    cell.value = cell.value == 0.0 ? 0.0 : cell.value; /* no negative zero */
    if (cell.value < record->domain_min || cell.value > record->domain_max) {
        cell.flags |= DSCORE_FLAG_OUT_OF_DOMAIN;
    }
    return cell;
}

/* An item at the places [first, first + n); first is a multiple of 8. */
static void put(filling *f, int32_t index, int64_t first, int32_t n, const uint8_t *is_known)
{
    const dsi_outcomes *o = dsi_evaluation_item(f->evaluation, index);
    const dsi_record *record = &f->values->plan->items[index].indicator->record;
    dsi_values_item *column = &f->values->items[index];
    double *value = column->value + first;
    int32_t *status = column->status + first, *flags = column->flags + first;
    uint32_t bits = 0;
    column->no_minimum = o->no_minimum;
    for (int32_t r = 0; r < n; r++) {
        const known k = {o->has_cell[r] != 0, is_known[r] != 0,
            o->observations != NULL ? o->observations[r]
            : o->no_minimum         ? (double)NAN
                                    : (double)o->counts->used[r],
            o->least != NULL ? o->least[r] : o->min_n};
        const dsi_cell cell = settle(record, (dsi_cell){o->status[r], o->flags[r], o->value[r]}, &k);
        value[r] = cell.value;
        status[r] = cell.status;
        flags[r] = cell.flags;
        bits |= cell.status == DSCORE_VALUE_OK ? 1U << (r % 8) : 0U;
        if (r % 8 == 7 || r == n - 1) {
            column->validity[(first + r) / 8] = (uint8_t)bits;
            bits = 0;
        }
    }
    if (column->observations != NULL) {
        memcpy(column->observations + first, o->observations, (size_t)n * sizeof(double));
    }
}

static dscore_status fill_block(filling *f, int64_t first, int32_t n)
{
    const dscore_plan *plan = f->values->plan;
    const dsi_rows *rows = f->rows;
    const int32_t *places = rows->places + first * rows->width;
    uint8_t is_known[DSI_PLACES];
    for (int32_t r = 0; r < n; r++) {
        const bool is_listed =
            rows->listed != NULL && rows->listed[places[(int64_t)r * rows->width + plan->roster_key]] != 0;
        is_known[r] = is_listed || f->values->key_count == 0 ? 1 : 0;
    }
    dsi_evaluation_turn(f->evaluation, places, rows->cells, first, n);
    for (int32_t i = 0; i < plan->visible_count; i++) {
        put(f, i, first, n, is_known);
    }
    for (int64_t i = 0; i < f->column_count; i++) {
        if (f->columns[i].from != f->zeros) {
            memcpy(f->columns[i].to + first, f->columns[i].from, (size_t)n * sizeof(int64_t));
        }
    }
    return f->evaluation->status;
}

static dscore_status fill(dscore_values *values, dsi_evaluation *evaluation, const dsi_rows *rows, dscore_error *err)
{
    const int32_t items = values->plan->visible_count;
    const int64_t bytes = items * COUNTS * (int64_t)sizeof(copied);
    const dscore_allocator *a = &values->arena.allocator;
    filling f = {values, evaluation, rows, dsi_alloc(a, bytes), 0, NULL};
    bool done = f.columns != NULL;
    for (int32_t i = 0; i < items && done; i++) {
        done = make_column(&f, i);
    }
    dscore_status status = done ? DSCORE_OK : dsi_fail_memory(err);
    const int32_t block = evaluation->views[0]->capacity;
    for (int64_t first = 0; first < rows->count && status == DSCORE_OK; first += block) {
        const int64_t left = rows->count - first;
        status = fill_block(&f, first, left < block ? (int32_t)left : block);
    }
    dsi_release(a, f.columns, bytes);
    return status;
}

/* Rows by reason: of a derived item those of the operand whose counts it carries, where that is one for all rows. */
static void fill_reasons(dscore_values *values, const dscore_state *state, const dsi_evaluation *evaluation)
{
    const dscore_plan *plan = values->plan;
    for (int32_t i = 0; i < plan->visible_count; i++) {
        int32_t item = i;
        while (item >= 0 && plan->items[item].derived) {
            int32_t only = plan->items[item].base;
            int32_t available = 0, last = -1;
            for (int32_t k = 0; k < plan->items[item].operand_count; k++) {
                const int32_t operand = plan->items[item].operands[k];
                available += evaluation->available[operand] ? 1 : 0;
                last = evaluation->available[operand] ? operand : last;
            }
            item = only >= 0 && evaluation->available[only] ? only : available == 1 ? last : -1;
        }
        for (int32_t reason = 1; reason < DSI_REASONS && item >= 0 && evaluation->available[item]; reason++) {
            values->items[i].reasons[reason] = dsi_state_reason(state, item, reason);
        }
    }
}

static dscore_status check_available(const dsi_evaluation *evaluation, dscore_error *err)
{
    const dscore_plan *plan = evaluation->plan;
    for (int32_t i = 0; i < plan->visible_count && !plan->query->absent_is_missing; i++) {
        if (!evaluation->available[i]) {
            return dsi_fail_unavailable(evaluation, i, err);
        }
    }
    return DSCORE_OK;
}

static dscore_status finish(
    const dscore_state *state, dsi_evaluation *evaluation, dscore_values **out, dscore_error *err)
{
    dsi_rows rows;
    dscore_status status = dsi_rows_find(state, &rows, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_values *values = NULL;
    status = new_values(state, rows.count, &values, err);
    if (status == DSCORE_OK && !copy_labels(values, state, &rows)) {
        status = dsi_fail_memory(err);
    }
    if (status == DSCORE_OK) {
        status = name_periods(values, err);
    }
    if (status == DSCORE_OK) {
        status = fill(values, evaluation, &rows, err);
    }
    dsi_rows_free(&rows);
    if (status != DSCORE_OK) {
        dsi_values_drop(values);
        return status;
    }
    fill_reasons(values, state, evaluation);
    *out = values;
    return DSCORE_OK;
}

dscore_status dscore_state_finish(const dscore_state *state, dscore_values **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (state == NULL) {
        return dsi_fail_null(err, "state");
    }
    dsi_evaluation evaluation;
    dscore_status status = dsi_evaluation_begin(&evaluation, state, err);
    if (status == DSCORE_OK) {
        status = check_available(&evaluation, err);
    }
    if (status == DSCORE_OK) {
        status = finish(state, &evaluation, out, err);
    }
    dsi_evaluation_end(&evaluation);
    return status;
}
