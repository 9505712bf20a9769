/* Gathering numbers and booleans: the same data in every layout gives the same vectors. */
#include "data_support.h"

/* The data of most tests: five rows, row 3 missing, by hand. */
enum { ROWS = 5 };
static const int64_t values[ROWS] = {7, -2, 100, 0, 3};
static const uint8_t status[ROWS] = {DSI_PRESENT, DSI_PRESENT, DSI_PRESENT, DSI_MISSING, DSI_PRESENT};
static const uint8_t present[ROWS] = {0};

static void assert_column(const char *field, const dscore_column *column)
{
    gathered g;
    gather_column(field, column, &g);
    ck_assert_int_eq(g.v.kind, DSI_INT);
    ck_assert(!g.v.constant && !g.v.single);
    assert_ints(&g, values, status, ROWS);
}

/* Values as any storage type; the missing row holds -99. */
#define STORED(name, type) static const type name[ROWS] = {7, -2, 100, -99, 3}
STORED(as_int8, int8_t);
STORED(as_int16, int16_t);
STORED(as_int32, int32_t);
STORED(as_int64, int64_t);

START_TEST(every_signed_width_gives_the_same)
{
    const struct {
        int32_t type;
        const void *data;
    } rows[] = {{DSCORE_INT8, as_int8}, {DSCORE_INT16, as_int16}, {DSCORE_INT32, as_int32}, {DSCORE_INT64, as_int64},
        {DSCORE_DECIMAL64, as_int64}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dscore_column c = column_of(rows[i].type, rows[i].data, ROWS);
        c.sentinel = (const char *)rows[i].data + (size_t)3 * (size_t[]){1, 2, 4, 8, 8}[i];
        assert_column("amount", &c);
    }
}
END_TEST

START_TEST(every_unsigned_width_gives_the_same)
{
    static const uint8_t u8[3] = {0, 255, 7};
    static const uint16_t u16[3] = {0, 255, 7};
    static const uint32_t u32[3] = {0, 255, 7};
    static const uint64_t u64[3] = {0, 255, 7};
    static const int64_t expected[3] = {0, 0, 7};
    static const uint8_t expected_status[3] = {DSI_PRESENT, DSI_MISSING, DSI_PRESENT};
    const struct {
        int32_t type;
        const void *data, *sentinel;
    } rows[] = {{DSCORE_UINT8, u8, &u8[1]}, {DSCORE_UINT16, u16, &u16[1]}, {DSCORE_UINT32, u32, &u32[1]},
        {DSCORE_UINT64, u64, &u64[1]}};
    for (size_t i = 0; i < 4; i++) {
        gathered g;
        dscore_column c = column_of(rows[i].type, rows[i].data, 3);
        c.sentinel = rows[i].sentinel;
        gather_column("amount", &c, &g);
        assert_ints(&g, expected, expected_status, 3);
    }
}
END_TEST

START_TEST(unsigned_values_above_int64_are_overflow)
{
    static const uint64_t data[4] = {UINT64_MAX, (uint64_t)INT64_MAX, (uint64_t)INT64_MAX + 1, 0};
    static const int64_t expected[4] = {0, INT64_MAX, 0, 0};
    static const uint8_t overflow[4] = {DSI_BAD_OVERFLOW, DSI_PRESENT, DSI_BAD_OVERFLOW, DSI_PRESENT};
    static const uint8_t with_sentinel[4] = {DSI_MISSING, DSI_PRESENT, DSI_BAD_OVERFLOW, DSI_PRESENT};
    gathered g;
    dscore_column c = column_of(DSCORE_UINT64, data, 4);
    gather_column("amount", &c, &g);
    assert_ints(&g, expected, overflow, 4);
    c.sentinel = &data[0];
    gather_column("amount", &c, &g);
    assert_ints(&g, expected, with_sentinel, 4);
}
END_TEST

