/* What would it take: the nearest value of one item with which the published total reaches another, found through the
   engine, since gates, operators and clamps stand between points and total. */
#include "score/whatif.h"

#include "base/error.h"
#include "base/structs.h"
#include "measure/definition.h"
#include "score/tolerance.h"
#include <deskscore/whatif.h>
#include <math.h>
#include <string.h>

/* Points beyond which no rule is followed, and how often an interval of points is halved. */
enum { MOST_POINTS = 1000000, HALVINGS = 80 };

/* A row that is scored again and again with another value of one item. */
typedef struct trial {
    dsi_bench bench;
    const dscore_scorecard *card;
    dsi_card_input *inputs;
    int32_t item;
    bool absent;
    double low, high; /* domain of the value */
    double wanted;
    bool exactly; /* the total before rounding, not the published one */
    dscore_error *err;
} trial;

/* One value tried. */
typedef struct outcome {
    double value, points;
    double total; /* published; NaN if none */
    double exact; /* before rounding */
} outcome;

static dscore_status open_trial(trial *t, const dscore_scores *scores, int64_t index, int32_t item, dscore_error *err)
{
    memset(t, 0, sizeof *t);
    t->card = scores->card;
    t->item = item;
    t->err = err;
    t->absent = dsi_scores_absent(scores, index);
    t->low = -(double)INFINITY;
    t->high = (double)INFINITY;
    const dscore_indicator *indicator = dsi_scorecard_indicator(scores->card, item);
    if (indicator != NULL) {
        t->low = indicator->record.domain_min;
        t->high = indicator->record.domain_max;
    }
    dscore_status status = dsi_bench_init(&t->bench, scores->card, err);
    if (status != DSCORE_OK) {
        return status;
    }
    t->inputs = dsi_arena_alloc(&t->bench.arena, scores->card->spec.item_count * (int64_t)sizeof *t->inputs);
    status = t->inputs == NULL ? dsi_fail_memory(err) : dsi_scores_inputs(scores, index, t->inputs, err);
    if (status == DSCORE_OK) {
        status = dsi_scores_look(scores, index, t->inputs, &t->bench, err);
    }
    if (status != DSCORE_OK) {
        dsi_bench_free(&t->bench);
    }
    return status;
}

/* Score the row with a value. */
static outcome try_value(trial *t, double value)
{
    dsi_total total;
    t->inputs[t->item].value = value;
    dsi_score_row(&t->bench, t->inputs, t->absent, &total);
    const int32_t last = total.line_count - 1;
    const bool rounds = last >= 0 && t->bench.lines[last].kind == DSCORE_LINE_ROUND;
    return (outcome){value, t->bench.items[t->item]->points, total.total,
        total.total - (rounds ? t->bench.lines[last].amount : 0.0)};
}

static bool reaches(const trial *t, const outcome *o)
{
    /* The tolerance of thresholds would leave the best value a hair short of where it is: 3.2e-08, not 0. */
    return t->exactly ? o->exact >= t->wanted - DSI_ARITHMETIC * fmax(1.0, fabs(t->wanted))
                      : dsi_at_least(o->total, t->wanted);
}

/* The nearest value to `from` with so many points, tried; false = no value has them. */
static dscore_status try_points(trial *t, double from, double points, bool *out_found, outcome *out)
{
    double value;
    int32_t status;
    dscore_status result =
        dscore_rule_reach(t->card->rules[t->item], from, points, t->low, t->high, &value, &status, t->err);
    if (result != DSCORE_OK) {
        return result;
    }
    *out_found = status == DSCORE_VALUE_OK;
    if (*out_found) {
        *out = try_value(t, value);
    }
    return DSCORE_OK;
}

/* A span of points: at the low end the total is not reached, at the high end it is or there are no such points. */
typedef struct span {
    double low, high;
    outcome best; /* at the high end, if it reaches; else the best so far */
    bool reached;
} span;

/* Ever more points, until the total is reached or the item has no more. */
static dscore_status widen(trial *t, const outcome *now, span *s)
{
    *s = (span){now->points, now->points, *now, false};
    for (double more = 1.0; more <= (double)MOST_POINTS; more *= 2.0) {
        bool found = false;
        outcome o = *now;
        s->high = now->points + more;
        dscore_status status = try_points(t, now->value, s->high, &found, &o);
        if (status != DSCORE_OK || !found) {
            return status;
        }
        s->best = o;
        s->reached = reaches(t, &o);
        if (s->reached) {
            return DSCORE_OK;
        }
        s->low = s->high;
    }
    return DSCORE_OK;
}

