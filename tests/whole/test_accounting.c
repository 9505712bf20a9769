/* Row accounting worked by hand: what is used, missing, excluded, pending, unplaced; what a count and a sum of nothing
   are; who is credited; what a stock is (D2-D5, D9, D10, D24, D25). */
#include "whole_support.h"

/* ---- conditions and filters (D4, D5) -------------------------------------------------------- */

START_TEST(a_missing_condition_is_missing_and_a_false_one_is_excluded)
{
    /* speed_of_answer = mean(wait_time where is_answered). Used: 10 s and 20 s. */
    const int8_t answered[] = {YES, YES, NO, NO, UNKNOWN, UNKNOWN, YES};
    const int64_t wait[] = {10 * SECOND, 20 * SECOND, NONE, 99 * SECOND, 50 * SECOND, NONE, NONE};
    desk d;
    desk_open(&d, NULL);
    bind_flags(&d, "is_answered", answered, 7);
    bind_times(&d, "wait_time", wait, 7);
    desk_ask(&d, "speed_of_answer");
    desk_run(&d);
    /* False with a missing argument is excluded; a missing condition is missing, whatever the argument. */
    expect(&d, NULL, "speed_of_answer", 15.0, 2, 3, 2);
    desk_close(&d);
}
END_TEST

START_TEST(a_standing_filter_drops_what_is_true_and_keeps_what_is_missing)
{
    const int8_t spam[] = {YES, UNKNOWN, NO, YES};
    const double csat[] = {1, 2, 4, NAN};
    desk d;
    desk_open(&d, NULL);
    bind_numbers(&d, "csat", csat, 4);
    bind_flags(&d, "is_spam", spam, 4);
    desk_ask(&d, "csat_mean");
    desk_run(&d);
    expect(&d, NULL, "csat_mean", 3.0, 2, 0, 2); /* (2 + 4) / 2; spam is not looked into */
    ck_assert_int_eq(reason_of(&d, "csat_mean", DSCORE_REASON_FILTER), 2);
    ck_assert_int_eq(value_of(&d, NULL, "csat_mean").flags & DSCORE_FLAG_FILTER_OFF, 0);

    desk_option(&d, "standing_filter", "off");
    desk_run(&d);
    expect(&d, NULL, "csat_mean", 7.0 / 3.0, 3, 1, 0); /* (1 + 2 + 4) / 3, flagged */
    ck_assert_int_ne(value_of(&d, NULL, "csat_mean").flags & DSCORE_FLAG_FILTER_OFF, 0);
    desk_close(&d);
}
END_TEST

