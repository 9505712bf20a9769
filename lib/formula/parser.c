/* From tokens to a tree, by precedence climbing; every recursion is counted against the depth limit. Operands are read
   in operand.c; names of fields and types are the business of check.c. */
#include "formula/parser.h"

#include <string.h>

/* ---- operators ------------------------------------------------------------------------------- */

static dscore_status wrap(dsi_parser *p, int32_t op, int64_t offset, dsi_node **node, int32_t *height)
{
    dsi_node *outer = NULL;
    dscore_status status = dsi_parser_node(p, op, offset, 1, &outer);
    if (status == DSCORE_OK) {
        status = dsi_parser_check_height(p, offset, ++*height);
    }
    if (status == DSCORE_OK) {
        outer->args[0] = *node;
        dsi_fold_negation(outer);
        *node = outer;
    }
    return status;
}

/* `not` and `-` before an operand. */
static dscore_status parse_prefix(dsi_parser *p, int32_t least, dsi_node **out, int32_t *height)
{
    const dsi_token t = p->lexer.token;
    const bool is_not = t.kind == DSI_T_NOT && least <= BIND_NOT;
    if (!is_not && t.kind != DSI_T_MINUS) {
        return dsi_parse_primary(p, out, height);
    }
    dscore_status status = is_not ? DSCORE_OK : dsi_parser_enter(p); /* what follows `not` counts itself */
    if (status == DSCORE_OK) {
        status = dsi_parser_next(p);
    }
    if (status == DSCORE_OK) {
        status =
            is_not ? dsi_parse_expression(p, BIND_NOT, out, height) : parse_prefix(p, BIND_PRODUCT + 1, out, height);
    }
    p->depth -= is_not ? 0 : 1;
    return status == DSCORE_OK ? wrap(p, is_not ? DSI_OP_NOT : DSI_OP_NEG, t.offset, out, height) : status;
}

/* "in" "(" constant { "," constant } ")", the current token being `in` */
static dscore_status parse_in(dsi_parser *p, int64_t offset, dsi_node **left, int32_t *height)
{
    dsi_node *node = NULL;
    dscore_status status = dsi_parser_node(p, DSI_OP_IN, offset, 0, &node);
    if (status == DSCORE_OK) {
        status = dsi_parser_add(p, node, *left);
    }
    if (status == DSCORE_OK) {
        status = dsi_parser_next(p);
    }
    if (status == DSCORE_OK) {
        status = dsi_parser_expect(p, DSI_T_OPEN, "`(` and a list of constants");
    }
    bool more = true;
    while (status == DSCORE_OK && more) {
        dsi_node *constant = NULL;
        if (node->argc > DSI_MAX_IN_ITEMS) {
            return dsi_parser_fail_limit(p, p->lexer.token.offset, "too many items after `in`", DSI_MAX_IN_ITEMS);
        }
        status = dsi_parse_constant(p, &constant);
        if (status == DSCORE_OK) {
            status = dsi_parser_add(p, node, constant);
        }
        more = status == DSCORE_OK && p->lexer.token.kind == DSI_T_COMMA;
        if (more) {
            status = dsi_parser_next(p);
        }
    }
    if (status == DSCORE_OK) {
        status = dsi_parser_expect(p, DSI_T_CLOSE, "`,` or `)`");
    }
    *left = node;
    ++*height;
    return status == DSCORE_OK ? dsi_parser_check_height(p, offset, *height) : status;
}

