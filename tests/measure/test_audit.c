/* Rows that an audit leaves out: candidates that count as excluded, for a reason of their own, whatever else is wrong
   with them; and the tables of a source are audited alike or not added up. */
#include "state_tickets.h"

/* Of the eight tickets the first, with a good answer, and the seventh, whose csat of 7 is impossible. */
static const uint8_t left_out[] = {1, 0, 0, 0, 0, 0, 1, 0};
static const char policies[] = "duplicate = exclude";

static dscore_table *audited(const dscore_plan *plan, const uint8_t *marks, const char *text)
{
    dscore_table *t = tickets(plan);
    ck_assert(dsi_table_leave_out(t, marks, text));
    return t;
}

static dscore_plan *plan_on(const char *key, const char *option, const char *value, const dscore_allocator *allocator)
{
    static const formula own[] = {{"rows", "count()", NULL, NULL, NULL}, {"csat", "mean(csat)", NULL, NULL, NULL},
        {"sum", "sum(csat)", NULL, NULL, NULL},
        {"half", "km_quantile(created_at, first_response_at, 0.5)", NULL, NULL, "s"}};
    const char *const ids[] = {"rows", "csat", "sum", "half"};
    dscore_catalog *catalog = catalog_with(own, 4, allocator);
    dscore_query *q = query_of(catalog, key, ids, 4);
    ck_assert_int_eq(dscore_query_now(q, 0, NULL), DSCORE_OK);
    if (option != NULL) {
        ck_assert_int_eq(dscore_query_option(q, option, value, NULL), DSCORE_OK);
    }
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(catalog);
    return plan;
}

static dscore_plan *plan_for(const char *key, const char *option, const char *value)
{
    return plan_on(key, option, value, NULL);
}

static dscore_values *values_of(const dscore_plan *plan, const dscore_table *t)
{
    dscore_state *state = state_of(plan);
    update(state, t);
    dscore_values *values = finish(state);
    dscore_state_free(state);
    return values;
}

