/* The distributions of METHODS 10, against published quantiles, against each other, and at the ends of their domains.
 */
#include "stat/distributions.h"
#include "support.h"

#include <float.h>

typedef dscore_status (*two_fn)(double p, double shape, double *out);

/* A published value and how many of its digits are printed. */
typedef struct known {
    double at, a, b, value, tolerance;
} known;

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))

static double normal_cdf(double x)
{
    double p;
    ck_assert_int_eq(dsi_normal_cdf(x, &p), DSCORE_OK);
    return p;
}

static double normal_quantile(double p)
{
    double x;
    ck_assert_int_eq(dsi_normal_quantile(p, &x), DSCORE_OK);
    return x;
}

static double beta_cdf(double x, double a, double b)
{
    double p;
    ck_assert_int_eq(dsi_beta_cdf(x, a, b, &p), DSCORE_OK);
    return p;
}

static double beta_quantile(double p, double a, double b)
{
    double x;
    ck_assert_int_eq(dsi_beta_quantile(p, a, b, &x), DSCORE_OK);
    return x;
}

static double of_two(two_fn f, double p, double shape)
{
    double x;
    ck_assert_int_eq(f(p, shape, &x), DSCORE_OK);
    return x;
}

START_TEST(methods_10_normal_quantiles_to_the_printed_digits)
{
    static const double known_values[][2] = {{0.8, 0.8416212335729143}, {0.9, 1.2815515655446004},
        {0.95, 1.6448536269514722}, {0.975, 1.959963984540054}, {0.99, 2.3263478740408408}, {0.995, 2.5758293035489004},
        {0.999, 3.090232306167813}, {1e-6, -4.753424308822899}};
    for (int i = 0; i < COUNT_OF(known_values); i++) {
        /* one unit of the last of 16 digits more than printed: libraries differ by it */
        assert_close(normal_quantile(known_values[i][0]), known_values[i][1], 2e-15);
    }
    ck_assert_double_eq(normal_quantile(0.5), 0.0);
}
END_TEST

START_TEST(methods_10_normal_cdf_is_half_the_complementary_error_function)
{
    for (double x = -37.0; x <= 8.0; x += 0.0625) {
        const double expected = 0.5 * erfc(-x / sqrt(2.0));
        assert_close(normal_cdf(x) / expected, 1.0, 2e-13);
    }
    ck_assert_double_eq(normal_cdf(0.0), 0.5);
    ck_assert_double_eq(normal_cdf(-HUGE_VAL), 0.0);
    ck_assert_double_eq(normal_cdf(HUGE_VAL), 1.0);
}
END_TEST

START_TEST(methods_10_incomplete_beta_to_the_printed_digits)
{
    static const known values[] = {{0.5, 2, 3, 0.6875, 1e-15}, {0.2, 0.5, 0.5, 0.295167235301, 5e-13},
        {0.9, 18.5, 2.5, 0.541868398445, 5e-13}, {0.1, 5, 1, 1e-5, 1e-19}};
    for (int i = 0; i < COUNT_OF(values); i++) {
        assert_close(beta_cdf(values[i].at, values[i].a, values[i].b), values[i].value, values[i].tolerance);
    }
}
END_TEST

START_TEST(methods_10_incomplete_gamma_to_the_printed_digits)
{
    static const known values[] = {{1, 1, 0, 0.632120558829, 5e-13}, {20, 15, 0, 0.895135718892, 5e-13},
        {0.5, 0.5, 0, 0.682689492137, 5e-13}, {5, 10, 0, 0.031828057306, 5e-13}};
    for (int i = 0; i < COUNT_OF(values); i++) {
        assert_close(of_two(dsi_gamma_cdf, values[i].at, values[i].a), values[i].value, values[i].tolerance);
    }
}
END_TEST

START_TEST(methods_10_chi_square_quantiles_to_the_printed_digits)
{
    static const known values[] = {{0.025, 2, 0, 0.050635615968580, 5e-16}, {0.975, 2, 0, 7.377758908228, 5e-13},
        {0.025, 30, 0, 16.790772265567, 5e-13}, {0.975, 32, 0, 49.480437742972, 5e-13},
        {0.95, 1, 0, 3.841458820694, 5e-13}, {0.99, 10, 0, 23.209251158954, 5e-13}};
    for (int i = 0; i < COUNT_OF(values); i++) {
        assert_close(of_two(dsi_chi_square_quantile, values[i].at, values[i].a), values[i].value, values[i].tolerance);
    }
}
END_TEST

