/* Keys of many texts: each layout gives the labels that interning each text by itself gives, whatever the texts look
   like, wherever they end, and whatever was read before. */
#include "data_support.h"

enum { LONGEST = 40 };

static dscore_allocator c_library(void)
{
    dscore_allocator a;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    return a;
}

/* Texts one after the other: bytes without a NUL, of exactly the size that they need. */
typedef struct book {
    char *bytes;
    int64_t size, capacity, count, room;
    int64_t *ends; /* count + 1 of them */
} book;

static void write_text(book *b, const char *p, int64_t n)
{
    if (b->count + 1 >= b->room) {
        b->room = 2 * b->room + 64;
        b->ends = realloc(b->ends, (size_t)b->room * sizeof b->ends[0]);
    }
    if (b->size + n > b->capacity || b->bytes == NULL) {
        b->capacity = 2 * (b->size + n) + 64;
        b->bytes = realloc(b->bytes, (size_t)b->capacity);
    }
    if (b->ends == NULL || b->bytes == NULL) {
        ck_abort_msg("no memory");
    }
    if (n > 0) {
        memcpy(b->bytes + b->size, p, (size_t)n);
    }
    b->ends[0] = 0;
    b->size += n;
    b->ends[++b->count] = b->size;
}

static void close_book(book *b)
{
    free(b->bytes);
    free(b->ends);
    memset(b, 0, sizeof *b);
}

/* Blocks of the heap that end where their contents end, so that a sanitizer sees who reads on. */
static void *exact(const void *from, size_t size)
{
    void *copy = malloc(size);
    ck_assert(copy != NULL || size == 0);
    if (size > 0) {
        memcpy(copy, from, size);
    }
    return copy;
}

/* Texts whose labels are in dispute are told by bytes and length. */
static void assert_labels(const dsi_labels *labels, const book *b, const int32_t *ids)
{
    for (int64_t i = 0; i < b->count; i++) {
        int64_t length;
        const int64_t n = b->ends[i + 1] - b->ends[i];
        const char *label = dsi_labels_get(labels, ids[i], &length);
        const bool is_right = ids[i] > 0 && length == n && memcmp(label, b->bytes + b->ends[i], (size_t)n) == 0 &&
                              dsi_labels_find_text(labels, b->bytes + b->ends[i], n) == ids[i];
        if (!is_right) { /* an assertion that holds takes its time too */
            ck_abort_msg("row %d has label %d", (int)i, (int)ids[i]);
        }
    }
}

/* Every layout of the texts of a book has the labels that interning them in order has. */
static void assert_every_layout(const book *b)
{
    enum { UTF8, LARGE, POINTERS, DICT32, FORMS };
    dscore_allocator a = c_library();
    const size_t count = (size_t)b->count;
    char *bytes = exact(b->bytes, (size_t)b->size);
    int64_t *large = exact(b->ends, (count + 1) * sizeof large[0]);
    int32_t *small = malloc((count + 1) * sizeof small[0]), *codes = malloc(count * sizeof codes[0]);
    int32_t *ids = malloc(count * sizeof ids[0]), *expected = malloc(count * sizeof expected[0]);
    char **pointers = calloc(count, sizeof pointers[0]);
    ck_assert(small != NULL && codes != NULL && ids != NULL && expected != NULL && pointers != NULL);
    dsi_labels *alone = dsi_labels_new(&a);
    bool has_nul = false;
    for (int64_t i = 0; i <= b->count; i++) {
        small[i] = (int32_t)b->ends[i];
    }
    for (int64_t i = 0; i < b->count; i++) {
        const int64_t n = b->ends[i + 1] - b->ends[i];
        expected[i] = dsi_labels_text(alone, b->bytes + b->ends[i], n);
        codes[i] = (int32_t)i;
        pointers[i] = calloc(1, (size_t)n + 1);
        if (n > 0 && pointers[i] != NULL) {
            memcpy(pointers[i], b->bytes + b->ends[i], (size_t)n);
        }
        has_nul |= pointers[i] == NULL || (int64_t)strlen(pointers[i]) != n;
    }
    for (int form = 0; form < FORMS; form++) {
        dsi_labels *labels = dsi_labels_new(&a);
        dscore_column dictionary = column_of(DSCORE_UTF8, bytes, b->count), c = dictionary;
        dictionary.offsets = small;
        c.offsets = small;
        if (form == LARGE) {
            c.type = DSCORE_LARGE_UTF8;
            c.offsets = large;
        } else if (form == POINTERS) {
            if (has_nul) { /* which no C string can hold */
                dsi_labels_free(labels);
                continue;
            }
            c = column_of(DSCORE_CSTRING, pointers, b->count);
        } else if (form == DICT32) {
            c = column_of(DSCORE_DICT, codes, b->count);
            c.code_type = DSCORE_INT32;
            c.dictionary = &dictionary;
        }
        (void)read_keys("who", &c, labels, true, ids);
        ck_assert_int_eq(dsi_labels_count(labels), dsi_labels_count(alone));
        for (int64_t i = 0; i < b->count; i++) {
            if (ids[i] != expected[i]) {
                ck_abort_msg("form %d, row %d: %d", form, (int)i, (int)ids[i]);
            }
        }
        assert_labels(labels, b, ids);
        dsi_labels_free(labels);
    }
    for (int64_t i = 0; i < b->count; i++) {
        free(pointers[i]);
    }
    dsi_labels_free(alone);
    free(bytes);
    free(large);
    free(small);
    free(codes);
    free(ids);
    free(expected);
    free(pointers);
}

