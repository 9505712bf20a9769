/* The functions of the language as SQL. */
#include "measure/sql.h"

static void write_period_start(dsi_sql *sql, dsi_text *out)
{
    dsi_text_add(out, "LEAST(CAST($period_start AS TIMESTAMPTZ) AT TIME ZONE 'UTC', ");
    dsi_sql_now(sql, out);
    dsi_text_add(out, ")");
}

static void write_call(dsi_sql *sql, dsi_text *out, const char *name, const dsi_node *node)
{
    dsi_text_add(out, name);
    for (int32_t i = 0; i < node->argc; i++) {
        dsi_text_add(out, i == 0 ? "(" : ", ");
        dsi_sql_expression(sql, out, node->args[i]);
    }
    dsi_text_add(out, ")");
}

/* LEAST and GREATEST skip NULL; the language does not. */
static void write_extreme(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    dsi_text_add(out, "CASE WHEN ");
    for (int32_t i = 0; i < node->argc; i++) {
        dsi_text_add(out, i == 0 ? "" : " AND ");
        dsi_sql_expression(sql, out, node->args[i]);
        dsi_text_add(out, " IS NOT NULL");
    }
    dsi_text_add(out, " THEN ");
    if (node->function == DSI_FN_CLAMP) {
        dsi_text_add(out, "LEAST(GREATEST(");
        dsi_sql_expression(sql, out, node->args[0]);
        dsi_text_add(out, ", ");
        dsi_sql_expression(sql, out, node->args[1]);
        dsi_text_add(out, "), ");
        dsi_sql_expression(sql, out, node->args[2]);
        dsi_text_add(out, ")");
    } else {
        write_call(sql, out, node->function == DSI_FN_LEAST ? "LEAST" : "GREATEST", node);
    }
    dsi_text_add(out, " END");
}

static void write_if(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    dsi_text_add(out, "CASE WHEN ");
    dsi_sql_expression(sql, out, node->args[0]);
    dsi_text_add(out, " THEN ");
    dsi_sql_expression(sql, out, node->args[1]);
    if (node->argc == 3) {
        dsi_text_add(out, " WHEN NOT ");
        dsi_sql_expression(sql, out, node->args[0]);
        dsi_text_add(out, " THEN ");
        dsi_sql_expression(sql, out, node->args[2]);
    }
    dsi_text_add(out, " END");
}

static void write_elapsed(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    dsi_text_add(out, "CASE WHEN ");
    dsi_sql_pair(sql, out, node->args[1], " >= ", node->args[0]);
    dsi_text_add(out, " THEN ");
    dsi_sql_span(sql, out, node->args[0], node->args[1]);
    dsi_text_add(out, " END");
}

/* within(a, b, limit): late while still open past the limit, NULL while open within it. */
static void write_within(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    const dsi_node now = {.op = DSI_OP_CALL, .function = DSI_FN_NOW, .type = DSCORE_TYPE_INSTANT};
    dsi_text_add(out, "CASE WHEN ");
    dsi_sql_expression(sql, out, node->args[1]);
    dsi_text_add(out, " IS NOT NULL THEN CASE WHEN ");
    dsi_sql_pair(sql, out, node->args[1], " >= ", node->args[0]);
    dsi_text_add(out, " THEN ");
    dsi_sql_span(sql, out, node->args[0], node->args[1]);
    dsi_text_add(out, " <= ");
    dsi_sql_expression(sql, out, node->args[2]);
    dsi_text_add(out, " END WHEN ");
    dsi_sql_span(sql, out, node->args[0], &now);
    dsi_text_add(out, " > ");
    dsi_sql_expression(sql, out, node->args[2]);
    dsi_text_add(out, " THEN FALSE END");
}

static void write_met(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    dsi_text_add(out, "CASE WHEN ");
    dsi_sql_expression(sql, out, node->args[0]);
    dsi_text_add(out, " IS NOT NULL THEN ");
    dsi_sql_pair(sql, out, node->args[0], " <= ", node->args[1]);
    dsi_text_add(out, " WHEN ");
    dsi_sql_now(sql, out);
    dsi_text_add(out, " > ");
    dsi_sql_expression(sql, out, node->args[1]);
    dsi_text_add(out, " THEN FALSE END");
}

