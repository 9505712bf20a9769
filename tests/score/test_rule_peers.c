/* Rules that score a value by its place among the others (METHODS 2.10): the worked example, small and level groups,
   missing values, direction, memory, words and what a check says. */
#include "score/rule.h"

#include "score/canonical.h"
#include "score/rule_support.h"

enum { GROUP = 6, MOST = 64 };

/* METHODS 2.10: the values of its example. */
static const double VALUES[GROUP] = {92, 85, 85, 78, 70, 88};

static dsi_rule_spec peers(int32_t method, int32_t better)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_PEERS);
    spec.better = better;
    spec.u.peers.method = method;
    return spec;
}

static dsi_rule_spec bare(int32_t method, int32_t scale)
{
    dsi_rule_spec spec = peers(method, DSI_BETTER_HIGHER);
    spec.u.peers.scale = scale;
    spec.has_lo = spec.has_hi = false;
    return spec;
}

/* Make the rule, score the group, compare to `tolerance`, free. */
static void expect_group(const dsi_rule_spec *spec, const double *x, int n, const double *expected, double tolerance)
{
    dscore_rule *rule = make_rule(spec);
    double points[MOST];
    int32_t status[MOST];
    ck_assert_int_eq(dscore_rule_apply(rule, x, n, points, NULL, status, NULL, NULL), DSCORE_OK);
    for (int i = 0; i < n; i++) {
        ck_assert_int_eq(status[i], DSCORE_VALUE_OK);
        ck_assert_msg(fabs(points[i] - expected[i]) <= tolerance, "value %d (%g): %.17g, expected %.17g", i, x[i],
            points[i], expected[i]);
    }
    dscore_rule_free(rule);
}

START_TEST(methods_2_10_z_scores)
{
    const double z[GROUP] = {1.146706, 0.254824, 0.254824, -0.637059, -1.656353, 0.637059};
    const double t[GROUP] = {61.4671, 52.5482, 52.5482, 43.6294, 33.4365, 56.3706};
    const double normal[GROUP] = {87.4248, 60.0570, 60.0570, 26.2043, 4.8825, 73.7957};
    dsi_rule_spec spec = bare(DSI_PEERS_Z, DSI_SCALE_Z);
    expect_group(&spec, VALUES, GROUP, z, 5.1e-7);
    spec = bare(DSI_PEERS_Z, DSI_SCALE_T);
    expect_group(&spec, VALUES, GROUP, t, 5.1e-5);
    spec = peers(DSI_PEERS_Z, DSI_BETTER_HIGHER); /* the default scale, within the default clamp */
    expect_group(&spec, VALUES, GROUP, normal, 5.1e-5);
}
END_TEST

/* Mean 83 and sd (n - 1) 7.848567, as printed: the value one sd above the mean has z = 1. */
START_TEST(methods_2_10_mean_and_standard_deviation)
{
    const dsi_rule_spec spec = bare(DSI_PEERS_Z, DSI_SCALE_Z);
    dscore_rule *rule = make_rule(&spec);
    double z[GROUP];
    ck_assert_int_eq(dscore_rule_apply(rule, VALUES, GROUP, z, NULL, NULL, NULL, NULL), DSCORE_OK);
    const double sd = (92.0 - 70.0) / (z[0] - z[4]);
    ck_assert_double_eq_tol(sd, 7.848567, 5.1e-7);
    ck_assert_double_eq_tol(92.0 - z[0] * sd, 83.0, 1e-12);
    ck_assert_double_eq_tol(sd * sqrt(5.0 / 6.0), 7.164728, 5.1e-7); /* sd(n) */
    dscore_rule_free(rule);
}
END_TEST

START_TEST(methods_2_10_robust_z)
{
    const double z[GROUP] = {0.944287, 0, 0, -0.944287, -2.023472, 0.404694};
    const dsi_rule_spec spec = bare(DSI_PEERS_ROBUST_Z, DSI_SCALE_Z);
    expect_group(&spec, VALUES, GROUP, z, 5.1e-7);
}
END_TEST

