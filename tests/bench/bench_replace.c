/* What one ticket costs a running product: added, taken away, replaced, in a state of 1,000 agents and twelve
   indicators that many tickets lie in already. Mean of many, least of several runs, in microseconds.

       bench_replace [ROWS]        rows in the state, by default 1000000 */
#include <deskscore/deskscore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { AGENTS = 1000, RUNS = 5, CHANGES = 20000, NONE = -1 };

/* Without a kept value, and with exact quantiles, of which every change looks through the values. */
static const char *const plain[] = {"tickets", "first_response_time", "resolution_time", "handle_time", "csat_mean",
    "csat_satisfied", "first_contact_resolution", "complaint_rate", "reopen_rate", "resolution_rate",
    "first_response_within", "closure_rate"};
static const char *const kept[] = {"tickets", "first_response_time_p90"};

typedef struct desk {
    int64_t rows;
    int64_t *created, *replied, *resolved;
    int32_t *agent, *handled;
    int8_t *csat;
    int16_t *reopens, *contacts;
    uint8_t *is_resolved, *complaint;
} desk;

static void *need(int64_t count, size_t size)
{
    void *p = malloc((size_t)count * size);
    if (p == NULL) {
        (void)fprintf(stderr, "not enough memory\n");
        exit(EXIT_FAILURE);
    }
    return p;
}

/* splitmix64. */
static uint32_t below(uint64_t *state, uint32_t n)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (uint32_t)((z ^ (z >> 31)) >> 33) % n;
}

static void fill(desk *d, int64_t n, uint64_t seed)
{
    d->rows = n;
    d->created = need(n, sizeof *d->created);
    d->replied = need(n, sizeof *d->replied);
    d->resolved = need(n, sizeof *d->resolved);
    d->agent = need(n, sizeof *d->agent);
    d->handled = need(n, sizeof *d->handled);
    d->csat = need(n, sizeof *d->csat);
    d->reopens = need(n, sizeof *d->reopens);
    d->contacts = need(n, sizeof *d->contacts);
    d->is_resolved = need(n, sizeof *d->is_resolved);
    d->complaint = need(n, sizeof *d->complaint);
    for (int64_t i = 0; i < n; i++) {
        d->created[i] = 1767225600 + below(&seed, 90 * 86400);
        d->replied[i] = below(&seed, 33) == 0 ? NONE : d->created[i] + below(&seed, 100000);
        d->resolved[i] = below(&seed, 12) == 0 ? NONE : d->created[i] + below(&seed, 500000);
        d->is_resolved[i] = d->resolved[i] != NONE;
        d->agent[i] = (int32_t)below(&seed, AGENTS);
        d->handled[i] = (int32_t)below(&seed, 3600);
        d->csat[i] = (int8_t)(below(&seed, 10) < 7 ? NONE : (int)below(&seed, 5) + 1);
        d->reopens[i] = (int16_t)(below(&seed, 10) == 0);
        d->contacts[i] = (int16_t)(1 + below(&seed, 3));
        d->complaint[i] = below(&seed, 50) == 0;
    }
}

static void check(dscore_status status, const dscore_error *err)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s: %s (%s)\n", dscore_status_name(status), err->message, err->path);
        exit(EXIT_FAILURE);
    }
}

static void bind(dscore_table *table, const char *field, int32_t type, int32_t unit, const void *data, int64_t n,
    int64_t stride, const void *missing)
{
    dscore_error err = DSCORE_ERROR_INIT;
    check(dscore_table_bind_array(table, field, type, unit, data, n, stride, missing, &err), &err);
}

