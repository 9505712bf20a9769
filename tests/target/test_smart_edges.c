/* The edges of standings: working days, first months of a few cases, dates that just fit, totals, nothing at all. */
#include "target/smart_support.h"
#include <deskscore/document.h>

static dscore_standings *judge_with(
    const dscore_targets *targets, const dscore_values *series, const char *now, const dscore_calendar *calendar)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    dscore_standings *out = NULL;
    facts.now = day(now);
    facts.calendar = calendar;
    assert_ok(dscore_targets_judge(targets, series, NULL, &facts, &out, &err), err);
    return out;
}

/* January 2026 has 22 weekdays, the 1st a holiday: 21 working days from the 1st to the 30th. Up to Friday the 16th (it
   not counted) ten have passed: the 2nd, 5th to 9th, 12th to 15th; with it eleven. By days of the calendar 15 of 29. */
START_TEST(working_days_are_counted_by_the_calendar)
{
    static const char WEEK[] = "{\"kind\": \"calendar\", \"name\": \"c\", \"zone\": \"UTC\","
                               " \"week\": {\"mon-fri\": [\"09:00-17:00\"]}, \"holidays\": [\"2026-01-01\"]}";
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_calendar *calendar = NULL;
    month_desk *m = open_months();
    dsi_target_spec goals[2] = {
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 90), "2026-01-01", "2026-01-30"),
        dated(goal_of("count", "tickets", DSCORE_TARGET_INCREASE, 0, 210), "2026-01-01", "2026-01-30")};
    goals[0].business_days = goals[1].business_days = true;
    goals[1].measure = DSCORE_TARGET_TOTAL;
    add_month(m, "Ann", "2026-01", 44, 55, 40);
    assert_ok(dscore_calendar_parse(NULL, WEEK, (int64_t)strlen(WEEK), NULL, &calendar, &err), err);
    dscore_targets *targets = make_targets(m->d.catalog, goals, 2);
    dscore_values *series = measure_targets(m, targets, NULL, "2026-01-01", "2026-02-01", "month");
    dscore_standings *with = judge_with(targets, series, "2026-01-16", calendar);
    dscore_standings *without = judge_with(targets, series, "2026-01-16", NULL);
    assert_close(standing_of(with, 0, "").expected, 10.0 / 20.0, 1e-12); /* [1st, 30th) holds 20 */
    ck_assert_int_eq(standing_of(with, 0, "").notes & DSCORE_STANDING_NO_CALENDAR, 0);
    assert_close(standing_of(without, 0, "").expected, 15.0 / 29.0, 1e-12);
    ck_assert_int_ne(standing_of(without, 0, "").notes & DSCORE_STANDING_NO_CALENDAR, 0);
    dscore_target_rates pace = DSCORE_TARGET_RATES_INIT;
    assert_ok(dscore_standings_pace(with, dscore_standings_find(with, 1, ""), &pace, &err), err);
    assert_close(pace.achieved, 55.0 / 11.0, 1e-12);
    assert_close(pace.forecast, 105.0, 1e-9);
    assert_close(pace.needed, 155.0 / 10.0, 1e-12);
    dscore_standings_free(with);
    dscore_standings_free(without);
    dscore_values_free(series);
    dscore_targets_free(targets);
    dscore_calendar_free(calendar);
    close_months(m);
}
END_TEST

/* To be kept at 85 %. Three tickets, one good: at risk, 6 to 79 % (73 points wide). Then 26 of 30, 86.7 %: 70 to 95 %
   reaches into at risk, but is a third as wide, and what it says stands. Then 25 of 30, 83.3 %, as wide: held. */
START_TEST(a_first_month_of_a_few_cases_does_not_decide_for_long)
{
    month_desk *m = open_months();
    dsi_target_spec goal = dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_MAINTAIN_AT_OR_ABOVE, (double)NAN, 85),
        "2026-01-01", "2026-12-31");
    goal.window = 1;
    add_month(m, "Ann", "2026-01", 1, 3, 40);
    add_month(m, "Ann", "2026-02", 26, 30, 40);
    add_month(m, "Ann", "2026-03", 25, 30, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, NULL, "2026-01-01", "2026-04-01", "month");
    const char *const ends[] = {"2026-01-31", "2026-02-28", "2026-03-31"};
    const int32_t held[] = {DSCORE_TARGET_STATUS_AT_RISK, DSCORE_TARGET_STATUS_ON_TRACK, DSCORE_TARGET_STATUS_ON_TRACK};
    for (int i = 0; i < 3; i++) {
        dscore_standings *s = judge_on(targets, series, NULL, ends[i]);
        ck_assert_int_eq(standing_of(s, 0, "").status, held[i]);
        ck_assert_int_eq((standing_of(s, 0, "").notes & DSCORE_STANDING_HELD) != 0, i == 2);
        dscore_standings_free(s);
    }
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* 80 to 90 % by the end of the year; half of it has passed, so 85 % is asked. After 528 of 600, wholly on track, come
   492 of 600, 82 %: 78.7 to 84.9 %, gaps of 1 to 63 points. Behind or at risk, but on track no more. */
