/* Aggregates as SQL. The row step gives aggregate k the columns x<k>_<i> (arguments) and c<k> (its condition); the
   rows it takes are those with kept AND c<k> AND arguments present. */
#include "measure/sql.h"

/* ---- pending or unknown --------------------------------------------------------------------- */

/* within and met yield NULL for what is still open in time; that is left out, not unknown. */
static void write_pending_call(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    bool is_met = node->function == DSI_FN_MET;
    dsi_text_add(out, "(");
    dsi_sql_expression(sql, out, node);
    dsi_text_add(out, " IS NULL AND ");
    dsi_sql_expression(sql, out, node->args[is_met ? 0 : 1]);
    dsi_text_add(out, " IS NULL AND ");
    dsi_sql_expression(sql, out, node->args[is_met ? 1 : 0]);
    dsi_text_add(out, " IS NOT NULL");
    if (!is_met) {
        dsi_text_add(out, " AND ");
        dsi_sql_expression(sql, out, node->args[2]);
        dsi_text_add(out, " IS NOT NULL");
    }
    dsi_text_add(out, ")");
}

typedef struct pending_search {
    dsi_sql *sql;
    dsi_text *out;
    int32_t count;
} pending_search;

static void visit_pending(void *ctx, const dsi_node *node)
{
    pending_search *search = ctx;
    if (node->op == DSI_OP_CALL && (node->function == DSI_FN_WITHIN || node->function == DSI_FN_MET)) {
        dsi_text_add(search->out, search->count == 0 ? "" : " OR ");
        write_pending_call(search->sql, search->out, node);
        search->count++;
    }
}

static bool can_be_pending(const dsi_node *node)
{
    return node != NULL &&
           (dsi_formula_uses(node, DSI_OP_CALL, DSI_FN_WITHIN) || dsi_formula_uses(node, DSI_OP_CALL, DSI_FN_MET));
}

/* ---- the columns of an aggregate ------------------------------------------------------------ */

static bool tells_unknown(const dsi_node *node)
{
    return node->function == DSI_AGG_SUM || node->function == DSI_AGG_COUNT;
}

static int32_t argument_count(const dsi_node *node)
{
    bool has_setting = node->function == DSI_AGG_QUANTILE || node->function == DSI_AGG_QUANTILE_OBSERVED ||
                       node->function == DSI_AGG_TRIMMED_MEAN || node->function == DSI_AGG_APPROX_QUANTILE;
    return has_setting ? 1 : node->argc;
}

static bool has_condition(const dsi_sql *sql, const dsi_node *node)
{
    return node->where != NULL || sql->indicator->where != NULL;
}

/* Can the condition of a sum or count be pending? Then a column p<k> says where it is. */
static bool has_pending_column(const dsi_sql *sql, const dsi_node *node)
{
    return tells_unknown(node) && (can_be_pending(node->where) || can_be_pending(sql->indicator->where));
}

static void write_pending_column(dsi_sql *sql, dsi_text *out, const dsi_node *node, int32_t k)
{
    pending_search search = {sql, out, 0};
    dsi_text_add(out, ",\n    (");
    if (node->where != NULL) {
        dsi_formula_walk(node->where, visit_pending, &search);
    }
    if (sql->indicator->where != NULL) {
        dsi_formula_walk(sql->indicator->where, visit_pending, &search);
    }
    dsi_text_addf(out, ") AS p%d", (int)k + 1);
}

void dsi_sql_aggregate_columns(dsi_sql *sql, dsi_text *out, int32_t k)
{
    const dsi_node *node = sql->aggregates[k];
    for (int32_t i = 0; i < argument_count(node); i++) {
        dsi_text_add(out, ",\n    ");
        dsi_sql_expression(sql, out, node->args[i]);
        dsi_text_addf(out, " AS x%d_%d", (int)k + 1, (int)i + 1);
    }
    const dsi_node *own = node->where;
    const dsi_node *all = sql->indicator->where;
    if (own != NULL || all != NULL) {
        dsi_text_add(out, ",\n    ");
        dsi_sql_expression(sql, out, all != NULL ? all : own);
        if (own != NULL && all != NULL) {
            dsi_text_add(out, " AND ");
            dsi_sql_expression(sql, out, own);
        }
        dsi_text_addf(out, " AS c%d", (int)k + 1);
    }
    if (has_pending_column(sql, node)) {
        write_pending_column(sql, out, node, k);
    }
}

