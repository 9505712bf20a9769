/* Any text as a formula: as a query's filter, and as an indicator of a catalogue document. What compiles is evaluated
   over a small table, once in a single pass and once in two halves that are merged. Claims: no crash, every failure has
   a status and a message, both ways give the same bits, and a definition's own formula text defines the same indicator.
 */
#include "fuzz.h"

enum { ROWS = 40, MAX_TEXT = 4096 };

/* A small catalogue: definitions are added to it thousands of times a second. */
static const char base[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\", \"fields\": {\"tickets\": ["
    "{\"name\": \"agent\", \"type\": \"text\", \"key\": true, \"optional\": true},"
    "{\"name\": \"customer\", \"type\": \"text\", \"key\": true}, {\"name\": \"channel\", \"type\": \"text\"},"
    "{\"name\": \"created_at\", \"type\": \"instant\"}, {\"name\": \"first_response_at\", \"type\": \"instant\"},"
    "{\"name\": \"resolved_at\", \"type\": \"instant\"},"
    "{\"name\": \"handle_time\", \"type\": \"duration\", \"domain\": [0, null]},"
    "{\"name\": \"wait_time\", \"type\": \"duration\", \"derive\": [\"first_response_at - created_at\"]},"
    "{\"name\": \"csat\", \"type\": \"number\", \"domain\": [1, 5]},"
    "{\"name\": \"cost\", \"type\": \"number\", \"domain\": [0, null], \"min_open\": true},"
    "{\"name\": \"reopens\", \"type\": \"number\", \"integer\": true},"
    "{\"name\": \"contacts\", \"type\": \"number\", \"integer\": true},"
    "{\"name\": \"is_resolved\", \"type\": \"boolean\", \"derive\": [\"resolved_at is present\"]},"
    "{\"name\": \"is_spam\", \"type\": \"boolean\", \"optional\": true}]}, \"indicators\": ["
    "{\"id\": \"csat_mean\", \"name\": \"m\", \"formula\": \"mean(csat)\", \"unit\": \"points\", "
    "\"credit\": [\"agent\"], \"exclude\": \"is_spam\"},"
    "{\"id\": \"tickets\", \"name\": \"t\", \"formula\": \"count()\", \"unit\": \"count\", \"credit\": [\"agent\"]},"
    "{\"id\": \"resolved\", \"name\": \"r\", \"formula\": \"count()\", \"unit\": \"count\", "
    "\"credit\": [\"agent\"], \"placement\": \"event(resolved_at)\"},"
    "{\"id\": \"backlog\", \"name\": \"b\", \"formula\": \"count()\", \"unit\": \"count\", "
    "\"credit\": [\"agent\"], \"placement\": \"open(created_at, resolved_at)\"}]}";

typedef struct desk {
    int64_t created[ROWS], replied[ROWS], resolved[ROWS], handle[ROWS];
    double csat[ROWS], cost[ROWS];
    int32_t reopens[ROWS], contacts[ROWS];
    uint8_t is_resolved[ROWS], is_spam[ROWS];
    const char *agent[ROWS], *customer[ROWS], *channel[ROWS];
} desk;

static desk d;
static dscore_catalog *catalog;
static dscore_table *table;

static void bind(const char *field, int32_t type, int32_t unit, const void *data, int64_t size, const void *missing)
{
    dscore_error err = DSCORE_ERROR_INIT;
    must(dscore_table_bind_array(table, field, type, unit, data, ROWS, size, missing, &err), &err, field);
}

/* Rows of every kind: open and finished ones, missing and impossible ones, and absent agents. */
static void fill(void)
{
    static const char *const agents[] = {"Amara", "Bao", NULL, "Clara"};
    static const char *const customers[] = {"c1", "c2", "c3", "c4", "c5", NULL, ""};
    static const char *const channels[] = {"phone", "chat", "e-mail"};
    for (int i = 0; i < ROWS; i++) {
        d.created[i] = 1767225600 + 3600 * i * (i % 7);
        d.replied[i] = i % 5 == 0 ? 0 : d.created[i] + 60 * (i % 11) - (i % 13 == 0 ? 3600 : 0);
        d.resolved[i] = i % 4 == 0 ? 0 : d.created[i] + 7200 * (i % 9);
        d.handle[i] = i % 6 == 0 ? -1 : 100 + 17 * i;
        d.csat[i] = i % 3 == 0 ? (double)NAN : (double)(i % 8) * 0.75;
        d.cost[i] = i % 10 == 0 ? (double)INFINITY : 1.1 * i;
        d.reopens[i] = i % 3;
        d.contacts[i] = i % 4;
        d.is_resolved[i] = (uint8_t)(i % 4 != 0);
        d.is_spam[i] = (uint8_t)(i % 9 == 0 ? 2 : i % 8 == 0);
        d.agent[i] = agents[i % 4];
        d.customer[i] = customers[i % 7];
        d.channel[i] = channels[i % 3];
    }
}

static void start(void)
{
    static const int64_t none = 0;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = NULL;
    must(dscore_catalog_builder_new(NULL, &builder, &err), &err, "builder");
    must(dscore_catalog_builder_add(builder, base, (int64_t)sizeof base - 1, &err), &err, "base");
    must(dscore_catalog_builder_finish(builder, &catalog, &err), &err, "catalogue");
    dscore_catalog_builder_free(builder);
    must(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &err), &err, "table");
    fill();
    bind("created_at", DSCORE_INT64, DSCORE_UNIT_S, d.created, sizeof d.created[0], &none);
    bind("first_response_at", DSCORE_INT64, DSCORE_UNIT_S, d.replied, sizeof d.replied[0], &none);
    bind("resolved_at", DSCORE_INT64, DSCORE_UNIT_S, d.resolved, sizeof d.resolved[0], &none);
    bind("handle_time", DSCORE_INT64, DSCORE_UNIT_S, d.handle, sizeof d.handle[0], NULL);
    bind("csat", DSCORE_FLOAT64, DSCORE_UNIT_NONE, d.csat, sizeof d.csat[0], NULL);
    bind("cost", DSCORE_FLOAT64, DSCORE_UNIT_NONE, d.cost, sizeof d.cost[0], NULL);
    bind("reopens", DSCORE_INT32, DSCORE_UNIT_NONE, d.reopens, sizeof d.reopens[0], NULL);
    bind("contacts", DSCORE_INT32, DSCORE_UNIT_NONE, d.contacts, sizeof d.contacts[0], NULL);
    bind("is_resolved", DSCORE_BOOL8, DSCORE_UNIT_NONE, d.is_resolved, sizeof d.is_resolved[0], NULL);
    bind("is_spam", DSCORE_BOOL8, DSCORE_UNIT_NONE, d.is_spam, sizeof d.is_spam[0], NULL);
    bind("agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, (const void *)d.agent, sizeof d.agent[0], NULL);
    bind("customer", DSCORE_CSTRING, DSCORE_UNIT_NONE, (const void *)d.customer, sizeof d.customer[0], NULL);
    bind("channel", DSCORE_CSTRING, DSCORE_UNIT_NONE, (const void *)d.channel, sizeof d.channel[0], NULL);
}

/* ---- evaluating ----------------------------------------------------------------------------- */

static dscore_state *part(const dscore_plan *plan, int64_t first, int64_t count, dscore_status *out_status)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_state *state = NULL;
    must(dscore_state_new(plan, &state, &err), &err, "state");
    *out_status = dscore_state_update(state, table, first, count, NULL, &err);
    (void)fine(*out_status, &err);
    return state;
}

