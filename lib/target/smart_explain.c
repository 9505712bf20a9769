/* A standing as text that a manager and an agent can check: value, target, progress, status and why, outlook, checks.
 */
#include "target/standings.h"

#include "score/voice.h"
#include "target/check.h"
#include "time/civil.h"
#include <stdlib.h>
#include <string.h>

typedef struct telling {
    const dscore_standings *all;
    const dsi_standing *s;
    const dsi_target_spec *t;
    dsi_voice voice;
    const char *lang;
} telling;

static void say(const telling *e, const char *english, const char *chinese)
{
    dsi_say(&e->voice, english, chinese);
}

/* Numbers that were computed: to 6 decimals, so that what is binary noise is not shown. */
static void say_value(const telling *e, double value)
{
    dsi_say_value(&e->voice, dscore_round(value, 6));
}

static void say_percent(const telling *e, double share)
{
    dsi_text_add_double(e->voice.text, dscore_round(100.0 * share, 2));
    dsi_text_add(e->voice.text, "%");
}

static void say_day(const telling *e, int64_t day)
{
    int64_t year;
    int32_t month;
    int32_t mday;
    dsi_civil_date(day, &year, &month, &mday);
    dsi_text_addf(e->voice.text, "%04d-%02d-%02d", (int)year, (int)month, (int)mday);
}

static void say_word(const telling *e, int32_t family, int32_t value)
{
    dsi_text_add(e->voice.text, dscore_target_text(family, value, e->lang));
}

/* Each bit that is set, in words. */
static void say_bits(
    const telling *e, int32_t bits, const char *english, const char *chinese, int32_t family, bool reasons)
{
    for (int32_t bit = 1; bit > 0 && bit <= bits; bit = bit > INT32_MAX / 2 ? 0 : bit * 2) {
        const char *text = (bits & bit) == 0 ? ""
                           : reasons         ? dscore_target_text(DSCORE_TARGET_TEXT_REASON, bit, e->lang)
                                             : dscore_smart_text(family, bit, e->lang);
        if (text[0] != '\0') {
            say(e, english, chinese);
            dsi_text_add(e->voice.text, text);
            dsi_text_add(e->voice.text, "\n");
        }
    }
}

/* ---- the lines -------------------------------------------------------------------------------- */

static void say_head(const telling *e)
{
    const char *title = e->voice.chinese && e->t->title_zh[0] != '\0' ? e->t->title_zh : e->t->title_en;
    dsi_text_add(e->voice.text, title[0] != '\0' ? title : e->t->id);
    if (e->s->row.subject[0] != '\0') {
        say(e, ": ", "：");
        dsi_text_add(e->voice.text, e->s->row.subject);
    }
    dsi_text_add(e->voice.text, "\n");
}

static void say_status(const telling *e)
{
    const dscore_standing_row *row = &e->s->row;
    say(e, "Status: ", "状态：");
    if (row->status == 0) {
        say(e, "not judged", "未判断");
    } else {
        say_word(e, DSCORE_TARGET_TEXT_STATUS, row->status);
    }
    if (row->status != row->held_status && row->held_status != 0) {
        say(e, " (computed: ", "（计算结果：");
        say_word(e, DSCORE_TARGET_TEXT_STATUS, row->held_status);
        say(e, ")", "）");
    }
    if (row->held_status != row->value_status && row->value_status != 0) {
        say(e, " (the value alone: ", "（仅看数值：");
        say_word(e, DSCORE_TARGET_TEXT_STATUS, row->value_status);
        say(e, ")", "）");
    }
    if (e->t->override_status != 0 && e->t->override_by[0] != '\0') {
        say(e, ", set by ", "，设定人：");
        dsi_text_add(e->voice.text, e->t->override_by);
        if (e->t->override_reason[0] != '\0') {
            say(e, ": ", "，原因：");
            dsi_text_add(e->voice.text, e->t->override_reason);
        }
    }
    dsi_text_add(e->voice.text, "\n");
}

