/* The held status: the periods of a target walked in order, a status being left only when the whole interval of a value
   agrees on another one, so that noise does not flip it. */
#include "target/standings.h"

#include "target/check.h"
#include "time/period.h"

/* What the walk has come to. */
typedef struct walk {
    int32_t held;  /* 0 = no status yet */
    int64_t since; /* period */
    int32_t high;  /* values in a row that are far ahead of what was expected */
} walk;

static const double FAR = 0.8;

/* Does the whole interval have the status of the value? Where a band lies between its ends it does not, though neither
   end may keep the band. */
static bool agrees(const dsi_force *force, const dsi_measured *m, int32_t at_value, int32_t at_lo, int32_t at_hi)
{
    if (force->aim.direction == DSCORE_TARGET_MAINTAIN_BAND && m->lo < force->aim.target && m->hi > force->aim.upper) {
        return false;
    }
    return at_lo == at_value && at_hi == at_value;
}

static dscore_status step(
    const dsi_judged *g, const dsi_measured *m, int64_t period, int64_t day, walk *w, dscore_error *err)
{
    dsi_force force;
    dsi_verdict at_value;
    dsi_verdict at_lo;
    dsi_verdict at_hi;
    if (m->state != DSCORE_VALUE_OK || m->n < g->spec->min_n) {
        return DSCORE_OK;
    }
    dscore_status status = dsi_force_on(g, day, dsi_period_name_of(g, period), g->s->row.baseline, &force, err);
    if (status == DSCORE_OK) {
        status = dsi_judge_value(g, &force, m->value, day, &at_value, err);
    }
    if (status != DSCORE_OK || at_value.status == 0) {
        return status;
    }
    const bool is_far = at_value.shown > FAR && at_value.expected < FAR;
    w->high = is_far ? w->high + 1 : 0;
    const bool is_exact = g->spec->measure == DSCORE_TARGET_TOTAL || g->spec->direction >= DSCORE_TARGET_BINARY;
    const bool is_past = dsi_has_day(force.due) && day > force.due;
    bool leaves = w->held == 0 || is_exact || is_past;
    if (!leaves && m->interval_state == DSCORE_VALUE_OK) {
        status = dsi_judge_value(g, &force, m->lo, day, &at_lo, err);
        if (status == DSCORE_OK) {
            status = dsi_judge_value(g, &force, m->hi, day, &at_hi, err);
        }
        leaves = status == DSCORE_OK && agrees(&force, m, at_value.status, at_lo.status, at_hi.status);
    }
    if (leaves && at_value.status != w->held) {
        w->held = at_value.status;
        w->since = period;
    }
    return status;
}

static dscore_status walk_periods(const dsi_judged *g, const dsi_measured *measured, walk *w, dscore_error *err)
{
    const dsi_points *p = &g->j->points;
    const int64_t from = g->first > p->first ? g->first : p->first;
    dscore_status status = DSCORE_OK;
    for (int64_t k = from; status == DSCORE_OK && k < g->to && k < p->first + p->count; k++) {
        dsi_measured m;
        if (g->spec->measure == DSCORE_TARGET_TOTAL) {
            m = dsi_points_sum(p, from, k);
        } else {
            const int64_t begin = k - g->spec->window + 1;
            m = dsi_points_pool(p, &g->kind, begin < from ? from : begin, k, g->j->facts.level);
        }
        status = step(g, &m, k, dsi_period_first_day(&g->grain, k + 1) - 1, w, err);
    }
    return status == DSCORE_OK ? step(g, measured, g->to, g->j->facts.now, w, err) : status;
}

dscore_status dsi_judge_held(dsi_judged *g, const dsi_measured *measured, dscore_error *err)
{
    dscore_standing_row *row = &g->s->row;
    walk w = {0, INT64_MIN, 0};
    const bool is_past = dsi_has_day(g->s->due) && g->j->facts.now > g->s->due;
    if (dsi_target_is_unmeasured(g->spec) || g->j->points.count == 0) {
        row->held_status = row->value_status;
        return DSCORE_OK;
    }
    dscore_status status = walk_periods(g, measured, &w, err);
    if (status != DSCORE_OK) {
        return status;
    }
    row->held_status = w.held;
    if (w.held == 0 || (is_past && row->value_state == DSCORE_VALUE_NO_DATA)) {
        row->held_status = row->value_status;
        w.since = INT64_MIN;
    }
    if (w.since != INT64_MIN) {
        (void)dscore_zone_day_start(
            g->j->facts.zone, dsi_period_first_day(&g->grain, w.since + 1), &row->held_since, NULL);
    }
    const bool can_rise = !dsi_target_is_maintained(g->spec->direction) && g->spec->direction != DSCORE_TARGET_BINARY;
    if (w.high >= 2 && can_rise && !is_past) {
        row->alerts |= DSCORE_ALERT_RAISE_THE_BAR;
    }
    return DSCORE_OK;
}
