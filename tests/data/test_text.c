/* Text columns and the keys that are read from them. */
#include "data_support.h"

enum { ROWS = 6 };
/* "ann", "", missing, "bob", "客服", "ann". */
static const char *const texts[ROWS] = {"ann", "", NULL, "bob", "\xE5\xAE\xA2\xE6\x9C\x8D", "ann"};
static const uint8_t status[ROWS] = {0, 0, DSI_MISSING, 0, 0, 0};
static const char bytes[] = "__ann-bob\xE5\xAE\xA2\xE6\x9C\x8D"
                            "ann";
static const int32_t offsets[ROWS + 2] = {0, 2, 5, 5, 6, 9, 15, 18}; /* entry 0 is skipped */
static const int64_t large_offsets[ROWS + 2] = {0, 2, 5, 5, 6, 9, 15, 18};
static const uint8_t present_bits[1] = {0x3B};
static const int16_t codes[ROWS] = {2, 0, 1, 3, 4, 2};
static const char *const entries[5] = {"", NULL, "ann", "bob", "\xE5\xAE\xA2\xE6\x9C\x8D"};
static dscore_column dictionary;

/* The same text in the layout of each number; 0 to LAYOUTS - 1. */
enum { LAYOUTS = 8 };
static dscore_column layout(int which)
{
    static const char *const dash[1] = {"-"};
    static const struct {
        int64_t more;
        const char *text;
    } structs[ROWS] = {{0, "ann"}, {0, ""}, {0, NULL}, {0, "bob"}, {0, "\xE5\xAE\xA2\xE6\x9C\x8D"}, {0, "ann"}};
    static const char *const with_none[ROWS] = {"ann", "", "none", "bob", "\xE5\xAE\xA2\xE6\x9C\x8D", "ann"};
    static const char *const none[1] = {"none"};
    static const int16_t gap = 1;
    static const char *const with_gap[5] = {"", "gap", "ann", "bob", "\xE5\xAE\xA2\xE6\x9C\x8D"};
    dscore_column c = column_of(DSCORE_CSTRING, texts, ROWS);
    dictionary = column_of(DSCORE_CSTRING, which == 7 ? with_gap : entries, 5);
    switch (which) {
    case 0:
        break;
    case 1:
        c.data = &structs[0].text;
        c.flags = 0;
        c.stride = (int64_t)sizeof structs[0];
        break;
    case 2:
    case 3:
        c = column_of(which == 2 ? DSCORE_UTF8 : DSCORE_LARGE_UTF8, bytes, ROWS);
        c.offsets = which == 2 ? (const void *)offsets : large_offsets;
        c.data_offset = 1;
        c.validity_kind = DSCORE_VALIDITY_BITMAP;
        c.validity = present_bits;
        break;
    case 4: /* the sentinel is a text */
        c = column_of(DSCORE_UTF8, bytes, ROWS);
        c.offsets = offsets;
        c.data_offset = 1;
        c.sentinel = dash;
        break;
    case 5:
        c.data = with_none;
        c.sentinel = none;
        break;
    default: /* 6: a missing entry; 7: the sentinel is a code */
        c = column_of(DSCORE_DICT, codes, ROWS);
        c.code_type = DSCORE_INT16;
        c.dictionary = &dictionary;
        c.sentinel = which == 7 ? &gap : NULL;
        break;
    }
    return c;
}

START_TEST(every_layout_gives_the_same_text)
{
    for (int which = 0; which < LAYOUTS; which++) {
        gathered g;
        dscore_column c = layout(which);
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_table *table = small_table();
        assert_ok(dscore_table_bind(table, "note", &c, &err), err);
        gather_field(table, "note", 0, ROWS, &g);
        ck_assert_int_eq(g.v.kind, DSI_STRING);
        for (int32_t i = 0; i < ROWS; i++) {
            const char *expected = texts[i] == NULL ? "" : texts[i];
            ck_assert_msg(status_at(&g, i) == status[i], "layout %d, row %d", which, (int)i);
            ck_assert_int_eq(g.v.v.s[i].n, (int64_t)strlen(expected));
            ck_assert_ptr_nonnull(g.v.v.s[i].p);
            ck_assert_int_eq(memcmp(g.v.v.s[i].p, expected, strlen(expected)), 0);
        }
        dscore_table_free(table);
    }
}
END_TEST

START_TEST(a_code_outside_the_dictionary_is_unreadable)
{
    static const int8_t wild[4] = {-1, 5, 127, 2};
    static const uint8_t wild_status[4] = {DSI_BAD_UNREADABLE, DSI_BAD_UNREADABLE, DSI_BAD_UNREADABLE, 0};
    static const uint64_t huge[1] = {UINT64_MAX};
    gathered g;
    dscore_column c = layout(6);
    c.data = wild;
    c.code_type = DSCORE_INT8;
    c.length = 4;
    gather_column("note", &c, &g);
    for (int32_t i = 0; i < 4; i++) {
        ck_assert_int_eq(status_at(&g, i), wild_status[i]);
    }
    c.data = huge;
    c.code_type = DSCORE_UINT64;
    c.length = 1;
    gather_column("note", &c, &g);
    ck_assert_int_eq(status_at(&g, 0), DSI_BAD_UNREADABLE);
}
END_TEST

