/* How far a target should be by a day, and what its standing is called: METHODS 4.4. */
#include "target/aim.h"
#include "time/calendar_support.h"

static double expected(const dscore_target_span *span, const char *now)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t on = day(now);
    double e;
    int32_t status;
    assert_ok(dscore_target_expect(span, &on, 1, &e, &status, &err), err);
    ck_assert(isnan(e) == (status != DSCORE_VALUE_OK));
    return e;
}

START_TEST(methods_4_4_two_ways_to_count_days)
{
    const dscore_target_span april = span_of(DSCORE_TARGET_DAYS_INCLUSIVE, "2025-04-01", "2025-04-30");
    dscore_target_span viva = april;
    viva.day_count = DSCORE_TARGET_DAYS_VIVA;
    assert_close(100 * expected(&april, "2025-04-15"), 50, 1e-12);
    assert_close(100 * expected(&viva, "2025-04-15"), 48.2759, 5e-5);
    assert_close(expected(&viva, "2025-04-01"), 0, 1e-15);
    assert_close(expected(&viva, "2025-04-30"), 1, 1e-15);
    const dscore_target_span q1 = span_of(DSCORE_TARGET_DAYS_VIVA, "2025-01-01", "2025-03-31");
    dscore_target_span inclusive = q1;
    inclusive.day_count = DSCORE_TARGET_DAYS_INCLUSIVE;
    assert_close(expected(&q1, "2025-02-15"), .505618, 5e-7);
    assert_close(expected(&inclusive, "2025-02-15"), .511111, 5e-7);
    assert_close(expected(&q1, "2024-12-31"), 0, 1e-15);
    assert_close(expected(&inclusive, "2026-01-01"), 1, 1e-15);
}
END_TEST

START_TEST(a_span_of_one_day_is_due_on_it)
{
    const dscore_target_span one = span_of(DSCORE_TARGET_DAYS_VIVA, "2025-04-01", "2025-04-01");
    assert_close(expected(&one, "2025-03-31"), 0, 1e-15);
    assert_close(expected(&one, "2025-04-01"), 1, 1e-15);
    const dscore_target_span turned = span_of(DSCORE_TARGET_DAYS_VIVA, "2025-04-02", "2025-04-01");
    double e;
    ck_assert_int_eq(dscore_target_expect(&turned, &one.due, 1, &e, NULL, NULL), DSCORE_E_PARAMETER);
}
END_TEST

/* April 2025 has 22 working days, of which 11 lie before the 16th; the 5th and 6th are a weekend. */
START_TEST(working_days_pass_on_working_days_only)
{
    dscore_calendar *c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 09:00-17:00", "");
    dscore_target_span april = span_of(DSCORE_TARGET_DAYS_INCLUSIVE, "2025-04-01", "2025-04-30");
    april.calendar = c;
    assert_close(expected(&april, "2025-04-15"), .5, 1e-15);
    assert_close(expected(&april, "2025-04-04"), 4. / 22, 1e-15);
    assert_close(expected(&april, "2025-04-06"), 4. / 22, 1e-15);
    dscore_target_span weekend = span_of(DSCORE_TARGET_DAYS_VIVA, "2025-04-05", "2025-04-07");
    weekend.calendar = c;
    ck_assert(isnan(expected(&weekend, "2025-04-06")));
    assert_close(expected(&weekend, "2025-04-07"), 1, 1e-15);
    dscore_calendar_free(c);
}
END_TEST

static double planned(const dscore_target_aim *aim, int32_t plan, const char *now, double *share)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const dscore_target_span q1 = span_of(DSCORE_TARGET_DAYS_VIVA, "2025-01-01", "2025-03-31");
    const int64_t days[] = {day("2025-01-31"), day("2025-02-28"), day("2025-03-31")}, on = day(now);
    const double values[] = {86, 89, 92};
    double value;
    int32_t status;
    assert_ok(dscore_target_plan_expect(aim, &q1, days, values, 3, plan, &on, 1, &value, share, &status, &err), err);
    ck_assert(isnan(*share) == (status != DSCORE_VALUE_OK));
    return value;
}

