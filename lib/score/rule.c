/* Rules: their defaults, their making and the way from a value to clamped points. The families' own arithmetic is in
   rule_points.c, their checks in rule_check.c, their words in rule_text.c. */
#include "score/rule_parts.h"

#include "base/error.h"
#include "score/rule_formula.h"
#include "score/tolerance.h"
#include <math.h>
#include <string.h>

/* In the order of dsi_family, from 1. */
static const char *const FAMILY_NAMES[] = {"RATIO", "BASE_FLOAT", "STEP", "LINEAR", "TARGET3", "PIECEWISE", "TIER",
    "PASS_FAIL", "BAND", "DESIRABILITY", "LOGISTIC", "EFFICACY", "GOAL_RED", "PEERS", "FORMULA"};
enum { FAMILY_NAME_COUNT = (int)(sizeof FAMILY_NAMES / sizeof FAMILY_NAMES[0]) };

const char *dsi_family_name(int32_t family)
{
    return family < 1 || family > FAMILY_NAME_COUNT ? NULL : FAMILY_NAMES[family - 1];
}

int32_t dsi_family_find(const char *name)
{
    for (int32_t i = 0; name != NULL && i < FAMILY_NAME_COUNT; i++) {
        if (strcmp(FAMILY_NAMES[i], name) == 0) {
            return i + 1;
        }
    }
    return 0;
}

static void init_base_float(dsi_base_float *f)
{
    f->mode = DSI_ADJ_CORE;
    f->core_family = DSI_FAMILY_RATIO;
    f->ratio.form = DSI_RATIO_HIGHER;
    f->linear.points1 = 100.0;
    f->linear.below.mode = DSI_END_EXTRAPOLATE;
    f->stack = DSI_STACK_ALL;
    f->has_cap_core = true;
    f->cap_core = 120.0;
    f->order = DSI_CAP_CORE_THEN_FLOAT;
}

static void init_step(dsi_step *s)
{
    s->full = 100.0;
    s->has_limit = true;
    s->counting = DSI_COUNT_FLOOR;
    s->cliff_inclusive = true;
}

void dsi_rule_spec_init(dsi_rule_spec *spec, int32_t family)
{
    memset(spec, 0, sizeof *spec);
    spec->family = family;
    spec->has_lo = true;
    spec->has_hi = true;
    spec->hi = 100.0;
    switch (family) {
    case DSI_FAMILY_RATIO:
        spec->u.ratio = (dsi_ratio){DSI_RATIO_HIGHER, 0.0, true, 120.0};
        break;
    case DSI_FAMILY_BASE_FLOAT:
        init_base_float(&spec->u.base_float);
        break;
    case DSI_FAMILY_STEP:
        init_step(&spec->u.step);
        break;
    case DSI_FAMILY_LINEAR:
        spec->u.linear.points1 = 100.0;
        spec->u.linear.below.mode = DSI_END_EXTRAPOLATE;
        break;
    case DSI_FAMILY_TARGET3:
        spec->u.target3.below = DSI_BELOW_ZERO;
        break;
    case DSI_FAMILY_PIECEWISE:
        spec->u.piecewise.value_at_knot = DSI_AT_KNOT_RIGHT;
        spec->u.piecewise.low.mode = DSI_END_HOLD;
        spec->u.piecewise.high.mode = DSI_END_HOLD;
        break;
    case DSI_FAMILY_PASS_FAIL:
        spec->u.pass_fail.hit = 100.0;
        break;
    case DSI_FAMILY_BAND:
        spec->u.band.form = DSI_BAND_TRAPEZOID;
        break;
    case DSI_FAMILY_DESIRABILITY:
        spec->u.desirability = (dsi_desirability){DSI_DESIRE_MAX, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0};
        break;
    case DSI_FAMILY_LOGISTIC:
        spec->u.logistic.most = 100.0;
        break;
    case DSI_FAMILY_EFFICACY:
        spec->u.efficacy.base = 60.0;
        spec->u.efficacy.span = 40.0;
        break;
    case DSI_FAMILY_PEERS:
        spec->u.peers = (dsi_peers){DSI_PEERS_Z, DSI_SCALE_NORMAL, DSI_RANK_MEAN, 100.0, 5};
        break;
    default:
        break;
    }
}

/* Text and parameters of a formula; what is made of them is no part of a copy. */
static dsi_rule_parameter *copy_formula(dsi_copying *c, dsi_points_formula *f)
{
    const int32_t count = f->parameter_count;
    dsi_rule_parameter *own = dsi_copy_array(c, f->parameters, count, sizeof(dsi_rule_parameter));
    for (int32_t i = 0; own != NULL && i < count; i++) {
        dsi_copy_text(c, &own[i].name);
        own[i].is_used = false;
    }
    dsi_points_formula copy = {f->text, own, count, NULL, NULL, 0, false};
    dsi_copy_text(c, &copy.text);
    *f = copy;
    return own;
}

