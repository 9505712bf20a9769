/* Rules as documents: every family, round trips, and every kind of mistake with its path. */
#include "document_support.h"

static dscore_rule *parse(const char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = NULL;
    assert_ok(dscore_rule_parse(NULL, json, (int64_t)strlen(json), &rule, &err), err);
    return rule;
}

static double points(const dscore_rule *rule, double x)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double score = 0;
    assert_ok(dscore_rule_apply(rule, &x, 1, &score, NULL, NULL, NULL, &err), err);
    return score;
}

static char *dump(const dscore_rule *rule)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    assert_ok(dscore_rule_dump(rule, NULL, 0, &needed, &err) == DSCORE_E_BUFFER ? DSCORE_OK : DSCORE_E_INTERNAL, err);
    char *text = malloc((size_t)needed);
    ck_assert_ptr_nonnull(text);
    assert_ok(dscore_rule_dump(rule, text, needed, &needed, &err), err);
    return text;
}

typedef struct worked {
    const char *json;
    double x[4], y[4];
} worked;

/* Worked examples of METHODS 2.1 to 2.9 and 2.11 to 2.14. */
static const worked FAMILIES[] = {
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": \"30s\", \"clamp\": {\"hi\": null}}", {30, 25, 40, 10},
        {100, 120, 75, 120}},
    {"{\"family\": \"BASE_FLOAT\", \"core\": {\"family\": \"LINEAR\", \"x0\": 1, \"points0\": 0, \"x1\": 5, "
     "\"points1\": 100},"
     " \"conditions\": [{\"on\": \"CORE\", \"op\": \">=\", \"threshold\": 92, \"points\": 5},"
     " {\"on\": \"CORE\", \"op\": \"<\", \"threshold\": 80, \"points\": -5}]}",
        {4.19, 4.2, 4.68, 5}, {74.75, 80, 97, 100}},
    {"{\"family\": \"BASE_FLOAT\", \"core\": {\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 30}, "
     "\"cap_core\": 100,"
     " \"conditions\": [{\"on\": \"RAW\", \"op\": \"<=\", \"threshold\": \"25s\", \"points\": 3},"
     " {\"on\": \"RAW\", \"op\": \">=\", \"threshold\": \"40s\", \"points\": -3}], \"clamp\": {\"lo\": 0, \"hi\": "
     "null}}",
        {10, 25.01, 40, 60}, {103, 100, 72, 47}},
    {"{\"family\": \"BASE_FLOAT\", \"mode\": \"ADJ_BASE\", \"base\": 85,"
     " \"core\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}, \"cap_core\": null,"
     " \"conditions\": [{\"on\": \"CORE\", \"op\": \">=\", \"threshold\": \"92%\", \"points\": 5}],"
     " \"stack\": \"FIRST_MATCH\"}",
        {4.2, 4.68, 5, 4.4}, {85, 90, 90, 85}},
    {"{\"family\": \"BASE_FLOAT\", \"mode\": \"ADJ_BASE\", \"base\": 0,"
     " \"core\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5},"
     " \"conditions\": [{\"on\": \"CORE\", \"op\": \">=\", \"threshold\": \"92%\", \"points\": 5}]}",
        {4.2, 4.68, 5, 4.4}, {0, 5, 5, 0}},
    {"{\"family\": \"BASE_FLOAT\", \"core\": {\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 30}, "
     "\"cap_core\": 100, \"order\": \"FLOAT_THEN_CAP\","
     " \"conditions\": [{\"on\": \"RAW\", \"op\": \"<=\", \"threshold\": \"25s\", \"points\": 3},"
     " {\"on\": \"RAW\", \"op\": \">=\", \"threshold\": \"40s\", \"points\": -3}]}",
        {10, 25.01, 40, 60}, {100, 100, 72, 47}},
    {"{\"family\": \"BAND\", \"a\": 0, \"b\": 10, \"c\": 10, \"d\": 20}", {0, 5, 10, 15}, {0, 50, 100, 50}},
    {"{\"family\": \"BAND\", \"form\": \"DEVIATION\", \"target\": 0, \"slope\": 2}", {0, 5, -5, 60}, {100, 90, 90, 0}},
    {"{\"family\": \"STEP\", \"better\": \"lower\", \"x0\": \"25s\", \"delta\": \"5s\", \"points\": 10,"
     " \"cliff\": {\"x\": \"40s\", \"points\": 0}}",
        {25, 30, 39.999, 40}, {100, 90, 80, 0}},
    {"{\"family\": \"STEP\", \"better\": \"higher\", \"x0\": 4.5, \"delta\": 0.1, \"points\": 5, \"counting\": "
     "\"CEIL\"}",
        {4.5, 4.2, 4.19, 2.4}, {100, 85, 80, 0}},
    {"{\"family\": \"LINEAR\", \"x0\": \"80%\", \"points0\": 60, \"x1\": \"92%\", \"points1\": 100, \"below\": 0}",
        {80, 92, 95, 70}, {60, 100, 100, 0}},
    {"{\"family\": \"TARGET3\", \"threshold\": {\"x\": 80, \"points\": 60}, \"target\": {\"x\": 85, \"points\": 100},"
     " \"stretch\": {\"x\": 92, \"points\": 120}, \"clamp\": {\"hi\": 120}}",
        {79.9, 82, 85, 97}, {0, 76, 100, 120}},
    {"{\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0, \"points\": 0}, {\"x\": 60, \"points\": 60},"
     " {\"x\": 85, \"points\": 90}, {\"x\": 100, \"points\": 100}], \"ends\": {\"low\": \"HOLD\", \"high\": 95}}",
        {30, 72.5, 100, 101}, {30, 75, 100, 95}},
    {"{\"family\": \"TIER\", \"better\": \"higher\", \"tiers\": [{\"max\": 80, \"points\": 0}, {\"min\": 80, \"max\": "
     "90, \"points\": 50,"
     " \"label\": {\"en\": \"near\", \"zh\": \"接近\"}}, {\"min\": 90, \"points\": 80}]}",
        {79.99, 80, 89.5, 90}, {0, 50, 50, 80}},
    {"{\"family\": \"PASS_FAIL\", \"op\": \"<=\", \"threshold\": \"24h\", \"hit\": 100, \"miss\": 0}",
        {86040, 86400, 86436, 0}, {100, 100, 0, 100}},
    {"{\"family\": \"BAND\", \"a\": 0.60, \"b\": 0.75, \"c\": 0.85, \"d\": 0.95}", {0.55, 0.8, 0.9, 0.95},
        {0, 100, 50, 0}},
    {"{\"family\": \"BAND\", \"form\": \"DEVIATION\", \"target\": 300, \"tolerance\": 60, \"slope\": 1}",
        {300, 360, 370, 500}, {100, 100, 90, 0}},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"MAX\", \"low\": \"80%\", \"high\": \"92%\", \"exponent\": 2}",
        {83, 86, 79, 95}, {6.25, 25, 0, 100}},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"MIN\", \"low\": \"25s\", \"high\": \"40s\", \"exponent\": 2}",
        {25, 35, 40, 30}, {100, 100.0 / 9, 0, 400.0 / 9}},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"TARGET\", \"low\": 240, \"target\": 360, \"high\": 540, "
     "\"exponent_low\": 2}",
        {300, 360, 450, 540}, {25, 100, 50, 0}},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"TARGET\", \"low\": -5, \"target\": 0, \"high\": 10, "
     "\"exponent_high\": 2}",
        {-5, -2.5, 0, 5}, {0, 50, 100, 25}},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"BOX\", \"low\": \"4min\", \"high\": \"9min\"}", {239, 240, 540, 541},
        {0, 100, 100, 0}},
    {"{\"family\": \"LOGISTIC\", \"x0\": \"30s\", \"points0\": 80, \"x1\": \"60s\", \"points1\": 20}", {30, 45, 60, 15},
        {80, 50, 20, 1600.0 / 17}},
    {"{\"family\": \"LOGISTIC\", \"x0\": 80, \"points0\": 70, \"x1\": 92, \"points1\": 110, \"least\": 20, \"most\": "
     "120, \"clamp\": {\"hi\": 120}}",
        {80, 92, 68, 80}, {70, 110, 30, 70}},
    {"{\"family\": \"EFFICACY\", \"not_allowed\": \"60s\", \"satisfactory\": \"25s\"}", {60, 42.5, 25, 20},
        {60, 80, 100, 100}},
    {"{\"family\": \"EFFICACY\", \"better\": \"higher\", \"not_allowed\": 0, \"satisfactory\": 10, \"base\": 0, "
     "\"span\": 100}",
        {0, 5, 10, 11}, {0, 50, 100, 100}},
    {"{\"family\": \"GOAL_RED\", \"goal\": 700, \"red\": 500}", {300, 600, 900, 1000}, {0, 50, 100, 100}},
    {"{\"family\": \"GOAL_RED\", \"goal\": 0, \"red\": \"15s\"}", {30, 7.5, -15, 40}, {0, 50, 100, 0}},
};

