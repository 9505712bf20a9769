/* Distinct tuples as bytes: of each cell how many, then the tuples in ascending order, and which of them were seen more
   than once. */
#include "measure/order.h"
#include "measure/pack.h"

#include <string.h>

enum { SEVERAL_TAGS = 255 };

bool dsi_tuples_admits(int32_t kind, int32_t scale)
{
    return kind == 0 && scale == 0;
}

static int32_t place_of(const dsi_set *set, const int32_t *place, int64_t entry)
{
    return place[((const int32_t *)set->cells.p)[entry]];
}

bool dsi_tuples_has_any(const dsi_plane *plane, const dsi_packing *packing)
{
    bool has_any = false;
    for (int64_t e = 0; e < plane->set.count && !has_any; e++) {
        has_any = place_of(&plane->set, packing->place, e) >= 0;
    }
    return has_any;
}

void dsi_tuples_mark(const dsi_plane *plane, const int32_t *place, uint8_t *marks)
{
    const dsi_set *set = &plane->set;
    for (int64_t e = 0; e < set->count; e++) {
        for (int32_t k = 0; k < set->arity && place_of(set, place, e) >= 0; k++) {
            if (((const uint8_t *)set->tags.p)[e * set->arity + k] == DSI_TAG_LABEL) {
                marks[((const uint64_t *)set->parts.p)[e * set->arity + k]] = 1;
            }
        }
    }
}

/* What is written of a part: a number whose order is that of the values. */
static int64_t number_of(const dsi_packing *packing, uint8_t tag, uint64_t part)
{
    double value;
    int64_t number;
    if (tag == DSI_TAG_LABEL) {
        return packing->labels[part];
    }
    if (tag == DSI_TAG_DOUBLE) {
        memcpy(&value, &part, sizeof value);
        return dsi_key_to_int(dsi_key_of_double(value));
    }
    memcpy(&number, &part, sizeof number);
    return number;
}

typedef struct tuple_order {
    const dsi_set *set;
    const dsi_packing *packing;
} tuple_order;

/* By place of the cell, then by tag and number of each part. */
static int compare_entries(const void *ctx, const int32_t *a, const int32_t *b)
{
    const tuple_order *o = ctx;
    const int32_t own = place_of(o->set, o->packing->place, *a), other = place_of(o->set, o->packing->place, *b);
    int order = (own > other) - (own < other);
    for (int32_t k = 0; k < o->set->arity && order == 0; k++) {
        const int64_t x = (int64_t)*a * o->set->arity + k, y = (int64_t)*b * o->set->arity + k;
        const uint8_t *tags = o->set->tags.p;
        order = (tags[x] > tags[y]) - (tags[x] < tags[y]);
        if (order == 0) {
            const uint64_t *parts = o->set->parts.p;
            const int64_t i = number_of(o->packing, tags[x], parts[x]), j = number_of(o->packing, tags[y], parts[y]);
            order = (i > j) - (i < j);
        }
    }
    return order;
}

/* The tag that all entries have in an argument, or SEVERAL_TAGS. */
static uint8_t common_tag(const dsi_set *set, const int32_t *entries, int64_t n, int32_t argument)
{
    const uint8_t *tags = set->tags.p;
    uint8_t common = DSI_TAG_ABSENT;
    for (int64_t i = 0; i < n; i++) {
        const uint8_t tag = tags[(int64_t)entries[i] * set->arity + argument];
        common = i == 0 || tag == common ? tag : (uint8_t)SEVERAL_TAGS;
    }
    return common;
}

/* Of the first argument the distance from the entry before in the cell, if it has the same tag; else the number. */
static void put_entry(
    const dsi_set *set, const dsi_packing *packing, const uint8_t *common, int32_t entry, int32_t before)
{
    const uint8_t *tags = set->tags.p;
    const uint64_t *parts = set->parts.p;
    for (int32_t k = 0; k < set->arity; k++) {
        const int64_t at = (int64_t)entry * set->arity + k;
        const int64_t number = number_of(packing, tags[at], parts[at]);
        const int64_t last = (int64_t)before * set->arity;
        if (common[k] == SEVERAL_TAGS) {
            dsi_put_byte(packing->out, tags[at]);
        }
        if (k == 0 && before >= 0 && tags[last] == tags[at]) {
            dsi_put_varint(packing->out, (uint64_t)number - (uint64_t)number_of(packing, tags[last], parts[last]));
        } else {
            dsi_put_zigzag(packing->out, number);
        }
    }
}

