/* The checks of relevance and of time (METHODS 4.2). */
#include "target/smart_check.h"

#include "score/tolerance.h"
#include <math.h>
#include <string.h>

enum {
    PASS = DSCORE_VERDICT_PASS,
    WARN = DSCORE_VERDICT_WARN,
    FAIL = DSCORE_VERDICT_FAIL,
    NOT_APPLICABLE = DSCORE_VERDICT_NOT_APPLICABLE
};

/* ---- relevant --------------------------------------------------------------------------------- */

int32_t dsi_check_re1(const dsi_checking *c)
{
    if (c->t->objective[0] == '\0') {
        return dsi_check_is(c, WARN, "it belongs to no objective", "没有上级目标");
    }
    dsi_check_say(c, "part of ", "隶属于");
    dsi_check_say_text(c, c->t->objective);
    return PASS;
}

int32_t dsi_check_re2(const dsi_checking *c)
{
    dsi_check_say(c, "weight ", "权重");
    dsi_check_say_number(c, c->t->weight);
    return c->t->weight > 0.0 ? PASS : WARN;
}

/* A guard is an indicator of quality, or a target with one. */
static bool guards_quality(const dsi_checking *c, const char *id)
{
    const int32_t target = dscore_targets_find(c->targets, id);
    const dscore_indicator *indicator =
        target >= 0 ? dsi_targets_indicator(c->targets, target) : dscore_catalog_find(c->targets->catalog, id);
    return strcmp(dscore_indicator_text(indicator, DSCORE_INDICATOR_DIMENSION), "quality") == 0;
}

int32_t dsi_check_re3(const dsi_checking *c)
{
    if (strcmp(dscore_indicator_text(c->indicator, DSCORE_INDICATOR_DIMENSION), "efficiency") != 0) {
        return dsi_check_is(c, NOT_APPLICABLE, "it is not about efficiency", "不是效率目标");
    }
    for (int32_t i = 0; i < c->t->guard_count; i++) {
        if (guards_quality(c, c->t->guards[i])) {
            dsi_check_say(c, "quality is guarded by ", "质量护栏：");
            dsi_check_say_text(c, c->t->guards[i]);
            return PASS;
        }
    }
    return dsi_check_is(c, WARN, "efficiency without a guard of quality", "效率目标没有质量护栏");
}

int32_t dsi_check_re4(const dsi_checking *c)
{
    const int32_t objective = c->targets->objective_of[c->s->row.target];
    const dsi_objective_spec *o = objective < 0 ? NULL : &c->targets->spec.objectives[objective];
    const bool starts = o != NULL && dsi_has_day(o->start) && dsi_has_day(c->s->start);
    const bool ends = o != NULL && dsi_has_day(o->due) && dsi_has_day(c->s->due);
    const bool is_before = o != NULL && dsi_has_day(o->start) && dsi_has_day(c->s->due) && c->s->due < o->start;
    const bool is_after = o != NULL && dsi_has_day(o->due) && dsi_has_day(c->s->start) && c->s->start > o->due;
    if (!starts && !ends && !is_before && !is_after) {
        return dsi_check_is(c, NOT_APPLICABLE, "there are no dates to compare", "没有可比较的日期");
    }
    if (is_before || is_after) {
        dsi_check_say(c, "lies outside the period of its objective, ", "不在上级目标期间内：");
        dsi_check_say(c, is_before ? "which starts " : "which is due ", is_before ? "开始日" : "到期日");
        dsi_check_say_day(c, is_before ? o->start : o->due);
        return WARN;
    }
    if (starts && c->s->start < o->start) {
        dsi_check_say(c, "starts before its objective, which starts ", "早于上级目标开始日");
        dsi_check_say_day(c, o->start);
        return WARN;
    }
    if (ends && c->s->due > o->due) {
        dsi_check_say(c, "is due after its objective, which is due ", "晚于上级目标到期日");
        dsi_check_say_day(c, o->due);
        return WARN;
    }
    return dsi_check_is(c, PASS, "inside the period of its objective", "在上级目标期间内");
}

/* ---- time-bound ------------------------------------------------------------------------------- */

static void say_span(const dsi_checking *c)
{
    dsi_check_say(c, "from ", "由");
    dsi_check_say_day(c, c->s->start);
    dsi_check_say(c, " to ", "至");
    dsi_check_say_day(c, c->s->due);
}

