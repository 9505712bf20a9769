/* Lists: chunks of places that fill one after the other, read back as keys. */
#include "measure/list.h"

enum { LEAST_CHUNK = 8, MOST_CHUNK_BYTES = 8192 };

/* ---- chunks ---------------------------------------------------------------------------------- */

static int64_t chunk_bytes(int64_t cap, int32_t width)
{
    return (int64_t)sizeof(dsi_chunk) + cap * width;
}

static char *places_of(dsi_chunk *chunk)
{
    return (char *)chunk->places;
}

static void write_to(dsi_run *run, dsi_chunk *chunk)
{
    run->last = chunk;
    run->at = places_of(chunk);
    run->end = run->at + (int64_t)chunk->cap * chunk->width;
}

int64_t dsi_run_count(const dsi_run *run)
{
    return run->last == NULL ? 0 : run->before + (run->at - places_of(run->last)) / run->last->width;
}

bool dsi_run_grow(const dscore_allocator *a, dsi_run *run, int32_t width, int64_t cap)
{
    dsi_chunk *chunk = cap > INT32_MAX ? NULL : dsi_alloc(a, chunk_bytes(cap, width));
    if (chunk == NULL) {
        return false;
    }
    chunk->next = NULL;
    chunk->cap = (int32_t)cap;
    chunk->width = width;
    run->cap += cap;
    if (run->first == NULL) {
        run->first = chunk;
        write_to(run, chunk);
        return true;
    }
    dsi_chunk *end = run->last;
    while (end->next != NULL) {
        end = end->next;
    }
    end->next = chunk;
    return true;
}

void dsi_run_next(dsi_run *run)
{
    run->before += run->last->cap;
    write_to(run, run->last->next);
}

bool dsi_run_more(const dscore_allocator *a, dsi_run *run, int32_t width)
{
    if (run->last == NULL || run->last->next == NULL) {
        const int64_t most = MOST_CHUNK_BYTES / width;
        int64_t cap = run->cap / 2 / LEAST_CHUNK * LEAST_CHUNK;
        cap = cap < LEAST_CHUNK ? (int64_t)LEAST_CHUNK : cap > most ? most : cap;
        const bool is_first = run->last == NULL;
        if (!dsi_run_grow(a, run, width, cap)) {
            return false;
        }
        if (is_first) {
            return true;
        }
    }
    dsi_run_next(run);
    return true;
}

static void free_run(const dscore_allocator *a, dsi_run *run)
{
    dsi_chunk *chunk = run->first;
    while (chunk != NULL) {
        dsi_chunk *next = chunk->next;
        dsi_release(a, chunk, chunk_bytes(chunk->cap, chunk->width));
        chunk = next;
    }
    *run = (dsi_run){0};
}

void dsi_list_free(const dscore_allocator *a, dsi_list *list)
{
    free_run(a, &list->own);
    if (list->wide != NULL) {
        free_run(a, list->wide);
        dsi_release(a, list->wide, (int64_t)sizeof *list->wide);
        list->wide = NULL;
    }
}

void dsi_list_empty(const dscore_allocator *a, dsi_list *list, int64_t keep)
{
    dsi_chunk *first = list->own.first;
    if (list->wide != NULL || first == NULL || first->cap < keep) {
        dsi_list_free(a, list);
        return;
    }
    dsi_run rest = {.first = first->next};
    first->next = NULL;
    free_run(a, &rest);
    list->own = (dsi_run){.first = first, .cap = first->cap};
    write_to(&list->own, first);
}

/* ---- keys ------------------------------------------------------------------------------------ */

static int32_t width_of(int64_t unit)
{
    return unit > 0 ? (int32_t)sizeof(uint32_t) : (int32_t)sizeof(uint64_t);
}

/* Is a key one of a whole number of units that 32 bits hold? */
static bool is_small(uint64_t key, int64_t unit, uint32_t *out)
{
    const int64_t value = dsi_key_to_int(key), multiple = value / unit;
    *out = dsi_list_small((int32_t)multiple);
    return multiple >= INT32_MIN && multiple <= INT32_MAX && multiple * unit == value;
}

static dsi_run *wide_run(const dscore_allocator *a, dsi_list *list)
{
    if (list->wide == NULL) {
        list->wide = dsi_alloc_zero(a, (int64_t)sizeof *list->wide);
    }
    return list->wide;
}

static void put_key(dsi_run *run, uint64_t key)
{
    *(uint64_t *)(void *)run->at = key;
    run->at += sizeof key;
}

static void put_small(dsi_run *run, uint32_t small)
{
    *(uint32_t *)(void *)run->at = small;
    run->at += sizeof small;
}

void dsi_run_begin(dsi_run *run)
{
    if (run->first != NULL) {
        run->before = 0;
        write_to(run, run->first);
    }
}

void dsi_run_put(dsi_run *run, int64_t unit, uint64_t key)
{
    uint32_t small = 0;
    if (run->at == run->end) {
        dsi_run_next(run);
    }
    if (run->last->width == (int32_t)sizeof small && is_small(key, unit, &small)) {
        put_small(run, small);
    } else {
        put_key(run, key);
    }
}

