/* Gates and vetoes: METHODS 2.8 (indicator, dimension, scheme), 3.2 (floor gate), 2.5 (cross-gate of a published plan),
   and how the ledger and the explanation show what they cut (D21). */
#include "score/total_support.h"

static const double WEIGHTS[] = {0.4, 0.3, 0.2, 0.1};

static dsi_gate gate_of(const char *item, int32_t op, double threshold, const char *scope, double cap)
{
    return (dsi_gate){.item = item, .op = op, .threshold = threshold, .scope = scope, .cap = cap};
}

static void draft_gated(flat_card *f, const dsi_gate *gates, int32_t count)
{
    draft_flat(f, WEIGHTS, 4);
    f->d.spec.gates = gates;
    f->d.spec.gate_count = count;
}

START_TEST(methods_2_8_scheme_veto)
{
    const dsi_gate gates[] = {
        {.item = "d", .op = DSI_CMP_LT, .threshold = 75.0, .cap = 60.0, .name_en = "Red line", .name_zh = "红线"}};
    flat_card f;
    draft_gated(&f, gates, 1);
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(70)};
    dsi_bench bench;
    dsi_total total = score_once(&f.d, inputs, false, &bench);
    assert_adds_up(&bench, &total);
    ck_assert_double_eq(total.total, 60.0);
    ck_assert_int_eq(total.flags, DSCORE_SCORE_VETO);
    const dscore_ledger_line *line = find_line(&bench, &total, DSCORE_LINE_GATE, "");
    ck_assert_int_eq(line->flags, DSCORE_SCORE_VETO);
    ck_assert_int_eq(line->gate, 1);
    ck_assert_double_eq(line->value, 70.0);
    assert_close(line->raw_points, 83.0, 1e-12);
    ck_assert_double_eq(line->points, 60.0);
    assert_close(line->amount, -23.0, 1e-12);
    close_bench(&bench);
    assert_explained(&f.d, inputs, false,
        "Gate \"Red line\": the total: at most 60 points while d is below 75 points (it is 70 points): -23.0");
    assert_explained(&f.d, inputs, true, "限制条款“红线”：总分最高60分，因d低于75分（目前为70分）：-23.0");
    const dsi_card_input fine[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(75)};
    total = total_of(&f.d, fine); /* METHODS 0.2: below 75 leaves 75 out */
    assert_close(total.total, 83.5, 1e-9);
    ck_assert_int_eq(total.flags, 0);
}
END_TEST

START_TEST(methods_2_8_a_veto_without_a_cap_takes_everything)
{
    const dsi_gate gates[] = {gate_of("a", DSI_CMP_GE, 1.0, "", 0.0)};
    flat_card f;
    draft_gated(&f, gates, 1);
    const dsi_card_input inputs[] = {ok_value(1), ok_value(80), ok_value(90), ok_value(70)};
    ck_assert_double_eq(total_of(&f.d, inputs).total, 0.0);
    assert_explained(&f.d, inputs, false, "Veto: the total: at most 0 points while a is at least 1 point");
    assert_explained(&f.d, inputs, true, "一票否决：总分最高0分，因a不低于1分（目前为1分）");
}
END_TEST

START_TEST(methods_2_8_indicator_veto)
{
    const dsi_gate gates[] = {gate_of("d", DSI_CMP_LE, 70.0, "a", 0.0)};
    flat_card f;
    draft_gated(&f, gates, 1);
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(70)};
    dsi_bench bench;
    dsi_total total = score_once(&f.d, inputs, false, &bench);
    assert_adds_up(&bench, &total);
    assert_close(total.total, 83.0 - 34.0, 1e-9);
    const dscore_ledger_line *line = find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "a");
    ck_assert_double_eq(line->points, 0.0);
    ck_assert_double_eq(line->raw_points, 85.0);
    ck_assert_double_eq(line->amount, 0.0);
    ck_assert_int_eq(line->gate, 1);
    ck_assert_int_eq(line->flags, DSCORE_SCORE_VETO);
    ck_assert_ptr_null(find_line(&bench, &total, DSCORE_LINE_GATE, ""));
    ck_assert_int_eq(total.flags, DSCORE_SCORE_VETO);
    close_bench(&bench);
    assert_explained(&f.d, inputs, false,
        "Points: 0 points (before that 85 points) × weight 40% = 0.000000000\n"
        "  Veto: at most 0 points while d is at most 70 points (it is 70 points)\n");
    assert_explained(&f.d, inputs, true, "一票否决：最高0分，因d不超过70分（目前为70分）\n");
}
END_TEST

