/* A compiled query: frames of cells, selections of rows, aggregates, items. Immutable; table-free (D1, D2). */
#ifndef DSI_MEASURE_PLAN_H
#define DSI_MEASURE_PLAN_H

#include "formula/cell.h"
#include "formula/program.h"
#include "measure/definition.h"
#include "measure/query.h"

enum { DSI_MAX_ARGUMENTS = 8, DSI_MAX_CREDIT = 8 };

/* The rows an aggregate takes: every condition true, every argument present. Class of a candidate row (D4), in order:
   filter of the frame missing -> missing; exclude true -> excluded; a condition false -> excluded, absent -> as its
   status says (missing, invalid; pending counts as excluded); then arguments: greatest status; else used.
   (Conditions are ANDed by Kleene: one false condition decides, whatever the others lack.) */
typedef struct dsi_selection {
    int32_t exclude;                      /* expression id; -1 = none. Missing keeps the row */
    int32_t conditions[2];                /* the definition's where, the aggregate's where; -1 = none */
    int32_t arguments[DSI_MAX_ARGUMENTS]; /* expression ids */
    int32_t argument_count;
} dsi_selection;

/* Functions of aggregates that no formula names: quantile (and median) and quantile_observed under quantiles = sketch.
 */
enum { DSI_AGG_SKETCH_QUANTILE = DSI_AGG_KM_WITHIN + 1, DSI_AGG_SKETCH_OBSERVED };

typedef struct dsi_aggregate {
    int32_t function;  /* DSI_AGG_... */
    int32_t selection; /* index in the frame: its arguments are the aggregate's, in order */
    double q;          /* quantile, trimmed mean, Kaplan-Meier quantile */
    int64_t limit;     /* km_within: microseconds */
    int32_t
        type[2];    /* DSCORE_TYPE_... of the first two arguments: durations are microseconds inside, seconds outside */
    bool has_where; /* count(where c) is not always there (D4) */
} dsi_aggregate;

/* Whose rows an item's counts speak of: a row is used if any selection uses it, else invalid, missing, excluded in
   that order. One selection: its own counters serve. */
typedef struct dsi_account {
    const int32_t *selections;
    int32_t selection_count;
} dsi_account;

typedef struct dsi_frame_key {
    int32_t fields[DSI_MAX_CREDIT]; /* of those bound, the first that is present in the row */
    int32_t field_count;
} dsi_frame_key;

typedef struct dsi_frame {
    int32_t source; /* index in plan->sources */
    dsi_frame_key keys[DSI_MAX_KEYS];
    dsi_placement placement;
    int32_t from, until; /* expression ids of the placement fields (until: -1 under event) */
    int32_t filter;      /* expression id of query and item where; -1 = none. False: not a candidate */
    dsi_selection *selections;
    int32_t selection_count;
    dsi_aggregate *aggregates;
    int32_t aggregate_count;
    dsi_account *accounts;
    int32_t account_count;
    bool uses_period; /* some expression reads the ends of its period */
    bool uses_start;  /* and one of them its beginning */
} dsi_frame;

typedef struct dsi_plan_source {
    int32_t schema_source; /* index in the schema */
    const char *name;
    const dsi_source *source;
    dsi_program *program; /* NULL: the roster only, no expressions */
    const dsi_reading *readings;
    const uint8_t *reads;        /* one a field: 1 if an expression, key, placement or stand-in may read it */
    const int32_t *derive_count; /* one a field: stand-ins added to the program */
    int32_t calendar_field;      /* whose text names the calendar of a row; -1 = none */
} dsi_plan_source;

typedef struct dsi_item {
    const char *alias;
    const dscore_indicator *indicator;
    bool hidden; /* only an operand of derived items */
    bool derived;
    int32_t frame, account; /* not derived */
    /* Bound trees, private to the plan. AGGREGATE nodes: u.operand = aggregate of the frame. OPERAND nodes and
       total(): u.operand = item. */
    const dsi_node *formula;
    const dsi_node *observations; /* NULL = n_used */
    const int32_t *operands;      /* derived: items */
    int32_t operand_count;
    int32_t base;         /* derived: an item; -1 = smallest n_used */
    const int32_t *needs; /* fields that must be bound or stood in for (not the placement's) */
    int32_t need_count;
    const int32_t *fields; /* needs, and what placement and exclude read */
    int32_t field_count;
    const int32_t *credit; /* fields behind the key `subject` */
    int32_t credit_count;
    /* Only operands that a coalesce of a derived item may skip (D3): an absent field never fails an update, whatever
       the policy; dsi_state_item_absent says so and finish decides. */
    bool skippable;
    bool no_minimum;   /* observations = none */
    bool uses_now;     /* now(), within, met or the end of the period somewhere in it */
    bool takes_span;   /* between instants, somewhere in it: the policy of negative times judges it */
    bool uses_zone;    /* hour_of, weekday_of, date_of, period_days() somewhere in it or in its operands */
    int32_t calendars; /* DSI_CALENDAR_...: which of the query's it depends on, its operands too */
    const char *clock; /* "calendar", "business", "none", "" if derived */
    const char *placement_text, *filter_text, *parameters_text;
} dsi_item;

/* Which calendars an item depends on. */
enum { DSI_CALENDAR_DEFAULT = 1, DSI_CALENDAR_NAMED = 2 };

struct dscore_plan {
    dsi_ref ref;
    dsi_arena arena;
    const dscore_query *query; /* own copy: keys, edges, policies */
    dsi_plan_source *sources;
    int32_t source_count;
    dsi_frame *frames; /* in an order that depends only on their contents */
    int32_t frame_count;
    dsi_item *items; /* visible ones first, in the query's order */
    int32_t item_count, visible_count;
    dsi_settings settings;                         /* edges: always at least a range (open ends if none) */
    dsi_clocks clocks;                             /* settings.clocks; the query has the holds */
    const char *zone_identity, *calendar_identity; /* by content; "" = nothing depends on them */
    bool placement_optional; /* neither range nor period: an unbound placement field places every row */
    int32_t roster;          /* source index of `agents` when it lists the subjects; -1 = it does not */
    int32_t roster_key;      /* which key of the query it fills */
    char fingerprint[33];
    char question[33]; /* the same of all but the periods: cells of shorter ones add up to those of longer ones */
};

/* Does any expression of a selection, or of a frame's filter and selections, ask for something? */
bool dsi_selection_asks(const dsi_program *program, const dsi_selection *selection,
    bool (*asks)(const dsi_program *program, int32_t expression));
bool dsi_frame_asks(
    const dsi_program *program, const dsi_frame *frame, bool (*asks)(const dsi_program *program, int32_t expression));

void dsi_plan_take(const dscore_plan *plan);

#endif
