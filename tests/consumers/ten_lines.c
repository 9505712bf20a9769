/* The smallest use: the mean first response time of two tickets. */
#include <deskscore/deskscore.h>
#include <stdio.h>

int main(void)
{
    const int64_t created[] = {0, 1000}, replied[] = {60, 1120};
    dscore_catalog *catalog;
    dscore_query *query;
    dscore_plan *plan;
    dscore_table *table;
    dscore_values *values;
    dscore_value value = DSCORE_VALUE_INIT;
    if (dscore_catalog_builtin(NULL, &catalog, NULL) || dscore_query_new(catalog, &query, NULL) ||
        dscore_query_item(query, NULL, "first_response_time", NULL) || dscore_plan_compile(query, &plan, NULL) ||
        dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, NULL) ||
        dscore_table_bind_array(table, "created_at", DSCORE_INT64, DSCORE_UNIT_S, created, 2, 8, NULL, NULL) ||
        dscore_table_bind_array(table, "first_response_at", DSCORE_INT64, DSCORE_UNIT_S, replied, 2, 8, NULL, NULL) ||
        dscore_evaluate(plan, &table, 1, NULL, &values, NULL) || dscore_values_get(values, 0, 0, &value, NULL)) {
        return 1;
    }
    printf("first_response_time %g\n", value.value);
    dscore_values_free(values);
    dscore_table_free(table);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_catalog_free(catalog);
    return 0;
}
