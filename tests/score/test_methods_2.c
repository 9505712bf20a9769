/* The numbers of METHODS 0.2, 0.3 and 2.1 to 2.16 that the tests of the families leave out: whole columns of the worked
   tables, zero points, inverse thresholds, fitted constants, and published plans. (METHODS 0.4 is rounding: the tests
   of dscore_round; 2.10: the tests of PEERS.) */
#include "score/rule_parts.h"

#include "score/rule_support.h"
#include "score/tolerance.h"

static dsi_rule_spec of_family(int32_t family)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, family);
    return spec;
}

/* Civil Code art. 1259: words with 以上, 以下, 以内 or 届满 include the number, those with 不满, 超过, 以外 do not. */
START_TEST(methods_0_2_boundary_words)
{
    static const struct {
        const char *words;
        int32_t op;
        double threshold;
        double below, at, above; /* points just below, at and just above the number */
    } WORDS[] = {{"90%以上", DSI_CMP_GE, 0.90, 0, 100, 100}, {"85分以上", DSI_CMP_GE, 85.0, 0, 100, 100},
        {"10%以内", DSI_CMP_LE, 0.10, 100, 100, 0}, {"24小时内", DSI_CMP_LE, 86400.0, 100, 100, 0},
        {"低于80", DSI_CMP_LT, 80.0, 100, 0, 0}, {"达到92及以上", DSI_CMP_GE, 92.0, 0, 100, 100},
        {"超过40", DSI_CMP_GT, 40.0, 0, 0, 100}, {"不满60", DSI_CMP_LT, 60.0, 100, 0, 0}};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        dsi_rule_spec spec = of_family(DSI_FAMILY_PASS_FAIL);
        spec.u.pass_fail.op = WORDS[i].op;
        spec.u.pass_fail.threshold = WORDS[i].threshold;
        dscore_rule *rule = make_rule(&spec);
        const double t = WORDS[i].threshold, beside = 1e-6 * fmax(1.0, t);
        ck_assert_msg(points_of(rule, t - beside) == WORDS[i].below && points_of(rule, t) == WORDS[i].at &&
                          points_of(rule, t + beside) == WORDS[i].above,
            "%s", WORDS[i].words);
        dscore_rule_free(rule);
    }
}
END_TEST

/* The trap itself, as printed, so that the examples stay traps on this machine; then equality by the tolerance. */
START_TEST(methods_0_3_the_decimal_trap)
{
    const double two = (4.5 - 4.3) / 0.1, three = (4.5 - 4.2) / 0.1;
    ck_assert_double_eq(two, 2.0000000000000018);
    ck_assert_double_eq(three, 2.9999999999999982);
    ck_assert(ceil(two) == 3.0 && floor(three) == 2.0);
    ck_assert(dsi_same(two, 2.0) && dsi_same(three, 3.0));
    ck_assert(dsi_same(1.0, 1.0 + 0.9e-9) && !dsi_same(1.0, 1.0 + 1.1e-9)); /* 1e-9 max(1, |a|, |b|) */
    ck_assert(dsi_same(0.0, 1e-9) && !dsi_same(0.0, 1.1e-9));
    ck_assert(dsi_same(1e6, 1e6 + 0.9e-3) && !dsi_same(1e6, 1e6 + 1.1e-3));
    const double endless = (double)INFINITY;
    ck_assert(dsi_same(endless, endless) && !dsi_same(endless, 92.0) && !dsi_same(-endless, endless));
    ck_assert(dsi_above(endless, 92.0) && !dsi_at_least(92.0, endless));
}
END_TEST

START_TEST(methods_2_1_a_baseline_of_zero_is_a_pass_fail_rule)
{
    dsi_rule_spec spec = of_family(DSI_FAMILY_RATIO);
    expect_refused(&spec, "baseline", "PASS_FAIL");
}
END_TEST

/* ---- 2.2: the table with all its columns ---------------------------------------------------- */

static const dsi_float CSAT[] = {
    {DSI_FLOAT_ON_CORE, DSI_CMP_GE, 92.0, 5.0}, {DSI_FLOAT_ON_CORE, DSI_CMP_LT, 80.0, -5.0}};
static const dsi_float RESPONSE[] = {
    {DSI_FLOAT_ON_RAW, DSI_CMP_LE, 25.0, 3.0}, {DSI_FLOAT_ON_RAW, DSI_CMP_GE, 40.0, -3.0}};

