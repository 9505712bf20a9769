/* A rule as a sentence that the person who is scored can check by hand, in English and Chinese. */
#include "score/rule_parts.h"

#include "base/error.h"
#include "score/rule_formula.h"
#include "score/rule_words.h"
#include <math.h>

/* The points of a ratio core, as a formula. */
static void say_ratio(const dsi_voice *v, const dsi_ratio *r)
{
    switch (r->form) {
    case DSI_RATIO_HIGHER:
        dsi_say(v, "100 × value ÷ ", "100 × 实际值 ÷ ");
        dsi_say_value(v, r->baseline);
        break;
    case DSI_RATIO_LOWER:
        dsi_say(v, "100 × ", "100 × ");
        dsi_say_value(v, r->baseline);
        dsi_say(v, " ÷ value", " ÷ 实际值");
        break;
    default:
        dsi_say(v, "100 × (2 - value ÷ ", "100 ×（2 - 实际值 ÷ ");
        dsi_say_value(v, r->baseline);
        dsi_say(v, ")", "）");
        break;
    }
    if (r->has_cap) {
        dsi_say(v, ", at most ", "，最高");
        dsi_say_points(v, r->cap);
    }
}

static void ratio_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    dsi_say(v, "Points = ", "比率法：得分 = ");
    say_ratio(v, &spec->u.ratio);
}

/* "60 points at 80%", "80%（得60分）" */
void dsi_say_line_end(const dsi_voice *v, double x, double points)
{
    if (v->chinese) {
        dsi_say_value(v, x);
        dsi_text_add(v->text, "（得");
        dsi_say_points(v, points);
        dsi_text_add(v->text, "）");
        return;
    }
    dsi_say_points(v, points);
    dsi_text_add(v->text, " at ");
    dsi_say_value(v, x);
}

static void say_line(const dsi_voice *v, const dsi_linear *l)
{
    bool rising_axis = l->x1 > l->x0;
    dsi_say_line_end(v, l->x0, l->points0);
    dsi_say(v, " to ", "与");
    dsi_say_line_end(v, l->x1, l->points1);
    dsi_say(v, ", in a straight line", "之间按直线计分");
    if (l->below.mode == DSI_END_EXTRAPOLATE) {
        dsi_say(v, " that goes on beyond both", "，两端按同一直线延伸");
        return;
    }
    dsi_say(v, rising_axis ? "; below " : "; above ", rising_axis ? "；低于" : "；高于");
    dsi_say_value(v, l->x0);
    dsi_say(v, " ", "得");
    dsi_say_points(v, l->below.mode == DSI_END_CONST ? l->below.points : l->points0);
}

static void linear_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    dsi_say(v, "From ", "在");
    say_line(v, &spec->u.linear);
}

static void say_float(const dsi_voice *v, const dsi_float *c)
{
    bool on_raw = c->on == DSI_FLOAT_ON_RAW;
    dsi_voice bare = *v;
    bare.unit = "";
    if (v->chinese) {
        dsi_text_add(v->text, on_raw ? "实际值" : "核心分");
        dsi_say_condition(on_raw ? v : &bare, c->op, c->threshold);
        dsi_text_add(v->text, on_raw ? "时" : "分时");
        dsi_text_add(v->text, c->points < 0.0 ? "扣" : "加");
        dsi_say_points(v, fabs(c->points));
        return;
    }
    dsi_text_add(v->text, c->points < 0.0 ? "minus " : "plus ");
    dsi_say_number(v, fabs(c->points));
    dsi_text_add(v->text, on_raw ? " if the value is " : " if the core is ");
    dsi_say_condition(on_raw ? v : &bare, c->op, c->threshold);
}

static void say_stack(const dsi_voice *v, const dsi_base_float *f)
{
    if (f->condition_count < 2 || f->stack == DSI_STACK_ALL) {
        return;
    }
    if (f->stack == DSI_STACK_FIRST_MATCH) {
        dsi_say(v, " (only the first that holds)", "（只取最先符合的一项）");
    } else {
        dsi_say(v, " (only the largest that holds)", "（只取幅度最大的一项）");
    }
}

