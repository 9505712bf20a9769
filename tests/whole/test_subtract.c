/* Taking states and rows away under every hardship: merged at random, memory that fails, a cap on bytes; and what it
   leaves in the state. */
#include "random_questions.h"

enum { TRIALS = 16, STATES = 6 };

START_TEST(a_merge_is_undone)
{
    static rows r;
    uint64_t seed = 83;
    for (int trial = 0; trial < rounds(TRIALS); trial++) {
        desk d;
        const question q = random_question(&seed);
        make_rows(&r, chance(&seed));
        ask_question(&d, &q, DAY, DAY, 4);
        bind_rows(&d, &r, 0, ROWS);
        dscore_state *states[STATES], *sum = new_state(&d), *expected = new_state(&d);
        for (int i = 0; i < STATES; i++) {
            states[i] = new_state(&d);
            assert_ok(
                dscore_state_update(states[i], d.tables[0], i * (ROWS / STATES), ROWS / STATES, NULL, &d.err), d.err);
            assert_ok(dscore_state_merge(sum, states[i], &d.err), d.err);
        }
        for (int i = 0; i < STATES; i++) {
            if (chance_below(&seed, 2) == 0) {
                assert_ok(dscore_state_subtract(sum, states[i], &d.err), d.err);
                ck_assert_int_eq(dscore_state_subtract(sum, states[i], &d.err), DSCORE_E_INCOMPATIBLE);
                ck_assert_int_eq(d.err.code, DSCORE_CODE_STATE_NEVER_ADDED);
            } else {
                assert_ok(dscore_state_merge(expected, states[i], &d.err), d.err);
            }
        }
        assert_ok(dscore_state_update(expected, d.tables[0], 0, 0, NULL, &d.err), d.err);
        assert_same_states(expected, sum, "what was not taken away");
        for (int i = 0; i < STATES; i++) {
            dscore_state_free(states[i]);
        }
        dscore_state_free(sum);
        dscore_state_free(expected);
        desk_close(&d);
    }
}
END_TEST

START_TEST(a_state_taken_away_from_itself_is_empty)
{
    static rows r;
    uint64_t seed = 89;
    desk d;
    const question q = random_question(&seed);
    make_rows(&r, 9);
    ask_question(&d, &q, DAY, DAY, 4);
    bind_rows(&d, &r, 0, ROWS);
    dscore_state *state = new_state(&d), *empty = new_state(&d);
    assert_ok(dscore_state_update(empty, d.tables[0], 0, 0, NULL, &d.err), d.err);
    assert_ok(dscore_state_update(state, d.tables[0], 0, ROWS, NULL, &d.err), d.err);
    assert_ok(dscore_state_subtract(state, state, &d.err), d.err);
    assert_same_states(empty, state, "itself");
    dscore_state_free(state);
    dscore_state_free(empty);
    desk_close(&d);
}
END_TEST

static void bind_decimal(desk *d, const int64_t *value, int32_t scale)
{
    dscore_column column = DSCORE_COLUMN_INIT;
    column.type = DSCORE_DECIMAL64;
    column.scale = scale;
    column.data = value;
    column.length = 1;
    column.stride = 8;
    assert_ok(dscore_table_bind(desk_latest(d), "amount", &column, &d->err), d->err);
}

/* A value as large as 1e300 lies in a place of its own, which stays when the value is gone. Then 2^53 + 0.6 + 0.60 =
   2^53 + 1.2 is exact again, and rounded once to 2^53 + 2; in doubles, one after the other, it would be 2^53. */
START_TEST(a_huge_value_that_has_gone_leaves_nothing)
{
    static const double huge[] = {9007199254740992.0, 1e300};
    static const int64_t tenths = 6, hundredths = 60, wholes[] = {0, 1};
    desk d;
    desk_open(&d, QUESTIONS);
    desk_ask(&d, "amount_sum");
    desk_ask(&d, "amount_variance");
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    bind_numbers(&d, "amount", huge, 2);
    desk_table(&d, "tickets");
    bind_decimal(&d, &tenths, 1);
    desk_table(&d, "tickets");
    bind_decimal(&d, &hundredths, 2);
    dscore_state *state = new_state(&d), *expected = new_state(&d);
    assert_ok(dscore_state_update(state, d.tables[0], 1, 1, NULL, &d.err), d.err);
    for (int i = 0; i < 3; i++) {
        assert_ok(dscore_state_update(state, d.tables[i], 0, 1, NULL, &d.err), d.err);
        assert_ok(dscore_state_update(expected, d.tables[i], 0, 1, NULL, &d.err), d.err);
    }
    assert_ok(dscore_state_retract(state, d.tables[0], 1, 1, &d.err), d.err);
    assert_same_states(expected, state, "without the huge value");
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(state, &values, &d.err), d.err);
    ck_assert(value_at(values, 0, "amount_sum").value == 9007199254740994.0);
    /* As an integer, nothing was ever added. */
    desk_table(&d, "tickets");
    assert_ok(dscore_table_bind_array(d.tables[3], "amount", DSCORE_INT64, 0, wholes, 2, 8, NULL, &d.err), d.err);
    ck_assert_int_eq(dscore_state_retract(state, d.tables[3], 1, 1, &d.err), DSCORE_E_INCOMPATIBLE);
    dscore_values_free(values);
    dscore_state_free(state);
    dscore_state_free(expected);
    desk_close(&d);
}
END_TEST

