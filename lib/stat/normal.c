/* The standard normal distribution. */
#include "stat/distributions.h"

#include <math.h>

static const double ROOT_TWO_PI = 2.50662827463100050242;

/* e^(-x^2/2) / sqrt(2 pi), with x split so that its square keeps its last places. */
static double density(double x)
{
    const double coarse = trunc(x * 16.0) / 16.0;
    return exp(-0.5 * coarse * coarse) * exp(-0.5 * (x - coarse) * (x + coarse)) / ROOT_TWO_PI;
}

/* Phi(x) - 1/2: the series of Marsaglia (2004), Evaluating the normal distribution. |x| <= 2. */
static double centre(double x)
{
    double term = x, sum = x;
    for (int k = 3; k < 200; k += 2) {
        term *= x * x / k;
        const double next = sum + term;
        if (next == sum) {
            break;
        }
        sum = next;
    }
    return sum * density(x);
}

/* 1 - Phi(x) for x > 2: Laplace's continued fraction of Mills' ratio, from its end. */
static double tail(double x)
{
    double ratio = x;
    for (int k = 200; k >= 1; k--) {
        ratio = x + k / ratio;
    }
    return density(x) / ratio;
}

dscore_status dsi_normal_cdf(double x, double *out)
{
    *out = 0.0;
    if (isnan(x)) {
        return DSCORE_E_RANGE;
    }
    if (fabs(x) <= 2.0) {
        *out = 0.5 + centre(x);
    } else if (x < 0.0) {
        *out = x < -40.0 ? 0.0 : tail(-x);
    } else {
        *out = x > 40.0 ? 1.0 : 1.0 - tail(x);
    }
    return DSCORE_OK;
}

/* A polynomial of degree 7, highest power last. */
static double polynomial(const double *c, double r)
{
    double value = c[7];
    for (int i = 6; i >= 0; i--) {
        value = value * r + c[i];
    }
    return value;
}

/* Wichura (1988), Algorithm AS 241 (PPND16): numerators and denominators near the centre, in the tails, far out. */
/* clang-format off */
static const double NEAR[2][8] = {
    {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3},
    {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3}};
static const double TAIL[2][8] = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}};
static const double FAR_OUT[2][8] = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15}};
/* clang-format on */

dscore_status dsi_normal_quantile(double p, double *out)
{
    *out = 0.0;
    if (!(p > 0.0 && p < 1.0)) {
        return DSCORE_E_RANGE;
    }
    const double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        *out = q * polynomial(NEAR[0], r) / polynomial(NEAR[1], r);
        return DSCORE_OK;
    }
    const double r = sqrt(-log(q < 0.0 ? p : 1.0 - p));
    const double x = r <= 5.0 ? polynomial(TAIL[0], r - 1.6) / polynomial(TAIL[1], r - 1.6)
                              : polynomial(FAR_OUT[0], r - 5.0) / polynomial(FAR_OUT[1], r - 5.0);
    *out = q < 0.0 ? -x : x;
    return DSCORE_OK;
}
