/* The members of targets and objectives, as tables; the order is that of a dump. */
#include "document/targets_document.h"

#include <math.h>
#include <string.h>

const dsi_choice dsi_target_directions[] = {{"INCREASE", DSCORE_TARGET_INCREASE}, {"DECREASE", DSCORE_TARGET_DECREASE},
    {"MAINTAIN_AT_OR_ABOVE", DSCORE_TARGET_MAINTAIN_AT_OR_ABOVE},
    {"MAINTAIN_AT_OR_BELOW", DSCORE_TARGET_MAINTAIN_AT_OR_BELOW}, {"MAINTAIN_BAND", DSCORE_TARGET_MAINTAIN_BAND},
    {"BINARY", DSCORE_TARGET_BINARY}, {"MILESTONE", DSCORE_TARGET_MILESTONE}, {NULL, 0}};
static const dsi_choice MEASURES[] = {{"LEVEL", DSCORE_TARGET_LEVEL}, {"TOTAL", DSCORE_TARGET_TOTAL}, {NULL, 0}};
static const dsi_choice KINDS[] = {
    {"COMMITTED", DSCORE_TARGET_COMMITTED}, {"ASPIRATIONAL", DSCORE_TARGET_ASPIRATIONAL}, {NULL, 0}};
static const dsi_choice DAY_COUNTS[] = {
    {"VIVA", DSCORE_TARGET_DAYS_VIVA}, {"INCLUSIVE", DSCORE_TARGET_DAYS_INCLUSIVE}, {NULL, 0}};
static const dsi_choice PLANS[] = {
    {"LINEAR", DSCORE_TARGET_PLAN_LINEAR}, {"STEPS", DSCORE_TARGET_PLAN_STEPS}, {NULL, 0}};
static const dsi_choice PRESETS[] = {{"DESKSCORE", DSCORE_TARGET_PRESET_DESKSCORE}, {"VIVA", DSCORE_TARGET_PRESET_VIVA},
    {"ENGAGEDLY", DSCORE_TARGET_PRESET_ENGAGEDLY}, {"PLANVIEW", DSCORE_TARGET_PRESET_PLANVIEW},
    {"PERDOO", DSCORE_TARGET_PRESET_PERDOO}, {NULL, 0}};
const dsi_choice dsi_target_forecasts[] = {{"RUN_RATE", DSCORE_TARGET_FORECAST_RUN_RATE},
    {"TREND", DSCORE_TARGET_FORECAST_TREND}, {"THEIL_SEN", DSCORE_TARGET_FORECAST_THEIL_SEN},
    {"LAST", DSCORE_TARGET_FORECAST_LAST}, {"DAMPED", DSCORE_TARGET_FORECAST_DAMPED}, {NULL, 0}};
const dsi_choice dsi_target_statuses[] = {{"NOT_STARTED", DSCORE_TARGET_STATUS_NOT_STARTED},
    {"ON_TRACK", DSCORE_TARGET_STATUS_ON_TRACK}, {"BEHIND", DSCORE_TARGET_STATUS_BEHIND},
    {"AT_RISK", DSCORE_TARGET_STATUS_AT_RISK}, {"ACHIEVED", DSCORE_TARGET_STATUS_ACHIEVED},
    {"MISSED", DSCORE_TARGET_STATUS_MISSED}, {"OVERDUE_NO_DATA", DSCORE_TARGET_STATUS_OVERDUE_NO_DATA},
    {"CANCELLED", DSCORE_TARGET_STATUS_CANCELLED}, {"AHEAD", DSCORE_TARGET_STATUS_AHEAD},
    {"HEALTHY", DSCORE_TARGET_STATUS_HEALTHY}, {"UNHEALTHY", DSCORE_TARGET_STATUS_UNHEALTHY},
    {"CLOSED", DSCORE_TARGET_STATUS_CLOSED}, {"POSTPONED", DSCORE_TARGET_STATUS_POSTPONED}, {NULL, 0}};
static const dsi_choice PARENTS[] = {
    {"BY_PROGRESS", DSCORE_TARGET_PARENT_BY_PROGRESS}, {"WORST_CHILD", DSCORE_TARGET_PARENT_WORST_CHILD}, {NULL, 0}};
