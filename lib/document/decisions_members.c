/* The members of a document of decisions, a table for each kind of object in it. */
#include "document/decisions_document.h"

#include <string.h>

static const dsi_choice WHAT[] = {{"TOTAL", DSI_LOOK_TOTAL}, {"GROUP", DSI_LOOK_GROUP}, {"POINTS", DSI_LOOK_POINTS},
    {"VALUE", DSI_LOOK_VALUE}, {"ROSTER", DSI_LOOK_ROSTER}, {NULL, 0}};
static const dsi_choice BY[] = {
    {"POINT", DSI_BY_POINT}, {"SHRUNK", DSI_BY_SHRUNK}, {"LOWER_BOUND", DSI_BY_LOWER_BOUND}, {NULL, 0}};
static const dsi_choice BETTER[] = {{"higher", DSI_BETTER_HIGHER}, {"lower", DSI_BETTER_LOWER}, {NULL, 0}};
static const dsi_choice METHOD[] = {{"COMPETITION", DSCORE_RANK_COMPETITION}, {"DENSE", DSCORE_RANK_DENSE},
    {"MODIFIED", DSCORE_RANK_MODIFIED}, {"FRACTIONAL", DSCORE_RANK_FRACTIONAL}, {"ORDINAL", DSCORE_RANK_ORDINAL},
    {NULL, 0}};
static const dsi_choice KIND[] = {{"BONUS", DSCORE_RULE_BONUS}, {"COACHING", DSCORE_RULE_COACHING},
    {"PROMOTION", DSCORE_RULE_PROMOTION}, {"TRAINING", DSCORE_RULE_TRAINING}, {"GRADES", DSCORE_RULE_GRADES},
    {NULL, 0}};
static const dsi_choice PERIOD[] = {{"given", 0}, {"day", DSCORE_PERIOD_DAY}, {"week", DSCORE_PERIOD_WEEK},
    {"month", DSCORE_PERIOD_MONTH}, {"quarter", DSCORE_PERIOD_QUARTER}, {"year", DSCORE_PERIOD_YEAR}, {NULL, 0}};
static const dsi_choice SHORTER[] = {{"day", DSCORE_PERIOD_DAY}, {"week", DSCORE_PERIOD_WEEK},
    {"month", DSCORE_PERIOD_MONTH}, {"quarter", DSCORE_PERIOD_QUARTER}, {"year", DSCORE_PERIOD_YEAR}, {NULL, 0}};
static const dsi_choice BASIS[] = {{"AVERAGE", DSCORE_BASIS_AVERAGE}, {"RECOMPUTE", DSCORE_BASIS_RECOMPUTE}, {NULL, 0}};
static const dsi_choice LIST_END[] = {{"TOP", DSCORE_LIST_TOP}, {"BOTTOM", DSCORE_LIST_BOTTOM}, {NULL, 0}};
static const dsi_choice PLACES[] = {{"FLOOR", DSCORE_PLACES_FLOOR}, {"ROUND", DSCORE_PLACES_ROUND},
    {"CEIL", DSCORE_PLACES_CEIL}, {"AT_LEAST_ONE", DSCORE_PLACES_AT_LEAST_ONE}, {NULL, 0}};
static const dsi_choice TIES[] = {{"INCLUDE_ALL", DSCORE_TIES_INCLUDE_ALL}, {"EXCLUDE_ALL", DSCORE_TIES_EXCLUDE_ALL},
    {"BREAK", DSCORE_TIES_BREAK}, {"SPLIT", DSCORE_TIES_SPLIT}, {NULL, 0}};
static const dsi_choice GUARD_KIND[] = {
    {"NONE", DSI_GUARD_NONE}, {"WILSON", DSI_GUARD_WILSON}, {"ROSTER", DSI_GUARD_ROSTER}, {NULL, 0}};
static const dsi_choice OP[] = {
    {">=", DSI_CMP_GE}, {">", DSI_CMP_GT}, {"<=", DSI_CMP_LE}, {"<", DSI_CMP_LT}, {NULL, 0}};
static const dsi_choice GAP[] = {
    {"SKIP", DSCORE_STREAK_SKIP}, {"BREAK", DSCORE_STREAK_BREAK}, {"COUNT", DSCORE_STREAK_COUNT}, {NULL, 0}};
static const dsi_choice AFTER[] = {{"RESET", DSCORE_STREAK_RESET}, {"KEEP", DSCORE_STREAK_KEEP}, {NULL, 0}};
static const dsi_choice BONUS_METHOD[] = {{"NONE", 0}, {"FLAT", DSCORE_BONUS_FLAT}, {"BY_RANK", DSCORE_BONUS_BY_RANK},
    {"BY_SCORE", DSCORE_BONUS_BY_SCORE}, {NULL, 0}};

