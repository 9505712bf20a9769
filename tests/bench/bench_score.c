/* What scoring costs: the card of card.json, twelve indicators by rules of twelve families, over the values of a
   million subjects, which are given: how long they took to measure is not counted. Some totals are compared with a
   calculation by hand.

       bench_score CARD.json [SUBJECTS]        by default 1000000 subjects, of three tickets each */
#include <deskscore/deskscore.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 3, TICKETS = 3, ITEMS = 12, NONE = -1, COMPARED = 20000 };

/* One ticket; -1 stands for a missing value. */
typedef struct ticket {
    int64_t created, replied, resolved;
    int32_t agent, handle;
    int16_t contacts;
    int8_t csat, reopens;
    uint8_t complaint;
} ticket;

static const int64_t now_s = 1801440000; /* 2027-02-01, after all of them */

static void must(dscore_status status, const dscore_error *err)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s: %s (%s)\n", dscore_status_name(status), err->message, err->path);
        exit(EXIT_FAILURE);
    }
}

static void *need(size_t count, size_t size)
{
    void *p = calloc(count, size);
    if (p == NULL) {
        (void)fprintf(stderr, "not enough memory\n");
        exit(EXIT_FAILURE);
    }
    return p;
}

/* ---- tickets ---------------------------------------------------------------------------------- */

