/* dscore_format and dscore_round: METHODS 0.4, the units of D16 and the buffer rule. */
#include "support.h"

static void assert_text(double value, const char *unit, int32_t decimals, const char *lang, const char *expected)
{
    char buffer[400];
    int64_t needed = 0;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_format(value, unit, decimals, lang, buffer, (int64_t)sizeof buffer, &needed, &err), err);
    ck_assert_str_eq(buffer, expected);
    ck_assert_int_eq(needed, (int64_t)strlen(expected) + 1);
}

START_TEST(the_rounding_examples_of_methods_0_4_hold)
{
    assert_text(59.995, NULL, 2, NULL, "60.00");
    assert_text(35.855, NULL, 2, NULL, "35.86");
    assert_text(-35.855, NULL, 2, NULL, "-35.86");
    assert_text(35.8549, NULL, 2, NULL, "35.85");
    assert_text(89.995, NULL, 2, NULL, "90.00"); /* METHODS 2.7 */
    ck_assert(dscore_round(59.995, 2) == 60.0);
    ck_assert(dscore_round(35.855, 2) == 35.86);
    ck_assert(dscore_round(-35.855, 2) == -35.86);
    ck_assert(dscore_round(35.8549, 2) == 35.85);
}
END_TEST

START_TEST(halves_go_away_from_zero)
{
    assert_text(0.5, "", 0, "en", "1");
    assert_text(1.5, "", 0, "en", "2");
    assert_text(2.5, "", 0, "en", "3");
    assert_text(-2.5, "", 0, "en", "-3");
    assert_text(0.125, "", 2, "en", "0.13");
    assert_text(1.005, "", 2, "en", "1.01"); /* stored just below */
}
END_TEST

START_TEST(zero_has_no_sign)
{
    assert_text(-0.001, "", 2, "en", "0.00");
    assert_text(-0.0, "", 0, "en", "0");
    ck_assert(!signbit(dscore_round(-0.001, 2)));
}
END_TEST

START_TEST(large_numbers_keep_their_digits)
{
    assert_text(1e15, "", 2, "en", "1000000000000000.00");
    assert_text(4503599627370497.0, "", 0, "en", "4503599627370497"); /* 2^52 + 1: adding a half would round up */
    assert_text(9007199254740993.0, "", 1, "en", "9007199254740992.0");
    assert_text(1e22, "", 2, "en", "10000000000000000000000.00");
    assert_text(123456789012345.67, "", 2, "en", "123456789012345.67");
    assert_text(4.6, "", 15, "en", "4.600000000000000");
    assert_text(4.7000000000000055, "", 15, "en", "4.700000000000006"); /* 17 digits, one too many */
    assert_text(-4.7000000000000295, "", 15, "en", "-4.700000000000030");
    ck_assert(dscore_round(4.7000000000000055, 15) == 4.700000000000006);
    char expected[350];
    memset(expected, '0', sizeof expected);
    memcpy(expected, "17976931348623157", 17);
    memcpy(expected + 309, ".000", 5);
    assert_text(1.7976931348623157e308, "", 3, "en", expected);
    ck_assert(dscore_round(1.7976931348623157e308, 15) == 1.7976931348623157e308);
    ck_assert(dscore_round(4503599627370497.0, 3) == 4503599627370497.0);
}
END_TEST

START_TEST(rounding_leaves_nan_and_infinity)
{
    ck_assert(isnan(dscore_round(NAN, 2)));
    ck_assert(dscore_round(INFINITY, 2) == INFINITY);
    ck_assert(dscore_round(-INFINITY, 2) == -INFINITY);
}
END_TEST

START_TEST(rounding_clamps_its_decimals)
{
    ck_assert(dscore_round(1.26, -3) == 1.0);
    ck_assert(dscore_round(0.1, 99) == 0.1);
}
END_TEST

