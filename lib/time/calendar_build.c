/* From weeks and exceptions to the timeline of local dates: segments of one pattern each, and the identity of their
   content. What runs on past midnight is laid into the date where it stands. */
#include "time/calendar_parts.h"

#include "base/hash.h"

#include <string.h>

typedef struct builder {
    dscore_calendar *c;
    dsi_pattern_table *table;
    int32_t version;   /* of the day that is laid */
    int32_t week;      /* its pattern */
    int32_t days[7];   /* the patterns of its weekdays */
    dsi_open *scratch; /* intervals of one list in the making */
    int64_t scratch_capacity;
} builder;

/* Add [start, end) behind a list; it may touch or overlap the last one. */
static int32_t join(dsi_open *items, int32_t n, int64_t start, int64_t end)
{
    if (n > 0 && items[n - 1].end >= start) {
        items[n - 1].end = items[n - 1].end > end ? items[n - 1].end : end;
        return n;
    }
    items[n] = (dsi_open){start, end};
    return n + 1;
}

static bool make_room(builder *b, int64_t need)
{
    return dsi_reserve(&b->c->arena.allocator, &b->scratch, &b->scratch_capacity, need, (int64_t)sizeof *b->scratch);
}

/* How far hours run on into the next date. */
static int64_t run_on(const dsi_hours *hours)
{
    const int64_t end = hours->count == 0 ? 0 : hours->items[hours->count - 1].end;
    return end > DSI_DAY ? end - DSI_DAY : 0;
}

/* The pattern of a date: what runs on from the day before, then a list, cut at midnight; -1 = no memory. */
static int32_t day_pattern(builder *b, int64_t before, const dsi_open *items, int32_t count)
{
    if (!make_room(b, (int64_t)count + 1)) {
        return -1;
    }
    int32_t n = before > 0 ? join(b->scratch, 0, 0, before) : 0;
    for (int32_t i = 0; i < count; i++) {
        n = join(b->scratch, n, items[i].start, items[i].end < DSI_DAY ? items[i].end : DSI_DAY);
    }
    return dsi_pattern_intern(b->c, b->table, b->scratch, n, false);
}

/* The patterns of a version: its weekdays, and the week they make. */
static bool take_version(builder *b, int32_t version)
{
    const dsi_week *week = &b->c->spec.weeks[version];
    int64_t most = 0;
    for (int32_t day = 0; day < 7; day++) {
        const dsi_hours *hours = &week->days[day];
        const int64_t before = run_on(&week->days[(day + 6) % 7]);
        b->days[day] = day_pattern(b, before, hours->items, hours->count);
        if (b->days[day] < 0) {
            return false;
        }
        most += b->c->patterns[b->days[day]].count;
    }
    if (!make_room(b, most)) {
        return false;
    }
    int32_t n = 0;
    for (int32_t day = 0; day < 7; day++) {
        const dsi_pattern *p = &b->c->patterns[b->days[day]];
        for (int32_t i = 0; i < p->count; i++) {
            n = join(b->scratch, n, day * DSI_DAY + p->items[i].start, day * DSI_DAY + p->items[i].end);
        }
    }
    b->version = version;
    b->week = dsi_pattern_intern(b->c, b->table, b->scratch, n, true);
    return b->week >= 0;
}

/* From a date on, a pattern; dates come in order, and the last word on a date counts. */
static bool place(builder *b, int32_t day, int32_t pattern)
{
    dscore_calendar *c = b->c;
    if (c->segment_count > 0 && c->segments[c->segment_count - 1].from_day == day) {
        c->segment_count--;
    }
    if (c->segment_count > 0 && c->segments[c->segment_count - 1].pattern == pattern) {
        return true;
    }
    if (!dsi_reserve(&c->arena.allocator, &c->segments, &c->segment_capacity, c->segment_count + 2,
            (int64_t)sizeof *c->segments)) {
        return false;
    }
    c->segments[c->segment_count++] = (dsi_segment){0, day, pattern, 0};
    return true;
}

/* Versions that begin up to a date take over. */
static bool go_to(builder *b, int64_t day)
{
    const dsi_calendar_spec *spec = &b->c->spec;
    while (b->version + 1 < spec->week_count && spec->weeks[b->version + 1].from_day <= day) {
        if (!take_version(b, b->version + 1) || !place(b, (int32_t)spec->weeks[b->version].from_day, b->week)) {
            return false;
        }
    }
    return true;
}

/* One date: as any other of its version if its hours are the same. */
static bool place_day(builder *b, int64_t day, int32_t pattern)
{
    const bool is_usual = pattern == b->days[dsi_civil_weekday(day) - 1];
    return pattern >= 0 && place(b, (int32_t)day, is_usual ? b->week : pattern);
}

static const dsi_hours *hours_of(const builder *b, const dsi_exception *e)
{
    return e->as == 0 ? &e->hours : &b->c->spec.weeks[b->version].days[e->as - 1];
}

/* The pattern of a date with the hours of an exception. Hours apart that end with the day stand in the table already:
   a million dates need not be looked up twice. */
static int32_t pattern_of(builder *b, const dsi_exception *e)
{
    const dsi_hours *hours = hours_of(b, e);
    bool is_plain = e->as == 0;
    for (int32_t i = 0; i < hours->count && is_plain; i++) {
        is_plain = hours->items[i].end <= DSI_DAY && (i == 0 || hours->items[i].start > hours->items[i - 1].end);
    }
    return is_plain ? e->pattern : day_pattern(b, 0, hours->items, hours->count);
}

