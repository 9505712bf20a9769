/* What the tests of weighting methods share: comparing shares with printed numbers, refusals, drawn numbers, memory
   that fails. */
#ifndef DSCORE_TESTS_METHOD_SUPPORT_H
#define DSCORE_TESTS_METHOD_SUPPORT_H

#include "support.h"

static const double NAN_AND_SO_ON[] = {NAN, INFINITY, -INFINITY, 1e101, -1e101};
enum { NAN_AND_SO_ON_COUNT = 5 };

static inline void assert_all_close(const double *x, const double *expected, int n, double tolerance)
{
    for (int i = 0; i < n; i++) {
        ck_assert_msg(fabs(x[i] - expected[i]) <= tolerance, "[%d] is %.12g, expected %.12g", i, x[i], expected[i]);
    }
}

static inline void assert_shares(const double *w, int n)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++) {
        ck_assert_msg(w[i] >= 0.0 && w[i] <= 1.0 + 1e-15, "weight %d is %.17g", i, w[i]);
        sum += w[i];
    }
    assert_close(sum, 1.0, 1e-13);
}

/* The call fails so, with this code; err is spent. */
#define assert_fails(call, expected_status, expected_code)                                                             \
    do {                                                                                                               \
        dscore_status status_ = (call);                                                                                \
        ck_assert_msg(status_ == (expected_status), "%s instead of %s: %s", dscore_status_name(status_),               \
            dscore_status_name(expected_status), err.message);                                                         \
        ck_assert_int_eq(err.code, (expected_code));                                                                   \
        ck_assert_msg(err.message[0] != '\0', "no message");                                                           \
    } while (0)

/* Drawn numbers in [0, 1), the same every time (splitmix64). */
static inline double draw(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

/* Numbers from the edges of what is taken; the first four are not negative. */
static const double EDGES[] = {0, 5e-324, 1e-300, 1e100, 1, 1 + 0x1p-52, -1e100, -5e-324, -1};
enum { EDGES_COUNT = 9 };

static inline double draw_edge(uint64_t *state, int count)
{
    return EDGES[(int)(draw(state) * count)];
}

/* Memory of which the allocation number `fails_at` (from 0) fails; counts what is not given back. */
typedef struct scarce {
    int64_t fails_at, asked, held;
} scarce;

static inline void *scarce_alloc(void *ctx, int64_t size, int64_t align)
{
    scarce *s = ctx;
    (void)align;
    if (s->asked++ == s->fails_at) {
        return NULL;
    }
    s->held += size;
    return malloc((size_t)size);
}

static inline void scarce_release(void *ctx, void *p, int64_t size, int64_t align)
{
    (void)align;
    ((scarce *)ctx)->held -= size;
    free(p);
}

static inline void *scarce_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    void *moved = scarce_alloc(ctx, new_size, align);
    if (moved != NULL) {
        memcpy(moved, p, (size_t)(old_size < new_size ? old_size : new_size));
        scarce_release(ctx, p, old_size, align);
    }
    return moved;
}

static inline dscore_allocator scarce_allocator(scarce *s)
{
    dscore_allocator a = {(uint32_t)sizeof a, s, scarce_alloc, scarce_resize, scarce_release};
    return a;
}

#endif
