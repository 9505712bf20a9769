/* What becomes of sketches: added up, restored from bytes, asked for order statistics. */
#include "measure/sketch.h"

/* ---- another sketch -------------------------------------------------------------------------- */

void dsi_sketch_announce(dsi_sketch *to, const dsi_sketch *from)
{
    to->pending += dsi_sketch_total(from);
}

static bool stays_small(const dsi_sketch *s)
{
    return dsi_sketch_total(s) + s->pending <= DSI_SKETCH_SMALL;
}

bool dsi_sketch_merge_reserve(const dscore_allocator *a, dsi_sketch *to, const dsi_sketch_keys *keys,
    const dsi_sketch *from, const dsi_sketch_keys *from_keys)
{
    if (dsi_sketch_total(from) == 0) {
        return true;
    }
    if (stays_small(to)) {
        return dsi_list_promise(a, &to->held, keys->unit, &from->held, from_keys->unit);
    }
    if (!dsi_sketch_widen(a, to, dsi_sketch_total(to) + to->pending)) {
        return false;
    }
    bool ok = dsi_sketch_cover_held(a, to, &to->held, keys) && dsi_sketch_cover_held(a, to, &from->held, from_keys);
    for (int32_t i = 0; i < 2 && ok; i++) {
        const dsi_window *window = &from->side[i];
        ok = window->size == 0 || dsi_sketch_cover(a, to, i, window->first, window->first + window->size);
    }
    return ok;
}

static void add_window(dsi_sketch *to, const dsi_sketch *from, int32_t side)
{
    const dsi_window *source = &from->side[side], *target = &to->side[side];
    for (int32_t i = 0; i < source->size; i++) {
        const uint64_t n = dsi_window_count(from, source, i);
        if (n > 0) {
            dsi_sketch_count_more(to, target, source->first + i - target->first, n);
        }
    }
}

void dsi_sketch_merge(const dscore_allocator *a, dsi_sketch *to, const dsi_sketch_keys *keys, const dsi_sketch *from,
    const dsi_sketch_keys *from_keys)
{
    const int64_t total = dsi_sketch_total(from);
    if (total == 0) {
        return;
    }
    if (stays_small(to)) {
        dsi_list_absorb(&to->held, keys->unit, &from->held, from_keys->unit);
        to->pending -= total;
        return;
    }
    dsi_sketch_count_held(to, &to->held, keys);
    dsi_sketch_empty_list(a, to);
    dsi_sketch_count_held(to, &from->held, from_keys);
    if (from->counted > 0) {
        add_window(to, from, 0);
        add_window(to, from, 1);
        dsi_sketch_ends(to, from->least, from->most);
        to->zeros += from->zeros;
        to->counted += from->counted;
    }
    to->pending -= total;
}

/* ---- as it was packed ------------------------------------------------------------------------- */

bool dsi_sketch_restore_ends(const dscore_allocator *a, dsi_sketch *s, uint64_t least, uint64_t most, int64_t count)
{
    s->least = least;
    s->most = most;
    return dsi_sketch_widen(a, s, count);
}

bool dsi_sketch_restore(const dscore_allocator *a, dsi_sketch *s, int32_t bucket, int64_t times)
{
    const int32_t side = bucket < 0 ? 1 : 0;
    s->counted += times;
    if (bucket == 0) {
        s->zeros += (uint64_t)times;
        return true;
    }
    const int32_t upper = (bucket < 0 ? -bucket : bucket) - DSI_SKETCH_BELOW;
    if (!dsi_sketch_cover(a, s, side, upper, upper + 1)) {
        return false;
    }
    dsi_sketch_count_more(s, &s->side[side], upper - s->side[side].first, (uint64_t)times);
    return true;
}

/* ---- order statistics ------------------------------------------------------------------------ */

uint64_t dsi_sketch_count(const dsi_sketch *s, int32_t bucket)
{
    if (bucket == 0) {
        return s->zeros;
    }
    const dsi_window *window = &s->side[bucket < 0];
    const int32_t at = (bucket < 0 ? -bucket : bucket) - DSI_SKETCH_BELOW - window->first;
    return at < 0 || at >= window->size ? 0 : dsi_window_count(s, window, at);
}

static int32_t bucket_at(const dsi_window *window, int32_t at)
{
    return window->first + at + DSI_SKETCH_BELOW;
}

/* From below to above. */
static int32_t find_in(const dsi_sketch *s, uint64_t rank)
{
    uint64_t seen = 0;
    const dsi_window *below = &s->side[1], *above = &s->side[0];
    for (int32_t i = below->size - 1; i >= 0; i--) {
        seen += dsi_window_count(s, below, i);
        if (seen > rank) {
            return -bucket_at(below, i);
        }
    }
    seen += s->zeros;
    if (seen > rank) {
        return 0;
    }
    for (int32_t i = 0; i < above->size; i++) {
        seen += dsi_window_count(s, above, i);
        if (seen > rank) {
            return bucket_at(above, i);
        }
    }
    return DSI_SKETCH_MOST;
}

/* Values of a part that lie in this bucket or before it. */
static uint64_t up_to(const dsi_sketch_part *part, int32_t bucket)
{
    const dsi_sketch *s = part->sketch;
    uint64_t n = 0, block[DSI_LIST_STEP];
    dsi_list_reader reader = dsi_list_read(&s->held, part->keys.unit);
    for (int32_t k = dsi_list_keys(&reader, block); k > 0; k = dsi_list_keys(&reader, block)) {
        for (int32_t i = 0; i < k; i++) {
            n += dsi_sketch_bucket(dsi_sketch_number(&part->keys, block[i])) <= bucket ? 1 : 0;
        }
    }
    for (int32_t i = 0; i < s->side[1].size; i++) {
        n += -bucket_at(&s->side[1], i) <= bucket ? dsi_window_count(s, &s->side[1], i) : 0;
    }
    n += bucket >= 0 ? s->zeros : 0;
    for (int32_t i = 0; i < s->side[0].size && bucket_at(&s->side[0], i) <= bucket; i++) {
        n += dsi_window_count(s, &s->side[0], i);
    }
    return n;
}

int32_t dsi_sketch_find(const dsi_sketch_part *parts, int64_t count, int64_t rank)
{
    if (count == 1 && parts[0].sketch->counted > 0) {
        return find_in(parts[0].sketch, (uint64_t)rank);
    }
    int32_t low = -DSI_SKETCH_MOST, high = DSI_SKETCH_MOST;
    while (low < high) {
        const int32_t at = low + (high - low) / 2;
        uint64_t n = 0;
        for (int64_t i = 0; i < count; i++) {
            n += up_to(&parts[i], at);
        }
        if (n > (uint64_t)rank) {
            high = at;
        } else {
            low = at + 1;
        }
    }
    return low;
}
