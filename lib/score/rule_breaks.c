/* The breakpoints of a rule: thresholds, steps, knots and ends, for the searches that walk along it. */
#include "score/rule_parts.h"

/* Steps of a ladder that are listed; further ones are found by searching. */
enum { MOST_STEPS = 64 };

typedef struct break_list {
    double *x;
    int32_t count;
} break_list;

static void add(break_list *list, double x)
{
    list->x[list->count++] = x;
}

static void break_base_float(break_list *list, const dsi_rule_spec *spec)
{
    const dsi_base_float *f = &spec->u.base_float;
    for (int32_t i = 0; i < f->condition_count; i++) {
        const dsi_float *c = &f->conditions[i];
        add(list, c->on == DSI_FLOAT_ON_RAW ? c->threshold : dsi_core_inverse(f, c->threshold));
    }
    add(list, dsi_core_inverse(f, f->cap_core));
    add(list, dsi_core_inverse(f, 100.0));
    add(list, dsi_core_inverse(f, spec->has_hi ? spec->hi : 100.0));
    add(list, dsi_core_inverse(f, spec->has_lo ? spec->lo : 0.0));
    add(list, f->core_family == DSI_FAMILY_LINEAR ? f->linear.x0 : 0.0);
    add(list, f->core_family == DSI_FAMILY_LINEAR ? f->linear.x1 : f->ratio.baseline);
}

double dsi_step_way(const dsi_rule_spec *spec)
{
    return spec->u.step.bonus ? (double)spec->better : -(double)spec->better;
}

static void break_step(break_list *list, const dsi_rule_spec *spec)
{
    const dsi_step *s = &spec->u.step;
    const double way = dsi_step_way(spec);
    for (int32_t k = 0; k <= MOST_STEPS; k++) {
        add(list, s->x0 + way * s->delta * (double)k);
    }
    if (s->has_k_max) {
        add(list, s->x0 + way * s->delta * s->k_max);
        add(list, s->x0 + way * s->delta * (s->k_max + 1.0));
    }
    if (s->has_cliff) {
        add(list, s->cliff_x);
    }
}

static void break_band(break_list *list, const dsi_band *b)
{
    const bool trapezoid = b->form == DSI_BAND_TRAPEZOID;
    add(list, trapezoid ? b->a : b->target - b->tolerance);
    add(list, trapezoid ? b->b : b->target);
    add(list, trapezoid ? b->c : b->target + b->tolerance);
    add(list, trapezoid ? b->d : b->target);
}

/* The families of METHODS 2.11 to 2.14. */
static void break_curve(break_list *list, const dsi_rule_spec *spec)
{
    const dsi_goal_red *g = &spec->u.goal_red;
    switch (spec->family) {
    case DSI_FAMILY_DESIRABILITY:
        add(list, spec->u.desirability.low);
        add(list, spec->u.desirability.high);
        if (spec->u.desirability.form == DSI_DESIRE_TARGET) {
            add(list, spec->u.desirability.target);
        }
        break;
    case DSI_FAMILY_LOGISTIC:
        add(list, spec->u.logistic.x0);
        add(list, spec->u.logistic.x1);
        break;
    case DSI_FAMILY_EFFICACY:
        add(list, spec->u.efficacy.not_allowed);
        add(list, spec->u.efficacy.satisfactory);
        break;
    case DSI_FAMILY_GOAL_RED:
        add(list, g->red - (g->goal - g->red));
        add(list, g->red);
        add(list, g->goal);
        add(list, g->goal + (g->goal - g->red));
        break;
    default:
        break;
    }
}

int32_t dsi_rule_breaks(const dsi_rule_spec *spec, double *out)
{
    break_list list = {out, 0};
    switch (spec->family) {
    case DSI_FAMILY_RATIO:
        add(&list, 0.0);
        add(&list, spec->u.ratio.baseline);
        add(&list, 2.0 * spec->u.ratio.baseline);
        break;
    case DSI_FAMILY_BASE_FLOAT:
        break_base_float(&list, spec);
        break;
    case DSI_FAMILY_STEP:
        break_step(&list, spec);
        break;
    case DSI_FAMILY_LINEAR:
        add(&list, spec->u.linear.x0);
        add(&list, spec->u.linear.x1);
        break;
    case DSI_FAMILY_TARGET3:
        add(&list, spec->u.target3.threshold_x);
        add(&list, spec->u.target3.target_x);
        add(&list, spec->u.target3.stretch_x);
        break;
    case DSI_FAMILY_PIECEWISE:
        for (int32_t i = 0; i < spec->u.piecewise.knot_count; i++) {
            add(&list, spec->u.piecewise.knots[i].x);
        }
        break;
    case DSI_FAMILY_TIER:
        for (int32_t i = 1; i < spec->u.tier.tier_count; i++) {
            add(&list, spec->u.tier.tiers[i].min);
        }
        break;
    case DSI_FAMILY_PASS_FAIL:
        add(&list, spec->u.pass_fail.threshold);
        break;
    case DSI_FAMILY_FORMULA:
        for (int32_t i = 0; i < spec->u.formula.break_count; i++) {
            add(&list, spec->u.formula.breaks[i]);
        }
        break;
    case DSI_FAMILY_BAND:
        break_band(&list, &spec->u.band);
        break;
    default:
        break_curve(&list, spec);
        break;
    }
    return list.count;
}

int32_t dsi_rule_most_breaks(const dsi_rule_spec *spec)
{
    switch (spec->family) {
    case DSI_FAMILY_BASE_FLOAT:
        return spec->u.base_float.condition_count + 8;
    case DSI_FAMILY_STEP:
        return MOST_STEPS + 6;
    case DSI_FAMILY_PIECEWISE:
        return spec->u.piecewise.knot_count;
    case DSI_FAMILY_TIER:
        return spec->u.tier.tier_count;
    case DSI_FAMILY_FORMULA:
        return spec->u.formula.break_count;
    default:
        return 4;
    }
}
