/* What the tests of this room share: a small schema, a table over it, gathered blocks, and an allocator that fails on
   demand. */
#ifndef DSCORE_TESTS_DATA_SUPPORT_H
#define DSCORE_TESTS_DATA_SUPPORT_H

#include "../support.h"
#include "data/gather.h"

static const dsi_field small_fields[] = {
    {.name = "amount", .type = DSCORE_TYPE_NUMBER, .domain_min = -HUGE_VAL, .domain_max = HUGE_VAL},
    {.name = "score", .type = DSCORE_TYPE_NUMBER, .domain_min = 1.0, .domain_max = 5.0},
    {.name = "pieces",
        .type = DSCORE_TYPE_NUMBER,
        .flags = DSCORE_FIELD_INTEGER,
        .domain_min = 0.0,
        .domain_max = HUGE_VAL},
    {.name = "days",
        .type = DSCORE_TYPE_NUMBER,
        .flags = DSCORE_FIELD_MIN_OPEN,
        .domain_min = 0.0,
        .domain_max = HUGE_VAL},
    {.name = "rate", .type = DSCORE_TYPE_NUMBER, .domain_min = 0.1, .domain_max = 0.3},
    {.name = "span", .type = DSCORE_TYPE_DURATION, .unit = "s", .domain_min = -HUGE_VAL, .domain_max = HUGE_VAL},
    {.name = "brief", .type = DSCORE_TYPE_DURATION, .unit = "s", .domain_min = 0.1, .domain_max = 0.3},
    {.name = "target",
        .type = DSCORE_TYPE_DURATION,
        .flags = DSCORE_FIELD_MIN_OPEN,
        .unit = "s",
        .domain_min = 0.0,
        .domain_max = HUGE_VAL},
    {.name = "at", .type = DSCORE_TYPE_INSTANT},
    {.name = "flag", .type = DSCORE_TYPE_BOOLEAN},
    {.name = "who", .type = DSCORE_TYPE_TEXT, .flags = DSCORE_FIELD_KEY},
    {.name = "note", .type = DSCORE_TYPE_TEXT},
};

enum { SMALL_FIELDS = sizeof small_fields / sizeof small_fields[0] };

/* The built-in sources and one more, `small`. */
static inline dscore_status small_schema(const dscore_allocator *allocator, dscore_schema **out, dscore_error *err)
{
    const char *sources[SMALL_FIELDS];
    int32_t count = 0;
    const dsi_source *standard = dsi_standard_sources(&count);
    for (int i = 0; i < SMALL_FIELDS; i++) {
        sources[i] = "small";
    }
    return dsi_schema_new(allocator, standard, count, sources, small_fields, SMALL_FIELDS, out, err);
}

/* A table of `small`; it alone holds its schema. */
static inline dscore_table *small_table(void)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_schema *schema;
    dscore_table *table;
    assert_ok(small_schema(NULL, &schema, &err), err);
    assert_ok(dscore_table_new(schema, "small", &table, &err), err);
    dsi_schema_drop(schema);
    return table;
}

static inline int32_t field_of(const dscore_table *table, const char *name)
{
    int32_t field = dsi_source_field_index(&table->schema->sources[table->source], name);
    ck_assert_int_ge(field, 0);
    return field;
}

/* A gathered block and the scratch it may lie in. */
typedef struct gathered {
    dsi_scratch scratch;
    dsi_vector v;
} gathered;

static inline void gather_field(const dscore_table *table, const char *name, int64_t first, int32_t n, gathered *g)
{
    int32_t field = field_of(table, name);
    dsi_reading reading = dsi_reading_of(&table->schema->sources[table->source].fields[field]);
    memset(&g->scratch, 0xA5, sizeof g->scratch);
    dsi_gather(table, field, &reading, first, n, &g->scratch, &g->v);
    ck_assert_int_eq(g->v.kind, dsi_table_kind(table, field));
}

/* Bind a column, gather all its rows (at most one block), unbind. */
static inline void gather_column(const char *name, const dscore_column *column, gathered *g)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = small_table();
    assert_ok(dscore_table_bind(table, name, column, &err), err);
    gather_field(table, name, 0, (int32_t)column->length, g);
    dscore_table_free(table);
}

static inline dscore_column column_of(int32_t type, const void *data, int64_t length)
{
    dscore_column column = DSCORE_COLUMN_INIT;
    column.type = type;
    column.flags = DSCORE_COLUMN_PACKED;
    column.data = data;
    column.length = length;
    return column;
}

/* Ids of all rows of a column under a field. */
static inline int32_t read_keys(const char *field, const dscore_column *c, dsi_labels *labels, bool add, int32_t *ids)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_allocator a;
    dscore_table *table = small_table();
    dsi_key_reader *reader;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    assert_ok(dscore_table_bind(table, field, c, &err), err);
    assert_ok(dsi_key_reader_new(&a, table, field_of(table, field), labels, add, &reader, &err), err);
    for (int64_t first = 0; first < c->length; first += DSI_BLOCK) {
        int64_t left = c->length - first;
        ck_assert(dsi_key_reader_read(reader, first, left < DSI_BLOCK ? (int32_t)left : DSI_BLOCK, ids + first));
    }
    int32_t kind = dsi_key_reader_kind(reader);
    dsi_key_reader_free(reader);
    dscore_table_free(table);
    return kind;
}

static inline dscore_column time_column(int32_t type, int32_t unit, const void *data, int64_t length)
{
    dscore_column column = column_of(type, data, length);
    column.unit = unit;
    return column;
}

static inline uint8_t status_at(const gathered *g, int32_t row)
{
    return g->v.status == NULL ? (uint8_t)DSI_PRESENT : g->v.status[row];
}

static inline void assert_ints(const gathered *g, const int64_t *values, const uint8_t *status, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        ck_assert_msg(status_at(g, i) == status[i], "row %d: status %d, expected %d", (int)i, (int)status_at(g, i),
            (int)status[i]);
        ck_assert_msg(g->v.v.i[i] == values[i], "row %d: %lld, expected %lld", (int)i, (long long)g->v.v.i[i],
            (long long)values[i]);
    }
}

/* ---- an allocator that counts, checks sizes, and fails at a chosen call --------------------------- */

typedef struct ledger {
    int64_t calls, fail_at; /* fail_at: number of the call that fails, from 1; 0 = none */
    int64_t live_bytes;
} ledger;

static inline bool ledger_fails(ledger *l)
{
    return ++l->calls == l->fail_at;
}

static inline void *ledger_alloc(void *ctx, int64_t size, int64_t align)
{
    ledger *l = ctx;
    (void)align;
    if (ledger_fails(l)) {
        return NULL;
    }
    l->live_bytes += size;
    return malloc((size_t)size);
}

static inline void *ledger_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    ledger *l = ctx;
    (void)align;
    if (ledger_fails(l)) {
        return NULL;
    }
    l->live_bytes += new_size - old_size;
    return realloc(p, (size_t)new_size);
}

static inline void ledger_release(void *ctx, void *p, int64_t size, int64_t align)
{
    ledger *l = ctx;
    (void)align;
    l->live_bytes -= size;
    free(p);
}

static inline dscore_allocator ledger_allocator(ledger *l)
{
    return (dscore_allocator){(uint32_t)sizeof(dscore_allocator), l, ledger_alloc, ledger_resize, ledger_release};
}

#endif