static void say_measured(const telling *e)
{
    const dscore_standing_row *row = &e->s->row;
    say(e, "Value: ", "数值：");
    if (row->value_state != DSCORE_VALUE_OK) {
        say(e, row->value_state == DSCORE_VALUE_INSUFFICIENT ? "too few cases" : "none",
            row->value_state == DSCORE_VALUE_INSUFFICIENT ? "样本太少" : "无");
    } else {
        say_value(e, row->value);
    }
    if (row->periods > 0) {
        if (dsi_has_day(e->s->first_day)) {
            say(e, ", ", "，");
            say_day(e, e->s->first_day);
            say(e, " to ", " 至 ");
            say_day(e, e->s->last_day);
        }
        say(e, ", n = ", "，样本量 ");
        dsi_text_add_int(e->voice.text, row->n);
        say(e, ", periods: ", "，周期数 ");
        dsi_text_add_int(e->voice.text, row->periods);
    }
    if (row->interval_state == DSCORE_VALUE_OK) {
        say(e, ", interval at ", "，");
        say_percent(e, e->all->level);
        say(e, ": ", " 区间：");
        say_value(e, row->lo);
        say(e, " to ", " 至 ");
        say_value(e, row->hi);
    }
    dsi_text_add(e->voice.text, "\n");
}

/* "increase from 80% to 92%": words only where something stands behind them. */
static void say_goal(const telling *e)
{
    const dscore_standing_row *row = &e->s->row;
    const bool has_baseline = !isnan(row->baseline) && !dsi_target_is_maintained(e->t->direction);
    const bool has_goal = has_baseline || !isnan(row->target_value) || e->t->target_text[0] != '\0';
    if (e->t->direction != 0) {
        say_word(e, DSCORE_TARGET_TEXT_DIRECTION, e->t->direction);
        say(e, has_goal ? " " : "", has_goal && !has_baseline ? " " : "");
    }
    if (has_baseline) {
        say(e, "from ", e->t->direction != 0 ? "，由 " : "由 ");
        say_value(e, row->baseline);
        say(e, " to ", " 到 ");
    }
    if (!isnan(row->target_value)) {
        say_value(e, row->target_value);
    } else if (e->t->target_text[0] != '\0') {
        say(e, "'", "“");
        dsi_text_add(e->voice.text, e->t->target_text);
        say(e, "'", "”");
    }
    if (!isnan(row->upper)) {
        say(e, " to ", " 至 ");
        say_value(e, row->upper);
    }
}

static void say_target(const telling *e)
{
    const dscore_standing_row *row = &e->s->row;
    say(e, "Target: ", "目标：");
    say_goal(e);
    if (dsi_has_day(e->s->start)) {
        say(e, ", from ", "，自 ");
        say_day(e, e->s->start);
    }
    if (dsi_has_day(e->s->due)) {
        say(e, ", due ", "，到期 ");
        say_day(e, e->s->due);
    }
    if (row->version > 0) {
        say(e, ", version ", "，第 ");
        dsi_text_add_int(e->voice.text, row->version);
        say(e, " of the changes", " 次调整");
    }
    dsi_text_add(e->voice.text, "\n");
}

static void say_progress(const telling *e)
{
    const dscore_standing_row *row = &e->s->row;
    if (row->progress_state == DSCORE_VALUE_OK) {
        say(e, "Progress: ", "进度：");
        say_percent(e, row->progress);
        if (row->expected_state == DSCORE_VALUE_OK) {
            say(e, ", expected by ", "，截至 ");
            say_day(e, e->all->now);
            say(e, ": ", " 应达 ");
            say_percent(e, row->expected);
            say(e, ", gap: ", "，差距 ");
            dsi_text_add_double(e->voice.text, dscore_round(row->gap, 2));
            say(e, " points", " 个百分点");
        }
        dsi_text_add(e->voice.text, "\n");
    }
    if (!isnan(row->kept)) {
        say(e, "Kept in ", "达标周期占比：");
        say_percent(e, row->kept);
        say(e, " of the periods\n", "\n");
    }
    if (!isnan(row->grade)) {
        say(e, "Closing grade: ", "结案评分：");
        dsi_text_add_rounded(e->voice.text, row->grade, 1);
        dsi_text_add(e->voice.text, " ");
        say_word(e, DSCORE_TARGET_TEXT_COLOUR, row->colour);
        dsi_text_add(e->voice.text, "\n");
    }
}

