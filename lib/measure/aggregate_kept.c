/* Kept values (median, quantiles, trimmed mean): every used value, in a list of its cell. */
#include "measure/fetch.h"
#include "measure/pack.h"

#include <float.h>
#include <math.h>
#include <string.h>

uint64_t dsi_key_as_double(int32_t kind, int32_t scale, uint64_t key)
{
    if (kind == DSI_DOUBLE) {
        return key;
    }
    dsi_sum sum = {0};
    dsi_sum_add_int(&sum, dsi_key_to_int(key));
    return dsi_key_of_double(dsi_sum_value(&sum, dsi_power10(scale)));
}

/* ---- lists: chunks of keys, each about half as long as all before it -------------------------- */

enum { LEAST_CHUNK = 8, MOST_CHUNK = 2046 /* 16 KiB */ };

static int64_t chunk_bytes(int64_t cap)
{
    return (int64_t)sizeof(dsi_chunk) + cap * (int64_t)sizeof(uint64_t);
}

static bool add_chunk(const dscore_allocator *a, dsi_list *list, int64_t cap)
{
    dsi_chunk *chunk = dsi_alloc(a, chunk_bytes(cap));
    if (chunk == NULL) {
        return false;
    }
    chunk->next = NULL;
    chunk->cap = cap;
    list->cap += cap;
    if (list->first == NULL) {
        list->first = list->last = chunk;
        list->at = chunk->keys;
        list->end = chunk->keys + cap;
        return true;
    }
    dsi_chunk *end = list->last;
    while (end->next != NULL) {
        end = end->next;
    }
    end->next = chunk;
    return true;
}

bool dsi_list_room(const dscore_allocator *a, dsi_list *list, int64_t more)
{
    const int64_t need = list->need + more;
    if (need > list->cap) {
        int64_t cap = list->cap / 2 / LEAST_CHUNK * LEAST_CHUNK;
        cap = cap < LEAST_CHUNK ? (int64_t)LEAST_CHUNK : cap > MOST_CHUNK ? (int64_t)MOST_CHUNK : cap;
        if (need > INT64_MAX / 16 || !add_chunk(a, list, need - list->cap > cap ? need - list->cap : cap)) {
            return false;
        }
    }
    list->need = need;
    return true;
}

void dsi_list_next(dsi_list *list)
{
    list->last = list->last->next;
    list->at = list->last->keys;
    list->end = list->last->keys + list->last->cap;
}

void dsi_list_add_all(dsi_list *list, const uint64_t *keys, int64_t n)
{
    while (n > 0) {
        if (list->at == list->end) {
            dsi_list_next(list);
        }
        const int64_t room = list->end - list->at;
        const int64_t step = n < room ? n : room;
        memcpy(list->at, keys, (size_t)step * sizeof *keys);
        list->at += step;
        list->count += step;
        keys += step;
        n -= step;
    }
}

void dsi_list_copy(const dsi_list *list, uint64_t *out)
{
    int64_t left = list->count;
    for (const dsi_chunk *chunk = list->first; left > 0; chunk = chunk->next) {
        const int64_t n = left < chunk->cap ? left : chunk->cap;
        memcpy(out, chunk->keys, (size_t)n * sizeof *out);
        out += n;
        left -= n;
    }
}

/* ---- the family ------------------------------------------------------------------------------ */

int64_t dsi_kept_element(int32_t kind)
{
    (void)kind;
    return (int64_t)sizeof(dsi_list);
}

bool dsi_kept_reserve(const dscore_allocator *a, dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    (void)values;
    dsi_list *lists = plane->elements.p;
    if (pass->only >= 0) {
        return dsi_list_room(a, &lists[pass->only], pass->used);
    }
    for (int32_t r = 0; r < pass->n; r++) {
        if (r + DSI_FETCH_AHEAD < pass->n) {
            DSI_FETCH(&lists[pass->cell[r + DSI_FETCH_AHEAD]]);
        }
        if (pass->class_of[r] != DSI_CLASS_USED) {
            continue;
        }
        dsi_list *list = &lists[pass->cell[r]];
        if (list->need < list->cap) {
            list->need++;
            DSI_FETCH(list->at); /* to be written when the block is committed */
        } else if (!dsi_list_room(a, list, 1)) {
            return false;
        }
    }
    return true;
}

static void kept_commit(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    dsi_list *lists = plane->elements.p;
    if (plane->kind == DSI_DOUBLE) {
        for (int32_t r = 0; r < pass->n; r++) {
            if (pass->class_of[r] == DSI_CLASS_USED) {
                dsi_list_add(&lists[pass->cell[r]], dsi_key_of_double(values->v.f[r]));
            }
        }
        return;
    }
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED) {
            dsi_list_add(&lists[pass->cell[r]], dsi_key_of_int(values->v.i[r]));
        }
    }
}

