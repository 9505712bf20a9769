/* Checks of arguments, entry by entry, before anything is written. */
#include "stat/check.h"

#include "base/text.h"
#include "stat/distributions.h"
#include <inttypes.h>
#include <string.h>

static const double LEVEL_MAX = 0.999999999, SIZE_MAX_NUMBER = 1e30;
static const int64_t COUNT_MAX = INT64_C(1) << 53;

dscore_status dsi_check_size(int64_t count, dscore_error *err)
{
    return count >= 0 ? DSCORE_OK
                      : dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STAT_COUNT,
                            "count is %" PRId64 "; a number of entries is 0 or more", count);
}

dscore_status dsi_check_level(double level, dscore_error *err)
{
    if (level > 0.0 && level <= LEVEL_MAX) {
        return DSCORE_OK;
    }
    char text[40];
    dsi_print_double(level, text);
    const dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_STAT_LEVEL,
        "the level is %s; expected more than 0 and at most 0.999999999, such as 0.95", text);
    dsi_error_path(err, "level");
    return status;
}

dscore_status dsi_check_choice(
    const char *name, int32_t value, int32_t first, int32_t last, const char *expected, dscore_error *err)
{
    if (value >= first && value <= last) {
        return DSCORE_OK;
    }
    const dscore_status status =
        dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STAT_OPTION, "%s is %d; expected %s", name, (int)value, expected);
    dsi_error_path(err, "%s", name);
    return status;
}

dscore_status dsi_check_result(const char *name, const void *array, int64_t count, dscore_error *err)
{
    return array == NULL && count > 0 ? dsi_fail_null(err, name) : DSCORE_OK;
}

dscore_status dsi_fail_entry(dscore_error *err, dscore_status failure, int32_t code, const char *name, int64_t row,
    double value, const char *expected)
{
    char text[40];
    dsi_print_double(value, text);
    const dscore_status status =
        dsi_fail(err, failure, code, "%s[%" PRId64 "] is %s; expected %s", name, row, text, expected);
    dsi_error_path(err, "%s[%" PRId64 "]", name, row);
    dsi_error_row(err, row);
    return status;
}

dscore_status dsi_fail_number(dscore_error *err, const char *name, double value, const char *expected)
{
    char text[40];
    dsi_print_double(value, text);
    const dscore_status status =
        dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_STAT_NUMBER, "%s is %s; expected %s", name, text, expected);
    dsi_error_path(err, "%s", name);
    return status;
}

dscore_status dsi_check_counts(const char *name, const int64_t *values, int64_t count, dscore_error *err)
{
    dscore_status status = dsi_check_result(name, values, count, err);
    for (int64_t i = 0; status == DSCORE_OK && i < count; i++) {
        if (values[i] < 0 || values[i] > COUNT_MAX) {
            status = dsi_fail_entry(
                err, DSCORE_E_PARAMETER, DSCORE_CODE_STAT_COUNT, name, i, (double)values[i], "0 to 2^53");
        }
    }
    return status;
}

dscore_status dsi_check_shares(
    const char *x_name, const int64_t *x, const char *n_name, const int64_t *n, int64_t count, dscore_error *err)
{
    dscore_status status = dsi_check_counts(x_name, x, count, err);
    if (status == DSCORE_OK) {
        status = dsi_check_counts(n_name, n, count, err);
    }
    for (int64_t i = 0; status == DSCORE_OK && i < count; i++) {
        if (x[i] > n[i]) {
            status = dsi_fail_entry(err, DSCORE_E_PARAMETER, DSCORE_CODE_STAT_COUNT, x_name, i, (double)x[i],
                "no more than there are cases");
        }
    }
    return status;
}

dscore_status dsi_check_numbers(const char *name, const double *values, int32_t kind, const int64_t *n, int64_t least,
    int64_t count, dscore_error *err)
{
    static const char *const EXPECTED[] = {
        "a number of -1e30 to 1e30", "a number of 0 to 1e30", "0, or a number of 1e-30 to 1e30"};
    dscore_status status = dsi_check_result(name, values, count, err);
    for (int64_t i = 0; status == DSCORE_OK && i < count; i++) {
        if (n != NULL && n[i] < least) {
            continue;
        }
        const double v = values[i];
        const bool fits = fabs(v) <= SIZE_MAX_NUMBER && (kind == DSI_ANY_SIGN || v >= 0.0) &&
                          (kind != DSI_EXPOSURE || v <= 0.0 || v >= 1.0 / SIZE_MAX_NUMBER);
        if (!fits) {
            status = dsi_fail_entry(err, DSCORE_E_PARAMETER, DSCORE_CODE_STAT_NUMBER, name, i, v, EXPECTED[kind]);
        }
    }
    return status;
}

dscore_status dsi_struct_read(void *whole, const void *given, int64_t size, const char *name, dscore_error *err)
{
    if (given == NULL) {
        return dsi_fail_null(err, name);
    }
    uint32_t struct_size;
    memcpy(&struct_size, given, sizeof struct_size);
    if (struct_size < sizeof struct_size) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STRUCT_SIZE,
            "%s: struct_size is not set; start the struct from its initialiser", name);
    }
    memcpy(whole, given, struct_size < (uint64_t)size ? struct_size : (size_t)size);
    return DSCORE_OK;
}

double dsi_level_z(double level)
{
    double z;
    (void)dsi_normal_quantile((1.0 + level) / 2.0, &z);
    return z;
}
