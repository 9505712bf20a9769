/* Scorecards, weights and rules, with every member of their schema: what was read is written, read again and the same;
   and a byte that changes is an error with its place, or another dump, and another hash unless it is prose. */
#include "bytes_support.h"

#include "score/rule.h"

/* ---- how each kind is read ------------------------------------------------------------------ */

DUMP(scorecard)
DUMP(weights)
DUMP(rule)

static dscore_status read_card(
    const void *catalog, const char *json, int64_t length, char **out_dump, char *hash, dscore_error *err)
{
    dscore_scorecard *card = NULL;
    const dscore_status status = dscore_scorecard_parse(catalog, json, length, &card, err);
    if (status == DSCORE_OK) {
        *out_dump = dumped(dump_scorecard, card);
        strcpy(hash, dscore_scorecard_text(card, DSCORE_CARD_HASH));
    }
    dscore_scorecard_free(card);
    return status;
}

/* Weights are hashed with their card: here one of which they are the weights. Where no such card can be, an item
   without a place for instance, that is the answer. */
static dscore_status read_weights(
    const void *catalog, const char *json, int64_t length, char **out_dump, char *hash, dscore_error *err)
{
    static const char card[] =
        "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"c\", \"name\": \"c\", \"items\": {"
        "\"csat\": {\"indicator\": \"csat_mean\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}},"
        "\"nps\": {\"indicator\": \"csat_mean\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}},"
        "\"frt\": {\"indicator\": \"csat_mean\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}}},"
        "\"weights\": %.*s}";
    dscore_weights *weights = NULL;
    const dscore_status status = dscore_weights_parse(NULL, json, length, &weights, err);
    if (status == DSCORE_OK) {
        char whole[8192];
        char *dump = NULL;
        dscore_error of_card = DSCORE_ERROR_INIT;
        *out_dump = dumped(dump_weights, weights);
        const int size = snprintf(whole, sizeof whole, card, (int)length, json);
        ck_assert_int_lt(size, (int)sizeof whole);
        if (read_card(catalog, whole, size, &dump, hash, &of_card) != DSCORE_OK) {
            strcpy(hash, dscore_status_name(of_card.status));
        }
        free(dump);
    }
    dscore_weights_free(weights);
    return status;
}

/* A rule is hashed with its card, by this text of it. */
static dscore_status read_rule(
    const void *context, const char *json, int64_t length, char **out_dump, char *hash, dscore_error *err)
{
    dscore_rule *rule = NULL;
    const dscore_status status = dscore_rule_parse(context, json, length, &rule, err);
    if (status == DSCORE_OK) {
        dsi_text text;
        *out_dump = dumped(dump_rule, rule);
        begin(&text);
        dsi_rule_canonical(&text, rule);
        hash_text(&text, hash);
    }
    dscore_rule_free(rule);
    return status;
}

/* ---- scorecards ----------------------------------------------------------------------------- */

/* A card's identity is its id and its hash (D23): the hash holds neither the id nor texts for people. What weights
   declare (declared, declared_total) and the level that a BASE_FLOAT rule in mode ADJ_CORE expects (base) change no
   points: a check compares them, the hash leaves them out. */
static const char *const CARD_PROSE[] = {"id", "version", "name", "description", "declared", "declared_total", NULL};
static const char *const TOOLKIT_PROSE[] = {
    "id", "version", "name", "description", "declared", "declared_total", "base", NULL};

