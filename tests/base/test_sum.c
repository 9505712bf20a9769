/* Exact sums and variances (D8): the right double, and the same bits whatever the order, the split and the merges. */
#include "support.h"

#include "base/wide.h"

#include <float.h>

/* Expected values computed in exact rational arithmetic with Python 3 (fractions.Fraction), rounded once by float();
   the sums were compared with math.fsum too. divided = sum / n / 3600000000. */
static const struct vector {
    const char *name;
    int n;
    double values[10];
    double sum, mean, divided, variance;
} vectors[] = {
    {"0.1 ten times", 10, {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 0x1p+0, 0x1.999999999999ap-4,
        0x1.e8abfd59a6109p-36, 0.0},
    {"cancellation", 3, {0x1.1c37937e08000p+53, 0x1p+0, -0x1.1c37937e08000p+53}, 0x1p+0, 0x1.5555555555555p-2,
        0x1.9739fdcab50dcp-34, 0x1.3b8b5b5056e17p+106},
    {"tiny and huge", 3, {0x1.1ccf385ebc8a0p+1023, 0x0.0000000000001p-1022, -0x1.1ccf385ebc8a0p+1023},
        0x0.0000000000001p-1022, 0.0, 0.0, INFINITY},
    {"overflow and back", 5,
        {0x1.fffffffffffffp+1023, 0x1.fffffffffffffp+1023, 0x1.fffffffffffffp+1023, -0x1.fffffffffffffp+1023,
            -0x1.fffffffffffffp+1023},
        0x1.fffffffffffffp+1023, 0x1.9999999999999p+1021, 0x1.e8abfd59a6107p+989, INFINITY},
    {"overflow", 2, {0x1.fffffffffffffp+1023, 0x1.fffffffffffffp+1023}, INFINITY, 0x1.fffffffffffffp+1023,
        0x1.316b7e5807ca5p+992, 0.0},
    {"half an ulp", 2, {0x1p+53, 0x1p+0}, 0x1p+53, 0x1p+52, 0x1.316b7e5807ca6p+20, 0x1.ffffffffffffep+104},
    {"just over half an ulp", 3, {0x1p+53, 0x1p+0, 0x0.0000000000001p-1022}, 0x1.0000000000001p+53,
        0x1.5555555555556p+51, 0x1.9739fdcab50ddp+19, 0x1.5555555555555p+104},
    {"just under", 3, {0x1.0000000000001p+53, 0x1p+0, -0x0.0000000000001p-1022}, 0x1.0000000000001p+53,
        0x1.5555555555557p+51, 0x1.9739fdcab50dfp+19, 0x1.5555555555557p+104},
    {"subnormals", 4,
        {0x0.0000000000001p-1022, 0x0.0000000000003p-1022, -0x0.0000000000004p-1022, 0x0.03739a252b281p-1022},
        0x0.03739a252b281p-1022, 0x0.00dce6894aca0p-1022, 0x0.0000000001079p-1022, 0.0},
    {"scores", 6,
        {0x1.2000000000000p+2, 0x1.2ae147ae147aep+2, 0x1.999999999999ap+1, 0x1.4000000000000p+2, 0x1p+0,
            0x1.3f5c28f5c28f6p+2},
        0x1.75c28f5c28f5cp+4, 0x1.f258bf258bf26p+1, 0x1.29467e635616ep-30, 0x1.399e67edde4dbp+1},
    {"all scales", 9,
        {0x1.61984ca9a0663p+998, -0x1.c598d1cc1a74bp+499, 0x1.3749f9d42afadp+249, 0x1.7da3a04c7b3e0p+69,
            0x1.81cd6c8b43958p+13, -0x1.0624dd2f1a9fcp-10, 0x1.e1094d643f784p-28, 0x1.af1a0b10a1071p-663,
            -0x0.016170dbaadcdp-1022},
        0x1.61984ca9a0663p+998, 0x1.3a4e7d088e93cp+995, 0x1.76fb7ce42a875p+963, INFINITY},
    {"random 0", 9,
        {-0x1.17da6b5096582p+466, 0x1.a3770e0b35108p-724, 0x1.3ebc007fe371ap+5, 0x1.228beb07c1544p+40,
            -0x1.c09a250291a10p-286, -0x1.e8429c40c9600p+63, 0x1.4a97eb42e5440p+867, 0x1.4dbf1f4223aa4p-14,
            0x1.ec353da8b8730p+472},
        0x1.4a97eb42e5440p+867, 0x1.25dc5f57e83c7p+864, 0x1.5e96f1bb190d6p+832, INFINITY},
    {"random 2", 9,
        {-0x1.3f12cbc190ab4p+15, -0x1.1eef06ddd81cap+33, -0x1.f81c63673e428p-1, -0x1.88f28e6aba8f6p-967,
            -0x1.998222e22e2a0p+26, 0x1.58785f95c7b48p+713, -0x1.7039f4df3bbf8p+29, -0x1.adefe8b4abbf2p-785,
            -0x1.dd266c7516560p+45},
        0x1.58785f95c7b48p+713, 0x1.32321c135c2ebp+710, 0x1.6d4e4582c147bp+678, INFINITY},
};
enum { N_VECTORS = sizeof vectors / sizeof vectors[0] };

static dscore_allocator library_allocator(void)
{
    dscore_allocator a;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    return a;
}

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t x = *state += 0x9e3779b97f4a7c15U;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
    x = (x ^ x >> 27) * 0x94d049bb133111ebU;
    return x ^ x >> 31;
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

#define assert_bits(got, want) ck_assert_msg(same_bits(got, want), "got %a, expected %a", (got), (want))

static void add(dsi_moments *m, double value, const dscore_allocator *a)
{
    if (dsi_double_needs_spill(value)) {
        ck_assert(dsi_moments_reserve(m, a));
    }
    ck_assert(dsi_moments_add_double(m, value));
}

/* The values in random order, dealt to a few accumulators that are merged in random pairs. */
static dsi_moments shuffled(const double *values, int n, uint64_t *state, const dscore_allocator *a)
{
    double order[200];
    memcpy(order, values, (size_t)n * sizeof order[0]);
    dsi_moments parts[4];
    memset(parts, 0, sizeof parts);
    for (int i = n - 1; i >= 0; i--) {
        const uint64_t k = next_random(state) % (uint64_t)(i + 1);
        add(&parts[next_random(state) % 4], order[k], a);
        order[k] = order[i];
    }
    for (int left = 4; left > 1; left--) {
        const uint64_t from = next_random(state) % (uint64_t)left;
        const dsi_moments moved = parts[from];
        parts[from] = parts[left - 1];
        dsi_moments gone = moved;
        ck_assert(dsi_moments_merge(&parts[next_random(state) % (uint64_t)(left - 1)], &moved, a));
        dsi_moments_free(&gone, a);
    }
    return parts[0];
}

START_TEST(sums_means_and_variances_are_rounded_once_from_the_exact_value)
{
    const dscore_allocator a = library_allocator();
    uint64_t state = 1;
    for (int i = 0; i < N_VECTORS; i++) {
        const struct vector *v = &vectors[i];
        for (int round = 0; round < 20; round++) {
            dsi_moments m = shuffled(v->values, v->n, &state, &a);
            ck_assert_msg(same_bits(dsi_sum_value(&m.sum, 1), v->sum), "%s: sum", v->name);
            ck_assert_msg(same_bits(dsi_sum_mean(&m.sum, v->n, 1), v->mean), "%s: mean", v->name);
            ck_assert_msg(same_bits(dsi_sum_mean(&m.sum, v->n, 3600000000), v->divided), "%s: divided", v->name);
            ck_assert_msg(same_bits(dsi_moments_variance(&m, v->n, 1), v->variance), "%s: variance", v->name);
            dsi_moments_free(&m, &a);
        }
    }
}
END_TEST

START_TEST(order_and_partition_do_not_change_a_bit)
{
    const dscore_allocator a = library_allocator();
    uint64_t state = 7;
    for (int set = 0; set < 40; set++) {
        double values[200];
        for (int i = 0; i < 200; i++) {
            uint64_t bits = next_random(&state);
            memcpy(&values[i], &bits, sizeof bits);
            if (set % 2 == 0 || !isfinite(values[i])) { /* ordinary numbers, else any */
                values[i] = (double)(int64_t)(bits % 100000U) / 100.0;
            }
        }
        dsi_moments m = shuffled(values, 200, &state, &a);
        const double sum = dsi_sum_value(&m.sum, 1), variance = dsi_moments_variance(&m, 200, 7);
        dsi_moments_free(&m, &a);
        for (int round = 0; round < 5; round++) {
            m = shuffled(values, 200, &state, &a);
            assert_bits(dsi_sum_value(&m.sum, 1), sum);
            assert_bits(dsi_moments_variance(&m, 200, 7), variance);
            dsi_moments_free(&m, &a);
        }
    }
}
END_TEST

START_TEST(integers_and_whole_doubles_give_the_same_bits)
{
    dsi_moments ints, doubles;
    memset(&ints, 0, sizeof ints);
    memset(&doubles, 0, sizeof doubles);
    uint64_t state = 3;
    for (int i = 0; i < 1000; i++) {
        const int64_t value = (int64_t)(next_random(&state) >> 11) - (INT64_C(1) << 52);
        dsi_moments_add_int(&ints, value);
        ck_assert(dsi_moments_add_double(&doubles, (double)value));
    }
    assert_bits(dsi_sum_value(&ints.sum, 1000), dsi_sum_value(&doubles.sum, 1000));
    assert_bits(dsi_moments_variance(&ints, 1000, 1000), dsi_moments_variance(&doubles, 1000, 1000));
}
END_TEST

START_TEST(seconds_and_milliseconds_give_the_same_bits)
{
    /* D6: finishing is one rounding of the exact rational. */
    dsi_moments s, ms;
    memset(&s, 0, sizeof s);
    memset(&ms, 0, sizeof ms);
    for (int64_t i = 1; i <= 777; i++) {
        dsi_moments_add_int(&s, i * 13);
        dsi_moments_add_int(&ms, i * 13000);
    }
    assert_bits(dsi_sum_mean(&s.sum, 777, 3600), dsi_sum_mean(&ms.sum, 777, 3600000));
    assert_bits(dsi_moments_variance(&s, 777, 60), dsi_moments_variance(&ms, 777, 60000));
}
END_TEST

START_TEST(means_are_rounded_once_on_both_sides_of_what_a_double_holds)
{
    /* 2^53 and 2^53 + 1 as sum and as divisor, and sums beyond it that share the divisor: Python's fractions. */
    static const struct {
        int64_t sum, n, divisor;
        double mean;
    } means[] = {
        {INT64_C(9007199254740992), INT64_C(3), 1000000, 0x1.65e9f80f29212p+31},
        {INT64_C(9007199254740993), INT64_C(3), 1000000, 0x1.65e9f80f29212p+31},
        {INT64_C(-9007199254740993), INT64_C(3), 1, -0x1.5555555555556p+51},
        {INT64_C(9007199254740992000), INT64_C(7), 1000, 0x1.2492492492492p+50},
        {INT64_C(-9007199254740992000), INT64_C(7), 1000, -0x1.2492492492492p+50},
        {INT64_C(9007199254740993000), INT64_C(7), 1000, 0x1.2492492492493p+50},
        {INT64_C(9223372036854775807), INT64_C(3), 1, 0x1.5555555555555p+61},
        {INT64_MIN, INT64_C(3), 2, -0x1.5555555555555p+60},
        {INT64_C(9223372036854000000), INT64_C(11), 1000000, 0x1.86739a3f15746p+39},
        {INT64_C(6), INT64_C(9007199254740993), 1, 0x1.7ffffffffffffp-51},
        {INT64_C(6), INT64_C(9007199254740992), 1, 0x1.8000000000000p-51},
        {INT64_C(6), INT64_C(9007199255), 1000000, 0x1.7fffffffd0930p-51},
        {INT64_C(6000000), INT64_C(1125899906842625), 1000000, 0x1.7fffffffffffap-48},
        {INT64_C(6000001), INT64_C(1125899906842625), 1000000, 0x1.80000431bde7dp-48},
        {INT64_C(1), INT64_C(3037000500), INT64_C(3037000500), 0x1.ffffffffdd50fp-64},
        {INT64_C(12345678901), INT64_C(2147483647), 2147483647, 0x1.6fee0e203fb84p-29},
        {INT64_C(9007199254740994), INT64_C(9007199254740994), 1, 0x1p+0},
    };
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        dsi_sum sum = {0};
        dsi_sum_add_int(&sum, means[i].sum);
        assert_bits(dsi_sum_mean(&sum, means[i].n, means[i].divisor), means[i].mean);
    }
}
END_TEST

