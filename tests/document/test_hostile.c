/* Documents that are broken, hostile, or read while memory runs out: an error, never a crash, never a leak. */
#include "document_support.h"

static const char *const FILES[] = {"examples/cards/toolkit-base-float.json", "examples/cards/toolkit-table-1.json"};

START_TEST(a_file_cut_at_any_byte_is_an_error)
{
    dscore_catalog *catalog = builtin_catalog();
    for (int i = 0; i < 2; i++) {
        char *json = project_file(FILES[i]);
        int64_t whole = (int64_t)strlen(json);
        while (whole > 0 && json[whole - 1] != '}') {
            whole--;
        }
        for (int64_t n = 0; n < whole; n += 1 + n / 200) {
            dscore_error err = DSCORE_ERROR_INIT;
            dscore_scorecard *card = NULL;
            /* Exactly n bytes, so that reading beyond them is seen. */
            char *cut = malloc((size_t)n + 1);
            ck_assert_ptr_nonnull(cut);
            memcpy(cut, json, (size_t)n);
            cut = realloc(cut, n > 0 ? (size_t)n : 1);
            ck_assert_int_eq(dscore_scorecard_parse(catalog, cut, n, &card, &err), DSCORE_E_FORMAT);
            ck_assert_ptr_null(card);
            ck_assert_int_ge(err.line, 1);
            ck_assert_int_ge(err.column, 1);
            free(cut);
        }
        free(json);
    }
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(every_prefix_of_a_small_card_is_an_error)
{
    static const char json[] =
        "{\"deskscore\": 1, \"kind\": \"weights\", \"tree\": {\"质量\": \"40%\", \"b\\u4e00\": 6e1}}";
    for (int64_t n = 0; n < (int64_t)sizeof json - 1; n++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_weights *weights = NULL;
        char *cut = malloc(n > 0 ? (size_t)n : 1);
        ck_assert_ptr_nonnull(cut);
        memcpy(cut, json, (size_t)n);
        ck_assert_int_eq(dscore_weights_parse(NULL, cut, n, &weights, &err), DSCORE_E_FORMAT);
        free(cut);
    }
    dscore_weights *weights = NULL;
    ck_assert_int_eq(dscore_weights_parse(NULL, json, (int64_t)sizeof json - 1, &weights, NULL), DSCORE_OK);
    ck_assert_int_ge(dscore_weights_find(weights, "b一"), 0);
    dscore_weights_free(weights);
}
END_TEST

static void assert_syntax(const char *json, int64_t length, int32_t line, const char *part)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_weights *weights = NULL;
    ck_assert_int_eq(dscore_weights_parse(NULL, json, length, &weights, &err), DSCORE_E_FORMAT);
    ck_assert_msg(strstr(err.message, part) != NULL, "%s", err.message);
    ck_assert_int_eq(err.line, line);
    ck_assert_int_eq(err.code, DSCORE_CODE_DOCUMENT_SYNTAX);
}

START_TEST(what_is_no_json_is_named_with_its_line)
{
    static const char twice[] = "{\"tree\": {\"a\": 1,\n \"a\": 2}}";
    static const char after[] = "{\"tree\": {\"a\": 1}}\n}";
    static const char bytes[] = "{\"tree\": {\"\xFF\xFE\": 1}}";
    static const char nul[] = "{\"tree\": \0{\"a\": 1}}";
    static const char huge[] = "{\"tree\": {\"a\": 1e999}}";
    assert_syntax(twice, (int64_t)sizeof twice - 1, 2, "duplicate");
    assert_syntax(after, (int64_t)sizeof after - 1, 2, "end of file");
    assert_syntax(bytes, (int64_t)sizeof bytes - 1, 1, "decode byte");
    assert_syntax(nul, (int64_t)sizeof nul - 1, 1, "");
    assert_syntax(huge, (int64_t)sizeof huge - 1, 1, "overflow");
    assert_syntax("", 0, 1, "");
    assert_syntax("{\"tree\": {'a': 1}}", 18, 1, "");
    assert_syntax("{\"tree\": {\"a\": NaN}}", 20, 1, "");
}
END_TEST

