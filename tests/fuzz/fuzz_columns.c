/* A table of columns in any layout. Claims: no read outside a column; used, missing and excluded rows add up to the
   candidates; the rows behind a cell are as many as its counts; chunks merged in any order give the same bits as one
   pass, through a clone as well. */
#include "columns.h"

static dscore_catalog *catalog;

/* What the catalogue lacks: an indicator for each aggregate. */
static const char definitions[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": ["
    "{\"id\": \"z_spread\", \"name\": \"z\", \"unit\": \"money\", \"credit\": [\"agent\"], \"formula\": "
    "\"stddev(cost)\"},"
    "{\"id\": \"z_variance\", \"name\": \"z\", \"unit\": \"ratio\", \"credit\": [\"agent\"], \"formula\": "
    "\"variance(csat * cost)\"},"
    "{\"id\": \"z_sum\", \"name\": \"z\", \"unit\": \"money\", \"credit\": [\"agent\"], \"formula\": "
    "\"sum(cost where not is_spam) + sum(reopens)\"},"
    "{\"id\": \"z_ratio\", \"name\": \"z\", \"unit\": \"ratio\", \"credit\": [\"agent\", \"team\"], \"formula\": "
    "\"ratio(cost, csat) + max(cost) - min(csat) + count(reopens)\"},"
    "{\"id\": \"z_tuples\", \"name\": \"z\", \"unit\": \"count\", \"credit\": [\"agent\"], \"formula\": "
    "\"distinct(customer, reopens) - recurring(customer)\"},"
    "{\"id\": \"z_trimmed\", \"name\": \"z\", \"unit\": \"s\", \"credit\": [\"agent\"], \"formula\": "
    "\"trimmed_mean(handle_time, 0.1)\"},"
    "{\"id\": \"z_observed\", \"name\": \"z\", \"unit\": \"s\", \"credit\": [\"agent\"], \"formula\": "
    "\"quantile_observed(elapsed(created_at, first_response_at), 0.8 where csat >= 3 or reopens > 1)\"},"
    "{\"id\": \"z_mean\", \"name\": \"z\", \"unit\": \"ratio\", \"credit\": [\"agent\"], \"formula\": "
    "\"mean(if(is_resolved, cost / csat, least(cost, 3) * 2)) + mean(handle_time / 60s)\"}]}";

static const char *const indicators[] = {"first_response_time", "first_response_time_median", "first_response_within",
    "resolution_time_p90", "csat_mean", "csat_satisfied", "tickets", "resolved", "closure_rate", "backlog",
    "handle_time", "reopen_rate", "cost_per_ticket", "z_spread", "z_variance", "z_sum", "z_ratio", "z_tuples",
    "z_trimmed", "z_observed", "z_mean"};
enum { INDICATORS = sizeof indicators / sizeof indicators[0] };

typedef struct field {
    const char *name;
    int32_t type;
} field;

static const field fields[] = {{"created_at", DSCORE_TYPE_INSTANT}, {"first_response_at", DSCORE_TYPE_INSTANT},
    {"resolved_at", DSCORE_TYPE_INSTANT}, {"agent", DSCORE_TYPE_TEXT}, {"team", DSCORE_TYPE_TEXT},
    {"customer", DSCORE_TYPE_TEXT}, {"resolver", DSCORE_TYPE_TEXT}, {"csat", DSCORE_TYPE_NUMBER},
    {"cost", DSCORE_TYPE_NUMBER}, {"reopens", DSCORE_TYPE_NUMBER}, {"handle_time", DSCORE_TYPE_DURATION},
    {"is_resolved", DSCORE_TYPE_BOOLEAN}, {"is_spam", DSCORE_TYPE_BOOLEAN}};
enum { FIELDS = sizeof fields / sizeof fields[0] };

static void start(void)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *built_in = NULL;
    dscore_catalog_builder *builder = NULL;
    must(dscore_catalog_builtin(NULL, &built_in, &err), &err, "catalogue");
    must(dscore_catalog_builder_new(built_in, &builder, &err), &err, "builder");
    must(dscore_catalog_builder_add(builder, definitions, (int64_t)sizeof definitions - 1, &err), &err, "definitions");
    must(dscore_catalog_builder_finish(builder, &catalog, &err), &err, "finish");
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(built_in);
}

/* ---- the case ------------------------------------------------------------------------------- */

static int64_t pick_rows(choices *c)
{
    int kind = below(c, 8);
    int64_t rows = next_byte(c);
    return kind == 0 ? rows % 3 : kind < 6 ? rows : 900 + 5 * rows; /* some longer than a block of rows */
}

