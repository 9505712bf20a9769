/* The arguments of functions and aggregates: how many, of which types, constant where they must be. */
#include "formula/check.h"

#include <string.h>

static dscore_status fail_type(const dsi_checker *c, const dsi_node *at, const char *message)
{
    return dsi_check_at(c, at, dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE, "%s", message));
}

static dscore_status fail_level(
    const dsi_checker *c, const dsi_node *at, const dsi_function_row *row, const char *message)
{
    return dsi_check_at(
        c, at, dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_LEVEL, "%s() %s", row->name, message));
}

/* ---- where a function may stand -------------------------------------------------------------- */

static dscore_status check_row_stand(const dsi_checker *c, const dsi_node *node, const dsi_function_row *row)
{
    if (c->is_row) {
        return DSCORE_OK;
    }
    if (c->scope->source == NULL) {
        return fail_level(c, node, row, "works on rows, and a derived formula has none");
    }
    const bool is_conversion = row->function >= DSI_FN_SECONDS && row->function <= DSI_FN_DAYS;
    return fail_level(c, node, row,
        is_conversion ? "works on rows: put it inside the aggregate, as in mean(hours(x)), or divide: mean(x) / 1h"
                      : "works on rows: put it inside an aggregate, as in mean(elapsed(a, b))");
}

static dscore_status check_stand(const dsi_checker *c, const dsi_node *node, const dsi_function_row *row)
{
    switch (row->stand) {
    case DSI_STAND_ROW:
        return check_row_stand(c, node, row);
    case DSI_STAND_CELL:
        if (c->is_row) {
            return fail_level(c, node, row,
                c->scope->row_only ? "does not belong into a formula of rows" : "stands outside aggregates");
        }
        return DSCORE_OK;
    case DSI_STAND_AGGREGATE:
        if (c->scope->row_only) {
            return fail_level(c, node, row, "is an aggregate, and this formula is about one row at a time");
        }
        if (c->is_row) {
            return fail_level(c, node, row, "is an aggregate inside another one");
        }
        if (c->scope->source == NULL) {
            return fail_level(c, node, row, "is an aggregate of rows, and a derived formula has none: write [id]");
        }
        return DSCORE_OK;
    default:
        return DSCORE_OK;
    }
}

/* ---- arguments ------------------------------------------------------------------------------- */

static dscore_status check_count(const dsi_checker *c, const dsi_node *node, const dsi_function_row *row)
{
    if (node->where != NULL && row->stand != DSI_STAND_AGGREGATE) {
        return dsi_check_at(c, node->where,
            dsi_fail(c->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_ARGUMENTS,
                "`where` stands in aggregates only; %s is no aggregate", row->name));
    }
    if (node->argc >= row->least_arguments && (row->most_arguments < 0 || node->argc <= row->most_arguments)) {
        return DSCORE_OK;
    }
    const bool too_many = node->argc >= row->least_arguments;
    return dsi_check_at(c, too_many ? node->args[row->most_arguments] : node,
        dsi_fail(c->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_ARGUMENTS, "too %s arguments: write %s",
            too_many ? "many" : "few", row->form));
}

static int32_t kind_of_argument(const dsi_function_row *row, int32_t i)
{
    int32_t last = 0;
    while (last < 3 && row->arguments[last + 1] != DSI_ARG_NONE) {
        last++;
    }
    return row->arguments[i < last ? i : last];
}

static const struct {
    int32_t kind;
    bool accepts[6];
    const char *expected;
} kinds[] = {
    /*                      number duration instant boolean text */
    {DSI_ARG_NUMBER, {false, true, false, false, false, false}, "a number"},
    {DSI_ARG_DURATION, {false, false, true, false, false, false}, "a duration"},
    {DSI_ARG_INSTANT, {false, false, false, true, false, false}, "an instant"},
    {DSI_ARG_BOOLEAN, {false, false, false, false, true, false}, "a condition"},
    {DSI_ARG_MEASURE, {false, true, true, false, false, false}, "a number or a duration"},
    {DSI_ARG_ORDERED, {false, true, true, true, false, false}, "a number, a duration or an instant"},
    {DSI_ARG_ANY, {false, true, true, true, true, true}, "a value"},
    {DSI_ARG_FRACTION, {false, true, false, false, false, false}, "a number from 0 to 1"},
    {DSI_ARG_TRIM, {false, true, false, false, false, false}, "a number from 0 to below 0.5"},
    {DSI_ARG_SPAN, {false, false, true, false, false, false}, "a duration"},
    {DSI_ARG_FIELD, {false, true, true, false, false, false}, "a field of numbers or durations"},
};