/* splitmix64. */
static uint32_t below(uint32_t n)
{
    static uint64_t state = 1;
    uint64_t z = (state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (uint32_t)((z ^ (z >> 31)) >> 33) % n;
}

static ticket *make_tickets(int64_t subjects)
{
    ticket *t = need((size_t)subjects * TICKETS, sizeof *t);
    for (int64_t i = 0; i < subjects * TICKETS; i++) {
        t[i].created = 1767225600 + below(90 * 86400);
        t[i].replied = below(100) < 3 ? NONE : t[i].created + below(30000);
        t[i].resolved = below(100) < 8 ? NONE : t[i].created + below(500000);
        t[i].agent = (int32_t)(i % subjects);
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

static dscore_values *measure(
    const dscore_catalog *catalog, const dscore_scorecard *card, const ticket *t, int64_t rows)
{
    static const int64_t no_time = NONE;
    static const int8_t no_rating = NONE;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = NULL;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    dscore_values *values = NULL;
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
    must(dscore_query_new(catalog, &query, &err), &err);
    must(dscore_query_key(query, "agent", &err), &err);
    must(dscore_query_now(query, now_s * 1000000, &err), &err);
    must(dscore_scorecard_plan(card, query, &plan, &err), &err);
    must(dscore_evaluate(plan, &table, 1, NULL, &values, &err), &err);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_table_free(table);
    return values;
}

/* ---- by hand ---------------------------------------------------------------------------------- */

static double between(double x, double x0, double y0, double x1, double y1)
{
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
}

static double clamped(double points)
{
    return fmin(fmax(points, 0.0), 100.0);
}

static double share(int64_t part, int64_t whole)
{
    return whole == 0 ? NAN : 100.0 * (double)part / (double)whole;
}

static double mean(int64_t sum, int64_t n)
{
    return n == 0 ? NAN : (double)sum / (double)n;
}

/* The values of a subject, dimension by dimension; NaN = none. */
static void values_by_hand(const ticket *t, int64_t subjects, int64_t subject, double *x)
{
    int64_t replied = 0, reply = 0, within = 0, resolved = 0, solve = 0, handle = 0, rated = 0, csat = 0, top = 0,
            once = 0, open = 0, reopened = 0, complaints = 0;
    for (int64_t i = 0; i < TICKETS; i++) {
        const ticket *own = &t[subject + i * subjects];
        const bool is_resolved = own->resolved != NONE;
        replied += own->replied != NONE;
        reply += own->replied != NONE ? own->replied - own->created : 0;
        within += own->replied != NONE && own->replied - own->created <= 4 * 3600;
        resolved += is_resolved;
        solve += is_resolved ? own->resolved - own->created : 0;
        handle += own->handle;
        rated += own->csat != NONE;
        csat += own->csat != NONE ? own->csat : 0;
        top += own->csat == 5;
        once += is_resolved && own->contacts == 1;
        open += is_resolved || own->reopens > 0;
        reopened += own->reopens > 0;
        complaints += own->complaint;
    }
    const double own[ITEMS] = {mean(reply, replied), share(within, TICKETS), mean(solve, resolved),
        mean(handle, TICKETS), share(resolved, TICKETS), mean(csat, rated), share(top, rated), share(once, resolved),
        share(reopened, open), share(complaints, TICKETS), TICKETS, (double)resolved};
    memcpy(x, own, sizeof own);
}

static void points_by_hand(const double *x, double *p)
{
    const double steps = fmax(0.0, floor((x[0] - 3600) / 1800 + 1e-9));
    p[0] = isnan(x[0]) || x[0] >= 43200 ? (isnan(x[0]) ? NAN : 0.0) : fmax(0.0, 100 - 5 * steps);
    p[1] = fmin(100.0 * x[1] / 80, 100.0) + (x[1] >= 95 - 1e-9 ? 3 : x[1] < 50 - 1e-9 ? -5 : 0);
    p[2] = between(x[2], 144 * 3600, 0, 4 * 3600, 100);
    p[3] = x[3] < 300 ? between(x[3], 60, 0, 300, 100) : x[3] <= 1800 ? 100 : between(x[3], 1800, 100, 3600, 0);
    p[4] = fmin(100.0 * x[4] / 90, 105);
    p[5] = x[5] < 3   ? between(x[5], 1, 0, 3, 40)
           : x[5] < 4 ? between(x[5], 3, 40, 4, 75)
                      : between(x[5], 4, 75, 5, 100);
    p[6] = 60 + 40 * (x[6] - 20) / 60;
    p[7] = x[7] < 30 ? 0 : x[7] < 60 ? between(x[7], 30, 50, 60, 80) : fmin(between(x[7], 60, 80, 90, 100), 100);
    p[8] = 100 * (x[8] - (40 + 35)) / (3 * (5 - 40));
    p[9] = x[9] <= 5 ? 100 : 0;
    p[10] = x[10] < 2 ? 40 : x[10] < 4 ? 80 : 100;
    p[11] = 100 / (1 + exp(-between(x[11], 1, log(20.0 / 80), 3, log(80.0 / 20))));
    for (int i = 0; i < ITEMS; i++) {
        p[i] = isnan(x[i]) ? NAN : clamped(p[i]);
    }
}

/* Three dimensions; what is missing leaves its weight to the others of its dimension, and an empty dimension its own to
   the other dimensions. NaN: too little of the weight has a value. */
static double total_by_hand(const double *points)
{
    static const struct {
        int32_t first, last;
        double weight;
    } dimensions[] = {{0, 5, 50}, {5, 10, 40}, {10, 12, 10}};
    static const double weights[ITEMS] = {15, 10, 15, 5, 5, 15, 5, 10, 5, 5, 5, 5};
    double sum = 0, all = 0, covered = 0;
    for (int d = 0; d < 3; d++) {
        double of_dimension = 0, there = 0;
        for (int32_t i = dimensions[d].first; i < dimensions[d].last; i++) {
            of_dimension += isnan(points[i]) ? 0 : weights[i] * points[i];
            there += isnan(points[i]) ? 0 : weights[i];
        }
        covered += there;
        if (there > 0) {
            sum += dimensions[d].weight * of_dimension / there;
            all += dimensions[d].weight;
        }
    }
    return covered < 60 - 1e-9 ? NAN : sum / all;
}

/* Published totals have two decimals; right at a half they may go either way here. */
static void compare(const dscore_scores *scores, const ticket *t, int64_t subjects)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t every = subjects > COMPARED ? subjects / COMPARED : 1;
    for (int64_t index = 0; index < dscore_scores_count(scores); index += every) {
        double x[ITEMS], points[ITEMS];
        dscore_score_row row = DSCORE_SCORE_ROW_INIT;
        must(dscore_scores_get(scores, index, &row, &err), &err);
        values_by_hand(t, subjects, strtoll(row.subject, NULL, 10), x);
        points_by_hand(x, points);
        const double total = total_by_hand(points);
        if (isnan(total) != (row.status != DSCORE_VALUE_OK) ||
            (!isnan(total) && !(fabs(total - row.total) <= 0.00501))) {
            (void)fprintf(stderr, "subject %s: %.4f by the library, %.4f by hand\n", row.subject, row.total, total);
            exit(EXIT_FAILURE);
        }
    }
}

/* ---- timing ----------------------------------------------------------------------------------- */

/* Of this process: what others do on the machine does not count. */
static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static dscore_scorecard *read_card(const dscore_catalog *catalog, const char *path)
{
    static char text[1 << 16];
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = NULL;
    FILE *file = fopen(path, "rb");
    const size_t length = file == NULL ? 0 : fread(text, 1, sizeof text, file);
    if (file == NULL || length == 0) {
        (void)fprintf(stderr, "%s cannot be read\n", path);
        exit(EXIT_FAILURE);
    }
    (void)fclose(file);
    must(dscore_scorecard_parse(catalog, text, (int64_t)length, &card, &err), &err);
    return card;
}

int main(int argc, char **argv)
{
    const int64_t subjects = argc > 2 ? strtoll(argv[2], NULL, 10) : 1000000;
    if (argc < 2 || subjects < 1) {
        (void)fprintf(stderr, "usage: bench_score CARD.json [SUBJECTS]\n");
        return 2;
    }
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    must(dscore_catalog_builtin(NULL, &catalog, &err), &err);
    dscore_scorecard *card = read_card(catalog, argv[1]);
    ticket *t = make_tickets(subjects);
    dscore_values *values = measure(catalog, card, t, subjects * TICKETS);
    double least = HUGE_VAL;
    for (int run = 0; run < RUNS; run++) {
        dscore_scores *scores = NULL;
        const double start = seconds();
        must(dscore_score(card, values, &scores, &err), &err);
        least = fmin(least, seconds() - start);
        if (run == 0) {
            compare(scores, t, subjects);
        }
        dscore_scores_free(scores);
    }
    (void)printf("%lld subjects, %d indicators, values given: %.3f s, %.0f ns a subject\n", (long long)subjects, ITEMS,
        least, least / (double)subjects * 1e9);
    dscore_values_free(values);
    free(t);
    dscore_scorecard_free(card);
    dscore_catalog_free(catalog);
    return 0;
}
