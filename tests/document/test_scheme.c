/* Schemes: which card judges whom and when, periods that straddle a change, round trips, and every kind of mistake. */
#include "bytes.h"
#define DOCUMENT dscore_scheme
#define DOCUMENT_HASH DSCORE_SCHEME_HASH
#include "document_kind.h"

#define DAY INT64_C(86400000000)

static int64_t day_of(int32_t year, int32_t month, int32_t day)
{
    int64_t out = 0;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_day_of(year, month, day, &out, &err), err);
    return out;
}

/* ---- one desk of tickets ---------------------------------------------------------------------- */

enum { TICKETS = 40 };

/* Two agents, ten tickets before 13 July 2026 and ten from then on each: 9 of 10 satisfied, 6 of 10 with one contact. */
typedef struct desk {
    dscore_catalog *catalog;
    dscore_query *query;
    dscore_table *table;
    const char *agent[TICKETS];
    int64_t created[TICKETS], resolved[TICKETS];
    int32_t csat[TICKETS], contacts[TICKETS], reopens[TICKETS];
} desk;

static void bind(desk *d, const char *field, int32_t type, int32_t unit, const void *data, int64_t stride)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_table_bind_array(d->table, field, type, unit, data, TICKETS, stride, NULL, &err), err);
}

static void open_desk_with(desk *d, const dscore_allocator *allocator)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_catalog_builtin(allocator, &d->catalog, &err), err);
    for (int i = 0; i < TICKETS; i++) {
        const int64_t day = day_of(2026, 7, i % 20 < 10 ? 1 + i % 10 : 14 + i % 10);
        d->agent[i] = i < 20 ? "Ada" : "Bo";
        d->created[i] = day * DAY + DAY / 2;
        d->resolved[i] = d->created[i] + DAY / 24;
        d->csat[i] = i % 10 == 0 ? 2 : 5;
        d->contacts[i] = i % 10 < 6 ? 1 : 2;
        d->reopens[i] = 0;
    }
    assert_ok(dscore_table_new(dscore_catalog_schema(d->catalog), "tickets", &d->table, &err), err);
    bind(d, "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, d->agent, sizeof d->agent[0]);
    bind(d, "created_at", DSCORE_INT64, DSCORE_UNIT_US, d->created, sizeof d->created[0]);
    bind(d, "resolved_at", DSCORE_INT64, DSCORE_UNIT_US, d->resolved, sizeof d->resolved[0]);
    bind(d, "csat", DSCORE_INT32, DSCORE_UNIT_NONE, d->csat, sizeof d->csat[0]);
    bind(d, "contacts", DSCORE_INT32, DSCORE_UNIT_NONE, d->contacts, sizeof d->contacts[0]);
    bind(d, "reopens", DSCORE_INT32, DSCORE_UNIT_NONE, d->reopens, sizeof d->reopens[0]);
    assert_ok(dscore_query_new(d->catalog, &d->query, &err), err);
    assert_ok(dscore_query_key(d->query, "subject", &err), err);
    dscore_period_rule month = DSCORE_PERIOD_RULE_INIT;
    assert_ok(dscore_query_periods_by(
                  d->query, &month, day_of(2026, 7, 1) * DAY, day_of(2026, 8, 1) * DAY, &err), err);
}

static void open_desk(desk *d)
{
    open_desk_with(d, NULL);
}

static void close_desk(desk *d)
{
    dscore_table_free(d->table);
    dscore_query_free(d->query);
    dscore_catalog_free(d->catalog);
}

/* METHODS 3.4: weight 2 until 12 July inclusive, then 7, its sibling 1 throughout. */
#define ITEMS                                                                                                          \
    "\"items\": {\"satisfied\": {\"indicator\": \"csat_satisfied\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 0,"    \
    " \"x1\": 100}}, \"once\": {\"indicator\": \"first_contact_resolution\", \"rule\": {\"family\": \"LINEAR\","       \
    " \"x0\": 0, \"x1\": 100}}}, \"total\": {\"decimals\": 6}, "
#define CARD(weight)                                                                                                   \
    "{\"id\": \"c\", \"name\": \"C\", " ITEMS "\"weights\": {\"tree\": {\"satisfied\": " weight ", \"once\": 1}}}"