static void base_float_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    const dsi_base_float *f = &spec->u.base_float;
    bool adds_to_core = f->mode == DSI_ADJ_CORE;
    if (!adds_to_core) {
        dsi_say(v, "Base ", "基准分");
        dsi_say_points(v, f->base);
        dsi_say(v, "; the core only decides the float: core = ", "；核心分只用于判定浮动，核心分：");
    } else {
        dsi_say(v, "Core = ", "基准分加浮动分。核心分：");
    }
    if (f->core_family == DSI_FAMILY_LINEAR) {
        dsi_say(v, "from ", "在");
        say_line(v, &f->linear);
    } else {
        say_ratio(v, &f->ratio);
    }
    bool caps_itself = f->core_family == DSI_FAMILY_RATIO && f->ratio.has_cap && f->ratio.cap <= f->cap_core;
    if (adds_to_core && f->has_cap_core && !caps_itself && f->order == DSI_CAP_CORE_THEN_FLOAT) {
        dsi_say(v, ", counted up to ", "，核心分最高计");
        dsi_say_points(v, f->cap_core);
    }
    for (int32_t i = 0; i < f->condition_count; i++) {
        dsi_say(v, i == 0 ? "; then " : ", ", i == 0 ? "；浮动：" : "，");
        say_float(v, &f->conditions[i]);
    }
    say_stack(v, f);
    if (adds_to_core && f->has_cap_core && f->order == DSI_FLOAT_THEN_CAP) {
        dsi_say(v, "; together at most ", "；合计最高");
        dsi_say_points(v, f->cap_core);
    }
    if (adds_to_core && f->base != 0.0) {
        dsi_say(v, "; the expected level is ", "；基准水平为");
        dsi_say_points(v, f->base);
    }
}

/* How the steps are counted: "each full 5 s", "每满 5 秒". */
static void say_step_width(const dsi_voice *v, const dsi_step *s)
{
    static const char *const ENGLISH[] = {"each full ", "each begun ", "each ", "each "};
    static const char *const CHINESE[] = {"每满", "每", "每", "每"};
    dsi_say(v, ENGLISH[s->counting - 1], CHINESE[s->counting - 1]);
    dsi_say_value(v, s->delta);
}

static void say_counting(const dsi_voice *v, const dsi_step *s)
{
    static const char *const ENGLISH[] = {"", "", ", in proportion", ", to the nearest step"};
    static const char *const CHINESE[] = {
        "（不足一档不计）", "（不足一档按一档计）", "（按比例计算）", "（按四舍五入取档）"};
    dsi_say(v, ENGLISH[s->counting - 1], CHINESE[s->counting - 1]);
}

static void step_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    const dsi_step *s = &spec->u.step;
    bool upward = s->bonus ? spec->better == DSI_BETTER_HIGHER : spec->better == DSI_BETTER_LOWER;
    dsi_say_value(v, s->x0);
    dsi_say(v, upward ? " or less: " : " or more: ", upward ? "及以下得" : "及以上得");
    dsi_say_points(v, s->full);
    dsi_say(v, "; ", "；");
    if (v->chinese) {
        dsi_text_add(v->text, upward ? "高于该值" : "低于该值");
        say_step_width(v, s);
        dsi_text_add(v->text, s->bonus ? "加" : "扣");
        dsi_say_points(v, s->points);
    } else {
        say_step_width(v, s);
        dsi_text_add(v->text, upward ? " above it" : " below it");
        dsi_text_add(v->text, s->bonus ? " adds " : " takes off ");
        dsi_say_points(v, s->points);
    }
    say_counting(v, s);
    if (s->has_k_max) {
        dsi_say(v, ", at most ", "，最多");
        dsi_say_number(v, s->k_max);
        dsi_say(v, " steps", "档");
    }
    if (s->has_limit) {
        dsi_say(v, s->bonus ? ", up to " : ", down to ", s->bonus ? "，加至" : "，扣至");
        dsi_say_points(v, s->limit);
        dsi_say(v, "", "为止");
    }
    if (s->has_cliff) {
        int32_t op =
            upward ? (s->cliff_inclusive ? DSI_CMP_GE : DSI_CMP_GT) : (s->cliff_inclusive ? DSI_CMP_LE : DSI_CMP_LT);
        dsi_say(v, "; ", "；");
        dsi_say_condition(v, op, s->cliff_x);
        dsi_say(v, ": ", "时直接得");
        dsi_say_points(v, s->cliff_points);
    }
}

