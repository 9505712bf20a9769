/* The families of rules, each a table of members. */
#include "document/rule_members.h"

#define AT(member) offsetof(dsi_rule_parts, member)
#define IN(member) offsetof(dsi_rule_parts, spec.u.member)

static const dsi_choice BETTER[] = {{"higher", DSI_BETTER_HIGHER}, {"lower", DSI_BETTER_LOWER}, {NULL, 0}};
static const dsi_choice FORM[] = {
    {"HIGHER", DSI_RATIO_HIGHER}, {"LOWER", DSI_RATIO_LOWER}, {"LOWER_LINEAR", DSI_RATIO_LOWER_LINEAR}, {NULL, 0}};
static const dsi_choice MODE[] = {{"ADJ_CORE", DSI_ADJ_CORE}, {"ADJ_BASE", DSI_ADJ_BASE}, {NULL, 0}};
static const dsi_choice STACK[] = {
    {"ALL", DSI_STACK_ALL}, {"FIRST_MATCH", DSI_STACK_FIRST_MATCH}, {"MAX_ABS", DSI_STACK_MAX_ABS}, {NULL, 0}};
static const dsi_choice ORDER[] = {
    {"CAP_CORE_THEN_FLOAT", DSI_CAP_CORE_THEN_FLOAT}, {"FLOAT_THEN_CAP", DSI_FLOAT_THEN_CAP}, {NULL, 0}};
static const dsi_choice ON[] = {{"RAW", DSI_FLOAT_ON_RAW}, {"CORE", DSI_FLOAT_ON_CORE}, {NULL, 0}};
static const dsi_choice OP[] = {
    {">=", DSI_CMP_GE}, {">", DSI_CMP_GT}, {"<=", DSI_CMP_LE}, {"<", DSI_CMP_LT}, {NULL, 0}};
static const dsi_choice COUNTING[] = {{"FLOOR", DSI_COUNT_FLOOR}, {"CEIL", DSI_COUNT_CEIL},
    {"LINEAR", DSI_COUNT_LINEAR}, {"ROUND_HALF_UP", DSI_COUNT_ROUND_HALF_UP}, {NULL, 0}};
static const dsi_choice BELOW[] = {
    {"ZERO", DSI_BELOW_ZERO}, {"EXTRAPOLATE", DSI_BELOW_EXTRAPOLATE}, {"HOLD", DSI_BELOW_HOLD}, {NULL, 0}};
static const dsi_choice AT_KNOT[] = {{"LEFT", DSI_AT_KNOT_LEFT}, {"RIGHT", DSI_AT_KNOT_RIGHT}, {NULL, 0}};
static const dsi_choice CLOSED[] = {{"LOW", DSI_CLOSED_LOW}, {"HIGH", DSI_CLOSED_HIGH}, {NULL, 0}};
static const dsi_choice BAND_FORM[] = {{"TRAPEZOID", DSI_BAND_TRAPEZOID}, {"DEVIATION", DSI_BAND_DEVIATION}, {NULL, 0}};
static const dsi_choice DESIRE_FORM[] = {{"MAX", DSI_DESIRE_MAX}, {"MIN", DSI_DESIRE_MIN},
    {"TARGET", DSI_DESIRE_TARGET}, {"BOX", DSI_DESIRE_BOX}, {NULL, 0}};
static const dsi_choice METHOD[] = {{"Z", DSI_PEERS_Z}, {"ROBUST_Z", DSI_PEERS_ROBUST_Z},
    {"MIN_MAX", DSI_PEERS_MIN_MAX}, {"PERCENT_RANK", DSI_PEERS_PERCENT_RANK}, {NULL, 0}};
static const dsi_choice SCALE[] = {{"NORMAL", DSI_SCALE_NORMAL}, {"T", DSI_SCALE_T}, {"Z", DSI_SCALE_Z}, {NULL, 0}};
static const dsi_choice DEFINITION[] = {{"MEAN", DSI_RANK_MEAN}, {"WEAK", DSI_RANK_WEAK}, {"STRICT", DSI_RANK_STRICT},
    {"EXCEL_INC", DSI_RANK_EXCEL_INC}, {NULL, 0}};

