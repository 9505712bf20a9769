/* What must hold of a policy of decisions: choices, ranges, and parts that go together. */
#include "decision/policy_parts.h"

#include "decision/decision.h"
#include <stdio.h>

static const double MOST = 1e15; /* of counts and days, exact in a double */

/* A choice or number of the policy with where it stands. */
typedef struct member {
    const char *path;
    double value, least, most;
    const char *expected; /* NULL: one of the numbers least to most */
} member;

static dscore_status fail_part(dscore_error *err, int32_t code, const char *path, const char *message)
{
    const dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, code, "%s", message);
    dsi_error_path(err, "%s", path);
    return status;
}

static dscore_status check_members(const member *members, size_t count, dscore_error *err)
{
    for (size_t i = 0; i < count; i++) {
        const member *m = &members[i];
        if (m->value >= m->least && m->value <= m->most) {
            continue;
        }
        char text[40];
        dsi_print_double(m->value, text);
        const int32_t code = m->expected == NULL ? DSCORE_CODE_POLICY_OPTION : DSCORE_CODE_POLICY_NUMBER;
        dscore_status status =
            m->expected != NULL
                ? dsi_fail(err, DSCORE_E_PARAMETER, code, "%s; expected %s", text, m->expected)
                : dsi_fail(err, DSCORE_E_PARAMETER, code, "%s; expected one of its enumerators, %d to %d", text,
                      (int)m->least, (int)m->most);
        dsi_error_path(err, "%s", m->path);
        return status;
    }
    return DSCORE_OK;
}

#define CHECK_MEMBERS(members, err) check_members(members, sizeof(members) / sizeof((members)[0]), err)

/* Put `rules[3]` and the like before the path of an error. */
static dscore_status within(dscore_status status, const char *list, int32_t index, dscore_error *err)
{
    if (status != DSCORE_OK) {
        char place[40];
        (void)snprintf(place, sizeof place, index < 0 ? "%s" : "%s[%d]", list, (int)index);
        dsi_error_prefix(err, place);
    }
    return status;
}

static bool is_none(const char *text)
{
    return text[0] == '\0';
}

