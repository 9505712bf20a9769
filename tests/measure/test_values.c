/* From tables to values with the built-in definitions: every expected number was worked out by hand from the seven
   tickets below. */
#include "plan_support.h"

/* ---- seven tickets -------------------------------------------------------------------------- */

/* Seconds; 0 = never. A csat of 7 lies outside 1..5; ticket 6 was answered before it was created. */
typedef struct ticket {
    const char *agent, *team;
    int64_t created, answered, resolved;
    int8_t csat, complaint;
} ticket;

static const ticket tickets[] = {
    {"ann", "red", 1000, 1060, 5000, 5, 0}, /* 60 s, resolved */
    {"ann", "red", 2000, 2120, 0, 0, 0},    /* 120 s */
    {"ann", "blue", 3000, 0, 0, 0, 0},      /* unanswered */
    {"ann", "red", 4000, 4300, 9000, 4, 0}, /* 300 s, resolved */
    {"bob", "red", 1500, 1530, 2500, 1, 1}, /* 30 s, resolved, a complaint */
    {"bob", "blue", 6000, 5000, 0, 7, -1},  /* -1000 s */
    {NULL, "blue", 7000, 7010, 0, 3, 0},    /* 10 s, nobody's */
};
enum { TICKETS = sizeof tickets / sizeof tickets[0] };

typedef struct agent_month {
    const char *agent;
    double worked;
    int32_t assessed, passed;
    int64_t start;
} agent_month;

static const agent_month months[] = {{"ann", 2, 8, 6, 1000}, {"ann", 1, 4, 3, 4000}, {"bob", 4, 4, 3, 1000}};

static const char *const roster[] = {"cat", "ann"};

static const int64_t second = 1000000;

static dscore_table *new_table(dscore_catalog *c, const char *source)
{
    dscore_table *t;
    OK(dscore_table_new(dscore_catalog_schema(c), source, &t, NULL));
    return t;
}

#define BIND(t, field, type, unit, rows, n, missing)                                                                   \
    OK(dscore_table_bind_array(t, field, type, unit, rows, n, (int64_t)sizeof *(tickets), missing, NULL))

