/* Least and greatest values. Rounding never changes an order, only makes ties, so the extreme of the rounded extremes
   of each kind is the exact extreme rounded once. */
#include "measure/lanes.h"
#include "measure/pack.h"

#include <string.h>

typedef struct extreme {
    union {
        int64_t i;
        double f;
    } v;
    int64_t is_set;
} extreme;

static int64_t extreme_element(int32_t kind)
{
    (void)kind;
    return (int64_t)sizeof(extreme);
}

static inline void lower_int(extreme *e, int64_t value)
{
    if (e->is_set == 0 || value < e->v.i) {
        e->v.i = value;
        e->is_set = 1;
    }
}

static inline void raise_int(extreme *e, int64_t value)
{
    if (e->is_set == 0 || value > e->v.i) {
        e->v.i = value;
        e->is_set = 1;
    }
}

/* -0 and 0 are one value: + 0.0 makes them one. */
static inline void lower_double(extreme *e, double value)
{
    if (e->is_set == 0 || value < e->v.f) {
        e->v.f = value + 0.0;
        e->is_set = 1;
    }
}

static inline void raise_double(extreme *e, double value)
{
    if (e->is_set == 0 || value > e->v.f) {
        e->v.f = value + 0.0;
        e->is_set = 1;
    }
}

static void minimum_commit(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    extreme *cells = plane->elements.p;
    if (plane->kind == DSI_DOUBLE) {
        for (int32_t r = 0; r < pass->n; r++) {
            if (pass->class_of[r] == DSI_CLASS_USED) {
                lower_double(&cells[pass->cell[r]], values->v.f[r]);
            }
        }
        return;
    }
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED) {
            lower_int(&cells[pass->cell[r]], values->v.i[r]);
        }
    }
}

static void maximum_commit(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    extreme *cells = plane->elements.p;
    if (plane->kind == DSI_DOUBLE) {
        for (int32_t r = 0; r < pass->n; r++) {
            if (pass->class_of[r] == DSI_CLASS_USED) {
                raise_double(&cells[pass->cell[r]], values->v.f[r]);
            }
        }
        return;
    }
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED) {
            raise_int(&cells[pass->cell[r]], values->v.i[r]);
        }
    }
}

static void lower_peak(void *element, int64_t value, int64_t unit)
{
    lower_int(element, value * unit);
}

static void raise_peak(void *element, int64_t value, int64_t unit)
{
    raise_int(element, value * unit);
}

/* Small integers; the others are looked at one by one. */
static int32_t tell(struct dsi_lanes *lanes, const dsi_pass *pass, const dsi_vector *values, dsi_home home)
{
    const int64_t most = DSI_PEAK_MOST;
    const int32_t width = values->width > 0 ? values->width : 8;
    const void *data = values->width > 0 ? values->v.raw : (const void *)values->v.i;
    if (values->kind == DSI_DOUBLE ||
        !dsi_lanes_loops(lanes)->all_inside(data, width, pass->n, -most, most, pass->class_of)) {
        return DSI_LANES_REFUSE;
    }
    const bool is_told = dsi_lanes_peak(
        lanes, values, pass->used == pass->n ? NULL : pass->class_of, home.add == lower_peak ? -1 : 1, home);
    return is_told ? DSI_LANES_TOLD : DSI_LANES_NO_MEMORY;
}

static int32_t minimum_tell(
    struct dsi_lanes *lanes, const dsi_pass *pass, const dsi_vector *values, const dsi_home *home)
{
    dsi_home own = *home;
    own.add = lower_peak;
    return tell(lanes, pass, values, own);
}

static int32_t maximum_tell(
    struct dsi_lanes *lanes, const dsi_pass *pass, const dsi_vector *values, const dsi_home *home)
{
    dsi_home own = *home;
    own.add = raise_peak;
    return tell(lanes, pass, values, own);
}

static void minimum_absorb(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    (void)a;
    extreme *target = to->elements.p;
    const extreme *source = from->elements.p;
    for (int32_t c = 0; c < n; c++) {
        if (map[c] < 0 || source[c].is_set == 0) {
            continue;
        }
        if (to->kind == DSI_DOUBLE) {
            lower_double(&target[map[c]], source[c].v.f);
        } else {
            lower_int(&target[map[c]], source[c].v.i);
        }
    }
}

static void maximum_absorb(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    (void)a;
    extreme *target = to->elements.p;
    const extreme *source = from->elements.p;
    for (int32_t c = 0; c < n; c++) {
        if (map[c] < 0 || source[c].is_set == 0) {
            continue;
        }
        if (to->kind == DSI_DOUBLE) {
            raise_double(&target[map[c]], source[c].v.f);
        } else {
            raise_int(&target[map[c]], source[c].v.i);
        }
    }
}

static bool extreme_has_any(const dsi_plane *plane, const dsi_packing *packing);
static bool extreme_pack(const dsi_plane *plane, const dsi_packing *packing);
static bool extreme_unpack(dsi_plane *plane, const dsi_unpacking *unpacking);
static bool extreme_admits(int32_t kind, int32_t scale);

