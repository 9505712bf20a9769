/* Checks of a specification of targets by itself: numbers and choices in range, lists in order, what must be given. */
#include "target/targets_parts.h"

#include "score/item.h"
#include "target/check.h"
#include "time/civil.h"
#include "time/period.h"
#include <string.h>

/* A member by its place in the struct. */
typedef enum member_type { IS_INT32, IS_INT64, IS_DOUBLE, IS_DAY } member_type;
typedef struct member {
    const char *name;
    member_type type;
    size_t offset;
    double least, most; /* not of a day */
    bool optional;      /* a double: NaN will do; an int32_t: 0 will */
    const char *expected;
} member;

#define T(name) offsetof(dsi_target_spec, name)
#define O(name) offsetof(dsi_objective_spec, name)
static const double GREATEST = 1e30;
#define NUMBER -1e30, 1e30, true, "a number of -1e30 to 1e30"
#define WEIGHT 0.0, 1e30, false, "a number of 0 to 1e30"
#define COUNT 0.0, 1e9, false, "0 or more"
#define DAY 0.0, 0.0, true, "a day of the years 1 to 9999"

static const member TARGET[] = {
    {"direction", IS_INT32, T(direction), 1, 7, true, "a direction, DSCORE_TARGET_INCREASE to _MILESTONE"},
    {"measure", IS_INT32, T(measure), 1, 2, false, "LEVEL or TOTAL"},
    {"kind", IS_INT32, T(kind), 1, 2, false, "COMMITTED or ASPIRATIONAL"},
    {"plan", IS_INT32, T(plan), 1, 2, false, "LINEAR or STEPS"},
    {"day_count", IS_INT32, T(day_count), 1, 2, false, "VIVA or INCLUSIVE"},
    {"preset", IS_INT32, T(preset), 1, 5, false, "a preset, DESKSCORE to PERDOO"},
    {"forecast.method", IS_INT32, T(forecast), 1, 5, true, "a method, RUN_RATE to DAMPED"},
    {"state.override.status", IS_INT32, T(override_status), 1, 13, true, "a status, NOT_STARTED to POSTPONED"},
    {"window", IS_INT32, T(window), 1, 1000, false, "1 to 1000 periods"},
    {"forecast.periods", IS_INT32, T(forecast_periods), COUNT},
    {"check_in", IS_INT32, T(check_in_days), COUNT},
    {"scope.subjects", IS_INT32, T(subject_count), COUNT},
    {"guards", IS_INT32, T(guard_count), COUNT},
    {"milestones", IS_INT32, T(milestone_count), COUNT},
    {"tenure", IS_INT32, T(step_count), COUNT},
    {"versions", IS_INT32, T(version_count), COUNT},
    {"parameters", IS_INT32, T(item.parameter_count), COUNT},
    {"baseline.n", IS_INT64, T(baseline_n), -1.0, 9007199254740992.0, false, "a number of cases"},
    {"min_n", IS_INT64, T(min_n), 0.0, 9007199254740992.0, false, "a number of cases"},
    {"baseline.value", IS_DOUBLE, T(baseline), NUMBER},
    {"target", IS_DOUBLE, T(target), NUMBER},
    {"upper", IS_DOUBLE, T(upper), NUMBER},
    {"threshold", IS_DOUBLE, T(threshold), NUMBER},
    {"stretch", IS_DOUBLE, T(stretch), NUMBER},
    {"cap", IS_DOUBLE, T(cap), 1.0, 1e30, false, "1 or more"},
    {"weight", IS_DOUBLE, T(weight), WEIGHT},
    {"forecast.level", IS_DOUBLE, T(forecast_level), 1e-9, 0.999999999, false, "a share above 0, at most 0.999999999"},
    {"forecast.phi", IS_DOUBLE, T(forecast_phi), 1e-9, 1.0, false, "a number above 0, at most 1"},
    {"baseline.start", IS_DAY, T(baseline_start), DAY},
    {"baseline.end", IS_DAY, T(baseline_end), DAY},
    {"start", IS_DAY, T(start), DAY},
    {"due", IS_DAY, T(due), DAY},
    {"state.last_check_in", IS_DAY, T(last_check_in), DAY},
    {"state.closed_on", IS_DAY, T(closed_on), DAY},
    {"state.override.on", IS_DAY, T(override_on), DAY},
};

