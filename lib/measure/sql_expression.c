/* Typed trees as SQL expressions. Missing, invalid and pending values are all NULL: SQL's logic of three values is the
   language's own (Kleene); only sums and counts with a condition tell pending rows apart (sql_aggregate.c). */
#include "measure/sql.h"

#include <string.h>

void dsi_sql_refuse(dsi_sql *sql, const char *what)
{
    sql->refused = sql->refused == NULL ? what : sql->refused;
}

void dsi_sql_name(dsi_text *out, const char *name)
{
    dsi_text_add(out, "\"");
    for (; *name != '\0'; name++) {
        dsi_text_add_bytes(out, name, 1);
        if (*name == '"') {
            dsi_text_add(out, "\"");
        }
    }
    dsi_text_add(out, "\"");
}

void dsi_sql_seconds(dsi_text *out, int64_t microseconds)
{
    uint64_t size = microseconds < 0 ? 0U - (uint64_t)microseconds : (uint64_t)microseconds;
    dsi_text_add(out, microseconds < 0 ? "-" : "");
    dsi_text_add_int(out, (int64_t)(size / 1000000U));
    uint32_t fraction = (uint32_t)(size % 1000000U);
    if (fraction != 0) {
        char digits[8] = ".000000";
        for (int i = 6; i > 0; i--) {
            digits[i] = (char)('0' + fraction % 10U);
            fraction /= 10U;
        }
        dsi_text_add(out, digits);
    }
}

bool dsi_sql_needs_range(const dscore_indicator *indicator)
{
    const dsi_node *trees[] = {indicator->formula, indicator->where};
    for (size_t i = 0; i < sizeof trees / sizeof trees[0]; i++) {
        if (trees[i] != NULL && (dsi_formula_uses(trees[i], DSI_OP_CALL, DSI_FN_PERIOD_DAYS) ||
                                    dsi_formula_uses(trees[i], DSI_OP_CALL, DSI_FN_PERIOD_START))) {
            return true;
        }
    }
    return false;
}

/* ---- leaves --------------------------------------------------------------------------------- */

static void write_quoted(dsi_text *out, const char *bytes, int64_t n)
{
    dsi_text_add(out, "'");
    for (int64_t i = 0; i < n; i++) {
        dsi_text_add_bytes(out, bytes + i, 1);
        if (bytes[i] == '\'') {
            dsi_text_add(out, "'");
        }
    }
    dsi_text_add(out, "'");
}

/* 1970-01-01 plus seconds, so that no calendar is needed here. */
static void write_instant(dsi_text *out, int64_t microseconds)
{
    dsi_text_add(out, "(TIMESTAMP '1970-01-01 00:00:00' + INTERVAL '");
    dsi_sql_seconds(out, microseconds);
    dsi_text_add(out, " seconds')");
}

void dsi_sql_now(dsi_sql *sql, dsi_text *out)
{
    sql->uses_now = true;
    dsi_text_add(out, "(CAST($now AS TIMESTAMPTZ) AT TIME ZONE 'UTC')");
}

void dsi_sql_period_end(dsi_sql *sql, dsi_text *out)
{
    if (!sql->uses_range) {
        dsi_sql_now(sql, out);
        return;
    }
    dsi_text_add(out, "LEAST(CAST($period_end AS TIMESTAMPTZ) AT TIME ZONE 'UTC', ");
    dsi_sql_now(sql, out);
    dsi_text_add(out, ")");
}

void dsi_sql_number(dsi_text *out, double value)
{
    dsi_text_add(out, value < 0 ? "(" : "");
    dsi_text_add_double(out, value);
    dsi_text_add(out, value < 0 ? ")" : "");
}

/* The default of a parameter; any other node itself, as a parameter without a default. */
static const dsi_node *bound(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    if (node->op != DSI_OP_PARAMETER) {
        return node;
    }
    const dsi_parameter *p = &sql->indicator->record.parameters[node->u.parameter];
    dsi_node *value = NULL;
    if (p->default_value[0] != '\0' && dsi_literal_parse(sql->arena, p->default_value,
                                           (int64_t)strlen(p->default_value), p->type, &value, NULL) != DSCORE_OK) {
        out->failed = true; /* it was read when the catalogue was made: only memory can be short */
    }
    return value == NULL ? node : value;
}

