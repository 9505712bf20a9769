/* Where the time of a query goes: queries that isolate a stage of the pass (rows only, keys, columns, expressions), the
   whole update for 1, 12 and 60 indicators, two threads, and what is done with states afterwards (merge, roll-up,
   finish), beside the time to read the bytes once and a loop by hand, whose answers are compared. Least processor time
   of several runs; threads by the clock on the wall.

       bench_stages [ROWS [AGENTS]]        by default 5000000 and 1000
       bench_stages ROWS AGENTS each       each indicator of sixty.json by itself, by agent */
#include "tickets.h"

#include <deskscore/deskscore.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 5, PATH = 1024 };

/* ---- helpers -------------------------------------------------------------------------------- */

static void must(dscore_status status, const dscore_error *err)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s: %s (%s)\n", dscore_status_name(status), err->message, err->path);
        exit(EXIT_FAILURE);
    }
}

static void *need(int64_t size)
{
    void *p = calloc((size_t)(size > 0 ? size : 1), 1);
    if (p == NULL) {
        (void)fprintf(stderr, "not enough memory\n");
        exit(EXIT_FAILURE);
    }
    return p;
}

static double seconds_of(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Processor time, which other work on the machine disturbs least; several threads need the clock on the wall. */
static double seconds(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

static void report(const char *what, double time, int64_t count, const char *of)
{
    (void)printf("  %-52s %9.2f ns %s\n", what, time / (double)count * 1e9, of);
}

/* ---- tickets -------------------------------------------------------------------------------- */

/* The buffers, and the agents as texts and as a dictionary. */
typedef struct desk {
    bench_tickets tickets;
    int32_t *text_offsets, *label_offsets;
    char *text, *labels;
} desk;

static void fill(desk *d, int64_t rows, int64_t agents)
{
    int64_t map = (rows + 63) / 64 * 8;
    d->tickets = (bench_tickets){rows, agents, 5, need(rows * 4), need(rows * 8), need(rows * 8), need(rows * 8),
        need(rows), need(rows * 2), need(rows), need(rows * 4), need(map), need(map), need(map), need(map)};
    bench_fill(&d->tickets);
    d->label_offsets = need((agents + 1) * 4);
    d->labels = need(bench_labels(agents, d->label_offsets, NULL));
    (void)bench_labels(agents, d->label_offsets, d->labels);
    d->text_offsets = need((rows + 1) * 4);
    d->text = need(bench_strings(d->tickets.agent, rows, d->text_offsets, NULL));
    (void)bench_strings(d->tickets.agent, rows, d->text_offsets, d->text);
}

static void drop(desk *d)
{
    bench_tickets *t = &d->tickets;
    void *const all[] = {t->agent, t->created_at, t->first_response_at, t->resolved_at, t->csat, t->contacts,
        t->reopens, t->handle_time, t->has_response, t->has_resolution, t->has_csat, t->complaint, d->text_offsets,
        d->text, d->label_offsets, d->labels};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        free(all[i]);
    }
}

static dscore_column column(int32_t type, const void *data, int64_t stride, int64_t rows)
{
    dscore_column c = DSCORE_COLUMN_INIT;
    c.type = type;
    c.data = data;
    c.stride = stride;
    c.length = rows;
    return c;
}

static dscore_column texts(const char *bytes, const int32_t *offsets, int64_t count)
{
    dscore_column c = column(DSCORE_UTF8, bytes, 0, count);
    c.offsets = offsets;
    return c;
}

static void bind(dscore_table *table, const char *field, dscore_column c, const void *validity)
{
    dscore_error err = DSCORE_ERROR_INIT;
    c.validity = validity;
    c.validity_kind = validity == NULL ? DSCORE_VALIDITY_ALL : DSCORE_VALIDITY_BITMAP;
    must(dscore_table_bind(table, field, &c, &err), &err);
}

static void bind_time(dscore_table *table, const char *field, int32_t type, const void *data, int64_t stride,
    int64_t rows, const void *validity)
{
    dscore_column c = column(type, data, stride, rows);
    c.unit = DSCORE_UNIT_S;
    bind(table, field, c, validity);
}

static dscore_table *table_of(const dscore_catalog *catalog, const desk *d)
{
    const bench_tickets *t = &d->tickets;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = NULL;
    must(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &err), &err);
    bind(table, "agent", column(DSCORE_INT32, t->agent, 4, t->rows), NULL);
    bind_time(table, "created_at", DSCORE_INT64, t->created_at, 8, t->rows, NULL);
    bind_time(table, "first_response_at", DSCORE_INT64, t->first_response_at, 8, t->rows, t->has_response);
    bind_time(table, "resolved_at", DSCORE_INT64, t->resolved_at, 8, t->rows, t->has_resolution);
    bind_time(table, "handle_time", DSCORE_INT32, t->handle_time, 4, t->rows, NULL);
    bind(table, "csat", column(DSCORE_INT8, t->csat, 1, t->rows), t->has_csat);
    bind(table, "contacts", column(DSCORE_INT16, t->contacts, 2, t->rows), NULL);
    bind(table, "reopens", column(DSCORE_INT8, t->reopens, 1, t->rows), NULL);
    bind(table, "is_complaint", column(DSCORE_BOOL1, t->complaint, 0, t->rows), NULL);
    return table;
}

