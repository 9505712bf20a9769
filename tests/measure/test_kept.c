/* Lists of kept values: what is added, merged and taken away is always the same multiset. */
#include "../support.h"

#include "measure/state_parts.h"

enum { CELLS = 5, MOST = 5000 };

static uint64_t seed = 77;

static uint64_t chance_below(uint64_t n)
{
    uint64_t z = (seed += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (z ^ (z >> 31)) % n;
}

static dscore_allocator usual(void)
{
    dscore_allocator a;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    return a;
}

static dsi_plane new_plane(void)
{
    const dscore_allocator a = usual();
    dsi_plane plane = {.kind = DSI_INT};
    plane.elements.size = dsi_family_kept.element(DSI_INT);
    ck_assert(dsi_array_reserve(&a, &plane.elements, CELLS));
    return plane;
}

static void drop(dsi_plane *plane)
{
    const dscore_allocator a = usual();
    dsi_plane_free(&a, &dsi_family_kept, plane);
}

static void put(dsi_plane *plane, int32_t cell, int64_t value)
{
    const dscore_allocator a = usual();
    dsi_list *list = (dsi_list *)plane->elements.p + cell;
    ck_assert(dsi_list_room(&a, list, 1));
    dsi_list_add(list, dsi_key_of_int(value));
}

static int by_key(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y ? 1 : 0;
}

static void assert_same(const dsi_plane *a, const dsi_plane *b)
{
    static uint64_t x[MOST], y[MOST];
    for (int c = 0; c < CELLS; c++) {
        const dsi_list *p = (const dsi_list *)a->elements.p + c, *q = (const dsi_list *)b->elements.p + c;
        ck_assert_int_eq(p->count, q->count);
        ck_assert_int_eq(p->need, p->count);
        dsi_list_copy(p, x);
        dsi_list_copy(q, y);
        qsort(x, (size_t)p->count, sizeof *x, by_key);
        qsort(y, (size_t)p->count, sizeof *y, by_key);
        ck_assert(memcmp(x, y, (size_t)p->count * sizeof *x) == 0);
    }
}

static const int32_t MAP[CELLS] = {3, 0, 4, 1, 2};

/* `whole` is `rest` and `part`, mixed: without `part` it is `rest`, and takes more again. */
START_TEST(what_was_added_can_be_taken_away)
{
    const dscore_allocator a = usual();
    for (int trial = 0; trial < rounds(60); trial++) {
        dsi_plane whole = new_plane(), rest = new_plane(), part = new_plane();
        const int n = (int)chance_below(MOST);
        for (int i = 0; i < n; i++) {
            const int32_t cell = (int32_t)chance_below(CELLS);
            const int64_t value = (int64_t)chance_below(trial % 2 == 0 ? 40 : 1000000) - 20;
            put(&whole, MAP[cell], value);
            if (chance_below(trial % 3 == 0 ? 2 : 50) == 0) {
                put(&part, cell, value);
            } else {
                put(&rest, MAP[cell], value);
            }
        }
        const dsi_taking taking = {MAP, CELLS, NULL};
        ck_assert_int_eq(dsi_kept_holds(&a, &whole, &part, &taking), DSI_HOLDS);
        ck_assert(dsi_kept_absorb_reserve(&a, &whole, &part, MAP, CELLS));
        dsi_kept_subtract(&whole, &part, &taking);
        dsi_kept_forget(&whole, CELLS);
        assert_same(&whole, &rest);
        ck_assert(dsi_kept_absorb_reserve(&a, &whole, &part, MAP, CELLS));
        dsi_kept_absorb(&a, &whole, &part, MAP, CELLS);
        ck_assert_int_eq(dsi_kept_holds(&a, &whole, &part, &taking), DSI_HOLDS);
        dsi_kept_subtract(&whole, &part, &taking);
        assert_same(&whole, &rest);
        drop(&whole);
        drop(&rest);
        drop(&part);
    }
}
END_TEST

START_TEST(what_was_not_added_is_refused_and_nothing_changes)
{
    const dscore_allocator a = usual();
    static const int32_t same[CELLS] = {0, 1, 2, 3, 4};
    const dsi_taking taking = {same, CELLS, NULL};
    dsi_plane whole = new_plane(), part = new_plane(), before = new_plane();
    for (int i = 0; i < 60; i++) {
        put(&whole, 2, i / 2);
        put(&before, 2, i / 2);
    }
    ck_assert_int_eq(dsi_kept_holds(&a, &whole, &part, &taking), DSI_HOLDS);
    ck_assert_int_eq(dsi_kept_holds(&a, NULL, &part, &taking), DSI_HOLDS);
    put(&part, 2, 7);
    put(&part, 2, 7);
    ck_assert_int_eq(dsi_kept_holds(&a, &whole, &part, &taking), DSI_HOLDS);
    ck_assert_int_eq(dsi_kept_holds(&a, NULL, &part, &taking), 2);
    put(&part, 2, 7); /* a third time */
    ck_assert_int_eq(dsi_kept_holds(&a, &whole, &part, &taking), 2);
    assert_same(&whole, &before);
    drop(&part);
    part = new_plane();
    put(&part, 1, 7); /* of another cell */
    ck_assert_int_eq(dsi_kept_holds(&a, &whole, &part, &taking), 1);
    drop(&part);
    drop(&whole);
    drop(&before);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_was_added_can_be_taken_away, what_was_not_added_is_refused_and_nothing_changes};
    return RUN_TESTS("kept", tests);
}
