/* From tickets to scores: planning a card, scoring its values, ledgers and explanations through the public functions,
   on the toolkit's response and satisfaction rules (requirements S3-23 to S3-27, correction 7). */
#include "score/card.h"

#include "score/rule_support.h"

typedef struct ticket {
    const char *agent;
    int64_t created, answered; /* seconds; 0 = not answered */
    double csat;               /* NaN = no answer */
    const char *channel;
} ticket;

static const int64_t JANUARY = INT64_C(1767225600); /* 2026-01-01T00:00:00Z, seconds */
static const int64_t MONTH = INT64_C(31) * 86400;

enum { TICKETS = 8 };

/* anna answers in 20 and 40 s (mean 30), marks 5 and 4 (mean 4.5); bo in 25 s, mark 4.2; carl was never rated; one
   ticket names nobody; anna again in the second month, in 60 s with mark 3. */
static void make_tickets(ticket *t)
{
    const double none = (double)NAN;
    const ticket tickets[TICKETS] = {{"anna", JANUARY + 100, JANUARY + 120, 5.0, "chat"},
        {"anna", JANUARY + 500, JANUARY + 540, 4.0, "mail"}, {"bo", JANUARY + 10, JANUARY + 35, 4.0, "chat"},
        {"bo", JANUARY + 20, JANUARY + 45, 4.4, "chat"}, {"carl", JANUARY + 30, JANUARY + 60, none, "mail"},
        {NULL, JANUARY + 40, JANUARY + 50, 5.0, "chat"}, {"anna", JANUARY + MONTH, JANUARY + MONTH + 60, 3.0, "chat"},
        {"carl", JANUARY + MONTH + 5, 0, none, "mail"}};
    memcpy(t, tickets, sizeof tickets);
}

static const dsi_float RESPONSE_FLOAT[] = {
    {DSI_FLOAT_ON_RAW, DSI_CMP_LE, 25.0, 3.0}, {DSI_FLOAT_ON_RAW, DSI_CMP_GE, 40.0, -3.0}};
static const dsi_float CSAT_FLOAT[] = {
    {DSI_FLOAT_ON_CORE, DSI_CMP_GE, 92.0, 5.0}, {DSI_FLOAT_ON_CORE, DSI_CMP_LT, 80.0, -5.0}};
static const dsi_weight_node NODES[] = {{"efficiency", "Efficiency", "效率", -1, false, 30.0},
    {"response", NULL, NULL, 0, true, 1.0}, {"quality", "Quality", "质量", -1, false, 70.0},
    {"csat", NULL, NULL, 2, true, 1.0}};

typedef struct toolkit {
    dsi_card_spec spec;
    dsi_rule_spec response, csat;
    dsi_card_item items[2];
    dsi_grade grades[2];
} toolkit;

static void draft_toolkit(toolkit *k)
{
    memset(k, 0, sizeof *k);
    dsi_card_spec_init(&k->spec);
    dsi_rule_spec_init(&k->response, DSI_FAMILY_BASE_FLOAT);
    k->response.has_hi = false;
    k->response.u.base_float.ratio.form = DSI_RATIO_LOWER;
    k->response.u.base_float.ratio.baseline = 30.0;
    k->response.u.base_float.cap_core = 100.0;
    k->response.u.base_float.conditions = RESPONSE_FLOAT;
    k->response.u.base_float.condition_count = 2;
    dsi_rule_spec_init(&k->csat, DSI_FAMILY_BASE_FLOAT);
    k->csat.u.base_float.core_family = DSI_FAMILY_LINEAR;
    k->csat.u.base_float.linear.x0 = 1.0;
    k->csat.u.base_float.linear.x1 = 5.0;
    k->csat.u.base_float.conditions = CSAT_FLOAT;
    k->csat.u.base_float.condition_count = 2;
    k->items[0] = (dsi_card_item){.alias = "response", .indicator = "first_response_time", .rule = &k->response};
    k->items[1] = (dsi_card_item){.alias = "csat", .indicator = "csat_mean", .rule = &k->csat};
    k->grades[0] = (dsi_grade){"A", "优秀", 90.0};
    k->grades[1] = (dsi_grade){"B", "良好", -(double)INFINITY};
    k->spec.id = "toolkit";
    k->spec.name_en = "Toolkit";
    k->spec.items = k->items;
    k->spec.item_count = 2;
    k->spec.weights.nodes = NODES;
    k->spec.weights.node_count = 4;
    k->spec.weights.mode = DSCORE_WEIGHTS_RELATIVE;
    k->spec.grades = k->grades;
    k->spec.grade_count = 2;
}