static dscore_table *make_table(choices *c, blocks *b)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = NULL;
    int64_t rows = pick_rows(c);
    must(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &err), &err, "table");
    for (int i = 0; i < FIELDS; i++) {
        if (below(c, 12) == 11) {
            continue;
        }
        dscore_column column = make_column(c, b, fields[i].type, rows);
        (void)fine(dscore_table_bind(table, fields[i].name, &column, &err), &err);
    }
    return table;
}

static void set_times(choices *c, dscore_query *query)
{
    const int64_t day = INT64_C(86400000000);
    const int64_t from = INT64_C(1767225600000000);
    dscore_error err = DSCORE_ERROR_INIT;
    must(dscore_query_now(query, from + 3 * day, &err), &err, "now");
    switch (below(c, 4)) {
    case 1:
        must(dscore_query_range(query, from, from + 2 * day, &err), &err, "range");
        break;
    case 2:
        must(dscore_query_periods_every(query, from, day / 2, 9, &err), &err, "periods");
        break;
    case 3:
        must(dscore_query_range(query, dscore_instant_min(), from + 4 * day, &err), &err, "range");
        break;
    default:
        break;
    }
}

static dscore_query *make_query(choices *c)
{
    static const char *const keys[] = {"subject", "team", "agent", "customer"};
    static const char *const negative[] = {"exclude", "signed", "clamp", "fail"};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    must(dscore_query_new(catalog, &query, &err), &err, "query");
    for (int n = below(c, 3); n > 0; n--) {
        (void)fine(dscore_query_key(query, keys[below(c, 4)], &err), &err);
    }
    for (int n = 1 + below(c, 6); n > 0; n--) {
        (void)fine(dscore_query_item(query, NULL, indicators[below(c, INDICATORS)], &err), &err);
    }
    set_times(c, query);
    must(dscore_query_option(query, "absent", "missing", &err), &err, "absent");
    must(dscore_query_option(query, "negative", negative[below(c, 4)], &err), &err, "negative");
    must(dscore_query_option(query, "invalid", below(c, 12) == 11 ? "fail" : "exclude", &err), &err, "invalid");
    must(dscore_query_option(query, "standing_filter", below(c, 4) == 3 ? "off" : "on", &err), &err, "filter");
    if (below(c, 4) == 3) {
        must(dscore_query_where(query, NULL, "csat > 2 or is_resolved", &err), &err, "where");
    }
    if (below(c, 4) == 3) {
        must(dscore_query_domain(query, "tickets", "csat", 1, 100, &err), &err, "domain");
    }
    return query;
}

/* ---- the claims ----------------------------------------------------------------------------- */

/* Under event placement every row is in exactly one cell, in none, or no candidate. */
static void require_counts(const dscore_values *values, int64_t rows)
{
    dscore_error err = DSCORE_ERROR_INIT;
    for (int32_t item = 0; item < dscore_values_item_count(values); item++) {
        const char *placement = dscore_values_item(values, item, DSCORE_ITEM_PLACEMENT);
        int64_t sum = dscore_values_reason(values, item, DSCORE_REASON_UNPLACED) +
                      dscore_values_reason(values, item, DSCORE_REASON_FILTERED_OUT);
        bool has_flag = false;
        for (int64_t row = 0; row < dscore_values_row_count(values); row++) {
            dscore_value value = DSCORE_VALUE_INIT;
            must(dscore_values_get(values, row, item, &value, &err), &err, "value");
            REQUIRE((value.status == DSCORE_VALUE_OK) == !isnan(value.value), "status %d, value %g", (int)value.status,
                value.value);
            REQUIRE(value.n_used >= 0 && value.n_missing >= 0 && value.n_excluded >= 0, "a negative count");
            sum += value.n_used + value.n_missing + value.n_excluded;
            has_flag |= (value.flags & DSCORE_FLAG_FIELD_ABSENT) != 0;
        }
        bool is_plain = dscore_values_item(values, item, DSCORE_ITEM_SOURCE)[0] != '\0' &&
                        strncmp(placement, "open", 4) != 0 && !has_flag;
        REQUIRE(!is_plain || sum == rows || dscore_values_row_count(values) == 0, "%s: %d rows of %d",
            dscore_values_item(values, item, DSCORE_ITEM_ALIAS), (int)sum, (int)rows);
    }
}

