/* Operators, gates, missing values and subjects in scorecard documents: round trips, the hash, and mistakes with their
   paths; the cards of the three roles (S2-10 to S2-12). */
#define DOCUMENT dscore_scorecard
#define DOCUMENT_HASH DSCORE_CARD_HASH
#include "document_kind.h"
#include "score/score_support.h"

#include <stdbool.h>

static const char FULL[] =
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"full\", \"name\": \"Full\","
    " \"subject\": {\"by\": [\"team\", \"agent\"], \"per\": \"quarter:apr\"},"
    " \"items\": {"
    "  \"csat\": {\"indicator\": \"csat_mean\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5},"
    "    \"missing\": {\"policy\": \"CARRY_FORWARD\", \"max_age\": 3, \"otherwise\": \"ZERO\"}},"
    "  \"sl\": {\"indicator\": \"service_level\", \"rule\": {\"family\": \"LINEAR\", \"x0\": \"50%\", \"x1\": \"90%\"},"
    "    \"missing\": {\"policy\": \"GROUP_MEDIAN\"}},"
    "  \"frt\": {\"indicator\": \"first_response_time\","
    "    \"rule\": {\"family\": \"LINEAR\", \"x0\": \"1h\", \"x1\": \"5min\"}}},"
    " \"weights\": {\"tree\": {\"speed\": {\"weight\": 60, \"tree\": {\"sl\": 1, \"frt\": 2}}, \"csat\": 40}},"
    " \"missing\": {\"policy\": \"NEUTRAL\", \"neutral\": 60},"
    " \"gates\": [{\"item\": \"frt\", \"op\": \">\", \"threshold\": \"2h\", \"scope\": \"csat\", \"cap\": 60,"
    "   \"name\": {\"en\": \"Late\", \"zh\": \"超时\"}},"
    "  {\"item\": \"csat\", \"on\": \"POINTS\", \"op\": \"<=\", \"threshold\": 20, \"missing\": \"APPLY\"},"
    "  {\"item\": \"sl\", \"op\": \"<\", \"threshold\": \"50%\", \"cap\": 70.5}],"
    " \"total\": {\"operator\": \"GEOMETRIC\", \"epsilon\": \"1%\"},"
    " \"grades\": [{\"label\": \"All\"}]}";

START_TEST(everything_a_card_says_comes_back)
{
    static const char *const PARTS[] = {"\"subject\": {\"by\": [\"team\", \"agent\"], \"per\": \"quarter:apr\"}",
        "\"missing\": {\"policy\": \"CARRY_FORWARD\", \"max_age\": 3, \"otherwise\": \"ZERO\"}",
        "\"missing\": {\"policy\": \"GROUP_MEDIAN\", \"otherwise\": \"EXCLUDE_SIBLINGS\"}",
        "\"policy\": \"NEUTRAL\", \"neutral\": 60",
        "{\"name\": {\"en\": \"Late\", \"zh\": \"超时\"}, \"item\": \"frt\", \"op\": \">\", \"threshold\": 7200, "
        "\"scope\": \"csat\", \"cap\": 60}",
        "{\"item\": \"csat\", \"on\": \"POINTS\", \"op\": \"<=\", \"threshold\": 20, \"cap\": 0, \"missing\": "
        "\"APPLY\"}",
        "{\"item\": \"sl\", \"op\": \"<\", \"threshold\": 50, \"cap\": 70.5}",
        "\"operator\": \"GEOMETRIC\", \"epsilon\": 1"};
    dscore_catalog *catalog = builtin_catalog();
    dscore_scorecard *card = parse(catalog, FULL);
    char *text = dump(card);
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        ck_assert_msg(strstr(text, PARTS[i]) != NULL, "%s is not in %s", PARTS[i], text);
    }
    free(text);
    ck_assert_int_eq(dscore_scorecard_key_count(card), 2);
    ck_assert_str_eq(dscore_scorecard_key(card, 0), "team");
    ck_assert_str_eq(dscore_scorecard_key(card, 1), "agent");
    ck_assert_str_eq(dscore_scorecard_key(card, 2), "");
    ck_assert_str_eq(dscore_scorecard_key(card, -1), "");
    ck_assert_str_eq(dscore_scorecard_key(NULL, 0), "");
    ck_assert_int_eq(dscore_scorecard_key_count(NULL), 0);
    ck_assert_str_eq(dscore_scorecard_text(card, DSCORE_CARD_PERIOD), "quarter:apr");
    dscore_scorecard_free(card);
    assert_round_trip(catalog, FULL);
    dscore_catalog_free(catalog);
}
END_TEST

