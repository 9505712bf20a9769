/* The families of METHODS 2.10 to 2.14 in words, each with the formula that a score can be checked by. */
#include "score/rule_words.h"

#include <math.h>

/* "100 × ((value - 80%) ÷ (92% - 80%))^2"; falling: "(40 s - value)". */
static void say_desire(const dsi_voice *v, double zero, double full, double exponent)
{
    bool falling = full < zero;
    dsi_say(v, falling ? "100 × ((" : "100 × ((value - ", falling ? "100 ×（(" : "100 ×（(实际值 - ");
    dsi_say_value(v, zero);
    dsi_say(v, falling ? " - value) ÷ (" : ") ÷ (", falling ? " - 实际值) ÷ (" : ") ÷ (");
    dsi_say_value(v, falling ? zero : full);
    dsi_text_add(v->text, " - ");
    dsi_say_value(v, falling ? full : zero);
    dsi_say(v, "))", ")）");
    if (exponent != 1.0) {
        dsi_text_add(v->text, "^");
        dsi_say_number(v, exponent);
    }
}

static void say_desire_inside(const dsi_voice *v, const dsi_desirability *d)
{
    if (d->form == DSI_DESIRE_BOX) {
        dsi_say(v, "100 points from ", "");
        dsi_say_value(v, d->low);
        dsi_say(v, " to ", "至");
        dsi_say_value(v, d->high);
        dsi_say(v, ", both included, 0 points outside", "（含两端）得100分，其余得0分");
        return;
    }
    dsi_say(v, "100 points at ", "");
    dsi_say_value(v, d->target);
    dsi_say(v, ", 0 points from ", "得100分，");
    dsi_say_value(v, d->low);
    dsi_say(v, " down and from ", "及以下或");
    dsi_say_value(v, d->high);
    dsi_say(v, " up; below the target ", "及以上得0分；低于目标时为");
    say_desire(v, d->low, d->target, d->exponent_low);
    dsi_say(v, ", above it ", "，高于目标时为");
    say_desire(v, d->high, d->target, d->exponent_high);
}

void dsi_desirability_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    const dsi_desirability *d = &spec->u.desirability;
    bool is_max = d->form == DSI_DESIRE_MAX;
    dsi_say(v, "Desirability: ", "合意度：");
    if (d->form == DSI_DESIRE_TARGET || d->form == DSI_DESIRE_BOX) {
        say_desire_inside(v, d);
        return;
    }
    dsi_say(v, is_max ? "0 points up to " : "100 points up to ", "");
    dsi_say_value(v, d->low);
    dsi_say(v, is_max ? ", 100 points from " : ", 0 points from ", is_max ? "及以下得0分，" : "及以下得100分，");
    dsi_say_value(v, d->high);
    dsi_say(v, " on; between, ", is_max ? "及以上得100分；其间为" : "及以上得0分；其间为");
    say_desire(v, is_max ? d->low : d->high, is_max ? d->high : d->low, d->exponent);
}

/* Six significant digits, enough to check a score by hand. */
static double shortened(double value)
{
    int32_t decimals = 0;
    for (double size = fabs(value); size < 1e5 && decimals < 15; size *= 10.0) {
        decimals++;
    }
    return dscore_round(value, decimals);
}

void dsi_logistic_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    const dsi_logistic *l = &spec->u.logistic;
    double first = dsi_logistic_logit(l, l->points0);
    double steepness = (dsi_logistic_logit(l, l->points1) - first) / (l->x1 - l->x0);
    dsi_say(v, "S-shaped (logistic) curve through ", "逻辑斯蒂曲线（S形）：经过");
    dsi_say_line_end(v, l->x0, l->points0);
    dsi_say(v, " and ", "与");
    dsi_say_line_end(v, l->x1, l->points1);
    dsi_say(v, ", flattening towards ", "，两端趋近");
    dsi_say_points(v, l->least);
    dsi_say(v, " and ", "和");
    dsi_say_points(v, l->most);
    dsi_say(v, " without reaching them: points = ", "但不会达到；得分 = ");
    dsi_say_number(v, l->least);
    dsi_text_add(v->text, " + ");
    dsi_say_number(v, l->most - l->least);
    dsi_say(v, " ÷ (1 + e^-z), z = about ", " ÷ (1 + e^-z)，z 约为");
    dsi_say_number(v, shortened(steepness));
    dsi_say(v, " × (value - ", " ×（实际值 - ");
    dsi_say_value(v, shortened(l->x0 - first / steepness));
    dsi_say(v, ")", "）");
}