static dsi_rule_spec base_float(const dsi_float *conditions)
{
    dsi_rule_spec spec = of_family(DSI_FAMILY_BASE_FLOAT);
    dsi_base_float *f = &spec.u.base_float;
    f->conditions = conditions;
    f->condition_count = 2;
    f->core_family = conditions == CSAT ? DSI_FAMILY_LINEAR : DSI_FAMILY_RATIO;
    f->linear.x0 = 1.0;
    f->linear.x1 = 5.0;
    f->ratio.form = DSI_RATIO_LOWER;
    f->ratio.baseline = 30.0;
    return spec;
}

/* Columns of a printed table: x, core, float, raw, points. */
typedef struct float_row {
    double x, core, floats, raw, points;
} float_row;

static void expect_rows(const dsi_rule_spec *spec, const float_row *rows, int count)
{
    dscore_rule *rule = make_rule(spec);
    for (int i = 0; i < count; i++) {
        const float_row *row = &rows[i];
        const double core = dsi_core_points(&spec->u.base_float, row->x);
        ck_assert_msg(fabs(core - row->core) <= 5.1e-5, "core at %g: %.10g", row->x, core);
        ck_assert_msg(
            fabs(raw_of(rule, row->x) - row->raw) <= 5.1e-5, "raw at %g: %.10g", row->x, raw_of(rule, row->x));
        ck_assert_msg(
            fabs(points_of(rule, row->x) - row->points) <= 5.1e-5, "at %g: %.10g", row->x, points_of(rule, row->x));
        const int32_t expected = row->floats > 0.0 ? DSCORE_SCORE_BONUS : row->floats < 0.0 ? DSCORE_SCORE_PENALTY : 0;
        ck_assert_int_eq(flags_of(rule, row->x) & (DSCORE_SCORE_BONUS | DSCORE_SCORE_PENALTY), expected);
    }
    dscore_rule_free(rule);
}

START_TEST(methods_2_2_every_column_of_the_table)
{
    const float_row csat[] = {{1.0, 0, -5, -5, 0}, {4.19, 79.75, -5, 74.75, 74.75}, {4.2, 80, 0, 80, 80},
        {4.4, 85, 0, 85, 85}, {4.67, 91.75, 0, 91.75, 91.75}, {4.68, 92, 5, 97, 97}, {5.0, 100, 5, 105, 100}};
    dsi_rule_spec spec = base_float(CSAT);
    expect_rows(&spec, csat, 7);
    const float_row uncapped[] = {{10, 300, 3, 303, 100}, {25, 120, 3, 123, 100}, {25.01, 119.9520, 0, 119.9520, 100},
        {30, 100, 0, 100, 100}, {39.99, 75.0188, 0, 75.0188, 75.0188}, {40, 75, -3, 72, 72}, {60, 50, -3, 47, 47}};
    spec = base_float(RESPONSE);
    spec.u.base_float.has_cap_core = false; /* the column "raw" is before any cap */
    expect_rows(&spec, uncapped, 7);
    const float_row capped[] = {{10, 300, 3, 123, 123}, {25, 120, 3, 123, 123},
        {25.01, 119.9520, 0, 119.9520, 119.9520}, {30, 100, 0, 100, 100}, {39.99, 75.0188, 0, 75.0188, 75.0188},
        {40, 75, -3, 72, 72}, {60, 50, -3, 47, 47}};
    spec = base_float(RESPONSE);
    spec.has_hi = false;
    expect_rows(&spec, capped, 7);
}
END_TEST

START_TEST(methods_2_2_the_core_thresholds_as_values)
{
    const dsi_rule_spec spec = base_float(CSAT);
    ck_assert_double_eq_tol(dsi_core_inverse(&spec.u.base_float, 92.0), 4.68, 1e-14);
    ck_assert_double_eq_tol(dsi_core_inverse(&spec.u.base_float, 80.0), 4.2, 1e-14);
    /* A core without bound, an answer at once, is above every threshold. */
    dsi_rule_spec at_once = base_float(CSAT);
    at_once.u.base_float.core_family = DSI_FAMILY_RATIO;
    at_once.u.base_float.mode = DSI_ADJ_BASE;
    at_once.u.base_float.base = 85.0;
    EXPECT_POINTS(&at_once, {0, 90}, {1, 90}, {60, 80});
}
END_TEST