START_TEST(methods_4_4_milestones_say_what_is_expected)
{
    const dscore_target_aim csat = aim_of(DSCORE_TARGET_INCREASE, 85, 92),
                            flat = aim_of(DSCORE_TARGET_INCREASE, 92, 92);
    double e;
    assert_close(planned(&csat, DSCORE_TARGET_PLAN_LINEAR, "2025-02-15", &e), 87.607143, 5e-7);
    assert_close(e, .372449, 5e-7);
    assert_close(planned(&csat, DSCORE_TARGET_PLAN_LINEAR, "2025-03-15", &e), 90.451613, 5e-7);
    assert_close(e, .778802, 5e-7);
    assert_close(planned(&csat, DSCORE_TARGET_PLAN_LINEAR, "2024-06-01", &e), 85, 1e-15);
    assert_close(planned(&csat, DSCORE_TARGET_PLAN_LINEAR, "2025-03-31", &e), 92, 1e-15);
    assert_close(planned(&csat, DSCORE_TARGET_PLAN_STEPS, "2025-02-27", &e), 86, 1e-15);
    assert_close(planned(&csat, DSCORE_TARGET_PLAN_STEPS, "2025-02-28", &e), 89, 1e-15);
    (void)planned(&flat, DSCORE_TARGET_PLAN_STEPS, "2025-02-28", &e);
    ck_assert(isnan(e));
    const dscore_target_span q1 = span_of(DSCORE_TARGET_DAYS_VIVA, "2025-01-01", "2025-03-31");
    const int64_t on = day("2025-02-15"), twice[] = {on, on}, late = day("2025-04-01");
    const double values[] = {86, 89};
    double value;
    ck_assert_int_eq(
        dscore_target_plan_expect(&csat, &q1, NULL, NULL, 0, 1, &on, 1, &value, &e, NULL, NULL), DSCORE_OK);
    assert_close(value, 88.539326, 5e-7); /* the straight line */
    ck_assert_int_eq(
        dscore_target_plan_expect(&csat, &q1, twice, values, 2, 1, &on, 1, &value, &e, NULL, NULL), DSCORE_E_PARAMETER);
    ck_assert_int_eq(
        dscore_target_plan_expect(&csat, &q1, &late, values, 1, 1, &on, 1, &value, &e, NULL, NULL), DSCORE_E_PARAMETER);
}
END_TEST

static dscore_target_standing standing_of(int32_t preset, double e, double p)
{
    dscore_target_standing s = DSCORE_TARGET_STANDING_INIT;
    s.preset = preset;
    s.start = 100;
    s.due = 200;
    s.now = 150;
    s.expected = e;
    s.progress = p;
    return s;
}

static int32_t judge(const dscore_target_standing *s)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int32_t status;
    assert_ok(dscore_target_judge(s, &status, NULL, &err), err);
    return status;
}

START_TEST(methods_4_4_presets_name_the_gap)
{
    static const struct {
        int32_t preset;
        double e, p;
        int32_t status;
    } CASES[] = {
        {DSCORE_TARGET_PRESET_VIVA, .52, .47, DSCORE_TARGET_STATUS_BEHIND}, /* Viva's own example */
        {DSCORE_TARGET_PRESET_VIVA, .52, .52, DSCORE_TARGET_STATUS_ON_TRACK},
        {DSCORE_TARGET_PRESET_VIVA, .52, .27, DSCORE_TARGET_STATUS_BEHIND},
        {DSCORE_TARGET_PRESET_VIVA, .52, .26, DSCORE_TARGET_STATUS_AT_RISK},
        {DSCORE_TARGET_PRESET_ENGAGEDLY, .5, 1, DSCORE_TARGET_STATUS_ACHIEVED},
        {DSCORE_TARGET_PRESET_ENGAGEDLY, .5, .335, DSCORE_TARGET_STATUS_ON_TRACK},
        {DSCORE_TARGET_PRESET_ENGAGEDLY, .5, .17, DSCORE_TARGET_STATUS_BEHIND},
        {DSCORE_TARGET_PRESET_ENGAGEDLY, .5, .16, DSCORE_TARGET_STATUS_AT_RISK},
        {DSCORE_TARGET_PRESET_PLANVIEW, .5, .41, DSCORE_TARGET_STATUS_ON_TRACK},
        {DSCORE_TARGET_PRESET_PLANVIEW, .5, .4, DSCORE_TARGET_STATUS_BEHIND},
        {DSCORE_TARGET_PRESET_PLANVIEW, .5, .61, DSCORE_TARGET_STATUS_AHEAD},
        {DSCORE_TARGET_PRESET_PERDOO, .5, .99, DSCORE_TARGET_STATUS_UNHEALTHY},
        {DSCORE_TARGET_PRESET_PERDOO, .5, 1, DSCORE_TARGET_STATUS_HEALTHY},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const dscore_target_standing s = standing_of(CASES[i].preset, CASES[i].e, CASES[i].p);
        ck_assert_msg(judge(&s) == CASES[i].status, "case %d", (int)i);
    }
    const dscore_target_standing s = standing_of(DSCORE_TARGET_PRESET_VIVA, .52, .47);
    int32_t status;
    double gap;
    ck_assert_int_eq(dscore_target_judge(&s, &status, &gap, NULL), DSCORE_OK);
    assert_close(gap, 5, 1e-12);
}
END_TEST

START_TEST(methods_4_4_the_own_preset_follows_a_target_all_its_life)
{
    dscore_target_standing s = standing_of(DSCORE_TARGET_PRESET_DESKSCORE, .5, .4);
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_BEHIND);
    s.now = 99;
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_NOT_STARTED);
    s.now = 201;
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_MISSED);
    s.progress = (double)NAN;
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_OVERDUE_NO_DATA);
    s.now = 200;
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_NOT_STARTED);
    s.progress = 1;
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_ACHIEVED);
    s.is_met = 0; /* more than the target was asked for */
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_ON_TRACK);
    s.is_met = -1;
    s.is_maintain = 1;
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_ON_TRACK);
    s.preset = DSCORE_TARGET_PRESET_ENGAGEDLY;
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_ON_TRACK);
    s.progress = 0;
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_BEHIND);
    s.now = 201;
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_AT_RISK);
    s.is_cancelled = 1;
    ck_assert_int_eq(judge(&s), DSCORE_TARGET_STATUS_CANCELLED);
}
END_TEST