START_TEST(every_family_reads_as_the_worked_examples_say)
{
    for (size_t i = 0; i < sizeof FAMILIES / sizeof FAMILIES[0]; i++) {
        dscore_rule *rule = parse(FAMILIES[i].json);
        for (int k = 0; k < 4; k++) {
            ck_assert_msg(fabs(points(rule, FAMILIES[i].x[k]) - FAMILIES[i].y[k]) < 1e-9, "%s at %f: %f, expected %f",
                FAMILIES[i].json, FAMILIES[i].x[k], points(rule, FAMILIES[i].x[k]), FAMILIES[i].y[k]);
        }
        dscore_rule_free(rule);
    }
}
END_TEST

START_TEST(a_dumped_rule_reads_back_the_same)
{
    for (size_t i = 0; i < sizeof FAMILIES / sizeof FAMILIES[0]; i++) {
        dscore_rule *rule = parse(FAMILIES[i].json);
        char *first = dump(rule);
        dscore_rule *again = parse(first);
        char *second = dump(again);
        ck_assert_str_eq(first, second);
        for (int k = 0; k < 4; k++) {
            ck_assert_double_eq(points(rule, FAMILIES[i].x[k]), points(again, FAMILIES[i].x[k]));
        }
        free(first);
        free(second);
        dscore_rule_free(rule);
        dscore_rule_free(again);
    }
}
END_TEST