static void evaluate(const dscore_query *query)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan = NULL;
    if (!fine(dscore_plan_compile(query, &plan, &err), &err)) {
        REQUIRE(plan == NULL, "a plan in spite of a failure");
        return;
    }
    dscore_status status;
    dscore_status status_a;
    dscore_status status_b;
    dscore_state *whole = part(plan, 0, ROWS, &status);
    dscore_state *a = part(plan, 0, 17, &status_a);
    dscore_state *b = part(plan, 17, ROWS - 17, &status_b);
    REQUIRE((status == DSCORE_OK) == (status_a == DSCORE_OK && status_b == DSCORE_OK), "%d, but %d and %d in parts",
        (int)status, (int)status_a, (int)status_b);
    if (status == DSCORE_OK) {
        dscore_values *values = NULL;
        dscore_values *merged = NULL;
        must(dscore_state_merge(b, a, &err), &err, "merge");
        must(dscore_state_finish(whole, &values, &err), &err, "finish");
        must(dscore_state_finish(b, &merged, &err), &err, "finish");
        require_same_values(values, merged);
        dscore_values_free(values);
        dscore_values_free(merged);
    }
    dscore_state_free(whole);
    dscore_state_free(a);
    dscore_state_free(b);
    dscore_plan_free(plan);
}

