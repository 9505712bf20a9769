/* Days add up to months and months to quarters, in any order, and can be taken out again: always the bits of a state
   that saw the rows itself (D13, D25). */
#include "random_questions.h"

enum { TRIALS = 24, DAYS = 12, LONGEST = 4 };

static dscore_state *state_of_all(desk *d)
{
    dscore_state *state = new_state(d);
    assert_ok(dscore_state_update(state, d->tables[0], 0, ROWS, NULL, &d->err), d->err);
    return state;
}

/* The question over [0, DAYS) days, in periods of `step` days, of all rows. */
static void open_question(desk *d, const question *q, const rows *r, int64_t step)
{
    ask_question(d, q, 0, step * DAY, (int32_t)(DAYS / step));
    bind_rows(d, r, 0, ROWS);
}

static void assert_same_numbers(const dscore_state *expected, const dscore_state *state, const char *what)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_values *a = NULL, *b = NULL;
    assert_ok(dscore_state_finish(expected, &a, &err), err);
    assert_ok(dscore_state_finish(state, &b, &err), err);
    assert_same_values(a, b, what);
    dscore_values_free(a);
    dscore_values_free(b);
}

/* Spread the tickets over the days; stocks of the last have rows too. */
static void make_days(rows *r, uint64_t seed)
{
    make_rows(r, seed);
    for (int i = 0; i < ROWS; i++) {
        const int64_t shift = chance_below(&seed, DAYS - 4) * DAY;
        r->created[i] += r->created[i] == NONE ? 0 : shift;
        r->replied[i] += r->replied[i] == NONE ? 0 : shift;
        r->resolved[i] += r->resolved[i] == NONE ? 0 : shift;
    }
}

/* ---- one state of many periods --------------------------------------------------------------- */

START_TEST(days_add_up_to_longer_periods_and_these_to_longer_ones)
{
    static rows r;
    uint64_t seed = 61;
    for (int trial = 0; trial < rounds(TRIALS); trial++) {
        desk days, spans, all;
        question q = random_question(&seed);
        q.now = (chance_below(&seed, 2) == 0 ? 30 : 9) * DAY;
        make_days(&r, chance(&seed));
        open_question(&days, &q, &r, 1);
        open_question(&spans, &q, &r, LONGEST);
        open_question(&all, &q, &r, DAYS);
        dscore_state *daily = state_of_all(&days), *seen = state_of_all(&spans), *whole = state_of_all(&all);
        dscore_state *span = new_state(&spans), *total = new_state(&all), *direct = new_state(&all);
        assert_ok(dscore_state_absorb(span, daily, &days.err), days.err);
        assert_same_numbers(seen, span, "days in spans");
        assert_ok(dscore_state_absorb(total, span, &days.err), days.err);
        assert_same_numbers(whole, total, "spans in all");
        assert_ok(dscore_state_absorb(direct, daily, &days.err), days.err);
        assert_same_numbers(whole, direct, "days in all");
        dscore_state *const states[] = {daily, seen, whole, span, total, direct};
        for (int64_t i = 0; i < LENGTH(states); i++) {
            dscore_state_free(states[i]);
        }
        desk_close(&days);
        desk_close(&spans);
        desk_close(&all);
    }
}
END_TEST

