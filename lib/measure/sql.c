/* An indicator as one SQL query for DuckDB and PostgreSQL, an independent statement of what it means.

   t   the rows of the source: columns of a common type, values outside their domains as NULL
   r   the rows that the placement puts into a cell, with what each aggregate reads
   w   as r, with what needs other rows of the cell (recurring tuples, trimmed means)
   then one row a subject. A derived indicator joins the queries of its operands. */
#include "measure/sql.h"

#include "base/error.h"
#include <math.h>
#include <string.h>

/* ---- the fields ----------------------------------------------------------------------------- */

typedef struct field_marks {
    uint8_t *marks;
} field_marks;

static void visit_mark(void *ctx, const dsi_node *node)
{
    if (node->op == DSI_OP_FIELD) {
        ((field_marks *)ctx)->marks[node->u.field] = 1;
    }
}

/* Fields that the query computes with (1) or only credits (2). */
static uint8_t *mark_fields(dsi_arena *arena, const dscore_indicator *indicator, const dsi_source *source)
{
    field_marks marks = {dsi_arena_alloc(arena, (int64_t)source->field_count + 1)};
    if (marks.marks == NULL) {
        return NULL;
    }
    const dsi_node *trees[] = {indicator->formula, indicator->where, indicator->exclude};
    for (size_t i = 0; i < sizeof trees / sizeof trees[0]; i++) {
        if (trees[i] != NULL) {
            dsi_formula_walk(trees[i], visit_mark, &marks);
        }
    }
    marks.marks[indicator->placement.from] = 1;
    if (indicator->placement.open) {
        marks.marks[indicator->placement.until] = 1;
    }
    for (int32_t i = 0; i < indicator->record.credit_count; i++) {
        if (marks.marks[indicator->credit[i]] == 0) {
            marks.marks[indicator->credit[i]] = 2;
        }
    }
    return marks.marks;
}

/* The condition of a field's domain; false if it has none. */
static bool write_domain(dsi_text *out, const dsi_field *field)
{
    bool has_one = false;
    if (field->domain_min > -HUGE_VAL) {
        dsi_sql_name(out, field->name);
        dsi_text_add(out, (field->flags & DSCORE_FIELD_MIN_OPEN) != 0 ? " > " : " >= ");
        dsi_text_add_double(out, field->domain_min);
        has_one = true;
    }
    if (field->domain_max < HUGE_VAL) {
        dsi_text_add(out, has_one ? " AND " : "");
        dsi_sql_name(out, field->name);
        dsi_text_add(out, " <= ");
        dsi_text_add_double(out, field->domain_max);
        has_one = true;
    }
    if ((field->flags & DSCORE_FIELD_INTEGER) != 0) {
        dsi_text_add(out, has_one ? " AND " : "");
        dsi_sql_name(out, field->name);
        dsi_text_add(out, " = floor(");
        dsi_sql_name(out, field->name);
        dsi_text_add(out, ")");
        has_one = true;
    }
    return has_one;
}

static void write_column(dsi_text *out, const dsi_field *field)
{
    dsi_text_add(out, ",\n    ");
    if (field->type == DSCORE_TYPE_INSTANT) {
        dsi_sql_name(out, field->name);
        dsi_text_add(out, " AT TIME ZONE 'UTC' AS ");
        dsi_sql_name(out, field->name);
        return;
    }
    if (field->type != DSCORE_TYPE_NUMBER && field->type != DSCORE_TYPE_DURATION) {
        dsi_sql_name(out, field->name);
        return;
    }
    dsi_text domain;
    dsi_text_init(&domain, &out->allocator);
    bool has_domain = write_domain(&domain, field);
    const char *condition = domain.data == NULL ? "" : domain.data;
    dsi_text_addf(out, "%s%s%sCAST(\"%s\" AS DOUBLE PRECISION)%s AS \"%s\"", has_domain ? "CASE WHEN " : "", condition,
        has_domain ? " THEN " : "", field->name, has_domain ? " END" : "", field->name);
    out->failed |= domain.failed;
    dsi_text_free(&domain);
}

static void write_subject(dsi_text *out, const dscore_indicator *indicator)
{
    const dsi_record *r = &indicator->record;
    if (r->credit_count == 0) {
        dsi_text_add(out, "CAST(NULL AS VARCHAR)");
        return;
    }
    dsi_text_add(out, r->credit_count > 1 ? "COALESCE(" : "");
    for (int32_t i = 0; i < r->credit_count; i++) {
        dsi_text_addf(out, "%sCAST(\"%s\" AS VARCHAR)", i == 0 ? "" : ", ", r->credit[i]);
    }
    dsi_text_add(out, r->credit_count > 1 ? ")" : "");
}

