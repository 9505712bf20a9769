/* Running a scheme: which versions are needed, the periods each is measured over, and the assessment that comes of it. */
#include "score/scheme_parts.h"

#include "base/error.h"
#include "base/structs.h"
#include "measure/plan.h"
#include <string.h>

/* ---- periods --------------------------------------------------------------------------------- */

/* Put an edge in its place among count ascending ones, unless it is there or outside; the new count. */
static int64_t insert_edge(int64_t *edges, int64_t count, int64_t edge)
{
    int64_t at = count;
    while (at > 0 && edges[at - 1] >= edge) {
        at--;
    }
    if (at == 0 || at == count || edges[at] == edge) {
        return count;
    }
    memmove(&edges[at + 1], &edges[at], (size_t)(count - at) * sizeof *edges);
    edges[at] = edge;
    return count + 1;
}

static int64_t insert_day(const dsi_assessing *a, int64_t *edges, int64_t count, int64_t day)
{
    int64_t instant;
    if (dscore_zone_day_start(a->query->zone, day, &instant, NULL) != DSCORE_OK) {
        return count; /* an open end cuts nothing */
    }
    return insert_edge(edges, count, instant);
}

/* The days on which the version changes within a period; of one with days that no version holds, the ends of all that
   are known. */
static int64_t cut_period(const dsi_assessing *a, const dscore_versions *versions, int64_t period, int32_t *version,
    int64_t *from, int64_t *to, int64_t *edges, int64_t count)
{
    int64_t first;
    int64_t last;
    int32_t segments = 0;
    if (dscore_zone_day(a->query->zone, a->edges[period], &first, NULL) != DSCORE_OK ||
        dscore_zone_day(a->query->zone, a->edges[period + 1] - 1, &last, NULL) != DSCORE_OK) {
        return count;
    }
    dscore_status status = dscore_versions_split(versions, first, last + 1, a->known_at, DSCORE_STRADDLE_PRORATE,
        version, from, to, 2 * versions->count + 1, &segments, NULL);
    for (int32_t i = 1; status == DSCORE_OK && i < segments; i++) {
        count = insert_day(a, edges, count, from[i]);
    }
    for (int32_t i = 0; status != DSCORE_OK && i < versions->count; i++) {
        if (versions->recorded_at[i] <= a->known_at && versions->valid_from[i] <= last) {
            count = insert_day(a, edges, count, versions->valid_from[i]);
            count = versions->valid_to == NULL ? count : insert_day(a, edges, count, versions->valid_to[i]);
        }
    }
    return count;
}

int64_t dsi_assess_edges(const dsi_assessing *a, int32_t line, dsi_arena *arena, const int64_t **out)
{
    dscore_versions versions;
    int32_t first;
    dsi_scheme_versions(a->scheme, line, &versions, &first);
    int64_t room = 2 * (int64_t)versions.count + 1;
    int64_t count = a->period_count + 1;
    int64_t *edges = dsi_arena_alloc(arena, (count + room) * (int64_t)sizeof *edges);
    int64_t *from = dsi_arena_alloc(arena, room * (int64_t)sizeof *from);
    int64_t *to = dsi_arena_alloc(arena, room * (int64_t)sizeof *to);
    int32_t *version = dsi_arena_alloc(arena, room * (int64_t)sizeof *version);
    if (edges == NULL || from == NULL || to == NULL || version == NULL) {
        return 0;
    }
    memcpy(edges, a->edges, (size_t)count * sizeof *edges);
    for (int64_t p = 0; p < a->period_count; p++) {
        count = cut_period(a, &versions, p, version, from, to, edges, count);
    }
    *out = edges;
    return count;
}

/* Cut the periods of a query where a line changes (PRORATE). */
static dscore_status cut_periods(const dsi_assessing *a, int32_t line, dscore_query *query, dscore_error *err)
{
    const int64_t *edges;
    dsi_arena arena;
    dsi_arena_init(&arena, &a->to->allocator);
    int64_t count = dsi_assess_edges(a, line, &arena, &edges);
    dscore_status status = count == 0 ? dsi_fail_memory(err) : dscore_query_periods(query, edges, count, err);
    dsi_arena_free(&arena);
    return status;
}

