/* Scorecards as documents: the two presets, round trips, and every kind of mistake with its path. */
#define DOCUMENT dscore_scorecard
#define DOCUMENT_HASH DSCORE_CARD_HASH
#include "document_kind.h"

static const char *const PRESETS[] = {"examples/cards/toolkit-base-float.json", "examples/cards/toolkit-table-1.json"};

static const char SMALL[] =
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"small\", \"name\": \"Small\","
    " \"rules\": {\"share\": {\"family\": \"LINEAR\", \"x0\": \"50%\", \"x1\": \"90%\"}},"
    " \"items\": {"
    "  \"sl20\": {\"indicator\": \"service_level\", \"parameters\": {\"limit\": \"20s\"}, \"rule\": \"share\","
    "    \"where\": \"channel == \\\"phone\\\"\", \"placement\": \"event(created_at)\", \"credit\": [\"responder\", "
    "\"agent\"],"
    "    \"source\": \"tickets\", \"min_n\": 5, \"min_observations\": 10, \"required\": true},"
    "  \"csat\": {\"indicator\": \"csat_satisfied\", \"parameters\": {\"cut\": 5}, \"rule\": \"share\"},"
    "  \"frt\": {\"indicator\": \"first_response_time\", \"clock\": \"calendar\", \"rule\":"
    "    {\"family\": \"LINEAR\", \"x0\": \"1h\", \"x1\": \"5min\"}}},"
    " \"weights\": {\"tree\": {\"speed\": {\"weight\": 60, \"tree\": {\"sl20\": 1, \"frt\": 2}}, \"csat\": \"40%\"}},"
    " \"missing\": {\"policy\": \"EXCLUDE_GLOBAL\", \"min_weight_coverage\": \"55%\", \"min_data_coverage\": 12.5},"
    " \"total\": {\"min\": null, \"max\": 120, \"decimals\": 1},"
    " \"grades\": [{\"min\": \"90%\", \"label\": {\"en\": \"Good\", \"zh\": \"好\"}}, {\"label\": \"Other\"}]}";

/* Correction 16: points mode, an item worth its points, a bonus outside the weights. */
static const char POINTS[] =
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"points\", \"version\": \"2\", \"name\": {\"zh\": "
    "\"分值制\"},"
    " \"description\": \"Points\", \"mode\": \"POINTS\", \"items\": {"
    "  \"complaints\": {\"indicator\": \"complaints\", \"in_points\": true, \"rule\": {\"family\": \"STEP\", "
    "\"better\": \"lower\","
    "    \"x0\": 0, \"delta\": 1, \"points\": 2, \"full\": 30, \"limit\": null, \"k_max\": 10, \"clamp\": {\"lo\": "
    "null}}},"
    "  \"csat\": {\"indicator\": \"csat_score\", \"credit\": \"agent\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 0, "
    "\"x1\": 100,"
    "    \"below\": \"HOLD\"}},"
    "  \"articles\": {\"indicator\": \"knowledge_contributions\", \"bonus\": true, \"rule\": {\"family\": \"STEP\", "
    "\"better\": \"higher\","
    "    \"bonus\": true, \"x0\": 0, \"delta\": 1, \"points\": 1, \"full\": 0, \"limit\": 5}}},"
    " \"weights\": {\"id\": \"w\", \"declared\": {\"complaints\": 30}, \"tree\": {\"complaints\": 30, \"csat\": "
    "{\"weight\": 70, \"name\": \"CSAT\"}}},"
    " \"missing\": {\"policy\": \"BLOCK\", \"allow_missing_dimension\": true}}";

