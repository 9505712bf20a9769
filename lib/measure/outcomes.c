/* Evaluating items at a block of places: the cell trees of source items over their aggregates, those of derived items
   over the outcomes of their operands, and totals over the state with keys dropped (D3). */
#include "measure/derived.h"

#include <math.h>
#include <string.h>

/* ---- places --------------------------------------------------------------------------------- */

static void forget(const dsi_evaluation *e, const dsi_view *view)
{
    memset(view->known, 0, (size_t)e->plan->item_count);
    for (int32_t f = 0; f < e->plan->frame_count; f++) {
        const dsi_frame *plan = &e->plan->frames[f];
        view->frames[f].is_ready = false;
        memset(view->frames[f].tallied, 0, (size_t)(plan->selection_count + plan->account_count));
        memset(view->frames[f].finished, 0, (size_t)plan->aggregate_count);
    }
}

void dsi_evaluation_turn(dsi_evaluation *e, const int32_t *places, int32_t *const *cells, int64_t first, int32_t n)
{
    dsi_view *view = e->views[0];
    view->places = places;
    view->n = n;
    forget(e, view);
    for (int32_t f = 0; f < e->plan->frame_count; f++) {
        view->frames[f].cells = cells[f] + first;
    }
}

static const int32_t *place_of(const dsi_evaluation *e, const dsi_view *view, int32_t row)
{
    return view->places + (int64_t)row * (e->plan->query->key_count + 1);
}

static int32_t period_of(const dsi_evaluation *e, const dsi_view *view, int32_t row)
{
    return place_of(e, view, row)[e->plan->query->key_count];
}

/* Turn a view of its own state to one place, whose labels need not be in it (-1). */
static void turn_to(const dsi_evaluation *e, dsi_view *view, const int32_t *place)
{
    const int32_t keys = e->plan->query->key_count;
    const size_t bytes = (size_t)(keys + 1) * sizeof *place;
    if (view->n == 1 && memcmp(view->own_place, place, bytes) == 0) {
        return;
    }
    memcpy(view->own_place, place, bytes);
    view->places = view->own_place;
    view->n = 1;
    forget(e, view);
    bool is_there = true;
    for (int32_t k = 0; k < keys; k++) {
        is_there = is_there && place[k] >= 0;
    }
    for (int32_t f = 0; f < e->plan->frame_count; f++) {
        dsi_view_frame *frame = &view->frames[f];
        *frame->own_cells = is_there ? (int32_t)dsi_state_find_cell(view->state, f, place, place[keys]) : -1;
        frame->cells = frame->own_cells;
    }
}

/* ---- columns of a frame --------------------------------------------------------------------- */

static dsi_view_frame *frame_of(const dsi_view *view, int32_t index)
{
    dsi_view_frame *frame = &view->frames[index];
    if (!frame->is_ready) {
        dsi_state_candidates(view->state, index, frame->cells, view->n, frame->candidates);
        for (int32_t r = 0; r < view->n; r++) {
            frame->has_cell[r] = frame->cells[r] >= 0 ? 1 : 0;
        }
        frame->is_ready = true;
    }
    return frame;
}

static const dsi_tally *tally_of(const dsi_view *view, int32_t index, int32_t counters)
{
    dsi_view_frame *frame = frame_of(view, index);
    const dsi_tally *tally = &frame->tallies[counters];
    if (frame->tallied[counters] == 0) {
        dsi_tally_fill(view->state, index, counters, frame->cells, view->n, frame->candidates, view->zeros, tally);
        frame->tallied[counters] = 1;
    }
    return tally;
}

static const dsi_results *results_of(const dsi_evaluation *e, const dsi_view *view, int32_t index, int32_t aggregate)
{
    dsi_view_frame *frame = &view->frames[index];
    const dsi_results *results = &frame->results[aggregate];
    if (frame->finished[aggregate] == 0) {
        const dsi_tally *counts = tally_of(view, index, e->plan->frames[index].aggregates[aggregate].selection);
        dsi_finisher_column(
            view->finisher, index, aggregate, frame->cells, view->n, counts, results);
        frame->finished[aggregate] = 1;
    }
    return results;
}