int32_t dsi_check_tb1(const dsi_checking *c)
{
    if (!dsi_has_day(c->s->start) || !dsi_has_day(c->s->due)) {
        return dsi_check_is(c, NOT_APPLICABLE, "start and due are not both given", "没有同时给出开始日和到期日");
    }
    say_span(c);
    return c->s->start < c->s->due ? PASS : FAIL;
}

int32_t dsi_check_tb2(const dsi_checking *c)
{
    if (!dsi_has_day(c->s->due)) {
        return dsi_check_is(c, FAIL, "no due day", "没有到期日");
    }
    dsi_check_say(c, "due ", "到期日");
    dsi_check_say_day(c, c->s->due);
    return PASS;
}

/* Periods that end inside the span: so often can it be told how the target stands before it is over. */
int32_t dsi_check_tb3(const dsi_checking *c)
{
    if (c->s->span_periods == 0) {
        return dsi_check_is(c, NOT_APPLICABLE, "start and due do not span a time", "没有可计算的期间");
    }
    dsi_check_say(c, "reporting periods that end inside it: ", "期间内结束的周期数：");
    dsi_check_say_number(c, (double)c->s->ended_periods);
    return c->s->ended_periods >= 2 ? PASS : WARN;
}

/* What is wrong with a milestone by its day; NULL if nothing. */
static const char *milestone_fault(const dsi_checking *c, int32_t i, const char **zh)
{
    const dsi_target_milestone *m = &c->t->milestones[i];
    const bool is_piece = c->t->direction == DSCORE_TARGET_MILESTONE;
    if (!is_piece && (!dsi_has_day(m->day) || isnan(m->value))) {
        *zh = "没有日期或数值";
        return "has no day or no value";
    }
    if (!dsi_has_day(m->day)) {
        return NULL;
    }
    if (!is_piece && i > 0 && dsi_has_day(m[-1].day) && m->day <= m[-1].day) {
        *zh = "不晚于前一个";
        return "is not later than the one before";
    }
    if ((dsi_has_day(c->s->start) && m->day < c->s->start) || (dsi_has_day(c->s->due) && m->day > c->s->due)) {
        *zh = "在期间之外";
        return "lies outside the span";
    }
    return NULL;
}

int32_t dsi_check_tb4(const dsi_checking *c)
{
    const bool is_piece = c->t->direction == DSCORE_TARGET_MILESTONE;
    if (c->t->milestone_count == 0) {
        return is_piece ? dsi_check_is(c, FAIL, "no milestones", "没有里程碑")
                        : dsi_check_is(c, NOT_APPLICABLE, "no milestones", "没有里程碑");
    }
    for (int32_t i = 0; i < c->t->milestone_count; i++) {
        const char *zh = "";
        const char *en = milestone_fault(c, i, &zh);
        if (en != NULL) {
            dsi_check_say(c, "milestone ", "第");
            dsi_check_say_number(c, (double)(i + 1));
            dsi_check_say(c, " ", "个里程碑");
            dsi_check_say(c, en, zh);
            return FAIL;
        }
    }
    const double last = c->t->milestones[c->t->milestone_count - 1].value;
    if (!is_piece && !isnan(c->s->row.target_value) && !dsi_same(last, c->s->row.target_value)) {
        dsi_check_say(c, "the last milestone is ", "最后一个里程碑为");
        dsi_check_say_value(c, last);
        dsi_check_say(c, ", the target ", "，目标值为");
        dsi_check_say_value(c, c->s->row.target_value);
        return WARN;
    }
    return dsi_check_is(c, PASS, "in order, inside the span", "有序，且在期间内");
}

int32_t dsi_check_tb5(const dsi_checking *c)
{
    if (!dsi_has_day(c->s->due)) {
        return dsi_check_is(c, NOT_APPLICABLE, "no due day", "没有到期日");
    }
    const bool is_closed = (dsi_has_day(c->t->closed_on) && c->t->closed_on <= c->all->now) || c->t->cancelled ||
                           c->t->override_status == DSCORE_TARGET_STATUS_CLOSED ||
                           c->t->override_status == DSCORE_TARGET_STATUS_POSTPONED;
    if (c->all->now <= c->s->due || is_closed) {
        return dsi_check_is(c, PASS, is_closed ? "closed" : "not past due", is_closed ? "已关闭" : "未到期");
    }
    dsi_check_say(c, "was due ", "到期日为");
    dsi_check_say_day(c, c->s->due);
    dsi_check_say(c, " and is still open", "，尚未关闭");
    return WARN;
}
