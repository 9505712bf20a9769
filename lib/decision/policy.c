/* Policies of decisions: their defaults in one place, copied and checked once, when they are made. */
#include "decision/policy_parts.h"

#include "base/error.h"
#include "base/structs.h"
#include "score/item.h"
#include <math.h>
#include <string.h>

/* ---- defaults ---------------------------------------------------------------------------------- */

void dsi_look_init(dsi_look *look)
{
    *look = (dsi_look){DSI_LOOK_TOTAL, "", DSI_BY_POINT, DSI_BETTER_UNSAID};
}

void dsi_policy_spec_init(dsi_policy_spec *spec)
{
    memset(spec, 0, sizeof *spec);
    spec->eligibility = (dsi_eligibility){-1, -1, -1, -1, -1, 0.0, ""};
    dsi_look_init(&spec->rank.look);
    spec->rank.method = DSCORE_RANK_COMPETITION;
    spec->rank.decimals = 2;
    spec->rank.level = 0.95;
}

/* METHODS 5.8: rewards round up and include ties, the bottom list never punishes by rounding. */
void dsi_list_rule_init(dsi_list_rule *rule, int32_t list)
{
    const bool bottom = list == DSCORE_LIST_BOTTOM;
    *rule = (dsi_list_rule){.list = list,
        .share = 0.1,
        .places = bottom ? DSCORE_PLACES_FLOOR : DSCORE_PLACES_AT_LEAST_ONE,
        .ties = bottom ? DSCORE_TIES_EXCLUDE_ALL : DSCORE_TIES_INCLUDE_ALL,
        .group_min = bottom ? 10 : 0,
        .guard = {DSI_GUARD_NONE, "", 0.95, "", "", ""}};
}

void dsi_policy_rule_init(dsi_policy_rule *rule, int32_t kind)
{
    const bool adverse = kind == DSCORE_RULE_COACHING || kind == DSCORE_RULE_TRAINING;
    const int32_t gap = adverse ? DSCORE_STREAK_BREAK : DSCORE_STREAK_SKIP;
    memset(rule, 0, sizeof *rule);
    rule->kind = kind;
    rule->basis = DSCORE_BASIS_RECOMPUTE;
    rule->test = DSI_TEST_LIST;
    rule->line = (dsi_line){DSI_CMP_GE, (double)NAN};
    rule->min_periods_of = DSCORE_PERIOD_MONTH;
    rule->streak = (dsi_streak_rule){1, gap, gap, DSCORE_STREAK_RESET};
    rule->bonus = (dsi_bonus_rule){0, 5.0, 10.0, -1.0};
    dsi_look_init(&rule->look);
    dsi_list_rule_init(&rule->list, kind == DSCORE_RULE_COACHING ? DSCORE_LIST_BOTTOM : DSCORE_LIST_TOP);
    if (kind == DSCORE_RULE_BONUS) {
        rule->period = DSCORE_PERIOD_MONTH;
        rule->bonus.method = DSCORE_BONUS_BY_RANK;
    } else if (kind == DSCORE_RULE_COACHING) {
        rule->period = DSCORE_PERIOD_QUARTER;
        rule->streak.length = 3;
    } else if (kind == DSCORE_RULE_PROMOTION) {
        rule->period = DSCORE_PERIOD_YEAR;
        rule->basis = DSCORE_BASIS_AVERAGE;
        rule->test = DSI_TEST_LINE;
        rule->line.limit = 90.0;
        rule->no_veto = true;
    } else if (kind == DSCORE_RULE_TRAINING) {
        rule->test = DSI_TEST_LINE;
        rule->line.op = DSI_CMP_LT;
    } else if (kind == DSCORE_RULE_GRADES) {
        rule->test = DSI_TEST_QUOTA;
    }
}

/* ---- copies ------------------------------------------------------------------------------------ */

static void copy_rule(dsi_copying *c, dsi_policy_rule *rule)
{
    const char **const texts[] = {&rule->id, &rule->name_en, &rule->name_zh, &rule->action_en, &rule->action_zh,
        &rule->look.name, &rule->list.guard.item, &rule->list.guard.lo, &rule->list.guard.hi, &rule->list.guard.mean};
    dsi_copy_texts(c, texts, sizeof texts / sizeof texts[0]);
    dsi_quota *quotas = dsi_copy_array(c, rule->quotas, rule->quota_count, sizeof *quotas);
    for (int32_t i = 0; quotas != NULL && i < rule->quota_count; i++) {
        dsi_copy_text(c, &quotas[i].label_en);
        dsi_copy_text(c, &quotas[i].label_zh);
    }
    dsi_condition *conditions = dsi_copy_array(c, rule->conditions, rule->condition_count, sizeof *conditions);
    for (int32_t i = 0; conditions != NULL && i < rule->condition_count; i++) {
        dsi_copy_text(c, &conditions[i].look.name);
    }
    rule->quotas = quotas;
    rule->conditions = conditions;
}

