/* Bad columns, bad values, bad questions: each by the status, path, row and counts that it must give; never a crash, a
   silent zero or a silent drop. */
#include "whole_support.h"

/* The last failure: status, stable code, and a word that its message must hold. */
static void check_error(const dscore_error *err, dscore_status status, int32_t code, const char *word)
{
    ck_assert_msg(err->status == status && err->code == code, "%s %d: %s; expected %s %d",
        dscore_status_name(err->status), (int)err->code, err->message, dscore_status_name(status), (int)code);
    ck_assert_msg(strstr(err->message, word) != NULL, "'%s' does not say '%s'", err->message, word);
}

/* ---- columns -------------------------------------------------------------------------------- */

START_TEST(a_column_of_the_wrong_type_is_refused_with_its_field)
{
    const int64_t longs[] = {1, 2};
    const double doubles[] = {1, 2};
    const char *const texts[] = {"a", "b"};
    const struct {
        const char *field;
        int32_t type, unit;
        const void *data;
        int32_t code;
    } wrong[] = {{"csat", DSCORE_CSTRING, 0, texts, DSCORE_CODE_STORAGE_TYPE},
        {"channel", DSCORE_FLOAT64, 0, doubles, DSCORE_CODE_STORAGE_TYPE},
        {"agent", DSCORE_FLOAT64, 0, doubles, DSCORE_CODE_STORAGE_TYPE},
        {"is_spam", DSCORE_FLOAT64, 0, doubles, DSCORE_CODE_STORAGE_TYPE},
        {"is_spam", DSCORE_CSTRING, 0, texts, DSCORE_CODE_STORAGE_TYPE},
        {"created_at", DSCORE_BOOL8, DSCORE_UNIT_S, longs, DSCORE_CODE_STORAGE_TYPE},
        {"created_at", DSCORE_INT64, DSCORE_UNIT_NONE, longs, DSCORE_CODE_COLUMN_UNIT},
        {"csat", DSCORE_INT64, DSCORE_UNIT_MS, longs, DSCORE_CODE_COLUMN_UNIT}};
    desk d;
    desk_open(&d, NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char path[64];
        ck_assert_int_eq(dscore_table_bind_array(d.tables[0], wrong[i].field, wrong[i].type, wrong[i].unit,
                             wrong[i].data, 2, 8, NULL, &d.err),
            DSCORE_E_TYPE);
        check_error(&d.err, DSCORE_E_TYPE, wrong[i].code, "");
        (void)snprintf(path, sizeof path, "tickets.%s", wrong[i].field);
        ck_assert_str_eq(d.err.path, path);
        ck_assert_int_eq(dscore_table_has(d.tables[0], wrong[i].field), 0);
    }
    ck_assert_int_eq(dscore_table_rows(d.tables[0]), 0);
    desk_close(&d);
}
END_TEST

START_TEST(columns_of_unequal_length_are_refused)
{
    const double csat[] = {1, 2, 3};
    const int8_t spam[] = {NO, NO};
    desk d;
    desk_open(&d, NULL);
    bind_numbers(&d, "csat", csat, 3);
    ck_assert_int_eq(
        dscore_table_bind_array(d.tables[0], "is_spam", DSCORE_INT8, 0, spam, 2, 1, NULL, &d.err), DSCORE_E_LENGTH);
    check_error(&d.err, DSCORE_E_LENGTH, DSCORE_CODE_COLUMN_LENGTH, "3");
    ck_assert_str_eq(d.err.path, "tickets.is_spam");
    ck_assert_int_eq(dscore_table_rows(d.tables[0]), 3);
    ck_assert_int_eq(dscore_table_has(d.tables[0], "is_spam"), 0);
    desk_close(&d);
}
END_TEST

