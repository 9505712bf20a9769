/* Order statistics by selection are those of the sorted keys, whatever the keys look like. */
#include "../support.h"

#include "measure/select.h"

#include <stdlib.h>

enum { MOST = 6000, RANKS = 90 };

static uint64_t seed = 20260301;

static uint64_t random_key(void)
{
    uint64_t z = (seed += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/* Shapes that are hard on somebody: everywhere, few values, one value, towers of powers, one far from the others,
   ascending, descending, halves of the range, only the lowest bits. */
static uint64_t shaped_key(int shape, int64_t i, int64_t n)
{
    const uint64_t r = random_key();
    const uint64_t shapes[] = {r, r % 7, 42, UINT64_C(1) << (r % 64), i == n / 3 ? UINT64_MAX : r % 1000, (uint64_t)i,
        (uint64_t)(n - i) << 40, (r & 1) != 0 ? r >> 44 : UINT64_MAX - (r >> 44), r >> 56, r >> (r % 64)};
    return shapes[shape];
}

static int by_value(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y ? 1 : 0;
}

static int64_t pick_ranks(int64_t n, int64_t want, int64_t *ranks)
{
    int64_t count = 0;
    for (int64_t i = 0; i < want; i++) {
        const int64_t rank = want == 1 ? (int64_t)(random_key() % (uint64_t)n) : i * (n - 1) / (want - 1);
        if (count == 0 || rank > ranks[count - 1]) {
            ranks[count++] = rank;
        }
    }
    return count;
}

START_TEST(selected_ranks_are_those_of_the_sorted_keys)
{
    static uint64_t sorted[MOST], keys[MOST + 1], spare[MOST + 1];
    static dsi_select_work work;
    static const int64_t sizes[] = {1, 2, 24, 25, 33, 100, 257, 1000, 6000};
    static const int64_t wanted[] = {1, 2, 3, 7, 64, 65, RANKS};
    int64_t ranks[RANKS];
    uint64_t out[RANKS];
    for (int shape = 0; shape < 10; shape++) {
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
            const int64_t n = sizes[s];
            for (int64_t i = 0; i < n; i++) {
                sorted[i] = shaped_key(shape, i, n);
            }
            for (size_t w = 0; w < sizeof wanted / sizeof wanted[0]; w++) {
                memcpy(keys, sorted, (size_t)n * sizeof *keys);
                const int64_t count = pick_ranks(n, wanted[w], ranks);
                dsi_select(&work, keys, spare, n, ranks, count, out);
                memcpy(keys, sorted, (size_t)n * sizeof *keys);
                qsort(keys, (size_t)n, sizeof *keys, by_value);
                for (int64_t i = 0; i < count; i++) {
                    ck_assert_msg(out[i] == keys[ranks[i]], "shape %d, n %d, rank %d", shape, (int)n, (int)ranks[i]);
                }
            }
        }
    }
}
END_TEST

START_TEST(sorted_keys_ascend)
{
    static uint64_t keys[MOST], by_library[MOST], spare[MOST];
    for (int shape = 0; shape < 10; shape++) {
        for (int64_t n = 0; n <= MOST; n = n * 5 + 3) {
            for (int64_t i = 0; i < n; i++) {
                keys[i] = by_library[i] = shaped_key(shape, i, n);
            }
            qsort(keys, (size_t)n, sizeof *keys, by_value);
            dsi_sort_keys(by_library, spare, n);
            ck_assert(n == 0 || memcmp(keys, by_library, (size_t)n * sizeof *keys) == 0);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {selected_ranks_are_those_of_the_sorted_keys, sorted_keys_ascend};
    return RUN_TESTS("select", tests);
}
