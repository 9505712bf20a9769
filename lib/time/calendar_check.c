/* What a calendar may be made of: hours in order and apart, versions in order, dates that exist. */
#include "time/calendar_parts.h"

#include <stdio.h>

enum { HOURS_MAX = 1000, EXCEPTION_DAYS_MAX = 10000000, PLACE = 64 };

static const char *const weekdays[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/* A time of day as people write it, for messages. */
typedef struct clock_text {
    char text[24];
} clock_text;

static clock_text clock_of(int64_t us)
{
    clock_text t;
    const int64_t seconds = dsi_floor_div(us, DSI_SECOND);
    const int hours = (int)(dsi_floor_div(seconds, 3600) % 1000);
    const int minutes = (int)(((seconds / 60) % 60 + 60) % 60);
    const int rest = (int)((seconds % 60 + 60) % 60);
    if (rest == 0) {
        (void)snprintf(t.text, sizeof t.text, "%02d:%02d", hours, minutes);
    } else {
        (void)snprintf(t.text, sizeof t.text, "%02d:%02d:%02d", hours, minutes, rest);
    }
    return t;
}

static dscore_status fail_hours(dscore_error *err, const char *place, int32_t item, const char *what, dsi_open open)
{
    dscore_status status = dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_CALENDAR_HOURS, "%s[%ld]: %s-%s %s", place,
        (long)item, clock_of(open.start).text, clock_of(open.end).text, what);
    dsi_error_path(err, "%s[%ld]", place, (long)item);
    return status;
}

/* What is wrong with an interval of a list; NULL: nothing. */
static const char *fault_of(const dsi_hours *hours, int32_t i)
{
    const dsi_open open = hours->items[i];
    if (open.start < 0 || open.start >= DSI_DAY || open.end > 2 * DSI_DAY) {
        return "is not within 00:00-48:00, starting before 24:00";
    }
    if (open.end <= open.start) {
        return "ends before it starts, or is empty";
    }
    return i > 0 && open.start < hours->items[i - 1].end ? "begins before the interval in front of it ends" : NULL;
}

static bool is_count(const dsi_hours *hours)
{
    return hours->count >= 0 && hours->count <= HOURS_MAX && (hours->count == 0 || hours->items != NULL);
}

static bool are_fine(const dsi_hours *hours)
{
    bool fine = is_count(hours);
    for (int32_t i = 0; fine && i < hours->count; i++) {
        fine = fault_of(hours, i) == NULL;
    }
    return fine;
}

static dscore_status check_hours(const dsi_hours *hours, const char *place, dscore_error *err)
{
    if (!is_count(hours)) {
        dscore_status status = dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_CALENDAR_LIMIT,
            "%s: %ld intervals, at most %d a day are possible", place, (long)hours->count, HOURS_MAX);
        dsi_error_path(err, "%s", place);
        return status;
    }
    for (int32_t i = 0; i < hours->count; i++) {
        const char *what = fault_of(hours, i);
        if (what != NULL) {
            return fail_hours(err, place, i, what, hours->items[i]);
        }
    }
    return DSCORE_OK;
}