/* Quality (40): csat .5, fcr .3, complaint .2 of 90, 80, 60 = 81 points; efficiency 80.5; growth 100; no collaboration.
 */
static void draft_grouped(card_draft *d, dsi_card_input *inputs, const dsi_gate *gates, int32_t count)
{
    draft_worked_card(d);
    worked_inputs(inputs);
    inputs[COMPLAINT] = ok_value(60);
    d->spec.gates = gates;
    d->spec.gate_count = count;
    d->spec.decimals = 9;
}

START_TEST(methods_2_8_dimension_veto)
{
    const dsi_gate gates[] = {gate_of("complaint", DSI_CMP_LE, 60.0, "quality", 50.0)};
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_grouped(&d, inputs, gates, 1);
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, false, &bench);
    assert_adds_up(&bench, &total);
    assert_close(total.total, (0.4 * 50 + 0.3 * 80.5 + 0.2 * 100) / 0.9, 5e-10);
    const dscore_ledger_line *group = find_line(&bench, &total, DSCORE_LINE_GROUP, "quality");
    assert_close(group->raw_points, 81.0, 1e-9);
    assert_close(group->points, 50.0, 1e-9);
    assert_close(group->amount, 0.4 * 81.0, 1e-9); /* what its lines add; the cut has a line of its own */
    const dscore_ledger_line *line = find_line(&bench, &total, DSCORE_LINE_GATE, "quality");
    assert_close(line->amount, -31.0 * 0.4 / 0.9, 1e-9);
    assert_close(line->raw_points, 81.0, 1e-9);
    close_bench(&bench);
    d.spec.decimals = 2;
    assert_explained(&d, inputs, false,
        "Quality (weight 40%, in this total 44.44%): 50 points (cut from 81 points), "
        "before the gate adds 32.40\n");
    assert_explained(&d, inputs, false,
        "Gate: Quality: at most 50 points while complaint is at most 60 points (it is 60 points): -13.78\n");
    assert_explained(&d, inputs, true, "限制条款：质量最高50分，因complaint不超过60分（目前为60分）：-13.78\n");
}
END_TEST

START_TEST(gates_of_inner_groups_come_before_those_of_outer_ones)
{
    const dsi_weight_node nodes[] = {{"all", NULL, NULL, -1, false, 1.0}, {"inner", NULL, NULL, 0, false, 0.5},
        {"csat", NULL, NULL, 1, true, 1.0}, {"fcr", NULL, NULL, 1, true, 1.0}, {"complaint", NULL, NULL, 0, true, 0.5}};
    const dsi_gate gates[] = {gate_of("complaint", DSI_CMP_LE, 60.0, "all", 40.0),
        gate_of("complaint", DSI_CMP_LE, 60.0, "inner", 30.0), gate_of("complaint", DSI_CMP_LE, 60.0, "inner", 20.0),
        gate_of("complaint", DSI_CMP_LE, 60.0, "inner", 25.0), gate_of("complaint", DSI_CMP_LE, 60.0, "all", 35.0)};
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_grouped(&d, inputs, gates, 4);
    d.spec.weights.nodes = nodes;
    d.spec.weights.node_count = 5;
    d.spec.item_count = 3;
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, false, &bench); /* inner 85 -> 30 -> 20; all (20 + 60) / 2: no cut */
    assert_adds_up(&bench, &total);
    assert_close(total.total, 40.0, 1e-9);
    ck_assert_double_eq(find_line(&bench, &total, DSCORE_LINE_GROUP, "inner")->raw_points, 85.0);
    ck_assert_double_eq(find_line(&bench, &total, DSCORE_LINE_GROUP, "inner")->points, 20.0);
    ck_assert_double_eq(find_line(&bench, &total, DSCORE_LINE_GROUP, "all")->points, 40.0);
    ck_assert_int_eq(find_line(&bench, &total, DSCORE_LINE_GROUP, "all")->flags, 0);
    ck_assert_ptr_null(find_line(&bench, &total, DSCORE_LINE_GATE, "all"));
    close_bench(&bench);
    d.spec.gate_count = 5;
    assert_close(total_of(&d, inputs).total, 35.0, 1e-9);
}
END_TEST