START_TEST(methods_5_5_funnel_limits_are_chi_square_quantiles)
{
    /* FunnelPlotR: E, lower and upper limit of observed over expected, at 95 % and 99.8 % */
    static const double limits[][6] = {
        {15, 0.025, 0.5596924, 1.649348, 0.3862650, 2.082907}, {30, 0.025, 0.6746958, 1.427562, 0.5289724, 1.702771}};
    for (int i = 0; i < 2; i++) {
        const double e = limits[i][0];
        assert_close(of_two(dsi_chi_square_quantile, 0.025, 2 * e) / (2 * e), limits[i][2], 5e-8);
        assert_close(of_two(dsi_chi_square_quantile, 0.975, 2 * e + 2) / (2 * e), limits[i][3], 5e-7);
        assert_close(of_two(dsi_chi_square_quantile, 0.001, 2 * e) / (2 * e), limits[i][4], 5e-8);
        assert_close(of_two(dsi_chi_square_quantile, 0.999, 2 * e + 2) / (2 * e), limits[i][5], 5e-7);
    }
}
END_TEST

START_TEST(methods_10_t_quantiles_to_the_printed_digits)
{
    /* degrees of freedom, METHODS' digits, and R's qt (which METHODS leaves by up to 1e-9) */
    static const double known_values[][3] = {{1, 12.7062047364, 12.70620473617471},
        {2, 4.3026527299, 4.302652729749464}, {5, 2.5705818366, 2.570581835636316},
        {7, 2.3646242510, 2.364624251592785}, {10, 2.2281388520, 2.228138851986275},
        {30, 2.0422724563, 2.042272456301238}, {100, 1.9839715185, 1.983971518523552}};
    for (int i = 0; i < COUNT_OF(known_values); i++) {
        const double t = of_two(dsi_t_quantile, 0.975, known_values[i][0]);
        assert_close(t, known_values[i][1], 1.1e-9);
        assert_close(t / known_values[i][2], 1.0, 2e-14);
        assert_close(of_two(dsi_t_quantile, 0.025, known_values[i][0]), -t, 1e-12);
    }
    assert_close(of_two(dsi_t_quantile, 0.9, 5.0), 1.4758840488, 5e-11);
    ck_assert_double_eq(of_two(dsi_t_quantile, 0.5, 3.0), 0.0);
    assert_close(of_two(dsi_t_quantile, 0.975, 1e15), 1.959963984540054, 1e-12); /* as good as normal */
}
END_TEST

START_TEST(methods_4_5_the_chance_that_a_forecast_meets_its_target)
{
    /* y = 85, 85.6, 86.1, 86, 87.2, 87.5, 88.1; forecast 91.06428571, se .50708249, 5 degrees of freedom */
    const double forecast = 91.06428571, se = 0.50708249;
    assert_close(of_two(dsi_t_cdf, -(92.0 - forecast) / se, 5.0), 0.062150, 5e-7);
    assert_close(of_two(dsi_t_cdf, -(91.0 - forecast) / se, 5.0), 0.547971, 5e-7);
    assert_close(forecast - of_two(dsi_t_quantile, 0.9, 5.0) * se, 90.315891, 5e-7);
    assert_close(forecast - of_two(dsi_t_quantile, 0.975, 5.0) * se, 89.760789, 5e-7);
    assert_close(forecast + of_two(dsi_t_quantile, 0.975, 5.0) * se, 92.3677828, 1e-7);
}
END_TEST

START_TEST(methods_4_6_the_chance_of_a_change)
{
    assert_close(normal_cdf(-2.825043), 0.002364, 5e-7);
    assert_close(normal_cdf(-0.587385), 0.278473, 5e-7);
}
END_TEST

START_TEST(methods_5_6_coverage_of_ranks_is_binomial)
{
    static const struct {
        int64_t n, lower, upper;
        double q, coverage, tolerance;
    } table[] = {{10, 2, 9, 0.5, 0.979, 5e-4}, {12, 3, 10, 0.5, 0.961, 5e-4}, {15, 4, 12, 0.5, 0.965, 5e-4},
        {17, 5, 13, 0.5, 0.951, 5e-4}, {20, 6, 15, 0.5, 0.959, 5e-4}, {5, 1, 5, 0.5, 0.938, 5e-4},
        {100, 84, 96, 0.9, 0.9557, 5e-5}, {200, 184, 197, 0.95, 0.9672, 5e-5}, {40, 32, 40, 0.9, 0.9697, 5e-5},
        {35, 17, 19, 0.5, 0.264121, 5e-7}};
    for (int i = 0; i < COUNT_OF(table); i++) {
        double upper, lower;
        ck_assert_int_eq(dsi_binomial_cdf(table[i].upper - 1, table[i].n, table[i].q, &upper), DSCORE_OK);
        ck_assert_int_eq(dsi_binomial_cdf(table[i].lower - 1, table[i].n, table[i].q, &lower), DSCORE_OK);
        assert_close(upper - lower, table[i].coverage, table[i].tolerance);
    }
}
END_TEST

