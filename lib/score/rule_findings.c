/* What a check should say of a rule that is valid but may not do what its author thinks: a cliff against the ladder, a
   branch that never shows, points that fall as the value gets better. The rule is tried at its own breakpoints, beside
   them, and between them, with and without the branch. */
#include "score/rule_parts.h"

#include "score/tolerance.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { GRID = 64, MOST_STEPS = 64, BESIDE = 3 };

typedef struct probing {
    const dscore_rule *rule;
    double low, high; /* the domain; infinities = unknown */
    double *x;        /* ascending */
    int32_t count, capacity;
    dsi_rule_finding *out;
    int32_t found, room;
} probing;

static void add_probe(probing *p, double x)
{
    if (!isfinite(x) || x < p->low || x > p->high || p->count == p->capacity) {
        return;
    }
    int32_t at = p->count;
    while (at > 0 && p->x[at - 1] > x) {
        p->x[at] = p->x[at - 1];
        at--;
    }
    p->x[at] = x;
    p->count++;
}

/* A breakpoint and its two sides. */
static void add_break(probing *p, double x)
{
    double beside = 1e-6 * fmax(1.0, fabs(x));
    add_probe(p, x - beside);
    add_probe(p, x);
    add_probe(p, x + beside);
}

static void break_base_float(probing *p)
{
    const dsi_rule_spec *spec = &p->rule->spec;
    const dsi_base_float *f = &spec->u.base_float;
    for (int32_t i = 0; i < f->condition_count; i++) {
        const dsi_float *c = &f->conditions[i];
        add_break(p, c->on == DSI_FLOAT_ON_RAW ? c->threshold : dsi_core_inverse(f, c->threshold));
    }
    add_break(p, dsi_core_inverse(f, f->cap_core));
    add_break(p, dsi_core_inverse(f, 100.0));
    add_break(p, dsi_core_inverse(f, spec->has_hi ? spec->hi : 100.0));
    add_break(p, dsi_core_inverse(f, spec->has_lo ? spec->lo : 0.0));
    add_break(p, f->core_family == DSI_FAMILY_LINEAR ? f->linear.x0 : 0.0);
    add_break(p, f->core_family == DSI_FAMILY_LINEAR ? f->linear.x1 : f->ratio.baseline);
}

static void break_step(probing *p)
{
    const dsi_step *s = &p->rule->spec.u.step;
    double way = s->bonus ? (double)p->rule->spec.better : -(double)p->rule->spec.better;
    for (int32_t k = 0; k <= MOST_STEPS; k++) {
        add_break(p, s->x0 + way * s->delta * (double)k);
    }
    if (s->has_k_max) {
        add_break(p, s->x0 + way * s->delta * s->k_max);
        add_break(p, s->x0 + way * s->delta * (s->k_max + 1.0));
    }
    if (s->has_cliff) {
        add_break(p, s->cliff_x);
        add_probe(p, s->cliff_x + way * s->delta);
    }
}

/* The families of METHODS 2.11 to 2.14. */
static void break_curve(probing *p, const dsi_rule_spec *spec)
{
    const dsi_goal_red *g = &spec->u.goal_red;
    switch (spec->family) {
    case DSI_FAMILY_DESIRABILITY:
        add_break(p, spec->u.desirability.low);
        add_break(p, spec->u.desirability.high);
        if (spec->u.desirability.form == DSI_DESIRE_TARGET) {
            add_break(p, spec->u.desirability.target);
        }
        break;
    case DSI_FAMILY_LOGISTIC:
        add_break(p, spec->u.logistic.x0);
        add_break(p, spec->u.logistic.x1);
        break;
    case DSI_FAMILY_EFFICACY:
        add_break(p, spec->u.efficacy.not_allowed);
        add_break(p, spec->u.efficacy.satisfactory);
        break;
    default:
        add_break(p, g->red - (g->goal - g->red));
        add_break(p, g->red);
        add_break(p, g->goal);
        add_break(p, g->goal + (g->goal - g->red));
        break;
    }
}

