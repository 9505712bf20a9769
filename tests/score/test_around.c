/* What a row takes from other rows, from tickets on: values carried forward and medians of the period (METHODS 3.3),
   points among peers (2.10). */
#include "score/total_support.h"

typedef struct ticket {
    const char *agent;
    int64_t created, answered; /* seconds; answered 0 = not answered */
    double csat;               /* NaN = no answer */
} ticket;

static const int64_t JANUARY = INT64_C(1767225600); /* 2026-01-01T00:00:00Z, seconds */
static const int64_t DAY = 86400;
static const int64_t EDGES[] = {0, 31, 59, 90}; /* days: January to March */

enum { MOST = 32, RESPONSE = 0, MARKS = 1 };

typedef struct setting {
    dsi_card_spec spec;
    dsi_rule_spec rules[2];
    dsi_card_item items[2];
    ticket tickets[MOST];
    int64_t count;
    dscore_catalog *catalog;
    dscore_scorecard *card;
    dscore_query *query;
    dscore_plan *plan;
    dscore_values *values;
    dscore_scores *scores;
    dscore_error err;
} setting;

static const dsi_weight_node NODES[] = {
    {"response", NULL, NULL, -1, true, 30.0}, {"marks", NULL, NULL, -1, true, 70.0}};

/* Response in seconds is points; marks 1 to 5 are 0 to 100 points. */
static void draft(setting *s)
{
    memset(s, 0, sizeof *s);
    s->err = (dscore_error)DSCORE_ERROR_INIT;
    dsi_card_spec_init(&s->spec);
    s->rules[RESPONSE] = identity_rule();
    s->rules[MARKS] = identity_rule();
    s->rules[MARKS].u.linear.x0 = 1.0;
    s->rules[MARKS].u.linear.x1 = 5.0;
    s->items[RESPONSE] =
        (dsi_card_item){.alias = "response", .indicator = "first_response_time", .rule = &s->rules[RESPONSE]};
    s->items[MARKS] = (dsi_card_item){.alias = "marks", .indicator = "csat_mean", .rule = &s->rules[MARKS]};
    s->spec.id = "around";
    s->spec.items = s->items;
    s->spec.item_count = 2;
    s->spec.weights.nodes = NODES;
    s->spec.weights.node_count = 2;
    s->spec.min_weight_coverage = 0.0;
    s->spec.allow_missing_dimension = true;
    s->spec.decimals = 6;
}

static void add(setting *s, const char *agent, int month, int64_t response, double csat)
{
    int64_t created = JANUARY + EDGES[month] * DAY + 1000 + s->count;
    s->tickets[s->count++] = (ticket){agent, created, response == 0 ? 0 : created + response, csat};
}

/* Month by month, with 50 s for everybody:
   January  anna 5, bo 4, carl -, dora 3, nobody 1
   February anna -, bo 3, carl 2
   March    anna -, bo -, carl 1, dora - */
static void add_marks(setting *s)
{
    const double none = (double)NAN;
    add(s, "anna", 0, 50, 5.0);
    add(s, "bo", 0, 50, 4.0);
    add(s, "carl", 0, 50, none);
    add(s, "dora", 0, 50, 3.0);
    add(s, NULL, 0, 50, 1.0);
    add(s, "anna", 1, 50, none);
    add(s, "bo", 1, 50, 3.0);
    add(s, "carl", 1, 50, 2.0);
    add(s, "anna", 2, 50, none);
    add(s, "bo", 2, 50, none);
    add(s, "carl", 2, 50, 1.0);
    add(s, "dora", 2, 50, none);
}

static void bind(setting *s, dscore_table *table, const char *field, int32_t type, const void *first)
{
    const int64_t unanswered = 0;
    bool is_instant = type == DSCORE_INT64;
    assert_ok(
        dscore_table_bind_array(table, field, type, is_instant ? DSCORE_UNIT_S : DSCORE_UNIT_NONE, first, s->count,
            (int64_t)sizeof(ticket), strcmp(field, "first_response_at") == 0 ? &unanswered : NULL, &s->err),
        s->err);
}

