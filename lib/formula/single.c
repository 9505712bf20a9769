/* Formulas of one value, such as the points of a rule: [value], parameters, literals and the functions of no rows. */
#include "formula/parse.h"

#include <string.h>

typedef struct single {
    const char *text;
    const char *operand;
    const dsi_parameter *parameters;
    int32_t parameter_count;
    dscore_error *err;
} single;

static dscore_status fail_at(const single *s, const dsi_node *node, dscore_status status)
{
    return dsi_place(s->err, s->text, (int64_t)strlen(s->text), node->offset, status);
}

/* What may be named: parameters, then the operand. */
static const char *name_at(const void *ctx, int32_t i)
{
    const single *s = ctx;
    return i < s->parameter_count ? s->parameters[i].name : i == s->parameter_count ? s->operand : NULL;
}

/* A name in a form that is wrong here, or a name that does not exist: the right form of what is meant. */
static dscore_status fail_name(const single *s, const dsi_node *node, const char *open, const char *close)
{
    const dscore_status status = DSCORE_E_NOT_FOUND;
    const char *meant = NULL;
    for (int32_t i = 0; i <= s->parameter_count && meant == NULL; i++) {
        meant = strcmp(name_at(s, i), node->name) == 0 ? name_at(s, i) : NULL;
    }
    meant = meant == NULL ? dsi_nearest(node->name, name_at, s) : meant;
    if (meant == NULL) {
        return fail_at(s, node,
            dsi_fail(s->err, status, DSCORE_CODE_FORMULA_NAME,
                "there is no `%s%s%s` here: the value is written [%s], a parameter $name", open, node->name, close,
                s->operand));
    }
    const bool is_operand = strcmp(meant, s->operand) == 0;
    return fail_at(s, node,
        dsi_fail(s->err, status, DSCORE_CODE_FORMULA_NAME, "there is no `%s%s%s` here; did you mean `%s%s%s`?", open,
            node->name, close, is_operand ? "[" : "$", meant, is_operand ? "]" : ""));
}

static dscore_status fail_level(const single *s, const dsi_node *node, const char *what, const char *why)
{
    return fail_at(s, node, dsi_fail(s->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_LEVEL, "%s %s", what, why));
}

/* What one node may be; its type is left to dsi_formula_check. */
static dscore_status check_node(const single *s, const dsi_node *node)
{
    switch (node->op) {
    case DSI_OP_FIELD:
        return fail_name(s, node, "", "");
    case DSI_OP_OPERAND:
        return strcmp(node->name, s->operand) == 0 ? DSCORE_OK : fail_name(s, node, "[", "]");
    case DSI_OP_DURATION:
    case DSI_OP_INSTANT:
    case DSI_OP_TEXT:
        return fail_at(s, node,
            dsi_fail(s->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE,
                "here are numbers only: a threshold in the indicator's unit, such as 30s, is a parameter"));
    case DSI_OP_IN:
    case DSI_OP_IS_MISSING:
    case DSI_OP_IS_PRESENT:
        return fail_level(s, node, node->op == DSI_OP_IN ? "`in`" : "`is missing`",
            "stands on rows, and here is one value: compare it, as in x == 1");
    case DSI_OP_AGGREGATE:
        return fail_level(s, node, dsi_function_name(node->function), "is an aggregate of rows, and here is one value");
    case DSI_OP_CALL:
        return dsi_function_row_of(node->function)->stand == DSI_STAND_BOTH
                   ? DSCORE_OK
                   : fail_level(s, node, dsi_function_name(node->function),
                         "needs rows or periods, and here is one value: there are if, coalesce, least, greatest, abs "
                         "and clamp");
    default:
        return DSCORE_OK;
    }
}

static dscore_status check_nodes(const single *s, const dsi_node *node)
{
    dscore_status status = check_node(s, node);
    for (int32_t i = 0; i < node->argc && status == DSCORE_OK; i++) {
        status = check_nodes(s, node->args[i]);
    }
    return status; /* of `where` outside an aggregate the check of the call complains */
}

dscore_status dsi_formula_compile_value(dsi_arena *arena, const char *text, const char *operand,
    const dsi_parameter *parameters, int32_t parameter_count, dsi_node **out, dscore_error *err)
{
    const single s = {text, operand, parameters, parameter_count, err};
    const dsi_scope scope = {NULL, NULL, parameters, parameter_count, true}; /* the verdict on the result is ours */
    dsi_node *root = NULL;
    *out = NULL;
    dscore_status status = dsi_formula_parse(arena, text, (int64_t)strlen(text), &root, err);
    if (status == DSCORE_OK) {
        status = check_nodes(&s, root);
    }
    if (status == DSCORE_OK) {
        status = dsi_formula_check(root, &scope, text, (int64_t)strlen(text), err);
    }
    if (status == DSCORE_OK && root->type != DSCORE_TYPE_NUMBER) {
        return fail_at(&s, root,
            dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE,
                "the formula yields a number, and this is %s: write if(condition, 100, 0)", dsi_type_name(root->type)));
    }
    *out = status == DSCORE_OK ? root : NULL;
    return status;
}
