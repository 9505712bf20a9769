/* How sure one number is: intervals of shares, counts, means and net promoter scores (METHODS 5.1, 5.6). */
#include <deskscore/stat.h>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/share.h"

/* ---- shares ---------------------------------------------------------------------------------- */

dsi_interval dsi_wilson(double x, double n, double z)
{
    const double p = x / n, q = (n - x) / n, shrink = 1.0 + z * z / n;
    const double centre = (p + z * z / (2.0 * n)) / shrink;
    const double half = z / shrink * sqrt(p * q / n + z * z / (4.0 * n * n));
    /* p lies inside, whatever rounding says; the ends are exact where nothing or everything succeeded */
    return (dsi_interval){
        x <= 0.0 ? 0.0 : fmin(p, fmax(0.0, centre - half)), x >= n ? 1.0 : fmax(p, fmin(1.0, centre + half))};
}

static dsi_interval agresti_coull(double x, double n, double z)
{
    const double cases = n + z * z, p = (x + z * z / 2.0) / cases, q = (n - x + z * z / 2.0) / cases;
    const double half = z * sqrt(p * q / cases);
    return (dsi_interval){x <= 0.0 ? 0.0 : fmax(0.0, p - half), x >= n ? 1.0 : fmin(1.0, p + half)};
}

static double beta_at(double p, double a, double b)
{
    double x;
    (void)dsi_beta_quantile(p, a, b, &x);
    return x;
}

dsi_interval dsi_share_interval(double x, double n, double level, double z, int32_t method)
{
    const double below = (1.0 - level) / 2.0, above = (1.0 + level) / 2.0;
    switch (method) {
    case DSCORE_INTERVAL_JEFFREYS:
        return (dsi_interval){
            x <= 0.0 ? 0.0 : beta_at(below, x + 0.5, n - x + 0.5), x >= n ? 1.0 : beta_at(above, x + 0.5, n - x + 0.5)};
    case DSCORE_INTERVAL_CLOPPER_PEARSON:
        return (dsi_interval){
            x <= 0.0 ? 0.0 : beta_at(below, x, n - x + 1.0), x >= n ? 1.0 : beta_at(above, x + 1.0, n - x)};
    case DSCORE_INTERVAL_AGRESTI_COULL:
        return agresti_coull(x, n, z);
    default:
        return dsi_wilson(x, n, z);
    }
}

