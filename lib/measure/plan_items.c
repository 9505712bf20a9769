/* The items of a plan: those asked for, then the operands of derived ones, each definition with its settings once. */
#include "measure/plan_draft.h"

#include "base/error.h"

#include <string.h>

enum { MAX_ITEMS = 20000, MAX_DEPTH = 32 /* of derived items */ };

static bool is_set(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* ---- parameters ----------------------------------------------------------------------------- */

static dscore_status bind_parameters(dsi_compile *c, dsi_draft *draft)
{
    const dsi_record *record = &draft->indicator->record;
    draft->values = dsi_arena_alloc(c->arena, record->parameter_count * (int64_t)sizeof(const dsi_node *));
    if (draft->values == NULL) {
        return dsi_fail_memory(c->err);
    }
    for (int32_t i = 0; i < record->parameter_count; i++) {
        const dsi_parameter *parameter = &record->parameters[i];
        const char *literal = draft->asked == NULL ? NULL : draft->asked->parameters[i];
        literal = literal == NULL ? parameter->default_value : literal;
        if (!is_set(literal)) {
            dscore_status status = dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_PARAMETER,
                "'%s' of %s must be given: it has no default", parameter->name, record->id);
            dsi_error_path(c->err, "items.%s.%s", draft->path, parameter->name);
            return status;
        }
        dsi_node *value;
        dscore_status status = dsi_parameter_parse(c->arena, parameter, literal, &value, c->err);
        if (status != DSCORE_OK) {
            dsi_error_path(c->err, "items.%s.%s", draft->path, parameter->name);
            return status;
        }
        draft->values[i] = value;
    }
    return DSCORE_OK;
}

/* ---- clock ---------------------------------------------------------------------------------- */

static dscore_status fail_no_clock(dsi_compile *c, const dsi_draft *draft)
{
    return dsi_compile_fail(c, draft,
        dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_CLOCK,
            "%s measures no elapsed time, so it has no clock to set", draft->indicator->record.id));
}

/* The clock an item runs on: the one set or handed down, else the definition's. */
static dscore_status settle_clock(dsi_compile *c, dsi_draft *draft, const char *handed)
{
    const dscore_indicator *indicator = draft->indicator;
    const char *set = draft->asked == NULL ? NULL : draft->asked->clock;
    const char *own = is_set(indicator->record.clock) ? indicator->record.clock : "calendar";
    const bool derived = indicator->source < 0;
    const dsi_source *source = derived ? NULL : &c->query->catalog->schema->sources[indicator->source];
    draft->has_clock = dsi_formula_has_clock(source, indicator->formula) ||
                       dsi_formula_has_clock(source, indicator->where) ||
                       dsi_formula_has_clock(source, indicator->observations);
    if (set != NULL && strcmp(set, "calendar") != 0 && strcmp(set, "business") != 0) {
        return dsi_compile_fail(c, draft,
            dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_CLOCK,
                "there is no clock '%s'; it is calendar or business", set));
    }
    if (set != NULL && !derived && !draft->has_clock) {
        return fail_no_clock(c, draft);
    }
    const char *clock = set != NULL ? set : handed != NULL ? handed : derived ? "" : own;
    draft->clock = derived || draft->has_clock ? clock : "none";
    return DSCORE_OK;
}

/* ---- identity ------------------------------------------------------------------------------- */

static void add_setting(dsi_text *text, const char *name, const char *value)
{
    if (value != NULL) {
        dsi_text_addf(text, "; %s ", name);
        dsi_text_add(text, value);
    }
}

/* Definition, parameter values, clock and other settings: what makes an operand the same as an item asked for. */
static dscore_status identify(dsi_compile *c, dsi_draft *draft)
{
    dsi_text text;
    dsi_text_init(&text, &c->scratch.allocator);
    dsi_text_add(&text, draft->indicator->record.id);
    dsi_text_addf(&text, "; clock %s", draft->clock);
    for (int32_t i = 0; i < draft->indicator->record.parameter_count; i++) {
        dsi_text_add(&text, "; ");
        dsi_formula_print(&text, draft->values[i]);
    }
    if (draft->asked != NULL) {
        add_setting(&text, "where", draft->asked->where);
        add_setting(&text, "placement", draft->asked->placement);
        add_setting(&text, "credit", draft->asked->credit);
        add_setting(&text, "source", draft->asked->source);
    }
    draft->identity = dsi_compile_text(c, &text);
    dsi_text_free(&text);
    return draft->identity == NULL ? dsi_fail_memory(c->err) : DSCORE_OK;
}

