/* What becomes of each label of a key: named, not named, named twice, missing, integers; what a mapped state takes in
   and what it adds up with; people of a roster. */
#include "map_support.h"

/* ---- which question is it -------------------------------------------------------------------- */

typedef struct small {
    desk d;
    dscore_state *state;
} small;

/* Tickets of Ada 2, Bo 1, Cy 3, nobody 1. */
static void open_small(small *s)
{
    static const char *const agents[] = {"Ada", "Bo", "Ada", NULL, "Cy", "Cy", "Cy"};
    static const double csat[] = {5, 4, 3, 1, 2, 2, 5};
    memset(s, 0, sizeof *s);
    desk_open(&s->d, NULL);
    desk_key(&s->d, "agent");
    desk_ask(&s->d, "tickets");
    desk_ask(&s->d, "csat_mean");
    assert_ok(dscore_query_now(s->d.query, DAY, &s->d.err), s->d.err);
    bind_texts(&s->d, "agent", agents, 7);
    bind_numbers(&s->d, "csat", csat, 7);
    static const int64_t created[7] = {0};
    bind_times(&s->d, "created_at", created, 7);
    assert_ok(dscore_plan_compile(s->d.query, &s->d.plan, &s->d.err), s->d.err);
    s->state = state_of(&s->d, 0, 7);
}

static void close_small(small *s)
{
    dscore_state_free(s->state);
    desk_close(&s->d);
}

static dscore_status try_map(small *s, const char *key, const char *new_key, const char *const *from,
    const char *const *to, int64_t n, int32_t others, dscore_state **out)
{
    return dscore_state_map(s->state, key, new_key, from, to, n, others, out, &s->d.err);
}

/* Tickets by label: -1 = there is no such row; "" is the row without the key. */
static void expect_tickets(dscore_state *state, const char *label, double tickets)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(state, &values, &err), err);
    const int64_t row = row_of(values, label);
    ck_assert_msg((row >= 0) == (tickets >= 0), "a row of '%s'", label);
    if (row >= 0) {
        ck_assert_double_eq(value_at(values, row, "tickets").value, tickets);
    }
    dscore_values_free(values);
}

