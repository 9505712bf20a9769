/* The sketch of METHODS 5.10: counters of logarithmic buckets, 64 an octave, which add up to the same whatever the
   order; and up to 256 values are kept as they are. What it holds depends on nothing but its values. */
#ifndef DSI_MEASURE_SKETCH_H
#define DSI_MEASURE_SKETCH_H

#include "measure/fetch.h"

#include "base/memory.h"

#include <string.h>

enum {
    DSI_SKETCH_SMALL = 256,  /* values kept as they are */
    DSI_SKETCH_OCTAVE = 64,  /* buckets of an octave */
    DSI_SKETCH_MOST = 134272 /* the greatest bucket; the least is its negative */
};

/* Bucket of a finite number: 0 for zero, ascending with the number; that of -x is the negative of that of x. */
int32_t dsi_sketch_bucket(double value);
/* The middle of a bucket: off from each of its numbers by at most 1/128 of that. */
double dsi_sketch_middle(int32_t bucket);

/* How the keys of a sketch are read: dsi_key_of_int (of value * 10^scale) or dsi_key_of_double. */
typedef struct dsi_sketch_keys {
    int32_t kind; /* DSI_INT, DSI_DOUBLE */
    int32_t scale;
} dsi_sketch_keys;

/* The double nearest to what a key stands for. */
double dsi_sketch_number(const dsi_sketch_keys *keys, uint64_t key);

/* Counters of the buckets of one sign, by the upper bits of the number without its sign: whole octaves from first on.
   Where one may exceed 32 bits they are wide: behind the `size` lower halves are as many upper ones. */
typedef struct dsi_window {
    uint32_t *counts;
    int32_t first, size;
} dsi_window;

typedef struct dsi_sketch {
    dsi_window side[2]; /* above zero, below zero */
    int64_t count;
    uint64_t least, most; /* keys; once it counts */
    uint8_t is_counting;  /* not small any more */
    uint8_t is_settled;   /* counts, and keeps no values of the time before */
    uint8_t is_covering;  /* small, but everything asked for has counters */
    uint8_t is_wide;
    int32_t cap;      /* of values; those before are all that most values touch */
    uint64_t *values; /* keys, while it is small */
    int64_t pending;  /* while small: values asked for by reserve; while merging: of sketches to come */
    uint64_t zeros;
} dsi_sketch;

/* ---- a value: reserved first, then added, in the same order ----------------------------------- */

static inline uint64_t dsi_number_bits(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Where a normal number is counted in the window of its sign; what is no normal number is nowhere. */
static inline uint32_t dsi_window_place(const dsi_window *window, uint64_t bits)
{
    const int32_t upper = (int32_t)(bits << 1 >> 47);
    return upper >= DSI_SKETCH_OCTAVE ? (uint32_t)(upper - window->first) : UINT32_MAX;
}

bool dsi_sketch_reserve_other(
    const dscore_allocator *a, dsi_sketch *s, const dsi_sketch_keys *keys, uint64_t key, double value);
void dsi_sketch_add_other(dsi_sketch *s, const dsi_sketch_keys *keys, uint64_t key, double value);

/* Room for a value, however many there are pending. False = no memory. */
static inline bool dsi_sketch_reserve(
    const dscore_allocator *a, dsi_sketch *s, const dsi_sketch_keys *keys, uint64_t key, double value)
{
    const uint64_t bits = dsi_number_bits(value);
    const dsi_window *window = &s->side[bits >> 63];
    const uint32_t at = dsi_window_place(window, bits);
    if (s->is_settled != 0 && at < (uint32_t)window->size) { /* by the time it is added, its counter has come near */
        DSI_FETCH(&window->counts[at]);
        return true;
    }
    return dsi_sketch_reserve_other(a, s, keys, key, value);
}

/* Cannot fail after reserve. */
static inline void dsi_sketch_add(dsi_sketch *s, const dsi_sketch_keys *keys, uint64_t key, double value)
{
    const uint64_t bits = dsi_number_bits(value);
    const dsi_window *window = &s->side[bits >> 63];
    const uint32_t at = dsi_window_place(window, bits);
    if (s->is_counting == 0 || at >= (uint32_t)window->size) {
        dsi_sketch_add_other(s, keys, key, value);
        return;
    }
    if (++window->counts[at] == 0) {
        window->counts[window->size + (int32_t)at]++;
    }
    s->count++;
    s->least = key < s->least ? key : s->least;
    s->most = key > s->most ? key : s->most;
}

/* Counters of more than 32 bits, before they are needed. False = no memory. */
bool dsi_sketch_widen(const dscore_allocator *a, dsi_sketch *s);
void dsi_sketch_free(const dscore_allocator *a, dsi_sketch *s); /* leaves zeros: an empty sketch */

/* ---- another sketch of the same kind of keys: announced, reserved, added ----------------------- */

/* Once for each sketch that will be added, before any is reserved; the first of them after pending was set to 0. */
void dsi_sketch_announce(dsi_sketch *to, const dsi_sketch *from);
bool dsi_sketch_merge_reserve(
    const dscore_allocator *a, dsi_sketch *to, const dsi_sketch *from, const dsi_sketch_keys *keys);
void dsi_sketch_merge(const dscore_allocator *a, dsi_sketch *to, const dsi_sketch *from, const dsi_sketch_keys *keys);

/* ---- as it was packed --------------------------------------------------------------------------- */

/* An empty sketch becomes one that counts, so far nothing, of what will be `count` values from least to most; then a
   bucket that has none, as often as it has. False = no memory. */
bool dsi_sketch_restore_ends(const dscore_allocator *a, dsi_sketch *s, uint64_t least, uint64_t most, int64_t count);
bool dsi_sketch_restore(const dscore_allocator *a, dsi_sketch *s, int32_t bucket, int64_t times);

/* ---- order statistics -------------------------------------------------------------------------- */

/* A sketch of values of one kind; several stand for the values of all. */
typedef struct dsi_sketch_part {
    const dsi_sketch *sketch;
    dsi_sketch_keys keys;
} dsi_sketch_part;

/* The first bucket that has, with those before it, more than `rank` of the values. */
int32_t dsi_sketch_find(const dsi_sketch_part *parts, int64_t count, int64_t rank);
/* Numbers in a bucket. */
uint64_t dsi_sketch_count(const dsi_sketch *s, int32_t bucket);

#endif
