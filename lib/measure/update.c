/* Adding rows to a state, block by block: everything a block needs is evaluated and reserved first, then committed,
   which cannot fail (D13). */
#include "measure/lanes.h"
#include "measure/scan.h"

#include <string.h>

typedef struct updater {
    dscore_state *state;
    dsi_scan *scan;
    dsi_beginning beginning; /* taken over with the first block */
    bool is_begun;
    bool is_small; /* fewer rows than cells: what lies in lanes is moved to the state row by row */
} updater;

/* ---- values of a pass ------------------------------------------------------------------------ */

/* A constant spelt out, so that the loops of the families need not ask. */
static dsi_vector spell_out(const dsi_scan *scan, const dsi_vector *v)
{
    dsi_vector out = *v;
    out.constant = false;
    out.status = NULL; /* classes know */
    if (v->kind == DSI_BOOL) {
        memset(scan->dense, v->v.b[0], (size_t)scan->n);
        out.v.b = (const uint8_t *)scan->dense;
        return out;
    }
    for (int32_t r = 0; r < scan->n; r++) {
        memcpy(&scan->dense[r], v->v.i, sizeof *scan->dense); /* a double too: 8 bytes */
    }
    out.v.i = scan->dense;
    return out;
}

/* What one aggregate's store does with a pass. */
typedef struct job {
    const dsi_frame *plan;
    int32_t frame, aggregate;
    bool commit;
    bool fresh; /* the lanes are to be told */
} job;

/* The kind of plane that takes values: integers go with decimals, or with doubles where the family joins them. */
static int32_t plane_kind(const dsi_family *family, const dsi_vector *values)
{
    const int32_t kind = values->kind == DSI_DECIMAL ? (int32_t)DSI_INT : values->kind;
    return kind == DSI_INT && values->kind != DSI_DECIMAL && family->joins_doubles ? (int32_t)DSI_DOUBLE : kind;
}

/* Ask the lanes to take the values; what they answer. */
static int32_t tell_lanes(
    updater *u, const job *j, const dsi_pass *pass, const dsi_vector *values, const dsi_plane *plane)
{
    const dsi_store *store = &u->state->frames[j->frame].stores[j->aggregate];
    const dsi_home home = {NULL, store, plane - store->planes, NULL};
    if (store->family->tell == NULL || values == NULL || values->constant) {
        return DSI_LANES_REFUSE;
    }
    return store->family->tell(u->scan->frames[j->frame]->lanes, pass, values, &home);
}

static bool store_argument(updater *u, const job *j, const dsi_pass *pass, int32_t argument)
{
    const dscore_allocator *a = &u->state->allocator;
    dsi_frame_cells *cells = &u->state->frames[j->frame];
    dsi_store *store = &cells->stores[j->aggregate];
    uint32_t *to_commit = &u->scan->frames[j->frame]->to_commit[j->aggregate];
    if (!j->fresh && (*to_commit >> argument & 1U) == 0) {
        return true; /* its lanes were told */
    }
    const bool is_tuple = store->family->arguments == 0;
    const dsi_vector *given = is_tuple ? NULL : pass->arguments[argument];
    const int32_t scale = !is_tuple && given->kind == DSI_DECIMAL ? given->scale : 0;
    const int32_t kind = is_tuple ? 0 : plane_kind(store->family, given);
    dsi_plane *plane = dsi_store_plane(a, store, argument, kind, scale, cells->cells.cap);
    if (plane == NULL) {
        return false;
    }
    if (j->fresh) { /* decided once, for prepare and commit */
        const int32_t told = tell_lanes(u, j, pass, given, plane);
        if (told != DSI_LANES_REFUSE) {
            return told == DSI_LANES_TOLD;
        }
    }
    dsi_vector dense = {0};
    if (given != NULL && given->constant) {
        dense = spell_out(u->scan, given);
        given = &dense;
    }
    if (given != NULL && given->width != 0 && !store->family->reads_raw) {
        const dscore_status status = dsi_worker_eval(u->scan->worker,
            j->plan->selections[j->plan->aggregates[j->aggregate].selection].arguments[argument], &given, NULL);
        if (status != DSCORE_OK) {
            return false;
        }
    }
    *to_commit |= j->fresh ? UINT32_C(1) << argument : 0;
    if (j->commit) {
        store->family->commit(plane, pass, given);
        return true;
    }
    return store->family->reserve == NULL || store->family->reserve(a, plane, pass, given);
}

