/* Missing values (METHODS 3.3): points that the card sets, policies of single items, what happens where nothing stands
   in; what counts for the coverages of correction 8. Values from other rows: test_around. */
#include "score/total_support.h"

static const double WEIGHTS[] = {0.4, 0.3, 0.2, 0.1};

static dsi_missing policy_of(int32_t policy)
{
    return (dsi_missing){.policy = policy, .max_age = 1};
}

START_TEST(methods_3_3_neutral)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    d.spec.missing = DSCORE_MISSING_NEUTRAL;
    d.spec.neutral = 60.0;
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, false, &bench);
    assert_adds_up(&bench, &total);
    ck_assert_double_eq(total.total, 82.55); /* 71.75 + 0.18 * 60 */
    ck_assert_double_eq(total.weight_coverage, 0.82);
    ck_assert_int_eq(total.flags, DSCORE_SCORE_IMPUTED);
    const dscore_ledger_line *line = find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "complaint");
    ck_assert_int_eq(line->stand_in, DSCORE_MISSING_NEUTRAL);
    ck_assert_int_eq(line->flags, DSCORE_SCORE_IMPUTED);
    ck_assert_int_eq(line->value_status, DSCORE_VALUE_NO_DATA);
    ck_assert(isnan(line->value));
    ck_assert_double_eq(line->points, 60.0);
    assert_close(line->amount, 0.08 * 60.0, 1e-12);
    assert_close(line->effective_weight, 0.08, 1e-15);
    ck_assert_ptr_null(find_line(&bench, &total, DSCORE_LINE_RENORMALISE, ""));
    ck_assert_double_eq(find_line(&bench, &total, DSCORE_LINE_GROUP, "collaboration")->points, 60.0);
    close_bench(&bench);
    assert_explained(&d, inputs, false, "complaint: no data; points that the card sets stand in (records used 0,");
    assert_explained(&d, inputs, false, "Points: 60 points × weight 8% = 4.80\n");
    assert_explained(&d, inputs, true, "complaint：无数据；以评分卡规定的得分代替（计入0条");
}
END_TEST

START_TEST(correction_8_points_that_the_card_sets_are_no_coverage)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    d.spec.missing = DSCORE_MISSING_NEUTRAL;
    d.spec.neutral = 60.0;
    d.spec.min_weight_coverage = 0.9;
    ck_assert_int_eq(total_of(&d, inputs).reason, DSCORE_TOTAL_WEIGHT_COVERAGE);
    d.spec.min_weight_coverage = 0.8;
    d.spec.allow_missing_dimension = false;
    ck_assert_int_eq(total_of(&d, inputs).reason, DSCORE_TOTAL_DIMENSION_MISSING);
    for (int i = 0; i < WORKED_ITEMS; i++) {
        inputs[i] = no_value(DSCORE_VALUE_NO_DATA);
    }
    d.spec.min_weight_coverage = 0.0;
    d.spec.allow_missing_dimension = true;
    ck_assert_int_eq(total_of(&d, inputs).reason, DSCORE_TOTAL_NOTHING);
}
END_TEST

START_TEST(where_nothing_stands_in_the_other_policy_decides)
{
    const int32_t policies[] = {DSCORE_MISSING_CARRY_FORWARD, DSCORE_MISSING_GROUP_MEDIAN};
    for (int i = 0; i < 2; i++) {
        card_draft d;
        dsi_card_input inputs[WORKED_ITEMS];
        draft_worked_card(&d);
        worked_inputs(inputs);
        d.spec.missing = policies[i];
        d.spec.max_age = 3;
        dsi_total total = total_of(&d, inputs);
        ck_assert_double_eq(total.total, 87.39); /* EXCLUDE_SIBLINGS */
        ck_assert_int_eq(total.flags, 0);
        d.spec.otherwise = DSCORE_MISSING_EXCLUDE_GLOBAL;
        ck_assert_double_eq(total_of(&d, inputs).total, 87.5);
        d.spec.otherwise = DSCORE_MISSING_ZERO;
        ck_assert_double_eq(total_of(&d, inputs).total, 71.75);
        assert_explained(&d, inputs, false,
            i == 0 ? "weight 8%; there is no value of the last 3 periods that could stand in; it counts as 0 points\n"
                   : "weight 8%; nobody else of the period has a value that could stand in; it counts as 0 points\n");
        assert_explained(&d, inputs, true,
            i == 0 ? "权重8%；最近3期内没有数值可代替；按0分计\n" : "权重8%；同期其他对象也无数值可代替；按0分计\n");
        d.spec.otherwise = DSCORE_MISSING_BLOCK;
        ck_assert_int_eq(total_of(&d, inputs).reason, DSCORE_TOTAL_BLOCKED);
    }
}
END_TEST