/* METHODS 2.10 on its values 92, 85, 85, 78, 70, 88. */
typedef struct compared {
    const char *json;
    double y[6];
} compared;
static const compared COMPARISONS[] = {
    {"{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"Z\"}",
        {87.4248, 60.0570, 60.0570, 26.2043, 4.8825, 73.7957}},
    {"{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"Z\", \"scale\": \"T\"}",
        {61.4671, 52.5482, 52.5482, 43.6294, 33.4365, 56.3706}},
    {"{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"ROBUST_Z\", \"scale\": \"Z\", \"clamp\": null}",
        {0.944287, 0, 0, -0.944287, -2.023472, 0.404694}},
    {"{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"MIN_MAX\", \"when_equal\": 50, \"min_group\": 6}",
        {100, 68.1818, 68.1818, 36.3636, 0, 81.8182}},
    {"{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"PERCENT_RANK\"}",
        {91.6667, 50, 50, 25, 8.3333, 75}},
    {"{\"family\": \"PEERS\", \"better\": \"lower\", \"method\": \"PERCENT_RANK\", \"definition\": \"EXCEL_INC\"}",
        {0, 40, 40, 80, 100, 20}}, /* turned: worse values over n - 1 */
};

START_TEST(a_comparison_of_peers_reads_as_the_worked_example_says)
{
    static const double VALUES[] = {92, 85, 85, 78, 70, 88};
    for (size_t i = 0; i < sizeof COMPARISONS / sizeof COMPARISONS[0]; i++) {
        dscore_rule *rule = parse(COMPARISONS[i].json);
        char *first = dump(rule);
        dscore_rule *again = parse(first);
        char *second = dump(again);
        ck_assert_str_eq(first, second);
        double y[6];
        ck_assert_int_eq(dscore_rule_apply(again, VALUES, 6, y, NULL, NULL, NULL, NULL), DSCORE_OK);
        for (int k = 0; k < 6; k++) {
            ck_assert_msg(fabs(y[k] - COMPARISONS[i].y[k]) < 5.1e-5, "%s of %g: %.10g", first, VALUES[k], y[k]);
        }
        free(first);
        free(second);
        dscore_rule_free(rule);
        dscore_rule_free(again);
    }
}
END_TEST

START_TEST(a_check_warns_of_points_that_compare_people)
{
    dscore_catalog *catalog = builtin_catalog();
    for (size_t i = 0; i < sizeof COMPARISONS / sizeof COMPARISONS[0]; i++) {
        assert_findings(catalog, COMPARISONS[i].json, "RELATIVE \n");
    }
    dscore_catalog_free(catalog);
}
END_TEST