/* ---- the rows of an aggregate --------------------------------------------------------------- */

/* kept AND c<k> [AND each argument present]; false if that is all rows, then nothing is written. */
static bool write_used(const dsi_sql *sql, dsi_text *out, int32_t k, bool with_arguments)
{
    const dsi_node *node = sql->aggregates[k];
    const char *between = "";
    if (sql->indicator->exclude != NULL) {
        dsi_text_add(out, "kept");
        between = " AND ";
    }
    if (has_condition(sql, node)) {
        dsi_text_addf(out, "%sc%d", between, (int)k + 1);
        between = " AND ";
    }
    for (int32_t i = 0; with_arguments && i < argument_count(node); i++) {
        dsi_text_addf(out, "%sx%d_%d IS NOT NULL", between, (int)k + 1, (int)i + 1);
        between = " AND ";
    }
    return between[0] != '\0';
}

/* FILTER (WHERE ...) of the rows used, with one more condition if given. */
static void write_filter(const dsi_sql *sql, dsi_text *out, int32_t k, bool with_arguments, const char *more)
{
    dsi_text used;
    dsi_text_init(&used, &out->allocator);
    bool has_one = write_used(sql, &used, k, with_arguments);
    if (has_one || more != NULL) {
        dsi_text_addf(out, " FILTER (WHERE %s%s%s)", has_one && used.data != NULL ? used.data : "",
            has_one && more != NULL ? " AND " : "", more != NULL ? more : "");
    }
    out->failed |= used.failed;
    dsi_text_free(&used);
}

static void write_tuple(const dsi_sql *sql, dsi_text *out, int32_t k)
{
    int32_t n = argument_count(sql->aggregates[k]);
    dsi_text_add(out, n > 1 ? "(" : "");
    for (int32_t i = 0; i < n; i++) {
        dsi_text_addf(out, "%sx%d_%d", i == 0 ? "" : ", ", (int)k + 1, (int)i + 1);
    }
    dsi_text_add(out, n > 1 ? ")" : "");
}

void dsi_sql_aggregate_windows(dsi_sql *sql, dsi_text *out, int32_t k)
{
    const dsi_node *node = sql->aggregates[k];
    int number = (int)k + 1;
    const char *subject = sql->alone ? "" : "subject, ";
    if (node->function == DSI_AGG_RECURRING) {
        dsi_text_add(out, ",\n    count(*)");
        write_filter(sql, out, k, true, NULL);
        dsi_text_addf(out, " OVER (PARTITION BY %s", subject);
        for (int32_t i = 0; i < argument_count(node); i++) {
            dsi_text_addf(out, "%sx%d_%d", i == 0 ? "" : ", ", number, (int)i + 1);
        }
        dsi_text_addf(out, ") AS w%d", number);
    } else if (node->function == DSI_AGG_TRIMMED_MEAN) {
        dsi_text used;
        dsi_text_init(&used, &out->allocator);
        (void)write_used(sql, &used, k, true);
        const char *rows = used.data == NULL ? "" : used.data;
        dsi_text_addf(
            out, ",\n    row_number() OVER (PARTITION BY %s(%s) ORDER BY x%d_1) AS w%d", subject, rows, number, number);
        dsi_text_addf(out, ",\n    floor(CAST(");
        dsi_sql_expression(sql, out, node->args[1]);
        dsi_text_addf(
            out, " AS DOUBLE PRECISION) * count(*) OVER (PARTITION BY %s(%s))) AS k%d", subject, rows, number);
        dsi_text_addf(out, ",\n    count(*) OVER (PARTITION BY %s(%s)) AS n%d", subject, rows, number);
        out->failed |= used.failed;
        dsi_text_free(&used);
    }
}