#define SCHEME(straddle, assign)                                                                                       \
    "{\"deskscore\": 1, \"kind\": \"scheme\", \"id\": \"s\", \"version\": \"1\", \"name\": {\"en\": \"S\", \"zh\": \"T\"},"    \
    " \"straddle\": \"" straddle "\","                                                                                   \
    " \"cards\": {\"phone\": [{\"id\": \"old\", \"valid_from\": \"2026-01-01\", \"card\": " CARD("2") "},"            \
    " {\"id\": \"new\", \"valid_from\": \"2026-07-13\", \"recorded_at\": \"2026-07-01\", \"author\": \"A\","          \
    " \"reason\": \"R\", \"card\": " CARD("7") "}]}, \"assign\": [" assign "]}"
#define EVERYBODY "{\"cards\": \"phone\"}"

static double only_total(const dscore_scores *scores, const char *subject)
{
    double found = (double)NAN;
    for (int64_t i = 0; i < dscore_scores_count(scores); i++) {
        dscore_score_row row = DSCORE_SCORE_ROW_INIT;
        dscore_error err = DSCORE_ERROR_INIT;
        assert_ok(dscore_scores_get(scores, i, &row, &err), err);
        if (strcmp(row.subject, subject) == 0) {
            ck_assert(isnan(found)); /* once */
            ck_assert_int_eq(row.status, DSCORE_VALUE_OK);
            ck_assert_int_eq(row.period_start, day_of(2026, 7, 1) * DAY);
            ck_assert_int_eq(row.period_end, day_of(2026, 8, 1) * DAY);
            found = row.total;
        }
    }
    return found;
}

static dscore_assessment *assess(desk *d, const char *json, const dscore_roster *roster, int64_t known_at)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_assessment *assessment = NULL;
    dscore_scheme *scheme = parse(d->catalog, json);
    assert_ok(dscore_scheme_assess(scheme, d->query, &d->table, 1, roster, known_at, NULL, &assessment, &err), err);
    dscore_scheme_free(scheme); /* the assessment outlives it */
    return assessment;
}

static void assert_total(desk *d, const char *json, int64_t known_at, int32_t version, double total)
{
    dscore_assessment *assessment = assess(d, json, NULL, known_at);
    int32_t found = -1;
    ck_assert_int_eq(dscore_assessment_count(assessment), 1);
    assert_close(only_total(dscore_assessment_scores(assessment, 0, &found), "Ada"), total, 1e-9);
    ck_assert_int_eq(found, version);
    ck_assert_int_eq(dscore_assessment_unassigned_count(assessment), 0);
    dscore_assessment_free(assessment);
}

static void assert_coverage(desk *d, const char *json, int64_t known_at, double coverage)
{
    dscore_assessment *assessment = assess(d, json, NULL, known_at);
    dscore_score_row row = DSCORE_SCORE_ROW_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_scores_get(dscore_assessment_scores(assessment, 0, NULL), 0, &row, &err), err);
    assert_close(row.weight_coverage, coverage, 1e-12);
    dscore_assessment_free(assessment);
}

