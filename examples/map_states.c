/* One state by agent; who belongs to which team is known elsewhere: totals by team from the same cells, no second pass.
 */
#include <deskscore/deskscore.h>
#include <stdio.h>
#include <stdlib.h>

enum { COUNT = 6, PEOPLE = 3 };

/* The tickets, which know of agents only. */
static const char *const agent[COUNT] = {"Ada", "Bo", "Ada", "Carla", "Bo", "Ada"};
static const int64_t created[COUNT] = {0, 10, 20, 30, 40, 50};
static const int64_t resolved[COUNT] = {600, 1210, 620, 3630, 640, 1850};

/* The people, as their department keeps them. */
static const char *const people[PEOPLE] = {"Ada", "Bo", "Carla"};
static const char *const teams[PEOPLE] = {"north", "south", "north"};

static dscore_error error = DSCORE_ERROR_INIT;

static void need(dscore_status status)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s %s: %s\n", dscore_status_name(status), error.path, error.message);
        exit(EXIT_FAILURE);
    }
}

static void print_state(const dscore_state *state)
{
    dscore_values *values;
    need(dscore_state_finish(state, &values, &error));
    for (int64_t row = 0; row < dscore_values_row_count(values); row++) {
        dscore_value median = DSCORE_VALUE_INIT;
        need(dscore_values_get(values, row, 0, &median, &error));
        (void)printf("%s %-6s median resolution %4.0f s of %d tickets\n", dscore_values_key_name(values, 0),
            dscore_values_key(values, row, 0), median.value, (int)median.n_used);
    }
    dscore_values_free(values);
}

int main(void)
{
    dscore_catalog *catalog;
    dscore_query *query;
    dscore_plan *plan;
    dscore_table *table;
    dscore_state *by_agent;
    dscore_state *by_team;
    need(dscore_catalog_builtin(NULL, &catalog, &error));
    need(dscore_query_new(catalog, &query, &error));
    need(dscore_query_key(query, "agent", &error));
    need(dscore_query_item(query, NULL, "resolution_time_median", &error));
    need(dscore_plan_compile(query, &plan, &error));
    need(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &error));
    need(dscore_table_bind_array(
        table, "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, agent, COUNT, (int64_t)sizeof agent[0], NULL, &error));
    need(dscore_table_bind_array(table, "created_at", DSCORE_INT64, DSCORE_UNIT_S, created, COUNT, 8, NULL, &error));
    need(dscore_table_bind_array(table, "resolved_at", DSCORE_INT64, DSCORE_UNIT_S, resolved, COUNT, 8, NULL, &error));
    need(dscore_state_new(plan, &by_agent, &error));
    need(dscore_state_update(by_agent, table, 0, COUNT, NULL, &error));

    need(dscore_state_map(by_agent, "agent", "team", people, teams, PEOPLE, DSCORE_MAP_REFUSE, &by_team, &error));
    print_state(by_agent);
    print_state(by_team);

    dscore_state_free(by_team);
    dscore_state_free(by_agent);
    dscore_table_free(table);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_catalog_free(catalog);
    return 0;
}
