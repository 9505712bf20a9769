/* Numbers of small groups shrunk to what all groups say: METHODS 5.2, and the volume of 5.3. */
#include "support.h"

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))
enum { GROUPS = 7 };

static const int64_t SUCCESSES[GROUPS] = {9, 30, 92, 18, 150, 4, 61};
static const int64_t CASES[GROUPS] = {10, 50, 100, 30, 200, 4, 70};

static dscore_share_prior fit(const int64_t *x, const int64_t *n, int64_t count, int32_t method)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_share_prior prior = DSCORE_SHARE_PRIOR_INIT;
    assert_ok(dscore_share_prior_fit(x, n, count, method, &prior, &err), err);
    return prior;
}

START_TEST(methods_5_2_prior_by_moments)
{
    const dscore_share_prior p = fit(SUCCESSES, CASES, GROUPS, DSCORE_PRIOR_MOMENTS);
    ck_assert_int_eq(p.status, DSCORE_VALUE_OK);
    ck_assert_int_eq(p.is_full, 0);
    ck_assert_int_eq(p.groups, GROUPS);
    assert_close(p.mean, .78448276, 5e-9);
    assert_close(p.rho, .08247762, 5e-9);
    assert_close(p.strength, 11.124501708912192, 1e-13); /* in exact fractions; METHODS has 11.12450170 */
    assert_close(p.alpha, 8.72697979, 5e-9);
    assert_close(p.beta, 2.39752192, 5e-9);
    ck_assert_double_eq(p.successes, 364);
    ck_assert_double_eq(p.cases, 464);
    /* S of its definition, and the one that rho was made of */
    double s = 0, squares = 0;
    for (int i = 0; i < GROUPS; i++) {
        const double n = (double)CASES[i];
        s += n * pow((double)SUCCESSES[i] / n - p.mean, 2);
        squares += n * n / p.cases;
    }
    const double chance = p.mean * (1 - p.mean);
    assert_close(s, 5.64541872, 5e-9);
    assert_close(p.rho * chance * (p.cases - squares - (GROUPS - 1)) + (GROUPS - 1) * chance, 5.64541872, 5e-9);
}
END_TEST

START_TEST(methods_5_2_prior_by_likelihood)
{
    const dscore_share_prior p = fit(SUCCESSES, CASES, GROUPS, DSCORE_PRIOR_LIKELIHOOD);
    assert_close(p.alpha, 9.4036, 5e-5);
    assert_close(p.beta, 2.6129, 5e-5);
    assert_close(p.strength, p.alpha + p.beta, 1e-12);
    assert_close(p.rho, 1 / (1 + p.strength), 1e-15);
    assert_close(p.mean, p.alpha / p.strength, 1e-15);
}
END_TEST

START_TEST(methods_5_2_posterior_means_credible_interval_and_reliability)
{
    /* in exact fractions; METHODS has .841483 for the group of 4, which its own alpha and M do not give */
    static const double expected[GROUPS] = {.839167, .633575, .906434, .649904, .751817, .841481, .859506};
    dscore_error err = DSCORE_ERROR_INIT;
    const dscore_share_prior p = fit(SUCCESSES, CASES, GROUPS, DSCORE_PRIOR_MOMENTS);
    double shrunk[GROUPS], lo[GROUPS], hi[GROUPS], reliability[GROUPS];
    int32_t status[GROUPS];
    assert_ok(dscore_shares_shrink(SUCCESSES, CASES, GROUPS, &p, 0.95, shrunk, lo, hi, reliability, status, &err), err);
    for (int i = 0; i < GROUPS; i++) {
        const double raw = (double)SUCCESSES[i] / (double)CASES[i];
        assert_close(shrunk[i], expected[i], 5e-7);
        ck_assert(fmin(raw, p.mean) <= shrunk[i] && shrunk[i] <= fmax(raw, p.mean));
        ck_assert(lo[i] < shrunk[i] && shrunk[i] < hi[i]);
        assert_close(reliability[i], (double)CASES[i] / ((double)CASES[i] + 11.1245017), 1e-9);
        assert_close(shrunk[i], p.mean + reliability[i] * (raw - p.mean), 1e-15);
        ck_assert_int_eq(status[i], DSCORE_VALUE_OK);
    }
    assert_close(lo[5], .627058, 5e-7);
    assert_close(hi[5], .972248, 5e-7); /* METHODS has .972251: its tail is .024995, that of .972248 .025001 */
}
END_TEST