START_TEST(the_filters_of_a_query_make_candidates_and_that_of_a_definition_excludes)
{
    static const char json[] =
        "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": ["
        "{\"id\": \"phone_csat\", \"name\": \"p\", \"unit\": \"points\", \"credit\": [\"agent\"],"
        " \"formula\": \"mean(csat)\", \"where\": \"channel == \\\"phone\\\"\"}]}";
    const char *const channel[] = {"phone", "email", NULL, "phone"};
    const double csat[] = {5, 1, 2, NAN};
    desk d;
    desk_open(&d, json);
    bind_texts(&d, "channel", channel, 4);
    bind_numbers(&d, "csat", csat, 4);
    desk_ask(&d, "tickets");
    desk_ask(&d, "phone_csat");
    assert_ok(dscore_query_item(d.query, "sliced", "csat_mean", &d.err), d.err);
    assert_ok(dscore_query_item_set(d.query, "sliced", "where", "channel == \"phone\"", &d.err), d.err);
    desk_run(&d);
    expect(&d, NULL, "tickets", 4.0, 4, 0, 0);
    /* Used: the first; missing: the channel of the third, the answer of the fourth. The e-mail is excluded by the
       definition, and no candidate of the slice that the query asks for. */
    expect(&d, NULL, "phone_csat", 5.0, 1, 2, 1);
    expect(&d, NULL, "sliced", 5.0, 1, 2, 0);
    ck_assert_int_eq(reason_of(&d, "phone_csat", DSCORE_REASON_FILTER), 1);
    ck_assert_int_eq(reason_of(&d, "sliced", DSCORE_REASON_FILTERED_OUT), 1);

    assert_ok(dscore_query_where(d.query, NULL, "channel == \"phone\"", &d.err), d.err);
    desk_run(&d);
    expect(&d, NULL, "tickets", 2.0, 2, 1, 0); /* a row whose channel is missing may be one */
    expect(&d, NULL, "phone_csat", 5.0, 1, 2, 0);
    ck_assert_int_eq(reason_of(&d, "tickets", DSCORE_REASON_FILTERED_OUT), 1);
    desk_close(&d);
}
END_TEST

START_TEST(an_invalid_operand_comes_before_a_missing_one)
{
    /* response_time_of_ticket = ratio(response_time_total, response_count): -1 answers is impossible, a total of
       nothing is missing; the row counts once, as excluded. */
    const int64_t total[] = {NONE, 60 * SECOND};
    const double count[] = {-1, 2};
    desk d;
    desk_open(&d, NULL);
    bind_times(&d, "response_time_total", total, 2);
    bind_numbers(&d, "response_count", count, 2);
    desk_ask(&d, "response_time_of_ticket");
    desk_run(&d);
    expect(&d, NULL, "response_time_of_ticket", 30.0, 1, 0, 1);
    const dscore_value v = value_of(&d, NULL, "response_time_of_ticket");
    ck_assert_int_eq(v.n_invalid, 1);
    ck_assert_int_ne(v.flags & DSCORE_FLAG_INVALID, 0);
    ck_assert_int_eq(reason_of(&d, "response_time_of_ticket", DSCORE_REASON_DOMAIN), 1);
    desk_close(&d);
}
END_TEST

/* ---- sums and counts of nothing (D4) -------------------------------------------------------- */

START_TEST(an_empty_sum_is_zero_only_if_nothing_was_missing)
{
    /* complaint_cost_total = sum(cost where is_complaint) */
    const char *const agent[] = {"A", "A", "B", "B", "C", "C", "D"};
    const int8_t complaint[] = {NO, NO, YES, NO, YES, YES, UNKNOWN};
    const double cost[] = {7, 8, NAN, 9, 5, NAN, 3};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    bind_texts(&d, "agent", agent, 7);
    bind_flags(&d, "is_complaint", complaint, 7);
    bind_numbers(&d, "cost", cost, 7);
    desk_ask(&d, "complaint_cost_total");
    desk_run(&d);
    expect(&d, "A", "complaint_cost_total", 0.0, 0, 0, 2);
    expect_none(&d, "B", "complaint_cost_total", DSCORE_VALUE_NO_DATA, 0, 1, 1);
    expect(&d, "C", "complaint_cost_total", 5.0, 1, 1, 0);
    expect_none(&d, "D", "complaint_cost_total", DSCORE_VALUE_NO_DATA, 0, 1, 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_count_whose_condition_is_missing_in_every_row_has_no_value)
{
    const char *const agent[] = {"A", "A", "B", "B", "C", "C"};
    const int8_t complaint[] = {UNKNOWN, UNKNOWN, NO, UNKNOWN, YES, NO};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    bind_texts(&d, "agent", agent, 6);
    bind_flags(&d, "is_complaint", complaint, 6);
    desk_ask(&d, "complaints");
    desk_ask(&d, "tickets");
    desk_run(&d);
    expect_none(&d, "A", "complaints", DSCORE_VALUE_NO_DATA, 0, 2, 0);
    expect(&d, "A", "tickets", 2.0, 2, 0, 0);
    expect(&d, "B", "complaints", 0.0, 0, 1, 1);
    expect(&d, "C", "complaints", 1.0, 1, 0, 1);
    desk_close(&d);
}
END_TEST

START_TEST(an_empty_mean_has_no_value_and_an_empty_table_neither)
{
    const double csat[] = {NAN, NAN};
    desk d;
    desk_open(&d, NULL);
    desk_ask(&d, "csat_mean");
    desk_ask(&d, "tickets");
    bind_numbers(&d, "csat", csat, 2);
    desk_run(&d);
    expect_none(&d, NULL, "csat_mean", DSCORE_VALUE_NO_DATA, 0, 2, 0);
    bind_numbers(&d, "csat", NULL, 0);
    desk_run(&d);
    /* The total of an empty table is there: no ticket, and nothing to tell of satisfaction. */
    ck_assert_int_eq(dscore_values_row_count(d.values), 1);
    expect(&d, NULL, "tickets", 0.0, 0, 0, 0);
    expect_none(&d, NULL, "csat_mean", DSCORE_VALUE_NO_DATA, 0, 0, 0);
    desk_close(&d);
}
END_TEST

/* ---- pending (D9) --------------------------------------------------------------------------- */

START_TEST(an_open_ticket_within_the_limit_is_pending_and_the_share_is_not_final)
{
    /* Limit 1 h, now 10 h. In time; two late; open past the limit: false. Open for half an hour, and for exactly the
       limit: pending. Without a creation a ticket has no place. */
    const int64_t created[] = {0, 0, HOUR, HOUR, 9 * HOUR + HOUR / 2, 9 * HOUR, NONE};
    const int64_t replied[] = {HOUR / 2, 2 * HOUR, 3 * HOUR, NONE, NONE, NONE, HOUR};
    desk d;
    desk_open(&d, NULL);
    bind_times(&d, "created_at", created, 7);
    bind_times(&d, "first_response_at", replied, 7);
    desk_ask(&d, "first_response_within");
    assert_ok(dscore_query_parameter(d.query, "first_response_within", "limit", "1h", &d.err), d.err);
    assert_ok(dscore_query_now(d.query, 10 * HOUR, &d.err), d.err);
    desk_run(&d);
    expect(&d, NULL, "first_response_within", 25.0, 4, 0, 2); /* 1 of 4 */
    const dscore_value v = value_of(&d, NULL, "first_response_within");
    ck_assert_int_eq(v.n_pending, 2);
    ck_assert_int_eq(v.n_invalid, 0);
    ck_assert_int_ne(v.flags & DSCORE_FLAG_PENDING, 0);
    ck_assert_int_ne(v.flags & DSCORE_FLAG_NOW, 0);
    ck_assert_int_eq(reason_of(&d, "first_response_within", DSCORE_REASON_PENDING), 2);
    ck_assert_int_eq(reason_of(&d, "first_response_within", DSCORE_REASON_UNPLACED), 1);

    /* An hour later both are late: 1 of 6, final. */
    assert_ok(dscore_query_now(d.query, 11 * HOUR, &d.err), d.err);
    desk_run(&d);
    const dscore_value later = value_of(&d, NULL, "first_response_within");
    check_counts(&later, "later", 6, 0, 0);
    ck_assert_int_eq(later.flags & DSCORE_FLAG_PENDING, 0);
    desk_close(&d);
}
END_TEST

/* ---- impossible values (D10) ---------------------------------------------------------------- */

START_TEST(a_reply_before_its_ticket_follows_the_policy_for_negative_times)
{
    const int64_t created[] = {0, 10 * SECOND, 0};
    const int64_t replied[] = {10 * SECOND, 5 * SECOND, NONE};
    desk d;
    desk_open(&d, NULL);
    bind_times(&d, "created_at", created, 3);
    bind_times(&d, "first_response_at", replied, 3);
    desk_ask(&d, "first_response_time");
    desk_run(&d);
    expect(&d, NULL, "first_response_time", 10.0, 1, 1, 1);
    ck_assert_int_eq(value_of(&d, NULL, "first_response_time").n_invalid, 1);
    ck_assert_int_eq(reason_of(&d, "first_response_time", DSCORE_REASON_NEGATIVE), 1);

    desk_option(&d, "negative", "signed");
    desk_run(&d);
    expect(&d, NULL, "first_response_time", 2.5, 2, 1, 0); /* (10 - 5) / 2 */
    ck_assert_int_ne(value_of(&d, NULL, "first_response_time").flags & DSCORE_FLAG_SIGNED, 0);

    desk_option(&d, "negative", "clamp");
    desk_run(&d);
    expect(&d, NULL, "first_response_time", 5.0, 2, 1, 0); /* (10 + 0) / 2 */

    desk_option(&d, "negative", "fail");
    ck_assert_int_eq(desk_try(&d), DSCORE_E_RANGE);
    ck_assert_int_eq(d.err.row, 1);
    desk_close(&d);
}
END_TEST

START_TEST(a_scale_of_ten_is_a_setting_of_the_query)
{
    /* 1, 10, 7, 4: on the scale 1-5 the 10 and the 7 are impossible; on 1-10 the mean is 5.5. */
    const double csat[] = {1, 10, 7, 4};
    const char *const ids[] = {"csat_mean", "csat_score", "csat_top_box", "csat_percent_of_max"};
    desk d;
    desk_open(&d, NULL);
    bind_numbers(&d, "csat", csat, 4);
    for (int i = 0; i < 4; i++) {
        desk_ask(&d, ids[i]);
    }
    desk_run(&d);
    expect(&d, NULL, "csat_mean", 2.5, 2, 0, 2);
    expect(&d, NULL, "csat_score", 1.5 / 4.0 * 100.0, 2, 0, 2);
    ck_assert_int_eq(reason_of(&d, "csat_mean", DSCORE_REASON_DOMAIN), 2);
    char narrow[64];
    (void)snprintf(narrow, sizeof narrow, "%s", dscore_plan_fingerprint(d.plan));

    assert_ok(dscore_query_domain(d.query, "tickets", "csat", 1, 10, &d.err), d.err);
    desk_run(&d);
    expect(&d, NULL, "csat_mean", 5.5, 4, 0, 0);
    expect(&d, NULL, "csat_score", 50.0, 4, 0, 0); /* (5.5 - 1) / (10 - 1) * 100 */
    expect(&d, NULL, "csat_top_box", 25.0, 4, 0, 0);
    expect(&d, NULL, "csat_percent_of_max", 5.5 / 10.0 * 100.0, 4, 0, 0);
    ck_assert_str_ne(narrow, dscore_plan_fingerprint(d.plan)); /* the scale is part of the identity (D11) */
    desk_close(&d);
}
END_TEST

/* ---- derived indicators (D3) ---------------------------------------------------------------- */

START_TEST(an_agent_who_resolved_nothing_has_a_closure_rate_of_zero)
{
    const char *const agent[] = {"A", "A", "A", "A", "B", "B"};
    const int64_t created[] = {0, 0, 0, 0, 0, 0};
    const int64_t resolved[] = {HOUR, HOUR, HOUR, NONE, NONE, NONE};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    bind_texts(&d, "agent", agent, 6);
    bind_times(&d, "created_at", created, 6);
    bind_times(&d, "resolved_at", resolved, 6);
    desk_ask(&d, "closure_rate");
    desk_ask(&d, "resolution_rate");
    desk_run(&d);
    expect(&d, "A", "closure_rate", 75.0, 4, 0, 0);
    expect(&d, "B", "closure_rate", 0.0, 2, 0, 0);
    expect(&d, "B", "resolution_rate", 0.0, 2, 0, 0);
    /* is_resolved is read as `resolved_at is present` (D1), and the values say so. */
    ck_assert_int_ne(value_of(&d, "A", "resolution_rate").flags & DSCORE_FLAG_DERIVED, 0);
    ck_assert_ptr_nonnull(
        strstr(dscore_values_item(d.values, dscore_values_find(d.values, "resolution_rate"), DSCORE_ITEM_CHOICES),
            "resolved_at is present"));
    desk_close(&d);
}
END_TEST

START_TEST(an_agent_without_complaints_has_a_complaint_rate_of_zero_over_the_tickets)
{
    /* The complaint on B's ticket is about C; D is complained about and has no ticket at all. */
    const char *const agent[] = {"A", "A", "B", "C", "C"};
    const char *const about[] = {NULL, NULL, "C", NULL, "D"};
    const int8_t complaint[] = {NO, NO, YES, NO, YES};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "subject");
    bind_texts(&d, "agent", agent, 5);
    bind_texts(&d, "complaint_agent", about, 5);
    bind_flags(&d, "is_complaint", complaint, 5);
    desk_ask(&d, "complaint_rate");
    desk_ask(&d, "complaints");
    desk_run(&d);
    ck_assert_int_eq(dscore_values_row_count(d.values), 4);
    expect(&d, "A", "complaint_rate", 0.0, 2, 0, 0);
    expect(&d, "A", "complaints", 0.0, 0, 0, 2);
    expect(&d, "B", "complaint_rate", 0.0, 1, 0, 0);
    expect(&d, "C", "complaint_rate", 50.0, 2, 0, 0);                        /* 1 complaint over 2 tickets */
    expect_none(&d, "D", "complaint_rate", DSCORE_VALUE_UNDEFINED, 0, 0, 0); /* 1 over 0 */
    desk_close(&d);
}
END_TEST

START_TEST(average_response_time_is_never_the_first_response_time)
{
    const int64_t created[] = {0}, replied[] = {50 * SECOND}, total[] = {300 * SECOND};
    const double count[] = {3};
    desk d;
    desk_open(&d, NULL);
    bind_times(&d, "created_at", created, 1);
    bind_times(&d, "first_response_at", replied, 1);
    desk_ask(&d, "average_response_time");
    ck_assert_int_eq(desk_try(&d), DSCORE_E_FIELD_MISSING);
    ck_assert_ptr_nonnull(strstr(d.err.message, "responses"));
    ck_assert_ptr_nonnull(strstr(d.err.message, "response_time_total"));

    desk_option(&d, "absent", "missing");
    desk_run(&d);
    expect_none(&d, NULL, "average_response_time", DSCORE_VALUE_NO_DATA, 0, 0, 0);
    ck_assert_int_ne(value_of(&d, NULL, "average_response_time").flags & DSCORE_FLAG_FIELD_ABSENT, 0);

    desk_option(&d, "absent", "error");
    bind_times(&d, "response_time_total", total, 1);
    bind_numbers(&d, "response_count", count, 1);
    desk_run(&d);
    expect(&d, NULL, "average_response_time", 100.0, 1, 0, 0); /* 300 s in 3 answers */

    /* The responses themselves come first: 20 s and 40 s; the third is unanswered. */
    const int64_t asked[] = {0, 0, 0}, responded[] = {20 * SECOND, 40 * SECOND, NONE};
    desk_table(&d, "responses");
    bind_times(&d, "asked_at", asked, 3);
    bind_times(&d, "responded_at", responded, 3);
    desk_run(&d);
    expect(&d, NULL, "average_response_time", 30.0, 2, 1, 0);
    desk_close(&d);
}
END_TEST

START_TEST(ready_made_numbers_meet_tickets_on_the_subject)
{
    /* tickets_per_day = [handled] / [worked_days]: 6 answered tickets in 1 + 2 days; B worked and answered nothing;
       C answered and has no days. */
    const char *const agent[] = {"A", "A", "A", "A", "A", "A", "A", "C"};
    const int8_t answered[] = {YES, YES, YES, YES, YES, YES, NO, YES};
    const char *const worker[] = {"A", "A", "B"};
    const double days[] = {1, 2, 5};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    bind_texts(&d, "agent", agent, 8);
    bind_flags(&d, "is_answered", answered, 8);
    desk_ask(&d, "tickets_per_day");
    desk_table(&d, "agent_periods");
    bind_texts(&d, "agent", worker, 3);
    bind_numbers(&d, "worked_days", days, 3);
    desk_run(&d);
    expect(&d, "A", "tickets_per_day", 2.0, 2, 0, 0); /* the counts are those of the days */
    expect(&d, "B", "tickets_per_day", 0.0, 1, 0, 0); /* handled over no rows is 0 */
    expect_none(&d, "C", "tickets_per_day", DSCORE_VALUE_NO_DATA, 0, 0, 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_minimum_counts_the_observations_of_the_definition)
{
    /* One row a quarter: 3 of 4 and 2 of 4 exams passed; a minimum looks at 8 exams, not at 2 rows. */
    static const char json[] =
        "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": ["
        "{\"id\": \"pass_of_nine\", \"name\": \"p\", \"source\": \"agent_periods\", \"unit\": \"%\", \"min_n\": 9,"
        " \"placement\": \"event(period_start)\", \"credit\": [\"agent\"], \"formula\": \"100 * ratio(training_passed, "
        "training_assessed)\"},"
        "{\"id\": \"pass_of_eight\", \"name\": \"p\", \"source\": \"agent_periods\", \"unit\": \"%\", \"min_n\": 8,"
        " \"placement\": \"event(period_start)\", \"credit\": [\"agent\"], \"formula\": \"100 * ratio(training_passed, "
        "training_assessed)\","
        " \"observations\": \"sum(training_assessed)\"},"
        "{\"id\": \"pass_of_rows\", \"name\": \"p\", \"source\": \"agent_periods\", \"unit\": \"%\", \"min_n\": 3,"
        " \"placement\": \"event(period_start)\", \"credit\": [\"agent\"], \"formula\": \"100 * mean(training_passed / "
        "training_assessed)\"}]}";
    const double passed[] = {3, 2}, assessed[] = {4, 4};
    desk d;
    desk_open(&d, json);
    desk_table(&d, "agent_periods");
    bind_numbers(&d, "training_passed", passed, 2);
    bind_numbers(&d, "training_assessed", assessed, 2);
    desk_ask(&d, "pass_of_eight");
    desk_ask(&d, "pass_of_nine");
    desk_ask(&d, "pass_of_rows");
    desk_run(&d);
    expect(&d, NULL, "pass_of_eight", 62.5, 2, 0, 0); /* 5 of 8 */
    ck_assert_double_eq(value_of(&d, NULL, "pass_of_eight").observations, 8.0);
    expect_none(&d, NULL, "pass_of_nine", DSCORE_VALUE_INSUFFICIENT, 2, 0, 0);
    expect_none(&d, NULL, "pass_of_rows", DSCORE_VALUE_INSUFFICIENT, 2, 0, 0);
    desk_close(&d);
}
END_TEST

/* ---- stocks (D2, D25) ----------------------------------------------------------------------- */

/* Days as microseconds. */
#define D(days) ((int64_t)((days)*10) * (DAY / 10))

static const int64_t opened[] = {D(0.5), D(1.2), D(2.1), D(3.5), D(4.0), D(0.1), NONE};
static const int64_t ended[] = {D(1.5), INT64_MIN, D(3.0), D(3.6), INT64_MIN, D(9.0), D(1.0)};

static void open_backlog(desk *d)
{
    desk_open(d, NULL);
    bind_times(d, "created_at", opened, LENGTH(opened));
    bind_times(d, "ended_at", ended, LENGTH(ended));
    desk_ask(d, "backlog");
}

START_TEST(a_backlog_is_what_is_open_at_the_end_of_each_period)
{
    /* Open at the end e: created before e, ended at e or later, or not at all.
       e = 1: first, sixth. e = 2: second, sixth. e = 3: second, third (ends at that very instant), sixth.
       e = 4: second, sixth; the fifth is created at e, the fourth came and went between two ends. */
    const double by_day[] = {2, 2, 3, 2};
    desk d;
    open_backlog(&d);
    assert_ok(dscore_query_periods_every(d.query, 0, DAY, 4, &d.err), d.err);
    desk_run(&d);
    ck_assert_int_eq(dscore_values_row_count(d.values), 4);
    for (int64_t day = 0; day < 4; day++) {
        ck_assert_double_eq(value_at(d.values, day, "backlog").value, by_day[day]);
    }
    ck_assert_int_ge(reason_of(&d, "backlog", DSCORE_REASON_UNPLACED), 3); /* fourth, fifth, seventh */

    /* The backlog of all four days is that of the last (D25). */
    dscore_state *days = NULL, *all = NULL;
    assert_ok(dscore_state_new(d.plan, &days, &d.err), d.err);
    assert_ok(dscore_state_update(days, d.tables[0], 0, LENGTH(opened), NULL, &d.err), d.err);
    assert_ok(dscore_state_rollup(days, NULL, 0, &all, &d.err), d.err);
    dscore_values *whole = NULL;
    assert_ok(dscore_state_finish(all, &whole, &d.err), d.err);
    ck_assert_int_eq(dscore_values_row_count(whole), 1);
    ck_assert_double_eq(value_at(whole, 0, "backlog").value, 2.0);
    dscore_values_free(whole);
    dscore_state_free(all);
    dscore_state_free(days);
    desk_close(&d);
}
END_TEST

START_TEST(a_backlog_without_an_end_needs_now)
{
    desk d;
    open_backlog(&d);
    ck_assert_int_eq(desk_try(&d), DSCORE_E_PARAMETER);
    ck_assert_int_eq(d.err.code, DSCORE_CODE_PLAN_NOW);
    assert_ok(dscore_query_now(d.query, D(3.5) + HOUR, &d.err), d.err);
    desk_run(&d);
    ck_assert_double_eq(value_of(&d, NULL, "backlog").value, 3.0); /* second, fourth, sixth */

    /* A period that still runs ends now. */
    assert_ok(dscore_query_range(d.query, 0, D(5.0), &d.err), d.err);
    desk_run(&d);
    ck_assert_double_eq(value_of(&d, NULL, "backlog").value, 3.0);
    desk_close(&d);
}
END_TEST

START_TEST(rows_outside_the_range_are_unplaced_and_counted)
{
    const int64_t created[] = {-HOUR, HOUR, DAY, NONE, 2 * HOUR};
    const double csat[] = {1, 5, 1, 1, NAN};
    desk d;
    desk_open(&d, NULL);
    bind_times(&d, "created_at", created, 5);
    bind_numbers(&d, "csat", csat, 5);
    desk_ask(&d, "csat_mean");
    desk_ask(&d, "tickets");
    assert_ok(dscore_query_range(d.query, 0, DAY, &d.err), d.err);
    desk_run(&d);
    expect(&d, NULL, "csat_mean", 5.0, 1, 1, 0);
    expect(&d, NULL, "tickets", 2.0, 2, 0, 0);
    ck_assert_int_eq(reason_of(&d, "tickets", DSCORE_REASON_UNPLACED), 3); /* before, at the end, without */
    desk_close(&d);
}
END_TEST

/* ---- whom a row counts for (D2, D3, D12) ---------------------------------------------------- */

START_TEST(a_first_response_is_credited_to_the_responder_else_to_the_agent)
{
    const char *const agent[] = {"A", "A", "B"};
    const char *const responder[] = {"X", NULL, "X"};
    const int64_t created[] = {0, 0, 0}, replied[] = {10 * SECOND, 30 * SECOND, 20 * SECOND};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "subject");
    bind_texts(&d, "agent", agent, 3);
    bind_texts(&d, "responder", responder, 3);
    bind_times(&d, "created_at", created, 3);
    bind_times(&d, "first_response_at", replied, 3);
    desk_ask(&d, "first_response_time");
    desk_run(&d);
    ck_assert_int_eq(dscore_values_row_count(d.values), 2);
    expect(&d, "A", "first_response_time", 30.0, 1, 0, 0);
    expect(&d, "X", "first_response_time", 15.0, 2, 0, 0);
    const char *credit = dscore_values_item(d.values, 0, DSCORE_ITEM_CREDIT);
    ck_assert_ptr_nonnull(strstr(credit, "responder"));

    assert_ok(dscore_table_unbind(d.tables[0], "responder", &d.err), d.err);
    desk_run(&d);
    expect(&d, "A", "first_response_time", 20.0, 2, 0, 0);
    expect(&d, "B", "first_response_time", 20.0, 1, 0, 0);
    ck_assert_str_eq(dscore_values_item(d.values, 0, DSCORE_ITEM_CREDIT), "agent");
    desk_close(&d);
}
END_TEST

START_TEST(an_agent_of_the_roster_without_tickets_appears)
{
    const char *const agent[] = {"A", "A", NULL, "B"};
    const double csat[] = {5, 4, 3, 2};
    const char *const roster[] = {"Z", "A"};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    bind_texts(&d, "agent", agent, 4);
    bind_numbers(&d, "csat", csat, 4);
    desk_ask(&d, "tickets");
    desk_ask(&d, "csat_mean");
    desk_table(&d, "agents");
    bind_texts(&d, "agent", roster, 2);
    desk_run(&d);
    ck_assert_int_eq(dscore_values_row_count(d.values), 4); /* A, B, Z and last the tickets of nobody */
    const char *const order[] = {"A", "B", "Z", ""};
    const int32_t flags[] = {DSCORE_KEY_ROSTER, 0, DSCORE_KEY_ROSTER, DSCORE_KEY_ABSENT};
    for (int64_t row = 0; row < 4; row++) {
        ck_assert_str_eq(dscore_values_key(d.values, row, 0), order[row]);
        ck_assert_int_eq(dscore_values_key_flags(d.values, row, 0), flags[row]);
    }
    expect(&d, "A", "tickets", 2.0, 2, 0, 0);
    expect(&d, "Z", "tickets", 0.0, 0, 0, 0);
    expect_none(&d, "Z", "csat_mean", DSCORE_VALUE_NO_DATA, 0, 0, 0);
    expect(&d, "", "csat_mean", 3.0, 1, 0, 0);
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_missing_condition_is_missing_and_a_false_one_is_excluded,
        a_standing_filter_drops_what_is_true_and_keeps_what_is_missing,
        the_filters_of_a_query_make_candidates_and_that_of_a_definition_excludes,
        an_invalid_operand_comes_before_a_missing_one, an_empty_sum_is_zero_only_if_nothing_was_missing,
        a_count_whose_condition_is_missing_in_every_row_has_no_value,
        an_empty_mean_has_no_value_and_an_empty_table_neither,
        an_open_ticket_within_the_limit_is_pending_and_the_share_is_not_final,
        a_reply_before_its_ticket_follows_the_policy_for_negative_times, a_scale_of_ten_is_a_setting_of_the_query,
        an_agent_who_resolved_nothing_has_a_closure_rate_of_zero,
        an_agent_without_complaints_has_a_complaint_rate_of_zero_over_the_tickets,
        average_response_time_is_never_the_first_response_time, ready_made_numbers_meet_tickets_on_the_subject,
        a_minimum_counts_the_observations_of_the_definition, a_backlog_is_what_is_open_at_the_end_of_each_period,
        a_backlog_without_an_end_needs_now, rows_outside_the_range_are_unplaced_and_counted,
        a_first_response_is_credited_to_the_responder_else_to_the_agent,
        an_agent_of_the_roster_without_tickets_appears};
    return RUN_TESTS("accounting", tests);
}
