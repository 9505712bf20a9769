/* Any bytes as a document: every parser and the check read it. Claims: no crash; every failure has a status and a
   message; what was parsed can be written, read again, and is then written in the same words; what we write has no
   error in a check; a rule answers every value with a status. */
#include "fuzz.h"

static dscore_catalog *catalog;

typedef dscore_status (*dump_fn)(
    const void *object, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

/* What a dump writes; to be freed. The size that it asks for first is the size it takes. */
static char *dumped(dump_fn dump, const void *object, int64_t *out_length)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    dscore_status status = dump(object, NULL, 0, &needed, &err);
    REQUIRE(status == DSCORE_E_BUFFER && needed > 0, "status %d, %d bytes", (int)status, (int)needed);
    char *text = take_memory((size_t)needed);
    must(dump(object, text, needed, &needed, &err), &err, "dump");
    REQUIRE(strlen(text) == (size_t)needed - 1, "%d bytes instead of %d", (int)strlen(text), (int)needed - 1);
    *out_length = needed - 1;
    return text;
}

static int32_t errors_of(const char *json, int64_t length)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_report *report = NULL;
    must(dscore_document_check(catalog, json, length, &report, &err), &err, "check");
    int32_t errors = 0;
    for (int32_t i = 0; i < dscore_report_count(report); i++) {
        dscore_finding finding = DSCORE_FINDING_INIT;
        must(dscore_report_finding(report, i, &finding, &err), &err, "finding");
        REQUIRE(finding.code[0] != '\0' && finding.message_en[0] != '\0' && finding.message_zh[0] != '\0',
            "a finding without words");
        errors += finding.severity == DSCORE_SEVERITY_ERROR;
    }
    dscore_report_free(report);
    return errors;
}

/* ---- one kind of document: how to read, write and free it ------------------------------------ */

typedef struct document_kind {
    const char *name;
    dscore_status (*parse)(const char *json, int64_t length, void **out, dscore_error *err);
    dump_fn dump;
    void (*use)(const void *object);
    void (*drop)(void *object);
} document_kind;

static dscore_status parse_rule(const char *json, int64_t length, void **out, dscore_error *err)
{
    dscore_rule *rule = NULL;
    dscore_status status = dscore_rule_parse(NULL, json, length, &rule, err);
    *out = rule;
    return status;
}

static dscore_status dump_rule(const void *rule, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    return dscore_rule_dump(rule, buffer, capacity, out_needed, err);
}

static void use_rule(const void *rule)
{
    static const double x[] = {
        -1e300, -1, -0.0, 0, 1e-300, 0.5, 1, 4.3, 25, 30, 40, 92, 100, 1e9, 1e300, INFINITY, NAN};
    enum { N = sizeof x / sizeof x[0] };
    double points[N];
    double raw[N];
    int32_t status[N];
    int32_t flags[N];
    dscore_error err = DSCORE_ERROR_INIT;
    must(dscore_rule_apply(rule, x, N, points, raw, status, flags, &err), &err, "apply");
    for (int i = 0; i < N; i++) {
        REQUIRE((status[i] == DSCORE_VALUE_OK) == !isnan(points[i]), "x %g: status %d, points %g", x[i], (int)status[i],
            points[i]);
        REQUIRE(!isinf(points[i]), "x %g: points %g", x[i], points[i]);
    }
    int64_t needed = 0;
    (void)fine(dscore_rule_explain(rule, "s", "en", NULL, 0, &needed, &err), &err);
    (void)fine(dscore_rule_explain(rule, NULL, "zh", NULL, 0, &needed, &err), &err);
}

static void drop_rule(void *rule)
{
    dscore_rule_free(rule);
}

static dscore_status parse_weights(const char *json, int64_t length, void **out, dscore_error *err)
{
    dscore_weights *weights = NULL;
    dscore_status status = dscore_weights_parse(NULL, json, length, &weights, err);
    *out = weights;
    return status;
}

static dscore_status dump_weights(
    const void *weights, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    return dscore_weights_dump(weights, buffer, capacity, out_needed, err);
}

