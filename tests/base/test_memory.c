/* Allocators, arenas, growable arrays and counted references, with the failing allocation moved one at a time. */
#include "support.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"

/* An allocator that counts what is out and refuses the allocation number `refuse_at` (from 1; 0 = none). */
typedef struct counter {
    int64_t calls, refuse_at, live_bytes;
    int64_t wrong_sizes;
} counter;

typedef struct header {
    int64_t size;
    max_align_t body[];
} header;

static void *count_alloc(void *ctx, int64_t size, int64_t align)
{
    counter *c = ctx;
    if (++c->calls == c->refuse_at || size <= 0 || align > (int64_t) _Alignof(max_align_t)) {
        return NULL;
    }
    header *h = malloc(sizeof *h + (size_t)size);
    ck_assert_ptr_nonnull(h);
    h->size = size;
    c->live_bytes += size;
    return h->body;
}

static header *header_of(counter *c, void *p, int64_t size)
{
    header *h = (header *)(void *)((char *)p - offsetof(header, body));
    c->wrong_sizes += h->size != size;
    return h;
}

static void count_release(void *ctx, void *p, int64_t size, int64_t align)
{
    counter *c = ctx;
    (void)align;
    header *h = header_of(c, p, size);
    c->live_bytes -= h->size;
    free(h);
}

static void *count_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    counter *c = ctx;
    (void)header_of(c, p, old_size);
    void *q = count_alloc(ctx, new_size, align);
    if (q != NULL) {
        memcpy(q, p, (size_t)(old_size < new_size ? old_size : new_size));
        count_release(ctx, p, old_size, align);
    }
    return q;
}

static dscore_allocator counting(counter *c)
{
    dscore_allocator given = {(uint32_t)sizeof given, c, count_alloc, count_resize, count_release}, out;
    ck_assert_int_eq(dsi_allocator_init(&out, &given, NULL), DSCORE_OK);
    return out;
}

START_TEST(without_an_allocator_the_c_library_serves)
{
    dscore_allocator a;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    char *p = dsi_alloc_zero(&a, 100);
    ck_assert_ptr_nonnull(p);
    ck_assert_int_eq(p[99], 0);
    p = dsi_resize(&a, p, 100, 200);
    ck_assert_ptr_nonnull(p);
    p[199] = 1;
    dsi_release(&a, p, 200);
    p = dsi_resize(&a, NULL, 0, 0);
    ck_assert_ptr_nonnull(p);
    p = dsi_resize(&a, p, 0, 0);
    ck_assert_ptr_nonnull(p);
    dsi_release(&a, p, 0);
    dsi_release(&a, NULL, 0);
}
END_TEST

