/* Evaluating items at a place: the cell trees of source items over their aggregates, those of derived items over the
   outcomes of their operands, and totals over the state with keys dropped (D3). */
#include "measure/derived.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

enum { NO_CELL = -1, UNKNOWN_CELL = -2 };

/* ---- views ---------------------------------------------------------------------------------- */

static void free_view(const dsi_evaluation *e, dsi_view *view)
{
    if (view == NULL) {
        return;
    }
    const int64_t items = e->plan->item_count;
    dsi_finisher_free(view->finisher);
    dscore_state_free(view->owned);
    dsi_release(&e->allocator, view->outcomes, items * (int64_t)sizeof *view->outcomes);
    dsi_release(&e->allocator, view->known, items);
    dsi_release(&e->allocator, view->cells, e->plan->frame_count * (int64_t)sizeof *view->cells);
    dsi_release(&e->allocator, view, (int64_t)sizeof *view);
}

/* The view without the keys of the mask, made if it is new. */
static dscore_status find_view(dsi_evaluation *e, uint32_t dropped, dsi_view **out)
{
    for (int64_t i = 0; i < e->view_count; i++) {
        if (e->views[i]->dropped == dropped) {
            *out = e->views[i];
            return DSCORE_OK;
        }
    }
    const int64_t items = e->plan->item_count;
    dsi_view *view = dsi_alloc_zero(&e->allocator, (int64_t)sizeof *view);
    if (view == NULL) {
        return dsi_fail_memory(e->err);
    }
    view->state = e->state;
    view->dropped = dropped;
    view->outcomes = dsi_alloc_zero(&e->allocator, items * (int64_t)sizeof *view->outcomes);
    view->known = dsi_alloc_zero(&e->allocator, items);
    view->cells = dsi_alloc_zero(&e->allocator, e->plan->frame_count * (int64_t)sizeof *view->cells);
    dscore_status status =
        view->outcomes == NULL || view->known == NULL || view->cells == NULL ||
                !dsi_reserve(&e->allocator, &e->views, &e->view_cap, e->view_count + 1, (int64_t)sizeof *e->views)
            ? dsi_fail_memory(e->err)
            : DSCORE_OK;
    if (status == DSCORE_OK && dropped != dsi_state_dropped(e->state)) {
        status = dsi_state_collapse(e->state, dropped, &view->owned, e->err);
        view->state = view->owned;
    }
    if (status == DSCORE_OK) {
        status = dsi_finisher_new(view->state, &view->finisher, e->err);
    }
    if (status != DSCORE_OK) {
        free_view(e, view);
        return status;
    }
    e->views[e->view_count++] = view;
    *out = view;
    return DSCORE_OK;
}

static void place(const dsi_evaluation *e, dsi_view *view, const int32_t *labels, int32_t period)
{
    const int32_t keys = e->plan->query->key_count;
    const size_t bytes = (size_t)keys * sizeof *labels;
    if (view->is_placed && view->period == period && memcmp(view->labels, labels, bytes) == 0) {
        return;
    }
    memcpy(view->labels, labels, bytes);
    view->period = period;
    view->is_placed = true;
    memset(view->known, 0, (size_t)e->plan->item_count);
    for (int32_t f = 0; f < e->plan->frame_count; f++) {
        view->cells[f] = UNKNOWN_CELL;
    }
}

/* ---- leaves --------------------------------------------------------------------------------- */

typedef struct dsi_place {
    dsi_evaluation *e;
    dsi_view *view;
    int32_t item;
    int64_t cell;
} dsi_place;

static const dsi_outcome *evaluate(dsi_evaluation *e, dsi_view *view, int32_t item);

static dsi_cell number(double value)
{
    const dsi_cell cell = {DSCORE_VALUE_OK, 0, value};
    return cell;
}

static dsi_cell period_leaf(const dsi_place *at, int32_t function)
{
    return dsi_period_leaf(
        at->e->plan, dsi_state_settings(at->e->state), at->view->dropped, at->view->period, function);
}

static dsi_cell operand_leaf(dsi_evaluation *e, dsi_view *view, int32_t item)
{
    return evaluate(e, view, item)->cell;
}

