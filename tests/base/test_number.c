/* Reading and printing numbers. Expected texts and bits come from Python 3 (float(), repr, "%.17g", float.hex()), from
   the worked numbers named beside them, or, for random values, from the C library in the C locale. */
#include "support.h"

#include "base/text.h"

#include <float.h>

static double parsed(const char *text)
{
    double value = NAN;
    const int64_t length = (int64_t)strlen(text);
    ck_assert_msg(dsi_parse_double(text, length, &value) == length, "%.60s", text);
    return value;
}

START_TEST(decimals_are_read_to_the_nearest_double)
{
    static const struct {
        const char *text;
        double value;
    } vectors[] = {{"0", 0.0}, {"1", 1.0}, {"+1.5", 1.5}, {"-2.25", -2.25}, {"0.1", 0x1.999999999999ap-4},
        {"00012.50", 12.5}, {"1e3", 1000.0}, {"1E+3", 1000.0}, {"25e-1", 2.5},
        {"123456789012345678", 0x1.b69b4ba630f35p+56}, {"9007199254740993", 0x1p53},
        {"9007199254740993.0000000000000000001", 0x1.0000000000001p53}, {"1e22", 0x1.0f0cf064dd592p73},
        {"1e23", 0x1.52d02c7e14af6p76}, {"8.5e-7", 0x1.c8571c4687a3dp-21}, {"1e-400", 0.0},
        {"1.7976931348623157e308", DBL_MAX}, {"1.7976931348623158e308", DBL_MAX}, {"2.2250738585072014e-308", DBL_MIN},
        /* the number on which PHP and Java once looped for ever */
        {"2.2250738585072011e-308", 0x0.fffffffffffffp-1022}, {"4.9e-324", 0x1p-1074}, {"2.4703282292062327e-324", 0.0},
        {"2.4703282292062328e-324", 0x1p-1074}, {"0e999999999999999999999", 0.0}, {"1e-99999999999999999999", 0.0}};
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        ck_assert_msg(parsed(vectors[i].text) == vectors[i].value, "%s", vectors[i].text);
    }
    ck_assert(signbit(parsed("-0")));
}
END_TEST

START_TEST(hundreds_of_digits_decide_a_halfway_case)
{
    /* 2^-1074 / 2 is the halfway point between 0 and the smallest double: 5^1075 / 10^1075. The 752
       digits of 5^1075 are made here, least significant first. */
    char digits[1200] = "5";
    int n = 1;
    for (int i = 1; i < 1075; i++) {
        int carry = 0;
        for (int k = 0; k < n; k++) {
            const int product = (digits[k] - '0') * 5 + carry;
            digits[k] = (char)('0' + product % 10);
            carry = product / 10;
        }
        while (carry > 0) {
            digits[n++] = (char)('0' + carry % 10);
            carry /= 10;
        }
    }
    ck_assert_int_eq(n, 752);
    char text[2048];
    int at = 0;
    for (int k = n - 1; k >= 0; k--) {
        text[at++] = digits[k];
    }
    memcpy(text + at, "e-1075", 7);
    ck_assert(parsed(text) == 0.0); /* exactly half: to even */
    text[at] = '.';
    memset(text + at + 1, '0', 400);
    memcpy(text + at + 401, "1e-1075", 8);
    ck_assert(parsed(text) == 0x1p-1074); /* more than half, by a digit 400 places on */
    text[at - 1] = '4';
    ck_assert(parsed(text) == 0.0);
}
END_TEST

START_TEST(zeros_do_not_count_as_digits)
{
    char text[900];
    memset(text, '0', sizeof text);
    text[1] = '.';
    memcpy(text + 800, "1e799", 6);
    ck_assert(parsed(text) == 1.0);
    memset(text, '0', sizeof text);
    text[0] = '1';
    memcpy(text + 801, "e-800", 6);
    ck_assert(parsed(text) == 1.0);
}
END_TEST