static void assert_hashes_differ(const dscore_catalog *catalog, const char *a, const char *b)
{
    char *texts[] = {replaced(FULL, "\"GEOMETRIC\", \"epsilon\": \"1%\"", a),
        replaced(FULL, "\"GEOMETRIC\", \"epsilon\": \"1%\"", b)};
    dscore_scorecard *cards[] = {parse(catalog, texts[0]), parse(catalog, texts[1])};
    ck_assert_str_ne(
        dscore_scorecard_text(cards[0], DSCORE_CARD_HASH), dscore_scorecard_text(cards[1], DSCORE_CARD_HASH));
    for (int i = 0; i < 2; i++) {
        free(texts[i]);
        dscore_scorecard_free(cards[i]);
    }
}

START_TEST(position_weights_are_part_of_the_hash)
{
    dscore_catalog *catalog = builtin_catalog();
    assert_hashes_differ(catalog, "\"OWA\", \"owa\": [3, 2, 1]", "\"OWA\", \"owa\": [3, 2, 2]");
    assert_hashes_differ(catalog, "\"HARMONIC\", \"epsilon\": 2", "\"HARMONIC\", \"epsilon\": 3");
    dscore_catalog_free(catalog);
}
END_TEST

/* Status OK: another card, whose hash differs, unless it is prose: part "same". */
static const change CHANGES[] = {
    /* other cards */
    {"\"by\": [\"team\", \"agent\"]", "\"by\": \"agent\"", DSCORE_OK, "", ""},
    {"\"quarter:apr\"", "\"quarter\"", DSCORE_OK, "", ""},
    {", \"per\": \"quarter:apr\"", "", DSCORE_OK, "", ""},
    {"\"max_age\": 3", "\"max_age\": 4", DSCORE_OK, "", ""},
    {"\"otherwise\": \"ZERO\"", "\"otherwise\": \"BLOCK\"", DSCORE_OK, "", ""},
    {"{\"policy\": \"GROUP_MEDIAN\"}", "{\"policy\": \"GROUP_MEDIAN\", \"otherwise\": \"EXCLUDE_GLOBAL\"}", DSCORE_OK,
        "", ""},
    {"\"policy\": \"GROUP_MEDIAN\"", "\"policy\": \"BLOCK\"", DSCORE_OK, "", ""},
    {"\"neutral\": 60", "\"neutral\": 61", DSCORE_OK, "", ""},
    {"\"neutral\": 60", "\"neutral\": \"61%\"", DSCORE_OK, "", ""},
    {"\"policy\": \"NEUTRAL\", \"neutral\": 60", "\"policy\": \"GROUP_MEDIAN\"", DSCORE_OK, "", ""},
    {"\"op\": \">\", \"threshold\"", "\"op\": \">=\", \"threshold\"", DSCORE_OK, "", ""},
    {"\"2h\"", "\"3h\"", DSCORE_OK, "", ""},
    {"\"scope\": \"csat\", ", "", DSCORE_OK, "", ""},
    {"\"cap\": 60", "\"cap\": 61", DSCORE_OK, "", ""},
    {", \"cap\": 60", "", DSCORE_OK, "", ""},
    {"\"missing\": \"APPLY\"", "\"missing\": \"IGNORE\"", DSCORE_OK, "", ""},
    {"\"on\": \"POINTS\"", "\"on\": \"VALUE\"", DSCORE_OK, "", ""},
    {"\"GEOMETRIC\"", "\"HARMONIC\"", DSCORE_OK, "", ""},
    {"\"1%\"", "\"2%\"", DSCORE_OK, "", ""},
    {", \"epsilon\": \"1%\"", "", DSCORE_OK, "", ""},
    {"\"GEOMETRIC\", \"epsilon\": \"1%\"", "\"OWA\", \"owa\": [3, \"2%\", 1]", DSCORE_OK, "", ""},
    {"\"en\": \"Late\"", "\"en\": \"Too late\"", DSCORE_OK, "", "same"},
    {"\"op\": \">\", ", "\"op\": \">\", \"notes\": \"x\", ", DSCORE_OK, "", "same"},
    /* mistakes */
    {"\"by\": [", "\"for\": [], \"by\": [", DSCORE_E_FORMAT, "subject.for", "unknown member"},
    {"\"by\": [\"team\", \"agent\"]", "\"by\": 7", DSCORE_E_FORMAT, "subject.by", "a key or a list of keys"},
    {"[\"team\", \"agent\"]", "[\"team\", \"Agent X\"]", DSCORE_E_FORMAT, "subject.by[1]", "not an identifier"},
    {"[\"team\", \"agent\"]", "[\"team\", \"team\"]", DSCORE_E_PARAMETER, "subject.by[1]", "same key twice"},
    {"\"quarter:apr\"", "\"fortnight\"", DSCORE_E_FORMAT, "subject.per", "is no period"},
    {"\"max_age\": 3, ", "", DSCORE_E_FORMAT, "items.csat.missing", "\"max_age\" is missing"},
    {"\"max_age\": 3", "\"max_age\": 0", DSCORE_E_PARAMETER, "items.csat.missing.max_age", "at least 1"},
    {"\"max_age\": 3", "\"max_age\": 1.5", DSCORE_E_FORMAT, "items.csat.missing.max_age", "whole number"},
    {"\"otherwise\": \"ZERO\"", "\"otherwise\": \"NEUTRAL\"", DSCORE_E_FORMAT, "items.csat.missing.otherwise",
        "ZERO, BLOCK"},
    {"\"policy\": \"GROUP_MEDIAN\"", "\"policy\": \"MEDIAN\"", DSCORE_E_FORMAT, "items.sl.missing.policy",
        "GROUP_MEDIAN"},
    {"{\"policy\": \"GROUP_MEDIAN\"}", "{}", DSCORE_E_FORMAT, "items.sl.missing", "\"policy\" is missing"},
    {"{\"policy\": \"GROUP_MEDIAN\"}", "{\"policy\": \"ZERO\", \"otherwise\": \"BLOCK\"}", DSCORE_E_FORMAT,
        "items.sl.missing.otherwise", "is for CARRY_FORWARD, GROUP_MEDIAN; this is ZERO"},
    {"{\"policy\": \"GROUP_MEDIAN\"}", "{\"policy\": \"GROUP_MEDIAN\", \"max_age\": 1}", DSCORE_E_FORMAT,
        "items.sl.missing.max_age", "is for CARRY_FORWARD; this is GROUP_MEDIAN"},
    {"\"missing\": {\"policy\": \"GROUP_MEDIAN\"}", "\"required\": true, \"missing\": {\"policy\": \"GROUP_MEDIAN\"}",
        DSCORE_E_PARAMETER, "items.sl.missing", "required item takes no stand-in"},
    {", \"neutral\": 60", "", DSCORE_E_FORMAT, "missing", "\"neutral\" is missing"},
    {"\"policy\": \"NEUTRAL\"", "\"policy\": \"ZERO\"", DSCORE_E_FORMAT, "missing.neutral",
        "is for NEUTRAL; this is ZERO"},
    {"\"gates\": [", "\"gates\": 1, \"notes\": [", DSCORE_E_FORMAT, "gates", "expected a list"},
    {"\"item\": \"frt\"", "\"item\": \"frtt\"", DSCORE_E_NOT_FOUND, "gates[0].item", "no item of the card"},
    {"\"item\": \"frt\", ", "", DSCORE_E_FORMAT, "gates[0]", "\"item\" is missing"},
    {"\"op\": \">\"", "\"op\": \"=\"", DSCORE_E_FORMAT, "gates[0].op", ">="},
    {"\"2h\"", "\"2%\"", DSCORE_E_FORMAT, "gates[0].threshold", "is a percentage, but the value is in \"s\""},
    {"\"threshold\": 20", "\"threshold\": \"20%\"", DSCORE_E_FORMAT, "gates[1].threshold", "points"},
    {"\"scope\": \"csat\"", "\"scope\": \"quality\"", DSCORE_E_NOT_FOUND, "gates[0].scope", "no item and no group"},
    {"\"scope\": \"csat\"", "\"scope\": \"speed\"", DSCORE_E_PARAMETER, "gates[0].scope", "only a mean"},
    {"\"cap\": 60", "\"cap\": \"60\"", DSCORE_E_FORMAT, "gates[0].cap", "a number"},
    {"\"APPLY\"", "\"MAYBE\"", DSCORE_E_FORMAT, "gates[1].missing", "IGNORE, APPLY"},
    {"\"POINTS\"", "\"SCORE\"", DSCORE_E_FORMAT, "gates[1].on", "VALUE, POINTS"},
    {"\"GEOMETRIC\"", "\"GEOMETRY\"", DSCORE_E_FORMAT, "total.operator", "GEOMETRIC"},
    {"\"GEOMETRIC\"", "\"MIN\"", DSCORE_E_PARAMETER, "total.epsilon", "GEOMETRIC, HARMONIC"},
    {"\"1%\"", "\"101%\"", DSCORE_E_FORMAT, "total.epsilon", "0-100"},
    {"\"GEOMETRIC\", \"epsilon\": \"1%\"", "\"OWA\", \"owa\": [3, 2]", DSCORE_E_PARAMETER, "total.owa",
        "each of the 3"},
    {"\"GEOMETRIC\", \"epsilon\": \"1%\"", "\"OWA\"", DSCORE_E_PARAMETER, "total.owa", "each of the 3"},
    {"\"GEOMETRIC\", \"epsilon\": \"1%\"", "\"OWA\", \"owa\": [3, 2, -1]", DSCORE_E_PARAMETER, "total.owa[2]",
        "at least 0"},
    {"\"GEOMETRIC\", \"epsilon\": \"1%\"", "\"OWA\", \"owa\": [3, 2, null]", DSCORE_E_FORMAT, "total.owa[2]",
        "a number"},
    {"\"GEOMETRIC\", \"epsilon\": \"1%\"", "\"OWA\", \"owa\": 1", DSCORE_E_FORMAT, "total.owa", "a list"},
    {"\"name\": \"Full\"", "\"name\": \"Full\", \"mode\": \"POINTS\"", DSCORE_E_PARAMETER, "total.operator",
        "adds points up"},
};

