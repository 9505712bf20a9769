/* Which indicators some tables can answer, and from how many rows. */
#include "state_tickets.h"

#include "clock_support.h"

static dscore_plan *plan_by(const char *key, const dscore_allocator *allocator)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const char *const ids[] = {"csat_mean", "first_response_time", "resolution_time", "average_response_time",
        "training_participation", "channel_mix", "first_response_time_km_median"};
    dscore_catalog *catalog = catalog_with(NULL, 0, allocator);
    dscore_query *q = query_of(catalog, key, ids, 7);
    dscore_zone *zone = offset_zone("+01:00");
    const dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
    assert_ok(dscore_query_zone(q, zone, &err), err);
    assert_ok(dscore_query_periods_by(q, &rule, 0, INT64_C(86400000000), &err), err);
    assert_ok(dscore_query_now(q, INT64_C(86400000000), &err), err);
    assert_ok(dscore_query_where(q, NULL, "created_at > @1970-01-01T00:00:00Z", &err), err);
    dscore_zone_free(zone);
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(catalog);
    return plan;
}

static dscore_plan *plan_for(const char *key)
{
    return plan_by(key, NULL);
}

static dscore_coverage coverage_of(const dscore_plan *plan, dscore_table *t, const char *alias)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_coverage coverage = DSCORE_COVERAGE_INIT;
    assert_ok(dscore_plan_coverage(plan, &t, 1, alias, &coverage, &err), err);
    return coverage;
}

START_TEST(an_item_is_covered_by_what_it_needs)
{
    dscore_plan *plan = plan_for("subject");
    dscore_table *t = tickets(plan);
    dscore_coverage c = coverage_of(plan, t, "csat_mean");
    ck_assert_int_eq(c.is_covered, 1);
    ck_assert_str_eq(c.fields, "");
    ck_assert_int_eq(c.rows, 8);
    ck_assert_int_eq(c.n_used, 5); /* of seven that the filter lets in: one missing, one of 7 points */
    ck_assert_int_eq(c.n_missing, 1);
    ck_assert_int_eq(c.n_excluded, 1);
    c = coverage_of(plan, t, "first_response_time");
    ck_assert_int_eq(c.is_covered, 1);
    ck_assert_int_eq(c.n_used + c.n_missing + c.n_excluded, 7);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(what_is_lacking_is_named)
{
    dscore_plan *plan = plan_for("subject");
    dscore_table *t = tickets(plan);
    dscore_coverage c = coverage_of(plan, t, "resolution_time");
    ck_assert_int_eq(c.is_covered, 0);
    ck_assert_str_eq(c.fields, "resolved_at");
    ck_assert_int_eq(c.rows, 8);
    ck_assert_int_eq(c.n_used + c.n_missing + c.n_excluded, 0);
    c = coverage_of(plan, t, "training_participation");
    ck_assert_int_eq(c.is_covered, 0);
    ck_assert_str_eq(c.fields, "source agent_periods");
    ck_assert_int_eq(c.rows, 0);
    c = coverage_of(plan, t, "first_response_time_km_median");
    ck_assert_str_eq(c.fields, "ended_at"); /* neither resolved_at nor closed_at stands in for it */
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(a_derived_item_is_covered_if_its_operands_are)
{
    dscore_plan *plan = plan_for("subject");
    dscore_table *t = tickets(plan);
    dscore_coverage c = coverage_of(plan, t, "channel_mix"); /* a share of a total */
    ck_assert_int_eq(c.is_covered, 1);
    ck_assert_int_eq(c.n_used, 7);
    c = coverage_of(plan, t, "average_response_time"); /* one of its operands is enough, and none is there */
    ck_assert_int_eq(c.is_covered, 0);
    ck_assert_ptr_nonnull(strstr(c.fields, "response_time_total"));
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(arguments_are_checked)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_coverage c = DSCORE_COVERAGE_INIT, unset = {0};
    dscore_plan *plan = plan_for(NULL);
    dscore_table *none = NULL;
    ck_assert_int_eq(dscore_plan_coverage(NULL, NULL, 0, "csat_mean", &c, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_plan_coverage(plan, NULL, 0, NULL, &c, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_plan_coverage(plan, NULL, 0, "csat_mean", NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_plan_coverage(plan, NULL, 1, "csat_mean", &c, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_plan_coverage(plan, &none, 1, "csat_mean", &c, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_plan_coverage(plan, NULL, 0, "csat_mean", &unset, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_plan_coverage(plan, NULL, 0, "csat", &c, &err), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(dscore_plan_coverage(plan, NULL, 0, "csat_mean", &c, &err), DSCORE_OK);
    ck_assert_int_eq(c.is_covered, 0);
    ck_assert_str_eq(c.fields, "source tickets");
    dscore_plan_free(plan);
}
END_TEST

START_TEST(every_failed_allocation_is_told_and_nothing_leaks)
{
    faulty f;
    const dscore_allocator a = faulty_allocator(&f);
    dscore_plan *plan = plan_by("subject", &a);
    dscore_table *t = tickets(plan);
    const int64_t before = f.live;
    dscore_status status = DSCORE_E_MEMORY;
    for (int64_t n = 0; status != DSCORE_OK; n++) {
        dscore_coverage c = DSCORE_COVERAGE_INIT;
        f.calls = 0;
        f.fail_at = n;
        status = dscore_plan_coverage(plan, &t, 1, "channel_mix", &c, NULL);
        ck_assert_msg(status == DSCORE_OK || status == DSCORE_E_MEMORY, "%s", dscore_status_name(status));
        ck_assert_int_eq(f.live, before);
        ck_assert_int_eq(c.is_covered, status == DSCORE_OK);
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
    const TTest *const tests[] = {an_item_is_covered_by_what_it_needs, what_is_lacking_is_named,
        a_derived_item_is_covered_if_its_operands_are, arguments_are_checked,
        every_failed_allocation_is_told_and_nothing_leaks};
    return RUN_TESTS("coverage", tests);
}
