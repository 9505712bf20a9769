/* Weights from what people say of each criterion alone or in order (METHODS 3.5), and several sets made one (3.6
   groups, 3.10). */
#include "weight/method.h"

#include <math.h>
#include <stddef.h>

dscore_status dscore_weights_equal(int32_t n, double *weights, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_count(n, "criteria", err);
    if (status == DSCORE_OK && weights == NULL) {
        status = dsi_fail_null(err, "weights");
    }
    for (int32_t i = 0; status == DSCORE_OK && i < n; i++) {
        weights[i] = 1.0 / n;
    }
    return status;
}

dscore_status dscore_weights_from_points(const double *points, int32_t n, double *weights, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_count(n, "criteria", err);
    if (status == DSCORE_OK && weights == NULL) {
        status = dsi_fail_null(err, "weights");
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_weights(points, n, "points", err);
    }
    if (status == DSCORE_OK) {
        dsi_weigh_shares(points, n, weights);
    }
    return status;
}

dscore_status dscore_weights_from_swings(const double *swings, int32_t n, double *weights, dscore_error *err)
{
    const double most = 100.0;
    dscore_status status = dsi_weigh_check_count(n, "criteria", err);
    if (status == DSCORE_OK && weights == NULL) {
        status = dsi_fail_null(err, "weights");
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_numbers(swings, n, 0.0, most, "swings", err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    bool has_best = false;
    for (int32_t i = 0; i < n; i++) {
        has_best = has_best || !(swings[i] < most);
    }
    if (!has_best) {
        return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_SWING,
            "no swing is 100; the most valuable one is 100, the others are measured by it");
    }
    dsi_weigh_shares(swings, n, weights);
    return DSCORE_OK;
}

/* ---- ranks ---------------------------------------------------------------------------------- */

/* Each: the sum of the (unnormalised) weights of positions p to q of n. */
static double centroid(int32_t p, int32_t q, int32_t n, double exponent)
{
    (void)exponent;
    double sum = 0.0;
    for (int32_t k = n; k >= p; k--) { /* 1/k stands in the weight of every position up to k */
        sum += (double)((k < q ? k : q) - p + 1) / k;
    }
    return sum;
}

static double rank_sum(int32_t p, int32_t q, int32_t n, double exponent)
{
    (void)exponent;
    return ((double)n + 1.0 - ((double)p + q) / 2.0) * (q - p + 1);
}

static double reciprocal(int32_t p, int32_t q, int32_t n, double exponent)
{
    (void)n;
    (void)exponent;
    double sum = 0.0;
    for (int32_t k = q; k >= p; k--) {
        sum += 1.0 / k;
    }
    return sum;
}

static double power(int32_t p, int32_t q, int32_t n, double exponent)
{
    double sum = 0.0;
    for (int32_t k = q; k >= p; k--) {
        sum += pow(((double)n - k + 1.0) / n, exponent); /* relative to the first: never overflows */
    }
    return sum;
}

typedef double (*position_sum)(int32_t p, int32_t q, int32_t n, double exponent);
static const position_sum POSITION_SUMS[] = {NULL, centroid, rank_sum, reciprocal, power};

dscore_status dscore_weights_from_ranks(
    const double *ranks, int32_t n, int32_t method, double exponent, double *weights, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_count(n, "criteria", err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_choice(method, DSCORE_RANKS_CENTROID, DSCORE_RANKS_EXPONENT, "rank method", err);
    }
    if (status == DSCORE_OK && weights == NULL) {
        status = dsi_fail_null(err, "weights");
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_numbers(ranks, n, -dsi_weigh_most(), dsi_weigh_most(), "ranks", err);
    }
    if (status == DSCORE_OK && method == DSCORE_RANKS_EXPONENT && !(exponent >= 0.0 && exponent <= dsi_weigh_most())) {
        status = dsi_weigh_fail_number(err, "exponent", -1, 0.0, dsi_weigh_most());
    }
    if (status != DSCORE_OK) {
        return status;
    }
    for (int32_t i = 0; i < n; i++) {
        int32_t before = 0;
        int32_t alike = 0; /* itself included */
        for (int32_t k = 0; k < n; k++) {
            before += ranks[k] < ranks[i] ? 1 : 0;
            alike += !(ranks[k] < ranks[i]) && !(ranks[k] > ranks[i]) ? 1 : 0;
        }
        weights[i] = POSITION_SUMS[method](before + 1, before + alike, n, exponent) / alike;
    }
    dsi_weigh_shares(weights, n, weights);
    return DSCORE_OK;
}

/* ---- several sets ---------------------------------------------------------------------------- */

static double importance_of(const double *importances, int32_t person)
{
    return importances == NULL ? 1.0 : importances[person];
}

/* The logarithm of the weighted product of what people give criterion i; -infinity where one of them gives 0. */
static double pooled_log(const double *weights, int32_t people, int32_t n, const double *importances, int32_t i)
{
    double total = importances == NULL ? (double)people : dsi_weigh_total(importances, people);
    double sum = 0.0;
    for (int32_t p = 0; p < people; p++) {
        double part = importance_of(importances, p) / total;
        if (part > 0.0) {
            sum += part * log(weights[(int64_t)p * n + i]);
        }
    }
    return sum;
}

static dscore_status pool_geometric(
    const double *weights, int32_t people, int32_t n, const double *importances, double *pooled, dscore_error *err)
{
    bool any = false;
    for (int32_t i = 0; i < n; i++) {
        any = any || isfinite(pooled_log(weights, people, n, importances, i));
    }
    if (!any) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHING_NOTHING,
            "no criterion has weight with everybody; the geometric mean of all is 0");
    }
    for (int32_t i = 0; i < n; i++) {
        pooled[i] = pooled_log(weights, people, n, importances, i);
    }
    dsi_weigh_shares_of_logs(pooled, n);
    return DSCORE_OK;
}

