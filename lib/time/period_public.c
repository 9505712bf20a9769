/* Periods as the public header offers them: the one that holds an instant, its neighbours, the same one of other years,
   edges and names. */
#include "base/structs.h"
#include "base/text.h"
#include "time/period.h"

#include <stdio.h>
#include <string.h>

/* Dates are looked at before instants are made of them: nothing further away can be meant. */
enum { MARGIN_DAYS = 800, MOST_PERIODS = 4000000, MOST_YEARS = 10000 };

/* ---- words ----------------------------------------------------------------------------------- */

static const char *const UNITS[] = {"day", "week", "month", "quarter", "year"};
static const char *const WEEKDAYS[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
static const char *const MONTHS[] = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

/* From 1; 0 = none of them. */
static int32_t word_of(const char *const *words, int32_t count, const char *text, size_t length)
{
    for (int32_t i = 0; i < count; i++) {
        if (strlen(words[i]) == length && strncmp(words[i], text, length) == 0) {
            return i + 1;
        }
    }
    return 0;
}

static bool parse(const char *text, dscore_period_rule *out)
{
    const size_t length = strcspn(text, ":");
    out->unit = word_of(UNITS, 5, text, length);
    if (out->unit == 0 || text[length] == '\0') {
        return out->unit != 0;
    }
    const char *first = text + length + 1;
    if (out->unit == DSCORE_PERIOD_WEEK) {
        out->first_weekday = word_of(WEEKDAYS, 7, first, strlen(first));
        return out->first_weekday != 0;
    }
    if (out->unit < DSCORE_PERIOD_QUARTER) {
        return false;
    }
    out->first_month = word_of(MONTHS, 12, first, strlen(first));
    return out->first_month != 0;
}

dscore_status dscore_period_parse(const char *text, dscore_period_rule *out, dscore_error *err)
{
    if (text == NULL || out == NULL) {
        return dsi_fail_null(err, text == NULL ? "text" : "out");
    }
    dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
    if (!parse(text, &rule)) {
        return dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_PERIOD_WORDS,
            "\"%s\" is no period, expected day, week, month, quarter or year; weeks may name their first day, as in "
            "week:sun (mon to sun), quarters and years the month in which the year begins, as in quarter:apr or "
            "year:jul (jan to dec)",
            text);
    }
    return dsi_struct_give(out, &rule, (int64_t)sizeof rule, err);
}

/* ---- finding --------------------------------------------------------------------------------- */

static dscore_status out_of_years(dscore_error *err)
{
    return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_PERIOD_RANGE, "the period reaches outside the years 1 to 9999");
}

static bool is_near_years(const dscore_period_rule *rule, int64_t index)
{
    const int64_t day = dsi_period_first_day(rule, index);
    return day >= DSI_DAY_FIRST - MARGIN_DAYS && day <= DSI_DAY_LAST + MARGIN_DAYS;
}

static dscore_status check(
    const dscore_period_rule *rule, const void *out_start, const void *out_end, int64_t instant, dscore_error *err)
{
    const dscore_status status = dsi_period_check(rule, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (out_start == NULL || out_end == NULL) {
        return dsi_fail_null(err, out_start == NULL ? "out_start" : "out_end");
    }
    if (!dsi_is_instant(instant)) {
        return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_TIME_RANGE,
            "instant %lld lies outside the years 1 to 9999, expected %lld to %lld", (long long)instant,
            (long long)DSI_TIME_FIRST, (long long)DSI_TIME_LAST);
    }
    return DSCORE_OK;
}

/* The ends of a period; of one that the zone skipped, those of the next. */
static dscore_status give(const dscore_zone *zone, const dscore_period_rule *rule, int64_t index, int64_t *out_start,
    int64_t *out_end, dscore_error *err)
{
    if (!is_near_years(rule, index)) {
        return out_of_years(err);
    }
    int32_t near = 0;
    const int64_t start = dsi_period_start(zone, rule, index, &near);
    int64_t end = start;
    while (end == start) {
        end = dsi_period_start(zone, rule, ++index, &near);
    }
    if (start < DSI_TIME_FIRST || end > DSI_TIME_LAST + 1) {
        return out_of_years(err);
    }
    *out_start = start;
    *out_end = end;
    return DSCORE_OK;
}

