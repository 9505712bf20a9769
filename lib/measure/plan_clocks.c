/* The clocks of a plan (D9): which zone and calendars its items depend on, what they need, and their part of the
   plan's identity (D11): content counts, names do not, and nothing that no item depends on. */
#include "measure/plan_draft.h"

#include "base/error.h"

#include <string.h>

/* ---- what trees ask ------------------------------------------------------------------------- */

int32_t dsi_draft_clock(const dsi_draft *draft)
{
    return strcmp(draft->clock, "business") == 0 ? DSI_CLOCK_BUSINESS : DSI_CLOCK_CALENDAR;
}

int32_t dsi_calendar_field(const dscore_query *query, const dsi_source *source)
{
    const int32_t field = query->calendar_field == NULL ? -1 : dsi_source_field_index(source, query->calendar_field);
    return field >= 0 && source->fields[field].type == DSCORE_TYPE_TEXT ? field : -1;
}

/* elapsed and its like take a calendar on the business clock only. */
static bool takes_calendar(int32_t function, int32_t clock)
{
    switch (function) {
    case DSI_FN_BUSINESS_TIME:
    case DSI_FN_IS_OPEN:
        return true;
    case DSI_FN_ELAPSED:
    case DSI_FN_WITHIN:
    case DSI_AGG_KM_QUANTILE:
    case DSI_AGG_KM_WITHIN:
        return clock == DSI_CLOCK_BUSINESS;
    default:
        return false;
    }
}

/* The first function of a tree that needs a calendar for its rows; 0 = none. */
static int32_t find_calendar(const dsi_node *node, int32_t clock)
{
    int32_t found = 0;
    if (node == NULL) {
        return 0;
    }
    if ((node->op == DSI_OP_CALL || node->op == DSI_OP_AGGREGATE) && takes_calendar(node->function, clock)) {
        return node->function;
    }
    for (int32_t i = 0; i < node->argc && found == 0; i++) {
        found = find_calendar(node->args[i], clock);
    }
    return found != 0 ? found : find_calendar(node->where, clock);
}

bool dsi_tree_uses_calendar(const dsi_node *node, int32_t clock)
{
    return find_calendar(node, clock) != 0;
}

/* ---- what the query must give --------------------------------------------------------------- */

static bool rows_have_calendar(const dscore_query *query, const dsi_source *source)
{
    if (dsi_query_default_calendar(query) != NULL) {
        return true;
    }
    return query->calendar_count > 0 && source != NULL && dsi_calendar_field(query, source) >= 0;
}

dscore_status dsi_compile_calendar_needs(
    dsi_compile *c, const dsi_source *source, const dsi_node *tree, int32_t clock, const char *who)
{
    const int32_t rows = find_calendar(tree, clock);
    if (rows != 0 && !rows_have_calendar(c->query, source)) {
        const bool is_clock = rows != DSI_FN_BUSINESS_TIME && rows != DSI_FN_IS_OPEN;
        return dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_CALENDAR,
            "%s uses %s%s and so needs a business calendar: give the query one", who, dsi_function_name(rows),
            is_clock ? " on the business clock" : "");
    }
    if (tree != NULL && dsi_formula_uses(tree, DSI_OP_CALL, DSI_FN_PERIOD_BUSINESS_DAYS) &&
        dsi_query_default_calendar(c->query) == NULL) {
        return dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_CALENDAR,
            "%s uses period_business_days() and so needs a default business calendar: give the query one", who);
    }
    return DSCORE_OK;
}

static dscore_status check_field(const dsi_compile *c)
{
    const dscore_plan *plan = c->plan;
    for (int32_t s = 0; s < plan->source_count; s++) {
        if (plan->sources[s].program != NULL && plan->sources[s].calendar_field >= 0) {
            return DSCORE_OK;
        }
    }
    const dscore_status status = dsi_fail(c->err, DSCORE_E_NOT_FOUND, DSCORE_CODE_PLAN_CALENDAR,
        "no source of the query has a text field '%s', which is to name the calendar of a row",
        c->query->calendar_field);
    dsi_error_path(c->err, "calendar_field");
    return status;
}

dscore_status dsi_compile_clocks(dsi_compile *c)
{
    const dscore_query *query = c->query;
    dsi_clocks *clocks = &c->plan->clocks;
    clocks->zone = query->zone;
    clocks->calendar = dsi_query_default_calendar(query);
    dsi_named_calendar *named = dsi_arena_alloc(c->arena, query->calendar_count * (int64_t)sizeof *named);
    if (named == NULL) {
        return dsi_fail_memory(c->err);
    }
    for (int64_t i = clocks->calendar != NULL ? 1 : 0; i < query->calendar_count; i++) {
        named[clocks->named_count++] = (dsi_named_calendar){query->calendars[i].name, query->calendars[i].calendar};
    }
    clocks->named = named;
    c->plan->settings.clocks = clocks;
    return query->calendar_field == NULL ? DSCORE_OK : check_field(c);
}

/* ---- what the items depend on --------------------------------------------------------------- */

