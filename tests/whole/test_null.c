/* NULL in the place of every pointer of every public function: DSCORE_E_ARGUMENT, or nothing happens; and indices out
   of range. What may be NULL by its header (err, an executor, an allocator, optional outputs) is not refused. */
#include "whole_support.h"

/* All that a call can take, alive. */
typedef struct everything {
    desk d;
    dscore_catalog_builder *builder;
    dscore_state *state;
    dscore_scorecard *card;
    dscore_scores *scores;
    dscore_rule *rule;
    dscore_weights *weights;
    dscore_report *report;
    dscore_profile *profile;
    const dscore_schema *schema;
    const dscore_indicator *indicator;
    dscore_error err;
} everything;

static const double RATINGS[] = {4, 5};
static const char *const AGENTS[] = {"A", "B"};
static const char RULE[] = "{\"family\": \"LINEAR\", \"x0\": 1, \"points0\": 0, \"x1\": 5, \"points1\": 100}";
static const char WEIGHTS[] = "{\"tree\": {\"a\": 1, \"b\": 3}}";
static const char CARD[] =
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"c\", \"name\": \"c\", \"items\": {\"csat_mean\":"
    " {\"indicator\": \"csat_mean\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 1, \"points0\": 0, \"x1\": 5, "
    "\"points1\": 100}}},"
    " \"weights\": {\"tree\": {\"csat_mean\": 1}}}";
static const char PROFILE[] =
    "{\"deskscore\": 1, \"kind\": \"profile\", \"sources\": {\"tickets\": {\"fields\": {\"csat\":"
    " {\"column\": \"Rating\"}}}}}";

static void open_everything(everything *e)
{
    const dscore_error fresh = DSCORE_ERROR_INIT;
    memset(e, 0, sizeof *e);
    e->err = fresh;
    desk_open(&e->d, NULL);
    desk_key(&e->d, "agent");
    desk_ask(&e->d, "csat_mean");
    desk_ask(&e->d, "resolution_within");
    assert_ok(dscore_query_parameter(e->d.query, "resolution_within", "limit", "1d", &e->err), e->err);
    assert_ok(dscore_query_now(e->d.query, 0, &e->err), e->err);
    desk_option(&e->d, "absent", "missing");
    bind_numbers(&e->d, "csat", RATINGS, 2);
    bind_texts(&e->d, "agent", AGENTS, 2);
    desk_run(&e->d);
    e->schema = dscore_catalog_schema(e->d.catalog);
    e->indicator = dscore_catalog_find(e->d.catalog, "resolution_within");
    assert_ok(dscore_catalog_builder_new(e->d.catalog, &e->builder, &e->err), e->err);
    assert_ok(dscore_state_new(e->d.plan, &e->state, &e->err), e->err);
    assert_ok(dscore_scorecard_parse(e->d.catalog, CARD, (int64_t)strlen(CARD), &e->card, &e->err), e->err);
    assert_ok(dscore_score(e->card, e->d.values, &e->scores, &e->err), e->err);
    assert_ok(dscore_rule_parse(NULL, RULE, (int64_t)strlen(RULE), &e->rule, &e->err), e->err);
    assert_ok(dscore_weights_parse(NULL, WEIGHTS, (int64_t)strlen(WEIGHTS), &e->weights, &e->err), e->err);
    assert_ok(dscore_document_check(e->d.catalog, "{}", 2, &e->report, &e->err), e->err);
    assert_ok(dscore_profile_parse(e->d.catalog, PROFILE, (int64_t)strlen(PROFILE), &e->profile, &e->err), e->err);
}

static void close_everything(everything *e)
{
    dscore_profile_free(e->profile);
    dscore_report_free(e->report);
    dscore_weights_free(e->weights);
    dscore_rule_free(e->rule);
    dscore_scores_free(e->scores);
    dscore_scorecard_free(e->card);
    dscore_state_free(e->state);
    dscore_catalog_builder_free(e->builder);
    desk_close(&e->d);
}

