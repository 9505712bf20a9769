/* Where a target's value will stand on the due day, and how likely it is met (METHODS 4.5). */
#include "target/check.h"

#include "base/structs.h"
#include "score/tolerance.h"
#include "stat/distributions.h"
#include "target/line.h"
#include <inttypes.h>

enum { FEWEST = 4, MOST = 1000000, MOST_THEIL_SEN = 2000 };

/* ---- counts that add up ------------------------------------------------------------------------ */

static dscore_target_rates rates_of(double x, double target, double elapsed, double total)
{
    const double none = dsi_target_nothing();
    dscore_target_rates r = DSCORE_TARGET_RATES_INIT;
    const bool is_over = elapsed >= total, has_begun = elapsed > 0.0;
    if (isnan(x)) {
        r.status = r.needed_status = r.ratio_status = DSCORE_VALUE_NO_DATA;
        r.reasons = DSCORE_TARGET_REASON_NO_VALUE;
        r.forecast = r.achieved = r.needed = r.ratio = none;
        return r;
    }
    r.achieved = has_begun ? x / elapsed : none;
    r.forecast = is_over ? x : has_begun ? x / elapsed * total : none;
    if (!has_begun) {
        r.status = DSCORE_VALUE_UNDEFINED;
        r.reasons |= DSCORE_TARGET_REASON_NOT_STARTED;
    }
    r.needed = is_over ? 0.0 : (target - x) / (total - elapsed);
    if (is_over) {
        const bool is_reached = dsi_at_least(x, target);
        r.reasons |= DSCORE_TARGET_REASON_PAST_DUE;
        r.needed = is_reached ? 0.0 : none;
        r.needed_status = is_reached ? DSCORE_VALUE_OK : DSCORE_VALUE_UNDEFINED;
    }
    const bool has_rate = has_begun && r.achieved > 1e-100; /* so that the ratio stays a number */
    if (has_begun && !has_rate) {
        r.reasons |= DSCORE_TARGET_REASON_NO_RATE;
    }
    const bool has_ratio = has_rate && r.needed_status == DSCORE_VALUE_OK;
    r.ratio = has_ratio ? r.needed / r.achieved : none;
    r.ratio_status = has_ratio ? DSCORE_VALUE_OK : DSCORE_VALUE_UNDEFINED;
    return r;
}