static dscore_table *ticket_table(dscore_catalog *c, int64_t n)
{
    static const int64_t never = 0;
    static const int8_t unrated = 0, unknown = -1;
    dscore_table *t = new_table(c, "tickets");
    BIND(t, "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, &tickets[0].agent, n, NULL);
    BIND(t, "team", DSCORE_CSTRING, DSCORE_UNIT_NONE, &tickets[0].team, n, NULL);
    BIND(t, "created_at", DSCORE_INT64, DSCORE_UNIT_S, &tickets[0].created, n, &never);
    BIND(t, "first_response_at", DSCORE_INT64, DSCORE_UNIT_S, &tickets[0].answered, n, &never);
    BIND(t, "resolved_at", DSCORE_INT64, DSCORE_UNIT_S, &tickets[0].resolved, n, &never);
    BIND(t, "csat", DSCORE_INT8, DSCORE_UNIT_NONE, &tickets[0].csat, n, &unrated);
    BIND(t, "is_complaint", DSCORE_BOOL8, DSCORE_UNIT_NONE, &tickets[0].complaint, n, &unknown);
    return t;
}

static dscore_table *month_table(dscore_catalog *c)
{
    dscore_table *t = new_table(c, "agent_periods");
    const int64_t n = 3, stride = (int64_t)sizeof months[0];
    OK(dscore_table_bind_array(t, "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, &months[0].agent, n, stride, NULL, NULL));
    OK(dscore_table_bind_array(
        t, "worked_days", DSCORE_FLOAT64, DSCORE_UNIT_NONE, &months[0].worked, n, stride, NULL, NULL));
    OK(dscore_table_bind_array(
        t, "training_assessed", DSCORE_INT32, DSCORE_UNIT_NONE, &months[0].assessed, n, stride, NULL, NULL));
    OK(dscore_table_bind_array(
        t, "training_passed", DSCORE_INT32, DSCORE_UNIT_NONE, &months[0].passed, n, stride, NULL, NULL));
    OK(dscore_table_bind_array(
        t, "period_start", DSCORE_INT64, DSCORE_UNIT_S, &months[0].start, n, stride, NULL, NULL));
    return t;
}

static dscore_table *roster_table(dscore_catalog *c)
{
    dscore_table *t = new_table(c, "agents");
    OK(dscore_table_bind_array(
        t, "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, roster, 2, (int64_t)sizeof roster[0], NULL, NULL));
    return t;
}

/* ---- asking --------------------------------------------------------------------------------- */

typedef struct asking {
    dscore_catalog *catalog;
    dscore_query *query;
    dscore_table *tables[4];
    int32_t table_count;
} asking;

static asking ask(const char *key, const char *const *ids)
{
    asking a = {test_catalog(NULL), NULL, {NULL}, 0};
    ck_assert_ptr_nonnull(a.catalog);
    OK(dscore_query_new(a.catalog, &a.query, NULL));
    if (key != NULL) {
        OK(dscore_query_key(a.query, key, NULL));
    }
    for (; *ids != NULL; ids++) {
        OK(dscore_query_item(a.query, NULL, *ids, NULL));
    }
    return a;
}

#define ASK(key, ...) ask(key, (const char *const[]){__VA_ARGS__, NULL})

static void give(asking *a, dscore_table *t)
{
    a->tables[a->table_count++] = t;
}

/* Evaluate and free everything but the values: they stand alone. */
static dscore_status try_answer(asking *a, dscore_values **out, dscore_error *err)
{
    dscore_plan *plan = NULL;
    dscore_status status = dscore_plan_compile(a->query, &plan, err);
    *out = NULL;
    if (status == DSCORE_OK) {
        status = dscore_evaluate(plan, a->tables, a->table_count, NULL, out, err);
    }
    dscore_plan_free(plan);
    dscore_query_free(a->query);
    for (int32_t i = 0; i < a->table_count; i++) {
        dscore_table_free(a->tables[i]);
    }
    dscore_catalog_free(a->catalog);
    return status;
}

static dscore_values *answer(asking *a)
{
    dscore_values *v;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(try_answer(a, &v, &err), err);
    return v;
}

static dscore_value value(const dscore_values *v, int64_t row, const char *alias)
{
    dscore_value out = DSCORE_VALUE_INIT;
    OK(dscore_values_get(v, row, dscore_values_find(v, alias), &out, NULL));
    return out;
}

/* A number to the last bit, with its three counts. */
static void expect(const dscore_values *v, int64_t row, const char *alias, double number, int64_t used, int64_t missing,
    int64_t excluded)
{
    const dscore_value x = value(v, row, alias);
    ck_assert_msg(x.status == DSCORE_VALUE_OK, "%s, row %d: status %d", alias, (int)row, x.status);
    ck_assert_msg(x.value == number, "%s, row %d: %.17g, not %.17g", alias, (int)row, x.value, number);
    ck_assert_msg(x.n_used == used && x.n_missing == missing && x.n_excluded == excluded,
        "%s, row %d: used %d, missing %d, excluded %d", alias, (int)row, (int)x.n_used, (int)x.n_missing,
        (int)x.n_excluded);
}

static void expect_none(const dscore_values *v, int64_t row, const char *alias, int32_t status, int32_t flag)
{
    const dscore_value x = value(v, row, alias);
    ck_assert_msg(x.status == status, "%s, row %d: status %d, not %d", alias, (int)row, x.status, status);
    ck_assert(isnan(x.value));
    ck_assert_msg((x.flags & flag) == flag, "%s, row %d: flags %d lack %d", alias, (int)row, x.flags, flag);
}

static bool has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

/* ---- by subject ----------------------------------------------------------------------------- */

START_TEST(seven_tickets_by_agent)
{
    asking a = ASK("subject", "first_response_time", "csat_mean", "tickets", "resolved");
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    ck_assert_int_eq(dscore_values_row_count(v), 3);
    ck_assert_int_eq(dscore_values_key_count(v), 1);
    ck_assert_str_eq(dscore_values_key_name(v, 0), "subject");
    ck_assert_str_eq(dscore_values_key(v, 0, 0), "ann");
    ck_assert_str_eq(dscore_values_key(v, 1, 0), "bob");
    ck_assert_str_eq(dscore_values_key(v, 2, 0), "");
    ck_assert_int_eq(dscore_values_key_flags(v, 1, 0), 0);
    ck_assert_int_eq(dscore_values_key_flags(v, 2, 0), DSCORE_KEY_ABSENT);
    expect(v, 0, "first_response_time", 160, 3, 1, 0); /* (60 + 120 + 300) / 3 */
    expect(v, 1, "first_response_time", 30, 1, 0, 1);
    expect(v, 2, "first_response_time", 10, 1, 0, 0);
    expect(v, 0, "csat_mean", 4.5, 2, 2, 0);
    expect(v, 1, "csat_mean", 1, 1, 0, 1);
    expect(v, 2, "csat_mean", 3, 1, 0, 0);
    expect(v, 0, "tickets", 4, 4, 0, 0);
    expect(v, 1, "tickets", 2, 2, 0, 0);
    expect(v, 0, "resolved", 2, 2, 0, 0);
    expect(v, 1, "resolved", 1, 1, 0, 0);
    /* no row says that this subject is there to resolve: no number, not even 0 */
    expect_none(v, 2, "resolved", DSCORE_VALUE_NO_DATA, DSCORE_FLAG_NO_CELL);
    dscore_values_free(v);
}
END_TEST

START_TEST(impossible_rows_are_counted_by_reason)
{
    asking a = ASK("subject", "first_response_time", "csat_mean", "resolved");
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    ck_assert_int_eq(value(v, 1, "first_response_time").n_invalid, 1);
    ck_assert_int_eq(value(v, 1, "first_response_time").flags & DSCORE_FLAG_INVALID, DSCORE_FLAG_INVALID);
    ck_assert_int_eq(value(v, 0, "first_response_time").flags & DSCORE_FLAG_INVALID, 0);
    ck_assert_int_eq(dscore_values_reason(v, 0, DSCORE_REASON_NEGATIVE), 1);
    ck_assert_int_eq(dscore_values_reason(v, 0, DSCORE_REASON_MISSING), 1);
    ck_assert_int_eq(dscore_values_reason(v, 1, DSCORE_REASON_DOMAIN), 1);
    ck_assert_int_eq(dscore_values_reason(v, 1, DSCORE_REASON_MISSING), 2);
    ck_assert_int_eq(dscore_values_reason(v, 2, DSCORE_REASON_UNPLACED), 4);
    ck_assert_int_eq(dscore_values_reason(v, 0, 99), 0);
    ck_assert_int_eq(dscore_values_reason(v, 9, DSCORE_REASON_NEGATIVE), 0);
    dscore_values_free(v);
}
END_TEST

START_TEST(a_derived_value_counts_the_rows_of_its_base)
{
    asking a = ASK("subject", "closure_rate", "complaint_rate", "complaints");
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    expect(v, 0, "closure_rate", 50, 4, 0, 0);
    expect(v, 1, "closure_rate", 50, 2, 0, 0);
    expect(v, 2, "closure_rate", 0, 1, 0, 0); /* one ticket, none resolved: an operand without a cell counts 0 */
    expect(v, 0, "complaints", 0, 0, 0, 4);
    expect(v, 0, "complaint_rate", 0, 4, 0, 0); /* the best agent is not insufficient */
    expect(v, 1, "complaints", 1, 1, 1, 0);
    expect(v, 1, "complaint_rate", 50, 2, 0, 0);
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_SOURCE), "");
    dscore_values_free(v);
}
END_TEST

START_TEST(a_complaint_is_credited_to_the_agent_complained_about)
{
    static const char *const about[TICKETS] = {NULL, NULL, NULL, NULL, "ann", NULL, NULL};
    asking a = ASK("subject", "complaints", "complaint_rate");
    dscore_table *t = ticket_table(a.catalog, TICKETS);
    OK(dscore_table_bind_array(
        t, "complaint_agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, about, TICKETS, (int64_t)sizeof about[0], NULL, NULL));
    give(&a, t);
    dscore_values *v = answer(&a);
    expect(v, 0, "complaints", 1, 1, 0, 4); /* bob's ticket, ann's complaint */
    expect(v, 0, "complaint_rate", 25, 4, 0, 0);
    expect_none(v, 1, "complaints", DSCORE_VALUE_NO_DATA, 0); /* his one candidate does not say */
    expect_none(v, 1, "complaint_rate", DSCORE_VALUE_NO_DATA, 0);
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_CREDIT), "complaint_agent,agent");
    dscore_values_free(v);
}
END_TEST

/* Bob's complaint is spam and his other ticket does not say: nobody knows that he had none (D4, D5). */
START_TEST(what_the_standing_filter_drops_says_nothing_of_a_condition)
{
    static const int8_t spam[TICKETS] = {0, 0, 0, 0, 1, 0, 0};
    asking a = ASK("agent", "complaints", "complaint_rate");
    dscore_table *t = ticket_table(a.catalog, TICKETS);
    OK(dscore_table_bind_array(t, "is_spam", DSCORE_BOOL8, DSCORE_UNIT_NONE, spam, TICKETS, 1, NULL, NULL));
    give(&a, t);
    dscore_values *v = answer(&a);
    expect(v, 0, "complaints", 0, 0, 0, 4);
    expect_none(v, 1, "complaints", DSCORE_VALUE_NO_DATA, 0);
    expect_none(v, 1, "complaint_rate", DSCORE_VALUE_NO_DATA, 0);
    dscore_values_free(v);
}
END_TEST

START_TEST(the_roster_brings_in_who_has_no_ticket)
{
    asking a = ASK("subject", "tickets", "first_response_time", "closure_rate");
    give(&a, ticket_table(a.catalog, TICKETS));
    give(&a, roster_table(a.catalog));
    dscore_values *v = answer(&a);
    ck_assert_int_eq(dscore_values_row_count(v), 4);
    ck_assert_str_eq(dscore_values_key(v, 2, 0), "cat");
    ck_assert_int_eq(dscore_values_key_flags(v, 0, 0), DSCORE_KEY_ROSTER);
    ck_assert_int_eq(dscore_values_key_flags(v, 1, 0), 0); /* bob works, but stands in no list */
    ck_assert_int_eq(dscore_values_key_flags(v, 2, 0), DSCORE_KEY_ROSTER);
    expect(v, 2, "tickets", 0, 0, 0, 0);
    ck_assert_int_eq(value(v, 2, "tickets").flags & DSCORE_FLAG_NO_CELL, DSCORE_FLAG_NO_CELL);
    expect_none(v, 2, "first_response_time", DSCORE_VALUE_NO_DATA, DSCORE_FLAG_NO_CELL);
    expect_none(v, 2, "closure_rate", DSCORE_VALUE_UNDEFINED, DSCORE_FLAG_NO_CELL); /* 0 / 0 */
    dscore_values_free(v);
}
END_TEST

START_TEST(a_listed_subject_stands_in_every_period_that_anybody_has)
{
    const int64_t edges[] = {0, 1200 * second, 3500 * second, 7500 * second, 8000 * second};
    asking a = ASK("agent", "tickets");
    OK(dscore_query_periods(a.query, edges, 5, NULL));
    give(&a, ticket_table(a.catalog, TICKETS));
    give(&a, roster_table(a.catalog));
    dscore_values *v = answer(&a);
    /* three periods have tickets: ann and cat in each, bob in two, nobody in one; the fourth has none */
    ck_assert_int_eq(dscore_values_row_count(v), 9);
    ck_assert_str_eq(dscore_values_key(v, 5, 0), "cat");
    for (int64_t row = 5; row < 8; row++) {
        int64_t start, end;
        OK(dscore_values_period(v, row, &start, &end, NULL));
        ck_assert_int_eq(start, edges[row - 5]);
        expect(v, row, "tickets", 0, 0, 0, 0);
    }
    dscore_values_free(v);
    a = ASK("agent", "tickets");
    OK(dscore_query_periods(a.query, edges, 5, NULL));
    give(&a, ticket_table(a.catalog, 0));
    give(&a, roster_table(a.catalog));
    v = answer(&a);
    ck_assert_int_eq(dscore_values_row_count(v), 8); /* nobody has a ticket: two people, four periods */
    dscore_values_free(v);
}
END_TEST

START_TEST(two_sources_meet_on_the_subject)
{
    asking a = ASK("subject", "tickets_per_day", "handled", "worked_days");
    give(&a, ticket_table(a.catalog, TICKETS));
    give(&a, month_table(a.catalog));
    dscore_values *v = answer(&a);
    expect(v, 0, "worked_days", 3, 2, 0, 0);
    expect(v, 0, "handled", 3, 3, 0, 1);
    expect(v, 0, "tickets_per_day", 1, 2, 0, 0); /* 3 handled in 3 days; rows of worked_days, which divides */
    expect(v, 1, "tickets_per_day", 0.5, 1, 0, 0);
    expect_none(v, 2, "worked_days", DSCORE_VALUE_NO_DATA, DSCORE_FLAG_NO_CELL);
    expect_none(v, 2, "tickets_per_day", DSCORE_VALUE_NO_DATA, 0); /* a sum of no rows is no 0 */
    dscore_values_free(v);
}
END_TEST

START_TEST(integer_keys_sort_as_numbers)
{
    static const int32_t agents[] = {10, 9, -2};
    static const int64_t created[] = {1000, 1000, 1000};
    asking a = ASK("agent", "tickets");
    dscore_table *t = new_table(a.catalog, "tickets");
    OK(dscore_table_bind_array(t, "agent", DSCORE_INT32, DSCORE_UNIT_NONE, agents, 3, 4, NULL, NULL));
    OK(dscore_table_bind_array(t, "created_at", DSCORE_INT64, DSCORE_UNIT_S, created, 3, 8, NULL, NULL));
    give(&a, t);
    dscore_values *v = answer(&a);
    ck_assert_str_eq(dscore_values_key(v, 0, 0), "-2");
    ck_assert_str_eq(dscore_values_key(v, 1, 0), "9");
    ck_assert_str_eq(dscore_values_key(v, 2, 0), "10");
    ck_assert_int_eq(dscore_values_key_flags(v, 2, 0), DSCORE_KEY_INTEGER);
    ck_assert_str_eq(dscore_values_key_name(v, 0), "agent");
    dscore_values_free(v);
}
END_TEST

/* ---- the total, periods --------------------------------------------------------------------- */

START_TEST(without_a_row_there_is_still_a_total)
{
    asking a = ASK(NULL, "tickets", "csat_mean", "closure_rate");
    give(&a, ticket_table(a.catalog, 0));
    dscore_values *v = answer(&a);
    ck_assert_int_eq(dscore_values_row_count(v), 1);
    ck_assert_int_eq(dscore_values_key_count(v), 0);
    expect(v, 0, "tickets", 0, 0, 0, 0);
    expect_none(v, 0, "csat_mean", DSCORE_VALUE_NO_DATA, DSCORE_FLAG_NO_CELL);
    expect_none(v, 0, "closure_rate", DSCORE_VALUE_UNDEFINED, DSCORE_FLAG_NO_CELL);
    dscore_values_free(v);
    a = ASK("subject", "tickets");
    give(&a, ticket_table(a.catalog, 0));
    v = answer(&a);
    ck_assert_int_eq(dscore_values_row_count(v), 0);
    dscore_values_free(v);
}
END_TEST

START_TEST(each_placement_finds_its_own_period)
{
    const int64_t edges[] = {0, 3500 * second, 7500 * second};
    asking a = ASK(NULL, "tickets", "resolved", "closure_rate", "tickets_created_per_day");
    OK(dscore_query_periods(a.query, edges, 3, NULL));
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    int64_t start = 0, end = 0;
    ck_assert_int_eq(dscore_values_has_periods(v), 1);
    ck_assert_int_eq(dscore_values_row_count(v), 2);
    OK(dscore_values_period(v, 1, &start, &end, NULL));
    ck_assert_int_eq(start, 3500 * second);
    ck_assert_int_eq(end, 7500 * second);
    expect(v, 0, "tickets", 4, 4, 0, 0); /* 1000, 1500, 2000, 3000 */
    expect(v, 1, "tickets", 3, 3, 0, 0);
    expect(v, 0, "resolved", 1, 1, 0, 0); /* 2500 */
    expect(v, 1, "resolved", 1, 1, 0, 0); /* 5000; 9000 lies outside */
    expect(v, 0, "closure_rate", 25, 4, 0, 0);
    ck_assert_int_eq(dscore_values_reason(v, 1, DSCORE_REASON_UNPLACED), 5);
    assert_close(value(v, 0, "tickets_created_per_day").value, 4 * 86400.0 / 3500, 1e-9);
    assert_close(value(v, 1, "tickets_created_per_day").value, 3 * 86400.0 / 4000, 1e-9);
    dscore_values_free(v);
}
END_TEST

START_TEST(a_running_period_ends_now)
{
    asking a = ASK(NULL, "tickets_created_per_day", "backlog", "backlog_age");
    OK(dscore_query_range(a.query, 0, 2 * 86400 * second, NULL));
    OK(dscore_query_now(a.query, 86400 * second, NULL));
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    expect(v, 0, "tickets_created_per_day", 7, 7, 0, 0);
    expect(v, 0, "backlog", 4, 4, 0, 0); /* 2000, 3000, 6000, 7000 are open */
    assert_close(value(v, 0, "backlog_age").value, 86400 - 4500, 1e-9);
    ck_assert_int_eq(value(v, 0, "backlog_age").flags & DSCORE_FLAG_NOW, DSCORE_FLAG_NOW);
    dscore_values_free(v);
}
END_TEST

START_TEST(undecided_rows_are_pending_and_say_so)
{
    asking a = ASK(NULL, "first_response_within");
    OK(dscore_query_parameter(a.query, "first_response_within", "limit", "100s", NULL));
    OK(dscore_query_now(a.query, 3050 * second, NULL));
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    /* in time: 60, 30, 10; late: 120, 300; pending: 3000, open for 50 s; invalid: -1000 */
    expect(v, 0, "first_response_within", 60, 5, 0, 2);
    const dscore_value x = value(v, 0, "first_response_within");
    ck_assert_int_eq(x.n_pending, 1);
    ck_assert_int_eq(x.n_invalid, 1);
    ck_assert_int_eq(x.flags, DSCORE_FLAG_PENDING | DSCORE_FLAG_INVALID | DSCORE_FLAG_NOW);
    ck_assert_int_eq(dscore_values_reason(v, 0, DSCORE_REASON_PENDING), 1);
    dscore_values_free(v);
}
END_TEST

START_TEST(a_roll_up_drops_the_key_from_the_values)
{
    asking a = ASK("subject", "tickets", "first_response_time", "closure_rate");
    dscore_plan *plan;
    dscore_state *state, *total;
    dscore_values *v;
    OK(dscore_plan_compile(a.query, &plan, NULL));
    OK(dscore_state_new(plan, &state, NULL));
    dscore_table *t = ticket_table(a.catalog, TICKETS);
    OK(dscore_state_update(state, t, 0, TICKETS, NULL, NULL));
    OK(dscore_state_rollup(state, NULL, 0, &total, NULL));
    OK(dscore_state_finish(total, &v, NULL));
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_state_free(state);
    dscore_state_free(total);
    dscore_query_free(a.query);
    dscore_catalog_free(a.catalog);
    ck_assert_int_eq(dscore_values_row_count(v), 1);
    ck_assert_int_eq(dscore_values_key_count(v), 0);
    ck_assert_str_eq(dscore_values_key_name(v, 0), "");
    expect(v, 0, "tickets", 7, 7, 0, 0);
    expect(v, 0, "first_response_time", 104, 5, 1, 1); /* 520 / 5 */
    assert_close(value(v, 0, "closure_rate").value, 300.0 / 7, 1e-12);
    dscore_values_free(v);
}
END_TEST

static dscore_state *state_of(const asking *a, const dscore_table *t, int64_t first, int64_t count)
{
    dscore_plan *plan;
    dscore_state *state;
    OK(dscore_plan_compile(a->query, &plan, NULL));
    OK(dscore_state_new(plan, &state, NULL));
    OK(dscore_state_update(state, t, first, count, NULL, NULL));
    dscore_plan_free(plan);
    return state;
}

START_TEST(states_of_the_same_question_put_otherwise_merge)
{
    asking a = ASK("subject", "tickets", "first_response_time_median", "closure_rate", "csat_mean");
    asking b = ASK("agent", "csat_mean", "closure_rate", "tickets");
    dscore_table *t = ticket_table(a.catalog, TICKETS), *u = ticket_table(b.catalog, TICKETS);
    OK(dscore_query_item(b.query, "middle", "first_response_time_median", NULL));
    /* `agent` is not `subject` where a credit list has more to offer: give it one field */
    OK(dscore_query_item_set(a.query, "csat_mean", "credit", "agent", NULL));
    OK(dscore_query_item_set(a.query, "first_response_time_median", "credit", "agent", NULL));
    dscore_state *first = state_of(&a, t, 0, 3), *other = state_of(&b, u, 3, TICKETS - 3);
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_state_merge(first, other, &err), DSCORE_E_INCOMPATIBLE); /* resolved: resolver, agent */
    dscore_state_free(first);
    dscore_state_free(other);
    dscore_query_free(a.query);
    OK(dscore_query_new(a.catalog, &a.query, NULL));
    OK(dscore_query_key(a.query, "agent", NULL));
    for (const char *const *id =
             (const char *const[]){"tickets", "first_response_time_median", "closure_rate", "csat_mean", NULL};
         *id != NULL; id++) {
        OK(dscore_query_item(a.query, NULL, *id, NULL));
    }
    first = state_of(&a, t, 0, 3);
    other = state_of(&b, u, 3, TICKETS - 3);
    assert_ok(dscore_state_merge(first, other, &err), err);
    dscore_values *v;
    OK(dscore_state_finish(first, &v, NULL));
    expect(v, 0, "tickets", 4, 4, 0, 0);
    expect(v, 0, "first_response_time_median", 120, 3, 1, 0);
    expect(v, 0, "csat_mean", 4.5, 2, 2, 0);
    expect(v, 1, "closure_rate", 50, 2, 0, 0);
    dscore_values_free(v);
    dscore_state_free(first);
    dscore_state_free(other);
    dscore_table_free(t);
    dscore_table_free(u);
    dscore_query_free(a.query);
    dscore_query_free(b.query);
    dscore_catalog_free(a.catalog);
    dscore_catalog_free(b.catalog);
}
END_TEST

/* ---- totals in derived formulas ------------------------------------------------------------- */

START_TEST(a_share_of_the_total_keeps_the_period)
{
    const int64_t edges[] = {0, 3500 * second, 7500 * second};
    asking a = ASK("agent", "channel_mix", "test_of_derived");
    OK(dscore_query_periods(a.query, edges, 3, NULL));
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    ck_assert_int_eq(dscore_values_row_count(v), 5); /* ann, bob in both, nobody in the second */
    expect(v, 0, "channel_mix", 75, 3, 0, 0);        /* ann: 3 of 4 */
    ck_assert_double_eq(value(v, 1, "channel_mix").value, 100.0 / 3);
    expect(v, 2, "channel_mix", 25, 1, 0, 0); /* bob: 1 of 4 */
    ck_assert_double_eq(value(v, 4, "channel_mix").value, 100.0 / 3);
    ck_assert_double_eq(value(v, 0, "test_of_derived").value, 3); /* 75 over a closure rate of 25 % */
    dscore_values_free(v);
}
END_TEST

START_TEST(a_total_keeps_the_keys_it_names)
{
    asking a = ASK("agent", "test_team_share");
    OK(dscore_query_key(a.query, "team", NULL));
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    ck_assert_int_eq(dscore_values_row_count(v), 5);
    ck_assert_str_eq(dscore_values_key(v, 0, 1), "blue");
    ck_assert_double_eq(value(v, 0, "test_team_share").value, 100.0 / 3); /* ann: 1 of 3 in blue */
    ck_assert_double_eq(value(v, 1, "test_team_share").value, 75);        /* ann: 3 of 4 in red */
    ck_assert_double_eq(value(v, 3, "test_team_share").value, 25);        /* bob: 1 of 4 in red */
    dscore_values_free(v);
}
END_TEST

/* ---- minimum, domain, observations ---------------------------------------------------------- */

START_TEST(too_few_rows_withhold_the_number)
{
    asking a = ASK(NULL, "test_five", "test_of_five");
    give(&a, ticket_table(a.catalog, 5)); /* three of them are rated */
    dscore_values *v = answer(&a);
    expect_none(v, 0, "test_five", DSCORE_VALUE_INSUFFICIENT, 0);
    expect_none(v, 0, "test_of_five", DSCORE_VALUE_INSUFFICIENT, 0);
    ck_assert_int_eq(value(v, 0, "test_five").n_used, 3);
    ck_assert_double_eq(value(v, 0, "test_of_five").observations, 3);
    dscore_values_free(v);
}
END_TEST

START_TEST(exams_and_not_rows_are_the_observations_of_a_ratio_of_counts)
{
    asking a = ASK("subject", "test_exams");
    give(&a, month_table(a.catalog));
    dscore_values *v = answer(&a);
    expect(v, 0, "test_exams", 75, 2, 0, 0); /* 9 of 12 exams in two rows */
    ck_assert_double_eq(value(v, 0, "test_exams").observations, 12);
    expect_none(v, 1, "test_exams", DSCORE_VALUE_INSUFFICIENT, 0); /* 3 of 4 */
    ck_assert_double_eq(value(v, 1, "test_exams").observations, 4);
    dscore_values_free(v);
}
END_TEST

START_TEST(a_value_outside_its_domain_is_kept_and_flagged)
{
    asking a = ASK("subject", "test_percent");
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    expect(v, 0, "test_percent", 450, 2, 2, 0);
    ck_assert_int_eq(value(v, 0, "test_percent").flags, DSCORE_FLAG_OUT_OF_DOMAIN);
    ck_assert_int_eq(value(v, 1, "test_percent").flags, DSCORE_FLAG_INVALID);
    dscore_values_free(v);
}
END_TEST

START_TEST(another_scale_moves_the_bounds_of_the_score)
{
    asking a = ASK("subject", "csat_score");
    OK(dscore_query_domain(a.query, "tickets", "csat", 1, 10, NULL));
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    assert_close(value(v, 1, "csat_score").value, (4.0 - 1) / 9 * 100, 1e-12); /* 1 and 7 are both valid now */
    ck_assert_int_eq(value(v, 1, "csat_score").n_used, 2);
    dscore_values_free(v);
}
END_TEST

/* ---- absent fields and sources -------------------------------------------------------------- */

START_TEST(an_unbound_field_is_an_error_or_no_data_but_never_missing_rows)
{
    for (int32_t missing = 0; missing < 2; missing++) {
        dscore_values *v;
        dscore_error err = DSCORE_ERROR_INIT;
        asking a = ASK("subject", "nps", "tickets", "csat_mean");
        OK(dscore_query_option(a.query, "absent", missing != 0 ? "missing" : "error", NULL));
        give(&a, ticket_table(a.catalog, TICKETS));
        const dscore_status status = try_answer(&a, &v, &err);
        ck_assert_int_eq(status, missing != 0 ? DSCORE_OK : DSCORE_E_FIELD_MISSING);
        if (missing == 0) {
            ck_assert_ptr_null(v);
            ck_assert(has(err.message, "nps"));
            continue;
        }
        expect_none(v, 0, "nps", DSCORE_VALUE_NO_DATA, DSCORE_FLAG_FIELD_ABSENT);
        ck_assert_int_eq(value(v, 0, "nps").n_missing, 0);
        expect(v, 0, "tickets", 4, 4, 0, 0);
        expect(v, 0, "csat_mean", 4.5, 2, 2, 0);
        ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_POLICIES), "absent = missing");
        dscore_values_free(v);
    }
}
END_TEST

