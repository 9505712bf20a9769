/* The memo of texts: a table of open addressing whose slots hold short texts whole, so that most rows of a block are
   answered by one look at one slot. */
#include "data/text_memo.h"

#include "base/texts.h"
#include <string.h>

enum { LONG = 1 << 16 }; /* what is longer is not remembered */
enum { BITS_LEAST = 9, BITS_ROOMY = 14, BITS_MOST = 20 };
enum { PROBES = 16 }; /* slots that are looked at */

/* ---- what a text is known by -------------------------------------------------------------------- */

/* Compilers make one load of it. */
static uint64_t load_4(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
}

/* 16 bytes more; the first multiplication does not wait for h. */
static uint64_t mix(uint64_t h, const unsigned char *p)
{
    h = (h ^ dsi_load_8(p) * UINT64_C(0xc2b2ae3d27d4eb4f) ^ dsi_load_8(p + 8)) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 32;
}

/* A hash, and the length. */
static dsi_text_key key_of_long(const unsigned char *p, int64_t n)
{
    uint64_t h = (uint64_t)n;
    for (int64_t i = 0; i < n - 16; i += 16) {
        h = mix(h, p + i);
    }
    return (dsi_text_key){mix(h, p + n - 16), (uint64_t)n | UINT64_C(255) << 56};
}

static bool is_long(const dsi_text_key *key)
{
    return key->tail >> 56 == 255;
}

/* Nothing before or after the text is read. Of what is too long to be remembered, any key. */
static dsi_text_key key_of(const unsigned char *p, int64_t n)
{
    if (n > DSI_TEXT_SHORT) {
        return key_of_long(p, n > LONG ? (int64_t)LONG : n);
    }
    dsi_text_key key = {0, 0};
    if (n >= 8) {
        key.head = dsi_load_8(p);
        key.tail = (n > 8 ? dsi_load_8(p + n - 8) >> (8 * (16 - n)) : 0) | UINT64_C(1) << (8 * (n - 8));
        return key;
    }
    if (n >= 4) {
        key.head = load_4(p) | load_4(p + n - 4) << (8 * (n - 4));
    } else if (n > 0) {
        key.head = (uint64_t)p[0] | (uint64_t)p[n / 2] << (8 * (n / 2)) | (uint64_t)p[n - 1] << (8 * (n - 1));
    }
    key.head |= UINT64_C(1) << (8 * n);
    return key;
}

/* ---- slots -------------------------------------------------------------------------------------- */

static bool is_free(const dsi_text_slot *slot)
{
    return (slot->key.head | slot->key.tail) == 0;
}

/* Bytes of two texts of a length above DSI_TEXT_SHORT. */
static bool has_same_bytes(const unsigned char *a, const unsigned char *b, int64_t n)
{
    uint64_t any = dsi_load_8(a + n - 8) ^ dsi_load_8(b + n - 8);
    for (int64_t i = 0; i < n - 8; i += 8) {
        any |= dsi_load_8(a + i) ^ dsi_load_8(b + i);
    }
    return any == 0;
}

/* A text of n bytes at p: is it that of the slot? */
static bool is_same(const dsi_text_slot *slot, const dsi_text_key *key, const unsigned char *p, int64_t n)
{
    return ((slot->key.head ^ key->head) | (slot->key.tail ^ key->tail)) == 0 &&
           (!is_long(key) || has_same_bytes(slot->text, p, n));
}

static const dsi_text_slot *find(const dsi_text_memo *memo, const dsi_text_key *key, const unsigned char *p, int64_t n)
{
    const uint64_t mask = (UINT64_C(1) << memo->bits) - 1;
    uint64_t at = memo->slots == NULL ? 0 : dsi_text_place(key, memo->bits);
    for (int32_t i = 0; i < PROBES && memo->slots != NULL; i++, at = (at + 1) & mask) {
        if (is_same(&memo->slots[at], key, p, n)) {
            return &memo->slots[at];
        }
        if (is_free(&memo->slots[at])) {
            return NULL;
        }
    }
    return NULL;
}

/* Into a free slot; where there is none near, instead of what has its place. */
static void put(dsi_text_memo *memo, const dsi_text_slot *slot)
{
    const uint64_t mask = (UINT64_C(1) << memo->bits) - 1;
    const uint64_t home = dsi_text_place(&slot->key, memo->bits);
    for (uint64_t i = 0; i < PROBES; i++) {
        dsi_text_slot *own = &memo->slots[(home + i) & mask];
        if (is_free(own)) {
            *own = *slot;
            memo->used++;
            return;
        }
    }
    memo->slots[home] = *slot;
}