START_TEST(a_status_that_the_interval_excludes_is_left_though_two_others_lie_in_it)
{
    month_desk *m = open_months();
    dsi_target_spec goal =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 90), "2026-01-01", "2026-12-31");
    goal.window = 1;
    add_month(m, "Ann", "2026-01", 528, 600, 40);
    add_month(m, "Ann", "2026-06", 492, 600, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, NULL, "2026-01-01", "2026-07-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-07-02"); /* 182 of 364 days */
    ck_assert_int_eq(standing_of(s, 0, "").status, DSCORE_TARGET_STATUS_AT_RISK);
    ck_assert_int_eq(standing_of(s, 0, "").notes & DSCORE_STANDING_HELD, 0);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* The mean of one month has no interval: nothing is known of noise, so that the value decides each month. */
START_TEST(without_any_interval_the_status_follows_the_value)
{
    month_desk *m = open_months();
    dsi_target_spec goal =
        dated(goal_of("fast", "first_response_time", DSCORE_TARGET_MAINTAIN_AT_OR_BELOW, (double)NAN, 45), "2026-01-01",
            "2026-12-31");
    goal.window = 1;
    add_month(m, "Ann", "2026-01", 1, 9, 60);
    add_month(m, "Ann", "2026-02", 1, 9, 30);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, NULL, "2026-01-01", "2026-03-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-02-28");
    ck_assert_int_eq(standing_of(s, 0, "").interval_state, DSCORE_VALUE_INSUFFICIENT);
    ck_assert_int_eq(standing_of(s, 0, "").status, DSCORE_TARGET_STATUS_ON_TRACK);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* At most 12 tickets in three months, four a month and five in March: 13. Each month alone is far below 12. */
START_TEST(a_total_to_be_kept_is_graded_by_the_total)
{
    month_desk *m = open_months();
    dsi_target_spec goals[2] = {dated(goal_of("few", "tickets", DSCORE_TARGET_MAINTAIN_AT_OR_BELOW, (double)NAN, 12),
                                    "2026-01-01", "2026-03-31"),
        dated(goal_of("late", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 90), "2026-01-01", "2026-04-30")};
    goals[0].measure = DSCORE_TARGET_TOTAL;
    goals[1].forecast = DSCORE_TARGET_FORECAST_TREND;
    const char *const months[] = {"2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"};
    for (int i = 0; i < 6; i++) {
        add_month(m, "Ann", months[i], 1, i == 5 ? 5 : 4, 40);
    }
    dscore_targets *targets = make_targets(m->d.catalog, goals, 2);
    dscore_values *series = measure_targets(m, targets, NULL, "2025-10-01", "2026-04-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-05-31");
    const dscore_standing_row row = standing_of(s, 0, "");
    dscore_target_forecast f = DSCORE_TARGET_FORECAST_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_close(row.value, 13.0, 1e-12);
    ck_assert_int_eq(row.status, DSCORE_TARGET_STATUS_MISSED);
    assert_close(row.grade, 0.0, 1e-12);
    ck_assert(isnan(row.kept));
    /* the values end in March, a month before due: what was last there is the answer, not a trend */
    assert_ok(dscore_standings_forecast(s, 1, &f, &err), err);
    assert_close(f.value, 20.0, 1e-9);
    ck_assert_int_ne(f.reasons & DSCORE_TARGET_REASON_PAST_DUE, 0);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

static int32_t verdict_by_dates(const dscore_catalog *catalog, const char *start, const char *due, int32_t check)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_target_spec t = goal_of("done", NULL, DSCORE_TARGET_BINARY, (double)NAN, (double)NAN);
    dsi_objective_spec o;
    dsi_targets_spec spec;
    dscore_targets *targets = NULL;
    t.start = start == NULL ? DSI_NO_DAY : day(start);
    t.due = due == NULL ? DSI_NO_DAY : day(due);
    t.closed_on = day("2026-05-10");
    t.objective = "half";
    dsi_objective_spec_init(&o);
    o.id = "half";
    o.start = day("2026-01-01");
    o.due = day("2026-06-30");
    dsi_targets_spec_init(&spec);
    spec.objectives = &o;
    spec.objective_count = 1;
    spec.targets = &t;
    spec.target_count = 1;
    assert_ok(dsi_targets_new(catalog, &spec, &targets, &err), err);
    dscore_standings *s = judge_on(targets, NULL, NULL, "2026-05-09");
    const int32_t verdict = verdict_of(s, 0, check);
    dscore_standings_free(s);
    dscore_targets_free(targets);
    return verdict;
}

