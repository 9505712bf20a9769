/* What one ticket costs: a million updates of one row each into a thousand agents that the state already knows, twelve
   indicators, from a table of all rows and from a table of one row that is overwritten in place. The values of both are
   compared with those of one batch.

       bench_update [ROWS [AGENTS]]        by default 1000000 rows, 1000 agents */
#include <deskscore/deskscore.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 3, NONE = -1 };

/* The standard question (question.json). */
static const struct {
    const char *alias, *indicator;
} items[] = {{"tickets", "tickets"}, {"first_response", "first_response_time"}, {"resolution", "resolution_time"},
    {"handle_mean", "handle_time"}, {"csat_mean", "csat_mean"}, {"csat_top_box", "csat_top_box"},
    {"fcr", "fcr_single_contact"}, {"complaint_rate", "complaint_rate"}, {"reopen_rate", "reopen_rate"},
    {"resolution_rate", "resolution_rate"}, {"within_4h", "first_response_within"},
    {"resolved", "resolved_of_created"}};
enum { ITEMS = sizeof items / sizeof items[0] };
static const int64_t now_s = 1801440000; /* 2027-02-01, after all of them */

/* One ticket; -1 stands for a missing value. */
typedef struct ticket {
    int64_t created, replied, resolved;
    int32_t agent, handle;
    int16_t contacts;
    int8_t csat, reopens;
    uint8_t complaint;
} ticket;

/* ---- tickets ---------------------------------------------------------------------------------- */

static void must(dscore_status status, const dscore_error *err)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s: %s (%s)\n", dscore_status_name(status), err->message, err->path);
        exit(EXIT_FAILURE);
    }
}

/* splitmix64. */
static uint32_t below(uint32_t n)
{
    static uint64_t state = 1;
    uint64_t z = (state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (uint32_t)((z ^ (z >> 31)) >> 33) % n;
}

static ticket *make_tickets(int64_t rows, int32_t agents)
{
    ticket *t = calloc((size_t)rows, sizeof *t);
    if (t == NULL) {
        (void)fprintf(stderr, "not enough memory\n");
        exit(EXIT_FAILURE);
    }
    for (int64_t i = 0; i < rows; i++) {
        t[i].created = 1767225600 + below(90 * 86400);
        t[i].replied = below(100) < 3 ? NONE : t[i].created + below(30000);
        t[i].resolved = below(100) < 8 ? NONE : t[i].created + below(500000);
        t[i].agent = i < agents ? (int32_t)i : (int32_t)below((uint32_t)agents);
        t[i].handle = (int32_t)(60 + below(3000));
        t[i].contacts = (int16_t)(1 + below(3));
        t[i].csat = (int8_t)(below(100) < 70 ? NONE : (int)below(5) + 1);
        t[i].reopens = (int8_t)(below(10) == 0);
        t[i].complaint = below(50) == 0;
    }
    return t;
}

static void bind(dscore_table *table, const char *field, int32_t type, int32_t unit, const void *first, int64_t rows,
    const void *missing)
{
    dscore_error err = DSCORE_ERROR_INIT;
    must(dscore_table_bind_array(table, field, type, unit, first, rows, (int64_t)sizeof(ticket), missing, &err), &err);
}

static dscore_table *make_table(const dscore_catalog *catalog, const ticket *t, int64_t rows)
{
    static const int64_t no_time = NONE;
    static const int8_t no_rating = NONE;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = NULL;
    must(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &err), &err);
    bind(table, "agent", DSCORE_INT32, DSCORE_UNIT_NONE, &t->agent, rows, NULL);
    bind(table, "created_at", DSCORE_INT64, DSCORE_UNIT_S, &t->created, rows, NULL);
    bind(table, "first_response_at", DSCORE_INT64, DSCORE_UNIT_S, &t->replied, rows, &no_time);
    bind(table, "resolved_at", DSCORE_INT64, DSCORE_UNIT_S, &t->resolved, rows, &no_time);
    bind(table, "csat", DSCORE_INT8, DSCORE_UNIT_NONE, &t->csat, rows, &no_rating);
    bind(table, "contacts", DSCORE_INT16, DSCORE_UNIT_NONE, &t->contacts, rows, NULL);
    bind(table, "is_complaint", DSCORE_BOOL8, DSCORE_UNIT_NONE, &t->complaint, rows, NULL);
    bind(table, "reopens", DSCORE_INT8, DSCORE_UNIT_NONE, &t->reopens, rows, NULL);
    bind(table, "handle_time", DSCORE_INT32, DSCORE_UNIT_S, &t->handle, rows, NULL);
    return table;
}

