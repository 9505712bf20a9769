/* Adding the cells of one state to another: reserve first, then commit, so that it happens whole or not at all (D13).
   Clones and roll-ups are this with an empty target. */
#include "measure/state_parts.h"

#include <string.h>

/* ---- may they be added? ---------------------------------------------------------------------- */

static dscore_status differ(dscore_error *err, const char *what, const char *name)
{
    return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_MERGE, "the states differ in %s%s%s", what,
        name[0] != '\0' ? " " : "", name);
}

static dscore_status differ_in_field(dscore_error *err, const char *what, const dsi_plan_source *source, int32_t field)
{
    const char *name = source->source->fields[field].name;
    (void)dsi_fail(
        err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_MERGE, "the states differ in %s %s.%s", what, source->name, name);
    dsi_error_path(err, "%s.%s", source->name, name);
    return DSCORE_E_INCOMPATIBLE;
}

static dscore_status compare_sources(const dscore_state *to, const dscore_state *from, dscore_error *err)
{
    for (int32_t s = 0; s < to->plan->source_count; s++) {
        const dsi_plan_source *source = &to->plan->sources[s];
        const dsi_source_state *a = &to->sources[s], *b = &from->sources[s];
        if (a->is_given && b->is_given && strcmp(a->audit, b->audit) != 0) {
            (void)dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_AUDIT,
                "the states differ in the audit of %s: '%.120s' and '%.120s'", source->name, a->audit, b->audit);
            dsi_error_path(err, "%s", source->name);
            return DSCORE_E_INCOMPATIBLE;
        }
        for (int32_t f = 0; f < source->source->field_count && a->is_given && b->is_given; f++) {
            if (a->choices[f] != b->choices[f]) {
                return differ_in_field(err, "the columns bound: what is read for", source, f);
            }
            if (a->kinds[f] != b->kinds[f]) {
                return differ_in_field(err, "the kind of key (integers or text) of", source, f);
            }
        }
    }
    for (int32_t k = 0; k < to->key_count; k++) {
        if (to->key_kinds[k] != DSI_KEY_NONE && from->key_kinds[k] != DSI_KEY_NONE &&
            to->key_kinds[k] != from->key_kinds[k]) {
            return differ(err, "the kind (integers or text) of the key", to->plan->query->keys[k]);
        }
    }
    return DSCORE_OK;
}

/* Without a now is before any. */
static bool is_later(const dsi_settings *a, const dsi_settings *b)
{
    return a->has_now && (!b->has_now || a->now > b->now);
}

/* The sum has the now that rows depend on; of two that none does the later, whichever state is added to which. */
static bool takes_now(const dscore_state *to, const dscore_state *from)
{
    return from->depends_on_now == to->depends_on_now ? is_later(&from->settings, &to->settings) : from->depends_on_now;
}

static dscore_status compare(const dscore_state *to, const dscore_state *from, dscore_error *err)
{
    const dsi_settings *a = &to->settings, *b = &from->settings;
    const dscore_plan *own = to->plan, *other = from->plan;
    if (strcmp(own->zone_identity, other->zone_identity) != 0 && own->zone_identity[0] != '\0' &&
        other->zone_identity[0] != '\0') {
        return differ(err, "the zone of their days", "");
    }
    if (strcmp(own->calendar_identity, other->calendar_identity) != 0 && own->calendar_identity[0] != '\0' &&
        other->calendar_identity[0] != '\0') {
        return differ(err, "the business calendars on whose clock they measure", "");
    }
    if (strcmp(to->plan->fingerprint, from->plan->fingerprint) != 0) {
        return differ(err, "what they measure: the fingerprints of their plans are not the same", "");
    }
    if (to->dropped != from->dropped) {
        return differ(err, "the keys that a roll-up dropped", "");
    }
    if (to->depends_on_now && from->depends_on_now && (is_later(a, b) || is_later(b, a))) {
        return differ(err, "now, on which rows of both depend", "");
    }
    const dsi_settings *now = takes_now(to, from) ? b : a;
    if (now->has_now && (now->now < to->now_least || now->now < from->now_least)) {
        return differ(err, "now: that of the one is before instants which for rows of the other had passed", "");
    }
    return compare_sources(to, from, err);
}

/* ---- reserving ------------------------------------------------------------------------------- */

/* Where the labels and cells of one state are in another. */
typedef struct mapping {
    dscore_allocator allocator;
    int32_t *labels;
    int32_t label_count;
    int32_t **cells;       /* by frame */
    int32_t *cells_before; /* of the target, by frame */
    int32_t frame_count;
    bool is_made; /* else nothing was added to the target yet */
} mapping;

static void free_mapping(mapping *m, const dscore_state *from)
{
    const int64_t size = (int64_t)sizeof(int32_t);
    for (int32_t f = 0; f < m->frame_count && m->cells != NULL; f++) {
        dsi_release(&m->allocator, m->cells[f], ((int64_t)from->frames[f].cells.count + 1) * size);
    }
    dsi_release(&m->allocator, m->cells, ((int64_t)m->frame_count + 1) * (int64_t)sizeof *m->cells);
    dsi_release(&m->allocator, m->cells_before, ((int64_t)m->frame_count + 1) * size);
    dsi_release(&m->allocator, m->labels, ((int64_t)m->label_count + 1) * size);
}