START_TEST(an_item_may_have_a_policy_of_its_own)
{
    flat_card f;
    draft_flat(&f, WEIGHTS, 4);
    const dsi_card_input inputs[] = {
        ok_value(80), no_value(DSCORE_VALUE_NO_DATA), no_value(DSCORE_VALUE_NO_DATA), ok_value(60)};
    f.d.items[1].missing = policy_of(DSCORE_MISSING_ZERO);
    dsi_bench bench;
    dsi_total total = score_once(&f.d, inputs, false, &bench); /* c's weight goes to a, b and d; b counts as 0 */
    assert_adds_up(&bench, &total);
    assert_close(total.total, (0.4 * 80 + 0.1 * 60) / 0.8, 1e-9);
    assert_close(find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "b")->effective_weight, 0.375, 1e-12);
    assert_close(total.weight_coverage, 0.5, 1e-12);
    close_bench(&bench);
    f.d.items[1].missing = policy_of(DSCORE_MISSING_BLOCK);
    ck_assert_int_eq(total_of(&f.d, inputs).reason, DSCORE_TOTAL_BLOCKED);
    f.d.items[1].missing = (dsi_missing){DSCORE_MISSING_NEUTRAL, 50.0, 0, 0};
    assert_close(total_of(&f.d, inputs).total, (0.4 * 80 + 0.3 * 50 + 0.1 * 60) / 0.8, 1e-8);
    f.d.spec.missing = DSCORE_MISSING_BLOCK;
    f.d.items[2].missing = policy_of(DSCORE_MISSING_EXCLUDE_SIBLINGS);
    assert_close(total_of(&f.d, inputs).total, (0.4 * 80 + 0.3 * 50 + 0.1 * 60) / 0.8, 1e-8);
    f.d.items[1].missing.policy = 0;
    ck_assert_int_eq(total_of(&f.d, inputs).reason, DSCORE_TOTAL_BLOCKED);
}
END_TEST

/* quality .4 {csat .5 = 90, fcr .3 missing, complaint .2 missing for all}, efficiency .3, growth .2, collaboration .1:
   fcr's weight goes to csat and complaint, then complaint's .4 * .2 / .7 to everything else. */
START_TEST(shares_within_a_group_are_settled_before_those_of_the_whole)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    inputs[FCR] = no_value(DSCORE_VALUE_NO_DATA);
    inputs[TASKS] = ok_value(50);
    inputs[SHARING] = ok_value(50);
    d.spec.decimals = 9;
    d.spec.min_weight_coverage = 0.0;
    d.items[COMPLAINT].missing = policy_of(DSCORE_MISSING_EXCLUDE_GLOBAL);
    const double given = 0.4 * 0.2 / 0.7;
    const double rest = 0.4 * 0.5 / 0.7 * 90.0 + 0.3 * 80.5 + 0.2 * 100.0 + 0.1 * 50.0;
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, false, &bench);
    assert_adds_up(&bench, &total);
    assert_close(total.total, rest / (1.0 - given), 1e-9);
    double shares = 0.0;
    for (int32_t i = 0; i < total.line_count; i++) {
        shares += bench.lines[i].kind == DSCORE_LINE_CONTRIBUTION ? bench.lines[i].effective_weight : 0.0;
    }
    assert_close(shares, 1.0, 1e-12);
    assert_close(find_line(&bench, &total, DSCORE_LINE_GROUP, "quality")->points, 90.0, 1e-9);
    close_bench(&bench);
    for (int i = 0; i < WORKED_ITEMS; i++) { /* nothing that could take the weight */
        inputs[i] = i == EXAM ? ok_value(40) : no_value(DSCORE_VALUE_NO_DATA);
        d.items[i].missing = policy_of(i % 2 == 0 ? DSCORE_MISSING_EXCLUDE_GLOBAL : DSCORE_MISSING_EXCLUDE_SIBLINGS);
    }
    assert_close(total_of(&d, inputs).total, 40.0, 1e-9);
}
END_TEST