void dsi_say_pair(const dsi_voice *v, const char *english, const char *chinese, double x, double points)
{
    dsi_say(v, english, chinese);
    dsi_say_value(v, x);
    dsi_say(v, ": ", "：");
    dsi_say_points(v, points);
}

static void target3_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    const dsi_target3 *t = &spec->u.target3;
    dsi_say_pair(v, "Threshold ", "门槛值", t->threshold_x, t->threshold_points);
    dsi_say_pair(v, "; target ", "；目标值", t->target_x, t->target_points);
    dsi_say_pair(v, "; stretch ", "；挑战值", t->stretch_x, t->stretch_points);
    dsi_say(v, "; straight lines between; short of the threshold ", "；其间按直线计分；未达门槛");
    if (t->below == DSI_BELOW_EXTRAPOLATE) {
        dsi_say(v, "the first line goes on", "按同一直线延伸");
    } else {
        dsi_say(v, "", "得");
        dsi_say_points(v, t->below == DSI_BELOW_HOLD ? t->threshold_points : 0.0);
    }
    dsi_say(v, "; beyond the stretch no more", "；超过挑战值不再加分");
}

static void say_end(const dsi_voice *v, const dsi_end *end, double at_end)
{
    if (end->mode == DSI_END_EXTRAPOLATE) {
        dsi_say(v, "the line goes on", "按直线延伸");
        return;
    }
    dsi_say(v, "", "得");
    dsi_say_points(v, end->mode == DSI_END_CONST ? end->points : at_end);
}

static void piecewise_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    const dsi_piecewise *p = &spec->u.piecewise;
    dsi_say(v, "By table: ", "查表计分：");
    for (int32_t i = 0; i < p->knot_count; i++) {
        const dsi_knot *k = &p->knots[i];
        bool left = p->value_at_knot == DSI_AT_KNOT_LEFT;
        dsi_say_pair(v, i == 0 ? "" : "; ", i == 0 ? "" : "；", k->x, left ? k->left : k->right);
        if (k->left != k->right) {
            dsi_say(v, left ? " (just above it " : " (just below it ", left ? "（略高于此为" : "（略低于此为");
            dsi_say_points(v, left ? k->right : k->left);
            dsi_say(v, ")", "）");
        }
    }
    dsi_say(v, "; straight lines between; below the table ", "；其间按直线计分；低于首点");
    say_end(v, &p->low, p->knots[0].left);
    dsi_say(v, ", above it ", "，高于末点");
    say_end(v, &p->high, p->knots[p->knot_count - 1].right);
}

static void say_tier_range(const dsi_voice *v, const dsi_tiers *tiers, int32_t i)
{
    const dsi_tier *t = &tiers->tiers[i];
    bool low = tiers->closed == DSI_CLOSED_LOW;
    bool open_below = isinf(t->min) != 0;
    bool open_above = isinf(t->max) != 0;
    if (open_below && open_above) {
        dsi_say(v, "any value", "任何值");
        return;
    }
    if (!open_below) {
        dsi_say_condition(v, low ? DSI_CMP_GE : DSI_CMP_GT, t->min);
        if (!open_above) {
            dsi_say(v, " and ", "且");
        }
    }
    if (!open_above) {
        dsi_say_condition(v, low ? DSI_CMP_LT : DSI_CMP_LE, t->max);
    }
}

static void tier_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    const dsi_tiers *tiers = &spec->u.tier;
    dsi_say(v, "By tiers: ", "分档计分：");
    for (int32_t i = 0; i < tiers->tier_count; i++) {
        const char *label = v->chinese ? tiers->tiers[i].label_zh : tiers->tiers[i].label_en;
        dsi_say(v, i == 0 ? "" : "; ", i == 0 ? "" : "；");
        say_tier_range(v, tiers, i);
        dsi_say(v, ": ", "得");
        dsi_say_points(v, tiers->tiers[i].points);
        if (label[0] != '\0') {
            dsi_say(v, " (", "（");
            dsi_text_add(v->text, label);
            dsi_say(v, ")", "）");
        }
    }
}

