/* Rules that are refused, with the place; what a check says of rules that are valid but odd; failing memory. */
#include "score/rule.h"

#include "score/rule_support.h"

START_TEST(bad_numbers_and_choices_are_refused_with_their_place)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, 99);
    expect_refused(&spec, "family", "PIECEWISE");
    dsi_rule_spec_init(&spec, DSI_FAMILY_RATIO);
    expect_refused(&spec, "baseline", "PASS_FAIL");
    spec.u.ratio.baseline = 30.0;
    spec.u.ratio.form = 4;
    expect_refused(&spec, "form", "LOWER_LINEAR");
    spec.u.ratio.form = DSI_RATIO_LOWER;
    spec.u.ratio.cap = 0.0;
    expect_refused(&spec, "cap", "above 0");
    spec.u.ratio.cap = 120.0;
    spec.better = DSI_BETTER_HIGHER;
    expect_refused(&spec, "better", "points fall");
    spec.better = DSI_BETTER_LOWER;
    spec.lo = 101.0;
    expect_refused(&spec, "clamp.lo", "upper end");
    spec.lo = (double)NAN;
    expect_refused(&spec, "clamp.lo", "finite");
}
END_TEST

START_TEST(a_base_and_float_rule_is_checked_to_its_last_condition)
{
    dsi_float conditions[] = {{DSI_FLOAT_ON_RAW, DSI_CMP_LE, 25.0, 3.0}, {DSI_FLOAT_ON_CORE, DSI_CMP_GE, 40.0, -3.0}};
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_BASE_FLOAT);
    spec.u.base_float.conditions = conditions;
    spec.u.base_float.condition_count = 2;
    expect_refused(&spec, "core.baseline", "above 0");
    spec.u.base_float.ratio.baseline = 30.0;
    conditions[1].op = 5;
    expect_refused(&spec, "conditions[1].op", ">=");
    conditions[1].op = DSI_CMP_GT;
    conditions[1].threshold = (double)INFINITY;
    expect_refused(&spec, "conditions[1].threshold", "finite");
    conditions[1].threshold = 40.0;
    spec.u.base_float.core_family = DSI_FAMILY_TIER;
    expect_refused(&spec, "core.family", "RATIO or LINEAR");
    spec.u.base_float.core_family = DSI_FAMILY_RATIO;
    spec.u.base_float.stack = 0;
    expect_refused(&spec, "stack", "MAX_ABS");
}
END_TEST

START_TEST(steps_lines_and_targets_are_checked)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_STEP);
    expect_refused(&spec, "delta", "wider than 0");
    spec.u.step.delta = 5.0;
    expect_refused(&spec, "better", "higher or lower");
    spec.better = DSI_BETTER_LOWER;
    spec.u.step.points = -1.0;
    expect_refused(&spec, "points", "at least 0");
    spec.u.step.points = 1.0;
    spec.u.step.limit = 101.0;
    expect_refused(&spec, "limit", "at most");
    spec.u.step.limit = 0.0;
    spec.u.step.has_cliff = true;
    spec.u.step.cliff_x = (double)NAN;
    expect_refused(&spec, "cliff.x", "finite");
    dsi_rule_spec_init(&spec, DSI_FAMILY_LINEAR);
    expect_refused(&spec, "x1", "two different");
    dsi_rule_spec_init(&spec, DSI_FAMILY_TARGET3);
    spec.u.target3 = (dsi_target3){80, 60, 79, 100, 92, 120, DSI_BELOW_ZERO};
    expect_refused(&spec, "target.x", "between");
    spec.u.target3 = (dsi_target3){80, 60, 85, 50, 92, 120, DSI_BELOW_ZERO};
    expect_refused(&spec, "target.points", "do not fall");
    spec.u.target3 = (dsi_target3){80, 60, 85, 100, 92, 120, DSI_BELOW_ZERO};
    spec.better = DSI_BETTER_LOWER;
    expect_refused(&spec, "better", "points rise");
    dsi_rule_spec_init(&spec, DSI_FAMILY_PASS_FAIL);
    expect_refused(&spec, "op", ">=");
    dsi_rule_spec_init(&spec, DSI_FAMILY_BAND);
    expect_refused(&spec, "b", "a < b <= c < d");
    spec.better = DSI_BETTER_HIGHER;
    expect_refused(&spec, "better", "best inside");
}
END_TEST