static const member OBJECTIVE[] = {
    {"status", IS_INT32, O(policy), 1, 2, false, "BY_PROGRESS or WORST_CHILD"},
    {"weight", IS_DOUBLE, O(weight), WEIGHT},
    {"start", IS_DAY, O(start), DAY},
    {"due", IS_DAY, O(due), DAY},
};

static const member AGREED[] = {
    {"mbo.by", IS_INT32, O(mbo_by), 1, 5, false, "PROGRESS, RATIO, LEVEL, BINARY or GIVEN"},
    {"mbo.weight", IS_DOUBLE, O(mbo_weight), 0.0, 100.0, false, "a weight of 0 to 100"},
    {"mbo.cap", IS_DOUBLE, O(mbo_cap), WEIGHT},
    {"mbo.min_achievement", IS_DOUBLE, O(mbo_minimum), NUMBER},
    {"mbo.achievement", IS_DOUBLE, O(achievement), NUMBER},
    {"mbo.levels", IS_INT32, O(level_count), COUNT},
    {"mbo.changed.on", IS_DAY, O(changed_on), DAY},
};

static dscore_status fault(dscore_error *err, const char *name, const char *expected)
{
    const dscore_status status =
        dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_TARGET_MEMBER, "%s: expected %s", name, expected);
    dsi_error_path(err, "%s", name);
    return status;
}

static bool is_day(int64_t day, bool optional)
{
    return dsi_has_day(day) ? day >= DSI_DAY_FIRST && day <= DSI_DAY_LAST : optional;
}

static bool member_fits(const member *m, const void *owner)
{
    const char *at = (const char *)owner + m->offset;
    int32_t small;
    int64_t large;
    double number;
    switch (m->type) {
    case IS_INT32:
        memcpy(&small, at, sizeof small);
        return (m->optional && small == 0) || ((double)small >= m->least && (double)small <= m->most);
    case IS_INT64:
        memcpy(&large, at, sizeof large);
        return (double)large >= m->least && (double)large <= m->most;
    case IS_DAY:
        memcpy(&large, at, sizeof large);
        return is_day(large, true);
    default:
        memcpy(&number, at, sizeof number);
        return isnan(number) ? m->optional : number >= m->least && number <= m->most;
    }
}

static dscore_status check_members(const member *members, size_t count, const void *owner, dscore_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!member_fits(&members[i], owner)) {
            return fault(err, members[i].name, members[i].expected);
        }
    }
    return DSCORE_OK;
}

#define CHECK_MEMBERS(table, owner) check_members(table, sizeof(table) / sizeof((table)[0]), owner, err)

static bool is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

/* ---- targets ---------------------------------------------------------------------------------- */

static dscore_status fault_in(dscore_error *err, const char *list, int32_t i, const char *name, const char *expected)
{
    const dscore_status status = fault(err, name, expected);
    dsi_error_prefix_index(err, list, i);
    return status;
}

static dscore_status check_milestones(const dsi_target_spec *t, dscore_error *err)
{
    for (int32_t i = 0; i < t->milestone_count; i++) {
        const dsi_target_milestone *m = &t->milestones[i];
        if (!is_day(m->day, true)) {
            return fault_in(err, "milestones", i, "date", "a day of the years 1 to 9999");
        }
        if (!isnan(m->value) && !dsi_target_is_number(m->value)) {
            return fault_in(err, "milestones", i, "value", "a number of -1e30 to 1e30");
        }
        if (!(m->weight >= 0.0 && m->weight <= GREATEST)) {
            return fault_in(err, "milestones", i, "weight", "a number of 0 to 1e30");
        }
    }
    return DSCORE_OK;
}

static dscore_status check_steps(const dsi_target_spec *t, dscore_error *err)
{
    for (int32_t i = 0; i < t->step_count; i++) {
        const dsi_target_step *s = &t->steps[i];
        if (!(s->below > (i == 0 ? 0.0 : s[-1].below) && s->below <= GREATEST)) {
            return fault_in(err, "tenure", i, "below", "days above 0, and above those of the step before");
        }
        if (!dsi_target_is_number(s->target)) {
            return fault_in(err, "tenure", i, "target", "a number of -1e30 to 1e30");
        }
        const double upper = isnan(s->upper) ? t->upper : s->upper;
        if (t->direction == DSCORE_TARGET_MAINTAIN_BAND && !(upper >= s->target && upper <= GREATEST)) {
            return fault_in(err, "tenure", i, "upper", "the target of the step, or more");
        }
    }
    return DSCORE_OK;
}

