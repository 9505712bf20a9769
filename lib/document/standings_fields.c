/* The fields of standings, objectives and agreements in the order in which a dump writes them. */
#include "document/standings_fields.h"

#include "document/targets_document.h"

/* ---- words ---------------------------------------------------------------------------------- */

static const dsi_choice STATES[] = {{"OK", DSCORE_VALUE_OK}, {"NO_DATA", DSCORE_VALUE_NO_DATA},
    {"INSUFFICIENT", DSCORE_VALUE_INSUFFICIENT}, {"UNDEFINED", DSCORE_VALUE_UNDEFINED},
    {"EXCLUDED", DSCORE_VALUE_EXCLUDED}, {NULL, 0}};
static const dsi_choice COLOURS[] = {{"RED", DSCORE_TARGET_COLOUR_RED}, {"YELLOW", DSCORE_TARGET_COLOUR_YELLOW},
    {"GREEN", DSCORE_TARGET_COLOUR_GREEN}, {NULL, 0}};
static const dsi_choice OUTLOOKS[] = {{"LIKELY", DSCORE_TARGET_OUTLOOK_LIKELY},
    {"POSSIBLE", DSCORE_TARGET_OUTLOOK_POSSIBLE}, {"UNLIKELY", DSCORE_TARGET_OUTLOOK_UNLIKELY}, {NULL, 0}};
static const dsi_choice CLASSES[] = {{"TRIVIAL", DSCORE_TARGET_CLASS_TRIVIAL}, {"EASY", DSCORE_TARGET_CLASS_EASY},
    {"REALISTIC", DSCORE_TARGET_CLASS_REALISTIC}, {"STRETCH", DSCORE_TARGET_CLASS_STRETCH},
    {"UNREALISTIC", DSCORE_TARGET_CLASS_UNREALISTIC}, {NULL, 0}};
const dsi_choice dsi_verdicts[] = {{"PASS", DSCORE_VERDICT_PASS}, {"WARN", DSCORE_VERDICT_WARN},
    {"FAIL", DSCORE_VERDICT_FAIL}, {"NOT_APPLICABLE", DSCORE_VERDICT_NOT_APPLICABLE},
    {"NOT_JUDGED", DSCORE_VERDICT_NOT_JUDGED}, {NULL, 0}};

/* ---- bits ----------------------------------------------------------------------------------- */

#define REASON(name)                                                                                                   \
    {                                                                                                                  \
#name, DSCORE_TARGET_REASON_##name                                                                             \
    }
static const dsi_choice REASONS[] = {REASON(NO_VALUE), REASON(NO_BASELINE), REASON(DEGENERATE), REASON(DIRECTION),
    REASON(DOMAIN), REASON(SOME_MISSING), REASON(NO_WEIGHT), REASON(NO_WORKING_DAY), REASON(NOT_STARTED),
    REASON(PAST_DUE), REASON(TOO_FEW), REASON(NO_SPREAD), REASON(LONG_HORIZON), REASON(CLIPPED), REASON(NO_RATE),
    REASON(ALREADY_MET), REASON(WITHIN_NOISE), REASON(NO_WINDOW), REASON(NO_INTERVAL), REASON(NOT_NUMERIC), {NULL, 0}};
#define NOTE(name)                                                                                                     \
    {                                                                                                                  \
#name, DSCORE_STANDING_##name                                                                                  \
    }
static const dsi_choice NOTES[] = {NOTE(NO_ROW), NOTE(SMALL_N), NOTE(POOLED), NOTE(LAST_PERIOD), NOTE(GRAIN),
    NOTE(BASELINE_READ), NOTE(NO_TARGET), NOTE(NO_DIRECTION), NOTE(NO_DATES), NOTE(TENURE_STEP), NOTE(TENURE_UNKNOWN),
    NOTE(RETARGETED), NOTE(HELD), NOTE(OVERRIDDEN), NOTE(NO_CALENDAR), NOTE(MILESTONES), NOTE(ABSENT_PERIODS),
    NOTE(BELOW_THRESHOLD), NOTE(STRETCH), {NULL, 0}};
#define ALERT(name)                                                                                                    \
    {                                                                                                                  \
#name, DSCORE_ALERT_##name                                                                                     \
    }
static const dsi_choice ALERTS[] = {ALERT(NOT_STARTED), ALERT(NO_CHECK_IN), ALERT(RAISE_THE_BAR), ALERT(GUARD),
    ALERT(OVERRIDE), ALERT(LATE_CHANGE), ALERT(STILL_OPEN), {NULL, 0}};
#define FLAG(name)                                                                                                     \
    {                                                                                                                  \
#name, DSCORE_MBO_##name                                                                                       \
    }
static const dsi_choice FLAGS[] = {FLAG(FLOORED), FLAG(CAPPED), FLAG(CROSS_CAPPED), FLAG(GATE), FLAG(VETO),
    FLAG(MISSING), FLAG(WEIGHT_TOTAL), FLAG(WEIGHT_SMALL), FLAG(WEIGHT_LARGE), FLAG(FEW), FLAG(MANY), {NULL, 0}};
static const dsi_choice AGREEMENTS[] = {{"NO_EMPLOYEE", DSCORE_AGREEMENT_NO_EMPLOYEE},
    {"NO_MANAGER", DSCORE_AGREEMENT_NO_MANAGER}, {"LATE_CHANGE", DSCORE_AGREEMENT_LATE_CHANGE}, {NULL, 0}};

/* ---- fields --------------------------------------------------------------------------------- */

#define FIELD(kind, member, words)                                                                                     \
    {                                                                                                                  \
#member, DSI_F_##kind, offsetof(OF, member), words                                                             \
    }
