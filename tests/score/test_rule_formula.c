/* Rules by formula (METHODS 2.16): worked numbers of products, twins of other families, what has no points, what is
   refused and where, what a check finds, what it takes to reach points, and the words. */
#include "score/rule.h"

#include "score/rule_random.h"
#include "score/rule_support.h"
#include <deskscore/document.h>

#define FORMULA(formula, rest) "{\"family\": \"FORMULA\", \"formula\": \"" formula "\"" rest "}"
#define OPEN ((double)INFINITY)

static dscore_rule *parse(const char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = NULL;
    assert_ok(dscore_rule_parse(NULL, json, (int64_t)strlen(json), &rule, &err), err);
    return rule;
}

static void expect_at(const char *json, double x, double points)
{
    dscore_rule *rule = parse(json);
    const double got = points_of(rule, x);
    ck_assert_msg(fabs(got - points) <= 1e-9, "%s at %.17g: %.17g, expected %.17g", json, x, got, points);
    dscore_rule_free(rule);
}

START_TEST(METHODS_2_16_performance_lies_between_least_and_most)
{
    /* The manual's example: min 0, max 200, value 50 is 25 %. */
    const char *performance =
        FORMULA("100 * ([value] - $min) / ($max - $min)", ", \"parameters\": {\"min\": 0, \"max\": 200}");
    expect_at(performance, 50, 25);
    expect_at(performance, 0, 0);
    expect_at(performance, 250, 100); /* 125, clamped */
    /* Inverse: the rest of the way, 75 %. */
    expect_at(
        FORMULA("100 * ($max - [value]) / ($max - $min)", ", \"parameters\": {\"min\": 0, \"max\": 200}"), 50, 75);
}
END_TEST

START_TEST(METHODS_2_16_progress_runs_from_baseline_to_target)
{
    /* From 40 s down to 25 s: at 34 s, 6 of 15 s are done, 40 %; a step back is clamped to 0. */
    const char *progress = FORMULA("100 * ([value] - $baseline) / ($target - $baseline)",
        ", \"parameters\": {\"baseline\": \"40s\", \"target\": \"25s\"}");
    expect_at(progress, 34, 40);
    expect_at(progress, 25, 100);
    expect_at(progress, 45, 0);
}
END_TEST

START_TEST(parameters_may_be_written_in_the_unit_of_the_value)
{
    expect_at(FORMULA("if([value] <= $limit, 100, 0)", ", \"parameters\": {\"limit\": \"2min\"}"), 120, 100);
    expect_at(FORMULA("if([value] <= $limit, 100, 0)", ", \"parameters\": {\"limit\": \"2min\"}"), 120.5, 0);
    expect_at(FORMULA("[value] - $norm", ", \"parameters\": {\"norm\": \"92%\"}"), 95, 3);
}
END_TEST

START_TEST(a_step_by_if_and_the_functions_of_no_rows_give_points)
{
    const char *step =
        FORMULA("if([value] >= 95, 100, if([value] >= 90, 80, if([value] >= 80 and not [value] < 85, 60, "
                "0)))",
            "");
    expect_at(step, 95, 100);
    expect_at(step, 94.999, 80);
    expect_at(step, 85, 60);
    expect_at(step, 84, 0);
    expect_at(FORMULA("greatest(20, least([value], 70), 10)", ""), 90, 70);
    expect_at(FORMULA("greatest(20, least([value], 70), 10)", ""), 5, 20);
    expect_at(FORMULA("100 - 2 * abs([value] - 50)", ""), 45, 90);
    expect_at(FORMULA("clamp(-[value], -30, 30) + 50", ""), 40, 20);
    expect_at(FORMULA("coalesce(if([value] > 5, 90), 15)", ""), 4, 15);
    expect_at(FORMULA("[value] * 2", ", \"clamp\": {\"hi\": null}"), 90, 180);
}
END_TEST