static const char CARD[] =
    "{\"$schema\": \"s\", \"deskscore\": 1, \"kind\": \"scorecard\", \"notes\": [\"n\", {\"a\": 1}], \"computed\": {},"
    " \"id\": \"desk\", \"version\": \"2026-01\", \"name\": {\"en\": \"Desk\", \"zh\": \"客服\"},"
    " \"description\": \"All there is\", \"mode\": \"WEIGHTED\","
    " \"rules\": {\"share\": {\"id\": \"r\", \"name\": \"Share\", \"family\": \"LINEAR\", \"x0\": \"50%\", \"x1\": "
    "\"90%\"}},"
    " \"items\": {"
    "  \"sl\": {\"indicator\": \"service_level\", \"parameters\": {\"limit\": \"20s\"}, \"rule\": \"share\","
    "   \"where\": \"channel == \\\"phone\\\"\", \"placement\": \"event(created_at)\","
    "   \"credit\": [\"responder\", \"agent\"], \"source\": \"tickets\", \"min_n\": 5, \"min_observations\": 12,"
    "   \"required\": true, \"period\": \"month\", \"notes\": \"n\"},"
    "  \"csat\": {\"indicator\": \"csat_satisfied\", \"parameters\": {\"cut\": 4}, \"credit\": \"agent\", \"rule\": "
    "\"share\","
    "   \"missing\": {\"policy\": \"CARRY_FORWARD\", \"max_age\": 3, \"otherwise\": \"BLOCK\"}},"
    "  \"nps\": {\"indicator\": \"nps\", \"missing\": {\"policy\": \"NEUTRAL\", \"neutral\": 55},"
    "   \"rule\": {\"family\": \"LINEAR\", \"x0\": 2, \"x1\": 7, \"clamp\": {\"lo\": null, \"hi\": 110}}},"
    "  \"praise\": {\"indicator\": \"knowledge_contributions\", \"bonus\": true,"
    "   \"rule\": {\"family\": \"PASS_FAIL\", \"op\": \">=\", \"threshold\": 3, \"hit\": 2}},"
    "  \"frt\": {\"indicator\": \"first_response_time\", \"clock\": \"calendar\","
    "   \"rule\": {\"family\": \"LINEAR\", \"x0\": \"3h\", \"x1\": \"5min\"}}},"
    " \"weights\": {\"deskscore\": 1, \"kind\": \"weights\", \"id\": \"w\", \"name\": \"Weights\", \"mode\": "
    "\"ABSOLUTE_100\","
    "  \"declared_total\": 100, \"declared\": {\"speed\": 60, \"csat\": \"25%\"},"
    "  \"tree\": {\"speed\": {\"name\": {\"en\": \"Speed\", \"zh\": \"速\"}, \"weight\": 60, \"tree\": {\"sl\": 35, "
    "\"frt\": 25}},"
    "   \"csat\": \"25%\", \"nps\": {\"name\": \"NPS\", \"weight\": 15}}},"
    " \"missing\": {\"policy\": \"GROUP_MEDIAN\", \"otherwise\": \"ZERO\", \"min_weight_coverage\": \"55%\","
    "  \"min_data_coverage\": 12.5, \"allow_missing_dimension\": true},"
    " \"total\": {\"min\": 5, \"max\": null, \"decimals\": 1, \"operator\": \"MEAN\"},"
    " \"gates\": [{\"name\": {\"en\": \"Gate\", \"zh\": \"门\"}, \"item\": \"nps\", \"on\": \"VALUE\", \"op\": \"<\","
    "   \"threshold\": 12, \"scope\": \"speed\", \"cap\": 60, \"missing\": \"IGNORE\", \"notes\": 1},"
    "  {\"item\": \"csat\", \"on\": \"POINTS\", \"op\": \"<=\", \"threshold\": 25, \"missing\": \"APPLY\"},"
    "  {\"item\": \"frt\", \"op\": \">\", \"threshold\": \"2h\", \"scope\": \"frt\"}],"
    " \"grades\": [{\"min\": \"90%\", \"label\": {\"en\": \"Good\", \"zh\": \"好\"}}, {\"min\": null, \"label\": "
    "\"Rest\"}],"
    " \"subject\": {\"by\": [\"agent\", \"team\"], \"per\": \"month\"}}";

static const char TWO_ITEMS[] =
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"two\", \"name\": \"Two\", \"items\": {"
    " \"a\": {\"indicator\": \"csat_mean\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}},"
    " \"b\": {\"indicator\": \"csat_mean\", \"clock\": \"calendar\", \"rule\": {\"family\": \"PEERS\", \"better\": "
    "\"higher\","
    "  \"method\": \"MIN_MAX\"}}}, \"weights\": {\"tree\": {\"a\": 3, \"b\": 4}},"
    " \"missing\": %s, \"total\": %s, \"subject\": %s}";