/* Halve until it is told with how few points the total is reached, or how many there are at most. */
static dscore_status narrow(trial *t, const outcome *now, span *s)
{
    for (int32_t i = 0; i < HALVINGS && s->high - s->low > DSI_TOLERANCE * 1e-4 * fmax(1.0, fabs(s->high)); i++) {
        const double middle = s->low + (s->high - s->low) / 2.0;
        bool found = false;
        outcome o = *now;
        dscore_status status = try_points(t, now->value, middle, &found, &o);
        if (status != DSCORE_OK) {
            return status;
        }
        const bool there = found && reaches(t, &o);
        if (there || (found && !s->reached)) {
            s->best = o;
            s->reached = s->reached || there;
        }
        if (found && !there) {
            s->low = middle;
        } else {
            s->high = middle;
        }
    }
    return DSCORE_OK;
}

/* Where no value has the points of the high end, the most that some value has lies below: often at a round number. */
static dscore_status try_most(trial *t, const outcome *now, span *s)
{
    const double high = s->high;
    for (int32_t decimals = 0; decimals <= 9 && !s->reached; decimals++) {
        const double most = dscore_round(high, decimals);
        bool found = false;
        outcome o = *now;
        if (fabs(most - high) > 1e-9 * fmax(1.0, fabs(high))) {
            continue;
        }
        dscore_status status = try_points(t, now->value, most, &found, &o);
        if (status != DSCORE_OK) {
            return status;
        }
        if (found) {
            s->best = o;
            s->reached = reaches(t, &o);
            break;
        }
    }
    return DSCORE_OK;
}

static dscore_status search_wanted(trial *t, const outcome *now, span *s)
{
    dscore_status status = widen(t, now, s);
    if (status == DSCORE_OK) {
        status = narrow(t, now, s);
    }
    return status == DSCORE_OK && !s->reached ? try_most(t, now, s) : status;
}

static dscore_status search(trial *t, const outcome *now, dscore_reach *out)
{
    span s;
    dscore_status status = search_wanted(t, now, &s);
    const bool found = s.reached;
    if (status == DSCORE_OK && !found && dsi_above(s.best.exact, now->exact)) { /* the nearest that does as well */
        t->wanted = s.best.exact;
        t->exactly = true;
        status = search_wanted(t, now, &s);
    } else if (status == DSCORE_OK && !found) {
        s.best = *now;
    }
    if (status != DSCORE_OK) {
        return status;
    }
    out->status = found ? DSCORE_VALUE_OK : DSCORE_VALUE_UNDEFINED;
    out->reason = found ? DSCORE_REACH_FOUND : DSCORE_REACH_TOO_FAR;
    out->value_needed = s.best.value;
    out->points_needed = s.best.points;
    out->total_then = s.best.total;
    return DSCORE_OK;
}

/* What the total gains by going one unit, or as far as the domain goes, one way; in points a unit. */
static double gain_of(trial *t, const outcome *now, double way)
{
    const double next = fmin(fmax(now->value + way, t->low), t->high);
    const double distance = way * (next - now->value);
    if (!(distance > 0.0)) {
        return 0.0;
    }
    const outcome then = try_value(t, next);
    const double gain = then.exact - now->exact;
    return isnan(gain) || fabs(gain) <= DSI_TOLERANCE ? 0.0 : gain / distance;
}

static void measure_gain(trial *t, const outcome *now, dscore_reach *out)
{
    const double up = gain_of(t, now, 1.0);
    const double down = gain_of(t, now, -1.0);
    const double gain = fmax(up, down);
    out->better = gain > 0.0 ? (up >= down ? 1 : -1) : 0;
    out->per_unit = fmax(gain, 0.0);
}

