/* How fast quantiles by agent are: the median and the 90th percentile of the first response, exactly and by a sketch,
   beside the mean, which keeps nothing; in processor time by stage, so that what else runs matters less. The least of
   several runs counts.

       bench_quantiles [ROWS [AGENTS]]        by default 20000000 rows of 1000 agents */
#include <deskscore/deskscore.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 3, NONE = -1 };

/* splitmix64. */
static uint64_t random_state = 1;

static uint64_t next_random(void)
{
    uint64_t z = (random_state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static double fraction(void)
{
    return (double)(next_random() >> 11) * 0x1p-53;
}

static void must(dscore_status status, const dscore_error *err)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s: %s (%s)\n", dscore_status_name(status), err->message, err->path);
        exit(EXIT_FAILURE);
    }
}

static void *need(size_t count, size_t size)
{
    void *p = malloc(count * size);
    if (p == NULL) {
        (void)fprintf(stderr, "not enough memory\n");
        exit(EXIT_FAILURE);
    }
    return p;
}

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static dscore_table *make_table(const dscore_catalog *catalog, int64_t rows, int64_t agents)
{
    static const int64_t no_time = NONE;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = NULL;
    const size_t n = (size_t)rows;
    int64_t *created = need(n, sizeof *created), *replied = need(n, sizeof *replied);
    int32_t *agent = need(n, sizeof *agent);
    for (size_t i = 0; i < n; i++) {
        created[i] = 1767225600 + (int64_t)(next_random() % 7776000U);
        /* Log-normal, about 20 minutes: the product of a few fractions is near enough. */
        const double wait = 600.0 * exp(3.0 * (fraction() + fraction() + fraction() + fraction() - 2.0));
        replied[i] = fraction() < 0.03 ? NONE : created[i] + (int64_t)wait;
        agent[i] = (int32_t)(next_random() % (uint64_t)agents);
    }
    must(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &err), &err);
    must(dscore_table_bind_array(table, "created_at", DSCORE_INT64, DSCORE_UNIT_S, created, rows, 8, NULL, &err), &err);
    must(dscore_table_bind_array(
             table, "first_response_at", DSCORE_INT64, DSCORE_UNIT_S, replied, rows, 8, &no_time, &err),
        &err);
    must(dscore_table_bind_array(table, "agent", DSCORE_INT32, DSCORE_UNIT_NONE, agent, rows, 4, NULL, &err), &err);
    return table;
}

typedef struct question {
    const char *what;
    const char *items[3];
    const char *quantiles;
} question;

static void ask(const dscore_catalog *catalog, const dscore_table *table, int64_t rows, const question *q)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    must(dscore_query_new(catalog, &query, &err), &err);
    must(dscore_query_key(query, "agent", &err), &err);
    must(dscore_query_option(query, "quantiles", q->quantiles, &err), &err);
    for (int i = 0; q->items[i] != NULL; i++) {
        must(dscore_query_item(query, NULL, q->items[i], &err), &err);
    }
    must(dscore_plan_compile(query, &plan, &err), &err);
    dscore_query_free(query);
    double update = HUGE_VAL, finish = HUGE_VAL, all = HUGE_VAL;
    int64_t bytes = 0;
    for (int run = 0; run < RUNS; run++) {
        dscore_state *state = NULL;
        dscore_values *values = NULL;
        const double start = seconds();
        must(dscore_state_new(plan, &state, &err), &err);
        must(dscore_state_update(state, table, 0, rows, NULL, &err), &err);
        const double updated = seconds();
        must(dscore_state_finish(state, &values, &err), &err);
        const double finished = seconds();
        bytes = dscore_state_bytes(state);
        dscore_values_free(values);
        dscore_state_free(state);
        const double end = seconds();
        update = fmin(update, updated - start);
        finish = fmin(finish, finished - updated);
        all = fmin(all, end - start);
    }
    (void)printf("%-24s update %6.3f s  finish %6.3f s  with freeing %6.3f s  %6.2f ns/row  state %8.1f MB\n", q->what,
        update, finish, all, all / (double)rows * 1e9, (double)bytes / 1e6);
    dscore_plan_free(plan);
}

int main(int argc, char **argv)
{
    static const question questions[] = {
        {"count", {"tickets", NULL}, "exact"},
        {"mean", {"first_response_time", NULL}, "exact"},
        {"median, P90 exact", {"first_response_time_median", "first_response_time_p90", NULL}, "exact"},
        {"median exact", {"first_response_time_median", NULL}, "exact"},
        {"median, P90 by sketch", {"first_response_time_median", "first_response_time_p90", NULL}, "sketch"},
        {"P90 by sketch", {"first_response_time_p90", NULL}, "sketch"},
    };
    const int64_t rows = argc > 1 ? strtoll(argv[1], NULL, 10) : 20000000;
    const int64_t agents = argc > 2 ? strtoll(argv[2], NULL, 10) : 1000;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    if (rows < 1 || agents < 1 || agents > INT32_MAX) {
        (void)fprintf(stderr, "usage: bench_quantiles [ROWS [AGENTS]]\n");
        return 2;
    }
    must(dscore_catalog_builtin(NULL, &catalog, &err), &err);
    dscore_table *table = make_table(catalog, rows, agents);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        ask(catalog, table, rows, &questions[i]);
    }
    dscore_table_free(table);
    dscore_catalog_free(catalog);
    return 0;
}
