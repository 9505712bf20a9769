/* The checks of METHODS 4.2: the four vectors, and what each code asks. */
#include "target/smart_support.h"

static dscore_targets *targets_of(
    const dsi_target_spec *targets, int32_t count, const dsi_objective_spec *objectives, int32_t objective_count)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = builtin_catalog();
    dsi_targets_spec spec;
    dscore_targets *out = NULL;
    dsi_targets_spec_init(&spec);
    spec.targets = targets;
    spec.target_count = count;
    spec.objectives = objectives;
    spec.objective_count = objective_count;
    assert_ok(dsi_targets_new(catalog, &spec, &out, &err), err);
    dscore_catalog_free(catalog); /* the targets hold it */
    return out;
}

/* What a check says of one target without values, on a day. */
static int32_t verdict(dsi_target_spec goal, int32_t check, const char *now)
{
    dscore_targets *targets = targets_of(&goal, 1, NULL, 0);
    dscore_standings *s = judge_on(targets, NULL, NULL, now);
    const int32_t out = verdict_of(s, 0, check);
    dscore_standings_free(s);
    dscore_targets_free(targets);
    return out;
}

enum { PASS = 1, WARN = 2, FAIL = 3, NOT_APPLICABLE = 4, NOT_JUDGED = 5 };

/* The codes that FAIL, in order, such as "ME2 TB2 ". */
static void assert_fails(dsi_target_spec goal, const char *expected)
{
    char found[200] = "";
    dscore_targets *targets = targets_of(&goal, 1, NULL, 0);
    dscore_standings *s = judge_on(targets, NULL, NULL, "2026-01-15");
    int32_t failed = 0;
    for (int32_t check = DSCORE_CHECK_SP1; check <= DSCORE_CHECK_TB5; check++) {
        if (verdict_of(s, 0, check) == FAIL) {
            failed++;
            (void)strcat(found, dscore_smart_text(DSCORE_SMART_TEXT_CODE, check, NULL));
            (void)strcat(found, " ");
        }
    }
    ck_assert_str_eq(found, expected);
    ck_assert_int_eq(standing_of(s, 0, "").failed, failed);
    dscore_standings_free(s);
    dscore_targets_free(targets);
}

START_TEST(methods_4_2_S3_7_csat_to_92_within_3_months_lacks_baseline_and_scope)
{
    const dsi_target_spec goal =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, (double)NAN, 92), "2026-01-01", "2026-03-31");
    ck_assert_int_eq(verdict(goal, DSCORE_CHECK_ME2, "2026-01-15"), PASS);
    ck_assert_int_eq(verdict(goal, DSCORE_CHECK_TB2, "2026-01-15"), PASS);
    ck_assert_int_eq(verdict(goal, DSCORE_CHECK_ME3, "2026-01-15"), WARN);
    ck_assert_int_eq(verdict(goal, DSCORE_CHECK_SP2, "2026-01-15"), WARN);
    assert_fails(goal, "");
}
END_TEST

START_TEST(methods_4_2_S3_8_response_time_to_30_s_lacks_a_date)
{
    assert_fails(goal_of("response", "average_response_time", DSCORE_TARGET_DECREASE, (double)NAN, 30), "TB2 ");
}
END_TEST

START_TEST(methods_4_2_S4_12_marked_growth_is_no_number_and_has_no_date)
{
    dsi_target_spec goal = goal_of("csat", "csat_score", DSCORE_TARGET_INCREASE, (double)NAN, (double)NAN);
    goal.target_text = "显著增长";
    assert_fails(goal, "ME2 TB2 ");
    goal.item.indicator = "nps";
    assert_fails(goal, "ME2 TB2 ");
}
END_TEST

START_TEST(methods_4_2_S1_12_kept_at_85_points_or_above_has_no_period)
{
    const dsi_target_spec goal = goal_of("csat", "csat_score", DSCORE_TARGET_MAINTAIN_AT_OR_ABOVE, (double)NAN, 85);
    assert_fails(goal, "TB2 ");
    ck_assert_int_eq(verdict(goal, DSCORE_CHECK_ME2, "2026-01-15"), PASS);
    ck_assert_int_eq(verdict(goal, DSCORE_CHECK_ME3, "2026-01-15"), NOT_APPLICABLE); /* what is kept needs none */
}
END_TEST

static dsi_target_spec whole_goal(void)
{
    static const char *const guards[] = {"csat_satisfied"};
    dsi_target_spec t =
        dated(goal_of("fast", "first_response_time", DSCORE_TARGET_DECREASE, 45, 30), "2026-01-01", "2026-03-31");
    t.scope_key = "agent";
    t.owner = "Wei";
    t.unit = "s";
    t.baseline_n = 400;
    t.min_n = 30;
    t.guards = guards;
    t.guard_count = 1;
    return t;
}

