/* Everything at once: one thread or many, one table or several, the same bits and the same errors. */
#include "state_support.h"

enum { N = 300000 };

static int64_t agents[N], created[N], answered[N], csat[N];
static double cost[N];

static const formula formulas[] = {{"frt", "mean(elapsed(created_at, first_response_at))", NULL, NULL, "s"},
    {"p90", "quantile(elapsed(created_at, first_response_at), 0.9)", NULL, NULL, "s"},
    {"stars", "mean(csat)", NULL, NULL, NULL}, {"cost", "mean(cost)", NULL, NULL, NULL},
    {"sd", "stddev(cost)", NULL, NULL, NULL}};
enum { FORMULAS = 5 };

static void fill(void)
{
    uint64_t seed = 42;
    for (int i = 0; i < N; i++) {
        agents[i] = (int64_t)(next_random(&seed) % 100);
        created[i] = (int64_t)(next_random(&seed) % 1000000);
        answered[i] = next_random(&seed) % 10 == 0 ? INT64_MIN : created[i] + (int64_t)(next_random(&seed) % 7200);
        csat[i] = 1 + (int64_t)(next_random(&seed) % 5);
        cost[i] = ldexp((double)(next_random(&seed) >> 11), (int)(next_random(&seed) % 100) - 100);
    }
}

static dscore_plan *make_plan(const char *option, const char *value)
{
    const char *ids[FORMULAS];
    dscore_catalog *c = catalog_with(formulas, FORMULAS, NULL);
    for (int i = 0; i < FORMULAS; i++) {
        ids[i] = formulas[i].id;
    }
    dscore_query *q = query_of(c, "agent", ids, FORMULAS);
    if (option != NULL) {
        ck_assert_int_eq(dscore_query_option(q, option, value, NULL), DSCORE_OK);
    }
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(c);
    return plan;
}

static dscore_table *make_table(const dscore_plan *plan, int64_t first, int64_t n)
{
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_ints(t, "agent", agents + first, n);
    bind_seconds(t, "created_at", created + first, n);
    bind_seconds(t, "first_response_at", answered + first, n);
    bind_ints(t, "csat", csat + first, n);
    bind_doubles(t, "cost", cost + first, n);
    return t;
}

static int32_t run_backwards(void *ctx, int64_t n, void (*task)(void *task_ctx, int64_t i), void *task_ctx)
{
    (void)ctx;
    for (int64_t i = n - 1; i >= 0; i--) {
        task(task_ctx, i);
    }
    return 0;
}

START_TEST(threads_and_tables_do_not_change_a_bit)
{
    fill();
    dscore_plan *plan = make_plan(NULL, NULL);
    dscore_table *whole = make_table(plan, 0, N);
    dscore_table *parts[] = {make_table(plan, 0, 1000), make_table(plan, 1000, 0), make_table(plan, 1000, 123456),
        make_table(plan, 124456, N - 124456)};
    dscore_values *expected, *got;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_evaluate(plan, &whole, 1, NULL, &expected, &err), err);
    ck_assert_int_eq(dscore_values_row_count(expected), 100);
    assert_ok(dscore_evaluate(plan, parts, 4, NULL, &got, &err), err);
    assert_same_values(expected, got);
    dscore_values_free(got);
    for (int32_t threads = 1; threads <= 7; threads += 2) {
        dscore_executor executor = {(uint32_t)sizeof(dscore_executor), threads, NULL, run_backwards, NULL};
        const dscore_status status = dscore_executor_threads(threads, &executor, &err);
        ck_assert(status == DSCORE_OK || status == DSCORE_E_UNSUPPORTED); /* a build without threads: in this one */
        assert_ok(dscore_evaluate(plan, parts, 4, &executor, &got, &err), err);
        assert_same_values(expected, got);
        dscore_values_free(got);
    }
    dscore_values_free(expected);
    dscore_table_free(whole);
    for (int i = 0; i < 4; i++) {
        dscore_table_free(parts[i]);
    }
    dscore_plan_free(plan);
}
END_TEST

typedef struct telling {
    int calls;
    int64_t done, total;
    int stop_after;
} telling;

static int32_t progress(void *ctx, int64_t done, int64_t total)
{
    telling *t = ctx;
    ck_assert_int_ge(done, t->done);
    t->done = done;
    t->total = total;
    return ++t->calls == t->stop_after;
}

static int32_t run_nothing(void *ctx, int64_t n, void (*task)(void *task_ctx, int64_t i), void *task_ctx)
{
    (void)ctx;
    (void)n;
    (void)task;
    (void)task_ctx;
    return 1;
}

