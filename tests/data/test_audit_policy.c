/* Policies of audits, rows that they leave out of a table, options that are refused, and no memory at any point. */
#include "audit_support.h"

static const int64_t created[] = {100, 200, 300, 400}, resolved[] = {150, 150, 350, 350};
static const char *const ids[] = {"a", "b", "a", "c"};

static dscore_table *faulty_table(void)
{
    dscore_table *table = table_of("tickets");
    bind_instants(table, "created_at", created, 4);
    bind_instants(table, "resolved_at", resolved, 4);
    bind_texts(table, "id", ids, 4);
    return table;
}

static dscore_audit_options with_policies(const char *policies)
{
    dscore_audit_options options = DSCORE_AUDIT_OPTIONS_INIT;
    options.policies = policies;
    return options;
}

START_TEST(excluded_rows_are_left_out_of_the_table)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = faulty_table();
    dscore_audit_options options = with_policies(" stop_before_start=exclude ;; duplicate = exclude; future=keep;");
    dscore_audit *audit = audit_of(table, &options);
    ck_assert_int_eq(find(audit, DSCORE_AUDIT_DUPLICATE, "id", NULL).policy, DSCORE_AUDIT_EXCLUDE);
    ck_assert_int_eq(find(audit, DSCORE_AUDIT_MISSING, "id", NULL).policy, DSCORE_AUDIT_KEEP);
    ck_assert_ptr_null(dsi_table_left_out(table));
    ck_assert_str_eq(dsi_table_policies(table), "");
    assert_ok(dscore_table_exclude(table, audit, &err), err);
    dscore_audit_free(audit); /* copied */
    static const uint8_t expected[] = {0, 1, 1, 1};
    ck_assert_mem_eq(dsi_table_left_out(table), expected, 4);
    ck_assert_str_eq(dsi_table_policies(table), "stop_before_start = exclude; duplicate = exclude");
    audit = audit_of(table, NULL); /* an audit looks at all rows, and one without policies leaves none out */
    ck_assert_int_eq(find(audit, DSCORE_AUDIT_DUPLICATE, "id", NULL).count, 1);
    assert_ok(dscore_table_exclude(table, audit, &err), err);
    ck_assert_ptr_null(dsi_table_left_out(table));
    ck_assert_ptr_null(table->exclusion);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(policies_are_named_also_where_no_row_is_left_out)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = faulty_table();
    dscore_audit_options options = with_policies("future = exclude");
    options.now = 900000000;
    dscore_audit *audit = audit_of(table, &options);
    assert_ok(dscore_table_exclude(table, audit, &err), err);
    ck_assert_ptr_null(dsi_table_left_out(table));
    ck_assert_str_eq(dsi_table_policies(table), "future = exclude");
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(an_exclusion_holds_for_its_rows_until_it_is_taken_away)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = faulty_table(), *other = table_of("cycles"), *shorter = table_of("tickets");
    dscore_audit_options options = with_policies("duplicate = exclude");
    dscore_audit *audit = audit_of(table, &options);
    bind_instants(shorter, "created_at", created, 3);
    ck_assert_int_eq(dscore_table_exclude(shorter, audit, &err), DSCORE_E_LENGTH);
    ck_assert_int_eq(dscore_table_exclude(other, audit, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(err.code, DSCORE_CODE_AUDIT_TABLE);
    ck_assert_int_eq(dscore_table_exclude(NULL, audit, &err), DSCORE_E_ARGUMENT);
    assert_ok(dscore_table_exclude(table, audit, &err), err);
    assert_ok(dscore_table_unbind(table, "resolved_at", &err), err);
    assert_ok(dscore_table_unbind(table, "created_at", &err), err);
    ck_assert_int_eq(
        dscore_table_bind_array(table, "id", DSCORE_CSTRING, 0, ids, 3, (int64_t)sizeof ids[0], NULL, &err),
        DSCORE_E_LENGTH);
    ck_assert_ptr_nonnull(strstr(err.message, "dscore_table_exclude"));
    bind_texts(table, "id", ids, 4); /* the same length */
    ck_assert_ptr_nonnull(dsi_table_left_out(table));
    assert_ok(dscore_table_exclude(table, NULL, &err), err);
    ck_assert_ptr_null(dsi_table_left_out(table));
    bind_texts(table, "id", ids, 3);
    dscore_audit_free(audit);
    dscore_table_free(table);
    dscore_table_free(other);
    dscore_table_free(shorter);
}
END_TEST

START_TEST(the_policy_fail_names_the_first_row)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = faulty_table();
    dscore_audit_options options = with_policies("duplicate = fail; stop_before_start = fail; future = exclude");
    dscore_audit *audit = (dscore_audit *)table;
    ck_assert_int_eq(dscore_table_audit(table, &options, &audit, &err), DSCORE_E_RANGE);
    ck_assert_ptr_null(audit);
    ck_assert_int_eq(err.code, DSCORE_CODE_AUDIT_FAILED);
    ck_assert_int_eq(err.row, 1);
    ck_assert_str_eq(err.path, "tickets.resolved_at");
    ck_assert_str_eq(err.message, "resolved_at is before created_at in 2 of 4 rows (policy stop_before_start = fail)");
    options = with_policies("duplicate = fail");
    options.max_rows = 0;
    ck_assert_int_eq(dscore_table_audit(table, &options, &audit, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(err.row, 2);
    options = with_policies("stop_before_start = fail; outside_period = fail");
    options.from = 150000000;
    ck_assert_int_eq(dscore_table_audit(table, &options, &audit, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(err.row, 0);
    ck_assert_str_eq(err.path, "tickets.created_at");
    options = with_policies("future = fail");
    audit = audit_of(table, &options);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

static void assert_policy_refused(const char *policies, int64_t offset, const char *says)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_audit *audit;
    dscore_table *table = faulty_table();
    dscore_audit_options options = with_policies(policies);
    ck_assert_int_eq(dscore_table_audit(table, &options, &audit, &err), DSCORE_E_PARAMETER);
    ck_assert_ptr_null(audit);
    ck_assert_int_eq(err.code, DSCORE_CODE_AUDIT_POLICY);
    ck_assert_int_eq(err.offset, offset);
    ck_assert_msg(strstr(err.message, says) != NULL, "%s", err.message);
    dscore_table_free(table);
}

START_TEST(policies_that_cannot_be_read_are_refused)
{
    assert_policy_refused("duplicates = exclude", 0, "did you mean duplicate?");
    assert_policy_refused("future = keep; zzz = exclude", 15, "outside_period");
    assert_policy_refused("duplicate = drop", 0, "expected keep, exclude or fail");
    assert_policy_refused("duplicate", 0, "duplicate = exclude");
    assert_policy_refused("duplicate = fail; duplicate = keep", 18, "two policies");
    assert_policy_refused("missing = exclude", 0, "missing");
    assert_policy_refused("one_value = exclude", 0, "one_value");
    assert_policy_refused("= exclude", 0, "''");
}
END_TEST

START_TEST(options_out_of_range_are_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_audit *audit = NULL;
    dscore_table *table = faulty_table();
    dscore_audit_options o = DSCORE_AUDIT_OPTIONS_INIT;
    o.max_rows = -1;
    ck_assert_int_eq(dscore_table_audit(table, &o, &audit, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_AUDIT_OPTION);
    o.max_rows = 1000001;
    ck_assert_int_eq(dscore_table_audit(table, &o, &audit, &err), DSCORE_E_ARGUMENT);
    o = (dscore_audit_options)DSCORE_AUDIT_OPTIONS_INIT;
    o.from = 10;
    o.to = 10;
    ck_assert_int_eq(dscore_table_audit(table, &o, &audit, &err), DSCORE_E_ARGUMENT);
    o.from = INT64_MIN + 1;
    ck_assert_int_eq(dscore_table_audit(table, &o, &audit, &err), DSCORE_E_ARGUMENT);
    const dscore_audit_domain crossed = {"csat", 5.0, 5.0}, unknown = {"cast", 1.0, 5.0}, time = {"created_at", 0, 1};
    o = (dscore_audit_options)DSCORE_AUDIT_OPTIONS_INIT;
    o.n_domains = 1;
    ck_assert_int_eq(dscore_table_audit(table, &o, &audit, &err), DSCORE_E_ARGUMENT);
    o.domains = &crossed;
    ck_assert_int_eq(dscore_table_audit(table, &o, &audit, &err), DSCORE_E_PARAMETER);
    o.domains = &unknown;
    ck_assert_int_eq(dscore_table_audit(table, &o, &audit, &err), DSCORE_E_NOT_FOUND);
    o.domains = &time;
    ck_assert_int_eq(dscore_table_audit(table, &o, &audit, &err), DSCORE_E_TYPE);
    o.n_domains = -1;
    ck_assert_int_eq(dscore_table_audit(table, &o, &audit, &err), DSCORE_E_ARGUMENT);
    o = (dscore_audit_options)DSCORE_AUDIT_OPTIONS_INIT;
    o.struct_size = 4;
    ck_assert_int_eq(dscore_table_audit(table, &o, &audit, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_STRUCT_SIZE);
    ck_assert_int_eq(dscore_table_audit(NULL, NULL, &audit, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_table_audit(table, NULL, NULL, &err), DSCORE_E_ARGUMENT);
    dscore_table_free(table);
}
END_TEST

START_TEST(a_finding_that_is_not_there_is_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_audit_finding f = DSCORE_AUDIT_FINDING_INIT, old = {0};
    dscore_table *table = faulty_table();
    dscore_audit *audit = audit_of(table, NULL);
    ck_assert_int_eq(dscore_audit_at(audit, dscore_audit_count(audit), &f, &err), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(err.code, DSCORE_CODE_AUDIT_INDEX);
    ck_assert_int_eq(dscore_audit_at(audit, -1, &f, NULL), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(dscore_audit_at(audit, 0, &old, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_audit_at(audit, 0, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_audit_at(NULL, 0, &f, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_audit_count(NULL), 0);
    dscore_audit_free(NULL);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

/* Audit a table with every kind of fault and leave rows out; the status of the first call that fails. */
static dscore_status audit_and_exclude(const dscore_allocator *allocator, dscore_error *err)
{
    static const char *const teams[] = {"x", "X", "x", " x"};
    static const int8_t yes[] = {1, 1, 1, 1};
    dscore_schema *schema;
    dscore_table *table = NULL;
    dscore_audit *audit = NULL;
    dscore_audit_options options =
        with_policies("duplicate = exclude; label_case = exclude; bot_answer = exclude; outside_period = exclude");
    options.now = 320000000;
    options.from = 150000000;
    dscore_status status = small_schema(allocator, &schema, err);
    if (status == DSCORE_OK) {
        status = dscore_table_new(schema, "tickets", &table, err);
        dsi_schema_drop(schema);
    }
    if (status == DSCORE_OK) {
        bind_instants(table, "created_at", created, 4);
        bind_instants(table, "first_response_at", resolved, 4);
        bind_flags(table, "is_bot_resolved", yes, 4);
        bind_texts(table, "id", ids, 4);
        bind_texts(table, "team", teams, 4);
        status = dscore_table_audit(table, &options, &audit, err);
    }
    if (status == DSCORE_OK) {
        status = dscore_table_exclude(table, audit, err);
        ck_assert_int_eq(dsi_table_left_out(table) != NULL, status == DSCORE_OK);
    }
    dscore_audit_free(audit);
    dscore_table_free(table);
    return status;
}

START_TEST(every_allocation_may_fail)
{
    ledger l = {0};
    dscore_allocator allocator = ledger_allocator(&l);
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(audit_and_exclude(&allocator, &err), err);
    int64_t calls = l.calls;
    ck_assert_int_eq(l.live_bytes, 0);
    for (int64_t i = 1; i <= calls; i++) {
        l = (ledger){.fail_at = i};
        ck_assert_int_eq(audit_and_exclude(&allocator, &err), DSCORE_E_MEMORY);
        ck_assert_int_eq(l.live_bytes, 0);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        excluded_rows_are_left_out_of_the_table,
        policies_are_named_also_where_no_row_is_left_out,
        an_exclusion_holds_for_its_rows_until_it_is_taken_away,
        the_policy_fail_names_the_first_row,
        policies_that_cannot_be_read_are_refused,
        options_out_of_range_are_refused,
        a_finding_that_is_not_there_is_refused,
        every_allocation_may_fail,
    };
    return RUN_TESTS("data.audit_policy", tests);
}