/* What every interval function asks: entries, level, results. */
static dscore_status check_bound(int64_t count, double level, const double *lo, const double *hi, dscore_error *err)
{
    dscore_status status = dsi_check_size(count, err);
    if (status == DSCORE_OK) {
        status = dsi_check_level(level, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_check_result("lo", lo, count, err);
    }
    return status == DSCORE_OK ? dsi_check_result("hi", hi, count, err) : status;
}

dscore_status dscore_shares_bound(const int64_t *x, const int64_t *n, int64_t count, double level, int32_t method,
    double *lo, double *hi, int32_t *status, dscore_error *err)
{
    dscore_status result = check_bound(count, level, lo, hi, err);
    if (result == DSCORE_OK) {
        result = dsi_check_choice("method", method, DSCORE_INTERVAL_WILSON, DSCORE_INTERVAL_AGRESTI_COULL,
            "DSCORE_INTERVAL_WILSON, _JEFFREYS, _CLOPPER_PEARSON or _AGRESTI_COULL", err);
    }
    if (result == DSCORE_OK) {
        result = dsi_check_shares("x", x, "n", n, count, err);
    }
    if (result != DSCORE_OK) {
        return result;
    }
    const double z = dsi_level_z(level);
    for (int64_t i = 0; i < count; i++) {
        const dsi_interval found =
            n[i] == 0 ? (dsi_interval){0.0, 1.0} : dsi_share_interval((double)x[i], (double)n[i], level, z, method);
        lo[i] = found.lo;
        hi[i] = found.hi;
        dsi_put_status(status, i, n[i] == 0 ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_OK);
    }
    return DSCORE_OK;
}

/* ---- counts ---------------------------------------------------------------------------------- */

static double gamma_at(double p, double shape)
{
    double x;
    (void)dsi_gamma_quantile(p, shape, &x);
    return x;
}

dsi_interval dsi_count_exact(double x, double level)
{
    return (dsi_interval){x > 0.0 ? gamma_at((1.0 - level) / 2.0, x) : 0.0, gamma_at((1.0 + level) / 2.0, x + 1.0)};
}

static dsi_interval count_interval(double x, double level, double z, int32_t method)
{
    switch (method) {
    case DSCORE_COUNT_SCORE: {
        const double centre = x + z * z / 2.0, half = z * sqrt(x + z * z / 4.0);
        return (dsi_interval){x * x / (centre + half), centre + half}; /* their product is x^2 */
    }
    case DSCORE_COUNT_JEFFREYS:
        return (dsi_interval){gamma_at((1.0 - level) / 2.0, x + 0.5), gamma_at((1.0 + level) / 2.0, x + 0.5)};
    case DSCORE_COUNT_WALD:
        return (dsi_interval){fmax(0.0, x - z * sqrt(x)), x + z * sqrt(x)};
    default:
        return dsi_count_exact(x, level);
    }
}

dscore_status dscore_counts_bound(const int64_t *x, const double *exposure, int64_t count, double level, int32_t method,
    double *lo, double *hi, int32_t *status, dscore_error *err)
{
    dscore_status result = check_bound(count, level, lo, hi, err);
    if (result == DSCORE_OK) {
        result = dsi_check_choice("method", method, DSCORE_COUNT_EXACT, DSCORE_COUNT_WALD,
            "DSCORE_COUNT_EXACT, _SCORE, _JEFFREYS or _WALD", err);
    }
    if (result == DSCORE_OK) {
        result = dsi_check_counts("x", x, count, err);
    }
    if (result == DSCORE_OK && exposure != NULL) {
        result = dsi_check_numbers("exposure", exposure, DSI_EXPOSURE, NULL, 0, count, err);
    }
    if (result != DSCORE_OK) {
        return result;
    }
    const double z = dsi_level_z(level);
    for (int64_t i = 0; i < count; i++) {
        const double time = exposure == NULL ? 1.0 : exposure[i];
        const bool known = time > 0.0;
        const dsi_interval found = known ? count_interval((double)x[i], level, z, method) : (dsi_interval){0.0, 0.0};
        lo[i] = known ? found.lo / time : 0.0;
        hi[i] = known ? found.hi / time : 0.0;
        dsi_put_status(status, i, known ? DSCORE_VALUE_OK : DSCORE_VALUE_UNDEFINED);
    }
    return DSCORE_OK;
}

/* ---- means ----------------------------------------------------------------------------------- */

dscore_status dscore_means_bound(const int64_t *n, const double *mean, const double *sd, int64_t count, double level,
    double *lo, double *hi, int32_t *status, dscore_error *err)
{
    dscore_status result = check_bound(count, level, lo, hi, err);
    if (result == DSCORE_OK) {
        result = dsi_check_counts("n", n, count, err);
    }
    if (result == DSCORE_OK) {
        result = dsi_check_numbers("mean", mean, DSI_ANY_SIGN, n, 1, count, err);
    }
    if (result == DSCORE_OK) {
        result = dsi_check_numbers("sd", sd, DSI_NOT_NEGATIVE, n, 2, count, err);
    }
    if (result != DSCORE_OK) {
        return result;
    }
    for (int64_t i = 0; i < count; i++) {
        double t = 0.0;
        if (n[i] > 1) {
            (void)dsi_t_quantile((1.0 + level) / 2.0, (double)(n[i] - 1), &t);
        }
        const double centre = n[i] > 0 ? mean[i] : 0.0, half = n[i] > 1 ? t * sd[i] / sqrt((double)n[i]) : 0.0;
        lo[i] = centre - half;
        hi[i] = centre + half;
        dsi_put_status(status, i,
            n[i] > 1    ? DSCORE_VALUE_OK
            : n[i] == 1 ? DSCORE_VALUE_INSUFFICIENT
                        : DSCORE_VALUE_NO_DATA);
    }
    return DSCORE_OK;
}

/* ---- net promoter scores --------------------------------------------------------------------- */

static dscore_status check_nps(
    const int64_t *promoters, const int64_t *detractors, const int64_t *n, int64_t count, dscore_error *err)
{
    dscore_status status = dsi_check_shares("promoters", promoters, "n", n, count, err);
    if (status == DSCORE_OK) {
        status = dsi_check_shares("detractors", detractors, "n", n, count, err);
    }
    for (int64_t i = 0; status == DSCORE_OK && i < count; i++) {
        if (detractors[i] > n[i] - promoters[i]) {
            status = dsi_fail_entry(err, DSCORE_E_PARAMETER, DSCORE_CODE_STAT_COUNT, "detractors", i,
                (double)detractors[i], "no more than there are answers that are no promoter's");
        }
    }
    return status;
}

dscore_status dscore_nps_bound(const int64_t *promoters, const int64_t *detractors, const int64_t *n, int64_t count,
    double level, double *score, double *lo, double *hi, int32_t *status, dscore_error *err)
{
    dscore_status result = check_bound(count, level, lo, hi, err);
    if (result == DSCORE_OK) {
        result = check_nps(promoters, detractors, n, count, err);
    }
    if (result != DSCORE_OK) {
        return result;
    }
    const double z = dsi_level_z(level);
    for (int64_t i = 0; i < count; i++) {
        const double answers = (double)n[i] + 3.0;
        const double p = ((double)promoters[i] + 0.75) / answers, d = ((double)detractors[i] + 0.75) / answers;
        const double half = z * sqrt(fmax(0.0, p + d - (p - d) * (p - d)) / answers);
        const bool known = n[i] > 0;
        dsi_put(score, i, known ? 100.0 * (double)(promoters[i] - detractors[i]) / (double)n[i] : 0.0);
        lo[i] = known ? 100.0 * fmax(-1.0, p - d - half) : -100.0;
        hi[i] = known ? 100.0 * fmin(1.0, p - d + half) : 100.0;
        dsi_put_status(status, i, known ? DSCORE_VALUE_OK : DSCORE_VALUE_NO_DATA);
    }
    return DSCORE_OK;
}
