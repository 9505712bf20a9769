/* Who may be judged by a policy and among whom: limits of the roster, cases, periods with a score, peer groups with
   priors, means and minima of their own (METHODS 5.2, 5.3, 5.8, correction 11). */
#include "decision/decide.h"
#include "decision/policy_support.h"

/* A roster of number columns for all periods. */
static dscore_roster roster_of(
    const char *const *people, int64_t count, const char *const *columns, int32_t column_count, const double *numbers)
{
    dscore_roster roster = DSCORE_ROSTER_INIT;
    roster.count = count;
    roster.subject = people;
    roster.number_count = column_count;
    roster.number_names = columns;
    roster.numbers = numbers;
    return roster;
}

static dscore_decisions *decide_months(
    const dsi_policy_spec *spec, mark *marks, int64_t count, int32_t months, bool by_team, const dscore_roster *roster)
{
    dscore_scores *scores = score_marks(marks, count, DSCORE_PERIOD_MONTH, months, by_team);
    dscore_decisions *decisions = decide(spec, scores, roster, INT64_MAX);
    dscore_scores_free(scores);
    return decisions;
}

START_TEST(part_of_a_day_neither_fills_a_minimum_nor_fits_a_limit)
{
    static const char *const PEOPLE[] = {"a", "b", "c", "d"};
    static const char *const COLUMNS[] = {"tenure_days", "worked_days", "leave_days"};
    static const double NUMBERS[] = {90, 89.5, 90, 400, /**/ 15, 15, 14.75, (double)NAN, /**/ 10, 10, 10.25, 10};
    static const int32_t REASONS[] = {
        0, DSCORE_REASON_TENURE, DSCORE_REASON_WORKED | DSCORE_REASON_LEAVE, DSCORE_REASON_UNKNOWN};
    mark marks[4];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    for (int i = 0; i < 4; i++) {
        marks[i] = (mark){PEOPLE[i], "x", 0, 90.0 - i, 90.0 - i, 1, 2, 0};
    }
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.eligibility.tenure_days = 90;
    spec.eligibility.worked_days = 15;
    spec.eligibility.leave_days_max = 10;
    const dscore_roster roster = roster_of(PEOPLE, 4, COLUMNS, 3, NUMBERS);
    dscore_decisions *all = decide_months(&spec, marks, 4, 1, false, &roster);
    for (int i = 0; i < 4; i++) {
        const dscore_decision d = outcome_of(all, 0, PEOPLE[i], "2026-01");
        ck_assert_int_eq(d.reason, REASONS[i]);
        ck_assert_int_eq(d.decision, i == 0 ? DSCORE_DECISION_HIT : DSCORE_DECISION_INELIGIBLE);
    }
    assert_told(all, 0, "c", "2026-01", "en",
        "too few days worked (at least 15 days); too many days of leave (at most 10 days)");
    assert_told(all, 0, "d", "2026-01", "zh", "原因：花名册缺少所需信息。");
    dscore_decisions_free(all);
}
END_TEST

/* b has no row in February: absent, whatever volume is asked; on leave by the roster, ineligible. */
START_TEST(who_has_no_row_is_absent_unless_the_roster_says_more)
{
    static const char *const PEOPLE[] = {"a", "b"}, *const COLUMNS[] = {"leave_days"};
    double leave[] = {0, 0};
    mark marks[] = {{"a", "x", 0, 90, 90, 5, 9, 0}, {"b", "x", 0, 80, 80, 5, 9, 0}, {"a", "x", 1, 90, 90, 5, 9, 0}};
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.eligibility.leave_days_max = 15;
    spec.eligibility.volume = 9;
    spec.eligibility.volume_of = "solved";
    const dscore_roster roster = roster_of(PEOPLE, 2, COLUMNS, 1, leave);
    dscore_decisions *all = decide_months(&spec, marks, 3, 2, false, &roster);
    dscore_decision b = outcome_of(all, 0, "b", "2026-02");
    ck_assert_int_eq(b.decision, DSCORE_DECISION_NOT_JUDGED);
    ck_assert_int_eq(b.outcome, DSCORE_PERIOD_ABSENT);
    ck_assert_int_eq(b.reason, DSCORE_REASON_UNSCORED);
    ck_assert_int_eq(b.volume, 0); /* an absent cell reads as no rows */
    dscore_decisions_free(all);
    leave[1] = 28;
    all = decide_months(&spec, marks, 3, 2, false, &roster);
    b = outcome_of(all, 0, "b", "2026-02");
    ck_assert_int_eq(b.decision, DSCORE_DECISION_INELIGIBLE);
    ck_assert_int_eq(b.outcome, DSCORE_PERIOD_INELIGIBLE);
    ck_assert_int_ne(b.reason & DSCORE_REASON_LEAVE, 0);
    dscore_decisions_free(all);
}
END_TEST

