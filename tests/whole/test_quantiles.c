/* Quantiles, exact and by sketch (D13, D17, METHODS 5.9, 5.10): small cells answer exactly, large ones within a 128th
   and say so; columns of other units and kinds, any order and any partition give the same bits; memory ends in order.
 */
#include "whole_support.h"

#include <stdbool.h>

enum { ROWS = 3000, SMALL = 256 };

#define MADE(id, formula)                                                                                              \
    "{\"id\": \"" id "\", \"name\": \"n\", \"unit\": \"points\", \"credit\": [\"agent\"], \"formula\": \"" formula "\"}"
static const char DOCUMENT[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\","
    "\"fields\": {\"tickets\": [{\"name\": \"amount\", \"type\": \"number\"}]},"
    "\"indicators\": [" MADE("approx_0", "approx_quantile(amount, 0)") "," MADE("approx_25",
        "approx_quantile(amount, 0.25)") "," MADE("approx_50", "approx_quantile(amount, 0.5)") "," MADE("approx_90",
        "approx_quantile(amount, 0.9)") "," MADE("approx_999", "approx_quantile(amount, 0.999)") "," MADE("approx_100",
        "approx_quantile(amount, 1)") "," MADE("half", "median(amount)") "," MADE("most",
        "quantile(amount, 0.9)") "," MADE("seen", "quantile_observed(amount, 0.9)") "," MADE("middle",
        "trimmed_mean(amount, 0.1)") "," MADE("above", "approx_quantile(amount, 0.9) - min(amount)") "," MADE("wait",
        "approx_quantile(elapsed(created_at, first_response_at), 0.9) / 1s") "]}";
static const char *const IDS[] = {"approx_0", "approx_25", "approx_50", "approx_90", "approx_999", "approx_100", "half",
    "most", "seen", "middle", "above"};

static void open_desk(desk *d, const char *quantiles)
{
    desk_open(d, DOCUMENT);
    for (int i = 0; i < LENGTH(IDS); i++) {
        desk_ask(d, IDS[i]);
    }
    desk_option(d, "quantiles", quantiles);
}

static void check(const desk *d, const char *alias, double number, bool is_rough)
{
    const dscore_value v = value_of(d, NULL, alias);
    ck_assert_msg(v.status == DSCORE_VALUE_OK && v.value == number, "%s: status %d, value %.17g; expected %.17g", alias,
        (int)v.status, v.value, number);
    ck_assert_msg(((v.flags & DSCORE_FLAG_APPROXIMATE) != 0) == is_rough, "%s: flags %d", alias, (int)v.flags);
}

/* ---- small cells ----------------------------------------------------------------------------- */

/* The ten numbers of METHODS 5.9: type 7 gives 23.5 and 45.5, type 1 gives 40. An approximate quantile is the number at
   floor(q (n - 1)): of 9 q = 2.25, 4.5, 8.1, 8.991 those at 2, 4, 8 and 8, counted from 0. */
START_TEST(small_cells_answer_exactly_with_either_option_METHODS_5_9)
{
    static const double numbers[] = {95, 12, 40, 15, 31, 18, 28, 20, 25, 22};
    static const char *const options[] = {"exact", "sketch"};
    for (int i = 0; i < 2; i++) {
        desk d;
        open_desk(&d, options[i]);
        bind_numbers(&d, "amount", numbers, LENGTH(numbers));
        desk_run(&d);
        check(&d, "approx_0", 12, false);
        check(&d, "approx_25", 18, false);
        check(&d, "approx_50", 22, false);
        check(&d, "approx_90", 40, false);
        check(&d, "approx_999", 40, false);
        check(&d, "approx_100", 95, false);
        check(&d, "above", 28, false);
        check(&d, "half", 23.5, false);
        assert_close(value_of(&d, NULL, "most").value, 45.5, 1e-12);
        ck_assert_int_eq(value_of(&d, NULL, "most").flags & DSCORE_FLAG_APPROXIMATE, 0);
        check(&d, "seen", 40, false);
        check(&d, "middle", 24.875, false); /* (15 + 18 + 20 + 22 + 25 + 28 + 31 + 40) / 8 */
        desk_close(&d);
    }
}
END_TEST

START_TEST(a_cell_without_values_has_no_quantile)
{
    static const double none[] = {NAN, NAN};
    desk d;
    open_desk(&d, "sketch");
    bind_numbers(&d, "amount", none, 2);
    desk_run(&d);
    expect_none(&d, NULL, "approx_50", DSCORE_VALUE_NO_DATA, 0, 2, 0);
    expect_none(&d, NULL, "half", DSCORE_VALUE_NO_DATA, 0, 2, 0);
    ck_assert_int_eq(value_of(&d, NULL, "half").flags & DSCORE_FLAG_APPROXIMATE, 0);
    desk_close(&d);
}
END_TEST

/* ---- large cells ----------------------------------------------------------------------------- */

/* 1 to 1000. At floor(999 q) lie 250, 500, 900 and 999. Their buckets: 250 = 128 (1 + 61/64), 2 wide, middle 251;
   500 = 256 (1 + 61/64), 4 wide, middle 502; 900 is in 512 (1 + 48/64) = 896, 8 wide, middle 900; 999 is in
   512 (1 + 60/64) = 992, middle 996. Type 1 asks for the number at 0.9 * 1000, the 900th. */
START_TEST(large_cells_answer_from_buckets_and_say_so_METHODS_5_10)
{
    static double numbers[1000];
    for (int i = 0; i < 1000; i++) {
        numbers[(i * 7) % 1000] = i + 1; /* in some order */
    }
    desk d;
    open_desk(&d, "sketch");
    bind_numbers(&d, "amount", numbers, 1000);
    desk_run(&d);
    check(&d, "approx_0", 1, false);
    check(&d, "approx_25", 251, true);
    check(&d, "approx_50", 502, true);
    check(&d, "approx_90", 900, true);
    check(&d, "approx_999", 996, true);
    check(&d, "approx_100", 1000, false);
    check(&d, "above", 899, true); /* part of it is approximate, and so is it */
    check(&d, "half", 502, true);
    check(&d, "most", 900, true);
    check(&d, "seen", 900, true);
    check(&d, "middle", 500.5, false); /* trimmed means stay exact */
    ck_assert_ptr_nonnull(
        strstr(dscore_values_item(d.values, dscore_values_find(d.values, "half"), DSCORE_ITEM_POLICIES),
            "quantiles = sketch"));
    desk_option(&d, "quantiles", "exact");
    desk_run(&d);
    check(&d, "approx_50", 502, true); /* whoever asks for it gets it */
    check(&d, "half", 500.5, false);
    check(&d, "most", 900.1, false);
    check(&d, "seen", 900, false);
    desk_close(&d);
}
END_TEST

/* 300 times 7: its bucket [7, 7.0625) has its middle above every number there is. */
START_TEST(an_answer_lies_between_the_least_and_the_greatest)
{
    static double numbers[300];
    for (int i = 0; i < 300; i++) {
        numbers[i] = 7;
    }
    desk d;
    open_desk(&d, "sketch");
    bind_numbers(&d, "amount", numbers, 300);
    desk_run(&d);
    check(&d, "approx_50", 7, true);
    for (int i = 0; i < 300; i++) {
        numbers[i] = -7;
    }
    desk_run(&d);
    check(&d, "approx_50", -7, true);
    desk_close(&d);
}
END_TEST

/* The 256th value is kept, the 257th makes buckets. Of 0 to n - 1 half lies at floor((n - 1) / 2): 127, and 128, whose
   bucket is 2 wide. */
START_TEST(the_257th_value_makes_buckets)
{
    static double numbers[SMALL + 1];
    for (int i = 0; i <= SMALL; i++) {
        numbers[i] = i;
    }
    desk d;
    open_desk(&d, "sketch");
    bind_numbers(&d, "amount", numbers, SMALL);
    desk_run(&d);
    check(&d, "approx_50", 127, false);
    check(&d, "half", 127.5, false);
    bind_numbers(&d, "amount", numbers, SMALL + 1);
    desk_run(&d);
    check(&d, "approx_50", 129, true);
    check(&d, "half", 129, true);
    desk_close(&d);
}
END_TEST

/* ---- columns --------------------------------------------------------------------------------- */

/* Seconds, or microseconds: durations are microseconds inside. */
START_TEST(columns_of_either_unit_give_the_same_bits)
{
    static int64_t seconds[2][ROWS], microseconds[2][ROWS];
    uint64_t seed = 3;
    for (int i = 0; i < ROWS; i++) {
        seconds[0][i] = chance_below(&seed, 1000000);
        seconds[1][i] = seconds[0][i] + chance_below(&seed, 1 << (1 + chance_below(&seed, 22)));
        microseconds[0][i] = seconds[0][i] * SECOND;
        microseconds[1][i] = seconds[1][i] * SECOND;
    }
    for (int n = 100; n <= ROWS; n += ROWS - 100) {
        desk d;
        desk_open(&d, DOCUMENT);
        desk_ask(&d, "first_response_time_median");
        desk_ask(&d, "first_response_time_p90");
        desk_ask(&d, "wait");
        desk_option(&d, "quantiles", "sketch");
        bind_times(&d, "created_at", microseconds[0], n);
        bind_times(&d, "first_response_at", microseconds[1], n);
        desk_run(&d);
        dscore_values *fine = d.values;
        d.values = NULL;
        assert_ok(dscore_table_bind_array(
                      d.tables[0], "created_at", DSCORE_INT64, DSCORE_UNIT_S, seconds[0], n, 8, NULL, &d.err),
            d.err);
        assert_ok(dscore_table_bind_array(
                      d.tables[0], "first_response_at", DSCORE_INT64, DSCORE_UNIT_S, seconds[1], n, 8, NULL, &d.err),
            d.err);
        desk_run(&d);
        assert_same_values(fine, d.values, "seconds");
        ck_assert_int_eq((value_of(&d, NULL, "wait").flags & DSCORE_FLAG_APPROXIMATE) != 0, n > SMALL);
        dscore_values_free(fine);
        desk_close(&d);
    }
}
END_TEST

/* Rows [first, first + n) of whole numbers, as doubles, as integers or as decimals with two places. */
static dscore_table *table_of_kind(desk *d, const int64_t *numbers, int64_t first, int64_t n, int kind)
{
    static double doubles[4][ROWS];
    static int64_t integers[4][ROWS];
    static int at = 0;
    dscore_column column = DSCORE_COLUMN_INIT;
    at = (at + 1) % 4;
    for (int64_t i = 0; i < n; i++) {
        doubles[at][i] = (double)numbers[first + i];
        integers[at][i] = numbers[first + i] * (kind == 2 ? 100 : 1);
    }
    desk_table(d, "tickets");
    column.type = kind == 0 ? DSCORE_FLOAT64 : kind == 1 ? DSCORE_INT64 : DSCORE_DECIMAL64;
    column.data = kind == 0 ? (const void *)doubles[at] : (const void *)integers[at];
    column.length = n;
    column.stride = 8;
    column.scale = kind == 2 ? 2 : 0;
    assert_ok(dscore_table_bind(desk_latest(d), "amount", &column, &d->err), d->err);
    return desk_latest(d);
}

/* The same numbers as doubles, integers and decimals, each kind alone and all mixed, in any order of batches. */
START_TEST(kinds_of_numbers_may_be_mixed)
{
    static int64_t numbers[ROWS];
    uint64_t seed = 9;
    for (int i = 0; i < ROWS; i++) {
        numbers[i] = chance_below(&seed, 3) == 0 ? 0 : chance_below(&seed, 1 << (1 + chance_below(&seed, 20))) - 300;
    }
    for (int64_t n = 180; n <= ROWS; n = n == 180 ? 600 : n == 600 ? ROWS : n + 1) {
        desk d;
        dscore_values *first = NULL;
        open_desk(&d, "sketch");
        d.table_count = 0;
        dscore_table *spare = d.tables[0];
        assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
        for (int trial = 0; trial < 8; trial++) {
            const int64_t third = n / 3;
            dscore_state *state = NULL;
            dscore_values *values = NULL;
            assert_ok(dscore_state_new(d.plan, &state, &d.err), d.err);
            for (int part = 0; part < 3; part++) {
                const int kind = trial < 3 ? trial : (trial + part) % 3;
                const int64_t at = (trial + part) % 3 * third;
                dscore_table *table = table_of_kind(&d, numbers, at, third, kind);
                assert_ok(dscore_state_update(state, table, 0, third, NULL, &d.err), d.err);
                dscore_table_free(table);
                d.table_count = 0;
            }
            assert_ok(dscore_state_finish(state, &values, &d.err), d.err);
            if (first == NULL) {
                first = values;
            } else {
                assert_same_values(first, values, "kinds");
                dscore_values_free(values);
            }
            dscore_state_free(state);
        }
        dscore_values_free(first);
        dscore_table_free(spare);
        desk_close(&d);
    }
}
END_TEST

/* ---- order and partition --------------------------------------------------------------------- */

static const char *agent_of(int64_t i)
{
    static const char *const agents[] = {"Ada", "Bo", "Chen", "Dee"};
    return agents[i % 50 == 0 ? 3 : i % 13 == 0 ? 2 : i % 3 == 0 ? 1 : 0]; /* 60, 230 or so, ... rows */
}

START_TEST(any_split_and_order_gives_the_same_bits)
{
    static double amount[ROWS];
    static const char *agents[ROWS];
    uint64_t seed = 21;
    for (int i = 0; i < ROWS; i++) {
        amount[i] = (double)chance_below(&seed, 1 << (1 + chance_below(&seed, 24))) / 7.0 - 5.0;
        agents[i] = agent_of(i);
    }
    for (int option = 0; option < 2; option++) {
        desk d;
        open_desk(&d, option == 0 ? "sketch" : "exact");
        desk_key(&d, "agent");
        bind_numbers(&d, "amount", amount, ROWS);
        bind_texts(&d, "agent", agents, ROWS);
        desk_run(&d);
        for (int trial = 0; trial < rounds(20); trial++) {
            enum { PARTS = 5 };
            dscore_state *parts[PARTS];
            dscore_values *values = NULL;
            for (int i = 0; i < PARTS; i++) {
                assert_ok(dscore_state_new(d.plan, &parts[i], &d.err), d.err);
            }
            for (int64_t first = 0; first < ROWS;) {
                int64_t n = 1 + chance_below(&seed, trial % 2 == 0 ? 90 : 1500);
                n = n > ROWS - first ? ROWS - first : n;
                dscore_state *part = parts[chance_below(&seed, PARTS)];
                assert_ok(dscore_state_update(part, d.tables[0], first, n, NULL, &d.err), d.err);
                first += n;
            }
            for (int left = PARTS; left > 1; left--) {
                const int from = 1 + (int)chance_below(&seed, left - 1);
                dscore_state *copy = NULL;
                assert_ok(dscore_state_clone(parts[0], &copy, &d.err), d.err);
                assert_ok(dscore_state_merge(
                              trial % 3 == 0 ? copy : parts[from], trial % 3 == 0 ? parts[from] : copy, &d.err),
                    d.err);
                dscore_state_free(parts[0]);
                parts[0] = trial % 3 == 0 ? copy : parts[from];
                dscore_state_free(trial % 3 == 0 ? parts[from] : copy);
                parts[from] = parts[left - 1];
            }
            assert_ok(dscore_state_finish(parts[0], &values, &d.err), d.err);
            assert_same_values(d.values, values, "parts");
            dscore_values_free(values);
            dscore_state_free(parts[0]);
        }
        desk_close(&d);
    }
}
END_TEST

/* Cells of 3, 20 or 400 rows that a roll-up adds are the cell of a query without the key. */
START_TEST(a_roll_up_of_small_cells_is_the_large_cell)
{
    static double amount[ROWS];
    static const char *agents[ROWS];
    static char names[ROWS][8];
    uint64_t seed = 33;
    for (int width = 3; width <= 400; width = width == 3 ? 20 : width == 20 ? 400 : 401) {
        for (int i = 0; i < ROWS; i++) {
            amount[i] = (double)(chance_below(&seed, 100000) + 1);
            (void)snprintf(names[i], sizeof names[i], "a%d", i / width);
            agents[i] = names[i];
        }
        desk d;
        open_desk(&d, "sketch");
        bind_numbers(&d, "amount", amount, ROWS);
        desk_run(&d);
        dscore_values *direct = d.values;
        d.values = NULL;
        desk_key(&d, "agent");
        bind_texts(&d, "agent", agents, ROWS);
        dscore_plan_free(d.plan);
        d.plan = NULL;
        dscore_state *state = NULL;
        dscore_values *rolled = NULL;
        assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
        assert_ok(dscore_state_new(d.plan, &state, &d.err), d.err);
        assert_ok(dscore_state_update(state, d.tables[0], 0, ROWS, NULL, &d.err), d.err);
        dscore_state *total = NULL;
        assert_ok(dscore_state_rollup(state, NULL, 0, &total, &d.err), d.err);
        assert_ok(dscore_state_finish(total, &rolled, &d.err), d.err);
        assert_same_values(direct, rolled, "rolled up");
        dscore_values_free(rolled);
        dscore_values_free(direct);
        dscore_state_free(total);
        dscore_state_free(state);
        desk_close(&d);
    }
}
END_TEST

/* ---- memory ---------------------------------------------------------------------------------- */

/* A state that reached its limit holds the rows it took. */
START_TEST(a_limit_ends_a_batch_between_blocks)
{
    static double amount[40000];
    uint64_t seed = 2;
    for (int i = 0; i < 40000; i++) {
        amount[i] = ldexp((double)(chance_below(&seed, 1000) + 1), (int)(i / 1024) * 25 - 400);
    }
    for (int option = 0; option < 2; option++) {
        desk d;
        open_desk(&d, option == 0 ? "sketch" : "exact");
        desk_option(&d, "max_state_bytes", "150000");
        bind_numbers(&d, "amount", amount, 40000);
        assert_ok(dscore_plan_compile(d.query, &d.plan, &d.err), d.err);
        dscore_state *state = NULL, *part = NULL;
        dscore_values *values = NULL, *expected = NULL;
        int64_t taken = -1;
        assert_ok(dscore_state_new(d.plan, &state, &d.err), d.err);
        assert_ok(dscore_state_new(d.plan, &part, &d.err), d.err);
        ck_assert_int_eq(dscore_state_update(state, d.tables[0], 0, 40000, &taken, &d.err), DSCORE_E_LIMIT);
        ck_assert_int_gt(taken, 0);
        ck_assert_int_eq(taken % 1024, 0);
        ck_assert_int_le(dscore_state_bytes(state), 150000);
        assert_ok(dscore_state_update(part, d.tables[0], 0, taken, NULL, &d.err), d.err);
        assert_ok(dscore_state_finish(part, &expected, &d.err), d.err);
        assert_ok(dscore_state_finish(state, &values, &d.err), d.err);
        assert_same_values(expected, values, "limited");
        dscore_values_free(values);
        dscore_values_free(expected);
        dscore_state_free(part);
        dscore_state_free(state);
        desk_close(&d);
    }
}
END_TEST

/* Whatever allocation fails, an update, a merge or an answer fails whole, and the next one is right. */
START_TEST(any_allocation_may_fail)
{
    static double amount[1400];
    static const char *agents[1400];
    purse p = {0};
    const dscore_allocator allocator = purse_allocator(&p);
    dscore_error err = DSCORE_ERROR_INIT;
    uint64_t seed = 8;
    for (int i = 0; i < 1400; i++) {
        amount[i] = (double)chance_below(&seed, 1 << (1 + chance_below(&seed, 30))) - 9;
        agents[i] = agent_of(i);
    }
    dscore_catalog *base = NULL;
    dscore_catalog_builder *builder = NULL;
    desk d;
    memset(&d, 0, sizeof d);
    d.err = err;
    assert_ok(dscore_catalog_builtin(&allocator, &base, &err), err);
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    assert_ok(dscore_catalog_builder_add(builder, DOCUMENT, (int64_t)strlen(DOCUMENT), &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &d.catalog, &err), err);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
    assert_ok(dscore_query_new(d.catalog, &d.query, &err), err);
    desk_table(&d, "tickets");
    desk_key(&d, "agent");
    for (int i = 0; i < LENGTH(IDS); i++) {
        desk_ask(&d, IDS[i]);
    }
    desk_option(&d, "quantiles", "sketch");
    desk_ask(&d, "first_response_time_quantile");
    bind_numbers(&d, "amount", amount, 1400);
    bind_texts(&d, "agent", agents, 1400);
    desk_option(&d, "absent", "missing");
    desk_run(&d);
    int64_t failures = 0;
    for (int64_t n = 1;; n += 1 + n / 40) {
        dscore_state *state = NULL, *other = NULL;
        dscore_values *values = NULL;
        assert_ok(dscore_state_new(d.plan, &state, &err), err);
        assert_ok(dscore_state_new(d.plan, &other, &err), err);
        p.fail_at = p.calls + n;
        int failed = 0;
        for (int part = 0; part < 2; part++) {
            int64_t taken = 0, first = 700 * part;
            dscore_state *target = part == 0 ? state : other;
            for (int64_t left = 700; left > 0; left -= taken, first += taken) {
                const dscore_status status = dscore_state_update(target, d.tables[0], first, left, &taken, &err);
                ck_assert(status == DSCORE_OK || status == DSCORE_E_MEMORY);
                failed += status != DSCORE_OK;
            }
        }
        dscore_status status = dscore_state_merge(state, other, &err);
        if (status != DSCORE_OK) {
            ck_assert_int_eq(status, DSCORE_E_MEMORY);
            failed++;
            assert_ok(dscore_state_merge(state, other, &err), err);
        }
        status = dscore_state_finish(state, &values, &err);
        if (status != DSCORE_OK) {
            ck_assert_int_eq(status, DSCORE_E_MEMORY);
            ck_assert_ptr_null(values);
            failed++;
            assert_ok(dscore_state_finish(state, &values, &err), err);
        }
        assert_same_values(d.values, values, "after a failure");
        dscore_values_free(values);
        dscore_state_free(other);
        dscore_state_free(state);
        p.fail_at = 0;
        failures += failed;
        if (failed == 0) {
            break;
        }
    }
    ck_assert_int_gt(failures, 50);
    desk_close(&d);
    ck_assert_int_eq(p.live_bytes, 0);
    ck_assert_int_eq(p.live_blocks, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {small_cells_answer_exactly_with_either_option_METHODS_5_9,
        a_cell_without_values_has_no_quantile, large_cells_answer_from_buckets_and_say_so_METHODS_5_10,
        an_answer_lies_between_the_least_and_the_greatest, the_257th_value_makes_buckets,
        columns_of_either_unit_give_the_same_bits, kinds_of_numbers_may_be_mixed,
        any_split_and_order_gives_the_same_bits, a_roll_up_of_small_cells_is_the_large_cell,
        a_limit_ends_a_batch_between_blocks, any_allocation_may_fail};
    return RUN_TESTS("quantiles", tests);
}
