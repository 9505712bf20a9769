/* Findings about what a card can come to: points, totals and grades that no value reaches, values without points. */
#include "document/check.h"

#include "document/rule_document.h"
#include "score/card_parts.h"
#include <math.h>
#include <string.h>

static const double SAME = 1e-6;

/* ---- values that an item can take ----------------------------------------------------------- */

/* Aggregates that never leave the range of what they are taken over. */
static bool stays_within(int32_t function)
{
    return function == DSI_AGG_MEAN || function == DSI_AGG_MIN || function == DSI_AGG_MAX ||
           function == DSI_AGG_MEDIAN || function == DSI_AGG_QUANTILE || function == DSI_AGG_QUANTILE_OBSERVED ||
           function == DSI_AGG_TRIMMED_MEAN;
}

static const dsi_profile_field *mapped_field(const dscore_profile *profile, const char *source, const char *field)
{
    for (int32_t s = 0; profile != NULL && s < profile->source_count; s++) {
        const dsi_profile_source *of = &profile->sources[s];
        for (int32_t f = 0; strcmp(of->name, source) == 0 && f < of->field_count; f++) {
            if (of->fields[f].field != NULL && strcmp(of->fields[f].field, field) == 0) {
                return &of->fields[f];
            }
        }
    }
    return NULL;
}

static void field_domain(const dsi_checked_card *c, int32_t source, const char *name, double *out_min, double *out_max)
{
    const dsi_source *of = &c->catalog->schema->sources[source];
    const int32_t index = dsi_source_field_index(of, name);
    if (index < 0) {
        return;
    }
    const dsi_profile_field *mapped = mapped_field(c->profile, of->name, name);
    const bool replaced = mapped != NULL && (mapped->flags & DSCORE_PROFILE_HAS_DOMAIN) != 0;
    const double least = replaced ? mapped->domain_min : of->fields[index].domain_min;
    const double most = replaced ? mapped->domain_max : of->fields[index].domain_max;
    *out_min = fmax(*out_min, least);
    *out_max = fmin(*out_max, most);
}

void dsi_item_domain(const dsi_checked_card *c, int32_t item, double *out_min, double *out_max)
{
    const dscore_indicator *indicator = dsi_scorecard_indicator(c->card, item);
    const dsi_node *formula = indicator->formula;
    *out_min = indicator->record.domain_min;
    *out_max = indicator->record.domain_max;
    const char *source = c->spec->items[item].source;
    const int32_t other =
        source == NULL || source[0] == '\0' ? -1 : dsi_schema_source_index(c->catalog->schema, source);
    const int32_t index = other < 0 ? indicator->source : other;
    if (index >= 0 && formula->op == DSI_OP_AGGREGATE && stays_within(formula->function) &&
        formula->args[0]->op == DSI_OP_FIELD) {
        field_domain(c, index, formula->args[0]->name, out_min, out_max);
    }
}

/* ---- points --------------------------------------------------------------------------------- */

/* Points that an item can add to the total, from worst to best. */
typedef struct span {
    double least, most;
} span;

/* What the rule of an item must yield for its full worth: 100, or the worth itself. */
static double full_points(const dsi_checked_card *c, int32_t item)
{
    return c->spec->items[item].in_points ? dsi_item_share(c, item) * c->card->scale : 100;
}

static void check_points(const dsi_checked_card *c, int32_t item, const dsi_rule_range *range)
{
    const char *unit = dsi_scorecard_indicator(c->card, item)->record.unit;
    dsi_at steps[4];
    const dsi_at *place = dsi_rule_place(c->root, c->spec->items[item].alias, steps);
    if (range->has_gap) {
        const dsi_word words[] = {dsi_value_word(c->r, range->gap, unit)};
        (void)dsi_complain(c->r, place, DSI_SAY_DOMAIN_GAP, words, 1);
    }
    const double full = full_points(c, item);
    const bool counts = !c->spec->items[item].bonus && dsi_item_share(c, item) > 0;
    if (counts && range->most < full - SAME && range->most - range->least > SAME) {
        const dsi_word words[] = {dsi_word_of(dsi_rounded_text(c->r, full, 4)),
            dsi_word_of(dsi_rounded_text(c->r, range->most, 4)), dsi_value_word(c->r, range->best_at, unit)};
        (void)dsi_complain(c->r, place, DSI_SAY_BEST_BELOW, words, 3);
    }
}