START_TEST(an_unknown_name_is_answered_with_the_nearest)
{
    const double csat[] = {1};
    dscore_table *table = NULL;
    dscore_plan *plan = NULL;
    desk d;
    desk_open(&d, NULL);
    ck_assert_int_eq(
        dscore_table_bind_array(d.tables[0], "csta", DSCORE_FLOAT64, 0, csat, 1, 8, NULL, &d.err), DSCORE_E_NOT_FOUND);
    check_error(&d.err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_FIELD, "csat");
    ck_assert_int_eq(dscore_table_new(dscore_catalog_schema(d.catalog), "ticket", &table, &d.err), DSCORE_E_NOT_FOUND);
    check_error(&d.err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_SOURCE, "tickets");
    ck_assert_ptr_null(table);
    ck_assert_int_eq(dscore_query_item(d.query, NULL, "first_response_tme", &d.err), DSCORE_E_NOT_FOUND);
    check_error(&d.err, DSCORE_E_NOT_FOUND, DSCORE_CODE_QUERY_INDICATOR, "first_response_time");
    desk_ask(&d, "csat_mean");
    ck_assert_int_eq(dscore_query_item_set(d.query, "csat_men", "where", "is_spam", &d.err), DSCORE_E_NOT_FOUND);
    check_error(&d.err, DSCORE_E_NOT_FOUND, DSCORE_CODE_QUERY_ALIAS, "csat_mean");
    assert_ok(dscore_query_where(d.query, NULL, "is_spam or chanel == \"x\"", &d.err), d.err);
    ck_assert_int_eq(dscore_plan_compile(d.query, &plan, &d.err), DSCORE_E_NOT_FOUND);
    check_error(&d.err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_FIELD, "channel");
    ck_assert_int_eq(d.err.column, 12); /* where chanel stands */
    ck_assert_ptr_null(plan);
    desk_close(&d);
}
END_TEST

/* ---- values --------------------------------------------------------------------------------- */

START_TEST(not_a_number_is_missing_and_infinity_is_impossible)
{
    const double csat[] = {4, NAN, INFINITY, -INFINITY, 2};
    desk d;
    desk_open(&d, NULL);
    bind_numbers(&d, "csat", csat, 5);
    desk_ask(&d, "csat_mean");
    desk_run(&d);
    expect(&d, NULL, "csat_mean", 3.0, 2, 1, 2);
    const dscore_value v = value_of(&d, NULL, "csat_mean");
    ck_assert_int_eq(v.n_invalid, 2);
    ck_assert_int_ne(v.flags & DSCORE_FLAG_INVALID, 0);
    ck_assert_int_eq(reason_of(&d, "csat_mean", DSCORE_REASON_INFINITE), 2);
    ck_assert_int_eq(reason_of(&d, "csat_mean", DSCORE_REASON_MISSING), 1);
    desk_option(&d, "invalid", "fail");
    ck_assert_int_eq(desk_try(&d), DSCORE_E_RANGE);
    check_error(&d.err, DSCORE_E_RANGE, DSCORE_CODE_STATE_RANGE, "csat");
    ck_assert_int_eq(d.err.row, 2);
    desk_close(&d);
}
END_TEST

START_TEST(a_seven_on_a_scale_of_five_is_counted_or_refused)
{
    const double csat[] = {5, 3, 7, 1};
    desk d;
    desk_open(&d, NULL);
    bind_numbers(&d, "csat", csat, 4);
    desk_ask(&d, "csat_mean");
    desk_ask(&d, "survey_answers");
    desk_run(&d);
    expect(&d, NULL, "csat_mean", 3.0, 3, 0, 1);
    expect(&d, NULL, "survey_answers", 3.0, 3, 0, 1);
    ck_assert_int_eq(reason_of(&d, "csat_mean", DSCORE_REASON_DOMAIN), 1);
    desk_option(&d, "invalid", "fail");
    ck_assert_int_eq(desk_try(&d), DSCORE_E_RANGE);
    ck_assert_int_eq(d.err.row, 2);
    ck_assert_ptr_nonnull(strstr(d.err.path, "csat"));
    desk_close(&d);
}
END_TEST