static void say_outlook(const telling *e)
{
    const dscore_target_forecast *f = &e->s->forecast;
    if (f->status != DSCORE_VALUE_OK) {
        return;
    }
    say(e, "Forecast on the due day (", "到期预测（");
    say_word(e, DSCORE_TARGET_TEXT_FORECAST, f->method);
    say(e, "): ", "）：");
    say_value(e, f->value);
    if (f->interval_status == DSCORE_VALUE_OK) {
        say(e, ", ", "，");
        say_value(e, f->lo);
        say(e, " to ", " 至 ");
        say_value(e, f->hi);
        say(e, "; probability: ", "；达成概率 ");
        say_percent(e, f->probability);
        say(e, ", ", "，");
        say_word(e, DSCORE_TARGET_TEXT_OUTLOOK, f->outlook);
    }
    dsi_text_add(e->voice.text, "\n");
    if (e->s->pace.needed_status == DSCORE_VALUE_OK && e->s->pace.status == DSCORE_VALUE_OK) {
        say(e, "Pace: ", "速度：每天 ");
        dsi_text_add_double(e->voice.text, dscore_round(e->s->pace.achieved, 4));
        say(e, " a day; needed: ", "；还需每天 ");
        dsi_text_add_double(e->voice.text, dscore_round(e->s->pace.needed, 4));
        dsi_text_add(e->voice.text, "\n");
    }
}

static void say_checks(const telling *e)
{
    for (int32_t check = DSCORE_CHECK_SP1; check <= DSCORE_CHECK_TB5; check++) {
        const int32_t verdict = dsi_check_target(e->all, e->s, check, NULL, e->voice.chinese);
        if (verdict != DSCORE_VERDICT_FAIL && verdict != DSCORE_VERDICT_WARN) {
            continue;
        }
        say(e, "Check ", "检查 ");
        dsi_text_add(e->voice.text, dscore_smart_text(DSCORE_SMART_TEXT_CODE, check, NULL));
        dsi_text_add(e->voice.text, " ");
        dsi_text_add(e->voice.text, dscore_smart_text(DSCORE_SMART_TEXT_VERDICT, verdict, e->lang));
        say(e, ": ", "：");
        (void)dsi_check_target(e->all, e->s, check, e->voice.text, e->voice.chinese);
        dsi_text_add(e->voice.text, "\n");
    }
}

dscore_status dscore_standings_explain(const dscore_standings *standings, int64_t index, const char *lang, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    bool chinese = false;
    if (!dsi_standings_has(standings, index, err)) {
        return DSCORE_E_ARGUMENT;
    }
    dscore_status status = dsi_voice_language(lang, &chinese, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_text text;
    dsi_text_init(&text, &standings->allocator);
    const dsi_standing *s = &standings->rows[index];
    const telling e = {standings, s, &dsi_targets_spec_of(standings->targets)->targets[s->row.target],
        {&text, dscore_targets_target_text(standings->targets, s->row.target, DSCORE_TARGETS_UNIT), chinese},
        chinese ? "zh" : "en"};
    say_head(&e);
    say_status(&e);
    say_measured(&e);
    say_target(&e);
    say_progress(&e);
    say_outlook(&e);
    say_bits(&e, s->row.reasons, "Because: ", "原因：", 0, true);
    say_bits(&e, s->row.notes, "Note: ", "说明：", DSCORE_SMART_TEXT_NOTE, false);
    say_bits(&e, s->row.alerts, "Attention: ", "注意：", DSCORE_SMART_TEXT_ALERT, false);
    say_checks(&e);
    status = dsi_text_give(&text, buffer, capacity, out_needed, err);
    dsi_text_free(&text);
    return status;
}