START_TEST(what_comes_to_nothing_has_no_points_and_a_status)
{
    const struct {
        const char *json;
        double x;
        int32_t status;
    } cases[] = {{FORMULA("100 / [value]", ""), 0, DSCORE_VALUE_UNDEFINED},
        {FORMULA("100 / [value]", ""), -0.0, DSCORE_VALUE_UNDEFINED},
        {FORMULA("100 / ([value] - $a)", ", \"parameters\": {\"a\": 3}"), 3, DSCORE_VALUE_UNDEFINED},
        {FORMULA("[value] / [value]", ""), 0, DSCORE_VALUE_UNDEFINED},
        {FORMULA("[value] * [value]", ""), 1e200, DSCORE_VALUE_UNDEFINED}, /* beyond the largest double */
        {FORMULA("[value] * [value] - [value] * [value]", ""), 1e200, DSCORE_VALUE_UNDEFINED},
        {FORMULA("if([value] > 0, 100)", ""), 0, DSCORE_VALUE_UNDEFINED},
        {FORMULA("0 * [value] + 50", ""), (double)NAN, DSCORE_VALUE_NO_DATA},
        {FORMULA("0 * [value] + 50", ""), OPEN, DSCORE_VALUE_UNDEFINED},
        {FORMULA("100 / [value]", ""), 2, DSCORE_VALUE_OK}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dscore_rule *rule = parse(cases[i].json);
        ck_assert_msg(status_of_rule(rule, cases[i].x) == cases[i].status, "%s at %g", cases[i].json, cases[i].x);
        dscore_rule_free(rule);
    }
}
END_TEST

static void expect_twins(const char *json, const char *formula)
{
    dscore_rule *one = parse(json);
    dscore_rule *other = parse(formula);
    for (int32_t i = 1; i <= 2400; i++) {
        const double x = (double)i / 16.0;
        ck_assert_msg(fabs(points_of(one, x) - points_of(other, x)) <= 1e-9, "%s at %g", formula, x);
    }
    dscore_rule_free(one);
    dscore_rule_free(other);
}

START_TEST(twins_of_ratio_and_linear_give_the_same_points_METHODS_2_1_2_4)
{
    expect_twins("{\"family\": \"RATIO\", \"form\": \"HIGHER\", \"baseline\": 90, \"clamp\": {\"hi\": null}}",
        FORMULA("least(120, 100 * [value] / $baseline)",
            ", \"parameters\": {\"baseline\": 90}, \"clamp\": {\"hi\": null}"));
    expect_twins("{\"family\": \"RATIO\", \"form\": \"LOWER\", \"baseline\": \"30s\", \"clamp\": {\"hi\": null}}",
        FORMULA("least(120, 100 * $baseline / [value])",
            ", \"parameters\": {\"baseline\": \"30s\"}, \"clamp\": {\"hi\": null}"));
    expect_twins("{\"family\": \"RATIO\", \"form\": \"LOWER_LINEAR\", \"baseline\": 35}",
        FORMULA("100 * (2 - [value] / 35)", ""));
    expect_twins("{\"family\": \"LINEAR\", \"x0\": \"60s\", \"x1\": \"25s\"}",
        FORMULA("100 * ([value] - $x0) / ($x1 - $x0)", ", \"parameters\": {\"x0\": \"60s\", \"x1\": \"25s\"}"));
}
END_TEST

static void canonical_of(const char *json, char *out, size_t capacity)
{
    dscore_rule *rule = parse(json);
    dsi_text text;
    dscore_allocator a;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dsi_allocator_init(&a, NULL, &err), err);
    dsi_text_init(&text, &a);
    dsi_rule_canonical(&text, rule);
    ck_assert(!text.failed && (size_t)text.length < capacity);
    memcpy(out, text.data, (size_t)text.length + 1);
    dsi_text_free(&text);
    dscore_rule_free(rule);
}

START_TEST(the_canonical_text_rests_on_the_points_alone)
{
    char one[400], other[400];
    canonical_of(FORMULA("100*([value]-$min) / 92", ", \"parameters\": {\"min\": 1}"), one, sizeof one);
    canonical_of(
        FORMULA("(100 * ([value] - $least)) / 92.0", ", \"parameters\": {\"least\": 1.0}"), other, sizeof other);
    ck_assert_str_eq(one, other); /* blanks, brackets and names make no points */
    canonical_of(FORMULA("100*([value]-$min) / 92", ", \"parameters\": {\"min\": 2}"), other, sizeof other);
    ck_assert_str_ne(one, other);
    canonical_of(FORMULA("100*([value]-$min) / 91", ", \"parameters\": {\"min\": 1}"), other, sizeof other);
    ck_assert_str_ne(one, other);
    canonical_of(FORMULA("[value] + $a", ", \"parameters\": {\"a\": 0.30000000000000004}"), one, sizeof one);
    canonical_of(FORMULA("[value] + $a", ", \"parameters\": {\"a\": 0.3}"), other, sizeof other);
    ck_assert_str_ne(one, other);
}
END_TEST

