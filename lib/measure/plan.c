/* Compiling a query: conditions are typed, items drafted, sources and frames laid out, and the whole is named by its
   fingerprint. A plan is immutable and knows no table. */
#include "measure/plan_draft.h"

#include "base/error.h"

#include <string.h>

/* ---- compilation ---------------------------------------------------------------------------- */

static dscore_status type_condition(dsi_compile *c, int64_t i)
{
    const dscore_schema *schema = c->query->catalog->schema;
    const dsi_query_where *where = &c->query->wheres[i];
    const int32_t source = dsi_schema_source_index(schema, where->source);
    if (source < 0) {
        return dsi_fail(c->err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_SOURCE, "no source '%s'", where->source);
    }
    const dsi_scope scope = {schema, &schema->sources[source], NULL, 0, true};
    dsi_node *node;
    dscore_status status =
        dsi_formula_compile(c->arena, where->formula, (int64_t)strlen(where->formula), &scope, &node, c->err);
    if (status == DSCORE_OK && node->type != DSCORE_TYPE_BOOLEAN) {
        status = dsi_compile_no_condition(c, where->formula, node);
    }
    c->wheres[i] = node;
    c->where_sources[i] = source;
    return status;
}

static dscore_status type_conditions(dsi_compile *c)
{
    const int64_t n = c->query->where_count;
    c->wheres = dsi_arena_alloc(&c->scratch, n * (int64_t)sizeof *c->wheres);
    c->where_sources = dsi_arena_alloc(&c->scratch, n * (int64_t)sizeof *c->where_sources);
    if (c->wheres == NULL || c->where_sources == NULL) {
        return dsi_fail_memory(c->err);
    }
    for (int64_t i = 0; i < n; i++) {
        const dscore_status status = type_condition(c, i);
        if (status != DSCORE_OK) {
            dsi_error_path(c->err, "where.%s", c->query->wheres[i].source);
            return status;
        }
    }
    return DSCORE_OK;
}

/* A condition on rows that no item reads is a mistake: it would filter nothing in silence. */
static dscore_status check_conditions(dsi_compile *c)
{
    for (int64_t i = 0; i < c->query->where_count; i++) {
        bool is_read = false;
        for (int64_t d = 0; d < c->draft_count && !is_read; d++) {
            is_read = c->drafts[d].schema_source == c->where_sources[i];
        }
        if (!is_read) {
            const char *source = c->query->wheres[i].source;
            dscore_status status = dsi_fail(c->err, DSCORE_E_NOT_FOUND, DSCORE_CODE_PLAN_WHERE,
                "a condition is given for the source %s, which no item of the query reads", source);
            dsi_error_path(c->err, "where.%s", source);
            return status;
        }
    }
    return DSCORE_OK;
}

/* The periods that meet the range, in the query's zone; the first and the last cut to it. */
static dscore_status calendar_periods(dsi_compile *c)
{
    const dscore_query *query = c->query;
    const int64_t from = query->edges[0], to = query->edges[1];
    int64_t count = 0;
    dscore_status status = dscore_period_edges(query->zone, &query->rule, from, to, NULL, 0, &count, NULL);
    if (status == DSCORE_E_BUFFER && count > DSI_MAX_PERIODS) {
        return dsi_fail(c->err, DSCORE_E_LIMIT, DSCORE_CODE_QUERY_TIME, "at most %d periods", (int)DSI_MAX_PERIODS - 1);
    }
    int64_t *edges = dsi_arena_alloc(c->arena, count * (int64_t)sizeof *edges);
    if (edges == NULL) {
        return dsi_fail_memory(c->err);
    }
    const int64_t room = count;
    status = dscore_period_edges(query->zone, &query->rule, from, to, edges, room, &count, c->err);
    if (status != DSCORE_OK) {
        return status;
    }
    edges[0] = from;
    edges[count - 1] = to;
    c->plan->settings.edges = edges;
    c->plan->settings.period_count = (int32_t)(count - 1);
    return DSCORE_OK;
}

static dscore_status settle_time(dsi_compile *c)
{
    const dscore_query *query = c->query;
    dscore_plan *plan = c->plan;
    plan->settings.negative = query->negative;
    plan->settings.has_now = query->has_now;
    plan->settings.now = query->now;
    plan->settings.period_count = query->period_count == 0 ? 1 : (int32_t)query->period_count;
    plan->settings.edges = query->edges;
    if (query->has_rule) {
        const dscore_status status = calendar_periods(c);
        if (status != DSCORE_OK) {
            dsi_error_path(c->err, "periods");
            return status;
        }
    }
    if (query->period_count == 0) {
        int64_t *edges = dsi_arena_alloc(c->arena, 2 * (int64_t)sizeof *edges);
        if (edges == NULL) {
            return dsi_fail_memory(c->err);
        }
        edges[0] = INT64_MIN;
        edges[1] = INT64_MAX;
        plan->settings.edges = edges;
    }
    plan->placement_optional = !query->has_range && !query->has_periods;
    c->start_open = plan->settings.edges[0] == INT64_MIN;
    c->end_open = plan->settings.edges[plan->settings.period_count] == INT64_MAX;
    return DSCORE_OK;
}

