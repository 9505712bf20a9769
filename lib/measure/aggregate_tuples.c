/* Distinct and recurring tuples: a set of (cell, values) that remembers whether it saw an entry more than once. Values
   are made canonical first, so that 3, 3.0 and 3.00 are one. */
#include "base/hash.h"
#include "measure/pack.h"

#include <string.h>

typedef struct tally {
    int64_t distinct, recurring;
} tally;

static int64_t tuple_element(int32_t kind)
{
    (void)kind;
    return (int64_t)sizeof(tally);
}

/* ---- canonical parts ------------------------------------------------------------------------- */

static uint8_t double_part(double value, uint64_t *out)
{
    if (value >= -9223372036854775808.0 && value < 9223372036854775808.0 && (double)(int64_t)value == value) {
        *out = (uint64_t)(int64_t)value;
        return DSI_TAG_INT;
    }
    memcpy(out, &value, sizeof value);
    return DSI_TAG_DOUBLE;
}

/* value / 10^scale: an integer if whole, a double if that is exact, else the decimal without trailing zeros. */
static uint8_t decimal_part(int64_t value, int32_t scale, uint64_t *out)
{
    while (scale > 0 && value % 10 == 0) {
        value /= 10;
        scale--;
    }
    *out = (uint64_t)value;
    if (scale == 0) {
        return DSI_TAG_INT;
    }
    int64_t numerator = value;
    int32_t fives = scale;
    while (fives > 0 && numerator % 5 == 0) {
        numerator /= 5;
        fives--;
    }
    const int64_t limit = INT64_C(1) << 53;
    if (fives == 0 && numerator >= -limit && numerator <= limit) {
        return double_part((double)numerator / (double)(INT64_C(1) << scale), out);
    }
    return (uint8_t)(DSI_TAG_DECIMAL + scale);
}

static bool one_part(dsi_labels *labels, const dsi_vector *v, int32_t row, uint64_t *part, uint8_t *tag)
{
    const int32_t at = v->constant ? 0 : row;
    switch (v->kind) {
    case DSI_STRING: {
        const int32_t label = dsi_labels_text(labels, v->v.s[at].p, v->v.s[at].n);
        *part = (uint64_t)(uint32_t)label;
        *tag = DSI_TAG_LABEL;
        return label >= 0;
    }
    case DSI_DOUBLE:
        *tag = double_part(v->v.f[at], part);
        return true;
    case DSI_DECIMAL:
        *tag = decimal_part(v->v.i[at], v->scale, part);
        return true;
    case DSI_BOOL:
        *part = v->v.b[at];
        *tag = DSI_TAG_INT;
        return true;
    default:
        *part = (uint64_t)v->v.i[at];
        *tag = DSI_TAG_INT;
        return true;
    }
}

bool dsi_tuples_parts(dsi_labels *labels, const dsi_pass *pass, uint64_t *parts, uint8_t *tags)
{
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] != DSI_CLASS_USED) {
            continue;
        }
        for (int32_t k = 0; k < pass->argument_count; k++) {
            const int64_t at = (int64_t)r * pass->argument_count + k;
            if (!one_part(labels, pass->arguments[k], r, &parts[at], &tags[at])) {
                return false;
            }
        }
    }
    return true;
}

/* ---- the set --------------------------------------------------------------------------------- */

static uint64_t hash_of(int32_t cell, const uint64_t *parts, const uint8_t *tags, int32_t arity)
{
    uint64_t hash = (uint64_t)(uint32_t)cell;
    for (int32_t k = 0; k < arity; k++) {
        hash = dsi_hash64_int(parts[k], hash + tags[k]);
    }
    return hash;
}

static bool is_entry(const dsi_set *set, int32_t entry, int32_t cell, const uint64_t *parts, const uint8_t *tags)
{
    const int64_t at = (int64_t)entry * set->arity;
    return ((const int32_t *)set->cells.p)[entry] == cell &&
           memcmp((const uint64_t *)set->parts.p + at, parts, (size_t)set->arity * sizeof *parts) == 0 &&
           memcmp((const uint8_t *)set->tags.p + at, tags, (size_t)set->arity) == 0;
}

static bool grow_slots(const dscore_allocator *a, dsi_set *set, int64_t need)
{
    int64_t count = set->slot_count == 0 ? 16 : set->slot_count;
    while (count < need * 2) {
        count *= 2;
    }
    if (count == set->slot_count) {
        return true;
    }
    const int64_t size = (int64_t)sizeof *set->slots;
    int32_t *slots = dsi_alloc_zero(a, count * size);
    if (slots == NULL) {
        return false;
    }
    for (int32_t e = 0; e < set->count; e++) {
        const int64_t at = (int64_t)e * set->arity;
        uint64_t slot = hash_of(((const int32_t *)set->cells.p)[e], (const uint64_t *)set->parts.p + at,
            (const uint8_t *)set->tags.p + at, set->arity);
        for (slot &= (uint64_t)count - 1U; slots[slot] != 0; slot = (slot + 1U) & ((uint64_t)count - 1U)) {
        }
        slots[slot] = e + 1;
    }
    dsi_release(a, set->slots, set->slot_count * size);
    set->slots = slots;
    set->slot_count = count;
    return true;
}