/* Lengths 0 to 40; of each length one text, and one that differs in each one of its bytes; twice. */
START_TEST(texts_that_differ_in_one_byte_are_different)
{
    book b = {0};
    char text[LONGEST];
    for (int round = 0; round < 2; round++) {
        for (int n = 0; n <= LONGEST; n++) {
            memset(text, 'x', sizeof text);
            write_text(&b, text, n);
            for (int at = 0; at < n; at++) {
                for (int k = 0; k < 2; k++) {
                    text[at] = k == 0 ? 'y' : (char)0xF8; /* in the low bits and the highest */
                    write_text(&b, text, n);
                }
                text[at] = 'x';
            }
        }
    }
    ck_assert_int_eq(b.count, 2 * (LONGEST + 1 + LONGEST * (LONGEST + 1)));
    assert_every_layout(&b);
    close_book(&b);
}
END_TEST

START_TEST(texts_that_differ_only_in_nuls_at_their_end_are_different)
{
    static const char zeros[LONGEST];
    book b = {0};
    char text[LONGEST] = "agent";
    for (int round = 0; round < 2; round++) {
        for (int n = 0; n <= LONGEST; n++) {
            write_text(&b, zeros, n);
            if (n >= 5) {
                write_text(&b, text, n);
            }
        }
    }
    assert_every_layout(&b);
    close_book(&b);
}
END_TEST

/* The first and last 8 bytes and the length of all are the same. */
START_TEST(texts_that_differ_only_in_the_middle_are_different)
{
    enum { DISTINCT = 3000 };
    book b = {0};
    char text[64];
    for (int i = 0; i < 3 * DISTINCT; i++) {
        const int n = snprintf(text, sizeof text, "https://agents/%05d/profile/", i * 7 % DISTINCT);
        write_text(&b, text, n);
    }
    assert_every_layout(&b);
    close_book(&b);
}
END_TEST

START_TEST(a_hundred_thousand_labels_keep_apart)
{
    enum { DISTINCT = 100000 };
    book b = {0};
    char text[64];
    for (int i = 0; i < DISTINCT + DISTINCT / 2; i++) {
        const int n = snprintf(text, sizeof text,
            i % 3 == 0   ? "%d"
            : i % 3 == 1 ? "agent-%05d"
                         : "the agent of number %d",
            (int)((int64_t)i * 7919 % DISTINCT));
        write_text(&b, text, n);
    }
    assert_every_layout(&b);
    close_book(&b);
}
END_TEST

/* Longer than what the memo takes; the row before says the same. */
START_TEST(very_long_texts_have_their_labels_too)
{
    enum { HUGE_LENGTH = 70000 };
    book b = {0};
    char *text = malloc(HUGE_LENGTH);
    ck_assert_ptr_nonnull(text);
    memset(text, 'x', HUGE_LENGTH);
    for (int i = 0; i < 6; i++) {
        text[HUGE_LENGTH / 2] = (char)('a' + i / 2);
        write_text(&b, text, HUGE_LENGTH);
        write_text(&b, text, HUGE_LENGTH - i / 2);
    }
    assert_every_layout(&b);
    free(text);
    close_book(&b);
}
END_TEST