/* The median is 80 and so are four of five: the mean distance is 10 / 5 = 2, and 10 / (1.2533 x 2) = 3.98947. */
START_TEST(methods_2_10_robust_z_falls_back_where_half_of_the_group_is_level)
{
    const double level[] = {80, 80, 90, 80, 80}, z[] = {0, 0, 3.98947, 0, 0};
    const double all_level[] = {80, 80, 80, 80, 80, 80}, zeros[] = {0, 0, 0, 0, 0, 0};
    const dsi_rule_spec spec = bare(DSI_PEERS_ROBUST_Z, DSI_SCALE_Z);
    expect_group(&spec, level, 5, z, 5.1e-6);
    expect_group(&spec, all_level, 6, zeros, 0.0);
}
END_TEST

START_TEST(methods_2_10_a_level_group_has_z_of_zero)
{
    const double level[] = {0.1, 0.1, 0.1, 0.1, 0.1}, zeros[] = {0, 0, 0, 0, 0}, fifties[] = {50, 50, 50, 50, 50};
    dsi_rule_spec spec = bare(DSI_PEERS_Z, DSI_SCALE_Z);
    expect_group(&spec, level, 5, zeros, 0.0);
    spec = bare(DSI_PEERS_Z, DSI_SCALE_T);
    expect_group(&spec, level, 5, fifties, 0.0);
    spec = peers(DSI_PEERS_Z, DSI_BETTER_LOWER);
    expect_group(&spec, level, 5, fifties, 0.0);
}
END_TEST

START_TEST(methods_2_10_min_max)
{
    const double points[GROUP] = {100, 68.1818, 68.1818, 36.3636, 0, 81.8182};
    const double lower[GROUP] = {0, 31.8182, 31.8182, 63.6364, 100, 18.1818};
    const double level[] = {7, 7, 7, 7, 7}, hundreds[] = {100, 100, 100, 100, 100}, fifties[] = {50, 50, 50, 50, 50};
    dsi_rule_spec spec = peers(DSI_PEERS_MIN_MAX, DSI_BETTER_HIGHER);
    expect_group(&spec, VALUES, GROUP, points, 5.1e-5);
    expect_group(&spec, level, 5, hundreds, 0.0);
    spec.u.peers.when_equal = 50.0;
    expect_group(&spec, level, 5, fifties, 0.0);
    spec = peers(DSI_PEERS_MIN_MAX, DSI_BETTER_LOWER);
    expect_group(&spec, VALUES, GROUP, lower, 5.1e-5);
}
END_TEST

START_TEST(methods_2_10_percentile_ranks)
{
    static const double EXPECTED[][GROUP] = {{91.6667, 50, 50, 25, 8.3333, 75},
        {100, 66.6667, 66.6667, 33.3333, 16.6667, 83.3333}, {83.3333, 33.3333, 33.3333, 16.6667, 0, 66.6667},
        {100, 40, 40, 20, 0, 80}}; /* MEAN, WEAK, STRICT, EXCEL_INC */
    dsi_rule_spec spec = peers(DSI_PEERS_PERCENT_RANK, DSI_BETTER_HIGHER);
    expect_group(&spec, VALUES, GROUP, EXPECTED[0], 5.1e-5); /* the default */
    for (int32_t i = 0; i < 4; i++) {
        spec.u.peers.definition = DSI_RANK_MEAN + i;
        expect_group(&spec, VALUES, GROUP, EXPECTED[i], 5.1e-5);
    }
    const double level[] = {3, 3, 3, 3, 3}, fifties[] = {50, 50, 50, 50, 50};
    spec.u.peers.definition = DSI_RANK_MEAN;
    expect_group(&spec, level, 5, fifties, 0.0);
}
END_TEST

