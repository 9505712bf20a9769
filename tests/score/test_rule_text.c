/* Rules in words, English and Chinese: the thresholds, the points and the way of counting must all be there; and the
   canonical text that hashes are made from. */
#include "score/rule.h"

#include "score/rule_support.h"

static void expect_sentence(const dsi_rule_spec *spec, const char *unit, const char *lang, const char *expected)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = make_rule(spec);
    char text[2048];
    int64_t needed;
    assert_ok(dscore_rule_explain(rule, unit, lang, text, (int64_t)sizeof text, &needed, &err), err);
    ck_assert_str_eq(text, expected);
    ck_assert_int_eq(needed, (int64_t)strlen(expected) + 1);
    dscore_rule_free(rule);
}

START_TEST(a_ratio_shows_its_formula)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_RATIO);
    spec.u.ratio.form = DSI_RATIO_LOWER;
    spec.u.ratio.baseline = 30.0;
    expect_sentence(&spec, "s", "en", "Points = 100 × 30 s ÷ value, at most 120 points. Kept within 0 to 100 points.");
    expect_sentence(&spec, "s", "zh", "比率法：得分 = 100 × 30秒 ÷ 实际值，最高120分。最终得分限于0至100分。");
    spec.u.ratio.form = DSI_RATIO_LOWER_LINEAR;
    spec.has_hi = false;
    expect_sentence(
        &spec, "", "en", "Points = 100 × (2 - value ÷ 30), at most 120 points. Never below 0 points, no upper limit.");
    spec.u.ratio.form = DSI_RATIO_HIGHER;
    spec.u.ratio.has_cap = false;
    spec.has_lo = false;
    expect_sentence(&spec, "%", NULL, "Points = 100 × value ÷ 30%.");
    spec.has_hi = true;
    expect_sentence(&spec, NULL, "zh", "比率法：得分 = 100 × 实际值 ÷ 30。最终得分不高于100分，下不保底。");
}
END_TEST

START_TEST(base_and_float_names_every_condition)
{
    const dsi_float raw[] = {{DSI_FLOAT_ON_RAW, DSI_CMP_LE, 25.0, 3.0}, {DSI_FLOAT_ON_RAW, DSI_CMP_GE, 40.0, -3.0}};
    const dsi_float core[] = {{DSI_FLOAT_ON_CORE, DSI_CMP_GE, 92.0, 5.0}, {DSI_FLOAT_ON_CORE, DSI_CMP_LT, 80.0, -5.0}};
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_BASE_FLOAT);
    dsi_base_float *f = &spec.u.base_float;
    f->ratio = (dsi_ratio){DSI_RATIO_LOWER, 30.0, false, 0.0};
    f->cap_core = 100.0;
    f->conditions = raw;
    f->condition_count = 2;
    spec.has_hi = false;
    expect_sentence(&spec, "s", "en",
        "Core = 100 × 30 s ÷ value, counted up to 100 points; then plus 3 if the value is at most 25 s, minus 3 if the "
        "value is at least 40 s. Never below 0 points, no upper limit.");
    expect_sentence(&spec, "s", "zh",
        "基准分加浮动分。核心分：100 × 30秒 ÷ "
        "实际值，核心分最高计100分；浮动：实际值不超过25秒时加3分，实际值不低于40秒时扣3分。"
        "最终得分不低于0分，上不封顶。");
    f->order = DSI_FLOAT_THEN_CAP;
    f->stack = DSI_STACK_FIRST_MATCH;
    f->base = 85.0;
    expect_sentence(&spec, "s", "en",
        "Core = 100 × 30 s ÷ value; then plus 3 if the value is at most 25 s, minus 3 if the value is at least 40 s "
        "(only "
        "the first that holds); together at most 100 points; the expected level is 85 points. Never below 0 points, no "
        "upper limit.");
    f->mode = DSI_ADJ_BASE;
    f->stack = DSI_STACK_MAX_ABS;
    f->core_family = DSI_FAMILY_LINEAR;
    f->linear = (dsi_linear){1.0, 0.0, 5.0, 100.0, {DSI_END_HOLD, 0.0}};
    f->conditions = core;
    expect_sentence(&spec, "", "zh",
        "基准分85分；核心分只用于判定浮动，核心分：在1（得0分）与5（得100分）之间按直线计分；低于1得0分；"
        "浮动：核心分不低于92分时加5分，核心分低于80分时扣5分（只取幅度最大的一项）。最终得分不低于0分，上不封顶。");
}
END_TEST

