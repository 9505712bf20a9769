/* How fast business time is: ten million pairs through the array function and through a query; then, of at most a
   million, one pair over a day and over a hundred years, and arrays of pairs, sorted and in random order, beside a C
   loop that walks from day to day. A desk in Paris with holidays and a lunch break. The least time of several runs
   counts; the answers are compared.

       bench_time [PAIRS]        by default 10000000; needs /usr/share/zoneinfo/Europe/Paris */
#include <deskscore/deskscore.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 5, SINGLE = 1000000, WALKED = 2000, HOLIDAYS = 11, YEARS = 140, DOCUMENT = 65536 };

static const int64_t second_us = 1000000;
static const int64_t hour_us = INT64_C(3600000000);
static const int64_t day_us = INT64_C(86400000000);

typedef struct pairs {
    int64_t n;
    int64_t *from, *to, *out;
} pairs;

static void stop(const char *what)
{
    (void)fprintf(stderr, "bench_time: %s\n", what);
    exit(EXIT_FAILURE);
}

static void must(dscore_status status, const dscore_error *err)
{
    if (status != DSCORE_OK) {
        stop(err->message);
    }
}

static void *need(int64_t count, size_t size)
{
    void *p = malloc((size_t)count * size);
    if (p == NULL) {
        stop("not enough memory");
    }
    return p;
}

/* splitmix64. */
static uint64_t random_state = 1;