START_TEST(rows_left_out_are_excluded_and_not_invalid)
{
    dscore_plan *plan = plan_for(NULL, NULL, NULL);
    dscore_table *t = audited(plan, left_out, policies);
    dscore_values *v = values_of(plan, t);
    const dscore_value count = value_at(v, NULL, "rows"), csat_mean = value_at(v, NULL, "csat");
    ck_assert_double_eq(count.value, 6);
    ck_assert_int_eq(count.n_excluded, 2);
    ck_assert_double_eq(csat_mean.value, (4 + 3 + 2 + 5 + 4) / 5.0);
    ck_assert_int_eq(csat_mean.n_used, 5);
    ck_assert_int_eq(csat_mean.n_missing, 1);
    ck_assert_int_eq(csat_mean.n_excluded, 2);
    ck_assert_int_eq(csat_mean.n_invalid, 0); /* the 7 is not looked at */
    ck_assert_int_eq(csat_mean.flags & DSCORE_FLAG_INVALID, 0);
    const int32_t item = dscore_values_find(v, "csat");
    ck_assert_int_eq(dscore_values_reason(v, item, DSCORE_REASON_AUDIT), 2);
    ck_assert_int_eq(dscore_values_reason(v, item, DSCORE_REASON_FILTER), 0);
    ck_assert_int_eq(dscore_values_reason(v, item, DSCORE_REASON_DOMAIN), 0);
    ck_assert_str_eq(dscore_values_item(v, item, DSCORE_ITEM_POLICIES), "audit of tickets: duplicate = exclude");
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(rows_left_out_are_listed_with_their_reason)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan = plan_for("agent", NULL, NULL);
    dscore_table *t = audited(plan, left_out, policies);
    dscore_values *v = values_of(plan, t);
    int64_t rows[8], needed;
    int32_t reasons[8];
    ck_assert_str_eq(dscore_values_key(v, 0, 0), "A");
    assert_ok(dscore_plan_rows(plan, t, v, 0, "csat", DSCORE_ROWS_EXCLUDED, rows, reasons, 8, &needed, &err), err);
    ck_assert_int_eq(needed, 2);
    ck_assert_int_eq(rows[0], 0);
    ck_assert_int_eq(rows[1], 6);
    ck_assert_int_eq(reasons[0], DSCORE_REASON_AUDIT);
    ck_assert_int_eq(reasons[1], DSCORE_REASON_AUDIT);
    assert_ok(dscore_plan_rows(plan, t, v, 0, "csat", DSCORE_ROWS_INVALID, rows, reasons, 8, &needed, &err), err);
    ck_assert_int_eq(needed, 0);
    dscore_table *other = tickets(plan); /* as it was when the values were made, or not at all */
    ck_assert_int_eq(dscore_plan_rows(plan, other, v, 0, "csat", DSCORE_ROWS_USED, rows, reasons, 8, &needed, &err),
        DSCORE_E_INCOMPATIBLE);
    dscore_table_free(other);
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(a_filter_decides_before_the_audit)
{
    const char *const ids[] = {"csat_mean"};
    dscore_catalog *catalog = catalog_with(NULL, 0, NULL);
    dscore_query *q = query_of(catalog, NULL, ids, 1);
    ck_assert_int_eq(dscore_query_where(q, NULL, "agent == \"B\"", NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_table *t = audited(plan, left_out, policies);
    dscore_values *v = values_of(plan, t);
    ck_assert_int_eq(value_at(v, NULL, ids[0]).n_excluded, 0); /* those left out are of A */
    ck_assert_int_eq(dscore_values_reason(v, 0, DSCORE_REASON_FILTERED_OUT), 4);
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_row_left_out_does_not_fail_an_update)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan = plan_for(NULL, "invalid", "fail");
    dscore_table *plain = tickets(plan), *t = audited(plan, left_out, policies);
    dscore_state *state = state_of(plan);
    ck_assert_int_eq(dscore_state_update(state, plain, 0, 8, NULL, &err), DSCORE_E_RANGE);
    assert_ok(dscore_state_update(state, t, 0, 8, NULL, &err), err);
    dscore_state_free(state);
    dscore_table_free(plain);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(a_sum_of_rows_that_were_all_left_out_is_zero)
{
    static const uint8_t all[] = {1, 1, 1, 1, 1, 1, 1, 1};
    dscore_plan *plan = plan_for(NULL, NULL, NULL);
    dscore_table *t = audited(plan, all, policies);
    dscore_values *v = values_of(plan, t);
    ck_assert_int_eq(value_at(v, NULL, "sum").status, DSCORE_VALUE_OK);
    ck_assert_double_eq(value_at(v, NULL, "sum").value, 0);
    ck_assert_int_eq(value_at(v, NULL, "csat").status, DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(value_at(v, NULL, "csat").n_excluded, 8);
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(tables_of_a_source_are_audited_alike)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan = plan_for(NULL, NULL, NULL);
    dscore_table *t = audited(plan, left_out, policies), *plain = tickets(plan);
    dscore_table *clean = audited(plan, NULL, policies); /* audited alike, and nothing found */
    dscore_state *a = state_of(plan), *b = state_of(plan);
    update(a, t);
    update(a, clean);
    ck_assert_int_eq(dscore_state_update(a, plain, 0, 8, NULL, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_msg(strstr(err.message, policies) != NULL, "%s", err.message);
    ck_assert_str_eq(err.path, "tickets");
    update(b, plain);
    ck_assert_int_eq(dscore_state_merge(a, b, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_msg(strstr(err.message, policies) != NULL, "%s", err.message);
    ck_assert_int_eq(dscore_state_merge(b, a, &err), DSCORE_E_INCOMPATIBLE);
    dscore_state *c = state_of(plan), *d; /* what nothing was given to takes either */
    assert_ok(dscore_state_merge(c, a, &err), err);
    assert_same_states(a, c);
    ck_assert_int_eq(dscore_state_update(c, plain, 0, 8, NULL, &err), DSCORE_E_INCOMPATIBLE);
    assert_ok(dscore_state_clone(a, &d, &err), err);
    ck_assert_int_eq(dscore_state_merge(d, b, &err), DSCORE_E_INCOMPATIBLE);
    dscore_values *v = finish(a);
    ck_assert_double_eq(value_at(v, NULL, "rows").value, 6 + 8);
    ck_assert_int_eq(value_at(v, NULL, "rows").n_excluded, 2);
    dscore_values_free(v);
    dscore_state_free(a);
    dscore_state_free(b);
    dscore_state_free(c);
    dscore_state_free(d);
    dscore_table_free(t);
    dscore_table_free(clean);
    dscore_table_free(plain);
    dscore_plan_free(plan);
}
END_TEST

/* Update, merge into an empty state, finish: what failed left no trace. */
static dscore_status add_up(const dscore_plan *plan, const dscore_table *t)
{
    dscore_state *a = NULL, *b = NULL;
    dscore_values *values = NULL;
    dscore_status status = dscore_state_new(plan, &a, NULL);
    status = status == DSCORE_OK ? dscore_state_new(plan, &b, NULL) : status;
    status = status == DSCORE_OK ? dscore_state_update(a, t, 0, 8, NULL, NULL) : status;
    status = status == DSCORE_OK ? dscore_state_merge(b, a, NULL) : status;
    status = status == DSCORE_OK ? dscore_state_finish(b, &values, NULL) : status;
    dscore_values_free(values);
    dscore_state_free(a);
    dscore_state_free(b);
    return status;
}

START_TEST(every_failed_allocation_is_told_and_nothing_leaks)
{
    faulty f;
    const dscore_allocator a = faulty_allocator(&f);
    dscore_plan *plan = plan_on("agent", NULL, NULL, &a);
    dscore_table *t = audited(plan, left_out, policies);
    const int64_t before = f.live;
    dscore_status status = DSCORE_E_MEMORY;
    for (int64_t n = 0; status != DSCORE_OK; n++) {
        f.calls = 0;
        f.fail_at = n;
        status = add_up(plan, t);
        ck_assert_msg(status == DSCORE_OK || status == DSCORE_E_MEMORY, "%s", dscore_status_name(status));
        ck_assert_int_eq(f.live, before);
        ck_assert_int_lt(n, 100000);
    }
    f.fail_at = -1;
    dscore_table_free(t);
    dscore_plan_free(plan);
    ck_assert_int_eq(f.live, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {rows_left_out_are_excluded_and_not_invalid,
        rows_left_out_are_listed_with_their_reason, a_filter_decides_before_the_audit,
        a_row_left_out_does_not_fail_an_update, a_sum_of_rows_that_were_all_left_out_is_zero,
        tables_of_a_source_are_audited_alike, every_failed_allocation_is_told_and_nothing_leaks};
    return RUN_TESTS("audit", tests);
}