/* ---- leaves --------------------------------------------------------------------------------- */

typedef struct dsi_place {
    dsi_evaluation *e;
    dsi_view *view;
    int32_t item, row;
} dsi_place;

static const dsi_outcomes *evaluate(dsi_evaluation *e, dsi_view *view, int32_t item);

static dsi_cell number(double value)
{
    const dsi_cell cell = {DSCORE_VALUE_OK, 0, value};
    return cell;
}

static dsi_cell operand_leaf(dsi_evaluation *e, dsi_view *view, int32_t item, int32_t row)
{
    const dsi_outcomes *o = evaluate(e, view, item);
    const dsi_cell cell = {o->status[row], o->flags[row], o->value[row]};
    return cell;
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
    if (dropped == at->view->dropped) {
        return operand_leaf(e, at->view, node->u.operand, at->row);
    }
    dsi_view *view = NULL;
    const dscore_status status = dsi_find_view(e, dropped, 1, &view);
    if (status != DSCORE_OK) {
        e->status = status;
        const dsi_cell nothing = {DSCORE_VALUE_NO_DATA, 0, 0.0};
        return nothing;
    }
    const int32_t *own = place_of(e, at->view, at->row);
    int32_t place[DSI_MAX_KEYS + 1] = {0};
    for (int32_t k = 0; k < query->key_count; k++) {
        place[k] = (dropped & (1U << k)) != 0
                       ? DSI_LABEL_ABSENT
                       : dsi_labels_find_same(dsi_state_labels(view->state), dsi_state_labels(at->view->state), own[k]);
    }
    place[query->key_count] = own[query->key_count];
    turn_to(e, view, place);
    return operand_leaf(e, view, node->u.operand, 0);
}

static dsi_cell leaf(void *ctx, const dsi_node *node)
{
    const dsi_place *at = ctx;
    const dsi_evaluation *e = at->e;
    if (node->op == DSI_OP_AGGREGATE) {
        const dsi_results *results = results_of(e, at->view, e->plan->items[at->item].frame, node->u.operand);
        const dsi_cell cell = {results->status[at->row], results->flags[at->row], results->value[at->row]};
        return cell;
    }
    if (node->op == DSI_OP_OPERAND) {
        return operand_leaf(at->e, at->view, node->u.operand, at->row);
    }
    if (node->function == DSI_FN_TOTAL) {
        return total_leaf(at, node);
    }
    if (node->function == DSI_FN_NOW) {
        return number((double)dsi_state_settings(e->state)->now / 1e6);
    }
    return dsi_period_leaf(
        e->plan, dsi_state_settings(e->state), at->view->dropped, period_of(e, at->view, at->row), node->function);
}

static dsi_cell evaluate_tree(dsi_place *at, const dsi_node *tree, bool derived)
{
    const dsi_cell_leaves leaves = {at, leaf};
    return dsi_cell_eval(tree, derived, &leaves);
}

/* ---- source items --------------------------------------------------------------------------- */

/* 100 * share(...): a constant times an aggregate, as dsi_cell_eval has it. */
static bool is_multiple(const dsi_node *node)
{
    return node->op == DSI_OP_MUL && (node->args[0]->op == DSI_OP_NUMBER_INT || node->args[0]->op == DSI_OP_NUMBER) &&
           node->args[1]->op == DSI_OP_AGGREGATE;
}

static void multiply(double factor, const dsi_results *results, int32_t n, double *value, int32_t *status)
{
    for (int32_t r = 0; r < n; r++) {
        const double product = factor * results->value[r];
        const bool has_value = results->status[r] == DSCORE_VALUE_OK && isfinite(product);
        value[r] = has_value ? product : 0.0;
        status[r] = results->status[r] != DSCORE_VALUE_OK ? results->status[r]
                    : has_value                           ? DSCORE_VALUE_OK
                                                          : DSCORE_VALUE_UNDEFINED;
    }
}

static void fill_flags(int32_t flags, const dsi_results *results, int32_t n, int32_t *out)
{
    for (int32_t r = 0; r < n; r++) {
        out[r] = flags | results->flags[r];
    }
}

