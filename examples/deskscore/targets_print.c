/* Standings as sheets: numbers in the unit of their target, words in the language that was asked for. */
#include "targets_print.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_table(const arguments *options)
{
    return options->format == NULL || strcmp(options->format, "table") == 0;
}

/* Headings in Chinese stand in tables only: programs read the others. */
static bool has_headings_zh(const arguments *options)
{
    return is_chinese(options) && is_table(options);
}

static void number_in_unit(sheet *out, double value, int32_t decimals, const char *unit)
{
    if (isfinite(value)) {
        sheet_number(out, value, decimals, unit);
    } else {
        sheet_nothing(out);
    }
}

/* As many decimals as it takes, at most two. */
static void value_cell(sheet *out, double value, const char *unit)
{
    int32_t decimals = 0;
    while (decimals < 2 && isfinite(value) && fabs(dscore_round(value, decimals) - value) > 1e-9) {
        decimals++;
    }
    number_in_unit(out, value, decimals, unit);
}

/* A share as it is, in a table in per cent. */
static void share_cell(sheet *out, double share, const arguments *options)
{
    const bool table = is_table(options);
    number_in_unit(out, table ? share * 100 : share, table ? 1 : 6, table ? "%" : "");
}

/* The words of a number, or nothing for 0. */
static void word_cell(sheet *out, int32_t family, int32_t value, const arguments *options)
{
    if (value == 0) {
        sheet_nothing(out);
    } else {
        sheet_text(out, dscore_target_text(family, value, options->lang));
    }
}

/* Each bit in words, one behind the other. */
static void bits_cell(sheet *out, int32_t family, int32_t bits, const arguments *options)
{
    char text[1024] = "";
    for (int32_t bit = 1; bit > 0 && bit <= bits; bit = bit > INT32_MAX / 2 ? 0 : bit * 2) {
        if ((bits & bit) != 0) {
            const size_t used = strlen(text);
            (void)snprintf(text + used, sizeof text - used, "%s%s",
                used == 0             ? ""
                : is_chinese(options) ? ";"
                                      : "; ",
                dscore_smart_text(family, bit, options->lang));
        }
    }
    if (text[0] == '\0') {
        sheet_nothing(out);
    } else {
        sheet_text(out, text);
    }
}

static dscore_standing_row standing_row(const dscore_standings *standings, int64_t index)
{
    dscore_standing_row row = DSCORE_STANDING_ROW_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    must(dscore_standings_get(standings, index, &row, &error), "targets", &error);
    return row;
}

static void forecast_cells(
    sheet *out, const dscore_standings *standings, int64_t index, const char *unit, const arguments *options)
{
    dscore_target_forecast forecast = DSCORE_TARGET_FORECAST_INIT;
    dscore_target_reach reach = DSCORE_TARGET_REACH_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    must(dscore_standings_forecast(standings, index, &forecast, &error), "targets", &error);
    must(dscore_standings_reach(standings, index, &reach, &error), "targets", &error);
    value_cell(out, forecast.status == DSCORE_VALUE_OK ? forecast.value : (double)NAN, unit);
    share_cell(out, forecast.interval_status == DSCORE_VALUE_OK ? forecast.probability : (double)NAN, options);
    word_cell(out, DSCORE_TARGET_TEXT_CLASS, reach.reach_class, options);
}

/* Objectives below a blank line. */
static void print_objectives(const dscore_standings *standings, const arguments *options)
{
    static const char *const en[] = {"objective", "subject", "progress", "expected", "status"};
    static const char *const zh[] = {"目标项", "对象", "进度", "应有进度", "状态"};
    const dscore_targets *targets = dscore_standings_targets(standings);
    if (dscore_standings_objective_count(standings) == 0) {
        return;
    }
    sheet *out = sheet_new(5, is_chinese(options) ? zh : en);
    for (int64_t i = 0; i < dscore_standings_objective_count(standings); i++) {
        dscore_objective_row row = DSCORE_OBJECTIVE_ROW_INIT;
        dscore_error error = DSCORE_ERROR_INIT;
        must(dscore_standings_objective(standings, i, &row, &error), "targets", &error);
        sheet_text(out, dscore_targets_objective_text(targets, row.objective, DSCORE_TARGETS_ID));
        sheet_text(out, row.subject);
        share_cell(out, row.progress, options);
        share_cell(out, row.expected, options);
        word_cell(out, DSCORE_TARGET_TEXT_STATUS, row.status, options);
    }
    (void)putchar('\n');
    sheet_print(out, NULL);
    sheet_free(out);
}

