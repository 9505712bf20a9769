/* The operands of a formula: literals, names, calls, brackets; and what the parser's files share: errors and nodes. */
#include "formula/parser.h"

#include <string.h>

/* ---- errors ---------------------------------------------------------------------------------- */

dscore_status dsi_parser_at(dsi_parser *p, int64_t offset, dscore_status status)
{
    return dsi_place(p->err, p->lexer.text, p->lexer.length, offset, status);
}

dscore_status dsi_parser_fail_limit(dsi_parser *p, int64_t offset, const char *what, int32_t limit)
{
    return dsi_parser_at(
        p, offset, dsi_fail(p->err, DSCORE_E_LIMIT, DSCORE_CODE_FORMULA_LIMIT, "%s: at most %d", what, (int)limit));
}

/* The current token is not what the grammar wants here. */
dscore_status dsi_parser_fail_token(dsi_parser *p, const char *expected)
{
    const dsi_token *t = &p->lexer.token;
    const char *hint = t->kind == DSI_T_NAME && !t->quoted ? dsi_word_hint(t->text) : "";
    dscore_status status = DSCORE_E_FORMAT;
    if (t->kind == DSI_T_END) {
        status =
            dsi_fail(p->err, status, DSCORE_CODE_FORMULA_SYNTAX, "the formula ends where %s is expected", expected);
    } else if (hint[0] != '\0') {
        status = dsi_fail(p->err, status, DSCORE_CODE_FORMULA_HABIT, "`%s`: %s", t->text, hint);
    } else {
        const int64_t length = t->end - t->offset > 40 ? 40 : t->end - t->offset;
        status = dsi_fail(p->err, status, DSCORE_CODE_FORMULA_SYNTAX, "%s is expected here, not `%.*s`", expected,
            (int)length, p->lexer.text + t->offset);
    }
    return dsi_parser_at(p, t->offset, status);
}

dscore_status dsi_parser_fail_habit(dsi_parser *p, int64_t offset, const char *message)
{
    return dsi_parser_at(p, offset, dsi_fail(p->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_HABIT, "%s", message));
}

dscore_status dsi_parser_next(dsi_parser *p)
{
    return dsi_lexer_next(&p->lexer);
}

dscore_status dsi_parser_expect(dsi_parser *p, int32_t kind, const char *expected)
{
    return p->lexer.token.kind == kind ? dsi_parser_next(p) : dsi_parser_fail_token(p, expected);
}

/* ---- nodes ----------------------------------------------------------------------------------- */

dscore_status dsi_parser_node(dsi_parser *p, int32_t op, int64_t offset, int32_t argc, dsi_node **out)
{
    if (++p->nodes > DSI_MAX_NODES) {
        return dsi_parser_fail_limit(p, offset, "too many parts in one formula", DSI_MAX_NODES);
    }
    dsi_node *node = dsi_arena_alloc(p->arena, (int64_t)sizeof *node);
    dsi_node **args = argc == 0 ? NULL : dsi_arena_alloc(p->arena, argc * (int64_t)sizeof *args);
    if (node == NULL || (argc != 0 && args == NULL)) {
        return dsi_fail_memory(p->err);
    }
    node->op = op;
    node->offset = offset;
    node->argc = argc;
    node->args = args;
    *out = node;
    return DSCORE_OK;
}

/* One more argument; the array grows by doubling, its old places stay in the arena. */
dscore_status dsi_parser_add(dsi_parser *p, dsi_node *node, dsi_node *argument)
{
    const int32_t n = node->argc;
    if ((n & (n - 1)) == 0) { /* 0, 1, 2, 4, ...: full */
        dsi_node **args = dsi_arena_alloc(p->arena, (n == 0 ? 1 : 2 * (int64_t)n) * (int64_t)sizeof *args);
        if (args == NULL) {
            return dsi_fail_memory(p->err);
        }
        if (n > 0) {
            memcpy(args, node->args, (size_t)n * sizeof *args);
        }
        node->args = args;
    }
    node->args[node->argc++] = argument;
    return DSCORE_OK;
}