bool dsi_constant_in_range(const dsi_node *literal, int32_t argument)
{
    const double value = dsi_literal_number(literal);
    switch (argument) {
    case DSI_ARG_FRACTION:
        return value >= 0.0 && value <= 1.0;
    case DSI_ARG_TRIM:
        return value >= 0.0 && value < 0.5;
    case DSI_ARG_SPAN:
        return value >= 0.0;
    default:
        return true;
    }
}

static dscore_status check_constant(
    const dsi_checker *c, const dsi_node *node, const dsi_node *argument, int32_t kind, const char *expected)
{
    const dsi_function_row *row = dsi_function_row_of(node->function);
    if (argument->op != DSI_OP_PARAMETER && !dsi_is_literal(argument)) {
        return dsi_check_at(c, argument,
            dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_LEVEL,
                "this argument of %s is a literal or a $parameter: %s", row->name, expected));
    }
    if (dsi_is_literal(argument) && !dsi_constant_in_range(argument, kind)) {
        return dsi_check_at(c, argument,
            dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_FORMULA_RANGE, "this argument of %s is %s", row->name,
                kind == DSI_ARG_SPAN ? "a duration of at least 0s" : expected));
    }
    return DSCORE_OK;
}

/* What is said of a wrong argument beyond its type. */
static const char *hint_of(const dsi_node *node, const dsi_node *argument)
{
    if (node->function == DSI_AGG_VARIANCE && argument->type == DSCORE_TYPE_DURATION) {
        return "; the variance of a duration has no unit: write stddev(x), or variance(hours(x))";
    }
    if (argument->type == DSCORE_TYPE_BOOLEAN && node->op == DSI_OP_AGGREGATE) {
        return "; of a condition there are share(c) and count(where c)";
    }
    if (argument->type == DSCORE_TYPE_INSTANT && node->op == DSI_OP_AGGREGATE) {
        return "; between two instants lies elapsed(a, b)";
    }
    if (node->function == DSI_AGG_SHARE) {
        return "; compare it, as in share(x >= 4)";
    }
    return argument->type == DSCORE_TYPE_NUMBER ? "; a duration is written 30s, 15min, 4h, 7d" : "";
}

static dscore_status check_argument(const dsi_checker *c, const dsi_node *node, const dsi_function_row *row, int32_t i)
{
    const dsi_node *argument = node->args[i];
    const int32_t wanted = kind_of_argument(row, i);
    size_t k = 0;
    while (kinds[k].kind != wanted) {
        k++;
    }
    if (!kinds[k].accepts[argument->type]) {
        const bool unit = wanted == DSI_ARG_DURATION || wanted == DSI_ARG_SPAN || node->op == DSI_OP_AGGREGATE;
        return dsi_check_at(c, argument,
            dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE, "%s takes %s here, and this is %s%s", row->name,
                kinds[k].expected, dsi_type_name(argument->type), unit ? hint_of(node, argument) : ""));
    }
    const bool is_constant = wanted == DSI_ARG_FRACTION || wanted == DSI_ARG_TRIM || wanted == DSI_ARG_SPAN;
    return is_constant ? check_constant(c, node, argument, wanted, kinds[k].expected) : DSCORE_OK;
}

/* All arguments of one type; of `if`, all after the condition. */
static dscore_status check_same(const dsi_checker *c, const dsi_node *node, const dsi_function_row *row)
{
    const int32_t first = row->function == DSI_FN_IF ? 1 : 0;
    for (int32_t i = first + 1; row->same_type && i < node->argc; i++) {
        const int32_t a = node->args[first]->type;
        const int32_t b = node->args[i]->type;
        if (a != b) {
            return dsi_check_at(c, node->args[i],
                dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE,
                    "the values of %s have one type, and here are %s and %s%s", row->name, dsi_type_name(a),
                    dsi_type_name(b), dsi_type_hint(a, b)));
        }
    }
    return DSCORE_OK;
}

static dscore_status yield_type(const dsi_checker *c, dsi_node *node, const dsi_function_row *row)
{
    switch (row->yield) {
    case DSI_YIELD_NUMBER:
        node->type = DSCORE_TYPE_NUMBER;
        break;
    case DSI_YIELD_DURATION:
        node->type = DSCORE_TYPE_DURATION;
        break;
    case DSI_YIELD_INSTANT:
        node->type = DSCORE_TYPE_INSTANT;
        break;
    case DSI_YIELD_BOOLEAN:
        node->type = DSCORE_TYPE_BOOLEAN;
        break;
    case DSI_YIELD_FIRST:
        node->type = node->args[0]->type;
        break;
    case DSI_YIELD_SECOND:
        node->type = node->args[1]->type;
        break;
    default:
        node->type = dsi_arithmetic_type(DSI_OP_DIV, node->args[0]->type, node->args[1]->type);
        if (node->type == 0) {
            return fail_type(
                c, node->args[1], "a ratio of a number and a duration has no unit: write ratio(x, hours(y))");
        }
        break;
    }
    return DSCORE_OK;
}

