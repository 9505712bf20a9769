/* Names, types and levels of a parsed formula. A field or row function may stand only inside an aggregate (or in a row
   formula), an aggregate only outside one: so the two levels never meet in a node. Arguments are in check_call.c. */
#include "formula/check.h"

#include <string.h>

const char *dsi_type_name(int32_t type)
{
    static const char *const names[] = {"nothing", "a number", "a duration", "an instant", "a boolean", "a text"};
    return type >= DSCORE_TYPE_NUMBER && type <= DSCORE_TYPE_TEXT ? names[type] : names[0];
}

dscore_status dsi_check_at(const dsi_checker *c, const dsi_node *node, dscore_status status)
{
    return dsi_place(c->err, c->text, c->length, node->offset, status);
}

static dscore_status fail_level(const dsi_checker *c, const dsi_node *node, const char *message)
{
    return dsi_check_at(c, node, dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_LEVEL, "%s", message));
}

/* ---- leaves ---------------------------------------------------------------------------------- */

dscore_status dsi_check_field_name(const dsi_checker *c, dsi_node *node)
{
    const dsi_source *source = c->scope->source;
    if (source == NULL) {
        return dsi_check_at(c, node,
            dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_LEVEL,
                "`%s` would be a field, and a derived formula has none: an indicator is written [%s]", node->name,
                node->name));
    }
    node->u.field = dsi_source_field_index(source, node->name);
    if (node->u.field >= 0) {
        node->type = source->fields[node->u.field].type;
        node->level = DSI_LEVEL_ROW;
        return DSCORE_OK;
    }
    if (dsi_function_find(node->name) != NULL) {
        return dsi_check_at(c, node,
            dsi_fail(c->err, DSCORE_E_NOT_FOUND, DSCORE_CODE_FORMULA_NAME,
                "%s has no field `%s`; the function is written %s", source->name, node->name,
                dsi_function_find(node->name)->form));
    }
    return dsi_check_at(c, node, dsi_fail_no_field(c->err, source, node->name));
}

static dscore_status check_field(const dsi_checker *c, dsi_node *node)
{
    const dscore_status status = dsi_check_field_name(c, node);
    if (status != DSCORE_OK || c->is_row) {
        return status;
    }
    return dsi_check_at(c, node,
        dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_LEVEL,
            "the field `%s` stands outside an aggregate: write mean(%s), share(...), count(where ...) or the like",
            node->name, node->name));
}

static const char *parameter_at(const void *ctx, int32_t i)
{
    const dsi_scope *scope = ctx;
    return i >= 0 && i < scope->parameter_count ? scope->parameters[i].name : NULL;
}

static dscore_status check_parameter(const dsi_checker *c, dsi_node *node)
{
    for (int32_t i = 0; i < c->scope->parameter_count; i++) {
        if (strcmp(c->scope->parameters[i].name, node->name) == 0) {
            node->u.parameter = i;
            node->type = c->scope->parameters[i].type;
            node->level = DSI_LEVEL_CONSTANT;
            return DSCORE_OK;
        }
    }
    const char *near = c->scope->parameter_count == 0 ? NULL : dsi_nearest(node->name, parameter_at, c->scope);
    dscore_status status = DSCORE_E_NOT_FOUND;
    if (near != NULL) {
        status = dsi_fail(c->err, status, DSCORE_CODE_FORMULA_NAME, "there is no parameter `$%s`; did you mean `$%s`?",
            node->name, near);
    } else {
        status = dsi_fail(c->err, status, DSCORE_CODE_FORMULA_NAME, "there is no parameter `$%s`", node->name);
    }
    return dsi_check_at(c, node, status);
}

static dscore_status check_operand(const dsi_checker *c, dsi_node *node)
{
    if (c->scope->source != NULL) {
        return fail_level(c, node,
            "[id] belongs into a derived formula, one without a source and without fields; a field has no brackets");
    }
    node->type = DSCORE_TYPE_NUMBER;
    node->level = DSI_LEVEL_CELL;
    return DSCORE_OK;
}