/* A literal token as a node; NULL in *out if the token is none. */
static dscore_status take_literal(dsi_parser *p, dsi_node **out)
{
    const dsi_token t = p->lexer.token;
    int32_t op = 0;
    switch (t.kind) {
    case DSI_T_INTEGER:
        op = DSI_OP_NUMBER_INT;
        break;
    case DSI_T_NUMBER:
        op = DSI_OP_NUMBER;
        break;
    case DSI_T_DURATION:
        op = DSI_OP_DURATION;
        break;
    case DSI_T_INSTANT:
        op = DSI_OP_INSTANT;
        break;
    case DSI_T_TEXT:
        op = DSI_OP_TEXT;
        break;
    case DSI_T_TRUE:
    case DSI_T_FALSE:
        op = DSI_OP_BOOLEAN;
        break;
    default:
        *out = NULL;
        return DSCORE_OK;
    }
    dscore_status status = dsi_parser_node(p, op, t.offset, 0, out);
    if (status != DSCORE_OK) {
        return status;
    }
    if (op == DSI_OP_NUMBER) {
        (*out)->u.number = t.number;
    } else if (op == DSI_OP_TEXT) {
        (*out)->u.text.p = t.text;
        (*out)->u.text.n = t.length;
    } else if (op == DSI_OP_BOOLEAN) {
        (*out)->u.integer = t.kind == DSI_T_TRUE ? 1 : 0;
    } else {
        (*out)->u.integer = t.integer;
    }
    status = dsi_parser_next(p);
    if (status == DSCORE_OK && p->lexer.token.kind == DSI_T_NAME && (op == DSI_OP_NUMBER_INT || op == DSI_OP_NUMBER)) {
        if (dsi_is_unit_word(p->lexer.token.text)) {
            return dsi_parser_fail_habit(
                p, p->lexer.token.offset, "a duration is written without a space: 30s, 15min, 4h, 7d");
        }
    }
    return status;
}

static dscore_status take_named(dsi_parser *p, int32_t op, dsi_node **out)
{
    const dscore_status status = dsi_parser_node(p, op, p->lexer.token.offset, 0, out);
    if (status != DSCORE_OK) {
        return status;
    }
    (*out)->name = p->lexer.token.text;
    return dsi_parser_next(p);
}