static bool set_room(const dscore_allocator *a, dsi_set *set, int32_t arity, int64_t more)
{
    if (set->arity == 0) {
        set->arity = arity;
        set->cells.size = (int64_t)sizeof(int32_t);
        set->seen.size = 1;
        set->parts.size = (int64_t)sizeof(uint64_t) * arity;
        set->tags.size = arity;
    }
    const int64_t need = set->count + set->pending + more;
    set->is_full = need > DSI_SET_MOST;
    if (set->is_full || !dsi_array_reserve(a, &set->cells, need) || !dsi_array_reserve(a, &set->seen, need) ||
        !dsi_array_reserve(a, &set->parts, need) || !dsi_array_reserve(a, &set->tags, need) ||
        !grow_slots(a, set, need)) {
        return false;
    }
    set->pending += more;
    return true;
}

/* There is room. */
static void see(dsi_plane *plane, int32_t cell, const uint64_t *parts, const uint8_t *tags, uint8_t times)
{
    dsi_set *set = &plane->set;
    tally *t = (tally *)plane->elements.p + cell;
    uint8_t *seen = set->seen.p;
    const uint64_t mask = (uint64_t)set->slot_count - 1U;
    uint64_t slot = hash_of(cell, parts, tags, set->arity) & mask;
    for (; set->slots[slot] != 0; slot = (slot + 1U) & mask) {
        const int32_t entry = set->slots[slot] - 1;
        if (is_entry(set, entry, cell, parts, tags)) {
            t->recurring += seen[entry] == 1;
            seen[entry] = 2;
            return;
        }
    }
    const int32_t entry = (int32_t)set->count;
    const int64_t at = (int64_t)entry * set->arity;
    ((int32_t *)set->cells.p)[entry] = cell;
    seen[entry] = times;
    memcpy((uint64_t *)set->parts.p + at, parts, (size_t)set->arity * sizeof *parts);
    memcpy((uint8_t *)set->tags.p + at, tags, (size_t)set->arity);
    set->slots[slot] = entry + 1;
    set->count++;
    t->distinct++;
    t->recurring += times > 1;
}

static bool tuple_reserve(const dscore_allocator *a, dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    (void)values;
    return set_room(a, &plane->set, pass->argument_count, pass->used);
}

static void tuple_commit(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    (void)values;
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED) {
            const int64_t at = (int64_t)r * pass->argument_count;
            see(plane, pass->cell[r], &pass->parts[at], &pass->tags[at], 1);
        }
    }
    plane->set.pending -= pass->used;
}

const dsi_family dsi_family_tuples = {
    .arguments = 0,
    .element = tuple_element,
    .reserve = tuple_reserve,
    .commit = tuple_commit,
    .code = 8,
    .has_any = dsi_tuples_has_any,
    .pack = dsi_tuples_pack,
    .unpack = dsi_tuples_unpack,
    .admits = dsi_tuples_admits,
    .tells = DSI_TELLS_SOME,
};

bool dsi_tuples_absorb_reserve(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from)
{
    return from->set.count == 0 || set_room(a, &to->set, from->set.arity, from->set.count);
}

void dsi_tuples_absorb(dsi_plane *to, const dsi_plane *from, const int32_t *map, const int32_t *labels)
{
    const dsi_set *set = &from->set;
    uint64_t parts[DSI_MAX_ARGUMENTS];
    for (int64_t e = 0; e < set->count; e++) {
        const int32_t cell = map[((const int32_t *)set->cells.p)[e]];
        if (cell < 0) {
            continue;
        }
        const uint8_t *tags = (const uint8_t *)set->tags.p + e * set->arity;
        for (int32_t k = 0; k < set->arity; k++) {
            const uint64_t part = ((const uint64_t *)set->parts.p)[e * set->arity + k];
            parts[k] = tags[k] == DSI_TAG_LABEL ? (uint64_t)(uint32_t)labels[part] : part;
        }
        see(to, cell, parts, tags, ((const uint8_t *)set->seen.p)[e]);
    }
    to->set.pending = 0;
}

void dsi_tuples_count(const dsi_store *store, int64_t cell, int64_t *out_distinct, int64_t *out_recurring)
{
    *out_distinct = 0;
    *out_recurring = 0;
    if (store->plane_count > 0) {
        const tally *t = (const tally *)store->planes[0].elements.p + cell;
        *out_distinct = t->distinct;
        *out_recurring = t->recurring;
    }
}

/* ---- for those who read tuples from bytes ---------------------------------------------------- */

bool dsi_tuples_room(const dscore_allocator *a, dsi_plane *plane, int32_t arity, int64_t more)
{
    return set_room(a, &plane->set, arity, more);
}

void dsi_tuples_see(dsi_plane *plane, int32_t cell, const uint64_t *parts, const uint8_t *tags)
{
    see(plane, cell, parts, tags, 1);
}

bool dsi_tuples_is_part(uint8_t tag, uint64_t part)
{
    double real;
    uint64_t again = part;
    if (tag == DSI_TAG_DOUBLE) {
        memcpy(&real, &part, sizeof real);
        return real - real == 0 && double_part(real, &again) == tag;
    }
    return tag == DSI_TAG_INT || decimal_part((int64_t)part, tag - DSI_TAG_DECIMAL, &again) == tag;
}