/* ---- the aggregates themselves -------------------------------------------------------------- */

/* Rows of which it cannot be said whether and with what they take part: the condition unknown, or true with the
   argument unknown. */
static void write_unknown_rows(const dsi_sql *sql, dsi_text *out, int32_t k)
{
    const dsi_node *node = sql->aggregates[k];
    int number = (int)k + 1;
    bool has_argument = node->function == DSI_AGG_SUM;
    dsi_text_addf(out, "count(*) FILTER (WHERE %s", sql->indicator->exclude != NULL ? "kept AND " : "");
    if (!has_condition(sql, node)) {
        dsi_text_addf(out, "x%d_1 IS NULL)", number);
        return;
    }
    dsi_text_addf(out, "%sc%d IS NULL", has_argument ? "(" : "", number);
    if (has_pending_column(sql, node)) {
        dsi_text_addf(out, " AND NOT p%d", number);
    }
    if (has_argument) {
        dsi_text_addf(out, " OR c%d AND x%d_1 IS NULL)", number, number);
    }
    dsi_text_add(out, ")");
}

/* count(): always there; with a condition, not where the condition is unknown in every row that the standing filter
   leaves (D4). */
static void write_count(const dsi_sql *sql, dsi_text *out, int32_t k)
{
    bool has_where = sql->aggregates[k]->where != NULL;
    if (has_where) {
        dsi_text_add(out, "CASE WHEN ");
        write_unknown_rows(sql, out, k);
        dsi_text_addf(out, " = 0 OR count(*)%s > ", sql->indicator->exclude != NULL ? " FILTER (WHERE kept)" : "");
        write_unknown_rows(sql, out, k);
        dsi_text_add(out, " THEN ");
    }
    dsi_text_add(out, "count(*)");
    write_filter(sql, out, k, true, NULL);
    dsi_text_add(out, has_where ? " END" : "");
}

/* An empty sum is 0 only if there are rows and none of them is unknown (D4). */
static void write_sum(const dsi_sql *sql, dsi_text *out, int32_t k)
{
    int number = (int)k + 1;
    dsi_text_addf(out, "COALESCE(sum(x%d_1)", number);
    write_filter(sql, out, k, false, NULL);
    dsi_text_add(out, sql->alone ? ", CASE WHEN count(*) > 0 AND " : ", CASE WHEN ");
    write_unknown_rows(sql, out, k);
    dsi_text_add(out, " = 0 THEN 0 END)");
}

static void write_simple(const dsi_sql *sql, dsi_text *out, const char *name, int32_t k)
{
    dsi_text_addf(out, "%s(x%d_1)", name, (int)k + 1);
    write_filter(sql, out, k, false, NULL);
}

static void write_percentile(dsi_sql *sql, dsi_text *out, const char *name, const dsi_node *q, int32_t k)
{
    dsi_text_addf(out, "%s(", name);
    if (q == NULL) {
        dsi_text_add(out, "0.5");
    } else {
        dsi_sql_expression(sql, out, q);
    }
    dsi_text_addf(out, ") WITHIN GROUP (ORDER BY x%d_1)", (int)k + 1);
    write_filter(sql, out, k, true, NULL);
}

static void write_ratio(const dsi_sql *sql, dsi_text *out, int32_t k)
{
    int number = (int)k + 1;
    dsi_text_addf(out, "(sum(x%d_1)", number);
    write_filter(sql, out, k, true, NULL);
    dsi_text_addf(out, " / NULLIF(sum(x%d_2)", number);
    write_filter(sql, out, k, true, NULL);
    dsi_text_add(out, ", 0))");
}

static void write_share(const dsi_sql *sql, dsi_text *out, int32_t k)
{
    dsi_text name;
    dsi_text_init(&name, &out->allocator);
    dsi_text_addf(&name, "x%d_1", (int)k + 1);
    dsi_text_add(out, "(CAST(count(*)");
    write_filter(sql, out, k, false, name.data == NULL ? "TRUE" : name.data);
    dsi_text_add(out, " AS DOUBLE PRECISION) / NULLIF(count(*)");
    write_filter(sql, out, k, true, NULL);
    dsi_text_add(out, ", 0))");
    out->failed |= name.failed;
    dsi_text_free(&name);
}

