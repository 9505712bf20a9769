/* Management by objectives over arrays (METHODS 8.2): achievements, caps and gates, the score of a plan. */
#include <deskscore/mbo.h>

#include "base/structs.h"
#include "score/tolerance.h"
#include "target/check.h"
#include <deskscore/weight.h>

/* ---- achievements ----------------------------------------------------------------------------- */

/* 100 x / t, of what is better low 100 t / x; false where it has no meaning. */
static bool ratio_of(const dscore_target_aim *aim, double x, double cap, double *out)
{
    const bool less_is_better = dsi_target_sign(aim->direction) < 0;
    if (!(aim->target > 0.0) || x < 0.0) {
        return false;
    }
    if (less_is_better && x == 0.0) {
        *out = cap;
    } else {
        *out = less_is_better ? 100.0 * aim->target / x : 100.0 * x / aim->target;
    }
    return true;
}

dscore_status dscore_mbo_achieve(const dscore_target_aim *aim, int32_t by, const double *x, int64_t count, double floor,
    double cap, double *achievement, int32_t *status, int32_t *reasons, dscore_error *err)
{
    dscore_target_aim whole;
    dscore_status failure = achievement == NULL ? dsi_fail_null(err, "achievement") : DSCORE_OK;
    if (failure == DSCORE_OK) {
        failure = dsi_target_option("by", by, DSCORE_MBO_BY_PROGRESS, DSCORE_MBO_BY_RATIO, "PROGRESS or RATIO", err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_number("floor", floor, dsi_target_is_number(floor), "a number of -1e30 to 1e30", err);
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_number("cap", cap, dsi_target_is_number(cap) && cap >= floor, "the floor, or more", err);
    }
    if (failure == DSCORE_OK) {
        failure = dscore_target_progress(aim, x, count, NULL, NULL, NULL, NULL, NULL, err); /* all checks */
    }
    if (failure == DSCORE_OK) {
        failure = dsi_target_aim_read(&whole, aim, err);
    }
    for (int64_t i = 0; failure == DSCORE_OK && i < count; i++) {
        double raw = dsi_target_nothing();
        int32_t state = DSCORE_VALUE_OK;
        int32_t why = 0;
        failure = dscore_target_progress(&whole, &x[i], 1, &raw, NULL, NULL, &state, &why, err);
        raw *= 100.0;
        const bool is_band = whole.direction == DSCORE_TARGET_MAINTAIN_BAND || whole.direction >= DSCORE_TARGET_BINARY;
        if (by == DSCORE_MBO_BY_RATIO && !is_band && state != DSCORE_VALUE_NO_DATA) {
            const bool fits = ratio_of(&whole, x[i], cap, &raw);
            state = fits ? DSCORE_VALUE_OK : DSCORE_VALUE_UNDEFINED;
            why = fits ? 0 : DSCORE_TARGET_REASON_DOMAIN;
        }
        const bool is_there = state == DSCORE_VALUE_OK;
        achievement[i] = !is_there ? dsi_target_nothing() : raw < floor ? floor : raw > cap ? cap : raw;
        dsi_put_status(status, i, state);
        dsi_put_status(reasons, i, why);
    }
    return failure;
}

/* ---- the plan --------------------------------------------------------------------------------- */

static dscore_status check_crosses(const dscore_mbo *m, dscore_error *err)
{
    const bool has_room =
        m->cross_of != NULL && m->cross_while != NULL && m->cross_below != NULL && m->cross_cap != NULL;
    if (m->cross_count > 0 && !has_room) {
        return dsi_fail_null(err, "cross_of, cross_while, cross_below or cross_cap");
    }
    for (int64_t i = 0; i < m->cross_count; i++) {
        if (m->cross_of[i] < 0 || m->cross_of[i] >= m->count || m->cross_while[i] < 0 ||
            m->cross_while[i] >= m->count) {
            const dscore_status status = dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_TARGET_MBO,
                "cross cap %lld is of objective %lld while %lld; there are %lld", (long long)i,
                (long long)m->cross_of[i], (long long)m->cross_while[i], (long long)m->count);
            dsi_error_path(err, "cross_of[%lld]", (long long)i);
            return status;
        }
    }
    dscore_status status = dsi_target_numbers("cross_below", m->cross_below, m->cross_count, DSI_TARGET_NUMBER, err);
    return status == DSCORE_OK ? dsi_target_numbers("cross_cap", m->cross_cap, m->cross_count, DSI_TARGET_WEIGHT, err)
                               : status;
}

