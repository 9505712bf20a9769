/* What the standing of a target is called: presets of statuses, parents, closing grades (METHODS 4.4). */
#include "target/check.h"

#include "score/tolerance.h"

/* Gap in percentage points; NaN without a value. */
static double gap_of(const dscore_target_standing *s)
{
    return 100.0 * ((s->is_maintain ? 1.0 : s->expected) - s->progress);
}

static bool is_met(const dscore_target_standing *s)
{
    return s->is_met < 0 ? dsi_at_least(s->progress, 1.0) : s->is_met != 0;
}

/* ON_TRACK up to the first cut, BEHIND up to the second, else AT_RISK. */
static int32_t by_gap(double gap, double behind, double at_risk)
{
    return dsi_above(gap, at_risk)  ? DSCORE_TARGET_STATUS_AT_RISK
           : dsi_above(gap, behind) ? DSCORE_TARGET_STATUS_BEHIND
                                    : DSCORE_TARGET_STATUS_ON_TRACK;
}

static int32_t viva(const dscore_target_standing *s)
{
    return by_gap(gap_of(s), 0.0, 25.0);
}

static int32_t deskscore(const dscore_target_standing *s)
{
    const bool is_over = s->now > s->due;
    if (is_met(s) && (is_over || !s->is_maintain)) {
        return DSCORE_TARGET_STATUS_ACHIEVED;
    }
    return is_over ? DSCORE_TARGET_STATUS_MISSED : viva(s);
}

static int32_t engagedly(const dscore_target_standing *s)
{
    const bool met = is_met(s), is_over = s->now > s->due;
    if (s->is_maintain && !is_over) {
        return met ? DSCORE_TARGET_STATUS_ON_TRACK : DSCORE_TARGET_STATUS_BEHIND;
    }
    if (met || s->is_maintain) {
        return met ? DSCORE_TARGET_STATUS_ACHIEVED : DSCORE_TARGET_STATUS_AT_RISK;
    }
    return by_gap(gap_of(s), 16.5, 33.0);
}

static int32_t planview(const dscore_target_standing *s)
{
    const double gap = gap_of(s);
    return dsi_at_least(gap, 10.0) ? DSCORE_TARGET_STATUS_BEHIND
           : dsi_above(-10.0, gap) ? DSCORE_TARGET_STATUS_AHEAD
                                   : DSCORE_TARGET_STATUS_ON_TRACK;
}

static int32_t perdoo(const dscore_target_standing *s)
{
    return is_met(s) ? DSCORE_TARGET_STATUS_HEALTHY : DSCORE_TARGET_STATUS_UNHEALTHY;
}