static int32_t parent(int32_t policy, int32_t a, int32_t b, int32_t c)
{
    const int32_t children[] = {a, b, c};
    int32_t out;
    ck_assert_int_eq(dscore_target_parent(policy, children, 3, DSCORE_TARGET_STATUS_BEHIND, &out, NULL), DSCORE_OK);
    return out;
}

START_TEST(methods_4_4_a_parent_by_progress_or_its_worst_child)
{
    enum {
        NEW = DSCORE_TARGET_STATUS_NOT_STARTED,
        ON = DSCORE_TARGET_STATUS_ON_TRACK,
        LATE = DSCORE_TARGET_STATUS_BEHIND,
        RISK = DSCORE_TARGET_STATUS_AT_RISK,
        WON = DSCORE_TARGET_STATUS_ACHIEVED,
        OFF = DSCORE_TARGET_STATUS_POSTPONED,
        SHUT = DSCORE_TARGET_STATUS_CLOSED
    };
    const int32_t worst = DSCORE_TARGET_PARENT_WORST_CHILD, own = DSCORE_TARGET_PARENT_BY_PROGRESS;
    ck_assert_int_eq(parent(worst, LATE, RISK, ON), RISK);
    ck_assert_int_eq(parent(worst, LATE, NEW, ON), LATE);
    ck_assert_int_eq(parent(worst, NEW, ON, NEW), ON);
    ck_assert_int_eq(parent(worst, NEW, NEW, OFF), NEW);
    ck_assert_int_eq(parent(worst, OFF, OFF, OFF), OFF);
    ck_assert_int_eq(parent(own, SHUT, SHUT, SHUT), SHUT);
    ck_assert_int_eq(parent(own, WON, OFF, WON), SHUT);
    ck_assert_int_eq(parent(own, RISK, RISK, WON), LATE);
    ck_assert_int_eq(parent(worst, DSCORE_TARGET_STATUS_MISSED, WON, ON), RISK);
    int32_t out = 0;
    const int32_t unknown = 77;
    ck_assert_int_eq(dscore_target_parent(worst, &unknown, 1, 0, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_target_parent(worst, NULL, 0, 0, &out, NULL), DSCORE_OK);
    ck_assert_int_eq(out, NEW);
}
END_TEST

START_TEST(methods_4_4_closing_grades_and_their_colours)
{
    const double p[] = {-.2, .3499, .35, .6499, .65, 1.3, (double)NAN};
    const double grades[] = {0, .3, .4, .6, .7, 1};
    const int32_t colours[] = {1, 1, 2, 2, 3, 3, 0};
    double grade[7];
    int32_t colour[7], status[7];
    ck_assert_int_eq(dscore_target_grade(p, 7, grade, colour, status, NULL), DSCORE_OK);
    for (int i = 0; i < 7; i++) {
        ck_assert_int_eq(colour[i], colours[i]);
        ck_assert_int_eq(status[i], i == 6 ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_OK);
        if (i < 6) {
            assert_close(grade[i], grades[i], 1e-15);
        }
    }
    ck_assert(isnan(grade[6]));
}
END_TEST

START_TEST(every_number_is_named_in_both_languages)
{
    static const int32_t LAST[] = {0, 0, 13, 3, 3, 5, 7, 5};
    for (int32_t family = 2; family <= 7; family++) {
        for (int32_t value = 1; value <= LAST[family]; value++) {
            ck_assert_str_ne(dscore_target_text(family, value, NULL), "");
            ck_assert_str_ne(dscore_target_text(family, value, "zh"), "");
            ck_assert_str_ne(dscore_target_text(family, value, "zh"), dscore_target_text(family, value, "en"));
        }
        ck_assert_str_eq(dscore_target_text(family, LAST[family] + 1, NULL), "");
    }
    for (int32_t bit = 0; bit < 20; bit++) {
        ck_assert_str_ne(dscore_target_text(DSCORE_TARGET_TEXT_REASON, 1 << bit, "zh"), "");
    }
    ck_assert_str_eq(dscore_target_text(DSCORE_TARGET_TEXT_STATUS, 2, "zh"), "进展正常");
    ck_assert_str_eq(dscore_target_text(DSCORE_TARGET_TEXT_STATUS, 2, "fr"), "");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        methods_4_4_two_ways_to_count_days,
        a_span_of_one_day_is_due_on_it,
        working_days_pass_on_working_days_only,
        methods_4_4_milestones_say_what_is_expected,
        methods_4_4_presets_name_the_gap,
        methods_4_4_the_own_preset_follows_a_target_all_its_life,
        methods_4_4_a_parent_by_progress_or_its_worst_child,
        methods_4_4_closing_grades_and_their_colours,
        every_number_is_named_in_both_languages,
    };
    return RUN_TESTS("target status", tests);
}
