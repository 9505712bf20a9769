/* Taking the cells of one state away from another, as if their rows had never been added: checked first, then
   committed, which cannot fail, so that it happens whole or not at all (D13). */
#include "measure/state_join.h"

#include "time/civil.h"

#include <string.h>

/* ---- can it be taken apart? ------------------------------------------------------------------ */

static bool tree_asks(const dsi_node *node, const dsi_frame_cells *frame, int32_t owner)
{
    if (node == NULL) {
        return false;
    }
    if (node->op == DSI_OP_AGGREGATE) {
        return frame->owners[node->u.operand] == owner;
    }
    for (int32_t i = 0; i < node->argc; i++) {
        if (tree_asks(node->args[i], frame, owner)) {
            return true;
        }
    }
    return false;
}

static bool item_asks(const dscore_state *state, int32_t item, int32_t frame, int32_t owner)
{
    const dsi_item *own = &state->plan->items[item];
    for (int32_t i = 0; i < own->operand_count && own->derived; i++) {
        if (item_asks(state, own->operands[i], frame, owner)) {
            return true;
        }
    }
    return !own->derived && own->frame == frame &&
           (tree_asks(own->formula, &state->frames[frame], owner) ||
               tree_asks(own->observations, &state->frames[frame], owner));
}

static dscore_status fail_item(const dscore_state *state, int32_t frame, int32_t owner, dscore_error *err)
{
    int32_t item = 0; /* those that the query asked for come first */
    while (item + 1 < state->plan->item_count && !item_asks(state, item, frame, owner)) {
        item++;
    }
    (void)dsi_fail(err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_STATE_SUBTRACT,
        "no rows can be taken away from %s: least and greatest values, distinct counts and sketches do not keep what "
        "was added; ask for it in a query of its own",
        state->plan->items[item].alias);
    dsi_error_path(err, "%s", state->plan->items[item].alias);
    return DSCORE_E_UNSUPPORTED;
}

dscore_status dsi_state_check_subtractable(const dscore_state *state, int32_t source, dscore_error *err)
{
    for (int32_t f = 0; f < state->plan->frame_count; f++) {
        const dsi_frame *plan = &state->plan->frames[f];
        if (source >= 0 ? plan->source != source : !state->sources[plan->source].is_given) {
            continue;
        }
        for (int32_t i = 0; i < plan->aggregate_count; i++) {
            const dsi_family *family = state->frames[f].stores[i].family;
            if (family != NULL && family->subtract == NULL) {
                return fail_item(state, f, i, err);
            }
        }
    }
    return DSCORE_OK;
}

/* ---- was it ever added? ---------------------------------------------------------------------- */

static dscore_status fail_totals(const dscore_state *from, int32_t frame, dscore_error *err)
{
    const char *source = from->plan->sources[from->plan->frames[frame].source].name;
    (void)dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_NEVER_ADDED,
        "rows of %s that are to be taken away were never added: fewer were left out for some reason than among them",
        source);
    dsi_error_path(err, "%s", source);
    return DSCORE_E_INCOMPATIBLE;
}

/* A cell is named by its labels, and in the message by the beginning of its period. */
static dscore_status fail_cell(const dscore_state *from, int32_t frame, int32_t cell, dscore_error *err)
{
    const dsi_cells *cells = &from->frames[frame].cells;
    const int32_t *labels = (const int32_t *)cells->labels.p + (int64_t)cell * cells->key_count;
    const int32_t period = ((const int32_t *)cells->periods.p)[cell];
    const char *source = from->plan->sources[from->plan->frames[frame].source].name;
    const char *key = cells->key_count == 0 ? "all" : dsi_labels_get(from->labels, labels[0], NULL);
    key = key[0] == '\0' ? "(none)" : key;
    const int64_t start = from->settings.edges[period];
    if (from->plan->query->has_periods && dsi_is_instant(start)) {
        const int64_t day = dsi_floor_div(start, DSI_DAY);
        const int64_t second = (start - day * DSI_DAY) / DSI_SECOND;
        int64_t year;
        int32_t month, mday;
        dsi_civil_date(day, &year, &month, &mday);
        (void)dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_NEVER_ADDED,
            "rows of %s that are to be taken away were never added: '%.60s' in the period that begins "
            "%04ld-%02ld-%02ldT%02ld:%02ld:%02ldZ does not hold them",
            source, key, (long)year, (long)month, (long)mday, (long)(second / 3600), (long)(second / 60 % 60),
            (long)(second % 60));
    } else {
        (void)dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_NEVER_ADDED,
            "rows of %s that are to be taken away were never added: '%.60s' does not hold them", source, key);
    }
    dsi_error_path(err, "%s", cells->key_count == 0 ? source : "");
    for (int32_t k = cells->key_count - 1; k >= 0; k--) {
        const char *label = dsi_labels_get(from->labels, labels[k], NULL);
        if (k == cells->key_count - 1) {
            dsi_error_path(err, "%s", label);
        } else {
            dsi_error_prefix(err, label);
        }
    }
    return DSCORE_E_INCOMPATIBLE;
}