/* ---- memory ---------------------------------------------------------------------------------- */

enum { SMALL = 60 };

typedef struct job {
    dscore_state *state, *other;
    const dscore_table *before, *after;
} job;

static dscore_status do_retract(job *j, dscore_error *err)
{
    return dscore_state_retract(j->state, j->before, 0, SMALL / 2, err);
}

static dscore_status do_replace(job *j, dscore_error *err)
{
    return dscore_state_replace(j->state, j->before, 0, j->after, 0, SMALL, err);
}

static dscore_status do_subtract(job *j, dscore_error *err)
{
    return dscore_state_subtract(j->state, j->other, err);
}

static dscore_status do_absorb(job *j, dscore_error *err)
{
    return dscore_state_absorb(j->state, j->other, err);
}

/* Queries of `periods` days on a catalogue whose memory is the purse's. */
static dscore_plan *plan_in(const dscore_catalog *catalog, int64_t step, int32_t periods)
{
    static const char *const asked[] = {"tickets", "first_response_time", "first_response_time_p90",
        "first_response_within", "resolution_time", "closure_rate", "backlog", "csat_score", "amount_variance"};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    assert_ok(dscore_query_new(catalog, &query, &err), err);
    assert_ok(dscore_query_key(query, "agent", &err), err);
    for (int64_t i = 0; i < LENGTH(asked); i++) {
        assert_ok(dscore_query_item(query, NULL, asked[i], &err), err);
    }
    assert_ok(dscore_query_now(query, 20 * DAY, &err), err);
    assert_ok(dscore_query_periods_every(query, 0, step, periods, &err), err);
    assert_ok(dscore_plan_compile(query, &plan, &err), err);
    dscore_query_free(query);
    return plan;
}

typedef dscore_status (*act)(job *j, dscore_error *err);

/* Every allocation of an act fails once: then nothing has changed, and with memory it succeeds. */
static void check_act(purse *p, const dscore_plan *plan, const dscore_plan *finer, const desk *d, act does)
{
    dscore_error err = DSCORE_ERROR_INIT;
    job j = {NULL, NULL, d->tables[0], d->tables[1]};
    int64_t failures = 0;
    dscore_status status = DSCORE_E_MEMORY;
    for (int64_t at = 1; status != DSCORE_OK; at++) {
        dscore_state *same = NULL;
        assert_ok(dscore_state_new(plan, &j.state, &err), err);
        assert_ok(dscore_state_new(finer, &j.other, &err), err);
        assert_ok(dscore_state_update(j.state, d->tables[0], 0, SMALL, NULL, &err), err);
        assert_ok(dscore_state_update(j.other, d->tables[0], 0, SMALL, NULL, &err), err);
        if (does == do_subtract && finer != plan) { /* what the days counted in none of them was counted there */
            assert_ok(dscore_state_absorb(j.state, j.other, &err), err);
        }
        assert_ok(dscore_state_clone(j.state, &same, &err), err);
        p->fail_at = p->calls + at;
        status = does(&j, &err);
        p->fail_at = 0;
        if (status != DSCORE_OK) {
            ck_assert_int_eq(status, DSCORE_E_MEMORY);
            assert_same_states(same, j.state, "unchanged by an act without memory");
            assert_ok(does(&j, &err), err);
            failures++;
        }
        dscore_state_free(same);
        dscore_state_free(j.state);
        dscore_state_free(j.other);
    }
    ck_assert_int_gt(failures, 0);
}