static dscore_query *new_query(const dscore_catalog *from, const char *id)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    must(dscore_query_new(from, &query, &err), &err, "query");
    must(dscore_query_key(query, "subject", &err), &err, "key");
    must(dscore_query_item(query, NULL, id, &err), &err, "item");
    must(dscore_query_now(query, INT64_C(1768000000000000), &err), &err, "now");
    must(dscore_query_range(query, INT64_C(1767225600000000), INT64_C(1769904000000000), &err), &err, "range");
    must(dscore_query_option(query, "absent", "missing", &err), &err, "absent");
    return query;
}

static void as_filter(const char *formula)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = new_query(catalog, "csat_mean");
    if (fine(dscore_query_where(query, NULL, formula, &err), &err)) {
        evaluate(query);
    }
    dscore_query_free(query);
}

/* ---- as a definition ------------------------------------------------------------------------ */

static size_t add_text(char *out, size_t n, const char *text)
{
    size_t length = strlen(text);
    memcpy(out + n, text, length);
    return n + length;
}

/* A catalogue document with the text as formula; to be freed. */
static char *document_of(const char *formula, const char *unit, size_t *out_length)
{
    char *json = take_memory(6 * strlen(formula) + 1024);
    size_t n = add_text(json, 0,
        "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": [{\"id\": \"fuzzed\", "
        "\"name\": \"fuzzed\", \"credit\": [\"agent\"], \"parameters\": {\"cut\": {\"type\": \"number\", "
        "\"default\": 4}, \"limit\": {\"type\": \"duration\", \"default\": \"20s\"}}, \"unit\": \"");
    n = add_text(json, n, unit);
    n = add_text(json, n, "\", \"formula\": \"");
    for (const char *p = formula; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c < 0x20) {
            n += (size_t)sprintf(json + n, "\\u%04x", c);
        } else {
            if (c == '"' || c == '\\') {
                json[n++] = '\\';
            }
            json[n++] = *p;
        }
    }
    *out_length = add_text(json, n, "\"}]}");
    return json;
}

/* The small catalogue with the definition; NULL if it does not hold. */
static dscore_catalog *defined(const char *formula, const char *unit)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = NULL;
    dscore_catalog *out = NULL;
    size_t length = 0;
    char *json = document_of(formula, unit, &length);
    must(dscore_catalog_builder_new(catalog, &builder, &err), &err, "builder");
    if (fine(dscore_catalog_builder_add(builder, json, (int64_t)length, &err), &err)) {
        (void)fine(dscore_catalog_builder_finish(builder, &out, &err), &err);
    }
    dscore_catalog_builder_free(builder);
    free(json);
    return out;
}

static void as_definition(const char *formula, const char *unit)
{
    dscore_catalog *own = defined(formula, unit);
    if (own == NULL) {
        return;
    }
    const dscore_indicator *indicator = dscore_catalog_find(own, "fuzzed");
    REQUIRE(indicator != NULL, "the definition is not there");
    dscore_catalog *again = defined(dscore_indicator_text(indicator, DSCORE_INDICATOR_FORMULA), unit);
    REQUIRE(
        again != NULL, "its own formula is refused: %s", dscore_indicator_text(indicator, DSCORE_INDICATOR_FORMULA));
    const char *hash = dscore_indicator_text(indicator, DSCORE_INDICATOR_HASH);
    REQUIRE(strcmp(hash, dscore_indicator_text(dscore_catalog_find(again, "fuzzed"), DSCORE_INDICATOR_HASH)) == 0,
        "another hash when read again: %s", dscore_indicator_text(indicator, DSCORE_INDICATOR_FORMULA));
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    (void)fine(dscore_indicator_sql(own, "fuzzed", NULL, 0, &needed, &err), &err);
    dscore_query *query = new_query(own, "fuzzed");
    dscore_catalog_free(own);
    dscore_catalog_free(again);
    evaluate(query);
    dscore_query_free(query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (catalog == NULL) {
        start();
    }
    if (size > MAX_TEXT) {
        return 0;
    }
    char *formula = take_memory(size + 1);
    memcpy(formula, data, size);
    formula[size] = '\0';
    as_filter(formula);
    as_definition(formula, "ratio");
    as_definition(formula, "s");
    free(formula);
    return 0;
}