START_TEST(steps_say_how_they_are_counted_and_where_the_cliff_lies)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_STEP);
    spec.better = DSI_BETTER_HIGHER;
    spec.u.step.x0 = 4.5;
    spec.u.step.delta = 0.1;
    spec.u.step.points = 5.0;
    spec.u.step.has_cliff = true;
    spec.u.step.cliff_x = 2.0;
    spec.u.step.cliff_inclusive = false;
    expect_sentence(&spec, "", "en",
        "4.5 or more: 100 points; each full 0.1 below it takes off 5 points, down to 0 points; below 2: 0 points. Kept "
        "within 0 to 100 points.");
    expect_sentence(&spec, "", "zh",
        "4.5及以上得100分；低于该值每满0."
        "1扣5分（不足一档不计），扣至0分为止；低于2时直接得0分。最终得分限于0至100分。");
    spec.u.step = (dsi_step){true, 90.0, 1.0, 2.0, 0.0, 10.0, true, DSI_COUNT_LINEAR, true, 5.0, false, 0.0, true, 0.0};
    expect_sentence(&spec, "%", "en",
        "90% or less: 0 points; each 1% above it adds 2 points, in proportion, at most 5 steps, up to 10 points. Kept "
        "within 0 to 100 points.");
    spec.u.step.counting = DSI_COUNT_CEIL;
    expect_sentence(&spec, "%", "zh",
        "90%及以下得0分；高于该值每1%加2分（不足一档按一档计），最多5档，加至10分为止。最终得分限于0至100分。");
}
END_TEST

START_TEST(lines_targets_and_tables_name_every_point)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_LINEAR);
    spec.u.linear = (dsi_linear){60.0, 0.0, 25.0, 100.0, {DSI_END_CONST, 10.0}};
    expect_sentence(&spec, "s", "en",
        "From 0 points at 60 s to 100 points at 25 s, in a straight line; above 60 s 10 points. Kept within 0 to 100 "
        "points.");
    dsi_rule_spec_init(&spec, DSI_FAMILY_TARGET3);
    spec.u.target3 = (dsi_target3){80, 60, 85, 100, 92, 120, DSI_BELOW_ZERO};
    spec.hi = 120.0;
    expect_sentence(&spec, "%", "zh",
        "门槛值80%：60分；目标值85%：100分；挑战值92%：120分；其间按直线计分；未达门槛得0分；超过挑战值不再加分。"
        "最终得分限于0至120分。");
    spec.u.target3.below = DSI_BELOW_EXTRAPOLATE;
    expect_sentence(&spec, "%", "en",
        "Threshold 80%: 60 points; target 85%: 100 points; stretch 92%: 120 points; straight lines between; short of "
        "the "
        "threshold the first line goes on; beyond the stretch no more. Kept within 0 to 120 points.");
    const dsi_knot knots[] = {{80, 0, 15}, {100, 100, 100}};
    dsi_rule_spec_init(&spec, DSI_FAMILY_PIECEWISE);
    spec.u.piecewise.knots = knots;
    spec.u.piecewise.knot_count = 2;
    expect_sentence(&spec, "%", "en",
        "By table: 80%: 15 points (just below it 0 points); 100%: 100 points; straight lines between; below the table "
        "0 "
        "points, above it 100 points. Kept within 0 to 100 points.");
    spec.u.piecewise.value_at_knot = DSI_AT_KNOT_LEFT;
    spec.u.piecewise.low = (dsi_end){DSI_END_CONST, 1.0};
    spec.u.piecewise.high.mode = DSI_END_EXTRAPOLATE;
    expect_sentence(&spec, "%", "zh",
        "查表计分：80%：0分（略高于此为15分）；100%：100分；其间按直线计分；低于首点得1分，高于末点按直线延伸。"
        "最终得分限于0至100分。");
}
END_TEST