/* A formula that is an aggregate, or a multiple of one, is a column; any other is evaluated place by place. */
static void source_values(dsi_evaluation *e, dsi_view *view, int32_t index, dsi_outcomes *out)
{
    const dsi_item *item = &e->plan->items[index];
    const dsi_room *room = &view->rooms[index];
    if (item->formula->op == DSI_OP_AGGREGATE) {
        const dsi_results *results = results_of(e, view, item->frame, item->formula->u.operand);
        out->value = results->value;
        out->status = results->status;
        fill_flags(e->flags[index], results, view->n, room->flags);
        return;
    }
    if (is_multiple(item->formula)) {
        const dsi_node *factor = item->formula->args[0], *of = item->formula->args[1];
        const dsi_results *results = results_of(e, view, item->frame, of->u.operand);
        multiply(dsi_literal_number(factor), results, view->n, room->value, room->status);
        fill_flags(e->flags[index], results, view->n, room->flags);
        return;
    }
    dsi_place at = {e, view, index, 0};
    for (at.row = 0; at.row < view->n; at.row++) {
        const dsi_cell cell = evaluate_tree(&at, item->formula, false);
        room->value[at.row] = cell.value;
        room->status[at.row] = cell.status;
        room->flags[at.row] = cell.flags | e->flags[index];
    }
}

static void mark(const int64_t *counts, int32_t n, int32_t flag, int32_t *flags)
{
    for (int32_t r = 0; r < n; r++) {
        flags[r] |= counts[r] > 0 ? flag : 0;
    }
}

static void source_outcomes(dsi_evaluation *e, dsi_view *view, int32_t index, dsi_outcomes *out)
{
    const dsi_item *item = &e->plan->items[index];
    const dsi_room *room = &view->rooms[index];
    const dsi_view_frame *frame = frame_of(view, item->frame);
    const dsi_tally *counts =
        tally_of(view, item->frame, dsi_account_counters(&e->plan->frames[item->frame], item->account));
    source_values(e, view, index, out);
    if (counts->pending != view->zeros) {
        mark(counts->pending, view->n, DSCORE_FLAG_PENDING, room->flags);
    }
    if (counts->invalid != view->zeros) {
        mark(counts->invalid, view->n, DSCORE_FLAG_INVALID, room->flags);
    }
    for (int32_t r = 0; r < view->n && item->uses_now; r++) {
        const int32_t cell = frame->cells[r];
        room->flags[r] |= cell >= 0 && dsi_state_cell_now(view->state, item->frame, cell) ? DSCORE_FLAG_NOW : 0;
    }
    out->has_cell = frame->has_cell;
    out->no_minimum = item->no_minimum;
    if (!item->no_minimum && item->observations != NULL) {
        dsi_place at = {e, view, index, 0};
        for (at.row = 0; at.row < view->n; at.row++) {
            const dsi_cell observed = evaluate_tree(&at, item->observations, false);
            room->observations[at.row] = observed.status == DSCORE_VALUE_OK ? observed.value : 0.0;
        }
        out->observations = room->observations;
    }
}

/* ---- derived items -------------------------------------------------------------------------- */

static double observed(const dsi_outcomes *o, int32_t row)
{
    if (o->observations != NULL) {
        return o->observations[row];
    }
    return o->no_minimum ? (double)NAN : (double)o->counts->used[row];
}

int32_t dsi_counted_operand(const dsi_evaluation *e, const dsi_item *item)
{
    if (item->base >= 0 && e->available[item->base]) {
        return item->base;
    }
    const bool takes_first = item->formula->op == DSI_OP_CALL && item->formula->function == DSI_FN_COALESCE;
    int32_t found = DSI_NO_OPERAND;
    for (int32_t i = 0; i < item->operand_count; i++) {
        if (e->available[item->operands[i]]) {
            if (found != DSI_NO_OPERAND) {
                return takes_first ? found : DSI_SMALLEST;
            }
            found = item->operands[i];
        }
    }
    return found;
}

