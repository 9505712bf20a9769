/* What compiling a query keeps while it works: items with their typed trees, before frames and numbers are given out.
 */
#ifndef DSI_MEASURE_PLAN_DRAFT_H
#define DSI_MEASURE_PLAN_DRAFT_H

#include "measure/plan.h"

/* An item on its way into the plan; its index is the item's. */
typedef struct dsi_draft {
    const dsi_query_item *asked; /* NULL: only an operand */
    const dscore_indicator *indicator;
    const char *path;     /* alias that errors name: its own, or that of the item that brought it in */
    const char *clock;    /* effective; "none" without one; of a derived item: what it hands down, or "" */
    const char *identity; /* same text: same definition and settings */
    bool has_clock;
    int32_t depth; /* 0 = source item */
    bool skippable;
    const dsi_node **values; /* of the indicator's parameters */
    /* source items only */
    int32_t schema_source; /* -1 = derived */
    const dsi_source *source;
    dsi_node *where, *exclude; /* bound; NULL = none */
    const dsi_node *filter;    /* query and item where; NULL = none */
    dsi_placement placement;
    int32_t credit[DSI_MAX_CREDIT];
    int32_t credit_count;
    dsi_frame_key keys[DSI_MAX_KEYS];
    int32_t frame, account;
    const char *frame_text;
    /* all items */
    dsi_node *formula;      /* bound, private */
    dsi_node *observations; /* NULL = n_used */
    bool no_minimum;
    int32_t *operands;
    int32_t operand_count;
} dsi_draft;

typedef struct dsi_compile {
    dscore_plan *plan;
    const dscore_query *query; /* the plan's copy */
    dsi_arena *arena;          /* the plan's */
    dsi_arena scratch;         /* freed with the compilation */
    dsi_draft *drafts;
    int64_t draft_count, draft_cap;
    const dsi_node **wheres;    /* the query's conditions, typed */
    int32_t *where_sources;     /* in the schema */
    dsi_text identity;          /* what the fingerprint is taken of */
    int64_t grid_from, grid_to; /* where it names the periods */
    bool start_open, end_open;  /* ends of the range */
    dscore_error *err;
} dsi_compile;

/* A set of canonical texts; sorted, each text has its place as number. Memory is the scratch arena's. */
typedef struct dsi_term {
    const char *text;
    const void *payload;
    int32_t id;
} dsi_term;
typedef struct dsi_terms {
    dsi_term *items;
    int32_t count, cap;
} dsi_terms;
bool dsi_terms_add(dsi_compile *c, dsi_terms *terms, const char *text, const void *payload); /* false = no memory */
void dsi_terms_sort(dsi_terms *terms);                                    /* sorts, drops repeats, numbers */
const dsi_term *dsi_terms_find(const dsi_terms *terms, const char *text); /* NULL = not there */

/* Canonical texts in the scratch arena; NULL = no memory. An expression's text names its clock if that matters to it.
 */
const char *dsi_compile_text(dsi_compile *c, const dsi_text *text);
const char *dsi_compile_print(dsi_compile *c, const dsi_node *node);
const char *dsi_compile_expression(
    dsi_compile *c, const dsi_source *source, const dsi_node *node, int32_t clock); /* "-" for NULL */

/* An error of an item: adds its place. */
dscore_status dsi_compile_fail(dsi_compile *c, const dsi_draft *draft, dscore_status status);

/* plan_typing.c: TYPE at the place in the text where a condition yields something else. */
dscore_status dsi_compile_no_condition(dsi_compile *c, const char *text, const dsi_node *root);

/* plan_items.c: drafts of all items and their operands. */
dscore_status dsi_compile_items(dsi_compile *c);
/* plan_typing.c: formula, conditions, placement and credit of a source item on the source it reads. */
dscore_status dsi_compile_typing(dsi_compile *c, dsi_draft *draft);
/* plan_needs.c: what the trees of an item ask of the query: now, the range, this version. */
dscore_status dsi_compile_needs(dsi_compile *c, const dsi_draft *draft);
dscore_status dsi_compile_stand_in_needs(
    dsi_compile *c, const dsi_node *tree, const dsi_source *source, const char *field);