void dsi_efficacy_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    const dsi_efficacy *e = &spec->u.efficacy;
    dsi_say(v, "Efficacy coefficient: points = ", "功效系数法：得分 = ");
    dsi_say_number(v, e->base);
    dsi_text_add(v->text, " + ");
    dsi_say_number(v, e->span);
    dsi_say(v, " × (value - ", " ×（实际值 - ");
    dsi_say_value(v, e->not_allowed);
    dsi_say(v, ") ÷ (", "）÷（");
    dsi_say_value(v, e->satisfactory);
    dsi_text_add(v->text, " - ");
    dsi_say_value(v, e->not_allowed);
    dsi_say(v, "); ", "）；");
    dsi_say_pair(v, "not-allowed value ", "不允许值", e->not_allowed, e->base);
    dsi_say_pair(v, ", satisfactory value ", "，满意值", e->satisfactory, e->base + e->span);
}

void dsi_goal_red_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    const dsi_goal_red *g = &spec->u.goal_red;
    double width = g->goal - g->red;
    dsi_say_pair(v, "Red flag ", "红线值", g->red, dscore_round(100.0 / 3.0, 2));
    dsi_say_pair(v, "; goal ", "；目标值", g->goal, dscore_round(200.0 / 3.0, 2));
    dsi_say_pair(v, "; in a straight line from ", "；按直线计分，自", shortened(g->red - width), 0.0);
    dsi_say_pair(v, " to ", "至", shortened(g->goal + width), 100.0);
}

static void say_z(const dsi_voice *v, const dsi_peers *p)
{
    const bool robust = p->method == DSI_PEERS_ROBUST_Z;
    dsi_say(v,
        robust ? ", z = distance from the median to the better side ÷ (1.4826 × median absolute deviation)"
               : ", z = distance from the mean to the better side ÷ standard deviation (n - 1)",
        robust ? "；z =（向好一侧偏离中位数的距离）÷（1.4826 × 绝对中位差）"
               : "；z =（向好一侧偏离平均值的距离）÷ 标准差（n - 1）");
}

void dsi_peers_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    static const char *const SCALE_EN[] = {
        "points = 100 × the share of a normal distribution below z", "points = 50 + 10 z", "points = z"};
    static const char *const SCALE_ZH[] = {"得分 = 100 × 正态分布中低于 z 的比例", "得分 = 50 + 10 z", "得分 = z"};
    static const char *const RANK_EN[] = {"(worse values + half of the equal ones, itself included) ÷ all values",
        "(worse values + equal ones, itself included) ÷ all values", "worse values ÷ all values",
        "worse values ÷ (all values - 1)"};
    static const char *const RANK_ZH[] = {"（较差者人数 + 持平者人数的一半，含本人）÷ 总人数",
        "（较差者人数 + 持平者人数，含本人）÷ 总人数", " 较差者人数 ÷ 总人数", " 较差者人数 ÷（总人数 - 1）"};
    const dsi_peers *p = &spec->u.peers;
    const bool higher = spec->better == DSI_BETTER_HIGHER;
    dsi_say(v, "Compared with the group, ", "与同组比较（");
    dsi_say(v, higher ? "higher is better: " : "lower is better: ", higher ? "越高越好）：" : "越低越好）：");
    if (p->method == DSI_PEERS_MIN_MAX) {
        dsi_say(v, "0 points for the worst value, 100 for the best, in proportion between; all equal: ",
            "最差者得0分，最好者得100分，其间按比例计分；全部相同时均得");
        dsi_say_points(v, p->when_equal);
    } else if (p->method == DSI_PEERS_PERCENT_RANK) {
        dsi_say(v, "points = 100 × ", "得分 = 100 ×");
        dsi_say(v, RANK_EN[p->definition - 1], RANK_ZH[p->definition - 1]);
    } else {
        dsi_say(v, SCALE_EN[p->scale - 1], SCALE_ZH[p->scale - 1]);
        say_z(v, p);
    }
    dsi_say(v, "; fewer than ", "；同组不足");
    dsi_say_number(v, (double)p->min_group);
    dsi_say(v, " values: not scored", "个值时不计分");
}