static int64_t below(int64_t n)
{
    uint64_t z = (random_state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (int64_t)((z ^ (z >> 31)) % (uint64_t)n);
}

/* Of this process: what others do on the machine does not count. */
static double now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- the desk ------------------------------------------------------------------------------- */

static dscore_zone *paris(void)
{
    static char bytes[65536];
    FILE *f = fopen("/usr/share/zoneinfo/Europe/Paris", "rb");
    if (f == NULL) {
        stop("no /usr/share/zoneinfo/Europe/Paris");
    }
    const size_t n = fread(bytes, 1, sizeof bytes, f);
    (void)fclose(f);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_zone *zone = NULL;
    must(dscore_zone_from_tzif(NULL, "Europe/Paris", bytes, (int64_t)n, &zone, &err), &err);
    return zone;
}

/* Dates of every year that are holidays, by month and day. */
static const int32_t holidays[HOLIDAYS][2] = {
    {1, 1}, {4, 6}, {5, 1}, {5, 8}, {5, 14}, {5, 25}, {7, 14}, {8, 15}, {11, 1}, {11, 11}, {12, 25}};
static int64_t holiday_days[YEARS * HOLIDAYS]; /* ascending */

static dscore_calendar *desk(const dscore_zone *zone)
{
    static char text[DOCUMENT];
    size_t used = (size_t)snprintf(text, sizeof text,
        "{\"zone\": \"Europe/Paris\", \"week\": {\"mon-fri\": [\"08:00-12:00\", \"13:00-18:00\"]}, \"exceptions\": {");
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t n = 0;
    for (int32_t year = 0; year < YEARS; year++) {
        for (int h = 0; h < HOLIDAYS; h++) {
            used += (size_t)snprintf(text + used, sizeof text - used, "%s\"%04d-%02d-%02d\": []", n == 0 ? "" : ", ",
                (int)(1980 + year), (int)holidays[h][0], (int)holidays[h][1]);
            must(dscore_day_of(1980 + year, holidays[h][0], holidays[h][1], &holiday_days[n++], &err), &err);
        }
    }
    (void)snprintf(text + used, sizeof text - used, "}}");
    dscore_calendar *calendar = NULL;
    must(dscore_calendar_parse(NULL, text, -1, zone, &calendar, &err), &err);
    return calendar;
}

/* ---- day by day ----------------------------------------------------------------------------- */

static int64_t overlap(int64_t a, int64_t b, int64_t from, int64_t to)
{
    const int64_t low = a > from ? a : from;
    const int64_t high = b < to ? b : to;
    return high > low ? high - low : 0;
}

static int compare_days(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Each local date between the ends, its hours turned into instants: what most programs do. */
static int64_t walk(const dscore_zone *zone, int64_t from, int64_t to)
{
    dscore_error err = DSCORE_ERROR_INIT;
    static const int64_t hours[2][2] = {{8, 12}, {13, 18}};
    int64_t first;
    int64_t last;
    int64_t us = 0;
    must(dscore_zone_day(zone, from, &first, &err), &err);
    must(dscore_zone_day(zone, to, &last, &err), &err);
    for (int64_t day = first; day <= last; day++) {
        const int64_t weekday = ((day + 3) % 7 + 7) % 7;
        if (weekday >= 5 || bsearch(&day, holiday_days, YEARS * HOLIDAYS, sizeof *holiday_days, compare_days) != NULL) {
            continue;
        }
        for (int i = 0; i < 2; i++) {
            int64_t start;
            int64_t end;
            must(dscore_zone_instant(zone, day * day_us + hours[i][0] * hour_us, DSCORE_GAP_END, DSCORE_OVERLAP_FIRST,
                     &start, NULL, &err),
                &err);
            must(dscore_zone_instant(zone, day * day_us + hours[i][1] * hour_us, DSCORE_GAP_END, DSCORE_OVERLAP_FIRST,
                     &end, NULL, &err),
                &err);
            us += overlap(start, end, from, to);
        }
    }
    return us;
}

/* ---- measuring ------------------------------------------------------------------------------ */

/* Pairs that begin in `years` years from 2000 on and are up to `span` apart. */
static void fill(pairs *p, int64_t years, int64_t span, bool is_fixed, bool is_sorted)
{
    const int64_t start = INT64_C(946684800) * second_us;
    for (int64_t i = 0; i < p->n; i++) {
        const int64_t range = years * 365 * 86400;
        const int64_t at = is_sorted ? range / p->n * i + below(60) : below(range);
        p->from[i] = start + at * second_us;
        p->to[i] = p->from[i] + (is_fixed ? span : below(span / second_us) * second_us);
    }
}

static double time_singles(const dscore_calendar *calendar, const pairs *p)
{
    double best = 1e9;
    dscore_error err = DSCORE_ERROR_INIT;
    for (int run = 0; run < RUNS; run++) {
        const double begun = now_s();
        for (int64_t i = 0; i < p->n; i++) {
            must(dscore_calendar_between(calendar, p->from[i], p->to[i], &p->out[i], &err), &err);
        }
        const double took = now_s() - begun;
        best = took < best ? took : best;
    }
    return best / (double)p->n * 1e9;
}

static double time_array(const dscore_calendar *calendar, const pairs *p, bool is_add)
{
    double best = 1e9;
    dscore_error err = DSCORE_ERROR_INIT;
    for (int run = 0; run < RUNS; run++) {
        const double begun = now_s();
        must(is_add ? dscore_calendar_add_array(calendar, p->from, p->to, p->n, p->out, &err)
                    : dscore_calendar_between_array(calendar, p->from, p->to, p->n, p->out, &err),
            &err);
        const double took = now_s() - begun;
        best = took < best ? took : best;
    }
    return best / (double)p->n * 1e9;
}

static double time_walk(const dscore_calendar *calendar, const pairs *p)
{
    const int64_t n = p->n < WALKED ? p->n : WALKED;
    dscore_error err = DSCORE_ERROR_INIT;
    const double begun = now_s();
    for (int64_t i = 0; i < n; i++) {
        p->out[i] = walk(dscore_calendar_zone(calendar), p->from[i], p->to[i]);
    }
    const double took = now_s() - begun;
    for (int64_t i = 0; i < n; i++) {
        int64_t us;
        must(dscore_calendar_between(calendar, p->from[i], p->to[i], &us, &err), &err);
        if (us != p->out[i]) {
            stop("the answers differ");
        }
    }
    return took / (double)n * 1e9;
}

/* ---- through a query ------------------------------------------------------------------------ */

static void bind(dscore_table *table, const char *field, const int64_t *data, int64_t n)
{
    dscore_error err = DSCORE_ERROR_INIT;
    must(dscore_table_bind_array(table, field, DSCORE_INT64, DSCORE_UNIT_US, data, n, 8, NULL, &err), &err);
}

/* resolution_time on the business clock, which is mean(business_time(created_at, resolved_at)), over all pairs. */
static double time_query(const dscore_calendar *calendar, const pairs *p, double *out_seconds)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    dscore_table *table = NULL;
    double best = 1e9;
    must(dscore_catalog_builtin(NULL, &catalog, &err), &err);
    must(dscore_query_new(catalog, &query, &err), &err);
    must(dscore_query_calendar(query, NULL, calendar, &err), &err);
    must(dscore_query_item(query, NULL, "resolution_time", &err), &err);
    must(dscore_query_item_set(query, "resolution_time", "clock", "business", &err), &err);
    must(dscore_plan_compile(query, &plan, &err), &err);
    must(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &err), &err);
    bind(table, "created_at", p->from, p->n);
    bind(table, "resolved_at", p->to, p->n);
    for (int run = 0; run < RUNS; run++) {
        dscore_values *values = NULL;
        dscore_value value = DSCORE_VALUE_INIT;
        const double begun = now_s();
        must(dscore_evaluate(plan, &table, 1, NULL, &values, &err), &err);
        const double took = now_s() - begun;
        best = took < best ? took : best;
        must(dscore_values_get(values, 0, 0, &value, &err), &err);
        *out_seconds = value.value;
        dscore_values_free(values);
    }
    dscore_table_free(table);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_catalog_free(catalog);
    return best / (double)p->n * 1e9;
}

