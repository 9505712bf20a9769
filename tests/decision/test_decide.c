/* Whole policies worked by hand: the requirements S3-34 to S3-37 over months and quarters, with leave, ties, small
   groups and complaints (METHODS 5.8, correction 11). */
#include "decision/policy_support.h"

static const char *const TEN[] = {"ann", "bea", "cem", "dan", "eva", "fay", "gus", "hal", "ida", "jon"};

enum { PEOPLE = 10, QUARTERS = 3, ROWS = PEOPLE * QUARTERS };

/* Three quarters of ten agents: quality and growth alike, 95 for ann down to 50 for jon in steps of 5. */
static void ten_agents(mark *marks)
{
    for (int32_t i = 0; i < ROWS; i++) {
        const double level = 95.0 - 5.0 * (i % PEOPLE);
        marks[i] = (mark){TEN[i % PEOPLE], "desk", 3 * (i / PEOPLE), level, level, 50, 100, 0};
    }
}

static mark *mark_of(mark *marks, const char *agent, int32_t quarter)
{
    for (int32_t i = 0; i < ROWS; i++) {
        if (strcmp(marks[i].agent, agent) == 0 && marks[i].month == 3 * quarter) {
            return &marks[i];
        }
    }
    ck_abort_msg("no mark of %s", agent);
    return marks;
}

static dscore_decisions *decide_quarters(
    const dsi_policy_spec *spec, mark *marks, const dscore_roster *roster, int64_t now)
{
    dscore_scores *scores = score_marks(marks, ROWS, DSCORE_PERIOD_QUARTER, 9, false);
    dscore_decisions *decisions = decide(spec, scores, roster, now);
    dscore_scores_free(scores);
    return decisions;
}

START_TEST(s3_35_the_last_tenth_of_three_quarters_in_a_row_is_coached)
{
    mark marks[ROWS];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    ten_agents(marks);
    draft_policy(&spec, &rule, DSCORE_RULE_COACHING);
    rule.name_en = "Coaching";
    rule.name_zh = "绩效辅导";
    rule.action_en = "Agree a coaching plan";
    dscore_decisions *all = decide_quarters(&spec, marks, NULL, INT64_MAX);
    ck_assert_int_eq(dscore_decisions_count(all), ROWS);
    static const char *const NAMES[] = {"2026-Q1", "2026-Q2", "2026-Q3"};
    for (int32_t q = 0; q < QUARTERS; q++) { /* 10 % of 10 is one place: jon, who is last each time */
        const dscore_decision jon = outcome_of(all, 0, "jon", NAMES[q]);
        ck_assert_int_eq(jon.list, DSCORE_LIST_BOTTOM);
        ck_assert_int_eq(jon.outcome, DSCORE_PERIOD_HIT);
        ck_assert_int_eq(jon.run, q + 1);
        ck_assert_int_eq(jon.decision, q == 2 ? DSCORE_DECISION_HIT : DSCORE_DECISION_NOT);
        ck_assert_int_eq(jon.reason, q == 2 ? 0 : DSCORE_REASON_STREAK);
        ck_assert_int_eq(jon.flags, q == 2 ? DSCORE_DECISION_STREAK_FIRED : 0);
        assert_close(jon.rank, 10.0, 1e-12);
        assert_close(jon.cut, 50.0, 1e-9);
        ck_assert_int_eq(jon.ranked, 10);
        ck_assert_int_eq(outcome_of(all, 0, "ida", NAMES[q]).reason, DSCORE_REASON_BEYOND_CUT);
    }
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_HIT), 1);
    ck_assert_int_eq(dscore_decisions_tally(all, -1, DSCORE_DECISION_NOT), ROWS - 1);
    ck_assert_int_eq(dscore_decisions_reason(all, 0, DSCORE_REASON_STREAK), 2);
    ck_assert_int_eq(dscore_decisions_reason(all, 0, DSCORE_REASON_BEYOND_CUT), ROWS - 3);
    assert_told(all, 0, "jon", "2026-Q3", "en", "jon, 2026-Q3, Coaching: applies. Total score 50 points");
    assert_told(all, 0, "jon", "2026-Q3", "en", "rank 10 of 10. The list takes the last 10% and ends at 50 points");
    assert_told(all, 0, "jon", "2026-Q3", "en", "Periods in a row: 3. Agree a coaching plan.");
    assert_told(all, 0, "jon", "2026-Q2", "zh", "jon，2026-Q2，绩效辅导：不适用。");
    assert_told(all, 0, "jon", "2026-Q2", "zh", "原因：连续周期数不足（2/3）。");
    dscore_decisions_free(all);
}
END_TEST

