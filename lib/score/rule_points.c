/* The arithmetic of each family of rules (METHODS 2.1-2.9, 2.11-2.14): one small function a family. */
#include "score/rule_formula.h"

#include "score/tolerance.h"
#include <math.h>

bool dsi_compare_holds(int32_t op, double a, double b)
{
    switch (op) {
    case DSI_CMP_GE:
        return dsi_at_least(a, b);
    case DSI_CMP_GT:
        return dsi_above(a, b);
    case DSI_CMP_LE:
        return dsi_at_least(b, a);
    default:
        return dsi_above(b, a);
    }
}

/* METHODS 2.1 without the cap; infinite for LOWER at 0. */
static double ratio_core(const dsi_ratio *r, double x)
{
    if (x < 0.0) {
        return (double)NAN;
    }
    switch (r->form) {
    case DSI_RATIO_HIGHER:
        return 100.0 * x / r->baseline;
    case DSI_RATIO_LOWER:
        return x > 0.0 ? 100.0 * r->baseline / x : (double)INFINITY;
    default:
        return 100.0 * (2.0 - x / r->baseline);
    }
}

static double cap(double points, bool has_cap, double most, int32_t *flags)
{
    if (!has_cap || !(points > most)) {
        return points;
    }
    *flags |= dsi_same(points, most) ? 0 : DSCORE_SCORE_CAP_CORE;
    return most;
}

static double ratio_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    const dsi_ratio *r = &spec->u.ratio;
    return cap(ratio_core(r, x), r->has_cap, r->cap, flags);
}

static double end_points(const dsi_end *end, double at_end, double extended)
{
    switch (end->mode) {
    case DSI_END_HOLD:
        return at_end;
    case DSI_END_CONST:
        return end->points;
    default:
        return extended;
    }
}

/* METHODS 2.4: `below` is the far side of x0, whichever way the axis runs. */
static double line_points(const dsi_linear *l, double x)
{
    double direction = l->x1 > l->x0 ? 1.0 : -1.0;
    double extended = l->points0 + (l->points1 - l->points0) * (x - l->x0) / (l->x1 - l->x0);
    return dsi_above(direction * l->x0, direction * x) ? end_points(&l->below, l->points0, extended) : extended;
}

static double linear_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)flags;
    return line_points(&spec->u.linear, x);
}

double dsi_core_points(const dsi_base_float *f, double x)
{
    if (f->core_family == DSI_FAMILY_LINEAR) {
        return line_points(&f->linear, x);
    }
    int32_t ignored = 0;
    return cap(ratio_core(&f->ratio, x), f->ratio.has_cap, f->ratio.cap, &ignored);
}

double dsi_core_inverse(const dsi_base_float *f, double points)
{
    const dsi_linear *l = &f->linear;
    double baseline = f->ratio.baseline;
    if (f->core_family == DSI_FAMILY_LINEAR) {
        double rise = l->points1 - l->points0;
        return rise == 0.0 ? (double)NAN : l->x0 + (points - l->points0) * (l->x1 - l->x0) / rise;
    }
    switch (f->ratio.form) {
    case DSI_RATIO_HIGHER:
        return points * baseline / 100.0;
    case DSI_RATIO_LOWER:
        return points > 0.0 ? 100.0 * baseline / points : (double)NAN;
    default:
        return baseline * (2.0 - points / 100.0);
    }
}

/* The sum of what the conditions give, by the stacking rule. */
static double floating_points(const dsi_base_float *f, double x, double core, int32_t *flags)
{
    double sum = 0.0;
    for (int32_t i = 0; i < f->condition_count; i++) {
        const dsi_float *c = &f->conditions[i];
        if (!dsi_compare_holds(c->op, c->on == DSI_FLOAT_ON_RAW ? x : core, c->threshold)) {
            continue;
        }
        if (f->stack == DSI_STACK_ALL) {
            sum += c->points;
            *flags |= c->points > 0.0 ? DSCORE_SCORE_BONUS : c->points < 0.0 ? DSCORE_SCORE_PENALTY : 0;
        } else if (fabs(c->points) > fabs(sum)) {
            sum = c->points;
        }
        if (f->stack == DSI_STACK_FIRST_MATCH) {
            break;
        }
    }
    if (f->stack != DSI_STACK_ALL) {
        *flags |= sum > 0.0 ? DSCORE_SCORE_BONUS : sum < 0.0 ? DSCORE_SCORE_PENALTY : 0;
    }
    return sum;
}

