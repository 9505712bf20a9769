/* Views of a state for an evaluation: all memory that evaluating a block of places needs, taken once. */
#include "measure/derived.h"

#include "base/error.h"

/* ---- views ---------------------------------------------------------------------------------- */

void dsi_view_free(const dsi_evaluation *e, dsi_view *view)
{
    (void)e; /* its arena has the rest */
    dsi_finisher_free(view->finisher);
    dscore_state_free(view->owned);
}

static bool make_frame(dsi_evaluation *e, const dsi_view *view, int32_t index)
{
    const dsi_frame *plan = &e->plan->frames[index];
    dsi_view_frame *frame = &view->frames[index];
    const int32_t counters = plan->selection_count + plan->account_count;
    frame->own_cells = dsi_arena_alloc(&e->arena, (int64_t)sizeof *frame->own_cells);
    frame->candidates = dsi_arena_alloc(&e->arena, view->capacity * (int64_t)sizeof *frame->candidates);
    frame->has_cell = dsi_arena_alloc(&e->arena, view->capacity);
    frame->tallies = dsi_arena_alloc(&e->arena, counters * (int64_t)sizeof *frame->tallies);
    frame->tallied = dsi_arena_alloc(&e->arena, counters);
    frame->results = dsi_arena_alloc(&e->arena, plan->aggregate_count * (int64_t)sizeof *frame->results);
    frame->finished = dsi_arena_alloc(&e->arena, plan->aggregate_count);
    bool ok = frame->own_cells != NULL && frame->candidates != NULL && frame->has_cell != NULL &&
              frame->tallies != NULL && frame->tallied != NULL && frame->results != NULL && frame->finished != NULL;
    for (int32_t i = 0; i < counters && ok; i++) {
        ok = dsi_tally_make(view->state, index, i, &e->arena, view->capacity, view->zeros, &frame->tallies[i]);
    }
    for (int32_t i = 0; i < plan->aggregate_count && ok; i++) {
        frame->results[i].value = dsi_arena_alloc(&e->arena, view->capacity * (int64_t)sizeof(double));
        frame->results[i].status = dsi_arena_alloc(&e->arena, view->capacity * (int64_t)sizeof(int32_t));
        frame->results[i].flags = dsi_arena_alloc(&e->arena, view->capacity * (int64_t)sizeof(int32_t));
        ok = frame->results[i].value != NULL && frame->results[i].status != NULL && frame->results[i].flags != NULL;
    }
    return ok;
}

/* Where the counts of an item are. */
static const dsi_tally *counts_of(const dsi_evaluation *e, const dsi_view *view, int32_t index)
{
    const dsi_item *item = &e->plan->items[index];
    while (e->available[index] && item->derived) {
        const int32_t operand = dsi_counted_operand(e, item);
        if (operand < 0) {
            return operand == DSI_SMALLEST ? &view->rooms[index].counts : &view->none;
        }
        index = operand;
        item = &e->plan->items[index];
    }
    return e->available[index]
               ? &view->frames[item->frame].tallies[dsi_account_counters(&e->plan->frames[item->frame], item->account)]
               : &view->none;
}

static bool make_own_counts(dsi_arena *arena, int64_t bytes, int64_t *zeros, dsi_tally *out)
{
    *out = (dsi_tally){dsi_arena_alloc(arena, bytes), dsi_arena_alloc(arena, bytes), dsi_arena_alloc(arena, bytes),
        zeros, zeros, dsi_arena_alloc(arena, bytes), dsi_arena_alloc(arena, bytes)};
    return out->used != NULL && out->missing != NULL && out->excluded != NULL && out->invalid != NULL &&
           out->pending != NULL;
}