START_TEST(a_card_that_mixes_policies_without_using_them_scores_as_before)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    inputs[COMPLAINT] = ok_value(61.7);
    inputs[TASKS] = ok_value(33.3);
    inputs[SHARING] = ok_value(77.7);
    const dsi_total plain = total_of(&d, inputs);
    d.items[CSAT].missing = policy_of(DSCORE_MISSING_ZERO);
    d.items[EXAM].missing = (dsi_missing){DSCORE_MISSING_CARRY_FORWARD, 0.0, 3, DSCORE_MISSING_BLOCK};
    const dsi_total mixed = total_of(&d, inputs);
    ck_assert_double_eq(mixed.raw, plain.raw);
    ck_assert_double_eq(mixed.weight_coverage, 1.0);
    ck_assert_int_eq(mixed.line_count, plain.line_count);
}
END_TEST

START_TEST(required_items_and_bonuses_take_no_stand_in)
{
    flat_card f;
    draft_flat(&f, WEIGHTS, 3);
    f.d.spec.missing = DSCORE_MISSING_NEUTRAL;
    f.d.spec.neutral = 60.0;
    f.d.items[3] = (dsi_card_item){.alias = "d", .indicator = "d", .rule = &f.d.rule, .bonus = true};
    f.d.spec.item_count = 4;
    const dsi_card_input inputs[] = {
        ok_value(80), no_value(DSCORE_VALUE_NO_DATA), ok_value(90), no_value(DSCORE_VALUE_NO_DATA)};
    assert_close(total_of(&f.d, inputs).total, (0.4 * 80 + 0.3 * 60 + 0.2 * 90) / 0.9, 1e-8);
    f.d.items[1].required = true;
    ck_assert_int_eq(total_of(&f.d, inputs).reason, DSCORE_TOTAL_BLOCKED);
}
END_TEST

START_TEST(rows_without_a_subject_take_no_stand_in)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    d.spec.missing = DSCORE_MISSING_NEUTRAL;
    d.spec.neutral = 60.0;
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, true, &bench);
    ck_assert_int_eq(total.reason, DSCORE_TOTAL_ABSENT_KEY);
    ck_assert_int_eq(total.flags, 0);
    const dscore_ledger_line *line = find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "complaint");
    ck_assert(isnan(line->points));
    ck_assert_int_eq(line->stand_in, 0);
    close_bench(&bench);
}
END_TEST

START_TEST(under_block_a_dimension_without_indicators_withholds_the_total)
{
    const dsi_weight_node nodes[] = {{"quality", NULL, NULL, -1, false, 90.0}, {"csat", NULL, NULL, 0, true, 1.0},
        {"collaboration", NULL, NULL, -1, false, 10.0}};
    card_draft d;
    draft_worked_card(&d);
    d.spec.weights.nodes = nodes;
    d.spec.weights.node_count = 3;
    d.spec.item_count = 1;
    d.spec.missing = DSCORE_MISSING_BLOCK;
    const dsi_card_input input = ok_value(80);
    ck_assert_int_eq(total_of(&d, &input).reason, DSCORE_TOTAL_BLOCKED);
    d.items[0].missing = policy_of(DSCORE_MISSING_ZERO);
    ck_assert_int_eq(total_of(&d, &input).reason, DSCORE_TOTAL_BLOCKED);
    d.spec.missing = DSCORE_MISSING_EXCLUDE_SIBLINGS;
    ck_assert_double_eq(total_of(&d, &input).total, 80.0);
}
END_TEST