/* METHODS 2.2. */
static double base_float_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    const dsi_base_float *f = &spec->u.base_float;
    double core = dsi_core_points(f, x);
    if (isnan(core)) {
        return core;
    }
    double floating = floating_points(f, x, core, flags);
    if (f->mode == DSI_ADJ_BASE) {
        return f->base + floating;
    }
    if (f->order == DSI_FLOAT_THEN_CAP) {
        return cap(core + floating, f->has_cap_core, f->cap_core, flags);
    }
    return cap(core, f->has_cap_core, f->cap_core, flags) + floating;
}

/* How many steps q stands for, at least 0. */
static double count_steps(int32_t counting, double q)
{
    double k = q;
    switch (counting) {
    case DSI_COUNT_FLOOR:
        k = floor(q + DSI_TOLERANCE);
        break;
    case DSI_COUNT_CEIL:
        k = ceil(q - DSI_TOLERANCE);
        break;
    case DSI_COUNT_ROUND_HALF_UP:
        k = floor(q + 0.5 + DSI_TOLERANCE);
        break;
    default:
        break;
    }
    return k > 0.0 ? k : 0.0;
}

/* METHODS 2.3. `way` points to where the steps lead: the bad side, for a bonus the good one. */
static double step_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    const dsi_step *s = &spec->u.step;
    double way = s->bonus ? (double)spec->better : -(double)spec->better;
    if (s->has_cliff) {
        double beyond = way * x;
        double edge = way * s->cliff_x;
        if (s->cliff_inclusive ? dsi_at_least(beyond, edge) : dsi_above(beyond, edge)) {
            *flags |= DSCORE_SCORE_CLIFF;
            return s->cliff_points;
        }
    }
    double k = count_steps(s->counting, fmax(0.0, way * (x - s->x0)) / s->delta);
    if (s->has_k_max && k > s->k_max) {
        k = s->k_max;
    }
    if (k <= 0.0 || s->points <= 0.0) {
        return s->full;
    }
    *flags |= s->bonus ? DSCORE_SCORE_BONUS : DSCORE_SCORE_PENALTY;
    double points = s->bonus ? s->full + s->points * k : s->full - s->points * k;
    if (!s->has_limit) {
        return points;
    }
    return s->bonus ? fmin(points, s->limit) : fmax(points, s->limit);
}

static double between(double x, double x0, double y0, double x1, double y1)
{
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
}

/* METHODS 2.5. */
static double target3_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)flags;
    const dsi_target3 *t = &spec->u.target3;
    double direction = (double)spec->better;
    double u = direction * x;
    if (dsi_above(direction * t->threshold_x, u) && t->below != DSI_BELOW_EXTRAPOLATE) {
        return t->below == DSI_BELOW_HOLD ? t->threshold_points : 0.0;
    }
    if (u < direction * t->target_x) {
        return between(x, t->threshold_x, t->threshold_points, t->target_x, t->target_points);
    }
    if (u < direction * t->stretch_x) {
        return between(x, t->target_x, t->target_points, t->stretch_x, t->stretch_points);
    }
    return t->stretch_points;
}

/* How many knots lie at or below x (the tolerance counts as at). */
static int32_t knots_up_to(const dsi_piecewise *p, double x)
{
    int32_t low = 0;
    int32_t high = p->knot_count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (dsi_at_least(x, p->knots[middle].x)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static double slope_after(const dsi_piecewise *p, int32_t i)
{
    const dsi_knot *k = p->knots;
    return (k[i + 1].left - k[i].right) / (k[i + 1].x - k[i].x);
}

/* METHODS 2.6. */
static double piecewise_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)flags;
    const dsi_piecewise *p = &spec->u.piecewise;
    int32_t count = knots_up_to(p, x);
    const dsi_knot *last = &p->knots[p->knot_count - 1];
    if (count == 0) {
        const dsi_knot *first = &p->knots[0];
        double slope = p->low.mode == DSI_END_EXTRAPOLATE ? slope_after(p, 0) : 0.0;
        return end_points(&p->low, first->left, first->left + slope * (x - first->x));
    }
    const dsi_knot *k = &p->knots[count - 1];
    if (dsi_same(x, k->x)) {
        return p->value_at_knot == DSI_AT_KNOT_LEFT ? k->left : k->right;
    }
    if (k == last) {
        double slope = p->high.mode == DSI_END_EXTRAPOLATE ? slope_after(p, p->knot_count - 2) : 0.0;
        return end_points(&p->high, last->right, last->right + slope * (x - last->x));
    }
    return between(x, k->x, k->right, k[1].x, k[1].left);
}