static dscore_status settle_keys(dsi_compile *c)
{
    dscore_status status = DSCORE_OK;
    for (int64_t i = 0; i < c->draft_count && status == DSCORE_OK; i++) {
        if (c->drafts[i].schema_source >= 0) {
            status = dsi_compile_keys(c, &c->drafts[i]);
        }
    }
    return status;
}

static dscore_status compile(dsi_compile *c)
{
    /* What is read of the sources is known before the frames are named; the identity grows with both. */
    static dscore_status (*const steps[])(dsi_compile * c) = {
        settle_time,
        type_conditions,
        dsi_compile_items,
        check_conditions,
        settle_keys,
        dsi_compile_sources,
        dsi_compile_clocks,
        dsi_compile_mark_reads,
        dsi_compile_stand_ins,
        dsi_identity_begin,
        dsi_compile_frames,
        dsi_compile_fill,
        dsi_compile_clock_uses,
        dsi_identity_end,
    };
    dscore_status status = DSCORE_OK;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == DSCORE_OK; i++) {
        status = steps[i](c);
    }
    return status;
}

/* ---- life ----------------------------------------------------------------------------------- */

static void destroy(dscore_plan *plan)
{
    const dscore_allocator a = plan->arena.allocator;
    union {
        const dscore_query *shared;
        dscore_query *own;
    } query = {plan->query};
    dsi_arena_free(&plan->arena);
    dsi_release(&a, plan, (int64_t)sizeof *plan);
    dscore_query_free(query.own);
}

static dscore_status new_plan(const dscore_query *query, dscore_plan **out, dscore_error *err)
{
    const dscore_allocator *a = &query->arena.allocator;
    dscore_query *copy;
    dscore_status status = dsi_query_copy(query, &copy, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_plan *plan = dsi_alloc_zero(a, (int64_t)sizeof *plan);
    if (plan == NULL) {
        dscore_query_free(copy);
        return dsi_fail_memory(err);
    }
    dsi_ref_init(&plan->ref);
    dsi_arena_init(&plan->arena, a);
    plan->query = copy;
    plan->roster = -1;
    *out = plan;
    return DSCORE_OK;
}

dscore_status dscore_plan_compile(const dscore_query *query, dscore_plan **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (query == NULL) {
        return dsi_fail_null(err, "query");
    }
    if (query->item_count == 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_QUERY_EMPTY, "the query asks for no indicator");
    }
    dscore_plan *plan = NULL;
    dscore_status status = new_plan(query, &plan, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_compile c;
    memset(&c, 0, sizeof c);
    c.plan = plan;
    c.query = plan->query;
    c.arena = &plan->arena;
    c.err = err;
    dsi_arena_init(&c.scratch, &plan->arena.allocator);
    dsi_text_init(&c.identity, &plan->arena.allocator);
    status = compile(&c);
    dsi_text_free(&c.identity);
    dsi_release(&c.scratch.allocator, c.drafts, c.draft_cap * (int64_t)sizeof *c.drafts);
    dsi_arena_free(&c.scratch);
    if (status != DSCORE_OK) {
        destroy(plan);
        return status;
    }
    *out = plan;
    return DSCORE_OK;
}

void dsi_plan_take(const dscore_plan *plan)
{
    /* The count is the one member of a shared plan that changes. */
    dsi_ref_take(&((dscore_plan *)(uintptr_t)plan)->ref);
}

void dscore_plan_free(dscore_plan *plan)
{
    if (plan != NULL && dsi_ref_drop(&plan->ref)) {
        destroy(plan);
    }
}

/* ---- what a plan tells ---------------------------------------------------------------------- */

const char *dscore_plan_fingerprint(const dscore_plan *plan)
{
    return plan == NULL ? "" : plan->fingerprint;
}

int32_t dscore_plan_source_count(const dscore_plan *plan)
{
    return plan == NULL ? 0 : plan->source_count;
}

const char *dscore_plan_source(const dscore_plan *plan, int32_t index)
{
    return plan == NULL || index < 0 || index >= plan->source_count ? "" : plan->sources[index].name;
}

int32_t dscore_plan_reads(const dscore_plan *plan, const char *source, const char *field)
{
    if (plan == NULL || source == NULL || field == NULL) {
        return 0;
    }
    for (int32_t s = 0; s < plan->source_count; s++) {
        if (strcmp(plan->sources[s].name, source) == 0) {
            const int32_t f = dsi_source_field_index(plan->sources[s].source, field);
            return f >= 0 && plan->sources[s].reads[f] != 0 ? 1 : 0;
        }
    }
    return 0;
}
