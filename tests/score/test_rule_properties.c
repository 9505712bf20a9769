/* What holds of every rule whatever its parameters (METHODS 10): monotone in its direction, a clamp that changes
   nothing twice, and comparisons that depend on nothing but the group. */
#include "score/rule_parts.h"

#include "score/rule_random.h"

START_TEST(methods_10_a_better_value_never_scores_less)
{
    uint64_t state = 1;
    for (int32_t round = 0; round < rounds(6500); round++) {
        random_rule random;
        random_rule_of(&state, 1 + round % DSI_FAMILY_GOAL_RED, true, &random);
        dscore_rule *rule = make_rule(&random.spec);
        const double better = (double)dsi_rule_spec_of(rule)->better;
        double before = -(double)INFINITY;
        for (int32_t i = 0; better != 0.0 && i <= 400; i++) {
            const double x = 0.25 * (double)(better > 0.0 ? i : 400 - i), points = points_of(rule, x);
            ck_assert_msg(isfinite(points) || (x == 0.0 && random.spec.family <= DSI_FAMILY_BASE_FLOAT),
                "%s has no points at %g", dscore_rule_family(rule), x);
            ck_assert_msg(!(points < before - 1e-9), "%s falls from %.17g to %.17g at %g", dscore_rule_family(rule),
                before, points, x);
            before = points;
        }
        dscore_rule_free(rule);
    }
}
END_TEST

START_TEST(methods_10_a_clamp_changes_nothing_twice)
{
    uint64_t state = 2;
    for (int32_t round = 0; round < rounds(20000); round++) {
        dsi_rule_spec spec;
        dsi_rule_spec_init(&spec, DSI_FAMILY_LINEAR);
        spec.lo = random_tenths(&state, -50.0, 1000);
        spec.hi = random_tenths(&state, spec.lo, 1000);
        spec.has_lo = random_whole(&state, 3) > 0;
        spec.has_hi = random_whole(&state, 3) > 0;
        const double raw = random_tenths(&state, -100.0, 3000);
        int32_t flags = 0, again = 0;
        const double once = dsi_rule_clamp(&spec, raw, &flags);
        ck_assert_double_eq(dsi_rule_clamp(&spec, once, &again), once);
        ck_assert_int_eq(again, 0);
        ck_assert(!spec.has_lo || once >= spec.lo);
        ck_assert(!spec.has_hi || once <= spec.hi);
        ck_assert(flags != 0 || fabs(once - raw) <= 1e-7); /* cut, but by dust only (METHODS 0.3) */
    }
}
END_TEST

/* ---- comparisons ---------------------------------------------------------------------------- */

enum { MOST_PEERS = 40, METHODS = 4 };

static dsi_rule_spec peers(int32_t method, int32_t better)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_PEERS);
    spec.better = better;
    spec.u.peers.method = method;
    spec.u.peers.scale = DSI_SCALE_Z;
    spec.u.peers.min_group = 2;
    spec.has_lo = spec.has_hi = false;
    return spec;
}

/* Decimals with ties; at least two values. */
static int32_t random_group(uint64_t *state, double *x)
{
    const int32_t n = 2 + random_whole(state, MOST_PEERS - 2), spread = 1 + random_whole(state, 300);
    for (int32_t i = 0; i < n; i++) {
        x[i] = random_tenths(state, 40.0, spread);
    }
    return n;
}

static void score_group(const dsi_rule_spec *spec, const double *x, int32_t n, double *points)
{
    dscore_rule *rule = make_rule(spec);
    ck_assert_int_eq(dscore_rule_apply(rule, x, n, points, NULL, NULL, NULL, NULL), DSCORE_OK);
    dscore_rule_free(rule);
}

START_TEST(methods_10_points_among_peers_do_not_depend_on_their_order)
{
    uint64_t state = 3;
    for (int32_t round = 0; round < rounds(1000); round++) {
        double x[MOST_PEERS], moved[MOST_PEERS], points[MOST_PEERS], moved_points[MOST_PEERS];
        int32_t place[MOST_PEERS];
        const int32_t n = random_group(&state, x);
        for (int32_t i = 0; i < n; i++) { /* value i comes to place[i]; Fisher-Yates from the inside out */
            const int32_t j = random_whole(&state, i);
            place[i] = i;
            for (int32_t k = 0; k < i; k++) {
                place[i] = place[k] == j ? j : place[i];
                place[k] = place[k] == j ? i : place[k];
            }
        }
        for (int32_t i = 0; i < n; i++) {
            moved[place[i]] = x[i];
        }
        const dsi_rule_spec spec = peers(DSI_PEERS_Z + round % METHODS, DSI_BETTER_HIGHER);
        score_group(&spec, x, n, points);
        score_group(&spec, moved, n, moved_points);
        for (int32_t i = 0; i < n; i++) {
            ck_assert_double_eq(points[i], moved_points[place[i]]); /* to the last bit */
        }
    }
}
END_TEST

