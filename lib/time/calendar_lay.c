/* The pieces of a calendar: those of its zone, laid out to where zone and dates repeat together, with the business time
   before each; and the dates that the zone skipped. */
#include "time/calendar_parts.h"

/* Local times of instants differ from UTC by less than 26 hours: what lies this far apart does not meet. */
#define MARGIN (4 * DSI_DAY)

static bool add_piece(dscore_calendar *c, int64_t from, int64_t offset)
{
    if (c->piece_count > 0 && c->pieces[c->piece_count - 1].offset == offset) {
        return true;
    }
    if (!dsi_reserve(
            &c->arena.allocator, &c->pieces, &c->piece_capacity, c->piece_count + 2, (int64_t)sizeof *c->pieces)) {
        return false;
    }
    const bool is_first = c->piece_count == 0;
    c->pieces[c->piece_count++] =
        (dsi_stretch){is_first ? INT64_MIN : from, offset, INT64_MIN, 0, {INT64_MIN, INT64_MIN}};
    return true;
}

/* The zone's pieces up to and with an instant `end`; those before the years 1-9999 fall together. */
static bool lay_zone(dscore_calendar *c, int64_t end)
{
    const dscore_zone *zone = c->spec.zone;
    const int64_t first = DSI_TIME_FIRST - MARGIN;
    for (int32_t i = 0; i < zone->count && zone->pieces[i].from <= end; i++) {
        const bool is_early = i + 1 < zone->count && zone->pieces[i + 1].from <= first;
        if (!is_early && !add_piece(c, zone->pieces[i].from, zone->pieces[i].offset)) {
            return false;
        }
    }
    if (!zone->has_cycle) {
        return true;
    }
    for (int64_t go = DSI_CYCLE; zone->cycle_end - DSI_CYCLE + go <= end; go += DSI_CYCLE) {
        int32_t i = dsi_zone_piece_at(zone, zone->cycle_end - DSI_CYCLE, 0);
        int64_t from = zone->cycle_end - DSI_CYCLE;
        while (from + go <= end) {
            if (!add_piece(c, from + go, zone->pieces[i].offset)) {
                return false;
            }
            if (++i >= zone->count) {
                break;
            }
            from = zone->pieces[i].from;
        }
    }
    return true;
}

/* Where the cycle of calendar and zone ends: the last 400 years before it hold neither an exception nor the end of a
   version, nor transitions that do not repeat. */
static int64_t end_of(const dscore_calendar *c)
{
    const dscore_zone *zone = c->spec.zone;
    if (!zone->has_cycle) {
        return INT64_MAX;
    }
    int64_t end = zone->cycle_end + MARGIN;
    if (c->segment_count > 1) {
        const int64_t edge = c->segments[c->segment_count - 1].from_day * DSI_DAY + MARGIN + DSI_CYCLE;
        end = edge > end ? edge : end;
    }
    return end;
}

/* Business time before each piece, the first one aside, in both modes. */
static void add_up(dscore_calendar *c)
{
    int32_t near = 0;
    for (int64_t i = 1; i < c->piece_count; i++) {
        dsi_stretch *s = &c->pieces[i];
        const dsi_stretch *last = s - 1;
        const int64_t stopped = s->from + last->offset; /* the wall clock goes from here */
        const int64_t started = s->from + s->offset;    /* to here */
        const int64_t before = dsi_calendar_local(c, stopped, &near);
        const int64_t after = dsi_calendar_local(c, started, &near);
        s->most = last->most > stopped ? last->most : stopped;
        s->start[DSI_ABSOLUTE] = last->plus + before;
        s->plus = s->start[DSI_ABSOLUTE] - after;
        s->start[DSI_WALL] = dsi_calendar_local(c, started > s->most ? started : s->most, &near);
    }
    c->pieces[c->piece_count] = (dsi_stretch){INT64_MAX, 0, 0, 0, {INT64_MAX, INT64_MAX}};
}

