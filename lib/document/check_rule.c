/* Findings about a rule: those that the score room knows, jumps of conditions, and points outside 0-100. */
#include "document/check.h"

#include "document/rule_document.h"
#include "score/rule_parts.h"
#include "score/voice.h"
#include <math.h>
#include <string.h>

enum { MAX_FINDINGS = 32, MAX_PROBES = 96 };

/* Two points nearer than this are the same to whoever reads them. */
static const double SAME_POINTS = 1e-6;

/* A value with its unit, as an argument of a message. */
static dsi_word value_word(dsi_reader *r, double x, const char *unit)
{
    const char *said[2] = {"", ""};
    for (int32_t i = 0; i < 2; i++) {
        dsi_text text;
        dsi_text_init(&text, &r->allocator);
        const dsi_voice voice = {&text, unit == NULL ? "" : unit, i == 1};
        dsi_say_value(&voice, dscore_round(x, 6));
        const char *kept = text.failed ? NULL : dsi_arena_text(&r->arena, text.data, text.length);
        said[i] = kept == NULL ? "" : kept;
        dsi_text_free(&text);
    }
    const dsi_word word = {said[0], said[1]};
    return word;
}

static void say_finding(dsi_reader *r, const dsi_at *at, const dsi_rule_finding *f, const char *unit)
{
    static const dsi_finding_kind kinds[] = {[DSI_RULE_FINDING_CLIFF] = DSI_SAY_CLIFF,
        [DSI_RULE_FINDING_NO_EFFECT] = DSI_SAY_NO_EFFECT,
        [DSI_RULE_FINDING_NOT_MONOTONE] = DSI_SAY_NOT_MONOTONE,
        [DSI_RULE_FINDING_JUMP] = DSI_SAY_JUMP};
    if (f->kind < 1 || f->kind >= DSI_COUNT(kinds)) {
        return;
    }
    const dsi_word words[] = {value_word(r, f->x, unit), dsi_word_of(dsi_rounded_text(r, f->a, 4)),
        dsi_word_of(dsi_rounded_text(r, f->b, 4))};
    const bool is_whole_rule = f->kind == DSI_RULE_FINDING_NO_EFFECT && f->member[0] == '\0';
    (void)dsi_complain_below(r, at, f->member, is_whole_rule ? DSI_SAY_SAME_POINTS : kinds[f->kind], words, 3);
}

/* ---- jumps of conditions -------------------------------------------------------------------- */

static double points_at(const dscore_rule *rule, double x)
{
    double points = (double)NAN, raw = (double)NAN;
    int32_t flags = 0;
    (void)dsi_rule_points(rule, x, &points, &raw, &flags);
    return points;
}

/* A condition adds its points at once: the two sides of its threshold differ. */
static void check_conditions(dsi_reader *r, const dsi_at *at, const dscore_rule *rule, const char *unit)
{
    const dsi_base_float *f = &dsi_rule_spec_of(rule)->u.base_float;
    for (int32_t i = 0; i < f->condition_count; i++) {
        const dsi_float *c = &f->conditions[i];
        const double x = c->on == DSI_FLOAT_ON_RAW ? c->threshold : dsi_core_inverse(f, c->threshold);
        const double side = 1e-6 * fmax(1, fabs(x));
        const double before = points_at(rule, x - side), after = points_at(rule, x + side);
        /* What the slope alone explains is no jump. */
        const double slope = fabs(points_at(rule, x + 2 * side) - after) + fabs(before - points_at(rule, x - 2 * side));
        if (!isfinite(before) || !isfinite(after) || fabs(after - before) <= 4 * slope + SAME_POINTS) {
            continue;
        }
        char member[48];
        dsi_text path;
        dsi_text_init(&path, &r->allocator);
        dsi_text_addf(&path, "conditions[%d]", (int)i);
        member[0] = '\0';
        if (!path.failed && path.length < (int64_t)sizeof member) {
            memcpy(member, path.data, (size_t)path.length + 1);
        }
        dsi_text_free(&path);
        const dsi_word words[] = {value_word(r, x, unit), dsi_word_of(dsi_rounded_text(r, before, 3)),
            dsi_word_of(dsi_rounded_text(r, after, 3))};
        (void)dsi_complain_below(r, at, member, DSI_SAY_JUMP, words, 3);
    }
}

