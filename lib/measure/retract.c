/* Rows that change after they were added: a ticket is reopened, a survey comes late. The rows are read into a scratch
   state by the ordinary update, so that every rule of reading them is shared; then the scratch is taken away from the
   state, or added to it (D13). */
#include "measure/scan.h"
#include "measure/state_join.h"

#include <string.h>

enum { ROWS_BEFORE = 0, ROWS_AFTER = 1 };
/* A scratch that grew beyond this is not worth keeping. */
enum { MOST_CELLS = 256, MOST_BYTES = 1 << 20 };

/* ---- scratch states -------------------------------------------------------------------------- */

static void free_scratch(dscore_state **scratch)
{
    if (*scratch != NULL) {
        (*scratch)->labels = NULL; /* the state's */
        dscore_state_free(*scratch);
        *scratch = NULL;
    }
}

void dsi_scratch_free(dscore_state *state)
{
    free_scratch(&state->scratch[ROWS_BEFORE]);
    free_scratch(&state->scratch[ROWS_AFTER]);
}

static bool is_large(const dscore_state *scratch)
{
    for (int32_t f = 0; f < scratch->plan->frame_count; f++) {
        if (scratch->frames[f].cells.cap > MOST_CELLS) {
            return true;
        }
    }
    return scratch->meter.bytes > MOST_BYTES;
}

/* Of int64_t; a handful of cells, so that it is quicker than a call of memset. */
static void clear_counts(const dsi_array *array, int32_t cells)
{
    int64_t *counts = array->p;
    if (counts == NULL) {
        return;
    }
    for (int32_t c = 0; c < cells; c++) {
        counts[c] = 0;
    }
}

static void clear_frame(const dscore_state *scratch, int32_t f)
{
    const dsi_frame *plan = &scratch->plan->frames[f];
    dsi_frame_cells *frame = &scratch->frames[f];
    const int32_t cells = frame->cells.count;
    dsi_frame_forget_cells(&scratch->allocator, frame, plan, 0);
    clear_counts(&frame->candidates, cells);
    clear_counts(&frame->cells.now, cells);
    for (int32_t i = 0; i < frame->counter_count; i++) {
        for (int32_t k = 0; k < DSI_COUNT_KEPT; k++) {
            clear_counts(&frame->counters[i].of[k], cells);
        }
    }
    for (int32_t i = 0; i < plan->aggregate_count; i++) {
        dsi_store_clear(&frame->stores[i], cells);
    }
    memset(frame->reasons, 0, (size_t)(plan->account_count * DSI_CLASS_SIZE) * sizeof *frame->reasons);
    frame->unplaced = 0;
    frame->filtered_out = 0;
}

/* Where cells were met lately: they are no more. */
static void forget_places(const dscore_state *scratch, int32_t f)
{
    const dsi_scan *scan = scratch->sources[scratch->plan->frames[f].source].scan;
    dsi_frame_scan *fs = scan == NULL ? NULL : scan->frames[f];
    if (fs != NULL) {
        memset(fs->recent, 0, sizeof fs->recent);
        fs->in_order = 0;
    }
    const dsi_cells *cells = &scratch->frames[f].cells;
    for (int32_t c = 0; c < cells->count && fs != NULL && fs->by_label_cap > 0 && cells->key_count == 1; c++) {
        fs->by_label[((const int32_t *)cells->labels.p)[c]] = 0; /* one by one: there may be many labels */
    }
}

/* Forget the rows, keep the memory. */
static void clear_scratch(dscore_state **scratch)
{
    dscore_state *own = *scratch;
    if (own == NULL) {
        return;
    }
    if (is_large(own)) {
        free_scratch(scratch);
        return;
    }
    for (int32_t f = 0; f < own->plan->frame_count; f++) {
        forget_places(own, f);
        clear_frame(own, f);
    }
    for (int32_t s = 0; s < own->plan->source_count; s++) {
        own->sources[s].flags = 0;
        own->sources[s].is_given = false;
    }
    own->depends_on_now = false;
    own->now_least = INT64_MIN;
}

static dscore_status make_scratch(dscore_state *state, dscore_state **scratch, dscore_error *err)
{
    const dscore_status status = dscore_state_new(state->plan, scratch, err);
    if (status == DSCORE_OK) {
        dsi_labels_free((*scratch)->labels);
        (*scratch)->labels = state->labels;
        (*scratch)->meter.cap = 0;
    }
    return status;
}

/* What the state knows of the source, a batch of the scratch is to know too. */
static bool prime(dscore_state *scratch, const dscore_state *state, int32_t source)
{
    const dsi_source_state *given = &state->sources[source];
    dsi_source_state *own = &scratch->sources[source];
    const size_t fields = (size_t)state->plan->sources[source].source->field_count;
    scratch->settings = state->settings;
    scratch->dropped = state->dropped;
    memcpy(scratch->key_kinds, state->key_kinds, sizeof scratch->key_kinds);
    if (!given->is_given) {
        return true;
    }
    if (!dsi_source_reserve(scratch, source, given->audit)) {
        return false;
    }
    memcpy(own->choices, given->choices, fields * sizeof *own->choices);
    memcpy(own->kinds, given->kinds, fields);
    memcpy(scratch->item_absent, state->item_absent, (size_t)state->plan->item_count);
    own->is_given = true;
    return true;
}