/* What every family has; FIRST stands before the family's members, LAST after them. */
#define FIRST                                                                                                          \
    DSI_HEAD_MEMBERS, {"id", DSI_M_TEXT, false, AT(spec.id), 0, NULL},                                                 \
        {"name", DSI_M_NAME, false, AT(spec.name_en), AT(spec.name_zh), NULL},                                         \
        {"family", DSI_M_IGNORED, true, 0, 0, NULL},                                                                   \
    {                                                                                                                  \
        "better", DSI_M_CHOICE, false, AT(spec.better), 0, BETTER                                                      \
    }
#define LAST                                                                                                           \
    {                                                                                                                  \
        "clamp", DSI_M_JSON, false, AT(clamp), 0, NULL                                                                 \
    }

static const dsi_member RATIO[] = {FIRST, {"form", DSI_M_CHOICE, true, IN(ratio.form), 0, FORM},
    {"baseline", DSI_M_THRESHOLD, true, IN(ratio.baseline), 0, NULL},
    {"cap", DSI_M_OPTION, false, IN(ratio.cap), IN(ratio.has_cap), NULL}, LAST};

static const dsi_member BASE_FLOAT[] = {FIRST, {"mode", DSI_M_CHOICE, false, IN(base_float.mode), 0, MODE},
    {"base", DSI_M_NUMBER, false, IN(base_float.base), 0, NULL}, {"core", DSI_M_JSON, true, AT(core), 0, NULL},
    {"cap_core", DSI_M_OPTION, false, IN(base_float.cap_core), IN(base_float.has_cap_core), NULL},
    {"conditions", DSI_M_JSON, true, AT(conditions), 0, NULL},
    {"stack", DSI_M_CHOICE, false, IN(base_float.stack), 0, STACK},
    {"order", DSI_M_CHOICE, false, IN(base_float.order), 0, ORDER}, LAST};

static const dsi_member STEP[] = {FIRST, {"bonus", DSI_M_BOOL, false, IN(step.bonus), 0, NULL},
    {"x0", DSI_M_THRESHOLD, true, IN(step.x0), 0, NULL}, {"delta", DSI_M_THRESHOLD, true, IN(step.delta), 0, NULL},
    {"points", DSI_M_NUMBER, true, IN(step.points), 0, NULL}, {"full", DSI_M_NUMBER, false, IN(step.full), 0, NULL},
    {"limit", DSI_M_JSON, false, AT(limit), 0, NULL}, {"counting", DSI_M_CHOICE, false, IN(step.counting), 0, COUNTING},
    {"k_max", DSI_M_OPTION, false, IN(step.k_max), IN(step.has_k_max), NULL},
    {"cliff", DSI_M_JSON, false, AT(cliff), 0, NULL}, LAST};

static const dsi_member LINEAR[] = {FIRST, {"x0", DSI_M_THRESHOLD, true, IN(linear.x0), 0, NULL},
    {"points0", DSI_M_NUMBER, false, IN(linear.points0), 0, NULL},
    {"x1", DSI_M_THRESHOLD, true, IN(linear.x1), 0, NULL},
    {"points1", DSI_M_NUMBER, false, IN(linear.points1), 0, NULL}, {"below", DSI_M_JSON, false, AT(below), 0, NULL},
    LAST};

static const dsi_member TARGET3[] = {FIRST, {"threshold", DSI_M_JSON, true, AT(threshold), 0, NULL},
    {"target", DSI_M_JSON, true, AT(target), 0, NULL}, {"stretch", DSI_M_JSON, true, AT(stretch), 0, NULL},
    {"below", DSI_M_CHOICE, false, IN(target3.below), 0, BELOW}, LAST};

static const dsi_member PIECEWISE[] = {FIRST, {"knots", DSI_M_JSON, true, AT(knots), 0, NULL},
    {"value_at_knot", DSI_M_CHOICE, false, IN(piecewise.value_at_knot), 0, AT_KNOT},
    {"ends", DSI_M_JSON, false, AT(ends), 0, NULL}, LAST};

