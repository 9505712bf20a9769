/* Loops over the rows of a block that decide how fast everything is, once for each instruction set: plain C that any
   machine runs, and the same text compiled for AVX2 with its few hand-written parts. All give the same bits. Which one
   runs is chosen when a plan is compiled. Arrays hold `n` rows and do not overlap unless they are the same; a status
   byte is 0 where a row is present. */
#ifndef DSI_BASE_LOOPS_H
#define DSI_BASE_LOOPS_H

#include "base/ahead.h"

#include <stdbool.h>
#include <stdint.h>

/* Orders as sets. */
enum { DSI_LESS = 1, DSI_EQUAL = 2, DSI_GREATER = 4 };

/* A byte of a counter word: 1 where `of` equals `is` and, unless NULL, `also` is not 0. of NULL: 0. */
typedef struct dsi_flag {
    const uint8_t *of;
    const uint8_t *also; /* 0 or 1 */
    uint8_t is;
} dsi_flag;

enum { DSI_FLAGS = 8, DSI_QUAD = 4, DSI_OCTET = 8 };

/* Called for a record that is full. */
typedef struct dsi_full {
    void (*empty)(void *ctx, int32_t cell);
    void *ctx;
} dsi_full;

/* Have bytes fetched that will be read soon. */
static inline void dsi_prefetch(const void *p, int64_t bytes)
{
#if defined(__GNUC__)
    for (int64_t at = 0; at < bytes; at += 64) {
        __builtin_prefetch((const char *)p + at, 0, 2);
    }
#else
    (void)p;
    (void)bytes;
#endif
}

/* Texts that follow one another, each from its offset to the next, and a table of 1 << bits slots. */
typedef struct dsi_texts {
    const unsigned char *bytes, *offsets; /* from that of the first row on */
    bool is_wide;                         /* offsets of 8 bytes, else of 4 */
    int32_t bits;
    const struct dsi_text_slot *slots; /* base/texts.h */
} dsi_texts;

enum { DSI_TEXTS = 128 }; /* rows that are looked up at once, at most */

