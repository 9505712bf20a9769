/* What the tests of SMART targets share: targets made by hand, and a desk with a known share of satisfied customers and
   a known response time in each month. */
#ifndef TESTS_TARGET_SMART_SUPPORT_H
#define TESTS_TARGET_SMART_SUPPORT_H

#include "target/aim.h"
#include "target/targets.h"
#include "whole/whole_support.h"

enum { MOST_TICKETS = 4000 };

typedef struct month_desk {
    desk d;
    int64_t created[MOST_TICKETS], responded[MOST_TICKETS];
    double csat[MOST_TICKETS];
    const char *agent[MOST_TICKETS];
    int64_t count;
} month_desk;

static inline month_desk *open_months(void)
{
    month_desk *m = calloc(1, sizeof *m);
    ck_assert_ptr_nonnull(m);
    desk_open(&m->d, NULL);
    return m;
}

static inline void close_months(month_desk *m)
{
    desk_close(&m->d);
    free(m);
}

/* `total` tickets of a month, `good` of them rated 5 and the others 1, all answered after `seconds`. */
static inline void add_month(
    month_desk *m, const char *agent, const char *month, int32_t good, int32_t total, int32_t seconds)
{
    char date[16];
    (void)snprintf(date, sizeof date, "%s-15", month);
    for (int32_t i = 0; i < total; i++) {
        const int64_t at = m->count++;
        ck_assert_int_lt(at, MOST_TICKETS);
        m->created[at] = day(date) * DAY + i * SECOND;
        m->responded[at] = m->created[at] + seconds * SECOND;
        m->csat[at] = i < good ? 5.0 : 1.0;
        m->agent[at] = agent;
    }
}

/* Values of the targets' indicators by agent (unless `key` is NULL) and calendar month (period NULL: one period). */
static inline dscore_values *measure_targets(
    month_desk *m, const dscore_targets *targets, const char *key, const char *from, const char *to, const char *period)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    dscore_values *values = NULL;
    dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
    bind_times(&m->d, "created_at", m->created, m->count);
    bind_times(&m->d, "first_response_at", m->responded, m->count);
    bind_numbers(&m->d, "csat", m->csat, m->count);
    bind_texts(&m->d, "agent", m->agent, m->count);
    assert_ok(dscore_query_new(m->d.catalog, &query, &err), err);
    if (key != NULL) {
        assert_ok(dscore_query_key(query, key, &err), err);
    }
    if (period != NULL) {
        assert_ok(dscore_period_parse(period, &rule, &err), err);
        assert_ok(dscore_query_periods_by(query, &rule, day(from) * DAY, day(to) * DAY, &err), err);
    } else {
        assert_ok(dscore_query_range(query, day(from) * DAY, day(to) * DAY, &err), err);
    }
    assert_ok(dscore_targets_plan(targets, query, &plan, &err), err);
    assert_ok(dscore_evaluate(plan, m->d.tables, m->d.table_count, NULL, &values, &err), err);
    dscore_plan_free(plan);
    dscore_query_free(query);
    return values;
}

static inline dsi_target_spec goal_of(
    const char *id, const char *indicator, int32_t direction, double baseline, double target)
{
    dsi_target_spec t;
    dsi_target_spec_init(&t);
    t.id = id;
    t.item.indicator = indicator;
    t.direction = direction;
    t.baseline = baseline;
    t.target = target;
    return t;
}

static inline dsi_target_spec dated(dsi_target_spec t, const char *start, const char *due)
{
    t.start = day(start);
    t.due = day(due);
    return t;
}

static inline dscore_targets *make_targets(const dscore_catalog *catalog, const dsi_target_spec *targets, int32_t count)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_targets_spec spec;
    dscore_targets *out = NULL;
    dsi_targets_spec_init(&spec);
    spec.targets = targets;
    spec.target_count = count;
    assert_ok(dsi_targets_new(catalog, &spec, &out, &err), err);
    return out;
}

static inline dscore_standings *judge_on(
    const dscore_targets *targets, const dscore_values *series, const dscore_values *window, const char *now)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    dscore_standings *out = NULL;
    facts.now = day(now);
    assert_ok(dscore_targets_judge(targets, series, window, &facts, &out, &err), err);
    return out;
}

static inline dscore_standing_row standing_of(const dscore_standings *standings, int32_t target, const char *subject)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_standing_row row = DSCORE_STANDING_ROW_INIT;
    assert_ok(dscore_standings_get(standings, dscore_standings_find(standings, target, subject), &row, &err), err);
    return row;
}

static inline int32_t verdict_of(const dscore_standings *standings, int64_t index, int32_t check)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int32_t verdict = 0;
    assert_ok(dscore_standings_check(standings, index, check, &verdict, &err), err);
    return verdict;
}

#endif