START_TEST(correction_16_a_points_card_cuts_the_points_a_group_adds)
{
    const dsi_gate gates[] = {gate_of("fcr", DSI_CMP_LT, 50.0, "quality", 24.0)};
    const dsi_weight_node nodes[] = {{"quality", "Quality", "质量", -1, false, 40.0},
        {"csat", NULL, NULL, 0, true, 25.0}, {"fcr", NULL, NULL, 0, true, 15.0}};
    card_draft d;
    draft_worked_card(&d);
    d.spec.mode = DSI_CARD_POINTS;
    d.spec.weights.nodes = nodes;
    d.spec.weights.node_count = 3;
    d.spec.item_count = 2;
    d.spec.gates = gates;
    d.spec.gate_count = 1;
    const dsi_card_input inputs[] = {ok_value(80), ok_value(40)}; /* 20 + 6 = 26 */
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, false, &bench);
    assert_adds_up(&bench, &total);
    ck_assert_double_eq(total.total, 24.0);
    assert_close(find_line(&bench, &total, DSCORE_LINE_GATE, "quality")->amount, -2.0, 1e-12);
    assert_close(find_line(&bench, &total, DSCORE_LINE_GATE, "quality")->raw_points, 26.0, 1e-12);
    close_bench(&bench);
    const dsi_gate wide[] = {gate_of("fcr", DSI_CMP_LT, 50.0, "quality", 26.5)};
    d.spec.gates = wide;
    ck_assert_double_eq(total_of(&d, inputs).total, 26.0);
}
END_TEST

/* The plan of METHODS 2.5: revenue pays 0 below 80 % of plan, then 15 % and 2.5 for each further per cent, from 90 on
   60 % and 2.5, from 100 on 100 % and 2.5, at 105 to 109 100 % and 5; operating income 100 % and 1 for each per cent,
   but at most 100 % while revenue is below 100 % of plan. Each bonus of the quarter is 2 500. */
static void draft_plan(flat_card *f, dsi_rule_spec rules[2], const dsi_gate *gate)
{
    static const dsi_knot REVENUE[] = {{80, 0, 15}, {90, 40, 60}, {100, 85, 100}, {105, 112.5, 125}, {110, 150, 200}};
    static const dsi_knot INCOME[] = {{100, 0, 100}, {200, 200, 200}};
    const double worth[] = {2500, 2500, 2500};
    draft_flat(f, worth, 3);
    dsi_rule_spec_init(&rules[0], DSI_FAMILY_PIECEWISE);
    rules[0].u.piecewise.knots = REVENUE;
    rules[0].u.piecewise.knot_count = 5;
    rules[0].u.piecewise.low = (dsi_end){DSI_END_CONST, 0.0};
    rules[0].has_hi = false;
    dsi_rule_spec_init(&rules[1], DSI_FAMILY_PIECEWISE);
    rules[1].u.piecewise.knots = INCOME;
    rules[1].u.piecewise.knot_count = 2;
    rules[1].u.piecewise.low = (dsi_end){DSI_END_CONST, 0.0};
    rules[1].has_hi = false;
    f->d.items[0].alias = "revenue";
    f->d.items[1].alias = "income";
    f->d.items[2].alias = "mbo";
    for (int i = 0; i < 3; i++) {
        f->nodes[i].id = f->d.items[i].alias;
        f->d.facts[i].unit = "%";
    }
    f->d.items[0].rule = &rules[0];
    f->d.items[1].rule = &rules[1];
    f->d.spec.gates = gate;
    f->d.spec.gate_count = 1;
    f->d.spec.mode = DSI_CARD_POINTS;
    f->d.spec.decimals = 2;
}

