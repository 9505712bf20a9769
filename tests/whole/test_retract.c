/* Rows that were added can be taken away again, or changed: every value is then, bit for bit, that of a state which
   never saw them (D13). What cannot be taken apart says so before anything is read. */
#include "random_questions.h"

enum { TRIALS = 40, PIECES = 12 };

static void add(desk *d, dscore_state *state, int64_t first, int64_t n)
{
    assert_ok(dscore_state_update(state, d->tables[0], first, n, NULL, &d->err), d->err);
}

static void retract(desk *d, dscore_state *state, int64_t first, int64_t n)
{
    assert_ok(dscore_state_retract(state, d->tables[0], first, n, &d->err), d->err);
}

/* ---- at random ------------------------------------------------------------------------------ */

/* Cut the rows at random places. */
static void cut(int64_t at[PIECES + 1], uint64_t *seed)
{
    at[0] = 0;
    for (int i = 1; i <= PIECES; i++) {
        at[i] = i == PIECES ? ROWS : at[i - 1] + chance_below(seed, (ROWS - at[i - 1]) / 3 + 1);
    }
}

START_TEST(rows_taken_away_leave_a_state_that_never_saw_them)
{
    static rows r;
    uint64_t seed = 41;
    for (int trial = 0; trial < rounds(TRIALS); trial++) {
        desk d;
        const question q = random_question(&seed);
        const int32_t periods = chance_below(&seed, 2) == 0 ? 4 : 1;
        make_rows(&r, chance(&seed));
        ask_question(&d, &q, DAY, periods > 1 ? DAY : 4 * DAY, periods);
        bind_rows(&d, &r, 0, ROWS);
        dscore_state *state = new_state(&d), *expected = new_state(&d);
        int64_t at[PIECES + 1];
        bool goes[PIECES];
        cut(at, &seed);
        for (int i = 0; i < PIECES; i++) {
            goes[i] = i == 0 ? false : chance_below(&seed, 2) == 0;
            add(&d, state, at[i], at[i + 1] - at[i]);
            if (!goes[i]) {
                add(&d, expected, at[i], at[i + 1] - at[i]);
            }
            const int gone = (int)chance_below(&seed, i + 1); /* sometimes at once, sometimes later */
            if (goes[gone]) {
                retract(&d, state, at[gone], at[gone + 1] - at[gone]);
                goes[gone] = false;
            }
        }
        for (int i = PIECES - 1; i >= 0; i--) {
            if (goes[i]) {
                retract(&d, state, at[i], at[i + 1] - at[i]);
            }
        }
        assert_same_states(expected, state, "retracted");
        dscore_state *copy = NULL;
        assert_ok(dscore_state_clone(state, &copy, &d.err), d.err);
        assert_same_states(expected, copy, "a clone of what was left");
        dscore_state_free(copy);
        dscore_state_free(state);
        dscore_state_free(expected);
        desk_close(&d);
    }
}
END_TEST

START_TEST(rows_are_changed_one_by_one_into_others)
{
    static rows before, after;
    uint64_t seed = 43;
    for (int trial = 0; trial < rounds(8); trial++) {
        desk d;
        const question q = random_question(&seed);
        make_rows(&before, chance(&seed));
        make_rows(&after, chance(&seed));
        ask_question(&d, &q, DAY, DAY, 4);
        bind_rows(&d, &before, 0, ROWS);
        desk_table(&d, "tickets");
        bind_rows(&d, &after, 0, ROWS);
        dscore_state *state = new_state(&d), *expected = new_state(&d);
        add(&d, state, 0, ROWS);
        assert_ok(dscore_state_update(expected, d.tables[1], 0, ROWS, NULL, &d.err), d.err);
        for (int64_t i = 0; i < ROWS;) {
            const int64_t n = chance_below(&seed, 8) == 0 ? chance_below(&seed, ROWS - i) : 1;
            assert_ok(dscore_state_replace(state, d.tables[0], i, d.tables[1], i, n, &d.err), d.err);
            i += n;
        }
        assert_same_states(expected, state, "replaced");
        dscore_state_free(state);
        dscore_state_free(expected);
        desk_close(&d);
    }
}
END_TEST

