/* Sums (sum, mean, ratio): integers and decimals in 128 bits by scale, doubles in exact sums (D8). What finishes is the
   total of all planes, so that neither order nor partition can matter. */
#include "base/limbs.h"
#include "measure/lanes.h"
#include "measure/pack.h"

static int64_t sum_element(int32_t kind)
{
    return kind == DSI_DOUBLE ? (int64_t)sizeof(dsi_sum) : (int64_t)sizeof(dsi_int128);
}

/* ---- adding a block -------------------------------------------------------------------------- */

/* The sum of the used values of a block that lie in one cell: the halves of the values, made positive, in two 64-bit
   sums, which vectorises and cannot overflow. */
static dsi_int128 sum_block(const int64_t *values, const dsi_pass *pass)
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t low = 0, high = 0;
    for (int32_t r = 0; r < pass->n; r++) {
        const uint64_t mask = pass->class_of[r] == DSI_CLASS_USED ? UINT64_MAX : 0U;
        const uint64_t shifted = ((uint64_t)values[r] ^ sign) & mask;
        low += shifted & UINT64_C(0xffffffff);
        high += shifted >> 32;
    }
    /* low + high * 2^32 - used * 2^63 */
    high += low >> 32;
    dsi_int128 total = {(high << 32) | (low & UINT64_C(0xffffffff)), (int64_t)(high >> 32)};
    const uint64_t used = (uint64_t)pass->used;
    const dsi_int128 bias = {used << 63, (int64_t)(used >> 1)};
    const uint64_t lo = total.lo - bias.lo;
    const uint64_t hi = (uint64_t)total.hi - (uint64_t)bias.hi - (total.lo < bias.lo ? 1U : 0U);
    return (dsi_int128){lo, (int64_t)hi};
}

static void commit_ints(dsi_int128 *sums, const dsi_pass *pass, const int64_t *values)
{
    if (pass->only >= 0) {
        sums[pass->only] = dsi_int128_add(sums[pass->only], sum_block(values, pass));
        return;
    }
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED) {
            sums[pass->cell[r]] = dsi_int128_add_int(sums[pass->cell[r]], values[r]);
        }
    }
}

static void commit_doubles(dsi_sum *sums, const dsi_pass *pass, const double *values)
{
    if (pass->only >= 0) {
        dsi_sum *sum = &sums[pass->only];
        for (int32_t r = 0; r < pass->n; r++) {
            if (pass->class_of[r] == DSI_CLASS_USED) {
                (void)dsi_sum_add_double(sum, values[r]); /* finite, and its spill was reserved */
            }
        }
        return;
    }
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED) {
            (void)dsi_sum_add_double(&sums[pass->cell[r]], values[r]);
        }
    }
}

static bool sum_reserve(const dscore_allocator *a, dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    if (plane->kind != DSI_DOUBLE || !dsi_sum_needs_spill(values->v.f, pass->n)) {
        return true;
    }
    dsi_sum *sums = plane->elements.p;
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED && dsi_double_needs_spill(values->v.f[r]) &&
            !dsi_sum_reserve(&sums[pass->cell[r]], a)) {
            return false;
        }
    }
    return true;
}

static void sum_commit(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    if (plane->kind == DSI_DOUBLE) {
        commit_doubles(plane->elements.p, pass, values->v.f);
    } else {
        commit_ints(plane->elements.p, pass, values->v.i);
    }
}

/* ---- by lanes -------------------------------------------------------------------------------- */

static void add_whole(void *element, int64_t total, int64_t unit)
{
    dsi_int128 *sum = element;
    *sum = dsi_int128_add(*sum, dsi_int128_mul(total, unit));
}

static void add_before_point(void *element, int64_t total, int64_t unit)
{
    dsi_sum_add_part(element, total, unit, DSI_PART_WHOLE);
}

