/* States that are mapped, sent and compared: what the tests of other labels in a key share. */
#ifndef DSCORE_TESTS_MAP_SUPPORT_H
#define DSCORE_TESTS_MAP_SUPPORT_H

#include "whole_support.h"

#include <stdbool.h>

/* A state of rows [first, first + count) of the desk's first table. */
static inline dscore_state *state_of(desk *d, int64_t first, int64_t count)
{
    dscore_state *state = NULL;
    assert_ok(dscore_state_new(d->plan, &state, &d->err), d->err);
    assert_ok(dscore_state_update(state, d->tables[0], first, count, NULL, &d->err), d->err);
    return state;
}

/* By way of bytes; the state is freed. */
static inline dscore_state *travel(const dscore_plan *plan, dscore_state *state)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_state *copy = NULL;
    int64_t n = 0, again = 0;
    ck_assert_int_eq(dscore_state_pack(state, NULL, 0, &n, &err), DSCORE_E_BUFFER);
    uint8_t *bytes = malloc((size_t)n), *other = malloc((size_t)n);
    assert_ok(dscore_state_pack(state, bytes, n, &n, &err), err);
    assert_ok(dscore_state_unpack(plan, bytes, n, &copy, &err), err);
    assert_ok(dscore_state_pack(copy, other, n, &again, &err), err);
    ck_assert(again == n && memcmp(bytes, other, (size_t)n) == 0);
    free(bytes);
    free(other);
    dscore_state_free(state);
    return copy;
}

static inline void assert_same_keys(const dscore_values *a, const dscore_values *b)
{
    ck_assert_int_eq(dscore_values_key_count(a), dscore_values_key_count(b));
    for (int32_t k = 0; k < dscore_values_key_count(a); k++) {
        ck_assert_str_eq(dscore_values_key_name(a, k), dscore_values_key_name(b, k));
        for (int64_t row = 0; row < dscore_values_row_count(a); row++) {
            ck_assert_int_eq(dscore_values_key_flags(a, row, k), dscore_values_key_flags(b, row, k));
        }
    }
}

/* The same keys, rows, values, counts and, but for longer periods (absorb adds up what the shorter ones counted), rows
   by reason. */
static inline void assert_same(
    const dscore_state *expected, const dscore_state *state, bool by_reason, const char *what)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_values *a = NULL, *b = NULL;
    assert_ok(dscore_state_finish(expected, &a, &err), err);
    assert_ok(dscore_state_finish(state, &b, &err), err);
    assert_same_values(a, b, what);
    assert_same_keys(a, b);
    for (int32_t item = 0; item < dscore_values_item_count(a) && by_reason; item++) {
        for (int32_t reason = DSCORE_REASON_FILTER; reason <= DSCORE_REASON_AUDIT; reason++) {
            ck_assert_msg(dscore_values_reason(a, item, reason) == dscore_values_reason(b, item, reason),
                "%s: rows of %s by reason %d", what, dscore_values_item(a, item, DSCORE_ITEM_ALIAS), (int)reason);
        }
    }
    dscore_values_free(a);
    dscore_values_free(b);
}

static inline void assert_same_answers(const dscore_state *expected, const dscore_state *state, const char *what)
{
    assert_same(expected, state, true, what);
}

#endif