/* Shares of what is present add up to one, whatever is missing. */
static void use_weights(const void *weights)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int32_t n = dscore_weights_count(weights);
    uint8_t *present = take_memory((size_t)n);
    double *shares = take_memory((size_t)n * sizeof *shares);
    for (int32_t policy = DSCORE_MISSING_EXCLUDE_SIBLINGS; policy <= DSCORE_MISSING_BLOCK; policy++) {
        double coverage = -1;
        double sum = 0;
        for (int32_t i = 0; i < n; i++) {
            present[i] = (uint8_t)(i % 3 != 1);
        }
        must(dscore_weights_resolve(weights, present, policy, shares, &coverage, &err), &err, "resolve");
        REQUIRE(coverage >= 0 && coverage <= 1 + 1e-9, "coverage %g", coverage);
        for (int32_t i = 0; i < n; i++) {
            dscore_weight_node node = DSCORE_WEIGHT_NODE_INIT;
            must(dscore_weights_node(weights, i, &node, &err), &err, "node");
            sum += node.is_leaf ? shares[i] : 0;
        }
        REQUIRE(sum >= 0 && sum <= 1 + 1e-6, "policy %d: shares add up to %.17g", (int)policy, sum);
    }
    free(present);
    free(shares);
}

static void drop_weights(void *weights)
{
    dscore_weights_free(weights);
}

static dscore_status parse_card(const char *json, int64_t length, void **out, dscore_error *err)
{
    dscore_scorecard *card = NULL;
    dscore_status status = dscore_scorecard_parse(catalog, json, length, &card, err);
    *out = card;
    return status;
}

static dscore_status dump_card(const void *card, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    return dscore_scorecard_dump(card, buffer, capacity, out_needed, err);
}

/* Scored over no tickets at all. */
static void use_card(const void *card)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    must(dscore_query_new(catalog, &query, &err), &err, "query");
    must(dscore_query_option(query, "absent", "missing", &err), &err, "absent");
    must(dscore_query_now(query, INT64_C(1768000000000000), &err), &err, "now");
    if (fine(dscore_scorecard_plan(card, query, &plan, &err), &err)) {
        dscore_values *values = NULL;
        dscore_scores *scores = NULL;
        if (fine(dscore_evaluate(plan, NULL, 0, NULL, &values, &err), &err)) {
            must(dscore_score(card, values, &scores, &err), &err, "score");
        }
        dscore_scores_free(scores);
        dscore_values_free(values);
    }
    dscore_plan_free(plan);
    dscore_query_free(query);
}

static void drop_card(void *card)
{
    dscore_scorecard_free(card);
}

static dscore_status parse_calendar(const char *json, int64_t length, void **out, dscore_error *err)
{
    dscore_calendar *calendar = NULL;
    dscore_status status = dscore_calendar_parse(NULL, json, length, NULL, &calendar, err);
    *out = calendar;
    return status;
}

static dscore_status dump_calendar(
    const void *calendar, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    return dscore_calendar_dump(calendar, buffer, capacity, out_needed, err);
}

/* Business time is additive, and what is written has the same hash. */
static void use_calendar(const void *calendar)
{
    static const int64_t day = INT64_C(86400000000);
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t t[3] = {20000 * day, 20003 * day + 12345678, 20400 * day};
    int64_t parts[3];
    for (int i = 0; i < 3; i++) {
        must(dscore_calendar_between(calendar, t[i == 2 ? 0 : i], t[i == 2 ? 2 : i + 1], &parts[i], &err), &err,
            "between");
    }
    REQUIRE(parts[0] >= 0 && parts[1] >= 0 && parts[0] + parts[1] == parts[2], "business time does not add up");
    int64_t n = 0;
    char *text = dumped(dump_calendar, calendar, &n);
    dscore_calendar *again = NULL;
    must(dscore_calendar_parse(NULL, text, n, NULL, &again, &err), &err, "parse of a dump");
    REQUIRE(strcmp(dscore_calendar_hash(calendar), dscore_calendar_hash(again)) == 0, "another hash:\n%s", text);
    dscore_calendar_free(again);
    free(text);
}

static void drop_calendar(void *calendar)
{
    dscore_calendar_free(calendar);
}

static dscore_status parse_policy(const char *json, int64_t length, void **out, dscore_error *err)
{
    dscore_policy *policy = NULL;
    dscore_status status = dscore_policy_parse(NULL, json, length, &policy, err);
    *out = policy;
    return status;
}

static dscore_status dump_policy(
    const void *policy, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    return dscore_policy_dump(policy, buffer, capacity, out_needed, err);
}

/* What is written has the same hash. */
static void use_policy(const void *policy)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t n = 0;
    char *text = dumped(dump_policy, policy, &n);
    dscore_policy *again = NULL;
    must(dscore_policy_parse(NULL, text, n, &again, &err), &err, "parse of a dump");
    REQUIRE(strcmp(dscore_policy_text(policy, DSCORE_POLICY_HASH), dscore_policy_text(again, DSCORE_POLICY_HASH)) == 0,
        "another hash:\n%s", text);
    dscore_policy_free(again);
    free(text);
}

