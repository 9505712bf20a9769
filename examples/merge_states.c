/* Two machines, two halves of the tickets: states merge to the same bits as one pass over all. */
#include <deskscore/deskscore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT = 1000 };

static int64_t created[COUNT], resolved[COUNT];
static dscore_error error = DSCORE_ERROR_INIT;

static void need(dscore_status status)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s %s: %s\n", dscore_status_name(status), error.path, error.message);
        exit(EXIT_FAILURE);
    }
}

/* A state that has seen rows [first, first + count). */
static dscore_state *state_of(const dscore_plan *plan, const dscore_table *table, int64_t first, int64_t count)
{
    dscore_state *state;
    need(dscore_state_new(plan, &state, &error));
    need(dscore_state_update(state, table, first, count, NULL, &error));
    return state;
}

static double mean_of(const dscore_state *state)
{
    dscore_values *values;
    dscore_value value = DSCORE_VALUE_INIT;
    need(dscore_state_finish(state, &values, &error));
    need(dscore_values_get(values, 0, 0, &value, &error));
    dscore_values_free(values);
    return value.value;
}

int main(void)
{
    dscore_catalog *catalog;
    dscore_query *query;
    dscore_plan *plan;
    dscore_table *table;
    for (int64_t i = 0; i < COUNT; i++) {
        created[i] = i * 977;
        resolved[i] = created[i] + i * i % 86399;
    }
    need(dscore_catalog_builtin(NULL, &catalog, &error));
    need(dscore_query_new(catalog, &query, &error));
    need(dscore_query_item(query, NULL, "resolution_time", &error));
    need(dscore_plan_compile(query, &plan, &error));
    need(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &error));
    need(dscore_table_bind_array(table, "created_at", DSCORE_INT64, DSCORE_UNIT_S, created, COUNT, 8, NULL, &error));
    need(dscore_table_bind_array(table, "resolved_at", DSCORE_INT64, DSCORE_UNIT_S, resolved, COUNT, 8, NULL, &error));

    dscore_state *first = state_of(plan, table, 0, 300);
    dscore_state *second = state_of(plan, table, 300, COUNT - 300);
    dscore_state *all = state_of(plan, table, 0, COUNT);
    need(dscore_state_merge(first, second, &error));
    double merged = mean_of(first);
    double whole = mean_of(all);
    (void)printf("merged %.17g\nwhole  %.17g\n%s\n", merged, whole,
        memcmp(&merged, &whole, sizeof merged) == 0 ? "the same bits" : "different");

    dscore_state_free(first);
    dscore_state_free(second);
    dscore_state_free(all);
    dscore_table_free(table);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_catalog_free(catalog);
    return 0;
}
