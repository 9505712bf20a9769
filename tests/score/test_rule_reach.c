/* What would it take: the nearest value that gives enough points, at thresholds, between them, on both sides and where
   there is none; and what one step gains. */
#include "score/rule.h"

#include "score/rule_random.h"
#include "score/tolerance.h"

static const double OPEN = (double)INFINITY;

static double reach_in(const dsi_rule_spec *spec, double x, double points, double low, double high)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = make_rule(spec);
    double found = -1.0;
    int32_t status = -1;
    assert_ok(dscore_rule_reach(rule, x, points, low, high, &found, &status, &err), err);
    ck_assert_int_eq(status, isnan(found) ? DSCORE_VALUE_UNDEFINED : DSCORE_VALUE_OK);
    dscore_rule_free(rule);
    return found;
}

static double reach(const dsi_rule_spec *spec, double x, double points)
{
    return reach_in(spec, x, points, -OPEN, OPEN);
}

/* The shipped response preset: core 30 / x, at most 100; +3 up to 25 s, -3 from 40 s on; no upper clamp. */
static const dsi_float RESPONSE[] = {
    {DSI_FLOAT_ON_RAW, DSI_CMP_LE, 25.0, 3.0}, {DSI_FLOAT_ON_RAW, DSI_CMP_GE, 40.0, -3.0}};

static dsi_rule_spec response(void)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_BASE_FLOAT);
    spec.u.base_float.ratio.form = DSI_RATIO_LOWER;
    spec.u.base_float.ratio.baseline = 30.0;
    spec.u.base_float.cap_core = 100.0;
    spec.u.base_float.conditions = RESPONSE;
    spec.u.base_float.condition_count = 2;
    spec.has_hi = false;
    return spec;
}

/* CSAT on 1 to 5: core (m - 1) / 4; +5 from a core of 92 (4.68), -5 below one of 80 (4.2). */
static const dsi_float CSAT[] = {
    {DSI_FLOAT_ON_CORE, DSI_CMP_GE, 92.0, 5.0}, {DSI_FLOAT_ON_CORE, DSI_CMP_LT, 80.0, -5.0}};

static dsi_rule_spec csat(void)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_BASE_FLOAT);
    spec.u.base_float.core_family = DSI_FAMILY_LINEAR;
    spec.u.base_float.linear.x0 = 1.0;
    spec.u.base_float.linear.x1 = 5.0;
    spec.u.base_float.conditions = CSAT;
    spec.u.base_float.condition_count = 2;
    return spec;
}

START_TEST(methods_2_2_what_it_takes_under_base_and_float)
{
    dsi_rule_spec spec = response();
    ck_assert_double_eq(reach(&spec, 60.0, 103.0), 25.0);
    ck_assert_double_eq(reach(&spec, 25.01, 103.0), 25.0);
    ck_assert_double_eq(reach(&spec, 60.0, 100.0), 30.0);
    ck_assert_double_eq(reach(&spec, 60.0, 72.0), 40.0);
    ck_assert_double_eq(reach(&spec, 60.0, 75.0), 39.9999999); /* 40 itself costs 3 points */
    ck_assert_double_eq(reach(&spec, 20.0, 103.0), 20.0);      /* already there */
    ck_assert(isnan(reach(&spec, 60.0, 103.5)));
    spec = csat();
    ck_assert_double_eq(reach_in(&spec, 4.0, 80.0, 1.0, 5.0), 4.2);
    ck_assert_double_eq(reach_in(&spec, 4.0, 85.0, 1.0, 5.0), 4.4);
    ck_assert_double_eq(reach_in(&spec, 4.0, 97.0, 1.0, 5.0), 4.68);
    ck_assert_double_eq(reach_in(&spec, 4.0, 93.0, 1.0, 5.0), 4.68); /* 92 points and the bonus at once */
    ck_assert_double_eq(reach_in(&spec, 4.0, 100.0, 1.0, 5.0), 4.8); /* 95 + 5 */
    ck_assert(isnan(reach_in(&spec, 4.0, 80.0, 1.0, 4.1)));
}
END_TEST