/* Room for one more. False = no memory, nothing changed. */
static bool grow(dsi_text_memo *memo)
{
    const int64_t size = memo->slots == NULL ? 0 : INT64_C(1) << memo->bits;
    const int64_t most = memo->bits < BITS_ROOMY ? size / 8 : size / 2;
    if (memo->used < most || memo->bits == BITS_MOST) {
        return true;
    }
    const dsi_text_memo old = *memo;
    const int32_t bits = old.slots == NULL ? (int32_t)BITS_LEAST : old.bits + 1;
    dsi_text_slot *slots = dsi_alloc_zero(&memo->allocator, (INT64_C(1) << bits) * (int64_t)sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    memo->slots = slots;
    memo->bits = bits;
    memo->used = 0;
    for (int64_t i = 0; i < size; i++) {
        if (!is_free(&old.slots[i])) {
            put(memo, &old.slots[i]);
        }
    }
    dsi_release(&memo->allocator, old.slots, size * (int64_t)sizeof *slots);
    return true;
}

/* A text that may not be in its place. Labels that are not there are not remembered: another reader may add them. */
static int32_t label_beside(
    dsi_text_memo *memo, const dsi_text_key *key, const unsigned char *p, int64_t n, bool *failed)
{
    const dsi_text_slot *slot = n > LONG ? NULL : find(memo, key, p, n);
    if (slot != NULL) {
        return slot->id;
    }
    const char *text = (const char *)p;
    const int32_t id = memo->add ? dsi_labels_text(memo->labels, text, n) : dsi_labels_find_text(memo->labels, text, n);
    *failed |= memo->add && id < 0;
    if (id < 0 || n > LONG) {
        return id;
    }
    if (!grow(memo)) {
        *failed = true;
        return id;
    }
    /* the caller's bytes go away, the label's do not */
    put(memo, &(dsi_text_slot){*key, (const unsigned char *)dsi_labels_get(memo->labels, id, NULL), id});
    return id;
}

/* ---- life --------------------------------------------------------------------------------------- */

void dsi_text_memo_init(dsi_text_memo *memo, const dscore_allocator *allocator, dsi_labels *labels, bool add)
{
    *memo = (dsi_text_memo){.allocator = *allocator, .labels = labels, .add = add};
}

void dsi_text_memo_drop(dsi_text_memo *memo)
{
    const int64_t size = memo->slots == NULL ? 0 : INT64_C(1) << memo->bits;
    dsi_release(&memo->allocator, memo->slots, size * (int64_t)sizeof *memo->slots);
    memo->slots = NULL;
}

/* ---- reading ------------------------------------------------------------------------------------ */

int32_t dsi_text_memo_label(dsi_text_memo *memo, const char *p, int64_t n, bool *failed)
{
    const unsigned char *bytes = (const unsigned char *)p;
    const dsi_text_key key = key_of(bytes, n);
    return label_beside(memo, &key, bytes, n, failed);
}

/* Rows of one chunk: where their texts lie, which have none, and which were not found in their places. */
typedef struct chunk {
    dsi_texts texts;
    int64_t end;                   /* of the bytes of the whole column */
    const uint8_t *absent;         /* not 0: no text; NULL = all rows have one */
    uint8_t own_absent[DSI_TEXTS]; /* memory for them */
    uint8_t missed[DSI_TEXTS];
    bool has_keys;
    dsi_text_key keys[DSI_TEXTS];
} chunk;

typedef struct text {
    const unsigned char *p;
    int64_t n;
} text;

static int64_t offset_of(const dsi_texts *texts, int64_t row)
{
    if (texts->is_wide) {
        int64_t wide;
        memcpy(&wide, texts->offsets + (ptrdiff_t)row * (ptrdiff_t)sizeof wide, sizeof wide);
        return wide;
    }
    int32_t narrow;
    memcpy(&narrow, texts->offsets + (ptrdiff_t)row * (ptrdiff_t)sizeof narrow, sizeof narrow);
    return narrow;
}

static text text_of(const dsi_texts *texts, int32_t row)
{
    const int64_t at = offset_of(texts, row), n = offset_of(texts, row + 1) - at;
    return (text){n == 0 ? (const unsigned char *)"" : texts->bytes + (ptrdiff_t)at, n};
}

static bool is_sentinel(const dsi_binding *b, text t)
{
    return t.n == b->sentinel_text.n && (t.n == 0 || memcmp(t.p, b->sentinel_text.p, (size_t)t.n) == 0);
}

/* Which rows of the chunk have no text. */
static void read_absent(chunk *c, const dsi_binding *b, const uint8_t *status, int32_t n)
{
    c->absent = status;
    if (!b->has_sentinel) {
        return;
    }
    for (int32_t i = 0; i < n; i++) {
        c->own_absent[i] = (status != NULL && status[i] != DSI_PRESENT) || is_sentinel(b, text_of(&c->texts, i));
    }
    c->absent = c->own_absent;
}

#define ARE_SHORT(type, unsigned_type)                                                                                 \
    static bool are_short_##type(const unsigned char *offsets, int32_t n)                                              \
    {                                                                                                                  \
        unsigned_type any = 0; /* negative if one is longer */                                                         \
        for (int32_t i = 0; i < n; i++) {                                                                              \
            unsigned_type at, next;                                                                                    \
            memcpy(&at, offsets + (size_t)i * sizeof at, sizeof at);                                                   \
            memcpy(&next, offsets + ((size_t)i + 1) * sizeof next, sizeof next);                                       \
            any |= DSI_TEXT_SHORT - (next - at);                                                                       \
        }                                                                                                              \
        return any >> (8 * sizeof any - 1) == 0;                                                                       \
    }

ARE_SHORT(int32_t, uint32_t)
ARE_SHORT(int64_t, uint64_t)

/* Are all texts of the chunk short, and can DSI_TEXT_REACH bytes be read of each? */
static bool is_all_short(const chunk *c, int32_t n)
{
    const dsi_texts *texts = &c->texts;
    return c->end - offset_of(texts, n) >= DSI_TEXT_REACH &&
           (texts->is_wide ? are_short_int64_t(texts->offsets, n) : are_short_int32_t(texts->offsets, n));
}

/* Have the slots of short texts fetched. */
static void fetch_slots(const dsi_texts *texts, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        const int64_t at = offset_of(texts, i), length = offset_of(texts, i + 1) - at;
        const dsi_text_key key = dsi_text_key_short(texts->bytes + (ptrdiff_t)at, length);
        dsi_prefetch(&texts->slots[dsi_text_place(&key, texts->bits)], 1);
    }
}

