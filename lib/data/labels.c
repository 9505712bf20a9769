/* Labels of keys: each distinct integer, boolean or text once, copied, with an id that never changes (D12). A table of
   open addressing over the entries; texts lie in blocks of an arena. */
#include "data/gather.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include <string.h>

typedef struct entry {
    int64_t value;    /* integers and booleans */
    const char *text; /* with NUL; integers as decimal text */
    int64_t length;
    uint32_t hash;
    int32_t kind;
} entry;

typedef struct label_slot {
    int32_t id; /* 0 = free */
    uint32_t hash;
} label_slot;

struct dsi_labels {
    dscore_allocator allocator;
    dsi_arena arena;
    char *room; /* rest of the block that takes the next text */
    int64_t room_left;
    entry *entries; /* by id; [0] is the absent key */
    int64_t count, capacity;
    label_slot *slots; /* a power of two of them, at most half in use */
    int64_t slot_count;
};

enum { TEXT_BLOCK = 4096, FIRST_SLOTS = 16 };

/* ---- life --------------------------------------------------------------------------------------- */

dsi_labels *dsi_labels_new(const dscore_allocator *allocator)
{
    dsi_labels *labels = dsi_alloc_zero(allocator, (int64_t)sizeof *labels);
    if (labels == NULL) {
        return NULL;
    }
    labels->allocator = *allocator;
    dsi_arena_init(&labels->arena, allocator);
    labels->slot_count = FIRST_SLOTS;
    labels->slots = dsi_alloc_zero(allocator, FIRST_SLOTS * (int64_t)sizeof(label_slot));
    if (labels->slots == NULL ||
        !dsi_reserve(allocator, &labels->entries, &labels->capacity, 1, (int64_t)sizeof(entry))) {
        dsi_labels_free(labels);
        return NULL;
    }
    labels->entries[DSI_LABEL_ABSENT] = (entry){.text = "", .kind = DSI_KEY_NONE};
    labels->count = 1;
    return labels;
}

void dsi_labels_free(dsi_labels *labels)
{
    if (labels == NULL) {
        return;
    }
    dscore_allocator a = labels->allocator;
    dsi_arena_free(&labels->arena);
    dsi_release(&a, labels->slots, labels->slot_count * (int64_t)sizeof(label_slot));
    dsi_release(&a, labels->entries, labels->capacity * (int64_t)sizeof(entry));
    dsi_release(&a, labels, (int64_t)sizeof *labels);
}

int64_t dsi_labels_bytes(const dsi_labels *labels)
{
    return (int64_t)sizeof *labels + labels->arena.bytes + labels->slot_count * (int64_t)sizeof(label_slot) +
           labels->capacity * (int64_t)sizeof(entry);
}

int32_t dsi_labels_count(const dsi_labels *labels)
{
    return (int32_t)labels->count;
}

/* ---- finding ------------------------------------------------------------------------------------ */

static uint32_t hash_of_int(int64_t value, int32_t kind)
{
    return (uint32_t)dsi_hash64_int((uint64_t)value, (uint64_t)kind);
}

static entry int_entry(int64_t value, int32_t kind)
{
    return (entry){.hash = hash_of_int(value, kind), .value = value, .kind = kind};
}

static entry text_entry(const char *p, int64_t n)
{
    return (entry){.hash = (uint32_t)dsi_hash64(p, n, DSI_KEY_TEXT), .text = p, .length = n, .kind = DSI_KEY_TEXT};
}

static bool is_same(const entry *a, const entry *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    if (a->kind != DSI_KEY_TEXT) {
        return a->value == b->value;
    }
    return a->length == b->length && (a->length == 0 || memcmp(a->text, b->text, (size_t)a->length) == 0);
}

/* The slot of an entry: that which holds its id, or the free one where it belongs. Entries lie far apart: only one with
   the same hash is looked at. */
static int64_t slot_of(const dsi_labels *labels, const entry *e)
{
    uint64_t mask = (uint64_t)labels->slot_count - 1;
    uint64_t slot = e->hash & mask;
    while (labels->slots[slot].id != 0 &&
           (labels->slots[slot].hash != e->hash || !is_same(&labels->entries[labels->slots[slot].id], e))) {
        slot = (slot + 1) & mask;
    }
    return (int64_t)slot;
}

static int32_t find(const dsi_labels *labels, const entry *e)
{
    int32_t id = labels->slots[slot_of(labels, e)].id;
    return id == 0 ? -1 : id;
}

void dsi_labels_fetch_int(const dsi_labels *labels, int64_t value, int32_t kind)
{
    const uint64_t mask = (uint64_t)labels->slot_count - 1;
    dsi_prefetch(&labels->slots[hash_of_int(value, kind) & mask], 1);
}

int32_t dsi_labels_find_text(const dsi_labels *labels, const char *p, int64_t n)
{
    entry e = text_entry(p, n);
    return find(labels, &e);
}

int32_t dsi_labels_find_int(const dsi_labels *labels, int64_t value, int32_t kind)
{
    entry e = int_entry(value, kind);
    return find(labels, &e);
}

int32_t dsi_labels_find_same(const dsi_labels *labels, const dsi_labels *from, int32_t id)
{
    return labels == from || id == DSI_LABEL_ABSENT ? id : find(labels, &from->entries[id]);
}

/* ---- adding --------------------------------------------------------------------------------------- */

