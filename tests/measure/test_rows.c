/* The rows behind a number: exactly those that were counted, each with its reason. */
#include "state_support.h"

#define H 3600

static const char *const agents[] = {"A", "B", "A", NULL, "A", "B", "A", "A", "A"};
static const int64_t created[] = {0, H, 2 * H, 3 * H, 4 * H, 5 * H, 6 * H, INT64_MIN, 8 * H};
static const int64_t csat[] = {5, 4, INT64_MIN, 3, 9, 1, 2, 5, 4};
static const uint8_t spam[] = {0, 0, 0, 0, 0, 0, 1, 0, 0};
static const int64_t replies[] = {1, 1, 1, 1, 1, 1, 1, 1, 0};

typedef struct fixture {
    dscore_plan *plan;
    dscore_table *table;
    dscore_values *values;
} fixture;

static fixture make(const char *key, const formula *f, int count, const int64_t *edges, int64_t n_edges)
{
    fixture x;
    const char *ids[8];
    dscore_catalog *c = catalog_with(f, count, NULL);
    for (int i = 0; i < count; i++) {
        ids[i] = f[i].id;
    }
    dscore_query *q = query_of(c, key, ids, count);
    if (n_edges > 0) {
        ck_assert_int_eq(dscore_query_periods(q, edges, n_edges, NULL), DSCORE_OK);
    }
    x.plan = plan_of(q);
    x.table = table_of(schema_of(x.plan), "tickets");
    bind_texts(x.table, "agent", agents, 9);
    bind_seconds(x.table, "created_at", created, 9);
    bind_ints(x.table, "csat", csat, 9);
    bind_bools(x.table, "is_spam", spam, 9);
    bind_ints(x.table, "replies", replies, 9);
    dscore_state *s = state_of(x.plan);
    update(s, x.table);
    x.values = finish(s);
    dscore_state_free(s);
    dscore_catalog_free(c);
    return x;
}

static void drop(fixture x)
{
    dscore_values_free(x.values);
    dscore_table_free(x.table);
    dscore_plan_free(x.plan);
}

static int64_t row_of(const dscore_values *v, const char *subject)
{
    for (int64_t r = 0; r < dscore_values_row_count(v); r++) {
        if (strcmp(dscore_values_key(v, r, 0), subject) == 0) {
            return r;
        }
    }
    return -1;
}

static void assert_rows(fixture x, int64_t row, const char *alias, int32_t row_class, int count, const int64_t *rows,
    const int32_t *reasons)
{
    int64_t got[16], needed = -1;
    int32_t why[16];
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_plan_rows(x.plan, x.table, x.values, row, alias, row_class, got, why, 16, &needed, &err), err);
    ck_assert_int_eq(needed, count);
    for (int i = 0; i < count; i++) {
        ck_assert_int_eq(got[i], rows[i]);
        ck_assert_int_eq(why[i], reasons == NULL ? 0 : reasons[i]);
    }
}

/* Without range or period an unplaced row cannot be: the field is bound, so row 7 is. */
START_TEST(rows_are_listed_by_class_with_their_reasons)
{
    const formula f[] = {{"stars", "mean(csat)", "replies > 0 and not is_spam", NULL, NULL}};
    fixture x = make("agent", f, 1, NULL, 0);
    const int64_t a = row_of(x.values, "A");
    assert_rows(x, a, "stars", DSCORE_ROWS_USED, 1, (const int64_t[]){0}, NULL);
    assert_rows(x, a, "stars", DSCORE_ROWS_MISSING, 1, (const int64_t[]){2}, (const int32_t[]){DSCORE_REASON_MISSING});
    assert_rows(x, a, "stars", DSCORE_ROWS_INVALID, 1, (const int64_t[]){4}, (const int32_t[]){DSCORE_REASON_DOMAIN});
    assert_rows(x, a, "stars", DSCORE_ROWS_EXCLUDED, 3, (const int64_t[]){4, 6, 8},
        (const int32_t[]){DSCORE_REASON_DOMAIN, DSCORE_REASON_FILTER, DSCORE_REASON_FILTER});
    const dscore_value v = value_at(x.values, "A", "stars");
    ck_assert_int_eq(v.n_used, 1);
    ck_assert_int_eq(v.n_missing, 1);
    ck_assert_int_eq(v.n_excluded, 3);
    assert_rows(x, row_of(x.values, "B"), "stars", DSCORE_ROWS_USED, 2, (const int64_t[]){1, 5}, NULL);
    assert_rows(x, row_of(x.values, ""), "stars", DSCORE_ROWS_USED, 1, (const int64_t[]){3}, NULL); /* nobody's */
    drop(x);
}
END_TEST

