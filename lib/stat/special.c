/* Logarithms of gamma, the masses of the binomial and Poisson distributions after Loader (2000), and the search for
   quantiles. */
#include "stat/special.h"

#include "stat/distributions.h"
#include <float.h>
#include <math.h>

static const double LOG_ROOT_TWO_PI = 0.91893853320467274178;
static const double TWO_PI = 6.28318530717958647693;

/* From here on the asymptotic series below reach the last place. */
static const double SERIES_FROM = 16.0;

double dsi_log1p(double x)
{
    /* Kahan: what was lost in 1 + x is lost in the divisor too. */
    const double u = 1.0 + x;
    if (u == 1.0) {
        return x;
    }
    return isfinite(u) ? log(u) * (x / (u - 1.0)) : log(u);
}

/* ln Gamma(x + 1) - ((x + 1/2) ln x - x + ln sqrt(2 pi)): the error of Stirling's formula. */
static double stirling_error(double x)
{
    double sum = 0.0;
    for (; x < SERIES_FROM; x += 1.0) {
        sum += x > 1e-8 ? (x + 0.5) * dsi_log1p(1.0 / x) - 1.0 : (x + 0.5) * (dsi_log1p(x) - log(x)) - 1.0;
    }
    const double r = 1.0 / (x * x);
    const double series =
        (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188 - r * (691.0 / 360360)))))) /
        x;
    return sum + series;
}

double dsi_log_gamma(double x)
{
    return (x - 0.5) * log(x) - x + LOG_ROOT_TWO_PI + stirling_error(x);
}

double dsi_digamma(double x)
{
    double sum = 0.0;
    for (; x < SERIES_FROM; x += 1.0) {
        sum -= 1.0 / x;
    }
    const double r = 1.0 / (x * x);
    const double series = r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r / 132))));
    return sum + log(x) - 0.5 / x - series;
}

double dsi_trigamma(double x)
{
    double sum = 0.0;
    for (; x < SERIES_FROM; x += 1.0) {
        sum += 1.0 / (x * x);
    }
    const double r = 1.0 / (x * x);
    const double series = r * (1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * (5.0 / 66)))));
    return sum + (1.0 + series) / x + 0.5 * r;
}

/* x ln(x / m) + m - x, without cancellation where x is near m (Loader's bd0). x, m > 0. */
static double deviance(double x, double m)
{
    const double d = x - m;
    if (fabs(d) >= 0.1 * (x + m)) {
        return x * (log(x) - log(m)) + m - x;
    }
    const double v = d / (x + m);
    double sum = d * v;
    double term = 2.0 * x * v;
    const double vv = v * v;
    for (int k = 1; k < 1000; k++) {
        term *= vv;
        const double next = sum + term / (2 * k + 1);
        if (next == sum) {
            break;
        }
        sum = next;
    }
    return sum;
}

double dsi_binomial_mass(double a, double b, double x, double y)
{
    const double n = a + b;
    const double exponent =
        stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y);
    return exp(exponent) * sqrt(n / TWO_PI / a / b);
}

double dsi_poisson_mass(double s, double x)
{
    return exp(-stirling_error(s) - deviance(s, x)) / sqrt(TWO_PI * s);
}

/* Halve the bracket: by its ratio while its ends differ in size, else by its difference. */
static double middle(double lo, double hi, int *reach)
{
    if (lo > 0.0) {
        return hi > 4.0 * lo ? sqrt(lo) * sqrt(hi) : lo + 0.5 * (hi - lo);
    }
    *reach += *reach < 256 ? *reach : 0;
    return ldexp(hi, -*reach);
}

double dsi_quantile_search(
    dsi_tails (*at)(const void *shapes, double x), const void *shapes, double p, double q, double start, double hi)
{
    double lo = 0.0, x = start;
    int reach = 1;
    for (int i = 0; i < 400; i++) {
        const dsi_tails t = at(shapes, x);
        const double miss = p <= q ? t.lower - p : q - t.upper;
        if (miss == 0.0) {
            return x;
        }
        if (miss > 0.0) {
            hi = x;
        } else {
            lo = x;
        }
        const double step = t.density > 0.0 ? miss / t.density : HUGE_VAL;
        const double next = x - step;
        /* Newton doubles the right digits: the step behind a small one would be below the last place. */
        if (next > lo && next < hi && fabs(step) <= 1e-9 * x) {
            return next;
        }
        const double mid = middle(lo, hi, &reach);
        if (!(mid > DBL_MIN) || hi - lo <= DBL_EPSILON * hi) {
            return mid;
        }
        x = next > lo && next < hi && next > 0.0 ? next : mid;
    }
    return x;
}
