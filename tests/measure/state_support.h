/* What the tests of states share: catalogues with formulas of their own, tables of small arrays, values by name, and
   an allocator that fails when told to. */
#ifndef DSCORE_TESTS_STATE_SUPPORT_H
#define DSCORE_TESTS_STATE_SUPPORT_H

#include "support.h"

#include "base/error.h"
#include "measure/definition.h"
#include "measure/plan.h"
#include "measure/state.h"

/* ---- an allocator that counts, and fails from a given allocation on -------------------------- */

typedef struct faulty {
    int64_t calls, fail_at; /* fail_at < 0: never */
    int64_t live;           /* bytes not given back */
} faulty;

static inline void *faulty_alloc(void *ctx, int64_t size, int64_t align)
{
    faulty *f = ctx;
    (void)align;
    if (f->fail_at >= 0 && f->calls++ >= f->fail_at) {
        return NULL;
    }
    f->live += size;
    return malloc((size_t)size);
}

static inline void *faulty_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    faulty *f = ctx;
    (void)align;
    if (f->fail_at >= 0 && f->calls++ >= f->fail_at) {
        return NULL;
    }
    f->live += new_size - old_size;
    return realloc(p, (size_t)new_size);
}

static inline void faulty_release(void *ctx, void *p, int64_t size, int64_t align)
{
    (void)align;
    ((faulty *)ctx)->live -= size;
    free(p);
}

static inline dscore_allocator faulty_allocator(faulty *f)
{
    *f = (faulty){0, -1, 0};
    return (dscore_allocator){(uint32_t)sizeof(dscore_allocator), f, faulty_alloc, faulty_resize, faulty_release};
}

/* ---- catalogues, queries, plans -------------------------------------------------------------- */

/* An indicator of a test over tickets, in points unless it says otherwise. */
typedef struct formula {
    const char *id, *text, *where, *placement, *unit;
} formula;

static inline dscore_catalog *catalog_with(const formula *formulas, int count, const dscore_allocator *allocator)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *base, *out;
    dscore_catalog_builder *builder;
    assert_ok(dscore_catalog_builtin(allocator, &base, &err), err);
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    for (int i = 0; i < count; i++) {
        const dsi_record record = {.id = formulas[i].id,
            .source = "tickets",
            .formula = formulas[i].text,
            .where = formulas[i].where,
            .placement = formulas[i].placement,
            .unit = formulas[i].unit != NULL ? formulas[i].unit : "points",
            .better = "none",
            .domain_min = -INFINITY,
            .domain_max = INFINITY,
            .name_en = formulas[i].id,
            .name_zh = formulas[i].id};
        assert_ok(dsi_builder_add_record(builder, &record, &err), err);
    }
    assert_ok(dscore_catalog_builder_finish(builder, &out, &err), err);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
    return out;
}

static inline dscore_query *query_of(const dscore_catalog *catalog, const char *key, const char *const *ids, int count)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query;
    assert_ok(dscore_query_new(catalog, &query, &err), err);
    if (key != NULL) {
        assert_ok(dscore_query_key(query, key, &err), err);
    }
    for (int i = 0; i < count; i++) {
        assert_ok(dscore_query_item(query, NULL, ids[i], &err), err);
    }
    return query;
}

static inline dscore_plan *plan_of(dscore_query *query)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan;
    assert_ok(dscore_plan_compile(query, &plan, &err), err);
    dscore_query_free(query);
    return plan;
}

/* A plan of formulas f0, f1, ... over tickets. */
static inline dscore_plan *plan_of_formulas(const char *key, const formula *formulas, int count)
{
    const char *ids[32];
    dscore_catalog *catalog = catalog_with(formulas, count, NULL);
    for (int i = 0; i < count; i++) {
        ids[i] = formulas[i].id;
    }
    dscore_plan *plan = plan_of(query_of(catalog, key, ids, count));
    dscore_catalog_free(catalog);
    return plan;
}

static inline const dscore_schema *schema_of(const dscore_plan *plan)
{
    return plan->query->catalog->schema;
}

/* ---- tables ---------------------------------------------------------------------------------- */

static const int64_t no_int = INT64_MIN;

static inline dscore_table *table_of(const dscore_schema *schema, const char *source)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table;
    assert_ok(dscore_table_new(schema, source, &table, &err), err);
    return table;
}

static inline void bind_ints(dscore_table *table, const char *field, const int64_t *data, int64_t n)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_table_bind_array(table, field, DSCORE_INT64, DSCORE_UNIT_NONE, data, n, 8, &no_int, &err), err);
}