static span item_span(const dsi_checked_card *c, int32_t item, const dsi_rule_range *range)
{
    const span points = {range->least, range->most};
    if (c->spec->items[item].bonus) { /* or none at all */
        const span bonus = {fmin(points.least, 0), fmax(points.most, 0)};
        return bonus;
    }
    const double share = dsi_item_share(c, item);
    const double factor = c->spec->items[item].in_points ? 1 : share * c->card->scale / 100;
    const span none = {0, 0}, part = {factor * points.least, factor * points.most};
    return share > 0 ? part : none;
}

/* ---- totals of rules with few points -------------------------------------------------------- */

enum { MOST_LEVELS = 4096 };

/* Every total of a card all of whose rules give a few points each; none if there is another rule, or too many. */
typedef struct levels {
    double *totals;
    int32_t count;
} levels;

/* Points of a rule that gives a few; 0 of another. */
static int32_t few_points(const dscore_rule *rule, double *out, int32_t room)
{
    const dsi_rule_spec *spec = dsi_rule_spec_of(rule);
    int32_t count = 0;
    if (spec->family == DSI_FAMILY_PASS_FAIL) {
        out[count++] = spec->u.pass_fail.hit;
        out[count++] = spec->u.pass_fail.miss;
    }
    if (spec->family == DSI_FAMILY_TIER && spec->u.tier.tier_count <= room) {
        for (int32_t i = 0; i < spec->u.tier.tier_count; i++) {
            out[count++] = spec->u.tier.tiers[i].points;
        }
    }
    for (int32_t i = 0; i < count; i++) {
        out[i] = spec->has_lo ? fmax(out[i], spec->lo) : out[i];
        out[i] = spec->has_hi ? fmin(out[i], spec->hi) : out[i];
    }
    return count;
}

/* Add an item to all totals so far: one after the other for each of its points. */
static bool add_levels(const dsi_checked_card *c, int32_t item, levels *l)
{
    double points[64];
    const int32_t n = few_points(dscore_scorecard_item_rule(c->card, item), points, DSI_COUNT(points));
    if (n == 0 || l->count > MOST_LEVELS / n) {
        return false;
    }
    const bool as_is = c->spec->items[item].bonus || c->spec->items[item].in_points;
    const double factor = as_is ? 1 : dsi_item_share(c, item) * c->card->scale / 100;
    for (int32_t k = l->count * n - 1; k >= 0; k--) {
        l->totals[k] = l->totals[k % l->count] + factor * points[k / l->count];
    }
    l->count *= n;
    return true;
}

static levels levels_of(const dsi_checked_card *c)
{
    levels l = {dsi_arena_alloc(&c->r->arena, MOST_LEVELS * (int64_t)sizeof(double)), 1};
    if (l.totals == NULL) {
        (void)dsi_complain_memory(c->r);
        l.count = 0;
        return l;
    }
    l.totals[0] = 0;
    for (int32_t i = 0; i < c->spec->item_count && l.count > 0; i++) {
        const bool counts = c->spec->items[i].bonus || dsi_item_share(c, i) > 0;
        l.count = !counts || add_levels(c, i, &l) ? l.count : 0;
    }
    for (int32_t k = 0; k < l.count; k++) {
        l.totals[k] = c->spec->has_hi ? fmin(l.totals[k], c->spec->hi) : l.totals[k];
        l.totals[k] = dscore_round(c->spec->has_lo ? fmax(l.totals[k], c->spec->lo) : l.totals[k], c->spec->decimals);
    }
    return l;
}

/* ---- totals and grades ---------------------------------------------------------------------- */

static void check_total(const dsi_checked_card *c, const span *totals)
{
    if (totals->most < c->card->scale - SAME) {
        const dsi_word words[] = {dsi_word_of(dsi_rounded_text(c->r, totals->most, c->spec->decimals)),
            dsi_word_of(dsi_rounded_text(c->r, c->card->scale, 4))};
        const bool is_cut = c->spec->has_hi && c->spec->hi <= totals->most + SAME;
        (void)dsi_complain_below(c->r, c->root, is_cut ? "total.max" : "", DSI_SAY_TOTAL_UNREACHABLE, words, 2);
    }
}

