/* Every family of rules against the worked examples of METHODS 2.1-2.9, and the decimal traps of 0.3. */
#include "score/rule.h"

#include "score/rule_support.h"

static dsi_rule_spec ratio(int32_t form, double baseline)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_RATIO);
    spec.u.ratio.form = form;
    spec.u.ratio.baseline = baseline;
    spec.has_hi = false; /* the examples of 2.1 show the cap alone */
    return spec;
}

START_TEST(methods_2_1_ratio_lower)
{
    dsi_rule_spec spec = ratio(DSI_RATIO_LOWER, 30.0);
    EXPECT_POINTS(&spec, {30, 100}, {25, 120}, {40, 75}, {60, 50}, {10, 120}, {0, 120});
    dscore_rule *rule = make_rule(&spec);
    ck_assert_int_eq(flags_of(rule, 10), DSCORE_SCORE_CAP_CORE);
    ck_assert_int_eq(flags_of(rule, 30), 0);
    ck_assert_int_eq(status_of_rule(rule, -1.0), DSCORE_VALUE_UNDEFINED);
    dscore_rule_free(rule);
    spec.u.ratio.has_cap = false;
    EXPECT_POINTS(&spec, {10, 300});
    rule = make_rule(&spec);
    ck_assert_int_eq(status_of_rule(rule, 0.0), DSCORE_VALUE_UNDEFINED);
    dscore_rule_free(rule);
}
END_TEST

START_TEST(methods_2_1_ratio_lower_linear_and_higher)
{
    dsi_rule_spec spec = ratio(DSI_RATIO_LOWER_LINEAR, 30.0);
    EXPECT_POINTS(&spec, {30, 100}, {25, 116.6667}, {40, 66.6667}, {60, 0}, {75, 0});
    dscore_rule *rule = make_rule(&spec);
    assert_close(raw_of(rule, 75), -50.0, 1e-12);
    ck_assert_int_eq(flags_of(rule, 75), DSCORE_SCORE_CLAMP_LO);
    dscore_rule_free(rule);
    spec = ratio(DSI_RATIO_HIGHER, 90.0);
    EXPECT_POINTS(&spec, {81, 90}, {90, 100}, {99, 110});
    spec.has_hi = true; /* the default clamp */
    EXPECT_POINTS(&spec, {99, 100});
}
END_TEST

static const dsi_float CSAT_FLOAT[] = {
    {DSI_FLOAT_ON_CORE, DSI_CMP_GE, 92.0, 5.0}, {DSI_FLOAT_ON_CORE, DSI_CMP_LT, 80.0, -5.0}};
static const dsi_float RESPONSE_FLOAT[] = {
    {DSI_FLOAT_ON_RAW, DSI_CMP_LE, 25.0, 3.0}, {DSI_FLOAT_ON_RAW, DSI_CMP_GE, 40.0, -3.0}};

static dsi_rule_spec csat_rule(void)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_BASE_FLOAT);
    spec.u.base_float.core_family = DSI_FAMILY_LINEAR;
    spec.u.base_float.linear.x0 = 1.0;
    spec.u.base_float.linear.x1 = 5.0;
    spec.u.base_float.conditions = CSAT_FLOAT;
    spec.u.base_float.condition_count = 2;
    return spec;
}

static dsi_rule_spec response_rule(void)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_BASE_FLOAT);
    spec.u.base_float.ratio.form = DSI_RATIO_LOWER;
    spec.u.base_float.ratio.baseline = 30.0;
    spec.u.base_float.conditions = RESPONSE_FLOAT;
    spec.u.base_float.condition_count = 2;
    return spec;
}