static const dsi_rule_parameter MIN_MAX[] = {{"min", 0.0, false}, {"max", 92.0, false}};

static dsi_rule_spec formula_spec(const char *text)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_FORMULA);
    spec.u.formula.text = text;
    spec.u.formula.parameters = MIN_MAX;
    spec.u.formula.parameter_count = 2;
    return spec;
}

START_TEST(a_mistake_in_the_formula_has_its_column_and_the_right_form)
{
    static const struct {
        const char *text;
        int32_t status, column;
        const char *says;
    } cases[] = {
        {"100 * [valeu]", DSCORE_E_NOT_FOUND, 7, "did you mean `[value]`?"},
        {"1 + [min]", DSCORE_E_NOT_FOUND, 5, "did you mean `$min`?"},
        {"1 + [csat_mean]", DSCORE_E_NOT_FOUND, 5, "the value is written [value], a parameter $name"},
        {"[value] - $mxa", DSCORE_E_NOT_FOUND, 11, "did you mean `$max`?"},
        {"[value] - $target", DSCORE_E_NOT_FOUND, 11, "there is no parameter `$target`"},
        {"2 * value", DSCORE_E_NOT_FOUND, 5, "did you mean `[value]`?"},
        {"csat * 20", DSCORE_E_NOT_FOUND, 1, "there is no `csat` here"},
        {"[value] + mean(csat)", DSCORE_E_TYPE, 11, "mean is an aggregate"},
        {"[value] + count()", DSCORE_E_TYPE, 11, "count is an aggregate"},
        {"elapsed(created_at, resolved_at)", DSCORE_E_TYPE, 1, "elapsed needs rows"},
        {"[value] / period_days()", DSCORE_E_TYPE, 11, "period_days needs rows"},
        {"total([value])", DSCORE_E_TYPE, 1, "total needs rows"},
        {"now()", DSCORE_E_TYPE, 1, "now needs rows"},
        {"[value] >= 92", DSCORE_E_TYPE, 1, "write if(condition, 100, 0)"},
        {"100 * ([value] >= 92)", DSCORE_E_TYPE, 8, "cannot stand between a number and a boolean"},
        {"if([value], 1, 0)", DSCORE_E_TYPE, 4, "takes a condition here"},
        {"if([value] in (1, 2), 1, 0)", DSCORE_E_TYPE, 4, "compare it"},
        {"if([value] is missing, 1, 0)", DSCORE_E_TYPE, 4, "compare it"},
        {"if(1 is missing, 1, 0)", DSCORE_E_TYPE, 4, "compare it"},
        {"if([value] > 30s, 1, 0)", DSCORE_E_TYPE, 14, "is a parameter"},
        {"if(\\\"a\\\" == \\\"a\\\", 1, 0)", DSCORE_E_FORMAT, 0, ""},
        {"if(\"a\" == \"a\", 1, 0)", DSCORE_E_TYPE, 4, "numbers only"},
        {"100 * ([value]", DSCORE_E_FORMAT, 15, ""},
        {"floor([value])", DSCORE_E_NOT_FOUND, 1, "there is no function `floor`"},
        {"abs([value], 2)", DSCORE_E_FORMAT, 14, "too many arguments"},
        {"abs([value] where true)", DSCORE_E_FORMAT, 0, "aggregates only"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const dsi_rule_spec spec = formula_spec(cases[i].text);
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_rule *rule = NULL;
        const dscore_status status = dsi_rule_new(NULL, &spec, &rule, &err);
        ck_assert_msg((int32_t)status == cases[i].status, "%s: status %d: %s", cases[i].text, (int)status, err.message);
        ck_assert_ptr_null(rule);
        ck_assert_str_eq(err.path, "formula");
        ck_assert_msg(cases[i].column == 0 || err.column == cases[i].column, "%s: column %d: %s", cases[i].text,
            (int)err.column, err.message);
        ck_assert_msg(strstr(err.message, cases[i].says) != NULL, "%s: %s", cases[i].text, err.message);
    }
}
END_TEST

START_TEST(bad_members_are_refused_with_their_place)
{
    dsi_rule_spec spec = formula_spec("");
    expect_refused(&spec, "formula", "formula of [value]");
    spec = formula_spec(NULL);
    expect_refused(&spec, "formula", "formula of [value]");
    dsi_rule_parameter odd[] = {{"min", 0.0, false}, {"min", 1.0, false}};
    spec = formula_spec("[value]");
    spec.u.formula.parameters = odd;
    expect_refused(&spec, "parameters.min", "once");
    odd[1].name = "Max";
    expect_refused(&spec, "parameters.Max", "small letters");
    odd[1].name = "max";
    odd[1].value = OPEN;
    expect_refused(&spec, "parameters.max", "finite");
    spec.u.formula.parameters = NULL;
    expect_refused(&spec, "parameters", "at most 64");
    char *text = calloc(1, 4000); /* 501 terms: 1001 parts */
    ck_assert_ptr_nonnull(text);
    text[0] = '1';
    for (size_t i = 1; i < 501; i++) {
        memcpy(text + 1 + 4 * (i - 1), " + 1", 4);
    }
    spec = formula_spec(text);
    dscore_rule *rule = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dsi_rule_new(NULL, &spec, &rule, &err), DSCORE_E_LIMIT);
    ck_assert_str_eq(err.path, "formula");
    free(text);
}
END_TEST

