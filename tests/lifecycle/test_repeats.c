/* Repeats: worked rows, and a reference that compares every row with every other. */
#include "lifecycle_support.h"

#define DAY (24 * 60 * MINUTE)

/* A table of tickets made of arrays. */
typedef struct store {
    dscore_error err;
    dscore_schema *schema;
    dscore_table *table;
} store;

static void store_open(store *s, const dscore_allocator *allocator)
{
    static const dscore_error none = DSCORE_ERROR_INIT;
    int32_t count;
    const dsi_source *sources = dsi_standard_sources(&count);
    s->err = none;
    assert_ok(dsi_schema_new(allocator, sources, count, NULL, NULL, 0, &s->schema, &s->err), s->err);
    assert_ok(dscore_table_new(s->schema, "tickets", &s->table, &s->err), s->err);
}

static void store_close(store *s)
{
    dscore_table_free(s->table);
    dsi_schema_drop(s->schema);
}

static void bind(store *s, const char *field, int32_t type, int32_t unit, const void *data, int64_t n, int64_t stride,
    const void *missing)
{
    assert_ok(dscore_table_bind_array(s->table, field, type, unit, data, n, stride, missing, &s->err), s->err);
}

START_TEST(a_repeat_has_an_earlier_row_within_the_window)
{
    static const char *const customer[] = {"a", "a", "b", "a", NULL, "a", "a", "a"};
    static const char *const problem[] = {"x", "x", "x", "y", "x", "x", "x", "x"};
    static const int64_t days[] = {10, 17, 18, 18, 19, 25, 17, 40};
    int64_t at[8], count[8], next[8];
    uint8_t is_repeat[8];
    store s;
    store_open(&s, NULL);
    for (int i = 0; i < 8; i++) {
        at[i] = MONDAY + days[i] * DAY;
    }
    bind(&s, "customer", DSCORE_CSTRING, 0, customer, 8, sizeof(char *), NULL);
    bind(&s, "problem", DSCORE_CSTRING, 0, problem, 8, sizeof(char *), NULL);
    bind(&s, "created_at", DSCORE_INT64, DSCORE_UNIT_US, at, 8, 8, NULL);
    dscore_repeat_options o = DSCORE_REPEAT_OPTIONS_INIT;
    o.window = 7 * DAY;
    assert_ok(dscore_table_repeats(s.table, &o, is_repeat, count, next, &s.err), s.err);
    /* In order: a/x at 10, 17 (row 1), 17 (row 6), 25, 40. Data cover days 10 to 40: rows before day 17 that found
       nothing are unknown, counts of rows with 7 days on both sides known are. */
    static const uint8_t repeats[] = {255, 1, 0, 0, 255, 0, 1, 0};
    static const int64_t counts[] = {-1, 3, 1, 1, -1, 1, 3, -1};
    static const int64_t nexts[] = {17, 17, -1, -1, -1, 40, 25, -1};
    for (int i = 0; i < 8; i++) {
        ck_assert_msg(is_repeat[i] == repeats[i], "row %d: %d", i, is_repeat[i]);
        ck_assert_msg(count[i] == counts[i], "row %d: count %lld", i, (long long)count[i]);
        ck_assert_msg(next[i] == (nexts[i] < 0 ? INT64_MIN : MONDAY + nexts[i] * DAY), "row %d", i);
    }
    o.keys = "problem";
    o.data_from = MONDAY;
    o.data_to = MONDAY + 100 * DAY;
    assert_ok(dscore_table_repeats(s.table, &o, is_repeat, count, NULL, &s.err), s.err);
    ck_assert_int_eq(is_repeat[0], 0); /* now the days before are known */
    ck_assert_int_eq(is_repeat[4], 1);
    ck_assert_int_eq(count[4], 5); /* 17, 17, 18, 19, 25; not 10 */
    ck_assert_int_eq(count[7], 1);
    store_close(&s);
}
END_TEST

static uint32_t random_below(uint32_t *state, uint32_t n)
{
    *state = *state * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(*state >> 8) * n) >> 24);
}

enum { ROWS = 1500 };