START_TEST(a_dumped_card_has_the_same_hash)
{
    dscore_catalog *catalog = builtin_catalog();
    for (int i = 0; i < 2; i++) {
        char *json = project_file(PRESETS[i]);
        assert_round_trip(catalog, json);
        free(json);
    }
    assert_round_trip(catalog, SMALL);
    assert_round_trip(catalog, POINTS);
    char *zero = replaced(POINTS, "\"BLOCK\"", "\"ZERO\"");
    assert_round_trip(catalog, zero);
    free(zero);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(points_mode_and_bonus_are_read)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_scorecard *card = parse(catalog, POINTS);
    char *text = dump(card);
    const char *const parts[] = {"\"mode\": \"POINTS\"", "\"in_points\": true", "\"bonus\": true", "\"limit\": null",
        "\"k_max\": 10", "\"credit\": [\"agent\"]", "\"below\": \"HOLD\"", "\"version\": \"2\""};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        ck_assert_msg(strstr(text, parts[i]) != NULL, "%s is not in %s", parts[i], text);
    }
    ck_assert_str_eq(dscore_scorecard_text(card, DSCORE_CARD_NAME_EN), "分值制");
    free(text);
    dscore_scorecard_free(card);
    dscore_catalog_free(catalog);
}
END_TEST

static double points(const dscore_scorecard *card, const char *alias, double x)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double score = NAN;
    for (int32_t i = 0; i < dscore_scorecard_item_count(card); i++) {
        if (strcmp(dscore_scorecard_item_alias(card, i), alias) == 0) {
            assert_ok(
                dscore_rule_apply(dscore_scorecard_item_rule(card, i), &x, 1, &score, NULL, NULL, NULL, &err), err);
        }
    }
    return score;
}

/* METHODS 2.2: CSAT and the shipped response preset (correction 7). */
START_TEST(the_base_and_float_card_scores_as_the_toolkit_says)
{
    static const double csat[][2] = {{1, 0}, {4.19, 74.75}, {4.2, 80}, {4.4, 85}, {4.67, 91.75}, {4.68, 97}, {5, 100}};
    static const double response[][2] = {{10, 103}, {25, 103}, {25.01, 100}, {30, 100}, {40, 72}, {60, 47}};
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file(PRESETS[0]);
    dscore_scorecard *card = parse(catalog, json);
    for (size_t i = 0; i < sizeof csat / sizeof csat[0]; i++) {
        assert_close(points(card, "csat", csat[i][0]), csat[i][1], 1e-9);
    }
    for (size_t i = 0; i < sizeof response / sizeof response[0]; i++) {
        assert_close(points(card, "response", response[i][0]), response[i][1], 1e-9);
    }
    assert_close(points(card, "response", 39.99), 100 * 30 / 39.99, 1e-9);
    free(json);
    dscore_scorecard_free(card);
    dscore_catalog_free(catalog);
}
END_TEST

/* METHODS 2.3, the row FLOOR of Table 1, and its CSAT ladder. */
START_TEST(table_1_scores_as_the_toolkit_says)
{
    static const double response[][2] = {{25, 100}, {29.999, 100}, {30, 90}, {35, 80}, {39.999, 80}, {40, 0}, {75, 0}};
    static const double csat[][2] = {
        {4.5, 100}, {4.4, 95}, {4.2, 85}, {4.19, 85}, {4, 75}, {3, 25}, {2.5, 0}, {2.4, 0}};
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file(PRESETS[1]);
    dscore_scorecard *card = parse(catalog, json);
    for (size_t i = 0; i < sizeof response / sizeof response[0]; i++) {
        assert_close(points(card, "response", response[i][0]), response[i][1], 1e-9);
    }
    for (size_t i = 0; i < sizeof csat / sizeof csat[0]; i++) {
        assert_close(points(card, "csat", csat[i][0]), csat[i][1], 1e-9);
    }
    assert_close(points(card, "exams", 87.5), 87.5, 1e-12);
    ck_assert_str_eq(dscore_scorecard_text(card, DSCORE_CARD_NAME_ZH), "客户服务绩效(表1)");
    free(json);
    dscore_scorecard_free(card);
    dscore_catalog_free(catalog);
}
END_TEST