static bool finds(const char *json, int32_t kind, const char *member)
{
    dsi_rule_finding found[8];
    dscore_rule *rule = parse(json);
    const int32_t count = dsi_rule_findings(rule, 0.0, 100.0, found, 8);
    bool is_there = false;
    for (int32_t i = 0; i < count && i < 8; i++) {
        is_there = is_there || (found[i].kind == kind && strcmp(found[i].member, member) == 0);
    }
    dscore_rule_free(rule);
    return is_there;
}

START_TEST(a_check_proves_or_refutes_the_direction_that_is_said)
{
    const int32_t falls = DSI_RULE_FINDING_NOT_MONOTONE;
    ck_assert(!finds(FORMULA("100 * [value] / 92", ", \"better\": \"higher\""), falls, ""));
    ck_assert(finds(FORMULA("100 * [value] / 92", ", \"better\": \"lower\""), falls, ""));
    ck_assert(!finds(FORMULA("100 * [value] / 92", ""), falls, ""));
    /* The top of 4 x (100 - x) / 100 is at 50, no number of the formula. */
    ck_assert(finds(FORMULA("4 * [value] * (100 - [value]) / 100", ", \"better\": \"higher\""), falls, ""));
    /* A valley a tenth wide between 80 and 81, and steps down inside a branch. */
    ck_assert(finds(
        FORMULA("if([value] > 80.4 and [value] < 80.5, 0, 50 + [value] / 10)", ", \"better\": \"higher\""), falls, ""));
    ck_assert(finds(FORMULA("[value] * 0 + 7", ""), DSI_RULE_FINDING_NO_EFFECT, ""));
    ck_assert(
        finds(FORMULA("[value]", ", \"parameters\": {\"goal\": 3}"), DSI_RULE_FINDING_NO_EFFECT, "parameters.goal"));
    ck_assert(!finds(
        FORMULA("[value] - $goal", ", \"parameters\": {\"goal\": 3}"), DSI_RULE_FINDING_NO_EFFECT, "parameters.goal"));
}
END_TEST

static void expect_reach(const char *json, double x, double points, double low, double high, double expected)
{
    dscore_rule *rule = parse(json);
    double found = 0.0;
    int32_t status = 0;
    ck_assert_int_eq(dscore_rule_reach(rule, x, points, low, high, &found, &status, NULL), DSCORE_OK);
    if (isnan(expected)) {
        ck_assert_msg(status == DSCORE_VALUE_UNDEFINED && isnan(found), "%s: found %.17g", json, found);
    } else {
        ck_assert_int_eq(status, DSCORE_VALUE_OK);
        ck_assert_msg(fabs(found - expected) <= 1e-6, "%s: found %.17g, expected %.17g", json, found, expected);
        ck_assert(points_of(rule, found) >= points - 1e-6);
    }
    dscore_rule_free(rule);
}