START_TEST(nothing_is_left_of_all_rows_whatever_their_order)
{
    static rows r, mixed;
    uint64_t seed = 47;
    desk d;
    question q = random_question(&seed);
    for (int64_t i = 0; i < LENGTH(REVERSIBLE); i++) {
        q.asks[i] = true;
    }
    make_rows(&r, 3);
    shuffle(&mixed, &r, &seed);
    ask_question(&d, &q, DAY, DAY, 4);
    bind_rows(&d, &r, 0, ROWS);
    desk_table(&d, "tickets");
    bind_rows(&d, &mixed, 0, ROWS);
    dscore_state *state = new_state(&d), *empty = new_state(&d), *other = NULL;
    add(&d, empty, 0, 0);
    add(&d, state, 0, ROWS);
    for (int64_t i = 0; i < ROWS; i += 100) {
        assert_ok(dscore_state_retract(state, d.tables[1], i, 100, &d.err), d.err);
    }
    assert_same_states(empty, state, "emptied");
    assert_ok(dscore_state_rollup(state, NULL, 0, &other, &d.err), d.err);
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(other, &values, &d.err), d.err);
    ck_assert_int_eq(dscore_values_row_count(values), 1); /* there is always a total */
    ck_assert_int_eq(value_at(values, 0, "tickets").n_used, 0);
    dscore_values_free(values);
    /* It begins anew. */
    add(&d, empty, 0, ROWS);
    add(&d, state, 0, ROWS);
    assert_same_states(empty, state, "filled again");
    dscore_state_free(other);
    dscore_state_free(empty);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

/* ---- a ticket's life ------------------------------------------------------------------------ */

/* Ticket 1 of three: created and open, answered, resolved and surveyed, then reopened with the survey withdrawn. */
enum { TICKETS = 3, STAGES = 4 };

START_TEST(a_ticket_that_changes_is_at_every_stage_what_a_table_of_that_stage_gives)
{
    static const int64_t created[TICKETS] = {DAY, 2 * DAY, 2 * DAY + HOUR};
    static const char *const agents[TICKETS] = {"Ada", "Bo", "Bo"};
    static const int64_t replied[STAGES] = {NONE, 2 * DAY + HOUR, 2 * DAY + HOUR, 2 * DAY + HOUR};
    static const int64_t resolved[STAGES] = {NONE, NONE, 3 * DAY, NONE};
    static const double surveyed[STAGES] = {NAN, NAN, 5, NAN};
    int64_t replies[STAGES][TICKETS], ends[STAGES][TICKETS];
    double csat[STAGES][TICKETS];
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    const char *const asked[] = {"tickets", "backlog", "first_response_time", "first_response_time_median",
        "first_response_within", "resolution_time", "closure_rate", "csat_mean", "csat_satisfied"};
    for (int64_t i = 0; i < LENGTH(asked); i++) {
        desk_ask(&d, asked[i]);
    }
    assert_ok(dscore_query_now(d.query, 2 * DAY + 2 * HOUR, &d.err), d.err);
    assert_ok(dscore_query_range(d.query, 0, 5 * DAY, &d.err), d.err);
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    dscore_state *live = new_state(&d);
    for (int stage = 0; stage < STAGES; stage++) {
        for (int i = 0; i < TICKETS; i++) {
            replies[stage][i] = i == 1 ? replied[stage] : created[i] + 20 * 60 * SECOND;
            ends[stage][i] = i == 1 ? resolved[stage] : created[i] + 2 * HOUR;
            csat[stage][i] = i == 1 ? surveyed[stage] : 4;
        }
        if (stage > 0) {
            desk_table(&d, "tickets");
        }
        bind_texts(&d, "agent", agents, TICKETS);
        bind_times(&d, "created_at", created, TICKETS);
        bind_times(&d, "first_response_at", replies[stage], TICKETS);
        bind_times(&d, "resolved_at", ends[stage], TICKETS);
        bind_numbers(&d, "csat", csat[stage], TICKETS);
        if (stage == 0) {
            add(&d, live, 0, TICKETS);
        } else {
            assert_ok(dscore_state_replace(live, d.tables[stage - 1], 1, d.tables[stage], 1, 1, &d.err), d.err);
        }
        dscore_state *batch = new_state(&d);
        assert_ok(dscore_state_update(batch, d.tables[stage], 0, TICKETS, NULL, &d.err), d.err);
        assert_same_states(batch, live, "a stage of its life");
        dscore_state_free(batch);
    }
    /* Its survey was withdrawn: what is left of Bo's is that of ticket 2. */
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(live, &values, &d.err), d.err);
    ck_assert_double_eq(value_at(values, row_of(values, "Bo"), "csat_mean").value, 4);
    ck_assert_int_eq(value_at(values, row_of(values, "Bo"), "csat_mean").n_used, 1);
    dscore_values_free(values);
    dscore_state_free(live);
    desk_close(&d);
}
END_TEST

