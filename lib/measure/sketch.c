/* Buckets, counters and their sums: integers throughout, so that every machine and every order gives the same. */
#include "measure/sketch.h"

#include "measure/state_parts.h"

#include <string.h>

enum {
    SHIFT = 46,                                 /* below it are bits of a double that its bucket does not tell */
    TINY = 52 * DSI_SKETCH_OCTAVE,              /* buckets between a tiny number and 2^52 times it */
    BELOW_LEAST = TINY - DSI_SKETCH_OCTAVE + 1, /* from the upper bits of a number to its bucket */
    FIRST = DSI_SKETCH_OCTAVE - TINY,           /* the upper bits of the least number */
    END = 2047 * DSI_SKETCH_OCTAVE,             /* and behind those of the greatest */
    MANY = 64 * DSI_SKETCH_OCTAVE               /* counters: a window of more grows by quarters */
};

/* ---- buckets --------------------------------------------------------------------------------- */

static double number_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The upper bits of a number above zero: its exponent and the six first bits behind the leading one; numbers too small
   to have a leading one are scaled up, and their exponents go on below zero. */
static int32_t upper_of(double size)
{
    const int32_t upper = (int32_t)(dsi_number_bits(size) >> SHIFT);
    return upper >= DSI_SKETCH_OCTAVE ? upper : (int32_t)(dsi_number_bits(size * 0x1p52) >> SHIFT) - TINY;
}

static double middle_of(int32_t upper)
{
    const bool is_tiny = upper < DSI_SKETCH_OCTAVE;
    const uint64_t bits = (uint64_t)(is_tiny ? upper + TINY : upper) << SHIFT | UINT64_C(1) << (SHIFT - 1);
    return is_tiny ? number_of(bits) * 0x1p-52 : number_of(bits);
}

int32_t dsi_sketch_bucket(double value)
{
    if (value == 0) {
        return 0;
    }
    const int32_t bucket = upper_of(value < 0 ? -value : value) + BELOW_LEAST;
    return value < 0 ? -bucket : bucket;
}

double dsi_sketch_middle(int32_t bucket)
{
    return bucket == 0 ? 0 : bucket < 0 ? -middle_of(-bucket - BELOW_LEAST) : middle_of(bucket - BELOW_LEAST);
}

double dsi_sketch_number(const dsi_sketch_keys *keys, uint64_t key)
{
    return dsi_key_to_double(dsi_key_as_double(keys->kind, keys->scale, key));
}

/* ---- windows --------------------------------------------------------------------------------- */

static int64_t window_bytes(const dsi_sketch *s, int32_t size)
{
    return (int64_t)size * (s->is_wide != 0 ? 2 : 1) * (int64_t)sizeof(uint32_t);
}

/* Counters for [first, end), octaves, beside those there are. */
static bool cover(const dscore_allocator *a, dsi_sketch *s, int32_t side, int32_t first, int32_t end)
{
    dsi_window *window = &s->side[side];
    if (window->size > 0) {
        first = first < window->first ? first : window->first;
        end = end > window->first + window->size ? end : window->first + window->size;
    }
    if (window->size > MANY) {
        const int32_t more = window->size / 4 / DSI_SKETCH_OCTAVE * DSI_SKETCH_OCTAVE;
        first -= first < window->first ? more : 0;
        end += end > window->first + window->size ? more : 0;
        first = first < FIRST ? (int32_t)FIRST : first;
        end = end > END ? (int32_t)END : end;
    }
    const int32_t size = end - first;
    if (size == window->size) {
        return true;
    }
    uint32_t *counts = dsi_alloc_zero(a, window_bytes(s, size));
    if (counts == NULL) {
        return false;
    }
    if (window->size > 0) {
        const size_t bytes = (size_t)window->size * sizeof *counts;
        const int32_t at = window->first - first;
        memcpy(counts + at, window->counts, bytes);
        if (s->is_wide != 0) {
            memcpy(counts + size + at, window->counts + window->size, bytes);
        }
        dsi_release(a, window->counts, window_bytes(s, window->size));
    }
    *window = (dsi_window){counts, first, size};
    return true;
}

