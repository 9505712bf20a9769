/* What is asked of scores afterwards, and of cards and rules besides: what if, what it would take, why a score changed,
   roll-ups, the subject of a card. NULL in every place, handles freed in every order, and memory that fails. */
#include "whole_support.h"

static const char CARD[] =
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"after\", \"name\": {\"en\": \"Afterwards\", \"zh\": "
    "\"之后\"},"
    " \"subject\": {\"by\": [\"agent\"], \"per\": \"month\"}, \"items\": {"
    "  \"csat\": {\"indicator\": \"csat_mean\", \"missing\": {\"policy\": \"CARRY_FORWARD\", \"max_age\": 2},"
    "   \"rule\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}},"
    "  \"score\": {\"indicator\": \"csat_score\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 0, \"x1\": 100}}},"
    " \"weights\": {\"tree\": {\"csat\": 3, \"score\": 1}}, \"missing\": {\"policy\": \"GROUP_MEDIAN\"},"
    " \"total\": {\"operator\": \"GEOMETRIC\", \"epsilon\": 1},"
    " \"gates\": [{\"item\": \"csat\", \"op\": \"<\", \"threshold\": 2, \"cap\": 30}],"
    " \"grades\": [{\"min\": 80, \"label\": {\"en\": \"Good\", \"zh\": \"好\"}}, {\"label\": \"Other\"}]}";

static const char PEERS[] = "{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"Z\"}";

enum { SPAN = 24 };

/* Two periods of two agents: Ada 4, then 5; Bo 2, then 3. */
static const char *const agents[] = {"Ada", "Bo", "Ada", "Bo"};
static const double csat[] = {4, 2, 5, 3};
static const int64_t created[] = {INT64_C(3600000000), INT64_C(7200000000), INT64_C(90000000000), INT64_C(93600000000)};
static const int64_t edges[] = {0, INT64_C(172800000000)};

/* All that the calls of this file take and give. */
typedef struct after {
    dscore_catalog *catalog;
    dscore_scorecard *card;
    dscore_query *query;
    dscore_plan *plan;
    dscore_table *table;
    dscore_values *values;
    dscore_scores *scores, *supposed, *longer;
    dscore_change *change;
    dscore_comparison *comparison;
    dscore_error err;
} after;

static void open_scores(after *a, const dscore_allocator *allocator)
{
    const dscore_error fresh = DSCORE_ERROR_INIT;
    memset(a, 0, sizeof *a);
    a->err = fresh;
    dscore_error *err = &a->err;
    assert_ok(dscore_catalog_builtin(allocator, &a->catalog, err), *err);
    assert_ok(dscore_scorecard_parse(a->catalog, CARD, (int64_t)strlen(CARD), &a->card, err), *err);
    assert_ok(dscore_query_new(a->catalog, &a->query, err), *err);
    assert_ok(dscore_query_key(a->query, dscore_scorecard_key(a->card, 0), err), *err);
    assert_ok(dscore_query_option(a->query, "absent", "missing", err), *err);
    assert_ok(dscore_query_periods_every(a->query, 0, SPAN * INT64_C(3600000000), 2, err), *err);
    assert_ok(dscore_scorecard_plan(a->card, a->query, &a->plan, err), *err);
    assert_ok(dscore_table_new(dscore_catalog_schema(a->catalog), "tickets", &a->table, err), *err);
    assert_ok(
        dscore_table_bind_array(a->table, "agent", DSCORE_CSTRING, 0, agents, 4, sizeof agents[0], NULL, err), *err);
    assert_ok(dscore_table_bind_array(a->table, "csat", DSCORE_FLOAT64, 0, csat, 4, 8, NULL, err), *err);
    assert_ok(
        dscore_table_bind_array(a->table, "created_at", DSCORE_INT64, DSCORE_UNIT_US, created, 4, 8, NULL, err), *err);
    assert_ok(dscore_evaluate(a->plan, &a->table, 1, NULL, &a->values, err), *err);
    assert_ok(dscore_score(a->card, a->values, &a->scores, err), *err);
    ck_assert_int_eq(dscore_scores_count(a->scores), 4);
}