/* A token for the reader to replace. */
static void write_token(const dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    static const char *const types[] = {[DSCORE_TYPE_NUMBER] = "DOUBLE PRECISION",
        [DSCORE_TYPE_DURATION] = "DOUBLE PRECISION",
        [DSCORE_TYPE_INSTANT] = "TIMESTAMPTZ",
        [DSCORE_TYPE_BOOLEAN] = "BOOLEAN",
        [DSCORE_TYPE_TEXT] = "VARCHAR"};
    const dsi_parameter *p = &sql->indicator->record.parameters[node->u.parameter];
    dsi_text_addf(
        out, "CAST($%s AS %s)%s", p->name, types[p->type], p->type == DSCORE_TYPE_INSTANT ? " AT TIME ZONE 'UTC'" : "");
}

/* [id]: the operand's value, or what it is over no rows where it has no cell. */
static void write_operand(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    const dscore_indicator *operand = sql->indicator->operands[node->u.operand];
    int number = (int)node->u.operand + 1;
    bool is_zero = dsi_formula_uses(operand->formula, DSI_OP_AGGREGATE, DSI_AGG_COUNT) ||
                   dsi_formula_uses(operand->formula, DSI_OP_AGGREGATE, DSI_AGG_DISTINCT) ||
                   dsi_formula_uses(operand->formula, DSI_OP_AGGREGATE, DSI_AGG_RECURRING);
    if (!is_zero) {
        dsi_text_addf(out, "o%d.value", number);
        return;
    }
    dsi_text_addf(out, "CASE WHEN o%d.has_rows THEN o%d.value ELSE ", number, number);
    dsi_sql empty = {.indicator = operand,
        .arena = sql->arena,
        .mode = DSI_SQL_EMPTY,
        .source = &operand->catalog->schema->sources[operand->source],
        .uses_range = dsi_sql_needs_range(operand)};
    dsi_sql_expression(&empty, out, operand->formula);
    sql->uses_now |= empty.uses_now;
    sql->uses_range |= empty.uses_range;
    dsi_text_add(out, " END");
}

static bool write_leaf(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    switch (node->op) {
    case DSI_OP_NUMBER_INT:
        dsi_sql_number(out, (double)node->u.integer);
        return true;
    case DSI_OP_NUMBER:
        dsi_sql_number(out, node->u.number);
        return true;
    case DSI_OP_DURATION:
        dsi_sql_seconds(out, node->u.integer);
        return true;
    case DSI_OP_INSTANT:
        write_instant(out, node->u.integer);
        return true;
    case DSI_OP_TEXT:
        write_quoted(out, node->u.text.p, node->u.text.n);
        return true;
    case DSI_OP_BOOLEAN:
        dsi_text_add(out, node->u.integer != 0 ? "TRUE" : "FALSE");
        return true;
    case DSI_OP_FIELD:
        dsi_sql_name(out, node->name);
        return true;
    case DSI_OP_PARAMETER:
        write_token(sql, out, node);
        return true;
    case DSI_OP_OPERAND:
        write_operand(sql, out, node);
        return true;
    case DSI_OP_AGGREGATE:
        dsi_sql_aggregate(sql, out, node);
        return true;
    default:
        return false;
    }
}

/* ---- operators ------------------------------------------------------------------------------ */

void dsi_sql_pair(dsi_sql *sql, dsi_text *out, const dsi_node *a, const char *middle, const dsi_node *b)
{
    dsi_text_add(out, "(");
    dsi_sql_expression(sql, out, a);
    dsi_text_add(out, middle);
    dsi_sql_expression(sql, out, b);
    dsi_text_add(out, ")");
}

/* Seconds from a to b. */
void dsi_sql_span(dsi_sql *sql, dsi_text *out, const dsi_node *a, const dsi_node *b)
{
    dsi_text_add(out, "CAST(EXTRACT(EPOCH FROM ");
    dsi_sql_pair(sql, out, b, " - ", a);
    dsi_text_add(out, ") AS DOUBLE PRECISION)");
}

