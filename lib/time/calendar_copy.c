/* A calendar's own copy of what it was made of: exceptions by date, equal hours kept once. */
#include "time/calendar_parts.h"

#include <string.h>

/* Days from 0001-01-01 have 22 bits: two rounds of 11. */
enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

static int64_t digit_of(const dsi_exception *e, int32_t shift)
{
    return ((e->first_day - DSI_DAY_FIRST) >> shift) & (DIGITS - 1);
}

static void sort_round(const dsi_exception *from, dsi_exception *to, int64_t n, int32_t shift)
{
    int64_t starts[DIGITS + 1] = {0};
    for (int64_t i = 0; i < n; i++) {
        starts[digit_of(&from[i], shift) + 1]++;
    }
    for (int32_t d = 0; d < DIGITS; d++) {
        starts[d + 1] += starts[d];
    }
    for (int64_t i = 0; i < n; i++) {
        to[starts[digit_of(&from[i], shift)]++] = from[i];
    }
}

static bool is_sorted(const dsi_exception *items, int64_t n)
{
    for (int64_t i = 1; i < n; i++) {
        if (items[i].first_day < items[i - 1].first_day) {
            return false;
        }
    }
    return true;
}

static bool sort_by_date(const dscore_calendar *c, dsi_exception *items, int64_t n)
{
    if (is_sorted(items, n)) {
        return true;
    }
    const int64_t size = n * (int64_t)sizeof *items;
    dsi_exception *spare = dsi_alloc(&c->arena.allocator, size);
    if (spare == NULL) {
        return false;
    }
    sort_round(items, spare, n, 0);
    sort_round(spare, items, n, DIGIT_BITS);
    dsi_release(&c->arena.allocator, spare, size);
    return true;
}

/* Hours as the table keeps them: their number in it, -1 = no memory. */
static int32_t keep_hours(dscore_calendar *c, dsi_pattern_table *table, dsi_hours *hours)
{
    const int32_t pattern = dsi_pattern_intern(c, table, hours->items, hours->count, false);
    if (pattern >= 0) {
        hours->items = c->patterns[pattern].items;
    }
    return pattern;
}

static bool copy_weeks(dscore_calendar *c, dsi_pattern_table *table, const dsi_calendar_spec *spec)
{
    dsi_week *weeks = dsi_arena_alloc(&c->arena, spec->week_count * (int64_t)sizeof *weeks);
    if (weeks == NULL) {
        return false;
    }
    for (int32_t i = 0; i < spec->week_count; i++) {
        weeks[i] = spec->weeks[i];
        for (int32_t day = 0; day < 7; day++) {
            if (keep_hours(c, table, &weeks[i].days[day]) < 0) {
                return false;
            }
        }
    }
    c->spec.weeks = weeks;
    return true;
}

static bool copy_exceptions(dscore_calendar *c, dsi_pattern_table *table, const dsi_calendar_spec *spec)
{
    const int64_t n = spec->exception_count;
    dsi_exception *exceptions = dsi_arena_alloc(&c->arena, n * (int64_t)sizeof *exceptions);
    if (exceptions == NULL) {
        return false;
    }
    for (int64_t i = 0; i < n; i++) {
        exceptions[i] = spec->exceptions[i];
        if (exceptions[i].as != 0) {
            exceptions[i].hours = (dsi_hours){NULL, 0};
            continue;
        }
        exceptions[i].pattern = keep_hours(c, table, &exceptions[i].hours);
        if (exceptions[i].pattern < 0) {
            return false;
        }
    }
    c->spec.exceptions = exceptions;
    return sort_by_date(c, exceptions, n);
}

dscore_status dsi_calendar_copy_spec(
    dscore_calendar *c, dsi_pattern_table *table, const dsi_calendar_spec *spec, dscore_error *err)
{
    c->spec.mode = spec->mode;
    c->spec.week_count = spec->week_count;
    c->spec.exception_count = spec->exception_count;
    c->spec.name = dsi_arena_text(&c->arena, spec->name == NULL ? "" : spec->name, -1);
    if (c->spec.name == NULL || !copy_weeks(c, table, spec) || !copy_exceptions(c, table, spec)) {
        return dsi_fail_memory(err);
    }
    return dsi_calendar_check_twice(&c->spec, err);
}
