/* Means shrunk to the pooled one, by the variance inside groups and between them (METHODS 5.2). */
#include <deskscore/stat.h>

#include "base/structs.h"
#include "stat/check.h"

/* Mean squares between and inside groups; n0 weighs groups of different sizes. */
typedef struct components {
    double between, within, n0;
    bool knows_within;
} components;

static components analyse(
    const int64_t *n, const double *mean, const double *sd, int64_t count, double values, double groups, double pooled)
{
    dsi_running between = {0.0, 0.0}, within = {0.0, 0.0}, squares = {0.0, 0.0};
    for (int64_t i = 0; i < count; i++) {
        const double size = (double)n[i];
        if (n[i] > 0) {
            dsi_running_add(&between, size * (mean[i] - pooled) * (mean[i] - pooled));
            dsi_running_add(&squares, size * size);
        }
        if (n[i] > 1) {
            dsi_running_add(&within, (size - 1.0) * sd[i] * sd[i]);
        }
    }
    components c = {0.0, 0.0, 0.0, values > groups};
    if (groups > 1.0) {
        c.between = dsi_running_total(&between) / (groups - 1.0);
        c.n0 = (values - dsi_running_total(&squares) / values) / (groups - 1.0);
    }
    if (c.knows_within) {
        c.within = dsi_running_total(&within) / (values - groups);
    }
    return c;
}

static void pool(const int64_t *n, const double *mean, int64_t count, dscore_mean_prior *prior)
{
    dsi_running values = {0.0, 0.0}, sum = {0.0, 0.0};
    for (int64_t i = 0; i < count; i++) {
        if (n[i] > 0) {
            prior->groups++;
            dsi_running_add(&values, (double)n[i]);
            dsi_running_add(&sum, (double)n[i] * mean[i]);
        }
    }
    prior->values = dsi_running_total(&values);
    prior->mean = prior->values > 0.0 ? dsi_running_total(&sum) / prior->values : 0.0;
}

dscore_status dscore_mean_prior_fit(
    const int64_t *n, const double *mean, const double *sd, int64_t count, dscore_mean_prior *out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    dscore_status status = dsi_check_size(count, err);
    if (status == DSCORE_OK) {
        status = dsi_check_counts("n", n, count, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_check_numbers("mean", mean, DSI_ANY_SIGN, n, 1, count, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_check_numbers("sd", sd, DSI_NOT_NEGATIVE, n, 2, count, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_mean_prior prior = DSCORE_MEAN_PRIOR_INIT;
    pool(n, mean, count, &prior);
    const components c = analyse(n, mean, sd, count, prior.values, (double)prior.groups, prior.mean);
    if (prior.groups == 0) {
        prior.status = DSCORE_VALUE_NO_DATA;
    } else if (prior.groups < 2 || !c.knows_within) {
        prior.status = DSCORE_VALUE_INSUFFICIENT;
    }
    prior.within = c.within;
    /* what rounding the pooled mean leaves is no spread */
    const double rounding = 1e-28 * c.n0 * prior.mean * prior.mean;
    const double spread = c.between - c.within - rounding;
    prior.is_full = prior.status != DSCORE_VALUE_OK || !(spread > 0.0) ? 1 : 0;
    prior.between = prior.is_full ? 0.0 : (c.between - c.within) / c.n0;
    prior.strength = prior.between > 0.0 ? prior.within / prior.between : HUGE_VAL;
    return dsi_struct_give(out, &prior, (int64_t)sizeof prior, err);
}

static dscore_status check_mean_prior(const dscore_mean_prior *p, dscore_error *err)
{
    const bool fine = fabs(p->mean) <= 1e30 && p->within >= 0.0 && p->within <= 1e100 &&
                      (p->is_full || (p->between > 0.0 && p->between <= 1e100)) && p->values >= 0.0 &&
                      p->values <= 1e60;
    if (fine) {
        return DSCORE_OK;
    }
    const dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_STAT_PRIOR,
        "the prior has a mean, a variance or a number of values out of range");
    dsi_error_path(err, "prior");
    return status;
}

dscore_status dscore_means_shrink(const int64_t *n, const double *mean, int64_t count, const dscore_mean_prior *prior,
    double level, double *shrunk, double *lo, double *hi, double *reliability, int32_t *status, dscore_error *err)
{
    dscore_mean_prior p = DSCORE_MEAN_PRIOR_INIT;
    dscore_status result = dsi_struct_read(&p, prior, (int64_t)sizeof p, "prior", err);
    if (result == DSCORE_OK) {
        result = dsi_check_size(count, err);
    }
    if (result == DSCORE_OK) {
        result = dsi_check_level(level, err);
    }
    if (result == DSCORE_OK) {
        result = check_mean_prior(&p, err);
    }
    if (result == DSCORE_OK) {
        result = dsi_check_counts("n", n, count, err);
    }
    if (result == DSCORE_OK) {
        result = dsi_check_numbers("mean", mean, DSI_ANY_SIGN, n, 1, count, err);
    }
    if (result != DSCORE_OK) {
        return result;
    }
    const double z = dsi_level_z(level);
    for (int64_t i = 0; i < count; i++) {
        const bool is_own = n[i] > 0 && !p.is_full;
        const double r = is_own ? p.between / (p.between + p.within / (double)n[i]) : 0.0;
        const double moved = is_own ? p.mean + r * (mean[i] - p.mean) : p.mean;
        const double found = is_own ? fmin(fmax(mean[i], p.mean), fmax(fmin(mean[i], p.mean), moved)) : p.mean;
        const double variance = !p.is_full ? p.between * (1.0 - r) : p.values > 0.0 ? p.within / p.values : 0.0;
        dsi_put(shrunk, i, found);
        dsi_put(lo, i, found - z * sqrt(variance));
        dsi_put(hi, i, found + z * sqrt(variance));
        dsi_put(reliability, i, r);
        dsi_put_status(status, i, n[i] > 0 ? DSCORE_VALUE_OK : DSCORE_VALUE_NO_DATA);
    }
    return DSCORE_OK;
}