static void break_band(probing *p, const dsi_band *b)
{
    if (b->form == DSI_BAND_TRAPEZOID) {
        add_break(p, b->a);
        add_break(p, b->b);
        add_break(p, b->c);
        add_break(p, b->d);
        return;
    }
    double reach = b->tolerance + 100.0 / b->slope;
    add_break(p, b->target - reach);
    add_break(p, b->target);
    add_break(p, b->target + reach);
}

static void add_breaks(probing *p)
{
    const dsi_rule_spec *spec = &p->rule->spec;
    switch (spec->family) {
    case DSI_FAMILY_RATIO:
        add_break(p, 0.0);
        add_break(p, spec->u.ratio.baseline);
        add_break(p, 2.0 * spec->u.ratio.baseline);
        break;
    case DSI_FAMILY_BASE_FLOAT:
        break_base_float(p);
        break;
    case DSI_FAMILY_STEP:
        break_step(p);
        break;
    case DSI_FAMILY_LINEAR:
        add_break(p, spec->u.linear.x0);
        add_break(p, spec->u.linear.x1);
        break;
    case DSI_FAMILY_TARGET3:
        add_break(p, spec->u.target3.threshold_x);
        add_break(p, spec->u.target3.target_x);
        add_break(p, spec->u.target3.stretch_x);
        break;
    case DSI_FAMILY_PIECEWISE:
        for (int32_t i = 0; i < spec->u.piecewise.knot_count; i++) {
            add_break(p, spec->u.piecewise.knots[i].x);
        }
        break;
    case DSI_FAMILY_TIER:
        for (int32_t i = 1; i < spec->u.tier.tier_count; i++) {
            add_break(p, spec->u.tier.tiers[i].min);
        }
        break;
    case DSI_FAMILY_PASS_FAIL:
        add_break(p, spec->u.pass_fail.threshold);
        break;
    case DSI_FAMILY_BAND:
        break_band(p, &spec->u.band);
        break;
    default:
        break_curve(p, spec);
        break;
    }
}

/* How many breakpoints add_breaks may add. */
static int32_t most_breaks(const dsi_rule_spec *spec)
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
    default:
        return 4;
    }
}

/* An even grid over what is known of the axis: the domain, or twice the stretch of the breakpoints. */
static void add_grid(probing *p)
{
    if (p->count == 0 && !(isfinite(p->low) && isfinite(p->high))) {
        return;
    }
    double first = p->count > 0 ? p->x[0] : p->low;
    double last = p->count > 0 ? p->x[p->count - 1] : p->high;
    double span = last - first;
    double low = isfinite(p->low) ? p->low : first - 0.5 * span;
    double high = isfinite(p->high) ? p->high : last + 0.5 * span;
    for (int32_t i = 0; i <= GRID; i++) {
        add_probe(p, low + (high - low) * (double)i / (double)GRID);
    }
}

static double points_at(const dsi_rule_spec *spec, double x)
{
    int32_t flags = 0;
    double points = dsi_rule_raw(spec, x, &flags);
    if (spec->has_lo && points < spec->lo) {
        points = spec->lo;
    }
    return spec->has_hi && points > spec->hi ? spec->hi : points;
}

/* Does the rule give the same points everywhere as another one would? */
static bool same_everywhere(const probing *p, const dsi_rule_spec *other)
{
    for (int32_t i = 0; i < p->count; i++) {
        double mine = points_at(&p->rule->spec, p->x[i]);
        double theirs = points_at(other, p->x[i]);
        bool both_nan = isnan(mine) && isnan(theirs);
        if (!both_nan && !dsi_same(mine, theirs)) {
            return false;
        }
    }
    return true;
}

