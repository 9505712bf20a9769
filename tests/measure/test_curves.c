/* Kaplan-Meier curves against published and hand-worked ones: who is at risk, where a curve ends, and that without
   censored rows it is the order statistic. */
#include "state_support.h"

#include "clock_support.h"

#define US INT64_C(1000000)
enum { WEEK = 604800, MOST = 64 };

/* Remission of leukaemia, in weeks (Freireich et al., Blood 21, 1963; the standard example of survival analysis):
   6-mercaptopurine, + still in remission, and placebo. Published: medians 23 and 8 weeks; S(6) = 0.857, S(7) = 0.807,
   S(10) = 0.753, S(13) = 0.690, S(16) = 0.627, S(22) = 0.538, S(23) = 0.448 under 6-MP. */
static const int drug[] = {6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35};
static const int placebo[] = {1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23};

static const formula formulas[] = {{"median", "km_quantile(created_at, resolved_at, 0.5, closed_at)", NULL, NULL, "s"},
    {"q25", "km_quantile(created_at, resolved_at, 0.25, closed_at)", NULL, NULL, "s"},
    {"q70", "km_quantile(created_at, resolved_at, 0.7, closed_at)", NULL, NULL, "s"},
    {"w5", "km_within(created_at, resolved_at, 5w, closed_at)", NULL, NULL, "ratio"},
    {"w6", "km_within(created_at, resolved_at, 6w, closed_at)", NULL, NULL, "ratio"},
    {"w7", "km_within(created_at, resolved_at, 7w, closed_at)", NULL, NULL, "ratio"},
    {"w10", "km_within(created_at, resolved_at, 10w, closed_at)", NULL, NULL, "ratio"},
    {"w22", "km_within(created_at, resolved_at, 22w, closed_at)", NULL, NULL, "ratio"},
    {"w35", "km_within(created_at, resolved_at, 35w, closed_at)", NULL, NULL, "ratio"},
    {"w36", "km_within(created_at, resolved_at, 36w, closed_at)", NULL, NULL, "ratio"},
    {"same", "quantile_observed(elapsed(created_at, resolved_at), 0.5)", NULL, NULL, "s"},
    {"same70", "quantile_observed(elapsed(created_at, resolved_at), 0.7)", NULL, NULL, "s"}};
enum { FORMULAS = (int)(sizeof formulas / sizeof formulas[0]) };

