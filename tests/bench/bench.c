/* How fast: mean(elapsed) over all tickets, and a standard question (eight indicators by agent), in rows a second and
   as a ratio to a C loop that a caller would write by hand for just that question. Both answers are compared. The least
   time of several runs counts.

       bench [ROWS ...]        by default 1000000 and 10000000 */
#include <deskscore/deskscore.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { AGENTS = 200, RUNS = 5, ITEMS = 8, NONE = -1 };

static const char *const items[ITEMS] = {"tickets", "first_response_time", "first_response_within", "resolution_time",
    "csat_mean", "csat_satisfied", "reopen_rate", "first_contact_resolution"};
static const int64_t now_s = 1780000000;

/* The tickets as columns; -1 stands for a missing value. */
typedef struct desk {
    int64_t rows;
    int64_t *created, *replied, *resolved;
    int32_t *agent;
    int8_t *csat;
    int16_t *reopens, *contacts;
    uint8_t *is_resolved;
    const char *names[AGENTS];
    char text[AGENTS][16];
} desk;

static void *need(size_t count, size_t size)
{
    void *p = malloc(count * size);
    if (p == NULL) {
        (void)fprintf(stderr, "not enough memory\n");
        exit(EXIT_FAILURE);
    }
    return p;
}

/* splitmix64. */
static uint64_t random_state = 1;

static uint32_t below(uint32_t n)
{
    uint64_t z = (random_state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (uint32_t)((z ^ (z >> 31)) >> 33) % n;
}

static void fill(desk *d, int64_t rows)
{
    size_t n = (size_t)rows;
    d->rows = rows;
    d->created = need(n, sizeof *d->created);
    d->replied = need(n, sizeof *d->replied);
    d->resolved = need(n, sizeof *d->resolved);
    d->agent = need(n, sizeof *d->agent);
    d->csat = need(n, sizeof *d->csat);
    d->reopens = need(n, sizeof *d->reopens);
    d->contacts = need(n, sizeof *d->contacts);
    d->is_resolved = need(n, sizeof *d->is_resolved);
    for (int a = 0; a < AGENTS; a++) {
        (void)snprintf(d->text[a], sizeof d->text[a], "agent %d", a);
        d->names[a] = d->text[a];
    }
    for (size_t i = 0; i < n; i++) {
        d->created[i] = 1767225600 + below(90 * 86400);
        d->replied[i] = below(20) == 0 ? NONE : d->created[i] + below(100000);
        d->resolved[i] = below(10) == 0 ? NONE : d->created[i] + below(500000);
        d->is_resolved[i] = d->resolved[i] != NONE;
        d->agent[i] = (int32_t)below(AGENTS);
        d->csat[i] = (int8_t)(below(2) == 0 ? NONE : (int)below(5) + 1);
        d->reopens[i] = (int16_t)(below(10) == 0);
        d->contacts[i] = (int16_t)(1 + below(3));
    }
}

static void drop(desk *d)
{
    free(d->created);
    free(d->replied);
    free(d->resolved);
    free(d->agent);
    free(d->csat);
    free(d->reopens);
    free(d->contacts);
    free(d->is_resolved);
}

/* ---- by hand -------------------------------------------------------------------------------- */

static double mean_by_hand(const desk *d)
{
    int64_t sum = 0;
    int64_t n = 0;
    for (int64_t i = 0; i < d->rows; i++) {
        if (d->replied[i] != NONE && d->created[i] != NONE && d->replied[i] >= d->created[i]) {
            sum += d->replied[i] - d->created[i];
            n++;
        }
    }
    return n == 0 ? NAN : (double)sum / (double)n;
}

typedef struct tally {
    int64_t tickets, replied, reply_time, within, within_n, resolved, resolve_time, csat_n, csat, satisfied, reopens_n,
        reopened, fcr_n, fcr;
} tally;

static void add_ticket(const desk *d, int64_t i, tally *t)
{
    t->tickets++;
    if (d->replied[i] != NONE) {
        int64_t time = d->replied[i] - d->created[i];
        t->replied += time >= 0;
        t->reply_time += time >= 0 ? time : 0;
        t->within_n += time >= 0;
        t->within += time >= 0 && time <= 86400;
    } else {
        t->within_n += now_s - d->created[i] > 86400;
    }
    if (d->resolved[i] != NONE && d->resolved[i] >= d->created[i]) {
        t->resolved++;
        t->resolve_time += d->resolved[i] - d->created[i];
    }
    if (d->csat[i] != NONE && d->csat[i] >= 1 && d->csat[i] <= 5) {
        t->csat_n++;
        t->csat += d->csat[i];
        t->satisfied += d->csat[i] >= 4;
    }
    if (d->is_resolved[i] || d->reopens[i] > 0) {
        t->reopens_n++;
        t->reopened += d->reopens[i] > 0;
    }
    if (d->is_resolved[i] && d->contacts[i] >= 0 && d->reopens[i] >= 0) {
        t->fcr_n++;
        t->fcr += d->contacts[i] == 1 && d->reopens[i] == 0;
    }
}

static double percent(int64_t part, int64_t whole)
{
    return whole == 0 ? NAN : 100 * ((double)part / (double)whole);
}

static void standard_by_hand(const desk *d, double (*out)[ITEMS])
{
    static tally tallies[AGENTS];
    memset(tallies, 0, sizeof tallies);
    for (int64_t i = 0; i < d->rows; i++) {
        add_ticket(d, i, &tallies[d->agent[i]]);
    }
    for (int a = 0; a < AGENTS; a++) {
        const tally *t = &tallies[a];
        const double values[ITEMS] = {(double)t->tickets, (double)t->reply_time / (double)t->replied,
            percent(t->within, t->within_n), (double)t->resolve_time / (double)t->resolved,
            (double)t->csat / (double)t->csat_n, percent(t->satisfied, t->csat_n), percent(t->reopened, t->reopens_n),
            percent(t->fcr, t->fcr_n)};
        memcpy(out[a], values, sizeof values);
    }
}

/* ---- by the library ------------------------------------------------------------------------- */

static void must(dscore_status status, const dscore_error *err)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s: %s (%s)\n", dscore_status_name(status), err->message, err->path);
        exit(EXIT_FAILURE);
    }
}