/* ---- 2.3 ------------------------------------------------------------------------------------ */

START_TEST(methods_2_3_the_ladder_without_a_cliff_and_its_zero_point)
{
    dsi_rule_spec spec = of_family(DSI_FAMILY_STEP);
    spec.better = DSI_BETTER_LOWER;
    spec.u.step.x0 = 25.0;
    spec.u.step.delta = 5.0;
    spec.u.step.points = 10.0;
    EXPECT_POINTS(&spec, {25, 100}, {26, 100}, {27.5, 100}, {29.999, 100}, {30, 90}, {30.001, 90}, {32, 90}, {35, 80},
        {35.001, 80}, {37.5, 80}, {39.999, 80}, {40, 70}, {75, 0});
    /* x0 + delta (full - floor) / points = 25 + 5 * 100 / 10 */
    EXPECT_POINTS(&spec, {74.999, 10}, {75.0, 0});
    spec = of_family(DSI_FAMILY_STEP);
    spec.better = DSI_BETTER_HIGHER;
    spec.u.step.x0 = 4.5;
    spec.u.step.delta = 0.1;
    spec.u.step.points = 5.0;
    EXPECT_POINTS(&spec, {2.501, 5}, {2.5, 0}, {2.4, 0}); /* 4.5 - 0.1 * 100 / 5 */
    spec.u.step.counting = DSI_COUNT_CEIL;
    EXPECT_POINTS(&spec, {2.5, 0}, {2.4, 0});
    spec.u.step.counting = DSI_COUNT_LINEAR;
    EXPECT_POINTS(&spec, {4.5, 100}, {4.4, 95}, {4.2, 85}, {3.0, 25}, {2.5, 0}, {2.4, 0});
}
END_TEST

/* ---- 2.5: the published plan ---------------------------------------------------------------- */

/* Management Incentive Bonus Plan: 15 % and 2.5 % a point from 80, 60 % from 90, 100 % from 100, 5 % a point above 100
   at 105 to 109, and from 110 on twice the quarter. (Just below 110 that is 150 %.) */
START_TEST(methods_2_5_the_published_plan_pays_6875_of_7500)
{
    const dsi_knot knots[] = {{80, 0, 15}, {90, 40, 60}, {100, 85, 100}, {105, 112.5, 125}, {110, 150, 200}};
    dsi_rule_spec revenue = of_family(DSI_FAMILY_PIECEWISE);
    revenue.has_hi = false;
    revenue.u.piecewise.knots = knots;
    revenue.u.piecewise.knot_count = 5;
    EXPECT_POINTS(&revenue, {79, 0}, {80, 15}, {89, 37.5}, {90, 60}, {96, 75}, {99, 82.5}, {100, 100}, {104, 110},
        {105, 125}, {109, 145}, {110, 200}, {140, 200});
    /* Operating income: 100 % and 1 % a point, capped at 100 % while revenue is below 100 % of the plan. */
    dsi_rule_spec income = of_family(DSI_FAMILY_LINEAR);
    income.u.linear = (dsi_linear){100.0, 100.0, 101.0, 101.0, {DSI_END_CONST, 0.0}};
    EXPECT_POINTS(&income, {186, 100});
    income.has_hi = false;
    EXPECT_POINTS(&income, {186, 186});
    const double paid = 2500.0 * 0.75 + 2500.0 * 1.0 + 2500.0; /* 1875, 2500, and the objectives' 2500 */
    ck_assert_double_eq(paid, 6875.0);
    ck_assert_double_eq(dscore_round(100.0 * paid / 7500.0, 0), 92.0); /* printed 92 %: 91.67 */
}
END_TEST

/* ---- 2.7: grades ---------------------------------------------------------------------------- */

/* A to E as 5 to 1, on the published decimals (0.4). */
START_TEST(methods_2_7_grades_are_read_from_the_published_score)
{
    const double inf = (double)INFINITY;
    const dsi_tier tiers[] = {{-inf, 60, 1, "E", "E"}, {60, 70, 2, "D", "D"}, {70, 80, 3, "C", "C"},
        {80, 90, 4, "B", "B"}, {90, inf, 5, "A", "A"}};
    dsi_rule_spec spec = of_family(DSI_FAMILY_TIER);
    spec.u.tier.tiers = tiers;
    spec.u.tier.tier_count = 5;
    EXPECT_POINTS(&spec, {dscore_round(89.995, 2), 5}, {dscore_round(59.995, 2), 2}, {80, 4}, {59.99, 1}, {89.995, 4},
        {59.995, 1});
}
END_TEST

