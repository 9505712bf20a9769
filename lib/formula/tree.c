/* Walking, binding and asking typed trees. */
#include "formula/parse.h"

#include <string.h>

bool dsi_is_literal(const dsi_node *node)
{
    return node->op >= DSI_OP_NUMBER_INT && node->op <= DSI_OP_BOOLEAN;
}

void dsi_fold_negation(dsi_node *node)
{
    if (node->op != DSI_OP_NEG) {
        return;
    }
    const dsi_node *literal = node->args[0];
    if (literal->op == DSI_OP_NUMBER) {
        node->u.number = -literal->u.number;
    } else if ((literal->op == DSI_OP_NUMBER_INT || literal->op == DSI_OP_DURATION) &&
               literal->u.integer != INT64_MIN) {
        node->u.integer = -literal->u.integer;
    } else {
        return;
    }
    node->op = literal->op;
    node->type = literal->type;
    node->level = literal->level;
    node->argc = 0;
    node->args = NULL;
}

double dsi_literal_number(const dsi_node *node)
{
    switch (node->op) {
    case DSI_OP_NUMBER:
        return node->u.number;
    case DSI_OP_DURATION:
    case DSI_OP_INSTANT:
        return (double)node->u.integer / 1e6;
    case DSI_OP_TEXT:
        return 0.0;
    default:
        return (double)node->u.integer;
    }
}

void dsi_formula_walk(const dsi_node *node, void (*visit)(void *ctx, const dsi_node *node), void *ctx)
{
    visit(ctx, node);
    for (int32_t i = 0; i < node->argc; i++) {
        dsi_formula_walk(node->args[i], visit, ctx);
    }
    if (node->where != NULL) {
        dsi_formula_walk(node->where, visit, ctx);
    }
}

bool dsi_formula_uses(const dsi_node *node, int32_t op, int32_t function)
{
    if (node->op == op && (function == 0 || node->function == function)) {
        return true;
    }
    for (int32_t i = 0; i < node->argc; i++) {
        if (dsi_formula_uses(node->args[i], op, function)) {
            return true;
        }
    }
    return node->where != NULL && dsi_formula_uses(node->where, op, function);
}

/* ---- binding --------------------------------------------------------------------------------- */

typedef struct binder {
    dsi_arena *arena;
    const dsi_node *const *values;
    int32_t value_count;
    dscore_error *err;
} binder;

static dscore_status bind(const binder *b, const dsi_node *node, dsi_node **out);

static dscore_status bind_parameter(const binder *b, const dsi_node *node, dsi_node *copy)
{
    const dsi_node *value = node->u.parameter < b->value_count ? b->values[node->u.parameter] : NULL;
    if (value == NULL) {
        return dsi_fail(b->err, DSCORE_E_PARAMETER, DSCORE_CODE_FORMULA_PARAMETER,
            "the parameter `%s` has no default and was given no value", node->name);
    }
    if (value->type != node->type) {
        return dsi_fail(b->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_PARAMETER, "the parameter `%s` is %s, not %s",
            node->name, dsi_type_name(node->type), dsi_type_name(value->type));
    }
    copy->op = value->op;
    copy->u = value->u;
    copy->name = NULL;
    if (value->op != DSI_OP_TEXT) {
        return DSCORE_OK;
    }
    copy->u.text.p = dsi_arena_text(b->arena, value->u.text.p, value->u.text.n);
    return copy->u.text.p == NULL ? dsi_fail_memory(b->err) : DSCORE_OK;
}

/* q, p and limit of aggregates: the check saw only that a parameter stands there. */
static dscore_status check_ranges(const binder *b, const dsi_node *node, const dsi_node *copy)
{
    const dsi_function_row *row = dsi_function_row_of(node->function);
    for (int32_t i = 0; i < node->argc && i < 4; i++) {
        const int32_t kind = row->arguments[i];
        const bool is_constant = kind == DSI_ARG_FRACTION || kind == DSI_ARG_TRIM || kind == DSI_ARG_SPAN;
        if (is_constant && node->args[i]->op == DSI_OP_PARAMETER && !dsi_constant_in_range(copy->args[i], kind)) {
            return dsi_fail(b->err, DSCORE_E_PARAMETER, DSCORE_CODE_FORMULA_RANGE,
                "the parameter `%s` of %s must be %s", node->args[i]->name, row->name,
                kind == DSI_ARG_FRACTION ? "from 0 to 1"
                : kind == DSI_ARG_TRIM   ? "from 0 to below 0.5"
                                         : "at least 0s");
        }
    }
    return DSCORE_OK;
}

