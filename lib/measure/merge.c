/* Adding the cells of one state to another: reserve first, then commit, so that it happens whole or not at all (D13).
   Clones, roll-ups and maps of labels are this with an empty target. */
#include "measure/state_join.h"

#include <string.h>

/* ---- reserving ------------------------------------------------------------------------------- */

static bool reserve_stores(dscore_state *to, const dscore_state *from, int32_t frame, const dsi_join *m)
{
    const dscore_allocator *a = &to->allocator;
    const dsi_frame_cells *source = &from->frames[frame];
    dsi_frame_cells *target = &to->frames[frame];
    for (int32_t i = 0; i < to->plan->frames[frame].aggregate_count; i++) {
        const dsi_family *family = target->stores[i].family;
        for (int64_t p = 0; p < source->stores[i].plane_count; p++) {
            const dsi_plane *own = &source->stores[i].planes[p];
            dsi_plane *plane =
                dsi_store_plane(a, &target->stores[i], own->argument, own->kind, own->scale, target->cells.cap);
            if (plane == NULL || (family->arguments == 0 && !dsi_tuples_absorb_reserve(a, plane, own))) {
                return false;
            }
            if (family->absorb_reserve != NULL &&
                !family->absorb_reserve(a, plane, own, m->cells[frame], source->cells.count)) {
                return false;
            }
        }
    }
    return true;
}

static bool reserve_counters(const dscore_allocator *a, dsi_frame_cells *to, const dsi_frame_cells *from)
{
    for (int32_t i = 0; i < to->counter_count; i++) {
        for (int32_t k = 0; k < DSI_COUNT_KEPT; k++) {
            if (from->counters[i].of[k].cap > 0 && !dsi_frame_counter(a, to, i, k)) {
                return false;
            }
        }
    }
    return true;
}

/* The labels of `from` in `to`; under a map of labels those that occur in other keys or in tuples. */
static bool reserve_labels(dscore_state *to, const dscore_state *from, const dsi_join *m)
{
    if (m->labels == NULL || m->relabel == NULL) {
        return m->labels == NULL || dsi_labels_map(to->labels, from->labels, m->labels);
    }
    const int32_t labels = dsi_labels_count(from->labels);
    m->labels[DSI_LABEL_ABSENT] = DSI_LABEL_ABSENT;
    for (int32_t id = 1; id < labels; id++) {
        const int32_t kind = dsi_labels_kind(from->labels, id);
        int64_t length;
        const char *text = dsi_labels_get(from->labels, id, &length);
        m->labels[id] = DSI_LABEL_ABSENT;
        if (m->relabel->others[id] != 0) {
            m->labels[id] = kind == DSI_KEY_TEXT
                                ? dsi_labels_text(to->labels, text, length)
                                : dsi_labels_int(to->labels, dsi_labels_get_int(from->labels, id), kind);
        }
        if (m->labels[id] < 0) {
            return false;
        }
    }
    return true;
}

bool dsi_join_reserve(dscore_state *to, const dscore_state *from, dsi_join *m)
{
    if (!dsi_join_make(m, to, from) || !reserve_labels(to, from, m)) {
        return false;
    }
    for (int32_t s = 0; s < to->plan->source_count; s++) {
        if (from->sources[s].is_given && !dsi_source_reserve(to, s, from->sources[s].audit)) {
            return false;
        }
    }
    for (int32_t f = 0; f < to->plan->frame_count; f++) {
        if (!dsi_join_cells(m, to, from, f) || !reserve_counters(&to->allocator, &to->frames[f], &from->frames[f]) ||
            !reserve_stores(to, from, f, m)) {
            return false;
        }
    }
    return from->roster_count == 0 ||
           (dsi_array_reserve(&to->allocator, &to->roster, to->roster_count + from->roster_count) &&
               dsi_array_reserve(&to->allocator, &to->roster_seen, dsi_labels_count(to->labels)));
}

/* ---- committing ------------------------------------------------------------------------------ */

static void add_counts(dsi_array *to, const dsi_array *from, const int32_t *map, int32_t n)
{
    int64_t *target = to->p;
    const int64_t *source = from->p;
    if (source == NULL) {
        return;
    }
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0) {
            target[map[c]] += source[c];
        }
    }
}

static void add_counters(dsi_frame_cells *to, const dsi_frame_cells *from, const dsi_frame *plan, const int32_t *map)
{
    add_counts(&to->candidates, &from->candidates, map, from->cells.count);
    for (int32_t i = 0; i < to->counter_count; i++) {
        for (int32_t k = 0; k < DSI_COUNT_KEPT; k++) {
            add_counts(&to->counters[i].of[k], &from->counters[i].of[k], map, from->cells.count);
        }
    }
    add_counts(&to->cells.now, &from->cells.now, map, from->cells.count);
    for (int32_t i = 0; i < plan->account_count * DSI_CLASS_SIZE; i++) {
        to->reasons[i] += from->reasons[i];
    }
    to->unplaced += from->unplaced;
    to->filtered_out += from->filtered_out;
}