/* The dates of an exception, and the date after it unless that is one too. */
static bool place_exception(builder *b, const dsi_exception *e, bool is_next_one)
{
    int32_t version = -1;
    int32_t pattern = -1;
    for (int64_t day = e->first_day; day <= e->last_day; day++) {
        if (!go_to(b, day)) {
            return false;
        }
        if (version < 0 || (version != b->version && e->as != 0)) {
            pattern = pattern_of(b, e);
        }
        version = b->version;
        if (!place_day(b, day, pattern)) {
            return false;
        }
    }
    if (is_next_one) {
        return true;
    }
    const int64_t after = e->last_day + 1;
    const int64_t before = run_on(hours_of(b, e));
    if (!go_to(b, after)) {
        return false;
    }
    if (before > 0) {
        const dsi_pattern usual = b->c->patterns[b->days[dsi_civil_weekday(after) - 1]];
        if (!place_day(b, after, day_pattern(b, before, usual.items, usual.count)) || !go_to(b, after + 1)) {
            return false;
        }
        return place(b, (int32_t)after + 1, b->week);
    }
    return place(b, (int32_t)after, b->week);
}

/* Open time and working days before each segment; false: no segment is ever open. */
static bool add_up(dscore_calendar *c)
{
    bool is_open = false;
    for (int64_t i = 0; i < c->segment_count; i++) {
        dsi_segment *s = &c->segments[i];
        const dsi_pattern *p = &c->patterns[s->pattern];
        is_open = is_open || p->total > 0;
        if (i > 0) {
            const dsi_segment *last = s - 1;
            const dsi_pattern *old = &c->patterns[last->pattern];
            const int64_t l = s->from_day * DSI_DAY;
            s->base = last->base + dsi_pattern_prefix(old, l) - dsi_pattern_prefix(p, l);
            s->days = last->days + (int32_t)(dsi_pattern_days(old, s->from_day) - dsi_pattern_days(p, s->from_day));
        }
    }
    c->segments[c->segment_count] = (dsi_segment){0, INT32_MAX, 0, 0};
    return is_open;
}

static bool lay_dates(builder *b)
{
    const dsi_calendar_spec *spec = &b->c->spec;
    if (!take_version(b, 0) || !place(b, INT32_MIN, b->week)) {
        return false;
    }
    for (int64_t i = 0; i < spec->exception_count; i++) {
        const dsi_exception *e = &spec->exceptions[i];
        const bool is_next_one = i + 1 < spec->exception_count && e[1].first_day == e->last_day + 1;
        if (!place_exception(b, e, is_next_one)) {
            return false;
        }
    }
    return go_to(b, INT32_MAX);
}

dscore_status dsi_calendar_build(dscore_calendar *c, dsi_pattern_table *table, dscore_error *err)
{
    builder b = {c, table, 0, 0, {0}, NULL, 0};
    const bool is_done = lay_dates(&b);
    dsi_release(&c->arena.allocator, b.scratch, b.scratch_capacity * (int64_t)sizeof *b.scratch);
    if (!is_done) {
        return dsi_fail_memory(err);
    }
    if (!add_up(c)) {
        return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_CALENDAR_EMPTY,
            "the calendar is never open: expected hours in its week or in an exception");
    }
    return DSCORE_OK;
}

/* ---- identity ---- */

static uint8_t *put(uint8_t *out, int64_t value)
{
    const uint64_t bits = (uint64_t)value;
    for (int32_t i = 0; i < 8; i++) {
        out[i] = (uint8_t)(bits >> (8 * i));
    }
    return out + 8;
}

/* Zone, mode, then each segment: its first date and the number of its pattern; a pattern that is met first is followed
   by its intervals. So hours count as they stand in the dates, however they were given. */
dscore_status dsi_calendar_hash_content(dscore_calendar *c, dscore_error *err)
{
    int64_t words = 6 + c->segment_count;
    for (int64_t i = 0; i < c->pattern_count; i++) {
        words += 2 + 2 * (int64_t)c->patterns[i].count;
    }
    const int64_t numbers_size = c->pattern_count * (int64_t)sizeof(int32_t);
    int32_t *numbers = dsi_alloc_zero(&c->arena.allocator, numbers_size);
    uint8_t *bytes = dsi_alloc(&c->arena.allocator, words * 8);
    if (numbers == NULL || bytes == NULL) {
        dsi_release(&c->arena.allocator, numbers, numbers_size);
        dsi_release(&c->arena.allocator, bytes, words * 8);
        return dsi_fail_memory(err);
    }
    memcpy(bytes, c->spec.zone->hash, 32);
    uint8_t *out = put(bytes + 32, c->spec.mode);
    int32_t met = 0;
    for (int64_t i = 0; i < c->segment_count; i++) {
        const dsi_segment *s = &c->segments[i];
        const bool is_new = numbers[s->pattern] == 0;
        numbers[s->pattern] = is_new ? ++met : numbers[s->pattern];
        out = put(out, s->from_day * (INT64_C(1) << 31) + numbers[s->pattern]);
        if (is_new) {
            const dsi_pattern *p = &c->patterns[s->pattern];
            out = put(put(out, p->marks != NULL), p->count);
            for (int32_t k = 0; k < p->count; k++) {
                out = put(put(out, p->items[k].start), p->items[k].end);
            }
        }
    }
    dsi_hash_hex(bytes, out - bytes, c->hash);
    dsi_release(&c->arena.allocator, numbers, numbers_size);
    dsi_release(&c->arena.allocator, bytes, words * 8);
    return DSCORE_OK;
}