START_TEST(several_aggregates_make_one_account)
{
    const formula f[] = {{"both", "mean(csat) + count(where replies > 0)", NULL, NULL, NULL}};
    fixture x = make("agent", f, 1, NULL, 0);
    const int64_t a = row_of(x.values, "A");
    /* Used by either: 8 by the mean, 2 and 4 by the count. */
    assert_rows(x, a, "both", DSCORE_ROWS_USED, 5, (const int64_t[]){0, 2, 4, 6, 8}, NULL);
    assert_rows(x, a, "both", DSCORE_ROWS_INVALID, 0, NULL, NULL);
    drop(x);
}
END_TEST

START_TEST(a_row_belongs_to_its_period)
{
    const int64_t edges[] = {0, 3 * H * INT64_C(1000000), 9 * H * INT64_C(1000000)};
    const formula f[] = {{"n", "count()", NULL, NULL, NULL}, {"stars", "mean(csat)", NULL, NULL, NULL}};
    fixture x = make(NULL, f, 2, edges, 3);
    ck_assert_int_eq(dscore_values_row_count(x.values), 2);
    assert_rows(x, 0, "n", DSCORE_ROWS_USED, 3, (const int64_t[]){0, 1, 2}, NULL);
    assert_rows(x, 1, "n", DSCORE_ROWS_USED, 5, (const int64_t[]){3, 4, 5, 6, 8}, NULL);
    assert_rows(x, 1, "stars", DSCORE_ROWS_USED, 4, (const int64_t[]){3, 5, 6, 8}, NULL);
    drop(x);
}
END_TEST

