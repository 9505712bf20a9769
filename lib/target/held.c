/* The held status: the periods of a target walked in order. A status is left when the interval of a value excludes it,
   or is half as wide as any on which it stood, so that noise does not flip it and a first month of a few cases does not
   decide for long. */
#include "target/standings.h"

#include "target/check.h"
#include "time/period.h"

/* What the walk has come to. */
typedef struct walk {
    int32_t held;  /* 0 = no status yet */
    double width;  /* of the narrowest interval whose value had it; infinite: none yet */
    int64_t since; /* period */
    int32_t high;  /* values in a row that are far ahead of what was expected */
} walk;

static const double FAR = 0.8;

/* Statuses from bad to good, so that those between the ends of an interval can be told. */
static int32_t rank_of(int32_t status)
{
    static const int32_t RANKS[] = {[DSCORE_TARGET_STATUS_AT_RISK] = 1,
        [DSCORE_TARGET_STATUS_MISSED] = 1,
        [DSCORE_TARGET_STATUS_UNHEALTHY] = 1,
        [DSCORE_TARGET_STATUS_BEHIND] = 2,
        [DSCORE_TARGET_STATUS_ON_TRACK] = 3,
        [DSCORE_TARGET_STATUS_HEALTHY] = 3,
        [DSCORE_TARGET_STATUS_AHEAD] = 4,
        [DSCORE_TARGET_STATUS_ACHIEVED] = 5,
        [DSCORE_TARGET_STATUS_POSTPONED] = 0};
    return RANKS[status];
}

/* What an interval says: the worst and the best status that lie in it. Where a band lies between its ends the best is
   that of the band itself, though neither end may keep it. */
typedef struct reach {
    int32_t worst, best;
} reach;

static dscore_status reach_of(
    const dsi_judged *g, const dsi_force *force, const dsi_measured *m, int64_t day, reach *out, dscore_error *err)
{
    dsi_verdict at_lo;
    dsi_verdict at_hi;
    dsi_verdict inside;
    dscore_status status = dsi_judge_value(g, force, m->lo, day, &at_lo, err);
    if (status == DSCORE_OK) {
        status = dsi_judge_value(g, force, m->hi, day, &at_hi, err);
    }
    const bool spans =
        force->aim.direction == DSCORE_TARGET_MAINTAIN_BAND && m->lo < force->aim.target && m->hi > force->aim.upper;
    if (status == DSCORE_OK) {
        const double middle = (force->aim.target + force->aim.upper) / 2.0;
        status = dsi_judge_value(g, force, spans ? middle : m->hi, day, &inside, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const int32_t ranks[] = {rank_of(at_lo.status), rank_of(at_hi.status), rank_of(inside.status)};
    out->worst = ranks[0];
    out->best = ranks[0];
    for (int i = 1; i < 3; i++) {
        out->worst = ranks[i] < out->worst ? ranks[i] : out->worst;
        out->best = ranks[i] > out->best ? ranks[i] : out->best;
    }
    return DSCORE_OK;
}

/* Does the status of the moment give way? */
static dscore_status gives_way(const dsi_judged *g, const dsi_force *force, const dsi_measured *m, int64_t day,
    const walk *w, bool *out, dscore_error *err)
{
    reach r = {0, 0};
    *out = w->held == 0 || isinf(w->width); /* nothing was ever known of noise: the value decides */
    if (*out || m->interval_state != DSCORE_VALUE_OK) {
        return DSCORE_OK;
    }
    const dscore_status status = reach_of(g, force, m, day, &r, err);
    *out = 2.0 * (m->hi - m->lo) <= w->width || rank_of(w->held) < r.worst || rank_of(w->held) > r.best;
    return status;
}

/* The value's status takes the place of the one that gave way, or stands for it on this interval too. */
static void take(walk *w, const dsi_measured *m, int32_t status, int64_t period)
{
    const double width = m->interval_state == DSCORE_VALUE_OK ? m->hi - m->lo : (double)INFINITY;
    w->width = status != w->held || width < w->width ? width : w->width;
    w->since = status != w->held ? period : w->since;
    w->held = status;
}

static dscore_status step(
    const dsi_judged *g, const dsi_measured *m, int64_t period, int64_t day, walk *w, dscore_error *err)
{
    dsi_force force;
    dsi_verdict at_value;
    bool leaves = true;
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
    if (!is_exact && !is_past) {
        status = gives_way(g, &force, m, day, w, &leaves, err);
    }
    if (leaves || at_value.status == w->held) {
        take(w, m, at_value.status, period);
    }
    return status;
}

static dscore_status walk_periods(const dsi_judged *g, const dsi_measured *measured, walk *w, dscore_error *err)
{
    const dsi_points *p = &g->j->points;
    const int64_t from = g->first > p->first ? g->first : p->first;
    dscore_status status = DSCORE_OK;
    for (int64_t k = from; status == DSCORE_OK && k < g->to; k++) {
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
    walk w = {0, (double)INFINITY, INT64_MIN, 0};
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