static bool grow_slots(dsi_labels *labels)
{
    if (labels->count < labels->slot_count / 2) {
        return true;
    }
    const int64_t slot_count = labels->slot_count * 2;
    label_slot *slots = dsi_alloc_zero(&labels->allocator, slot_count * (int64_t)sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    const uint64_t mask = (uint64_t)slot_count - 1;
    for (int64_t i = 0; i < labels->slot_count; i++) { /* in the order of their hashes, near one another */
        uint64_t slot = labels->slots[i].hash & mask;
        while (labels->slots[i].id != 0 && slots[slot].id != 0) {
            slot = (slot + 1) & mask;
        }
        if (labels->slots[i].id != 0) {
            slots[slot] = labels->slots[i];
        }
    }
    dsi_release(&labels->allocator, labels->slots, labels->slot_count * (int64_t)sizeof *slots);
    labels->slots = slots;
    labels->slot_count = slot_count;
    return true;
}

/* A copy with NUL; NULL = no memory. */
static const char *keep_text(dsi_labels *labels, const char *p, int64_t n)
{
    if (n >= labels->room_left) {
        int64_t size = n < TEXT_BLOCK / 4 ? TEXT_BLOCK : n + 1;
        char *block = dsi_arena_alloc(&labels->arena, size);
        if (block == NULL) {
            return NULL;
        }
        if (size > TEXT_BLOCK) { /* its own block; the room that is left stays in use */
            memcpy(block, p, (size_t)n);
            block[n] = '\0';
            return block;
        }
        labels->room = block;
        labels->room_left = size;
    }
    char *copy = labels->room;
    if (n > 0) {
        memcpy(copy, p, (size_t)n);
    }
    copy[n] = '\0';
    labels->room += n + 1;
    labels->room_left -= n + 1;
    return copy;
}

/* int64 as text; returns its length. */
static int64_t print_int(int64_t value, char buffer[24])
{
    char digits[24];
    int64_t n = 0, length = 0;
    uint64_t rest = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[n++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0) {
        buffer[length++] = '-';
    }
    while (n > 0) {
        buffer[length++] = digits[--n];
    }
    return length;
}

/* Room is made first, so that nothing changes on failure. */
static int32_t add(dsi_labels *labels, const entry *e)
{
    int32_t id = find(labels, e);
    if (id > 0) {
        return id;
    }
    if (labels->count == INT32_MAX || !grow_slots(labels) ||
        !dsi_reserve(
            &labels->allocator, &labels->entries, &labels->capacity, labels->count + 1, (int64_t)sizeof(entry))) {
        return -1;
    }
    entry copy = *e;
    if (e->kind == DSI_KEY_TEXT) {
        copy.text = keep_text(labels, e->text, e->length);
    } else if (e->kind == DSI_KEY_BOOL) {
        copy.text = e->value != 0 ? "true" : "false";
        copy.length = (int64_t)strlen(copy.text);
    } else {
        char buffer[24];
        copy.length = print_int(e->value, buffer);
        copy.text = keep_text(labels, buffer, copy.length);
    }
    if (copy.text == NULL) {
        return -1;
    }
    id = (int32_t)labels->count++;
    labels->entries[id] = copy;
    labels->slots[slot_of(labels, e)] = (label_slot){id, e->hash};
    return id;
}

int32_t dsi_labels_text(dsi_labels *labels, const char *p, int64_t n)
{
    entry e = text_entry(p, n);
    return add(labels, &e);
}

int32_t dsi_labels_int(dsi_labels *labels, int64_t value, int32_t kind)
{
    entry e = int_entry(value, kind);
    return add(labels, &e);
}

/* ---- reading -------------------------------------------------------------------------------------- */

int32_t dsi_labels_kind(const dsi_labels *labels, int32_t id)
{
    return labels->entries[id].kind;
}

const char *dsi_labels_get(const dsi_labels *labels, int32_t id, int64_t *out_length)
{
    if (out_length != NULL) {
        *out_length = labels->entries[id].length;
    }
    return labels->entries[id].text;
}

int64_t dsi_labels_get_int(const dsi_labels *labels, int32_t id)
{
    return labels->entries[id].value;
}

/* Numbers first, then text, the absent key last. */
static int rank_of(int32_t kind)
{
    return kind == DSI_KEY_NONE ? 2 : kind == DSI_KEY_TEXT ? 1 : 0;
}

static int sign(bool less, bool greater)
{
    return (int)greater - (int)less;
}

int dsi_labels_compare(const dsi_labels *labels, int32_t a, int32_t b)
{
    const entry *x = &labels->entries[a];
    const entry *y = &labels->entries[b];
    int rank = rank_of(x->kind) - rank_of(y->kind);
    if (rank != 0 || a == b) {
        return rank;
    }
    if (x->kind != DSI_KEY_TEXT) {
        int order = sign(x->value<y->value, x->value> y->value);
        return order != 0 ? order : sign(x->kind<y->kind, x->kind> y->kind);
    }
    int64_t shorter = x->length < y->length ? x->length : y->length;
    int order = shorter == 0 ? 0 : memcmp(x->text, y->text, (size_t)shorter);
    return order != 0 ? order : sign(x->length<y->length, x->length> y->length);
}

/* ---- whole sets ----------------------------------------------------------------------------------- */

bool dsi_labels_map(dsi_labels *to, const dsi_labels *from, int32_t *map)
{
    map[DSI_LABEL_ABSENT] = DSI_LABEL_ABSENT;
    for (int64_t id = 1; id < from->count; id++) {
        map[id] = add(to, &from->entries[id]);
        if (map[id] < 0) {
            return false;
        }
    }
    return true;
}

dsi_labels *dsi_labels_clone(const dsi_labels *labels)
{
    dsi_labels *copy = dsi_labels_new(&labels->allocator);
    if (copy == NULL) {
        return NULL;
    }
    for (int64_t id = 1; id < labels->count; id++) { /* the same order gives the same ids */
        if (add(copy, &labels->entries[id]) < 0) {
            dsi_labels_free(copy);
            return NULL;
        }
    }
    return copy;
}
