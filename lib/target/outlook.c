/* What lies ahead of a standing, and what lies behind it: forecast, pace of what adds up, and whether history calls the
   target reachable. */
#include "target/standings.h"

#include "target/check.h"
#include "time/period.h"

enum { MOST_VALUES = 1000000, MOST_SLOPES = 2000 };

static void forecast_nothing(dsi_standing *s, int32_t method)
{
    dscore_target_forecast *f = &s->forecast;
    const double nothing = dsi_target_nothing();
    f->status = DSCORE_VALUE_UNDEFINED;
    f->interval_status = DSCORE_VALUE_UNDEFINED;
    f->method = method;
    f->value = f->lo = f->hi = f->se = f->probability = f->deviation = nothing;
}

static void pace_nothing(dsi_standing *s)
{
    dscore_target_rates *p = &s->pace;
    p->status = p->needed_status = p->ratio_status = DSCORE_VALUE_UNDEFINED;
    p->forecast = p->achieved = p->needed = p->ratio = dsi_target_nothing();
}

static void reach_nothing(dsi_standing *s)
{
    dscore_target_reach *r = &s->reach;
    r->status = r->window_status = DSCORE_VALUE_UNDEFINED;
    r->required = r->mean = r->deviation = r->z = r->probability = r->empirical = r->best = dsi_target_nothing();
}

/* Days from the start to the day and to due, both counted: a count of 18 days holds the whole of the eighteenth. */
static dscore_status judge_pace(const dsi_judged *g, dscore_error *err)
{
    dsi_standing *s = g->s;
    int64_t elapsed = 0;
    int64_t total = 0;
    dscore_target_span span = DSCORE_TARGET_SPAN_INIT;
    if (g->j->facts.now < s->start || s->due < s->start) {
        return DSCORE_OK;
    }
    const int64_t day = g->j->facts.now < s->due ? g->j->facts.now : s->due;
    span.calendar = g->spec->business_days ? g->j->facts.calendar : NULL;
    dscore_status status = dsi_target_count_days(&span, s->start, day + 1, &elapsed, err);
    if (status == DSCORE_OK) {
        status = dsi_target_count_days(&span, s->start, s->due + 1, &total, err);
    }
    if (status == DSCORE_OK && total > 0) {
        status = dscore_target_pace(s->row.value, s->aim.target, (double)elapsed, (double)total, &s->pace, err);
        s->forecast.status = s->pace.status;
        s->forecast.value = s->pace.forecast;
        s->forecast.reasons = s->pace.reasons | DSCORE_TARGET_REASON_NO_INTERVAL;
    }
    return status;
}

static dscore_status judge_forecast(const dsi_judged *g, dscore_error *err)
{
    const dsi_target_spec *t = g->spec;
    const dsi_points *points = &g->j->points;
    dscore_target_outlook_options options = DSCORE_TARGET_OUTLOOK_OPTIONS_INIT;
    const int64_t most = t->forecast == DSCORE_TARGET_FORECAST_THEIL_SEN ? MOST_SLOPES : MOST_VALUES;
    const int64_t wanted = t->forecast_periods > 0 && t->forecast_periods < most ? t->forecast_periods : most;
    int64_t count = 0;
    const double *y = dsi_points_between(points, g->to - wanted + 1, g->to, &count);
    const int64_t last = points->first + points->count - 1;
    options.method = t->forecast;
    const int64_t due = dsi_period_of_day(&g->grain, g->s->due);
    const bool has_come = g->is_over && due <= g->to;
    options.horizon = has_come ? 0 : due - (count > 0 && last < g->to ? last : g->to);
    options.level = t->forecast_level;
    options.phi = t->forecast_phi;
    if (g->kind.domain_lo < g->kind.domain_hi) {
        options.range_lo = fmax(g->kind.domain_lo, options.range_lo);
        options.range_hi = fmin(g->kind.domain_hi, options.range_hi);
    }
    return dscore_target_look_ahead(&g->s->aim, &options, y, count, &g->s->forecast, err);
}

/* History is what was before the start; without a start all there is. */
static dscore_status judge_reach(const dsi_judged *g, dscore_error *err)
{
    dsi_standing *s = g->s;
    int64_t count = 0;
    const int64_t end = dsi_has_day(s->start) && g->first - 1 < g->to ? g->first - 1 : g->to;
    const double *y = dsi_points_between(&g->j->points, g->j->points.first, end, &count);
    const double noise = s->row.interval_state == DSCORE_VALUE_OK ? (s->row.hi - s->row.lo) / 2.0 : 0.0;
    const int64_t horizon = s->span_periods > 1000000 ? 1000000 : s->span_periods;
    return dscore_target_weigh_history(&s->aim, y, count, horizon, 1, noise, &s->reach, err);
}

dscore_status dsi_judge_outlook(dsi_judged *g, dscore_error *err)
{
    dsi_standing *s = g->s;
    const bool is_total = g->spec->measure == DSCORE_TARGET_TOTAL;
    forecast_nothing(s, g->spec->forecast);
    pace_nothing(s);
    reach_nothing(s);
    if (!s->has_aim || g->spec->direction >= DSCORE_TARGET_BINARY || !s->has_history) {
        return DSCORE_OK;
    }
    if (is_total) {
        return dsi_has_day(s->start) && dsi_has_day(s->due) ? judge_pace(g, err) : DSCORE_OK;
    }
    dscore_status status = dsi_has_day(s->due) ? judge_forecast(g, err) : DSCORE_OK;
    return status == DSCORE_OK && s->span_periods > 0 ? judge_reach(g, err) : status;
}
