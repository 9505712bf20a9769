/* What meets what: sources on keys, operands in derived indicators, states of different now and different fields, naive
   and zoned clocks (D1, D3, D6, D11, D12). */
#include "whole_support.h"

/* ---- keys that not every source has (D3) ---------------------------------------------------- */

START_TEST(a_source_without_the_key_is_named)
{
    const char *const channel[] = {"phone"};
    const int8_t answered[] = {YES};
    const double days[] = {1};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "channel");
    desk_ask(&d, "tickets_per_day");
    bind_texts(&d, "channel", channel, 1);
    bind_flags(&d, "is_answered", answered, 1);
    desk_table(&d, "agent_periods");
    bind_numbers(&d, "worked_days", days, 1);
    ck_assert_int_eq(desk_try(&d), DSCORE_E_FIELD_MISSING);
    ck_assert_ptr_nonnull(strstr(d.err.message, "agent_periods"));
    ck_assert_ptr_nonnull(strstr(d.err.message, "channel"));
    desk_close(&d);
}
END_TEST

START_TEST(a_key_without_a_column_is_named)
{
    const double csat[] = {3};
    const char *const keys[] = {"team", "agent", "subject"};
    for (int i = 0; i < 3; i++) {
        desk d;
        desk_open(&d, NULL);
        desk_key(&d, keys[i]);
        desk_ask(&d, "csat_mean");
        bind_numbers(&d, "csat", csat, 1);
        ck_assert_int_eq(desk_try(&d), DSCORE_E_FIELD_MISSING);
        ck_assert_ptr_nonnull(strstr(d.err.message, keys[i]));
        desk_close(&d);
    }
}
END_TEST

START_TEST(a_yes_or_no_is_a_key)
{
    const int8_t complaint[] = {YES, NO, UNKNOWN, NO};
    const double csat[] = {1, 4, 3, 5};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "is_complaint");
    desk_ask(&d, "csat_mean");
    bind_flags(&d, "is_complaint", complaint, 4);
    bind_numbers(&d, "csat", csat, 4);
    desk_run(&d);
    ck_assert_int_eq(dscore_values_row_count(d.values), 3);
    expect(&d, "true", "csat_mean", 1.0, 1, 0, 0);
    expect(&d, "false", "csat_mean", 4.5, 2, 0, 0);
    expect(&d, "", "csat_mean", 3.0, 1, 0, 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_roster_of_numbers_does_not_meet_agents_of_text)
{
    const char *const agent[] = {"7"};
    const int32_t roster[] = {7};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    desk_ask(&d, "tickets");
    bind_texts(&d, "agent", agent, 1);
    desk_table(&d, "agents");
    assert_ok(dscore_table_bind_array(d.tables[1], "agent", DSCORE_INT32, 0, roster, 1, 4, NULL, &d.err), d.err);
    ck_assert_int_eq(desk_try(&d), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(d.err.code, DSCORE_CODE_STATE_KIND);
    desk_close(&d);
}
END_TEST

START_TEST(a_table_of_another_catalogue_is_refused)
{
    const double csat[] = {3};
    desk d, other;
    desk_open(&d, NULL);
    desk_ask(&d, "csat_mean");
    desk_open(&other, "{\"deskscore\": 1, \"kind\": \"catalog\", \"fields\": {\"tickets\": ["
                      "{\"name\": \"first_of_all\", \"type\": \"number\"}]}}");
    bind_numbers(&other, "csat", csat, 1);
    dscore_table *mine = d.tables[0];
    d.tables[0] = other.tables[0];
    ck_assert_int_ne(desk_try(&d), DSCORE_OK);
    ck_assert_int_eq(d.err.code, DSCORE_CODE_STATE_TABLE);
    d.tables[0] = mine;
    desk_close(&other);
    desk_close(&d);
}
END_TEST

/* ---- derived indicators --------------------------------------------------------------------- */

START_TEST(shares_of_a_total_add_up_to_a_hundred)
{
    /* channel_mix = 100 * [tickets] / total([tickets]) */
    const char *const channel[] = {"phone", "email", "phone", "chat", "phone", "email", "phone", NULL};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "channel");
    desk_ask(&d, "channel_mix");
    bind_texts(&d, "channel", channel, 8);
    desk_run(&d);
    expect(&d, "phone", "channel_mix", 50.0, 4, 0, 0);
    expect(&d, "email", "channel_mix", 25.0, 2, 0, 0);
    expect(&d, "chat", "channel_mix", 12.5, 1, 0, 0);
    expect(&d, "", "channel_mix", 12.5, 1, 0, 0);
    desk_close(&d);
}
END_TEST

