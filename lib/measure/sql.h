/* What the files that write SQL share: one source indicator being turned into a query. Private to sql*.c. */
#ifndef DSI_MEASURE_SQL_H
#define DSI_MEASURE_SQL_H

#include "measure/definition.h"

enum { DSI_SQL_ROW = 1, DSI_SQL_CELL = 2, DSI_SQL_EMPTY = 3 };

typedef struct dsi_sql {
    const dscore_indicator *indicator;
    const dsi_source *source; /* NULL: derived */
    dsi_arena *arena;
    int32_t mode;                      /* DSI_SQL_ROW: over fields; CELL: over aggregates; EMPTY: over no rows */
    bool alone;                        /* one row for all, no grouping */
    const dsi_node *const *aggregates; /* of the formula, in order */
    int32_t aggregate_count;
    bool uses_now, uses_range; /* period_days() and period_start() need the ends of the range */
    bool uses_zone;            /* hour_of and weekday_of are those of $zone */
    const char *refused;       /* what cannot be said in SQL; NULL = all could so far */
} dsi_sql;

/* A typed tree as an expression. Instants are TIMESTAMP in UTC, durations seconds, all numbers DOUBLE PRECISION. */
void dsi_sql_expression(dsi_sql *sql, dsi_text *out, const dsi_node *node);
/* sql_function.c: of a call. */
void dsi_sql_function(dsi_sql *sql, dsi_text *out, const dsi_node *node);
void dsi_sql_refuse(dsi_sql *sql, const char *what);
void dsi_sql_now(dsi_sql *sql, dsi_text *out);
void dsi_sql_number(dsi_text *out, double value);
/* `(a operator b)` and `the seconds from a to b`. */
void dsi_sql_pair(dsi_sql *sql, dsi_text *out, const dsi_node *a, const char *middle, const dsi_node *b);
void dsi_sql_span(dsi_sql *sql, dsi_text *out, const dsi_node *a, const dsi_node *b);
/* A field's name, quoted. */
void dsi_sql_name(dsi_text *out, const char *name);
/* Microseconds as decimal seconds. */
void dsi_sql_seconds(dsi_text *out, int64_t microseconds);
/* Does it measure the length of the range? Then $period_start and $period_end bound its rows. */
bool dsi_sql_needs_range(const dscore_indicator *indicator);
/* period_end(): now, or the earlier of the range's end and now. */
void dsi_sql_period_end(dsi_sql *sql, dsi_text *out);

/* Columns of the row step that aggregate k reads, each preceded by a comma. */
void dsi_sql_aggregate_columns(dsi_sql *sql, dsi_text *out, int32_t k);
/* Columns of the window step, if aggregate k needs some, each preceded by a comma. */
void dsi_sql_aggregate_windows(dsi_sql *sql, dsi_text *out, int32_t k);
/* The aggregate itself. */
void dsi_sql_aggregate(dsi_sql *sql, dsi_text *out, const dsi_node *node);

#endif
