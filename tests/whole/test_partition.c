/* A state does not tell how it was made: any split of the rows, any order, any shape of merging and any number of
   threads give the same bits, floats of wild exponents included; and a roll-up is what a query without those keys
   gives (D8, D13, D25). */
#include "random_rows.h"

#include "../measure/clock_support.h"

enum { TRIALS = 24 };

static const char DOCUMENT[] = "{\"deskscore\": 1, \"kind\": \"catalog\","
                               "\"fields\": {\"tickets\": [{\"name\": \"amount\", \"type\": \"number\"}, {\"name\": "
                               "\"wild\", \"type\": \"number\"}]},"
                               "\"indicators\": ["
#define MADE(id, formula)                                                                                              \
    "{\"id\": \"" id "\", \"name\": \"n\", \"unit\": \"points\", \"credit\": [\"agent\"], \"formula\": \"" formula "\"}"
    MADE("amount_sum", "sum(amount)") "," MADE("amount_mean", "mean(amount)") "," MADE("amount_variance",
        "variance(amount)") "," MADE("amount_stddev", "stddev(amount where amount > 0)") "," MADE("amount_quantile",
        "quantile(amount, 0.37)") "," MADE("amount_observed",
        "quantile_observed(amount, 0.8)") "," MADE("amount_median", "median(amount)") "," MADE("amount_min",
        "min(amount)") "," MADE("amount_max", "max(amount)") "," MADE("amount_trimmed",
        "trimmed_mean(amount, 0.2)") "," MADE("amount_ratio", "ratio(amount, wild)") "," MADE("amount_product",
        "mean(amount * wild)") "," MADE("amount_share", "share(amount > wild)") "," MADE("wild_sum",
        "sum(wild)") "," MADE("wild_mean", "mean(wild)") "," MADE("wild_variance",
        "variance(wild)") "," MADE("wild_quantile", "quantile(wild, 0.5)") "," MADE("wild_range",
        "max(wild) - min(wild)") "," MADE("wild_kinds", "distinct(wild)") "," MADE("wild_again",
        "recurring(wild)") "," MADE("pairs", "distinct(channel, csat)") "," MADE("pairs_again",
        "recurring(agent, csat)") "," MADE("answers", "count(csat where wild < 1)") "," MADE("desk_hours",
        "stddev(hours(business_time(created_at, first_response_at)))") "," MADE("done_within",
        "km_within(created_at, resolved_at, 2d)") "," MADE("hours_of_day",
        "mean(hour_of(created_at))") "," MADE("dates", "distinct(date_of(created_at), weekday_of(resolved_at))") "]}";

static const char *const ASKED[] = {"amount_sum", "amount_mean", "amount_variance", "amount_stddev", "amount_quantile",
    "amount_observed", "amount_median", "amount_min", "amount_max", "amount_trimmed", "amount_ratio", "amount_product",
    "amount_share", "wild_sum", "wild_mean", "wild_variance", "wild_quantile", "wild_range", "wild_kinds", "wild_again",
    "pairs", "pairs_again", "answers", "first_response_time", "first_response_time_p90", "first_response_within",
    "resolution_time", "closure_rate", "backlog", "csat_score", "tickets", "desk_hours", "done_within", "hours_of_day",
    "dates", "out_of_hours_share", "resolution_time_km_median"};

/* ---- the question --------------------------------------------------------------------------- */

static void ask(desk *d)
{
    for (size_t i = 0; i < sizeof ASKED / sizeof ASKED[0]; i++) {
        desk_ask(d, ASKED[i]);
    }
    assert_ok(dscore_query_now(d->query, 20 * DAY, &d->err), d->err);
    assert_ok(dscore_query_item(d->query, "working", "resolution_time_p90", &d->err), d->err);
    assert_ok(dscore_query_item_set(d->query, "working", "clock", "business", &d->err), d->err);
    dscore_calendar *calendar = office("desk", NULL, 9, 17);
    assert_ok(dscore_query_calendar(d->query, NULL, calendar, &d->err), d->err);
    dscore_calendar_free(calendar);
    /* Rows of one channel follow another calendar, those of the other name none that there is. */
    dscore_zone *zone = offset_zone("-09:30");
    calendar = office("nights", zone, 20, 24);
    assert_ok(dscore_query_calendar(d->query, "phone", calendar, &d->err), d->err);
    assert_ok(dscore_query_calendar_field(d->query, "channel", &d->err), d->err);
    assert_ok(dscore_query_zone(d->query, zone, &d->err), d->err);
    dscore_calendar_free(calendar);
    dscore_zone_free(zone);
}

