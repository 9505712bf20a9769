/* Lists of kept values: what is added, merged and taken away is always the same multiset. */
#include "../support.h"

#include "measure/list.h"

enum { CELLS = 5, MOST = 5000, UNIT = 3 };

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
    plane->unit = plane->unit == 0 ? UNIT : plane->unit;
    ck_assert(dsi_list_put(&a, (dsi_list *)plane->elements.p + cell, plane->unit, dsi_key_of_int(value)));
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
        const size_t n = (size_t)dsi_list_count(p);
        ck_assert_int_eq(dsi_list_count(q), (int64_t)n);
        ck_assert_int_eq(p->own.promised, 0);
        ck_assert(p->wide == NULL || p->wide->promised == 0);
        dsi_list_copy(p, a->unit, x);
        dsi_list_copy(q, b->unit, y);
        qsort(x, n, sizeof *x, by_key);
        qsort(y, n, sizeof *y, by_key);
        ck_assert(memcmp(x, y, n * sizeof *x) == 0);
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
            const int64_t small = (int64_t)chance_below(trial % 2 == 0 ? 40 : 1000000) - 20;
            const int64_t value = i % 5 == 0 ? small * INT64_C(3000000000) : small;
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

/* ---- the rows of blocks ----------------------------------------------------------------------- */

typedef struct block {
    int32_t cell[DSI_BLOCK];
    uint8_t class_of[DSI_BLOCK];
    int64_t values[DSI_BLOCK];
    double doubles[DSI_BLOCK];
    int8_t bytes[DSI_BLOCK];
    int32_t words[DSI_BLOCK];
    dsi_pass pass;
    dsi_vector vector;
} block;

enum { SECONDS, BYTES, WORDS, PLAIN, MILLISECONDS, GREAT, DOUBLES, SHAPES };

/* Rows of one shape, one in six of which is not used; sometimes of a single cell. */
static void make_block(block *b, int shape)
{
    const int32_t n = 1 + (int32_t)chance_below(DSI_BLOCK);
    const int32_t only = chance_below(4) == 0 ? (int32_t)chance_below(CELLS) : -1;
    b->vector = (dsi_vector){.kind = DSI_INT, .v.i = b->values};
    b->pass = (dsi_pass){.n = n, .class_of = b->class_of, .cell = b->cell, .only = only};
    for (int32_t r = 0; r < n; r++) {
        b->cell[r] = only >= 0 ? only : (int32_t)chance_below(CELLS);
        b->class_of[r] = chance_below(6) == 0 ? DSI_CLASS_EXCLUDED : DSI_CLASS_USED;
        b->pass.used += b->class_of[r] == DSI_CLASS_USED ? 1 : 0;
        b->values[r] = (int64_t)chance_below(2000000) - 1000000;
        b->values[r] *= shape == PLAIN && n % 2 == 0 ? 1000000 : 1;
        b->values[r] *= shape == GREAT && chance_below(3) == 0 ? INT64_C(4294967296) : 1;
        b->bytes[r] = (int8_t)(b->values[r] % 128);
        b->words[r] = (int32_t)b->values[r];
        b->doubles[r] = (double)b->values[r] / 8;
    }
    if (shape == SECONDS || shape == MILLISECONDS) {
        b->vector =
            (dsi_vector){.kind = DSI_INT, .width = 8, .unit = shape == SECONDS ? 1000000 : 1000, .v.raw = b->values};
    } else if (shape == BYTES || shape == WORDS) {
        b->vector = (dsi_vector){.kind = DSI_INT, .width = shape == BYTES ? 1 : 4, .unit = 1};
        b->vector.v.raw = shape == BYTES ? (const void *)b->bytes : b->words;
    } else if (shape == DOUBLES) {
        b->vector = (dsi_vector){.kind = DSI_DOUBLE, .v.f = b->doubles};
    }
}

static int64_t value_of(const block *b, int shape, int32_t r)
{
    return shape == SECONDS        ? b->values[r] * 1000000
           : shape == MILLISECONDS ? b->values[r] * 1000
           : shape == BYTES        ? b->bytes[r]
                                   : b->values[r];
}

typedef struct keys {
    uint64_t of[CELLS][20 * DSI_BLOCK];
    size_t count[CELLS];
} keys;

static void remember(keys *all, const block *b, int shape)
{
    for (int32_t r = 0; r < b->pass.n; r++) {
        if (b->class_of[r] == DSI_CLASS_USED) {
            const int32_t c = b->cell[r];
            all->of[c][all->count[c]++] =
                shape == DOUBLES ? dsi_key_of_double(b->doubles[r]) : dsi_key_of_int(value_of(b, shape, r));
        }
    }
}

static void assert_holds(const dsi_plane *plane, keys *all)
{
    static uint64_t held[20 * DSI_BLOCK];
    for (int32_t c = 0; c < CELLS; c++) {
        const dsi_list *list = (const dsi_list *)plane->elements.p + c;
        ck_assert_uint_eq((size_t)dsi_list_count(list), all->count[c]);
        dsi_list_copy(list, plane->unit, held);
        qsort(held, all->count[c], sizeof *held, by_key);
        qsort(all->of[c], all->count[c], sizeof *held, by_key);
        ck_assert(memcmp(held, all->of[c], all->count[c] * sizeof *held) == 0);
    }
}