START_TEST(methods_2_10_a_small_group_is_not_scored)
{
    const double few[] = {92, (double)NAN, 85, 78, (double)INFINITY, 70};
    const int32_t expected[] = {DSCORE_VALUE_INSUFFICIENT, DSCORE_VALUE_NO_DATA, DSCORE_VALUE_INSUFFICIENT,
        DSCORE_VALUE_INSUFFICIENT, DSCORE_VALUE_UNDEFINED, DSCORE_VALUE_INSUFFICIENT};
    dsi_rule_spec spec = peers(DSI_PEERS_PERCENT_RANK, DSI_BETTER_HIGHER);
    dscore_rule *rule = make_rule(&spec);
    double points[6], raw[6];
    int32_t status[6], flags[6];
    ck_assert_int_eq(dscore_rule_apply(rule, few, 6, points, raw, status, flags, NULL), DSCORE_OK);
    for (int i = 0; i < 6; i++) { /* four have a value, five are asked for */
        ck_assert_int_eq(status[i], expected[i]);
        ck_assert(isnan(points[i]) && isnan(raw[i]));
        ck_assert_int_eq(flags[i], expected[i] == DSCORE_VALUE_INSUFFICIENT ? DSCORE_SCORE_SMALL_N : 0);
    }
    dscore_rule_free(rule);
    spec.u.peers.min_group = 4;
    rule = make_rule(&spec);
    ck_assert_int_eq(dscore_rule_apply(rule, few, 6, points, NULL, status, flags, NULL), DSCORE_OK);
    ck_assert_double_eq(points[0], 87.5); /* those without a value are no peers: (3 + 0.5) / 4 */
    ck_assert_int_eq(status[1], DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(status[4], DSCORE_VALUE_UNDEFINED);
    ck_assert_double_eq(points[5], 12.5);
    ck_assert_int_eq(dscore_rule_apply(rule, NULL, 0, NULL, NULL, NULL, NULL, NULL), DSCORE_OK);
    ck_assert_int_eq(status_of_rule(rule, 92.0), DSCORE_VALUE_INSUFFICIENT);
    dscore_rule_free(rule);
}
END_TEST

START_TEST(the_clamp_and_its_flags_hold_within_a_group)
{
    dsi_rule_spec spec = peers(DSI_PEERS_MIN_MAX, DSI_BETTER_HIGHER);
    spec.lo = 20.0;
    spec.hi = 90.0;
    dscore_rule *rule = make_rule(&spec);
    double points[GROUP], raw[GROUP];
    int32_t flags[GROUP];
    ck_assert_int_eq(dscore_rule_apply(rule, VALUES, GROUP, points, raw, NULL, flags, NULL), DSCORE_OK);
    ck_assert_double_eq(points[0], 90.0);
    ck_assert_double_eq(raw[0], 100.0);
    ck_assert_int_eq(flags[0], DSCORE_SCORE_CLAMP_HI);
    ck_assert_double_eq(points[4], 20.0);
    ck_assert_int_eq(flags[4], DSCORE_SCORE_CLAMP_LO);
    ck_assert_int_eq(flags[1], 0);
    dscore_rule_free(rule);
}
END_TEST

/* Sums of 1e300 and differences beyond the largest double: a status, never a NaN called OK. */
START_TEST(values_too_far_apart_have_no_answer)
{
    const double far[] = {1.7e308, -1.7e308, 1.7e308, -1.7e308, 0};
    for (int32_t method = DSI_PEERS_Z; method <= DSI_PEERS_PERCENT_RANK; method++) {
        const dsi_rule_spec spec = peers(method, DSI_BETTER_HIGHER);
        dscore_rule *rule = make_rule(&spec);
        double points[5];
        int32_t status[5];
        ck_assert_int_eq(dscore_rule_apply(rule, far, 5, points, NULL, status, NULL, NULL), DSCORE_OK);
        for (int i = 0; i < 5; i++) {
            ck_assert_int_eq(isfinite(points[i]) != 0, status[i] == DSCORE_VALUE_OK);
        }
        dscore_rule_free(rule);
    }
}
END_TEST

START_TEST(bad_parameters_are_refused_with_their_place)
{
    dsi_rule_spec spec = peers(DSI_PEERS_Z, DSI_BETTER_UNSAID);
    expect_refused(&spec, "better", "needs the direction");
    spec = peers(5, DSI_BETTER_HIGHER);
    expect_refused(&spec, "method", "Z, ROBUST_Z, MIN_MAX or PERCENT_RANK");
    spec = peers(DSI_PEERS_Z, DSI_BETTER_HIGHER);
    spec.u.peers.scale = 0;
    expect_refused(&spec, "scale", "NORMAL, T or Z");
    spec.u.peers.scale = DSI_SCALE_Z;
    expect_refused(&spec, "clamp.lo", "below 0");
    spec = peers(DSI_PEERS_PERCENT_RANK, DSI_BETTER_HIGHER);
    spec.u.peers.definition = 5;
    expect_refused(&spec, "definition", "MEAN, WEAK, STRICT or EXCEL_INC");
    spec = peers(DSI_PEERS_MIN_MAX, DSI_BETTER_HIGHER);
    spec.u.peers.when_equal = (double)NAN;
    expect_refused(&spec, "when_equal", "0 to 100");
    spec.u.peers.when_equal = 101.0;
    expect_refused(&spec, "when_equal", "0 to 100");
    spec = peers(DSI_PEERS_MIN_MAX, DSI_BETTER_HIGHER);
    spec.u.peers.min_group = 1;
    expect_refused(&spec, "min_group", "at least 2");
}
END_TEST

START_TEST(a_check_says_that_relative_points_cannot_show_improvement)
{
    const dsi_rule_spec spec = peers(DSI_PEERS_Z, DSI_BETTER_HIGHER);
    dscore_rule *rule = make_rule(&spec);
    dsi_rule_finding found[4];
    ck_assert(dsi_rule_is_relative(rule));
    ck_assert_int_eq(dsi_rule_findings(rule, 0.0, 1.0, found, 4), 1);
    ck_assert_int_eq(found[0].kind, DSI_RULE_FINDING_RELATIVE);
    ck_assert_str_eq(found[0].member, "");
    dscore_rule_free(rule);
}
END_TEST

START_TEST(without_memory_a_group_is_not_scored_and_nothing_is_written)
{
    for (int32_t method = DSI_PEERS_Z; method <= DSI_PEERS_PERCENT_RANK; method++) {
        const dsi_rule_spec spec = peers(method, DSI_BETTER_HIGHER);
        dscore_rule *rule = make_rule(&spec);
        counting_heap heap = {0, -1, 0};
        const dscore_allocator allocator = counting_allocator(&heap);
        double points[GROUP] = {-1, -1, -1, -1, -1, -1};
        ck_assert_int_eq(
            dsi_rule_group_points(rule, VALUES, GROUP, points, NULL, NULL, NULL, &allocator, NULL), DSCORE_OK);
        ck_assert_int_eq(heap.held, 0);
        const int64_t calls = heap.calls;
        ck_assert_int_gt(calls, 0);
        for (int64_t fail_at = 0; fail_at < calls; fail_at++) {
            heap = (counting_heap){0, fail_at, 0};
            points[0] = points[GROUP - 1] = -1.0;
            ck_assert_int_eq(dsi_rule_group_points(rule, VALUES, GROUP, points, NULL, NULL, NULL, &allocator, NULL),
                DSCORE_E_MEMORY);
            ck_assert(points[0] == -1.0 && points[GROUP - 1] == -1.0);
            ck_assert_int_eq(heap.held, 0);
        }
        dscore_rule_free(rule);
    }
}
END_TEST

static void expect_sentence(const dsi_rule_spec *spec, const char *lang, const char *expected)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = make_rule(spec);
    char text[1024];
    assert_ok(dscore_rule_explain(rule, "s", lang, text, (int64_t)sizeof text, NULL, &err), err);
    ck_assert_str_eq(text, expected);
    dscore_rule_free(rule);
}

