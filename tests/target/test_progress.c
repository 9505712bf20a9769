/* How far a target has come: METHODS 4.3, and what is said where there is no plain answer. */
#include "target/aim.h"

/* One value's progress, all of it. */
typedef struct answer {
    double raw, shown;
    int32_t met, status, reasons;
} answer;

static answer progress(const dscore_target_aim *aim, double x)
{
    dscore_error err = DSCORE_ERROR_INIT;
    answer a;
    assert_ok(dscore_target_progress(aim, &x, 1, &a.raw, &a.shown, &a.met, &a.status, &a.reasons, &err), err);
    ck_assert(isnan(a.raw) == (a.status != DSCORE_VALUE_OK));
    return a;
}

START_TEST(methods_4_3_increase_and_decrease)
{
    dscore_target_aim csat = aim_of(DSCORE_TARGET_INCREASE, 85, 92);
    assert_close(progress(&csat, 88.5).raw, .5, 1e-15);
    const answer back = progress(&csat, 83);
    assert_close(back.raw, -.285714, 5e-7);
    assert_close(back.shown, 0, 1e-15);
    dscore_target_aim response = aim_of(DSCORE_TARGET_DECREASE, 45, 30);
    assert_close(progress(&response, 36).raw, .6, 1e-15);
    const answer over = progress(&response, 27);
    assert_close(over.raw, 1.2, 1e-15);
    assert_close(over.shown, 1, 1e-15);
    ck_assert_int_eq(over.met, 1);
    response.cap = 1.1;
    assert_close(progress(&response, 27).shown, 1.1, 1e-15);
    const dscore_target_aim meetings = aim_of(DSCORE_TARGET_INCREASE, 0, 10),
                            growth = aim_of(DSCORE_TARGET_INCREASE, 0, 20);
    assert_close(progress(&meetings, 8).raw, .8, 1e-15);
    assert_close(progress(&growth, 15).raw, .75, 1e-15);
}
END_TEST

START_TEST(methods_4_3_three_key_results_of_100_0_and_0_are_33_per_cent)
{
    const double children[] = {1, 0, 0}, below[] = {1, -.5, .25}, weights[] = {2, 0, 2};
    dscore_target_sum sum = DSCORE_TARGET_SUM_INIT;
    ck_assert_int_eq(dscore_target_objective(children, NULL, 3, 1, &sum, NULL), DSCORE_OK);
    assert_close(100 * sum.progress, 33, .5);
    assert_close(sum.coverage, 1, 1e-15);
    ck_assert_int_eq(dscore_target_objective(below, NULL, 3, 1, &sum, NULL), DSCORE_OK);
    assert_close(sum.progress, 1.25 / 3, 1e-15); /* a child that went back counts as 0 */
    ck_assert_int_eq(dscore_target_objective(below, weights, 3, 1, &sum, NULL), DSCORE_OK);
    assert_close(sum.progress, .625, 1e-15);
}
END_TEST

START_TEST(methods_4_3_milestones_count_by_weight)
{
    const int32_t done[] = {1, 0, 1}, neither = 2;
    const double weights[] = {1, 2, 1};
    dscore_target_sum sum = DSCORE_TARGET_SUM_INIT;
    ck_assert_int_eq(dscore_target_milestones(done, weights, 3, &sum, NULL), DSCORE_OK);
    assert_close(sum.progress, .5, 1e-15);
    ck_assert_int_eq(dscore_target_milestones(done, NULL, 3, &sum, NULL), DSCORE_OK);
    assert_close(sum.progress, 2. / 3, 1e-15);
    ck_assert_int_eq(dscore_target_milestones(&neither, NULL, 1, &sum, NULL), DSCORE_E_PARAMETER);
    const dscore_target_aim aim = aim_of(DSCORE_TARGET_MILESTONE, 0, 0);
    assert_close(progress(&aim, .5).raw, .5, 1e-15);
    ck_assert_int_eq(progress(&aim, 1.5).reasons, DSCORE_TARGET_REASON_DOMAIN);
}
END_TEST

START_TEST(a_baseline_on_the_target_is_reached_or_not)
{
    const dscore_target_aim up = aim_of(DSCORE_TARGET_INCREASE, 90, 90),
                            down = aim_of(DSCORE_TARGET_DECREASE, .3, .1 + .2);
    assert_close(progress(&up, 90).raw, 1, 1e-15);
    assert_close(progress(&up, 89.9).raw, 0, 1e-15);
    ck_assert_int_eq(progress(&up, 89.9).reasons, DSCORE_TARGET_REASON_DEGENERATE);
    assert_close(progress(&down, .2).raw, 1, 1e-15);
    assert_close(progress(&down, .4).raw, 0, 1e-15);
    ck_assert_int_eq(progress(&down, .4).reasons, DSCORE_TARGET_REASON_DEGENERATE);
}
END_TEST