/* A duration as an interval, to be added to an instant. */
static void write_interval(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    const dsi_node *value = bound(sql, out, node);
    if (value->op == DSI_OP_DURATION) {
        dsi_text_add(out, "INTERVAL '");
        dsi_sql_seconds(out, value->u.integer);
        dsi_text_add(out, " seconds'");
        return;
    }
    dsi_text_add(out, "INTERVAL '1 microsecond' * CAST(round(CAST(");
    dsi_sql_expression(sql, out, node);
    dsi_text_add(out, " AS DOUBLE PRECISION) * 1000000) AS BIGINT)");
}

static void write_sum(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    const dsi_node *a = node->args[0];
    const dsi_node *b = node->args[1];
    const char *sign = node->op == DSI_OP_ADD ? " + " : " - ";
    bool a_instant = a->type == DSCORE_TYPE_INSTANT;
    bool b_instant = b->type == DSCORE_TYPE_INSTANT;
    if (a_instant && b_instant) {
        dsi_sql_span(sql, out, b, a);
    } else if (a_instant || b_instant) {
        dsi_text_add(out, "(");
        dsi_sql_expression(sql, out, a_instant ? a : b);
        dsi_text_add(out, sign);
        write_interval(sql, out, a_instant ? b : a);
        dsi_text_add(out, ")");
    } else {
        dsi_sql_pair(sql, out, a, sign, b);
    }
}

static void write_quotient(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    dsi_text_add(out, "(");
    dsi_sql_expression(sql, out, node->args[0]);
    dsi_text_add(out, " / CAST(NULLIF(");
    dsi_sql_expression(sql, out, node->args[1]);
    dsi_text_add(out, ", 0) AS DOUBLE PRECISION))");
}

static void write_in(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    dsi_text_add(out, "(");
    dsi_sql_expression(sql, out, node->args[0]);
    for (int32_t i = 1; i < node->argc; i++) {
        dsi_text_add(out, i == 1 ? " IN (" : ", ");
        dsi_sql_expression(sql, out, node->args[i]);
    }
    dsi_text_add(out, "))");
}

static bool write_operator(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    static const char *const signs[] = {[DSI_OP_OR] = " OR ",
        [DSI_OP_AND] = " AND ",
        [DSI_OP_EQ] = " = ",
        [DSI_OP_NE] = " <> ",
        [DSI_OP_LT] = " < ",
        [DSI_OP_LE] = " <= ",
        [DSI_OP_GT] = " > ",
        [DSI_OP_GE] = " >= ",
        [DSI_OP_MUL] = " * "};
    switch (node->op) {
    case DSI_OP_OR:
    case DSI_OP_AND:
    case DSI_OP_EQ:
    case DSI_OP_NE:
    case DSI_OP_LT:
    case DSI_OP_LE:
    case DSI_OP_GT:
    case DSI_OP_GE:
    case DSI_OP_MUL:
        dsi_sql_pair(sql, out, node->args[0], signs[node->op], node->args[1]);
        return true;
    case DSI_OP_NOT:
    case DSI_OP_NEG:
    case DSI_OP_IS_MISSING:
    case DSI_OP_IS_PRESENT:
        dsi_text_add(out, node->op == DSI_OP_NOT ? "(NOT " : node->op == DSI_OP_NEG ? "(- " : "(");
        dsi_sql_expression(sql, out, node->args[0]);
        dsi_text_add(out, node->op == DSI_OP_IS_MISSING   ? " IS NULL)"
                          : node->op == DSI_OP_IS_PRESENT ? " IS NOT NULL)"
                                                          : ")");
        return true;
    case DSI_OP_ADD:
    case DSI_OP_SUB:
        write_sum(sql, out, node);
        return true;
    case DSI_OP_DIV:
        write_quotient(sql, out, node);
        return true;
    case DSI_OP_IN:
        write_in(sql, out, node);
        return true;
    default:
        return false;
    }
}

void dsi_sql_expression(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    node = bound(sql, out, node);
    if (!write_leaf(sql, out, node) && !write_operator(sql, out, node)) {
        dsi_sql_function(sql, out, node);
    }
}
