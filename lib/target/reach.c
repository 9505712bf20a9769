/* Whether a target looks reachable: a random walk with history's drift, and history's own windows (METHODS 4.6). */
#include "target/check.h"

#include "base/structs.h"
#include "score/tolerance.h"
#include "stat/distributions.h"

enum { FEWEST_CHANGES = 6, FARTHEST = 1000000 };

/* Beyond this many times the best window a target is out of reach whatever the walk says. */
static const double BEYOND = 1.5;

/* D, the change that is asked for, and the direction in which it counts as positive. */
static double required(const dscore_target_aim *aim, double *sign)
{
    const double b = aim->baseline;
    *sign = dsi_target_sign(aim->direction);
    if (aim->direction == DSCORE_TARGET_MAINTAIN_BAND) {
        const double up = aim->target - b, down = b - aim->upper;
        *sign = down > up ? -1.0 : 1.0;
        return fmax(up, down);
    }
    return *sign * (aim->target - b);
}

static void weigh_changes(dscore_target_reach *r, const double *y, int64_t count, double sign)
{
    dsi_running sum = {0}, squares = {0};
    double greatest = 0.0;
    for (int64_t i = 1; i < count; i++) {
        const double d = sign * (y[i] - y[i - 1]);
        if (!isnan(d)) {
            r->changes++;
            dsi_running_add(&sum, d);
            greatest = fmax(greatest, fmax(fabs(y[i]), fabs(y[i - 1])));
        }
    }
    if (r->changes < 2) {
        return;
    }
    r->mean = dsi_running_total(&sum) / (double)r->changes;
    for (int64_t i = 1; i < count; i++) {
        const double d = sign * (y[i] - y[i - 1]) - r->mean;
        if (!isnan(d)) {
            dsi_running_add(&squares, d * d);
        }
    }
    const double deviation = sqrt(dsi_running_total(&squares) / (double)(r->changes - 1));
    r->deviation = deviation > 1e-13 * greatest ? deviation : 0.0; /* what rounding leaves of equal steps */
}

static void weigh_windows(dscore_target_reach *r, const double *y, int64_t count, int64_t horizon, double sign)
{
    double best = 0.0;
    for (int64_t i = horizon; i < count; i++) {
        const double d = sign * (y[i] - y[i - horizon]);
        if (!isnan(d)) {
            best = r->windows == 0 ? d : fmax(best, d);
            r->windows++;
            r->windows_met += dsi_at_least(d, r->required);
        }
    }
    const bool is_known = r->windows > 0;
    r->window_status = is_known ? DSCORE_VALUE_OK : DSCORE_VALUE_NO_DATA;
    r->reasons |= is_known ? 0 : DSCORE_TARGET_REASON_NO_WINDOW;
    r->empirical = is_known ? (double)r->windows_met / (double)r->windows : dsi_target_nothing();
    r->best = is_known ? best : dsi_target_nothing();
}

static void weigh_walk(dscore_target_reach *r, int64_t horizon, int32_t drift)
{
    const double way = drift ? r->mean * (double)horizon : 0.0;
    if (r->changes < FEWEST_CHANGES) {
        r->status = r->changes == 0 ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_INSUFFICIENT;
        r->reasons |= DSCORE_TARGET_REASON_TOO_FEW;
        r->mean = r->deviation = r->z = r->probability = dsi_target_nothing();
        return;
    }
    if (r->deviation > 0.0) {
        r->z = (r->required - way) / (r->deviation * sqrt((double)horizon));
        (void)dsi_normal_cdf(-r->z, &r->probability);
        return;
    }
    r->reasons |= DSCORE_TARGET_REASON_NO_SPREAD;
    r->probability = dsi_at_least(way, r->required) ? 1.0 : 0.0;
}