START_TEST(methods_2_2_csat_base_and_float)
{
    dsi_rule_spec spec = csat_rule();
    EXPECT_POINTS(&spec, {1.0, 0}, {4.19, 74.75}, {4.2, 80}, {4.4, 85}, {4.67, 91.75}, {4.68, 97}, {5.0, 100});
    dscore_rule *rule = make_rule(&spec);
    assert_close(raw_of(rule, 1.0), -5.0, 1e-12);
    assert_close(raw_of(rule, 5.0), 105.0, 1e-12);
    ck_assert_int_eq(flags_of(rule, 5.0), DSCORE_SCORE_BONUS | DSCORE_SCORE_CLAMP_HI);
    ck_assert_int_eq(flags_of(rule, 1.0), DSCORE_SCORE_PENALTY | DSCORE_SCORE_CLAMP_LO);
    dscore_rule_free(rule);
    spec.u.base_float.mode = DSI_ADJ_BASE;
    spec.u.base_float.base = 85.0;
    EXPECT_POINTS(&spec, {1.0, 80}, {4.19, 80}, {4.2, 85}, {4.4, 85}, {4.67, 85}, {4.68, 90}, {5.0, 90});
}
END_TEST

START_TEST(methods_2_2_response_base_and_float)
{
    dsi_rule_spec spec = response_rule();
    EXPECT_POINTS(&spec, {10, 100}, {25, 100}, {25.01, 100}, {30, 100}, {39.99, 75.0188}, {40, 72}, {60, 47});
    spec.has_hi = false; /* cap core 120, no final cap */
    EXPECT_POINTS(&spec, {10, 123}, {25, 123}, {25.01, 119.9520}, {30, 100}, {39.99, 75.0188}, {40, 72}, {60, 47});
    dsi_base_float *f = &spec.u.base_float;
    f->has_cap_core = false;
    EXPECT_POINTS(&spec, {10, 303}, {25, 123}, {40, 72});
    f->has_cap_core = true;
    f->order = DSI_FLOAT_THEN_CAP;
    EXPECT_POINTS(&spec, {10, 120}, {25, 120}, {25.01, 119.9520}, {40, 72});
}
END_TEST

START_TEST(correction_7_the_shipped_response_preset_shows_its_bonus)
{
    dsi_rule_spec spec = response_rule();
    spec.u.base_float.cap_core = 100.0;
    spec.has_hi = false;
    EXPECT_POINTS(&spec, {10, 103}, {25, 103}, {25.01, 100}, {30, 100}, {39.99, 75.0188}, {40, 72}, {60, 47});
}
END_TEST

START_TEST(methods_2_2_stacking_decides_which_conditions_count)
{
    const dsi_float floats[] = {{DSI_FLOAT_ON_RAW, DSI_CMP_LE, 25.0, 3.0}, {DSI_FLOAT_ON_RAW, DSI_CMP_LT, 20.0, 5.0},
        {DSI_FLOAT_ON_RAW, DSI_CMP_LE, 10.0, -6.0}};
    dsi_rule_spec spec = response_rule();
    spec.has_hi = false;
    spec.u.base_float.cap_core = 100.0;
    spec.u.base_float.conditions = floats;
    spec.u.base_float.condition_count = 3;
    EXPECT_POINTS(&spec, {22, 103}, {20, 103}, {15, 108}, {10, 102});
    spec.u.base_float.stack = DSI_STACK_FIRST_MATCH;
    EXPECT_POINTS(&spec, {22, 103}, {15, 103}, {10, 103});
    spec.u.base_float.stack = DSI_STACK_MAX_ABS;
    EXPECT_POINTS(&spec, {22, 103}, {15, 105}, {10, 94});
}
END_TEST