START_TEST(a_source_that_was_not_given_is_named)
{
    dscore_values *v;
    dscore_error err = DSCORE_ERROR_INIT;
    asking a = ASK("subject", "tickets", "tickets_per_day");
    give(&a, ticket_table(a.catalog, TICKETS));
    ck_assert_int_eq(try_answer(&a, &v, &err), DSCORE_E_FIELD_MISSING);
    ck_assert_str_eq(err.path, "items.tickets_per_day");
    ck_assert_msg(has(err.message, "the source agent_periods, which was not given"), "%s", err.message);
    ck_assert_ptr_null(v);
    a = ASK("subject", "tickets", "tickets_per_day", "worked_days");
    OK(dscore_query_option(a.query, "absent", "missing", NULL));
    give(&a, ticket_table(a.catalog, TICKETS));
    v = answer(&a);
    expect(v, 0, "tickets", 4, 4, 0, 0);
    expect_none(v, 0, "tickets_per_day", DSCORE_VALUE_NO_DATA, DSCORE_FLAG_FIELD_ABSENT);
    expect_none(v, 0, "worked_days", DSCORE_VALUE_NO_DATA, DSCORE_FLAG_FIELD_ABSENT);
    dscore_values_free(v);
}
END_TEST

static dscore_table *responses_table(dscore_catalog *c)
{
    static const char *const agents[] = {"ann", "ann", "bob"};
    static const int64_t asked[] = {1000, 2000, 3000}, answered[] = {1010, 2030, 3004};
    dscore_table *t = new_table(c, "responses");
    OK(dscore_table_bind_array(
        t, "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, agents, 3, (int64_t)sizeof agents[0], NULL, NULL));
    OK(dscore_table_bind_array(t, "asked_at", DSCORE_INT64, DSCORE_UNIT_S, asked, 3, 8, NULL, NULL));
    OK(dscore_table_bind_array(t, "responded_at", DSCORE_INT64, DSCORE_UNIT_S, answered, 3, 8, NULL, NULL));
    return t;
}

START_TEST(the_average_response_time_takes_the_first_home_it_finds)
{
    static const double totals[TICKETS] = {60, 240, 0, 300, 30, 0, 10};
    static const int32_t counts[TICKETS] = {1, 2, 0, 3, 1, 0, 1};
    dscore_values *v;
    dscore_error err = DSCORE_ERROR_INIT;
    asking a = ASK("subject", "average_response_time", "tickets");
    give(&a, ticket_table(a.catalog, TICKETS));
    ck_assert_int_eq(try_answer(&a, &v, &err), DSCORE_E_FIELD_MISSING);
    ck_assert_msg(has(err.message, "responses") && has(err.message, "tickets.response_time_total") &&
                      has(err.message, "tickets.response_count"),
        "%s", err.message);
    for (int32_t with_responses = 0; with_responses < 2; with_responses++) {
        a = ASK("subject", "average_response_time", "tickets");
        dscore_table *t = ticket_table(a.catalog, TICKETS);
        OK(dscore_table_bind_array(
            t, "response_time_total", DSCORE_FLOAT64, DSCORE_UNIT_S, totals, TICKETS, 8, NULL, NULL));
        OK(dscore_table_bind_array(
            t, "response_count", DSCORE_INT32, DSCORE_UNIT_NONE, counts, TICKETS, 4, NULL, NULL));
        give(&a, t);
        if (with_responses != 0) {
            give(&a, responses_table(a.catalog));
        }
        v = answer(&a);
        if (with_responses != 0) {
            expect(v, 0, "average_response_time", 20, 2, 0, 0); /* (10 + 30) / 2 */
            expect(v, 1, "average_response_time", 4, 1, 0, 0);
            expect_none(v, 2, "average_response_time", DSCORE_VALUE_NO_DATA, 0); /* never the other home's number */
        } else {
            expect(v, 0, "average_response_time", 100, 4, 0, 0); /* 600 / 6 */
            ck_assert_int_eq(value(v, 0, "average_response_time").flags & DSCORE_FLAG_FIELD_ABSENT, 0);
        }
        dscore_values_free(v);
    }
}
END_TEST

/* ---- policies and texts --------------------------------------------------------------------- */

START_TEST(published_figures_may_keep_negative_times)
{
    asking a = ASK("subject", "first_response_time", "tickets");
    OK(dscore_query_option(a.query, "negative", "signed", NULL));
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    expect(v, 1, "first_response_time", -485, 2, 0, 0); /* (30 - 1000) / 2 */
    ck_assert_int_eq(value(v, 1, "first_response_time").flags, DSCORE_FLAG_SIGNED | DSCORE_FLAG_OUT_OF_DOMAIN);
    ck_assert_int_eq(value(v, 1, "tickets").flags, 0);
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_POLICIES), "negative = signed");
    dscore_values_free(v);
}
END_TEST