/* Texts of any lengths: their slots are fetched before the first is looked at, and then the labels that long texts
   will be compared with. */
static int32_t find_any(chunk *c, int32_t n, int32_t *ids)
{
    const dsi_text_slot *slots[DSI_TEXTS];
    text found[DSI_TEXTS];
    int32_t count = 0;
    c->has_keys = true;
    for (int32_t i = 0; i < n; i++) {
        found[i] = text_of(&c->texts, i);
        c->keys[i] = key_of(found[i].p, found[i].n);
        slots[i] = &c->texts.slots[dsi_text_place(&c->keys[i], c->texts.bits)];
        dsi_prefetch(slots[i], 1);
    }
    for (int32_t i = 0; i < n && c->texts.bits > BITS_ROOMY; i++) {
        if (slots[i]->key.head == c->keys[i].head && is_long(&c->keys[i])) {
            dsi_prefetch(slots[i]->text, found[i].n);
        }
    }
    for (int32_t i = 0; i < n; i++) {
        ids[i] = slots[i]->id;
        c->missed[count] = (uint8_t)i;
        count += found[i].n > LONG || !is_same(slots[i], &c->keys[i], found[i].p, found[i].n);
    }
    return count;
}

/* Nothing is remembered yet. */
static int32_t find_none(chunk *c, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        c->missed[i] = (uint8_t)i;
    }
    return n;
}

static int32_t find_chunk(chunk *c, const dsi_loops *loops, int32_t n, int32_t *ids)
{
    c->has_keys = false;
    if (c->texts.slots == NULL) {
        return find_none(c, n);
    }
    if (!is_all_short(c, n)) {
        return find_any(c, n, ids);
    }
    if (c->texts.bits > BITS_ROOMY) {
        fetch_slots(&c->texts, n);
    }
    return loops->find_texts(&c->texts, n, ids, c->missed);
}

/* Rows not found in their places are labelled in their order, for new labels are numbered as they come. */
static bool label_chunk(dsi_text_memo *memo, chunk *c, const dsi_loops *loops, int32_t n, int32_t *ids)
{
    bool failed = false;
    c->texts.slots = memo->slots;
    c->texts.bits = memo->bits;
    const int32_t count = find_chunk(c, loops, n, ids);
    for (int32_t i = 0; i < count && !failed; i++) {
        const int32_t r = c->missed[i];
        if (c->absent == NULL || c->absent[r] == DSI_PRESENT) {
            const text t = text_of(&c->texts, r);
            const dsi_text_key key = c->has_keys ? c->keys[r] : key_of(t.p, t.n);
            ids[r] = label_beside(memo, &key, t.p, t.n, &failed);
        }
    }
    for (int32_t i = 0; i < n && c->absent != NULL; i++) {
        ids[i] = c->absent[i] == DSI_PRESENT ? ids[i] : (int32_t)DSI_LABEL_ABSENT;
    }
    return !failed;
}

bool dsi_text_memo_block(dsi_text_memo *memo, const dsi_block *block, const dsi_loops *loops, int32_t *ids)
{
    const dsi_binding *b = block->binding;
    const uint8_t *status = dsi_block_status(block);
    const int64_t width = b->storage == DSCORE_LARGE_UTF8 ? 8 : 4;
    chunk c;
    c.texts = (dsi_texts){.bytes = b->data, .offsets = b->offsets, .is_wide = width == 8};
    c.end = b->data == NULL ? 0 : offset_of(&c.texts, b->length);
    for (int32_t first = 0; first < block->n; first += DSI_TEXTS) {
        const int32_t n = block->n - first < DSI_TEXTS ? block->n - first : (int32_t)DSI_TEXTS;
        c.texts.offsets = b->offsets + (ptrdiff_t)((block->first + first) * width);
        read_absent(&c, b, status == NULL ? NULL : status + first, n);
        if (!label_chunk(memo, &c, loops, n, ids + first)) {
            return false;
        }
    }
    return true;
}