START_TEST(a_byte_order_mark_is_skipped)
{
    static const char json[] = "\xEF\xBB\xBF{\"tree\": {\"a\": 1, \"b\": true}}";
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_weights *weights = NULL;
    ck_assert_int_eq(dscore_weights_parse(NULL, json, (int64_t)sizeof json - 1, &weights, &err), DSCORE_E_FORMAT);
    ck_assert_int_eq(err.offset, strstr(json, "true") - json);
    ck_assert_str_eq(err.path, "tree.b");
}
END_TEST

START_TEST(deep_nesting_is_refused)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = calloc(1, 400000);
    for (int i = 0; i < 60000; i++) {
        memcpy(json + 5 * (size_t)i, "{\"a\":", 5);
    }
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_document_check(catalog, json, (int64_t)strlen(json), &report, &err), err);
    ck_assert_int_eq(dscore_report_count(report), 1);
    dscore_report_free(report);
    memset(json, '[', 60000);
    assert_ok(dscore_document_check(catalog, json, 60000, &report, &err), err);
    ck_assert_int_eq(dscore_report_count(report), 1);
    dscore_report_free(report);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_document_that_is_too_long_is_refused)
{
    const int64_t length = (16 << 20) + 1;
    char *json = malloc((size_t)length);
    ck_assert_ptr_nonnull(json);
    memset(json, ' ', (size_t)length);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = NULL;
    ck_assert_int_eq(dscore_rule_parse(NULL, json, length, &rule, &err), DSCORE_E_LIMIT);
    free(json);
}
END_TEST

/* Any single byte replaced: whatever comes of it is a card or an error. */
START_TEST(a_flipped_byte_never_crashes)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file(FILES[1]);
    const size_t length = strlen(json);
    static const char bytes[] = "{}[]\",:0-e\\\x01\x80";
    for (size_t i = 0; i < length; i += 3) {
        const char kept = json[i];
        json[i] = bytes[(i / 3) % (sizeof bytes - 1)];
        dscore_scorecard *card = NULL;
        dscore_report *report = NULL;
        dscore_error err = DSCORE_ERROR_INIT;
        const dscore_status status = dscore_scorecard_parse(catalog, json, (int64_t)length, &card, &err);
        ck_assert_int_eq(status == DSCORE_OK, card != NULL);
        assert_ok(dscore_document_check(catalog, json, (int64_t)length, &report, &err), err);
        dscore_report_free(report);
        dscore_scorecard_free(card);
        json[i] = kept;
    }
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

/* ---- memory --------------------------------------------------------------------------------- */

typedef dscore_status work(dscore_catalog *catalog, const char *json, dscore_error *err);

static dscore_status read_card(dscore_catalog *catalog, const char *json, dscore_error *err)
{
    dscore_scorecard *card = NULL;
    char text[16384];
    dscore_status status = dscore_scorecard_parse(catalog, json, (int64_t)strlen(json), &card, err);
    if (status == DSCORE_OK) {
        status = dscore_scorecard_dump(card, text, sizeof text, NULL, err);
    }
    dscore_scorecard_free(card);
    return status;
}

static dscore_status check_card(dscore_catalog *catalog, const char *json, dscore_error *err)
{
    dscore_report *report = NULL;
    const dscore_status status = dscore_document_check(catalog, json, (int64_t)strlen(json), &report, err);
    ck_assert_int_eq(status == DSCORE_OK, report != NULL);
    dscore_report_free(report);
    return status;
}

static dscore_status read_profile(dscore_catalog *catalog, const char *json, dscore_error *err)
{
    dscore_profile *profile = NULL;
    const dscore_status status = dscore_profile_parse(catalog, json, (int64_t)strlen(json), &profile, err);
    dscore_profile_free(profile);
    return status;
}

static dscore_status read_catalog(dscore_catalog *catalog, const char *json, dscore_error *err)
{
    dscore_catalog_builder *builder = NULL;
    dscore_status status = dscore_catalog_builder_new(catalog, &builder, err);
    if (status == DSCORE_OK) {
        status = dscore_catalog_builder_add(builder, json, (int64_t)strlen(json), err);
    }
    dscore_catalog_builder_free(builder);
    return status;
}