START_TEST(sums_beyond_int64_do_not_wrap)
{
    /* 3 (2^63 - 1) + 2 (-2^63) + 7 = 2^63 + 4; mean and variance in exact rationals. */
    static const int64_t values[] = {INT64_MAX, INT64_MIN, INT64_MAX, 7, INT64_MAX, INT64_MIN};
    dsi_moments m;
    memset(&m, 0, sizeof m);
    for (int i = 0; i < 6; i++) {
        dsi_moments_add_int(&m, values[i]);
    }
    assert_bits(dsi_sum_value(&m.sum, 1), 0x1p63);
    assert_bits(dsi_sum_mean(&m.sum, 6, 1), 0x1.5555555555555p+60);
    assert_bits(dsi_moments_variance(&m, 6, 1), 0x1.eeeeeeeeeeeefp+125);
}
END_TEST

START_TEST(sums_that_double_stay_exact)
{
    /* A sum added to itself 61 times stands for 2^61 additions. */
    const dscore_allocator a = library_allocator();
    static const double values[] = {0.1, -3.0, 1e300, 5e-324};
    for (int k = 0; k < 4; k++) {
        dsi_moments m, copy;
        memset(&m, 0, sizeof m);
        add(&m, values[k], &a);
        for (int i = 0; i < 61; i++) {
            memset(&copy, 0, sizeof copy);
            ck_assert(dsi_moments_merge(&copy, &m, &a));
            ck_assert(dsi_moments_merge(&m, &copy, &a));
            dsi_moments_free(&copy, &a);
        }
        assert_bits(dsi_sum_value(&m.sum, 1), ldexp(values[k], 61));
        assert_bits(dsi_sum_mean(&m.sum, INT64_C(1) << 61, 1), values[k]);
        assert_bits(dsi_moments_variance(&m, INT64_C(1) << 61, 1), 0.0);
        dsi_moments_free(&m, &a);
    }
}
END_TEST

