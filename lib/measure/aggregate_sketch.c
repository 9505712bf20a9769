/* Quantiles by a sketch (METHODS 5.10): one of each kind of values a cell. */
#include "measure/pack_keys.h"
#include "measure/sketch.h"

enum { EXACT_BITS = 53 };

static int64_t sketch_element(int32_t kind)
{
    (void)kind;
    return (int64_t)sizeof(dsi_sketch);
}

/* Values of a block as keys and as numbers. */
typedef struct reading {
    dsi_sketch_keys keys;
    const dsi_vector *values;
    double divisor;
} reading;

static reading read_plane(const dsi_plane *plane, const dsi_vector *values)
{
    return (reading){{plane->kind, plane->scale}, values, (double)dsi_power10(plane->scale)};
}

static inline uint64_t key_at(const reading *of, int32_t row)
{
    return of->keys.kind == DSI_DOUBLE ? dsi_key_of_double(of->values->v.f[row]) : dsi_key_of_int(of->values->v.i[row]);
}

/* The double nearest: one division of whole doubles gives it. */
static inline double number_at(const reading *of, int32_t row, uint64_t key)
{
    if (of->keys.kind == DSI_DOUBLE) {
        return of->values->v.f[row];
    }
    const int64_t value = of->values->v.i[row];
    if (of->keys.scale == 0) {
        return (double)value;
    }
    const int64_t most = (int64_t)1 << EXACT_BITS;
    return value >= -most && value <= most ? (double)value / of->divisor : dsi_sketch_number(&of->keys, key);
}

/* Before the counters of any cell can be too narrow for a block. */
static bool widen(const dscore_allocator *a, dsi_sketch *sketches, const dsi_pass *pass)
{
    bool ok = true;
    for (int32_t r = 0; r < pass->n && ok; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED && sketches[pass->cell[r]].count > INT32_MAX) {
            ok = dsi_sketch_widen(a, &sketches[pass->cell[r]]);
        }
    }
    return ok;
}

static bool sketch_reserve(const dscore_allocator *a, dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    dsi_sketch *sketches = plane->elements.p;
    const reading of = read_plane(plane, values);
    for (int32_t r = 0; r < pass->n; r++) {
        if (r + DSI_FETCH_AHEAD < pass->n) {
            DSI_FETCH(&sketches[pass->cell[r + DSI_FETCH_AHEAD]]);
        }
        if (pass->class_of[r] != DSI_CLASS_USED) {
            continue;
        }
        const uint64_t key = key_at(&of, r);
        if (!dsi_sketch_reserve(a, &sketches[pass->cell[r]], &of.keys, key, number_at(&of, r, key))) {
            return false;
        }
    }
    return plane->count <= INT32_MAX || widen(a, sketches, pass);
}

static void sketch_commit(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    dsi_sketch *sketches = plane->elements.p;
    const reading of = read_plane(plane, values);
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED) {
            const uint64_t key = key_at(&of, r);
            dsi_sketch_add(&sketches[pass->cell[r]], &of.keys, key, number_at(&of, r, key));
        }
    }
    plane->count += pass->used;
}

static bool sketch_absorb_reserve(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    dsi_sketch *target = to->elements.p;
    const dsi_sketch *source = from->elements.p;
    const dsi_sketch_keys keys = {to->kind, to->scale};
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0) {
            target[map[c]].pending = 0;
        }
    }
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0) {
            dsi_sketch_announce(&target[map[c]], &source[c]);
        }
    }
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0 && !dsi_sketch_merge_reserve(a, &target[map[c]], &source[c], &keys)) {
            return false;
        }
    }
    return true;
}

static void sketch_absorb(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    dsi_sketch *target = to->elements.p;
    const dsi_sketch *source = from->elements.p;
    const dsi_sketch_keys keys = {to->kind, to->scale};
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0) {
            dsi_sketch_merge(a, &target[map[c]], &source[c], &keys);
        }
    }
    to->count += from->count;
}

static void sketch_release(const dscore_allocator *a, dsi_plane *plane, int64_t first, int64_t count)
{
    for (int64_t c = first; c < count; c++) {
        dsi_sketch_free(a, (dsi_sketch *)plane->elements.p + c);
    }
}

static void sketch_forget(dsi_plane *plane, int64_t cells)
{
    for (int64_t c = 0; c < cells; c++) {
        ((dsi_sketch *)plane->elements.p)[c].pending = 0;
    }
}

const dsi_family dsi_family_sketches = {
    .arguments = 1,
    .element = sketch_element,
    .reserve = sketch_reserve,
    .commit = sketch_commit,
    .absorb_reserve = sketch_absorb_reserve,
    .absorb = sketch_absorb,
    .release = sketch_release,
    .forget = sketch_forget,
    .code = 9,
    .has_any = dsi_sketch_has_any,
    .pack = dsi_sketch_pack,
    .unpack = dsi_sketch_unpack,
    .admits = dsi_kept_admits,
    .tells = DSI_TELLS_ALL,
};
