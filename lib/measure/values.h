/* Results by column: what scores, targets and analysis read. */
#ifndef DSI_MEASURE_VALUES_H
#define DSI_MEASURE_VALUES_H

#include "measure/state.h"

void dsi_values_take(const dscore_values *values);
void dsi_values_drop(const dscore_values *values);

/* The definition behind an item (belongs to the values), and the plan. */
const dscore_indicator *dsi_values_indicator(const dscore_values *values, int32_t item);
const dscore_plan *dsi_values_plan(const dscore_values *values);
const dscore_allocator *dsi_values_allocator(const dscore_values *values);

/* An item's columns, one element a row; they belong to the values. */
typedef struct dsi_values_columns {
    const int32_t *status;
    const double *value;
    const double *observations; /* NULL: n_used, or none are counted */
    const int64_t *n_used, *n_missing, *n_excluded;
    bool no_minimum;
} dsi_values_columns;
void dsi_values_columns_of(const dscore_values *values, int32_t item, dsi_values_columns *out);
/* What a minimum is compared with (D16); NaN: there is none. */
double dsi_values_observed(const dsi_values_columns *columns, int64_t row);

/* Which keys and period a row stands for, as dsi_state_find_cell takes them: texts, since label ids belong to a state.
 */
int32_t dsi_values_row_period(const dscore_values *values, int64_t row);
/* How the rows behind the values were read: settings, and of each source (index in plan->sources) its fields; NULL: it
   was never given. */
const dsi_settings *dsi_values_settings(const dscore_values *values);
const int32_t *dsi_values_choices(const dscore_values *values, int32_t source);
/* The policies of the audit that left rows of a source out; "" = none; NULL: it was never given. */
const char *dsi_values_audit(const dscore_values *values, int32_t source);
uint32_t dsi_values_dropped(const dscore_values *values);
/* The calendar periods that the query asked for, and their zone (NULL = UTC); NULL: other periods, or none. */
const dscore_period_rule *dsi_values_calendar(const dscore_values *values, const dscore_zone **out_zone);
/* Was a key mapped to one that the rows do not have? */
bool dsi_values_is_mapped(const dscore_values *values);
/* Keys that a roll-up dropped are no keys of the values: index in the query of a key of the values; -1 out of range. */
int32_t dsi_values_query_key(const dscore_values *values, int32_t key);

#endif
