/* Whether two numbers differ: shares after Newcombe, Pearson and Fisher, means after Welch (METHODS 5.7). */
#include <deskscore/stat.h>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/share.h"
#include "stat/special.h"

/* Beyond, Fisher's test would walk through too many tables, and says what z says. */
static const double FISHER_MOST = 1e9;

/* One result of a comparison. */
typedef struct compared {
    double difference, lo, hi, statistic, df, p;
    int32_t test, status;
} compared;

static void put(const dscore_comparison *out, int64_t i, const compared *c)
{
    dsi_put(out->difference, i, c->difference);
    dsi_put(out->lo, i, c->lo);
    dsi_put(out->hi, i, c->hi);
    dsi_put(out->statistic, i, c->statistic);
    dsi_put(out->df, i, c->df);
    dsi_put(out->p, i, c->p);
    dsi_put_status(out->test, i, c->test);
    dsi_put_status(out->status, i, c->status);
}

/* What every comparison asks first. */
static dscore_status check_comparison(
    int64_t count, double level, const dscore_comparison *out, dscore_comparison *columns, dscore_error *err)
{
    dscore_status status = dsi_struct_read(columns, out, (int64_t)sizeof *columns, "out", err);
    if (status == DSCORE_OK) {
        status = dsi_check_size(count, err);
    }
    return status == DSCORE_OK ? dsi_check_level(level, err) : status;
}

/* ---- shares ---------------------------------------------------------------------------------- */

/* A two by two table by its margins: x1 of n1 and x2 of n2. */
typedef struct table {
    double x1, n1, x2, n2;
} table;

/* Probability of x successes among x + y trials of chance p, also at the ends. */
static double binomial_mass(double x, double y, double p)
{
    if (x > 0.0 && y > 0.0) {
        return dsi_binomial_mass(x, y, p, 1.0 - p);
    }
    return x > 0.0 ? exp(x * log(p)) : y > 0.0 ? exp(y * dsi_log1p(-p)) : 1.0;
}

/* Hypergeometric probability that k of m successes fall to the first n1 of n1 + n2 cases, from three binomial ones. */
static double table_mass(double k, double m, double n1, double n2)
{
    const double p = n1 / (n1 + n2);
    return binomial_mass(k, m - k, p) * binomial_mass(n1 - k, n2 - (m - k), p) / binomial_mass(n1, n2, p);
}

/* The sum of the masses from k on, which fall: upwards, or downwards with step -1. */
static double tail_mass(double k, double step, double m, double n1, double n2)
{
    double term = table_mass(k, m, n1, n2), sum = term;
    while (term > 1e-18 * sum) {
        const double at = step > 0.0 ? k : k - 1.0;
        const double up = (m - at) * (n1 - at), down = (at + 1.0) * (n2 - m + at + 1.0);
        if (!(step > 0.0 ? up > 0.0 : down > 0.0)) {
            break; /* the last table there is */
        }
        term *= step > 0.0 ? up / down : down / up;
        sum += term;
        k += step;
    }
    return sum;
}

/* Fisher (1934): all tables that are no likelier than the one observed, where 1e-7 counts as equal, as in R. */
static double fisher(table t)
{
    const double m = t.x1 + t.x2;
    double peak = floor((m + 1.0) * (t.n1 + 1.0) / (t.n1 + t.n2 + 2.0));
    if (t.x1 > peak) { /* look from the other group, so that the table observed lies below the peak */
        t = (table){t.x2, t.n2, t.x1, t.n1};
        peak = floor((m + 1.0) * (t.n1 + 1.0) / (t.n1 + t.n2 + 2.0));
    }
    const double last = fmin(m, t.n1);
    const double limit = table_mass(t.x1, m, t.n1, t.n2) * (1.0 + 1e-7);
    double sum = limit > 0.0 ? tail_mass(t.x1, -1.0, m, t.n1, t.n2) : 0.0;
    double lo = fmax(peak, t.x1 + 1.0), hi = last + 1.0; /* the first that is rare enough lies in [lo, hi] */
    while (lo < hi) {
        const double mid = floor(lo + (hi - lo) / 2.0);
        if (table_mass(mid, m, t.n1, t.n2) <= limit) {
            hi = mid;
        } else {
            lo = mid + 1.0;
        }
    }
    sum += lo <= last && limit > 0.0 ? tail_mass(lo, 1.0, m, t.n1, t.n2) : 0.0;
    return fmin(1.0, sum);
}

static bool has_small_cell(table t)
{
    const double share = (t.x1 + t.x2) / (t.n1 + t.n2);
    return fmin(t.n1, t.n2) * fmin(share, 1.0 - share) < 5.0;
}

static compared compare_shares(table t, double z, int32_t test)
{
    if (t.n1 <= 0.0 || t.n2 <= 0.0) {
        return (compared){0.0, -1.0, 1.0, 0.0, 0.0, 1.0, test, DSCORE_VALUE_NO_DATA};
    }
    const double p1 = t.x1 / t.n1, p2 = t.x2 / t.n2, d = p1 - p2;
    const dsi_interval a = dsi_wilson(t.x1, t.n1, z), b = dsi_wilson(t.x2, t.n2, z);
    const double down = sqrt((p1 - a.lo) * (p1 - a.lo) + (b.hi - p2) * (b.hi - p2));
    const double up = sqrt((a.hi - p1) * (a.hi - p1) + (p2 - b.lo) * (p2 - b.lo));
    compared c = {d, fmax(-1.0, d - down), fmin(1.0, d + up), 0.0, 0.0, 1.0, test, DSCORE_VALUE_OK};
    const double total = t.n1 + t.n2, x = t.x1 + t.x2;
    const double variance = x / total * ((total - x) / total) * (1.0 / t.n1 + 1.0 / t.n2);
    c.statistic = variance > 0.0 ? d / sqrt(variance) : 0.0;
    if (test == DSCORE_TEST_AUTO) {
        c.test = has_small_cell(t) ? DSCORE_TEST_FISHER : DSCORE_TEST_Z;
    }
    if (c.test == DSCORE_TEST_FISHER) {
        c.p = fisher(t);
    } else {
        double tail;
        (void)dsi_normal_cdf(-fabs(c.statistic), &tail);
        c.p = 2.0 * tail;
    }
    return c;
}

