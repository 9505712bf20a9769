/* What must hold of a rule before it may score anybody: numbers in range, orders kept, and a direction that the points
   do not contradict. Every message names the member and what was expected. */
#include "score/rule_parts.h"

#include "base/error.h"
#include "score/rule_formula.h"
#include "score/rule_needs.h"
#include "score/tolerance.h"
#include <math.h>
#include <stdio.h>

static dscore_status check_ratio_parts(const dsi_ratio *r, dscore_error *err)
{
    dscore_status status =
        need_choice(r->form, DSI_RATIO_LOWER_LINEAR, "form", "expected HIGHER, LOWER or LOWER_LINEAR", err);
    if (status == DSCORE_OK) {
        status = need_above_zero(
            r->baseline, "baseline", "expected a baseline above 0; a goal of zero is a PASS_FAIL rule", err);
    }
    if (status == DSCORE_OK && r->has_cap) {
        status = need_above_zero(r->cap, "cap", "expected a cap above 0", err);
    }
    return status;
}

static int32_t ratio_better(const dsi_ratio *r)
{
    return r->form == DSI_RATIO_HIGHER ? DSI_BETTER_HIGHER : DSI_BETTER_LOWER;
}

static dscore_status check_ratio(dsi_rule_spec *spec, dscore_error *err)
{
    dscore_status status = check_ratio_parts(&spec->u.ratio, err);
    return status == DSCORE_OK ? settle_better(spec, ratio_better(&spec->u.ratio), err) : status;
}

static dscore_status check_end(const dsi_end *end, const char *path, dscore_error *err)
{
    dscore_status status = need_choice(end->mode, DSI_END_CONST, path, "expected HOLD, EXTRAPOLATE or CONST", err);
    if (status == DSCORE_OK && end->mode == DSI_END_CONST) {
        status = need_finite(end->points, path, err);
    }
    return status;
}

static dscore_status check_line_parts(const dsi_linear *l, dscore_error *err)
{
    const named_number numbers[] = {{"x0", l->x0}, {"points0", l->points0}, {"x1", l->x1}, {"points1", l->points1}};
    dscore_status status = ALL_FINITE(numbers, err);
    if (status == DSCORE_OK && dsi_same(l->x0, l->x1)) {
        status = fail_at(err, DSCORE_CODE_RULE_ORDER, "x1", "expected two different values in x0 and x1");
    }
    return status == DSCORE_OK ? check_end(&l->below, "below", err) : status;
}

static int32_t line_better(const dsi_linear *l)
{
    return sign_of(l->points1 - l->points0) * (l->x1 > l->x0 ? 1 : -1);
}

static dscore_status check_linear(dsi_rule_spec *spec, dscore_error *err)
{
    dscore_status status = check_line_parts(&spec->u.linear, err);
    return status == DSCORE_OK ? settle_better(spec, line_better(&spec->u.linear), err) : status;
}

static dscore_status check_condition(const dsi_float *c, dscore_error *err)
{
    dscore_status status = need_choice(c->on, DSI_FLOAT_ON_CORE, "on", "expected RAW or CORE", err);
    if (status == DSCORE_OK) {
        status = need_choice(c->op, DSI_CMP_LT, "op", "expected >=, >, <= or <", err);
    }
    if (status == DSCORE_OK) {
        status = need_finite(c->threshold, "threshold", err);
    }
    return status == DSCORE_OK ? need_finite(c->points, "points", err) : status;
}

static dscore_status check_conditions(const dsi_base_float *f, dscore_error *err)
{
    if (f->condition_count < 0 || (f->condition_count > 0 && f->conditions == NULL)) {
        return fail_at(err, DSCORE_CODE_RULE_NUMBER, "conditions", "expected a list of conditions");
    }
    for (int32_t i = 0; i < f->condition_count; i++) {
        dscore_status status = check_condition(&f->conditions[i], err);
        if (status != DSCORE_OK) {
            char place[40];
            (void)snprintf(place, sizeof place, "conditions[%d]", (int)i);
            dsi_error_prefix(err, place);
            return status;
        }
    }
    return DSCORE_OK;
}