static void report(probing *p, int32_t kind, const char *member, double x, double a, double b)
{
    if (p->found < p->room) {
        dsi_rule_finding *f = &p->out[p->found];
        memset(f, 0, sizeof *f);
        f->kind = kind;
        (void)snprintf(f->member, sizeof f->member, "%s", member);
        f->x = x;
        f->a = a;
        f->b = b;
    }
    p->found++;
}

static void report_if_idle(probing *p, const dsi_rule_spec *without, const char *member)
{
    if (same_everywhere(p, without)) {
        report(p, DSI_RULE_FINDING_NO_EFFECT, member, 0.0, 0.0, 0.0);
    }
}

static void find_in_base_float(probing *p, dsi_float *conditions)
{
    const dsi_base_float *f = &p->rule->spec.u.base_float;
    dsi_rule_spec without = p->rule->spec;
    without.u.base_float.conditions = conditions;
    for (int32_t i = 0; i < f->condition_count; i++) {
        char member[48];
        (void)snprintf(member, sizeof member, "conditions[%d]", (int)i);
        memcpy(conditions, f->conditions, (size_t)f->condition_count * sizeof *conditions);
        conditions[i].points = 0.0;
        report_if_idle(p, &without, member);
    }
    bool is_default = f->cap_core == 120.0; /* a safety net that nobody wrote down is no mistake */
    if (f->has_cap_core && f->mode == DSI_ADJ_CORE && !is_default) {
        without = p->rule->spec;
        without.u.base_float.has_cap_core = false;
        report_if_idle(p, &without, "cap_core");
    }
}

static void find_in_step(probing *p)
{
    const dsi_step *s = &p->rule->spec.u.step;
    dsi_rule_spec without = p->rule->spec;
    if (s->has_cliff) {
        without.u.step.has_cliff = false;
        double ladder = points_at(&without, s->cliff_x);
        double way = s->bonus ? (double)p->rule->spec.better : -(double)p->rule->spec.better;
        double cliff = points_at(&p->rule->spec, s->cliff_x + (s->cliff_inclusive ? 0.0 : way * s->delta));
        if (same_everywhere(p, &without)) {
            report(p, DSI_RULE_FINDING_NO_EFFECT, "cliff", s->cliff_x, ladder, cliff);
        } else if (!dsi_same(ladder, cliff)) {
            report(p, DSI_RULE_FINDING_CLIFF, "cliff", s->cliff_x, ladder, cliff);
        }
    }
    if (s->has_k_max) {
        without = p->rule->spec;
        without.u.step.has_k_max = false;
        report_if_idle(p, &without, "k_max");
    }
}

static void find_in_piecewise(probing *p)
{
    const dsi_piecewise *table = &p->rule->spec.u.piecewise;
    for (int32_t i = 0; i < table->knot_count; i++) {
        const dsi_knot *k = &table->knots[i];
        if (k->left != k->right) {
            char member[48];
            (void)snprintf(member, sizeof member, "knots[%d]", (int)i);
            report(p, DSI_RULE_FINDING_JUMP, member, k->x, k->left, k->right);
        }
    }
}

static void find_in_target3(probing *p)
{
    dsi_rule_spec without = p->rule->spec;
    without.u.target3.stretch_points = without.u.target3.target_points;
    if (p->rule->spec.u.target3.stretch_points > without.u.target3.target_points) {
        report_if_idle(p, &without, "stretch");
    }
}

/* The first place where a better value scores less; and a rule that gives everybody the same. */
static void find_in_course(probing *p)
{
    const dsi_rule_spec *spec = &p->rule->spec;
    bool varies = false;
    bool falls = false;
    for (int32_t i = 1; i < p->count; i++) {
        double before = points_at(spec, p->x[i - 1]);
        double after = points_at(spec, p->x[i]);
        varies = varies || !dsi_same(before, after);
        double gain = (after - before) * (double)spec->better;
        if (!falls && gain < 0.0 && !dsi_same(before, after)) {
            falls = true;
            report(p, DSI_RULE_FINDING_NOT_MONOTONE, "", p->x[i], before, after);
        }
    }
    if (!varies && p->count > 1) {
        report(p, DSI_RULE_FINDING_NO_EFFECT, "", 0.0, points_at(spec, p->x[0]), points_at(spec, p->x[0]));
    }
}

