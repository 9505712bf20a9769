/* Row expressions as a graph without repeats, evaluated block by block: each distinct expression once a block. */
#ifndef DSI_FORMULA_PROGRAM_H
#define DSI_FORMULA_PROGRAM_H

#include "data/gather.h"
#include "formula/formula.h"
#include "time/calendar.h"

enum { DSI_CLOCK_CALENDAR = 1, DSI_CLOCK_BUSINESS = 2, DSI_CLOCK_NONE = 3 };
enum { DSI_NEGATIVE_EXCLUDE = 0, DSI_NEGATIVE_SIGNED = 1, DSI_NEGATIVE_CLAMP = 2, DSI_NEGATIVE_FAIL = 3 };

/* All row expressions of a plan over one source. Grows while a plan is compiled, then immutable. */
typedef struct dsi_program dsi_program;

/* readings: one a field of the source (domains as the query set them). calendar_field: the text field that names the
   calendar of a row; -1 = none: what uses a calendar then reads this field too. The program copies what it needs into
   arena. NULL = no memory. */
dsi_program *dsi_program_new(
    dsi_arena *arena, const dsi_source *source, const dsi_reading *readings, int32_t calendar_field);

/* The field that stands for a field on a clock: on the business clock the twin that it names (D9), else itself. -1: the
   source has no field of that name and type. Whoever looks for the fields that a tree reads asks this of each. */
int32_t dsi_field_on_clock(const dsi_source *source, int32_t field, int32_t clock);
/* Does the clock matter to a tree: elapsed, within, km_quantile, km_within, or a field that names a twin? */
bool dsi_formula_has_clock(const dsi_source *source, const dsi_node *node);

/* Add a typed, bound row tree (no PARAMETER, no AGGREGATE) under a clock; out: its expression id. The same tree gives
   the same id. FIELD_MISSING: a span names a twin on the business clock that the source does not have (D9). */
dscore_status dsi_program_add(
    dsi_program *program, const dsi_node *node, int32_t clock, int32_t *out, dscore_error *err);

/* What a Kaplan-Meier curve is made of: node is a km_quantile or km_within aggregate (a, b, q or limit[, c]), bound;
   its `where` is not looked at. out_span: a duration: elapsed(a, b) on the clock where b is present; else elapsed(a,
   the earlier of c and now), c missing: now. out_event: a boolean that is never absent: is b present (true), or the row
   censored (false)? The span is missing without a, and without b, c and now; invalid where a, b (and of an open row c)
   are; an end before a is judged by the policy of negative times; a row that took a now before a has a span of 0. Rows
   that took now depend on it. */
dscore_status dsi_program_add_km(dsi_program *program, const dsi_node *node, int32_t clock, int32_t *out_span,
    int32_t *out_event, dscore_error *err);

/* The k-th stand-in of a field, added as an expression (so that NODE_FIELD can be read through it). The plan adds the
   stand-ins of every field that has some and is read, recursively. On the calendar clock: a field means one thing.
   FORMAT: the field that names the calendar would need a calendar to be known. */
dscore_status dsi_program_add_derive(
    dsi_program *program, int32_t field, int32_t k, const dsi_node *node, dscore_error *err);

int32_t dsi_program_count(const dsi_program *program);
bool dsi_program_uses_period(const dsi_program *program, int32_t expression); /* period_start(), period_end() below */
bool dsi_program_uses_start(const dsi_program *program, int32_t expression);  /* period_start() below */
bool dsi_program_uses_now(const dsi_program *program, int32_t expression);    /* now(), within, met below */
/* Below it: the business clock, business_time, is_open; hour_of, weekday_of, date_of. */
bool dsi_program_uses_calendar(const dsi_program *program, int32_t expression);
bool dsi_program_uses_zone(const dsi_program *program, int32_t expression);
int32_t dsi_program_type(const dsi_program *program, int32_t expression); /* DSCORE_TYPE_... */
/* Is the field read by the expression (directly; a stand-in's fields are its own)? */
bool dsi_program_reads(const dsi_program *program, int32_t expression, int32_t field);