/* jon is on leave for most of the second quarter: 60 days, where 30 are allowed. */
START_TEST(a_quarter_on_leave_breaks_a_streak_of_coaching_and_is_skipped_where_asked)
{
    static const char *const COLUMNS[] = {"leave_days"};
    mark marks[ROWS];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    ten_agents(marks);
    draft_policy(&spec, &rule, DSCORE_RULE_COACHING);
    spec.eligibility.leave_days_max = 30;
    rule.list.group_min = 1; /* nine are ranked in the second quarter: 10 % cut down is none */
    rule.streak.length = 2;
    const char *subjects[1 + PEOPLE] = {"jon"}, *periods[1 + PEOPLE] = {"2026-Q2"};
    double leave[1 + PEOPLE] = {60};
    for (int i = 0; i < PEOPLE; i++) {
        subjects[i + 1] = TEN[i];
        periods[i + 1] = NULL;
        leave[i + 1] = 0;
    }
    dscore_roster roster = DSCORE_ROSTER_INIT;
    roster.count = 1 + PEOPLE;
    roster.subject = subjects;
    roster.period = periods;
    roster.number_count = 1;
    roster.number_names = COLUMNS;
    roster.numbers = leave;
    dscore_decisions *all = decide_quarters(&spec, marks, &roster, INT64_MAX);
    const dscore_decision away = outcome_of(all, 0, "jon", "2026-Q2");
    ck_assert_int_eq(away.decision, DSCORE_DECISION_INELIGIBLE);
    ck_assert_int_eq(away.reason, DSCORE_REASON_LEAVE);
    ck_assert_int_eq(away.run, 0);
    ck_assert(away.rank <= 0.0 && away.ranked == 0);
    ck_assert_int_eq(outcome_of(all, 0, "jon", "2026-Q3").run, 1); /* BREAK: an adverse streak starts anew */
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_HIT), 0);
    assert_told(all, 0, "jon", "2026-Q2", "en", "Why: too many days of leave (at most 30 days).");
    dscore_decisions_free(all);
    rule.streak.ineligible = DSCORE_STREAK_SKIP;
    all = decide_quarters(&spec, marks, &roster, INT64_MAX);
    ck_assert_int_eq(outcome_of(all, 0, "jon", "2026-Q2").run, 1);
    ck_assert_int_eq(outcome_of(all, 0, "jon", "2026-Q3").run, 2);
    ck_assert_int_eq(outcome_of(all, 0, "jon", "2026-Q3").decision, DSCORE_DECISION_HIT);
    dscore_decisions_free(all);
}
END_TEST