static bool totals_hold(const dsi_frame_cells *to, const dsi_frame_cells *from, const dsi_frame *plan)
{
    bool holds = to->unplaced >= from->unplaced && to->filtered_out >= from->filtered_out;
    for (int32_t i = 0; i < plan->account_count * DSI_CLASS_SIZE; i++) {
        holds = holds && to->reasons[i] >= from->reasons[i];
    }
    return holds;
}

/* No counter of a cell falls below zero; nor does what is left of its rows, which are missing. */
static bool counters_hold(const dsi_frame_cells *to, const dsi_frame_cells *from, int32_t target, int32_t source)
{
    const int64_t rest = ((const int64_t *)to->candidates.p)[target] - ((const int64_t *)from->candidates.p)[source];
    if (rest < 0 || ((const int64_t *)to->cells.now.p)[target] < ((const int64_t *)from->cells.now.p)[source]) {
        return false;
    }
    for (int32_t i = 0; i < from->counter_count; i++) {
        int64_t missing = rest;
        for (int32_t k = 0; k < DSI_COUNT_KEPT; k++) {
            const int64_t *own = to->counters[i].of[k].p, *taken = from->counters[i].of[k].p;
            const int64_t left = (own == NULL ? 0 : own[target]) - (taken == NULL ? 0 : taken[source]);
            if (left < 0) {
                return false;
            }
            missing -= left;
        }
        if (missing < 0) {
            return false;
        }
    }
    return true;
}

/* Rows of the selection that stay in each target. */
static void fill_left(
    const dsi_frame_cells *to, const dsi_frame_cells *from, int32_t selection, const dsi_taking *taking, int64_t *left)
{
    const int64_t *own = to->counters[selection].of[DSI_COUNT_USED].p;
    const int64_t *taken = from->counters[selection].of[DSI_COUNT_USED].p;
    for (int32_t c = 0; c < taking->n; c++) {
        left[c] = taking->map[c] < 0 || own == NULL ? 0 : own[taking->map[c]] - (taken == NULL ? 0 : taken[c]);
    }
}

/* DSI_HOLDS..., as the families answer. */
static int32_t stores_hold(dscore_state *to, const dscore_state *from, int32_t frame, const dsi_join *m)
{
    const dsi_frame *plan = &to->plan->frames[frame];
    dsi_frame_cells *target = &to->frames[frame];
    const dsi_frame_cells *source = &from->frames[frame];
    const dsi_taking taking = {m->cells[frame], source->cells.count, m->left};
    for (int32_t i = 0; i < plan->aggregate_count; i++) {
        dsi_store *own = &target->stores[i];
        if (source->stores[i].plane_count > 0) {
            fill_left(target, source, plan->aggregates[i].selection, &taking, m->left);
        }
        for (int64_t p = 0; p < source->stores[i].plane_count; p++) {
            const dsi_plane *plane = &source->stores[i].planes[p];
            dsi_plane *there = NULL;
            for (int64_t k = 0; k < own->plane_count && there == NULL; k++) {
                const bool is_same = own->planes[k].argument == plane->argument && own->planes[k].kind == plane->kind &&
                                     own->planes[k].scale == plane->scale;
                there = is_same ? &own->planes[k] : NULL;
            }
            const int32_t lacking = own->family->holds(&to->allocator, there, plane, &taking);
            if (lacking != DSI_HOLDS) {
                return lacking;
            }
        }
    }
    return DSI_HOLDS;
}

static dscore_status check_frame(
    dscore_state *to, const dscore_state *from, int32_t frame, const dsi_join *m, dscore_error *err)
{
    const dsi_frame *plan = &to->plan->frames[frame];
    const dsi_frame_cells *target = &to->frames[frame], *source = &from->frames[frame];
    int32_t lacking = dsi_join_find_cells(m, to, from, frame);
    for (int32_t c = 0; c < source->cells.count && lacking < 0; c++) {
        const int32_t own = m->cells[frame][c];
        lacking = own >= 0 && !counters_hold(target, source, own, c) ? c : -1;
    }
    lacking = lacking >= 0 ? lacking : stores_hold(to, from, frame, m);
    if (lacking == DSI_HOLDS_NO_MEMORY) {
        return dsi_state_no_memory(to, err);
    }
    if (lacking != DSI_HOLDS) {
        return fail_cell(from, frame, lacking, err);
    }
    return totals_hold(target, source, plan) ? DSCORE_OK : fail_totals(from, frame, err);
}