static void put_entries(
    const dsi_set *set, const dsi_packing *packing, const int32_t *entries, int64_t n, const uint8_t *common)
{
    int64_t i = 0;
    for (int32_t c = 0; c < packing->count; c++) {
        const int64_t first = i;
        while (i < n && place_of(set, packing->place, entries[i]) == c) {
            i++;
        }
        dsi_put_varint(packing->out, (uint64_t)(i - first));
        for (int64_t e = first; e < i; e++) {
            put_entry(set, packing, common, entries[e], e > first ? entries[e - 1] : -1);
        }
    }
}

/* Arity; the tag of each argument; of each cell the number of entries and those, ascending; whether each was seen more
   than once. */
bool dsi_tuples_pack(const dsi_plane *plane, const dsi_packing *packing)
{
    const dsi_set *set = &plane->set;
    const dscore_allocator *a = &packing->allocator;
    const int64_t bytes = set->count * (int64_t)sizeof(int32_t);
    int32_t *entries = dsi_alloc(a, bytes), *spare = dsi_alloc(a, bytes);
    uint8_t *recurs = dsi_alloc(a, set->count);
    const bool ok = entries != NULL && spare != NULL && recurs != NULL;
    uint8_t common[DSI_MAX_ARGUMENTS] = {0};
    int64_t n = 0;
    for (int32_t e = 0; e < set->count && ok; e++) {
        if (place_of(set, packing->place, e) >= 0) {
            entries[n++] = e;
        }
    }
    if (ok) {
        const tuple_order order = {set, packing};
        dsi_sort_tuples(entries, spare, n, 1, compare_entries, &order);
        dsi_put_varint(packing->out, (uint64_t)set->arity);
        for (int32_t k = 0; k < set->arity; k++) {
            common[k] = common_tag(set, entries, n, k);
            dsi_put_byte(packing->out, common[k]);
        }
        put_entries(set, packing, entries, n, common);
        for (int64_t i = 0; i < n; i++) {
            recurs[i] = ((const uint8_t *)set->seen.p)[entries[i]] > 1;
        }
        dsi_put_bits(packing->out, recurs, n);
    }
    dsi_release(a, entries, bytes);
    dsi_release(a, spare, bytes);
    dsi_release(a, recurs, set->count);
    return ok;
}

static bool is_tag(uint8_t tag)
{
    return tag == DSI_TAG_INT || tag == DSI_TAG_DOUBLE || (tag > DSI_TAG_DECIMAL && tag <= DSI_TAG_DECIMAL + 18) ||
           tag == DSI_TAG_LABEL;
}

/* The part that a number stands for, which must be what such a value becomes. */
static uint64_t get_part(const dsi_unpacking *unpacking, int64_t at, uint8_t tag, int64_t number)
{
    dsi_bytes_in *in = unpacking->in;
    uint64_t part = (uint64_t)number;
    if (tag == DSI_TAG_LABEL) {
        if (number < 1 || number > unpacking->label_count ||
            dsi_labels_kind(unpacking->names, (int32_t)number) != DSI_KEY_TEXT) {
            (void)dsi_bytes_fail(in, at, "the number of a text label");
            return 0;
        }
        unpacking->label_seen[number] = 1;
        return part;
    }
    if (tag == DSI_TAG_DOUBLE) {
        const double value = dsi_key_to_double(dsi_key_of_int(number));
        memcpy(&part, &value, sizeof part);
    }
    if (!dsi_tuples_is_part(tag, part)) {
        (void)dsi_bytes_fail(in, at, "a value in its shortest form: whole, a finite double, a decimal");
    }
    return part;
}

typedef struct tuple_reading {
    const dsi_unpacking *unpacking;
    int32_t arity;
    uint8_t common[DSI_MAX_ARGUMENTS]; /* as it was written */
    uint8_t met[DSI_MAX_ARGUMENTS];    /* as it comes out */
    int64_t entries;
    uint64_t parts[DSI_MAX_ARGUMENTS];
    int64_t numbers[DSI_MAX_ARGUMENTS];
    uint8_t tags[DSI_MAX_ARGUMENTS];
} tuple_reading;