/* The rows behind one cell are as many as it counts. */
static void require_rows(choices *c, const dscore_plan *plan, const dscore_table *table, const dscore_values *values)
{
    if (dscore_values_row_count(values) == 0) {
        return;
    }
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t row = next_byte(c) % dscore_values_row_count(values);
    int32_t item = below(c, dscore_values_item_count(values));
    dscore_value value = DSCORE_VALUE_INIT;
    must(dscore_values_get(values, row, item, &value, &err), &err, "value");
    const int64_t counts[] = {value.n_used, value.n_missing, value.n_excluded};
    for (int32_t of = DSCORE_ROWS_USED; of <= DSCORE_ROWS_EXCLUDED; of++) {
        int64_t needed = 0;
        dscore_status status = dscore_plan_rows(plan, table, values, row,
            dscore_values_item(values, item, DSCORE_ITEM_ALIAS), of, NULL, NULL, 0, &needed, &err);
        if (status == DSCORE_OK || status == DSCORE_E_BUFFER) {
            REQUIRE(needed == counts[of - 1], "%s class %d: %d rows, %d counted",
                dscore_values_item(values, item, DSCORE_ITEM_ALIAS), (int)of, (int)needed, (int)counts[of - 1]);
        } else {
            (void)fine(status, &err);
        }
    }
}

enum { PARTS = 3 };

/* The rows in chunks, dealt to some states that are then merged. NULL: a chunk was refused. */
static dscore_values *in_chunks(choices *c, const dscore_plan *plan, const dscore_table *table)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_state *parts[PARTS] = {NULL};
    dscore_values *values = NULL;
    bool took_all = true;
    for (int i = 0; i < PARTS; i++) {
        must(dscore_state_new(plan, &parts[i], &err), &err, "state");
    }
    for (int64_t first = 0, n = 0; first < dscore_table_rows(table); first += n) {
        int64_t left = dscore_table_rows(table) - first;
        n = 1 + next_byte(c) * (below(c, 2) == 0 ? 1 : 7);
        n = n < left ? n : left;
        int64_t taken = -1;
        dscore_status status = dscore_state_update(parts[below(c, PARTS)], table, first, n, &taken, &err);
        took_all = fine(status, &err) && took_all;
        REQUIRE(taken >= 0 && taken <= n && (status != DSCORE_OK || taken == n), "took %d of %d", (int)taken, (int)n);
    }
    int into = below(c, PARTS);
    for (int i = 0; took_all && i < PARTS; i++) {
        if (i != into) {
            took_all = fine(dscore_state_merge(parts[into], parts[i], &err), &err);
            REQUIRE(took_all, "merge: %s", err.message);
        }
    }
    dscore_state *copy = NULL;
    if (took_all) {
        must(dscore_state_clone(parts[into], &copy, &err), &err, "clone");
        must(dscore_state_finish(copy, &values, &err), &err, "finish");
    }
    dscore_state_free(copy);
    for (int i = 0; i < PARTS; i++) {
        dscore_state_free(parts[i]);
    }
    return values;
}

static void compare(choices *c, const dscore_plan *plan, const dscore_table *table)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_state *whole = NULL;
    int64_t taken = -1;
    must(dscore_state_new(plan, &whole, &err), &err, "state");
    dscore_status status = dscore_state_update(whole, table, 0, dscore_table_rows(table), &taken, &err);
    bool took_all = fine(status, &err);
    dscore_values *chunked = in_chunks(c, plan, table);
    /* No rows, no chunk: then only the whole has seen which fields are bound. */
    if (dscore_table_rows(table) > 0) {
        REQUIRE(took_all == (chunked != NULL), "status %d, but %s in chunks: %s", (int)status,
            chunked == NULL ? "refused" : "taken", err.message);
    }
    if (took_all) {
        dscore_values *values = NULL;
        must(dscore_state_finish(whole, &values, &err), &err, "finish");
        require_counts(values, dscore_table_rows(table));
        if (dscore_table_rows(table) > 0) {
            require_same_values(values, chunked);
        }
        require_rows(c, plan, table, values);
        dscore_values_free(values);
    }
    dscore_values_free(chunked);
    dscore_state_free(whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (catalog == NULL) {
        start();
    }
    choices c = {data, size, 0};
    blocks b = {{NULL}, 0};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = make_query(&c);
    dscore_table *table = make_table(&c, &b);
    dscore_plan *plan = NULL;
    if (fine(dscore_plan_compile(query, &plan, &err), &err)) {
        compare(&c, plan, table);
    }
    dscore_plan_free(plan);
    dscore_table_free(table);
    dscore_query_free(query);
    free_blocks(&b);
    return 0;
}