START_TEST(every_change_is_another_card_or_a_mistake_with_its_path)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_scorecard *whole = parse(catalog, FULL);
    for (size_t i = 0; i < sizeof CHANGES / sizeof CHANGES[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_scorecard *card = NULL;
        char *json = replaced(FULL, CHANGES[i].from, CHANGES[i].to);
        dscore_status status = dscore_scorecard_parse(catalog, json, (int64_t)strlen(json), &card, &err);
        if (CHANGES[i].status == DSCORE_OK) {
            ck_assert_msg(status == DSCORE_OK, "%s: %s (%s)", CHANGES[i].to, err.message, err.path);
            bool same = strcmp(dscore_scorecard_text(card, DSCORE_CARD_HASH),
                            dscore_scorecard_text(whole, DSCORE_CARD_HASH)) == 0;
            ck_assert_msg(same == (strcmp(CHANGES[i].part, "same") == 0), "%s: the hash", CHANGES[i].to);
            assert_round_trip(catalog, json);
            dscore_scorecard_free(card);
        } else {
            const mistake m = {CHANGES[i].to, CHANGES[i].status, CHANGES[i].path, CHANGES[i].part};
            assert_mistake(&m, status, &err);
            ck_assert_ptr_null(card);
        }
        free(json);
    }
    dscore_scorecard_free(whole);
    dscore_catalog_free(catalog);
}
END_TEST