START_TEST(a_whole_goal_passes_what_can_be_said_without_values)
{
    const int32_t passes[] = {DSCORE_CHECK_SP1, DSCORE_CHECK_SP2, DSCORE_CHECK_SP3, DSCORE_CHECK_ME1, DSCORE_CHECK_ME2,
        DSCORE_CHECK_ME3, DSCORE_CHECK_ME4, DSCORE_CHECK_ME5, DSCORE_CHECK_ME6, DSCORE_CHECK_AC2, DSCORE_CHECK_RE2,
        DSCORE_CHECK_RE3, DSCORE_CHECK_TB1, DSCORE_CHECK_TB2, DSCORE_CHECK_TB3, DSCORE_CHECK_TB5};
    for (size_t i = 0; i < sizeof passes / sizeof passes[0]; i++) {
        const int32_t expected = passes[i] == DSCORE_CHECK_AC2 ? NOT_JUDGED : PASS; /* history was not given */
        ck_assert_msg(verdict(whole_goal(), passes[i], "2026-01-15") == expected, "%s",
            dscore_smart_text(DSCORE_SMART_TEXT_CODE, passes[i], NULL));
    }
    ck_assert_int_eq(verdict(whole_goal(), DSCORE_CHECK_RE1, "2026-01-15"), WARN);
    ck_assert_int_eq(verdict(whole_goal(), DSCORE_CHECK_RE4, "2026-01-15"), NOT_APPLICABLE);
    ck_assert_int_eq(verdict(whole_goal(), DSCORE_CHECK_TB4, "2026-01-15"), NOT_APPLICABLE);
    ck_assert_int_eq(verdict(whole_goal(), DSCORE_CHECK_AC1, "2026-01-15"), NOT_JUDGED);
    ck_assert_int_eq(verdict(whole_goal(), DSCORE_CHECK_AC4, "2026-01-15"), NOT_JUDGED);
    ck_assert_int_eq(verdict(whole_goal(), DSCORE_CHECK_AC3, "2026-01-15"), NOT_APPLICABLE);
    ck_assert_int_eq(verdict(whole_goal(), DSCORE_CHECK_TB5, "2026-04-01"), WARN);
}
END_TEST

/* One fault at a time, and the check that finds it. */
START_TEST(each_fault_is_found_by_its_check)
{
    dsi_target_milestone points[2];
    dsi_milestone_init(&points[0]);
    dsi_milestone_init(&points[1]);
    points[0].day = day("2026-02-01");
    points[0].value = 40;
    points[1].day = day("2026-03-01");
    points[1].value = 30;
    dsi_target_spec t = whole_goal();
    t.milestones = points;
    t.milestone_count = 2;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_TB4, "2026-01-15"), PASS);
    points[1].value = 31;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_TB4, "2026-01-15"), WARN); /* the last is not the target */
    points[1].day = day("2026-01-20");
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_TB4, "2026-01-15"), FAIL);
    t = whole_goal();
    t.unit = "minutes";
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_ME1, "2026-01-15"), FAIL);
    t = whole_goal();
    t.baseline = 30;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_ME4, "2026-01-15"), FAIL);
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_AC2, "2026-01-15"), WARN); /* met before it begins */
    t.baseline = 20;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_ME4, "2026-01-15"), FAIL);
    t = whole_goal();
    t.direction = DSCORE_TARGET_INCREASE;
    t.target = 60;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_ME4, "2026-01-15"), WARN); /* slower is not better */
    t.direction = 0;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_ME4, "2026-01-15"), FAIL);
    t = whole_goal();
    t.baseline_n = 29;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_ME5, "2026-01-15"), WARN);
    t.baseline_n = -1;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_ME5, "2026-01-15"), WARN);
    t = whole_goal();
    t.target = 0;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_ME6, "2026-01-15"), FAIL); /* a time is above 0 */
    t.item.indicator = "csat_satisfied";
    t.target = 101;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_ME6, "2026-01-15"), FAIL);
    t.target = 100;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_ME6, "2026-01-15"), PASS);
    t = whole_goal();
    t.guard_count = 0;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_RE3, "2026-01-15"), WARN);
    t.item.indicator = "csat_satisfied";
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_RE3, "2026-01-15"), NOT_APPLICABLE);
    t = whole_goal();
    t.weight = 0;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_RE2, "2026-01-15"), WARN);
    t = whole_goal();
    t.due = t.start;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_TB1, "2026-01-15"), FAIL);
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_TB3, "2026-01-15"), WARN);
    t = whole_goal();
    t.item.indicator = NULL;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_SP1, "2026-01-15"), FAIL);
    t.direction = DSCORE_TARGET_BINARY;
    ck_assert_int_eq(verdict(t, DSCORE_CHECK_SP1, "2026-01-15"), NOT_APPLICABLE);
}
END_TEST