/* By agent, channel and day, over four of the six days. */
static void open_desk(desk *d, const rows *r)
{
    desk_open(d, DOCUMENT);
    desk_key(d, "agent");
    desk_key(d, "channel");
    ask(d);
    assert_ok(dscore_query_periods_every(d->query, DAY, DAY, 4, &d->err), d->err);
    bind_rows(d, r, 0, ROWS);
    desk_run(d);
    ck_assert_int_eq(dscore_values_row_count(d->values), 4 * 2 * 4);
    int64_t fine = 0;
    for (int32_t item = 0; item < dscore_values_item_count(d->values); item++) {
        dscore_values_column column = DSCORE_VALUES_COLUMN_INIT;
        assert_ok(dscore_values_by_column(d->values, item, &column, &d->err), d->err);
        for (int64_t row = 0; row < column.rows; row++) {
            fine += column.status[row] == DSCORE_VALUE_OK ? 1 : 0;
        }
    }
    ck_assert_int_gt(fine, 32 * 24); /* most are numbers: what is compared says something */
}

static void check_state(desk *d, const dscore_state *state, const char *what)
{
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(state, &values, &d->err), d->err);
    assert_same_values(d->values, values, what);
    dscore_values_free(values);
}

/* ---- partitions ----------------------------------------------------------------------------- */

/* Cut [0, ROWS) at random, feed each piece to one of `count` states; now and then in two calls, or none at all. */
static void scatter(desk *d, dscore_state **states, int count, uint64_t *seed)
{
    int64_t first = 0;
    const int64_t widest = 1 + chance_below(seed, 400);
    while (first < ROWS) {
        int64_t n = chance_below(seed, widest + 1);
        n = n > ROWS - first ? ROWS - first : n;
        int64_t taken = -1;
        dscore_state *state = states[chance_below(seed, count)];
        assert_ok(dscore_state_update(state, d->tables[0], first, n, &taken, &d->err), d->err);
        ck_assert_int_eq(taken, n);
        first += n;
    }
}

/* Merge at random until one is left; sometimes through a clone. */
static dscore_state *gather(desk *d, dscore_state **states, int count, uint64_t *seed)
{
    while (count > 1) {
        const int into = (int)chance_below(seed, count);
        int from = (int)chance_below(seed, count - 1);
        from += from >= into ? 1 : 0;
        if (chance_below(seed, 3) == 0) {
            dscore_state *copy = NULL;
            assert_ok(dscore_state_clone(states[into], &copy, &d->err), d->err);
            dscore_state_free(states[into]);
            states[into] = copy;
        }
        assert_ok(dscore_state_merge(states[into], states[from], &d->err), d->err);
        dscore_state_free(states[from]);
        states[from] = states[--count];
    }
    return states[0];
}

START_TEST(any_split_order_and_shape_of_merging_gives_the_same_bits)
{
    static rows original, shuffled;
    uint64_t seed = 7;
    desk d;
    make_rows(&original, 1);
    open_desk(&d, &original);
    for (int trial = 0; trial < TRIALS; trial++) {
        shuffle(&shuffled, &original, &seed);
        bind_rows(&d, &shuffled, 0, ROWS);
        dscore_state *states[9];
        const int count = 1 + (int)chance_below(&seed, 9);
        for (int i = 0; i < count; i++) {
            states[i] = new_state(&d);
        }
        scatter(&d, states, count, &seed);
        dscore_state *whole = gather(&d, states, count, &seed);
        check_state(&d, whole, "scattered");
        dscore_state_free(whole);
    }
    desk_close(&d);
}
END_TEST

START_TEST(row_by_row_is_the_same_as_all_at_once)
{
    static rows original;
    desk d;
    make_rows(&original, 2);
    open_desk(&d, &original);
    dscore_state *state = new_state(&d);
    for (int64_t i = 0; i < ROWS; i++) {
        assert_ok(dscore_state_update(state, d.tables[0], i, 1, NULL, &d.err), d.err);
    }
    check_state(&d, state, "row by row");
    dscore_state_free(state);
    desk_close(&d);
}
END_TEST

START_TEST(any_number_of_threads_and_batches_gives_the_same_bits)
{
    static rows original;
    uint64_t seed = 11;
    desk d;
    make_rows(&original, 3);
    open_desk(&d, &original);
    for (int32_t threads = 1; threads <= 5; threads++) {
        dscore_executor executor;
        memset(&executor, 0, sizeof executor);
        executor.struct_size = (uint32_t)sizeof executor;
        assert_ok(dscore_executor_threads(threads, &executor, &d.err), d.err);
        dscore_table *batches[4];
        int64_t first = 0;
        desk cut = d;
        for (int i = 0; i < 4; i++) {
            const int64_t n = i == 3 ? ROWS - first : chance_below(&seed, (ROWS - first) / 2);
            cut.table_count = 0;
            desk_table(&cut, "tickets");
            bind_rows(&cut, &original, first, n);
            batches[i] = cut.tables[0];
            first += n;
        }
        dscore_values *values = NULL;
        assert_ok(dscore_evaluate(d.plan, batches, 4, &executor, &values, &d.err), d.err);
        assert_same_values(d.values, values, "threads");
        dscore_values_free(values);
        for (int i = 0; i < 4; i++) {
            dscore_table_free(batches[i]);
        }
    }
    desk_close(&d);
}
END_TEST