static dscore_status check_week(const dsi_week *week, int32_t version, dscore_error *err)
{
    char prefix[PLACE] = "week";
    if (version > 0) {
        (void)snprintf(prefix, sizeof prefix, "versions[%ld].week", (long)version - 1);
    }
    char place[2 * PLACE];
    for (int32_t day = 0; day < 7; day++) {
        (void)snprintf(place, sizeof place, "%s.%s", prefix, weekdays[day]);
        dscore_status status = check_hours(&week->days[day], place, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    for (int32_t day = 0; day < 7; day++) {
        const dsi_hours *hours = &week->days[day];
        const dsi_hours *next = &week->days[(day + 1) % 7];
        if (hours->count == 0 || next->count == 0) {
            continue;
        }
        const dsi_open last = hours->items[hours->count - 1];
        if (last.end - DSI_DAY > next->items[0].start) {
            (void)snprintf(place, sizeof place, "%s.%s", prefix, weekdays[day]);
            return fail_hours(err, place, hours->count - 1, "runs on into the hours of the next day", last);
        }
    }
    return DSCORE_OK;
}

static dscore_status check_weeks(const dsi_calendar_spec *spec, dscore_error *err)
{
    if (spec->week_count < 1 || spec->weeks == NULL || spec->weeks[0].from_day != INT64_MIN) {
        return dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_CALENDAR_VERSION,
            "a calendar needs a week, the first one without a date from which it holds");
    }
    for (int32_t i = 0; i < spec->week_count; i++) {
        const dsi_week *week = &spec->weeks[i];
        if (i > 0 && (week->from_day < DSI_DAY_FIRST || week->from_day > DSI_DAY_LAST)) {
            dscore_status status = dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_CALENDAR_DATE,
                "versions[%ld].from: not a date of the years 1-9999", (long)i - 1);
            dsi_error_path(err, "versions[%ld].from", (long)i - 1);
            return status;
        }
        if (i > 0 && week->from_day <= spec->weeks[i - 1].from_day) {
            dscore_status status = dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_CALENDAR_VERSION,
                "versions[%ld].from: not after the version in front of it", (long)i - 1);
            dsi_error_path(err, "versions[%ld].from", (long)i - 1);
            return status;
        }
        dscore_status status = check_week(week, i, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    return DSCORE_OK;
}

/* "exceptions.2026-12-25" */
static void place_of(int64_t day, char place[PLACE])
{
    int64_t year;
    int32_t month;
    int32_t mday;
    dsi_civil_date(day, &year, &month, &mday);
    (void)snprintf(place, PLACE, "exceptions.%04ld-%02ld-%02ld", (long)year, (long)month, (long)mday);
}

static dscore_status fail_date(dscore_error *err, dscore_status status, int32_t code, int64_t day, const char *what)
{
    char place[PLACE];
    place_of(day, place);
    (void)dsi_fail(err, status, code, "%s: %s", place, what);
    dsi_error_path(err, "%s", place);
    return status;
}

static dscore_status check_exception(const dsi_exception *e, dscore_error *err)
{
    if (e->first_day < DSI_DAY_FIRST || e->last_day > DSI_DAY_LAST) {
        dscore_status status =
            dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_CALENDAR_DATE, "exceptions: a date is outside the years 1-9999");
        dsi_error_path(err, "exceptions");
        return status;
    }
    if (e->last_day < e->first_day) {
        return fail_date(
            err, DSCORE_E_FORMAT, DSCORE_CODE_CALENDAR_DATE, e->first_day, "the range ends before it starts");
    }
    if (e->as < 0 || e->as > 7) {
        return fail_date(err, DSCORE_E_ARGUMENT, DSCORE_CODE_CALENDAR_OPTION, e->first_day,
            "no such weekday, expected 1 to 7, or 0 for hours of its own");
    }
    if (e->as != 0 || are_fine(&e->hours)) {
        return DSCORE_OK;
    }
    char place[PLACE];
    place_of(e->first_day, place);
    return check_hours(&e->hours, place, err);
}

static dscore_status check_exceptions(const dsi_calendar_spec *spec, dscore_error *err)
{
    if (spec->exception_count < 0 || (spec->exception_count > 0 && spec->exceptions == NULL)) {
        return dsi_fail_null(err, "exceptions");
    }
    int64_t days = 0;
    for (int64_t i = 0; i < spec->exception_count; i++) {
        const dsi_exception *e = &spec->exceptions[i];
        dscore_status status = check_exception(e, err);
        if (status != DSCORE_OK) {
            return status;
        }
        days += e->last_day - e->first_day + 1;
        if (days > EXCEPTION_DAYS_MAX) {
            return dsi_fail(
                err, DSCORE_E_LIMIT, DSCORE_CODE_CALENDAR_LIMIT, "exceptions: more than %d days", EXCEPTION_DAYS_MAX);
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_calendar_check_spec(const dsi_calendar_spec *spec, dscore_error *err)
{
    if (spec->mode != DSCORE_CALENDAR_ABSOLUTE && spec->mode != DSCORE_CALENDAR_WALL) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_CALENDAR_OPTION,
            "mode %ld of a calendar, expected DSCORE_CALENDAR_ABSOLUTE or _WALL", (long)spec->mode);
    }
    dscore_status status = check_weeks(spec, err);
    return status == DSCORE_OK ? check_exceptions(spec, err) : status;
}

dscore_status dsi_calendar_check_twice(const dsi_calendar_spec *spec, dscore_error *err)
{
    for (int64_t i = 1; i < spec->exception_count; i++) {
        if (spec->exceptions[i].first_day <= spec->exceptions[i - 1].last_day) {
            return fail_date(err, DSCORE_E_FORMAT, DSCORE_CODE_CALENDAR_DATE, spec->exceptions[i].first_day,
                "the date is given twice");
        }
    }
    return DSCORE_OK;
}
