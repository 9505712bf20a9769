/* A scorecard from a document: totals, grades, ranks, and the ledger of the best. */
#include <deskscore/deskscore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const agents[] = {"Chen", "Chen", "Okafor", "Okafor", "Silva", "Silva"};
static const int64_t created[] = {0, 3600, 7200, 10800, 14400, 18000};
static const int64_t replied[] = {20, 3632, 7224, 10826, 14445, 18041};
static const double ratings[] = {5, 4, 4, 5, 3, 4};

static const char card_json[] =
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"small\", \"name\": \"A small card\","
    " \"items\": {"
    "  \"speed\": {\"indicator\": \"first_response_time\","
    "              \"rule\": {\"family\": \"LINEAR\", \"x0\": \"60s\", \"points0\": 0, \"x1\": \"25s\", \"points1\": "
    "100}},"
    "  \"csat\": {\"indicator\": \"csat_score\","
    "             \"rule\": {\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0, \"points\": 0}, {\"x\": 100, "
    "\"points\": 100}]}}},"
    " \"weights\": {\"tree\": {\"speed\": 40, \"csat\": 60}},"
    " \"grades\": [{\"label\": \"A\", \"min\": 85}, {\"label\": \"B\", \"min\": 60}, {\"label\": \"C\", \"min\": 0}]}";

static dscore_error error = DSCORE_ERROR_INIT;

static void need(dscore_status status)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s %s: %s\n", dscore_status_name(status), error.path, error.message);
        exit(EXIT_FAILURE);
    }
}

int main(void)
{
    dscore_catalog *catalog;
    dscore_scorecard *card;
    dscore_query *query;
    dscore_plan *plan;
    dscore_table *t;
    dscore_values *values;
    dscore_scores *scores;

    need(dscore_catalog_builtin(NULL, &catalog, &error));
    need(dscore_scorecard_parse(catalog, card_json, (int64_t)strlen(card_json), &card, &error));
    need(dscore_query_new(catalog, &query, &error));
    need(dscore_query_key(query, "subject", &error));
    need(dscore_scorecard_plan(card, query, &plan, &error));
    need(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &t, &error));
    need(dscore_table_bind_array(
        t, "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, agents, 6, sizeof agents[0], NULL, &error));
    need(dscore_table_bind_array(t, "created_at", DSCORE_INT64, DSCORE_UNIT_S, created, 6, 8, NULL, &error));
    need(dscore_table_bind_array(t, "first_response_at", DSCORE_INT64, DSCORE_UNIT_S, replied, 6, 8, NULL, &error));
    need(dscore_table_bind_array(t, "csat", DSCORE_FLOAT64, DSCORE_UNIT_NONE, ratings, 6, 8, NULL, &error));
    need(dscore_evaluate(plan, &t, 1, NULL, &values, &error));
    need(dscore_score(card, values, &scores, &error));

    for (int64_t i = 0; i < dscore_scores_count(scores); i++) {
        dscore_score_row row = DSCORE_SCORE_ROW_INIT;
        char ledger[8192];
        need(dscore_scores_get(scores, i, &row, &error));
        (void)printf("%-10s %6.2f %s  rank %d\n", row.subject, row.total, row.grade, (int)row.rank);
        if (row.rank == 1) {
            need(dscore_scores_explain(scores, i, "en", ledger, sizeof ledger, NULL, &error));
            (void)printf("%s\n", ledger);
        }
    }
    dscore_scores_free(scores);
    dscore_values_free(values);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_scorecard_free(card);
    dscore_catalog_free(catalog);
    return 0;
}