/* The next entry of a cell: greater than the one before, which the reading still holds. */
static void get_entry(tuple_reading *t, bool is_first)
{
    dsi_bytes_in *in = t->unpacking->in;
    const int64_t start = in->at;
    bool is_greater = is_first;
    for (int32_t k = 0; k < t->arity && dsi_bytes_ok(in); k++) {
        const int64_t at = in->at;
        const uint8_t tag = t->common[k] == SEVERAL_TAGS ? dsi_get_byte(in) : t->common[k];
        if (!is_tag(tag)) {
            (void)dsi_bytes_fail(in, at, "a tag of a value");
        }
        const bool is_step = k == 0 && !is_first && tag == t->tags[0];
        const uint64_t step = is_step ? dsi_get_varint(in) : 0;
        if (is_step && step > (uint64_t)INT64_MAX - (uint64_t)t->numbers[0]) {
            (void)dsi_bytes_fail(in, at, "a value that 64 bits hold");
        }
        const int64_t number = is_step ? dsi_key_to_int(dsi_key_of_int(t->numbers[0]) + step) : dsi_get_zigzag(in);
        if (!is_greater && (tag < t->tags[k] || (tag == t->tags[k] && number < t->numbers[k]))) {
            (void)dsi_bytes_fail(in, start, "values in ascending order");
        }
        is_greater = is_greater || tag > t->tags[k] || number > t->numbers[k];
        t->met[k] = t->entries == 0 || t->met[k] == tag ? tag : (uint8_t)SEVERAL_TAGS;
        t->parts[k] = get_part(t->unpacking, at, tag, number);
        t->numbers[k] = number;
        t->tags[k] = tag;
    }
    if (!is_greater) {
        (void)dsi_bytes_fail(in, start, "values in ascending order, each once");
    }
    t->entries++;
}

static bool get_entries(dsi_plane *plane, tuple_reading *t)
{
    const dsi_unpacking *unpacking = t->unpacking;
    dsi_bytes_in *in = unpacking->in;
    for (int32_t c = 0; c < unpacking->count && dsi_bytes_ok(in); c++) {
        const int64_t n = dsi_get_count(in, unpacking->used[c], "no more values than rows are used");
        if (!dsi_tuples_room(unpacking->allocator, plane, t->arity, n)) {
            return false;
        }
        for (int64_t i = 0; i < n && dsi_bytes_ok(in); i++) {
            get_entry(t, i == 0);
            if (dsi_bytes_ok(in)) {
                dsi_tuples_see(plane, c, t->parts, t->tags);
            }
        }
        plane->set.pending = 0;
        unpacking->met[c] += n;
    }
    return true;
}

/* Entries are numbered as they were read. */
static bool get_recurring(dsi_plane *plane, const dsi_unpacking *unpacking)
{
    const dsi_set *set = &plane->set;
    uint8_t *recurs = dsi_alloc(unpacking->allocator, set->count);
    if (recurs == NULL) {
        return false;
    }
    dsi_get_bits(unpacking->in, recurs, set->count);
    for (int64_t e = 0; e < set->count; e++) {
        if (recurs[e] != 0) { /* seen once already */
            const int32_t cell = ((const int32_t *)set->cells.p)[e];
            dsi_tuples_see(plane, cell, (const uint64_t *)set->parts.p + e * set->arity,
                (const uint8_t *)set->tags.p + e * set->arity);
            unpacking->met[cell]++;
        }
    }
    dsi_release(unpacking->allocator, recurs, set->count);
    return true;
}

bool dsi_tuples_unpack(dsi_plane *plane, const dsi_unpacking *unpacking)
{
    dsi_bytes_in *in = unpacking->in;
    const int64_t start = in->at;
    tuple_reading t = {.unpacking = unpacking};
    t.arity = (int32_t)dsi_get_up_to(in, unpacking->argument_count, "no more values than the aggregate takes");
    if (dsi_bytes_ok(in) && t.arity != unpacking->argument_count) {
        (void)dsi_bytes_fail(in, start, "as many values as the aggregate takes");
    }
    for (int32_t k = 0; k < t.arity; k++) {
        t.common[k] = dsi_get_byte(in);
    }
    if (!get_entries(plane, &t)) {
        return false;
    }
    if (dsi_bytes_ok(in) && memcmp(t.common, t.met, (size_t)t.arity) != 0) {
        (void)dsi_bytes_fail(in, start, "the tag that all values have, or 255");
    }
    return !dsi_bytes_ok(in) || get_recurring(plane, unpacking);
}
