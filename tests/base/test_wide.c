/* 128-bit and checked integers, exact comparison and exact interpolation. Expected doubles from exact rationals
   (Python 3, fractions.Fraction). */
#include "support.h"

#include "base/wide.h"

#include <float.h>

static void assert_int128(dsi_int128 x, int64_t hi, uint64_t lo)
{
    ck_assert(x.hi == hi);
    ck_assert(x.lo == lo);
}

START_TEST(products_of_int64_fit_128_bits)
{
    assert_int128(dsi_int128_mul(0, INT64_MIN), 0, 0);
    assert_int128(dsi_int128_mul(-1, 1), -1, UINT64_MAX);
    assert_int128(dsi_int128_mul(INT64_MIN, INT64_MIN), INT64_C(1) << 62, 0);                    /* 2^126 */
    assert_int128(dsi_int128_mul(INT64_MIN, INT64_MAX), -(INT64_C(1) << 62), UINT64_C(1) << 63); /* -2^126 + 2^63 */
    assert_int128(dsi_int128_mul(4294967297, 4294967297), 1, 8589934593U);                       /* 2^64 + 2^33 + 1 */
    assert_int128(dsi_int128_mul(INT64_MAX, INT64_MAX), 0x3FFFFFFFFFFFFFFF, 1);
}
END_TEST

START_TEST(sums_of_128_bits_carry_both_ways)
{
    dsi_int128 x = {0, 0};
    x = dsi_int128_add_int(x, -1);
    assert_int128(x, -1, UINT64_MAX);
    x = dsi_int128_add_int(x, 1);
    assert_int128(x, 0, 0);
    x = (dsi_int128){UINT64_MAX, 5};
    assert_int128(dsi_int128_add_int(x, 1), 6, 0);
    assert_int128(dsi_int128_add_int(x, INT64_MIN), 5, (uint64_t)INT64_MAX);
    assert_int128(dsi_int128_add(x, x), 11, UINT64_MAX - 1);
    assert_int128(dsi_int128_add(x, (dsi_int128){1, -6}), 0, 0);
}
END_TEST

START_TEST(checked_arithmetic_refuses_exactly_what_overflows)
{
    int64_t out = 77;
    ck_assert(!dsi_add_checked(INT64_MAX, 1, &out));
    ck_assert(!dsi_add_checked(INT64_MIN, -1, &out));
    ck_assert(!dsi_sub_checked(INT64_MIN, 1, &out));
    ck_assert(!dsi_sub_checked(0, INT64_MIN, &out));
    ck_assert(!dsi_mul_checked(INT64_MIN, -1, &out));
    ck_assert(!dsi_mul_checked(INT64_C(1) << 32, INT64_C(1) << 31, &out));
    ck_assert(!dsi_mul_checked(INT64_MAX, INT64_MAX, &out));
    ck_assert_int_eq(out, 77);
    ck_assert(dsi_add_checked(INT64_MAX, INT64_MIN, &out) && out == -1);
    ck_assert(dsi_add_checked(INT64_MAX - 1, 1, &out) && out == INT64_MAX);
    ck_assert(dsi_sub_checked(-1, INT64_MIN, &out) && out == INT64_MAX);
    ck_assert(dsi_sub_checked(INT64_MIN + 1, 1, &out) && out == INT64_MIN);
    ck_assert(dsi_mul_checked(INT64_C(1) << 32, -(INT64_C(1) << 31), &out) && out == INT64_MIN);
    ck_assert(dsi_mul_checked(-3, -7, &out) && out == 21);
    ck_assert(dsi_mul_checked(0, INT64_MIN, &out) && out == 0);
    ck_assert(dsi_power10(0) == 1);
    ck_assert(dsi_power10(6) == 1000000);
    ck_assert(dsi_power10(18) == 1000000000000000000);
}
END_TEST