bool dsi_list_put(const dscore_allocator *a, dsi_list *list, int64_t unit, uint64_t key)
{
    uint32_t small = 0;
    const bool fits = unit > 0 && is_small(key, unit, &small);
    dsi_run *run = unit <= 0 || fits ? &list->own : wide_run(a, list);
    const int32_t width = fits ? (int32_t)sizeof small : (int32_t)sizeof key;
    if (run == NULL || (run->at == run->end && !dsi_run_more(a, run, width))) {
        return false;
    }
    if (fits) {
        put_small(run, small);
    } else {
        put_key(run, key);
    }
    return true;
}

/* ---- reading --------------------------------------------------------------------------------- */

static void read_run(dsi_list_reader *r, const dsi_run *run)
{
    r->run = run;
    r->chunk = run->first;
    r->at = 0;
    r->left = dsi_run_count(run);
}

dsi_list_reader dsi_list_read(const dsi_list *list, int64_t unit)
{
    dsi_list_reader r = {.other = list->wide, .unit = unit};
    read_run(&r, &list->own);
    return r;
}

int32_t dsi_run_keys(dsi_list_reader *r, uint64_t keys[DSI_LIST_STEP])
{
    if (r->left == 0) {
        return 0;
    }
    if (r->at == r->chunk->cap) {
        r->chunk = r->chunk->next;
        r->at = 0;
    }
    int64_t n = r->chunk->cap - r->at;
    n = n > r->left ? r->left : n;
    n = n > DSI_LIST_STEP ? (int64_t)DSI_LIST_STEP : n;
    if (r->chunk->width == (int32_t)sizeof *keys) {
        memcpy(keys, r->chunk->places + r->at, (size_t)n * sizeof *keys);
    } else {
        const uint32_t *small = (const uint32_t *)(const void *)r->chunk->places + r->at;
        for (int64_t i = 0; i < n; i++) {
            keys[i] = dsi_key_of_int(dsi_list_multiple(small[i]) * r->unit);
        }
    }
    r->at += n;
    r->left -= n;
    return (int32_t)n;
}

int32_t dsi_list_keys(dsi_list_reader *r, uint64_t keys[DSI_LIST_STEP])
{
    int32_t n = dsi_run_keys(r, keys);
    if (n == 0 && r->other != NULL) {
        read_run(r, r->other);
        r->other = NULL;
        n = dsi_run_keys(r, keys);
    }
    return n;
}

void dsi_list_copy(const dsi_list *list, int64_t unit, uint64_t *out)
{
    uint64_t keys[DSI_LIST_STEP];
    dsi_list_reader reader = dsi_list_read(list, unit);
    for (int32_t n = dsi_list_keys(&reader, keys); n > 0; n = dsi_list_keys(&reader, keys)) {
        memcpy(out, keys, (size_t)n * sizeof *keys);
        out += n;
    }
}

/* ---- absorbing ------------------------------------------------------------------------------- */

void dsi_lists_join(dsi_plane *to, const dsi_plane *from)
{
    to->unit = to->unit == 0 ? from->unit : to->unit;
}

static bool promise(const dscore_allocator *a, dsi_run *run, int32_t width, int64_t n)
{
    const int64_t need = run->promised + n - (run->cap - dsi_run_count(run));
    if (need > 0) {
        const int64_t most = INT32_MAX / width;
        for (int64_t left = need; left > 0; left -= most) {
            if (!dsi_run_grow(a, run, width, left < most ? left : most)) {
                return false;
            }
        }
    }
    run->promised += n;
    return true;
}

bool dsi_list_promise(const dscore_allocator *a, dsi_list *to, int64_t to_unit, const dsi_list *from, int64_t from_unit)
{
    const int64_t own = dsi_run_count(&from->own), all = dsi_list_count(from);
    const bool is_wide = to_unit <= 0;
    const int64_t same = is_wide ? all : to_unit == from_unit ? own : 0;
    if (same > 0 && !promise(a, &to->own, width_of(to_unit), same)) {
        return false;
    }
    if (all == same) {
        return true;
    }
    dsi_run *wide = wide_run(a, to);
    return wide != NULL && promise(a, wide, (int32_t)sizeof(uint64_t), all - same);
}

/* Into places that were promised. */
static void add(dsi_run *run, const void *values, int64_t n, int32_t width)
{
    const char *from = values;
    run->promised -= n;
    while (n > 0) {
        run->end = places_of(run->last) + (int64_t)run->last->cap * width;
        if (run->at == run->end) {
            dsi_run_next(run);
        }
        const int64_t room = (run->end - run->at) / width;
        const int64_t step = n < room ? n : room;
        memcpy(run->at, from, (size_t)(step * width));
        run->at += step * width;
        from += step * width;
        n -= step;
    }
}

void dsi_list_absorb(dsi_list *to, int64_t to_unit, const dsi_list *from, int64_t from_unit)
{
    uint64_t keys[DSI_LIST_STEP];
    dsi_list_reader reader = dsi_list_read(from, from_unit);
    if (to_unit > 0 && to_unit == from_unit) {
        int64_t left = reader.left;
        for (const dsi_chunk *chunk = from->own.first; left > 0; chunk = chunk->next) {
            const int64_t n = left < chunk->cap ? left : chunk->cap;
            add(&to->own, chunk->places, n, chunk->width);
            left -= n;
        }
        reader.left = 0;
    }
    dsi_run *run = to_unit > 0 ? to->wide : &to->own;
    for (int32_t n = dsi_list_keys(&reader, keys); n > 0; n = dsi_list_keys(&reader, keys)) {
        add(run, keys, n, (int32_t)sizeof *keys);
    }
}
