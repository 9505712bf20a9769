/* Reading values: rows by key and period, items by column, and what is known about both. */
#include "base/structs.h"
#include "measure/values_build.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

/* ---- life ----------------------------------------------------------------------------------- */

void dsi_values_take(const dscore_values *values)
{
    /* The count is the one member of shared values that changes. */
    dsi_ref_take(&((dscore_values *)(uintptr_t)values)->ref);
}

void dsi_values_drop(const dscore_values *values)
{
    dscore_values_free((dscore_values *)(uintptr_t)values);
}

void dscore_values_free(dscore_values *values)
{
    if (values == NULL || !dsi_ref_drop(&values->ref)) {
        return;
    }
    const dscore_allocator a = values->arena.allocator;
    const dscore_plan *plan = values->plan;
    dsi_arena_free(&values->arena);
    dsi_release(&a, values, (int64_t)sizeof *values);
    dscore_plan_free((dscore_plan *)(uintptr_t)plan);
}

/* ---- for higher floors ---------------------------------------------------------------------- */

static bool has_item(const dscore_values *values, int32_t item)
{
    return values != NULL && item >= 0 && item < values->plan->visible_count;
}

static bool has_row(const dscore_values *values, int64_t row)
{
    return values != NULL && row >= 0 && row < values->row_count;
}

const dscore_indicator *dsi_values_indicator(const dscore_values *values, int32_t item)
{
    return has_item(values, item) ? values->plan->items[item].indicator : NULL;
}

const dscore_plan *dsi_values_plan(const dscore_values *values)
{
    return values->plan;
}

const dscore_allocator *dsi_values_allocator(const dscore_values *values)
{
    return &values->arena.allocator;
}

void dsi_values_columns_of(const dscore_values *values, int32_t item, dsi_values_columns *out)
{
    const dsi_values_item *column = &values->items[item];
    *out = (dsi_values_columns){column->status, column->value, column->observations, column->n_used, column->n_missing,
        column->n_excluded, column->no_minimum};
}

double dsi_values_observed(const dsi_values_columns *columns, int64_t row)
{
    return columns->observations != NULL ? columns->observations[row]
           : columns->no_minimum         ? (double)NAN
                                         : (double)columns->n_used[row];
}

int32_t dsi_values_row_period(const dscore_values *values, int64_t row)
{
    return has_row(values, row) ? values->periods[row] : -1;
}

const dsi_settings *dsi_values_settings(const dscore_values *values)
{
    return &values->settings;
}

const dscore_period_rule *dsi_values_calendar(const dscore_values *values, const dscore_zone **out_zone)
{
    const dscore_query *query = values->plan->query;
    *out_zone = query->zone;
    return values->period_names == NULL ? NULL : &query->rule;
}

const int32_t *dsi_values_choices(const dscore_values *values, int32_t source)
{
    return values->choices[source];
}

const char *dsi_values_audit(const dscore_values *values, int32_t source)
{
    return values->audits[source];
}

uint32_t dsi_values_dropped(const dscore_values *values)
{
    return values->dropped;
}

bool dsi_values_is_mapped(const dscore_values *values)
{
    bool is_mapped = false;
    for (int32_t k = 0; k < values->key_count; k++) {
        is_mapped = is_mapped || values->given_names[k] != NULL;
    }
    return is_mapped;
}

int32_t dsi_values_query_key(const dscore_values *values, int32_t key)
{
    return key >= 0 && key < values->key_count ? values->keys[key] : -1;
}

/* ---- items ---------------------------------------------------------------------------------- */

int32_t dscore_values_item_count(const dscore_values *values)
{
    return values == NULL ? 0 : values->plan->visible_count;
}

const char *dscore_values_item(const dscore_values *values, int32_t item, int32_t property)
{
    if (!has_item(values, item) || property < 1 || property >= DSI_ITEM_TEXTS) {
        return "";
    }
    const char *text = values->items[item].texts[property];
    return text == NULL ? "" : text;
}

int32_t dscore_values_find(const dscore_values *values, const char *alias)
{
    for (int32_t i = 0; alias != NULL && i < dscore_values_item_count(values); i++) {
        if (strcmp(values->plan->items[i].alias, alias) == 0) {
            return i;
        }
    }
    return -1;
}

