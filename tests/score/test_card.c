/* Scorecards: what is refused and where, what is kept, the content hash, failing memory, and the explanation in words.
 */
#include "score/scores.h"

#include "score/card_support.h"

static void expect_refused(const card_draft *d, dscore_status status, const char *path, const char *says)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = (dscore_scorecard *)&err;
    ck_assert_int_eq(dsi_scorecard_build(NULL, &d->spec, d->facts, &card, &err), status);
    ck_assert_ptr_null(card);
    ck_assert_str_eq(err.path, path);
    ck_assert_msg(strstr(err.message, says) != NULL, "'%s' does not say '%s'", err.message, says);
}

START_TEST(a_card_reads_back_as_it_was_written)
{
    card_draft d;
    draft_worked_card(&d);
    const dsi_card_parameter parameters[] = {{"limit", "20s"}};
    d.items[RESP].parameters = parameters;
    d.items[RESP].parameter_count = 1;
    d.items[AHT].alias = NULL;
    d.items[AHT].clock = "business";
    d.spec.name_zh = "示例";
    d.spec.version = "3";
    dscore_scorecard *card = make_card(&d);
    const dsi_card_spec *spec = dsi_scorecard_spec_of(card);
    ck_assert_str_eq(spec->items[RESP].parameters[0].literal, "20s");
    ck_assert_str_eq(spec->items[AHT].alias, "aht");
    ck_assert_str_eq(spec->items[AHT].clock, "business");
    ck_assert_str_eq(spec->items[CSAT].where, "");
    ck_assert_int_eq(spec->items[CSAT].rule->family, DSI_FAMILY_LINEAR);
    ck_assert_str_eq(spec->weights.nodes[4].name_zh, "效率");
    ck_assert_str_eq(spec->grades[0].label_zh, "优秀");
    ck_assert_str_eq(dscore_scorecard_text(card, DSCORE_CARD_ID), "worked");
    ck_assert_str_eq(dscore_scorecard_text(card, DSCORE_CARD_NAME_ZH), "示例");
    ck_assert_str_eq(dscore_scorecard_text(card, DSCORE_CARD_NAME_EN), "");
    ck_assert_str_eq(dscore_scorecard_text(card, DSCORE_CARD_VERSION), "3");
    ck_assert_str_eq(dscore_scorecard_text(card, 99), "");
    ck_assert_int_eq((int)strlen(dscore_scorecard_text(card, DSCORE_CARD_HASH)), 32);
    ck_assert_int_eq(dscore_scorecard_item_count(card), WORKED_ITEMS);
    ck_assert_str_eq(dscore_scorecard_item_alias(card, FCR), "fcr");
    ck_assert_str_eq(dscore_scorecard_item_indicator(card, FCR), "fcr");
    ck_assert_str_eq(dscore_scorecard_item_alias(card, WORKED_ITEMS), "");
    ck_assert_str_eq(dscore_rule_family(dscore_scorecard_item_rule(card, 0)), "LINEAR");
    ck_assert_ptr_null(dscore_scorecard_item_rule(card, -1));
    ck_assert_int_eq(dscore_weights_count(dscore_scorecard_weights(card)), 12);
    ck_assert_int_eq(dsi_scorecard_node(card, RESP), 5);
    ck_assert_int_eq(dsi_scorecard_item_of_node(card, 5), RESP);
    ck_assert_int_eq(dsi_scorecard_item_of_node(card, 0), -1);
    ck_assert_ptr_null(dsi_scorecard_indicator(card, 0));
    dscore_scorecard_free(card);
    dscore_scorecard_free(NULL);
    ck_assert_str_eq(dscore_scorecard_text(NULL, DSCORE_CARD_ID), "");
    ck_assert_ptr_null(dscore_scorecard_weights(NULL));
}
END_TEST