static dscore_status check_leaf(const dsi_checker *c, dsi_node *node)
{
    node->level = DSI_LEVEL_CONSTANT;
    switch (node->op) {
    case DSI_OP_FIELD:
        return check_field(c, node);
    case DSI_OP_PARAMETER:
        return check_parameter(c, node);
    case DSI_OP_OPERAND:
        return check_operand(c, node);
    case DSI_OP_DURATION:
        node->type = DSCORE_TYPE_DURATION;
        break;
    case DSI_OP_INSTANT:
        node->type = DSCORE_TYPE_INSTANT;
        break;
    case DSI_OP_TEXT:
        node->type = DSCORE_TYPE_TEXT;
        break;
    case DSI_OP_BOOLEAN:
        node->type = DSCORE_TYPE_BOOLEAN;
        break;
    default:
        node->type = DSCORE_TYPE_NUMBER;
        break;
    }
    return DSCORE_OK;
}

/* ---- operators ------------------------------------------------------------------------------- */

static const struct {
    int32_t op;
    const char *symbol;
} symbols[] = {
    {DSI_OP_OR, "or"},
    {DSI_OP_AND, "and"},
    {DSI_OP_NOT, "not"},
    {DSI_OP_EQ, "=="},
    {DSI_OP_NE, "!="},
    {DSI_OP_LT, "<"},
    {DSI_OP_LE, "<="},
    {DSI_OP_GT, ">"},
    {DSI_OP_GE, ">="},
    {DSI_OP_ADD, "+"},
    {DSI_OP_SUB, "-"},
    {DSI_OP_MUL, "*"},
    {DSI_OP_DIV, "/"},
    {DSI_OP_NEG, "-"},
    {DSI_OP_IN, "in"},
};

const char *dsi_op_symbol(int32_t op)
{
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
        if (symbols[i].op == op) {
            return symbols[i].symbol;
        }
    }
    return "";
}

/* What + - * / make of two types; nothing else goes. */
static const struct {
    int32_t op, left, right, result;
} arithmetic[] = {
    {DSI_OP_ADD, DSCORE_TYPE_NUMBER, DSCORE_TYPE_NUMBER, DSCORE_TYPE_NUMBER},
    {DSI_OP_ADD, DSCORE_TYPE_DURATION, DSCORE_TYPE_DURATION, DSCORE_TYPE_DURATION},
    {DSI_OP_ADD, DSCORE_TYPE_INSTANT, DSCORE_TYPE_DURATION, DSCORE_TYPE_INSTANT},
    {DSI_OP_ADD, DSCORE_TYPE_DURATION, DSCORE_TYPE_INSTANT, DSCORE_TYPE_INSTANT},
    {DSI_OP_SUB, DSCORE_TYPE_NUMBER, DSCORE_TYPE_NUMBER, DSCORE_TYPE_NUMBER},
    {DSI_OP_SUB, DSCORE_TYPE_DURATION, DSCORE_TYPE_DURATION, DSCORE_TYPE_DURATION},
    {DSI_OP_SUB, DSCORE_TYPE_INSTANT, DSCORE_TYPE_INSTANT, DSCORE_TYPE_DURATION},
    {DSI_OP_SUB, DSCORE_TYPE_INSTANT, DSCORE_TYPE_DURATION, DSCORE_TYPE_INSTANT},
    {DSI_OP_MUL, DSCORE_TYPE_NUMBER, DSCORE_TYPE_NUMBER, DSCORE_TYPE_NUMBER},
    {DSI_OP_MUL, DSCORE_TYPE_DURATION, DSCORE_TYPE_NUMBER, DSCORE_TYPE_DURATION},
    {DSI_OP_MUL, DSCORE_TYPE_NUMBER, DSCORE_TYPE_DURATION, DSCORE_TYPE_DURATION},
    {DSI_OP_DIV, DSCORE_TYPE_NUMBER, DSCORE_TYPE_NUMBER, DSCORE_TYPE_NUMBER},
    {DSI_OP_DIV, DSCORE_TYPE_DURATION, DSCORE_TYPE_NUMBER, DSCORE_TYPE_DURATION},
    {DSI_OP_DIV, DSCORE_TYPE_DURATION, DSCORE_TYPE_DURATION, DSCORE_TYPE_NUMBER},
};