static dscore_plan *compile(const dscore_catalog *catalog, bool is_standard)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    must(dscore_query_new(catalog, &query, &err), &err);
    must(dscore_query_now(query, now_s * 1000000, &err), &err);
    if (is_standard) {
        must(dscore_query_key(query, "agent", &err), &err);
    }
    for (int i = is_standard ? 0 : 1; i < (is_standard ? ITEMS : 2); i++) {
        must(dscore_query_item(query, NULL, items[i], &err), &err);
    }
    must(dscore_plan_compile(query, &plan, &err), &err);
    dscore_query_free(query);
    return plan;
}

static void bind(dscore_table *table, const char *field, int32_t type, int32_t unit, const void *data, int64_t rows,
    int64_t size, const void *missing)
{
    dscore_error err = DSCORE_ERROR_INIT;
    must(dscore_table_bind_array(table, field, type, unit, data, rows, size, missing, &err), &err);
}

static dscore_table *bind_all(const dscore_catalog *catalog, const desk *d)
{
    static const int64_t no_time = NONE;
    static const int8_t no_rating = NONE;
    static const int16_t no_count = NONE;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = NULL;
    must(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &err), &err);
    bind(table, "created_at", DSCORE_INT64, DSCORE_UNIT_S, d->created, d->rows, 8, &no_time);
    bind(table, "first_response_at", DSCORE_INT64, DSCORE_UNIT_S, d->replied, d->rows, 8, &no_time);
    bind(table, "resolved_at", DSCORE_INT64, DSCORE_UNIT_S, d->resolved, d->rows, 8, &no_time);
    bind(table, "csat", DSCORE_INT8, DSCORE_UNIT_NONE, d->csat, d->rows, 1, &no_rating);
    bind(table, "reopens", DSCORE_INT16, DSCORE_UNIT_NONE, d->reopens, d->rows, 2, &no_count);
    bind(table, "contacts", DSCORE_INT16, DSCORE_UNIT_NONE, d->contacts, d->rows, 2, &no_count);
    bind(table, "is_resolved", DSCORE_BOOL8, DSCORE_UNIT_NONE, d->is_resolved, d->rows, 1, NULL);
    dscore_column names = DSCORE_COLUMN_INIT;
    names.type = DSCORE_CSTRING;
    names.data = (const void *)d->names;
    names.length = AGENTS;
    names.stride = sizeof d->names[0];
    dscore_column agents = DSCORE_COLUMN_INIT;
    agents.type = DSCORE_DICT;
    agents.code_type = DSCORE_INT32;
    agents.data = d->agent;
    agents.length = d->rows;
    agents.stride = sizeof d->agent[0];
    agents.dictionary = &names;
    must(dscore_table_bind(table, "agent", &agents, &err), &err);
    return table;
}

