/* Order statistics of keys: rounds of counting by the highest bits that differ, which keep only the buckets with a rank
   that is asked for; and a radix sort for those who need them all. */
#include "measure/select.h"

#include <stdbool.h>
#include <string.h>

enum { FEW = 24, RADIX = 256, LEAST_BITS = 5, MOST_BITS = 11, MOST_GROUPS = 64 };

/* ---- sorting --------------------------------------------------------------------------------- */

static void insertion_sort(uint64_t *keys, int64_t n)
{
    for (int64_t i = 1; i < n; i++) {
        const uint64_t key = keys[i];
        int64_t j = i;
        for (; j > 0 && keys[j - 1] > key; j--) {
            keys[j] = keys[j - 1];
        }
        keys[j] = key;
    }
}

/* Least byte first; bytes that all keys share cost one pass of counting. */
static void radix_sort(uint64_t *keys, uint64_t *spare, int64_t n)
{
    uint64_t *from = keys, *to = spare;
    for (int32_t shift = 0; shift < 64; shift += 8) {
        int64_t starts[RADIX] = {0};
        for (int64_t i = 0; i < n; i++) {
            starts[from[i] >> shift & (RADIX - 1)]++;
        }
        if (starts[from[0] >> shift & (RADIX - 1)] == n) {
            continue;
        }
        int64_t at = 0;
        for (int32_t b = 0; b < RADIX; b++) {
            const int64_t count = starts[b];
            starts[b] = at;
            at += count;
        }
        for (int64_t i = 0; i < n; i++) {
            to[starts[from[i] >> shift & (RADIX - 1)]++] = from[i];
        }
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != keys) {
        memcpy(keys, from, (size_t)n * sizeof *keys);
    }
}

void dsi_sort_keys(uint64_t *keys, uint64_t *spare, int64_t n)
{
    if (n <= FEW) {
        insertion_sort(keys, n);
    } else {
        radix_sort(keys, spare, n);
    }
}

/* ---- selecting ------------------------------------------------------------------------------- */

/* Keys of one bucket, and the ranks that lie among them. */
typedef struct group {
    int64_t at, n;
    int64_t before; /* keys that are less */
    int64_t first, count;
} group;

/* Some of all keys, and what is asked of them. */
typedef struct range {
    uint64_t *keys, *spare;
    int64_t n, before;
    const int64_t *ranks;
    int64_t count;
    uint64_t *out;
} range;

static int32_t width_of(uint64_t bits)
{
    int32_t width = 0;
    for (int32_t step = 32; step > 0; step /= 2) {
        if (bits >> step != 0) {
            bits >>= step;
            width += step;
        }
    }
    return width + (bits != 0 ? 1 : 0);
}

static uint64_t differing_bits(const uint64_t *keys, int64_t n)
{
    uint64_t differ = 0;
    for (int64_t i = 1; i < n; i++) {
        differ |= keys[i] ^ keys[0];
    }
    return differ;
}

/* Which buckets the ranks are in; places become where each begins among the keys that are kept: those of other buckets
   all go, one over the other, behind them. */
static int32_t find_groups(dsi_select_work *work, const range *r, int32_t buckets, group *groups)
{
    int32_t count = 0;
    int64_t less = r->before, kept = 0, at = 0;
    for (int32_t b = 0; b < buckets; b++) {
        const int64_t n = work->places[b];
        const int64_t first = at;
        while (at < r->count && r->ranks[at] < less + n) {
            at++;
        }
        work->steps[b] = at > first ? 1 : 0;
        work->places[b] = (uint32_t)kept;
        if (at > first) {
            groups[count++] = (group){kept, n, less, first, at - first};
            kept += n;
        }
        less += n;
    }
    for (int32_t b = 0; b < buckets; b++) {
        work->places[b] = work->steps[b] != 0 ? work->places[b] : (uint32_t)kept;
    }
    return count;
}

static void select_in(dsi_select_work *work, const range *r);

static void narrow(dsi_select_work *work, const range *r, uint64_t differ)
{
    int32_t bits = width_of((uint64_t)r->n) - 2;
    bits = bits < LEAST_BITS ? LEAST_BITS : bits > MOST_BITS ? MOST_BITS : bits;
    const int32_t top = width_of(differ);
    const int32_t shift = top > bits ? top - bits : 0;
    const int32_t buckets = (int32_t)1 << bits;
    const uint64_t mask = (uint64_t)buckets - 1;
    memset(work->places, 0, (size_t)buckets * sizeof *work->places);
    for (int64_t i = 0; i < r->n; i++) {
        work->places[r->keys[i] >> shift & mask]++;
    }
    group groups[MOST_GROUPS];
    const int32_t count = find_groups(work, r, buckets, groups);
    for (int64_t i = 0; i < r->n; i++) {
        const uint64_t b = r->keys[i] >> shift & mask;
        r->spare[work->places[b]] = r->keys[i];
        work->places[b] += work->steps[b];
    }
    /* From the last to the first: a round writes one key behind its own, where the next group was. */
    for (int32_t g = count - 1; g >= 0; g--) {
        const group *own = &groups[g];
        const range part = {r->spare + own->at, r->keys + own->at, own->n, own->before, r->ranks + own->first,
            own->count, r->out + own->first};
        select_in(work, &part);
    }
}

static void select_in(dsi_select_work *work, const range *r)
{
    const uint64_t differ = r->n <= FEW ? 0 : differing_bits(r->keys, r->n);
    if (r->n > FEW && differ != 0 && r->n <= UINT32_MAX && r->count <= MOST_GROUPS) {
        narrow(work, r, differ);
        return;
    }
    if (r->n <= FEW || differ != 0) {
        dsi_sort_keys(r->keys, r->spare, r->n);
    }
    for (int64_t i = 0; i < r->count; i++) {
        r->out[i] = r->keys[r->ranks[i] - r->before];
    }
}

void dsi_select(dsi_select_work *work, uint64_t *keys, uint64_t *spare, int64_t n, const int64_t *ranks, int64_t count,
    uint64_t *out)
{
    const range all = {keys, spare, n, 0, ranks, count, out};
    select_in(work, &all);
}
