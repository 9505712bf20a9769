/* An outcome in a few sentences that a manager can hand over and the person can check (correction 11), in English and
   Chinese. */
#include "decision/decide.h"

#include "base/error.h"
#include "score/voice.h"
#include <math.h>

/* One outcome being told. */
typedef struct telling {
    dsi_voice v; /* unit: of what is looked at */
    const dscore_decisions *all;
    const dsi_outcome *o;
    const dsi_policy_spec *spec;
    const dsi_policy_rule *rule;
    const dsi_look *look;
    const dsi_ruling *ruling;
} telling;

static void add(const telling *t, const char *text)
{
    dsi_text_add(t->v.text, text);
}

static void say(const telling *t, const char *english, const char *chinese)
{
    dsi_say(&t->v, english, chinese);
}

static void stop(const telling *t)
{
    say(t, ". ", "。");
}

static const char *pick(const telling *t, const char *english, const char *chinese)
{
    const char *wanted = t->v.chinese ? chinese : english, *other = t->v.chinese ? english : chinese;
    return wanted[0] != '\0' ? wanted : other;
}

static void say_share(const telling *t, double share)
{
    dsi_text_add_double(t->v.text, dscore_round(100.0 * share, 9));
    add(t, "%");
}

static void say_rounded(const telling *t, double value)
{
    dsi_say_value(&t->v, dscore_round(value, t->spec->rank.decimals));
}

/* ---- who, when, what ---------------------------------------------------------------------------- */

static void tell_head(const telling *t)
{
    static const char *const ENGLISH[] = {"applies", "does not apply", "may not be judged", "is not judged"};
    static const char *const CHINESE[] = {"适用", "不适用", "不参与评定", "未评定"};
    const dsi_sheet *sheet = &t->all->sheets[t->o->sheet];
    const char *period = sheet->periods[t->o->period].name;
    const char *name = pick(t, t->rule->name_en, t->rule->name_zh);
    add(t, sheet->persons[t->o->person]);
    if (period[0] != '\0') {
        say(t, ", ", "，");
        add(t, period);
    }
    say(t, ", ", "，");
    add(t, name[0] != '\0' ? name : t->rule->id);
    say(t, ": ", "：");
    say(t, ENGLISH[t->o->decision - 1], CHINESE[t->o->decision - 1]);
    stop(t);
}

static void tell_number(const telling *t)
{
    if (isnan(t->o->value)) {
        return;
    }
    add(t, pick(t, t->ruling->words.name_en, t->ruling->words.name_zh));
    say(t, " ", " ");
    if (t->look->by == DSI_BY_POINT) {
        dsi_say_value(&t->v, t->o->value);
    } else {
        say_rounded(t, t->o->own);
        say(t,
            t->look->by == DSI_BY_SHRUNK ? ", shrunk towards what all peers say: "
                                         : ", the worse end of its interval: ",
            t->look->by == DSI_BY_SHRUNK ? "，向同组总体收缩后为" : "，区间不利一端为");
        dsi_say_value(&t->v, t->o->value);
    }
    if (t->o->volume >= 0) {
        say(t, " (", "（");
        dsi_text_add_int(t->v.text, t->o->volume);
        say(t, t->o->volume == 1 ? " case)" : " cases)", " 件）");
    }
    if (t->o->rank > 0.0) {
        const char *group = t->o->group < 0 ? "" : t->all->sheets[t->o->sheet].groups[t->o->group];
        say(t, ", rank ", "，排名第");
        dsi_text_add_double(t->v.text, t->o->rank);
        say(t, " of ", "，共");
        dsi_text_add_int(t->v.text, t->o->ranked);
        say(t, "", "人");
        say(t, group[0] == '\0' ? "" : " in ", group[0] == '\0' ? "" : "（");
        add(t, group);
        say(t, "", group[0] == '\0' ? "" : "）");
    }
    stop(t);
}

/* ---- the test ----------------------------------------------------------------------------------- */

