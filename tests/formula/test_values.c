/* Values of rows, by hand: logic, arithmetic, exact comparison, texts and keys. Ids are those of the decisions. */
#include "program_support.h"

/* s out of its domain 1..5 is invalid: rows true, false, missing, invalid of (s >= 4). */
static const int32_t s_rows[ROWS] = {5, 1, NONE, 9, 5, NONE};

START_TEST(kleene_with_missing_and_invalid_T1)
{
    rig r;
    rig_open(&r);
    r.rows = 4;
    bind_ints(&r, "s", s_rows);
    check_rows(&r, "s >= 4", "TF.D");
    check_rows(&r, "s >= 4 and true", "TF.D");
    check_rows(&r, "false and s >= 4", "FFFF");
    check_rows(&r, "s >= 4 and false", "FFFF");
    check_rows(&r, "s >= 4 or true", "TTTT");
    check_rows(&r, "false or s >= 4", "TF.D");
    check_rows(&r, "not s >= 4", "FT.D");
    check_rows(&r, "s is present", "TTFF");
    check_rows(&r, "s is missing", "FFTT");
    check_rows(&r, "coalesce(s, 0)", "====");
    check_rows(&r, "coalesce(s, if(false, 1))", "==.D");
    check_rows(&r, "if(s >= 4, 1, 2)", "==.D");
    check_rows(&r, "if(s >= 4, 1)", "=..D");
    check_rows(&r, "least(s, 3)", "==.D");
    check_rows(&r, "s in (1, 9)", "FT.D");
    check_rows(&r, "s not in (1, 9)", "TF.D");
    check_rows(&r, "s + 1", "==.D");
    check_rows(&r, "true == (s >= 4)", "TF.D");
    rig_close(&r);
}
END_TEST

/* y, d and due are not bound: missing in every row. An invalid row of the other operand stays invalid (T1). */
START_TEST(an_invalid_row_stays_invalid_beside_a_field_that_is_missing_everywhere)
{
    static const int32_t seconds[ROWS] = {10, 20, 30, 40, 50, 60};
    static const char *const formulas[] = {
        "s + y",
        "y - s",
        "s * y",
        "y / s",
        "s > y",
        "y == s",
        "least(s, y)",
        "greatest(y, s, 3)",
        "clamp(y, 1, s)",
        "d * s",
        "d / s",
        "elapsed(due, a + s * 1h)",
        "elapsed(a + s * 1h, due)",
        "met(a + s * 1h, due)",
        "within(due, a + s * 1h, 1h)",
        "s + y + 1",
        "-(s + y)",
        "abs(y * s)",
        "seconds(d * s)",
        "s + y in (1, 2)",
        "not s > y",
        "if(s > y, 1, 2)",
        "if(true, s + y)",
        "coalesce(y, s + y)",
        "s > y and true",
        "false or s > y",
    };
    rig r;
    rig_open(&r);
    r.rows = 4;
    bind_ints(&r, "s", s_rows);
    bind_seconds(&r, "a", seconds);
    for (size_t i = 0; i < sizeof formulas / sizeof formulas[0]; i++) {
        check_rows(&r, formulas[i], "...D");
    }
    check_rows(&r, "y + 1", "....");
    check_rows(&r, "s + y is missing", "TTTT");
    check_rows(&r, "coalesce(s + y, 7)", "====");
    check_rows(&r, "s > y or true", "TTTT");
    rig_close(&r);
}
END_TEST

START_TEST(every_pair_of_the_three_kinds_in_and_or)
{
    static const uint8_t p[9] = {1, 1, 1, 0, 0, 0, 9, 9, 9};
    static const uint8_t q[9] = {1, 0, 9, 1, 0, 9, 1, 0, 9};
    rig r;
    rig_open(&r);
    r.rows = 9;
    bind_booleans(&r, "p", p);
    bind_booleans(&r, "q", q);
    check_rows(&r, "p and q", "TF.FFF.F.");
    check_rows(&r, "p or q", "TTTTF.T..");
    check_rows(&r, "p == q", "TF.FT....");
    check_rows(&r, "p != q", "FT.TF....");
    rig_close(&r);
}
END_TEST