START_TEST(methods_2_5_cross_gate_of_a_published_plan)
{
    const dsi_gate gate = gate_of("revenue", DSI_CMP_LT, 100.0, "income", 100.0);
    dsi_rule_spec rules[2];
    flat_card f;
    draft_plan(&f, rules, &gate);
    const dsi_card_input quarter[] = {ok_value(96), ok_value(186), ok_value(100)};
    dsi_bench bench;
    dsi_total total = score_once(&f.d, quarter, false, &bench);
    assert_adds_up(&bench, &total);
    assert_close(find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "revenue")->amount, 1875.0, 1e-9);
    assert_close(find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "income")->amount, 2500.0, 1e-9);
    assert_close(find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "mbo")->amount, 2500.0, 1e-9);
    ck_assert_double_eq(total.total, 6875.0);
    close_bench(&bench);
    assert_explained(&f.d, quarter, false, "Gate: at most 100 points while revenue is below 100% (it is 96%)\n");
    const dsi_card_input met[] = {ok_value(100), ok_value(186), ok_value(100)};
    ck_assert_double_eq(total_of(&f.d, met).total, 2500.0 + 1.86 * 2500.0 + 2500.0);
    f.d.spec.mode = DSI_CARD_WEIGHTED; /* the same in per cent of the 7 500 */
    f.d.spec.decimals = 0;
    ck_assert_double_eq(total_of(&f.d, quarter).total, 92.0);
}
END_TEST

START_TEST(methods_3_2_floor_gate_on_points)
{
    const dsi_gate gates[] = {
        {.item = "d", .on = DSI_GATE_ON_POINTS, .op = DSI_CMP_LT, .threshold = 71.0, .cap = 80.0}};
    flat_card f;
    draft_gated(&f, gates, 1);
    dsi_rule_spec halved = f.d.rule;
    halved.u.linear.x1 = 200.0;
    f.d.items[3].rule = &halved; /* the value is 140, its points 70 */
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(140)};
    ck_assert_double_eq(total_of(&f.d, inputs).total, 80.0);
    assert_explained(
        &f.d, inputs, false, "at most 80 points while the points of d are below 71 points (they are 70 points)");
    assert_explained(&f.d, inputs, true, "总分最高80分，因d的得分低于71分（目前为70分）");
}
END_TEST

START_TEST(a_gate_sees_what_those_before_it_left)
{
    const dsi_gate gates[] = {gate_of("d", DSI_CMP_LE, 70.0, "a", 50.0),
        {.item = "a", .on = DSI_GATE_ON_POINTS, .op = DSI_CMP_LE, .threshold = 50.0, .scope = "b", .cap = 10.0},
        {.item = "b", .on = DSI_GATE_ON_POINTS, .op = DSI_CMP_LE, .threshold = 10.0, .cap = 30.0}};
    const dsi_gate reversed[] = {gates[2], gates[1], gates[0]};
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(70)};
    flat_card f;
    draft_gated(&f, gates, 3);
    ck_assert_double_eq(total_of(&f.d, inputs).total, 30.0);
    draft_gated(&f, reversed, 3);
    assert_close(total_of(&f.d, inputs).total, 83.0 - 0.4 * 35.0, 1e-9); /* only a is cut */
    draft_gated(&f, gates, 3);
    assert_explained(&f.d, inputs, false, "while the points of b are at most 10 points (they are 10 points)");
}
END_TEST

START_TEST(a_gate_tells_the_points_that_it_saw_not_those_that_it_left)
{
    const dsi_gate gates[] = {
        {.item = "d", .on = DSI_GATE_ON_POINTS, .op = DSI_CMP_LE, .threshold = 70.0, .scope = "d", .cap = 50.0}};
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(70)};
    flat_card f;
    draft_gated(&f, gates, 1);
    assert_close(total_of(&f.d, inputs).total, 81.0, 1e-9);
    assert_explained(
        &f.d, inputs, false, "at most 50 points while the points of d are at most 70 points (they are 70 points)\n");
}
END_TEST

