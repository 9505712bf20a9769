/* Making, freeing and reading a state. */
#include "measure/scan.h"

#include <string.h>

static bool forget_full_set(dscore_state *state)
{
    for (int32_t f = 0; f < state->plan->frame_count; f++) {
        for (int32_t i = 0; i < state->plan->frames[f].aggregate_count && state->frames != NULL; i++) {
            const dsi_store *store = state->frames[f].stores == NULL ? NULL : &state->frames[f].stores[i];
            for (int64_t p = 0; store != NULL && p < store->plane_count; p++) {
                if (store->planes[p].set.is_full) {
                    store->planes[p].set.is_full = false;
                    return true;
                }
            }
        }
    }
    return false;
}

dscore_status dsi_state_no_memory(dscore_state *state, dscore_error *err)
{
    if (forget_full_set(state)) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_STATE_BYTES,
            "a distinct count holds at most %ld different values over all its cells: ask for fewer keys, or for fewer "
            "rows at a time",
            (long)DSI_SET_MOST);
    }
    if (!state->meter.is_capped) {
        return dsi_fail_memory(err);
    }
    state->meter.is_capped = false;
    return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_STATE_BYTES,
        "the state holds %lld bytes and needs more than max_state_bytes = %lld: raise it, or ask for fewer keys, exact "
        "quantiles or distinct counts",
        (long long)state->meter.bytes, (long long)state->meter.cap);
}

/* ---- making ---------------------------------------------------------------------------------- */

static void *zeros(const dscore_allocator *a, int64_t count, size_t size)
{
    return dsi_alloc_zero(a, (count > 0 ? count : 1) * (int64_t)size);
}

static void give_back(const dscore_allocator *a, void *p, int64_t count, size_t size)
{
    dsi_release(a, p, (count > 0 ? count : 1) * (int64_t)size);
}

/* Aggregates over the same rows that keep the same things share a store. */
static int32_t owner_of(const dsi_frame *plan, int32_t aggregate)
{
    const dsi_aggregate *own = &plan->aggregates[aggregate];
    for (int32_t i = 0; i < aggregate; i++) {
        if (plan->aggregates[i].selection == own->selection &&
            dsi_family_of(plan->aggregates[i].function) == dsi_family_of(own->function)) {
            return i;
        }
    }
    return aggregate;
}

static bool make_frame(const dscore_allocator *a, const dsi_frame *plan, int32_t key_count, dsi_frame_cells *frame)
{
    frame->cells.key_count = key_count;
    frame->cells.labels.size = (key_count > 0 ? key_count : 1) * (int64_t)sizeof(int32_t);
    frame->cells.periods.size = (int64_t)sizeof(int32_t);
    frame->cells.now.size = (int64_t)sizeof(int64_t);
    frame->counter_count = plan->selection_count + plan->account_count;
    frame->candidates.size = (int64_t)sizeof(int64_t);
    frame->counters = zeros(a, frame->counter_count, sizeof *frame->counters);
    frame->stores = zeros(a, plan->aggregate_count, sizeof *frame->stores);
    frame->owners = zeros(a, plan->aggregate_count, sizeof *frame->owners);
    frame->reasons = zeros(a, (int64_t)plan->account_count * DSI_CLASS_SIZE, sizeof *frame->reasons);
    if (frame->counters == NULL || frame->stores == NULL || frame->owners == NULL || frame->reasons == NULL) {
        return false;
    }
    for (int32_t i = 0; i < frame->counter_count; i++) {
        const bool is_single =
            i >= plan->selection_count && plan->accounts[i - plan->selection_count].selection_count == 1;
        for (int32_t c = 0; c < DSI_COUNT_KEPT; c++) {
            frame->counters[i].of[c].size = is_single ? 0 : (int64_t)sizeof(int64_t);
        }
    }
    for (int32_t i = 0; i < plan->aggregate_count; i++) {
        frame->owners[i] = owner_of(plan, i);
        frame->stores[i].family = frame->owners[i] == i ? dsi_family_of(plan->aggregates[i].function) : NULL;
    }
    return true;
}

