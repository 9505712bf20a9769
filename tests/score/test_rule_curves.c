/* The families of METHODS 2.11 to 2.14: their worked examples, what they refuse, what a check finds, their words; and
   METHODS 2.15 as a STEP rule over a sum of deductions. */
#include "score/rule.h"

#include "score/rule_support.h"

static dsi_rule_spec desire(int32_t form, double low, double high, double exponent)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_DESIRABILITY);
    spec.u.desirability.form = form;
    spec.u.desirability.low = low;
    spec.u.desirability.high = high;
    spec.u.desirability.exponent = exponent;
    return spec;
}

static dsi_rule_spec desire_target(double low, double target, double high, double below, double above)
{
    dsi_rule_spec spec = desire(DSI_DESIRE_TARGET, low, high, 1.0);
    spec.u.desirability.target = target;
    spec.u.desirability.exponent_low = below;
    spec.u.desirability.exponent_high = above;
    return spec;
}

static dsi_rule_spec logistic(double x0, double points0, double x1, double points1)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_LOGISTIC);
    spec.u.logistic.x0 = x0;
    spec.u.logistic.points0 = points0;
    spec.u.logistic.x1 = x1;
    spec.u.logistic.points1 = points1;
    return spec;
}

static dsi_rule_spec efficacy(double not_allowed, double satisfactory)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_EFFICACY);
    spec.u.efficacy.not_allowed = not_allowed;
    spec.u.efficacy.satisfactory = satisfactory;
    return spec;
}

static dsi_rule_spec goal_red(double goal, double red)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_GOAL_RED);
    spec.u.goal_red.goal = goal;
    spec.u.goal_red.red = red;
    return spec;
}

static double one_point(const dsi_rule_spec *spec, double x)
{
    dscore_rule *rule = make_rule(spec);
    const double points = points_of(rule, x);
    dscore_rule_free(rule);
    return points;
}

/* Myers and Montgomery's data as the vignette of the R package desirability prints them. */
START_TEST(methods_2_11_the_published_conversion_and_activity)
{
    const dsi_rule_spec conversion = desire(DSI_DESIRE_MAX, 80, 97, 1);
    const dsi_rule_spec activity = desire_target(55, 57.5, 60, 1, 1);
    const double first = one_point(&conversion, 81.09) / 100.0;
    const double second = one_point(&activity, 59.85) / 100.0;
    ck_assert_double_eq_tol(first, 0.0641176471, 5.1e-11);
    ck_assert_double_eq_tol(second, 0.06, 1e-12);
    ck_assert_double_eq_tol(sqrt(first * second), 0.0620246630, 5.1e-11);
}
END_TEST

START_TEST(methods_2_11_desirability)
{
    dsi_rule_spec spec = desire(DSI_DESIRE_MAX, 80, 92, 0.5);
    EXPECT_POINTS(&spec, {83, 50}, {86, 70.7107}, {79, 0}, {80, 0}, {92, 100}, {95, 100});
    spec.u.desirability.exponent = 1.0;
    EXPECT_POINTS(&spec, {83, 25}, {86, 50}, {79, 0}, {95, 100});
    spec.u.desirability.exponent = 2.0;
    EXPECT_POINTS(&spec, {83, 6.25}, {86, 25}, {79, 0}, {95, 100});
    spec = desire(DSI_DESIRE_MIN, 25, 40, 0.5);
    EXPECT_POINTS(&spec, {30, 81.6497}, {35, 57.7350}, {20, 100}, {25, 100}, {40, 0}, {41, 0});
    spec.u.desirability.exponent = 1.0;
    EXPECT_POINTS(&spec, {30, 66.6667}, {35, 33.3333});
    spec.u.desirability.exponent = 2.0;
    EXPECT_POINTS(&spec, {30, 44.4444}, {35, 11.1111});
    spec = desire_target(240, 360, 540, 1, 1);
    EXPECT_POINTS(&spec, {300, 50}, {450, 50}, {360, 100}, {240, 0}, {200, 0}, {540, 0}, {600, 0});
    spec = desire_target(240, 360, 540, 2, 0.5);
    EXPECT_POINTS(&spec, {300, 25}, {450, 70.7107});
    spec = desire(DSI_DESIRE_BOX, 240, 540, 1);
    EXPECT_POINTS(&spec, {239.9, 0}, {240, 100}, {400, 100}, {540, 100}, {540.1, 0});
    spec = desire(DSI_DESIRE_BOX, 0.1, 0.3, 1);
    EXPECT_POINTS(&spec, {0.1 + 0.2, 100}); /* METHODS 0.3: 0.30000000000000004 is 0.3 */
}
END_TEST