static const char *const TWO_ITEMS_WITH[][3] = {
    {"{\"policy\": \"CARRY_FORWARD\", \"max_age\": 12, \"otherwise\": \"EXCLUDE_GLOBAL\"}",
        "{\"operator\": \"GEOMETRIC\", \"epsilon\": \"2%\"}", "{\"by\": \"agent\", \"per\": \"week:sun\"}"},
    {"{\"policy\": \"NEUTRAL\", \"neutral\": \"60%\"}", "{\"operator\": \"HARMONIC\", \"epsilon\": 3, \"max\": 120}",
        "{\"per\": \"year:jul\"}"},
    {"{\"policy\": \"BLOCK\"}", "{\"operator\": \"OWA\", \"owa\": [3, \"5%\"]}", "{\"by\": [\"agent\"]}"},
    {"{\"policy\": \"ZERO\"}", "{\"operator\": \"MIN\"}", "{\"per\": \"quarter\"}"}};

static const char POINTS[] =
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"p\", \"name\": \"P\", \"mode\": \"POINTS\", \"items\": {"
    " \"complaints\": {\"indicator\": \"complaints\", \"in_points\": true, \"rule\": {\"family\": \"STEP\","
    "  \"better\": \"lower\", \"x0\": 2, \"delta\": 3, \"points\": 2, \"full\": 30, \"limit\": null}}},"
    " \"weights\": {\"tree\": {\"complaints\": 30}}}";

static byte_reader card_reader(const dscore_catalog *catalog, const char *const *prose)
{
    const byte_reader reader = {read_card, catalog, prose};
    return reader;
}

START_TEST(a_changed_byte_of_a_card_matters)
{
    dscore_catalog *catalog = builtin_catalog();
    const byte_reader reader = card_reader(catalog, CARD_PROSE);
    assert_document(&reader, CARD);
    assert_document(&reader, POINTS);
    for (size_t i = 0; i < sizeof TWO_ITEMS_WITH / sizeof TWO_ITEMS_WITH[0]; i++) {
        char json[2048];
        const char *const *with = TWO_ITEMS_WITH[i];
        ck_assert_int_lt(snprintf(json, sizeof json, TWO_ITEMS, with[0], with[1], with[2]), (int)sizeof json);
        assert_document(&reader, json);
    }
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_changed_byte_of_a_shipped_card_matters)
{
    static const char *const cards[] = {"examples/cards/agent.json", "examples/cards/director.json",
        "examples/cards/manager.json", "examples/cards/toolkit-base-float.json", "examples/cards/toolkit-table-1.json",
        "examples/whatif/card.json", "examples/whatif/card-faster.json"};
    dscore_catalog *catalog = builtin_catalog();
    const byte_reader reader = card_reader(catalog, TOOLKIT_PROSE);
    for (size_t i = 0; i < sizeof cards / sizeof cards[0]; i++) {
        assert_file(&reader, cards[i]);
    }
    dscore_catalog_free(catalog);
}
END_TEST

/* ---- weights -------------------------------------------------------------------------------- */

START_TEST(a_changed_byte_of_weights_matters)
{
    static const char *const documents[] = {
        "{\"$schema\": \"s\", \"deskscore\": 1, \"kind\": \"weights\", \"notes\": 1, \"computed\": {}, \"id\": \"w\","
        " \"name\": {\"en\": \"W\", \"zh\": \"权\"}, \"mode\": \"RELATIVE\", \"declared_total\": 100,"
        " \"declared\": {\"q\": 60, \"frt\": \"45%\"}, \"tree\": {\"q\": {\"name\": {\"en\": \"Q\", \"zh\": \"质\"},"
        " \"weight\": 62, \"tree\": {\"csat\": 45, \"nps\": \"25%\"}}, \"frt\": {\"weight\": 7, \"name\": \"F\"}}}",
        "{\"mode\": \"ABSOLUTE_100\", \"tree\": {\"frt\": 25, \"csat\": 35, \"nps\": 40}}"};
    dscore_catalog *catalog = builtin_catalog();
    const byte_reader reader = {read_weights, catalog, CARD_PROSE};
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        assert_document(&reader, documents[i]);
    }
    dscore_catalog_free(catalog);
}
END_TEST