/* The specification with its arrays and texts in the rule's own memory; false = no memory. */
static bool copy_spec(dscore_rule *rule, const dsi_rule_spec *spec, dsi_rule_parameter **out_parameters)
{
    dsi_copying c = {&rule->arena, false};
    dsi_rule_spec *copy = &rule->spec;
    *copy = *spec;
    dsi_copy_text(&c, &copy->id);
    dsi_copy_text(&c, &copy->name_en);
    dsi_copy_text(&c, &copy->name_zh);
    if (spec->family == DSI_FAMILY_BASE_FLOAT) {
        copy->u.base_float.conditions =
            dsi_copy_array(&c, spec->u.base_float.conditions, spec->u.base_float.condition_count, sizeof(dsi_float));
    } else if (spec->family == DSI_FAMILY_PIECEWISE) {
        copy->u.piecewise.knots =
            dsi_copy_array(&c, spec->u.piecewise.knots, spec->u.piecewise.knot_count, sizeof(dsi_knot));
    } else if (spec->family == DSI_FAMILY_TIER) {
        dsi_tier *tiers = dsi_copy_array(&c, spec->u.tier.tiers, spec->u.tier.tier_count, sizeof(dsi_tier));
        for (int32_t i = 0; tiers != NULL && i < spec->u.tier.tier_count; i++) {
            dsi_copy_text(&c, &tiers[i].label_en);
            dsi_copy_text(&c, &tiers[i].label_zh);
        }
        copy->u.tier.tiers = tiers;
    } else if (spec->family == DSI_FAMILY_FORMULA) {
        *out_parameters = copy_formula(&c, &copy->u.formula);
    }
    return !c.failed;
}

dscore_status dsi_rule_new(
    const dscore_allocator *allocator, const dsi_rule_spec *spec, dscore_rule **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (spec == NULL) {
        return dsi_fail_null(err, "spec");
    }
    dscore_allocator a;
    dscore_status status = dsi_allocator_init(&a, allocator, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_rule *rule = dsi_alloc_zero(&a, (int64_t)sizeof *rule);
    if (rule == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_arena_init(&rule->arena, &a);
    dsi_rule_parameter *parameters = NULL;
    status = copy_spec(rule, spec, &parameters) ? dsi_rule_check(&rule->spec, err) : dsi_fail_memory(err);
    if (status == DSCORE_OK && spec->family == DSI_FAMILY_FORMULA) {
        status = dsi_formula_rule_make(rule, parameters, err);
    }
    if (status != DSCORE_OK) {
        dscore_rule_free(rule);
        return status;
    }
    *out = rule;
    return DSCORE_OK;
}

void dscore_rule_free(dscore_rule *rule)
{
    if (rule == NULL) {
        return;
    }
    dscore_allocator a = rule->arena.allocator;
    dsi_arena_free(&rule->arena);
    dsi_release(&a, rule, (int64_t)sizeof *rule);
}

const dsi_rule_spec *dsi_rule_spec_of(const dscore_rule *rule)
{
    return &rule->spec;
}

const char *dscore_rule_family(const dscore_rule *rule)
{
    return rule == NULL ? "" : dsi_family_name(rule->spec.family);
}

double dsi_rule_clamp(const dsi_rule_spec *spec, double raw, int32_t *flags)
{
    double points = raw; /* what only arithmetic put beyond an end (METHODS 0.3) is cut, but was not clamped */
    if (spec->has_lo && points < spec->lo) {
        points = spec->lo;
        *flags |= dsi_same(raw, points) ? 0 : DSCORE_SCORE_CLAMP_LO;
    }
    if (spec->has_hi && points > spec->hi) {
        points = spec->hi;
        *flags |= dsi_same(raw, points) ? 0 : DSCORE_SCORE_CLAMP_HI;
    }
    return points;
}

int32_t dsi_rule_points(const dscore_rule *rule, double x, double *out_points, double *out_raw, int32_t *out_flags)
{
    const dsi_rule_spec *spec = &rule->spec;
    const bool alone = dsi_rule_is_relative(rule) && isfinite(x);
    int32_t flags = 0;
    double raw = isfinite(x) ? dsi_rule_raw(spec, x, &flags) : (double)NAN;
    *out_points = (double)NAN;
    *out_raw = (double)NAN;
    *out_flags = alone ? DSCORE_SCORE_SMALL_N : 0;
    if (isnan(x) || alone) {
        return alone ? DSCORE_VALUE_INSUFFICIENT : DSCORE_VALUE_NO_DATA;
    }
    if (!isfinite(raw)) {
        return DSCORE_VALUE_UNDEFINED;
    }
    *out_points = dsi_rule_clamp(spec, raw, &flags);
    *out_raw = raw;
    *out_flags = flags;
    return DSCORE_VALUE_OK;
}

dscore_status dscore_rule_apply(const dscore_rule *rule, const double *x, int64_t n, double *scores, double *raw,
    int32_t *status, int32_t *flags, dscore_error *err)
{
    if (rule == NULL) {
        return dsi_fail_null(err, "rule");
    }
    if (n < 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "n is %lld; expected at least 0", (long long)n);
    }
    if (n > 0 && (x == NULL || scores == NULL)) {
        return dsi_fail_null(err, x == NULL ? "x" : "scores");
    }
    return dsi_rule_group_points(rule, x, n, scores, raw, status, flags, &rule->arena.allocator, err);
}
