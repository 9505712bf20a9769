/* Many rows in turn: what a bench keeps from row to row shows in none of them, ranks are what they are defined to be,
   and scores of many rows are those of each row alone. */
#include "score/total_support.h"

/* A small, fast, seeded generator (splitmix64, Steele et al. 2014). */
static uint64_t next_random(uint64_t *seed)
{
    uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int32_t below(uint64_t *seed, int32_t n)
{
    return (int32_t)(next_random(seed) % (uint64_t)n);
}

/* ---- one bench for many rows ----------------------------------------------------------------- */

enum { ITEMS = WORKED_ITEMS + 1 };

/* The worked card with a bonus, gates of all scopes, and policies of single items. */
static void draft_everything(card_draft *d, dsi_gate *gates)
{
    draft_worked_card(d);
    d->items[WORKED_ITEMS] = (dsi_card_item){.alias = "extra", .indicator = "extra", .rule = &d->rule, .bonus = true};
    d->facts[WORKED_ITEMS].unit = "points";
    d->spec.item_count = ITEMS;
    gates[0] = (dsi_gate){.item = "resp", .op = DSI_CMP_LT, .threshold = 30.0, .scope = "csat", .cap = 20.0};
    gates[1] = (dsi_gate){.item = "fcr", .op = DSI_CMP_LT, .threshold = 40.0, .scope = "quality", .cap = 50.0};
    gates[2] = (dsi_gate){.item = "aht", .op = DSI_CMP_GE, .threshold = 90.0, .scope = "", .cap = 60.0};
    d->spec.gates = gates;
    d->spec.gate_count = 3;
    d->spec.min_weight_coverage = 0.3;
}

static void random_inputs(uint64_t *seed, dsi_card_input *inputs, dsi_beside *beside)
{
    memset(beside, 0, ITEMS * sizeof *beside);
    for (int i = 0; i < ITEMS; i++) {
        const bool has = below(seed, 4) != 0;
        inputs[i] = has ? ok_value(below(seed, 101)) : no_value(DSCORE_VALUE_NO_DATA);
        if (!has && below(seed, 2) == 0) {
            beside[i] = (dsi_beside){.kind = below(seed, 2) == 0 ? DSI_BESIDE_CARRIED : DSI_BESIDE_MEDIAN,
                .value = below(seed, 101),
                .peers = 5,
                .from = 1,
                .to = 2};
        }
    }
}

static void assert_same_number(double a, double b)
{
    ck_assert_msg((isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0, "%.17g is not %.17g", a, b);
}

static void assert_same_line(const dscore_ledger_line *a, const dscore_ledger_line *b)
{
    ck_assert_int_eq(a->kind, b->kind);
    ck_assert_str_eq(a->alias, b->alias);
    ck_assert_str_eq(a->group, b->group);
    ck_assert_int_eq(a->value_status, b->value_status);
    ck_assert_int_eq(a->flags, b->flags);
    ck_assert_int_eq(a->stand_in, b->stand_in);
    ck_assert_int_eq(a->gate, b->gate);
    ck_assert_int_eq(a->peers, b->peers);
    ck_assert_int_eq(a->from_start, b->from_start);
    ck_assert_int_eq(a->from_end, b->from_end);
    ck_assert_int_eq(a->n_used, b->n_used);
    ck_assert_int_eq(a->n_missing, b->n_missing);
    ck_assert_int_eq(a->n_excluded, b->n_excluded);
    assert_same_number(a->value, b->value);
    assert_same_number(a->raw_points, b->raw_points);
    assert_same_number(a->points, b->points);
    assert_same_number(a->weight, b->weight);
    assert_same_number(a->effective_weight, b->effective_weight);
    assert_same_number(a->amount, b->amount);
    assert_same_number(a->printed, b->printed);
}

static void assert_same_total(const dsi_total *a, const dsi_total *b)
{
    ck_assert_int_eq(a->status, b->status);
    ck_assert_int_eq(a->reason, b->reason);
    ck_assert_int_eq(a->flags, b->flags);
    ck_assert_int_eq(a->grade, b->grade);
    ck_assert_int_eq(a->line_count, b->line_count);
    assert_same_number(a->total, b->total);
    assert_same_number(a->raw, b->raw);
    assert_same_number(a->weight_coverage, b->weight_coverage);
    assert_same_number(a->data_coverage, b->data_coverage);
}

START_TEST(a_row_is_scored_as_if_the_bench_were_new)
{
    static const int32_t policies[] = {DSCORE_MISSING_EXCLUDE_SIBLINGS, DSCORE_MISSING_EXCLUDE_GLOBAL,
        DSCORE_MISSING_ZERO, DSCORE_MISSING_BLOCK, DSCORE_MISSING_NEUTRAL, DSCORE_MISSING_CARRY_FORWARD,
        DSCORE_MISSING_GROUP_MEDIAN};
    const dsi_missing own = {.policy = DSCORE_MISSING_ZERO};
    uint64_t seed = 7;
    for (int p = 0; p < 2 * (int)(sizeof policies / sizeof policies[0]); p++) {
        card_draft d;
        dsi_gate gates[3];
        dsi_bench used;
        dscore_error err = DSCORE_ERROR_INIT;
        draft_everything(&d, gates);
        d.spec.missing = policies[p / 2];
        d.spec.neutral = 60.0;
        d.spec.max_age = 1;
        if (p % 2 != 0) {
            d.items[FCR].missing = own; /* leaves that fall back in different ways */
        }
        assert_ok(dsi_bench_init(&used, make_card(&d), &err), err);
        used.prints = true;
        for (int32_t row = 0; row < rounds(200); row++) {
            dsi_card_input inputs[ITEMS];
            dsi_beside beside[ITEMS];
            dsi_bench fresh;
            dsi_total a, b;
            random_inputs(&seed, inputs, beside);
            const bool absent_key = below(&seed, 20) == 0;
            assert_ok(dsi_bench_init(&fresh, used.card, &err), err);
            fresh.prints = true;
            memcpy(fresh.beside, beside, sizeof beside);
            memcpy(used.beside, beside, sizeof beside);
            dsi_score_row(&fresh, inputs, absent_key, &a);
            dsi_score_row(&used, inputs, absent_key, &b);
            assert_same_total(&a, &b);
            for (int32_t i = 0; i < a.line_count; i++) {
                assert_same_line(&fresh.lines[i], &used.lines[i]);
            }
            if (a.status == DSCORE_VALUE_OK) {
                double sum = 0.0; /* D21 */
                for (int32_t i = 0; i < b.line_count; i++) {
                    sum += used.lines[i].kind == DSCORE_LINE_GROUP ? 0.0 : used.lines[i].amount;
                }
                assert_close(sum, b.total, 1e-9);
            }
            dsi_bench_free(&fresh);
        }
        close_bench(&used);
    }
}
END_TEST

/* ---- ranks ----------------------------------------------------------------------------------- */

/* METHODS 5.8: one more than how many of the period have a higher total. */
START_TEST(a_rank_is_one_more_than_how_many_stand_higher)
{
    enum { MOST = 300 };
    static const double ends[] = {0.0, -0.0, 1e300, -1e300, 5e-324, -5e-324, 1e-300, 99.99, 100.0, -100.0, 0.1, -0.1};
    static dsi_total totals[MOST];
    static dsi_keyed room[2 * MOST];
    static int64_t periods[MOST];
    uint64_t seed = 11;
    for (int32_t round = 0; round < rounds(100); round++) {
        const int32_t n = 1 + below(&seed, MOST), of_periods = 1 + below(&seed, 4);
        for (int32_t i = 0; i < n; i++) {
            const int32_t kind = below(&seed, 3);
            totals[i] = (dsi_total){.status = below(&seed, 5) == 0 ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_OK};
            totals[i].total = kind == 0 ? ends[below(&seed, (int32_t)(sizeof ends / sizeof ends[0]))]
                                        : (below(&seed, 2001) - 1000) / (kind == 1 ? 10.0 : 7.0);
            totals[i].rank = 99;
            periods[i] = below(&seed, of_periods) * INT64_C(1000000007) - 1;
        }
        dsi_rank_totals(totals, periods, n, room);
        for (int32_t i = 0; i < n; i++) {
            const bool is_ranked = totals[i].status == DSCORE_VALUE_OK;
            int64_t higher = 0, peers = 0;
            for (int32_t k = 0; k < n; k++) {
                const bool is_peer = totals[k].status == DSCORE_VALUE_OK && periods[k] == periods[i];
                peers += is_peer;
                higher += is_peer && totals[k].total > totals[i].total;
            }
            ck_assert_int_eq(totals[i].rank, is_ranked ? higher + 1 : 0);
            ck_assert_int_eq(totals[i].peers, is_ranked ? peers : 0);
        }
    }
}
END_TEST

/* ---- the card of the benchmark --------------------------------------------------------------- */

enum { SUBJECTS = 700, TICKETS = 2 * SUBJECTS }; /* more than are read at once */

typedef struct ticket {
    int64_t created, replied, resolved, agent, csat, contacts, reopens, handle;
    uint8_t complaint;
} ticket;

static void bind(dscore_table *table, const char *field, int32_t type, int32_t unit, const void *first)
{
    static const int64_t none = -1;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_table_bind_array(table, field, type, unit, first, TICKETS, (int64_t)sizeof(ticket),
                  type == DSCORE_INT64 ? &none : NULL, &err),
        err);
}

static dscore_table *make_table(const dscore_catalog *catalog, ticket *t)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = NULL;
    uint64_t seed = 3;
    for (int i = 0; i < TICKETS; i++) {
        t[i].created = 1767225600 + below(&seed, 1000000);
        t[i].replied = below(&seed, 8) == 0 ? -1 : t[i].created + below(&seed, 40000);
        t[i].resolved = below(&seed, 4) == 0 ? -1 : t[i].created + below(&seed, 500000);
        t[i].agent = below(&seed, SUBJECTS);
        t[i].csat = below(&seed, 2) == 0 ? -1 : 1 + below(&seed, 5);
        t[i].contacts = 1 + below(&seed, 3);
        t[i].reopens = below(&seed, 10) == 0;
        t[i].handle = 60 + below(&seed, 3000);
        t[i].complaint = below(&seed, 20) == 0;
    }
    assert_ok(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &err), err);
    bind(table, "created_at", DSCORE_INT64, DSCORE_UNIT_S, &t->created);
    bind(table, "first_response_at", DSCORE_INT64, DSCORE_UNIT_S, &t->replied);
    bind(table, "resolved_at", DSCORE_INT64, DSCORE_UNIT_S, &t->resolved);
    bind(table, "agent", DSCORE_INT64, DSCORE_UNIT_NONE, &t->agent);
    bind(table, "csat", DSCORE_INT64, DSCORE_UNIT_NONE, &t->csat);
    bind(table, "contacts", DSCORE_INT64, DSCORE_UNIT_NONE, &t->contacts);
    bind(table, "reopens", DSCORE_INT64, DSCORE_UNIT_NONE, &t->reopens);
    bind(table, "handle_time", DSCORE_INT64, DSCORE_UNIT_S, &t->handle);
    bind(table, "is_complaint", DSCORE_BOOL8, DSCORE_UNIT_NONE, &t->complaint);
    return table;
}

