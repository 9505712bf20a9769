/* What an evaluation knows before it turns to any place: which items are there, what they lack, and the flags that hold
   everywhere. */
#include "measure/derived.h"

#include "base/error.h"

#include <string.h>

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

/* Places of a block: no more than there may be, a multiple of 8. */
static int32_t block_of(const dscore_state *state)
{
    int64_t most = 0;
    for (int32_t f = 0; f < dsi_state_plan(state)->frame_count; f++) {
        const int64_t cells = dsi_state_cell_count(state, f);
        most = cells > most ? cells : most;
    }
    return most < DSI_PLACES - 8 ? ((int32_t)most / 8 + 1) * 8 : (int32_t)DSI_PLACES;
}

dscore_status dsi_evaluation_begin(dsi_evaluation *e, const dscore_state *state, dscore_error *err)
{
    const dscore_plan *plan = dsi_state_plan(state);
    memset(e, 0, sizeof *e);
    e->plan = plan;
    e->state = state;
    e->allocator = plan->arena.allocator;
    e->err = err;
    dsi_arena_init(&e->arena, &e->allocator);
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
    return dsi_find_view(e, dsi_state_dropped(state), block_of(state), &own);
}

void dsi_evaluation_end(dsi_evaluation *e)
{
    for (int64_t i = 0; i < e->view_count; i++) {
        dsi_view_free(e, e->views[i]);
    }
    dsi_arena_free(&e->arena);
    dsi_release(&e->allocator, e->views, e->view_cap * (int64_t)sizeof *e->views);
    dsi_release(&e->allocator, e->available, e->plan->item_count * (int64_t)sizeof *e->available);
    dsi_release(&e->allocator, e->flags, e->plan->item_count * (int64_t)sizeof *e->flags);
}
