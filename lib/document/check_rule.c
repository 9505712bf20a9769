/* Findings about a rule: those that the score room knows, jumps of conditions, and points outside 0-100. */
#include "document/check.h"

#include "document/rule_document.h"
#include "score/rule_parts.h"
#include "score/voice.h"
#include <math.h>
#include <string.h>

enum { MAX_FINDINGS = 32 };

/* Two points nearer than this are the same to whoever reads them. */
static const double SAME_POINTS = 1e-6;

/* A value with its unit, as an argument of a message. */
dsi_word dsi_value_word(dsi_reader *r, double x, const char *unit)
{
    const char *said[2] = {"", ""};
    for (int32_t i = 0; i < 2; i++) {
        dsi_text text;
        dsi_text_init(&text, &r->allocator);
        const dsi_voice voice = {&text, unit == NULL ? "" : unit, i == 1};
        dsi_say_value(&voice, dscore_round(x, 6));
        const char *kept = text.failed ? NULL : dsi_arena_text(&r->arena, text.data, text.length);
        said[i] = kept == NULL ? "" : kept;
        if (kept == NULL) {
            (void)dsi_complain_memory(r);
        }
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
        [DSI_RULE_FINDING_JUMP] = DSI_SAY_JUMP,
        [DSI_RULE_FINDING_RELATIVE] = DSI_SAY_RELATIVE};
    if (f->kind < 1 || f->kind >= DSI_COUNT(kinds)) {
        return;
    }
    const dsi_word words[] = {dsi_value_word(r, f->x, unit), dsi_word_of(dsi_rounded_text(r, f->a, 4)),
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
        const dsi_word words[] = {dsi_value_word(r, x, unit), dsi_word_of(dsi_rounded_text(r, before, 3)),
            dsi_word_of(dsi_rounded_text(r, after, 3))};
        (void)dsi_complain_below(r, at, member, DSI_SAY_JUMP, words, 3);
    }
}

/* ---- points outside 0-100, and a table without direction ------------------------------------- */

static void check_range(dsi_reader *r, const dsi_at *at, const dscore_rule *rule, double domain_min, double domain_max)
{
    dsi_rule_range range;
    if (!dsi_rule_range_of(rule, domain_min, domain_max, &range)) {
        (void)dsi_complain_memory(r);
        return;
    }
    if (range.most > 100 + SAME_POINTS) {
        const bool is_endless = isinf(range.most);
        const dsi_word words[] = {dsi_word_of(is_endless ? "" : dsi_rounded_text(r, range.most, 4))};
        (void)dsi_complain(r, at, is_endless ? DSI_SAY_UNBOUNDED : DSI_SAY_ABOVE_100, words, 1);
    }
    if (range.least < -SAME_POINTS) {
        const bool is_endless = isinf(range.least);
        const dsi_word words[] = {dsi_word_of(is_endless ? "" : dsi_rounded_text(r, range.least, 4))};
        (void)dsi_complain(r, at, is_endless ? DSI_SAY_UNBOUNDED_BELOW : DSI_SAY_BELOW_0, words, 1);
    }
}

void dsi_check_direction(dsi_reader *r, const dsi_at *at, const dscore_rule *rule, const char *unit, int32_t better)
{
    const dsi_rule_spec *spec = dsi_rule_spec_of(rule);
    if (spec->family != DSI_FAMILY_PIECEWISE || spec->better != DSI_BETTER_UNSAID || better == DSI_BETTER_UNSAID) {
        return;
    }
    const dsi_piecewise *table = &spec->u.piecewise;
    double before = table->knots[0].left;
    for (int32_t i = 0; i < table->knot_count; i++) {
        const dsi_knot *k = &table->knots[i];
        if ((k->left - before) * better < 0 || (k->right - k->left) * better < 0) {
            const dsi_word words[] = {dsi_value_word(r, k->x, unit)};
            (void)dsi_complain(r, at, DSI_SAY_NOT_MONOTONE, words, 1);
            return;
        }
        before = k->right;
    }
}

void dsi_check_rule(
    dsi_reader *r, const dsi_at *at, const dscore_rule *rule, const char *unit, double domain_min, double domain_max)
{
    dsi_rule_finding findings[MAX_FINDINGS];
    const int32_t count = dsi_rule_findings(rule, domain_min, domain_max, findings, MAX_FINDINGS);
    if (count < 0) {
        (void)dsi_complain_memory(r);
        return;
    }
    for (int32_t i = 0; i < count && i < MAX_FINDINGS; i++) {
        say_finding(r, at, &findings[i], unit);
    }
    if (dsi_rule_spec_of(rule)->family == DSI_FAMILY_BASE_FLOAT) {
        check_conditions(r, at, rule, unit);
    }
    check_range(r, at, rule, domain_min, domain_max);
}
