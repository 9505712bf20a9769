/* A score as JSON: the whole way from columns through the Table 1 card to the dumped ledger. */
#include "document_support.h"

static const int64_t CREATED[] = {0, 60, 120, 180, 240};
static const double CSAT[] = {5, 5, 4, 4, 4};
static const int64_t RESPONSE[] = {60, 60, 60, 60, 60}, RESPONSES[] = {2, 2, 2, 2, 2};
static const int64_t PERIOD[] = {0}, PASSED[] = {8}, ASSESSED[] = {10};

static dscore_table *table(const dscore_catalog *catalog, const char *source)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *t = NULL;
    assert_ok(dscore_table_new(dscore_catalog_schema(catalog), source, &t, &err), err);
    return t;
}

static void bind(dscore_table *t, const char *field, int32_t type, int32_t unit, const void *data, int64_t length)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t stride = type == DSCORE_CSTRING ? (int64_t)sizeof(const char *) : 8;
    assert_ok(dscore_table_bind_array(t, field, type, unit, data, length, stride, NULL, &err), err);
}

static dscore_scores *score(const dscore_catalog *catalog, const dscore_scorecard *card, const char *name)
{
    const char *const agents[] = {name, name, name, name, name}, *const person[] = {name};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    dscore_values *values = NULL;
    dscore_scores *scores = NULL;
    assert_ok(dscore_query_new(catalog, &query, &err), err);
    assert_ok(dscore_query_key(query, "subject", &err), err);
    assert_ok(dscore_query_option(query, "absent", "missing", &err), err);
    assert_ok(dscore_scorecard_plan(card, query, &plan, &err), err);
    dscore_table *tables[] = {table(catalog, "tickets"), table(catalog, "agent_periods")};
    bind(tables[0], "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, agents, 5);
    bind(tables[0], "created_at", DSCORE_INT64, DSCORE_UNIT_S, CREATED, 5);
    bind(tables[0], "csat", DSCORE_FLOAT64, DSCORE_UNIT_NONE, CSAT, 5);
    bind(tables[0], "response_time_total", DSCORE_INT64, DSCORE_UNIT_S, RESPONSE, 5);
    bind(tables[0], "response_count", DSCORE_INT64, DSCORE_UNIT_NONE, RESPONSES, 5);
    bind(tables[1], "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, person, 1);
    bind(tables[1], "period_start", DSCORE_INT64, DSCORE_UNIT_S, PERIOD, 1);
    bind(tables[1], "training_passed", DSCORE_INT64, DSCORE_UNIT_NONE, PASSED, 1);
    bind(tables[1], "training_assessed", DSCORE_INT64, DSCORE_UNIT_NONE, ASSESSED, 1);
    assert_ok(dscore_evaluate(plan, tables, 2, NULL, &values, &err), err);
    assert_ok(dscore_score(card, values, &scores, &err), err);
    dscore_values_free(values);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_table_free(tables[0]);
    dscore_table_free(tables[1]);
    return scores;
}

/* 30 s -> 90, a mean of 4.4 -> 95, 8 of 10 -> 80; shares 15, 40 and 20 of 75: 18 + 50.6667 + 21.3333 = 90. */
START_TEST(a_dumped_score_holds_the_ledger_with_names_and_sentences)
{
    static const char *const parts[] = {"\"kind\": \"score\"", "\"id\": \"toolkit_table_1\"", "\"subject\": \"Ann\"",
        "\"status\": \"OK\"", "\"total\": 90,", "\"grade\": \"S\"", "\"rank\": 1,", "\"period_start\": null",
        "\"kind\": \"CONTRIBUTION\"", "\"alias\": \"response\"", "\"indicator\": \"average_response_time\"",
        "\"value\": 30,", "\"points\": 90,", "\"value\": 4.4,", "\"points\": 95,", "\"value\": 80,",
        "\"zh\": \"满意度均分\"", "\"unit\": \"s\"", "\"kind\": \"GROUP\"", "\"zh\": \"效率\"", "\"amount\": 18,"};
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file("examples/cards/toolkit-table-1.json");
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = NULL;
    assert_ok(dscore_scorecard_parse(catalog, json, (int64_t)strlen(json), &card, &err), err);
    dscore_scores *scores = score(catalog, card, "Ann");
    ck_assert_int_eq(dscore_scores_count(scores), 1);
    char text[16384];
    int64_t needed = 0;
    ck_assert_int_eq(dscore_scores_dump(scores, 0, text, 10, &needed, &err), DSCORE_E_BUFFER);
    assert_ok(dscore_scores_dump(scores, 0, text, sizeof text, NULL, &err), err);
    ck_assert_int_eq(needed, (int64_t)strlen(text) + 1);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        ck_assert_msg(strstr(text, parts[i]) != NULL, "%s is not in\n%s", parts[i], text);
    }
    const char *hash = dscore_scorecard_text(card, DSCORE_CARD_HASH);
    ck_assert_ptr_nonnull(strstr(text, hash));
    char en[1024], zh[1024];
    const dscore_rule *rule = dscore_scorecard_item_rule(card, 0);
    assert_ok(dscore_rule_explain(rule, "s", "en", en, sizeof en, NULL, &err), err);
    assert_ok(dscore_rule_explain(rule, "s", "zh", zh, sizeof zh, NULL, &err), err);
    ck_assert_ptr_nonnull(strstr(text, en));
    ck_assert_ptr_nonnull(strstr(text, zh));
    ck_assert_int_eq(dscore_scores_dump(scores, 1, text, sizeof text, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_dump(NULL, 0, text, sizeof text, NULL, &err), DSCORE_E_ARGUMENT);
    free(json);
    dscore_scores_free(scores);
    dscore_scorecard_free(card);
    dscore_catalog_free(catalog);
}
END_TEST

/* Labels come from the caller's data, in whatever encoding; the document is UTF-8 all the same. */
START_TEST(a_label_that_is_no_utf8_is_made_readable)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file("examples/cards/toolkit-table-1.json");
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = NULL;
    assert_ok(dscore_scorecard_parse(catalog, json, (int64_t)strlen(json), &card, &err), err);
    dscore_scores *scores = score(catalog, card, "A\xFF\xE4n\xC3");
    char text[16384];
    assert_ok(dscore_scores_dump(scores, 0, text, sizeof text, NULL, &err), err);
    ck_assert_ptr_nonnull(strstr(text, "\"subject\": \"A\xEF\xBF\xBD\xEF\xBF\xBDn\xEF\xBF\xBD\""));
    free(json);
    dscore_scores_free(scores);
    dscore_scorecard_free(card);
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_label_that_is_no_utf8_is_made_readable, a_dumped_score_holds_the_ledger_with_names_and_sentences};
    return RUN_TESTS("dumped scores", tests);
}
