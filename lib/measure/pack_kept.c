/* Kept values as bytes: of each cell how many, then the values in ascending order, each as its distance from the one
   before. */
#include "measure/list.h"
#include "measure/pack_keys.h"
#include "measure/select.h"

enum { SECOND_DIGITS = 6 };

/* ---- what a key stands for ------------------------------------------------------------------- */

dsi_key_coding dsi_key_coding_of(const dsi_plane *plane, bool is_curve)
{
    const bool is_double = plane->kind == DSI_DOUBLE;
    return (dsi_key_coding){is_curve, is_double, is_double ? 1 : (int32_t)DSI_UNIT_MOST};
}

int64_t dsi_key_unit(const dsi_key_coding *c)
{
    return c->is_curve || c->is_double ? (int64_t)DSI_LIST_WIDE
           : c->unit >= SECOND_DIGITS  ? dsi_power10(SECOND_DIGITS)
                                       : 1;
}

/* The span of a curve's key without the bit. */
static int64_t span_of(int64_t value)
{
    return (value - (value & 1)) / 2;
}

int32_t dsi_key_narrow(const dsi_key_coding *c, uint64_t key)
{
    if (c->is_double) {
        return c->unit & (dsi_is_whole_double(dsi_key_to_double(key)) ? 1 : 0);
    }
    const int64_t value = dsi_key_to_int(key);
    return dsi_unit_narrow(c->unit, c->is_curve ? span_of(value) : value);
}

/* The number that is written for a key; its order is that of the keys. */
static int64_t number_of(const dsi_key_coding *c, uint64_t key)
{
    if (c->is_double) {
        return c->unit == 1 ? (int64_t)dsi_key_to_double(key) : dsi_key_to_int(key);
    }
    const int64_t value = dsi_key_to_int(key), power = dsi_power10(c->unit);
    return c->is_curve ? span_of(value) / power * 2 + (value & 1) : value / power;
}

static uint64_t key_of(const dsi_key_coding *c, dsi_bytes_in *in, int64_t at, int64_t number)
{
    if (c->is_double && c->unit == 1) {
        if (number < -(INT64_C(1) << 53) || number > INT64_C(1) << 53) {
            (void)dsi_bytes_fail(in, at, "a whole number of up to 53 bits");
        }
        return dsi_key_of_double((double)number);
    }
    if (c->is_double) {
        const uint64_t key = dsi_key_of_int(number);
        const double value = dsi_key_to_double(key);
        if (!(value - value == 0) || dsi_key_of_double(value) != key) {
            (void)dsi_bytes_fail(in, at, "a finite number, and no negative zero");
        }
        return key;
    }
    if (!c->is_curve) {
        return dsi_key_of_int(dsi_unit_times(in, number, c->unit));
    }
    int64_t twice = 0;
    if (!dsi_mul_checked(span_of(number), 2 * dsi_power10(c->unit), &twice)) {
        (void)dsi_bytes_fail(in, at, "a span that 64 bits hold");
    }
    return dsi_key_of_int(twice + (number & 1)); /* twice is even */
}

void dsi_put_keys(dsi_bytes_out *out, const dsi_key_coding *c, const uint64_t *keys, int64_t n)
{
    int64_t before = 0;
    for (int64_t i = 0; i < n; i++) {
        const int64_t number = number_of(c, keys[i]);
        if (i == 0) {
            dsi_put_zigzag(out, number);
        } else {
            dsi_put_varint(out, (uint64_t)number - (uint64_t)before);
        }
        before = number;
    }
}

uint64_t dsi_get_key(dsi_bytes_in *in, const dsi_key_coding *c, bool is_first, int64_t *number, int32_t *unit)
{
    const int64_t at = in->at;
    if (is_first) {
        *number = dsi_get_zigzag(in);
    } else {
        const uint64_t step = dsi_get_varint(in);
        if (step > (uint64_t)INT64_MAX - (uint64_t)*number) {
            (void)dsi_bytes_fail(in, at, "a value that 64 bits hold");
            return 0;
        }
        *number = dsi_key_to_int(dsi_key_of_int(*number) + step);
    }
    const uint64_t key = key_of(c, in, at, *number);
    dsi_key_coding met = *c;
    met.unit = *unit;
    *unit = dsi_key_narrow(&met, key);
    return key;
}

