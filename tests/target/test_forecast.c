/* Where a target will stand and whether it looks reachable: METHODS 4.5 and 4.6. */
#include "target/aim.h"

static const double LEVELS[] = {85, 85.6, 86.1, 86, 87.2, 87.5, 88.1};

static dscore_target_forecast look(
    const dscore_target_aim *aim, int32_t method, const double *y, int64_t count, int64_t horizon, double level)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_target_outlook_options options = DSCORE_TARGET_OUTLOOK_OPTIONS_INIT;
    dscore_target_forecast f = DSCORE_TARGET_FORECAST_INIT;
    options.method = method;
    options.horizon = horizon;
    options.level = level;
    options.range_lo = 0;
    options.range_hi = 100;
    assert_ok(dscore_target_look_ahead(aim, &options, y, count, &f, &err), err);
    ck_assert(isnan(f.value) == (f.status != DSCORE_VALUE_OK));
    ck_assert(isnan(f.probability) == (f.interval_status != DSCORE_VALUE_OK));
    return f;
}

START_TEST(methods_4_5_run_rate)
{
    dscore_target_rates r = DSCORE_TARGET_RATES_INIT;
    ck_assert_int_eq(dscore_target_pace(120, 240, 18, 30, &r, NULL), DSCORE_OK);
    assert_close(r.forecast, 200, 1e-12);
    assert_close(r.needed, 10, 1e-12);
    assert_close(r.achieved, 6.6667, 5e-5);
    assert_close(r.ratio, 1.5, 1e-12);
    ck_assert_int_eq(dscore_target_pace(0, 240, 18, 30, &r, NULL), DSCORE_OK);
    ck_assert_int_eq(r.reasons, DSCORE_TARGET_REASON_NO_RATE);
    ck_assert(r.ratio_status == DSCORE_VALUE_UNDEFINED && isnan(r.ratio));
    ck_assert_int_eq(dscore_target_pace(0, 240, 0, 30, &r, NULL), DSCORE_OK);
    ck_assert(r.status == DSCORE_VALUE_UNDEFINED && isnan(r.forecast));
    assert_close(r.needed, 8, 1e-12);
    ck_assert_int_eq(dscore_target_pace(200, 240, 30, 30, &r, NULL), DSCORE_OK);
    assert_close(r.forecast, 200, 1e-15);
    ck_assert(r.needed_status == DSCORE_VALUE_UNDEFINED && isnan(r.needed));
    ck_assert_int_eq(r.reasons, DSCORE_TARGET_REASON_PAST_DUE);
    ck_assert_int_eq(dscore_target_pace((double)NAN, 240, 3, 30, &r, NULL), DSCORE_OK);
    ck_assert_int_eq(r.status, DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(dscore_target_pace(1, 240, -3, 30, &r, NULL), DSCORE_E_PARAMETER);
}
END_TEST

START_TEST(methods_4_5_trend_with_interval_and_probability)
{
    const dscore_target_aim t92 = aim_of(DSCORE_TARGET_INCREASE, 85, 92), t91 = aim_of(DSCORE_TARGET_INCREASE, 85, 91);
    const dscore_target_forecast f = look(&t92, DSCORE_TARGET_FORECAST_TREND, LEVELS, 7, 6, .8);
    assert_close(f.slope, .50714286, 5e-9);
    assert_close(f.intercept, 84.47142857, 5e-9);
    assert_close(f.deviation, .25241689, 5e-9);
    assert_close(f.value, 91.06428571, 5e-9);
    assert_close(f.se, .50708249, 5e-9);
    assert_close(f.lo, 90.315891, 5e-7);
    assert_close(f.hi, 91.812681, 5e-7);
    assert_close(f.probability, .062150, 5e-7);
    ck_assert_int_eq(f.outlook, DSCORE_TARGET_OUTLOOK_UNLIKELY);
    ck_assert_int_eq(f.reasons, 0);
    const dscore_target_forecast wide = look(&t91, DSCORE_TARGET_FORECAST_TREND, LEVELS, 7, 6, .95);
    assert_close(wide.lo, 89.760789, 5e-7);
    assert_close(wide.hi, 92.3677828, 5e-8); /* 91.06428571 + 2.5705818366 * .50708249; printed cut as 92.367782 */
    assert_close(wide.probability, .547971, 5e-7);
    ck_assert_int_eq(wide.outlook, DSCORE_TARGET_OUTLOOK_POSSIBLE);
}
END_TEST

START_TEST(less_is_better_is_the_mirror_and_a_band_the_difference)
{
    double mirrored[7];
    for (int i = 0; i < 7; i++) {
        mirrored[i] = 100 - LEVELS[i];
    }
    const dscore_target_aim down = aim_of(DSCORE_TARGET_DECREASE, 15, 9);
    assert_close(look(&down, 2, mirrored, 7, 6, .8).probability, .547971, 5e-7);
    dscore_target_aim band = aim_of(DSCORE_TARGET_MAINTAIN_BAND, 85, 91);
    band.upper = 92;
    assert_close(look(&band, 2, LEVELS, 7, 6, .8).probability, .547971 - .062150, 1e-6);
}
END_TEST

/* Sen (1968): a single wild value moves neither the median slope nor its line. */
START_TEST(methods_4_5_theil_sen_is_not_turned_by_an_outlier)
{
    const double wild[] = {1, 2, 3, 40, 5, 6, 7};
    const dscore_target_aim aim = aim_of(DSCORE_TARGET_INCREASE, 0, 9);
    const dscore_target_forecast f = look(&aim, DSCORE_TARGET_FORECAST_THEIL_SEN, wild, 7, 3, .8);
    assert_close(f.slope, 1, 1e-15);
    assert_close(f.intercept, 0, 1e-15);
    assert_close(f.value, 10, 1e-12);
    /* Pairs of 1, 4, 6, 5 differ by 3, 2.5, 4/3, 2, .5, -1: median (4/3 + 2) / 2. */
    const double four[] = {1, 4, 6, 5};
    assert_close(look(&aim, DSCORE_TARGET_FORECAST_THEIL_SEN, four, 4, 1, .8).slope, 5. / 3, 1e-15);
}
END_TEST

START_TEST(methods_4_5_last_and_damped)
{
    const dscore_target_aim aim = aim_of(DSCORE_TARGET_INCREASE, 85, 92);
    const dscore_target_forecast last = look(&aim, DSCORE_TARGET_FORECAST_LAST, LEVELS, 7, 6, .8);
    assert_close(last.value, 88.1, 1e-15);
    ck_assert_int_eq(last.interval_status, DSCORE_VALUE_UNDEFINED);
    ck_assert_int_eq(last.outlook, DSCORE_TARGET_OUTLOOK_NONE);
    ck_assert_int_eq(last.reasons, DSCORE_TARGET_REASON_NO_INTERVAL);
    const double line[] = {10, 12, 14, 16};
    assert_close(look(&aim, DSCORE_TARGET_FORECAST_DAMPED, line, 4, 2, .8).value, 16 + 2 * (.9 + .81), 1e-12);
}
END_TEST

START_TEST(forecasts_without_ground_say_why)
{
    const dscore_target_aim aim = aim_of(DSCORE_TARGET_INCREASE, 85, 92);
    const double holes[] = {85, (double)NAN, 87, 88, 89}, flat[] = {90, 90, 90, 90}, steep[] = {70, 80, 90, 97};
    const dscore_target_forecast few = look(&aim, 2, LEVELS, 3, 1, .8);
    ck_assert_int_eq(few.status, DSCORE_VALUE_INSUFFICIENT);
    ck_assert_int_eq(few.reasons, DSCORE_TARGET_REASON_TOO_FEW);
    ck_assert_int_eq(look(&aim, 2, holes + 1, 1, 1, .8).status, DSCORE_VALUE_NO_DATA);
    const dscore_target_forecast gap = look(&aim, 2, holes, 5, 3, .8);
    assert_close(gap.value, 92, 1e-12); /* the period without a value passes all the same */
    ck_assert_int_eq(gap.reasons, DSCORE_TARGET_REASON_SOME_MISSING | DSCORE_TARGET_REASON_NO_SPREAD);
    assert_close(gap.probability, 1, 1e-15);
    const dscore_target_forecast still = look(&aim, 2, flat, 4, 5, .8);
    assert_close(still.probability, 0, 1e-15);
    ck_assert_int_eq(still.reasons, DSCORE_TARGET_REASON_NO_SPREAD | DSCORE_TARGET_REASON_LONG_HORIZON);
    const dscore_target_forecast high = look(&aim, 2, steep, 4, 3, .8);
    assert_close(high.value, 100, 1e-15);
    ck_assert_int_eq(high.reasons, DSCORE_TARGET_REASON_CLIPPED);
    const dscore_target_forecast over = look(&aim, 2, steep, 4, 0, .8);
    assert_close(over.value, 97, 1e-15);
    assert_close(over.probability, 1, 1e-15);
    ck_assert_int_eq(over.reasons, DSCORE_TARGET_REASON_PAST_DUE);
}
END_TEST

static const double HISTORY[] = {84.1, 84.6, 84.3, 85.2, 85, 85.5, 85.1, 85.9, 85.4, 86, 85.7, 86.2, 86};

static dscore_target_reach reach(const dscore_target_aim *aim, const double *y, int64_t count, int64_t h, double noise)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_target_reach r = DSCORE_TARGET_REACH_INIT;
    assert_ok(dscore_target_weigh_history(aim, y, count, h, 1, noise, &r, &err), err);
    ck_assert(isnan(r.probability) == (r.status != DSCORE_VALUE_OK));
    ck_assert(isnan(r.best) == (r.window_status != DSCORE_VALUE_OK));
    return r;
}

