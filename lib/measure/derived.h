/* The value of an item at a place (labels and period): aggregates through its cell tree, operands through theirs. */
#ifndef DSI_MEASURE_DERIVED_H
#define DSI_MEASURE_DERIVED_H

#include "measure/state.h"

/* What an item comes to at the places of a block, before minimum and domain are looked at; one element a place. */
typedef struct dsi_outcomes {
    const double *value;
    const int32_t *status;
    const int32_t *flags; /* those of a value, without NO_CELL */
    const dsi_tally *counts;
    const double *observations; /* what a minimum counts, NaN = no minimum; NULL: n_used, or no_minimum */
    const int64_t *least;       /* the minimum; NULL: min_n, at every place */
    const uint8_t *has_cell;    /* a derived item: some operand has */
    int64_t min_n;
    bool no_minimum;
} dsi_outcomes;

/* Memory of the outcomes of an item. What another item or an aggregate has already is not here. */
typedef struct dsi_room {
    double *value;
    int32_t *status, *flags;
    double *observations;
    int64_t *least;
    uint8_t *has_cell;
    dsi_tally counts;
} dsi_room;

/* A frame at the places of a block; what is looked up is looked up once. */
typedef struct dsi_view_frame {
    const int32_t *cells; /* -1 = none */
    int32_t *own_cells;
    int64_t *candidates;
    uint8_t *has_cell;
    dsi_tally *tallies;   /* selections, then accounts */
    dsi_results *results; /* by aggregate */
    uint8_t *tallied, *finished;
    bool is_ready;
} dsi_view_frame;

/* Items at the places of a state, or of the state with some keys dropped. */
typedef struct dsi_view {
    const dscore_state *state;
    dscore_state *owned;
    dsi_finisher *finisher;
    uint32_t dropped;
    int32_t capacity, n;   /* places of a block */
    const int32_t *places; /* of each: labels (one a key of the query), period */
    int32_t own_place[DSI_MAX_KEYS + 1];
    dsi_view_frame *frames;
    dsi_outcomes *outcomes; /* one an item; those known at these places */
    dsi_room *rooms;        /* one an item: memory of outcomes */
    uint8_t *known;
    int64_t *zeros; /* counts of what no row ever was */
    dsi_tally none; /* zeros */
} dsi_view;

typedef struct dsi_evaluation {
    const dscore_plan *plan;
    const dscore_state *state;
    dscore_allocator allocator;
    dsi_arena arena;  /* of the views */
    bool *available;  /* one an item: source given, fields bound or stood in for */
    int32_t *flags;   /* one an item: what holds at every place */
    dsi_view **views; /* the first is the state's own */
    int64_t view_count, view_cap;
    dscore_status status; /* of what a leaf could not do */
    dscore_error *err;
} dsi_evaluation;

dscore_status dsi_evaluation_begin(dsi_evaluation *evaluation, const dscore_state *state, dscore_error *err);
void dsi_evaluation_end(dsi_evaluation *evaluation);

enum { DSI_PLACES = 128 /* of a block, at most */ };

/* Turn to a block of places: labels (of the state; one a key of the query) and period of each; by frame their cells
   (-1 = none), the first of which is that of place `first`. */
void dsi_evaluation_turn(
    dsi_evaluation *evaluation, const int32_t *places, int32_t *const *cells, int64_t first, int32_t n);
/* An item there; status MEMORY and the like are left in evaluation->status. */
const dsi_outcomes *dsi_evaluation_item(dsi_evaluation *evaluation, int32_t item);
/* Where the counts of an item will be, at every block: items of the same rows have the same. A column that is
   `zeros` holds nothing but 0. */
const dsi_tally *dsi_evaluation_counts(const dsi_evaluation *evaluation, int32_t item, const int64_t **out_zeros);

/* The operand whose counts a derived item carries (D3), where that is one for all places: the base; of a coalesce the
   operand taken; the only one that is there. -1 = it is that with the smallest n_used; -2 = none is there. */
enum { DSI_SMALLEST = -1, DSI_NO_OPERAND = -2 };
int32_t dsi_counted_operand(const dsi_evaluation *evaluation, const dsi_item *item);

/* views.c: the view without the keys of the mask, made if it is new, for blocks of so many places. */
dscore_status dsi_find_view(dsi_evaluation *evaluation, uint32_t dropped, int32_t capacity, dsi_view **out);
void dsi_view_free(const dsi_evaluation *evaluation, dsi_view *view);

/* The ends of a period as period_start() and period_end() see them: an end that is open or later than now is now. */
void dsi_period_ends(
    const dsi_settings *settings, uint32_t dropped, int32_t period, bool clipped, int64_t *out_start, int64_t *out_end);

/* period_start(), period_end(), period_days() or period_business_days(). */
dsi_cell dsi_period_leaf(
    const dscore_plan *plan, const dsi_settings *settings, uint32_t dropped, int32_t period, int32_t function);

/* FIELD_MISSING naming what an item lacks. */
dscore_status dsi_fail_unavailable(const dsi_evaluation *evaluation, int32_t item, dscore_error *err);

/* Set marks[field] for the fields that an item reads, stand-ins in use included; choices not NULL. */
void dsi_item_reads(const dscore_plan *plan, const dsi_item *item, const int32_t *choices, uint8_t *marks);

#endif
