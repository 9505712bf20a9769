/* Other labels in a key: states by agent that become states by team are, to the last bit, those of a query by team over
   tickets that had it; whatever came before and comes after: merging, bytes, longer periods, taking away (D25). */
#include "map_support.h"

enum { TICKETS = 5000, AGENTS = 40, TEAMS = 5, DAYS = 6 };

#define MADE(id, formula)                                                                                              \
    "{\"id\": \"" id "\", \"name\": \"n\", \"unit\": \"points\", \"credit\": [\"agent\"], \"formula\": \"" formula "\"}"

static const char DOCUMENT[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\","
    "\"fields\": {\"tickets\": [{\"name\": \"amount\", \"type\": \"number\"}]},"
    "\"indicators\": [" MADE("amount_sum", "sum(amount)") "," MADE("amount_mean", "mean(amount)") "," MADE(
        "amount_variance", "variance(amount)") "," MADE("amount_share", "share(amount > 0)") "," MADE("amount_quantile",
        "quantile(amount, 0.37)") "," MADE("amount_trimmed", "trimmed_mean(amount, 0.2)") "," MADE("done_within",
        "km_within(created_at, resolved_at, 2d)") "," MADE("amount_least", "min(amount)") "," MADE("amount_most",
        "max(amount)") "," MADE("people", "distinct(agent)") "," MADE("people_again",
        "recurring(agent, csat)") "," MADE("amount_sketched", "approx_quantile(amount, 0.9)") "]}";

static const char *const REVERSIBLE[] = {"tickets", "backlog", "csat_score", "first_response_time",
    "first_response_time_p90", "closure_rate", "load_share", "channel_mix", "amount_sum", "amount_mean",
    "amount_variance", "amount_share", "amount_quantile", "amount_trimmed", "done_within"};
static const char *const OTHERS[] = {"amount_least", "amount_most", "people", "people_again", "amount_sketched"};

/* ---- tickets, agents, teams ------------------------------------------------------------------ */

typedef struct world {
    int64_t created[TICKETS], replied[TICKETS], resolved[TICKETS], number[TICKETS];
    double amount[TICKETS], csat[TICKETS];
    const char *agent[TICKETS], *channel[TICKETS], *team[TICKETS];
    char names[AGENTS][8], numbers[AGENTS][8];
    const char *agents[AGENTS], *digits[AGENTS], *teams[AGENTS]; /* the map: agent i belongs to team i */
} world;

/* Every fifth agent belongs to no team. One team has an agent's name, which has another agent's tickets. */
static void make_world(world *w, uint64_t seed)
{
    static const char *const teams[TEAMS] = {"north", "south", "a03", "\xe4\xb8\x8a\xe6\xb5\xb7", NULL};
    static const char *const channels[] = {"phone", "email", "a05"};
    for (int i = 0; i < AGENTS; i++) {
        (void)snprintf(w->names[i], sizeof w->names[i], "a%02d", i);
        (void)snprintf(w->numbers[i], sizeof w->numbers[i], "%d", i - 7);
        w->agents[i] = w->names[i];
        w->digits[i] = w->numbers[i];
        w->teams[i] = teams[i % TEAMS];
    }
    for (int i = 0; i < TICKETS; i++) {
        const int64_t who = chance_below(&seed, AGENTS + 3);
        w->created[i] = chance_below(&seed, 50) == 0 ? NONE : chance_below(&seed, DAYS * DAY);
        const int64_t start = w->created[i] == NONE ? 0 : w->created[i];
        w->replied[i] = chance_below(&seed, 4) == 0 ? NONE : start + chance_below(&seed, 2 * DAY) - HOUR;
        w->resolved[i] = chance_below(&seed, 3) == 0 ? NONE : start + chance_below(&seed, 3 * DAY);
        w->amount[i] = chance_below(&seed, 9) == 0 ? (double)NAN : (double)((int64_t)chance(&seed) >> 20) * 0x1p-13;
        w->csat[i] = chance_below(&seed, 3) == 0 ? (double)NAN : (double)(1 + chance_below(&seed, 5));
        w->channel[i] = channels[chance_below(&seed, 3)];
        w->agent[i] = who < AGENTS ? w->agents[who] : NULL;
        w->number[i] = who < AGENTS ? who - 7 : NONE;
        w->team[i] = who < AGENTS ? w->teams[who] : NULL;
    }
}

typedef enum key_kind { BY_AGENT, BY_NUMBER, BY_TEAM } key_kind;

typedef struct question {
    key_kind by;
    bool by_channel, is_sketched, is_reversible;
    int32_t days; /* of each period; 0: no periods */
} question;

static void ask(desk *d, const question *q)
{
    desk_open(d, DOCUMENT);
    desk_key(d, q->by == BY_TEAM ? "team" : "agent");
    if (q->by_channel) {
        desk_key(d, "channel");
    }
    for (int64_t i = 0; i < LENGTH(REVERSIBLE); i++) {
        if (strcmp(REVERSIBLE[i], "channel_mix") != 0 || q->by_channel) {
            desk_ask(d, REVERSIBLE[i]);
        }
    }
    for (int64_t i = 0; i < LENGTH(OTHERS) && !q->is_reversible; i++) {
        desk_ask(d, OTHERS[i]);
    }
    desk_option(d, "quantiles", q->is_sketched ? "sketch" : "exact");
    assert_ok(dscore_query_now(d->query, 20 * DAY, &d->err), d->err);
    if (q->days > 0) {
        assert_ok(dscore_query_periods_every(d->query, 0, q->days * DAY, DAYS / q->days, &d->err), d->err);
    } else {
        assert_ok(dscore_query_range(d->query, 0, DAYS * DAY, &d->err), d->err);
    }
    assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
}

/* Agents are always bound: they are counted. The team is bound only where it is asked for. */
static void bind(desk *d, const question *q, const world *w)
{
    bind_times(d, "created_at", w->created, TICKETS);
    bind_times(d, "first_response_at", w->replied, TICKETS);
    bind_times(d, "resolved_at", w->resolved, TICKETS);
    bind_numbers(d, "amount", w->amount, TICKETS);
    bind_numbers(d, "csat", w->csat, TICKETS);
    bind_texts(d, "channel", w->channel, TICKETS);
    if (q->by == BY_TEAM) {
        bind_texts(d, "team", w->team, TICKETS);
    }
    if (q->by == BY_NUMBER) {
        assert_ok(dscore_table_bind_array(
                      desk_latest(d), "agent", DSCORE_INT64, DSCORE_UNIT_NONE, w->number, TICKETS, 8, &NONE, &d->err),
            d->err);
    } else {
        bind_texts(d, "agent", w->agent, TICKETS);
    }
}

static void open_desk(desk *d, const question *q, const world *w)
{
    ask(d, q);
    bind(d, q, w);
}

/* ---- states ---------------------------------------------------------------------------------- */

static dscore_state *by_team(const world *w, const question *q, const dscore_state *state)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_state *mapped = NULL;
    assert_ok(dscore_state_map(state, "agent", "team", q->by == BY_NUMBER ? w->digits : w->agents, w->teams, AGENTS,
                  DSCORE_MAP_REFUSE, &mapped, &err),
        err);
    return mapped;
}