/* Rows without text among texts of all lengths, by validity and by a sentinel, beside the empty text. */
START_TEST(rows_without_text_have_no_label)
{
    enum { MANY = 3000 };
    static uint8_t missing[MANY], bits[(MANY + 7) / 8];
    static int32_t ids[MANY];
    static const char *const sentinels[] = {"", "none", "a sentinel of more than sixteen bytes"};
    dscore_allocator a = c_library();
    for (int which = 0; which < 4; which++) {
        book b = {0};
        char text[64];
        dsi_labels *labels = dsi_labels_new(&a);
        memset(missing, 0, sizeof missing);
        memset(bits, 0, sizeof bits);
        for (int i = 0; i < MANY; i++) {
            const bool is_sentinel = which < 3 && i % 5 == 0;
            int n = snprintf(text, sizeof text, i % 7 == 0 ? "x%d of sixteen and more" : "x%d", i % 11);
            n = is_sentinel ? snprintf(text, sizeof text, "%s", sentinels[which]) : i % 13 == 1 && which > 0 ? 0 : n;
            missing[i] = is_sentinel || i % 9 == 4;
            bits[i / 8] = (uint8_t)(bits[i / 8] | (i % 9 == 4 ? 0 : 1) << i % 8);
            write_text(&b, text, n);
        }
        dscore_column c = column_of(DSCORE_LARGE_UTF8, b.bytes, MANY);
        c.offsets = b.ends;
        c.validity_kind = DSCORE_VALIDITY_BITMAP;
        c.validity = bits;
        c.sentinel = which < 3 ? &sentinels[which] : NULL;
        (void)read_keys("who", &c, labels, true, ids);
        for (int i = 0; i < MANY; i++) {
            const int64_t n = b.ends[i + 1] - b.ends[i];
            const int32_t expected =
                missing[i] != 0 ? (int32_t)DSI_LABEL_ABSENT : dsi_labels_find_text(labels, b.bytes + b.ends[i], n);
            ck_assert_msg(ids[i] == expected, "sentinel %d, row %d: %d", which, i, (int)ids[i]);
        }
        dsi_labels_free(labels);
        close_book(&b);
    }
}
END_TEST

/* ---- one batch after another --------------------------------------------------------------------- */

/* Bind a column in place of the one before and turn the reader to it; ids of its rows. */
static void read_next(dscore_table *table, dsi_key_reader *reader, const dscore_column *c, int32_t *ids)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_table_unbind(table, "who", &err), err);
    assert_ok(dscore_table_bind(table, "who", c, &err), err);
    ck_assert(dsi_key_reader_turn(reader, table));
    ck_assert(dsi_key_reader_read(reader, 0, (int32_t)c->length, ids));
}

/* What lay at an address, or under a code, says something else in the next batch; sentinels come and go. */
START_TEST(a_batch_is_read_by_its_own_texts)
{
    enum { MANY = 200 };
    static char names[MANY][24];
    static const char *pointers[MANY];
    static int8_t codes[MANY];
    static int32_t ids[MANY];
    static const char *const none[1] = {"agent 7 of round 1"};
    dscore_allocator a = c_library();
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    dsi_labels *labels = dsi_labels_new(&a);
    dsi_key_reader *reader;
    dscore_column text = column_of(DSCORE_CSTRING, pointers, MANY), dict = column_of(DSCORE_DICT, codes, MANY);
    dscore_column dictionary = column_of(DSCORE_CSTRING, pointers, 100);
    dict.code_type = DSCORE_INT8;
    dict.dictionary = &dictionary;
    for (int i = 0; i < MANY; i++) {
        pointers[i] = names[i];
        codes[i] = (int8_t)(i % 100);
        (void)snprintf(names[i], sizeof names[i], "before");
    }
    assert_ok(dscore_table_bind(table, "who", &text, &err), err);
    assert_ok(dsi_key_reader_new(&a, table, field_of(table, "who"), labels, true, &reader, &err), err);
    for (int round = 0; round < 6; round++) {
        for (int i = 0; i < MANY; i++) {
            (void)snprintf(names[i], sizeof names[i], "agent %d of round %d", i % 10, round % 2);
        }
        dictionary.length = round < 3 ? 100 : 60; /* later codes lie outside */
        text.sentinel = round % 3 == 1 ? none : NULL;
        read_next(table, reader, &text, ids);
        for (int i = 0; i < MANY; i++) {
            const bool is_none = round == 1 && i % 10 == 7; /* and in round 4 no text says so */
            ck_assert_str_eq(dsi_labels_get(labels, ids[i], NULL), is_none ? "" : names[i]);
        }
        read_next(table, reader, &dict, ids);
        for (int i = 0; i < MANY; i++) {
            ck_assert_str_eq(dsi_labels_get(labels, ids[i], NULL), codes[i] < dictionary.length ? names[codes[i]] : "");
        }
        dscore_column row = text;
        row.length = 1;
        (void)snprintf(names[0], sizeof names[0], "single %d", round);
        read_next(table, reader, &row, ids);
        ck_assert_str_eq(dsi_labels_get(labels, ids[0], NULL), names[0]);
    }
    dsi_key_reader_free(reader);
    dsi_labels_free(labels);
    dscore_table_free(table);
}
END_TEST

