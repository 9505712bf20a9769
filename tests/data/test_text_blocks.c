/* Labels of text columns, row by row against a list of the texts in the order in which they came: texts of 0 to 40
   bytes with the same beginnings and ends, columns that begin anywhere, rows without text, many different ones, and
   texts that want the same place. By the portable loops and the best of this machine. */
#include "data_support.h"

#include "base/texts.h"
#include "data/binding.h"
#include "data/text_memo.h"

enum { ROWS = 5000, LONGEST = 40, PLACES = 1 << 16 };

static uint64_t seed = 3;

static int32_t below(int32_t n)
{
    uint64_t z = (seed += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (int32_t)((z ^ (z >> 31)) % (uint64_t)n);
}

/* ---- what is expected: a plain map ------------------------------------------------------------ */

typedef struct known {
    unsigned char bytes[LONGEST];
    int32_t n, label;
} known;

/* Open addressing by the sum of the bytes and the length; the next label is that of the next text that is new. */
static int32_t label_of(known *map, int32_t *count, const unsigned char *p, int32_t n)
{
    uint32_t at = (uint32_t)n;
    for (int32_t i = 0; i < n; i++) {
        at = at * 131U + p[i];
    }
    for (at %= PLACES; map[at].label != 0; at = (at + 1) % PLACES) {
        if (map[at].n == n && memcmp(map[at].bytes, p, (size_t)n) == 0) {
            return map[at].label;
        }
    }
    memcpy(map[at].bytes, p, (size_t)n);
    map[at].n = n;
    map[at].label = ++*count;
    return map[at].label;
}

/* ---- columns ---------------------------------------------------------------------------------- */

typedef struct texts {
    int32_t count;
    int32_t ends[ROWS + 1];
    unsigned char bytes[ROWS * LONGEST];
    uint8_t missing[ROWS];
} texts;

/* What a text is made of: style 0 short ones, 1 of any length, 2 long ones, 3 whatever bytes. */
static int32_t random_text(int32_t style, int32_t distinct, unsigned char *p)
{
    static const char *const before[] = {"", "agent ", "agent of the desk ", "x"}, *const after[] = {"",
                                                                                       "@desk.example", ".", "\x01"};
    char text[64];
    const int32_t which = below(distinct);
    if (style == 3) {
        const int32_t n = below(LONGEST + 1);
        for (int32_t i = 0; i < n; i++) {
            p[i] = (unsigned char)(i < n - 1 ? n : below(3) - 1); /* 0, 1 or 255 at the end */
        }
        return n;
    }
    const int32_t b = style == 0 ? which % 2 : style == 2 ? 2 : which % 4, e = style == 0 ? 0 : which / 4 % 4;
    const int n = snprintf(text, sizeof text, "%s%d%s", before[b], (int)which, after[e]);
    memcpy(p, text, (size_t)n);
    return n;
}

static void make_texts(texts *t, int32_t count, int32_t style, int32_t distinct)
{
    t->count = count;
    t->ends[0] = 0;
    for (int32_t i = 0; i < count; i++) {
        const bool is_mixed = style == 4; /* whole chunks of short ones, then a long one */
        const int32_t n = random_text(!is_mixed ? style : i % 700 == 699 ? 2 : 0, distinct, t->bytes + t->ends[i]);
        t->ends[i + 1] = t->ends[i] + n;
        t->missing[i] = (uint8_t)(below(9) == 0);
    }
}

static void *copy_of(const void *from, size_t size)
{
    void *copy = malloc(size > 0 ? size : 1);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, from, size);
    return copy;
}

