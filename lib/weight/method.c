/* What the weighting methods share: checks, normalising, columns of data scaled as they are read. */
#include "weight/method.h"

#include "base/text.h"
#include <math.h>
#include <string.h>

static const double MOST = 1e100; /* squares and their sums stay finite */

double dsi_weigh_most(void)
{
    return MOST;
}

dscore_status dsi_weigh_check_count(int64_t count, const char *what, dscore_error *err)
{
    if (count >= 1) {
        return DSCORE_OK;
    }
    return dsi_fail(
        err, DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_COUNT, "%lld %s; expected at least 1", (long long)count, what);
}

dscore_status dsi_weigh_check_choice(int32_t choice, int32_t first, int32_t last, const char *what, dscore_error *err)
{
    if (choice >= first && choice <= last) {
        return DSCORE_OK;
    }
    return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_OPTION, "%s %d; expected %d to %d", what, (int)choice,
        (int)first, (int)last);
}

dscore_status dsi_weigh_check_compared(int32_t n, dscore_error *err)
{
    if (n <= DSCORE_COMPARED_MAX) {
        return DSCORE_OK;
    }
    return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_WEIGHING_COUNT,
        "%d criteria; at most %d are compared in pairs (group them)", (int)n, (int)DSCORE_COMPARED_MAX);
}

dscore_status dsi_weigh_fail_number(dscore_error *err, const char *name, int64_t i, double lo, double hi)
{
    char least[40];
    char most[40];
    dsi_print_double(lo, least);
    dsi_print_double(hi, most);
    dscore_status status =
        dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER, "expected a number from %s to %s", least, most);
    if (i < 0) {
        dsi_error_path(err, "%s", name);
    } else {
        dsi_error_path(err, "%s[%lld]", name, (long long)i);
    }
    return status;
}