static dscore_status check_versions(const dsi_target_spec *t, dscore_error *err)
{
    for (int32_t i = 0; i < t->version_count; i++) {
        const dsi_target_version *v = &t->versions[i];
        const double target = isnan(v->target) ? t->target : v->target;
        const double upper = isnan(v->upper) ? t->upper : v->upper;
        if (!is_day(v->valid_from, false)) {
            return fault_in(err, "versions", i, "valid_from", "the first day on which it holds");
        }
        if (!is_day(v->recorded_at, true)) {
            return fault_in(err, "versions", i, "recorded_at", "a day of the years 1 to 9999");
        }
        if (!isnan(v->target) && !dsi_target_is_number(v->target)) {
            return fault_in(err, "versions", i, "target", "a number of -1e30 to 1e30");
        }
        if ((!isnan(v->upper) && !dsi_target_is_number(v->upper)) ||
            (t->direction == DSCORE_TARGET_MAINTAIN_BAND && !isnan(target) && !(upper >= target))) {
            return fault_in(err, "versions", i, "upper", "a number not below the target");
        }
        if (!is_day(v->due, true)) {
            return fault_in(err, "versions", i, "due", "a day of the years 1 to 9999");
        }
        for (int32_t j = 0; j < i; j++) {
            const dsi_target_version *w = &t->versions[j];
            const int64_t recorded = dsi_has_day(v->recorded_at) ? v->recorded_at : v->valid_from;
            const int64_t other = dsi_has_day(w->recorded_at) ? w->recorded_at : w->valid_from;
            if (v->valid_from == w->valid_from && recorded == other) {
                return fault_in(err, "versions", i, "valid_from", "one version a day, or a later recorded_at");
            }
        }
    }
    return DSCORE_OK;
}

static dscore_status check_parameters(const dsi_target_spec *t, dscore_error *err)
{
    for (int32_t i = 0; i < t->item.parameter_count; i++) {
        if (is_empty(t->item.parameters[i].name) || t->item.parameters[i].literal == NULL) {
            return fault(err, "parameters", "a name and a value for each parameter");
        }
    }
    if (t->item.parameter_count > 0 && is_empty(t->item.indicator)) {
        return fault(err, "parameters", "an indicator that they belong to");
    }
    return DSCORE_OK;
}

static bool lists_are_there(const dsi_target_spec *t)
{
    return (t->subject_count == 0 || t->subjects != NULL) && (t->guard_count == 0 || t->guards != NULL) &&
           (t->milestone_count == 0 || t->milestones != NULL) && (t->step_count == 0 || t->steps != NULL) &&
           (t->version_count == 0 || t->versions != NULL) &&
           (t->item.parameter_count == 0 || t->item.parameters != NULL);
}

static dscore_status check_target(const dsi_target_spec *t, dscore_error *err)
{
    if (is_empty(t->id) || !dsi_is_identifier(t->id)) {
        return fault(err, "id", "an id such as csat_92");
    }
    dscore_status status = CHECK_MEMBERS(TARGET, t);
    if (status != DSCORE_OK) {
        return status;
    }
    if (!lists_are_there(t)) {
        return dsi_fail_null(err, "a list of the target");
    }
    if (t->direction == DSCORE_TARGET_MAINTAIN_BAND && !isnan(t->target) && !isnan(t->upper) && t->upper < t->target) {
        return fault(err, "upper", "the lower end of the band, or more");
    }
    if (t->direction == DSCORE_TARGET_MAINTAIN_BAND && !isnan(t->target) && isnan(t->upper)) {
        return fault(err, "upper", "the upper end of the band");
    }
    if (dsi_has_day(t->baseline_start) && dsi_has_day(t->baseline_end) && t->baseline_end < t->baseline_start) {
        return fault(err, "baseline.end", "the first day of the baseline, or a later one");
    }
    if (t->subject_count > 0 && is_empty(t->scope_key)) {
        return fault(err, "scope.key", "the key of the subjects that are listed");
    }
    if (t->measure == DSCORE_TARGET_TOTAL && t->direction == DSCORE_TARGET_MILESTONE) {
        return fault(err, "measure", "LEVEL, since milestones do not add up over periods");
    }
    const bool is_total = t->measure == DSCORE_TARGET_TOTAL;
    if (t->forecast != 0 && is_total != (t->forecast == DSCORE_TARGET_FORECAST_RUN_RATE)) {
        return fault(err, "forecast.method", "RUN_RATE for what adds up, another method for a level");
    }
    if (dsi_period_check(&t->grain, err) != DSCORE_OK) {
        return fault(err, "grain", "a period rule, such as month");
    }
    dscore_status (*const parts[])(const dsi_target_spec *, dscore_error *) = {
        check_parameters, check_milestones, check_steps, check_versions};
    for (size_t i = 0; status == DSCORE_OK && i < sizeof parts / sizeof parts[0]; i++) {
        status = parts[i](t, err);
    }
    return status;
}

