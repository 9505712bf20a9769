/* Sample variance and standard deviation: exact sums of values and squares (D8). */
#include "measure/lanes.h"
#include "measure/pack.h"

typedef struct moments {
    dsi_moments sums;
    int64_t n;
} moments;

static int64_t moments_element(int32_t kind)
{
    (void)kind;
    return (int64_t)sizeof(moments);
}

static bool moments_reserve(const dscore_allocator *a, dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    if (values->kind != DSI_DOUBLE || !dsi_sum_needs_spill(values->v.f, pass->n)) {
        return true;
    }
    moments *cells = plane->elements.p;
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED && dsi_double_needs_spill(values->v.f[r]) &&
            !dsi_moments_reserve(&cells[pass->cell[r]].sums, a)) {
            return false;
        }
    }
    return true;
}

static void moments_commit(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    moments *cells = plane->elements.p;
    const bool is_double = values->kind == DSI_DOUBLE;
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] != DSI_CLASS_USED) {
            continue;
        }
        moments *m = &cells[pass->cell[r]];
        m->n++;
        if (is_double) {
            (void)dsi_moments_add_double(&m->sums, values->v.f[r]); /* finite, and its spill was reserved */
        } else {
            dsi_moments_add_int(&m->sums, values->v.i[r]);
        }
    }
}

static void add_rows(void *element, int64_t total, int64_t unit)
{
    (void)unit;
    ((moments *)element)->n += total;
}

static void add_values(void *element, int64_t total, int64_t unit)
{
    dsi_sum_add_part(&((moments *)element)->sums.sum, total, unit, DSI_PART_WHOLE);
}

static void add_squares(void *element, int64_t total, int64_t unit)
{
    dsi_moments_add_squares(&((moments *)element)->sums, total, unit * unit);
}

/* Whole numbers whose squares are small enough; the others are added one by one. */
static int32_t moments_tell(
    struct dsi_lanes *lanes, const dsi_pass *pass, const dsi_vector *values, const dsi_home *home)
{
    const int64_t most = INT64_C(1) << 25;
    const dsi_loops *loops = dsi_lanes_loops(lanes);
    const int32_t width = values->width > 0 ? values->width : 8;
    const int64_t unit = values->width > 0 ? values->unit : 1;
    const void *data = values->width > 0 ? values->v.raw : (const void *)values->v.i;
    if (values->kind == DSI_DOUBLE || !loops->all_inside(data, width, pass->n, -most, most, pass->class_of)) {
        return DSI_LANES_REFUSE;
    }
    dsi_home rows = *home, sums = *home, squares = *home;
    rows.add = add_rows;
    sums.add = add_values;
    squares.add = add_squares;
    int64_t *squares_column = dsi_lanes_column(lanes, unit, squares);
    if (squares_column == NULL || !dsi_lanes_sum(lanes, values, dsi_lanes_classes(pass, values), sums) ||
        !dsi_lanes_flag(lanes, pass->class_of, DSI_CLASS_USED, NULL, rows)) {
        return DSI_LANES_NO_MEMORY;
    }
    loops->squares(data, width, pass->n, pass->class_of, squares_column);
    return DSI_LANES_TOLD;
}

static bool moments_absorb_reserve(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    moments *target = to->elements.p;
    const moments *source = from->elements.p;
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0 && (source[c].sums.spill != NULL || source[c].sums.sum.spill != NULL) &&
            !dsi_moments_reserve(&target[map[c]].sums, a)) {
            return false;
        }
    }
    return true;
}

static void moments_absorb(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    moments *target = to->elements.p;
    const moments *source = from->elements.p;
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0) {
            (void)dsi_moments_merge(&target[map[c]].sums, &source[c].sums, a);
            target[map[c]].n += source[c].n;
        }
    }
}

static int32_t moments_holds(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const dsi_taking *taking)
{
    (void)a;
    const moments *source = from->elements.p;
    for (int32_t c = 0; c < taking->n; c++) {
        if (source[c].n == 0) {
            continue;
        }
        const moments *own = to == NULL || taking->map[c] < 0 ? NULL : (const moments *)to->elements.p + taking->map[c];
        if (own == NULL || own->n < source[c].n ||
            !dsi_moments_holds(&own->sums, &source[c].sums, own->n - source[c].n)) {
            return c;
        }
    }
    return DSI_HOLDS;
}

static void moments_subtract(dsi_plane *to, const dsi_plane *from, const dsi_taking *taking)
{
    moments *target = to->elements.p;
    const moments *source = from->elements.p;
    for (int32_t c = 0; c < taking->n; c++) {
        if (taking->map[c] >= 0) {
            dsi_moments_subtract(&target[taking->map[c]].sums, &source[c].sums);
            target[taking->map[c]].n -= source[c].n;
        }
    }
}

static void moments_release(const dscore_allocator *a, dsi_plane *plane, int64_t first, int64_t count)
{
    for (int64_t c = first; c < count; c++) {
        dsi_moments_free(&((moments *)plane->elements.p)[c].sums, a);
    }
}

static bool moments_has_any(const dsi_plane *plane, const dsi_packing *packing);
static bool moments_pack(const dsi_plane *plane, const dsi_packing *packing);
static bool moments_unpack(dsi_plane *plane, const dsi_unpacking *unpacking);
static bool moments_admits(int32_t kind, int32_t scale);

