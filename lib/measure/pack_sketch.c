/* Sketches as bytes: of each cell how many values; up to 256 as kept values are written; of more the least and the
   greatest, and runs of buckets that are not empty, each with its counts. */
#include "measure/pack_keys.h"
#include "measure/select.h"
#include "measure/sketch.h"

/* ---- writing --------------------------------------------------------------------------------- */

bool dsi_sketch_has_any(const dsi_plane *plane, const dsi_packing *packing)
{
    bool has_any = false;
    for (int32_t i = 0; i < packing->count && !has_any; i++) {
        has_any = dsi_sketch_total((const dsi_sketch *)plane->elements.p + packing->order[i]) > 0;
    }
    return has_any;
}

static dsi_sketch_keys keys_of(const dsi_plane *plane)
{
    return (dsi_sketch_keys){plane->kind, plane->scale, plane->unit};
}

static int32_t bucket_of(const dsi_plane *plane, uint64_t key)
{
    const dsi_sketch_keys keys = keys_of(plane);
    return dsi_sketch_bucket(dsi_sketch_number(&keys, key));
}

static void narrow(dsi_key_coding *c, const dsi_sketch *s, int64_t unit)
{
    const bool is_small = dsi_sketch_is_small(s);
    uint64_t keys[DSI_LIST_STEP];
    uint64_t ends[2] = {UINT64_MAX, 0};
    dsi_list_reader reader = dsi_list_read(&s->held, unit);
    for (int32_t n = dsi_list_keys(&reader, keys); n > 0; n = dsi_list_keys(&reader, keys)) {
        for (int32_t i = 0; i < n; i++) {
            c->unit = is_small ? dsi_key_narrow(c, keys[i]) : c->unit;
            ends[0] = keys[i] < ends[0] ? keys[i] : ends[0];
            ends[1] = keys[i] > ends[1] ? keys[i] : ends[1];
        }
    }
    if (!is_small) {
        const bool counts = s->counted > 0;
        c->unit = dsi_key_narrow(c, counts && s->least < ends[0] ? s->least : ends[0]);
        c->unit = dsi_key_narrow(c, counts && s->most > ends[1] ? s->most : ends[1]);
    }
}

/* How many buckets from this one on are not empty; none is behind the last. */
static int32_t run_length(const dsi_sketch *s, int32_t bucket)
{
    int32_t n = 0;
    while (bucket + n <= DSI_SKETCH_MOST && dsi_sketch_count(s, bucket + n) > 0) {
        n++;
    }
    return n;
}

/* The buckets of the least and the greatest value are known: runs lie from the one to the other, with a gap between
   each and the next. */
static void put_runs(dsi_bytes_out *out, const dsi_sketch *s, int32_t first, int32_t last)
{
    int32_t at = first;
    while (at <= last) {
        const int32_t n = run_length(s, at);
        dsi_put_varint(out, (uint64_t)n);
        for (int32_t i = 0; i < n; i++) {
            dsi_put_varint(out, dsi_sketch_count(s, at + i));
        }
        const int32_t end = at + n;
        at = end;
        while (at <= last && dsi_sketch_count(s, at) == 0) {
            at++;
        }
        if (at <= last) {
            dsi_put_varint(out, (uint64_t)(at - end));
        }
    }
}

static void put_small(dsi_bytes_out *out, const dsi_key_coding *c, const dsi_sketch *s, int64_t unit)
{
    uint64_t keys[DSI_SKETCH_SMALL], spare[DSI_SKETCH_SMALL];
    const int64_t n = dsi_sketch_total(s);
    if (n > 0) {
        dsi_list_copy(&s->held, unit, keys);
        dsi_sort_keys(keys, spare, n);
        dsi_put_keys(out, c, keys, n);
    }
}

static bool put_counting(
    const dsi_packing *packing, const dsi_key_coding *c, const dsi_plane *plane, const dsi_sketch *s)
{
    dsi_sketch copy;
    const dsi_sketch_keys keys = keys_of(plane);
    const bool ok = dsi_sketch_settled(&packing->allocator, s, &keys, &copy, &s);
    if (ok) {
        const uint64_t ends[2] = {s->least, s->most};
        dsi_put_keys(packing->out, c, ends, 2);
        put_runs(packing->out, s, bucket_of(plane, s->least), bucket_of(plane, s->most));
    }
    dsi_sketch_free(&packing->allocator, &copy);
    return ok;
}

