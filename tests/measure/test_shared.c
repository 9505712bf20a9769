/* Many aggregates over the same rows, which share what is counted and added up for them: against a plain loop over all
   rows, while blocks differ in what is missing, in how great values are, and in how many cells they have. */
#include "state_tickets.h"

#include <math.h>

enum { BLOCK = 2048, ROWS = 11 * BLOCK + 77, MOST_AGENTS = 20000 };

static int64_t who[ROWS], cost[ROWS], contacts[ROWS], begun[ROWS], ended[ROWS];

enum {
    SUM,
    LEAST,
    GREATEST,
    SUM_MANY,
    GREATEST_MANY,
    MANY,
    SHARE_MANY,
    SPREAD,
    MEAN,
    FASTEST,
    SLOWEST,
    WAIT,
    HOURS,
    BAND,
    NONE
};

#define WAITED "elapsed(created_at, first_response_at)"

static const formula formulas[] = {
    [SUM] = {"sum", "sum(cost - 1000)", NULL, NULL, NULL},
    [LEAST] = {"least", "min(cost - 1000)", NULL, NULL, NULL},
    [GREATEST] = {"greatest", "max(cost - 1000)", NULL, NULL, NULL},
    [SUM_MANY] = {"sum_many", "sum(cost - 1000 where contacts > 1)", NULL, NULL, NULL},
    [GREATEST_MANY] = {"greatest_many", "max(cost - 1000 where contacts > 1)", NULL, NULL, NULL},
    [MANY] = {"many", "count(where contacts > 1)", NULL, NULL, NULL},
    [SHARE_MANY] = {"share_many", "share(cost > 1000 where contacts > 1)", NULL, NULL, NULL},
    [SPREAD] = {"spread", "stddev(contacts)", NULL, NULL, NULL},
    [MEAN] = {"mean", "mean(contacts)", NULL, NULL, NULL},
    [FASTEST] = {"fastest", "min(" WAITED ")", NULL, NULL, "s"},
    [SLOWEST] = {"slowest", "max(" WAITED ")", NULL, NULL, "s"},
    [WAIT] = {"wait", "mean(" WAITED ")", NULL, NULL, "s"},
    [HOURS] = {"hours", "sum(hours(" WAITED "))", NULL, NULL, "hours"},
    [BAND] = {"band", "share(" WAITED " >= 1h and " WAITED " < 4h)", NULL, NULL, NULL},
    [NONE] = {"none", "count(where contacts == 0)", NULL, NULL, NULL},
};
enum { COUNT = sizeof formulas / sizeof formulas[0] };

/* What a plain loop finds of one agent. */
typedef struct found {
    int64_t used[COUNT];
    int64_t sum, least, greatest, sum_many, greatest_many, over, contacts, waits, fastest, slowest, in_band;
    double squares, hours;
} found;

static bool is(const int64_t *column, int64_t row)
{
    return column[row] != INT64_MIN;
}

static void look_at_cost(found *f, int64_t row)
{
    const int64_t value = cost[row] - 1000;
    f->least = f->used[SUM] == 0 || value < f->least ? value : f->least;
    f->greatest = f->used[SUM] == 0 || value > f->greatest ? value : f->greatest;
    f->sum += value;
    f->used[SUM]++;
    if (is(contacts, row) && contacts[row] > 1) {
        f->greatest_many = f->used[SUM_MANY] == 0 || value > f->greatest_many ? value : f->greatest_many;
        f->sum_many += value;
        f->over += cost[row] > 1000;
        f->used[SUM_MANY]++;
    }
}

static void look_at_wait(found *f, int64_t row)
{
    const int64_t wait = ended[row] - begun[row];
    f->fastest = f->used[WAIT] == 0 || wait < f->fastest ? wait : f->fastest;
    f->slowest = f->used[WAIT] == 0 || wait > f->slowest ? wait : f->slowest;
    f->waits += wait;
    f->hours += (double)wait / 3600;
    f->in_band += wait >= 3600 && wait < 4 * 3600;
    f->used[WAIT]++;
}

