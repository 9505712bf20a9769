/* The sketch of METHODS 5.10 by itself: its buckets, what it promises of order statistics, and that nothing but the
   values decides what it holds. */
#include "../support.h"

#include "measure/sketch.h"

#include <float.h>

enum { MOST = 40000 };

static const dsi_sketch_keys DOUBLES = {DSI_DOUBLE, 0, DSI_LIST_WIDE};

static uint64_t seed = 5;

static uint64_t chance(void)
{
    uint64_t z = (seed += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static double fraction(void)
{
    return (double)(chance() >> 11) * 0x1p-53;
}

static dscore_allocator usual(void)
{
    dscore_allocator a;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    return a;
}

static void put_as(dsi_sketch *s, const dsi_sketch_keys *keys, uint64_t key)
{
    const dscore_allocator a = usual();
    ck_assert(dsi_list_put(&a, &s->held, keys->unit, key));
    if (dsi_list_count(&s->held) >= 256 + (int64_t)(chance() % 100)) {
        ck_assert(dsi_sketch_settle(&a, s, keys));
    }
}

static void put(dsi_sketch *s, double value)
{
    put_as(s, &DOUBLES, dsi_key_of_double(value));
}

static void settle(dsi_sketch *s)
{
    const dscore_allocator a = usual();
    ck_assert(dsi_sketch_settle(&a, s, &DOUBLES));
}

static void add_sketch(dsi_sketch *to, const dsi_sketch *from)
{
    const dscore_allocator a = usual();
    to->pending = 0;
    dsi_sketch_announce(to, from);
    ck_assert(dsi_sketch_merge_reserve(&a, to, &DOUBLES, from, &DOUBLES));
    dsi_sketch_merge(&a, to, &DOUBLES, from, &DOUBLES);
}

static void drop(dsi_sketch *s)
{
    const dscore_allocator a = usual();
    dsi_sketch_free(&a, s);
}

static int by_key(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y ? 1 : 0;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y ? 1 : 0;
}

/* The same values? Windows may be wider in one than in the other, and one may have counted what the other holds. */
static void assert_same_of(
    const dsi_sketch *a, const dsi_sketch_keys *keys, const dsi_sketch *b, const dsi_sketch_keys *other)
{
    const dscore_allocator usually = usual();
    dsi_sketch spare_a, spare_b;
    ck_assert_int_eq(dsi_sketch_total(a), dsi_sketch_total(b));
    if (dsi_sketch_is_small(a)) {
        uint64_t x[DSI_SKETCH_SMALL], y[DSI_SKETCH_SMALL];
        const size_t n = (size_t)dsi_sketch_total(a);
        ck_assert_int_eq(a->counted, 0);
        ck_assert_int_eq(b->counted, 0);
        dsi_list_copy(&a->held, keys->unit, x);
        dsi_list_copy(&b->held, other->unit, y);
        qsort(x, n, sizeof *x, by_key);
        qsort(y, n, sizeof *y, by_key);
        ck_assert(memcmp(x, y, n * sizeof *x) == 0);
        return;
    }
    ck_assert(dsi_sketch_settled(&usually, a, keys, &spare_a, &a));
    ck_assert(dsi_sketch_settled(&usually, b, other, &spare_b, &b));
    ck_assert(a->least == b->least && a->most == b->most);
    for (int32_t bucket = -DSI_SKETCH_MOST; bucket <= DSI_SKETCH_MOST; bucket++) {
        if (dsi_sketch_count(a, bucket) != dsi_sketch_count(b, bucket)) {
            ck_abort_msg("the counts of bucket %d differ", (int)bucket);
        }
    }
    drop(&spare_a);
    drop(&spare_b);
}

static void assert_same(const dsi_sketch *a, const dsi_sketch *b)
{
    assert_same_of(a, &DOUBLES, b, &DOUBLES);
}

/* ---- buckets --------------------------------------------------------------------------------- */

/* 1 = 1.000000|... * 2^0, and 64 buckets end at 2: [1, 1 + 1/64) has its middle at 1 + 1/128. 5 = 1.01 * 2^2 is 16/64
   of the way from 4 to 8, where buckets are 1/16 wide: [5, 5.0625). */
START_TEST(buckets_are_sixty_fourths_of_an_octave)
{
    const int32_t one = dsi_sketch_bucket(1);
    ck_assert_double_eq(dsi_sketch_middle(one), 1.0078125);
    ck_assert_int_eq(dsi_sketch_bucket(nextafter(1.015625, 0)), one);
    ck_assert_int_eq(dsi_sketch_bucket(1.015625), one + 1);
    ck_assert_int_eq(dsi_sketch_bucket(nextafter(1, 0)), one - 1);
    ck_assert_int_eq(dsi_sketch_bucket(2), one + 64);
    ck_assert_int_eq(dsi_sketch_bucket(5), one + 128 + 16);
    ck_assert_double_eq(dsi_sketch_middle(dsi_sketch_bucket(5)), 5.03125);
    ck_assert_double_eq(dsi_sketch_middle(dsi_sketch_bucket(-5)), -5.03125);
    ck_assert_int_eq(dsi_sketch_bucket(0), 0);
    ck_assert_int_eq(dsi_sketch_bucket(-0.0), 0);
    ck_assert_double_eq(dsi_sketch_middle(0), 0);
    ck_assert_int_eq(dsi_sketch_bucket(DBL_MAX), DSI_SKETCH_MOST);
    ck_assert_int_eq(dsi_sketch_bucket(-DBL_MAX), -DSI_SKETCH_MOST);
    ck_assert_int_eq(dsi_sketch_bucket(0x1p-1074), 1);
}
END_TEST

/* Any double, those without a leading one bit too: its bucket is that of its middle, within 1/128, and ascends. */
START_TEST(the_middle_of_a_bucket_is_within_a_128th_of_its_numbers)
{
    for (int i = 0; i < 400000; i++) {
        uint64_t bits = chance();
        bits = i % 4 == 0 ? bits & ~(UINT64_C(0x7FF) << 52) : bits;
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value)) {
            continue;
        }
        const int32_t bucket = dsi_sketch_bucket(value);
        const double middle = dsi_sketch_middle(bucket);
        const bool is_right = dsi_sketch_bucket(-value) == -bucket && dsi_sketch_bucket(middle) == bucket &&
                              fabs(middle - value) <= fabs(value) / 128 &&
                              dsi_sketch_bucket(nextafter(value, INFINITY)) >= bucket;
        if (!is_right) {
            ck_abort_msg("%a is said to be %a", value, middle);
        }
    }
}
END_TEST

