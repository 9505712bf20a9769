/* From the cells of a state to values: one column an item, one row a place. */
#include "measure/values_build.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

/* ---- room ----------------------------------------------------------------------------------- */

static bool make_column(dsi_arena *arena, int64_t rows, dsi_values_item *item)
{
    const int64_t wide = rows * (int64_t)sizeof(int64_t), narrow = rows * (int64_t)sizeof(int32_t);
    item->value = dsi_arena_alloc(arena, wide);
    item->observations = dsi_arena_alloc(arena, wide);
    item->status = dsi_arena_alloc(arena, narrow);
    item->flags = dsi_arena_alloc(arena, narrow);
    item->n_used = dsi_arena_alloc(arena, wide);
    item->n_missing = dsi_arena_alloc(arena, wide);
    item->n_excluded = dsi_arena_alloc(arena, wide);
    item->n_invalid = dsi_arena_alloc(arena, wide);
    item->n_pending = dsi_arena_alloc(arena, wide);
    item->validity = dsi_arena_alloc(arena, (rows + 7) / 8);
    return item->value != NULL && item->observations != NULL && item->status != NULL && item->flags != NULL &&
           item->n_used != NULL && item->n_missing != NULL && item->n_excluded != NULL && item->n_invalid != NULL &&
           item->n_pending != NULL && item->validity != NULL;
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
    values->labels = dsi_arena_alloc(&values->arena, rows * values->key_count * (int64_t)sizeof *values->labels);
    values->key_flags = dsi_arena_alloc(&values->arena, rows * values->key_count);
    values->periods = dsi_arena_alloc(&values->arena, rows * (int64_t)sizeof *values->periods);
    values->items = dsi_arena_alloc(&values->arena, plan->visible_count * (int64_t)sizeof *values->items);
    bool done = values->labels != NULL && values->key_flags != NULL && values->periods != NULL &&
                values->items != NULL && copy_choices(values, state) && copy_audits(values, state);
    for (int32_t i = 0; i < plan->visible_count && done; i++) {
        done = make_column(&values->arena, rows, &values->items[i]) && dsi_values_describe(values, state, i);
    }
    if (!done) {
        dsi_values_drop(values);
        return dsi_fail_memory(err);
    }
    *out = values;
    return DSCORE_OK;
}

/* ---- labels --------------------------------------------------------------------------------- */

/* Each label once, as a text of the values. */
static bool copy_labels(dscore_values *values, const dscore_state *state, const dsi_rows *rows)
{
    const dsi_labels *labels = dsi_state_labels(state);
    const dscore_allocator *a = &values->arena.allocator;
    const int64_t bytes = (dsi_labels_count(labels) + 1) * (int64_t)sizeof(const char *);
    const char **texts = dsi_alloc_zero(a, bytes);
    bool done = texts != NULL;
    for (int64_t r = 0; r < rows->count && done; r++) {
        const int32_t *place = rows->places + r * rows->width;
        values->periods[r] = place[rows->width - 1];
        for (int32_t k = 0; k < values->key_count && done; k++) {
            const int32_t id = place[values->keys[k]];
            const int64_t at = r * values->key_count + k;
            if (texts[id] == NULL) {
                int64_t length = 0;
                const char *text = dsi_labels_get(labels, id, &length);
                texts[id] = dsi_arena_text(&values->arena, text, length);
                done = texts[id] != NULL;
            }
            values->labels[at] = texts[id];
            int32_t flags = id == DSI_LABEL_ABSENT ? DSCORE_KEY_ABSENT : 0;
            flags |= dsi_labels_kind(labels, id) == DSI_KEY_INT ? DSCORE_KEY_INTEGER : 0;
            flags |= rows->listed != NULL && rows->listed[id] != 0 ? DSCORE_KEY_ROSTER : 0;
            values->key_flags[at] = (uint8_t)flags;
        }
    }
    dsi_release(a, texts, bytes);
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

/* The value's status once minimum and domain are looked at. is_known: a subject of the roster, or the total; of
   others, no row says that they are there to be counted. */
static void settle(const dsi_item *item, const dsi_outcome *outcome, bool is_known, dsi_cell *cell)
{
    *cell = outcome->cell;
    if (!outcome->has_cell && (cell->flags & DSCORE_FLAG_FIELD_ABSENT) == 0) {
        cell->flags |= DSCORE_FLAG_NO_CELL;
        cell->status = is_known ? cell->status : DSCORE_VALUE_NO_DATA;
    }
    if (cell->status == DSCORE_VALUE_OK && !isfinite(cell->value)) {
        cell->status = DSCORE_VALUE_UNDEFINED;
    }
    /* A count of nothing is a number (0 complaints): a minimum of one row is met by every value there is. */
    if (cell->status == DSCORE_VALUE_OK && outcome->min_n > 1 &&
        outcome->observations < (double)outcome->min_n) { /* NaN, no minimum: false */
        cell->status = DSCORE_VALUE_INSUFFICIENT;
    }
    if (cell->status != DSCORE_VALUE_OK) {
        cell->value = (double)NAN;
        return;
    }
    cell->value = cell->value == 0.0 ? 0.0 : cell->value; /* no negative zero */
    const dsi_record *record = &item->indicator->record;
    if (cell->value < record->domain_min || cell->value > record->domain_max) {
        cell->flags |= DSCORE_FLAG_OUT_OF_DOMAIN;
    }
}

static void put(dsi_values_item *column, int64_t row, const dsi_outcome *outcome, const dsi_cell *cell)
{
    column->value[row] = cell->value;
    column->status[row] = cell->status;
    column->flags[row] = cell->flags;
    column->n_used[row] = outcome->counts.used;
    column->n_missing[row] = outcome->counts.missing;
    column->n_excluded[row] = outcome->counts.excluded;
    column->n_invalid[row] = outcome->counts.invalid;
    column->n_pending[row] = outcome->counts.pending;
    column->observations[row] = outcome->observations;
    if (cell->status == DSCORE_VALUE_OK) {
        column->validity[row / 8] = (uint8_t)(column->validity[row / 8] | (1U << (row % 8)));
    }
}

static dscore_status fill(dscore_values *values, dsi_evaluation *evaluation, const dsi_rows *rows)
{
    const dscore_plan *plan = values->plan;
    for (int64_t r = 0; r < rows->count; r++) {
        const int32_t *place = rows->places + r * rows->width;
        const bool is_listed = rows->listed != NULL && rows->listed[place[plan->roster_key]] != 0;
        dsi_evaluation_place(evaluation, place, place[rows->width - 1]);
        for (int32_t i = 0; i < plan->visible_count; i++) {
            const dsi_outcome *outcome = dsi_evaluation_item(evaluation, i);
            dsi_cell cell;
            settle(&plan->items[i], outcome, is_listed || values->key_count == 0, &cell);
            put(&values->items[i], r, outcome, &cell);
        }
        if (evaluation->status != DSCORE_OK) {
            return evaluation->status;
        }
    }
    return DSCORE_OK;
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
        status = fill(values, evaluation, &rows);
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
