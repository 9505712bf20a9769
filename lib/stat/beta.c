/* The incomplete beta function and its inverse; from it Student's t and the binomial distribution. */
#include "stat/distributions.h"
#include "stat/special.h"

#include <float.h>
#include <math.h>

/* A point between 0 and 1 with its complement, of which either may be too small to be seen in the other. */
typedef struct point {
    double x, y;
} point;

typedef struct shapes {
    double a, b;
} shapes;

/* Above this both shapes make the distribution so nearly normal that its Cornish-Fisher expansion is exact to the last
   places, and the continued fraction long. */
static const double NEARLY_NORMAL = 1e8;

static bool is_shape(double a)
{
    return a >= DSI_SHAPE_MIN && a <= DSI_SHAPE_MAX;
}

/* x^a y^b / B(a, b) / I_x(a, b) for x up to the mean: the continued fraction of Didonato and Morris (1992), Significant
   digit computation of the incomplete beta function ratios, evaluated as by Lentz, Thompson and Barnett (1986). It
   takes x and y, because where a is large their difference to the mean is all that counts. Its length grows with the
   root of the smaller shape. */
static double fraction(double a, double b, point at)
{
    const double tiny = 1e-300;
    const double lead = (a * at.y - b * at.x) + 1.0;
    double value = a * lead / (a + 1.0);
    value = fabs(value) < tiny ? tiny : value;
    double c = value, d = 0.0;
    for (int64_t m = 1; m < 10000000; m++) {
        const double k = (double)m;
        const double ratio = k * (b - k) * at.x / (a + 2 * k - 1.0);
        const double over = (a + k - 1.0) * (a + b + k - 1.0) / (a + 2 * k - 1.0) * at.x * ratio;
        const double under = k + ratio + (a + k) * (lead + k * (1.0 + at.y)) / (a + 2 * k + 1.0);
        d = under + over * d;
        c = under + over / c;
        d = 1.0 / (fabs(d) < tiny ? tiny : d);
        c = fabs(c) < tiny ? tiny : c;
        value *= c * d;
        if (fabs(c * d - 1.0) <= 2 * DBL_EPSILON) {
            break;
        }
    }
    return value;
}

/* Is x so small that the series below is short and its terms do not cancel? There the fraction would be long. */
static bool is_near_zero(double b, double x)
{
    return x <= 0.5 && b * x <= 1.0;
}

/* I_x(a, b) near x = 0 by its power series; front is x^a y^b / B(a, b). */
static double series(double a, double b, double x, double front)
{
    double term = 1.0, sum = 1.0 / a;
    for (int n = 1; n < 1000; n++) {
        term *= (n - b) / n * x;
        const double next = sum + term / (a + n);
        if (next == sum) {
            break;
        }
        sum = next;
    }
    return front / exp(b * dsi_log1p(-x)) * sum;
}

static dsi_tails tails_of(shapes s, point at)
{
    if (at.x <= 0.0 || at.y <= 0.0) {
        return (dsi_tails){at.x <= 0.0 ? 0.0 : 1.0, at.x <= 0.0 ? 1.0 : 0.0, 0.0};
    }
    const double front = dsi_binomial_mass(s.a, s.b, at.x, at.y) / (1.0 / s.a + 1.0 / s.b);
    const double density = front / at.x / at.y;
    if (is_near_zero(s.b, at.x)) {
        const double lower = fmin(1.0, series(s.a, s.b, at.x, front));
        return (dsi_tails){lower, 1.0 - lower, density};
    }
    if (is_near_zero(s.a, at.y)) {
        const double upper = fmin(1.0, series(s.b, s.a, at.y, front));
        return (dsi_tails){1.0 - upper, upper, density};
    }
    if (s.b * at.x <= s.a * at.y) {
        const double lower = fmin(1.0, front / fraction(s.a, s.b, at));
        return (dsi_tails){lower, 1.0 - lower, density};
    }
    const double upper = fmin(1.0, front / fraction(s.b, s.a, (point){at.y, at.x}));
    return (dsi_tails){1.0 - upper, upper, density};
}

static dsi_tails tails_at(const void *s, double x)
{
    return tails_of(*(const shapes *)s, (point){x, 1.0 - x});
}

