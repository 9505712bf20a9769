/* What rules look at: groups, points, values as they are, shrunk or bounded, columns of the roster; the guard of the
   bottom list, minimum volume and reliability (METHODS 5.2, 5.3, 5.4, 5.8). */
#include "decision/policy_support.h"

static const char *const SEVEN[] = {"a", "b", "c", "d", "e", "f", "g"};

/* One January of marks whose quality and growth are the same for all. */
static void fill_shares(mark *marks, const char *const *names, const double *x, const double *n, int count)
{
    for (int i = 0; i < count; i++) {
        marks[i] = (mark){names[i], "desk", 0, 80, 80, x[i], n[i], 0};
    }
}

static dscore_decisions *decide_month(
    const dsi_policy_spec *spec, mark *marks, int64_t count, const dscore_roster *roster)
{
    dscore_scores *scores = score_marks(marks, count, DSCORE_PERIOD_MONTH, 1, false);
    dscore_decisions *decisions = decide(spec, scores, roster, INT64_MAX);
    dscore_scores_free(scores);
    return decisions;
}

static void look_at_solved(dsi_policy_rule *rule, int32_t by)
{
    rule->has_look = true;
    rule->look.what = DSI_LOOK_VALUE;
    rule->look.name = "solved";
    rule->look.by = by;
}

static dscore_decision in_january(const dscore_decisions *all, const char *person)
{
    return outcome_of(all, 0, person, "2026-01");
}

/* A roster of one number column. */
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

START_TEST(methods_5_3_nine_of_ten_rank_below_45_of_50_and_270_of_300_by_the_lower_bound)
{
    static const double X[] = {9, 45, 270}, N[] = {10, 50, 300}, BOUNDS[] = {59.58, 78.64, 86.08};
    mark marks[3];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    fill_shares(marks, SEVEN, X, N, 3);
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    look_at_solved(&rule, DSI_BY_LOWER_BOUND);
    dscore_decisions *all = decide_month(&spec, marks, 3, NULL);
    for (int i = 0; i < 3; i++) {
        const dscore_decision d = in_january(all, SEVEN[i]);
        assert_close(d.value, BOUNDS[i], 5e-3);
        assert_close(d.own, 90.0, 1e-9);
        assert_close(d.rank, 3.0 - i, 1e-12);
        ck_assert_int_eq(d.volume, (int64_t)N[i]);
        ck_assert_int_eq(d.decision, i == 2 ? DSCORE_DECISION_HIT : DSCORE_DECISION_NOT);
        ck_assert_int_eq(d.flags & DSCORE_DECISION_VOLUMES_DIFFER, 0);
    }
    assert_told(
        all, 0, "a", "2026-01", "en", "solved 90%, the worse end of its interval: 59.58% (10 cases), rank 3 of 3");
    dscore_decisions_free(all);
    look_at_solved(&rule, DSI_BY_POINT); /* by points all three are tied, and 300 is more than three times 10 */
    all = decide_month(&spec, marks, 3, NULL);
    ck_assert_int_eq(in_january(all, "c").reason, DSCORE_REASON_ALL_TIED);
    ck_assert_int_eq(in_january(all, "a").flags, DSCORE_DECISION_VOLUMES_DIFFER);
    assert_told(all, 0, "a", "2026-01", "zh", "宜按收缩值或置信下限排名。");
    dscore_decisions_free(all);
}
END_TEST

START_TEST(methods_5_3_volumes_up_to_threefold_need_no_advice)
{
    static const double X[] = {9, 20}, N[] = {10, 30};
    mark marks[2];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    fill_shares(marks, SEVEN, X, N, 2);
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    look_at_solved(&rule, DSI_BY_POINT);
    dscore_decisions *all = decide_month(&spec, marks, 2, NULL);
    ck_assert_int_eq(in_january(all, "a").flags & DSCORE_DECISION_VOLUMES_DIFFER, 0);
    dscore_decisions_free(all);
    marks[1].cases = 31;
    all = decide_month(&spec, marks, 2, NULL);
    ck_assert_int_ne(in_january(all, "a").flags & DSCORE_DECISION_VOLUMES_DIFFER, 0);
    dscore_decisions_free(all);
}
END_TEST

/* METHODS 5.2: the seven groups and their posterior means (that of f in exact fractions); four of four no longer win.
 */
static const double X7[] = {9, 30, 92, 18, 150, 4, 61}, N7[] = {10, 50, 100, 30, 200, 4, 70};