START_TEST(methods_2_3_table_1_response_steps)
{
    dsi_rule_spec spec = response_step(DSI_COUNT_FLOOR);
    EXPECT_POINTS(&spec, {25, 100}, {26, 100}, {27.5, 100}, {29.999, 100}, {30, 90}, {30.001, 90}, {32, 90}, {35, 80},
        {35.001, 80}, {37.5, 80}, {39.999, 80}, {40, 0}, {75, 0});
    spec = response_step(DSI_COUNT_CEIL);
    EXPECT_POINTS(&spec, {25, 100}, {26, 90}, {27.5, 90}, {29.999, 90}, {30, 90}, {30.001, 80}, {32, 80}, {35, 80},
        {35.001, 70}, {37.5, 70}, {39.999, 70}, {40, 0}, {75, 0});
    spec = response_step(DSI_COUNT_LINEAR);
    EXPECT_POINTS(&spec, {25, 100}, {26, 98}, {27.5, 95}, {29.999, 90.002}, {30, 90}, {30.001, 89.998}, {32, 86},
        {35, 80}, {35.001, 79.998}, {37.5, 75}, {39.999, 70.002}, {40, 0}, {75, 0});
    spec = response_step(DSI_COUNT_FLOOR);
    spec.u.step.has_cliff = false;
    EXPECT_POINTS(&spec, {25, 100}, {29.999, 100}, {30, 90}, {35, 80}, {39.999, 80}, {40, 70}, {75, 0}, {500, 0});
    spec = response_step(DSI_COUNT_ROUND_HALF_UP);
    EXPECT_POINTS(&spec, {27.4, 100}, {27.5, 90}, {32.4, 90}, {32.5, 80});
}
END_TEST

START_TEST(methods_2_3_a_cliff_says_whether_its_edge_belongs_to_it)
{
    dsi_rule_spec spec = response_step(DSI_COUNT_FLOOR);
    dscore_rule *rule = make_rule(&spec);
    ck_assert_int_eq(flags_of(rule, 40.0), DSCORE_SCORE_CLIFF);
    ck_assert_int_eq(flags_of(rule, 35.0), DSCORE_SCORE_PENALTY);
    ck_assert_int_eq(flags_of(rule, 25.0), 0);
    dscore_rule_free(rule);
    spec.u.step.cliff_inclusive = false;
    EXPECT_POINTS(&spec, {40, 70}, {40.001, 0});
}
END_TEST

static dsi_rule_spec csat_step(int32_t counting)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_STEP);
    spec.better = DSI_BETTER_HIGHER;
    spec.u.step.x0 = 4.5;
    spec.u.step.delta = 0.1;
    spec.u.step.points = 5.0;
    spec.u.step.counting = counting;
    return spec;
}

START_TEST(methods_2_3_table_1_csat_steps)
{
    dsi_rule_spec spec = csat_step(DSI_COUNT_FLOOR);
    EXPECT_POINTS(
        &spec, {5.0, 100}, {4.5, 100}, {4.4, 95}, {4.2, 85}, {4.19, 85}, {4.0, 75}, {3.0, 25}, {2.5, 0}, {2.4, 0});
    spec = csat_step(DSI_COUNT_CEIL);
    EXPECT_POINTS(&spec, {4.5, 100}, {4.4, 95}, {4.2, 85}, {4.19, 80}, {4.0, 75}, {3.0, 25}, {2.5, 0});
    spec = csat_step(DSI_COUNT_LINEAR);
    EXPECT_POINTS(&spec, {4.19, 84.5}, {4.2, 85}, {4.0, 75});
}
END_TEST

START_TEST(methods_0_3_decimal_steps_are_counted_as_decimals)
{
    const double marks[] = {4.5, 4.4, 4.3, 4.2, 4.1, 4.0, 2.5};
    const double steps[] = {0, 1, 2, 3, 4, 5, 20};
    for (int32_t counting = DSI_COUNT_FLOOR; counting <= DSI_COUNT_CEIL; counting++) {
        dsi_rule_spec spec = csat_step(counting);
        dscore_rule *rule = make_rule(&spec);
        for (int i = 0; i < 7; i++) {
            ck_assert_double_eq(points_of(rule, marks[i]), 100.0 - 5.0 * steps[i]);
        }
        ck_assert_double_eq(points_of(rule, 3.95), counting == DSI_COUNT_FLOOR ? 75.0 : 70.0);
        dscore_rule_free(rule);
    }
}
END_TEST

