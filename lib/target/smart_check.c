/* The checks of METHODS 4.2: what a goal lacks, with the numbers. FAIL: it cannot be judged, or contradicts itself (a
   committed target that history calls unrealistic does too); WARN: it can be judged, but lacks something. */
#include "target/smart_check.h"

#include "score/tolerance.h"
#include "target/check.h"
#include "time/civil.h"
#include <string.h>

enum {
    PASS = DSCORE_VERDICT_PASS,
    WARN = DSCORE_VERDICT_WARN,
    FAIL = DSCORE_VERDICT_FAIL,
    NOT_APPLICABLE = DSCORE_VERDICT_NOT_APPLICABLE,
    NOT_JUDGED = DSCORE_VERDICT_NOT_JUDGED,
    FEWEST_RESULTS = 3,
    MOST_RESULTS = 5
};

/* ---- saying it -------------------------------------------------------------------------------- */

void dsi_check_say(const dsi_checking *c, const char *english, const char *chinese)
{
    if (c->voice.text != NULL) {
        dsi_say(&c->voice, english, chinese);
    }
}

void dsi_check_say_value(const dsi_checking *c, double value)
{
    if (c->voice.text != NULL) {
        dsi_say_value(&c->voice, value);
    }
}

void dsi_check_say_number(const dsi_checking *c, double value)
{
    if (c->voice.text != NULL) {
        dsi_text_add_double(c->voice.text, value);
    }
}

static void say_rounded(const dsi_checking *c, double value, int32_t decimals)
{
    if (c->voice.text != NULL) {
        dsi_text_add_double(c->voice.text, dscore_round(value, decimals));
    }
}

void dsi_check_say_text(const dsi_checking *c, const char *text)
{
    dsi_check_say(c, text, text);
}

void dsi_check_say_day(const dsi_checking *c, int64_t day)
{
    int64_t year;
    int32_t month;
    int32_t mday;
    if (c->voice.text != NULL) {
        dsi_civil_date(day, &year, &month, &mday);
        dsi_text_addf(c->voice.text, "%04d-%02d-%02d", (int)year, (int)month, (int)mday);
    }
}

/* A verdict with a sentence that needs no number. */
int32_t dsi_check_is(const dsi_checking *c, int32_t verdict, const char *english, const char *chinese)
{
    dsi_check_say(c, english, chinese);
    return verdict;
}

static bool is_numeric(const dsi_checking *c)
{
    return c->t->direction < DSCORE_TARGET_BINARY;
}

static bool moves(const dsi_checking *c)
{
    return c->t->direction == DSCORE_TARGET_INCREASE || c->t->direction == DSCORE_TARGET_DECREASE;
}

/* ---- specific --------------------------------------------------------------------------------- */

static int32_t sp1(const dsi_checking *c)
{
    if (c->indicator != NULL) {
        dsi_check_say(c, "measured by ", "由指标");
        dsi_check_say_text(c, c->t->item.indicator);
        dsi_check_say(c, "", "衡量");
        return PASS;
    }
    return c->t->direction >= DSCORE_TARGET_BINARY
               ? dsi_check_is(c, NOT_APPLICABLE, "done or not: it needs no indicator", "完成与否，不需要指标")
               : dsi_check_is(c, FAIL, "no indicator: nothing measures it", "没有指标，无法衡量");
}

static int32_t sp2(const dsi_checking *c)
{
    if (c->t->scope_key[0] == '\0' && c->t->population[0] == '\0') {
        return dsi_check_is(c, WARN, "no scope: it is not said whom it is about", "没有范围，未说明针对谁");
    }
    dsi_check_say(c, "about ", "范围：");
    dsi_check_say_text(c, c->t->population[0] != '\0' ? c->t->population : c->t->scope_key);
    if (c->t->subject_count > 0 && c->voice.text != NULL) {
        dsi_text_addf(c->voice.text, c->voice.chinese ? "，%d个" : ", %d of them", (int)c->t->subject_count);
    }
    return PASS;
}

static int32_t sp3(const dsi_checking *c)
{
    if (c->t->owner[0] == '\0') {
        return dsi_check_is(c, WARN, "no owner", "没有负责人");
    }
    dsi_check_say(c, "owned by ", "负责人：");
    dsi_check_say_text(c, c->t->owner);
    return PASS;
}

/* ---- measurable ------------------------------------------------------------------------------- */

