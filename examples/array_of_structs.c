/* The tickets of a host program as it holds them: an array of structs, borrowed in place by stride. */
#include <deskscore/deskscore.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct ticket {
    const char *agent;
    int64_t created, replied; /* seconds; replied 0: not answered */
    int8_t rating;            /* 0: no survey */
} ticket;

static const ticket tickets[] = {
    {"Chen", 1767254400, 1767254700, 5},
    {"Chen", 1767258000, 1767258600, 0},
    {"Okafor", 1767261600, 1767262200, 4},
    {NULL, 1767272400, 0, 0},
};
enum { COUNT = sizeof tickets / sizeof tickets[0] };

static dscore_error error = DSCORE_ERROR_INIT;

static void need(dscore_status status)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s %s: %s\n", dscore_status_name(status), error.path, error.message);
        exit(EXIT_FAILURE);
    }
}

static void bind(
    dscore_table *table, const char *field, int32_t type, int32_t unit, const void *first, const void *none)
{
    need(dscore_table_bind_array(table, field, type, unit, first, COUNT, sizeof tickets[0], none, &error));
}

int main(void)
{
    const int64_t not_answered = 0;
    const int8_t no_survey = 0;
    dscore_catalog *catalog;
    dscore_query *query;
    dscore_plan *plan;
    dscore_table *table;
    dscore_values *values;
    need(dscore_catalog_builtin(NULL, &catalog, &error));
    need(dscore_query_new(catalog, &query, &error));
    need(dscore_query_key(query, "agent", &error));
    need(dscore_query_item(query, NULL, "tickets", &error));
    need(dscore_query_item(query, NULL, "first_response_time", &error));
    need(dscore_query_item(query, NULL, "csat_satisfied", &error));
    need(dscore_plan_compile(query, &plan, &error));
    need(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &error));
    bind(table, "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, &tickets[0].agent, NULL);
    bind(table, "created_at", DSCORE_INT64, DSCORE_UNIT_S, &tickets[0].created, NULL);
    bind(table, "first_response_at", DSCORE_INT64, DSCORE_UNIT_S, &tickets[0].replied, &not_answered);
    bind(table, "csat", DSCORE_INT8, DSCORE_UNIT_NONE, &tickets[0].rating, &no_survey);
    need(dscore_evaluate(plan, &table, 1, NULL, &values, &error));

    for (int64_t row = 0; row < dscore_values_row_count(values); row++) {
        const char *agent = dscore_values_key(values, row, 0);
        (void)printf("%-10s", agent[0] != '\0' ? agent : "(nobody)");
        for (int32_t item = 0; item < dscore_values_item_count(values); item++) {
            dscore_value value = DSCORE_VALUE_INIT;
            need(dscore_values_get(values, row, item, &value, &error));
            char text[64] = "-"; /* no value: never a zero */
            if (value.status == DSCORE_VALUE_OK) {
                need(dscore_format(value.value, dscore_values_item(values, item, DSCORE_ITEM_UNIT), 0, "en", text,
                    sizeof text, NULL, &error));
            }
            (void)printf("  %s %s", dscore_values_item(values, item, DSCORE_ITEM_ALIAS), text);
        }
        (void)printf("\n");
    }
    dscore_values_free(values);
    dscore_table_free(table);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_catalog_free(catalog);
    return 0;
}
