/* What every function of stat.h asks of its arguments, and sums that keep what rounding would lose. */
#ifndef DSI_STAT_CHECK_H
#define DSI_STAT_CHECK_H

#include "base/error.h"
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* What a number may be, beside finite and at most 1e30 in size. */
enum { DSI_ANY_SIGN = 0, DSI_NOT_NEGATIVE = 1, DSI_EXPOSURE = 2 /* 0, or not below 1e-30 */ };

dscore_status dsi_check_size(int64_t count, dscore_error *err);
dscore_status dsi_check_level(double level, dscore_error *err);
/* One of the numbers first to last; `expected` lists their names. */
dscore_status dsi_check_choice(
    const char *name, int32_t value, int32_t first, int32_t last, const char *expected, dscore_error *err);
/* An array that receives results: NULL is refused unless count is 0. */
dscore_status dsi_check_result(const char *name, const void *array, int64_t count, dscore_error *err);
/* Counts of 0 to 2^53. */
dscore_status dsi_check_counts(const char *name, const int64_t *values, int64_t count, dscore_error *err);
/* Two such arrays, x <= n entry by entry. */
dscore_status dsi_check_shares(
    const char *x_name, const int64_t *x, const char *n_name, const int64_t *n, int64_t count, dscore_error *err);
/* Numbers; those of entries whose n is below `least` are not read (n NULL: all are). */
dscore_status dsi_check_numbers(const char *name, const double *values, int32_t kind, const int64_t *n, int64_t least,
    int64_t count, dscore_error *err);
/* A failure at name[row], with the number that stands there. */
dscore_status dsi_fail_entry(dscore_error *err, dscore_status failure, int32_t code, const char *name, int64_t row,
    double value, const char *expected);
/* PARAMETER, of a number that stands alone. */
dscore_status dsi_fail_number(dscore_error *err, const char *name, double value, const char *expected);
/* The caller's struct (which may be older or newer) into `whole` of `size` bytes, which its initialiser has filled. */
dscore_status dsi_struct_read(void *whole, const void *given, int64_t size, const char *name, dscore_error *err);

/* A sum after Neumaier (1974): what each addition rounds off is added at the end. Starts as zeros. */
typedef struct dsi_running {
    double sum, lost;
} dsi_running;

static inline void dsi_running_add(dsi_running *r, double value)
{
    const double sum = r->sum + value;
    r->lost += fabs(r->sum) >= fabs(value) ? (r->sum - sum) + value : (value - sum) + r->sum;
    r->sum = sum;
}

static inline double dsi_running_total(const dsi_running *r)
{
    return r->sum + r->lost;
}

/* For results that may not be wanted. */
static inline void dsi_put(double *array, int64_t i, double value)
{
    if (array != NULL) {
        array[i] = value;
    }
}

static inline void dsi_put_status(int32_t *array, int64_t i, int32_t value)
{
    if (array != NULL) {
        array[i] = value;
    }
}

/* z with Phi(z) - Phi(-z) = level, for a level that was checked. */
double dsi_level_z(double level);

#endif
