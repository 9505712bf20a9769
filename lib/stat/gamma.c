/* The incomplete gamma function and its inverse; from it chi-square and the Poisson distribution. */
#include "stat/distributions.h"
#include "stat/special.h"

#include <float.h>
#include <math.h>

/* As in beta.c: above this Cornish and Fisher's expansion is exact to the last places. */
static const double NEARLY_NORMAL = 1e8;

static bool is_shape(double s)
{
    return s >= DSI_SHAPE_MIN && s <= DSI_SHAPE_MAX;
}

/* P(s, x) / mass by its series, for x below s + 1. */
static double series(double s, double x)
{
    double term = 1.0, sum = 1.0;
    for (int64_t k = 1; k < 10000000; k++) {
        term *= x / (s + (double)k);
        sum += term;
        if (term <= sum * (DBL_EPSILON / 8)) {
            break;
        }
    }
    return sum;
}

/* Q(s, x) / (s mass) by Lentz's continued fraction, for x from s + 1. */
static double fraction(double s, double x)
{
    const double tiny = 1e-300;
    double b = x + 1.0 - s, c = 1.0 / tiny, d = 1.0 / b, h = d;
    for (int64_t k = 1; k < 10000000; k++) {
        const double step = -(double)k * ((double)k - s);
        b += 2.0;
        d = step * d + b;
        c = b + step / c;
        d = 1.0 / (fabs(d) < tiny ? tiny : d);
        c = fabs(c) < tiny ? tiny : c;
        h *= d * c;
        if (fabs(d * c - 1.0) <= 2 * DBL_EPSILON) {
            break;
        }
    }
    return h;
}

static dsi_tails tails_at(const void *shape, double x)
{
    const double s = *(const double *)shape;
    if (x <= 0.0 || x > 2.0 * s + 2000.0) { /* beyond, the upper tail is below the smallest double */
        return (dsi_tails){x <= 0.0 ? 0.0 : 1.0, x <= 0.0 ? 1.0 : 0.0, 0.0};
    }
    const double mass = dsi_poisson_mass(s, x);
    const double density = mass * (s / x);
    if (x < s + 1.0) {
        const double lower = fmin(1.0, mass * series(s, x));
        return (dsi_tails){lower, 1.0 - lower, density};
    }
    const double upper = fmin(1.0, mass * s * fraction(s, x));
    return (dsi_tails){1.0 - upper, upper, density};
}

dscore_status dsi_gamma_cdf(double x, double s, double *out)
{
    *out = 0.0;
    if (!is_shape(s) || !(x >= 0.0)) {
        return DSCORE_E_RANGE;
    }
    *out = tails_at(&s, x).lower;
    return DSCORE_OK;
}

static double nearly_normal_quantile(double s, double p)
{
    double z;
    (void)dsi_normal_quantile(p, &z);
    const double skew = 2.0 / sqrt(s), kurtosis = 6.0 / s;
    const double w = z + (z * z - 1.0) * skew / 6.0 + (z * z * z - 3.0 * z) * kurtosis / 24.0 -
                     (2.0 * z * z * z - 5.0 * z) * skew * skew / 36.0;
    return s + sqrt(s) * w;
}

dscore_status dsi_gamma_quantile(double p, double s, double *out)
{
    *out = 0.0;
    if (!is_shape(s) || !(p >= 0.0 && p < 1.0)) {
        return DSCORE_E_RANGE;
    }
    if (p > 0.0) {
        *out = s > NEARLY_NORMAL ? nearly_normal_quantile(s, p)
                                 : dsi_quantile_search(tails_at, &s, p, 1.0 - p, s, 2.0 * s + 2000.0);
    }
    return DSCORE_OK;
}

dscore_status dsi_chi_square_quantile(double p, double df, double *out)
{
    const dscore_status status = dsi_gamma_quantile(p, df / 2.0, out);
    *out *= 2.0;
    return status;
}

dscore_status dsi_poisson_cdf(int64_t k, double mean, double *out)
{
    *out = 0.0;
    if (!(mean > 0.0) || k > INT64_C(1) << 53) {
        return DSCORE_E_RANGE;
    }
    if (k >= 0) {
        const double shape = (double)k + 1.0;
        *out = tails_at(&shape, mean).upper;
    }
    return DSCORE_OK;
}