START_TEST(shares_of_a_total_are_of_the_same_period)
{
    const char *const channel[] = {"phone", "email", "phone", "phone"};
    const int64_t created[] = {0, HOUR, DAY, DAY + HOUR};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "channel");
    desk_ask(&d, "channel_mix");
    assert_ok(dscore_query_periods_every(d.query, 0, DAY, 2, &d.err), d.err);
    bind_texts(&d, "channel", channel, 4);
    bind_times(&d, "created_at", created, 4);
    desk_run(&d);
    /* email: day 0 only. phone: day 0 is 1 of 2, day 1 is 2 of 2. */
    ck_assert_int_eq(dscore_values_row_count(d.values), 3);
    ck_assert_double_eq(value_at(d.values, 0, "channel_mix").value, 50.0);
    ck_assert_double_eq(value_at(d.values, 1, "channel_mix").value, 50.0);
    ck_assert_double_eq(value_at(d.values, 2, "channel_mix").value, 100.0);
    ck_assert_str_eq(dscore_values_key(d.values, 2, 0), "phone");
    int64_t start = -1, end = -1;
    assert_ok(dscore_values_period(d.values, 2, &start, &end, &d.err), d.err);
    ck_assert(start == DAY && end == 2 * DAY);
    desk_close(&d);
}
END_TEST