START_TEST(AC3_RE1_and_RE4_look_at_the_objective)
{
    dsi_objective_spec objective;
    dsi_target_spec targets[6];
    char ids[6][8];
    dsi_objective_spec_init(&objective);
    objective.id = "service";
    objective.start = day("2026-01-01");
    objective.due = day("2026-03-31");
    for (int i = 0; i < 6; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "t%d", i);
        targets[i] = whole_goal();
        targets[i].id = ids[i];
        targets[i].objective = "service";
    }
    targets[1].due = day("2026-04-01");
    const int32_t expected[] = {0, WARN, WARN, PASS, PASS, PASS, WARN};
    for (int32_t count = 1; count <= 6; count++) {
        dscore_targets *all = targets_of(targets, count, &objective, 1);
        dscore_standings *s = judge_on(all, NULL, NULL, "2026-01-15");
        ck_assert_int_eq(verdict_of(s, 0, DSCORE_CHECK_AC3), expected[count]);
        ck_assert_int_eq(verdict_of(s, 0, DSCORE_CHECK_RE1), PASS);
        ck_assert_int_eq(verdict_of(s, 0, DSCORE_CHECK_RE4), PASS);
        ck_assert_int_eq(count < 2 ? WARN : verdict_of(s, 1, DSCORE_CHECK_RE4), WARN);
        dscore_standings_free(s);
        dscore_targets_free(all);
    }
}
END_TEST

/* History of METHODS 4.6 as shares of 1000 (84.1, 84.6, ... 86.0 %); from 86 to 89 in 3 months is unrealistic, to 87 is
   realistic. The half-width of the last value decides AC4. */