START_TEST(reach_finds_the_nearest_value_that_is_enough)
{
    const char *line =
        FORMULA("100 * ([value] - $min) / ($max - $min)", ", \"parameters\": {\"min\": 0, \"max\": 200}");
    expect_reach(line, 50, 80, -OPEN, OPEN, 160);
    expect_reach(line, 50, 80, 0, 150, (double)NAN);
    expect_reach(FORMULA("if([value] >= 95, 100, if([value] >= 90, 80, 0))", ""), 40, 80, 0, 100, 90);
    /* 4 x (100 - x) / 100 = 96 at 50 -+ 10; from above the upper one is nearer. */
    const char *hill = FORMULA("4 * [value] * (100 - [value]) / 100", "");
    expect_reach(hill, 10, 96, 0, 100, 40);
    expect_reach(hill, 90, 96, 0, 100, 60);
    expect_reach(hill, 90, 100, 0, 100, 50);
    /* 100 - 8 (x - 3.5)^2, written out, without its top among the numbers: 98 at 3.5 -+ 0.5. */
    const char *narrow = FORMULA("100 - 8 * ([value] * [value] - 7 * [value] + 12.25)", "");
    expect_reach(narrow, 60, 98, 0, 100, 4);
    expect_reach(narrow, 0, 100, 0, 100, 3.5);
    /* least() turns at 15, where 2 x = 60 - 2 x: 30 points and no more. */
    expect_reach(FORMULA("least(2 * [value], 60 - 2 * [value])", ""), 0, 30, 0, 100, 15);
    expect_reach(FORMULA("least(2 * [value], 60 - 2 * [value])", ""), 0, 31, 0, 100, (double)NAN);
    /* 100 / (x - 5): beyond the pole all points, down to 50 at 7. */
    expect_reach(FORMULA("100 / ([value] - 5)", ""), 30, 50, 0, 100, 7);
    /* A condition of a square: x^2 > 50 from 7.0710678 on. */
    expect_reach(FORMULA("if([value] * [value] > 50, 100, 0)", ""), 0, 60, 0, 100, 7.0710678118654755);
}
END_TEST

/* A formula of a few random parts over [value] and whole numbers. */
static void random_part(uint64_t *state, int32_t depth, char *out)
{
    static const char *const forms[] = {"(%s + %s)", "(%s - %s)", "(%s * %s / 20)", "least(%s, %s)", "greatest(%s, %s)",
        "if(%s > %s, 60, 20)", "abs(%s - %s)", "(40 * %s / (1 + abs(%s)))"};
    const int32_t form = random_whole(state, 7);
    if (depth == 0 || random_whole(state, 5) == 0) {
        if (random_whole(state, 5) < 3) {
            strcpy(out, "[value]");
        } else {
            (void)snprintf(out, 1000, "%d", (int)random_whole(state, 60));
        }
        return;
    }
    char a[1000], b[1000];
    random_part(state, depth - 1, a);
    random_part(state, depth - 1, b);
    const char *at = forms[form];
    const char *parts[] = {a, b};
    int32_t part = 0;
    for (out[0] = '\0'; *at != '\0'; at++) {
        if (at[0] == '%') {
            strcat(out, parts[part++]);
            at++;
        } else {
            strncat(out, at, 1);
        }
    }
}