/* ---- functions with rules of their own ------------------------------------------------------- */

/* domain_min(f): the field is named, not read, so it may stand anywhere. */
static dscore_status check_domain(const dsi_checker *c, dsi_node *node)
{
    if (node->args[0]->op != DSI_OP_FIELD) {
        return fail_type(c, node->args[0], "domain_min and domain_max take the name of a field");
    }
    return dsi_check_field_name(c, node->args[0]);
}

/* total([id], key, ...): becomes a node named id whose arguments are the keys. */
static dscore_status check_total(const dsi_checker *c, dsi_node *node)
{
    if (c->scope->source != NULL) {
        return fail_type(c, node, "total([id]) belongs into a derived formula, one without a source");
    }
    if (node->argc == 0 || node->args[0]->op != DSI_OP_OPERAND) {
        return fail_type(c, node->argc == 0 ? node : node->args[0],
            "total takes an indicator in brackets and the keys to keep: total([tickets], team)");
    }
    for (int32_t i = 1; i < node->argc; i++) {
        dsi_node *key = node->args[i];
        if (key->op != DSI_OP_FIELD) {
            return fail_type(c, key, "after the indicator total takes names of keys: total([tickets], team)");
        }
        key->type = DSCORE_TYPE_TEXT;
        key->level = DSI_LEVEL_CELL;
    }
    node->name = node->args[0]->name;
    node->u.operand = -1;
    node->args++;
    node->argc--;
    node->type = DSCORE_TYPE_NUMBER;
    node->level = DSI_LEVEL_CELL;
    return DSCORE_OK;
}

static dscore_status check_arguments(dsi_checker *c, dsi_node *node, const dsi_function_row *row)
{
    if (row->stand == DSI_STAND_CONSTANT) {
        return check_domain(c, node);
    }
    dsi_checker below = *c;
    below.is_row = c->is_row || row->stand == DSI_STAND_AGGREGATE;
    for (int32_t i = 0; i < node->argc; i++) {
        const dscore_status status = dsi_check_node(&below, node->args[i]);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    if (node->where == NULL) {
        return DSCORE_OK;
    }
    const dscore_status status = dsi_check_node(&below, node->where);
    if (status == DSCORE_OK && node->where->type != DSCORE_TYPE_BOOLEAN) {
        return dsi_check_at(c, node->where,
            dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_TYPE,
                "after `where` stands a condition, and this is %s", dsi_type_name(node->where->type)));
    }
    return status;
}

static int32_t level_of(const dsi_checker *c, const dsi_node *node, const dsi_function_row *row)
{
    switch (row->stand) {
    case DSI_STAND_ROW:
        return DSI_LEVEL_ROW;
    case DSI_STAND_CONSTANT:
        return DSI_LEVEL_CONSTANT;
    case DSI_STAND_EITHER:
        return c->is_row ? DSI_LEVEL_ROW : DSI_LEVEL_CELL;
    case DSI_STAND_BOTH:
        break;
    default:
        return DSI_LEVEL_CELL;
    }
    int32_t level = DSI_LEVEL_CONSTANT;
    for (int32_t i = 0; i < node->argc; i++) {
        level = node->args[i]->level > level ? node->args[i]->level : level;
    }
    return level;
}

dscore_status dsi_check_call(dsi_checker *c, dsi_node *node)
{
    const dsi_function_row *row = dsi_function_row_of(node->function);
    dscore_status status = check_stand(c, node, row);
    if (status == DSCORE_OK) {
        status = check_count(c, node, row);
    }
    if (status == DSCORE_OK && row->function == DSI_FN_TOTAL) {
        return check_total(c, node);
    }
    if (status == DSCORE_OK) {
        status = check_arguments(c, node, row);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (row->function == DSI_AGG_COUNT && node->argc == 1 && node->args[0]->type == DSCORE_TYPE_BOOLEAN) {
        return fail_type(c, node->args[0],
            "count(x) counts the rows that have x; the rows where a condition is true are count(where condition)");
    }
    for (int32_t i = 0; i < node->argc; i++) {
        status = check_argument(c, node, row, i);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    status = check_same(c, node, row);
    if (status == DSCORE_OK) {
        status = yield_type(c, node, row);
        node->level = level_of(c, node, row);
    }
    return status;
}
