/* Patterns of open time: prefix and inverse of one that repeats daily or weekly, and the table that keeps equal ones
   once. */
#include "time/calendar_parts.h"

#include "base/hash.h"

#include <string.h>

/* Monday 1969-12-29, from which weeks count, is three days before 1970-01-01. */
enum { DAYS_FROM_MONDAY = 3 };

/* The cycle that holds l, and how far into it l is. */
static int64_t cycle_of(const dsi_pattern *p, int64_t l, int64_t *rest)
{
    if (p->marks == NULL) {
        const int64_t q = dsi_floor_div(l, DSI_DAY);
        *rest = l - q * DSI_DAY;
        return q;
    }
    const int64_t x = l + DAYS_FROM_MONDAY * DSI_DAY;
    const int64_t q = dsi_floor_div(x, DSI_WEEK);
    *rest = x - q * DSI_WEEK;
    return q;
}

static int64_t start_of(const dsi_pattern *p, int64_t cycle)
{
    return p->marks == NULL ? cycle * DSI_DAY : cycle * DSI_WEEK - DAYS_FROM_MONDAY * DSI_DAY;
}

/* Items that start at `rest` or before. */
static int32_t items_to(const dsi_pattern *p, int64_t rest)
{
    int32_t low = 0;
    int32_t high = p->count;
    if (p->marks != NULL) {
        const int64_t day = rest / DSI_DAY;
        low = p->marks->first[day];
        high = p->marks->first[day + 1];
    }
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (p->items[middle].start <= rest) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

int64_t dsi_pattern_prefix(const dsi_pattern *p, int64_t l)
{
    int64_t rest;
    const int64_t cycle = cycle_of(p, l, &rest);
    const int32_t n = items_to(p, rest);
    if (n == 0) {
        return cycle * p->total;
    }
    const dsi_open *last = &p->items[n - 1];
    return cycle * p->total + p->before[n - 1] + (rest < last->end ? rest : last->end) - last->start;
}

bool dsi_pattern_open(const dsi_pattern *p, int64_t l)
{
    int64_t rest;
    (void)cycle_of(p, l, &rest);
    const int32_t n = items_to(p, rest);
    return n > 0 && rest < p->items[n - 1].end;
}

/* The last item with at most `w` (or, if `is_strict`, with less) before it. */
static int32_t item_at(const dsi_pattern *p, int64_t w, bool is_strict)
{
    int32_t low = 0;
    int32_t high = p->count - 1;
    while (low < high) {
        const int32_t middle = low + (high - low + 1) / 2;
        if (p->before[middle] < w || (!is_strict && p->before[middle] == w)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

int64_t dsi_pattern_earliest(const dsi_pattern *p, int64_t w)
{
    const int64_t cycle = dsi_floor_div(w - 1, p->total); /* 0 < rest <= total */
    const int64_t rest = w - cycle * p->total;
    const int32_t i = item_at(p, rest, true);
    return start_of(p, cycle) + p->items[i].start + (rest - p->before[i]);
}

int64_t dsi_pattern_latest(const dsi_pattern *p, int64_t w)
{
    const int64_t cycle = dsi_floor_div(w, p->total); /* 0 <= rest < total */
    const int64_t rest = w - cycle * p->total;
    const int32_t i = item_at(p, rest, false);
    return start_of(p, cycle) + p->items[i].start + (rest - p->before[i]);
}

int64_t dsi_pattern_days(const dsi_pattern *p, int64_t day)
{
    if (p->marks == NULL) {
        return p->count > 0 ? day : 0;
    }
    const int64_t week = dsi_floor_div(day + DAYS_FROM_MONDAY, 7);
    return week * p->marks->working[7] + p->marks->working[day + DAYS_FROM_MONDAY - week * 7];
}

/* ---- the table ---- */

static uint32_t hash_of(const dsi_open *items, int32_t count, bool is_week)
{
    return (uint32_t)dsi_hash64(items, count * (int64_t)sizeof *items, is_week ? 1 : 0);
}

static bool is_equal(const dsi_pattern *p, const dsi_open *items, int32_t count, bool is_week)
{
    return p->count == count && (p->marks != NULL) == is_week &&
           (count == 0 || memcmp(p->items, items, (size_t)count * sizeof *items) == 0);
}

/* The slot of an equal pattern, or the free one where it belongs. */
static int64_t slot_of(const dscore_calendar *c, const dsi_pattern_table *table, uint32_t hash, const dsi_open *items,
    int32_t count, bool is_week)
{
    const uint64_t mask = (uint64_t)table->slot_count - 1;
    uint64_t slot = hash & mask;
    while (table->slots[slot] != 0) {
        const dsi_pattern *p = &c->patterns[table->slots[slot] - 1];
        if (p->hash == hash && is_equal(p, items, count, is_week)) {
            break;
        }
        slot = (slot + 1) & mask;
    }
    return (int64_t)slot;
}

/* Twice the slots; no two patterns are equal, so each takes the first free one. */
static bool grow(const dscore_calendar *c, dsi_pattern_table *table)
{
    if (table->slot_count > 0 && c->pattern_count * 2 < table->slot_count) {
        return true;
    }
    const dsi_pattern_table old = *table;
    const int64_t grown = old.slot_count == 0 ? 64 : old.slot_count * 2;
    int32_t *slots = dsi_alloc_zero(&c->arena.allocator, grown * (int64_t)sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    *table = (dsi_pattern_table){slots, grown};
    const uint64_t mask = (uint64_t)grown - 1;
    for (int64_t i = 0; i < c->pattern_count; i++) {
        uint64_t slot = c->patterns[i].hash & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = (int32_t)(i + 1);
    }
    dsi_release(&c->arena.allocator, old.slots, old.slot_count * (int64_t)sizeof *old.slots);
    return true;
}

/* Where the weekdays of a week begin among its items, and which have hours: an item may lie over several days. */
static dsi_week_marks *marks_of(dscore_calendar *c, const dsi_open *items, int32_t count)
{
    dsi_week_marks *marks = dsi_arena_alloc(&c->arena, (int64_t)sizeof *marks);
    if (marks == NULL) {
        return NULL;
    }
    int32_t i = 0;
    for (int32_t day = 0; day < 7; day++) {
        while (i < count && items[i].start < day * DSI_DAY) {
            i++;
        }
        const bool runs_on = i > 0 && items[i - 1].end > day * DSI_DAY;
        const bool has_own = i < count && items[i].start < (day + 1) * DSI_DAY;
        marks->first[day] = i;
        marks->working[day + 1] = marks->working[day] + (runs_on || has_own ? 1 : 0);
    }
    marks->first[7] = count;
    return marks;
}

int32_t dsi_pattern_intern(
    dscore_calendar *c, dsi_pattern_table *table, const dsi_open *items, int32_t count, bool is_week)
{
    if (!grow(c, table)) {
        return -1;
    }
    const uint32_t hash = hash_of(items, count, is_week);
    const int64_t slot = slot_of(c, table, hash, items, count, is_week);
    if (table->slots[slot] != 0) {
        return table->slots[slot] - 1;
    }
    const int64_t size = count * (int64_t)sizeof *items;
    dsi_open *copy = dsi_arena_alloc(&c->arena, size);
    int64_t *before = dsi_arena_alloc(&c->arena, (count + 1) * (int64_t)sizeof *before);
    const dsi_week_marks *marks = is_week ? marks_of(c, items, count) : NULL;
    if (copy == NULL || before == NULL || (is_week && marks == NULL) ||
        !dsi_reserve(&c->arena.allocator, &c->patterns, &c->pattern_capacity, c->pattern_count + 1,
            (int64_t)sizeof *c->patterns)) {
        return -1;
    }
    if (count > 0) {
        memcpy(copy, items, (size_t)size);
    }
    for (int32_t i = 0; i < count; i++) {
        before[i + 1] = before[i] + (items[i].end - items[i].start);
    }
    c->patterns[c->pattern_count] = (dsi_pattern){copy, before, marks, before[count], count, hash};
    c->pattern_count++;
    table->slots[slot] = (int32_t)c->pattern_count;
    return (int32_t)c->pattern_count - 1;
}

void dsi_pattern_table_free(const dscore_calendar *c, dsi_pattern_table *table)
{
    dsi_release(&c->arena.allocator, table->slots, table->slot_count * (int64_t)sizeof *table->slots);
    *table = (dsi_pattern_table){NULL, 0};
}
