/* States that travel: packed and unpacked anywhere on the way they give the same bits, and the same cells the same
   bytes, whatever the order, the split and the shape of merging they came from (D8, D11, D13). */
#include "random_questions.h"

enum { TRIALS = 16 };

typedef struct packed {
    uint8_t *bytes;
    int64_t n;
} packed;

static packed pack(const dscore_state *state)
{
    dscore_error err = DSCORE_ERROR_INIT;
    packed p = {NULL, 0};
    ck_assert_int_eq(dscore_state_pack(state, NULL, 0, &p.n, &err), DSCORE_E_BUFFER);
    int64_t written = 0;
    p.bytes = malloc((size_t)p.n);
    ck_assert_ptr_nonnull(p.bytes);
    assert_ok(dscore_state_pack(state, p.bytes, p.n, &written, &err), err);
    ck_assert_int_eq(written, p.n);
    return p;
}

static dscore_state *unpack(const dscore_plan *plan, const packed *p)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_state *state = NULL;
    assert_ok(dscore_state_unpack(plan, p->bytes, p->n, &state, &err), err);
    return state;
}

static void assert_same_bytes(const packed *a, const packed *b, const char *what)
{
    ck_assert_msg(a->n == b->n, "%s: %lld bytes, not %lld", what, (long long)b->n, (long long)a->n);
    ck_assert_msg(memcmp(a->bytes, b->bytes, (size_t)a->n) == 0, "%s: other bytes", what);
}

/* The same state by way of bytes; the first is freed. */
static dscore_state *travel(const dscore_plan *plan, dscore_state *state)
{
    const packed p = pack(state);
    dscore_state *arrived = unpack(plan, &p);
    const packed again = pack(arrived);
    assert_same_bytes(&p, &again, "packed again");
    free(p.bytes);
    free(again.bytes);
    dscore_state_free(state);
    return arrived;
}

/* Everything that random_questions.h knows, also what cannot be taken apart. */
static void open_everything(desk *d, const rows *r)
{
    static const char *const more[] = {
        "amount_least", "wild_most", "pairs", "pairs_again", "span_of_wild", "twice_pairs", "late", "begun_before"};
    desk_open(d, QUESTIONS);
    desk_key(d, "agent");
    desk_key(d, "channel");
    for (int64_t i = 0; i < LENGTH(REVERSIBLE); i++) {
        desk_ask(d, REVERSIBLE[i]);
    }
    for (int64_t i = 0; i < LENGTH(more); i++) {
        desk_ask(d, more[i]);
    }
    assert_ok(dscore_query_now(d->query, 5 * DAY, &d->err), d->err);
    assert_ok(dscore_query_periods_every(d->query, DAY, DAY, 4, &d->err), d->err);
    bind_rows(d, r, 0, ROWS);
    desk_run(d);
}

/* Cut the rows at random among states, merge those at random, by way of bytes now and then. */
static dscore_state *scatter_and_gather(desk *d, uint64_t *seed)
{
    dscore_state *states[7];
    int count = 1 + (int)chance_below(seed, 7);
    for (int i = 0; i < count; i++) {
        states[i] = new_state(d);
    }
    for (int64_t first = 0, n; first < ROWS; first += n) {
        n = 1 + chance_below(seed, 200);
        n = n > ROWS - first ? ROWS - first : n;
        const int64_t at = chance_below(seed, count);
        assert_ok(dscore_state_update(states[at], d->tables[0], first, n, NULL, &d->err), d->err);
        if (chance_below(seed, 4) == 0) {
            states[at] = travel(d->plan, states[at]);
        }
    }
    while (count > 1) {
        const int64_t into = chance_below(seed, count - 1);
        if (chance_below(seed, 2) == 0) {
            states[into] = travel(d->plan, states[into]);
            states[count - 1] = travel(d->plan, states[count - 1]);
        }
        assert_ok(dscore_state_merge(states[into], states[count - 1], &d->err), d->err);
        dscore_state_free(states[--count]);
    }
    return states[0];
}

START_TEST(the_same_cells_are_the_same_bytes_and_the_same_bits_however_they_came)
{
    static rows original, shuffled;
    uint64_t seed = 7;
    desk d;
    make_rows(&original, 1);
    open_everything(&d, &original);
    dscore_state *whole = new_state(&d);
    assert_ok(dscore_state_update(whole, d.tables[0], 0, ROWS, NULL, &d.err), d.err);
    const packed expected = pack(whole);
    for (int trial = 0; trial < rounds(TRIALS); trial++) {
        shuffle(&shuffled, &original, &seed);
        bind_rows(&d, &shuffled, 0, ROWS);
        dscore_state *state = scatter_and_gather(&d, &seed);
        assert_same_states(whole, state, "scattered");
        const packed p = pack(state);
        assert_same_bytes(&expected, &p, "scattered");
        free(p.bytes);
        dscore_state_free(state);
    }
    free(expected.bytes);
    dscore_state_free(whole);
    desk_close(&d);
}
END_TEST

