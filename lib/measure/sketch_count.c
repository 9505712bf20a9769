/* Values of a sketch on their way into its counters, many at a time. */
#include "measure/sketch.h"

/* ---- values ---------------------------------------------------------------------------------- */

enum { BATCH = 256, SLACK = 32 /* for rows of the block in which a batch becomes full */ };

/* The list has as many values as are counted at once: note that, once. */
static bool note_full(const dsi_lists *lists, int32_t cell, dsi_sketch *s)
{
    dsi_array *full = &lists->plane->full;
    full->size = (int64_t)sizeof(int32_t);
    if (!dsi_array_reserve(lists->allocator, full, lists->plane->full_count + 1)) {
        return false;
    }
    ((int32_t *)full->p)[lists->plane->full_count++] = cell;
    s->is_full = 1;
    return true;
}

bool dsi_sketch_more(const dsi_lists *lists, int32_t cell, dsi_run *run, int32_t width)
{
    dsi_sketch *s = (dsi_sketch *)lists->plane->elements.p + cell;
    if (s->is_full == 0 && dsi_list_count(&s->held) >= (s->counted > 0 ? BATCH : DSI_SKETCH_SMALL) &&
        !note_full(lists, cell, s)) {
        return false;
    }
    if (run->last != NULL) {
        run->end = (char *)run->last->places + (int64_t)run->last->cap * width;
        return run->at != run->end || dsi_run_more(lists->allocator, run, width);
    }
    if (s->counted == 0) {
        return dsi_run_more(lists->allocator, run, width);
    }
    if (!dsi_run_grow(lists->allocator, run, width, BATCH + SLACK)) {
        return false;
    }
    run->end = run->at + (int64_t)BATCH * width;
    return true;
}

bool dsi_sketch_cover_held(const dscore_allocator *a, dsi_sketch *s, const dsi_list *held, const dsi_sketch_keys *keys)
{
    uint64_t block[DSI_LIST_STEP];
    dsi_list_reader reader = dsi_list_read(held, keys->unit);
    bool ok = true;
    for (int32_t n = dsi_list_keys(&reader, block); n > 0 && ok; n = dsi_list_keys(&reader, block)) {
        for (int32_t i = 0; i < n && ok; i++) {
            ok = dsi_sketch_cover_number(a, s, dsi_sketch_number(keys, block[i]));
        }
    }
    return ok;
}

void dsi_sketch_ends(dsi_sketch *s, uint64_t least, uint64_t most)
{
    s->least = s->counted == 0 || least < s->least ? least : s->least;
    s->most = s->counted == 0 || most > s->most ? most : s->most;
}

static void count_number(dsi_sketch *s, uint64_t key, double value)
{
    dsi_sketch_ends(s, key, key);
    s->counted++;
    if (value == 0) {
        s->zeros++;
        return;
    }
    const dsi_window *window = &s->side[value < 0];
    dsi_sketch_count_more(s, window, dsi_sketch_upper(value < 0 ? -value : value) - window->first, 1);
}

/* All of them have counters. */
void dsi_sketch_count_held(dsi_sketch *s, const dsi_list *held, const dsi_sketch_keys *keys)
{
    uint64_t block[DSI_LIST_STEP];
    dsi_list_reader reader = dsi_list_read(held, keys->unit);
    for (int32_t n = dsi_list_keys(&reader, block); n > 0; n = dsi_list_keys(&reader, block)) {
        for (int32_t i = 0; i < n; i++) {
            count_number(s, block[i], dsi_sketch_number(keys, block[i]));
        }
    }
}

/* ---- many small values at once --------------------------------------------------------------- */

/* The least and the greatest of values that are all small and above zero; false: they are not. */
static bool small_ends(const dsi_sketch *s, const dsi_list *held, const dsi_sketch_keys *keys, int64_t ends[2])
{
    uint32_t least = UINT32_MAX, most = 0;
    int64_t left = dsi_run_count(&held->own);
    if (held->wide != NULL || left == 0 || held->own.first->width != (int32_t)sizeof least || s->level > 1) {
        return false;
    }
    for (const dsi_chunk *chunk = held->own.first; left > 0; left -= chunk->cap, chunk = chunk->next) {
        const uint32_t *small = (const uint32_t *)(const void *)chunk->places;
        const int64_t n = left < chunk->cap ? left : chunk->cap;
        for (int64_t i = 0; i < n; i++) {
            least = small[i] < least ? small[i] : least;
            most = small[i] > most ? small[i] : most;
        }
    }
    ends[0] = dsi_list_multiple(least);
    ends[1] = dsi_list_multiple(most);
    return ends[0] > 0 && (double)ends[1] * (double)keys->unit <= 0x1p53;
}