START_TEST(random_rows_give_what_comparing_every_pair_gives)
{
    static int32_t customer[ROWS];
    static int64_t at[ROWS], count[ROWS], next[ROWS];
    static uint8_t only[ROWS], is_repeat[ROWS];
    static const char *const names[] = {"p", "q", "r", NULL};
    static const char *problem[ROWS];
    static const int32_t no_customer = 0;
    static const int64_t no_time = INT64_MIN;
    static const uint8_t no_only = 2;
    uint32_t seed = 7;
    for (int round = 0; round < 8; round++) {
        store s;
        store_open(&s, NULL);
        for (int i = 0; i < ROWS; i++) {
            customer[i] = (int32_t)random_below(&seed, 40);
            problem[i] = names[random_below(&seed, 20) == 0 ? 3 : random_below(&seed, 3)];
            at[i] = random_below(&seed, 30) == 0 ? no_time : MONDAY + (int64_t)random_below(&seed, 2000) * MINUTE;
            only[i] = (uint8_t)(random_below(&seed, 9) == 0 ? 2 : random_below(&seed, 4) != 0);
        }
        bind(&s, "customer", DSCORE_INT32, 0, customer, ROWS, 4, &no_customer);
        bind(&s, "problem", DSCORE_CSTRING, 0, problem, ROWS, sizeof(char *), NULL);
        bind(&s, "received_at", DSCORE_INT64, DSCORE_UNIT_US, at, ROWS, 8, &no_time);
        bind(&s, "is_complaint", DSCORE_BOOL8, 0, only, ROWS, 1, &no_only);
        bool by_both = (round & 1) != 0, is_only = (round & 2) != 0, is_span = (round & 4) != 0;
        dscore_repeat_options o = DSCORE_REPEAT_OPTIONS_INIT;
        o.keys = by_both ? " problem , customer" : "customer";
        o.at = "received_at";
        o.only = is_only ? "is_complaint" : NULL;
        o.window = 120 * MINUTE;
        int64_t from = INT64_MAX, to = INT64_MIN;
        for (int i = 0; i < ROWS; i++) {
            from = at[i] != no_time && at[i] < from ? at[i] : from;
            to = at[i] > to ? at[i] : to;
        }
        if (is_span) {
            o.data_from = from = MONDAY - 60 * MINUTE;
            o.data_to = to = MONDAY + 1900 * MINUTE;
        }
        assert_ok(dscore_table_repeats(s.table, &o, is_repeat, count, next, &s.err), s.err);
        for (int i = 0; i < ROWS; i++) {
            bool is_row =
                at[i] != no_time && customer[i] != 0 && (!by_both || problem[i] != NULL) && (!is_only || only[i] == 1);
            int64_t n = 0, after = INT64_MIN;
            bool is_met = false;
            for (int j = 0; j < ROWS && is_row; j++) {
                bool is_same = at[j] != no_time && customer[j] == customer[i] &&
                               (!by_both || problem[j] == problem[i]) && (!is_only || only[j] == 1);
                if (!is_same) {
                    continue;
                }
                int64_t apart = at[j] - at[i];
                bool is_earlier = apart < 0 || (apart == 0 && j < i);
                n += apart >= -o.window && apart <= o.window;
                is_met |= is_earlier && apart >= -o.window;
                if (!is_earlier && j != i && (after == INT64_MIN || at[j] < after)) {
                    after = at[j];
                }
            }
            bool is_early = is_row && at[i] - o.window < from, is_young = is_row && at[i] + o.window > to;
            int expected = !is_row ? 255 : is_met ? 1 : is_early ? 255 : 0;
            ck_assert_msg(is_repeat[i] == expected, "row %d: %d, expected %d", i, is_repeat[i], expected);
            ck_assert_int_eq(count[i], !is_row || is_early || is_young ? -1 : n);
            ck_assert_int_eq(next[i], after);
        }
        store_close(&s);
    }
}
END_TEST

