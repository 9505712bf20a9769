/* A rule as canonical text: everything that matters to the points and nothing else, for content hashes. */
#include "score/rule_parts.h"

#include "score/canonical.h"
#include "score/rule_formula.h"

static void put_end(dsi_text *t, const char *name, const dsi_end *end)
{
    dsi_put_int(t, name, end->mode);
    dsi_put_number_if(t, "points", end->mode == DSI_END_CONST, end->points);
}

static void put_ratio(dsi_text *t, const dsi_ratio *r)
{
    dsi_put_int(t, "form", r->form);
    dsi_put_number(t, "baseline", r->baseline);
    dsi_put_number_if(t, "cap", r->has_cap, r->cap);
}

static void put_line(dsi_text *t, const dsi_linear *l)
{
    dsi_put_number(t, "x0", l->x0);
    dsi_put_number(t, "points0", l->points0);
    dsi_put_number(t, "x1", l->x1);
    dsi_put_number(t, "points1", l->points1);
    put_end(t, "below", &l->below);
}

static void ratio_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    put_ratio(t, &spec->u.ratio);
}

static void linear_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    put_line(t, &spec->u.linear);
}

static void base_float_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    const dsi_base_float *f = &spec->u.base_float;
    dsi_put_int(t, "mode", f->mode);
    dsi_put_number_if(
        t, "base", f->mode == DSI_ADJ_BASE, f->base); /* of ADJ_CORE it is a remark: no points rest on it */
    dsi_text_add(t, " core ");
    dsi_text_add(t, dsi_family_name(f->core_family));
    if (f->core_family == DSI_FAMILY_LINEAR) {
        put_line(t, &f->linear);
    } else {
        put_ratio(t, &f->ratio);
    }
    dsi_put_int(t, "stack", f->stack);
    dsi_put_int(t, "order", f->order);
    dsi_put_number_if(t, "cap_core", f->has_cap_core, f->cap_core);
    for (int32_t i = 0; i < f->condition_count; i++) {
        dsi_put_int(t, "on", f->conditions[i].on);
        dsi_put_int(t, "op", f->conditions[i].op);
        dsi_put_number(t, "threshold", f->conditions[i].threshold);
        dsi_put_number(t, "points", f->conditions[i].points);
    }
}

static void step_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    const dsi_step *s = &spec->u.step;
    dsi_put_int(t, "bonus", s->bonus ? 1 : 0);
    dsi_put_number(t, "x0", s->x0);
    dsi_put_number(t, "delta", s->delta);
    dsi_put_number(t, "points", s->points);
    dsi_put_number(t, "full", s->full);
    dsi_put_number_if(t, "limit", s->has_limit, s->limit);
    dsi_put_int(t, "counting", s->counting);
    dsi_put_number_if(t, "k_max", s->has_k_max, s->k_max);
    if (s->has_cliff) {
        dsi_put_number(t, "cliff_x", s->cliff_x);
        dsi_put_int(t, "cliff_inclusive", s->cliff_inclusive ? 1 : 0);
        dsi_put_number(t, "cliff_points", s->cliff_points);
    }
}

static void target3_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    const dsi_target3 *g = &spec->u.target3;
    dsi_put_number(t, "threshold_x", g->threshold_x);
    dsi_put_number(t, "threshold_points", g->threshold_points);
    dsi_put_number(t, "target_x", g->target_x);
    dsi_put_number(t, "target_points", g->target_points);
    dsi_put_number(t, "stretch_x", g->stretch_x);
    dsi_put_number(t, "stretch_points", g->stretch_points);
    dsi_put_int(t, "below", g->below);
}

static void piecewise_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    const dsi_piecewise *p = &spec->u.piecewise;
    for (int32_t i = 0; i < p->knot_count; i++) {
        dsi_put_number(t, "x", p->knots[i].x);
        dsi_put_number(t, "left", p->knots[i].left);
        dsi_put_number(t, "right", p->knots[i].right);
    }
    dsi_put_int(t, "value_at_knot", p->value_at_knot);
    put_end(t, "low", &p->low);
    put_end(t, "high", &p->high);
}