static void add_high(void *element, int64_t total, int64_t unit)
{
    dsi_sum_add_part(element, total, unit, DSI_PART_HIGH);
}

static void add_low(void *element, int64_t total, int64_t unit)
{
    dsi_sum_add_part(element, total, unit, DSI_PART_LOW);
}

static int32_t tell_doubles(
    struct dsi_lanes *lanes, const dsi_pass *pass, const dsi_vector *values, const dsi_home *home)
{
    static void (*const adds[])(void *element, int64_t total, int64_t unit) = {add_before_point, add_high, add_low};
    int64_t *columns[3];
    for (int32_t i = 0; i < 3; i++) {
        dsi_home own = *home;
        own.add = adds[i];
        columns[i] = dsi_lanes_column(lanes, 1, own);
        if (columns[i] == NULL) {
            return DSI_LANES_NO_MEMORY;
        }
    }
    if (dsi_lanes_loops(lanes)->split(values->v.f, pass->class_of, pass->n, columns[0], columns[1], columns[2])) {
        return DSI_LANES_TOLD;
    }
    dsi_lanes_withdraw(lanes, home);
    return DSI_LANES_REFUSE;
}

/* Are all used values small enough? */
static bool fits(const struct dsi_lanes *lanes, const dsi_pass *pass, const dsi_vector *values)
{
    if (values->width > 0 && values->most > 0 && values->most <= DSI_LANE_MOST) {
        return true;
    }
    const int32_t width = values->width > 0 ? values->width : 8;
    const void *data = values->width > 0 ? values->v.raw : (const void *)values->v.i;
    return dsi_lanes_loops(lanes)->all_inside(data, width, pass->n, -DSI_LANE_MOST, DSI_LANE_MOST, pass->class_of);
}

static int32_t sum_tell(struct dsi_lanes *lanes, const dsi_pass *pass, const dsi_vector *values, const dsi_home *home)
{
    dsi_home own = *home;
    own.add = add_whole;
    if (values->kind == DSI_DOUBLE) {
        return tell_doubles(lanes, pass, values, home);
    }
    if (!fits(lanes, pass, values)) {
        return DSI_LANES_REFUSE;
    }
    const uint8_t *class_of = dsi_lanes_classes(pass, values);
    return dsi_lanes_sum(lanes, values, class_of, own) ? DSI_LANES_TOLD : DSI_LANES_NO_MEMORY;
}

/* ---- adding another state's cells ------------------------------------------------------------ */

static bool sum_absorb_reserve(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    if (to->kind != DSI_DOUBLE) {
        return true;
    }
    dsi_sum *target = to->elements.p;
    const dsi_sum *source = from->elements.p;
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0 && source[c].spill != NULL && !dsi_sum_reserve(&target[map[c]], a)) {
            return false;
        }
    }
    return true;
}

static void sum_absorb(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    for (int32_t c = 0; c < n; c++) {
        if (map[c] < 0) {
            continue;
        }
        if (to->kind == DSI_DOUBLE) {
            (void)dsi_sum_merge((dsi_sum *)to->elements.p + map[c], (const dsi_sum *)from->elements.p + c, a);
        } else {
            dsi_int128 *target = (dsi_int128 *)to->elements.p + map[c];
            *target = dsi_int128_add(*target, ((const dsi_int128 *)from->elements.p)[c]);
        }
    }
}

/* ---- taking another state's cells away ------------------------------------------------------- */

static dsi_sum int_sum(const dsi_plane *plane, int32_t cell)
{
    return (dsi_sum){.whole = ((const dsi_int128 *)plane->elements.p)[cell]};
}