START_TEST(the_standing_filter_can_be_lifted_for_all_to_see)
{
    static const uint8_t spam[TICKETS] = {1, 0, 0, 0, 0, 0, 0};
    for (int32_t off = 0; off < 2; off++) {
        asking a = ASK("subject", "tickets");
        dscore_table *t = ticket_table(a.catalog, TICKETS);
        OK(dscore_table_bind_array(t, "is_spam", DSCORE_BOOL8, DSCORE_UNIT_NONE, spam, TICKETS, 1, NULL, NULL));
        give(&a, t);
        OK(dscore_query_option(a.query, "standing_filter", off != 0 ? "off" : "on", NULL));
        dscore_values *v = answer(&a);
        expect(v, 0, "tickets", off != 0 ? 4 : 3, off != 0 ? 4 : 3, 0, off != 0 ? 0 : 1);
        ck_assert_int_eq(value(v, 0, "tickets").flags, off != 0 ? DSCORE_FLAG_FILTER_OFF : 0);
        ck_assert_int_eq(has(dscore_values_item(v, 0, DSCORE_ITEM_FILTER), "exclude is_spam"), off == 0);
        dscore_values_free(v);
    }
}
END_TEST

START_TEST(a_query_condition_chooses_the_candidates)
{
    asking a = ASK("subject", "tickets", "closure_rate");
    OK(dscore_query_where(a.query, NULL, "csat >= 4", NULL));
    OK(dscore_query_where(a.query, NULL, "team == \"red\"", NULL));
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    /* ann: two rated 5 and 4, one red and unrated (missing), one blue (no candidate); bob: 1 is no candidate */
    expect(v, 0, "tickets", 2, 2, 1, 0);
    ck_assert_str_eq(dscore_values_key(v, 0, 0), "ann");
    ck_assert(has(dscore_values_item(v, 0, DSCORE_ITEM_FILTER), "where csat >= 4 and team == \"red\"; exclude "));
    expect(v, 0, "closure_rate", 100, 2, 1, 0);
    ck_assert_int_gt(dscore_values_reason(v, 0, DSCORE_REASON_FILTERED_OUT), 0);
    dscore_values_free(v);
}
END_TEST

