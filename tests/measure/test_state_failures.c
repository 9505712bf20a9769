/* What a state does when something is missing, wrong, too much or not to be had: which status, which rows it took. */
#include "state_tickets.h"

#include "measure/state_parts.h"

START_TEST(policy_fail_names_the_first_bad_row_and_keeps_the_blocks_before)
{
    enum { N = 3000 };
    static int64_t stars[N];
    for (int i = 0; i < N; i++) {
        stars[i] = 1 + i % 5;
    }
    stars[2500] = 7;
    stars[2700] = 9;
    const formula f[] = {{"stars", "mean(csat)", NULL, NULL, NULL}};
    const char *const ids[] = {"stars"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_query *q = query_of(c, NULL, ids, 1);
    ck_assert_int_eq(dscore_query_option(q, "invalid", "fail", NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_ints(t, "csat", stars, N);
    dscore_state *s = state_of(plan), *part = state_of(plan);
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t taken = -1;
    ck_assert_int_eq(dscore_state_update(s, t, 0, N, &taken, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(err.row, 2500);
    ck_assert_str_eq(err.path, "tickets.csat");
    ck_assert_ptr_nonnull(strstr(err.message, "stars"));
    ck_assert_int_eq(taken, 2048);
    ck_assert_int_eq(dscore_state_update(part, t, 0, 2048, NULL, NULL), DSCORE_OK);
    assert_same_states(s, part);
    dscore_state_free(part);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(negative_time_fails_signs_or_clamps_as_asked)
{
    const formula f[] = {{"frt", "mean(elapsed(created_at, first_response_at))", NULL, NULL, "s"}};
    const char *const ids[] = {"frt"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    const char *const policies[] = {"exclude", "signed", "clamp", "fail"};
    const double means[] = {1230.0 / 6, 1170.0 / 7, 1230.0 / 7, 0};
    for (int i = 0; i < 4; i++) {
        dscore_query *q = query_of(c, NULL, ids, 1);
        ck_assert_int_eq(dscore_query_option(q, "negative", policies[i], NULL), DSCORE_OK);
        dscore_plan *plan = plan_of(q);
        dscore_table *t = tickets(plan);
        dscore_state *s = state_of(plan);
        dscore_error err = DSCORE_ERROR_INIT;
        const dscore_status status = dscore_state_update(s, t, 0, 8, NULL, &err);
        ck_assert_int_eq(status, i == 3 ? DSCORE_E_RANGE : DSCORE_OK);
        if (i == 3) {
            ck_assert_int_eq(err.row, 4);
        } else {
            dscore_values *v = finish(s);
            ck_assert_double_eq(value_at(v, NULL, "frt").value, means[i]);
            dscore_values_free(v);
        }
        dscore_state_free(s);
        dscore_table_free(t);
        dscore_plan_free(plan);
    }
    dscore_catalog_free(c);
}
END_TEST

START_TEST(a_field_that_is_not_bound_is_named)
{
    const formula f[] = {{"frt", "mean(elapsed(created_at, first_response_at))", NULL, NULL, "s"},
        {"stars", "mean(csat)", NULL, NULL, NULL}};
    const char *const ids[] = {"frt", "stars"};
    dscore_catalog *c = catalog_with(f, 2, NULL);
    for (int policy = 0; policy < 2; policy++) {
        dscore_query *q = query_of(c, "agent", ids, 2);
        ck_assert_int_eq(dscore_query_option(q, "absent", policy == 0 ? "error" : "missing", NULL), DSCORE_OK);
        dscore_plan *plan = plan_of(q);
        dscore_table *t = tickets(plan);
        ck_assert_int_eq(dscore_table_unbind(t, "csat", NULL), DSCORE_OK);
        dscore_state *s = state_of(plan);
        dscore_error err = DSCORE_ERROR_INIT;
        const dscore_status status = dscore_state_update(s, t, 0, 8, NULL, &err);
        if (policy == 0) {
            ck_assert_int_eq(status, DSCORE_E_FIELD_MISSING);
            ck_assert_str_eq(err.path, "tickets.csat");
            ck_assert_ptr_nonnull(strstr(err.message, "stars"));
        } else {
            ck_assert_int_eq(status, DSCORE_OK);
            dscore_values *v = finish(s);
            ck_assert_int_eq(value_at(v, "A", "stars").status, DSCORE_VALUE_NO_DATA);
            ck_assert_int_ne(value_at(v, "A", "stars").flags & DSCORE_FLAG_FIELD_ABSENT, 0);
            ck_assert_double_eq(value_at(v, "A", "frt").value, 280);
            dscore_values_free(v);
        }
        ck_assert_int_eq(dscore_table_unbind(t, "agent", NULL), DSCORE_OK);
        dscore_state *fresh = state_of(plan);
        bind_ints(t, "csat", csat, 8);
        ck_assert_int_eq(dscore_state_update(fresh, t, 0, 8, NULL, &err), DSCORE_E_FIELD_MISSING);
        ck_assert_str_eq(err.path, "tickets.agent");
        dscore_state_free(fresh);
        dscore_state_free(s);
        dscore_table_free(t);
        dscore_plan_free(plan);
    }
    dscore_catalog_free(c);
}
END_TEST

START_TEST(later_batches_bind_what_the_first_one_bound)
{
    const int64_t numbers[] = {1, 2, 3, 4, 5, 6, 7, 8};
    const formula f[] = {{"stars", "mean(csat)", NULL, NULL, NULL}};
    dscore_plan *plan = plan_of_formulas("agent", f, 1);
    dscore_table *t = tickets(plan);
    dscore_state *s = state_of(plan);
    dscore_error err = DSCORE_ERROR_INIT;
    update(s, t);
    ck_assert_int_eq(dscore_table_unbind(t, "csat", NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_state_update(s, t, 0, 8, NULL, &err), DSCORE_E_FIELD_MISSING);
    ck_assert_str_eq(err.path, "tickets.csat");
    bind_ints(t, "csat", csat, 8);
    bind_ints(t, "agent", numbers, 8);
    ck_assert_int_eq(dscore_state_update(s, t, 0, 8, NULL, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_str_eq(err.path, "tickets.agent");
    bind_texts(t, "agent", agents, 8);
    update(s, t);
    dscore_values *v = finish(s);
    ck_assert_int_eq(value_at(v, "A", "stars").n_used, 6);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

/* A batch whose first block fails gives no row: the state is as it was, also in what it knows of the source. */
START_TEST(a_batch_that_gives_no_row_leaves_no_trace)
{
    const int64_t numbers[] = {1, 2, 3, 4, 5, 6, 7, 8}, stars[] = {5, 4, 3, 2, 1, 5, 5, 4};
    const formula f[] = {{"stars", "mean(csat)", NULL, NULL, NULL}, {"n", "count()", NULL, NULL, NULL}};
    const char *const ids[] = {"stars", "n"};
    dscore_catalog *c = catalog_with(f, 2, NULL);
    dscore_query *q = query_of(c, "agent", ids, 2);
    ck_assert_int_eq(dscore_query_option(q, "invalid", "fail", NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_table *t = tickets(plan); /* agents are text; row 6 has a csat of 7 */
    dscore_state *s = state_of(plan);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_values *v = NULL;
    int64_t taken = -1;
    ck_assert_int_eq(dscore_state_update(s, t, 0, 8, &taken, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(taken, 0);
    ck_assert_int_eq(dscore_state_finish(s, &v, &err), DSCORE_E_FIELD_MISSING); /* as if never given */
    bind_ints(t, "agent", numbers, 8);
    bind_ints(t, "csat", stars, 8);
    update(s, t);
    /* A later one cannot change what is known, either. */
    const int32_t flags = dsi_state_source_flags(s, 0);
    dscore_table *naive = tickets(plan);
    bind_ints(naive, "agent", numbers, 8);
    dscore_column column = DSCORE_COLUMN_INIT;
    column.type = DSCORE_INT64;
    column.unit = DSCORE_UNIT_S;
    column.flags = DSCORE_COLUMN_NAIVE;
    column.data = created;
    column.length = 8;
    column.stride = 8;
    assert_ok(dscore_table_bind(naive, "created_at", &column, &err), err);
    ck_assert_int_eq(dscore_state_update(s, naive, 0, 8, &taken, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(taken, 0);
    ck_assert_int_eq(dsi_state_source_flags(s, 0), flags);
    v = finish(s);
    ck_assert_int_eq(dscore_values_row_count(v), 8);
    ck_assert_double_eq(value_at(v, "4", "stars").value, 2);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_table_free(naive);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

/* ended_at is read as coalesce(resolved_at, closed_at): one with a zone, one without (D1, D6). */
START_TEST(clocks_that_meet_in_a_stand_in_must_be_alike)
{
    const formula f[] = {{"open_for", "mean(elapsed(created_at, ended_at))", NULL, NULL, "s"}};
    dscore_plan *plan = plan_of_formulas(NULL, f, 1);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    dscore_state *s = state_of(plan);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_column naive = DSCORE_COLUMN_INIT;
    naive.type = DSCORE_INT64;
    naive.unit = DSCORE_UNIT_S;
    naive.flags = DSCORE_COLUMN_NAIVE;
    naive.data = answered;
    naive.length = 8;
    naive.stride = 8;
    naive.sentinel = &no_int;
    bind_seconds(t, "created_at", created, 8);
    bind_seconds(t, "resolved_at", answered, 8);
    assert_ok(dscore_table_bind(t, "closed_at", &naive, &err), err);
    ck_assert_int_eq(dscore_state_update(s, t, 0, 8, NULL, &err), DSCORE_E_TYPE);
    ck_assert_str_eq(err.path, "tickets.closed_at");
    bind_seconds(t, "closed_at", answered, 8);
    update(s, t);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(the_cap_on_bytes_stops_before_it_is_passed)
{
    enum { N = 20000 };
    static int64_t who[N];
    static double cost[N];
    for (int i = 0; i < N; i++) {
        who[i] = i;
        cost[i] = i;
    }
    const formula f[] = {{"mid", "median(cost)", NULL, NULL, NULL}};
    const char *const ids[] = {"mid"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_query *q = query_of(c, "agent", ids, 1);
    ck_assert_int_eq(dscore_query_option(q, "max_state_bytes", "1000000", NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_ints(t, "agent", who, N);
    bind_doubles(t, "cost", cost, N);
    dscore_state *s = state_of(plan), *part = state_of(plan);
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t taken = -1;
    ck_assert_int_eq(dscore_state_update(s, t, 0, N, &taken, &err), DSCORE_E_LIMIT);
    ck_assert_int_gt(taken, 0);
    ck_assert_int_lt(taken, N);
    ck_assert_int_eq(taken % 2048, 0);
    ck_assert_int_le(dscore_state_bytes(s), 1000000);
    ck_assert_int_eq(dscore_state_update(part, t, 0, taken, NULL, NULL), DSCORE_OK);
    assert_same_states(s, part);
    dscore_state_free(part);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

/* A set of more entries than its numbers can tell apart is a limit, not a lack of memory; its count is made up. */
START_TEST(a_full_distinct_count_is_a_limit)
{
    static const int64_t who[] = {1, 2, 3};
    const formula f[] = {{"people", "distinct(agent)", NULL, NULL, NULL}};
    const char *const ids[] = {"people"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_plan *plan = plan_of(query_of(c, NULL, ids, 1));
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_ints(t, "agent", who, 3);
    dscore_state *s = state_of(plan), *more = state_of(plan);
    update(s, t);
    update(more, t);
    dsi_set *set = &s->frames[0].stores[0].planes[0].set;
    const int64_t count = set->count;
    ck_assert_int_eq(count, 3);
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t taken = -1;
    set->count = DSI_SET_MOST - 2; /* three more do not fit */
    ck_assert_int_eq(dscore_state_update(s, t, 0, 3, &taken, &err), DSCORE_E_LIMIT);
    ck_assert_int_eq(err.code, DSCORE_CODE_STATE_BYTES);
    ck_assert_ptr_nonnull(strstr(err.message, "distinct"));
    ck_assert_int_eq(taken, 0);
    ck_assert_int_eq(dscore_state_merge(s, more, &err), DSCORE_E_LIMIT);
    set->count = count;
    update(s, t); /* it is not full for good */
    assert_ok(dscore_state_merge(s, more, &err), err);
    dscore_values *v = finish(s);
    ck_assert_double_eq(value_at(v, NULL, "people").value, 3.0);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_state_free(more);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

static const formula everything[] = {{"a", "mean(cost)", NULL, NULL, NULL}, {"b", "stddev(cost)", NULL, NULL, NULL},
    {"c", "median(cost)", NULL, NULL, NULL}, {"d", "distinct(customer, problem)", NULL, NULL, NULL},
    {"e", "share(cost > 3)", NULL, NULL, NULL}, {"f", "max(cost) - min(cost)", NULL, NULL, NULL},
    {"g", "ratio(cost, replies)", NULL, NULL, NULL}, {"h", "count()", NULL, "open(created_at, resolved_at)", NULL},
    {"i", "trimmed_mean(cost, 0.1) + sum(cost)", "replies > 0", NULL, NULL}};
enum { EVERYTHING = 9, ROWS = 2500 };
static char names[ROWS][8];
static const char *customer[ROWS];
static int64_t replies_[ROWS], begun[ROWS], ended[ROWS], who_[ROWS], problem_[ROWS];
static double cost_[ROWS];

static void fill_everything(void)
{
    uint64_t seed = 7;
    for (int i = 0; i < ROWS; i++) {
        (void)snprintf(names[i], sizeof names[i], "c%d", (int)(next_random(&seed) % 300));
        customer[i] = names[i];
        who_[i] = (int64_t)(next_random(&seed) % 50);
        problem_[i] = (int64_t)(next_random(&seed) % 3);
        replies_[i] = (int64_t)(next_random(&seed) % 4);
        begun[i] = (int64_t)(next_random(&seed) % 1000);
        ended[i] = next_random(&seed) % 3 == 0 ? INT64_MIN : begun[i] + (int64_t)(next_random(&seed) % 500);
        cost_[i] = ldexp((double)(next_random(&seed) % 1000), (int)(next_random(&seed) % 60) - 30);
        cost_[i] = next_random(&seed) % 9 == 0 ? ldexp(cost_[i], 200) : cost_[i];
        cost_[i] = next_random(&seed) % 7 == 0 ? NAN : cost_[i];
    }
}

static void bind_everything(dscore_table *t)
{
    bind_texts(t, "customer", customer, ROWS);
    bind_ints(t, "agent", who_, ROWS);
    bind_ints(t, "problem", problem_, ROWS);
    bind_ints(t, "replies", replies_, ROWS);
    bind_seconds(t, "created_at", begun, ROWS);
    bind_seconds(t, "resolved_at", ended, ROWS);
    bind_doubles(t, "cost", cost_, ROWS);
}

START_TEST(every_allocation_may_fail_and_nothing_is_half_done)
{
    faulty f;
    const dscore_allocator allocator = faulty_allocator(&f);
    const char *ids[EVERYTHING];
    for (int i = 0; i < EVERYTHING; i++) {
        ids[i] = everything[i].id;
    }
    fill_everything();
    dscore_catalog *c = catalog_with(everything, EVERYTHING, &allocator);
    dscore_query *q = query_of(c, "agent", ids, EVERYTHING);
    ck_assert_int_eq(dscore_query_periods_every(q, 0, 250 * INT64_C(1000000), 4, NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_everything(t);
    const int64_t before = f.live;
    dscore_state *whole = state_of(plan);
    update(whole, t);
    const char *const keep[] = {"period"};
    bool done = false;
    for (int64_t at = 0; !done; at += 1 + at / 6) {
        dscore_state *s = NULL, *copy = NULL, *up = NULL;
        int64_t taken = 0;
        f.calls = 0;
        f.fail_at = at;
        dscore_status status = dscore_state_new(plan, &s, NULL);
        if (status == DSCORE_OK) {
            status = dscore_state_update(s, t, 0, ROWS, &taken, NULL);
        }
        if (status == DSCORE_OK) {
            status = dscore_state_clone(s, &copy, NULL);
        }
        if (status == DSCORE_OK) {
            status = dscore_state_rollup(s, keep, 1, &up, NULL);
        }
        if (status == DSCORE_OK) {
            status = dscore_state_merge(s, whole, NULL);
        }
        done = status == DSCORE_OK;
        f.fail_at = -1;
        ck_assert_int_eq(status, done ? DSCORE_OK : DSCORE_E_MEMORY);
        if (s != NULL && !done) {
            dscore_state *part = state_of(plan);
            ck_assert_int_eq(dscore_state_update(part, t, 0, taken, NULL, NULL), DSCORE_OK);
            if (taken > 0) { /* before that it may not even know of a table */
                assert_same_states(s, part);
            }
            ck_assert_int_eq(dscore_state_update(s, t, taken, ROWS - taken, NULL, NULL), DSCORE_OK);
            assert_same_states(s, whole);
            dscore_state_free(part);
        }
        dscore_state_free(copy);
        dscore_state_free(up);
        dscore_state_free(s);
    }
    dscore_state_free(whole);
    ck_assert_int_eq(f.live, before);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
    ck_assert_int_eq(f.live, 0);
}
END_TEST

START_TEST(a_million_groups_are_a_million_rows)
{
    enum { N = 1000000 };
    int64_t *who = malloc(N * sizeof *who), *replies = malloc(N * sizeof *replies);
    for (int64_t i = 0; i < N; i++) {
        who[i] = (i * 7919) % N;
        replies[i] = who[i] % 10;
    }
    const formula f[] = {{"m", "mean(replies)", NULL, NULL, NULL}};
    dscore_plan *plan = plan_of_formulas("agent", f, 1);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_ints(t, "agent", who, N);
    bind_ints(t, "replies", replies, N);
    dscore_state *s = state_of(plan);
    update(s, t);
    ck_assert_int_eq(dsi_state_cell_count(s, 0), N);
    dscore_state *total;
    ck_assert_int_eq(dscore_state_rollup(s, NULL, 0, &total, NULL), DSCORE_OK);
    dscore_values *v = finish(total);
    ck_assert_double_eq(value_at(v, NULL, "m").value, 4.5);
    ck_assert_int_eq(value_at(v, NULL, "m").n_used, N);
    dscore_values_free(v);
    dscore_state_free(total);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
    free(who);
    free(replies);
}
END_TEST

START_TEST(one_key_is_of_one_kind_in_all_sources)
{
    static const int64_t numbers[] = {1, 2, 3};
    static const char *const texts[] = {"1", "2", "3"};
    const formula f[] = {{"n", "count()", NULL, NULL, NULL}};
    const char *const ids[] = {"handled", "worked_days"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_plan *plan = plan_of(query_of(c, "agent", ids, 2));
    dscore_table *t = table_of(schema_of(plan), "tickets"), *periods = table_of(schema_of(plan), "agent_periods");
    static const int64_t from[] = {0, 0, 0};
    dscore_state *s = state_of(plan);
    dscore_error err = DSCORE_ERROR_INIT;
    bind_ints(t, "agent", numbers, 3);
    bind_seconds(t, "created_at", from, 3);
    bind_seconds(t, "first_response_at", from, 3);
    bind_seconds(t, "resolved_at", from, 3);
    bind_texts(periods, "agent", texts, 3);
    bind_seconds(periods, "period_start", from, 3);
    bind_ints(periods, "worked_days", numbers, 3);
    update(s, t);
    ck_assert_int_eq(dscore_state_update(s, periods, 0, 3, NULL, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_str_eq(err.path, "agent_periods.agent");
    bind_ints(periods, "agent", numbers, 3);
    update(s, periods);
    dscore_values *v = finish(s);
    ck_assert_int_eq(dscore_values_row_count(v), 3);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_table_free(periods);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(operands_that_a_coalesce_may_skip_need_no_fields)
{
    /* Without the source of responses, and with the sums on the tickets: 300 s over 6 responses. */
    static const int64_t from[] = {0, 0}, sums[] = {100, 200}, counts[] = {4, 2};
    const char *const ids[] = {"average_response_time"};
    dscore_catalog *c;
    ck_assert_int_eq(dscore_catalog_builtin(NULL, &c, NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(query_of(c, NULL, ids, 1));
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "created_at", from, 2);
    bind_seconds(t, "first_response_at", from, 2);
    dscore_state *s = state_of(plan), *bare = state_of(plan);
    dscore_values *v;
    update(bare, t); /* nothing to measure it by: finish says so, not update */
    ck_assert_int_eq(dscore_state_finish(bare, &v, NULL), DSCORE_E_FIELD_MISSING);
    bind_seconds(t, "response_time_total", sums, 2);
    bind_ints(t, "response_count", counts, 2);
    update(s, t);
    v = finish(s);
    ck_assert_double_eq(value_at(v, NULL, "average_response_time").value, 50);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_state_free(bare);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(without_a_range_a_table_without_dates_is_placed_whole)
{
    const formula f[] = {
        {"n", "count()", NULL, NULL, NULL}, {"stock", "count()", NULL, "open(created_at, resolved_at)", NULL}};
    dscore_plan *plan = plan_of_formulas("agent", f, 1);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_texts(t, "agent", agents, 8);
    dscore_state *s = state_of(plan);
    update(s, t);
    dscore_values *v = finish(s);
    ck_assert_double_eq(value_at(v, "A", "n").value, 4);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
    /* With a range the date is needed. */
    const char *const ids[] = {"n"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_query *q = query_of(c, "agent", ids, 1);
    ck_assert_int_eq(dscore_query_range(q, 0, 1000000, NULL), DSCORE_OK);
    plan = plan_of(q);
    t = table_of(schema_of(plan), "tickets");
    bind_texts(t, "agent", agents, 8);
    s = state_of(plan);
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_state_update(s, t, 0, 8, NULL, &err), DSCORE_E_FIELD_MISSING);
    ck_assert_str_eq(err.path, "tickets.created_at");
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(arguments_are_checked)
{
    const formula f[] = {{"n", "count()", NULL, NULL, NULL}};
    dscore_plan *plan = plan_of_formulas("agent", f, 1);
    dscore_table *t = tickets(plan), *other = table_of(schema_of(plan), "surveys");
    dscore_state *s = state_of(plan), *none = s;
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_table *foreign = table_of(dscore_catalog_schema(c), "tickets");
    int64_t taken = 0;
    ck_assert_int_eq(dscore_state_new(NULL, &none, NULL), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(none);
    ck_assert_int_eq(dscore_state_new(plan, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_update(NULL, t, 0, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_update(s, NULL, 0, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_update(s, t, -1, 1, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_update(s, t, 0, 9, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_update(s, t, 3, INT64_MAX, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_update(s, other, 0, 0, &taken, NULL), DSCORE_OK); /* the plan does not read it */
    ck_assert_int_eq(dscore_state_update(s, foreign, 0, 0, NULL, NULL), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_gt(dscore_state_bytes(s), 0);
    ck_assert_int_eq(dscore_state_bytes(NULL), 0);
    dscore_state_free(NULL);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_table_free(other);
    dscore_table_free(foreign);
    dscore_catalog_free(c);
    dscore_plan_free(plan);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {policy_fail_names_the_first_bad_row_and_keeps_the_blocks_before,
        negative_time_fails_signs_or_clamps_as_asked, a_field_that_is_not_bound_is_named,
        later_batches_bind_what_the_first_one_bound, a_batch_that_gives_no_row_leaves_no_trace,
        clocks_that_meet_in_a_stand_in_must_be_alike, the_cap_on_bytes_stops_before_it_is_passed,
        a_full_distinct_count_is_a_limit, every_allocation_may_fail_and_nothing_is_half_done,
        a_million_groups_are_a_million_rows, one_key_is_of_one_kind_in_all_sources,
        operands_that_a_coalesce_may_skip_need_no_fields, without_a_range_a_table_without_dates_is_placed_whole,
        arguments_are_checked};
    return RUN_TESTS("state_failures", tests);
}