/* Cornish and Fisher (1938) with skewness and kurtosis, at the normal quantile z. */
static point nearly_normal_quantile(shapes s, double z)
{
    const double n = s.a + s.b;
    const double sd = sqrt(s.a / n * (s.b / n) / (n + 1.0));
    const double skew = 2.0 * (s.b - s.a) / (n + 2.0) * sqrt((n + 1.0) / s.a / s.b);
    const double product = s.a * s.b;
    const double difference = s.a - s.b;
    const double kurtosis =
        6.0 * (difference * difference * (n + 1.0) - product * (n + 2.0)) / (product * (n + 2.0) * (n + 3.0));
    const double w = z + (z * z - 1.0) * skew / 6.0 + (z * z * z - 3.0 * z) * kurtosis / 24.0 -
                     (2.0 * z * z * z - 5.0 * z) * skew * skew / 36.0;
    return (point){s.a / n + sd * w, s.b / n - sd * w};
}

/* The point whose lower tail is p, 0 < p < 1, q = 1 - p. */
static point quantile(shapes s, double p, double q)
{
    if (s.a > NEARLY_NORMAL && s.b > NEARLY_NORMAL) {
        double z;
        (void)dsi_normal_quantile(fmin(p, q), &z);
        return nearly_normal_quantile(s, p <= q ? z : -z);
    }
    const double half = tails_of(s, (point){0.5, 0.5}).lower;
    if (half < p) { /* search where the number is small, so that all its digits count */
        const shapes other = {s.b, s.a};
        const double y = dsi_quantile_search(tails_at, &other, q, p, fmin(0.5, s.b / (s.a + s.b)), 0.5);
        return (point){1.0 - y, y};
    }
    const double x = dsi_quantile_search(tails_at, &s, p, q, fmin(0.5, s.a / (s.a + s.b)), 0.5);
    return (point){x, 1.0 - x};
}

dscore_status dsi_beta_cdf(double x, double a, double b, double *out)
{
    *out = 0.0;
    if (!is_shape(a) || !is_shape(b) || !(x >= 0.0 && x <= 1.0)) {
        return DSCORE_E_RANGE;
    }
    *out = tails_of((shapes){a, b}, (point){x, 1.0 - x}).lower;
    return DSCORE_OK;
}

dscore_status dsi_beta_quantile(double p, double a, double b, double *out)
{
    *out = 0.0;
    if (!is_shape(a) || !is_shape(b) || !(p >= 0.0 && p <= 1.0)) {
        return DSCORE_E_RANGE;
    }
    *out = p <= 0.0 ? 0.0 : p >= 1.0 ? 1.0 : fmin(1.0, fmax(0.0, quantile((shapes){a, b}, p, 1.0 - p).x));
    return DSCORE_OK;
}

dscore_status dsi_t_cdf(double t, double df, double *out)
{
    *out = 0.0;
    if (isnan(t) || !is_shape(df)) {
        return DSCORE_E_RANGE;
    }
    const double ratio = fabs(t) / sqrt(df);
    const double square = ratio * ratio;
    const point at = isfinite(square) ? (point){1.0 / (1.0 + square), square / (1.0 + square)} : (point){0.0, 1.0};
    const dsi_tails tails = tails_of((shapes){df / 2.0, 0.5}, at);
    *out = t > 0.0 ? 0.5 + 0.5 * tails.upper : 0.5 * tails.lower;
    return DSCORE_OK;
}

dscore_status dsi_t_quantile(double p, double df, double *out)
{
    *out = 0.0;
    if (!(p > 0.0 && p < 1.0) || !is_shape(df)) {
        return DSCORE_E_RANGE;
    }
    const double tail = fmin(p, 1.0 - p);
    if (tail >= 0.5) {
        return DSCORE_OK;
    }
    const point at = quantile((shapes){df / 2.0, 0.5}, 2.0 * tail, 1.0 - 2.0 * tail);
    const double size = sqrt(df * at.y / at.x);
    *out = p < 0.5 ? -fmin(size, DBL_MAX) : fmin(size, DBL_MAX);
    return DSCORE_OK;
}

dscore_status dsi_binomial_cdf(int64_t k, int64_t n, double p, double *out)
{
    *out = 0.0;
    if (n < 0 || n > INT64_C(1) << 53 || !(p >= 0.0 && p <= 1.0)) {
        return DSCORE_E_RANGE;
    }
    if (k >= 0) {
        *out = k >= n ? 1.0 : tails_of((shapes){(double)(n - k), (double)(k + 1)}, (point){1.0 - p, p}).lower;
    }
    return DSCORE_OK;
}