START_TEST(ties_at_the_cut_are_rewarded_and_are_not_punished)
{
    mark marks[ROWS];
    dsi_policy_spec spec;
    dsi_policy_rule rules[2];
    ten_agents(marks);
    mark_of(marks, "bea", 0)->quality = mark_of(marks, "bea", 0)->growth = 95.0; /* tied with ann */
    mark_of(marks, "ida", 0)->quality = mark_of(marks, "ida", 0)->growth = 50.0; /* tied with jon */
    draft_policy(&spec, &rules[0], DSCORE_RULE_BONUS);
    dsi_policy_rule_init(&rules[1], DSCORE_RULE_COACHING);
    rules[0].period = DSCORE_PERIOD_QUARTER;
    rules[1].id = "coaching";
    rules[1].streak.length = 1;
    spec.rules = rules;
    spec.rule_count = 2;
    dscore_decisions *all = decide_quarters(&spec, marks, NULL, INT64_MAX);
    ck_assert_int_eq(outcome_of(all, 0, "ann", "2026-Q1").decision, DSCORE_DECISION_HIT);
    const dscore_decision bea = outcome_of(all, 0, "bea", "2026-Q1");
    ck_assert_int_eq(bea.decision, DSCORE_DECISION_HIT);
    assert_close(bea.rank, 1.0, 1e-12);
    assert_close(bea.rate, 10.0, 1e-12); /* tied for the first: both the most */
    ck_assert(isnan(bea.amount));        /* the roster does not know the salary */
    ck_assert_int_eq(bea.flags, DSCORE_DECISION_SALARY_UNKNOWN);
    ck_assert_int_eq(outcome_of(all, 0, "cem", "2026-Q1").decision, DSCORE_DECISION_NOT);
    const dscore_decision ida = outcome_of(all, 1, "ida", "2026-Q1");
    ck_assert_int_eq(ida.decision, DSCORE_DECISION_NOT);
    ck_assert_int_eq(ida.reason, DSCORE_REASON_BEYOND_CUT | DSCORE_REASON_TIED_AT_CUT);
    assert_told(all, 1, "ann", "2026-Q1", "en", "The list takes the last 10%; nobody is on it.");
    assert_told(all, 1, "ida", "2026-Q1", "en", "tied over the end of the list (at 50 points)");
    ck_assert_int_eq(outcome_of(all, 1, "jon", "2026-Q1").decision, DSCORE_DECISION_NOT);
    ck_assert_int_eq(outcome_of(all, 1, "jon", "2026-Q2").decision, DSCORE_DECISION_HIT);
    dscore_decisions_free(all);
}
END_TEST

/* Peers by team: four in the small one. The top list still has a place there; the bottom list needs ten. */
START_TEST(a_group_of_four_has_a_first_but_no_last)
{
    mark marks[14];
    dsi_policy_spec spec;
    dsi_policy_rule rules[2];
    static const char *const SMALL[] = {"kit", "lea", "max", "nia"};
    for (int i = 0; i < 14; i++) {
        marks[i] = (mark){i < 10 ? TEN[i] : SMALL[i - 10], i < 10 ? "big" : "small", 0, 90.0 - i, 90.0 - i, 1, 2, 0};
    }
    draft_policy(&spec, &rules[0], DSCORE_RULE_BONUS);
    dsi_policy_rule_init(&rules[1], DSCORE_RULE_COACHING);
    rules[0].period = DSCORE_PERIOD_QUARTER;
    rules[1].id = "coaching";
    rules[1].streak.length = 1;
    spec.rules = rules;
    spec.rule_count = 2;
    spec.peers.by = "team";
    dscore_scores *scores = score_marks(marks, 14, DSCORE_PERIOD_QUARTER, 3, true);
    dscore_decisions *all = decide(&spec, scores, NULL, INT64_MAX);
    dscore_scores_free(scores);
    const dscore_decision kit = outcome_of(all, 0, "kit", "2026-Q1");
    ck_assert_str_eq(kit.group, "small");
    ck_assert_int_eq(kit.ranked, 4);
    ck_assert_int_eq(kit.decision, DSCORE_DECISION_HIT);
    ck_assert_int_eq(outcome_of(all, 0, "lea", "2026-Q1").reason, DSCORE_REASON_BEYOND_CUT);
    const dscore_decision nia = outcome_of(all, 1, "nia", "2026-Q1");
    ck_assert_int_eq(nia.decision, DSCORE_DECISION_NOT);
    ck_assert_int_eq(nia.reason, DSCORE_REASON_BEYOND_CUT | DSCORE_REASON_SMALL_GROUP);
    assert_told(all, 1, "nia", "2026-Q1", "en", "the peer group is too small (4 of 10)");
    assert_told(all, 1, "nia", "2026-Q1", "en", "rank 4 of 4 in small");
    ck_assert_int_eq(outcome_of(all, 1, "jon", "2026-Q1").decision, DSCORE_DECISION_HIT);
    dscore_decisions_free(all);
}
END_TEST