START_TEST(methods_5_2_four_of_four_do_not_win_once_shrunk)
{
    static const double SHRUNK[] = {.839167, .633575, .906434, .649904, .751817, .841481, .859506};
    static const double POOLED = 78.448276;
    mark marks[7];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    fill_shares(marks, SEVEN, X7, N7, 7);
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.rank.decimals = 6;
    look_at_solved(&rule, DSI_BY_POINT);
    dscore_decisions *all = decide_month(&spec, marks, 7, NULL);
    ck_assert_int_eq(in_january(all, "f").decision, DSCORE_DECISION_HIT);
    dscore_decisions_free(all);
    look_at_solved(&rule, DSI_BY_SHRUNK);
    all = decide_month(&spec, marks, 7, NULL);
    for (int i = 0; i < 7; i++) {
        const dscore_decision d = in_january(all, SEVEN[i]);
        assert_close(d.value, 100.0 * SHRUNK[i], 6e-5);
        assert_close(d.own, 100.0 * X7[i] / N7[i], 1e-9);
        ck_assert((d.value >= d.own && d.value <= POOLED + 1e-6) || (d.value <= d.own && d.value >= POOLED - 1e-6));
        ck_assert_int_eq(d.decision, i == 2 ? DSCORE_DECISION_HIT : DSCORE_DECISION_NOT);
    }
    assert_close(in_january(all, "f").rank, 3.0, 1e-12);
    assert_told(all, 0, "f", "2026-01", "en", "shrunk towards what all peers say: 84.148");
    dscore_decisions_free(all);
}
END_TEST

START_TEST(methods_5_3_reliability_asks_for_volume)
{
    static const struct {
        double reliability;
        int64_t volume;
    } TABLE[] = {{.7, 26}, {.8, 45}, {.9, 101}};
    mark marks[7];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    fill_shares(marks, SEVEN, X7, N7, 7);
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    look_at_solved(&rule, DSI_BY_POINT);
    spec.eligibility.volume_of = "solved";
    for (int t = 0; t < 3; t++) {
        spec.eligibility.reliability = TABLE[t].reliability;
        dscore_decisions *all = decide_month(&spec, marks, 7, NULL);
        for (int i = 0; i < 7; i++) {
            const dscore_decision d = in_january(all, SEVEN[i]);
            const bool enough = N7[i] >= (double)TABLE[t].volume;
            ck_assert_int_eq(d.volume_min, TABLE[t].volume);
            ck_assert_int_eq(d.reason & DSCORE_REASON_VOLUME, enough ? 0 : DSCORE_REASON_VOLUME);
            ck_assert_int_eq(d.decision == DSCORE_DECISION_INELIGIBLE, !enough);
        }
        dscore_decisions_free(all);
    }
    spec.eligibility.volume = 60;
    spec.eligibility.reliability = 0.0;
    dscore_decisions *all = decide_month(&spec, marks, 7, NULL);
    ck_assert_int_eq(dscore_decisions_reason(all, 0, DSCORE_REASON_VOLUME), 4); /* 10, 50, 30, 4 */
    assert_told(all, 0, "b", "2026-01", "en", "Why: too few cases (50 of 60).");
    dscore_decisions_free(all);
}
END_TEST

/* Ten with 95 of 100 but one: the interval of 18 of 20 is the published .698966 to .972134, and holds the share of the
   group, 873 of 920; that of 4 of 20, .080657 to .416017, does not hold 859 of 920. */
START_TEST(methods_5_8_who_may_be_average_is_not_on_the_bottom_list)
{
    static const char *const TEN[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    mark marks[10];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    for (int i = 0; i < 10; i++) {
        marks[i] = (mark){TEN[i], "desk", 0, 80.0 - i, 80.0 - i, i == 9 ? 18 : 95, i == 9 ? 20 : 100, 0};
    }
    draft_policy(&spec, &rule, DSCORE_RULE_COACHING);
    rule.period = DSCORE_PERIOD_MONTH;
    rule.streak.length = 1;
    rule.list.guard.kind = DSI_GUARD_WILSON;
    rule.list.guard.item = "solved";
    dscore_decisions *all = decide_month(&spec, marks, 10, NULL);
    dscore_decision j = in_january(all, "j");
    ck_assert_int_eq(j.decision, DSCORE_DECISION_NOT);
    ck_assert_int_eq(j.reason, DSCORE_REASON_NOT_DISTINCT);
    assert_close(j.lo, 69.8966354772, 1e-7);
    assert_close(j.hi, 97.2133518786, 1e-7);
    assert_close(j.mean, 100.0 * 873.0 / 920.0, 1e-9);
    assert_close(j.cut, 71.0, 1e-9); /* the place is not given to the next */
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_HIT), 0);
    assert_told(all, 0, "j", "2026-01", "en", "not distinct from the group's mean (69.90 to 97.21 holds 94.89)");
    dscore_decisions_free(all);
    marks[9].good = 4;
    all = decide_month(&spec, marks, 10, NULL);
    j = in_january(all, "j");
    ck_assert_int_eq(j.decision, DSCORE_DECISION_HIT);
    assert_close(j.hi, 41.6017432252, 1e-7);
    assert_told(all, 0, "j", "2026-01", "en", "The interval 8.07 to 41.60 does not hold the group's mean 93.37.");
    dscore_decisions_free(all);
}
END_TEST