/* ---- queries -------------------------------------------------------------------------------- */

/* A document of this folder: its catalogue, and the items of the query in its notes. */
typedef struct question {
    dscore_catalog *catalog;
    json_t *document, *items;
} question;

static question read_question(const char *name)
{
    char path[PATH];
    json_error_t place;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *builtin = NULL;
    dscore_catalog_builder *builder = NULL;
    question q = {NULL, NULL, NULL};
    (void)snprintf(path, sizeof path, "%s/tests/bench/%s", DSCORE_SOURCE_DIR, name);
    q.document = json_load_file(path, 0, &place);
    q.items = json_object_get(json_object_get(json_object_get(q.document, "notes"), "query"), "items");
    if (!json_is_array(q.items)) {
        (void)fprintf(stderr, "%s cannot be read: %s\n", path, place.text);
        exit(EXIT_FAILURE);
    }
    char *text = json_dumps(q.document, 0);
    must(dscore_catalog_builtin(NULL, &builtin, &err), &err);
    must(dscore_catalog_builder_new(builtin, &builder, &err), &err);
    must(dscore_catalog_builder_add(builder, text, (int64_t)strlen(text), &err), &err);
    must(dscore_catalog_builder_finish(builder, &q.catalog, &err), &err);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(builtin);
    free(text);
    return q;
}

static void drop_question(question *q)
{
    dscore_catalog_free(q->catalog);
    json_decref(q->document);
}

static void add_item(dscore_query *query, const json_t *item)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const char *alias = json_string_value(json_object_get(item, "alias"));
    const char *name;
    json_t *value;
    must(dscore_query_item(query, alias, json_string_value(json_object_get(item, "indicator")), &err), &err);
    json_object_foreach(json_object_get(item, "parameters"), name, value)
    {
        must(dscore_query_parameter(query, alias, name, json_string_value(value), &err), &err);
    }
    json_object_foreach(json_object_get(item, "set"), name, value)
    {
        must(dscore_query_item_set(query, alias, name, json_string_value(value), &err), &err);
    }
}

/* Items [first, first + count) of a question, by agent or not. */
static dscore_plan *plan_of(const question *q, bool by_agent, size_t first, size_t count)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    must(dscore_query_new(q->catalog, &query, &err), &err);
    must(dscore_query_now(query, BENCH_NOW * 1000000, &err), &err);
    if (by_agent) {
        must(dscore_query_key(query, "agent", &err), &err);
    }
    for (size_t i = first; i < first + count && i < json_array_size(q->items); i++) {
        add_item(query, json_array_get(q->items, i));
    }
    must(dscore_plan_compile(query, &plan, &err), &err);
    dscore_query_free(query);
    return plan;
}

/* ---- stages --------------------------------------------------------------------------------- */

static dscore_state *updated(const dscore_plan *plan, const dscore_table *table, int64_t first, int64_t count)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_state *state = NULL;
    must(dscore_state_new(plan, &state, &err), &err);
    must(dscore_state_update(state, table, first, count, NULL, &err), &err);
    return state;
}