static bool cover_number(const dscore_allocator *a, dsi_sketch *s, double value)
{
    if (value == 0) {
        return true;
    }
    const int32_t upper = upper_of(value < 0 ? -value : value);
    const int32_t first = upper - (upper & (DSI_SKETCH_OCTAVE - 1));
    const dsi_window *window = &s->side[value < 0];
    return (upper >= window->first && upper - window->first < window->size) ||
           cover(a, s, value < 0, first, first + DSI_SKETCH_OCTAVE);
}

static uint64_t count_at(const dsi_sketch *s, const dsi_window *window, int32_t at)
{
    return window->counts[at] + (s->is_wide != 0 ? (uint64_t)window->counts[window->size + at] << 32 : 0);
}

static void count_more(const dsi_sketch *s, const dsi_window *window, int32_t at, uint64_t more)
{
    const uint64_t sum = count_at(s, window, at) + more;
    window->counts[at] = (uint32_t)sum;
    if (s->is_wide != 0) {
        window->counts[window->size + at] = (uint32_t)(sum >> 32);
    }
}

bool dsi_sketch_widen(const dscore_allocator *a, dsi_sketch *s)
{
    if (s->is_wide != 0) {
        return true;
    }
    const int64_t bytes[2] = {window_bytes(s, s->side[0].size), window_bytes(s, s->side[1].size)};
    uint32_t *wide[2] = {dsi_alloc_zero(a, 2 * bytes[0]), dsi_alloc_zero(a, 2 * bytes[1])};
    if (wide[0] == NULL || wide[1] == NULL) {
        dsi_release(a, wide[0], 2 * bytes[0]);
        dsi_release(a, wide[1], 2 * bytes[1]);
        return false;
    }
    for (int32_t i = 0; i < 2; i++) {
        if (bytes[i] > 0) {
            memcpy(wide[i], s->side[i].counts, (size_t)bytes[i]);
            dsi_release(a, s->side[i].counts, bytes[i]);
            s->side[i].counts = wide[i];
        } else {
            dsi_release(a, wide[i], 0);
        }
    }
    s->is_wide = 1;
    return true;
}

static void free_values(const dscore_allocator *a, dsi_sketch *s)
{
    dsi_release(a, s->values, s->cap * (int64_t)sizeof *s->values);
    s->values = NULL;
    s->cap = 0;
}

void dsi_sketch_free(const dscore_allocator *a, dsi_sketch *s)
{
    free_values(a, s);
    for (int32_t i = 0; i < 2; i++) {
        dsi_release(a, s->side[i].counts, window_bytes(s, s->side[i].size));
    }
    *s = (dsi_sketch){0};
}

/* ---- a value --------------------------------------------------------------------------------- */

static bool values_room(const dscore_allocator *a, dsi_sketch *s, int64_t need)
{
    if (need <= s->cap) {
        return true;
    }
    int32_t cap = s->cap < 8 ? 8 : s->cap;
    while (cap < need) {
        cap *= 2;
    }
    uint64_t *values = dsi_resize(a, s->values, s->cap * (int64_t)sizeof *s->values, cap * (int64_t)sizeof *s->values);
    if (values == NULL) {
        return false;
    }
    s->values = values;
    s->cap = cap;
    return true;
}

static bool cover_values(
    const dscore_allocator *a, dsi_sketch *s, const dsi_sketch_keys *keys, const uint64_t *values, int64_t n)
{
    bool ok = true;
    for (int64_t i = 0; i < n && ok; i++) {
        ok = cover_number(a, s, dsi_sketch_number(keys, values[i]));
    }
    return ok;
}

/* While it is small, what is asked for is written behind the values already: should it not stay small, then all of them
   need counters. Adding writes each again. */
