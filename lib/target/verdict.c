/* What one value comes to on one day: progress, what was expected, and the status by the target's preset. */
#include "target/standings.h"

#include "target/check.h"
#include "time/civil.h"
#include <string.h>

double dsi_span_share(int64_t start, int64_t due, int64_t day)
{
    if (!dsi_has_day(start) || !dsi_has_day(due) || due <= start) {
        return dsi_target_nothing();
    }
    const double share = (double)(day - start) / (double)(due - start);
    return share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
}

/* Pieces of work whose day has come, by weight; NaN unless each has a day. */
static double expected_pieces(const dsi_target_spec *t, int64_t day)
{
    double weight = 0.0;
    double come = 0.0;
    for (int32_t i = 0; i < t->milestone_count; i++) {
        if (!dsi_has_day(t->milestones[i].day)) {
            return dsi_target_nothing();
        }
        weight += t->milestones[i].weight;
        come += t->milestones[i].day <= day ? t->milestones[i].weight : 0.0;
    }
    return weight > 0.0 ? come / weight : dsi_target_nothing();
}

static dscore_status expect(
    const dsi_judged *g, const dsi_force *force, int64_t day, dsi_verdict *out, dscore_error *err)
{
    const dsi_target_spec *t = g->spec;
    dscore_target_span span = DSCORE_TARGET_SPAN_INIT;
    out->expected = dsi_target_nothing();
    out->expected_state = DSCORE_VALUE_UNDEFINED;
    if (dsi_target_is_maintained(t->direction)) {
        out->expected = 1.0;
        out->expected_state = DSCORE_VALUE_OK;
        return DSCORE_OK;
    }
    if (!dsi_has_day(t->start) || !dsi_has_day(force->due) || force->due < t->start) {
        return DSCORE_OK;
    }
    span.day_count = t->day_count;
    span.start = t->start;
    span.due = force->due;
    span.calendar = t->business_days ? g->j->facts.calendar : NULL;
    if (t->direction == DSCORE_TARGET_BINARY) { /* nothing lies between not done and done */
        out->expected = day > force->due ? 1.0 : 0.0;
        out->expected_state = DSCORE_VALUE_OK;
        return DSCORE_OK;
    }
    if (t->direction == DSCORE_TARGET_MILESTONE && !isnan(expected_pieces(t, day))) {
        out->expected = day >= force->due ? 1.0 : expected_pieces(t, day);
        out->expected_state = DSCORE_VALUE_OK;
        return DSCORE_OK;
    }
    bool planned = g->milestone_count > 0 && force->has_aim;
    for (int32_t i = 0; planned && i < g->milestone_count; i++) { /* a later version may be due before one of them */
        planned = g->milestone_days[i] <= force->due;
    }
    return planned ? dscore_target_plan_expect(&force->aim, &span, g->milestone_days, g->milestone_values,
                         g->milestone_count, t->plan, &day, 1, NULL, &out->expected, &out->expected_state, err)
                   : dscore_target_expect(&span, &day, 1, &out->expected, &out->expected_state, err);
}

/* The span that a status needs; false if it cannot be told. What is kept, and a preset without pace, runs on without
   dates. */
static bool span_for_status(const dsi_judged *g, const dsi_force *force, int64_t day, dscore_target_standing *st)
{
    const bool paceless =
        dsi_target_is_maintained(g->spec->direction) || g->spec->preset == DSCORE_TARGET_PRESET_PERDOO;
    const bool has_start = dsi_has_day(g->spec->start);
    const bool has_due = dsi_has_day(force->due);
    st->due = has_due ? force->due : DSI_DAY_LAST;
    st->start = has_start ? g->spec->start : DSI_DAY_FIRST;
    if (!has_start && has_due && day > force->due) {
        return true; /* over: the pace does not matter any more */
    }
    return st->start <= st->due && (paceless || (has_start && has_due));
}

static dscore_status give_status(
    const dsi_judged *g, const dsi_force *force, double x, int64_t day, dsi_verdict *out, dscore_error *err)
{
    dscore_target_standing standing = DSCORE_TARGET_STANDING_INIT;
    double progress = out->raw;
    if (!span_for_status(g, force, day, &standing)) {
        return DSCORE_OK;
    }
    if (out->state == DSCORE_VALUE_UNDEFINED) {
        const bool without_baseline = out->reasons == DSCORE_TARGET_REASON_NO_BASELINE;
        const bool tells = day > standing.due || out->met == 1 || g->spec->preset == DSCORE_TARGET_PRESET_PERDOO;
        if (!without_baseline || !tells) {
            return DSCORE_OK; /* met or not is known, but not how far it went */
        }
        progress = out->met == 1 ? 1.0 : 0.0;
    }
    if (!isnan(x) && isnan(out->expected) && day <= standing.due && g->spec->preset != DSCORE_TARGET_PRESET_PERDOO &&
        out->met != 1) {
        return DSCORE_OK; /* no working day in the span: no pace */
    }
    standing.preset = g->spec->preset;
    standing.now = day;
    standing.progress = progress;
    standing.expected = isnan(out->expected) ? 1.0 : out->expected;
    standing.is_maintain = dsi_target_is_maintained(g->spec->direction) ? 1 : 0;
    standing.is_met = isnan(progress) ? -1 : out->met;
    return dscore_target_judge(&standing, &out->status, NULL, err);
}

dscore_status dsi_judge_value(
    const dsi_judged *g, const dsi_force *force, double x, int64_t day, dsi_verdict *out, dscore_error *err)
{
    memset(out, 0, sizeof *out);
    out->raw = dsi_target_nothing();
    out->shown = dsi_target_nothing();
    out->gap = dsi_target_nothing();
    out->met = -1;
    out->state = isnan(x) ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_UNDEFINED;
    dscore_status status = expect(g, force, day, out, err);
    if (status != DSCORE_OK || !force->has_aim) {
        return status;
    }
    status =
        dscore_target_progress(&force->aim, &x, 1, &out->raw, &out->shown, &out->met, &out->state, &out->reasons, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (out->state == DSCORE_VALUE_NO_DATA) { /* whether it is met does not take a baseline */
        out->met = -1;
    } else if ((out->reasons & (DSCORE_TARGET_REASON_NO_BASELINE | DSCORE_TARGET_REASON_DIRECTION)) != 0) {
        out->met = dsi_target_is_met(&force->aim, x) ? 1 : 0;
    }
    if (out->state == DSCORE_VALUE_OK && out->expected_state == DSCORE_VALUE_OK) {
        out->gap = 100.0 * (out->expected - out->raw);
    }
    return give_status(g, force, x, day, out, err);
}