/* ---- the steps of a source indicator -------------------------------------------------------- */

typedef struct node_list {
    const dsi_node **nodes; /* NULL: only count */
    int32_t count;
} node_list;

static void visit_aggregate(void *ctx, const dsi_node *node)
{
    node_list *list = ctx;
    if (node->op == DSI_OP_AGGREGATE) {
        if (list->nodes != NULL) {
            list->nodes[list->count] = node;
        }
        list->count++;
    }
}

static bool list_aggregates(dsi_sql *sql)
{
    node_list list = {NULL, 0};
    dsi_formula_walk(sql->indicator->formula, visit_aggregate, &list);
    list.nodes = dsi_arena_alloc(sql->arena, (int64_t)sizeof *list.nodes * ((int64_t)list.count + 1));
    if (list.nodes == NULL) {
        return false;
    }
    list.count = 0;
    dsi_formula_walk(sql->indicator->formula, visit_aggregate, &list);
    sql->aggregates = list.nodes;
    sql->aggregate_count = list.count;
    return true;
}

static void write_placement(dsi_sql *sql, dsi_text *out)
{
    const dsi_placement *p = &sql->indicator->placement;
    const char *from = sql->source->fields[p->from].name;
    if (p->open) {
        const char *until = sql->source->fields[p->until].name;
        dsi_text_addf(out, "\"%s\" < ", from);
        dsi_sql_period_end(sql, out);
        dsi_text_addf(out, "\n    AND (\"%s\" IS NULL OR \"%s\" >= ", until, until);
        dsi_sql_period_end(sql, out);
        dsi_text_add(out, ")");
    } else if (sql->uses_range) {
        dsi_text_addf(out,
            "\"%s\" >= CAST($period_start AS TIMESTAMPTZ) AT TIME ZONE 'UTC'\n    AND \"%s\" < "
            "CAST($period_end AS TIMESTAMPTZ) AT TIME ZONE 'UTC'",
            from, from);
    } else {
        dsi_text_addf(out, "\"%s\" IS NOT NULL", from);
    }
}

static void write_rows_step(dsi_sql *sql, dsi_text *out)
{
    sql->mode = DSI_SQL_ROW;
    dsi_text_add(out, "), r AS (\n  SELECT \"_subject\" AS subject");
    if (sql->indicator->exclude != NULL) {
        dsi_text_add(out, ",\n    NOT COALESCE(");
        dsi_sql_expression(sql, out, sql->indicator->exclude);
        dsi_text_add(out, ", FALSE) AS kept");
    }
    for (int32_t k = 0; k < sql->aggregate_count; k++) {
        dsi_sql_aggregate_columns(sql, out, k);
    }
    dsi_text_add(out, "\n  FROM t\n  WHERE ");
    write_placement(sql, out);
    dsi_text_add(out, "\n)");
}

static void write_table_step(dsi_sql *sql, dsi_text *out, const uint8_t *marks)
{
    dsi_text_add(out, "WITH t AS (\n  SELECT ");
    write_subject(out, sql->indicator);
    dsi_text_add(out, " AS \"_subject\"");
    for (int32_t f = 0; f < sql->source->field_count; f++) {
        if (marks[f] == 1) {
            write_column(out, &sql->source->fields[f]);
        }
    }
    dsi_text_addf(out, "\n  FROM \"%s\"\n", sql->source->name);
}

/* What the last step selects. */
static void write_value_step(dsi_sql *sql, dsi_text *out, const char *from, bool is_operand)
{
    sql->mode = DSI_SQL_CELL;
    dsi_text_addf(out, "\nSELECT %s%sCAST(", sql->alone ? "" : "subject, ", is_operand ? "TRUE AS has_rows, " : "");
    dsi_sql_expression(sql, out, sql->indicator->formula);
    dsi_text_addf(out, " AS DOUBLE PRECISION) AS value\nFROM %s%s", from, sql->alone ? "" : "\nGROUP BY subject");
}

