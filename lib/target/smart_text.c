/* What notes, alerts, checks and verdicts of smart.h are called, in English and Chinese. */
#include <deskscore/standings.h>

#include <stddef.h>
#include <string.h>

typedef struct text {
    int32_t family, value;
    const char *en, *zh;
} text;

enum {
    NOTE = DSCORE_SMART_TEXT_NOTE,
    ALERT = DSCORE_SMART_TEXT_ALERT,
    CHECK = DSCORE_SMART_TEXT_CHECK,
    VERDICT = DSCORE_SMART_TEXT_VERDICT,
    KIND = DSCORE_SMART_TEXT_KIND,
    MBO = DSCORE_SMART_TEXT_MBO,
    CODE = DSCORE_SMART_TEXT_CODE
};

/* clang-format off */
static const text TEXTS[] = {
    {NOTE, DSCORE_STANDING_NO_ROW, "the values have no row of this subject", "数据中没有该对象"},
    {NOTE, DSCORE_STANDING_SMALL_N, "too few cases to be judged", "样本太少，不作判断"},
    {NOTE, DSCORE_STANDING_POOLED, "pooled from the periods by their cases", "按各期样本量合并"},
    {NOTE, DSCORE_STANDING_LAST_PERIOD, "the value of the last period: it cannot be pooled", "无法合并，取最近一期的数值"},
    {NOTE, DSCORE_STANDING_GRAIN, "rows with other periods than those of the target were left out", "周期不同的行未计入"},
    {NOTE, DSCORE_STANDING_BASELINE_READ, "the baseline was read from the values", "基准值取自数据"},
    {NOTE, DSCORE_STANDING_NO_TARGET, "the target is no number: not judged", "目标值不是数字，不作判断"},
    {NOTE, DSCORE_STANDING_NO_DIRECTION, "the target says no direction: not judged", "目标没有方向，不作判断"},
    {NOTE, DSCORE_STANDING_NO_DATES, "without start and due there is no pace: not judged", "没有起止日期，无法判断进度"},
    {NOTE, DSCORE_STANDING_TENURE_STEP, "the target of people who are new", "适用新员工目标"},
    {NOTE, DSCORE_STANDING_TENURE_UNKNOWN, "the roster does not say how long the subject has been there", "名册中没有在岗天数"},
    {NOTE, DSCORE_STANDING_RETARGETED, "a later version of the target is in force", "目标已调整，按新版本"},
    {NOTE, DSCORE_STANDING_HELD, "the value alone would have another status: it may be noise", "仅看数值状态会不同，可能是随机波动"},
    {NOTE, DSCORE_STANDING_OVERRIDDEN, "somebody has set the status", "状态由人工设定"},
    {NOTE, DSCORE_STANDING_NO_CALENDAR, "working days were to be counted, but there is no calendar: every day counts", "应按工作日计，但没有日历，按自然日计"},
    {NOTE, DSCORE_STANDING_MILESTONES, "milestones out of order were not used", "里程碑顺序有误，未采用"},
    {NOTE, DSCORE_STANDING_ABSENT_PERIODS, "periods of the window have no value", "部分周期没有数值"},
    {NOTE, DSCORE_STANDING_BELOW_THRESHOLD, "the value falls short of the threshold", "数值未达到门槛值"},
    {NOTE, DSCORE_STANDING_STRETCH, "the value reaches the stretch", "数值达到挑战值"},
    {ALERT, DSCORE_ALERT_NOT_STARTED, "not started 7 days after the start", "开始7天后仍未启动"},
    {ALERT, DSCORE_ALERT_NO_CHECK_IN, "no check-in for two cadences", "连续两个周期没有跟进"},
    {ALERT, DSCORE_ALERT_RAISE_THE_BAR, "far ahead again and again: raise the bar", "多次大幅领先，可提高目标"},
    {ALERT, DSCORE_ALERT_GUARD, "a guard is not kept", "护栏目标未守住"},
    {ALERT, DSCORE_ALERT_OVERRIDE, "the status was set by somebody", "状态由人工设定"},
    {ALERT, DSCORE_ALERT_LATE_CHANGE, "the target was changed late", "目标在后期被调整"},
    {ALERT, DSCORE_ALERT_STILL_OPEN, "past due and still open", "已到期但尚未关闭"},
    {CHECK, DSCORE_CHECK_SP1, "an indicator that exists", "有明确的指标"},
    {CHECK, DSCORE_CHECK_SP2, "a scope: whom it is about", "有适用范围"},
    {CHECK, DSCORE_CHECK_SP3, "an owner", "有负责人"},
    {CHECK, DSCORE_CHECK_ME1, "the unit of the indicator", "单位与指标一致"},
    {CHECK, DSCORE_CHECK_ME2, "a target that is a number", "目标值是数字"},
    {CHECK, DSCORE_CHECK_ME3, "a baseline", "有基准值"},
    {CHECK, DSCORE_CHECK_ME4, "a direction that the target follows", "方向与目标值一致"},
    {CHECK, DSCORE_CHECK_ME5, "a source of data, cases enough behind the baseline", "有数据来源，基准样本足够"},
    {CHECK, DSCORE_CHECK_ME6, "a target within the natural range", "目标值在自然范围内"},
    {CHECK, DSCORE_CHECK_AC1, "not unrealistic", "并非不现实"},
    {CHECK, DSCORE_CHECK_AC2, "not trivial", "并非毫无挑战"},
    {CHECK, DSCORE_CHECK_AC3, "three to five targets in the objective", "每个目标有3至5个关键结果"},
    {CHECK, DSCORE_CHECK_AC4, "a change that exceeds the noise", "变化大于随机波动"},
    {CHECK, DSCORE_CHECK_RE1, "an objective that it belongs to", "隶属于上级目标"},
    {CHECK, DSCORE_CHECK_RE2, "a weight above 0", "权重大于0"},
    {CHECK, DSCORE_CHECK_RE3, "a guard of quality beside efficiency", "效率目标有质量护栏"},
    {CHECK, DSCORE_CHECK_RE4, "dates inside those of the objective", "日期在上级目标期间内"},
    {CHECK, DSCORE_CHECK_TB1, "a start before it is due", "开始早于到期"},
    {CHECK, DSCORE_CHECK_TB2, "a due day", "有到期日"},
    {CHECK, DSCORE_CHECK_TB3, "two periods at least", "至少跨两个周期"},
    {CHECK, DSCORE_CHECK_TB4, "milestones in order that end at the target", "里程碑有序并以目标值结束"},
    {CHECK, DSCORE_CHECK_TB5, "closed once it is due", "到期后已关闭"},
    {VERDICT, DSCORE_VERDICT_PASS, "pass", "通过"},
    {VERDICT, DSCORE_VERDICT_WARN, "warn", "警告"},
    {VERDICT, DSCORE_VERDICT_FAIL, "fail", "不通过"},
    {VERDICT, DSCORE_VERDICT_NOT_APPLICABLE, "not applicable", "不适用"},
    {VERDICT, DSCORE_VERDICT_NOT_JUDGED, "not judged", "未判断"},
    {KIND, DSCORE_TARGET_COMMITTED, "committed", "承诺型"},
    {KIND, DSCORE_TARGET_ASPIRATIONAL, "aspirational", "愿景型"},
    {MBO, DSCORE_MBO_BY_PROGRESS, "by progress", "按进度"},
    {MBO, DSCORE_MBO_BY_RATIO, "by ratio", "按比率"},
    {MBO, DSCORE_MBO_BY_LEVEL, "by level", "按等级"},
    {MBO, DSCORE_MBO_BY_BINARY, "done or not", "是否完成"},
    {MBO, DSCORE_MBO_BY_GIVEN, "as stated", "按填报"},
    {CODE, DSCORE_CHECK_SP1, "SP1", "SP1"}, {CODE, DSCORE_CHECK_SP2, "SP2", "SP2"},
    {CODE, DSCORE_CHECK_SP3, "SP3", "SP3"}, {CODE, DSCORE_CHECK_ME1, "ME1", "ME1"},
    {CODE, DSCORE_CHECK_ME2, "ME2", "ME2"}, {CODE, DSCORE_CHECK_ME3, "ME3", "ME3"},
    {CODE, DSCORE_CHECK_ME4, "ME4", "ME4"}, {CODE, DSCORE_CHECK_ME5, "ME5", "ME5"},
    {CODE, DSCORE_CHECK_ME6, "ME6", "ME6"}, {CODE, DSCORE_CHECK_AC1, "AC1", "AC1"},
    {CODE, DSCORE_CHECK_AC2, "AC2", "AC2"}, {CODE, DSCORE_CHECK_AC3, "AC3", "AC3"},
    {CODE, DSCORE_CHECK_AC4, "AC4", "AC4"}, {CODE, DSCORE_CHECK_RE1, "RE1", "RE1"},
    {CODE, DSCORE_CHECK_RE2, "RE2", "RE2"}, {CODE, DSCORE_CHECK_RE3, "RE3", "RE3"},
    {CODE, DSCORE_CHECK_RE4, "RE4", "RE4"}, {CODE, DSCORE_CHECK_TB1, "TB1", "TB1"},
    {CODE, DSCORE_CHECK_TB2, "TB2", "TB2"}, {CODE, DSCORE_CHECK_TB3, "TB3", "TB3"},
    {CODE, DSCORE_CHECK_TB4, "TB4", "TB4"}, {CODE, DSCORE_CHECK_TB5, "TB5", "TB5"},
};
/* clang-format on */

const char *dscore_smart_text(int32_t family, int32_t value, const char *lang)
{
    const int is_chinese = lang != NULL && strcmp(lang, "zh") == 0;
    if (lang != NULL && !is_chinese && strcmp(lang, "en") != 0) {
        return "";
    }
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        if (TEXTS[i].family == family && TEXTS[i].value == value) {
            return is_chinese ? TEXTS[i].zh : TEXTS[i].en;
        }
    }
    return "";
}