START_TEST(methods_2_12_logistic)
{
    dsi_rule_spec spec = logistic(80, 50, 92, 90);
    EXPECT_POINTS(&spec, {70, 13.8117}, {80, 50}, {85, 71.4126}, {92, 90}, {100, 97.4963});
    spec = logistic(30, 80, 60, 20);
    EXPECT_POINTS(&spec, {15, 94.1176}, {25, 86.3938}, {30, 80}, {45, 50}, {60, 20}, {90, 1.5385});
    spec.has_lo = spec.has_hi = false;
    EXPECT_POINTS(&spec, {-1e300, 100}, {1e300, 0}); /* no overflow far out */
    spec = logistic(80, 70, 92, 110);
    spec.u.logistic.least = 20.0;
    spec.u.logistic.most = 120.0;
    spec.hi = 120.0;
    EXPECT_POINTS(&spec, {70, 33.8117}, {85, 91.4126}, {100, 117.4963}); /* the first curve, moved up by 20 */
}
END_TEST

START_TEST(methods_2_13_efficacy_coefficient)
{
    dsi_rule_spec spec = efficacy(70, 92);
    EXPECT_POINTS(&spec, {60, 41.8182}, {70, 60}, {81, 80}, {85, 87.2727}, {92, 100}, {95, 100});
    dscore_rule *rule = make_rule(&spec);
    ck_assert_double_eq_tol(raw_of(rule, 95.0), 105.4545, 5.1e-5);
    ck_assert_int_eq(flags_of(rule, 95.0), DSCORE_SCORE_CLAMP_HI);
    dscore_rule_free(rule);
    spec = efficacy(60, 25);
    EXPECT_POINTS(&spec, {70, 48.5714}, {60, 60}, {42.5, 80}, {30, 94.2857}, {25, 100});
    spec.u.efficacy.base = 50.0;
    spec.u.efficacy.span = 50.0;
    EXPECT_POINTS(&spec, {60, 50}, {42.5, 75}, {25, 100});
}
END_TEST

/* The scale of 0-10 is ten times as long here. */
START_TEST(methods_2_14_goal_and_red_flag)
{
    dsi_rule_spec spec = goal_red(700, 500);
    EXPECT_POINTS(&spec, {200, 0}, {300, 0}, {400, 16.6667}, {500, 33.3333}, {600, 50}, {700, 66.6667}, {800, 83.3333},
        {900, 100}, {1000, 100});
    spec = goal_red(25, 40);
    EXPECT_POINTS(&spec, {30, 55.5556}, {32.5, 50}, {55, 0}, {10, 100});
}
END_TEST

/* The value is the sum of severity times count, less the recovery of the clean periods (2 each). */
START_TEST(methods_2_15_event_deduction_is_a_step_rule_over_a_sum)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_STEP);
    spec.better = DSI_BETTER_LOWER;
    spec.u.step.delta = 1.0;
    spec.u.step.points = 1.0;
    spec.u.step.full = 80.0;
    spec.u.step.counting = DSI_COUNT_LINEAR;
    EXPECT_POINTS(&spec, {10, 70}, {5 + 20, 55}, {10 - 2 * 3, 76}, {0, 80}, {-6, 80}, {100, 0});
}
END_TEST

START_TEST(a_better_value_never_scores_less)
{
    const dsi_rule_spec specs[] = {desire(DSI_DESIRE_MAX, 80, 92, 0.3), desire(DSI_DESIRE_MIN, 25, 40, 3.7),
        logistic(80, 50, 92, 90), logistic(30, 80, 60, 20), efficacy(70, 92), efficacy(60, 25), goal_red(700, 500),
        goal_red(25, 40)};
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++) {
        dscore_rule *rule = make_rule(&specs[i]);
        const double better = (double)dsi_rule_spec_of(rule)->better;
        ck_assert(fabs(better) == 1.0);
        double before = points_of(rule, -better * 1000.0);
        for (int32_t k = -4000; k <= 4000; k++) {
            const double points = points_of(rule, better * 0.25 * (double)k);
            ck_assert_msg(points >= before, "specification %d falls at %g", (int)i, better * 0.25 * (double)k);
            ck_assert(points >= 0.0 && points <= 100.0);
            before = points;
        }
        dscore_rule_free(rule);
    }
}
END_TEST

