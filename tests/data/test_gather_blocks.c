/* Gathering blocks that are long enough for every loop a compiler makes of one: what validity, sentinel and domain say
   together, in that order, and 0 under every row that is not present. */
#include "data_support.h"

enum { MANY = 1000 };

START_TEST(every_integer_of_a_long_block_is_judged_alone)
{
    static const struct {
        double min, max;
        int64_t least, greatest;
    } domains[] = {{1, 5, 1, 5}, {0, HUGE_VAL, 0, INT64_MAX}, {-HUGE_VAL, 10, INT64_MIN, 10},
        {-HUGE_VAL, HUGE_VAL, INT64_MIN, INT64_MAX}, {0.1, 0.3, 1, 0},
        {-6e18, 6e18, INT64_C(-6000000000000000000), INT64_C(6000000000000000000)}};
    static const int64_t pool[] = {1, 5, 3, 0, 6, -1, 10, 11, INT64_MIN, INT64_MAX, INT64_C(6000000000000000001),
        INT64_C(-6000000000000000001), 2};
    static const int64_t sentinels[] = {-1, 3, INT64_MIN};
    enum { POOL = sizeof pool / sizeof pool[0] };
    int64_t data[MANY];
    uint8_t bytes[MANY];
    for (int i = 0; i < MANY; i++) {
        data[i] = pool[i * 7 % POOL];
        bytes[i] = (uint8_t)(i % 5 == 0 ? 1 : i % 17 == 0 ? 2 : 0);
    }
    for (size_t k = 0; k < sizeof domains / sizeof domains[0] * 3 * 2; k++) {
        const int64_t least = domains[k / 6].least, greatest = domains[k / 6].greatest;
        const int64_t sentinel = sentinels[k / 2 % 3];
        const bool has_bytes = k % 2 == 1;
        gathered g;
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_table *table = small_table();
        dscore_column c = column_of(DSCORE_INT64, data, MANY);
        c.sentinel = &sentinel;
        c.validity_kind = has_bytes ? DSCORE_VALIDITY_BYTES_STATUS : DSCORE_VALIDITY_ALL;
        c.validity = has_bytes ? bytes : NULL;
        assert_ok(dscore_table_bind(table, "amount", &c, &err), err);
        dsi_reading reading = {
            .type = DSCORE_TYPE_NUMBER, .domain_min = domains[k / 6].min, .domain_max = domains[k / 6].max};
        dsi_gather(table, field_of(table, "amount"), &reading, 0, MANY, &g.scratch, &g.v);
        for (int32_t i = 0; i < MANY; i++) {
            const uint8_t byte = has_bytes ? bytes[i] : 0;
            const int expected = byte == 1                               ? DSI_MISSING
                                 : byte == 2                             ? DSI_BAD_UNREADABLE
                                 : data[i] == sentinel                   ? DSI_MISSING
                                 : data[i] < least || data[i] > greatest ? DSI_BAD_DOMAIN
                                                                         : DSI_PRESENT;
            ck_assert_msg(status_at(&g, i) == expected, "case %d, row %d: status %d, expected %d", (int)k, (int)i,
                (int)status_at(&g, i), expected);
            ck_assert_int_eq(g.v.v.i[i], expected == DSI_PRESENT ? data[i] : 0);
        }
        dscore_table_free(table);
    }
}
END_TEST

START_TEST(every_double_of_a_long_block_is_judged_alone)
{
    static const double pool[] = {1.0, 5.0, 0.999, 5.001, -1.0, NAN, HUGE_VAL, -HUGE_VAL, 3.0, 1e300, 2.5};
    static const uint8_t expected[] = {0, 0, DSI_BAD_DOMAIN, DSI_BAD_DOMAIN, DSI_MISSING, DSI_MISSING, DSI_BAD_INFINITE,
        DSI_BAD_INFINITE, 0, DSI_BAD_DOMAIN, 0};
    static const double sentinel = -1.0;
    enum { POOL = sizeof pool / sizeof pool[0] };
    double data[MANY];
    for (int i = 0; i < MANY; i++) {
        data[i] = pool[i * 7 % POOL];
    }
    for (int with_sentinel = 0; with_sentinel < 2; with_sentinel++) {
        gathered g;
        dscore_column c = column_of(DSCORE_FLOAT64, data, MANY);
        c.sentinel = with_sentinel ? &sentinel : NULL;
        gather_column("score", &c, &g);
        for (int32_t i = 0; i < MANY; i++) {
            const bool is_sentinel = i * 7 % POOL == 4; /* -1 is outside the domain, too */
            const int status_of_row = is_sentinel && !with_sentinel ? DSI_BAD_DOMAIN : expected[i * 7 % POOL];
            ck_assert_int_eq(status_at(&g, i), status_of_row);
            ck_assert(g.v.v.f[i] == (status_of_row == DSI_PRESENT ? data[i] : 0.0));
        }
    }
}
END_TEST

START_TEST(every_instant_of_a_long_block_is_judged_alone)
{
    enum { POOL = 7 };
    /* 0001-01-01 and 9999-12-31 in seconds, and what lies next to them */
    static const int64_t pool[POOL] = {INT64_C(-62135596800), INT64_C(253402300799), INT64_C(-62135596801),
        INT64_C(253402300800), INT64_MIN, 1767225600, -1};
    static const int judged[POOL] = {0, 0, DSI_BAD_OVERFLOW, DSI_BAD_OVERFLOW, DSI_MISSING, 0, 0};
    static const int64_t sentinel = INT64_MIN;
    int64_t data[MANY];
    uint8_t missing[MANY];
    for (int with_bytes = 0; with_bytes < 2; with_bytes++) {
        for (int i = 0; i < MANY; i++) {
            data[i] = pool[i * 3 % POOL];
            missing[i] = with_bytes && i % 4 == 1;
        }
        gathered g;
        dscore_column c = time_column(DSCORE_INT64, DSCORE_UNIT_S, data, MANY);
        c.sentinel = &sentinel;
        c.validity_kind = DSCORE_VALIDITY_BYTES_MISSING;
        c.validity = missing;
        gather_column("at", &c, &g);
        for (int32_t i = 0; i < MANY; i++) {
            const int status_of_row = missing[i] ? DSI_MISSING : judged[i * 3 % POOL];
            ck_assert_int_eq(status_at(&g, i), status_of_row);
            ck_assert_int_eq(g.v.v.i[i], status_of_row == DSI_PRESENT ? data[i] * 1000000 : 0);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_integer_of_a_long_block_is_judged_alone,
        every_double_of_a_long_block_is_judged_alone, every_instant_of_a_long_block_is_judged_alone};
    return RUN_TESTS("gather_blocks", tests);
}
