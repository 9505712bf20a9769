/* The business clock: business time before an instant, in either mode, and the instant of a business time. */
#include "time/calendar_parts.h"

/* The piece that holds an instant before c->end. */
static int32_t piece_of(const dscore_calendar *c, int64_t t, dsi_calendar_near *near)
{
    const dsi_stretch *s = c->pieces;
    if (near != NULL) {
        const int32_t guess = near->piece;
        if (guess >= 0 && guess < c->piece_count && s[guess].from <= t) {
            if (t < s[guess + 1].from) {
                return guess;
            }
            if (guess + 1 < c->piece_count && t < s[guess + 2].from) {
                near->piece = guess + 1;
                return guess + 1;
            }
        }
    }
    int32_t low;
    int32_t n = dsi_index_range(&c->by_instant, t, &low);
    while (n > 1) {
        const int32_t half = n / 2;
        low += s[low + half].from <= t ? half : 0;
        n -= half;
    }
    if (near != NULL) {
        near->piece = low;
    }
    return low;
}

/* Cycles to go back so that an instant falls before c->end. */
static int64_t cycles_after(const dscore_calendar *c, int64_t t)
{
    return t < c->end ? 0 : (t - c->end) / DSI_CYCLE + 1;
}

int64_t dsi_calendar_clock(const dscore_calendar *c, int64_t t, int32_t mode, dsi_calendar_near *near)
{
    const int64_t cycles = cycles_after(c, t);
    t -= cycles * DSI_CYCLE;
    const dsi_stretch *s = &c->pieces[piece_of(c, t, near)];
    int32_t *segment = near == NULL ? NULL : &near->segment;
    const int64_t l = t + s->offset;
    const int64_t before = mode == DSI_ABSOLUTE ? s->plus + dsi_calendar_local(c, l, segment)
                                                : dsi_calendar_local(c, l > s->most ? l : s->most, segment);
    return before + cycles * c->gain[mode];
}

int64_t dsi_calendar_shown(const dscore_calendar *c, int64_t t)
{
    const int64_t cycles = cycles_after(c, t);
    const dsi_stretch *s = &c->pieces[piece_of(c, t - cycles * DSI_CYCLE, NULL)];
    const int64_t l = t - cycles * DSI_CYCLE + s->offset;
    return (l > s->most ? l : s->most) + cycles * DSI_CYCLE;
}

bool dsi_calendar_open_at(const dscore_calendar *calendar, int64_t t, dsi_calendar_near *near)
{
    const int64_t cycles = cycles_after(calendar, t);
    t -= cycles * DSI_CYCLE;
    const dsi_stretch *s = &calendar->pieces[piece_of(calendar, t, near)];
    return dsi_calendar_local_open(calendar, t + s->offset, near == NULL ? NULL : &near->segment);
}

int64_t dsi_calendar_prefix(const dscore_calendar *calendar, int64_t t, dsi_calendar_near *near)
{
    return dsi_calendar_clock(calendar, t, calendar->spec.mode - 1, near);
}

/* The last piece with at most `target` (or, if `is_strict`, with less) before its start. */
static const dsi_stretch *piece_by_time(const dscore_calendar *c, int64_t target, int32_t mode, bool is_strict)
{
    int64_t low = 0;
    int64_t high = c->piece_count - 1;
    while (low < high) {
        const int64_t middle = low + (high - low + 1) / 2;
        const int64_t before = c->pieces[middle].start[mode];
        if (before < target || (!is_strict && before == target)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return &c->pieces[low];
}

/* The first and the last local time that the wall clock shows in a piece. */
static int64_t shown_from(const dscore_calendar *c, const dsi_stretch *s)
{
    return s == c->pieces ? INT64_MIN : s->from + s->offset;
}

static int64_t shown_to(const dsi_stretch *s)
{
    return s[1].from == INT64_MAX ? INT64_MAX : s[1].from + s->offset;
}

int64_t dsi_calendar_earliest(const dscore_calendar *c, int64_t target, int32_t mode)
{
    int64_t cycles = 0;
    if (c->end != INT64_MAX && target > c->at_end[mode]) {
        if (c->gain[mode] <= 0) {
            return INT64_MAX;
        }
        cycles = (target - c->at_end[mode] - 1) / c->gain[mode] + 1;
        target -= cycles * c->gain[mode];
    }
    const dsi_stretch *s = piece_by_time(c, target, mode, true);
    const int64_t w = mode == DSI_ABSOLUTE ? target - s->plus : target;
    const int64_t l = dsi_calendar_local_earliest(c, w, shown_from(c, s), shown_to(s));
    if (l >= shown_to(s)) { /* in skipped time, which counts when it is skipped; or never */
        return s[1].from == INT64_MAX ? INT64_MAX : s[1].from + cycles * DSI_CYCLE;
    }
    return l - s->offset + cycles * DSI_CYCLE;
}

int64_t dsi_calendar_latest(const dscore_calendar *c, int64_t target, int32_t mode)
{
    int64_t cycles = 0;
    if (c->end != INT64_MAX && target >= c->at_end[mode]) {
        if (c->gain[mode] <= 0) {
            return INT64_MAX;
        }
        cycles = (target - c->at_end[mode]) / c->gain[mode] + 1;
        target -= cycles * c->gain[mode];
    }
    const dsi_stretch *s = piece_by_time(c, target, mode, false);
    const int64_t w = mode == DSI_ABSOLUTE ? target - s->plus : target;
    const int64_t l = dsi_calendar_local_latest(c, w, shown_from(c, s), shown_to(s));
    if (l >= shown_to(s)) {
        return s[1].from == INT64_MAX ? INT64_MAX : s[1].from - 1 + cycles * DSI_CYCLE;
    }
    return l - s->offset + cycles * DSI_CYCLE;
}