static bool make_mapping(mapping *m, const dscore_state *to, const dscore_state *from)
{
    const int64_t size = (int64_t)sizeof(int32_t);
    m->allocator = to->meter.base;
    m->frame_count = to->plan->frame_count;
    m->label_count = dsi_labels_count(from->labels);
    m->labels = dsi_alloc_zero(&m->allocator, ((int64_t)m->label_count + 1) * size);
    m->cells = dsi_alloc_zero(&m->allocator, ((int64_t)m->frame_count + 1) * (int64_t)sizeof *m->cells);
    m->cells_before = dsi_alloc_zero(&m->allocator, ((int64_t)m->frame_count + 1) * size);
    if (m->labels == NULL || m->cells == NULL || m->cells_before == NULL) {
        return false;
    }
    for (int32_t f = 0; f < m->frame_count; f++) {
        m->cells_before[f] = to->frames[f].cells.count;
        m->cells[f] = dsi_alloc(&m->allocator, ((int64_t)from->frames[f].cells.count + 1) * size);
        if (m->cells[f] == NULL) {
            return false;
        }
    }
    m->is_made = true;
    return true;
}

/* The target cell of each source cell; of a stock whose periods are dropped only the last period's counts (D25). */
static bool map_cells(dscore_state *to, const dscore_state *from, int32_t frame, const mapping *m)
{
    const dsi_frame *plan = &to->plan->frames[frame];
    const dsi_cells *cells = &from->frames[frame].cells;
    const bool drops_periods = ((to->dropped & ~from->dropped) >> DSI_MAX_KEYS & 1U) != 0;
    const int32_t last = to->plan->settings.period_count - 1;
    int32_t labels[DSI_MAX_KEYS] = {0};
    for (int32_t c = 0; c < cells->count; c++) {
        const int32_t *own = (const int32_t *)cells->labels.p + (int64_t)c * cells->key_count;
        const int32_t period = ((const int32_t *)cells->periods.p)[c];
        if (drops_periods && plan->placement.open && period != last) {
            m->cells[frame][c] = -1;
            continue;
        }
        for (int32_t k = 0; k < cells->key_count; k++) {
            labels[k] = (to->dropped >> k & 1U) != 0 ? (int32_t)DSI_LABEL_ABSENT : m->labels[own[k]];
        }
        m->cells[frame][c] =
            dsi_frame_cell(&to->allocator, &to->frames[frame], plan, labels, drops_periods ? 0 : period);
        if (m->cells[frame][c] < 0) {
            return false;
        }
    }
    return true;
}

static bool reserve_stores(dscore_state *to, const dscore_state *from, int32_t frame, const mapping *m)
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

static bool reserve_all(dscore_state *to, const dscore_state *from, mapping *m)
{
    if (!make_mapping(m, to, from) || !dsi_labels_map(to->labels, from->labels, m->labels)) {
        return false;
    }
    for (int32_t s = 0; s < to->plan->source_count; s++) {
        if (from->sources[s].is_given && !dsi_source_reserve(to, s, from->sources[s].audit)) {
            return false;
        }
    }
    for (int32_t f = 0; f < to->plan->frame_count; f++) {
        if (!map_cells(to, from, f, m) || !reserve_counters(&to->allocator, &to->frames[f], &from->frames[f]) ||
            !reserve_stores(to, from, f, m)) {
            return false;
        }
    }
    return dsi_array_reserve(&to->allocator, &to->roster, to->roster_count + from->roster_count) &&
           dsi_array_reserve(&to->allocator, &to->roster_seen, dsi_labels_count(to->labels));
}

/* ---- committing ------------------------------------------------------------------------------ */

static void add_counts(dsi_array *to, const dsi_array *from, const int32_t *map, int32_t n)
{
    int64_t *target = to->p;
    const int64_t *source = from->p;
    for (int32_t c = 0; c < n && source != NULL; c++) {
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
    for (int32_t c = 0; c < from->cells.count; c++) {
        if (map[c] >= 0) {
            ((uint8_t *)to->cells.now.p)[map[c]] |= ((const uint8_t *)from->cells.now.p)[c];
        }
    }
    for (int32_t i = 0; i < plan->account_count * DSI_CLASS_SIZE; i++) {
        to->reasons[i] += from->reasons[i];
    }
    to->unplaced += from->unplaced;
    to->filtered_out += from->filtered_out;
}

static void add_stores(dscore_state *to, const dscore_state *from, int32_t frame, const mapping *m)
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
    if (takes_now(to, from)) {
        to->settings.has_now = from->settings.has_now;
        to->settings.now = from->settings.now;
    }
    to->depends_on_now |= from->depends_on_now;
    to->now_least = from->now_least > to->now_least ? from->now_least : to->now_least;
}

static void commit_all(dscore_state *to, const dscore_state *from, const mapping *m)
{
    take_sources(to, from);
    take_now(to, from);
    for (int32_t f = 0; f < to->plan->frame_count; f++) {
        add_counters(&to->frames[f], &from->frames[f], &to->plan->frames[f], m->cells[f]);
        add_stores(to, from, f, m);
    }
    for (int64_t i = 0; i < from->roster_count; i++) {
        dsi_roster_add(to, m->labels[((const int32_t *)from->roster.p)[i]]);
    }
}

dscore_status dsi_state_absorb(dscore_state *to, const dscore_state *from, dscore_error *err)
{
    mapping m = {.allocator = to->meter.base};
    dscore_status status = DSCORE_OK;
    if (reserve_all(to, from, &m)) {
        commit_all(to, from, &m);
    } else {
        for (int32_t f = 0; f < m.frame_count && m.is_made; f++) {
            dsi_frame_forget_cells(&to->allocator, &to->frames[f], &to->plan->frames[f], m.cells_before[f]);
        }
        status = dsi_state_no_memory(to, err);
    }
    free_mapping(&m, from);
    return status;
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
    dscore_status status = compare(target, source, err);
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
