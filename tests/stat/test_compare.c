/* Whether two numbers differ: METHODS 5.7, and what is said without data or spread. */
#include "support.h"

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* One comparison, all its results. */
typedef struct answer {
    double difference, lo, hi, statistic, df, p;
    int32_t test, status;
} answer;

static dscore_comparison columns_of(answer *a)
{
    dscore_comparison out = DSCORE_COMPARISON_INIT;
    out.difference = &a->difference;
    out.lo = &a->lo;
    out.hi = &a->hi;
    out.statistic = &a->statistic;
    out.df = &a->df;
    out.p = &a->p;
    out.test = &a->test;
    out.status = &a->status;
    return out;
}

static answer shares(int64_t x1, int64_t n1, int64_t x2, int64_t n2, int32_t test)
{
    dscore_error err = DSCORE_ERROR_INIT;
    answer a;
    const dscore_comparison out = columns_of(&a);
    assert_ok(dscore_shares_compare(&x1, &n1, &x2, &n2, 1, 0.95, test, &out, &err), err);
    return a;
}

static answer means(int64_t n1, double mean1, double sd1, int64_t n2, double mean2, double sd2)
{
    dscore_error err = DSCORE_ERROR_INIT;
    answer a;
    const dscore_comparison out = columns_of(&a);
    assert_ok(dscore_means_compare(&n1, &mean1, &sd1, &n2, &mean2, &sd2, 1, 0.95, &out, &err), err);
    return a;
}

START_TEST(methods_5_7_newcombe_interval_of_a_difference)
{
    const answer small = shares(7, 34, 1, 34, DSCORE_TEST_Z);
    assert_close(small.lo, .018921444, 5e-10);
    assert_close(small.hi, .340368687, 5e-10);
    const answer hundred = shares(84, 100, 76, 100, DSCORE_TEST_AUTO);
    assert_close(hundred.difference, 0.08, 1e-15);
    assert_close(hundred.lo, -.031498, 5e-7);
    assert_close(hundred.hi, .189591, 5e-7);
    const answer more = shares(420, 500, 380, 500, DSCORE_TEST_AUTO);
    assert_close(more.lo, .030451, 5e-7);
    assert_close(more.hi, .129176, 5e-7);
}
END_TEST

START_TEST(methods_5_7_pooled_z_of_two_shares)
{
    const answer small = shares(7, 34, 1, 34, DSCORE_TEST_Z);
    assert_close(small.statistic, 2.258318, 5e-7);
    assert_close(small.p, .023926, 5e-7);
    const answer hundred = shares(84, 100, 76, 100, DSCORE_TEST_AUTO);
    ck_assert_int_eq(hundred.test, DSCORE_TEST_Z);
    assert_close(hundred.statistic, 1.414214, 5e-7);
    assert_close(hundred.p, .157299, 5e-7);
    const answer more = shares(420, 500, 380, 500, DSCORE_TEST_AUTO);
    assert_close(more.statistic, 3.162278, 5e-7);
    assert_close(more.p, .001565, 5e-7);
    assert_close(shares(73, 86, 90, 93, DSCORE_TEST_AUTO).p, .00533824886503131, 1e-15);
    assert_close(shares(90, 93, 73, 86, DSCORE_TEST_AUTO).p, .00533824886503131, 1e-15);
}
END_TEST

START_TEST(methods_5_7_fisher_where_an_expected_cell_is_below_5)
{
    const answer a = shares(7, 34, 1, 34, DSCORE_TEST_AUTO); /* 4 expected */
    ck_assert_int_eq(a.test, DSCORE_TEST_FISHER);
    assert_close(a.p, .054400, 5e-7);
    assert_close(a.statistic, 2.258318, 5e-7);
    ck_assert_int_eq(shares(7, 34, 3, 34, DSCORE_TEST_AUTO).test, DSCORE_TEST_Z); /* 5 expected */
}
END_TEST

/* Fisher's test by its definition: all tables, with their probabilities from log-gamma of the C library. */
static double log_choose(int64_t n, int64_t k)
{
    return lgamma((double)n + 1) - lgamma((double)k + 1) - lgamma((double)(n - k) + 1);
}