static int32_t me1(const dsi_checking *c)
{
    if (c->indicator == NULL) {
        return dsi_check_is(c, NOT_APPLICABLE, "there is no indicator to compare with", "没有可比较的指标");
    }
    const char *unit = dscore_indicator_text(c->indicator, DSCORE_INDICATOR_UNIT);
    if (c->t->unit[0] == '\0' || strcmp(c->t->unit, unit) == 0) {
        dsi_check_say(c, "in the unit of the indicator: ", "单位与指标一致：");
        dsi_check_say_text(c, unit);
        return PASS;
    }
    dsi_check_say(c, "in '", "单位为“");
    dsi_check_say_text(c, c->t->unit);
    dsi_check_say(c, "', but the indicator is in '", "”，而指标单位为“");
    dsi_check_say_text(c, unit);
    dsi_check_say(c, "'", "”");
    return FAIL;
}

static int32_t me2(const dsi_checking *c)
{
    if (!is_numeric(c)) {
        return dsi_check_is(c, NOT_APPLICABLE, "done or not: it needs no number", "完成与否，不需要数值");
    }
    if (!isnan(c->s->row.target_value)) {
        dsi_check_say(c, "the target is ", "目标值为");
        dsi_check_say_value(c, c->s->row.target_value);
        return PASS;
    }
    if (c->t->target_text[0] == '\0') {
        return dsi_check_is(c, FAIL, "no target value", "没有目标值");
    }
    dsi_check_say(c, "'", "“");
    dsi_check_say_text(c, c->t->target_text);
    dsi_check_say(c, "' is no number", "”不是数字");
    return FAIL;
}

static int32_t me3(const dsi_checking *c)
{
    if (!isnan(c->s->row.baseline)) {
        dsi_check_say(c, "the baseline is ", "基准值为");
        dsi_check_say_value(c, c->s->row.baseline);
        return PASS;
    }
    return c->t->direction != 0 && !moves(c)
               ? dsi_check_is(
                     c, NOT_APPLICABLE, "what is kept or done needs no baseline", "维持类或完成类目标不需要基准值")
               : dsi_check_is(c, WARN, "no baseline: how far it is cannot be told", "没有基准值，无法计算进度");
}

static int32_t me4(const dsi_checking *c)
{
    const double b = c->s->row.baseline;
    const double t = c->s->row.target_value;
    if (c->t->direction == 0) {
        return dsi_check_is(c, FAIL, "no direction", "没有方向");
    }
    const char *better = dscore_indicator_text(c->indicator, DSCORE_INDICATOR_BETTER);
    const int sign = dsi_target_sign(c->t->direction);
    const bool against =
        is_numeric(c) && ((sign > 0 && strcmp(better, "lower") == 0) || (sign < 0 && strcmp(better, "higher") == 0));
    if (moves(c) && !isnan(b) && !isnan(t) && !dsi_above((double)sign * t, (double)sign * b)) {
        dsi_check_say(c, "the target ", "目标值");
        dsi_check_say_value(c, t);
        dsi_check_say(c, sign > 0 ? " is not above the baseline " : " is not below the baseline ",
            sign > 0 ? "未高于基准值" : "未低于基准值");
        dsi_check_say_value(c, b);
        return FAIL;
    }
    if (against) {
        return dsi_check_is(c, WARN, "the direction is against that of the indicator", "方向与指标的优劣方向相反");
    }
    if (!moves(c) || isnan(b) || isnan(t)) {
        return dsi_check_is(
            c, NOT_APPLICABLE, "there are no baseline and target to compare", "没有可比较的基准值与目标值");
    }
    dsi_check_say(c, "from ", "由");
    dsi_check_say_value(c, b);
    dsi_check_say(c, " to ", "到");
    dsi_check_say_value(c, t);
    return PASS;
}

static int32_t me5(const dsi_checking *c)
{
    const char *source =
        c->t->data_source[0] != '\0' ? c->t->data_source : dscore_indicator_text(c->indicator, DSCORE_INDICATOR_SOURCE);
    const int64_t n = c->s->baseline_n;
    if (c->indicator == NULL && source[0] == '\0') {
        return c->t->direction >= DSCORE_TARGET_BINARY
                   ? dsi_check_is(c, NOT_APPLICABLE, "done or not: it needs no data", "完成与否，不需要数据")
                   : dsi_check_is(c, WARN, "no source of data", "没有数据来源");
    }
    if (moves(c) && !isnan(c->s->row.baseline) && (n < 0 || n < c->t->min_n || n == 0)) {
        if (n < 0) {
            return dsi_check_is(c, WARN, "how many cases the baseline rests on is not said", "未说明基准值的样本量");
        }
        dsi_check_say(c, "the baseline rests on too few cases: ", "基准值样本太少：");
        dsi_check_say_number(c, (double)n);
        return WARN;
    }
    dsi_check_say(c, "data from ", "数据来源：");
    dsi_check_say_text(c, source[0] != '\0' ? source : c->t->item.indicator);
    if (n >= 0) {
        dsi_check_say(c, ", baseline of n = ", "，基准样本量 ");
        dsi_check_say_number(c, (double)n);
    }
    return PASS;
}