/* Another reader may add what this one did not find. */
START_TEST(a_label_that_is_not_there_is_looked_for_again)
{
    enum { MANY = 100 };
    static int32_t ends[MANY + 1], ids[MANY];
    static char bytes[MANY * 3];
    dscore_allocator a = c_library();
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    dsi_labels *labels = dsi_labels_new(&a);
    dsi_key_reader *reader;
    for (int i = 0; i < MANY; i++) {
        memcpy(bytes + (ptrdiff_t)3 * i, "ann", 3);
        ends[i + 1] = 3 * (i + 1);
    }
    dscore_column c = column_of(DSCORE_UTF8, bytes, MANY);
    c.offsets = ends;
    assert_ok(dscore_table_bind(table, "who", &c, &err), err);
    assert_ok(dsi_key_reader_new(&a, table, field_of(table, "who"), labels, false, &reader, &err), err);
    ck_assert(dsi_key_reader_read(reader, 0, MANY, ids));
    ck_assert_int_eq(ids[MANY - 1], -1);
    ck_assert_int_eq(dsi_labels_text(labels, "ann", 3), 1);
    ck_assert(dsi_key_reader_read(reader, 0, MANY, ids));
    ck_assert(ids[0] == 1 && ids[MANY - 1] == 1);
    dsi_key_reader_free(reader);
    dsi_labels_free(labels);
    dscore_table_free(table);
}
END_TEST

/* ---- codes ---------------------------------------------------------------------------------------- */