START_TEST(without_a_value_there_is_no_gate_unless_it_says_so)
{
    dsi_gate gates[] = {gate_of("d", DSI_CMP_LT, 75.0, "", 60.0)};
    flat_card f;
    draft_gated(&f, gates, 1);
    dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), no_value(DSCORE_VALUE_NO_DATA)};
    assert_close(total_of(&f.d, inputs).total, 76.0 / 0.9, 1e-8);
    gates[0].applies_if_missing = true;
    ck_assert_double_eq(total_of(&f.d, inputs).total, 60.0);
    assert_explained(&f.d, inputs, false, "while d is below 75 points (it has no value)");
    assert_explained(&f.d, inputs, true, "因d低于75分（目前无数据）");
    inputs[3] = ok_value(90); /* too few rows: no value that counts */
    f.d.items[3].min_n = 11;
    ck_assert_double_eq(total_of(&f.d, inputs).total, 60.0);
    f.d.items[3].min_n = 0;
    assert_close(total_of(&f.d, inputs).total, 85.0, 1e-9);
}
END_TEST

START_TEST(a_gate_sees_a_value_that_the_rule_has_no_points_for)
{
    dsi_gate gates[] = {gate_of("d", DSI_CMP_LT, 75.0, "a", 60.0), gate_of("d", DSI_CMP_LT, 75.0, "", 50.0)};
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(70)};
    dsi_rule_spec peers;
    flat_card f;
    draft_gated(&f, gates, 2);
    dsi_rule_spec_init(&peers, DSI_FAMILY_PEERS); /* alone there is nobody to compare with */
    peers.better = DSI_BETTER_HIGHER;
    peers.u.peers.method = DSI_PEERS_PERCENT_RANK;
    f.d.items[3].rule = &peers;
    f.d.items[3].missing = (dsi_missing){DSCORE_MISSING_NEUTRAL, 60.0, 0, 0};
    dsi_bench bench;
    dsi_total total = score_once(&f.d, inputs, false, &bench);
    assert_adds_up(&bench, &total);
    ck_assert_double_eq(total.total, 50.0);
    ck_assert_double_eq(find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "a")->points, 60.0);
    ck_assert_double_eq(find_line(&bench, &total, DSCORE_LINE_GATE, "")->value, 70.0);
    close_bench(&bench);
    assert_explained(&f.d, inputs, false, "the total: at most 50 points while d is below 75 points (it is 70 points)");
    gates[1].on = DSI_GATE_ON_POINTS; /* points of its own it has none */
    ck_assert_double_eq(total_of(&f.d, inputs).total, 0.4 * 60.0 + 0.3 * 80.0 + 0.2 * 90.0 + 0.1 * 60.0);
}
END_TEST

START_TEST(points_that_the_card_sets_open_and_close_no_gate)
{
    dsi_gate gates[] = {{.item = "d", .on = DSI_GATE_ON_POINTS, .op = DSI_CMP_LE, .threshold = 60.0, .cap = 50.0}};
    flat_card f;
    draft_gated(&f, gates, 1);
    f.d.items[3].missing = (dsi_missing){DSCORE_MISSING_NEUTRAL, 60.0, 0, 0};
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), no_value(DSCORE_VALUE_NO_DATA)};
    assert_close(total_of(&f.d, inputs).total, 82.0, 1e-9);
    gates[0].op = DSI_CMP_GE;
    gates[0].applies_if_missing = true;
    ck_assert_double_eq(total_of(&f.d, inputs).total, 50.0);
}
END_TEST

START_TEST(a_bonus_and_points_of_a_card_can_be_cut)
{
    const dsi_gate gates[] = {gate_of("b", DSI_CMP_LT, 50.0, "c", 0.0), gate_of("b", DSI_CMP_LT, 50.0, "a", 5.0)};
    const double worth[] = {15.0, 85.0};
    flat_card f;
    draft_flat(&f, worth, 2);
    f.d.spec.mode = DSI_CARD_POINTS;
    f.d.items[0].in_points = true;
    f.d.items[2] = (dsi_card_item){.alias = "c", .indicator = "c", .rule = &f.d.rule, .bonus = true};
    f.d.spec.item_count = 3;
    f.d.spec.gates = gates;
    f.d.spec.gate_count = 2;
    const dsi_card_input inputs[] = {ok_value(12), ok_value(40), ok_value(7)};
    dsi_bench bench;
    dsi_total total = score_once(&f.d, inputs, false, &bench);
    assert_adds_up(&bench, &total);
    assert_close(total.total, 5.0 + 34.0, 1e-9);
    ck_assert_int_eq(find_line(&bench, &total, DSCORE_LINE_BONUS, "c")->gate, 1);
    ck_assert_int_eq(total.flags & DSCORE_SCORE_BONUS, 0);
    close_bench(&bench);
}
END_TEST