dscore_status dsi_weigh_check_numbers(
    const double *x, int64_t count, double lo, double hi, const char *name, dscore_error *err)
{
    if (x == NULL) {
        return dsi_fail_null(err, name);
    }
    for (int64_t i = 0; i < count; i++) {
        if (!(x[i] >= lo && x[i] <= hi)) {
            return dsi_weigh_fail_number(err, name, i, lo, hi);
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_weigh_check_weights(const double *x, int64_t count, const char *name, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_numbers(x, count, 0.0, MOST, name, err);
    for (int64_t i = 0; status == DSCORE_OK && i < count; i++) {
        if (x[i] > 0.0) {
            return DSCORE_OK;
        }
    }
    if (status == DSCORE_OK) {
        status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NOTHING,
            "all of the %s are 0; expected one above 0 at least", name);
        dsi_error_path(err, "%s", name);
    }
    return status;
}

static dscore_status fail_struct_size(dscore_error *err)
{
    return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STRUCT_SIZE,
        "struct_size is not set; start the struct from its initialiser");
}

dscore_status dsi_weigh_options(void *into, const void *given, int64_t size, dscore_error *err)
{
    uint32_t struct_size;
    if (given == NULL) {
        return DSCORE_OK;
    }
    memcpy(&struct_size, given, sizeof struct_size);
    if (struct_size < sizeof struct_size) {
        return fail_struct_size(err);
    }
    memcpy(into, given, struct_size < (uint64_t)size ? struct_size : (size_t)size);
    return DSCORE_OK;
}

dscore_status dsi_weigh_check_result(const void *out, dscore_error *err)
{
    uint32_t struct_size = (uint32_t)sizeof struct_size;
    if (out != NULL) {
        memcpy(&struct_size, out, sizeof struct_size);
    }
    return struct_size < sizeof struct_size ? fail_struct_size(err) : DSCORE_OK;
}

double dsi_weigh_total(const double *x, int64_t count)
{
    double sum = 0.0;
    double lost = 0.0;
    for (int64_t i = 0; i < count; i++) {
        double next = sum + x[i];
        lost += fabs(sum) >= fabs(x[i]) ? (sum - next) + x[i] : (x[i] - next) + sum;
        sum = next;
    }
    return sum + lost;
}

void dsi_weigh_shares(const double *x, int32_t n, double *into)
{
    double total = dsi_weigh_total(x, n);
    for (int32_t i = 0; i < n; i++) {
        into[i] = x[i] / total;
    }
}

void dsi_weigh_shares_of_logs(double *into, int32_t n)
{
    double most = into[0];
    for (int32_t i = 1; i < n; i++) {
        most = fmax(most, into[i]);
    }
    for (int32_t i = 0; i < n; i++) {
        into[i] = exp(into[i] - most);
    }
    dsi_weigh_shares(into, n, into);
}

/* ---- columns -------------------------------------------------------------------------------- */

static dscore_status fail_value(dscore_error *err, dscore_status status, int64_t row, int32_t column)
{
    dsi_error_path(err, "values[%lld][%d]", (long long)row, (int)column);
    dsi_error_row(err, row);
    return status;
}

static dscore_status check_values(const double *values, int64_t rows, int32_t n, dscore_error *err)
{
    for (int64_t i = 0; i < rows; i++) {
        for (int32_t j = 0; j < n; j++) {
            double x = values[i * n + j];
            if (!(fabs(x) <= MOST)) {
                return fail_value(err, dsi_weigh_fail_number(err, "values", -1, -MOST, MOST), i, j);
            }
        }
    }
    return DSCORE_OK;
}

static dscore_status check_directions(const int32_t *directions, int32_t n, int32_t scaling, dscore_error *err)
{
    for (int32_t j = 0; directions != NULL && j < n; j++) {
        if (directions[j] != 1 && directions[j] != -1) {
            return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_OPTION,
                "direction %d of criterion %d; expected 1 (more is better) or -1", (int)directions[j], (int)j);
        }
        if (directions[j] == -1 && scaling == DSCORE_SCALING_AS_GIVEN) {
            dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_SCALING,
                "less is better in criterion %d; values as given are those of which more is better", (int)j);
            dsi_error_path(err, "directions[%d]", (int)j);
            return status;
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_weigh_check_table(
    const double *values, int64_t rows, int32_t n, const int32_t *directions, int32_t scaling, dscore_error *err)
{
    if (values == NULL) {
        return dsi_fail_null(err, "values");
    }
    dscore_status status = dsi_weigh_check_count(n, "criteria", err);
    if (status == DSCORE_OK) {
        status =
            dsi_weigh_check_choice(scaling, DSCORE_SCALING_AS_GIVEN, DSCORE_SCALING_MIN_MAX_LIFTED, "scaling", err);
    }
    if (status == DSCORE_OK && rows < 0) {
        status = dsi_weigh_check_count(rows, "rows", err);
    }
    if (status == DSCORE_OK && rows < 2) {
        status = dsi_fail(
            err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_COUNT, "%d rows; expected at least 2 to compare", (int)rows);
    }
    if (status == DSCORE_OK && rows > INT64_MAX / (int64_t)sizeof(double) / 2 / n) {
        status = dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_COUNT, "%lld rows are more than memory can hold",
            (long long)rows);
    }
    if (status == DSCORE_OK) {
        status = check_directions(directions, n, scaling, err);
    }
    return status == DSCORE_OK ? check_values(values, rows, n, err) : status;
}

dsi_weigh_column dsi_weigh_column_of(
    const double *values, int64_t rows, int32_t n, int32_t j, const int32_t *directions, int32_t scaling)
{
    dsi_weigh_column c = {values + j, rows, n, directions == NULL ? 1 : directions[j], scaling, values[j], values[j]};
    for (int64_t i = 1; i < rows; i++) {
        c.lo = fmin(c.lo, c.first[i * n]);
        c.hi = fmax(c.hi, c.first[i * n]);
    }
    return c;
}

bool dsi_weigh_column_is_constant(const dsi_weigh_column *c)
{
    return !(c->lo < c->hi);
}

double dsi_weigh_column_at(const dsi_weigh_column *c, int64_t i)
{
    double x = c->first[i * c->n];
    switch (c->scaling) {
    case DSCORE_SCALING_AS_GIVEN:
        return x;
    case DSCORE_SCALING_RECIPROCAL:
        return c->direction > 0 ? x : c->lo / x; /* 1/x but for a factor, which entropy does not see */
    default: {
        double z = (c->direction > 0 ? x - c->lo : c->hi - x) / (c->hi - c->lo);
        return c->scaling == DSCORE_SCALING_MIN_MAX ? z : 0.1 + 0.9 * z;
    }
    }
}

int32_t dsi_weigh_shares_of_scatter(
    double *into, int32_t n, const double *values, int64_t rows, const int32_t *directions, int32_t scaling)
{
    int32_t flags = 0;
    int32_t varying = 0;
    for (int32_t j = 0; j < n; j++) {
        dsi_weigh_column c = dsi_weigh_column_of(values, rows, n, j, directions, scaling);
        varying += dsi_weigh_column_is_constant(&c) ? 0 : 1;
    }
    flags |= varying < n ? DSCORE_DERIVED_CONSTANT : 0;
    if (dsi_weigh_total(into, n) > 0.0) {
        dsi_weigh_shares(into, n, into);
        return flags;
    }
    for (int32_t j = 0; j < n; j++) {
        dsi_weigh_column c = dsi_weigh_column_of(values, rows, n, j, directions, scaling);
        into[j] = varying == 0 || !dsi_weigh_column_is_constant(&c) ? 1.0 : 0.0;
    }
    dsi_weigh_shares(into, n, into);
    return flags | (varying != 1 ? DSCORE_DERIVED_EQUAL : 0);
}