/* ---- agents to teams ------------------------------------------------------------------------- */

static void check_question(const question *q, uint64_t seed, const char *what)
{
    static world w;
    desk d, direct;
    question team = *q;
    team.by = BY_TEAM;
    make_world(&w, seed);
    open_desk(&d, q, &w);
    open_desk(&direct, &team, &w);
    dscore_state *expected = state_of(&direct, 0, TICKETS), *whole = state_of(&d, 0, TICKETS);
    dscore_state *mapped = by_team(&w, q, whole);
    assert_same_answers(expected, mapped, what);
    mapped = travel(d.plan, mapped);
    assert_same_answers(expected, mapped, "by way of bytes");
    dscore_state_free(mapped);

    /* In parts: some mapped first, some merged first, some that travelled. */
    dscore_state *sum = NULL;
    for (int64_t first = 0; first < TICKETS; first += 700) {
        const int64_t n = TICKETS - first < 700 ? TICKETS - first : 700;
        dscore_state *part = state_of(&d, first, n);
        dscore_state *other = by_team(&w, q, part);
        other = first % 1400 == 0 ? travel(d.plan, other) : other;
        dscore_state_free(part);
        if (sum == NULL) {
            sum = other;
            continue;
        }
        assert_ok(dscore_state_merge(sum, other, &d.err), d.err);
        dscore_state_free(other);
    }
    assert_same_answers(expected, sum, "merged after");
    dscore_state_free(sum);
    dscore_state_free(whole);
    dscore_state_free(expected);
    desk_close(&direct);
    desk_close(&d);
}

START_TEST(agents_become_their_teams_as_if_asked_by_team)
{
    check_question(&(question){.by = BY_AGENT}, 1, "one key");
    check_question(&(question){.by = BY_AGENT, .by_channel = true, .days = 2}, 2, "two keys and periods");
    check_question(&(question){.by = BY_AGENT, .is_sketched = true, .days = 3}, 3, "sketches");
    check_question(&(question){.by = BY_AGENT, .is_reversible = true, .by_channel = true}, 4, "two keys");
}
END_TEST

/* Tuples hold agents as integers in the one and as text in the other: only the distinct count of numbers is asked. */
START_TEST(integers_become_texts)
{
    check_question(&(question){.by = BY_NUMBER, .is_reversible = true, .days = 1}, 5, "agents are integers");
}
END_TEST

