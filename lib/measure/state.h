/* The cells of a plan: what update fills, merge adds up and values read.

   Behind it: meter.c (memory), cells.c (cells by key), aggregate*.c (families of aggregates), begin.c (what is bound),
   scan.c, placement.c, classes.c (rows of a table, their periods and classes), roster.c, update.c, now.c, merge.c,
   subtract.c, retract.c, rollup.c, map.c (join.c, state_compare.c and state_keys.c are theirs), finisher.c; coverage.c asks a plan of one
   item.

   Where it is not plain: a state merged into itself has seen its rows twice. Keys are read from bound columns only,
   never through stand-ins. A placement open(from, until) needs `until`; `from` may be absent where placement is
   optional, and without both every row is in period 0. Working memory of updates is not part of dscore_state_bytes. */
#ifndef DSI_MEASURE_STATE_H
#define DSI_MEASURE_STATE_H

#include "measure/plan.h"

/* Row counts of a selection or account in several cells; one element a cell. */
typedef struct dsi_tally {
    int64_t *used, *missing, *excluded; /* excluded holds the others */
    int64_t *unmet, *dropped, *invalid, *pending;
} dsi_tally;

const dscore_plan *dsi_state_plan(const dscore_state *state);
/* The plan's settings, with the now that its rows were read at. */
const dsi_settings *dsi_state_settings(const dscore_state *state);
/* Was a table of the source ever given (index in plan->sources)? */
bool dsi_state_given(const dscore_state *state, int32_t source);
/* How each field of the source is read; NULL if never given. */
const int32_t *dsi_state_choices(const dscore_state *state, int32_t source);
/* DSCORE_FLAG_NAIVE if some bound instant of the source that the plan reads was zoneless, else 0. */
int32_t dsi_state_source_flags(const dscore_state *state, int32_t source);
/* The policies of the audit that left rows of the source out; "" = none; NULL if never given. */
const char *dsi_state_audit(const dscore_state *state, int32_t source);
/* An item's formula needs a field that is absent (policy absent = missing). */
bool dsi_state_item_absent(const dscore_state *state, int32_t item);

const dsi_labels *dsi_state_labels(const dscore_state *state);
/* Set marks[field] for what the stand-ins in use of the fields marked read, and so on. */
void dsi_mark_stand_ins(const dscore_plan *plan, int32_t source, const int32_t *choices, uint8_t *marks);
/* Keys that a roll-up dropped: bit k. Bit DSI_MAX_KEYS: the periods. */
uint32_t dsi_state_dropped(const dscore_state *state);

/* The name that a map of labels gave a key (index in the query); NULL: that of the query. */
const char *dsi_state_given_name(const dscore_state *state, int32_t key);

int64_t dsi_state_cell_count(const dscore_state *state, int32_t frame);
/* Label ids of the cell's keys (query's key count), and its period. */
const int32_t *dsi_state_cell_labels(const dscore_state *state, int32_t frame, int64_t cell);
int32_t dsi_state_cell_period(const dscore_state *state, int32_t frame, int64_t cell);
/* The cell with these labels and period; -1 = none, or an empty one. */
int64_t dsi_state_find_cell(const dscore_state *state, int32_t frame, const int32_t *labels, int32_t period);
/* Every row of it was taken away: it is as if it were not there. */
bool dsi_state_cell_is_empty(const dscore_state *state, int32_t frame, int64_t cell);
bool dsi_state_cell_now(const dscore_state *state, int32_t frame, int64_t cell); /* a result depended on now */

/* Over all cells of an item's account: rows by DSCORE_REASON_... (of a stock: once a cell; UNPLACED once a row).
   A roll-up keeps the totals of the state it came from. */
int64_t dsi_state_reason(const dscore_state *state, int32_t item, int32_t reason);

/* Labels of the roster's subjects (ids, distinct, unsorted); none once their key was dropped. */
const int32_t *dsi_state_roster(const dscore_state *state, int32_t *out_count);

/* tally.c. Which counters of a frame speak for an account: a selection's, or its own. */
int32_t dsi_account_counters(const dsi_frame *frame, int32_t account);
/* Room for a tally of so many cells; columns of what no row was are `zeros`. False = no memory. */
bool dsi_tally_make(const dscore_state *state, int32_t frame, int32_t counters, dsi_arena *arena, int32_t n,
    int64_t *zeros, dsi_tally *out);
/* Candidates of cells (-1 = none: 0), and how they were counted. */
void dsi_state_candidates(const dscore_state *state, int32_t frame, const int32_t *cells, int32_t n, int64_t *out);
void dsi_tally_fill(const dscore_state *state, int32_t frame, int32_t counters, const int32_t *cells, int32_t n,
    const int64_t *candidates, const int64_t *zeros, const dsi_tally *out);

/* Finishing: sorts what quantiles keep, once; then any aggregate of any cell. The state must not change meanwhile. */
typedef struct dsi_finisher dsi_finisher;
dscore_status dsi_finisher_new(const dscore_state *state, dsi_finisher **out, dscore_error *err);
void dsi_finisher_free(dsi_finisher *finisher);
/* cell -1: over no rows (a count is 0, anything else NO_DATA; distinct 0). */
dsi_cell dsi_finisher_aggregate(const dsi_finisher *finisher, int32_t frame, int32_t aggregate, int64_t cell);
/* An aggregate at the places of a block. */
typedef struct dsi_results {
    double *value;
    int32_t *status;
    int32_t *flags; /* zeros at first: most aggregates write none */
} dsi_results;
/* The same for several cells, whose counts by the aggregate's selection are known. */
void dsi_finisher_column(const dsi_finisher *finisher, int32_t frame, int32_t aggregate, const int32_t *cells,
    int32_t n, const dsi_tally *counts, const dsi_results *out);

/* A state of the same plan in which the cells of dropped keys are added up (label DSI_LABEL_ABSENT, period 0).
   Mask as dsi_state_dropped. Cells of an open frame are stocks: dropping periods keeps the last period's. */
dscore_status dsi_state_collapse(const dscore_state *state, uint32_t drop, dscore_state **out, dscore_error *err);

#endif
