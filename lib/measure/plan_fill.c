/* The items of a plan out of their drafts: bound trees, the fields they need, and the texts that values say. */
#include "measure/plan_draft.h"

#include "base/error.h"

#include <string.h>

/* A text that is kept with the plan; NULL = no memory. Frees the builder. */
static const char *keep(dsi_compile *c, dsi_text *text)
{
    const char *copy =
        text->failed ? NULL : dsi_arena_text(c->arena, text->data == NULL ? "" : text->data, text->length);
    dsi_text_free(text);
    return copy;
}

/* ---- fields --------------------------------------------------------------------------------- */

static bool list_fields(dsi_compile *c, const uint8_t *marks, int32_t count, const int32_t **out, int32_t *out_count)
{
    int32_t *list = dsi_arena_alloc(c->arena, count * (int64_t)sizeof *list);
    if (list == NULL) {
        return false;
    }
    int32_t n = 0;
    for (int32_t f = 0; f < count; f++) {
        if (marks[f] != 0) {
            list[n++] = f;
        }
    }
    *out = list;
    *out_count = n;
    return true;
}

/* Of what uses a calendar, the field that names it: read where it is bound, and not needed. */
static void mark_calendar_field(const dsi_compile *c, const dsi_draft *draft, uint8_t *marks)
{
    const int32_t field = c->plan->sources[dsi_plan_source_index(c->plan, draft->schema_source)].calendar_field;
    const int32_t clock = dsi_draft_clock(draft);
    if (field >= 0 &&
        (dsi_tree_uses_calendar(draft->formula, clock) || dsi_tree_uses_calendar(draft->observations, clock) ||
            dsi_tree_uses_calendar(draft->where, clock) || dsi_tree_uses_calendar(draft->exclude, clock) ||
            dsi_tree_uses_calendar(draft->filter, DSI_CLOCK_CALENDAR))) {
        marks[field] = 1;
    }
}

static dscore_status fill_fields(dsi_compile *c, const dsi_draft *draft, dsi_item *item)
{
    const int32_t count = draft->source->field_count;
    uint8_t *marks = dsi_arena_alloc(&c->scratch, count);
    if (marks == NULL) {
        return dsi_fail_memory(c->err);
    }
    const int32_t clock = dsi_draft_clock(draft);
    dsi_tree_fields(draft->source, draft->formula, clock, marks);
    dsi_tree_fields(draft->source, draft->observations, clock, marks);
    dsi_tree_fields(draft->source, draft->where, clock, marks);
    dsi_tree_fields(draft->source, draft->filter, DSI_CLOCK_CALENDAR, marks);
    if (!list_fields(c, marks, count, &item->needs, &item->need_count)) {
        return dsi_fail_memory(c->err);
    }
    dsi_tree_fields(draft->source, draft->exclude, clock, marks);
    mark_calendar_field(c, draft, marks);
    marks[draft->placement.from] = 1;
    if (draft->placement.open) {
        marks[draft->placement.until] = 1;
    }
    int32_t *credit = dsi_arena_alloc(c->arena, DSI_MAX_CREDIT * (int64_t)sizeof *credit);
    if (credit == NULL || !list_fields(c, marks, count, &item->fields, &item->field_count)) {
        return dsi_fail_memory(c->err);
    }
    memcpy(credit, draft->credit, sizeof draft->credit);
    item->credit = credit;
    item->credit_count = draft->credit_count;
    return DSCORE_OK;
}

/* ---- texts ---------------------------------------------------------------------------------- */

static const char *placement_text(dsi_compile *c, const dsi_draft *draft)
{
    dsi_text text;
    dsi_text_init(&text, &c->scratch.allocator);
    const dsi_field *fields = draft->source->fields;
    dsi_text_addf(&text, "%s(%s", draft->placement.open ? "open" : "event", fields[draft->placement.from].name);
    if (draft->placement.open) {
        dsi_text_addf(&text, ", %s", fields[draft->placement.until].name);
    }
    dsi_text_add(&text, ")");
    return keep(c, &text);
}