START_TEST(bad_options_grades_and_items_are_refused_with_their_place)
{
    card_draft d;
    draft_worked_card(&d);
    d.spec.decimals = 10;
    expect_refused(&d, DSCORE_E_PARAMETER, "decimals", "0 to 9");
    d.spec.decimals = 2;
    d.spec.min_weight_coverage = 90.0;
    expect_refused(&d, DSCORE_E_PARAMETER, "min_weight_coverage", "0 to 1");
    d.spec.min_weight_coverage = 0.9;
    d.spec.missing = 9;
    expect_refused(&d, DSCORE_E_PARAMETER, "missing", "EXCLUDE_SIBLINGS");
    d.spec.missing = DSCORE_MISSING_ZERO;
    d.spec.lo = 101.0;
    expect_refused(&d, DSCORE_E_PARAMETER, "clamp", "lower");
    d.spec.lo = 0.0;
    d.grades[1].min = 90.0;
    expect_refused(&d, DSCORE_E_PARAMETER, "grades[1].min", "best to worst");
    d.grades[1].min = 80.0;
    d.items[2].rule = NULL;
    expect_refused(&d, DSCORE_E_PARAMETER, "items[2].rule", "rule");
    d.items[2].rule = &d.rule;
    d.items[2].in_points = true;
    expect_refused(&d, DSCORE_E_PARAMETER, "items[2].in_points", "POINTS");
    d.items[2].in_points = false;
    d.spec.item_count = 0;
    expect_refused(&d, DSCORE_E_PARAMETER, "items", "at least one");
}
END_TEST

START_TEST(rules_weights_and_items_must_fit_together)
{
    card_draft d;
    draft_worked_card(&d);
    dsi_rule_spec bad;
    dsi_rule_spec_init(&bad, DSI_FAMILY_RATIO);
    d.items[2].rule = &bad;
    expect_refused(&d, DSCORE_E_PARAMETER, "items[2].rule.baseline", "above 0");
    d.items[2].rule = &d.rule;
    d.items[2].alias = "csat";
    expect_refused(&d, DSCORE_E_INCOMPATIBLE, "items[2].alias", "twice");
    d.items[2].alias = "complaints";
    expect_refused(&d, DSCORE_E_INCOMPATIBLE, "items[2].alias", "no leaf");
    d.items[2].alias = "complaint";
    d.items[2].bonus = true;
    expect_refused(&d, DSCORE_E_INCOMPATIBLE, "items[2].bonus", "stands in them");
    d.items[2].bonus = false;
    d.spec.item_count = WORKED_ITEMS - 1;
    expect_refused(&d, DSCORE_E_NOT_FOUND, "weights.collaboration.sharing", "no indicator");
    d.spec.item_count = WORKED_ITEMS;
    d.spec.weights.mode = DSCORE_WEIGHTS_ABSOLUTE_100;
    expect_refused(&d, DSCORE_E_INCOMPATIBLE, "weights.quality", "expects 40");
}
END_TEST

static void hash_of(const card_draft *d, char out[33])
{
    dscore_scorecard *card = make_card(d);
    memcpy(out, dscore_scorecard_text(card, DSCORE_CARD_HASH), 33);
    dscore_scorecard_free(card);
}

START_TEST(the_content_hash_sees_what_matters_and_no_prose)
{
    card_draft d;
    char first[33];
    char other[33];
    draft_worked_card(&d);
    hash_of(&d, first);
    d.spec.name_en = "Another name";
    d.spec.description_zh = "说明";
    d.rule.name_en = "a rule";
    hash_of(&d, other);
    ck_assert_str_eq(first, other);
    d.rule.u.linear.points1 = 99.0;
    hash_of(&d, other);
    ck_assert_str_ne(first, other);
    d.rule.u.linear.points1 = 100.0;
    d.spec.min_weight_coverage = 0.85;
    hash_of(&d, other);
    ck_assert_str_ne(first, other);
    d.spec.min_weight_coverage = 0.8;
    d.facts[0].hash = "0123456789abcdef0123456789abcdef"; /* another definition under the same id */
    hash_of(&d, other);
    ck_assert_str_ne(first, other);
}
END_TEST

START_TEST(every_failing_allocation_unwinds)
{
    card_draft d;
    draft_worked_card(&d);
    for (int64_t fail_at = 0;; fail_at++) {
        counting_heap heap = {0, fail_at, 0};
        dscore_allocator allocator = counting_allocator(&heap);
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_scorecard *card = NULL;
        dscore_status status = dsi_scorecard_build(&allocator, &d.spec, d.facts, &card, &err);
        if (status == DSCORE_OK) {
            dsi_scorecard_take(card);
            dscore_scorecard_free(card);
            ck_assert_int_gt(heap.held, 0);
            dscore_scorecard_free(card);
            ck_assert_int_eq(heap.held, 0);
            break;
        }
        ck_assert_int_eq(status, DSCORE_E_MEMORY);
        ck_assert_ptr_null(card);
        ck_assert_int_eq(heap.held, 0);
    }
}
END_TEST

