/* Writing rules: what differs from the defaults of the family. */
#include "document/rule_document.h"

#include "base/error.h"
#include "document/rule_members.h"
#include "score/rule_parts.h"
#include <math.h>
#include <string.h>

static void write_end(dsi_writer *w, const char *name, const dsi_end *end, int32_t usual)
{
    if (end->mode == DSI_END_CONST) {
        dsi_json_number(w, name, end->points);
    } else if (end->mode != usual) {
        dsi_json_text(w, name, end->mode == DSI_END_HOLD ? "HOLD" : "EXTRAPOLATE");
    }
}

static void write_base_float(dsi_writer *w, const dsi_base_float *f, const dsi_base_float *usual)
{
    const dsi_core_parts core = {f->ratio, f->linear, {NULL, NULL, 0, NULL}};
    const dsi_core_parts usual_core = {usual->ratio, usual->linear, {NULL, NULL, 0, NULL}};
    dsi_json_name(w, "core");
    dsi_json_open(w, '{', true);
    if (f->core_family == DSI_FAMILY_RATIO) {
        dsi_json_text(w, "family", "RATIO");
        dsi_json_members(w, &dsi_core_ratio_members[1], DSI_CORE_RATIO_MEMBERS - 1, &core, &usual_core);
    } else {
        dsi_json_text(w, "family", "LINEAR");
        dsi_json_members(w, &dsi_core_linear_members[1], DSI_CORE_LINEAR_MEMBERS - 1, &core, &usual_core);
        write_end(w, "below", &f->linear.below, DSI_END_EXTRAPOLATE);
    }
    dsi_json_close(w, '}');
    dsi_json_name(w, "conditions");
    dsi_json_open(w, '[', false);
    for (int32_t i = 0; i < f->condition_count; i++) {
        const dsi_float *c = &f->conditions[i];
        dsi_json_open(w, '{', true);
        dsi_json_members(w, dsi_condition_members, 2, c, c);
        dsi_json_number(w, "threshold", c->threshold);
        dsi_json_number(w, "points", c->points);
        dsi_json_close(w, '}');
    }
    dsi_json_close(w, ']');
}

static void write_step(dsi_writer *w, const dsi_step *step)
{
    if (step->has_limit && (step->bonus || step->limit != 0)) {
        dsi_json_number(w, "limit", step->limit);
    } else if (!step->has_limit && !step->bonus) {
        dsi_json_name(w, "limit");
        dsi_json_put_null(w);
    }
    if (step->has_cliff) {
        dsi_json_name(w, "cliff");
        dsi_json_open(w, '{', true);
        dsi_json_number(w, "x", step->cliff_x);
        dsi_json_name(w, "inclusive");
        dsi_json_put_bool(w, step->cliff_inclusive);
        dsi_json_number(w, "points", step->cliff_points);
        dsi_json_close(w, '}');
    }
}

static void write_point(dsi_writer *w, const char *name, double x, double points)
{
    dsi_json_name(w, name);
    dsi_json_open(w, '{', true);
    dsi_json_number(w, "x", x);
    dsi_json_number(w, "points", points);
    dsi_json_close(w, '}');
}

static void write_piecewise(dsi_writer *w, const dsi_piecewise *p)
{
    dsi_json_name(w, "knots");
    dsi_json_open(w, '[', false);
    for (int32_t i = 0; i < p->knot_count; i++) {
        const dsi_knot *k = &p->knots[i];
        dsi_json_open(w, '{', true);
        dsi_json_number(w, "x", k->x);
        if (k->left == k->right) {
            dsi_json_number(w, "points", k->left);
        } else {
            dsi_json_number(w, "left", k->left);
            dsi_json_number(w, "right", k->right);
        }
        dsi_json_close(w, '}');
    }
    dsi_json_close(w, ']');
    dsi_json_name(w, "ends");
    dsi_json_open(w, '{', true);
    write_end(w, "low", &p->low, 0);
    write_end(w, "high", &p->high, 0);
    dsi_json_close(w, '}');
}

static void write_tiers(dsi_writer *w, const dsi_tiers *t)
{
    dsi_json_name(w, "tiers");
    dsi_json_open(w, '[', false);
    for (int32_t i = 0; i < t->tier_count; i++) {
        const dsi_tier *tier = &t->tiers[i];
        dsi_json_open(w, '{', true);
        if (isfinite(tier->min)) {
            dsi_json_number(w, "min", tier->min);
        }
        if (isfinite(tier->max)) {
            dsi_json_number(w, "max", tier->max);
        }
        dsi_json_number(w, "points", tier->points);
        dsi_json_words(w, "label", tier->label_en, tier->label_zh);
        dsi_json_close(w, '}');
    }
    dsi_json_close(w, ']');
}

