/* The ledger adds up, exactly and as printed (D21), on random cards and values; apportionment by hand. */
#include "score/engine.h"

#include "score/card_support.h"

/* splitmix64 (Steele, Lea and Flood 2014): the tests' own source of numbers, seeded. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static double random_between(uint64_t *state, double low, double high)
{
    return low + (high - low) * ((double)(next_random(state) >> 11) / 9007199254740992.0);
}

enum { MOST_NODES = 24, MOST_ITEMS = 24 };

typedef struct random_card {
    card_draft d;
    dsi_weight_node nodes[MOST_NODES];
    dsi_card_item items[MOST_ITEMS];
    dsi_card_facts facts[MOST_ITEMS];
    char names[MOST_NODES + MOST_ITEMS][16];
} random_card;

/* A tree of random groups and leaves, some bonuses, any policy, clamp and number of decimals. */
static void draft_random_card(random_card *c, uint64_t *state)
{
    memset(c, 0, sizeof *c);
    draft_worked_card(&c->d);
    c->d.rule.has_lo = false;
    c->d.rule.has_hi = next_random(state) % 2 == 0;
    int32_t nodes = 1 + (int32_t)(next_random(state) % (MOST_NODES - 1));
    int32_t items = 0;
    for (int32_t i = 0; i < nodes; i++) {
        (void)snprintf(c->names[i], sizeof c->names[i], "n%d", (int)i);
        int32_t parent = (int32_t)(next_random(state) % (uint64_t)(i + 1)) - 1;
        while (parent >= 0 && c->nodes[parent].is_leaf) {
            parent = c->nodes[parent].parent;
        }
        bool is_leaf = i == 0 || next_random(state) % 3 != 0;
        c->nodes[i] = (dsi_weight_node){c->names[i], NULL, NULL, parent, is_leaf, random_between(state, 0.01, 30.0)};
        if (is_leaf) {
            c->items[items].alias = c->names[i];
            c->items[items].indicator = "x";
            c->items[items++].rule = &c->d.rule;
        }
    }
    for (int32_t b = 0; b < 2 && items < MOST_ITEMS && next_random(state) % 2 == 0; b++) {
        char *name = c->names[MOST_NODES + b];
        (void)snprintf(name, sizeof c->names[0], "b%d", (int)b);
        c->items[items] = (dsi_card_item){.alias = name, .indicator = "x", .rule = &c->d.rule, .bonus = true};
        items++;
    }
    c->d.spec.weights.nodes = c->nodes;
    c->d.spec.weights.node_count = nodes;
    c->d.spec.items = c->items;
    c->d.spec.item_count = items;
    c->d.spec.missing = 1 + (int32_t)(next_random(state) % 3);
    c->d.spec.mode = next_random(state) % 2 == 0 ? DSI_CARD_WEIGHTED : DSI_CARD_POINTS;
    c->d.spec.min_weight_coverage = 0.0;
    c->d.spec.decimals = (int32_t)(next_random(state) % 5);
    c->d.spec.has_lo = next_random(state) % 2 == 0;
    c->d.spec.has_hi = next_random(state) % 2 == 0;
    c->d.spec.lo = random_between(state, 0.0, 50.0); /* ends that are themselves rounded when published */
    c->d.spec.hi = random_between(state, 50.0, 100.0);
}

static double sum_of(const dsi_bench *bench, const dsi_total *total, bool printed)
{
    double sum = 0.0;
    for (int32_t i = 0; i < total->line_count; i++) {
        if (bench->lines[i].kind != DSCORE_LINE_GROUP) {
            sum += printed ? bench->lines[i].printed : bench->lines[i].amount;
        }
    }
    return sum;
}

START_TEST(every_ledger_adds_up)
{
    uint64_t state = 20260101;
    int scored = 0;
    for (int round = 0; round < 3000; round++) {
        random_card c;
        draft_random_card(&c, &state);
        dsi_card_input inputs[MOST_ITEMS];
        for (int i = 0; i < c.d.spec.item_count; i++) {
            inputs[i] = next_random(&state) % 4 == 0 ? no_value(DSCORE_VALUE_NO_DATA)
                                                     : ok_value(random_between(&state, -20.0, 130.0));
        }
        dsi_bench bench;
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_scorecard *card = NULL;
        assert_ok(dsi_scorecard_build(NULL, &c.d.spec, c.facts, &card, &err), err);
        assert_ok(dsi_bench_init(&bench, card, &err), err);
        bench.prints = true;
        dsi_total total;
        dsi_score_row(&bench, inputs, false, &total);
        ck_assert_int_le(total.line_count, bench.line_capacity);
        if (total.status == DSCORE_VALUE_OK) {
            scored++;
            ck_assert_double_eq(sum_of(&bench, &total, false), total.total); /* bit for bit */
            assert_close(sum_of(&bench, &total, true), total.total, 1e-9);
            double unit = pow(10.0, -c.d.spec.decimals);
            for (int32_t i = 0; i < total.line_count; i++) {
                if (bench.lines[i].kind != DSCORE_LINE_GROUP && bench.lines[i].kind != DSCORE_LINE_ROUND) {
                    ck_assert_double_le(fabs(bench.lines[i].printed - bench.lines[i].amount), unit * 1.0000001);
                }
            }
        }
        close_bench(&bench);
    }
    ck_assert_int_gt(scored, 1000);
}
END_TEST

START_TEST(printed_amounts_are_shared_out_by_largest_remainder)
{
    /* 16.666... three times is 50: two units are left over for the first two of equal remainders. */
    dscore_ledger_line lines[3] = {DSCORE_LEDGER_LINE_INIT, DSCORE_LEDGER_LINE_INIT, DSCORE_LEDGER_LINE_INIT};
    double remainders[3];
    for (int i = 0; i < 3; i++) {
        lines[i].kind = DSCORE_LINE_CONTRIBUTION;
        lines[i].amount = 50.0 / 3.0;
    }
    dsi_apportion(lines, 3, 50.0, 2, remainders);
    ck_assert_double_eq(lines[0].printed, 16.67);
    ck_assert_double_eq(lines[1].printed, 16.67);
    ck_assert_double_eq(lines[2].printed, 16.66);
    lines[0].amount = 10.004;
    lines[1].amount = 20.006;
    lines[2].amount = -5.005;
    dsi_apportion(lines, 3, 25.01, 2, remainders); /* sum 25.005, published 25.01 */
    ck_assert_double_eq(lines[0].printed, 10.00);
    ck_assert_double_eq(lines[1].printed, 20.01);
    ck_assert_double_eq(lines[2].printed, -5.00);
}
END_TEST

START_TEST(a_single_line_prints_the_rounded_total)
{
    dscore_ledger_line line = DSCORE_LEDGER_LINE_INIT;
    double remainder;
    line.kind = DSCORE_LINE_CONTRIBUTION;
    line.amount = 59.995; /* stored a little below */
    dsi_apportion(&line, 1, 60.0, 2, &remainder);
    ck_assert_double_eq(line.printed, 60.0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_ledger_adds_up, printed_amounts_are_shared_out_by_largest_remainder,
        a_single_line_prints_the_rounded_total};
    return RUN_TESTS("ledger", tests);
}
