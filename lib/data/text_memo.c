/* The memo of texts: a table of open addressing whose slots hold short texts whole, so that most rows of a block are
   answered by one look at one slot. */
#include "data/text_memo.h"

#include <string.h>

/* A text of up to SHORT bytes is its first and its other bytes, each as a little-endian number; of a longer one, head
   is a hash and tail the address of its bytes. */
typedef struct key {
    uint64_t head, tail;
    int32_t length; /* MISSING: of a row without text */
} key;

struct dsi_text_slot {
    uint64_t head, tail;
    int32_t length; /* FREE */
    int32_t id;
};

enum { SHORT = 16, LONG = 1 << 16 }; /* what is longer than LONG is not remembered */
enum { FREE = -1, MISSING = -2, TOO_LONG = -3 };
enum { BITS_LEAST = 9, BITS_ROOMY = 14, BITS_MOST = 20 };
enum { PROBES = 16 }; /* slots that are looked at */
enum { CHUNK = 128 }; /* rows whose slots are fetched together */

/* ---- what a text is known by -------------------------------------------------------------------- */

/* Compilers make one load of each. */
static uint64_t load_4(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
}

static uint64_t load_8(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
           (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

static uint64_t mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 32;
}

static key long_key(const unsigned char *p, int64_t n)
{
    uint64_t h = (uint64_t)n;
    for (int64_t i = 0; i < n - 8; i += 8) {
        h = mix(h, load_8(p + i));
    }
    return (key){mix(h, load_8(p + n - 8)), (uint64_t)(uintptr_t)p, (int32_t)n};
}

/* Nothing before or after the text is read. */
static key key_of(const unsigned char *p, int64_t n)
{
    if (n > SHORT) {
        return n > LONG ? (key){0, 0, TOO_LONG} : long_key(p, n);
    }
    key k = {0, 0, (int32_t)n};
    if (n > 8) {
        k.head = load_8(p);
        k.tail = load_8(p + n - 8) >> (8 * (SHORT - n));
    } else if (n >= 4) {
        k.head = load_4(p) | load_4(p + n - 4) << (8 * (n - 4));
    } else if (n > 0) {
        k.head = (uint64_t)p[0] | (uint64_t)p[n / 2] << (8 * (n / 2)) | (uint64_t)p[n - 1] << (8 * (n - 1));
    }
    return k;
}

/* Lengths are left out: texts of other lengths mostly differ in their bytes too. */
static uint64_t hash_short(uint64_t head, uint64_t tail)
{
    const uint64_t h = (head * UINT64_C(0x9e3779b97f4a7c15)) ^ (tail * UINT64_C(0xc2b2ae3d27d4eb4f));
    return (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
}

static uint64_t hash_of(const key *k)
{
    return hash_short(k->head, k->length > SHORT ? 0 : k->tail);
}

/* ---- slots -------------------------------------------------------------------------------------- */

static uint64_t place_of(const dsi_text_memo *memo, uint64_t hash)
{
    return hash >> (64 - memo->bits);
}

static bool is_exactly(const dsi_text_slot *slot, const key *k)
{
    return ((slot->head ^ k->head) | (slot->tail ^ k->tail) | (uint32_t)(slot->length ^ k->length)) == 0;
}

/* Bytes of two texts of a length above SHORT. */
static bool has_same_bytes(const unsigned char *a, const unsigned char *b, int64_t n)
{
    uint64_t any = load_8(a + n - 8) ^ load_8(b + n - 8);
    for (int64_t i = 0; i < n - 8; i += 8) {
        any |= load_8(a + i) ^ load_8(b + i);
    }
    return any == 0;
}

static bool may_be_same_long(const dsi_text_slot *slot, const key *k)
{
    return k->length > SHORT && slot->length == k->length && slot->head == k->head;
}

static bool is_same(const dsi_text_slot *slot, const key *k)
{
    return is_exactly(slot, k) ||
           (may_be_same_long(slot, k) && has_same_bytes((const unsigned char *)(uintptr_t)slot->tail,
                                             (const unsigned char *)(uintptr_t)k->tail, k->length));
}

static const dsi_text_slot *find(const dsi_text_memo *memo, const key *k, uint64_t hash)
{
    const uint64_t mask = (UINT64_C(1) << memo->bits) - 1;
    uint64_t at = memo->slots == NULL ? 0 : place_of(memo, hash);
    for (int32_t i = 0; i < PROBES && memo->slots != NULL; i++, at = (at + 1) & mask) {
        if (memo->slots[at].length == FREE) {
            return NULL;
        }
        if (is_same(&memo->slots[at], k)) {
            return &memo->slots[at];
        }
    }
    return NULL;
}

/* Into a free slot; where there is none near, instead of what has its place. */
static void put(dsi_text_memo *memo, const dsi_text_slot *slot)
{
    const uint64_t mask = (UINT64_C(1) << memo->bits) - 1;
    const uint64_t home = place_of(memo, hash_of(&(key){slot->head, slot->tail, slot->length}));
    for (uint64_t i = 0; i < PROBES; i++) {
        dsi_text_slot *own = &memo->slots[(home + i) & mask];
        if (own->length == FREE) {
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
    const int64_t larger = INT64_C(1) << bits;
    dsi_text_slot *slots = dsi_alloc(&memo->allocator, larger * (int64_t)sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    for (int64_t i = 0; i < larger; i++) {
        slots[i] = (dsi_text_slot){0, 0, FREE, 0};
    }
    memo->slots = slots;
    memo->bits = bits;
    memo->used = 0;
    for (int64_t i = 0; i < size; i++) {
        if (old.slots[i].length != FREE) {
            put(memo, &old.slots[i]);
        }
    }
    dsi_release(&memo->allocator, old.slots, size * (int64_t)sizeof *slots);
    return true;
}

/* A text that has no slot, or not that of its place. Labels that are not there are not remembered: another reader may
   add them. */
static int32_t label_beside(dsi_text_memo *memo, const key *k, uint64_t hash, const char *p, int64_t n, bool *failed)
{
    const dsi_text_slot *slot = find(memo, k, hash);
    if (slot != NULL) {
        return slot->id;
    }
    dsi_text_slot fresh = {k->head, k->tail, k->length, DSI_LABEL_ABSENT};
    if (k->length != MISSING) {
        fresh.id = memo->add ? dsi_labels_text(memo->labels, p, n) : dsi_labels_find_text(memo->labels, p, n);
        *failed |= memo->add && fresh.id < 0;
    }
    if (fresh.id < 0 || k->length == TOO_LONG) {
        return fresh.id;
    }
    if (!grow(memo)) {
        *failed = true;
    } else {
        if (k->length > SHORT) { /* the caller's bytes go away, the label's do not */
            fresh.tail = (uint64_t)(uintptr_t)dsi_labels_get(memo->labels, fresh.id, NULL);
        }
        put(memo, &fresh);
    }
    return fresh.id;
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
    const key k = key_of((const unsigned char *)p, n);
    return label_beside(memo, &k, hash_of(&k), p, n, failed);
}

/* Rows of one chunk: where their texts lie, and what they are known by. */
typedef struct chunk {
    const unsigned char *bytes;
    int64_t end; /* of the bytes of the whole column */
    int64_t at[CHUNK + 1];
    uint64_t heads[CHUNK], tails[CHUNK], hashes[CHUNK];
    int32_t lengths[CHUNK];
} chunk;

static void set_key(chunk *c, int32_t i, const key *k)
{
    c->heads[i] = k->head;
    c->tails[i] = k->tail;
    c->lengths[i] = k->length;
    c->hashes[i] = hash_of(k);
}

static int64_t offset_of(const dsi_binding *b, int64_t row)
{
    if (b->storage == DSCORE_LARGE_UTF8) {
        int64_t wide;
        memcpy(&wide, b->offsets + (size_t)row * sizeof wide, sizeof wide);
        return wide;
    }
    int32_t narrow;
    memcpy(&narrow, b->offsets + (size_t)row * sizeof narrow, sizeof narrow);
    return narrow;
}

static void read_offsets(const dsi_binding *b, int64_t first, int32_t count, int64_t *at)
{
    if (b->data == NULL) { /* all texts are empty */
        memset(at, 0, (size_t)count * sizeof at[0]);
    } else if (b->storage == DSCORE_LARGE_UTF8) {
        memcpy(at, b->offsets + (size_t)first * sizeof at[0], (size_t)count * sizeof at[0]);
    } else {
        const unsigned char *p = b->offsets + (size_t)first * sizeof(int32_t);
        for (int32_t i = 0; i < count; i++) {
            int32_t offset;
            memcpy(&offset, p + (size_t)i * sizeof offset, sizeof offset);
            at[i] = offset;
        }
    }
}

/* Are all texts of the chunk short, and can SHORT bytes be read from the beginning of each? */
static bool is_all_short(chunk *c, int32_t n)
{
    int64_t any = 0;
    for (int32_t i = 0; i < n; i++) {
        any |= SHORT - (c->at[i + 1] - c->at[i]);
    }
    return any >= 0 && c->end - c->at[n] >= SHORT;
}

/* Keys of a chunk of short texts: what follows a text is masked, so that nothing depends on the lengths. */
static void read_short(chunk *c, int32_t n)
{
    static const uint64_t kept[8 + SHORT + 1] = {0, 0, 0, 0, 0, 0, 0, 0, 0, UINT64_C(0xFF), UINT64_C(0xFFFF),
        UINT64_C(0xFFFFFF), UINT64_C(0xFFFFFFFF), UINT64_C(0xFFFFFFFFFF), UINT64_C(0xFFFFFFFFFFFF),
        UINT64_C(0xFFFFFFFFFFFFFF), UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX,
        UINT64_MAX, UINT64_MAX}; /* of the 8 bytes before the index, those from the eighth on */
    for (int32_t i = 0; i < n; i++) {
        const unsigned char *p = c->bytes + (ptrdiff_t)c->at[i];
        const int64_t length = c->at[i + 1] - c->at[i];
        const uint64_t head = load_8(p) & kept[length + 8], tail = load_8(p + 8) & kept[length];
        c->heads[i] = head;
        c->tails[i] = tail;
        c->lengths[i] = (int32_t)length;
        c->hashes[i] = hash_short(head, tail);
    }
}

static void read_keys(chunk *c, int32_t n)
{
    if (is_all_short(c, n)) {
        read_short(c, n);
        return;
    }
    for (int32_t i = 0; i < n; i++) {
        const key k = key_of(c->bytes + (ptrdiff_t)c->at[i], c->at[i + 1] - c->at[i]);
        set_key(c, i, &k);
    }
}

static bool is_sentinel(const dsi_binding *b, const unsigned char *p, int64_t n)
{
    return n == b->sentinel_text.n && (n == 0 || memcmp(p, b->sentinel_text.p, (size_t)n) == 0);
}

/* What lies under a row without text is not looked at further: all such rows have a key of their own. */
static void set_missing(chunk *c, const dsi_binding *b, const uint8_t *status, int32_t n)
{
    static const key missing = {UINT64_MAX, 0, MISSING};
    const uint64_t hash = hash_of(&missing);
    for (int32_t i = 0; i < n && status != NULL; i++) {
        const bool is_missing = status[i] != DSI_PRESENT;
        c->heads[i] = is_missing ? missing.head : c->heads[i];
        c->tails[i] = is_missing ? missing.tail : c->tails[i];
        c->hashes[i] = is_missing ? hash : c->hashes[i];
        c->lengths[i] = is_missing ? missing.length : c->lengths[i];
    }
    for (int32_t i = 0; i < n && b->has_sentinel; i++) {
        if (is_sentinel(b, c->bytes + (ptrdiff_t)c->at[i], c->at[i + 1] - c->at[i])) {
            set_key(c, i, &missing);
        }
    }
}

/* Have the slots fetched, and the labels that long texts will be compared with. */
static void fetch(const dsi_text_memo *memo, const chunk *c, int32_t n)
{
    int32_t longest = 0;
    for (int32_t i = 0; i < n; i++) {
        dsi_prefetch(&memo->slots[place_of(memo, c->hashes[i])], 1);
        longest |= c->lengths[i] < 0 ? 0 : c->lengths[i];
    }
    for (int32_t i = 0; i < n && longest > SHORT; i++) {
        const key k = {c->heads[i], c->tails[i], c->lengths[i]};
        const dsi_text_slot *slot = &memo->slots[place_of(memo, c->hashes[i])];
        if (may_be_same_long(slot, &k)) {
            dsi_prefetch((const void *)(uintptr_t)slot->tail, k.length);
        }
    }
}

static bool label_chunk(dsi_text_memo *memo, const chunk *c, int32_t n, int32_t *ids)
{
    const dsi_text_slot *slots = memo->slots;
    int32_t shift = 64 - memo->bits;
    bool failed = false;
    for (int32_t i = 0; i < n && !failed; i++) {
        const key k = {c->heads[i], c->tails[i], c->lengths[i]};
        if (slots != NULL && is_same(&slots[c->hashes[i] >> shift], &k)) {
            ids[i] = slots[c->hashes[i] >> shift].id;
            continue;
        }
        ids[i] = label_beside(
            memo, &k, c->hashes[i], (const char *)c->bytes + (ptrdiff_t)c->at[i], c->at[i + 1] - c->at[i], &failed);
        slots = memo->slots;
        shift = 64 - memo->bits;
    }
    return !failed;
}

bool dsi_text_memo_block(dsi_text_memo *memo, const dsi_block *block, int32_t *ids)
{
    const dsi_binding *b = block->binding;
    const uint8_t *status = dsi_block_status(block);
    chunk c;
    c.bytes = b->data == NULL ? (const unsigned char *)"" : b->data;
    c.end = b->data == NULL ? 0 : offset_of(b, b->length);
    for (int32_t first = 0; first < block->n; first += CHUNK) {
        const int32_t n = block->n - first < CHUNK ? block->n - first : CHUNK;
        read_offsets(b, block->first + first, n + 1, c.at);
        read_keys(&c, n);
        set_missing(&c, b, status == NULL ? NULL : status + first, n);
        if (memo->bits >= BITS_ROOMY) {
            fetch(memo, &c, n);
        }
        if (!label_chunk(memo, &c, n, ids + first)) {
            return false;
        }
    }
    return true;
}