START_TEST(what_cannot_be_asked_is_refused_by_name)
{
    static const char *const customer[] = {"a"};
    static const double csat[] = {1};
    static const int64_t at[] = {MONDAY};
    static const struct {
        const char *keys, *at, *only;
        int64_t window;
        dscore_status status;
        const char *word;
    } bad[] = {
        {"customer", NULL, NULL, 0, DSCORE_E_ARGUMENT, "window"},
        {"", NULL, NULL, 1, DSCORE_E_ARGUMENT, "keys"},
        {"customer,", NULL, NULL, 1, DSCORE_E_ARGUMENT, "keys"},
        {NULL, NULL, NULL, 1, DSCORE_E_ARGUMENT, "keys"},
        {"custome", NULL, NULL, 1, DSCORE_E_NOT_FOUND, "customer"},
        {"problem", NULL, NULL, 1, DSCORE_E_FIELD_MISSING, "problem"},
        {"customer", "resolved_at", NULL, 1, DSCORE_E_FIELD_MISSING, "resolved_at"},
        {"customer", "csat", NULL, 1, DSCORE_E_TYPE, "csat"},
        {"customer", NULL, "csat", 1, DSCORE_E_TYPE, "csat"},
        {"csat", NULL, NULL, 1, DSCORE_E_TYPE, "csat"},
        {"created_at", NULL, NULL, 1, DSCORE_E_TYPE, "created_at"},
    };
    uint8_t is_repeat[1];
    store s;
    store_open(&s, NULL);
    bind(&s, "customer", DSCORE_CSTRING, 0, customer, 1, sizeof(char *), NULL);
    bind(&s, "csat", DSCORE_FLOAT64, 0, csat, 1, 8, NULL);
    bind(&s, "created_at", DSCORE_INT64, DSCORE_UNIT_US, at, 1, 8, NULL);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        dscore_repeat_options o = DSCORE_REPEAT_OPTIONS_INIT;
        o.keys = bad[i].keys;
        o.at = bad[i].at;
        o.only = bad[i].only;
        o.window = bad[i].window;
        ck_assert_int_eq(dscore_table_repeats(s.table, &o, is_repeat, NULL, NULL, &s.err), bad[i].status);
        ck_assert_msg(strstr(s.err.message, bad[i].word) != NULL, "%s", s.err.message);
    }
    dscore_repeat_options o = DSCORE_REPEAT_OPTIONS_INIT;
    o.struct_size = 0;
    ck_assert_int_eq(dscore_table_repeats(s.table, &o, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_repeats(NULL, &o, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_repeats(s.table, NULL, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    store_close(&s);
}
END_TEST

START_TEST(without_memory_nothing_leaks)
{
    static const char *const customer[] = {"a", "b", "a"};
    static const int64_t at[] = {MONDAY, MONDAY + 1, MONDAY + 2};
    ledger l = {0, 0, 0};
    dscore_allocator a = ledger_allocator(&l);
    store s;
    uint8_t is_repeat[3];
    store_open(&s, &a);
    bind(&s, "customer", DSCORE_CSTRING, 0, customer, 3, sizeof(char *), NULL);
    bind(&s, "created_at", DSCORE_INT64, DSCORE_UNIT_US, at, 3, 8, NULL);
    dscore_repeat_options o = DSCORE_REPEAT_OPTIONS_INIT;
    o.keys = "customer";
    o.window = 5;
    int64_t before = l.live_bytes;
    dscore_status status = DSCORE_E_MEMORY;
    int64_t fail = 1;
    for (; status != DSCORE_OK; fail++) {
        l.calls = 0;
        l.fail_at = fail;
        status = dscore_table_repeats(s.table, &o, is_repeat, NULL, NULL, &s.err);
        ck_assert(status == DSCORE_OK || status == DSCORE_E_MEMORY);
        ck_assert_int_eq(l.live_bytes, before);
    }
    ck_assert_int_gt(fail, 8);
    ck_assert_int_eq(is_repeat[2], 1);
    store_close(&s);
    ck_assert_int_eq(l.live_bytes, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_repeat_has_an_earlier_row_within_the_window,
        random_rows_give_what_comparing_every_pair_gives, what_cannot_be_asked_is_refused_by_name,
        without_memory_nothing_leaks};
    return RUN_TESTS("repeats", tests);
}
