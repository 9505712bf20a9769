/* When a query asks: its range or periods, its zone, its calendars and its now. */
#include "measure/query.h"

#include "base/error.h"

#include <string.h>

/* ---- time ----------------------------------------------------------------------------------- */

static dscore_status set_edges(dscore_query *query, const int64_t *edges, int64_t n, bool periods, dscore_error *err)
{
    int64_t *copy = dsi_arena_alloc(&query->arena, n * (int64_t)sizeof *copy);
    if (copy == NULL) {
        return dsi_fail_memory(err);
    }
    memcpy(copy, edges, (size_t)n * sizeof *copy);
    query->edges = copy;
    query->period_count = n - 1;
    query->has_periods = periods;
    query->has_rule = false;
    query->has_range = !periods && (edges[0] != INT64_MIN || edges[1] != INT64_MAX);
    return DSCORE_OK;
}

dscore_status dscore_query_range(dscore_query *query, int64_t from, int64_t to, dscore_error *err)
{
    if (query == NULL) {
        return dsi_fail_null(err, "query");
    }
    if (from >= to) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_QUERY_TIME, "a range must end after it starts");
    }
    const int64_t edges[2] = {from, to};
    return set_edges(query, edges, 2, false, err);
}

dscore_status dscore_query_periods(dscore_query *query, const int64_t *edges, int64_t n_edges, dscore_error *err)
{
    if (query == NULL || edges == NULL) {
        return dsi_fail_null(err, query == NULL ? "query" : "edges");
    }
    if (n_edges < 2) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_QUERY_TIME, "periods need at least two edges");
    }
    if (n_edges > DSI_MAX_PERIODS) {
        return dsi_fail(
            err, DSCORE_E_LIMIT, DSCORE_CODE_QUERY_TIME, "at most %d edges of periods", (int)DSI_MAX_PERIODS);
    }
    for (int64_t i = 1; i < n_edges; i++) {
        if (edges[i] <= edges[i - 1]) {
            return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_QUERY_TIME,
                "edges of periods must ascend; edge %d does not", (int)i);
        }
    }
    return set_edges(query, edges, n_edges, true, err);
}

dscore_status dscore_query_periods_every(
    dscore_query *query, int64_t start, int64_t length, int64_t count, dscore_error *err)
{
    if (query == NULL) {
        return dsi_fail_null(err, "query");
    }
    if (length <= 0 || count <= 0) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, DSCORE_CODE_QUERY_TIME, "length and count of periods must be above zero");
    }
    if (count >= DSI_MAX_PERIODS) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_QUERY_TIME, "at most %d periods", (int)DSI_MAX_PERIODS - 1);
    }
    if (length > INT64_MAX / count || (start > 0 && length * count > INT64_MAX - start)) {
        return dsi_fail(
            err, DSCORE_E_RANGE, DSCORE_CODE_QUERY_TIME, "the last period ends beyond what an instant holds");
    }
    int64_t *edges = dsi_arena_alloc(&query->arena, (count + 1) * (int64_t)sizeof *edges);
    if (edges == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t i = 0; i <= count; i++) {
        edges[i] = start + i * length;
    }
    query->edges = edges;
    query->period_count = count;
    query->has_periods = true;
    query->has_rule = false;
    query->has_range = false;
    return DSCORE_OK;
}

dscore_status dscore_query_periods_by(
    dscore_query *query, const dscore_period_rule *rule, int64_t from, int64_t to, dscore_error *err)
{
    if (query == NULL || rule == NULL) {
        return dsi_fail_null(err, query == NULL ? "query" : "rule");
    }
    if (from >= to) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_QUERY_TIME, "a range must end after it starts");
    }
    if (!dsi_is_instant(from) || !dsi_is_instant(to)) {
        return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_QUERY_TIME, "calendar periods lie within the years 1-9999");
    }
    /* A period that holds the start tells whether the rule can be read; one at the edge of the years is told at
     * compile. */
    int64_t start, end;
    const dscore_status status = dscore_period_at(NULL, rule, 0, &start, &end, err);
    if (status != DSCORE_OK) {
        return status;
    }
    const int64_t edges[2] = {from, to};
    const dscore_status kept = set_edges(query, edges, 2, true, err);
    if (kept == DSCORE_OK) {
        query->rule = (dscore_period_rule){
            (uint32_t)sizeof(dscore_period_rule), rule->unit, rule->first_weekday, rule->first_month};
        query->has_rule = true;
    }
    return kept;
}

dscore_status dscore_query_now(dscore_query *query, int64_t now, dscore_error *err)
{
    if (query == NULL) {
        return dsi_fail_null(err, "query");
    }
    query->has_now = true;
    query->now = now;
    return DSCORE_OK;
}