/* ---- what is refused ------------------------------------------------------------------------ */

typedef struct refusal {
    const char *item;
    const char *alias; /* that is named */
} refusal;

START_TEST(what_cannot_be_taken_apart_is_named_before_anything_is_read)
{
    static const refusal refusals[] = {{"amount_least", "amount_least"}, {"wild_most", "wild_most"}, {"pairs", "pairs"},
        {"pairs_again", "pairs_again"}, {"span_of_wild", "span_of_wild"}, {"twice_pairs", "twice_pairs"}};
    static rows r;
    make_rows(&r, 5);
    for (int64_t i = 0; i < LENGTH(refusals); i++) {
        desk d;
        desk_open(&d, QUESTIONS);
        desk_key(&d, "agent");
        desk_ask(&d, "amount_mean");
        desk_ask(&d, refusals[i].item);
        assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
        bind_rows(&d, &r, 0, ROWS);
        dscore_state *state = new_state(&d), *same = new_state(&d);
        add(&d, state, 0, ROWS);
        add(&d, same, 0, ROWS);
        ck_assert_int_eq(dscore_state_retract(state, d.tables[0], 0, ROWS, &d.err), DSCORE_E_UNSUPPORTED);
        ck_assert_int_eq(d.err.code, DSCORE_CODE_STATE_SUBTRACT);
        ck_assert_str_eq(d.err.path, refusals[i].alias);
        ck_assert_int_eq(dscore_state_replace(state, d.tables[0], 0, d.tables[0], 1, 1, &d.err), DSCORE_E_UNSUPPORTED);
        ck_assert_int_eq(dscore_state_subtract(state, same, &d.err), DSCORE_E_UNSUPPORTED);
        ck_assert_str_eq(d.err.path, refusals[i].alias);
        assert_same_states(same, state, "unchanged");
        dscore_state_free(state);
        dscore_state_free(same);
        desk_close(&d);
    }
}
END_TEST

/* A state of one row, from which another is to be taken away. */
typedef struct mistake {
    const char *what, *agent, *path;
    int64_t created;
    double amount, csat;
} mistake;

