/* Writing policies of decisions and what they came to. */
#include "document/decisions_document.h"

#include "base/error.h"
#include "decision/policy_parts.h"

#include <math.h>
#include <string.h>

/* ---- policies ------------------------------------------------------------------------------- */

static void put_members(dsi_writer *w, dsi_decisions_object object, const void *in, const void *defaults)
{
    const dsi_decisions_table *table = dsi_decisions_table_of(object);
    dsi_json_members(w, table->members, table->count, in, defaults);
}

/* An object on one line, left out if it says no more than the defaults. */
static void put_part(dsi_writer *w, const char *name, dsi_decisions_object object, const void *in, const void *defaults)
{
    dsi_writer trial;
    dsi_writer_init(&trial, &w->text.allocator);
    put_members(&trial, object, in, defaults);
    const bool is_empty = trial.first && !trial.text.failed;
    w->text.failed = w->text.failed || trial.text.failed;
    dsi_writer_free(&trial);
    if (is_empty) {
        return;
    }
    dsi_json_name(w, name);
    dsi_json_open(w, '{', true);
    put_members(w, object, in, defaults);
    dsi_json_close(w, '}');
}

static bool is_plain_total(const dsi_look *look)
{
    return look->what == DSI_LOOK_TOTAL && look->by == DSI_BY_POINT && look->better == DSI_BETTER_UNSAID;
}

/* A look says what it looks at, whatever the default. */
static void put_look(dsi_writer *w, const char *name, const dsi_look *look)
{
    dsi_look plain;
    dsi_look_init(&plain);
    if (name != NULL) {
        dsi_json_name(w, name);
    }
    dsi_json_open(w, '{', true);
    put_members(w, DSI_IN_LOOK, look, &plain);
    dsi_json_close(w, '}');
}

static void put_rank(dsi_writer *w, const dsi_rank_rule *rank, const dsi_rank_rule *plain)
{
    const bool has_look = !is_plain_total(&rank->look);
    const bool is_plain = !has_look && rank->key_count == 0 && rank->method == plain->method &&
                          rank->decimals == plain->decimals && rank->level == plain->level;
    if (is_plain) {
        return;
    }
    dsi_rank_parts parts, defaults;
    memset(&parts, 0, sizeof parts);
    memset(&defaults, 0, sizeof defaults);
    parts.rank = *rank;
    defaults.rank = *plain;
    dsi_json_name(w, "rank");
    dsi_json_open(w, '{', false);
    if (has_look) {
        put_look(w, "look", &rank->look);
    }
    put_members(w, DSI_IN_RANK, &parts, &defaults);
    if (rank->key_count > 0) {
        dsi_json_name(w, "keys");
        dsi_json_open(w, '[', false);
        for (int32_t i = 0; i < rank->key_count; i++) {
            put_look(w, NULL, &rank->keys[i]);
        }
        dsi_json_close(w, ']');
    }
    dsi_json_close(w, '}');
}

static void put_list(dsi_writer *w, const dsi_list_rule *list)
{
    dsi_list_parts parts, defaults;
    memset(&parts, 0, sizeof parts);
    memset(&defaults, 0, sizeof defaults);
    parts.list = *list;
    dsi_list_rule_init(&defaults.list, list->list);
    dsi_json_name(w, "list");
    dsi_json_open(w, '{', true);
    put_members(w, DSI_IN_LIST, &parts, &defaults);
    if (list->guard.kind != DSI_GUARD_NONE) {
        dsi_json_name(w, "guard");
        dsi_json_open(w, '{', true);
        put_members(w, DSI_IN_GUARD, &list->guard, &defaults.list.guard);
        dsi_json_close(w, '}');
    }
    dsi_json_close(w, '}');
}

static void put_line(dsi_writer *w, const dsi_line *line)
{
    dsi_json_name(w, "line");
    dsi_json_open(w, '{', true);
    put_members(w, DSI_IN_LINE, line, line);
    dsi_json_close(w, '}');
}

static void put_test(dsi_writer *w, const dsi_policy_rule *rule)
{
    if (rule->test == DSI_TEST_LIST) {
        put_list(w, &rule->list);
    } else if (rule->test == DSI_TEST_LINE) {
        put_line(w, &rule->line);
    } else {
        dsi_json_name(w, "quotas");
        dsi_json_open(w, '[', false);
        for (int32_t i = 0; i < rule->quota_count; i++) {
            dsi_json_open(w, '{', true);
            put_members(w, DSI_IN_QUOTA, &rule->quotas[i], &rule->quotas[i]);
            dsi_json_close(w, '}');
        }
        dsi_json_close(w, ']');
    }
}

static void put_conditions(dsi_writer *w, const dsi_policy_rule *rule)
{
    if (rule->condition_count == 0) {
        return;
    }
    dsi_json_name(w, "conditions");
    dsi_json_open(w, '[', false);
    for (int32_t i = 0; i < rule->condition_count; i++) {
        dsi_json_open(w, '{', true);
        put_look(w, "look", &rule->conditions[i].look);
        put_line(w, &rule->conditions[i].line);
        dsi_json_close(w, '}');
    }
    dsi_json_close(w, ']');
}

static void put_bonus(dsi_writer *w, const dsi_policy_rule *rule, const dsi_policy_rule *plain)
{
    dsi_bonus_parts parts = {rule->bonus, rule->bonus.pot >= 0}, defaults = {plain->bonus, false};
    put_part(w, "bonus", DSI_IN_BONUS, &parts, &defaults);
}

static void put_rule(dsi_writer *w, const dsi_policy_rule *rule)
{
    dsi_decision_parts parts, defaults;
    memset(&parts, 0, sizeof parts);
    memset(&defaults, 0, sizeof defaults);
    parts.rule = *rule;
    dsi_policy_rule_init(&defaults.rule, rule->kind);
    dsi_json_name(w, rule->id);
    dsi_json_open(w, '{', false);
    put_members(w, DSI_IN_RULE, &parts, &defaults);
    if (rule->has_look) {
        put_look(w, "look", &rule->look);
    }
    put_test(w, rule);
    put_conditions(w, rule);
    put_part(w, "streak", DSI_IN_STREAK, &rule->streak, &defaults.rule.streak);
    put_bonus(w, rule, &defaults.rule);
    dsi_json_close(w, '}');
}

static void put_policy(dsi_writer *w, const void *object)
{
    const dscore_policy *policy = object;
    const dsi_policy_spec *spec = dsi_policy_spec_of(policy);
    dsi_policy_spec plain;
    dsi_policy_spec_init(&plain);
    dsi_json_text(w, "id", spec->id);
    dsi_json_text(w, "version", spec->version);
    dsi_json_words(w, "name", spec->name_en, spec->name_zh);
    put_part(w, "eligibility", DSI_IN_ELIGIBILITY, &spec->eligibility, &plain.eligibility);
    put_part(w, "peers", DSI_IN_PEERS, &spec->peers, &plain.peers);
    put_rank(w, &spec->rank, &plain.rank);
    dsi_json_name(w, "rules");
    dsi_json_open(w, '{', false);
    for (int32_t i = 0; i < spec->rule_count; i++) {
        put_rule(w, &spec->rules[i]);
    }
    dsi_json_close(w, '}');
    dsi_json_put_hash(w, dscore_policy_text(policy, DSCORE_POLICY_HASH));
}

dscore_status dscore_policy_dump(
    const dscore_policy *policy, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (policy == NULL) {
        return dsi_fail_null(err, "policy");
    }
    return dsi_dump(&policy->arena.allocator, "decisions", put_policy, policy, buffer, capacity, out_needed, err);
}