START_TEST(methods_2_3_what_it_takes_on_a_ladder)
{
    dsi_rule_spec spec = response_step(DSI_COUNT_CEIL);
    ck_assert_double_eq(reach(&spec, 75.0, 100.0), 25.0);
    ck_assert_double_eq(reach(&spec, 75.0, 90.0), 30.0);
    ck_assert_double_eq(reach(&spec, 75.0, 85.0), 30.0);
    ck_assert_double_eq(reach(&spec, 75.0, 80.0), 35.0);
    ck_assert_double_eq(reach(&spec, 75.0, 1.0), 39.9999999); /* just off the cliff */
    spec.u.step.cliff_x = 38.0;                               /* within a step */
    ck_assert_double_eq(reach(&spec, 75.0, 1.0), 37.9999999);
    spec.u.step.cliff_inclusive = false;
    ck_assert_double_eq(reach(&spec, 75.0, 1.0), 38.0);
    spec = response_step(DSI_COUNT_FLOOR);
    ck_assert_double_eq(reach(&spec, 75.0, 90.0), 34.9999999); /* 35 is the second full step */
    ck_assert_double_eq(reach(&spec, 75.0, 100.0), 29.9999999);
    spec = response_step(DSI_COUNT_LINEAR);
    ck_assert_double_eq(reach(&spec, 75.0, 95.0), 27.5);
    ck_assert_double_eq(reach(&spec, 75.0, 86.0), 32.0);
    spec = response_step(DSI_COUNT_ROUND_HALF_UP);
    ck_assert_double_eq(reach(&spec, 75.0, 90.0), 32.4999999);
    dsi_rule_spec marks;
    dsi_rule_spec_init(&marks, DSI_FAMILY_STEP);
    marks.better = DSI_BETTER_HIGHER;
    marks.u.step.x0 = 4.5;
    marks.u.step.delta = 0.1;
    marks.u.step.points = 5.0;
    marks.u.step.counting = DSI_COUNT_CEIL;
    const double from = 2.4;
    ck_assert_double_eq(reach(&marks, from, 95.0), 4.4);
    ck_assert_double_eq(reach(&marks, from, 85.0), 4.2);
    ck_assert_double_eq(reach(&marks, from, 75.0), 4.0);
    ck_assert_double_eq(reach(&marks, from, 25.0), 3.0);
}
END_TEST

START_TEST(what_it_takes_between_the_breakpoints_of_each_family)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_RATIO); /* METHODS 2.1 */
    spec.u.ratio.form = DSI_RATIO_LOWER;
    spec.u.ratio.baseline = 30.0;
    spec.has_hi = false;
    ck_assert_double_eq(reach(&spec, 60.0, 75.0), 40.0);
    ck_assert_double_eq(reach(&spec, 60.0, 120.0), 25.0);
    ck_assert(isnan(reach(&spec, 60.0, 121.0)));
    spec.u.ratio.form = DSI_RATIO_HIGHER;
    ck_assert_double_eq(reach_in(&spec, 12.0, 110.0, 0.0, 60.0), 33.0);
    dsi_rule_spec_init(&spec, DSI_FAMILY_LINEAR); /* METHODS 2.4 */
    spec.u.linear = (dsi_linear){80.0, 60.0, 92.0, 100.0, {DSI_END_CONST, 0.0}};
    ck_assert_double_eq(reach(&spec, 70.0, 80.0), 86.0);
    ck_assert_double_eq(reach(&spec, 70.0, 60.0), 80.0);
    ck_assert_double_eq(reach(&spec, 70.0, 1.0), 80.0); /* below 80 there is nothing */
    ck_assert_double_eq(reach(&spec, 99.0, 60.0), 99.0);
    dsi_rule_spec_init(&spec, DSI_FAMILY_TARGET3); /* METHODS 2.5 */
    spec.u.target3 = (dsi_target3){40.0, 60.0, 30.0, 100.0, 25.0, 120.0, DSI_BELOW_ZERO};
    spec.hi = 120.0;
    ck_assert_double_eq(reach(&spec, 50.0, 84.0), 34.0);
    ck_assert_double_eq(reach(&spec, 50.0, 112.0), 27.0);
    ck_assert_double_eq(reach(&spec, 40.1, 30.0), 40.0);
    dsi_rule_spec_init(&spec, DSI_FAMILY_LOGISTIC); /* METHODS 2.12: symmetric about the middle, 45 s */
    spec.u.logistic.x0 = 30.0;
    spec.u.logistic.points0 = 80.0;
    spec.u.logistic.x1 = 60.0;
    spec.u.logistic.points1 = 20.0;
    ck_assert_double_eq(reach(&spec, 90.0, 50.0), 45.0);
    ck_assert_double_eq(reach(&spec, 90.0, 1600.0 / 17.0), 15.0);
    ck_assert(isnan(reach_in(&spec, 90.0, 99.0, 0.0, OPEN)));
    dsi_rule_spec_init(&spec, DSI_FAMILY_EFFICACY); /* METHODS 2.13 */
    spec.u.efficacy.not_allowed = 60.0;
    spec.u.efficacy.satisfactory = 25.0;
    ck_assert_double_eq(reach(&spec, 90.0, 80.0), 42.5);
    dsi_rule_spec_init(&spec, DSI_FAMILY_GOAL_RED); /* METHODS 2.14 */
    spec.u.goal_red.goal = 700.0;
    spec.u.goal_red.red = 500.0;
    ck_assert_double_eq(reach(&spec, 300.0, 50.0), 600.0);
    ck_assert_double_eq(reach(&spec, 300.0, 100.0), 900.0);
}
END_TEST