static dscore_status check_look(const dsi_look *look, dscore_error *err)
{
    const member members[] = {{"what", look->what, DSI_LOOK_TOTAL, DSI_LOOK_ROSTER, NULL},
        {"by", look->by, DSI_BY_POINT, DSI_BY_LOWER_BOUND, NULL},
        {"better", look->better, DSI_BETTER_LOWER, DSI_BETTER_HIGHER, NULL}};
    dscore_status status = CHECK_MEMBERS(members, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (is_none(look->name) != (look->what == DSI_LOOK_TOTAL)) {
        return fail_part(
            err, DSCORE_CODE_POLICY_PART, "name", "expected the name of what is looked at; the total has none");
    }
    if (look->by != DSI_BY_POINT && look->what != DSI_LOOK_VALUE) {
        return fail_part(
            err, DSCORE_CODE_POLICY_PART, "by", "only the value of an item that is a share can be shrunk or bounded");
    }
    return DSCORE_OK;
}

static dscore_status check_rank(const dsi_rank_rule *rank, dscore_error *err)
{
    const member members[] = {{"rank.method", rank->method, DSCORE_RANK_COMPETITION, DSCORE_RANK_ORDINAL, NULL},
        {"rank.decimals", rank->decimals, 0, 9, "0 to 9 decimals"},
        {"rank.level", rank->level, 1e-9, 0.999999999, "a level of confidence above 0, at most 0.999999999"}};
    dscore_status status = CHECK_MEMBERS(members, err);
    if (status == DSCORE_OK) {
        status = within(check_look(&rank->look, err), "rank.look", -1, err);
    }
    for (int32_t i = 0; status == DSCORE_OK && i < rank->key_count; i++) {
        status = check_look(&rank->keys[i], err);
        if (status == DSCORE_OK && rank->keys[i].by != DSI_BY_POINT) {
            status = fail_part(err, DSCORE_CODE_POLICY_PART, "by", "ties are ordered by numbers as they are");
        }
        (void)within(status, "rank.keys", i, err);
    }
    return status;
}

static dscore_status check_eligibility(const dsi_eligibility *e, dscore_error *err)
{
    static const char DAYS[] = "a number of days, or -1: not asked", CASES[] = "a number, or -1: not asked";
    const member members[] = {{"eligibility.tenure_days", (double)e->tenure_days, -1, MOST, DAYS},
        {"eligibility.worked_days", (double)e->worked_days, -1, MOST, DAYS},
        {"eligibility.volume", (double)e->volume, -1, MOST, CASES},
        {"eligibility.leave_days_max", (double)e->leave_days_max, -1, MOST, DAYS},
        {"eligibility.complaints_max", (double)e->complaints_max, -1, MOST, CASES},
        {"eligibility.reliability", e->reliability, 0.0, 0.999999, "0: not asked, to below 1"}};
    dscore_status status = CHECK_MEMBERS(members, err);
    if (status == DSCORE_OK && (e->volume >= 0 || e->reliability > 0.0) && is_none(e->volume_of)) {
        status = fail_part(err, DSCORE_CODE_POLICY_PART, "eligibility.volume_of",
            "a minimum volume or reliability needs the item whose cases are counted");
    }
    return status;
}

static dscore_status check_list(const dsi_list_rule *list, dscore_error *err)
{
    const dsi_guard *guard = &list->guard;
    const member members[] = {{"list.list", list->list, DSCORE_LIST_TOP, DSCORE_LIST_BOTTOM, NULL},
        {"list.share", list->share, 1e-9, 1.0, "a share above 0, to 1"},
        {"list.places", list->places, DSCORE_PLACES_FLOOR, DSCORE_PLACES_AT_LEAST_ONE, NULL},
        {"list.ties", list->ties, DSCORE_TIES_INCLUDE_ALL, DSCORE_TIES_SPLIT, NULL},
        {"list.group_min", (double)list->group_min, 0, MOST, "0 or more"},
        {"list.guard.kind", guard->kind, DSI_GUARD_NONE, DSI_GUARD_ROSTER, NULL},
        {"list.guard.level", guard->level, 1e-9, 0.999999999, "a level of confidence above 0, at most 0.999999999"}};
    dscore_status status = CHECK_MEMBERS(members, err);
    if (status != DSCORE_OK || guard->kind == DSI_GUARD_NONE) {
        return status;
    }
    if (list->list != DSCORE_LIST_BOTTOM) {
        return fail_part(err, DSCORE_CODE_POLICY_PART, "list.guard", "only a bottom list is guarded by an interval");
    }
    if (guard->kind == DSI_GUARD_WILSON && is_none(guard->item)) {
        return fail_part(err, DSCORE_CODE_POLICY_PART, "list.guard.item", "expected the alias of a share");
    }
    if (guard->kind == DSI_GUARD_ROSTER && (is_none(guard->lo) || is_none(guard->hi))) {
        return fail_part(err, DSCORE_CODE_POLICY_PART, is_none(guard->lo) ? "list.guard.lo" : "list.guard.hi",
            "expected the column of the roster with this end of the interval");
    }
    return DSCORE_OK;
}

static dscore_status check_line(const dsi_line *line, dscore_error *err)
{
    const member members[] = {{"line.op", line->op, DSI_CMP_GE, DSI_CMP_LT, NULL},
        {"line.limit", line->limit, -1e30, 1e30, "a number: the line has no default here"}};
    return CHECK_MEMBERS(members, err);
}

static dscore_status check_quotas(const dsi_policy_rule *rule, dscore_error *err)
{
    double shares[DSCORE_QUOTA_MAX];
    for (int32_t i = 0; i < rule->quota_count; i++) {
        shares[i] = rule->quotas[i].share;
        if (is_none(rule->quotas[i].label_en) && is_none(rule->quotas[i].label_zh)) {
            return within(
                fail_part(err, DSCORE_CODE_POLICY_PART, "label", "expected a label of the grade"), "quotas", i, err);
        }
    }
    dscore_status status = within(dsi_quotas_check(shares, rule->quota_count, err), "quotas", -1, err);
    if (status == DSCORE_OK && (rule->condition_count > 0 || rule->streak.length > 1 || rule->bonus.method != 0)) {
        status = fail_part(
            err, DSCORE_CODE_POLICY_PART, "quotas", "grades by quota stand alone: without conditions, streak or bonus");
    }
    return status;
}

static dscore_status check_conditions(const dsi_policy_rule *rule, dscore_error *err)
{
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; status == DSCORE_OK && i < rule->condition_count; i++) {
        const dsi_condition *condition = &rule->conditions[i];
        status = within(check_look(&condition->look, err), "look", -1, err);
        if (status == DSCORE_OK) {
            status = check_line(&condition->line, err);
        }
        (void)within(status, "conditions", i, err);
    }
    return status;
}

