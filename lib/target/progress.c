/* How far a value has come, how a target was kept, and what several of them come to (METHODS 4.3). */
#include "target/check.h"

#include "base/structs.h"
#include "score/tolerance.h"

/* Progress of one value. */
typedef struct came {
    double raw;
    int32_t met, status, reasons;
} came;

static came undefined(int32_t status, int32_t reasons)
{
    return (came){dsi_target_nothing(), 0, status, reasons};
}

static came state_of(bool is_met, int32_t reasons)
{
    return (came){is_met ? 1.0 : 0.0, is_met, DSCORE_VALUE_OK, reasons};
}

/* (x - b) / (t - b), which serves both ways. */
static came way_of(const dscore_target_aim *aim, double x)
{
    const double b = aim->baseline, way = aim->target - b;
    if (isnan(b)) {
        return undefined(DSCORE_VALUE_UNDEFINED, DSCORE_TARGET_REASON_NO_BASELINE);
    }
    if (dsi_same(b, aim->target)) {
        return state_of(dsi_target_is_met(aim, x), DSCORE_TARGET_REASON_DEGENERATE);
    }
    if (way * dsi_target_sign(aim->direction) < 0.0) {
        return undefined(DSCORE_VALUE_UNDEFINED, DSCORE_TARGET_REASON_DIRECTION);
    }
    return (came){(x - b) / way, dsi_target_is_met(aim, x), DSCORE_VALUE_OK, 0};
}

static came progress_of(const dscore_target_aim *aim, double x)
{
    if (isnan(x)) {
        return undefined(DSCORE_VALUE_NO_DATA, DSCORE_TARGET_REASON_NO_VALUE);
    }
    switch (aim->direction) {
    case DSCORE_TARGET_INCREASE:
    case DSCORE_TARGET_DECREASE:
        return way_of(aim, x);
    case DSCORE_TARGET_BINARY:
    case DSCORE_TARGET_MILESTONE: {
        const bool is_end = dsi_same(x, 0.0) || dsi_same(x, 1.0);
        if (is_end) {
            return state_of(dsi_same(x, 1.0), 0);
        }
        if (aim->direction == DSCORE_TARGET_BINARY || x < 0.0 || x > 1.0) {
            return undefined(DSCORE_VALUE_UNDEFINED, DSCORE_TARGET_REASON_DOMAIN);
        }
        return (came){x, 0, DSCORE_VALUE_OK, 0};
    }
    default:
        return state_of(dsi_target_is_met(aim, x), 0);
    }
}

/* Within 0 and cap; a missing one stays missing. */
static double within(double p, double cap)
{
    return isnan(p) ? p : fmin(cap, fmax(0.0, p));
}