bool dsi_sketch_pack(const dsi_plane *plane, const dsi_packing *packing)
{
    const dsi_sketch *sketches = plane->elements.p;
    dsi_key_coding c = dsi_key_coding_of(plane, false);
    for (int32_t i = 0; i < packing->count; i++) {
        narrow(&c, &sketches[packing->order[i]], plane->unit);
    }
    dsi_put_varint(packing->out, (uint64_t)c.unit);
    for (int32_t i = 0; i < packing->count; i++) {
        const dsi_sketch *s = &sketches[packing->order[i]];
        dsi_put_varint(packing->out, (uint64_t)dsi_sketch_total(s));
        if (dsi_sketch_is_small(s)) {
            put_small(packing->out, &c, s, plane->unit);
        } else if (!put_counting(packing, &c, plane, s)) {
            return false;
        }
    }
    return true;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* What is left of the count of a cell when all its runs are read, and of the buckets. */
static bool get_runs(
    dsi_bytes_in *in, const dscore_allocator *a, dsi_sketch *s, int64_t count, int32_t first, int32_t last)
{
    int32_t at = first;
    while (at <= last && dsi_bytes_ok(in)) {
        const int64_t start = in->at;
        const int64_t n =
            dsi_get_count(in, (int64_t)last - at + 1, "a run of buckets up to that of the greatest value");
        if (n == 0) {
            (void)dsi_bytes_fail(in, start, "a run of one bucket or more");
        }
        for (int64_t i = 0; i < n && dsi_bytes_ok(in); i++, at++) {
            const int64_t place = in->at;
            const int64_t times = dsi_get_up_to(in, count - s->counted, "no more values than the cell has");
            if (times == 0) {
                (void)dsi_bytes_fail(in, place, "a bucket that is not empty");
            } else if (!dsi_sketch_restore(a, s, at, times)) {
                return false;
            }
        }
        if (at <= last && dsi_bytes_ok(in)) {
            const int64_t place = in->at;
            const int64_t gap = dsi_get_up_to(in, (int64_t)last - at, "a gap before another run");
            if (gap == 0) {
                (void)dsi_bytes_fail(in, place, "a gap of one bucket or more");
            }
            at += (int32_t)gap;
        }
    }
    if (s->counted != count) {
        (void)dsi_bytes_fail(in, in->at, "as many values in buckets as the cell has");
    }
    return true;
}

static bool get_counting(
    dsi_plane *plane, const dsi_unpacking *u, const dsi_key_coding *c, dsi_sketch *s, int64_t count, int32_t *unit)
{
    dsi_bytes_in *in = u->in;
    int64_t number = 0;
    const uint64_t least = dsi_get_key(in, c, true, &number, unit), most = dsi_get_key(in, c, false, &number, unit);
    if (!dsi_bytes_ok(in)) {
        return true;
    }
    if (!dsi_sketch_restore_ends(u->allocator, s, least, most, count)) {
        return false;
    }
    return get_runs(in, u->allocator, s, count, bucket_of(plane, least), bucket_of(plane, most));
}

static bool get_small(const dsi_plane *plane, const dsi_unpacking *u, const dsi_key_coding *c, dsi_sketch *s,
    int64_t count, int32_t *unit)
{
    int64_t number = 0;
    for (int64_t i = 0; i < count && dsi_bytes_ok(u->in); i++) {
        const uint64_t key = dsi_get_key(u->in, c, i == 0, &number, unit);
        if (!dsi_list_put(u->allocator, &s->held, plane->unit, key)) {
            return false;
        }
    }
    return true;
}

bool dsi_sketch_unpack(dsi_plane *plane, const dsi_unpacking *unpacking)
{
    dsi_bytes_in *in = unpacking->in;
    const int64_t start = in->at;
    dsi_key_coding c = dsi_key_coding_of(plane, false);
    int32_t greatest = c.unit;
    c.unit = (int32_t)dsi_get_up_to(in, greatest, "a power of ten up to 9, or whether doubles are whole");
    plane->unit = dsi_key_unit(&c);
    for (int32_t cell = 0; cell < unpacking->count && dsi_bytes_ok(in); cell++) {
        dsi_sketch *s = (dsi_sketch *)plane->elements.p + cell;
        const int64_t count = dsi_get_up_to(in, unpacking->used[cell], "no more values than rows are used");
        const bool ok = count > DSI_SKETCH_SMALL ? get_counting(plane, unpacking, &c, s, count, &greatest)
                                                 : get_small(plane, unpacking, &c, s, count, &greatest);
        if (!ok) {
            return false;
        }
        unpacking->met[cell] += count;
    }
    dsi_unit_check(in, start, c.unit, greatest);
    return true;
}