/* Whatever the width and the unit of the values, whichever of them come first, and whichever blocks are forgotten. */
START_TEST(blocks_of_any_kind_are_kept_and_forgotten)
{
    const dscore_allocator a = usual();
    static block b;
    static keys all;
    for (int trial = 0; trial < rounds(120); trial++) {
        dsi_plane plane = new_plane(), copy = new_plane();
        const int fixed = trial % (SHAPES + 3);
        memset(&all, 0, sizeof all);
        for (int i = 0; i < 8; i++) {
            const int shape = fixed < SHAPES ? fixed : (int)chance_below(DOUBLES);
            make_block(&b, shape);
            if (b.pass.used == 0) {
                continue;
            }
            ck_assert(dsi_family_kept.reserve(&a, &plane, &b.pass, &b.vector));
            if (chance_below(3) == 0) {
                dsi_kept_forget(&plane, CELLS);
            } else {
                dsi_family_kept.commit(&plane, &b.pass, &b.vector);
                remember(&all, &b, shape);
            }
            assert_holds(&plane, &all);
        }
        if (trial % 2 == 0) { /* what is merged may have another unit */
            copy.unit = trial % 4 == 0 ? 7 : 1000000;
        }
        ck_assert(dsi_kept_absorb_reserve(&a, &copy, &plane, MAP, CELLS));
        dsi_kept_absorb(&a, &copy, &plane, MAP, CELLS);
        if (fixed != DOUBLES) {
            const dsi_taking taking = {MAP, CELLS, NULL};
            for (int32_t c = 0; c < CELLS; c++) {
                const dsi_list *list = (const dsi_list *)copy.elements.p + MAP[c];
                ck_assert_uint_eq((size_t)dsi_list_count(list), all.count[c]);
            }
            ck_assert_int_eq(dsi_kept_holds(&a, &copy, &plane, &taking), DSI_HOLDS);
        }
        drop(&plane);
        drop(&copy);
    }
}
END_TEST

/* A whole number of seconds takes four bytes, as microseconds too. */
START_TEST(seconds_take_four_bytes)
{
    const dscore_allocator a = usual();
    static block b;
    for (int is_raw = 0; is_raw < 2; is_raw++) {
        dsi_plane plane = new_plane();
        make_block(&b, SECONDS);
        for (int32_t r = 0; r < DSI_BLOCK; r++) {
            b.cell[r] = 0;
            b.class_of[r] = DSI_CLASS_USED;
            b.values[r] = is_raw != 0 ? 86400 * r : INT64_C(86400000000) * r;
        }
        b.pass.n = DSI_BLOCK;
        b.pass.used = DSI_BLOCK;
        b.pass.only = -1;
        b.vector.width = is_raw != 0 ? 8 : 0;
        ck_assert(dsi_family_kept.reserve(&a, &plane, &b.pass, &b.vector));
        const dsi_list *list = plane.elements.p;
        ck_assert_int_eq(dsi_run_count(&list->own), DSI_BLOCK);
        ck_assert_ptr_null(list->wide);
        ck_assert_int_eq(list->own.first->width, 4);
        ck_assert_int_eq(plane.unit, 1000000);
        drop(&plane);
    }
}
END_TEST

/* An allocator that refuses after some time. */
static int64_t allowed;
static dscore_allocator inner;

static void *scarce_alloc(void *ctx, int64_t size, int64_t align)
{
    (void)ctx;
    return allowed-- > 0 ? inner.alloc(inner.ctx, size, align) : NULL;
}

static void *scarce_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    (void)ctx;
    return allowed-- > 0 ? inner.resize(inner.ctx, p, old_size, new_size, align) : NULL;
}

static void scarce_release(void *ctx, void *p, int64_t size, int64_t align)
{
    (void)ctx;
    inner.release(inner.ctx, p, size, align);
}

/* Wherever memory ends: the block is refused, and forgetting leaves what was there before. */
START_TEST(a_block_without_memory_is_refused_and_leaves_nothing)
{
    const dscore_allocator scarce = {
        (uint32_t)sizeof(dscore_allocator), NULL, scarce_alloc, scarce_resize, scarce_release};
    static block b;
    static keys all;
    inner = usual();
    for (int shape = 0; shape < SHAPES; shape++) {
        for (int64_t limit = 0;; limit += 1 + limit / 4) {
            dsi_plane plane = new_plane();
            memset(&all, 0, sizeof all);
            allowed = INT64_MAX;
            make_block(&b, shape);
            bool has_memory = true;
            for (int i = 0; i < 6 && has_memory; i++) {
                make_block(&b, shape);
                allowed = i < 2 ? INT64_MAX : i == 2 ? limit : allowed;
                has_memory = b.pass.used == 0 || dsi_family_kept.reserve(&scarce, &plane, &b.pass, &b.vector);
                if (has_memory) {
                    dsi_kept_commit(&plane, &b.pass, &b.vector);
                    remember(&all, &b, shape);
                } else {
                    dsi_kept_forget(&plane, CELLS);
                }
                assert_holds(&plane, &all);
            }
            drop(&plane);
            if (has_memory) {
                ck_assert_int_gt(limit, 0);
                break;
            }
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_was_added_can_be_taken_away, what_was_not_added_is_refused_and_nothing_changes,
        blocks_of_any_kind_are_kept_and_forgotten, seconds_take_four_bytes,
        a_block_without_memory_is_refused_and_leaves_nothing};
    return RUN_TESTS("kept", tests);
}