START_TEST(a_comparison_is_told_with_its_formula)
{
    dsi_rule_spec spec = peers(DSI_PEERS_PERCENT_RANK, DSI_BETTER_LOWER);
    expect_sentence(&spec, "en",
        "Compared with the group, lower is better: points = 100 × (worse values + half of the equal ones, itself "
        "included) ÷ all values; fewer than 5 values: not scored. Kept within 0 to 100 points.");
    expect_sentence(&spec, "zh",
        "与同组比较（越低越好）：得分 = 100 ×（较差者人数 + 持平者人数的一半，含本人）÷ "
        "总人数；同组不足5个值时不计分。最终得分限于0至100分。");
    spec = bare(DSI_PEERS_Z, DSI_SCALE_T);
    expect_sentence(&spec, "en",
        "Compared with the group, higher is better: points = 50 + 10 z, z = distance from the mean to the better side "
        "÷ "
        "standard deviation (n - 1); fewer than 5 values: not scored.");
    spec = bare(DSI_PEERS_ROBUST_Z, DSI_SCALE_Z);
    expect_sentence(&spec, "zh",
        "与同组比较（越高越好）：得分 = z；z =（向好一侧偏离中位数的距离）÷（1.4826 × "
        "绝对中位差）；同组不足5个值时不计分。");
    spec = peers(DSI_PEERS_MIN_MAX, DSI_BETTER_HIGHER);
    expect_sentence(&spec, "en",
        "Compared with the group, higher is better: 0 points for the worst value, 100 for the best, in proportion "
        "between; all equal: 100 points; fewer than 5 values: not scored. Kept within 0 to 100 points.");
}
END_TEST

