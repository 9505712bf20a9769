/* Operators of METHODS 3.2 in place of the mean, the overall desirability of 2.11, and their line in the ledger (D21).
 */
#include "score/total_support.h"

static const double WEIGHTS[] = {0.4, 0.3, 0.2, 0.1};

static dsi_total worked(int32_t operation)
{
    flat_card f;
    draft_flat(&f, WEIGHTS, 4);
    f.d.spec.operation = operation;
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(70)};
    return total_of(&f.d, inputs);
}

START_TEST(methods_3_2_worked_example)
{
    assert_close(worked(DSI_OPERATOR_MEAN).total, 83.0, 1e-9);
    assert_close(worked(DSI_OPERATOR_GEOMETRIC).total, 82.804297, 5e-7);
    const double harmonic = worked(DSI_OPERATOR_HARMONIC).total;
    assert_close(harmonic, 82.599052, 5e-6);
    assert_close(harmonic, 1.0 / (0.4 / 85 + 0.3 / 80 + 0.2 / 90 + 0.1 / 70), 1e-9);
    ck_assert_double_eq(worked(DSI_OPERATOR_MIN).total, 70.0);
}
END_TEST

START_TEST(methods_2_11_overall_desirability)
{
    const double equal[] = {1.0, 1.0, 1.0};
    const double weights[] = {0.4, 0.4, 0.2};
    const dsi_card_input inputs[] = {ok_value(50), ok_value(80), ok_value(90)};
    flat_card f;
    draft_flat(&f, equal, 3);
    f.d.spec.operation = DSI_OPERATOR_GEOMETRIC;
    assert_close(total_of(&f.d, inputs).total, 71.13786609, 1e-8);
    draft_flat(&f, weights, 3);
    f.d.spec.operation = DSI_OPERATOR_GEOMETRIC;
    assert_close(total_of(&f.d, inputs).total, 67.86916380, 1e-8);
}
END_TEST

START_TEST(methods_2_11_nothing_makes_the_whole_nothing_unless_epsilon_replaces_it)
{
    const double equal[] = {1.0, 1.0};
    const dsi_card_input inputs[] = {ok_value(0), ok_value(100)};
    flat_card f;
    draft_flat(&f, equal, 2);
    f.d.spec.operation = DSI_OPERATOR_GEOMETRIC;
    ck_assert_double_eq(total_of(&f.d, inputs).total, 0.0);
    f.d.spec.operation = DSI_OPERATOR_HARMONIC;
    ck_assert_double_eq(total_of(&f.d, inputs).total, 0.0);
    f.d.spec.epsilon = 0.01;
    assert_close(total_of(&f.d, inputs).total, 100.0 / (0.5 / 0.01 + 0.5), 1e-9);
    f.d.spec.operation = DSI_OPERATOR_GEOMETRIC;
    assert_close(total_of(&f.d, inputs).total, 10.0, 1e-9); /* root of 0.01 * 1 */
    const dsi_card_input below[] = {ok_value(-50), ok_value(100)};
    assert_close(total_of(&f.d, below).total, 10.0, 1e-9);
    f.d.spec.epsilon = 0.0;
    ck_assert_double_eq(total_of(&f.d, below).total, 0.0);
}
END_TEST

/* By hand: 90 (.2), 85 (.4), 80 (.3), 70 (.1) in order; position weights .1 .2 .3 .4 make a curve through .1, .3, .6, 1
   at .25, .5, .75, 1, which at .2, .6, .9, 1 stands at .08, .42, .84, 1: so .08, .34, .42, .16 (Torra 1997). */