/* Time of an update of all rows by items of a question. */
static void stage(
    const char *what, const question *q, const dscore_table *table, bool by_agent, size_t first, size_t count)
{
    dscore_plan *plan = plan_of(q, by_agent, first, count);
    double least = HUGE_VAL;
    for (int run = 0; run < RUNS; run++) {
        double start = seconds();
        dscore_state *state = updated(plan, table, 0, dscore_table_rows(table));
        least = fmin(least, seconds() - start);
        dscore_state_free(state);
    }
    report(what, least, dscore_table_rows(table), "a row");
    dscore_plan_free(plan);
}

static double least_evaluation(
    const dscore_plan *plan, dscore_table *table, const dscore_executor *executor, dscore_values **out)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double least = HUGE_VAL;
    for (int run = 0; run < RUNS; run++) {
        dscore_values *values = NULL;
        double start = seconds_of(CLOCK_MONOTONIC);
        must(dscore_evaluate(plan, &table, 1, executor, &values, &err), &err);
        least = fmin(least, seconds_of(CLOCK_MONOTONIC) - start);
        dscore_values_free(*out);
        *out = values;
    }
    return least;
}

/* The same numbers as by hand? */
static void compare(const dscore_values *values, const double *by_hand)
{
    dscore_error err = DSCORE_ERROR_INIT;
    for (int64_t row = 0; row < dscore_values_row_count(values); row++) {
        int64_t agent = strtoll(dscore_values_key(values, row, 0), NULL, 10);
        for (int32_t i = 0; i < BENCH_ITEMS; i++) {
            dscore_value value = DSCORE_VALUE_INIT;
            double other = by_hand[agent * BENCH_ITEMS + i];
            must(dscore_values_get(values, row, i, &value, &err), &err);
            if (!(fabs(value.value - other) <= 1e-9 * fabs(other)) && !(isnan(value.value) && isnan(other))) {
                (void)fprintf(stderr, "item %d of agent %lld: %.17g by the library, %.17g by hand\n", (int)i,
                    (long long)agent, value.value, other);
                exit(EXIT_FAILURE);
            }
        }
    }
}

static void references(const desk *d, double *by_hand)
{
    double read = HUGE_VAL;
    double loop = HUGE_VAL;
    uint64_t sum = 0;
    for (int run = 0; run < RUNS; run++) {
        double start = seconds();
        sum += bench_read(&d->tickets);
        read = fmin(read, seconds() - start);
        start = seconds();
        if (bench_by_hand(&d->tickets, by_hand) != 0) {
            exit(EXIT_FAILURE);
        }
        loop = fmin(loop, seconds() - start);
    }
    report(sum == 0 ? "the bytes read once (all 0)" : "the bytes read once", read, d->tickets.rows, "a row");
    report("standard question, loop by hand", loop, d->tickets.rows, "a row");
}

static void bind_agents(dscore_table *table, const desk *d, bool is_dictionary)
{
    const bench_tickets *t = &d->tickets;
    dscore_column names = texts(d->labels, d->label_offsets, t->agents);
    dscore_column codes = column(DSCORE_DICT, t->agent, 4, t->rows);
    codes.code_type = DSCORE_INT32;
    codes.dictionary = &names;
    bind(table, "agent", is_dictionary ? codes : texts(d->text, d->text_offsets, t->rows), NULL);
}

static void passes(const question *twelve, const question *sixty, dscore_table *table, const desk *d)
{
    stage("rows only: count", twelve, table, false, 0, 1);
    stage("one column: mean handle time", twelve, table, false, 3, 1);
    stage("one expression: mean first response", twelve, table, false, 1, 1);
    stage("12 indicators, no key", twelve, table, false, 0, 12);
    stage("keys: count by agent, integers", twelve, table, true, 0, 1);
    bind_agents(table, d, true);
    stage("keys: count by agent, a dictionary", twelve, table, true, 0, 1);
    bind_agents(table, d, false);
    stage("keys: count by agent, strings", twelve, table, true, 0, 1);
    stage("12 indicators by agent, strings", twelve, table, true, 0, 12);
    bind(table, "agent", column(DSCORE_INT32, d->tickets.agent, 4, d->tickets.rows), NULL);
    stage("mean first response by agent", twelve, table, true, 1, 1);
    stage("12 indicators by agent", twelve, table, true, 0, 12);
    dscore_table *other = table_of(sixty->catalog, d);
    stage("60 indicators by agent", sixty, other, true, 0, 60);
    dscore_table_free(other);
}

