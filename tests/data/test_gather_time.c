/* Gathering instants and durations: every unit and type to microseconds (D6). */
#include "data_support.h"

enum { ROWS = 4 };
/* 2024-03-01T08:00:00Z, a second later, 1969-12-31T23:59:58Z, missing; seconds since 1970 by GNU date. */
static const int64_t seconds[ROWS] = {1709280000, 1709280001, -2, -1000};
static const int64_t expected[ROWS] = {1709280000000000, 1709280001000000, -2000000, 0};
static const uint8_t status[ROWS] = {DSI_PRESENT, DSI_PRESENT, DSI_PRESENT, DSI_MISSING};

START_TEST(every_unit_and_type_gives_the_same_instants)
{
    static const int64_t factors[] = {0, 1, 1000, 1000000, 1000000000};
    for (int32_t unit = DSCORE_UNIT_S; unit <= DSCORE_UNIT_NS; unit++) {
        int64_t ints[ROWS];
        double doubles[ROWS];
        for (int i = 0; i < ROWS; i++) {
            ints[i] = seconds[i] * factors[unit];
            doubles[i] = (double)seconds[i] * (double)factors[unit];
        }
        for (int f = 0; f < 2; f++) {
            static const char *const fields[] = {"at", "span"};
            gathered g;
            dscore_column c = time_column(DSCORE_INT64, unit, ints, ROWS);
            c.sentinel = &ints[3];
            gather_column(fields[f], &c, &g);
            ck_assert_int_eq(g.v.kind, DSI_INT);
            assert_ints(&g, expected, status, ROWS);
            c = time_column(DSCORE_FLOAT64, unit, doubles, ROWS);
            c.sentinel = &doubles[3];
            gather_column(fields[f], &c, &g);
            assert_ints(&g, expected, status, ROWS);
        }
    }
}
END_TEST

START_TEST(narrow_and_unsigned_columns_give_durations)
{
    static const uint16_t u16[3] = {60, 0, 65535};
    static const float f32[3] = {60.0F, 0.0F, 65535.0F};
    static const uint64_t u64[3] = {60, 0, 65535};
    static const int64_t us[3] = {60000000, 0, 65535000000};
    static const uint8_t present[3] = {0};
    const dscore_column columns[3] = {time_column(DSCORE_UINT16, DSCORE_UNIT_S, u16, 3),
        time_column(DSCORE_FLOAT32, DSCORE_UNIT_S, f32, 3), time_column(DSCORE_UINT64, DSCORE_UNIT_S, u64, 3)};
    for (int c = 0; c < 3; c++) {
        gathered g;
        gather_column("span", &columns[c], &g);
        ck_assert(!g.v.single);
        assert_ints(&g, us, present, 3);
    }
}
END_TEST

START_TEST(nanoseconds_are_floored)
{
    static const int64_t ns[5] = {1999, -1, -1000, -1001, INT64_MIN};
    static const double float_ns[4] = {1999.0, -1.0, -1000.0, -1000.5};
    static const int64_t us[5] = {1, -1, -1, -2, INT64_C(-9223372036854776)};
    static const uint8_t present[5] = {0};
    gathered g;
    dscore_column c = time_column(DSCORE_INT64, DSCORE_UNIT_NS, ns, 5);
    gather_column("at", &c, &g);
    assert_ints(&g, us, present, 5);
    c = time_column(DSCORE_FLOAT64, DSCORE_UNIT_NS, float_ns, 4);
    gather_column("span", &c, &g);
    assert_ints(&g, us, present, 4);
}
END_TEST

/* Expectations by Python's fractions. The double nearest to 1.0000005 is a little more than that, though its product
   with 10^6 rounds to a tie. */
START_TEST(fractions_round_to_the_nearest_microsecond_ties_to_even)
{
    static const double us[7] = {0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, 4503599627370495.5};
    static const int64_t us_rounded[7] = {0, 2, 2, 0, -2, 0, 4503599627370496};
    static const double ms[4] = {0.0625, 0.0125, 0.0135, 1.0005}; /* 62.5 us exactly; 0.0125 > 1/80; 0.0135 < 27/2000 */
    static const int64_t ms_rounded[4] = {62, 13, 13, 1000};
    static const double s[5] = {0.1, 1.0000005, 2.0000005, 1709280000.123456, 0.0000005};
    static const int64_t s_rounded[5] = {100000, 1000001, 2000001, 1709280000123456, 0};
    static const uint8_t present[7] = {0};
    gathered g;
    dscore_column c = time_column(DSCORE_FLOAT64, DSCORE_UNIT_US, us, 7);
    gather_column("span", &c, &g);
    assert_ints(&g, us_rounded, present, 7);
    c = time_column(DSCORE_FLOAT64, DSCORE_UNIT_MS, ms, 4);
    gather_column("span", &c, &g);
    assert_ints(&g, ms_rounded, present, 4);
    c = time_column(DSCORE_FLOAT64, DSCORE_UNIT_S, s, 5);
    gather_column("span", &c, &g);
    assert_ints(&g, s_rounded, present, 5);
}
END_TEST

