/* One indicator over three columns: the mean CSAT of a few tickets, with the rows it used and lacked. */
#include <deskscore/deskscore.h>
#include <stdio.h>
#include <stdlib.h>

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
    const int64_t created[] = {1767254400, 1767258000, 1767261600, 1767265200, 1767268800}; /* seconds */
    const double csat[] = {5, 4, -1, 3, 5};                                                 /* -1: no answer */
    const double no_answer = -1;
    dscore_catalog *catalog;
    dscore_query *query;
    dscore_plan *plan;
    dscore_table *tickets;
    dscore_values *values;
    dscore_value value = DSCORE_VALUE_INIT;

    need(dscore_catalog_builtin(NULL, &catalog, &error));
    need(dscore_query_new(catalog, &query, &error));
    need(dscore_query_item(query, NULL, "csat_mean", &error));
    need(dscore_plan_compile(query, &plan, &error));

    need(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &tickets, &error));
    need(dscore_table_bind_array(
        tickets, "created_at", DSCORE_INT64, DSCORE_UNIT_S, created, 5, sizeof created[0], NULL, &error));
    need(dscore_table_bind_array(
        tickets, "csat", DSCORE_FLOAT64, DSCORE_UNIT_NONE, csat, 5, sizeof csat[0], &no_answer, &error));

    need(dscore_evaluate(plan, &tickets, 1, NULL, &values, &error));
    need(dscore_values_get(values, 0, 0, &value, &error));
    (void)printf("csat_mean %.4f from %d answers, %d missing, %d excluded\n", value.value, (int)value.n_used,
        (int)value.n_missing, (int)value.n_excluded);

    dscore_values_free(values);
    dscore_table_free(tickets);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_catalog_free(catalog);
    return 0;
}