static dsi_word grade_word(const dsi_grade *grade)
{
    const bool has_en = grade->label_en != NULL && grade->label_en[0] != '\0';
    const bool has_zh = grade->label_zh != NULL && grade->label_zh[0] != '\0';
    const dsi_word word = {has_en ? grade->label_en : grade->label_zh, has_zh ? grade->label_zh : grade->label_en};
    return word;
}

static void check_grade(const dsi_checked_card *c, int32_t i, const span *totals, const levels *few)
{
    const dsi_grade *grade = &c->spec->grades[i];
    const double upper = i == 0 ? (double)INFINITY : grade[-1].min;
    dsi_at grades;
    if (!dsi_member_at(c->root, "grades", &grades)) {
        return;
    }
    const dsi_at at = dsi_element_at(&grades, i);
    if (grade->min > totals->most + SAME || upper <= totals->least + SAME * SAME) {
        const dsi_word words[] = {grade_word(grade), dsi_word_of(dsi_number_text(c->r, totals->least)),
            dsi_word_of(dsi_number_text(c->r, totals->most))};
        (void)dsi_complain(c->r, &at, DSI_SAY_GRADE_UNREACHABLE, words, 3);
        return;
    }
    double unit = 1;
    for (int32_t d = 0; d < c->spec->decimals; d++) {
        unit *= 10;
    }
    if (isfinite(grade->min) && isfinite(upper) && ceil(grade->min * unit - SAME) >= upper * unit - SAME) {
        const dsi_word words[] = {grade_word(grade), dsi_word_of(dsi_number_text(c->r, grade->min)),
            dsi_word_of(dsi_number_text(c->r, upper)), dsi_word_of(dsi_number_text(c->r, c->spec->decimals))};
        (void)dsi_complain(c->r, &at, DSI_SAY_GRADE_BETWEEN, words, 4);
        return;
    }
    bool is_met = few->count == 0;
    for (int32_t k = 0; k < few->count; k++) {
        is_met = is_met || (few->totals[k] >= grade->min && few->totals[k] < upper);
    }
    if (!is_met) {
        const dsi_word words[] = {grade_word(grade), dsi_word_of(dsi_number_text(c->r, few->count))};
        (void)dsi_complain(c->r, &at, DSI_SAY_GRADE_SKIPPED, words, 2);
    }
}

static void check_grades(const dsi_checked_card *c, const span *totals, const levels *few)
{
    for (int32_t i = 0; i < c->spec->grade_count; i++) {
        check_grade(c, i, totals, few);
    }
    const int32_t last = c->spec->grade_count - 1;
    if (last >= 0 && c->spec->grades[last].min > totals->least + SAME) {
        dsi_at grades;
        const dsi_word words[] = {dsi_word_of(dsi_number_text(c->r, c->spec->grades[last].min)),
            dsi_word_of(dsi_number_text(c->r, totals->least))};
        if (dsi_member_at(c->root, "grades", &grades)) {
            const dsi_at at = dsi_element_at(&grades, last);
            (void)dsi_complain_below(c->r, &at, "min", DSI_SAY_GRADE_GAP, words, 2);
        }
    }
}

void dsi_check_reach(const dsi_checked_card *c)
{
    span totals = {0, 0};
    for (int32_t i = 0; i < c->spec->item_count; i++) {
        dsi_rule_range range;
        double least = 0, most = 0;
        dsi_item_domain(c, i, &least, &most);
        if (!dsi_rule_range_of(dscore_scorecard_item_rule(c->card, i), least, most, &range)) {
            (void)dsi_complain_memory(c->r);
            return;
        }
        if (range.least > range.most) {
            return; /* nothing is known of its points */
        }
        check_points(c, i, &range);
        const span part = item_span(c, i, &range);
        totals.least += part.least;
        totals.most += part.most;
    }
    if (c->spec->has_hi) {
        totals.most = fmin(totals.most, c->spec->hi);
        totals.least = fmin(totals.least, c->spec->hi);
    }
    if (c->spec->has_lo) {
        totals.least = fmax(totals.least, c->spec->lo);
        totals.most = fmax(totals.most, c->spec->lo);
    }
    totals.least = isfinite(totals.least) ? dscore_round(totals.least, c->spec->decimals) : totals.least;
    totals.most = isfinite(totals.most) ? dscore_round(totals.most, c->spec->decimals) : totals.most;
    check_total(c, &totals);
    const levels few = levels_of(c);
    check_grades(c, &totals, &few);
}
