/* A small table and what it takes to evaluate a row formula over it. */
#ifndef PROGRAM_SUPPORT_H
#define PROGRAM_SUPPORT_H

#include "formula/program.h"
#include "formula_support.h"

enum { ROWS = 6, NONE = INT32_MIN };

static const char *const derive_z[] = {"x + 1"};

static const dsi_field fields[] = {
    {.name = "a", .type = DSCORE_TYPE_INSTANT},
    {.name = "b", .type = DSCORE_TYPE_INSTANT},
    {.name = "due", .type = DSCORE_TYPE_INSTANT},
    {.name = "d", .type = DSCORE_TYPE_DURATION, .unit = "s", .domain_min = -HUGE_VAL, .domain_max = HUGE_VAL},
    {.name = "x", .type = DSCORE_TYPE_NUMBER, .domain_min = -HUGE_VAL, .domain_max = HUGE_VAL},
    {.name = "y", .type = DSCORE_TYPE_NUMBER, .domain_min = -HUGE_VAL, .domain_max = HUGE_VAL},
    {.name = "s", .type = DSCORE_TYPE_NUMBER, .domain_min = 1.0, .domain_max = 5.0},
    {.name = "p", .type = DSCORE_TYPE_BOOLEAN},
    {.name = "q", .type = DSCORE_TYPE_BOOLEAN},
    {.name = "who", .type = DSCORE_TYPE_TEXT, .flags = DSCORE_FIELD_KEY},
    {.name = "note", .type = DSCORE_TYPE_TEXT},
    {.name = "span",
        .type = DSCORE_TYPE_DURATION,
        .unit = "s",
        .domain_min = -HUGE_VAL,
        .domain_max = HUGE_VAL,
        .business = "span_work"},
    {.name = "span_work", .type = DSCORE_TYPE_DURATION, .unit = "s", .domain_min = -HUGE_VAL, .domain_max = HUGE_VAL},
    {.name = "lost",
        .type = DSCORE_TYPE_DURATION,
        .unit = "s",
        .domain_min = -HUGE_VAL,
        .domain_max = HUGE_VAL,
        .business = "lost_work"},
    {.name = "odd",
        .type = DSCORE_TYPE_DURATION,
        .unit = "s",
        .domain_min = -HUGE_VAL,
        .domain_max = HUGE_VAL,
        .business = "x"},
    {.name = "z",
        .type = DSCORE_TYPE_NUMBER,
        .domain_min = -HUGE_VAL,
        .domain_max = HUGE_VAL,
        .derive = derive_z,
        .derive_count = 1},
};

enum { FIELDS = sizeof fields / sizeof fields[0] };

/* A table of one source with these fields, and everything to evaluate a row formula over it. */
typedef struct rig {
    bench bench;
    dscore_schema *schema;
    dscore_table *table;
    dsi_settings settings;
    int64_t edges[3];
    int32_t choices[FIELDS];
    const int32_t *periods;
    int32_t clock;
    int32_t calendar_field;
    bool with_stand_in;
    uint8_t now_rows[DSI_BLOCK];
    dsi_worker *worker; /* of the last formula */
    int64_t rows;
} rig;

static inline void rig_open(rig *r)
{
    memset(r, 0, sizeof *r);
    bench_open(&r->bench);
    const char *names[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
        names[i] = "rows";
    }
    assert_ok(dsi_schema_new(NULL, NULL, 0, names, fields, FIELDS, &r->schema, &r->bench.err), r->bench.err);
    assert_ok(dscore_table_new(r->schema, "rows", &r->table, &r->bench.err), r->bench.err);
    r->bench.scope.source = &r->schema->sources[0];
    r->edges[0] = 0;
    r->edges[1] = 100000000;
    r->edges[2] = INT64_MAX;
    r->settings.edges = r->edges;
    r->settings.period_count = 2;
    r->clock = DSI_CLOCK_CALENDAR;
    r->calendar_field = -1;
    r->rows = ROWS;
    for (int i = 0; i < FIELDS; i++) {
        r->choices[i] = DSI_CHOICE_BOUND;
    }
}

static inline void rig_close(rig *r)
{
    dsi_worker_free(r->worker);
    dscore_table_free(r->table);
    dsi_schema_drop(r->schema);
    bench_close(&r->bench);
}

static inline void bind_column(
    rig *r, const char *name, int32_t type, int32_t unit, const void *data, int64_t stride, const void *missing)
{
    assert_ok(dscore_table_bind_array(r->table, name, type, unit, data, r->rows, stride, missing, &r->bench.err),
        r->bench.err);
}

/* Seconds with NONE for missing. */
static inline void bind_seconds(rig *r, const char *name, const int32_t *seconds)
{
    static const int32_t none = NONE;
    bind_column(r, name, DSCORE_INT32, DSCORE_UNIT_S, seconds, 4, &none);
}

static inline void bind_ints(rig *r, const char *name, const int32_t *values)
{
    static const int32_t none = NONE;
    bind_column(r, name, DSCORE_INT32, DSCORE_UNIT_NONE, values, 4, &none);
}

