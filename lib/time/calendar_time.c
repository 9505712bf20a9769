/* Business time between instants, deadlines, and whether the desk is open: single values and arrays. */
#include "time/calendar_parts.h"

dscore_status dsi_calendar_check_instant(int64_t t, dscore_error *err)
{
    if (!dsi_is_instant(t)) {
        return dsi_fail(
            err, DSCORE_E_RANGE, DSCORE_CODE_TIME_RANGE, "instant %lld is outside the years 1-9999", (long long)t);
    }
    return DSCORE_OK;
}

static dscore_status fail_reach(dscore_error *err)
{
    return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_CALENDAR_REACH, "not reached within the years 1-9999");
}

dscore_status dscore_calendar_between(
    const dscore_calendar *calendar, int64_t from, int64_t to, int64_t *out_us, dscore_error *err)
{
    if (calendar == NULL || out_us == NULL) {
        return dsi_fail_null(err, calendar == NULL ? "calendar" : "out_us");
    }
    dscore_status status = dsi_calendar_check_instant(from, err);
    if (status == DSCORE_OK) {
        status = dsi_calendar_check_instant(to, err);
    }
    if (status == DSCORE_OK) {
        *out_us = dsi_calendar_prefix(calendar, to, NULL) - dsi_calendar_prefix(calendar, from, NULL);
    }
    return status;
}

static dscore_status check_array(const dscore_calendar *calendar, const char *const names[3], const int64_t *a,
    const int64_t *b, int64_t n, const int64_t *out, dscore_error *err)
{
    if (calendar == NULL) {
        return dsi_fail_null(err, "calendar");
    }
    if (n < 0) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, DSCORE_CODE_CALENDAR_OPTION, "n is %lld, expected 0 or more", (long long)n);
    }
    if (n > 0 && (a == NULL || b == NULL || out == NULL)) {
        return dsi_fail_null(err, a == NULL ? names[0] : b == NULL ? names[1] : names[2]);
    }
    return DSCORE_OK;
}

dscore_status dscore_calendar_between_array(const dscore_calendar *calendar, const int64_t *from, const int64_t *to,
    int64_t n, int64_t *out_us, dscore_error *err)
{
    static const char *const names[3] = {"from", "to", "out_us"};
    dscore_status status = check_array(calendar, names, from, to, n, out_us, err);
    dsi_calendar_near starts = {0, 0};
    dsi_calendar_near ends = {0, 0};
    for (int64_t i = 0; status == DSCORE_OK && i < n; i++) {
        const int64_t a = from[i];
        const int64_t b = to[i];
        if (a == INT64_MIN || b == INT64_MIN) {
            out_us[i] = INT64_MIN;
            continue;
        }
        if (!dsi_is_instant(a) || !dsi_is_instant(b)) {
            status = dsi_calendar_check_instant(dsi_is_instant(a) ? b : a, err);
            dsi_error_row(err, i);
            continue;
        }
        out_us[i] = dsi_calendar_prefix(calendar, b, &ends) - dsi_calendar_prefix(calendar, a, &starts);
    }
    return status;
}

/* No span of the years 1-9999 is longer, nor what wall clocks show in them, less than 26 hours ahead or behind: sums
   stay in 64 bits. */
#define SPAN_MAX (DSI_TIME_LAST - DSI_TIME_FIRST + 3 * DSI_DAY)

static dscore_status add(
    const dscore_calendar *c, int64_t t, int64_t span, int64_t *out, dsi_calendar_near *near, dscore_error *err)
{
    dscore_status status = dsi_calendar_check_instant(t, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (span == 0) {
        *out = t;
        return DSCORE_OK;
    }
    if (span > SPAN_MAX || span < -SPAN_MAX) {
        return fail_reach(err);
    }
    const int32_t mode = c->spec.mode - 1;
    const int64_t target = dsi_calendar_clock(c, t, mode, near) + span;
    if (span > 0 ? target > c->last[mode] : target < c->first[mode]) {
        return fail_reach(err);
    }
    *out = span > 0 ? dsi_calendar_earliest(c, target, mode) : dsi_calendar_latest(c, target, mode);
    return DSCORE_OK;
}

dscore_status dscore_calendar_add(
    const dscore_calendar *calendar, int64_t t, int64_t span, int64_t *out, dscore_error *err)
{
    if (calendar == NULL || out == NULL) {
        return dsi_fail_null(err, calendar == NULL ? "calendar" : "out");
    }
    return add(calendar, t, span, out, NULL, err);
}

dscore_status dscore_calendar_add_array(
    const dscore_calendar *calendar, const int64_t *t, const int64_t *span, int64_t n, int64_t *out, dscore_error *err)
{
    static const char *const names[3] = {"t", "span", "out"};
    dscore_status status = check_array(calendar, names, t, span, n, out, err);
    dsi_calendar_near near = {0, 0};
    for (int64_t i = 0; status == DSCORE_OK && i < n; i++) {
        if (t[i] == INT64_MIN || span[i] == INT64_MIN) {
            out[i] = INT64_MIN;
            continue;
        }
        status = add(calendar, t[i], span[i], &out[i], &near, err);
        if (status != DSCORE_OK) {
            dsi_error_row(err, i);
        }
    }
    return status;
}

dscore_status dscore_calendar_is_open(const dscore_calendar *calendar, int64_t instant, int32_t *out, dscore_error *err)
{
    if (calendar == NULL || out == NULL) {
        return dsi_fail_null(err, calendar == NULL ? "calendar" : "out");
    }
    dscore_status status = dsi_calendar_check_instant(instant, err);
    if (status == DSCORE_OK) {
        *out = dsi_calendar_open_at(calendar, instant, NULL) ? 1 : 0;
    }
    return status;
}

dscore_status dscore_calendar_next_open(
    const dscore_calendar *calendar, int64_t instant, int64_t *out, dscore_error *err)
{
    if (calendar == NULL || out == NULL) {
        return dsi_fail_null(err, calendar == NULL ? "calendar" : "out");
    }
    dscore_status status = dsi_calendar_check_instant(instant, err);
    if (status != DSCORE_OK) {
        return status;
    }
    /* The latest instant before which no more business time has passed: from there on the absolute clock runs. */
    const int64_t passed = dsi_calendar_clock(calendar, instant, DSI_ABSOLUTE, NULL);
    const int64_t found = dsi_calendar_latest(calendar, passed, DSI_ABSOLUTE);
    if (found > DSI_TIME_LAST) {
        return fail_reach(err);
    }
    *out = found;
    return DSCORE_OK;
}