/* D23: what cards could not say before leaves their hashes as they were: that of Table 1 in version 0.2, before its
   items named their periods. */
START_TEST(older_cards_keep_their_hashes)
{
    static const char *const periods[] = {"\"period\": \"month\",", "\"period\": \"quarter\","};
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file("examples/cards/toolkit-table-1.json");
    for (int i = 0; i < 2; i++) {
        for (char *at = strstr(json, periods[i]); at != NULL; at = strstr(json, periods[i])) {
            memset(at, ' ', strlen(periods[i]));
        }
    }
    char *said =
        replaced(json, "\"decimals\": 2", "\"decimals\": 2, \"operator\": \"MEAN\", \"epsilon\": 0, \"owa\": []");
    dscore_scorecard *card = parse(catalog, json);
    dscore_scorecard *again = parse(catalog, said);
    ck_assert_str_eq(dscore_scorecard_text(card, DSCORE_CARD_HASH), dscore_scorecard_text(again, DSCORE_CARD_HASH));
    ck_assert_str_eq(dscore_scorecard_text(card, DSCORE_CARD_HASH), "69055b2ed49c02a37254f1f4b7c6b171");
    ck_assert_int_eq(dscore_scorecard_key_count(card), 0);
    ck_assert_str_eq(dscore_scorecard_text(card, DSCORE_CARD_PERIOD), "");
    free(json);
    free(said);
    dscore_scorecard_free(card);
    dscore_scorecard_free(again);
    dscore_catalog_free(catalog);
}
END_TEST