START_TEST(a_gate_that_cuts_nothing_leaves_no_trace)
{
    const dsi_gate gates[] = {gate_of("d", DSI_CMP_LT, 75.0, "", 90.0), gate_of("d", DSI_CMP_LT, 75.0, "a", 85.0),
        gate_of("d", DSI_CMP_GT, 75.0, "b", 0.0)};
    flat_card f;
    draft_gated(&f, gates, 3);
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(70)};
    dsi_total total = total_of(&f.d, inputs);
    assert_close(total.total, 83.0, 1e-9);
    ck_assert_int_eq(total.flags, 0);
}
END_TEST

START_TEST(a_score_without_a_total_has_no_gate_lines)
{
    const dsi_gate gates[] = {gate_of("d", DSI_CMP_LT, 75.0, "", 60.0)};
    flat_card f;
    draft_gated(&f, gates, 1);
    f.d.items[0].required = true;
    const dsi_card_input inputs[] = {no_value(DSCORE_VALUE_NO_DATA), ok_value(80), ok_value(90), ok_value(70)};
    dsi_bench bench;
    dsi_total total = score_once(&f.d, inputs, false, &bench);
    ck_assert_int_eq(total.reason, DSCORE_TOTAL_BLOCKED);
    ck_assert_ptr_null(find_line(&bench, &total, DSCORE_LINE_GATE, ""));
    ck_assert_int_eq(total.flags & DSCORE_SCORE_VETO, 0);
    close_bench(&bench);
}
END_TEST

START_TEST(gates_that_make_no_sense_are_refused)
{
    flat_card f;
    dsi_gate gate = gate_of("e", DSI_CMP_LT, 75.0, "", 60.0);
    draft_gated(&f, &gate, 1);
    assert_refused(&f.d, "gates[0].item", "no item of the card goes by the alias 'e'");
    gate.item = "";
    assert_refused(&f.d, "gates[0].item", "expected the alias");
    gate = gate_of("a", DSI_CMP_LT, 75.0, "e", 60.0);
    assert_refused(&f.d, "gates[0].scope", "no item and no group");
    gate = gate_of("a", 0, 75.0, "", 60.0);
    assert_refused(&f.d, "gates[0].op", "expected >=");
    gate = gate_of("a", DSI_CMP_LT, (double)NAN, "", 60.0);
    assert_refused(&f.d, "gates[0].threshold", "finite");
    gate = gate_of("a", DSI_CMP_LT, 75.0, "", (double)INFINITY);
    assert_refused(&f.d, "gates[0].cap", "finite");
    gate = gate_of("a", DSI_CMP_LT, 75.0, "", 60.0);
    gate.on = 3;
    assert_refused(&f.d, "gates[0].on", "VALUE or POINTS");
    card_draft d;
    draft_worked_card(&d);
    gate = gate_of("csat", DSI_CMP_LT, 75.0, "quality", 60.0);
    d.spec.gates = &gate;
    d.spec.gate_count = 1;
    d.spec.operation = DSI_OPERATOR_MIN;
    assert_refused(&d, "gates[0].scope", "only a mean is made of groups");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_2_8_scheme_veto, methods_2_8_a_veto_without_a_cap_takes_everything,
        methods_2_8_indicator_veto, methods_2_8_dimension_veto, gates_of_inner_groups_come_before_those_of_outer_ones,
        correction_16_a_points_card_cuts_the_points_a_group_adds, methods_2_5_cross_gate_of_a_published_plan,
        methods_3_2_floor_gate_on_points, a_gate_sees_what_those_before_it_left,
        a_gate_tells_the_points_that_it_saw_not_those_that_it_left, without_a_value_there_is_no_gate_unless_it_says_so,
        a_gate_sees_a_value_that_the_rule_has_no_points_for, points_that_the_card_sets_open_and_close_no_gate,
        a_bonus_and_points_of_a_card_can_be_cut, a_gate_that_cuts_nothing_leaves_no_trace,
        a_score_without_a_total_has_no_gate_lines, gates_that_make_no_sense_are_refused};
    return RUN_TESTS("gates", tests);
}