START_TEST(tiers_passes_and_bands_name_their_edges)
{
    const double inf = (double)INFINITY;
    const dsi_tier tiers[] = {{-inf, 80, 0, NULL, NULL}, {80, 90, 50, NULL, NULL}, {90, inf, 100, "great", "优秀"}};
    const dsi_tier one[] = {{-inf, inf, 50, NULL, NULL}};
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_TIER);
    spec.u.tier.tiers = tiers;
    spec.u.tier.tier_count = 3;
    expect_sentence(&spec, "%", "en",
        "By tiers: below 80%: 0 points; at least 80% and below 90%: 50 points; at least 90%: 100 points (great). Kept "
        "within 0 to 100 points.");
    spec.u.tier.closed = DSI_CLOSED_HIGH;
    expect_sentence(&spec, "%", "zh",
        "分档计分：不超过80%得0分；高于80%且不超过90%得50分；高于90%得100分（优秀）。最终得分限于0至100分。");
    spec.u.tier.tiers = one;
    spec.u.tier.tier_count = 1;
    expect_sentence(&spec, "%", "en", "By tiers: any value: 50 points. Kept within 0 to 100 points.");
    dsi_rule_spec_init(&spec, DSI_FAMILY_PASS_FAIL);
    spec.u.pass_fail.op = DSI_CMP_LE;
    spec.u.pass_fail.threshold = 24.0;
    expect_sentence(&spec, "hours", "zh", "实际值不超过24小时得100分，否则得0分。最终得分限于0至100分。");
    expect_sentence(&spec, "bananas", "en", /* a unit of the caller's own */
        "100 points if the value is at most 24 bananas, otherwise 0 points. Kept within 0 to 100 points.");
    dsi_rule_spec_init(&spec, DSI_FAMILY_BAND);
    spec.u.band = (dsi_band){DSI_BAND_TRAPEZOID, 60, 75, 85, 95, 0, 0, 0};
    expect_sentence(&spec, "%", "en",
        "100 points from 75% to 85%; falling in straight lines to 0 at 60% and at 95%. Kept within 0 to 100 points.");
    spec.u.band = (dsi_band){DSI_BAND_DEVIATION, 0, 0, 0, 0, 360, 30, 0.5};
    expect_sentence(&spec, "s", "zh", "与目标值360秒相差不超过30秒得100分；每再偏离1秒扣0.5分。最终得分限于0至100分。");
    expect_sentence(&spec, "s", "en",
        "100 points within 30 s of 360 s; every further 1 s away takes off 0.5 points. Kept within 0 to 100 points.");
}
END_TEST

