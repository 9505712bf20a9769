/* What a zone answers: the piece and the offset at an instant, and the instants of a local time or date. */
#include "time/zone.h"

/* Offsets are less than this, either way. */
#define REACH (26 * INT64_C(3600) * DSI_SECOND)

void dsi_zone_take(const dscore_zone *zone)
{
    /* The count of holders is no part of what a zone means. */
    dscore_zone *own = (dscore_zone *)(uintptr_t)zone;
    if (own != NULL) {
        dsi_ref_take(&own->ref);
    }
}

void dscore_zone_free(dscore_zone *zone)
{
    if (zone == NULL || !dsi_ref_drop(&zone->ref)) {
        return;
    }
    const dscore_allocator allocator = zone->allocator;
    dsi_release(&allocator, zone->pieces, zone->size);
    dsi_release(&allocator, zone->name, zone->name_size);
    dsi_release(&allocator, zone, (int64_t)sizeof *zone);
}

int32_t dsi_zone_piece_at(const dscore_zone *zone, int64_t t, int32_t near)
{
    const dsi_zone_piece *p = zone->pieces;
    const int32_t count = zone->count;
    if (near >= 0 && near < count && p[near].from <= t) {
        if (near + 1 == count || t < p[near + 1].from) {
            return near;
        }
        if (near + 2 == count || t < p[near + 2].from) {
            return near + 1;
        }
    }
    /* The last piece that does not start later; the first one starts before everything. */
    int32_t low = 0;
    for (int32_t left = count; left > 1;) {
        const int32_t half = left / 2;
        low = p[low + half].from <= t ? low + half : low;
        left -= half;
    }
    return low;
}

/* How far back an instant is taken: whole cycles, for one that the pieces do not cover. */
static int64_t cycles_back(const dscore_zone *zone, int64_t t)
{
    return zone->has_cycle && t >= zone->cycle_end ? ((t - zone->cycle_end) / DSI_CYCLE + 1) * DSI_CYCLE : 0;
}

int64_t dsi_zone_offset(const dscore_zone *zone, int64_t t, int32_t *near)
{
    *near = dsi_zone_piece_at(zone, t - cycles_back(zone, t), *near);
    return zone->pieces[*near].offset;
}

/* A stretch of one offset, cut where cycles meet. */
typedef struct span {
    int64_t end, offset;
} span;

static span span_at(const dscore_zone *zone, int64_t t, int32_t *near)
{
    const int64_t back = cycles_back(zone, t);
    const int32_t i = dsi_zone_piece_at(zone, t - back, *near);
    *near = i;
    span s = {INT64_MAX, zone->pieces[i].offset};
    if (i + 1 < zone->count) {
        s.end = zone->pieces[i + 1].from + back;
    } else if (zone->has_cycle) {
        s.end = zone->cycle_end + back;
    }
    return s;
}

int32_t dsi_zone_resolve(const dscore_zone *zone, int64_t local, int64_t *first, int64_t *last, int64_t *gap_end)
{
    int32_t found = 0;
    bool is_past = false; /* has local time gone past `local` without showing it? */
    int32_t near = 0;
    int64_t before = 0; /* offset of the stretch before */
    int64_t t = local - REACH;
    for (;;) {
        const span s = span_at(zone, t, &near);
        const int64_t u = local - s.offset;
        if (u >= t && u < s.end) {
            if (found++ == 0) {
                *first = u;
            }
            *last = u;
        } else if (u < t && found == 0 && !is_past) { /* not in the first stretch: offsets are less than REACH */
            is_past = true;
            *first = u;
            *last = local - before;
            *gap_end = t;
        }
        if (s.end > local + REACH) {
            break;
        }
        before = s.offset;
        t = s.end;
    }
    if (found == 0) {
        return DSCORE_LOCAL_GAP;
    }
    return found == 1 ? DSCORE_LOCAL_ONCE : DSCORE_LOCAL_TWICE;
}

int64_t dsi_zone_reach(const dscore_zone *zone, int64_t local, int32_t *near)
{
    if (zone == NULL) {
        return local;
    }
    int64_t t = local - REACH;
    for (;;) {
        const span s = span_at(zone, t, near);
        const int64_t u = local - s.offset;
        if (u < s.end) {
            return u > t ? u : t; /* before t: skipped by the transition at t */
        }
        t = s.end;
    }
}

int64_t dsi_zone_day_start(const dscore_zone *zone, int64_t day)
{
    int32_t near = 0;
    return dsi_zone_reach(zone, day * DSI_DAY, &near);
}

int64_t dsi_zone_day(const dscore_zone *zone, int64_t t)
{
    int32_t near = 0;
    return dsi_floor_div(zone == NULL ? t : t + dsi_zone_offset(zone, t, &near), DSI_DAY);
}