/* The query of a source indicator, by subject or alone. */
static dscore_status write_source(dsi_sql *sql, dsi_text *out, bool is_operand)
{
    const dscore_indicator *indicator = sql->indicator;
    sql->source = &indicator->catalog->schema->sources[indicator->source];
    sql->uses_range = dsi_sql_needs_range(indicator);
    uint8_t *marks = mark_fields(sql->arena, indicator, sql->source);
    if (marks == NULL || !list_aggregates(sql)) {
        return DSCORE_E_MEMORY;
    }
    write_table_step(sql, out, marks);
    write_rows_step(sql, out);
    dsi_text windows;
    dsi_text_init(&windows, &out->allocator);
    sql->mode = DSI_SQL_CELL;
    for (int32_t k = 0; k < sql->aggregate_count; k++) {
        dsi_sql_aggregate_windows(sql, &windows, k);
    }
    bool has_windows = windows.length > 0;
    if (has_windows) {
        dsi_text_add(out, ", w AS (\n  SELECT r.*");
        dsi_text_add(out, windows.data);
        dsi_text_add(out, "\n  FROM r\n)");
    }
    write_value_step(sql, out, has_windows ? "w" : "r", is_operand);
    bool failed = windows.failed || out->failed;
    dsi_text_free(&windows);
    return failed ? DSCORE_E_MEMORY : DSCORE_OK;
}

/* ---- derived indicators --------------------------------------------------------------------- */

static bool is_total(const dsi_node *node)
{
    return node->op == DSI_OP_CALL && node->function == DSI_FN_TOTAL;
}

typedef struct total_marks {
    uint8_t *is_total; /* one an operand */
} total_marks;

static void visit_total(void *ctx, const dsi_node *node)
{
    if (is_total(node)) {
        const dsi_node *operand = node->argc > 0 && node->args[0]->op == DSI_OP_OPERAND ? node->args[0] : node;
        ((total_marks *)ctx)->is_total[operand->u.operand] = 1;
    }
}

static dscore_status write_operand(dsi_sql *sql, dsi_text *out, int32_t i, bool alone)
{
    dsi_sql part = {.indicator = sql->indicator->operands[i], .arena = sql->arena, .alone = alone};
    if (part.indicator->source < 0) {
        sql->refused = "an operand that is derived itself";
        return DSCORE_OK;
    }
    bool is_first = i == 0 && !alone;
    dsi_text_addf(out, "%s%c%d AS (\n", is_first ? "WITH " : ", ", alone ? 't' : 'o', (int)i + 1);
    dscore_status status = write_source(&part, out, !alone);
    dsi_text_add(out, "\n)");
    sql->uses_now |= part.uses_now;
    sql->uses_range |= part.uses_range;
    sql->uses_zone |= part.uses_zone;
    sql->refused = sql->refused == NULL ? part.refused : sql->refused;
    return status;
}

static dscore_status write_derived(dsi_sql *sql, dsi_text *out)
{
    const dscore_indicator *indicator = sql->indicator;
    int32_t count = indicator->operand_count;
    total_marks totals = {dsi_arena_alloc(sql->arena, (int64_t)count + 1)};
    if (totals.is_total == NULL) {
        return DSCORE_E_MEMORY;
    }
    if (dsi_formula_uses(indicator->formula, DSI_OP_CALL, DSI_FN_COALESCE)) {
        sql->refused = "coalesce of operands, which depends on the sources that were given";
        return DSCORE_OK;
    }
    dsi_formula_walk(indicator->formula, visit_total, &totals);
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; i < count && status == DSCORE_OK && sql->refused == NULL; i++) {
        status = write_operand(sql, out, i, false);
        if (status == DSCORE_OK && totals.is_total[i] != 0) {
            status = write_operand(sql, out, i, true);
        }
    }
    if (status != DSCORE_OK || sql->refused != NULL) {
        return status;
    }
    dsi_text_add(out, ", s AS (\n");
    for (int32_t i = 0; i < count; i++) {
        dsi_text_addf(out, "%s  SELECT subject FROM o%d\n", i == 0 ? "" : "  UNION\n", (int)i + 1);
    }
    dsi_text_add(out, ")\nSELECT s.subject, CAST(");
    sql->mode = DSI_SQL_CELL;
    dsi_sql_expression(sql, out, indicator->formula);
    dsi_text_add(out, " AS DOUBLE PRECISION) AS value\nFROM s");
    for (int32_t i = 0; i < count; i++) {
        dsi_text_addf(out, "\nLEFT JOIN o%d ON o%d.subject IS NOT DISTINCT FROM s.subject", (int)i + 1, (int)i + 1);
    }
    return DSCORE_OK;
}

/* ---- the comment above ---------------------------------------------------------------------- */

static void write_fields(dsi_text *out, dsi_arena *arena, const dscore_indicator *indicator)
{
    const dsi_source *source = &indicator->catalog->schema->sources[indicator->source];
    const uint8_t *marks = mark_fields(arena, indicator, source);
    if (marks == NULL) {
        out->failed = true;
        return;
    }
    dsi_text_addf(out, "-- Reads %s:", source->name);
    const char *between = " ";
    for (int32_t f = 0; f < source->field_count; f++) {
        if (marks[f] != 0) {
            dsi_text_addf(out, "%s%s", between, source->fields[f].name);
            between = ", ";
        }
    }
    dsi_text_add(out, "\n");
}