static bool cell_holds(const dsi_plane *to, const dsi_plane *from, int32_t target, int32_t source, int64_t left)
{
    static const dsi_sum none = {{0, 0}, {0, 0}, NULL};
    const bool is_there = to != NULL && target >= 0;
    if (from->kind == DSI_DOUBLE) {
        const dsi_sum *own = is_there ? (const dsi_sum *)to->elements.p + target : &none;
        return dsi_sum_holds(own, (const dsi_sum *)from->elements.p + source, is_there ? left : 0);
    }
    const dsi_sum own = is_there ? int_sum(to, target) : none, other = int_sum(from, source);
    return dsi_sum_holds(&own, &other, is_there ? left : 0);
}

static int32_t sum_holds(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const dsi_taking *taking)
{
    (void)a;
    for (int32_t c = 0; c < taking->n; c++) {
        if (!cell_holds(to, from, taking->map[c], c, taking->left[c])) {
            return c;
        }
    }
    return DSI_HOLDS;
}

static void sum_subtract(dsi_plane *to, const dsi_plane *from, const dsi_taking *taking)
{
    for (int32_t c = 0; c < taking->n; c++) {
        if (taking->map[c] < 0) {
            continue;
        }
        if (to->kind == DSI_DOUBLE) {
            dsi_sum_subtract((dsi_sum *)to->elements.p + taking->map[c], (const dsi_sum *)from->elements.p + c);
        } else {
            dsi_int128 *target = (dsi_int128 *)to->elements.p + taking->map[c];
            *target = dsi_int128_subtract(*target, ((const dsi_int128 *)from->elements.p)[c]);
        }
    }
}

static void sum_release(const dscore_allocator *a, dsi_plane *plane, int64_t first, int64_t count)
{
    if (plane->kind != DSI_DOUBLE) {
        return;
    }
    for (int64_t c = first; c < count; c++) {
        dsi_sum_free((dsi_sum *)plane->elements.p + c, a);
    }
}

static bool sum_has_any(const dsi_plane *plane, const dsi_packing *packing);
static bool sum_pack(const dsi_plane *plane, const dsi_packing *packing);
static bool sum_unpack(dsi_plane *plane, const dsi_unpacking *unpacking);
static bool sum_admits(int32_t kind, int32_t scale);

const dsi_family dsi_family_sums = {
    .arguments = 2,
    .element = sum_element,
    .reserve = sum_reserve,
    .commit = sum_commit,
    .tell = sum_tell,
    .absorb_reserve = sum_absorb_reserve,
    .absorb = sum_absorb,
    .holds = sum_holds,
    .subtract = sum_subtract,
    .release = sum_release,
    .code = 1,
    .has_any = sum_has_any,
    .pack = sum_pack,
    .unpack = sum_unpack,
    .admits = sum_admits,
};

/* ---- the total over kinds -------------------------------------------------------------------- */

/* a * 10^scale; false if it leaves 128 bits. */
static bool raise_scale(dsi_int128 *a, int32_t scale)
{
    for (; scale > 0; scale--) {
        const dsi_int128 was = *a;
        if (was.hi > INT64_MAX / 16 || was.hi < INT64_MIN / 16) {
            return false;
        }
        const dsi_int128 two = dsi_int128_add(was, was);
        const dsi_int128 four = dsi_int128_add(two, two);
        const dsi_int128 eight = dsi_int128_add(four, four);
        *a = dsi_int128_add(eight, two);
    }
    return true;
}

static bool add_within(dsi_int128 *a, dsi_int128 b)
{
    const dsi_int128 sum = dsi_int128_add(*a, b);
    if ((a->hi < 0) == (b.hi < 0) && (sum.hi < 0) != (b.hi < 0)) {
        return false;
    }
    *a = sum;
    return true;
}

static bool is_whole(const dsi_sum *sum)
{
    return dsi_sum_unit(sum) == 0; /* nor is anything left in a spill */
}