/* S2-10 the team's response time, resolution rate and satisfaction; S2-11 an agent's volume, speed and feedback; S2-12
   everything together, platform beside platform. */
START_TEST(each_role_has_a_card)
{
    static const struct {
        const char *file, *key;
        int32_t items;
    } ROLES[] = {{"examples/cards/manager.json", "team", 3}, {"examples/cards/agent.json", "agent", 3},
        {"examples/cards/director.json", "channel", 10}};
    dscore_catalog *catalog = builtin_catalog();
    for (size_t i = 0; i < sizeof ROLES / sizeof ROLES[0]; i++) {
        char *json = project_file(ROLES[i].file);
        dscore_scorecard *card = parse(catalog, json);
        ck_assert_int_eq(dscore_scorecard_key_count(card), 1);
        ck_assert_str_eq(dscore_scorecard_key(card, 0), ROLES[i].key);
        ck_assert_str_eq(dscore_scorecard_text(card, DSCORE_CARD_PERIOD), "month");
        ck_assert_int_eq(dscore_scorecard_item_count(card), ROLES[i].items);
        ck_assert_str_ne(
            dscore_scorecard_text(card, DSCORE_CARD_NAME_EN), dscore_scorecard_text(card, DSCORE_CARD_NAME_ZH));
        dscore_scorecard_free(card);
        assert_round_trip(catalog, json);
        dscore_report *report = NULL;
        ck_assert_int_eq(dscore_document_check(catalog, json, (int64_t)strlen(json), &report, NULL), DSCORE_OK);
        for (int32_t k = 0; k < dscore_report_count(report); k++) {
            dscore_finding finding = DSCORE_FINDING_INIT;
            ck_assert_int_eq(dscore_report_finding(report, k, &finding, NULL), DSCORE_OK);
            ck_assert_msg(finding.severity != DSCORE_SEVERITY_ERROR, "%s: %s", ROLES[i].file, finding.message_en);
        }
        dscore_report_free(report);
        free(json);
    }
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(failing_memory_leaves_nothing_behind)
{
    counting_heap heap = {0, -1, 0};
    dscore_allocator allocator = counting_allocator(&heap);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    char *json = replaced(FULL, "\"GEOMETRIC\", \"epsilon\": \"1%\"", "\"OWA\", \"owa\": [3, 2, 1]");
    char text[8192];
    assert_ok(dscore_catalog_builtin(&allocator, &catalog, &err), err);
    dscore_status status = DSCORE_E_MEMORY;
    for (int64_t i = 0; status == DSCORE_E_MEMORY; i++) {
        const int64_t held = heap.held;
        dscore_scorecard *card = NULL;
        heap.fail_at = heap.calls + i;
        status = dscore_scorecard_parse(catalog, json, (int64_t)strlen(json), &card, &err);
        if (status == DSCORE_OK) {
            status = dscore_scorecard_dump(card, text, (int64_t)sizeof text, NULL, &err);
        }
        dscore_scorecard_free(card);
        ck_assert_int_eq(heap.held, held);
    }
    assert_ok(status, err);
    heap.fail_at = -1;
    free(json);
    dscore_catalog_free(catalog);
    ck_assert_int_eq(heap.held, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {everything_a_card_says_comes_back, position_weights_are_part_of_the_hash,
        every_change_is_another_card_or_a_mistake_with_its_path, older_cards_keep_their_hashes, each_role_has_a_card,
        failing_memory_leaves_nothing_behind};
    return RUN_TESTS("totals of scorecard documents", tests);
}
