/* Which indicators some tables can answer, and from how many rows: an item asked by itself, without keys and periods,
   where what is not bound is no error. */
#include "measure/derived.h"
#include "measure/scan.h"
#include "measure/values.h"

#include "base/error.h"
#include "base/structs.h"

#include <string.h>

/* ---- the question of one item --------------------------------------------------------------- */

/* Mark the sources that an item reads, through its operands. */
static void mark_sources(const dscore_plan *plan, const dsi_item *item, uint8_t *sources)
{
    if (!item->derived) {
        sources[plan->frames[item->frame].source] = 1;
    }
    for (int32_t i = 0; i < item->operand_count; i++) {
        mark_sources(plan, &plan->items[item->operands[i]], sources);
    }
}

/* total([id], team) asks for a key. */
static bool needs_keys(const dscore_plan *plan, const dsi_item *item)
{
    bool needs = item->derived && dsi_formula_uses(item->formula, DSI_OP_CALL, DSI_FN_TOTAL);
    for (int32_t i = 0; i < item->operand_count && !needs; i++) {
        needs = needs_keys(plan, &plan->items[item->operands[i]]);
    }
    return needs;
}

static int32_t named_source(const dscore_plan *plan, const char *name)
{
    int32_t s = 0;
    while (s < plan->source_count && strcmp(plan->sources[s].name, name) != 0) {
        s++;
    }
    return s;
}

/* Leave of a copy of the plan's query what concerns the item. */
static void narrow(
    const dscore_plan *plan, const dsi_item *item, int64_t asked, const uint8_t *sources, dscore_query *q)
{
    const dsi_settings *settings = &plan->settings;
    q->items[0] = q->items[asked];
    q->item_count = 1;
    q->absent_is_missing = true;
    int64_t wheres = 0;
    for (int64_t i = 0; i < q->where_count; i++) {
        const int32_t s = named_source(plan, q->wheres[i].source);
        if (s < plan->source_count && sources[s] != 0) {
            q->wheres[wheres++] = q->wheres[i];
        }
    }
    q->where_count = wheres;
    bool has_field = false;
    for (int32_t s = 0; s < plan->source_count; s++) {
        has_field = has_field || (sources[s] != 0 && plan->sources[s].calendar_field >= 0);
    }
    q->calendar_field = has_field ? q->calendar_field : NULL;
    q->key_count = needs_keys(plan, item) ? q->key_count : 0;
    if (q->has_periods) {
        q->edges[0] = settings->edges[0];
        q->edges[1] = settings->edges[settings->period_count];
        q->period_count = 1;
        q->has_periods = false;
        q->has_rule = false;
        q->has_range = true;
    }
}

/* ---- what is lacking ------------------------------------------------------------------------ */

/* Add `name` to the list unless it is there or there is no room. */
static void add_lack(char *list, size_t room, const char *prefix, const char *name)
{
    const size_t used = strlen(list), a = strlen(prefix), n = strlen(name);
    for (const char *at = list; *at != '\0'; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ',' ? 2 : 0)) {
        if (strncmp(at, prefix, a) == 0 && strncmp(at + a, name, n) == 0 && (at[a + n] == ',' || at[a + n] == '\0')) {
            return;
        }
    }
    const size_t comma = used > 0 ? 2 : 0;
    if (used + comma + a + n < room) {
        memcpy(list + used, ", ", comma);
        memcpy(list + used + comma, prefix, a);
        memcpy(list + used + comma + a, name, n + 1);
    }
}

static void add_lacks(const dsi_evaluation *e, int32_t index, dscore_coverage *out)
{
    const dscore_plan *plan = e->plan;
    const dsi_item *item = &plan->items[index];
    for (int32_t i = 0; i < item->operand_count; i++) {
        if (!e->available[item->operands[i]]) {
            add_lacks(e, item->operands[i], out);
        }
    }
    if (item->derived) {
        return;
    }
    const dsi_frame *frame = &plan->frames[item->frame];
    const dsi_plan_source *source = &plan->sources[frame->source];
    const int32_t *choices = dsi_state_choices(e->state, frame->source);
    if (choices == NULL) {
        add_lack(out->fields, sizeof out->fields, "source ", source->name);
        return;
    }
    for (int32_t i = 0; i < item->need_count; i++) {
        if (choices[item->needs[i]] == DSI_CHOICE_ABSENT) {
            add_lack(out->fields, sizeof out->fields, "", source->source->fields[item->needs[i]].name);
        }
    }
    int32_t field;
    if (dsi_frame_placing(plan, frame, choices, &field) < 0) {
        add_lack(out->fields, sizeof out->fields, "", source->source->fields[field].name);
    }
}