START_TEST(no_value_of_a_grid_is_nearer_than_the_one_that_reach_finds)
{
    uint64_t state = 16;
    int32_t reached_count = 0;
    for (int32_t round = 0; round < 1500; round++) {
        char formula[1000];
        random_part(&state, 3, formula);
        dsi_rule_spec spec = formula_spec(formula);
        spec.has_lo = spec.has_hi = false;
        dscore_rule *rule = make_rule(&spec);
        const double start = (double)random_whole(&state, 100), aim = (double)random_whole(&state, 3200) / 32.0;
        const double points = points_of(rule, aim);
        double found = 0.0;
        int32_t status = 0;
        ck_assert_int_eq(dscore_rule_reach(rule, start, points, 0.0, 100.0, &found, &status, NULL), DSCORE_OK);
        ck_assert_msg(status == DSCORE_VALUE_OK, "%s: %g points of %g are not reached", formula, points, aim);
        ck_assert(points_of(rule, found) >= points - 1e-8 * fmax(1.0, fabs(points)));
        const double way = fabs(found - start);
        double nearer = (double)NAN;
        for (int32_t i = 0; i <= 3200 && isnan(nearer); i++) {
            double got = 0.0, raw = 0.0;
            int32_t flags = 0;
            const double x = (double)i / 32.0;
            (void)dsi_rule_points(rule, x, &got, &raw, &flags);
            nearer = fabs(x - start) < way - 1e-6 && got >= points ? x : nearer;
        }
        ck_assert_msg(isnan(nearer), "%s: from %g, %.17g is found, but %.17g is nearer", formula, start, found, nearer);
        reached_count += found != start ? 1 : 0;
        dscore_rule_free(rule);
    }
    ck_assert_int_gt(reached_count, 300);
}
END_TEST

START_TEST(a_formula_of_too_many_turns_scores_but_is_not_searched)
{
    static char text[8000];
    for (int i = 0; i < 120; i++) { /* 120 steps of a point each, the first at 0.5 */
        (void)snprintf(text + strlen(text), 50, "%sif([value] > %d.5, 1, 0)", i == 0 ? "" : " + ", i);
    }
    const dsi_rule_spec spec = formula_spec(text);
    dscore_rule *rule = make_rule(&spec);
    dscore_error err = DSCORE_ERROR_INIT;
    double found = 5.0;
    int32_t status = 7;
    ck_assert_double_eq(points_of(rule, 42.0), 42.0);
    ck_assert_int_eq(dscore_rule_reach(rule, 0.0, 60.0, 0.0, 100.0, &found, &status, &err), DSCORE_E_UNSUPPORTED);
    ck_assert_double_eq(found, 5.0);
    ck_assert_int_eq(status, 7);
    ck_assert_int_eq(dscore_rule_gain(rule, 0.0, 3.0, 0.0, 100.0, &found, &status, &err), DSCORE_OK);
    ck_assert_double_eq(found, 3.0);
    dscore_rule_free(rule);
}
END_TEST

START_TEST(a_step_gains_what_the_formula_gains)
{
    dscore_rule *rule = parse(FORMULA("[value] * [value] / 10", ", \"better\": \"higher\""));
    double gain = 0.0;
    int32_t status = 0;
    ck_assert_int_eq(dscore_rule_gain(rule, 10.0, 2.0, 0.0, 100.0, &gain, &status, NULL), DSCORE_OK);
    ck_assert_int_eq(status, DSCORE_VALUE_OK);
    ck_assert_double_eq_tol(gain, 4.4, 1e-12); /* 144 / 10 - 100 / 10 */
    dscore_rule_free(rule);
}
END_TEST

static void expect_sentence(const char *json, const char *unit, const char *lang, const char *expected)
{
    char buffer[400];
    dscore_rule *rule = parse(json);
    ck_assert_int_eq(dscore_rule_explain(rule, unit, lang, buffer, (int64_t)sizeof buffer, NULL, NULL), DSCORE_OK);
    ck_assert_str_eq(buffer, expected);
    dscore_rule_free(rule);
}

START_TEST(the_sentence_shows_the_formula_with_its_numbers)
{
    const char *json =
        FORMULA("100 * ([value] - $min) / ($max - $min)", ", \"parameters\": {\"min\": 0, \"max\": \"92%\"}");
    expect_sentence(json, "%", "en",
        "By formula: points = 100 × (value - 0) ÷ (92 - 0), the value in %. Kept within 0 to 100 points.");
    expect_sentence(
        json, "%", "zh", "公式法：得分 = 100 × (实际值 - 0) ÷ (92 - 0)，实际值以%计。最终得分限于0至100分。");
    expect_sentence(FORMULA("if([value] >= 4.5, 100, 0)", ", \"clamp\": null"), "points", "en",
        "By formula: points = if(value ≥ 4.5, 100, 0).");
}
END_TEST