START_TEST(a_stock_lists_who_was_open)
{
    const int64_t edges[] = {0, 10 * INT64_C(1000000), 20 * INT64_C(1000000)};
    static const int64_t from[] = {1, 5, 12, 15}, until[] = {25, 12, INT64_MIN, 16};
    const formula f[] = {{"stock", "count()", NULL, "open(created_at, resolved_at)", NULL}};
    const char *const ids[] = {"stock"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_query *q = query_of(c, NULL, ids, 1);
    ck_assert_int_eq(dscore_query_periods(q, edges, 3, NULL), DSCORE_OK);
    fixture x = {.plan = plan_of(q)};
    x.table = table_of(schema_of(x.plan), "tickets");
    bind_seconds(x.table, "created_at", from, 4);
    bind_seconds(x.table, "resolved_at", until, 4);
    dscore_state *s = state_of(x.plan);
    update(s, x.table);
    x.values = finish(s);
    assert_rows(x, 0, "stock", DSCORE_ROWS_USED, 2, (const int64_t[]){0, 1}, NULL);
    assert_rows(x, 1, "stock", DSCORE_ROWS_USED, 2, (const int64_t[]){0, 2}, NULL);
    dscore_state *up;
    ck_assert_int_eq(dscore_state_rollup(s, NULL, 0, &up, NULL), DSCORE_OK);
    dscore_values_free(x.values);
    x.values = finish(up);
    assert_rows(x, 0, "stock", DSCORE_ROWS_USED, 2, (const int64_t[]){0, 2}, NULL); /* the last stock */
    dscore_state_free(up);
    dscore_state_free(s);
    drop(x);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(dropped_keys_and_integer_keys_are_found_again)
{
    static const int64_t who[] = {7, 8, 7, 8, 7, 8, 7, 8, 9};
    const formula f[] = {{"n", "count()", NULL, NULL, NULL}};
    const char *const ids[] = {"n"}, *const keep[] = {"is_spam"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_query *q = query_of(c, "agent", ids, 1);
    ck_assert_int_eq(dscore_query_key(q, "is_spam", NULL), DSCORE_OK);
    fixture x = {.plan = plan_of(q)};
    x.table = table_of(schema_of(x.plan), "tickets");
    bind_ints(x.table, "agent", who, 9);
    bind_bools(x.table, "is_spam", spam, 9);
    dscore_state *s = state_of(x.plan), *up;
    update(s, x.table);
    x.values = finish(s);
    int64_t found = 0;
    for (int64_t r = 0; r < dscore_values_row_count(x.values); r++) {
        if (strcmp(dscore_values_key(x.values, r, 0), "7") == 0 &&
            strcmp(dscore_values_key(x.values, r, 1), "false") == 0) {
            assert_rows(x, r, "n", DSCORE_ROWS_USED, 3, (const int64_t[]){0, 2, 4}, NULL);
            found++;
        }
    }
    ck_assert_int_eq(found, 1);
    ck_assert_int_eq(dscore_state_rollup(s, keep, 1, &up, NULL), DSCORE_OK);
    dscore_values_free(x.values);
    x.values = finish(up);
    assert_rows(x, row_of(x.values, "true"), "n", DSCORE_ROWS_USED, 1, (const int64_t[]){6}, NULL);
    dscore_state_free(s);
    dscore_state_free(up);
    drop(x);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(a_block_boundary_changes_nothing)
{
    enum { N = 5000 };
    static int64_t stars[N], rows[N];
    for (int i = 0; i < N; i++) {
        stars[i] = i % 7 == 3 ? INT64_MIN : 1 + i % 5;
    }
    const formula f[] = {{"stars", "mean(csat)", NULL, NULL, NULL}};
    fixture x = {.plan = plan_of_formulas(NULL, f, 1)};
    x.table = table_of(schema_of(x.plan), "tickets");
    bind_ints(x.table, "csat", stars, N);
    dscore_state *s = state_of(x.plan);
    update(s, x.table);
    x.values = finish(s);
    int64_t needed = 0;
    ck_assert_int_eq(
        dscore_plan_rows(x.plan, x.table, x.values, 0, "stars", DSCORE_ROWS_MISSING, rows, NULL, N, &needed, NULL),
        DSCORE_OK);
    ck_assert_int_eq(needed, 714); /* i = 3, 10, ..., 4994 */
    for (int i = 0; i < 714; i++) {
        ck_assert_int_eq(rows[i], 7 * i + 3);
    }
    rows[2] = -1;
    ck_assert_int_eq(
        dscore_plan_rows(x.plan, x.table, x.values, 0, "stars", DSCORE_ROWS_MISSING, rows, NULL, 2, &needed, NULL),
        DSCORE_E_BUFFER);
    ck_assert_int_eq(needed, 714);
    ck_assert_int_eq(rows[1], 10);
    ck_assert_int_eq(rows[2], -1);
    ck_assert_int_eq(
        dscore_plan_rows(x.plan, x.table, x.values, 0, "stars", DSCORE_ROWS_MISSING, NULL, NULL, 0, &needed, NULL),
        DSCORE_E_BUFFER);
    dscore_state_free(s);
    drop(x);
}
END_TEST

START_TEST(what_cannot_be_listed_is_said)
{
    const char *const ids[] = {"closure_rate", "tickets"};
    dscore_catalog *c;
    ck_assert_int_eq(dscore_catalog_builtin(NULL, &c, NULL), DSCORE_OK);
    fixture x = {.plan = plan_of(query_of(c, "agent", ids, 2))};
    x.table = table_of(schema_of(x.plan), "tickets");
    static const int64_t resolved[] = {1, INT64_MIN, 3, 4, 5, 6, 7, 8, 9};
    bind_texts(x.table, "agent", agents, 9);
    bind_seconds(x.table, "created_at", created, 9);
    bind_seconds(x.table, "resolved_at", resolved, 9);
    dscore_state *s = state_of(x.plan);
    update(s, x.table);
    x.values = finish(s);
    int64_t needed;
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(
        dscore_plan_rows(x.plan, x.table, x.values, 0, "closure_rate", DSCORE_ROWS_USED, NULL, NULL, 0, &needed, &err),
        DSCORE_E_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(err.message, "such as"));
    ck_assert_int_eq(
        dscore_plan_rows(x.plan, x.table, x.values, 0, "nothing", DSCORE_ROWS_USED, NULL, NULL, 0, &needed, NULL),
        DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(
        dscore_plan_rows(x.plan, x.table, x.values, 99, "tickets", DSCORE_ROWS_USED, NULL, NULL, 0, &needed, NULL),
        DSCORE_E_ARGUMENT);
    ck_assert_int_eq(
        dscore_plan_rows(x.plan, x.table, x.values, 0, "tickets", 9, NULL, NULL, 0, &needed, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(
        dscore_plan_rows(x.plan, x.table, x.values, 0, "tickets", DSCORE_ROWS_USED, NULL, NULL, 3, &needed, NULL),
        DSCORE_E_ARGUMENT);
    ck_assert_int_eq(
        dscore_plan_rows(NULL, x.table, x.values, 0, "tickets", 1, NULL, NULL, 0, &needed, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(
        dscore_plan_rows(x.plan, x.table, x.values, 0, "tickets", 1, NULL, NULL, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    dscore_table *other = table_of(schema_of(x.plan), "surveys");
    ck_assert_int_eq(
        dscore_plan_rows(x.plan, other, x.values, 0, "tickets", 1, NULL, NULL, 0, &needed, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_unbind(x.table, "agent", NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_plan_rows(x.plan, x.table, x.values, 0, "tickets", 1, NULL, NULL, 0, &needed, NULL),
        DSCORE_E_FIELD_MISSING);
    dscore_table_free(other);
    dscore_state_free(s);
    drop(x);
    dscore_catalog_free(c);
}
END_TEST

/* is_resolved had no column when the values were made: resolved_at stood in for it. */
START_TEST(rows_are_read_as_the_values_were)
{
    static const int64_t resolved[] = {1, INT64_MIN, 3, 4, 5, 6, 7, 8, 9};
    static const uint8_t is_resolved[] = {0, 0, 0, 0, 0, 0, 0, 0, 1};
    const formula f[] = {
        {"done", "count(where is_resolved)", NULL, NULL, NULL}, {"stars", "mean(csat)", NULL, NULL, NULL}};
    const char *const ids[] = {"done", "stars"};
    dscore_catalog *c = catalog_with(f, 2, NULL);
    fixture x = {.plan = plan_of(query_of(c, "agent", ids, 2))};
    x.table = table_of(schema_of(x.plan), "tickets");
    bind_texts(x.table, "agent", agents, 9);
    bind_seconds(x.table, "created_at", created, 9);
    bind_seconds(x.table, "resolved_at", resolved, 9);
    bind_ints(x.table, "csat", csat, 9);
    dscore_state *s = state_of(x.plan);
    update(s, x.table);
    x.values = finish(s);
    const int64_t a = row_of(x.values, "A");
    assert_rows(x, a, "done", DSCORE_ROWS_USED, 5, (const int64_t[]){0, 2, 4, 6, 8}, NULL);
    ck_assert_int_eq(value_at(x.values, "A", "done").n_used, 5);
    bind_bools(x.table, "is_resolved", is_resolved, 9); /* the table has more to say now; the values did not hear it */
    bind_bools(x.table, "is_spam", is_resolved, 9);
    assert_rows(x, a, "done", DSCORE_ROWS_USED, 5, (const int64_t[]){0, 2, 4, 6, 8}, NULL);
    /* Only what the item reads must be there. */
    int64_t needed = -1;
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_table_unbind(x.table, "resolved_at", NULL), DSCORE_OK);
    ck_assert_int_eq(
        dscore_plan_rows(x.plan, x.table, x.values, a, "done", DSCORE_ROWS_USED, NULL, NULL, 0, &needed, &err),
        DSCORE_E_FIELD_MISSING);
    ck_assert_str_eq(err.path, "tickets.resolved_at");
    ck_assert_int_eq(needed, 0);
    assert_rows(x, a, "stars", DSCORE_ROWS_USED, 3, (const int64_t[]){0, 6, 8}, NULL);
    drop(x);
    dscore_state_free(s);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(listing_and_evaluating_survive_every_failed_allocation)
{
    faulty f;
    const dscore_allocator allocator = faulty_allocator(&f);
    const formula all[] = {
        {"stars", "mean(csat)", NULL, NULL, NULL}, {"mid", "trimmed_mean(csat, 0.1) + median(csat)", NULL, NULL, NULL}};
    const char *const ids[] = {"stars", "mid"};
    dscore_catalog *c = catalog_with(all, 2, &allocator);
    dscore_plan *plan = plan_of(query_of(c, "agent", ids, 2));
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_texts(t, "agent", agents, 9);
    bind_seconds(t, "created_at", created, 9);
    bind_ints(t, "csat", csat, 9);
    const int64_t before = f.live;
    bool done = false;
    for (int64_t at = 0; !done; at++) {
        dscore_values *v = NULL;
        int64_t needed = 0, rows[9];
        f.calls = 0;
        f.fail_at = at;
        dscore_status status = dscore_evaluate(plan, &t, 1, NULL, &v, NULL);
        if (status == DSCORE_OK) {
            status = dscore_plan_rows(plan, t, v, 0, "stars", DSCORE_ROWS_USED, rows, NULL, 9, &needed, NULL);
        }
        f.fail_at = -1;
        done = status == DSCORE_OK;
        ck_assert_int_eq(status, done ? DSCORE_OK : DSCORE_E_MEMORY);
        dscore_values_free(v);
        ck_assert_int_eq(f.live, before);
    }
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
    ck_assert_int_eq(f.live, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {rows_are_listed_by_class_with_their_reasons, several_aggregates_make_one_account,
        a_row_belongs_to_its_period, a_stock_lists_who_was_open, dropped_keys_and_integer_keys_are_found_again,
        a_block_boundary_changes_nothing, what_cannot_be_listed_is_said, rows_are_read_as_the_values_were,
        listing_and_evaluating_survive_every_failed_allocation};
    return RUN_TESTS("rows", tests);
}