/* ---- zone and calendars --------------------------------------------------------------------- */

/* Dropping a hold goes through the public door, which wants the handle as its owner has it. */
static void drop_zone(const dscore_zone *zone)
{
    dscore_zone_free((dscore_zone *)(uintptr_t)zone);
}

static void drop_calendar(const dscore_calendar *calendar)
{
    dscore_calendar_free((dscore_calendar *)(uintptr_t)calendar);
}

dscore_status dscore_query_zone(dscore_query *query, const dscore_zone *zone, dscore_error *err)
{
    if (query == NULL) {
        return dsi_fail_null(err, "query");
    }
    if (zone != NULL) {
        dsi_zone_take(zone);
    }
    drop_zone(query->zone);
    query->zone = zone;
    return DSCORE_OK;
}

/* Where a calendar of this name is, or would stand. */
static int64_t place_of(const dscore_query *query, const char *name, bool *out_found)
{
    int64_t at = 0;
    while (at < query->calendar_count && strcmp(query->calendars[at].name, name) < 0) {
        at++;
    }
    *out_found = at < query->calendar_count && strcmp(query->calendars[at].name, name) == 0;
    return at;
}

static void remove_calendar(dscore_query *query, int64_t at)
{
    drop_calendar(query->calendars[at].calendar);
    query->calendar_count--;
    memmove(&query->calendars[at], &query->calendars[at + 1],
        (size_t)(query->calendar_count - at) * sizeof *query->calendars);
}

dscore_status dscore_query_calendar(
    dscore_query *query, const char *name, const dscore_calendar *calendar, dscore_error *err)
{
    if (query == NULL) {
        return dsi_fail_null(err, "query");
    }
    name = name == NULL ? "" : name;
    bool is_there;
    const int64_t at = place_of(query, name, &is_there);
    if (calendar == NULL) {
        if (is_there) {
            remove_calendar(query, at);
        }
        return DSCORE_OK;
    }
    if (is_there) {
        dsi_calendar_take(calendar);
        drop_calendar(query->calendars[at].calendar);
        query->calendars[at].calendar = calendar;
        return DSCORE_OK;
    }
    const char *copy = dsi_arena_text(&query->arena, name, -1);
    if (copy == NULL || !dsi_reserve(&query->arena.allocator, &query->calendars, &query->calendar_cap,
                            query->calendar_count + 1, (int64_t)sizeof *query->calendars)) {
        return dsi_fail_memory(err);
    }
    memmove(&query->calendars[at + 1], &query->calendars[at],
        (size_t)(query->calendar_count - at) * sizeof *query->calendars);
    dsi_calendar_take(calendar);
    query->calendars[at] = (dsi_query_calendar){copy, calendar};
    query->calendar_count++;
    return DSCORE_OK;
}

dscore_status dscore_query_calendar_field(dscore_query *query, const char *field, dscore_error *err)
{
    if (query == NULL) {
        return dsi_fail_null(err, "query");
    }
    if (field == NULL || field[0] == '\0') {
        query->calendar_field = NULL;
        return DSCORE_OK;
    }
    const char *copy = dsi_arena_text(&query->arena, field, -1);
    if (copy == NULL) {
        return dsi_fail_memory(err);
    }
    query->calendar_field = copy;
    return DSCORE_OK;
}

const dscore_calendar *dsi_query_default_calendar(const dscore_query *query)
{
    const bool has_default = query->calendar_count > 0 && query->calendars[0].name[0] == '\0';
    return has_default ? query->calendars[0].calendar : NULL;
}

bool dsi_query_copy_clocks(const dscore_query *query, dscore_query *to)
{
    if (!dsi_reserve(&to->arena.allocator, &to->calendars, &to->calendar_cap, query->calendar_count,
            (int64_t)sizeof *to->calendars)) {
        return false;
    }
    if (query->zone != NULL) {
        dsi_zone_take(query->zone);
        to->zone = query->zone;
    }
    for (; to->calendar_count < query->calendar_count; to->calendar_count++) {
        const dsi_query_calendar *from = &query->calendars[to->calendar_count];
        const char *name = dsi_arena_text(&to->arena, from->name, -1);
        if (name == NULL) {
            return false;
        }
        dsi_calendar_take(from->calendar);
        to->calendars[to->calendar_count] = (dsi_query_calendar){name, from->calendar};
    }
    return true;
}

void dsi_query_drop_clocks(dscore_query *query)
{
    drop_zone(query->zone);
    for (int64_t i = 0; i < query->calendar_count; i++) {
        drop_calendar(query->calendars[i].calendar);
    }
    dsi_release(&query->arena.allocator, query->calendars, query->calendar_cap * (int64_t)sizeof *query->calendars);
}