START_TEST(methods_5_2_a_prior_from_elsewhere)
{
    static const int64_t x[] = {66, 1, 3, 198}, n[] = {182, 5, 12, 1015};
    static const double expected[] = {.3231651, .1983261, .2071305, .1952404};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_share_prior p = DSCORE_SHARE_PRIOR_INIT;
    p.alpha = 11.39115;
    p.beta = 46.0875;
    double shrunk[4];
    assert_ok(dscore_shares_shrink(x, n, 4, &p, 0.95, shrunk, NULL, NULL, NULL, NULL, &err), err);
    for (int i = 0; i < 4; i++) {
        assert_close(shrunk[i], expected[i], 5e-7); /* alpha and beta are printed to 7 digits */
    }
}
END_TEST

START_TEST(groups_that_differ_by_chance_alone_shrink_to_the_pooled_share)
{
    static const int64_t x[] = {8, 16, 40}, n[] = {10, 20, 50};
    dscore_error err = DSCORE_ERROR_INIT;
    for (int32_t method = DSCORE_PRIOR_MOMENTS; method <= DSCORE_PRIOR_LIKELIHOOD; method++) {
        const dscore_share_prior p = fit(x, n, 3, method);
        ck_assert_int_eq(p.status, DSCORE_VALUE_OK);
        ck_assert_int_eq(p.is_full, 1);
        ck_assert(isinf(p.strength) && p.strength > 0 && p.rho == 0);
        double shrunk[3], lo[3], hi[3], reliability[3], expected_lo, expected_hi;
        assert_ok(dscore_shares_shrink(x, n, 3, &p, 0.95, shrunk, lo, hi, reliability, NULL, &err), err);
        const int64_t all_x = 64, all_n = 80;
        assert_ok(dscore_shares_bound(
                      &all_x, &all_n, 1, 0.95, DSCORE_INTERVAL_JEFFREYS, &expected_lo, &expected_hi, NULL, &err),
            err);
        for (int i = 0; i < 3; i++) {
            assert_close(shrunk[i], 0.8, 1e-15);
            ck_assert(lo[i] == expected_lo && hi[i] == expected_hi && reliability[i] == 0);
        }
    }
}
END_TEST

START_TEST(no_spread_can_be_told_from_no_group_one_group_one_case_each_or_cases_all_alike)
{
    static const struct {
        int64_t x[3], n[3];
        int32_t status;
        double shrunk;
    } table[] = {{{0, 0, 0}, {0, 0, 0}, DSCORE_VALUE_NO_DATA, 0},
        {{3, 0, 0}, {4, 0, 0}, DSCORE_VALUE_INSUFFICIENT, 0.75}, {{0, 0, 0}, {4, 5, 6}, DSCORE_VALUE_UNDEFINED, 0},
        {{4, 5, 6}, {4, 5, 6}, DSCORE_VALUE_UNDEFINED, 1}, {{1, 0, 1}, {1, 1, 1}, DSCORE_VALUE_UNDEFINED, 2.0 / 3}};
    dscore_error err = DSCORE_ERROR_INIT;
    for (int i = 0; i < COUNT_OF(table); i++) {
        for (int32_t method = DSCORE_PRIOR_MOMENTS; method <= DSCORE_PRIOR_LIKELIHOOD; method++) {
            const dscore_share_prior p = fit(table[i].x, table[i].n, 3, method);
            ck_assert_int_eq(p.status, table[i].status);
            ck_assert_int_eq(p.is_full, 1);
            double shrunk[3], lo[3], hi[3], reliability[3];
            int32_t status[3];
            assert_ok(
                dscore_shares_shrink(table[i].x, table[i].n, 3, &p, 0.95, shrunk, lo, hi, reliability, status, &err),
                err);
            for (int j = 0; j < 3; j++) {
                assert_close(shrunk[j], table[i].shrunk, 1e-15);
                ck_assert(0 <= lo[j] && lo[j] <= shrunk[j] && shrunk[j] <= hi[j] && hi[j] <= 1 && lo[j] < hi[j]);
                ck_assert_int_eq(status[j], table[i].n[j] > 0 ? DSCORE_VALUE_OK : DSCORE_VALUE_NO_DATA);
            }
        }
    }
    const dscore_share_prior nothing = fit(NULL, NULL, 0, DSCORE_PRIOR_MOMENTS);
    ck_assert_int_eq(nothing.status, DSCORE_VALUE_NO_DATA);
}
END_TEST