START_TEST(binomial_and_poisson_add_up_their_probabilities)
{
    double binomial = 0.0, poisson = 0.0, choose = 1.0, mass = exp(-4.5), found;
    for (int64_t k = 0; k <= 25; k++) {
        binomial += choose * pow(0.3, (double)k) * pow(0.7, (double)(25 - k));
        ck_assert_int_eq(dsi_binomial_cdf(k, 25, 0.3, &found), DSCORE_OK);
        assert_close(found, binomial, 1e-14);
        poisson += mass;
        ck_assert_int_eq(dsi_poisson_cdf(k, 4.5, &found), DSCORE_OK);
        assert_close(found, poisson, 1e-14);
        choose *= (double)(25 - k) / (double)(k + 1);
        mass *= 4.5 / (double)(k + 1);
    }
    ck_assert_int_eq(dsi_binomial_cdf(-1, 25, 0.3, &found), DSCORE_OK);
    ck_assert_double_eq(found, 0.0);
    ck_assert_int_eq(dsi_binomial_cdf(0, 0, 0.3, &found), DSCORE_OK);
    ck_assert_double_eq(found, 1.0);
    ck_assert_int_eq(dsi_poisson_cdf(-1, 4.5, &found), DSCORE_OK);
    ck_assert_double_eq(found, 0.0);
}
END_TEST

START_TEST(a_quantile_of_the_cdf_is_where_it_started)
{
    static const double shapes[] = {0.02, 0.5, 1.0, 2.5, 18.0, 300.0, 71058.0, 3e6};
    static const double shares[] = {1e-9, 0.001, 0.025, 0.3, 0.5, 0.9, 0.975, 0.9999};
    for (int i = 0; i < COUNT_OF(shares); i++) {
        const double p = shares[i];
        assert_close(normal_cdf(normal_quantile(p)) / p, 1.0, 1e-13);
        for (int j = 0; j < COUNT_OF(shapes); j++) {
            const double s = shapes[j];
            const double at = of_two(dsi_gamma_quantile, p, s);
            if (at > 1e-290) { /* there are no smaller doubles to tell */
                assert_close(of_two(dsi_gamma_cdf, at, s) / p, 1.0, 1e-11);
            }
            const double t = of_two(dsi_t_quantile, p, s);
            if (fabs(t) < 1e150) {
                assert_close(of_two(dsi_t_cdf, t, s) / p, 1.0, 1e-11);
            }
            for (int k = 0; k < COUNT_OF(shapes); k++) {
                const double x = beta_quantile(p, s, shapes[k]);
                if (x > 1e-290 && x < 1.0 - 1e-9) { /* nearer to 1 doubles are too far apart */
                    assert_close(beta_cdf(x, s, shapes[k]) / p, 1.0, 1e-7);
                    assert_close(1.0 - beta_quantile(1.0 - p, shapes[k], s), x, 1e-9);
                }
            }
        }
    }
}
END_TEST

START_TEST(quantiles_rise_with_the_probability_and_across_the_change_of_method)
{
    double last_beta = -1.0, last_gamma = -1.0, last_t = -HUGE_VAL, last_normal = -HUGE_VAL;
    for (int i = 1; i < 400; i++) {
        const double p = i / 400.0;
        ck_assert_double_gt(beta_quantile(p, 3.5, 0.7), last_beta);
        ck_assert_double_gt(of_two(dsi_gamma_quantile, p, 2.2), last_gamma);
        ck_assert_double_gt(of_two(dsi_t_quantile, p, 3.0), last_t);
        ck_assert_double_gt(normal_quantile(p), last_normal);
        last_beta = beta_quantile(p, 3.5, 0.7);
        last_gamma = of_two(dsi_gamma_quantile, p, 2.2);
        last_t = of_two(dsi_t_quantile, p, 3.0);
        last_normal = normal_quantile(p);
    }
    /* from the search to the expansion for large shapes */
    assert_close(
        of_two(dsi_gamma_quantile, 0.975, 1e8) / of_two(dsi_gamma_quantile, 0.975, 1.0000000001e8), 1.0, 2e-10);
    assert_close(beta_quantile(0.025, 1e8, 3e8) / beta_quantile(0.025, 1.0000000001e8, 3.0000000003e8), 1.0, 1e-12);
}
END_TEST

START_TEST(log_gamma_knows_factorials_and_its_derivatives)
{
    double factorial = 1.0;
    for (int n = 1; n < 30; n++) {
        assert_close(dsi_log_gamma(n), log(factorial), 1e-13 * fmax(1.0, log(factorial)));
        factorial *= n;
    }
    assert_close(dsi_log_gamma(0.5), 0.5 * log(3.14159265358979323846), 1e-14);
    assert_close(dsi_digamma(1.0), -0.57721566490153286061, 1e-14);
    assert_close(dsi_trigamma(1.0), 1.64493406684822643647, 1e-14);
    assert_close(dsi_log1p(1e-10), 1e-10, 1e-20);
    assert_close(dsi_log1p(-0.5), log(0.5), 1e-15);
}
END_TEST

