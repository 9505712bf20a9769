/* Checks: the exact findings of the presets, everything else that is worth a warning, and all mistakes at once. */
#include "document_support.h"

#define CARD(items, weights)                                                                                           \
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"c\", \"name\": \"C\", \"items\": {" items                   \
    "}, \"weights\": {" weights "}}"
#define TWO_LEAVES "\"tree\": {\"a\": 50, \"b\": 50}"
#define FLAT(name)                                                                                                     \
    "\"" name                                                                                                          \
    "\": {\"indicator\": \"tickets\", \"rule\": {\"family\": \"PASS_FAIL\", \"op\": \">=\", \"threshold\": 1}}"

START_TEST(table_1_shows_its_cliff_and_its_75_percent)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file("examples/cards/toolkit-table-1.json");
    assert_findings(catalog, json,
        "WEIGHT_TOTAL weights.declared_total\n"
        "DIMENSION_SHARE weights.tree.efficiency\n"
        "DIMENSION_EMPTY weights.tree.collaboration\n"
        "LEAF_SHARE weights.tree.quality.tree.csat\n"
        "CLIFF items.response.rule.cliff\n"
        "PERIOD_MIX items.exams.period\n");
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_finding f = DSCORE_FINDING_INIT;
    assert_ok(dscore_document_check(catalog, json, (int64_t)strlen(json), &report, &err), err);
    assert_ok(dscore_report_finding(report, 0, &f, &err), err);
    ck_assert_int_eq(f.severity, DSCORE_SEVERITY_WARNING);
    ck_assert_str_eq(f.message_en, "the weights add up to 75, declared are 100; the shares are of 75");
    ck_assert_str_eq(f.message_zh, "权重合计为 75,声明为 100;各项占比按 75 计算");
    assert_ok(dscore_report_finding(report, 1, &f, &err), err);
    ck_assert_str_eq(f.message_en, "the dimension \"efficiency\" has a weight of 15, declared are 30");
    ck_assert_str_eq(f.message_zh, "维度 \"efficiency\" 的权重为 15,声明为 30");
    assert_ok(dscore_report_finding(report, 3, &f, &err), err); /* 40 of 75 */
    ck_assert_str_eq(f.message_en, "\"csat\" alone is 53.33 % of the whole, more than 50 %");
    assert_ok(dscore_report_finding(report, 5, &f, &err), err);
    ck_assert_str_eq(f.message_en,
        "\"exams\" is counted by the quarter, others on the card by the month: in between it has an old value or none");
    ck_assert_str_eq(f.message_zh, "\"exams\" 按季度统计,评分卡其他指标按月统计:其间只有旧值或没有数值");
    assert_ok(dscore_report_finding(report, 4, &f, &err), err);
    ck_assert_str_eq(f.message_en, "a cliff at 40 s: the ladder gives 70 points there, the cliff 0");
    ck_assert_ptr_nonnull(strstr(f.message_zh, "断崖"));
    const char *cliff = strstr(json, "{\"x\": \"40s\"");
    int line = 1;
    for (const char *p = json; p < cliff; p++) {
        line += *p == '\n';
    }
    ck_assert_int_eq(f.line, line);
    ck_assert_int_eq(dscore_report_finding(report, 6, &f, &err), DSCORE_E_ARGUMENT);
    dscore_report_free(report);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(base_and_float_shows_its_jumps_and_the_points_above_100)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file("examples/cards/toolkit-base-float.json");
    assert_findings(catalog, json,
        "JUMP items.response.rule.conditions[0]\n"
        "JUMP items.response.rule.conditions[1]\n"
        "ABOVE_100 items.response.rule\n"
        "JUMP items.csat.rule.conditions[0]\n"
        "JUMP items.csat.rule.conditions[1]\n");
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_finding f = DSCORE_FINDING_INIT;
    assert_ok(dscore_document_check(catalog, json, (int64_t)strlen(json), &report, &err), err);
    assert_ok(dscore_report_finding(report, 1, &f, &err), err);
    ck_assert_str_eq(f.message_en, "the points jump at 40 s: 75 to 72");
    assert_ok(dscore_report_finding(report, 3, &f, &err), err);
    ck_assert_str_eq(f.message_en, "the points jump at 4.68 points: 92 to 97");
    dscore_report_free(report);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

