/* Which periods of the values a target is judged on: its window, what is not over, other grains, bands and units. */
#include "target/smart_support.h"

START_TEST(a_window_that_was_asked_for_takes_the_place_of_the_pooled_one)
{
    month_desk *m = open_months();
    dsi_target_spec goals[2] = {dated(goal_of("median", "first_response_time_median", DSCORE_TARGET_DECREASE, 45, 30),
                                    "2026-01-01", "2026-06-30"),
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 85, 92), "2026-01-01", "2026-06-30")};
    add_month(m, "Ann", "2026-01", 5, 10, 40);
    add_month(m, "Ann", "2026-02", 30, 30, 34);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_targets *targets = make_targets(m->d.catalog, goals, 2);
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    int64_t from = 0;
    int64_t to = 0;
    facts.now = day("2026-02-28");
    assert_ok(dscore_targets_window(targets, 0, &facts, &from, &to, &err), err);
    ck_assert_int_eq(from, day("2026-01-01") * DAY);
    ck_assert_int_eq(to, day("2026-03-01") * DAY);
    dscore_values *series = measure_targets(m, targets, "agent", "2026-01-01", "2026-03-01", "month");
    dscore_values *window = measure_targets(m, targets, "agent", "2026-01-01", "2026-03-01", NULL);
    dscore_standings *without = judge_on(targets, series, NULL, "2026-02-28");
    dscore_standings *with = judge_on(targets, series, window, "2026-02-28");
    /* a median cannot be pooled from medians: without the window it is that of February */
    ck_assert_int_ne(standing_of(without, 0, "Ann").notes & DSCORE_STANDING_LAST_PERIOD, 0);
    assert_close(standing_of(without, 0, "Ann").value, 34.0, 1e-9);
    ck_assert_int_eq(standing_of(with, 0, "Ann").notes, 0);
    assert_close(standing_of(with, 0, "Ann").value, 34.0, 1e-9); /* 30 of 40 tickets took 34 s */
    ck_assert_int_eq(standing_of(with, 0, "Ann").n, 40);
    ck_assert_int_eq(standing_of(without, 0, "Ann").n, 30);
    assert_close(standing_of(with, 1, "Ann").value, 100.0 * 35.0 / 40.0, 1e-9);
    assert_close(standing_of(without, 1, "Ann").value, standing_of(with, 1, "Ann").value, 1e-9);
    dscore_standings_free(without);
    dscore_standings_free(with);
    dscore_values_free(series);
    dscore_values_free(window);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

START_TEST(a_period_that_is_not_over_counts_only_if_that_is_asked)
{
    month_desk *m = open_months();
    const dsi_target_spec goal =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 90), "2026-01-01", "2026-03-31");
    add_month(m, "Ann", "2026-01", 45, 50, 40);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, NULL, "2026-01-01", "2026-02-01", "month");
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    dscore_standings *s = NULL;
    facts.now = day("2026-01-20");
    for (facts.running = 0; facts.running <= 1; facts.running++) {
        assert_ok(dscore_targets_judge(targets, series, NULL, &facts, &s, &err), err);
        const dscore_standing_row row = standing_of(s, 0, "");
        ck_assert_int_eq(row.value_state, facts.running ? DSCORE_VALUE_OK : DSCORE_VALUE_NO_DATA);
        ck_assert_int_eq(row.status, facts.running ? DSCORE_TARGET_STATUS_ACHIEVED : DSCORE_TARGET_STATUS_NOT_STARTED);
        dscore_standings_free(s);
    }
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

START_TEST(one_value_of_a_whole_range_is_judged_as_it_is)
{
    month_desk *m = open_months();
    const dsi_target_spec goal =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 90), "2026-01-01", "2026-03-31");
    add_month(m, "Ann", "2026-01", 43, 50, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, "agent", "2026-01-01", "2026-01-20", NULL);
    dscore_standings *s = judge_on(targets, series, NULL, "2026-01-20");
    const dscore_standing_row row = standing_of(s, 0, "Ann");
    assert_close(row.value, 86.0, 1e-9);
    assert_close(row.progress, 0.6, 1e-9);
    ck_assert_int_eq(row.status, DSCORE_TARGET_STATUS_ON_TRACK);
    ck_assert_int_eq(row.notes, 0);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