/* Could a version hold on a day of the query, as far as is known? */
static bool may_hold(const dsi_assessing *a, int32_t version)
{
    dscore_card_version v = DSCORE_CARD_VERSION_INIT;
    int64_t first;
    int64_t last;
    return dscore_scheme_version(a->scheme, version, &v, NULL) == DSCORE_OK && v.recorded_at <= a->known_at &&
           dscore_zone_day(a->query->zone, a->edges[0], &first, NULL) == DSCORE_OK &&
           dscore_zone_day(a->query->zone, a->edges[a->period_count] - 1, &last, NULL) == DSCORE_OK &&
           v.valid_from <= last && v.valid_to > first;
}

/* ---- one version ----------------------------------------------------------------------------- */

typedef struct tables_given {
    dscore_table *const *tables;
    int32_t count;
    const dscore_executor *executor;
} tables_given;

static dscore_status run_version(dsi_assessing *a, int32_t version, const tables_given *given, dscore_error *err)
{
    int32_t line = dsi_scheme_line_of(a->scheme, version);
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    dscore_values *values = NULL;
    dscore_status status = dsi_query_copy(a->query, &query, err);
    if (status == DSCORE_OK && dsi_scheme_spec_of(a->scheme)->straddle == DSCORE_STRADDLE_PRORATE) {
        status = cut_periods(a, line, query, err);
    }
    if (status == DSCORE_OK) {
        status = dscore_scorecard_plan(dsi_scheme_card(a->scheme, version), query, &plan, err);
    }
    if (status == DSCORE_OK) {
        status = dscore_evaluate(plan, given->tables, given->count, given->executor, &values, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_assess_values(a, values, version, line, err);
    }
    dscore_values_free(values);
    dscore_plan_free(plan);
    dscore_query_free(query);
    return status;
}

static dscore_status run_versions(dsi_assessing *a, const tables_given *given, dscore_error *err)
{
    bool any = false;
    dscore_status status = DSCORE_OK;
    int32_t count = dscore_scheme_version_count(a->scheme);
    for (int32_t i = 0; status == DSCORE_OK && i < count; i++) {
        if (may_hold(a, i)) {
            any = true;
            status = run_version(a, i, given, err);
        }
    }
    /* Nothing holds: measured all the same, so that it can be said who is judged by nobody. */
    return status == DSCORE_OK && !any ? run_version(a, 0, given, err) : status;
}

/* ---- the assessment -------------------------------------------------------------------------- */

static dscore_status open_periods(dsi_assessing *a, dscore_plan **plan, dscore_error *err)
{
    dscore_status status = dscore_scorecard_plan(dsi_scheme_card(a->scheme, 0), a->query, plan, err);
    if (status != DSCORE_OK) {
        return status;
    }
    a->edges = (*plan)->settings.edges;
    a->period_count = (*plan)->settings.period_count;
    if (a->edges[0] == dscore_instant_min() || a->edges[a->period_count] == dscore_instant_max()) {
        return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_SCHEME_RANGE,
            "a scheme needs periods, or a range with both ends, to tell which versions hold");
    }
    return DSCORE_OK;
}

static void close_assessing(dsi_assessing *a)
{
    const dscore_allocator *allocator = &a->to->allocator;
    for (int64_t i = 0; i < a->piece_count; i++) {
        dscore_scores_free(a->pieces[i].scores);
    }
    dsi_release(allocator, a->pieces, a->piece_cap * (int64_t)sizeof *a->pieces);
    dsi_release(allocator, a->segments, a->segment_cap * (int64_t)sizeof *a->segments);
    dsi_release(allocator, a->noted, a->noted_count * (int64_t)sizeof *a->noted);
    dsi_text_free(&a->label);
    dsi_people_close(&a->people);
    dscore_query_free(a->query);
}

