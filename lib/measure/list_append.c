/* The rows of a block on their way into lists: first which values they are and whose, without a branch a row, then one
   place after the other. */
#include "measure/fetch.h"
#include "measure/list.h"

enum { SECOND = 1000000 };

/* Of the used rows of a block, one after the other. */
typedef struct appending {
    const dsi_lists *lists;
    int32_t *cells; /* written behind what is pending */
    int64_t n;
} appending;

static dsi_list *list_at(const dsi_plane *plane, int32_t cell)
{
    return (dsi_list *)(void *)((char *)plane->elements.p + (int64_t)cell * plane->elements.size);
}

bool dsi_list_more(const dsi_lists *lists, int32_t cell, dsi_run *run, int32_t width)
{
    (void)cell;
    return dsi_run_more(lists->allocator, run, width);
}

/* ---- to stay, or not ------------------------------------------------------------------------- */

void dsi_lists_commit(dsi_plane *plane)
{
    plane->pending_count = 0;
}

static void take_back(dsi_run *run)
{
    if (run->at == (char *)run->last->places) {
        dsi_chunk *chunk = run->first;
        while (chunk->next != run->last) {
            chunk = chunk->next;
        }
        run->last = chunk;
        run->before -= chunk->cap;
        run->at = run->end = (char *)chunk->places + (int64_t)chunk->cap * chunk->width;
    }
    run->at -= run->last->width;
}

static void take_back_last(dsi_plane *plane, int64_t n)
{
    const int32_t *cells = plane->pending.p;
    for (; n > 0; n--) {
        const int32_t cell = cells[--plane->pending_count];
        take_back(cell < 0 ? list_at(plane, ~cell)->wide : &list_at(plane, cell)->own);
    }
}

void dsi_lists_forget(dsi_plane *plane)
{
    take_back_last(plane, plane->pending_count);
}

/* ---- whose ----------------------------------------------------------------------------------- */

/* Room to note the cells of all used rows. */
static int32_t *note_cells(const dsi_lists *lists, const dsi_pass *pass)
{
    dsi_plane *plane = lists->plane;
    plane->pending.size = (int64_t)sizeof(int32_t);
    /* One more: what is written for a row that is not used is written over. */
    if (!dsi_array_reserve(lists->allocator, &plane->pending, plane->pending_count + pass->used + 1)) {
        return NULL;
    }
    return (int32_t *)plane->pending.p + plane->pending_count;
}

static bool begin(appending *of, const dsi_lists *lists, const dsi_pass *pass)
{
    *of = (appending){lists, note_cells(lists, pass), pass->used};
    if (of->cells == NULL) {
        return false;
    }
    if (pass->used == pass->n) {
        memcpy(of->cells, pass->cell, (size_t)pass->n * sizeof *of->cells);
        return true;
    }
    int64_t k = 0;
    for (int32_t r = 0; r < pass->n; r++) {
        of->cells[k] = pass->cell[r];
        k += pass->class_of[r] == DSI_CLASS_USED ? 1 : 0;
    }
    return true;
}

/* ---- appending ------------------------------------------------------------------------------- */

static bool make_room(const appending *of, int32_t cell, dsi_run *run, int32_t width)
{
    return run != NULL && (run->at != run->end || of->lists->more(of->lists, cell, run, width));
}

/* All to one cell. */
static bool append_to_one(appending *of, const void *values, int32_t width)
{
    const int32_t cell = of->cells[0];
    dsi_run *run = &list_at(of->lists->plane, cell)->own;
    const char *from = values;
    int64_t left = of->n;
    while (left > 0 && make_room(of, cell, run, width)) {
        const int64_t room = (run->end - run->at) / width, step = left < room ? left : room;
        memcpy(run->at, from, (size_t)(step * width));
        run->at += step * width;
        from += step * width;
        left -= step;
    }
    of->lists->plane->pending_count += of->n - left;
    return left == 0;
}

enum { AHEAD = 8 /* rows: where the value of a row goes is asked for by then */ };

/* The usual case at once: 64-bit integers in the unit of the plane, of many cells. Every row is written where the next
   value of its cell goes, but only used ones stay. *out_fits: they were all small enough; else all is as it was. */
