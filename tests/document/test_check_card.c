/* Checks of a scorecard as a whole: each finding by a card that shows it and one beside it that does not. Every test
   starts from one card without findings and changes a single thing. */
#include "document_support.h"

#define ITEM(alias, indicator, rest) "\"" alias "\": {\"indicator\": \"" indicator "\", " rest "}"
#define LINE(x0, x1) "\"rule\": {\"family\": \"LINEAR\", \"x0\": " x0 ", \"x1\": " x1 "}"
#define CSAT ITEM("csat", "csat_mean", LINE("1", "5"))
#define ERRORS ITEM("errors", "error_rate", LINE("10", "0"))
#define RESPONSE ITEM("response", "average_response_time", LINE("60", "20"))
#define TREE                                                                                                           \
    "\"tree\": {\"quality\": {\"weight\": 60, \"tree\": {\"csat\": 35, \"errors\": 25}}, "                             \
    "\"efficiency\": {\"weight\": 40, \"tree\": {\"response\": 40}}}"
#define GRADES "\"grades\": [{\"min\": 60, \"label\": \"Pass\"}, {\"label\": \"Rest\"}]"

static const char CLEAN[] =
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"c\", \"name\": \"C\", \"items\": {" CSAT ", " ERRORS
    ", " RESPONSE "}, \"weights\": {\"mode\": \"ABSOLUTE_100\", " TREE "}, \"total\": {\"decimals\": 2}, " GRADES "}";

/* The clean card with a piece replaced shows these findings. */
static void expect(const char *from, const char *to, const char *findings)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = from == NULL ? replaced(CLEAN, "\"id\"", "\"id\"") : replaced(CLEAN, from, to);
    assert_findings(catalog, json, findings);
    free(json);
    dscore_catalog_free(catalog);
}

static dscore_report *report_of(const dscore_catalog *catalog, const char *from, const char *to)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_report *report = NULL;
    char *json = replaced(CLEAN, from, to);
    assert_ok(dscore_document_check(catalog, json, (int64_t)strlen(json), &report, &err), err);
    free(json);
    return report;
}

/* The finding of that code, with its severity and both texts. */
static void expect_said(
    const char *from, const char *to, const char *code, int32_t severity, const char *en, const char *zh)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_report *report = report_of(catalog, from, to);
    dscore_finding f = DSCORE_FINDING_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    int found = 0;
    for (int32_t i = 0; i < dscore_report_count(report) && !found; i++) {
        assert_ok(dscore_report_finding(report, i, &f, &err), err);
        found = strcmp(f.code, code) == 0;
    }
    ck_assert_msg(found, "no finding %s", code);
    ck_assert_int_eq(f.severity, severity);
    ck_assert_str_eq(f.message_en, en);
    ck_assert_str_eq(f.message_zh, zh);
    ck_assert_int_gt(f.line, 0);
    dscore_report_free(report);
    dscore_catalog_free(catalog);
}

START_TEST(a_card_without_faults_has_no_findings)
{
    expect(NULL, NULL, "");
}
END_TEST

/* ---- points, totals and grades ---------------------------------------------------------------- */

/* csat_mean lies from 1 to 5: a line from 1 to 9 gives at most 100 * 4 / 8 = 50 points; of 100 weight 35 the best total
   is 35 * 0.5 + 25 + 40 = 82.5. */
START_TEST(a_rule_whose_best_is_below_100_and_the_total_it_spoils_are_found)
{
    expect(CSAT, ITEM("csat", "csat_mean", LINE("1", "9")), "BEST_BELOW_100 items.csat.rule\nTOTAL_UNREACHABLE \n");
    expect_said(CSAT, ITEM("csat", "csat_mean", LINE("1", "9")), "BEST_BELOW_100", DSCORE_SEVERITY_INFO,
        "no value earns the full 100 points: the most is 50, at 5 points",
        "没有数值能得到满分 100:最高为 50 分,在 5分 处");
    expect_said(CSAT, ITEM("csat", "csat_mean", LINE("1", "9")), "TOTAL_UNREACHABLE", DSCORE_SEVERITY_WARNING,
        "with every value at its best the total is 82.5, never 100",
        "即使每项都取最佳值,总分也只有 82.5,永远达不到 100");
    /* of a share, whose domain the catalogue knows: a curve never gets to its end, but a clamp of 0-100 hides nothing
     */
    expect(ERRORS,
        ITEM("errors", "error_rate", "\"rule\": {\"family\": \"PASS_FAIL\", \"op\": \"<=\", \"threshold\": 2}"), "");
    expect("\"decimals\": 2", "\"decimals\": 2, \"max\": 95", "TOTAL_UNREACHABLE total.max\n");
}
END_TEST

/* With a bonus of up to 20 points the total is reached after all: 82.5 + 20 > 100. */
START_TEST(a_bonus_can_make_up_for_a_rule_that_stays_below)
{
    expect(CSAT,
        ITEM("csat", "csat_mean", LINE("1", "9")) ", " ITEM("extra", "nps",
            "\"bonus\": true, \"rule\": {\"family\": \"TIER\", \"tiers\": [{\"max\": 50, \"points\": 0}, "
            "{\"min\": 50, \"points\": 20}]}"),
        "BEST_BELOW_100 items.csat.rule\n");
}
END_TEST