/* Twelve months with a row, of which three without a mark: nine with a score. */
START_TEST(months_without_a_score_do_not_count_towards_a_year)
{
    mark marks[12];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    dscore_error err = DSCORE_ERROR_INIT;
    for (int month = 0; month < 12; month++) {
        const double level = month < 3 ? (double)NAN : 95.0;
        marks[month] = (mark){"a", "x", month, level, level, 1, 2, 0};
    }
    draft_policy(&spec, &rule, DSCORE_RULE_PROMOTION);
    dscore_scores *months = score_marks(marks, 12, DSCORE_PERIOD_MONTH, 12, false);
    dscore_scores *year = score_marks(marks, 12, DSCORE_PERIOD_YEAR, 12, false);
    const dscore_scores *given[] = {months, year};
    for (int64_t least = 9; least <= 10; least++) {
        rule.min_periods = least;
        dscore_policy *policy = make_policy(&spec);
        dscore_decisions *all = NULL;
        assert_ok(dscore_decide(policy, given, 2, NULL, NULL, &all, &err), err);
        const dscore_decision d = outcome_of(all, 0, "a", "2026");
        ck_assert_int_eq(d.decision, least == 9 ? DSCORE_DECISION_HIT : DSCORE_DECISION_INELIGIBLE);
        ck_assert_int_eq(d.reason, least == 9 ? 0 : DSCORE_REASON_PERIODS);
        dscore_decisions_free(all);
        dscore_policy_free(policy);
    }
    dscore_scores_free(months);
    dscore_scores_free(year);
}
END_TEST