dscore_status dscore_period_at(const dscore_zone *zone, const dscore_period_rule *rule, int64_t instant,
    int64_t *out_start, int64_t *out_end, dscore_error *err)
{
    const dscore_status status = check(rule, out_start, out_end, instant, err);
    if (status != DSCORE_OK) {
        return status;
    }
    return give(zone, rule, dsi_period_of(zone, rule, instant), out_start, out_end, err);
}

dscore_status dscore_period_shift(const dscore_zone *zone, const dscore_period_rule *rule, int64_t instant, int64_t n,
    int64_t *out_start, int64_t *out_end, dscore_error *err)
{
    const dscore_status status = check(rule, out_start, out_end, instant, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (n < -MOST_PERIODS || n > MOST_PERIODS) {
        return out_of_years(err);
    }
    int64_t index = dsi_period_of(zone, rule, instant);
    /* Each round makes up for the periods that the zone skipped on the way of the one before. */
    for (int64_t left = n; left != 0;) {
        const int64_t next = index + left;
        if (!is_near_years(rule, next)) {
            return out_of_years(err);
        }
        left = left > 0 ? dsi_period_skipped(zone, rule, index, next)
                        : -dsi_period_skipped(zone, rule, next - 1, index - 1);
        index = next;
    }
    return give(zone, rule, index, out_start, out_end, err);
}

/* ---- years ----------------------------------------------------------------------------------- */

/* A week belongs to the year that has its fourth day, so to the one that has most of it: ISO 8601 for any first day. */
static int64_t year_of_week(const dscore_period_rule *rule, int64_t index, int64_t *out_number)
{
    const int64_t fourth = dsi_period_first_day(rule, index) + 3;
    int64_t year;
    int32_t month;
    int32_t mday;
    dsi_civil_date(fourth, &year, &month, &mday);
    *out_number = (fourth - dsi_civil_day(year, 1, 1)) / 7 + 1;
    return year;
}

static int64_t week_in_year(const dscore_period_rule *rule, int64_t index, int64_t years)
{
    int64_t number;
    const int64_t year = year_of_week(rule, index, &number) + years;
    const int64_t same = dsi_period_of_day(rule, dsi_civil_day(year, 1, 4)) + number - 1;
    int64_t found;
    return year_of_week(rule, same, &found) == year ? same : same - 1;
}

static int64_t day_in_year(int64_t day, int64_t years)
{
    int64_t year;
    int32_t month;
    int32_t mday;
    dsi_civil_date(day, &year, &month, &mday);
    const int32_t most = dsi_civil_month_days(year + years, month);
    return dsi_civil_day(year + years, month, mday < most ? mday : most);
}

dscore_status dscore_period_year(const dscore_zone *zone, const dscore_period_rule *rule, int64_t instant,
    int64_t years, int64_t *out_start, int64_t *out_end, dscore_error *err)
{
    const dscore_status status = check(rule, out_start, out_end, instant, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (years < -MOST_YEARS || years > MOST_YEARS) {
        return out_of_years(err);
    }
    static const int32_t per_year[] = {
        [DSCORE_PERIOD_MONTH] = 12, [DSCORE_PERIOD_QUARTER] = 4, [DSCORE_PERIOD_YEAR] = 1};
    int64_t index = dsi_period_of(zone, rule, instant);
    if (rule->unit == DSCORE_PERIOD_DAY) {
        index = day_in_year(index, years);
    } else if (rule->unit == DSCORE_PERIOD_WEEK) {
        index = week_in_year(rule, index, years);
    } else {
        index += years * per_year[rule->unit];
    }
    return give(zone, rule, index, out_start, out_end, err);
}

/* ---- edges ----------------------------------------------------------------------------------- */

static dscore_status check_edges(int64_t from, int64_t to, const int64_t *edges, int64_t capacity, dscore_error *err)
{
    if (capacity < 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_BUFFER_SIZE, "capacity is %lld, expected 0 or more",
            (long long)capacity);
    }
    if (edges == NULL && capacity > 0) {
        return dsi_fail_null(err, "edges");
    }
    if (!dsi_is_instant(from) || to < DSI_TIME_FIRST || to > DSI_TIME_LAST + 1) {
        return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_TIME_RANGE, "%s lies outside the years 1 to 9999",
            dsi_is_instant(from) ? "to" : "from");
    }
    if (from >= to) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_PERIOD_RANGE, "from is not before to");
    }
    return DSCORE_OK;
}

