/* What a state makes of rows: accounting, placement and aggregates, against numbers worked by hand. */
#include "state_tickets.h"

static void assert_counts(dscore_value v, int64_t used, int64_t missing, int64_t excluded, int64_t invalid)
{
    ck_assert_int_eq(v.n_used, used);
    ck_assert_int_eq(v.n_missing, missing);
    ck_assert_int_eq(v.n_excluded, excluded);
    ck_assert_int_eq(v.n_invalid, invalid);
}

START_TEST(a_missing_response_is_not_zero)
{
    const formula f[] = {{"frt", "mean(elapsed(created_at, first_response_at))", NULL, NULL, "s"},
        {"stars", "mean(csat)", NULL, NULL, NULL}, {"n", "count()", NULL, NULL, NULL}};
    dscore_plan *plan = plan_of_formulas("agent", f, 3);
    dscore_table *t = tickets(plan);
    dscore_state *s = state_of(plan);
    update(s, t);
    dscore_values *v = finish(s);
    /* A: 60, 180, none, 600 s. B: 120, -60 (invalid), 240 s. Nobody: 30 s. */
    ck_assert_int_eq(dscore_values_row_count(v), 3);
    assert_counts(value_at(v, "A", "frt"), 3, 1, 0, 0);
    ck_assert_double_eq(value_at(v, "A", "frt").value, 280.0);
    assert_counts(value_at(v, "B", "frt"), 2, 0, 1, 1);
    ck_assert_double_eq(value_at(v, "B", "frt").value, 180.0);
    ck_assert_double_eq(value_at(v, "", "frt").value, 30.0);
    /* csat 7 lies outside 1..5. */
    assert_counts(value_at(v, "A", "stars"), 3, 0, 1, 1);
    ck_assert_double_eq(value_at(v, "A", "stars").value, 4.0);
    ck_assert_int_ne(value_at(v, "A", "stars").flags & DSCORE_FLAG_INVALID, 0);
    assert_counts(value_at(v, "B", "stars"), 2, 1, 0, 0);
    ck_assert_double_eq(value_at(v, "B", "n").value, 3.0);
    ck_assert_int_eq(dscore_values_reason(v, 0, DSCORE_REASON_NEGATIVE), 1);
    ck_assert_int_eq(dscore_values_reason(v, 0, DSCORE_REASON_MISSING), 1);
    ck_assert_int_eq(dscore_values_reason(v, 1, DSCORE_REASON_DOMAIN), 1);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

/* One column of numbers without keys. */
static dscore_values *over_doubles(const formula *f, int count, const double *x, int64_t n)
{
    dscore_plan *plan = plan_of_formulas(NULL, f, count);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_doubles(t, "cost", x, n);
    dscore_state *s = state_of(plan);
    update(s, t);
    dscore_values *v = finish(s);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
    return v;
}

START_TEST(quantiles_are_those_of_METHODS_5_9)
{
    const double x[] = {95, 12, 40, 15, 31, 18, 28, 20, 25, 22};
    const formula f[] = {{"t7a", "quantile(cost, 0.25)", NULL, NULL, NULL}, {"t7b", "median(cost)", NULL, NULL, NULL},
        {"t7c", "quantile(cost, 0.9)", NULL, NULL, NULL}, {"t7d", "quantile(cost, 0.95)", NULL, NULL, NULL},
        {"t1a", "quantile_observed(cost, 0.25)", NULL, NULL, NULL},
        {"t1b", "quantile_observed(cost, 0.5)", NULL, NULL, NULL},
        {"t1c", "quantile_observed(cost, 0.9)", NULL, NULL, NULL},
        {"t1d", "quantile_observed(cost, 0.95)", NULL, NULL, NULL},
        {"trim", "trimmed_mean(cost, 0.1)", NULL, NULL, NULL}, {"least", "min(cost)", NULL, NULL, NULL},
        {"most", "max(cost)", NULL, NULL, NULL}};
    dscore_values *v = over_doubles(f, 11, x, 10);
    ck_assert_double_eq(value_at(v, NULL, "t7a").value, 18.5);
    ck_assert_double_eq(value_at(v, NULL, "t7b").value, 23.5);
    assert_close(value_at(v, NULL, "t7c").value, 45.5, 1e-12);
    assert_close(value_at(v, NULL, "t7d").value, 70.25, 1e-12);
    ck_assert_double_eq(value_at(v, NULL, "t1a").value, 18);
    ck_assert_double_eq(value_at(v, NULL, "t1b").value, 22);
    ck_assert_double_eq(value_at(v, NULL, "t1c").value, 40);
    ck_assert_double_eq(value_at(v, NULL, "t1d").value, 95);
    ck_assert_double_eq(value_at(v, NULL, "trim").value, 24.875); /* 199 / 8 without 12 and 95 */
    ck_assert_double_eq(value_at(v, NULL, "least").value, 12);
    ck_assert_double_eq(value_at(v, NULL, "most").value, 95);
    dscore_values_free(v);
}
END_TEST

START_TEST(spread_is_that_of_a_textbook_sample)
{
    const double x[] = {22, 25, 27, 30, 31, 35, 41, 28};
    const formula f[] = {{"sd", "stddev(cost)", NULL, NULL, NULL}, {"var", "variance(cost)", NULL, NULL, NULL},
        {"mean", "mean(cost)", NULL, NULL, NULL}};
    dscore_values *v = over_doubles(f, 3, x, 8);
    ck_assert_double_eq(value_at(v, NULL, "mean").value, 29.875);
    assert_close(value_at(v, NULL, "sd").value, 5.962682, 5e-7);
    assert_close(value_at(v, NULL, "var").value, 35.55357142857143, 1e-13); /* 248.875 / 7 */
    dscore_values_free(v);
    v = over_doubles(f, 3, x, 1);
    ck_assert_int_eq(value_at(v, NULL, "sd").status, DSCORE_VALUE_UNDEFINED);
    ck_assert_double_eq(value_at(v, NULL, "mean").value, 22);
    dscore_values_free(v);
}
END_TEST

START_TEST(large_samples_sort_as_small_ones)
{
    enum { N = 5000 };
    static double x[N];
    for (int i = 0; i < N; i++) {
        x[i] = (double)((i * 2503) % N) / 4; /* every k / 4 once: 2503 is prime */
    }
    const formula f[] = {
        {"q", "quantile(cost, 0.9)", NULL, NULL, NULL}, {"trim", "trimmed_mean(cost, 0.29)", NULL, NULL, NULL}};
    dscore_values *v = over_doubles(f, 2, x, N);
    assert_close(value_at(v, NULL, "q").value, 0.9 * 4999 / 4, 1e-9);
    assert_close(value_at(v, NULL, "trim").value, 4999.0 / 8, 1e-12);
    dscore_values_free(v);
}
END_TEST

START_TEST(a_hair_beside_a_rank_is_the_rank)
{
    /* METHODS 5.9: 0.07 * 100 is a hair above 7 in binary, 0.29 * 100 a hair below 29. */
    double x[100];
    for (int i = 0; i < 100; i++) {
        x[i] = 100 - i;
    }
    const formula f[] = {{"q", "quantile_observed(cost, 0.07)", NULL, NULL, NULL},
        {"trim", "trimmed_mean(if(cost < 30, 0, cost), 0.29)", NULL, NULL, NULL}};
    dscore_values *v = over_doubles(f, 2, x, 100);
    ck_assert_double_eq(value_at(v, NULL, "q").value, 7);
    /* Without 29 zeros and 72..100: 30..71, mean 50.5. Without 28 and 28: one zero and 72 too. */
    ck_assert_double_eq(value_at(v, NULL, "trim").value, 50.5);
    dscore_values_free(v);
}
END_TEST

START_TEST(doubles_of_every_size_add_up_exactly)
{
    const double x[] = {1e300, 1.0, 1e-300, 1e16, 0.1, 1e300};
    const formula f[] = {{"s", "sum(if(cost > 1e22, cost, cost))", NULL, NULL, NULL},
        {"m", "mean(cost) ", NULL, NULL, NULL}, {"d", "sum(cost) - 2e22", NULL, NULL, NULL}};
    dscore_values *v = over_doubles(f, 3, x, 6);
    ck_assert_double_eq(value_at(v, NULL, "s").value, 2e300);
    ck_assert_double_eq(value_at(v, NULL, "m").value, 2e300 / 6);
    dscore_values_free(v);
}
END_TEST

START_TEST(an_empty_sum_is_zero_only_where_nothing_was_missing)
{
    /* Of four agents: all filtered out; filtered and missing; all missing; used. */
    static const char *const who[] = {"filtered", "mixed", "mixed", "missing", "used"};
    static const int64_t replies[] = {1, 1, 9, 9, 9};
    static const int64_t reopens[] = {7, 7, INT64_MIN, INT64_MIN, 7};
    const formula f[] = {{"s", "sum(reopens)", "replies == 9", NULL, NULL},
        {"c", "count(where reopens > 0)", NULL, NULL, NULL}, {"x", "count(reopens)", NULL, NULL, NULL},
        {"r", "ratio(reopens, replies - 9)", NULL, NULL, NULL}};
    dscore_plan *plan = plan_of_formulas("agent", f, 4);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_texts(t, "agent", who, 5);
    bind_ints(t, "replies", replies, 5);
    bind_ints(t, "reopens", reopens, 5);
    dscore_state *s = state_of(plan);
    update(s, t);
    dscore_values *v = finish(s);
    const dsi_frame *frame = &plan->frames[0];
    ck_assert_int_eq(plan->frame_count, 1);
    (void)frame;
    ck_assert_int_eq(value_at(v, "mixed", "s").status, DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(value_at(v, "missing", "s").status, DSCORE_VALUE_NO_DATA);
    ck_assert_double_eq(value_at(v, "used", "s").value, 7);
    ck_assert_int_eq(value_at(v, "missing", "c").status, DSCORE_VALUE_NO_DATA);
    ck_assert_double_eq(value_at(v, "mixed", "c").value, 1);
    ck_assert_int_eq(value_at(v, "used", "r").status, DSCORE_VALUE_UNDEFINED);
    assert_counts(value_at(v, "mixed", "s"), 0, 1, 1, 0);
    /* Counting as the finisher does, whatever minimum volume says afterwards. */
    dsi_finisher *finisher;
    ck_assert_int_eq(dsi_finisher_new(s, &finisher, NULL), DSCORE_OK);
    for (int32_t a = 0; a < plan->frames[0].aggregate_count; a++) {
        const dsi_aggregate *aggregate = &plan->frames[0].aggregates[a];
        const dsi_cell none = dsi_finisher_aggregate(finisher, 0, a, -1);
        ck_assert_int_eq(none.status, aggregate->function == DSI_AGG_COUNT ? DSCORE_VALUE_OK : DSCORE_VALUE_NO_DATA);
        const int32_t label = dsi_labels_find_text(dsi_state_labels(s), "filtered", 8);
        const int64_t cell = dsi_state_find_cell(s, 0, &label, 0);
        if (aggregate->function == DSI_AGG_SUM) {
            ck_assert_int_eq(dsi_finisher_aggregate(finisher, 0, a, cell).status, DSCORE_VALUE_OK);
            ck_assert_double_eq(dsi_finisher_aggregate(finisher, 0, a, cell).value, 0);
        }
    }
    dsi_finisher_free(finisher);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(tuples_are_told_apart_by_value_and_not_by_column_type)
{
    static const char *const customers[] = {"x", "x", "y", "y", NULL, "x"};
    static const int64_t problems[] = {1, 1, 1, 2, 1, 1};
    static const int64_t cents[] = {500, 250, 100, 333, 100, 500};
    static const double euros[] = {5, 2.5, 1, 7.25, 1, 5};
    const formula f[] = {{"pairs", "distinct(customer, problem)", NULL, NULL, NULL},
        {"again", "recurring(customer, problem)", NULL, NULL, NULL}, {"prices", "distinct(cost)", NULL, NULL, NULL},
        {"repeated", "recurring(cost)", NULL, NULL, NULL}};
    dscore_plan *plan = plan_of_formulas(NULL, f, 4);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_texts(t, "customer", customers, 6);
    bind_ints(t, "problem", problems, 6);
    bind_decimals(t, "cost", cents, 6, 2);
    dscore_state *s = state_of(plan);
    update(s, t);
    dscore_values *v = finish(s);
    ck_assert_double_eq(value_at(v, NULL, "pairs").value, 3); /* x1, y1, y2 */
    ck_assert_double_eq(value_at(v, NULL, "again").value, 1); /* x1 */
    ck_assert_int_eq(value_at(v, NULL, "pairs").n_missing, 1);
    ck_assert_double_eq(value_at(v, NULL, "prices").value, 4);   /* 5, 2.5, 1, 3.33 */
    ck_assert_double_eq(value_at(v, NULL, "repeated").value, 2); /* 5, 1 */
    dscore_values_free(v);
    bind_doubles(t, "cost", euros, 6);
    update(s, t);
    v = finish(s);
    ck_assert_double_eq(value_at(v, NULL, "prices").value, 5);   /* 7.25 is new */
    ck_assert_double_eq(value_at(v, NULL, "repeated").value, 3); /* 2.5 too */
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(decimals_integers_and_doubles_of_one_field_add_up)
{
    static const int64_t cents[] = {1050, 995}; /* 10.50, 9.95 */
    static const int64_t wholes[] = {3, 4};
    static const double doubles[] = {2, 0.5};
    const formula f[] = {{"s", "sum(cost)", NULL, NULL, NULL}, {"m", "mean(cost)", NULL, NULL, NULL},
        {"least", "min(cost)", NULL, NULL, NULL}, {"most", "max(cost)", NULL, NULL, NULL},
        {"mid", "median(cost)", NULL, NULL, NULL}, {"var", "variance(cost)", NULL, NULL, NULL}};
    dscore_plan *plan = plan_of_formulas(NULL, f, 6);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    dscore_state *s = state_of(plan);
    bind_decimals(t, "cost", cents, 2, 2);
    update(s, t);
    bind_ints(t, "cost", wholes, 2);
    update(s, t);
    dscore_values *v = finish(s);
    ck_assert_double_eq(value_at(v, NULL, "s").value, 27.45);
    ck_assert_double_eq(value_at(v, NULL, "m").value, 6.8625);
    ck_assert_double_eq(value_at(v, NULL, "least").value, 3);
    ck_assert_double_eq(value_at(v, NULL, "most").value, 10.5);
    ck_assert_double_eq(value_at(v, NULL, "mid").value, 6.975);
    /* Deviations 3.6375, 3.0875, -3.8625, -2.8625: squares 45.8768750, over 3. */
    assert_close(value_at(v, NULL, "var").value, 45.876875 / 3, 1e-12);
    dscore_values_free(v);
    bind_doubles(t, "cost", doubles, 2);
    update(s, t);
    v = finish(s);
    assert_close(value_at(v, NULL, "s").value, 29.95, 1e-13);
    ck_assert_double_eq(value_at(v, NULL, "least").value, 0.5);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

/* Values of agents a, b and c alone, and beside those of another agent whose column is of another kind. */
static void assert_other_cells_do_not_matter(
    const formula *f, int count, const dscore_table *t, const dscore_plan *plan, const dscore_table *other, double mean)
{
    dscore_state *alone = state_of(plan), *beside = state_of(plan);
    update(alone, t);
    update(beside, t);
    update(beside, other);
    dscore_values *x = finish(alone), *y = finish(beside);
    ck_assert_int_eq(dscore_values_row_count(y), 4);
    for (int k = 0; k < 3; k++) {
        const char *const name = k == 0 ? "a" : k == 1 ? "b" : "c";
        for (int i = 0; i < count; i++) {
            const double left = value_at(x, name, f[i].id).value, right = value_at(y, name, f[i].id).value;
            ck_assert_msg(
                memcmp(&left, &right, sizeof left) == 0, "%s of %s: %.17g, %.17g", f[i].id, name, left, right);
        }
    }
    ck_assert_double_eq(value_at(y, "other", f[0].id).value, mean);
    dscore_values_free(x);
    dscore_values_free(y);
    dscore_state_free(alone);
    dscore_state_free(beside);
}

START_TEST(what_other_cells_hold_changes_no_bit)
{
    enum { N = 60 };
    static double costs[N];
    static int64_t cents[N];
    static const char *who[N];
    static const int64_t one_in_cents[] = {1050}, one[] = {3};
    static const char *const other[] = {"other"};
    uint64_t seed = 7;
    for (int i = 0; i < N; i++) {
        costs[i] = (double)(next_random(&seed) % 1000000) / 7.0;
        cents[i] = (int64_t)(next_random(&seed) % UINT64_C(1000000000000000));
        who[i] = i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c";
    }
    const formula f[] = {{"m", "mean(cost)", NULL, NULL, NULL}, {"r", "ratio(cost, cost + 1)", NULL, NULL, NULL},
        {"q", "quantile(cost, 0.3)", NULL, NULL, NULL}, {"q2", "quantile(cost, 0.86)", NULL, NULL, NULL},
        {"q3", "quantile(cost, 0.61)", NULL, NULL, NULL}, {"mid", "median(cost)", NULL, NULL, NULL},
        {"t", "trimmed_mean(cost, 0.45)", NULL, NULL, NULL}, {"s", "stddev(cost)", NULL, NULL, NULL}};
    dscore_plan *plan = plan_of_formulas("agent", f, 8);
    dscore_table *t = table_of(schema_of(plan), "tickets"), *u = table_of(schema_of(plan), "tickets");
    bind_texts(t, "agent", who, N);
    bind_texts(u, "agent", other, 1);
    bind_doubles(t, "cost", costs, N);
    bind_decimals(u, "cost", one_in_cents, 1, 2);
    assert_other_cells_do_not_matter(f, 8, t, plan, u, 10.5);
    bind_decimals(t, "cost", cents, N, 2);
    bind_ints(u, "cost", one, 1);
    assert_other_cells_do_not_matter(f, 8, t, plan, u, 3);
    dscore_table_free(t);
    dscore_table_free(u);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(events_lie_in_one_period_and_what_lies_in_none_is_counted)
{
    const int64_t us = 1000000;
    const int64_t edges[] = {H * us, 3 * H * us, 6 * H * us};
    const formula f[] = {{"n", "count()", NULL, NULL, NULL}};
    const char *const ids[] = {"n"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_query *q = query_of(c, NULL, ids, 1);
    ck_assert_int_eq(dscore_query_periods(q, edges, 3, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_where(q, NULL, "csat != 2", NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_table *t = tickets(plan);
    dscore_state *s = state_of(plan);
    update(s, t);
    dscore_values *v = finish(s);
    /* Rows 1, 2 | 3 (filtered out), 4 (filter missing), 5 | 0, 6, 7 in none. */
    ck_assert_int_eq(dscore_values_row_count(v), 2);
    dscore_value first = DSCORE_VALUE_INIT, second = DSCORE_VALUE_INIT;
    ck_assert_int_eq(dscore_values_get(v, 0, 0, &first, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_values_get(v, 1, 0, &second, NULL), DSCORE_OK);
    ck_assert_double_eq(first.value, 2);
    ck_assert_double_eq(second.value, 1);
    assert_counts(second, 1, 1, 0, 0);
    ck_assert_int_eq(dscore_values_reason(v, 0, DSCORE_REASON_UNPLACED), 3);
    ck_assert_int_eq(dscore_values_reason(v, 0, DSCORE_REASON_FILTERED_OUT), 1);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(a_stock_is_taken_at_the_end_of_every_period)
{
    const int64_t us = 1000000;
    /* Edges 0, 10, 20, 30 s. Open [from, until): a 1-25, b 5-10, c 12-, d 20-30, e 40-. */
    const int64_t edges[] = {0, 10 * us, 20 * us, 30 * us};
    static const int64_t from[] = {1, 5, 12, 20, 40};
    static const int64_t until[] = {25, 10, INT64_MIN, 30, INT64_MIN};
    const formula f[] = {{"stock", "count()", NULL, "open(created_at, resolved_at)", NULL},
        {"age", "mean(period_end() - created_at)", NULL, "open(created_at, resolved_at)", "s"}};
    const char *const ids[] = {"stock", "age"};
    dscore_catalog *c = catalog_with(f, 2, NULL);
    dscore_query *q = query_of(c, NULL, ids, 2);
    ck_assert_int_eq(dscore_query_periods(q, edges, 4, NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "created_at", from, 5);
    bind_seconds(t, "resolved_at", until, 5);
    dscore_state *s = state_of(plan);
    update(s, t);
    dscore_values *v = finish(s);
    /* At 10: a, b (until >= e). At 20: a, c. At 30: c, d. */
    const double stock[] = {2, 2, 2}, age[] = {(9.0 + 5) / 2, (19.0 + 8) / 2, (18.0 + 10) / 2};
    ck_assert_int_eq(dscore_values_row_count(v), 3);
    for (int64_t r = 0; r < 3; r++) {
        dscore_value x = DSCORE_VALUE_INIT, y = DSCORE_VALUE_INIT;
        ck_assert_int_eq(dscore_values_get(v, r, 0, &x, NULL), DSCORE_OK);
        ck_assert_int_eq(dscore_values_get(v, r, 1, &y, NULL), DSCORE_OK);
        ck_assert_double_eq(x.value, stock[r]);
        ck_assert_double_eq(y.value, age[r]);
    }
    ck_assert_int_eq(dscore_values_reason(v, 0, DSCORE_REASON_UNPLACED), 1); /* e */
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(an_absent_field_is_read_through_its_stand_in)
{
    /* is_resolved stands for `resolved_at is present`. */
    static const int64_t resolved[] = {1, INT64_MIN, 3, INT64_MIN};
    static const uint8_t flags[] = {1, 1, 1, 0};
    const formula f[] = {{"share", "share(is_resolved)", NULL, NULL, NULL}};
    dscore_plan *plan = plan_of_formulas(NULL, f, 1);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "resolved_at", resolved, 4);
    dscore_state *s = state_of(plan), *direct = state_of(plan);
    update(s, t);
    dscore_values *v = finish(s);
    ck_assert_double_eq(value_at(v, NULL, "share").value, 0.5);
    ck_assert_int_ne(value_at(v, NULL, "share").flags & DSCORE_FLAG_DERIVED, 0);
    dscore_values_free(v);
    bind_bools(t, "is_resolved", flags, 4);
    update(direct, t);
    v = finish(direct);
    ck_assert_double_eq(value_at(v, NULL, "share").value, 0.75);
    ck_assert_int_eq(value_at(v, NULL, "share").flags & DSCORE_FLAG_DERIVED, 0);
    dscore_values_free(v);
    /* The first batch decided: one more column changes nothing, and the two states do not mix. */
    update(s, t);
    v = finish(s);
    ck_assert_double_eq(value_at(v, NULL, "share").value, 0.5);
    dscore_values_free(v);
    ck_assert_int_eq(dscore_state_merge(s, direct, NULL), DSCORE_E_INCOMPATIBLE);
    dscore_state_free(s);
    dscore_state_free(direct);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(a_stand_in_may_name_the_bounds_of_a_field_without_a_column)
{
    static const char *const easier[] = {"if(effort > domain_min(csat), 1, 0)"};
    static const int64_t efforts[] = {1, 2, 5, INT64_MIN};
    const dsi_field field = {.name = "strain",
        .type = DSCORE_TYPE_NUMBER,
        .unit = "",
        .domain_min = -INFINITY,
        .domain_max = INFINITY,
        .derive = easier,
        .derive_count = 1,
        .business = ""};
    const dsi_record record = {.id = "strained",
        .source = "tickets",
        .formula = "mean(strain)",
        .unit = "points",
        .better = "none",
        .domain_min = -INFINITY,
        .domain_max = INFINITY};
    const char *const ids[] = {"strained"};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *base, *c;
    dscore_catalog_builder *builder;
    assert_ok(dscore_catalog_builtin(NULL, &base, &err), err);
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    assert_ok(dsi_builder_add_field(builder, "tickets", &field, &err), err);
    assert_ok(dsi_builder_add_record(builder, &record, &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &c, &err), err);
    dscore_plan *plan = plan_of(query_of(c, NULL, ids, 1));
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_ints(t, "effort", efforts, 4);
    dscore_state *s = state_of(plan);
    update(s, t);
    dscore_values *v = finish(s);
    assert_close(value_at(v, NULL, "strained").value, 2.0 / 3.0, 1e-15);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(the_roster_lists_those_without_a_ticket)
{
    static const char *const listed[] = {"B", "C", "B"};
    const formula f[] = {{"n", "count()", NULL, NULL, NULL}};
    dscore_plan *plan = plan_of_formulas("agent", f, 1);
    dscore_table *t = tickets(plan);
    dscore_table *roster = table_of(schema_of(plan), "agents");
    bind_texts(roster, "agent", listed, 3);
    dscore_state *s = state_of(plan);
    update(s, t);
    update(s, roster);
    dscore_values *v = finish(s);
    ck_assert_int_eq(dscore_values_row_count(v), 4); /* A, B, C, none */
    ck_assert_double_eq(value_at(v, "C", "n").value, 0);
    ck_assert_int_eq(dscore_values_key_flags(v, 2, 0) & DSCORE_KEY_ROSTER, DSCORE_KEY_ROSTER);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_table_free(roster);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(pending_rows_are_excluded_flagged_and_depend_on_now)
{
    static const int64_t from[] = {0, 100, 200}, until[] = {INT64_MIN, 130, INT64_MIN};
    const formula f[] = {{"quick", "share(within(created_at, first_response_at, 60s))", NULL, NULL, NULL}};
    const char *const ids[] = {"quick"};
    dscore_catalog *c = catalog_with(f, 1, NULL);
    dscore_query *q = query_of(c, NULL, ids, 1);
    ck_assert_int_eq(dscore_query_now(q, 230 * INT64_C(1000000), NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "created_at", from, 3);
    bind_seconds(t, "first_response_at", until, 3);
    dscore_state *s = state_of(plan);
    update(s, t);
    dscore_values *v = finish(s);
    /* Late for good after 230 s, answered after 30 s, open for 30 s. */
    const dscore_value share = value_at(v, NULL, "quick");
    ck_assert_double_eq(share.value, 0.5);
    assert_counts(share, 2, 0, 1, 0);
    ck_assert_int_eq(share.n_pending, 1);
    ck_assert_int_eq(share.flags & (DSCORE_FLAG_PENDING | DSCORE_FLAG_NOW), DSCORE_FLAG_PENDING | DSCORE_FLAG_NOW);
    ck_assert_int_eq(dscore_values_reason(v, 0, DSCORE_REASON_PENDING), 1);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(the_first_credit_that_is_present_gets_the_row)
{
    static const char *const responders[] = {"R", NULL, NULL}, *const holders[] = {"A", "B", NULL};
    static const int64_t from[] = {0, 0, 0}, answer[] = {10, 20, 30};
    const char *const ids[] = {"first_response_time"};
    dscore_catalog *c;
    ck_assert_int_eq(dscore_catalog_builtin(NULL, &c, NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(query_of(c, "subject", ids, 1));
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "created_at", from, 3);
    bind_seconds(t, "first_response_at", answer, 3);
    bind_texts(t, "agent", holders, 3);
    dscore_state *only_agent = state_of(plan), *both = state_of(plan);
    update(only_agent, t);
    bind_texts(t, "responder", responders, 3);
    update(both, t);
    dscore_values *v = finish(only_agent);
    ck_assert_double_eq(value_at(v, "A", "first_response_time").value, 10);
    dscore_values_free(v);
    v = finish(both);
    ck_assert_int_eq(dscore_values_row_count(v), 3);
    ck_assert_double_eq(value_at(v, "R", "first_response_time").value, 10);
    ck_assert_double_eq(value_at(v, "B", "first_response_time").value, 20);
    ck_assert_double_eq(value_at(v, "", "first_response_time").value, 30);
    ck_assert_int_eq(dscore_values_key_flags(v, 2, 0), DSCORE_KEY_ABSENT);
    dscore_values_free(v);
    dscore_state_free(only_agent);
    dscore_state_free(both);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_missing_response_is_not_zero, quantiles_are_those_of_METHODS_5_9,
        spread_is_that_of_a_textbook_sample, large_samples_sort_as_small_ones, a_hair_beside_a_rank_is_the_rank,
        doubles_of_every_size_add_up_exactly, an_empty_sum_is_zero_only_where_nothing_was_missing,
        tuples_are_told_apart_by_value_and_not_by_column_type, decimals_integers_and_doubles_of_one_field_add_up,
        what_other_cells_hold_changes_no_bit, events_lie_in_one_period_and_what_lies_in_none_is_counted,
        a_stock_is_taken_at_the_end_of_every_period, an_absent_field_is_read_through_its_stand_in,
        a_stand_in_may_name_the_bounds_of_a_field_without_a_column, the_roster_lists_those_without_a_ticket,
        pending_rows_are_excluded_flagged_and_depend_on_now, the_first_credit_that_is_present_gets_the_row};
    return RUN_TESTS("state", tests);
}
