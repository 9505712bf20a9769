/* Tables: binding, lengths, and every mistake a column can hold. */
#include "data_support.h"

static const int64_t ints[4] = {1, 2, 3, 4};
static const char *const texts[4] = {"a", "b", "c", "d"};

START_TEST(a_table_knows_its_source_rows_and_columns)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    ck_assert_str_eq(dscore_table_source(table), "small");
    ck_assert_int_eq(dscore_table_rows(table), 0);
    ck_assert_int_eq(dscore_table_has(table, "amount"), 0);
    assert_ok(dscore_table_bind_array(table, "amount", DSCORE_INT64, DSCORE_UNIT_NONE, ints, 4, 8, NULL, &err), err);
    ck_assert_int_eq(dscore_table_rows(table), 4);
    ck_assert_int_eq(dscore_table_has(table, "amount"), 1);
    ck_assert_int_eq(dscore_table_has(table, "no_such_field"), 0);
    assert_ok(dscore_table_unbind(table, "amount", &err), err);
    assert_ok(dscore_table_unbind(table, "amount", &err), err);
    ck_assert_int_eq(dscore_table_rows(table), 0);
    ck_assert_int_eq(dscore_table_has(table, "amount"), 0);
    dscore_table_free(table);
    dscore_table_free(NULL);
}
END_TEST