START_TEST(a_dictionary_may_have_unreadable_entries_and_many)
{
    enum { MANY = 3000 };
    static char names[MANY][16];
    static const char *pointers[MANY];
    static uint8_t entry_status[MANY];
    static const uint16_t some[3] = {2999, 1025, 7};
    dscore_column many = column_of(DSCORE_CSTRING, pointers, MANY);
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(names[i], sizeof names[i], "n%d", i);
        pointers[i] = names[i];
    }
    entry_status[7] = 2;
    many.validity_kind = DSCORE_VALIDITY_BYTES_STATUS;
    many.validity = entry_status;
    dscore_column c = column_of(DSCORE_DICT, some, 3);
    c.code_type = DSCORE_UINT16;
    c.dictionary = &many;
    dscore_error err = DSCORE_ERROR_INIT;
    gathered g;
    dscore_table *table = small_table();
    assert_ok(dscore_table_bind(table, "who", &c, &err), err);
    gather_field(table, "who", 0, 3, &g);
    ck_assert_int_eq(status_at(&g, 2), DSI_BAD_UNREADABLE);
    ck_assert_ptr_eq(g.v.v.s[0].p, names[2999]);
    ck_assert_ptr_eq(g.v.v.s[1].p, names[1025]);
    dscore_table_free(table);
}
END_TEST

START_TEST(bytes_may_be_null_when_all_texts_are_empty)
{
    static const int32_t empty[3] = {4, 4, 4};
    gathered g;
    dscore_column c = column_of(DSCORE_UTF8, NULL, 2);
    c.offsets = empty;
    gather_column("note", &c, &g);
    ck_assert_ptr_null(g.v.status);
    ck_assert_int_eq(g.v.v.s[1].n, 0);
}
END_TEST

/* ---- keys ----------------------------------------------------------------------------------------- */

static dscore_allocator c_library(void)
{
    dscore_allocator a;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    return a;
}

START_TEST(every_layout_gives_the_same_labels)
{
    static const int32_t expected[ROWS] = {1, 2, DSI_LABEL_ABSENT, 3, 4, 1};
    dscore_allocator a = c_library();
    for (int which = 0; which < LAYOUTS; which++) {
        int32_t ids[ROWS];
        dsi_labels *labels = dsi_labels_new(&a);
        dscore_column c = layout(which);
        ck_assert_int_eq(read_keys("who", &c, labels, true, ids), DSI_KEY_TEXT);
        ck_assert_int_eq(dsi_labels_count(labels), 5);
        for (int i = 0; i < ROWS; i++) {
            ck_assert_msg(ids[i] == expected[i], "layout %d, row %d: %d", which, i, (int)ids[i]);
            ck_assert_str_eq(dsi_labels_get(labels, ids[i], NULL), texts[i] == NULL ? "" : texts[i]);
        }
        dsi_labels_free(labels);
    }
}
END_TEST

START_TEST(a_reader_that_only_finds_adds_nothing)
{
    static const int32_t expected[ROWS] = {-1, -1, DSI_LABEL_ABSENT, 1, -1, -1};
    dscore_allocator a = c_library();
    for (int which = 0; which < LAYOUTS; which++) {
        int32_t ids[ROWS];
        dsi_labels *labels = dsi_labels_new(&a);
        ck_assert_int_eq(dsi_labels_text(labels, "bob", 3), 1);
        dscore_column c = layout(which);
        (void)read_keys("who", &c, labels, false, ids);
        for (int i = 0; i < ROWS; i++) {
            ck_assert_msg(ids[i] == expected[i], "layout %d, row %d: %d", which, i, (int)ids[i]);
        }
        ck_assert_int_eq(dsi_labels_count(labels), 2);
        dsi_labels_free(labels);
    }
}
END_TEST

/* More distinct addresses than the reader remembers, and rows that repeat the one before. */
START_TEST(many_texts_keep_their_own_labels)
{
    enum { DISTINCT = 2000, MANY = 5000 };
    static char names[DISTINCT][16], joined[MANY * 8];
    static const char *pointers[MANY];
    static int64_t ends[MANY + 1];
    static int32_t ids[MANY], ids_joined[MANY];
    dscore_allocator a = c_library();
    dsi_labels *labels = dsi_labels_new(&a);
    for (int i = 0; i < DISTINCT; i++) {
        (void)snprintf(names[i], sizeof names[i], "n%d", i);
    }
    for (int i = 0; i < MANY; i++) {
        pointers[i] = names[i / 2 * 7 % DISTINCT];
        memcpy(joined + ends[i], pointers[i], strlen(pointers[i]));
        ends[i + 1] = ends[i] + (int64_t)strlen(pointers[i]);
    }
    dscore_column c = column_of(DSCORE_CSTRING, pointers, MANY);
    (void)read_keys("who", &c, labels, true, ids);
    c = column_of(DSCORE_LARGE_UTF8, joined, MANY);
    c.offsets = ends;
    (void)read_keys("who", &c, labels, true, ids_joined);
    ck_assert_int_eq(dsi_labels_count(labels), DISTINCT + 1);
    for (int i = 0; i < MANY; i++) {
        ck_assert_str_eq(dsi_labels_get(labels, ids[i], NULL), pointers[i]);
        ck_assert_int_eq(ids_joined[i], ids[i]);
    }
    dsi_labels_free(labels);
}
END_TEST

