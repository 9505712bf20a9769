/* Formulas above aggregates: one cell at a time, in doubles. */
#include "formula/cell.h"
#include "formula/parse.h"

#include <math.h>
#include <string.h>

typedef struct evaluator {
    bool derived;
    const dsi_cell_leaves *leaves;
} evaluator;

static dsi_cell eval(const evaluator *e, const dsi_node *node);

static dsi_cell ok(double value, int32_t flags)
{
    /* an overflow has no value; nor has 0/0 */
    const bool finite = isfinite(value);
    const dsi_cell c = {finite ? DSCORE_VALUE_OK : DSCORE_VALUE_UNDEFINED, flags, finite ? value : 0.0};
    return c;
}

static dsi_cell without(int32_t status, int32_t flags)
{
    const dsi_cell c = {status, flags, 0.0};
    return c;
}

/* Which of two reasons for having no value wins: undefined, then insufficient, then no data. */
static int32_t worse(int32_t a, int32_t b)
{
    static const int32_t order[] = {
        [DSCORE_VALUE_OK] = 0,
        [DSCORE_VALUE_NO_DATA] = 1,
        [DSCORE_VALUE_INSUFFICIENT] = 2,
        [DSCORE_VALUE_UNDEFINED] = 4,
        [DSCORE_VALUE_EXCLUDED] = 3,
    };
    return order[a] >= order[b] ? a : b;
}

/* ---- texts: only constants reach the cell, as in if($mode == "strict", a, b) ------------------- */

/* The text literal that a node stands for; NULL = missing, *status says why. */
static const dsi_node *text_of(const evaluator *e, const dsi_node *node, int32_t *status, int32_t *flags)
{
    if (node->op == DSI_OP_TEXT) {
        return node;
    }
    if (node->op != DSI_OP_CALL) {
        *status = worse(*status, DSCORE_VALUE_NO_DATA);
        return NULL;
    }
    if (node->function == DSI_FN_COALESCE) {
        for (int32_t i = 0; i < node->argc; i++) {
            int32_t ignored = DSCORE_VALUE_OK;
            const dsi_node *text = text_of(e, node->args[i], &ignored, flags);
            if (text != NULL) {
                return text;
            }
        }
        *status = worse(*status, DSCORE_VALUE_NO_DATA);
        return NULL;
    }
    const dsi_cell c = eval(e, node->args[0]);
    *flags |= c.flags;
    const int32_t branch = c.value != 0.0 ? 1 : 2;
    if (c.status != DSCORE_VALUE_OK || branch >= node->argc) {
        *status = worse(*status, c.status == DSCORE_VALUE_OK ? DSCORE_VALUE_NO_DATA : c.status);
        return NULL;
    }
    return text_of(e, node->args[branch], status, flags);
}

static dsi_cell compare_texts(const evaluator *e, const dsi_node *node)
{
    int32_t status = DSCORE_VALUE_OK;
    int32_t flags = 0;
    const dsi_node *a = text_of(e, node->args[0], &status, &flags);
    const dsi_node *b = text_of(e, node->args[1], &status, &flags);
    if (a == NULL || b == NULL) {
        return without(status, flags);
    }
    const bool equal = a->u.text.n == b->u.text.n && memcmp(a->u.text.p, b->u.text.p, (size_t)a->u.text.n) == 0;
    return ok(equal == (node->op == DSI_OP_EQ) ? 1.0 : 0.0, flags);
}

/* ---- operators ------------------------------------------------------------------------------- */

static dsi_cell combine(int32_t op, double x, double y, int32_t flags)
{
    switch (op) {
    case DSI_OP_ADD:
        return ok(x + y, flags);
    case DSI_OP_SUB:
        return ok(x - y, flags);
    case DSI_OP_MUL:
        return ok(x * y, flags);
    case DSI_OP_DIV:
        return y == 0.0 ? without(DSCORE_VALUE_UNDEFINED, flags) : ok(x / y, flags);
    case DSI_OP_EQ:
        return ok(x == y ? 1.0 : 0.0, flags);
    case DSI_OP_NE:
        return ok(x != y ? 1.0 : 0.0, flags);
    case DSI_OP_LT:
        return ok(x < y ? 1.0 : 0.0, flags);
    case DSI_OP_LE:
        return ok(x <= y ? 1.0 : 0.0, flags);
    case DSI_OP_GT:
        return ok(x > y ? 1.0 : 0.0, flags);
    default:
        return ok(x >= y ? 1.0 : 0.0, flags);
    }
}

static dsi_cell eval_binary(const evaluator *e, const dsi_node *node)
{
    if (node->args[0]->type == DSCORE_TYPE_TEXT || node->args[1]->type == DSCORE_TYPE_TEXT) {
        return compare_texts(e, node);
    }
    const dsi_cell a = eval(e, node->args[0]);
    const dsi_cell b = eval(e, node->args[1]);
    const int32_t status = worse(a.status, b.status);
    const int32_t flags = a.flags | b.flags;
    return status != DSCORE_VALUE_OK ? without(status, flags) : combine(node->op, a.value, b.value, flags);
}