START_TEST(tables_must_be_in_order_without_gap_or_overlap)
{
    dsi_knot knots[] = {{0, 0, 0}, {60, 60, 60}, {60, 90, 90}};
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_PIECEWISE);
    expect_refused(&spec, "knots", "at least one");
    spec.u.piecewise.knots = knots;
    spec.u.piecewise.knot_count = 3;
    expect_refused(&spec, "knots[2].x", "ascending");
    knots[2].x = (double)NAN;
    expect_refused(&spec, "knots[2].x", "finite");
    spec.u.piecewise.knot_count = 1;
    spec.u.piecewise.high.mode = DSI_END_EXTRAPOLATE;
    expect_refused(&spec, "ends", "two knots");
    const double inf = (double)INFINITY;
    dsi_tier tiers[] = {{-inf, 80, 0, NULL, NULL}, {80, 89, 50, NULL, NULL}, {90, inf, 80, NULL, NULL}};
    dsi_rule_spec_init(&spec, DSI_FAMILY_TIER);
    spec.u.tier.tiers = tiers;
    spec.u.tier.tier_count = 3;
    expect_refused(&spec, "tiers[2].min", "gap");
    tiers[1].max = 91;
    expect_refused(&spec, "tiers[2].min", "overlap");
    tiers[1].max = 90;
    tiers[2].points = 20;
    expect_refused(&spec, "tiers", "only rise or only fall");
    tiers[2].points = 80;
    tiers[0].min = 0;
    expect_refused(&spec, "tiers[0].min", "whole axis");
    tiers[0].min = -inf;
    tiers[2].max = 100;
    expect_refused(&spec, "tiers[2].max", "whole axis");
    tiers[2].max = inf;
    tiers[1].points = tiers[2].points = 0;
    expect_refused(&spec, "better", "higher or lower");
}
END_TEST

static int32_t findings_of(const dsi_rule_spec *spec, double low, double high, dsi_rule_finding *out)
{
    dscore_rule *rule = make_rule(spec);
    int32_t count = dsi_rule_findings(rule, low, high, out, 8);
    dscore_rule_free(rule);
    return count;
}

static dsi_rule_spec table_1_response(void)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_STEP);
    spec.better = DSI_BETTER_LOWER;
    spec.u.step.x0 = 25.0;
    spec.u.step.delta = 5.0;
    spec.u.step.points = 10.0;
    spec.u.step.has_cliff = true;
    spec.u.step.cliff_x = 40.0;
    return spec;
}

START_TEST(the_cliff_of_table_1_is_shown)
{
    dsi_rule_finding found[8];
    dsi_rule_spec spec = table_1_response();
    ck_assert_int_eq(findings_of(&spec, 0.0, (double)INFINITY, found), 1);
    ck_assert_int_eq(found[0].kind, DSI_RULE_FINDING_CLIFF);
    ck_assert_str_eq(found[0].member, "cliff");
    ck_assert_double_eq(found[0].x, 40.0);
    ck_assert_double_eq(found[0].a, 70.0); /* the ladder there: requirements 6.7 */
    ck_assert_double_eq(found[0].b, 0.0);
    spec.u.step.cliff_x = 2400.0; /* read as 40 minutes: the ladder has reached 0 long before */
    ck_assert_int_eq(findings_of(&spec, 0.0, (double)INFINITY, found), 1);
    ck_assert_int_eq(found[0].kind, DSI_RULE_FINDING_NO_EFFECT);
}
END_TEST