static void drop_policy(void *policy)
{
    dscore_policy_free(policy);
}

static dscore_status parse_targets(const char *json, int64_t length, void **out, dscore_error *err)
{
    dscore_targets *targets = NULL;
    dscore_status status = dscore_targets_parse(catalog, json, length, &targets, err);
    *out = targets;
    return status;
}

static dscore_status dump_targets(
    const void *targets, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    return dscore_targets_dump(targets, buffer, capacity, out_needed, err);
}

static dscore_status dump_standings(
    const void *standings, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    return dscore_standings_dump(standings, buffer, capacity, out_needed, err);
}

/* Judged without values, and what is written has the same hash. */
static void use_targets(const void *targets)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_standings *standings = NULL;
    dscore_targets *again = NULL;
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    int64_t n = 0;
    facts.now = 20500;
    must(dscore_targets_judge(targets, NULL, NULL, &facts, &standings, &err), &err, "judge");
    REQUIRE(dscore_standings_count(standings) >= dscore_targets_count(targets), "a target without a standing");
    free(dumped(dump_standings, standings, &n));
    for (int64_t i = 0; i < dscore_standings_count(standings); i++) {
        int64_t needed = 0;
        (void)fine(dscore_standings_explain(standings, i, i % 2 == 0 ? "en" : "zh", NULL, 0, &needed, &err), &err);
    }
    char *text = dumped(dump_targets, targets, &n);
    must(dscore_targets_parse(catalog, text, n, &again, &err), &err, "parse of a dump");
    REQUIRE(
        strcmp(dscore_targets_text(targets, DSCORE_TARGETS_HASH), dscore_targets_text(again, DSCORE_TARGETS_HASH)) == 0,
        "another hash:\n%s", text);
    free(text);
    dscore_targets_free(again);
    dscore_standings_free(standings);
}

static void drop_targets(void *targets)
{
    dscore_targets_free(targets);
}

static dscore_status parse_scheme(const char *json, int64_t length, void **out, dscore_error *err)
{
    dscore_scheme *scheme = NULL;
    dscore_status status = dscore_scheme_parse(catalog, json, length, &scheme, err);
    *out = scheme;
    return status;
}

static dscore_status dump_scheme(
    const void *scheme, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    return dscore_scheme_dump(scheme, buffer, capacity, out_needed, err);
}

/* What is written has the same hash. */
static void use_scheme(const void *scheme)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t n = 0;
    int32_t version = -1;
    (void)dscore_scheme_find(scheme, NULL, NULL, 0, 20500, INT64_MAX, &version, NULL);
    REQUIRE(version < dscore_scheme_version_count(scheme), "version %d", (int)version);
    char *text = dumped(dump_scheme, scheme, &n);
    dscore_scheme *again = NULL;
    must(dscore_scheme_parse(catalog, text, n, &again, &err), &err, "parse of a dump");
    REQUIRE(strcmp(dscore_scheme_text(scheme, DSCORE_SCHEME_HASH), dscore_scheme_text(again, DSCORE_SCHEME_HASH)) == 0,
        "another hash:\n%s", text);
    dscore_scheme_free(again);
    free(text);
}

static void drop_scheme(void *scheme)
{
    dscore_scheme_free(scheme);
}

static const document_kind kinds[] = {
    {"rule", parse_rule, dump_rule, use_rule, drop_rule},
    {"weights", parse_weights, dump_weights, use_weights, drop_weights},
    {"scorecard", parse_card, dump_card, use_card, drop_card},
    {"calendar", parse_calendar, dump_calendar, use_calendar, drop_calendar},
    {"decisions", parse_policy, dump_policy, use_policy, drop_policy},
    {"targets", parse_targets, dump_targets, use_targets, drop_targets},
    {"scheme", parse_scheme, dump_scheme, use_scheme, drop_scheme},
};

