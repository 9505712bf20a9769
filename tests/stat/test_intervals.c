/* Intervals of shares, counts, means and net promoter scores: METHODS 5.1, 5.3, 5.6. */
#include "support.h"

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))

typedef struct ends {
    double lo, hi;
} ends;

static ends share_ends(int64_t x, int64_t n, double level, int32_t method)
{
    dscore_error err = DSCORE_ERROR_INIT;
    ends e;
    int32_t status = -1;
    assert_ok(dscore_shares_bound(&x, &n, 1, level, method, &e.lo, &e.hi, &status, &err), err);
    ck_assert_int_eq(status, n == 0 ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_OK);
    return e;
}

static ends count_ends(int64_t x, double exposure, int32_t method)
{
    dscore_error err = DSCORE_ERROR_INIT;
    ends e;
    assert_ok(dscore_counts_bound(&x, &exposure, 1, 0.95, method, &e.lo, &e.hi, NULL, &err), err);
    return e;
}

/* ---- METHODS 5.1 ------------------------------------------------------------------------------- */

START_TEST(methods_5_1_intervals_of_shares_to_the_printed_digits)
{
    static const struct {
        int64_t x, n;
        int32_t method;
        double lo, hi, tolerance;
    } table[] = {{18, 20, DSCORE_INTERVAL_WILSON, .698966354772, .972133518786, 5e-13},
        {18, 20, DSCORE_INTERVAL_JEFFREYS, .716146742696, .978627511978, 5e-13},
        {18, 20, DSCORE_INTERVAL_CLOPPER_PEARSON, .683017285981, .987651472830, 5e-13},
        {18, 20, DSCORE_INTERVAL_AGRESTI_COULL, .686756112560, .984343760998, 5e-13},
        {4, 20, DSCORE_INTERVAL_WILSON, .080657662580, .416017432252, 5e-13},
        {4, 20, DSCORE_INTERVAL_JEFFREYS, .071520052479, .408225762517, 5e-13},
        {4, 20, DSCORE_INTERVAL_CLOPPER_PEARSON, .057333997050, .436614002997, 5e-13},
        {4, 20, DSCORE_INTERVAL_AGRESTI_COULL, .074911510277, .421763584555, 5e-13},
        {19, 38, DSCORE_INTERVAL_WILSON, .348499283644, .651500716356, 5e-13},
        {19, 38, DSCORE_INTERVAL_JEFFREYS, .345934698159, .654065301841, 5e-13},
        {19, 38, DSCORE_INTERVAL_CLOPPER_PEARSON, .333789006, .666210994, 5e-10},
        {19, 38, DSCORE_INTERVAL_AGRESTI_COULL, .348499283644, .651500716356, 5e-13},
        {0, 30, DSCORE_INTERVAL_WILSON, 0, .113513393174, 5e-13},
        {0, 30, DSCORE_INTERVAL_JEFFREYS, 0, .079678173817, 5e-13},
        {0, 30, DSCORE_INTERVAL_CLOPPER_PEARSON, 0, .115703308222, 5e-13},
        {0, 30, DSCORE_INTERVAL_AGRESTI_COULL, 0, .134711696140, 5e-13},
        {5, 5, DSCORE_INTERVAL_WILSON, .565517535, 1, 5e-10}, {5, 5, DSCORE_INTERVAL_JEFFREYS, .620622858, 1, 5e-10},
        {5, 5, DSCORE_INTERVAL_CLOPPER_PEARSON, .478176250, 1, 5e-10}};
    for (int i = 0; i < COUNT_OF(table); i++) {
        const ends e = share_ends(table[i].x, table[i].n, 0.95, table[i].method);
        assert_close(e.lo, table[i].lo, table[i].tolerance);
        assert_close(e.hi, table[i].hi, table[i].tolerance);
    }
}
END_TEST

START_TEST(methods_5_1_half_widths_of_wilson_at_85_per_cent)
{
    /* of those printed the ones at which 85 % is a whole number of cases */
    static const double widths[][2] = {{20, .1540}, {100, .0699}, {200, .0495}};
    for (int i = 0; i < COUNT_OF(widths); i++) {
        const int64_t n = (int64_t)widths[i][0];
        const ends e = share_ends(n * 85 / 100, n, 0.95, DSCORE_INTERVAL_WILSON);
        assert_close((e.hi - e.lo) / 2, widths[i][1], 5e-5);
    }
}
END_TEST

