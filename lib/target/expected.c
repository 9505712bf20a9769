/* How far a target should be on a day: by the days that have passed, or by its milestones (METHODS 4.4). */
#include "target/check.h"

#include "score/tolerance.h"
#include <inttypes.h>

/* The share of the span that has passed on a day; NaN where no working day lies in it. */
static dscore_status share_passed(const dscore_target_span *span, int64_t now, double *out, dscore_error *err)
{
    if (now < span->start || now >= span->due) {
        *out = now < span->start ? 0.0 : 1.0;
        return DSCORE_OK;
    }
    const int64_t own = span->day_count == DSCORE_TARGET_DAYS_INCLUSIVE; /* the day itself has passed */
    int64_t passed, all = 0;
    dscore_status status = dsi_target_count_days(span, span->start, now + own, &passed, err);
    if (status == DSCORE_OK) {
        status = dsi_target_count_days(span, span->start, span->due + own, &all, err);
    }
    if (status == DSCORE_OK) {
        *out = all > 0 ? (double)passed / (double)all : dsi_target_nothing();
    }
    return status;
}

/* The greatest day whose successor a calendar still counts. */
static dscore_status check_last(const dscore_target_span *span, dscore_error *err)
{
    const int64_t after = span->due + (span->day_count == DSCORE_TARGET_DAYS_INCLUSIVE);
    int64_t days;
    return span->calendar == NULL ? DSCORE_OK : dscore_calendar_days(span->calendar, span->start, after, &days, err);
}

dscore_status dscore_target_expect(const dscore_target_span *span, const int64_t *now, int64_t count, double *expected,
    int32_t *status, dscore_error *err)
{
    dscore_target_span own;
    dscore_status failure = dsi_target_span_read(&own, span, err);
    if (failure == DSCORE_OK) {
        failure = dsi_target_size("count", count, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_days("now", now, count, err);
    }
    if (failure == DSCORE_OK && expected == NULL && count > 0) {
        failure = dsi_fail_null(err, "expected");
    }
    if (failure == DSCORE_OK) {
        failure = check_last(&own, err);
    }
    for (int64_t i = 0; failure == DSCORE_OK && i < count; i++) {
        double share = 0.0;
        failure = share_passed(&own, now[i], &share, err);
        if (failure == DSCORE_OK) {
            expected[i] = share;
            dsi_put_status(status, i, isnan(share) ? DSCORE_VALUE_UNDEFINED : DSCORE_VALUE_OK);
        }
    }
    return failure;
}

/* ---- milestones -------------------------------------------------------------------------------- */

/* A value on its day. */
typedef struct point {
    int64_t day;
    double value;
} point;

/* The milestones of a target, with its start and due day around them. */
typedef struct plan {
    const dscore_target_aim *aim;
    const dscore_target_span *span;
    const int64_t *days;
    const double *values;
    int64_t count;
    int32_t form;
} plan;

/* The last point whose day has come (the baseline at least), and the one after it. */
static void points_around(const plan *p, int64_t now, point *from, point *to)
{
    *from = (point){p->span->start, p->aim->baseline};
    *to = (point){p->span->due, p->aim->target};
    int64_t lo = 0, hi = p->count; /* the first milestone after now lies in [lo, hi] */
    while (lo < hi) {
        const int64_t mid = lo + (hi - lo) / 2;
        if (p->days[mid] <= now) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    if (lo > 0) {
        *from = (point){p->days[lo - 1], p->values[lo - 1]};
    }
    if (lo < p->count) {
        *to = (point){p->days[lo], p->values[lo]};
    }
    if (now >= p->span->due) { /* a milestone on the due day stands for the target */
        const bool is_last = p->count > 0 && p->days[p->count - 1] == p->span->due;
        *from = (point){p->span->due, is_last ? p->values[p->count - 1] : p->aim->target};
        *to = *from;
    }
}

static dscore_status value_on(const plan *p, int64_t now, double *out, dscore_error *err)
{
    point from, to;
    points_around(p, now, &from, &to);
    *out = from.value;
    if (now <= from.day || from.day == to.day || p->form == DSCORE_TARGET_PLAN_STEPS) {
        return DSCORE_OK;
    }
    int64_t passed, all = 0;
    dscore_status status = dsi_target_count_days(p->span, from.day, now, &passed, err);
    if (status == DSCORE_OK) {
        status = dsi_target_count_days(p->span, from.day, to.day, &all, err);
    }
    if (status == DSCORE_OK && all > 0) {
        *out = from.value + (to.value - from.value) * ((double)passed / (double)all);
    }
    return status;
}

static dscore_status check_milestones(const plan *p, dscore_error *err)
{
    dscore_status status = dsi_target_days("days", p->days, p->count, err);
    if (status == DSCORE_OK) {
        status = dsi_target_numbers("values", p->values, p->count, DSI_TARGET_NUMBER, err);
    }
    for (int64_t i = 0; status == DSCORE_OK && i < p->count; i++) {
        const int64_t day = p->days[i];
        if (day < p->span->start || day > p->span->due || (i > 0 && day <= p->days[i - 1])) {
            status = dsi_fail_entry(err, DSCORE_E_PARAMETER, DSCORE_CODE_TARGET_MILESTONE, "days", i, (double)day,
                "days from start to due, each after the one before");
        }
    }
    return status;
}

dscore_status dscore_target_plan_expect(const dscore_target_aim *aim, const dscore_target_span *span,
    const int64_t *days, const double *values, int64_t milestones, int32_t form, const int64_t *now, int64_t count,
    double *value, double *expected, int32_t *status, dscore_error *err)
{
    dscore_target_aim aimed;
    dscore_target_span spanned;
    const plan p = {&aimed, &spanned, days, values, milestones, form};
    dscore_status failure = dsi_target_aim_read(&aimed, aim, err);
    if (failure == DSCORE_OK) {
        failure = dsi_target_option("direction", aimed.direction, DSCORE_TARGET_INCREASE, DSCORE_TARGET_DECREASE,
            "DSCORE_TARGET_INCREASE or _DECREASE", err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_span_read(&spanned, span, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_size("milestones", milestones, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_option("plan", form, DSCORE_TARGET_PLAN_LINEAR, DSCORE_TARGET_PLAN_STEPS,
            "DSCORE_TARGET_PLAN_LINEAR or _STEPS", err);
    }
    if (failure == DSCORE_OK) {
        failure = check_milestones(&p, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_size("count", count, err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_days("now", now, count, err);
    }
    const bool is_degenerate = failure == DSCORE_OK && dsi_same(aimed.baseline, aimed.target);
    for (int64_t i = 0; failure == DSCORE_OK && i < count; i++) {
        double v = 0.0;
        failure = value_on(&p, now[i], &v, err);
        if (failure == DSCORE_OK) {
            const double e =
                is_degenerate ? dsi_target_nothing() : (v - aimed.baseline) / (aimed.target - aimed.baseline);
            dsi_put(value, i, v);
            dsi_put(expected, i, e);
            dsi_put_status(status, i, isnan(e) ? DSCORE_VALUE_UNDEFINED : DSCORE_VALUE_OK);
        }
    }
    return failure;
}