static void add_condition(dsi_text *text, const char *word, const dsi_node *node)
{
    if (node != NULL) {
        dsi_text_add(text, text->length > 0 ? "; " : "");
        dsi_text_add(text, word);
        dsi_formula_print(text, node);
    }
}

static const char *filter_text(dsi_compile *c, const dsi_draft *draft)
{
    dsi_text text;
    dsi_text_init(&text, &c->scratch.allocator);
    add_condition(&text, "where ", draft->filter);
    add_condition(&text, "where ", draft->where);
    add_condition(&text, "exclude ", draft->exclude);
    return keep(c, &text);
}

static const char *parameters_text(dsi_compile *c, const dsi_draft *draft)
{
    const dsi_record *record = &draft->indicator->record;
    dsi_text text;
    dsi_text_init(&text, &c->scratch.allocator);
    for (int32_t i = 0; i < record->parameter_count; i++) {
        dsi_text_add(&text, i == 0 ? "" : "; ");
        dsi_text_add(&text, record->parameters[i].name);
        dsi_text_add(&text, " = ");
        dsi_formula_print(&text, draft->values[i]);
    }
    return keep(c, &text);
}

/* ---- items ---------------------------------------------------------------------------------- */

static dscore_status fill_source_item(dsi_compile *c, const dsi_draft *draft, dsi_item *item)
{
    item->frame = draft->frame;
    item->account = draft->account;
    item->observations = draft->observations;
    item->base = -1;
    item->uses_now = dsi_tree_uses_now(draft->formula) || dsi_tree_uses_now(draft->observations) ||
                     dsi_tree_uses_now(draft->where) || dsi_tree_uses_now(draft->exclude) ||
                     dsi_tree_uses_now(draft->filter) || draft->placement.open;
    item->takes_span = dsi_tree_takes_span(draft->formula) || dsi_tree_takes_span(draft->where);
    item->placement_text = placement_text(c, draft);
    item->filter_text = filter_text(c, draft);
    if (item->placement_text == NULL || item->filter_text == NULL) {
        return dsi_fail_memory(c->err);
    }
    return fill_fields(c, draft, item);
}

static void fill_derived_item(const dsi_draft *draft, dsi_item *item)
{
    const int32_t base = draft->indicator->base;
    item->derived = true;
    item->frame = -1;
    item->account = -1;
    item->operands = draft->operands;
    item->operand_count = draft->operand_count;
    item->base = base >= 0 && base < draft->operand_count ? draft->operands[base] : -1;
    item->placement_text = "";
    item->filter_text = "";
}

dscore_status dsi_compile_fill(dsi_compile *c)
{
    dscore_plan *plan = c->plan;
    plan->items = dsi_arena_alloc(c->arena, c->draft_count * (int64_t)sizeof *plan->items);
    if (plan->items == NULL) {
        return dsi_fail_memory(c->err);
    }
    plan->item_count = (int32_t)c->draft_count;
    plan->visible_count = (int32_t)c->query->item_count;
    for (int32_t i = 0; i < plan->item_count; i++) {
        const dsi_draft *draft = &c->drafts[i];
        dsi_item *item = &plan->items[i];
        item->indicator = draft->indicator;
        item->hidden = draft->asked == NULL;
        item->alias = item->hidden ? draft->indicator->record.id : draft->asked->alias;
        item->skippable = draft->skippable;
        item->no_minimum = draft->no_minimum;
        item->formula = draft->formula;
        item->clock = dsi_arena_text(c->arena, draft->clock, -1);
        item->parameters_text = parameters_text(c, draft);
        if (item->clock == NULL || item->parameters_text == NULL) {
            return dsi_fail_memory(c->err);
        }
        if (draft->schema_source < 0) {
            fill_derived_item(draft, item);
            continue;
        }
        const dscore_status status = fill_source_item(c, draft, item);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    return DSCORE_OK;
}