START_TEST(mapped_days_add_up_to_mapped_months_and_are_taken_out_again)
{
    static world w;
    desk d, longer, direct;
    const question days = {.by = BY_AGENT, .is_reversible = true, .days = 1};
    question spans = days, team = days;
    spans.days = 3;
    team.days = 3;
    team.by = BY_TEAM;
    make_world(&w, 6);
    open_desk(&d, &days, &w);
    open_desk(&longer, &spans, &w);
    open_desk(&direct, &team, &w);
    dscore_state *expected = state_of(&direct, 0, 2500), *empty = NULL;
    dscore_state *first = state_of(&d, 0, 2500), *second = state_of(&d, 2500, TICKETS - 2500);
    dscore_state *parts[2] = {by_team(&w, &days, first), by_team(&w, &days, second)};
    assert_ok(dscore_state_new(longer.plan, &empty, &d.err), d.err);
    dscore_state *month = by_team(&w, &spans, empty);
    assert_ok(dscore_state_absorb(month, parts[0], &d.err), d.err);
    assert_same(expected, month, false, "days in spans");
    assert_ok(dscore_state_absorb(month, parts[1], &d.err), d.err);
    assert_ok(dscore_state_subtract(month, parts[1], &d.err), d.err);
    assert_same(expected, month, false, "absorbed and taken out");
    assert_ok(dscore_state_merge(parts[0], parts[1], &d.err), d.err);
    assert_ok(dscore_state_subtract(parts[0], parts[1], &d.err), d.err);
    dscore_state *alone = by_team(&w, &days, first);
    assert_same_answers(alone, parts[0], "merged and taken out");
    /* Unmapped into mapped, and the other way. */
    ck_assert_int_eq(dscore_state_absorb(month, first, &d.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_state_absorb(empty, parts[0], &d.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_state_subtract(first, parts[0], &d.err), DSCORE_E_INCOMPATIBLE);
    dscore_state *const states[] = {expected, first, second, parts[0], parts[1], empty, month, alone};
    for (int64_t i = 0; i < LENGTH(states); i++) {
        dscore_state_free(states[i]);
    }
    desk_close(&direct);
    desk_close(&longer);
    desk_close(&d);
}
END_TEST

/* ---- hardship -------------------------------------------------------------------------------- */

START_TEST(a_map_that_fails_leaves_nothing_behind)
{
    static const char *const from[] = {"Ada", "Bo", "Cy"}, *const to[] = {"north", "south", "north"};
    static const char *const agents[] = {"Ada", "Bo", NULL, "Cy"};
    static const double amount[] = {1, 2.5, 3, 1e300};
    purse p = {0, 0, 0, 0, 0};
    const dscore_allocator allocator = purse_allocator(&p);
    desk d;
    memset(&d, 0, sizeof d);
    d.err = (dscore_error)DSCORE_ERROR_INIT;
    dscore_catalog *base = NULL;
    dscore_catalog_builder *builder = NULL;
    assert_ok(dscore_catalog_builtin(&allocator, &base, &d.err), d.err);
    assert_ok(dscore_catalog_builder_new(base, &builder, &d.err), d.err);
    assert_ok(dscore_catalog_builder_add(builder, DOCUMENT, (int64_t)strlen(DOCUMENT), &d.err), d.err);
    assert_ok(dscore_catalog_builder_finish(builder, &d.catalog, &d.err), d.err);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
    assert_ok(dscore_query_new(d.catalog, &d.query, &d.err), d.err);
    desk_key(&d, "agent");
    for (int i = 0; i < 2; i++) {
        desk_ask(&d, i == 0 ? "amount_quantile" : "people");
    }
    desk_table(&d, "tickets");
    bind_texts(&d, "agent", agents, 4);
    bind_numbers(&d, "amount", amount, 4);
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    dscore_state *state = state_of(&d, 0, 4), *out = NULL;
    const int64_t bytes = p.live_bytes, blocks = p.live_blocks;
    dscore_status status = DSCORE_E_MEMORY;
    int failures = 0;
    for (int64_t n = 1; status != DSCORE_OK; n++) {
        p.calls = 0;
        p.fail_at = n;
        status = dscore_state_map(state, "agent", "team", from, to, 3, DSCORE_MAP_REFUSE, &out, &d.err);
        if (status != DSCORE_OK) {
            ck_assert_int_eq(status, DSCORE_E_MEMORY);
            ck_assert_ptr_null(out);
            ck_assert_int_eq(p.live_bytes, bytes);
            ck_assert_int_eq(p.live_blocks, blocks);
            failures++;
        }
    }
    p.fail_at = 0;
    ck_assert_int_gt(failures, 10);
    dscore_state_free(out);
    dscore_state_free(state);
    desk_close(&d);
    ck_assert_int_eq(p.live_bytes, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {agents_become_their_teams_as_if_asked_by_team, integers_become_texts,
        mapped_days_add_up_to_mapped_months_and_are_taken_out_again, a_map_that_fails_leaves_nothing_behind};
    return RUN_TESTS("map", tests);
}