/* total([id], key, ...): the operand where every key but those named is dropped, in the same period. */
static dsi_cell total_leaf(const dsi_place *at, const dsi_node *node)
{
    dsi_evaluation *e = at->e;
    const dscore_query *query = e->plan->query;
    uint32_t dropped = at->view->dropped;
    for (int32_t k = 0; k < query->key_count; k++) {
        bool is_kept = false;
        for (int32_t i = 0; i < node->argc; i++) {
            is_kept =
                is_kept || (node->args[i]->op == DSI_OP_FIELD && strcmp(node->args[i]->name, query->keys[k]) == 0);
        }
        dropped |= is_kept ? 0U : 1U << k;
    }
    dsi_view *view = NULL;
    const dscore_status status = find_view(e, dropped, &view);
    if (status != DSCORE_OK) {
        e->status = status;
        const dsi_cell nothing = {DSCORE_VALUE_NO_DATA, 0, 0.0};
        return nothing;
    }
    int32_t labels[DSI_MAX_KEYS] = {0};
    for (int32_t k = 0; k < query->key_count; k++) {
        labels[k] = (dropped & (1U << k)) != 0 ? DSI_LABEL_ABSENT
                                               : dsi_labels_find_same(dsi_state_labels(view->state),
                                                     dsi_state_labels(at->view->state), at->view->labels[k]);
    }
    place(e, view, labels, at->view->period);
    return operand_leaf(e, view, node->u.operand);
}

static dsi_cell leaf(void *ctx, const dsi_node *node)
{
    const dsi_place *at = ctx;
    if (node->op == DSI_OP_AGGREGATE) {
        const dsi_item *item = &at->e->plan->items[at->item];
        return dsi_finisher_aggregate(at->view->finisher, item->frame, node->u.operand, at->cell);
    }
    if (node->op == DSI_OP_OPERAND) {
        return operand_leaf(at->e, at->view, node->u.operand);
    }
    if (node->function == DSI_FN_TOTAL) {
        return total_leaf(at, node);
    }
    if (node->function == DSI_FN_NOW) {
        return number((double)dsi_state_settings(at->e->state)->now / 1e6);
    }
    return period_leaf(at, node->function);
}

/* ---- source items --------------------------------------------------------------------------- */

static int64_t find_cell(const dsi_evaluation *e, dsi_view *view, int32_t frame)
{
    int64_t *cell = &view->cells[frame];
    if (*cell != UNKNOWN_CELL) {
        return *cell;
    }
    bool is_there = true; /* the labels, in a state whose own they need not be */
    for (int32_t k = 0; k < e->plan->query->key_count; k++) {
        is_there = is_there && view->labels[k] >= 0;
    }
    *cell = is_there ? dsi_state_find_cell(view->state, frame, view->labels, view->period) : NO_CELL;
    return *cell;
}

static dsi_cell evaluate_tree(dsi_place *at, const dsi_node *tree, bool derived)
{
    const dsi_cell_leaves leaves = {at, leaf};
    return dsi_cell_eval(tree, derived, &leaves);
}

static void source_outcome(dsi_evaluation *e, dsi_view *view, int32_t index, dsi_outcome *out)
{
    const dsi_item *item = &e->plan->items[index];
    dsi_place at = {e, view, index, find_cell(e, view, item->frame)};
    out->has_cell = at.cell >= 0;
    if (out->has_cell) {
        dsi_state_counts(view->state, item->frame, item->account, at.cell, &out->counts);
    }
    out->cell = evaluate_tree(&at, item->formula, false);
    out->cell.flags |= e->flags[index];
    out->cell.flags |= out->counts.pending > 0 ? DSCORE_FLAG_PENDING : 0;
    out->cell.flags |= out->counts.invalid > 0 ? DSCORE_FLAG_INVALID : 0;
    if (out->has_cell && item->uses_now && dsi_state_cell_now(view->state, item->frame, at.cell)) {
        out->cell.flags |= DSCORE_FLAG_NOW;
    }
    out->min_n = item->indicator->record.min_n;
    out->observations = item->no_minimum ? (double)NAN : (double)out->counts.used;
    if (!item->no_minimum && item->observations != NULL) {
        const dsi_cell observed = evaluate_tree(&at, item->observations, false);
        out->observations = observed.status == DSCORE_VALUE_OK ? observed.value : 0.0;
    }
}

/* ---- derived items -------------------------------------------------------------------------- */

/* The operand whose counts the value carries (D3): the base; of a coalesce the operand taken; else that with the
   smallest n_used. -1 = none is there. */
static int32_t counted_operand(dsi_evaluation *e, dsi_view *view, const dsi_item *item)
{
    if (item->base >= 0 && e->available[item->base]) {
        return item->base;
    }
    const bool takes_first = item->formula->op == DSI_OP_CALL && item->formula->function == DSI_FN_COALESCE;
    int32_t found = -1;
    for (int32_t i = 0; i < item->operand_count; i++) {
        const int32_t operand = item->operands[i];
        if (!e->available[operand]) {
            continue;
        }
        if (found < 0 ||
            (!takes_first && evaluate(e, view, operand)->counts.used < evaluate(e, view, found)->counts.used)) {
            found = operand;
        }
    }
    return found;
}