START_TEST(whole_numbers_overflow_and_doubles_become_infinite_D7)
{
    static const int64_t x[5] = {INT64_MAX, 7, INT64_MIN, -7, 3037000500};
    static const double y[5] = {1e308, 2.0, 0.0, 0.5, -1e308};
    rig r;
    rig_open(&r);
    r.rows = 5;
    bind_column(&r, "x", DSCORE_INT64, DSCORE_UNIT_NONE, x, 8, NULL);
    bind_column(&r, "y", DSCORE_FLOAT64, DSCORE_UNIT_NONE, y, 8, NULL);
    check_rows(&r, "x + 1", "O====");
    check_rows(&r, "1 + x", "O====");
    check_rows(&r, "x - 1", "==O==");
    check_rows(&r, "0 - x", "==O==");
    check_rows(&r, "-x", "==O==");
    check_rows(&r, "abs(x)", "==O==");
    check_rows(&r, "x * x", "O=O=O"); /* 3037000500^2 is just above 2^63 */
    check_rows(&r, "x * 2", "O=O==");
    check_rows(&r, "y * 10", "8===8");
    check_rows(&r, "1 / y", "==8==");
    check_rows(&r, "y / y", "==8==");
    check_rows(&r, "x / 0", "88888");
    check_rows(&r, "y + y", "8===8");
    check_values(
        &r, "(x + 0) / 2", (const double[]){4611686018427387904.0, 3.5, -4611686018427387904.0, -3.5, 1518500250.0}, 5);
    check_values(
        &r, "x - y * 0", (const double[]){9223372036854775808.0, 7.0, -9223372036854775808.0, -7.0, 3037000500.0}, 5);
    check_values(&r, "abs(y)", (const double[]){1e308, 2.0, 0.0, 0.5, 1e308}, 5);
    rig_close(&r);
}
END_TEST

START_TEST(durations_scale_to_the_nearest_microsecond)
{
    static const int64_t d[5] = {1, 3, 5, -3, INT64_MAX}; /* microseconds */
    static const int32_t two[5] = {2, 2, 2, 2, 2};
    static const double two_and_half[5] = {2.0, 2.0, 2.0, 2.5, 2.0};
    rig r;
    rig_open(&r);
    r.rows = 4;
    bind_column(&r, "d", DSCORE_INT64, DSCORE_UNIT_US, d, 8, NULL);
    bind_ints(&r, "x", two);
    bind_column(&r, "y", DSCORE_FLOAT64, DSCORE_UNIT_NONE, two_and_half, 8, NULL);
    /* halves to even: 0.5 -> 0, 1.5 -> 2, 2.5 -> 2, -1.5 -> -2 */
    check_values(&r, "d / x", (const double[]){0.0, 2.0, 2.0, -2.0}, 4);
    check_values(&r, "d / 2", (const double[]){0.0, 2.0, 2.0, -2.0}, 4);
    check_values(&r, "d * 0.5", (const double[]){0.0, 2.0, 2.0, -2.0}, 4);
    check_values(&r, "d / y", (const double[]){0.0, 2.0, 2.0, -1.0}, 4);
    check_values(&r, "d * y", (const double[]){2.0, 6.0, 10.0, -8.0}, 4);
    check_values(&r, "1.5 * d", (const double[]){2.0, 4.0, 8.0, -4.0}, 4);
    check_values(&r, "d / 2ms", (const double[]){0.0005, 0.0015, 0.0025, -0.0015}, 4);
    check_values(&r, "hours(d)", (const double[]){1 / 3.6e9, 3 / 3.6e9, 5 / 3.6e9, -3 / 3.6e9}, 4);
    check_values(&r, "days(d * 0 + 36h)", (const double[]){1.5, 1.5, 1.5, 1.5}, 4);
    check_values(&r, "minutes(d * 0 + 45s)", (const double[]){0.75, 0.75, 0.75, 0.75}, 4);
    check_values(&r, "seconds(-d)", (const double[]){-1e-6, -3e-6, -5e-6, 3e-6}, 4);
    check_rows(&r, "d / 0", "8888");
    check_rows(&r, "d / 0s", "8888");
    check_rows(&r, "d / (y - y)", "8888");
    r.rows = 5;
    (void)dscore_table_unbind(r.table, "x", NULL);
    (void)dscore_table_unbind(r.table, "y", NULL);
    (void)dscore_table_unbind(r.table, "d", NULL);
    bind_column(&r, "d", DSCORE_INT64, DSCORE_UNIT_US, d, 8, NULL);
    check_rows(&r, "d * 2", "====O");
    check_rows(&r, "d * 1.5", "====O");
    check_rows(&r, "d + d", "====O");
    check_rows(&r, "@9999-12-31T23:59:59.999998Z + d", "=OO=O");
    rig_close(&r);
}
END_TEST