/* Read rows from `skip` on, block by block, and compare each with the map. Memory ends where its contents end. */
static void check_labels(const texts *t, int32_t skip, bool is_wide, bool has_missing, const dsi_loops *loops)
{
    static dsi_scratch scratch;
    static int32_t ids[DSI_BLOCK];
    dscore_allocator a;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    known *map = calloc(PLACES, sizeof *map);
    int64_t *wide = malloc((size_t)(t->count + 1) * sizeof *wide);
    ck_assert(map != NULL && wide != NULL);
    for (int32_t i = 0; i <= t->count; i++) {
        wide[i] = t->ends[i];
    }
    unsigned char *bytes = copy_of(t->bytes, (size_t)t->ends[t->count]);
    unsigned char *narrow = copy_of(t->ends, (size_t)(t->count + 1) * sizeof t->ends[0]);
    uint8_t *valid = copy_of(t->missing, (size_t)t->count);
    const unsigned char *offsets =
        is_wide ? (const unsigned char *)(wide + skip) : narrow + (size_t)skip * sizeof t->ends[0];
    const dsi_binding b = {.bound = true,
        .type = DSCORE_TYPE_TEXT,
        .kind = DSI_STRING,
        .storage = is_wide ? DSCORE_LARGE_UTF8 : DSCORE_UTF8,
        .length = t->count - skip,
        .data = bytes,
        .offsets = offsets};
    dsi_labels *labels = dsi_labels_new(&a);
    dsi_text_memo memo;
    dsi_text_memo_init(&memo, &a, labels, true);
    int32_t count = 0;
    for (int64_t first = 0; first < b.length; first += DSI_BLOCK) {
        const int64_t left = b.length - first;
        dsi_block block = {
            .binding = &b, .first = first, .n = left < DSI_BLOCK ? (int32_t)left : DSI_BLOCK, .scratch = &scratch};
        for (int32_t i = 0; i < block.n && has_missing; i++) {
            if (valid[skip + first + i] != 0) {
                dsi_block_mark(&block, i, DSI_MISSING);
            }
        }
        ck_assert(dsi_text_memo_block(&memo, &block, loops, ids));
        for (int32_t i = 0; i < block.n; i++) {
            const int64_t row = skip + first + i;
            const bool is_missing = has_missing && t->missing[row] != 0;
            const int32_t expected =
                is_missing ? 0 : label_of(map, &count, t->bytes + t->ends[row], t->ends[row + 1] - t->ends[row]);
            if (ids[i] != expected) {
                ck_abort_msg("%s, row %d: %d, expected %d", loops->name, (int)row, (int)ids[i], (int)expected);
            }
        }
    }
    ck_assert_int_eq(dsi_labels_count(labels), count + 1);
    dsi_text_memo_drop(&memo);
    dsi_labels_free(labels);
    free(map);
    free(wide);
    free(bytes);
    free(narrow);
    free(valid);
}

static void check_all(const texts *t)
{
    for (int32_t which = 0; which < 8; which++) {
        const dsi_loops *loops = which / 4 == 0 ? &dsi_loops_portable : dsi_loops_best();
        check_labels(t, which % 2 == 0 ? 0 : below(t->count), which / 2 % 2 == 0, which % 4 > 1, loops);
        check_labels(t, 0, which % 2 == 0, which / 2 % 2 == 0, loops);
    }
}

START_TEST(rows_have_the_labels_that_a_plain_map_gives)
{
    static texts t;
    static const int32_t distinct[] = {1, 10, 700, 4000};
    for (int32_t style = 0; style < 5; style++) {
        for (size_t d = 0; d < sizeof distinct / sizeof distinct[0]; d++) {
            make_texts(&t, d == 0 ? 1 + below(40) : ROWS, style, distinct[d]);
            check_all(&t);
        }
    }
}
END_TEST

/* The memo looks at few slots beside the place of a text: of a hundred texts of one place most have none. */
START_TEST(texts_that_want_the_same_place_keep_apart)
{
    enum { WANTED = 100, UPPER = 12 };
    static texts t;
    static unsigned char found[WANTED][DSI_TEXT_REACH];
    int32_t count = 0, lengths[WANTED];
    for (int32_t i = 0; count < WANTED; i++) {
        unsigned char text[DSI_TEXT_REACH + 8] = {0};
        const int n = snprintf((char *)text, sizeof text, "agent %d", (int)i);
        const dsi_text_key key = dsi_text_key_short(text, n);
        if (dsi_text_place(&key, UPPER) == 77) {
            memcpy(found[count], text, DSI_TEXT_REACH);
            lengths[count++] = n;
        }
    }
    t.count = ROWS;
    for (int32_t i = 0; i < ROWS; i++) {
        const int32_t which = below(WANTED);
        memcpy(t.bytes + t.ends[i], found[which], (size_t)lengths[which]);
        t.ends[i + 1] = t.ends[i] + lengths[which];
    }
    check_all(&t);
}
END_TEST

/* The hash of 16 bytes adds a multiple of the first eight to the others, bit by bit: where the sums agree, the hashes
 * do. */
START_TEST(long_texts_of_the_same_hash_keep_apart)
{
    enum { WANTED = 40, LENGTH = 16 };
    static texts t;
    unsigned char found[WANTED][LENGTH];
    for (int32_t i = 0; i < WANTED; i++) {
        const uint64_t first = (uint64_t)i * 1000003U, second = (first * UINT64_C(0xc2b2ae3d27d4eb4f)) ^ 4711U;
        for (int32_t k = 0; k < 8; k++) {
            found[i][k] = (unsigned char)(first >> (8 * k));
            found[i][k + 8] = (unsigned char)(second >> (8 * k));
        }
    }
    t.count = ROWS;
    for (int32_t i = 0; i < ROWS; i++) {
        memcpy(t.bytes + t.ends[i], found[below(WANTED)], LENGTH);
        t.ends[i + 1] = t.ends[i] + LENGTH;
    }
    check_all(&t);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {rows_have_the_labels_that_a_plain_map_gives,
        texts_that_want_the_same_place_keep_apart, long_texts_of_the_same_hash_keep_apart};
    return RUN_TESTS("text blocks", tests);
}