static void derived_outcome(dsi_evaluation *e, dsi_view *view, int32_t index, dsi_outcome *out)
{
    const dsi_item *item = &e->plan->items[index];
    dsi_place at = {e, view, index, NO_CELL};
    out->cell = evaluate_tree(&at, item->formula, true);
    out->cell.flags |= e->flags[index];
    out->min_n = item->indicator->record.min_n;
    for (int32_t i = 0; i < item->operand_count; i++) {
        if (e->available[item->operands[i]]) {
            const dsi_outcome *operand = evaluate(e, view, item->operands[i]);
            out->has_cell = out->has_cell || operand->has_cell;
            out->cell.flags |= operand->cell.flags;
        }
    }
    out->cell.flags &= ~DSCORE_FLAG_FIELD_ABSENT; /* the item has what it needs, whatever a coalesce skipped */
    const int32_t base = counted_operand(e, view, item);
    if (base >= 0) {
        const dsi_outcome *operand = evaluate(e, view, base);
        out->counts = operand->counts;
        out->observations = item->no_minimum ? (double)NAN : operand->observations;
        out->min_n = operand->min_n > out->min_n ? operand->min_n : out->min_n;
    }
}

static const dsi_outcome *evaluate(dsi_evaluation *e, dsi_view *view, int32_t item)
{
    dsi_outcome *out = &view->outcomes[item];
    if (view->known[item] != 0) {
        return out;
    }
    memset(out, 0, sizeof *out);
    out->cell.status = DSCORE_VALUE_NO_DATA;
    if (!e->available[item]) {
        out->cell.flags = e->flags[item] | DSCORE_FLAG_FIELD_ABSENT;
        out->min_n = e->plan->items[item].indicator->record.min_n;
    } else if (e->plan->items[item].derived) {
        derived_outcome(e, view, item, out);
    } else {
        source_outcome(e, view, item, out);
    }
    view->known[item] = 1;
    return out;
}

/* ---- what is there -------------------------------------------------------------------------- */

/* Whether a derived tree has what it needs: of a coalesce one operand, of all else every one. */
static bool tree_available(const dsi_node *node, const bool *available)
{
    const bool is_call = node->op == DSI_OP_CALL;
    if (node->op == DSI_OP_OPERAND || (is_call && node->function == DSI_FN_TOTAL)) {
        return available[node->u.operand];
    }
    const bool any = is_call && node->function == DSI_FN_COALESCE;
    for (int32_t i = 0; i < node->argc; i++) {
        if (tree_available(node->args[i], available) == any) {
            return any;
        }
    }
    return !any;
}

/* Operands are acyclic, so as many passes as items are enough; usually two are. */
static void find_available(dsi_evaluation *e)
{
    const dscore_plan *plan = e->plan;
    for (int32_t i = 0; i < plan->item_count; i++) {
        const dsi_item *item = &plan->items[i];
        e->available[i] = !item->derived && dsi_state_given(e->state, plan->frames[item->frame].source) &&
                          !dsi_state_item_absent(e->state, i);
    }
    bool changed = true;
    while (changed) {
        changed = false;
        for (int32_t i = 0; i < plan->item_count; i++) {
            if (plan->items[i].derived && !e->available[i] && tree_available(plan->items[i].formula, e->available)) {
                e->available[i] = true;
                changed = true;
            }
        }
    }
}

void dsi_item_reads(const dscore_plan *plan, const dsi_item *item, const int32_t *choices, uint8_t *marks)
{
    for (int32_t i = 0; i < item->field_count; i++) {
        marks[item->fields[i]] = 1;
    }
    dsi_mark_stand_ins(plan, plan->frames[item->frame].source, choices, marks);
}

/* What holds of an item at every place. */
static bool find_flags(dsi_evaluation *e, int32_t index)
{
    const dscore_plan *plan = e->plan;
    const dsi_item *item = &plan->items[index];
    const dscore_query *query = plan->query;
    int32_t flags = query->standing_filter_off ? DSCORE_FLAG_FILTER_OFF : 0;
    if (!item->derived) {
        const int32_t source = plan->frames[item->frame].source;
        const int32_t *choices = dsi_state_choices(e->state, source);
        const int32_t count = plan->sources[source].source->field_count;
        const bool keeps = query->negative == DSI_NEGATIVE_SIGNED || query->negative == DSI_NEGATIVE_CLAMP;
        flags |= item->takes_span && keeps ? DSCORE_FLAG_SIGNED : 0;
        flags |= dsi_state_source_flags(e->state, source);
        uint8_t *marks = dsi_alloc_zero(&e->allocator, count);
        if (marks == NULL) {
            return false;
        }
        if (choices != NULL) {
            dsi_item_reads(plan, item, choices, marks);
            for (int32_t f = 0; f < count; f++) {
                flags |= marks[f] != 0 && choices[f] >= 0 ? DSCORE_FLAG_DERIVED : 0;
            }
        }
        dsi_release(&e->allocator, marks, count);
    }
    e->flags[index] = flags;
    return true;
}