dscore_status dscore_target_pace(
    double x, double target, double elapsed, double total, dscore_target_rates *out, dscore_error *err)
{
    /* Within these ends no quotient leaves the doubles. */
    const bool is_time = elapsed <= 0.0 || elapsed >= 1e-30;
    dscore_status failure =
        dsi_target_number("x", x, isnan(x) || dsi_target_is_number(x), "a number of -1e30 to 1e30, or NaN", err);
    if (failure == DSCORE_OK) {
        failure = dsi_target_number("target", target, dsi_target_is_number(target), "a number of -1e30 to 1e30", err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_number(
            "elapsed", elapsed, elapsed >= 0.0 && elapsed <= 1e30 && is_time, "0, or a time of 1e-30 to 1e30", err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_number("total", total, total >= 1e-30 && total <= 1e30, "a time of 1e-30 to 1e30", err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_out(out, err);
    }
    if (failure != DSCORE_OK) {
        return failure;
    }
    const dscore_target_rates r = rates_of(x, target, elapsed, total);
    return dsi_struct_give(out, &r, (int64_t)sizeof r, err);
}

/* ---- levels ------------------------------------------------------------------------------------ */

/* A forecast in the making. */
typedef struct outlook {
    const dscore_target_aim *aim;
    const dscore_target_outlook_options *options;
    dscore_target_forecast f;
} outlook;

static double clip(outlook *o, double value)
{
    const double within = fmin(o->options->range_hi, fmax(o->options->range_lo, value));
    if (within < value || within > value) {
        o->f.reasons |= DSCORE_TARGET_REASON_CLIPPED;
    }
    return within;
}

/* Probability that a new value is at most `limit`. */
static double share_below(double limit, double centre, double se, double df)
{
    double p;
    (void)dsi_t_cdf((limit - centre) / se, df, &p);
    return p;
}

static double chance(const dscore_target_aim *aim, double centre, double se, double df)
{
    if (!(se > 0.0)) {
        return dsi_target_is_met(aim, centre) ? 1.0 : 0.0;
    }
    if (aim->direction == DSCORE_TARGET_MAINTAIN_BAND) {
        return fmax(0.0, share_below(aim->upper, centre, se, df) - share_below(aim->target, centre, se, df));
    }
    return dsi_target_sign(aim->direction) > 0 ? share_below(-aim->target, -centre, se, df)
                                               : share_below(aim->target, centre, se, df);
}

/* Everything that is known of a value with this error; se = 0: nothing varies. */
static void fill(outlook *o, double centre, double se, double df)
{
    double t = 0.0;
    if (se > 0.0) {
        (void)dsi_t_quantile((1.0 + o->options->level) / 2.0, df, &t);
    }
    o->f.se = se;
    o->f.value = clip(o, centre);
    o->f.lo = clip(o, centre - t * se);
    o->f.hi = clip(o, centre + t * se);
    o->f.probability = chance(o->aim, centre, se, df);
    o->f.outlook = o->f.probability >= 0.8   ? DSCORE_TARGET_OUTLOOK_LIKELY
                   : o->f.probability >= 0.2 ? DSCORE_TARGET_OUTLOOK_POSSIBLE
                                             : DSCORE_TARGET_OUTLOOK_UNLIKELY;
}

static void fill_nothing(outlook *o, int32_t status, int32_t reason)
{
    o->f.status = o->f.interval_status = status;
    o->f.reasons |= reason;
    o->f.value = o->f.lo = o->f.hi = o->f.se = o->f.probability = dsi_target_nothing();
}

static void fill_point(outlook *o, double value)
{
    o->f.value = clip(o, value);
    o->f.interval_status = DSCORE_VALUE_UNDEFINED;
    o->f.reasons |= DSCORE_TARGET_REASON_NO_INTERVAL;
    o->f.lo = o->f.hi = o->f.se = o->f.probability = dsi_target_nothing();
}

/* What `steps` further steps come to, each phi times the one before: phi + phi^2 + ... */
static double damped_steps(double phi, int64_t steps)
{
    double sum = 0.0, step = 1.0;
    for (int64_t i = 0; i < steps && step > 1e-18; i++) {
        step *= phi;
        sum += step;
    }
    return sum;
}

static void look_along_line(outlook *o, const double *y, int64_t count)
{
    const dscore_target_outlook_options *options = o->options;
    const dsi_line line = options->method == DSCORE_TARGET_FORECAST_THEIL_SEN ? dsi_line_theil_sen(y, count)
                                                                              : dsi_line_least_squares(y, count);
    const double n = (double)line.counted, k = (double)(count + options->horizon);
    o->f.intercept = line.intercept;
    o->f.slope = line.slope;
    o->f.deviation = line.deviation;
    if (!(line.deviation > 0.0)) {
        o->f.reasons |= DSCORE_TARGET_REASON_NO_SPREAD;
    }
    if (options->method == DSCORE_TARGET_FORECAST_DAMPED) {
        const double now = line.intercept + line.slope * (double)count;
        fill_point(o, now + line.slope * damped_steps(options->phi, options->horizon));
        return;
    }
    const double way = k - line.mean_k;
    fill(o, line.intercept + line.slope * k, line.deviation * sqrt(1.0 + 1.0 / n + way * way / line.s_xx), n - 2.0);
}

static void look(outlook *o, const double *y, int64_t count)
{
    double last = 0.0;
    for (int64_t i = 0; i < count; i++) {
        if (!isnan(y[i])) {
            o->f.counted++;
            last = y[i];
        }
    }
    if (o->f.counted < count && o->f.counted > 0) {
        o->f.reasons |= DSCORE_TARGET_REASON_SOME_MISSING;
    }
    if (o->options->horizon > o->f.counted) {
        o->f.reasons |= DSCORE_TARGET_REASON_LONG_HORIZON;
    }
    if (o->f.counted == 0) {
        fill_nothing(o, DSCORE_VALUE_NO_DATA, DSCORE_TARGET_REASON_NO_VALUE);
    } else if (o->options->horizon <= 0) {
        o->f.reasons |= DSCORE_TARGET_REASON_PAST_DUE;
        fill(o, last, 0.0, 1.0);
    } else if (o->options->method == DSCORE_TARGET_FORECAST_LAST) {
        fill_point(o, last);
    } else if (o->f.counted < FEWEST) {
        fill_nothing(o, DSCORE_VALUE_INSUFFICIENT, DSCORE_TARGET_REASON_TOO_FEW);
    } else {
        look_along_line(o, y, count);
    }
}

static dscore_status check_outlook(
    dscore_target_outlook_options *own, const dscore_target_outlook_options *options, dscore_error *err)
{
    *own = (dscore_target_outlook_options)DSCORE_TARGET_OUTLOOK_OPTIONS_INIT;
    dscore_status status = dsi_struct_read(own, options, (int64_t)sizeof *own, "options", err);
    if (status == DSCORE_OK) {
        status = dsi_target_option("method", own->method, DSCORE_TARGET_FORECAST_TREND, DSCORE_TARGET_FORECAST_DAMPED,
            "DSCORE_TARGET_FORECAST_TREND to _DAMPED (a run rate: dscore_target_pace)", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_number("horizon", (double)own->horizon, own->horizon <= MOST, "at most 1,000,000", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_number("level", own->level, own->level > 0.0 && own->level <= 0.999999999,
            "more than 0 and at most 0.999999999, such as 0.8", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_number("phi", own->phi, own->phi > 0.0 && own->phi <= 1.0, "more than 0, at most 1", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_number(
            "range_lo", own->range_lo, dsi_target_is_number(own->range_lo), "a number of -1e30 to 1e30", err);
    }
    return status == DSCORE_OK ? dsi_target_number("range_hi", own->range_hi,
                                     dsi_target_is_number(own->range_hi) && own->range_hi > own->range_lo,
                                     "a number above range_lo, at most 1e30", err)
                               : status;
}

dscore_status dscore_target_look_ahead(const dscore_target_aim *aim, const dscore_target_outlook_options *options,
    const double *y, int64_t count, dscore_target_forecast *out, dscore_error *err)
{
    dscore_target_aim aimed;
    dscore_target_outlook_options own;
    dscore_status failure = dsi_target_aim_read(&aimed, aim, err);
    if (failure == DSCORE_OK) {
        failure = dsi_target_option("direction", aimed.direction, DSCORE_TARGET_INCREASE, DSCORE_TARGET_MAINTAIN_BAND,
            "a direction with a level: INCREASE to MAINTAIN_BAND", err);
    }
    if (failure == DSCORE_OK) {
        failure = check_outlook(&own, options, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_size("count", count, err);
    }
    if (failure == DSCORE_OK) {
        const int64_t most = own.method == DSCORE_TARGET_FORECAST_THEIL_SEN ? MOST_THEIL_SEN : MOST;
        failure = count <= most ? dsi_target_numbers("y", y, count, DSI_TARGET_MISSING, err)
                                : dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_TARGET_LIMIT,
                                      "count is %" PRId64 "; this method takes at most %" PRId64, count, most);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_out(out, err);
    }
    if (failure != DSCORE_OK) {
        return failure;
    }
    outlook o = {&aimed, &own, DSCORE_TARGET_FORECAST_INIT};
    o.f.method = own.method;
    look(&o, y, count);
    return dsi_struct_give(out, &o.f, (int64_t)sizeof o.f, err);
}