START_TEST(degenerate_parameters_are_refused_with_their_place)
{
    const double nan = (double)NAN;
    dsi_rule_spec spec = desire(DSI_DESIRE_MAX, 80, 80, 1);
    expect_refused(&spec, "high", "above low");
    spec = desire(DSI_DESIRE_MIN, 40, 25, 1);
    expect_refused(&spec, "high", "above low");
    spec = desire(DSI_DESIRE_BOX, 40, 40, 1);
    expect_refused(&spec, "high", "above low");
    spec = desire(DSI_DESIRE_MAX, nan, 80, 1);
    expect_refused(&spec, "low", "finite");
    spec = desire(DSI_DESIRE_MAX, 80, 92, 0);
    expect_refused(&spec, "exponent", "above 0");
    spec = desire(DSI_DESIRE_MIN, 80, 92, -1);
    expect_refused(&spec, "exponent", "above 0");
    spec = desire(DSI_DESIRE_MIN, 80, 92, (double)INFINITY);
    expect_refused(&spec, "exponent", "above 0");
    spec = desire(5, 80, 92, 1);
    expect_refused(&spec, "form", "MAX, MIN, TARGET or BOX");
    spec = desire_target(240, 240, 540, 1, 1);
    expect_refused(&spec, "target", "strictly between");
    spec = desire_target(240, 540, 540, 1, 1);
    expect_refused(&spec, "target", "strictly between");
    spec = desire_target(240, 360, 540, 0, 1);
    expect_refused(&spec, "exponent_low", "above 0");
    spec = desire_target(240, 360, 540, 1, nan);
    expect_refused(&spec, "exponent_high", "above 0");
    spec.u.desirability.exponent_high = 1.0;
    spec.better = DSI_BETTER_HIGHER;
    expect_refused(&spec, "better", "best inside");
    spec = desire(DSI_DESIRE_MAX, 80, 92, 1);
    spec.better = DSI_BETTER_LOWER;
    expect_refused(&spec, "better", "points rise");
    spec = logistic(80, 50, 80, 90);
    expect_refused(&spec, "x1", "two different");
    spec = logistic(80, 50, 92, 50);
    expect_refused(&spec, "points1", "different points");
    spec = logistic(80, 0, 92, 90);
    expect_refused(&spec, "points0", "strictly between");
    spec = logistic(80, 50, 92, 100);
    expect_refused(&spec, "points1", "strictly between");
    spec = logistic(80, 50, 92, nan);
    expect_refused(&spec, "points1", "finite");
    spec = logistic(80, 50, 92, 90);
    spec.u.logistic.most = spec.u.logistic.least;
    expect_refused(&spec, "most", "more points");
    spec.u.logistic.least = -1e308;
    spec.u.logistic.most = 1e308;
    expect_refused(&spec, "points1", "different points");
    spec = efficacy(70, 70);
    expect_refused(&spec, "satisfactory", "another value");
    spec = efficacy(70, 92);
    spec.u.efficacy.span = 0.0;
    expect_refused(&spec, "span", "above 0");
    spec.u.efficacy.span = 40.0;
    spec.better = DSI_BETTER_LOWER;
    expect_refused(&spec, "better", "points rise");
    spec = goal_red(700, 700);
    expect_refused(&spec, "red", "another value");
    spec = goal_red(700, (double)INFINITY);
    expect_refused(&spec, "red", "finite");
}
END_TEST

START_TEST(a_curve_that_no_value_of_the_domain_reaches_is_found)
{
    const dsi_rule_spec specs[] = {desire(DSI_DESIRE_MAX, 80, 92, 2), desire(DSI_DESIRE_MIN, -3, -1, 2),
        desire_target(240, 360, 540, 1, 1), desire(DSI_DESIRE_BOX, 10, 20, 1), goal_red(90, 85)};
    const dsi_rule_spec fine[] = {desire(DSI_DESIRE_MAX, 0.8, 0.92, 2), desire_target(0.2, 0.5, 0.9, 1, 1),
        desire(DSI_DESIRE_BOX, 0.1, 0.4, 1), logistic(0.8, 50, 0.92, 90), efficacy(0.7, 0.92), goal_red(0.9, 0.85)};
    dsi_rule_finding found[4];
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++) { /* percent written, shares measured */
        dscore_rule *rule = make_rule(&specs[i]);
        ck_assert_int_eq(dsi_rule_findings(rule, 0.0, 1.0, found, 4), 1);
        ck_assert_int_eq(found[0].kind, DSI_RULE_FINDING_NO_EFFECT);
        ck_assert_str_eq(found[0].member, "");
        dscore_rule_free(rule);
    }
    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++) {
        dscore_rule *rule = make_rule(&fine[i]);
        ck_assert_int_eq(dsi_rule_findings(rule, 0.0, 1.0, found, 4), 0);
        dscore_rule_free(rule);
    }
}
END_TEST

static void expect_sentence(const dsi_rule_spec *spec, const char *unit, const char *lang, const char *expected)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = make_rule(spec);
    char text[1024];
    assert_ok(dscore_rule_explain(rule, unit, lang, text, (int64_t)sizeof text, NULL, &err), err);
    ck_assert_str_eq(text, expected);
    dscore_rule_free(rule);
}