START_TEST(methods_4_3_a_target_to_maintain_holds_or_not)
{
    const dscore_target_aim above = aim_of(DSCORE_TARGET_MAINTAIN_AT_OR_ABOVE, 0, 85);
    dscore_target_aim band = aim_of(DSCORE_TARGET_MAINTAIN_BAND, 0, 4);
    band.upper = 6;
    assert_close(progress(&above, 85).raw, 1, 1e-15);
    assert_close(progress(&above, 84.99).raw, 0, 1e-15);
    assert_close(progress(&band, 4).raw + progress(&band, 6).raw, 2, 1e-15);
    assert_close(progress(&band, 3.9).raw + progress(&band, 6.1).raw, 0, 1e-15);
    band.upper_exclusive = 1;
    ck_assert_int_eq(progress(&band, 6).met, 0);
    dscore_target_record record = DSCORE_TARGET_RECORD_INIT;
    const double x[] = {86, 84, (double)NAN, 85}, cases[] = {30, 10, 50, 20};
    ck_assert_int_eq(dscore_target_history(&above, x, NULL, 4, &record, NULL), DSCORE_OK);
    assert_close(record.progress, 2. / 3, 1e-15);
    ck_assert_int_eq(record.missing, 1);
    ck_assert_int_eq(record.is_met_now, 1);
    ck_assert_int_eq(record.reasons, DSCORE_TARGET_REASON_SOME_MISSING);
    ck_assert_int_eq(dscore_target_history(&above, x, cases, 4, &record, NULL), DSCORE_OK);
    assert_close(record.progress, 50. / 60, 1e-15);
    ck_assert_int_eq(dscore_target_history(&above, NULL, NULL, 0, &record, NULL), DSCORE_OK);
    ck_assert_int_eq(record.status, DSCORE_VALUE_NO_DATA);
}
END_TEST

START_TEST(what_is_missing_has_a_status_and_a_reason)
{
    const double none = (double)NAN, zero = 0;
    const dscore_target_aim csat = aim_of(DSCORE_TARGET_INCREASE, 85, 92),
                            blind = aim_of(DSCORE_TARGET_INCREASE, none, 92),
                            wrong = aim_of(DSCORE_TARGET_INCREASE, 95, 92), done = aim_of(DSCORE_TARGET_BINARY, 0, 0);
    ck_assert_int_eq(progress(&csat, none).status, DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(progress(&csat, none).reasons, DSCORE_TARGET_REASON_NO_VALUE);
    ck_assert_int_eq(progress(&blind, 90).reasons, DSCORE_TARGET_REASON_NO_BASELINE);
    ck_assert_int_eq(progress(&wrong, 90).reasons, DSCORE_TARGET_REASON_DIRECTION);
    ck_assert_int_eq(progress(&done, .5).reasons, DSCORE_TARGET_REASON_DOMAIN);
    assert_close(progress(&done, 1).raw, 1, 1e-15);
    dscore_target_sum sum = DSCORE_TARGET_SUM_INIT;
    ck_assert_int_eq(dscore_target_objective(&none, NULL, 1, 1, &sum, NULL), DSCORE_OK);
    ck_assert_int_eq(sum.status, DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(dscore_target_objective(&zero, &zero, 1, 1, &sum, NULL), DSCORE_OK);
    ck_assert_int_eq(sum.status, DSCORE_VALUE_UNDEFINED);
    ck_assert_int_eq(sum.reasons, DSCORE_TARGET_REASON_NO_WEIGHT);
}
END_TEST

START_TEST(progress_is_the_same_in_every_unit)
{
    uint64_t seed = 20250101;
    for (int i = 0; i < 2000; i++) {
        double u[5];
        for (int k = 0; k < 5; k++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            u[k] = (double)(seed >> 11) / 9007199254740992.0;
        }
        const double b = 100 * u[0], way = 1 + 50 * u[1], x = 150 * u[2], scale = 60 * (u[3] + .1), shift = 32 * u[4];
        const dscore_target_aim plain = aim_of(DSCORE_TARGET_INCREASE, b, b + way);
        const dscore_target_aim other = aim_of(DSCORE_TARGET_INCREASE, scale * b + shift, scale * (b + way) + shift);
        const dscore_target_aim turned = aim_of(DSCORE_TARGET_DECREASE, -scale * b, -scale * (b + way));
        const double p = progress(&plain, x).raw;
        assert_close(progress(&other, scale * x + shift).raw, p, 1e-9);
        assert_close(progress(&turned, -scale * x).raw, p, 1e-9);
    }
}
END_TEST

START_TEST(wrong_arguments_are_refused_and_nothing_is_written)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const dscore_target_aim none = aim_of(0, 0, 1), csat = aim_of(DSCORE_TARGET_INCREASE, 85, 92);
    dscore_target_aim band = aim_of(DSCORE_TARGET_MAINTAIN_BAND, 0, 6), unset = {0};
    const double x[] = {86, (double)INFINITY};
    double raw[] = {-7, -7};
    ck_assert_int_eq(dscore_target_progress(&none, x, 1, raw, 0, 0, 0, 0, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_TARGET_OPTION);
    ck_assert_int_eq(dscore_target_progress(&csat, x, 2, raw, 0, 0, 0, 0, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "x[1]");
    ck_assert_int_eq(dscore_target_progress(&band, x, 1, raw, 0, 0, 0, 0, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(err.code, DSCORE_CODE_TARGET_BAND);
    ck_assert_int_eq(dscore_target_progress(&csat, x, -1, raw, 0, 0, 0, 0, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_target_progress(&csat, NULL, 1, raw, 0, 0, 0, 0, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_target_progress(NULL, x, 1, raw, 0, 0, 0, 0, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_target_progress(&unset, x, 1, raw, 0, 0, 0, 0, NULL), DSCORE_E_ARGUMENT);
    assert_close(raw[0], -7, 1e-15);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        methods_4_3_increase_and_decrease,
        methods_4_3_three_key_results_of_100_0_and_0_are_33_per_cent,
        methods_4_3_milestones_count_by_weight,
        a_baseline_on_the_target_is_reached_or_not,
        methods_4_3_a_target_to_maintain_holds_or_not,
        what_is_missing_has_a_status_and_a_reason,
        progress_is_the_same_in_every_unit,
        wrong_arguments_are_refused_and_nothing_is_written,
    };
    return RUN_TESTS("target progress", tests);
}