static dscore_table *table_of(const dscore_catalog *catalog, const desk *d)
{
    static const int64_t none = NONE;
    static const int8_t no_answer = NONE;
    const int64_t n = d->rows;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = NULL;
    check(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &err), &err);
    bind(table, "created_at", DSCORE_INT64, DSCORE_UNIT_S, d->created, n, 8, NULL);
    bind(table, "first_response_at", DSCORE_INT64, DSCORE_UNIT_S, d->replied, n, 8, &none);
    bind(table, "resolved_at", DSCORE_INT64, DSCORE_UNIT_S, d->resolved, n, 8, &none);
    bind(table, "agent", DSCORE_INT32, 0, d->agent, n, 4, NULL);
    bind(table, "handle_time", DSCORE_INT32, DSCORE_UNIT_S, d->handled, n, 4, NULL);
    bind(table, "csat", DSCORE_INT8, 0, d->csat, n, 1, &no_answer);
    bind(table, "reopens", DSCORE_INT16, 0, d->reopens, n, 2, NULL);
    bind(table, "contacts", DSCORE_INT16, 0, d->contacts, n, 2, NULL);
    bind(table, "is_resolved", DSCORE_BOOL8, 0, d->is_resolved, n, 1, NULL);
    bind(table, "is_complaint", DSCORE_BOOL8, 0, d->complaint, n, 1, NULL);
    return table;
}

static dscore_plan *plan_of(const dscore_catalog *catalog, const char *const *items, int count)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    check(dscore_query_new(catalog, &query, &err), &err);
    check(dscore_query_key(query, "agent", &err), &err);
    check(dscore_query_now(query, INT64_C(1780000000000000), &err), &err);
    for (int i = 0; i < count; i++) {
        check(dscore_query_item(query, NULL, items[i], &err), &err);
    }
    check(dscore_plan_compile(query, &plan, &err), &err);
    dscore_query_free(query);
    return plan;
}

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

enum { ADD, TAKE, REPLACE, ACTS };

static void change(dscore_state *state, const dscore_table *before, const dscore_table *after, int act, int64_t at)
{
    dscore_error err = DSCORE_ERROR_INIT;
    if (act == ADD) {
        check(dscore_state_update(state, after, at, 1, NULL, &err), &err);
    } else if (act == TAKE) {
        check(dscore_state_retract(state, after, at, 1, &err), &err);
    } else {
        check(dscore_state_replace(state, before, at, after, at, 1, &err), &err);
    }
}

static void run(const char *what, const dscore_catalog *catalog, const char *const *items, int count,
    const dscore_table *before, const dscore_table *after, int64_t changes)
{
    static const char *const names[ACTS] = {"added", "taken away", "replaced"};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_state *state = NULL;
    double best[ACTS] = {1e9, 1e9, 1e9};
    dscore_plan *plan = plan_of(catalog, items, count);
    check(dscore_state_new(plan, &state, &err), &err);
    check(dscore_state_update(state, before, 0, dscore_table_rows(before), NULL, &err), &err);
    for (int r = 0; r < RUNS; r++) {
        for (int act = 0; act < ACTS; act++) { /* what is added is taken away again; every other turn is undone */
            const double start = seconds();
            for (int64_t i = 0; i < changes; i++) {
                change(state, r % 2 == 0 ? before : after, r % 2 == 0 ? after : before, act, i);
            }
            const double mean = (seconds() - start) / (double)changes * 1e6;
            best[act] = mean < best[act] ? mean : best[act];
        }
    }
    for (int act = 0; act < ACTS; act++) {
        (void)printf("%-32s one ticket %-12s %8.2f us\n", what, names[act], best[act]);
    }
    dscore_state_free(state);
    dscore_plan_free(plan);
}

int main(int argc, char **argv)
{
    const int64_t rows = argc > 1 ? strtoll(argv[1], NULL, 10) : 1000000;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    desk before, after;
    check(dscore_catalog_builtin(NULL, &catalog, &err), &err);
    fill(&before, rows, 1);
    fill(&after, rows, 2);
    dscore_table *tables[2] = {table_of(catalog, &before), table_of(catalog, &after)};
    const int64_t changes = rows < CHANGES ? rows : (int64_t)CHANGES;
    run("twelve indicators", catalog, plain, (int)(sizeof plain / sizeof plain[0]), tables[0], tables[1], changes);
    run("a count and an exact quantile", catalog, kept, 2, tables[0], tables[1], changes / 20);
    return EXIT_SUCCESS; /* the system takes the rest */
}