START_TEST(methods_3_4_the_version_of_a_day_and_as_it_was_known)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_scheme *scheme = parse(catalog, SCHEME("BY_START", EVERYBODY));
    dscore_error err = DSCORE_ERROR_INIT;
    static const double shares[] = {66.6667, 87.5};
    for (int i = 0; i < 2; i++) { /* 12 July, 13 July */
        int32_t version = -1;
        dscore_card_version v = DSCORE_CARD_VERSION_INIT;
        dscore_weight_node node = DSCORE_WEIGHT_NODE_INIT;
        assert_ok(dscore_scheme_find(scheme, NULL, NULL, 0, day_of(2026, 7, 12 + i), INT64_MAX, &version, &err), err);
        ck_assert_int_eq(version, i);
        assert_ok(dscore_scheme_version(scheme, version, &v, &err), err);
        assert_ok(dscore_weights_node(dscore_scorecard_weights(v.card), 0, &node, &err), err);
        assert_close(100 * node.share, shares[i], 5e-5);
    }
    int32_t version = -1; /* before it was decided, the old one held on the 13th too */
    assert_ok(dscore_scheme_find(
                  scheme, NULL, NULL, 0, day_of(2026, 7, 13), day_of(2026, 6, 30), &version, &err), err);
    ck_assert_int_eq(version, 0);
    ck_assert_int_eq(dscore_scheme_find(scheme, NULL, NULL, 0, day_of(2025, 12, 31), INT64_MAX, &version, &err),
        DSCORE_E_NOT_FOUND);
    ck_assert_str_eq(err.path, "cards.phone");
    dscore_scheme_free(scheme);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(methods_3_4_a_period_that_straddles_a_change)
{
    desk d;
    open_desk(&d);
    assert_total(&d, SCHEME("BY_START", EVERYBODY), INT64_MAX, 0, 80);
    assert_total(&d, SCHEME("BY_END", EVERYBODY), INT64_MAX, 1, 86.25);
    assert_total(&d, SCHEME("PRORATE", EVERYBODY), INT64_MAX, 1, 83.830645); /* (12 x 80 + 19 x 86.25) / 31 */
    assert_total(&d, SCHEME("PRORATE", EVERYBODY), day_of(2026, 6, 30), 0, 80);
    assert_coverage(&d, SCHEME("PRORATE", EVERYBODY), day_of(2026, 6, 30), 1); /* one version, as far as was known */
    assert_coverage(&d, SCHEME("PRORATE", EVERYBODY), INT64_MAX, 1);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_assessment *assessment = NULL;
    dscore_scheme *scheme = parse(d.catalog, SCHEME("ERROR", EVERYBODY));
    ck_assert_int_eq(dscore_scheme_assess(scheme, d.query, &d.table, 1, NULL, INT64_MAX, NULL, &assessment, &err),
        DSCORE_E_INCOMPATIBLE);
    ck_assert_ptr_null(assessment);
    ck_assert_str_eq(err.path, "cards.phone");
    dscore_scheme_free(scheme);
    close_desk(&d);
}
END_TEST

START_TEST(correction_10_each_segment_scores_its_own_tickets)
{
    desk d;
    open_desk(&d);
    for (int i = 0; i < 10; i++) {
        d.csat[i] = 5; /* Ada: all satisfied until the 12th */
    }
    /* (12 x (2 x 100 + 60) / 3 + 19 x 86.25) / 31 */
    assert_total(&d, SCHEME("PRORATE", EVERYBODY), INT64_MAX, 1, 86.411290);
    close_desk(&d);
}
END_TEST

/* A version from the 13th alone: the days before are judged by nobody and named; the score is that of the rest. */
START_TEST(days_without_a_version_are_named)
{
    desk d;
    open_desk(&d);
    const char *json = "{\"deskscore\": 1, \"kind\": \"scheme\", \"id\": \"s\", \"name\": \"S\", \"straddle\": \"PRORATE\","
                       " \"cards\": {\"phone\": [{\"id\": \"new\", \"valid_from\": \"2026-07-13\", \"card\": " CARD("7")
                       "}]}, \"assign\": [" EVERYBODY "]}";
    dscore_assessment *assessment = assess(&d, json, NULL, INT64_MAX);
    assert_close(only_total(dscore_assessment_scores(assessment, 0, NULL), "Ada"), 86.25, 1e-9);
    ck_assert_int_eq(dscore_assessment_unassigned_count(assessment), 2); /* Ada and Bo */
    dscore_unassigned one = DSCORE_UNASSIGNED_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_assessment_unassigned(assessment, 0, &one, &err), err);
    ck_assert_int_eq(one.reason, DSCORE_UNASSIGNED_NO_VERSION);
    ck_assert_int_eq(one.period_end, day_of(2026, 7, 13) * DAY);
    dscore_assessment_free(assessment);
    assert_coverage(&d, json, INT64_MAX, 0.5); /* one of two segments */
    close_desk(&d);
}
END_TEST