START_TEST(correction_16_points_that_stand_in_are_a_share_of_the_worth)
{
    const double worth[] = {15.0, 85.0};
    flat_card f;
    draft_flat(&f, worth, 2);
    f.d.spec.mode = DSI_CARD_POINTS;
    f.d.items[0].in_points = true;
    f.d.spec.missing = DSCORE_MISSING_NEUTRAL;
    f.d.spec.neutral = 60.0;
    const dsi_card_input inputs[] = {no_value(DSCORE_VALUE_NO_DATA), ok_value(80)};
    dsi_bench bench;
    dsi_total total = score_once(&f.d, inputs, false, &bench);
    assert_adds_up(&bench, &total);
    assert_close(total.total, 9.0 + 68.0, 1e-9);
    assert_close(find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "a")->points, 9.0, 1e-12);
    close_bench(&bench);
}
END_TEST

START_TEST(policies_that_make_no_sense_are_refused)
{
    flat_card f;
    draft_flat(&f, WEIGHTS, 4);
    f.d.spec.missing = 8;
    assert_refused(&f.d, "missing", "NEUTRAL, CARRY_FORWARD or GROUP_MEDIAN");
    f.d.spec.missing = DSCORE_MISSING_NEUTRAL;
    f.d.spec.neutral = (double)NAN;
    assert_refused(&f.d, "missing.neutral", "needs the points");
    f.d.spec.missing = DSCORE_MISSING_CARRY_FORWARD;
    assert_refused(&f.d, "missing.max_age", "at least 1");
    f.d.spec.max_age = 1;
    f.d.spec.otherwise = DSCORE_MISSING_NEUTRAL;
    assert_refused(&f.d, "missing.otherwise", "ZERO or BLOCK");
    f.d.spec.otherwise = 0;
    f.d.items[1].missing = (dsi_missing){DSCORE_MISSING_CARRY_FORWARD, 0.0, 0, 0};
    assert_refused(&f.d, "items[1].missing.max_age", "at least 1");
    f.d.items[1].missing.max_age = 1;
    f.d.items[1].required = true;
    assert_refused(&f.d, "items[1].missing", "required item takes no stand-in");
    f.d.items[1].required = false;
    f.d.items[1].bonus = true;
    assert_refused(&f.d, "items[1].missing", "a bonus stands outside");
}
END_TEST

/* A tree of weights has nothing to put in a value's place. */
START_TEST(nothing_is_looked_for_where_the_value_counts_and_the_rule_has_no_points_for_it)
{
    const dsi_card_input inputs[] = {ok_value(90), ok_value(0)};
    dsi_rule_spec ratio;
    flat_card f;
    draft_flat(&f, WEIGHTS, 2);
    dsi_rule_spec_init(&ratio, DSI_FAMILY_RATIO);
    ratio.u.ratio.form = DSI_RATIO_LOWER; /* 100 b / 0 */
    ratio.u.ratio.baseline = 5.0;
    ratio.u.ratio.has_cap = false;
    f.d.spec.allow_missing_dimension = true;
    f.d.items[1].rule = &ratio;
    f.d.items[1].missing = (dsi_missing){DSCORE_MISSING_CARRY_FORWARD, 0.0, 3, DSCORE_MISSING_ZERO};
    assert_close(total_of(&f.d, inputs).total, 90.0 * 0.4 / 0.7, 1e-9);
    assert_explained(&f.d, inputs, false, "cannot be calculated (the rule or the formula has no answer here)");
    char *text = explain_once(&f.d, inputs, false);
    ck_assert_ptr_nonnull(strstr(text, "it counts as 0 points"));
    ck_assert_ptr_null(strstr(text, "that could stand in"));
    free(text);
}
END_TEST