static int32_t class_of(const dscore_target_reach *r)
{
    static const struct {
        double at_least;
        int32_t named;
    } CLASSES[] = {{0.95, DSCORE_TARGET_CLASS_TRIVIAL}, {0.7, DSCORE_TARGET_CLASS_EASY},
        {0.2, DSCORE_TARGET_CLASS_REALISTIC}, {0.02, DSCORE_TARGET_CLASS_STRETCH}};
    if (r->reasons & DSCORE_TARGET_REASON_ALREADY_MET) {
        return DSCORE_TARGET_CLASS_TRIVIAL;
    }
    if (r->status != DSCORE_VALUE_OK) {
        return DSCORE_TARGET_CLASS_NONE;
    }
    if (r->window_status == DSCORE_VALUE_OK && dsi_above(r->required, BEYOND * r->best)) {
        return DSCORE_TARGET_CLASS_UNREALISTIC;
    }
    for (int i = 0; i < 4; i++) {
        if (r->probability >= CLASSES[i].at_least) {
            return CLASSES[i].named;
        }
    }
    return DSCORE_TARGET_CLASS_UNREALISTIC;
}

static dscore_target_reach undefined(int32_t reason)
{
    dscore_target_reach r = DSCORE_TARGET_REACH_INIT;
    r.status = r.window_status = DSCORE_VALUE_UNDEFINED;
    r.reasons = reason;
    r.required = r.mean = r.deviation = r.z = r.probability = r.empirical = r.best = dsi_target_nothing();
    return r;
}

static dscore_target_reach reach_of(
    const dscore_target_aim *aim, const double *y, int64_t count, int64_t horizon, int32_t drift, double noise)
{
    dscore_target_reach r = DSCORE_TARGET_REACH_INIT;
    double sign;
    if (aim->direction >= DSCORE_TARGET_BINARY) {
        return undefined(DSCORE_TARGET_REASON_NOT_NUMERIC);
    }
    if (isnan(aim->baseline)) {
        return undefined(DSCORE_TARGET_REASON_NO_BASELINE);
    }
    int64_t there = 0;
    for (int64_t i = 0; i < count; i++) {
        there += !isnan(y[i]);
    }
    r.reasons |= there == 0 ? DSCORE_TARGET_REASON_NO_VALUE : there < count ? DSCORE_TARGET_REASON_SOME_MISSING : 0;
    r.required = required(aim, &sign);
    if (dsi_target_is_met(aim, aim->baseline)) {
        r.reasons |= DSCORE_TARGET_REASON_ALREADY_MET;
    } else if (r.required < noise) {
        r.reasons |= DSCORE_TARGET_REASON_WITHIN_NOISE;
    }
    weigh_changes(&r, y, count, sign);
    weigh_windows(&r, y, count, horizon, sign);
    weigh_walk(&r, horizon, drift);
    r.reasons |= horizon > r.changes && r.changes > 0 ? DSCORE_TARGET_REASON_LONG_HORIZON : 0;
    r.reach_class = class_of(&r);
    return r;
}

dscore_status dscore_target_weigh_history(const dscore_target_aim *aim, const double *y, int64_t count, int64_t horizon,
    int32_t drift, double noise, dscore_target_reach *out, dscore_error *err)
{
    dscore_target_aim own;
    dscore_status failure = dsi_target_aim_read(&own, aim, err);
    if (failure == DSCORE_OK) {
        failure = dsi_target_size("count", count, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_numbers("y", y, count, DSI_TARGET_MISSING, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_number(
            "horizon", (double)horizon, horizon >= 1 && horizon <= FARTHEST, "1 to 1,000,000 periods", err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_option("drift", drift, 0, 1, "0 or 1", err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_number("noise", noise, noise >= 0.0 && noise <= 1e30, "0 to 1e30", err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_out(out, err);
    }
    if (failure != DSCORE_OK) {
        return failure;
    }
    const dscore_target_reach r = reach_of(&own, y, count, horizon, drift, noise);
    return dsi_struct_give(out, &r, (int64_t)sizeof r, err);
}