static void tell_list(const telling *t)
{
    const bool top = t->rule->list.list == DSCORE_LIST_TOP;
    say(t, top ? "The list takes the best " : "The list takes the last ", top ? "名单取前 " : "名单取后 ");
    say_share(t, t->rule->list.share);
    if (!isnan(t->o->cut)) {
        say(t, " and ends at ", "，末位为 ");
        dsi_say_value(&t->v, t->o->cut);
    } else {
        say(t, "; nobody is on it", "，无人入榜");
    }
    stop(t);
    if (!isnan(t->o->mean) && t->o->list == DSCORE_LIST_BOTTOM) {
        say(t, "The interval ", "区间 ");
        dsi_text_add_rounded(t->v.text, t->o->lo, t->spec->rank.decimals);
        say(t, " to ", " 至 ");
        dsi_text_add_rounded(t->v.text, t->o->hi, t->spec->rank.decimals);
        say(t, " does not hold the group's mean ", " 不含组均值 ");
        dsi_text_add_rounded(t->v.text, t->o->mean, t->spec->rank.decimals);
        stop(t);
    }
}

static void tell_test(const telling *t)
{
    if (t->o->rank > 0.0 && t->rule->test == DSI_TEST_LIST) {
        tell_list(t);
    } else if (t->o->rank > 0.0 && t->rule->test == DSI_TEST_LINE) {
        say(t, "The line: ", "界线：");
        dsi_say_condition(&t->v, t->rule->line.op, t->rule->line.limit);
        stop(t);
    } else if (t->o->grade >= 0) {
        const dsi_quota *grade = &t->rule->quotas[t->o->grade];
        say(t, "Grade: ", "等级：");
        add(t, pick(t, grade->label_en, grade->label_zh));
        stop(t);
    }
}

/* ---- reasons, with the numbers behind them ------------------------------------------------------- */

static void detail_limit(const telling *t, int64_t limit, bool is_most)
{
    say(t, is_most ? " (at most " : " (at least ", is_most ? "（最多 " : "（至少 ");
    dsi_text_add_int(t->v.text, limit);
    say(t, limit == 1 ? " day)" : " days)", " 天）");
}

static void detail_of(const telling *t, int64_t has, int64_t of)
{
    say(t, " (", "（");
    dsi_text_add_int(t->v.text, has);
    say(t, " of ", "/");
    if (of == INT64_MAX) {
        say(t, "more than there can be", "无限");
    } else {
        dsi_text_add_int(t->v.text, of);
    }
    say(t, ")", "）");
}

static void detail_interval(const telling *t)
{
    if (isnan(t->o->mean)) {
        say(t, " (its interval is not known)", "（区间未知）");
        return;
    }
    say(t, " (", "（");
    dsi_text_add_rounded(t->v.text, t->o->lo, t->spec->rank.decimals);
    say(t, " to ", " 至 ");
    dsi_text_add_rounded(t->v.text, t->o->hi, t->spec->rank.decimals);
    say(t, " holds ", " 含 ");
    dsi_text_add_rounded(t->v.text, t->o->mean, t->spec->rank.decimals);
    say(t, ")", "）");
}

static void detail_conditions(const telling *t)
{
    bool any = false;
    say(t, " (", "（");
    for (int32_t c = 0; c < t->rule->condition_count; c++) {
        const dsi_look_words *words = &t->ruling->conditions[c];
        const dsi_voice v = {t->v.text, words->unit, t->v.chinese};
        if ((t->o->failed & (int32_t)(UINT32_C(1) << (uint32_t)c)) == 0) {
            continue;
        }
        say(t, any ? "; " : "", any ? "；" : "");
        add(t, pick(t, words->name_en, words->name_zh));
        say(t, ": ", "：");
        dsi_say_condition(&v, t->rule->conditions[c].line.op, t->rule->conditions[c].line.limit);
        any = true;
    }
    say(t, ")", "）");
}

static int64_t group_needed(const telling *t)
{
    const int64_t own = t->rule->test == DSI_TEST_LIST ? t->rule->list.group_min : 0;
    return own > t->spec->peers.group_min ? own : t->spec->peers.group_min;
}