/* constant = [ "-" ] literal | "$" parameter */
dscore_status dsi_parse_constant(dsi_parser *p, dsi_node **out)
{
    const int64_t offset = p->lexer.token.offset;
    if (p->lexer.token.kind == DSI_T_PARAMETER) {
        return take_named(p, DSI_OP_PARAMETER, out);
    }
    const bool negative = p->lexer.token.kind == DSI_T_MINUS;
    dscore_status status = negative ? dsi_parser_next(p) : DSCORE_OK;
    dsi_node *literal = NULL;
    if (status == DSCORE_OK) {
        status = take_literal(p, &literal);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (literal == NULL) {
        return dsi_parser_fail_token(p, "a constant (a literal or $parameter)");
    }
    if (negative) {
        if (literal->op == DSI_OP_NUMBER) {
            literal->u.number = -literal->u.number;
        } else if (literal->op == DSI_OP_NUMBER_INT || literal->op == DSI_OP_DURATION) {
            literal->u.integer = -literal->u.integer;
        } else {
            return dsi_parser_at(p, offset,
                dsi_fail(p->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE, "only a number or a duration has a sign"));
        }
        literal->offset = offset;
    }
    *out = literal;
    return DSCORE_OK;
}

/* ---- primaries ------------------------------------------------------------------------------- */

dscore_status dsi_parser_enter(dsi_parser *p)
{
    if (++p->depth > DSI_MAX_DEPTH) {
        return dsi_parser_fail_limit(p, p->lexer.token.offset, "nested too deep", DSI_MAX_DEPTH);
    }
    return DSCORE_OK;
}

dscore_status dsi_parser_check_height(dsi_parser *p, int64_t offset, int32_t height)
{
    return height > DSI_MAX_DEPTH ? dsi_parser_fail_limit(p, offset, "nested too deep", DSI_MAX_DEPTH) : DSCORE_OK;
}

static int32_t higher(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* "[" id "]" */
static dscore_status parse_operand(dsi_parser *p, dsi_node **out)
{
    const int64_t offset = p->lexer.token.offset;
    dscore_status status = dsi_parser_next(p);
    if (status != DSCORE_OK) {
        return status;
    }
    if (p->lexer.token.kind != DSI_T_NAME || !dsi_is_identifier(p->lexer.token.text)) {
        return dsi_parser_fail_token(p, "the id of an indicator");
    }
    status = take_named(p, DSI_OP_OPERAND, out);
    if (status != DSCORE_OK) {
        return status;
    }
    (*out)->offset = offset;
    (*out)->u.operand = -1;
    return dsi_parser_expect(p, DSI_T_SQUARE_CLOSE, "`]`");
}

static dscore_status fail_function(dsi_parser *p, const char *name, int64_t offset)
{
    const char *ours = dsi_function_habit(name);
    const char *reason = dsi_function_reason(name);
    const char *near = ours == NULL ? dsi_function_nearest(name) : NULL;
    dscore_status status = DSCORE_E_NOT_FOUND;
    if (ours != NULL) {
        status = dsi_fail(p->err, status, DSCORE_CODE_FORMULA_NAME, "there is no function `%s`: write %s", name, ours);
    } else if (reason != NULL) {
        status = dsi_fail(p->err, status, DSCORE_CODE_FORMULA_NAME, "there is no function `%s`: %s", name, reason);
    } else if (near != NULL) {
        status = dsi_fail(
            p->err, status, DSCORE_CODE_FORMULA_NAME, "there is no function `%s`; did you mean `%s`?", name, near);
    } else {
        status = dsi_fail(p->err, status, DSCORE_CODE_FORMULA_NAME, "there is no function `%s`", name);
    }
    return dsi_parser_at(p, offset, status);
}

/* Is the current token a word that SQL would have inside these brackets? */
static dscore_status check_call_habits(dsi_parser *p, const dsi_function_row *row)
{
    const dsi_token *t = &p->lexer.token;
    if (t->kind == DSI_T_STAR) {
        return dsi_parser_fail_habit(p, t->offset,
            row->function == DSI_AGG_COUNT ? "`count(*)`: write count()" : "`*` stands between two numbers");
    }
    const bool is_distinct =
        t->kind == DSI_T_NAME && !t->quoted && (strcmp(t->text, "distinct") == 0 || strcmp(t->text, "DISTINCT") == 0);
    if (is_distinct && dsi_lexer_peek(&p->lexer) != '(' && dsi_lexer_peek(&p->lexer) != ')') {
        return dsi_parser_fail_habit(p, t->offset, "`count(distinct x)`: write distinct(x)");
    }
    return DSCORE_OK;
}

/* The arguments and the where clause, from after "(" to after ")". */
static dscore_status parse_arguments(dsi_parser *p, const dsi_function_row *row, dsi_node *node, int32_t *height)
{
    dscore_status status = check_call_habits(p, row);
    if (status != DSCORE_OK) {
        return status;
    }
    bool more = p->lexer.token.kind != DSI_T_CLOSE && p->lexer.token.kind != DSI_T_WHERE;
    while (more) {
        dsi_node *argument = NULL;
        int32_t below = 0;
        status = dsi_parse_expression(p, BIND_OR, &argument, &below);
        if (status == DSCORE_OK) {
            status = dsi_parser_add(p, node, argument);
        }
        if (status != DSCORE_OK) {
            return status;
        }
        *height = higher(*height, below);
        more = p->lexer.token.kind == DSI_T_COMMA;
        if (more) {
            status = dsi_parser_next(p);
            if (status == DSCORE_OK && p->lexer.token.kind == DSI_T_WHERE) {
                status =
                    dsi_parser_fail_habit(p, p->lexer.token.offset, "`where` follows the arguments without a comma");
            }
        }
        if (status != DSCORE_OK) {
            return status;
        }
    }
    if (p->lexer.token.kind == DSI_T_WHERE) {
        int32_t below = 0;
        status = dsi_parser_next(p);
        if (status == DSCORE_OK) {
            status = dsi_parse_expression(p, BIND_OR, &node->where, &below);
        }
        if (status != DSCORE_OK) {
            return status;
        }
        *height = higher(*height, below);
    }
    if (node->where != NULL && p->lexer.token.kind == DSI_T_WHERE) {
        return dsi_parser_fail_habit(p, p->lexer.token.offset, "there is one `where`: join conditions with `and`");
    }
    return dsi_parser_expect(p, DSI_T_CLOSE,
        node->where != NULL                 ? "`)`"
        : row->stand == DSI_STAND_AGGREGATE ? "`,`, `where` or `)`"
                                            : "`,` or `)`");
}

static dscore_status parse_call(dsi_parser *p, dsi_node **out, int32_t *height)
{
    const dsi_token name = p->lexer.token;
    const dsi_function_row *row = dsi_function_find(name.text);
    if (row == NULL) {
        return fail_function(p, name.text, name.offset);
    }
    dscore_status status =
        dsi_parser_node(p, row->stand == DSI_STAND_AGGREGATE ? DSI_OP_AGGREGATE : DSI_OP_CALL, name.offset, 0, out);
    if (status == DSCORE_OK) {
        (*out)->function = row->function;
        status = dsi_parser_next(p);
    }
    if (status == DSCORE_OK) {
        status = dsi_parser_next(p); /* the bracket */
    }
    if (status == DSCORE_OK) {
        status = parse_arguments(p, row, *out, height);
    }
    ++*height;
    return status == DSCORE_OK ? dsi_parser_check_height(p, name.offset, *height) : status;
}

/* A word of SQL or an operator of it where an operand should begin. */
static dscore_status fail_primary(dsi_parser *p)
{
    const dsi_token *t = &p->lexer.token;
    if (t->kind == DSI_T_NOT) {
        return dsi_parser_fail_habit(
            p, t->offset, "`not` stands before a whole comparison: write (not x) in brackets here");
    }
    if (t->kind == DSI_T_PLUS) {
        return dsi_parser_fail_habit(p, t->offset, "a number has no sign +");
    }
    if (t->kind == DSI_T_WHERE) {
        return dsi_parser_fail_habit(
            p, t->offset, "`where` stands inside the brackets of an aggregate: count(where c)");
    }
    return dsi_parser_fail_token(p, "a value");
}

static bool has_capital(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text >= 'A' && *text <= 'Z') {
            return true;
        }
    }
    return false;
}

