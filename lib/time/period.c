/* Which period holds a date or an instant, and where a period starts. A period starts at the first instant at which
   the wall clock has reached its first date; clocks that are set back over midnight afterwards do not start it again.
 */
#include "time/period.h"

#include <stddef.h>

dscore_status dsi_period_check(const dscore_period_rule *rule, dscore_error *err)
{
    if (rule == NULL) {
        return dsi_fail_null(err, "rule");
    }
    if (rule->struct_size < sizeof *rule) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_PERIOD_RULE,
            "rule: struct_size is not set; start it from DSCORE_PERIOD_RULE_INIT");
    }
    if (rule->unit < DSCORE_PERIOD_DAY || rule->unit > DSCORE_PERIOD_YEAR) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_PERIOD_RULE,
            "rule: unit is %ld, expected DSCORE_PERIOD_DAY to DSCORE_PERIOD_YEAR, 1 to 5", (long)rule->unit);
    }
    if (rule->unit == DSCORE_PERIOD_WEEK && (rule->first_weekday < 1 || rule->first_weekday > 7)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_PERIOD_RULE,
            "rule: first_weekday is %ld, expected 1 (Monday) to 7 (Sunday)", (long)rule->first_weekday);
    }
    if (rule->unit >= DSCORE_PERIOD_QUARTER && (rule->first_month < 1 || rule->first_month > 12)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_PERIOD_RULE, "rule: first_month is %ld, expected 1 to 12",
            (long)rule->first_month);
    }
    return DSCORE_OK;
}

/* 1970-01-01 was a Thursday: the week from Monday that holds it started three days before. */
static int64_t week_shift(const dscore_period_rule *rule)
{
    return 3 - (rule->first_weekday - 1);
}

static int64_t months_of(const dscore_period_rule *rule)
{
    return rule->unit == DSCORE_PERIOD_MONTH ? 1 : rule->unit == DSCORE_PERIOD_QUARTER ? 3 : 12;
}

static int64_t month_shift(const dscore_period_rule *rule)
{
    return rule->unit == DSCORE_PERIOD_MONTH ? 0 : rule->first_month - 1;
}

int64_t dsi_period_of_day(const dscore_period_rule *rule, int64_t day)
{
    if (rule->unit == DSCORE_PERIOD_DAY) {
        return day;
    }
    if (rule->unit == DSCORE_PERIOD_WEEK) {
        return dsi_floor_div(day + week_shift(rule), 7);
    }
    int64_t year;
    int32_t month;
    int32_t mday;
    dsi_civil_date(day, &year, &month, &mday);
    return dsi_floor_div(year * 12 + month - 1 - month_shift(rule), months_of(rule));
}

int64_t dsi_period_first_day(const dscore_period_rule *rule, int64_t index)
{
    if (rule->unit == DSCORE_PERIOD_DAY) {
        return index;
    }
    if (rule->unit == DSCORE_PERIOD_WEEK) {
        return index * 7 - week_shift(rule);
    }
    const int64_t months = index * months_of(rule) + month_shift(rule);
    const int64_t year = dsi_floor_div(months, 12);
    return dsi_civil_day(year, (int32_t)(months - year * 12) + 1, 1);
}

int64_t dsi_period_start(const dscore_zone *zone, const dscore_period_rule *rule, int64_t index, int32_t *near)
{
    return dsi_zone_reach(zone, dsi_period_first_day(rule, index) * DSI_DAY, near);
}

int64_t dsi_period_of(const dscore_zone *zone, const dscore_period_rule *rule, int64_t t)
{
    int32_t near = 0;
    int64_t index = dsi_period_of_day(rule, dsi_zone_day(zone, t));
    /* Clocks set back over midnight: the date is shown again when the next period has long begun. */
    while (dsi_period_start(zone, rule, index + 1, &near) <= t) {
        index++;
    }
    return index;
}

/* Does the zone ever skip a date? Only such a step skips a period. */
static bool skips_dates(const dscore_zone *zone)
{
    for (int32_t i = 1; i < zone->count; i++) {
        if (zone->pieces[i].offset - zone->pieces[i - 1].offset >= DSI_DAY) {
            return true;
        }
    }
    return false;
}

int64_t dsi_period_skipped(const dscore_zone *zone, const dscore_period_rule *rule, int64_t after, int64_t upto)
{
    if (zone == NULL || rule->unit != DSCORE_PERIOD_DAY || after >= upto || !skips_dates(zone)) {
        return 0;
    }
    int64_t skipped = 0;
    int32_t near = 0;
    int64_t start = dsi_period_start(zone, rule, after + 1, &near);
    for (int64_t i = after + 1; i <= upto; i++) {
        const int64_t next = dsi_period_start(zone, rule, i + 1, &near);
        skipped += next == start;
        start = next;
    }
    return skipped;
}