/* What the array function and a query take for all pairs, and whether they agree. */
static void compare_ways(const dscore_calendar *calendar, const pairs *p, const char *what)
{
    double mean;
    const double array = time_array(calendar, p, false);
    const double query = time_query(calendar, p, &mean);
    double sum = 0.0;
    for (int64_t i = 0; i < p->n; i++) {
        sum += (double)p->out[i] / 1e6;
    }
    sum /= (double)p->n;
    if (!(mean - sum <= 1e-6 * sum && sum - mean <= 1e-6 * sum)) {
        stop("the query and the array differ");
    }
    (void)printf("  %-38s array %7.3f s %6.1f ns a pair   query %7.3f s %6.1f ns a pair\n", what,
        array * (double)p->n / 1e9, array, query * (double)p->n / 1e9, query);
}

static void say(const char *what, double ns, double base)
{
    (void)printf("  %-52s %12.1f ns a pair %10.2f x\n", what, ns, ns / base);
}

int main(int argc, char **argv)
{
    const int64_t most = argc > 1 ? strtoll(argv[1], NULL, 10) : 10000000;
    pairs p = {most, NULL, NULL, NULL};
    if (p.n < 1 || p.n > 100000000) {
        stop("PAIRS is a number from 1 to 100000000");
    }
    p.from = need(p.n, sizeof *p.from);
    p.to = need(p.n, sizeof *p.to);
    p.out = need(p.n, sizeof *p.out);
    dscore_zone *zone = paris();
    dscore_calendar *calendar = desk(zone);

    (void)printf("business time in Paris, 1540 holidays, %lld pairs, one thread\n", (long long)p.n);
    fill(&p, 1, 20 * day_us, false, true);
    compare_ways(calendar, &p, "sorted, one year, up to 20 days");
    fill(&p, 1, 20 * day_us, false, false);
    compare_ways(calendar, &p, "random order, one year, up to 20 days");
    fill(&p, 20, 20 * day_us, false, false);
    compare_ways(calendar, &p, "random order, 20 years, up to 20 days");

    p.n = most > SINGLE ? SINGLE : most;
    (void)printf("business time in Paris, 1540 holidays, %lld pairs\n", (long long)p.n);
    fill(&p, 1, day_us, true, false);
    const double base = time_singles(calendar, &p);
    say("one pair, a day apart", base, base);
    fill(&p, 1, 36525 * day_us, true, false);
    say("one pair, a hundred years apart", time_singles(calendar, &p), base);
    fill(&p, 20, 20 * day_us, false, true);
    say("array, sorted, up to 20 days", time_array(calendar, &p, false), base);
    fill(&p, 20, 20 * day_us, false, false);
    say("array, random order, up to 20 days", time_array(calendar, &p, false), base);
    say("day by day, up to 20 days", time_walk(calendar, &p), base);
    for (int64_t i = 0; i < p.n; i++) {
        p.to[i] = below(100 * 3600) * second_us;
    }
    say("array of deadlines, up to 100 business hours", time_array(calendar, &p, true), base);
    fill(&p, 20, 36525 * day_us, false, false);
    say("array, random order, up to a hundred years", time_array(calendar, &p, false), base);
    if (p.n > WALKED / 20) {
        p.n = WALKED / 20;
    }
    say("day by day, up to a hundred years", time_walk(calendar, &p), base);

    dscore_calendar_free(calendar);
    dscore_zone_free(zone);
    free(p.from);
    free(p.to);
    free(p.out);
    return EXIT_SUCCESS;
}