/* Commit evaluates what prepare evaluated before: that is at hand, or succeeds again. */
static dscore_status run_store(updater *u, const job *j, dscore_error *err)
{
    dsi_frame_scan *fs = u->scan->frames[j->frame];
    const int32_t s = j->plan->aggregates[j->aggregate].selection;
    const dsi_selection *selection = &j->plan->selections[s];
    const dsi_family *family = u->state->frames[j->frame].stores[j->aggregate].family;
    dsi_pass pass = {.n = u->scan->n,
        .class_of = fs->classes[s],
        .used = fs->tallies[(int64_t)s * DSI_CLASS_SIZE + DSI_CLASS_USED],
        .cell = fs->cell,
        .only = fs->only,
        .argument_count = selection->argument_count,
        .parts = fs->parts[j->aggregate],
        .tags = fs->tags[j->aggregate]};
    if (pass.used == 0) {
        return DSCORE_OK;
    }
    for (int32_t i = 0; i < selection->argument_count; i++) {
        const dscore_status status =
            family->arguments == 0
                ? dsi_worker_eval(u->scan->worker, selection->arguments[i], &pass.arguments[i], err)
                : dsi_worker_eval_raw(u->scan->worker, selection->arguments[i], &pass.arguments[i], err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    if (family->arguments == 0 && j->fresh && !dsi_tuples_parts(u->state->labels, &pass, pass.parts, pass.tags)) {
        return dsi_state_no_memory(u->state, err);
    }
    int32_t planes = family->arguments == 0 ? 1 : family->arguments;
    planes = planes > selection->argument_count ? selection->argument_count : planes;
    for (int32_t i = 0; i < planes; i++) {
        if (!store_argument(u, j, &pass, i)) {
            return dsi_state_no_memory(u->state, err);
        }
    }
    return DSCORE_OK;
}

static dscore_status run_stores(updater *u, int32_t frame, bool commit, bool fresh, dscore_error *err)
{
    job j = {&u->state->plan->frames[frame], frame, 0, commit, fresh};
    uint32_t *to_commit = u->scan->frames[frame]->to_commit;
    for (; j.aggregate < j.plan->aggregate_count; j.aggregate++) {
        if (u->state->frames[frame].stores[j.aggregate].family != NULL && (fresh || to_commit[j.aggregate] != 0)) {
            to_commit[j.aggregate] = fresh ? 0 : to_commit[j.aggregate];
            const dscore_status status = run_store(u, &j, err);
            if (status != DSCORE_OK) {
                return status;
            }
        }
    }
    return DSCORE_OK;
}

/* ---- counters -------------------------------------------------------------------------------- */

static const uint8_t counter_of[DSI_CLASS_NONE] = {DSI_COUNT_USED, DSI_COUNT_PENDING, DSI_COUNT_MISSING,
    DSI_COUNT_INVALID, DSI_COUNT_INVALID, DSI_COUNT_INVALID, DSI_COUNT_INVALID, DSI_COUNT_INVALID, DSI_COUNT_FALSE,
    DSI_COUNT_DROPPED, DSI_COUNT_DROPPED};

/* Flags for the classes of a selection or account that occur, and room for their counters; rows of one cell are counted
   without flags. */
static bool tell_counters(updater *u, int32_t frame, int32_t at, const uint8_t *classes)
{
    dsi_frame_cells *cells = &u->state->frames[frame];
    const dsi_frame_scan *fs = u->scan->frames[frame];
    const int64_t *tally = fs->tallies + (int64_t)at * DSI_CLASS_SIZE;
    int64_t left = u->scan->n;
    for (int32_t c = 0; c < DSI_CLASS_NONE && left > 0; c++) {
        left -= tally[c];
        if (tally[c] == 0 || counter_of[c] == DSI_COUNT_MISSING) {
            continue;
        }
        const dsi_home home = {&cells->counters[at].of[counter_of[c]], NULL, 0, NULL};
        if (!dsi_frame_counter(&u->state->allocator, cells, at, counter_of[c]) ||
            (fs->only < 0 && !dsi_lanes_flag(fs->lanes, classes, (uint8_t)c, NULL, home))) {
            return false;
        }
    }
    return true;
}

/* Candidates, unless one cell has them all; and those of them whose now another might change. */
static bool tell_candidates(const updater *u, int32_t frame)
{
    const dsi_frame_scan *fs = u->scan->frames[frame];
    const dsi_home home = {&u->state->frames[frame].candidates, NULL, 0, NULL};
    const dsi_home now = {&u->state->frames[frame].cells.now, NULL, 0, NULL};
    if (fs->only >= 0 && !fs->has_now) {
        return true;
    }
    int64_t tally[DSI_CLASS_SIZE] = {u->scan->n};
    if (!fs->is_plain) {
        dsi_tally_classes(u->scan->loops, fs->base, u->scan->n, tally);
    }
    for (int32_t c = 0; c < DSI_CLASS_NONE; c++) {
        if (tally[c] == 0) {
            continue;
        }
        if ((fs->only < 0 && !dsi_lanes_flag(fs->lanes, fs->base, (uint8_t)c, NULL, home)) ||
            (fs->has_now && !dsi_lanes_flag(fs->lanes, fs->base, (uint8_t)c, fs->now_rows, now))) {
            return false;
        }
    }
    return true;
}

/* Everything that the lanes of a pass count; they have room for it then. */
static bool tell_frame(updater *u, int32_t frame)
{
    const dsi_frame *plan = &u->state->plan->frames[frame];
    dsi_frame_scan *fs = u->scan->frames[frame];
    bool is_told = tell_candidates(u, frame);
    for (int32_t s = 0; s < plan->selection_count && is_told; s++) {
        is_told = tell_counters(u, frame, s, fs->classes[s]);
    }
    for (int32_t i = 0; i < plan->account_count && is_told; i++) {
        const int32_t at = plan->selection_count + i;
        uint8_t *own = fs->own_classes + (int64_t)at * DSI_BLOCK;
        if (plan->accounts[i].selection_count > 1) {
            const uint8_t *classes = dsi_scan_account(u->scan, frame, i, own);
            dsi_tally_classes(u->scan->loops, classes, u->scan->n, fs->tallies + (int64_t)at * DSI_CLASS_SIZE);
            is_told = tell_counters(u, frame, at, classes);
        }
    }
    return is_told && dsi_lanes_reserve(fs->lanes, u->state->frames[frame].cells.cap);
}

/* All candidates are of one cell: the tallies are what it counts. */
static void count_one_cell(const updater *u, int32_t frame)
{
    const dsi_frame *plan = &u->state->plan->frames[frame];
    dsi_frame_cells *cells = &u->state->frames[frame];
    const dsi_frame_scan *fs = u->scan->frames[frame];
    for (int32_t at = 0; at < plan->selection_count + plan->account_count; at++) {
        const int64_t *tally = fs->tallies + (int64_t)at * DSI_CLASS_SIZE;
        const bool is_own =
            at < plan->selection_count || plan->accounts[at - plan->selection_count].selection_count > 1;
        int64_t left = is_own ? u->scan->n : 0;
        for (int32_t c = 0; c < DSI_CLASS_NONE && left > 0; c++) {
            left -= tally[c];
            if (tally[c] != 0 && counter_of[c] != DSI_COUNT_MISSING) {
                ((int64_t *)cells->counters[at].of[counter_of[c]].p)[fs->only] += tally[c];
            }
        }
    }
    ((int64_t *)cells->candidates.p)[fs->only] += fs->candidates;
}

static void count_reasons(const updater *u, int32_t frame)
{
    const dsi_frame *plan = &u->state->plan->frames[frame];
    dsi_frame_cells *cells = &u->state->frames[frame];
    for (int32_t i = 0; i < plan->account_count; i++) {
        const bool is_single = plan->accounts[i].selection_count == 1;
        const int32_t at = is_single ? plan->accounts[i].selections[0] : plan->selection_count + i;
        const int64_t *tally = u->scan->frames[frame]->tallies + (int64_t)at * DSI_CLASS_SIZE;
        for (int32_t c = 0; c < DSI_CLASS_NONE; c++) {
            cells->reasons[i * DSI_CLASS_SIZE + c] += tally[c];
        }
    }
}

/* ---- passes of a frame ----------------------------------------------------------------------- */

static dscore_status run_pass(updater *u, int32_t frame, int32_t layer, bool commit, dscore_error *err)
{
    const dsi_frame *plan = &u->state->plan->frames[frame];
    dsi_frame_scan *fs = u->scan->frames[frame];
    /* A single layer whose rows do not depend on their period still lies in the scan as prepare left it. */
    const bool fresh = !commit || fs->layers > 1 || plan->uses_period;
    dscore_status status = fresh ? dsi_scan_pass(u->scan, frame, layer, err) : DSCORE_OK;
    if (status == DSCORE_OK && fresh && !dsi_find_cells(u->state, u->scan, frame)) {
        status = dsi_state_no_memory(u->state, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (fresh) {
        dsi_find_now(u->state, u->scan, frame);
    }
    if (commit) {
        u->state->frames[frame].filtered_out += fs->filtered_out;
        u->state->depends_on_now = u->state->depends_on_now || fs->has_now;
    }
    if (fs->candidates == 0) {
        return DSCORE_OK;
    }
    if (fresh) {
        dsi_lanes_begin(fs->lanes, u->scan->loops, &u->scan->ahead);
    }
    status = run_stores(u, frame, commit, fresh, err);
    if (status == DSCORE_OK && fresh && !tell_frame(u, frame)) {
        return dsi_state_no_memory(u->state, err);
    }
    if (commit) {
        count_reasons(u, frame);
        if (fs->only >= 0) {
            count_one_cell(u, frame);
        }
        dsi_lanes_add(fs->lanes, fs->cell, fs->only, u->scan->n);
        if (u->is_small) {
            dsi_lanes_settle_rows(fs->lanes, fs->cell, u->scan->n);
        }
    }
    return status;
}

static dscore_status run_frame(updater *u, int32_t frame, bool commit, dscore_error *err)
{
    dsi_frame_scan *fs = u->scan->frames[frame];
    dscore_status status = DSCORE_OK;
    if (fs->is_idle) {
        return DSCORE_OK;
    }
    if (commit) {
        u->state->frames[frame].unplaced += fs->unplaced;
        dsi_note_now_of_places(u->state, u->scan, frame);
    } else {
        status = dsi_scan_place(u->scan, frame, err);
    }
    for (int32_t layer = 0; layer < fs->layers && status == DSCORE_OK; layer++) {
        status = run_pass(u, frame, layer, commit, err);
    }
    return status;
}

/* ---- a block, a table ------------------------------------------------------------------------ */

static dscore_status prepare_block(updater *u, const dsi_roster *roster, int64_t first, int32_t n, dscore_error *err)
{
    if (!dsi_scan_block(u->scan, first, n)) {
        return dsi_state_no_memory(u->state, err);
    }
    for (int32_t f = 0; f < u->state->plan->frame_count; f++) {
        const dscore_status status = u->scan->frames[f] == NULL ? DSCORE_OK : run_frame(u, f, false, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    if (u->scan->failure.row >= 0) {
        return dsi_scan_fail(u->scan, err);
    }
    return dsi_roster_read(roster, u->state, first, n) ? DSCORE_OK : dsi_state_no_memory(u->state, err);
}

static void begin(updater *u)
{
    if (!u->is_begun) {
        dsi_beginning_take_over(u->state, &u->beginning);
        u->is_begun = true;
    }
}

static dscore_status update_block(updater *u, const dsi_roster *roster, int64_t first, int32_t n, dscore_error *err)
{
    const dscore_plan *plan = u->state->plan;
    for (int32_t f = 0; f < plan->frame_count; f++) {
        if (u->scan->frames[f] != NULL) {
            u->scan->frames[f]->cells_before = u->state->frames[f].cells.count;
        }
    }
    dscore_status status = prepare_block(u, roster, first, n, err);
    if (status != DSCORE_OK) {
        for (int32_t f = 0; f < plan->frame_count; f++) {
            if (u->scan->frames[f] != NULL) {
                dsi_frame_forget_cells(
                    &u->state->allocator, &u->state->frames[f], &plan->frames[f], u->scan->frames[f]->cells_before);
                memset(u->scan->frames[f]->recent, 0, sizeof u->scan->frames[f]->recent);
                u->scan->frames[f]->in_order = 0;
                if (u->scan->frames[f]->by_label_cap > 0) {
                    memset(u->scan->frames[f]->by_label, 0,
                        (size_t)u->scan->frames[f]->by_label_cap * sizeof *u->scan->frames[f]->by_label);
                }
            }
        }
        return status;
    }
    begin(u);
    for (int32_t f = 0; f < plan->frame_count && status == DSCORE_OK; f++) {
        status = u->scan->frames[f] == NULL ? DSCORE_OK : run_frame(u, f, true, err);
    }
    dsi_note_now_least(u->state, u->scan);
    dsi_roster_commit(roster, u->state, n);
    return status;
}

static dscore_status update_rows(
    updater *u, const dscore_table *table, int64_t first, int64_t count, int64_t *out_taken, dscore_error *err)
{
    dsi_roster roster;
    dscore_status status = dsi_roster_open(&roster, u->state, u->scan->source, table, err);
    while (*out_taken < count && status == DSCORE_OK) {
        const int64_t left = count - *out_taken;
        const int32_t n = left < DSI_BLOCK ? (int32_t)left : (int32_t)DSI_BLOCK;
        status = update_block(u, &roster, first + *out_taken, n, err);
        *out_taken += status == DSCORE_OK ? n : 0;
    }
    if (status == DSCORE_OK) {
        begin(u); /* a batch without rows, too */
    }
    for (int32_t f = 0; f < u->state->plan->frame_count; f++) {
        if (u->scan->frames[f] != NULL) {
            dsi_lanes_settle(u->scan->frames[f]->lanes, u->state->frames[f].cells.count);
        }
    }
    dsi_roster_close(&roster, u->state);
    return status;
}

/* Lanes to count in, and whether moving all that they hold to the state would be too much for so few rows. */
static bool open_lanes(updater *u, int64_t rows)
{
    for (int32_t f = 0; f < u->state->plan->frame_count; f++) {
        dsi_frame_scan *fs = u->scan->frames[f];
        if (fs != NULL && fs->lanes == NULL) {
            fs->lanes = dsi_lanes_new(&u->scan->arena.allocator);
            if (fs->lanes == NULL) {
                return false;
            }
        }
        u->is_small = u->is_small || (fs != NULL && rows < u->state->frames[f].cells.count / 4);
    }
    return true;
}

static dscore_status update_source(dscore_state *state, int32_t source, const dscore_table *table, int64_t first,
    int64_t count, int64_t *out_taken, dscore_error *err)
{
    dsi_source_state *own = &state->sources[source];
    if (own->scan == NULL) {
        own->scan = dsi_scan_new(state->plan, source, -1);
        if (own->scan == NULL) {
            return dsi_fail_memory(err);
        }
    }
    updater u = {.state = state, .scan = own->scan};
    const dsi_beginning *b = &u.beginning;
    dscore_status status = dsi_beginning_make(state, source, table, &u.beginning, err);
    if (status == DSCORE_OK) {
        const dsi_scan_input input = {table, b->choices, &state->settings, b->absent, state->dropped};
        status = !b->is_known                    ? dsi_scan_open(u.scan, &input, state->labels, true, err)
                 : dsi_scan_turn(u.scan, &input) ? DSCORE_OK
                                                 : dsi_fail_memory(err);
    }
    if (status == DSCORE_OK) {
        status = open_lanes(&u, count) ? update_rows(&u, table, first, count, out_taken, err) : dsi_fail_memory(err);
        if (status == DSCORE_OK) {
            dsi_scan_keep(u.scan);
        } else {
            dsi_scan_close(u.scan);
        }
    }
    dsi_beginning_free(&u.beginning);
    return status == DSCORE_E_MEMORY && state->meter.is_capped ? dsi_state_no_memory(state, err) : status;
}

dscore_status dscore_state_update(
    dscore_state *state, const dscore_table *table, int64_t first, int64_t count, int64_t *out_taken, dscore_error *err)
{
    int64_t taken = 0;
    int64_t *take = out_taken != NULL ? out_taken : &taken;
    *take = 0;
    if (state == NULL) {
        return dsi_fail_null(err, "state");
    }
    if (table == NULL) {
        return dsi_fail_null(err, "table");
    }
    if (first < 0 || count < 0 || first > table->rows || count > table->rows - first) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STATE_TABLE,
            "%lld rows from row %lld on were asked for, but the table has %lld", (long long)count, (long long)first,
            (long long)table->rows);
    }
    int32_t source;
    const dscore_status status = dsi_plan_source_of(state->plan, table, &source, err);
    if (status != DSCORE_OK || source < 0) {
        *take = status == DSCORE_OK ? count : 0;
        return status;
    }
    return update_source(state, source, table, first, count, take, err);
}