bool dsi_tree_takes_span(const dsi_node *node); /* between instants: what the policy of negative times judges */
bool dsi_tree_uses_now(const dsi_node *node);
/* Set marks[field] for each field that is read on a clock (D9: on the business clock twins are). */
void dsi_tree_fields(const dsi_source *source, const dsi_node *node, int32_t clock, uint8_t *marks);

/* plan_clocks.c: zone and calendars. */

/* DSI_CLOCK_... of an item's own trees. What a query adds to them (where, of the query and of its items) is on the
   calendar clock, so that it keeps the same rows whatever the clocks of the items. */
int32_t dsi_draft_clock(const dsi_draft *draft);
int32_t dsi_calendar_field(const dscore_query *query, const dsi_source *source); /* -1 = the source has none */
bool dsi_tree_uses_calendar(const dsi_node *node, int32_t clock);                /* of its rows */
/* PARAMETER: a tree that needs a calendar in a query without. source NULL: a derived formula. */
dscore_status dsi_compile_calendar_needs(
    dsi_compile *c, const dsi_source *source, const dsi_node *tree, int32_t clock, const char *who);
/* What the plan's clocks point to; NOT_FOUND: no source has the field that names calendars. */
dscore_status dsi_compile_clocks(dsi_compile *c);
/* Which items depend on them, and their part of the fingerprint; once the items are filled. */
dscore_status dsi_compile_clock_uses(dsi_compile *c);

/* plan_source.c: the sources, their readings and expressions. */
dscore_status dsi_compile_sources(dsi_compile *c);
int32_t dsi_plan_source_index(const dscore_plan *plan, int32_t schema_source); /* -1 = none */
dscore_status dsi_compile_mark_reads(dsi_compile *c);
dscore_status dsi_compile_stand_ins(dsi_compile *c);
dsi_node *dsi_compile_field_node(dsi_compile *c, const dsi_source *source, int32_t field); /* NULL = no memory */

/* plan_keys.c: which fields a key of the query means for an item, and the roster. */
dscore_status dsi_compile_keys(dsi_compile *c, dsi_draft *draft);
void dsi_compile_roster(dsi_compile *c, int32_t *out_schema_source);

/* plan_uses.c: what the items aggregate, and over which frames, by name. */

/* An aggregate in a tree of an item; node NULL: an item without one still has rows to account for. */
typedef struct dsi_use {
    int32_t draft;
    dsi_node *node;
    bool observation; /* does not speak for the item's row counts */
    double q;
    int64_t limit;
    const char *selection; /* canonical */
    const char *text;
} dsi_use;

typedef struct dsi_framing {
    dsi_compile *c;
    dsi_use *uses;
    int64_t use_count, use_cap;
    dsi_terms *expressions; /* one a source of the plan; id: the program's */
    dsi_terms frames;       /* payload: a draft of the frame */
    int32_t draft;          /* in hand */
} dsi_framing;

/* What an expression term carries. */
enum { DSI_NOTED_ROW = 0, DSI_NOTED_SPAN = 1, DSI_NOTED_EVENT = 2 };
typedef struct dsi_noted {
    const dsi_node *node; /* a row tree, or the Kaplan-Meier aggregate of which it is the span or the event */
    int32_t part;         /* DSI_NOTED_... */
    int32_t clock;
    int32_t draft;
} dsi_noted;

dscore_status dsi_compile_uses(dsi_framing *f);
int32_t dsi_use_arguments(const dsi_node *node);       /* row arguments of an aggregate; NULL: none */
int32_t dsi_use_type(const dsi_node *node, int32_t i); /* of an argument */
/* The canonical text of an argument; NULL = no memory. */
const char *dsi_use_argument_text(dsi_compile *c, const dsi_draft *draft, const dsi_node *node, int32_t i);

/* plan_frames.c: frames, selections, aggregates, accounts. */
dscore_status dsi_compile_frames(dsi_compile *c);
/* plan_fill.c: the items of the plan out of their drafts. */
dscore_status dsi_compile_fill(dsi_compile *c);

/* fingerprint.c */
dscore_status dsi_identity_begin(dsi_compile *c); /* semantics, periods, policies, sources */
dscore_status dsi_identity_end(dsi_compile *c);

#endif