static double fisher_by_definition(int64_t x1, int64_t n1, int64_t x2, int64_t n2)
{
    const int64_t m = x1 + x2;
    const double all = log_choose(n1 + n2, m), observed = log_choose(n1, x1) + log_choose(n2, x2) - all;
    double sum = 0.0;
    for (int64_t k = m > n2 ? m - n2 : 0; k <= n1 && k <= m; k++) {
        const double p = log_choose(n1, k) + log_choose(n2, m - k) - all;
        sum += p <= observed + 1e-7 ? exp(p) : 0.0;
    }
    return sum;
}

START_TEST(fishers_test_is_the_sum_of_all_tables_no_likelier_than_the_one_observed)
{
    for (int64_t n1 = 1; n1 <= 12; n1++) {
        for (int64_t n2 = 1; n2 <= 12; n2 += 3) {
            for (int64_t x1 = 0; x1 <= n1; x1++) {
                for (int64_t x2 = 0; x2 <= n2; x2++) {
                    const answer a = shares(x1, n1, x2, n2, DSCORE_TEST_FISHER);
                    assert_close(a.p, fisher_by_definition(x1, n1, x2, n2), 1e-12);
                }
            }
        }
    }
    assert_close(
        shares(300, 2000, 200, 2000, DSCORE_TEST_FISHER).p / fisher_by_definition(300, 2000, 200, 2000), 1.0, 1e-9);
    const answer far = shares(1000000, 1000000, 0, 1000000, DSCORE_TEST_FISHER);
    ck_assert(far.p >= 0.0 && far.p < 1e-300);
    assert_close(shares(250000000, 500000000, 250000000, 500000000, DSCORE_TEST_FISHER).p, 1.0, 1e-9);
    ck_assert_int_eq(shares(2, INT64_C(1) << 53, 1, 4, DSCORE_TEST_AUTO).test, DSCORE_TEST_FISHER);
}
END_TEST

START_TEST(the_interval_holds_the_difference_and_turns_round_with_the_groups)
{
    for (int64_t x1 = 0; x1 <= 9; x1++) {
        for (int64_t x2 = 0; x2 <= 14; x2++) {
            const answer a = shares(x1, 9, x2, 14, DSCORE_TEST_AUTO), b = shares(x2, 14, x1, 9, DSCORE_TEST_AUTO);
            ck_assert(-1 <= a.lo && a.lo <= a.difference && a.difference <= a.hi && a.hi <= 1);
            assert_close(a.lo, -b.hi, 1e-14);
            assert_close(a.statistic, -b.statistic, 1e-14);
            assert_close(a.p, b.p, 1e-13);
            ck_assert(a.p > 0 && a.p <= 1);
        }
    }
}
END_TEST

START_TEST(shares_without_cases_or_without_a_difference_have_answers)
{
    const answer none = shares(0, 0, 3, 4, DSCORE_TEST_AUTO);
    ck_assert_int_eq(none.status, DSCORE_VALUE_NO_DATA);
    ck_assert(none.difference == 0 && none.lo == -1 && none.hi == 1 && none.p == 1 && none.statistic == 0);
    for (int32_t test = DSCORE_TEST_AUTO; test <= DSCORE_TEST_FISHER; test++) {
        const answer all = shares(40, 40, 60, 60, test), zero = shares(0, 40, 0, 60, test);
        ck_assert(all.statistic == 0 && zero.statistic == 0 && all.difference == 0);
        assert_close(all.p, 1.0, 1e-15);
        assert_close(zero.p, 1.0, 1e-15);
    }
}
END_TEST

START_TEST(methods_5_7_welch)
{
    /* 22, 25, 27, 30, 31, 35, 41, 28 against 31, 33, 36, 38, 40, 44, 52, 39 */
    static const double first[] = {22, 25, 27, 30, 31, 35, 41, 28}, second[] = {31, 33, 36, 38, 40, 44, 52, 39};
    double mean[2] = {0, 0}, square[2] = {0, 0};
    for (int i = 0; i < 8; i++) {
        mean[0] += first[i] / 8;
        mean[1] += second[i] / 8;
    }
    for (int i = 0; i < 8; i++) {
        square[0] += (first[i] - mean[0]) * (first[i] - mean[0]);
        square[1] += (second[i] - mean[1]) * (second[i] - mean[1]);
    }
    const answer a = means(8, mean[0], sqrt(square[0] / 7), 8, mean[1], sqrt(square[1] / 7));
    assert_close(a.statistic, -2.941568, 5e-7);
    assert_close(a.df, 13.858271, 5e-7);
    assert_close(a.p, .010820, 5e-7);
    assert_close(a.lo, -16.000933, 5e-7);
    assert_close(a.hi, -2.499067, 5e-7);
    ck_assert_int_eq(a.test, DSCORE_TEST_WELCH);
    ck_assert_int_eq(a.status, DSCORE_VALUE_OK);
}
END_TEST