/* Best total 82.5: no 90. All rules together give at least 0: grades from 0 on hold every total. */
START_TEST(grades_that_no_total_reaches_are_found)
{
    expect("{\"min\": 60, \"label\": \"Pass\"}", "{\"min\": 101, \"label\": {\"en\": \"Top\", \"zh\": \"顶级\"}}",
        "GRADE_UNREACHABLE grades[0]\n");
    expect_said("{\"min\": 60, \"label\": \"Pass\"}", "{\"min\": 101, \"label\": {\"en\": \"Top\", \"zh\": \"顶级\"}}",
        "GRADE_UNREACHABLE", DSCORE_SEVERITY_WARNING,
        "no total reaches the grade \"Top\": with every value there, totals run from 0 to 100",
        "没有总分能落入等级 \"顶级\":各项都有数值时,总分范围为 0 至 100");
    expect(GRADES, "\"grades\": [{\"min\": 0, \"label\": \"All\"}, {\"label\": \"Nobody\"}]",
        "GRADE_UNREACHABLE grades[1]\n");
    expect("{\"min\": 60, \"label\": \"Pass\"}", "{\"min\": 100, \"label\": \"Top\"}", "");
}
END_TEST

/* Totals of whole points: between 59.2 and 59.7 there is none. */
START_TEST(a_grade_between_two_published_totals_is_found)
{
    static const char grades[] = "\"total\": {\"decimals\": 0}, \"grades\": [{\"min\": 59.7, \"label\": \"A\"}, "
                                 "{\"min\": 59.2, \"label\": \"B\"}, {\"label\": \"C\"}]";
    expect("\"total\": {\"decimals\": 2}, " GRADES, grades, "GRADE_UNREACHABLE grades[1]\n");
    expect_said("\"total\": {\"decimals\": 2}, " GRADES, grades, "GRADE_UNREACHABLE", DSCORE_SEVERITY_WARNING,
        "no total reaches the grade \"B\": from 59.2 to below 59.7 there is none with 0 decimals",
        "没有总分能落入等级 \"B\":保留 0 位小数时,59.2 至 59.7(不含)之间没有总分");
    expect("{\"label\": \"Rest\"}", "{\"min\": 59.99, \"label\": \"B\"}, {\"label\": \"C\"}", "");
}
END_TEST