START_TEST(random_questions_travel)
{
    static rows original;
    uint64_t seed = 99;
    make_rows(&original, 5);
    for (int trial = 0; trial < rounds(TRIALS); trial++) {
        desk d;
        const question q = random_question(&seed);
        ask_question(&d, &q, DAY, DAY, 1 + (int32_t)chance_below(&seed, 5));
        bind_rows(&d, &original, 0, ROWS);
        dscore_state *whole = new_state(&d), *copy = NULL;
        assert_ok(dscore_state_update(whole, d.tables[0], 0, ROWS, NULL, &d.err), d.err);
        assert_ok(dscore_state_clone(whole, &copy, &d.err), d.err);
        copy = travel(d.plan, copy);
        assert_same_states(whole, copy, "arrived");
        dscore_state *parts = scatter_and_gather(&d, &seed);
        assert_same_states(whole, parts, "parts by way of bytes");
        dscore_state_free(parts);
        dscore_state_free(copy);
        dscore_state_free(whole);
        desk_close(&d);
    }
}
END_TEST

/* ---- roll-ups, nows, other plans ------------------------------------------------------------- */

START_TEST(rolled_up_states_travel_and_stay_what_they_are)
{
    static rows original;
    desk d, all;
    const char *const keys[] = {"channel"};
    make_rows(&original, 12);
    uint64_t seed = 3;
    question q = random_question(&seed);
    q.by_agent = q.by_channel = true;
    ask_question(&d, &q, DAY, DAY, 4);
    bind_rows(&d, &original, 0, ROWS);
    dscore_state *state = new_state(&d), *total = NULL;
    assert_ok(dscore_state_update(state, d.tables[0], 0, ROWS, NULL, &d.err), d.err);
    assert_ok(dscore_state_rollup(state, keys, 1, &total, &d.err), d.err);
    dscore_state *copy = NULL;
    assert_ok(dscore_state_clone(total, &copy, &d.err), d.err);
    copy = travel(d.plan, copy);
    assert_same_states(total, copy, "a total that travelled");
    ck_assert_int_eq(dscore_state_merge(state, copy, &d.err), DSCORE_E_INCOMPATIBLE); /* a total and its parts */
    assert_ok(dscore_state_merge(copy, total, &d.err), d.err);
    dscore_state_free(copy);
    dscore_state_free(total);
    dscore_state_free(state);

    /* An empty state, and one of another question. */
    state = travel(d.plan, new_state(&d));
    const packed p = pack(state);
    dscore_state_free(state);
    q.is_signed = !q.is_signed;
    ask_question(&all, &q, DAY, DAY, 4);
    ck_assert_int_eq(dscore_state_unpack(all.plan, p.bytes, p.n, &state, &d.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_ptr_null(state);
    ck_assert_ptr_nonnull(strstr(d.err.message, "fingerprint"));
    free(p.bytes);
    desk_close(&all);
    desk_close(&d);
}
END_TEST

/* One open ticket: its age is taken from now. */
static packed aged(desk *d, int64_t now, const int64_t *created, const int64_t *resolved)
{
    desk_open(d, NULL);
    desk_ask(d, "backlog_age");
    assert_ok(dscore_query_now(d->query, now, &d->err), d->err);
    bind_times(d, "created_at", created, 1);
    bind_times(d, "resolved_at", resolved, 1);
    desk_run(d);
    dscore_state *state = new_state(d);
    assert_ok(dscore_state_update(state, d->tables[0], 0, 1, NULL, &d->err), d->err);
    const packed p = pack(state);
    dscore_state_free(state);
    return p;
}

START_TEST(a_now_that_rows_took_travels_with_them)
{
    static const int64_t created[] = {0}, open[] = {INT64_MIN};
    desk monday, tuesday;
    const packed first = aged(&monday, DAY, created, open), second = aged(&tuesday, 2 * DAY, created, open);
    /* Both plans are the same question (D11); their states are not of the same now. */
    dscore_state *a = unpack(tuesday.plan, &first), *b = unpack(monday.plan, &second);
    ck_assert_int_eq(dscore_state_merge(a, b, &monday.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_ptr_nonnull(strstr(monday.err.message, "now"));
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(b, &values, &monday.err), monday.err);
    assert_same_values(tuesday.values, values, "unpacked by Monday's plan");
    dscore_values_free(values);
    dscore_state_free(a);
    dscore_state_free(b);
    free(first.bytes);
    free(second.bytes);
    desk_close(&monday);
    desk_close(&tuesday);
}
END_TEST

/* A later catalogue may know more fields: what is not read leaves the question, and states of it, alone. */
START_TEST(fields_that_a_catalogue_gains_do_not_part_states_from_their_plans)
{
    static const char more[] = "{\"deskscore\": 1, \"kind\": \"catalog\", \"fields\": {\"tickets\": ["
                               "{\"name\": \"aaa\", \"type\": \"number\"}, {\"name\": \"zzz\", \"type\": \"text\"}]}}";
    static const char *const ids[] = {"first_response_time", "csat_score", "tickets"};
    static rows original;
    desk now, later;
    make_rows(&original, 31);
    desk *const desks[] = {&now, &later};
    for (int i = 0; i < 2; i++) {
        desk_open(desks[i], i == 0 ? NULL : more);
        desk_key(desks[i], "agent");
        for (int k = 0; k < 3; k++) {
            desk_ask(desks[i], ids[k]);
        }
        bind_times(desks[i], "created_at", original.created, ROWS);
        bind_times(desks[i], "first_response_at", original.replied, ROWS);
        bind_numbers(desks[i], "csat", original.csat, ROWS);
        bind_texts(desks[i], "agent", original.agent, ROWS);
        desk_run(desks[i]);
    }
    ck_assert_str_eq(dscore_plan_fingerprint(now.plan), dscore_plan_fingerprint(later.plan));
    dscore_state *state = new_state(&now), *arrived, *own = new_state(&later);
    assert_ok(dscore_state_update(state, now.tables[0], 0, ROWS / 2, NULL, &now.err), now.err);
    assert_ok(dscore_state_update(own, later.tables[0], ROWS / 2, ROWS - ROWS / 2, NULL, &now.err), now.err);
    const packed p = pack(state);
    arrived = unpack(later.plan, &p);
    assert_ok(dscore_state_merge(arrived, own, &now.err), now.err);
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(arrived, &values, &now.err), now.err);
    assert_same_values(now.values, values, "by the later catalogue");
    /* In one process each state says by places how fields were read: of one catalogue only. */
    ck_assert_int_eq(dscore_state_merge(state, own, &now.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_ptr_nonnull(strstr(now.err.message, "catalogues"));
    dscore_values_free(values);
    dscore_state_free(arrived);
    dscore_state_free(own);
    dscore_state_free(state);
    free(p.bytes);
    desk_close(&later);
    desk_close(&now);
}
END_TEST

/* ---- buffers, caps, memory ------------------------------------------------------------------- */

START_TEST(a_buffer_that_is_too_small_is_left_alone)
{
    static rows original;
    desk d;
    make_rows(&original, 1);
    open_everything(&d, &original);
    dscore_state *state = new_state(&d);
    assert_ok(dscore_state_update(state, d.tables[0], 0, ROWS, NULL, &d.err), d.err);
    const packed p = pack(state);
    int64_t needed = 0;
    memset(p.bytes, 0xAA, (size_t)p.n);
    ck_assert_int_eq(dscore_state_pack(state, p.bytes, p.n - 1, &needed, &d.err), DSCORE_E_BUFFER);
    ck_assert_int_eq(needed, p.n);
    bool is_touched = false;
    for (int64_t i = 0; i < p.n; i++) {
        is_touched = is_touched || p.bytes[i] != 0xAA;
    }
    ck_assert(!is_touched);
    assert_ok(dscore_state_pack(state, p.bytes, p.n, NULL, &d.err), d.err);
    free(p.bytes);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

START_TEST(max_state_bytes_holds_for_what_arrives)
{
    static rows original;
    desk d, small;
    uint64_t seed = 5;
    question q = random_question(&seed);
    make_rows(&original, 1);
    ask_question(&d, &q, DAY, DAY, 4);
    bind_rows(&d, &original, 0, ROWS);
    dscore_state *state = new_state(&d), *arrived = NULL;
    const int64_t empty = dscore_state_bytes(state);
    assert_ok(dscore_state_update(state, d.tables[0], 0, ROWS, NULL, &d.err), d.err);
    const packed p = pack(state);
    char text[32];
    (void)snprintf(text, sizeof text, "%lld", (long long)empty + 2000);
    ask_question(&small, &q, DAY, DAY, 4);
    desk_option(&small, "max_state_bytes", text);
    dscore_plan_free(small.plan);
    assert_ok(dscore_plan_compile(small.query, &small.plan, &d.err), d.err);
    ck_assert_int_eq(dscore_state_unpack(small.plan, p.bytes, p.n, &arrived, &d.err), DSCORE_E_LIMIT);
    ck_assert_ptr_null(arrived);
    free(p.bytes);
    dscore_state_free(state);
    desk_close(&small);
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_same_cells_are_the_same_bytes_and_the_same_bits_however_they_came,
        random_questions_travel, rolled_up_states_travel_and_stay_what_they_are, a_now_that_rows_took_travels_with_them,
        fields_that_a_catalogue_gains_do_not_part_states_from_their_plans, a_buffer_that_is_too_small_is_left_alone,
        max_state_bytes_holds_for_what_arrives};
    return RUN_TESTS("pack", tests);
}