START_TEST(the_roster_tells_who_is_judged_by_which_card_and_nobody_is_lost)
{
    desk d;
    open_desk(&d);
    static const char *const subjects[] = {"Ada", "Bo"}, *const names[] = {"team"}, *const teams[] = {"phone", "mail"};
    dscore_roster roster = DSCORE_ROSTER_INIT;
    roster.count = 2;
    roster.subject = subjects;
    roster.text_count = 1;
    roster.text_names = names;
    roster.texts = teams;
    dscore_assessment *assessment =
        assess(&d, SCHEME("BY_START", "{\"when\": {\"team\": [\"desk\", \"phone\"]}, \"cards\": \"phone\"}"), &roster, INT64_MAX);
    ck_assert_int_eq(dscore_assessment_count(assessment), 1);
    ck_assert_int_eq(dscore_scores_count(dscore_assessment_scores(assessment, 0, NULL)), 1);
    assert_close(only_total(dscore_assessment_scores(assessment, 0, NULL), "Ada"), 80, 1e-9);
    ck_assert_int_eq(dscore_assessment_unassigned_count(assessment), 1);
    dscore_unassigned one = DSCORE_UNASSIGNED_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_assessment_unassigned(assessment, 0, &one, &err), err);
    ck_assert_str_eq(one.subject, "Bo");
    ck_assert_int_eq(one.reason, DSCORE_UNASSIGNED_NO_CARD);
    ck_assert_int_eq(one.period_start, day_of(2026, 7, 1) * DAY);
    ck_assert_int_eq(dscore_assessment_unassigned(assessment, 1, &one, &err), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(dscore_assessment_scores(assessment, 1, NULL));
    dscore_assessment_free(assessment);
    /* Known before anything was decided: everybody is named. */
    assessment = assess(&d, "{\"deskscore\": 1, \"kind\": \"scheme\", \"id\": \"s\", \"name\": \"S\", \"cards\": {\"phone\": [{\"id\":"
        " \"old\", \"valid_from\": \"2026-01-01\", \"recorded_at\": \"2026-02-01\", \"card\": " CARD("2") "}]}, \"assign\":"
        " [" EVERYBODY "]}", NULL, day_of(2026, 1, 31));
    ck_assert_int_eq(dscore_assessment_count(assessment), 0);
    ck_assert_int_eq(dscore_assessment_unassigned_count(assessment), 2);
    assert_ok(dscore_assessment_unassigned(assessment, 0, &one, &err), err);
    ck_assert_int_eq(one.reason, DSCORE_UNASSIGNED_NO_VERSION);
    dscore_assessment_free(assessment);
    close_desk(&d);
}
END_TEST

START_TEST(a_range_without_ends_is_refused)
{
    desk d;
    open_desk(&d);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    dscore_assessment *assessment = NULL;
    dscore_scheme *scheme = parse(d.catalog, SCHEME("BY_START", EVERYBODY));
    assert_ok(dscore_query_new(d.catalog, &query, &err), err);
    assert_ok(dscore_query_key(query, "subject", &err), err);
    ck_assert_int_eq(dscore_scheme_assess(scheme, query, &d.table, 1, NULL, INT64_MAX, NULL, &assessment, &err),
        DSCORE_E_PARAMETER);
    dscore_query_free(query);
    dscore_scheme_free(scheme);
    close_desk(&d);
}
END_TEST

/* ---- the document ------------------------------------------------------------------------------ */

static const char *const PROSE[] = {"id", "version", "name", "author", "reason", NULL};

START_TEST(a_dumped_scheme_has_the_same_hash_and_every_byte_matters)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file("examples/schemes/two-desks.json");
    char *first = NULL;
    char *second = NULL;
    char hash[64];
    char again[64];
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(read_bytes(catalog, json, (int64_t)strlen(json), &first, hash, &err), err);
    assert_ok(read_bytes(catalog, first, (int64_t)strlen(first), &second, again, &err), err);
    ck_assert_str_eq(first, second);
    ck_assert_str_eq(hash, again);
    const byte_reader reader = {read_bytes, catalog, PROSE};
    char small[4096];
    (void)snprintf(small, sizeof small, "%s", SCHEME("PRORATE", "{\"when\": {\"team\": \"a\"}, \"cards\": \"phone\"}"));
    assert_bytes_matter(&reader, small);
    free(first);
    free(second);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

