/* Checks of arguments before anything is written, and what it means to meet a target. */
#include "target/check.h"

#include "base/text.h"
#include "score/tolerance.h"
#include "time/civil.h"
#include <inttypes.h>
#include <string.h>

static const double GREATEST = 1e30;

double dsi_target_nothing(void)
{
    return (double)NAN;
}

bool dsi_target_is_number(double value)
{
    return fabs(value) <= GREATEST;
}

dscore_status dsi_target_size(const char *name, int64_t count, dscore_error *err)
{
    return count >= 0 ? DSCORE_OK
                      : dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_TARGET_COUNT,
                            "%s is %" PRId64 "; a number of entries is 0 or more", name, count);
}

dscore_status dsi_target_option(
    const char *name, int32_t value, int32_t first, int32_t last, const char *expected, dscore_error *err)
{
    if (value >= first && value <= last) {
        return DSCORE_OK;
    }
    const dscore_status status = dsi_fail(
        err, DSCORE_E_ARGUMENT, DSCORE_CODE_TARGET_OPTION, "%s is %d; expected %s", name, (int)value, expected);
    dsi_error_path(err, "%s", name);
    return status;
}

dscore_status dsi_target_numbers(const char *name, const double *values, int64_t count, int32_t kind, dscore_error *err)
{
    static const char *const EXPECTED[] = {
        "a number of -1e30 to 1e30", "a number of -1e30 to 1e30, or NaN where there is none", "a number of 0 to 1e30"};
    if (values == NULL && count > 0) {
        return dsi_fail_null(err, name);
    }
    for (int64_t i = 0; i < count; i++) {
        const double v = values[i];
        const bool fits = (dsi_target_is_number(v) && (kind != DSI_TARGET_WEIGHT || v >= 0.0)) ||
                          (kind == DSI_TARGET_MISSING && isnan(v));
        if (!fits) {
            return dsi_fail_entry(err, DSCORE_E_PARAMETER, DSCORE_CODE_TARGET_NUMBER, name, i, v, EXPECTED[kind]);
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_target_number(const char *name, double value, bool fits, const char *expected, dscore_error *err)
{
    if (fits) {
        return DSCORE_OK;
    }
    char text[40];
    dsi_print_double(value, text);
    const dscore_status status =
        dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_TARGET_NUMBER, "%s is %s; expected %s", name, text, expected);
    dsi_error_path(err, "%s", name);
    return status;
}

dscore_status dsi_target_days(const char *name, const int64_t *days, int64_t count, dscore_error *err)
{
    if (days == NULL && count > 0) {
        return dsi_fail_null(err, name);
    }
    for (int64_t i = 0; i < count; i++) {
        if (days[i] < DSI_DAY_FIRST || days[i] > DSI_DAY_LAST) {
            return dsi_fail_entry(err, DSCORE_E_RANGE, DSCORE_CODE_TARGET_DAY, name, i, (double)days[i],
                "a day of the years 1 to 9999, counted from 1970-01-01");
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_target_order(int64_t start, int64_t due, dscore_error *err)
{
    if (start <= due) {
        return DSCORE_OK;
    }
    const dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_TARGET_SPAN,
        "due is day %" PRId64 ", before start, day %" PRId64 "; expected start or a later day", due, start);
    dsi_error_path(err, "due");
    return status;
}

dscore_status dsi_target_out(const void *out, dscore_error *err)
{
    uint32_t struct_size;
    return dsi_struct_read(&struct_size, out, (int64_t)sizeof struct_size, "out", err);
}

static dscore_status check_band(const dscore_target_aim *aim, dscore_error *err)
{
    dscore_status status =
        dsi_target_number("upper", aim->upper, dsi_target_is_number(aim->upper), "a number of -1e30 to 1e30", err);
    if (status == DSCORE_OK && aim->upper < aim->target) {
        status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_TARGET_BAND,
            "the band ends below where it begins; expected upper to be target or more");
        dsi_error_path(err, "upper");
    }
    return status == DSCORE_OK ? dsi_target_option("upper_exclusive", aim->upper_exclusive, 0, 1, "0 or 1", err)
                               : status;
}

dscore_status dsi_target_aim_read(dscore_target_aim *whole, const dscore_target_aim *given, dscore_error *err)
{
    *whole = (dscore_target_aim)DSCORE_TARGET_AIM_INIT;
    dscore_status status = dsi_struct_read(whole, given, (int64_t)sizeof *whole, "aim", err);
    if (status == DSCORE_OK) {
        status = dsi_target_option("direction", whole->direction, DSCORE_TARGET_INCREASE, DSCORE_TARGET_MILESTONE,
            "a direction of target.h, DSCORE_TARGET_INCREASE to _MILESTONE", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_number("baseline", whole->baseline,
            dsi_target_is_number(whole->baseline) || isnan(whole->baseline), "a number of -1e30 to 1e30, or NaN", err);
    }
    if (status == DSCORE_OK && whole->direction < DSCORE_TARGET_BINARY) {
        status = dsi_target_number(
            "target", whole->target, dsi_target_is_number(whole->target), "a number of -1e30 to 1e30", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_option("is_exclusive", whole->is_exclusive, 0, 1, "0 or 1", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_number("cap", whole->cap, whole->cap >= 1.0 && whole->cap <= GREATEST, "1 to 1e30", err);
    }
    return status == DSCORE_OK && whole->direction == DSCORE_TARGET_MAINTAIN_BAND ? check_band(whole, err) : status;
}

dscore_status dsi_target_span_read(dscore_target_span *whole, const dscore_target_span *given, dscore_error *err)
{
    *whole = (dscore_target_span)DSCORE_TARGET_SPAN_INIT;
    dscore_status status = dsi_struct_read(whole, given, (int64_t)sizeof *whole, "span", err);
    if (status == DSCORE_OK) {
        status = dsi_target_option("day_count", whole->day_count, DSCORE_TARGET_DAYS_VIVA, DSCORE_TARGET_DAYS_INCLUSIVE,
            "DSCORE_TARGET_DAYS_VIVA or _INCLUSIVE", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_days("start", &whole->start, 1, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_days("due", &whole->due, 1, err);
    }
    return status == DSCORE_OK ? dsi_target_order(whole->start, whole->due, err) : status;
}

int dsi_target_sign(int32_t direction)
{
    static const int SIGN[] = {0, 1, -1, 1, -1, 0, 1, 1};
    return SIGN[direction];
}

/* At or above a threshold (or above it), as decimals compare. */
static bool reaches(double x, double threshold, bool is_exclusive)
{
    return is_exclusive ? dsi_above(x, threshold) : dsi_at_least(x, threshold);
}

bool dsi_target_is_met(const dscore_target_aim *aim, double x)
{
    const bool is_exclusive = aim->is_exclusive != 0;
    if (aim->direction >= DSCORE_TARGET_BINARY) {
        return dsi_at_least(x, 1.0);
    }
    if (aim->direction == DSCORE_TARGET_MAINTAIN_BAND) {
        return reaches(x, aim->target, is_exclusive) && reaches(-x, -aim->upper, aim->upper_exclusive != 0);
    }
    const double sign = dsi_target_sign(aim->direction);
    return reaches(sign * x, sign * aim->target, is_exclusive);
}

dscore_status dsi_target_count_days(
    const dscore_target_span *span, int64_t from, int64_t to, int64_t *out, dscore_error *err)
{
    if (span->calendar != NULL) {
        return dscore_calendar_days(span->calendar, from, to, out, err);
    }
    *out = to - from;
    return DSCORE_OK;
}
