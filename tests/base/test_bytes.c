/* Numbers as bytes: the forms that docs/formats.md describes, each the only one of its number, and readers that stop.
 */
#include "support.h"

#include "base/bytes.h"

static dsi_bytes_out out_of(uint8_t *bytes, int64_t capacity)
{
    memset(bytes, 0xEE, (size_t)capacity);
    return (dsi_bytes_out){bytes, capacity, 0};
}

static dsi_bytes_in in_of(const uint8_t *bytes, int64_t n)
{
    return (dsi_bytes_in){bytes, n, 0, NULL, 0};
}

START_TEST(the_checksum_is_that_of_the_catalogue_of_crcs)
{
    ck_assert(dsi_crc64("123456789", 9) == UINT64_C(0x995dc9bbdf1939fa));
    ck_assert(dsi_crc64("", 0) == 0);
}
END_TEST

/* 300 = 0b10_0101100: LEB128's own example of two groups. */
START_TEST(varints_are_groups_of_seven_bits)
{
    static const uint8_t expected[] = {0x00, 0x7F, 0x80, 0x01, 0xAC, 0x02, 0x01, 0x02, 0x01};
    uint8_t bytes[64];
    dsi_bytes_out out = out_of(bytes, sizeof bytes);
    dsi_put_varint(&out, 0);
    dsi_put_varint(&out, 127);
    dsi_put_varint(&out, 128);
    dsi_put_varint(&out, 300);
    dsi_put_zigzag(&out, -1);
    dsi_put_zigzag(&out, 1);
    dsi_put_fixed(&out, 1, 1);
    ck_assert_int_eq(out.size, (int64_t)sizeof expected);
    ck_assert_mem_eq(bytes, expected, sizeof expected);
    dsi_bytes_in in = in_of(bytes, out.size);
    ck_assert_uint_eq(dsi_get_varint(&in), 0);
    ck_assert_uint_eq(dsi_get_varint(&in), 127);
    ck_assert_uint_eq(dsi_get_varint(&in), 128);
    ck_assert_uint_eq(dsi_get_varint(&in), 300);
    ck_assert_int_eq(dsi_get_zigzag(&in), -1);
    ck_assert_int_eq(dsi_get_zigzag(&in), 1);
    ck_assert_uint_eq(dsi_get_byte(&in), 1);
    ck_assert(dsi_bytes_ok(&in) && in.at == in.size);
}
END_TEST

START_TEST(numbers_of_every_size_come_back)
{
    static const int64_t numbers[] = {0, 1, -1, 63, -64, 64, 8191, INT32_MAX, INT64_MAX, INT64_MIN, INT64_MIN + 1};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            uint8_t bytes[64];
            dsi_bytes_out out = out_of(bytes, sizeof bytes);
            const dsi_int128 wide = {(uint64_t)numbers[i], numbers[k]};
            const uint64_t limbs[2] = {(uint64_t)numbers[i], (uint64_t)numbers[k]};
            uint64_t back[2];
            dsi_put_zigzag(&out, numbers[i]);
            dsi_put_zigzag128(&out, wide);
            dsi_put_limbs(&out, limbs, 2);
            dsi_bytes_in in = in_of(bytes, out.size);
            ck_assert_int_eq(dsi_get_zigzag(&in), numbers[i]);
            const dsi_int128 again = dsi_get_zigzag128(&in);
            dsi_get_limbs(&in, back, 2);
            ck_assert_msg(dsi_bytes_ok(&in) && in.at == in.size, "expected %s", in.expected);
            ck_assert(again.lo == wide.lo && again.hi == wide.hi && back[0] == limbs[0] && back[1] == limbs[1]);
        }
    }
}
END_TEST

/* -256 is FF at 1; 2^64 is 01 at 8; 128 needs a zero above to be positive. */
START_TEST(wide_numbers_leave_out_what_their_sign_says)
{
    static const uint64_t numbers[][2] = {{UINT64_MAX - 255, UINT64_MAX}, {0, 1}, {128, 0}, {0, 0}};
    static const uint8_t expected[] = {1, 1, 0xFF, 1, 8, 1, 2, 0, 0x80, 0, 0};
    uint8_t bytes[64];
    dsi_bytes_out out = out_of(bytes, sizeof bytes);
    for (int i = 0; i < 4; i++) {
        dsi_put_limbs(&out, numbers[i], 2);
    }
    ck_assert_int_eq(out.size, (int64_t)sizeof expected);
    ck_assert_mem_eq(bytes, expected, sizeof expected);
}
END_TEST

typedef struct bad {
    uint8_t bytes[24];
    int64_t n;
} bad;