/* Codes of every integer type: the first that is outside, the greatest and the least of the type. */
START_TEST(codes_of_every_type_are_read_and_those_outside_are_absent)
{
    enum { MANY = 200, ENTRIES = 100 };
    static char names[ENTRIES][8];
    static const char *entries[ENTRIES];
    static const int32_t types[] = {DSCORE_INT8, DSCORE_INT16, DSCORE_INT32, DSCORE_INT64, DSCORE_UINT8, DSCORE_UINT16,
        DSCORE_UINT32, DSCORE_UINT64};
    static const int32_t widths[] = {1, 2, 4, 8, 1, 2, 4, 8};
    static const uint8_t bits[(MANY + 7) / 8] = {[24] = 0xFF};
    dscore_allocator a = c_library();
    for (int i = 0; i < ENTRIES; i++) {
        (void)snprintf(names[i], sizeof names[i], "n%d", i);
        entries[i] = i == 50 ? NULL : names[i];
    }
    for (size_t t = 0; t < sizeof types / sizeof types[0]; t++) {
        for (int variant = 0; variant < 4; variant++) { /* 1: some outside, 2: a bitmap, 3: not aligned */
            static union {
                int64_t aligned;
                unsigned char bytes[MANY * 8 + 8];
            } memory;
            static int32_t ids[MANY];
            const int32_t width = widths[t];
            unsigned char *data = memory.bytes + (variant == 3 ? 1 : 0);
            dscore_column dictionary = column_of(DSCORE_CSTRING, entries, ENTRIES);
            dscore_column c = column_of(DSCORE_DICT, data, MANY);
            c.code_type = types[t];
            c.dictionary = &dictionary;
            for (int i = 0; i < MANY; i++) {
                const int8_t narrow = (int8_t)(i % ENTRIES);
                const int16_t half = narrow;
                const int32_t word = narrow;
                const int64_t wide = narrow;
                const void *from = width == 1   ? (const void *)&narrow
                                   : width == 2 ? (const void *)&half
                                   : width == 4 ? (const void *)&word
                                                : (const void *)&wide;
                memcpy(data + (ptrdiff_t)width * i, from, (size_t)width);
            }
            if (variant == 1) {
                const int8_t after = ENTRIES;
                memset(data, 0xFF, (size_t)width); /* -1, or the greatest */
                memset(data + width, 0x7F, (size_t)width);
                memset(data + (ptrdiff_t)2 * width, 0x80, (size_t)width);
                if (width == 1) {
                    memcpy(data + 3, &after, 1);
                }
            }
            if (variant == 2) {
                c.validity_kind = DSCORE_VALIDITY_BITMAP;
                c.validity = bits;
                memset(data, 0xFF, (size_t)width * 100); /* under missing rows lies anything */
            }
            dsi_labels *labels = dsi_labels_new(&a);
            for (int round = 0; round < 2; round++) {
                (void)read_keys("who", &c, labels, true, ids);
                for (int i = 0; i < MANY; i++) {
                    const bool is_out = variant == 1 && (i < 3 || (i == 3 && width == 1));
                    const bool is_missing = i % ENTRIES == 50 || is_out || (variant == 2 && (i < 192 || i >= 200));
                    ck_assert_msg(
                        strcmp(dsi_labels_get(labels, ids[i], NULL), is_missing ? "" : names[i % ENTRIES]) == 0,
                        "type %d, variant %d, row %d", (int)types[t], variant, i);
                    ck_assert_int_eq(ids[i] == DSI_LABEL_ABSENT, is_missing);
                }
            }
            dsi_labels_free(labels);
        }
    }
}
END_TEST

/* ---- no memory ------------------------------------------------------------------------------------ */

/* The memo and the labels grow several times. */
START_TEST(texts_without_memory_are_told)
{
    enum { MANY = 1500 };
    static int32_t ids[MANY];
    ledger l = {0, 0, 0};
    dscore_allocator a = ledger_allocator(&l);
    dscore_error err = DSCORE_ERROR_INIT;
    book b = {0};
    char text[48];
    for (int i = 0; i < MANY; i++) {
        write_text(&b, text, snprintf(text, sizeof text, i % 2 == 0 ? "%d" : "a label of more bytes %d", i));
    }
    dscore_table *table = small_table();
    dscore_column c = column_of(DSCORE_LARGE_UTF8, b.bytes, MANY);
    c.offsets = b.ends;
    assert_ok(dscore_table_bind(table, "who", &c, &err), err);
    int64_t fail_at = 0;
    bool is_read = false;
    while (!is_read) {
        dsi_labels *labels = dsi_labels_new(&a);
        dsi_key_reader *reader = NULL;
        ck_assert_ptr_nonnull(labels);
        assert_ok(dsi_key_reader_new(&a, table, field_of(table, "who"), labels, true, &reader, &err), err);
        l.calls = 0;
        l.fail_at = ++fail_at;
        is_read = dsi_key_reader_read(reader, 0, MANY, ids);
        ck_assert_int_eq(is_read, l.calls < fail_at);
        l.fail_at = 0;
        ck_assert(dsi_key_reader_read(reader, 0, MANY, ids)); /* what was done before does not hurt */
        assert_labels(labels, &b, ids);
        ck_assert_int_eq(dsi_labels_count(labels), MANY + 1);
        dsi_key_reader_free(reader);
        dsi_labels_free(labels);
        ck_assert_int_eq(l.live_bytes, 0);
    }
    ck_assert_int_gt(fail_at, 20);
    close_book(&b);
    dscore_table_free(table);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {texts_that_differ_in_one_byte_are_different,
        texts_that_differ_only_in_nuls_at_their_end_are_different, texts_that_differ_only_in_the_middle_are_different,
        a_hundred_thousand_labels_keep_apart, very_long_texts_have_their_labels_too, rows_without_text_have_no_label,
        a_batch_is_read_by_its_own_texts, a_label_that_is_not_there_is_looked_for_again,
        codes_of_every_type_are_read_and_those_outside_are_absent, texts_without_memory_are_told};
    return RUN_TESTS("text memo", tests);
}