START_TEST(integers_and_doubles_compare_exactly_D7)
{
    static const int64_t x[5] = {INT64_C(9007199254740993), INT64_C(9007199254740992), 2, 3, -1};
    static const double y[5] = {9007199254740992.0, 9007199254740992.0, 2.5, 3.0, -0.5};
    rig r;
    rig_open(&r);
    r.rows = 5;
    bind_column(&r, "x", DSCORE_INT64, DSCORE_UNIT_NONE, x, 8, NULL);
    bind_column(&r, "y", DSCORE_FLOAT64, DSCORE_UNIT_NONE, y, 8, NULL);
    check_rows(&r, "x == y", "FTFTF");
    check_rows(&r, "x > y", "TFFFF");
    check_rows(&r, "y >= x", "FTTTT");
    check_rows(&r, "y != x", "TFTFT");
    check_rows(&r, "x < 2.5", "FFTFT");
    check_rows(&r, "x <= 2.5", "FFTFT");
    check_rows(&r, "2.5 < x", "TTFTF");
    check_rows(&r, "x >= 2.5", "TTFTF");
    check_rows(&r, "x == 2.5", "FFFFF");
    check_rows(&r, "x != 2.5", "TTTTT");
    check_rows(&r, "x > -0.5", "TTTTF");
    check_rows(&r, "x < 1e22", "TTTTT");
    check_rows(&r, "x > -1e22", "TTTTT");
    check_rows(&r, "x == 1e22", "FFFFF");
    check_rows(&r, "y == 3", "FFFTF");
    check_rows(&r, "y in (2.5, 3, 7)", "FFTTF");
    check_rows(&r, "x in (2, 2.5, -1)", "FFTFT");
    check_rows(&r, "y < x + 0 and x > 0", "TFFFF");
    rig_close(&r);
}
END_TEST

START_TEST(a_literal_meets_float32_as_float32)
{
    static const float y[3] = {4.1F, 0.1F, 16777216.0F};
    rig r;
    rig_open(&r);
    r.rows = 3;
    bind_column(&r, "y", DSCORE_FLOAT32, DSCORE_UNIT_NONE, y, 4, NULL);
    check_rows(&r, "y == 4.1", "TFF");
    check_rows(&r, "y in (0.1, 4.1)", "TTF");
    check_rows(&r, "y >= 4.1", "TFT");
    check_rows(&r, "y > 0.1", "TFT");
    check_rows(&r, "y == 16777217", "FFT"); /* which float32 cannot hold */
    check_rows(&r, "y + 0 == 4.1", "FFF");  /* no longer a column */
    rig_close(&r);
}
END_TEST

START_TEST(decimals_compare_exactly_and_stay_decimal)
{
    static const int64_t cents[5] = {430, 429, 431, -430, INT64_MAX};
    dscore_column column = DSCORE_COLUMN_INIT;
    column.type = DSCORE_DECIMAL64;
    column.scale = 2;
    column.data = cents;
    column.length = 5;
    column.stride = 8;
    rig r;
    rig_open(&r);
    r.rows = 5;
    assert_ok(dscore_table_bind(r.table, "x", &column, &r.bench.err), r.bench.err);
    check_rows(&r, "x == 4.3", "TFFFF");
    check_rows(&r, "x < 4.3", "FTFTF");
    check_rows(&r, "x >= 4.3", "TFTFT");
    check_rows(&r, "x >= 4.305", "FFTFT");
    check_rows(&r, "x == 4.305", "FFFFF");
    check_rows(&r, "x > -4.301", "TTTTT");
    check_rows(&r, "x < -4.299", "FFFTF");
    check_rows(&r, "x in (4.29, -4.3)", "FTFTF");
    check_rows(&r, "x > 4", "TTTFT");
    check_rows(&r, "x < 1e17", "TTTTT"); /* 92233720368547758.07 */
    check_rows(&r, "x > 1e16", "FFFFT");
    check_rows(&r, "x == x", "TTTTT");
    check_rows(&r, "-x < 0", "TTTFT");
    check_rows(&r, "x * 10 == 43", "TFFFF");
    check_values(&r, "x + 0", (const double[]){4.3, 4.29, 4.31, -4.3, 92233720368547758.07}, 5);
    const dsi_vector *v = run(&r, "coalesce(if(x > 0, x), 7)");
    ck_assert_int_eq(v->kind, DSI_DECIMAL);
    ck_assert_int_eq(v->scale, 2);
    ck_assert_int_eq(v->v.i[3], 700);
    v = run(&r, "least(x, 4.3)");
    ck_assert_int_eq(v->kind, DSI_DOUBLE);
    check_rows(&r, "greatest(x, 100000000000000 * 10000)", "OOOOO");
    rig_close(&r);
}
END_TEST

