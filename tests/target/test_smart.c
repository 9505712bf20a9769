/* SMART targets judged on values: the window and its interval, progress, pace, status, versions, steps by tenure. */
#include "target/smart_support.h"

/* January 40 of 50 satisfied, February 90 of 100; baseline 85, target 92, 1 January to 30 April, on 28 February.
   Together (40 + 90) / 150 = 86.6667; progress 1.6667 / 7 = .238095; expected 58 / 119 = .487395; gap 24.93 points,
   at most 25: BEHIND. Wilson of 130 / 150 at 95 %: centre (.866667 + 3.841459 / 300) / (1 + 3.841459 / 150) = .857511,
   half 1.959964 / 1.0256097 * sqrt(.866667 * .133333 / 150 + 3.841459 / 90000) = .054491. */
START_TEST(the_value_is_that_of_the_last_periods_together_with_its_interval)
{
    month_desk *m = open_months();
    const dsi_target_spec goal =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 85, 92), "2026-01-01", "2026-04-30");
    add_month(m, "Ann", "2025-12", 10, 100, 40); /* before the start: no part of the window */
    add_month(m, "Ann", "2026-01", 40, 50, 40);
    add_month(m, "Ann", "2026-02", 90, 100, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, "agent", "2025-12-01", "2026-03-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-02-28");
    const dscore_standing_row row = standing_of(s, 0, "Ann");
    ck_assert_int_eq(row.value_state, DSCORE_VALUE_OK);
    assert_close(row.value, 13000.0 / 150.0, 1e-9);
    ck_assert_int_eq(row.n, 150);
    ck_assert_int_eq(row.periods, 2);
    assert_close(row.lo, 80.3020, 1e-3);
    assert_close(row.hi, 91.2002, 1e-3);
    assert_close(row.progress, 0.238095238, 1e-8);
    assert_close(row.expected, 58.0 / 119.0, 1e-12);
    assert_close(row.gap, 24.92997199, 1e-6);
    ck_assert_int_eq(row.value_status, DSCORE_TARGET_STATUS_BEHIND);
    /* January alone, 80 %, was at risk, and the interval of both months is too wide to leave that */
    ck_assert_int_eq(row.status, DSCORE_TARGET_STATUS_AT_RISK);
    ck_assert_int_eq(row.notes, DSCORE_STANDING_POOLED | DSCORE_STANDING_HELD);
    ck_assert_int_eq(row.is_met, 0);
    ck_assert(isnan(row.grade));
    ck_assert_int_eq(row.from, day("2026-01-01") * DAY);
    ck_assert_int_eq(row.to, day("2026-03-01") * DAY);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* Mean response times of 40, 36, 38 and 34 s, 10 tickets each: together 37; s = sqrt((9 + 1 + 1 + 9) / 3) = 2.581989;
   t(3) at 97.5 % = 3.182446; 37 +- 3.182446 * 2.581989 / 2 = 4.108520. */
START_TEST(a_mean_has_the_interval_of_its_periods)
{
    month_desk *m = open_months();
    const dsi_target_spec goal =
        dated(goal_of("resp", "first_response_time", DSCORE_TARGET_DECREASE, 45, 30), "2026-01-01", "2026-06-30");
    const int32_t seconds[] = {40, 36, 38, 34};
    const char *const months[] = {"2026-01", "2026-02", "2026-03", "2026-04"};
    for (int i = 0; i < 4; i++) {
        add_month(m, "Ann", months[i], 5, 10, seconds[i]);
    }
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, NULL, "2026-01-01", "2026-05-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-04-30");
    const dscore_standing_row row = standing_of(s, 0, "");
    assert_close(row.value, 37.0, 1e-9);
    assert_close(row.lo, 37.0 - 4.108520, 1e-5);
    assert_close(row.hi, 37.0 + 4.108520, 1e-5);
    assert_close(row.progress, 8.0 / 15.0, 1e-12);
    ck_assert_int_eq(row.n, 40);
    dscore_target_forecast f = DSCORE_TARGET_FORECAST_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_standings_forecast(s, 0, &f, &err), err);
    /* least squares of 40, 36, 38, 34 on 1..4: slope (-1.5 * 40 - .5 * 36 + .5 * 38 + 1.5 * 34) / 5 = -1.6,
       intercept 37 + 1.6 * 2.5 = 41; June is k = 6: 31.4 */
    ck_assert_int_eq(f.status, DSCORE_VALUE_OK);
    assert_close(f.slope, -1.6, 1e-9);
    assert_close(f.value, 31.4, 1e-9);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* To be kept at 85 %: 43, 42, 43, 42 of 50 are 86, 84, 86, 84 %, whose intervals all hold 85 %. Then 120 of 200 = 60 %,
   whose interval ends far below. With a window of one month the value alone flips each month. */