static const change CHANGES[] = {
    {"\"deskscore\": 1,", "\"deskscore\": 3,", DSCORE_E_FORMAT, "deskscore", "format version 3"},
    {"\"deskscore\": 1,", "", DSCORE_E_FORMAT, "", "\"deskscore\" is missing"},
    {"\"scorecard\"", "\"weights\"", DSCORE_E_FORMAT, "kind", "expected \"scorecard\""},
    {"\"id\": \"small\",", "", DSCORE_E_FORMAT, "", "\"id\" is missing"},
    {"\"id\": \"small\"", "\"id\": \"Small Card\"", DSCORE_E_FORMAT, "id", "not an identifier"},
    {"\"name\": \"Small\"", "\"name\": {}", DSCORE_E_FORMAT, "name", "empty"},
    {"\"name\": \"Small\"", "\"name\": {\"de\": \"Klein\"}", DSCORE_E_FORMAT, "name.de", ""},
    {"\"rules\": {", "\"rulez\": {}, \"rules\": {", DSCORE_E_FORMAT, "rulez", "\"rules\""},
    {"\"x1\": \"90%\"", "\"x1\": \"50%\"", DSCORE_E_PARAMETER, "rules.share.x1", "two different"},
    {"\"x0\": \"50%\"", "\"x0\": \"50s\"", DSCORE_E_FORMAT, "rules.share.x0",
        "is a duration, but the value is in \"%\""},
    {"\"x1\": \"5min\"", "\"x1\": \"5%\"", DSCORE_E_FORMAT, "items.frt.rule.x1",
        "is a percentage, but the value is in \"s\""},
    {"\"rule\": \"share\",", "\"rule\": \"shares\",", DSCORE_E_NOT_FOUND, "items.sl20.rule", "nearest is \"share\""},
    {"\"rule\": \"share\",", "\"rule\": 7,", DSCORE_E_FORMAT, "items.sl20.rule", "a rule or the name of one"},
    {"\"service_level\"", "\"service_levle\"", DSCORE_E_NOT_FOUND, "items.sl20.indicator", "\"service_level\""},
    {"{\"limit\": \"20s\"}", "{\"threshold\": \"20s\"}", DSCORE_E_NOT_FOUND, "items.sl20.parameters.threshold",
        "no parameter"},
    {"\"limit\": \"20s\"", "\"limit\": \"20 s\"", DSCORE_E_FORMAT, "items.sl20.parameters.limit", ""},
    {"{\"cut\": 5}", "{\"cut\": 9}", DSCORE_E_PARAMETER, "items.csat.parameters.cut", ""},
    {"{\"cut\": 5}", "{\"cut\": []}", DSCORE_E_FORMAT, "items.csat.parameters.cut", "found a list"},
    {"channel ==", "chanel ==", DSCORE_E_NOT_FOUND, "items.sl20.where", "column 1 of the formula"},
    {"channel == \\\"phone\\\"", "created_at", DSCORE_E_FORMAT, "items.sl20.where", "condition"},
    {"event(created_at)", "event(created)", DSCORE_E_NOT_FOUND, "items.sl20.placement", ""},
    {"\"responder\", \"agent\"", "\"respnder\", \"agent\"", DSCORE_E_NOT_FOUND, "items.sl20.credit[0]",
        "\"responder\""},
    {"\"responder\", \"agent\"", "\"xyzzy_quux\", \"agent\"", DSCORE_E_NOT_FOUND, "items.sl20.credit[0]",
        "the source has no field \"xyzzy_quux\""},
    {"\"source\": \"tickets\"", "\"source\": \"agents\"", DSCORE_E_NOT_FOUND, "items.sl20.source",
        "source agents has no field"},
    {"\"source\": \"tickets\"", "\"source\": \"tikets\"", DSCORE_E_NOT_FOUND, "items.sl20.source", "\"tickets\""},
    {"\"responder\", \"agent\"", "", DSCORE_E_FORMAT, "items.sl20.credit", "at least one"},
    {"[\"responder\", \"agent\"]", "9", DSCORE_E_FORMAT, "items.sl20.credit", "a field or a list"},
    {"\"first_response_time\", \"clock\": \"calendar\"", "\"complaint_rate\", \"where\": \"is_spam\"", DSCORE_E_FORMAT,
        "items.frt.where", "a derived one"},
    {"\"frt\": {", "\"First!\": {", DSCORE_E_FORMAT, "items[\"First!\"]", "not an identifier"},
    {"\"csat\": {\"indicator\"", "\"csat\": 5, \"spare\": {\"indicator\"", DSCORE_E_FORMAT, "items.csat",
        "expected an object"},
    {"\"items\": {", "\"items\": [], \"notes\": {", DSCORE_E_FORMAT, "items", "expected an object, found a list"},
    {"\"rules\": {", "\"rules\": 1, \"notes\": {", DSCORE_E_FORMAT, "rules", "expected an object"},
    {"\"grades\": [", "\"grades\": 1, \"notes\": [", DSCORE_E_FORMAT, "grades", "expected a list"},
    {"\"clock\": \"calendar\"", "\"clock\": \"solar\"", DSCORE_E_FORMAT, "items.frt.clock", "calendar, business"},
    {"\"min_n\": 5", "\"min_n\": 2.5", DSCORE_E_FORMAT, "items.sl20.min_n", "2.5 is out of range"},
    {"\"min_n\": 5", "\"min_n\": \"5\"", DSCORE_E_FORMAT, "items.sl20.min_n", "expected a number, found text"},
    {"\"min_observations\": 10", "\"min_observations\": -1", DSCORE_E_FORMAT, "items.sl20.min_observations", ">= 0"},
    {"\"required\": true", "\"required\": 1", DSCORE_E_FORMAT, "items.sl20.required", "true or false"},
    {"\"sl20\": 1, ", "", DSCORE_E_INCOMPATIBLE, "items.sl20", "no leaf"},
    {"\"sl20\": 1, ", "\"sl20\": 1, \"sl60\": 1, ", DSCORE_E_NOT_FOUND, "weights.tree.speed.tree.sl60",
        "the nearest is \"sl20\""},
    {"\"weight\": 60", "\"weight\": \"heavy\"", DSCORE_E_FORMAT, "weights.tree.speed.weight", "not a percentage"},
    {"EXCLUDE_GLOBAL", "EXCLUDE", DSCORE_E_FORMAT, "missing.policy", "ZERO, BLOCK"},
    {"\"55%\"", "\"155%\"", DSCORE_E_FORMAT, "missing.min_weight_coverage", "0-100"},
    {"\"max\": 120", "\"max\": \"120\"", DSCORE_E_FORMAT, "total.max", "a number or null"},
    {"\"decimals\": 1", "\"decimals\": 12", DSCORE_E_FORMAT, "total.decimals", "0-9"},
    {"\"min\": null, \"max\": 120", "\"min\": 130, \"max\": 120", DSCORE_E_FORMAT, "total.min",
        "130 is out of range, expected at most \"max\""},
    {"\"decimals\": 1", "\"decimals\": 2.5", DSCORE_E_FORMAT, "total.decimals", "a whole number of at least 0"},
    {"{\"label\": \"Other\"}", "{\"min\": 95, \"label\": \"Other\"}", DSCORE_E_PARAMETER, "grades[1].min",
        "best to worst"},
    {"{\"label\": \"Other\"}", "{\"min\": 5}", DSCORE_E_FORMAT, "grades[1]", "\"label\" is missing"},
};