/* ---- writing --------------------------------------------------------------------------------- */

bool dsi_kept_has_any(const dsi_plane *plane, const dsi_packing *packing)
{
    bool has_any = false;
    for (int32_t i = 0; i < packing->count && !has_any; i++) {
        has_any = dsi_list_count((const dsi_list *)plane->elements.p + packing->order[i]) > 0;
    }
    return has_any;
}

static int64_t narrow_list(dsi_key_coding *c, const dsi_list *list, int64_t unit)
{
    uint64_t keys[DSI_LIST_STEP];
    dsi_list_reader reader = dsi_list_read(list, unit);
    for (int32_t n = dsi_list_keys(&reader, keys); n > 0; n = dsi_list_keys(&reader, keys)) {
        for (int32_t i = 0; i < n; i++) {
            c->unit = dsi_key_narrow(c, keys[i]);
        }
    }
    return dsi_list_count(list);
}

static bool pack(const dsi_plane *plane, const dsi_packing *packing, bool is_curve)
{
    const dscore_allocator *a = &packing->allocator;
    const dsi_list *lists = plane->elements.p;
    dsi_key_coding c = dsi_key_coding_of(plane, is_curve);
    int64_t most = 0;
    for (int32_t i = 0; i < packing->count; i++) {
        const int64_t n = narrow_list(&c, &lists[packing->order[i]], plane->unit);
        most = n > most ? n : most;
    }
    const int64_t bytes = most * (int64_t)sizeof(uint64_t);
    uint64_t *keys = dsi_alloc(a, bytes), *spare = dsi_alloc(a, bytes);
    const bool ok = keys != NULL && spare != NULL;
    dsi_put_varint(packing->out, (uint64_t)c.unit);
    for (int32_t i = 0; i < packing->count && ok; i++) {
        const dsi_list *list = &lists[packing->order[i]];
        const int64_t count = dsi_list_count(list);
        dsi_list_copy(list, plane->unit, keys);
        dsi_sort_keys(keys, spare, count);
        dsi_put_varint(packing->out, (uint64_t)count);
        dsi_put_keys(packing->out, &c, keys, count);
    }
    dsi_release(a, keys, bytes);
    dsi_release(a, spare, bytes);
    return ok;
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool unpack(dsi_plane *plane, const dsi_unpacking *unpacking, bool is_curve)
{
    dsi_bytes_in *in = unpacking->in;
    const int64_t start = in->at;
    dsi_key_coding c = dsi_key_coding_of(plane, is_curve);
    int32_t greatest = c.unit;
    c.unit = (int32_t)dsi_get_up_to(in, greatest, "a power of ten up to 9, or whether doubles are whole");
    plane->unit = dsi_key_unit(&c);
    for (int32_t cell = 0; cell < unpacking->count && dsi_bytes_ok(in); cell++) {
        dsi_list *list = (dsi_list *)plane->elements.p + cell;
        const int64_t count = dsi_get_count(in, unpacking->used[cell], "no more values than rows are used");
        int64_t number = 0;
        for (int64_t i = 0; i < count && dsi_bytes_ok(in); i++) {
            const uint64_t key = dsi_get_key(in, &c, i == 0, &number, &greatest);
            if (!dsi_list_put(unpacking->allocator, list, plane->unit, key)) {
                return false;
            }
        }
        unpacking->met[cell] += count;
    }
    dsi_unit_check(in, start, c.unit, greatest);
    return true;
}

/* ---- the families ---------------------------------------------------------------------------- */

bool dsi_kept_pack(const dsi_plane *plane, const dsi_packing *packing)
{
    return pack(plane, packing, false);
}

bool dsi_kept_unpack(dsi_plane *plane, const dsi_unpacking *unpacking)
{
    return unpack(plane, unpacking, false);
}

bool dsi_kept_admits(int32_t kind, int32_t scale)
{
    (void)scale;
    return kind == DSI_INT || kind == DSI_DOUBLE;
}

bool dsi_curve_pack(const dsi_plane *plane, const dsi_packing *packing)
{
    return pack(plane, packing, true);
}

bool dsi_curve_unpack(dsi_plane *plane, const dsi_unpacking *unpacking)
{
    return unpack(plane, unpacking, true);
}

bool dsi_curve_admits(int32_t kind, int32_t scale)
{
    return kind == DSI_INT && scale == 0;
}