static bool append_rows(const dsi_lists *lists, const dsi_pass *pass, const int64_t *values, bool *out_fits)
{
    dsi_plane *plane = lists->plane;
    char *elements = plane->elements.p;
    const int64_t size = plane->elements.size;
    const uint8_t *class_of = pass->class_of;
    const int32_t *cell = pass->cell, n = pass->n;
    int32_t *noted = note_cells(lists, pass), r = 0;
    uint64_t differ = 0;
    int64_t k = 0;
    if (noted == NULL) {
        return false;
    }
    for (; r < n; r++) {
        const int32_t ahead = r + AHEAD < n ? r + AHEAD : r;
        DSI_FETCH(((dsi_list *)(void *)(elements + cell[ahead] * size))->own.at);
        dsi_run *run = &((dsi_list *)(void *)(elements + cell[r] * size))->own;
        if (run->at == run->end && !lists->more(lists, cell[r], run, (int32_t)sizeof(uint32_t))) {
            break;
        }
        const uint64_t is_used = class_of[r] == DSI_CLASS_USED ? 1 : 0;
        const int32_t small = (int32_t)(uint32_t)(uint64_t)values[r];
        differ |= ((uint64_t)small ^ (uint64_t)values[r]) & (0 - is_used);
        DSI_FETCH(run->at + 64);
        *(uint32_t *)(void *)run->at = dsi_list_small(small);
        run->at += is_used * sizeof(uint32_t);
        noted[k] = cell[r];
        k += (int64_t)is_used;
    }
    plane->pending_count += k;
    *out_fits = differ == 0;
    if (r == n && differ != 0) {
        take_back_last(plane, k);
    }
    return r == n;
}

static bool append_small(const appending *of, const uint32_t *values)
{
    dsi_plane *plane = of->lists->plane;
    char *elements = plane->elements.p;
    const int64_t size = plane->elements.size, n = of->n;
    const int32_t *cells = of->cells;
    int64_t i = 0;
    for (; i < n; i++) {
        dsi_run *run = &((dsi_list *)(void *)(elements + cells[i] * size))->own;
        if (run->at == run->end && !of->lists->more(of->lists, cells[i], run, (int32_t)sizeof *values)) {
            break;
        }
        uint32_t *at = (uint32_t *)(void *)run->at;
        *at = values[i];
        run->at = (char *)(at + 1);
    }
    plane->pending_count += i;
    return i == n;
}

static bool append_wide(const appending *of, const uint64_t *keys)
{
    dsi_plane *plane = of->lists->plane;
    char *elements = plane->elements.p;
    const int64_t size = plane->elements.size, n = of->n;
    const int32_t *cells = of->cells;
    int64_t i = 0;
    for (; i < n; i++) {
        dsi_run *run = &((dsi_list *)(void *)(elements + cells[i] * size))->own;
        if (run->at == run->end && !of->lists->more(of->lists, cells[i], run, (int32_t)sizeof *keys)) {
            break;
        }
        uint64_t *at = (uint64_t *)(void *)run->at;
        *at = keys[i];
        run->at = (char *)(at + 1);
    }
    plane->pending_count += i;
    return i == n;
}

/* Some fit, some do not: the cells of those are noted inverted. */
static bool append_each(const appending *of, const int64_t *values)
{
    dsi_plane *plane = of->lists->plane;
    const dscore_allocator *a = of->lists->allocator;
    for (int64_t i = 0; i < of->n; i++) {
        const int32_t cell = of->cells[i];
        dsi_list *list = list_at(plane, cell);
        const int64_t multiple = values[i] / plane->unit;
        if (multiple >= INT32_MIN && multiple <= INT32_MAX && multiple * plane->unit == values[i]) {
            if (!make_room(of, cell, &list->own, (int32_t)sizeof(uint32_t))) {
                return false;
            }
            *(uint32_t *)(void *)list->own.at = dsi_list_small((int32_t)multiple);
            list->own.at += sizeof(uint32_t);
        } else {
            if (list->wide == NULL) {
                list->wide = dsi_alloc_zero(a, (int64_t)sizeof *list->wide);
            }
            if (!make_room(of, cell, list->wide, (int32_t)sizeof(uint64_t))) {
                return false;
            }
            *(uint64_t *)(void *)list->wide->at = dsi_key_of_int(values[i]);
            list->wide->at += sizeof(uint64_t);
            of->cells[i] = ~cell;
        }
        plane->pending_count++;
    }
    return true;
}

static bool append_keys(appending *of, const dsi_pass *pass, const uint64_t *keys)
{
    return pass->only >= 0 ? append_to_one(of, keys, (int32_t)sizeof *keys) : append_wide(of, keys);
}

bool dsi_lists_append_keys(const dsi_lists *lists, const dsi_pass *pass, const uint64_t *keys)
{
    appending of;
    lists->plane->unit = DSI_LIST_WIDE;
    return begin(&of, lists, pass) && append_keys(&of, pass, keys);
}