START_TEST(methods_3_2_ordered_mean)
{
    static const double RISING[] = {1, 2, 3, 4}, EVEN[] = {5, 5, 5, 5}, FIRST[] = {1, 0, 0, 0}, LAST[] = {0, 0, 0, 1};
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(70)};
    flat_card f;
    draft_flat(&f, WEIGHTS, 4);
    f.d.spec.operation = DSI_OPERATOR_OWA;
    f.d.spec.owa_count = 4;
    f.d.spec.owa = RISING;
    assert_close(total_of(&f.d, inputs).total, 0.08 * 90 + 0.34 * 85 + 0.42 * 80 + 0.16 * 70, 1e-9);
    f.d.spec.owa = EVEN; /* positions that do not matter leave the weighted mean */
    assert_close(total_of(&f.d, inputs).total, 83.0, 1e-9);
    const double equal[] = {3.0, 3.0, 3.0, 3.0};
    draft_flat(&f, equal, 4); /* equal weights leave Yager's OWA */
    f.d.spec.operation = DSI_OPERATOR_OWA;
    f.d.spec.owa_count = 4;
    f.d.spec.owa = RISING;
    assert_close(total_of(&f.d, inputs).total, 0.1 * 90 + 0.2 * 85 + 0.3 * 80 + 0.4 * 70, 1e-9);
    const dsi_card_input fewer[] = {ok_value(85), no_value(DSCORE_VALUE_NO_DATA), ok_value(90), ok_value(70)};
    f.d.spec.owa = FIRST;
    ck_assert_double_eq(total_of(&f.d, fewer).total, 90.0); /* a missing leaf leaves no gap: the best is still first, */
    f.d.spec.owa = LAST;
    ck_assert_double_eq(total_of(&f.d, fewer).total, 70.0); /* the least still last; */
    f.d.spec.owa = RISING;                                  /* the curve stands at 1/6, 1/2, 1 for three */
    assert_close(total_of(&f.d, fewer).total, 90.0 / 6.0 + 85.0 / 3.0 + 70.0 / 2.0, 1e-9);
}
END_TEST

START_TEST(d21_the_ledger_has_the_mean_and_one_line_for_the_operator)
{
    flat_card f;
    draft_flat(&f, WEIGHTS, 4);
    f.d.spec.operation = DSI_OPERATOR_MIN;
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), no_value(DSCORE_VALUE_NO_DATA), ok_value(70)};
    dsi_bench bench;
    dsi_total total = score_once(&f.d, inputs, false, &bench);
    assert_adds_up(&bench, &total);
    ck_assert_double_eq(total.total, 70.0);
    const double mean = (0.4 * 85 + 0.3 * 80 + 0.1 * 70) / 0.8;
    assert_close(find_line(&bench, &total, DSCORE_LINE_CONTRIBUTION, "a")->amount, 34.0, 1e-12);
    assert_close(find_line(&bench, &total, DSCORE_LINE_RENORMALISE, "")->amount, mean - 65.0, 1e-9);
    assert_close(find_line(&bench, &total, DSCORE_LINE_OPERATOR, "")->amount, 70.0 - mean, 1e-9);
    close_bench(&bench);
    assert_explained(&f.d, inputs, false, "The least points of all, instead of the weighted mean: -11.2");
    assert_explained(&f.d, inputs, true, "各项得分中的最低分，与加权平均之差：-11.2");
}
END_TEST

START_TEST(equal_points_leave_nothing_for_an_operator_to_do)
{
    flat_card f;
    draft_flat(&f, WEIGHTS, 4);
    const dsi_card_input inputs[] = {ok_value(85), ok_value(85), ok_value(85), ok_value(85)};
    for (int32_t operation = DSI_OPERATOR_GEOMETRIC; operation <= DSI_OPERATOR_MIN; operation++) {
        f.d.spec.operation = operation;
        dsi_bench bench;
        const dsi_total total = score_once(&f.d, inputs, false, &bench);
        ck_assert_double_eq(total.total, 85.0);
        ck_assert_ptr_null(find_line(&bench, &total, DSCORE_LINE_OPERATOR, ""));
        close_bench(&bench);
    }
}
END_TEST

/* min <= H <= G <= A, and none falls when a score rises. */
START_TEST(methods_10_means_keep_their_order_and_their_direction)
{
    uint64_t seed = 42;
    for (int run = 0; run < 200; run++) {
        double weights[FLAT_ITEMS];
        dsi_card_input inputs[FLAT_ITEMS];
        static const double POSITIONS[] = {1, 4, 2, 3};
        for (int i = 0; i < FLAT_ITEMS; i++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            weights[i] = (double)(1 + (seed >> 40) % 9);
            inputs[i] = ok_value((double)((seed >> 50) % 101));
        }
        double before[DSI_OPERATOR_OWA + 1];
        for (int32_t operation = DSI_OPERATOR_MEAN; operation <= DSI_OPERATOR_OWA; operation++) {
            flat_card f;
            draft_flat(&f, weights, 4);
            f.d.spec.operation = operation;
            f.d.spec.owa = operation == DSI_OPERATOR_OWA ? POSITIONS : NULL;
            f.d.spec.owa_count = operation == DSI_OPERATOR_OWA ? 4 : 0;
            before[operation] = total_of(&f.d, inputs).total;
            dsi_card_input better[FLAT_ITEMS];
            memcpy(better, inputs, sizeof better);
            better[run % FLAT_ITEMS].value += 5.0;
            ck_assert_double_ge(total_of(&f.d, better).total, before[operation]);
        }
        ck_assert_double_le(before[DSI_OPERATOR_MIN], before[DSI_OPERATOR_HARMONIC] + 1e-9);
        ck_assert_double_le(before[DSI_OPERATOR_HARMONIC], before[DSI_OPERATOR_GEOMETRIC] + 1e-9);
        ck_assert_double_le(before[DSI_OPERATOR_GEOMETRIC], before[DSI_OPERATOR_MEAN] + 1e-9);
    }
}
END_TEST