static dscore_status bind_arguments(const binder *b, const dsi_node *node, dsi_node *copy)
{
    if (node->argc > 0) {
        copy->args = dsi_arena_alloc(b->arena, node->argc * (int64_t)sizeof *copy->args);
        if (copy->args == NULL) {
            return dsi_fail_memory(b->err);
        }
    }
    for (int32_t i = 0; i < node->argc; i++) {
        const dscore_status status = bind(b, node->args[i], &copy->args[i]);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    if (node->where != NULL) {
        const dscore_status status = bind(b, node->where, &copy->where);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    dsi_fold_negation(copy);
    return node->op == DSI_OP_AGGREGATE ? check_ranges(b, node, copy) : DSCORE_OK;
}

static dscore_status bind(const binder *b, const dsi_node *node, dsi_node **out)
{
    dsi_node *copy = dsi_arena_alloc(b->arena, (int64_t)sizeof *copy);
    if (copy == NULL) {
        return dsi_fail_memory(b->err);
    }
    *copy = *node;
    *out = copy;
    if (node->op == DSI_OP_PARAMETER) {
        return bind_parameter(b, node, copy);
    }
    if (node->name != NULL) {
        copy->name = dsi_arena_text(b->arena, node->name, -1);
        if (copy->name == NULL) {
            return dsi_fail_memory(b->err);
        }
    }
    if (node->op == DSI_OP_TEXT) {
        copy->u.text.p = dsi_arena_text(b->arena, node->u.text.p, node->u.text.n);
        return copy->u.text.p == NULL ? dsi_fail_memory(b->err) : DSCORE_OK;
    }
    return bind_arguments(b, node, copy);
}

dscore_status dsi_formula_bind(dsi_arena *arena, const dsi_node *node, const dsi_node *const *values,
    int32_t value_count, dsi_node **out, dscore_error *err)
{
    const binder b = {arena, values, value_count, err};
    dsi_node *copy = NULL;
    const dscore_status status = bind(&b, node, &copy);
    *out = status == DSCORE_OK ? copy : NULL;
    return status;
}

/* ---- comparing ------------------------------------------------------------------------------- */

static bool same_leaf(const dsi_node *a, const dsi_node *b)
{
    switch (a->op) {
    case DSI_OP_NUMBER:
        return memcmp(&a->u.number, &b->u.number, sizeof a->u.number) == 0;
    case DSI_OP_TEXT:
        return a->u.text.n == b->u.text.n && memcmp(a->u.text.p, b->u.text.p, (size_t)a->u.text.n) == 0;
    case DSI_OP_FIELD:
    case DSI_OP_PARAMETER:
    case DSI_OP_OPERAND:
        return strcmp(a->name, b->name) == 0;
    default:
        return a->op > DSI_OP_BOOLEAN || a->u.integer == b->u.integer;
    }
}

bool dsi_formula_equal(const dsi_node *a, const dsi_node *b)
{
    if (a->op != b->op || a->type != b->type || a->level != b->level || a->function != b->function ||
        a->argc != b->argc || (a->where == NULL) != (b->where == NULL) || !same_leaf(a, b)) {
        return false;
    }
    if (a->function == DSI_FN_TOTAL && strcmp(a->name, b->name) != 0) {
        return false;
    }
    for (int32_t i = 0; i < a->argc; i++) {
        if (!dsi_formula_equal(a->args[i], b->args[i])) {
            return false;
        }
    }
    return a->where == NULL || dsi_formula_equal(a->where, b->where);
}
