/* Buckets and their counters: integers throughout, so that every machine and every order gives the same. */
#include "measure/sketch.h"

enum {
    TINY = 52 * DSI_SKETCH_OCTAVE,    /* buckets between a tiny number and 2^52 times it */
    FIRST = DSI_SKETCH_OCTAVE - TINY, /* the upper bits of the least number */
    END = 2047 * DSI_SKETCH_OCTAVE,   /* and behind those of the greatest */
    MANY = 64 * DSI_SKETCH_OCTAVE     /* counters: a window of more grows by quarters */
};
_Static_assert(TINY - DSI_SKETCH_OCTAVE + 1 == DSI_SKETCH_BELOW, "the least number has the first bucket");

/* ---- buckets --------------------------------------------------------------------------------- */

static double number_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The upper bits of a number above zero: its exponent and the six first bits behind the leading one; numbers too small
   to have a leading one are scaled up, and their exponents go on below zero. */
int32_t dsi_sketch_upper(double size)
{
    const int32_t upper = (int32_t)(dsi_number_bits(size) >> DSI_SKETCH_SHIFT);
    return upper >= DSI_SKETCH_OCTAVE ? upper : (int32_t)(dsi_number_bits(size * 0x1p52) >> DSI_SKETCH_SHIFT) - TINY;
}

static double middle_of(int32_t upper)
{
    const bool is_tiny = upper < DSI_SKETCH_OCTAVE;
    const uint64_t bits =
        (uint64_t)(is_tiny ? upper + TINY : upper) << DSI_SKETCH_SHIFT | UINT64_C(1) << (DSI_SKETCH_SHIFT - 1);
    return is_tiny ? number_of(bits) * 0x1p-52 : number_of(bits);
}

int32_t dsi_sketch_bucket(double value)
{
    if (value == 0) {
        return 0;
    }
    const int32_t bucket = dsi_sketch_upper(value < 0 ? -value : value) + DSI_SKETCH_BELOW;
    return value < 0 ? -bucket : bucket;
}

double dsi_sketch_middle(int32_t bucket)
{
    return bucket == 0 ? 0 : bucket < 0 ? -middle_of(-bucket - DSI_SKETCH_BELOW) : middle_of(bucket - DSI_SKETCH_BELOW);
}

double dsi_sketch_number(const dsi_sketch_keys *keys, uint64_t key)
{
    return dsi_key_to_double(dsi_key_as_double(keys->kind, keys->scale, key));
}

/* ---- windows --------------------------------------------------------------------------------- */

static int64_t window_bytes(const dsi_sketch *s, int32_t size)
{
    return (int64_t)size * (2 << s->level);
}

bool dsi_sketch_cover(const dscore_allocator *a, dsi_sketch *s, int32_t side, int32_t first, int32_t end)
{
    dsi_window *window = &s->side[side];
    first -= first & (DSI_SKETCH_OCTAVE - 1);
    end += -end & (DSI_SKETCH_OCTAVE - 1);
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
    char *counts = dsi_alloc_zero(a, window_bytes(s, size));
    if (counts == NULL) {
        return false;
    }
    if (window->size > 0) {
        const int64_t bytes = window_bytes(s, window->size);
        memcpy(counts + window_bytes(s, window->first - first), window->counts, (size_t)bytes);
        dsi_release(a, window->counts, bytes);
    }
    *window = (dsi_window){counts, first, size};
    return true;
}

bool dsi_sketch_cover_number(const dscore_allocator *a, dsi_sketch *s, double value)
{
    if (value == 0) {
        return true;
    }
    const int32_t upper = dsi_sketch_upper(value < 0 ? -value : value);
    const dsi_window *window = &s->side[value < 0];
    return (upper >= window->first && upper - window->first < window->size) ||
           dsi_sketch_cover(a, s, value < 0, upper, upper + 1);
}

static void set_count(void *counts, int32_t level, int32_t at, uint64_t count)
{
    if (level == 0) {
        ((uint16_t *)counts)[at] = (uint16_t)count;
    } else if (level == 1) {
        ((uint32_t *)counts)[at] = (uint32_t)count;
    } else {
        ((uint64_t *)counts)[at] = count;
    }
}

void dsi_sketch_count_more(const dsi_sketch *s, const dsi_window *window, int32_t at, uint64_t more)
{
    set_count(window->counts, s->level, at, dsi_window_count(s, window, at) + more);
}

bool dsi_sketch_widen(const dscore_allocator *a, dsi_sketch *s, int64_t most)
{
    const int32_t level = most <= UINT16_MAX ? 0 : most <= UINT32_MAX ? 1 : 2;
    void *wide[2] = {NULL, NULL};
    if (level <= s->level) {
        return true;
    }
    for (int32_t i = 0; i < 2; i++) {
        const int64_t bytes = (int64_t)s->side[i].size * (2 << level);
        wide[i] = bytes == 0 ? NULL : dsi_alloc(a, bytes);
        if (bytes > 0 && wide[i] == NULL) {
            dsi_release(a, wide[0], (int64_t)s->side[0].size * (2 << level));
            return false;
        }
    }
    for (int32_t i = 0; i < 2; i++) {
        dsi_window *window = &s->side[i];
        for (int32_t at = 0; at < window->size; at++) {
            set_count(wide[i], level, at, dsi_window_count(s, window, at));
        }
        dsi_release(a, window->counts, window_bytes(s, window->size));
        window->counts = wide[i];
    }
    s->level = (uint8_t)level;
    return true;
}

bool dsi_sketch_copy_windows(const dscore_allocator *a, dsi_sketch *to, const dsi_sketch *from)
{
    to->level = from->level;
    for (int32_t i = 0; i < 2; i++) {
        const dsi_window *window = &from->side[i];
        const int64_t bytes = window_bytes(from, window->size);
        if (bytes > 0) {
            to->side[i].counts = dsi_alloc(a, bytes);
            if (to->side[i].counts == NULL) {
                return false;
            }
            memcpy(to->side[i].counts, window->counts, (size_t)bytes);
            to->side[i].first = window->first;
            to->side[i].size = window->size;
        }
    }
    return true;
}

void dsi_sketch_free(const dscore_allocator *a, dsi_sketch *s)
{
    dsi_list_free(a, &s->held);
    for (int32_t i = 0; i < 2; i++) {
        dsi_release(a, s->side[i].counts, window_bytes(s, s->side[i].size));
    }
    *s = (dsi_sketch){0};
}