START_TEST(methods_5_1_cases_for_a_half_width)
{
    static const struct {
        double share, half;
        int64_t n;
    } table[] = {{.85, .05, 196}, {.85, .10, 49}, {.5, .05, 385}, {0, .05, 1}, {1, .5, 1}};
    dscore_error err = DSCORE_ERROR_INIT;
    for (int i = 0; i < COUNT_OF(table); i++) {
        int64_t n = -1;
        assert_ok(dscore_sample_require(table[i].share, table[i].half, 0.95, &n, &err), err);
        ck_assert_int_eq(n, table[i].n);
    }
    int64_t n = -1;
    ck_assert_int_eq(dscore_sample_require(0.5, 1e-9, 0.95, &n, &err), DSCORE_E_LIMIT);
    ck_assert_int_eq(err.code, DSCORE_CODE_STAT_LIMIT);
    ck_assert_int_eq(dscore_sample_require(1.5, 0.1, 0.95, &n, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "share");
    ck_assert_int_eq(dscore_sample_require(0.5, 0.0, 0.95, &n, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_sample_require(0.5, 0.1, 0.95, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(n, -1);
}
END_TEST

START_TEST(methods_5_3_lower_bounds_rank_the_same_share_by_its_volume)
{
    assert_close(share_ends(9, 10, 0.95, DSCORE_INTERVAL_WILSON).lo, .5958, 5e-5);
    assert_close(share_ends(45, 50, 0.95, DSCORE_INTERVAL_WILSON).lo, .7864, 5e-5);
    assert_close(share_ends(270, 300, 0.95, DSCORE_INTERVAL_WILSON).lo, .8608, 5e-5);
}
END_TEST

START_TEST(every_interval_holds_the_share_and_grows_with_the_level_and_shrinks_with_volume)
{
    for (int32_t method = DSCORE_INTERVAL_WILSON; method <= DSCORE_INTERVAL_AGRESTI_COULL; method++) {
        for (int64_t n = 1; n <= 60; n++) {
            for (int64_t x = 0; x <= n; x++) {
                const double p = (double)x / (double)n;
                const ends e = share_ends(x, n, 0.95, method), wider = share_ends(x, n, 0.99, method);
                const ends more = share_ends(16 * x, 16 * n, 0.95, method);
                ck_assert_msg(0 <= e.lo && e.lo <= p && p <= e.hi && e.hi <= 1, "%d of %d", (int)x, (int)n);
                ck_assert(wider.lo <= e.lo && e.hi <= wider.hi);
                ck_assert(more.hi - more.lo <= e.hi - e.lo);
                const ends other = share_ends(n - x, n, 0.95, method);
                assert_close(other.lo, 1 - e.hi, 1e-12);
                ck_assert(x > 0 || e.lo == 0.0);
                ck_assert(x < n || e.hi == 1.0);
            }
        }
    }
}
END_TEST

START_TEST(a_share_of_nothing_is_anything)
{
    for (int32_t method = DSCORE_INTERVAL_WILSON; method <= DSCORE_INTERVAL_AGRESTI_COULL; method++) {
        const ends e = share_ends(0, 0, 0.95, method);
        ck_assert_double_eq(e.lo, 0.0);
        ck_assert_double_eq(e.hi, 1.0);
    }
}
END_TEST

START_TEST(counts_of_2_to_the_53_and_extreme_levels_have_intervals)
{
    const int64_t most = INT64_C(1) << 53;
    static const double levels[] = {1e-12, 0.5, 0.999999999};
    for (int32_t method = DSCORE_INTERVAL_WILSON; method <= DSCORE_INTERVAL_AGRESTI_COULL; method++) {
        for (int i = 0; i < COUNT_OF(levels); i++) {
            const int64_t x[] = {0, 1, most / 2, most - 1, most};
            for (int j = 0; j < COUNT_OF(x); j++) {
                const ends e = share_ends(x[j], most, levels[i], method);
                ck_assert_msg(0 <= e.lo && e.lo <= e.hi && e.hi <= 1, "method %d level %g x %g: %g to %g", (int)method,
                    levels[i], (double)x[j], e.lo, e.hi);
            }
        }
    }
    const ends half = share_ends(most / 2, most, 0.95, DSCORE_INTERVAL_JEFFREYS);
    assert_close(half.hi - half.lo, 2 * 1.959963984540054 * 0.5 / sqrt((double)most), 1e-15);
}
END_TEST

/* ---- METHODS 5.6 ------------------------------------------------------------------------------- */

START_TEST(methods_5_6_intervals_of_counts)
{
    /* Exact: the published table of Garwood (1936); the others by their formula, 95 % */
    static const double exact[][3] = {{0, 0, 3.6889}, {1, 0.0253, 5.5716}, {2, 0.2422, 7.2247}, {5, 1.6235, 11.6683},
        {10, 4.7954, 18.3904}, {20, 12.2165, 30.8884}, {50, 37.1110, 65.9188}, {100, 81.3640, 121.6268}};
    for (int i = 0; i < COUNT_OF(exact); i++) {
        const ends e = count_ends((int64_t)exact[i][0], 1.0, DSCORE_COUNT_EXACT);
        assert_close(e.lo, exact[i][1], 1e-4);
        assert_close(e.hi, exact[i][2], 1e-4);
        const ends hourly = count_ends((int64_t)exact[i][0], 8.0, DSCORE_COUNT_EXACT);
        assert_close(hourly.hi, e.hi / 8, 1e-13);
    }
    const double z = 1.959963984540054;
    const ends score = count_ends(10, 2.0, DSCORE_COUNT_SCORE), wald = count_ends(10, 2.0, DSCORE_COUNT_WALD);
    assert_close(score.lo, (10 + z * z / 2 - z * sqrt(10 + z * z / 4)) / 2, 1e-13);
    assert_close(score.hi, (10 + z * z / 2 + z * sqrt(10 + z * z / 4)) / 2, 1e-13);
    assert_close(wald.lo, (10 - z * sqrt(10)) / 2, 1e-13);
    assert_close(wald.hi, (10 + z * sqrt(10)) / 2, 1e-13);
    const ends jeffreys = count_ends(10, 1.0, DSCORE_COUNT_JEFFREYS), clopper = count_ends(10, 1.0, DSCORE_COUNT_EXACT);
    ck_assert(clopper.lo < jeffreys.lo && jeffreys.hi < clopper.hi);
    ck_assert_double_eq(count_ends(0, 1.0, DSCORE_COUNT_WALD).hi, 0.0);
    ck_assert_double_eq(count_ends(0, 1.0, DSCORE_COUNT_SCORE).lo, 0.0);
}
END_TEST

START_TEST(a_rate_over_no_exposure_is_undefined)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t x[] = {3, 3};
    const double exposure[] = {0.0, 2.0};
    double lo[2], hi[2];
    int32_t status[2];
    assert_ok(dscore_counts_bound(x, exposure, 2, 0.95, DSCORE_COUNT_EXACT, lo, hi, status, &err), err);
    ck_assert_int_eq(status[0], DSCORE_VALUE_UNDEFINED);
    ck_assert_double_eq(hi[0], 0.0);
    ck_assert_int_eq(status[1], DSCORE_VALUE_OK);
    assert_ok(dscore_counts_bound(x, NULL, 2, 0.95, DSCORE_COUNT_EXACT, lo, hi, NULL, &err), err);
    ck_assert_double_eq(lo[0], lo[1]);
}
END_TEST

START_TEST(methods_5_6_interval_of_a_mean)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t n[] = {8, 1, 0, 4};
    const double mean[] = {29.875, 7.0, nan(""), 3.0}, sd[] = {5.962682, nan(""), nan(""), 0.0};
    double lo[4], hi[4];
    int32_t status[4];
    assert_ok(dscore_means_bound(n, mean, sd, 4, 0.95, lo, hi, status, &err), err);
    assert_close(lo[0], 24.890073, 1e-6);
    assert_close(hi[0], 34.859927, 1e-6);
    ck_assert_int_eq(status[0], DSCORE_VALUE_OK);
    ck_assert_int_eq(status[1], DSCORE_VALUE_INSUFFICIENT);
    ck_assert(lo[1] == 7.0 && hi[1] == 7.0);
    ck_assert_int_eq(status[2], DSCORE_VALUE_NO_DATA);
    ck_assert(lo[2] == 0.0 && hi[2] == 0.0);
    ck_assert_int_eq(status[3], DSCORE_VALUE_OK);
    ck_assert(lo[3] == 3.0 && hi[3] == 3.0);
}
END_TEST

START_TEST(methods_5_6_net_promoter_scores)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t promoters[] = {50, 5, 15, 0, 0}, detractors[] = {20, 2, 7, 0, 4}, n[] = {100, 10, 36, 0, 4};
    double score[5], lo[5], hi[5];
    int32_t status[5];
    assert_ok(dscore_nps_bound(promoters, detractors, n, 5, 0.95, score, lo, hi, status, &err), err);
    assert_close(score[0], 30, 1e-12);
    assert_close(lo[0], 14.051130, 5e-7);
    assert_close(hi[0], 44.201297, 5e-7);
    assert_close(lo[1], -19.0506, 5e-5);
    assert_close(hi[1], 65.2045, 5e-5);
    assert_close(score[2], 22.2222, 5e-5);
    assert_close(lo[2], -2.9834, 5e-5);
    assert_close(hi[2], 44.0091, 5e-5);
    ck_assert_int_eq(status[3], DSCORE_VALUE_NO_DATA);
    ck_assert(score[3] == 0.0 && lo[3] == -100.0 && hi[3] == 100.0);
    ck_assert_double_eq(score[4], -100.0);
    ck_assert_double_ge(lo[4], -100.0);
    ck_assert_int_eq(dscore_nps_bound(n, n, n, 2, 0.95, score, lo, hi, status, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "detractors[0]");
}
END_TEST

/* ---- arguments --------------------------------------------------------------------------------- */

START_TEST(what_is_wrong_is_named_and_nothing_is_written)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t x[] = {1, 2, 9}, n[] = {4, 4, 4}, huge[] = {1, INT64_MAX, 1}, negative[] = {1, 1, -1};
    const double mean[] = {1, nan(""), 1}, sd[] = {1, 1, -1}, large[] = {1e31, 0, 0}, few[] = {1, 1, 1e-31};
    double lo[3] = {7, 7, 7}, hi[3] = {7, 7, 7};
    ck_assert_int_eq(dscore_shares_bound(x, n, 3, 0.95, 1, lo, hi, NULL, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "x[2]");
    ck_assert_int_eq(err.row, 2);
    ck_assert_int_eq(err.code, DSCORE_CODE_STAT_COUNT);
    ck_assert_int_eq(dscore_shares_bound(x, huge, 3, 0.95, 1, lo, hi, NULL, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "n[1]");
    ck_assert_int_eq(dscore_shares_bound(negative, n, 3, 0.95, 1, lo, hi, NULL, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "x[2]");
    ck_assert_int_eq(dscore_shares_bound(n, n, 3, 1.0, 1, lo, hi, NULL, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(err.code, DSCORE_CODE_STAT_LEVEL);
    ck_assert_int_eq(dscore_shares_bound(n, n, 3, nan(""), 1, lo, hi, NULL, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_shares_bound(n, n, 3, 0.95, 5, lo, hi, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_STAT_OPTION);
    ck_assert_int_eq(dscore_shares_bound(n, n, -1, 0.95, 1, lo, hi, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_shares_bound(NULL, n, 3, 0.95, 1, lo, hi, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_shares_bound(n, NULL, 3, 0.95, 1, lo, hi, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_shares_bound(n, n, 3, 0.95, 1, NULL, hi, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_shares_bound(n, n, 3, 0.95, 1, lo, NULL, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_shares_bound(NULL, NULL, 3, 0.95, 1, lo, hi, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_means_bound(n, mean, sd, 3, 0.95, lo, hi, NULL, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "mean[1]");
    ck_assert_int_eq(err.code, DSCORE_CODE_STAT_NUMBER);
    ck_assert_int_eq(dscore_means_bound(n, sd, sd, 3, 0.95, lo, hi, NULL, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "sd[2]");
    ck_assert_int_eq(dscore_means_bound(n, large, sd, 3, 0.95, lo, hi, NULL, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_counts_bound(n, few, 3, 0.95, 1, lo, hi, NULL, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "exposure[2]");
    ck_assert_int_eq(dscore_counts_bound(n, NULL, 3, 0.95, 0, lo, hi, NULL, &err), DSCORE_E_ARGUMENT);
    for (int i = 0; i < 3; i++) {
        ck_assert(lo[i] == 7.0 && hi[i] == 7.0);
    }
    ck_assert_int_eq(dscore_shares_bound(NULL, NULL, 0, 0.95, 1, NULL, NULL, NULL, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_means_bound(NULL, NULL, NULL, 0, 0.95, NULL, NULL, NULL, NULL), DSCORE_OK);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_5_1_intervals_of_shares_to_the_printed_digits,
        methods_5_1_half_widths_of_wilson_at_85_per_cent, methods_5_1_cases_for_a_half_width,
        methods_5_3_lower_bounds_rank_the_same_share_by_its_volume,
        every_interval_holds_the_share_and_grows_with_the_level_and_shrinks_with_volume, a_share_of_nothing_is_anything,
        counts_of_2_to_the_53_and_extreme_levels_have_intervals, methods_5_6_intervals_of_counts,
        a_rate_over_no_exposure_is_undefined, methods_5_6_interval_of_a_mean, methods_5_6_net_promoter_scores,
        what_is_wrong_is_named_and_nothing_is_written};
    return RUN_TESTS("intervals", tests);
}