static dscore_status check_bonus(const dsi_policy_rule *rule, dscore_error *err)
{
    const dsi_bonus_rule *bonus = &rule->bonus;
    const bool has = bonus->method != 0;
    const member members[] = {{"bonus.method", bonus->method, 0, DSCORE_BONUS_BY_SCORE, NULL},
        {"bonus.rate_min", has ? bonus->rate_min : 0.0, 0.0, 1e6, "a rate in per cent, 0 or more"},
        {"bonus.rate_max", has ? bonus->rate_max : 0.0, has ? bonus->rate_min : 0.0, 1e6,
            "a rate in per cent, at least rate_min"},
        {"bonus.pot", bonus->pot, -1e30, 1e30, "money; below 0: no cap"}};
    dscore_status status = CHECK_MEMBERS(members, err);
    if (status == DSCORE_OK && has && rule->test == DSI_TEST_LIST && rule->list.list == DSCORE_LIST_BOTTOM) {
        status = fail_part(err, DSCORE_CODE_POLICY_PART, "bonus", "the bottom list gets no bonus");
    }
    return status;
}

static dscore_status check_rule(const dsi_policy_rule *rule, dscore_error *err)
{
    const member members[] = {{"kind", rule->kind, DSCORE_RULE_BONUS, DSCORE_RULE_GRADES, NULL},
        {"period", rule->period, 0, DSCORE_PERIOD_YEAR, NULL},
        {"basis", rule->basis, DSCORE_BASIS_AVERAGE, DSCORE_BASIS_RECOMPUTE, NULL},
        {"test", rule->test, DSI_TEST_LIST, DSI_TEST_QUOTA, NULL},
        {"min_periods", (double)rule->min_periods, 0, MOST, "0 or more"},
        {"min_periods_of", rule->min_periods_of, DSCORE_PERIOD_DAY, DSCORE_PERIOD_YEAR, NULL},
        {"streak.length", (double)rule->streak.length, 1, MOST, "1 or more periods"},
        {"streak.absent", rule->streak.absent, DSCORE_STREAK_SKIP, DSCORE_STREAK_COUNT, NULL},
        {"streak.ineligible", rule->streak.ineligible, DSCORE_STREAK_SKIP, DSCORE_STREAK_COUNT, NULL},
        {"streak.after", rule->streak.after, DSCORE_STREAK_RESET, DSCORE_STREAK_KEEP, NULL}};
    dscore_status status = DSCORE_OK;
    if (!dsi_is_identifier(rule->id)) {
        status = fail_part(err, DSCORE_CODE_POLICY_ID, "id", "expected an id of a-z, 0-9 and _, a letter first");
    }
    if (status == DSCORE_OK) {
        status = CHECK_MEMBERS(members, err);
    }
    if (status == DSCORE_OK && rule->has_look) {
        status = within(check_look(&rule->look, err), "look", -1, err);
    }
    if (status == DSCORE_OK && rule->test == DSI_TEST_LIST) {
        status = check_list(&rule->list, err);
    }
    if (status == DSCORE_OK && rule->test == DSI_TEST_LINE) {
        status = check_line(&rule->line, err);
    }
    if (status == DSCORE_OK && rule->test == DSI_TEST_QUOTA) {
        status = check_quotas(rule, err);
    }
    if (status == DSCORE_OK) {
        status = check_conditions(rule, err);
    }
    return status == DSCORE_OK ? check_bonus(rule, err) : status;
}

dscore_status dsi_policy_check(const dsi_policy_spec *spec, dscore_error *err)
{
    if (!is_none(spec->id) && !dsi_is_identifier(spec->id)) {
        return fail_part(err, DSCORE_CODE_POLICY_ID, "id", "expected an id of a-z, 0-9 and _, a letter first");
    }
    dscore_status status = check_eligibility(&spec->eligibility, err);
    const member members[] = {{"peers.group_min", (double)spec->peers.group_min, 0, MOST, "0 or more"}};
    if (status == DSCORE_OK) {
        status = CHECK_MEMBERS(members, err);
    }
    if (status == DSCORE_OK) {
        status = check_rank(&spec->rank, err);
    }
    for (int32_t i = 0; status == DSCORE_OK && i < spec->rule_count; i++) {
        status = check_rule(&spec->rules[i], err);
        for (int32_t k = 0; status == DSCORE_OK && k < i; k++) {
            if (strcmp(spec->rules[k].id, spec->rules[i].id) == 0) {
                status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_POLICY_ID,
                    "'%s' is the id of two rules; each may stand once", spec->rules[i].id);
                dsi_error_path(err, "id");
            }
        }
        (void)within(status, "rules", i, err);
    }
    return status;
}