START_TEST(methods_2_7_every_band_of_the_stepped_bonus)
{
    const double inf = (double)INFINITY;
    const dsi_tier tiers[] = {{-inf, 80, 0, NULL, NULL}, {80, 90, 50, NULL, NULL}, {90, 100, 80, NULL, NULL},
        {100, 110, 100, NULL, NULL}, {110, 120, 120, NULL, NULL}, {120, inf, 150, NULL, NULL}};
    dsi_rule_spec spec = of_family(DSI_FAMILY_TIER);
    spec.has_hi = false;
    spec.u.tier.tiers = tiers;
    spec.u.tier.tier_count = 6;
    EXPECT_POINTS(&spec, {79, 0}, {80, 50}, {89, 50}, {89.5, 50}, {90, 80}, {99, 80}, {100, 100}, {109, 100},
        {110, 120}, {119, 120}, {120, 150}, {150, 150});
}
END_TEST

/* ---- 2.12: the fitted constants ------------------------------------------------------------- */

START_TEST(methods_2_12_steepness_and_middle)
{
    static const struct {
        dsi_logistic curve;
        double k, middle;
    } FITS[] = {{{80, 50, 92, 90, 0, 100}, 0.1831020481, 80.0}, {{30, 80, 60, 20, 0, 100}, -0.0924196241, 45.0}};
    for (size_t i = 0; i < sizeof FITS / sizeof FITS[0]; i++) {
        const dsi_logistic *l = &FITS[i].curve;
        const double first = dsi_logistic_logit(l, l->points0);
        const double k = (dsi_logistic_logit(l, l->points1) - first) / (l->x1 - l->x0);
        ck_assert_double_eq_tol(k, FITS[i].k, 5.1e-11);
        ck_assert_double_eq_tol(l->x0 - first / k, FITS[i].middle, 1e-9);
    }
}
END_TEST

/* ---- 2.14, 2.16: what products do, as rules of other families ------------------------------- */

START_TEST(methods_2_14_the_other_kinds_of_the_product)
{
    const dsi_knot knots[] = {{500, 0, 0}, {600, 50, 50}, {700, 100, 100}}; /* two-colour: worst, middle, best */
    dsi_rule_spec spec = of_family(DSI_FAMILY_PIECEWISE);
    spec.u.piecewise.knots = knots;
    spec.u.piecewise.knot_count = 3;
    EXPECT_POINTS(&spec, {500, 0}, {600, 50}, {700, 100}, {450, 0}, {800, 100});
    spec = of_family(DSI_FAMILY_BAND); /* stabilise: best in the middle */
    spec.u.band = (dsi_band){DSI_BAND_TRAPEZOID, 500, 600, 600, 700, 0, 0, 0};
    EXPECT_POINTS(&spec, {500, 0}, {600, 100}, {650, 50}, {700, 0});
}
END_TEST

/* BSC Designer's manual: min 0, max 200, value 50: 25 %. */
START_TEST(methods_2_16_performance_between_min_and_max)
{
    dsi_rule_spec spec = of_family(DSI_FAMILY_LINEAR);
    spec.u.linear.x0 = 0.0;
    spec.u.linear.x1 = 200.0;
    EXPECT_POINTS(&spec, {50, 25});
    spec.u.linear.x0 = 200.0;
    spec.u.linear.x1 = 0.0;
    EXPECT_POINTS(&spec, {50, 75}); /* the inverse */
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_0_2_boundary_words, methods_0_3_the_decimal_trap,
        methods_2_1_a_baseline_of_zero_is_a_pass_fail_rule, methods_2_2_every_column_of_the_table,
        methods_2_2_the_core_thresholds_as_values, methods_2_3_the_ladder_without_a_cliff_and_its_zero_point,
        methods_2_5_the_published_plan_pays_6875_of_7500, methods_2_7_grades_are_read_from_the_published_score,
        methods_2_7_every_band_of_the_stepped_bonus, methods_2_12_steepness_and_middle,
        methods_2_14_the_other_kinds_of_the_product, methods_2_16_performance_between_min_and_max};
    return RUN_TESTS("methods_2", tests);
}