/* Correction 7: with a clamp at 100 the +3 of S3-27 never shows. */
START_TEST(a_branch_without_effect_is_found)
{
    dscore_catalog *catalog = builtin_catalog();
    assert_findings(catalog,
        "{\"family\": \"BASE_FLOAT\", \"core\": {\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 30}, "
        "\"cap_core\": null,"
        " \"conditions\": [{\"on\": \"RAW\", \"op\": \"<=\", \"threshold\": 25, \"points\": 3},"
        " {\"on\": \"RAW\", \"op\": \">=\", \"threshold\": 40, \"points\": -3}]}",
        "NO_EFFECT conditions[0]\nJUMP conditions[1]\n");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(rules_that_leave_0_to_100_are_noted)
{
    dscore_catalog *catalog = builtin_catalog();
    assert_findings(
        catalog, "{\"family\": \"LINEAR\", \"x0\": 0, \"x1\": 10, \"clamp\": null}", "UNBOUNDED \nUNBOUNDED \n");
    assert_findings(catalog, "{\"family\": \"LINEAR\", \"x0\": 0, \"x1\": 10}", "");
    static const char *const within[] = {("{\"family\": \"TARGET3\", \"threshold\": {\"x\": 80, \"points\": 60}, "
                                          "\"target\": {\"x\": 85, \"points\": 90},"
                                          " \"stretch\": {\"x\": 92, \"points\": 100}}"),
        "{\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0, \"points\": 0}, {\"x\": 60, \"points\": 60}]}",
        "{\"family\": \"TIER\", \"better\": \"higher\", \"tiers\": [{\"max\": 80, \"points\": 0}, {\"min\": 80, "
        "\"points\": 50}]}",
        "{\"family\": \"BAND\", \"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4}"};
    for (size_t i = 0; i < sizeof within / sizeof within[0]; i++) {
        assert_findings(catalog, within[i], "");
    }
    assert_findings(catalog,
        "{\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0, \"left\": 0, \"right\": 20}, {\"x\": 60, \"points\": 130}],"
        " \"clamp\": {\"hi\": null}}",
        "JUMP knots[0]\nABOVE_100 \n");
    assert_findings(catalog, "{\"family\": \"RATIO\", \"form\": \"HIGHER\", \"baseline\": 3, \"clamp\": {\"hi\": 120}}",
        "ABOVE_100 \n");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(weights_are_looked_at)
{
    dscore_catalog *catalog = builtin_catalog();
    assert_findings(catalog, "{\"tree\": {\"a\": 60, \"b\": 40, \"c\": 0}}", "LEAF_SHARE tree.a\nZERO_WEIGHT tree.c\n");
    assert_findings(catalog, "{\"tree\": {\"a\": 50, \"b\": 50, \"g\": {\"weight\": 10, \"tree\": {}}}}",
        "DIMENSION_EMPTY tree.g\n");
    assert_findings(catalog, "{\"declared_total\": \"100%\", \"tree\": {\"a\": 50, \"b\": 50}}", "");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_card_is_compared_with_its_indicators)
{
    dscore_catalog *catalog = builtin_catalog();
    assert_findings(catalog,
        CARD("\"a\": {\"indicator\": \"first_response_time\", \"rule\": {\"family\": \"LINEAR\", \"x0\": \"1min\", "
             "\"x1\": \"1h\"}},"
             "\"b\": {\"indicator\": \"first_response_within\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 0, \"x1\": "
             "100}}",
            TWO_LEAVES),
        "BETTER items.a.rule\nRUNNING_SHARE items.b.indicator\nNO_QUALITY_GUARD weights\nNO_SATISFACTION items\n");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(rules_that_nobody_uses_are_found)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = replaced(CARD(FLAT("a") "," FLAT("b"), TWO_LEAVES), "\"items\"",
        "\"rules\": {\"spare\": {\"family\": \"LINEAR\", \"x0\": 0, \"x1\": 1}, \"bad\": {\"family\": \"LINEAR\"}}, "
        "\"items\"");
    assert_findings(catalog, json,
        "UNUSED_RULE rules.spare\nMISSING_MEMBER rules.bad\nMISSING_MEMBER rules.bad\nUNUSED_RULE rules.bad\n");
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_share_that_looks_like_a_fraction_is_doubted)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = replaced(CARD(FLAT("a") "," FLAT("b"), TWO_LEAVES), "\"items\"",
        "\"missing\": {\"min_weight_coverage\": 0.9}, \"items\"");
    assert_findings(catalog, json,
        "SMALL_SHARE missing.min_weight_coverage\nSAME_MEASURE items.b\nNO_QUALITY_GUARD weights\n"
        "NO_SATISFACTION items\n");
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(all_mistakes_are_told_at_once)
{
    dscore_catalog *catalog = builtin_catalog();
    assert_findings(catalog,
        CARD("\"a\": {\"indicator\": \"tickts\", \"rule\": {\"family\": \"LINEAR\", \"x0\": true}, \"extra\": 1},"
             "\"b\": {\"rule\": \"none\"}",
            "\"tree\": {\"a\": \"x\", \"c\": 1}, \"mode\": \"NO\""),
        "UNKNOWN_MEMBER items.a.extra\n"
        "NO_INDICATOR items.a.indicator\n"
        "TYPE items.a.rule.x0\n"
        "MISSING_MEMBER items.a.rule\n"
        "MISSING_MEMBER items.b\n"
        "NO_RULE items.b.rule\n"
        "CHOICE weights.mode\n"
        "PERCENT weights.tree.a\n"
        "NO_ITEM weights.tree.c\n");
    assert_findings(catalog, "{\"deskscore\": 7, \"kind\": \"rule\", \"family\": \"LINEAR\", \"x0\": 0}",
        "VERSION deskscore\nMISSING_MEMBER \n");
    assert_findings(catalog,
        "{\"deskscore\": 1, \"kind\": \"profile\", \"sources\": {\"tickets\": {\"missing\": [\"-\", \"-\"], "
        "\"fields\": {\"id\": \"a\", \"csat\": \"b\", \"agent\": \"c\"}}}}",
        "ALIAS_TWICE sources.tickets.missing[1]\n"); /* once, not once a field */
    assert_findings(catalog, "{\"kind\": \"cart\"}", "CHOICE kind\n");
    assert_findings(catalog, "{\"kind\": 1}", "TYPE kind\n");
    assert_findings(catalog, "{}", "MISSING_MEMBER \n");
    assert_findings(catalog, "{\"family\": \"LINEAR\"", "SYNTAX \n");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_bare_count_beside_another_aggregate_is_found)
{
    dscore_catalog *catalog = builtin_catalog();
    assert_findings(catalog,
        "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": ["
        "{\"id\": \"mix\", \"name\": \"Mix\", \"formula\": \"sum(csat) / count()\", \"unit\": \"points\"},"
        "{\"id\": \"fine\", \"name\": \"Fine\", \"formula\": \"sum(csat) / count(csat)\", \"unit\": \"points\"},"
        "{\"id\": \"alone\", \"name\": \"Alone\", \"formula\": \"count()\", \"unit\": \"count\"}]}",
        "COUNT_MIX indicators[0].formula\n");
    assert_findings(catalog,
        "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": ["
        "{\"id\": \"one\", \"name\": \"One\", \"formula\": \"sum(\", \"unit\": \"points\"},"
        "{\"id\": \"two\", \"name\": \"Two\", \"formula\": \"sum(csta)\", \"unit\": \"points\"}]}",
        "FORMULA indicators[0].formula\nFORMULA indicators[1].formula\n");
    dscore_catalog_free(catalog);
}
END_TEST

/* Correction 19: the default cut of csat_satisfied is 4 of 5, not of 10. */
START_TEST(another_domain_names_the_cuts_made_for_the_usual_one)
{
    dscore_catalog *catalog = builtin_catalog();
    static const char profile[] = "{\"deskscore\": 1, \"kind\": \"profile\", \"sources\": {\"tickets\": {\"fields\": {"
                                  "\"csat\": {\"column\": [\"Rating\", \"Rating\"], \"domain\": [1, 10]}}}}}";
    assert_findings(catalog, profile,
        "ALIAS_TWICE sources.tickets.fields.csat.column[1]\nCUT_DOMAIN sources.tickets.fields.csat.domain\n");
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_finding f = DSCORE_FINDING_INIT;
    assert_ok(dscore_document_check(catalog, profile, (int64_t)strlen(profile), &report, &err), err);
    assert_ok(dscore_report_finding(report, 1, &f, &err), err);
    ck_assert_ptr_nonnull(strstr(f.message_en, "csat_satisfied"));
    ck_assert_ptr_null(strstr(f.message_en, "csat_mean"));
    dscore_report_free(report);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_report_holds_the_first_findings_and_says_that_there_are_more)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = calloc(1, 20000);
    strcpy(json, "{\"tree\": {\"a\": 1}");
    for (int i = 0; i < 300; i++) {
        char member[32];
        (void)snprintf(member, sizeof member, ", \"unknown%d\": 1", i);
        strcat(json, member);
    }
    strcat(json, "}");
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_finding f = DSCORE_FINDING_INIT;
    assert_ok(dscore_document_check(catalog, json, (int64_t)strlen(json), &report, &err), err);
    ck_assert_int_eq(dscore_report_count(report), 201);
    assert_ok(dscore_report_finding(report, 200, &f, &err), err);
    ck_assert_str_eq(f.code, "MORE");
    dscore_report_free(report);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

/* What the description of the formats shows can be read. */
START_TEST(every_example_of_the_description_holds)
{
    dscore_catalog *catalog = builtin_catalog();
    char *text = project_file("docs/formats.md");
    int examples = 0;
    for (char *p = strstr(text, "```json\n"); p != NULL; p = strstr(p, "```json\n")) {
        p += strlen("```json\n");
        char *end = strstr(p, "```");
        ck_assert_ptr_nonnull(end);
        dscore_report *report = NULL;
        dscore_error err = DSCORE_ERROR_INIT;
        assert_ok(dscore_document_check(catalog, p, end - p, &report, &err), err);
        for (int32_t i = 0; i < dscore_report_count(report); i++) {
            dscore_finding f = DSCORE_FINDING_INIT;
            assert_ok(dscore_report_finding(report, i, &f, &err), err);
            ck_assert_msg(
                f.severity != DSCORE_SEVERITY_ERROR, "example %d: [%s] %s", examples + 1, f.path, f.message_en);
        }
        dscore_report_free(report);
        examples++;
        p = end + 3;
    }
    ck_assert_int_ge(examples, 7);
    free(text);
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {table_1_shows_its_cliff_and_its_75_percent,
        base_and_float_shows_its_jumps_and_the_points_above_100, a_branch_without_effect_is_found,
        rules_that_leave_0_to_100_are_noted, weights_are_looked_at, a_card_is_compared_with_its_indicators,
        rules_that_nobody_uses_are_found, a_share_that_looks_like_a_fraction_is_doubted, all_mistakes_are_told_at_once,
        a_bare_count_beside_another_aggregate_is_found, another_domain_names_the_cuts_made_for_the_usual_one,
        a_report_holds_the_first_findings_and_says_that_there_are_more, every_example_of_the_description_holds};
    return RUN_TESTS("document checks", tests);
}
