/* What a check should say of a rule that is valid but may not do what its author thinks: a cliff against the ladder, a
   branch that never shows, points that fall as the value gets better. The rule is tried at its own breakpoints, beside
   them, and between them, with and without the branch. */
#include "score/rule_parts.h"

#include "score/tolerance.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { GRID = 64, BESIDE = 3 };

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

static void add_breaks(probing *p, double *breaks)
{
    const dsi_rule_spec *spec = &p->rule->spec;
    const int32_t count = dsi_rule_breaks(spec, breaks);
    for (int32_t i = 0; i < count; i++) {
        add_break(p, breaks[i]);
    }
    if (spec->family == DSI_FAMILY_STEP && spec->u.step.has_cliff) {
        add_probe(p, spec->u.step.cliff_x + dsi_step_way(spec) * spec->u.step.delta);
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
        double way = dsi_step_way(&p->rule->spec);
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

static void find_in_formula(probing *p)
{
    const dsi_points_formula *f = &p->rule->spec.u.formula;
    for (int32_t i = 0; i < f->parameter_count; i++) {
        if (!f->parameters[i].is_used) {
            char member[48];
            (void)snprintf(member, sizeof member, "parameters.%.32s", f->parameters[i].name);
            report(p, DSI_RULE_FINDING_NO_EFFECT, member, 0.0, 0.0, 0.0);
        }
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
    const dsi_rule_spec *spec = &rule->spec;
    if (dsi_rule_is_relative(rule)) { /* no value has points of its own to be tried */
        probing none = {.rule = rule, .out = out, .room = capacity};
        report(&none, DSI_RULE_FINDING_RELATIVE, "", 0.0, 0.0, 0.0);
        return none.found;
    }
    dsi_arena arena;
    dsi_arena_init(&arena, &rule->arena.allocator);
    int32_t probes = BESIDE * dsi_rule_most_breaks(spec) + GRID + 2;
    bool floats = spec->family == DSI_FAMILY_BASE_FLOAT;
    int64_t conditions = floats ? spec->u.base_float.condition_count : 0;
    probing p = {rule, domain_min, domain_max, dsi_arena_alloc(&arena, (int64_t)probes * (int64_t)sizeof(double)), 0,
        probes, out, 0, capacity};
    dsi_float *copies = dsi_arena_alloc(&arena, conditions * (int64_t)sizeof *copies);
    double *breaks = dsi_arena_alloc(&arena, dsi_rule_most_breaks(spec) * (int64_t)sizeof *breaks);
    if (p.x == NULL || copies == NULL || breaks == NULL) {
        dsi_arena_free(&arena);
        return -1;
    }
    add_breaks(&p, breaks);
    add_grid(&p);
    if (floats && conditions > 0) {
        find_in_base_float(&p, copies);
    } else if (spec->family == DSI_FAMILY_STEP) {
        find_in_step(&p);
    } else if (spec->family == DSI_FAMILY_PIECEWISE) {
        find_in_piecewise(&p);
    } else if (spec->family == DSI_FAMILY_TARGET3) {
        find_in_target3(&p);
    } else if (spec->family == DSI_FAMILY_FORMULA) {
        find_in_formula(&p);
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
    int32_t most = dsi_rule_most_breaks(&rule->spec);
    int32_t probes = BESIDE * most + GRID + 8;
    double *breaks = dsi_arena_alloc(&arena, (int64_t)most * (int64_t)sizeof *breaks);
    probing p = {rule, domain_min, domain_max, dsi_arena_alloc(&arena, (int64_t)probes * (int64_t)sizeof(double)), 0,
        probes, NULL, 0, 0};
    if (p.x == NULL || breaks == NULL) {
        dsi_arena_free(&arena);
        return false;
    }
    add_breaks(&p, breaks);
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