#define BROKEN(cards, assign)                                                                                          \
    "{\"deskscore\": 1, \"kind\": \"scheme\", \"id\": \"s\", \"name\": \"S\", \"cards\": {" cards "}, \"assign\": ["    \
    assign "]}"
#define OLD "{\"id\": \"old\", \"valid_from\": \"2026-01-01\", \"card\": " CARD("2") "}"

START_TEST(mistakes_are_named_with_their_place)
{
    static const mistake mistakes[] = {
        {BROKEN("", EVERYBODY), DSCORE_E_FORMAT, "cards", "empty"},
        {BROKEN("\"phone\": []", EVERYBODY), DSCORE_E_FORMAT, "cards.phone", "empty"},
        {BROKEN("\"phone\": [" OLD "]", ""), DSCORE_E_FORMAT, "assign", "empty"},
        {BROKEN("\"phone\": [" OLD "]", "{\"cards\": \"phon\"}"), DSCORE_E_NOT_FOUND, "assign[0].cards", "phone"},
        {BROKEN("\"phone\": [" OLD "]", "{\"when\": {\"team\": []}, \"cards\": \"phone\"}"), DSCORE_E_FORMAT,
            "assign[0].when.team", "empty"},
        {BROKEN("\"phone\": [" OLD ", " OLD "]", EVERYBODY), DSCORE_E_INCOMPATIBLE, "cards.phone[1].id", "old"},
        {BROKEN("\"phone\": [{\"id\": \"a\", \"valid_from\": \"2026-02-30\", \"card\": " CARD("2") "}]", EVERYBODY),
            DSCORE_E_FORMAT, "cards.phone[0].valid_from", "2026-02-30"},
        {BROKEN("\"phone\": [{\"id\": \"a\", \"valid_from\": \"2026-02-03\", \"valid_to\": \"2026-02-01\", \"card\": "
                CARD("2") "}]", EVERYBODY), DSCORE_E_PARAMETER, "cards.phone[0].valid_to", "ends before"},
        {BROKEN("\"phone\": [{\"id\": \"a\", \"valid_from\": \"2026-01-01\", \"valid_to\": \"2026-03-01\", \"card\": "
                CARD("2") "}, {\"id\": \"b\", \"valid_from\": \"2026-02-01\", \"card\": " CARD("3") "}]", EVERYBODY),
            DSCORE_E_INCOMPATIBLE, "cards.phone[1]", "same days"},
        {BROKEN("\"phone\": [{\"id\": \"a\", \"valid_from\": \"2026-02-01\", \"supersedes\": \"b\", \"card\": " CARD("2")
                "}]", EVERYBODY), DSCORE_E_NOT_FOUND, "cards.phone[0].supersedes", "b"},
        {BROKEN("\"phone\": [{\"id\": \"a\", \"valid_from\": \"2026-02-01\", \"card\": {\"id\": \"c\"}}]", EVERYBODY),
            DSCORE_E_FORMAT, "cards.phone[0].card", "name"}};
    dscore_catalog *catalog = builtin_catalog();
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_scheme *scheme = NULL;
        const char *json = mistakes[i].json;
        assert_mistake(&mistakes[i], dscore_scheme_parse(catalog, json, (int64_t)strlen(json), &scheme, &err), &err);
        ck_assert_ptr_null(scheme);
    }
    dscore_catalog_free(catalog);
}
END_TEST

/* What a check says of the scheme, without what it says of the cards in it. */
static void assert_scheme_findings(const dscore_catalog *catalog, const char *json, const char *expected)
{
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    char found[4096] = "";
    assert_ok(dscore_document_check(catalog, json, (int64_t)strlen(json), &report, &err), err);
    for (int32_t i = 0; i < dscore_report_count(report); i++) {
        dscore_finding f = DSCORE_FINDING_INIT;
        assert_ok(dscore_report_finding(report, i, &f, &err), err);
        ck_assert(f.message_en[0] != '\0' && f.message_zh[0] != '\0');
        if (strstr(f.path, ".card") == NULL) {
            const size_t used = strlen(found);
            (void)snprintf(found + used, sizeof found - used, "%s %s\n", f.code, f.path);
        }
    }
    ck_assert_str_eq(found, expected);
    dscore_report_free(report);
}