/* METHODS 2.7. */
static double tier_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)flags;
    const dsi_tiers *t = &spec->u.tier;
    int32_t low = 0;
    int32_t high = t->tier_count - 1;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        double edge = t->tiers[middle].max;
        bool beyond = t->closed == DSI_CLOSED_LOW ? dsi_at_least(x, edge) : dsi_above(x, edge);
        if (beyond) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return t->tiers[low].points;
}

/* METHODS 2.8. */
static double pass_fail_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)flags;
    const dsi_pass_fail *p = &spec->u.pass_fail;
    return dsi_compare_holds(p->op, x, p->threshold) ? p->hit : p->miss;
}

/* METHODS 2.9. */
static double band_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)flags;
    const dsi_band *b = &spec->u.band;
    if (b->form == DSI_BAND_DEVIATION) {
        return 100.0 - b->slope * fmax(0.0, fabs(x - b->target) - b->tolerance);
    }
    if (x <= b->a || x >= b->d) {
        return 0.0;
    }
    if (x < b->b) {
        return 100.0 * (x - b->a) / (b->b - b->a);
    }
    return x <= b->c ? 100.0 : 100.0 * (b->d - x) / (b->d - b->c);
}

/* (part / whole) ^ exponent, from 0 up to 1. */
static double desire(double part, double whole, double exponent)
{
    double share = part / whole;
    if (share <= 0.0 || share >= 1.0) {
        return share <= 0.0 ? 0.0 : 1.0;
    }
    return exponent == 1.0 ? share : pow(share, exponent);
}

/* METHODS 2.11, on 0-100. */
static double desirability_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)flags;
    const dsi_desirability *d = &spec->u.desirability;
    switch (d->form) {
    case DSI_DESIRE_MAX:
        return 100.0 * desire(x - d->low, d->high - d->low, d->exponent);
    case DSI_DESIRE_MIN:
        return 100.0 * desire(d->high - x, d->high - d->low, d->exponent);
    case DSI_DESIRE_TARGET:
        return x <= d->target ? 100.0 * desire(x - d->low, d->target - d->low, d->exponent_low)
                              : 100.0 * desire(d->high - x, d->high - d->target, d->exponent_high);
    default:
        return dsi_at_least(x, d->low) && dsi_at_least(d->high, x) ? 100.0 : 0.0;
    }
}

double dsi_logistic_logit(const dsi_logistic *l, double points)
{
    return log((points - l->least) / (l->most - points));
}

/* METHODS 2.12: the logit of the points is a straight line through the two anchors. */
static double logistic_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)flags;
    const dsi_logistic *l = &spec->u.logistic;
    double logit = between(x, l->x0, dsi_logistic_logit(l, l->points0), l->x1, dsi_logistic_logit(l, l->points1));
    return l->least + (l->most - l->least) / (1.0 + exp(-logit));
}

/* METHODS 2.13. */
static double efficacy_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)flags;
    const dsi_efficacy *e = &spec->u.efficacy;
    return e->base + e->span * (x - e->not_allowed) / (e->satisfactory - e->not_allowed);
}

/* METHODS 2.14: the scale of 0-10 times 10; a third of it at the red flag, two thirds at the goal. */
static double goal_red_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)flags;
    const dsi_goal_red *g = &spec->u.goal_red;
    double width = g->goal - g->red;
    return 100.0 * (x - (g->red - width)) / (3.0 * width);
}

/* METHODS 2.10: one value alone has no place among others. */
static double peers_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)spec;
    (void)x;
    (void)flags;
    return (double)NAN;
}

/* In the order of dsi_family, from 1. */
static double (*const FAMILY_POINTS[])(const dsi_rule_spec *spec, double x, int32_t *flags) = {ratio_points,
    base_float_points, step_points, linear_points, target3_points, piecewise_points, tier_points, pass_fail_points,
    band_points, desirability_points, logistic_points, efficacy_points, goal_red_points, peers_points,
    dsi_formula_points};

double dsi_rule_raw(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    return FAMILY_POINTS[spec->family - 1](spec, x, flags);
}