START_TEST(methods_2_3_bonus_steps_mirror_deductions)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_STEP);
    spec.better = DSI_BETTER_HIGHER;
    spec.u.step.bonus = true;
    spec.u.step.x0 = 90.0;
    spec.u.step.delta = 2.0;
    spec.u.step.points = 1.0;
    spec.u.step.full = 0.0;
    spec.u.step.limit = 4.0;
    EXPECT_POINTS(&spec, {80, 0}, {90, 0}, {91.9, 0}, {92, 1}, {97, 3}, {98, 4}, {100, 4});
    spec.u.step.has_limit = false;
    spec.u.step.has_k_max = true;
    spec.u.step.k_max = 2.0;
    EXPECT_POINTS(&spec, {92, 1}, {94, 2}, {100, 2});
    dscore_rule *rule = make_rule(&spec);
    ck_assert_int_eq(flags_of(rule, 94.0), DSCORE_SCORE_BONUS);
    dscore_rule_free(rule);
    spec.better = DSI_BETTER_LOWER;
    EXPECT_POINTS(&spec, {92, 0}, {90, 0}, {88, 1}, {80, 2});
}
END_TEST

static dsi_rule_spec line(double x0, double points0, double x1, double points1)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_LINEAR);
    spec.u.linear.x0 = x0;
    spec.u.linear.points0 = points0;
    spec.u.linear.x1 = x1;
    spec.u.linear.points1 = points1;
    return spec;
}

START_TEST(methods_2_4_two_points_and_a_line)
{
    dsi_rule_spec spec = line(80, 60, 92, 100);
    EXPECT_POINTS(&spec, {80, 60}, {85, 76.6667}, {92, 100}, {95, 100}, {70, 26.6667});
    dscore_rule *rule = make_rule(&spec);
    assert_close(raw_of(rule, 95), 110.0, 1e-12);
    dscore_rule_free(rule);
    spec.u.linear.below.mode = DSI_END_CONST;
    EXPECT_POINTS(&spec, {70, 0}, {79.999, 0}, {80, 60});
    spec.u.linear.below.mode = DSI_END_HOLD;
    EXPECT_POINTS(&spec, {70, 60});
    spec = line(60, 0, 25, 100); /* lower is better */
    EXPECT_POINTS(&spec, {42.5, 50}, {30, 85.7143}, {20, 100}, {61, 0});
    spec.has_hi = false;
    EXPECT_POINTS(&spec, {20, 114.2857});
    rule = make_rule(&spec);
    ck_assert_int_eq(dsi_rule_spec_of(rule)->better, DSI_BETTER_LOWER);
    dscore_rule_free(rule);
}
END_TEST

static dsi_rule_spec target3(double t, double g, double s)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_TARGET3);
    spec.u.target3 = (dsi_target3){t, 60, g, 100, s, 120, DSI_BELOW_ZERO};
    spec.hi = 120.0;
    return spec;
}

START_TEST(methods_2_5_threshold_target_stretch)
{
    dsi_rule_spec spec = target3(80, 85, 92);
    EXPECT_POINTS(&spec, {79.9, 0}, {80, 60}, {82, 76}, {85, 100}, {88, 108.5714}, {92, 120}, {97, 120});
    spec.u.target3.below = DSI_BELOW_HOLD;
    EXPECT_POINTS(&spec, {79.9, 60}, {10, 60});
    spec.u.target3.below = DSI_BELOW_EXTRAPOLATE;
    EXPECT_POINTS(&spec, {79, 52}, {70, 0});
    spec = target3(40, 30, 25);
    EXPECT_POINTS(&spec, {40.1, 0}, {40, 60}, {34, 84}, {30, 100}, {27, 112}, {20, 120});
}
END_TEST

START_TEST(methods_2_5_the_published_bonus_plan_is_a_table_with_jumps)
{
    /* SEC filing, Management Incentive Bonus Plan: payout in % of the quarter's 2500 at 96 % of plan = 1875. */
    const dsi_knot knots[] = {{80, 0, 15}, {90, 40, 60}, {100, 85, 100}, {105, 100, 125}, {110, 150, 200}};
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_PIECEWISE);
    spec.has_hi = false;
    spec.u.piecewise.knots = knots;
    spec.u.piecewise.knot_count = 5;
    EXPECT_POINTS(&spec, {79.9, 0}, {80, 15}, {84, 25}, {90, 60}, {96, 75}, {100, 100}, {110, 200}, {130, 200});
    dscore_rule *rule = make_rule(&spec);
    assert_close(2500.0 * points_of(rule, 96.0) / 100.0, 1875.0, 1e-9);
    dscore_rule_free(rule);
    spec.u.piecewise.value_at_knot = DSI_AT_KNOT_LEFT;
    EXPECT_POINTS(&spec, {80, 0}, {90, 40}, {90.000001, 60});
}
END_TEST