static const mistake MISTAKES[] = {
    {"[]", DSCORE_E_FORMAT, "", "expected an object, found a list"},
    {"{}", DSCORE_E_FORMAT, "", "\"family\" is missing"},
    {"{\"deskscore\": 2, \"kind\": \"rule\", \"family\": \"RATIO\"}", DSCORE_E_FORMAT, "deskscore", "\"deskscore\": 1"},
    {"{\"kind\": \"card\", \"family\": \"RATIO\"}", DSCORE_E_FORMAT, "kind", "expected \"rule\""},
    {"{\"family\": \"RATOI\"}", DSCORE_E_FORMAT, "family", "did you mean \"RATIO\""},
    {"{\"family\": 3}", DSCORE_E_FORMAT, "family", "expected text, found a number"},
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\"}", DSCORE_E_FORMAT, "", "\"baseline\" is missing"},
    {"{\"family\": \"RATIO\", \"form\": \"UP\", \"baseline\": 1}", DSCORE_E_FORMAT, "form",
        "HIGHER, LOWER, LOWER_LINEAR"},
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": true}", DSCORE_E_FORMAT, "baseline", "found true"},
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": \"fast\"}", DSCORE_E_FORMAT, "baseline",
        "such as \"40s\""},
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": \"5m\"}", DSCORE_E_FORMAT, "baseline",
        "such as \"40s\""},
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 0}", DSCORE_E_PARAMETER, "baseline", "above 0"},
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 1, \"capp\": 2}", DSCORE_E_FORMAT, "capp", "\"cap\""},
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 1, \"zzzzzz\": 2}", DSCORE_E_FORMAT, "zzzzzz",
        "expected one of"},
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 1, \"better\": \"higher\"}", DSCORE_E_PARAMETER,
        "better", "better is higher"},
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 1, \"clamp\": {\"lo\": 9, \"hi\": 1}}",
        DSCORE_E_PARAMETER, "clamp.lo", "upper end"},
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 1, \"clamp\": {\"low\": 9}}", DSCORE_E_FORMAT,
        "clamp.low", "\"lo\""},
    {"{\"family\": \"BASE_FLOAT\", \"core\": {\"family\": \"STEP\"}, \"conditions\": []}", DSCORE_E_FORMAT,
        "core.family", "RATIO, LINEAR"},
    {"{\"family\": \"BASE_FLOAT\", \"core\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 1}, \"conditions\": []}",
        DSCORE_E_PARAMETER, "core.x1", "two different"},
    {"{\"family\": \"BASE_FLOAT\", \"core\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}, \"conditions\": [{\"on\": "
     "\"RAW\","
     " \"op\": \"=\", \"threshold\": 1, \"points\": 1}]}",
        DSCORE_E_FORMAT, "conditions[0].op", ">=, >, <=, <"},
    {"{\"family\": \"BASE_FLOAT\", \"core\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}, \"conditions\": {}}",
        DSCORE_E_FORMAT, "conditions", "expected a list, found an object"},
    {"{\"family\": \"STEP\", \"x0\": 25, \"delta\": 5, \"points\": 10}", DSCORE_E_PARAMETER, "better", "direction"},
    {"{\"family\": \"STEP\", \"better\": \"lower\", \"x0\": 25, \"delta\": 0, \"points\": 10}", DSCORE_E_PARAMETER,
        "delta", "wider than 0"},
    {"{\"family\": \"STEP\", \"better\": \"lower\", \"x0\": 25, \"delta\": 5, \"points\": 10, \"cliff\": {}}",
        DSCORE_E_FORMAT, "cliff", "\"x\" is missing"},
    {"{\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 2, \"below\": \"STAY\"}", DSCORE_E_FORMAT, "below",
        "HOLD, EXTRAPOLATE"},
    {"{\"family\": \"TARGET3\", \"threshold\": {\"x\": 1}, \"target\": 2, \"stretch\": 3}", DSCORE_E_FORMAT,
        "threshold", "\"points\" is missing"},
    {"{\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0, \"points\": 0}, {\"x\": 5, \"points\": 1}, {\"x\": 5, "
     "\"points\": 2}]}",
        DSCORE_E_PARAMETER, "knots[2].x", ""},
    {"{\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0, \"left\": 0}]}", DSCORE_E_FORMAT, "knots[0]",
        "\"right\" is missing"},
    {"{\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0}]}", DSCORE_E_FORMAT, "knots[0]", "\"points\" is missing"},
    {"{\"family\": \"PIECEWISE\", \"knots\": [{\"x\": 0, \"left\": 0, \"right\": 1, \"points\": 3}]}", DSCORE_E_FORMAT,
        "knots[0]", "without a jump"},
    {"{\"family\": \"TIER\", \"better\": \"higher\", \"tiers\": [{\"max\": 80, \"points\": 0}, {\"min\": 85, "
     "\"points\": 9}]}",
        DSCORE_E_PARAMETER, "tiers[1].min", ""},
    {"{\"family\": \"BAND\", \"a\": 3, \"b\": 2, \"c\": 1, \"d\": 0}", DSCORE_E_PARAMETER, "b", ""},
    {"{\"family\": \"BAND\", \"a\": 1, \"c\": 3, \"d\": 4}", DSCORE_E_FORMAT, "", "\"b\" is missing"},
    {"{\"family\": \"BAND\", \"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4, \"target\": 2}", DSCORE_E_FORMAT, "target",
        "\"target\" is for a BAND of form DEVIATION; this is a TRAPEZOID"},
    {"{\"family\": \"BAND\", \"form\": \"DEVIATION\", \"target\": 300}", DSCORE_E_FORMAT, "", "\"slope\" is missing"},
    {"{\"family\": \"BAND\", \"form\": \"DEVIATION\", \"target\": 300, \"slope\": 1, \"b\": 2}", DSCORE_E_FORMAT, "b",
        "\"b\" is for a BAND of form TRAPEZOID; this is a DEVIATION"},
    {"{\"family\": \"BASE_FLOAT\", \"mode\": \"ADJ_BASE\", \"core\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}, "
     "\"conditions\": []}",
        DSCORE_E_FORMAT, "", "\"base\" is missing"},
    {"{\"family\": \"BASE_FLOAT\", \"mode\": \"ADJ_BASE\", \"base\": 85, \"cap_core\": 110, "
     "\"core\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}, \"conditions\": []}",
        DSCORE_E_FORMAT, "cap_core", "\"cap_core\" is for mode ADJ_CORE; this is ADJ_BASE"},
    {"{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": 1, \"better\": \"Lower\"}", DSCORE_E_FORMAT, "better",
        "did you mean \"lower\""},
    {"{\"family\": \"DESIRABILITY\", \"low\": 1, \"high\": 2}", DSCORE_E_FORMAT, "", "\"form\" is missing"},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"MOST\", \"low\": 1, \"high\": 2}", DSCORE_E_FORMAT, "form",
        "MAX, MIN, TARGET, BOX"},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"TARGET\", \"low\": 1, \"high\": 2}", DSCORE_E_FORMAT, "",
        "\"target\" is missing"},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"TARGET\", \"low\": 1, \"target\": 2, \"high\": 3, \"exponent\": 2}",
        DSCORE_E_FORMAT, "exponent", "\"exponent\" is for a DESIRABILITY of form MAX or MIN; this is a TARGET"},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"MAX\", \"low\": 1, \"high\": 3, \"target\": 2}", DSCORE_E_FORMAT,
        "target", "is for a DESIRABILITY of form TARGET; this is a MAX"},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"MIN\", \"low\": 1, \"high\": 3, \"exponent_low\": 2}", DSCORE_E_FORMAT,
        "exponent_low", "this is a MIN"},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"BOX\", \"low\": 1, \"high\": 3, \"exponent\": 2}", DSCORE_E_FORMAT,
        "exponent", "this is a BOX"},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"MAX\", \"low\": 1, \"high\": 3, \"exponent\": 0}", DSCORE_E_PARAMETER,
        "exponent", "above 0"},
    {"{\"family\": \"DESIRABILITY\", \"form\": \"MAX\", \"low\": 3, \"high\": 3}", DSCORE_E_PARAMETER, "high",
        "above low"},
    {"{\"family\": \"LOGISTIC\", \"x0\": 1, \"points0\": 50, \"x1\": 2}", DSCORE_E_FORMAT, "",
        "\"points1\" is missing"},
    {"{\"family\": \"LOGISTIC\", \"x0\": 1, \"points0\": 50, \"x1\": 1, \"points1\": 90}", DSCORE_E_PARAMETER, "x1",
        "two different"},
    {"{\"family\": \"LOGISTIC\", \"x0\": 1, \"points0\": 0, \"x1\": 2, \"points1\": 90}", DSCORE_E_PARAMETER, "points0",
        "strictly between"},
    {"{\"family\": \"EFFICACY\", \"not_allowed\": 70}", DSCORE_E_FORMAT, "", "\"satisfactory\" is missing"},
    {"{\"family\": \"EFFICACY\", \"not_allowed\": 70, \"satisfactory\": 70}", DSCORE_E_PARAMETER, "satisfactory",
        "another value"},
    {"{\"family\": \"EFFICACY\", \"not_allowed\": 70, \"satisfactory\": 92, \"span\": -1}", DSCORE_E_PARAMETER, "span",
        "above 0"},
    {"{\"family\": \"GOAL_RED\", \"goal\": 70}", DSCORE_E_FORMAT, "", "\"red\" is missing"},
    {"{\"family\": \"GOAL_RED\", \"goal\": 70, \"red\": 70}", DSCORE_E_PARAMETER, "red", "another value"},
    {"{\"family\": \"GOAL_RED\", \"goal\": 70, \"red\": 60, \"better\": \"lower\"}", DSCORE_E_PARAMETER, "better",
        "better is lower"},
    {"{\"family\": \"PEERS\", \"better\": \"higher\"}", DSCORE_E_FORMAT, "", "\"method\" is missing"},
    {"{\"family\": \"PEERS\", \"method\": \"Z\"}", DSCORE_E_PARAMETER, "better", "direction"},
    {"{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"RANK\"}", DSCORE_E_FORMAT, "method",
        "Z, ROBUST_Z, MIN_MAX, PERCENT_RANK"},
    {"{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"Z\", \"definition\": \"WEAK\"}", DSCORE_E_FORMAT,
        "definition", "\"definition\" is for PEERS of another method; this is a Z"},
    {"{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"MIN_MAX\", \"scale\": \"T\"}", DSCORE_E_FORMAT,
        "scale", "this is a MIN_MAX"},
    {"{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"PERCENT_RANK\", \"when_equal\": 50}",
        DSCORE_E_FORMAT, "when_equal", "this is a PERCENT_RANK"},
    {"{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"Z\", \"min_group\": 1}", DSCORE_E_PARAMETER,
        "min_group", "at least 2"},
    {"{\"family\": \"PEERS\", \"better\": \"higher\", \"method\": \"Z\", \"scale\": \"Z\"}", DSCORE_E_PARAMETER,
        "clamp.lo", "below 0"},
};

