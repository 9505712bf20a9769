/* Questions over a few tickets whose answers are known from elsewhere, and states of them: what the golden files of
   packed states hold, and where the fuzzing of unpack begins. Through the public API alone. */
#ifndef DSCORE_TESTS_PACKED_QUESTIONS_H
#define DSCORE_TESTS_PACKED_QUESTIONS_H

#include <deskscore/deskscore.h>
#include <stdbool.h>
#include <string.h>

#define PACKED_HOUR INT64_C(3600000000)
#define PACKED_DAY (24 * PACKED_HOUR)

/* Every family of aggregates: sums, shares, extremes, moments, kept values, curves, sets. */
#define PACKED_MADE(id, formula)                                                                                       \
    "{\"id\": \"" id "\", \"name\": \"n\", \"unit\": \"points\", \"credit\": [\"agent\"], \"formula\": \"" formula "\"}"

static const char PACKED_CATALOG[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\", \"fields\": {\"tickets\": ["
    "{\"name\": \"amount\", \"type\": \"number\"}, {\"name\": \"points\", \"type\": \"number\"}]},"
    "\"indicators\": [" PACKED_MADE("rows", "count()") "," PACKED_MADE("total", "sum(amount)") "," PACKED_MADE(
        "average", "mean(amount)") "," PACKED_MADE("lower", "quantile(amount, 0.25)") "," PACKED_MADE("upper",
        "quantile_observed(amount, 0.9)") "," PACKED_MADE("middle", "median(amount)") "," PACKED_MADE("trimmed",
        "trimmed_mean(amount, 0.1)") "," PACKED_MADE("spread", "variance(amount)") "," PACKED_MADE("least",
        "min(amount)") "," PACKED_MADE("most", "max(amount)") "," PACKED_MADE("share_above",
        "share(amount > 25)") "," PACKED_MADE("channels", "distinct(channel)") "," PACKED_MADE("pairs_again",
        "recurring(channel, points)") "," PACKED_MADE("done_in_two_days",
        "km_within(created_at, resolved_at, 2d)") "," PACKED_MADE("big", "sum(points)") "," PACKED_MADE("per_point",
        "ratio(amount, points)") "]}";

static const char *const PACKED_IDS[] = {"rows", "total", "average", "lower", "upper", "middle", "trimmed", "spread",
    "least", "most", "share_above", "channels", "pairs_again", "done_in_two_days", "big", "per_point"};

enum {
    PACKED_BY_AGENT,  /* by agent (text) and day: doubles */
    PACKED_BY_NUMBER, /* by agent (integers), without periods: integers, and a roster */
    PACKED_IN_ALL,    /* no key; a state of no row */
    PACKED_QUESTIONS,
    PACKED_ROWS = 18
};
#define PACKED_NONE INT64_MIN

typedef struct packed_rows {
    int64_t created[PACKED_ROWS], resolved[PACKED_ROWS];
    double amount[PACKED_ROWS];
    int64_t whole[PACKED_ROWS], points[PACKED_ROWS], number[PACKED_ROWS];
    const char *agent[PACKED_ROWS], *channel[PACKED_ROWS];
} packed_rows;

/* Ada: the ten numbers of METHODS 5.9 on the first day. Bo: three fractions, one of which is too small for 2^-64, on
   the first day, and four tickets of which three were done within a day and one is open on the second. Nobody: one
   ticket. */
static inline void packed_fill(packed_rows *r)
{
    static const int64_t sample[10] = {12, 15, 18, 20, 22, 25, 28, 31, 40, 95};
    static const double fractions[3] = {0.5, 0.25, 1e-5};
    for (int i = 0; i < PACKED_ROWS; i++) {
        const int64_t day = i < 13 || i == 17 ? 0 : 1;
        r->created[i] = day * PACKED_DAY + i * PACKED_HOUR;
        r->resolved[i] = i == 16 ? PACKED_NONE : r->created[i] + PACKED_DAY;
        r->amount[i] = i < 10 ? (double)sample[i] : i < 13 ? fractions[i - 10] : -7;
        r->whole[i] = i < 10 ? sample[i] : i < 13 ? INT64_C(1) << 62 : -7;
        r->points[i] = i < 10 ? 1 + i % 5 : i < 13 ? INT64_C(1) << 62 : 3;
        r->agent[i] = i < 10 ? "Ada" : i < 17 ? "Bo" : NULL;
        r->number[i] = i < 10 ? -40 : i < 17 ? 7 : PACKED_NONE;
        r->channel[i] = i % 3 == 0 ? "phone" : i % 3 == 1 ? "phone call" : "email";
    }
}

/* NULL on failure, as all below. */
static inline dscore_catalog *packed_catalog(const dscore_allocator *allocator, dscore_error *err)
{
    dscore_catalog *base = NULL, *catalog = NULL;
    dscore_catalog_builder *builder = NULL;
    if (dscore_catalog_builtin(allocator, &base, err) == DSCORE_OK &&
        dscore_catalog_builder_new(base, &builder, err) == DSCORE_OK &&
        dscore_catalog_builder_add(builder, PACKED_CATALOG, (int64_t)strlen(PACKED_CATALOG), err) == DSCORE_OK) {
        (void)dscore_catalog_builder_finish(builder, &catalog, err);
    }
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
    return catalog;
}

/* quantiles: the value of that option. */
static inline dscore_plan *packed_plan_by(
    const dscore_catalog *catalog, int question, const char *quantiles, dscore_error *err)
{
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    bool ok = dscore_query_new(catalog, &query, err) == DSCORE_OK &&
              dscore_query_option(query, "quantiles", quantiles, err) == DSCORE_OK;
    for (size_t i = 0; ok && i < sizeof PACKED_IDS / sizeof PACKED_IDS[0]; i++) {
        ok = dscore_query_item(query, NULL, PACKED_IDS[i], err) == DSCORE_OK;
    }
    ok = ok && dscore_query_now(query, 4 * PACKED_DAY, err) == DSCORE_OK;
    if (ok && question != PACKED_IN_ALL) {
        ok = dscore_query_key(query, "agent", err) == DSCORE_OK;
    }
    if (ok && question == PACKED_BY_AGENT) {
        ok = dscore_query_periods_every(query, 0, PACKED_DAY, 2, err) == DSCORE_OK;
    }
    if (ok) {
        (void)dscore_plan_compile(query, &plan, err);
    }
    dscore_query_free(query);
    return plan;
}

static inline dscore_plan *packed_plan(const dscore_catalog *catalog, int question, dscore_error *err)
{
    return packed_plan_by(catalog, question, "exact", err);
}

static inline bool packed_bind(dscore_table *table, const char *field, int32_t type, const void *data, int32_t n,
    const void *none, dscore_error *err)
{
    const bool is_time = strcmp(field, "created_at") == 0 || strcmp(field, "resolved_at") == 0;
    const int64_t size = type == DSCORE_CSTRING ? (int64_t)sizeof(char *) : 8;
    return dscore_table_bind_array(
               table, field, type, is_time ? DSCORE_UNIT_US : DSCORE_UNIT_NONE, data, n, size, none, err) == DSCORE_OK;
}

/* Rows [first, first + n) and, of the question by number, a roster. */
static inline bool packed_update(dscore_state *state, const dscore_catalog *catalog, int question, const packed_rows *r,
    int32_t first, int32_t n, dscore_error *err)
{
    static const int64_t none = PACKED_NONE, roster[2] = {7, 99};
    const dscore_schema *schema = dscore_catalog_schema(catalog);
    const bool has_numbers = question != PACKED_BY_AGENT;
    dscore_table *tickets = NULL, *agents = NULL;
    bool ok = dscore_table_new(schema, "tickets", &tickets, err) == DSCORE_OK;
    ok = ok && packed_bind(tickets, "created_at", DSCORE_INT64, r->created + first, n, NULL, err) &&
         packed_bind(tickets, "resolved_at", DSCORE_INT64, r->resolved + first, n, &none, err) &&
         packed_bind(tickets, "channel", DSCORE_CSTRING, (const void *)(r->channel + first), n, NULL, err) &&
         packed_bind(tickets, "points", DSCORE_INT64, r->points + first, n, NULL, err);
    if (ok && has_numbers) {
        ok = packed_bind(tickets, "amount", DSCORE_INT64, r->whole + first, n, NULL, err) &&
             packed_bind(tickets, "agent", DSCORE_INT64, r->number + first, n, &none, err);
    } else if (ok) {
        ok = packed_bind(tickets, "amount", DSCORE_FLOAT64, r->amount + first, n, NULL, err) &&
             packed_bind(tickets, "agent", DSCORE_CSTRING, (const void *)(r->agent + first), n, NULL, err);
    }
    ok = ok && dscore_state_update(state, tickets, 0, n, NULL, err) == DSCORE_OK;
    if (ok && question == PACKED_BY_NUMBER) {
        ok = dscore_table_new(schema, "agents", &agents, err) == DSCORE_OK &&
             packed_bind(agents, "agent", DSCORE_INT64, roster, 2, NULL, err) &&
             dscore_state_update(state, agents, 0, 2, NULL, err) == DSCORE_OK;
    }
    dscore_table_free(tickets);
    dscore_table_free(agents);
    return ok;
}

/* The state of a question. */
static inline dscore_state *packed_state(
    const dscore_catalog *catalog, const dscore_plan *plan, int question, dscore_error *err)
{
    packed_rows rows;
    dscore_state *state = NULL;
    packed_fill(&rows);
    if (dscore_state_new(plan, &state, err) == DSCORE_OK && question != PACKED_IN_ALL &&
        !packed_update(state, catalog, question, &rows, 0, PACKED_ROWS, err)) {
        dscore_state_free(state);
        state = NULL;
    }
    return state;
}

/* A state by agent as one by team: Ada and Bo are the team north. */
static inline dscore_state *packed_by_team(const dscore_state *by_agent, dscore_error *err)
{
    static const char *const agents[] = {"Ada", "Bo"}, *const teams[] = {"north", "north"};
    dscore_state *state = NULL;
    (void)dscore_state_map(by_agent, "agent", "team", agents, teams, 2, DSCORE_MAP_REFUSE, &state, err);
    return state;
}

#endif
