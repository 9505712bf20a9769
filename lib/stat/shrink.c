/* What a small group's number is worth: priors from all groups, and numbers shrunk to them (METHODS 5.2). */
#include "stat/shrink.h"

#include "base/structs.h"
#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/share.h"

/* ---- the prior of shares --------------------------------------------------------------------- */

/* Groups, successes, cases and the pooled share; and why nothing can be told of the spread, if so. */
static void pool(const dsi_share_groups *g, dscore_share_prior *prior, double *out_squares)
{
    dsi_running successes = {0.0, 0.0}, cases = {0.0, 0.0}, squares = {0.0, 0.0};
    for (int64_t i = 0; i < g->count; i++) {
        prior->groups += g->n[i] > 0 ? 1 : 0;
        dsi_running_add(&successes, (double)g->x[i]);
        dsi_running_add(&cases, (double)g->n[i]);
        dsi_running_add(&squares, (double)g->n[i] * (double)g->n[i]);
    }
    prior->successes = dsi_running_total(&successes);
    prior->cases = dsi_running_total(&cases);
    prior->mean = prior->cases > 0.0 ? prior->successes / prior->cases : 0.0;
    *out_squares = dsi_running_total(&squares);
    if (prior->groups < 2) {
        prior->status = prior->groups == 0 ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_INSUFFICIENT;
    } else if (!(prior->mean > 0.0 && prior->mean < 1.0) || prior->cases <= (double)prior->groups) {
        prior->status = DSCORE_VALUE_UNDEFINED;
    }
}

static double rho_by_moments(const dsi_share_groups *g, const dscore_share_prior *prior, double squares)
{
    const double p = prior->mean, pq = p * (1.0 - p), between = (double)prior->groups - 1.0;
    dsi_running spread = {0.0, 0.0};
    for (int64_t i = 0; i < g->count; i++) {
        if (g->n[i] > 0) {
            const double apart = (double)g->x[i] / (double)g->n[i] - p;
            dsi_running_add(&spread, (double)g->n[i] * apart * apart);
        }
    }
    const double over = dsi_running_total(&spread) - between * pq;
    const double under = pq * (prior->cases - squares / prior->cases - between);
    return under > 0.0 ? over / under : 0.0;
}

static void set_full(dscore_share_prior *prior)
{
    prior->is_full = 1;
    prior->strength = HUGE_VAL;
    prior->rho = prior->alpha = prior->beta = 0.0;
}

/* rho below 1: M stays above 0. Above the strongest prior a shape can hold, groups cannot be told apart. */
static void set_rho(dscore_share_prior *prior, double rho)
{
    static const double BELOW_ONE = 1.0 - 0x1p-53, WEAKEST = 1e-12;
    if (!(rho > WEAKEST)) {
        set_full(prior);
        return;
    }
    prior->rho = fmin(rho, BELOW_ONE);
    prior->strength = 1.0 / prior->rho - 1.0;
    prior->alpha = prior->mean * prior->strength;
    prior->beta = (1.0 - prior->mean) * prior->strength;
}