/* The seven groups of METHODS 5.2 in one team, one of 4 of 4 alone in another: it has no peers to be shrunk towards. */
START_TEST(methods_5_2_the_prior_is_that_of_the_peers)
{
    static const double X[] = {9, 30, 92, 18, 150, 4, 61, 4}, N[] = {10, 50, 100, 30, 200, 4, 70, 4};
    static const char *const NAMES[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    mark marks[8];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    for (int i = 0; i < 8; i++) {
        marks[i] = (mark){NAMES[i], i < 7 ? "x" : "y", 0, 80, 80, X[i], N[i], 0};
    }
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.peers.by = "team";
    spec.rank.decimals = 4;
    spec.rank.look = (dsi_look){DSI_LOOK_VALUE, "solved", DSI_BY_SHRUNK, DSI_BETTER_UNSAID};
    dscore_decisions *all = decide_months(&spec, marks, 8, 1, true, NULL);
    assert_close(outcome_of(all, 0, "c", "2026-01").value, 90.6434, 1e-4);
    assert_close(outcome_of(all, 0, "h", "2026-01").value, 100.0, 1e-9);
    assert_close(outcome_of(all, 0, "h", "2026-01").rank, 1.0, 1e-12);
    dscore_decisions_free(all);
}
END_TEST

/* Ten who may be judged, 90 of 100 each but the last, 4 of 20, and one on leave with 0 of 1000, who is no part of the
   mean: 814 of 920. */
START_TEST(who_may_not_be_judged_is_not_in_the_mean_of_the_guard)
{
    static const char *const PEOPLE[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"};
    static const char *const COLUMNS[] = {"leave_days"};
    static const double LEAVE[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20};
    mark marks[11];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    for (int i = 0; i < 11; i++) {
        marks[i] = (mark){PEOPLE[i], "x", 0, 80.0 - i, 80.0 - i,
            i == 9    ? 4
            : i == 10 ? 0
                      : 90,
            i == 9    ? 20
            : i == 10 ? 1000
                      : 100,
            0};
    }
    draft_policy(&spec, &rule, DSCORE_RULE_COACHING);
    spec.eligibility.leave_days_max = 10;
    rule.period = DSCORE_PERIOD_MONTH;
    rule.streak.length = 1;
    rule.list.guard.kind = DSI_GUARD_WILSON;
    rule.list.guard.item = "solved";
    const dscore_roster roster = roster_of(PEOPLE, 11, COLUMNS, 1, LEAVE);
    dscore_decisions *all = decide_months(&spec, marks, 11, 1, false, &roster);
    const dscore_decision j = outcome_of(all, 0, "j", "2026-01");
    assert_close(j.mean, 100.0 * 814.0 / 920.0, 1e-9);
    ck_assert_int_eq(j.decision, DSCORE_DECISION_HIT);
    dscore_decisions_free(all);
}
END_TEST

START_TEST(a_minimum_of_the_peers_holds_for_every_list_and_the_cut_is_its_last_number)
{
    static const char *const PEOPLE[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    mark marks[8];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    for (int i = 0; i < 8; i++) {
        marks[i] = (mark){PEOPLE[i], "x", 0, 90.0 - i, 90.0 - i, 1, 2, 0};
    }
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    rule.list.share = 0.25; /* two of eight */
    dscore_decisions *all = decide_months(&spec, marks, 8, 1, false, NULL);
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_HIT), 2);
    assert_close(outcome_of(all, 0, "a", "2026-01").cut, 89.0, 1e-9);
    assert_close(outcome_of(all, 0, "h", "2026-01").cut, 89.0, 1e-9);
    dscore_decisions_free(all);
    spec.peers.group_min = 9;
    all = decide_months(&spec, marks, 8, 1, false, NULL);
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_HIT), 0);
    ck_assert_int_eq(dscore_decisions_reason(all, 0, DSCORE_REASON_SMALL_GROUP), 8);
    ck_assert(isnan(outcome_of(all, 0, "a", "2026-01").cut));
    dscore_decisions_free(all);
    dsi_list_rule_init(&rule.list, DSCORE_LIST_BOTTOM);
    rule.bonus.method = 0;
    rule.list.share = 0.25;
    rule.list.group_min = 0;
    spec.peers.group_min = 0;
    all = decide_months(&spec, marks, 8, 1, false, NULL);
    assert_close(outcome_of(all, 0, "a", "2026-01").cut, 84.0, 1e-9); /* g and h, 84 and 83 */
    dscore_decisions_free(all);
}
END_TEST

/* 59.996 is published as 60.00, and meets a condition of 60. */
START_TEST(conditions_compare_what_is_published)
{
    static const char *const PEOPLE[] = {"a", "b"}, *const COLUMNS[] = {"exam"};
    static const double EXAMS[] = {59.996, 59.99};
    const dsi_condition exam = {{DSI_LOOK_ROSTER, "exam", DSI_BY_POINT, 0}, {DSI_CMP_GE, 60.0}};
    mark marks[2] = {{"a", "x", 0, 90, 90, 1, 2, 0}, {"b", "x", 0, 90, 90, 1, 2, 0}};
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_PROMOTION);
    rule.period = DSCORE_PERIOD_MONTH;
    rule.conditions = &exam;
    rule.condition_count = 1;
    const dscore_roster roster = roster_of(PEOPLE, 2, COLUMNS, 1, EXAMS);
    dscore_decisions *all = decide_months(&spec, marks, 2, 1, false, &roster);
    ck_assert_int_eq(outcome_of(all, 0, "a", "2026-01").decision, DSCORE_DECISION_HIT);
    ck_assert_int_eq(outcome_of(all, 0, "b", "2026-01").reason, DSCORE_REASON_CONDITION);
    dscore_decisions_free(all);
}
END_TEST