START_TEST(a_mistake_in_a_rule_is_named_with_its_path)
{
    for (size_t i = 0; i < sizeof MISTAKES / sizeof MISTAKES[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_rule *rule = (dscore_rule *)&err;
        const dscore_status status =
            dscore_rule_parse(NULL, MISTAKES[i].json, (int64_t)strlen(MISTAKES[i].json), &rule, &err);
        assert_mistake(&MISTAKES[i], status, &err);
        ck_assert_ptr_null(rule);
    }
}
END_TEST

START_TEST(a_mistake_has_the_line_and_column_of_its_value)
{
    const char *json = "{\n  \"family\": \"RATIO\",\n  \"form\": \"LOWER\",\n  \"名字\": 1,\n  \"baseline\": true\n}";
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = NULL;
    ck_assert_int_eq(dscore_rule_parse(NULL, json, (int64_t)strlen(json), &rule, &err), DSCORE_E_FORMAT);
    ck_assert_int_eq(err.line, 4);
    ck_assert_int_eq(err.column, 3);
    char *fixed = replaced(json, "\"名字\": 1", "\"better\": \"lower\"");
    ck_assert_int_eq(dscore_rule_parse(NULL, fixed, (int64_t)strlen(fixed), &rule, &err), DSCORE_E_FORMAT);
    ck_assert_int_eq(err.line, 5);
    ck_assert_int_eq(err.column, 15);
    ck_assert_int_eq(err.offset, strstr(fixed, "true") - fixed);
    free(fixed);
}
END_TEST

START_TEST(arguments_are_checked)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = NULL;
    ck_assert_int_eq(dscore_rule_parse(NULL, NULL, 0, &rule, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_parse(NULL, "{}", -1, &rule, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_parse(NULL, "{}", 2, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_parse(NULL, "{}", 2, &rule, NULL), DSCORE_E_FORMAT);
    ck_assert_int_eq(dscore_rule_dump(NULL, NULL, 0, NULL, &err), DSCORE_E_ARGUMENT);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_family_reads_as_the_worked_examples_say, a_dumped_rule_reads_back_the_same,
        a_comparison_of_peers_reads_as_the_worked_example_says, a_check_warns_of_points_that_compare_people,
        a_mistake_in_a_rule_is_named_with_its_path, a_mistake_has_the_line_and_column_of_its_value,
        arguments_are_checked};
    return RUN_TESTS("document rules", tests);
}