int64_t dscore_values_reason(const dscore_values *values, int32_t item, int32_t reason)
{
    const bool in_range = has_item(values, item) && reason > 0 && reason < DSI_REASONS;
    return in_range ? values->items[item].reasons[reason] : 0;
}

/* ---- rows ----------------------------------------------------------------------------------- */

int64_t dscore_values_row_count(const dscore_values *values)
{
    return values == NULL ? 0 : values->row_count;
}

int32_t dscore_values_key_count(const dscore_values *values)
{
    return values == NULL ? 0 : values->key_count;
}

const char *dscore_values_key_name(const dscore_values *values, int32_t key)
{
    const bool in_range = values != NULL && key >= 0 && key < values->key_count;
    if (!in_range) {
        return "";
    }
    const char *given = values->given_names[key];
    return given != NULL ? given : values->plan->query->keys[values->keys[key]];
}

const char *dscore_values_key(const dscore_values *values, int64_t row, int32_t key)
{
    const bool in_range = has_row(values, row) && key >= 0 && key < values->key_count;
    return in_range ? values->labels[row * values->key_count + key] : "";
}

int32_t dscore_values_key_flags(const dscore_values *values, int64_t row, int32_t key)
{
    const bool in_range = has_row(values, row) && key >= 0 && key < values->key_count;
    return in_range ? values->key_flags[row * values->key_count + key] : 0;
}

int32_t dscore_values_has_periods(const dscore_values *values)
{
    return values != NULL && values->plan->query->has_periods && (values->dropped & (1U << DSI_MAX_KEYS)) == 0 ? 1 : 0;
}

dscore_status dscore_values_period(
    const dscore_values *values, int64_t row, int64_t *out_start, int64_t *out_end, dscore_error *err)
{
    if (values == NULL || out_start == NULL || out_end == NULL) {
        return dsi_fail_null(err, values == NULL ? "values" : out_start == NULL ? "out_start" : "out_end");
    }
    if (!has_row(values, row)) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, DSCORE_CODE_NONE, "no such row; the values have rows 0 to row_count - 1");
    }
    dsi_period_ends(&values->settings, values->dropped, values->periods[row], false, out_start, out_end);
    return DSCORE_OK;
}

const char *dscore_values_period_name(const dscore_values *values, int64_t row)
{
    if (!has_row(values, row) || values->period_names == NULL) {
        return "";
    }
    const char *name = values->period_names[values->periods[row]];
    return name == NULL ? "" : name;
}

/* ---- values --------------------------------------------------------------------------------- */

dscore_status dscore_values_get(
    const dscore_values *values, int64_t row, int32_t item, dscore_value *out, dscore_error *err)
{
    if (values == NULL || out == NULL) {
        return dsi_fail_null(err, values == NULL ? "values" : "out");
    }
    if (!has_row(values, row) || !has_item(values, item)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_NONE, "no such row or item of the values");
    }
    const dsi_values_item *column = &values->items[item];
    dscore_value value = DSCORE_VALUE_INIT;
    value.status = column->status[row];
    value.flags = column->flags[row];
    value.value = column->value[row];
    value.n_used = column->n_used[row];
    value.n_missing = column->n_missing[row];
    value.n_excluded = column->n_excluded[row];
    value.n_invalid = column->n_invalid[row];
    value.n_pending = column->n_pending[row];
    dsi_values_columns columns;
    dsi_values_columns_of(values, item, &columns);
    value.observations = dsi_values_observed(&columns, row);
    return dsi_struct_give(out, &value, sizeof value, err);
}

dscore_status dscore_values_by_column(
    const dscore_values *values, int32_t item, dscore_values_column *out, dscore_error *err)
{
    if (values == NULL || out == NULL) {
        return dsi_fail_null(err, values == NULL ? "values" : "out");
    }
    if (!has_item(values, item)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_NONE, "no such item of the values");
    }
    const dsi_values_item *from = &values->items[item];
    dscore_values_column column = DSCORE_VALUES_COLUMN_INIT;
    column.rows = values->row_count;
    column.value = from->value;
    column.status = from->status;
    column.flags = from->flags;
    column.n_used = from->n_used;
    column.n_missing = from->n_missing;
    column.n_excluded = from->n_excluded;
    column.validity = from->validity;
    return dsi_struct_give(out, &column, sizeof column, err);
}