START_TEST(what_it_takes_on_the_nearer_side_of_a_best_value)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_BAND); /* METHODS 2.9 */
    spec.u.band = (dsi_band){DSI_BAND_TRAPEZOID, 0.60, 0.75, 0.85, 0.95, 0, 0, 0};
    ck_assert_double_eq(reach(&spec, 0.50, 100.0), 0.75);
    ck_assert_double_eq(reach(&spec, 0.99, 100.0), 0.85);
    ck_assert_double_eq(reach(&spec, 0.99, 50.0), 0.9);
    ck_assert_double_eq(reach(&spec, 0.50, 50.0), 0.675);
    ck_assert_double_eq(reach(&spec, 0.80, 100.0), 0.80);
    spec.u.band = (dsi_band){DSI_BAND_DEVIATION, 0, 0, 0, 0, 300.0, 60.0, 1.0};
    ck_assert_double_eq(reach(&spec, 500.0, 90.0), 370.0);
    ck_assert_double_eq(reach(&spec, 100.0, 90.0), 230.0);
    dsi_rule_spec_init(&spec, DSI_FAMILY_DESIRABILITY); /* METHODS 2.11 */
    spec.u.desirability = (dsi_desirability){DSI_DESIRE_TARGET, 240.0, 540.0, 360.0, 1.0, 2.0, 0.5};
    ck_assert_double_eq(reach(&spec, 200.0, 25.0), 300.0);
    ck_assert_double_eq(reach(&spec, 600.0, 50.0), 495.0); /* sqrt(1 / 4) */
    ck_assert_double_eq(reach(&spec, 600.0, 100.0), 360.0);
    spec.u.desirability.form = DSI_DESIRE_BOX;
    ck_assert_double_eq(reach(&spec, 200.0, 50.0), 240.0);
    ck_assert_double_eq(reach(&spec, 600.0, 50.0), 540.0);
    /* A hill and a hole: both sides of the hole are equally near, and neither side of the axis is better. */
    const dsi_knot knots[] = {{0, 100, 100}, {10, 0, 0}, {20, 100, 100}};
    dsi_rule_spec_init(&spec, DSI_FAMILY_PIECEWISE);
    spec.u.piecewise.knots = knots;
    spec.u.piecewise.knot_count = 3;
    ck_assert_double_eq(reach(&spec, 10.0, 50.0), 5.0);
    ck_assert_double_eq(reach(&spec, 10.1, 50.0), 15.0);
    ck_assert_double_eq(reach_in(&spec, 10.1, 50.0, 0.0, 14.0), 5.0);
    spec.better = DSI_BETTER_HIGHER;
    ck_assert_double_eq(reach(&spec, 10.0, 50.0), 15.0);
}
END_TEST