/* Tied in total and in the first key; the second key, of which less is better here, decides in both months. */
START_TEST(the_second_key_orders_whom_the_first_leaves_tied_in_every_period)
{
    const dsi_look keys[] = {{DSI_LOOK_VALUE, "quality", DSI_BY_POINT, DSI_BETTER_UNSAID},
        {DSI_LOOK_VALUE, "solved", DSI_BY_POINT, DSI_BETTER_LOWER}};
    mark marks[] = {{"a", "x", 0, 80, 80, 2, 4, 0}, {"b", "x", 0, 80, 80, 1, 4, 0}, {"c", "x", 0, 90, 40, 4, 4, 0},
        {"a", "x", 1, 80, 80, 1, 4, 0}, {"b", "x", 1, 80, 80, 2, 4, 0}, {"c", "x", 1, 70, 70, 0, 4, 0}};
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.rank.keys = keys;
    spec.rank.key_count = 2;
    spec.rank.method = DSCORE_RANK_ORDINAL;
    dscore_decisions *all = decide_months(&spec, marks, 6, 2, false, NULL);
    /* January: all have 80; c has the higher quality, then b with the lower share, then a */
    assert_close(outcome_of(all, 0, "c", "2026-01").rank, 1.0, 1e-12);
    assert_close(outcome_of(all, 0, "b", "2026-01").rank, 2.0, 1e-12);
    assert_close(outcome_of(all, 0, "a", "2026-01").rank, 3.0, 1e-12);
    assert_close(outcome_of(all, 0, "a", "2026-02").rank, 1.0, 1e-12);
    assert_close(outcome_of(all, 0, "b", "2026-02").rank, 2.0, 1e-12);
    dscore_decisions_free(all);
}
END_TEST