START_TEST(noise_does_not_flip_a_status_and_a_real_change_does)
{
    month_desk *m = open_months();
    dsi_target_spec goal = dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_MAINTAIN_AT_OR_ABOVE, (double)NAN, 85),
        "2026-01-01", "2026-12-31");
    goal.window = 1;
    const char *const months[] = {"2026-01", "2026-02", "2026-03", "2026-04"};
    const char *const ends[] = {"2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"};
    for (int i = 0; i < 4; i++) {
        add_month(m, "Ann", months[i], i % 2 == 0 ? 43 : 42, 50, 40);
    }
    add_month(m, "Ann", "2026-05", 120, 200, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, "agent", "2026-01-01", "2026-07-01", "month");
    for (int i = 0; i < 4; i++) {
        dscore_standings *s = judge_on(targets, series, NULL, ends[i]);
        const dscore_standing_row row = standing_of(s, 0, "Ann");
        ck_assert_int_eq(row.value_status, i % 2 == 0 ? DSCORE_TARGET_STATUS_ON_TRACK : DSCORE_TARGET_STATUS_AT_RISK);
        ck_assert_int_eq(row.status, DSCORE_TARGET_STATUS_ON_TRACK);
        ck_assert_int_eq((row.notes & DSCORE_STANDING_HELD) != 0, i % 2);
        ck_assert_int_eq(row.held_since, day("2026-02-01") * DAY);
        assert_close(row.kept, i == 0 ? 1.0 : i == 2 ? 2.0 / 3.0 : 0.5, 1e-12);
        dscore_standings_free(s);
    }
    dscore_standings *s = judge_on(targets, series, NULL, "2026-05-31");
    ck_assert_int_eq(standing_of(s, 0, "Ann").status, DSCORE_TARGET_STATUS_AT_RISK);
    ck_assert_int_eq(standing_of(s, 0, "Ann").held_since, day("2026-06-01") * DAY);
    ck_assert_int_eq(standing_of(s, 0, "Ann").notes & DSCORE_STANDING_HELD, 0);
    dscore_standings_free(s);
    s = judge_on(targets, series, NULL, "2026-06-30"); /* June has no ticket: nothing changes, but there is no value */
    ck_assert_int_eq(standing_of(s, 0, "Ann").value_state, DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(standing_of(s, 0, "Ann").status, DSCORE_TARGET_STATUS_AT_RISK);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

START_TEST(when_due_has_passed_the_value_alone_decides_and_later_periods_do_not_count)
{
    month_desk *m = open_months();
    dsi_target_spec goal =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 90), "2026-01-01", "2026-02-28");
    goal.window = 1;
    add_month(m, "Ann", "2026-01", 41, 50, 40); /* 82 */
    add_month(m, "Ann", "2026-02", 46, 50, 40); /* 92: its interval holds 90 */
    add_month(m, "Ann", "2026-03", 5, 50, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, "agent", "2026-01-01", "2026-04-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-03-31");
    const dscore_standing_row row = standing_of(s, 0, "Ann");
    assert_close(row.value, 92.0, 1e-9);
    ck_assert_int_eq(row.status, DSCORE_TARGET_STATUS_ACHIEVED);
    assert_close(row.progress, 1.2, 1e-9);
    assert_close(row.shown, 1.0, 1e-12);
    assert_close(row.grade, 1.0, 1e-12);
    ck_assert_int_eq(row.colour, DSCORE_TARGET_COLOUR_GREEN);
    ck_assert_int_eq(row.alerts, DSCORE_ALERT_STILL_OPEN);
    ck_assert_int_eq(verdict_of(s, 0, DSCORE_CHECK_TB5), DSCORE_VERDICT_WARN);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* New staff are asked for 70 for 90 days, then 80 for 180 days, then 92. */