static dscore_status check_base_float(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_base_float *f = &spec->u.base_float;
    dscore_status status = need_choice(f->mode, DSI_ADJ_BASE, "mode", "expected ADJ_CORE or ADJ_BASE", err);
    if (status == DSCORE_OK && f->core_family != DSI_FAMILY_RATIO && f->core_family != DSI_FAMILY_LINEAR) {
        status = fail_at(err, DSCORE_CODE_RULE_CHOICE, "core.family", "expected a core of family RATIO or LINEAR");
    }
    if (status == DSCORE_OK) {
        bool is_line = f->core_family == DSI_FAMILY_LINEAR;
        status = is_line ? check_line_parts(&f->linear, err) : check_ratio_parts(&f->ratio, err);
        if (status != DSCORE_OK) {
            dsi_error_prefix(err, "core");
        }
    }
    if (status == DSCORE_OK) {
        status = need_choice(f->stack, DSI_STACK_MAX_ABS, "stack", "expected ALL, FIRST_MATCH or MAX_ABS", err);
    }
    if (status == DSCORE_OK) {
        status =
            need_choice(f->order, DSI_FLOAT_THEN_CAP, "order", "expected CAP_CORE_THEN_FLOAT or FLOAT_THEN_CAP", err);
    }
    if (status == DSCORE_OK && f->has_cap_core) {
        status = need_above_zero(f->cap_core, "cap_core", "expected a cap above 0", err);
    }
    if (status == DSCORE_OK) {
        status = need_finite(f->base, "base", err);
    }
    if (status == DSCORE_OK) {
        status = check_conditions(f, err);
    }
    int32_t shown = f->core_family == DSI_FAMILY_LINEAR ? line_better(&f->linear) : ratio_better(&f->ratio);
    return status == DSCORE_OK ? settle_better(spec, shown, err) : status;
}

static dscore_status check_step(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_step *s = &spec->u.step;
    const named_number numbers[] = {{"x0", s->x0}, {"points", s->points}, {"full", s->full},
        {"limit", s->has_limit ? s->limit : 0.0}, {"k_max", s->has_k_max ? s->k_max : 0.0},
        {"cliff.x", s->has_cliff ? s->cliff_x : 0.0}, {"cliff.points", s->has_cliff ? s->cliff_points : 0.0}};
    dscore_status status = ALL_FINITE(numbers, err);
    if (status == DSCORE_OK) {
        status = need_above_zero(s->delta, "delta", "expected a step wider than 0", err);
    }
    if (status == DSCORE_OK && s->points < 0.0) {
        status = fail_at(err, DSCORE_CODE_RULE_NUMBER, "points", "expected at least 0; `bonus` says whether steps add");
    }
    if (status == DSCORE_OK && s->has_k_max && s->k_max < 0.0) {
        status = fail_at(err, DSCORE_CODE_RULE_NUMBER, "k_max", "expected at least 0 steps");
    }
    if (status == DSCORE_OK) {
        status = need_choice(
            s->counting, DSI_COUNT_ROUND_HALF_UP, "counting", "expected FLOOR, CEIL, LINEAR or ROUND_HALF_UP", err);
    }
    if (status == DSCORE_OK && s->has_limit && (s->bonus ? s->limit < s->full : s->limit > s->full)) {
        status = fail_at(err, DSCORE_CODE_RULE_NUMBER, "limit",
            s->bonus ? "expected at least the points at x0" : "expected at most the points at x0");
    }
    return status == DSCORE_OK ? need_better(spec, err) : status;
}

