/* What an explanation says to the person who is scored: names, why a value is missing, what becomes of its weight, and
   no word of clamping where only binary fractions met an end. */
#include "score/scores.h"

#include "score/total_support.h"

static void expect(const card_draft *d, const dsi_card_input *inputs, bool chinese, const char *const *parts)
{
    char *text = explain_once(d, inputs, chinese);
    for (; *parts != NULL; parts++) {
        ck_assert_msg(strstr(text, *parts) != NULL, "%s\n  does not say: %s", text, *parts);
    }
    free(text);
}

static void expect_silence(const card_draft *d, const dsi_card_input *inputs, const char *part)
{
    char *text = explain_once(d, inputs, false);
    ck_assert_msg(strstr(text, part) == NULL, "%s\n  says: %s", text, part);
    free(text);
}

START_TEST(the_name_of_a_leaf_goes_before_that_of_its_indicator)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    dsi_weight_node nodes[12];
    draft_worked_card(&d);
    worked_inputs(inputs);
    memcpy(nodes, WORKED_NODES, sizeof nodes);
    nodes[1].name_en = "Satisfied, phone";
    nodes[1].name_zh = "电话满意度";
    d.spec.weights.nodes = nodes;
    d.facts[CSAT].name_en = "CSAT";
    d.facts[FCR].name_en = "First contact";
    const char *const english[] = {"Satisfied, phone [csat]: 90 points", "First contact [fcr]: 80 points", NULL};
    const char *const chinese[] = {"电话满意度［csat］：90分", NULL};
    expect(&d, inputs, false, english);
    expect(&d, inputs, true, chinese);
}
END_TEST

START_TEST(a_value_that_rests_on_too_little_names_what_the_card_asks_for)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    d.items[CSAT].min_n = 30;
    d.spec.min_weight_coverage = 0.5;
    const char *const few[] = {
        "csat: 90 points, too few records to be judged; the card asks for at least 30 (records used 10,", NULL};
    const char *const few_zh[] = {"样本不足，不作评价；评分卡要求至少30条", NULL};
    expect(&d, inputs, false, few);
    expect(&d, inputs, true, few_zh);

    d.items[CSAT].min_n = 0;
    d.spec.min_data_coverage = 0.8;
    inputs[FCR].n_missing = 30; /* 10 of 40 */
    const char *const thin[] = {
        "fcr: 80 points, too many records lack data; the card asks for data in at least 80% (records used 10, lacking "
        "data 30,",
        NULL};
    const char *const thin_zh[] = {"缺数据的记录过多，评分卡要求至少80%有数据", NULL};
    expect(&d, inputs, false, thin);
    expect(&d, inputs, true, thin_zh);
}
END_TEST

START_TEST(a_missing_value_tells_what_becomes_of_its_weight)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    const char *const shared[] = {"Points: none, weight 8%; the others of its group take its weight\n",
        "Points: none, weight 5%; its whole group has no value: the other groups take its weight\n", NULL};
    const char *const shared_zh[] = {"得分：无，权重8%；其权重由同组其他指标分摊\n", NULL};
    expect(&d, inputs, false, shared);
    expect(&d, inputs, true, shared_zh);

    d.items[COMPLAINT].required = true; /* no total, so nobody takes anybody's weight */
    const char *const blocked[] = {"No total: a value is missing that the card insists on",
        "Points: none, weight 8%; without it there is no total\n", "Points: none, weight 5%\n", NULL};
    expect(&d, inputs, false, blocked);
    expect_silence(&d, inputs, "take its weight");

    d.items[COMPLAINT].required = false;
    d.spec.missing = DSCORE_MISSING_ZERO;
    const char *const zero[] = {"Points: none, weight 8%; it counts as 0 points\n", NULL};
    expect(&d, inputs, false, zero);
}
END_TEST

START_TEST(a_bonus_that_is_required_blocks_the_total)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS + 1];
    draft_worked_card(&d);
    worked_inputs(inputs);
    inputs[WORKED_ITEMS] = no_value(DSCORE_VALUE_NO_DATA);
    d.items[WORKED_ITEMS] = (dsi_card_item){.alias = "kudos", .indicator = "kudos", .rule = &d.rule, .bonus = true};
    d.facts[WORKED_ITEMS].unit = "count";
    d.spec.item_count = WORKED_ITEMS + 1;
    const char *const free_of[] = {"Points: none, outside the weights; it adds nothing\n", "Together: 87.39", NULL};
    expect(&d, inputs, false, free_of);
    d.items[WORKED_ITEMS].required = true;
    const char *const blocked[] = {"Points: none, outside the weights; without it there is no total\n", NULL};
    expect(&d, inputs, false, blocked);
}
END_TEST