START_TEST(methods_2_6_piecewise_linear)
{
    const dsi_knot knots[] = {{0, 0, 0}, {60, 60, 60}, {85, 90, 90}, {100, 100, 100}};
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_PIECEWISE);
    spec.has_hi = false;
    spec.has_lo = false;
    spec.u.piecewise.knots = knots;
    spec.u.piecewise.knot_count = 4;
    EXPECT_POINTS(&spec, {30, 30}, {72.5, 75}, {92, 94.6667}, {-5, 0}, {110, 100});
    spec.u.piecewise.low.mode = DSI_END_EXTRAPOLATE;
    spec.u.piecewise.high.mode = DSI_END_EXTRAPOLATE;
    EXPECT_POINTS(&spec, {-5, -5}, {115, 110});
    spec.u.piecewise.low = (dsi_end){DSI_END_CONST, 7.0};
    spec.u.piecewise.high = (dsi_end){DSI_END_CONST, 8.0};
    EXPECT_POINTS(&spec, {-5, 7}, {0, 0}, {100, 100}, {115, 8});
    dscore_rule *rule = make_rule(&spec);
    ck_assert_int_eq(dsi_rule_spec_of(rule)->better, DSI_BETTER_HIGHER);
    ck_assert_double_eq(dsi_rule_spec_of(rule)->u.piecewise.knots[2].left, 90.0);
    dscore_rule_free(rule);
}
END_TEST

START_TEST(methods_2_7_stepped_bonus_tiers)
{
    const double inf = (double)INFINITY;
    const dsi_tier tiers[] = {{-inf, 80, 0, NULL, NULL}, {80, 90, 50, NULL, NULL}, {90, 100, 80, NULL, NULL},
        {100, 110, 100, NULL, NULL}, {110, 120, 120, NULL, NULL}, {120, inf, 150, "outstanding", "卓越"}};
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_TIER);
    spec.has_hi = false;
    spec.u.tier.tiers = tiers;
    spec.u.tier.tier_count = 6;
    EXPECT_POINTS(&spec, {79.9, 0}, {80, 50}, {89.5, 50}, {90, 80}, {99.999, 80}, {100, 100}, {110, 120}, {119, 120},
        {120, 150}, {500, 150}, {-3, 0});
    EXPECT_POINTS(&spec, {0.1 + 0.2 + 79.7, 50}, {80.0 * 1.1 + 2.0, 80}); /* 80 and 90 but for binary dust */
    dscore_rule *rule = make_rule(&spec);
    ck_assert_str_eq(dsi_rule_spec_of(rule)->u.tier.tiers[5].label_zh, "卓越");
    ck_assert_str_eq(dsi_rule_spec_of(rule)->u.tier.tiers[0].label_en, "");
    dscore_rule_free(rule);
}
END_TEST

START_TEST(methods_2_7_tiers_of_a_lower_better_value_include_their_upper_end)
{
    const double inf = (double)INFINITY;
    const dsi_tier tiers[] = {{-inf, 25, 100, NULL, NULL}, {25, 40, 60, NULL, NULL}, {40, inf, 0, NULL, NULL}};
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_TIER);
    spec.u.tier.tiers = tiers;
    spec.u.tier.tier_count = 3;
    EXPECT_POINTS(&spec, {25, 100}, {25.01, 60}, {40, 60}, {40.01, 0});
    spec.u.tier.closed = DSI_CLOSED_LOW;
    EXPECT_POINTS(&spec, {24.99, 100}, {25, 60}, {40, 0});
}
END_TEST