START_TEST(an_edge_belongs_to_the_side_that_its_comparison_says)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_PASS_FAIL); /* METHODS 0.2, 2.8 */
    spec.u.pass_fail.op = DSI_CMP_LE;
    spec.u.pass_fail.threshold = 86400.0;
    ck_assert_double_eq(reach(&spec, 90000.0, 100.0), 86400.0);
    spec.u.pass_fail.op = DSI_CMP_LT;
    ck_assert_double_eq(reach(&spec, 90000.0, 100.0), 86399.999);
    ck_assert_double_eq(reach(&spec, 86400.0, 100.0), 86399.999);
    spec.u.pass_fail.op = DSI_CMP_GT;
    spec.u.pass_fail.threshold = 0.9;
    ck_assert_double_eq(reach_in(&spec, 0.5, 100.0, 0.0, 1.0), 0.90000001);
    spec.u.pass_fail.op = DSI_CMP_GE;
    ck_assert_double_eq(reach_in(&spec, 0.5, 100.0, 0.0, 1.0), 0.9);
    ck_assert_double_eq(reach_in(&spec, 0.9 - 1e-12, 100.0, 0.0, 1.0), 0.9 - 1e-12); /* 0.9 already (METHODS 0.3) */
    ck_assert(isnan(reach_in(&spec, 0.5, 100.0, 0.0, 0.89)));
    const dsi_tier tiers[] = {
        {-OPEN, 80.0, 0.0, NULL, NULL}, {80.0, 90.0, 50.0, NULL, NULL}, {90.0, OPEN, 80.0, NULL, NULL}};
    dsi_rule_spec_init(&spec, DSI_FAMILY_TIER);
    spec.better = DSI_BETTER_HIGHER;
    spec.u.tier.tiers = tiers;
    spec.u.tier.tier_count = 3;
    ck_assert_double_eq(reach(&spec, 10.0, 51.0), 90.0);
    ck_assert_double_eq(reach(&spec, 10.0, 50.0), 80.0);
    spec.u.tier.closed = DSI_CLOSED_HIGH;
    ck_assert_double_eq(reach(&spec, 10.0, 50.0), 80.000001);
}
END_TEST

START_TEST(the_domain_is_never_left)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_EFFICACY);
    spec.u.efficacy.not_allowed = 70.0;
    spec.u.efficacy.satisfactory = 92.0;
    ck_assert_double_eq(reach_in(&spec, 60.0, 100.0, 0.0, 92.0), 92.0);
    ck_assert(isnan(reach_in(&spec, 60.0, 100.0, 0.0, 91.9)));
    ck_assert_double_eq(
        reach_in(&spec, 120.0, 60.0, 0.0, 100.0), 100.0); /* what lies outside comes to the nearer end */
    ck_assert_double_eq(reach_in(&spec, 60.0, 60.0, 75.0, 100.0), 75.0);
    ck_assert_double_eq(reach_in(&spec, 60.0, 80.0, 75.0, 100.0), 81.0);
}
END_TEST

static bool is_enough(const dscore_rule *rule, double x, double points)
{
    return dsi_at_least(points_of(rule, x), points);
}

/* Sufficient: the answer gives the points. Minimal: no value of an even grid that lies nearer does. */
static void expect_reach_holds(const dscore_rule *rule, double x, double points, double low, double high)
{
    double found;
    int32_t status;
    ck_assert_int_eq(dscore_rule_reach(rule, x, points, low, high, &found, &status, NULL), DSCORE_OK);
    const bool reached = status == DSCORE_VALUE_OK;
    const char *family = dscore_rule_family(rule);
    if (reached) {
        ck_assert_msg(is_enough(rule, found, points) && found >= low && found <= high,
            "%s: at %.17g only %.17g of %g points", family, found, points_of(rule, found), points);
    }
    const double blur = reached ? 3e-8 * fmax(1.0, fabs(found)) : 0.0;
    for (int32_t i = 0; i <= 500; i++) {
        const double tried = low + (high - low) * (double)i / 500.0;
        const bool is_nearer = !reached || fabs(tried - x) < fabs(found - x) - blur;
        ck_assert_msg(!is_nearer || !is_enough(rule, tried, points), "%s: from %.17g, %g points at %.17g, not at %.17g",
            family, x, points, tried, found);
    }
}

