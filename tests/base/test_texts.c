/* Keys of short texts and the loop that looks them up, for the portable loops and the best of this machine: against
   the bytes themselves. */
#include "base/loops.h"
#include "base/texts.h"

#include "support.h"

#include <stdlib.h>
#include <string.h>

enum { BITS = 9, SLOTS = 1 << BITS, ROUNDS = 600 };

static uint64_t seed = 11;

static int32_t below(int32_t n)
{
    uint64_t z = (seed += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (int32_t)((z ^ (z >> 31)) % (uint64_t)n);
}

typedef struct short_text {
    unsigned char bytes[DSI_TEXT_REACH];
    int32_t n;
} short_text;

/* Bytes that a key could take for the end of a text, and few others, so that texts are often the same. */
static short_text random_text(void)
{
    static const unsigned char few[] = {0, 1, 255, 'a', 'b'};
    short_text t = {.n = below(DSI_TEXT_SHORT + 1)};
    for (int32_t i = 0; i < t.n; i++) {
        t.bytes[i] = i < t.n - 2 ? (unsigned char)"agent of a desk"[i] : few[below(5)];
    }
    return t;
}

static bool is_same(const short_text *a, const short_text *b)
{
    return a->n == b->n && memcmp(a->bytes, b->bytes, (size_t)a->n) == 0;
}

START_TEST(a_key_tells_a_short_text_from_any_other)
{
    enum { MANY = 1500 };
    static short_text texts[MANY];
    static dsi_text_key keys[MANY];
    for (int32_t i = 0; i < MANY; i++) {
        unsigned char around[2 * DSI_TEXT_REACH];
        texts[i] = random_text();
        for (int32_t round = 0; round < 2; round++) { /* whatever follows it */
            for (int32_t k = 0; k < 2 * DSI_TEXT_REACH; k++) {
                around[k] = (unsigned char)(round == 0 ? 255 : below(256));
            }
            memcpy(around + round, texts[i].bytes, (size_t)texts[i].n);
            const dsi_text_key key = dsi_text_key_short(around + round, texts[i].n);
            ck_assert(round == 0 || (key.head == keys[i].head && key.tail == keys[i].tail));
            keys[i] = key;
        }
        ck_assert((keys[i].head | keys[i].tail) != 0);
        ck_assert_uint_ne(keys[i].tail >> 56, 255);
        for (int32_t k = 0; k < i; k++) {
            const bool is_same_key = keys[i].head == keys[k].head && keys[i].tail == keys[k].tail;
            if (is_same_key != is_same(&texts[i], &texts[k])) {
                ck_abort_msg("text %d of %d bytes, text %d of %d", (int)i, (int)texts[i].n, (int)k, (int)texts[k].n);
            }
        }
    }
    /* "ab" on any machine: its bytes, the end, zeros. */
    const dsi_text_key key = dsi_text_key_short((const unsigned char *)"ab..............", 2);
    ck_assert(key.head == 0x016261 && key.tail == 0);
}
END_TEST

/* ---- looking up ----------------------------------------------------------------------------- */

/* A table, and the text of each slot. */
typedef struct shelf {
    dsi_text_slot slots[SLOTS];
    short_text texts[SLOTS];
} shelf;

static void fill_shelf(shelf *s, int32_t count)
{
    memset(s, 0, sizeof *s);
    for (int32_t i = 0; i < count; i++) {
        const short_text t = random_text();
        const dsi_text_key key = dsi_text_key_short(t.bytes, t.n);
        const uint64_t place = dsi_text_place(&key, BITS);
        ck_assert_uint_lt(place, SLOTS);
        if (s->slots[place].id == 0) {
            s->slots[place] = (dsi_text_slot){key, NULL, i + 1};
            s->texts[place] = t;
        }
    }
}

/* The id of the slot that holds these bytes; 0 = none does. */
static int32_t id_of(const shelf *s, const short_text *t)
{
    for (int32_t i = 0; i < SLOTS; i++) {
        if (s->slots[i].id != 0 && is_same(&s->texts[i], t)) {
            return s->slots[i].id;
        }
    }
    return 0;
}

static void put_offset(unsigned char *offsets, bool is_wide, int32_t i, int32_t offset)
{
    const int64_t wide = offset;
    memcpy(offsets + (size_t)i * (is_wide ? 8 : 4), is_wide ? (const void *)&wide : (const void *)&offset,
        is_wide ? 8 : 4);
}

/* Memory of exactly the size that may be read, not aligned. */
static void look_up(const dsi_loops *loops, const shelf *s, int32_t n, bool is_wide)
{
    static short_text rows[DSI_TEXTS];
    const int32_t start = below(9);
    int32_t size = start, ids[DSI_TEXTS], count = 0;
    uint8_t missed[DSI_TEXTS];
    for (int32_t i = 0; i < n; i++) {
        rows[i] = random_text();
        size += rows[i].n;
    }
    const size_t width = is_wide ? 8 : 4, skew = (size_t)below(3);
    unsigned char *bytes = calloc(1, (size_t)size + DSI_TEXT_REACH), *memory = malloc(skew + (size_t)(n + 1) * width);
    ck_assert(bytes != NULL && memory != NULL);
    int32_t at = start;
    for (int32_t i = 0; i < n; i++) {
        put_offset(memory + skew, is_wide, i, at);
        memcpy(bytes + at, rows[i].bytes, (size_t)rows[i].n);
        at += rows[i].n;
    }
    put_offset(memory + skew, is_wide, n, at);
    const dsi_texts texts = {bytes, memory + skew, is_wide, BITS, s->slots};
    const int32_t missing = loops->find_texts(&texts, n, ids, missed);
    for (int32_t i = 0; i < n; i++) {
        const int32_t expected = id_of(s, &rows[i]);
        const bool is_missed = count < missing && missed[count] == i;
        if (is_missed != (expected == 0) || (expected != 0 && ids[i] != expected)) {
            ck_abort_msg(
                "%s, row %d of %d: id %d, expected %d", loops->name, (int)i, (int)n, (int)ids[i], (int)expected);
        }
        count += is_missed;
    }
    ck_assert_int_eq(count, missing);
    free(bytes);
    free(memory);
}

START_TEST(texts_are_found_in_their_places_and_others_are_listed)
{
    static shelf s;
    for (int32_t round = 0; round < ROUNDS; round++) {
        if (round % 100 == 0) {
            fill_shelf(&s, round == 0 ? 0 : 20 * round);
        }
        const int32_t n = round % 3 == 0 ? (int32_t)DSI_TEXTS : 1 + below(DSI_TEXTS);
        look_up(&dsi_loops_portable, &s, n, round % 2 == 0);
        look_up(dsi_loops_best(), &s, n, round % 2 == 0);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_key_tells_a_short_text_from_any_other, texts_are_found_in_their_places_and_others_are_listed};
    return RUN_TESTS("texts", tests);
}