static void canonical(const dsi_rule_spec *spec, char *out, size_t size)
{
    dscore_rule *rule = make_rule(spec);
    dscore_allocator a;
    dsi_text text;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    dsi_text_init(&text, &a);
    dsi_rule_canonical(&text, rule);
    (void)snprintf(out, size, "%s", text.data);
    dsi_text_free(&text);
    dscore_rule_free(rule);
}

START_TEST(the_canonical_text_changes_with_what_matters_and_only_with_that)
{
    dsi_rule_spec spec = peers(DSI_PEERS_PERCENT_RANK, DSI_BETTER_HIGHER);
    char first[256], second[256];
    canonical(&spec, first, sizeof first);
    spec.u.peers.scale = DSI_SCALE_T; /* says nothing to ranks */
    canonical(&spec, second, sizeof second);
    ck_assert_str_eq(first, second);
    spec.u.peers.definition = DSI_RANK_WEAK;
    canonical(&spec, second, sizeof second);
    ck_assert_str_ne(first, second);
    spec.u.peers.definition = DSI_RANK_MEAN;
    spec.u.peers.min_group = 6;
    canonical(&spec, second, sizeof second);
    ck_assert_str_ne(first, second);
    spec.u.peers.min_group = 5;
    spec.better = DSI_BETTER_LOWER;
    canonical(&spec, second, sizeof second);
    ck_assert_str_ne(first, second);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_2_10_z_scores, methods_2_10_mean_and_standard_deviation,
        methods_2_10_robust_z, methods_2_10_robust_z_falls_back_where_half_of_the_group_is_level,
        methods_2_10_a_level_group_has_z_of_zero, methods_2_10_min_max, methods_2_10_percentile_ranks,
        methods_2_10_a_small_group_is_not_scored, the_clamp_and_its_flags_hold_within_a_group,
        values_too_far_apart_have_no_answer, bad_parameters_are_refused_with_their_place,
        a_check_says_that_relative_points_cannot_show_improvement,
        without_memory_a_group_is_not_scored_and_nothing_is_written, a_comparison_is_told_with_its_formula,
        the_canonical_text_changes_with_what_matters_and_only_with_that};
    return RUN_TESTS("rule_peers", tests);
}