static int32_t stop_at_once(void *ctx, int64_t done, int64_t total)
{
    (void)ctx;
    (void)done;
    (void)total;
    return 1;
}

START_TEST(an_executor_may_ask_to_stop)
{
    static rows original;
    desk d;
    make_rows(&original, 3);
    open_desk(&d, &original);
    dscore_executor executor;
    memset(&executor, 0, sizeof executor);
    executor.struct_size = (uint32_t)sizeof executor;
    assert_ok(dscore_executor_threads(2, &executor, &d.err), d.err);
    executor.progress = stop_at_once;
    dscore_values *values = d.values;
    ck_assert_int_eq(dscore_evaluate(d.plan, d.tables, 1, &executor, &values, &d.err), DSCORE_E_CANCELLED);
    ck_assert_ptr_null(values);
    desk_close(&d);
}
END_TEST

/* ---- clones --------------------------------------------------------------------------------- */

START_TEST(a_clone_shares_nothing_that_changes)
{
    static rows original;
    desk d;
    make_rows(&original, 4);
    open_desk(&d, &original);
    dscore_state *half = new_state(&d), *copy = NULL;
    dscore_values *before = NULL, *after = NULL;
    assert_ok(dscore_state_update(half, d.tables[0], 0, ROWS / 2, NULL, &d.err), d.err);
    assert_ok(dscore_state_finish(half, &before, &d.err), d.err);
    assert_ok(dscore_state_clone(half, &copy, &d.err), d.err);
    assert_ok(dscore_state_update(copy, d.tables[0], ROWS / 2, ROWS - ROWS / 2, NULL, &d.err), d.err);
    assert_ok(dscore_state_finish(half, &after, &d.err), d.err);
    assert_same_values(before, after, "the original of a clone");
    check_state(&d, copy, "a clone that went on");
    dscore_state_free(half);
    check_state(&d, copy, "a clone without its original");
    dscore_state_free(copy);
    dscore_values_free(before);
    dscore_values_free(after);
    desk_close(&d);
}
END_TEST

START_TEST(an_empty_state_merges_into_nothing_new)
{
    static rows original;
    desk d;
    make_rows(&original, 5);
    open_desk(&d, &original);
    dscore_state *empty = new_state(&d), *full = new_state(&d);
    assert_ok(dscore_state_update(full, d.tables[0], 0, ROWS, NULL, &d.err), d.err);
    assert_ok(dscore_state_merge(full, empty, &d.err), d.err);
    check_state(&d, full, "full and empty");
    assert_ok(dscore_state_merge(empty, full, &d.err), d.err);
    check_state(&d, empty, "empty and full");
    dscore_state_free(empty);
    dscore_state_free(full);
    desk_close(&d);
}
END_TEST

/* ---- roll-up -------------------------------------------------------------------------------- */

/* Keep some of agent, channel and period; compare with a query that never had the others. */
static void check_rollup(uint64_t seed, int agent, int channel, int period, const char *what)
{
    static rows original;
    desk d, direct;
    make_rows(&original, seed);
    open_desk(&d, &original);
    dscore_state *fine = new_state(&d), *coarse = NULL;
    assert_ok(dscore_state_update(fine, d.tables[0], 0, ROWS, NULL, &d.err), d.err);

    const char *keys[3];
    int32_t n_keys = 0;
    desk_open(&direct, DOCUMENT);
    if (agent) {
        keys[n_keys++] = "agent";
        desk_key(&direct, "agent");
    }
    if (channel) {
        keys[n_keys++] = "channel";
        desk_key(&direct, "channel");
    }
    ask(&direct);
    if (period) {
        keys[n_keys++] = "period";
        assert_ok(dscore_query_periods_every(direct.query, DAY, DAY, 4, &direct.err), direct.err);
    } else {
        assert_ok(dscore_query_range(direct.query, DAY, 5 * DAY, &direct.err), direct.err);
    }
    bind_rows(&direct, &original, 0, ROWS);
    desk_run(&direct);
    assert_ok(dscore_state_rollup(fine, keys, n_keys, &coarse, &d.err), d.err);
    check_state(&direct, coarse, what);
    check_state(&d, fine, "the state that was rolled up");
    dscore_state_free(coarse);
    dscore_state_free(fine);
    desk_close(&direct);
    desk_close(&d);
}

