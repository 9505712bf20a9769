/* The value of an item at a place (labels and period): aggregates through its cell tree, operands through theirs. */
#ifndef DSI_MEASURE_DERIVED_H
#define DSI_MEASURE_DERIVED_H

#include "measure/state.h"

/* What an item comes to at a place, before minimum and domain are looked at. */
typedef struct dsi_outcome {
    dsi_cell cell; /* flags: those of a value, without NO_CELL */
    dsi_counts counts;
    double observations; /* what a minimum counts; NaN = the definition has no minimum */
    int64_t min_n;
    bool has_cell; /* a derived item: some operand has */
} dsi_outcome;

/* Items at the places of a state, or of the state with some keys dropped. */
typedef struct dsi_view {
    const dscore_state *state;
    dscore_state *owned;
    dsi_finisher *finisher;
    uint32_t dropped;
    bool is_placed;
    int32_t labels[DSI_MAX_KEYS];
    int32_t period;
    dsi_outcome *outcomes; /* one an item; those known at this place */
    uint8_t *known;
    int64_t *cells; /* one a frame: the cell at this place; -1 = none, -2 = not looked up yet */
} dsi_view;

typedef struct dsi_evaluation {
    const dscore_plan *plan;
    const dscore_state *state;
    dscore_allocator allocator;
    bool *available;  /* one an item: source given, fields bound or stood in for */
    int32_t *flags;   /* one an item: what holds at every place */
    dsi_view **views; /* the first is the state's own */
    int64_t view_count, view_cap;
    dscore_status status; /* of what a leaf could not do */
    dscore_error *err;
} dsi_evaluation;

dscore_status dsi_evaluation_begin(dsi_evaluation *evaluation, const dscore_state *state, dscore_error *err);
void dsi_evaluation_end(dsi_evaluation *evaluation);

/* Turn to a place: labels (of the state; one a key of the query) and a period. */
void dsi_evaluation_place(dsi_evaluation *evaluation, const int32_t *labels, int32_t period);
/* An item there; status MEMORY and the like are left in evaluation->status. */
const dsi_outcome *dsi_evaluation_item(dsi_evaluation *evaluation, int32_t item);

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
