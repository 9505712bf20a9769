/* Labels: each once, canonical order, whole sets; and no memory at any point. */
#include "data_support.h"

static dscore_allocator c_library(void)
{
    dscore_allocator a;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    return a;
}

START_TEST(a_label_has_one_id_for_good)
{
    dscore_allocator a = c_library();
    dsi_labels *labels = dsi_labels_new(&a);
    char text[] = "ann";
    int64_t length = 0;
    ck_assert_int_eq(dsi_labels_count(labels), 1);
    ck_assert_int_eq(dsi_labels_text(labels, text, 3), 1);
    text[0] = 'X'; /* copied */
    ck_assert_int_eq(dsi_labels_text(labels, "ann", 3), 1);
    ck_assert_int_eq(dsi_labels_text(labels, "an", 2), 2);
    ck_assert_int_eq(dsi_labels_text(labels, "", 0), 3);
    ck_assert_int_eq(dsi_labels_text(labels, "a\0b", 3), 4);
    ck_assert_str_eq(dsi_labels_get(labels, 1, &length), "ann");
    ck_assert_int_eq(length, 3);
    ck_assert_str_eq(dsi_labels_get(labels, 4, &length), "a");
    ck_assert_int_eq(length, 3);
    ck_assert_str_eq(dsi_labels_get(labels, DSI_LABEL_ABSENT, &length), "");
    ck_assert_int_eq(length, 0);
    ck_assert_int_eq(dsi_labels_kind(labels, DSI_LABEL_ABSENT), DSI_KEY_NONE);
    ck_assert_int_eq(dsi_labels_find_text(labels, "bob", 3), -1);
    ck_assert_int_eq(dsi_labels_find_text(labels, "an", 2), 2);
    ck_assert_int_eq(dsi_labels_count(labels), 5);
    dsi_labels_free(labels);
    dsi_labels_free(NULL);
}
END_TEST

START_TEST(texts_integers_and_booleans_never_share_an_id)
{
    dscore_allocator a = c_library();
    dsi_labels *labels = dsi_labels_new(&a);
    int32_t text = dsi_labels_text(labels, "1", 1), number = dsi_labels_int(labels, 1, DSI_KEY_INT),
            truth = dsi_labels_int(labels, 1, DSI_KEY_BOOL), least = dsi_labels_int(labels, INT64_MIN, DSI_KEY_INT);
    ck_assert(text != number && number != truth && text != truth);
    ck_assert_str_eq(dsi_labels_get(labels, number, NULL), "1");
    ck_assert_str_eq(dsi_labels_get(labels, truth, NULL), "true");
    ck_assert_str_eq(dsi_labels_get(labels, dsi_labels_int(labels, 0, DSI_KEY_BOOL), NULL), "false");
    ck_assert_str_eq(dsi_labels_get(labels, least, NULL), "-9223372036854775808");
    ck_assert_int_eq(dsi_labels_get_int(labels, least), INT64_MIN);
    ck_assert_int_eq(dsi_labels_kind(labels, text), DSI_KEY_TEXT);
    ck_assert_int_eq(dsi_labels_kind(labels, truth), DSI_KEY_BOOL);
    ck_assert_int_eq(dsi_labels_find_int(labels, 1, DSI_KEY_INT), number);
    ck_assert_int_eq(dsi_labels_find_int(labels, 2, DSI_KEY_INT), -1);
    dsi_labels_free(labels);
}
END_TEST

START_TEST(integers_come_before_text_and_the_absent_last)
{
    dscore_allocator a = c_library();
    dsi_labels *labels = dsi_labels_new(&a);
    int32_t order[9];
    order[8] = DSI_LABEL_ABSENT;
    order[7] = dsi_labels_text(labels, "\xE5\xAE\xA2", 3);
    order[6] = dsi_labels_text(labels, "b", 1);
    order[5] = dsi_labels_text(labels, "aa", 2);
    order[4] = dsi_labels_text(labels, "a", 1);
    order[3] = dsi_labels_text(labels, "", 0);
    order[2] = dsi_labels_int(labels, 10, DSI_KEY_INT);
    order[1] = dsi_labels_int(labels, 9, DSI_KEY_INT);
    order[0] = dsi_labels_int(labels, INT64_MIN, DSI_KEY_INT);
    for (int i = 0; i < 9; i++) {
        for (int j = 0; j < 9; j++) {
            int c = dsi_labels_compare(labels, order[i], order[j]);
            ck_assert_msg((c > 0) - (c < 0) == (i > j) - (i < j), "%d against %d: %d", i, j, c);
        }
    }
    dsi_labels_free(labels);
}
END_TEST