START_TEST(a_state_without_some_keys_absorbs_one_with_them)
{
    static rows r;
    uint64_t seed = 67;
    question q = random_question(&seed);
    q.by_agent = q.by_channel = true;
    desk days, spans;
    make_days(&r, 5);
    open_question(&days, &q, &r, 1);
    open_question(&spans, &q, &r, LONGEST);
    const char *const kept[] = {"period", "channel"};
    dscore_state *daily = state_of_all(&days), *seen = state_of_all(&spans), *empty = new_state(&spans);
    dscore_state *expected = NULL, *total = NULL;
    assert_ok(dscore_state_rollup(seen, kept, 2, &expected, &days.err), days.err);
    assert_ok(dscore_state_rollup(empty, kept, 2, &total, &days.err), days.err);
    assert_ok(dscore_state_absorb(total, daily, &days.err), days.err);
    assert_same_numbers(expected, total, "keys and days");
    ck_assert_int_eq(dscore_state_absorb(seen, total, &days.err), DSCORE_E_INCOMPATIBLE); /* not the other way */
    dscore_state *range = NULL; /* a day's state of which periods were dropped is one of its range */
    const char *const agents[] = {"agent", "channel"};
    assert_ok(dscore_state_rollup(daily, agents, 2, &range, &days.err), days.err);
    ck_assert_int_eq(dscore_state_absorb(empty, range, &days.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(days.err.code, DSCORE_CODE_STATE_PERIODS);
    dscore_state *const states[] = {daily, seen, empty, expected, total, range};
    for (int64_t i = 0; i < LENGTH(states); i++) {
        dscore_state_free(states[i]);
    }
    desk_close(&days);
    desk_close(&spans);
}
END_TEST

/* ---- states of one day each ------------------------------------------------------------------ */

/* A shard: all rows, by a plan of one day. Its stock is the one at the end of that day. */
static void open_day(desk *d, const question *q, const rows *r, int64_t day)
{
    ask_question(d, q, day * DAY, DAY, 1);
    bind_rows(d, r, 0, ROWS);
}

START_TEST(shards_of_a_day_each_are_absorbed_in_any_order_and_taken_out_again)
{
    static rows r;
    uint64_t seed = 71;
    for (int trial = 0; trial < rounds(10); trial++) {
        desk spans, days[DAYS];
        dscore_state *shards[DAYS];
        question q = random_question(&seed);
        q.asks[20] = true; /* the backlog, a stock */
        q.now = 30 * DAY;
        make_days(&r, chance(&seed));
        open_question(&spans, &q, &r, LONGEST);
        dscore_state *seen = state_of_all(&spans), *state = new_state(&spans), *half = new_state(&spans);
        int order[DAYS];
        for (int day = 0; day < DAYS; day++) {
            open_day(&days[day], &q, &r, day);
            shards[day] = state_of_all(&days[day]);
            const int k = (int)chance_below(&seed, day + 1);
            order[day] = order[k];
            order[k] = day;
        }
        for (int i = 0; i < DAYS; i++) {
            assert_ok(dscore_state_absorb(i % 2 == 0 ? state : half, shards[order[i]], &spans.err), spans.err);
        }
        assert_ok(dscore_state_merge(state, half, &spans.err), spans.err);
        assert_same_numbers(seen, state, "shards");
        /* Half of them out again: what is left is the other half. */
        for (int i = 0; i < DAYS; i += 2) {
            assert_ok(dscore_state_subtract(state, shards[order[i]], &spans.err), spans.err);
        }
        assert_same_states(half, state, "shards that stayed");
        ck_assert_int_eq(dscore_state_subtract(state, shards[order[0]], &spans.err), DSCORE_E_INCOMPATIBLE);
        assert_same_states(half, state, "unchanged");
        for (int day = 0; day < DAYS; day++) {
            dscore_state_free(shards[day]);
            desk_close(&days[day]);
        }
        dscore_state_free(seen);
        dscore_state_free(state);
        dscore_state_free(half);
        desk_close(&spans);
    }
}
END_TEST

/* Tickets open at the ends of days 1 to 4: one begun on each of the first four, each resolved two and a half days
   later; one more at 11:00 on day 2. Counted by hand: at the end of day 0: 1; day 1: 2; day 2: 3 + 1 - 1 resolved at
   noon of day 2 = 3; day 3: 4 + 1 - 2 = 3. */
START_TEST(a_longer_period_takes_the_stock_of_its_last_day_whatever_the_order)
{
    static const int64_t created[] = {0, DAY, 2 * DAY, 3 * DAY, 2 * DAY + 11 * HOUR};
    static const int64_t resolved[] = {
        2 * DAY + 12 * HOUR, 3 * DAY + 12 * HOUR, 4 * DAY + 12 * HOUR, 5 * DAY + 12 * HOUR, NONE};
    static const double stocks[] = {1, 2, 3, 3};
    for (int turn = 0; turn < 2; turn++) {
        desk spans, day;
        desk_open(&spans, NULL);
        desk_ask(&spans, "backlog");
        assert_ok(dscore_query_periods_every(spans.query, 0, 2 * DAY, 2, &spans.err), spans.err);
        assert_ok(dscore_plan_compile(spans.query, &spans.plan, &spans.err), spans.err);
        dscore_state *state = new_state(&spans);
        for (int64_t i = 0; i < 4; i++) {
            const int64_t d = turn == 0 ? i : 3 - i;
            desk_open(&day, NULL);
            desk_ask(&day, "backlog");
            assert_ok(dscore_query_range(day.query, d * DAY, (d + 1) * DAY, &day.err), day.err);
            bind_times(&day, "created_at", created, 5);
            bind_times(&day, "resolved_at", resolved, 5);
            desk_run(&day);
            ck_assert_double_eq(value_at(day.values, 0, "backlog").value, stocks[d]);
            dscore_state *shard = new_state(&day);
            assert_ok(dscore_state_update(shard, day.tables[0], 0, 5, NULL, &day.err), day.err);
            assert_ok(dscore_state_absorb(state, shard, &day.err), day.err);
            dscore_state_free(shard);
            desk_close(&day);
        }
        dscore_values *values = NULL;
        assert_ok(dscore_state_finish(state, &values, &spans.err), spans.err);
        ck_assert_int_eq(dscore_values_row_count(values), 2);
        ck_assert_double_eq(value_at(values, 0, "backlog").value, 2); /* of day 1 */
        ck_assert_double_eq(value_at(values, 1, "backlog").value, 3); /* of day 3 */
        dscore_values_free(values);
        dscore_state_free(state);
        desk_close(&spans);
    }
}
END_TEST

START_TEST(the_last_days_roll_on_by_one_in_and_one_out)
{
    static rows r;
    uint64_t seed = 73;
    enum { WINDOW = 5 };
    desk ages, days[DAYS];
    dscore_state *shards[DAYS];
    question q = random_question(&seed);
    for (int64_t i = 0; i < 20; i++) {
        q.asks[i] = true;
    }
    for (int64_t i = 20; i < LENGTH(REVERSIBLE); i++) {
        q.asks[i] = false; /* stocks of days that are not the last of the range would not count */
    }
    q.now = 30 * DAY;
    make_days(&r, 8);
    open_question(&ages, &q, &r, DAYS);
    dscore_state *window = new_state(&ages);
    for (int day = 0; day < DAYS; day++) {
        open_day(&days[day], &q, &r, day);
        shards[day] = state_of_all(&days[day]);
        assert_ok(dscore_state_absorb(window, shards[day], &ages.err), ages.err);
        if (day < WINDOW) {
            continue;
        }
        assert_ok(dscore_state_subtract(window, shards[day - WINDOW], &ages.err), ages.err);
        dscore_state *expected = new_state(&ages);
        for (int k = day - WINDOW + 1; k <= day; k++) {
            assert_ok(dscore_state_absorb(expected, shards[k], &ages.err), ages.err);
        }
        assert_same_states(expected, window, "the last days");
        dscore_state_free(expected);
    }
    for (int day = 0; day < DAYS; day++) {
        dscore_state_free(shards[day]);
        desk_close(&days[day]);
    }
    dscore_state_free(window);
    desk_close(&ages);
}
END_TEST

/* ---- what does not belong together ----------------------------------------------------------- */

static dscore_state *empty_of(desk *d, const char *item, int64_t from, int64_t step, int32_t periods)
{
    desk_open(d, QUESTIONS);
    desk_key(d, "agent");
    desk_ask(d, item);
    if (step == 0) {
        assert_ok(dscore_query_now(d->query, 0, &d->err), d->err);
    } else {
        assert_ok(dscore_query_periods_every(d->query, from, step, periods, &d->err), d->err);
    }
    assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
    return new_state(d);
}

static void check_refused(
    const char *item, int64_t from, int64_t step, int32_t periods, dscore_status expected, const char *word)
{
    desk target, source;
    dscore_state *to = empty_of(&target, "amount_mean", 0, 4 * DAY, 3);
    dscore_state *other = empty_of(&source, item, from, step, periods);
    const dscore_status status = dscore_state_absorb(to, other, &target.err);
    ck_assert_msg(status == expected, "%s: status %d: %s", word, (int)status, target.err.message);
    ck_assert_ptr_nonnull(strstr(target.err.message, word));
    ck_assert_int_eq(dscore_state_subtract(to, other, &target.err), expected);
    dscore_state_free(to);
    dscore_state_free(other);
    desk_close(&target);
    desk_close(&source);
}

START_TEST(periods_that_lie_in_none_of_the_targets_are_refused)
{
    check_refused("amount_mean", 0, 3 * DAY, 4, DSCORE_E_INCOMPATIBLE, "period 1 of the source, [259200000000, ");
    check_refused("amount_mean", DAY, 4 * DAY, 2, DSCORE_E_INCOMPATIBLE, "period 0 of the source");
    check_refused("amount_mean", 0, DAY, 13, DSCORE_E_INCOMPATIBLE, "period 12 of the source");
    check_refused("amount_mean", -DAY, DAY, 2, DSCORE_E_INCOMPATIBLE, "period 0 of the source");
    check_refused("amount_mean", 0, 12 * DAY, 1, DSCORE_E_INCOMPATIBLE, "period 0 of the source");
    check_refused("amount_mean", 0, 0, 0, DSCORE_E_INCOMPATIBLE, "period 0 of the source"); /* no range at all */
    check_refused("amount_sum", 0, DAY, 12, DSCORE_E_INCOMPATIBLE, "what they measure");
}
END_TEST

static void check_reader(const char *item, int64_t step, dscore_status expected)
{
    desk target, source;
    dscore_state *to = empty_of(&target, item, 0, 4 * DAY, 3);
    dscore_state *from = empty_of(&source, item, 0, step, (int32_t)(12 * DAY / step));
    ck_assert_int_eq(dscore_state_absorb(to, from, &target.err), expected);
    ck_assert_msg(expected == DSCORE_OK || strcmp(target.err.path, item) == 0, "%s: %s", item, target.err.path);
    dscore_state_free(to);
    dscore_state_free(from);
    desk_close(&target);
    desk_close(&source);
}

START_TEST(formulas_that_read_the_ends_of_their_period_are_named)
{
    check_reader("late", DAY, DSCORE_E_UNSUPPORTED);
    check_reader("late", 4 * DAY, DSCORE_OK);                /* the same periods */
    check_reader("age_of_open", DAY, DSCORE_OK);             /* a stock, whose end is that of the last day */
    check_reader("begun_before", DAY, DSCORE_E_UNSUPPORTED); /* but its beginning is not */
    desk d;
    dscore_state *state = empty_of(&d, "begun_before", 0, DAY, 4), *out = NULL;
    const char *const agent = "agent";
    ck_assert_int_eq(dscore_state_rollup(state, &agent, 1, &out, &d.err), DSCORE_E_UNSUPPORTED);
    ck_assert_ptr_null(out);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

START_TEST(nothing_is_no_state)
{
    desk d;
    dscore_state *state = empty_of(&d, "amount_mean", 0, DAY, 4);
    ck_assert_int_eq(dscore_state_absorb(NULL, state, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_absorb(state, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_subtract(NULL, state, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_state_subtract(state, NULL, NULL), DSCORE_E_ARGUMENT);
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {days_add_up_to_longer_periods_and_these_to_longer_ones,
        a_state_without_some_keys_absorbs_one_with_them,
        shards_of_a_day_each_are_absorbed_in_any_order_and_taken_out_again,
        a_longer_period_takes_the_stock_of_its_last_day_whatever_the_order, the_last_days_roll_on_by_one_in_and_one_out,
        periods_that_lie_in_none_of_the_targets_are_refused, formulas_that_read_the_ends_of_their_period_are_named,
        nothing_is_no_state};
    return RUN_TESTS("absorb", tests);
}