/* Ten of whom less is better: 71 ... 80, mean 75.5; the last has 80, with an interval of the roster's own. */
START_TEST(a_guard_from_the_roster_is_in_the_unit_people_see)
{
    static const char *const PEOPLE[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    static const char *const COLUMNS[] = {"time", "from", "to"};
    double numbers[30];
    mark marks[10];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    for (int i = 0; i < 10; i++) {
        marks[i] = (mark){PEOPLE[i], "x", 0, 90, 90, 1, 2, 0};
        numbers[i] = 71.0 + i;
        numbers[10 + i] = numbers[i] - 2.0;
        numbers[20 + i] = numbers[i] + 2.0;
    }
    draft_policy(&spec, &rule, DSCORE_RULE_COACHING);
    rule.period = DSCORE_PERIOD_MONTH;
    rule.streak.length = 1;
    rule.has_look = true;
    rule.look = (dsi_look){DSI_LOOK_ROSTER, "time", DSI_BY_POINT, DSI_BETTER_LOWER};
    rule.list.guard = (dsi_guard){DSI_GUARD_ROSTER, NULL, 0.95, "from", "to", NULL};
    const dscore_roster roster = roster_of(PEOPLE, 10, COLUMNS, 3, numbers);
    dscore_decisions *all = decide_months(&spec, marks, 10, 1, false, &roster);
    const dscore_decision j = outcome_of(all, 0, "j", "2026-01");
    ck_assert_int_eq(j.decision, DSCORE_DECISION_HIT);
    assert_close(j.mean, 75.5, 1e-9);
    assert_close(j.cut, 80.0, 1e-9);
    dscore_decisions_free(all);
    spec.peers.group_min = 11; /* of all lists */
    all = decide_months(&spec, marks, 10, 1, false, &roster);
    ck_assert_int_eq(dscore_decisions_reason(all, 0, DSCORE_REASON_SMALL_GROUP), 10);
    assert_told(all, 0, "j", "2026-01", "en", "the peer group is too small (10 of 11)");
    dscore_decisions_free(all);
}
END_TEST

START_TEST(the_larger_of_volume_and_reliability_is_asked)
{
    static const double X[] = {9, 30, 92, 18, 150, 4, 61}, N[] = {10, 50, 100, 30, 200, 4, 70};
    static const char *const NAMES[] = {"a", "b", "c", "d", "e", "f", "g"};
    mark marks[7];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    for (int i = 0; i < 7; i++) {
        marks[i] = (mark){NAMES[i], "x", 0, 80.0 + i, 80.0 + i, X[i], N[i], 0};
    }
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.eligibility.volume_of = "solved";
    spec.eligibility.reliability = 0.7; /* 26 cases */
    spec.eligibility.volume = 60;
    dscore_decisions *all = decide_months(&spec, marks, 7, 1, false, NULL);
    ck_assert_int_eq(outcome_of(all, 0, "b", "2026-01").volume_min, 60);
    dscore_decisions_free(all);
    spec.eligibility.volume = 20;
    all = decide_months(&spec, marks, 7, 1, false, NULL);
    ck_assert_int_eq(outcome_of(all, 0, "b", "2026-01").volume_min, 26);
    dscore_decisions_free(all);
}
END_TEST

/* The card's rule of growth falls from 100 to 0: less is better there, and a look that does not say follows it. */
START_TEST(the_card_says_which_way_a_value_is_better)
{
    mark marks[2] = {{"a", "x", 0, 80, 30, 1, 2, 0}, {"b", "x", 0, 80, 20, 1, 2, 0}};
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_rule_spec rising = identity_rule(), falling = identity_rule();
    falling.u.linear = (dsi_linear){100.0, 0.0, 0.0, 100.0, falling.u.linear.below};
    const dsi_card_item items[] = {{.alias = "quality", .indicator = "quality", .rule = &rising},
        {.alias = "growth", .indicator = "growth", .rule = &falling}};
    dsi_card_spec card_spec;
    dsi_card_spec_init(&card_spec);
    card_spec.items = items;
    card_spec.item_count = 2;
    card_spec.weights.nodes = MARKS_NODES;
    card_spec.weights.node_count = 4;
    dscore_catalog *catalog = marks_catalog(NULL);
    dscore_scorecard *card = NULL;
    dscore_scores *scores = NULL;
    assert_ok(dsi_scorecard_new(catalog, &card_spec, &card, &err), err);
    dscore_values *values = marks_values(catalog, card, marks, 2, DSCORE_PERIOD_MONTH, 1, false);
    assert_ok(dscore_score(card, values, &scores, &err), err);
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.rank.look = (dsi_look){DSI_LOOK_VALUE, "growth", DSI_BY_POINT, DSI_BETTER_UNSAID};
    dscore_decisions *all = decide(&spec, scores, NULL, INT64_MAX);
    ck_assert_int_eq(outcome_of(all, 0, "b", "2026-01").decision, DSCORE_DECISION_HIT);
    assert_close(outcome_of(all, 0, "b", "2026-01").value, 20.0, 1e-9);
    dscore_decisions_free(all);
    spec.rank.look.better = DSI_BETTER_HIGHER;
    all = decide(&spec, scores, NULL, INT64_MAX);
    ck_assert_int_eq(outcome_of(all, 0, "a", "2026-01").decision, DSCORE_DECISION_HIT);
    dscore_decisions_free(all);
    dscore_scores_free(scores);
    dscore_values_free(values);
    dscore_scorecard_free(card);
    dscore_catalog_free(catalog);
}
END_TEST

/* Everybody of at least 80 gets a bonus by score: 10 % at 90, 5 % at 80, 7.5 % half-way; c is on leave. */
START_TEST(a_line_may_carry_a_bonus_and_a_grade_needs_peers)
{
    static const dsi_quota QUOTAS[] = {{"A", "甲", 1.0}};
    static const char *const PEOPLE[] = {"a", "b", "c", "d", "e"}, *const COLUMNS[] = {"salary", "leave_days"};
    static const double NUMBERS[] = {1000, 1000, 1000, 1000, 2000, /**/ 0, 0, 9, 0, 0};
    static const double LEVELS[] = {90, 80, 95, 70, 85}, AMOUNTS[] = {100, 50, 0, 0, 150};
    mark marks[5];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    for (int i = 0; i < 5; i++) {
        marks[i] = (mark){PEOPLE[i], "x", 0, LEVELS[i], LEVELS[i], 1, 2, 0};
    }
    draft_policy(&spec, &rule, DSCORE_RULE_PROMOTION);
    spec.eligibility.leave_days_max = 5;
    rule.period = DSCORE_PERIOD_MONTH;
    rule.line.limit = 80.0;
    rule.bonus.method = DSCORE_BONUS_BY_SCORE;
    const dscore_roster roster = roster_of(PEOPLE, 5, COLUMNS, 2, NUMBERS);
    dscore_decisions *all = decide_months(&spec, marks, 5, 1, false, &roster);
    for (int i = 0; i < 5; i++) {
        assert_close(outcome_of(all, 0, PEOPLE[i], "2026-01").amount, AMOUNTS[i], 1e-9);
    }
    dscore_decisions_free(all);
    dsi_policy_rule_init(&rule, DSCORE_RULE_GRADES);
    rule.id = "grades";
    rule.quotas = QUOTAS;
    rule.quota_count = 1;
    spec.peers.group_min = 5; /* four are left */
    all = decide_months(&spec, marks, 5, 1, false, &roster);
    ck_assert_int_eq(dscore_decisions_reason(all, 0, DSCORE_REASON_SMALL_GROUP), 4);
    ck_assert_int_eq(outcome_of(all, 0, "c", "2026-01").reason, DSCORE_REASON_LEAVE);
    dscore_decisions_free(all);
}
END_TEST

START_TEST(periods_are_known_by_their_names)
{
    static const struct {
        const char *name;
        int32_t unit;
    } NAMES[] = {{"2026-11-21", DSCORE_PERIOD_DAY}, {"2026-W47", DSCORE_PERIOD_WEEK},
        {"2026-11-15/7d", DSCORE_PERIOD_WEEK}, {"2026-11", DSCORE_PERIOD_MONTH}, {"2026-Q4", DSCORE_PERIOD_QUARTER},
        {"FY2026-Q1", DSCORE_PERIOD_QUARTER}, {"2026", DSCORE_PERIOD_YEAR}, {"FY2026", DSCORE_PERIOD_YEAR}, {"", 0},
        {"202", 0}, {"20261", 0}, {"2026-", 0}, {"2026-1", 0}, {"year", 0}, {"2026-xx", 0}};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        ck_assert_int_eq(dsi_unit_of_name(NAMES[i].name), NAMES[i].unit);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {part_of_a_day_neither_fills_a_minimum_nor_fits_a_limit,
        who_has_no_row_is_absent_unless_the_roster_says_more, months_without_a_score_do_not_count_towards_a_year,
        methods_5_2_the_prior_is_that_of_the_peers, who_may_not_be_judged_is_not_in_the_mean_of_the_guard,
        a_minimum_of_the_peers_holds_for_every_list_and_the_cut_is_its_last_number,
        conditions_compare_what_is_published, the_second_key_orders_whom_the_first_leaves_tied_in_every_period,
        a_guard_from_the_roster_is_in_the_unit_people_see, the_larger_of_volume_and_reliability_is_asked,
        the_card_says_which_way_a_value_is_better, a_line_may_carry_a_bonus_and_a_grade_needs_peers,
        periods_are_known_by_their_names};
    return RUN_TESTS("decision_admission", tests);
}