bool dsi_sketch_reserve_other(
    const dscore_allocator *a, dsi_sketch *s, const dsi_sketch_keys *keys, uint64_t key, double value)
{
    if (s->is_counting != 0) {
        free_values(a, s);
        s->is_settled = 1;
        return cover_number(a, s, value);
    }
    const int64_t n = s->count + s->pending;
    if (n < DSI_SKETCH_SMALL) {
        if (!values_room(a, s, n + 1)) {
            return false;
        }
        s->values[n] = key;
        s->pending++;
        return s->is_covering == 0 || cover_number(a, s, value);
    }
    if (s->is_covering == 0 && !cover_values(a, s, keys, s->values, n)) {
        return false;
    }
    s->is_covering = 1;
    return cover_number(a, s, value);
}

static void count_number(dsi_sketch *s, uint64_t key, double value, uint64_t times)
{
    s->count += (int64_t)times;
    s->least = key < s->least ? key : s->least;
    s->most = key > s->most ? key : s->most;
    if (value == 0) {
        s->zeros += times;
        return;
    }
    const dsi_window *window = &s->side[value < 0];
    count_more(s, window, upper_of(value < 0 ? -value : value) - window->first, times);
}

/* The values become counts; they are given back by whoever has the allocator. */
static void start_counting(dsi_sketch *s, const dsi_sketch_keys *keys)
{
    const int64_t n = s->count;
    s->count = 0;
    s->pending = 0;
    s->is_counting = 1;
    s->least = UINT64_MAX;
    s->most = 0;
    for (int64_t i = 0; i < n; i++) {
        count_number(s, s->values[i], dsi_sketch_number(keys, s->values[i]), 1);
    }
}

void dsi_sketch_add_other(dsi_sketch *s, const dsi_sketch_keys *keys, uint64_t key, double value)
{
    if (s->is_counting == 0 && s->count < DSI_SKETCH_SMALL) {
        s->values[s->count++] = key;
        s->pending -= s->pending > 0 ? 1 : 0;
        return;
    }
    if (s->is_counting == 0) {
        start_counting(s, keys);
    }
    count_number(s, key, value, 1);
}

/* ---- another sketch -------------------------------------------------------------------------- */

void dsi_sketch_announce(dsi_sketch *to, const dsi_sketch *from)
{
    to->pending += from->count;
}

static bool stays_small(const dsi_sketch *s)
{
    return s->is_counting == 0 && s->count + s->pending <= DSI_SKETCH_SMALL;
}

bool dsi_sketch_merge_reserve(
    const dscore_allocator *a, dsi_sketch *to, const dsi_sketch *from, const dsi_sketch_keys *keys)
{
    if (from->count == 0) {
        return true;
    }
    if (stays_small(to)) {
        return values_room(a, to, to->count + to->pending);
    }
    if (to->count + to->pending > UINT32_MAX && !dsi_sketch_widen(a, to)) {
        return false;
    }
    if (to->is_counting == 0 && !cover_values(a, to, keys, to->values, to->count)) {
        return false;
    }
    if (from->is_counting == 0) {
        return cover_values(a, to, keys, from->values, from->count);
    }
    bool ok = true;
    for (int32_t i = 0; i < 2 && ok; i++) {
        const dsi_window *window = &from->side[i];
        ok = window->size == 0 || cover(a, to, i, window->first, window->first + window->size);
    }
    return ok;
}

static void add_window(dsi_sketch *to, const dsi_sketch *from, int32_t side)
{
    const dsi_window *source = &from->side[side], *target = &to->side[side];
    for (int32_t i = 0; i < source->size; i++) {
        const uint64_t n = count_at(from, source, i);
        if (n > 0) {
            count_more(to, target, source->first + i - target->first, n);
        }
    }
}