START_TEST(integer_keys_repeat_and_booleans_are_their_own)
{
    enum { MANY = 5000 };
    static int32_t data[MANY], ids[MANY];
    static const uint8_t flags[4] = {1, 0, 2, 1};
    dscore_allocator a = c_library();
    dsi_labels *labels = dsi_labels_new(&a);
    for (int i = 0; i < MANY; i++) {
        data[i] = i * 7919 % 601 - 300; /* 601 is prime: all residues appear */
    }
    dscore_column c = column_of(DSCORE_INT32, data, MANY);
    ck_assert_int_eq(read_keys("who", &c, labels, true, ids), DSI_KEY_INT);
    ck_assert_int_eq(dsi_labels_count(labels), 602);
    for (int i = 0; i < MANY; i++) {
        ck_assert_int_eq(dsi_labels_get_int(labels, ids[i]), data[i]);
    }
    c = column_of(DSCORE_BOOL8, flags, 4);
    ck_assert_int_eq(read_keys("flag", &c, labels, true, ids), DSI_KEY_BOOL);
    ck_assert_int_eq(dsi_labels_count(labels), 604);
    ck_assert_str_eq(dsi_labels_get(labels, ids[0], NULL), "true");
    ck_assert_str_eq(dsi_labels_get(labels, ids[1], NULL), "false");
    ck_assert_int_eq(ids[2], DSI_LABEL_ABSENT); /* invalid */
    ck_assert_int_eq(ids[3], ids[0]);
    static const int32_t two[2] = {-300, 301};
    c = column_of(DSCORE_INT32, two, 2);
    ck_assert_int_eq(read_keys("who", &c, labels, false, ids), DSI_KEY_INT); /* finds only */
    ck_assert_int_eq(dsi_labels_get_int(labels, ids[0]), -300);
    ck_assert_int_eq(ids[1], -1);
    c = column_of(DSCORE_INT32, data, 3);
    ck_assert_int_eq(read_keys("amount", &c, labels, true, ids), DSI_KEY_INT); /* a number that is an integer */
    dsi_labels_free(labels);
}
END_TEST

START_TEST(an_unbound_key_is_absent_everywhere)
{
    dscore_allocator a = c_library();
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    dsi_labels *labels = dsi_labels_new(&a);
    dsi_key_reader *reader;
    int32_t ids[3] = {7, 7, 7};
    assert_ok(dsi_key_reader_new(&a, table, field_of(table, "who"), labels, true, &reader, &err), err);
    ck_assert_int_eq(dsi_key_reader_kind(reader), DSI_KEY_NONE);
    ck_assert(dsi_key_reader_read(reader, 0, 3, ids));
    ck_assert(ids[0] == 0 && ids[1] == 0 && ids[2] == 0);
    dsi_key_reader_free(reader);
    dsi_key_reader_free(NULL);
    dsi_labels_free(labels);
    dscore_table_free(table);
}
END_TEST

START_TEST(floats_decimals_and_times_are_no_keys)
{
    static const double zeros[1] = {0};
    const struct {
        const char *field;
        dscore_column column;
    } rows[] = {
        {"amount", column_of(DSCORE_FLOAT64, zeros, 1)},
        {"at", time_column(DSCORE_INT64, DSCORE_UNIT_S, zeros, 1)},
        {"span", time_column(DSCORE_INT64, DSCORE_UNIT_S, zeros, 1)},
    };
    dscore_allocator a = c_library();
    dsi_labels *labels = dsi_labels_new(&a);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_table *table = small_table();
        dsi_key_reader *reader = (dsi_key_reader *)&err;
        assert_ok(dscore_table_bind(table, rows[i].field, &rows[i].column, &err), err);
        ck_assert_int_eq(
            dsi_key_reader_new(&a, table, field_of(table, rows[i].field), labels, true, &reader, &err), DSCORE_E_TYPE);
        ck_assert_ptr_null(reader);
        ck_assert_int_eq(err.code, DSCORE_CODE_KEY_TYPE);
        ck_assert_ptr_nonnull(strstr(err.path, rows[i].field));
        dscore_table_free(table);
    }
    dsi_labels_free(labels);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_layout_gives_the_same_text, a_code_outside_the_dictionary_is_unreadable,
        a_dictionary_may_have_unreadable_entries_and_many, bytes_may_be_null_when_all_texts_are_empty,
        every_layout_gives_the_same_labels, a_reader_that_only_finds_adds_nothing, many_texts_keep_their_own_labels,
        integer_keys_repeat_and_booleans_are_their_own, an_unbound_key_is_absent_everywhere,
        floats_decimals_and_times_are_no_keys};
    return RUN_TESTS("text", tests);
}