START_TEST(methods_2_8_pass_or_fail)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_PASS_FAIL);
    spec.u.pass_fail.op = DSI_CMP_LE;
    spec.u.pass_fail.threshold = 24.0;
    EXPECT_POINTS(&spec, {23.9, 100}, {24, 100}, {24.01, 0});
    spec.u.pass_fail.op = DSI_CMP_LT;
    EXPECT_POINTS(&spec, {23.9, 100}, {24, 0});
    spec.u.pass_fail.op = DSI_CMP_GT;
    EXPECT_POINTS(&spec, {24, 0}, {24.01, 100});
    spec.u.pass_fail.op = DSI_CMP_GE;
    spec.u.pass_fail.threshold = 0.3;
    EXPECT_POINTS(&spec, {0.1 + 0.2, 100}, {0.3, 100}, {0.29, 0});
}
END_TEST

START_TEST(methods_2_9_target_band)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_BAND);
    spec.u.band.a = 0.60;
    spec.u.band.b = 0.75;
    spec.u.band.c = 0.85;
    spec.u.band.d = 0.95;
    EXPECT_POINTS(&spec, {0.55, 0}, {0.60, 0}, {0.70, 66.6667}, {0.75, 100}, {0.80, 100}, {0.85, 100}, {0.90, 50},
        {0.95, 0}, {0.99, 0});
    spec.u.band.form = DSI_BAND_DEVIATION;
    spec.u.band.target = 360.0;
    spec.u.band.tolerance = 30.0;
    spec.u.band.slope = 0.5;
    EXPECT_POINTS(&spec, {360, 100}, {330, 100}, {390, 100}, {400, 95}, {310, 90}, {1000, 0});
}
END_TEST

START_TEST(a_nan_is_no_data_and_an_infinity_has_no_answer)
{
    dsi_rule_spec spec = line(80, 60, 92, 100);
    dscore_rule *rule = make_rule(&spec);
    const double x[] = {(double)NAN, 85.0, (double)INFINITY};
    double points[3];
    double raw[3];
    int32_t status[3];
    int32_t flags[3];
    ck_assert_int_eq(dscore_rule_apply(rule, x, 3, points, raw, status, flags, NULL), DSCORE_OK);
    ck_assert_int_eq(status[0], DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(status[1], DSCORE_VALUE_OK);
    ck_assert_int_eq(status[2], DSCORE_VALUE_UNDEFINED);
    ck_assert(isnan(points[0]) && isnan(raw[0]) && isnan(points[2]) && isnan(raw[2]));
    ck_assert_int_eq(dscore_rule_apply(rule, NULL, 0, NULL, NULL, NULL, NULL, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_rule_apply(rule, x, -1, points, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_apply(rule, NULL, 1, points, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_apply(rule, x, 1, NULL, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_apply(NULL, x, 1, points, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(dscore_rule_family(rule), "LINEAR");
    ck_assert_str_eq(dscore_rule_family(NULL), "");
    dscore_rule_free(rule);
    dscore_rule_free(NULL);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_2_1_ratio_lower, methods_2_1_ratio_lower_linear_and_higher,
        methods_2_2_csat_base_and_float, methods_2_2_response_base_and_float,
        correction_7_the_shipped_response_preset_shows_its_bonus, methods_2_2_stacking_decides_which_conditions_count,
        methods_2_3_table_1_response_steps, methods_2_3_a_cliff_says_whether_its_edge_belongs_to_it,
        methods_2_3_table_1_csat_steps, methods_0_3_decimal_steps_are_counted_as_decimals,
        methods_2_3_bonus_steps_mirror_deductions, methods_2_4_two_points_and_a_line,
        methods_2_5_threshold_target_stretch, methods_2_5_the_published_bonus_plan_is_a_table_with_jumps,
        methods_2_6_piecewise_linear, methods_2_7_stepped_bonus_tiers,
        methods_2_7_tiers_of_a_lower_better_value_include_their_upper_end, methods_2_8_pass_or_fail,
        methods_2_9_target_band, a_nan_is_no_data_and_an_infinity_has_no_answer};
    return RUN_TESTS("rules", tests);
}