/* Hit or miss on 35, 25 and 40 of 100: totals 0, 25, 35, 40, 60, 65, 75, 100. None from 80 to below 100. */
START_TEST(a_grade_that_hits_and_misses_jump_over_is_found)
{
#define HIT(op, threshold) "\"rule\": {\"family\": \"PASS_FAIL\", \"op\": \"" op "\", \"threshold\": " threshold "}"
    dscore_catalog *catalog = builtin_catalog();
    char *one = replaced(CLEAN, CSAT, ITEM("csat", "csat_mean", HIT(">=", "4")));
    char *two = replaced(one, ERRORS, ITEM("errors", "error_rate", HIT("<=", "2")));
    char *three = replaced(two, RESPONSE, ITEM("response", "average_response_time", HIT("<=", "30")));
    static const char grades[] = "\"grades\": [{\"min\": 100, \"label\": \"A\"}, {\"min\": 80, \"label\": \"B\"}, "
                                 "{\"min\": 75, \"label\": \"C\"}, {\"label\": \"D\"}]";
    char *jumps = replaced(three, GRADES, grades), *slides = replaced(two, GRADES, grades);
    assert_findings(catalog, jumps, "GRADE_UNREACHABLE grades[1]\n");
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_finding f = DSCORE_FINDING_INIT;
    assert_ok(dscore_document_check(catalog, jumps, (int64_t)strlen(jumps), &report, &err), err);
    assert_ok(dscore_report_finding(report, 0, &f, &err), err);
    ck_assert_str_eq(f.message_en, "no total reaches the grade \"B\": with every value there, the rules add up to 8 "
                                   "totals, none of them in it");
    ck_assert_str_eq(f.message_zh, "没有总分能落入等级 \"B\":各项都有数值时,规则的得分共有 8 种组合,无一落入");
    dscore_report_free(report);
    assert_findings(catalog, slides, ""); /* one line among the rules: any total */
    char *texts[] = {one, two, three, jumps, slides};
    for (int i = 0; i < 5; i++) {
        free(texts[i]);
    }
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(totals_without_a_grade_are_a_gap)
{
    expect("{\"label\": \"Rest\"}", "{\"min\": 20, \"label\": \"Rest\"}", "GRADE_GAP grades[1].min\n");
    expect_said("{\"label\": \"Rest\"}", "{\"min\": 20, \"label\": \"Rest\"}", "GRADE_GAP", DSCORE_SEVERITY_WARNING,
        "a gap: totals from 0 to below 20 have no grade; the last grade may do without min",
        "有空档:总分 0 至 20(不含)没有等级;最后一个等级可不给 min");
    expect("{\"label\": \"Rest\"}", "{\"min\": 0, \"label\": \"Rest\"}", "");
}
END_TEST

START_TEST(grades_out_of_order_overlap)
{
    expect_said("{\"label\": \"Rest\"}", "{\"min\": 70, \"label\": \"Rest\"}", "GRADE_ORDER", DSCORE_SEVERITY_ERROR,
        "the grade begins at 70, the one before it at 60: they overlap; expected grades from best to worst, each min "
        "below the one before",
        "该等级从 70 起,前一等级从 60 起:二者重叠;等级应从高到低排列,每个 min 低于前一个");
    expect("{\"label\": \"Rest\"}", "{\"min\": 60, \"label\": \"Rest\"}", "GRADE_ORDER grades[1].min\n");
}
END_TEST

/* Correction 4: 30 / x has no limit as x falls, and the response time can be as short as you like. */
START_TEST(a_rule_without_clamp_and_cap_is_unbounded)
{
#define RATIO(rest)                                                                                                    \
    ITEM("response", "average_response_time",                                                                          \
        "\"rule\": {\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 30" rest "}")
    expect(RESPONSE, RATIO(", \"cap\": null, \"clamp\": null"),
        "UNBOUNDED items.response.rule\nDOMAIN_GAP items.response.rule\n");
    expect_said(RESPONSE, RATIO(", \"cap\": null, \"clamp\": null"), "UNBOUNDED", DSCORE_SEVERITY_WARNING,
        "no clamp and no cap: the points can grow without limit, and one indicator can outweigh all others",
        "没有限幅也没有封顶:得分可无限增大,一项指标即可压过其他所有指标");
    expect(RESPONSE, RATIO(", \"clamp\": null"), "ABOVE_100 items.response.rule\n"); /* the cap of 120 */
    expect_said(RESPONSE, RATIO(", \"clamp\": null"), "ABOVE_100", DSCORE_SEVERITY_INFO,
        "this rule can give more than 100 points: up to 120", "该规则可能给出超过 100 分:最多 120 分");
    expect(RESPONSE, RATIO(""), "");
}
END_TEST

/* Downwards: a line from 60 s (0 points) to 20 s (100) falls for ever, but a share ends at 100 %: 100 * (10 - 100)
 * / 10. */
START_TEST(what_falls_without_limit_is_unbounded_too)
{
    expect(RESPONSE,
        ITEM("response", "average_response_time",
            "\"rule\": {\"family\": \"LINEAR\", \"x0\": 60, \"x1\": 20, \"clamp\": {\"lo\": null}}"),
        "UNBOUNDED items.response.rule\n");
    expect(ERRORS,
        ITEM("errors", "error_rate",
            "\"rule\": {\"family\": \"LINEAR\", \"x0\": 10, \"x1\": 0, \"clamp\": {\"lo\": null}}"),
        "BELOW_0 items.errors.rule\n");
    expect_said(ERRORS,
        ITEM("errors", "error_rate",
            "\"rule\": {\"family\": \"LINEAR\", \"x0\": 10, \"x1\": 0, \"clamp\": {\"lo\": null}}"),
        "BELOW_0", DSCORE_SEVERITY_INFO, "this rule can give less than 0 points: down to -900",
        "该规则可能给出低于 0 分:最少 -900 分");
}
END_TEST

/* 2 / 0 has no points: nobody without an error would be scored. NPS can be negative: 100 * nps / 50 has none there. */
START_TEST(values_that_get_no_points_are_a_gap)
{
    expect(ERRORS,
        ITEM("errors", "error_rate",
            "\"rule\": {\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 2, \"cap\": null}"),
        "DOMAIN_GAP items.errors.rule\n");
    expect(ERRORS,
        ITEM("errors", "error_rate", "\"rule\": {\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 2}"), "");
    expect(CSAT, ITEM("csat", "nps", "\"rule\": {\"family\": \"RATIO\", \"form\": \"HIGHER\", \"baseline\": 50}"),
        "DOMAIN_GAP items.csat.rule\n");
    expect_said(CSAT, ITEM("csat", "nps", "\"rule\": {\"family\": \"RATIO\", \"form\": \"HIGHER\", \"baseline\": 50}"),
        "DOMAIN_GAP", DSCORE_SEVERITY_WARNING,
        "a gap: the rule gives a value of -100 points no points, and the indicator can take it",
        "有空档:规则对 -100分 不给分,而指标可能取到该值");
}
END_TEST

/* METHODS 2.7: tiers [0, 80) and [85, ...) leave 80 to 85 out; [0, 85) and [80, ...) cover it twice. */
START_TEST(tiers_with_a_gap_or_an_overlap_are_named_with_the_place)
{
#define TIERS(max, min)                                                                                                \
    ITEM("csat", "csat_score",                                                                                         \
        "\"rule\": {\"family\": \"TIER\", \"tiers\": [{\"max\": " max ", \"points\": 60}, {\"min\": " min              \
        ", \"points\": 100}]}")
    expect(CSAT, TIERS("80", "80"), "");
    expect(CSAT, TIERS("80", "85"), "TIER_GAP items.csat.rule.tiers[1].min\n");
    expect(CSAT, TIERS("85", "80"), "TIER_OVERLAP items.csat.rule.tiers[1].min\n");
    expect_said(CSAT, TIERS("80", "85"), "TIER_GAP", DSCORE_SEVERITY_ERROR,
        "there is a gap: no tier covers the values from 80 to 85; expected the tiers to touch and to cover the whole "
        "axis",
        "有空档:没有档位覆盖 80 至 85 的数值;各档位应首尾相接并覆盖整条数轴");
    expect_said(CSAT, TIERS("85", "80"), "TIER_OVERLAP", DSCORE_SEVERITY_ERROR,
        "tiers overlap: two tiers cover the values from 80 to 85; expected each tier to begin where the one before "
        "ends",
        "档位重叠:两个档位都覆盖 80 至 85 的数值;每个档位应从前一档位结束处开始");
    expect(CSAT,
        ITEM("csat", "csat_score",
            "\"rule\": {\"family\": \"TIER\", \"better\": \"higher\", \"tiers\": [{\"max\": 80, \"points\": 60}]}"),
        "TIER_GAP items.csat.rule.tiers[0].max\n"); /* from 80 to the upper end */
}
END_TEST

/* A table that rises and falls says no direction; the indicator does: more errors must not score more. */
START_TEST(a_table_that_falls_where_its_indicator_gets_better_is_not_monotone)
{
#define TABLE(indicator)                                                                                               \
    ITEM("errors", indicator,                                                                                          \
        "\"rule\": {\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0, \"points\": 100}, {\"x\": 5, \"points\": 40}, "  \
        "{\"x\": 10, \"points\": 60}]}")
    expect(ERRORS, TABLE("error_rate"), "NOT_MONOTONE items.errors.rule\n");
    expect_said(ERRORS, TABLE("error_rate"), "NOT_MONOTONE", DSCORE_SEVERITY_WARNING,
        "a better value can score less, near 10%", "在 10% 附近,更好的数值反而得分更低");
    expect(ERRORS, TABLE("occupancy"), ""); /* best in a band */
    /* up and down by jumps alone */
    expect(ERRORS,
        ITEM("errors", "error_rate",
            "\"rule\": {\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0, \"points\": 100}, {\"x\": 5, \"left\": 100, "
            "\"right\": 40}, {\"x\": 10, \"left\": 40, \"right\": 60}]}"),
        "JUMP items.errors.rule.knots[1]\nJUMP items.errors.rule.knots[2]\nNOT_MONOTONE items.errors.rule\n");
}
END_TEST

/* ---- weights ---------------------------------------------------------------------------------- */

/* 48 of 60 is 80 % of quality; 45 of 60 is the 75 % that is still let pass. */
START_TEST(an_indicator_that_dominates_its_dimension_is_found)
{
    expect("\"csat\": 35, \"errors\": 25", "\"csat\": 48, \"errors\": 12",
        "DIMENSION_DOMINATED weights.tree.quality.tree.csat\n");
    expect_said("\"csat\": 35, \"errors\": 25", "\"csat\": 48, \"errors\": 12", "DIMENSION_DOMINATED",
        DSCORE_SEVERITY_WARNING,
        "\"csat\" is 80 % of the dimension \"quality\", more than 75 %: the others hardly count",
        "\"csat\" 占维度 \"quality\" 的 80%,超过 75%:其他指标几乎不起作用");
    expect("\"csat\": 35, \"errors\": 25", "\"csat\": 45, \"errors\": 15", "");
}
END_TEST

/* ---- the same thing twice --------------------------------------------------------------------- */

/* The clean card with another quality item of weight 10 beside csat. */
static void expect_beside(const char *csat, const char *item, const char *findings)
{
    dscore_catalog *catalog = builtin_catalog();
    char items[2048];
    (void)snprintf(items, sizeof items, "%s, %s", csat, item);
    char *first = replaced(CLEAN, CSAT, items);
    char *json = replaced(first, "\"csat\": 35", "\"csat\": 25, \"other\": 10");
    assert_findings(catalog, json, findings);
    free(json);
    free(first);
    dscore_catalog_free(catalog);
}

START_TEST(items_that_measure_the_same_thing_are_found_by_their_formulas)
{
    static const char same[] = "SAME_MEASURE items.other\n";
    expect_beside(CSAT, ITEM("other", "csat_mean", LINE("2", "4")), same);
    /* mean(csat) under constants that scale and shift it: (mean - 1) / 4 * 100, mean / 5 * 100 */
    expect_beside(CSAT, ITEM("other", "csat_score", LINE("0", "100")), same);
    expect_beside(CSAT, ITEM("other", "csat_percent_of_max", LINE("20", "100")), same);
    /* the share of satisfied customers tells something else */
    expect_beside(CSAT, ITEM("other", "csat_satisfied", LINE("0", "100")), "");
    /* other rows */
    expect_beside(CSAT, ITEM("other", "csat_mean", "\"where\": \"channel == \\\"phone\\\"\", " LINE("2", "4")), "");
#define CUT(alias, cut) ITEM(alias, "csat_satisfied", "\"parameters\": {\"cut\": " cut "}, " LINE("0", "100"))
    expect_beside(CUT("csat", "4"), ITEM("other", "csat_satisfied", LINE("0", "100")), same); /* 4 is the default */
    expect_beside(CUT("csat", "4"), CUT("other", "5"), "");
}
END_TEST

START_TEST(what_is_said_of_the_same_thing_has_their_common_weight)
{
    expect_said(RESPONSE,
        RESPONSE ", " ITEM("again", "average_response_time", "\"bonus\": true, " LINE("60", "20")) ", " ITEM(
            "more", "average_response_time", "\"bonus\": true, " LINE("60", "10")),
        "SAME_MEASURE", DSCORE_SEVERITY_WARNING,
        "\"again\" and \"more\" measure the same thing: one value follows from the other; together they are 0 % of the "
        "whole",
        "\"again\" 与 \"more\" 衡量同一件事:一个数值可由另一个推出;二者合计占总分 0%");
    /* a bonus on what is scored anyway is meant so */
    expect(RESPONSE, RESPONSE ", " ITEM("again", "average_response_time", "\"bonus\": true, " LINE("60", "20")), "");
}
END_TEST

/* A share and its complement, defined by hand: the share of ratings below 3, and that of 3 or more. */
START_TEST(a_share_and_its_complement_are_the_same_thing)
{
    static const char definitions[] =
        "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": ["
        "{\"id\": \"good\", \"name\": \"Good\", \"formula\": \"100 * share(csat >= 3)\", \"unit\": \"%\", "
        "\"better\": \"higher\", \"dimension\": \"quality\"},"
        "{\"id\": \"bad\", \"name\": \"Bad\", \"formula\": \"100 * share(csat < 3)\", \"unit\": \"%\", "
        "\"better\": \"lower\", \"dimension\": \"quality\"},"
        "{\"id\": \"not_good\", \"name\": \"Not good\", \"formula\": \"100 - [good]\", \"unit\": \"%\", "
        "\"better\": \"lower\", \"dimension\": \"quality\"},"
        "{\"id\": \"poor\", \"name\": \"Poor\", \"formula\": \"100 * share(csat <= 3)\", \"unit\": \"%\", "
        "\"better\": \"lower\", \"dimension\": \"quality\"}]}";
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *base = builtin_catalog(), *catalog = NULL;
    dscore_catalog_builder *builder = NULL;
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    assert_ok(dscore_catalog_builder_add(builder, definitions, (int64_t)strlen(definitions), &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    static const struct {
        const char *other, *findings;
    } cases[] = {{"bad", "SAME_MEASURE items.other\n"}, {"not_good", "SAME_MEASURE items.other\n"}, {"poor", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char items[1024];
        (void)snprintf(items, sizeof items, "%s, \"other\": {\"indicator\": \"%s\", %s}",
            ITEM("csat", "good",
                "\"rule\": {\"family\": \"LINEAR\", \"x0\": 0, \"x1\": 100, \"clamp\": {\"lo\": 0, \"hi\": 100}}"),
            cases[i].other, LINE("100", "0"));
        char *first = replaced(CLEAN, CSAT, items);
        char *json = replaced(first, "\"csat\": 35", "\"csat\": 25, \"other\": 10");
        assert_findings(catalog, json, cases[i].findings);
        free(json);
        free(first);
    }
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(catalog);
    dscore_catalog_free(base);
}
END_TEST

/* ---- balance ---------------------------------------------------------------------------------- */

/* S2-18: two efficiency indicators and satisfaction only as growth leave speed without a guard. */
START_TEST(efficiency_without_a_quality_guard_is_found)
{
    expect("\"quality\"", "\"growth\"", "NO_QUALITY_GUARD weights\n"); /* the group decides, not the catalogue */
    expect_said("\"quality\"", "\"growth\"", "NO_QUALITY_GUARD", DSCORE_SEVERITY_WARNING,
        "efficiency is scored (response) and no quality indicator guards it: speed can be bought with quality (S2-18)",
        "考核了效率(response),却没有质量指标制衡:可能以牺牲质量换取速度 (S2-18)");
    expect("\"quality\"", "\"first\"", "");     /* a name that says nothing: the catalogue's quality */
    expect("\"efficiency\"", "\"growth\"", ""); /* no efficiency, no guard */
    /* names of the groups count too, in either language */
    expect("\"quality\": {", "\"first\": {\"name\": \"成长\", ", "NO_QUALITY_GUARD weights\n");
    /* a malus on errors is a guard */
    expect("\"quality\"", "\"growth\"", "NO_QUALITY_GUARD weights\n");
}
END_TEST

START_TEST(a_bonus_or_malus_of_quality_guards)
{
    dscore_catalog *catalog = builtin_catalog();
    char *first = replaced(CLEAN, "\"quality\"", "\"growth\"");
    char *json = replaced(first, CSAT,
        CSAT ", " ITEM("malus", "complaint_rate",
            "\"bonus\": true, \"rule\": {\"family\": \"TIER\", \"tiers\": [{\"max\": 5, \"points\": 0}, {\"min\": 5, "
            "\"points\": -5}], \"clamp\": {\"lo\": -5, \"hi\": 0}}"));
    /* efficiency 40 %, quality 0 % of the weight */
    assert_findings(catalog, json, "BELOW_0 items.malus.rule\nEFFICIENCY_OUTWEIGHS weights\n");
    free(json);
    free(first);
    dscore_catalog_free(catalog);
}
END_TEST

/* S3-41: 60 of efficiency against 40 of quality; half and half is let pass. */
START_TEST(efficiency_that_outweighs_quality_is_found)
{
#define SHARES(quality, csat, errors, efficiency, response, more)                                                      \
    "\"tree\": {\"quality\": {\"weight\": " quality ", \"tree\": {\"csat\": " csat ", \"errors\": " errors             \
    "}}, \"efficiency\": {\"weight\": " efficiency ", \"tree\": {\"response\": " response more "}}}"
    static const char more[] = RESPONSE ", " ITEM("daily", "tickets_per_day", LINE("0", "30"));
    dscore_catalog *catalog = builtin_catalog();
    char *two = replaced(CLEAN, RESPONSE, more);
    char *json = replaced(two, TREE, SHARES("40", "20", "20", "60", "30", ", \"daily\": 30"));
    assert_findings(catalog, json, "EFFICIENCY_OUTWEIGHS weights\n");
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_finding f = DSCORE_FINDING_INIT;
    assert_ok(dscore_document_check(catalog, json, (int64_t)strlen(json), &report, &err), err);
    assert_ok(dscore_report_finding(report, 0, &f, &err), err);
    ck_assert_str_eq(
        f.message_en, "efficiency is 60 % of the whole, quality 40 %: efficiency outweighs quality (S3-41)");
    ck_assert_str_eq(f.message_zh, "效率占总分 60%,质量占 40%:过于侧重效率而忽视质量 (S3-41)");
    dscore_report_free(report);
    free(json);
    json = replaced(two, TREE, SHARES("50", "25", "25", "50", "25", ", \"daily\": 25"));
    assert_findings(catalog, json, "");
    free(json);
    free(two);
    dscore_catalog_free(catalog);
}
END_TEST

/* S2-17 */
START_TEST(a_card_without_customer_satisfaction_is_found)
{
    expect(CSAT, ITEM("csat", "complaint_rate", LINE("5", "0")), "NO_SATISFACTION items\n");
    expect_said(CSAT, ITEM("csat", "complaint_rate", LINE("5", "0")), "NO_SATISFACTION", DSCORE_SEVERITY_WARNING,
        "no indicator of customer satisfaction (S2-17); expected one that reads csat, nps or ces",
        "没有客户满意度指标 (S2-17);应有读取 csat、nps 或 ces 的指标");
    expect(CSAT, ITEM("csat", "nps", LINE("-100", "100")), "");
    expect(CSAT, ITEM("csat", "survey_answers", LINE("0", "50")), "NO_SATISFACTION items\n"); /* how many, not what */
}
END_TEST

/* Requirements 6.9: the monthly card carries a quarterly exam. */
START_TEST(an_item_of_a_longer_period_is_found)
{
#define EVERY(period) ITEM("errors", "error_rate", "\"period\": \"" period "\", " LINE("10", "0"))
    dscore_catalog *catalog = builtin_catalog();
    char *monthly = replaced(CLEAN, CSAT, ITEM("csat", "csat_mean", "\"period\": \"month\", " LINE("1", "5")));
    char *json = replaced(monthly, ERRORS, EVERY("year"));
    assert_findings(catalog, json, "PERIOD_MIX items.errors.period\n");
    free(json);
    json = replaced(monthly, ERRORS, EVERY("month"));
    assert_findings(catalog, json, "");
    free(json);
    json = replaced(monthly, ERRORS, EVERY("fortnight"));
    assert_findings(catalog, json, "CHOICE items.errors.period\n");
    free(json);
    free(monthly);
    dscore_catalog_free(catalog);
    expect(ERRORS, EVERY("quarter"), ""); /* nothing else says */
}
END_TEST

/* The period is kept by a dump, and is part of the hash only where it is said. */
START_TEST(the_period_of_an_item_is_kept_and_hashed)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_error err = DSCORE_ERROR_INIT;
    const char *const items[] = {ERRORS, EVERY("month"), EVERY("quarter")};
    char hashes[3][40], text[8192];
    for (int i = 0; i < 3; i++) {
        dscore_scorecard *card = NULL, *again = NULL;
        char *json = replaced(CLEAN, ERRORS, items[i]);
        assert_ok(dscore_scorecard_parse(catalog, json, (int64_t)strlen(json), &card, &err), err);
        assert_ok(dscore_scorecard_dump(card, text, sizeof text, NULL, &err), err);
        assert_ok(dscore_scorecard_parse(catalog, text, (int64_t)strlen(text), &again, &err), err);
        (void)snprintf(hashes[i], sizeof hashes[i], "%s", dscore_scorecard_text(card, DSCORE_CARD_HASH));
        ck_assert_str_eq(hashes[i], dscore_scorecard_text(again, DSCORE_CARD_HASH));
        ck_assert_int_eq(strstr(text, "\"period\"") != NULL, i > 0);
        dscore_scorecard_free(again);
        dscore_scorecard_free(card);
        free(json);
    }
    ck_assert_str_ne(hashes[0], hashes[1]);
    ck_assert_str_ne(hashes[1], hashes[2]);
    dscore_catalog_free(catalog);
}
END_TEST

/* Correction 5: base and float for one indicator and steps for another are two schemes. */
START_TEST(two_schemes_in_one_card_are_noted)
{
#define STEPS                                                                                                          \
    ITEM("csat", "csat_mean",                                                                                          \
        "\"rule\": {\"family\": \"STEP\", \"better\": \"higher\", \"x0\": 4.5, \"delta\": 0.1, \"points\": 5}")
#define FLOATS                                                                                                         \
    ITEM("response", "average_response_time",                                                                          \
        "\"rule\": {\"family\": \"BASE_FLOAT\", \"core\": {\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": " \
        "30}, \"cap_core\": 100, \"conditions\": []}")
    dscore_catalog *catalog = builtin_catalog();
    char *steps = replaced(CLEAN, CSAT, STEPS);
    assert_findings(catalog, steps, "");
    char *json = replaced(steps, RESPONSE, FLOATS);
    assert_findings(catalog, json, "RULE_MIX items\n");
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_finding f = DSCORE_FINDING_INIT;
    assert_ok(dscore_document_check(catalog, json, (int64_t)strlen(json), &report, &err), err);
    assert_ok(dscore_report_finding(report, 0, &f, &err), err);
    ck_assert_int_eq(f.severity, DSCORE_SEVERITY_INFO);
    ck_assert_str_eq(f.message_en,
        "\"response\" scores by base and float, \"csat\" by steps: two schemes in one card, where equal points mean "
        "different things");
    ck_assert_str_eq(
        f.message_zh, "\"response\" 用基准分加浮动分,\"csat\" 用阶梯扣分:一张卡混用两套方案,同样的分数含义不同");
    dscore_report_free(report);
    free(json);
    free(steps);
    dscore_catalog_free(catalog);
}
END_TEST

/* ---- with a profile --------------------------------------------------------------------------- */

static dscore_report *mapped(const dscore_catalog *catalog, const char *json, const char *fields)
{
    char text[1024];
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_profile *profile = NULL;
    dscore_report *report = NULL;
    (void)snprintf(text, sizeof text, "{\"deskscore\": 1, \"kind\": \"profile\", \"sources\": {%s}}", fields);
    assert_ok(dscore_profile_parse(catalog, text, (int64_t)strlen(text), &profile, &err), err);
    assert_ok(dscore_document_check_mapped(catalog, json, (int64_t)strlen(json), profile, &report, &err), err);
    dscore_profile_free(profile);
    return report;
}

static void expect_mapped(const char *json, const char *fields, const char *expected)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_report *report = mapped(catalog, json, fields);
    char found[4096];
    findings_text(report, found, sizeof found);
    ck_assert_str_eq(found, expected);
    dscore_report_free(report);
    dscore_catalog_free(catalog);
}

/* D1: error_rate reads errors, csat_mean reads csat, both are placed by created_at. */
START_TEST(an_item_that_the_mapped_fields_can_never_give_is_found)
{
#define FIELDS(rest) "\"tickets\": {\"fields\": {\"created_at\": \"a\", \"csat\": \"b\"" rest "}}"
#define ALL                                                                                                            \
    FIELDS(", \"response_time_total\": \"c\", \"response_count\": \"d\", \"errors\": \"e\", \"is_checked\": \"f\"")
    expect_mapped(CLEAN, ALL, "");
    expect_mapped(CLEAN, FIELDS(", \"response_time_total\": \"c\", \"response_count\": \"d\""),
        "NOT_MAPPED items.errors.indicator\n");
    expect_mapped(CLEAN, "\"agents\": {\"fields\": {\"agent\": \"x\"}}",
        "NOT_MAPPED items.csat.indicator\nNOT_MAPPED items.errors.indicator\nNOT_MAPPED items.response.indicator\n");
    dscore_catalog *catalog = builtin_catalog();
    dscore_report *report = mapped(catalog, CLEAN, FIELDS(", \"is_checked\": \"f\", \"errors\": \"e\""));
    dscore_finding f = DSCORE_FINDING_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    const int32_t last = dscore_report_count(report) - 1;
    assert_ok(dscore_report_finding(report, last, &f, &err), err);
    ck_assert_str_eq(f.path, "items.response.indicator");
    /* a coalesce: from single responses, else from the totals of the tickets */
    ck_assert_str_eq(f.message_en, "\"response\" can never be computed from the fields that the profile maps: it lacks "
                                   "source responses, response_count, response_time_total");
    ck_assert_str_eq(f.message_zh, "\"response\" 永远无法由配置所映射的字段算出:缺少 数据源 responses, response_count, "
                                   "response_time_total");
    dscore_report_free(report);
    report = mapped(catalog, CLEAN, "\"agents\": {\"fields\": {\"agent\": \"x\"}}");
    assert_ok(dscore_report_finding(report, 0, &f, &err), err);
    ck_assert_str_eq(
        f.message_en, "\"csat\" can never be computed from the fields that the profile maps: it lacks source tickets");
    ck_assert_str_eq(f.message_zh, "\"csat\" 永远无法由配置所映射的字段算出:缺少 数据源 tickets");
    dscore_report_free(report);
    dscore_catalog_free(catalog);
}
END_TEST

/* Any indicator can be asked: those that need a calendar, a key or now too. */
START_TEST(every_indicator_of_the_catalogue_can_be_asked_of_a_profile)
{
    dscore_catalog *catalog = builtin_catalog();
    int asked = 0;
    for (int32_t i = 0; i < dscore_catalog_count(catalog); i++) {
        const char *id = dscore_indicator_text(dscore_catalog_at(catalog, i), DSCORE_INDICATOR_ID);
        const char *clock = dscore_indicator_text(dscore_catalog_at(catalog, i), DSCORE_INDICATOR_CLOCK);
        char json[512], found[4096];
        (void)snprintf(json, sizeof json,
            "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"c\", \"name\": \"C\", \"items\": {\"a\": "
            "{\"indicator\": "
            "\"%s\"%s, \"rule\": {\"family\": \"LINEAR\", \"x0\": 0, \"x1\": 100}}}, \"weights\": {\"tree\": {\"a\": "
            "1}}}",
            id, strcmp(clock, "calendar") == 0 ? ", \"clock\": \"business\"" : "");
        dscore_report *report = mapped(catalog, json, "\"events\": {\"fields\": {\"ticket\": \"x\"}}");
        findings_text(report, found, sizeof found);
        if (strstr(found, "PARAMETER_NEEDED") == NULL) {
            ck_assert_msg(strstr(found, "NOT_MAPPED items.a.indicator\n") != NULL, "%s:\n%s", id, found);
            ck_assert_msg(strstr(found, "INVALID") == NULL, "%s:\n%s", id, found);
            asked++;
        }
        dscore_report_free(report);
    }
    ck_assert_int_gt(asked, 200);
    dscore_catalog_free(catalog);
}
END_TEST

/* An indicator that can only be asked by team is asked by team. */
START_TEST(a_share_of_a_total_by_a_key_can_be_asked_of_a_profile)
{
    static const char definition[] =
        "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": [{\"id\": \"part\", \"name\": \"Part\", "
        "\"formula\": "
        "\"100 * [errors_made] / total([errors_made], team)\", \"unit\": \"%\", \"better\": \"lower\"}, {\"id\": "
        "\"errors_made\", \"name\": \"Errors\", \"formula\": \"sum(errors)\", \"unit\": \"count\"}]}";
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *base = builtin_catalog(), *catalog = NULL;
    dscore_catalog_builder *builder = NULL;
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    assert_ok(dscore_catalog_builder_add(builder, definition, (int64_t)strlen(definition), &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    char *json = replaced(CLEAN, ERRORS, ITEM("errors", "part", LINE("50", "0")));
    static const char *const fields[] = {"", ", \"errors\": \"e\""};
    for (int i = 0; i < 2; i++) {
        char profile[256], found[4096];
        (void)snprintf(profile, sizeof profile,
            "\"tickets\": {\"fields\": {\"created_at\": \"a\", \"team\": \"t\", \"csat\": \"b\"%s}}", fields[i]);
        dscore_report *report = mapped(catalog, json, profile);
        findings_text(report, found, sizeof found);
        ck_assert_ptr_null(strstr(found, "INVALID"));
        ck_assert_int_eq(strstr(found, "NOT_MAPPED items.errors.indicator") == NULL, i);
        dscore_report_free(report);
    }
    free(json);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(catalog);
    dscore_catalog_free(base);
}
END_TEST

START_TEST(a_filter_that_reads_an_unmapped_field_makes_its_item_uncomputable)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json =
        replaced(CLEAN, CSAT, ITEM("csat", "csat_mean", "\"where\": \"channel == \\\"phone\\\"\", " LINE("1", "5")));
    dscore_report *report = mapped(catalog, json, FIELDS(""));
    dscore_finding f = DSCORE_FINDING_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_report_finding(report, 0, &f, &err), err);
    ck_assert_str_eq(f.path, "items.csat.indicator");
    ck_assert_ptr_nonnull(strstr(f.message_en, "channel"));
    dscore_report_free(report);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

/* A scale of 1 to 10: a line up to 10 reaches 100, one up to 5 is clamped; without the profile 10 is out of reach. */
START_TEST(the_domain_of_a_profile_decides_what_can_be_reached)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = replaced(CLEAN, CSAT, ITEM("csat", "csat_mean", LINE("1", "10")));
    assert_findings(catalog, json, "BEST_BELOW_100 items.csat.rule\nTOTAL_UNREACHABLE \n"); /* 100 * 4 / 9 */
    dscore_report *report = mapped(catalog, json,
        "\"tickets\": {\"fields\": {\"created_at\": \"a\", \"csat\": {\"column\": \"b\", \"domain\": [1, 10]}}}");
    char found[4096];
    findings_text(report, found, sizeof found);
    ck_assert_ptr_null(strstr(found, "BEST_BELOW_100"));
    ck_assert_ptr_null(strstr(found, "TOTAL_UNREACHABLE"));
    dscore_report_free(report);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_check_with_a_profile_refuses_what_the_other_refuses)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_profile *profile = NULL;
    static const char empty[] =
        "{\"deskscore\": 1, \"kind\": \"profile\", \"sources\": {\"agents\": {\"fields\": {\"agent\": \"a\"}}}}";
    static const char weights[] = "{\"tree\": {\"a\": 1, \"b\": 1}}";
    assert_ok(dscore_profile_parse(catalog, empty, (int64_t)strlen(empty), &profile, &err), err);
    dscore_report *report = (dscore_report *)(void *)catalog;
    ck_assert_int_eq(dscore_document_check_mapped(catalog, "{}", 2, NULL, &report, NULL), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(report);
    ck_assert_int_eq(dscore_document_check_mapped(NULL, "{}", 2, profile, &report, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_document_check_mapped(catalog, NULL, 2, profile, &report, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_document_check_mapped(catalog, "{}", -2, profile, &report, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_document_check_mapped(catalog, "{}", 2, profile, NULL, &err), DSCORE_E_ARGUMENT);
    assert_ok(dscore_document_check_mapped(catalog, weights, (int64_t)strlen(weights), profile, &report, &err), err);
    ck_assert_int_eq(dscore_report_count(report), 0);
    dscore_report_free(report);
    dscore_profile_free(profile);
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_card_without_faults_has_no_findings,
        a_rule_whose_best_is_below_100_and_the_total_it_spoils_are_found,
        a_bonus_can_make_up_for_a_rule_that_stays_below, grades_that_no_total_reaches_are_found,
        a_grade_between_two_published_totals_is_found, a_grade_that_hits_and_misses_jump_over_is_found,
        totals_without_a_grade_are_a_gap, grades_out_of_order_overlap, a_rule_without_clamp_and_cap_is_unbounded,
        what_falls_without_limit_is_unbounded_too, values_that_get_no_points_are_a_gap,
        tiers_with_a_gap_or_an_overlap_are_named_with_the_place,
        a_table_that_falls_where_its_indicator_gets_better_is_not_monotone,
        an_indicator_that_dominates_its_dimension_is_found,
        items_that_measure_the_same_thing_are_found_by_their_formulas,
        what_is_said_of_the_same_thing_has_their_common_weight, a_share_and_its_complement_are_the_same_thing,
        efficiency_without_a_quality_guard_is_found, a_bonus_or_malus_of_quality_guards,
        efficiency_that_outweighs_quality_is_found, a_card_without_customer_satisfaction_is_found,
        an_item_of_a_longer_period_is_found, the_period_of_an_item_is_kept_and_hashed,
        two_schemes_in_one_card_are_noted, an_item_that_the_mapped_fields_can_never_give_is_found,
        every_indicator_of_the_catalogue_can_be_asked_of_a_profile,
        a_share_of_a_total_by_a_key_can_be_asked_of_a_profile,
        a_filter_that_reads_an_unmapped_field_makes_its_item_uncomputable,
        the_domain_of_a_profile_decides_what_can_be_reached, a_check_with_a_profile_refuses_what_the_other_refuses};
    return RUN_TESTS("checks of scorecards", tests);
}