START_TEST(published_standard_deviations_are_met)
{
    /* NIST StRD univariate: NumAcc1 (mean 10000002, s = 1), NumAcc2 (mean 1.2, s = 0.1), NumAcc4 (mean 10000000.2,
       s = 0.1): the certified values hold for the decimals, so the doubles agree to their own precision. */
    dsi_moments m;
    memset(&m, 0, sizeof m);
    dsi_moments_add_int(&m, 10000001);
    dsi_moments_add_int(&m, 10000003);
    dsi_moments_add_int(&m, 10000002);
    assert_bits(dsi_moments_variance(&m, 3, 1), 1.0);
    static const double first[] = {1.2, 10000000.2};
    for (int k = 0; k < 2; k++) {
        memset(&m, 0, sizeof m);
        ck_assert(dsi_moments_add_double(&m, first[k]));
        for (int i = 0; i < 500; i++) {
            ck_assert(dsi_moments_add_double(&m, first[k] - 0.1));
            ck_assert(dsi_moments_add_double(&m, first[k] + 0.1));
        }
        assert_close(dsi_sum_mean(&m.sum, 1001, 1), first[k], 1e-9);
        assert_close(sqrt(dsi_moments_variance(&m, 1001, 1)), 0.1, k == 0 ? 1e-15 : 1e-8);
    }
    /* METHODS 2.10 */
    static const int64_t scores[] = {92, 85, 85, 78, 70, 88};
    memset(&m, 0, sizeof m);
    for (int i = 0; i < 6; i++) {
        dsi_moments_add_int(&m, scores[i]);
    }
    assert_bits(dsi_sum_mean(&m.sum, 6, 1), 83.0);
    assert_close(sqrt(dsi_moments_variance(&m, 6, 1)), 7.848567, 5e-7);
}
END_TEST

