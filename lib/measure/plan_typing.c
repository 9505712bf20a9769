/* A source item on the source it reads: formula, conditions, placement and credit, as defined or as the query set them
   (D14). */
#include "measure/plan_draft.h"

#include "base/error.h"
#include "formula/parse.h"

#include <string.h>

static dscore_status fail_setting(dsi_compile *c, const dsi_draft *draft, const char *setting, dscore_status status)
{
    dsi_error_path(c->err, "items.%s.%s", draft->path, setting);
    return status;
}

dscore_status dsi_compile_no_condition(dsi_compile *c, const char *text, const dsi_node *root)
{
    const dscore_status status = dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_PLAN_WHERE,
        "a condition must be true or false, and this is %s", dsi_type_name(root->type));
    return dsi_place(c->err, text, (int64_t)strlen(text), root->offset, status);
}

/* Type a text of the definition or of the item on the draft's source and bind its parameters. */
static dscore_status type_text(dsi_compile *c, const dsi_draft *draft, const char *text, bool row_only, dsi_node **out)
{
    const dsi_record *record = &draft->indicator->record;
    const dsi_scope scope = {
        c->query->catalog->schema, draft->source, record->parameters, record->parameter_count, row_only};
    dsi_node *typed;
    dscore_status status = dsi_formula_compile(c->arena, text, (int64_t)strlen(text), &scope, &typed, c->err);
    if (status == DSCORE_OK) {
        status = dsi_formula_bind(c->arena, typed, draft->values, record->parameter_count, out, c->err);
    }
    return status;
}

static dscore_status bind_tree(dsi_compile *c, const dsi_draft *draft, const dsi_node *tree, dsi_node **out)
{
    *out = NULL;
    if (tree == NULL) {
        return DSCORE_OK;
    }
    return dsi_formula_bind(c->arena, tree, draft->values, draft->indicator->record.parameter_count, out, c->err);
}

/* ---- the definition's own source ------------------------------------------------------------ */

static dscore_status bind_definition(dsi_compile *c, dsi_draft *draft)
{
    const dscore_indicator *indicator = draft->indicator;
    dscore_status status = bind_tree(c, draft, indicator->formula, &draft->formula);
    if (status == DSCORE_OK) {
        status = bind_tree(c, draft, indicator->observations, &draft->observations);
    }
    if (status == DSCORE_OK) {
        status = bind_tree(c, draft, indicator->where, &draft->where);
    }
    if (status == DSCORE_OK && !c->query->standing_filter_off) {
        status = bind_tree(c, draft, indicator->exclude, &draft->exclude);
    }
    return status;
}

/* ---- another source ------------------------------------------------------------------------- */

static dsi_node *join(dsi_compile *c, int32_t op, const dsi_node *a, const dsi_node *b)
{
    dsi_node *node = dsi_arena_alloc(c->arena, (int64_t)sizeof *node);
    dsi_node **args = dsi_arena_alloc(c->arena, 2 * (int64_t)sizeof *args);
    if (node == NULL || args == NULL) {
        return NULL;
    }
    /* Trees are not changed below rows' level; the constness is dropped only because args are not const. */
    union {
        const dsi_node *shared;
        dsi_node *own;
    } left = {a}, right = {b};
    args[0] = left.own;
    args[1] = right.own;
    node->op = op;
    node->type = DSCORE_TYPE_BOOLEAN;
    node->level = DSI_LEVEL_ROW;
    node->argc = 2;
    node->args = args;
    return node;
}

/* The parts of a standing filter that the other source can tell: a flag it does not have excludes nothing. */
static dscore_status retype_exclude(dsi_compile *c, dsi_draft *draft, const dsi_node *part)
{
    if (part->op == DSI_OP_OR) {
        for (int32_t i = 0; i < part->argc; i++) {
            const dscore_status status = retype_exclude(c, draft, part->args[i]);
            if (status != DSCORE_OK) {
                return status;
            }
        }
        return DSCORE_OK;
    }
    const char *text = dsi_compile_print(c, part);
    if (text == NULL) {
        return dsi_fail_memory(c->err);
    }
    dsi_node *typed;
    const dscore_status status = type_text(c, draft, text, true, &typed);
    if (status == DSCORE_E_NOT_FOUND) {
        return DSCORE_OK;
    }
    if (status != DSCORE_OK) {
        return status;
    }
    draft->exclude = draft->exclude == NULL ? typed : join(c, DSI_OP_OR, draft->exclude, typed);
    return draft->exclude == NULL ? dsi_fail_memory(c->err) : DSCORE_OK;
}

static dscore_status retype_definition(dsi_compile *c, dsi_draft *draft)
{
    const dscore_indicator *indicator = draft->indicator;
    dscore_status status = type_text(c, draft, indicator->record.formula, false, &draft->formula);
    if (status == DSCORE_OK && indicator->observations != NULL) {
        const char *text = dsi_compile_print(c, indicator->observations);
        status = text == NULL ? dsi_fail_memory(c->err) : type_text(c, draft, text, false, &draft->observations);
    }
    if (status == DSCORE_OK && indicator->where != NULL) {
        status = type_text(c, draft, indicator->record.where, true, &draft->where);
    }
    if (status == DSCORE_OK && indicator->exclude != NULL && !c->query->standing_filter_off) {
        status = retype_exclude(c, draft, indicator->exclude);
    }
    return status == DSCORE_OK ? DSCORE_OK : fail_setting(c, draft, "source", status);
}

/* ---- filter --------------------------------------------------------------------------------- */