/* Is any instant of a piece, or of those that follow soon, of that local date? */
static bool is_shown_later(const dscore_calendar *c, int64_t piece, int64_t day)
{
    const int64_t until = c->pieces[piece].from + MARGIN;
    for (int64_t i = piece; i < c->piece_count && c->pieces[i].from < until; i++) {
        const int64_t from = c->pieces[i].from + c->pieces[i].offset;
        const bool is_last = i + 1 == c->piece_count;
        const bool ends_after = is_last || c->pieces[i + 1].from + c->pieces[i].offset > day * DSI_DAY;
        if (from < (day + 1) * DSI_DAY && ends_after) {
            return true;
        }
    }
    return false;
}

static bool add_skipped(dscore_calendar *c, int64_t day)
{
    if (dsi_calendar_local_days(c, day + 1) == dsi_calendar_local_days(c, day)) {
        return true;
    }
    if (!dsi_reserve(&c->arena.allocator, &c->skipped, &c->skipped_capacity, c->skipped_count + 1,
            (int64_t)sizeof *c->skipped)) {
        return false;
    }
    c->skipped[c->skipped_count++] = (int32_t)day;
    return true;
}

/* Dates that no instant has, as 2011-12-30 in Apia. */
static bool find_skipped(dscore_calendar *c)
{
    for (int64_t i = 1; i < c->piece_count; i++) {
        const dsi_stretch *s = &c->pieces[i];
        const int64_t first = dsi_floor_div(s->most + DSI_DAY - 1, DSI_DAY);
        for (int64_t day = first; (day + 1) * DSI_DAY <= s->from + s->offset; day++) {
            if (!is_shown_later(c, i, day) && !add_skipped(c, day)) {
                return false;
            }
        }
    }
    if (c->end == INT64_MAX) {
        return true;
    }
    /* Those of the last 400 years come again. */
    const int64_t last = dsi_floor_div(c->end, DSI_DAY);
    const int64_t known = c->skipped_count;
    for (int64_t go = DSI_CYCLE_DAYS; last - DSI_CYCLE_DAYS + go <= DSI_DAY_LAST; go += DSI_CYCLE_DAYS) {
        for (int64_t i = 0; i < known; i++) {
            const int64_t day = c->skipped[i];
            if (day >= last - DSI_CYCLE_DAYS && day < last && !add_skipped(c, day + go)) {
                return false;
            }
        }
    }
    return true;
}

static int64_t day_of_segment(const dscore_calendar *c, int64_t i)
{
    return c->segments[i].from_day;
}

static int64_t instant_of_piece(const dscore_calendar *c, int64_t i)
{
    return c->pieces[i].from;
}

dscore_status dsi_calendar_lay(dscore_calendar *c, dscore_error *err)
{
    const int64_t end = end_of(c);
    const int64_t last = DSI_TIME_LAST + MARGIN;
    if (!lay_zone(c, end < last ? end : last) || !dsi_index_make(&c->by_day, c, day_of_segment, c->segment_count) ||
        !dsi_index_make(&c->by_instant, c, instant_of_piece, c->piece_count)) {
        return dsi_fail_memory(err);
    }
    add_up(c);
    c->end = INT64_MAX;
    if (end < last) {
        for (int32_t mode = 0; mode < DSI_MODES; mode++) {
            c->at_end[mode] = dsi_calendar_clock(c, end, mode, NULL);
            c->gain[mode] = c->at_end[mode] - dsi_calendar_clock(c, end - DSI_CYCLE, mode, NULL);
        }
        c->end = end;
    }
    for (int32_t mode = 0; mode < DSI_MODES; mode++) {
        c->first[mode] = dsi_calendar_clock(c, DSI_TIME_FIRST, mode, NULL);
        c->last[mode] = dsi_calendar_clock(c, DSI_TIME_LAST, mode, NULL);
    }
    return find_skipped(c) ? DSCORE_OK : dsi_fail_memory(err);
}