const dsi_family dsi_family_moments = {
    .arguments = 1,
    .joins_doubles = true,
    .element = moments_element,
    .reserve = moments_reserve,
    .commit = moments_commit,
    .tell = moments_tell,
    .absorb_reserve = moments_absorb_reserve,
    .absorb = moments_absorb,
    .holds = moments_holds,
    .subtract = moments_subtract,
    .release = moments_release,
    .code = 5,
    .has_any = moments_has_any,
    .pack = moments_pack,
    .unpack = moments_unpack,
    .admits = moments_admits,
    .tells = DSI_TELLS_ALL,
};

typedef struct part {
    int64_t n;
    double mean, squares; /* sum of squared deviations */
} part;

static part part_of(const dsi_plane *plane, int64_t cell, int64_t divisor)
{
    const moments *m = (const moments *)plane->elements.p + cell;
    const int64_t scaled = plane->scale > 0 ? dsi_power10(plane->scale) : divisor;
    part p = {m->n, 0, 0};
    if (m->n > 0) {
        p.mean = dsi_sum_mean(&m->sums.sum, m->n, scaled);
    }
    if (m->n > 1) {
        p.squares = dsi_moments_variance(&m->sums, m->n, scaled) * (double)(m->n - 1);
    }
    return p;
}

/* Kinds that were mixed are pooled in doubles, in the order of their scales (Chan, Golub and LeVeque 1983): the same
   for every order of rows. */
static double pooled_variance(const dsi_store *store, int64_t cell, int64_t divisor)
{
    part all = {0, 0, 0};
    for (int32_t step = -1; step <= 18; step++) {
        const dsi_plane *plane = dsi_store_find(store, 0, step < 0 ? DSI_DOUBLE : DSI_INT, step < 0 ? 0 : step);
        if (plane == NULL) {
            continue;
        }
        const part p = part_of(plane, cell, divisor);
        if (p.n == 0) {
            continue;
        }
        const double n = (double)(all.n + p.n), gap = p.mean - all.mean;
        all.squares += p.squares + gap * gap * ((double)all.n * (double)p.n / n);
        all.mean += gap * ((double)p.n / n);
        all.n += p.n;
    }
    return all.squares / (double)(all.n - 1);
}

double dsi_moments_of_cell(const dsi_store *store, int64_t cell, int64_t n, int64_t divisor)
{
    for (int64_t i = 0; i < store->plane_count; i++) {
        const dsi_plane *plane = &store->planes[i];
        const moments *m = (const moments *)plane->elements.p + cell;
        if (m->n == n) { /* all values of the cell are of this kind */
            return dsi_moments_variance(&m->sums, n, plane->scale > 0 ? dsi_power10(plane->scale) : divisor);
        }
    }
    return pooled_variance(store, cell, divisor);
}

/* ---- as bytes -------------------------------------------------------------------------------- */

/* Integers without a scale lie in the plane of doubles. */
static bool moments_admits(int32_t kind, int32_t scale)
{
    return kind == DSI_DOUBLE || (kind == DSI_INT && scale > 0);
}

static bool moments_has_any(const dsi_plane *plane, const dsi_packing *packing)
{
    const moments *cells = plane->elements.p;
    bool has_any = false;
    for (int32_t i = 0; i < packing->count && !has_any; i++) {
        has_any = cells[packing->order[i]].n > 0;
    }
    return has_any;
}

/* Which accumulators follow the whole numbers; of each cell the number of values and, unless it is 0, those. */
static bool moments_pack(const dsi_plane *plane, const dsi_packing *packing)
{
    const moments *cells = plane->elements.p;
    int32_t parts = 0;
    for (int32_t i = 0; i < packing->count; i++) {
        parts |= dsi_moments_parts(&cells[packing->order[i]].sums);
    }
    dsi_put_varint(packing->out, (uint64_t)parts);
    for (int32_t i = 0; i < packing->count; i++) {
        const moments *m = &cells[packing->order[i]];
        dsi_put_varint(packing->out, (uint64_t)m->n);
        if (m->n > 0) {
            dsi_put_moments(packing->out, &m->sums, parts);
        }
    }
    return true;
}

static bool moments_unpack(dsi_plane *plane, const dsi_unpacking *unpacking)
{
    dsi_bytes_in *in = unpacking->in;
    moments *cells = plane->elements.p;
    const int64_t start = in->at;
    const int32_t parts = (int32_t)dsi_get_up_to(in, DSI_SUM_FRACTIONS | DSI_SUM_SPILLS, "accumulators, 0 to 3");
    int32_t met = 0;
    for (int32_t c = 0; c < unpacking->count && dsi_bytes_ok(in); c++) {
        const int64_t at = in->at;
        moments *m = &cells[c];
        m->n = dsi_get_up_to(in, unpacking->used[c], "no more values than rows are used");
        unpacking->met[c] += m->n;
        if (m->n == 0) {
            continue;
        }
        if (!dsi_get_moments(in, &m->sums, parts, unpacking->allocator)) {
            return false;
        }
        met |= dsi_moments_parts(&m->sums);
        /* (sum x)^2 is at most n * sum(x^2), whatever the values; where n is 1 they are equal. */
        const int64_t n = m->n < 2 ? 2 : m->n;
        if (dsi_bytes_ok(in) && !(dsi_moments_variance(&m->sums, n, 1) >= 0)) {
            (void)dsi_bytes_fail(in, at, "sums of values and of their squares that belong together");
        }
    }
    if (met != parts) {
        (void)dsi_bytes_fail(in, start, "the accumulators that hold something");
    }
    return true;
}