START_TEST(without_memory_nothing_changes_and_nothing_leaks)
{
    static rows r[2];
    purse p = {0};
    const dscore_allocator allocator = purse_allocator(&p);
    desk d;
    memset(&d, 0, sizeof d);
    const dscore_error fresh = DSCORE_ERROR_INIT;
    d.err = fresh;
    dscore_catalog *base = NULL;
    dscore_catalog_builder *builder = NULL;
    assert_ok(dscore_catalog_builtin(&allocator, &base, &d.err), d.err);
    assert_ok(dscore_catalog_builder_new(base, &builder, &d.err), d.err);
    assert_ok(dscore_catalog_builder_add(builder, QUESTIONS, (int64_t)strlen(QUESTIONS), &d.err), d.err);
    assert_ok(dscore_catalog_builder_finish(builder, &d.catalog, &d.err), d.err);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
    dscore_plan *plan = plan_in(d.catalog, 3 * DAY, 2), *days = plan_in(d.catalog, DAY, 6);
    for (int i = 0; i < 2; i++) {
        make_rows(&r[i], (uint64_t)i + 11);
        desk_table(&d, "tickets");
        bind_rows(&d, &r[i], 0, SMALL);
    }
    check_act(&p, plan, plan, &d, do_retract);
    check_act(&p, plan, plan, &d, do_replace);
    check_act(&p, plan, plan, &d, do_subtract);
    check_act(&p, plan, days, &d, do_subtract);
    check_act(&p, plan, days, &d, do_absorb);
    dscore_plan_free(plan);
    dscore_plan_free(days);
    desk_close(&d);
    ck_assert_int_eq(p.live_bytes, 0);
    ck_assert_int_eq(p.live_blocks, 0);
}
END_TEST

START_TEST(what_it_works_with_is_not_counted_and_does_not_grow)
{
    static rows r;
    uint64_t seed = 97;
    purse p = {0};
    const dscore_allocator allocator = purse_allocator(&p);
    desk d;
    memset(&d, 0, sizeof d);
    const dscore_error fresh = DSCORE_ERROR_INIT;
    d.err = fresh;
    make_rows(&r, 12);
    assert_ok(dscore_catalog_builtin(&allocator, &d.catalog, &d.err), d.err);
    assert_ok(dscore_query_new(d.catalog, &d.query, &d.err), d.err);
    desk_key(&d, "agent");
    desk_ask(&d, "tickets");
    desk_ask(&d, "first_response_time");
    desk_option(&d, "max_state_bytes", "20000");
    assert_ok(dscore_query_range(d.query, 0, 6 * DAY, &d.err), d.err);
    assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
    desk_table(&d, "tickets");
    assert_ok(dscore_table_bind_array(
                  d.tables[0], "agent", DSCORE_CSTRING, 0, r.agent, ROWS, sizeof r.agent[0], NULL, &d.err),
        d.err);
    bind_times(&d, "created_at", r.created, ROWS);
    bind_times(&d, "first_response_at", r.replied, ROWS);
    dscore_state *state = new_state(&d), *same = new_state(&d);
    assert_ok(dscore_state_update(state, d.tables[0], 0, ROWS, NULL, &d.err), d.err);
    assert_ok(dscore_state_update(same, d.tables[0], 0, ROWS, NULL, &d.err), d.err);
    const int64_t bytes = dscore_state_bytes(state);
    int64_t live = 0;
    for (int i = 0; i < 2000; i++) {
        const int64_t at = chance_below(&seed, ROWS - 20), n = i == 5 ? 20 : 1;
        assert_ok(dscore_state_replace(state, d.tables[0], at, d.tables[0], at, n, &d.err), d.err);
        live = i == 1000 ? p.live_bytes : live; /* by now every class of rows was met */
    }
    ck_assert_int_eq(dscore_state_bytes(state), bytes);
    ck_assert_int_eq(p.live_bytes, live);
    assert_same_states(same, state, "replaced by itself");
    /* A name too long for the cap stops a replacement whole; there is room for others after it. */
    static char name[30000];
    static const char *const names[] = {name};
    memset(name, 'n', sizeof name - 1);
    desk_table(&d, "tickets");
    bind_texts(&d, "agent", names, 1);
    bind_times(&d, "created_at", r.created, 1);
    bind_times(&d, "first_response_at", r.replied, 1);
    ck_assert_int_eq(dscore_state_replace(state, d.tables[0], 0, d.tables[1], 0, 1, &d.err), DSCORE_E_LIMIT);
    assert_same_states(same, state, "unchanged where a cap was met");
    assert_ok(dscore_state_replace(state, d.tables[0], 0, d.tables[0], 0, 1, &d.err), d.err);
    dscore_state_free(state);
    dscore_state_free(same);
    desk_close(&d);
    ck_assert_int_eq(p.live_bytes, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_merge_is_undone, a_state_taken_away_from_itself_is_empty,
        a_huge_value_that_has_gone_leaves_nothing, without_memory_nothing_changes_and_nothing_leaks,
        what_it_works_with_is_not_counted_and_does_not_grow};
    return RUN_TESTS("subtract", tests);
}