/* ---- points outside 0-100 ------------------------------------------------------------------- */

/* Values at which a rule may turn: its parameters and the ends of the domain. */
static int32_t probes_of(const dsi_rule_spec *spec, double out[MAX_PROBES])
{
    int32_t n = 0;
    const double ends[] = {-1e9, -1, 0, 1e-6, 1, 1e9};
    for (int32_t i = 0; i < DSI_COUNT(ends); i++) {
        out[n++] = ends[i];
    }
    switch (spec->family) {
    case DSI_FAMILY_BASE_FLOAT:
        for (int32_t i = 0; i < spec->u.base_float.condition_count && n < MAX_PROBES - 1; i++) {
            const dsi_float *c = &spec->u.base_float.conditions[i];
            out[n++] = c->on == DSI_FLOAT_ON_RAW ? c->threshold : dsi_core_inverse(&spec->u.base_float, c->threshold);
        }
        break;
    case DSI_FAMILY_PIECEWISE:
        for (int32_t i = 0; i < spec->u.piecewise.knot_count && n < MAX_PROBES - 1; i++) {
            out[n++] = spec->u.piecewise.knots[i].x;
        }
        break;
    case DSI_FAMILY_TIER:
        for (int32_t i = 0; i < spec->u.tier.tier_count && n < MAX_PROBES - 1; i++) {
            out[n++] = spec->u.tier.tiers[i].min;
        }
        break;
    case DSI_FAMILY_TARGET3:
        out[n++] = spec->u.target3.threshold_x;
        out[n++] = spec->u.target3.target_x;
        out[n++] = spec->u.target3.stretch_x;
        break;
    case DSI_FAMILY_STEP:
        out[n++] = spec->u.step.x0;
        out[n++] = spec->u.step.has_cliff ? spec->u.step.cliff_x : spec->u.step.x0;
        break;
    case DSI_FAMILY_LINEAR:
        out[n++] = spec->u.linear.x0;
        out[n++] = spec->u.linear.x1;
        break;
    case DSI_FAMILY_BAND:
        out[n++] = spec->u.band.form == DSI_BAND_TRAPEZOID ? spec->u.band.b : spec->u.band.target;
        break;
    case DSI_FAMILY_PASS_FAIL:
        out[n++] = spec->u.pass_fail.threshold;
        break;
    default:
        break;
    }
    return n;
}

static void check_range(dsi_reader *r, const dsi_at *at, const dscore_rule *rule, double domain_min, double domain_max)
{
    double probes[MAX_PROBES];
    const int32_t n = probes_of(dsi_rule_spec_of(rule), probes);
    double least = 0, most = 0;
    for (int32_t i = 0; i < 3 * n; i++) {
        const double x = probes[i / 3] + (i % 3 - 1) * 1e-6 * fmax(1, fabs(probes[i / 3]));
        const double points = points_at(rule, fmin(fmax(x, domain_min), domain_max));
        least = points < least ? points : least;
        most = points > most ? points : most;
    }
    if (most > 100 + SAME_POINTS) {
        (void)dsi_complain(r, at, DSI_SAY_ABOVE_100, NULL, 0);
    }
    if (least < -SAME_POINTS) {
        (void)dsi_complain(r, at, DSI_SAY_BELOW_0, NULL, 0);
    }
}

void dsi_check_rule(
    dsi_reader *r, const dsi_at *at, const dscore_rule *rule, const char *unit, double domain_min, double domain_max)
{
    dsi_rule_finding findings[MAX_FINDINGS];
    const int32_t count = dsi_rule_findings(rule, domain_min, domain_max, findings, MAX_FINDINGS);
    for (int32_t i = 0; i < count && i < MAX_FINDINGS; i++) {
        say_finding(r, at, &findings[i], unit);
    }
    if (dsi_rule_spec_of(rule)->family == DSI_FAMILY_BASE_FLOAT) {
        check_conditions(r, at, rule, unit);
    }
    check_range(r, at, rule, domain_min, domain_max);
}