/* ---- asking --------------------------------------------------------------------------------- */

static dscore_status count_rows(const dscore_state *state, dscore_coverage *out, dscore_error *err)
{
    dscore_values *values = NULL;
    dscore_status status = dscore_state_finish(state, &values, err);
    for (int64_t r = 0; status == DSCORE_OK && r < dscore_values_row_count(values); r++) {
        dscore_value value = DSCORE_VALUE_INIT;
        status = dscore_values_get(values, r, 0, &value, err);
        out->n_used += value.n_used;
        out->n_missing += value.n_missing;
        out->n_excluded += value.n_excluded;
    }
    dscore_values_free(values);
    return status;
}

static dscore_status look(const dscore_state *state, dscore_coverage *out, dscore_error *err)
{
    dsi_evaluation evaluation;
    dscore_status status = dsi_evaluation_begin(&evaluation, state, err);
    if (status == DSCORE_OK) {
        out->is_covered = evaluation.available[0] ? 1 : 0;
        if (out->is_covered == 0) {
            add_lacks(&evaluation, 0, out);
        }
    }
    dsi_evaluation_end(&evaluation);
    return status == DSCORE_OK && out->is_covered != 0 ? count_rows(state, out, err) : status;
}

static dscore_status ask(
    const dscore_plan *plan, dscore_table *const *tables, int32_t n_tables, dscore_coverage *out, dscore_error *err)
{
    dscore_state *state;
    dscore_status status = dscore_state_new(plan, &state, err);
    if (status != DSCORE_OK) {
        return status;
    }
    for (int32_t t = 0; t < n_tables && status == DSCORE_OK; t++) {
        int32_t source;
        status = dsi_plan_source_of(plan, tables[t], &source, err);
        if (status == DSCORE_OK && source >= 0 && plan->sources[source].program != NULL) {
            out->rows += tables[t]->rows;
            status = dscore_state_update(state, tables[t], 0, tables[t]->rows, NULL, err);
        }
    }
    if (status == DSCORE_OK) {
        status = look(state, out, err);
    }
    dscore_state_free(state);
    return status;
}

static dscore_status cover(const dscore_plan *plan, const dsi_item *item, int64_t asked, dscore_table *const *tables,
    int32_t n_tables, dscore_coverage *out, dscore_error *err)
{
    const dscore_allocator *a = &plan->arena.allocator;
    uint8_t *sources = dsi_alloc_zero(a, plan->source_count);
    if (sources == NULL) {
        return dsi_fail_memory(err);
    }
    mark_sources(plan, item, sources);
    dscore_query *query = NULL;
    dscore_plan *own = NULL;
    dscore_status status = dsi_query_copy(plan->query, &query, err);
    if (status == DSCORE_OK) {
        narrow(plan, item, asked, sources, query);
        status = dscore_plan_compile(query, &own, err);
        dscore_query_free(query);
    }
    if (status == DSCORE_OK) {
        status = ask(own, tables, n_tables, out, err);
        dscore_plan_free(own);
    }
    dsi_release(a, sources, plan->source_count);
    return status;
}

/* ---- the public door ------------------------------------------------------------------------ */

dscore_status dscore_plan_coverage(const dscore_plan *plan, dscore_table *const *tables, int32_t n_tables,
    const char *alias, dscore_coverage *out, dscore_error *err)
{
    if (plan == NULL || alias == NULL || out == NULL) {
        return dsi_fail_null(err, plan == NULL ? "plan" : alias == NULL ? "alias" : "out");
    }
    if (n_tables < 0 || (tables == NULL && n_tables > 0)) {
        return dsi_fail_null(err, "tables");
    }
    for (int32_t t = 0; t < n_tables; t++) {
        if (tables[t] == NULL) {
            return dsi_fail_null(err, "tables");
        }
    }
    const int64_t asked = dsi_query_find(plan->query, alias); /* items of a plan begin with those of its query */
    if (asked < 0) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_QUERY_ALIAS, "the plan has no item %s", alias);
    }
    dscore_coverage coverage = DSCORE_COVERAGE_INIT;
    const dscore_status status = cover(plan, &plan->items[asked], asked, tables, n_tables, &coverage, err);
    return status == DSCORE_OK ? dsi_struct_give(out, &coverage, sizeof coverage, err) : status;
}