static void note_expressions(
    const dscore_plan *plan, const dsi_frame *frame, const dsi_selection *selection, dsi_item *item)
{
    const dsi_plan_source *source = &plan->sources[frame->source];
    const dsi_program *program = source->program;
    if (dsi_selection_asks(program, selection, dsi_program_uses_zone) ||
        (frame->filter >= 0 && dsi_program_uses_zone(program, frame->filter))) {
        item->uses_zone = true;
    }
    if (dsi_selection_asks(program, selection, dsi_program_uses_calendar) ||
        (frame->filter >= 0 && dsi_program_uses_calendar(program, frame->filter))) {
        item->calendars |= plan->clocks.calendar != NULL ? DSI_CALENDAR_DEFAULT : 0;
        item->calendars |= source->calendar_field >= 0 ? DSI_CALENDAR_NAMED : 0;
    }
}

static void note_tree(const dscore_plan *plan, const dsi_node *node, dsi_item *item)
{
    if (node == NULL) {
        return;
    }
    if (node->op == DSI_OP_AGGREGATE) {
        const dsi_frame *frame = &plan->frames[item->frame];
        note_expressions(plan, frame, &frame->selections[frame->aggregates[node->u.operand].selection], item);
        return;
    }
    if (node->op == DSI_OP_CALL && node->function == DSI_FN_PERIOD_DAYS) {
        item->uses_zone = true;
    }
    if (node->op == DSI_OP_CALL && node->function == DSI_FN_PERIOD_BUSINESS_DAYS) {
        item->calendars |= DSI_CALENDAR_DEFAULT;
    }
    for (int32_t i = 0; i < node->argc; i++) {
        note_tree(plan, node->args[i], item);
    }
}

/* A derived item depends on what its operands do. */
static void hand_up(dscore_plan *plan)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (int32_t i = 0; i < plan->item_count; i++) {
            dsi_item *item = &plan->items[i];
            for (int32_t k = 0; k < item->operand_count; k++) {
                const dsi_item *operand = &plan->items[item->operands[k]];
                if ((operand->uses_zone && !item->uses_zone) || (operand->calendars & ~item->calendars) != 0) {
                    item->uses_zone = item->uses_zone || operand->uses_zone;
                    item->calendars |= operand->calendars;
                    changed = true;
                }
            }
        }
    }
}

/* ---- identity ------------------------------------------------------------------------------- */

static const char *zone_identity(const dscore_zone *zone)
{
    const bool is_utc = zone == NULL || (zone->count == 1 && !zone->has_cycle && zone->pieces[0].offset == 0);
    return is_utc ? "UTC" : zone->hash;
}

/* False = no memory. */
static bool calendar_identity(dsi_compile *c, int32_t calendars, dsi_text *text)
{
    const dsi_clocks *clocks = &c->plan->clocks;
    if ((calendars & DSI_CALENDAR_DEFAULT) != 0) {
        dsi_text_addf(text, "calendar %s\n", dscore_calendar_hash(clocks->calendar));
    }
    if ((calendars & DSI_CALENDAR_NAMED) != 0) {
        dsi_text_addf(text, "calendar by %s\n", c->query->calendar_field);
        for (int32_t i = 0; i < clocks->named_count; i++) {
            dsi_text_addf(text, "calendar %s ", dscore_calendar_hash(clocks->named[i].calendar));
            dsi_text_add(text, clocks->named[i].name);
            dsi_text_add(text, "\n");
        }
    }
    c->plan->calendar_identity =
        text->failed ? NULL : dsi_arena_text(c->arena, text->data == NULL ? "" : text->data, text->length);
    return c->plan->calendar_identity != NULL;
}

dscore_status dsi_compile_clock_uses(dsi_compile *c)
{
    dscore_plan *plan = c->plan;
    bool uses_zone = c->query->has_rule;
    int32_t calendars = 0;
    for (int32_t i = 0; i < plan->item_count; i++) {
        dsi_item *item = &plan->items[i];
        note_tree(plan, item->formula, item);
        note_tree(plan, item->observations, item);
        if (!item->derived) { /* an item without an aggregate still counts its rows */
            const dsi_frame *frame = &plan->frames[item->frame];
            const dsi_account *account = &frame->accounts[item->account];
            for (int32_t s = 0; s < account->selection_count; s++) {
                note_expressions(plan, frame, &frame->selections[account->selections[s]], item);
            }
        }
    }
    hand_up(plan);
    for (int32_t i = 0; i < plan->item_count; i++) {
        uses_zone = uses_zone || plan->items[i].uses_zone;
        calendars |= plan->items[i].calendars;
    }
    plan->zone_identity = uses_zone ? zone_identity(plan->clocks.zone) : "";
    dsi_text text;
    dsi_text_init(&text, &c->scratch.allocator);
    const bool done = calendar_identity(c, calendars, &text);
    dsi_text_free(&text);
    if (!done) {
        return dsi_fail_memory(c->err);
    }
    if (strcmp(plan->zone_identity, "UTC") != 0 && uses_zone) { /* UTC, the default, is not named */
        dsi_text_addf(&c->identity, "zone %s\n", plan->zone_identity);
    }
    dsi_text_add(&c->identity, plan->calendar_identity);
    return DSCORE_OK;
}