int32_t dsi_arithmetic_type(int32_t op, int32_t left, int32_t right)
{
    for (size_t i = 0; i < sizeof arithmetic / sizeof arithmetic[0]; i++) {
        if (arithmetic[i].op == op && arithmetic[i].left == left && arithmetic[i].right == right) {
            return arithmetic[i].result;
        }
    }
    return 0;
}

/* Two types that do not meet are mostly a literal in the form of another language. */
const char *dsi_type_hint(int32_t left, int32_t right)
{
    static const struct {
        int32_t one, other;
        const char *hint;
    } hints[] = {
        {DSCORE_TYPE_DURATION, DSCORE_TYPE_NUMBER, "; a duration is written 30s, 15min, 4h, 7d"},
        {DSCORE_TYPE_INSTANT, DSCORE_TYPE_NUMBER,
            "; an instant is written @2026-01-31T08:00:00Z, a duration 30s, 15min, 4h, 7d"},
        {DSCORE_TYPE_INSTANT, DSCORE_TYPE_TEXT, "; an instant is written @2026-01-31T08:00:00Z"},
        {DSCORE_TYPE_BOOLEAN, DSCORE_TYPE_NUMBER, "; a boolean stands by itself: x, or not x"},
        {DSCORE_TYPE_BOOLEAN, DSCORE_TYPE_TEXT, "; a boolean stands by itself: x, or not x"},
        {DSCORE_TYPE_TEXT, DSCORE_TYPE_NUMBER, "; a text is written \"phone\""},
    };
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        if ((hints[i].one == left && hints[i].other == right) || (hints[i].one == right && hints[i].other == left)) {
            return hints[i].hint;
        }
    }
    return "";
}

static dscore_status fail_operands(const dsi_checker *c, const dsi_node *node)
{
    const int32_t left = node->args[0]->type;
    const int32_t right = node->args[1]->type;
    return dsi_check_at(c, node->args[1],
        dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE, "`%s` cannot stand between %s and %s%s",
            dsi_op_symbol(node->op), dsi_type_name(left), dsi_type_name(right), dsi_type_hint(left, right)));
}

/* A key such as agent may be bound as integers, so that it meets whole numbers too (D12). */
static bool is_key_with_integer(const dsi_checker *c, const dsi_node *key, const dsi_node *value)
{
    if (key->op != DSI_OP_FIELD || key->type != DSCORE_TYPE_TEXT || key->u.field < 0 ||
        (c->scope->source->fields[key->u.field].flags & DSCORE_FIELD_KEY) == 0) {
        return false;
    }
    return value->op == DSI_OP_NUMBER_INT || (value->op == DSI_OP_PARAMETER && value->type == DSCORE_TYPE_NUMBER);
}

static bool can_equal(const dsi_checker *c, const dsi_node *a, const dsi_node *b)
{
    return a->type == b->type || is_key_with_integer(c, a, b) || is_key_with_integer(c, b, a);
}

static dscore_status check_comparison(const dsi_checker *c, dsi_node *node)
{
    const dsi_node *a = node->args[0];
    const dsi_node *b = node->args[1];
    node->type = DSCORE_TYPE_BOOLEAN;
    if (node->op == DSI_OP_EQ || node->op == DSI_OP_NE) {
        return can_equal(c, a, b) ? DSCORE_OK : fail_operands(c, node);
    }
    if (a->type != b->type) {
        return fail_operands(c, node);
    }
    if (a->type == DSCORE_TYPE_BOOLEAN || a->type == DSCORE_TYPE_TEXT) {
        return dsi_check_at(c, a,
            dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE,
                a->type == DSCORE_TYPE_TEXT ? "texts have no order: they compare with ==, != and in"
                                            : "booleans have no order: they compare with == and !="));
    }
    return DSCORE_OK;
}