/* Kleene: what decides alone wins over what is missing. */
static dsi_cell eval_logic(const evaluator *e, const dsi_node *node)
{
    const double deciding = node->op == DSI_OP_OR ? 1.0 : 0.0;
    const dsi_cell a = eval(e, node->args[0]);
    const dsi_cell b = eval(e, node->args[1]);
    const int32_t flags = a.flags | b.flags;
    if ((a.status == DSCORE_VALUE_OK && a.value == deciding) || (b.status == DSCORE_VALUE_OK && b.value == deciding)) {
        return ok(deciding, flags);
    }
    const int32_t status = worse(a.status, b.status);
    return status != DSCORE_VALUE_OK ? without(status, flags) : ok(1.0 - deciding, flags);
}

static dsi_cell eval_unary(const evaluator *e, const dsi_node *node)
{
    dsi_cell c = eval(e, node->args[0]);
    if (c.status != DSCORE_VALUE_OK) {
        return c;
    }
    c.value = node->op == DSI_OP_NOT ? (c.value == 0.0 ? 1.0 : 0.0) : node->op == DSI_OP_NEG ? -c.value : fabs(c.value);
    return c;
}

/* ---- functions ------------------------------------------------------------------------------- */

static dsi_cell eval_if(const evaluator *e, const dsi_node *node)
{
    const dsi_cell c = eval(e, node->args[0]);
    if (c.status != DSCORE_VALUE_OK) {
        return c;
    }
    const int32_t branch = c.value != 0.0 ? 1 : 2;
    if (branch >= node->argc) {
        return without(DSCORE_VALUE_NO_DATA, c.flags);
    }
    dsi_cell out = eval(e, node->args[branch]);
    out.flags |= c.flags;
    return out;
}

/* In a derived formula only what could not be asked is skipped: an operand whose source or field is absent (D3). */
static dsi_cell eval_coalesce(const evaluator *e, const dsi_node *node)
{
    int32_t flags = 0;
    dsi_cell c = without(DSCORE_VALUE_NO_DATA, 0);
    for (int32_t i = 0; i < node->argc; i++) {
        c = eval(e, node->args[i]);
        const bool skipped =
            c.status == DSCORE_VALUE_NO_DATA && (!e->derived || (c.flags & DSCORE_FLAG_FIELD_ABSENT) != 0);
        if (!skipped) {
            /* what was skipped does not taint the value */
            return c;
        }
        flags |= c.flags;
    }
    c.flags |= flags;
    return c;
}

static dsi_cell eval_extreme(const evaluator *e, const dsi_node *node)
{
    dsi_cell out = eval(e, node->args[0]);
    for (int32_t i = 1; i < node->argc; i++) {
        const dsi_cell c = eval(e, node->args[i]);
        const bool least = node->function == DSI_FN_LEAST || (node->function == DSI_FN_CLAMP && i == 2);
        out.flags |= c.flags;
        out.status = worse(out.status, c.status);
        if (least ? c.value < out.value : c.value > out.value) {
            out.value = c.value;
        }
    }
    return out.status == DSCORE_VALUE_OK ? out : without(out.status, out.flags);
}

static dsi_cell eval_call(const evaluator *e, const dsi_node *node)
{
    switch (node->function) {
    case DSI_FN_IF:
        return eval_if(e, node);
    case DSI_FN_COALESCE:
        return eval_coalesce(e, node);
    case DSI_FN_LEAST:
    case DSI_FN_GREATEST:
    case DSI_FN_CLAMP:
        return eval_extreme(e, node);
    case DSI_FN_ABS:
        return eval_unary(e, node);
    default:
        return e->leaves->leaf(e->leaves->ctx, node);
    }
}

static dsi_cell eval(const evaluator *e, const dsi_node *node)
{
    if (dsi_is_literal(node)) {
        return ok(dsi_literal_number(node), 0);
    }
    switch (node->op) {
    case DSI_OP_AGGREGATE:
    case DSI_OP_OPERAND:
        return e->leaves->leaf(e->leaves->ctx, node);
    case DSI_OP_CALL:
        return eval_call(e, node);
    case DSI_OP_OR:
    case DSI_OP_AND:
        return eval_logic(e, node);
    case DSI_OP_NOT:
    case DSI_OP_NEG:
        return eval_unary(e, node);
    default:
        return eval_binary(e, node);
    }
}

dsi_cell dsi_cell_eval(const dsi_node *node, bool derived, const dsi_cell_leaves *leaves)
{
    const evaluator e = {derived, leaves};
    return eval(&e, node);
}