/* ---- what it holds --------------------------------------------------------------------------- */

START_TEST(up_to_256_values_are_kept)
{
    dsi_sketch s = {.counted = 0};
    for (int i = 0; i < 256; i++) {
        put(&s, i - 100.25);
        settle(&s);
        ck_assert(dsi_sketch_is_small(&s) && s.counted == 0);
    }
    put(&s, 1e9);
    ck_assert(!dsi_sketch_is_small(&s));
    settle(&s);
    ck_assert_int_eq(s.counted, 257);
    ck_assert_int_eq(dsi_list_count(&s.held), 0);
    ck_assert(dsi_key_to_double(s.least) == -100.25 && dsi_key_to_double(s.most) == 1e9);
    ck_assert_uint_eq(dsi_sketch_count(&s, dsi_sketch_bucket(1e9)), 1);
    drop(&s);
}
END_TEST

static double shaped(int shape)
{
    const double f = fraction(), g = fraction();
    const double shapes[] = {f, 600 * exp(3 * (f + g + fraction() + fraction() - 2)), (f - 0.5) * 1e6, floor(f * 5),
        f < 0.5 ? 60 * g : 86400 + 3600 * g, ldexp(f - 0.5, (int)(g * 2000) - 1000), 1 / (f + 1e-12),
        f < 0.9 ? 0 : g - 0.5, floor(f * 1e6) * 1e6, -exp(20 * f)};
    return shapes[shape];
}