START_TEST(outside_the_domain_is_a_status_and_no_nan)
{
    const double nan_value = nan("");
    double out = 7.0;
    const dscore_status refused[] = {dsi_normal_cdf(nan_value, &out), dsi_normal_quantile(0.0, &out),
        dsi_normal_quantile(1.0, &out), dsi_normal_quantile(nan_value, &out), dsi_beta_cdf(-0.1, 1, 1, &out),
        dsi_beta_cdf(1.1, 1, 1, &out), dsi_beta_cdf(0.5, 0, 1, &out), dsi_beta_cdf(0.5, 1, HUGE_VAL, &out),
        dsi_beta_cdf(nan_value, 1, 1, &out), dsi_beta_quantile(-0.1, 1, 1, &out), dsi_beta_quantile(0.5, -1, 1, &out),
        dsi_beta_quantile(nan_value, 1, 1, &out), dsi_gamma_cdf(-1, 1, &out), dsi_gamma_cdf(1, 0, &out),
        dsi_gamma_quantile(1.0, 1, &out), dsi_gamma_quantile(0.5, nan_value, &out), dsi_t_cdf(nan_value, 1, &out),
        dsi_t_cdf(1, 0, &out), dsi_t_quantile(0, 1, &out), dsi_t_quantile(0.5, -2, &out),
        dsi_chi_square_quantile(1.0, 1, &out), dsi_chi_square_quantile(0.5, 0, &out),
        dsi_binomial_cdf(1, -1, 0.5, &out), dsi_binomial_cdf(1, 2, 1.5, &out), dsi_poisson_cdf(1, 0, &out),
        dsi_poisson_cdf(1, nan_value, &out)};
    for (int i = 0; i < COUNT_OF(refused); i++) {
        ck_assert_msg(refused[i] == DSCORE_E_RANGE, "call %d was not refused", i);
    }
    ck_assert_double_eq(out, 0.0);
}
END_TEST

START_TEST(the_ends_of_the_domain_have_answers)
{
    static const double ends[] = {DSI_SHAPE_MIN, 1e-17, 0.5, 1e9, 1e18, DSI_SHAPE_MAX};
    for (int i = 0; i < COUNT_OF(ends); i++) {
        for (int j = 0; j < COUNT_OF(ends); j++) {
            for (double p = 0.0; p <= 1.0; p += 0.125) {
                const double x = beta_quantile(p, ends[i], ends[j]), back = beta_cdf(p, ends[i], ends[j]);
                ck_assert_msg(x >= 0.0 && x <= 1.0, "beta quantile(%g, %g, %g) = %g", p, ends[i], ends[j], x);
                ck_assert_msg(back >= 0.0 && back <= 1.0, "beta(%g, %g, %g) = %g", p, ends[i], ends[j], back);
            }
        }
        for (double p = 0.125; p < 1.0; p += 0.125) {
            ck_assert(isfinite(of_two(dsi_gamma_quantile, p, ends[i])));
            ck_assert(isfinite(of_two(dsi_t_quantile, p, ends[i])));
        }
        ck_assert_double_eq(of_two(dsi_gamma_cdf, 0.0, ends[i]), 0.0);
        ck_assert_double_eq(of_two(dsi_gamma_cdf, HUGE_VAL, ends[i]), 1.0);
        ck_assert_double_eq(of_two(dsi_t_cdf, 0.0, ends[i]), 0.5);
        ck_assert(isfinite(of_two(dsi_t_cdf, -DBL_MAX, ends[i])));
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_10_normal_quantiles_to_the_printed_digits,
        methods_10_normal_cdf_is_half_the_complementary_error_function,
        methods_10_incomplete_beta_to_the_printed_digits, methods_10_incomplete_gamma_to_the_printed_digits,
        methods_10_chi_square_quantiles_to_the_printed_digits, methods_5_5_funnel_limits_are_chi_square_quantiles,
        methods_10_t_quantiles_to_the_printed_digits, methods_4_5_the_chance_that_a_forecast_meets_its_target,
        methods_4_6_the_chance_of_a_change, methods_5_6_coverage_of_ranks_is_binomial,
        binomial_and_poisson_add_up_their_probabilities, a_quantile_of_the_cdf_is_where_it_started,
        quantiles_rise_with_the_probability_and_across_the_change_of_method,
        log_gamma_knows_factorials_and_its_derivatives, outside_the_domain_is_a_status_and_no_nan,
        the_ends_of_the_domain_have_answers};
    return RUN_TESTS("distributions", tests);
}