START_TEST(intervals_may_come_from_the_roster_and_who_has_none_is_spared)
{
    static const char *const TEN[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    static const char *const COLUMNS[] = {"from", "to"};
    mark marks[10];
    double numbers[20];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    for (int i = 0; i < 10; i++) { /* totals 80 ... 71, mean 75.5 */
        marks[i] = (mark){TEN[i], "desk", 0, 80.0 - i, 80.0 - i, 1, 2, 0};
        numbers[i] = 78.0 - i;
        numbers[10 + i] = 82.0 - i;
    }
    draft_policy(&spec, &rule, DSCORE_RULE_COACHING);
    rule.period = DSCORE_PERIOD_MONTH;
    rule.streak.length = 1;
    rule.list.share = 0.2;
    rule.list.guard.kind = DSI_GUARD_ROSTER;
    rule.list.guard.lo = "from";
    rule.list.guard.hi = "to";
    const dscore_roster roster = roster_of(TEN, 10, COLUMNS, 2, numbers);
    dscore_decisions *all = decide_month(&spec, marks, 10, &roster);
    assert_close(in_january(all, "j").mean, 75.5, 1e-9);
    ck_assert_int_eq(in_january(all, "j").decision, DSCORE_DECISION_HIT); /* 69 to 73 */
    ck_assert_int_eq(in_january(all, "i").decision, DSCORE_DECISION_HIT); /* 70 to 74 */
    dscore_decisions_free(all);
    numbers[18] = 75.5;
    numbers[9] = (double)NAN;
    all = decide_month(&spec, marks, 10, &roster);
    ck_assert_int_eq(in_january(all, "i").reason, DSCORE_REASON_NOT_DISTINCT);
    ck_assert_int_eq(in_january(all, "j").reason, DSCORE_REASON_NOT_DISTINCT);
    ck_assert(isnan(in_january(all, "j").lo));
    assert_told(all, 0, "j", "2026-01", "en", "its interval is not known");
    dscore_decisions_free(all);
}
END_TEST

/* METHODS 5.4: raw .76 against .86; adjusted for the mix O/E is 1.020134 against .960894, and the order turns round. */
START_TEST(methods_5_4_case_mix_adjusted_values_come_from_the_roster)
{
    static const char *const COLUMNS[] = {"adjusted"};
    static const double X[] = {76, 86}, N[] = {100, 100}, ADJUSTED[] = {1.020134, .960894};
    mark marks[2];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    fill_shares(marks, SEVEN, X, N, 2);
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.rank.decimals = 4;
    look_at_solved(&rule, DSI_BY_POINT);
    const dscore_roster roster = roster_of(SEVEN, 2, COLUMNS, 1, ADJUSTED);
    dscore_decisions *all = decide_month(&spec, marks, 2, &roster);
    ck_assert_int_eq(in_january(all, "b").decision, DSCORE_DECISION_HIT);
    dscore_decisions_free(all);
    rule.look.what = DSI_LOOK_ROSTER;
    rule.look.name = "adjusted";
    all = decide_month(&spec, marks, 2, &roster);
    ck_assert_int_eq(in_january(all, "a").decision, DSCORE_DECISION_HIT);
    assert_close(in_january(all, "a").value, 1.0201, 1e-9);
    assert_close(in_january(all, "b").rank, 2.0, 1e-12);
    dscore_decisions_free(all);
}
END_TEST

/* S3-37: growth of 55 under a quality of 100 is a total of 91; the group alone shows who is to be trained. */
START_TEST(s3_37_a_low_group_calls_for_training_whatever_the_total)
{
    mark marks[3] = {
        {"a", "desk", 0, 100, 55, 1, 2, 0}, {"b", "desk", 0, 60, 60, 1, 2, 0}, {"c", "desk", 0, 50, 59.996, 1, 2, 0}};
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_TRAINING);
    rule.has_look = true;
    rule.look.what = DSI_LOOK_GROUP;
    rule.look.name = "growing";
    rule.line.limit = 60.0;
    rule.action_en = "Training in product knowledge";
    rule.action_zh = "安排产品知识培训";
    dscore_decisions *all = decide_month(&spec, marks, 3, NULL);
    ck_assert_int_eq(in_january(all, "a").decision, DSCORE_DECISION_HIT);
    assert_close(in_january(all, "a").value, 55.0, 1e-9);
    assert_close(in_january(all, "a").cut, 60.0, 1e-12);
    ck_assert_int_eq(in_january(all, "b").decision, DSCORE_DECISION_NOT);
    ck_assert_int_eq(in_january(all, "b").reason, DSCORE_REASON_LINE);
    ck_assert_int_eq(in_january(all, "c").decision, DSCORE_DECISION_NOT); /* 59.996 is published as 60.00 */
    assert_told(all, 0, "a", "2026-01", "en", "Growing 55 points");
    assert_told(all, 0, "a", "2026-01", "en", "The line: below 60 points. Training in product knowledge.");
    assert_told(all, 0, "a", "2026-01", "zh", "成长指标 55");
    assert_told(all, 0, "a", "2026-01", "zh", "安排产品知识培训。");
    dscore_decisions_free(all);
    rule.look.what = DSI_LOOK_POINTS;
    rule.look.name = "growth";
    rule.line.limit = 58.0;
    all = decide_month(&spec, marks, 3, NULL);
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_HIT), 1);
    assert_close(in_january(all, "c").value, 60.0, 1e-9);
    dscore_decisions_free(all);
}
END_TEST