static dscore_plan *plan_at(int64_t now)
{
    const char *ids[FORMULAS];
    dscore_catalog *catalog = catalog_with(formulas, FORMULAS, NULL);
    for (int i = 0; i < FORMULAS; i++) {
        ids[i] = formulas[i].id;
    }
    dscore_query *q = query_of(catalog, NULL, ids, FORMULAS);
    ck_assert_int_eq(dscore_query_now(q, now * US, NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(catalog);
    return plan;
}

/* Rows of spans in weeks from week 0, a negative one censored by its closure. */
typedef struct rows {
    int64_t from[MOST], to[MOST], closed[MOST];
} rows;

static dscore_table *table_with(const dscore_plan *plan, const int *weeks, int n, rows *r)
{
    for (int i = 0; i < n; i++) {
        r->from[i] = 0;
        r->to[i] = weeks[i] < 0 ? INT64_MIN : (int64_t)weeks[i] * WEEK;
        r->closed[i] = weeks[i] < 0 ? -(int64_t)weeks[i] * WEEK : INT64_MIN;
    }
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "created_at", r->from, n);
    bind_seconds(t, "resolved_at", r->to, n);
    bind_seconds(t, "closed_at", r->closed, n);
    return t;
}

static dscore_values *curve(const int *weeks, int n)
{
    rows r;
    dscore_plan *plan = plan_at(100 * (int64_t)WEEK);
    dscore_table *t = table_with(plan, weeks, n, &r);
    dscore_state *state = state_of(plan);
    update(state, t);
    dscore_values *values = finish(state);
    dscore_state_free(state);
    dscore_table_free(t);
    dscore_plan_free(plan);
    return values;
}

static double weeks_of(const dscore_values *v, const char *alias)
{
    const dscore_value value = value_at(v, NULL, alias);
    ck_assert_int_eq(value.status, DSCORE_VALUE_OK);
    return value.value / WEEK;
}

START_TEST(the_published_curve_of_remission)
{
    dscore_values *v = curve(drug, 21);
    ck_assert_double_eq(weeks_of(v, "median"), 23);
    ck_assert_double_eq(weeks_of(v, "q25"), 13);
    ck_assert_double_eq(value_at(v, NULL, "w5").value, 0);
    assert_close(value_at(v, NULL, "w6").value, 1 - 0.857, 5e-4);
    assert_close(value_at(v, NULL, "w7").value, 1 - 0.807, 5e-4);
    assert_close(value_at(v, NULL, "w10").value, 1 - 0.753, 5e-4);
    assert_close(value_at(v, NULL, "w22").value, 1 - 0.538, 5e-4);
    assert_close(value_at(v, NULL, "w35").value, 1 - 0.448, 5e-4);
    /* By hand: 18/21 * 16/17 * 14/15, of which the first factor stands before the first censored row. */
    assert_close(value_at(v, NULL, "w10").value, 1 - 18.0 / 21 * 16 / 17 * 14 / 15, 1e-15);
    ck_assert_int_eq(value_at(v, NULL, "median").n_used, 21); /* censored rows are used */
    ck_assert_int_eq(value_at(v, NULL, "median").n_missing, 0);
    dscore_values_free(v);
}
END_TEST

START_TEST(a_curve_that_does_not_reach_has_no_value)
{
    dscore_values *v = curve(drug, 21);
    ck_assert_int_eq(value_at(v, NULL, "q70").status, DSCORE_VALUE_NO_DATA); /* it ends at 0.448 */
    ck_assert_int_eq(value_at(v, NULL, "w35").status, DSCORE_VALUE_OK);
    ck_assert_int_eq(value_at(v, NULL, "w36").status, DSCORE_VALUE_NO_DATA); /* nobody was watched that long */
    dscore_values_free(v);
    v = curve(placebo, 21);
    ck_assert_double_eq(value_at(v, NULL, "w36").value, 1); /* nobody is left */
    dscore_values_free(v);
}
END_TEST

START_TEST(without_censored_rows_it_is_the_order_statistic)
{
    dscore_values *v = curve(placebo, 21);
    ck_assert_double_eq(weeks_of(v, "median"), 8);
    dscore_values_free(v);
    for (int n = 1; n <= 21; n++) { /* ten rows of which the seventh is 0.7 are the trap: 1 - 3/10 is not 0.7 */
        v = curve(placebo, n);
        ck_assert_double_eq(weeks_of(v, "median"), weeks_of(v, "same"));
        ck_assert_double_eq(weeks_of(v, "q70"), weeks_of(v, "same70"));
        dscore_values_free(v);
    }
}
END_TEST

/* Klein and Moeschberger: the least t with S(t) <= 1 - q, also where S is 1 - q all along a stretch. */
START_TEST(where_the_curve_is_flat_at_the_quantile_its_start_is_taken)
{
    static const int even[] = {1, 2, 3, 4}; /* S = 1/2 from 2 to 3 */
    dscore_values *v = curve(even, 4);
    ck_assert_double_eq(weeks_of(v, "median"), 2);
    dscore_values_free(v);
    static const int gap[] = {-1, -1, 2, 3, -4, 6, 8, 9}; /* 5/6, 4/6, and of three left: 4/6 * 2/3 */
    v = curve(gap, 8);
    ck_assert_double_eq(weeks_of(v, "median"), 6);
    dscore_values_free(v);
    static const int exact[] = {1, -2, 3, 4, -5, -6, -7, 9}; /* 7/8 * 5/6 * 4/5 * 0 */
    v = curve(exact, 8);
    ck_assert_double_eq(weeks_of(v, "median"), 9);
    ck_assert_double_eq(weeks_of(v, "q25"), 3); /* 7/8 * 5/6 = 0.729 */
    dscore_values_free(v);
    static const int half[] = {1, -2, 3, -4, 5, 6, 7, 8, 9}; /* 8/9 * 6/7, then of 5: 4/5, 3/5 (0.457) */
    v = curve(half, 9);
    ck_assert_double_eq(weeks_of(v, "median"), 6);
    dscore_values_free(v);
    static const int third[] = {-1, 2, -3, 4}; /* 2/3, then of one 0 */
    v = curve(third, 4);
    ck_assert_double_eq(weeks_of(v, "median"), 4);
    dscore_values_free(v);
}
END_TEST

/* 3/4 * 2/3 is one half, and so is its double: a hair must not move the median to the next event. */
START_TEST(a_product_that_is_one_half_reaches_the_median)
{
    static const int weeks[] = {1, -1, 2, 3}; /* 3/4, then of two 1/2: 0.375 at 2 */
    dscore_values *v = curve(weeks, 4);
    ck_assert_double_eq(weeks_of(v, "median"), 2);
    dscore_values_free(v);
    static const int six[] = {1, 1, -1, 2, 3, 4}; /* 4/6, then of three 2/3: 4/9 */
    v = curve(six, 6);
    ck_assert_double_eq(weeks_of(v, "median"), 2);
    dscore_values_free(v);
    /* 5/6 (one of six), one censored, of four: 3/4 = 0.625, one censored, of two: 1/2 */
    static const int long_way[] = {1, -1, 2, -2, 3, 4};
    v = curve(long_way, 6);
    ck_assert_double_eq(weeks_of(v, "median"), 3);
    dscore_values_free(v);
    /* 9/10, censored, 7/8 -> 0.7875, censored, of six 5/6 -> 0.65625, censored, of four 3/4 -> 0.492: below */
    static const int many[] = {1, -1, 2, -2, 3, -3, 4, 5, 6, 7};
    v = curve(many, 10);
    ck_assert_double_eq(weeks_of(v, "median"), 4);
    dscore_values_free(v);
    /* 7/10 and 5/7, with a row censored at the same time as an event after it: 1/2 to the last bit. */
    static const int sevenths[] = {1, 1, 1, 2, 2, 3, 4, 5, -6, 6};
    v = curve(sevenths, 10);
    ck_assert_double_eq(weeks_of(v, "median"), 2);
    dscore_values_free(v);
}
END_TEST

START_TEST(an_open_row_is_censored_at_now_and_then_depends_on_it)
{
    const int64_t from[] = {0, 0, 0}, to[] = {10, 30, INT64_MIN};
    const int64_t nows[] = {100, 20};
    for (int i = 0; i < 2; i++) { /* 2/3 at 10; of the two that are left at 30 one goes, or of one that one */
        rows r;
        dscore_plan *plan = plan_at(nows[i]);
        dscore_table *t = table_of(schema_of(plan), "tickets");
        bind_seconds(t, "created_at", from, 3);
        bind_seconds(t, "resolved_at", to, 3);
        for (int k = 0; k < 3; k++) {
            r.closed[k] = INT64_MIN;
        }
        bind_seconds(t, "closed_at", r.closed, 3);
        dscore_state *state = state_of(plan);
        update(state, t);
        dscore_values *v = finish(state);
        const dscore_value value = value_at(v, NULL, "median");
        ck_assert_double_eq(value.value, 30);
        ck_assert_int_ne(value.flags & DSCORE_FLAG_NOW, 0);
        dscore_values_free(v);
        dscore_state_free(state);
        dscore_table_free(t);
        dscore_plan_free(plan);
    }
}
END_TEST

START_TEST(a_curve_may_run_on_the_business_clock)
{
    /* Fridays at 16:00 of a desk from 9 to 17: Monday 10:00 is two working hours later. */
    const int64_t friday = INT64_C(1795132800);
    const int64_t from[] = {friday + 16 * 3600}, to[] = {friday + (3 * 24 + 10) * 3600};
    dscore_catalog *catalog = catalog_with(NULL, 0, NULL);
    const char *const ids[] = {"resolution_time_km_median"};
    dscore_query *q = query_of(catalog, NULL, ids, 1);
    ck_assert_int_eq(dscore_query_item_set(q, ids[0], "clock", "business", NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_now(q, (friday + 30 * 86400) * US, NULL), DSCORE_OK);
    dscore_calendar *calendar = office("desk", NULL, 9, 17);
    ck_assert_int_eq(dscore_query_calendar(q, NULL, calendar, NULL), DSCORE_OK);
    dscore_calendar_free(calendar);
    dscore_plan *plan = plan_of(q);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "created_at", from, 1);
    bind_seconds(t, "resolved_at", to, 1); /* closed_at is not bound: ended_at stands in for it */
    dscore_state *state = state_of(plan);
    update(state, t);
    dscore_values *v = finish(state);
    ck_assert_double_eq(value_at(v, NULL, ids[0]).value, 2 * 3600);
    dscore_values_free(v);
    dscore_state_free(state);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(any_order_and_any_partition_give_the_same_bits)
{
    rows whole, one;
    dscore_plan *plan = plan_at(100 * (int64_t)WEEK);
    dscore_table *t = table_with(plan, drug, 21, &whole);
    dscore_state *expected = state_of(plan), *parts = state_of(plan), *back = state_of(plan);
    update(expected, t);
    dscore_table_free(t);
    for (int i = 20; i >= 0; i--) { /* one row a state, in another order, merged */
        dscore_state *single = state_of(plan), *other;
        t = table_with(plan, &drug[(i * 8) % 21], 1, &one);
        update(single, t);
        dscore_table_free(t);
        ck_assert_int_eq(dscore_state_merge(parts, single, NULL), DSCORE_OK);
        ck_assert_int_eq(dscore_state_clone(back, &other, NULL), DSCORE_OK);
        ck_assert_int_eq(dscore_state_merge(single, other, NULL), DSCORE_OK); /* the other way round */
        dscore_state_free(back);
        dscore_state_free(other);
        back = single;
    }
    assert_same_states(expected, parts);
    assert_same_states(expected, back);
    dscore_state_free(expected);
    dscore_state_free(parts);
    dscore_state_free(back);
    dscore_plan_free(plan);
}
END_TEST

/* The share that does not forget those who still wait: by hand over four tickets at 10 h. Answered after 1 h and 3 h;
   closed without a reply after 2 h; waiting since 8 h, 2 h ago. S(1h) = 3/4; at 3 h one is at risk and is answered: 0.
 */
START_TEST(the_share_within_a_limit_counts_those_who_still_wait)
{
    const int64_t hour = 3600, none = INT64_MIN;
    const int64_t from[] = {0, 0, 0, 8 * hour}, answered[] = {hour, 3 * hour, none, none};
    const int64_t resolved[] = {2 * hour, none, none, none}, closed[] = {none, none, 2 * hour, none};
    dscore_catalog *catalog = catalog_with(NULL, 0, NULL);
    const char *const ids[] = {"first_response_km_within", "first_response_within", "resolution_km_within"};
    dscore_query *q = query_of(catalog, NULL, ids, 3);
    ck_assert_int_eq(dscore_query_parameter(q, "first_response_km_within", "limit", "150min", NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_parameter(q, "first_response_within", "limit", "150min", NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_parameter(q, "resolution_km_within", "limit", "2h", NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_now(q, 10 * hour * US, NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(catalog);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "created_at", from, 4);
    bind_seconds(t, "first_response_at", answered, 4);
    bind_seconds(t, "resolved_at", resolved, 4);
    bind_seconds(t, "closed_at", closed, 4);
    dscore_state *state = state_of(plan);
    update(state, t);
    dscore_values *v = finish(state);
    ck_assert_double_eq(value_at(v, NULL, "first_response_km_within").value, 25); /* 1 - 3/4 */
    ck_assert_int_eq(value_at(v, NULL, "first_response_km_within").n_used, 4);
    assert_close(value_at(v, NULL, "first_response_within").value, 100 / 3.0, 1e-12); /* the youngest is pending */
    ck_assert_int_eq(value_at(v, NULL, "first_response_within").n_pending, 1);
    ck_assert_double_eq(value_at(v, NULL, "resolution_km_within").value, 25); /* of all four at risk at 2 h one */
    dscore_values_free(v);
    dscore_state_free(state);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_published_curve_of_remission, a_curve_that_does_not_reach_has_no_value,
        without_censored_rows_it_is_the_order_statistic, where_the_curve_is_flat_at_the_quantile_its_start_is_taken,
        a_product_that_is_one_half_reaches_the_median, an_open_row_is_censored_at_now_and_then_depends_on_it,
        a_curve_may_run_on_the_business_clock, the_share_within_a_limit_counts_those_who_still_wait,
        any_order_and_any_partition_give_the_same_bits};
    return RUN_TESTS("curves", tests);
}