static bool make_state(dscore_state *state)
{
    const dscore_plan *plan = state->plan;
    const dscore_allocator *a = &state->allocator;
    state->sources = zeros(a, plan->source_count, sizeof *state->sources);
    state->frames = zeros(a, plan->frame_count, sizeof *state->frames);
    state->item_absent = zeros(a, plan->item_count, 1);
    state->labels = dsi_labels_new(a);
    if (state->sources == NULL || state->frames == NULL || state->item_absent == NULL || state->labels == NULL) {
        return false;
    }
    for (int32_t f = 0; f < plan->frame_count; f++) {
        if (!make_frame(a, &plan->frames[f], state->key_count, &state->frames[f])) {
            return false;
        }
    }
    return true;
}

dscore_status dscore_state_new(const dscore_plan *plan, dscore_state **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (plan == NULL) {
        return dsi_fail_null(err, "plan");
    }
    dscore_state *state = dsi_alloc_zero(&plan->arena.allocator, (int64_t)sizeof *state);
    if (state == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_plan_take(plan);
    state->plan = plan;
    state->meter.base = plan->arena.allocator;
    state->meter.cap = plan->query->max_state_bytes;
    state->allocator = dsi_meter_allocator(&state->meter);
    state->key_count = plan->query->key_count;
    state->settings = plan->settings;
    state->now_least = INT64_MIN;
    state->roster.size = (int64_t)sizeof(int32_t);
    state->roster_seen.size = 1;
    if (!make_state(state)) {
        const dscore_status status = dsi_state_no_memory(state, err);
        dscore_state_free(state);
        return status;
    }
    *out = state;
    return DSCORE_OK;
}

/* ---- freeing --------------------------------------------------------------------------------- */

static void free_frame(const dscore_allocator *a, const dsi_frame *plan, dsi_frame_cells *frame)
{
    dsi_array_free(a, &frame->cells.labels);
    dsi_array_free(a, &frame->cells.periods);
    dsi_array_free(a, &frame->cells.now);
    dsi_array_free(a, &frame->candidates);
    dsi_release(a, frame->cells.slots, frame->cells.slot_count * (int64_t)sizeof *frame->cells.slots);
    for (int32_t i = 0; i < frame->counter_count && frame->counters != NULL; i++) {
        for (int32_t c = 0; c < DSI_COUNT_KEPT; c++) {
            dsi_array_free(a, &frame->counters[i].of[c]);
        }
    }
    for (int32_t i = 0; i < plan->aggregate_count && frame->stores != NULL; i++) {
        dsi_store_free(a, &frame->stores[i]);
    }
    give_back(a, frame->counters, frame->counter_count, sizeof *frame->counters);
    give_back(a, frame->stores, plan->aggregate_count, sizeof *frame->stores);
    give_back(a, frame->owners, plan->aggregate_count, sizeof *frame->owners);
    give_back(a, frame->reasons, (int64_t)plan->account_count * DSI_CLASS_SIZE, sizeof *frame->reasons);
}

void dsi_state_rest(dscore_state *state)
{
    for (int32_t s = 0; s < state->plan->source_count; s++) {
        dsi_scan_free(state->sources[s].scan);
        state->sources[s].scan = NULL;
    }
}

void dscore_state_free(dscore_state *state)
{
    if (state == NULL) {
        return;
    }
    const dscore_plan *plan = state->plan;
    const dscore_allocator *a = &state->allocator;
    dsi_scratch_free(state);
    for (int32_t k = 0; k < state->key_count; k++) {
        dsi_state_unname_key(state, k);
    }
    for (int32_t f = 0; f < plan->frame_count && state->frames != NULL; f++) {
        free_frame(a, &plan->frames[f], &state->frames[f]);
    }
    for (int32_t s = 0; s < plan->source_count && state->sources != NULL; s++) {
        const int64_t fields = plan->sources[s].source->field_count;
        dsi_release(a, state->sources[s].choices, fields * (int64_t)sizeof(int32_t));
        dsi_release(a, state->sources[s].kinds, fields);
        dsi_release(a, state->sources[s].audit, state->sources[s].audit_size);
        dsi_scan_free(state->sources[s].scan);
    }
    give_back(a, state->frames, plan->frame_count, sizeof *state->frames);
    give_back(a, state->sources, plan->source_count, sizeof *state->sources);
    give_back(a, state->item_absent, plan->item_count, 1);
    dsi_array_free(a, &state->roster);
    dsi_array_free(a, &state->roster_seen);
    dsi_labels_free(state->labels);
    const dscore_allocator base = state->meter.base;
    dsi_release(&base, state, (int64_t)sizeof *state);
    dscore_plan_free((dscore_plan *)plan); /* drops the hold */
}

/* ---- reading --------------------------------------------------------------------------------- */

int64_t dscore_state_bytes(const dscore_state *state)
{
    return state == NULL ? 0 : state->meter.bytes;
}

const dscore_plan *dsi_state_plan(const dscore_state *state)
{
    return state->plan;
}

const dsi_settings *dsi_state_settings(const dscore_state *state)
{
    return &state->settings;
}

bool dsi_state_given(const dscore_state *state, int32_t source)
{
    return state->sources[source].is_given;
}

const int32_t *dsi_state_choices(const dscore_state *state, int32_t source)
{
    return state->sources[source].is_given ? state->sources[source].choices : NULL;
}

int32_t dsi_state_source_flags(const dscore_state *state, int32_t source)
{
    return state->sources[source].flags;
}

const char *dsi_state_audit(const dscore_state *state, int32_t source)
{
    return state->sources[source].is_given ? state->sources[source].audit : NULL;
}

bool dsi_state_item_absent(const dscore_state *state, int32_t item)
{
    return state->item_absent[item] != 0;
}

const dsi_labels *dsi_state_labels(const dscore_state *state)
{
    return state->labels;
}

uint32_t dsi_state_dropped(const dscore_state *state)
{
    return state->dropped;
}

const char *dsi_state_given_name(const dscore_state *state, int32_t key)
{
    return state->key_names[key];
}

int64_t dsi_state_cell_count(const dscore_state *state, int32_t frame)
{
    return state->frames[frame].cells.count;
}

const int32_t *dsi_state_cell_labels(const dscore_state *state, int32_t frame, int64_t cell)
{
    const dsi_cells *cells = &state->frames[frame].cells;
    return (const int32_t *)cells->labels.p + cell * cells->key_count;
}

int32_t dsi_state_cell_period(const dscore_state *state, int32_t frame, int64_t cell)
{
    return ((const int32_t *)state->frames[frame].cells.periods.p)[cell];
}

int64_t dsi_state_find_cell(const dscore_state *state, int32_t frame, const int32_t *labels, int32_t period)
{
    const int32_t cell = dsi_cells_find(&state->frames[frame].cells, labels, period);
    return cell >= 0 && dsi_state_cell_is_empty(state, frame, cell) ? -1 : cell;
}

bool dsi_state_cell_now(const dscore_state *state, int32_t frame, int64_t cell)
{
    return ((const int64_t *)state->frames[frame].cells.now.p)[cell] != 0;
}

bool dsi_state_cell_is_empty(const dscore_state *state, int32_t frame, int64_t cell)
{
    return ((const int64_t *)state->frames[frame].candidates.p)[cell] == 0;
}

int64_t dsi_state_reason(const dscore_state *state, int32_t item, int32_t reason)
{
    const dsi_item *own = &state->plan->items[item];
    if (own->derived) {
        return 0;
    }
    const dsi_frame_cells *frame = &state->frames[own->frame];
    const int64_t *classes = frame->reasons + (int64_t)own->account * DSI_CLASS_SIZE;
    switch (reason) {
    case DSCORE_REASON_FILTER:
        return classes[DSI_CLASS_EXCLUDED] + classes[DSI_CLASS_DROPPED];
    case DSCORE_REASON_PENDING:
        return classes[DSI_PENDING];
    case DSCORE_REASON_MISSING:
        return classes[DSI_MISSING];
    case DSCORE_REASON_UNPLACED:
        return frame->unplaced;
    case DSCORE_REASON_FILTERED_OUT:
        return frame->filtered_out;
    case DSCORE_REASON_AUDIT:
        return classes[DSI_CLASS_AUDIT];
    default:
        break;
    }
    return reason >= DSCORE_REASON_DOMAIN && reason <= DSCORE_REASON_OVERFLOW ? classes[reason] : 0;
}

const int32_t *dsi_state_roster(const dscore_state *state, int32_t *out_count)
{
    const bool is_listed = state->plan->roster >= 0 && (state->dropped >> state->plan->roster_key & 1U) == 0;
    *out_count = is_listed ? (int32_t)state->roster_count : 0;
    return state->roster.p;
}