/* Everything from the catalogue to the scores. */
typedef struct pipeline {
    ticket tickets[TICKETS];
    dscore_catalog *catalog;
    dscore_scorecard *card;
    dscore_query *query;
    dscore_plan *plan;
    dscore_values *values;
    dscore_scores *scores;
    dscore_error err;
} pipeline;

static void open_pipeline(pipeline *p, const toolkit *k, bool by_month)
{
    memset(p, 0, sizeof *p);
    p->err = (dscore_error)DSCORE_ERROR_INIT;
    make_tickets(p->tickets);
    assert_ok(dscore_catalog_builtin(NULL, &p->catalog, &p->err), p->err);
    assert_ok(dsi_scorecard_new(p->catalog, &k->spec, &p->card, &p->err), p->err);
    assert_ok(dscore_query_new(p->catalog, &p->query, &p->err), p->err);
    assert_ok(dscore_query_key(p->query, "agent", &p->err), p->err);
    int64_t months = by_month ? 2 : 1;
    assert_ok(dscore_query_periods_every(p->query, JANUARY * 1000000, MONTH * 1000000, months, &p->err), p->err);
}

static void evaluate(pipeline *p)
{
    dscore_table *table = NULL;
    const int64_t stride = (int64_t)sizeof(ticket);
    const int64_t unanswered = 0;
    ticket *t = p->tickets;
    assert_ok(dscore_table_new(dscore_catalog_schema(p->catalog), "tickets", &table, &p->err), p->err);
    assert_ok(dscore_table_bind_array(
                  table, "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, &t[0].agent, TICKETS, stride, NULL, &p->err),
        p->err);
    assert_ok(dscore_table_bind_array(
                  table, "channel", DSCORE_CSTRING, DSCORE_UNIT_NONE, &t[0].channel, TICKETS, stride, NULL, &p->err),
        p->err);
    assert_ok(dscore_table_bind_array(
                  table, "created_at", DSCORE_INT64, DSCORE_UNIT_S, &t[0].created, TICKETS, stride, NULL, &p->err),
        p->err);
    assert_ok(dscore_table_bind_array(table, "first_response_at", DSCORE_INT64, DSCORE_UNIT_S, &t[0].answered, TICKETS,
                  stride, &unanswered, &p->err),
        p->err);
    assert_ok(dscore_table_bind_array(
                  table, "csat", DSCORE_FLOAT64, DSCORE_UNIT_NONE, &t[0].csat, TICKETS, stride, NULL, &p->err),
        p->err);
    assert_ok(dscore_evaluate(p->plan, &table, 1, NULL, &p->values, &p->err), p->err);
    dscore_table_free(table);
}

static void score_all(pipeline *p)
{
    assert_ok(dscore_scorecard_plan(p->card, p->query, &p->plan, &p->err), p->err);
    evaluate(p);
    assert_ok(dscore_score(p->card, p->values, &p->scores, &p->err), p->err);
}

/* The scores go last: they hold what they need. */
static void close_pipeline(pipeline *p)
{
    dscore_catalog_free(p->catalog);
    dscore_scorecard_free(p->card);
    dscore_query_free(p->query);
    dscore_plan_free(p->plan);
    dscore_values_free(p->values);
    dscore_scores_free(p->scores);
}

static dscore_score_row row_of(const pipeline *p, const char *subject, int64_t period)
{
    dscore_score_row row = DSCORE_SCORE_ROW_INIT;
    for (int64_t i = 0; i < dscore_scores_count(p->scores); i++) {
        ck_assert_int_eq(dscore_scores_get(p->scores, i, &row, NULL), DSCORE_OK);
        if (strcmp(row.subject, subject) == 0 && row.period_start == (JANUARY + period * MONTH) * 1000000) {
            return row;
        }
    }
    ck_abort_msg("no score of '%s' in period %d", subject, (int)period);
    return row;
}

START_TEST(agents_are_scored_ranked_and_graded)
{
    toolkit k;
    pipeline p;
    draft_toolkit(&k);
    open_pipeline(&p, &k, false);
    score_all(&p);
    ck_assert_int_eq(dscore_scores_count(p.scores), 4);
    dscore_score_row bo = row_of(&p, "bo", 0);
    assert_close(bo.total, 0.3 * 103.0 + 0.7 * 80.0, 1e-9); /* 25 s: 100 + 3; mean 4.2: 80 */
    ck_assert_int_eq(bo.status, DSCORE_VALUE_OK);
    ck_assert_int_eq(bo.rank, 2);
    ck_assert_str_eq(bo.grade, "B");
    ck_assert_str_eq(bo.grade_zh, "良好");
    ck_assert_int_eq(bo.flags & DSCORE_SCORE_BONUS, DSCORE_SCORE_BONUS);
    dscore_score_row anna = row_of(&p, "anna", 0);
    assert_close(anna.total, 0.3 * 100.0 + 0.7 * 87.5, 1e-9); /* 30 s: 100; mean 4.5: 87.5 */
    ck_assert_int_eq(anna.rank, 1);
    ck_assert_str_eq(anna.grade, "A");
    dscore_score_row carl = row_of(&p, "carl", 0);
    ck_assert_int_eq(carl.status, DSCORE_VALUE_INSUFFICIENT);
    ck_assert_int_eq(carl.reason, DSCORE_TOTAL_DIMENSION_MISSING);
    ck_assert_int_eq(carl.rank, 0);
    assert_close(carl.weight_coverage, 0.3, 1e-12);
    dscore_score_row nobody = row_of(&p, "", 0);
    ck_assert_int_eq(nobody.reason, DSCORE_TOTAL_ABSENT_KEY);
    ck_assert_int_eq(nobody.rank, 0);
    ck_assert_ptr_eq(dscore_scores_values(p.scores), p.values);
    ck_assert_ptr_eq(dscore_scores_card(p.scores), p.card);
    close_pipeline(&p);
}
END_TEST

START_TEST(each_period_has_its_own_ranks)
{
    toolkit k;
    pipeline p;
    draft_toolkit(&k);
    open_pipeline(&p, &k, true);
    score_all(&p);
    ck_assert_int_eq(row_of(&p, "anna", 0).rank, 1);
    dscore_score_row later = row_of(&p, "anna", 1);
    ck_assert_int_eq(later.rank, 1);
    assert_close(later.total, 0.3 * 47.0 + 0.7 * 45.0, 1e-9); /* 60 s: 50 - 3; mark 3: 50 - 5 */
    ck_assert_int_eq(later.period_end, (JANUARY + 2 * MONTH) * 1000000);
    close_pipeline(&p);
}
END_TEST

START_TEST(the_ledger_is_readable_line_by_line)
{
    toolkit k;
    pipeline p;
    draft_toolkit(&k);
    open_pipeline(&p, &k, false);
    score_all(&p);
    dscore_score_row bo = row_of(&p, "bo", 0);
    int32_t lines = dscore_scores_line_count(p.scores, bo.row);
    double sum = 0.0;
    for (int32_t i = 0; i < lines; i++) {
        dscore_ledger_line line = DSCORE_LEDGER_LINE_INIT;
        assert_ok(dscore_scores_line(p.scores, bo.row, i, &line, &p.err), p.err);
        sum += line.kind == DSCORE_LINE_GROUP ? 0.0 : line.amount;
        if (strcmp(line.alias, "response") == 0) {
            ck_assert_double_eq(line.value, 25.0);
            ck_assert_double_eq(line.points, 103.0);
            ck_assert_int_eq(line.n_used, 2);
            ck_assert_str_eq(line.group, "efficiency");
        }
    }
    ck_assert_double_eq(sum, bo.total);
    dscore_ledger_line line = DSCORE_LEDGER_LINE_INIT;
    ck_assert_int_eq(dscore_scores_line(p.scores, bo.row, lines, &line, &p.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_line(p.scores, 99, 0, &line, &p.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_line(NULL, 0, 0, &line, &p.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_line(p.scores, 0, 0, NULL, &p.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_line_count(p.scores, -1), 0);
    dscore_score_row row = DSCORE_SCORE_ROW_INIT;
    ck_assert_int_eq(dscore_scores_get(p.scores, 99, &row, &p.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_get(NULL, 0, &row, &p.err), DSCORE_E_ARGUMENT);
    close_pipeline(&p);
}
END_TEST

START_TEST(the_explanation_fits_the_callers_buffer)
{
    toolkit k;
    pipeline p;
    draft_toolkit(&k);
    open_pipeline(&p, &k, false);
    score_all(&p);
    dscore_score_row bo = row_of(&p, "bo", 0);
    int64_t needed = 0;
    ck_assert_int_eq(dscore_scores_explain(p.scores, bo.row, "en", NULL, 0, &needed, NULL), DSCORE_E_BUFFER);
    char *text = malloc((size_t)needed);
    assert_ok(dscore_scores_explain(p.scores, bo.row, NULL, text, needed, NULL, &p.err), p.err);
    ck_assert_int_eq((int64_t)strlen(text) + 1, needed);
    ck_assert_ptr_nonnull(strstr(text, "[response]: 25 s (records used 2, lacking data 0, left out 0)"));
    ck_assert_ptr_nonnull(strstr(text, "Points: 103 points (the core is capped, with a bonus) × weight 30% = 30.90"));
    ck_assert_ptr_nonnull(strstr(text, "Together: 86.90"));
    free(text);
    char small[8];
    ck_assert_int_eq(dscore_scores_explain(p.scores, bo.row, "fr", small, 8, NULL, &p.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_explain(NULL, 0, "en", small, 8, NULL, &p.err), DSCORE_E_ARGUMENT);
    close_pipeline(&p);
}
END_TEST

START_TEST(several_keys_are_joined)
{
    toolkit k;
    pipeline p;
    draft_toolkit(&k);
    open_pipeline(&p, &k, false);
    assert_ok(dscore_query_key(p.query, "channel", &p.err), p.err);
    score_all(&p);
    ck_assert_int_eq(row_of(&p, "anna / chat", 0).status, DSCORE_VALUE_OK);
    ck_assert_int_eq(row_of(&p, " / chat", 0).reason, DSCORE_TOTAL_ABSENT_KEY);
    close_pipeline(&p);
}
END_TEST

START_TEST(an_alias_means_one_thing_in_query_and_card)
{
    toolkit k;
    pipeline p;
    draft_toolkit(&k);
    open_pipeline(&p, &k, false);
    assert_ok(dscore_query_item(p.query, "csat", "csat_mean", &p.err), p.err); /* the same: shared */
    assert_ok(dscore_scorecard_plan(p.card, p.query, &p.plan, &p.err), p.err);
    evaluate(&p);
    ck_assert_int_eq(dscore_values_item_count(p.values), 2);
    assert_ok(dscore_query_item(p.query, "response", "handle_time", &p.err), p.err);
    dscore_plan *plan = p.plan;
    ck_assert_int_eq(dscore_scorecard_plan(p.card, p.query, &plan, &p.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_ptr_null(plan);
    ck_assert_str_eq(p.err.path, "response");
    ck_assert_int_eq(dscore_scorecard_plan(NULL, p.query, &plan, &p.err), DSCORE_E_ARGUMENT);
    close_pipeline(&p);
}
END_TEST

START_TEST(values_of_another_query_are_refused)
{
    toolkit k;
    pipeline p;
    draft_toolkit(&k);
    open_pipeline(&p, &k, false);
    assert_ok(dscore_query_item(p.query, "response", "first_response_time", &p.err), p.err);
    assert_ok(dscore_plan_compile(p.query, &p.plan, &p.err), p.err);
    evaluate(&p);
    ck_assert_int_eq(dscore_score(p.card, p.values, &p.scores, &p.err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_null(p.scores);
    ck_assert_str_eq(p.err.path, "csat");
    ck_assert_int_eq(dscore_score(NULL, p.values, &p.scores, &p.err), DSCORE_E_ARGUMENT);
    dscore_plan_free(p.plan);
    dscore_values_free(p.values);
    assert_ok(dscore_query_item(p.query, "csat", "csat_score", &p.err), p.err);
    assert_ok(dscore_plan_compile(p.query, &p.plan, &p.err), p.err);
    evaluate(&p);
    ck_assert_int_eq(dscore_score(p.card, p.values, &p.scores, &p.err), DSCORE_E_INCOMPATIBLE);
    close_pipeline(&p);
}
END_TEST

static void expect_unknown(const toolkit *k, const char *path, const char *says)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    dscore_scorecard *card = NULL;
    assert_ok(dscore_catalog_builtin(NULL, &catalog, &err), err);
    ck_assert_int_eq(dsi_scorecard_new(catalog, &k->spec, &card, &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_null(card);
    ck_assert_str_eq(err.path, path);
    ck_assert_msg(strstr(err.message, says) != NULL, "'%s' does not say '%s'", err.message, says);
    dscore_catalog_free(catalog);
}

START_TEST(unknown_indicators_and_parameters_name_the_nearest)
{
    toolkit k;
    draft_toolkit(&k);
    k.items[1].indicator = "csat_maen";
    expect_unknown(&k, "items[1].indicator", "csat_mean");
    const dsi_card_parameter parameters[] = {{"limt", "20s"}};
    k.items[1].indicator = "service_level";
    k.items[1].parameters = parameters;
    k.items[1].parameter_count = 1;
    expect_unknown(&k, "items[1].parameters.limt", "limit");
}
END_TEST

START_TEST(parameters_and_settings_reach_the_plan)
{
    toolkit k;
    pipeline p;
    const dsi_card_parameter parameters[] = {{"limit", "25s"}};
    draft_toolkit(&k);
    k.items[0].indicator = "first_response_within";
    k.items[0].parameters = parameters;
    k.items[0].parameter_count = 1;
    k.items[1].where = "channel == \"chat\"";
    dsi_rule_spec identity = identity_rule();
    k.items[0].rule = &identity;
    open_pipeline(&p, &k, false);
    assert_ok(dscore_query_now(p.query, (JANUARY + MONTH) * 1000000, &p.err), p.err);
    score_all(&p);
    dscore_score_row anna = row_of(&p, "anna", 0);
    assert_close(anna.total, 0.3 * 50.0 + 0.7 * 100.0, 1e-9); /* one of two within 25 s; mark 5 by chat */
    close_pipeline(&p);
}
END_TEST

START_TEST(failing_memory_leaves_nothing_behind)
{
    toolkit k;
    pipeline p;
    draft_toolkit(&k);
    memset(&p, 0, sizeof p);
    p.err = (dscore_error)DSCORE_ERROR_INIT;
    make_tickets(p.tickets);
    counting_heap heap = {0, -1, 0};
    dscore_allocator allocator = counting_allocator(&heap);
    assert_ok(dscore_catalog_builtin(&allocator, &p.catalog, &p.err), p.err);
    for (int64_t i = 0; p.card == NULL; i++) {
        int64_t held = heap.held;
        heap.fail_at = heap.calls + i;
        dscore_status status = dsi_scorecard_new(p.catalog, &k.spec, &p.card, &p.err);
        ck_assert_int_eq(status, p.card == NULL ? DSCORE_E_MEMORY : DSCORE_OK);
        ck_assert(p.card != NULL || heap.held == held);
    }
    heap.fail_at = -1;
    assert_ok(dscore_query_new(p.catalog, &p.query, &p.err), p.err);
    assert_ok(dscore_query_key(p.query, "agent", &p.err), p.err);
    assert_ok(dscore_query_key(p.query, "channel", &p.err), p.err);
    assert_ok(dscore_scorecard_plan(p.card, p.query, &p.plan, &p.err), p.err);
    evaluate(&p);
    for (int64_t i = 0; p.scores == NULL; i++) {
        int64_t held = heap.held;
        heap.fail_at = heap.calls + i;
        dscore_status status = dscore_score(p.card, p.values, &p.scores, &p.err);
        ck_assert_int_eq(status, p.scores == NULL ? DSCORE_E_MEMORY : DSCORE_OK);
        ck_assert(p.scores != NULL || heap.held == held);
    }
    char text[4096];
    dscore_status status = DSCORE_E_MEMORY;
    for (int64_t i = 0; status == DSCORE_E_MEMORY; i++) {
        heap.fail_at = heap.calls + i;
        status = dscore_scores_explain(p.scores, 0, "zh", text, (int64_t)sizeof text, NULL, &p.err);
    }
    ck_assert_int_eq(status, DSCORE_OK);
    heap.fail_at = -1;
    close_pipeline(&p);
    ck_assert_int_eq(heap.held, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {agents_are_scored_ranked_and_graded, each_period_has_its_own_ranks,
        the_ledger_is_readable_line_by_line, the_explanation_fits_the_callers_buffer, several_keys_are_joined,
        an_alias_means_one_thing_in_query_and_card, values_of_another_query_are_refused,
        unknown_indicators_and_parameters_name_the_nearest, parameters_and_settings_reach_the_plan,
        failing_memory_leaves_nothing_behind};
    return RUN_TESTS("scores", tests);
}