START_TEST(a_cliff_beyond_a_threshold_is_shown_on_its_bad_side)
{
    dsi_rule_finding found[8];
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_STEP);
    spec.better = DSI_BETTER_HIGHER;
    spec.u.step.x0 = 90.0;
    spec.u.step.delta = 5.0;
    spec.u.step.points = 10.0;
    spec.u.step.has_cliff = true;
    spec.u.step.cliff_inclusive = false; /* below 80: nothing */
    spec.u.step.cliff_x = 80.0;
    ck_assert_int_eq(findings_of(&spec, 0.0, 100.0, found), 1);
    ck_assert_int_eq(found[0].kind, DSI_RULE_FINDING_CLIFF);
    ck_assert_double_eq(found[0].a, 80.0); /* two steps of 10 */
    ck_assert_double_eq(found[0].b, 0.0);
}
END_TEST

START_TEST(correction_7_a_bonus_that_never_shows_is_found)
{
    const dsi_float conditions[] = {
        {DSI_FLOAT_ON_RAW, DSI_CMP_LE, 25.0, 3.0}, {DSI_FLOAT_ON_RAW, DSI_CMP_GE, 40.0, -3.0}};
    dsi_rule_finding found[8];
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_BASE_FLOAT);
    spec.u.base_float.ratio.form = DSI_RATIO_LOWER;
    spec.u.base_float.ratio.baseline = 30.0;
    spec.u.base_float.conditions = conditions;
    spec.u.base_float.condition_count = 2;
    ck_assert_int_eq(findings_of(&spec, 0.0, (double)INFINITY, found), 1);
    ck_assert_int_eq(found[0].kind, DSI_RULE_FINDING_NO_EFFECT);
    ck_assert_str_eq(found[0].member, "conditions[0]");
    spec.u.base_float.cap_core = 100.0; /* the preset */
    spec.has_hi = false;
    ck_assert_int_eq(findings_of(&spec, 0.0, (double)INFINITY, found), 0);
}
END_TEST

START_TEST(other_odd_rules_are_found)
{
    const dsi_float backwards[] = {{DSI_FLOAT_ON_RAW, DSI_CMP_GE, 4.5, -5.0}};
    const dsi_float outside[] = {{DSI_FLOAT_ON_RAW, DSI_CMP_GE, 6.0, -5.0}};
    dsi_rule_finding found[8];
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_BASE_FLOAT);
    spec.u.base_float.core_family = DSI_FAMILY_LINEAR;
    spec.u.base_float.linear.x0 = 1.0;
    spec.u.base_float.linear.x1 = 5.0;
    spec.u.base_float.conditions = backwards;
    spec.u.base_float.condition_count = 1;
    ck_assert_int_eq(findings_of(&spec, 1.0, 5.0, found), 1);
    ck_assert_int_eq(found[0].kind, DSI_RULE_FINDING_NOT_MONOTONE);
    spec.u.base_float.conditions = outside; /* no mean of marks 1-5 is 6 */
    ck_assert_int_eq(findings_of(&spec, 1.0, 5.0, found), 1);
    ck_assert_str_eq(found[0].member, "conditions[0]");
    dsi_rule_spec_init(&spec, DSI_FAMILY_TARGET3);
    spec.u.target3 = (dsi_target3){80, 60, 85, 100, 92, 120, DSI_BELOW_ZERO};
    ck_assert_int_eq(findings_of(&spec, 0.0, 100.0, found), 1); /* the clamp at 100 hides the stretch */
    ck_assert_str_eq(found[0].member, "stretch");
    spec.hi = 120.0;
    ck_assert_int_eq(findings_of(&spec, 0.0, 100.0, found), 0);
    const dsi_knot knots[] = {{80, 0, 15}, {90, 40, 60}};
    dsi_rule_spec_init(&spec, DSI_FAMILY_PIECEWISE);
    spec.u.piecewise.knots = knots;
    spec.u.piecewise.knot_count = 2;
    ck_assert_int_eq(findings_of(&spec, 0.0, 100.0, found), 2);
    ck_assert_int_eq(found[1].kind, DSI_RULE_FINDING_JUMP);
    ck_assert_double_eq(found[1].a, 40.0);
    dsi_rule_spec_init(&spec, DSI_FAMILY_PASS_FAIL);
    spec.u.pass_fail.op = DSI_CMP_GE;
    spec.u.pass_fail.threshold = 0.9; /* a share written as 0-1 where 0-100 is meant: only below 0.9 % fails */
    ck_assert_int_eq(findings_of(&spec, 0.0, 100.0, found), 0);
    spec.u.pass_fail.threshold = 110.0;
    ck_assert_int_eq(findings_of(&spec, 0.0, 100.0, found), 1);
    ck_assert_int_eq(found[0].kind, DSI_RULE_FINDING_NO_EFFECT);
    spec = table_1_response();
    spec.u.step.has_cliff = false;
    spec.u.step.has_k_max = true;
    spec.u.step.k_max = 50.0;
    ck_assert_int_eq(findings_of(&spec, 0.0, (double)INFINITY, found), 1);
    ck_assert_str_eq(found[0].member, "k_max");
}
END_TEST