static bool is_time(const char *unit)
{
    return strcmp(unit, "s") == 0 || strcmp(unit, "minutes") == 0 || strcmp(unit, "hours") == 0 ||
           strcmp(unit, "days") == 0;
}

static int32_t me6(const dsi_checking *c)
{
    double lo = -(double)INFINITY;
    double hi = (double)INFINITY;
    const double t = c->s->row.target_value;
    const double top = isnan(c->s->row.upper) ? t : c->s->row.upper;
    if (c->indicator == NULL || isnan(t)) {
        return dsi_check_is(c, NOT_APPLICABLE, "there are no target and range to compare", "没有可比较的目标值与范围");
    }
    const char *unit = dscore_indicator_text(c->indicator, DSCORE_INDICATOR_UNIT);
    const bool is_share = strcmp(dscore_indicator_text(c->indicator, DSCORE_INDICATOR_KIND), "share") == 0;
    dscore_indicator_domain(c->indicator, &lo, &hi);
    if (is_share && strcmp(unit, "%") == 0) {
        lo = fmax(lo, 0.0);
        hi = fmin(hi, 100.0);
    }
    if (is_time(unit) && !(t > 0.0)) {
        return dsi_check_is(c, FAIL, "a time is above 0", "时间必须大于0");
    }
    if (t >= lo && top <= hi) {
        return dsi_check_is(c, PASS, "within the natural range of the indicator", "在指标的自然范围内");
    }
    dsi_check_say_value(c, t >= lo ? top : t);
    dsi_check_say(c, " lies outside the natural range", "超出自然范围");
    return FAIL;
}

/* ---- achievable ------------------------------------------------------------------------------- */

static int32_t no_history(const dsi_checking *c)
{
    if (!is_numeric(c) || c->t->direction == DSCORE_TARGET_MAINTAIN_BAND || c->t->measure == DSCORE_TARGET_TOTAL) {
        return dsi_check_is(
            c, NOT_APPLICABLE, "there is no change of a level to compare with history", "没有可与历史比较的变化");
    }
    return dsi_check_is(c, NOT_JUDGED, "history was not given, or is too short to tell", "没有历史数据，或历史太短");
}

static void say_history(const dsi_checking *c)
{
    const dscore_target_reach *r = &c->s->reach;
    dsi_check_say(c, "history calls a change of ", "历史上变化");
    dsi_check_say_value(c, dscore_round(r->required, 6));
    dsi_check_say(c, " ", "属于：");
    dsi_check_say_text(c, dscore_target_text(DSCORE_TARGET_TEXT_CLASS, r->reach_class, c->voice.chinese ? "zh" : "en"));
    if (r->status == DSCORE_VALUE_OK) {
        dsi_check_say(c, " (P = ", "（P = ");
        say_rounded(c, r->probability, 4);
        dsi_check_say(c, ")", "）");
    }
}

static int32_t ac1(const dsi_checking *c)
{
    const int32_t found = c->s->reach.reach_class;
    if (found == DSCORE_TARGET_CLASS_NONE) {
        return no_history(c);
    }
    say_history(c);
    return found != DSCORE_TARGET_CLASS_UNREALISTIC ? PASS : c->t->kind == DSCORE_TARGET_COMMITTED ? FAIL : WARN;
}

static int32_t ac2(const dsi_checking *c)
{
    const int32_t found = c->s->reach.reach_class;
    if (moves(c) && c->s->has_aim && !isnan(c->s->row.baseline) && dsi_target_is_met(&c->s->aim, c->s->row.baseline)) {
        return dsi_check_is(c, WARN, "the baseline meets it already", "基准值已达到目标");
    }
    if (found == DSCORE_TARGET_CLASS_NONE) {
        return no_history(c);
    }
    say_history(c);
    return found == DSCORE_TARGET_CLASS_TRIVIAL ? WARN : PASS;
}

static int32_t ac3(const dsi_checking *c)
{
    const int32_t objective = c->targets->objective_of[c->s->row.target];
    int32_t count = 0;
    if (objective < 0) {
        return dsi_check_is(c, NOT_APPLICABLE, "it belongs to no objective", "没有上级目标");
    }
    for (int32_t i = 0; i < c->targets->spec.target_count; i++) {
        count += c->targets->objective_of[i] == objective ? 1 : 0;
    }
    dsi_check_say(c, "targets of the objective: ", "上级目标的关键结果数：");
    dsi_check_say_number(c, (double)count);
    if (count >= FEWEST_RESULTS && count <= MOST_RESULTS) {
        return PASS;
    }
    return dsi_check_is(c, WARN, "; 3 to 5 are advised", "，建议3至5个");
}