START_TEST(rows_of_another_grain_are_left_out_and_told)
{
    month_desk *m = open_months();
    const dsi_target_spec goal =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 90), "2026-01-01", "2026-03-31");
    add_month(m, "Ann", "2026-01", 43, 50, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, "agent", "2026-01-01", "2026-02-01", "week");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-01-31");
    ck_assert_int_eq(standing_of(s, 0, "Ann").value_state, DSCORE_VALUE_NO_DATA);
    ck_assert_int_ne(standing_of(s, 0, "Ann").notes & DSCORE_STANDING_GRAIN, 0);
    dscore_standings_free(s);
    dscore_period_rule week = DSCORE_PERIOD_RULE_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    assert_ok(dscore_period_parse("week", &week, &err), err);
    facts.now = day("2026-01-31");
    facts.grain = &week; /* 15 January stands in the week from the 12th, one of the last four */
    assert_ok(dscore_targets_judge(targets, series, NULL, &facts, &s, &err), err);
    assert_close(standing_of(s, 0, "Ann").value, 86.0, 1e-9);
    ck_assert_int_eq(standing_of(s, 0, "Ann").notes, DSCORE_STANDING_ABSENT_PERIODS);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* 75 to 85 %: 80 of 100 lies inside with its whole interval 71.1 to 86.7 on both sides; 60 of 100 lies below with all
   of 50.2 to 69.1. */
START_TEST(a_band_is_kept_or_left_and_an_interval_across_it_says_nothing)
{
    month_desk *m = open_months();
    dsi_target_spec goal = dated(
        goal_of("csat", "csat_satisfied", DSCORE_TARGET_MAINTAIN_BAND, (double)NAN, 75), "2026-01-01", "2026-06-30");
    goal.upper = 85;
    goal.window = 1;
    add_month(m, "Ann", "2026-01", 80, 100, 40);
    add_month(m, "Ann", "2026-02", 87, 100, 40); /* 87: above, but its interval begins at 79 */
    add_month(m, "Ann", "2026-03", 60, 100, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, NULL, "2026-01-01", "2026-04-01", "month");
    const char *const ends[] = {"2026-01-31", "2026-02-28", "2026-03-31"};
    const int32_t alone[] = {DSCORE_TARGET_STATUS_ON_TRACK, DSCORE_TARGET_STATUS_AT_RISK, DSCORE_TARGET_STATUS_AT_RISK};
    const int32_t held[] = {DSCORE_TARGET_STATUS_ON_TRACK, DSCORE_TARGET_STATUS_ON_TRACK, DSCORE_TARGET_STATUS_AT_RISK};
    for (int i = 0; i < 3; i++) {
        dscore_standings *s = judge_on(targets, series, NULL, ends[i]);
        ck_assert_int_eq(standing_of(s, 0, "").value_status, alone[i]);
        ck_assert_int_eq(standing_of(s, 0, "").status, held[i]);
        dscore_standings_free(s);
    }
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* A change of units changes nothing that counts: response times in seconds, and the same goal seen twice as large. */
START_TEST(progress_and_status_are_the_same_in_every_unit)
{
    month_desk *m = open_months();
    month_desk *twice = open_months();
    const dsi_target_spec goal =
        dated(goal_of("fast", "first_response_time", DSCORE_TARGET_DECREASE, 45, 30), "2026-01-01", "2026-06-30");
    const dsi_target_spec doubled =
        dated(goal_of("fast", "first_response_time", DSCORE_TARGET_DECREASE, 90, 60), "2026-01-01", "2026-06-30");
    const int32_t seconds[] = {41, 36, 39, 33};
    const char *const months[] = {"2026-01", "2026-02", "2026-03", "2026-04"};
    for (int i = 0; i < 4; i++) {
        add_month(m, "Ann", months[i], 5, 10, seconds[i]);
        add_month(twice, "Ann", months[i], 5, 10, 2 * seconds[i]);
    }
    dscore_targets *a = make_targets(m->d.catalog, &goal, 1);
    dscore_targets *b = make_targets(twice->d.catalog, &doubled, 1);
    dscore_values *one = measure_targets(m, a, NULL, "2026-01-01", "2026-05-01", "month");
    dscore_values *two = measure_targets(twice, b, NULL, "2026-01-01", "2026-05-01", "month");
    dscore_standings *s = judge_on(a, one, NULL, "2026-04-30");
    dscore_standings *t = judge_on(b, two, NULL, "2026-04-30");
    const dscore_standing_row x = standing_of(s, 0, "");
    const dscore_standing_row y = standing_of(t, 0, "");
    assert_close(x.progress, y.progress, 1e-12);
    assert_close(x.gap, y.gap, 1e-9);
    assert_close(2.0 * x.lo, y.lo, 1e-9);
    ck_assert_int_eq(x.status, y.status);
    dscore_standings_free(s);
    dscore_standings_free(t);
    dscore_values_free(one);
    dscore_values_free(two);
    dscore_targets_free(a);
    dscore_targets_free(b);
    close_months(m);
    close_months(twice);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_window_that_was_asked_for_takes_the_place_of_the_pooled_one,
        a_period_that_is_not_over_counts_only_if_that_is_asked, one_value_of_a_whole_range_is_judged_as_it_is,
        rows_of_another_grain_are_left_out_and_told, a_band_is_kept_or_left_and_an_interval_across_it_says_nothing,
        progress_and_status_are_the_same_in_every_unit};
    return RUN_TESTS("smart_window", tests);
}