/* A roster of salaries and complaints; ann's complaint was upheld in the first quarter, so that bea is first. */
START_TEST(an_upheld_complaint_takes_the_bonus_and_spares_no_coaching)
{
    static const char *const COLUMNS[] = {"salary", "complaints"};
    mark marks[ROWS];
    dsi_policy_spec spec;
    dsi_policy_rule rules[2];
    double numbers[2 * PEOPLE];
    ten_agents(marks);
    for (int i = 0; i < PEOPLE; i++) {
        numbers[i] = 8000.0;
        numbers[PEOPLE + i] = i == 0 || i == 9 ? 1.0 : 0.0;
    }
    dscore_roster roster = DSCORE_ROSTER_INIT;
    roster.count = PEOPLE;
    roster.subject = TEN;
    roster.number_count = 2;
    roster.number_names = COLUMNS;
    roster.numbers = numbers;
    draft_policy(&spec, &rules[0], DSCORE_RULE_BONUS);
    dsi_policy_rule_init(&rules[1], DSCORE_RULE_COACHING);
    rules[0].period = DSCORE_PERIOD_QUARTER;
    rules[0].list.share = 0.25; /* two of the eight who are left */
    rules[1].id = "coaching";
    rules[1].streak.length = 1;
    spec.rules = rules;
    spec.rule_count = 2;
    spec.eligibility.complaints_max = 0;
    dscore_decisions *all = decide_quarters(&spec, marks, &roster, INT64_MAX);
    const dscore_decision ann = outcome_of(all, 0, "ann", "2026-Q1");
    ck_assert_int_eq(ann.decision, DSCORE_DECISION_INELIGIBLE);
    ck_assert_int_eq(ann.reason, DSCORE_REASON_COMPLAINT);
    ck_assert(ann.amount <= 0.0 && ann.rate <= 0.0);
    const dscore_decision bea = outcome_of(all, 0, "bea", "2026-Q1"), cem = outcome_of(all, 0, "cem", "2026-Q1");
    assert_close(bea.rank, 1.0, 1e-12);
    ck_assert_int_eq(bea.ranked, 8);
    assert_close(bea.rate, 10.0, 1e-12);
    assert_close(bea.amount, 800.0, 1e-9);
    assert_close(cem.rate, 5.0, 1e-12);
    assert_close(cem.amount, 400.0, 1e-9);
    ck_assert_int_eq(outcome_of(all, 0, "dan", "2026-Q1").decision, DSCORE_DECISION_NOT);
    const dscore_decision jon = outcome_of(all, 1, "jon", "2026-Q1"); /* his complaint does not save him */
    ck_assert_int_eq(jon.decision, DSCORE_DECISION_HIT);
    ck_assert_int_eq(jon.ranked, 10);
    assert_told(all, 0, "bea", "2026-Q1", "en", "Bonus: 10% of the salary, 800.00.");
    assert_told(all, 0, "bea", "2026-Q1", "zh", "奖金：工资的 10%，计 800.00。");
    assert_told(all, 0, "ann", "2026-Q1", "zh", "不参与评定。");
    dscore_decisions_free(all);

    rules[0].bonus.pot = 900.0; /* 800 + 400 = 1200: three quarters of each */
    all = decide_quarters(&spec, marks, &roster, INT64_MAX);
    assert_close(outcome_of(all, 0, "bea", "2026-Q2").amount, 600.0, 1e-9);
    assert_close(outcome_of(all, 0, "cem", "2026-Q2").amount, 300.0, 1e-9);
    ck_assert_int_eq(outcome_of(all, 0, "cem", "2026-Q2").flags, DSCORE_DECISION_POT_CUT);
    dscore_decisions_free(all);
}
END_TEST

START_TEST(a_period_that_has_not_ended_is_not_judged)
{
    mark marks[ROWS];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    ten_agents(marks);
    draft_policy(&spec, &rule, DSCORE_RULE_COACHING);
    dscore_decisions *all = decide_quarters(&spec, marks, NULL, month_start(9) - 1);
    const dscore_decision jon = outcome_of(all, 0, "jon", "2026-Q3");
    ck_assert_int_eq(jon.decision, DSCORE_DECISION_NOT_JUDGED);
    ck_assert_int_eq(jon.outcome, 0);
    ck_assert_int_eq(jon.reason, DSCORE_REASON_OPEN);
    ck_assert_int_eq(dscore_decisions_reason(all, 0, DSCORE_REASON_OPEN), PEOPLE);
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_NOT_JUDGED), PEOPLE);
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_HIT), 0);
    dscore_decisions_free(all);
    all = decide_quarters(&spec, marks, NULL, month_start(9)); /* closed at its end */
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_HIT), 1);
    dscore_decisions_free(all);
}
END_TEST