static dscore_status read_targets(dscore_catalog *catalog, const char *json, dscore_error *err)
{
    dscore_targets *targets = NULL;
    dscore_standings *standings = NULL;
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    char *text = malloc(1 << 18);
    ck_assert_ptr_nonnull(text);
    facts.now = 20500; /* 2026-02-16 */
    dscore_status status = dscore_targets_parse(catalog, json, (int64_t)strlen(json), &targets, err);
    if (status == DSCORE_OK) {
        status = dscore_targets_dump(targets, text, 1 << 18, NULL, err);
    }
    if (status == DSCORE_OK) {
        status = dscore_targets_judge(targets, NULL, NULL, &facts, &standings, err);
    }
    if (status == DSCORE_OK) {
        status = dscore_standings_dump(standings, text, 1 << 18, NULL, err);
    }
    dscore_standings_free(standings);
    dscore_targets_free(targets);
    free(text);
    return status;
}

/* Let the n-th allocation fail, for every n until the work succeeds. */
static void assert_survives(work *w, const char *json)
{
    purse p = {INT64_MAX, 0};
    const dscore_allocator allocator = purse_allocator(&p);
    dscore_catalog *catalog = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_catalog_builtin(&allocator, &catalog, &err), err);
    const int64_t held = p.held;
    dscore_status status = DSCORE_E_MEMORY;
    for (int64_t n = 0; status != DSCORE_OK; n += 1 + n / 50) {
        p.left = n;
        status = w(catalog, json, &err);
        p.left = INT64_MAX;
        ck_assert_msg(
            status == DSCORE_OK || status == DSCORE_E_MEMORY, "%s: %s", dscore_status_name(status), err.message);
        ck_assert_int_eq(p.held, held);
        ck_assert_int_lt(n, 1000000);
    }
    dscore_catalog_free(catalog);
    ck_assert_int_eq(p.held, 0);
}

START_TEST(an_allocation_that_fails_is_reported_and_nothing_leaks)
{
    for (int i = 0; i < 2; i++) {
        char *json = project_file(FILES[i]);
        assert_survives(read_card, json);
        assert_survives(check_card, json);
        free(json);
    }
    char *plan = project_file("examples/targets/service-2026-h1.json");
    assert_survives(read_targets, plan);
    assert_survives(check_card, plan);
    free(plan);
    assert_survives(check_card, "{\"deskscore\": 1, \"kind\": \"targets\", \"id\": \"v\", \"name\": \"V\", "
                                "\"targets\": {\"v\": {\"target\": \"more\"}}}");
    assert_survives(read_profile,
        "{\"deskscore\": 1, \"kind\": \"profile\", \"sources\": {\"tickets\": {\"missing\": [\"?\"], \"fields\": {"
        "\"csat\": {\"column\": [\"a\", \"b\"], \"values\": {\"good\": 5}, \"blank\": null}}}}}");
    assert_survives(read_profile,
        "{\"deskscore\": 1, \"kind\": \"profile\", \"lifecycle\": {\"bots\": \"handoff\", \"status\": {\"waiting\": "
        "\"pending\"}}, \"sources\": {\"tickets\": {\"rows\": {\"key\": \"n\"}, \"zone\": \"UTC\", \"fields\": "
        "{\"created_at\": {\"column\": \"c\", \"zone\": \"Europe/Paris\"}}}}}");
    assert_survives(check_card,
        "{\"week\": {\"mon-fri\": [\"09:00-23:59\"]}, \"holidays\": {\"days\": [\"2026-01-01\", \"2026-12-25\"]}, "
        "\"working_days\": [\"2026-01-03\"], \"exceptions\": {\"2026-12-24\": \"as:fri\"}}");
    assert_survives(check_card, "{\"week\": {\"mon-sun\": [\"22:00-07:00\", \"23:00-24:00\"], \"x\": []}, "
                                "\"exceptions\": {\"2026-12-25\": []}, \"holidays\": [\"2026-12-25\", \"y\"]}");
    assert_survives(read_catalog, "{\"deskscore\": 1, \"kind\": \"catalog\", \"fields\": {\"tickets\": [{\"name\": "
                                  "\"is_vip\", \"type\": \"boolean\"}]},"
                                  "\"indicators\": [{\"id\": \"vip\", \"name\": \"VIP\", \"formula\": \"100 * "
                                  "share(is_vip)\", \"unit\": \"%\"}]}");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_file_cut_at_any_byte_is_an_error, every_prefix_of_a_small_card_is_an_error,
        what_is_no_json_is_named_with_its_line, a_byte_order_mark_is_skipped, deep_nesting_is_refused,
        a_document_that_is_too_long_is_refused, a_flipped_byte_never_crashes,
        an_allocation_that_fails_is_reported_and_nothing_leaks};
    return RUN_TESTS("hostile documents", tests);
}