static inline void bind_booleans(rig *r, const char *name, const uint8_t *values)
{
    static const uint8_t none = 9;
    bind_column(r, name, DSCORE_BOOL8, DSCORE_UNIT_NONE, values, 1, &none);
}

/* A program of the rig's fields; what is not bound is absent. */
static inline dsi_program *rig_program(rig *r)
{
    dsi_reading readings[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
        const dsi_reading reading = {fields[i].type, fields[i].flags, fields[i].domain_min, fields[i].domain_max};
        readings[i] = reading;
        if (r->choices[i] < 0) {
            r->choices[i] = dsi_table_bound(r->table, i) ? DSI_CHOICE_BOUND : DSI_CHOICE_ABSENT;
        }
    }
    return dsi_program_new(&r->bench.arena, r->bench.scope.source, readings, r->calendar_field);
}

/* Evaluate an expression of a program; the vector lives until the next one. */
static inline const dsi_vector *run_expression(rig *r, const dsi_program *program, int32_t id)
{
    dsi_worker_free(r->worker);
    r->worker = dsi_worker_new(&r->bench.allocator, program);
    ck_assert_ptr_nonnull(r->worker);
    dsi_worker_block(r->worker, r->table, r->choices, &r->settings, 0, (int32_t)r->rows);
    dsi_worker_periods(r->worker, r->periods);
    const dsi_vector *out = NULL;
    if (dsi_worker_eval(r->worker, id, &out, &r->bench.err) != DSCORE_OK) {
        return NULL;
    }
    const uint8_t *now = dsi_worker_now_of(r->worker, id);
    memset(r->now_rows, 0, sizeof r->now_rows);
    if (now != NULL) {
        memcpy(r->now_rows, now, (size_t)r->rows);
    }
    return out;
}

/* Evaluate a row formula; the vector lives until the next one. */
static inline const dsi_vector *run(rig *r, const char *text)
{
    const dsi_node *node = compile_row(&r->bench, text);
    ck_assert_msg(node != NULL, "%s: %s", text, r->bench.err.message);
    dsi_program *program = rig_program(r);
    int32_t id = -1;
    assert_ok(dsi_program_add(program, node, r->clock, &id, &r->bench.err), r->bench.err);
    if (r->with_stand_in) {
        assert_ok(dsi_program_add_derive(program, FIELDS - 1, 0, compile_row(&r->bench, "x + 1"), &r->bench.err),
            r->bench.err);
    }
    return run_expression(r, program, id);
}

static inline int32_t status_of(const dsi_vector *v, int32_t i)
{
    return v->status == NULL ? DSI_PRESENT : v->status[v->constant ? 0 : i];
}

static inline double value_of(const dsi_vector *v, int32_t i)
{
    const int32_t at = v->constant ? 0 : i;
    switch (v->kind) {
    case DSI_DOUBLE:
        return v->v.f[at];
    case DSI_BOOL:
        return (double)v->v.b[at];
    case DSI_DECIMAL:
        return (double)v->v.i[at] / pow(10.0, v->scale);
    default:
        return (double)v->v.i[at];
    }
}

/* Marks of rows: a digit or sign for a boolean or small number, else what is absent. */
static inline const char *shown(const dsi_vector *v, int32_t n)
{
    static char text[DSI_BLOCK + 1];
    for (int32_t i = 0; i < n; i++) {
        const int32_t status = status_of(v, i);
        text[i] = status != DSI_PRESENT ? "?P.D8UNO"[status]
                  : v->kind == DSI_BOOL ? "FT"[v->v.b[v->constant ? 0 : i]]
                                        : '=';
    }
    text[n] = '\0';
    return text;
}

/* P pending, . missing, D domain, 8 infinite, U unreadable, N negative, O overflow; T, F, or = for a value. */
static inline void check_rows(rig *r, const char *text, const char *expected)
{
    const dsi_vector *v = run(r, text);
    ck_assert_msg(v != NULL, "%s: %s", text, r->bench.err.message);
    ck_assert_msg(strcmp(shown(v, (int32_t)strlen(expected)), expected) == 0, "%s: %s, not %s", text,
        shown(v, (int32_t)strlen(expected)), expected);
}

static inline void check_values(rig *r, const char *text, const double *expected, int32_t n)
{
    const dsi_vector *v = run(r, text);
    ck_assert_msg(v != NULL, "%s: %s", text, r->bench.err.message);
    for (int32_t i = 0; i < n; i++) {
        ck_assert_msg(status_of(v, i) == DSI_PRESENT, "%s: row %d has status %d", text, (int)i, (int)status_of(v, i));
        ck_assert_msg(
            value_of(v, i) == expected[i], "%s: row %d is %.17g, not %.17g", text, (int)i, value_of(v, i), expected[i]);
    }
}

static inline const char *now_shown(const rig *r, int32_t n)
{
    static char text[DSI_BLOCK + 1];
    for (int32_t i = 0; i < n; i++) {
        text[i] = r->now_rows[i] != 0 ? 'n' : '-';
    }
    text[n] = '\0';
    return text;
}

#endif