static dscore_values *evaluate(const dscore_plan *plan, dscore_table *table, const dscore_executor *executor)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_values *values = NULL;
    must(dscore_evaluate(plan, &table, 1, executor, &values, &err), &err);
    return values;
}

/* ---- timing --------------------------------------------------------------------------------- */

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double least_time_by_hand(const desk *d, bool is_standard, double (*out)[ITEMS])
{
    double least = HUGE_VAL;
    for (int run = 0; run < RUNS; run++) {
        double start = seconds();
        if (is_standard) {
            standard_by_hand(d, out);
        } else {
            out[0][1] = mean_by_hand(d);
        }
        least = fmin(least, seconds() - start);
    }
    return least;
}

static double least_time(const dscore_plan *plan, dscore_table *table, const dscore_executor *executor)
{
    double least = HUGE_VAL;
    for (int run = 0; run < RUNS; run++) {
        double start = seconds();
        dscore_values *values = evaluate(plan, table, executor);
        least = fmin(least, seconds() - start);
        dscore_values_free(values);
    }
    return least;
}

/* The same numbers? The loop rounds its sums differently, so almost. */
static void compare(const dscore_values *values, double (*by_hand)[ITEMS])
{
    dscore_error err = DSCORE_ERROR_INIT;
    for (int64_t row = 0; row < dscore_values_row_count(values); row++) {
        int agent =
            dscore_values_key_count(values) == 0 ? 0 : atoi(dscore_values_key(values, row, 0) + strlen("agent "));
        for (int i = 0; i < ITEMS; i++) {
            int32_t item = dscore_values_find(values, items[i]);
            dscore_value value = DSCORE_VALUE_INIT;
            if (item < 0) {
                continue;
            }
            must(dscore_values_get(values, row, item, &value, &err), &err);
            if (!(fabs(value.value - by_hand[agent][i]) <= 1e-9 * fabs(by_hand[agent][i]))) {
                (void)fprintf(stderr, "%s of agent %d: %.17g by the library, %.17g by hand\n", items[i], agent,
                    value.value, by_hand[agent][i]);
                exit(EXIT_FAILURE);
            }
        }
    }
}

static void report(const char *what, double rows, double time, double by_hand)
{
    (void)printf("  %-28s %8.1f million rows/s %7.2f ns/row   %5.2f x the loop\n", what, rows / time / 1e6,
        time / rows * 1e9, time / by_hand);
}

static void question(const dscore_catalog *catalog, const desk *d, dscore_table *table, bool is_standard)
{
    static double by_hand[AGENTS][ITEMS];
    dscore_error err = DSCORE_ERROR_INIT;
    double rows = (double)d->rows;
    dscore_plan *plan = compile(catalog, is_standard);
    dscore_values *values = evaluate(plan, table, NULL);
    (void)printf("%s, %lld rows\n", is_standard ? "eight indicators by agent" : "mean(elapsed)", (long long)d->rows);
    double loop = least_time_by_hand(d, is_standard, by_hand);
    compare(values, by_hand);
    dscore_values_free(values);
    report("loop by hand", rows, loop, loop);
    report("deskscore, one thread", rows, least_time(plan, table, NULL), loop);
    dscore_executor executor;
    memset(&executor, 0, sizeof executor);
    executor.struct_size = sizeof executor;
    if (dscore_executor_threads(2, &executor, &err) == DSCORE_OK) {
        report("deskscore, two threads", rows, least_time(plan, table, &executor), loop);
    }
    dscore_plan_free(plan);
}

int main(int argc, char **argv)
{
    static const char *const usual[] = {"", "1000000", "10000000"};
    int count = argc > 1 ? argc : 3;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    must(dscore_catalog_builtin(NULL, &catalog, &err), &err);
    for (int i = 1; i < count; i++) {
        int64_t rows = strtoll(argc > 1 ? argv[i] : usual[i], NULL, 10);
        if (rows < 1) {
            (void)fprintf(stderr, "usage: bench [ROWS ...]\n");
            return 2;
        }
        desk d;
        fill(&d, rows);
        dscore_table *table = bind_all(catalog, &d);
        question(catalog, &d, table, false);
        question(catalog, &d, table, true);
        dscore_table_free(table);
        drop(&d);
    }
    dscore_catalog_free(catalog);
    return 0;
}