START_TEST(a_check_names_gaps_changes_inside_a_month_and_cards_for_nobody)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file("examples/schemes/two-desks.json");
    assert_scheme_findings(catalog, json, "VERSION_STRADDLES cards.phone[1]\n");
    free(json);
    assert_scheme_findings(catalog,
        BROKEN("\"phone\": [{\"id\": \"a\", \"valid_from\": \"2026-01-01\", \"valid_to\": \"2026-03-01\", \"card\": "
               CARD("2") "}, {\"id\": \"b\", \"valid_from\": \"2026-04-01\", \"card\": " CARD("3") "}], \"mail\": [" OLD
               "]", EVERYBODY ", {\"when\": {\"team\": \"a\"}, \"cards\": \"phone\"}"),
        "VERSION_GAP cards.phone[1]\nUNREACHED assign[1]\nUNUSED_CARD cards.mail\n");
    /* The cards are checked too, each where it stands. */
    assert_findings(catalog, BROKEN("\"phone\": [" OLD "]", EVERYBODY),
        "LEAF_SHARE cards.phone[0].card.weights.tree.satisfied\n");
    dscore_catalog_free(catalog);
}
END_TEST

/* Ada by a card that changes, Bo by none. */
START_TEST(failing_memory_leaves_nothing_behind)
{
    static const char *const subjects[] = {"Ada", "Bo"}, *const names[] = {"team"}, *const teams[] = {"phone", "mail"};
    const char *json = SCHEME("PRORATE", "{\"when\": {\"team\": \"phone\"}, \"cards\": \"phone\"}");
    purse p = {INT64_MAX, 0};
    const dscore_allocator allocator = purse_allocator(&p);
    dscore_roster roster = DSCORE_ROSTER_INIT;
    roster.count = 2;
    roster.subject = subjects;
    roster.text_count = 1;
    roster.text_names = names;
    roster.texts = teams;
    desk d;
    open_desk_with(&d, &allocator);
    const int64_t held = p.held;
    int64_t failures = 0;
    dscore_status status = DSCORE_E_MEMORY;
    for (int64_t n = 1; status != DSCORE_OK; n += 1 + n / (getenv("DSCORE_TEST_SMALL") != NULL ? 8 : 64)) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_scheme *scheme = NULL;
        dscore_assessment *assessment = NULL;
        p.left = n;
        status = dscore_scheme_parse(d.catalog, json, (int64_t)strlen(json), &scheme, &err);
        if (status == DSCORE_OK) {
            status = dscore_scheme_assess(
                scheme, d.query, &d.table, 1, &roster, INT64_MAX, NULL, &assessment, &err);
        }
        ck_assert_msg(status == DSCORE_OK || status == DSCORE_E_MEMORY, "%lld: %s", (long long)n, err.message);
        ck_assert_int_eq(status == DSCORE_OK, assessment != NULL);
        failures += status == DSCORE_OK ? 0 : 1;
        dscore_assessment_free(assessment);
        dscore_scheme_free(scheme);
        ck_assert_msg(p.held == held, "allocation %lld: %lld blocks leaked", (long long)n, (long long)(p.held - held));
    }
    ck_assert_int_gt(failures, 30);
    p.left = INT64_MAX;
    close_desk(&d);
    ck_assert_int_eq(p.held, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_3_4_the_version_of_a_day_and_as_it_was_known,
        methods_3_4_a_period_that_straddles_a_change, correction_10_each_segment_scores_its_own_tickets, days_without_a_version_are_named,
        the_roster_tells_who_is_judged_by_which_card_and_nobody_is_lost, a_range_without_ends_is_refused,
        a_dumped_scheme_has_the_same_hash_and_every_byte_matters, mistakes_are_named_with_their_place,
        a_check_names_gaps_changes_inside_a_month_and_cards_for_nobody, failing_memory_leaves_nothing_behind};
    return RUN_TESTS("scheme", tests);
}