static bool copy_spec(dscore_policy *policy, const dsi_policy_spec *spec)
{
    dsi_copying c = {&policy->arena, false};
    dsi_policy_spec *copy = &policy->spec;
    *copy = *spec;
    const char **const texts[] = {&copy->id, &copy->version, &copy->name_en, &copy->name_zh,
        &copy->eligibility.volume_of, &copy->peers.by, &copy->rank.look.name};
    dsi_copy_texts(&c, texts, sizeof texts / sizeof texts[0]);
    dsi_look *keys = dsi_copy_array(&c, spec->rank.keys, spec->rank.key_count, sizeof *keys);
    for (int32_t i = 0; keys != NULL && i < spec->rank.key_count; i++) {
        dsi_copy_text(&c, &keys[i].name);
    }
    dsi_policy_rule *rules = dsi_copy_array(&c, spec->rules, spec->rule_count, sizeof *rules);
    for (int32_t i = 0; rules != NULL && i < spec->rule_count; i++) {
        copy_rule(&c, &rules[i]);
    }
    copy->rank.keys = keys;
    copy->rules = rules;
    return !c.failed;
}

/* ---- arrays before they are copied -------------------------------------------------------------- */

static dscore_status check_array(
    const char *path, const void *items, int64_t count, int32_t least, int32_t most, dscore_error *err)
{
    if (count >= least && count <= most && (count == 0 || items != NULL)) {
        return DSCORE_OK;
    }
    const dscore_status status = dsi_fail(err, count > most ? DSCORE_E_LIMIT : DSCORE_E_PARAMETER,
        DSCORE_CODE_POLICY_PART, "%lld entries; expected a list of %d to %d", (long long)count, (int)least, (int)most);
    dsi_error_path(err, "%s", path);
    return status;
}

static dscore_status check_arrays(const dsi_policy_spec *spec, dscore_error *err)
{
    dscore_status status = check_array("rules", spec->rules, spec->rule_count, 1, DSI_POLICY_RULES_MAX, err);
    if (status == DSCORE_OK) {
        status = check_array("rank.keys", spec->rank.keys, spec->rank.key_count, 0, DSI_POLICY_KEYS_MAX, err);
    }
    for (int32_t i = 0; status == DSCORE_OK && i < spec->rule_count; i++) {
        const dsi_policy_rule *rule = &spec->rules[i];
        const int32_t least = rule->test == DSI_TEST_QUOTA ? 1 : 0;
        status = check_array("quotas", rule->quotas, rule->quota_count, least, DSCORE_QUOTA_MAX, err);
        if (status == DSCORE_OK) {
            status =
                check_array("conditions", rule->conditions, rule->condition_count, 0, DSI_POLICY_CONDITIONS_MAX, err);
        }
        if (status != DSCORE_OK) {
            dsi_error_prefix_index(err, "rules", i);
        }
    }
    return status;
}

/* ---- the object --------------------------------------------------------------------------------- */

dscore_status dsi_policy_new(
    const dscore_allocator *allocator, const dsi_policy_spec *spec, dscore_policy **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (spec == NULL) {
        return dsi_fail_null(err, "spec");
    }
    dscore_allocator a;
    dscore_status status = dsi_allocator_init(&a, allocator, err);
    if (status == DSCORE_OK) {
        status = check_arrays(spec, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_policy *policy = dsi_alloc_zero(&a, (int64_t)sizeof *policy);
    if (policy == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_ref_init(&policy->ref);
    dsi_arena_init(&policy->arena, &a);
    status = copy_spec(policy, spec) ? dsi_policy_check(&policy->spec, err) : dsi_fail_memory(err);
    if (status == DSCORE_OK) {
        status = dsi_policy_hash(policy, err);
    }
    if (status != DSCORE_OK) {
        dscore_policy_free(policy);
        return status;
    }
    *out = policy;
    return DSCORE_OK;
}

void dscore_policy_free(dscore_policy *policy)
{
    if (policy != NULL && dsi_ref_drop(&policy->ref)) {
        dscore_allocator a = policy->arena.allocator;
        dsi_arena_free(&policy->arena);
        dsi_release(&a, policy, (int64_t)sizeof *policy);
    }
}

void dsi_policy_take(const dscore_policy *policy)
{
    dsi_ref_take(&((dscore_policy *)(void *)(uintptr_t)policy)->ref); /* the count alone changes */
}

const dsi_policy_spec *dsi_policy_spec_of(const dscore_policy *policy)
{
    return &policy->spec;
}

const char *dscore_policy_text(const dscore_policy *policy, int32_t property)
{
    if (policy == NULL || property < DSCORE_POLICY_ID || property > DSCORE_POLICY_VERSION) {
        return "";
    }
    const char *const texts[] = {
        policy->spec.id, policy->spec.name_en, policy->spec.name_zh, policy->hash, policy->spec.version};
    return texts[property - DSCORE_POLICY_ID];
}

int32_t dscore_policy_rule_count(const dscore_policy *policy)
{
    return policy == NULL ? 0 : policy->spec.rule_count;
}

dscore_status dscore_policy_get(const dscore_policy *policy, int32_t rule, dscore_policy_rule *out, dscore_error *err)
{
    if (policy == NULL || out == NULL) {
        return dsi_fail_null(err, policy == NULL ? "policy" : "out");
    }
    if (rule < 0 || rule >= policy->spec.rule_count) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "rule %d of %d", (int)rule, (int)policy->spec.rule_count);
    }
    const dsi_policy_rule *r = &policy->spec.rules[rule];
    const dscore_policy_rule given = {0, r->kind, r->period, r->basis, r->streak.length, r->id, r->name_en, r->name_zh,
        r->action_en, r->action_zh, r->min_periods, r->min_periods_of, 0};
    return dsi_struct_give(out, &given, (int64_t)sizeof given, err);
}