START_TEST(reach_is_sufficient_and_minimal)
{
    uint64_t state = 20;
    for (int32_t round = 0; round < rounds(2600); round++) {
        random_rule random;
        random_rule_of(&state, 1 + round % DSI_FAMILY_GOAL_RED, false, &random);
        dscore_rule *rule = make_rule(&random.spec);
        const double x = random_tenths(&state, 0.0, 1000);
        expect_reach_holds(rule, x, (double)random_whole(&state, 110), 0.0, 100.0);
        expect_reach_holds(rule, x, points_of(rule, random_tenths(&state, 0.0, 1000)), 0.0, 100.0);
        dscore_rule_free(rule);
    }
}
END_TEST

/* From a value that people write, points at another one: the answer needs no more decimals than they use. */
START_TEST(reach_of_a_line_answers_with_the_decimal_people_write)
{
    uint64_t state = 21;
    for (int32_t round = 0; round < rounds(2000); round++) {
        random_rule random;
        random_rule_of(&state, DSI_FAMILY_EFFICACY, true, &random);
        random.spec.has_hi = random.spec.has_lo = false;
        dscore_rule *rule = make_rule(&random.spec);
        const double better = (double)dsi_rule_spec_of(rule)->better;
        const double x = random_tenths(&state, 20.0, 500),
                     aim = x + better * (double)(1 + random_whole(&state, 300)) / 10.0;
        double found;
        int32_t status;
        ck_assert_int_eq(
            dscore_rule_reach(rule, x, points_of(rule, aim), -OPEN, OPEN, &found, &status, NULL), DSCORE_OK);
        ck_assert_msg(found == dscore_round(aim, 1), "from %.17g to %.17g: %.17g", x, aim, found);
        dscore_rule_free(rule);
    }
}
END_TEST

START_TEST(what_one_step_gains)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_LINEAR); /* 100 points over 35 s */
    spec.u.linear.x0 = 60.0;
    spec.u.linear.x1 = 25.0;
    dscore_rule *rule = make_rule(&spec);
    double gain;
    int32_t status;
    ck_assert_int_eq(dscore_rule_gain(rule, 42.5, 1.0, 0.0, OPEN, &gain, &status, NULL), DSCORE_OK);
    ck_assert_double_eq_tol(gain, 100.0 / 35.0, 1e-12);
    ck_assert_int_eq(status, DSCORE_VALUE_OK);
    ck_assert_int_eq(dscore_rule_gain(rule, 25.0, 1.0, 0.0, OPEN, &gain, &status, NULL), DSCORE_OK);
    ck_assert_double_eq(gain, 0.0); /* the clamp */
    ck_assert_int_eq(dscore_rule_gain(rule, 42.5, 1.0, 42.0, OPEN, &gain, &status, NULL), DSCORE_OK);
    ck_assert_double_eq_tol(gain, 50.0 / 35.0, 1e-12); /* half a step is left of the domain */
    ck_assert_int_eq(dscore_rule_gain(rule, (double)NAN, 1.0, 0.0, OPEN, &gain, &status, NULL), DSCORE_OK);
    ck_assert(isnan(gain) && status == DSCORE_VALUE_NO_DATA);
    dscore_rule_free(rule);
    dsi_rule_spec_init(&spec, DSI_FAMILY_BAND);
    spec.u.band = (dsi_band){DSI_BAND_TRAPEZOID, 0.0, 10.0, 10.0, 20.0, 0, 0, 0};
    rule = make_rule(&spec);
    const double from[] = {5.0, 10.0, 15.0}, gained[] = {10.0, 0.0, 10.0};
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(dscore_rule_gain(rule, from[i], 1.0, 0.0, OPEN, &gain, &status, NULL), DSCORE_OK);
        ck_assert_double_eq_tol(gain, gained[i], 1e-12);
    }
    dscore_rule_free(rule);
    dsi_rule_spec_init(&spec, DSI_FAMILY_RATIO);
    spec.u.ratio.form = DSI_RATIO_LOWER;
    spec.u.ratio.baseline = 30.0;
    spec.u.ratio.has_cap = false;
    rule = make_rule(&spec);
    ck_assert_int_eq(dscore_rule_gain(rule, 1.0, 1.0, 0.0, OPEN, &gain, &status, NULL), DSCORE_OK);
    ck_assert(isnan(gain) && status == DSCORE_VALUE_UNDEFINED); /* 30 / 0 */
    dscore_rule_free(rule);
}
END_TEST