START_TEST(a_weight_next_to_nothing_that_is_left_alone_becomes_the_whole)
{
    static const double weights[] = {1e-12, 1.0};
    const dsi_card_input inputs[] = {ok_value(90), no_value(DSCORE_VALUE_NO_DATA)};
    flat_card f;
    draft_flat(&f, weights, 2);
    f.d.spec.allow_missing_dimension = true;
    f.d.items[1].missing = policy_of(DSCORE_MISSING_EXCLUDE_GLOBAL);
    assert_close(total_of(&f.d, inputs).total, 90.0, 1e-9); /* as on a card all of whose items say so */
}
END_TEST

START_TEST(a_value_that_weighs_nothing_makes_no_total)
{
    static const double weights[] = {1.0, 0.0};
    const dsi_card_input inputs[] = {no_value(DSCORE_VALUE_NO_DATA), ok_value(90)};
    static const int32_t policies[] = {
        DSCORE_MISSING_EXCLUDE_SIBLINGS, DSCORE_MISSING_EXCLUDE_GLOBAL, DSCORE_MISSING_ZERO, DSCORE_MISSING_NEUTRAL};
    static const int32_t operators[] = {DSI_OPERATOR_MEAN, DSI_OPERATOR_MIN, DSI_OPERATOR_GEOMETRIC};
    flat_card f;
    draft_flat(&f, weights, 2);
    f.d.spec.allow_missing_dimension = true;
    for (int i = 0; i < 12; i++) {
        f.d.spec.missing = policies[i / 3];
        f.d.spec.operation = operators[i % 3];
        const dsi_total total = total_of(&f.d, inputs);
        ck_assert_int_eq(total.status, DSCORE_VALUE_NO_DATA);
        ck_assert_int_eq(total.reason, DSCORE_TOTAL_NOTHING);
        ck_assert(isnan(total.total));
    }
}
END_TEST

START_TEST(a_tree_of_weights_refuses_the_policies_of_cards)
{
    card_draft d;
    draft_worked_card(&d);
    dscore_scorecard *card = make_card(&d);
    uint8_t present[12] = {0};
    double shares[12];
    for (int32_t policy = DSCORE_MISSING_NEUTRAL; policy <= DSCORE_MISSING_GROUP_MEDIAN + 1; policy++) {
        dscore_error err = DSCORE_ERROR_INIT;
        ck_assert_int_eq(dscore_weights_resolve(dscore_scorecard_weights(card), present, policy, shares, NULL, &err),
            DSCORE_E_ARGUMENT);
        ck_assert_int_eq(err.code, DSCORE_CODE_MISSING_POLICY);
        ck_assert_int_eq(strstr(err.message, "policies of scorecards") != NULL, policy <= DSCORE_MISSING_GROUP_MEDIAN);
    }
    dscore_scorecard_free(card);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_3_3_neutral, correction_8_points_that_the_card_sets_are_no_coverage,
        where_nothing_stands_in_the_other_policy_decides, an_item_may_have_a_policy_of_its_own,
        shares_within_a_group_are_settled_before_those_of_the_whole,
        a_card_that_mixes_policies_without_using_them_scores_as_before, required_items_and_bonuses_take_no_stand_in,
        rows_without_a_subject_take_no_stand_in, under_block_a_dimension_without_indicators_withholds_the_total,
        correction_16_points_that_stand_in_are_a_share_of_the_worth, policies_that_make_no_sense_are_refused,
        nothing_is_looked_for_where_the_value_counts_and_the_rule_has_no_points_for_it,
        a_weight_next_to_nothing_that_is_left_alone_becomes_the_whole, a_value_that_weighs_nothing_makes_no_total,
        a_tree_of_weights_refuses_the_policies_of_cards};
    return RUN_TESTS("missing values", tests);
}
