/* States as an algebra: whatever the chunks, their order and the shape of the merge tree, the same bits come out. */
#include "state_support.h"

#include "clock_support.h"

enum { N = 4000, CHUNKS = 12 };

static const formula formulas[] = {{"mean", "mean(cost)", NULL, NULL, NULL}, {"sd", "stddev(cost)", NULL, NULL, NULL},
    {"mid", "median(cost)", NULL, NULL, NULL}, {"tuples", "distinct(customer, problem)", NULL, NULL, NULL},
    {"again", "recurring(customer)", NULL, NULL, NULL}, {"high", "share(cost > 3)", NULL, NULL, NULL},
    {"span", "max(cost) - min(cost)", NULL, NULL, NULL}, {"per", "ratio(cost, replies)", NULL, NULL, NULL},
    {"stock", "count()", NULL, "open(created_at, resolved_at)", NULL},
    {"trim", "trimmed_mean(cost, 0.1) + sum(cost)", "replies > 0", NULL, NULL},
    {"late", "quantile_observed(elapsed(created_at, resolved_at), 0.9)", NULL, NULL, "s"},
    {"half", "km_quantile(created_at, resolved_at, 0.5)", NULL, NULL, "s"},
    {"soon", "km_within(created_at, resolved_at, 100s)", NULL, NULL, "ratio"},
    {"work", "stddev(business_time(created_at, resolved_at))", NULL, NULL, "s"},
    {"quick", "share(within(created_at, resolved_at, 100s))", NULL, NULL, NULL}};
enum { FORMULAS = (int)(sizeof formulas / sizeof formulas[0]) };

static char names[N][8];
static const char *customers[N];
static int64_t replies[N], created[N], resolved[N], agents[N], problems[N];
static double costs[N];

static void fill(uint64_t seed)
{
    for (int i = 0; i < N; i++) {
        (void)snprintf(names[i], sizeof names[i], "c%d", (int)(next_random(&seed) % 400));
        customers[i] = next_random(&seed) % 11 == 0 ? NULL : names[i];
        agents[i] = next_random(&seed) % 13 == 0 ? INT64_MIN : (int64_t)(next_random(&seed) % 20);
        problems[i] = (int64_t)(next_random(&seed) % 3);
        replies[i] = (int64_t)(next_random(&seed) % 4);
        created[i] = (int64_t)(next_random(&seed) % 1000);
        resolved[i] = next_random(&seed) % 3 == 0 ? INT64_MIN : created[i] + (int64_t)(next_random(&seed) % 500) - 9;
        /* Exponents from 2^-1000 to 2^1000, most of them near 0: sums that any rounding on the way would spoil. */
        const int wild =
            next_random(&seed) % 4 == 0 ? (int)(next_random(&seed) % 2000) - 1000 : (int)(next_random(&seed) % 80) - 40;
        costs[i] = ldexp((double)(next_random(&seed) >> 11), wild - 53);
        costs[i] = next_random(&seed) % 9 == 0 ? NAN : costs[i];
    }
}