static void sweep(const dsi_rule_spec *spec)
{
    for (int64_t fail_at = 0;; fail_at++) {
        counting_heap heap = {0, fail_at, 0};
        dscore_allocator allocator = counting_allocator(&heap);
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_rule *rule = NULL;
        dscore_status status = dsi_rule_new(&allocator, spec, &rule, &err);
        if (status == DSCORE_OK) {
            char buffer[16];
            int64_t needed;
            dsi_rule_finding found[4];
            heap.fail_at = heap.calls;
            ck_assert_int_eq(dscore_rule_explain(rule, "s", "zh", buffer, 16, &needed, &err), DSCORE_E_MEMORY);
            heap.fail_at = heap.calls;
            ck_assert_int_eq(dsi_rule_findings(rule, 0.0, 1.0, found, 4), -1);
            dscore_rule_free(rule);
            ck_assert_int_eq(heap.held, 0);
            return;
        }
        ck_assert_int_eq(status, DSCORE_E_MEMORY);
        ck_assert_int_eq(heap.held, 0);
    }
}

START_TEST(every_failing_allocation_unwinds)
{
    const double inf = (double)INFINITY;
    const dsi_tier tiers[] = {{-inf, 80, 0, "low", NULL}, {80, inf, 50, "high", "高"}};
    const dsi_knot knots[] = {{0, 0, 0}, {60, 60, 60}};
    const dsi_float conditions[] = {{DSI_FLOAT_ON_RAW, DSI_CMP_LE, 25.0, 3.0}};
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_TIER);
    spec.u.tier.tiers = tiers;
    spec.u.tier.tier_count = 2;
    sweep(&spec);
    dsi_rule_spec_init(&spec, DSI_FAMILY_PIECEWISE);
    spec.u.piecewise.knots = knots;
    spec.u.piecewise.knot_count = 2;
    sweep(&spec);
    dsi_rule_spec_init(&spec, DSI_FAMILY_BASE_FLOAT);
    spec.u.base_float.ratio.baseline = 30.0;
    spec.u.base_float.conditions = conditions;
    spec.u.base_float.condition_count = 1;
    sweep(&spec);
    dscore_rule *rule = NULL;
    ck_assert_int_eq(dsi_rule_new(NULL, NULL, &rule, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dsi_rule_new(NULL, &spec, NULL, NULL), DSCORE_E_ARGUMENT);
}
END_TEST

START_TEST(families_have_names)
{
    for (int32_t family = DSI_FAMILY_RATIO; family <= DSI_FAMILY_FORMULA; family++) {
        ck_assert_int_eq(dsi_family_find(dsi_family_name(family)), family);
    }
    ck_assert_ptr_null(dsi_family_name(0));
    ck_assert_ptr_null(dsi_family_name(DSI_FAMILY_FORMULA + 1));
    ck_assert_int_eq(dsi_family_find("LOGISTIK"), 0);
    ck_assert_int_eq(dsi_family_find(NULL), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {bad_numbers_and_choices_are_refused_with_their_place,
        a_base_and_float_rule_is_checked_to_its_last_condition, steps_lines_and_targets_are_checked,
        tables_must_be_in_order_without_gap_or_overlap, the_cliff_of_table_1_is_shown,
        a_cliff_beyond_a_threshold_is_shown_on_its_bad_side, correction_7_a_bonus_that_never_shows_is_found,
        other_odd_rules_are_found, every_failing_allocation_unwinds, families_have_names};
    return RUN_TESTS("rule_check", tests);
}