static dscore_status assess(dsi_assessing *a, const dscore_query *query, const dscore_roster *roster,
    const tables_given *given, dscore_error *err)
{
    dscore_plan *plan = NULL;
    dscore_status status = dsi_people_open(&a->people, &a->to->allocator, roster, err);
    if (status == DSCORE_OK) {
        status = dsi_query_copy(query, &a->query, err);
    }
    if (status == DSCORE_OK) {
        status = open_periods(a, &plan, err);
    }
    if (status == DSCORE_OK) {
        status = run_versions(a, given, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_assess_join(a, err);
    }
    dscore_plan_free(plan);
    return status;
}

dscore_status dscore_scheme_assess(const dscore_scheme *scheme, const dscore_query *query,
    dscore_table *const *tables, int32_t n_tables, const dscore_roster *roster, int64_t known_at,
    const dscore_executor *executor, dscore_assessment **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (scheme == NULL || query == NULL) {
        return dsi_fail_null(err, scheme == NULL ? "scheme" : "query");
    }
    const dscore_allocator allocator = dsi_scheme_card(scheme, 0)->arena.allocator;
    dscore_assessment *assessment = dsi_alloc_zero(&allocator, (int64_t)sizeof *assessment);
    if (assessment == NULL) {
        return dsi_fail_memory(err);
    }
    assessment->allocator = allocator;
    dsi_arena_init(&assessment->arena, &allocator);
    dsi_assessing a;
    memset(&a, 0, sizeof a);
    a.scheme = scheme;
    a.known_at = known_at;
    a.to = assessment;
    dsi_text_init(&a.label, &allocator);
    const tables_given given = {tables, n_tables, executor};
    dscore_status status = assess(&a, query, roster, &given, err);
    close_assessing(&a);
    if (status != DSCORE_OK) {
        dscore_assessment_free(assessment);
        return status;
    }
    *out = assessment;
    return DSCORE_OK;
}

void dscore_assessment_free(dscore_assessment *assessment)
{
    if (assessment == NULL) {
        return;
    }
    dscore_allocator a = assessment->allocator;
    for (int64_t i = 0; i < assessment->set_count; i++) {
        dscore_scores_free(assessment->sets[i].scores);
    }
    dsi_release(&a, assessment->sets, assessment->set_cap * (int64_t)sizeof *assessment->sets);
    dsi_release(&a, assessment->unassigned, assessment->unassigned_cap * (int64_t)sizeof *assessment->unassigned);
    dsi_arena_free(&assessment->arena);
    dsi_release(&a, assessment, (int64_t)sizeof *assessment);
}

int32_t dscore_assessment_count(const dscore_assessment *assessment)
{
    return assessment == NULL ? 0 : (int32_t)assessment->set_count;
}

const dscore_scores *dscore_assessment_scores(
    const dscore_assessment *assessment, int32_t index, int32_t *out_version)
{
    if (index < 0 || index >= dscore_assessment_count(assessment)) {
        return NULL;
    }
    if (out_version != NULL) {
        *out_version = assessment->sets[index].version;
    }
    return assessment->sets[index].scores;
}

int64_t dscore_assessment_unassigned_count(const dscore_assessment *assessment)
{
    return assessment == NULL ? 0 : assessment->unassigned_count;
}

dscore_status dscore_assessment_unassigned(
    const dscore_assessment *assessment, int64_t index, dscore_unassigned *out, dscore_error *err)
{
    if (assessment == NULL || out == NULL) {
        return dsi_fail_null(err, assessment == NULL ? "assessment" : "out");
    }
    if (index < 0 || index >= assessment->unassigned_count) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "entry %lld of %lld", (long long)index,
            (long long)assessment->unassigned_count);
    }
    return dsi_struct_give(out, &assessment->unassigned[index], sizeof *out, err);
}
