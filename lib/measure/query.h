/* A query as it is put together; compiled by plan.c. */
#ifndef DSI_MEASURE_QUERY_H
#define DSI_MEASURE_QUERY_H

#include "formula/program.h"
#include "measure/definition.h"

enum { DSI_MAX_KEYS = 8, DSI_MAX_PERIODS = 10000000 /* edges */ };

typedef struct dsi_query_item {
    const char *alias;
    const dscore_indicator *indicator;
    const char **parameters; /* one a parameter of the indicator: literal text, or NULL = default */
    const char *clock, *where, *placement, *credit, *source; /* NULL = the definition's */
} dsi_query_item;

typedef struct dsi_query_where {
    const char *source, *formula;
} dsi_query_where;
typedef struct dsi_query_domain {
    const char *source, *field;
    double min, max;
} dsi_query_domain;

/* Of the query's calendars the default has the name "". */
typedef struct dsi_query_calendar {
    const char *name;
    const dscore_calendar *calendar; /* one hold */
} dsi_query_calendar;

struct dscore_query {
    dsi_arena arena;
    const dscore_catalog *catalog; /* one hold */
    const char *keys[DSI_MAX_KEYS];
    int32_t key_count;
    dsi_query_item *items;
    int64_t item_count, item_cap;
    dsi_query_where *wheres;
    int64_t where_count, where_cap;
    dsi_query_domain *domains;
    int64_t domain_count, domain_cap;
    bool has_range, has_periods, has_now;
    int64_t now;
    int64_t *edges; /* period_count + 1; a range: two; in the arena */
    int64_t period_count;
    bool has_rule; /* calendar periods: edges are the ends of the range until the plan is compiled */
    dscore_period_rule rule;
    const dscore_zone *zone;       /* one hold; NULL = UTC */
    dsi_query_calendar *calendars; /* by name, as bytes: the default first */
    int64_t calendar_count, calendar_cap;
    const char *calendar_field; /* NULL = none */
    int32_t negative;           /* DSI_NEGATIVE_... */
    bool invalid_fails;
    bool absent_is_missing;
    bool standing_filter_off;
    bool quantiles_sketched;
    int64_t max_state_bytes; /* 0 = no cap */
};

/* query_time.c: take the zone and the calendars of a query into a copy of its plain members; false = no memory. */
bool dsi_query_copy_clocks(const dscore_query *query, dscore_query *to);
void dsi_query_drop_clocks(dscore_query *query);
/* The default calendar; NULL = none. */
const dscore_calendar *dsi_query_default_calendar(const dscore_query *query);

dscore_status dsi_query_copy(const dscore_query *query, dscore_query **out, dscore_error *err);

/* Index of an alias, or -1. */
int64_t dsi_query_find(const dscore_query *query, const char *alias);

#endif