START_TEST(many_and_long_labels_are_kept)
{
    enum { MANY = 20000 };
    dscore_allocator a = c_library();
    dsi_labels *labels = dsi_labels_new(&a);
    char text[32], *large = calloc(1, 10001);
    memset(large, 'x', 10000);
    for (int i = 0; i < MANY; i++) {
        int n = snprintf(text, sizeof text, "agent %d", i);
        ck_assert_int_eq(dsi_labels_text(labels, text, n), i + 1);
    }
    for (int64_t n = 1000; n <= 10000; n += 500) {
        int32_t id = dsi_labels_text(labels, large, n);
        ck_assert_int_eq((int64_t)strlen(dsi_labels_get(labels, id, NULL)), n);
    }
    for (int i = 0; i < MANY; i += 97) {
        int n = snprintf(text, sizeof text, "agent %d", i);
        ck_assert_int_eq(dsi_labels_find_text(labels, text, n), i + 1);
        ck_assert_str_eq(dsi_labels_get(labels, i + 1, NULL), text);
    }
    ck_assert_int_gt(dsi_labels_bytes(labels), MANY * 11);
    free(large);
    dsi_labels_free(labels);
}
END_TEST

START_TEST(a_clone_has_the_same_ids_and_a_map_translates)
{
    dscore_allocator a = c_library();
    dsi_labels *from = dsi_labels_new(&a), *to = dsi_labels_new(&a);
    int32_t map[4];
    (void)dsi_labels_text(from, "ann", 3);
    (void)dsi_labels_int(from, 5, DSI_KEY_INT);
    (void)dsi_labels_int(from, 1, DSI_KEY_BOOL);
    (void)dsi_labels_text(to, "bob", 3);
    (void)dsi_labels_int(to, 5, DSI_KEY_INT);
    dsi_labels *copy = dsi_labels_clone(from);
    ck_assert_int_eq(dsi_labels_count(copy), 4);
    for (int32_t id = 0; id < 4; id++) {
        ck_assert_int_eq(dsi_labels_kind(copy, id), dsi_labels_kind(from, id));
        ck_assert_str_eq(dsi_labels_get(copy, id, NULL), dsi_labels_get(from, id, NULL));
    }
    ck_assert(dsi_labels_map(to, from, map));
    ck_assert_int_eq(map[0], DSI_LABEL_ABSENT);
    ck_assert_int_eq(map[1], 3);
    ck_assert_int_eq(map[2], 2);
    ck_assert_int_eq(map[3], 4);
    ck_assert_int_eq(dsi_labels_count(to), 5);
    dsi_labels_free(from);
    ck_assert_str_eq(dsi_labels_get(copy, 1, NULL), "ann");
    dsi_labels_free(copy);
    dsi_labels_free(to);
}
END_TEST

/* ---- no memory ------------------------------------------------------------------------------------ */