/* DSCORE_E_ARGUMENT, also without an error to write to. `err` is the name of the last argument in every call. */
#define REFUSED(call)                                                                                                  \
    do {                                                                                                               \
        dscore_error told_ = DSCORE_ERROR_INIT;                                                                        \
        dscore_error *err = &told_;                                                                                    \
        dscore_status status_ = (call);                                                                                \
        ck_assert_msg(status_ == DSCORE_E_ARGUMENT, "%s: %s %s", #call, dscore_status_name(status_), told_.message);   \
        ck_assert_msg(told_.status == DSCORE_E_ARGUMENT && told_.message[0] != '\0', "%s: nothing told", #call);       \
        err = NULL;                                                                                                    \
        status_ = (call);                                                                                              \
        ck_assert_int_eq(status_, DSCORE_E_ARGUMENT);                                                                  \
    } while (0)

/* The same, and the output of a constructor is set to NULL. */
#define REFUSED_MAKING(out, call)                                                                                      \
    do {                                                                                                               \
        REFUSED(call);                                                                                                 \
        ck_assert_msg((out) == NULL, "%s: the output is not NULL", #call);                                             \
    } while (0)

static void *const JUNK = (void *)(uintptr_t)&AGENTS; /* what an output holds before a call */

START_TEST(base_and_data_refuse_null)
{
    everything e;
    open_everything(&e);
    char buffer[64];
    int64_t needed = 0;
    dscore_executor executor;
    dscore_field_info info = DSCORE_FIELD_INFO_INIT;
    dscore_table *table = JUNK, *tickets = e.d.tables[0];
    dscore_column column = DSCORE_COLUMN_INIT;
    ck_assert_str_eq(dscore_status_name(12345), "DSCORE_E_UNKNOWN");
    REFUSED(dscore_executor_threads(2, NULL, err));
    REFUSED(dscore_executor_threads(0, &executor, err));
    REFUSED(dscore_executor_threads(1025, &executor, err));
    REFUSED(dscore_format(1.0, "s", 2, "en", NULL, 10, &needed, err));
    REFUSED(dscore_format((double)NAN, "s", 2, "en", buffer, 10, &needed, err));
    REFUSED(dscore_format(1.0, "parsecs", 2, "en", buffer, 10, &needed, err));
    REFUSED(dscore_format(1.0, "s", 16, "en", buffer, 10, &needed, err));
    REFUSED(dscore_format(1.0, "s", 2, "fr", buffer, 10, &needed, err));
    REFUSED(dscore_format(1.0, "s", 2, "en", buffer, -1, &needed, err));
    assert_ok(dscore_format(1.0, NULL, 2, NULL, buffer, sizeof buffer, NULL, NULL), e.err);
    ck_assert_int_eq(dscore_format(1.0, NULL, 2, NULL, NULL, 0, NULL, NULL), DSCORE_E_BUFFER);

    ck_assert_int_eq(dscore_schema_source_count(NULL), 0);
    ck_assert_str_eq(dscore_schema_source(NULL, 0), "");
    ck_assert_str_eq(dscore_schema_source(e.schema, -1), "");
    ck_assert_str_eq(dscore_schema_source(e.schema, INT32_MAX), "");
    ck_assert_int_eq(dscore_schema_field_count(NULL, "tickets"), 0);
    ck_assert_int_eq(dscore_schema_field_count(e.schema, NULL), 0);
    ck_assert_str_eq(dscore_schema_field(NULL, "tickets", 0), "");
    ck_assert_str_eq(dscore_schema_field(e.schema, NULL, 0), "");
    ck_assert_str_eq(dscore_schema_field(e.schema, "tickets", -1), "");
    REFUSED(dscore_schema_field_info(NULL, "tickets", "csat", &info, err));
    REFUSED(dscore_schema_field_info(e.schema, NULL, "csat", &info, err));
    REFUSED(dscore_schema_field_info(e.schema, "tickets", NULL, &info, err));
    REFUSED(dscore_schema_field_info(e.schema, "tickets", "csat", NULL, err));
    ck_assert_str_eq(dscore_schema_field_derive(NULL, "tickets", "is_resolved", 0), "");
    ck_assert_str_eq(dscore_schema_field_derive(e.schema, NULL, "is_resolved", 0), "");
    ck_assert_str_eq(dscore_schema_field_derive(e.schema, "tickets", NULL, 0), "");
    ck_assert_str_eq(dscore_schema_field_derive(e.schema, "tickets", "is_resolved", 99), "");

    REFUSED_MAKING(table, dscore_table_new(NULL, "tickets", &table, err));
    table = JUNK;
    REFUSED_MAKING(table, dscore_table_new(e.schema, NULL, &table, err));
    REFUSED(dscore_table_new(e.schema, "tickets", NULL, err));
    column.type = DSCORE_FLOAT64;
    column.data = RATINGS;
    column.length = 2;
    column.flags = DSCORE_COLUMN_PACKED;
    REFUSED(dscore_table_bind(NULL, "nps", &column, err));
    REFUSED(dscore_table_bind(tickets, NULL, &column, err));
    REFUSED(dscore_table_bind(tickets, "nps", NULL, err));
    column.struct_size = 0;
    REFUSED(dscore_table_bind(tickets, "nps", &column, err));
    REFUSED(dscore_table_bind_array(NULL, "nps", DSCORE_FLOAT64, 0, RATINGS, 2, 8, NULL, err));
    REFUSED(dscore_table_bind_array(tickets, NULL, DSCORE_FLOAT64, 0, RATINGS, 2, 8, NULL, err));
    REFUSED(dscore_table_bind_array(tickets, "nps", DSCORE_FLOAT64, 0, NULL, 2, 8, NULL, err));
    REFUSED(dscore_table_bind_array(tickets, "nps", DSCORE_FLOAT64, 0, RATINGS, -2, 8, NULL, err));
    REFUSED(dscore_table_bind_array(tickets, "nps", 99, 0, RATINGS, 2, 8, NULL, err));
    REFUSED(dscore_table_bind_array(tickets, "nps", DSCORE_FLOAT64, 9, RATINGS, 2, 8, NULL, err));
    REFUSED(dscore_table_unbind(NULL, "csat", err));
    REFUSED(dscore_table_unbind(tickets, NULL, err));
    ck_assert_int_eq(dscore_table_rows(NULL), 0);
    ck_assert_str_eq(dscore_table_source(NULL), "");
    ck_assert_int_eq(dscore_table_has(NULL, "csat"), 0);
    ck_assert_int_eq(dscore_table_has(tickets, NULL), 0);
    close_everything(&e);
}
END_TEST

START_TEST(catalogues_refuse_null)
{
    everything e;
    open_everything(&e);
    char buffer[4096];
    int64_t needed = 0;
    double low = 0, high = 0;
    dscore_catalog *catalog = JUNK;
    dscore_catalog_builder *builder = NULL;
    dscore_parameter_info parameter = DSCORE_PARAMETER_INFO_INIT;
    const dscore_catalog *own = e.d.catalog;
    REFUSED(dscore_catalog_builtin(NULL, NULL, err));
    ck_assert_ptr_null(dscore_catalog_schema(NULL));
    ck_assert_int_eq(dscore_catalog_count(NULL), 0);
    ck_assert_ptr_null(dscore_catalog_at(NULL, 0));
    ck_assert_ptr_null(dscore_catalog_at(own, -1));
    ck_assert_ptr_null(dscore_catalog_at(own, INT32_MAX));
    ck_assert_ptr_null(dscore_catalog_find(NULL, "csat_mean"));
    ck_assert_ptr_null(dscore_catalog_find(own, NULL));
    REFUSED(dscore_catalog_builder_new(own, NULL, err));
    assert_ok(dscore_catalog_builder_new(NULL, &builder, NULL), e.err); /* allowed: nothing to start from */
    dscore_catalog_builder_free(builder);
    REFUSED_MAKING(catalog, dscore_catalog_builder_finish(NULL, &catalog, err));
    REFUSED(dscore_catalog_builder_finish(e.builder, NULL, err));
    REFUSED(dscore_catalog_builder_add(NULL, "{}", 2, err));
    REFUSED(dscore_catalog_builder_add(e.builder, NULL, 2, err));
    REFUSED(dscore_catalog_builder_add(e.builder, "{}", -1, err));
    for (int32_t property = -1; property < 40; property++) {
        ck_assert_str_eq(dscore_indicator_text(NULL, property), "");
        ck_assert_ptr_nonnull(dscore_indicator_text(e.indicator, property));
    }
    ck_assert_int_ge(dscore_indicator_min_n(NULL), 0);
    ck_assert_int_eq(dscore_indicator_sampled(NULL), 0);
    dscore_indicator_domain(NULL, &low, &high);
    dscore_indicator_domain(e.indicator, NULL, &high);
    dscore_indicator_domain(e.indicator, &low, NULL);
    dscore_indicator_domain(e.indicator, NULL, NULL);
    ck_assert_int_eq(dscore_indicator_parameter_count(NULL), 0);
    REFUSED(dscore_indicator_parameter(NULL, 0, &parameter, err));
    REFUSED(dscore_indicator_parameter(e.indicator, 0, NULL, err));
    ck_assert_int_eq(dscore_indicator_parameter(e.indicator, 99, &parameter, NULL), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(dscore_indicator_field_count(NULL), 0);
    ck_assert_str_eq(dscore_indicator_field(NULL, 0), "");
    ck_assert_str_eq(dscore_indicator_field(e.indicator, 99), "");
    ck_assert_int_eq(dscore_indicator_credit_count(NULL), 0);
    ck_assert_str_eq(dscore_indicator_credit(NULL, 0), "");
    ck_assert_str_eq(dscore_indicator_credit(e.indicator, -1), "");
    REFUSED(dscore_indicator_sql(NULL, "csat_mean", buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_indicator_sql(own, NULL, buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_indicator_sql(own, "csat_mean", NULL, 10, &needed, err));
    REFUSED(dscore_indicator_sql(own, "csat_mean", buffer, -1, &needed, err));
    assert_ok(dscore_indicator_sql(own, "csat_mean", buffer, sizeof buffer, NULL, NULL), e.err);
    REFUSED(dscore_catalog_dump(NULL, buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_catalog_dump(own, NULL, 10, &needed, err));
    ck_assert_int_eq(dscore_catalog_dump(own, buffer, 10, NULL, NULL), DSCORE_E_BUFFER);
    REFUSED(dscore_indicator_dump(NULL, buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_indicator_dump(e.indicator, NULL, 10, &needed, err));
    close_everything(&e);
}
END_TEST

START_TEST(queries_and_plans_refuse_null)
{
    everything e;
    open_everything(&e);
    dscore_query *query = JUNK, *q = e.d.query;
    dscore_plan *plan = JUNK;
    const int64_t edges[] = {0, 1};
    REFUSED_MAKING(query, dscore_query_new(NULL, &query, err));
    REFUSED(dscore_query_new(e.d.catalog, NULL, err));
    REFUSED(dscore_query_key(NULL, "team", err));
    REFUSED(dscore_query_key(q, NULL, err));
    REFUSED(dscore_query_item(NULL, "a", "csat_mean", err));
    REFUSED(dscore_query_item(q, "a", NULL, err));
    REFUSED(dscore_query_parameter(NULL, "resolution_within", "limit", "1d", err));
    REFUSED(dscore_query_parameter(q, NULL, "limit", "1d", err));
    REFUSED(dscore_query_parameter(q, "resolution_within", NULL, "1d", err));
    REFUSED(dscore_query_parameter(q, "resolution_within", "limit", NULL, err));
    REFUSED(dscore_query_item_set(NULL, "csat_mean", "where", "is_spam", err));
    REFUSED(dscore_query_item_set(q, NULL, "where", "is_spam", err));
    REFUSED(dscore_query_item_set(q, "csat_mean", NULL, "is_spam", err));
    REFUSED(dscore_query_item_set(q, "csat_mean", "where", NULL, err));
    REFUSED(dscore_query_range(NULL, 0, 1, err));
    REFUSED(dscore_query_periods(NULL, edges, 2, err));
    REFUSED(dscore_query_periods(q, NULL, 2, err));
    REFUSED(dscore_query_periods_every(NULL, 0, 1, 1, err));
    REFUSED(dscore_query_now(NULL, 0, err));
    REFUSED(dscore_query_where(NULL, "tickets", "is_spam", err));
    REFUSED(dscore_query_where(q, "tickets", NULL, err));
    REFUSED(dscore_query_option(NULL, "absent", "missing", err));
    REFUSED(dscore_query_option(q, NULL, "missing", err));
    REFUSED(dscore_query_option(q, "absent", NULL, err));
    REFUSED(dscore_query_domain(NULL, "tickets", "csat", 1, 10, err));
    REFUSED(dscore_query_domain(q, "tickets", NULL, 1, 10, err));
    REFUSED_MAKING(plan, dscore_plan_compile(NULL, &plan, err));
    REFUSED(dscore_plan_compile(q, NULL, err));
    ck_assert_str_eq(dscore_plan_fingerprint(NULL), "");
    ck_assert_int_eq(dscore_plan_source_count(NULL), 0);
    ck_assert_str_eq(dscore_plan_source(NULL, 0), "");
    ck_assert_str_eq(dscore_plan_source(e.d.plan, 99), "");
    ck_assert_int_eq(dscore_plan_reads(NULL, "tickets", "csat"), 0);
    ck_assert_int_eq(dscore_plan_reads(e.d.plan, NULL, "csat"), 0);
    ck_assert_int_eq(dscore_plan_reads(e.d.plan, "tickets", NULL), 0);
    close_everything(&e);
}
END_TEST

START_TEST(states_and_values_refuse_null)
{
    everything e;
    open_everything(&e);
    dscore_state *state = JUNK;
    dscore_values *values = JUNK;
    const dscore_values *v = e.d.values;
    const char *const no_key[] = {NULL};
    dscore_table *const no_table[] = {NULL};
    dscore_value value = DSCORE_VALUE_INIT;
    dscore_values_column column = DSCORE_VALUES_COLUMN_INIT;
    dscore_executor empty;
    int64_t start = 0, end = 0, rows[4], needed = 0;
    int32_t reasons[4];
    memset(&empty, 0, sizeof empty);
    REFUSED_MAKING(state, dscore_state_new(NULL, &state, err));
    REFUSED(dscore_state_new(e.d.plan, NULL, err));
    REFUSED(dscore_state_update(NULL, e.d.tables[0], 0, 1, NULL, err));
    REFUSED(dscore_state_update(e.state, NULL, 0, 1, NULL, err));
    REFUSED(dscore_state_merge(NULL, e.state, err));
    REFUSED(dscore_state_merge(e.state, NULL, err));
    state = JUNK;
    REFUSED_MAKING(state, dscore_state_clone(NULL, &state, err));
    REFUSED(dscore_state_clone(e.state, NULL, err));
    dscore_pack_info info = DSCORE_PACK_INFO_INIT;
    REFUSED(dscore_state_pack(NULL, NULL, 0, &needed, err));
    REFUSED(dscore_state_pack(e.state, NULL, 8, &needed, err));
    REFUSED(dscore_state_pack(e.state, NULL, -1, &needed, err));
    REFUSED_MAKING(state, dscore_state_unpack(NULL, "", 0, &state, err));
    REFUSED_MAKING(state, dscore_state_unpack(e.d.plan, NULL, 0, &state, err));
    REFUSED_MAKING(state, dscore_state_unpack(e.d.plan, "", -1, &state, err));
    REFUSED(dscore_state_unpack(e.d.plan, "", 0, NULL, err));
    REFUSED(dscore_pack_look(NULL, 0, &info, err));
    REFUSED(dscore_pack_look("", 0, NULL, err));
    state = JUNK;
    REFUSED_MAKING(state, dscore_state_rollup(NULL, NULL, 0, &state, err));
    state = JUNK;
    REFUSED_MAKING(state, dscore_state_rollup(e.state, NULL, 1, &state, err));
    state = JUNK;
    REFUSED_MAKING(state, dscore_state_rollup(e.state, no_key, 1, &state, err));
    state = JUNK;
    REFUSED_MAKING(state, dscore_state_rollup(e.state, NULL, -1, &state, err));
    REFUSED(dscore_state_rollup(e.state, NULL, 0, NULL, err));
    const char *const label[] = {"a"};
    state = JUNK;
    REFUSED_MAKING(state, dscore_state_map(NULL, "agent", "team", NULL, NULL, 0, DSCORE_MAP_KEEP, &state, err));
    state = JUNK;
    REFUSED_MAKING(state, dscore_state_map(e.state, NULL, "team", NULL, NULL, 0, DSCORE_MAP_KEEP, &state, err));
    state = JUNK;
    REFUSED_MAKING(state, dscore_state_map(e.state, "agent", NULL, NULL, NULL, 0, DSCORE_MAP_KEEP, &state, err));
    state = JUNK;
    REFUSED_MAKING(state, dscore_state_map(e.state, "agent", "team", NULL, label, 1, DSCORE_MAP_KEEP, &state, err));
    state = JUNK;
    REFUSED_MAKING(state, dscore_state_map(e.state, "agent", "team", label, NULL, 1, DSCORE_MAP_KEEP, &state, err));
    state = JUNK;
    REFUSED_MAKING(state, dscore_state_map(e.state, "agent", "team", label, label, -1, DSCORE_MAP_KEEP, &state, err));
    REFUSED(dscore_state_map(e.state, "agent", "team", label, label, 1, DSCORE_MAP_KEEP, NULL, err));
    ck_assert_int_eq(dscore_state_bytes(NULL), 0);
    REFUSED_MAKING(values, dscore_state_finish(NULL, &values, err));
    REFUSED(dscore_state_finish(e.state, NULL, err));
    values = JUNK;
    REFUSED_MAKING(values, dscore_evaluate(NULL, e.d.tables, 1, NULL, &values, err));
    values = JUNK;
    REFUSED_MAKING(values, dscore_evaluate(e.d.plan, NULL, 1, NULL, &values, err));
    values = JUNK;
    REFUSED_MAKING(values, dscore_evaluate(e.d.plan, no_table, 1, NULL, &values, err));
    values = JUNK;
    REFUSED_MAKING(values, dscore_evaluate(e.d.plan, e.d.tables, -1, NULL, &values, err));
    REFUSED(dscore_evaluate(e.d.plan, e.d.tables, 1, NULL, NULL, err));
    values = JUNK;
    REFUSED_MAKING(values, dscore_evaluate(e.d.plan, e.d.tables, 1, &empty, &values, err));

    ck_assert_int_eq(dscore_values_item_count(NULL), 0);
    ck_assert_str_eq(dscore_values_item(NULL, 0, DSCORE_ITEM_ALIAS), "");
    ck_assert_str_eq(dscore_values_item(v, 99, DSCORE_ITEM_ALIAS), "");
    ck_assert_str_eq(dscore_values_item(v, 0, 99), "");
    ck_assert_int_eq(dscore_values_find(NULL, "csat_mean"), -1);
    ck_assert_int_eq(dscore_values_find(v, NULL), -1);
    ck_assert_int_eq(dscore_values_row_count(NULL), 0);
    ck_assert_int_eq(dscore_values_key_count(NULL), 0);
    ck_assert_str_eq(dscore_values_key_name(NULL, 0), "");
    ck_assert_str_eq(dscore_values_key_name(v, 9), "");
    ck_assert_str_eq(dscore_values_key(NULL, 0, 0), "");
    ck_assert_str_eq(dscore_values_key(v, -1, 0), "");
    ck_assert_str_eq(dscore_values_key(v, 0, 9), "");
    ck_assert_int_eq(dscore_values_key_flags(NULL, 0, 0), 0);
    ck_assert_int_eq(dscore_values_key_flags(v, 99, 0), 0);
    ck_assert_int_eq(dscore_values_has_periods(NULL), 0);
    REFUSED(dscore_values_period(NULL, 0, &start, &end, err));
    REFUSED(dscore_values_period(v, 99, &start, &end, err));
    (void)dscore_values_period(v, 0, NULL, &end, NULL);
    (void)dscore_values_period(v, 0, &start, NULL, NULL);
    REFUSED(dscore_values_get(NULL, 0, 0, &value, err));
    REFUSED(dscore_values_get(v, 0, 0, NULL, err));
    REFUSED(dscore_values_get(v, -1, 0, &value, err));
    REFUSED(dscore_values_get(v, 0, 99, &value, err));
    REFUSED(dscore_values_by_column(NULL, 0, &column, err));
    REFUSED(dscore_values_by_column(v, 0, NULL, err));
    REFUSED(dscore_values_by_column(v, -1, &column, err));
    ck_assert_int_eq(dscore_values_reason(NULL, 0, DSCORE_REASON_MISSING), 0);
    ck_assert_int_eq(dscore_values_reason(v, 99, DSCORE_REASON_MISSING), 0);
    ck_assert_int_eq(dscore_values_reason(v, 0, 99), 0);
    ck_assert_int_eq(dscore_values_reason(v, 0, -1), 0);
#define ROWS_OF(plan, table, values, row, alias, class_of, out, capacity, count)                                       \
    dscore_plan_rows(plan, table, values, row, alias, class_of, out, reasons, capacity, count, err)
    REFUSED(ROWS_OF(NULL, e.d.tables[0], v, 0, "csat_mean", DSCORE_ROWS_USED, rows, 4, &needed));
    REFUSED(ROWS_OF(e.d.plan, NULL, v, 0, "csat_mean", DSCORE_ROWS_USED, rows, 4, &needed));
    REFUSED(ROWS_OF(e.d.plan, e.d.tables[0], NULL, 0, "csat_mean", DSCORE_ROWS_USED, rows, 4, &needed));
    REFUSED(ROWS_OF(e.d.plan, e.d.tables[0], v, 99, "csat_mean", DSCORE_ROWS_USED, rows, 4, &needed));
    REFUSED(ROWS_OF(e.d.plan, e.d.tables[0], v, 0, NULL, DSCORE_ROWS_USED, rows, 4, &needed));
    REFUSED(ROWS_OF(e.d.plan, e.d.tables[0], v, 0, "csat_mean", 9, rows, 4, &needed));
    REFUSED(ROWS_OF(e.d.plan, e.d.tables[0], v, 0, "csat_mean", DSCORE_ROWS_USED, NULL, 4, &needed));
    REFUSED(ROWS_OF(e.d.plan, e.d.tables[0], v, 0, "csat_mean", DSCORE_ROWS_USED, rows, -1, &needed));
    REFUSED(ROWS_OF(e.d.plan, e.d.tables[0], v, 0, "csat_mean", DSCORE_ROWS_USED, rows, 4, NULL));
    assert_ok(
        dscore_plan_rows(e.d.plan, e.d.tables[0], v, 0, "csat_mean", DSCORE_ROWS_USED, rows, NULL, 4, &needed, NULL),
        e.err);
    close_everything(&e);
}
END_TEST

START_TEST(rules_and_weights_refuse_null)
{
    everything e;
    open_everything(&e);
    char buffer[4096];
    int64_t needed = 0;
    double points[2], shares[2], coverage = 0;
    const uint8_t present[] = {1, 1};
    dscore_rule *rule = JUNK;
    dscore_weights *weights = JUNK;
    dscore_weight_node node = DSCORE_WEIGHT_NODE_INIT;
    ck_assert_str_eq(dscore_rule_family(NULL), "");
    REFUSED(dscore_rule_apply(NULL, RATINGS, 2, points, NULL, NULL, NULL, err));
    REFUSED(dscore_rule_apply(e.rule, NULL, 2, points, NULL, NULL, NULL, err));
    REFUSED(dscore_rule_apply(e.rule, RATINGS, 2, NULL, NULL, NULL, NULL, err));
    REFUSED(dscore_rule_apply(e.rule, RATINGS, -1, points, NULL, NULL, NULL, err));
    assert_ok(dscore_rule_apply(e.rule, NULL, 0, NULL, NULL, NULL, NULL, NULL), e.err);
    assert_ok(dscore_rule_apply(e.rule, RATINGS, 2, points, NULL, NULL, NULL, NULL), e.err);
    REFUSED(dscore_rule_explain(NULL, "s", "en", buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_rule_explain(e.rule, "s", "fr", buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_rule_explain(e.rule, "s", "en", NULL, 10, &needed, err));
    assert_ok(dscore_rule_explain(e.rule, NULL, NULL, buffer, sizeof buffer, NULL, NULL), e.err);
    REFUSED_MAKING(rule, dscore_rule_parse(NULL, NULL, 2, &rule, err));
    rule = JUNK;
    REFUSED_MAKING(rule, dscore_rule_parse(NULL, RULE, -1, &rule, err));
    REFUSED(dscore_rule_parse(NULL, RULE, 2, NULL, err));
    REFUSED(dscore_rule_dump(NULL, buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_rule_dump(e.rule, NULL, 10, &needed, err));

    ck_assert_int_eq(dscore_weights_count(NULL), 0);
    REFUSED(dscore_weights_node(NULL, 0, &node, err));
    REFUSED(dscore_weights_node(e.weights, 0, NULL, err));
    REFUSED(dscore_weights_node(e.weights, 99, &node, err));
    ck_assert_int_eq(dscore_weights_find(NULL, "a"), -1);
    ck_assert_int_eq(dscore_weights_find(e.weights, NULL), -1);
    (void)dscore_weights_mode(NULL);
    REFUSED(dscore_weights_resolve(NULL, present, DSCORE_MISSING_ZERO, shares, &coverage, err));
    REFUSED(dscore_weights_resolve(e.weights, NULL, DSCORE_MISSING_ZERO, shares, &coverage, err));
    REFUSED(dscore_weights_resolve(e.weights, present, 99, shares, &coverage, err));
    REFUSED(dscore_weights_resolve(e.weights, present, DSCORE_MISSING_ZERO, NULL, &coverage, err));
    assert_ok(dscore_weights_resolve(e.weights, present, DSCORE_MISSING_ZERO, shares, NULL, NULL), e.err);
    REFUSED_MAKING(weights, dscore_weights_parse(NULL, NULL, 2, &weights, err));
    REFUSED(dscore_weights_parse(NULL, WEIGHTS, 2, NULL, err));
    REFUSED(dscore_weights_dump(NULL, buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_weights_dump(e.weights, NULL, 10, &needed, err));
    close_everything(&e);
}
END_TEST

START_TEST(cards_and_scores_refuse_null)
{
    everything e;
    open_everything(&e);
    char buffer[8192];
    int64_t needed = 0;
    dscore_plan *plan = JUNK;
    dscore_scores *scores = JUNK;
    dscore_scorecard *card = JUNK;
    dscore_score_row row = DSCORE_SCORE_ROW_INIT;
    dscore_ledger_line line = DSCORE_LEDGER_LINE_INIT;
    ck_assert_str_eq(dscore_scorecard_text(NULL, DSCORE_CARD_ID), "");
    ck_assert_str_eq(dscore_scorecard_text(e.card, 99), "");
    ck_assert_ptr_null(dscore_scorecard_weights(NULL));
    ck_assert_int_eq(dscore_scorecard_item_count(NULL), 0);
    ck_assert_str_eq(dscore_scorecard_item_alias(NULL, 0), "");
    ck_assert_str_eq(dscore_scorecard_item_alias(e.card, 99), "");
    ck_assert_str_eq(dscore_scorecard_item_indicator(NULL, 0), "");
    ck_assert_str_eq(dscore_scorecard_item_indicator(e.card, -1), "");
    ck_assert_ptr_null(dscore_scorecard_item_rule(NULL, 0));
    ck_assert_ptr_null(dscore_scorecard_item_rule(e.card, 99));
    REFUSED_MAKING(plan, dscore_scorecard_plan(NULL, e.d.query, &plan, err));
    plan = JUNK;
    REFUSED_MAKING(plan, dscore_scorecard_plan(e.card, NULL, &plan, err));
    REFUSED(dscore_scorecard_plan(e.card, e.d.query, NULL, err));
    REFUSED_MAKING(scores, dscore_score(NULL, e.d.values, &scores, err));
    scores = JUNK;
    REFUSED_MAKING(scores, dscore_score(e.card, NULL, &scores, err));
    REFUSED(dscore_score(e.card, e.d.values, NULL, err));
    ck_assert_int_eq(dscore_scores_count(NULL), 0);
    ck_assert_ptr_null(dscore_scores_values(NULL));
    ck_assert_ptr_null(dscore_scores_card(NULL));
    REFUSED(dscore_scores_get(NULL, 0, &row, err));
    REFUSED(dscore_scores_get(e.scores, 0, NULL, err));
    REFUSED(dscore_scores_get(e.scores, 99, &row, err));
    ck_assert_int_eq(dscore_scores_line_count(NULL, 0), 0);
    ck_assert_int_eq(dscore_scores_line_count(e.scores, 99), 0);
    REFUSED(dscore_scores_line(NULL, 0, 0, &line, err));
    REFUSED(dscore_scores_line(e.scores, 0, 0, NULL, err));
    REFUSED(dscore_scores_line(e.scores, 0, 99, &line, err));
    REFUSED(dscore_scores_line(e.scores, -1, 0, &line, err));
    REFUSED(dscore_scores_explain(NULL, 0, "en", buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_scores_explain(e.scores, 99, "en", buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_scores_explain(e.scores, 0, "fr", buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_scores_explain(e.scores, 0, "en", NULL, 10, &needed, err));
    assert_ok(dscore_scores_explain(e.scores, 0, NULL, buffer, sizeof buffer, NULL, NULL), e.err);
    REFUSED(dscore_scores_dump(NULL, 0, buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_scores_dump(e.scores, 99, buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_scores_dump(e.scores, 0, NULL, 10, &needed, err));
    REFUSED_MAKING(card, dscore_scorecard_parse(NULL, CARD, 2, &card, err));
    card = JUNK;
    REFUSED_MAKING(card, dscore_scorecard_parse(e.d.catalog, NULL, 2, &card, err));
    card = JUNK;
    REFUSED_MAKING(card, dscore_scorecard_parse(e.d.catalog, CARD, -1, &card, err));
    REFUSED(dscore_scorecard_parse(e.d.catalog, CARD, 2, NULL, err));
    REFUSED(dscore_scorecard_dump(NULL, buffer, sizeof buffer, &needed, err));
    REFUSED(dscore_scorecard_dump(e.card, NULL, 10, &needed, err));
    close_everything(&e);
}
END_TEST

START_TEST(reports_and_profiles_refuse_null)
{
    everything e;
    open_everything(&e);
    dscore_report *report = JUNK;
    dscore_profile *profile = JUNK;
    dscore_finding finding = DSCORE_FINDING_INIT;
    dscore_profile_field field = DSCORE_PROFILE_FIELD_INIT;
    REFUSED_MAKING(report, dscore_document_check(NULL, CARD, 2, &report, err));
    report = JUNK;
    REFUSED_MAKING(report, dscore_document_check(e.d.catalog, NULL, 2, &report, err));
    REFUSED(dscore_document_check(e.d.catalog, CARD, 2, NULL, err));
    report = JUNK;
    REFUSED_MAKING(report, dscore_document_check_mapped(NULL, CARD, 2, e.profile, &report, err));
    report = JUNK;
    REFUSED_MAKING(report, dscore_document_check_mapped(e.d.catalog, NULL, 2, e.profile, &report, err));
    report = JUNK;
    REFUSED_MAKING(report, dscore_document_check_mapped(e.d.catalog, CARD, 2, NULL, &report, err));
    REFUSED(dscore_document_check_mapped(e.d.catalog, CARD, 2, e.profile, NULL, err));
    report = JUNK;
    REFUSED_MAKING(report, dscore_scores_check(NULL, &report, err));
    REFUSED(dscore_scores_check(e.scores, NULL, err));
    ck_assert_int_eq(dscore_report_count(NULL), 0);
    REFUSED(dscore_report_finding(NULL, 0, &finding, err));
    REFUSED(dscore_report_finding(e.report, 0, NULL, err));
    REFUSED(dscore_report_finding(e.report, 99, &finding, err));
    REFUSED_MAKING(profile, dscore_profile_parse(NULL, PROFILE, 2, &profile, err));
    profile = JUNK;
    REFUSED_MAKING(profile, dscore_profile_parse(e.d.catalog, NULL, 2, &profile, err));
    REFUSED(dscore_profile_parse(e.d.catalog, PROFILE, 2, NULL, err));
    ck_assert_int_eq(dscore_profile_source_count(NULL), 0);
    ck_assert_str_eq(dscore_profile_source(NULL, 0), "");
    ck_assert_str_eq(dscore_profile_source(e.profile, 99), "");
    const dscore_profile *const profiles[] = {NULL, e.profile, e.profile, e.profile};
    const char *const sources[] = {"tickets", NULL, "tickets", "nothing"};
    for (int i = 0; i < 4; i++) {
        const int32_t out = i == 2 ? 99 : 0;
        ck_assert_str_eq(dscore_profile_separator(profiles[i], sources[i]), "");
        ck_assert_int_eq(dscore_profile_field_count(profiles[i], sources[i]), i == 2 ? 1 : 0);
        REFUSED(dscore_profile_field_at(profiles[i], sources[i], out, &field, err));
        ck_assert_str_eq(dscore_profile_column(profiles[i], sources[i], out, 0), "");
        ck_assert_str_eq(dscore_profile_missing(profiles[i], sources[i], out, 0), "");
        ck_assert_str_eq(dscore_profile_value_from(profiles[i], sources[i], out, 0), "");
        ck_assert_str_eq(dscore_profile_value_to(profiles[i], sources[i], out, 0), "");
    }
    REFUSED(dscore_profile_field_at(e.profile, "tickets", 0, NULL, err));
    ck_assert_str_eq(dscore_profile_column(e.profile, "tickets", 0, 99), "");
    ck_assert_str_eq(dscore_profile_missing(e.profile, "tickets", 0, -1), "");
    close_everything(&e);
}
END_TEST

START_TEST(a_struct_that_was_not_initialised_is_refused)
{
    everything e;
    open_everything(&e);
    dscore_value value;
    dscore_values_column column;
    dscore_score_row row;
    dscore_ledger_line line;
    dscore_field_info info;
    dscore_finding finding;
    memset(&value, 0, sizeof value);
    memset(&column, 0, sizeof column);
    memset(&row, 0, sizeof row);
    memset(&line, 0, sizeof line);
    memset(&info, 0, sizeof info);
    memset(&finding, 0, sizeof finding);
    REFUSED(dscore_values_get(e.d.values, 0, 0, &value, err));
    REFUSED(dscore_values_by_column(e.d.values, 0, &column, err));
    REFUSED(dscore_scores_get(e.scores, 0, &row, err));
    REFUSED(dscore_scores_line(e.scores, 0, 0, &line, err));
    REFUSED(dscore_schema_field_info(e.schema, "tickets", "csat", &info, err));
    REFUSED(dscore_report_finding(e.report, 0, &finding, err));
    close_everything(&e);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {base_and_data_refuse_null, catalogues_refuse_null, queries_and_plans_refuse_null,
        states_and_values_refuse_null, rules_and_weights_refuse_null, cards_and_scores_refuse_null,
        reports_and_profiles_refuse_null, a_struct_that_was_not_initialised_is_refused};
    return RUN_TESTS("null", tests);
}