static int32_t ac4(const dsi_checking *c)
{
    const dscore_target_reach *r = &c->s->reach;
    if (!moves(c) || isnan(r->required) || c->s->row.interval_state != DSCORE_VALUE_OK) {
        return moves(c) && c->t->measure == DSCORE_TARGET_LEVEL
                   ? dsi_check_is(
                         c, NOT_JUDGED, "baseline and interval of the value are not both known", "基准值或数值区间未知")
                   : dsi_check_is(
                         c, NOT_APPLICABLE, "there is no change to compare with noise", "没有可与波动比较的变化");
    }
    dsi_check_say(c, "a change of ", "变化");
    dsi_check_say_value(c, dscore_round(r->required, 6));
    dsi_check_say(c, "; the value is known to +- ", "；数值的误差为±");
    dsi_check_say_value(c, dscore_round((c->s->row.hi - c->s->row.lo) / 2.0, 4));
    return (r->reasons & DSCORE_TARGET_REASON_WITHIN_NOISE) != 0 ? WARN : PASS;
}

/* ---- all of them ------------------------------------------------------------------------------ */

int32_t dsi_check_target(
    const dscore_standings *standings, const dsi_standing *s, int32_t check, dsi_text *why, bool chinese)
{
    static dsi_check *const checks[] = {[DSCORE_CHECK_SP1] = sp1,
        [DSCORE_CHECK_SP2] = sp2,
        [DSCORE_CHECK_SP3] = sp3,
        [DSCORE_CHECK_ME1] = me1,
        [DSCORE_CHECK_ME2] = me2,
        [DSCORE_CHECK_ME3] = me3,
        [DSCORE_CHECK_ME4] = me4,
        [DSCORE_CHECK_ME5] = me5,
        [DSCORE_CHECK_ME6] = me6,
        [DSCORE_CHECK_AC1] = ac1,
        [DSCORE_CHECK_AC2] = ac2,
        [DSCORE_CHECK_AC3] = ac3,
        [DSCORE_CHECK_AC4] = ac4,
        [DSCORE_CHECK_RE1] = dsi_check_re1,
        [DSCORE_CHECK_RE2] = dsi_check_re2,
        [DSCORE_CHECK_RE3] = dsi_check_re3,
        [DSCORE_CHECK_RE4] = dsi_check_re4,
        [DSCORE_CHECK_TB1] = dsi_check_tb1,
        [DSCORE_CHECK_TB2] = dsi_check_tb2,
        [DSCORE_CHECK_TB3] = dsi_check_tb3,
        [DSCORE_CHECK_TB4] = dsi_check_tb4,
        [DSCORE_CHECK_TB5] = dsi_check_tb5};
    const dscore_targets *targets = standings->targets;
    const dsi_checking c = {standings, targets, s, &targets->spec.targets[s->row.target],
        targets->indicators[s->row.target],
        {why, dscore_targets_target_text(targets, s->row.target, DSCORE_TARGETS_UNIT), chinese}};
    return checks[check](&c);
}

static dscore_status check_place(const dscore_standings *standings, int64_t index, int32_t check, dscore_error *err)
{
    if (!dsi_standings_has(standings, index, err)) {
        return DSCORE_E_ARGUMENT;
    }
    return dsi_target_option(
        "check", check, DSCORE_CHECK_SP1, DSCORE_CHECK_TB5, "DSCORE_CHECK_SP1 to DSCORE_CHECK_TB5", err);
}

dscore_status dscore_standings_check(
    const dscore_standings *standings, int64_t index, int32_t check, int32_t *out_verdict, dscore_error *err)
{
    if (out_verdict == NULL) {
        return dsi_fail_null(err, "out_verdict");
    }
    dscore_status status = check_place(standings, index, check, err);
    if (status == DSCORE_OK) {
        *out_verdict = dsi_check_target(standings, &standings->rows[index], check, NULL, false);
    }
    return status;
}

dscore_status dscore_standings_check_text(const dscore_standings *standings, int64_t index, int32_t check,
    const char *lang, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    bool chinese = false;
    dscore_status status = check_place(standings, index, check, err);
    if (status == DSCORE_OK) {
        status = dsi_voice_language(lang, &chinese, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_text text;
    dsi_text_init(&text, &standings->allocator);
    (void)dsi_check_target(standings, &standings->rows[index], check, &text, chinese);
    status = dsi_text_give(&text, buffer, capacity, out_needed, err);
    dsi_text_free(&text);
    return status;
}