START_TEST(labels_that_are_not_named_are_refused_kept_or_missing)
{
    static const char *const from[] = {"Ada", "Bo", "Dora"}, *const to[] = {"north", "south", "north"};
    small s;
    open_small(&s);
    dscore_state *out = (dscore_state *)(uintptr_t)8;
    ck_assert_int_eq(try_map(&s, "agent", "team", from, to, 3, DSCORE_MAP_REFUSE, &out), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_null(out);
    ck_assert_int_eq(s.d.err.code, DSCORE_CODE_STATE_MAP);
    ck_assert_ptr_nonnull(strstr(s.d.err.message, "'Cy'"));
    ck_assert_str_eq(s.d.err.path, "agent");
    assert_ok(try_map(&s, "agent", "team", from, to, 3, DSCORE_MAP_KEEP, &out), s.d.err);
    expect_tickets(out, "north", 2);
    expect_tickets(out, "south", 1);
    expect_tickets(out, "Cy", 3);
    expect_tickets(out, "", 1);
    expect_tickets(out, "Ada", -1);
    dscore_state_free(out);
    assert_ok(try_map(&s, "agent", "team", from, to, 3, DSCORE_MAP_MISSING, &out), s.d.err);
    expect_tickets(out, "", 4);
    expect_tickets(out, "Cy", -1);
    dscore_state_free(out);
    close_small(&s);
}
END_TEST

START_TEST(rows_without_the_key_are_named_by_null_and_labels_change_at_once)
{
    static const char *const from[] = {NULL, "Ada", "Bo", "Cy", "Cy"}, *const to[] = {"queue", "Bo", "Ada", NULL, NULL};
    small s;
    open_small(&s);
    dscore_state *out = NULL;
    assert_ok(try_map(&s, "agent", "agent", from, to, 5, DSCORE_MAP_REFUSE, &out), s.d.err);
    expect_tickets(out, "queue", 1);
    expect_tickets(out, "Bo", 2); /* they have changed places */
    expect_tickets(out, "Ada", 1);
    expect_tickets(out, "", 3);
    dscore_state_free(out);
    close_small(&s);
}
END_TEST

START_TEST(a_label_that_would_become_two_is_an_error)
{
    static const char *const from[] = {"Ada", "Bo", "Ada"}, *const to[] = {"north", "south", "south"};
    static const char *const nobody[] = {"Ada", NULL, NULL}, *const none[] = {"north", "x", NULL};
    small s;
    open_small(&s);
    dscore_state *out = NULL;
    ck_assert_int_eq(try_map(&s, "agent", "team", from, to, 3, DSCORE_MAP_KEEP, &out), DSCORE_E_PARAMETER);
    ck_assert_int_eq(s.d.err.row, 2);
    ck_assert_ptr_nonnull(strstr(s.d.err.message, "'Ada'"));
    ck_assert_int_eq(try_map(&s, "agent", "team", nobody, none, 3, DSCORE_MAP_KEEP, &out), DSCORE_E_PARAMETER);
    ck_assert_ptr_nonnull(strstr(s.d.err.message, "(none)"));
    ck_assert_ptr_null(out);
    close_small(&s);
}
END_TEST

START_TEST(names_that_a_key_cannot_have_are_refused)
{
    static const char *const from[] = {"Ada"}, *const to[] = {"north"};
    static const struct {
        const char *key, *new_key;
        dscore_status status;
    } cases[] = {{"agent", "", DSCORE_E_ARGUMENT}, {"agent", "period", DSCORE_E_ARGUMENT},
        {"team", "agent", DSCORE_E_NOT_FOUND}, {"period", "month", DSCORE_E_NOT_FOUND},
        {"", "team", DSCORE_E_NOT_FOUND}};
    small s;
    open_small(&s);
    dscore_state *out = NULL, *again = NULL;
    for (int64_t i = 0; i < LENGTH(cases); i++) {
        ck_assert_int_eq(
            try_map(&s, cases[i].key, cases[i].new_key, from, to, 1, DSCORE_MAP_KEEP, &out), cases[i].status);
        ck_assert_int_eq(s.d.err.code, DSCORE_CODE_STATE_MAP);
    }
    assert_ok(try_map(&s, "agent", "team", from, to, 1, DSCORE_MAP_KEEP, &out), s.d.err);
    dscore_error *err = &s.d.err;
    ck_assert_int_eq(
        dscore_state_map(out, "agent", "x", from, to, 1, DSCORE_MAP_KEEP, &again, err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err->message, "team"));
    ck_assert_int_eq(
        dscore_state_map(out, "team", "agent", from, to, 1, DSCORE_MAP_KEEP, &again, err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_state_map(out, "team", "site", from, to, 1, 3, &again, err), DSCORE_E_ARGUMENT);
    const char *const old_name[] = {"agent"}, *const name[] = {"team"};
    ck_assert_int_eq(dscore_state_rollup(out, old_name, 1, &again, err), DSCORE_E_NOT_FOUND);
    assert_ok(dscore_state_rollup(out, name, 1, &again, err), s.d.err);
    assert_same_answers(out, again, "a roll-up that keeps the key");
    dscore_state_free(again);
    /* Teams become sites: a map of a map. */
    assert_ok(dscore_state_map(out, "team", "site", to, from, 1, DSCORE_MAP_KEEP, &again, err), s.d.err);
    expect_tickets(again, "Ada", 2);
    dscore_state_free(again);
    dscore_state_free(out);
    close_small(&s);
}
END_TEST

START_TEST(what_was_mapped_adds_up_with_its_like_only)
{
    static const char *const from[] = {"Ada", "Bo", "Cy"}, *const to[] = {"north", "south", "north"};
    static const char *const later[] = {"south", "south", "north"};
    small s;
    open_small(&s);
    dscore_error *err = &s.d.err;
    dscore_state *team = NULL, *moved = NULL, *site = NULL, *total = NULL, *own_total = NULL;
    assert_ok(try_map(&s, "agent", "team", from, to, 3, DSCORE_MAP_REFUSE, &team), s.d.err);
    assert_ok(try_map(&s, "agent", "team", from, later, 3, DSCORE_MAP_REFUSE, &moved), s.d.err);
    assert_ok(try_map(&s, "agent", "site", from, to, 3, DSCORE_MAP_REFUSE, &site), s.d.err);
    ck_assert_int_eq(dscore_state_merge(s.state, team, err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_state_merge(team, s.state, err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_state_merge(team, site, err), DSCORE_E_INCOMPATIBLE);
    ck_assert_ptr_nonnull(strstr(err->message, "agent"));
    ck_assert_ptr_nonnull(strstr(err->message, "site"));
    /* Totals of whatever was mapped are totals of the question. */
    assert_ok(dscore_state_rollup(team, NULL, 0, &total, err), s.d.err);
    assert_ok(dscore_state_rollup(s.state, NULL, 0, &own_total, err), s.d.err);
    assert_same_answers(own_total, total, "a total of teams");
    assert_ok(dscore_state_merge(total, own_total, err), s.d.err);
    /* Somebody moved to another team: north 2 + 3 and 3, south 1 and 2 + 1. */
    assert_ok(dscore_state_merge(team, moved, err), s.d.err);
    expect_tickets(team, "north", 8);
    expect_tickets(team, "south", 4);
    dscore_state *const states[] = {team, moved, site, total, own_total};
    for (int64_t i = 0; i < LENGTH(states); i++) {
        dscore_state_free(states[i]);
    }
    close_small(&s);
}
END_TEST

START_TEST(rows_do_not_go_into_what_was_mapped_but_into_what_was_corrected)
{
    static const char *const from[] = {"Bo"}, *const to[] = {"Ada"};
    small s;
    open_small(&s);
    dscore_error *err = &s.d.err;
    const dscore_table *tickets = s.d.tables[0];
    dscore_state *team = NULL, *corrected = NULL;
    dscore_values *values = NULL;
    int64_t needed = 0;
    assert_ok(try_map(&s, "agent", "team", from, to, 1, DSCORE_MAP_KEEP, &team), s.d.err);
    ck_assert_int_eq(dscore_state_update(team, tickets, 0, 1, NULL, err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(err->code, DSCORE_CODE_STATE_MAP);
    ck_assert_int_eq(dscore_state_retract(team, tickets, 0, 1, err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_state_replace(team, tickets, 0, tickets, 1, 1, err), DSCORE_E_INCOMPATIBLE);
    expect_tickets(team, "Ada", 3);
    assert_ok(dscore_state_finish(team, &values, err), s.d.err);
    ck_assert_int_eq(
        dscore_plan_rows(s.d.plan, tickets, values, 0, "tickets", DSCORE_ROWS_USED, NULL, NULL, 0, &needed, err),
        DSCORE_E_UNSUPPORTED);
    dscore_values_free(values);

    assert_ok(try_map(&s, "agent", "agent", from, to, 1, DSCORE_MAP_KEEP, &corrected), s.d.err);
    assert_ok(dscore_state_update(corrected, tickets, 1, 1, NULL, err), s.d.err); /* Bo comes back */
    expect_tickets(corrected, "Ada", 3);
    expect_tickets(corrected, "Bo", 1);
    assert_ok(dscore_state_retract(corrected, tickets, 0, 1, err), s.d.err);
    expect_tickets(corrected, "Ada", 2);
    assert_ok(dscore_state_merge(corrected, s.state, err), s.d.err); /* the same question */
    expect_tickets(corrected, "Ada", 4);
    dscore_state_free(team);
    dscore_state_free(corrected);
    close_small(&s);
}
END_TEST

/* ---- integers and booleans corrected, people of a roster -------------------------------------- */

START_TEST(integers_are_corrected_to_integers)
{
    static const int64_t numbers[] = {7, 8, 7, 99}, created[4] = {0};
    static const char *const from[] = {"7", "99"}, *const to[] = {"8", "-100"}, *const text[] = {"8", "north"};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    desk_ask(&d, "tickets");
    assert_ok(dscore_query_now(d.query, DAY, &d.err), d.err);
    bind_times(&d, "created_at", created, 4);
    assert_ok(
        dscore_table_bind_array(desk_latest(&d), "agent", DSCORE_INT64, DSCORE_UNIT_NONE, numbers, 4, 8, NULL, &d.err),
        d.err);
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    dscore_state *state = state_of(&d, 0, 4), *out = NULL;
    ck_assert_int_eq(
        dscore_state_map(state, "agent", "agent", from, text, 2, DSCORE_MAP_KEEP, &out, &d.err), DSCORE_E_TYPE);
    ck_assert_int_eq(d.err.row, 1);
    ck_assert_ptr_null(out);
    assert_ok(dscore_state_map(state, "agent", "agent", from, to, 2, DSCORE_MAP_KEEP, &out, &d.err), d.err);
    out = travel(d.plan, out);
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(out, &values, &d.err), d.err);
    ck_assert_int_eq(dscore_values_row_count(values), 2);
    ck_assert_str_eq(dscore_values_key(values, 0, 0), "-100"); /* as a number it comes first */
    ck_assert_int_eq(dscore_values_key_flags(values, 0, 0), DSCORE_KEY_INTEGER);
    ck_assert_double_eq(value_at(values, 1, "tickets").value, 3);
    dscore_values_free(values);
    dscore_state_free(out);
    assert_ok(dscore_state_map(state, "agent", "team", from, text, 2, DSCORE_MAP_KEEP, &out, &d.err), d.err);
    out = travel(d.plan, out);
    assert_ok(dscore_state_finish(out, &values, &d.err), d.err);
    ck_assert_str_eq(dscore_values_key(values, 0, 0), "8");
    ck_assert_str_eq(dscore_values_key(values, 1, 0), "north");
    ck_assert_int_eq(dscore_values_key_flags(values, 0, 0), 0); /* of text now */
    dscore_values_free(values);
    dscore_state_free(out);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

/* Ada handled 2 tickets in 4 days, Bo 1 in 1: north has 3 in 5 days, 0.6 a day. Cy and Dora have none: south is listed
   with 0, by the roster alone; Eve belongs to no team. */
START_TEST(people_of_a_roster_and_days_worked_go_with_their_teams)
{
    static const char *const agents[] = {"Ada", "Bo", "Ada"}, *const people[] = {"Ada", "Bo", "Cy", "Dora", "Eve"};
    static const char *const teams[] = {"north", "north", "south", "south", NULL};
    static const int64_t created[3] = {0}, replied[3] = {1, 1, 1}, start[2] = {0};
    static const double worked[] = {4, 1};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    desk_ask(&d, "tickets");
    desk_ask(&d, "tickets_per_day");
    assert_ok(dscore_query_now(d.query, DAY, &d.err), d.err);
    bind_times(&d, "created_at", created, 3);
    bind_times(&d, "first_response_at", replied, 3);
    bind_texts(&d, "agent", agents, 3);
    desk_table(&d, "agent_periods");
    bind_texts(&d, "agent", people, 2);
    bind_times(&d, "period_start", start, 2);
    bind_numbers(&d, "worked_days", worked, 2);
    desk_table(&d, "agents");
    bind_texts(&d, "agent", people, 5);
    desk_option(&d, "absent", "missing");
    desk_run(&d);
    dscore_state *state = NULL, *team = NULL;
    assert_ok(dscore_state_new(d.plan, &state, &d.err), d.err);
    for (int32_t i = 0; i < d.table_count; i++) {
        assert_ok(dscore_state_update(state, d.tables[i], 0, dscore_table_rows(d.tables[i]), NULL, &d.err), d.err);
    }
    assert_ok(dscore_state_map(state, "agent", "team", people, teams, 5, DSCORE_MAP_REFUSE, &team, &d.err), d.err);
    team = travel(d.plan, team);
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(team, &values, &d.err), d.err);
    ck_assert_int_eq(dscore_values_row_count(values), 2);
    ck_assert_str_eq(dscore_values_key_name(values, 0), "team");
    ck_assert_double_eq(value_at(values, row_of(values, "north"), "tickets").value, 3);
    ck_assert_double_eq(value_at(values, row_of(values, "north"), "tickets_per_day").value, 3.0 / 5);
    ck_assert_int_eq(value_at(values, row_of(values, "south"), "tickets").status, DSCORE_VALUE_OK);
    ck_assert_double_eq(value_at(values, row_of(values, "south"), "tickets").value, 0);
    ck_assert_int_eq(dscore_values_key_flags(values, row_of(values, "south"), 0), DSCORE_KEY_ROSTER);
    dscore_values_free(values);
    dscore_state_free(team);
    /* Somebody who stands in the roster only must be named too. */
    ck_assert_int_eq(dscore_state_map(state, "agent", "team", people, teams, 4, DSCORE_MAP_REFUSE, &team, &d.err),
        DSCORE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(d.err.message, "'Eve'"));
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

/* A thousand agents become one team: what the team does not need is not in its state. */
START_TEST(labels_of_agents_do_not_stay)
{
    enum { MANY = 3000 };
    static char names[MANY][8];
    static const char *agents[MANY], *teams[MANY];
    static int64_t created[MANY];
    desk d;
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(names[i], sizeof names[i], "p%d", i);
        agents[i] = names[i];
        teams[i] = "all";
    }
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    desk_ask(&d, "tickets");
    assert_ok(dscore_query_now(d.query, DAY, &d.err), d.err);
    bind_times(&d, "created_at", created, MANY);
    bind_texts(&d, "agent", agents, MANY);
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    dscore_state *state = state_of(&d, 0, MANY), *out = NULL;
    assert_ok(dscore_state_map(state, "agent", "team", agents, teams, MANY, DSCORE_MAP_REFUSE, &out, &d.err), d.err);
    expect_tickets(out, "all", MANY);
    ck_assert_int_lt(dscore_state_bytes(out), 20000);
    ck_assert_int_gt(dscore_state_bytes(state), 100000);
    dscore_state_free(out);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {labels_that_are_not_named_are_refused_kept_or_missing,
        rows_without_the_key_are_named_by_null_and_labels_change_at_once, a_label_that_would_become_two_is_an_error,
        names_that_a_key_cannot_have_are_refused, what_was_mapped_adds_up_with_its_like_only,
        rows_do_not_go_into_what_was_mapped_but_into_what_was_corrected, integers_are_corrected_to_integers,
        people_of_a_roster_and_days_worked_go_with_their_teams, labels_of_agents_do_not_stay};
    return RUN_TESTS("map_labels", tests);
}