START_TEST(where_less_is_better_the_first_is_the_least_and_the_worse_bound_the_upper)
{
    static const double X[] = {4, 18, 19}, N[] = {20, 20, 38};
    mark marks[3];
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    fill_shares(marks, SEVEN, X, N, 3);
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    look_at_solved(&rule, DSI_BY_LOWER_BOUND);
    rule.look.better = DSI_BETTER_LOWER;
    dscore_decisions *all = decide_month(&spec, marks, 3, NULL);
    const dscore_decision a = in_january(all, "a"), b = in_january(all, "b"), c = in_january(all, "c");
    assert_close(a.value, 41.60, 1e-9); /* upper ends of METHODS 5.1 */
    assert_close(b.value, 97.21, 1e-9);
    assert_close(c.value, 65.15, 1e-9);
    ck_assert(a.rank == 1.0 && b.rank == 3.0 && c.rank == 2.0);
    ck_assert_int_eq(a.decision, DSCORE_DECISION_HIT);
    assert_close(b.cut, 41.60, 1e-9);
    dscore_decisions_free(all);
}
END_TEST

START_TEST(keys_break_ties_and_a_split_place_halves_the_bonus)
{
    mark marks[3] = {
        {"a", "desk", 0, 90, 90, 1, 2, 0}, {"b", "desk", 0, 90, 90, 2, 2, 0}, {"c", "desk", 0, 70, 70, 2, 2, 0}};
    const dsi_look key = {DSI_LOOK_VALUE, "solved", DSI_BY_POINT, DSI_BETTER_UNSAID};
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.rank.keys = &key;
    spec.rank.key_count = 1;
    spec.rank.method = DSCORE_RANK_ORDINAL;
    rule.list.ties = DSCORE_TIES_BREAK;
    dscore_decisions *all = decide_month(&spec, marks, 3, NULL);
    ck_assert_int_eq(in_january(all, "b").decision, DSCORE_DECISION_HIT);
    ck_assert_int_eq(in_january(all, "a").decision, DSCORE_DECISION_NOT);
    assert_close(in_january(all, "a").rank, 2.0, 1e-12);
    dscore_decisions_free(all);
    marks[1].good = 0; /* now a has the better key */
    all = decide_month(&spec, marks, 3, NULL);
    ck_assert_int_eq(in_january(all, "a").decision, DSCORE_DECISION_HIT);
    dscore_decisions_free(all);
    rule.list.ties = DSCORE_TIES_SPLIT;
    all = decide_month(&spec, marks, 3, NULL);
    assert_close(in_january(all, "a").rate, 5.0, 1e-12);
    assert_close(in_january(all, "b").rate, 5.0, 1e-12);
    dscore_decisions_free(all);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_5_3_nine_of_ten_rank_below_45_of_50_and_270_of_300_by_the_lower_bound,
        methods_5_3_volumes_up_to_threefold_need_no_advice, methods_5_2_four_of_four_do_not_win_once_shrunk,
        methods_5_3_reliability_asks_for_volume, methods_5_8_who_may_be_average_is_not_on_the_bottom_list,
        intervals_may_come_from_the_roster_and_who_has_none_is_spared,
        methods_5_4_case_mix_adjusted_values_come_from_the_roster,
        s3_37_a_low_group_calls_for_training_whatever_the_total,
        where_less_is_better_the_first_is_the_least_and_the_worse_bound_the_upper,
        keys_break_ties_and_a_split_place_halves_the_bonus};
    return RUN_TESTS("decision_looks", tests);
}
