/* Working days: how many between dates, the n-th after a date, and parts of them between instants. */
#include "time/calendar_parts.h"

int64_t dsi_calendar_working(const dscore_calendar *c, int64_t day)
{
    int64_t low = 0; /* skipped dates before `day` */
    int64_t high = c->skipped_count;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (c->skipped[middle] < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return dsi_calendar_local_days(c, day) - low;
}

static dscore_status check_day(int64_t day, dscore_error *err)
{
    if (day < DSI_DAY_FIRST || day > DSI_DAY_LAST) {
        return dsi_fail(
            err, DSCORE_E_RANGE, DSCORE_CODE_TIME_RANGE, "day %lld is outside the years 1-9999", (long long)day);
    }
    return DSCORE_OK;
}

dscore_status dscore_calendar_days(
    const dscore_calendar *calendar, int64_t from, int64_t to, int64_t *out_days, dscore_error *err)
{
    if (calendar == NULL || out_days == NULL) {
        return dsi_fail_null(err, calendar == NULL ? "calendar" : "out_days");
    }
    dscore_status status = check_day(from, err);
    if (status == DSCORE_OK) {
        status = check_day(to, err);
    }
    if (status == DSCORE_OK) {
        *out_days = dsi_calendar_working(calendar, to) - dsi_calendar_working(calendar, from);
    }
    return status;
}

/* The last date with at most `count` working days before it: itself a working day, if there is one after. */
static int64_t last_with(const dscore_calendar *c, int64_t count)
{
    int64_t low = DSI_DAY_FIRST;
    int64_t high = DSI_DAY_LAST;
    while (low < high) {
        const int64_t middle = low + (high - low + 1) / 2;
        if (dsi_calendar_working(c, middle) <= count) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

dscore_status dscore_calendar_add_days(
    const dscore_calendar *calendar, int64_t day, int64_t n, int64_t *out_day, dscore_error *err)
{
    if (calendar == NULL || out_day == NULL) {
        return dsi_fail_null(err, calendar == NULL ? "calendar" : "out_day");
    }
    dscore_status status = check_day(day, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (n == 0) {
        *out_day = day;
        return DSCORE_OK;
    }
    /* Working days before the one that is looked for. */
    const int64_t most = DSI_DAY_LAST - DSI_DAY_FIRST + 1;
    const int64_t steps = n > most ? most + 1 : n < -most ? -most - 1 : n;
    const int64_t before =
        n > 0 ? dsi_calendar_working(calendar, day + 1) + steps - 1 : dsi_calendar_working(calendar, day) + steps;
    if (before < dsi_calendar_working(calendar, DSI_DAY_FIRST) ||
        before >= dsi_calendar_working(calendar, DSI_DAY_LAST + 1)) {
        return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_CALENDAR_REACH, "not reached within the years 1-9999");
    }
    *out_day = last_with(calendar, before);
    return DSCORE_OK;
}

/* The working days before the local date of t, and the part of its hours that has passed. */
static int64_t day_parts(const dscore_calendar *c, int64_t t, double *part)
{
    const int64_t shown = dsi_calendar_shown(c, t);
    const int64_t day = dsi_floor_div(shown, DSI_DAY);
    const int64_t start = dsi_calendar_local(c, day * DSI_DAY, NULL);
    const int64_t whole = dsi_calendar_local(c, (day + 1) * DSI_DAY, NULL) - start;
    const int64_t passed = dsi_calendar_local(c, shown, NULL) - start;
    *part = whole == 0 ? 0 : (double)passed / (double)whole;
    return dsi_calendar_working(c, day);
}

double dsi_calendar_day_prefix(const dscore_calendar *calendar, int64_t t)
{
    double part;
    const int64_t days = day_parts(calendar, t, &part);
    return (double)days + part;
}

double dsi_calendar_days_between(const dscore_calendar *calendar, int64_t from, int64_t to)
{
    double first;
    double last;
    const int64_t days = -day_parts(calendar, from, &first) + day_parts(calendar, to, &last);
    return (double)days + (last - first);
}

dscore_status dscore_calendar_business_days(
    const dscore_calendar *calendar, int64_t from, int64_t to, double *out_days, dscore_error *err)
{
    if (calendar == NULL || out_days == NULL) {
        return dsi_fail_null(err, calendar == NULL ? "calendar" : "out_days");
    }
    dscore_status status = dsi_calendar_check_instant(from, err);
    if (status == DSCORE_OK) {
        status = dsi_calendar_check_instant(to, err);
    }
    if (status == DSCORE_OK) {
        *out_days = dsi_calendar_days_between(calendar, from, to);
    }
    return status;
}