START_TEST(rows_that_were_never_added_are_noticed_where_anything_can_tell)
{
    static const char *const agent = "Ada";
    static const int64_t created = 2 * DAY;
    static const double amount = 3.5, csat = 5;
    static const mistake mistakes[] = {{"another agent", "Bo", "Bo", 2 * DAY, 3.5, 5},
        {"another period", "Ada", "Ada", 3 * DAY, 3.5, 5}, {"no period", "Ada", "tickets", 30 * DAY, 3.5, 5},
        {"another amount", "Ada", "Ada", 2 * DAY, 3.25, 5}, {"a missing amount", "Ada", "Ada", 2 * DAY, NAN, 5},
        {"a missing answer", "Ada", "Ada", 2 * DAY, 3.5, NAN}, {"a huge amount", "Ada", "Ada", 2 * DAY, 1e200, 5},
        {"another answer", "Ada", "Ada", 2 * DAY, 3.5, 1}};
    static const char *const questions[] = {"amount_sum", "amount_variance", "amount_quantile"};
    for (int64_t i = 0; i < LENGTH(mistakes) * LENGTH(questions); i++) {
        const mistake *m = &mistakes[i / LENGTH(questions)];
        desk d;
        desk_open(&d, QUESTIONS);
        desk_key(&d, "agent");
        desk_ask(&d, questions[i % LENGTH(questions)]);
        desk_ask(&d, "csat_satisfied");
        assert_ok(dscore_query_periods_every(d.query, DAY, DAY, 4, &d.err), d.err);
        assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
        bind_texts(&d, "agent", &agent, 1);
        bind_times(&d, "created_at", &created, 1);
        bind_numbers(&d, "amount", &amount, 1);
        bind_numbers(&d, "csat", &csat, 1);
        desk_table(&d, "tickets");
        bind_texts(&d, "agent", &m->agent, 1);
        bind_times(&d, "created_at", &m->created, 1);
        bind_numbers(&d, "amount", &m->amount, 1);
        bind_numbers(&d, "csat", &m->csat, 1);
        dscore_state *state = new_state(&d), *same = new_state(&d);
        add(&d, state, 0, 1);
        add(&d, same, 0, 1);
        const dscore_status status = dscore_state_retract(state, d.tables[1], 0, 1, &d.err);
        ck_assert_msg(status == DSCORE_E_INCOMPATIBLE && d.err.code == DSCORE_CODE_STATE_NEVER_ADDED,
            "%s: status %d, %s", m->what, (int)status, d.err.message);
        ck_assert_msg(strcmp(d.err.path, m->path) == 0, "%s: path %s", m->what, d.err.path);
        ck_assert_int_eq(dscore_state_replace(state, d.tables[1], 0, d.tables[0], 0, 1, &d.err), DSCORE_E_INCOMPATIBLE);
        assert_same_states(same, state, m->what);
        retract(&d, state, 0, 1); /* the right one can go, and only once */
        ck_assert_int_eq(dscore_state_retract(state, d.tables[0], 0, 1, &d.err), DSCORE_E_INCOMPATIBLE);
        dscore_state_free(state);
        dscore_state_free(same);
        desk_close(&d);
    }
}
END_TEST