static void set_clocks(dscore_query *q, int64_t now)
{
    dscore_calendar *calendar = working("desk", NULL, 200, 900); /* of a Thursday's first quarter of an hour */
    ck_assert_int_eq(dscore_query_now(q, now * INT64_C(1000000), NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_calendar(q, NULL, calendar, NULL), DSCORE_OK);
    dscore_calendar_free(calendar);
}

static dscore_plan *make_plan(const char *key, int64_t now, bool reversed)
{
    const char *ids[FORMULAS];
    dscore_catalog *c = catalog_with(formulas, FORMULAS, NULL);
    for (int i = 0; i < FORMULAS; i++) {
        ids[i] = formulas[reversed ? FORMULAS - 1 - i : i].id;
    }
    dscore_query *q = query_of(c, key, ids, FORMULAS);
    ck_assert_int_eq(dscore_query_periods_every(q, 0, 250 * INT64_C(1000000), 4, NULL), DSCORE_OK);
    set_clocks(q, now);
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(c);
    return plan;
}

static dscore_table *make_table(const dscore_plan *plan)
{
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_texts(t, "customer", customers, N);
    bind_ints(t, "agent", agents, N);
    bind_ints(t, "problem", problems, N);
    bind_ints(t, "replies", replies, N);
    bind_seconds(t, "created_at", created, N);
    bind_seconds(t, "resolved_at", resolved, N);
    bind_doubles(t, "cost", costs, N);
    return t;
}

/* Random cuts, a state for each piece, then random pairs are merged until one is left. */
static dscore_state *merged_at_random(const dscore_plan *plan, const dscore_table *t, uint64_t *seed)
{
    dscore_state *states[CHUNKS];
    int64_t cuts[CHUNKS + 1] = {0};
    for (int i = 1; i < CHUNKS; i++) {
        cuts[i] = (int64_t)(next_random(seed) % N);
    }
    cuts[CHUNKS] = N;
    for (int i = 1; i < CHUNKS; i++) {
        for (int j = i; j > 1 && cuts[j] < cuts[j - 1]; j--) {
            const int64_t swap = cuts[j];
            cuts[j] = cuts[j - 1];
            cuts[j - 1] = swap;
        }
    }
    for (int i = 0; i < CHUNKS; i++) {
        states[i] = state_of(plan);
        ck_assert_int_eq(dscore_state_update(states[i], t, cuts[i], cuts[i + 1] - cuts[i], NULL, NULL), DSCORE_OK);
    }
    for (int left = CHUNKS; left > 1; left--) {
        const int a = (int)(next_random(seed) % (uint64_t)left);
        const int b = (a + 1 + (int)(next_random(seed) % (uint64_t)(left - 1))) % left;
        ck_assert_int_eq(dscore_state_merge(states[a], states[b], NULL), DSCORE_OK);
        dscore_state_free(states[b]);
        states[b] = states[left - 1];
    }
    return states[0];
}

START_TEST(any_chunks_merged_in_any_shape_give_the_same_bits)
{
    for (uint64_t round = 1; round <= 8; round++) {
        fill(round);
        dscore_plan *plan = make_plan(round % 2 == 0 ? "agent" : NULL, 900, false);
        dscore_table *t = make_table(plan);
        dscore_state *whole = state_of(plan);
        update(whole, t);
        uint64_t seed = round * 1000;
        dscore_state *merged = merged_at_random(plan, t, &seed);
        assert_same_states(whole, merged);
        dscore_state_free(whole);
        dscore_state_free(merged);
        dscore_table_free(t);
        dscore_plan_free(plan);
    }
}
END_TEST

START_TEST(the_order_and_names_of_items_do_not_count)
{
    fill(3);
    dscore_plan *plan = make_plan("agent", 900, false), *other = make_plan("agent", 900, true);
    dscore_table *t = make_table(plan), *u = make_table(other);
    dscore_state *a = state_of(plan), *b = state_of(other), *twice = state_of(plan);
    ck_assert_str_eq(dscore_plan_fingerprint(plan), dscore_plan_fingerprint(other));
    update(a, t);
    update(b, u);
    update(twice, t);
    update(twice, t);
    ck_assert_int_eq(dscore_state_merge(a, b, NULL), DSCORE_OK);
    assert_same_states(a, twice);
    dscore_state_free(a);
    dscore_state_free(b);
    dscore_state_free(twice);
    dscore_table_free(t);
    dscore_table_free(u);
    dscore_plan_free(plan);
    dscore_plan_free(other);
}
END_TEST

START_TEST(a_state_added_to_itself_has_seen_its_rows_twice)
{
    fill(4);
    dscore_plan *plan = make_plan("agent", 900, false);
    dscore_table *t = make_table(plan);
    dscore_state *a = state_of(plan), *twice = state_of(plan);
    update(a, t);
    update(twice, t);
    update(twice, t);
    ck_assert_int_eq(dscore_state_merge(a, a, NULL), DSCORE_OK);
    assert_same_states(a, twice);
    dscore_state_free(a);
    dscore_state_free(twice);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(a_clone_goes_its_own_way)
{
    fill(5);
    dscore_plan *plan = make_plan("agent", 900, false);
    dscore_table *t = make_table(plan);
    dscore_state *a = state_of(plan), *first = state_of(plan), *copy;
    ck_assert_int_eq(dscore_state_update(a, t, 0, 1000, NULL, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_state_update(first, t, 0, 1000, NULL, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_state_clone(a, &copy, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_state_update(a, t, 1000, N - 1000, NULL, NULL), DSCORE_OK);
    assert_same_states(copy, first);
    ck_assert_int_eq(dscore_state_update(copy, t, 1000, N - 1000, NULL, NULL), DSCORE_OK);
    assert_same_states(copy, a);
    dscore_state_free(copy);
    ck_assert_int_eq(dscore_state_clone(NULL, &copy, NULL), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(copy);
    dscore_state_free(a);
    dscore_state_free(first);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(what_does_not_belong_together_is_named)
{
    fill(6);
    dscore_plan *plan = make_plan("agent", 900, false), *keyless = make_plan(NULL, 900, false);
    dscore_plan *later = make_plan("agent", 950, false);
    dscore_table *t = make_table(plan);
    dscore_state *a = state_of(plan), *b = state_of(keyless), *c = state_of(later), *empty = state_of(later);
    dscore_error err = DSCORE_ERROR_INIT;
    update(a, t);
    ck_assert_int_eq(dscore_state_merge(a, b, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_ptr_nonnull(strstr(err.message, "fingerprint"));
    dscore_table *u = make_table(later);
    update(c, u);
    ck_assert_int_eq(dscore_state_merge(a, c, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_ptr_nonnull(strstr(err.message, "now"));
    /* What was merged or copied depends on now as its parts did. */
    dscore_state *sum = state_of(plan), *copy;
    ck_assert_int_eq(dscore_state_merge(sum, a, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_state_merge(sum, c, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_state_merge(sum, empty, NULL), DSCORE_OK); /* nothing in it depends on its now */
    ck_assert_int_eq(dscore_state_clone(sum, &copy, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_state_merge(empty, copy, &err), DSCORE_OK); /* it takes the now of the rows over */
    ck_assert_int_eq(dscore_state_merge(empty, c, &err), DSCORE_E_INCOMPATIBLE);
    dscore_state_free(sum);
    dscore_state_free(copy);
    /* A kind of key apart. */
    dscore_table *text = make_table(plan);
    bind_texts(text, "agent", customers, N);
    dscore_state *d = state_of(plan);
    update(d, text);
    ck_assert_int_eq(dscore_state_merge(a, d, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_str_eq(err.path, "tickets.agent");
    ck_assert_int_eq(dscore_state_merge(NULL, a, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_merge(a, NULL, NULL), DSCORE_E_ARGUMENT);
    dscore_state_free(a);
    dscore_state_free(b);
    dscore_state_free(c);
    dscore_state_free(d);
    dscore_state_free(empty);
    dscore_table_free(t);
    dscore_table_free(u);
    dscore_table_free(text);
    dscore_plan_free(plan);
    dscore_plan_free(keyless);
    dscore_plan_free(later);
}
END_TEST

START_TEST(a_state_of_finished_tickets_merges_with_any_now)
{
    static const int64_t from[] = {0, 10}, until[] = {5, 40};
    const formula f[] = {{"quick", "share(within(created_at, resolved_at, 20s))", NULL, NULL, NULL}};
    const char *const ids[] = {"quick"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_plan *plans[2];
    dscore_state *states[2];
    for (int i = 0; i < 2; i++) {
        dscore_query *q = query_of(c, NULL, ids, 1);
        ck_assert_int_eq(dscore_query_now(q, (1000 + i) * INT64_C(1000000), NULL), DSCORE_OK);
        plans[i] = plan_of(q);
        dscore_table *t = table_of(schema_of(plans[i]), "tickets");
        bind_seconds(t, "created_at", from, 2);
        bind_seconds(t, "resolved_at", until, 2);
        states[i] = state_of(plans[i]);
        update(states[i], t);
        dscore_table_free(t);
    }
    ck_assert_int_eq(dscore_state_merge(states[0], states[1], NULL), DSCORE_OK);
    dscore_values *v = finish(states[0]);
    ck_assert_double_eq(value_at(v, NULL, "quick").value, 0.5);
    ck_assert_int_eq(value_at(v, NULL, "quick").flags & DSCORE_FLAG_NOW, 0);
    dscore_values_free(v);
    for (int i = 0; i < 2; i++) {
        dscore_state_free(states[i]);
        dscore_plan_free(plans[i]);
    }
    dscore_catalog_free(c);
}
END_TEST

START_TEST(dropping_a_key_is_the_query_without_it)
{
    fill(8);
    dscore_plan *plan = make_plan("agent", 900, false), *keyless = make_plan(NULL, 900, false);
    dscore_table *t = make_table(plan), *u = make_table(keyless);
    dscore_state *a = state_of(plan), *b = state_of(keyless), *up;
    const char *const keep[] = {"period"}, *const all[] = {"agent", "period"}, *const wrong[] = {"team"};
    dscore_error err = DSCORE_ERROR_INIT;
    update(a, t);
    update(b, u);
    ck_assert_int_eq(dscore_state_rollup(a, keep, 1, &up, &err), DSCORE_OK);
    assert_same_states(up, b);
    dscore_state *again;
    ck_assert_int_eq(dscore_state_rollup(up, all, 2, &again, &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_null(again);
    dscore_state_free(up);
    ck_assert_int_eq(dscore_state_rollup(a, all, 2, &up, &err), DSCORE_OK);
    assert_same_states(up, a);
    ck_assert_int_eq(dscore_state_merge(up, a, NULL), DSCORE_OK); /* nothing was dropped */
    dscore_state_free(up);
    ck_assert_int_eq(dscore_state_rollup(a, keep, 1, &up, &err), DSCORE_OK);
    ck_assert_int_eq(dscore_state_merge(a, up, &err), DSCORE_E_INCOMPATIBLE);
    /* A rolled-up state takes more rows. */
    update(up, t);
    update(b, u);
    assert_same_states(up, b);
    dscore_state_free(up);
    ck_assert_int_eq(dscore_state_rollup(a, wrong, 1, &up, &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_null(up);
    ck_assert_int_eq(dscore_state_rollup(NULL, wrong, 1, &up, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_rollup(a, NULL, 1, &up, &err), DSCORE_E_ARGUMENT);
    dscore_state_free(a);
    dscore_state_free(b);
    dscore_table_free(t);
    dscore_table_free(u);
    dscore_plan_free(plan);
    dscore_plan_free(keyless);
}
END_TEST

START_TEST(a_longer_period_adds_events_and_takes_the_last_stock)
{
    fill(9);
    dscore_plan *plan = make_plan("agent", 900, false);
    dscore_table *t = make_table(plan);
    dscore_state *a = state_of(plan), *up, *fresh;
    update(a, t);
    ck_assert_int_eq(dscore_state_rollup(a, NULL, 0, &up, NULL), DSCORE_OK);
    dscore_values *v = finish(up);
    /* By hand: events of the range [0, 1000) s, the stock at now = 900 s, where the last period ends for rows. */
    int64_t stock = 0, high = 0, present = 0;
    for (int i = 0; i < N; i++) {
        stock += created[i] < 900 && (resolved[i] == INT64_MIN || resolved[i] >= 900);
        high += costs[i] > 3;
        present += !isnan(costs[i]);
    }
    ck_assert_double_eq(value_at(v, NULL, "stock").value, (double)stock);
    ck_assert_double_eq(value_at(v, NULL, "high").value, (double)high / (double)present);
    dscore_values_free(v);
    /* The same rows given to an empty roll-up. */
    dscore_state *empty = state_of(plan);
    ck_assert_int_eq(dscore_state_update(empty, t, 0, 0, NULL, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_state_rollup(empty, NULL, 0, &fresh, NULL), DSCORE_OK);
    update(fresh, t);
    assert_same_states(fresh, up);
    dscore_state_free(empty);
    dscore_state_free(fresh);
    dscore_state_free(up);
    dscore_state_free(a);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(a_formula_of_its_period_does_not_roll_up_over_periods)
{
    const formula f[] = {{"age", "mean(period_end() - created_at)", NULL, NULL, "s"}};
    const char *const ids[] = {"age"}, *const keep[] = {"period"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_query *q = query_of(c, "agent", ids, 1);
    ck_assert_int_eq(dscore_query_periods_every(q, 0, 250 * INT64_C(1000000), 4, NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_state *s = state_of(plan), *up;
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_state_rollup(s, NULL, 0, &up, &err), DSCORE_E_UNSUPPORTED);
    ck_assert_str_eq(err.path, "age");
    ck_assert_int_eq(dscore_state_rollup(s, keep, 1, &up, &err), DSCORE_OK);
    dscore_state_free(up);
    dscore_state_free(s);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(a_merge_beyond_the_cap_changes_neither)
{
    fill(10);
    const char *ids[FORMULAS];
    dscore_catalog *c = catalog_with(formulas, FORMULAS, NULL);
    for (int i = 0; i < FORMULAS; i++) {
        ids[i] = formulas[i].id;
    }
    dscore_query *q = query_of(c, "customer", ids, FORMULAS - 1);
    ck_assert_int_eq(dscore_query_option(q, "max_state_bytes", "1500000", NULL), DSCORE_OK);
    set_clocks(q, 1000);
    ck_assert_int_eq(dscore_query_periods_every(q, 0, 250 * INT64_C(1000000), 4, NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_table *t = make_table(plan);
    dscore_state *a = state_of(plan), *b = state_of(plan), *before, *source;
    ck_assert_int_eq(dscore_state_update(a, t, 0, 300, NULL, NULL), DSCORE_OK);
    dscore_status status = DSCORE_OK;
    int64_t at = 300;
    while (status == DSCORE_OK && at + 300 <= N) { /* until it does not fit */
        dscore_state_free(b);
        b = state_of(plan);
        ck_assert_int_eq(dscore_state_update(b, t, at, 300, NULL, NULL), DSCORE_OK);
        ck_assert_int_eq(dscore_state_clone(a, &before, NULL), DSCORE_OK);
        ck_assert_int_eq(dscore_state_clone(b, &source, NULL), DSCORE_OK);
        status = dscore_state_merge(a, b, NULL);
        if (status != DSCORE_OK) {
            ck_assert_int_eq(status, DSCORE_E_LIMIT);
            assert_same_states(a, before);
            assert_same_states(b, source);
        }
        dscore_state_free(before);
        dscore_state_free(source);
        at += 300;
    }
    ck_assert_int_eq(status, DSCORE_E_LIMIT);
    dscore_state_free(a);
    dscore_state_free(b);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(the_same_data_in_other_columns_gives_the_same_bits)
{
    static int16_t shorts[N];
    static double doubles[N];
    static int64_t millis[N];
    static double float_seconds[N];
    const formula f[] = {{"mean", "mean(replies)", NULL, NULL, NULL}, {"sd", "stddev(replies)", NULL, NULL, NULL},
        {"q", "quantile(replies, 0.37)", NULL, NULL, NULL}, {"d", "distinct(replies)", NULL, NULL, NULL},
        {"per", "ratio(replies, replies + 1)", NULL, NULL, NULL},
        {"t", "mean(elapsed(created_at, resolved_at))", NULL, NULL, "s"},
        {"p", "quantile(elapsed(created_at, resolved_at), 0.9)", NULL, NULL, "s"}};
    fill(11);
    for (int i = 0; i < N; i++) {
        replies[i] = replies[i] * 1237 + i % 17;
        shorts[i] = (int16_t)replies[i];
        doubles[i] = (double)replies[i];
        millis[i] = created[i] * 1000;
        float_seconds[i] = resolved[i] == INT64_MIN ? NAN : (double)resolved[i];
    }
    dscore_plan *plan = plan_of_formulas("agent", f, 7);
    dscore_table *t = make_table(plan), *u = make_table(plan), *w = make_table(plan);
    dscore_state *a = state_of(plan), *b = state_of(plan), *c = state_of(plan);
    ck_assert_int_eq(
        dscore_table_bind_array(u, "replies", DSCORE_INT16, DSCORE_UNIT_NONE, shorts, N, 2, NULL, NULL), DSCORE_OK);
    ck_assert_int_eq(
        dscore_table_bind_array(u, "created_at", DSCORE_INT64, DSCORE_UNIT_MS, millis, N, 8, NULL, NULL), DSCORE_OK);
    bind_doubles(w, "replies", doubles, N);
    ck_assert_int_eq(
        dscore_table_bind_array(w, "resolved_at", DSCORE_FLOAT64, DSCORE_UNIT_S, float_seconds, N, 8, NULL, NULL),
        DSCORE_OK);
    update(a, t);
    update(b, u);
    update(c, w);
    assert_same_states(a, b);
    assert_same_states(a, c);
    ck_assert_int_eq(dscore_state_merge(b, c, NULL), DSCORE_OK); /* and kinds may mix */
    update(a, t);
    assert_same_states(a, b);
    dscore_state_free(a);
    dscore_state_free(b);
    dscore_state_free(c);
    dscore_table_free(t);
    dscore_table_free(u);
    dscore_table_free(w);
    dscore_plan_free(plan);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {any_chunks_merged_in_any_shape_give_the_same_bits,
        the_order_and_names_of_items_do_not_count, a_state_added_to_itself_has_seen_its_rows_twice,
        a_clone_goes_its_own_way, what_does_not_belong_together_is_named,
        a_state_of_finished_tickets_merges_with_any_now, dropping_a_key_is_the_query_without_it,
        a_longer_period_adds_events_and_takes_the_last_stock, a_formula_of_its_period_does_not_roll_up_over_periods,
        a_merge_beyond_the_cap_changes_neither, the_same_data_in_other_columns_gives_the_same_bits};
    return RUN_TESTS("merge", tests);
}
