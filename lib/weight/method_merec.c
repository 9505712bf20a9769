/* MEREC weights (METHODS 3.8): how much the performance of all subjects changes when a column is removed. */
#include "base/memory.h"
#include "stat/distributions.h"
#include "weight/method.h"

#include <math.h>

/* ln(hi / lo), 0 < lo <= hi: near each other without cancellation, far from each other without overflow. */
static double log_ratio(double hi, double lo)
{
    return hi - lo < lo ? dsi_log1p((hi - lo) / lo) : log(hi) - log(lo);
}

/* |ln| of the value over the worst of its column (of costs: the worst over it, 1 being the greatest cost). */
static double distance_at(const dsi_weigh_column *c, int64_t i)
{
    double x = c->first[i * c->n];
    return c->direction > 0 ? log_ratio(x, c->lo) : log_ratio(c->hi, x);
}

static dscore_status check_positive(const double *values, int64_t rows, int32_t n, dscore_error *err)
{
    for (int64_t i = 0; i < rows; i++) {
        for (int32_t j = 0; j < n; j++) {
            if (values[i * n + j] > 0.0) {
                continue;
            }
            dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_SCALING,
                "MEREC takes logarithms; expected a number above 0");
            dsi_error_path(err, "values[%lld][%d]", (long long)i, (int)j);
            dsi_error_row(err, i);
            return status;
        }
    }
    return DSCORE_OK;
}

/* ln(1 + mean) less ln(1 + mean without the column): ln(1 + l / (n + rest)), which loses no digit. */
static double change_without(double distance, double sum, int32_t n)
{
    double rest = fmax(sum - distance, 0.0);
    return dsi_log1p(distance / (n + rest));
}

dscore_status dscore_weights_from_merec(const dscore_allocator *allocator, const double *values, int64_t rows,
    int32_t n, const int32_t *directions, double *weights, double *effects, int32_t *out_flags, dscore_error *err)
{
    dscore_allocator a;
    if (weights == NULL) {
        return dsi_fail_null(err, "weights");
    }
    dscore_status status = dsi_allocator_init(&a, allocator, err);
    if (status == DSCORE_OK) { /* each direction has its own ratio: nothing is scaled beforehand */
        status = dsi_weigh_check_table(values, rows, n, directions, DSCORE_SCALING_RECIPROCAL, err);
    }
    if (status == DSCORE_OK) {
        status = check_positive(values, rows, n, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    int64_t bytes = rows * (int64_t)sizeof(double);
    double *sums = dsi_alloc_zero(&a, bytes); /* of each row's distances */
    if (sums == NULL) {
        return dsi_fail_memory(err);
    }
    for (int32_t j = 0; j < n; j++) {
        dsi_weigh_column c = dsi_weigh_column_of(values, rows, n, j, directions, DSCORE_SCALING_RECIPROCAL);
        for (int64_t i = 0; i < rows; i++) {
            sums[i] += distance_at(&c, i);
        }
    }
    for (int32_t j = 0; j < n; j++) {
        dsi_weigh_column c = dsi_weigh_column_of(values, rows, n, j, directions, DSCORE_SCALING_RECIPROCAL);
        weights[j] = 0.0;
        for (int64_t i = 0; i < rows; i++) {
            weights[j] += change_without(distance_at(&c, i), sums[i], n);
        }
        if (effects != NULL) {
            effects[j] = weights[j];
        }
    }
    dsi_release(&a, sums, bytes);
    int32_t flags = dsi_weigh_shares_of_scatter(weights, n, values, rows, directions, DSCORE_SCALING_RECIPROCAL);
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    return DSCORE_OK;
}