static void pass_fail_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    const dsi_pass_fail *p = &spec->u.pass_fail;
    if (v->chinese) {
        dsi_text_add(v->text, "实际值");
        dsi_say_condition(v, p->op, p->threshold);
        dsi_text_add(v->text, "得");
        dsi_say_points(v, p->hit);
        dsi_text_add(v->text, "，否则得");
    } else {
        dsi_say_points(v, p->hit);
        dsi_text_add(v->text, " if the value is ");
        dsi_say_condition(v, p->op, p->threshold);
        dsi_text_add(v->text, ", otherwise ");
    }
    dsi_say_points(v, p->miss);
}

static void band_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    const dsi_band *b = &spec->u.band;
    if (b->form == DSI_BAND_DEVIATION) {
        dsi_say(v, "100 points within ", "与目标值");
        dsi_say_value(v, v->chinese ? b->target : b->tolerance);
        dsi_say(v, " of ", "相差不超过");
        dsi_say_value(v, v->chinese ? b->tolerance : b->target);
        dsi_say(v, "; every further ", "得100分；每再偏离");
        dsi_say_value(v, 1.0);
        dsi_say(v, " away takes off ", "扣");
        dsi_say_points(v, b->slope);
        return;
    }
    dsi_say(v, "100 points from ", "");
    dsi_say_value(v, b->b);
    dsi_say(v, " to ", "至");
    dsi_say_value(v, b->c);
    dsi_say(v, "; falling in straight lines to 0 at ", "得100分；向两侧按直线递减，至");
    dsi_say_value(v, b->a);
    dsi_say(v, " and at ", "和");
    dsi_say_value(v, b->d);
    dsi_say(v, "", "为0分");
}

/* In the order of dsi_family, from 1. */
static void (*const FAMILY_TEXT[])(const dsi_voice *v, const dsi_rule_spec *spec) = {ratio_text, base_float_text,
    step_text, linear_text, target3_text, piecewise_text, tier_text, pass_fail_text, band_text, dsi_desirability_text,
    dsi_logistic_text, dsi_efficacy_text, dsi_goal_red_text, dsi_peers_text, dsi_formula_rule_text};

static void say_clamp(const dsi_voice *v, const dsi_rule_spec *spec)
{
    if (spec->has_lo && spec->has_hi) {
        dsi_say(v, " Kept within ", "最终得分限于");
        dsi_say_number(v, spec->lo);
        dsi_say(v, " to ", "至");
        dsi_say_points(v, spec->hi);
        dsi_say(v, ".", "。");
    } else if (spec->has_lo) {
        dsi_say(v, " Never below ", "最终得分不低于");
        dsi_say_points(v, spec->lo);
        dsi_say(v, ", no upper limit.", "，上不封顶。");
    } else if (spec->has_hi) {
        dsi_say(v, " Never above ", "最终得分不高于");
        dsi_say_points(v, spec->hi);
        dsi_say(v, ", no lower limit.", "，下不保底。");
    }
}

void dsi_rule_sentence(dsi_text *t, const dscore_rule *rule, const char *unit, bool chinese)
{
    dsi_voice voice = {t, unit == NULL ? "" : unit, chinese};
    FAMILY_TEXT[rule->spec.family - 1](&voice, &rule->spec);
    dsi_say(&voice, ".", "。");
    say_clamp(&voice, &rule->spec);
}

dscore_status dscore_rule_explain(const dscore_rule *rule, const char *unit, const char *lang, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (rule == NULL) {
        return dsi_fail_null(err, "rule");
    }
    bool chinese;
    dscore_status status = dsi_voice_language(lang, &chinese, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_text text;
    dsi_text_init(&text, &rule->arena.allocator);
    dsi_rule_sentence(&text, rule, unit, chinese);
    status = dsi_text_give(&text, buffer, capacity, out_needed, err);
    dsi_text_free(&text);
    return status;
}