START_TEST(a_malformed_allocator_is_refused)
{
    counter c = {0};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_allocator out, given = {(uint32_t)sizeof given, &c, count_alloc, count_resize, NULL};
    ck_assert_int_eq(dsi_allocator_init(&out, &given, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_ALLOCATOR);
    ck_assert_ptr_nonnull(strstr(err.message, "release is NULL"));
    given.release = count_release;
    given.struct_size = 4;
    ck_assert_int_eq(dsi_allocator_init(&out, &given, &err), DSCORE_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(err.message, "struct_size is 4"));
}
END_TEST

START_TEST(impossible_sizes_are_no_memory)
{
    counter c = {0};
    dscore_allocator a = counting(&c);
    ck_assert_ptr_null(dsi_alloc(&a, -1));
    ck_assert_ptr_null(dsi_alloc_zero(&a, INT64_MIN));
    ck_assert_ptr_null(dsi_resize(&a, &a, 1, -5));
    ck_assert_int_eq(c.calls, 0);
    void *array = NULL;
    int64_t cap = 0;
    ck_assert(!dsi_reserve(&a, &array, &cap, INT64_MAX, 16));
    ck_assert(!dsi_reserve(&a, &array, &cap, INT64_MAX / 8, 16));
    ck_assert_ptr_null(array);
    ck_assert_int_eq(cap, 0);
    dsi_arena arena;
    dsi_arena_init(&arena, &a);
    ck_assert_ptr_null(dsi_arena_alloc(&arena, INT64_MAX));
    ck_assert_ptr_null(dsi_arena_alloc(&arena, -1));
    ck_assert_ptr_null(dsi_arena_text(&arena, "", INT64_MAX));
    dsi_arena_free(&arena);
}
END_TEST

START_TEST(an_array_keeps_its_elements_while_it_grows)
{
    counter c = {0};
    dscore_allocator a = counting(&c);
    int32_t *items = NULL;
    int64_t cap = 0;
    for (int32_t i = 0; i < 1000; i++) {
        ck_assert(dsi_reserve(&a, &items, &cap, i + 1, (int64_t)sizeof *items));
        items[i] = i;
    }
    for (int32_t i = 0; i < 1000; i++) {
        ck_assert_int_eq(items[i], i);
    }
    ck_assert_int_eq(c.calls, 9); /* 4, 8, ..., 1024 */
    c.refuse_at = c.calls + 1;
    int32_t *const before = items;
    ck_assert(!dsi_reserve(&a, &items, &cap, 5000, (int64_t)sizeof *items));
    ck_assert_ptr_eq(items, before);
    ck_assert_int_eq(cap, 1024);
    dsi_release(&a, items, cap * (int64_t)sizeof *items);
    ck_assert_int_eq(c.live_bytes, 0);
    ck_assert_int_eq(c.wrong_sizes, 0);
}
END_TEST

START_TEST(an_arena_gives_zeroed_aligned_pieces_that_do_not_overlap)
{
    counter c = {0};
    dscore_allocator a = counting(&c);
    dsi_arena arena;
    dsi_arena_init(&arena, &a);
    unsigned char *pieces[300];
    int64_t sizes[300];
    for (int i = 0; i < 300; i++) {
        sizes[i] = i % 50 == 49 ? 10000 : i % 37;
        pieces[i] = dsi_arena_alloc(&arena, sizes[i]);
        ck_assert_ptr_nonnull(pieces[i]);
        ck_assert_uint_eq((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (int64_t k = 0; k < sizes[i]; k++) {
            ck_assert_int_eq(pieces[i][k], 0);
            pieces[i][k] = (unsigned char)(i % 251);
        }
    }
    for (int i = 0; i < 300; i++) {
        for (int64_t k = 0; k < sizes[i]; k++) {
            ck_assert_int_eq(pieces[i][k], i % 251);
        }
    }
    ck_assert_int_eq(arena.bytes, c.live_bytes);
    ck_assert_str_eq(dsi_arena_text(&arena, "agent", -1), "agent");
    ck_assert_str_eq(dsi_arena_text(&arena, "agent", 3), "age");
    ck_assert_str_eq(dsi_arena_text(&arena, NULL, 0), "");
    dsi_arena_free(&arena);
    ck_assert_int_eq(c.live_bytes, 0);
    ck_assert_int_eq(c.wrong_sizes, 0);
}
END_TEST

START_TEST(a_reference_is_dropped_by_its_last_holder_only)
{
    dsi_ref ref;
    dsi_ref_init(&ref);
    dsi_ref_take(&ref);
    dsi_ref_take(&ref);
    ck_assert(!dsi_ref_drop(&ref));
    ck_assert(!dsi_ref_drop(&ref));
    ck_assert(dsi_ref_drop(&ref));
}
END_TEST

/* A little of everything that allocates; false at the first refusal. */
static bool use_everything(const dscore_allocator *a)
{
    bool done = false;
    dsi_arena arena;
    dsi_text text;
    dsi_sum sum = {{0, 0}, {0, 0}, NULL}, other = sum;
    dsi_moments moments, more;
    memset(&moments, 0, sizeof moments);
    memset(&more, 0, sizeof more);
    dsi_arena_init(&arena, a);
    dsi_text_init(&text, a);
    if (dsi_arena_alloc(&arena, 100) == NULL || dsi_arena_alloc(&arena, 9000) == NULL ||
        dsi_arena_text(&arena, "name", -1) == NULL) {
        goto end;
    }
    for (int i = 0; i < 100; i++) {
        dsi_text_addf(&text, "%s%d", "row ", i);
        dsi_text_addf(&text, "%300d", i);
    }
    if (dsi_text_give(&text, NULL, 0, NULL, NULL) == DSCORE_E_MEMORY) {
        goto end;
    }
    if (!dsi_sum_reserve(&sum, a) || !dsi_sum_add_double(&sum, 1e300) || !dsi_sum_merge(&other, &sum, a)) {
        ck_assert(dsi_sum_is_zero(&other)); /* a merge that failed changed nothing */
        goto end;
    }
    if (!dsi_moments_reserve(&moments, a) || !dsi_moments_add_double(&moments, 1e-300) ||
        !dsi_moments_merge(&more, &moments, a)) {
        ck_assert(dsi_sum_is_zero(&more.sum));
        goto end;
    }
    done = true;
end:
    dsi_moments_free(&more, a);
    dsi_moments_free(&moments, a);
    dsi_sum_free(&other, a);
    dsi_sum_free(&sum, a);
    dsi_text_free(&text);
    dsi_arena_free(&arena);
    return done;
}

START_TEST(any_refused_allocation_is_survived_without_a_leak)
{
    int refusals = 0;
    for (int64_t at = 1;; at++) {
        counter c = {.refuse_at = at};
        dscore_allocator a = counting(&c);
        const bool done = use_everything(&a);
        ck_assert_int_eq(c.live_bytes, 0);
        ck_assert_int_eq(c.wrong_sizes, 0);
        if (done) {
            break;
        }
        refusals++;
        ck_assert_int_lt(refusals, 1000);
    }
    ck_assert_int_gt(refusals, 12);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {without_an_allocator_the_c_library_serves, a_malformed_allocator_is_refused,
        impossible_sizes_are_no_memory, an_array_keeps_its_elements_while_it_grows,
        an_arena_gives_zeroed_aligned_pieces_that_do_not_overlap, a_reference_is_dropped_by_its_last_holder_only,
        any_refused_allocation_is_survived_without_a_leak};
    return RUN_TESTS("memory", tests);
}