START_TEST(every_stride_gives_the_same)
{
    static const struct {
        char c;
        int64_t v;
        int16_t more;
    } structs[ROWS] = {{'a', 7, 1}, {'b', -2, 2}, {'c', 100, 3}, {'d', -99, 4}, {'e', 3, 5}};
    static const int64_t backwards[ROWS] = {3, -99, 100, -2, 7};
    unsigned char unaligned[ROWS * 9 + 1];
    int64_t none = -99;
    dscore_column c = column_of(DSCORE_INT64, &structs[0].v, ROWS);
    c.flags = 0;
    c.stride = (int64_t)sizeof structs[0];
    c.sentinel = &none;
    assert_column("amount", &c);
    c.data = &backwards[4];
    c.stride = -8;
    assert_column("amount", &c);
    for (int i = 0; i < ROWS; i++) {
        memcpy(unaligned + 1 + i * 9, &as_int64[i], 8);
    }
    c.data = unaligned + 1;
    c.stride = 9;
    assert_column("amount", &c);
    for (int i = 0; i < ROWS; i++) {
        memcpy(unaligned + 1 + i * 8, &as_int64[i], 8);
    }
    c.stride = 8;
    assert_column("amount", &c);
    c.data = as_int64;
    assert_column("amount", &c);
}
END_TEST

START_TEST(a_stride_of_zero_repeats_one_value)
{
    static const int32_t one = 42;
    static const int64_t expected[3] = {42, 42, 42};
    gathered g;
    dscore_column c = column_of(DSCORE_INT32, &one, 3);
    c.flags = 0;
    gather_column("amount", &c, &g);
    assert_ints(&g, expected, present, 3);
}
END_TEST

START_TEST(an_offset_skips_elements)
{
    static const int32_t data[7] = {9, 9, 7, -2, 100, -99, 3};
    static const int32_t every_second[14] = {0, 0, 9, 9, 7, 0, -2, 0, 100, 0, -99, 0, 3, 0};
    int32_t none = -99;
    dscore_column c = column_of(DSCORE_INT32, data, ROWS);
    c.data_offset = 2;
    c.sentinel = &none;
    assert_column("amount", &c);
    c.data = every_second;
    c.flags = 0;
    c.stride = 8;
    assert_column("amount", &c);
}
END_TEST

START_TEST(every_validity_gives_the_same)
{
    /* Rows 0, 1, 2 and 4 present: bits 1 1 1 0 1, from bit 0 and from bit 6. */
    static const uint8_t bits[1] = {0x17};
    static const uint8_t shifted[2] = {0xC0, 0x05};
    static const uint8_t present_bytes[ROWS] = {1, 255, 2, 0, 1};
    static const uint8_t missing_bytes[ROWS + 1] = {9, 0, 0, 0, 7, 0};
    static const uint8_t status_bytes[ROWS * 3] = {0, 9, 9, 0, 9, 9, 0, 9, 9, 1, 9, 9, 0, 9, 9};
    static const uint8_t backwards[ROWS] = {0, 1, 0, 0, 0};
    dscore_column c = column_of(DSCORE_INT16, as_int16, ROWS);
    c.validity_kind = DSCORE_VALIDITY_BITMAP;
    c.validity = bits;
    assert_column("amount", &c);
    c.validity = shifted;
    c.validity_offset = 6;
    assert_column("amount", &c);
    c.validity_kind = DSCORE_VALIDITY_BYTES_PRESENT;
    c.validity = present_bytes;
    c.validity_offset = 0;
    assert_column("amount", &c);
    c.validity_kind = DSCORE_VALIDITY_BYTES_MISSING;
    c.validity = missing_bytes;
    c.validity_offset = 1;
    assert_column("amount", &c);
    c.validity_kind = DSCORE_VALIDITY_BYTES_STATUS;
    c.validity = status_bytes;
    c.validity_offset = 0;
    c.validity_stride = 3;
    assert_column("amount", &c);
    c.validity_kind = DSCORE_VALIDITY_BYTES_MISSING;
    c.validity = &backwards[4];
    c.validity_stride = -1;
    assert_column("amount", &c);
}
END_TEST

START_TEST(a_full_validity_leaves_no_status)
{
    static const uint8_t bits[3] = {0xF8, 0xFF, 0x01};
    static const uint8_t bytes[ROWS] = {1, 1, 1, 1, 1};
    static const int64_t many[14] = {0};
    gathered g;
    dscore_column c = column_of(DSCORE_INT64, many, 14);
    c.validity_kind = DSCORE_VALIDITY_BITMAP;
    c.validity = bits;
    c.validity_offset = 3;
    gather_column("amount", &c, &g);
    ck_assert_ptr_null(g.v.status);
    c.length = ROWS;
    c.validity_kind = DSCORE_VALIDITY_BYTES_PRESENT;
    c.validity = bytes;
    c.validity_offset = 0;
    gather_column("amount", &c, &g);
    ck_assert_ptr_null(g.v.status);
}
END_TEST