START_TEST(ratios_are_rounded_once)
{
    dsi_sum top, bottom;
    memset(&top, 0, sizeof top);
    memset(&bottom, 0, sizeof bottom);
    dsi_sum_add_int(&top, INT64_MAX);
    dsi_sum_add_int(&top, INT64_MAX);
    dsi_sum_add_int(&top, 3); /* 2^64 + 1 */
    dsi_sum_add_int(&bottom, 1000000009);
    dsi_sum_add_int(&bottom, 999999999000000000);
    /* ((2^64 + 1) / 3) / ((10^18 + 9) / 7), by exact rationals */
    assert_bits(dsi_sum_ratio(&top, 3, &bottom, 7), 0x1.5856d74caa448p+5);
    ck_assert(dsi_sum_add_double(&bottom, -1000000000000000009.0)); /* 10^18 as a double */
    dsi_sum_add_int(&bottom, -9);
    ck_assert(dsi_sum_is_zero(&bottom));
    ck_assert(isnan(dsi_sum_ratio(&top, 1, &bottom, 1)));
    ck_assert(dsi_sum_add_double(&bottom, -0.5));
    assert_bits(dsi_sum_ratio(&top, 1, &bottom, 1), -0x1p65);
}
END_TEST

START_TEST(zero_is_seen_across_the_parts)
{
    const dscore_allocator a = library_allocator();
    dsi_sum s;
    memset(&s, 0, sizeof s);
    ck_assert(dsi_sum_is_zero(&s));
    assert_bits(dsi_sum_value(&s, 1), 0.0);
    dsi_sum_add_int(&s, -1);
    ck_assert(dsi_sum_add_double(&s, 0.25));
    ck_assert(!dsi_sum_is_zero(&s));
    ck_assert_int_eq(dsi_sum_sign(&s), -1);
    ck_assert(dsi_sum_add_double(&s, 0.75));
    ck_assert(dsi_sum_is_zero(&s));
    ck_assert(dsi_sum_reserve(&s, &a));
    ck_assert(dsi_sum_add_double(&s, 0x1p64));
    ck_assert(dsi_sum_add_double(&s, 1e-30));
    ck_assert_int_eq(dsi_sum_sign(&s), 1);
    ck_assert(dsi_sum_add_double(&s, -1e-30));
    dsi_sum_add_int(&s, INT64_MIN);
    dsi_sum_add_int(&s, INT64_MIN);
    ck_assert(dsi_sum_is_zero(&s));
    assert_bits(dsi_sum_value(&s, 3), 0.0);
    dsi_sum_free(&s, &a);
    ck_assert_ptr_null(s.spill);
}
END_TEST

