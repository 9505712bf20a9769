/* Scoring one row: METHODS 3.2 (arithmetic mean), 3.3 (missing policies), the ledger of D21, coverages of correction 8,
   points mode of correction 16, competition rank of 5.8. */
#include "score/engine.h"

#include "score/card_support.h"

static dsi_total worked_total(int32_t policy)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    d.spec.missing = policy;
    return score_and_close(&d, inputs);
}

START_TEST(methods_3_2_weighted_arithmetic_mean)
{
    const dsi_weight_node nodes[] = {{"csat", NULL, NULL, -1, true, 0.4}, {"fcr", NULL, NULL, -1, true, 0.3},
        {"complaint", NULL, NULL, -1, true, 0.2}, {"resp", NULL, NULL, -1, true, 0.1}};
    card_draft d;
    draft_worked_card(&d);
    d.spec.weights.nodes = nodes;
    d.spec.weights.node_count = 4;
    d.spec.item_count = 4;
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(70)};
    dsi_total total = score_and_close(&d, inputs);
    ck_assert_double_eq(total.total, 83.0);
    ck_assert_int_eq(total.status, DSCORE_VALUE_OK);
    ck_assert_double_eq(total.weight_coverage, 1.0);
}
END_TEST

START_TEST(methods_3_3_four_policies)
{
    dsi_total total = worked_total(DSCORE_MISSING_EXCLUDE_SIBLINGS);
    assert_close(total.raw, (34.5 + 24.15 + 20.0) / 0.9, 1e-12);
    assert_close(total.raw, 87.388889, 5e-7);
    ck_assert_double_eq(total.total, 87.39);
    assert_close(total.weight_coverage, 0.82, 1e-12);
    ck_assert_double_eq(worked_total(DSCORE_MISSING_EXCLUDE_GLOBAL).total, 87.5);
    ck_assert_double_eq(worked_total(DSCORE_MISSING_ZERO).total, 71.75);
    total = worked_total(DSCORE_MISSING_BLOCK);
    ck_assert_int_eq(total.reason, DSCORE_TOTAL_BLOCKED);
    ck_assert_int_ne(total.status, DSCORE_VALUE_OK);
    ck_assert(isnan(total.total));
}
END_TEST

START_TEST(correction_8_by_default_a_missing_dimension_withholds_the_total)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    d.spec.allow_missing_dimension = false;
    dsi_total total = score_and_close(&d, inputs);
    ck_assert_int_eq(total.status, DSCORE_VALUE_INSUFFICIENT);
    ck_assert_int_eq(total.reason, DSCORE_TOTAL_DIMENSION_MISSING);
    ck_assert(isnan(total.total) && isnan(total.raw));
    ck_assert_int_eq(total.grade, -1);
    d.spec.allow_missing_dimension = true;
    d.spec.min_weight_coverage = 0.9;
    total = score_and_close(&d, inputs);
    ck_assert_int_eq(total.reason, DSCORE_TOTAL_WEIGHT_COVERAGE);
    ck_assert_int_eq(total.status, DSCORE_VALUE_INSUFFICIENT);
    d.spec.min_weight_coverage = 0.82; /* exactly there, but for binary dust */
    ck_assert_int_eq(score_and_close(&d, inputs).status, DSCORE_VALUE_OK);
}
END_TEST

START_TEST(methods_0_3_a_coverage_of_exactly_the_minimum_is_enough)
{
    const dsi_weight_node nodes[] = {{"csat", NULL, NULL, -1, true, 7.0}, {"fcr", NULL, NULL, -1, true, 1.0},
        {"complaint", NULL, NULL, -1, true, 2.0}};
    card_draft d;
    draft_worked_card(&d);
    d.spec.weights.nodes = nodes;
    d.spec.weights.node_count = 3;
    d.spec.item_count = 3;
    const dsi_card_input inputs[] = {ok_value(80), ok_value(80), no_value(DSCORE_VALUE_NO_DATA)};
    dsi_total total = score_and_close(&d, inputs);
    ck_assert_double_eq(total.weight_coverage, 0.8); /* 0.7 + 0.1 in binary is 0.7999999999999999: told as 0.8 */
    ck_assert_int_eq(total.status, DSCORE_VALUE_OK);
}
END_TEST