START_TEST(null_arguments_are_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_column column = column_of(DSCORE_INT64, ints, 4);
    dscore_table *table = (dscore_table *)&err;
    ck_assert_int_eq(dscore_table_new(NULL, "small", &table, &err), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(table);
    table = small_table();
    ck_assert_int_eq(dscore_table_new(table->schema, NULL, &(dscore_table *){NULL}, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_new(table->schema, "small", NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_bind(NULL, "amount", &column, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_bind(table, NULL, &column, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_bind(table, "amount", NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_unbind(NULL, "amount", &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_unbind(table, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_rows(NULL), 0);
    ck_assert_str_eq(dscore_table_source(NULL), "");
    ck_assert_int_eq(dscore_table_has(NULL, "amount"), 0);
    ck_assert_int_eq(dscore_table_has(table, NULL), 0);
    dscore_table_free(table);
}
END_TEST

START_TEST(an_unknown_source_or_field_names_the_nearest)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table(), *other = table;
    ck_assert_int_eq(dscore_table_new(table->schema, "smal", &other, &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_null(other);
    ck_assert_ptr_nonnull(strstr(err.message, "small"));
    ck_assert_int_eq(
        dscore_table_bind_array(table, "amout", DSCORE_INT64, 0, ints, 4, 8, NULL, &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.message, "amount"));
    ck_assert_str_eq(err.path, "small.amout");
    ck_assert_int_eq(dscore_table_unbind(table, "amout", &err), DSCORE_E_NOT_FOUND);
    dscore_table_free(table);
}
END_TEST

START_TEST(columns_of_one_table_have_one_length)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    assert_ok(dscore_table_bind_array(table, "amount", DSCORE_INT64, 0, ints, 4, 8, NULL, &err), err);
    ck_assert_int_eq(dscore_table_bind_array(table, "score", DSCORE_INT64, 0, ints, 3, 8, NULL, &err), DSCORE_E_LENGTH);
    ck_assert_ptr_nonnull(strstr(err.message, "amount"));
    ck_assert_str_eq(err.path, "small.score");
    ck_assert_int_eq(dscore_table_has(table, "score"), 0);
    assert_ok(dscore_table_bind_array(table, "score", DSCORE_INT64, 0, ints, 4, 8, NULL, &err), err);
    ck_assert_int_eq(dscore_table_bind_array(table, "score", DSCORE_INT64, 0, ints, 3, 8, NULL, &err), DSCORE_E_LENGTH);
    ck_assert_int_eq(dscore_table_rows(table), 4);
    /* The only column may change the length. */
    assert_ok(dscore_table_unbind(table, "score", &err), err);
    assert_ok(dscore_table_bind_array(table, "amount", DSCORE_INT64, 0, ints, 2, 8, NULL, &err), err);
    ck_assert_int_eq(dscore_table_rows(table), 2);
    dscore_table_free(table);
}
END_TEST

/* Which storage serves which field, row by row of the table in data.h. */
START_TEST(only_storage_that_serves_the_field_is_taken)
{
    static const struct {
        const char *field, *takes;
        int32_t unit;
    } fields[] = {{"amount", "IFD", DSCORE_UNIT_NONE}, {"span", "IF", DSCORE_UNIT_S}, {"at", "IF", DSCORE_UNIT_MS},
        {"flag", "IB", DSCORE_UNIT_NONE}, {"who", "TI", DSCORE_UNIT_NONE}, {"note", "T", DSCORE_UNIT_NONE}};
    static const char groups[] = " IIIIIIIIFFDBBTTTT"; /* by storage type */
    static const double zeros[8];
    static const int32_t offsets[2];
    dscore_column dictionary = column_of(DSCORE_CSTRING, texts, 4);
    for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++) {
        dscore_table *table = small_table();
        for (int32_t type = DSCORE_INT8; type <= DSCORE_DICT; type++) {
            dscore_error err = DSCORE_ERROR_INIT;
            dscore_column column = time_column(type, fields[f].unit, zeros, 1);
            column.offsets = type == DSCORE_LARGE_UTF8 ? (const void *)zeros : offsets;
            column.code_type = DSCORE_INT8;
            column.dictionary = &dictionary;
            bool takes = strchr(fields[f].takes, groups[type]) != NULL;
            dscore_status status = dscore_table_bind(table, fields[f].field, &column, &err);
            ck_assert_msg(status == (takes ? DSCORE_OK : DSCORE_E_TYPE), "%s, storage %d: %s %s", fields[f].field,
                (int)type, dscore_status_name(status), err.message);
            if (!takes) {
                ck_assert_int_eq(err.code, DSCORE_CODE_STORAGE_TYPE);
                ck_assert_ptr_nonnull(strstr(err.message, fields[f].field));
                ck_assert_ptr_nonnull(strstr(err.message, "expected"));
            }
        }
        dscore_table_free(table);
    }
}
END_TEST

START_TEST(a_wrong_type_is_told_with_field_storage_and_choice)
{
    static const double values[1] = {0.0};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    ck_assert_int_eq(dscore_table_bind_array(table, "who", DSCORE_FLOAT64, 0, values, 1, 8, NULL, &err), DSCORE_E_TYPE);
    ck_assert_str_eq(err.message, "field who is text; a column of FLOAT64 does not serve it; expected CSTRING, UTF8, "
                                  "LARGE_UTF8 or DICT, or an integer type as it is a key");
    ck_assert_str_eq(err.path, "small.who");
    dscore_table_free(table);
}
END_TEST

START_TEST(times_need_a_unit_and_nothing_else_may_have_one)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    ck_assert_int_eq(dscore_table_bind_array(table, "at", DSCORE_INT64, 0, ints, 4, 8, NULL, &err), DSCORE_E_TYPE);
    ck_assert_int_eq(err.code, DSCORE_CODE_COLUMN_UNIT);
    ck_assert_int_eq(dscore_table_bind_array(table, "span", DSCORE_INT64, 0, ints, 4, 8, NULL, &err), DSCORE_E_TYPE);
    ck_assert_int_eq(
        dscore_table_bind_array(table, "amount", DSCORE_INT64, DSCORE_UNIT_S, ints, 4, 8, NULL, &err), DSCORE_E_TYPE);
    ck_assert_int_eq(dscore_table_bind_array(table, "at", DSCORE_INT64, 5, ints, 4, 8, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_bind_array(table, "at", DSCORE_INT64, -1, ints, 4, 8, NULL, &err), DSCORE_E_ARGUMENT);
    dscore_table_free(table);
}
END_TEST

/* One thing wrong in a column that is otherwise fine. */
static void assert_refused(const char *field, const dscore_column *column, int32_t code, const char *says)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    ck_assert_int_eq(dscore_table_bind(table, field, column, &err), DSCORE_E_ARGUMENT);
    ck_assert_msg(err.code == code && strstr(err.message, says) != NULL, "code %d: %s", (int)err.code, err.message);
    ck_assert_int_eq(dscore_table_has(table, field), 0);
    ck_assert_int_eq(dscore_table_rows(table), 0);
    dscore_table_free(table);
}

START_TEST(malformed_columns_are_refused)
{
    const dscore_column good = column_of(DSCORE_INT64, ints, 4);
    dscore_column c = good;
    c.struct_size = 8;
    assert_refused("amount", &c, DSCORE_CODE_STRUCT_SIZE, "struct_size");
    c = good;
    c.type = 0;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "type 0 is unknown");
    c.type = 18;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "type 18 is unknown");
    c = good;
    c.flags = 8;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "flags");
    c = good;
    c.type = DSCORE_DECIMAL64;
    c.scale = 19;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "scale");
    c = good;
    c.length = -1;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "length");
    c = good;
    c.data_offset = -1;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "data_offset");
    c = good;
    c.data = NULL;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "data is NULL");
    c = good;
    c.flags = 0;
    c.stride = 4;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "stride of 4");
    c.stride = -7;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "stride of -7");
    c.stride = INT64_MAX / 2;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "beyond memory");
    c = good;
    c.length = INT64_MAX;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "beyond memory");
    c = good;
    c.type = DSCORE_BOOL1;
    c.flags = 0;
    c.stride = 1;
    assert_refused("flag", &c, DSCORE_CODE_COLUMN_FORM, "no stride");
    c = good;
    c.type = DSCORE_BOOL1;
    c.sentinel = ints;
    assert_refused("flag", &c, DSCORE_CODE_COLUMN_FORM, "sentinel");
}
END_TEST