static int32_t smallest_operand(dsi_evaluation *e, dsi_view *view, const dsi_item *item, int32_t row)
{
    int32_t found = DSI_NO_OPERAND;
    for (int32_t i = 0; i < item->operand_count; i++) {
        const int32_t operand = item->operands[i];
        if (e->available[operand] && (found < 0 || evaluate(e, view, operand)->counts->used[row] <
                                                       evaluate(e, view, found)->counts->used[row])) {
            found = operand;
        }
    }
    return found;
}

/* Counts and minimum of the operand that counts (D3). */
static void count_operand(dsi_evaluation *e, dsi_view *view, int32_t index, int32_t row)
{
    const dsi_item *item = &e->plan->items[index];
    const dsi_room *room = &view->rooms[index];
    int32_t operand = dsi_counted_operand(e, item);
    const bool is_own = operand == DSI_SMALLEST;
    operand = is_own ? smallest_operand(e, view, item, row) : operand;
    room->observations[row] = 0.0;
    room->least[row] = item->indicator->record.min_n;
    if (operand < 0) {
        return;
    }
    const dsi_outcomes *o = evaluate(e, view, operand);
    const int64_t least = o->least != NULL ? o->least[row] : o->min_n;
    room->observations[row] = item->no_minimum ? (double)NAN : observed(o, row);
    room->least[row] = least > room->least[row] ? least : room->least[row];
    if (is_own) {
        room->counts.used[row] = o->counts->used[row];
        room->counts.missing[row] = o->counts->missing[row];
        room->counts.excluded[row] = o->counts->excluded[row];
        room->counts.invalid[row] = o->counts->invalid[row];
        room->counts.pending[row] = o->counts->pending[row];
    }
}

static void derived_outcomes(dsi_evaluation *e, dsi_view *view, int32_t index, dsi_outcomes *out)
{
    const dsi_item *item = &e->plan->items[index];
    const dsi_room *room = &view->rooms[index];
    dsi_place at = {e, view, index, 0};
    for (at.row = 0; at.row < view->n; at.row++) {
        dsi_cell cell = evaluate_tree(&at, item->formula, true);
        cell.flags |= e->flags[index];
        room->has_cell[at.row] = 0;
        for (int32_t i = 0; i < item->operand_count; i++) {
            if (e->available[item->operands[i]]) {
                const dsi_outcomes *operand = evaluate(e, view, item->operands[i]);
                room->has_cell[at.row] |= operand->has_cell[at.row];
                cell.flags |= operand->flags[at.row];
            }
        }
        room->value[at.row] = cell.value;
        room->status[at.row] = cell.status;
        /* the item has what it needs, whatever a coalesce skipped */
        room->flags[at.row] = cell.flags & ~DSCORE_FLAG_FIELD_ABSENT;
        count_operand(e, view, index, at.row);
    }
    out->observations = room->observations;
    out->least = room->least;
}

static void absent_outcomes(const dsi_evaluation *e, const dsi_view *view, int32_t index)
{
    const dsi_room *room = &view->rooms[index];
    for (int32_t r = 0; r < view->n; r++) {
        room->value[r] = 0;
        room->status[r] = DSCORE_VALUE_NO_DATA;
        room->flags[r] = e->flags[index] | DSCORE_FLAG_FIELD_ABSENT;
        room->has_cell[r] = 0;
    }
}

static const dsi_outcomes *evaluate(dsi_evaluation *e, dsi_view *view, int32_t item)
{
    dsi_outcomes *out = &view->outcomes[item];
    if (view->known[item] != 0) {
        return out;
    }
    if (!e->available[item]) {
        absent_outcomes(e, view, item);
    } else if (e->plan->items[item].derived) {
        derived_outcomes(e, view, item, out);
    } else {
        source_outcomes(e, view, item, out);
    }
    view->known[item] = 1;
    return out;
}

const dsi_outcomes *dsi_evaluation_item(dsi_evaluation *e, int32_t item)
{
    return evaluate(e, e->views[0], item);
}

const dsi_tally *dsi_evaluation_counts(const dsi_evaluation *e, int32_t item, const int64_t **out_zeros)
{
    *out_zeros = e->views[0]->zeros;
    return e->views[0]->outcomes[item].counts;
}