static const dsi_member TIER[] = {FIRST, {"tiers", DSI_M_JSON, true, AT(tiers), 0, NULL},
    {"closed", DSI_M_CHOICE, false, IN(tier.closed), 0, CLOSED}, LAST};

static const dsi_member PASS_FAIL[] = {FIRST, {"op", DSI_M_CHOICE, true, IN(pass_fail.op), 0, OP},
    {"threshold", DSI_M_THRESHOLD, true, IN(pass_fail.threshold), 0, NULL},
    {"hit", DSI_M_NUMBER, false, IN(pass_fail.hit), 0, NULL},
    {"miss", DSI_M_NUMBER, false, IN(pass_fail.miss), 0, NULL}, LAST};

static const dsi_member BAND[] = {FIRST, {"form", DSI_M_CHOICE, false, IN(band.form), 0, BAND_FORM},
    {"a", DSI_M_THRESHOLD, false, IN(band.a), 0, NULL}, {"b", DSI_M_THRESHOLD, false, IN(band.b), 0, NULL},
    {"c", DSI_M_THRESHOLD, false, IN(band.c), 0, NULL}, {"d", DSI_M_THRESHOLD, false, IN(band.d), 0, NULL},
    {"target", DSI_M_THRESHOLD, false, IN(band.target), 0, NULL},
    {"tolerance", DSI_M_THRESHOLD, false, IN(band.tolerance), 0, NULL},
    {"slope", DSI_M_NUMBER, false, IN(band.slope), 0, NULL}, LAST};

static const dsi_member DESIRABILITY[] = {FIRST, {"form", DSI_M_CHOICE, true, IN(desirability.form), 0, DESIRE_FORM},
    {"low", DSI_M_THRESHOLD, true, IN(desirability.low), 0, NULL},
    {"target", DSI_M_THRESHOLD, false, IN(desirability.target), 0, NULL},
    {"high", DSI_M_THRESHOLD, true, IN(desirability.high), 0, NULL},
    {"exponent", DSI_M_NUMBER, false, IN(desirability.exponent), 0, NULL},
    {"exponent_low", DSI_M_NUMBER, false, IN(desirability.exponent_low), 0, NULL},
    {"exponent_high", DSI_M_NUMBER, false, IN(desirability.exponent_high), 0, NULL}, LAST};

static const dsi_member LOGISTIC[] = {FIRST, {"x0", DSI_M_THRESHOLD, true, IN(logistic.x0), 0, NULL},
    {"points0", DSI_M_NUMBER, true, IN(logistic.points0), 0, NULL},
    {"x1", DSI_M_THRESHOLD, true, IN(logistic.x1), 0, NULL},
    {"points1", DSI_M_NUMBER, true, IN(logistic.points1), 0, NULL},
    {"least", DSI_M_NUMBER, false, IN(logistic.least), 0, NULL},
    {"most", DSI_M_NUMBER, false, IN(logistic.most), 0, NULL}, LAST};

static const dsi_member EFFICACY[] = {FIRST, {"not_allowed", DSI_M_THRESHOLD, true, IN(efficacy.not_allowed), 0, NULL},
    {"satisfactory", DSI_M_THRESHOLD, true, IN(efficacy.satisfactory), 0, NULL},
    {"base", DSI_M_NUMBER, false, IN(efficacy.base), 0, NULL},
    {"span", DSI_M_NUMBER, false, IN(efficacy.span), 0, NULL}, LAST};

static const dsi_member GOAL_RED[] = {FIRST, {"goal", DSI_M_THRESHOLD, true, IN(goal_red.goal), 0, NULL},
    {"red", DSI_M_THRESHOLD, true, IN(goal_red.red), 0, NULL}, LAST};