START_TEST(minus_one_decimals_is_the_shortest_text)
{
    assert_text(0.1, "", -1, "en", "0.1");
    assert_text(87.5, "%", -1, "en", "87.5%");
    assert_text(100, "points", -1, "zh", "100分");
}
END_TEST

START_TEST(units_have_a_suffix_in_both_languages)
{
    static const struct {
        const char *unit, *en, *zh;
    } units[] = {{"%", "12.5%", "12.5%"}, {"s", "12.5 s", "12.5秒"}, {"count", "12.5", "12.5"},
        {"points", "12.5 points", "12.5分"}, {"ratio", "12.5", "12.5"}, {"per_day", "12.5 per day", "12.5/天"},
        {"per_hour", "12.5 per hour", "12.5/小时"}, {"per_month", "12.5 per month", "12.5/月"},
        {"per_10000", "12.5 per 10,000", "12.5/万"}, {"days", "12.5 days", "12.5天"},
        {"hours", "12.5 hours", "12.5小时"}, {"minutes", "12.5 min", "12.5分钟"}, {"money", "12.5", "12.5"},
        {"", "12.5", "12.5"}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        assert_text(12.5, units[i].unit, 1, "en", units[i].en);
        assert_text(12.5, units[i].unit, 1, NULL, units[i].en);
        assert_text(12.5, units[i].unit, 1, "zh", units[i].zh);
    }
    assert_text(1, "days", 0, "en", "1 day");
    assert_text(-1, "points", 0, "en", "-1 point");
    assert_text(1, "points", 1, "en", "1.0 points");
}
END_TEST

START_TEST(mistakes_name_what_was_expected)
{
    dscore_error err = DSCORE_ERROR_INIT;
    char b[16] = "same";
    ck_assert_int_eq(dscore_format(1, "parsec", 0, "en", b, 16, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_UNIT);
    ck_assert_ptr_nonnull(strstr(err.message, "\"parsec\""));
    ck_assert_ptr_nonnull(strstr(err.message, "per_10000"));
    ck_assert_int_eq(dscore_format(1, "s", 0, "fr", b, 16, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_LANGUAGE);
    ck_assert_int_eq(dscore_format(1, "s", 16, "en", b, 16, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_format(1, "s", -2, "en", b, 16, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_DECIMALS);
    ck_assert_int_eq(dscore_format(NAN, "s", 0, "en", b, 16, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_format(INFINITY, "s", 0, "en", b, 16, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_NOT_FINITE);
    ck_assert_str_eq(b, "same");
}
END_TEST

START_TEST(a_small_buffer_is_unchanged_and_the_size_is_told)
{
    dscore_error err = DSCORE_ERROR_INIT;
    char b[16] = "same";
    int64_t needed = 0;
    ck_assert_int_eq(dscore_format(42, "s", 1, "en", NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    ck_assert_int_eq(needed, 7); /* "42.0 s" */
    ck_assert_int_eq(dscore_format(42, "s", 1, "en", b, 6, &needed, &err), DSCORE_E_BUFFER);
    ck_assert_str_eq(b, "same");
    ck_assert_int_eq(dscore_format(42, "s", 1, "en", b, 7, NULL, &err), DSCORE_OK);
    ck_assert_str_eq(b, "42.0 s");
    ck_assert_int_eq(dscore_format(42, "s", 1, "en", NULL, 7, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_format(42, "s", 1, "en", b, -7, NULL, &err), DSCORE_E_ARGUMENT);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_rounding_examples_of_methods_0_4_hold, halves_go_away_from_zero, zero_has_no_sign,
        large_numbers_keep_their_digits, rounding_leaves_nan_and_infinity, rounding_clamps_its_decimals,
        minus_one_decimals_is_the_shortest_text, units_have_a_suffix_in_both_languages, mistakes_name_what_was_expected,
        a_small_buffer_is_unchanged_and_the_size_is_told};
    return RUN_TESTS("format", tests);
}