START_TEST(an_unknown_language_or_no_rule_is_refused)
{
    dsi_rule_spec spec = identity_rule();
    dscore_rule *rule = make_rule(&spec);
    dscore_error err = DSCORE_ERROR_INIT;
    char text[8];
    ck_assert_int_eq(dscore_rule_explain(rule, "", "fr", text, 8, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_rule_explain(rule, "", "en", text, 8, NULL, &err), DSCORE_E_BUFFER);
    ck_assert_int_eq(dscore_rule_explain(NULL, "", "en", text, 8, NULL, &err), DSCORE_E_ARGUMENT);
    dscore_rule_free(rule);
}
END_TEST

static void canonical(const dsi_rule_spec *spec, char *out, size_t capacity)
{
    dscore_rule *rule = make_rule(spec);
    dscore_allocator a;
    dsi_text text;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    dsi_text_init(&text, &a);
    dsi_rule_canonical(&text, rule);
    ck_assert(!text.failed && (size_t)text.length < capacity);
    memcpy(out, text.data, (size_t)text.length + 1);
    dsi_text_free(&text);
    dscore_rule_free(rule);
}

/* A change of the number must show. */
static void expect_seen(const dsi_rule_spec *spec, double *number)
{
    char before[1024];
    char after[1024];
    canonical(spec, before, sizeof before);
    double kept = *number;
    *number = kept + 0.25;
    canonical(spec, after, sizeof after);
    ck_assert_str_ne(before, after);
    *number = kept;
    canonical(spec, after, sizeof after);
    ck_assert_str_eq(before, after);
}

START_TEST(canonical_text_sees_every_number_of_a_family)
{
    dsi_knot knots[] = {{80, 0, 15}, {100, 100, 100}};
    dsi_tier tiers[] = {{-(double)INFINITY, 80, 0, NULL, NULL}, {80, (double)INFINITY, 50, NULL, NULL}};
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_TARGET3);
    spec.u.target3 = (dsi_target3){80, 60, 85, 100, 92, 120, DSI_BELOW_ZERO};
    expect_seen(&spec, &spec.u.target3.threshold_points);
    expect_seen(&spec, &spec.u.target3.stretch_x);
    expect_seen(&spec, &spec.hi);
    dsi_rule_spec_init(&spec, DSI_FAMILY_PIECEWISE);
    spec.u.piecewise.knots = knots;
    spec.u.piecewise.knot_count = 2;
    spec.u.piecewise.low.mode = DSI_END_CONST;
    expect_seen(&spec, &knots[0].right);
    expect_seen(&spec, &knots[1].x);
    expect_seen(&spec, &spec.u.piecewise.low.points);
    dsi_rule_spec_init(&spec, DSI_FAMILY_TIER);
    spec.u.tier.tiers = tiers;
    spec.u.tier.tier_count = 2;
    expect_seen(&spec, &tiers[1].points);
    dsi_rule_spec_init(&spec, DSI_FAMILY_PASS_FAIL);
    spec.u.pass_fail.op = DSI_CMP_GE;
    expect_seen(&spec, &spec.u.pass_fail.threshold);
    dsi_rule_spec_init(&spec, DSI_FAMILY_BAND);
    spec.u.band = (dsi_band){DSI_BAND_TRAPEZOID, 60, 75, 85, 95, 360, 30, 0.5};
    expect_seen(&spec, &spec.u.band.d);
    spec.u.band.form = DSI_BAND_DEVIATION;
    expect_seen(&spec, &spec.u.band.slope);
    dsi_rule_spec_init(&spec, DSI_FAMILY_STEP);
    spec.better = DSI_BETTER_LOWER;
    spec.u.step.delta = 5.0;
    spec.u.step.has_cliff = true;
    spec.u.step.has_k_max = true;
    expect_seen(&spec, &spec.u.step.cliff_points);
    expect_seen(&spec, &spec.u.step.k_max);
    dsi_rule_spec_init(&spec, DSI_FAMILY_BASE_FLOAT);
    spec.u.base_float.ratio.baseline = 30.0;
    expect_seen(&spec, &spec.u.base_float.cap_core);
    expect_seen(&spec, &spec.u.base_float.ratio.baseline);
    spec.u.base_float.mode = DSI_ADJ_BASE;
    expect_seen(&spec, &spec.u.base_float.base);
}
END_TEST