int32_t dsi_rule_findings(
    const dscore_rule *rule, double domain_min, double domain_max, dsi_rule_finding *out, int32_t capacity)
{
    dsi_arena arena;
    dsi_arena_init(&arena, &rule->arena.allocator);
    const dsi_rule_spec *spec = &rule->spec;
    int32_t probes = BESIDE * most_breaks(spec) + GRID + 2;
    bool floats = spec->family == DSI_FAMILY_BASE_FLOAT;
    int64_t conditions = floats ? spec->u.base_float.condition_count : 0;
    probing p = {rule, domain_min, domain_max, dsi_arena_alloc(&arena, (int64_t)probes * (int64_t)sizeof(double)), 0,
        probes, out, 0, capacity};
    dsi_float *copies = dsi_arena_alloc(&arena, conditions * (int64_t)sizeof *copies);
    if (p.x == NULL || copies == NULL) {
        dsi_arena_free(&arena);
        return -1;
    }
    add_breaks(&p);
    add_grid(&p);
    if (floats && conditions > 0) {
        find_in_base_float(&p, copies);
    } else if (spec->family == DSI_FAMILY_STEP) {
        find_in_step(&p);
    } else if (spec->family == DSI_FAMILY_PIECEWISE) {
        find_in_piecewise(&p);
    } else if (spec->family == DSI_FAMILY_TARGET3) {
        find_in_target3(&p);
    }
    find_in_course(&p);
    dsi_arena_free(&arena);
    return p.found;
}

/* Far out on the axis, and points that only a rule without limit gives there. */
static const double FAR = 1e18, LIMITLESS = 1e9;

/* A value of the domain without points: beyond arithmetic (RATIO below 0) or infinite (1 / 0). */
static bool is_gap(const probing *p, double x)
{
    int32_t flags = 0;
    bool is_ours = x == 0.0 || (x < 0.0 ? isfinite(p->low) : isfinite(p->high));
    return is_ours && !isfinite(dsi_rule_raw(&p->rule->spec, x, &flags));
}

bool dsi_rule_range_of(const dscore_rule *rule, double domain_min, double domain_max, dsi_rule_range *out)
{
    dsi_arena arena;
    dsi_arena_init(&arena, &rule->arena.allocator);
    int32_t probes = BESIDE * most_breaks(&rule->spec) + GRID + 8;
    probing p = {rule, domain_min, domain_max, dsi_arena_alloc(&arena, (int64_t)probes * (int64_t)sizeof(double)), 0,
        probes, NULL, 0, 0};
    if (p.x == NULL) {
        dsi_arena_free(&arena);
        return false;
    }
    add_breaks(&p);
    add_grid(&p);
    add_probe(&p, isfinite(domain_min) ? domain_min : -FAR);
    add_probe(&p, isfinite(domain_max) ? domain_max : FAR);
    *out = (dsi_rule_range){(double)INFINITY, -(double)INFINITY, (double)NAN, false, 0.0};
    for (int32_t i = 0; i < p.count; i++) {
        double points = points_at(&rule->spec, p.x[i]);
        if (!out->has_gap && is_gap(&p, p.x[i])) {
            out->has_gap = true;
            out->gap = p.x[i];
        }
        if (!isnan(points)) {
            out->best_at = points > out->most ? p.x[i] : out->best_at;
            out->most = fmax(out->most, points);
            out->least = fmin(out->least, points);
        }
    }
    out->most = out->most > LIMITLESS ? (double)INFINITY : out->most;
    out->least = out->least < -LIMITLESS ? -(double)INFINITY : out->least;
    dsi_arena_free(&arena);
    return true;
}