enum { ENOUGH_LACKS = 400 /* bytes of a message */ };

static void name_lacks(const dsi_evaluation *e, int32_t index, dsi_text *text)
{
    const dscore_plan *plan = e->plan;
    const dsi_item *item = &plan->items[index];
    for (int32_t i = 0; i < item->operand_count; i++) {
        if (!e->available[item->operands[i]] && text->length <= ENOUGH_LACKS) {
            name_lacks(e, item->operands[i], text);
        }
    }
    if (item->derived || text->length > ENOUGH_LACKS) {
        return;
    }
    const dsi_frame *frame = &plan->frames[item->frame];
    const dsi_plan_source *source = &plan->sources[frame->source];
    const int32_t *choices = dsi_state_choices(e->state, frame->source);
    if (!dsi_state_given(e->state, frame->source) || choices == NULL) {
        dsi_text_addf(text, "%sthe source %s, which was not given", text->length > 0 ? "; " : "", source->name);
        return;
    }
    for (int32_t i = 0; i < item->field_count; i++) {
        const int32_t f = item->fields[i];
        bool is_needed = f == frame->placement.from || (frame->placement.open && f == frame->placement.until);
        for (int32_t n = 0; n < item->need_count; n++) {
            is_needed = is_needed || item->needs[n] == f;
        }
        if (is_needed && choices[f] == DSI_CHOICE_ABSENT) {
            dsi_text_addf(text, "%s%s.%s, which is not bound", text->length > 0 ? "; " : "", source->name,
                source->source->fields[f].name);
        }
    }
}

dscore_status dsi_fail_unavailable(const dsi_evaluation *e, int32_t item, dscore_error *err)
{
    dsi_text text;
    dsi_text_init(&text, &e->allocator);
    name_lacks(e, item, &text);
    dscore_status status = text.failed ? dsi_fail_memory(err)
                                       : dsi_fail(err, DSCORE_E_FIELD_MISSING, DSCORE_CODE_VALUES_ABSENT, "%s needs %s",
                                             e->plan->items[item].indicator->record.id,
                                             text.data == NULL ? "fields that are not bound" : text.data);
    dsi_error_path(err, "items.%s", e->plan->items[item].alias);
    dsi_text_free(&text);
    return status;
}

/* ---- life ----------------------------------------------------------------------------------- */

dscore_status dsi_evaluation_begin(dsi_evaluation *e, const dscore_state *state, dscore_error *err)
{
    const dscore_plan *plan = dsi_state_plan(state);
    memset(e, 0, sizeof *e);
    e->plan = plan;
    e->state = state;
    e->allocator = plan->arena.allocator;
    e->err = err;
    e->available = dsi_alloc_zero(&e->allocator, plan->item_count * (int64_t)sizeof *e->available);
    e->flags = dsi_alloc_zero(&e->allocator, plan->item_count * (int64_t)sizeof *e->flags);
    if (e->available == NULL || e->flags == NULL) {
        return dsi_fail_memory(err);
    }
    for (int32_t i = 0; i < plan->item_count; i++) {
        if (!find_flags(e, i)) {
            return dsi_fail_memory(err);
        }
    }
    find_available(e);
    dsi_view *own;
    return find_view(e, dsi_state_dropped(state), &own);
}

void dsi_evaluation_end(dsi_evaluation *e)
{
    for (int64_t i = 0; i < e->view_count; i++) {
        free_view(e, e->views[i]);
    }
    dsi_release(&e->allocator, e->views, e->view_cap * (int64_t)sizeof *e->views);
    dsi_release(&e->allocator, e->available, e->plan->item_count * (int64_t)sizeof *e->available);
    dsi_release(&e->allocator, e->flags, e->plan->item_count * (int64_t)sizeof *e->flags);
}

void dsi_evaluation_place(dsi_evaluation *e, const int32_t *labels, int32_t period)
{
    place(e, e->views[0], labels, period);
}

const dsi_outcome *dsi_evaluation_item(dsi_evaluation *e, int32_t item)
{
    return evaluate(e, e->views[0], item);
}