static void evaluations(const question *q, dscore_table *table, const double *by_hand)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan = plan_of(q, true, 0, BENCH_ITEMS);
    dscore_values *values = NULL;
    double one = least_evaluation(plan, table, NULL, &values);
    compare(values, by_hand);
    report("standard question, one thread, by the wall", one, dscore_table_rows(table), "a row");
    dscore_executor executor;
    memset(&executor, 0, sizeof executor);
    executor.struct_size = sizeof executor;
    if (dscore_executor_threads(2, &executor, &err) == DSCORE_OK) {
        double two = least_evaluation(plan, table, &executor, &values);
        compare(values, by_hand);
        report("standard question, two threads, by the wall", two, dscore_table_rows(table), "a row");
        (void)printf("  %-52s %9.2f\n", "one thread over two", one / two);
    }
    dscore_values_free(values);
    dscore_plan_free(plan);
}

/* What is done with the states of two halves. */
static void afterwards(const question *q, const dscore_table *table)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan = plan_of(q, true, 0, BENCH_ITEMS);
    int64_t half = dscore_table_rows(table) / 2;
    dscore_state *first = updated(plan, table, 0, half);
    dscore_state *second = updated(plan, table, half, dscore_table_rows(table) - half);
    double merge = HUGE_VAL;
    double rollup = HUGE_VAL;
    double finish = HUGE_VAL;
    int64_t agents = 1;
    for (int run = 0; run < RUNS; run++) {
        dscore_state *target = NULL;
        dscore_state *whole = NULL;
        dscore_values *values = NULL;
        must(dscore_state_clone(first, &target, &err), &err);
        double start = seconds();
        must(dscore_state_merge(target, second, &err), &err);
        merge = fmin(merge, seconds() - start);
        start = seconds();
        must(dscore_state_rollup(target, NULL, 0, &whole, &err), &err);
        rollup = fmin(rollup, seconds() - start);
        start = seconds();
        must(dscore_state_finish(target, &values, &err), &err);
        finish = fmin(finish, seconds() - start);
        agents = dscore_values_row_count(values);
        dscore_values_free(values);
        dscore_state_free(whole);
        dscore_state_free(target);
    }
    report("merge two states of 12 indicators", merge, agents, "an agent");
    report("roll up to the whole desk", rollup, agents, "an agent");
    report("finish: 12 values", finish, agents, "an agent");
    (void)printf("  %-52s %9.0f bytes an agent\n", "one state", (double)dscore_state_bytes(first) / (double)agents);
    dscore_state_free(first);
    dscore_state_free(second);
    dscore_plan_free(plan);
}

static void each(const question *q, const desk *d)
{
    dscore_table *table = table_of(q->catalog, d);
    for (size_t i = 0; i < json_array_size(q->items); i++) {
        stage(json_string_value(json_object_get(json_array_get(q->items, i), "alias")), q, table, true, i, 1);
    }
    dscore_table_free(table);
}

static void stages(const question *twelve, const question *sixty, const desk *d)
{
    double *by_hand = need(d->tickets.agents * BENCH_ITEMS * (int64_t)sizeof *by_hand);
    dscore_table *table = table_of(twelve->catalog, d);
    references(d, by_hand);
    passes(twelve, sixty, table, d);
    evaluations(twelve, table, by_hand);
    afterwards(twelve, table);
    dscore_table_free(table);
    free(by_hand);
}

int main(int argc, char **argv)
{
    int64_t rows = argc > 1 ? strtoll(argv[1], NULL, 10) : 5000000;
    int64_t agents = argc > 2 ? strtoll(argv[2], NULL, 10) : 1000;
    bool is_each = argc == 4 && strcmp(argv[3], "each") == 0;
    if (rows < 2 || rows > 150000000 || agents < 1 || agents > 10000000 || argc > 4 || (argc == 4 && !is_each)) {
        (void)fprintf(stderr, "usage: bench_stages [ROWS [AGENTS [each]]]\n");
        return 2;
    }
    desk d;
    fill(&d, rows, agents);
    question twelve = read_question("question.json");
    question sixty = read_question("sixty.json");
    (void)printf("%lld rows, %lld agents, least of %d runs\n", (long long)rows, (long long)agents, (int)RUNS);
    if (is_each) {
        each(&sixty, &d);
    } else {
        stages(&twelve, &sixty, &d);
    }
    drop_question(&twelve);
    drop_question(&sixty);
    drop(&d);
    return 0;
}