#define AT(type, member) offsetof(type, member)

#define SPEC(member) AT(dsi_policy_parts, member)
static const dsi_member POLICY[] = {DSI_HEAD_MEMBERS, {"id", DSI_M_ID, true, SPEC(spec.id), 0, NULL},
    {"version", DSI_M_TEXT, false, SPEC(spec.version), 0, NULL},
    {"name", DSI_M_NAME, true, SPEC(spec.name_en), SPEC(spec.name_zh), NULL},
    {"eligibility", DSI_M_JSON, false, SPEC(eligibility), 0, NULL}, {"peers", DSI_M_JSON, false, SPEC(peers), 0, NULL},
    {"rank", DSI_M_JSON, false, SPEC(rank), 0, NULL}, {"rules", DSI_M_JSON, true, SPEC(rules), 0, NULL}};

#define ELIGIBLE(member) AT(dsi_eligibility, member)
static const dsi_member ELIGIBILITY[] = {{"tenure_days", DSI_M_INT64, false, ELIGIBLE(tenure_days), 0, NULL},
    {"worked_days", DSI_M_INT64, false, ELIGIBLE(worked_days), 0, NULL},
    {"volume", DSI_M_INT64, false, ELIGIBLE(volume), 0, NULL},
    {"reliability", DSI_M_SHARE, false, ELIGIBLE(reliability), 0, NULL},
    {"volume_of", DSI_M_TEXT, false, ELIGIBLE(volume_of), 0, NULL},
    {"leave_days_max", DSI_M_INT64, false, ELIGIBLE(leave_days_max), 0, NULL},
    {"complaints_max", DSI_M_INT64, false, ELIGIBLE(complaints_max), 0, NULL}};

static const dsi_member PEERS[] = {{"by", DSI_M_TEXT, false, AT(dsi_peering, by), 0, NULL},
    {"group_min", DSI_M_INT64, false, AT(dsi_peering, group_min), 0, NULL}};

#define RANKS(member) AT(dsi_rank_parts, member)
static const dsi_member RANK[] = {{"look", DSI_M_JSON, false, RANKS(look), 0, NULL},
    {"method", DSI_M_CHOICE, false, RANKS(rank.method), 0, METHOD},
    {"decimals", DSI_M_INT32, false, RANKS(rank.decimals), 0, NULL},
    {"level", DSI_M_SHARE, false, RANKS(rank.level), 0, NULL}, {"keys", DSI_M_JSON, false, RANKS(keys), 0, NULL}};

static const dsi_member LOOK[] = {{"what", DSI_M_CHOICE, true, AT(dsi_look, what), 0, WHAT},
    {"name", DSI_M_TEXT, false, AT(dsi_look, name), 0, NULL}, {"by", DSI_M_CHOICE, false, AT(dsi_look, by), 0, BY},
    {"better", DSI_M_CHOICE, false, AT(dsi_look, better), 0, BETTER}};

#define RULES(member) AT(dsi_decision_parts, member)
static const dsi_member RULE[] = {{"kind", DSI_M_CHOICE, true, RULES(rule.kind), 0, KIND},
    {"name", DSI_M_NAME, true, RULES(rule.name_en), RULES(rule.name_zh), NULL},
    {"action", DSI_M_NAME, false, RULES(rule.action_en), RULES(rule.action_zh), NULL},
    {"period", DSI_M_CHOICE, false, RULES(rule.period), 0, PERIOD},
    {"basis", DSI_M_CHOICE, false, RULES(rule.basis), 0, BASIS},
    {"min_periods", DSI_M_INT64, false, RULES(rule.min_periods), 0, NULL},
    {"min_periods_of", DSI_M_CHOICE, false, RULES(rule.min_periods_of), 0, SHORTER},
    {"no_veto", DSI_M_BOOL, false, RULES(rule.no_veto), 0, NULL}, {"look", DSI_M_JSON, false, RULES(look), 0, NULL},
    {"list", DSI_M_JSON, false, RULES(list), 0, NULL}, {"line", DSI_M_JSON, false, RULES(line), 0, NULL},
    {"quotas", DSI_M_JSON, false, RULES(quotas), 0, NULL},
    {"conditions", DSI_M_JSON, false, RULES(conditions), 0, NULL},
    {"streak", DSI_M_JSON, false, RULES(streak), 0, NULL}, {"bonus", DSI_M_JSON, false, RULES(bonus), 0, NULL},
    {"notes", DSI_M_IGNORED, false, 0, 0, NULL}};