START_TEST(methods_4_6_history_before_the_start_tells_AC1_AC2_and_AC4)
{
    static const int32_t good[] = {841, 846, 843, 852, 850, 855, 851, 859, 854, 860, 857, 862, 860};
    month_desk *m = calloc(1, sizeof *m);
    ck_assert_ptr_nonnull(m);
    desk_open(&m->d, NULL);
    dsi_target_spec goals[2] = {
        dated(goal_of("hard", "csat_satisfied", DSCORE_TARGET_INCREASE, 86, 89), "2026-02-01", "2026-04-30"),
        dated(goal_of("fair", "csat_satisfied", DSCORE_TARGET_INCREASE, 86, 87), "2026-02-01", "2026-04-30")};
    /* a thousand tickets a month are more than the desk holds: their shares to one decimal need just as many */
    static int64_t created[13 * 1000];
    static double csat[13 * 1000];
    int64_t n = 0;
    for (int i = 0; i < 13; i++) {
        char date[16];
        (void)snprintf(date, sizeof date, "%d-%02d-15", 2025 + i / 12, i % 12 + 1);
        for (int k = 0; k < 1000; k++) {
            created[n] = day(date) * DAY;
            csat[n++] = k < good[i] ? 5.0 : 1.0;
        }
    }
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_targets *targets = make_targets(m->d.catalog, goals, 2);
    bind_times(&m->d, "created_at", created, n);
    bind_numbers(&m->d, "csat", csat, n);
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    dscore_values *series = NULL;
    dscore_period_rule months = DSCORE_PERIOD_RULE_INIT;
    assert_ok(dscore_query_new(m->d.catalog, &query, &err), err);
    assert_ok(dscore_query_periods_by(query, &months, day("2025-01-01") * DAY, day("2026-02-01") * DAY, &err), err);
    assert_ok(dscore_targets_plan(targets, query, &plan, &err), err);
    assert_ok(dscore_evaluate(plan, m->d.tables, m->d.table_count, NULL, &series, &err), err);
    dscore_standings *s = judge_on(targets, series, NULL, "2026-02-15");
    dscore_target_reach reach = DSCORE_TARGET_REACH_INIT;
    assert_ok(dscore_standings_reach(s, 0, &reach, &err), err);
    assert_close(reach.mean, 0.158333, 1e-6);
    assert_close(reach.deviation, 0.516031, 1e-6);
    assert_close(reach.z, 2.825043, 1e-5);
    assert_close(reach.probability, 0.002364, 1e-6);
    assert_close(reach.best, 1.2, 1e-9);
    ck_assert_int_eq(reach.reach_class, DSCORE_TARGET_CLASS_UNREALISTIC);
    ck_assert_int_eq(verdict_of(s, 0, DSCORE_CHECK_AC1), FAIL);
    ck_assert_int_eq(verdict_of(s, 0, DSCORE_CHECK_AC2), PASS);
    assert_ok(dscore_standings_reach(s, 1, &reach, &err), err);
    assert_close(reach.z, 0.587385, 1e-5);
    assert_close(reach.probability, 0.278473, 1e-6);
    ck_assert_int_eq(reach.windows_met, 2);
    ck_assert_int_eq(reach.windows, 10);
    ck_assert_int_eq(verdict_of(s, 1, DSCORE_CHECK_AC1), PASS);
    ck_assert_int_eq(verdict_of(s, 1, DSCORE_CHECK_AC4), NOT_JUDGED); /* no value since the start */
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* 45 of 50: 90 %, Wilson 78.64 to 95.65: +- 8.5. A change of 5 is within that, one of 20 is not. */
START_TEST(AC4_warns_of_a_change_that_noise_alone_could_make)
{
    month_desk *m = open_months();
    dsi_target_spec goals[2] = {
        dated(goal_of("small", "csat_satisfied", DSCORE_TARGET_INCREASE, 87, 92), "2026-01-01", "2026-06-30"),
        dated(goal_of("large", "csat_satisfied", DSCORE_TARGET_INCREASE, 72, 92), "2026-01-01", "2026-06-30")};
    add_month(m, "Ann", "2026-01", 45, 50, 40);
    dscore_targets *targets = make_targets(m->d.catalog, goals, 2);
    dscore_values *series = measure_targets(m, targets, NULL, "2026-01-01", "2026-02-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-01-31");
    ck_assert_int_eq(verdict_of(s, 0, DSCORE_CHECK_AC4), WARN);
    ck_assert_int_eq(verdict_of(s, 1, DSCORE_CHECK_AC4), PASS);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

START_TEST(every_check_says_why_in_both_languages_with_the_numbers)
{
    char text[400];
    dscore_error err = DSCORE_ERROR_INIT;
    const dsi_target_spec goal = whole_goal();
    dscore_targets *targets = targets_of(&goal, 1, NULL, 0);
    dscore_standings *s = judge_on(targets, NULL, NULL, "2026-04-02");
    for (int32_t check = DSCORE_CHECK_SP1; check <= DSCORE_CHECK_TB5; check++) {
        const char *const langs[] = {"en", "zh"};
        for (int i = 0; i < 2; i++) {
            assert_ok(dscore_standings_check_text(s, 0, check, langs[i], text, (int64_t)sizeof text, NULL, &err), err);
            ck_assert_uint_gt(strlen(text), 3);
            ck_assert_str_ne(dscore_smart_text(DSCORE_SMART_TEXT_CHECK, check, langs[i]), "");
        }
    }
    assert_ok(dscore_standings_check_text(s, 0, DSCORE_CHECK_ME4, "en", text, (int64_t)sizeof text, NULL, &err), err);
    ck_assert_str_eq(text, "from 45 s to 30 s");
    assert_ok(dscore_standings_check_text(s, 0, DSCORE_CHECK_TB5, "en", text, (int64_t)sizeof text, NULL, &err), err);
    ck_assert_str_eq(text, "was due 2026-03-31 and is still open");
    assert_ok(dscore_standings_check_text(s, 0, DSCORE_CHECK_ME5, "zh", text, (int64_t)sizeof text, NULL, &err), err);
    ck_assert_str_eq(text, "数据来源：tickets，基准样本量 400");
    int64_t needed = 0;
    ck_assert_int_eq(
        dscore_standings_check_text(s, 0, DSCORE_CHECK_ME4, "en", text, 3, &needed, &err), DSCORE_E_BUFFER);
    ck_assert_int_eq(needed, (int64_t)sizeof "from 45 s to 30 s");
    ck_assert_int_eq(dscore_standings_check_text(s, 0, 0, "en", text, 3, &needed, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_standings_check_text(s, 0, 1, "fr", text, 3, &needed, &err), DSCORE_E_ARGUMENT);
    dscore_standings_free(s);
    dscore_targets_free(targets);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_4_2_S3_7_csat_to_92_within_3_months_lacks_baseline_and_scope,
        methods_4_2_S3_8_response_time_to_30_s_lacks_a_date,
        methods_4_2_S4_12_marked_growth_is_no_number_and_has_no_date,
        methods_4_2_S1_12_kept_at_85_points_or_above_has_no_period, a_whole_goal_passes_what_can_be_said_without_values,
        each_fault_is_found_by_its_check, AC3_RE1_and_RE4_look_at_the_objective,
        methods_4_6_history_before_the_start_tells_AC1_AC2_and_AC4, AC4_warns_of_a_change_that_noise_alone_could_make,
        every_check_says_why_in_both_languages_with_the_numbers};
    return RUN_TESTS("smart_checks", tests);
}