dscore_status dscore_share_prior_fit(
    const int64_t *x, const int64_t *n, int64_t count, int32_t method, dscore_share_prior *out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    dscore_status status = dsi_check_size(count, err);
    if (status == DSCORE_OK) {
        status = dsi_check_choice("method", method, DSCORE_PRIOR_MOMENTS, DSCORE_PRIOR_LIKELIHOOD,
            "DSCORE_PRIOR_MOMENTS or _LIKELIHOOD", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_check_shares("x", x, "n", n, count, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const dsi_share_groups groups = {x, n, count};
    dscore_share_prior prior = DSCORE_SHARE_PRIOR_INIT;
    double squares;
    pool(&groups, &prior, &squares);
    if (prior.status != DSCORE_VALUE_OK) {
        set_full(&prior);
        return dsi_struct_give(out, &prior, (int64_t)sizeof prior, err);
    }
    set_rho(&prior, rho_by_moments(&groups, &prior, squares));
    if (method == DSCORE_PRIOR_LIKELIHOOD) {
        double alpha, beta;
        if (dsi_share_likelihood(&groups, &prior, &alpha, &beta)) {
            prior.alpha = alpha;
            prior.beta = beta;
            prior.strength = alpha + beta;
            prior.mean = alpha / prior.strength;
            prior.rho = 1.0 / (1.0 + prior.strength);
            prior.is_full = 0;
        } else {
            set_full(&prior);
        }
    }
    return dsi_struct_give(out, &prior, (int64_t)sizeof prior, err);
}

/* ---- shrinking shares ------------------------------------------------------------------------ */

static dscore_status fail_prior(dscore_error *err, const char *expected)
{
    const dscore_status status =
        dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_STAT_PRIOR, "the prior has %s", expected);
    dsi_error_path(err, "prior");
    return status;
}

static dscore_status check_share_prior(const dscore_share_prior *p, dscore_error *err)
{
    if (p->is_full) {
        const bool fine = p->successes >= 0.0 && p->successes <= p->cases && p->cases <= 1e60;
        return fine ? DSCORE_OK : fail_prior(err, "successes that do not lie between 0 and its cases");
    }
    const bool fine = p->alpha > 0.0 && p->alpha <= 1e18 && p->beta > 0.0 && p->beta <= 1e18;
    return fine ? DSCORE_OK : fail_prior(err, "an alpha or beta outside 0 to 1e18");
}

/* Beta(a, b) as mean and equal tails. */
typedef struct posterior {
    double mean;
    dsi_interval interval;
} posterior;

/* Everybody's, where groups cannot be told apart: the pooled share. */
static posterior pooled_posterior(const dscore_share_prior *p, double level)
{
    if (!(p->cases > 0.0)) {
        return (posterior){0.0, {0.0, 1.0}};
    }
    return (posterior){
        p->successes / p->cases, dsi_share_interval(p->successes, p->cases, level, 0.0, DSCORE_INTERVAL_JEFFREYS)};
}

static double shrunk_share(double x, double n, const dscore_share_prior *p)
{
    const double strength = p->alpha + p->beta, prior = p->alpha / strength, own = n > 0.0 ? x / n : prior;
    return fmin(fmax(own, prior), fmax(fmin(own, prior), (x + p->alpha) / (n + strength)));
}

static dsi_interval credible(double x, double n, const dscore_share_prior *p, double level)
{
    const double a = fmax(x + p->alpha, DSI_SHAPE_MIN), b = fmax(n - x + p->beta, DSI_SHAPE_MIN);
    dsi_interval found;
    (void)dsi_beta_quantile((1.0 - level) / 2.0, a, b, &found.lo);
    (void)dsi_beta_quantile((1.0 + level) / 2.0, a, b, &found.hi);
    return found;
}

dscore_status dscore_shares_shrink(const int64_t *x, const int64_t *n, int64_t count, const dscore_share_prior *prior,
    double level, double *shrunk, double *lo, double *hi, double *reliability, int32_t *status, dscore_error *err)
{
    dscore_share_prior p = DSCORE_SHARE_PRIOR_INIT;
    dscore_status result = dsi_struct_read(&p, prior, (int64_t)sizeof p, "prior", err);
    if (result == DSCORE_OK) {
        result = dsi_check_size(count, err);
    }
    if (result == DSCORE_OK) {
        result = dsi_check_level(level, err);
    }
    if (result == DSCORE_OK) {
        result = check_share_prior(&p, err);
    }
    if (result == DSCORE_OK) {
        result = dsi_check_shares("x", x, "n", n, count, err);
    }
    if (result != DSCORE_OK) {
        return result;
    }
    const bool wants_interval = lo != NULL || hi != NULL;
    const posterior pooled = p.is_full ? pooled_posterior(&p, level) : (posterior){0.0, {0.0, 0.0}};
    for (int64_t i = 0; i < count; i++) {
        const double xi = (double)x[i], ni = (double)n[i];
        posterior found = pooled;
        if (!p.is_full) {
            found.mean = shrunk_share(xi, ni, &p);
            found.interval = wants_interval ? credible(xi, ni, &p, level) : pooled.interval;
        }
        dsi_put(shrunk, i, found.mean);
        dsi_put(lo, i, found.interval.lo);
        dsi_put(hi, i, found.interval.hi);
        dsi_put(reliability, i, p.is_full ? 0.0 : ni / (ni + (p.alpha + p.beta)));
        dsi_put_status(status, i, n[i] > 0 ? DSCORE_VALUE_OK : DSCORE_VALUE_NO_DATA);
    }
    return DSCORE_OK;
}