START_TEST(what_counts_as_zero_takes_part)
{
    flat_card f;
    draft_flat(&f, WEIGHTS, 4);
    f.d.spec.missing = DSCORE_MISSING_ZERO;
    const dsi_card_input inputs[] = {ok_value(85), no_value(DSCORE_VALUE_NO_DATA), ok_value(90), ok_value(70)};
    f.d.spec.operation = DSI_OPERATOR_GEOMETRIC;
    ck_assert_double_eq(total_of(&f.d, inputs).total, 0.0);
    f.d.spec.operation = DSI_OPERATOR_MIN;
    ck_assert_double_eq(total_of(&f.d, inputs).total, 0.0);
}
END_TEST

START_TEST(bonuses_are_added_after_the_operator)
{
    flat_card f;
    draft_flat(&f, WEIGHTS, 3);
    f.d.items[3] = (dsi_card_item){.alias = "d", .indicator = "d", .rule = &f.d.rule, .bonus = true};
    f.d.spec.item_count = 4;
    f.d.spec.operation = DSI_OPERATOR_MIN;
    const dsi_card_input inputs[] = {ok_value(85), ok_value(80), ok_value(90), ok_value(7)};
    ck_assert_double_eq(total_of(&f.d, inputs).total, 87.0);
}
END_TEST

START_TEST(operators_that_make_no_sense_are_refused)
{
    static const double SHORT[] = {1, 1}, NEGATIVE[] = {1, 1, -1, 1}, NOTHING[] = {0, 0, 0, 0};
    flat_card f;
    draft_flat(&f, WEIGHTS, 4);
    f.d.spec.operation = 6;
    assert_refused(&f.d, "total.operator", "expected MEAN");
    f.d.spec.operation = DSI_OPERATOR_MIN;
    f.d.spec.mode = DSI_CARD_POINTS;
    assert_refused(&f.d, "total.operator", "POINTS mode adds points up");
    f.d.spec.mode = DSI_CARD_WEIGHTED;
    f.d.spec.epsilon = 0.1;
    assert_refused(&f.d, "total.epsilon", "GEOMETRIC, HARMONIC");
    f.d.spec.operation = DSI_OPERATOR_GEOMETRIC;
    f.d.spec.epsilon = 1.5;
    assert_refused(&f.d, "total.epsilon", "from 0 to 1");
    f.d.spec.epsilon = 0.0;
    f.d.spec.owa = SHORT;
    f.d.spec.owa_count = 2;
    assert_refused(&f.d, "total.owa", "for OWA");
    f.d.spec.operation = DSI_OPERATOR_OWA;
    assert_refused(&f.d, "total.owa", "each of the 4 weighted items");
    f.d.spec.owa = NEGATIVE;
    f.d.spec.owa_count = 4;
    assert_refused(&f.d, "total.owa[2]", "at least 0");
    f.d.spec.owa = NOTHING;
    assert_refused(&f.d, "total.owa", "more than 0");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_3_2_worked_example, methods_2_11_overall_desirability,
        methods_2_11_nothing_makes_the_whole_nothing_unless_epsilon_replaces_it, methods_3_2_ordered_mean,
        d21_the_ledger_has_the_mean_and_one_line_for_the_operator, equal_points_leave_nothing_for_an_operator_to_do,
        methods_10_means_keep_their_order_and_their_direction, what_counts_as_zero_takes_part,
        bonuses_are_added_after_the_operator, operators_that_make_no_sense_are_refused};
    return RUN_TESTS("operators", tests);
}