/* Each bit of a long bitmap, at each offset, read one by one. */
START_TEST(bitmaps_agree_with_their_bits_at_every_offset)
{
    uint8_t bits[40];
    static const int8_t ones[256] = {0};
    for (int i = 0; i < 40; i++) {
        bits[i] = (uint8_t)(i < 20 ? 0xFF : i * 73);
    }
    for (int offset = 0; offset < 17; offset++) {
        gathered g;
        dscore_column c = column_of(DSCORE_INT8, ones, 256);
        c.validity_kind = DSCORE_VALIDITY_BITMAP;
        c.validity = bits;
        c.validity_offset = offset;
        gather_column("amount", &c, &g);
        for (int i = 0; i < 256; i++) {
            int bit = bits[(offset + i) / 8] >> ((offset + i) % 8) & 1;
            ck_assert_int_eq(status_at(&g, i), bit ? DSI_PRESENT : DSI_MISSING);
        }
    }
}
END_TEST

START_TEST(a_status_byte_above_one_is_unreadable)
{
    static const uint8_t bytes[ROWS] = {0, 1, 2, 3, 0};
    static const int64_t expected[ROWS] = {7, 0, 0, 0, 3};
    static const uint8_t expected_status[ROWS] = {
        DSI_PRESENT, DSI_MISSING, DSI_BAD_UNREADABLE, DSI_BAD_UNREADABLE, DSI_PRESENT};
    gathered g;
    dscore_column c = column_of(DSCORE_INT32, as_int32, ROWS);
    c.validity_kind = DSCORE_VALIDITY_BYTES_STATUS;
    c.validity = bytes;
    gather_column("amount", &c, &g);
    assert_ints(&g, expected, expected_status, ROWS);
}
END_TEST

START_TEST(doubles_and_floats_give_the_same_numbers)
{
    static const double f64[ROWS] = {7, -2, 100, NAN, 3};
    static const float f32[ROWS] = {7, -2, 100, NAN, 3};
    static const double f64_sentinel[ROWS] = {7, -2, 100, -99, 3};
    static const float f32_sentinel[ROWS] = {7, -2, 100, -99, 3};
    const struct {
        int32_t type;
        const void *data, *sentinel;
    } rows[] = {{DSCORE_FLOAT64, f64, NULL}, {DSCORE_FLOAT32, f32, NULL}, {DSCORE_FLOAT64, f64, &f64[3]},
        {DSCORE_FLOAT32, f32, &f32[3]}, {DSCORE_FLOAT64, f64_sentinel, &f64_sentinel[3]},
        {DSCORE_FLOAT32, f32_sentinel, &f32_sentinel[3]}};
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        gathered g;
        dscore_column c = column_of(rows[r].type, rows[r].data, ROWS);
        c.sentinel = rows[r].sentinel;
        gather_column("amount", &c, &g);
        ck_assert_int_eq(g.v.kind, DSI_DOUBLE);
        ck_assert_int_eq(g.v.single, rows[r].type == DSCORE_FLOAT32);
        for (int32_t i = 0; i < ROWS; i++) {
            ck_assert_int_eq(status_at(&g, i), status[i]);
            ck_assert(g.v.v.f[i] == (double)values[i]);
        }
    }
}
END_TEST

START_TEST(minus_zero_meets_a_sentinel_of_zero)
{
    static const double data[2] = {-0.0, 1.0};
    static const double zero = 0.0;
    gathered g;
    dscore_column c = column_of(DSCORE_FLOAT64, data, 2);
    c.sentinel = &zero;
    gather_column("amount", &c, &g);
    ck_assert_int_eq(status_at(&g, 0), DSI_MISSING);
    ck_assert_int_eq(status_at(&g, 1), DSI_PRESENT);
}
END_TEST

START_TEST(infinities_are_invalid_and_domains_are_kept)
{
    static const double data[7] = {HUGE_VAL, -HUGE_VAL, 7.0, 0.5, 5.0, 1.0, NAN};
    static const uint8_t expected[7] = {
        DSI_BAD_INFINITE, DSI_BAD_INFINITE, DSI_BAD_DOMAIN, DSI_BAD_DOMAIN, DSI_PRESENT, DSI_PRESENT, DSI_MISSING};
    gathered g;
    dscore_column c = column_of(DSCORE_FLOAT64, data, 7);
    gather_column("score", &c, &g);
    for (int32_t i = 0; i < 7; i++) {
        ck_assert_int_eq(status_at(&g, i), expected[i]);
        ck_assert(g.v.v.f[i] == (expected[i] == DSI_PRESENT ? data[i] : 0.0));
    }
    gather_column("amount", &c, &g);
    ck_assert_int_eq(status_at(&g, 0), DSI_BAD_INFINITE);
    ck_assert_int_eq(status_at(&g, 2), DSI_PRESENT);
}
END_TEST