static found *look(bool has_agents)
{
    found *all = calloc(MOST_AGENTS, sizeof *all);
    ck_assert_ptr_nonnull(all);
    for (int64_t row = 0; row < ROWS; row++) {
        found *f = &all[has_agents ? who[row] : 0];
        if (is(cost, row)) {
            look_at_cost(f, row);
        }
        if (is(contacts, row)) {
            f->used[MEAN]++;
            f->used[MANY] += contacts[row] > 1;
            f->used[NONE] += contacts[row] == 0;
            f->contacts += contacts[row];
            f->squares += (double)(contacts[row] * contacts[row]);
        }
        if (is(ended, row)) {
            look_at_wait(f, row);
        }
    }
    return all;
}

static void assert_value(const dscore_values *v, int64_t row, int32_t item, int64_t used, double expected, double near)
{
    dscore_value got = DSCORE_VALUE_INIT;
    ck_assert_int_eq(dscore_values_get(v, row, item, &got, NULL), DSCORE_OK);
    ck_assert_int_eq(got.n_used, used);
    if (used > 0) {
        ck_assert_msg(got.status == DSCORE_VALUE_OK && fabs(got.value - expected) <= near * fabs(expected),
            "%s: %.17g is not %.17g", formulas[item].id, got.value, expected);
    } else {
        ck_assert(item == MANY || item == NONE || item == SUM || item == SUM_MANY || item == HOURS ||
                  got.status != DSCORE_VALUE_OK);
    }
}

static void assert_agent(const dscore_values *v, int64_t row, const found *f)
{
    const int64_t n = f->used[SUM], many = f->used[SUM_MANY], rated = f->used[MEAN], waited = f->used[WAIT];
    const double count = (double)rated, mean = (double)f->contacts / count;
    assert_value(v, row, SUM, n, (double)f->sum, 0);
    assert_value(v, row, LEAST, n, (double)f->least, 0);
    assert_value(v, row, GREATEST, n, (double)f->greatest, 0);
    assert_value(v, row, SUM_MANY, many, (double)f->sum_many, 0);
    assert_value(v, row, GREATEST_MANY, many, (double)f->greatest_many, 0);
    assert_value(v, row, MANY, f->used[MANY], (double)f->used[MANY], 0);
    assert_value(v, row, NONE, f->used[NONE], (double)f->used[NONE], 0);
    assert_value(v, row, SHARE_MANY, many, (double)f->over / (double)many, 0);
    assert_value(v, row, MEAN, rated, mean, 0);
    if (rated > 1) {
        assert_value(v, row, SPREAD, rated, sqrt((f->squares - mean * mean * count) / (count - 1)), 1e-9);
    }
    assert_value(v, row, FASTEST, waited, (double)f->fastest, 0);
    assert_value(v, row, SLOWEST, waited, (double)f->slowest, 0);
    assert_value(v, row, WAIT, waited, (double)f->waits / (double)waited, 0);
    assert_value(v, row, HOURS, waited, f->hours, 1e-12);
    assert_value(v, row, BAND, waited, (double)f->in_band / (double)waited, 0);
}

/* Costs of a block: small ones; up to and beyond what 32 bits hold; around 2^51; nothing. */
static int64_t cost_in(int64_t block, uint64_t *seed)
{
    static const int64_t great[] = {INT32_MAX, INT64_C(1) << 31, (INT64_C(1) << 31) + 1000, (INT64_C(1) << 31) + 999,
        INT64_C(1) << 32, INT64_C(1) << 40, INT64_C(1) << 51, (INT64_C(1) << 51) + 1000, (INT64_C(1) << 51) + 1001};
    const uint64_t any = next_random(seed);
    if (any % 7 == 0 && block > 0) {
        return INT64_MIN;
    }
    return block == 3 && any % 50 == 1   ? great[any / 50 % 4]
           : block == 6 && any % 50 == 1 ? great[any / 50 % 9]
                                         : (int64_t)(any / 7 % 2500);
}

