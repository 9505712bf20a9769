/* Cells read back: every type, what is missing or invalid, and what is refused. */
#include "data_support.h"

static dscore_cell cell_of(const dscore_column *column, const char *field, int64_t row)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_cell cell = DSCORE_CELL_INIT;
    dscore_table *table = small_table();
    assert_ok(dscore_table_bind(table, field, column, &err), err);
    assert_ok(dscore_table_cell(table, field, row, &cell, &err), err);
    dscore_table_free(table);
    return cell;
}

START_TEST(a_time_is_read_in_microseconds_and_in_seconds)
{
    static const int32_t seconds[] = {7, 90};
    dscore_column column = time_column(DSCORE_INT32, DSCORE_UNIT_S, seconds, 2);
    dscore_cell cell = cell_of(&column, "span", 1);
    ck_assert_int_eq(cell.type, DSCORE_TYPE_DURATION);
    ck_assert_int_eq(cell.status, 0);
    ck_assert_int_eq(cell.is_integer, 1);
    ck_assert_int_eq(cell.integer, 90000000);
    ck_assert_double_eq(cell.number, 90.0);
    ck_assert_ptr_null(cell.text);
    static const int64_t instants[] = {1790000000123};
    column = time_column(DSCORE_INT64, DSCORE_UNIT_MS, instants, 1);
    cell = cell_of(&column, "at", 0);
    ck_assert_int_eq(cell.type, DSCORE_TYPE_INSTANT);
    ck_assert_int_eq(cell.integer, INT64_C(1790000000123000));
    ck_assert_double_eq(cell.number, 1790000000.123);
}
END_TEST

START_TEST(a_number_keeps_its_kind)
{
    static const double doubles[] = {2.0, 2.5};
    static const int16_t shorts[] = {-3, 4};
    static const int64_t mantissas[] = {INT64_C(9007199254740993), 1995};
    dscore_column column = column_of(DSCORE_FLOAT64, doubles, 2);
    dscore_cell cell = cell_of(&column, "amount", 1);
    ck_assert_int_eq(cell.is_integer, 0);
    ck_assert_double_eq(cell.number, 2.5);
    column = column_of(DSCORE_INT16, shorts, 2);
    cell = cell_of(&column, "amount", 0);
    ck_assert_int_eq(cell.is_integer, 1);
    ck_assert_int_eq(cell.integer, -3);
    ck_assert_double_eq(cell.number, -3.0);
    column = column_of(DSCORE_DECIMAL64, mantissas, 2);
    column.scale = 2;
    cell = cell_of(&column, "amount", 1);
    ck_assert_int_eq(cell.is_integer, 0);
    ck_assert_double_eq(cell.number, 19.95);
    cell = cell_of(&column, "amount", 0);
    ck_assert_double_eq(cell.number, 90071992547409.93); /* beyond 2^53, rounded once */
}
END_TEST

START_TEST(booleans_texts_and_integer_keys_are_read)
{
    static const uint8_t flags[] = {0, 1, 2};
    static const char *const texts[] = {"ann", NULL, ""};
    static const int64_t ids[] = {41, 42};
    dscore_column column = column_of(DSCORE_BOOL8, flags, 3);
    dscore_cell cell = cell_of(&column, "flag", 1);
    ck_assert_int_eq(cell.is_integer, 1);
    ck_assert_int_eq(cell.integer, 1);
    ck_assert_int_eq(cell_of(&column, "flag", 2).status, 2);
    column = column_of(DSCORE_CSTRING, texts, 3);
    cell = cell_of(&column, "who", 0);
    ck_assert_int_eq(cell.type, DSCORE_TYPE_TEXT);
    ck_assert_int_eq(cell.is_integer, 0);
    ck_assert_ptr_eq(cell.text, texts[0]);
    ck_assert_int_eq(cell.text_length, 3);
    cell = cell_of(&column, "who", 1);
    ck_assert_int_eq(cell.status, 1);
    ck_assert_ptr_null(cell.text);
    cell = cell_of(&column, "who", 2);
    ck_assert_int_eq(cell.status, 0);
    ck_assert_ptr_nonnull(cell.text);
    ck_assert_int_eq(cell.text_length, 0);
    column = column_of(DSCORE_INT64, ids, 2);
    cell = cell_of(&column, "who", 1);
    ck_assert_int_eq(cell.is_integer, 1);
    ck_assert_int_eq(cell.integer, 42);
    ck_assert_ptr_null(cell.text);
}
END_TEST

START_TEST(a_dictionary_gives_the_text_of_its_code)
{
    static const char *const entries[] = {"red", "green"};
    static const int8_t codes[] = {1, 5};
    dscore_column dictionary = column_of(DSCORE_CSTRING, entries, 2);
    dscore_column column = column_of(DSCORE_DICT, codes, 2);
    column.code_type = DSCORE_INT8;
    column.dictionary = &dictionary;
    dscore_cell cell = cell_of(&column, "who", 0);
    ck_assert_ptr_eq(cell.text, entries[1]);
    ck_assert_int_eq(cell.text_length, 5);
    ck_assert_int_eq(cell_of(&column, "who", 1).status, 2);
}
END_TEST

START_TEST(what_is_missing_or_invalid_holds_nothing)
{
    static const double scores[] = {4.0, 9.0, NAN};
    dscore_column column = column_of(DSCORE_FLOAT64, scores, 3);
    dscore_cell cell = cell_of(&column, "score", 1);
    ck_assert_int_eq(cell.status, 2);
    ck_assert_double_eq(cell.number, 0.0);
    ck_assert_int_eq(cell_of(&column, "score", 0).status, 0);
    ck_assert_int_eq(cell_of(&column, "score", 2).status, 1);
}
END_TEST

START_TEST(a_cell_that_is_not_there_is_refused)
{
    static const double amounts[] = {1.0};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_cell cell = DSCORE_CELL_INIT, old = {0};
    dscore_table *table = small_table();
    assert_ok(dscore_table_bind_array(table, "amount", DSCORE_FLOAT64, 0, amounts, 1, 8, NULL, &err), err);
    cell.number = 7.0;
    ck_assert_int_eq(dscore_table_cell(table, "amount", 1, &cell, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_ROW);
    ck_assert_str_eq(err.path, "small.amount");
    ck_assert_int_eq(dscore_table_cell(table, "amount", -1, &cell, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_cell(table, "score", 0, &cell, &err), DSCORE_E_FIELD_MISSING);
    ck_assert_int_eq(err.code, DSCORE_CODE_FIELD_UNBOUND);
    ck_assert_int_eq(dscore_table_cell(table, "amuont", 0, &cell, &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.message, "amount"));
    ck_assert_int_eq(dscore_table_cell(table, "amount", 0, &old, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_STRUCT_SIZE);
    ck_assert_int_eq(dscore_table_cell(NULL, "amount", 0, &cell, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_cell(table, NULL, 0, &cell, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_cell(table, "amount", 0, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_double_eq(cell.number, 7.0); /* unchanged by all of this */
    dscore_table_free(table);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_time_is_read_in_microseconds_and_in_seconds,
        a_number_keeps_its_kind,
        booleans_texts_and_integer_keys_are_read,
        a_dictionary_gives_the_text_of_its_code,
        what_is_missing_or_invalid_holds_nothing,
        a_cell_that_is_not_there_is_refused,
    };
    return RUN_TESTS("data.cell", tests);
}
