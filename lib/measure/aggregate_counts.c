/* Shares: how many used rows were true. (Counts need no store: the counters of their selection say it.) */
#include "measure/lanes.h"
#include "measure/pack.h"

static int64_t share_element(int32_t kind)
{
    (void)kind;
    return (int64_t)sizeof(int64_t);
}

static void share_commit(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    int64_t *trues = plane->elements.p;
    const uint8_t *is_true = values->v.b;
    if (pass->only >= 0) {
        int32_t count = 0;
        for (int32_t r = 0; r < pass->n; r++) {
            count += (pass->class_of[r] == DSI_CLASS_USED) & is_true[r];
        }
        trues[pass->only] += count;
        return;
    }
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED) {
            trues[pass->cell[r]] += is_true[r];
        }
    }
}

static int32_t share_tell(struct dsi_lanes *lanes, const dsi_pass *pass, const dsi_vector *values, const dsi_home *home)
{
    const bool is_told = dsi_lanes_flag(lanes, pass->class_of, DSI_CLASS_USED, values->v.b, *home);
    return is_told ? DSI_LANES_TOLD : DSI_LANES_NO_MEMORY;
}

static void share_absorb(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    (void)a;
    int64_t *target = to->elements.p;
    const int64_t *source = from->elements.p;
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0) {
            target[map[c]] += source[c];
        }
    }
}

static int32_t share_holds(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const dsi_taking *taking)
{
    (void)a;
    const int64_t *target = to == NULL ? NULL : to->elements.p;
    const int64_t *source = from->elements.p;
    for (int32_t c = 0; c < taking->n; c++) {
        const int64_t trues = target == NULL || taking->map[c] < 0 ? 0 : target[taking->map[c]];
        if (source[c] > trues || (taking->map[c] >= 0 && trues - source[c] > taking->left[c])) {
            return c;
        }
    }
    return DSI_HOLDS;
}

static void share_subtract(dsi_plane *to, const dsi_plane *from, const dsi_taking *taking)
{
    int64_t *target = to->elements.p;
    const int64_t *source = from->elements.p;
    for (int32_t c = 0; c < taking->n; c++) {
        if (taking->map[c] >= 0) {
            target[taking->map[c]] -= source[c];
        }
    }
}
static bool share_pack(const dsi_plane *plane, const dsi_packing *packing);
static bool share_unpack(dsi_plane *plane, const dsi_unpacking *unpacking);
static bool share_admits(int32_t kind, int32_t scale);

const dsi_family dsi_family_shares = {
    .arguments = 1,
    .element = share_element,
    .commit = share_commit,
    .tell = share_tell,
    .absorb = share_absorb,
    .holds = share_holds,
    .subtract = share_subtract,
    .code = 2,
    .has_any = dsi_plane_has_any,
    .pack = share_pack,
    .unpack = share_unpack,
    .admits = share_admits,
};

int64_t dsi_shares_true(const dsi_store *store, int64_t cell)
{
    const dsi_plane *plane = dsi_store_find(store, 0, DSI_BOOL, 0);
    return plane == NULL ? 0 : ((const int64_t *)plane->elements.p)[cell];
}

/* ---- as bytes -------------------------------------------------------------------------------- */

static bool share_pack(const dsi_plane *plane, const dsi_packing *packing)
{
    const int64_t *trues = plane->elements.p;
    for (int32_t i = 0; i < packing->count; i++) {
        dsi_put_varint(packing->out, (uint64_t)trues[packing->order[i]]);
    }
    return true;
}

static bool share_unpack(dsi_plane *plane, const dsi_unpacking *unpacking)
{
    int64_t *trues = plane->elements.p;
    for (int32_t c = 0; c < unpacking->count; c++) {
        trues[c] = dsi_get_up_to(unpacking->in, unpacking->used[c], "no more rows that are true than are used");
    }
    return true;
}

static bool share_admits(int32_t kind, int32_t scale)
{
    (void)scale;
    return kind == DSI_BOOL;
}