/* ---- rules ---------------------------------------------------------------------------------- */

#define RULE(members) "{\"deskscore\": 1, \"kind\": \"rule\", " members "}"

static const char *const RULES[] = {
    "{\"$schema\": \"s\", \"deskscore\": 1, \"kind\": \"rule\", \"notes\": [1], \"computed\": {}, \"id\": \"r\","
    " \"name\": {\"en\": \"R\", \"zh\": \"规\"}, \"family\": \"RATIO\", \"better\": \"lower\", \"form\": \"LOWER\","
    " \"baseline\": \"30s\", \"cap\": 110, \"clamp\": {\"lo\": 5, \"hi\": null}}",
    RULE("\"family\": \"RATIO\", \"form\": \"LOWER_LINEAR\", \"baseline\": 35, \"cap\": null"),
    RULE("\"family\": \"BASE_FLOAT\", \"mode\": \"ADJ_BASE\", \"base\": 75, \"core\": {\"family\": \"RATIO\","
         " \"form\": \"HIGHER\", \"baseline\": \"95%\", \"cap\": null}, \"stack\": \"MAX_ABS\", \"conditions\":"
         " [{\"on\": \"RAW\", \"op\": \">=\", \"threshold\": \"92%\", \"points\": 5},"
         " {\"on\": \"CORE\", \"op\": \"<\", \"threshold\": 65, \"points\": -5}]"),
    RULE("\"family\": \"BASE_FLOAT\", \"mode\": \"ADJ_CORE\", \"base\": 75, \"better\": \"higher\", \"core\":"
         " {\"family\": \"LINEAR\", \"x0\": 2, \"points0\": 10, \"x1\": 5, \"points1\": 95, \"below\": \"HOLD\"},"
         " \"cap_core\": 110, \"order\": \"FLOAT_THEN_CAP\", \"stack\": \"FIRST_MATCH\", \"conditions\":"
         " [{\"on\": \"RAW\", \"op\": \"<=\", \"threshold\": 4.2, \"points\": 3}]"),
    RULE(
        "\"family\": \"STEP\", \"better\": \"lower\", \"x0\": \"25s\", \"delta\": \"5s\", \"points\": 10, \"full\": 55,"
        " \"limit\": 95, \"counting\": \"CEIL\", \"k_max\": 7, \"bonus\": true,"
        " \"cliff\": {\"x\": \"45s\", \"inclusive\": false, \"points\": 2}"),
    RULE("\"family\": \"STEP\", \"better\": \"higher\", \"x0\": 25, \"delta\": 5, \"points\": 12, \"limit\": null,"
         " \"k_max\": null, \"cliff\": null, \"bonus\": false, \"clamp\": null"),
    RULE("\"family\": \"LINEAR\", \"better\": \"lower\", \"x0\": \"65s\", \"points0\": 5, \"x1\": \"25s\", "
         "\"points1\": 95,"
         " \"below\": 3"),
    RULE("\"family\": \"LINEAR\", \"x0\": 2, \"x1\": 7, \"below\": \"EXTRAPOLATE\""),
    RULE("\"family\": \"TARGET3\", \"better\": \"higher\", \"threshold\": {\"x\": \"72%\", \"points\": 42},"
         " \"target\": {\"x\": \"85%\", \"points\": 75}, \"stretch\": {\"x\": \"95%\", \"points\": 97}, \"below\": "
         "\"HOLD\""),
    RULE("\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 25, \"points\": 95}, {\"x\": 35, \"left\": 75, \"right\": 65},"
         " {\"x\": 45, \"points\": 15}], \"value_at_knot\": \"LEFT\", \"ends\": {\"low\": \"EXTRAPOLATE\", \"high\": "
         "7}"),
    RULE("\"family\": \"TIER\", \"better\": \"higher\", \"closed\": \"HIGH\", \"tiers\": [{\"max\": \"82%\", "
         "\"points\": 5},"
         " {\"min\": \"82%\", \"max\": \"92%\", \"points\": 55, \"label\": {\"en\": \"near\", \"zh\": \"近\"}},"
         " {\"min\": \"92%\", \"points\": 95}]"),
    RULE("\"family\": \"PASS_FAIL\", \"better\": \"higher\", \"op\": \">=\", \"threshold\": \"92%\", \"hit\": 95, "
         "\"miss\": 15"),
    RULE("\"family\": \"BAND\", \"form\": \"TRAPEZOID\", \"a\": \"12s\", \"b\": \"25s\", \"c\": \"35s\", \"d\": "
         "\"52s\""),
    RULE("\"family\": \"BAND\", \"form\": \"DEVIATION\", \"target\": 85, \"tolerance\": 5, \"slope\": 3"),
    RULE("\"family\": \"DESIRABILITY\", \"form\": \"TARGET\", \"low\": \"42s\", \"target\": \"62s\", \"high\": \"92s\","
         " \"exponent_low\": 2, \"exponent_high\": 0.5"),
    RULE("\"family\": \"DESIRABILITY\", \"form\": \"MAX\", \"low\": 42, \"high\": 92, \"exponent\": 3, \"clamp\": "
         "{\"lo\": 5}"),
    RULE("\"family\": \"DESIRABILITY\", \"form\": \"MIN\", \"low\": 42, \"high\": 92, \"better\": \"lower\""),
    RULE("\"family\": \"DESIRABILITY\", \"form\": \"BOX\", \"low\": 42, \"high\": 92"),
    RULE("\"family\": \"LOGISTIC\", \"x0\": \"25s\", \"points0\": 85, \"x1\": \"75s\", \"points1\": 25, \"least\": 5,"
         " \"most\": 97, \"better\": \"lower\""),
    RULE("\"family\": \"EFFICACY\", \"not_allowed\": 62, \"satisfactory\": 92, \"base\": 55, \"span\": 35"),
    RULE("\"family\": \"GOAL_RED\", \"goal\": \"25s\", \"red\": \"75s\""),
    RULE("\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"Z\", \"scale\": \"T\", \"min_group\": 7"),
    RULE("\"family\": \"PEERS\", \"better\": \"lower\", \"method\": \"ROBUST_Z\", \"scale\": \"NORMAL\""),
    RULE("\"family\": \"PEERS\", \"better\": \"lower\", \"method\": \"MIN_MAX\", \"when_equal\": 55"),
    RULE("\"family\": \"PEERS\", \"better\": \"lower\", \"method\": \"PERCENT_RANK\", \"definition\": \"STRICT\""),
    RULE("\"family\": \"FORMULA\", \"better\": \"higher\", \"formula\": \"if([value] >= $low, 95 * ([value] -"
         " $low) / ($top - $low), -5)\", \"parameters\": {\"low\": 12, \"top\": \"92%\"}, \"clamp\": {\"lo\": -5}")};

START_TEST(a_changed_byte_of_a_rule_matters)
{
    static const char *const prose[] = {"id", "name", "label", NULL};
    static const char *const with_base[] = {"id", "name", "label", "base", NULL}; /* see CARD_PROSE */
    for (size_t i = 0; i < sizeof RULES / sizeof RULES[0]; i++) {
        const bool expects = strstr(RULES[i], "\"ADJ_CORE\"") != NULL;
        const byte_reader reader = {read_rule, NULL, expects ? with_base : prose};
        assert_document(&reader, RULES[i]);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_changed_byte_of_a_card_matters, a_changed_byte_of_a_shipped_card_matters,
        a_changed_byte_of_weights_matters, a_changed_byte_of_a_rule_matters};
    return RUN_TESTS("bytes", tests);
}