/* ---- drafts --------------------------------------------------------------------------------- */

static dscore_status begin_draft(dsi_compile *c, dsi_draft *draft, const char *handed_clock)
{
    draft->schema_source = -1;
    draft->frame = -1;
    draft->no_minimum = draft->indicator->no_minimum;
    dscore_status status = bind_parameters(c, draft);
    if (status == DSCORE_OK) {
        status = settle_clock(c, draft, handed_clock);
    }
    return status == DSCORE_OK ? identify(c, draft) : status;
}

static dscore_status push(dsi_compile *c, const dsi_draft *draft)
{
    if (c->draft_count == MAX_ITEMS) {
        return dsi_fail(c->err, DSCORE_E_LIMIT, DSCORE_CODE_PLAN_LIMIT, "a plan has at most %d items", (int)MAX_ITEMS);
    }
    if (!dsi_reserve(&c->scratch.allocator, &c->drafts, &c->draft_cap, c->draft_count + 1, (int64_t)sizeof *draft)) {
        return dsi_fail_memory(c->err);
    }
    c->drafts[c->draft_count++] = *draft;
    return DSCORE_OK;
}

/* The item of an operand, added unless the same definition with the same settings is there. */
static dscore_status operand_item(dsi_compile *c, const dsi_draft *of, const dscore_indicator *indicator, int32_t *out)
{
    dsi_draft draft;
    memset(&draft, 0, sizeof draft);
    draft.indicator = indicator;
    draft.path = of->path;
    draft.skippable = true; /* until a use is found that does not skip it */
    dscore_status status = begin_draft(c, &draft, of->clock[0] == '\0' ? NULL : of->clock);
    if (status != DSCORE_OK) {
        return status;
    }
    for (int64_t i = 0; i < c->draft_count; i++) {
        if (strcmp(c->drafts[i].identity, draft.identity) == 0) {
            *out = (int32_t)i;
            return DSCORE_OK;
        }
    }
    *out = (int32_t)c->draft_count;
    return push(c, &draft);
}

/* Let OPERAND nodes and total() name items; they hold an index into the definition's operands. */
static void point_operands(dsi_node *node, const int32_t *items)
{
    const bool is_total = node->op == DSI_OP_CALL && node->function == DSI_FN_TOTAL;
    if (node->op == DSI_OP_OPERAND || is_total) {
        node->u.operand = items[node->u.operand];
    }
    for (int32_t i = 0; i < node->argc && !is_total; i++) {
        point_operands(node->args[i], items);
    }
}