const dsi_choice dsi_mbo_ways[] = {{"PROGRESS", DSCORE_MBO_BY_PROGRESS}, {"RATIO", DSCORE_MBO_BY_RATIO},
    {"LEVEL", DSCORE_MBO_BY_LEVEL}, {"BINARY", DSCORE_MBO_BY_BINARY}, {"GIVEN", DSCORE_MBO_BY_GIVEN}, {NULL, 0}};
static const dsi_choice MISSING[] = {{"EXCLUDE_GLOBAL", DSCORE_MISSING_EXCLUDE_GLOBAL}, {"ZERO", DSCORE_MISSING_ZERO},
    {"BLOCK", DSCORE_MISSING_BLOCK}, {NULL, 0}};

#define TABLE(name, members) const dsi_member_table name = {members, DSI_COUNT(members)}
#define PLAIN(key, type, struct, member)                                                                               \
    {                                                                                                                  \
        key, type, false, offsetof(struct, member), 0, NULL                                                            \
    }
#define NEEDED(key, type, struct, member)                                                                              \
    {                                                                                                                  \
        key, type, true, offsetof(struct, member), 0, NULL                                                             \
    }
#define CHOICE(key, struct, member, words)                                                                             \
    {                                                                                                                  \
        key, DSI_M_CHOICE, false, offsetof(struct, member), 0, words                                                   \
    }