/* ---- objectives ------------------------------------------------------------------------------- */

static dscore_status check_agreed(const dsi_objective_spec *o, dscore_error *err)
{
    dscore_status status = CHECK_MEMBERS(AGREED, o);
    if (status != DSCORE_OK) {
        return status;
    }
    if (o->level_count > 0 && o->levels == NULL) {
        return dsi_fail_null(err, "mbo.levels");
    }
    for (int32_t i = 0; i < o->level_count; i++) {
        if (is_empty(o->levels[i].label_en) && is_empty(o->levels[i].label_zh)) {
            return fault_in(err, "mbo.levels", i, "label", "a label");
        }
        if (!dsi_target_is_number(o->levels[i].achievement)) {
            return fault_in(err, "mbo.levels", i, "achievement", "a number of -1e30 to 1e30");
        }
    }
    if (o->level < -1 || o->level >= (o->level_count == 0 ? 1 : o->level_count) ||
        (o->level >= 0 && o->level_count == 0)) {
        return fault(err, "mbo.level", "one of the levels");
    }
    if (o->mbo_by == DSCORE_MBO_BY_LEVEL && o->level_count == 0) {
        return fault(err, "mbo.levels", "the levels that may be found");
    }
    return DSCORE_OK;
}

static dscore_status check_objective(const dsi_objective_spec *o, dscore_error *err)
{
    if (is_empty(o->id) || !dsi_is_identifier(o->id)) {
        return fault(err, "id", "an id such as happy_customers");
    }
    dscore_status status = CHECK_MEMBERS(OBJECTIVE, o);
    return status == DSCORE_OK && o->has_mbo ? check_agreed(o, err) : status;
}

static dscore_status check_whole(const dsi_targets_spec *spec, dscore_error *err)
{
    if (spec->target_count < 0 || spec->objective_count < 0 || spec->cross_count < 0 ||
        (spec->target_count > 0 && spec->targets == NULL) || (spec->objective_count > 0 && spec->objectives == NULL) ||
        (spec->cross_count > 0 && spec->cross_caps == NULL)) {
        return dsi_fail_null(err, "targets, objectives or cross_caps");
    }
    if (!is_empty(spec->id) && !dsi_is_identifier(spec->id)) {
        return fault(err, "id", "an id such as team_2026");
    }
    if (!(spec->late_change >= 0.0 && spec->late_change <= 1.0)) {
        return fault(err, "mbo.late_change", "a share of 0 to 1");
    }
    if (spec->mbo_missing < DSCORE_MISSING_EXCLUDE_GLOBAL || spec->mbo_missing > DSCORE_MISSING_BLOCK) {
        return fault(err, "mbo.missing", "EXCLUDE_GLOBAL, ZERO or BLOCK");
    }
    for (int32_t i = 0; i < spec->cross_count; i++) {
        const dsi_mbo_cross *cross = &spec->cross_caps[i];
        if (!dsi_target_is_number(cross->below) || !(cross->cap >= 0.0 && cross->cap <= GREATEST)) {
            return fault_in(err, "mbo.cross_caps", i, "cap", "numbers of per cent");
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_targets_check(const dsi_targets_spec *spec, dscore_error *err)
{
    dscore_status status = check_whole(spec, err);
    for (int32_t i = 0; status == DSCORE_OK && i < spec->objective_count; i++) {
        status = check_objective(&spec->objectives[i], err);
        if (status != DSCORE_OK) {
            dsi_error_prefix_index(err, "objectives", i);
        }
    }
    for (int32_t i = 0; status == DSCORE_OK && i < spec->target_count; i++) {
        status = check_target(&spec->targets[i], err);
        if (status != DSCORE_OK) {
            dsi_error_prefix_index(err, "targets", i);
        }
    }
    return status;
}