static bool is_key(const dscore_query *query, const char *name)
{
    for (int32_t i = 0; i < query->key_count; i++) {
        if (strcmp(query->keys[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* total([id], key): the key must be one of the query's. */
static dscore_status check_totals(dsi_compile *c, const dsi_draft *draft, const dsi_node *node)
{
    if (node->op == DSI_OP_CALL && node->function == DSI_FN_TOTAL) {
        for (int32_t i = 0; i < node->argc; i++) {
            if (node->args[i]->op == DSI_OP_FIELD && !is_key(c->query, node->args[i]->name)) {
                return dsi_compile_fail(c, draft,
                    dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_KEY,
                        "%s takes a total by '%s', which is no key of the query", draft->indicator->record.id,
                        node->args[i]->name));
            }
        }
        return DSCORE_OK;
    }
    for (int32_t i = 0; i < node->argc; i++) {
        const dscore_status status = check_totals(c, draft, node->args[i]);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    return DSCORE_OK;
}

static dscore_status derived_item(dsi_compile *c, int64_t index)
{
    dsi_draft draft = c->drafts[index]; /* a copy: operands may move the array */
    const dscore_indicator *indicator = draft.indicator;
    const dsi_query_item *asked = draft.asked;
    if (asked != NULL &&
        (asked->where != NULL || asked->placement != NULL || asked->credit != NULL || asked->source != NULL)) {
        return dsi_compile_fail(c, &draft,
            dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_SETTING,
                "%s is derived: where, placement, credit and source belong to its operands", indicator->record.id));
    }
    draft.operands = dsi_arena_alloc(c->arena, indicator->operand_count * (int64_t)sizeof *draft.operands);
    if (draft.operands == NULL) {
        return dsi_fail_memory(c->err);
    }
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; i < indicator->operand_count && status == DSCORE_OK; i++) {
        status = operand_item(c, &draft, indicator->operands[i], &draft.operands[i]);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    draft.operand_count = indicator->operand_count;
    status = dsi_formula_bind(
        c->arena, indicator->formula, draft.values, indicator->record.parameter_count, &draft.formula, c->err);
    if (status != DSCORE_OK) {
        return dsi_compile_fail(c, &draft, status);
    }
    point_operands(draft.formula, draft.operands);
    c->drafts[index] = draft;
    status = check_totals(c, &draft, draft.formula);
    return status == DSCORE_OK ? dsi_compile_needs(c, &draft) : status;
}

static dscore_status source_item(dsi_compile *c, int64_t index)
{
    dsi_draft *draft = &c->drafts[index];
    dscore_status status = dsi_compile_typing(c, draft);
    return status == DSCORE_OK ? dsi_compile_needs(c, draft) : status;
}

/* Operands that a derived formula needs whatever else is there: not under a coalesce. */
static void need_operands(dsi_compile *c, const dsi_node *node, bool skips)
{
    const bool is_call = node->op == DSI_OP_CALL;
    const bool is_total = is_call && node->function == DSI_FN_TOTAL;
    if (node->op == DSI_OP_OPERAND || is_total) {
        c->drafts[node->u.operand].skippable &= skips;
        return;
    }
    for (int32_t i = 0; i < node->argc; i++) {
        need_operands(c, node->args[i], skips || (is_call && node->function == DSI_FN_COALESCE));
    }
}

/* Items come before their operands wherever an operand was added for them, but one asked for may come after: go on
   until nothing changes. */
static void settle_skippable(dsi_compile *c)
{
    bool changed = true;
    while (changed) {
        changed = false;
        int64_t before = 0, after = 0;
        for (int64_t i = 0; i < c->draft_count; i++) {
            before += c->drafts[i].skippable ? 1 : 0;
        }
        for (int64_t i = 0; i < c->draft_count; i++) {
            const dsi_draft *draft = &c->drafts[i];
            if (draft->schema_source < 0) {
                need_operands(c, draft->formula, draft->skippable);
            }
        }
        for (int64_t i = 0; i < c->draft_count; i++) {
            after += c->drafts[i].skippable ? 1 : 0;
        }
        changed = after != before;
    }
}

/* Derived items take depth and clock from their operands, wherever those stand. */
static dscore_status settle_depth(dsi_compile *c)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (int64_t i = 0; i < c->draft_count; i++) {
            dsi_draft *draft = &c->drafts[i];
            for (int32_t k = 0; k < draft->operand_count; k++) {
                const dsi_draft *operand = &c->drafts[draft->operands[k]];
                if (operand->depth + 1 > draft->depth || (operand->has_clock && !draft->has_clock)) {
                    draft->depth = operand->depth + 1 > draft->depth ? operand->depth + 1 : draft->depth;
                    draft->has_clock = draft->has_clock || operand->has_clock;
                    changed = true;
                }
            }
            if (draft->depth > MAX_DEPTH) {
                return dsi_compile_fail(c, draft,
                    dsi_fail(c->err, DSCORE_E_LIMIT, DSCORE_CODE_PLAN_LIMIT,
                        "%s is derived from derived indicators more than %d deep", draft->indicator->record.id,
                        (int)MAX_DEPTH));
            }
        }
    }
    for (int64_t i = 0; i < c->draft_count; i++) {
        const dsi_draft *draft = &c->drafts[i];
        if (draft->asked != NULL && draft->asked->clock != NULL && !draft->has_clock) {
            return fail_no_clock(c, draft);
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_compile_items(dsi_compile *c)
{
    dscore_status status = DSCORE_OK;
    for (int64_t i = 0; i < c->query->item_count && status == DSCORE_OK; i++) {
        dsi_draft draft;
        memset(&draft, 0, sizeof draft);
        draft.asked = &c->query->items[i];
        draft.indicator = draft.asked->indicator;
        draft.path = draft.asked->alias;
        status = begin_draft(c, &draft, NULL);
        if (status == DSCORE_OK) {
            status = push(c, &draft);
        }
    }
    for (int64_t i = 0; i < c->draft_count && status == DSCORE_OK; i++) {
        const bool derived = c->drafts[i].indicator->source < 0;
        status = derived ? derived_item(c, i) : source_item(c, i);
    }
    if (status == DSCORE_OK) {
        settle_skippable(c);
        status = settle_depth(c);
    }
    return status;
}