START_TEST(means_without_spread_or_data_have_answers)
{
    const answer none = means(0, nan(""), nan(""), 8, 3, 1), single = means(1, 5, nan(""), 8, 3, 1);
    ck_assert_int_eq(none.status, DSCORE_VALUE_NO_DATA);
    ck_assert(none.difference == 0 && none.p == 1);
    ck_assert_int_eq(single.status, DSCORE_VALUE_INSUFFICIENT);
    ck_assert(single.difference == 2 && single.lo == 2 && single.hi == 2 && single.p == 1 && single.df == 0);
    const answer equal = means(4, 5, 0, 4, 3, 0);
    ck_assert_int_eq(equal.status, DSCORE_VALUE_UNDEFINED);
    ck_assert(equal.difference == 2 && equal.lo == 2 && equal.hi == 2 && equal.p == 1);
    const answer one_sided = means(4, 5, 0, 4, 3, 1);
    ck_assert_int_eq(one_sided.status, DSCORE_VALUE_OK);
    assert_close(one_sided.df, 3, 1e-12);
    const answer extreme = means(2, 1e30, 1e-30, 2, -1e30, 0);
    ck_assert(isfinite(extreme.statistic) && isfinite(extreme.lo) && isfinite(extreme.hi));
    ck_assert(extreme.p >= 0 && extreme.p < 1e-30);
    const answer tiny = means(2, 0, 1e-320, 2, 0, 1e-300);
    ck_assert(isfinite(tiny.statistic) && isfinite(tiny.df) && isfinite(tiny.lo));
}
END_TEST

START_TEST(only_what_is_asked_for_is_written_and_mistakes_are_named)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t x[] = {1, 5}, n[] = {4, 4}, many[] = {INT64_C(1) << 40, INT64_C(1) << 40};
    const double mean[] = {1, 2}, sd[] = {1, nan("")};
    double p[2] = {7, 7};
    dscore_comparison out = DSCORE_COMPARISON_INIT;
    out.p = p;
    ck_assert_int_eq(dscore_shares_compare(n, n, x, n, 2, 0.95, 0, &out, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "x2[1]");
    ck_assert_int_eq(dscore_shares_compare(n, n, n, n, 2, 0.95, 3, &out, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_shares_compare(n, n, n, n, 2, 0.0, 0, &out, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_shares_compare(n, n, n, n, 2, 0.95, 0, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_shares_compare(n, many, n, n, 2, 0.95, DSCORE_TEST_FISHER, &out, &err), DSCORE_E_LIMIT);
    ck_assert_int_eq(err.status, DSCORE_E_LIMIT);
    ck_assert_int_eq(err.code, DSCORE_CODE_STAT_LIMIT);
    ck_assert_int_eq(dscore_means_compare(n, mean, mean, n, mean, sd, 2, 0.95, &out, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "sd2[1]");
    dscore_comparison unset = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    ck_assert_int_eq(dscore_shares_compare(n, n, n, n, 2, 0.95, 0, &unset, &err), DSCORE_E_ARGUMENT);
    ck_assert(p[0] == 7 && p[1] == 7);
    assert_ok(dscore_shares_compare(n, n, n, n, 2, 0.95, 0, &out, &err), err);
    ck_assert(p[0] == 1 && p[1] == 1);
    out.struct_size = (uint32_t)(2 * sizeof(int32_t)); /* an older caller, who knows no column */
    p[0] = 7;
    assert_ok(dscore_shares_compare(n, n, n, n, 2, 0.95, 0, &out, &err), err);
    ck_assert(p[0] == 7);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_5_7_newcombe_interval_of_a_difference, methods_5_7_pooled_z_of_two_shares,
        methods_5_7_fisher_where_an_expected_cell_is_below_5,
        fishers_test_is_the_sum_of_all_tables_no_likelier_than_the_one_observed,
        the_interval_holds_the_difference_and_turns_round_with_the_groups,
        shares_without_cases_or_without_a_difference_have_answers, methods_5_7_welch,
        means_without_spread_or_data_have_answers, only_what_is_asked_for_is_written_and_mistakes_are_named};
    return RUN_TESTS("compare", tests);
}