/* Every question of this file that may need memory. */
static dscore_status ask_afterwards(after *a)
{
    static const char *const aliases[] = {"csat"};
    static const double values[] = {4.5};
    static char text[1 << 14];
    double x = 0;
    int32_t status = 0;
    int64_t needed = 0;
    dscore_reach reach = DSCORE_REACH_INIT;
    dscore_query *query = NULL;
    dscore_error *err = &a->err;
    MAKE(a->supposed, dscore_scores_whatif(a->scores, 1, aliases, values, 1, &a->supposed, err));
    MAKE(a->longer, dscore_scores_rollup(a->scores, edges, 2, DSCORE_ROLLUP_BY_ROWS, 1, &a->longer, err));
    MAKE(a->change, dscore_scores_change(a->scores, 0, a->supposed, 0, &a->change, err));
    MAKE(a->comparison, dscore_scores_compare(a->scores, a->scores, &a->comparison, err));
    TRY(dscore_change_explain(a->change, "zh", text, sizeof text, &needed, err));
    TRY(dscore_scores_reach(a->scores, 1, "csat", 90, &reach, err));
    TRY(dscore_rule_reach(dscore_scorecard_item_rule(a->card, 0), 2, 80, 1, 5, &x, &status, err));
    TRY(dscore_rule_gain(dscore_scorecard_item_rule(a->card, 0), 2, 0.5, 1, 5, &x, &status, err));
    TRY(dscore_query_new(a->catalog, &query, err));
    const dscore_status asked = dscore_scorecard_ask(a->card, query, err);
    dscore_query_free(query);
    return asked;
}

enum { SCORES, SUPPOSED, LONGER, CHANGE, COMPARISON, ANSWERS, ORDERS = 120 }; /* 5! */

static void drop(after *a, int which)
{
    switch (which) {
    case SCORES:
        dscore_scores_free(a->scores);
        a->scores = NULL;
        break;
    case SUPPOSED:
        dscore_scores_free(a->supposed);
        a->supposed = NULL;
        break;
    case LONGER:
        dscore_scores_free(a->longer);
        a->longer = NULL;
        break;
    case CHANGE:
        dscore_change_free(a->change);
        a->change = NULL;
        break;
    default:
        dscore_comparison_free(a->comparison);
        a->comparison = NULL;
        break;
    }
}

static void drop_answers(after *a)
{
    for (int i = SUPPOSED; i < ANSWERS; i++) {
        drop(a, i);
    }
}

/* What the scores are made from goes first: they hold what they need. */
static void drop_sources(after *a)
{
    dscore_catalog_free(a->catalog);
    dscore_query_free(a->query);
    dscore_plan_free(a->plan);
    dscore_table_free(a->table);
    dscore_values_free(a->values);
    dscore_scorecard_free(a->card);
}

static void close_scores(after *a)
{
    drop_answers(a);
    drop(a, SCORES);
    drop_sources(a);
}

/* ---- NULL ----------------------------------------------------------------------------------- */