START_TEST(reading_stops_where_the_number_ends)
{
    static const struct {
        const char *text;
        int64_t bytes;
    } vectors[] = {{"", 0}, {"+", 0}, {"-", 0}, {"-x", 0}, {".5", 0}, {"inf", 0}, {"nan", 0}, {"INFINITY", 0},
        {" 1", 0}, {"1.", 1}, {"1.x", 1}, {"1e", 1}, {"1e+", 1}, {"1e5x", 3}, {"0x10", 1}, {"1,5", 1}, {"1.5.5", 3},
        {"1_000", 1}, {"12abc", 2},
        /* no double is near: not a number */
        {"1e309", 0}, {"-1e400", 0}, {"1.7976931348623159e308", 0}, {"1e99999999999999999999", 0}};
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        double value = 77.0;
        const int64_t bytes = dsi_parse_double(vectors[i].text, (int64_t)strlen(vectors[i].text), &value);
        ck_assert_msg(bytes == vectors[i].bytes, "%s: %d bytes", vectors[i].text, (int)bytes);
        ck_assert(bytes > 0 || value == 77.0);
    }
    double value;
    ck_assert_int_eq(dsi_parse_double("12345", 2, &value), 2);
    ck_assert(value == 12.0);
    ck_assert_int_eq(dsi_parse_double("1.5", 2, &value), 1);
    ck_assert_int_eq(dsi_parse_double("1e5", 2, &value), 1);
}
END_TEST

START_TEST(integers_are_read_up_to_the_ends_of_int64)
{
    int64_t v = 5;
    ck_assert_int_eq(dsi_parse_int("9223372036854775807", 19, &v), 19);
    ck_assert(v == INT64_MAX);
    ck_assert_int_eq(dsi_parse_int("-9223372036854775808", 20, &v), 20);
    ck_assert(v == INT64_MIN);
    ck_assert_int_eq(dsi_parse_int("+0012x", 6, &v), 5);
    ck_assert_int_eq(v, 12);
    ck_assert_int_eq(dsi_parse_int("9223372036854775808", 19, &v), 0);
    ck_assert_int_eq(dsi_parse_int("-9223372036854775809", 20, &v), 0);
    ck_assert_int_eq(dsi_parse_int("99999999999999999999", 20, &v), 0);
    ck_assert_int_eq(dsi_parse_int("", 0, &v), 0);
    ck_assert_int_eq(dsi_parse_int("-", 1, &v), 0);
    ck_assert_int_eq(dsi_parse_int("x", 1, &v), 0);
    ck_assert_int_eq(v, 12);
}
END_TEST

START_TEST(numbers_print_as_the_shortest_text_that_reads_back)
{
    static const struct {
        double value;
        const char *text;
    } vectors[] = {{0.0, "0"}, {-0.0, "-0"}, {1.0, "1"}, {-1.5, "-1.5"}, {0.1, "0.1"}, {0.3, "0.3"},
        {0.1 + 0.2, "0.30000000000000004"}, {100.0, "100"}, {1e15, "1000000000000000"}, {1e16, "10000000000000000"},
        {1e17, "1e+17"}, {1e300, "1e+300"}, {123456.789, "123456.789"}, {0.0001, "0.0001"}, {0.00001, "1e-05"},
        {1e23, "1e+23"}, {5e-324, "5e-324"}, {1.5e-323, "1.5e-323"}, {DBL_MAX, "1.7976931348623157e+308"},
        {DBL_MIN, "2.2250738585072014e-308"}, {9007199254740993.0, "9007199254740992"},
        {2.0 / 3.0, "0.6666666666666666"},
        /* powers of two, where the doubles below are closer: Steele and White's hard cases */
        {0x1p-44, "5.684341886080802e-14"}, {0x1p-1022, "2.2250738585072014e-308"}, {0x1p89, "6.189700196426902e+26"},
        {9.5367431640625e-07, "9.5367431640625e-07"}, {NAN, "NaN"}, {INFINITY, "inf"}, {-INFINITY, "-inf"}};
    char text[32];
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        dsi_print_double(vectors[i].value, text);
        ck_assert_str_eq(text, vectors[i].text);
    }
}
END_TEST