static void tell_detail(const telling *t, int32_t reason)
{
    const dsi_eligibility *e = &t->spec->eligibility;
    switch (reason) {
    case DSCORE_REASON_TENURE:
        detail_limit(t, e->tenure_days, false);
        return;
    case DSCORE_REASON_WORKED:
        detail_limit(t, e->worked_days, false);
        return;
    case DSCORE_REASON_LEAVE:
        detail_limit(t, e->leave_days_max, true);
        return;
    case DSCORE_REASON_VOLUME:
        detail_of(t, t->o->volume, t->o->volume_min);
        return;
    case DSCORE_REASON_SMALL_GROUP:
        detail_of(t, t->o->ranked, group_needed(t));
        return;
    case DSCORE_REASON_STREAK:
        detail_of(t, t->o->run, t->rule->streak.length);
        return;
    case DSCORE_REASON_TIED_AT_CUT:
        say(t, " (at ", "（同为 ");
        dsi_say_value(&t->v, t->o->value);
        say(t, ")", "）");
        return;
    case DSCORE_REASON_NOT_DISTINCT:
        detail_interval(t);
        return;
    case DSCORE_REASON_CONDITION:
        detail_conditions(t);
        return;
    default:
        return;
    }
}

static void tell_reasons(const telling *t)
{
    bool any = false;
    for (int32_t reason = 1; reason <= DSCORE_REASON_STREAK; reason *= 2) {
        if ((t->o->reason & reason) != 0) {
            say(t, any ? "; " : "Why: ", any ? "；" : "原因：");
            add(t, dscore_reason_text(reason, t->v.chinese ? "zh" : "en"));
            tell_detail(t, reason);
            any = true;
        }
    }
    if (any) {
        stop(t);
    }
}

/* ---- what follows ------------------------------------------------------------------------------- */

static void tell_streak(const telling *t)
{
    if (t->rule->streak.length < 2 || t->o->decision != DSCORE_DECISION_HIT) {
        return;
    }
    say(t, "Periods in a row: ", "连续周期数：");
    dsi_text_add_int(t->v.text, t->o->run);
    stop(t);
}

static void tell_bonus(const telling *t)
{
    if (t->rule->bonus.method == 0 || t->o->decision != DSCORE_DECISION_HIT) {
        return;
    }
    say(t, "Bonus: ", "奖金：工资的 ");
    dsi_text_add_double(t->v.text, dscore_round(t->o->rate, 6));
    say(t, "% of the salary", "%");
    if ((t->o->flags & DSCORE_DECISION_SALARY_UNKNOWN) != 0) {
        say(t, "; the roster does not say the salary", "，花名册缺少工资");
    } else {
        say(t, ", ", "，计 ");
        dsi_text_add_rounded(t->v.text, t->o->amount, 2);
    }
    if ((t->o->flags & DSCORE_DECISION_POT_CUT) != 0) {
        say(t, ", cut to keep to the pot", "（按奖金池总额等比缩减）");
    }
    stop(t);
}

static void tell_rest(const telling *t)
{
    const char *action = pick(t, t->rule->action_en, t->rule->action_zh);
    tell_streak(t);
    tell_bonus(t);
    if (t->o->decision == DSCORE_DECISION_HIT && action[0] != '\0') {
        add(t, action);
        stop(t);
    }
    if ((t->o->flags & DSCORE_DECISION_VOLUMES_DIFFER) != 0) {
        say(t,
            "Note: the peers' volumes differ more than threefold; ranks by shrunk values or lower bounds would be "
            "fairer",
            "提示：同组处理量相差三倍以上，宜按收缩值或置信下限排名");
        stop(t);
    }
}

dscore_status dscore_decisions_explain(const dscore_decisions *decisions, int64_t index, const char *lang, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    bool chinese = false;
    if (decisions == NULL) {
        return dsi_fail_null(err, "decisions");
    }
    const dsi_outcome *o = dsi_decisions_find(decisions, index);
    if (o == NULL) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, 0, "decision %lld of %lld", (long long)index, (long long)decisions->count);
    }
    dscore_status status = dsi_voice_language(lang, &chinese, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_text text;
    dsi_text_init(&text, &decisions->allocator);
    const dsi_policy_spec *spec = &decisions->policy->spec;
    const dsi_policy_rule *rule = &spec->rules[o->rule];
    const dsi_ruling *ruling = &decisions->rulings[o->rule];
    const telling t = {{&text, ruling->words.unit, chinese}, decisions, o, spec, rule,
        rule->has_look ? &rule->look : &spec->rank.look, ruling};
    tell_head(&t);
    tell_number(&t);
    tell_test(&t);
    tell_reasons(&t);
    tell_rest(&t);
    while (text.length > 0 && text.data[text.length - 1] == ' ') {
        text.data[--text.length] = '\0';
    }
    status = dsi_text_give(&text, buffer, capacity, out_needed, err);
    dsi_text_free(&text);
    return status;
}