/* The greatest scale at which the cell holds something: what other cells hold is nothing to it. */
static int32_t greatest_scale(const dsi_store *store, int32_t argument, int64_t cell)
{
    int32_t scale = 0;
    for (int64_t i = 0; i < store->plane_count; i++) {
        const dsi_plane *plane = &store->planes[i];
        if (plane->argument == argument && plane->scale > scale) {
            const dsi_int128 sum = ((const dsi_int128 *)plane->elements.p)[cell];
            scale = sum.lo != 0 || sum.hi != 0 ? plane->scale : scale;
        }
    }
    return scale;
}

/* Everything at the greatest scale; false if that leaves 128 bits or there are fractions beside decimals. */
static bool exact_total(const dsi_store *store, int32_t argument, int64_t cell, dsi_sum *out, int32_t *out_scale)
{
    const int32_t scale = greatest_scale(store, argument, cell);
    *out = (dsi_sum){0};
    *out_scale = scale;
    for (int64_t i = 0; i < store->plane_count; i++) {
        const dsi_plane *plane = &store->planes[i];
        if (plane->argument != argument || plane->scale > scale) {
            continue; /* nothing there */
        }
        dsi_int128 part;
        if (plane->kind == DSI_DOUBLE) {
            const dsi_sum *sum = (const dsi_sum *)plane->elements.p + cell;
            if (scale > 0 && !is_whole(sum)) {
                return false;
            }
            out->fraction = sum->fraction;
            out->spill = sum->spill; /* lent: this sum is only read */
            part = sum->whole;
        } else {
            part = ((const dsi_int128 *)plane->elements.p)[cell];
        }
        if (!raise_scale(&part, scale - plane->scale) || !add_within(&out->whole, part)) {
            return false;
        }
    }
    return true;
}

/* In doubles, by scale: not the last bit of truth, but the same for every order of rows. */
static double rough_total(const dsi_store *store, int32_t argument, int64_t cell)
{
    double total = 0;
    const dsi_plane *doubles = dsi_store_find(store, argument, DSI_DOUBLE, 0);
    if (doubles != NULL) {
        total = dsi_sum_value((const dsi_sum *)doubles->elements.p + cell, 1);
    }
    for (int32_t scale = 0; scale <= 18; scale++) {
        const dsi_plane *plane = dsi_store_find(store, argument, DSI_INT, scale);
        if (plane != NULL) {
            const dsi_sum sum = {.whole = ((const dsi_int128 *)plane->elements.p)[cell]};
            total += dsi_sum_value(&sum, dsi_power10(scale));
        }
    }
    return total;
}

bool dsi_sums_total(
    const dsi_store *store, int32_t argument, int64_t cell, dsi_sum *out, int64_t *out_divisor, double *out_value)
{
    int32_t scale;
    if (exact_total(store, argument, cell, out, &scale)) {
        *out_divisor = dsi_power10(scale);
        return true;
    }
    *out_value = rough_total(store, argument, cell);
    return false;
}

/* ---- as bytes -------------------------------------------------------------------------------- */

static bool sum_admits(int32_t kind, int32_t scale)
{
    (void)scale;
    return kind == DSI_INT || kind == DSI_DOUBLE;
}

static bool holds_nothing(const dsi_sum *sum)
{
    return sum->whole.lo == 0 && sum->whole.hi == 0 && dsi_sum_parts(sum) == 0;
}

static bool sum_has_any(const dsi_plane *plane, const dsi_packing *packing)
{
    if (plane->kind != DSI_DOUBLE) {
        return dsi_plane_has_any(plane, packing);
    }
    bool has_any = false;
    for (int32_t i = 0; i < packing->count && !has_any; i++) {
        has_any = !holds_nothing((const dsi_sum *)plane->elements.p + packing->order[i]);
    }
    return has_any;
}

static bool fits_64_bits(dsi_int128 sum)
{
    return sum.hi == (sum.lo >> 63 != 0 ? -1 : 0);
}

/* The unit of a column that one more sum belongs to: none if any needs more than 64 bits. */
static int32_t narrow(int32_t unit, dsi_int128 sum)
{
    return fits_64_bits(sum) ? dsi_unit_narrow(unit, (int64_t)sum.lo) : 0;
}

