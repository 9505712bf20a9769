/* Calendars by row: the name of each row is looked up where it differs from that of the row before, and each calendar
   keeps its own place, so that sorted rows walk. */
#include "formula/clock.h"

#include <string.h>

static const dsi_clocks no_clocks = {NULL, NULL, NULL, 0};

/* ---- names ----------------------------------------------------------------------------------- */

static const dsi_clocks *clocks_of(const dsi_row_clock *clock)
{
    return clock->settings->clocks == NULL ? &no_clocks : clock->settings->clocks;
}

/* As strcmp, for a text that may hold NUL. */
static int compare(const char *name, const char *p, int64_t n)
{
    const int64_t size = (int64_t)strlen(name);
    const int order = memcmp(name, p, (size_t)(size < n ? size : n));
    return order != 0 ? order : (size > n) - (size < n);
}

/* The place of a calendar by its name; -1 = none. */
static int32_t find(const dsi_clocks *clocks, const char *p, int64_t n)
{
    int32_t low = 0;
    int32_t high = clocks->named_count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        const int order = compare(clocks->named[middle].name, p, n);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return -1;
}

/* Turn to a calendar; number: its place among the named ones, the default -1. */
static uint8_t turn_to(dsi_row_clock *clock, const dscore_calendar *calendar, int32_t number)
{
    dsi_clock_slot *slot = &clock->slots[(number + 1) % DSI_CLOCK_SLOTS];
    if (slot->calendar != calendar) {
        memset(slot, 0, sizeof *slot);
        slot->calendar = calendar;
    }
    clock->slot = slot;
    return DSI_PRESENT;
}

static uint8_t turn_to_default(dsi_row_clock *clock)
{
    const dscore_calendar *calendar = clocks_of(clock)->calendar;
    return calendar == NULL ? (uint8_t)DSI_MISSING : turn_to(clock, calendar, -1);
}

/* An integer as decimal text at the end of clock->digits. */
static dsi_string decimal(dsi_row_clock *clock, int64_t value)
{
    const char *end = clock->digits + sizeof clock->digits;
    char *p = clock->digits + sizeof clock->digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        *--p = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (value < 0) {
        *--p = '-';
    }
    const dsi_string text = {p, end - p};
    return text;
}

/* Is the name of a row the one looked up last? Takes it down if not. */
static bool is_last_name(dsi_row_clock *clock, int32_t at)
{
    const bool has_name = clock->has_name;
    clock->has_name = true;
    if (clock->names->kind == DSI_INT) {
        const int64_t integer = clock->names->v.i[at];
        if (has_name && clock->integer == integer) {
            return true;
        }
        clock->integer = integer;
        clock->name = decimal(clock, integer);
        return false;
    }
    const dsi_string name = clock->names->v.s[at];
    if (has_name && clock->name.n == name.n &&
        (clock->name.p == name.p || memcmp(clock->name.p, name.p, (size_t)name.n) == 0)) {
        return true;
    }
    clock->name = name;
    return false;
}

uint8_t dsi_clock_look_up(dsi_row_clock *clock, int32_t row)
{
    clock->slot = NULL;
    const uint8_t named = clock->names == NULL ? (uint8_t)DSI_MISSING : dsi_status_at(clock->names, row);
    if (named != DSI_PRESENT) {
        return named == DSI_MISSING ? turn_to_default(clock) : named;
    }
    if (!is_last_name(clock, clock->names->constant ? 0 : row)) {
        const dsi_clocks *clocks = clocks_of(clock);
        clock->number = find(clocks, clock->name.p, clock->name.n);
        clock->calendar = clock->number < 0 ? NULL : clocks->named[clock->number].calendar;
    }
    if (clock->name.n == 0) {
        return turn_to_default(clock);
    }
    return clock->calendar == NULL ? (uint8_t)DSI_BAD_DOMAIN : turn_to(clock, clock->calendar, clock->number);
}

bool dsi_clock_start(dsi_row_clock *clock, const dsi_kernel *k, bool is_business)
{
    memset(clock, 0, sizeof *clock);
    clock->is_business = is_business;
    clock->settings = k->settings;
    clock->operands = k->argc;
    /* the hidden operand is the last one, and the only text among instants and durations */
    if (is_business && k->argc > 0 && k->arg_types[k->argc - 1] == DSCORE_TYPE_TEXT) {
        clock->operands = k->argc - 1;
        clock->names = k->args[k->argc - 1];
        if (clock->names->kind != DSI_STRING && clock->names->kind != DSI_INT) {
            return false;
        }
    }
    clock->is_steady = clock->names == NULL || clock->names->constant;
    clock->steady = is_business && clock->is_steady ? dsi_clock_look_up(clock, 0) : (uint8_t)DSI_PRESENT;
    return true;
}

/* ---- time ------------------------------------------------------------------------------------ */

int64_t dsi_clock_span(dsi_row_clock *clock, int64_t from, int64_t to)
{
    if (!clock->is_business) {
        return to - from;
    }
    dsi_clock_slot *slot = clock->slot;
    return dsi_calendar_prefix(slot->calendar, to, &slot->near[DSI_WALK_TO]) -
           dsi_calendar_prefix(slot->calendar, from, &slot->near[DSI_WALK_FROM]);
}

int64_t dsi_clock_open_for(dsi_row_clock *clock, int64_t since)
{
    int64_t now = clock->settings->now; /* the caller's: any */
    now = now < DSI_TIME_FIRST ? DSI_TIME_FIRST : now;
    now = now > DSI_TIME_LAST ? DSI_TIME_LAST : now;
    if (!clock->is_business) {
        return now - since;
    }
    dsi_clock_slot *slot = clock->slot;
    return dsi_calendar_prefix(slot->calendar, now, &slot->near[DSI_WALK_NOW]) -
           dsi_calendar_prefix(slot->calendar, since, &slot->near[DSI_WALK_FROM]);
}