#define NAMES(key, needed, struct, member)                                                                             \
    {                                                                                                                  \
        key, DSI_M_NAME, needed, offsetof(struct, member##_en), offsetof(struct, member##_zh), NULL                    \
    }
#define NOTES                                                                                                          \
    {                                                                                                                  \
        "notes", DSI_M_IGNORED, false, 0, 0, NULL                                                                      \
    }

/* ---- the document --------------------------------------------------------------------------- */

#define OF dsi_targets_parts
static const dsi_member PLAN[] = {DSI_HEAD_MEMBERS, NEEDED("id", DSI_M_ID, OF, spec.id),
    PLAIN("version", DSI_M_TEXT, OF, spec.version), NAMES("name", true, OF, spec.name),
    NAMES("description", false, OF, spec.description), PLAIN("objectives", DSI_M_JSON, OF, objectives),
    NEEDED("targets", DSI_M_JSON, OF, targets), PLAIN("mbo", DSI_M_JSON, OF, mbo)};
static const dsi_member MBO[] = {CHOICE("missing", OF, spec.mbo_missing, MISSING),
    PLAIN("late_change", DSI_M_SHARE, OF, spec.late_change), {"cross_caps", DSI_M_IGNORED, false, 0, 0, NULL}, NOTES};
#undef OF
#define OF dsi_mbo_cross
static const dsi_member CROSS[] = {NEEDED("objective", DSI_M_TEXT, OF, objective),
    NEEDED("other", DSI_M_TEXT, OF, other), NEEDED("below", DSI_M_PERCENT, OF, below),
    NEEDED("cap", DSI_M_PERCENT, OF, cap), NOTES};
#undef OF

/* ---- objectives ----------------------------------------------------------------------------- */

#define OF dsi_objective_parts
static const dsi_member OBJECTIVE[] = {NAMES("title", false, OF, spec.title),
    NAMES("description", false, OF, spec.description), PLAIN("owner", DSI_M_TEXT, OF, spec.owner),
    PLAIN("parent", DSI_M_TEXT, OF, spec.parent), PLAIN("goal", DSI_M_TEXT, OF, spec.goal),
    PLAIN("weight", DSI_M_PERCENT, OF, spec.weight), PLAIN("start", DSI_M_DATE, OF, spec.start),
    PLAIN("due", DSI_M_DATE, OF, spec.due), CHOICE("status", OF, spec.policy, PARENTS),
    PLAIN("mbo", DSI_M_JSON, OF, mbo), NOTES};
#undef OF
#define OF dsi_agreement_parts
static const dsi_member AGREEMENT[] = {NEEDED("weight", DSI_M_PERCENT, OF, spec.mbo_weight),
    CHOICE("by", OF, spec.mbo_by, dsi_mbo_ways), PLAIN("cap", DSI_M_PERCENT, OF, spec.mbo_cap),
    PLAIN("min_achievement", DSI_M_PERCENT, OF, spec.mbo_minimum),
    PLAIN("must_have", DSI_M_BOOL, OF, spec.mbo_must_have), PLAIN("levels", DSI_M_JSON, OF, levels),
    PLAIN("level", DSI_M_JSON, OF, level), PLAIN("achievement", DSI_M_PERCENT, OF, spec.achievement),
    PLAIN("agreed", DSI_M_JSON, OF, agreed), PLAIN("changed", DSI_M_JSON, OF, changed), NOTES};
#undef OF
#define OF dsi_objective_spec
static const dsi_member AGREED[] = {
    PLAIN("employee", DSI_M_TEXT, OF, agreed_by_employee), PLAIN("manager", DSI_M_TEXT, OF, agreed_by_manager), NOTES};
static const dsi_member CHANGED[] = {
    NEEDED("on", DSI_M_DATE, OF, changed_on), PLAIN("reason", DSI_M_TEXT, OF, change_reason), NOTES};
#undef OF
#define OF dsi_mbo_level
static const dsi_member LEVEL[] = {
    NAMES("label", true, OF, label), NEEDED("achievement", DSI_M_PERCENT, OF, achievement), NOTES};
#undef OF

/* ---- targets -------------------------------------------------------------------------------- */

#define OF dsi_target_parts
static const dsi_member TARGET[] = {PLAIN("version", DSI_M_TEXT, OF, spec.version),
    NAMES("title", false, OF, spec.title), NAMES("description", false, OF, spec.description),
    PLAIN("objective", DSI_M_TEXT, OF, spec.objective), PLAIN("weight", DSI_M_PERCENT, OF, spec.weight),
    PLAIN("alignment", DSI_M_TEXT, OF, spec.alignment), PLAIN("indicator", DSI_M_JSON, OF, indicator),
    PLAIN("parameters", DSI_M_JSON, OF, parameters), PLAIN("source", DSI_M_JSON, OF, source),
    PLAIN("where", DSI_M_JSON, OF, where), PLAIN("clock", DSI_M_JSON, OF, clock),
    PLAIN("placement", DSI_M_JSON, OF, placement), PLAIN("credit", DSI_M_JSON, OF, credit),
    PLAIN("scope", DSI_M_JSON, OF, scope), PLAIN("owner", DSI_M_TEXT, OF, spec.owner),
    CHOICE("direction", OF, spec.direction, dsi_target_directions), CHOICE("measure", OF, spec.measure, MEASURES),
    PLAIN("baseline", DSI_M_JSON, OF, baseline), PLAIN("target", DSI_M_JSON, OF, target),
    PLAIN("inclusive", DSI_M_BOOL, OF, inclusive), PLAIN("upper", DSI_M_THRESHOLD, OF, spec.upper),
    PLAIN("upper_inclusive", DSI_M_BOOL, OF, upper_inclusive), PLAIN("threshold", DSI_M_THRESHOLD, OF, spec.threshold),
    PLAIN("stretch", DSI_M_THRESHOLD, OF, spec.stretch), PLAIN("cap", DSI_M_PERCENT, OF, cap),
    PLAIN("unit", DSI_M_TEXT, OF, spec.unit), PLAIN("min_n", DSI_M_INT64, OF, spec.min_n),
    PLAIN("data_source", DSI_M_TEXT, OF, spec.data_source), CHOICE("kind", OF, spec.kind, KINDS),
    PLAIN("approved_by", DSI_M_TEXT, OF, spec.approved_by), PLAIN("guards", DSI_M_JSON, OF, guards),
    PLAIN("start", DSI_M_DATE, OF, spec.start), PLAIN("due", DSI_M_DATE, OF, spec.due),
    PLAIN("grain", DSI_M_JSON, OF, grain), CHOICE("day_count", OF, spec.day_count, DAY_COUNTS),
    PLAIN("business_days", DSI_M_BOOL, OF, spec.business_days), PLAIN("milestones", DSI_M_JSON, OF, milestones),
    CHOICE("plan", OF, spec.plan, PLANS), PLAIN("check_in", DSI_M_DAYS, OF, check_in),
    CHOICE("preset", OF, spec.preset, PRESETS), PLAIN("window", DSI_M_INT32, OF, spec.window),
    PLAIN("forecast", DSI_M_JSON, OF, forecast), PLAIN("tenure", DSI_M_JSON, OF, tenure),
    PLAIN("versions", DSI_M_JSON, OF, versions), PLAIN("state", DSI_M_JSON, OF, state), NOTES};
#undef OF
#define OF dsi_target_spec
static const dsi_member BASELINE[] = {PLAIN("value", DSI_M_THRESHOLD, OF, baseline),
    PLAIN("start", DSI_M_DATE, OF, baseline_start), PLAIN("end", DSI_M_DATE, OF, baseline_end),
    PLAIN("n", DSI_M_INT64, OF, baseline_n), NOTES};
static const dsi_member SCOPE[] = {PLAIN("by", DSI_M_TEXT, OF, scope_key),
    {"subjects", DSI_M_IGNORED, false, 0, 0, NULL}, PLAIN("population", DSI_M_TEXT, OF, population), NOTES};
static const dsi_member FORECAST[] = {CHOICE("method", OF, forecast, dsi_target_forecasts),
    PLAIN("level", DSI_M_SHARE, OF, forecast_level), PLAIN("phi", DSI_M_NUMBER, OF, forecast_phi),
    PLAIN("periods", DSI_M_INT32, OF, forecast_periods), NOTES};
static const dsi_member STATE[] = {PLAIN("last_check_in", DSI_M_DATE, OF, last_check_in),
    PLAIN("done", DSI_M_BOOL, OF, done), PLAIN("closed_on", DSI_M_DATE, OF, closed_on),
    PLAIN("cancelled", DSI_M_BOOL, OF, cancelled), {"override", DSI_M_IGNORED, false, 0, 0, NULL}, NOTES};
static const dsi_member OVERRIDE[] = {
    {"status", DSI_M_CHOICE, true, offsetof(OF, override_status), 0, dsi_target_statuses},
    PLAIN("by", DSI_M_TEXT, OF, override_by), PLAIN("reason", DSI_M_TEXT, OF, override_reason),
    PLAIN("on", DSI_M_DATE, OF, override_on), NOTES};
#undef OF
#define OF dsi_target_milestone
static const dsi_member MILESTONE[] = {PLAIN("date", DSI_M_DATE, OF, day), PLAIN("value", DSI_M_THRESHOLD, OF, value),
    NAMES("title", false, OF, name), PLAIN("weight", DSI_M_PERCENT, OF, weight), PLAIN("done", DSI_M_BOOL, OF, done),
    NOTES};
#undef OF
#define OF dsi_target_step
static const dsi_member STEP[] = {NEEDED("below", DSI_M_DAYS, OF, below), NEEDED("target", DSI_M_THRESHOLD, OF, target),
    PLAIN("upper", DSI_M_THRESHOLD, OF, upper), NOTES};
#undef OF
#define OF dsi_target_version
static const dsi_member VERSION[] = {NEEDED("valid_from", DSI_M_DATE, OF, valid_from),
    PLAIN("recorded_at", DSI_M_DATE, OF, recorded_at), PLAIN("target", DSI_M_THRESHOLD, OF, target),
    PLAIN("upper", DSI_M_THRESHOLD, OF, upper), PLAIN("due", DSI_M_DATE, OF, due),
    PLAIN("reason", DSI_M_TEXT, OF, reason), PLAIN("by", DSI_M_TEXT, OF, by), NOTES};
#undef OF

TABLE(dsi_targets_members, PLAN);
TABLE(dsi_plan_members, MBO);
TABLE(dsi_cross_members, CROSS);
TABLE(dsi_objective_members, OBJECTIVE);
TABLE(dsi_agreement_members, AGREEMENT);
TABLE(dsi_agreed_members, AGREED);
TABLE(dsi_changed_members, CHANGED);
TABLE(dsi_level_members, LEVEL);
TABLE(dsi_target_members, TARGET);
TABLE(dsi_baseline_members, BASELINE);
TABLE(dsi_scope_members, SCOPE);
TABLE(dsi_forecast_members, FORECAST);
TABLE(dsi_state_members, STATE);
TABLE(dsi_override_members, OVERRIDE);
TABLE(dsi_milestone_members, MILESTONE);
TABLE(dsi_step_members, STEP);
TABLE(dsi_version_members, VERSION);

const char *dsi_choice_word(const dsi_choice *choices, int32_t value)
{
    for (const dsi_choice *c = choices; c->word != NULL; c++) {
        if (c->value == value) {
            return c->word;
        }
    }
    return "";
}

void dsi_target_parts_init(dsi_target_parts *parts)
{
    memset(parts, 0, sizeof *parts);
    dsi_target_spec_init(&parts->spec);
    parts->inclusive = true;
    parts->upper_inclusive = true;
    parts->cap = 100;
    parts->check_in = (double)NAN;
}