#define LISTS(member) AT(dsi_list_parts, member)
static const dsi_member LIST[] = {{"list", DSI_M_CHOICE, true, LISTS(list.list), 0, LIST_END},
    {"share", DSI_M_SHARE, true, LISTS(list.share), 0, NULL},
    {"places", DSI_M_CHOICE, false, LISTS(list.places), 0, PLACES},
    {"ties", DSI_M_CHOICE, false, LISTS(list.ties), 0, TIES},
    {"group_min", DSI_M_INT64, false, LISTS(list.group_min), 0, NULL},
    {"guard", DSI_M_JSON, false, LISTS(guard), 0, NULL}};

#define GUARDS(member) AT(dsi_guard, member)
static const dsi_member GUARD[] = {{"kind", DSI_M_CHOICE, true, GUARDS(kind), 0, GUARD_KIND},
    {"item", DSI_M_TEXT, false, GUARDS(item), 0, NULL}, {"level", DSI_M_SHARE, false, GUARDS(level), 0, NULL},
    {"lo", DSI_M_TEXT, false, GUARDS(lo), 0, NULL}, {"hi", DSI_M_TEXT, false, GUARDS(hi), 0, NULL},
    {"mean", DSI_M_TEXT, false, GUARDS(mean), 0, NULL}};

static const dsi_member LINE[] = {{"op", DSI_M_CHOICE, true, AT(dsi_line, op), 0, OP},
    {"limit", DSI_M_THRESHOLD, true, AT(dsi_line, limit), 0, NULL}};

static const dsi_member CONDITION[] = {{"look", DSI_M_JSON, true, AT(dsi_claim_parts, look), 0, NULL},
    {"line", DSI_M_JSON, true, AT(dsi_claim_parts, line), 0, NULL}};

static const dsi_member QUOTA[] = {{"label", DSI_M_NAME, true, AT(dsi_quota, label_en), AT(dsi_quota, label_zh), NULL},
    {"share", DSI_M_SHARE, true, AT(dsi_quota, share), 0, NULL}};

static const dsi_member STREAK[] = {{"length", DSI_M_INT64, false, AT(dsi_streak_rule, length), 0, NULL},
    {"absent", DSI_M_CHOICE, false, AT(dsi_streak_rule, absent), 0, GAP},
    {"ineligible", DSI_M_CHOICE, false, AT(dsi_streak_rule, ineligible), 0, GAP},
    {"after", DSI_M_CHOICE, false, AT(dsi_streak_rule, after), 0, AFTER}};

#define BONUSES(member) AT(dsi_bonus_parts, member)
static const dsi_member BONUS[] = {{"method", DSI_M_CHOICE, false, BONUSES(bonus.method), 0, BONUS_METHOD},
    {"rate_min", DSI_M_PERCENT, false, BONUSES(bonus.rate_min), 0, NULL},
    {"rate_max", DSI_M_PERCENT, false, BONUSES(bonus.rate_max), 0, NULL},
    {"pot", DSI_M_OPTION, false, BONUSES(bonus.pot), BONUSES(has_pot), NULL}};

#define TABLE(members)                                                                                                 \
    {                                                                                                                  \
        members, DSI_COUNT(members)                                                                                    \
    }
static const dsi_decisions_table TABLES[] = {[DSI_IN_POLICY] = TABLE(POLICY),
    [DSI_IN_ELIGIBILITY] = TABLE(ELIGIBILITY),
    [DSI_IN_PEERS] = TABLE(PEERS),
    [DSI_IN_RANK] = TABLE(RANK),
    [DSI_IN_LOOK] = TABLE(LOOK),
    [DSI_IN_RULE] = TABLE(RULE),
    [DSI_IN_LIST] = TABLE(LIST),
    [DSI_IN_GUARD] = TABLE(GUARD),
    [DSI_IN_LINE] = TABLE(LINE),
    [DSI_IN_CONDITION] = TABLE(CONDITION),
    [DSI_IN_QUOTA] = TABLE(QUOTA),
    [DSI_IN_STREAK] = TABLE(STREAK),
    [DSI_IN_BONUS] = TABLE(BONUS)};

const dsi_decisions_table *dsi_decisions_table_of(dsi_decisions_object object)
{
    return &TABLES[object];
}

int32_t dsi_decisions_choice(dsi_decisions_object object, const char *member, const char *word, int32_t otherwise)
{
    const dsi_decisions_table *table = &TABLES[object];
    for (int32_t i = 0; word != NULL && i < table->count; i++) {
        const dsi_choice *c = table->members[i].choices;
        for (; strcmp(table->members[i].name, member) == 0 && c->word != NULL; c++) {
            if (strcmp(c->word, word) == 0) {
                return c->value;
            }
        }
    }
    return otherwise;
}