START_TEST(a_step_by_tenure_takes_the_place_of_the_target_of_new_staff)
{
    month_desk *m = open_months();
    dsi_target_spec goal =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 60, 92), "2026-01-01", "2026-06-30");
    const dsi_target_step steps[] = {{90, 70, (double)NAN}, {180, 80, (double)NAN}};
    const char *const people[] = {"Ann", "Bob", "Cai", "Dan"};
    const double tenure[] = {89, 90, 400, (double)NAN};
    const char *const periods[] = {NULL, NULL, NULL, NULL};
    const char *const columns[] = {"tenure_days"};
    dscore_roster roster = DSCORE_ROSTER_INIT;
    roster.count = 4;
    roster.number_count = 1;
    roster.subject = people;
    roster.period = periods;
    roster.number_names = columns;
    roster.numbers = tenure;
    goal.steps = steps;
    goal.step_count = 2;
    for (int i = 0; i < 4; i++) {
        add_month(m, people[i], "2026-01", 35, 50, 40); /* 70 % */
    }
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, "agent", "2026-01-01", "2026-02-01", "month");
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    dscore_standings *s = NULL;
    facts.now = day("2026-01-31");
    facts.roster = &roster;
    assert_ok(dscore_targets_judge(targets, series, NULL, &facts, &s, &err), err);
    const double asked[] = {70, 80, 92, 92};
    const double progress[] = {1.0, 0.5, 10.0 / 32.0, 10.0 / 32.0};
    for (int i = 0; i < 4; i++) {
        const dscore_standing_row row = standing_of(s, 0, people[i]);
        assert_close(row.target_value, asked[i], 1e-12);
        assert_close(row.progress, progress[i], 1e-12);
        ck_assert_int_eq(row.step, i < 2 ? i + 1 : 0);
        ck_assert_int_eq((row.notes & DSCORE_STANDING_TENURE_UNKNOWN) != 0, i == 3);
    }
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* Re-targeted from 92 to 90 from 1 February on, recorded on 10 February; corrected to 91 on 20 February. */
START_TEST(methods_3_4_the_version_in_force_is_the_one_that_was_known)
{
    month_desk *m = open_months();
    dsi_target_spec goal =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 92), "2026-01-01", "2026-03-31");
    dsi_target_version versions[2];
    dsi_target_version_init(&versions[0]);
    dsi_target_version_init(&versions[1]);
    versions[0].valid_from = versions[1].valid_from = day("2026-02-01");
    versions[0].recorded_at = day("2026-02-10");
    versions[0].target = 90;
    versions[1].recorded_at = day("2026-02-20");
    versions[1].target = 91;
    versions[1].due = day("2026-04-30");
    goal.versions = versions;
    goal.version_count = 2;
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    const struct {
        const char *now, *known;
        double target;
        int32_t version;
    } cases[] = {{"2026-01-31", "2026-02-28", 92, 0}, {"2026-02-28", "2026-02-05", 92, 0},
        {"2026-02-28", "2026-02-15", 90, 1}, {"2026-02-28", "2026-02-28", 91, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
        dscore_standings *s = NULL;
        facts.now = day(cases[i].now);
        facts.known_at = day(cases[i].known);
        assert_ok(dscore_targets_judge(targets, NULL, NULL, &facts, &s, &err), err);
        const dscore_standing_row row = standing_of(s, 0, "");
        assert_close(row.target_value, cases[i].target, 1e-12);
        ck_assert_int_eq(row.version, cases[i].version);
        ck_assert_int_eq((row.notes & DSCORE_STANDING_RETARGETED) != 0, cases[i].version > 0);
        ck_assert_int_eq(row.alerts & DSCORE_ALERT_LATE_CHANGE, 0); /* 31 of 89 days had passed: not late */
        dscore_standings_free(s);
    }
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* METHODS 4.5: 120 in the first 18 of 30 days, 240 wanted: 200 at that pace, 10 a day needed, 1.5 times as fast. */
START_TEST(methods_4_5_a_total_adds_up_and_is_judged_by_its_pace)
{
    month_desk *m = open_months();
    dsi_target_spec goal =
        dated(goal_of("answered", "tickets", DSCORE_TARGET_INCREASE, 0, 240), "2026-04-01", "2026-04-30");
    dscore_target_rates pace = DSCORE_TARGET_RATES_INIT;
    dscore_target_forecast f = DSCORE_TARGET_FORECAST_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    goal.measure = DSCORE_TARGET_TOTAL;
    add_month(m, "Ann", "2026-03", 50, 70, 40); /* before the start */
    add_month(m, "Ann", "2026-04", 100, 120, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, NULL, "2026-03-01", "2026-05-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-04-18");
    const dscore_standing_row row = standing_of(s, 0, "");
    assert_close(row.value, 120.0, 1e-12);
    assert_close(row.progress, 0.5, 1e-12);
    ck_assert_int_eq(row.interval_state, DSCORE_VALUE_UNDEFINED);
    assert_ok(dscore_standings_pace(s, 0, &pace, &err), err);
    assert_ok(dscore_standings_forecast(s, 0, &f, &err), err);
    assert_close(pace.forecast, 200.0, 1e-9);
    assert_close(pace.achieved, 6.6667, 1e-4);
    assert_close(pace.needed, 10.0, 1e-9);
    assert_close(pace.ratio, 1.5, 1e-9);
    assert_close(f.value, 200.0, 1e-9);
    ck_assert_int_eq(f.method, DSCORE_TARGET_FORECAST_RUN_RATE);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

START_TEST(too_few_cases_are_not_judged_and_somebody_without_tickets_is_not_zero)
{
    month_desk *m = open_months();
    static const char *const people[] = {"Ann", "Bob", "Cai"};
    dsi_target_spec goal =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 92), "2026-01-01", "2026-03-31");
    goal.min_n = 10;
    goal.scope_key = "agent";
    goal.subjects = people;
    goal.subject_count = 3;
    add_month(m, "Ann", "2026-01", 9, 10, 40);
    add_month(m, "Bob", "2026-01", 9, 9, 40);
    add_month(m, "Eve", "2026-01", 50, 50, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, "agent", "2026-01-01", "2026-02-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-01-31");
    ck_assert_int_eq(dscore_standings_count(s), 3);
    ck_assert_int_eq(dscore_standings_find(s, 0, "Eve"), -1); /* the target is not about her */
    ck_assert_int_eq(standing_of(s, 0, "Ann").status, DSCORE_TARGET_STATUS_ON_TRACK);
    const dscore_standing_row bob = standing_of(s, 0, "Bob");
    ck_assert_int_eq(bob.status, 0);
    ck_assert_int_eq(bob.value_state, DSCORE_VALUE_INSUFFICIENT);
    ck_assert_int_eq(bob.n, 9);
    ck_assert(isnan(bob.value) && isnan(bob.progress));
    ck_assert_int_ne(bob.notes & DSCORE_STANDING_SMALL_N, 0);
    const dscore_standing_row cai = standing_of(s, 0, "Cai");
    ck_assert_int_eq(cai.status, DSCORE_TARGET_STATUS_NOT_STARTED);
    ck_assert_int_eq(cai.value_state, DSCORE_VALUE_NO_DATA);
    ck_assert(isnan(cai.value) && isnan(cai.progress) && isnan(cai.lo));
    ck_assert_int_ne(cai.notes & DSCORE_STANDING_NO_ROW, 0);
    ck_assert_int_eq(cai.alerts, DSCORE_ALERT_NOT_STARTED);
    dscore_standings_free(s);
    s = judge_on(targets, series, NULL, "2026-04-30");
    ck_assert_int_eq(standing_of(s, 0, "Cai").status, DSCORE_TARGET_STATUS_OVERDUE_NO_DATA);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

START_TEST(zero_and_missing_baselines_and_baselines_read_from_the_series)
{
    month_desk *m = open_months();
    dsi_target_spec goals[4] = {
        dated(goal_of("reach", "csat_satisfied", DSCORE_TARGET_INCREASE, 0, 90), "2026-02-01", "2026-03-31"),
        dated(goal_of("none", "csat_satisfied", DSCORE_TARGET_INCREASE, (double)NAN, 90), "2026-02-01", "2026-03-31"),
        dated(goal_of("read", "csat_satisfied", DSCORE_TARGET_INCREASE, (double)NAN, 90), "2026-02-01", "2026-03-31"),
        dated(goal_of("same", "csat_satisfied", DSCORE_TARGET_INCREASE, 90, 90), "2026-02-01", "2026-03-31")};
    goals[2].baseline_start = day("2025-12-01");
    goals[2].baseline_end = day("2026-01-31");
    add_month(m, "Ann", "2025-12", 35, 50, 40);
    add_month(m, "Ann", "2026-01", 65, 75, 40); /* together 100 of 125 = 80 */
    add_month(m, "Ann", "2026-02", 45, 50, 40); /* 90 */
    dscore_targets *targets = make_targets(m->d.catalog, goals, 4);
    dscore_values *series = measure_targets(m, targets, "agent", "2025-12-01", "2026-03-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-02-28");
    assert_close(standing_of(s, 0, "Ann").progress, 1.0, 1e-12);
    const dscore_standing_row none = standing_of(s, 1, "Ann");
    ck_assert_int_eq(none.progress_state, DSCORE_VALUE_UNDEFINED);
    ck_assert_int_eq(none.reasons, DSCORE_TARGET_REASON_NO_BASELINE);
    ck_assert(isnan(none.progress));
    ck_assert_int_eq(none.is_met, 1);
    ck_assert_int_eq(none.status, DSCORE_TARGET_STATUS_ACHIEVED); /* met is met */
    const dscore_standing_row read = standing_of(s, 2, "Ann");
    assert_close(read.baseline, 80.0, 1e-9);
    assert_close(read.progress, 1.0, 1e-9);
    ck_assert_int_ne(read.notes & DSCORE_STANDING_BASELINE_READ, 0);
    ck_assert_int_eq(standing_of(s, 3, "Ann").reasons, DSCORE_TARGET_REASON_DEGENERATE);
    assert_close(standing_of(s, 3, "Ann").progress, 1.0, 1e-12);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

START_TEST(what_somebody_has_set_wins_and_what_was_computed_is_kept)
{
    month_desk *m = open_months();
    dsi_target_spec goals[2] = {
        dated(goal_of("set", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 90), "2026-01-01", "2026-06-30"),
        dated(goal_of("gone", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 90), "2026-01-01", "2026-06-30")};
    goals[0].override_status = DSCORE_TARGET_STATUS_AT_RISK;
    goals[0].override_by = "Wei";
    goals[0].override_reason = "half the team is leaving";
    goals[0].check_in_days = 7;
    goals[0].last_check_in = day("2026-01-10");
    goals[1].cancelled = true;
    goals[1].override_status = DSCORE_TARGET_STATUS_ON_TRACK;
    add_month(m, "Ann", "2026-01", 45, 50, 40);
    dscore_targets *targets = make_targets(m->d.catalog, goals, 2);
    dscore_values *series = measure_targets(m, targets, NULL, "2026-01-01", "2026-02-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-01-31");
    ck_assert_int_eq(standing_of(s, 0, "").status, DSCORE_TARGET_STATUS_AT_RISK);
    ck_assert_int_eq(standing_of(s, 0, "").held_status, DSCORE_TARGET_STATUS_ACHIEVED);
    ck_assert_int_eq(standing_of(s, 0, "").alerts, DSCORE_ALERT_OVERRIDE | DSCORE_ALERT_NO_CHECK_IN);
    ck_assert_int_eq(standing_of(s, 1, "").status, DSCORE_TARGET_STATUS_CANCELLED);
    ck_assert_int_eq(standing_of(s, 1, "").held_status, DSCORE_TARGET_STATUS_ACHIEVED);
    char text[4000];
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_standings_explain(s, 0, "en", text, (int64_t)sizeof text, NULL, &err), err);
    ck_assert_ptr_nonnull(strstr(text, "Status: at risk (computed: achieved), set by Wei: half the team is leaving\n"));
    ck_assert_ptr_nonnull(strstr(text, "Value: 90%, 2026-01-01 to 2026-01-31, n = 50, periods: 1, interval at 95%: "));
    ck_assert_ptr_nonnull(strstr(text, "Target: increase from 80% to 90%, from 2026-01-01, due 2026-06-30\n"));
    ck_assert_ptr_nonnull(strstr(text, "Progress: 100%, expected by 2026-01-31: 16.67%, gap: -83.33 points\n"));
    ck_assert_ptr_nonnull(strstr(text, "Attention: no check-in for two cadences\n"));
    ck_assert_ptr_nonnull(strstr(text, "Check SP3 warn: no owner\n"));
    assert_ok(dscore_standings_explain(s, 0, "zh", text, (int64_t)sizeof text, NULL, &err), err);
    ck_assert_ptr_nonnull(strstr(text, "状态：有风险（计算结果：已达成），设定人：Wei"));
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* An efficiency target with a guard of quality: faster answers, CSAT to be kept at 85 and gone to 60. */
START_TEST(S2_18_a_guard_that_is_not_kept_asks_for_attention)
{
    month_desk *m = open_months();
    static const char *const guards[] = {"csat"};
    dsi_target_spec goals[2] = {
        dated(goal_of("fast", "first_response_time", DSCORE_TARGET_DECREASE, 60, 30), "2026-01-01", "2026-06-30"),
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_MAINTAIN_AT_OR_ABOVE, (double)NAN, 85), "2026-01-01",
            "2026-06-30")};
    goals[0].guards = guards;
    goals[0].guard_count = 1;
    add_month(m, "Ann", "2026-01", 60, 100, 30);
    add_month(m, "Bob", "2026-01", 99, 100, 30);
    dscore_targets *targets = make_targets(m->d.catalog, goals, 2);
    dscore_values *series = measure_targets(m, targets, "agent", "2026-01-01", "2026-02-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-01-31");
    ck_assert_int_eq(standing_of(s, 0, "Ann").alerts, DSCORE_ALERT_GUARD);
    ck_assert_int_eq(standing_of(s, 0, "Bob").alerts, 0);
    ck_assert_int_eq(verdict_of(s, 0, DSCORE_CHECK_RE3), DSCORE_VERDICT_PASS);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_value_is_that_of_the_last_periods_together_with_its_interval,
        a_mean_has_the_interval_of_its_periods, noise_does_not_flip_a_status_and_a_real_change_does,
        when_due_has_passed_the_value_alone_decides_and_later_periods_do_not_count,
        a_step_by_tenure_takes_the_place_of_the_target_of_new_staff,
        methods_3_4_the_version_in_force_is_the_one_that_was_known,
        methods_4_5_a_total_adds_up_and_is_judged_by_its_pace,
        too_few_cases_are_not_judged_and_somebody_without_tickets_is_not_zero,
        zero_and_missing_baselines_and_baselines_read_from_the_series,
        what_somebody_has_set_wins_and_what_was_computed_is_kept, S2_18_a_guard_that_is_not_kept_asks_for_attention};
    return RUN_TESTS("smart", tests);
}