static void write_tokens(dsi_text *out, const dsi_sql *sql)
{
    const dsi_record *r = &sql->indicator->record;
    if (sql->uses_range) {
        dsi_text_add(
            out, "-- Put instants for $period_start and $period_end: the rows lie from the one to before the other.\n");
    }
    if (sql->uses_now) {
        dsi_text_add(
            out, "-- Put an instant for $now, such as '2026-01-31T00:00:00Z': what is still open, stands at it.\n");
    }
    if (sql->uses_zone) {
        dsi_text_add(out,
            "-- Put the name of a time zone for $zone, such as 'UTC' or 'Europe/Paris': its hours and days "
            "are meant.\n");
    }
    for (int32_t i = 0; i < r->parameter_count; i++) {
        const dsi_parameter *p = &r->parameters[i];
        if (p->default_value[0] == '\0') {
            dsi_text_addf(out, "-- Put a value for $%s%s: it has no default.\n", p->name,
                p->type == DSCORE_TYPE_DURATION ? ", in seconds" : "");
        } else if (p->type != DSCORE_TYPE_TEXT) {
            dsi_text_addf(out, "-- Parameter %s is %s, its default.\n", p->name, p->default_value);
        }
    }
}

static void write_comment(dsi_text *out, const dsi_sql *sql)
{
    const dscore_indicator *indicator = sql->indicator;
    if (indicator->source >= 0) {
        write_fields(out, sql->arena, indicator);
    }
    for (int32_t i = 0; i < indicator->operand_count; i++) {
        write_fields(out, sql->arena, indicator->operands[i]);
    }
    dsi_text formula;
    dsi_text_init(&formula, &out->allocator);
    dsi_formula_print(&formula, indicator->formula);
    for (int64_t i = 0; i < formula.length; i++) {
        if (formula.data[i] == '\n' || formula.data[i] == '\r') {
            formula.data[i] = ' '; /* inside a text: a comment ends with its line */
        }
    }
    dsi_text_addf(out, "-- %s, unit %s:\n--   ", indicator->record.id, indicator->record.unit);
    dsi_text_add(out, formula.data == NULL ? "" : formula.data);
    dsi_text_add(out, "\n");
    out->failed |= formula.failed;
    dsi_text_free(&formula);
    dsi_text_add(out, "-- Instants are TIMESTAMPTZ, durations seconds, NULL is missing; every column must be there.\n"
                      "-- One row a subject (NULL: the rows of nobody); value is NULL where there is none.\n");
    write_tokens(out, sql);
}

dscore_status dscore_indicator_sql(const dscore_catalog *catalog, const char *id, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err)
{
    if (catalog == NULL || id == NULL) {
        return dsi_fail_null(err, catalog == NULL ? "catalog" : "id");
    }
    const dscore_indicator *indicator = dscore_catalog_find(catalog, id);
    if (indicator == NULL) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_INDICATOR, "there is no indicator '%.60s'", id);
    }
    if (strcmp(indicator->record.clock, "business") == 0) {
        return dsi_fail(err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_SQL_UNSUPPORTED,
            "indicator %.60s follows the business clock, which SQL does not know", id);
    }
    dsi_arena arena;
    dsi_text body;
    dsi_text text;
    dsi_arena_init(&arena, &catalog->arena.allocator);
    dsi_text_init(&body, &catalog->arena.allocator);
    dsi_text_init(&text, &catalog->arena.allocator);
    dsi_sql sql = {.indicator = indicator, .arena = &arena};
    dscore_status status = indicator->source < 0 ? write_derived(&sql, &body) : write_source(&sql, &body, false);
    if (status == DSCORE_OK && sql.refused != NULL) {
        status = dsi_fail(err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_SQL_UNSUPPORTED,
            "indicator %.60s cannot be written as SQL: %s", id, sql.refused);
    } else if (status != DSCORE_OK || body.failed) {
        status = dsi_fail_memory(err);
    } else {
        write_comment(&text, &sql);
        dsi_text_add(&text, body.data == NULL ? "" : body.data);
        dsi_text_add(&text, "\nORDER BY subject\n");
        status = dsi_text_give(&text, buffer, capacity, out_needed, err);
    }
    dsi_text_free(&text);
    dsi_text_free(&body);
    dsi_arena_free(&arena);
    return status;
}