/* One pass over the room: schema, table, columns of each kind that copies, keys, clone and map. */
static dscore_status whole_room(const dscore_allocator *a, dscore_error *err)
{
    static const char *const texts[3] = {"ann", "none", "bob"}, *const none = "none";
    static const int8_t codes[3] = {0, 2, 1};
    static const char *const visits[1] = {"visits"}, *const derive[1] = {"agent"};
    const dsi_field added = {.name = "host", .type = DSCORE_TYPE_TEXT, .derive = derive, .derive_count = 1};
    dscore_schema *schema = NULL, *larger = NULL, *largest = NULL;
    dscore_table *table = NULL;
    dsi_labels *labels = NULL, *copy = NULL;
    dsi_key_reader *reader = NULL;
    int32_t ids[3], map[64];
    dscore_column dictionary = column_of(DSCORE_CSTRING, texts, 3), plain = dictionary;
    dscore_column dict = column_of(DSCORE_DICT, codes, 3);
    dict.code_type = DSCORE_INT8;
    dict.dictionary = &dictionary;
    plain.sentinel = &none;
    dscore_status status = small_schema(a, &schema, err);
    if (status == DSCORE_OK) {
        status = dsi_schema_new(a, schema->sources, schema->source_count, visits, &added, 1, &larger, err);
    }
    if (status == DSCORE_OK) { /* deep copies of what is not built in */
        status = dsi_schema_new(a, larger->sources, larger->source_count, NULL, NULL, 0, &largest, err);
    }
    if (status == DSCORE_OK) {
        status = dscore_table_new(schema, "small", &table, err);
    }
    if (status == DSCORE_OK) {
        status = dscore_table_bind(table, "note", &plain, err);
    }
    if (status == DSCORE_OK) {
        status = dscore_table_bind(table, "who", &dict, err);
        ck_assert_int_eq(dscore_table_has(table, "who"), status == DSCORE_OK);
    }
    if (status == DSCORE_OK && (labels = dsi_labels_new(a)) == NULL) {
        status = DSCORE_E_MEMORY;
    }
    for (int64_t i = 0; status == DSCORE_OK && i < 40; i++) {
        int32_t before = dsi_labels_count(labels);
        if (dsi_labels_int(labels, i, DSI_KEY_INT) < 0) {
            ck_assert_int_eq(dsi_labels_count(labels), before);
            ck_assert_int_eq(dsi_labels_find_int(labels, i, DSI_KEY_INT), -1);
            status = DSCORE_E_MEMORY;
        }
    }
    if (status == DSCORE_OK) {
        status = dsi_key_reader_new(a, table, field_of(table, "who"), labels, true, &reader, err);
    }
    if (status == DSCORE_OK && !dsi_key_reader_read(reader, 0, 3, ids)) {
        status = DSCORE_E_MEMORY;
    }
    if (status == DSCORE_OK && ((copy = dsi_labels_clone(labels)) == NULL || !dsi_labels_map(copy, labels, map))) {
        status = DSCORE_E_MEMORY;
    }
    dsi_key_reader_free(reader);
    dsi_labels_free(copy);
    dsi_labels_free(labels);
    dscore_table_free(table);
    dsi_schema_drop(schema);
    dsi_schema_drop(larger);
    dsi_schema_drop(largest);
    return status;
}

START_TEST(every_failed_allocation_is_told_and_nothing_leaks)
{
    ledger l = {0, 0, 0};
    dscore_allocator a = ledger_allocator(&l);
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(whole_room(&a, &err), err);
    ck_assert_int_eq(l.live_bytes, 0);
    int64_t calls = l.calls;
    ck_assert_int_gt(calls, 15);
    for (int64_t fail_at = 1; fail_at <= calls; fail_at++) {
        l = (ledger){0, fail_at, 0};
        ck_assert_int_eq(whole_room(&a, &err), DSCORE_E_MEMORY);
        ck_assert_int_eq(l.live_bytes, 0);
    }
}
END_TEST

START_TEST(bytes_in_use_are_reported)
{
    ledger l = {0, 0, 0};
    dscore_allocator a = ledger_allocator(&l);
    dsi_labels *labels = dsi_labels_new(&a);
    for (int64_t i = 0; i < 1000; i++) {
        (void)dsi_labels_int(labels, i * i, DSI_KEY_INT);
        ck_assert_int_eq(dsi_labels_bytes(labels), l.live_bytes);
    }
    dsi_labels_free(labels);
    ck_assert_int_eq(l.live_bytes, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_label_has_one_id_for_good, texts_integers_and_booleans_never_share_an_id,
        integers_come_before_text_and_the_absent_last, many_and_long_labels_are_kept,
        a_clone_has_the_same_ids_and_a_map_translates, every_failed_allocation_is_told_and_nothing_leaks,
        bytes_in_use_are_reported};
    return RUN_TESTS("labels", tests);
}