START_TEST(a_value_that_is_not_ok_is_missing_and_keeps_its_status)
{
    const int32_t statuses[] = {
        DSCORE_VALUE_NO_DATA, DSCORE_VALUE_INSUFFICIENT, DSCORE_VALUE_UNDEFINED, DSCORE_VALUE_EXCLUDED};
    card_draft d;
    draft_worked_card(&d);
    for (int i = 0; i < 4; i++) {
        dsi_card_input inputs[WORKED_ITEMS];
        worked_inputs(inputs);
        inputs[COMPLAINT] = no_value(statuses[i]);
        dsi_bench bench;
        dsi_total total = score_once(&d, inputs, false, &bench);
        ck_assert_double_eq(total.total, 87.39);
        const dscore_ledger_line *line = find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "complaint");
        ck_assert_int_eq(line->value_status, statuses[i]);
        ck_assert(isnan(line->value) && isnan(line->points));
        ck_assert_double_eq(line->amount, 0.0);
        assert_close(line->weight, 0.08, 1e-15);
        ck_assert_double_eq(line->effective_weight, 0.0);
        close_bench(&bench);
    }
}
END_TEST

START_TEST(a_rule_without_an_answer_makes_the_value_missing)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    dsi_rule_spec ratio;
    dsi_rule_spec_init(&ratio, DSI_FAMILY_RATIO);
    ratio.u.ratio.baseline = 30.0;
    d.items[COMPLAINT].rule = &ratio;
    inputs[COMPLAINT] = ok_value(-1.0);
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, false, &bench);
    ck_assert_double_eq(total.total, 87.39);
    const dscore_ledger_line *line = find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "complaint");
    ck_assert_int_eq(line->value_status, DSCORE_VALUE_UNDEFINED);
    ck_assert_double_eq(line->value, -1.0);
    close_bench(&bench);
}
END_TEST

START_TEST(nothing_at_all_and_absent_keys_have_no_total)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    d.spec.missing = DSCORE_MISSING_ZERO;
    d.spec.min_weight_coverage = 0.0;
    for (int i = 0; i < WORKED_ITEMS; i++) {
        inputs[i] = no_value(DSCORE_VALUE_NO_DATA);
    }
    dsi_total total = score_and_close(&d, inputs);
    ck_assert_int_eq(total.reason, DSCORE_TOTAL_NOTHING);
    ck_assert_int_eq(total.status, DSCORE_VALUE_NO_DATA);
    worked_inputs(inputs);
    dsi_bench bench;
    total = score_once(&d, inputs, true, &bench);
    ck_assert_int_eq(total.reason, DSCORE_TOTAL_ABSENT_KEY);
    ck_assert_int_eq(total.status, DSCORE_VALUE_EXCLUDED);
    ck_assert(isnan(total.total));
    const dscore_ledger_line *line = find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "csat");
    ck_assert_double_eq(line->value, 90.0); /* shown, */
    ck_assert(isnan(line->points));         /* never scored */
    close_bench(&bench);
}
END_TEST

START_TEST(a_required_value_blocks_the_total)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    d.items[COMPLAINT].required = true;
    ck_assert_int_eq(score_and_close(&d, inputs).reason, DSCORE_TOTAL_BLOCKED);
    inputs[COMPLAINT] = ok_value(50.0);
    ck_assert_int_eq(score_and_close(&d, inputs).reason, DSCORE_TOTAL_FINE);
}
END_TEST

START_TEST(too_few_observations_count_as_missing_and_say_so)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    inputs[COMPLAINT] = ok_value(100.0);
    d.items[COMPLAINT].min_n = 11; /* ok_value has 10 */
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, false, &bench);
    const dscore_ledger_line *line = find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "complaint");
    ck_assert_int_eq(line->value_status, DSCORE_VALUE_INSUFFICIENT);
    ck_assert_int_eq(line->flags & DSCORE_SCORE_SMALL_N, DSCORE_SCORE_SMALL_N);
    ck_assert_double_eq(line->value, 100.0);
    ck_assert_int_eq(total.flags & DSCORE_SCORE_SMALL_N, DSCORE_SCORE_SMALL_N);
    ck_assert_double_eq(total.total, 87.39);
    close_bench(&bench);
    d.items[COMPLAINT].min_n = 10;
    ck_assert_double_gt(score_and_close(&d, inputs).total, 87.4);
    d.items[COMPLAINT].min_observations = 10.5;
    ck_assert_double_eq(score_and_close(&d, inputs).total, 87.39);
}
END_TEST

START_TEST(correction_8_data_coverage_gates_only_what_is_not_sampled)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    inputs[COMPLAINT] = (dsi_card_input){DSCORE_VALUE_OK, 100.0, 3, 7, 0, 3.0};
    dsi_total total = score_and_close(&d, inputs);
    assert_close(total.data_coverage, 0.3, 1e-15);
    ck_assert_double_gt(total.total, 87.4); /* not gated by default */
    d.spec.min_data_coverage = 0.5;
    ck_assert_double_eq(score_and_close(&d, inputs).total, 87.39);
    d.facts[COMPLAINT].sampled = true;
    total = score_and_close(&d, inputs);
    ck_assert_double_gt(total.total, 87.4);
    ck_assert_double_eq(total.data_coverage, 1.0);
}
END_TEST