START_TEST(instants_outside_the_years_1_to_9999_are_overflow)
{
    /* First and last second of the range by Python's datetime. */
    static const int64_t s[5] = {-62135596800, -62135596801, 253402300799, 253402300800, INT64_MAX};
    static const uint8_t expected_status[5] = {0, DSI_BAD_OVERFLOW, 0, DSI_BAD_OVERFLOW, DSI_BAD_OVERFLOW};
    static const int64_t us_edge[4] = {
        DSI_INSTANT_FIRST, DSI_INSTANT_FIRST - 1, DSI_INSTANT_LAST, DSI_INSTANT_LAST + 1};
    static const uint8_t edge_status[4] = {0, DSI_BAD_OVERFLOW, 0, DSI_BAD_OVERFLOW};
    static const int64_t edge_values[4] = {DSI_INSTANT_FIRST, 0, DSI_INSTANT_LAST, 0};
    static const double floats[5] = {-62135596801.0, 253402300800.0, 1e300, HUGE_VAL, NAN};
    static const uint8_t float_status[5] = {
        DSI_BAD_OVERFLOW, DSI_BAD_OVERFLOW, DSI_BAD_OVERFLOW, DSI_BAD_INFINITE, DSI_MISSING};
    static const int64_t zeros[5] = {0};
    static const int64_t s_values[5] = {DSI_INSTANT_FIRST, 0, 253402300799000000, 0, 0};
    gathered g;
    dscore_column c = time_column(DSCORE_INT64, DSCORE_UNIT_S, s, 5);
    gather_column("at", &c, &g);
    assert_ints(&g, s_values, expected_status, 5);
    c = time_column(DSCORE_INT64, DSCORE_UNIT_US, us_edge, 4);
    gather_column("at", &c, &g);
    assert_ints(&g, edge_values, edge_status, 4);
    c = time_column(DSCORE_FLOAT64, DSCORE_UNIT_S, floats, 5);
    gather_column("at", &c, &g);
    assert_ints(&g, zeros, float_status, 5);
}
END_TEST

START_TEST(durations_have_no_years_but_overflow)
{
    static const int64_t s[4] = {INT64_C(9223372036854), INT64_C(9223372036855), INT64_C(-9223372036854), INT64_MIN};
    static const int64_t us[4] = {INT64_C(9223372036854000000), 0, INT64_C(-9223372036854000000), 0};
    static const uint8_t expected_status[4] = {0, DSI_BAD_OVERFLOW, 0, DSI_BAD_OVERFLOW};
    static const double floats[3] = {9223372036854.0, 9223372036855.0, -9223372036855.0};
    static const uint64_t large[2] = {UINT64_MAX, 5};
    static const int64_t large_us[2] = {0, 5};
    gathered g;
    dscore_column c = time_column(DSCORE_INT64, DSCORE_UNIT_S, s, 4);
    gather_column("span", &c, &g);
    assert_ints(&g, us, expected_status, 4);
    c = time_column(DSCORE_FLOAT64, DSCORE_UNIT_S, floats, 3);
    gather_column("span", &c, &g);
    ck_assert_int_eq(status_at(&g, 0), DSI_PRESENT);
    ck_assert_int_eq(g.v.v.i[0], us[0]);
    ck_assert_int_eq(status_at(&g, 1), DSI_BAD_OVERFLOW);
    ck_assert_int_eq(status_at(&g, 2), DSI_BAD_OVERFLOW);
    c = time_column(DSCORE_UINT64, DSCORE_UNIT_US, large, 2);
    gather_column("span", &c, &g);
    assert_ints(&g, large_us, (const uint8_t[]){DSI_BAD_OVERFLOW, 0}, 2);
}
END_TEST

/* Domain [0.1, 0.3] s, both ends as doubles: 0.1 is above 1/10, 0.3 below 3/10. */
START_TEST(domains_in_seconds_are_compared_in_microseconds)
{
    static const int64_t us[5] = {100000, 100001, 299999, 300000, -1};
    static const uint8_t expected_status[5] = {DSI_BAD_DOMAIN, 0, 0, DSI_BAD_DOMAIN, DSI_BAD_DOMAIN};
    static const int64_t kept[5] = {0, 100001, 299999, 0, 0};
    static const int64_t zero_one[3] = {0, 1, -1};
    gathered g;
    dscore_column c = time_column(DSCORE_INT64, DSCORE_UNIT_US, us, 5);
    gather_column("brief", &c, &g);
    assert_ints(&g, kept, expected_status, 5);
    c = time_column(DSCORE_INT64, DSCORE_UNIT_US, zero_one, 3);
    gather_column("target", &c, &g);
    assert_ints(&g, (const int64_t[]){0, 1, 0}, (const uint8_t[]){DSI_BAD_DOMAIN, 0, DSI_BAD_DOMAIN}, 3);
}
END_TEST

START_TEST(a_missing_row_may_hold_anything)
{
    static const int64_t s[3] = {INT64_MIN, INT64_MAX, 5};
    static const uint8_t missing[3] = {1, 1, 0};
    gathered g;
    dscore_column c = time_column(DSCORE_INT64, DSCORE_UNIT_S, s, 3);
    c.validity_kind = DSCORE_VALIDITY_BYTES_MISSING;
    c.validity = missing;
    gather_column("at", &c, &g);
    assert_ints(&g, (const int64_t[]){0, 0, 5000000}, (const uint8_t[]){DSI_MISSING, DSI_MISSING, 0}, 3);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_unit_and_type_gives_the_same_instants,
        narrow_and_unsigned_columns_give_durations, nanoseconds_are_floored,
        fractions_round_to_the_nearest_microsecond_ties_to_even, instants_outside_the_years_1_to_9999_are_overflow,
        durations_have_no_years_but_overflow, domains_in_seconds_are_compared_in_microseconds,
        a_missing_row_may_hold_anything};
    return RUN_TESTS("gather_time", tests);
}