static bool make_item(dsi_evaluation *e, const dsi_view *view, int32_t index)
{
    const dsi_item *item = &e->plan->items[index];
    dsi_room *room = &view->rooms[index];
    dsi_outcomes *out = &view->outcomes[index];
    dsi_arena *arena = &e->arena;
    const int64_t wide = view->capacity * (int64_t)sizeof(int64_t);
    room->value = dsi_arena_alloc(arena, wide);
    room->status = dsi_arena_alloc(arena, view->capacity * (int64_t)sizeof(int32_t));
    room->flags = dsi_arena_alloc(arena, view->capacity * (int64_t)sizeof(int32_t));
    room->has_cell = dsi_arena_alloc(arena, view->capacity);
    bool ok = room->value != NULL && room->status != NULL && room->flags != NULL && room->has_cell != NULL;
    if (item->derived || item->observations != NULL) {
        room->observations = dsi_arena_alloc(arena, wide);
        room->least = dsi_arena_alloc(arena, wide);
        ok = ok && room->observations != NULL && room->least != NULL;
    }
    *out = (dsi_outcomes){.value = room->value,
        .status = room->status,
        .flags = room->flags,
        .has_cell = room->has_cell,
        .min_n = item->indicator->record.min_n};
    return ok && (!item->derived || make_own_counts(arena, wide, view->zeros, &room->counts));
}

static bool make_view(dsi_evaluation *e, dsi_view *view)
{
    const dscore_plan *plan = e->plan;
    view->frames = dsi_arena_alloc(&e->arena, plan->frame_count * (int64_t)sizeof *view->frames);
    view->outcomes = dsi_arena_alloc(&e->arena, plan->item_count * (int64_t)sizeof *view->outcomes);
    view->rooms = dsi_arena_alloc(&e->arena, plan->item_count * (int64_t)sizeof *view->rooms);
    view->known = dsi_arena_alloc(&e->arena, plan->item_count);
    view->zeros = dsi_arena_alloc(&e->arena, view->capacity * (int64_t)sizeof *view->zeros);
    view->none = (dsi_tally){view->zeros, view->zeros, view->zeros, view->zeros, view->zeros, view->zeros, view->zeros};
    bool ok = view->frames != NULL && view->outcomes != NULL && view->rooms != NULL && view->known != NULL &&
              view->zeros != NULL;
    for (int32_t f = 0; f < plan->frame_count && ok; f++) {
        ok = make_frame(e, view, f);
    }
    for (int32_t i = 0; i < plan->item_count && ok; i++) {
        ok = make_item(e, view, i);
    }
    for (int32_t i = 0; i < plan->item_count && ok; i++) {
        view->outcomes[i].counts = counts_of(e, view, i);
    }
    return ok;
}

dscore_status dsi_find_view(dsi_evaluation *e, uint32_t dropped, int32_t capacity, dsi_view **out)
{
    for (int64_t i = 0; i < e->view_count; i++) {
        if (e->views[i]->dropped == dropped) {
            *out = e->views[i];
            return DSCORE_OK;
        }
    }
    dsi_view *view = dsi_arena_alloc(&e->arena, (int64_t)sizeof *view);
    if (view == NULL ||
        !dsi_reserve(&e->allocator, &e->views, &e->view_cap, e->view_count + 1, (int64_t)sizeof(dsi_view *))) {
        return dsi_fail_memory(e->err);
    }
    view->state = e->state;
    view->dropped = dropped;
    view->capacity = capacity;
    dscore_status status = DSCORE_OK;
    if (dropped != dsi_state_dropped(e->state)) {
        status = dsi_state_collapse(e->state, dropped, &view->owned, e->err);
        view->state = view->owned;
    }
    if (status == DSCORE_OK) {
        status = dsi_finisher_new(view->state, &view->finisher, e->err);
    }
    if (status == DSCORE_OK && !make_view(e, view)) {
        status = dsi_fail_memory(e->err);
    }
    if (status != DSCORE_OK) {
        dsi_view_free(e, view);
        return status;
    }
    e->views[e->view_count++] = view;
    *out = view;
    return DSCORE_OK;
}