static void pool_arithmetic(const double *weights, int32_t people, int32_t n, const double *importances, double *pooled)
{
    double total = importances == NULL ? (double)people : dsi_weigh_total(importances, people);
    for (int32_t i = 0; i < n; i++) {
        pooled[i] = 0.0;
    }
    for (int32_t p = 0; p < people; p++) {
        const double *theirs = weights + (int64_t)p * n;
        double part = importance_of(importances, p) / total;
        double sum = dsi_weigh_total(theirs, n);
        for (int32_t i = 0; i < n; i++) {
            pooled[i] += part * (theirs[i] / sum);
        }
    }
    dsi_weigh_shares(pooled, n, pooled);
}

dscore_status dscore_weights_pool(const double *weights, int32_t people, int32_t n, const double *importances,
    int32_t method, double *pooled, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_count(people, "people", err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_count(n, "criteria", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_choice(method, DSCORE_POOL_GEOMETRIC, DSCORE_POOL_ARITHMETIC, "pool method", err);
    }
    if (status == DSCORE_OK && (weights == NULL || pooled == NULL)) {
        status = dsi_fail_null(err, weights == NULL ? "weights" : "pooled");
    }
    if (status == DSCORE_OK && importances != NULL) {
        status = dsi_weigh_check_weights(importances, people, "importances", err);
    }
    for (int32_t p = 0; status == DSCORE_OK && p < people; p++) {
        status = dsi_weigh_check_weights(weights + (int64_t)p * n, n, "weights", err);
        if (status != DSCORE_OK) {
            dsi_error_row(err, p);
        }
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (method == DSCORE_POOL_GEOMETRIC) {
        return pool_geometric(weights, people, n, importances, pooled, err);
    }
    pool_arithmetic(weights, people, n, importances, pooled);
    return DSCORE_OK;
}

/* Products (power 1) or roots of products (power 0.5), through logarithms: tiny weights do not vanish. */
static dscore_status combine_products(
    const double *first, const double *second, int32_t n, double exponent, double *combined, dscore_error *err)
{
    bool any = false;
    for (int32_t i = 0; i < n; i++) {
        any = any || (first[i] > 0.0 && second[i] > 0.0);
    }
    if (!any) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHING_NOTHING,
            "no criterion has weight in both sets; all products are 0");
    }
    for (int32_t i = 0; i < n; i++) {
        combined[i] = exponent * (log(first[i]) + log(second[i]));
    }
    dsi_weigh_shares_of_logs(combined, n);
    return DSCORE_OK;
}

dscore_status dscore_weights_combine(const double *first, const double *second, int32_t n, int32_t method, double alpha,
    double *combined, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_count(n, "criteria", err);
    if (status == DSCORE_OK) {
        status =
            dsi_weigh_check_choice(method, DSCORE_COMBINE_ADDITIVE, DSCORE_COMBINE_MIN_ENTROPY, "combination", err);
    }
    if (status == DSCORE_OK && combined == NULL) {
        status = dsi_fail_null(err, "combined");
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_weights(first, n, "first", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_weights(second, n, "second", err);
    }
    if (status == DSCORE_OK && method == DSCORE_COMBINE_ADDITIVE && !(alpha >= 0.0 && alpha <= 1.0)) {
        status = dsi_weigh_fail_number(err, "alpha", -1, 0.0, 1.0);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (method != DSCORE_COMBINE_ADDITIVE) {
        return combine_products(first, second, n, method == DSCORE_COMBINE_MULTIPLICATIVE ? 1.0 : 0.5, combined, err);
    }
    double sum = dsi_weigh_total(first, n);
    double other = dsi_weigh_total(second, n);
    for (int32_t i = 0; i < n; i++) {
        combined[i] = alpha * (first[i] / sum) + (1.0 - alpha) * (second[i] / other);
    }
    return DSCORE_OK;
}