START_TEST(a_ticket_resolved_before_it_was_created_is_impossible)
{
    const int64_t created[] = {HOUR, HOUR, HOUR}, resolved[] = {3 * HOUR, 0, NONE};
    desk d;
    desk_open(&d, NULL);
    bind_times(&d, "created_at", created, 3);
    bind_times(&d, "resolved_at", resolved, 3);
    assert_ok(dscore_query_item(d.query, "by_creation", "resolution_time", &d.err), d.err);
    assert_ok(dscore_query_item_set(d.query, "by_creation", "placement", "event(created_at)", &d.err), d.err);
    desk_run(&d);
    expect(&d, NULL, "by_creation", 7200.0, 1, 1, 1);
    ck_assert_int_eq(reason_of(&d, "by_creation", DSCORE_REASON_NEGATIVE), 1);
    desk_close(&d);
}
END_TEST

START_TEST(values_that_a_column_cannot_mean_are_counted_by_reason)
{
    const uint8_t flags[] = {0, 1, 2};            /* a yes or no of 2 */
    const uint64_t counts[] = {1, UINT64_MAX, 3}; /* beyond int64 */
    const int64_t years[] = {0, INT64_MAX, 3600}; /* in seconds: far beyond the year 9999 */
    const double replies[] = {1.5, 2, 4};         /* a fraction of a reply */
    const uint8_t status[] = {0, 1, 2};           /* the caller's own verdict */
    desk d;
    desk_open(&d, NULL);
    assert_ok(dscore_table_bind_array(d.tables[0], "is_complaint", DSCORE_BOOL8, 0, flags, 3, 1, NULL, &d.err), d.err);
    assert_ok(dscore_table_bind_array(d.tables[0], "transfers", DSCORE_UINT64, 0, counts, 3, 8, NULL, &d.err), d.err);
    assert_ok(
        dscore_table_bind_array(d.tables[0], "handle_time", DSCORE_INT64, DSCORE_UNIT_S, years, 3, 8, NULL, &d.err),
        d.err);
    bind_numbers(&d, "assignments", replies, 3);
    dscore_column column = DSCORE_COLUMN_INIT;
    column.type = DSCORE_UINT64;
    column.data = counts;
    column.stride = 0; /* one value for all: 1 */
    column.length = 3;
    column.validity_kind = DSCORE_VALIDITY_BYTES_STATUS;
    column.validity = status;
    assert_ok(dscore_table_bind(d.tables[0], "cost", &column, &d.err), d.err);
    const char *const ids[] = {
        "complaint_share", "transfers_per_ticket", "handle_time", "assignments_per_ticket", "cost_per_ticket"};
    for (int i = 0; i < 5; i++) {
        desk_ask(&d, ids[i]);
    }
    desk_run(&d);
    expect(&d, NULL, "complaint_share", 50.0, 2, 0, 1);
    expect(&d, NULL, "transfers_per_ticket", 2.0, 2, 0, 1);
    expect(&d, NULL, "handle_time", 1800.0, 2, 0, 1);
    expect(&d, NULL, "assignments_per_ticket", 3.0, 2, 0, 1);
    expect(&d, NULL, "cost_per_ticket", 1.0, 1, 1, 1);
    ck_assert_int_eq(reason_of(&d, "cost_per_ticket", DSCORE_REASON_UNREADABLE), 1);
    ck_assert_int_eq(reason_of(&d, "assignments_per_ticket", DSCORE_REASON_DOMAIN), 1);
    desk_close(&d);
}
END_TEST

/* ---- sizes ---------------------------------------------------------------------------------- */