static bool cover_between(const dscore_allocator *a, dsi_sketch *s, double low, double high)
{
    const int32_t first = dsi_sketch_upper(low), last = dsi_sketch_upper(high);
    const dsi_window *window = &s->side[0];
    return (first >= window->first && last - window->first < window->size) ||
           dsi_sketch_cover(a, s, 0, first, last + 1);
}

/* Values that small_ends told the ends of, and that have counters. */
static void count_small(dsi_sketch *s, const dsi_list *held, const dsi_sketch_keys *keys)
{
    const double unit = (double)keys->unit, divisor = (double)dsi_power10(keys->scale);
    const dsi_window *window = &s->side[0];
    const uint32_t first = (uint32_t)window->first;
    int64_t left = dsi_run_count(&held->own);
    s->counted += left;
    for (const dsi_chunk *chunk = held->own.first; left > 0; left -= chunk->cap, chunk = chunk->next) {
        const uint32_t *small = (const uint32_t *)(const void *)chunk->places;
        const int64_t end = left < chunk->cap ? left : chunk->cap;
        for (int64_t at = 0; at < end; at += BATCH) {
            double numbers[BATCH];
            uint32_t places[BATCH];
            const int64_t n = end - at < BATCH ? end - at : (int64_t)BATCH;
            for (int64_t i = 0; i < n; i++) {
                numbers[i] = (double)dsi_list_multiple(small[at + i]) * unit;
            }
            for (int64_t i = 0; i < n && divisor > 1; i++) {
                numbers[i] /= divisor;
            }
            for (int64_t i = 0; i < n; i++) {
                places[i] = (uint32_t)(dsi_number_bits(numbers[i]) >> DSI_SKETCH_SHIFT) - first;
            }
            for (int64_t i = 0; i < n && s->level == 0; i++) {
                ((uint16_t *)window->counts)[places[i]]++;
            }
            for (int64_t i = 0; i < n && s->level == 1; i++) {
                ((uint32_t *)window->counts)[places[i]]++;
            }
        }
    }
}

/* Count all values of a list; false = no memory, and nothing was counted. */
static bool count_list(const dscore_allocator *a, dsi_sketch *s, const dsi_list *held, const dsi_sketch_keys *keys)
{
    int64_t ends[2];
    const double unit = (double)keys->unit, divisor = (double)dsi_power10(keys->scale);
    if (!dsi_sketch_widen(a, s, s->counted + dsi_list_count(held))) {
        return false;
    }
    if (!small_ends(s, held, keys, ends)) {
        if (!dsi_sketch_cover_held(a, s, held, keys)) {
            return false;
        }
        dsi_sketch_count_held(s, held, keys);
        return true;
    }
    if (!cover_between(a, s, (double)ends[0] * unit / divisor, (double)ends[1] * unit / divisor)) {
        return false;
    }
    dsi_sketch_ends(s, dsi_key_of_int(ends[0] * keys->unit), dsi_key_of_int(ends[1] * keys->unit));
    count_small(s, held, keys);
    return true;
}

/* What is in the list was counted. */
void dsi_sketch_empty_list(const dscore_allocator *a, dsi_sketch *s)
{
    dsi_run *run = &s->held.own;
    dsi_list_empty(a, &s->held, BATCH + SLACK);
    if (run->last != NULL) {
        run->end = run->at + (int64_t)BATCH * run->last->width;
    }
}

bool dsi_sketch_settle(const dscore_allocator *a, dsi_sketch *s, const dsi_sketch_keys *keys)
{
    s->is_full = 0;
    if (dsi_sketch_is_small(s)) {
        return true;
    }
    if (!count_list(a, s, &s->held, keys)) {
        return false;
    }
    dsi_sketch_empty_list(a, s);
    return true;
}

bool dsi_sketch_settled(const dscore_allocator *a, const dsi_sketch *s, const dsi_sketch_keys *keys, dsi_sketch *copy,
    const dsi_sketch **out)
{
    *copy = (dsi_sketch){0};
    *out = s;
    if (dsi_sketch_is_small(s) || dsi_list_count(&s->held) == 0) {
        return true;
    }
    copy->counted = s->counted;
    copy->least = s->least;
    copy->most = s->most;
    copy->zeros = s->zeros;
    *out = copy;
    return dsi_sketch_copy_windows(a, copy, s) && count_list(a, copy, &s->held, keys);
}