START_TEST(methods_4_2_dates_that_just_fit_and_dates_that_do_not)
{
    dscore_catalog *catalog = builtin_catalog();
    static const struct {
        const char *start, *due;
        int32_t check, verdict;
    } cases[] = {{"2026-01-01", "2026-06-30", DSCORE_CHECK_RE4, DSCORE_VERDICT_PASS},
        {"2025-12-31", "2026-06-30", DSCORE_CHECK_RE4, DSCORE_VERDICT_WARN},
        {"2026-01-01", "2026-07-01", DSCORE_CHECK_RE4, DSCORE_VERDICT_WARN},
        {NULL, "2025-12-31", DSCORE_CHECK_RE4, DSCORE_VERDICT_WARN}, /* over before its objective begins */
        {"2026-07-01", NULL, DSCORE_CHECK_RE4, DSCORE_VERDICT_WARN},
        {NULL, "2026-03-31", DSCORE_CHECK_RE4, DSCORE_VERDICT_PASS},
        {NULL, NULL, DSCORE_CHECK_RE4, DSCORE_VERDICT_NOT_APPLICABLE},
        {"2026-01-01", "2026-02-28", DSCORE_CHECK_TB3, DSCORE_VERDICT_PASS}, /* January and February end inside */
        {"2026-01-01", "2026-02-27", DSCORE_CHECK_TB3, DSCORE_VERDICT_WARN},
        {"2026-01-31", "2026-02-01", DSCORE_CHECK_TB3, DSCORE_VERDICT_WARN}, /* two days touch two months */
        {"2026-05-01", "2026-05-09", DSCORE_CHECK_TB5, DSCORE_VERDICT_PASS}, /* due today */
        {"2026-05-01", "2026-05-08", DSCORE_CHECK_TB5, DSCORE_VERDICT_WARN}, /* to be closed tomorrow: still open */
        {"2026-05-01", "2026-05-01", DSCORE_CHECK_TB1, DSCORE_VERDICT_FAIL}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(verdict_by_dates(catalog, cases[i].start, cases[i].due, cases[i].check) == cases[i].verdict,
            "case %d", (int)i);
    }
    dscore_catalog_free(catalog);
}
END_TEST

/* What nobody judges has not ended, and what has ended needs no dates to be told. */
START_TEST(an_objective_ends_when_all_below_it_have)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = builtin_catalog();
    dsi_target_spec goals[2] = {goal_of("a", NULL, DSCORE_TARGET_BINARY, (double)NAN, (double)NAN),
        goal_of("b", NULL, DSCORE_TARGET_BINARY, (double)NAN, (double)NAN)};
    dsi_objective_spec o;
    dsi_targets_spec spec;
    dscore_objective_row row = DSCORE_OBJECTIVE_ROW_INIT;
    goals[0].objective = goals[1].objective = "top";
    goals[0].cancelled = true;
    dsi_objective_spec_init(&o);
    o.id = "top";
    dsi_targets_spec_init(&spec);
    spec.objectives = &o;
    spec.objective_count = 1;
    spec.targets = goals;
    spec.target_count = 2;
    for (int i = 0; i < 2; i++) {
        dscore_targets *targets = NULL;
        goals[1].cancelled = i == 1;
        assert_ok(dsi_targets_new(catalog, &spec, &targets, &err), err);
        dscore_standings *s = judge_on(targets, NULL, NULL, "2026-01-31");
        assert_ok(dscore_standings_objective(s, 0, &row, &err), err);
        ck_assert_int_eq(row.status, i == 0 ? 0 : DSCORE_TARGET_STATUS_CANCELLED);
        dscore_standings_free(s);
        dscore_targets_free(targets);
    }
    dscore_catalog_free(catalog);
}
END_TEST

/* From 0 to 40 % is an increase from 0: 30 % is three quarters. Of the other way round nothing is known but that 30 %
   reaches "at most 40 %" from 20. */
