/* Open time and working days along the timeline of local dates: prefix by a search for the segment, and its inverse. */
#include "time/calendar_parts.h"

/* The segment of a date: near the last one, or by bisection. */
static int32_t segment_of(const dscore_calendar *c, int64_t day, int32_t *near)
{
    const dsi_segment *s = c->segments;
    if (near != NULL) {
        const int32_t guess = *near;
        if (guess >= 0 && guess < c->segment_count && s[guess].from_day <= day) {
            if (day < s[guess + 1].from_day) {
                return guess;
            }
            if (guess + 1 < c->segment_count && day < s[guess + 2].from_day) {
                *near = guess + 1;
                return guess + 1;
            }
        }
    }
    int32_t low;
    int32_t n = dsi_index_range(&c->by_day, day, &low);
    while (n > 1) {
        const int32_t half = n / 2;
        low += s[low + half].from_day <= day ? half : 0;
        n -= half;
    }
    if (near != NULL) {
        *near = low;
    }
    return low;
}

int64_t dsi_calendar_local(const dscore_calendar *c, int64_t l, int32_t *near)
{
    const dsi_segment *s = &c->segments[segment_of(c, dsi_floor_div(l, DSI_DAY), near)];
    return s->base + dsi_pattern_prefix(&c->patterns[s->pattern], l);
}

bool dsi_calendar_local_open(const dscore_calendar *c, int64_t l, int32_t *near)
{
    const dsi_segment *s = &c->segments[segment_of(c, dsi_floor_div(l, DSI_DAY), near)];
    return dsi_pattern_open(&c->patterns[s->pattern], l);
}

int64_t dsi_calendar_local_days(const dscore_calendar *c, int64_t day)
{
    const dsi_segment *s = &c->segments[segment_of(c, day, NULL)];
    return s->days + dsi_pattern_days(&c->patterns[s->pattern], day);
}

/* The last segment between two local times with at most w (or, if `is_strict`, with less) before its start; the first
   of them if there is none. */
static const dsi_segment *segment_by_time(const dscore_calendar *c, int64_t w, int64_t from, int64_t to, bool is_strict)
{
    int32_t low = from == INT64_MIN ? 0 : segment_of(c, dsi_floor_div(from, DSI_DAY), NULL);
    int32_t high = to == INT64_MAX ? (int32_t)c->segment_count - 1 : segment_of(c, dsi_floor_div(to, DSI_DAY), NULL);
    while (low < high) {
        const int32_t middle = low + (high - low + 1) / 2;
        const dsi_segment *s = &c->segments[middle];
        const int64_t before = s->base + dsi_pattern_prefix(&c->patterns[s->pattern], s->from_day * DSI_DAY);
        if (before < w || (!is_strict && before == w)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return &c->segments[low];
}

int64_t dsi_calendar_local_earliest(const dscore_calendar *c, int64_t w, int64_t from, int64_t to)
{
    const dsi_segment *s = segment_by_time(c, w, from, to, true);
    const dsi_pattern *p = &c->patterns[s->pattern];
    return p->total == 0 ? INT64_MAX : dsi_pattern_earliest(p, w - s->base);
}

int64_t dsi_calendar_local_latest(const dscore_calendar *c, int64_t w, int64_t from, int64_t to)
{
    const dsi_segment *s = segment_by_time(c, w, from, to, false);
    const dsi_pattern *p = &c->patterns[s->pattern];
    return p->total == 0 ? INT64_MAX : dsi_pattern_latest(p, w - s->base);
}