START_TEST(the_ledger_of_the_worked_card_reads_as_expected)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, false, &bench);
    ck_assert_int_eq(total.line_count, 12 + 2); /* every node, RENORMALISE, ROUND */
    ck_assert_str_eq(bench.lines[0].alias, "quality");
    ck_assert_str_eq(bench.lines[1].alias, "csat");
    ck_assert_str_eq(bench.lines[1].group, "quality");
    assert_close(bench.lines[1].amount, 18.0, 1e-12);       /* 0.4 * 0.5 * 90 */
    assert_close(bench.lines[0].amount, 18.0 + 9.6, 1e-12); /* and 0.4 * 0.3 * 80 */
    assert_close(bench.lines[0].points, 86.25, 1e-12);
    assert_close(bench.lines[0].effective_weight, 0.4 / 0.9, 1e-12);
    const dscore_ledger_line *renormalise = find_line(&bench, &total, DSCORE_LINE_RENORMALISE, "");
    assert_close(renormalise->amount, 87.3888888888889 - 71.75, 1e-10);
    const dscore_ledger_line *group = find_line(&bench, &total, DSCORE_LINE_GROUP, "collaboration");
    ck_assert_int_eq(group->value_status, DSCORE_VALUE_NO_DATA);
    ck_assert(isnan(group->points));
    ck_assert_double_eq(bench.lines[total.line_count - 1].printed, 0.0); /* ROUND is shared out */
    close_bench(&bench);
}
END_TEST

START_TEST(the_ledger_says_where_a_total_was_cut)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    d.rule.has_hi = false;
    for (int i = 0; i < WORKED_ITEMS; i++) {
        inputs[i] = ok_value(103.0);
    }
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, false, &bench);
    assert_close(total.raw, 103.0, 1e-12);
    ck_assert_double_eq(total.total, 100.0);
    ck_assert_int_eq(total.flags, DSCORE_SCORE_CLAMP_HI);
    assert_close(find_line(&bench, &total, DSCORE_LINE_CLAMP, "")->amount, -3.0, 1e-12);
    close_bench(&bench);
    d.spec.has_hi = false;
    total = score_and_close(&d, inputs);
    ck_assert_double_eq(total.total, 103.0);
    ck_assert_int_eq(total.grade, 0);
}
END_TEST

START_TEST(correction_16_points_mode_deducts_points_and_adds_bonuses)
{
    /* Response is worth 15 points and loses 2 for each full 5 s above 25 s; CSAT is worth 85 and scored 0-100; five
       points are off for each complaint, outside the 100. */
    const dsi_weight_node nodes[] = {{"resp", NULL, NULL, -1, true, 15.0}, {"csat", NULL, NULL, -1, true, 85.0}};
    dsi_rule_spec step;
    dsi_rule_spec_init(&step, DSI_FAMILY_STEP);
    step.better = DSI_BETTER_LOWER;
    step.u.step.x0 = 25.0;
    step.u.step.delta = 5.0;
    step.u.step.points = 2.0;
    step.u.step.full = 15.0;
    dsi_rule_spec malus;
    dsi_rule_spec_init(&malus, DSI_FAMILY_LINEAR);
    malus.has_lo = false;
    malus.has_hi = false;
    malus.u.linear.x1 = 1.0;
    malus.u.linear.points1 = -5.0;
    card_draft d;
    draft_worked_card(&d);
    d.spec.mode = DSI_CARD_POINTS;
    d.spec.weights.nodes = nodes;
    d.spec.weights.node_count = 2;
    d.spec.weights.mode = DSCORE_WEIGHTS_ABSOLUTE_100;
    d.spec.item_count = 3;
    d.items[0] = (dsi_card_item){.alias = "resp", .indicator = "resp", .rule = &step, .in_points = true};
    d.items[1] = (dsi_card_item){.alias = "csat", .indicator = "csat", .rule = &d.rule};
    d.items[2] = (dsi_card_item){.alias = "complaints", .indicator = "complaints", .rule = &malus, .bonus = true};
    const dsi_card_input inputs[] = {ok_value(36.0), ok_value(80.0), ok_value(2.0)};
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, false, &bench);
    ck_assert_double_eq(total.total, 11.0 + 68.0 - 10.0); /* 15 - 2*2, 85 * 80 %, 2 * -5 */
    ck_assert_int_eq(total.flags & DSCORE_SCORE_PENALTY, DSCORE_SCORE_PENALTY);
    ck_assert_double_eq(find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "resp")->amount, 11.0);
    ck_assert_double_eq(find_line(&bench, &total, DSCORE_LINE_BONUS, "complaints")->amount, -10.0);
    close_bench(&bench);
    const dsi_card_input without[] = {ok_value(36.0), no_value(DSCORE_VALUE_NO_DATA), no_value(DSCORE_VALUE_NO_DATA)};
    d.spec.min_weight_coverage = 0.0;
    total = score_and_close(&d, without);
    ck_assert_double_eq(total.total, 73.33); /* 11 of 15, of 100 */
    d.spec.missing = DSCORE_MISSING_ZERO;
    ck_assert_double_eq(score_and_close(&d, without).total, 11.0);
}
END_TEST