START_TEST(groups_of_all_or_nothing_keep_their_own_share)
{
    static const int64_t x[] = {10, 0, 20, 0}, n[] = {10, 10, 20, 0};
    dscore_error err = DSCORE_ERROR_INIT;
    for (int32_t method = DSCORE_PRIOR_MOMENTS; method <= DSCORE_PRIOR_LIKELIHOOD; method++) {
        const dscore_share_prior p = fit(x, n, 4, method);
        ck_assert_int_eq(p.is_full, 0);
        ck_assert(p.rho > 0.999999 && p.rho < 1 && p.strength > 0);
        double shrunk[4], lo[4], hi[4];
        int32_t status[4];
        assert_ok(dscore_shares_shrink(x, n, 4, &p, 0.95, shrunk, lo, hi, NULL, status, &err), err);
        assert_close(shrunk[0], 1, 1e-9);
        assert_close(shrunk[1], 0, 1e-9);
        assert_close(shrunk[3], p.mean, 1e-15); /* without a case: the prior */
        ck_assert_int_eq(status[3], DSCORE_VALUE_NO_DATA);
        for (int i = 0; i < 4; i++) {
            ck_assert(0 <= lo[i] && lo[i] <= hi[i] && hi[i] <= 1);
        }
    }
}
END_TEST

/* Small numbers without a pattern, the same each time (splitmix64). */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

START_TEST(a_shrunk_share_lies_between_its_own_and_the_pooled_one_whatever_the_groups)
{
    dscore_error err = DSCORE_ERROR_INIT;
    uint64_t state = 42;
    for (int round = 0; round < 400; round++) {
        int64_t x[12], n[12];
        const int count = 2 + (int)(next_random(&state) % 11);
        for (int i = 0; i < count; i++) {
            n[i] = (int64_t)(next_random(&state) % (round % 2 ? 5 : 300));
            x[i] = n[i] > 0 ? (int64_t)(next_random(&state) % (uint64_t)(n[i] + 1)) : 0;
        }
        for (int32_t method = DSCORE_PRIOR_MOMENTS; method <= DSCORE_PRIOR_LIKELIHOOD; method++) {
            const dscore_share_prior p = fit(x, n, count, method);
            ck_assert(p.rho >= 0 && p.rho < 1 && p.mean >= 0 && p.mean <= 1);
            double shrunk[12], lo[12], hi[12], reliability[12];
            assert_ok(dscore_shares_shrink(x, n, count, &p, 0.9, shrunk, lo, hi, reliability, NULL, &err), err);
            for (int i = 0; i < count; i++) {
                const double own = n[i] > 0 ? (double)x[i] / (double)n[i] : p.mean;
                const double slack = 1e-15;
                ck_assert(fmin(own, p.mean) - slack <= shrunk[i] && shrunk[i] <= fmax(own, p.mean) + slack);
                ck_assert(0 <= lo[i] && lo[i] <= hi[i] && hi[i] <= 1 && 0 <= reliability[i] && reliability[i] <= 1);
            }
        }
    }
}
END_TEST

