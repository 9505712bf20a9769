/* Weights read off data, each column alone (METHODS 3.7, 3.8): entropy and standard deviation. */
#include "weight/columns.h"

#include <math.h>
#include <stddef.h>

/* ---- entropy --------------------------------------------------------------------------------- */

/* Below this distance from the mean a series takes over; its terms left out are below 1e-17 of the first. */
static const double NEAR_MEAN = 0.05;
enum { SERIES_TERMS = 14 };

/* u ln u - u + 1: what a value u times the mean adds to the divergence. Never negative and without cancellation, so
   that columns which hardly vary (satisfaction from 88 to 95) keep their digits. */
static double divergence_of(double u)
{
    double d = u - 1.0;
    if (!(u > 0.0)) {
        return 1.0;
    }
    if (fabs(d) >= NEAR_MEAN) {
        return u * log(u) - d;
    }
    double sum = 0.0;
    double power = -d;                       /* -(-d)^(k-1) */
    for (int k = 2; k < SERIES_TERMS; k++) { /* d^2/2 - d^3/6 + d^4/12 - ... */
        power *= -d;
        sum += power / ((double)k * (k - 1));
    }
    return sum;
}

/* 1 - e of METHODS 3.7: sum(p ln p) / ln m + 1, written with p = u / m. */
static double column_divergence(const dsi_weigh_column *c)
{
    if (dsi_weigh_column_is_constant(c)) {
        return 0.0;
    }
    double scale = 0.0; /* parts do not depend on it */
    for (int64_t i = 0; i < c->rows; i++) {
        scale = fmax(scale, dsi_weigh_column_at(c, i));
    }
    double mean = 0.0;
    for (int64_t i = 0; i < c->rows; i++) {
        mean += (dsi_weigh_column_at(c, i) / scale - mean) / (double)(i + 1);
    }
    double sum = 0.0;
    for (int64_t i = 0; i < c->rows; i++) {
        sum += divergence_of(dsi_weigh_column_at(c, i) / scale / mean);
    }
    return fmin(sum / ((double)c->rows * log((double)c->rows)), 1.0);
}

/* Entropy is of parts of a whole: none below 0, and none infinite. */
static dscore_status check_parts(
    const double *values, int64_t rows, int32_t n, const int32_t *directions, int32_t scaling, dscore_error *err)
{
    if (scaling != DSCORE_SCALING_AS_GIVEN && scaling != DSCORE_SCALING_RECIPROCAL) {
        return DSCORE_OK;
    }
    for (int64_t i = 0; i < rows; i++) {
        for (int32_t j = 0; j < n; j++) {
            bool is_cost = directions != NULL && directions[j] < 0;
            double x = values[i * n + j];
            if (x >= 0.0 && (!is_cost || x > 0.0)) {
                continue;
            }
            dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_SCALING,
                is_cost ? "the reciprocal of a cost needs a number above 0; min-max takes any"
                        : "entropy of values as given needs numbers of at least 0; min-max takes any");
            dsi_error_path(err, "values[%lld][%d]", (long long)i, (int)j);
            dsi_error_row(err, i);
            return status;
        }
    }
    return DSCORE_OK;
}

dscore_status dscore_weights_from_entropy(const double *values, int64_t rows, int32_t n, const int32_t *directions,
    int32_t scaling, double *weights, double *entropy, int32_t *out_flags, dscore_error *err)
{
    if (weights == NULL) {
        return dsi_fail_null(err, "weights");
    }
    dscore_status status = dsi_weigh_check_table(values, rows, n, directions, scaling, err);
    if (status == DSCORE_OK) {
        status = check_parts(values, rows, n, directions, scaling, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    for (int32_t j = 0; j < n; j++) {
        dsi_weigh_column c = dsi_weigh_column_of(values, rows, n, j, directions, scaling);
        weights[j] = column_divergence(&c);
        if (entropy != NULL) {
            entropy[j] = 1.0 - weights[j];
        }
    }
    int32_t flags = dsi_weigh_shares_of_scatter(weights, n, values, rows, directions, scaling);
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    return DSCORE_OK;
}

/* ---- standard deviation ---------------------------------------------------------------------- */

dscore_status dsi_weigh_check_scatter_scaling(int32_t scaling, dscore_error *err)
{
    if (scaling == DSCORE_SCALING_AS_GIVEN || scaling == DSCORE_SCALING_MIN_MAX) {
        return DSCORE_OK;
    }
    return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_SCALING,
        "standard deviations are taken of values as given or of min-max; expected DSCORE_SCALING_AS_GIVEN or _MIN_MAX");
}

double dsi_weigh_column_mean(const dsi_weigh_column *c)
{
    double mean = 0.0;
    for (int64_t i = 0; i < c->rows; i++) {
        mean += (dsi_weigh_column_at(c, i) - mean) / (double)(i + 1);
    }
    return mean;
}

double dsi_weigh_column_deviation(const dsi_weigh_column *c)
{
    if (dsi_weigh_column_is_constant(c)) {
        return 0.0;
    }
    double mean = dsi_weigh_column_mean(c);
    double most = 0.0;
    for (int64_t i = 0; i < c->rows; i++) {
        most = fmax(most, fabs(dsi_weigh_column_at(c, i) - mean));
    }
    if (!(most > 0.0)) {
        return 0.0;
    }
    double sum = 0.0;
    for (int64_t i = 0; i < c->rows; i++) {
        double d = (dsi_weigh_column_at(c, i) - mean) / most; /* squares of tiny numbers would vanish */
        sum += d * d;
    }
    return most * sqrt(sum / (double)c->rows);
}

dscore_status dscore_weights_from_deviation(const double *values, int64_t rows, int32_t n, const int32_t *directions,
    int32_t scaling, double *weights, double *deviations, int32_t *out_flags, dscore_error *err)
{
    if (weights == NULL) {
        return dsi_fail_null(err, "weights");
    }
    dscore_status status = dsi_weigh_check_table(values, rows, n, directions, scaling, err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_scatter_scaling(scaling, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    for (int32_t j = 0; j < n; j++) {
        dsi_weigh_column c = dsi_weigh_column_of(values, rows, n, j, directions, scaling);
        weights[j] = dsi_weigh_column_deviation(&c);
        if (deviations != NULL) {
            deviations[j] = weights[j];
        }
    }
    int32_t flags = dsi_weigh_shares_of_scatter(weights, n, values, rows, directions, scaling);
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    return DSCORE_OK;
}