static const dsi_member PEERS[] = {FIRST, {"method", DSI_M_CHOICE, true, IN(peers.method), 0, METHOD},
    {"scale", DSI_M_CHOICE, false, IN(peers.scale), 0, SCALE},
    {"definition", DSI_M_CHOICE, false, IN(peers.definition), 0, DEFINITION},
    {"when_equal", DSI_M_NUMBER, false, IN(peers.when_equal), 0, NULL},
    {"min_group", DSI_M_INT32, false, IN(peers.min_group), 0, NULL}, LAST};

static const dsi_member FORMULA[] = {FIRST, {"formula", DSI_M_TEXT, true, IN(formula.text), 0, NULL},
    {"parameters", DSI_M_JSON, false, AT(parameters), 0, NULL}, LAST};

#define FAMILY(name)                                                                                                   \
    {                                                                                                                  \
#name, name, DSI_COUNT(name)                                                                                   \
    }
static const dsi_family_members FAMILIES[] = {[DSI_FAMILY_RATIO] = FAMILY(RATIO),
    [DSI_FAMILY_BASE_FLOAT] = FAMILY(BASE_FLOAT),
    [DSI_FAMILY_STEP] = FAMILY(STEP),
    [DSI_FAMILY_LINEAR] = FAMILY(LINEAR),
    [DSI_FAMILY_TARGET3] = FAMILY(TARGET3),
    [DSI_FAMILY_PIECEWISE] = FAMILY(PIECEWISE),
    [DSI_FAMILY_TIER] = FAMILY(TIER),
    [DSI_FAMILY_PASS_FAIL] = FAMILY(PASS_FAIL),
    [DSI_FAMILY_BAND] = FAMILY(BAND),
    [DSI_FAMILY_DESIRABILITY] = FAMILY(DESIRABILITY),
    [DSI_FAMILY_LOGISTIC] = FAMILY(LOGISTIC),
    [DSI_FAMILY_EFFICACY] = FAMILY(EFFICACY),
    [DSI_FAMILY_GOAL_RED] = FAMILY(GOAL_RED),
    [DSI_FAMILY_PEERS] = FAMILY(PEERS),
    [DSI_FAMILY_FORMULA] = FAMILY(FORMULA)};

const dsi_family_members *dsi_family_members_of(int32_t family)
{
    return family >= 1 && family < DSI_COUNT(FAMILIES) ? &FAMILIES[family] : NULL;
}

/* ---- members of members --------------------------------------------------------------------- */

const dsi_member dsi_condition_members[DSI_CONDITION_MEMBERS] = {
    {"on", DSI_M_CHOICE, true, offsetof(dsi_float, on), 0, ON},
    {"op", DSI_M_CHOICE, true, offsetof(dsi_float, op), 0, OP}, {"threshold", DSI_M_IGNORED, true, 0, 0, NULL},
    {"points", DSI_M_NUMBER, true, offsetof(dsi_float, points), 0, NULL}};

const dsi_member dsi_core_ratio_members[DSI_CORE_RATIO_MEMBERS] = {{"family", DSI_M_IGNORED, true, 0, 0, NULL},
    {"form", DSI_M_CHOICE, true, offsetof(dsi_core_parts, ratio.form), 0, FORM},
    {"baseline", DSI_M_THRESHOLD, true, offsetof(dsi_core_parts, ratio.baseline), 0, NULL},
    {"cap", DSI_M_OPTION, false, offsetof(dsi_core_parts, ratio.cap), offsetof(dsi_core_parts, ratio.has_cap), NULL}};
const dsi_member dsi_core_linear_members[DSI_CORE_LINEAR_MEMBERS] = {{"family", DSI_M_IGNORED, true, 0, 0, NULL},
    {"x0", DSI_M_THRESHOLD, true, offsetof(dsi_core_parts, linear.x0), 0, NULL},
    {"points0", DSI_M_NUMBER, false, offsetof(dsi_core_parts, linear.points0), 0, NULL},
    {"x1", DSI_M_THRESHOLD, true, offsetof(dsi_core_parts, linear.x1), 0, NULL},
    {"points1", DSI_M_NUMBER, false, offsetof(dsi_core_parts, linear.points1), 0, NULL},
    {"below", DSI_M_JSON, false, offsetof(dsi_core_parts, below), 0, NULL}};