const dsi_family dsi_family_minima = {
    .arguments = 1,
    .element = extreme_element,
    .commit = minimum_commit,
    .tell = minimum_tell,
    .absorb = minimum_absorb,
    .code = 3,
    .has_any = extreme_has_any,
    .pack = extreme_pack,
    .unpack = extreme_unpack,
    .admits = extreme_admits,
    .tells = DSI_TELLS_SOME,
};
const dsi_family dsi_family_maxima = {
    .arguments = 1,
    .element = extreme_element,
    .commit = maximum_commit,
    .tell = maximum_tell,
    .absorb = maximum_absorb,
    .code = 4,
    .has_any = extreme_has_any,
    .pack = extreme_pack,
    .unpack = extreme_unpack,
    .admits = extreme_admits,
    .tells = DSI_TELLS_SOME,
};

bool dsi_extremes_value(const dsi_store *store, bool is_maximum, int64_t cell, int64_t divisor, double *out)
{
    bool found = false;
    for (int64_t i = 0; i < store->plane_count; i++) {
        const dsi_plane *plane = &store->planes[i];
        const extreme *e = (const extreme *)plane->elements.p + cell;
        if (e->is_set == 0) {
            continue;
        }
        double value = e->v.f;
        if (plane->kind != DSI_DOUBLE) {
            dsi_sum sum = {0};
            dsi_sum_add_int(&sum, e->v.i);
            value = dsi_sum_mean(&sum, dsi_power10(plane->scale), divisor);
        } else if (divisor != 1) {
            value /= (double)divisor;
        }
        if (!found || (is_maximum ? value > *out : value < *out)) {
            *out = value;
        }
        found = true;
    }
    return found;
}

/* ---- as bytes -------------------------------------------------------------------------------- */

static bool extreme_admits(int32_t kind, int32_t scale)
{
    (void)scale;
    return kind == DSI_INT || kind == DSI_DOUBLE;
}

static bool extreme_has_any(const dsi_plane *plane, const dsi_packing *packing)
{
    const extreme *cells = plane->elements.p;
    bool has_any = false;
    for (int32_t i = 0; i < packing->count && !has_any; i++) {
        has_any = cells[packing->order[i]].is_set != 0;
    }
    return has_any;
}

/* Of the cells that are set: the unit of integers; of doubles 1 if all are whole, else 0. */
static int32_t extreme_unit(const dsi_plane *plane, const dsi_packing *packing)
{
    const extreme *cells = plane->elements.p;
    int32_t unit = plane->kind == DSI_DOUBLE ? 1 : (int32_t)DSI_UNIT_MOST;
    for (int32_t i = 0; i < packing->count; i++) {
        const extreme *e = &cells[packing->order[i]];
        if (e->is_set != 0) {
            unit = plane->kind == DSI_DOUBLE ? unit & (dsi_is_whole_double(e->v.f) ? 1 : 0)
                                             : dsi_unit_narrow(unit, e->v.i);
        }
    }
    return unit;
}

static void put_extreme(dsi_bytes_out *out, const extreme *e, int32_t kind, int32_t unit)
{
    uint64_t bits;
    if (kind != DSI_DOUBLE) {
        dsi_put_zigzag(out, e->v.i / dsi_power10(unit));
    } else if (unit == 1) {
        dsi_put_zigzag(out, (int64_t)e->v.f);
    } else {
        memcpy(&bits, &e->v.f, sizeof bits);
        dsi_put_fixed(out, bits, 8);
    }
}

/* The unit; of each cell 0, or 1 and the value. */
static bool extreme_pack(const dsi_plane *plane, const dsi_packing *packing)
{
    const extreme *cells = plane->elements.p;
    const int32_t unit = extreme_unit(plane, packing);
    dsi_put_varint(packing->out, (uint64_t)unit);
    for (int32_t i = 0; i < packing->count; i++) {
        const extreme *e = &cells[packing->order[i]];
        dsi_put_varint(packing->out, e->is_set != 0 ? 1 : 0);
        if (e->is_set != 0) {
            put_extreme(packing->out, e, plane->kind, unit);
        }
    }
    return true;
}

static void get_extreme(dsi_bytes_in *in, extreme *e, int32_t kind, int32_t unit)
{
    if (kind != DSI_DOUBLE) {
        e->v.i = dsi_unit_times(in, dsi_get_zigzag(in), unit);
    } else if (unit == 1) {
        const int64_t at = in->at, value = dsi_get_zigzag(in);
        e->v.f = (double)value;
        if (!dsi_is_whole_double(e->v.f) || (int64_t)e->v.f != value) {
            (void)dsi_bytes_fail(in, at, "a whole number of up to 53 bits");
        }
    } else {
        e->v.f = dsi_get_double(in);
    }
}

static bool extreme_unpack(dsi_plane *plane, const dsi_unpacking *unpacking)
{
    dsi_bytes_in *in = unpacking->in;
    extreme *cells = plane->elements.p;
    const bool is_double = plane->kind == DSI_DOUBLE;
    const int64_t start = in->at;
    const int32_t unit =
        is_double ? (int32_t)dsi_get_up_to(in, 1, "1 if all doubles are whole, else 0") : dsi_get_unit(in);
    int32_t greatest = is_double ? 1 : (int32_t)DSI_UNIT_MOST;
    for (int32_t c = 0; c < unpacking->count && dsi_bytes_ok(in); c++) {
        cells[c].is_set = dsi_get_up_to(in, 1, "0, or 1 and a value");
        if (cells[c].is_set != 0) {
            get_extreme(in, &cells[c], plane->kind, unit);
            greatest = is_double ? greatest & (dsi_is_whole_double(cells[c].v.f) ? 1 : 0)
                                 : dsi_unit_narrow(greatest, cells[c].v.i);
            unpacking->met[c]++;
        }
    }
    dsi_unit_check(in, start, unit, greatest);
    return true;
}