static dscore_status check_plan(const dscore_mbo *m, dscore_error *err)
{
    dscore_status status = dsi_target_size("count", m->count, err);
    if (status == DSCORE_OK) {
        status = dsi_target_size("cross_count", m->cross_count, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_option("missing", m->missing, DSCORE_MISSING_EXCLUDE_GLOBAL, DSCORE_MISSING_BLOCK,
            "DSCORE_MISSING_EXCLUDE_GLOBAL, _ZERO or _BLOCK", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_numbers("weights", m->weights, m->count, DSI_TARGET_WEIGHT, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_numbers("achievement", m->achievement, m->count, DSI_TARGET_MISSING, err);
    }
    if (status == DSCORE_OK && m->cap != NULL) {
        status = dsi_target_numbers("cap", m->cap, m->count, DSI_TARGET_WEIGHT, err);
    }
    if (status == DSCORE_OK && m->minimum != NULL) {
        status = dsi_target_numbers("minimum", m->minimum, m->count, DSI_TARGET_MISSING, err);
    }
    for (int64_t i = 0; status == DSCORE_OK && m->must_have != NULL && i < m->count; i++) {
        status = dsi_target_option("must_have", m->must_have[i], 0, 1, "0 or 1", err);
    }
    return status == DSCORE_OK ? check_crosses(m, err) : status;
}

static const double USUAL_CAP = 120.0;

/* An achievement after floor, cap and cross caps; NaN if missing. */
static double capped(const dscore_mbo *m, int64_t i, int32_t *flags)
{
    double a = m->achievement[i];
    const double cap = m->cap == NULL ? USUAL_CAP : m->cap[i];
    if (isnan(a)) {
        *flags |= DSCORE_MBO_MISSING;
        return a;
    }
    if (a < 0.0) {
        *flags |= DSCORE_MBO_FLOORED;
        a = 0.0;
    }
    if (a > cap) {
        *flags |= dsi_above(a, cap) ? DSCORE_MBO_CAPPED : 0;
        a = cap;
    }
    for (int64_t k = 0; k < m->cross_count; k++) {
        const double other = m->achievement[m->cross_while[k]];
        const bool holds =
            m->cross_of[k] == i && (isnan(other) || dsi_above(m->cross_below[k], other)); /* missing: not reached */
        if (holds && a > m->cross_cap[k]) {
            *flags |= DSCORE_MBO_CROSS_CAPPED;
            a = m->cross_cap[k];
        }
    }
    return a;
}

/* What counts of an objective: 0 below its minimum. */
static double counted(const dscore_mbo *m, int64_t i, int32_t *flags)
{
    const double a = capped(m, i, flags);
    const double given = m->minimum == NULL ? dsi_target_nothing() : m->minimum[i];
    const bool must = m->must_have != NULL && m->must_have[i] != 0;
    const double least = isnan(given) && must ? 100.0 : given;
    if (isnan(a) || isnan(least) || dsi_at_least(m->achievement[i], least)) {
        if (isnan(a) && must && m->missing == DSCORE_MISSING_ZERO) {
            *flags |= DSCORE_MBO_VETO;
        }
        return a;
    }
    *flags |= DSCORE_MBO_GATE | (must ? DSCORE_MBO_VETO : 0);
    return 0.0;
}

static int32_t weight_flags(double weight)
{
    return (weight < 5.0 ? DSCORE_MBO_WEIGHT_SMALL : 0) | (weight > 40.0 ? DSCORE_MBO_WEIGHT_LARGE : 0);
}

/* Weight that is shared out, and the totals that need no lines. */
static double weigh(const dscore_mbo *m, dscore_mbo_total *t)
{
    dsi_running all = {0.0, 0.0};
    dsi_running there = {0.0, 0.0};
    for (int64_t i = 0; i < m->count; i++) {
        dsi_running_add(&all, m->weights[i]);
        if (isnan(m->achievement[i])) {
            t->missing++;
        } else {
            t->counted++;
            dsi_running_add(&there, m->weights[i]);
        }
    }
    t->weight = dsi_running_total(&all);
    t->coverage = t->weight > 0.0 ? dsi_running_total(&there) / t->weight : 0.0;
    t->flags |= fabs(t->weight - 100.0) > 1e-6 ? DSCORE_MBO_WEIGHT_TOTAL : 0;
    t->flags |= m->count < 3 ? DSCORE_MBO_FEW : 0;
    t->flags |= m->count > 7 ? DSCORE_MBO_MANY : 0;
    return m->missing == DSCORE_MISSING_ZERO ? t->weight : dsi_running_total(&there);
}

static int32_t total_status(const dscore_mbo *m, const dscore_mbo_total *t, double shared)
{
    if (t->counted == 0) {
        return DSCORE_VALUE_NO_DATA;
    }
    if (m->missing == DSCORE_MISSING_BLOCK && t->missing > 0) {
        return DSCORE_VALUE_INSUFFICIENT;
    }
    return shared > 0.0 ? DSCORE_VALUE_OK : DSCORE_VALUE_UNDEFINED;
}

static void add_up(const dscore_mbo *m, dscore_mbo_total *t)
{
    dsi_running score = {0.0, 0.0};
    dsi_running before = {0.0, 0.0};
    const double shared = weigh(m, t);
    t->status = total_status(m, t, shared);
    t->score = t->without_gates = t->earned = dsi_target_nothing();
    for (int64_t i = 0; i < m->count; i++) {
        int32_t flags = weight_flags(m->weights[i]);
        int32_t ignored = 0;
        const double a = counted(m, i, &flags);
        const double b = capped(m, i, &ignored);
        t->flags |= flags;
        if (!isnan(a) && shared > 0.0) {
            dsi_running_add(&score, m->weights[i] / shared * a);
            dsi_running_add(&before, m->weights[i] / shared * b);
        }
    }
    if (t->status == DSCORE_VALUE_OK) {
        t->without_gates = dsi_running_total(&before);
        t->score = (t->flags & DSCORE_MBO_VETO) != 0 ? 0.0 : dsi_running_total(&score);
        t->earned = t->score / 100.0 * t->weight;
    }
}

static void put_lines(const dscore_mbo *m, const dscore_mbo_lines *lines, const dscore_mbo_total *t)
{
    dscore_mbo_total again = DSCORE_MBO_TOTAL_INIT;
    dsi_running earned = {0.0, 0.0};
    const double shared = weigh(m, &again);
    const bool is_fine = t->status == DSCORE_VALUE_OK;
    for (int64_t i = 0; i < m->count; i++) {
        int32_t flags = 0;
        const double a = counted(m, i, &flags);
        dsi_running_add(&earned, isnan(a) || !is_fine ? 0.0 : m->weights[i] / shared * a);
    }
    const double sum = dsi_running_total(&earned);
    for (int64_t i = 0; i < m->count; i++) {
        int32_t flags = weight_flags(m->weights[i]);
        const double a = counted(m, i, &flags);
        const bool takes_part = is_fine && (!isnan(a) || m->missing == DSCORE_MISSING_ZERO);
        const double share = takes_part ? m->weights[i] / shared : 0.0;
        const double points = isnan(a) ? 0.0 : share * a;
        const double lost = share * (100.0 - (isnan(a) ? 0.0 : a));
        dsi_put(lines->counted, i, a);
        dsi_put(lines->share, i, share);
        dsi_put(lines->points, i, points);
        dsi_put(lines->lost, i, lost > 0.0 ? lost : 0.0);
        dsi_put(lines->strength, i, sum > 0.0 ? points / sum : 0.0);
        dsi_put_status(lines->flags, i, flags);
    }
}

dscore_status dscore_mbo_score(
    const dscore_mbo *given, const dscore_mbo_lines *lines, dscore_mbo_total *out, dscore_error *err)
{
    dscore_mbo plan = DSCORE_MBO_INIT;
    dscore_mbo_lines wanted = DSCORE_MBO_LINES_INIT;
    dscore_mbo_total total = DSCORE_MBO_TOTAL_INIT;
    dscore_status status = out == NULL ? dsi_fail_null(err, "out") : dsi_target_out(out, err);
    if (status == DSCORE_OK) {
        status = given == NULL ? dsi_fail_null(err, "given")
                               : dsi_struct_read(&plan, given, (int64_t)sizeof plan, "given", err);
    }
    if (status == DSCORE_OK && lines != NULL) {
        status = dsi_struct_read(&wanted, lines, (int64_t)sizeof wanted, "lines", err);
    }
    if (status == DSCORE_OK) {
        status = check_plan(&plan, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    add_up(&plan, &total);
    put_lines(&plan, &wanted, &total);
    return dsi_struct_give(out, &total, (int64_t)sizeof total, err);
}

const char *dscore_mbo_text(int32_t flag, const char *lang)
{
    static const struct {
        int32_t flag;
        const char *en, *zh;
    } texts[] = {{DSCORE_MBO_FLOORED, "below 0: counts as 0", "低于0，按0计"},
        {DSCORE_MBO_CAPPED, "cut to its cap", "超过上限，按上限计"},
        {DSCORE_MBO_CROSS_CAPPED, "cut because another objective was not reached", "因另一目标未达成而封顶"},
        {DSCORE_MBO_GATE, "below its minimum: counts as 0", "低于最低达成率，按0计"},
        {DSCORE_MBO_VETO, "an objective that must be reached was not: the plan counts as 0", "必达目标未达成：总分为0"},
        {DSCORE_MBO_MISSING, "no achievement is known", "没有达成数据"},
        {DSCORE_MBO_WEIGHT_TOTAL, "the weights do not add up to 100", "权重之和不是100"},
        {DSCORE_MBO_WEIGHT_SMALL, "a weight below 5", "权重低于5"},
        {DSCORE_MBO_WEIGHT_LARGE, "a weight above 40", "权重高于40"},
        {DSCORE_MBO_FEW, "fewer than 3 objectives", "目标少于3个"},
        {DSCORE_MBO_MANY, "more than 7 objectives", "目标多于7个"}};
    const bool chinese = lang != NULL && lang[0] == 'z' && lang[1] == 'h' && lang[2] == '\0';
    const bool english = lang == NULL || (lang[0] == 'e' && lang[1] == 'n' && lang[2] == '\0');
    for (size_t i = 0; (chinese || english) && i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i].flag == flag) {
            return chinese ? texts[i].zh : texts[i].en;
        }
    }
    return "";
}
