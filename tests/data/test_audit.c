/* Audits of small tables with known faults: every kind, its counts, its rows, its words. */
#include "audit_support.h"

START_TEST(a_clean_table_tells_only_what_is_missing)
{
    static const int64_t created[] = {100, 200, 300}, resolved[] = {150, 250, 350};
    static const char *const teams[] = {"blue", "red", "blue"};
    dscore_table *table = table_of("tickets");
    bind_instants(table, "created_at", created, 3);
    bind_instants(table, "resolved_at", resolved, 3);
    bind_texts(table, "team", teams, 3);
    dscore_audit *audit = audit_of(table, NULL);
    ck_assert_int_eq(dscore_audit_count(audit), 3);
    static const char *const fields[] = {"team", "created_at", "resolved_at"}; /* as in the schema */
    for (int32_t i = 0; i < 3; i++) {
        dscore_audit_finding f = finding_at(audit, i);
        ck_assert_int_eq(f.kind, DSCORE_AUDIT_MISSING);
        ck_assert_str_eq(f.field, fields[i]);
        ck_assert_int_eq(f.count, 0);
        ck_assert_int_eq(f.checked, 3);
        ck_assert_int_eq(f.n_rows, 0);
    }
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(a_table_without_columns_or_rows_has_no_fault)
{
    dscore_table *table = table_of("tickets");
    dscore_audit *audit = audit_of(table, NULL);
    ck_assert_int_eq(dscore_audit_count(audit), 0);
    dscore_audit_free(audit);
    bind_instants(table, "created_at", NULL, 0);
    bind_texts(table, "id", NULL, 0);
    audit = audit_of(table, NULL);
    ck_assert_int_eq(dscore_audit_count(audit), 2);
    ck_assert_str_eq(finding_at(audit, 0).message_en, "id is missing in 0 of 0 rows");
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(missing_and_invalid_cells_are_told_by_field)
{
    static const double csat[] = {4.0, NAN, 6.0, 5.0, HUGE_VAL, 0.5, NAN};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = table_of("tickets");
    assert_ok(dscore_table_bind_array(table, "csat", DSCORE_FLOAT64, 0, csat, 7, 8, NULL, &err), err);
    dscore_audit *audit = audit_of(table, NULL);
    ck_assert_int_eq(dscore_audit_count(audit), 2);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_MISSING, "csat", NULL);
    ck_assert_int_eq(f.count, 2);
    ck_assert_int_eq(f.checked, 7);
    assert_rows(&f, (const int64_t[]){1, 6}, 2);
    ck_assert_str_eq(f.message_en, "csat is missing in 2 of 7 rows");
    ck_assert_str_eq(f.message_zh, "7 行中有 2 行缺少 csat");
    f = find(audit, DSCORE_AUDIT_INVALID, "csat", NULL);
    ck_assert_int_eq(f.count, 3);
    ck_assert_int_eq(f.checked, 5);
    assert_rows(&f, (const int64_t[]){2, 4, 5}, 3);
    ck_assert_str_eq(f.message_en, "csat is invalid in 3 of 5 rows: 2 outside the domain, 1 infinite");
    ck_assert_str_eq(f.message_zh, "5 行中有 3 行的 csat 无效：2 行超出取值范围，1 行无穷大");
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(another_domain_takes_the_place_of_the_schemas)
{
    static const double csat[] = {4.0, 9.0, 11.0};
    const dscore_audit_domain domain = {"csat", 0.0, 10.0};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_audit_options options = DSCORE_AUDIT_OPTIONS_INIT;
    dscore_table *table = table_of("tickets");
    assert_ok(dscore_table_bind_array(table, "csat", DSCORE_FLOAT64, 0, csat, 3, 8, NULL, &err), err);
    options.domains = &domain;
    options.n_domains = 1;
    dscore_audit *audit = audit_of(table, &options);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_INVALID, "csat", NULL);
    assert_rows(&f, (const int64_t[]){2}, 1);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(an_instant_before_the_one_it_must_follow_is_told_by_pair)
{
    static const int64_t created[] = {100, 100, 100, 100}, answered[] = {90, 120, INT64_MIN, 100},
                         resolved[] = {95, 110, 200, 100}, closed[] = {300, 105, 199, INT64_MIN};
    dscore_table *table = table_of("tickets");
    bind_instants(table, "created_at", created, 4);
    bind_instants(table, "first_response_at", answered, 4);
    bind_instants(table, "resolved_at", resolved, 4);
    bind_instants(table, "closed_at", closed, 4);
    dscore_audit *audit = audit_of(table, NULL);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_STOP_BEFORE_START, "first_response_at", "created_at");
    ck_assert_int_eq(f.count, 1);
    ck_assert_int_eq(f.checked, 3); /* rows with both */
    assert_rows(&f, (const int64_t[]){0}, 1);
    ck_assert_str_eq(f.message_en, "first_response_at is before created_at in 1 of 3 rows");
    ck_assert_str_eq(f.message_zh, "3 行中有 1 行的 first_response_at 早于 created_at");
    f = find(audit, DSCORE_AUDIT_STOP_BEFORE_START, "resolved_at", "first_response_at");
    assert_rows(&f, (const int64_t[]){1}, 1);
    f = find(audit, DSCORE_AUDIT_STOP_BEFORE_START, "resolved_at", "created_at");
    assert_rows(&f, (const int64_t[]){0}, 1);
    f = find(audit, DSCORE_AUDIT_STOP_BEFORE_START, "closed_at", "resolved_at");
    assert_rows(&f, (const int64_t[]){1, 2}, 2);
    ck_assert_int_eq(count_of_kind(audit, DSCORE_AUDIT_STOP_BEFORE_START), 4);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(instants_with_and_without_a_zone_are_not_compared)
{
    static const int64_t created[] = {100, 100}, answered[] = {90, 120}, resolved[] = {80, 200};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = table_of("tickets");
    dscore_column naive = DSCORE_COLUMN_INIT;
    naive.type = DSCORE_INT64;
    naive.unit = DSCORE_UNIT_S;
    naive.flags = DSCORE_COLUMN_PACKED | DSCORE_COLUMN_NAIVE;
    naive.data = created;
    naive.length = 2;
    assert_ok(dscore_table_bind(table, "created_at", &naive, &err), err);
    bind_instants(table, "first_response_at", answered, 2);
    bind_instants(table, "resolved_at", resolved, 2);
    dscore_audit *audit = audit_of(table, NULL);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_STOP_BEFORE_START, "resolved_at", "first_response_at");
    assert_rows(&f, (const int64_t[]){0}, 1);
    ck_assert_int_eq(count_of_kind(audit, DSCORE_AUDIT_STOP_BEFORE_START), 1);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(the_next_contact_is_later_not_at_the_same_time)
{
    static const int64_t created[] = {100, 100, 100}, next[] = {100, 101, 99};
    dscore_table *table = table_of("tickets");
    bind_instants(table, "created_at", created, 3);
    bind_instants(table, "next_contact_at", next, 3);
    dscore_audit *audit = audit_of(table, NULL);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_STOP_BEFORE_START, "next_contact_at", "created_at");
    assert_rows(&f, (const int64_t[]){0, 2}, 2);
    ck_assert_str_eq(f.message_en, "next_contact_at is not after created_at in 2 of 3 rows");
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(every_source_knows_its_pairs)
{
    static const struct {
        const char *source, *stop, *start;
    } pairs[] = {{"responses", "responded_at", "asked_at"}, {"responses", "ended_at", "asked_at"},
        {"assignments", "first_reply_at", "assigned_at"}, {"assignments", "unassigned_at", "assigned_at"},
        {"cycles", "resolved_at", "opened_at"}, {"agents", "proficient_at", "hired_at"},
        {"agents", "left_at", "hired_at"}, {"tickets", "left_queue_at", "queued_at"},
        {"surveys", "survey_answered_at", "survey_sent_at"}};
    static const int64_t early[] = {10, 20, 30}, late[] = {15, 20, 29};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        dscore_table *table = table_of(pairs[i].source);
        bind_instants(table, pairs[i].start, early, 3);
        bind_instants(table, pairs[i].stop, late, 3);
        dscore_audit *audit = audit_of(table, NULL);
        dscore_audit_finding f = find(audit, DSCORE_AUDIT_STOP_BEFORE_START, pairs[i].stop, pairs[i].start);
        ck_assert_msg(f.count == 1 && f.rows[0] == 2, "%s.%s", pairs[i].source, pairs[i].stop);
        dscore_audit_free(audit);
        dscore_table_free(table);
    }
}
END_TEST

START_TEST(deadlines_may_lie_in_the_future_and_other_instants_not)
{
    static const int64_t created[] = {100, 501, 500}, due[] = {900, 900, 900};
    dscore_audit_options options = DSCORE_AUDIT_OPTIONS_INIT;
    dscore_table *table = table_of("tickets");
    bind_instants(table, "created_at", created, 3);
    bind_instants(table, "resolution_due_at", due, 3);
    options.now = 500000000;
    dscore_audit *audit = audit_of(table, &options);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_FUTURE, "created_at", NULL);
    assert_rows(&f, (const int64_t[]){1}, 1);
    ck_assert_int_eq(f.checked, 3);
    ck_assert_str_eq(f.message_en, "created_at is after now in 1 of 3 rows");
    ck_assert_int_eq(count_of_kind(audit, DSCORE_AUDIT_FUTURE), 1);
    dscore_audit_free(audit);
    audit = audit_of(table, NULL); /* without now nothing is in the future */
    ck_assert_int_eq(count_of_kind(audit, DSCORE_AUDIT_FUTURE), 0);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(the_later_rows_of_a_key_are_duplicates)
{
    static const char *const ids[] = {"a", "b", "a", NULL, NULL, "A", "a", "b"};
    static const int32_t numbers[] = {7, 8, 7};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = table_of("tickets");
    bind_texts(table, "id", ids, 8);
    dscore_audit *audit = audit_of(table, NULL);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_DUPLICATE, "id", NULL);
    ck_assert_int_eq(f.count, 3);
    ck_assert_int_eq(f.checked, 6);
    assert_rows(&f, (const int64_t[]){2, 6, 7}, 3);
    ck_assert_str_eq(f.message_en, "id repeats that of an earlier row in 3 of 6 rows");
    ck_assert_int_eq(count_of_kind(audit, DSCORE_AUDIT_LABEL_CASE), 0); /* keys of rows are not labels */
    dscore_audit_free(audit);
    dscore_table_free(table);
    table = table_of("agents");
    assert_ok(dscore_table_bind_array(table, "agent", DSCORE_INT32, 0, numbers, 3, 4, NULL, &err), err);
    audit = audit_of(table, NULL);
    f = find(audit, DSCORE_AUDIT_DUPLICATE, "agent", NULL);
    assert_rows(&f, (const int64_t[]){2}, 1);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(a_first_response_without_a_human_is_a_bots)
{
    /* bot without responder; bot with one; no bot; not known; bot, no response; a bot's resolution */
    static const int64_t answered[] = {10, 10, 10, 10, INT64_MIN, 10};
    static const int8_t is_bot[] = {1, 1, 0, 2, 1, 0}, bot_resolved[] = {0, 0, 0, 2, 1, 1};
    static const char *const responders[] = {NULL, "ann", NULL, NULL, NULL, NULL};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = table_of("tickets");
    bind_instants(table, "first_response_at", answered, 6);
    bind_flags(table, "is_bot", is_bot, 6);
    dscore_audit *audit = audit_of(table, NULL); /* without responders nothing is known */
    ck_assert_int_eq(count_of_kind(audit, DSCORE_AUDIT_BOT_ANSWER), 0);
    dscore_audit_free(audit);
    bind_texts(table, "responder", responders, 6);
    audit = audit_of(table, NULL);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_BOT_ANSWER, "first_response_at", NULL);
    ck_assert_int_eq(f.checked, 5);
    assert_rows(&f, (const int64_t[]){0}, 1);
    ck_assert_str_eq(f.message_en, "first_response_at is there without a human who answered in 1 of 5 rows");
    dscore_audit_free(audit);
    bind_flags(table, "is_bot_resolved", bot_resolved, 6);
    audit = audit_of(table, NULL);
    f = find(audit, DSCORE_AUDIT_BOT_ANSWER, "first_response_at", NULL);
    assert_rows(&f, (const int64_t[]){0, 5}, 2);
    dscore_audit_free(audit);
    assert_ok(dscore_table_unbind(table, "responder", &err), err);
    audit = audit_of(table, NULL); /* a resolution without a human says it by itself */
    f = find(audit, DSCORE_AUDIT_BOT_ANSWER, "first_response_at", NULL);
    assert_rows(&f, (const int64_t[]){5}, 1);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(what_was_resolved_was_answered)
{
    /* answered; not; open; not, but replies; replies say none; a bot's; answered although no reply was counted */
    static const int64_t resolved[] = {50, 50, INT64_MIN, 50, 50, 50, 50};
    static const int64_t answered[] = {10, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, 10};
    static const int8_t bot_resolved[] = {0, 0, 0, 0, 0, 1, 0};
    static const int32_t replies[] = {1, -1, 0, 2, 0, 0, 0};
    static const int8_t is_resolved[] = {1, 1, 1, 1, 1, 1, 1};
    static const int32_t no_replies = -1;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = table_of("tickets");
    bind_instants(table, "resolved_at", resolved, 7);
    bind_instants(table, "first_response_at", answered, 7);
    bind_flags(table, "is_bot_resolved", bot_resolved, 7);
    dscore_audit *audit = audit_of(table, NULL);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_RESOLVED_WITHOUT_REPLY, "", NULL);
    ck_assert_int_eq(f.checked, 5);
    assert_rows(&f, (const int64_t[]){1, 3, 4}, 3);
    ck_assert_str_eq(f.message_en, "resolved without a reply in 3 of 5 resolved rows");
    dscore_audit_free(audit);
    assert_ok(dscore_table_bind_array(table, "replies", DSCORE_INT32, 0, replies, 7, 4, &no_replies, &err), err);
    audit = audit_of(table, NULL);
    f = find(audit, DSCORE_AUDIT_RESOLVED_WITHOUT_REPLY, "", NULL);
    assert_rows(&f, (const int64_t[]){1, 4}, 2);
    dscore_audit_free(audit);
    bind_flags(table, "is_resolved", is_resolved, 7);
    assert_ok(dscore_table_unbind(table, "first_response_at", &err), err);
    audit = audit_of(table, NULL); /* replies alone: missing tells nothing */
    f = find(audit, DSCORE_AUDIT_RESOLVED_WITHOUT_REPLY, "", NULL);
    ck_assert_int_eq(f.checked, 6);
    assert_rows(&f, (const int64_t[]){2, 4, 6}, 3);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(the_period_is_half_open_and_belongs_to_the_source)
{
    static const int64_t at[] = {99, 100, 199, 200, INT64_MIN};
    static const struct {
        const char *source, *field;
    } naturals[] = {{"tickets", "created_at"}, {"responses", "asked_at"}, {"assignments", "assigned_at"},
        {"cycles", "opened_at"}, {"surveys", "created_at"}, {"checks", "checked_at"}, {"agent_periods", "period_start"},
        {"totals", "period_start"}};
    for (size_t i = 0; i < sizeof naturals / sizeof naturals[0]; i++) {
        dscore_audit_options options = DSCORE_AUDIT_OPTIONS_INIT;
        dscore_table *table = table_of(naturals[i].source);
        bind_instants(table, naturals[i].field, at, 5);
        options.from = 100000000;
        options.to = 200000000;
        dscore_audit *audit = audit_of(table, &options);
        dscore_audit_finding f = find(audit, DSCORE_AUDIT_OUTSIDE_PERIOD, naturals[i].field, NULL);
        ck_assert_int_eq(f.checked, 4);
        assert_rows(&f, (const int64_t[]){0, 3}, 2);
        dscore_audit_free(audit);
        options.from = dscore_instant_min();
        audit = audit_of(table, &options);
        f = find(audit, DSCORE_AUDIT_OUTSIDE_PERIOD, naturals[i].field, NULL);
        assert_rows(&f, (const int64_t[]){3}, 1);
        dscore_audit_free(audit);
        dscore_table_free(table);
    }
}
END_TEST

START_TEST(counts_go_on_where_rows_end_and_blocks_meet)
{
    enum { ROWS = 5000 };
    static int64_t created[ROWS], resolved[ROWS], ids[ROWS];
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_audit_options options = DSCORE_AUDIT_OPTIONS_INIT;
    for (int64_t i = 0; i < ROWS; i++) {
        created[i] = i;
        resolved[i] = i % 7 == 3 ? i - 1 : i + 1;
        ids[i] = i % 2500;
    }
    dscore_table *table = table_of("tickets");
    bind_instants(table, "created_at", created, ROWS);
    bind_instants(table, "resolved_at", resolved, ROWS);
    assert_ok(dscore_table_bind_array(table, "id", DSCORE_INT64, 0, ids, ROWS, 8, NULL, &err), err);
    options.max_rows = 3;
    dscore_audit *audit = audit_of(table, &options);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_STOP_BEFORE_START, "resolved_at", "created_at");
    ck_assert_int_eq(f.count, 714);
    ck_assert_int_eq(f.checked, ROWS);
    assert_rows(&f, (const int64_t[]){3, 10, 17}, 3);
    f = find(audit, DSCORE_AUDIT_DUPLICATE, "id", NULL);
    ck_assert_int_eq(f.count, 2500);
    assert_rows(&f, (const int64_t[]){2500, 2501, 2502}, 3);
    dscore_audit_free(audit);
    options.max_rows = 0;
    audit = audit_of(table, &options);
    f = find(audit, DSCORE_AUDIT_DUPLICATE, "id", NULL);
    ck_assert_int_eq(f.count, 2500);
    ck_assert_int_eq(f.n_rows, 0);
    ck_assert_ptr_null(f.rows);
    dscore_audit_free(audit);
    options.max_rows = 1000000;
    audit = audit_of(table, &options);
    f = find(audit, DSCORE_AUDIT_DUPLICATE, "id", NULL);
    ck_assert_int_eq(f.n_rows, 2500);
    ck_assert_int_eq(f.rows[2499], 4999);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(a_flag_that_is_yes_or_blank_is_told)
{
    static const int8_t complaint[] = {1, 2, 2, 1, 2}, spam[] = {1, 0, 2, 1, 2}, bot[] = {1, 1, 1, 1, 1},
                        merged[] = {2, 2, 2, 2, 2}, escalated[] = {0, 2, 0, 0, 0};
    dscore_audit_options options = DSCORE_AUDIT_OPTIONS_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = table_of("tickets");
    bind_flags(table, "is_complaint", complaint, 5);
    bind_flags(table, "is_spam", spam, 5);
    bind_flags(table, "is_bot", bot, 5);
    bind_flags(table, "is_merged", merged, 5);
    bind_flags(table, "is_escalated", escalated, 5);
    options.max_rows = 2;
    dscore_audit *audit = audit_of(table, &options);
    ck_assert_int_eq(count_of_kind(audit, DSCORE_AUDIT_ONE_VALUE), 2);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_ONE_VALUE, "is_complaint", "true");
    ck_assert_int_eq(f.count, 3);
    ck_assert_int_eq(f.checked, 5);
    assert_rows(&f, (const int64_t[]){1, 2}, 2);
    ck_assert_str_eq(f.other, "false");
    ck_assert_str_eq(
        f.message_en, "is_complaint is true in 2 of 5 rows and missing in 3, but never false: is a blank false?");
    f = find(audit, DSCORE_AUDIT_ONE_VALUE, "is_escalated", "false");
    assert_rows(&f, (const int64_t[]){1}, 1);
    dscore_audit_free(audit);
    options.max_rows = 0;
    options.policies = "one_value = fail";
    ck_assert_int_eq(dscore_table_audit(table, &options, &audit, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(err.row, 1);
    ck_assert_str_eq(err.path, "tickets.is_complaint");
    dscore_table_free(table);
}
END_TEST

START_TEST(findings_come_by_kind_and_field)
{
    static const int64_t created[] = {100, 300}, resolved[] = {50, 60};
    static const char *const ids[] = {"a", "a"}, *const teams[] = {"x", "X"};
    dscore_table *table = table_of("tickets");
    bind_texts(table, "team", teams, 2);
    bind_instants(table, "resolved_at", resolved, 2);
    bind_texts(table, "id", ids, 2);
    bind_instants(table, "created_at", created, 2);
    dscore_audit *audit = audit_of(table, NULL);
    static const int32_t kinds[] = {1, 1, 1, 1, 3, 5, 8};
    static const char *const fields[] = {"id", "team", "created_at", "resolved_at", "resolved_at", "id", "team"};
    ck_assert_int_eq(dscore_audit_count(audit), 7);
    for (int32_t i = 0; i < 7; i++) {
        ck_assert_int_eq(finding_at(audit, i).kind, kinds[i]);
        ck_assert_str_eq(finding_at(audit, i).field, fields[i]);
    }
    dscore_table_free(table); /* an audit outlives its table */
    ck_assert_str_eq(finding_at(audit, 6).label, "x");
    dscore_audit_free(audit);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_clean_table_tells_only_what_is_missing,
        a_table_without_columns_or_rows_has_no_fault,
        missing_and_invalid_cells_are_told_by_field,
        another_domain_takes_the_place_of_the_schemas,
        an_instant_before_the_one_it_must_follow_is_told_by_pair,
        instants_with_and_without_a_zone_are_not_compared,
        the_next_contact_is_later_not_at_the_same_time,
        every_source_knows_its_pairs,
        deadlines_may_lie_in_the_future_and_other_instants_not,
        the_later_rows_of_a_key_are_duplicates,
        a_first_response_without_a_human_is_a_bots,
        what_was_resolved_was_answered,
        the_period_is_half_open_and_belongs_to_the_source,
        counts_go_on_where_rows_end_and_blocks_meet,
        a_flag_that_is_yes_or_blank_is_told,
        findings_come_by_kind_and_field,
    };
    return RUN_TESTS("data.audit", tests);
}
