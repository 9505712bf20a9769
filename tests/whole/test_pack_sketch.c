/* Packed sketches: they come back as they were, in bytes that depend on nothing but the values, small enough
   (METHODS 5.10); and what anybody changed in them is refused or is a sketch. */
#include "whole_support.h"

#include "base/bytes.h"

enum { MOST = 10000, ROOM = 1 << 20, CHECKSUM = 8 };

static const char DOCUMENT[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\","
    "\"fields\": {\"tickets\": [{\"name\": \"amount\", \"type\": \"number\"}]},"
    "\"indicators\": [{\"id\": \"half\", \"name\": \"n\", \"unit\": \"points\", \"credit\": [\"agent\"], "
    "\"formula\": \"approx_quantile(amount, 0.5)\"}]}";

static uint8_t bytes[ROOM], again[ROOM];
static double amount[MOST];
static int64_t asked[MOST], answered[MOST];

/* Log-normal seconds, about ten minutes: a sum of twelve fractions is near enough to a normal number. */
static int64_t response_time(uint64_t *seed)
{
    double normal = -6;
    for (int i = 0; i < 12; i++) {
        normal += (double)(chance(seed) >> 11) * 0x1p-53;
    }
    return (int64_t)(600 * exp(1.2 * normal));
}

static void open_times(desk *d, int64_t n, uint64_t seed)
{
    desk_open(d, DOCUMENT);
    desk_ask(d, "first_response_time_p90");
    desk_option(d, "quantiles", "sketch");
    for (int64_t i = 0; i < n; i++) {
        asked[i] = chance_below(&seed, 1000000) * SECOND;
        answered[i] = asked[i] + response_time(&seed) * SECOND;
    }
    bind_times(d, "created_at", asked, n);
    bind_times(d, "first_response_at", answered, n);
    assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
}

static dscore_state *filled(desk *d, int64_t first, int64_t n)
{
    dscore_state *state = NULL;
    assert_ok(dscore_state_new(d->plan, &state, &d->err), d->err);
    assert_ok(dscore_state_update(state, d->tables[0], first, n, NULL, &d->err), d->err);
    return state;
}

static int64_t packed(desk *d, const dscore_state *state, uint8_t *to)
{
    int64_t needed = 0;
    assert_ok(dscore_state_pack(state, to, ROOM, &needed, &d->err), d->err);
    ck_assert_int_le(needed, ROOM);
    return needed;
}

/* At most twice the 166, 364 and 493 bytes of a logarithmic sketch; a state of one row tells what all the rest takes.
 */
START_TEST(packed_sketches_are_small_METHODS_5_10)
{
    static const int64_t sizes[] = {100, 1000, 10000}, bars[] = {2 * 166, 2 * 364, 2 * 493};
    for (uint64_t seed = 1; seed < 6; seed++) {
        for (int i = 0; i < 3; i++) {
            desk d;
            open_times(&d, sizes[i], seed);
            dscore_state *one = filled(&d, 0, 1), *all = filled(&d, 0, sizes[i]);
            const int64_t size = packed(&d, all, bytes) - packed(&d, one, again);
            if (getenv("DSCORE_TEST_SAY") != NULL) {
                (void)printf("%d values: %d bytes\n", (int)sizes[i], (int)size);
            }
            ck_assert_msg(size <= bars[i], "%d values take %d bytes", (int)sizes[i], (int)size);
            dscore_state_free(one);
            dscore_state_free(all);
            desk_close(&d);
        }
    }
}
END_TEST

static double shaped(int shape, uint64_t *seed)
{
    const double f = (double)(chance(seed) >> 11) * 0x1p-53;
    const double shapes[] = {f - 0.5, floor(f * 2000) - 1000, ldexp(f - 0.5, (int)chance_below(seed, 2000) - 1000),
        f < 0.7 ? 0 : 1 / f, 5e-324 * floor(f * 1000), floor(f * 9) * 1e9};
    return shapes[shape];
}

static void open_numbers(desk *d, int shape, int64_t n)
{
    uint64_t seed = 17 + (uint64_t)shape;
    desk_open(d, DOCUMENT);
    desk_ask(d, "half");
    for (int64_t i = 0; i < n; i++) {
        amount[i] = shaped(shape, &seed);
    }
    bind_numbers(d, "amount", amount, n);
    assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
}

START_TEST(a_sketch_comes_back_whatever_way_it_was_made)
{
    static const int64_t sizes[] = {1, 255, 256, 257, 300, 2500};
    for (int shape = 0; shape < 6; shape++) {
        for (int i = 0; i < LENGTH(sizes); i++) {
            desk d;
            open_numbers(&d, shape, sizes[i]);
            dscore_state *all = filled(&d, 0, sizes[i]), *back = NULL;
            dscore_state *late = filled(&d, sizes[i] / 3, sizes[i] - sizes[i] / 3),
                         *early = filled(&d, 0, sizes[i] / 3);
            dscore_values *x = NULL, *y = NULL;
            const int64_t n = packed(&d, all, bytes);
            assert_ok(dscore_state_merge(late, early, &d.err), d.err);
            ck_assert_int_eq(packed(&d, late, again), n);
            ck_assert_mem_eq(bytes, again, (size_t)n);
            assert_ok(dscore_state_unpack(d.plan, bytes, n, &back, &d.err), d.err);
            ck_assert_int_eq(packed(&d, back, again), n);
            ck_assert_mem_eq(bytes, again, (size_t)n);
            assert_ok(dscore_state_update(all, d.tables[0], 0, sizes[i], NULL, &d.err), d.err);
            assert_ok(dscore_state_update(back, d.tables[0], 0, sizes[i], NULL, &d.err), d.err);
            assert_ok(dscore_state_finish(all, &x, &d.err), d.err);
            assert_ok(dscore_state_finish(back, &y, &d.err), d.err);
            assert_same_values(x, y, "back");
            dscore_values_free(x);
            dscore_values_free(y);
            dscore_state_free(all);
            dscore_state_free(back);
            dscore_state_free(late);
            dscore_state_free(early);
            desk_close(&d);
        }
    }
}
END_TEST

/* Any byte changed to anything, the checksum made right: refused, or a state that packs to just these bytes. */
START_TEST(whoever_changes_a_byte_is_refused_or_understood)
{
    int64_t refused = 0, understood = 0;
    for (int shape = 0; shape < 4; shape++) {
        for (int64_t size = 20; size <= 400; size += 380) {
            desk d;
            uint64_t seed = 99;
            open_numbers(&d, shape, size);
            dscore_state *all = filled(&d, 0, size);
            const int64_t n = packed(&d, all, bytes);
            for (int trial = 0; trial < rounds(1500); trial++) {
                dscore_state *back = NULL;
                memcpy(again, bytes, (size_t)n);
                again[72 + chance_below(&seed, n - 72 - CHECKSUM)] = (uint8_t)chance(&seed);
                const uint64_t sum = dsi_crc64(again, n - CHECKSUM);
                for (int i = 0; i < CHECKSUM; i++) {
                    again[n - CHECKSUM + i] = (uint8_t)(sum >> (8 * i));
                }
                if (dscore_state_unpack(d.plan, again, n, &back, &d.err) != DSCORE_OK) {
                    ck_assert_ptr_null(back);
                    refused++;
                    continue;
                }
                static uint8_t third[ROOM];
                ck_assert_int_eq(packed(&d, back, third), n);
                ck_assert_mem_eq(third, again, (size_t)n);
                dscore_state_free(back);
                understood++;
            }
            dscore_state_free(all);
            desk_close(&d);
        }
    }
    ck_assert_int_gt(refused, 100);
    ck_assert_int_gt(understood, 100);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {packed_sketches_are_small_METHODS_5_10, a_sketch_comes_back_whatever_way_it_was_made,
        whoever_changes_a_byte_is_refused_or_understood};
    return RUN_TESTS("pack_sketch", tests);
}