/* 0.1 is a little more than 1/10 as a double; 1/10 as a decimal is below it, 0.3 a little less than 3/10. */
START_TEST(domains_are_exact_for_every_representation)
{
    static const int64_t tenths[5] = {1, 2, 3, 0, 4}, thousandths[4] = {99, 101, 299, 300};
    static const double doubles[4] = {0.1, 0.3, 0.09999999999999999, 0.30000000000000004};
    static const float floats[3] = {0.1F, 0.3F, 0.30000004F};
    static const uint8_t in_tenths[5] = {DSI_BAD_DOMAIN, 0, DSI_BAD_DOMAIN, DSI_BAD_DOMAIN, DSI_BAD_DOMAIN};
    static const uint8_t in_thousandths[4] = {DSI_BAD_DOMAIN, 0, 0, DSI_BAD_DOMAIN};
    static const uint8_t in_doubles[4] = {0, 0, DSI_BAD_DOMAIN, DSI_BAD_DOMAIN};
    static const uint8_t in_floats[3] = {0, 0, DSI_BAD_DOMAIN};
    gathered g;
    dscore_column c = column_of(DSCORE_DECIMAL64, tenths, 5);
    c.scale = 1;
    gather_column("rate", &c, &g);
    ck_assert_int_eq(g.v.kind, DSI_DECIMAL);
    ck_assert_int_eq(g.v.scale, 1);
    for (int32_t i = 0; i < 5; i++) {
        ck_assert_int_eq(status_at(&g, i), in_tenths[i]);
    }
    c = column_of(DSCORE_DECIMAL64, thousandths, 4);
    c.scale = 3;
    gather_column("rate", &c, &g);
    for (int32_t i = 0; i < 4; i++) {
        ck_assert_int_eq(status_at(&g, i), in_thousandths[i]);
    }
    c = column_of(DSCORE_FLOAT64, doubles, 4);
    gather_column("rate", &c, &g);
    for (int32_t i = 0; i < 4; i++) {
        ck_assert_int_eq(status_at(&g, i), in_doubles[i]);
    }
    c = column_of(DSCORE_FLOAT32, floats, 3);
    gather_column("rate", &c, &g);
    for (int32_t i = 0; i < 3; i++) {
        ck_assert_int_eq(status_at(&g, i), in_floats[i]);
    }
    c = column_of(DSCORE_INT64, values, ROWS); /* no integer lies in [0.1, 0.3] */
    gather_column("rate", &c, &g);
    for (int32_t i = 0; i < ROWS; i++) {
        ck_assert_int_eq(status_at(&g, i), DSI_BAD_DOMAIN);
    }
}
END_TEST

START_TEST(an_open_end_is_outside_the_domain)
{
    static const int64_t integers[3] = {0, 1, -1}, decimals[3] = {0, 1, -1};
    static const double doubles[3] = {-0.0, 5e-324, -1.0};
    static const uint8_t expected[3] = {DSI_BAD_DOMAIN, DSI_PRESENT, DSI_BAD_DOMAIN};
    const struct {
        int32_t type;
        const void *data;
        int32_t scale;
    } rows[] = {{DSCORE_INT64, integers, 0}, {DSCORE_DECIMAL64, decimals, 18}, {DSCORE_FLOAT64, doubles, 0}};
    for (size_t r = 0; r < 3; r++) {
        gathered g;
        dscore_column c = column_of(rows[r].type, rows[r].data, 3);
        c.scale = rows[r].scale;
        gather_column("days", &c, &g);
        for (int32_t i = 0; i < 3; i++) {
            ck_assert_msg(status_at(&g, i) == expected[i], "type %d, row %d", (int)rows[r].type, (int)i);
        }
    }
}
END_TEST