static void write_rule_parameters(dsi_writer *w, const dsi_points_formula *f)
{
    if (f->parameter_count == 0) {
        return;
    }
    dsi_json_name(w, "parameters");
    dsi_json_open(w, '{', true);
    for (int32_t i = 0; i < f->parameter_count; i++) {
        dsi_json_number(w, f->parameters[i].name, f->parameters[i].value);
    }
    dsi_json_close(w, '}');
}

static void write_clamp(dsi_writer *w, const dsi_rule_spec *spec)
{
    if (spec->has_lo && spec->lo == 0 && spec->has_hi && spec->hi == 100) {
        return;
    }
    dsi_json_name(w, "clamp");
    dsi_json_open(w, '{', true);
    dsi_json_number(w, "lo", spec->has_lo ? spec->lo : (double)NAN);
    dsi_json_number(w, "hi", spec->has_hi ? spec->hi : (double)NAN);
    dsi_json_close(w, '}');
}

/* The target is needed by one form; the exponents of other forms are never written. */
static void clear_needed_desire(dsi_desirability *usual, const dsi_desirability *d)
{
    const bool has_target = d->form == DSI_DESIRE_TARGET;
    usual->target = has_target ? (double)NAN : d->target;
    if (has_target || d->form == DSI_DESIRE_BOX) {
        usual->exponent = d->exponent;
    }
    if (!has_target) {
        usual->exponent_low = d->exponent_low;
        usual->exponent_high = d->exponent_high;
    }
}

/* Members that a form must have are written whatever their value: nothing equals NaN. */
static void clear_needed(dsi_rule_spec *usual, const dsi_rule_spec *spec)
{
    const double never = (double)NAN;
    if (spec->family == DSI_FAMILY_BASE_FLOAT && spec->u.base_float.mode == DSI_ADJ_BASE) {
        usual->u.base_float.base = never;
        usual->u.base_float.cap_core = spec->u.base_float.cap_core;
        usual->u.base_float.has_cap_core = spec->u.base_float.has_cap_core;
        usual->u.base_float.order = spec->u.base_float.order;
    } else if (spec->family == DSI_FAMILY_BAND) {
        const dsi_band *b = &spec->u.band;
        const bool deviates = b->form == DSI_BAND_DEVIATION;
        const dsi_band deviation = {DSI_BAND_TRAPEZOID, b->a, b->b, b->c, b->d, never, 0, never};
        const dsi_band trapezoid = {DSI_BAND_TRAPEZOID, never, never, never, never, b->target, b->tolerance, b->slope};
        usual->u.band = deviates ? deviation : trapezoid;
    } else if (spec->family == DSI_FAMILY_DESIRABILITY) {
        clear_needed_desire(&usual->u.desirability, &spec->u.desirability);
    }
}

void dsi_write_rule(dsi_writer *w, const dsi_rule_spec *spec)
{
    dsi_rule_parts parts, usual;
    memset(&parts, 0, sizeof parts);
    memset(&usual, 0, sizeof usual);
    parts.spec = *spec;
    dsi_rule_spec_init(&usual.spec, spec->family);
    clear_needed(&usual.spec, spec);
    const dsi_family_members *table = dsi_family_members_of(spec->family);
    dsi_json_text(w, "family", table->name);
    dsi_json_members(w, table->members, table->count, &parts, &usual);
    switch (spec->family) {
    case DSI_FAMILY_BASE_FLOAT:
        write_base_float(w, &spec->u.base_float, &usual.spec.u.base_float);
        break;
    case DSI_FAMILY_STEP:
        write_step(w, &spec->u.step);
        break;
    case DSI_FAMILY_LINEAR:
        write_end(w, "below", &spec->u.linear.below, DSI_END_EXTRAPOLATE);
        break;
    case DSI_FAMILY_TARGET3:
        write_point(w, "threshold", spec->u.target3.threshold_x, spec->u.target3.threshold_points);
        write_point(w, "target", spec->u.target3.target_x, spec->u.target3.target_points);
        write_point(w, "stretch", spec->u.target3.stretch_x, spec->u.target3.stretch_points);
        break;
    case DSI_FAMILY_PIECEWISE:
        write_piecewise(w, &spec->u.piecewise);
        break;
    case DSI_FAMILY_TIER:
        write_tiers(w, &spec->u.tier);
        break;
    case DSI_FAMILY_FORMULA:
        write_rule_parameters(w, &spec->u.formula);
        break;
    default:
        break;
    }
    write_clamp(w, spec);
}

static void write_document(dsi_writer *w, const void *rule)
{
    dsi_write_rule(w, dsi_rule_spec_of(rule));
}

dscore_status dscore_rule_dump(
    const dscore_rule *rule, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (rule == NULL) {
        return dsi_fail_null(err, "rule");
    }
    return dsi_dump(&rule->arena.allocator, "rule", write_document, rule, buffer, capacity, out_needed, err);
}