typedef struct dsi_loops {
    const char *name;
    /* A byte a bit, from bit `first`: 0 where it is set, else `clear`. False: all are set. */
    bool (*status_of_bits)(const uint8_t *bits, int64_t first, int32_t n, uint8_t clear, uint8_t *status);
    /* Integers of 1, 2, 4 or 8 bytes: does each present row (status NULL: each row) lie in [least, greatest]? */
    bool (*all_inside)(
        const void *values, int32_t width, int32_t n, int64_t least, int64_t greatest, const uint8_t *status);
    /* status = mark where it was 0 and the value lies outside [least, greatest]. */
    void (*mark_outside)(
        const void *values, int32_t width, int32_t n, int64_t least, int64_t greatest, uint8_t mark, uint8_t *status);
    /* status = mark where it was 0 and the value is this one. True: some row. */
    bool (*mark_equal)(const void *values, int32_t width, int32_t n, int64_t value, uint8_t mark, uint8_t *status);
    /* out = value * factor where the status is 0 (NULL: everywhere), else 0. */
    void (*widen)(const void *values, int32_t width, int32_t n, int64_t factor, const uint8_t *status, int64_t *out);
    /* out = 1 where the value stands to the constant in one of the orders of the set, else 0. */
    void (*compare)(const void *values, int32_t width, int32_t n, int32_t set, int64_t constant, uint8_t *out);
    /* out = b - a where the status is 0 (NULL: everywhere), else 0. True: some of them is negative. */
    bool (*differences)(const int64_t *a, const int64_t *b, int32_t n, const uint8_t *status, int64_t *out);
    /* out = (b - a <= limit) where open is 0 (NULL: everywhere), else 0. Unless open is NULL: is_open = is open not 0,
       pending = 1 where it is open and a >= since, else 0. True: some b - a is negative where open is 0. */
    bool (*within)(const int64_t *a, const int64_t *b, int32_t n, const uint8_t *open, int64_t limit, int64_t since,
        uint8_t *out, uint8_t *is_open, uint8_t *pending);
    /* out = the greater of two; out may be one of them. */
    void (*greater)(const uint8_t *a, const uint8_t *b, int32_t n, uint8_t *out);
    /* out = the lesser of two. */
    void (*lesser)(const uint8_t *a, const uint8_t *b, int32_t n, uint8_t *out);
    /* out = value - 1; the least and the greatest of the values (n > 0), all above INT32_MIN. */
    void (*lower)(const int32_t *values, int32_t n, int32_t *out, int32_t *least, int32_t *greatest);
    /* Rows of either of two different values. */
    void (*tally)(const uint8_t *bytes, int32_t n, uint8_t a, uint8_t b, int32_t out[2]);
    /* words[i]: byte k (from the low end) is flag k of row i. */
    void (*pack)(const dsi_flag flags[DSI_FLAGS], int32_t n, uint64_t *words);
    /* Rows that a flag is 1 in. */
    int32_t (*count)(const dsi_flag *flag, int32_t n);
    /* The sum, modulo 2^64. */
    uint64_t (*sum)(const uint64_t *column, int32_t n);
    /* Of doubles whose status is 0 (others count as 0): the part before the point, and of what is behind it the first
       and the next 32 bits, each with the sign of the value. False: some value is too large or too small for that (2^51
       and more; not 0, but less than 2^-12). */
    bool (*split)(const double *values, const uint8_t *status, int32_t n, int64_t *whole, int64_t *high, int64_t *low);
    /* out = value / divisor, the value rounded to a double first. */
    void (*quotients)(const int64_t *values, int32_t n, double divisor, double *out);
    /* The squares of integers within 2^25, 0 where the status is not 0. */
    void (*squares)(const void *values, int32_t width, int32_t n, const uint8_t *status, int64_t *out);
    /* Add four columns to records of four words that begin `stride` words apart: record cell[i] += (columns[0..3])[i].
       Whenever the low byte of a record's first word reaches 255, `full` has to empty the record. Memory that is wanted
       is asked for meanwhile. */
    void (*add_quad)(const uint64_t *const columns[DSI_QUAD], const int32_t *cell, int32_t n, uint64_t *records,
        int64_t stride, const dsi_full *full, dsi_ahead *ahead);
    /* The same of eight columns and records of eight words. */
    void (*add_pair)(const uint64_t *const columns[2 * DSI_QUAD], const int32_t *cell, int32_t n, uint64_t *records,
        int64_t stride, const dsi_full *full, dsi_ahead *ahead);
    /* out = value * sign (1 or -1) where the status is 0 (NULL: everywhere), else INT32_MIN. Of integers within
       +-(2^31 - 1) where it is 0. */
    void (*narrow)(
        const void *values, int32_t width, int32_t n, int32_t sign, const uint8_t *status, int32_t *restrict out);
    int32_t (*greatest)(const int32_t *values, int32_t n); /* INT32_MIN of none */
    /* Eight columns, `rows` numbers from one to the next, against records of eight that begin `stride` numbers apart:
       number k of record cell[i] = the greater of itself and row i of column k. */
    void (*raise_octet)(
        const int32_t *columns, int64_t rows, const int32_t *cell, int32_t n, int32_t *records, int64_t stride);
    /* out = the greater of itself and the status where that is not 0, else 0 where true (1), `otherwise` where false.
     */
    void (*judge)(const uint8_t *is_true, const uint8_t *status, int32_t n, uint8_t otherwise, uint8_t *out);
    /* `and`, `or` of booleans (0, 1) with statuses: where one that is present has the deciding value, out is that and
       the status 0; elsewhere out is the other value, and the status the greater one. */
    void (*decide)(const uint8_t *a, const uint8_t *b, const uint8_t *status_a, const uint8_t *status_b, int32_t n,
        uint8_t deciding, uint8_t *out, uint8_t *status);
    /* rows |= marks where the class is at most this one. */
    void (*mark)(const uint8_t *marks, const uint8_t *classes, uint8_t most, int32_t n, uint8_t *rows);
    /* to = from where it is 0. */
    void (*fill)(const uint8_t *from, int32_t n, uint8_t *to);
    /* Is any byte not 0? */
    bool (*any)(const uint8_t *bytes, int32_t n);
    /* Short texts, of all of which DSI_TEXT_REACH bytes can be read: the ids in the slots of their places. How many of
       them are not there, and which rows those are, in order. */
    int32_t (*find_texts)(const dsi_texts *texts, int32_t n, int32_t *ids, uint8_t *missed);
} dsi_loops;

extern const dsi_loops dsi_loops_portable;
/* The best for the machine that this runs on. */
const dsi_loops *dsi_loops_best(void);

#endif