/* The explanation of the worked row with a real response rule: 80 points by the ladder. */
static char *explain_worked(bool chinese, bool absent_key)
{
    card_draft d;
    dsi_card_input inputs[WORKED_ITEMS];
    draft_worked_card(&d);
    worked_inputs(inputs);
    dsi_rule_spec step;
    dsi_rule_spec_init(&step, DSI_FAMILY_STEP);
    step.better = DSI_BETTER_LOWER;
    step.u.step.x0 = 25.0;
    step.u.step.delta = 5.0;
    step.u.step.points = 10.0;
    step.u.step.has_cliff = true;
    step.u.step.cliff_x = 40.0;
    d.items[RESP].rule = &step;
    d.facts[RESP] = (dsi_card_facts){"First response time", "首次响应时长", "s", "", false};
    inputs[RESP] = (dsi_card_input){DSCORE_VALUE_OK, 36.5, 120, 3, 5, 120.0};
    dsi_bench bench;
    dsi_total total = score_once(&d, inputs, absent_key, &bench);
    total.rank = absent_key ? 0 : 3;
    total.peers = 12;
    dsi_explained score = {absent_key ? "" : "Li Lei", INT64_C(1767225600000000), INT64_C(1769904000000000), &total,
        bench.lines, bench.watched, NULL};
    dsi_text text;
    dscore_allocator a;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    dsi_text_init(&text, &a);
    dsi_explain_score(&text, bench.card, &score, chinese);
    ck_assert(!text.failed);
    char *copy = malloc((size_t)text.length + 1);
    memcpy(copy, text.data, (size_t)text.length + 1);
    dsi_text_free(&text);
    close_bench(&bench);
    return copy;
}

static void expect_says(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "'%s' is not in:\n%s", part, text);
}

START_TEST(the_explanation_says_everything_in_english)
{
    char *text = explain_worked(false, false);
    expect_says(text, "Li Lei, 2026-01-01 to 2026-02-01 (not included), UTC\n");
    expect_says(text, "Total 86.39, grade B, rank 3 of 12\n");
    expect_says(text, "First response time [resp]: 36.5 s (records used 120, lacking data 3, left out 5)\n");
    expect_says(text, "Rule: 25 s or less: 100 points; each full 5 s above it takes off 10 points");
    expect_says(text, "Points: 80 points (with a deduction) × weight 15% = 12.00\n");
    expect_says(text, "complaint: no data");
    expect_says(text, "Points: none, weight 8%; the others of its group take its weight\n");
    expect_says(text, "Points: none, weight 5%; its whole group has no value: the other groups take its weight\n");
    expect_says(text, "Efficiency (weight 30%, in this total 33.33%): 77.5 points, adds 23.25\n");
    expect_says(text, "Weight of what is missing, shared among the rest: +15.54\n"); /* 86.39 - 70.85 */
    expect_says(text, "Together: 86.39\n");
    free(text);
}
END_TEST

START_TEST(the_explanation_says_everything_in_chinese)
{
    char *text = explain_worked(true, false);
    expect_says(text, "总分86.39分，等级：良好，排名第3，共12个参评对象\n");
    expect_says(text, "首次响应时长［resp］：36.5秒（计入120条，缺数据3条，排除5条）\n");
    expect_says(
        text, "规则：25秒及以下得100分；高于该值每满5秒扣10分（不足一档不计），扣至0分为止；不低于40秒时直接得0分。");
    expect_says(text, "得分：80分（含扣分） × 权重15% = 12.00\n");
    expect_says(text, "缺数据指标的权重由其余指标分摊：+15.54\n");
    expect_says(text, "合计：86.39分\n");
    free(text);
    text = explain_worked(true, true);
    expect_says(text, "无总分：这些记录没有归属对象，不参与评分\n");
    free(text);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_card_reads_back_as_it_was_written,
        bad_options_grades_and_items_are_refused_with_their_place, rules_weights_and_items_must_fit_together,
        the_content_hash_sees_what_matters_and_no_prose, every_failing_allocation_unwinds,
        the_explanation_says_everything_in_english, the_explanation_says_everything_in_chinese};
    return RUN_TESTS("card", tests);
}