static void pack_ints(const dsi_int128 *sums, const dsi_packing *packing)
{
    int32_t unit = DSI_UNIT_MOST;
    for (int32_t i = 0; i < packing->count; i++) {
        unit = narrow(unit, sums[packing->order[i]]);
    }
    dsi_put_varint(packing->out, (uint64_t)unit);
    for (int32_t i = 0; i < packing->count; i++) {
        const dsi_int128 sum = sums[packing->order[i]];
        if (unit > 0) {
            dsi_put_zigzag(packing->out, (int64_t)sum.lo / dsi_power10(unit));
        } else {
            dsi_put_zigzag128(packing->out, sum);
        }
    }
}

/* Integers: the unit, the sums. Doubles: which accumulators follow the whole numbers, then those of each cell. */
static bool sum_pack(const dsi_plane *plane, const dsi_packing *packing)
{
    if (plane->kind != DSI_DOUBLE) {
        pack_ints(plane->elements.p, packing);
        return true;
    }
    const dsi_sum *sums = plane->elements.p;
    int32_t parts = 0;
    for (int32_t i = 0; i < packing->count; i++) {
        parts |= dsi_sum_parts(&sums[packing->order[i]]);
    }
    dsi_put_varint(packing->out, (uint64_t)parts);
    for (int32_t i = 0; i < packing->count; i++) {
        dsi_put_sum(packing->out, &sums[packing->order[i]], parts);
    }
    return true;
}

static const char of_nothing[] = "a sum of 0, as no row was used";

static void unpack_ints(dsi_int128 *sums, const dsi_unpacking *unpacking)
{
    dsi_bytes_in *in = unpacking->in;
    const int64_t start = in->at;
    const int32_t unit = dsi_get_unit(in);
    int32_t greatest = DSI_UNIT_MOST;
    for (int32_t c = 0; c < unpacking->count && dsi_bytes_ok(in); c++) {
        const int64_t at = in->at;
        sums[c] = dsi_get_zigzag128(in);
        if (unit > 0) {
            if (!fits_64_bits(sums[c])) {
                (void)dsi_bytes_fail(in, at, "a sum that 64 bits hold, as its unit is not one");
            }
            const dsi_int128 none = {0, 0};
            sums[c] = dsi_int128_add_int(none, dsi_unit_times(in, (int64_t)sums[c].lo, unit));
        }
        if (unpacking->used[c] == 0 && (sums[c].lo != 0 || sums[c].hi != 0)) {
            (void)dsi_bytes_fail(in, at, of_nothing);
        }
        greatest = narrow(greatest, sums[c]);
    }
    dsi_unit_check(in, start, unit, greatest);
}

static bool sum_unpack(dsi_plane *plane, const dsi_unpacking *unpacking)
{
    if (plane->kind != DSI_DOUBLE) {
        unpack_ints(plane->elements.p, unpacking);
        return true;
    }
    dsi_bytes_in *in = unpacking->in;
    dsi_sum *sums = plane->elements.p;
    const int64_t start = in->at;
    const int32_t parts = (int32_t)dsi_get_up_to(in, DSI_SUM_FRACTIONS | DSI_SUM_SPILLS, "accumulators, 0 to 3");
    int32_t met = 0;
    for (int32_t c = 0; c < unpacking->count && dsi_bytes_ok(in); c++) {
        const int64_t at = in->at;
        if (!dsi_get_sum(in, &sums[c], parts, unpacking->allocator)) {
            return false;
        }
        if (unpacking->used[c] == 0 && !holds_nothing(&sums[c])) {
            (void)dsi_bytes_fail(in, at, of_nothing);
        }
        met |= dsi_sum_parts(&sums[c]);
    }
    if (met != parts) {
        (void)dsi_bytes_fail(in, start, "the accumulators that hold something");
    }
    return true;
}