START_TEST(progress_is_told_and_may_stop_it)
{
    fill();
    dscore_plan *plan = make_plan(NULL, NULL);
    dscore_table *t = make_table(plan, 0, N);
    telling told = {0, 0, 0, 0};
    dscore_executor executor = {(uint32_t)sizeof(dscore_executor), 2, &told, run_backwards, progress};
    dscore_values *v = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_evaluate(plan, &t, 1, &executor, &v, &err), err);
    ck_assert_int_eq(told.done, N);
    ck_assert_int_eq(told.total, N);
    ck_assert_int_gt(told.calls, 1);
    dscore_values_free(v);
    told = (telling){0, 0, 0, 1};
    ck_assert_int_eq(dscore_evaluate(plan, &t, 1, &executor, &v, &err), DSCORE_E_CANCELLED);
    ck_assert_ptr_null(v);
    executor.run = run_nothing;
    ck_assert_int_eq(dscore_evaluate(plan, &t, 1, &executor, &v, &err), DSCORE_E_CANCELLED);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(the_lowest_bad_row_is_the_one_reported)
{
    fill();
    csat[250001] = 0;
    csat[140007] = 8;
    csat[140900] = 8;
    dscore_plan *plan = make_plan("invalid", "fail");
    dscore_table *t = make_table(plan, 0, N);
    dscore_executor executor = {(uint32_t)sizeof(dscore_executor), 3, NULL, run_backwards, NULL};
    dscore_values *v;
    for (int parallel = 0; parallel < 2; parallel++) {
        dscore_error err = DSCORE_ERROR_INIT;
        ck_assert_int_eq(dscore_evaluate(plan, &t, 1, parallel ? &executor : NULL, &v, &err), DSCORE_E_RANGE);
        ck_assert_ptr_null(v);
        ck_assert_int_eq(err.row, 140007);
        ck_assert_str_eq(err.path, "tickets.csat");
    }
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(tables_of_one_source_bind_the_same_fields_on_every_thread)
{
    fill();
    dscore_plan *plan = make_plan(NULL, NULL);
    dscore_table *tables[] = {make_table(plan, 0, 5000), make_table(plan, 5000, 5000)};
    ck_assert_int_eq(dscore_table_unbind(tables[1], "cost", NULL), DSCORE_OK);
    dscore_executor executor = {(uint32_t)sizeof(dscore_executor), 4, NULL, run_backwards, NULL};
    dscore_values *v;
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_evaluate(plan, tables, 2, NULL, &v, &err), DSCORE_E_FIELD_MISSING);
    ck_assert_int_eq(dscore_evaluate(plan, tables, 2, &executor, &v, &err), DSCORE_E_FIELD_MISSING);
    ck_assert_str_eq(err.path, "tickets.cost");
    dscore_table_free(tables[0]);
    dscore_table_free(tables[1]);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(an_empty_table_is_no_error)
{
    dscore_plan *plan = make_plan(NULL, NULL);
    dscore_table *t = make_table(plan, 0, 0);
    dscore_executor executor = {(uint32_t)sizeof(dscore_executor), 4, NULL, run_backwards, NULL};
    dscore_values *v;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_evaluate(plan, &t, 1, NULL, &v, &err), err);
    ck_assert_int_eq(dscore_values_row_count(v), 0);
    dscore_values_free(v);
    assert_ok(dscore_evaluate(plan, &t, 1, &executor, &v, &err), err);
    ck_assert_int_eq(dscore_values_row_count(v), 0);
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(the_cap_holds_for_what_is_merged)
{
    fill();
    dscore_plan *plan = make_plan("max_state_bytes", "1000000");
    dscore_table *t = make_table(plan, 0, N);
    dscore_executor executor = {(uint32_t)sizeof(dscore_executor), 4, NULL, run_backwards, NULL};
    dscore_values *v;
    ck_assert_int_eq(dscore_evaluate(plan, &t, 1, NULL, &v, NULL), DSCORE_E_LIMIT);
    ck_assert_int_eq(dscore_evaluate(plan, &t, 1, &executor, &v, NULL), DSCORE_E_LIMIT);
    ck_assert_ptr_null(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(arguments_are_checked)
{
    dscore_plan *plan = make_plan(NULL, NULL);
    dscore_table *none = NULL;
    dscore_executor executor = {0, 4, NULL, run_backwards, NULL};
    dscore_values *v;
    ck_assert_int_eq(dscore_evaluate(NULL, &none, 0, NULL, &v, NULL), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(v);
    ck_assert_int_eq(dscore_evaluate(plan, &none, 1, NULL, &v, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_evaluate(plan, NULL, 1, NULL, &v, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_evaluate(plan, NULL, -1, NULL, &v, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_evaluate(plan, NULL, 0, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_evaluate(plan, NULL, 0, &executor, &v, NULL), DSCORE_E_ARGUMENT);
    dscore_plan_free(plan);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {threads_and_tables_do_not_change_a_bit, progress_is_told_and_may_stop_it,
        the_lowest_bad_row_is_the_one_reported, tables_of_one_source_bind_the_same_fields_on_every_thread,
        an_empty_table_is_no_error, the_cap_holds_for_what_is_merged, arguments_are_checked};
    return RUN_TESTS("evaluate", tests);
}
