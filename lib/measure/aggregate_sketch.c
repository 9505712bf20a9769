/* Quantiles by a sketch (METHODS 5.10): one of each kind of values a cell. */
#include "base/loops.h"
#include "measure/pack_keys.h"
#include "measure/sketch.h"

static int64_t sketch_element(int32_t kind)
{
    (void)kind;
    return (int64_t)sizeof(dsi_sketch);
}

static dsi_sketch_keys keys_of(const dsi_plane *plane)
{
    return (dsi_sketch_keys){plane->kind, plane->scale, plane->unit};
}

/* Sketches that hold many values count them now that all of them are there to stay. */
static bool settle(const dscore_allocator *a, dsi_plane *plane)
{
    dsi_sketch *sketches = plane->elements.p;
    const int32_t *full = plane->full.p;
    const dsi_sketch_keys keys = keys_of(plane);
    for (; plane->full_count > 0; plane->full_count--) {
        if (plane->full_count > 1) {
            const dsi_sketch *next = &sketches[full[plane->full_count - 2]];
            dsi_prefetch(next->side[0].counts, (int64_t)next->side[0].size * (2 << next->level));
            if (next->held.own.last != NULL) {
                dsi_prefetch(next->held.own.last, 1024);
            }
        }
        if (!dsi_sketch_settle(a, &sketches[full[plane->full_count - 1]], &keys)) {
            return false;
        }
    }
    return true;
}

static bool sketch_reserve(const dscore_allocator *a, dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    const dsi_lists lists = {a, plane, dsi_sketch_more};
    return (plane->pending_count > 0 || settle(a, plane)) && dsi_lists_append(&lists, pass, values);
}

static bool sketch_absorb_reserve(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    dsi_sketch *target = to->elements.p;
    const dsi_sketch *source = from->elements.p;
    dsi_lists_join(to, from);
    const dsi_sketch_keys keys = keys_of(to), from_keys = keys_of(from);
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
        if (map[c] >= 0 && !dsi_sketch_merge_reserve(a, &target[map[c]], &keys, &source[c], &from_keys)) {
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
    const dsi_sketch_keys keys = keys_of(to), from_keys = keys_of(from);
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0) {
            dsi_sketch_merge(a, &target[map[c]], &keys, &source[c], &from_keys);
        }
    }
}

static void sketch_release(const dscore_allocator *a, dsi_plane *plane, int64_t first, int64_t count)
{
    for (int64_t c = first; c < count; c++) {
        dsi_sketch_free(a, (dsi_sketch *)plane->elements.p + c);
    }
}

static void sketch_forget(dsi_plane *plane, int64_t cells)
{
    dsi_lists_forget(plane);
    for (int64_t c = 0; c < cells; c++) {
        dsi_sketch *s = (dsi_sketch *)plane->elements.p + c;
        s->pending = 0;
        dsi_list_forget(&s->held);
    }
}

const dsi_family dsi_family_sketches = {
    .arguments = 1,
    .reads_raw = true,
    .element = sketch_element,
    .reserve = sketch_reserve,
    .commit = dsi_kept_commit,
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