static void tier_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    dsi_put_int(t, "closed", spec->u.tier.closed);
    for (int32_t i = 0; i < spec->u.tier.tier_count; i++) {
        dsi_put_number(t, "max", spec->u.tier.tiers[i].max);
        dsi_put_number(t, "points", spec->u.tier.tiers[i].points);
    }
}

static void pass_fail_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    dsi_put_int(t, "op", spec->u.pass_fail.op);
    dsi_put_number(t, "threshold", spec->u.pass_fail.threshold);
    dsi_put_number(t, "hit", spec->u.pass_fail.hit);
    dsi_put_number(t, "miss", spec->u.pass_fail.miss);
}

static void band_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    const dsi_band *b = &spec->u.band;
    dsi_put_int(t, "form", b->form);
    bool trapezoid = b->form == DSI_BAND_TRAPEZOID;
    dsi_put_number(t, trapezoid ? "a" : "target", trapezoid ? b->a : b->target);
    dsi_put_number(t, trapezoid ? "b" : "tolerance", trapezoid ? b->b : b->tolerance);
    dsi_put_number(t, trapezoid ? "c" : "slope", trapezoid ? b->c : b->slope);
    dsi_put_number_if(t, "d", trapezoid, b->d);
}

static void desirability_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    const dsi_desirability *d = &spec->u.desirability;
    bool has_target = d->form == DSI_DESIRE_TARGET;
    dsi_put_int(t, "form", d->form);
    dsi_put_number(t, "low", d->low);
    dsi_put_number(t, "high", d->high);
    dsi_put_number_if(t, "target", has_target, d->target);
    dsi_put_number_if(t, "exponent", d->form == DSI_DESIRE_MAX || d->form == DSI_DESIRE_MIN, d->exponent);
    dsi_put_number_if(t, "exponent_low", has_target, d->exponent_low);
    dsi_put_number_if(t, "exponent_high", has_target, d->exponent_high);
}

static void logistic_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    const dsi_logistic *l = &spec->u.logistic;
    dsi_put_number(t, "x0", l->x0);
    dsi_put_number(t, "points0", l->points0);
    dsi_put_number(t, "x1", l->x1);
    dsi_put_number(t, "points1", l->points1);
    dsi_put_number(t, "least", l->least);
    dsi_put_number(t, "most", l->most);
}

static void efficacy_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    const dsi_efficacy *e = &spec->u.efficacy;
    dsi_put_number(t, "not_allowed", e->not_allowed);
    dsi_put_number(t, "satisfactory", e->satisfactory);
    dsi_put_number(t, "base", e->base);
    dsi_put_number(t, "span", e->span);
}

static void goal_red_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    dsi_put_number(t, "goal", spec->u.goal_red.goal);
    dsi_put_number(t, "red", spec->u.goal_red.red);
}

static void peers_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    const dsi_peers *p = &spec->u.peers;
    dsi_put_int(t, "method", p->method);
    dsi_put_int(t, "min_group", p->min_group);
    if (p->method == DSI_PEERS_Z || p->method == DSI_PEERS_ROBUST_Z) {
        dsi_put_int(t, "scale", p->scale);
    } else if (p->method == DSI_PEERS_PERCENT_RANK) {
        dsi_put_int(t, "definition", p->definition);
    }
    dsi_put_number_if(t, "when_equal", p->method == DSI_PEERS_MIN_MAX, p->when_equal);
}

/* In the order of dsi_family, from 1. */
static void (*const FAMILY_CANONICAL[])(dsi_text *t, const dsi_rule_spec *spec) = {ratio_canonical,
    base_float_canonical, step_canonical, linear_canonical, target3_canonical, piecewise_canonical, tier_canonical,
    pass_fail_canonical, band_canonical, desirability_canonical, logistic_canonical, efficacy_canonical,
    goal_red_canonical, peers_canonical, dsi_formula_rule_canonical};

void dsi_rule_canonical(dsi_text *t, const dscore_rule *rule)
{
    const dsi_rule_spec *spec = &rule->spec;
    dsi_text_add(t, dsi_family_name(spec->family));
    dsi_put_int(t, "better", spec->better);
    dsi_put_number_if(t, "lo", spec->has_lo, spec->lo);
    dsi_put_number_if(t, "hi", spec->has_hi, spec->hi);
    FAMILY_CANONICAL[spec->family - 1](t, spec);
}