/* The query's conditions and the item's, each once, in canonical order: order and repeats do not count (D11). */
static dscore_status settle_filter(dsi_compile *c, dsi_draft *draft)
{
    dsi_terms terms = {NULL, 0, 0};
    for (int64_t i = 0; i < c->query->where_count; i++) {
        if (c->where_sources[i] != draft->schema_source) {
            continue;
        }
        const char *text = dsi_compile_expression(c, draft->source, c->wheres[i], DSI_CLOCK_CALENDAR);
        if (text == NULL || !dsi_terms_add(c, &terms, text, c->wheres[i])) {
            return dsi_fail_memory(c->err);
        }
    }
    if (draft->asked != NULL && draft->asked->where != NULL) {
        dsi_node *own;
        dscore_status status = type_text(c, draft, draft->asked->where, true, &own);
        if (status == DSCORE_OK && own->type != DSCORE_TYPE_BOOLEAN) {
            status = dsi_compile_no_condition(c, draft->asked->where, own);
        }
        if (status != DSCORE_OK) {
            return fail_setting(c, draft, "where", status);
        }
        const char *text = dsi_compile_expression(c, draft->source, own, DSI_CLOCK_CALENDAR);
        if (text == NULL || !dsi_terms_add(c, &terms, text, own)) {
            return dsi_fail_memory(c->err);
        }
    }
    dsi_terms_sort(&terms);
    for (int32_t i = 0; i < terms.count; i++) {
        const dsi_node *part = terms.items[i].payload;
        draft->filter = draft->filter == NULL ? part : join(c, DSI_OP_AND, draft->filter, part);
        if (draft->filter == NULL) {
            return dsi_fail_memory(c->err);
        }
    }
    return DSCORE_OK;
}

/* ---- placement and credit ------------------------------------------------------------------- */

static dscore_status settle_placement(dsi_compile *c, dsi_draft *draft)
{
    const dscore_indicator *indicator = draft->indicator;
    const char *set = draft->asked == NULL ? NULL : draft->asked->placement;
    if (set == NULL && draft->schema_source == indicator->source) {
        draft->placement = indicator->placement;
        return DSCORE_OK;
    }
    const char *text = set != NULL ? set : indicator->record.placement;
    text = text == NULL || text[0] == '\0' ? "event(created_at)" : text;
    const dscore_status status = dsi_placement_parse(text, draft->source, &draft->placement, c->err);
    return status == DSCORE_OK ? status : fail_setting(c, draft, set == NULL ? "source" : "placement", status);
}

static dscore_status add_credit(dsi_compile *c, dsi_draft *draft, int32_t field)
{
    for (int32_t i = 0; i < draft->credit_count; i++) {
        if (draft->credit[i] == field) {
            return DSCORE_OK;
        }
    }
    if (draft->credit_count == DSI_MAX_CREDIT) {
        return dsi_fail(
            c->err, DSCORE_E_LIMIT, DSCORE_CODE_PLAN_LIMIT, "a credit lists at most %d fields", (int)DSI_MAX_CREDIT);
    }
    draft->credit[draft->credit_count++] = field;
    return DSCORE_OK;
}

/* `responder, agent` */
static dscore_status parse_credit(dsi_compile *c, dsi_draft *draft, const char *text)
{
    while (*text != '\0') {
        const size_t length = strcspn(text, ",");
        size_t start = 0, end = length;
        while (start < end && text[start] == ' ') {
            start++;
        }
        while (end > start && text[end - 1] == ' ') {
            end--;
        }
        const char *name = dsi_arena_text(&c->scratch, text + start, (int64_t)(end - start));
        if (name == NULL) {
            return dsi_fail_memory(c->err);
        }
        const int32_t field = dsi_source_field_index(draft->source, name);
        const dscore_status status =
            field < 0 ? dsi_fail_no_field(c->err, draft->source, name) : add_credit(c, draft, field);
        if (status != DSCORE_OK) {
            return status;
        }
        text += length + (text[length] == ',' ? 1 : 0);
    }
    return DSCORE_OK;
}

static dscore_status settle_credit(dsi_compile *c, dsi_draft *draft)
{
    const dscore_indicator *indicator = draft->indicator;
    if (draft->asked != NULL && draft->asked->credit != NULL) {
        const dscore_status status = parse_credit(c, draft, draft->asked->credit);
        return status == DSCORE_OK ? status : fail_setting(c, draft, "credit", status);
    }
    for (int32_t i = 0; i < indicator->record.credit_count; i++) {
        /* On another source, the fields that it has too. */
        const int32_t field = dsi_source_field_index(draft->source, indicator->record.credit[i]);
        const dscore_status status = field < 0 ? DSCORE_OK : add_credit(c, draft, field);
        if (status != DSCORE_OK) {
            return dsi_compile_fail(c, draft, status);
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_compile_typing(dsi_compile *c, dsi_draft *draft)
{
    const dscore_schema *schema = c->query->catalog->schema;
    const char *source = draft->asked == NULL ? NULL : draft->asked->source;
    draft->schema_source = source == NULL ? draft->indicator->source : dsi_schema_source_index(schema, source);
    if (draft->schema_source < 0) {
        return fail_setting(
            c, draft, "source", dsi_fail(c->err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_SOURCE, "no source '%s'", source));
    }
    draft->source = &schema->sources[draft->schema_source];
    dscore_status status =
        draft->schema_source == draft->indicator->source ? bind_definition(c, draft) : retype_definition(c, draft);
    if (status != DSCORE_OK) {
        return draft->schema_source == draft->indicator->source ? dsi_compile_fail(c, draft, status) : status;
    }
    status = settle_filter(c, draft);
    if (status == DSCORE_OK) {
        status = settle_placement(c, draft);
    }
    return status == DSCORE_OK ? settle_credit(c, draft) : status;
}