START_TEST(the_cell_that_lacks_the_rows_is_named)
{
    static const char *const agents[] = {"Ada", "Bo"}, *const channels[] = {"phone", "email"};
    static const int64_t created[] = {HOUR, DAY + HOUR};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    desk_key(&d, "channel");
    desk_ask(&d, "tickets");
    assert_ok(dscore_query_periods_every(d.query, 0, DAY, 2, &d.err), d.err);
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    bind_texts(&d, "agent", agents, 2);
    bind_texts(&d, "channel", channels, 2);
    bind_times(&d, "created_at", created, 2);
    dscore_state *state = new_state(&d);
    ck_assert_int_eq(dscore_state_retract(state, d.tables[0], 0, 2, &d.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_str_eq(d.err.path, "tickets"); /* nothing was ever given */
    assert_ok(dscore_state_retract(state, d.tables[0], 0, 0, &d.err), d.err);
    add(&d, state, 0, 1);
    ck_assert_int_eq(dscore_state_retract(state, d.tables[0], 0, 2, &d.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_str_eq(d.err.path, "Bo.email");
    ck_assert_ptr_nonnull(strstr(d.err.message, "'Bo' in the period that begins 1970-01-02T00:00:00Z"));
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

START_TEST(a_failing_policy_stops_a_replacement_whole)
{
    static const int64_t created[] = {HOUR, 2 * HOUR}, good[] = {2 * HOUR, 3 * HOUR}, bad[] = {2 * HOUR, HOUR};
    desk d;
    desk_open(&d, NULL);
    desk_ask(&d, "resolution_time");
    desk_option(&d, "negative", "fail");
    assert_ok(dscore_query_range(d.query, 0, DAY, &d.err), d.err);
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    for (int i = 0; i < 2; i++) {
        if (i > 0) {
            desk_table(&d, "tickets");
        }
        bind_times(&d, "created_at", created, 2);
        bind_times(&d, "resolved_at", i == 0 ? good : bad, 2);
    }
    dscore_state *state = new_state(&d), *same = new_state(&d);
    add(&d, state, 0, 2);
    add(&d, same, 0, 2);
    ck_assert_int_eq(dscore_state_replace(state, d.tables[0], 0, d.tables[1], 0, 2, &d.err), DSCORE_E_RANGE);
    ck_assert_int_eq(d.err.row, 1);
    assert_same_states(same, state, "unchanged by a row that is impossible");
    ck_assert_int_eq(dscore_state_retract(state, d.tables[1], 0, 2, &d.err), DSCORE_E_RANGE);
    assert_same_states(same, state, "unchanged by a row that is impossible");
    dscore_state_free(state);
    dscore_state_free(same);
    desk_close(&d);
}
END_TEST

START_TEST(what_is_no_table_of_the_state_is_refused)
{
    static rows r;
    desk d, other;
    make_rows(&r, 6);
    desk_open(&d, QUESTIONS);
    desk_ask(&d, "amount_mean");
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    bind_rows(&d, &r, 0, ROWS);
    desk_open(&other, NULL);
    desk_table(&d, "surveys");
    dscore_state *state = new_state(&d);
    add(&d, state, 0, ROWS);
    ck_assert_int_eq(dscore_state_retract(NULL, d.tables[0], 0, 1, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_retract(state, NULL, 0, 1, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_retract(state, d.tables[0], ROWS, 1, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_retract(state, d.tables[0], -1, 1, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_retract(state, other.tables[0], 0, 1, &d.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_state_replace(state, d.tables[0], 0, NULL, 0, 1, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_replace(state, NULL, 0, d.tables[0], 0, 1, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_replace(NULL, d.tables[0], 0, d.tables[0], 0, 1, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_replace(state, d.tables[0], 0, d.tables[1], 0, 1, &d.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(d.err.code, DSCORE_CODE_STATE_TABLE);
    assert_ok(dscore_state_retract(state, d.tables[1], 0, 0, &d.err), d.err); /* the plan does not read surveys */
    dscore_state_free(state);
    desk_close(&other);
    desk_close(&d);
}
END_TEST

START_TEST(a_roster_is_not_taken_back)
{
    static const char *const agents[] = {"Ada", "Bo"};
    static const int64_t created[] = {HOUR, HOUR};
    desk d;
    desk_open(&d, NULL);
    desk_key(&d, "agent");
    desk_ask(&d, "tickets");
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    bind_texts(&d, "agent", agents, 1);
    bind_times(&d, "created_at", created, 1);
    desk_table(&d, "agents");
    bind_texts(&d, "agent", agents, 2);
    dscore_state *state = new_state(&d);
    add(&d, state, 0, 1);
    assert_ok(dscore_state_update(state, d.tables[1], 0, 2, NULL, &d.err), d.err);
    ck_assert_int_eq(dscore_state_retract(state, d.tables[1], 0, 1, &d.err), DSCORE_E_UNSUPPORTED);
    ck_assert_str_eq(d.err.path, "agents");
    retract(&d, state, 0, 1);
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(state, &values, &d.err), d.err);
    ck_assert_int_eq(dscore_values_row_count(values), 2); /* both are listed still, without a ticket */
    ck_assert_double_eq(value_at(values, 0, "tickets").value, 0);
    dscore_values_free(values);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

/* ---- batches of another cut ------------------------------------------------------------------ */

/* Whether a row is told of with others or alone, in a state that was packed or not, says nothing about the row: the
   second one here is in no period, so alone it is no candidate of anything. */
START_TEST(rows_go_in_other_batches_than_they_came_in)
{
    static const char *const agents[] = {"Ada", "Ada", "Bo"};
    static const int64_t created[] = {2 * DAY, 30 * DAY, 3 * DAY};
    static const double amounts[] = {3.5, 4, 5};
    for (int travels = 0; travels < 2; travels++) {
        desk d;
        desk_open(&d, QUESTIONS);
        desk_key(&d, "agent");
        desk_ask(&d, "amount_sum");
        desk_ask(&d, "tickets");
        assert_ok(dscore_query_periods_every(d.query, DAY, DAY, 4, &d.err), d.err);
        assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
        bind_texts(&d, "agent", agents, 3);
        bind_times(&d, "created_at", created, 3);
        bind_numbers(&d, "amount", amounts, 3);
        dscore_state *state = new_state(&d), *expected = new_state(&d);
        add(&d, expected, 0, 1);
        for (int64_t i = 0; i < 3; i += travels ? 3 : 1) {
            add(&d, state, i, travels ? 3 : 1);
        }
        if (travels) {
            char bytes[4096];
            int64_t n = 0;
            assert_ok(dscore_state_pack(state, bytes, (int64_t)sizeof bytes, &n, &d.err), d.err);
            dscore_state_free(state);
            assert_ok(dscore_state_unpack(d.plan, bytes, n, &state, &d.err), d.err);
        }
        retract(&d, state, 1, 2);
        assert_same_states(expected, state, travels ? "of a state that travelled" : "in one batch");
        dscore_state_free(state);
        dscore_state_free(expected);
        desk_close(&d);
    }
}
END_TEST

/* No rows of a table that the state was never given: that table tells nothing of those to come. */
START_TEST(taking_no_rows_away_from_an_empty_state_is_forgotten)
{
    static const char *const agents[] = {"Ada"};
    static const int64_t created[] = {2 * DAY};
    static const double csat[] = {5};
    for (int replaces = 0; replaces < 2; replaces++) {
        desk d;
        desk_open(&d, QUESTIONS);
        desk_key(&d, "agent");
        desk_ask(&d, "tickets");
        desk_ask(&d, "csat_satisfied");
        desk_option(&d, "absent", "missing");
        assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
        bind_texts(&d, "agent", agents, 1);
        bind_times(&d, "created_at", created, 1);
        desk_table(&d, "tickets");
        bind_texts(&d, "agent", agents, 1);
        bind_times(&d, "created_at", created, 1);
        bind_numbers(&d, "csat", csat, 1);
        dscore_state *state = new_state(&d);
        if (replaces) {
            assert_ok(dscore_state_replace(state, d.tables[0], 0, d.tables[0], 0, 0, &d.err), d.err);
        } else {
            retract(&d, state, 0, 0);
        }
        assert_ok(dscore_state_update(state, d.tables[1], 0, 1, NULL, &d.err), d.err);
        ck_assert_int_eq(dscore_state_retract(state, d.tables[0], 0, 1, &d.err), DSCORE_E_FIELD_MISSING);
        ck_assert_str_eq(d.err.path, "tickets.csat");
        ck_assert_int_eq(
            dscore_state_replace(state, d.tables[1], 0, d.tables[0], 0, 1, &d.err), DSCORE_E_FIELD_MISSING);
        assert_ok(dscore_state_retract(state, d.tables[1], 0, 1, &d.err), d.err);
        dscore_state_free(state);
        desk_close(&d);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {rows_taken_away_leave_a_state_that_never_saw_them,
        rows_are_changed_one_by_one_into_others, nothing_is_left_of_all_rows_whatever_their_order,
        a_ticket_that_changes_is_at_every_stage_what_a_table_of_that_stage_gives,
        what_cannot_be_taken_apart_is_named_before_anything_is_read,
        rows_that_were_never_added_are_noticed_where_anything_can_tell, the_cell_that_lacks_the_rows_is_named,
        a_failing_policy_stops_a_replacement_whole, what_is_no_table_of_the_state_is_refused,
        a_roster_is_not_taken_back, rows_go_in_other_batches_than_they_came_in,
        taking_no_rows_away_from_an_empty_state_is_forgotten};
    return RUN_TESTS("retract", tests);
}