START_TEST(impossible_questions_are_refused)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_PASS_FAIL);
    spec.u.pass_fail.op = DSI_CMP_GE;
    dscore_rule *rule = make_rule(&spec);
    const double nan = (double)NAN;
    double x = 7.0;
    int32_t status = 7;
    ck_assert_int_eq(dscore_rule_reach(NULL, 0, 1, 0, 1, &x, &status, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_reach(rule, 0, 1, 0, 1, NULL, &status, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_reach(rule, 0, 1, 0, 1, &x, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_reach(rule, 0, nan, 0, 1, &x, &status, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_reach(rule, 0, 1, 1, 0, &x, &status, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_reach(rule, 0, 1, nan, 0, &x, &status, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_gain(rule, 0, 0, 0, 1, &x, &status, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_gain(rule, 0, nan, 0, 1, &x, &status, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_gain(NULL, 0, 1, 0, 1, &x, &status, NULL), DSCORE_E_ARGUMENT);
    ck_assert(x == 7.0 && status == 7);
    ck_assert_int_eq(dscore_rule_reach(rule, nan, 1, 0, 1, &x, &status, NULL), DSCORE_OK);
    ck_assert(isnan(x) && status == DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(dscore_rule_reach(rule, OPEN, 1, 0, 1, &x, &status, NULL), DSCORE_OK);
    ck_assert(isnan(x) && status == DSCORE_VALUE_UNDEFINED);
    dscore_rule_free(rule);
    dsi_rule_spec_init(&spec, DSI_FAMILY_PEERS);
    spec.better = DSI_BETTER_HIGHER;
    rule = make_rule(&spec);
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_rule_reach(rule, 0, 1, 0, 1, &x, &status, &err), DSCORE_E_UNSUPPORTED);
    ck_assert_int_eq(err.code, DSCORE_CODE_RULE_RELATIVE);
    ck_assert_ptr_nonnull(strstr(err.message, "group"));
    ck_assert_int_eq(dscore_rule_gain(rule, 0, 1, 0, 1, &x, &status, NULL), DSCORE_E_UNSUPPORTED);
    dscore_rule_free(rule);
}
END_TEST

START_TEST(without_memory_reach_says_so)
{
    const dsi_rule_spec spec = response();
    counting_heap heap = {0, -1, 0};
    const dscore_allocator allocator = counting_allocator(&heap);
    dscore_rule *rule = NULL;
    ck_assert_int_eq(dsi_rule_new(&allocator, &spec, &rule, NULL), DSCORE_OK);
    const int64_t held = heap.held;
    double x = 7.0;
    int32_t status = 7;
    heap.fail_at = heap.calls;
    ck_assert_int_eq(dscore_rule_reach(rule, 60.0, 103.0, 0.0, OPEN, &x, &status, NULL), DSCORE_E_MEMORY);
    ck_assert(x == 7.0 && status == 7 && heap.held == held);
    dscore_rule_free(rule);
    ck_assert_int_eq(heap.held, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_2_2_what_it_takes_under_base_and_float, methods_2_3_what_it_takes_on_a_ladder,
        what_it_takes_between_the_breakpoints_of_each_family, what_it_takes_on_the_nearer_side_of_a_best_value,
        an_edge_belongs_to_the_side_that_its_comparison_says, the_domain_is_never_left, reach_is_sufficient_and_minimal,
        reach_of_a_line_answers_with_the_decimal_people_write, what_one_step_gains, impossible_questions_are_refused,
        without_memory_reach_says_so};
    return RUN_TESTS("rule_reach", tests);
}