/* "is" [ "not" ] ( "missing" | "present" ), the current token being `is` */
static dscore_status parse_is(dsi_parser *p, int64_t offset, dsi_node **left, int32_t *height)
{
    dscore_status status = dsi_parser_next(p);
    const bool negated = status == DSCORE_OK && p->lexer.token.kind == DSI_T_NOT;
    if (negated) {
        status = dsi_parser_next(p);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const dsi_token *t = &p->lexer.token;
    const bool word = t->kind == DSI_T_NAME && !t->quoted;
    const bool missing = word && strcmp(t->text, "missing") == 0;
    if (!missing && !(word && strcmp(t->text, "present") == 0)) {
        if (t->kind == DSI_T_TRUE || t->kind == DSI_T_FALSE) {
            return dsi_parser_fail_habit(p, t->offset, "a boolean is compared with ==, or stands by itself");
        }
        return dsi_parser_fail_token(p, "`missing` or `present`");
    }
    status = dsi_parser_next(p);
    const int32_t op = missing != negated ? DSI_OP_IS_MISSING : DSI_OP_IS_PRESENT;
    return status == DSCORE_OK ? wrap(p, op, offset, left, height) : status;
}

static const struct {
    int32_t token, op, bind;
} binaries[] = {
    {DSI_T_OR, DSI_OP_OR, BIND_OR},
    {DSI_T_AND, DSI_OP_AND, BIND_AND},
    {DSI_T_EQ, DSI_OP_EQ, BIND_TEST},
    {DSI_T_NE, DSI_OP_NE, BIND_TEST},
    {DSI_T_LT, DSI_OP_LT, BIND_TEST},
    {DSI_T_LE, DSI_OP_LE, BIND_TEST},
    {DSI_T_GT, DSI_OP_GT, BIND_TEST},
    {DSI_T_GE, DSI_OP_GE, BIND_TEST},
    {DSI_T_PLUS, DSI_OP_ADD, BIND_SUM},
    {DSI_T_MINUS, DSI_OP_SUB, BIND_SUM},
    {DSI_T_STAR, DSI_OP_MUL, BIND_PRODUCT},
    {DSI_T_SLASH, DSI_OP_DIV, BIND_PRODUCT},
};

static int32_t binary_of(int32_t token)
{
    for (int32_t i = 0; i < (int32_t)(sizeof binaries / sizeof binaries[0]); i++) {
        if (binaries[i].token == token) {
            return i;
        }
    }
    return -1;
}

static int32_t higher(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* The right side of a binary operator, the current token being the operator. */
static dscore_status parse_right(dsi_parser *p, int32_t binary, int64_t offset, dsi_node **left, int32_t *height)
{
    dsi_node *node = NULL;
    int32_t below = 0;
    dscore_status status = dsi_parser_node(p, binaries[binary].op, offset, 2, &node);
    if (status == DSCORE_OK) {
        status = dsi_parser_next(p);
    }
    if (status == DSCORE_OK) {
        node->args[0] = *left;
        status = dsi_parse_expression(p, binaries[binary].bind + 1, &node->args[1], &below);
    }
    *left = node;
    *height = higher(*height, below) + 1;
    return status == DSCORE_OK ? dsi_parser_check_height(p, offset, *height) : status;
}

/* `in`, `not in`, `is` after a sum; *taken tells whether there was one. */
static dscore_status parse_postfix(dsi_parser *p, int64_t offset, dsi_node **left, int32_t *height, bool *taken)
{
    const int32_t kind = p->lexer.token.kind;
    *taken = kind == DSI_T_IN || kind == DSI_T_IS || kind == DSI_T_NOT;
    if (kind == DSI_T_IN) {
        return parse_in(p, offset, left, height);
    }
    if (kind == DSI_T_IS) {
        return parse_is(p, offset, left, height);
    }
    if (kind != DSI_T_NOT) {
        return DSCORE_OK;
    }
    dscore_status status = dsi_parser_next(p);
    if (status == DSCORE_OK && p->lexer.token.kind != DSI_T_IN) {
        return dsi_parser_fail_token(p, "`in` after `not`");
    }
    if (status == DSCORE_OK) {
        status = parse_in(p, offset, left, height);
    }
    return status == DSCORE_OK ? wrap(p, DSI_OP_NOT, offset, left, height) : status;
}

static bool is_comparison(int32_t token)
{
    return (token >= DSI_T_EQ && token <= DSI_T_GE) || token == DSI_T_IN || token == DSI_T_IS;
}

static dscore_status parse_binaries(dsi_parser *p, int32_t least, dsi_node **out, int32_t *height)
{
    const int64_t offset = p->lexer.token.offset;
    /* after `not` stands a whole test: only and, or may follow it */
    int32_t most = p->lexer.token.kind == DSI_T_NOT ? BIND_AND : BIND_PRODUCT;
    dscore_status status = parse_prefix(p, least, out, height);
    while (status == DSCORE_OK) {
        const int32_t kind = p->lexer.token.kind;
        bool taken = false;
        if (least <= BIND_TEST && most >= BIND_TEST) {
            status = parse_postfix(p, offset, out, height, &taken);
        }
        if (taken) {
            most = BIND_AND;
            continue;
        }
        const int32_t binary = binary_of(kind);
        if (status != DSCORE_OK || binary < 0 || binaries[binary].bind < least || binaries[binary].bind > most) {
            break;
        }
        status = parse_right(p, binary, offset, out, height);
        most = binaries[binary].bind == BIND_TEST ? BIND_AND : binaries[binary].bind;
    }
    if (status == DSCORE_OK && least <= BIND_TEST && most < BIND_TEST && is_comparison(p->lexer.token.kind)) {
        return dsi_parser_fail_habit(p, p->lexer.token.offset,
            "comparisons do not chain: write a < b and b < c, and put a compared condition in brackets");
    }
    return status;
}

dscore_status dsi_parse_expression(dsi_parser *p, int32_t least, dsi_node **out, int32_t *height)
{
    dscore_status status = dsi_parser_enter(p);
    if (status == DSCORE_OK) {
        status = parse_binaries(p, least, out, height);
    }
    p->depth--;
    return status;
}

/* ---- doors ----------------------------------------------------------------------------------- */

static dscore_status start(dsi_parser *p, dsi_arena *arena, const char *text, int64_t length, dscore_error *err)
{
    memset(p, 0, sizeof *p);
    p->arena = arena;
    p->err = err;
    return dsi_lexer_start(&p->lexer, arena, text, length, err);
}

static dscore_status expect_end(dsi_parser *p)
{
    if (p->lexer.token.kind == DSI_T_CLOSE) {
        return dsi_parser_at(p, p->lexer.token.offset,
            dsi_fail(p->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_SYNTAX, "this `)` closes no bracket"));
    }
    if (p->lexer.token.kind == DSI_T_COMMA) {
        return dsi_parser_fail_habit(p, p->lexer.token.offset,
            "a comma stands between the arguments of a function; numbers are written 4.5 and 1000");
    }
    if (p->lexer.token.kind == DSI_T_WHERE) {
        return dsi_parser_fail_habit(
            p, p->lexer.token.offset, "`where` stands inside the brackets of an aggregate: count(where c)");
    }
    return p->lexer.token.kind == DSI_T_END ? DSCORE_OK : dsi_parser_fail_token(p, "an operator or the end");
}

dscore_status dsi_formula_parse(dsi_arena *arena, const char *text, int64_t length, dsi_node **out, dscore_error *err)
{
    dsi_parser p;
    int32_t height = 0;
    dscore_status status = start(&p, arena, text, length, err);
    if (status == DSCORE_OK) {
        status = parse_binaries(&p, BIND_OR, out, &height);
    }
    return status == DSCORE_OK ? expect_end(&p) : status;
}

dscore_status dsi_formula_compile(
    dsi_arena *arena, const char *text, int64_t length, const dsi_scope *scope, dsi_node **out, dscore_error *err)
{
    *out = NULL;
    dsi_node *root = NULL;
    dscore_status status = dsi_formula_parse(arena, text, length, &root, err);
    if (status == DSCORE_OK) {
        status = dsi_formula_check(root, scope, text, length, err);
    }
    if (status == DSCORE_OK) {
        *out = root;
    }
    return status;
}

static int32_t type_of_literal(int32_t op)
{
    switch (op) {
    case DSI_OP_DURATION:
        return DSCORE_TYPE_DURATION;
    case DSI_OP_INSTANT:
        return DSCORE_TYPE_INSTANT;
    case DSI_OP_TEXT:
        return DSCORE_TYPE_TEXT;
    case DSI_OP_BOOLEAN:
        return DSCORE_TYPE_BOOLEAN;
    default:
        return DSCORE_TYPE_NUMBER;
    }
}

dscore_status dsi_literal_parse(
    dsi_arena *arena, const char *text, int64_t length, int32_t type, dsi_node **out, dscore_error *err)
{
    *out = NULL;
    dsi_parser p;
    dsi_node *literal = NULL;
    dscore_status status = start(&p, arena, text, length, err);
    if (status == DSCORE_OK && p.lexer.token.kind == DSI_T_PARAMETER) {
        status = dsi_parser_fail_token(&p, "a literal");
    }
    if (status == DSCORE_OK) {
        status = dsi_parse_constant(&p, &literal);
    }
    if (status == DSCORE_OK && p.lexer.token.kind != DSI_T_END) {
        status = dsi_parser_fail_token(&p, "the end of the literal");
    }
    if (status != DSCORE_OK) {
        return status;
    }
    literal->type = type_of_literal(literal->op);
    literal->level = DSI_LEVEL_CONSTANT;
    if (type != 0 && literal->type != type) {
        return dsi_parser_at(&p, 0,
            dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE, "this is %s, but %s is expected%s",
                dsi_type_name(literal->type), dsi_type_name(type),
                type == DSCORE_TYPE_DURATION ? ", such as 30s, 15min or 4h" : ""));
    }
    *out = literal;
    return DSCORE_OK;
}