START_TEST(a_rollup_of_all_keys_is_the_total)
{
    check_rollup(21, 0, 0, 0, "no key, no period");
    check_rollup(22, 0, 0, 1, "periods only");
}
END_TEST

START_TEST(a_rollup_of_some_keys_is_the_query_with_the_others)
{
    check_rollup(23, 1, 0, 1, "agent by period");
    check_rollup(24, 0, 1, 1, "channel by period");
}
END_TEST

START_TEST(a_rollup_of_periods_is_the_query_over_the_range)
{
    check_rollup(25, 1, 0, 0, "agent");
    check_rollup(26, 1, 1, 0, "agent and channel");
}
END_TEST

START_TEST(rolled_up_states_merge)
{
    static rows original;
    desk d;
    make_rows(&original, 27);
    open_desk(&d, &original);
    dscore_state *halves[2], *totals[2], *whole = new_state(&d), *expected = NULL;
    const char *const keys[] = {"agent", "period"};
    for (int i = 0; i < 2; i++) {
        halves[i] = new_state(&d);
        assert_ok(dscore_state_update(halves[i], d.tables[0], i * ROWS / 2, ROWS / 2, NULL, &d.err), d.err);
        assert_ok(dscore_state_rollup(halves[i], keys, 2, &totals[i], &d.err), d.err);
    }
    assert_ok(dscore_state_update(whole, d.tables[0], 0, ROWS, NULL, &d.err), d.err);
    assert_ok(dscore_state_rollup(whole, keys, 2, &expected, &d.err), d.err);
    assert_ok(dscore_state_merge(totals[0], totals[1], &d.err), d.err);
    dscore_values *a = NULL, *b = NULL;
    assert_ok(dscore_state_finish(expected, &a, &d.err), d.err);
    assert_ok(dscore_state_finish(totals[0], &b, &d.err), d.err);
    assert_same_values(a, b, "totals merged");
    /* A total and its parts are different things. */
    ck_assert_int_eq(dscore_state_merge(whole, totals[0], &d.err), DSCORE_E_INCOMPATIBLE);
    dscore_values_free(a);
    dscore_values_free(b);
    for (int i = 0; i < 2; i++) {
        dscore_state_free(halves[i]);
        dscore_state_free(totals[i]);
    }
    dscore_state_free(whole);
    dscore_state_free(expected);
    desk_close(&d);
}
END_TEST

/* ---- what belongs together (D11) ------------------------------------------------------------ */

START_TEST(plans_of_the_same_question_merge_and_others_do_not)
{
    static rows original;
    desk d, same, other;
    make_rows(&original, 28);
    open_desk(&d, &original);
    open_desk(&same, &original);
    ck_assert_str_eq(dscore_plan_fingerprint(d.plan), dscore_plan_fingerprint(same.plan));
    dscore_state *first = new_state(&d), *second = new_state(&same);
    assert_ok(dscore_state_update(first, d.tables[0], 0, 100, NULL, &d.err), d.err);
    assert_ok(dscore_state_update(second, same.tables[0], 100, ROWS - 100, NULL, &d.err), d.err);
    assert_ok(dscore_state_merge(first, second, &d.err), d.err);
    check_state(&d, first, "two plans");

    desk_open(&other, DOCUMENT);
    desk_ask(&other, "amount_sum");
    bind_rows(&other, &original, 0, ROWS);
    desk_run(&other);
    ck_assert_str_ne(dscore_plan_fingerprint(d.plan), dscore_plan_fingerprint(other.plan));
    dscore_state *third = new_state(&other);
    assert_ok(dscore_state_update(third, other.tables[0], 0, ROWS, NULL, &other.err), other.err);
    ck_assert_int_eq(dscore_state_merge(first, third, &d.err), DSCORE_E_INCOMPATIBLE);
    check_state(&d, first, "unchanged by a merge that was refused");
    check_state(&other, third, "unchanged by a merge that was refused");
    dscore_state_free(first);
    dscore_state_free(second);
    dscore_state_free(third);
    desk_close(&other);
    desk_close(&same);
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {any_split_order_and_shape_of_merging_gives_the_same_bits,
        row_by_row_is_the_same_as_all_at_once, any_number_of_threads_and_batches_gives_the_same_bits,
        an_executor_may_ask_to_stop, a_clone_shares_nothing_that_changes, an_empty_state_merges_into_nothing_new,
        a_rollup_of_all_keys_is_the_total, a_rollup_of_some_keys_is_the_query_with_the_others,
        a_rollup_of_periods_is_the_query_over_the_range, rolled_up_states_merge,
        plans_of_the_same_question_merge_and_others_do_not};
    return RUN_TESTS("partition", tests);
}