START_TEST(bounds_are_exact_integers)
{
    const double up = HUGE_VAL;
    const struct {
        double min, max;
        int32_t flags;
        int64_t units, least, greatest;
    } rows[] = {
        {-up, up, 0, 1, INT64_MIN, INT64_MAX},
        {0.0, up, 0, 1, 0, INT64_MAX},
        {0.0, up, DSCORE_FIELD_MIN_OPEN, 1000000, 1, INT64_MAX},
        {1.5, 2.5, 0, 1, 2, 2},
        {-2.5, -1.5, DSCORE_FIELD_MIN_OPEN, 1, -2, -2},
        {0.5, 1.25, DSCORE_FIELD_MIN_OPEN, 100, 51, 125},
        {0.1, 0.3, 0, 1000000, 100001, 299999}, /* 0.1 > 1/10, 0.3 < 3/10 */
        {-0.3, -0.1, 0, 1000000, -299999, -100001},
        {9007199254740993.0, up, 0, 1000, INT64_C(9007199254740992000), INT64_MAX}, /* the literal is 2^53 */
        {1e30, up, 0, 1, 1, 0},
        {-up, -1e30, 0, 1, 1, 0},
        {-1e30, 1e30, 0, 1000000, INT64_MIN, INT64_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        gathered g;
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_table *table = small_table();
        int32_t scale = 0;
        for (int64_t u = rows[i].units; u > 1; u /= 10) {
            scale++;
        }
        /* Through gather: the ends are in, the next integers out. */
        bool is_empty = rows[i].least > rows[i].greatest;
        int64_t data[4] = {rows[i].least, rows[i].greatest, rows[i].least, rows[i].greatest};
        data[2] -= rows[i].least > INT64_MIN;
        data[3] += rows[i].greatest < INT64_MAX;
        dscore_column c = column_of(DSCORE_DECIMAL64, data, 4);
        c.scale = scale;
        assert_ok(dscore_table_bind(table, "amount", &c, &err), err);
        dsi_reading reading = {
            .type = DSCORE_TYPE_NUMBER, .flags = rows[i].flags, .domain_min = rows[i].min, .domain_max = rows[i].max};
        dsi_gather(table, field_of(table, "amount"), &reading, 0, 4, &g.scratch, &g.v);
        for (int32_t k = 0; k < 4; k++) {
            bool is_in = !is_empty && data[k] >= rows[i].least && data[k] <= rows[i].greatest;
            ck_assert_msg(status_at(&g, k) == (is_in ? DSI_PRESENT : DSI_BAD_DOMAIN), "bounds %d, value %d: status %d",
                (int)i, (int)k, (int)status_at(&g, k));
        }
        dscore_table_free(table);
    }
}
END_TEST

START_TEST(fractions_in_an_integer_field_are_invalid)
{
    static const double doubles[5] = {2.0, 2.5, 4503599627370495.5, 1e300, 0.0};
    static const int64_t cents[3] = {200, 250, 0};
    static const uint8_t in_doubles[5] = {0, DSI_BAD_DOMAIN, DSI_BAD_DOMAIN, 0, 0};
    gathered g;
    dscore_column c = column_of(DSCORE_FLOAT64, doubles, 5);
    gather_column("pieces", &c, &g);
    for (int32_t i = 0; i < 5; i++) {
        ck_assert_int_eq(status_at(&g, i), in_doubles[i]);
    }
    c = column_of(DSCORE_DECIMAL64, cents, 3);
    c.scale = 2;
    gather_column("pieces", &c, &g);
    ck_assert_int_eq(status_at(&g, 0), DSI_PRESENT);
    ck_assert_int_eq(status_at(&g, 1), DSI_BAD_DOMAIN);
    ck_assert_int_eq(g.v.v.i[0], 200);
}
END_TEST

START_TEST(dense_columns_are_not_copied)
{
    static const double doubles[3] = {1.0, 2.0, 3.0};
    static const uint8_t flags[3] = {1, 0, 1};
    gathered g;
    dscore_column c = column_of(DSCORE_INT64, values, ROWS);
    gather_column("amount", &c, &g);
    ck_assert_ptr_eq(g.v.v.i, values);
    c = column_of(DSCORE_FLOAT64, doubles, 3);
    gather_column("amount", &c, &g);
    ck_assert_ptr_eq(g.v.v.f, doubles);
    c = column_of(DSCORE_BOOL8, flags, 3);
    gather_column("flag", &c, &g);
    ck_assert_ptr_eq(g.v.v.b, flags);
    c = time_column(DSCORE_INT64, DSCORE_UNIT_US, values, ROWS);
    gather_column("at", &c, &g);
    ck_assert_ptr_eq(g.v.v.i, values);
}
END_TEST

START_TEST(blocks_agree_with_the_whole)
{
    enum { MANY = 2500 };
    int32_t data[MANY];
    uint8_t bits[(MANY + 3) / 8 + 1];
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    for (int i = 0; i < MANY; i++) {
        data[i] = i * 31 - 7;
    }
    for (size_t i = 0; i < sizeof bits; i++) {
        bits[i] = (uint8_t)(i * 37);
    }
    dscore_column c = column_of(DSCORE_INT32, data, MANY);
    c.validity_kind = DSCORE_VALIDITY_BITMAP;
    c.validity = bits;
    c.validity_offset = 3;
    assert_ok(dscore_table_bind(table, "amount", &c, &err), err);
    for (int first = 0; first < MANY; first += DSI_BLOCK) {
        gathered g;
        int n = MANY - first < DSI_BLOCK ? MANY - first : DSI_BLOCK;
        gather_field(table, "amount", first, n, &g);
        for (int i = 0; i < n; i++) {
            int row = first + i, bit = bits[(row + 3) / 8] >> ((row + 3) % 8) & 1;
            ck_assert_int_eq(status_at(&g, i), bit ? DSI_PRESENT : DSI_MISSING);
            ck_assert_int_eq(g.v.v.i[i], bit ? data[row] : 0);
        }
    }
    dscore_table_free(table);
}
END_TEST

START_TEST(booleans_come_from_bytes_bits_and_integers)
{
    static const uint8_t bytes[ROWS] = {1, 0, 1, 255, 0}, bits[2] = {0x28, 0x00}, status_bits[1] = {0x17};
    static const int32_t integers[ROWS] = {1, 0, 1, -1, 0};
    static const bool expected[ROWS] = {true, false, true, false, false};
    dscore_column columns[3] = {column_of(DSCORE_BOOL8, bytes, ROWS), column_of(DSCORE_INT32, integers, ROWS),
        column_of(DSCORE_BOOL1, bits, ROWS)};
    columns[0].sentinel = &bytes[3];
    columns[1].sentinel = &integers[3];
    columns[2].data_offset = 3; /* bits 1 0 1 0 0 from bit 3 */
    columns[2].validity_kind = DSCORE_VALIDITY_BITMAP;
    columns[2].validity = status_bits;
    for (int c = 0; c < 3; c++) {
        gathered g;
        gather_column("flag", &columns[c], &g);
        ck_assert_int_eq(g.v.kind, DSI_BOOL);
        for (int32_t i = 0; i < ROWS; i++) {
            ck_assert_int_eq(status_at(&g, i), status[i]);
            ck_assert_int_eq(g.v.v.b[i], expected[i]);
        }
    }
}
END_TEST

START_TEST(a_boolean_other_than_zero_and_one_is_invalid)
{
    static const uint8_t bytes[3] = {1, 2, 0};
    static const int64_t integers[3] = {1, -1, 0};
    const dscore_column columns[2] = {column_of(DSCORE_BOOL8, bytes, 3), column_of(DSCORE_INT64, integers, 3)};
    for (int c = 0; c < 2; c++) {
        gathered g;
        gather_column("flag", &columns[c], &g);
        ck_assert_int_eq(status_at(&g, 0), DSI_PRESENT);
        ck_assert_int_eq(status_at(&g, 1), DSI_BAD_DOMAIN);
        ck_assert_int_eq(status_at(&g, 2), DSI_PRESENT);
        ck_assert_int_eq(g.v.v.b[0], 1);
        ck_assert_int_eq(g.v.v.b[1], 0);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_signed_width_gives_the_same, every_unsigned_width_gives_the_same,
        unsigned_values_above_int64_are_overflow, every_stride_gives_the_same, a_stride_of_zero_repeats_one_value,
        an_offset_skips_elements, every_validity_gives_the_same, a_full_validity_leaves_no_status,
        bitmaps_agree_with_their_bits_at_every_offset, a_status_byte_above_one_is_unreadable,
        doubles_and_floats_give_the_same_numbers, minus_zero_meets_a_sentinel_of_zero,
        infinities_are_invalid_and_domains_are_kept, domains_are_exact_for_every_representation,
        an_open_end_is_outside_the_domain, bounds_are_exact_integers, fractions_in_an_integer_field_are_invalid,
        dense_columns_are_not_copied, blocks_agree_with_the_whole, booleans_come_from_bytes_bits_and_integers,
        a_boolean_other_than_zero_and_one_is_invalid};
    return RUN_TESTS("gather", tests);
}