/* Against the order statistic at floor(q (n - 1)) of the sorted values. */
START_TEST(every_order_statistic_is_found_within_a_128th)
{
    static double values[MOST];
    for (int shape = 0; shape < 10; shape++) {
        for (int64_t n = 257; n <= MOST; n = n * 4 + 1) {
            dsi_sketch s = {.counted = 0};
            for (int64_t i = 0; i < n; i++) {
                values[i] = shaped(shape);
                put(&s, values[i]);
            }
            settle(&s);
            qsort(values, (size_t)n, sizeof *values, by_value);
            const dsi_sketch_part part = {&s, DOUBLES};
            for (int64_t i = 0; i <= 200; i++) {
                const int64_t rank = i * (n - 1) / 200;
                const double got = dsi_sketch_middle(dsi_sketch_find(&part, 1, rank));
                ck_assert_msg(fabs(got - values[rank]) <= fabs(values[rank]) / 128,
                    "shape %d, n %d, rank %d: %g for %g", shape, (int)n, (int)rank, got, values[rank]);
            }
            drop(&s);
        }
    }
}
END_TEST

/* Several sketches stand for all their values, small ones and counting ones alike. */
START_TEST(parts_answer_as_one)
{
    static double values[2000];
    dsi_sketch whole = {.counted = 0}, pieces[3] = {{.counted = 0}, {.counted = 0}, {.counted = 0}};
    for (int i = 0; i < 2000; i++) {
        values[i] = shaped(i % 2 == 0 ? 2 : 7);
        put(&whole, values[i]);
        put(&pieces[i < 100 ? 0 : i < 300 ? 1 : 2], values[i]);
    }
    settle(&whole);
    for (int i = 0; i < 3; i++) {
        settle(&pieces[i]);
    }
    const dsi_sketch_part one = {&whole, DOUBLES};
    const dsi_sketch_part three[] = {{&pieces[0], DOUBLES}, {&pieces[1], DOUBLES}, {&pieces[2], DOUBLES}};
    for (int64_t rank = 0; rank < 2000; rank += 7) {
        ck_assert_int_eq(dsi_sketch_find(three, 3, rank), dsi_sketch_find(&one, 1, rank));
    }
    drop(&whole);
    for (int i = 0; i < 3; i++) {
        drop(&pieces[i]);
    }
}
END_TEST

/* Cut anywhere, merged in any order: also where two small ones together are none, and where empty ones take part. */
START_TEST(any_partition_and_any_order_of_merging_hold_the_same)
{
    enum { PARTS = 6 };
    static double values[1200];
    for (int trial = 0; trial < rounds(60); trial++) {
        const int n = (int)(chance() % (trial % 3 == 0 ? 300 : 1200));
        dsi_sketch whole = {.counted = 0}, parts[PARTS];
        memset(parts, 0, sizeof parts);
        for (int i = 0; i < n; i++) {
            values[i] = shaped(trial % 10);
            put(&whole, values[i]);
        }
        for (int i = n - 1; i >= 0; i--) {
            put(&parts[chance() % (1 + (uint64_t)trial % PARTS)], values[i]);
        }
        for (int left = PARTS; left > 1; left--) {
            const int from = (int)(chance() % (uint64_t)left);
            dsi_sketch taken = parts[from];
            parts[from] = parts[left - 1];
            add_sketch(&parts[chance() % (uint64_t)(left - 1)], &taken);
            drop(&taken);
        }
        assert_same(&whole, &parts[0]);
        drop(&whole);
        drop(&parts[0]);
    }
}
END_TEST