START_TEST(items_say_how_they_were_measured)
{
    asking a = ASK("subject", "csat_satisfied", "resolved", "first_response_time");
    OK(dscore_query_parameter(a.query, "csat_satisfied", "cut", "3", NULL));
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_ALIAS), "csat_satisfied");
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_INDICATOR), "csat_satisfied");
    ck_assert_int_eq((int)strlen(dscore_values_item(v, 0, DSCORE_ITEM_HASH)), 32);
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_UNIT), "%");
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_SOURCE), "tickets");
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_PARAMETERS), "cut = 3");
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_CREDIT), "agent"); /* survey_agent is not bound */
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_CLOCK), "none");
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_POLICIES), "");
    ck_assert_str_eq(dscore_values_item(v, 1, DSCORE_ITEM_PLACEMENT), "event(resolved_at)");
    ck_assert_str_eq(dscore_values_item(v, 1, DSCORE_ITEM_CHOICES), "is_resolved = resolved_at is present");
    ck_assert_int_eq(value(v, 0, "resolved").flags, DSCORE_FLAG_DERIVED);
    ck_assert_str_eq(dscore_values_item(v, 2, DSCORE_ITEM_CLOCK), "calendar");
    ck_assert_str_eq(dscore_values_item(v, 2, DSCORE_ITEM_CHOICES), "");
    ck_assert_str_eq(dscore_values_item(v, 3, DSCORE_ITEM_ALIAS), "");
    ck_assert_str_eq(dscore_values_item(v, 0, 99), "");
    ck_assert_int_eq(dscore_values_find(v, "resolved"), 1);
    ck_assert_int_eq(dscore_values_find(v, "nps"), -1);
    dscore_values_free(v);
}
END_TEST