static void evaluate(setting *s, const dscore_allocator *allocator)
{
    int64_t edges[4];
    dscore_table *table = NULL;
    for (int i = 0; i < 4; i++) {
        edges[i] = (JANUARY + EDGES[i] * DAY) * 1000000;
    }
    assert_ok(dscore_catalog_builtin(allocator, &s->catalog, &s->err), s->err);
    assert_ok(dsi_scorecard_new(s->catalog, &s->spec, &s->card, &s->err), s->err);
    assert_ok(dscore_query_new(s->catalog, &s->query, &s->err), s->err);
    assert_ok(dscore_query_key(s->query, "agent", &s->err), s->err);
    assert_ok(dscore_query_periods(s->query, edges, 4, &s->err), s->err);
    assert_ok(dscore_scorecard_plan(s->card, s->query, &s->plan, &s->err), s->err);
    assert_ok(dscore_table_new(dscore_catalog_schema(s->catalog), "tickets", &table, &s->err), s->err);
    bind(s, table, "agent", DSCORE_CSTRING, &s->tickets[0].agent);
    bind(s, table, "created_at", DSCORE_INT64, &s->tickets[0].created);
    bind(s, table, "first_response_at", DSCORE_INT64, &s->tickets[0].answered);
    bind(s, table, "csat", DSCORE_FLOAT64, &s->tickets[0].csat);
    assert_ok(dscore_evaluate(s->plan, &table, 1, NULL, &s->values, &s->err), s->err);
    dscore_table_free(table);
}

static void finish(setting *s)
{
    dscore_query_free(s->query);
    dscore_plan_free(s->plan);
    dscore_values_free(s->values);
    dscore_scores_free(s->scores);
    dscore_scorecard_free(s->card);
    dscore_catalog_free(s->catalog);
}

static void score(setting *s)
{
    evaluate(s, NULL);
    assert_ok(dscore_score(s->card, s->values, &s->scores, &s->err), s->err);
}

static int64_t index_of(const setting *s, const char *agent, int month)
{
    for (int64_t i = 0; i < dscore_scores_count(s->scores); i++) {
        dscore_score_row row = DSCORE_SCORE_ROW_INIT;
        ck_assert_int_eq(dscore_scores_get(s->scores, i, &row, NULL), DSCORE_OK);
        if (strcmp(row.subject, agent) == 0 && row.period_start == (JANUARY + EDGES[month] * DAY) * 1000000) {
            return i;
        }
    }
    ck_abort_msg("no score of '%s' in month %d", agent, month);
    return -1;
}

static dscore_score_row row_of(const setting *s, const char *agent, int month)
{
    dscore_score_row row = DSCORE_SCORE_ROW_INIT;
    ck_assert_int_eq(dscore_scores_get(s->scores, index_of(s, agent, month), &row, NULL), DSCORE_OK);
    return row;
}

static dscore_ledger_line line_of(const setting *s, const char *agent, int month, const char *alias)
{
    const int64_t index = index_of(s, agent, month);
    dscore_ledger_line line = DSCORE_LEDGER_LINE_INIT;
    for (int32_t i = 0; i < dscore_scores_line_count(s->scores, index); i++) {
        ck_assert_int_eq(dscore_scores_line(s->scores, index, i, &line, NULL), DSCORE_OK);
        if (strcmp(line.alias, alias) == 0) {
            return line;
        }
    }
    ck_abort_msg("no line of '%s'", alias);
    return line;
}

static void assert_says(const setting *s, const char *agent, int month, const char *lang, const char *part)
{
    char text[4096];
    ck_assert_int_eq(
        dscore_scores_explain(s->scores, index_of(s, agent, month), lang, text, (int64_t)sizeof text, NULL, NULL),
        DSCORE_OK);
    ck_assert_msg(strstr(text, part) != NULL, "%s\n  does not say: %s", text, part);
}