/* jon has no row in the second quarter. METHODS 5.8: H A H with SKIP is two in a row, with BREAK it is not. */
START_TEST(methods_5_8_an_absence_is_skipped_or_breaks)
{
    mark marks[ROWS];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    ten_agents(marks);
    *mark_of(marks, "jon", 1) = *mark_of(marks, "ann", 1);
    draft_policy(&spec, &rule, DSCORE_RULE_COACHING);
    rule.list.group_min = 0;
    rule.streak.length = 2;
    dscore_decisions *all = decide_quarters(&spec, marks, NULL, INT64_MAX);
    const dscore_decision gone = outcome_of(all, 0, "jon", "2026-Q2");
    ck_assert_int_eq(gone.row, -1);
    ck_assert_int_eq(gone.outcome, DSCORE_PERIOD_ABSENT);
    ck_assert_int_eq(gone.decision, DSCORE_DECISION_NOT_JUDGED);
    ck_assert_int_eq(gone.reason, DSCORE_REASON_UNSCORED);
    ck_assert_int_eq(outcome_of(all, 0, "jon", "2026-Q3").decision, DSCORE_DECISION_NOT);
    dscore_decisions_free(all);
    rule.streak.absent = DSCORE_STREAK_SKIP;
    all = decide_quarters(&spec, marks, NULL, INT64_MAX);
    ck_assert_int_eq(outcome_of(all, 0, "jon", "2026-Q3").decision, DSCORE_DECISION_HIT);
    dscore_decisions_free(all);
    rule.streak.absent = DSCORE_STREAK_COUNT;
    all = decide_quarters(&spec, marks, NULL, INT64_MAX);
    ck_assert_int_eq(outcome_of(all, 0, "jon", "2026-Q2").decision, DSCORE_DECISION_HIT);
    ck_assert_int_eq(outcome_of(all, 0, "jon", "2026-Q2").reason, 0);
    ck_assert_int_eq(outcome_of(all, 0, "jon", "2026-Q3").run, 1); /* started anew */
    dscore_decisions_free(all);
}
END_TEST

/* Nobody has a row in the second quarter: it is no period of the scores, and yet one without data. */
START_TEST(a_quarter_without_any_row_is_a_gap)
{
    mark marks[ROWS];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    ten_agents(marks);
    for (int i = 0; i < ROWS; i++) {
        marks[i].month = marks[i].month == 3 ? 0 : marks[i].month;
    }
    draft_policy(&spec, &rule, DSCORE_RULE_COACHING);
    rule.streak.length = 2;
    dscore_decisions *all = decide_quarters(&spec, marks, NULL, INT64_MAX);
    ck_assert_int_eq(dscore_decisions_count(all), 2 * PEOPLE);
    ck_assert_int_eq(outcome_of(all, 0, "jon", "2026-Q3").run, 1);
    dscore_decisions_free(all);
    rule.streak.absent = DSCORE_STREAK_SKIP;
    all = decide_quarters(&spec, marks, NULL, INT64_MAX);
    ck_assert_int_eq(outcome_of(all, 0, "jon", "2026-Q3").run, 2);
    dscore_decisions_free(all);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {s3_35_the_last_tenth_of_three_quarters_in_a_row_is_coached,
        a_quarter_on_leave_breaks_a_streak_of_coaching_and_is_skipped_where_asked,
        ties_at_the_cut_are_rewarded_and_are_not_punished, a_group_of_four_has_a_first_but_no_last,
        an_upheld_complaint_takes_the_bonus_and_spares_no_coaching, a_period_that_has_not_ended_is_not_judged,
        methods_5_8_an_absence_is_skipped_or_breaks, a_quarter_without_any_row_is_a_gap};
    return RUN_TESTS("decision_decide", tests);
}