START_TEST(malformed_validity_is_refused)
{
    const dscore_column good = column_of(DSCORE_INT64, ints, 4);
    dscore_column c = good;
    c.validity = ints;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "validity is given");
    c.validity_kind = 5;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "validity_kind");
    c.validity_kind = -1;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "validity_kind");
    c.validity_kind = DSCORE_VALIDITY_BITMAP;
    c.validity_offset = -1;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "validity_offset");
    c.validity_offset = 0;
    c.validity_stride = INT64_MAX;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "validity_stride");
    c.validity_stride = 0;
    c.validity = NULL;
    assert_refused("amount", &c, DSCORE_CODE_COLUMN_FORM, "validity is NULL");
}
END_TEST

START_TEST(malformed_text_columns_are_refused)
{
    static const int32_t descending[] = {0, 2, 1}, negative[] = {-1, 0, 1}, good[] = {0, 1, 2};
    static const int64_t large_descending[] = {3, 4, 2};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    dscore_column c = column_of(DSCORE_UTF8, "abcdef", 2);
    c.offsets = descending;
    assert_refused("who", &c, DSCORE_CODE_COLUMN_OFFSETS, "descend");
    ck_assert_int_eq(dscore_table_bind(table, "who", &c, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.row, 1);
    c.offsets = negative;
    assert_refused("who", &c, DSCORE_CODE_COLUMN_OFFSETS, "negative");
    c.offsets = NULL;
    assert_refused("who", &c, DSCORE_CODE_COLUMN_FORM, "offsets");
    c.offsets = good;
    c.data = NULL;
    assert_refused("who", &c, DSCORE_CODE_COLUMN_FORM, "data is NULL");
    c = column_of(DSCORE_LARGE_UTF8, "abcdef", 2);
    c.offsets = large_descending;
    assert_refused("who", &c, DSCORE_CODE_COLUMN_OFFSETS, "descend");
    c = column_of(DSCORE_DICT, ints, 4);
    c.code_type = DSCORE_INT64;
    assert_refused("who", &c, DSCORE_CODE_DICTIONARY, "dictionary");
    c.dictionary = &c;
    assert_refused("who", &c, DSCORE_CODE_DICTIONARY, "dictionary");
    c.code_type = DSCORE_FLOAT32;
    assert_refused("who", &c, DSCORE_CODE_COLUMN_FORM, "code_type");
    dscore_column dictionary = column_of(DSCORE_UTF8, "abcdef", 2);
    dictionary.offsets = descending;
    c.code_type = DSCORE_INT64;
    c.dictionary = &dictionary;
    assert_refused("who", &c, DSCORE_CODE_COLUMN_OFFSETS, "descend");
    ck_assert_int_eq(dscore_table_bind(table, "who", &c, &err), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(err.path, "small.who.dictionary");
    dscore_table_free(table);
}
END_TEST

START_TEST(a_failed_bind_leaves_the_old_column)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    gathered g;
    static const uint8_t present[4];
    assert_ok(dscore_table_bind_array(table, "amount", DSCORE_INT64, 0, ints, 4, 8, NULL, &err), err);
    ck_assert_int_eq(dscore_table_bind_array(table, "amount", DSCORE_CSTRING, 0, texts, 4, sizeof texts[0], NULL, &err),
        DSCORE_E_TYPE);
    gather_field(table, "amount", 0, 4, &g);
    assert_ints(&g, ints, present, 4);
    dscore_table_free(table);
}
END_TEST

START_TEST(empty_columns_need_no_memory)
{
    static const int32_t types[] = {
        DSCORE_INT64, DSCORE_FLOAT32, DSCORE_CSTRING, DSCORE_UTF8, DSCORE_DICT, DSCORE_BOOL1};
    static const char *const fields[] = {"amount", "amount", "who", "who", "who", "flag"};
    dscore_column dictionary = column_of(DSCORE_CSTRING, NULL, 0);
    for (int i = 0; i < 6; i++) {
        gathered g;
        dscore_column c = column_of(types[i], NULL, 0);
        c.code_type = DSCORE_INT32;
        c.dictionary = &dictionary;
        c.validity_kind = DSCORE_VALIDITY_BITMAP;
        gather_column(fields[i], &c, &g);
        ck_assert_ptr_null(g.v.status);
    }
}
END_TEST

START_TEST(zoneless_instants_are_known)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    dscore_column c = time_column(DSCORE_INT64, DSCORE_UNIT_S, ints, 4);
    assert_ok(dscore_table_bind(table, "at", &c, &err), err);
    ck_assert(!dsi_table_naive(table, field_of(table, "at")));
    c.flags |= DSCORE_COLUMN_NAIVE;
    assert_ok(dscore_table_bind(table, "at", &c, &err), err);
    ck_assert(dsi_table_naive(table, field_of(table, "at")));
    ck_assert(dsi_table_bound(table, field_of(table, "at")));
    ck_assert(!dsi_table_bound(table, field_of(table, "span")));
    ck_assert(!dsi_table_naive(table, field_of(table, "span")));
    dscore_table_free(table);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_table_knows_its_source_rows_and_columns, null_arguments_are_refused,
        an_unknown_source_or_field_names_the_nearest, columns_of_one_table_have_one_length,
        only_storage_that_serves_the_field_is_taken, a_wrong_type_is_told_with_field_storage_and_choice,
        times_need_a_unit_and_nothing_else_may_have_one, malformed_columns_are_refused, malformed_validity_is_refused,
        malformed_text_columns_are_refused, a_failed_bind_leaves_the_old_column, empty_columns_need_no_memory,
        zoneless_instants_are_known};
    return RUN_TESTS("table", tests);
}