static void write_unit(dsi_sql *sql, dsi_text *out, const dsi_node *node, const char *seconds)
{
    dsi_text_add(out, "(");
    dsi_sql_expression(sql, out, node->args[0]);
    dsi_text_addf(out, " / CAST(%s AS DOUBLE PRECISION))", seconds);
}

/* Instants are UTC without a zone here: first they get it back. */
static void write_local(dsi_sql *sql, dsi_text *out, const dsi_node *node, const char *part)
{
    sql->uses_zone = true;
    dsi_text_addf(out, "CAST(EXTRACT(%s FROM (", part);
    dsi_sql_expression(sql, out, node->args[0]);
    dsi_text_add(out, " AT TIME ZONE 'UTC' AT TIME ZONE $zone)) AS DOUBLE PRECISION)");
}

static void write_domain(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    const dsi_field *field = &sql->source->fields[node->args[0]->u.field];
    dsi_sql_number(out, node->function == DSI_FN_DOMAIN_MIN ? field->domain_min : field->domain_max);
}

static void write_total(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    const dsi_node *operand = node->argc > 0 && node->args[0]->op == DSI_OP_OPERAND ? node->args[0] : node;
    if (node->argc > (operand == node ? 0 : 1)) {
        dsi_sql_refuse(sql, "total() of some keys");
        return;
    }
    dsi_text_addf(out, "(SELECT value FROM t%d)", (int)operand->u.operand + 1);
}

static void write_period_days(dsi_sql *sql, dsi_text *out)
{
    dsi_text_add(out, "(CAST(EXTRACT(EPOCH FROM (");
    dsi_sql_period_end(sql, out);
    dsi_text_add(out, " - ");
    write_period_start(sql, out);
    dsi_text_add(out, ")) AS DOUBLE PRECISION) / 86400)");
}

void dsi_sql_function(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    switch (node->function) {
    case DSI_FN_IF:
        write_if(sql, out, node);
        return;
    case DSI_FN_COALESCE:
        write_call(sql, out, "COALESCE", node);
        return;
    case DSI_FN_ABS:
        write_call(sql, out, "ABS", node);
        return;
    case DSI_FN_LEAST:
    case DSI_FN_GREATEST:
    case DSI_FN_CLAMP:
        write_extreme(sql, out, node);
        return;
    case DSI_FN_ELAPSED:
    case DSI_FN_CALENDAR_TIME:
        write_elapsed(sql, out, node);
        return;
    case DSI_FN_WITHIN:
        write_within(sql, out, node);
        return;
    case DSI_FN_MET:
        write_met(sql, out, node);
        return;
    case DSI_FN_SECONDS:
        write_unit(sql, out, node, "1");
        return;
    case DSI_FN_MINUTES:
        write_unit(sql, out, node, "60");
        return;
    case DSI_FN_HOURS:
        write_unit(sql, out, node, "3600");
        return;
    case DSI_FN_DAYS:
        write_unit(sql, out, node, "86400");
        return;
    case DSI_FN_HOUR_OF:
        write_local(sql, out, node, "HOUR");
        return;
    case DSI_FN_WEEKDAY_OF:
        write_local(sql, out, node, "ISODOW");
        return;
    case DSI_FN_IS_OPEN:
        dsi_sql_refuse(sql, "is_open needs a business calendar, which SQL does not have");
        return;
    case DSI_FN_BUSINESS_TIME:
        dsi_sql_refuse(sql, "business_time needs a business calendar, which SQL does not have");
        return;
    case DSI_FN_PERIOD_BUSINESS_DAYS:
        dsi_sql_refuse(sql, "period_business_days needs a business calendar, which SQL does not have");
        return;
    case DSI_FN_NOW:
        dsi_sql_now(sql, out);
        return;
    case DSI_FN_PERIOD_START:
        write_period_start(sql, out);
        return;
    case DSI_FN_PERIOD_END:
        dsi_sql_period_end(sql, out);
        return;
    case DSI_FN_PERIOD_DAYS:
        write_period_days(sql, out);
        return;
    case DSI_FN_DOMAIN_MIN:
    case DSI_FN_DOMAIN_MAX:
        write_domain(sql, out, node);
        return;
    case DSI_FN_TOTAL:
        write_total(sql, out, node);
        return;
    default:
        dsi_sql_refuse(sql, dsi_function_name(node->function));
        return;
    }
}