static dscore_status answer(trial *t, const dscore_scores *scores, int64_t index, dscore_reach *out)
{
    const double none = (double)NAN;
    *out = (dscore_reach){0, DSCORE_VALUE_UNDEFINED, DSCORE_REACH_NO_TOTAL, 0, t->wanted, scores->totals[index].total,
        none, none, none, none, none, none};
    const outcome now = try_value(t, t->inputs[t->item].value);
    const bool has_value = t->bench.items[t->item]->value_status == DSCORE_VALUE_OK;
    out->value_now = has_value ? now.value : none;
    out->points_now = has_value ? now.points : none;
    out->total_then = now.total;
    const bool among_peers = dsi_rule_is_relative(t->card->rules[t->item]);
    const bool has_total = !isnan(now.total);
    if (has_value && has_total && !among_peers) {
        measure_gain(t, &now, out);
    }
    if (has_total && reaches(t, &now)) {
        out->status = DSCORE_VALUE_OK;
        out->reason = DSCORE_REACH_ALREADY;
        out->value_needed = out->value_now;
        out->points_needed = out->points_now;
        return DSCORE_OK;
    }
    if (!has_total || !has_value || among_peers) {
        out->reason = !has_total   ? DSCORE_REACH_NO_TOTAL
                      : !has_value ? DSCORE_REACH_NO_VALUE
                                   : DSCORE_REACH_AMONG_PEERS;
        return DSCORE_OK;
    }
    return search(t, &now, out);
}

dscore_status dscore_scores_reach(
    const dscore_scores *scores, int64_t index, const char *alias, double wanted, dscore_reach *out, dscore_error *err)
{
    dscore_status status = dsi_check_scored(scores, index, out, err);
    if (status == DSCORE_OK && alias == NULL) {
        status = dsi_fail_null(err, "alias");
    }
    int32_t item = -1;
    if (status == DSCORE_OK) {
        status = dsi_find_alias(scores->card, alias, &item, err);
    }
    if (status == DSCORE_OK && !isfinite(wanted)) {
        status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_SCORE_WHATIF, "the total wanted is no finite number");
    }
    trial t;
    if (status == DSCORE_OK) {
        status = open_trial(&t, scores, index, item, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    t.wanted = wanted;
    dscore_reach reach;
    status = answer(&t, scores, index, &reach);
    dsi_bench_free(&t.bench);
    return status == DSCORE_OK ? dsi_struct_give(out, &reach, (int64_t)sizeof reach, err) : status;
}

/* ---- grades --------------------------------------------------------------------------------- */

static const char *grade_at(const void *ctx, int32_t i)
{
    const dsi_card_spec *spec = ctx;
    return i < spec->grade_count ? spec->grades[i].label_en : NULL;
}

static dscore_status find_grade(const dsi_card_spec *spec, const char *label, int32_t *out, dscore_error *err)
{
    for (int32_t i = 0; i < spec->grade_count; i++) {
        if (strcmp(spec->grades[i].label_en, label) == 0 || strcmp(spec->grades[i].label_zh, label) == 0) {
            *out = i;
            return DSCORE_OK;
        }
    }
    const char *nearest = dsi_nearest(label, grade_at, spec);
    return nearest == NULL
               ? dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_SCORE_WHATIF, "the card has no grade '%s'", label)
               : dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_SCORE_WHATIF,
                     "the card has no grade '%s'; did you mean '%s'?", label, nearest);
}

dscore_status dscore_scores_grade(const dscore_scores *scores, int64_t index, const char *label, double *out_total,
    const char **out_label, dscore_error *err)
{
    if (scores == NULL || out_total == NULL) {
        return dsi_fail_null(err, scores == NULL ? "scores" : "out_total");
    }
    const dsi_card_spec *spec = &scores->card->spec;
    int32_t grade = -1;
    dscore_status status =
        label != NULL ? find_grade(spec, label, &grade, err) : dsi_scores_check(scores, index, out_total, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (label == NULL && scores->totals[index].status == DSCORE_VALUE_OK) {
        const int32_t now = scores->totals[index].grade;
        grade = (now >= 0 ? now : spec->grade_count) - 1; /* the best is 0; below all grades the last is next */
    }
    const dsi_grade *found = grade < 0 ? NULL : &spec->grades[grade];
    *out_total = found == NULL ? (double)NAN : found->min;
    if (out_label != NULL) {
        *out_label = found == NULL ? "" : found->label_en[0] != '\0' ? found->label_en : found->label_zh;
    }
    return DSCORE_OK;
}