START_TEST(the_need_of_a_spill_is_told_beforehand)
{
    static const double never[] = {0.0, -0.0, 1.0, -0.1, 1.0 / 4096, 9223372036854774784.0, -123456.789};
    static const double always[] = {0x1p63, -0x1p63, 1e300, 0x1.fffffffffffffp-13, 1e-5, 5e-324, -DBL_MAX};
    ck_assert(!dsi_sum_needs_spill(never, 7));
    ck_assert(!dsi_sum_needs_spill(NULL, 0));
    dsi_sum s;
    dsi_moments m;
    memset(&s, 0, sizeof s);
    memset(&m, 0, sizeof m);
    for (int i = 0; i < 7; i++) {
        ck_assert(dsi_sum_add_double(&s, never[i]));
        ck_assert(dsi_moments_add_double(&m, never[i]));
        ck_assert(dsi_sum_needs_spill(&always[i], 1));
        ck_assert_msg(always[i] == -0x1p63 || !dsi_sum_add_double(&s, always[i]), "%a", always[i]);
        ck_assert(!dsi_moments_add_double(&m, always[i]));
    }
    ck_assert(!dsi_sum_add_double(&s, NAN));
    ck_assert(!dsi_sum_add_double(&s, INFINITY));
    ck_assert(!dsi_moments_add_double(&m, -INFINITY));
    ck_assert(!dsi_moments_add_double(&m, NAN));
}
END_TEST