static void round_trip(const document_kind *kind, const char *json, int64_t length)
{
    dscore_error err = DSCORE_ERROR_INIT;
    void *object = NULL;
    if (!fine(kind->parse(json, length, &object, &err), &err)) {
        REQUIRE(object == NULL, "a %s in spite of a failure", kind->name);
        return;
    }
    kind->use(object);
    int64_t n = 0;
    int64_t n_again = 0;
    char *text = dumped(kind->dump, object, &n);
    void *again = NULL;
    REQUIRE(kind->parse(text, n, &again, &err) == DSCORE_OK, "%s: our own words are refused: %s (%s)\n%s", kind->name,
        err.message, err.path, text);
    char *text_again = dumped(kind->dump, again, &n_again);
    REQUIRE(n == n_again && memcmp(text, text_again, (size_t)n) == 0, "%s: other words the second time:\n%s\n%s",
        kind->name, text, text_again);
    REQUIRE(errors_of(text, n) == 0, "%s: an error in our own words:\n%s", kind->name, text);
    free(text);
    free(text_again);
    kind->drop(object);
    kind->drop(again);
}

/* ---- catalogues and profiles ---------------------------------------------------------------- */

static dscore_status dump_catalog(
    const void *object, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    return dscore_catalog_dump(object, buffer, capacity, out_needed, err);
}

/* The catalogue of a document alone; NULL if it does not hold. */
static dscore_catalog *catalog_of(const char *json, int64_t length, dscore_error *err)
{
    dscore_catalog_builder *builder = NULL;
    dscore_catalog *out = NULL;
    must(dscore_catalog_builder_new(NULL, &builder, err), err, "builder");
    if (fine(dscore_catalog_builder_add(builder, json, length, err), err)) {
        (void)fine(dscore_catalog_builder_finish(builder, &out, err), err);
    }
    dscore_catalog_builder_free(builder);
    return out;
}

static void catalog_trip(const char *json, int64_t length)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *own = catalog_of(json, length, &err);
    if (own != NULL) {
        int64_t n = 0;
        int64_t n_again = 0;
        char *text = dumped(dump_catalog, own, &n);
        dscore_catalog *again = catalog_of(text, n, &err);
        REQUIRE(again != NULL, "catalog: our own words are refused: %s (%s)\n%s", err.message, err.path, text);
        char *text_again = dumped(dump_catalog, again, &n_again);
        REQUIRE(n == n_again && memcmp(text, text_again, (size_t)n) == 0, "catalog: other words:\n%s\n%s", text,
            text_again);
        free(text);
        free(text_again);
        for (int32_t i = 0; i < dscore_catalog_count(own); i++) {
            int64_t needed = 0;
            (void)fine(dscore_indicator_dump(dscore_catalog_at(own, i), NULL, 0, &needed, &err), &err);
        }
        dscore_catalog_free(again);
        dscore_catalog_free(own);
    }
}

static void read_profile(const char *json, int64_t length)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_profile *profile = NULL;
    if (!fine(dscore_profile_parse(catalog, json, length, &profile, &err), &err)) {
        return;
    }
    const dscore_schema *schema = dscore_catalog_schema(catalog);
    for (int32_t s = 0; s < dscore_schema_source_count(schema); s++) {
        const char *source = dscore_schema_source(schema, s);
        for (int32_t i = 0; i < dscore_profile_field_count(profile, source); i++) {
            dscore_profile_field field = DSCORE_PROFILE_FIELD_INIT;
            must(dscore_profile_field_at(profile, source, i, &field, &err), &err, "field");
            REQUIRE(field.field[0] != '\0' && dscore_profile_column(profile, source, i, 0) != NULL, "field %d", (int)i);
            REQUIRE(dscore_profile_zone(profile, source, i)[0] == '\0' || (field.flags & DSCORE_PROFILE_UTC) == 0,
                "field %d has a zone and is UTC", (int)i);
        }
        REQUIRE((dscore_profile_row_key(profile, source)[0] == '\0') ==
                    (dscore_profile_row_keep(profile, source)[0] == '\0'),
            "a key of rows without what is kept, or the other way round");
    }
    for (int32_t i = 0; i < dscore_profile_policy_count(profile); i++) {
        const char *name = NULL, *value = NULL;
        must(dscore_profile_policy(profile, i, &name, &value, &err), &err, "policy");
        REQUIRE(name[0] != '\0' && value[0] != '\0', "policy %d", (int)i);
    }
    dscore_profile_free(profile);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dscore_error err = DSCORE_ERROR_INIT;
    if (catalog == NULL) {
        must(dscore_catalog_builtin(NULL, &catalog, &err), &err, "catalogue");
    }
    const char *json = (const char *)data;
    int64_t length = (int64_t)size;
    static const char empty[] = "";
    json = size == 0 ? empty : json;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        round_trip(&kinds[i], json, length);
    }
    catalog_trip(json, length);
    read_profile(json, length);
    (void)errors_of(json, length);
    return 0;
}