static dscore_plan *compile(const dscore_catalog *catalog)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    must(dscore_query_new(catalog, &query, &err), &err);
    must(dscore_query_key(query, "agent", &err), &err);
    must(dscore_query_now(query, now_s * 1000000, &err), &err);
    for (int i = 0; i < ITEMS; i++) {
        must(dscore_query_item(query, items[i].alias, items[i].indicator, &err), &err);
    }
    must(dscore_query_item_set(query, "resolution", "placement", "event(created_at)", &err), &err);
    must(dscore_query_parameter(query, "within_4h", "limit", "4h", &err), &err);
    must(dscore_plan_compile(query, &plan, &err), &err);
    dscore_query_free(query);
    return plan;
}

/* ---- updates ---------------------------------------------------------------------------------- */

/* Of this process: what others do on the machine does not count. */
static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static dscore_values *values_of(dscore_state *state)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_values *values = NULL;
    must(dscore_state_finish(state, &values, &err), &err);
    dscore_state_free(state);
    return values;
}

/* A state that has seen the first rows, which name every agent. */
static dscore_state *warm_state(const dscore_plan *plan, const dscore_table *table, int64_t warm)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_state *state = NULL;
    must(dscore_state_new(plan, &state, &err), &err);
    must(dscore_state_update(state, table, 0, warm, NULL, &err), &err);
    return state;
}

/* From a table of all rows, or from one row into which each ticket is copied. */
static double one_by_one(
    dscore_state *state, const dscore_table *table, const ticket *t, int64_t from, int64_t rows, ticket *row)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const double start = seconds();
    for (int64_t i = from; i < rows; i++) {
        if (row != NULL) {
            *row = t[i];
        }
        must(dscore_state_update(state, table, row != NULL ? 0 : i, 1, NULL, &err), &err);
    }
    return seconds() - start;
}

static void compare(const dscore_values *a, const dscore_values *b, const char *what)
{
    dscore_error err = DSCORE_ERROR_INIT;
    bool is_same = dscore_values_row_count(a) == dscore_values_row_count(b);
    for (int64_t row = 0; row < dscore_values_row_count(a) && is_same; row++) {
        is_same = strcmp(dscore_values_key(a, row, 0), dscore_values_key(b, row, 0)) == 0;
        for (int32_t i = 0; i < ITEMS && is_same; i++) {
            dscore_value x = DSCORE_VALUE_INIT, y = DSCORE_VALUE_INIT;
            must(dscore_values_get(a, row, i, &x, &err), &err);
            must(dscore_values_get(b, row, i, &y, &err), &err);
            is_same = x.status == y.status && x.n_used == y.n_used && x.n_missing == y.n_missing &&
                      x.n_excluded == y.n_excluded && memcmp(&x.value, &y.value, sizeof x.value) == 0;
        }
    }
    if (!is_same) {
        (void)fprintf(stderr, "%s gives other values than one batch\n", what);
        exit(EXIT_FAILURE);
    }
}

int main(int argc, char **argv)
{
    const int64_t rows = argc > 1 ? strtoll(argv[1], NULL, 10) : 1000000;
    const int32_t agents = argc > 2 ? (int32_t)strtol(argv[2], NULL, 10) : 1000;
    if (agents < 1 || rows <= agents) {
        (void)fprintf(stderr, "usage: bench_update [ROWS [AGENTS]], more rows than agents\n");
        return 2;
    }
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    must(dscore_catalog_builtin(NULL, &catalog, &err), &err);
    dscore_plan *plan = compile(catalog);

    ticket *t = make_tickets(rows, agents), row = t[0];
    dscore_table *whole = make_table(catalog, t, rows), *single = make_table(catalog, &row, 1);
    double start = seconds();
    dscore_values *batch = values_of(warm_state(plan, whole, rows));
    const double batch_time = seconds() - start;
    double least[2] = {HUGE_VAL, HUGE_VAL};
    for (int run = 0; run < RUNS; run++) {
        for (int in_place = 0; in_place < 2; in_place++) {
            dscore_state *state = warm_state(plan, whole, agents);
            const double time =
                one_by_one(state, in_place != 0 ? single : whole, t, agents, rows, in_place != 0 ? &row : NULL);
            least[in_place] = fmin(least[in_place], time);
            dscore_values *values = values_of(state);
            compare(batch, values, in_place != 0 ? "a row that is overwritten" : "a table row by row");
            dscore_values_free(values);
        }
    }
    const double updates = (double)(rows - agents);
    (void)printf("%lld updates of one row, %d agents, %d indicators\n", (long long)(rows - agents), (int)agents, ITEMS);
    (void)printf("  rows of a table              %8.1f ns an update\n", least[0] / updates * 1e9);
    (void)printf("  a row overwritten in place   %8.1f ns an update\n", least[1] / updates * 1e9);
    (void)printf("  all rows in one batch        %8.1f ns a row\n", batch_time / (double)rows * 1e9);
    dscore_values_free(batch);
    dscore_table_free(whole);
    dscore_table_free(single);
    free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(catalog);
    return 0;
}