START_TEST(methods_3_3_the_last_value_is_carried_forward)
{
    setting s;
    draft(&s);
    add_marks(&s);
    s.items[MARKS].missing = (dsi_missing){DSCORE_MISSING_CARRY_FORWARD, 0.0, 1, DSCORE_MISSING_ZERO};
    score(&s);
    dscore_score_row row = row_of(&s, "anna", 1);
    assert_close(row.total, 0.3 * 50 + 0.7 * 100, 1e-9); /* January's 5 */
    ck_assert_double_eq(row.weight_coverage, 1.0);       /* counts as present */
    ck_assert_int_eq(row.flags, DSCORE_SCORE_IMPUTED);
    dscore_ledger_line line = line_of(&s, "anna", 1, "marks");
    ck_assert_int_eq(line.stand_in, DSCORE_MISSING_CARRY_FORWARD);
    ck_assert_double_eq(line.value, 5.0);
    ck_assert_int_eq(line.value_status, DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(line.from_start, JANUARY * 1000000);
    ck_assert_int_eq(line.from_end, (JANUARY + 31 * DAY) * 1000000);
    assert_says(&s, "anna", 1, "en",
        "no data; its last value stands in: 5 points, of 2026-01-01 to 2026-02-01 (not included) (records used 0,");
    assert_says(&s, "anna", 1, "zh", "无数据；以最近一次数值代替：5分，取自2026-01-01至2026-02-01（不含）（计入0条");
    assert_close(row_of(&s, "anna", 2).total, 15.0, 1e-9); /* two periods back is too old */
    ck_assert_double_eq(row_of(&s, "anna", 2).weight_coverage, 0.3);
    assert_close(row_of(&s, "bo", 2).total, 0.3 * 50 + 0.7 * 50, 1e-9); /* February's 3, not January's 4 */
    assert_close(row_of(&s, "carl", 0).total, 15.0, 1e-9);              /* nothing earlier; nobody else's */
    assert_close(row_of(&s, "dora", 2).total, 15.0, 1e-9);              /* her last row is two periods back */
    assert_close(row_of(&s, "carl", 2).total, 15.0, 1e-9);              /* a mark of 1 is a value */
    ck_assert_int_eq(row_of(&s, "carl", 2).flags, 0);
    finish(&s);
}
END_TEST

START_TEST(methods_2_8_a_gate_watches_the_last_value_but_not_that_of_others)
{
    const dsi_gate gate = {.item = "marks", .op = DSI_CMP_GE, .threshold = 2.0, .cap = 40.0};
    setting s;
    draft(&s);
    add_marks(&s);
    s.spec.gates = &gate;
    s.spec.gate_count = 1;
    s.items[MARKS].missing = (dsi_missing){DSCORE_MISSING_CARRY_FORWARD, 0.0, 1, 0};
    score(&s);
    ck_assert_double_eq(row_of(&s, "anna", 1).total, 40.0);
    assert_says(&s, "anna", 1, "en", "while CSAT mean is at least 2 points (it is 5 points)");
    ck_assert_double_eq(row_of(&s, "carl", 0).total, 50.0);
    finish(&s);
    draft(&s);
    add_marks(&s);
    s.spec.gates = &gate;
    s.spec.gate_count = 1;
    s.items[MARKS].missing = (dsi_missing){DSCORE_MISSING_GROUP_MEDIAN, 0.0, 0, 0};
    score(&s);
    assert_close(row_of(&s, "carl", 0).total, 0.3 * 50 + 0.7 * 75, 1e-9);
    finish(&s);
}
END_TEST

START_TEST(methods_3_3_values_are_carried_as_far_as_the_card_says)
{
    setting s;
    draft(&s);
    add_marks(&s);
    s.spec.missing = DSCORE_MISSING_CARRY_FORWARD;
    s.spec.max_age = 2;
    s.spec.allow_missing_dimension = false; /* a carried value fills its dimension */
    score(&s);
    assert_close(row_of(&s, "anna", 2).total, 85.0, 1e-9);
    assert_close(row_of(&s, "dora", 2).total, 0.3 * 50 + 0.7 * 50, 1e-9);
    ck_assert_int_eq(row_of(&s, "carl", 0).reason, DSCORE_TOTAL_DIMENSION_MISSING);
    finish(&s);
}
END_TEST

START_TEST(a_value_that_does_not_count_is_not_carried)
{
    setting s;
    draft(&s);
    add_marks(&s);
    add(&s, "anna", 0, 50, 5.0);
    add(&s, "bo", 0, 50, 4.0);
    s.items[MARKS].missing = (dsi_missing){DSCORE_MISSING_CARRY_FORWARD, 0.0, 2, 0};
    s.items[MARKS].min_n = 2;
    score(&s);
    assert_close(row_of(&s, "bo", 1).total, 0.3 * 50 + 0.7 * 75, 1e-9); /* one mark of 3 is too few: January's 4 */
    assert_close(row_of(&s, "carl", 2).total, 50.0, 1e-9);
    ck_assert_int_eq(line_of(&s, "bo", 1, "marks").value_status, DSCORE_VALUE_INSUFFICIENT);
    assert_says(&s, "bo", 1, "en",
        "marks]: too few records to be judged; the card asks for at least 2; its last value stands in: 4 points");
    finish(&s);
}
END_TEST

START_TEST(methods_3_3_the_median_of_the_others_stands_in)
{
    setting s;
    draft(&s);
    add_marks(&s);
    s.items[MARKS].missing = (dsi_missing){DSCORE_MISSING_GROUP_MEDIAN, 0.0, 0, 0};
    score(&s);
    dscore_ledger_line line = line_of(&s, "carl", 0, "marks"); /* of 5, 4, 3; the 1 of nobody is nobody's */
    ck_assert_int_eq(line.stand_in, DSCORE_MISSING_GROUP_MEDIAN);
    ck_assert_double_eq(line.value, 4.0);
    ck_assert_double_eq(line.points, 75.0);
    ck_assert_int_eq(line.peers, 3);
    ck_assert_int_eq(line.flags, DSCORE_SCORE_IMPUTED);
    dscore_score_row row = row_of(&s, "carl", 0);
    assert_close(row.total, 0.3 * 50 + 0.7 * 75, 1e-9);
    ck_assert_double_eq(row.weight_coverage, 0.3); /* what others have is no data of his */
    line = line_of(&s, "anna", 1, "marks");
    ck_assert_double_eq(line.value, 2.5); /* between 3 and 2 */
    ck_assert_int_eq(line.peers, 2);
    line = line_of(&s, "dora", 2, "marks");
    ck_assert_double_eq(line.value, 1.0);
    ck_assert_int_eq(line.peers, 1);
    ck_assert_int_eq(row_of(&s, "", 0).reason, DSCORE_TOTAL_ABSENT_KEY);
    ck_assert_int_eq(line_of(&s, "", 0, "marks").stand_in, 0);
    assert_says(&s, "carl", 0, "en",
        "no data; the median of the others of the period stands in: 4 points, of 3 values (records used 0,");
    assert_says(&s, "carl", 0, "zh", "无数据；以同期其他对象的中位数代替：4分，共3个数值（计入0条");
    finish(&s);
}
END_TEST

/* The six values of METHODS 2.10 as seconds; nobody has 1 s, fay and gus have no value. */
static void draft_peers(setting *s)
{
    static const int64_t VALUES[] = {92, 85, 85, 78, 70, 88};
    static const char *const NAMES[] = {"ann", "ben", "cyd", "dan", "eve", "zoe"};
    draft(s);
    dsi_rule_spec_init(&s->rules[RESPONSE], DSI_FAMILY_PEERS);
    s->rules[RESPONSE].better = DSI_BETTER_HIGHER;
    s->rules[RESPONSE].u.peers.method = DSI_PEERS_PERCENT_RANK;
    for (int i = 0; i < 6; i++) {
        add(s, NAMES[i], 0, VALUES[i], 5.0);
    }
    add(s, NULL, 0, 1, 5.0);
    add(s, "gus", 0, 0, 5.0);
    add(s, "ann", 1, 30, 5.0); /* alone in February */
}

START_TEST(methods_2_10_points_among_the_peers_of_the_period)
{
    static const char *const NAMES[] = {"ann", "ben", "cyd", "dan", "eve", "zoe"};
    static const double POINTS[] = {91.6667, 50, 50, 25, 8.3333, 75};
    setting s;
    draft_peers(&s);
    score(&s);
    for (int i = 0; i < 6; i++) {
        dscore_ledger_line line = line_of(&s, NAMES[i], 0, "response");
        assert_close(line.points, POINTS[i], 5e-5);
        ck_assert_int_eq(line.peers, 6);
        ck_assert_int_eq(line.stand_in, 0);
        assert_close(row_of(&s, NAMES[i], 0).total, 0.3 * POINTS[i] + 0.7 * 100.0, 5e-5);
    }
    assert_says(&s, "eve", 0, "en", "points among 6 of the period × weight 30% = ");
    assert_says(&s, "eve", 0, "zh", "分（同期共6个对象比较） × 权重30% = ");
    ck_assert(isnan(line_of(&s, "gus", 0, "response").points));
    dscore_ledger_line alone = line_of(&s, "ann", 1, "response");
    ck_assert_int_eq(alone.value_status, DSCORE_VALUE_INSUFFICIENT);
    ck_assert_int_eq(alone.flags, DSCORE_SCORE_SMALL_N);
    ck_assert_double_eq(row_of(&s, "ann", 1).total, 100.0); /* the marks alone */
    assert_says(&s, "ann", 1, "en", "30 s, too few to compare: values in the period: 1 (records used 1,");
    assert_says(&s, "ann", 1, "zh", "同期可比对象不足，仅有1个（计入1条");
    finish(&s);
}
END_TEST

START_TEST(periods_without_rows_do_not_matter)
{
    setting s;
    draft(&s);
    s.items[MARKS].missing = (dsi_missing){DSCORE_MISSING_GROUP_MEDIAN, 0.0, 0, 0};
    add(&s, "ann", 2, 50, 5.0);
    add(&s, "ben", 2, 50, (double)NAN);
    score(&s);
    ck_assert_double_eq(line_of(&s, "ben", 2, "marks").value, 5.0);
    ck_assert_int_eq(line_of(&s, "ben", 2, "marks").peers, 1);
    finish(&s);
}
END_TEST

START_TEST(methods_2_10_stand_ins_of_points_among_peers_are_points)
{
    setting s;
    draft_peers(&s);
    add(&s, "zoe", 1, 0, 5.0);
    s.items[RESPONSE].missing = (dsi_missing){DSCORE_MISSING_GROUP_MEDIAN, 0.0, 0, 0};
    score(&s);
    dscore_ledger_line line = line_of(&s, "gus", 0, "response");
    ck_assert_double_eq(line.value, 85.0);
    assert_close(line.points, 50.0, 1e-9); /* of 91.7, 75, 50, 50, 25, 8.3 */
    ck_assert_int_eq(line.peers, 6);
    ck_assert_int_eq(line_of(&s, "zoe", 1, "response").stand_in, 0); /* February's only value has no points */
    finish(&s);
    draft_peers(&s);
    add(&s, "zoe", 1, 0, 5.0);
    s.items[RESPONSE].missing = (dsi_missing){DSCORE_MISSING_CARRY_FORWARD, 0.0, 1, 0};
    score(&s);
    line = line_of(&s, "zoe", 1, "response"); /* the place she had in January */
    ck_assert_double_eq(line.value, 88.0);
    assert_close(line.points, 75.0, 1e-9);
    finish(&s);
}
END_TEST

START_TEST(a_row_that_is_scored_again_has_the_same_points)
{
    setting s;
    draft_peers(&s);
    add_marks(&s);
    s.items[MARKS].missing = (dsi_missing){DSCORE_MISSING_GROUP_MEDIAN, 0.0, 0, 0};
    s.items[RESPONSE].missing = (dsi_missing){DSCORE_MISSING_CARRY_FORWARD, 0.0, 1, 0};
    score(&s);
    for (int64_t i = 0; i < dscore_scores_count(s.scores); i++) {
        dsi_bench bench;
        dsi_total total;
        dscore_score_row row = DSCORE_SCORE_ROW_INIT;
        assert_ok(dsi_bench_init(&bench, s.card, &s.err), s.err);
        assert_ok(dsi_scores_again(s.scores, i, &bench, &total, &s.err), s.err);
        assert_ok(dscore_scores_get(s.scores, i, &row, &s.err), s.err);
        ck_assert_int_eq(total.status, row.status);
        ck_assert_int_eq(total.flags, row.flags);
        ck_assert_int_eq(total.line_count, dscore_scores_line_count(s.scores, i));
        if (row.status == DSCORE_VALUE_OK) {
            ck_assert_double_eq(total.total, row.total);
            assert_adds_up(&bench, &total);
        }
        dsi_bench_free(&bench);
    }
    finish(&s);
}
END_TEST

START_TEST(failing_memory_leaves_nothing_behind)
{
    setting s;
    draft_peers(&s);
    s.items[MARKS].missing = (dsi_missing){DSCORE_MISSING_GROUP_MEDIAN, 0.0, 0, 0};
    counting_heap heap = {0, -1, 0};
    dscore_allocator allocator = counting_allocator(&heap);
    evaluate(&s, &allocator);
    for (int64_t i = 0; s.scores == NULL; i++) {
        int64_t held = heap.held;
        heap.fail_at = heap.calls + i;
        dscore_status status = dscore_score(s.card, s.values, &s.scores, &s.err);
        ck_assert_int_eq(status, s.scores == NULL ? DSCORE_E_MEMORY : DSCORE_OK);
        ck_assert(s.scores != NULL || heap.held == held);
    }
    heap.fail_at = -1;
    finish(&s);
    ck_assert_int_eq(heap.held, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_3_3_the_last_value_is_carried_forward,
        methods_2_8_a_gate_watches_the_last_value_but_not_that_of_others,
        methods_3_3_values_are_carried_as_far_as_the_card_says, a_value_that_does_not_count_is_not_carried,
        methods_3_3_the_median_of_the_others_stands_in, methods_2_10_points_among_the_peers_of_the_period,
        periods_without_rows_do_not_matter, methods_2_10_stand_ins_of_points_among_peers_are_points,
        a_row_that_is_scored_again_has_the_same_points, failing_memory_leaves_nothing_behind};
    return RUN_TESTS("what rows take from one another", tests);
}