/* How each field is read in a state: fixed by its first batch. */
enum { DSI_CHOICE_ABSENT = -2, DSI_CHOICE_BOUND = -1 }; /* >= 0: that stand-in */

/* A calendar and the text by which rows name it. */
typedef struct dsi_named_calendar {
    const char *name;
    const dscore_calendar *calendar;
} dsi_named_calendar;

/* The clocks of a query; the plan holds what they point to. A row whose calendar field is missing or an empty text
   takes the default; one that names none of these is invalid (BAD_DOMAIN). A field of integers names by decimal text.
 */
typedef struct dsi_clocks {
    const dscore_zone *zone;         /* NULL = UTC */
    const dscore_calendar *calendar; /* of rows that name none; NULL = they have none: missing */
    const dsi_named_calendar *named; /* by name, as bytes */
    int32_t named_count;
} dsi_clocks;

/* Settings of a query that rows depend on. */
typedef struct dsi_settings {
    int32_t negative; /* DSI_NEGATIVE_... */
    bool has_now;
    int64_t now;          /* outside the years 1-9999 now() is invalid, and what is open has been so for all of them */
    const int64_t *edges; /* periods + 1 instants; without periods: the two ends of the range */
    int32_t period_count; /* >= 1 */
    const dsi_clocks *clocks; /* NULL: UTC and no calendar */
} dsi_settings;

/* A worker: scratch memory of one thread for one program. */
typedef struct dsi_worker dsi_worker;
dsi_worker *dsi_worker_new(const dscore_allocator *allocator, const dsi_program *program); /* NULL = no memory */
void dsi_worker_free(dsi_worker *worker);
int64_t dsi_worker_bytes(const dsi_worker *worker);

/* Until the next turn all blocks have the same choices and settings (save now): what depends on no row, no period and
   no now is evaluated once. Without any turn every block stands for itself. */
void dsi_worker_turn(dsi_worker *worker);
/* From now on evaluating says which memory comes next (NULL, as at first: it does not).
   Borrowed. */
void dsi_worker_ahead(dsi_worker *worker, dsi_ahead *ahead);
/* Turn to rows [first, first + n) of a table; forgets what was evaluated. choices: one a field. */
void dsi_worker_block(dsi_worker *worker, const dscore_table *table, const int32_t *choices,
    const dsi_settings *settings, int64_t first, int32_t n);
/* Set the period of each row (index; -1 = none: period_start() and period_end() are missing) for expressions that use
   it; forgets those. NULL = period 0 for all, as after dsi_worker_block. Borrowed until the next block or periods. */
void dsi_worker_periods(dsi_worker *worker, const int32_t *periods);
/* The values of an expression for the block; owned by the worker until the next block (or periods, if it uses them).
   TYPE: a key field bound as integer compared with text and the like. An absent field reads as missing. */
dscore_status dsi_worker_eval(dsi_worker *worker, int32_t expression, const dsi_vector **out, dscore_error *err);
/* The same, perhaps as a raw vector (gather.h), which a later dsi_worker_eval makes plain where it lies. */
dscore_status dsi_worker_eval_raw(dsi_worker *worker, int32_t expression, const dsi_vector **out, dscore_error *err);
/* A constant result has one element that stands for every row (also of status), as literals and absent fields do.
   Where no row is absent, status is NULL or all DSI_PRESENT. */

/* Does the result of an expression (-1: of none) depend on now? One byte a row (0/1) for the rows whose `within`, `met`,
   now() or clipped period end took it; NULL = no row, or not evaluated since the block or its periods. */
const uint8_t *dsi_worker_now_of(const dsi_worker *worker, int32_t expression);
/* May any expression evaluated since dsi_worker_block have such a row? */
bool dsi_worker_took_now(const dsi_worker *worker);
/* Rows since dsi_worker_block that did not take now because it is not before an instant (the end of a period, the end
   of what a curve watches) would have, had it been before this one; INT64_MIN = no row. */
int64_t dsi_worker_now_least(const dsi_worker *worker);

#endif
