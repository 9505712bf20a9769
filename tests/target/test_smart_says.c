/* What targets and standings say: accessors, words in both languages, notes and alerts. */
#include "target/smart_support.h"

static dsi_target_spec plain(void)
{
    return dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 92), "2026-01-01", "2026-03-31");
}

/* 88, 90, 91 % of 100 while 92 is asked for by the end of the year: above .8 of the way when less than .3 is expected.
 */
START_TEST(a_target_that_is_far_ahead_again_and_again_raises_the_bar)
{
    month_desk *m = open_months();
    const dsi_target_spec goal =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 70, 92), "2026-01-01", "2026-12-31");
    add_month(m, "Ann", "2026-01", 89, 100, 40);
    add_month(m, "Ann", "2026-02", 90, 100, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, NULL, "2026-01-01", "2026-03-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-01-31");
    ck_assert_int_eq(standing_of(s, 0, "").alerts, 0); /* once is not again and again */
    dscore_standings_free(s);
    s = judge_on(targets, series, NULL, "2026-02-28");
    ck_assert_int_eq(standing_of(s, 0, "").alerts, DSCORE_ALERT_RAISE_THE_BAR);
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

START_TEST(nothing_is_asked_of_what_is_not_there)
{
    dscore_standing_row row = DSCORE_STANDING_ROW_INIT;
    dscore_target_info info = DSCORE_TARGET_INFO_INIT;
    dscore_catalog *catalog = builtin_catalog();
    dscore_targets *none = make_targets(catalog, NULL, 0);
    dscore_standings *s = judge_on(none, NULL, NULL, "2026-01-31");
    ck_assert_int_eq(dscore_standings_count(s), 0);
    ck_assert_int_eq(dscore_standings_objective_count(s), 0);
    ck_assert_int_eq(dscore_standings_mbo_count(s), 0);
    ck_assert_int_eq(dscore_standings_get(s, 0, &row, NULL), DSCORE_E_ARGUMENT);
    ck_assert_ptr_eq(dscore_standings_targets(s), none);
    dscore_standings_free(s);
    dscore_targets_free(none);
    dscore_catalog_free(catalog);
    ck_assert_int_eq(dscore_targets_count(NULL), 0);
    ck_assert_int_eq(dscore_targets_objective_count(NULL), 0);
    ck_assert_int_eq(dscore_targets_find(NULL, "a"), -1);
    ck_assert_str_eq(dscore_targets_text(NULL, DSCORE_TARGETS_ID), "");
    ck_assert_str_eq(dscore_targets_target_text(NULL, 0, DSCORE_TARGETS_ID), "");
    ck_assert_str_eq(dscore_targets_objective_text(NULL, 0, DSCORE_TARGETS_ID), "");
    ck_assert_int_eq(dscore_targets_get(NULL, 0, &info, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_standings_count(NULL), 0);
    ck_assert_int_eq(dscore_standings_find(NULL, 0, ""), -1);
    ck_assert_ptr_null(dscore_standings_targets(NULL));
    ck_assert_int_eq(dscore_standings_get(NULL, 0, &row, NULL), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(dscore_smart_text(DSCORE_SMART_TEXT_NOTE, 3, NULL), "");
    ck_assert_str_eq(dscore_smart_text(DSCORE_SMART_TEXT_NOTE, 1, "fr"), "");
    dscore_targets_free(NULL);
    dscore_standings_free(NULL);
}
END_TEST

START_TEST(targets_say_what_they_are)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = builtin_catalog();
    dscore_targets *targets = NULL;
    dscore_target_info info = DSCORE_TARGET_INFO_INIT;
    dsi_objective_spec o;
    dsi_target_spec goal = plain();
    dsi_targets_spec spec;
    dsi_objective_spec_init(&o);
    o.id = "service";
    o.title_zh = "客户满意";
    o.goal = "first choice of its customers";
    goal.title_en = "Happier customers";
    goal.version = "2";
    goal.owner = "Wei";
    goal.objective = "service";
    goal.scope_key = "agent";
    goal.population = "agents of the day shift";
    goal.kind = DSCORE_TARGET_ASPIRATIONAL;
    goal.min_n = 30;
    dsi_targets_spec_init(&spec);
    spec.id = "team_2026";
    spec.name_en = "Team goals";
    spec.objectives = &o;
    spec.objective_count = 1;
    spec.targets = &goal;
    spec.target_count = 1;
    assert_ok(dsi_targets_new(catalog, &spec, &targets, &err), err);
    dscore_catalog_free(catalog);
    const struct {
        int32_t property;
        const char *text;
    } texts[] = {{DSCORE_TARGETS_ID, "csat"}, {DSCORE_TARGETS_NAME_EN, "Happier customers"},
        {DSCORE_TARGETS_NAME_ZH, ""}, {DSCORE_TARGETS_VERSION, "2"}, {DSCORE_TARGETS_OWNER, "Wei"},
        {DSCORE_TARGETS_PARENT, "service"}, {DSCORE_TARGETS_INDICATOR, "csat_satisfied"}, {DSCORE_TARGETS_UNIT, "%"},
        {DSCORE_TARGETS_SCOPE_KEY, "agent"}, {DSCORE_TARGETS_POPULATION, "agents of the day shift"},
        {DSCORE_TARGETS_TARGET_TEXT, ""}, {DSCORE_TARGETS_GOAL, ""}, {99, ""}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert_str_eq(dscore_targets_target_text(targets, 0, texts[i].property), texts[i].text);
    }
    ck_assert_str_eq(dscore_targets_target_text(targets, 1, DSCORE_TARGETS_ID), "");
    ck_assert_str_eq(dscore_targets_text(targets, DSCORE_TARGETS_ID), "team_2026");
    ck_assert_str_eq(dscore_targets_text(targets, DSCORE_TARGETS_NAME_EN), "Team goals");
    ck_assert_str_eq(dscore_targets_objective_text(targets, 0, DSCORE_TARGETS_NAME_ZH), "客户满意");
    ck_assert_str_eq(dscore_targets_objective_text(targets, 0, DSCORE_TARGETS_GOAL), "first choice of its customers");
    ck_assert_int_eq(dscore_targets_count(targets), 1);
    ck_assert_int_eq(dscore_targets_objective_count(targets), 1);
    ck_assert_int_eq(dscore_targets_find(targets, "csat"), 0);
    ck_assert_int_eq(dscore_targets_find(targets, "service"), -1);
    assert_ok(dscore_targets_get(targets, 0, &info, &err), err);
    ck_assert_int_eq(info.direction, DSCORE_TARGET_INCREASE);
    ck_assert_int_eq(info.kind, DSCORE_TARGET_ASPIRATIONAL);
    ck_assert_int_eq(info.window, 4);
    ck_assert_int_eq(info.forecast, DSCORE_TARGET_FORECAST_TREND);
    ck_assert_int_eq(info.objective, 0);
    ck_assert_int_eq(info.min_n, 30);
    ck_assert_int_eq(info.due, day("2026-03-31"));
    assert_close(info.target, 92.0, 1e-12);
    ck_assert(isnan(info.stretch));
    ck_assert_int_eq(dscore_targets_get(targets, 1, &info, &err), DSCORE_E_ARGUMENT);
    info.struct_size = 0;
    ck_assert_int_eq(dscore_targets_get(targets, 0, &info, &err), DSCORE_E_ARGUMENT);
    dscore_targets_free(targets);
}
END_TEST

START_TEST(every_note_alert_and_verdict_is_named_in_both_languages)
{
    const struct {
        int32_t family, last;
        bool bits;
    } families[] = {{DSCORE_SMART_TEXT_NOTE, DSCORE_STANDING_STRETCH, true},
        {DSCORE_SMART_TEXT_ALERT, DSCORE_ALERT_STILL_OPEN, true}, {DSCORE_SMART_TEXT_CHECK, DSCORE_CHECK_TB5, false},
        {DSCORE_SMART_TEXT_VERDICT, DSCORE_VERDICT_NOT_JUDGED, false},
        {DSCORE_SMART_TEXT_KIND, DSCORE_TARGET_ASPIRATIONAL, false},
        {DSCORE_SMART_TEXT_MBO, DSCORE_MBO_BY_GIVEN, false}, {DSCORE_SMART_TEXT_CODE, DSCORE_CHECK_TB5, false}};
    for (size_t f = 0; f < sizeof families / sizeof families[0]; f++) {
        for (int32_t value = 1; value <= families[f].last; value = families[f].bits ? 2 * value : value + 1) {
            ck_assert_str_ne(dscore_smart_text(families[f].family, value, "en"), "");
            ck_assert_str_ne(dscore_smart_text(families[f].family, value, "zh"), "");
        }
    }
}
END_TEST

/* Threshold 80, target 90, stretch 95: 79 falls short, 80 does not, 95 reaches the stretch. */
START_TEST(threshold_and_stretch_are_noted)
{
    static const int32_t good[] = {79, 80, 94, 95};
    static const char *const people[] = {"Ann", "Bob", "Cai", "Dan"};
    month_desk *m = open_months();
    dsi_target_spec goal = plain();
    goal.threshold = 80;
    goal.target = 90;
    goal.stretch = 95;
    for (int i = 0; i < 4; i++) {
        add_month(m, people[i], "2026-01", good[i], 100, 40);
    }
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_values *series = measure_targets(m, targets, "agent", "2026-01-01", "2026-02-01", "month");
    dscore_standings *s = judge_on(targets, series, NULL, "2026-01-31");
    const int32_t notes[] = {DSCORE_STANDING_BELOW_THRESHOLD, 0, 0, DSCORE_STANDING_STRETCH};
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(standing_of(s, 0, people[i]).notes, notes[i]);
    }
    dscore_standings_free(s);
    dscore_values_free(series);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_target_that_is_far_ahead_again_and_again_raises_the_bar,
        nothing_is_asked_of_what_is_not_there, targets_say_what_they_are,
        every_note_alert_and_verdict_is_named_in_both_languages, threshold_and_stretch_are_noted};
    return RUN_TESTS("smart_says", tests);
}