static inline void bind_seconds(dscore_table *table, const char *field, const int64_t *data, int64_t n)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_table_bind_array(table, field, DSCORE_INT64, DSCORE_UNIT_S, data, n, 8, &no_int, &err), err);
}

static inline void bind_doubles(dscore_table *table, const char *field, const double *data, int64_t n)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_table_bind_array(table, field, DSCORE_FLOAT64, DSCORE_UNIT_NONE, data, n, 8, NULL, &err), err);
}

static inline void bind_texts(dscore_table *table, const char *field, const char *const *data, int64_t n)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_table_bind_array(
                  table, field, DSCORE_CSTRING, DSCORE_UNIT_NONE, data, n, (int64_t)sizeof *data, NULL, &err),
        err);
}

static inline void bind_bools(dscore_table *table, const char *field, const uint8_t *data, int64_t n)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_table_bind_array(table, field, DSCORE_BOOL8, DSCORE_UNIT_NONE, data, n, 1, NULL, &err), err);
}

static inline void bind_decimals(dscore_table *table, const char *field, const int64_t *data, int64_t n, int32_t scale)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_column column = DSCORE_COLUMN_INIT;
    column.type = DSCORE_DECIMAL64;
    column.scale = scale;
    column.data = data;
    column.length = n;
    column.stride = 8;
    column.sentinel = &no_int;
    assert_ok(dscore_table_bind(table, field, &column, &err), err);
}

/* ---- states and values ----------------------------------------------------------------------- */

static inline dscore_state *state_of(const dscore_plan *plan)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_state *state;
    assert_ok(dscore_state_new(plan, &state, &err), err);
    return state;
}

static inline void update(dscore_state *state, const dscore_table *table)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_state_update(state, table, 0, dscore_table_rows(table), NULL, &err), err);
}

static inline dscore_values *finish(const dscore_state *state)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_values *values;
    assert_ok(dscore_state_finish(state, &values, &err), err);
    return values;
}

/* The value of an alias in the row of a subject (of the first key; NULL: the first row). */
static inline dscore_value value_at(const dscore_values *values, const char *subject, const char *alias)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_value value = DSCORE_VALUE_INIT;
    const int32_t item = dscore_values_find(values, alias);
    ck_assert_msg(item >= 0, "no item %s", alias);
    for (int64_t row = 0; row < dscore_values_row_count(values); row++) {
        if (subject == NULL || strcmp(dscore_values_key(values, row, 0), subject) == 0) {
            assert_ok(dscore_values_get(values, row, item, &value, &err), err);
            return value;
        }
    }
    ck_abort_msg("no row of %s", subject == NULL ? "anything" : subject);
    return value;
}

/* All values of two states are the same bits, in status, counts and flags too. */
static inline void assert_same_values(const dscore_values *a, const dscore_values *b)
{
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_values_row_count(a), dscore_values_row_count(b));
    ck_assert_int_eq(dscore_values_item_count(a), dscore_values_item_count(b));
    for (int64_t row = 0; row < dscore_values_row_count(a); row++) {
        for (int32_t k = 0; k < dscore_values_key_count(a); k++) {
            ck_assert_str_eq(dscore_values_key(a, row, k), dscore_values_key(b, row, k));
        }
        for (int32_t item = 0; item < dscore_values_item_count(a); item++) {
            dscore_value x = DSCORE_VALUE_INIT, y = DSCORE_VALUE_INIT;
            assert_ok(dscore_values_get(a, row, item, &x, &err), err);
            assert_ok(dscore_values_get(b, row, item, &y, &err), err);
            ck_assert_int_eq(x.status, y.status);
            ck_assert_int_eq(x.flags, y.flags);
            ck_assert_int_eq(x.n_used, y.n_used);
            ck_assert_int_eq(x.n_missing, y.n_missing);
            ck_assert_int_eq(x.n_excluded, y.n_excluded);
            ck_assert_int_eq(x.n_invalid, y.n_invalid);
            ck_assert_int_eq(x.n_pending, y.n_pending);
            ck_assert_msg(x.status != DSCORE_VALUE_OK || memcmp(&x.value, &y.value, sizeof x.value) == 0,
                "%s: %.17g is not %.17g", dscore_values_item(a, item, DSCORE_ITEM_ALIAS), x.value, y.value);
        }
    }
}

static inline void assert_same_states(const dscore_state *a, const dscore_state *b)
{
    dscore_values *x = finish(a), *y = finish(b);
    assert_same_values(x, y);
    dscore_values_free(x);
    dscore_values_free(y);
}

/* A small, fast, seeded generator (splitmix64, Steele et al. 2014). */
static inline uint64_t next_random(uint64_t *seed)
{
    uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

#endif