START_TEST(significant_digits_print_as_percent_g)
{
    static const struct {
        double value;
        int32_t n;
        const char *text;
    } vectors[] = {{0.1, 17, "0.10000000000000001"}, {1.0 / 3.0, 17, "0.33333333333333331"}, {100.0, 17, "100"},
        {0.5, 1, "0.5"}, {2.5, 1, "2"}, {3.5, 1, "4"}, {9.5, 1, "1e+01"}, {999999.5, 6, "1e+06"},
        {123456.0, 3, "1.23e+05"}, {0.0, 17, "0"}, {-0.0, 5, "-0"}, {1e100, 17, "1e+100"},
        {5e-324, 17, "4.9406564584124654e-324"}, {0x1p-877, 17, "9.9241610332960957e-265"}, {NAN, 17, "NaN"},
        {INFINITY, 3, "inf"}};
    char text[40];
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        dsi_print_significant(vectors[i].value, vectors[i].n, text);
        ck_assert_str_eq(text, vectors[i].text);
    }
    dsi_print_significant(2.0 / 3.0, 0, text);
    ck_assert_str_eq(text, "0.7");
    dsi_print_significant(0.1, 99, text);
    ck_assert_str_eq(text, "0.10000000000000001");
}
END_TEST

/* splitmix64: random bits with a fixed seed. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t x = *state += 0x9e3779b97f4a7c15U;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
    x = (x ^ x >> 27) * 0x94d049bb133111ebU;
    return x ^ x >> 31;
}

static double random_double(uint64_t *state)
{
    const uint64_t kind = next_random(state) % 4;
    uint64_t bits = next_random(state);
    double value;
    if (kind == 0) { /* decimals as people write them */
        return (double)(int64_t)(bits % 2000000U) / 1000.0 - 1000.0;
    }
    if (kind == 1) { /* a power of two or a neighbour */
        bits = (bits & 0x7FF0000000000000U) + bits % 3U - 1U;
    } else if (kind == 2) { /* subnormal */
        bits &= 0x800FFFFFFFFFFFFFU;
    }
    memcpy(&value, &bits, sizeof value);
    return isfinite(value) ? value : 1.0;
}

static void assert_reads_like_strtod(const char *text)
{
    double value = INFINITY; /* what strtod makes of a number too large, and dsi_parse_double refuses */
    (void)dsi_parse_double(text, (int64_t)strlen(text), &value);
    const double expected = strtod(text, NULL);
    ck_assert_msg(fabs(value) == fabs(expected) && (isinf(value) || signbit(value) == signbit(expected)), "%s", text);
}

START_TEST(random_numbers_agree_with_the_c_library)
{
    uint64_t state = 20240501;
    char text[40], expected[64];
    for (int i = 0; i < 20000; i++) {
        const double value = random_double(&state);
        const int n = (int)(next_random(&state) % 17U) + 1;
        dsi_print_significant(value, n, text);
        (void)snprintf(expected, sizeof expected, "%.*g", n, value);
        ck_assert_str_eq(text, expected);
        assert_reads_like_strtod(text);

        dsi_print_double(value, text);
        ck_assert_msg(parsed(text) == value && strtod(text, NULL) == value, "%a", value);

        (void)snprintf(expected, sizeof expected, "%.*e", (int)(next_random(&state) % 40U), value);
        assert_reads_like_strtod(expected);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {decimals_are_read_to_the_nearest_double, hundreds_of_digits_decide_a_halfway_case,
        zeros_do_not_count_as_digits, reading_stops_where_the_number_ends, integers_are_read_up_to_the_ends_of_int64,
        numbers_print_as_the_shortest_text_that_reads_back, significant_digits_print_as_percent_g,
        random_numbers_agree_with_the_c_library};
    return RUN_TESTS("number", tests);
}
