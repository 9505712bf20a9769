/* What the weighting methods share: checks that name the place, normalising, and the scaling of columns of data. */
#ifndef DSI_WEIGHT_METHOD_H
#define DSI_WEIGHT_METHOD_H

#include "base/error.h"
#include <deskscore/weighting.h>
#include <stdbool.h>

/* ARGUMENT if a count that must be at least 1 is not. */
dscore_status dsi_weigh_check_count(int64_t count, const char *what, dscore_error *err);
/* ARGUMENT unless first <= choice <= last. */
dscore_status dsi_weigh_check_choice(int32_t choice, int32_t first, int32_t last, const char *what, dscore_error *err);
/* LIMIT if more criteria than are compared in pairs. */
dscore_status dsi_weigh_check_compared(int32_t n, dscore_error *err);
/* PARAMETER with `name[i]` unless all are numbers from lo to hi (NaN is not). ARGUMENT if NULL. */
dscore_status dsi_weigh_check_numbers(
    const double *x, int64_t count, double lo, double hi, const char *name, dscore_error *err);
/* As dsi_weigh_check_numbers from 0, and not all 0. */
dscore_status dsi_weigh_check_weights(const double *x, int64_t count, const char *name, dscore_error *err);
/* The numbers that any calculation takes: -/+ this. */
double dsi_weigh_most(void);
/* PARAMETER, `name[i]`: expected a number from lo to hi. */
dscore_status dsi_weigh_fail_number(dscore_error *err, const char *name, int64_t i, double lo, double hi);

/* The caller's options over the defaults in `into`, as far as the caller's struct goes. ARGUMENT: struct_size not set.
 */
dscore_status dsi_weigh_options(void *into, const void *given, int64_t size, dscore_error *err);
/* ARGUMENT if a struct that is to be filled has no struct_size; out may be NULL. */
dscore_status dsi_weigh_check_result(const void *out, dscore_error *err);

double dsi_weigh_total(const double *x, int64_t count); /* Neumaier */
/* into[i] = x[i] / total; x is checked; may be the same array */
void dsi_weigh_shares(const double *x, int32_t n, double *into);
/* into[i] = exp(into[i]) normalised, -infinity giving 0; one at least is finite */
void dsi_weigh_shares_of_logs(double *into, int32_t n);

/* A column of a table, scaled as it is read. */
typedef struct dsi_weigh_column {
    const double *first; /* the column's first number */
    int64_t rows;
    int32_t n;         /* from one row to the next */
    int32_t direction; /* 1 or -1 */
    int32_t scaling;
    double lo, hi; /* of the numbers as given */
} dsi_weigh_column;

/* The table as given: sizes, NULLs, finite numbers, directions, scaling from AS_GIVEN to last_scaling. */
dscore_status dsi_weigh_check_table(
    const double *values, int64_t rows, int32_t n, const int32_t *directions, int32_t scaling, dscore_error *err);
dsi_weigh_column dsi_weigh_column_of(
    const double *values, int64_t rows, int32_t n, int32_t j, const int32_t *directions, int32_t scaling);
bool dsi_weigh_column_is_constant(const dsi_weigh_column *c);
double dsi_weigh_column_at(const dsi_weigh_column *c, int64_t i); /* not of a constant column */

/* Weights proportional to `into`; if all are 0: those that vary share alike. Returns flags. */
int32_t dsi_weigh_shares_of_scatter(
    double *into, int32_t n, const double *values, int64_t rows, const int32_t *directions, int32_t scaling);

#endif