START_TEST(a_derived_indicator_carries_the_flags_of_its_operands)
{
    const int64_t created[] = {0, 0}, resolved[] = {HOUR, NONE};
    const int8_t spam[] = {NO, NO};
    desk d;
    desk_open(&d, NULL);
    bind_times(&d, "created_at", created, 2);
    bind_times(&d, "resolved_at", resolved, 2);
    bind_flags(&d, "is_spam", spam, 2);
    desk_ask(&d, "closure_rate");
    desk_option(&d, "standing_filter", "off");
    desk_run(&d);
    expect(&d, NULL, "closure_rate", 50.0, 2, 0, 0);
    const int32_t flags = value_of(&d, NULL, "closure_rate").flags;
    ck_assert_int_ne(flags & DSCORE_FLAG_DERIVED, 0); /* is_resolved is read as resolved_at is present */
    ck_assert_int_ne(flags & DSCORE_FLAG_FILTER_OFF, 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_filter_of_tickets_leaves_other_sources_alone)
{
    const char *const channel[] = {"phone", "email", "phone"};
    const int8_t answered[] = {YES, YES, YES};
    const double days[] = {4};
    desk d;
    desk_open(&d, NULL);
    desk_ask(&d, "tickets_per_day");
    bind_texts(&d, "channel", channel, 3);
    bind_flags(&d, "is_answered", answered, 3);
    assert_ok(dscore_query_where(d.query, "tickets", "channel == \"phone\"", &d.err), d.err);
    desk_table(&d, "agent_periods");
    bind_numbers(&d, "worked_days", days, 1);
    desk_run(&d);
    expect(&d, NULL, "tickets_per_day", 0.5, 1, 0, 0); /* 2 by phone in 4 days */
    desk_close(&d);
}
END_TEST

/* ---- now (D11) ------------------------------------------------------------------------------ */

static dscore_state *state_at(desk *d, const int64_t *created, const int64_t *replied, int64_t n, int64_t now)
{
    dscore_state *state = NULL;
    desk_open(d, NULL);
    desk_ask(d, "first_response_within");
    assert_ok(dscore_query_now(d->query, now, &d->err), d->err);
    bind_times(d, "created_at", created, n);
    bind_times(d, "first_response_at", replied, n);
    assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
    assert_ok(dscore_state_new(d->plan, &state, &d->err), d->err);
    assert_ok(dscore_state_update(state, d->tables[0], 0, n, NULL, &d->err), d->err);
    return state;
}

START_TEST(states_of_finished_tickets_merge_whatever_their_now)
{
    const int64_t created[] = {0, HOUR}, replied[] = {HOUR, 2 * HOUR}, open_reply[] = {HOUR, NONE};
    desk monday, tuesday, today, later;
    dscore_state *first = state_at(&monday, created, replied, 2, DAY);
    dscore_state *second = state_at(&tuesday, created, replied, 2, 2 * DAY);
    dscore_state *with_open = state_at(&today, created, open_reply, 2, 3 * DAY);
    dscore_state *another = state_at(&later, created, open_reply, 2, 4 * DAY);
    assert_ok(dscore_state_merge(first, second, &monday.err), monday.err);
    /* The archive meets the open tickets of today; the sum holds today's now. */
    assert_ok(dscore_state_merge(with_open, first, &monday.err), monday.err);
    ck_assert_int_eq(dscore_state_merge(with_open, another, &monday.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_ptr_nonnull(strstr(monday.err.message, "now"));
    ck_assert_int_eq(monday.err.code, DSCORE_CODE_STATE_MERGE);
    /* Five answered within the day, and one open for longer than that. */
    assert_ok(dscore_state_finish(with_open, &today.values, &today.err), today.err);
    expect(&today, NULL, "first_response_within", 5.0 / 6.0 * 100.0, 6, 0, 0);
    dscore_state_free(first);
    dscore_state_free(second);
    dscore_state_free(with_open);
    dscore_state_free(another);
    desk_close(&monday);
    desk_close(&tuesday);
    desk_close(&today);
    desk_close(&later);
}
END_TEST

/* Three states added up in an order, from the left or from the right; -1 = refused. */
static double joined(dscore_state *const *states, const int *order, int nested, dscore_status *out)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_state *a = NULL, *b = NULL;
    dscore_values *values = NULL;
    double value = -1;
    assert_ok(dscore_state_clone(states[order[0]], &a, &err), err);
    assert_ok(dscore_state_clone(states[order[1]], &b, &err), err);
    if (nested) { /* a + (b + c) */
        *out = dscore_state_merge(b, states[order[2]], &err);
        *out = *out == DSCORE_OK ? dscore_state_merge(a, b, &err) : *out;
    } else { /* (a + b) + c */
        *out = dscore_state_merge(a, b, &err);
        *out = *out == DSCORE_OK ? dscore_state_merge(a, states[order[2]], &err) : *out;
    }
    if (*out == DSCORE_OK) {
        assert_ok(dscore_state_finish(a, &values, &err), err);
        value = value_at(values, 0, "tickets_open_for").value;
        dscore_values_free(values);
    }
    dscore_state_free(a);
    dscore_state_free(b);
    return value;
}

static const int ORDERS[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

START_TEST(states_with_a_now_each_merge_in_any_order)
{
    /* share(...) tells what is answered in time, period_days how far the range has come by the sum's now. */
    static const char DAYS[] =
        "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": [{\"id\": \"tickets_open_for\", "
        "\"name\": {\"en\": \"a\", \"zh\": \"\\u5929\"}, \"unit\": \"days\", \"credit\": [\"agent\"], "
        "\"placement\": \"event(created_at)\", "
        "\"formula\": \"period_days() + 100 * share(within(created_at, first_response_at, 1d))\"}]}";
    /* Which of three states, of the nows 2, 3 and 4 days, has an open ticket; the days of the sum's now; its share. */
    static const struct {
        int open[3];
        double days, share;
    } cases[] = {{{NO, NO, NO}, 4, 1}, {{YES, NO, NO}, 2, 5.0 / 6}, {{NO, YES, NO}, 3, 5.0 / 6},
        {{NO, NO, YES}, 4, 5.0 / 6}, {{YES, NO, YES}, -1, 0}, {{YES, YES, YES}, -1, 0}};
    const int64_t created[] = {0, HOUR}, replied[] = {HOUR, 2 * HOUR}, open_reply[] = {HOUR, NONE};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        desk desks[3];
        dscore_state *states[3] = {NULL, NULL, NULL};
        for (int i = 0; i < 3; i++) {
            desk *d = &desks[i];
            desk_open(d, DAYS);
            desk_ask(d, "tickets_open_for");
            assert_ok(dscore_query_now(d->query, (2 + i) * DAY, &d->err), d->err);
            assert_ok(dscore_query_range(d->query, 0, 30 * DAY, &d->err), d->err);
            bind_times(d, "created_at", created, 2);
            bind_times(d, "first_response_at", cases[c].open[i] ? open_reply : replied, 2);
            assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
            assert_ok(dscore_state_new(d->plan, &states[i], &d->err), d->err);
            assert_ok(dscore_state_update(states[i], d->tables[0], 0, 2, NULL, &d->err), d->err);
        }
        for (int o = 0; o < 12; o++) {
            dscore_status status = DSCORE_OK;
            const double value = joined(states, ORDERS[o % 6], o / 6, &status);
            if (cases[c].days < 0) {
                ck_assert_int_eq(status, DSCORE_E_INCOMPATIBLE);
            } else {
                ck_assert_int_eq(status, DSCORE_OK);
                ck_assert_double_eq_tol(value, cases[c].days + 100 * cases[c].share, 1e-9);
            }
        }
        for (int i = 0; i < 3; i++) {
            dscore_state_free(states[i]);
            desk_close(&desks[i]);
        }
    }
}
END_TEST

START_TEST(rows_added_after_a_merge_are_read_at_its_now)
{
    const int64_t created[] = {0}, replied[] = {HOUR}, open_reply[] = {NONE};
    desk early, today;
    dscore_state *archive = state_at(&early, created, replied, 1, HOUR);
    dscore_state *open = state_at(&today, created, open_reply, 1, 3 * DAY);
    dscore_state *total = NULL;
    assert_ok(dscore_state_merge(archive, open, &early.err), early.err);
    /* The archive's own now, an hour, would leave this one pending: at three days it is late. */
    bind_times(&early, "first_response_at", open_reply, 1);
    assert_ok(dscore_state_update(archive, early.tables[0], 0, 1, NULL, &early.err), early.err);
    assert_ok(dscore_state_rollup(archive, NULL, 0, &total, &early.err), early.err);
    assert_ok(dscore_state_finish(total, &early.values, &early.err), early.err);
    expect(&early, NULL, "first_response_within", 1.0 / 3.0 * 100.0, 3, 0, 0);
    int64_t rows[1], needed = 0;
    assert_ok(dscore_plan_rows(early.plan, early.tables[0], early.values, 0, "first_response_within", DSCORE_ROWS_USED,
                  rows, NULL, 1, &needed, &early.err),
        early.err);
    ck_assert_int_eq(needed, 1);
    dscore_state_free(total);
    dscore_state_free(archive);
    dscore_state_free(open);
    desk_close(&early);
    desk_close(&today);
}
END_TEST

static const char URGENT[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": [{\"id\": \"urgent\", "
    "\"name\": {\"en\": \"a\", \"zh\": \"\\u6025\"}, \"unit\": \"%\", \"credit\": [\"agent\"], "
    "\"formula\": \"share(is_complaint and within(created_at, first_response_at, 1d))\"}]}";

/* A state of one ticket without a reply at a now; where = "" for none. */
static dscore_state *open_ticket(desk *d, const int8_t *complaint, const char *where, int64_t now)
{
    static const int64_t created[] = {0}, open_reply[] = {INT64_MIN};
    dscore_state *state = NULL;
    desk_open(d, URGENT);
    desk_ask(d, "urgent");
    if (where[0] != '\0') {
        assert_ok(dscore_query_where(d->query, NULL, where, &d->err), d->err);
    }
    assert_ok(dscore_query_now(d->query, now, &d->err), d->err);
    bind_times(d, "created_at", created, 1);
    bind_times(d, "first_response_at", open_reply, 1);
    bind_flags(d, "is_complaint", complaint, 1);
    assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
    assert_ok(dscore_state_new(d->plan, &state, &d->err), d->err);
    assert_ok(dscore_state_update(state, d->tables[0], 0, 1, NULL, &d->err), d->err);
    assert_ok(dscore_state_finish(state, &d->values, &d->err), d->err);
    return state;
}

START_TEST(a_row_depends_on_now_only_if_another_now_could_change_it)
{
    static const int8_t yes[] = {1}, no[] = {0};
    static const struct {
        const int8_t *complaint;
        const char *where;
        int depends, flagged;
    } cases[] = {{yes, "", 1, 1}, {no, "", 0, 0}, /* false and anything is false */
        {yes, "not is_complaint", 0, 0},          /* filtered out whatever now is */
        {no, "created_at > now() - 1d", 1, 0},    /* filtered out at two days, not at half a day */
        {no, "is_complaint and created_at > now() - 1d", 0, 0}, {no, "not is_complaint or created_at > now()", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        desk one, two;
        dscore_state *a = open_ticket(&one, cases[i].complaint, cases[i].where, 2 * DAY);
        dscore_state *b = open_ticket(&two, cases[i].complaint, cases[i].where, 3 * DAY);
        const dscore_status status = dscore_state_merge(a, b, &one.err);
        ck_assert_msg(
            status == (cases[i].depends ? DSCORE_E_INCOMPATIBLE : DSCORE_OK), "%d: %s", (int)i, one.err.message);
        if (dscore_values_row_count(one.values) > 0) {
            const int32_t flags = value_of(&one, NULL, "urgent").flags;
            ck_assert_msg(((flags & DSCORE_FLAG_NOW) != 0) == cases[i].flagged, "%d", (int)i);
        }
        dscore_state_free(a);
        dscore_state_free(b);
        desk_close(&one);
        desk_close(&two);
    }
}
END_TEST

static dscore_state *stock_at(desk *d, int64_t now)
{
    static const int64_t created[] = {0}, resolved[] = {INT64_MIN};
    dscore_state *state = NULL;
    desk_open(d, NULL);
    desk_ask(d, "backlog");
    assert_ok(dscore_query_range(d->query, 0, 2 * DAY, &d->err), d->err);
    if (now != NONE) {
        assert_ok(dscore_query_now(d->query, now, &d->err), d->err);
    }
    bind_times(d, "created_at", created, 1);
    bind_times(d, "resolved_at", resolved, 1);
    assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
    assert_ok(dscore_state_new(d->plan, &state, &d->err), d->err);
    assert_ok(dscore_state_update(state, d->tables[0], 0, 1, NULL, &d->err), d->err);
    return state;
}

START_TEST(a_stock_without_a_now_does_not_meet_one_cut_short_by_now)
{
    desk never, within_range, after;
    dscore_state *without = stock_at(&never, NONE);
    dscore_state *cut = stock_at(&within_range, DAY);
    dscore_state *whole = stock_at(&after, 3 * DAY);
    ck_assert_int_eq(dscore_state_merge(without, cut, &never.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_state_merge(cut, without, &never.err), DSCORE_E_INCOMPATIBLE);
    assert_ok(dscore_state_merge(whole, without, &after.err), after.err);
    ck_assert_int_eq(dscore_state_merge(whole, cut, &never.err), DSCORE_E_INCOMPATIBLE);
    dscore_state_free(without);
    dscore_state_free(cut);
    dscore_state_free(whole);
    desk_close(&never);
    desk_close(&within_range);
    desk_close(&after);
}
END_TEST

/* A ticket without a reply that was closed after five days. */
static dscore_state *curve_at(desk *d, int64_t now)
{
    static const int64_t created[] = {0}, replied[] = {INT64_MIN}, closed[] = {5 * DAY};
    dscore_state *state = NULL;
    desk_open(d, NULL);
    desk_ask(d, "first_response_time_km_median");
    assert_ok(dscore_query_now(d->query, now, &d->err), d->err);
    bind_times(d, "created_at", created, 1);
    bind_times(d, "first_response_at", replied, 1);
    bind_times(d, "ended_at", closed, 1);
    assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
    assert_ok(dscore_state_new(d->plan, &state, &d->err), d->err);
    assert_ok(dscore_state_update(state, d->tables[0], 0, 1, NULL, &d->err), d->err);
    return state;
}

/* What was over at the now of one state would not be so at an earlier one: the sum cannot have that. */
START_TEST(a_state_does_not_meet_a_now_before_what_had_passed_in_it)
{
    for (int i = 0; i < 2; i++) {
        dscore_state *(*const make)(desk * d, int64_t now) = i == 0 ? stock_at : curve_at;
        desk early, late, later;
        dscore_state *a = make(&early, DAY), *b = make(&late, 6 * DAY), *c = make(&later, 9 * DAY);
        ck_assert_int_eq(dscore_state_merge(a, b, &early.err), DSCORE_E_INCOMPATIBLE);
        ck_assert_ptr_nonnull(strstr(early.err.message, "now"));
        ck_assert_int_eq(dscore_state_merge(b, a, &late.err), DSCORE_E_INCOMPATIBLE);
        assert_ok(dscore_state_merge(b, c, &late.err), late.err); /* over at either now */
        ck_assert_int_eq(dscore_state_merge(a, b, &early.err), DSCORE_E_INCOMPATIBLE);
        dscore_state_free(a);
        dscore_state_free(b);
        dscore_state_free(c);
        desk_close(&early);
        desk_close(&late);
        desk_close(&later);
    }
}
END_TEST

START_TEST(states_that_bound_different_fields_do_not_merge)
{
    const double csat[] = {3, 5};
    const int8_t spam[] = {NO, YES};
    desk d;
    dscore_state *with = NULL, *without = NULL;
    desk_open(&d, NULL);
    desk_ask(&d, "csat_mean");
    bind_numbers(&d, "csat", csat, 2);
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    assert_ok(dscore_state_new(d.plan, &without, &d.err), d.err);
    assert_ok(dscore_state_update(without, d.tables[0], 0, 2, NULL, &d.err), d.err);
    bind_flags(&d, "is_spam", spam, 2);
    assert_ok(dscore_state_new(d.plan, &with, &d.err), d.err);
    assert_ok(dscore_state_update(with, d.tables[0], 0, 2, NULL, &d.err), d.err);
    ck_assert_int_eq(dscore_state_merge(with, without, &d.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_ptr_nonnull(strstr(d.err.message, "is_spam"));
    dscore_state_free(with);
    dscore_state_free(without);
    desk_close(&d);
}
END_TEST

/* ---- threads and failures ------------------------------------------------------------------- */

START_TEST(a_failure_in_a_thread_names_its_row)
{
    enum { N = 20000, BAD = 17321 };
    static double csat[N];
    desk d;
    for (int i = 0; i < N; i++) {
        csat[i] = i == BAD ? 7 : 3;
    }
    desk_open(&d, NULL);
    desk_ask(&d, "csat_mean");
    desk_option(&d, "invalid", "fail");
    bind_numbers(&d, "csat", csat, N);
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    dscore_executor executor;
    assert_ok(dscore_executor_threads(4, &executor, &d.err), d.err);
    ck_assert_int_eq(dscore_evaluate(d.plan, d.tables, 1, &executor, &d.values, &d.err), DSCORE_E_RANGE);
    ck_assert_int_eq(d.err.row, BAD);
    ck_assert_ptr_null(d.values);
    desk_close(&d);
}
END_TEST

/* ---- clocks (D6) ---------------------------------------------------------------------------- */

static dscore_column instants(const int64_t *seconds, int64_t n, int32_t flags)
{
    dscore_column column = DSCORE_COLUMN_INIT;
    column.type = DSCORE_INT64;
    column.unit = DSCORE_UNIT_S;
    column.data = seconds;
    column.flags = DSCORE_COLUMN_PACKED | flags;
    column.length = n;
    return column;
}

START_TEST(naive_instants_are_flagged_and_do_not_meet_zoned_ones)
{
    const int64_t created[] = {0, 0}, replied[] = {10, 20};
    dscore_column naive = instants(created, 2, DSCORE_COLUMN_NAIVE);
    dscore_column reply = instants(replied, 2, DSCORE_COLUMN_NAIVE);
    desk d;
    desk_open(&d, NULL);
    desk_ask(&d, "first_response_time");
    assert_ok(dscore_table_bind(d.tables[0], "created_at", &naive, &d.err), d.err);
    assert_ok(dscore_table_bind(d.tables[0], "first_response_at", &reply, &d.err), d.err);
    desk_run(&d);
    expect(&d, NULL, "first_response_time", 15.0, 2, 0, 0);
    ck_assert_int_ne(value_of(&d, NULL, "first_response_time").flags & DSCORE_FLAG_NAIVE, 0);
    reply = instants(replied, 2, 0);
    assert_ok(dscore_table_bind(d.tables[0], "first_response_at", &reply, &d.err), d.err);
    ck_assert_int_eq(desk_try(&d), DSCORE_E_TYPE);
    ck_assert_ptr_nonnull(strstr(d.err.message, "created_at"));
    ck_assert_ptr_nonnull(strstr(d.err.message, "first_response_at"));
    desk_close(&d);
}
END_TEST

START_TEST(float_seconds_are_rounded_to_the_nearest_microsecond)
{
    /* 0.1 s is 100,000 microseconds, whatever binary makes of it: the mean of ten is 0.1, the double next to it. */
    double wait[10];
    for (int i = 0; i < 10; i++) {
        wait[i] = 0.1;
    }
    desk d;
    desk_open(&d, NULL);
    desk_ask(&d, "wait_time");
    assert_ok(
        dscore_table_bind_array(d.tables[0], "wait_time", DSCORE_FLOAT64, DSCORE_UNIT_S, wait, 10, 8, NULL, &d.err),
        d.err);
    desk_run(&d);
    expect(&d, NULL, "wait_time", 0.1, 10, 0, 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_roster_survives_rolling_up_periods)
{
    const char *const agent[] = {"A", "B"}, *const roster[] = {"A", "Z"};
    const int64_t created[] = {HOUR, DAY + HOUR};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    desk_ask(&d, "tickets");
    assert_ok(dscore_query_periods_every(d.query, 0, DAY, 3, &d.err), d.err);
    bind_texts(&d, "agent", agent, 2);
    bind_times(&d, "created_at", created, 2);
    desk_table(&d, "agents");
    bind_texts(&d, "agent", roster, 2);
    desk_run(&d);
    /* The listed stand in both days that anybody has, B only where there is a ticket: A, A, B, Z, Z. */
    const char *const order[] = {"A", "A", "B", "Z", "Z"};
    const double tickets[] = {1, 0, 1, 0, 0};
    ck_assert_int_eq(dscore_values_row_count(d.values), 5);
    for (int64_t row = 0; row < 5; row++) {
        ck_assert_str_eq(dscore_values_key(d.values, row, 0), order[row]);
        ck_assert_double_eq(value_at(d.values, row, "tickets").value, tickets[row]);
    }
    const char *const keep[] = {"agent"};
    dscore_state *state = NULL, *total = NULL;
    dscore_values *values = NULL;
    assert_ok(dscore_state_new(d.plan, &state, &d.err), d.err);
    for (int i = 0; i < 2; i++) {
        assert_ok(dscore_state_update(state, d.tables[i], 0, 2, NULL, &d.err), d.err);
    }
    assert_ok(dscore_state_rollup(state, keep, 1, &total, &d.err), d.err);
    assert_ok(dscore_state_finish(total, &values, &d.err), d.err);
    ck_assert_int_eq(dscore_values_row_count(values), 3);
    ck_assert_int_eq(dscore_values_has_periods(values), 0);
    ck_assert_double_eq(value_at(values, row_of(values, "B"), "tickets").value, 1.0);
    ck_assert_double_eq(value_at(values, row_of(values, "A"), "tickets").value, 1.0);
    ck_assert_double_eq(value_at(values, row_of(values, "Z"), "tickets").value, 0.0);
    dscore_values_free(values);
    dscore_state_free(total);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_source_without_the_key_is_named, a_key_without_a_column_is_named,
        a_yes_or_no_is_a_key, a_roster_of_numbers_does_not_meet_agents_of_text, a_table_of_another_catalogue_is_refused,
        shares_of_a_total_add_up_to_a_hundred, shares_of_a_total_are_of_the_same_period,
        a_derived_indicator_carries_the_flags_of_its_operands, a_filter_of_tickets_leaves_other_sources_alone,
        states_of_finished_tickets_merge_whatever_their_now, states_with_a_now_each_merge_in_any_order,
        rows_added_after_a_merge_are_read_at_its_now, a_row_depends_on_now_only_if_another_now_could_change_it,
        a_stock_without_a_now_does_not_meet_one_cut_short_by_now,
        a_state_does_not_meet_a_now_before_what_had_passed_in_it, states_that_bound_different_fields_do_not_merge,
        a_failure_in_a_thread_names_its_row, naive_instants_are_flagged_and_do_not_meet_zoned_ones,
        float_seconds_are_rounded_to_the_nearest_microsecond, a_roster_survives_rolling_up_periods};
    return RUN_TESTS("joining", tests);
}