#define TABLE(name, fields) const dsi_field_table name = {fields, DSI_COUNT(fields)}

#define OF dscore_standing_row
static const dsi_result_field STANDING[] = {FIELD(WORD, status, dsi_target_statuses),
    FIELD(WORD, held_status, dsi_target_statuses), FIELD(WORD, value_status, dsi_target_statuses),
    FIELD(INSTANT, held_since, NULL), FIELD(NUMBER, value, NULL), FIELD(WORD, value_state, STATES),
    FIELD(COUNT, n, NULL), FIELD(INSTANT, from, NULL), FIELD(INSTANT, to, NULL), FIELD(SMALL, periods, NULL),
    FIELD(NUMBER, lo, NULL), FIELD(NUMBER, hi, NULL), FIELD(WORD, interval_state, STATES),
    FIELD(NUMBER, baseline, NULL), FIELD(NUMBER, target_value, NULL), FIELD(NUMBER, upper, NULL),
    FIELD(SMALL, version, NULL), FIELD(SMALL, step, NULL), FIELD(ANSWER, is_met, NULL), FIELD(NUMBER, progress, NULL),
    FIELD(NUMBER, shown, NULL), FIELD(WORD, progress_state, STATES), FIELD(NUMBER, kept, NULL),
    FIELD(NUMBER, expected, NULL), FIELD(NUMBER, gap, NULL), FIELD(WORD, expected_state, STATES),
    FIELD(NUMBER, grade, NULL), FIELD(WORD, colour, COLOURS), FIELD(BITS, reasons, REASONS), FIELD(BITS, notes, NOTES),
    FIELD(BITS, alerts, ALERTS), FIELD(SMALL, failed, NULL), FIELD(SMALL, warned, NULL)};
#undef OF
#define OF dscore_target_forecast
static const dsi_result_field FORECAST[] = {FIELD(WORD, status, STATES), FIELD(WORD, method, dsi_target_forecasts),
    FIELD(NUMBER, value, NULL), FIELD(WORD, interval_status, STATES), FIELD(NUMBER, lo, NULL), FIELD(NUMBER, hi, NULL),
    FIELD(NUMBER, se, NULL), FIELD(NUMBER, probability, NULL), FIELD(WORD, outlook, OUTLOOKS),
    FIELD(COUNT, counted, NULL), FIELD(NUMBER, intercept, NULL), FIELD(NUMBER, slope, NULL),
    FIELD(NUMBER, deviation, NULL), FIELD(BITS, reasons, REASONS)};
#undef OF
#define OF dscore_target_rates
static const dsi_result_field PACE[] = {FIELD(WORD, status, STATES), FIELD(NUMBER, forecast, NULL),
    FIELD(NUMBER, achieved, NULL), FIELD(NUMBER, needed, NULL), FIELD(WORD, needed_status, STATES),
    FIELD(NUMBER, ratio, NULL), FIELD(WORD, ratio_status, STATES), FIELD(BITS, reasons, REASONS)};
#undef OF
#define OF dscore_target_reach
static const dsi_result_field REACH[] = {FIELD(WORD, status, STATES), FIELD(WORD, reach_class, CLASSES),
    FIELD(NUMBER, required, NULL), FIELD(NUMBER, mean, NULL), FIELD(NUMBER, deviation, NULL), FIELD(NUMBER, z, NULL),
    FIELD(NUMBER, probability, NULL), FIELD(COUNT, changes, NULL), FIELD(WORD, window_status, STATES),
    FIELD(NUMBER, empirical, NULL), FIELD(NUMBER, best, NULL), FIELD(COUNT, windows, NULL),
    FIELD(COUNT, windows_met, NULL), FIELD(BITS, reasons, REASONS)};
#undef OF
#define OF dscore_objective_row
static const dsi_result_field OBJECTIVE[] = {FIELD(WORD, status, dsi_target_statuses), FIELD(NUMBER, progress, NULL),
    FIELD(WORD, progress_state, STATES), FIELD(NUMBER, expected, NULL), FIELD(WORD, expected_state, STATES),
    FIELD(NUMBER, coverage, NULL), FIELD(COUNT, counted, NULL), FIELD(SMALL, targets, NULL),
    FIELD(SMALL, children, NULL)};
#undef OF
#define OF dscore_mbo_row
static const dsi_result_field AGREEMENT[] = {FIELD(WORD, status, STATES), FIELD(NUMBER, score, NULL),
    FIELD(NUMBER, without_gates, NULL), FIELD(NUMBER, coverage, NULL), FIELD(BITS, flags, FLAGS),
    FIELD(BITS, agreement, AGREEMENTS)};
#undef OF
#define OF dscore_mbo_line
static const dsi_result_field LINE[] = {FIELD(WORD, by, dsi_mbo_ways), FIELD(NUMBER, weight, NULL),
    FIELD(NUMBER, achievement, NULL), FIELD(NUMBER, counted, NULL), FIELD(NUMBER, share, NULL),
    FIELD(NUMBER, points, NULL), FIELD(NUMBER, lost, NULL), FIELD(NUMBER, strength, NULL), FIELD(SMALL, level, NULL),
    FIELD(BITS, flags, FLAGS), FIELD(BITS, agreement, AGREEMENTS)};
#undef OF

TABLE(dsi_standing_fields, STANDING);
TABLE(dsi_forecast_fields, FORECAST);
TABLE(dsi_pace_fields, PACE);
TABLE(dsi_reach_fields, REACH);
TABLE(dsi_objective_row_fields, OBJECTIVE);
TABLE(dsi_mbo_row_fields, AGREEMENT);
TABLE(dsi_mbo_line_fields, LINE);