dscore_status dscore_target_progress(const dscore_target_aim *aim, const double *x, int64_t count, double *raw,
    double *shown, int32_t *met, int32_t *status, int32_t *reasons, dscore_error *err)
{
    dscore_target_aim own;
    dscore_status failure = dsi_target_aim_read(&own, aim, err);
    if (failure == DSCORE_OK) {
        failure = dsi_target_size("count", count, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_numbers("x", x, count, DSI_TARGET_MISSING, err);
    }
    for (int64_t i = 0; failure == DSCORE_OK && i < count; i++) {
        const came p = progress_of(&own, x[i]);
        dsi_put(raw, i, p.raw);
        dsi_put(shown, i, within(p.raw, own.cap));
        dsi_put_status(met, i, p.met);
        dsi_put_status(status, i, p.status);
        dsi_put_status(reasons, i, p.reasons);
    }
    return failure;
}

/* A weighted mean in the making. */
typedef struct pool {
    dsi_running sum, weight, all;
    int64_t counted, missing;
} pool;

static void pool_add(pool *p, double value, double weight)
{
    dsi_running_add(&p->all, weight);
    if (isnan(value)) {
        p->missing++;
        return;
    }
    p->counted++;
    dsi_running_add(&p->sum, weight * value);
    dsi_running_add(&p->weight, weight);
}

static int32_t pool_status(const pool *p, int32_t *reasons)
{
    *reasons = p->counted == 0   ? DSCORE_TARGET_REASON_NO_VALUE
               : p->missing != 0 ? DSCORE_TARGET_REASON_SOME_MISSING
                                 : 0;
    if (p->counted == 0) {
        return DSCORE_VALUE_NO_DATA;
    }
    if (!(dsi_running_total(&p->weight) > 0.0)) {
        *reasons |= DSCORE_TARGET_REASON_NO_WEIGHT;
        return DSCORE_VALUE_UNDEFINED;
    }
    return DSCORE_VALUE_OK;
}

static double pool_mean(const pool *p, int32_t status)
{
    return status == DSCORE_VALUE_OK ? dsi_running_total(&p->sum) / dsi_running_total(&p->weight)
                                     : dsi_target_nothing();
}

static dscore_status check_weights(const double *weights, int64_t count, dscore_error *err)
{
    return weights == NULL ? DSCORE_OK : dsi_target_numbers("weights", weights, count, DSI_TARGET_WEIGHT, err);
}

dscore_status dscore_target_history(const dscore_target_aim *aim, const double *x, const double *weights, int64_t count,
    dscore_target_record *out, dscore_error *err)
{
    dscore_target_aim own;
    dscore_status failure = dsi_target_aim_read(&own, aim, err);
    if (failure == DSCORE_OK) {
        failure = dsi_target_size("count", count, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_numbers("x", x, count, DSI_TARGET_MISSING, err);
    }
    if (failure == DSCORE_OK) {
        failure = check_weights(weights, count, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_out(out, err);
    }
    if (failure != DSCORE_OK) {
        return failure;
    }
    dscore_target_record record = DSCORE_TARGET_RECORD_INIT;
    pool p = {0};
    for (int64_t i = 0; i < count; i++) {
        double kept = x[i];
        if (!isnan(kept)) {
            record.is_met_now = dsi_target_is_met(&own, kept);
            record.met += record.is_met_now;
            kept = record.is_met_now;
        }
        pool_add(&p, kept, weights == NULL ? 1.0 : weights[i]);
    }
    record.counted = p.counted;
    record.missing = p.missing;
    record.status = pool_status(&p, &record.reasons);
    record.progress = pool_mean(&p, record.status);
    return dsi_struct_give(out, &record, (int64_t)sizeof record, err);
}

static dscore_status give_sum(const pool *p, dscore_target_sum *out, dscore_error *err)
{
    dscore_target_sum sum = DSCORE_TARGET_SUM_INIT;
    sum.counted = p->counted;
    sum.missing = p->missing;
    sum.status = pool_status(p, &sum.reasons);
    const double all = dsi_running_total(&p->all);
    sum.coverage = all > 0.0 ? fmin(1.0, dsi_running_total(&p->weight) / all) : 0.0;
    sum.progress = pool_mean(p, sum.status);
    return dsi_struct_give(out, &sum, (int64_t)sizeof sum, err);
}

dscore_status dscore_target_objective(
    const double *progress, const double *weights, int64_t count, double cap, dscore_target_sum *out, dscore_error *err)
{
    dscore_status failure = dsi_target_size("count", count, err);
    if (failure == DSCORE_OK) {
        failure = dsi_target_numbers("progress", progress, count, DSI_TARGET_MISSING, err);
    }
    if (failure == DSCORE_OK) {
        failure = check_weights(weights, count, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_number("cap", cap, cap >= 1.0 && dsi_target_is_number(cap), "1 to 1e30", err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_out(out, err);
    }
    if (failure != DSCORE_OK) {
        return failure;
    }
    pool p = {0};
    for (int64_t i = 0; i < count; i++) {
        pool_add(&p, within(progress[i], cap), weights == NULL ? 1.0 : weights[i]);
    }
    return give_sum(&p, out, err);
}

dscore_status dscore_target_milestones(
    const int32_t *done, const double *weights, int64_t count, dscore_target_sum *out, dscore_error *err)
{
    dscore_status failure = dsi_target_size("count", count, err);
    if (failure == DSCORE_OK && done == NULL && count > 0) {
        failure = dsi_fail_null(err, "done");
    }
    for (int64_t i = 0; failure == DSCORE_OK && i < count; i++) {
        if (done[i] != 0 && done[i] != 1) {
            failure = dsi_fail_entry(
                err, DSCORE_E_PARAMETER, DSCORE_CODE_TARGET_NUMBER, "done", i, (double)done[i], "0 or 1");
        }
    }
    if (failure == DSCORE_OK) {
        failure = check_weights(weights, count, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_out(out, err);
    }
    if (failure != DSCORE_OK) {
        return failure;
    }
    pool p = {0};
    for (int64_t i = 0; i < count; i++) {
        pool_add(&p, done[i], weights == NULL ? 1.0 : weights[i]);
    }
    return give_sum(&p, out, err);
}