START_TEST(an_empty_table_has_no_subjects)
{
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    bind_texts(&d, "agent", NULL, 0);
    bind_numbers(&d, "csat", NULL, 0);
    desk_ask(&d, "csat_mean");
    desk_run(&d);
    ck_assert_int_eq(dscore_values_row_count(d.values), 0);
    ck_assert_int_eq(dscore_values_item_count(d.values), 1);
    dscore_value v = DSCORE_VALUE_INIT;
    ck_assert_int_eq(dscore_values_get(d.values, 0, 0, &v, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(dscore_values_key(d.values, 0, 0), "");
    desk_close(&d);
}
END_TEST

START_TEST(one_row_is_enough_but_not_for_a_deviation)
{
    static const char json[] =
        "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": [{\"id\": \"spread\","
        "\"name\": \"s\", \"unit\": \"points\", \"credit\": [\"agent\"], \"formula\": \"stddev(csat)\"}]}";
    const double csat[] = {4};
    desk d;
    desk_open(&d, json);
    bind_numbers(&d, "csat", csat, 1);
    desk_ask(&d, "csat_mean");
    desk_ask(&d, "csat_median");
    desk_ask(&d, "spread");
    desk_run(&d);
    expect(&d, NULL, "csat_mean", 4.0, 1, 0, 0);
    expect(&d, NULL, "csat_median", 4.0, 1, 0, 0);
    expect_none(&d, NULL, "spread", DSCORE_VALUE_UNDEFINED, 1, 0, 0);
    desk_close(&d);
}
END_TEST

START_TEST(all_missing_is_no_data_in_every_indicator)
{
    const double csat[] = {NAN, NAN, NAN};
    const char *const agent[] = {NULL, NULL, NULL};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    bind_numbers(&d, "csat", csat, 3);
    bind_texts(&d, "agent", agent, 3);
    desk_ask(&d, "csat_mean");
    desk_ask(&d, "csat_satisfied");
    desk_ask(&d, "csat_median");
    desk_ask(&d, "tickets");
    desk_run(&d);
    ck_assert_int_eq(dscore_values_row_count(d.values), 1); /* of nobody */
    ck_assert_int_eq(dscore_values_key_flags(d.values, 0, 0), DSCORE_KEY_ABSENT);
    expect_none(&d, "", "csat_mean", DSCORE_VALUE_NO_DATA, 0, 3, 0);
    expect_none(&d, "", "csat_satisfied", DSCORE_VALUE_NO_DATA, 0, 3, 0);
    expect_none(&d, "", "csat_median", DSCORE_VALUE_NO_DATA, 0, 3, 0);
    expect(&d, "", "tickets", 3.0, 3, 0, 0);
    dscore_values_column column = DSCORE_VALUES_COLUMN_INIT;
    assert_ok(dscore_values_by_column(d.values, 0, &column, &d.err), d.err);
    ck_assert_int_eq(column.validity[0] & 1, 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_million_groups)
{
    const int64_t n = getenv("DSCORE_TEST_SMALL") != NULL ? 20000 : 1000000;
    int64_t *agent = malloc((size_t)n * sizeof *agent);
    double *csat = malloc((size_t)n * sizeof *csat);
    ck_assert(agent != NULL && csat != NULL);
    for (int64_t i = 0; i < n; i++) {
        agent[i] = (i * 7919) % n - n / 2; /* each once: 7919 is prime to n */
        csat[i] = (double)(1 + agent[i] % 5 * (agent[i] < 0 ? -1 : 1));
    }
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    assert_ok(dscore_table_bind_array(d.tables[0], "agent", DSCORE_INT64, 0, agent, n, 8, NULL, &d.err), d.err);
    bind_numbers(&d, "csat", csat, n);
    desk_ask(&d, "csat_mean");
    desk_run(&d);
    ck_assert_int_eq(dscore_values_row_count(d.values), n);
    dscore_values_column column = DSCORE_VALUES_COLUMN_INIT;
    assert_ok(dscore_values_by_column(d.values, 0, &column, &d.err), d.err);
    int64_t wrong = 0;
    for (int64_t row = 0; row < n; row++) { /* sorted as integers: -n/2, -n/2 + 1, ... */
        const int64_t subject = row - n / 2;
        const double rating = (double)(1 + (subject < 0 ? -subject : subject) % 5);
        wrong += column.value[row] != rating || column.n_used[row] != 1 ? 1 : 0;
        if (row % 997 == 0) {
            char label[32];
            (void)snprintf(label, sizeof label, "%lld", (long long)subject);
            ck_assert_str_eq(dscore_values_key(d.values, row, 0), label);
            ck_assert_int_eq(dscore_values_key_flags(d.values, row, 0), DSCORE_KEY_INTEGER);
        }
    }
    ck_assert_int_eq(wrong, 0);
    desk_close(&d);
    free(agent);
    free(csat);
}
END_TEST

/* ---- batches -------------------------------------------------------------------------------- */

START_TEST(an_integer_key_does_not_meet_a_text_key)
{
    const char *const names[] = {"7", "8"};
    const int32_t numbers[] = {7, 8};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    desk_ask(&d, "tickets");
    bind_texts(&d, "agent", names, 2);
    desk_run(&d);
    dscore_state *state = NULL, *other = NULL;
    assert_ok(dscore_state_new(d.plan, &state, &d.err), d.err);
    assert_ok(dscore_state_update(state, d.tables[0], 0, 2, NULL, &d.err), d.err);
    assert_ok(dscore_table_bind_array(d.tables[0], "agent", DSCORE_INT32, 0, numbers, 2, 4, NULL, &d.err), d.err);
    int64_t taken = -1;
    ck_assert_int_eq(dscore_state_update(state, d.tables[0], 0, 2, &taken, &d.err), DSCORE_E_INCOMPATIBLE);
    check_error(&d.err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_KIND, "agent");
    ck_assert_int_eq(taken, 0);
    assert_ok(dscore_state_new(d.plan, &other, &d.err), d.err);
    assert_ok(dscore_state_update(other, d.tables[0], 0, 2, NULL, &d.err), d.err);
    ck_assert_int_eq(dscore_state_merge(state, other, &d.err), DSCORE_E_INCOMPATIBLE);
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(state, &values, &d.err), d.err);
    assert_same_values(d.values, values, "after two refusals");
    dscore_values_free(values);
    dscore_state_free(other);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

START_TEST(a_later_batch_must_bind_what_the_first_one_bound)
{
    const double csat[] = {3, 5};
    const int8_t spam[] = {NO, YES};
    desk d;
    desk_open(&d, NULL);
    desk_ask(&d, "csat_mean");
    bind_numbers(&d, "csat", csat, 2);
    bind_flags(&d, "is_spam", spam, 2);
    desk_run(&d);
    dscore_state *state = NULL;
    assert_ok(dscore_state_new(d.plan, &state, &d.err), d.err);
    assert_ok(dscore_state_update(state, d.tables[0], 0, 2, NULL, &d.err), d.err);
    assert_ok(dscore_table_unbind(d.tables[0], "is_spam", &d.err), d.err);
    int64_t taken = -1;
    ck_assert_int_eq(dscore_state_update(state, d.tables[0], 0, 2, &taken, &d.err), DSCORE_E_FIELD_MISSING);
    check_error(&d.err, DSCORE_E_FIELD_MISSING, DSCORE_CODE_STATE_BATCH, "is_spam");
    ck_assert_int_eq(taken, 0);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

START_TEST(rows_beyond_the_table_are_refused)
{
    const double csat[] = {3, 5};
    desk d;
    desk_open(&d, NULL);
    desk_ask(&d, "csat_mean");
    bind_numbers(&d, "csat", csat, 2);
    desk_run(&d);
    dscore_state *state = NULL;
    assert_ok(dscore_state_new(d.plan, &state, &d.err), d.err);
    const int64_t bad[][2] = {{0, 3}, {2, 1}, {-1, 1}, {0, -1}, {1, INT64_MAX}, {INT64_MAX, INT64_MAX}, {3, 0}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t taken = -1;
        ck_assert_int_eq(
            dscore_state_update(state, d.tables[0], bad[i][0], bad[i][1], &taken, &d.err), DSCORE_E_ARGUMENT);
        ck_assert_int_eq(taken, 0);
    }
    assert_ok(dscore_state_update(state, d.tables[0], 2, 0, NULL, &d.err), d.err);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

START_TEST(a_cap_on_bytes_stops_with_the_rows_that_fitted)
{
    enum { N = 20000 };
    static double csat[N];
    static int32_t agent[N];
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    for (int i = 0; i < N; i++) {
        csat[i] = 1 + i % 5;
        agent[i] = i % 3;
    }
    bind_numbers(&d, "csat", csat, N);
    assert_ok(dscore_table_bind_array(d.tables[0], "agent", DSCORE_INT32, 0, agent, N, 4, NULL, &d.err), d.err);
    desk_ask(&d, "csat_median"); /* keeps every value: 8 bytes a row at least */
    desk_option(&d, "max_state_bytes", "100000");
    ck_assert_int_eq(desk_try(&d), DSCORE_E_LIMIT);
    check_error(&d.err, DSCORE_E_LIMIT, DSCORE_CODE_STATE_BYTES, "max_state_bytes");

    dscore_state *state = NULL;
    int64_t taken = -1;
    assert_ok(dscore_state_new(d.plan, &state, &d.err), d.err);
    ck_assert_int_eq(dscore_state_update(state, d.tables[0], 0, N, &taken, &d.err), DSCORE_E_LIMIT);
    ck_assert(taken > 0 && taken < N);
    ck_assert_int_le(dscore_state_bytes(state), 100000);
    dscore_values *values = NULL;
    int64_t used = 0;
    assert_ok(dscore_state_finish(state, &values, &d.err), d.err);
    for (int64_t row = 0; row < dscore_values_row_count(values); row++) {
        used += value_at(values, row, "csat_median").n_used;
    }
    ck_assert_int_eq(used, taken);
    dscore_values_free(values);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

/* ---- questions ------------------------------------------------------------------------------ */

START_TEST(an_absent_field_is_named_or_flagged)
{
    const double csat[] = {3};
    desk d;
    desk_open(&d, NULL);
    bind_numbers(&d, "csat", csat, 1);
    desk_ask(&d, "csat_mean");
    desk_ask(&d, "wait_time");
    ck_assert_int_eq(desk_try(&d), DSCORE_E_FIELD_MISSING);
    ck_assert_ptr_nonnull(strstr(d.err.message, "wait_time"));
    desk_option(&d, "absent", "missing");
    desk_run(&d);
    expect(&d, NULL, "csat_mean", 3.0, 1, 0, 0);
    const dscore_value v = value_of(&d, NULL, "wait_time");
    ck_assert_int_eq(v.status, DSCORE_VALUE_NO_DATA);
    ck_assert_int_ne(v.flags & DSCORE_FLAG_FIELD_ABSENT, 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_parameter_must_be_given_known_of_its_type_and_in_range)
{
    dscore_plan *plan = NULL;
    desk d;
    desk_open(&d, NULL);
    assert_ok(dscore_query_now(d.query, 0, &d.err), d.err);
    desk_ask(&d, "resolution_within");
    ck_assert_int_eq(dscore_plan_compile(d.query, &plan, &d.err), DSCORE_E_PARAMETER);
    check_error(&d.err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_PARAMETER, "limit");
    ck_assert_ptr_nonnull(strstr(d.err.path, "resolution_within"));
    ck_assert_int_eq(dscore_query_parameter(d.query, "resolution_within", "limt", "1d", &d.err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(d.err.message, "limit"));
    ck_assert_int_eq(dscore_query_parameter(d.query, "resolution_within", "limit", "5m", &d.err), DSCORE_E_FORMAT);
    ck_assert_int_eq(dscore_query_parameter(d.query, "resolution_within", "limit", "\"phone\"", &d.err), DSCORE_E_TYPE);
    ck_assert_int_eq(dscore_query_parameter(d.query, "resolution_within", "limit", "-1s", &d.err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_query_parameter(d.query, "resolution_within", "limit", "1d 2", &d.err), DSCORE_E_FORMAT);
    assert_ok(dscore_query_parameter(d.query, "resolution_within", "limit", "1d", &d.err), d.err);
    assert_ok(dscore_plan_compile(d.query, &plan, &d.err), d.err);
    dscore_plan_free(plan);
    desk_close(&d);
}
END_TEST

START_TEST(a_question_that_needs_now_says_so)
{
    dscore_plan *plan = NULL;
    desk d;
    desk_open(&d, NULL);
    desk_ask(&d, "first_response_within");
    ck_assert_int_eq(dscore_plan_compile(d.query, &plan, &d.err), DSCORE_E_PARAMETER);
    check_error(&d.err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_NOW, "first_response_within");
    ck_assert_ptr_null(plan);
    desk_close(&d);
}
END_TEST

START_TEST(questions_that_make_no_sense_are_refused)
{
    dscore_plan *plan = NULL;
    const int64_t falling[] = {5, 4};
    desk d;
    desk_open(&d, NULL);
    ck_assert_int_eq(dscore_plan_compile(d.query, &plan, &d.err), DSCORE_E_ARGUMENT);
    check_error(&d.err, DSCORE_E_ARGUMENT, DSCORE_CODE_QUERY_EMPTY, "");
    desk_ask(&d, "csat_mean");
    ck_assert_int_eq(dscore_query_item(d.query, NULL, "csat_mean", &d.err), DSCORE_E_INCOMPATIBLE);
    desk_key(&d, "agent");
    ck_assert_int_eq(dscore_query_key(d.query, "agent", &d.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_ne(dscore_query_range(d.query, 5, 4, &d.err), DSCORE_OK);
    ck_assert_int_ne(dscore_query_periods(d.query, falling, 2, &d.err), DSCORE_OK);
    ck_assert_int_ne(dscore_query_periods(d.query, falling, 1, &d.err), DSCORE_OK);
    ck_assert_int_ne(dscore_query_periods_every(d.query, 0, 0, 3, &d.err), DSCORE_OK);
    ck_assert_int_ne(dscore_query_periods_every(d.query, 0, INT64_MAX, 3, &d.err), DSCORE_OK);
    ck_assert_int_ne(dscore_query_domain(d.query, "tickets", "csat", 5, 1, &d.err), DSCORE_OK);
    ck_assert_int_ne(dscore_query_domain(d.query, "tickets", "csat", NAN, 1, &d.err), DSCORE_OK);
    ck_assert_int_eq(dscore_query_option(d.query, "colour", "red", &d.err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_query_option(d.query, "negative", "perhaps", &d.err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_query_option(d.query, "max_state_bytes", "-1", &d.err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_query_option(d.query, "quantiles", "rough", &d.err), DSCORE_E_PARAMETER);
    assert_ok(dscore_plan_compile(d.query, &plan, &d.err), d.err); /* nothing of it was kept */
    dscore_plan_free(plan);
    plan = NULL;
    desk_key(&d, "weather");
    ck_assert_int_eq(dscore_plan_compile(d.query, &plan, &d.err), DSCORE_E_FIELD_MISSING);
    check_error(&d.err, DSCORE_E_FIELD_MISSING, DSCORE_CODE_PLAN_KEY, "weather");
    desk_close(&d);
}
END_TEST

/* ---- hostile formulas ----------------------------------------------------------------------- */

static char formula[200000];

/* begin, n times piece, middle, n times closing, end */
static const char *repeated(
    const char *begin, const char *piece, int n, const char *middle, const char *closing, const char *end)
{
    size_t at = strlen(begin);
    memcpy(formula, begin, at);
    for (int i = 0; i < n; i++, at += strlen(piece)) {
        memcpy(formula + at, piece, strlen(piece));
    }
    memcpy(formula + at, middle, strlen(middle));
    at += strlen(middle);
    for (int i = 0; i < n; i++, at += strlen(closing)) {
        memcpy(formula + at, closing, strlen(closing));
    }
    memcpy(formula + at, end, strlen(end) + 1);
    return formula;
}

/* The status of a query that keeps rows by a condition. */
static dscore_status try_where(const char *condition)
{
    dscore_plan *plan = NULL;
    desk d;
    desk_open(&d, NULL);
    desk_ask(&d, "csat_mean");
    dscore_status status = dscore_query_where(d.query, NULL, condition, &d.err);
    if (status == DSCORE_OK) {
        status = dscore_plan_compile(d.query, &plan, &d.err);
    }
    ck_assert_int_eq(status == DSCORE_OK, plan != NULL);
    if (status != DSCORE_OK) {
        ck_assert_int_eq(d.err.status, status);
        ck_assert_str_ne(d.err.message, "");
    }
    dscore_plan_free(plan);
    desk_close(&d);
    return status;
}

START_TEST(formulas_at_every_limit)
{
    /* Depth 200: a name under 199 `not`, or in as many brackets. */
    ck_assert_int_eq(try_where(repeated("", "not ", 199, "is_spam", "", "")), DSCORE_OK);
    ck_assert_int_eq(try_where(repeated("", "not ", 200, "is_spam", "", "")), DSCORE_E_LIMIT);
    ck_assert_int_eq(try_where(repeated("", "(", 199, "is_spam", ")", "")), DSCORE_OK);
    ck_assert_int_eq(try_where(repeated("", "(", 201, "is_spam", ")", "")), DSCORE_E_LIMIT);
    ck_assert_int_eq(try_where(repeated("", "(", 60000, "is_spam", "", "")), DSCORE_E_LIMIT);
    /* 4,096 nodes: coalesce(...) == 1 is three besides the names in the call. */
    ck_assert_int_eq(try_where(repeated("coalesce(csat", ",csat", 4092, "", "", ") == 1")), DSCORE_OK);
    ck_assert_int_eq(try_where(repeated("coalesce(csat", ",csat", 4093, "", "", ") == 1")), DSCORE_E_LIMIT);
    /* 256 items of in. */
    ck_assert_int_eq(try_where(repeated("csat in (1", ",2", 255, "", "", ")")), DSCORE_OK);
    ck_assert_int_eq(try_where(repeated("csat in (1", ",2", 256, "", "", ")")), DSCORE_E_LIMIT);
    /* 64 KiB: 65,536 bytes. */
    ck_assert_int_eq(try_where(repeated("is_spam", " ", 65536 - 7, "", "", "")), DSCORE_OK);
    ck_assert_int_eq(try_where(repeated("is_spam", " ", 65536 - 6, "", "", "")), DSCORE_E_LIMIT);
}
END_TEST

START_TEST(formulas_of_another_kind_are_refused)
{
    const struct {
        const char *text;
        dscore_status status;
    } bad[] = {{"", DSCORE_E_FORMAT}, {" ", DSCORE_E_FORMAT}, {"csat", DSCORE_E_TYPE},
        {"mean(csat) > 1", DSCORE_E_TYPE}, {"csat == \"phone\"", DSCORE_E_TYPE}, {"csat = 1", DSCORE_E_FORMAT},
        {"csat <> 1", DSCORE_E_FORMAT}, {"channel == 'phone'", DSCORE_E_FORMAT},
        {"is_spam && is_merged", DSCORE_E_FORMAT}, {"is_spam AND is_merged", DSCORE_E_FORMAT},
        {"csat IS NULL", DSCORE_E_FORMAT}, {"1 < csat < 3", DSCORE_E_FORMAT}, {"csat \xef\xbc\x88", DSCORE_E_FORMAT},
        {"csat == 1\xff", DSCORE_E_FORMAT}, {"\"", DSCORE_E_FORMAT}, {"csat > 1e999", DSCORE_E_FORMAT},
        {"csat > 1234567890123456789", DSCORE_E_FORMAT}, {"$x > 1", DSCORE_E_NOT_FOUND},
        {"created_at > @2026-02-30T00:00:00Z", DSCORE_E_FORMAT}, {"wait_time > 5m", DSCORE_E_FORMAT}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const dscore_status status = try_where(bad[i].text);
        ck_assert_msg(status == bad[i].status, "'%s': %s, expected %s", bad[i].text, dscore_status_name(status),
            dscore_status_name(bad[i].status));
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_column_of_the_wrong_type_is_refused_with_its_field,
        columns_of_unequal_length_are_refused, an_unknown_name_is_answered_with_the_nearest,
        not_a_number_is_missing_and_infinity_is_impossible, a_seven_on_a_scale_of_five_is_counted_or_refused,
        a_ticket_resolved_before_it_was_created_is_impossible, values_that_a_column_cannot_mean_are_counted_by_reason,
        an_empty_table_has_no_subjects, one_row_is_enough_but_not_for_a_deviation,
        all_missing_is_no_data_in_every_indicator, a_million_groups, an_integer_key_does_not_meet_a_text_key,
        a_later_batch_must_bind_what_the_first_one_bound, rows_beyond_the_table_are_refused,
        a_cap_on_bytes_stops_with_the_rows_that_fitted, an_absent_field_is_named_or_flagged,
        a_parameter_must_be_given_known_of_its_type_and_in_range, a_question_that_needs_now_says_so,
        questions_that_make_no_sense_are_refused, formulas_at_every_limit, formulas_of_another_kind_are_refused};
    return RUN_TESTS("bad_input", tests);
}