static void write_tuples(const dsi_sql *sql, dsi_text *out, int32_t k)
{
    dsi_text more;
    dsi_text_init(&more, &out->allocator);
    dsi_text_addf(&more, "w%d >= 2", (int)k + 1);
    bool is_recurring = sql->aggregates[k]->function == DSI_AGG_RECURRING;
    dsi_text_add(out, "count(DISTINCT ");
    write_tuple(sql, out, k);
    dsi_text_add(out, ")");
    write_filter(sql, out, k, true, is_recurring ? more.data : NULL);
    out->failed |= more.failed;
    dsi_text_free(&more);
}

static void write_trimmed(const dsi_sql *sql, dsi_text *out, int32_t k)
{
    int n = (int)k + 1;
    dsi_text more;
    dsi_text_init(&more, &out->allocator);
    dsi_text_addf(&more, "w%d > k%d AND w%d <= n%d - k%d", n, n, n, n, n);
    dsi_text_addf(out, "avg(x%d_1)", n);
    write_filter(sql, out, k, true, more.data);
    out->failed |= more.failed;
    dsi_text_free(&more);
}

static void write_empty(dsi_text *out, const dsi_node *node)
{
    bool is_count =
        node->function == DSI_AGG_COUNT || node->function == DSI_AGG_DISTINCT || node->function == DSI_AGG_RECURRING;
    dsi_text_add(out, is_count ? "0" : "CAST(NULL AS DOUBLE PRECISION)");
}

void dsi_sql_aggregate(dsi_sql *sql, dsi_text *out, const dsi_node *node)
{
    if (sql->mode == DSI_SQL_EMPTY) {
        write_empty(out, node);
        return;
    }
    int32_t k = 0;
    while (sql->aggregates[k] != node) {
        k++;
    }
    switch (node->function) {
    case DSI_AGG_COUNT:
        write_count(sql, out, k);
        return;
    case DSI_AGG_SUM:
        write_sum(sql, out, k);
        return;
    case DSI_AGG_MEAN:
        write_simple(sql, out, "avg", k);
        return;
    case DSI_AGG_MIN:
        write_simple(sql, out, "min", k);
        return;
    case DSI_AGG_MAX:
        write_simple(sql, out, "max", k);
        return;
    case DSI_AGG_STDDEV:
        write_simple(sql, out, "stddev_samp", k);
        return;
    case DSI_AGG_VARIANCE:
        write_simple(sql, out, "var_samp", k);
        return;
    case DSI_AGG_RATIO:
        write_ratio(sql, out, k);
        return;
    case DSI_AGG_SHARE:
        write_share(sql, out, k);
        return;
    case DSI_AGG_MEDIAN:
        write_percentile(sql, out, "percentile_cont", NULL, k);
        return;
    case DSI_AGG_QUANTILE:
        write_percentile(sql, out, "percentile_cont", node->args[1], k);
        return;
    case DSI_AGG_QUANTILE_OBSERVED:
        write_percentile(sql, out, "percentile_disc", node->args[1], k);
        return;
    case DSI_AGG_DISTINCT:
    case DSI_AGG_RECURRING:
        write_tuples(sql, out, k);
        return;
    case DSI_AGG_TRIMMED_MEAN:
        write_trimmed(sql, out, k);
        return;
    case DSI_AGG_KM_QUANTILE:
    case DSI_AGG_KM_WITHIN:
        sql->refused = node->function == DSI_AGG_KM_QUANTILE
                           ? "km_quantile is a Kaplan-Meier estimate, a product along all rows"
                           : "km_within is a Kaplan-Meier estimate, a product along all rows";
        return;
    case DSI_AGG_APPROX_QUANTILE:
        sql->refused =
            "approx_quantile answers from buckets of its own, which a database does not have: ask for quantile";
        return;
    default:
        sql->refused = sql->refused == NULL ? dsi_function_name(node->function) : sql->refused;
        return;
    }
}