START_TEST(a_curve_is_told_with_its_formula)
{
    dsi_rule_spec spec = desire(DSI_DESIRE_MAX, 80, 92, 2);
    spec.has_lo = spec.has_hi = false;
    expect_sentence(&spec, "%", "en",
        "Desirability: 0 points up to 80%, 100 points from 92% on; between, 100 × ((value - 80%) ÷ (92% - 80%))^2.");
    expect_sentence(
        &spec, "%", "zh", "合意度：80%及以下得0分，92%及以上得100分；其间为100 ×（(实际值 - 80%) ÷ (92% - 80%)）^2。");
    spec.u.desirability.form = DSI_DESIRE_MIN;
    spec.u.desirability.exponent = 1.0;
    expect_sentence(&spec, "%", "en",
        "Desirability: 100 points up to 80%, 0 points from 92% on; between, 100 × ((92% - value) ÷ (92% - 80%)).");
    expect_sentence(
        &spec, "%", "zh", "合意度：80%及以下得100分，92%及以上得0分；其间为100 ×（(92% - 实际值) ÷ (92% - 80%)）。");
    spec = desire_target(240, 360, 540, 2, 0.5);
    expect_sentence(&spec, "s", "en",
        "Desirability: 100 points at 360 s, 0 points from 240 s down and from 540 s up; below the target 100 × ((value "
        "- 240 s) ÷ (360 s - 240 s))^2, above it 100 × ((540 s - value) ÷ (540 s - 360 s))^0.5. Kept within 0 to 100 "
        "points.");
    expect_sentence(&spec, "s", "zh",
        "合意度：360秒得100分，240秒及以下或540秒及以上得0分；低于目标时为100 ×（(实际值 - 240秒) ÷ (360秒 - "
        "240秒)）^2，高于目标时为100 ×（(540秒 - 实际值) ÷ (540秒 - 360秒)）^0.5。最终得分限于0至100分。");
    spec = desire(DSI_DESIRE_BOX, 240, 540, 1);
    spec.has_lo = spec.has_hi = false;
    expect_sentence(&spec, "s", "en", "Desirability: 100 points from 240 s to 540 s, both included, 0 points outside.");
    expect_sentence(&spec, "s", "zh", "合意度：240秒至540秒（含两端）得100分，其余得0分。");
}
END_TEST

/* k and the middle as METHODS 2.12 prints them, to six digits. */
START_TEST(the_other_curves_are_told_with_their_formulas)
{
    dsi_rule_spec spec = logistic(30, 80, 60, 20);
    spec.has_lo = spec.has_hi = false;
    expect_sentence(&spec, "s", "en",
        "S-shaped (logistic) curve through 80 points at 30 s and 20 points at 60 s, flattening towards 0 points and "
        "100 points without reaching them: points = 0 + 100 ÷ (1 + e^-z), z = about -0.0924196 × (value - 45 s).");
    expect_sentence(&spec, "s", "zh",
        "逻辑斯蒂曲线（S形）：经过30秒（得80分）与60秒（得20分），两端趋近0分和100分但不会达到；得分 = 0 + 100 ÷ (1 + "
        "e^-z)，z 约为-0.0924196 ×（实际值 - 45秒）。");
    spec = efficacy(70, 92);
    spec.has_lo = spec.has_hi = false;
    expect_sentence(&spec, "%", "en",
        "Efficacy coefficient: points = 60 + 40 × (value - 70%) ÷ (92% - 70%); not-allowed value 70%: 60 points, "
        "satisfactory value 92%: 100 points.");
    expect_sentence(&spec, "%", "zh",
        "功效系数法：得分 = 60 + 40 ×（实际值 - 70%）÷（92% - 70%）；不允许值70%：60分，满意值92%：100分。");
    spec = goal_red(700, 500);
    spec.has_lo = spec.has_hi = false;
    expect_sentence(&spec, "", "en",
        "Red flag 500: 33.33 points; goal 700: 66.67 points; in a straight line from 300: 0 points to 900: 100 "
        "points.");
    expect_sentence(&spec, "", "zh", "红线值500：33.33分；目标值700：66.67分；按直线计分，自300：0分至900：100分。");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_2_11_the_published_conversion_and_activity, methods_2_11_desirability,
        methods_2_12_logistic, methods_2_13_efficacy_coefficient, methods_2_14_goal_and_red_flag,
        methods_2_15_event_deduction_is_a_step_rule_over_a_sum, a_better_value_never_scores_less,
        degenerate_parameters_are_refused_with_their_place, a_curve_that_no_value_of_the_domain_reaches_is_found,
        a_curve_is_told_with_its_formula, the_other_curves_are_told_with_their_formulas};
    return RUN_TESTS("rule_curves", tests);
}