START_TEST(a_dump_says_what_was_written)
{
    const char *json = FORMULA("100*[value] / $max", ", \"parameters\": {\"max\": \"92%\"}, \"better\": \"higher\"");
    char first[600], second[600];
    dscore_rule *rule = parse(json);
    ck_assert_str_eq(dscore_rule_family(rule), "FORMULA");
    ck_assert_int_eq(dscore_rule_dump(rule, first, (int64_t)sizeof first, NULL, NULL), DSCORE_OK);
    dscore_rule_free(rule);
    ck_assert_ptr_nonnull(strstr(first, "\"formula\": \"100*[value] / $max\""));
    ck_assert_ptr_nonnull(strstr(first, "\"max\": 92"));
    rule = parse(first);
    ck_assert_int_eq(dscore_rule_dump(rule, second, (int64_t)sizeof second, NULL, NULL), DSCORE_OK);
    dscore_rule_free(rule);
    ck_assert_str_eq(first, second);
}
END_TEST

START_TEST(a_document_names_path_and_column)
{
    static const struct {
        const char *json, *path, *says;
    } cases[] = {
        {FORMULA("100 * [valeu]", ""), "formula", "7"},
        {FORMULA("[value] - $mxa", ", \"parameters\": {\"max\": 3}"), "formula", "$max"},
        {FORMULA("[value] > 3", ""), "formula", "if(condition, 100, 0)"},
        {FORMULA("[value]", ", \"parameters\": {\"a\": \"x\"}"), "parameters.a", ""},
        {FORMULA("[value]", ", \"parameters\": {\"A\": 3}"), "parameters.A", ""},
        {FORMULA("[value]", ", \"parameter\": {}"), "parameter", "parameters"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_rule *rule = NULL;
        const char *json = cases[i].json;
        ck_assert_int_ne(dscore_rule_parse(NULL, json, (int64_t)strlen(json), &rule, &err), DSCORE_OK);
        ck_assert_ptr_null(rule);
        ck_assert_str_eq(err.path, cases[i].path);
        ck_assert_msg(strstr(err.message, cases[i].says) != NULL, "%s: %s", json, err.message);
    }
}
END_TEST

START_TEST(every_failing_allocation_unwinds)
{
    const dsi_rule_spec spec = formula_spec("if([value] > $max, 100, 90 * ([value] - $min) / ($max - $min))");
    for (int64_t fail_at = 0;; fail_at++) {
        counting_heap heap = {0, fail_at, 0};
        dscore_allocator allocator = counting_allocator(&heap);
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_rule *rule = NULL;
        const dscore_status status = dsi_rule_new(&allocator, &spec, &rule, &err);
        if (status == DSCORE_OK) {
            const int64_t calls = heap.calls; /* a value takes no memory */
            double points = 0.0, raw = 0.0;
            int32_t flags = 0;
            ck_assert_int_eq(dsi_rule_points(rule, 46.0, &points, &raw, &flags), DSCORE_VALUE_OK);
            ck_assert_double_eq(points, 45.0);
            ck_assert_int_eq(heap.calls, calls);
            dscore_rule_free(rule);
            ck_assert_int_eq(heap.held, 0);
            ck_assert_int_gt(fail_at, 3);
            return;
        }
        ck_assert_int_eq(status, DSCORE_E_MEMORY);
        ck_assert_int_eq(heap.held, 0);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {METHODS_2_16_performance_lies_between_least_and_most,
        METHODS_2_16_progress_runs_from_baseline_to_target, parameters_may_be_written_in_the_unit_of_the_value,
        a_step_by_if_and_the_functions_of_no_rows_give_points, what_comes_to_nothing_has_no_points_and_a_status,
        twins_of_ratio_and_linear_give_the_same_points_METHODS_2_1_2_4, the_canonical_text_rests_on_the_points_alone,
        a_mistake_in_the_formula_has_its_column_and_the_right_form, bad_members_are_refused_with_their_place,
        a_check_proves_or_refutes_the_direction_that_is_said, reach_finds_the_nearest_value_that_is_enough,
        no_value_of_a_grid_is_nearer_than_the_one_that_reach_finds,
        a_formula_of_too_many_turns_scores_but_is_not_searched, a_step_gains_what_the_formula_gains,
        the_sentence_shows_the_formula_with_its_numbers, a_dump_says_what_was_written, a_document_names_path_and_column,
        every_failing_allocation_unwinds};
    return RUN_TESTS("rule_formula", tests);
}