/* Read rows into a scratch of the state. */
static dscore_status read_rows(dscore_state *state, int32_t which, int32_t source, const dscore_table *table,
    int64_t first, int64_t count, dscore_error *err)
{
    dscore_state **scratch = &state->scratch[which];
    dscore_status status = *scratch != NULL ? DSCORE_OK : make_scratch(state, scratch, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (!prime(*scratch, state, source)) {
        return dsi_fail_memory(err);
    }
    status = dscore_state_update(*scratch, table, first, count, NULL, err);
    /* New labels are the state's, and so is the cap that they may meet. */
    return status == DSCORE_E_MEMORY && state->meter.is_capped ? dsi_state_no_memory(state, err) : status;
}

/* ---- which rows ------------------------------------------------------------------------------ */

/* Can rows of the table be taken away at all? source -1: the plan does not read them. */
static dscore_status check_table(
    const dscore_state *state, const dscore_table *table, int64_t count, int32_t *source, dscore_error *err)
{
    const dscore_plan *plan = state->plan;
    const dscore_status status = dsi_plan_source_of(plan, table, source, err);
    if (status != DSCORE_OK || *source < 0) {
        return status;
    }
    const dscore_status takes_rows = dsi_state_check_takes_rows(state, err);
    if (takes_rows != DSCORE_OK) {
        return takes_rows;
    }
    const char *name = plan->sources[*source].name;
    if (*source == plan->roster) {
        (void)dsi_fail(err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_STATE_SUBTRACT,
            "%s is the roster that lists the subjects: no rows of it can be taken away", name);
        dsi_error_path(err, "%s", name);
        return DSCORE_E_UNSUPPORTED;
    }
    if (!state->sources[*source].is_given && count > 0) {
        (void)dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_NEVER_ADDED,
            "rows of %s that are to be taken away were never added: the state was given no table of them", name);
        dsi_error_path(err, "%s", name);
        return DSCORE_E_INCOMPATIBLE;
    }
    return dsi_state_check_subtractable(state, *source, err);
}

/* No rows that the plan reads; nor is a table looked at of which nothing is taken, before the state was given one: what
   it binds says nothing of those to come. */
static bool is_nothing(const dscore_state *state, int32_t source, int64_t count)
{
    return source < 0 || (count == 0 && !state->sources[source].is_given);
}

static dscore_status take_away(dscore_state *state, dscore_error *err)
{
    dsi_join gone = {.relabel = NULL};
    const dscore_status status = dsi_subtract_check(state, state->scratch[ROWS_BEFORE], &gone, err);
    if (status == DSCORE_OK) {
        dsi_subtract_commit(state, state->scratch[ROWS_BEFORE], &gone);
    }
    dsi_join_free(&gone);
    return status;
}

dscore_status dscore_state_retract(
    dscore_state *state, const dscore_table *table, int64_t first, int64_t count, dscore_error *err)
{
    int32_t source;
    if (state == NULL || table == NULL) {
        return dsi_fail_null(err, state == NULL ? "state" : "table");
    }
    dscore_status status = check_table(state, table, count, &source, err);
    if (status != DSCORE_OK || is_nothing(state, source, count)) {
        return status;
    }
    status = read_rows(state, ROWS_BEFORE, source, table, first, count, err);
    if (status == DSCORE_OK) {
        status = take_away(state, err);
    }
    clear_scratch(&state->scratch[ROWS_BEFORE]);
    return status;
}

/* Both at once: what could fail of either, then both commits. */
static dscore_status exchange(dscore_state *state, dscore_error *err)
{
    const dscore_state *before = state->scratch[ROWS_BEFORE], *after = state->scratch[ROWS_AFTER];
    dsi_join gone = {.relabel = NULL}, come = {.relabel = NULL};
    dscore_status status = dsi_subtract_check(state, before, &gone, err);
    if (status == DSCORE_OK && !dsi_join_reserve(state, after, &come)) {
        dsi_join_undo(state, &come);
        status = dsi_state_no_memory(state, err);
    }
    if (status == DSCORE_OK) {
        dsi_subtract_commit(state, before, &gone);
        dsi_join_commit(state, after, &come);
    }
    dsi_join_free(&come);
    dsi_join_free(&gone);
    return status;
}

dscore_status dscore_state_replace(dscore_state *state, const dscore_table *old_table, int64_t old_first,
    const dscore_table *new_table, int64_t new_first, int64_t count, dscore_error *err)
{
    int32_t source, other;
    if (state == NULL || old_table == NULL || new_table == NULL) {
        return dsi_fail_null(err, state == NULL ? "state" : old_table == NULL ? "old_table" : "new_table");
    }
    dscore_status status = dsi_plan_source_of(state->plan, new_table, &other, err);
    if (status == DSCORE_OK) {
        status = check_table(state, old_table, count, &source, err);
    }
    if (status == DSCORE_OK && source != other) {
        status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_TABLE,
            "the rows before and the rows after are of different sources");
    }
    if (status != DSCORE_OK || is_nothing(state, source, count)) {
        return status;
    }
    status = read_rows(state, ROWS_BEFORE, source, old_table, old_first, count, err);
    if (status == DSCORE_OK) {
        status = read_rows(state, ROWS_AFTER, source, new_table, new_first, count, err);
    }
    if (status == DSCORE_OK) {
        status = exchange(state, err);
    }
    clear_scratch(&state->scratch[ROWS_BEFORE]);
    clear_scratch(&state->scratch[ROWS_AFTER]);
    return status;
}