static dscore_status check_fisher(const int64_t *n1, const int64_t *n2, int64_t count, dscore_error *err)
{
    for (int64_t i = 0; i < count; i++) {
        if ((double)n1[i] + (double)n2[i] > FISHER_MOST) {
            return dsi_fail_entry(err, DSCORE_E_LIMIT, DSCORE_CODE_STAT_LIMIT, "n1", i, (double)n1[i],
                "no more than 1e9 cases on both sides together for Fisher's test; beyond, DSCORE_TEST_Z says the same");
        }
    }
    return DSCORE_OK;
}

dscore_status dscore_shares_compare(const int64_t *x1, const int64_t *n1, const int64_t *x2, const int64_t *n2,
    int64_t count, double level, int32_t test, const dscore_comparison *out, dscore_error *err)
{
    dscore_comparison columns = DSCORE_COMPARISON_INIT;
    dscore_status status = check_comparison(count, level, out, &columns, err);
    if (status == DSCORE_OK) {
        status = dsi_check_choice(
            "test", test, DSCORE_TEST_AUTO, DSCORE_TEST_FISHER, "DSCORE_TEST_AUTO, _Z or _FISHER", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_check_shares("x1", x1, "n1", n1, count, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_check_shares("x2", x2, "n2", n2, count, err);
    }
    if (status == DSCORE_OK && test == DSCORE_TEST_FISHER) {
        status = check_fisher(n1, n2, count, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const double z = dsi_level_z(level);
    for (int64_t i = 0; i < count; i++) {
        const compared c = compare_shares((table){(double)x1[i], (double)n1[i], (double)x2[i], (double)n2[i]}, z, test);
        put(&columns, i, &c);
    }
    return DSCORE_OK;
}

/* ---- means ----------------------------------------------------------------------------------- */

/* A mean of n values with their standard deviation. */
typedef struct sample {
    int64_t n;
    double mean, sd;
} sample;

static sample sample_of(const int64_t *n, const double *mean, const double *sd, int64_t i)
{
    return (sample){n[i], n[i] > 0 ? mean[i] : 0.0, n[i] > 1 ? sd[i] : 0.0};
}

static compared compare_means(sample a, sample b, double level)
{
    if (a.n == 0 || b.n == 0) {
        return (compared){0.0, 0.0, 0.0, 0.0, 0.0, 1.0, DSCORE_TEST_WELCH, DSCORE_VALUE_NO_DATA};
    }
    const double d = a.mean - b.mean;
    compared c = {d, d, d, 0.0, 0.0, 1.0, DSCORE_TEST_WELCH, DSCORE_VALUE_OK};
    if (a.n == 1 || b.n == 1) {
        c.status = DSCORE_VALUE_INSUFFICIENT;
        return c;
    }
    const double widest = fmax(a.sd, b.sd);
    if (!(widest > 0.0)) {
        c.status = DSCORE_VALUE_UNDEFINED;
        return c;
    }
    /* in units of the wider one, so that no square is too large or too small */
    const double ra = a.sd / widest, rb = b.sd / widest, na = (double)a.n, nb = (double)b.n;
    const double va = ra * ra / na, vb = rb * rb / nb, v = va + vb;
    const double error = widest * sqrt(v);
    c.df = v / (va / v * va / (na - 1.0) + vb / v * vb / (nb - 1.0));
    c.statistic = fmax(-1e300, fmin(1e300, d / error));
    double t, tail;
    (void)dsi_t_quantile((1.0 + level) / 2.0, c.df, &t);
    (void)dsi_t_cdf(-fabs(c.statistic), c.df, &tail);
    c.p = 2.0 * tail;
    c.lo = d - t * error;
    c.hi = d + t * error;
    return c;
}

static dscore_status check_samples(
    const char *const *names, const int64_t *n, const double *mean, const double *sd, int64_t count, dscore_error *err)
{
    dscore_status status = dsi_check_counts(names[0], n, count, err);
    if (status == DSCORE_OK) {
        status = dsi_check_numbers(names[1], mean, DSI_ANY_SIGN, n, 1, count, err);
    }
    return status == DSCORE_OK ? dsi_check_numbers(names[2], sd, DSI_NOT_NEGATIVE, n, 2, count, err) : status;
}

dscore_status dscore_means_compare(const int64_t *n1, const double *mean1, const double *sd1, const int64_t *n2,
    const double *mean2, const double *sd2, int64_t count, double level, const dscore_comparison *out,
    dscore_error *err)
{
    static const char *const FIRST[] = {"n1", "mean1", "sd1"}, *const SECOND[] = {"n2", "mean2", "sd2"};
    dscore_comparison columns = DSCORE_COMPARISON_INIT;
    dscore_status status = check_comparison(count, level, out, &columns, err);
    if (status == DSCORE_OK) {
        status = check_samples(FIRST, n1, mean1, sd1, count, err);
    }
    if (status == DSCORE_OK) {
        status = check_samples(SECOND, n2, mean2, sd2, count, err);
    }
    for (int64_t i = 0; status == DSCORE_OK && i < count; i++) {
        const compared c = compare_means(sample_of(n1, mean1, sd1, i), sample_of(n2, mean2, sd2, i), level);
        put(&columns, i, &c);
    }
    return status;
}