static void check_refused(const bad *b, int64_t count, void (*get)(dsi_bytes_in *in))
{
    for (int64_t i = 0; i < count; i++) {
        dsi_bytes_in in = in_of(b[i].bytes, b[i].n);
        get(&in);
        ck_assert_msg(!dsi_bytes_ok(&in), "case %lld was taken", (long long)i);
        ck_assert(in.failed_at >= 0 && in.failed_at <= b[i].n && dsi_bytes_left(&in) == 0);
        (void)dsi_bytes_fail(&in, 99, "another"); /* the first problem stays */
        ck_assert_int_ne(in.failed_at, 99);
    }
}

static void get_varint(dsi_bytes_in *in)
{
    (void)dsi_get_varint(in);
}

static void get_limbs(dsi_bytes_in *in)
{
    uint64_t limbs[2];
    dsi_get_limbs(in, limbs, 2);
}

static void get_flags(dsi_bytes_in *in)
{
    uint8_t flags[5];
    dsi_get_bits(in, flags, 5);
}

static void get_three(dsi_bytes_in *in)
{
    (void)dsi_get_count(in, 3, "no more than three");
}

START_TEST(what_is_cut_off_too_large_or_not_the_shortest_is_refused)
{
    static const bad varints[] = {{{0}, 0}, {{0x80}, 1}, {{0x80, 0x00}, 2}, /* the last: 0 in two bytes */
        {{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02}, 10},
        {{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01}, 11}};
    static const bad wides[] = {{{1, 0}, 2}, {{1, 0, 0}, 3}, {{2, 0, 1, 0}, 4}, {{2, 0, 0xFE, 0xFF}, 4},
        {{2, 0, 0, 1}, 4}, {{17, 0, 1}, 3}, {{2, 15, 1, 1}, 4}};
    static const bad flags[] = {{{2}, 1}, {{1, 0}, 2}, {{1, 0x21}, 2}, {{1}, 1}};
    static const bad counts[] = {{{4, 0, 0, 0, 0}, 5}, {{3, 0, 0}, 3}};
    check_refused(varints, 5, get_varint);
    check_refused(wides, 7, get_limbs);
    check_refused(flags, 4, get_flags);
    check_refused(counts, 2, get_three);
}
END_TEST

START_TEST(without_room_bytes_are_only_counted)
{
    uint8_t bytes[4];
    dsi_bytes_out out = out_of(bytes, 2), none = {NULL, 0, 0};
    dsi_put_bytes(&out, "abc", 3);
    ck_assert_int_eq(out.size, 3);
    ck_assert_int_eq(bytes[0], 0xEE);
    dsi_put_varint(&none, UINT64_MAX);
    ck_assert_int_eq(none.size, 10);
}
END_TEST

/* 1e300 and 2^-1074 lie in the spill, 0.5 in the fractions, 7 in the whole numbers. */
START_TEST(sums_and_moments_come_back_with_all_their_accumulators)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_allocator a;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, &err), DSCORE_OK);
    dsi_moments m = {0}, back = {0};
    static const double values[] = {7, 0.5, 1e300, -0x1p-1074, -1e299};
    ck_assert(dsi_moments_reserve(&m, &a));
    ck_assert_int_eq(dsi_moments_parts(&m), 0); /* a spill of zeros holds nothing */
    for (int i = 0; i < 5; i++) {
        ck_assert(dsi_moments_add_double(&m, values[i]));
    }
    const int32_t parts = dsi_moments_parts(&m);
    ck_assert_int_eq(parts, DSI_SUM_FRACTIONS | DSI_SUM_SPILLS);
    uint8_t bytes[2048];
    dsi_bytes_out out = out_of(bytes, sizeof bytes);
    dsi_put_moments(&out, &m, parts);
    dsi_bytes_in in = in_of(bytes, out.size);
    ck_assert(dsi_get_moments(&in, &back, parts, &a));
    ck_assert(dsi_bytes_ok(&in) && in.at == in.size);
    ck_assert(dsi_sum_value(&m.sum, 1) == dsi_sum_value(&back.sum, 1));
    ck_assert(dsi_moments_variance(&m, 5, 1) == dsi_moments_variance(&back, 5, 1));
    ck_assert(dsi_moments_add_double(&back, -1e300) && dsi_moments_add_double(&back, 1e299) &&
              dsi_moments_add_double(&back, 0x1p-1074));
    ck_assert(dsi_sum_value(&back.sum, 1) == 7.5);
    dsi_moments_free(&m, &a);
    dsi_moments_free(&back, &a);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_checksum_is_that_of_the_catalogue_of_crcs, varints_are_groups_of_seven_bits,
        numbers_of_every_size_come_back, wide_numbers_leave_out_what_their_sign_says,
        what_is_cut_off_too_large_or_not_the_shortest_is_refused, without_room_bytes_are_only_counted,
        sums_and_moments_come_back_with_all_their_accumulators};
    return RUN_TESTS("bytes", tests);
}