dscore_status dscore_period_edges(const dscore_zone *zone, const dscore_period_rule *rule, int64_t from, int64_t to,
    int64_t *edges, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (out_needed == NULL) {
        return dsi_fail_null(err, "out_needed");
    }
    *out_needed = 0;
    dscore_status status = dsi_period_check(rule, err);
    if (status == DSCORE_OK) {
        status = check_edges(from, to, edges, capacity, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const int64_t first = dsi_period_of(zone, rule, from);
    const int64_t last = dsi_period_of(zone, rule, to - 1);
    int64_t start;
    int64_t end;
    status = give(zone, rule, first, &start, &end, err);
    if (status == DSCORE_OK) {
        status = give(zone, rule, last, &start, &end, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const int64_t needed = last - first + 2 - dsi_period_skipped(zone, rule, first, last);
    *out_needed = needed;
    if (capacity < needed) {
        return dsi_fail(err, DSCORE_E_BUFFER, DSCORE_CODE_BUFFER_SIZE,
            "edges has room for %lld, expected at least %lld", (long long)capacity, (long long)needed);
    }
    int32_t near = 0;
    int64_t count = 0;
    for (int64_t index = first; index <= last + 1; index++) {
        const int64_t edge = dsi_period_start(zone, rule, index, &near);
        if (count == 0 || edge > edges[count - 1]) { /* a date that was skipped starts with the next one */
            edges[count++] = edge;
        }
    }
    return DSCORE_OK;
}

/* ---- names ----------------------------------------------------------------------------------- */

static void write_name(const dscore_period_rule *rule, int64_t index, char *out, size_t size)
{
    int64_t year;
    int32_t month;
    int32_t mday;
    dsi_civil_date(dsi_period_first_day(rule, index), &year, &month, &mday);
    const long y = (long)year;
    /* A year that begins in another month is named by the year in which it ends. */
    const bool is_fiscal = rule->first_month != 1;
    int64_t number;
    switch (rule->unit) {
    case DSCORE_PERIOD_DAY:
        (void)snprintf(out, size, "%04ld-%02ld-%02ld", y, (long)month, (long)mday);
        break;
    case DSCORE_PERIOD_WEEK:
        if (rule->first_weekday == 1) {
            const int64_t week_year = year_of_week(rule, index, &number);
            (void)snprintf(out, size, "%04ld-W%02ld", (long)week_year, (long)number);
        } else {
            (void)snprintf(out, size, "%04ld-%02ld-%02ld/7d", y, (long)month, (long)mday);
        }
        break;
    case DSCORE_PERIOD_MONTH:
        (void)snprintf(out, size, "%04ld-%02ld", y, (long)month);
        break;
    case DSCORE_PERIOD_QUARTER: {
        const int64_t fiscal = dsi_floor_div(index, 4); /* the year in which the fiscal year begins */
        (void)snprintf(out, size, "%s%04ld-Q%ld", is_fiscal ? "FY" : "", (long)(fiscal + is_fiscal),
            (long)(index - fiscal * 4) + 1);
        break;
    }
    default:
        (void)snprintf(out, size, "%s%04ld", is_fiscal ? "FY" : "", (long)(index + is_fiscal));
    }
}

dscore_status dscore_period_name(const dscore_zone *zone, const dscore_period_rule *rule, int64_t instant, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    int64_t start;
    int64_t end;
    const dscore_status status = dscore_period_at(zone, rule, instant, &start, &end, err);
    if (status != DSCORE_OK) {
        return status;
    }
    char text[48];
    write_name(rule, dsi_period_of(zone, rule, instant), text, sizeof text);
    const dsi_text made = {.data = text, .length = (int64_t)strlen(text)};
    return dsi_text_give(&made, buffer, capacity, out_needed, err);
}