START_TEST(methods_4_6_a_target_against_its_history)
{
    const dscore_target_aim far = aim_of(DSCORE_TARGET_INCREASE, 86, 89), near = aim_of(DSCORE_TARGET_INCREASE, 86, 87);
    const dscore_target_reach three = reach(&far, HISTORY, 13, 3, 0);
    assert_close(three.mean, .158333, 5e-7);
    assert_close(three.deviation, .516031, 5e-7);
    assert_close(three.z, 2.825043, 5e-7);
    assert_close(three.probability, .002364, 5e-7);
    assert_close(three.best, 1.2, 1e-12);
    ck_assert_int_eq(three.reach_class, DSCORE_TARGET_CLASS_UNREALISTIC);
    const dscore_target_reach one = reach(&near, HISTORY, 13, 3, 1.4);
    assert_close(one.z, .587385, 5e-7);
    assert_close(one.probability, .278473, 5e-7);
    ck_assert_int_eq(one.windows_met, 2);
    ck_assert_int_eq(one.windows, 10);
    ck_assert_int_eq(one.reach_class, DSCORE_TARGET_CLASS_REALISTIC);
    ck_assert_int_eq(one.reasons, DSCORE_TARGET_REASON_WITHIN_NOISE);
}
END_TEST

START_TEST(history_that_cannot_say_says_so)
{
    const dscore_target_aim aim = aim_of(DSCORE_TARGET_INCREASE, 86, 87), met = aim_of(DSCORE_TARGET_DECREASE, 86, 87),
                            blind = aim_of(DSCORE_TARGET_INCREASE, (double)NAN, 87),
                            done = aim_of(DSCORE_TARGET_BINARY, 0, 1);
    const dscore_target_reach few = reach(&aim, HISTORY, 6, 3, 0);
    ck_assert_int_eq(few.status, DSCORE_VALUE_INSUFFICIENT);
    ck_assert_int_eq(few.reach_class, DSCORE_TARGET_CLASS_NONE);
    ck_assert_int_eq(few.windows, 3);
    ck_assert_int_eq(reach(&aim, NULL, 0, 3, 0).status, DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(reach(&met, NULL, 0, 3, 0).reach_class, DSCORE_TARGET_CLASS_TRIVIAL);
    ck_assert_int_eq(reach(&blind, HISTORY, 13, 3, 0).reasons, DSCORE_TARGET_REASON_NO_BASELINE);
    ck_assert_int_eq(reach(&done, HISTORY, 13, 3, 0).reasons, DSCORE_TARGET_REASON_NOT_NUMERIC);
    const double steps[] = {1, 2, 3, 4, 5, 6, 7, 8}, flat[] = {5, 5, 5, 5, 5, 5, 5, 5};
    const dscore_target_aim two = aim_of(DSCORE_TARGET_INCREASE, 8, 10);
    ck_assert_int_eq(reach(&two, steps, 8, 2, 0).reach_class, DSCORE_TARGET_CLASS_TRIVIAL);
    ck_assert_int_eq(reach(&two, steps, 8, 2, 0).reasons, DSCORE_TARGET_REASON_NO_SPREAD);
    ck_assert_int_eq(reach(&two, flat, 8, 2, 0).reach_class, DSCORE_TARGET_CLASS_UNREALISTIC);
    assert_close(reach(&two, flat, 8, 2, 0).probability, 0, 1e-15);
    ck_assert_int_eq(
        reach(&aim, HISTORY, 13, 20, 0).reasons, DSCORE_TARGET_REASON_NO_WINDOW | DSCORE_TARGET_REASON_LONG_HORIZON);
}
END_TEST

START_TEST(without_drift_the_walk_is_conservative)
{
    const dscore_target_aim near = aim_of(DSCORE_TARGET_INCREASE, 86, 87);
    dscore_target_reach r = DSCORE_TARGET_REACH_INIT;
    ck_assert_int_eq(dscore_target_weigh_history(&near, HISTORY, 13, 3, 0, 0, &r, NULL), DSCORE_OK);
    assert_close(r.z, 1 / (.516031 * sqrt(3)), 5e-6);
    ck_assert_int_eq(dscore_target_weigh_history(&near, HISTORY, 13, 0, 0, 0, &r, NULL), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_target_weigh_history(&near, HISTORY, 13, 3, 2, 0, &r, NULL), DSCORE_E_ARGUMENT);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        methods_4_5_run_rate,
        methods_4_5_trend_with_interval_and_probability,
        less_is_better_is_the_mirror_and_a_band_the_difference,
        methods_4_5_theil_sen_is_not_turned_by_an_outlier,
        methods_4_5_last_and_damped,
        forecasts_without_ground_say_why,
        methods_4_6_a_target_against_its_history,
        history_that_cannot_say_says_so,
        without_drift_the_walk_is_conservative,
    };
    return RUN_TESTS("target forecast", tests);
}