dscore_status dsi_subtract_check(dscore_state *to, const dscore_state *from, dsi_join *m, dscore_error *err)
{
    if (!dsi_join_make(m, to, from)) {
        return dsi_fail_memory(err);
    }
    for (int32_t id = 0; m->labels != NULL && id < dsi_labels_count(from->labels); id++) {
        m->labels[id] = dsi_labels_find_same(to->labels, from->labels, id);
    }
    dscore_status status = DSCORE_OK;
    for (int32_t f = 0; f < to->plan->frame_count && status == DSCORE_OK; f++) {
        status = check_frame(to, from, f, m, err);
    }
    return status;
}

/* ---- committing ------------------------------------------------------------------------------ */

static void take_counts(dsi_array *to, const dsi_array *from, const int32_t *map, int32_t n)
{
    int64_t *target = to->p;
    const int64_t *source = from->p;
    if (source == NULL || target == NULL) {
        return;
    }
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0) {
            target[map[c]] -= source[c];
        }
    }
}

static void take_counters(dsi_frame_cells *to, const dsi_frame_cells *from, const dsi_frame *plan, const int32_t *map)
{
    take_counts(&to->candidates, &from->candidates, map, from->cells.count);
    take_counts(&to->cells.now, &from->cells.now, map, from->cells.count);
    for (int32_t i = 0; i < to->counter_count; i++) {
        for (int32_t k = 0; k < DSI_COUNT_KEPT; k++) {
            take_counts(&to->counters[i].of[k], &from->counters[i].of[k], map, from->cells.count);
        }
    }
    for (int32_t i = 0; i < plan->account_count * DSI_CLASS_SIZE; i++) {
        to->reasons[i] -= from->reasons[i];
    }
    to->unplaced -= from->unplaced;
    to->filtered_out -= from->filtered_out;
}

void dsi_subtract_commit(dscore_state *to, const dscore_state *from, const dsi_join *m)
{
    for (int32_t f = 0; f < to->plan->frame_count; f++) {
        const dsi_frame_cells *source = &from->frames[f];
        const dsi_taking taking = {m->cells[f], source->cells.count, NULL};
        take_counters(&to->frames[f], source, &to->plan->frames[f], m->cells[f]);
        for (int32_t i = 0; i < to->plan->frames[f].aggregate_count; i++) {
            dsi_store *own = &to->frames[f].stores[i];
            for (int64_t p = 0; p < source->stores[i].plane_count; p++) {
                const dsi_plane *plane = &source->stores[i].planes[p];
                if (dsi_store_find(own, plane->argument, plane->kind, plane->scale) != NULL) {
                    own->family->subtract(
                        dsi_store_plane(&to->allocator, own, plane->argument, plane->kind, plane->scale, 0), plane,
                        &taking);
                }
            }
        }
    }
}

/* ---- of whole states ------------------------------------------------------------------------- */

static dscore_status subtract(dscore_state *target, const dscore_state *source, dscore_error *err)
{
    dsi_join m = {.relabel = NULL};
    const dscore_status status = dsi_subtract_check(target, source, &m, err);
    if (status == DSCORE_OK) {
        dsi_subtract_commit(target, source, &m);
    }
    dsi_join_free(&m);
    return status;
}

/* The source as the target would have taken it in. */
static dscore_status subtract_copy(dscore_state *target, const dscore_state *source, dscore_error *err)
{
    dscore_state *copy;
    dscore_status status = dscore_state_new(target->plan, &copy, err);
    if (status != DSCORE_OK) {
        return status;
    }
    copy->meter.cap = 0; /* working memory */
    copy->dropped = target->dropped;
    copy->settings = target->settings;
    status = dsi_state_absorb(copy, source, err);
    if (status == DSCORE_OK) {
        status = subtract(target, copy, err);
    }
    dscore_state_free(copy);
    return status;
}

dscore_status dscore_state_subtract(dscore_state *target, const dscore_state *source, dscore_error *err)
{
    if (target == NULL || source == NULL) {
        return dsi_fail_null(err, target == NULL ? "target" : "source");
    }
    dscore_status status = dsi_state_compare(target, source, true, err);
    if (status == DSCORE_OK) {
        status = dsi_join_check_periods(target, source, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_state_check_subtractable(source, -1, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const bool is_plain = target != source && target->dropped == source->dropped &&
                          strcmp(target->plan->fingerprint, source->plan->fingerprint) == 0;
    return is_plain ? subtract(target, source, err) : subtract_copy(target, source, err);
}