START_TEST(correction_16_a_points_card_shows_points_not_shares)
{
    const dsi_weight_node nodes[] = {{"quality", "Quality", "质量", -1, false, 40.0},
        {"csat", NULL, NULL, 0, true, 25.0}, {"fcr", NULL, NULL, 0, true, 15.0}};
    card_draft d;
    draft_worked_card(&d);
    d.spec.mode = DSI_CARD_POINTS;
    d.spec.weights.nodes = nodes;
    d.spec.weights.node_count = 3;
    d.spec.item_count = 2;
    d.items[FCR].in_points = true;
    const dsi_card_input inputs[] = {ok_value(80), ok_value(12)};
    const char *const english[] = {"Quality (worth 40 points): adds 32.00\n",
        "Points: 80 points × worth 25 points ÷ 100 = 20.00\n", "Points: 12 points, worth 15 points, adds 12.00\n",
        "Together: 32.00", NULL};
    const char *const chinese[] = {"质量（分值40分）：计入32.00\n", "得分：80分 × 分值25分 ÷ 100 = 20.00\n", NULL};
    expect(&d, inputs, false, english);
    expect(&d, inputs, true, chinese);
}
END_TEST

START_TEST(methods_0_3_binary_fractions_do_not_clamp)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_RATIO);
    spec.u.ratio.baseline = 0.3;
    spec.u.ratio.has_cap = false;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = NULL;
    const double x[] = {0.1 + 0.2, 0.31}; /* 0.30000000000000004 is 0.3; 0.31 is not */
    double points[2];
    int32_t flags[2];
    for (int capped = 0; capped < 2; capped++) {
        spec.u.ratio.has_cap = capped == 1;
        spec.u.ratio.cap = 100.0;
        assert_ok(dsi_rule_new(NULL, &spec, &rule, &err), err);
        assert_ok(dscore_rule_apply(rule, x, 2, points, NULL, NULL, flags, &err), err);
        ck_assert_double_eq(points[0], 100.0);
        ck_assert_double_eq(points[1], 100.0);
        ck_assert_int_eq(flags[0], 0);
        ck_assert_int_eq(flags[1], capped == 1 ? DSCORE_SCORE_CAP_CORE : DSCORE_SCORE_CLAMP_HI);
        dscore_rule_free(rule);
    }
}
END_TEST

START_TEST(a_full_score_is_not_cut)
{
    const dsi_weight_node nodes[] = {{"csat", NULL, NULL, -1, true, 3.0}, {"fcr", NULL, NULL, -1, true, 10.0}};
    card_draft d;
    draft_worked_card(&d);
    d.spec.weights.nodes = nodes;
    d.spec.weights.node_count = 2;
    d.spec.item_count = 2;
    const dsi_card_input inputs[] = {ok_value(100), ok_value(100)}; /* 3/13 and 10/13: 100.00000000000001 in binary */
    const dsi_total total = score_and_close(&d, inputs);
    ck_assert_double_eq(total.total, 100.0);
    ck_assert_int_eq(total.flags, 0);
    expect_silence(&d, inputs, "Cut to");
}
END_TEST

START_TEST(shares_that_are_added_are_told_as_decimals)
{
    const dsi_weight_node nodes[] = {{"csat", NULL, NULL, -1, true, 0.14}, {"fcr", NULL, NULL, -1, true, 0.14},
        {"complaint", NULL, NULL, -1, true, 0.14}, {"resp", NULL, NULL, -1, true, 0.58}};
    card_draft d;
    draft_worked_card(&d);
    d.spec.weights.nodes = nodes;
    d.spec.weights.node_count = 4;
    d.spec.item_count = 4;
    const dsi_card_input inputs[] = {ok_value(80), ok_value(80), ok_value(80), no_value(DSCORE_VALUE_NO_DATA)};
    const dsi_total total = score_and_close(&d, inputs);
    const dsi_card_input other[] = {
        no_value(DSCORE_VALUE_NO_DATA), no_value(DSCORE_VALUE_NO_DATA), ok_value(80), ok_value(80)};
    ck_assert_double_eq(score_and_close(&d, other).weight_coverage, 0.72);
    const dsi_weight_node table[] = {{"csat", NULL, NULL, -1, true, 40.0}, {"fcr", NULL, NULL, -1, true, 35.0}};
    ck_assert_double_eq(total.weight_coverage, 0.42); /* 0.14 + 0.14 + 0.14 is 0.42000000000000004 in binary */
    d.spec.weights.nodes = table;
    d.spec.weights.node_count = 2;
    d.spec.item_count = 2;
    const dsi_card_input half[] = {ok_value(80), no_value(DSCORE_VALUE_NO_DATA)};
    ck_assert_double_eq(score_and_close(&d, half).weight_coverage, 40.0 / 75.0); /* no decimal: as it is */
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_name_of_a_leaf_goes_before_that_of_its_indicator,
        a_value_that_rests_on_too_little_names_what_the_card_asks_for, a_missing_value_tells_what_becomes_of_its_weight,
        a_bonus_that_is_required_blocks_the_total, correction_16_a_points_card_shows_points_not_shares,
        methods_0_3_binary_fractions_do_not_clamp, a_full_score_is_not_cut, shares_that_are_added_are_told_as_decimals};
    return RUN_TESTS("explanations", tests);
}