/* Nobody has an answer in block 4, everybody in block 0 and 1; the last agent never has anything. */
static void fill(int64_t count, bool is_sorted)
{
    uint64_t seed = 60;
    for (int64_t row = 0; row < ROWS; row++) {
        const int64_t block = row / BLOCK;
        const uint64_t any = next_random(&seed);
        who[row] = is_sorted ? row * count / ROWS : (int64_t)(any % (uint64_t)count);
        const bool is_last = count > 1 && who[row] == count - 1;
        cost[row] = is_last ? INT64_MIN : cost_in(block, &seed);
        contacts[row] = is_last || (block > 1 && any / 64 % 5 == 0) ? INT64_MIN : (int64_t)(any / 1024 % 4);
        begun[row] = 1700000000 + (int64_t)(any / 4096 % 1000000);
        ended[row] = begun[row] + (int64_t)(any / 8192 % 40000);
        ended[row] = is_last || block == 4 || (block > 1 && any / 256 % 9 == 0) ? INT64_MIN : ended[row];
        if (block == 8 && any % 100 == 0 && !is_last) {
            ended[row] = begun[row] + INT64_C(5000000000) + (int64_t)(any % 1000); /* beyond 32 bits of seconds */
        }
    }
}

static dscore_table *rows_of(const dscore_plan *plan)
{
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_ints(t, "agent", who, ROWS);
    bind_ints(t, "cost", cost, ROWS);
    bind_ints(t, "contacts", contacts, ROWS);
    bind_seconds(t, "created_at", begun, ROWS);
    bind_seconds(t, "first_response_at", ended, ROWS);
    return t;
}

/* All rows at once, and in pieces of every size: the same. */
static void assert_found(const char *key)
{
    dscore_plan *plan = plan_of_formulas(key, formulas, COUNT);
    dscore_table *t = rows_of(plan);
    found *all = look(key != NULL);
    dscore_state *s = state_of(plan), *pieces = state_of(plan);
    update(s, t);
    for (int64_t row = 0, n = 1; row < ROWS; row += n, n = n * 3 + 1) {
        n = n < ROWS - row ? n : ROWS - row;
        ck_assert_int_eq(dscore_state_update(pieces, t, row, n, NULL, NULL), DSCORE_OK);
    }
    assert_same_states(s, pieces);
    dscore_values *v = finish(s);
    for (int64_t row = 0; row < dscore_values_row_count(v); row++) {
        assert_agent(v, row, &all[key == NULL ? 0 : strtoll(dscore_values_key(v, row, 0), NULL, 10)]);
    }
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_state_free(pieces);
    dscore_table_free(t);
    dscore_plan_free(plan);
    free(all);
}

START_TEST(aggregates_of_the_same_rows_are_those_of_a_plain_loop)
{
    static const int64_t counts[] = {1, 2, 3, 700, MOST_AGENTS};
    const bool is_slow = rounds(2) == 1; /* where all is slow, some hundred agents will do */
    for (size_t i = is_slow ? 3 : 0; i < sizeof counts / sizeof counts[0] - (is_slow ? 1 : 0); i++) {
        fill(counts[i], false);
        assert_found("agent");
    }
    assert_found(NULL);
}
END_TEST

START_TEST(blocks_of_one_cell_and_of_few_alternate)
{
    for (int32_t i = 1; i < rounds(2); i++) {
        fill(5, true);
        assert_found("agent");
    }
    fill(300, true);
    assert_found("agent");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        aggregates_of_the_same_rows_are_those_of_a_plain_loop, blocks_of_one_cell_and_of_few_alternate};
    return RUN_TESTS("shared", tests);
}