START_TEST(methods_5_2_means_shrink_by_analysis_of_variance)
{
    /* By hand: values 1, 3 and 5, 7. MSW = 2, MSB = 2 (4 + 4) = 16, n0 = 4 - 8/4 = 2, tau^2 = 7, r = 7/(7 + 2/2). */
    static const int64_t n[] = {2, 2, 0};
    const double mean[] = {2, 6, nan("")}, sd[] = {sqrt(2.0), sqrt(2.0), nan("")};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_mean_prior p = DSCORE_MEAN_PRIOR_INIT;
    assert_ok(dscore_mean_prior_fit(n, mean, sd, 3, &p, &err), err);
    ck_assert_int_eq(p.status, DSCORE_VALUE_OK);
    ck_assert_int_eq(p.groups, 2);
    assert_close(p.mean, 4, 1e-15);
    assert_close(p.within, 2, 1e-14);
    assert_close(p.between, 7, 1e-14);
    assert_close(p.strength, 2.0 / 7, 1e-15);
    double shrunk[3], lo[3], hi[3], reliability[3];
    int32_t status[3];
    assert_ok(dscore_means_shrink(n, mean, 3, &p, 0.95, shrunk, lo, hi, reliability, status, &err), err);
    assert_close(reliability[0], 0.875, 1e-15);
    assert_close(shrunk[0], 2.25, 1e-14);
    assert_close(shrunk[1], 5.75, 1e-14);
    assert_close(hi[0] - shrunk[0], 1.959963984540054 * sqrt(7 * 0.125), 1e-13);
    assert_close(shrunk[2], 4, 1e-15);
    ck_assert_int_eq(status[2], DSCORE_VALUE_NO_DATA);
    assert_close(hi[2] - shrunk[2], 1.959963984540054 * sqrt(7.0), 1e-13);
}
END_TEST

START_TEST(means_without_spread_between_groups_shrink_to_the_pooled_one)
{
    static const struct {
        int64_t n[2];
        double mean[2], sd[2];
        int32_t status;
        double shrunk;
    } table[] = {{{0, 0}, {0, 0}, {0, 0}, DSCORE_VALUE_NO_DATA, 0},
        {{3, 0}, {5, 0}, {1, 0}, DSCORE_VALUE_INSUFFICIENT, 5}, {{1, 1}, {4, 6}, {0, 0}, DSCORE_VALUE_INSUFFICIENT, 5},
        {{4, 4}, {5, 5}, {1, 1}, DSCORE_VALUE_OK, 5}, {{4, 4}, {0.1, 0.1}, {0, 0}, DSCORE_VALUE_OK, 0.1},
        {{3, 3}, {0.1, 0.1}, {0, 0}, DSCORE_VALUE_OK, 0.1}, {{3, 4}, {4, 5}, {9, 9}, DSCORE_VALUE_OK, 32.0 / 7}};
    dscore_error err = DSCORE_ERROR_INIT;
    for (int i = 0; i < COUNT_OF(table); i++) {
        dscore_mean_prior p = DSCORE_MEAN_PRIOR_INIT;
        assert_ok(dscore_mean_prior_fit(table[i].n, table[i].mean, table[i].sd, 2, &p, &err), err);
        ck_assert_int_eq(p.status, table[i].status);
        ck_assert_int_eq(p.is_full, 1);
        double shrunk[2], lo[2], hi[2], reliability[2];
        assert_ok(
            dscore_means_shrink(table[i].n, table[i].mean, 2, &p, 0.95, shrunk, lo, hi, reliability, NULL, &err), err);
        for (int j = 0; j < 2; j++) {
            assert_close(shrunk[j], table[i].shrunk, 1e-14);
            ck_assert(lo[j] <= shrunk[j] && shrunk[j] <= hi[j] && reliability[j] == 0 && isfinite(hi[j]));
        }
    }
}
END_TEST