/* ---- values ---------------------------------------------------------------------------------- */

/* Integers of the used rows, as they lie there. */
static void compact(const dsi_pass *pass, const dsi_vector *v, int64_t *out)
{
    const uint8_t *class_of = pass->class_of;
    int64_t k = 0;
#define COMPACT(type, from)                                                                                            \
    for (int32_t r = 0; k < pass->used; r++) {                                                                         \
        out[k] = ((const type *)(from))[r];                                                                            \
        k += class_of[r] == DSI_CLASS_USED ? 1 : 0;                                                                    \
    }
    switch (v->width) {
    case 0:
        COMPACT(int64_t, v->v.i)
        break;
    case 1:
        COMPACT(int8_t, v->v.raw)
        break;
    case 2:
        COMPACT(int16_t, v->v.raw)
        break;
    case 4:
        COMPACT(int32_t, v->v.raw)
        break;
    default:
        COMPACT(int64_t, v->v.raw)
    }
#undef COMPACT
}

static void compact_doubles(const dsi_pass *pass, const double *values, uint64_t *out)
{
    int64_t k = 0;
    for (int32_t r = 0; k < pass->used; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED) {
            out[k++] = dsi_key_of_double(values[r]);
        }
    }
}

/* As multiples of a divisor; false: they do not all fit. */
static bool shrink(const int64_t *values, int64_t n, int64_t divisor, uint32_t *out)
{
    uint64_t differ = 0;
    for (int64_t i = 0; i < n && divisor == 1; i++) {
        const int32_t small = (int32_t)(uint32_t)(uint64_t)values[i];
        differ |= (uint64_t)small ^ (uint64_t)values[i];
        out[i] = dsi_list_small(small);
    }
    for (int64_t i = 0; i < n && divisor != 1; i++) {
        const int64_t multiple = values[i] / divisor;
        const int32_t small = (int32_t)(uint32_t)(uint64_t)multiple;
        differ |= ((uint64_t)small ^ (uint64_t)multiple) | ((uint64_t)(multiple * divisor) ^ (uint64_t)values[i]);
        out[i] = dsi_list_small(small);
    }
    return differ == 0;
}

/* The unit that a plane will have: that of its first values; whole seconds where these are too many microseconds. */
static int64_t choose_unit(int64_t unit, const int64_t *values, int64_t n, uint32_t *small)
{
    if (shrink(values, n, 1, small)) {
        return unit;
    }
    return unit == 1 && shrink(values, n, SECOND, small) ? (int64_t)SECOND : (int64_t)DSI_LIST_WIDE;
}

/* Integers of the used rows that are `unit` times as many. */
static bool append_ints(appending *of, const dsi_pass *pass, int64_t *values, int64_t unit)
{
    dsi_plane *plane = of->lists->plane;
    uint32_t small[DSI_BLOCK];
    if (plane->unit == 0) {
        plane->unit = choose_unit(unit, values, of->n, small);
    }
    const int64_t divisor = plane->unit == unit ? 1 : unit == 1 ? plane->unit : 0;
    if (plane->unit > 0 && divisor > 0 && shrink(values, of->n, divisor, small)) {
        return pass->only >= 0 ? append_to_one(of, small, (int32_t)sizeof *small) : append_small(of, small);
    }
    for (int64_t i = 0; i < of->n && unit != 1; i++) {
        values[i] *= unit;
    }
    if (plane->unit > 0) {
        return append_each(of, values);
    }
    uint64_t *keys = (uint64_t *)values;
    for (int64_t i = 0; i < of->n; i++) {
        keys[i] = dsi_key_of_int(values[i]);
    }
    return append_keys(of, pass, keys);
}

bool dsi_lists_append(const dsi_lists *lists, const dsi_pass *pass, const dsi_vector *values)
{
    appending of;
    if (values->kind == DSI_DOUBLE) {
        uint64_t keys[DSI_BLOCK];
        compact_doubles(pass, values->v.f, keys);
        return dsi_lists_append_keys(lists, pass, keys);
    }
    const dsi_plane *plane = lists->plane;
    const int64_t unit = values->width != 0 ? values->unit : 1;
    if (unit == plane->unit && (values->width == 0 || values->width == 8) && pass->only < 0) {
        bool fits = false;
        const bool ok = append_rows(lists, pass, values->width == 0 ? values->v.i : values->v.raw, &fits);
        if (!ok || fits) {
            return ok;
        }
    }
    int64_t whole[DSI_BLOCK];
    compact(pass, values, whole);
    return begin(&of, lists, pass) && append_ints(&of, pass, whole, unit);
}