void dsi_sketch_merge(const dscore_allocator *a, dsi_sketch *to, const dsi_sketch *from, const dsi_sketch_keys *keys)
{
    if (from->count == 0) {
        return;
    }
    if (stays_small(to)) {
        memcpy(to->values + to->count, from->values, (size_t)from->count * sizeof *to->values);
        to->count += from->count;
        to->pending -= from->count;
        to->is_covering = 0;
        return;
    }
    if (to->is_counting == 0) {
        start_counting(to, keys);
        free_values(a, to);
        to->is_settled = 1;
    }
    if (from->is_counting == 0) {
        for (int64_t i = 0; i < from->count; i++) {
            count_number(to, from->values[i], dsi_sketch_number(keys, from->values[i]), 1);
        }
        return;
    }
    add_window(to, from, 0);
    add_window(to, from, 1);
    to->zeros += from->zeros;
    to->count += from->count;
    to->least = from->least < to->least ? from->least : to->least;
    to->most = from->most > to->most ? from->most : to->most;
}

/* ---- as it was packed ------------------------------------------------------------------------- */

bool dsi_sketch_restore_ends(const dscore_allocator *a, dsi_sketch *s, uint64_t least, uint64_t most, int64_t count)
{
    s->is_counting = 1;
    s->is_settled = 1;
    s->least = least;
    s->most = most;
    return count <= UINT32_MAX || dsi_sketch_widen(a, s);
}

bool dsi_sketch_restore(const dscore_allocator *a, dsi_sketch *s, int32_t bucket, int64_t times)
{
    const int32_t side = bucket < 0 ? 1 : 0;
    s->count += times;
    if (bucket == 0) {
        s->zeros += (uint64_t)times;
        return true;
    }
    const int32_t upper = (bucket < 0 ? -bucket : bucket) - BELOW_LEAST;
    const int32_t first = upper - (upper & (DSI_SKETCH_OCTAVE - 1));
    if (!cover(a, s, side, first, first + DSI_SKETCH_OCTAVE)) {
        return false;
    }
    count_more(s, &s->side[side], upper - s->side[side].first, (uint64_t)times);
    return true;
}

/* ---- order statistics ------------------------------------------------------------------------ */

uint64_t dsi_sketch_count(const dsi_sketch *s, int32_t bucket)
{
    if (bucket == 0) {
        return s->zeros;
    }
    const dsi_window *window = &s->side[bucket < 0];
    const int32_t at = (bucket < 0 ? -bucket : bucket) - BELOW_LEAST - window->first;
    return at < 0 || at >= window->size ? 0 : count_at(s, window, at);
}

static int32_t bucket_at(const dsi_window *window, int32_t at)
{
    return window->first + at + BELOW_LEAST;
}

/* From below to above. */
static int32_t find_in(const dsi_sketch *s, uint64_t rank)
{
    uint64_t seen = 0;
    const dsi_window *below = &s->side[1], *above = &s->side[0];
    for (int32_t i = below->size - 1; i >= 0; i--) {
        seen += count_at(s, below, i);
        if (seen > rank) {
            return -bucket_at(below, i);
        }
    }
    seen += s->zeros;
    if (seen > rank) {
        return 0;
    }
    for (int32_t i = 0; i < above->size; i++) {
        seen += count_at(s, above, i);
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
    uint64_t n = 0;
    if (s->is_counting == 0) {
        for (int64_t i = 0; i < s->count; i++) {
            n += dsi_sketch_bucket(dsi_sketch_number(&part->keys, s->values[i])) <= bucket ? 1 : 0;
        }
        return n;
    }
    for (int32_t i = 0; i < s->side[1].size; i++) {
        n += -bucket_at(&s->side[1], i) <= bucket ? count_at(s, &s->side[1], i) : 0;
    }
    n += bucket >= 0 ? s->zeros : 0;
    for (int32_t i = 0; i < s->side[0].size && bucket_at(&s->side[0], i) <= bucket; i++) {
        n += count_at(s, &s->side[0], i);
    }
    return n;
}

int32_t dsi_sketch_find(const dsi_sketch_part *parts, int64_t count, int64_t rank)
{
    if (count == 1 && parts[0].sketch->is_counting != 0) {
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