bool dsi_kept_absorb_reserve(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    dsi_list *target = to->elements.p;
    const dsi_list *source = from->elements.p;
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0 && !dsi_list_room(a, &target[map[c]], source[c].count)) {
            return false;
        }
    }
    return true;
}

void dsi_kept_absorb(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    (void)a;
    dsi_list *target = to->elements.p;
    const dsi_list *source = from->elements.p;
    for (int32_t c = 0; c < n; c++) {
        int64_t left = map[c] >= 0 ? source[c].count : 0;
        for (const dsi_chunk *chunk = source[c].first; left > 0; chunk = chunk->next) {
            const int64_t part = left < chunk->cap ? left : chunk->cap;
            dsi_list_add_all(&target[map[c]], chunk->keys, part);
            left -= part;
        }
    }
}

void dsi_kept_release(const dscore_allocator *a, dsi_plane *plane, int64_t first, int64_t count)
{
    for (int64_t c = first; c < count; c++) {
        dsi_list *list = (dsi_list *)plane->elements.p + c;
        dsi_chunk *chunk = list->first;
        while (chunk != NULL) {
            dsi_chunk *next = chunk->next;
            dsi_release(a, chunk, chunk_bytes(chunk->cap));
            chunk = next;
        }
        *list = (dsi_list){0};
    }
}

void dsi_kept_forget(dsi_plane *plane, int64_t cells)
{
    for (int64_t c = 0; c < cells; c++) {
        dsi_list *list = (dsi_list *)plane->elements.p + c;
        list->need = list->count;
    }
}

const dsi_family dsi_family_kept = {
    .arguments = 1,
    .element = dsi_kept_element,
    .reserve = dsi_kept_reserve,
    .commit = kept_commit,
    .absorb_reserve = dsi_kept_absorb_reserve,
    .absorb = dsi_kept_absorb,
    .release = dsi_kept_release,
    .forget = dsi_kept_forget,
    .holds = dsi_kept_holds,
    .subtract = dsi_kept_subtract,
    .code = 6,
    .has_any = dsi_kept_has_any,
    .pack = dsi_kept_pack,
    .unpack = dsi_kept_unpack,
    .admits = dsi_kept_admits,
    .tells = DSI_TELLS_ALL,
};

/* ---- order statistics (METHODS 5.9) ---------------------------------------------------------- */

/* floor(h) and its fraction, where a hair beside a whole number counts as the number. */
static int64_t split(double h, double *out_fraction)
{
    const double nearest = floor(h + 0.5);
    const double hair = 4 * DBL_EPSILON * (fabs(h) > 1 ? fabs(h) : 1);
    if (fabs(h - nearest) < hair) {
        *out_fraction = 0;
        return (int64_t)nearest;
    }
    *out_fraction = h - floor(h);
    return (int64_t)floor(h);
}

static int64_t rank_within(int64_t rank, int64_t n)
{
    return rank < 0 ? 0 : rank >= n ? n - 1 : rank;
}

int64_t dsi_rank_between(int64_t n, double q, double *out_g)
{
    double g;
    const int64_t rank = split((double)(n - 1) * q + 1, &g) - 1;
    const int64_t within = rank_within(rank, n);
    *out_g = within == rank && rank + 1 < n ? g : 0;
    return within;
}

int64_t dsi_rank_observed(int64_t n, double q)
{
    double g;
    const int64_t rank = split((double)n * q, &g);
    return rank_within(g > 0 ? rank : rank - 1, n);
}

int64_t dsi_rank_below(int64_t n, double q)
{
    double g;
    return rank_within(split((double)(n - 1) * q, &g), n);
}

int64_t dsi_kept_trim(int64_t count, double p)
{
    double g;
    return split((double)count * p, &g);
}

static bool is_whole_number(double value)
{
    return value >= -9007199254740992.0 && value <= 9007199254740992.0 && value == floor(value);
}

/* Whole doubles go the way of integers, so that either column gives the same bits. */
double dsi_kept_between(const dsi_kept *kept, uint64_t low, uint64_t high, double g, int64_t divisor)
{
    if (kept->kind != DSI_DOUBLE) {
        return dsi_interpolate_int(dsi_key_to_int(low), dsi_key_to_int(high), g, divisor * kept->divisor);
    }
    const double lo = dsi_key_to_double(low), hi = dsi_key_to_double(high);
    if (is_whole_number(lo) && is_whole_number(hi)) {
        return dsi_interpolate_int((int64_t)lo, (int64_t)hi, g, divisor);
    }
    return dsi_interpolate_double(lo, hi, g) / (double)divisor;
}
