/* Least and greatest values. Rounding never changes an order, only makes ties, so the extreme of the rounded extremes
   of each kind is the exact extreme rounded once. */
#include "measure/state_parts.h"

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

const dsi_family dsi_family_minima = {
    .arguments = 1,
    .element = extreme_element,
    .commit = minimum_commit,
    .absorb = minimum_absorb,
};
const dsi_family dsi_family_maxima = {
    .arguments = 1,
    .element = extreme_element,
    .commit = maximum_commit,
    .absorb = maximum_absorb,
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