START_TEST(methods_2_7_grades_see_the_published_total)
{
    const struct {
        double points;
        const char *grade;
    } table[] = {{89.995, "A"}, {89.994, "B"}, {59.995, "D"}, {80, "B"}, {59.99, "E"}, {-5, "E"}};
    card_draft d;
    draft_worked_card(&d);
    const dsi_weight_node nodes[] = {{"csat", NULL, NULL, -1, true, 1.0}};
    d.spec.weights.nodes = nodes;
    d.spec.weights.node_count = 1;
    d.spec.item_count = 1;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        dsi_card_input input = ok_value(table[i].points);
        dsi_total total = score_and_close(&d, &input);
        ck_assert_str_eq(d.grades[total.grade].label_en, table[i].grade);
    }
}
END_TEST

START_TEST(methods_5_8_competition_rank)
{
    const double scores[] = {92, 85, 85, 78, 70, 88};
    const int64_t expected[] = {1, 3, 3, 5, 6, 2};
    dsi_total totals[6];
    int64_t periods[6];
    dsi_keyed room[12];
    memset(totals, 0, sizeof totals);
    for (int i = 0; i < 6; i++) {
        totals[i].total = scores[i];
        periods[i] = 7;
    }
    dsi_rank_totals(totals, periods, 6, room);
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(totals[i].rank, expected[i]);
        ck_assert_int_eq(totals[i].peers, 6);
    }
}
END_TEST

START_TEST(ranks_stay_within_a_period_and_skip_what_has_no_total)
{
    const double scores[] = {50, 90, 70, 95, 60, 0};
    const int64_t periods[] = {1, 2, 1, 2, 2, 1};
    const int64_t expected[] = {2, 1, 1, 0, 2, 3};
    dsi_total totals[6];
    dsi_keyed room[12];
    memset(totals, 0, sizeof totals);
    for (int i = 0; i < 6; i++) {
        totals[i].total = scores[i];
    }
    totals[3].status = DSCORE_VALUE_INSUFFICIENT;
    dsi_rank_totals(totals, periods, 6, room);
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(totals[i].rank, expected[i]);
    }
    ck_assert_int_eq(totals[0].peers, 3);
    ck_assert_int_eq(totals[1].peers, 2);
    dsi_rank_totals(totals, periods, 0, room);
}
END_TEST

START_TEST(every_failing_allocation_of_a_bench_unwinds)
{
    card_draft d;
    draft_worked_card(&d);
    counting_heap heap = {0, -1, 0};
    dscore_allocator allocator = counting_allocator(&heap);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = NULL;
    assert_ok(dsi_scorecard_build(&allocator, &d.spec, d.facts, &card, &err), err);
    int64_t held = heap.held;
    for (int64_t i = 0;; i++) {
        dsi_bench bench;
        heap.fail_at = heap.calls + i;
        dscore_status status = dsi_bench_init(&bench, card, &err);
        if (status == DSCORE_OK) {
            dsi_bench_free(&bench);
            break;
        }
        ck_assert_int_eq(status, DSCORE_E_MEMORY);
        ck_assert_int_eq(heap.held, held);
    }
    dscore_scorecard_free(card);
    ck_assert_int_eq(heap.held, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_3_2_weighted_arithmetic_mean, methods_3_3_four_policies,
        correction_8_by_default_a_missing_dimension_withholds_the_total,
        methods_0_3_a_coverage_of_exactly_the_minimum_is_enough, a_value_that_is_not_ok_is_missing_and_keeps_its_status,
        a_rule_without_an_answer_makes_the_value_missing, nothing_at_all_and_absent_keys_have_no_total,
        a_required_value_blocks_the_total, too_few_observations_count_as_missing_and_say_so,
        correction_8_data_coverage_gates_only_what_is_not_sampled, the_ledger_of_the_worked_card_reads_as_expected,
        the_ledger_says_where_a_total_was_cut, correction_16_points_mode_deducts_points_and_adds_bonuses,
        methods_2_7_grades_see_the_published_total, methods_5_8_competition_rank,
        ranks_stay_within_a_period_and_skip_what_has_no_total, every_failing_allocation_of_a_bench_unwinds};
    return RUN_TESTS("engine", tests);
}