static dscore_status check_target3(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_target3 *t = &spec->u.target3;
    const named_number numbers[] = {{"threshold.x", t->threshold_x}, {"threshold.points", t->threshold_points},
        {"target.x", t->target_x}, {"target.points", t->target_points}, {"stretch.x", t->stretch_x},
        {"stretch.points", t->stretch_points}};
    dscore_status status = ALL_FINITE(numbers, err);
    if (status == DSCORE_OK) {
        status = need_choice(t->below, DSI_BELOW_HOLD, "below", "expected ZERO, EXTRAPOLATE or HOLD", err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    double way = t->stretch_x > t->threshold_x ? 1.0 : -1.0;
    if (!dsi_above(way * t->target_x, way * t->threshold_x) || !dsi_above(way * t->stretch_x, way * t->target_x)) {
        return fail_at(
            err, DSCORE_CODE_RULE_ORDER, "target.x", "expected the target strictly between threshold and stretch");
    }
    if (t->target_points < t->threshold_points || t->stretch_points < t->target_points) {
        return fail_at(err, DSCORE_CODE_RULE_ORDER, "target.points",
            "expected points that do not fall from threshold to target to stretch");
    }
    return settle_better(spec, way > 0.0 ? DSI_BETTER_HIGHER : DSI_BETTER_LOWER, err);
}

static dscore_status fail_in_list(
    dscore_error *err, int32_t code, const char *list, int32_t i, const char *member, const char *message)
{
    dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, code, "%s", message);
    dsi_error_path(err, "%s[%d].%s", list, (int)i, member);
    return status;
}

/* One direction for all: +1, -1, or 0 where points both rise and fall, or never change. */
typedef struct trend {
    bool rises, falls;
} trend;

static void follow(trend *t, double from, double to)
{
    t->rises = t->rises || to > from;
    t->falls = t->falls || to < from;
}

static int32_t trend_better(const trend *t)
{
    return t->rises == t->falls ? DSI_BETTER_UNSAID : t->rises ? DSI_BETTER_HIGHER : DSI_BETTER_LOWER;
}

static dscore_status check_knots(const dsi_piecewise *p, trend *shown, dscore_error *err)
{
    for (int32_t i = 0; i < p->knot_count; i++) {
        const dsi_knot *k = &p->knots[i];
        if (!isfinite(k->x)) {
            return fail_in_list(err, DSCORE_CODE_RULE_NUMBER, "knots", i, "x", "expected a finite number");
        }
        if (!isfinite(k->left) || !isfinite(k->right)) {
            return fail_in_list(err, DSCORE_CODE_RULE_NUMBER, "knots", i, "y", "expected a finite number");
        }
        if (i > 0 && !dsi_above(k->x, k[-1].x)) {
            return fail_in_list(err, DSCORE_CODE_RULE_ORDER, "knots", i, "x",
                "expected knots in ascending order, each x above the one before");
        }
        if (i > 0) {
            follow(shown, k[-1].right, k->left);
        }
        follow(shown, k->left, k->right);
    }
    return DSCORE_OK;
}

static dscore_status check_piecewise(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_piecewise *p = &spec->u.piecewise;
    if (p->knot_count < 1 || p->knots == NULL) {
        return fail_at(err, DSCORE_CODE_RULE_NUMBER, "knots", "expected at least one knot");
    }
    trend shown = {false, false};
    dscore_status status = check_knots(p, &shown, err);
    if (status == DSCORE_OK) {
        status = need_choice(p->value_at_knot, DSI_AT_KNOT_RIGHT, "value_at_knot", "expected LEFT or RIGHT", err);
    }
    if (status == DSCORE_OK) {
        status = check_end(&p->low, "ends.low", err);
    }
    if (status == DSCORE_OK) {
        status = check_end(&p->high, "ends.high", err);
    }
    if (status == DSCORE_OK && p->knot_count < 2 &&
        (p->low.mode == DSI_END_EXTRAPOLATE || p->high.mode == DSI_END_EXTRAPOLATE)) {
        status = fail_at(err, DSCORE_CODE_RULE_CHOICE, "ends", "EXTRAPOLATE needs at least two knots");
    }
    return status == DSCORE_OK ? settle_better(spec, trend_better(&shown), err) : status;
}

static dscore_status check_tiers(const dsi_tiers *t, trend *shown, dscore_error *err)
{
    for (int32_t i = 0; i < t->tier_count; i++) {
        const dsi_tier *tier = &t->tiers[i];
        double low = i == 0 ? -(double)INFINITY : tier[-1].max;
        if (!isfinite(tier->points)) {
            return fail_in_list(err, DSCORE_CODE_RULE_NUMBER, "tiers", i, "points", "expected a finite number");
        }
        if (!(tier->min == low)) {
            return fail_in_list(err, DSCORE_CODE_RULE_ORDER, "tiers", i, "min",
                i == 0            ? "the first tier has no lower end: tiers cover the whole axis"
                : tier->min > low ? "there is a gap: expected the upper end of the tier before"
                                  : "tiers overlap: expected the upper end of the tier before");
        }
        bool last = i == t->tier_count - 1;
        if (last ? !(tier->max > 0.0 && isinf(tier->max)) : !(isfinite(tier->max) && tier->max > tier->min)) {
            return fail_in_list(err, DSCORE_CODE_RULE_ORDER, "tiers", i, "max",
                last ? "the last tier has no upper end: tiers cover the whole axis"
                     : "expected a number above the lower end of the tier");
        }
        if (i > 0) {
            follow(shown, tier[-1].points, tier->points);
        }
    }
    return DSCORE_OK;
}

static dscore_status check_tier(dsi_rule_spec *spec, dscore_error *err)
{
    dsi_tiers *t = &spec->u.tier;
    if (t->tier_count < 1 || t->tiers == NULL) {
        return fail_at(err, DSCORE_CODE_RULE_NUMBER, "tiers", "expected at least one tier");
    }
    trend shown = {false, false};
    dscore_status status = check_tiers(t, &shown, err);
    if (status == DSCORE_OK && shown.rises && shown.falls) {
        status = fail_at(err, DSCORE_CODE_RULE_ORDER, "tiers", "expected points that only rise or only fall");
    }
    if (status == DSCORE_OK) {
        status = settle_better(spec, trend_better(&shown), err);
    }
    if (status == DSCORE_OK && (t->closed < DSI_CLOSED_BY_DIRECTION || t->closed > DSI_CLOSED_HIGH)) {
        status = fail_at(err, DSCORE_CODE_RULE_CHOICE, "closed", "expected LOW or HIGH");
    }
    if (status == DSCORE_OK && t->closed == DSI_CLOSED_BY_DIRECTION) {
        status = need_better(spec, err);
        t->closed = spec->better == DSI_BETTER_LOWER ? DSI_CLOSED_HIGH : DSI_CLOSED_LOW;
    }
    return status;
}

static dscore_status check_pass_fail(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_pass_fail *p = &spec->u.pass_fail;
    const named_number numbers[] = {{"threshold", p->threshold}, {"hit", p->hit}, {"miss", p->miss}};
    dscore_status status = need_choice(p->op, DSI_CMP_LT, "op", "expected >=, >, <= or <", err);
    if (status == DSCORE_OK) {
        status = ALL_FINITE(numbers, err);
    }
    int32_t upward = p->op == DSI_CMP_GE || p->op == DSI_CMP_GT ? 1 : -1;
    return status == DSCORE_OK ? settle_better(spec, upward * sign_of(p->hit - p->miss), err) : status;
}

static dscore_status check_band(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_band *b = &spec->u.band;
    dscore_status status = need_choice(b->form, DSI_BAND_DEVIATION, "form", "expected TRAPEZOID or DEVIATION", err);
    if (status == DSCORE_OK && spec->better != DSI_BETTER_UNSAID) {
        status =
            fail_at(err, DSCORE_CODE_RULE_DIRECTION, "better", "a BAND is best inside: it has no better direction");
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (b->form == DSI_BAND_DEVIATION) {
        const named_number numbers[] = {{"target", b->target}, {"tolerance", b->tolerance}, {"slope", b->slope}};
        status = ALL_FINITE(numbers, err);
        if (status == DSCORE_OK && b->tolerance < 0.0) {
            status = fail_at(err, DSCORE_CODE_RULE_NUMBER, "tolerance", "expected at least 0");
        }
        return status == DSCORE_OK ? need_above_zero(b->slope, "slope", "expected a slope above 0", err) : status;
    }
    const named_number numbers[] = {{"a", b->a}, {"b", b->b}, {"c", b->c}, {"d", b->d}};
    status = ALL_FINITE(numbers, err);
    if (status == DSCORE_OK && !(b->a < b->b && b->b <= b->c && b->c < b->d)) {
        status = fail_at(err, DSCORE_CODE_RULE_ORDER, "b", "expected a < b <= c < d");
    }
    return status;
}

static dscore_status check_exponents(const dsi_desirability *d, dscore_error *err)
{
    static const char *const WHY = "expected an exponent above 0";
    if (d->form == DSI_DESIRE_TARGET) {
        dscore_status status = need_above_zero(d->exponent_low, "exponent_low", WHY, err);
        return status == DSCORE_OK ? need_above_zero(d->exponent_high, "exponent_high", WHY, err) : status;
    }
    return d->form == DSI_DESIRE_BOX ? DSCORE_OK : need_above_zero(d->exponent, "exponent", WHY, err);
}

static dscore_status check_desirability(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_desirability *d = &spec->u.desirability;
    const bool has_target = d->form == DSI_DESIRE_TARGET;
    const named_number numbers[] = {{"low", d->low}, {"high", d->high}, {"target", has_target ? d->target : 0.0}};
    dscore_status status = need_choice(d->form, DSI_DESIRE_BOX, "form", "expected MAX, MIN, TARGET or BOX", err);
    if (status == DSCORE_OK) {
        status = ALL_FINITE(numbers, err);
    }
    if (status == DSCORE_OK && !dsi_above(d->high, d->low)) {
        status = fail_at(err, DSCORE_CODE_RULE_ORDER, "high", "expected a value above low");
    }
    if (status == DSCORE_OK && has_target && !(dsi_above(d->target, d->low) && dsi_above(d->high, d->target))) {
        status = fail_at(err, DSCORE_CODE_RULE_ORDER, "target", "expected a target strictly between low and high");
    }
    if (status == DSCORE_OK) {
        status = check_exponents(d, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (d->form == DSI_DESIRE_MAX || d->form == DSI_DESIRE_MIN) {
        return settle_better(spec, d->form == DSI_DESIRE_MAX ? DSI_BETTER_HIGHER : DSI_BETTER_LOWER, err);
    }
    return spec->better == DSI_BETTER_UNSAID
               ? DSCORE_OK
               : fail_at(err, DSCORE_CODE_RULE_DIRECTION, "better",
                     "a DESIRABILITY of form TARGET or BOX is best inside: it has no better direction");
}

static dscore_status check_logistic(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_logistic *l = &spec->u.logistic;
    const named_number numbers[] = {{"x0", l->x0}, {"points0", l->points0}, {"x1", l->x1}, {"points1", l->points1},
        {"least", l->least}, {"most", l->most}};
    dscore_status status = ALL_FINITE(numbers, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (!dsi_above(l->most, l->least)) {
        return fail_at(err, DSCORE_CODE_RULE_ORDER, "most", "expected more points than least");
    }
    if (dsi_same(l->x0, l->x1)) {
        return fail_at(err, DSCORE_CODE_RULE_ORDER, "x1", "expected two different values in x0 and x1");
    }
    const named_number points[] = {{"points0", l->points0}, {"points1", l->points1}};
    for (int32_t i = 0; i < 2; i++) {
        const double at = points[i].value;
        if (!(at > l->least && at < l->most) || !isfinite(dsi_logistic_logit(l, at))) {
            return fail_at(err, DSCORE_CODE_RULE_NUMBER, points[i].path,
                "expected points strictly between least and most: the curve never reaches them");
        }
    }
    if (dsi_same(l->points0, l->points1) || dsi_logistic_logit(l, l->points0) == dsi_logistic_logit(l, l->points1)) {
        return fail_at(err, DSCORE_CODE_RULE_ORDER, "points1", "expected different points in points0 and points1");
    }
    return settle_better(spec, sign_of(l->points1 - l->points0) * (l->x1 > l->x0 ? 1 : -1), err);
}

static dscore_status check_efficacy(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_efficacy *e = &spec->u.efficacy;
    const named_number numbers[] = {
        {"not_allowed", e->not_allowed}, {"satisfactory", e->satisfactory}, {"base", e->base}};
    dscore_status status = ALL_FINITE(numbers, err);
    if (status == DSCORE_OK) {
        status = need_above_zero(e->span, "span", "expected a span above 0", err);
    }
    if (status == DSCORE_OK && dsi_same(e->not_allowed, e->satisfactory)) {
        status = fail_at(err, DSCORE_CODE_RULE_ORDER, "satisfactory", "expected another value than not_allowed");
    }
    return status == DSCORE_OK ? settle_better(spec, sign_of(e->satisfactory - e->not_allowed), err) : status;
}

static dscore_status check_goal_red(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_goal_red *g = &spec->u.goal_red;
    const named_number numbers[] = {{"goal", g->goal}, {"red", g->red}};
    dscore_status status = ALL_FINITE(numbers, err);
    if (status == DSCORE_OK && dsi_same(g->goal, g->red)) {
        status = fail_at(err, DSCORE_CODE_RULE_ORDER, "red", "expected another value than goal");
    }
    return status == DSCORE_OK ? settle_better(spec, sign_of(g->goal - g->red), err) : status;
}

static dscore_status check_peers(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_peers *p = &spec->u.peers;
    dscore_status status =
        need_choice(p->method, DSI_PEERS_PERCENT_RANK, "method", "expected Z, ROBUST_Z, MIN_MAX or PERCENT_RANK", err);
    if (status == DSCORE_OK) {
        status = need_choice(p->scale, DSI_SCALE_Z, "scale", "expected NORMAL, T or Z", err);
    }
    if (status == DSCORE_OK) {
        status = need_choice(
            p->definition, DSI_RANK_EXCEL_INC, "definition", "expected MEAN, WEAK, STRICT or EXCEL_INC", err);
    }
    if (status == DSCORE_OK && !(p->when_equal >= 0.0 && p->when_equal <= 100.0)) {
        status = fail_at(err, DSCORE_CODE_RULE_NUMBER, "when_equal", "expected points from 0 to 100");
    }
    if (status == DSCORE_OK && p->min_group < 2) {
        status = fail_at(err, DSCORE_CODE_RULE_NUMBER, "min_group", "expected at least 2: nobody is a peer of himself");
    }
    const bool is_bare = p->scale == DSI_SCALE_Z && (p->method == DSI_PEERS_Z || p->method == DSI_PEERS_ROBUST_Z);
    if (status == DSCORE_OK && is_bare && spec->has_lo && spec->lo >= 0.0) {
        status = fail_at(err, DSCORE_CODE_RULE_CLAMP, "clamp.lo",
            "expected less than 0, or no clamp: on the scale Z about half of the group lies below 0");
    }
    return status == DSCORE_OK ? need_better(spec, err) : status;
}

/* In the order of dsi_family, from 1. */
static dscore_status (*const FAMILY_CHECK[])(dsi_rule_spec *spec, dscore_error *err) = {check_ratio, check_base_float,
    check_step, check_linear, check_target3, check_piecewise, check_tier, check_pass_fail, check_band,
    check_desirability, check_logistic, check_efficacy, check_goal_red, check_peers, dsi_formula_rule_check};

dscore_status dsi_rule_check(dsi_rule_spec *spec, dscore_error *err)
{
    if (dsi_family_name(spec->family) == NULL) {
        return fail_at(err, DSCORE_CODE_RULE_FAMILY, "family",
            "expected RATIO, BASE_FLOAT, STEP, LINEAR, TARGET3, PIECEWISE, TIER, PASS_FAIL, BAND, DESIRABILITY, "
            "LOGISTIC, EFFICACY, GOAL_RED, PEERS or FORMULA");
    }
    if (spec->better < DSI_BETTER_LOWER || spec->better > DSI_BETTER_HIGHER) {
        return fail_at(err, DSCORE_CODE_RULE_CHOICE, "better", "expected higher or lower");
    }
    if ((spec->has_lo && !isfinite(spec->lo)) || (spec->has_hi && !isfinite(spec->hi))) {
        return fail_at(err, DSCORE_CODE_RULE_CLAMP, spec->has_lo && !isfinite(spec->lo) ? "clamp.lo" : "clamp.hi",
            "expected a finite number, or no clamp at this end");
    }
    if (spec->has_lo && spec->has_hi && spec->lo > spec->hi) {
        return fail_at(err, DSCORE_CODE_RULE_CLAMP, "clamp.lo", "expected at most the upper end of the clamp");
    }
    return FAMILY_CHECK[spec->family - 1](spec, err);
}