START_TEST(an_integer_and_a_double_compare_exactly)
{
    /* 2^53 + 1 is not a double: (double)a == b would say equal. */
    ck_assert_int_eq(dsi_compare_int_double(9007199254740993, 9007199254740992.0), 1);
    ck_assert_int_eq(dsi_compare_int_double(9007199254740993, 9007199254740994.0), -1);
    ck_assert_int_eq(dsi_compare_int_double(INT64_MAX, 0x1p63), -1);
    ck_assert_int_eq(dsi_compare_int_double(INT64_MIN, -0x1p63), 0);
    ck_assert_int_eq(dsi_compare_int_double(INT64_MIN, -0x1.0000000000001p63), 1);
    ck_assert_int_eq(dsi_compare_int_double(4, 4.5), -1);
    ck_assert_int_eq(dsi_compare_int_double(-4, -4.5), 1);
    ck_assert_int_eq(dsi_compare_int_double(0, -5e-324), 1);
    ck_assert_int_eq(dsi_compare_int_double(0, -0.0), 0);
    ck_assert_int_eq(dsi_compare_int_double(5, 5.0), 0);
    ck_assert_int_eq(dsi_compare_int_double(6, 5.0), 1);
    ck_assert_int_eq(dsi_compare_int_double(INT64_MAX, INFINITY), -1);
    ck_assert_int_eq(dsi_compare_int_double(INT64_MIN, -INFINITY), 1);
}
END_TEST

START_TEST(interpolation_of_integers_is_rounded_once)
{
    ck_assert(dsi_interpolate_int(10, 20, 0.25, 1) == 12.5);
    ck_assert(dsi_interpolate_int(10, 20, 0.0, 4) == 2.5);
    ck_assert(dsi_interpolate_int(INT64_MIN, INT64_MAX, 0.5, 1) == -0.5);
    ck_assert(dsi_interpolate_int(INT64_MIN, INT64_MAX, 0.9, 1) == 0x1.999999999999ap+62);
    ck_assert(dsi_interpolate_int(1700000000000001, 1700000000000004, 0.1, 1000000) == 0x1.954fc40000005p+30);
    ck_assert(dsi_interpolate_int(3, 3, 0.3, 1) == 3.0);
    ck_assert(dsi_interpolate_int(7, -7, 0.5, 1) == 0.0);
    ck_assert(dsi_interpolate_int(0, 1, 5e-324, 1) == 5e-324);
    ck_assert(isnan(dsi_interpolate_int(0, 1, 1.0, 1)));
    ck_assert(isnan(dsi_interpolate_int(0, 1, 0.5, 0)));
}
END_TEST

START_TEST(interpolation_of_doubles_neither_overflows_nor_underflows)
{
    ck_assert(dsi_interpolate_double(-DBL_MAX, DBL_MAX, 0.75) == 0x1.fffffffffffffp+1022);
    ck_assert(dsi_interpolate_double(-DBL_MAX, DBL_MAX, 0.5) == 0.0);
    ck_assert(dsi_interpolate_double(5e-324, 1e-323, 0.5) == 0x0.0000000000002p-1022);
    ck_assert(dsi_interpolate_double(0.1, 0.3, 0.5) == 0x1.999999999999ap-3);
    ck_assert(dsi_interpolate_double(1.5, 2.5, 0.0) == 1.5);
    ck_assert(dsi_interpolate_double(1.5, 1.5, 0.7) == 1.5);
    ck_assert(dsi_interpolate_double(1.0, 2.0, 0.5) == dsi_interpolate_int(1, 2, 0.5, 1));
    ck_assert(dsi_interpolate_double(INFINITY, INFINITY, 0.5) == INFINITY);
    ck_assert(dsi_interpolate_double(1.0, INFINITY, 0.5) == INFINITY);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {products_of_int64_fit_128_bits, sums_of_128_bits_carry_both_ways,
        checked_arithmetic_refuses_exactly_what_overflows, an_integer_and_a_double_compare_exactly,
        interpolation_of_integers_is_rounded_once, interpolation_of_doubles_neither_overflows_nor_underflows};
    return RUN_TESTS("wide", tests);
}