/* 300 values doubled 26 times are 20 132 659 200: more than 32 bits of them in one bucket. */
START_TEST(counters_outgrow_32_bits)
{
    dsi_sketch s = {.counted = 0};
    for (int i = 0; i < 300; i++) {
        put(&s, i < 100 ? -3 : i < 110 ? 0 : 7);
    }
    for (int i = 0; i < 26; i++) {
        dsi_sketch copy = {.counted = 0};
        add_sketch(&copy, &s);
        add_sketch(&s, &copy);
        drop(&copy);
    }
    settle(&s);
    ck_assert_int_eq(s.counted, INT64_C(20132659200));
    ck_assert_uint_eq(dsi_sketch_count(&s, dsi_sketch_bucket(-3)), UINT64_C(100) << 26);
    ck_assert_uint_eq(dsi_sketch_count(&s, 0), UINT64_C(10) << 26);
    ck_assert_uint_eq(dsi_sketch_count(&s, dsi_sketch_bucket(7)), UINT64_C(190) << 26);
    const uint64_t before = dsi_sketch_count(&s, dsi_sketch_bucket(7));
    put(&s, 7);
    put(&s, 1e12); /* its window grows */
    settle(&s);
    ck_assert_uint_eq(dsi_sketch_count(&s, dsi_sketch_bucket(7)), before + 1);
    ck_assert_uint_eq(dsi_sketch_count(&s, dsi_sketch_bucket(1e12)), 1);
    drop(&s);
}
END_TEST

/* One value after the other, with a carry from the lower half. */
START_TEST(a_counter_carries)
{
    const dscore_allocator a = usual();
    dsi_sketch s = {.counted = 0};
    for (int i = 0; i < 257; i++) {
        put(&s, 1);
    }
    settle(&s);
    ck_assert(dsi_sketch_widen(&a, &s, INT64_C(1) << 40));
    dsi_sketch_count_more(&s, &s.side[0], dsi_sketch_upper(1) - s.side[0].first, UINT32_MAX - 257);
    put(&s, 1);
    put(&s, 1);
    settle(&s);
    ck_assert_uint_eq(dsi_sketch_count(&s, dsi_sketch_bucket(1)), UINT64_C(4294967297));
    drop(&s);
}
END_TEST

/* Values in 32 bits are counted many at a time; the same as keys are counted one by one. Some above zero only, some
   with zeros and negative ones, some that do not fit; whole microseconds of seconds, and decimals. */
START_TEST(small_values_and_keys_count_the_same)
{
    for (int trial = 0; trial < rounds(80); trial++) {
        const dsi_sketch_keys small = {DSI_INT, trial % 3, trial % 2 == 0 ? 1 : 1000000};
        const dsi_sketch_keys wide = {DSI_INT, trial % 3, DSI_LIST_WIDE};
        dsi_sketch s = {.counted = 0}, t = {.counted = 0};
        for (int n = (int)(chance() % 1500); n > 0; n--) {
            int64_t value = 1 + (int64_t)(chance() % (UINT64_C(1) << (1 + chance() % 30)));
            value = trial % 5 == 1 && n % 7 == 0 ? -value : trial % 5 == 2 && n % 9 == 0 ? 0 : value;
            value = (trial % 5 == 3 && n % 50 == 0 ? (1 + value % 524288) * 1048576 : value) * small.unit;
            put_as(&s, &small, dsi_key_of_int(value));
            put_as(&t, &wide, dsi_key_of_int(value));
        }
        assert_same_of(&s, &small, &t, &wide);
        drop(&s);
        drop(&t);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {buckets_are_sixty_fourths_of_an_octave,
        the_middle_of_a_bucket_is_within_a_128th_of_its_numbers, up_to_256_values_are_kept,
        every_order_statistic_is_found_within_a_128th, parts_answer_as_one,
        any_partition_and_any_order_of_merging_hold_the_same, counters_outgrow_32_bits, a_counter_carries,
        small_values_and_keys_count_the_same};
    return RUN_TESTS("sketch", tests);
}
