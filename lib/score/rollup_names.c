/* Names of the longer periods of a roll-up, 2026-Q4 or FY2027, by which rosters and people know them. */
#include "score/rollup.h"

#include "base/error.h"
#include "measure/values.h"
#include "time/civil.h"
#include <deskscore/time.h>

static void add_digits(dsi_text *t, int64_t number, int32_t width)
{
    for (int32_t least = width == 4 ? 1000 : 10; least > number && least > 1; least /= 10) {
        dsi_text_add(t, "0");
    }
    dsi_text_add_int(t, number);
}

static void add_date(dsi_text *t, int64_t instant)
{
    int64_t year;
    int32_t month;
    int32_t day;
    dsi_civil_date(dsi_floor_div(instant, DSI_DAY), &year, &month, &day);
    add_digits(t, year, 4);
    dsi_text_add(t, "-");
    add_digits(t, month, 2);
    dsi_text_add(t, "-");
    add_digits(t, day, 2);
}

const char *dsi_period_dates(dsi_arena *arena, int64_t start, int64_t end)
{
    dsi_text text;
    dsi_text_init(&text, &arena->allocator);
    add_date(&text, start);
    dsi_text_add(&text, "/");
    add_date(&text, end);
    const char *name = text.failed ? NULL : dsi_arena_text(arena, text.data, text.length);
    dsi_text_free(&text);
    return name;
}

/* ---- periods of the calendar ---------------------------------------------------------------- */

/* Is [start, end) one period of the rule? */
static bool is_period(const dscore_zone *zone, const dscore_period_rule *rule, int64_t start, int64_t end)
{
    int64_t from, to;
    return dscore_period_at(zone, rule, start, &from, &to, NULL) == DSCORE_OK && from == start && to == end;
}

/* The rule by which [start, end) is a period: years may begin in any month, quarters and weeks as the shorter periods
   were asked for. */
static bool find_rule(
    const dscore_zone *zone, const dscore_period_rule *asked, int64_t start, int64_t end, dscore_period_rule *out)
{
    *out = *asked;
    for (out->unit = DSCORE_PERIOD_DAY; out->unit <= DSCORE_PERIOD_YEAR; out->unit++) {
        if (is_period(zone, out, start, end)) {
            return true;
        }
    }
    out->unit = DSCORE_PERIOD_YEAR;
    for (out->first_month = 1; out->first_month <= 12; out->first_month++) {
        if (is_period(zone, out, start, end)) {
            return true;
        }
    }
    return false;
}

dscore_status dsi_rolled_name(dsi_rolled *rolled, const dscore_values *values, dsi_arena *arena, dscore_error *err)
{
    const dscore_zone *zone;
    const dscore_period_rule *asked = dsi_values_calendar(values, &zone);
    rolled->names = dsi_arena_alloc(arena, rolled->period_count * (int64_t)sizeof *rolled->names);
    if (rolled->names == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t i = 0; i < rolled->period_count; i++) {
        dscore_period_rule rule;
        char name[48] = "";
        int64_t needed;
        if (asked != NULL && find_rule(zone, asked, rolled->edges[i], rolled->edges[i + 1], &rule)) {
            const dscore_status status =
                dscore_period_name(zone, &rule, rolled->edges[i], name, (int64_t)sizeof name, &needed, err);
            if (status != DSCORE_OK) {
                return status;
            }
        }
        rolled->names[i] = dsi_arena_text(arena, name, -1);
        if (rolled->names[i] == NULL) {
            return dsi_fail_memory(err);
        }
    }
    return DSCORE_OK;
}