START_TEST(an_unbound_placement_places_every_row_where_no_time_was_asked)
{
    static const uint8_t done[] = {1, 0, 1};
    asking a = ASK(NULL, "resolved");
    dscore_table *t = new_table(a.catalog, "tickets");
    OK(dscore_table_bind_array(t, "is_resolved", DSCORE_BOOL8, DSCORE_UNIT_NONE, done, 3, 1, NULL, NULL));
    give(&a, t);
    dscore_values *v = answer(&a);
    expect(v, 0, "resolved", 2, 2, 0, 1);
    ck_assert_str_eq(dscore_values_item(v, 0, DSCORE_ITEM_PLACEMENT), "");
    dscore_values_free(v);
}
END_TEST

/* ---- columns -------------------------------------------------------------------------------- */

START_TEST(columns_hold_what_single_values_hold)
{
    asking a = ASK("subject", "tickets", "resolved");
    give(&a, ticket_table(a.catalog, TICKETS));
    dscore_values *v = answer(&a);
    dscore_values_column column = DSCORE_VALUES_COLUMN_INIT;
    OK(dscore_values_by_column(v, 1, &column, NULL));
    ck_assert_int_eq(column.rows, 3);
    ck_assert_double_eq(column.value[0], 2);
    ck_assert(isnan(column.value[2]));
    ck_assert_int_eq(column.status[2], DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(column.validity[0], 3); /* rows 0 and 1 */
    ck_assert_int_eq(column.n_used[1], 1);
    ck_assert_int_eq(column.n_missing[1] + column.n_excluded[1], 0);
    ck_assert_int_eq(dscore_values_by_column(v, 2, &column, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_values_by_column(v, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    dscore_value x = DSCORE_VALUE_INIT;
    ck_assert_int_eq(dscore_values_get(v, 3, 0, &x, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_values_get(v, 0, 2, &x, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_values_get(NULL, 0, 0, &x, NULL), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(dscore_values_key(v, 3, 0), "");
    ck_assert_str_eq(dscore_values_key(v, 0, 1), "");
    ck_assert_int_eq(dscore_values_key_flags(v, -1, 0), 0);
    int64_t start, end;
    ck_assert_int_eq(dscore_values_period(v, 3, &start, &end, NULL), DSCORE_E_ARGUMENT);
    OK(dscore_values_period(v, 0, &start, &end, NULL));
    ck_assert_int_eq(start, dscore_instant_min());
    ck_assert_int_eq(end, dscore_instant_max());
    dscore_values_free(v);
    dscore_values_free(NULL);
}
END_TEST

/* ---- memory --------------------------------------------------------------------------------- */

typedef struct failing {
    int64_t left, live;
} failing;

static void *fail_alloc(void *ctx, int64_t size, int64_t align)
{
    failing *f = ctx;
    (void)align;
    if (f->left-- <= 0) {
        return NULL;
    }
    f->live++;
    return malloc((size_t)size);
}

static void *fail_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    failing *f = ctx;
    (void)old_size;
    (void)align;
    return f->left-- <= 0 ? NULL : realloc(p, (size_t)new_size);
}

static void fail_release(void *ctx, void *p, int64_t size, int64_t align)
{
    failing *f = ctx;
    (void)size;
    (void)align;
    f->live--;
    free(p);
}

START_TEST(every_failed_allocation_is_told_and_nothing_leaks)
{
    failing f = {INT64_MAX, 0};
    const dscore_allocator allocator = {(uint32_t)sizeof allocator, &f, fail_alloc, fail_resize, fail_release};
    dscore_catalog *c = test_catalog(&allocator);
    dscore_query *q;
    dscore_plan *plan;
    dscore_state *state;
    OK(dscore_query_new(c, &q, NULL));
    OK(dscore_query_key(q, "subject", NULL));
    OK(dscore_query_item(q, NULL, "first_response_time_median", NULL));
    OK(dscore_query_item(q, NULL, "load_share", NULL));
    OK(dscore_query_item(q, NULL, "closure_rate", NULL));
    OK(dscore_query_now(q, 8000 * second, NULL));
    OK(dscore_plan_compile(q, &plan, NULL));
    OK(dscore_state_new(plan, &state, NULL));
    dscore_table *t = ticket_table(c, TICKETS), *r = roster_table(c);
    OK(dscore_state_update(state, t, 0, TICKETS, NULL, NULL));
    OK(dscore_state_update(state, r, 0, 2, NULL, NULL));
    const int64_t before = f.live;
    dscore_status status = DSCORE_E_MEMORY;
    for (int64_t n = 0; status != DSCORE_OK; n++) {
        dscore_values *v;
        f.left = n;
        status = dscore_state_finish(state, &v, NULL);
        ck_assert_msg(status == DSCORE_OK || status == DSCORE_E_MEMORY, "%s", dscore_status_name(status));
        dscore_values_free(v);
        ck_assert_int_eq(f.live, before);
    }
    f.left = INT64_MAX;
    dscore_table_free(t);
    dscore_table_free(r);
    dscore_state_free(state);
    dscore_plan_free(plan);
    dscore_query_free(q);
    dscore_catalog_free(c);
    ck_assert_int_eq(f.live, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {seven_tickets_by_agent, impossible_rows_are_counted_by_reason,
        a_derived_value_counts_the_rows_of_its_base, a_complaint_is_credited_to_the_agent_complained_about,
        what_the_standing_filter_drops_says_nothing_of_a_condition, the_roster_brings_in_who_has_no_ticket,
        a_listed_subject_stands_in_every_period_that_anybody_has, two_sources_meet_on_the_subject,
        integer_keys_sort_as_numbers, without_a_row_there_is_still_a_total, each_placement_finds_its_own_period,
        a_running_period_ends_now, undecided_rows_are_pending_and_say_so, a_roll_up_drops_the_key_from_the_values,
        states_of_the_same_question_put_otherwise_merge, a_share_of_the_total_keeps_the_period,
        a_total_keeps_the_keys_it_names, too_few_rows_withhold_the_number,
        exams_and_not_rows_are_the_observations_of_a_ratio_of_counts, a_value_outside_its_domain_is_kept_and_flagged,
        another_scale_moves_the_bounds_of_the_score, an_unbound_field_is_an_error_or_no_data_but_never_missing_rows,
        a_source_that_was_not_given_is_named, the_average_response_time_takes_the_first_home_it_finds,
        published_figures_may_keep_negative_times, the_standing_filter_can_be_lifted_for_all_to_see,
        a_query_condition_chooses_the_candidates, items_say_how_they_were_measured,
        an_unbound_placement_places_every_row_where_no_time_was_asked, columns_hold_what_single_values_hold,
        every_failed_allocation_is_told_and_nothing_leaks};
    return RUN_TESTS("values", tests);
}