START_TEST(canonical_text_sees_every_number_of_a_curve)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_DESIRABILITY);
    spec.u.desirability = (dsi_desirability){DSI_DESIRE_MAX, 80, 92, 86, 1, 1, 1};
    expect_seen(&spec, &spec.u.desirability.low);
    expect_seen(&spec, &spec.u.desirability.high);
    expect_seen(&spec, &spec.u.desirability.exponent);
    spec.u.desirability.form = DSI_DESIRE_TARGET;
    expect_seen(&spec, &spec.u.desirability.target);
    expect_seen(&spec, &spec.u.desirability.exponent_low);
    expect_seen(&spec, &spec.u.desirability.exponent_high);
    dsi_rule_spec_init(&spec, DSI_FAMILY_LOGISTIC);
    spec.u.logistic = (dsi_logistic){80, 50, 92, 90, 0, 100};
    expect_seen(&spec, &spec.u.logistic.x0);
    expect_seen(&spec, &spec.u.logistic.points0);
    expect_seen(&spec, &spec.u.logistic.x1);
    expect_seen(&spec, &spec.u.logistic.points1);
    expect_seen(&spec, &spec.u.logistic.least);
    expect_seen(&spec, &spec.u.logistic.most);
    dsi_rule_spec_init(&spec, DSI_FAMILY_EFFICACY);
    spec.u.efficacy = (dsi_efficacy){70, 92, 60, 40};
    expect_seen(&spec, &spec.u.efficacy.not_allowed);
    expect_seen(&spec, &spec.u.efficacy.satisfactory);
    expect_seen(&spec, &spec.u.efficacy.base);
    expect_seen(&spec, &spec.u.efficacy.span);
    dsi_rule_spec_init(&spec, DSI_FAMILY_GOAL_RED);
    spec.u.goal_red = (dsi_goal_red){700, 500};
    expect_seen(&spec, &spec.u.goal_red.goal);
    expect_seen(&spec, &spec.u.goal_red.red);
}
END_TEST

START_TEST(an_hour_and_more_is_told_in_hours_and_days)
{
    static const struct {
        double seconds;
        const char *english, *chinese;
    } SPANS[] = {{3599.0, "3599 s", "3599秒"}, {3600.0, "1 h", "1小时"},
        {5405.5, "1 h 30 min 5.5 s", "1小时30分钟5.5秒"}, {86400.0, "24 h", "24小时"}, {129600.0, "36 h", "36小时"},
        {172800.0, "2 d", "2天"}, {7776000.0, "90 d", "90天"},
        {788645.25, "9 d 3 h 4 min 5.25 s", "9天3小时4分钟5.25秒"}, {-7200.0, "-2 h", "-2小时"},
        {3659.9999999, "1 h 1 min", "1小时1分钟"}};
    for (size_t i = 0; i < sizeof SPANS / sizeof SPANS[0]; i++) {
        dsi_rule_spec spec;
        char english[200];
        char chinese[200];
        dsi_rule_spec_init(&spec, DSI_FAMILY_PASS_FAIL);
        spec.u.pass_fail.op = DSI_CMP_LE;
        spec.u.pass_fail.threshold = SPANS[i].seconds;
        spec.has_lo = spec.has_hi = false;
        (void)snprintf(
            english, sizeof english, "100 points if the value is at most %s, otherwise 0 points.", SPANS[i].english);
        (void)snprintf(chinese, sizeof chinese, "实际值不超过%s得100分，否则得0分。", SPANS[i].chinese);
        expect_sentence(&spec, "s", "en", english);
        expect_sentence(&spec, "s", "zh", chinese);
    }
    dsi_rule_spec plain;
    dsi_rule_spec_init(&plain, DSI_FAMILY_PASS_FAIL);
    plain.u.pass_fail.op = DSI_CMP_LE;
    plain.u.pass_fail.threshold = 7200.0;
    plain.has_lo = plain.has_hi = false;
    expect_sentence(&plain, "count", "en", "100 points if the value is at most 7200, otherwise 0 points.");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_hour_and_more_is_told_in_hours_and_days, a_ratio_shows_its_formula,
        base_and_float_names_every_condition, steps_say_how_they_are_counted_and_where_the_cliff_lies,
        lines_targets_and_tables_name_every_point, tiers_passes_and_bands_name_their_edges,
        an_unknown_language_or_no_rule_is_refused, canonical_text_sees_every_number_of_a_family,
        canonical_text_sees_every_number_of_a_curve};
    return RUN_TESTS("rule_text", tests);
}
