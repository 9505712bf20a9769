/* CRITIC weights (METHODS 3.8): how much a column scatters, times how little it says what the others say. */
#include "base/memory.h"
#include "weight/columns.h"

#include <math.h>
#include <stdlib.h>

/* Correlations this near to 1 or -1 are that: the rest is rounding, which must not become a weight. */
static const double PERFECT = 1e-12;

typedef struct ranked {
    double value;
    int64_t row;
} ranked;

static int by_value(const void *a, const void *b)
{
    const ranked *x = a;
    const ranked *y = b;
    int order = (x->value > y->value) - (x->value < y->value);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

/* Replace values by ranks from 1, ties sharing the mean. */
static void rank_in_place(double *x, int64_t rows, ranked *room)
{
    for (int64_t i = 0; i < rows; i++) {
        room[i].value = x[i];
        room[i].row = i;
    }
    qsort(room, (size_t)rows, sizeof *room, by_value);
    for (int64_t first = 0; first < rows;) {
        int64_t end = first + 1;
        while (end < rows && !(room[end].value > room[first].value)) {
            end++;
        }
        for (int64_t i = first; i < end; i++) {
            x[room[i].row] = ((double)first + 1.0 + (double)end) / 2.0;
        }
        first = end;
    }
}

/* Centre and scale to length 1, so that correlations are inner products. Stays 0 where nothing varies. */
static void unit_in_place(double *x, int64_t rows)
{
    double mean = 0.0;
    double most = 0.0;
    double sum = 0.0;
    for (int64_t i = 0; i < rows; i++) {
        mean += (x[i] - mean) / (double)(i + 1);
    }
    for (int64_t i = 0; i < rows; i++) {
        x[i] -= mean;
        most = fmax(most, fabs(x[i]));
    }
    for (int64_t i = 0; most > 0.0 && i < rows; i++) {
        x[i] /= most;
        sum += x[i] * x[i];
    }
    for (int64_t i = 0; sum > 0.0 && i < rows; i++) {
        x[i] /= sqrt(sum);
    }
}

static double correlation_of(const double *x, const double *y, int64_t rows)
{
    double r = 0.0;
    for (int64_t i = 0; i < rows; i++) {
        r += x[i] * y[i];
    }
    if (fabs(r) > 1.0 - PERFECT) {
        r = r > 0.0 ? 1.0 : -1.0;
    }
    return r;
}

/* Columns one after the other in `unit`, each of length 1 (or 0 throughout if constant); deviations in `weights`. */
static void fill_units(const double *values, int64_t rows, int32_t n, const int32_t *directions, int32_t scaling,
    double *weights, double *unit, ranked *room)
{
    for (int32_t j = 0; j < n; j++) {
        dsi_weigh_column c = dsi_weigh_column_of(values, rows, n, j, directions, scaling);
        double *column = unit + rows * j;
        weights[j] = dsi_weigh_column_deviation(&c);
        for (int64_t i = 0; i < rows; i++) {
            column[i] = weights[j] > 0.0 ? dsi_weigh_column_at(&c, i) : 0.0;
        }
        if (room != NULL) {
            rank_in_place(column, rows, room);
        }
        unit_in_place(column, rows);
    }
}

/* deviation[j] * sum over the columns that vary of (1 - r); each pair is met once. */
static void weigh(
    const double *unit, const double *deviation, int64_t rows, int32_t n, double *conflict, double *correlations)
{
    for (int32_t j = 0; j < n; j++) {
        conflict[j] = 0.0;
    }
    for (int32_t j = 0; j < n; j++) {
        for (int32_t k = j; k < n; k++) {
            bool both = deviation[j] > 0.0 && deviation[k] > 0.0;
            double r = !both ? 0.0 : j == k ? 1.0 : correlation_of(unit + rows * j, unit + rows * k, rows);
            conflict[j] += both ? 1.0 - r : 0.0;
            conflict[k] += both && k != j ? 1.0 - r : 0.0;
            if (correlations != NULL) {
                correlations[(int64_t)j * n + k] = r;
                correlations[(int64_t)k * n + j] = r;
            }
        }
    }
}

static dscore_status check(const double *values, int64_t rows, int32_t n, const int32_t *directions, int32_t scaling,
    int32_t correlation, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_table(values, rows, n, directions, scaling, err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_scatter_scaling(scaling, err);
    }
    return status == DSCORE_OK ? dsi_weigh_check_choice(correlation, DSCORE_CORRELATION_PEARSON,
                                     DSCORE_CORRELATION_SPEARMAN, "correlation", err)
                               : status;
}

dscore_status dscore_weights_from_critic(const dscore_allocator *allocator, const double *values, int64_t rows,
    int32_t n, const int32_t *directions, int32_t scaling, int32_t correlation, double *weights, double *deviations,
    double *correlations, int32_t *out_flags, dscore_error *err)
{
    dscore_allocator a;
    if (weights == NULL) {
        return dsi_fail_null(err, "weights");
    }
    dscore_status status = dsi_allocator_init(&a, allocator, err);
    if (status == DSCORE_OK) {
        status = check(values, rows, n, directions, scaling, correlation, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    bool by_rank = correlation == DSCORE_CORRELATION_SPEARMAN;
    int64_t unit_bytes = (rows + 1) * n * (int64_t)sizeof(double); /* and the deviations */
    int64_t room_bytes = by_rank ? rows * (int64_t)sizeof(ranked) : 0;
    double *unit = dsi_alloc(&a, unit_bytes);
    ranked *room = unit != NULL && by_rank ? dsi_alloc(&a, room_bytes) : NULL;
    if (unit == NULL || (by_rank && room == NULL)) {
        dsi_release(&a, unit, unit_bytes);
        return dsi_fail_memory(err);
    }
    double *deviation = unit + rows * n;
    fill_units(values, rows, n, directions, scaling, deviation, unit, room);
    weigh(unit, deviation, rows, n, weights, correlations);
    for (int32_t j = 0; j < n; j++) {
        weights[j] *= deviation[j];
        if (deviations != NULL) {
            deviations[j] = deviation[j];
        }
    }
    int32_t flags = dsi_weigh_shares_of_scatter(weights, n, values, rows, directions, scaling);
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    dsi_release(&a, room, room_bytes);
    dsi_release(&a, unit, unit_bytes);
    return DSCORE_OK;
}
