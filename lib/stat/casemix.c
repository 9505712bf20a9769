/* How much of a result is the mix of cases: indirect and direct standardisation (METHODS 5.4). */
#include <deskscore/stat.h>

#include "stat/check.h"
#include "stat/share.h"
#include <inttypes.h>

/* Less than this is nothing: an expectation that no ratio can be made of. */
static const double NOTHING = 1e-100;
/* What is left of a reference after taking out a subject that was all of it, but for rounding. */
static const double LEFT_OVER = 1e-9;

/* The reference as a whole. */
typedef struct whole {
    double sum, n, variance; /* variance: of the values of MEANS, about the crude mean */
} whole;

/* ---- checks ---------------------------------------------------------------------------------- */

static dscore_status check_options(const dscore_casemix *g, dscore_error *err)
{
    dscore_status status = dsi_check_choice(
        "kind", g->kind, DSCORE_CASEMIX_SHARES, DSCORE_CASEMIX_MEANS, "DSCORE_CASEMIX_SHARES, _COUNTS or _MEANS", err);
    if (status == DSCORE_OK) {
        status = dsi_check_choice(
            "interval", g->interval, DSCORE_CASEMIX_EXACT, DSCORE_CASEMIX_LOG, "DSCORE_CASEMIX_EXACT or _LOG", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_check_choice(
            "own", g->own, DSCORE_CASEMIX_KEEP, DSCORE_CASEMIX_LEAVE_OUT, "DSCORE_CASEMIX_KEEP or _LEAVE_OUT", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_check_level(g->level, err);
    }
    if (status == DSCORE_OK && !(g->direct_min >= 0.0 && g->direct_min <= 1e30)) {
        status = dsi_fail_number(err, "direct_min", g->direct_min, "0 to 1e30");
    }
    const int64_t most = INT64_C(1) << 53;
    if (status == DSCORE_OK &&
        (g->strata < 0 || g->subjects < 0 || (g->strata > 0 && g->subjects > most / g->strata))) {
        status = dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STAT_COUNT,
            "%" PRId64 " subjects by %" PRId64 " strata; expected numbers from 0, their product below 2^53",
            g->subjects, g->strata);
    }
    return status;
}

/* Sums and cases of one side, `cells` of them. */
static dscore_status check_cells(const char *sum_name, const double *sum, const char *n_name, const double *n,
    int64_t cells, int32_t kind, dscore_error *err)
{
    dscore_status status = dsi_check_numbers(n_name, n, DSI_EXPOSURE, NULL, 0, cells, err);
    if (status == DSCORE_OK) {
        const int32_t sign = kind == DSCORE_CASEMIX_MEANS ? DSI_ANY_SIGN : DSI_NOT_NEGATIVE;
        status = dsi_check_numbers(sum_name, sum, sign, NULL, 0, cells, err);
    }
    for (int64_t i = 0; status == DSCORE_OK && i < cells; i++) {
        if (kind == DSCORE_CASEMIX_SHARES && sum[i] > n[i]) {
            status = dsi_fail_entry(
                err, DSCORE_E_PARAMETER, DSCORE_CODE_STAT_COUNT, sum_name, i, sum[i], "no more than there are cases");
        } else if (kind == DSCORE_CASEMIX_MEANS && !(n[i] > 0.0) && fabs(sum[i]) > 0.0) {
            status = dsi_fail_entry(
                err, DSCORE_E_PARAMETER, DSCORE_CODE_STAT_NUMBER, sum_name, i, sum[i], "0, as there are no cases");
        }
    }
    return status;
}

/* To leave a subject out, the reference must hold it. */
static dscore_status check_held(const dscore_casemix *g, dscore_error *err)
{
    for (int64_t i = 0; i < g->subjects * g->strata; i++) {
        const int64_t c = i % g->strata;
        const double slack = 1.0 + LEFT_OVER;
        const bool fewer = g->kind != DSCORE_CASEMIX_MEANS && g->sum[i] > g->reference_sum[c] * slack;
        if (g->n[i] > g->reference_n[c] * slack || fewer) {
            return dsi_fail_entry(err, DSCORE_E_PARAMETER, DSCORE_CODE_STAT_REFERENCE, fewer ? "sum" : "n", i,
                fewer ? g->sum[i] : g->n[i], "no more than the reference has in that stratum, to be left out of it");
        }
    }
    return DSCORE_OK;
}

static dscore_status check(const dscore_casemix *g, dscore_error *err)
{
    dscore_status status = check_options(g, err);
    if (status == DSCORE_OK) {
        status = check_cells("reference_sum", g->reference_sum, "reference_n", g->reference_n, g->strata, g->kind, err);
    }
    if (status == DSCORE_OK && g->kind == DSCORE_CASEMIX_MEANS) {
        status = dsi_check_numbers("reference_sd", g->reference_sd, DSI_NOT_NEGATIVE, NULL, 0, g->strata, err);
    }
    if (status == DSCORE_OK) {
        status = check_cells("sum", g->sum, "n", g->n, g->subjects * g->strata, g->kind, err);
    }
    if (status == DSCORE_OK && g->own == DSCORE_CASEMIX_LEAVE_OUT) {
        status = check_held(g, err);
    }
    return status;
}

/* ---- indirect -------------------------------------------------------------------------------- */

static whole reference_whole(const dscore_casemix *g)
{
    dsi_running sum = {0.0, 0.0}, n = {0.0, 0.0}, squares = {0.0, 0.0};
    for (int64_t c = 0; c < g->strata; c++) {
        dsi_running_add(&sum, g->reference_sum[c]);
        dsi_running_add(&n, g->reference_n[c]);
    }
    whole w = {dsi_running_total(&sum), dsi_running_total(&n), 0.0};
    if (g->kind == DSCORE_CASEMIX_MEANS && w.n > 0.0) {
        for (int64_t c = 0; c < g->strata; c++) {
            if (g->reference_n[c] > 0.0) {
                const double apart = g->reference_sum[c] / g->reference_n[c] - w.sum / w.n;
                const double sd = g->reference_sd[c];
                dsi_running_add(&squares, g->reference_n[c] / w.n * (sd * sd + apart * apart));
            }
        }
        w.variance = dsi_running_total(&squares);
    }
    return w;
}

/* What is left of a reference after taking a subject's own out of it; 0 cases where that is all but rounding. */
static whole without(double sum, double n, double own_sum, double own_n, int32_t kind)
{
    const double left = n - own_n, rest = sum - own_sum;
    if (left <= n * LEFT_OVER) {
        return (whole){0.0, 0.0, 0.0};
    }
    return (whole){kind == DSCORE_CASEMIX_MEANS ? rest : fmax(0.0, rest), left, 0.0};
}

/* What the reference would have had with one subject's cases. */
typedef struct expectation {
    double observed, cases, expected, variance, collapsed, crude;
    bool has_reference;
} expectation;

/* Variance of one case whose expected value is `rate`. */
static double case_variance(const dscore_casemix *g, double rate, double variance)
{
    switch (g->kind) {
    case DSCORE_CASEMIX_SHARES:
        return fmax(0.0, rate * (1.0 - rate));
    case DSCORE_CASEMIX_COUNTS:
        return rate;
    default:
        return variance;
    }
}

static expectation expect(const dscore_casemix *g, const whole *all, const double *sum, const double *n)
{
    dsi_running observed = {0.0, 0.0}, cases = {0.0, 0.0}, expected = {0.0, 0.0}, variance = {0.0, 0.0};
    dsi_running collapsed = {0.0, 0.0};
    for (int64_t c = 0; c < g->strata; c++) {
        dsi_running_add(&observed, sum[c]);
        dsi_running_add(&cases, n[c]);
    }
    const bool leave = g->own == DSCORE_CASEMIX_LEAVE_OUT;
    const double own_sum = dsi_running_total(&observed), own_n = dsi_running_total(&cases);
    const whole rest = leave ? without(all->sum, all->n, own_sum, own_n, g->kind) : *all;
    expectation e = {own_sum, own_n, 0.0, 0.0, 0.0, rest.n > 0.0 ? rest.sum / rest.n : 0.0, rest.n > 0.0};
    for (int64_t c = 0; c < g->strata; c++) {
        if (!(n[c] > 0.0)) {
            continue;
        }
        const whole stratum = leave ? without(g->reference_sum[c], g->reference_n[c], sum[c], n[c], g->kind)
                                    : (whole){g->reference_sum[c], g->reference_n[c], 0.0};
        const bool is_known = stratum.n > 0.0;
        const double rate = is_known ? stratum.sum / stratum.n : e.crude;
        const double sd = is_known && g->kind == DSCORE_CASEMIX_MEANS ? g->reference_sd[c] : 0.0;
        dsi_running_add(&expected, n[c] * rate);
        dsi_running_add(&variance, n[c] * case_variance(g, rate, is_known ? sd * sd : all->variance));
        dsi_running_add(&collapsed, is_known ? 0.0 : n[c]);
    }
    e.expected = dsi_running_total(&expected);
    e.variance = dsi_running_total(&variance);
    e.collapsed = dsi_running_total(&collapsed);
    return e;
}

/* Of the observed, before it is divided by the expected. */
static dsi_interval observed_interval(const dscore_casemix *g, const expectation *e, double z)
{
    if (g->kind == DSCORE_CASEMIX_MEANS) {
        const double half = z * sqrt(e->variance);
        return (dsi_interval){e->observed - half, e->observed + half};
    }
    if (g->interval == DSCORE_CASEMIX_LOG && e->observed > 0.0) {
        const double factor = exp(fmin(300.0, z / sqrt(e->observed)));
        return (dsi_interval){e->observed / factor, e->observed * factor};
    }
    return dsi_count_exact(e->observed, g->level);
}

static void put_indirect(
    const dscore_casemix *g, const dscore_casemix_result *out, int64_t i, const expectation *e, double z)
{
    const bool is_defined = e->has_reference && fabs(e->expected) > NOTHING;
    const double by = is_defined ? e->expected : 1.0;
    dsi_interval found = {0.0, 0.0};
    if (is_defined && (out->lo != NULL || out->hi != NULL)) {
        found = observed_interval(g, e, z);
    }
    const double a = found.lo / by, b = found.hi / by, ratio = is_defined ? e->observed / by : 0.0;
    dsi_put(out->observed, i, e->observed);
    dsi_put(out->expected, i, e->expected);
    dsi_put(out->ratio, i, ratio);
    dsi_put(out->lo, i, fmin(a, b));
    dsi_put(out->hi, i, fmax(a, b));
    dsi_put(out->adjusted, i, ratio * e->crude);
    dsi_put(
        out->z, i, e->has_reference && e->variance > NOTHING ? (e->observed - e->expected) / sqrt(e->variance) : 0.0);
    dsi_put(out->collapsed, i, e->collapsed);
    dsi_put_status(out->status, i,
        is_defined                                ? DSCORE_VALUE_OK
        : e->cases > 0.0 || fabs(e->observed) > 0 ? DSCORE_VALUE_UNDEFINED
                                                  : DSCORE_VALUE_NO_DATA);
}

/* ---- direct ---------------------------------------------------------------------------------- */

static void put_direct(const dscore_casemix *g, const whole *all, const dscore_casemix_result *out, int64_t i,
    const double *sum, const double *n)
{
    int32_t status = all->n > 0.0 ? DSCORE_VALUE_OK : DSCORE_VALUE_UNDEFINED;
    dsi_running total = {0.0, 0.0};
    for (int64_t c = 0; c < g->strata && status == DSCORE_VALUE_OK; c++) {
        if (!(g->reference_n[c] > 0.0)) {
            continue;
        }
        if (!(n[c] > 0.0 && n[c] >= g->direct_min)) {
            status = DSCORE_VALUE_INSUFFICIENT;
            break;
        }
        dsi_running_add(&total, g->reference_n[c] / all->n * (sum[c] / n[c]));
    }
    dsi_put(out->direct, i, status == DSCORE_VALUE_OK ? dsi_running_total(&total) : 0.0);
    dsi_put_status(out->direct_status, i, status);
}

dscore_status dscore_casemix_adjust(const dscore_casemix *given, const dscore_casemix_result *out, dscore_error *err)
{
    dscore_casemix g = DSCORE_CASEMIX_INIT;
    dscore_casemix_result columns = DSCORE_CASEMIX_RESULT_INIT;
    dscore_status status = dsi_struct_read(&g, given, (int64_t)sizeof g, "given", err);
    if (status == DSCORE_OK) {
        status = dsi_struct_read(&columns, out, (int64_t)sizeof columns, "out", err);
    }
    if (status == DSCORE_OK) {
        status = check(&g, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const whole all = reference_whole(&g);
    const double z = dsi_level_z(g.level);
    for (int64_t i = 0; i < g.subjects; i++) {
        const int64_t first = i * g.strata;
        const double *sum = g.strata > 0 ? g.sum + first : g.sum, *n = g.strata > 0 ? g.n + first : g.n;
        const expectation e = expect(&g, &all, sum, n);
        put_indirect(&g, &columns, i, &e, z);
        put_direct(&g, &all, &columns, i, sum, n);
    }
    return DSCORE_OK;
}