/* DSCORE_E_ARGUMENT, also without an error to write to: `err` is the name of the last argument in every call. */
#define REFUSED(call)                                                                                                  \
    do {                                                                                                               \
        dscore_error told_ = DSCORE_ERROR_INIT;                                                                        \
        dscore_error *err = &told_;                                                                                    \
        dscore_status status_ = (call);                                                                                \
        ck_assert_msg(status_ == DSCORE_E_ARGUMENT, "%s: %s %s", #call, dscore_status_name(status_), told_.message);   \
        ck_assert_msg(told_.status == DSCORE_E_ARGUMENT && told_.message[0] != '\0', "%s: nothing told", #call);       \
        err = NULL;                                                                                                    \
        status_ = (call);                                                                                              \
        ck_assert_int_eq(status_, DSCORE_E_ARGUMENT);                                                                  \
    } while (0)

/* The same of a constructor, whose output is set to NULL whatever it held. */
#define REFUSED_MAKING(out, call)                                                                                      \
    do {                                                                                                               \
        (out) = (void *)(uintptr_t)&agents;                                                                            \
        REFUSED(call);                                                                                                 \
        ck_assert_msg((out) == NULL, "%s: the output is not NULL", #call);                                             \
    } while (0)

START_TEST(what_if_and_what_it_takes_refuse_null)
{
    static const char *const aliases[] = {"csat"}, *const nobody[] = {NULL};
    static const double values[] = {4};
    after a;
    dscore_scores *made = NULL;
    dscore_reach reach = DSCORE_REACH_INIT, zero;
    double total = 0;
    const char *label = NULL;
    memset(&zero, 0, sizeof zero);
    open_scores(&a, NULL);
    REFUSED_MAKING(made, dscore_scores_whatif(NULL, 0, aliases, values, 1, &made, err));
    REFUSED_MAKING(made, dscore_scores_whatif(a.scores, -1, aliases, values, 1, &made, err));
    REFUSED_MAKING(made, dscore_scores_whatif(a.scores, 4, aliases, values, 1, &made, err));
    REFUSED_MAKING(made, dscore_scores_whatif(a.scores, 0, NULL, values, 1, &made, err));
    REFUSED_MAKING(made, dscore_scores_whatif(a.scores, 0, nobody, values, 1, &made, err));
    REFUSED_MAKING(made, dscore_scores_whatif(a.scores, 0, aliases, NULL, 1, &made, err));
    REFUSED_MAKING(made, dscore_scores_whatif(a.scores, 0, aliases, values, -1, &made, err));
    REFUSED(dscore_scores_whatif(a.scores, 0, aliases, values, 1, NULL, err));
    REFUSED(dscore_scores_reach(NULL, 0, "csat", 90, &reach, err));
    REFUSED(dscore_scores_reach(a.scores, 4, "csat", 90, &reach, err));
    REFUSED(dscore_scores_reach(a.scores, 0, NULL, 90, &reach, err));
    REFUSED(dscore_scores_reach(a.scores, 0, "csat", 90, NULL, err));
    REFUSED(dscore_scores_reach(a.scores, 0, "csat", 90, &zero, err));
    REFUSED(dscore_scores_grade(NULL, 0, "Good", &total, &label, err));
    REFUSED(dscore_scores_grade(a.scores, 0, "Good", NULL, &label, err));
    REFUSED(dscore_scores_grade(a.scores, 4, NULL, &total, &label, err));
    assert_ok(dscore_scores_grade(a.scores, 1, NULL, &total, NULL, NULL), a.err); /* allowed: the next better one */
    REFUSED_MAKING(made, dscore_scores_rollup(NULL, edges, 2, DSCORE_ROLLUP_EQUAL, 1, &made, err));
    REFUSED_MAKING(made, dscore_scores_rollup(a.scores, NULL, 2, DSCORE_ROLLUP_EQUAL, 1, &made, err));
    REFUSED(dscore_scores_rollup(a.scores, edges, 2, DSCORE_ROLLUP_EQUAL, 1, NULL, err));
    close_scores(&a);
}
END_TEST

START_TEST(changes_and_comparisons_refuse_null)
{
    after a;
    char text[256];
    int64_t needed = 0;
    double x = 0, y = 0, z = 0;
    dscore_change *change = NULL;
    dscore_comparison *comparison = NULL;
    dscore_change_line line = DSCORE_CHANGE_LINE_INIT, no_line;
    dscore_compared row = DSCORE_COMPARED_INIT, no_row;
    dscore_comparison_summary sums = DSCORE_COMPARISON_SUMMARY_INIT, no_sums;
    memset(&no_line, 0, sizeof no_line);
    memset(&no_row, 0, sizeof no_row);
    memset(&no_sums, 0, sizeof no_sums);
    open_scores(&a, NULL);
    assert_ok(ask_afterwards(&a), a.err);
    REFUSED_MAKING(change, dscore_scores_change(NULL, 0, a.scores, 0, &change, err));
    REFUSED_MAKING(change, dscore_scores_change(a.scores, 0, NULL, 0, &change, err));
    REFUSED_MAKING(change, dscore_scores_change(a.scores, 4, a.scores, 0, &change, err));
    REFUSED_MAKING(change, dscore_scores_change(a.scores, 0, a.scores, -1, &change, err));
    REFUSED(dscore_scores_change(a.scores, 0, a.scores, 0, NULL, err));
    ck_assert_int_eq(dscore_change_count(NULL), 0);
    REFUSED(dscore_change_totals(NULL, &x, &y, &z, err));
    REFUSED(dscore_change_at(NULL, 0, &line, err));
    REFUSED(dscore_change_at(a.change, -1, &line, err));
    REFUSED(dscore_change_at(a.change, 99, &line, err));
    REFUSED(dscore_change_at(a.change, 0, NULL, err));
    REFUSED(dscore_change_at(a.change, 0, &no_line, err));
    REFUSED(dscore_change_explain(NULL, "en", text, sizeof text, &needed, err));
    REFUSED(dscore_change_explain(a.change, "fr", text, sizeof text, &needed, err));
    REFUSED(dscore_change_explain(a.change, "en", NULL, 10, &needed, err));
    REFUSED(dscore_change_explain(a.change, "en", text, -1, &needed, err));
    REFUSED_MAKING(comparison, dscore_scores_compare(NULL, a.scores, &comparison, err));
    REFUSED_MAKING(comparison, dscore_scores_compare(a.scores, NULL, &comparison, err));
    REFUSED(dscore_scores_compare(a.scores, a.scores, NULL, err));
    ck_assert_int_eq(dscore_comparison_count(NULL), 0);
    REFUSED(dscore_comparison_at(NULL, 0, &row, err));
    REFUSED(dscore_comparison_at(a.comparison, -1, &row, err));
    REFUSED(dscore_comparison_at(a.comparison, 4, &row, err));
    REFUSED(dscore_comparison_at(a.comparison, 0, NULL, err));
    REFUSED(dscore_comparison_at(a.comparison, 0, &no_row, err));
    REFUSED(dscore_comparison_sum_up(NULL, &sums, err));
    REFUSED(dscore_comparison_sum_up(a.comparison, NULL, err));
    REFUSED(dscore_comparison_sum_up(a.comparison, &no_sums, err));
    close_scores(&a);
}
END_TEST

START_TEST(rules_and_the_subject_of_a_card_refuse_null)
{
    after a;
    double x = 0;
    int32_t status = 0;
    dscore_rule *peers = NULL;
    open_scores(&a, NULL);
    const dscore_rule *rule = dscore_scorecard_item_rule(a.card, 0);
    REFUSED(dscore_rule_reach(NULL, 2, 80, 1, 5, &x, &status, err));
    REFUSED(dscore_rule_reach(rule, 2, 80, 1, 5, NULL, &status, err));
    REFUSED(dscore_rule_reach(rule, 2, 80, 1, 5, &x, NULL, err));
    REFUSED(dscore_rule_reach(rule, 2, (double)NAN, 1, 5, &x, &status, err));
    REFUSED(dscore_rule_reach(rule, 2, 80, 5, 1, &x, &status, err));
    REFUSED(dscore_rule_gain(NULL, 2, 0.5, 1, 5, &x, &status, err));
    REFUSED(dscore_rule_gain(rule, 2, 0.5, 1, 5, NULL, &status, err));
    REFUSED(dscore_rule_gain(rule, 2, 0.5, 1, 5, &x, NULL, err));
    assert_ok(dscore_rule_parse(NULL, PEERS, (int64_t)strlen(PEERS), &peers, &a.err), a.err);
    ck_assert_int_eq(dscore_rule_reach(peers, 2, 80, 1, 5, &x, &status, NULL), DSCORE_E_UNSUPPORTED);
    dscore_rule_free(peers);
    ck_assert_int_eq(dscore_scorecard_key_count(NULL), 0);
    ck_assert_str_eq(dscore_scorecard_key(NULL, 0), "");
    ck_assert_str_eq(dscore_scorecard_key(a.card, -1), "");
    ck_assert_str_eq(dscore_scorecard_key(a.card, 1), "");
    REFUSED(dscore_scorecard_ask(NULL, a.query, err));
    REFUSED(dscore_scorecard_ask(a.card, NULL, err));
    dscore_change_free(NULL);
    dscore_comparison_free(NULL);
    close_scores(&a);
}
END_TEST

/* ---- lifetimes ------------------------------------------------------------------------------ */

/* The k-th of all orders (factorial number system). */
static void order_of(int k, int *order)
{
    for (int i = 0; i < ANSWERS; i++) {
        order[i] = i;
    }
    for (int i = ANSWERS; i > 1; i--) {
        const int j = k % i, last = order[i - 1];
        k /= i;
        order[i - 1] = order[j];
        order[j] = last;
    }
}

/* Those that are left answer. */
static void ask_those_left(const after *a)
{
    char text[4096];
    double before = 0, then = 0, change = 0;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_score_row row = DSCORE_SCORE_ROW_INIT;
    const dscore_scores *const scores[] = {a->scores, a->supposed, a->longer};
    for (int i = 0; i < 3; i++) {
        if (scores[i] != NULL) {
            assert_ok(dscore_scores_get(scores[i], 0, &row, &err), err);
            ck_assert(strcmp(row.subject, "Ada") == 0 || strcmp(row.subject, "Bo") == 0);
            assert_ok(dscore_scores_explain(scores[i], 0, "en", text, sizeof text, NULL, &err), err);
            ck_assert_str_eq(dscore_scorecard_text(dscore_scores_card(scores[i]), DSCORE_CARD_ID), "after");
        }
    }
    if (a->change != NULL) {
        dscore_change_line line = DSCORE_CHANGE_LINE_INIT;
        assert_ok(dscore_change_totals(a->change, &before, &then, &change, &err), err);
        ck_assert_double_eq_tol(then - before, change, 1e-9);
        assert_ok(dscore_change_at(a->change, 0, &line, &err), err);
        ck_assert_str_eq(line.alias, "csat");
        assert_ok(dscore_change_explain(a->change, "en", text, sizeof text, NULL, &err), err);
    }
    if (a->comparison != NULL) {
        dscore_compared compared = DSCORE_COMPARED_INIT;
        assert_ok(dscore_comparison_at(a->comparison, 3, &compared, &err), err);
        ck_assert_double_eq(compared.change, 0);
    }
}

START_TEST(answers_outlive_what_they_were_made_of)
{
    for (int k = 0; k < ORDERS; k += getenv("DSCORE_TEST_SMALL") != NULL ? 17 : 5) {
        after a;
        int order[ANSWERS];
        open_scores(&a, NULL);
        assert_ok(ask_afterwards(&a), a.err);
        drop_sources(&a);
        order_of(k, order);
        for (int i = 0; i < ANSWERS; i++) {
            ask_those_left(&a);
            drop(&a, order[i]);
        }
    }
}
END_TEST

/* ---- memory --------------------------------------------------------------------------------- */

static void check_memory(int32_t stays_empty)
{
    purse p = {0, 0, stays_empty, 0, 0};
    const dscore_allocator allocator = purse_allocator(&p);
    after a;
    dscore_status status = DSCORE_E_MEMORY;
    int64_t failures = 0;
    open_scores(&a, &allocator);
    const int64_t bytes = p.live_bytes, blocks = p.live_blocks;
    for (int64_t n = 1; status != DSCORE_OK; n++) {
        p.calls = 0;
        p.fail_at = n;
        status = ask_afterwards(&a);
        ck_assert_msg((status == DSCORE_OK) == (p.calls < n), "allocation %lld of %lld failed: %s", (long long)n,
            (long long)p.calls, dscore_status_name(status));
        ck_assert_msg(status == DSCORE_OK || (status == DSCORE_E_MEMORY && a.err.status == DSCORE_E_MEMORY),
            "allocation %lld: %s", (long long)n, dscore_status_name(status));
        failures += status != DSCORE_OK;
        drop_answers(&a);
        ck_assert_msg(p.live_bytes == bytes && p.live_blocks == blocks, "allocation %lld: %lld bytes leaked",
            (long long)n, (long long)(p.live_bytes - bytes));
    }
    ck_assert_int_gt(failures, 20);
    p.fail_at = 0;
    close_scores(&a);
    ck_assert_int_eq(p.live_blocks, 0);
}

START_TEST(answers_survive_one_failing_allocation)
{
    check_memory(0);
}
END_TEST

START_TEST(answers_survive_memory_that_has_run_out)
{
    check_memory(1);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_if_and_what_it_takes_refuse_null, changes_and_comparisons_refuse_null,
        rules_and_the_subject_of_a_card_refuse_null, answers_outlive_what_they_were_made_of,
        answers_survive_one_failing_allocation, answers_survive_memory_that_has_run_out};
    return RUN_TESTS("afterwards", tests);
}