static dscore_status check_standing(
    dscore_target_standing *own, const dscore_target_standing *standing, dscore_error *err)
{
    dscore_status status = dsi_struct_read(own, standing, (int64_t)sizeof *own, "standing", err);
    if (status == DSCORE_OK) {
        status = dsi_target_option("preset", own->preset, DSCORE_TARGET_PRESET_DESKSCORE, DSCORE_TARGET_PRESET_PERDOO,
            "DSCORE_TARGET_PRESET_DESKSCORE to _PERDOO", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_option("is_met", own->is_met, -1, 1, "0, 1, or -1 where the progress tells", err);
    }
    const int64_t days[] = {own->start, own->due, own->now};
    static const char *const NAMES[] = {"start", "due", "now"};
    for (int i = 0; status == DSCORE_OK && i < 3; i++) {
        status = dsi_target_days(NAMES[i], &days[i], 1, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_order(own->start, own->due, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_number("progress", own->progress,
            dsi_target_is_number(own->progress) || isnan(own->progress), "a number of -1e30 to 1e30, or NaN", err);
    }
    return status != DSCORE_OK || own->is_maintain
               ? status
               : dsi_target_number(
                     "expected", own->expected, dsi_target_is_number(own->expected), "a number of -1e30 to 1e30", err);
}

static int32_t status_of(const dscore_target_standing *s)
{
    static int32_t (*const PRESETS[])(const dscore_target_standing *) = {deskscore, viva, engagedly, planview, perdoo};
    const bool is_own = s->preset == DSCORE_TARGET_PRESET_DESKSCORE;
    if (s->is_cancelled) {
        return DSCORE_TARGET_STATUS_CANCELLED;
    }
    if (is_own && s->now < s->start) {
        return DSCORE_TARGET_STATUS_NOT_STARTED;
    }
    if (isnan(s->progress)) {
        return is_own && s->now > s->due ? DSCORE_TARGET_STATUS_OVERDUE_NO_DATA : DSCORE_TARGET_STATUS_NOT_STARTED;
    }
    return PRESETS[s->preset - DSCORE_TARGET_PRESET_DESKSCORE](s);
}

dscore_status dscore_target_judge(
    const dscore_target_standing *standing, int32_t *out_status, double *out_gap, dscore_error *err)
{
    dscore_target_standing own = DSCORE_TARGET_STANDING_INIT;
    const dscore_status failure = check_standing(&own, standing, err);
    if (failure != DSCORE_OK) {
        return failure;
    }
    if (out_status == NULL) {
        return dsi_fail_null(err, "out_status");
    }
    *out_status = status_of(&own);
    dsi_put(out_gap, 0, gap_of(&own));
    return DSCORE_OK;
}

/* ---- parents ----------------------------------------------------------------------------------- */

/* What a child's status means for its parent. */
typedef struct child {
    bool has_ended;
    int32_t counts_as; /* 0: it does not count */
} child;

static child child_of(int32_t status)
{
    static const child CHILDREN[] = {
        {false, 0}, {false, DSCORE_TARGET_STATUS_NOT_STARTED}, {false, DSCORE_TARGET_STATUS_ON_TRACK},
        {false, DSCORE_TARGET_STATUS_BEHIND}, {false, DSCORE_TARGET_STATUS_AT_RISK},
        {true, DSCORE_TARGET_STATUS_ON_TRACK},  /* ACHIEVED */
        {true, DSCORE_TARGET_STATUS_AT_RISK},   /* MISSED */
        {false, DSCORE_TARGET_STATUS_AT_RISK},  /* OVERDUE_NO_DATA */
        {true, 0},                              /* CANCELLED */
        {false, DSCORE_TARGET_STATUS_ON_TRACK}, /* AHEAD */
        {false, DSCORE_TARGET_STATUS_ON_TRACK}, /* HEALTHY */
        {false, DSCORE_TARGET_STATUS_AT_RISK},  /* UNHEALTHY */
        {true, 0},                              /* CLOSED */
        {true, 0},                              /* POSTPONED */
    };
    return CHILDREN[status];
}

dscore_status dscore_target_parent(
    int32_t policy, const int32_t *children, int64_t count, int32_t by_progress, int32_t *out_status, dscore_error *err)
{
    static const char EXPECTED[] = "a status of target.h, DSCORE_TARGET_STATUS_NOT_STARTED to _POSTPONED";
    const int32_t first = DSCORE_TARGET_STATUS_NOT_STARTED, last = DSCORE_TARGET_STATUS_POSTPONED;
    dscore_status failure = dsi_target_option("policy", policy, DSCORE_TARGET_PARENT_BY_PROGRESS,
        DSCORE_TARGET_PARENT_WORST_CHILD, "DSCORE_TARGET_PARENT_BY_PROGRESS or _WORST_CHILD", err);
    if (failure == DSCORE_OK) {
        failure = dsi_target_size("count", count, err);
    }
    if (failure == DSCORE_OK && ((children == NULL && count > 0) || out_status == NULL)) {
        failure = dsi_fail_null(err, out_status == NULL ? "out_status" : "children");
    }
    if (failure == DSCORE_OK && policy == DSCORE_TARGET_PARENT_BY_PROGRESS) {
        failure = dsi_target_option("by_progress", by_progress, first, last, EXPECTED, err);
    }
    bool have_ended = count > 0, are_alike = true;
    int32_t worst = DSCORE_TARGET_STATUS_NOT_STARTED; /* the order of precedence is that of the numbers */
    for (int64_t i = 0; failure == DSCORE_OK && i < count; i++) {
        failure = dsi_target_option("children", children[i], first, last, EXPECTED, err);
        if (failure != DSCORE_OK) {
            dsi_error_row(err, i);
            break;
        }
        const child c = child_of(children[i]);
        have_ended = have_ended && c.has_ended;
        are_alike = are_alike && children[i] == children[0];
        worst = c.counts_as > worst ? c.counts_as : worst;
    }
    if (failure != DSCORE_OK) {
        return failure;
    }
    if (have_ended) {
        *out_status = are_alike ? children[0] : DSCORE_TARGET_STATUS_CLOSED;
    } else {
        *out_status = policy == DSCORE_TARGET_PARENT_BY_PROGRESS ? by_progress : worst;
    }
    return DSCORE_OK;
}

/* ---- closing grades ---------------------------------------------------------------------------- */

dscore_status dscore_target_grade(
    const double *progress, int64_t count, double *grade, int32_t *colour, int32_t *status, dscore_error *err)
{
    dscore_status failure = dsi_target_size("count", count, err);
    if (failure == DSCORE_OK) {
        failure = dsi_target_numbers("progress", progress, count, DSI_TARGET_MISSING, err);
    }
    for (int64_t i = 0; failure == DSCORE_OK && i < count; i++) {
        if (isnan(progress[i])) {
            dsi_put(grade, i, progress[i]);
            dsi_put_status(colour, i, 0);
            dsi_put_status(status, i, DSCORE_VALUE_NO_DATA);
            continue;
        }
        const double tenths = floor(10.0 * fmin(1.0, fmax(0.0, progress[i])) + 0.5 + DSI_TOLERANCE);
        dsi_put(grade, i, tenths / 10.0);
        dsi_put_status(colour, i,
            tenths <= 3.0   ? DSCORE_TARGET_COLOUR_RED
            : tenths <= 6.0 ? DSCORE_TARGET_COLOUR_YELLOW
                            : DSCORE_TARGET_COLOUR_GREEN);
        dsi_put_status(status, i, DSCORE_VALUE_OK);
    }
    return failure;
}
