/* What the tests of this room share: a log of events written as lines, the reader that reads it, and cells of the
   tables it makes as text. */
#ifndef DSCORE_TESTS_LIFECYCLE_SUPPORT_H
#define DSCORE_TESTS_LIFECYCLE_SUPPORT_H

#include "../data/data_support.h"
#include <deskscore/lifecycle.h>

#define MINUTE INT64_C(60000000)
/* 2024-01-01T00:00:00Z, a Monday. */
#define MONDAY INT64_C(1704067200000000)

/* A line of a log: minutes after MONDAY; NULL = not given. */
typedef struct line {
    const char *ticket;
    int64_t minute;
    const char *kind, *actor, *actor_kind, *value, *team;
    int8_t is_public; /* 0 reads as not given, 1 public, -1 private */
} line;

enum { MOST_LINES = 64 };

/* A reader, its schema, and a table over lines. */
typedef struct desk {
    dscore_error err;
    dscore_schema *schema;
    dscore_lifecycle *reader;
    dscore_table *events;
    int64_t at[MOST_LINES];
    int8_t is_public[MOST_LINES];
    char text[160];
} desk;

static inline void desk_open(desk *d, const dscore_allocator *allocator)
{
    static const dscore_error none = DSCORE_ERROR_INIT;
    int32_t count;
    const dsi_source *sources = dsi_standard_sources(&count);
    memset(d, 0, sizeof *d);
    d->err = none;
    assert_ok(dsi_schema_new(allocator, sources, count, NULL, NULL, 0, &d->schema, &d->err), d->err);
    assert_ok(dscore_lifecycle_new(d->schema, &d->reader, &d->err), d->err);
    assert_ok(dscore_table_new(d->schema, "events", &d->events, &d->err), d->err);
}

static inline void desk_close(desk *d)
{
    dscore_lifecycle_free(d->reader);
    dscore_table_free(d->events);
    dsi_schema_drop(d->schema);
}

static inline void desk_option(desk *d, const char *name, const char *value)
{
    assert_ok(dscore_lifecycle_option(d->reader, name, value, &d->err), d->err);
}

/* Bind the lines as the table of events. */
static inline void desk_bind(desk *d, const line *lines, int count)
{
    static const int8_t missing = 2;
    const struct {
        const char *field;
        const char *const *first;
    } texts[] = {{"ticket", &lines->ticket}, {"kind", &lines->kind}, {"actor", &lines->actor},
        {"actor_kind", &lines->actor_kind}, {"value", &lines->value}, {"team", &lines->team}};
    ck_assert_int_le(count, MOST_LINES);
    for (int i = 0; i < count; i++) {
        d->at[i] = MONDAY + lines[i].minute * MINUTE;
        d->is_public[i] = lines[i].is_public == 0 ? missing : lines[i].is_public > 0;
    }
    const char *const fields[] = {"ticket", "at", "kind", "actor", "actor_kind", "value", "team", "is_public"};
    for (size_t i = 0; i < 8; i++) {
        assert_ok(dscore_table_unbind(d->events, fields[i], &d->err), d->err);
    }
    for (size_t i = 0; i < 6; i++) {
        assert_ok(dscore_table_bind_array(d->events, texts[i].field, DSCORE_CSTRING, 0, texts[i].first, count,
                      (int64_t)sizeof *lines, NULL, &d->err),
            d->err);
    }
    assert_ok(
        dscore_table_bind_array(d->events, "at", DSCORE_INT64, DSCORE_UNIT_US, d->at, count, 8, NULL, &d->err), d->err);
    assert_ok(
        dscore_table_bind_array(d->events, "is_public", DSCORE_BOOL8, 0, d->is_public, count, 1, &missing, &d->err),
        d->err);
}

static inline void desk_read(desk *d, const line *lines, int count)
{
    int64_t taken;
    desk_bind(d, lines, count);
    assert_ok(dscore_lifecycle_update(d->reader, d->events, 0, count, &taken, &d->err), d->err);
    ck_assert_int_eq(taken, count);
}

static inline void desk_finish(desk *d)
{
    assert_ok(dscore_lifecycle_finish(d->reader, &d->err), d->err);
}

#define DESK_READ(d, lines)                                                                                            \
    do {                                                                                                               \
        desk_read(d, lines, (int)(sizeof(lines) / sizeof((lines)[0])));                                                \
        desk_finish(d);                                                                                                \
    } while (0)

/* A cell as text: minutes for times and durations, "-" if missing, "unbound", "invalid". */
static inline const char *cell(desk *d, const char *source, const char *field, int64_t row)
{
    dscore_cell c = DSCORE_CELL_INIT;
    dscore_table *table = dscore_lifecycle_table(d->reader, source);
    dscore_status status = dscore_table_cell(table, field, row, &c, &d->err);
    if (status == DSCORE_E_FIELD_MISSING) {
        return "unbound";
    }
    assert_ok(status, d->err);
    if (c.status != 0) {
        return c.status == 1 ? "-" : "invalid";
    }
    if (c.type == DSCORE_TYPE_TEXT && c.is_integer == 0) {
        (void)snprintf(d->text, sizeof d->text, "%.*s", (int)c.text_length, c.text);
    } else if (c.type == DSCORE_TYPE_INSTANT || c.type == DSCORE_TYPE_DURATION) {
        int64_t us = c.type == DSCORE_TYPE_INSTANT ? c.integer - MONDAY : c.integer;
        ck_assert_int_eq(us % MINUTE, 0);
        (void)snprintf(d->text, sizeof d->text, "%lld", (long long)(us / MINUTE));
    } else if (c.is_integer != 0) {
        (void)snprintf(d->text, sizeof d->text, "%lld", (long long)c.integer);
    } else {
        (void)snprintf(d->text, sizeof d->text, "%g", c.number);
    }
    return d->text;
}

#define assert_cell(d, source, row, field, expected)                                                                   \
    do {                                                                                                               \
        const char *got_ = cell(d, source, field, row);                                                                \
        ck_assert_msg(                                                                                                 \
            strcmp(got_, expected) == 0, "%s.%s[%d] is %s, expected %s", source, field, (int)(row), got_, expected);   \
    } while (0)

#define assert_ticket(d, field, expected) assert_cell(d, "tickets", 0, field, expected)

static inline int64_t rows_of(desk *d, const char *source)
{
    return dscore_table_rows(dscore_lifecycle_table(d->reader, source));
}

#endif