START_TEST(texts_compare_by_bytes_and_keys_by_kind_D12)
{
    static const char *const note[4] = {"a", "ab", NULL, ""};
    static const int32_t who[4] = {17, 18, NONE, 17};
    rig r;
    rig_open(&r);
    r.rows = 4;
    bind_column(&r, "note", DSCORE_CSTRING, DSCORE_UNIT_NONE, note, (int64_t)sizeof note[0], NULL);
    bind_ints(&r, "who", who);
    check_rows(&r, "note == \"a\"", "TF.F");
    check_rows(&r, "note != \"a\"", "FT.T");
    check_rows(&r, "\"\" == note", "FF.T");
    check_rows(&r, "note in (\"\", \"ab\")", "FT.T");
    check_rows(&r, "coalesce(note, \"none\") == \"none\"", "FFTF");
    check_rows(&r, "if(note == \"a\", \"one\", note) == \"one\"", "TF.F");
    check_rows(&r, "who == 17", "TF.T");
    check_rows(&r, "who not in (17, 19)", "FT.F");
    ck_assert_ptr_null(run(&r, "who == \"17\""));
    ck_assert_int_eq(r.bench.err.status, DSCORE_E_TYPE);
    ck_assert_str_eq(r.bench.err.path, "rows.who");
    ck_assert_ptr_null(run(&r, "coalesce(who, note) == \"a\""));
    ck_assert_ptr_null(run(&r, "who in (\"17\")"));
    (void)dscore_table_unbind(r.table, "who", NULL);
    bind_column(&r, "who", DSCORE_CSTRING, DSCORE_UNIT_NONE, note, (int64_t)sizeof note[0], NULL);
    check_rows(&r, "who == note", "TT.T");
    ck_assert_ptr_null(run(&r, "who == 17"));
    ck_assert(strstr(r.bench.err.message, "`who` is bound as text") != NULL);
    rig_close(&r);
}
END_TEST

START_TEST(least_greatest_clamp_take_any_order_T5)
{
    static const int32_t x[4] = {1, 5, 9, NONE};
    static const double y[4] = {2.5, 2.5, 2.5, 2.5};
    rig r;
    rig_open(&r);
    r.rows = 3;
    bind_ints(&r, "x", x);
    bind_column(&r, "y", DSCORE_FLOAT64, DSCORE_UNIT_NONE, y, 8, NULL);
    bind_seconds(&r, "a", x);
    check_values(&r, "clamp(x, 3, 7)", (const double[]){3, 5, 7}, 3);
    check_values(&r, "least(x, y, 6)", (const double[]){1, 2.5, 2.5}, 3);
    check_values(&r, "greatest(x, 4)", (const double[]){4, 5, 9}, 3);
    check_values(&r, "seconds(least(a, @1970-01-01T00:00:04Z) - @1970-01-01T00:00:00Z)", (const double[]){1, 4, 4}, 3);
    check_values(&r, "if(x > 4, x, y)", (const double[]){2.5, 5, 9}, 3);
    check_values(&r, "greatest(a - a, 2s) / 1s", (const double[]){2, 2, 2}, 3);
    r.rows = 4;
    (void)dscore_table_unbind(r.table, "y", NULL);
    (void)dscore_table_unbind(r.table, "a", NULL);
    (void)dscore_table_unbind(r.table, "x", NULL);
    bind_ints(&r, "x", x);
    check_rows(&r, "clamp(x, 3, 7)", "===.");
    check_rows(&r, "least(3, x)", "===.");
    rig_close(&r);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        kleene_with_missing_and_invalid_T1,
        an_invalid_row_stays_invalid_beside_a_field_that_is_missing_everywhere,
        every_pair_of_the_three_kinds_in_and_or,
        whole_numbers_overflow_and_doubles_become_infinite_D7,
        durations_scale_to_the_nearest_microsecond,
        integers_and_doubles_compare_exactly_D7,
        a_literal_meets_float32_as_float32,
        decimals_compare_exactly_and_stay_decimal,
        texts_compare_by_bytes_and_keys_by_kind_D12,
        least_greatest_clamp_take_any_order_T5,
    };
    return RUN_TESTS("formula values", tests);
}