START_TEST(a_baseline_of_zero_and_one_on_the_wrong_side)
{
    month_desk *m = open_months();
    const dsi_target_spec goals[2] = {
        dated(goal_of("reach", "csat_satisfied", DSCORE_TARGET_INCREASE, 0, 40), "2026-01-01", "2026-06-30"),
        dated(goal_of("wrong", "csat_satisfied", DSCORE_TARGET_DECREASE, 20, 40), "2026-01-01", "2026-06-30")};
    add_month(m, "Ann", "2026-01", 3, 10, 40);
    add_month(m, "Bob", "2026-02", 0, 1, 40); /* one case; in January none */
    dscore_targets *targets = make_targets(m->d.catalog, goals, 2);
    dscore_values *series = measure_targets(m, targets, "agent", "2026-01-01", "2026-03-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-01-31");
    assert_close(standing_of(s, 0, "Ann").progress, 0.75, 1e-12);
    const dscore_standing_row wrong = standing_of(s, 1, "Ann");
    ck_assert_int_eq(wrong.progress_state, DSCORE_VALUE_UNDEFINED);
    ck_assert_int_eq(wrong.is_met, 1);
    ck_assert_int_eq(wrong.status, 0);
    const dscore_standing_row nobody = standing_of(s, 0, "Bob");
    ck_assert_int_eq(nobody.value_state, DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(nobody.n, 0);
    ck_assert_int_eq(nobody.is_met, -1);
    ck_assert(isnan(nobody.value) && isnan(nobody.lo) && isnan(nobody.progress));
    dscore_standings_free(s);
    s = judge_on(targets, series, NULL, "2026-02-28");
    const dscore_standing_row one = standing_of(s, 0, "Bob");
    ck_assert_int_eq(one.n, 1);
    assert_close(one.value, 0.0, 1e-12);
    assert_close(one.hi, 79.3450685622763, 1e-9); /* 0 of 1: z2 / (1 + z2) */
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* Weeks for one target, months for the other: each reads the series that has its periods. */
START_TEST(each_target_reads_the_values_of_its_own_periods)
{
    month_desk *m = open_months();
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    dscore_standings *s = NULL;
    dsi_target_spec goals[2] = {
        dated(goal_of("monthly", "csat_satisfied", DSCORE_TARGET_INCREASE, 0, 40), "2026-01-01", "2026-06-30"),
        dated(goal_of("weekly", "csat_satisfied", DSCORE_TARGET_INCREASE, 0, 40), "2026-01-01", "2026-06-30")};
    assert_ok(dscore_period_parse("week", &goals[1].grain, &err), err);
    goals[1].has_grain = true;
    add_month(m, "Ann", "2026-01", 3, 10, 40);
    dscore_targets *targets = make_targets(m->d.catalog, goals, 2);
    ck_assert_int_eq(dscore_targets_grain(targets, 0, &rule, &err), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(dscore_targets_grain(targets, 2, &rule, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_targets_grain(NULL, 0, &rule, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_targets_grain(targets, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    assert_ok(dscore_targets_grain(targets, 1, &rule, &err), err);
    ck_assert_int_eq(rule.unit, DSCORE_PERIOD_WEEK);
    dscore_values *months = measure_targets(m, targets, NULL, "2026-01-01", "2026-02-01", "month");
    dscore_values *weeks = measure_targets(m, targets, NULL, "2026-01-05", "2026-02-02", "week");
    dscore_values *keyed = measure_targets(m, targets, "agent", "2026-01-05", "2026-02-02", "week");
    const dscore_values *more[] = {weeks, NULL, keyed};
    facts.now = day("2026-01-31");
    facts.more = more;
    facts.more_count = 1;
    assert_ok(dscore_targets_judge(targets, months, NULL, &facts, &s, &err), err);
    for (int32_t t = 0; t < 2; t++) {
        assert_close(standing_of(s, t, "").value, 30.0, 1e-12);
        ck_assert_int_eq(standing_of(s, t, "").notes & DSCORE_STANDING_GRAIN, 0);
    }
    dscore_standings_free(s);
    facts.more_count = 2;
    ck_assert_int_eq(dscore_targets_judge(targets, months, NULL, &facts, &s, &err), DSCORE_E_ARGUMENT);
    facts.more_count = -1;
    ck_assert_int_eq(dscore_targets_judge(targets, months, NULL, &facts, &s, &err), DSCORE_E_ARGUMENT);
    facts.more = &more[2];
    facts.more_count = 1;
    ck_assert_int_eq(dscore_targets_judge(targets, months, NULL, &facts, &s, &err), DSCORE_E_INCOMPATIBLE);
    facts.more = NULL;
    ck_assert_int_eq(dscore_targets_judge(targets, months, NULL, &facts, &s, &err), DSCORE_E_ARGUMENT);
    dscore_values_free(keyed);
    dscore_values_free(weeks);
    dscore_values_free(months);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {working_days_are_counted_by_the_calendar,
        a_first_month_of_a_few_cases_does_not_decide_for_long,
        a_status_that_the_interval_excludes_is_left_though_two_others_lie_in_it,
        without_any_interval_the_status_follows_the_value, a_total_to_be_kept_is_graded_by_the_total,
        methods_4_2_dates_that_just_fit_and_dates_that_do_not, an_objective_ends_when_all_below_it_have,
        a_baseline_of_zero_and_one_on_the_wrong_side, each_target_reads_the_values_of_its_own_periods};
    return RUN_TESTS("smart_edges", tests);
}