START_TEST(a_mistake_in_a_card_is_named_with_its_path)
{
    assert_mistakes(SMALL, CHANGES, sizeof CHANGES / sizeof CHANGES[0]);
}
END_TEST

START_TEST(a_parameter_without_default_must_be_given)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = NULL;
    char *json = replaced(SMALL, "\"first_response_time\"", "\"resolution_within\"");
    ck_assert_int_eq(dscore_scorecard_parse(catalog, json, (int64_t)strlen(json), &card, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "items.frt");
    ck_assert_ptr_nonnull(strstr(err.message, "\"limit\""));
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_formula_error_points_into_the_document)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = NULL;
    char *json = replaced(SMALL, "channel == \\\"phone\\\"", "\\\"phone\\\" == chanel");
    ck_assert_int_eq(dscore_scorecard_parse(catalog, json, (int64_t)strlen(json), &card, &err), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(err.offset, strstr(json, "chanel") - json);
    ck_assert_int_eq(err.line, 1);
    ck_assert_ptr_nonnull(strstr(err.message, "column 12 of the formula"));
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_dumped_card_has_the_same_hash, points_mode_and_bonus_are_read,
        the_base_and_float_card_scores_as_the_toolkit_says, table_1_scores_as_the_toolkit_says,
        a_mistake_in_a_card_is_named_with_its_path, a_parameter_without_default_must_be_given,
        a_formula_error_points_into_the_document};
    return RUN_TESTS("document scorecards", tests);
}