/* Could the token only be the beginning of another value? */
static bool is_operand(int32_t kind)
{
    return kind >= DSI_T_INTEGER && kind <= DSI_T_PARAMETER;
}

/* Two values side by side, the first a plain name: `if x then`, `mean csat`, `interval 7 day`. */
static dscore_status fail_juxtaposed(dsi_parser *p, const dsi_token *name)
{
    const dsi_function_row *row = dsi_function_find(name->text);
    if (row != NULL) {
        return dsi_parser_at(p, name->offset,
            dsi_fail(p->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_HABIT, "`%s` is a function: write %s", name->text,
                row->form));
    }
    const dsi_token *t = &p->lexer.token;
    const bool is_hinted = t->kind == DSI_T_NAME && !t->quoted && dsi_word_hint(t->text)[0] != '\0';
    const char *hint = dsi_word_hint(name->text);
    if (hint[0] != '\0' && !is_hinted) {
        return dsi_parser_at(p, name->offset,
            dsi_fail(p->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_HABIT, "`%s`: %s", name->text, hint));
    }
    return DSCORE_OK; /* whoever called knows what may follow */
}

static dscore_status parse_name(dsi_parser *p, dsi_node **out, int32_t *height)
{
    const dsi_token *t = &p->lexer.token;
    if (!t->quoted && has_capital(t->text) && dsi_word_hint(t->text)[0] != '\0') {
        return dsi_parser_fail_token(p, "a value"); /* NOT, NULL, CASE, ...: no field would be written so */
    }
    if (!t->quoted && dsi_lexer_peek(&p->lexer) == '(') {
        return parse_call(p, out, height);
    }
    *height = 1;
    const dsi_token name = *t;
    const dscore_status status = take_named(p, DSI_OP_FIELD, out);
    if (status != DSCORE_OK) {
        return status;
    }
    (*out)->u.field = -1;
    return name.quoted || !is_operand(p->lexer.token.kind) ? DSCORE_OK : fail_juxtaposed(p, &name);
}

dscore_status dsi_parse_primary(dsi_parser *p, dsi_node **out, int32_t *height)
{
    *height = 1;
    dscore_status status = DSCORE_OK;
    switch (p->lexer.token.kind) {
    case DSI_T_NAME:
        *height = 0;
        return parse_name(p, out, height);
    case DSI_T_PARAMETER:
        return take_named(p, DSI_OP_PARAMETER, out);
    case DSI_T_SQUARE_OPEN:
        return parse_operand(p, out);
    case DSI_T_OPEN:
        status = dsi_parser_next(p);
        if (status == DSCORE_OK) {
            status = dsi_parse_expression(p, BIND_OR, out, height);
        }
        return status == DSCORE_OK ? dsi_parser_expect(p, DSI_T_CLOSE, "`)`") : status;
    default:
        status = take_literal(p, out);
        return status == DSCORE_OK && *out == NULL ? fail_primary(p) : status;
    }
}