/* Agreed objectives, a line each and the score of the whole. */
static void print_agreements(const dscore_standings *standings, const arguments *options)
{
    static const char *const en[] = {"agreed", "subject", "weight", "achievement", "counted", "points"};
    static const char *const zh[] = {"约定目标", "对象", "权重", "完成率", "计入", "得分"};
    const dscore_targets *targets = dscore_standings_targets(standings);
    if (dscore_standings_mbo_count(standings) == 0) {
        return;
    }
    sheet *out = sheet_new(6, is_chinese(options) ? zh : en);
    for (int64_t i = 0; i < dscore_standings_mbo_count(standings); i++) {
        dscore_mbo_row row = DSCORE_MBO_ROW_INIT;
        dscore_error error = DSCORE_ERROR_INIT;
        must(dscore_standings_mbo(standings, i, &row, &error), "targets", &error);
        for (int32_t k = 0; k < row.lines; k++) {
            dscore_mbo_line line = DSCORE_MBO_LINE_INIT;
            must(dscore_standings_mbo_line(standings, i, k, &line, &error), "targets", &error);
            sheet_text(out, dscore_targets_objective_text(targets, line.objective, DSCORE_TARGETS_ID));
            sheet_text(out, row.subject);
            number_in_unit(out, line.weight, 1, "");
            number_in_unit(out, line.achievement, 1, "%");
            number_in_unit(out, line.counted, 1, "%");
            number_in_unit(out, line.points, 2, "");
        }
        sheet_text(out, is_chinese(options) ? "合计" : "score");
        sheet_text(out, row.subject);
        sheet_nothing(out);
        sheet_nothing(out);
        sheet_nothing(out);
        number_in_unit(out, row.score, 2, "");
    }
    (void)putchar('\n');
    sheet_print(out, NULL);
    sheet_free(out);
}

void print_standings(const dscore_standings *standings, const arguments *options)
{
    static const char *const en[] = {"target", "subject", "value", "n", "low", "high", "baseline", "goal", "upper",
        "progress", "expected", "status", "by_value", "forecast", "probability", "class", "alerts"};
    static const char *const zh[] = {"目标", "对象", "数值", "样本", "下限", "上限", "基准", "目标值", "上界", "进度",
        "应有进度", "状态", "按数值", "预测", "概率", "难度", "提醒"};
    const dscore_targets *targets = dscore_standings_targets(standings);
    sheet *out = sheet_new(17, has_headings_zh(options) ? zh : en);
    for (int64_t i = 0; i < dscore_standings_count(standings); i++) {
        const dscore_standing_row row = standing_row(standings, i);
        const char *unit = dscore_targets_target_text(targets, row.target, DSCORE_TARGETS_UNIT);
        sheet_text(out, dscore_targets_target_text(targets, row.target, DSCORE_TARGETS_ID));
        sheet_text(out, row.subject);
        value_cell(out, row.value, unit);
        sheet_integer(out, row.n);
        value_cell(out, row.lo, unit);
        value_cell(out, row.hi, unit);
        value_cell(out, row.baseline, unit);
        value_cell(out, row.target_value, unit);
        value_cell(out, row.upper, unit);
        share_cell(out, row.progress, options);
        share_cell(out, row.expected, options);
        word_cell(out, DSCORE_TARGET_TEXT_STATUS, row.status, options);
        word_cell(out, DSCORE_TARGET_TEXT_STATUS, row.value_status, options);
        forecast_cells(out, standings, i, unit, options);
        bits_cell(out, DSCORE_SMART_TEXT_ALERT, row.alerts, options);
    }
    sheet_print(out, options->format);
    sheet_free(out);
    if (is_table(options)) { /* programs find them in JSON */
        print_objectives(standings, options);
        print_agreements(standings, options);
    }
}

typedef struct check_request {
    const dscore_standings *standings;
    int64_t index;
    int32_t check;
    const char *lang;
} check_request;

static dscore_status check_sentence(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const check_request *r = context;
    return dscore_standings_check_text(r->standings, r->index, r->check, r->lang, buffer, capacity, needed, error);
}

void print_checks(const dscore_standings *standings, const arguments *options)
{
    static const char *const en[] = {"target", "subject", "check", "verdict", "why"};
    static const char *const zh[] = {"目标", "对象", "检查", "结论", "原因"};
    const dscore_targets *targets = dscore_standings_targets(standings);
    sheet *out = sheet_new(5, has_headings_zh(options) ? zh : en);
    for (int64_t i = 0; i < dscore_standings_count(standings); i++) {
        const dscore_standing_row row = standing_row(standings, i);
        for (int32_t check = DSCORE_CHECK_SP1; check <= DSCORE_CHECK_TB5; check++) {
            check_request request = {standings, i, check, options->lang};
            dscore_error error = DSCORE_ERROR_INIT;
            int32_t verdict;
            must(dscore_standings_check(standings, i, check, &verdict, &error), "targets", &error);
            if (verdict == DSCORE_VERDICT_NOT_APPLICABLE) {
                continue;
            }
            char *why = library_text(check_sentence, &request, "targets");
            sheet_text(out, dscore_targets_target_text(targets, row.target, DSCORE_TARGETS_ID));
            sheet_text(out, row.subject);
            sheet_text(out, dscore_smart_text(DSCORE_SMART_TEXT_CODE, check, "en"));
            sheet_text(out, dscore_smart_text(DSCORE_SMART_TEXT_VERDICT, verdict, options->lang));
            sheet_text(out, why);
            free(why);
        }
    }
    sheet_print(out, options->format);
    sheet_free(out);
}