START_TEST(a_quotient_by_nothing_is_not_a_number)
{
    dsi_moments m;
    memset(&m, 0, sizeof m);
    dsi_moments_add_int(&m, 5);
    ck_assert(isnan(dsi_sum_mean(&m.sum, 0, 1)));
    ck_assert(isnan(dsi_sum_value(&m.sum, 0)));
    ck_assert(isnan(dsi_moments_variance(&m, 1, 1)));
    ck_assert(isnan(dsi_moments_variance(&m, 2, 0)));
    dsi_moments_add_int(&m, 5);
    dsi_moments_add_int(&m, 5);
    ck_assert(isnan(dsi_moments_variance(&m, 2, 1))); /* 2 (25 + 25 + 25) < 15^2: there were 3 values */
}
END_TEST

/* Some of the values taken away again: what is left are the sums of the others, to the bit. */
START_TEST(a_part_that_is_taken_away_was_never_there)
{
    const dscore_allocator a = library_allocator();
    uint64_t state = 5;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        const int n = vectors[i].n;
        for (int gone = 0; gone <= n; gone++) {
            dsi_moments all = shuffled(vectors[i].values, n, &state, &a);
            dsi_moments part = shuffled(vectors[i].values, gone, &state, &a);
            dsi_moments rest = shuffled(vectors[i].values + gone, n - gone, &state, &a);
            ck_assert(dsi_moments_holds(&all, &part, n - gone));
            ck_assert(gone == 0 || n == gone || !dsi_moments_holds(&all, &part, 0));
            dsi_moments_subtract(&all, &part);
            ck_assert(same_bits(dsi_sum_value(&all.sum, 1), dsi_sum_value(&rest.sum, 1)));
            if (n - gone > 1) {
                ck_assert(same_bits(dsi_moments_variance(&all, n - gone, 1), dsi_moments_variance(&rest, n - gone, 1)));
            }
            dsi_moments_free(&all, &a);
            dsi_moments_free(&part, &a);
            dsi_moments_free(&rest, &a);
        }
    }
}
END_TEST

START_TEST(what_cannot_be_a_part_is_told)
{
    const dscore_allocator a = library_allocator();
    dsi_moments fives, other;
    memset(&fives, 0, sizeof fives);
    memset(&other, 0, sizeof other);
    for (int i = 0; i < 3; i++) {
        dsi_moments_add_int(&fives, 5);
    }
    dsi_moments_add_int(&other, -5);
    /* Of 5, 5, 5 without -5 two values would be left of sum 20 and squares 50: 2 * 50 < 20^2. */
    ck_assert(!dsi_moments_holds(&fives, &other, 2));
    dsi_moments_add_int(&other, 10);
    ck_assert(!dsi_moments_holds(&fives, &other, 1)); /* squares 125 of 75 */
    dsi_moments_free(&other, &a);
    add(&other, 0.5, &a);
    ck_assert(!dsi_moments_holds(&fives, &other, 2)); /* there is no fraction in whole numbers */
    dsi_moments_free(&other, &a);
    add(&other, 1e300, &a);
    ck_assert(!dsi_moments_holds(&fives, &other, 2));
    ck_assert(!dsi_sum_holds(&fives.sum, &other.sum, 2));
    dsi_moments_free(&other, &a);
    dsi_moments_free(&fives, &a);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {sums_means_and_variances_are_rounded_once_from_the_exact_value,
        order_and_partition_do_not_change_a_bit, integers_and_whole_doubles_give_the_same_bits,
        seconds_and_milliseconds_give_the_same_bits, means_are_rounded_once_on_both_sides_of_what_a_double_holds,
        sums_beyond_int64_do_not_wrap, sums_that_double_stay_exact, published_standard_deviations_are_met,
        ratios_are_rounded_once, zero_is_seen_across_the_parts, the_need_of_a_spill_is_told_beforehand,
        a_quotient_by_nothing_is_not_a_number, a_part_that_is_taken_away_was_never_there,
        what_cannot_be_a_part_is_told};
    return RUN_TESTS("sum", tests);
}
