/* What statuses, reasons, classes and the other numbers of target.h are called, in English and Chinese. */
#include <deskscore/forecast.h>

#include "target/words.h"

enum {
    REASON = DSCORE_TARGET_TEXT_REASON,
    STATUS = DSCORE_TARGET_TEXT_STATUS,
    COLOUR = DSCORE_TARGET_TEXT_COLOUR,
    OUTLOOK = DSCORE_TARGET_TEXT_OUTLOOK,
    CLASS = DSCORE_TARGET_TEXT_CLASS,
    DIRECTION = DSCORE_TARGET_TEXT_DIRECTION,
    FORECAST = DSCORE_TARGET_TEXT_FORECAST
};

/* clang-format off */
static const dsi_named_number TEXTS[] = {
    {REASON, DSCORE_TARGET_REASON_NO_VALUE, "there is no value", "没有数值"},
    {REASON, DSCORE_TARGET_REASON_NO_BASELINE, "there is no baseline", "没有基准值"},
    {REASON, DSCORE_TARGET_REASON_DEGENERATE, "the baseline is the target itself", "基准值等于目标值"},
    {REASON, DSCORE_TARGET_REASON_DIRECTION, "the target lies on the wrong side of the baseline", "目标值与方向不符"},
    {REASON, DSCORE_TARGET_REASON_DOMAIN, "the value is not one that this kind of target knows", "数值超出该类目标的取值范围"},
    {REASON, DSCORE_TARGET_REASON_SOME_MISSING, "some values are missing and were left out", "部分数值缺失，未计入"},
    {REASON, DSCORE_TARGET_REASON_NO_WEIGHT, "what has a value has no weight", "有数值的项目没有权重"},
    {REASON, DSCORE_TARGET_REASON_NO_WORKING_DAY, "the span has no working day", "期间内没有工作日"},
    {REASON, DSCORE_TARGET_REASON_NOT_STARTED, "no time has passed yet", "尚未开始"},
    {REASON, DSCORE_TARGET_REASON_PAST_DUE, "no time is left", "已到期"},
    {REASON, DSCORE_TARGET_REASON_TOO_FEW, "there are too few values", "数值太少"},
    {REASON, DSCORE_TARGET_REASON_NO_SPREAD, "the values do not vary", "数值没有波动"},
    {REASON, DSCORE_TARGET_REASON_LONG_HORIZON, "the due day is further ahead than history reaches back", "到期日的距离超过历史长度"},
    {REASON, DSCORE_TARGET_REASON_CLIPPED, "clipped to the natural range", "已限制在自然范围内"},
    {REASON, DSCORE_TARGET_REASON_NO_RATE, "nothing was achieved yet", "尚无进展"},
    {REASON, DSCORE_TARGET_REASON_ALREADY_MET, "the baseline meets the target already", "基准值已达到目标"},
    {REASON, DSCORE_TARGET_REASON_WITHIN_NOISE, "the change asked for cannot be told from noise", "目标变化小于随机波动"},
    {REASON, DSCORE_TARGET_REASON_NO_WINDOW, "history is shorter than the target's span", "历史短于目标期间"},
    {REASON, DSCORE_TARGET_REASON_NO_INTERVAL, "the method gives no interval", "该方法不给出区间"},
    {REASON, DSCORE_TARGET_REASON_NOT_NUMERIC, "there is no change to measure", "没有可度量的变化"},
    {STATUS, DSCORE_TARGET_STATUS_NOT_STARTED, "not started", "未开始"},
    {STATUS, DSCORE_TARGET_STATUS_ON_TRACK, "on track", "进展正常"},
    {STATUS, DSCORE_TARGET_STATUS_BEHIND, "behind", "落后"},
    {STATUS, DSCORE_TARGET_STATUS_AT_RISK, "at risk", "有风险"},
    {STATUS, DSCORE_TARGET_STATUS_ACHIEVED, "achieved", "已达成"},
    {STATUS, DSCORE_TARGET_STATUS_MISSED, "missed", "未达成"},
    {STATUS, DSCORE_TARGET_STATUS_OVERDUE_NO_DATA, "overdue, no data", "逾期无数据"},
    {STATUS, DSCORE_TARGET_STATUS_CANCELLED, "cancelled", "已取消"},
    {STATUS, DSCORE_TARGET_STATUS_AHEAD, "ahead", "领先"},
    {STATUS, DSCORE_TARGET_STATUS_HEALTHY, "healthy", "健康"},
    {STATUS, DSCORE_TARGET_STATUS_UNHEALTHY, "unhealthy", "不健康"},
    {STATUS, DSCORE_TARGET_STATUS_CLOSED, "closed", "已关闭"},
    {STATUS, DSCORE_TARGET_STATUS_POSTPONED, "postponed", "已推迟"},
    {COLOUR, DSCORE_TARGET_COLOUR_RED, "red", "红"},
    {COLOUR, DSCORE_TARGET_COLOUR_YELLOW, "yellow", "黄"},
    {COLOUR, DSCORE_TARGET_COLOUR_GREEN, "green", "绿"},
    {OUTLOOK, DSCORE_TARGET_OUTLOOK_NONE, "not known", "未知"},
    {OUTLOOK, DSCORE_TARGET_OUTLOOK_LIKELY, "likely", "很可能达成"},
    {OUTLOOK, DSCORE_TARGET_OUTLOOK_POSSIBLE, "possible", "可能达成"},
    {OUTLOOK, DSCORE_TARGET_OUTLOOK_UNLIKELY, "unlikely", "难以达成"},
    {CLASS, DSCORE_TARGET_CLASS_NONE, "not known", "未知"},
    {CLASS, DSCORE_TARGET_CLASS_TRIVIAL, "trivial", "无挑战"},
    {CLASS, DSCORE_TARGET_CLASS_EASY, "easy", "容易"},
    {CLASS, DSCORE_TARGET_CLASS_REALISTIC, "realistic", "现实可行"},
    {CLASS, DSCORE_TARGET_CLASS_STRETCH, "stretch", "有挑战"},
    {CLASS, DSCORE_TARGET_CLASS_UNREALISTIC, "unrealistic", "不现实"},
    {DIRECTION, DSCORE_TARGET_INCREASE, "increase", "提升"},
    {DIRECTION, DSCORE_TARGET_DECREASE, "decrease", "降低"},
    {DIRECTION, DSCORE_TARGET_MAINTAIN_AT_OR_ABOVE, "maintain at or above", "维持在不低于"},
    {DIRECTION, DSCORE_TARGET_MAINTAIN_AT_OR_BELOW, "maintain at or below", "维持在不高于"},
    {DIRECTION, DSCORE_TARGET_MAINTAIN_BAND, "maintain within a band", "维持在区间内"},
    {DIRECTION, DSCORE_TARGET_BINARY, "done or not", "是否完成"},
    {DIRECTION, DSCORE_TARGET_MILESTONE, "milestones", "里程碑"},
    {FORECAST, DSCORE_TARGET_FORECAST_RUN_RATE, "run rate", "按当前速度"},
    {FORECAST, DSCORE_TARGET_FORECAST_TREND, "trend", "趋势"},
    {FORECAST, DSCORE_TARGET_FORECAST_THEIL_SEN, "robust trend", "稳健趋势"},
    {FORECAST, DSCORE_TARGET_FORECAST_LAST, "last value", "最近值"},
    {FORECAST, DSCORE_TARGET_FORECAST_DAMPED, "damped trend", "衰减趋势"},
};
/* clang-format on */

const char *dscore_target_text(int32_t family, int32_t value, const char *lang)
{
    return dsi_name_of_number(TEXTS, (int32_t)(sizeof TEXTS / sizeof TEXTS[0]), family, value, lang);
}