/* Minutes for seconds, or the share that failed for the one that did not: the same standing. */
START_TEST(methods_10_points_among_peers_do_not_depend_on_the_unit)
{
    uint64_t state = 4;
    for (int32_t round = 0; round < rounds(1000); round++) {
        double x[MOST_PEERS], other[MOST_PEERS], points[MOST_PEERS], other_points[MOST_PEERS];
        const int32_t n = random_group(&state, x);
        const bool turned = random_whole(&state, 1) == 0;
        /* Powers of two and a whole number keep equal values equal, and apart those that are not. */
        const double factor = (turned ? -1.0 : 1.0) * (random_whole(&state, 1) == 0 ? 0.25 : 64.0);
        const double shift = turned ? 100.0 : 0.0;
        for (int32_t i = 0; i < n; i++) {
            other[i] = factor * x[i] + shift;
        }
        const int32_t method = DSI_PEERS_Z + round % METHODS;
        const dsi_rule_spec spec = peers(method, DSI_BETTER_HIGHER);
        const dsi_rule_spec other_spec = peers(method, turned ? DSI_BETTER_LOWER : DSI_BETTER_HIGHER);
        score_group(&spec, x, n, points);
        score_group(&other_spec, other, n, other_points);
        for (int32_t i = 0; i < n; i++) {
            ck_assert_double_eq_tol(points[i], other_points[i], 1e-9);
        }
    }
}
END_TEST

START_TEST(methods_2_10_the_mean_rank_is_symmetric_when_the_direction_is_turned)
{
    uint64_t state = 5;
    for (int32_t round = 0; round < rounds(1000); round++) {
        double x[MOST_PEERS], up[MOST_PEERS], down[MOST_PEERS];
        const int32_t n = random_group(&state, x);
        dsi_rule_spec spec = peers(DSI_PEERS_PERCENT_RANK, DSI_BETTER_HIGHER);
        score_group(&spec, x, n, up);
        spec.better = DSI_BETTER_LOWER;
        score_group(&spec, x, n, down);
        for (int32_t i = 0; i < n; i++) {
            ck_assert_double_eq_tol(up[i] + down[i], 100.0, 1e-12);
        }
    }
}
END_TEST

/* The caution of METHODS 2.10: whatever the group does, its mean rank is 50 and its mean z 0. */
START_TEST(methods_2_10_the_mean_of_a_team_stays_the_same)
{
    uint64_t state = 6;
    for (int32_t round = 0; round < rounds(500); round++) {
        double x[MOST_PEERS], ranks[MOST_PEERS], z[MOST_PEERS], rank_sum = 0.0, z_sum = 0.0;
        const int32_t n = random_group(&state, x);
        dsi_rule_spec spec = peers(DSI_PEERS_PERCENT_RANK, DSI_BETTER_LOWER);
        score_group(&spec, x, n, ranks);
        spec = peers(DSI_PEERS_Z, DSI_BETTER_LOWER);
        score_group(&spec, x, n, z);
        for (int32_t i = 0; i < n; i++) {
            rank_sum += ranks[i];
            z_sum += z[i];
        }
        ck_assert_double_eq_tol(rank_sum / (double)n, 50.0, 1e-10);
        ck_assert_double_eq_tol(z_sum, 0.0, 1e-10);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_10_a_better_value_never_scores_less, methods_10_a_clamp_changes_nothing_twice,
        methods_10_points_among_peers_do_not_depend_on_their_order,
        methods_10_points_among_peers_do_not_depend_on_the_unit,
        methods_2_10_the_mean_rank_is_symmetric_when_the_direction_is_turned,
        methods_2_10_the_mean_of_a_team_stays_the_same};
    return RUN_TESTS("rule_properties", tests);
}
