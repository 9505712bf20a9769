/* Who may be judged, and every reason why somebody is not, in words (METHODS 5.8, correction 11). */
#include "decision/decision.h"

typedef struct reason_text {
    int32_t reason;
    const char *english, *chinese;
} reason_text;

/* clang-format off */
static const reason_text TEXTS[] = {
    {DSCORE_REASON_TENURE,       "not long enough with the team",              "入职时间不足"},
    {DSCORE_REASON_WORKED,       "too few days worked",                        "出勤天数不足"},
    {DSCORE_REASON_VOLUME,       "too few cases",                              "处理量不足"},
    {DSCORE_REASON_LEAVE,        "too many days of leave",                     "请假天数超限"},
    {DSCORE_REASON_COMPLAINT,    "an upheld complaint",                        "有成立的投诉（一票否决）"},
    {DSCORE_REASON_UNKNOWN,      "the roster does not say",                    "花名册缺少所需信息"},
    {DSCORE_REASON_UNSCORED,     "no score",                                   "没有得分"},
    {DSCORE_REASON_INELIGIBLE,   "not to be judged",                           "不参与评定"},
    {DSCORE_REASON_BEYOND_CUT,   "the list ends before this place",            "名次未入榜"},
    {DSCORE_REASON_TIED_AT_CUT,  "tied over the end of the list",              "在名单末位并列"},
    {DSCORE_REASON_SMALL_GROUP,  "the peer group is too small",                "同组人数不足"},
    {DSCORE_REASON_ALL_TIED,     "the whole peer group has the same score",    "同组得分全部相同"},
    {DSCORE_REASON_BOTH_LISTS,   "would stand on the top and the bottom list", "会同时进入前列与末位名单"},
    {DSCORE_REASON_NOT_DISTINCT, "not distinct from the group's mean",         "与组均值无显著差异"},
    {DSCORE_REASON_LINE,         "on the other side of the line",              "未达到规定界线"},
    {DSCORE_REASON_CONDITION,    "another condition does not hold",            "其他条件不满足"},
    {DSCORE_REASON_VETO,         "the score was vetoed",                       "得分被一票否决"},
    {DSCORE_REASON_PERIODS,      "too few periods with a score",               "有得分的周期不足"},
    {DSCORE_REASON_OPEN,         "the period is not closed yet",               "周期尚未结束"},
    {DSCORE_REASON_STREAK,       "not yet so many periods in a row",           "连续周期数不足"}};
/* clang-format on */

const char *dscore_reason_text(int32_t reason, const char *lang)
{
    const bool chinese = lang != NULL && strcmp(lang, "zh") == 0;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        if (TEXTS[i].reason == reason) {
            return chinese ? TEXTS[i].chinese : TEXTS[i].english;
        }
    }
    return "";
}

/* A condition: NULL values are not asked. */
typedef struct condition {
    const char *name;
    const int64_t *values;
    int64_t limit;
    bool is_most; /* the limit is the most, not the least */
    int32_t reason;
} condition;

enum { CONDITIONS = 5 };

static int32_t judge(const condition *conditions, int64_t subject)
{
    int32_t reason = 0;
    for (int c = 0; c < CONDITIONS; c++) {
        if (conditions[c].values == NULL) {
            continue;
        }
        const int64_t value = conditions[c].values[subject], limit = conditions[c].limit;
        if (value < 0) {
            reason |= DSCORE_REASON_UNKNOWN;
        } else if (conditions[c].is_most ? value > limit : value < limit) {
            reason |= conditions[c].reason;
        }
    }
    return reason;
}

dscore_status dscore_roster_admit(const dscore_eligibility *given, int32_t *status, int32_t *reason, dscore_error *err)
{
    dscore_eligibility e = DSCORE_ELIGIBILITY_INIT;
    dscore_status result = dsi_struct_read(&e, given, (int64_t)sizeof e, "given", err);
    if (result == DSCORE_OK) {
        result = dsi_decision_count("count", e.count, err);
    }
    if (result == DSCORE_OK) {
        result = dsi_decision_statuses(e.status, e.count, err);
    }
    const condition conditions[CONDITIONS] = {{"tenure_min", e.tenure_days, e.tenure_min, false, DSCORE_REASON_TENURE},
        {"worked_min", e.worked_days, e.worked_min, false, DSCORE_REASON_WORKED},
        {"volume_min", e.volume, e.volume_min, false, DSCORE_REASON_VOLUME},
        {"leave_max", e.leave_days, e.leave_max, true, DSCORE_REASON_LEAVE},
        {"complaints_max", e.complaints, e.complaints_max, true, DSCORE_REASON_COMPLAINT}};
    for (int c = 0; result == DSCORE_OK && c < CONDITIONS; c++) {
        result = dsi_decision_rule(conditions[c].name, (double)conditions[c].limit, 0.0, 1e30, "0 or more", err);
    }
    if (result == DSCORE_OK && e.count > 0 && (status == NULL || reason == NULL)) {
        result = dsi_fail_null(err, status == NULL ? "status" : "reason");
    }
    for (int64_t i = 0; result == DSCORE_OK && i < e.count; i++) {
        const int32_t had = e.status == NULL ? DSCORE_VALUE_OK : e.status[i];
        const int32_t failed = judge(conditions, i);
        const int32_t own = had == DSCORE_VALUE_OK         ? 0
                            : had == DSCORE_VALUE_EXCLUDED ? DSCORE_REASON_INELIGIBLE
                                                           : DSCORE_REASON_UNSCORED;
        status[i] = failed == 0 ? had : DSCORE_VALUE_EXCLUDED;
        reason[i] = failed | own;
    }
    return result;
}