START_TEST(methods_5_3_minimum_volume_from_reliability)
{
    static const struct {
        double strength, reliability;
        int64_t n;
    } table[] = {{11.1245, 0.7, 26}, {11.1245, 0.8, 45}, {11.1245, 0.9, 101}, {10, 0.9, 90}, {10, 0.5, 10}, {0, 0.9, 0},
        {HUGE_VAL, 0.5, INT64_MAX}, {HUGE_VAL, 0, 0}, {1e300, 0.999999, INT64_MAX}};
    dscore_error err = DSCORE_ERROR_INIT;
    for (int i = 0; i < COUNT_OF(table); i++) {
        int64_t n = -1;
        assert_ok(dscore_volume_require(table[i].strength, table[i].reliability, &n, &err), err);
        ck_assert_int_eq(n, table[i].n);
    }
    int64_t n = -1;
    ck_assert_int_eq(dscore_volume_require(-1, 0.5, &n, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_volume_require(nan(""), 0.5, &n, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_volume_require(1, 1, &n, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "reliability");
    ck_assert_int_eq(dscore_volume_require(1, 0.5, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(n, -1);
}
END_TEST

START_TEST(mistakes_are_named_and_nothing_is_written)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_share_prior p = DSCORE_SHARE_PRIOR_INIT;
    p.groups = -7;
    static const int64_t wrong[] = {1, 9}, n[] = {4, 4};
    ck_assert_int_eq(dscore_share_prior_fit(wrong, n, 2, 1, &p, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "x[1]");
    ck_assert_int_eq(dscore_share_prior_fit(n, n, 2, 3, &p, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_share_prior_fit(n, n, 2, 1, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_share_prior_fit(n, NULL, 2, 1, &p, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(p.groups, -7);
    dscore_share_prior unset = DSCORE_SHARE_PRIOR_INIT;
    unset.struct_size = 0;
    ck_assert_int_eq(dscore_share_prior_fit(n, n, 2, 1, &unset, &err), DSCORE_E_ARGUMENT);
    double shrunk[2] = {7, 7};
    ck_assert_int_eq(dscore_shares_shrink(n, n, 2, &p, 0.95, shrunk, 0, 0, 0, 0, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(err.code, DSCORE_CODE_STAT_PRIOR); /* alpha and beta were never set */
    p.alpha = p.beta = nan("");
    ck_assert_int_eq(dscore_shares_shrink(n, n, 2, &p, 0.95, shrunk, 0, 0, 0, 0, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_shares_shrink(n, n, 2, NULL, 0.95, shrunk, 0, 0, 0, 0, &err), DSCORE_E_ARGUMENT);
    dscore_mean_prior m = DSCORE_MEAN_PRIOR_INIT;
    const double mean[] = {1, HUGE_VAL};
    ck_assert_int_eq(dscore_mean_prior_fit(n, mean, mean, 2, &m, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "mean[1]");
    ck_assert_int_eq(dscore_means_shrink(n, mean, 2, &m, 0.95, shrunk, 0, 0, 0, 0, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(err.code, DSCORE_CODE_STAT_PRIOR);
    ck_assert(shrunk[0] == 7 && shrunk[1] == 7);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_5_2_prior_by_moments, methods_5_2_prior_by_likelihood,
        methods_5_2_posterior_means_credible_interval_and_reliability, methods_5_2_a_prior_from_elsewhere,
        groups_that_differ_by_chance_alone_shrink_to_the_pooled_share,
        no_spread_can_be_told_from_no_group_one_group_one_case_each_or_cases_all_alike,
        groups_of_all_or_nothing_keep_their_own_share,
        a_shrunk_share_lies_between_its_own_and_the_pooled_one_whatever_the_groups,
        methods_5_2_means_shrink_by_analysis_of_variance, means_without_spread_between_groups_shrink_to_the_pooled_one,
        methods_5_3_minimum_volume_from_reliability, mistakes_are_named_and_nothing_is_written};
    return RUN_TESTS("shrink", tests);
}