static dscore_status check_in(const dsi_checker *c, dsi_node *node)
{
    node->type = DSCORE_TYPE_BOOLEAN;
    for (int32_t i = 1; i < node->argc; i++) {
        if (!can_equal(c, node->args[0], node->args[i])) {
            return dsi_check_at(c, node->args[i],
                dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE,
                    "this is %s, but what stands before `in` is %s%s", dsi_type_name(node->args[i]->type),
                    dsi_type_name(node->args[0]->type), dsi_type_hint(node->args[0]->type, node->args[i]->type)));
        }
        if (node->args[i]->type != node->args[1]->type) { /* a key takes texts or integers, never both (D12) */
            return dsi_check_at(c, node->args[i],
                dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE,
                    "the items of `in` have one type, and here are %s and %s", dsi_type_name(node->args[1]->type),
                    dsi_type_name(node->args[i]->type)));
        }
    }
    return c->is_row ? DSCORE_OK : fail_level(c, node, "`in` stands inside aggregates, on rows"); /* constants too */
}

static dscore_status check_logic(const dsi_checker *c, dsi_node *node)
{
    node->type = DSCORE_TYPE_BOOLEAN;
    for (int32_t i = 0; i < node->argc; i++) {
        if (node->args[i]->type != DSCORE_TYPE_BOOLEAN) {
            return dsi_check_at(c, node->args[i],
                dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE,
                    "`%s` takes booleans, and this is %s: compare it, as in x == 1", dsi_op_symbol(node->op),
                    dsi_type_name(node->args[i]->type)));
        }
    }
    return DSCORE_OK;
}

static dscore_status check_operator(const dsi_checker *c, dsi_node *node)
{
    switch (node->op) {
    case DSI_OP_OR:
    case DSI_OP_AND:
    case DSI_OP_NOT:
        return check_logic(c, node);
    case DSI_OP_IN:
        return check_in(c, node);
    case DSI_OP_IS_MISSING:
    case DSI_OP_IS_PRESENT:
        node->type = DSCORE_TYPE_BOOLEAN;
        return c->is_row
                   ? DSCORE_OK
                   : fail_level(c, node, "`is missing` stands inside aggregates, on rows; write coalesce(a, b) here");
    case DSI_OP_NEG:
        node->type = node->args[0]->type;
        if (node->type == DSCORE_TYPE_NUMBER || node->type == DSCORE_TYPE_DURATION) {
            return DSCORE_OK;
        }
        return dsi_check_at(c, node,
            dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE,
                "only a number or a duration has a sign, and this is %s", dsi_type_name(node->type)));
    case DSI_OP_ADD:
    case DSI_OP_SUB:
    case DSI_OP_MUL:
    case DSI_OP_DIV:
        node->type = dsi_arithmetic_type(node->op, node->args[0]->type, node->args[1]->type);
        return node->type == 0 ? fail_operands(c, node) : DSCORE_OK;
    default:
        return check_comparison(c, node);
    }
}

dscore_status dsi_check_node(dsi_checker *c, dsi_node *node)
{
    if (node->op <= DSI_OP_OPERAND) {
        return check_leaf(c, node);
    }
    if (node->op == DSI_OP_CALL || node->op == DSI_OP_AGGREGATE) {
        return dsi_check_call(c, node);
    }
    int32_t level = DSI_LEVEL_CONSTANT;
    for (int32_t i = 0; i < node->argc; i++) {
        const dscore_status status = dsi_check_node(c, node->args[i]);
        if (status != DSCORE_OK) {
            return status;
        }
        level = node->args[i]->level > level ? node->args[i]->level : level;
    }
    node->level = level;
    return check_operator(c, node);
}

dscore_status dsi_formula_check(
    dsi_node *root, const dsi_scope *scope, const char *text, int64_t length, dscore_error *err)
{
    dsi_checker c = {scope, text, length, err, scope->row_only};
    const dscore_status status = dsi_check_node(&c, root);
    if (status != DSCORE_OK || scope->row_only || root->type == DSCORE_TYPE_NUMBER ||
        root->type == DSCORE_TYPE_DURATION) {
        return status;
    }
    return dsi_check_at(&c, root,
        dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE,
            "an indicator yields a number or a duration, and this is %s%s", dsi_type_name(root->type),
            root->type == DSCORE_TYPE_BOOLEAN ? ": write share(condition) or if(condition, 1, 0)" : ""));
}
