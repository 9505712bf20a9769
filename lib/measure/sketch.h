/* The sketch of METHODS 5.10: counters of logarithmic buckets, 64 an octave, which add up to the same whatever the
   order; and up to 256 values are kept as they are. What it holds depends on nothing but its values. */
#ifndef DSI_MEASURE_SKETCH_H
#define DSI_MEASURE_SKETCH_H

#include "measure/list.h"

enum {
    DSI_SKETCH_SMALL = 256,   /* values kept as they are */
    DSI_SKETCH_OCTAVE = 64,   /* buckets of an octave */
    DSI_SKETCH_MOST = 134272, /* the greatest bucket; the least is its negative */
    DSI_SKETCH_SHIFT = 46,    /* below it are bits of a double that its bucket does not tell */
    DSI_SKETCH_BELOW = 3265   /* from the upper bits of a number to its bucket */
};

/* Bucket of a finite number: 0 for zero, ascending with the number; that of -x is the negative of that of x. */
int32_t dsi_sketch_bucket(double value);
/* The middle of a bucket: off from each of its numbers by at most 1/128 of that. */
double dsi_sketch_middle(int32_t bucket);

/* How the keys of a sketch are read: dsi_key_of_int (of value * 10^scale) or dsi_key_of_double; unit: of the values
   that its list keeps in 32 bits. */
typedef struct dsi_sketch_keys {
    int32_t kind; /* DSI_INT, DSI_DOUBLE */
    int32_t scale;
    int64_t unit;
} dsi_sketch_keys;

/* The double nearest to what a key stands for. */
double dsi_sketch_number(const dsi_sketch_keys *keys, uint64_t key);

/* Counters of the buckets of one sign, by the upper bits of the number without its sign: whole octaves from first on.
   They are of 16, 32 or 64 bits, as many as the values of the sketch need: those of many cells stay near. */
typedef struct dsi_window {
    void *counts;
    int32_t first, size;
} dsi_window;

/* Values arrive in the list. While there are few they stay there; when there are more they are counted, many at a time
   because all of them touch the same few counters. What is in the list is never counted yet. */
typedef struct dsi_sketch {
    dsi_list held;
    dsi_window side[2];   /* above zero, below zero */
    int64_t counted;      /* 0, or there are more than DSI_SKETCH_SMALL values in all */
    uint64_t least, most; /* keys of what was counted */
    uint64_t zeros;
    int64_t pending; /* while merging: values of sketches to come */
    uint8_t level;   /* of counters: 2^level times 16 bits */
    uint8_t is_full; /* noted in its plane: to be settled before the next block */
} dsi_sketch;

static inline int64_t dsi_sketch_total(const dsi_sketch *s)
{
    return s->counted + dsi_list_count(&s->held);
}
/* Are its values kept as they are? Else it is read when it is settled. */
static inline bool dsi_sketch_is_small(const dsi_sketch *s)
{
    return dsi_sketch_total(s) <= DSI_SKETCH_SMALL;
}

/* Room for another value in a list that is at its end (dsi_lists.more); lists of many values are noted in the plane. */
bool dsi_sketch_more(const dsi_lists *lists, int32_t cell, dsi_run *run, int32_t width);
/* Count what is held if there are too many values to be kept. False = no memory; what it stands for is the same either
   way. */
bool dsi_sketch_settle(const dscore_allocator *a, dsi_sketch *s, const dsi_sketch_keys *keys);
/* A settled sketch of the same values, to be freed: *out is that, or `s` itself where that is settled; false = no
   memory. */
bool dsi_sketch_settled(const dscore_allocator *a, const dsi_sketch *s, const dsi_sketch_keys *keys, dsi_sketch *copy,
    const dsi_sketch **out);
/* Counters for so many values in all. False = no memory. */
bool dsi_sketch_widen(const dscore_allocator *a, dsi_sketch *s, int64_t most);
void dsi_sketch_free(const dscore_allocator *a, dsi_sketch *s); /* leaves zeros: an empty sketch */

/* ---- another sketch of the same kind of keys: announced, reserved, added ----------------------- */

/* Once for each sketch that will be added, before any is reserved; the first of them after pending was set to 0. */
void dsi_sketch_announce(dsi_sketch *to, const dsi_sketch *from);
bool dsi_sketch_merge_reserve(const dscore_allocator *a, dsi_sketch *to, const dsi_sketch_keys *keys,
    const dsi_sketch *from, const dsi_sketch_keys *from_keys);
void dsi_sketch_merge(const dscore_allocator *a, dsi_sketch *to, const dsi_sketch_keys *keys, const dsi_sketch *from,
    const dsi_sketch_keys *from_keys);

/* ---- as it was packed --------------------------------------------------------------------------- */

/* An empty sketch becomes one that counts, so far nothing, of what will be `count` values from least to most; then a
   bucket that has none, as often as it has. False = no memory. */
bool dsi_sketch_restore_ends(const dscore_allocator *a, dsi_sketch *s, uint64_t least, uint64_t most, int64_t count);
bool dsi_sketch_restore(const dscore_allocator *a, dsi_sketch *s, int32_t bucket, int64_t times);

/* ---- what they are made of ---------------------------------------------------------------------- */

static inline uint64_t dsi_number_bits(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline uint64_t dsi_window_count(const dsi_sketch *s, const dsi_window *window, int32_t at)
{
    return s->level == 0   ? ((const uint16_t *)window->counts)[at]
           : s->level == 1 ? ((const uint32_t *)window->counts)[at]
                           : ((const uint64_t *)window->counts)[at];
}
void dsi_sketch_count_more(const dsi_sketch *s, const dsi_window *window, int32_t at, uint64_t more);

/* The upper bits of a number above zero: its exponent and the six first bits behind the leading one; numbers too small
   to have a leading one are scaled up, and their exponents go on below zero. */
int32_t dsi_sketch_upper(double size);
/* Counters for the upper bits [first, end) beside those there are; for a number; for all values of a list. */
bool dsi_sketch_cover(const dscore_allocator *a, dsi_sketch *s, int32_t side, int32_t first, int32_t end);
bool dsi_sketch_cover_number(const dscore_allocator *a, dsi_sketch *s, double value);
bool dsi_sketch_cover_held(const dscore_allocator *a, dsi_sketch *s, const dsi_list *held, const dsi_sketch_keys *keys);
/* Count values that are covered; keys of the least and the greatest of what will be counted. */
void dsi_sketch_count_held(dsi_sketch *s, const dsi_list *held, const dsi_sketch_keys *keys);
void dsi_sketch_ends(dsi_sketch *s, uint64_t least, uint64_t most);
/* What is in the list was counted. */
void dsi_sketch_empty_list(const dscore_allocator *a, dsi_sketch *s);
bool dsi_sketch_copy_windows(const dscore_allocator *a, dsi_sketch *to, const dsi_sketch *from);

/* ---- order statistics -------------------------------------------------------------------------- */

/* A settled sketch of values of one kind; several stand for the values of all. */
typedef struct dsi_sketch_part {
    const dsi_sketch *sketch;
    dsi_sketch_keys keys;
} dsi_sketch_part;

/* The first bucket that has, with those before it, more than `rank` of the values. */
int32_t dsi_sketch_find(const dsi_sketch_part *parts, int64_t count, int64_t rank);
/* Numbers in a bucket of a settled sketch that counts. */
uint64_t dsi_sketch_count(const dsi_sketch *s, int32_t bucket);

#endif
