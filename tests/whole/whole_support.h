/* What the programs of this folder share: a desk to ask questions of, through the public API alone, and a generator of
   numbers that is the same everywhere. */
#ifndef DSCORE_TESTS_WHOLE_SUPPORT_H
#define DSCORE_TESTS_WHOLE_SUPPORT_H

#include "../support.h"

#define SECOND INT64_C(1000000)
#define HOUR (3600 * SECOND)
#define DAY (24 * HOUR)
#define LENGTH(array) ((int64_t)(sizeof(array) / sizeof((array)[0])))

static const int64_t NONE = INT64_MIN; /* how these tests write an instant or duration that is not there */
static const int8_t UNKNOWN = -1;      /* and a yes or no */

enum { YES = 1, NO = 0, MAX_TABLES = 16 };

/* A catalogue, a query under construction, its tables and its answer. */
typedef struct desk {
    dscore_error err;
    dscore_catalog *catalog;
    dscore_query *query;
    dscore_plan *plan;
    dscore_table *tables[MAX_TABLES];
    int32_t table_count;
    dscore_values *values;
} desk;

static inline dscore_catalog *builtin_catalog(void)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builtin(NULL, &catalog, &err), err);
    return catalog;
}

/* The built-in catalogue and one document; NULL = without. */
static inline dscore_catalog *catalog_with(const char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *base = builtin_catalog();
    if (json == NULL) {
        return base;
    }
    dscore_catalog_builder *builder = NULL;
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    assert_ok(dscore_catalog_builder_add(builder, json, (int64_t)strlen(json), &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
    return catalog;
}

static inline void desk_table(desk *d, const char *source)
{
    ck_assert_int_lt(d->table_count, MAX_TABLES);
    assert_ok(dscore_table_new(dscore_catalog_schema(d->catalog), source, &d->tables[d->table_count], &d->err), d->err);
    d->table_count++;
}

/* A desk with an empty query and an empty table of tickets. */
static inline void desk_open(desk *d, const char *json)
{
    const dscore_error fresh = DSCORE_ERROR_INIT;
    memset(d, 0, sizeof *d);
    d->err = fresh;
    d->catalog = catalog_with(json);
    assert_ok(dscore_query_new(d->catalog, &d->query, &d->err), d->err);
    desk_table(d, "tickets");
}

static inline void desk_close(desk *d)
{
    dscore_values_free(d->values);
    for (int32_t i = 0; i < d->table_count; i++) {
        dscore_table_free(d->tables[i]);
    }
    dscore_plan_free(d->plan);
    dscore_query_free(d->query);
    dscore_catalog_free(d->catalog);
}

static inline void desk_key(desk *d, const char *key)
{
    assert_ok(dscore_query_key(d->query, key, &d->err), d->err);
}

static inline void desk_ask(desk *d, const char *id)
{
    assert_ok(dscore_query_item(d->query, NULL, id, &d->err), d->err);
}

static inline void desk_option(desk *d, const char *name, const char *value)
{
    assert_ok(dscore_query_option(d->query, name, value, &d->err), d->err);
}

/* ---- columns of the latest table ------------------------------------------------------------ */

static inline dscore_table *desk_latest(const desk *d)
{
    return d->tables[d->table_count - 1];
}

static inline void bind_times(desk *d, const char *field, const int64_t *microseconds, int64_t n)
{
    assert_ok(dscore_table_bind_array(desk_latest(d), field, DSCORE_INT64, DSCORE_UNIT_US, microseconds, n,
                  (int64_t)sizeof *microseconds, &NONE, &d->err),
        d->err);
}

static inline void bind_numbers(desk *d, const char *field, const double *numbers, int64_t n)
{
    assert_ok(dscore_table_bind_array(desk_latest(d), field, DSCORE_FLOAT64, DSCORE_UNIT_NONE, numbers, n,
                  (int64_t)sizeof *numbers, NULL, &d->err),
        d->err);
}

static inline void bind_texts(desk *d, const char *field, const char *const *texts, int64_t n)
{
    assert_ok(dscore_table_bind_array(desk_latest(d), field, DSCORE_CSTRING, DSCORE_UNIT_NONE, texts, n,
                  (int64_t)sizeof *texts, NULL, &d->err),
        d->err);
}

static inline void bind_flags(desk *d, const char *field, const int8_t *flags, int64_t n)
{
    assert_ok(
        dscore_table_bind_array(desk_latest(d), field, DSCORE_INT8, DSCORE_UNIT_NONE, flags, n, 1, &UNKNOWN, &d->err),
        d->err);
}

/* ---- answers -------------------------------------------------------------------------------- */

/* Compile and evaluate again what the query and the tables hold now. */
static inline dscore_status desk_try(desk *d)
{
    dscore_values_free(d->values);
    dscore_plan_free(d->plan);
    d->values = NULL;
    d->plan = NULL;
    dscore_status status = dscore_plan_compile(d->query, &d->plan, &d->err);
    if (status == DSCORE_OK) {
        status = dscore_evaluate(d->plan, d->tables, d->table_count, NULL, &d->values, &d->err);
    }
    return status;
}

static inline void desk_run(desk *d)
{
    assert_ok(desk_try(d), d->err);
}

/* The row whose first key reads so; -1 if there is none. */
static inline int64_t row_of(const dscore_values *values, const char *subject)
{
    for (int64_t row = 0; row < dscore_values_row_count(values); row++) {
        if (strcmp(dscore_values_key(values, row, 0), subject) == 0) {
            return row;
        }
    }
    return -1;
}

static inline dscore_value value_at(const dscore_values *values, int64_t row, const char *alias)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_value value = DSCORE_VALUE_INIT;
    const int32_t item = dscore_values_find(values, alias);
    ck_assert_msg(item >= 0, "no item %s", alias);
    ck_assert_msg(row >= 0 && row < dscore_values_row_count(values), "no row %lld for %s", (long long)row, alias);
    assert_ok(dscore_values_get(values, row, item, &value, &err), err);
    return value;
}

static inline dscore_value value_of(const desk *d, const char *subject, const char *alias)
{
    return value_at(d->values, subject == NULL ? 0 : row_of(d->values, subject), alias);
}

static inline void check_counts(
    const dscore_value *v, const char *name, int64_t used, int64_t missing, int64_t excluded)
{
    ck_assert_msg(v->n_used == used && v->n_missing == missing && v->n_excluded == excluded,
        "%s: used %lld, missing %lld, excluded %lld; expected %lld, %lld, %lld", name, (long long)v->n_used,
        (long long)v->n_missing, (long long)v->n_excluded, (long long)used, (long long)missing, (long long)excluded);
}

/* A number with its three counts. Expectations are exact: they are the one correct rounding of the rational. */
static inline void expect(const desk *d, const char *subject, const char *alias, double number, int64_t used,
    int64_t missing, int64_t excluded)
{
    const dscore_value v = value_of(d, subject, alias);
    ck_assert_msg(v.status == DSCORE_VALUE_OK && v.value == number, "%s: status %d, value %.17g; expected %.17g", alias,
        (int)v.status, v.value, number);
    check_counts(&v, alias, used, missing, excluded);
}

/* No number, why, and the three counts. */
static inline void expect_none(const desk *d, const char *subject, const char *alias, int32_t status, int64_t used,
    int64_t missing, int64_t excluded)
{
    const dscore_value v = value_of(d, subject, alias);
    ck_assert_msg(v.status == status && isnan(v.value), "%s: status %d, value %.17g; expected status %d", alias,
        (int)v.status, v.value, (int)status);
    check_counts(&v, alias, used, missing, excluded);
}

static inline int64_t reason_of(const desk *d, const char *alias, int32_t reason)
{
    return dscore_values_reason(d->values, dscore_values_find(d->values, alias), reason);
}

/* The same rows, labels, counts, and the same bits of every value. */
static inline void assert_same_values(const dscore_values *a, const dscore_values *b, const char *what)
{
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_msg(dscore_values_row_count(a) == dscore_values_row_count(b), "%s: %lld rows, not %lld", what,
        (long long)dscore_values_row_count(b), (long long)dscore_values_row_count(a));
    ck_assert_int_eq(dscore_values_item_count(a), dscore_values_item_count(b));
    for (int64_t row = 0; row < dscore_values_row_count(a); row++) {
        for (int32_t key = 0; key < dscore_values_key_count(a); key++) {
            ck_assert_str_eq(dscore_values_key(a, row, key), dscore_values_key(b, row, key));
        }
        for (int32_t item = 0; item < dscore_values_item_count(a); item++) {
            dscore_value x = DSCORE_VALUE_INIT, y = DSCORE_VALUE_INIT;
            assert_ok(dscore_values_get(a, row, item, &x, &err), err);
            assert_ok(dscore_values_get(b, row, item, &y, &err), err);
            const char *alias = dscore_values_item(a, item, DSCORE_ITEM_ALIAS);
            ck_assert_msg(memcmp(&x.value, &y.value, sizeof x.value) == 0, "%s: %s of row %lld is %a, not %a", what,
                alias, (long long)row, y.value, x.value);
            ck_assert_msg(x.status == y.status && x.flags == y.flags && x.n_used == y.n_used &&
                              x.n_missing == y.n_missing && x.n_excluded == y.n_excluded &&
                              x.n_invalid == y.n_invalid && x.n_pending == y.n_pending,
                "%s: %s of row %lld: status %d flags %d counts %lld %lld %lld, not %d %d %lld %lld %lld", what, alias,
                (long long)row, (int)y.status, (int)y.flags, (long long)y.n_used, (long long)y.n_missing,
                (long long)y.n_excluded, (int)x.status, (int)x.flags, (long long)x.n_used, (long long)x.n_missing,
                (long long)x.n_excluded);
        }
    }
}

/* ---- a card ----------------------------------------------------------------------------------- */

static const char SMALL_CARD[] =
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"small\", \"name\": {\"en\": \"A small card\", \"zh\": "
    "\"\\u5c0f\\u5361\"},"
    " \"items\": {"
    "  \"speed\": {\"indicator\": \"first_response_time_p90\","
    "   \"rule\": {\"family\": \"LINEAR\", \"x0\": \"2h\", \"points0\": 0, \"x1\": \"10min\", \"points1\": 100}},"
    "  \"csat\": {\"indicator\": \"csat_score\","
    "   \"rule\": {\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0, \"points\": 0}, {\"x\": 100, \"points\": 100}]}},"
    "  \"closed\": {\"indicator\": \"closure_rate\","
    "   \"rule\": {\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0, \"points\": 0}, {\"x\": 100, \"points\": 100}]}}},"
    " \"weights\": {\"mode\": \"ABSOLUTE_100\", \"tree\": {\"quality\": {\"weight\": 50, \"tree\": {\"csat\": 50}},"
    "  \"work\": {\"weight\": 50, \"tree\": {\"speed\": 40, \"closed\": 10}}}},"
    " \"grades\": [{\"label\": \"A\", \"min\": 85}, {\"label\": \"B\", \"min\": 0}]}";

/* ---- chance --------------------------------------------------------------------------------- */

/* SplitMix64 (Steele, Lea, Flood, 2014). */
static inline uint64_t chance(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* A number in [0, n). */
static inline int64_t chance_below(uint64_t *seed, int64_t n)
{
    return (int64_t)(chance(seed) % (uint64_t)n);
}

/* ---- memory that counts and fails ----------------------------------------------------------- */

typedef struct purse {
    int64_t calls;   /* allocations and growths so far */
    int64_t fail_at; /* number of the one that fails, from 1; all after it too while `stays_empty`; 0 = none */
    int32_t stays_empty;
    int64_t live_bytes; /* not yet given back */
    int64_t live_blocks;
} purse;

static inline int32_t purse_refuses(purse *p)
{
    p->calls++;
    return p->fail_at != 0 && (p->calls == p->fail_at || (p->stays_empty && p->calls > p->fail_at));
}

static inline void *purse_alloc(void *ctx, int64_t size, int64_t align)
{
    purse *p = ctx;
    (void)align;
    void *block = purse_refuses(p) ? NULL : malloc((size_t)size);
    p->live_bytes += block == NULL ? 0 : size;
    p->live_blocks += block == NULL ? 0 : 1;
    return block;
}

static inline void *purse_resize(void *ctx, void *old, int64_t old_size, int64_t new_size, int64_t align)
{
    purse *p = ctx;
    (void)align;
    void *block = purse_refuses(p) ? NULL : realloc(old, (size_t)new_size);
    p->live_bytes += block == NULL ? 0 : new_size - old_size;
    return block;
}

static inline void purse_release(void *ctx, void *block, int64_t size, int64_t align)
{
    purse *p = ctx;
    (void)align;
    p->live_bytes -= size;
    p->live_blocks--;
    free(block);
}

static inline dscore_allocator purse_allocator(purse *p)
{
    return (dscore_allocator){(uint32_t)sizeof(dscore_allocator), p, purse_alloc, purse_resize, purse_release};
}

/* Stop the job at the first failure; a constructor that failed must have left NULL. */
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        const dscore_status tried_ = (call);                                                                           \
        if (tried_ != DSCORE_OK) {                                                                                     \
            return tried_;                                                                                             \
        }                                                                                                              \
    } while (0)
#define MAKE(out, call)                                                                                                \
    do {                                                                                                               \
        const dscore_status made_ = (call);                                                                            \
        ck_assert_msg(                                                                                                 \
            (made_ == DSCORE_OK) == ((out) != NULL), "%s: status %d with an object or OK without", #call, (int)made_); \
        if (made_ != DSCORE_OK) {                                                                                      \
            return made_;                                                                                              \
        }                                                                                                              \
    } while (0)

#endif