static void add_stores(dscore_state *to, const dscore_state *from, int32_t frame, const dsi_join *m)
{
    const dsi_frame_cells *source = &from->frames[frame];
    for (int32_t i = 0; i < to->plan->frames[frame].aggregate_count; i++) {
        dsi_store *target = &to->frames[frame].stores[i];
        for (int64_t p = 0; p < source->stores[i].plane_count; p++) {
            const dsi_plane *own = &source->stores[i].planes[p];
            dsi_plane *plane = dsi_store_plane(&to->allocator, target, own->argument, own->kind, own->scale, 0);
            if (target->family->arguments == 0) {
                dsi_tuples_absorb(plane, own, m->cells[frame], m->labels);
            } else {
                target->family->absorb(&to->allocator, plane, own, m->cells[frame], source->cells.count);
            }
        }
    }
}

static void take_sources(dscore_state *to, const dscore_state *from)
{
    for (int32_t s = 0; s < to->plan->source_count; s++) {
        const dsi_source_state *own = &from->sources[s];
        const size_t fields = (size_t)to->plan->sources[s].source->field_count;
        if (!own->is_given) {
            continue;
        }
        to->sources[s].flags |= own->flags;
        if (!to->sources[s].is_given) {
            memcpy(to->sources[s].choices, own->choices, fields * sizeof *own->choices);
            memcpy(to->sources[s].kinds, own->kinds, fields);
            to->sources[s].is_given = true;
            dsi_source_mark_absent(to, s);
        }
    }
    for (int32_t k = 0; k < to->key_count; k++) {
        to->key_kinds[k] = from->key_kinds[k] != DSI_KEY_NONE ? from->key_kinds[k] : to->key_kinds[k];
    }
}

static void take_now(dscore_state *to, const dscore_state *from)
{
    if (dsi_state_takes_now(to, from)) {
        to->settings.has_now = from->settings.has_now;
        to->settings.now = from->settings.now;
    }
    to->depends_on_now |= from->depends_on_now;
    to->now_least = from->now_least > to->now_least ? from->now_least : to->now_least;
}

void dsi_join_commit(dscore_state *to, const dscore_state *from, const dsi_join *m)
{
    take_sources(to, from);
    take_now(to, from);
    for (int32_t f = 0; f < to->plan->frame_count; f++) {
        add_counters(&to->frames[f], &from->frames[f], &to->plan->frames[f], m->cells[f]);
        add_stores(to, from, f, m);
    }
    const bool is_mapped = m->relabel != NULL && m->relabel->key == from->plan->roster_key;
    const int32_t *map = is_mapped ? m->relabel->labels : m->labels;
    for (int64_t i = 0; i < from->roster_count; i++) {
        const int32_t label = ((const int32_t *)from->roster.p)[i];
        dsi_roster_add(to, map == NULL ? label : map[label]);
    }
}

void dsi_join_undo(dscore_state *to, const dsi_join *m)
{
    for (int32_t f = 0; f < to->plan->frame_count && m->block != NULL; f++) {
        dsi_frame_forget_cells(&to->allocator, &to->frames[f], &to->plan->frames[f], m->cells_before[f]);
    }
}

dscore_status dsi_state_absorb_as(
    dscore_state *to, const dscore_state *from, const dsi_relabel *relabel, dscore_error *err)
{
    dsi_join m = {.relabel = relabel};
    dscore_status status = DSCORE_OK;
    if (dsi_join_reserve(to, from, &m)) {
        dsi_join_commit(to, from, &m);
    } else {
        dsi_join_undo(to, &m);
        status = dsi_state_no_memory(to, err);
    }
    dsi_join_free(&m);
    return status;
}

dscore_status dsi_state_absorb(dscore_state *to, const dscore_state *from, dscore_error *err)
{
    return dsi_state_absorb_as(to, from, NULL, err);
}

/* ---- merge and clone ------------------------------------------------------------------------- */

dscore_status dscore_state_clone(const dscore_state *state, dscore_state **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (state == NULL) {
        return dsi_fail_null(err, "state");
    }
    return dsi_state_collapse(state, state->dropped, out, err);
}

dscore_status dscore_state_merge(dscore_state *target, const dscore_state *source, dscore_error *err)
{
    if (target == NULL) {
        return dsi_fail_null(err, "target");
    }
    if (source == NULL) {
        return dsi_fail_null(err, "source");
    }
    dscore_status status = dsi_state_compare(target, source, false, err);
    if (status != DSCORE_OK || source != target) {
        return status != DSCORE_OK ? status : dsi_state_absorb(target, source, err);
    }
    dscore_state *copy; /* a state added to itself: as if it had seen its rows twice */
    status = dscore_state_clone(source, &copy, err);
    if (status == DSCORE_OK) {
        status = dsi_state_absorb(target, copy, err);
        dscore_state_free(copy);
    }
    return status;
}