static dscore_scorecard *read_card(const dscore_catalog *catalog)
{
    static char text[1 << 14];
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = NULL;
    FILE *file = fopen(DSCORE_SOURCE_DIR "/tests/bench/card.json", "rb");
    ck_assert_ptr_nonnull(file);
    const size_t length = fread(text, 1, sizeof text, file);
    (void)fclose(file);
    assert_ok(dscore_scorecard_parse(catalog, text, (int64_t)length, &card, &err), err);
    return card;
}

/* The lines of a score are made when asked for, of that row alone: they add up to the total that was made of all. */
START_TEST(many_rows_have_the_totals_of_their_own_ledgers)
{
    static ticket tickets[TICKETS];
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    dscore_values *values = NULL;
    dscore_scores *scores = NULL;
    assert_ok(dscore_catalog_builtin(NULL, &catalog, &err), err);
    dscore_scorecard *card = read_card(catalog);
    dscore_table *table = make_table(catalog, tickets);
    assert_ok(dscore_query_new(catalog, &query, &err), err);
    assert_ok(dscore_query_key(query, "agent", &err), err);
    assert_ok(dscore_query_now(query, INT64_C(1801440000000000), &err), err);
    assert_ok(dscore_scorecard_plan(card, query, &plan, &err), err);
    assert_ok(dscore_evaluate(plan, &table, 1, NULL, &values, &err), err);
    assert_ok(dscore_score(card, values, &scores, &err), err);
    ck_assert_int_gt(dscore_scores_count(scores), 500);
    int32_t fine = 0;
    for (int64_t i = 0; i < dscore_scores_count(scores); i++) {
        dscore_score_row row = DSCORE_SCORE_ROW_INIT;
        double sum = 0.0;
        assert_ok(dscore_scores_get(scores, i, &row, &err), err);
        ck_assert_str_eq(row.subject, dscore_values_key(values, i, 0));
        for (int32_t k = 0; k < dscore_scores_line_count(scores, i); k++) {
            dscore_ledger_line line = DSCORE_LEDGER_LINE_INIT;
            assert_ok(dscore_scores_line(scores, i, k, &line, &err), err);
            sum += line.kind == DSCORE_LINE_GROUP ? 0.0 : line.amount;
        }
        fine += row.status == DSCORE_VALUE_OK;
        if (row.status == DSCORE_VALUE_OK) {
            assert_close(sum, row.total, 1e-9);
        }
    }
    ck_assert_int_gt(fine, 300);
    ck_assert_int_lt(fine, dscore_scores_count(scores));
    dscore_scores_free(scores);
    dscore_values_free(values);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_table_free(table);
    dscore_scorecard_free(card);
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_row_is_scored_as_if_the_bench_were_new,
        a_rank_is_one_more_than_how_many_stand_higher, many_rows_have_the_totals_of_their_own_ledgers};
    return RUN_TESTS("many", tests);
}
