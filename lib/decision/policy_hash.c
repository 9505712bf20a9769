/* The content hash of a policy of decisions: a canonical text of everything but prose. The id is left out: identity is
   id and hash together (D23). */
#include "decision/policy_parts.h"

#include "score/canonical.h"

static void put_look(dsi_text *t, const dsi_look *look)
{
    dsi_put_int(t, "look", look->what);
    dsi_put_text(t, "name", look->name);
    dsi_put_int(t, "by", look->by);
    dsi_put_int(t, "better", look->better);
}

static void put_line(dsi_text *t, const dsi_line *line)
{
    dsi_put_int(t, "op", line->op);
    dsi_put_number(t, "limit", line->limit);
}

static void put_list(dsi_text *t, const dsi_list_rule *list)
{
    dsi_put_int(t, "list", list->list);
    dsi_put_number(t, "share", list->share);
    dsi_put_int(t, "places", list->places);
    dsi_put_int(t, "ties", list->ties);
    dsi_put_int(t, "group_min", list->group_min);
    dsi_put_int(t, "guard", list->guard.kind);
    if (list->guard.kind == DSI_GUARD_WILSON) {
        dsi_put_text(t, "item", list->guard.item);
        dsi_put_number(t, "level", list->guard.level);
    } else if (list->guard.kind == DSI_GUARD_ROSTER) {
        dsi_put_text(t, "lo", list->guard.lo);
        dsi_put_text(t, "hi", list->guard.hi);
        dsi_put_text(t, "mean", list->guard.mean);
    }
}

static void put_test(dsi_text *t, const dsi_policy_rule *rule)
{
    dsi_put_int(t, "test", rule->test);
    if (rule->test == DSI_TEST_LIST) {
        put_list(t, &rule->list);
    } else if (rule->test == DSI_TEST_LINE) {
        put_line(t, &rule->line);
    }
    for (int32_t i = 0; rule->test == DSI_TEST_QUOTA && i < rule->quota_count; i++) {
        dsi_put_text(t, "en", rule->quotas[i].label_en); /* a grade is a result, not prose */
        dsi_put_text(t, "zh", rule->quotas[i].label_zh);
        dsi_put_number(t, "quota", rule->quotas[i].share);
    }
}

static void put_rule(dsi_text *t, const dsi_policy_rule *rule)
{
    dsi_text_add(t, "\nrule");
    dsi_put_text(t, "id", rule->id);
    dsi_put_int(t, "kind", rule->kind);
    dsi_put_int(t, "period", rule->period);
    dsi_put_int(t, "basis", rule->basis);
    if (rule->has_look) {
        put_look(t, &rule->look);
    }
    put_test(t, rule);
    for (int32_t i = 0; i < rule->condition_count; i++) {
        dsi_text_add(t, "\ncondition");
        put_look(t, &rule->conditions[i].look);
        put_line(t, &rule->conditions[i].line);
    }
    dsi_put_int(t, "no_veto", rule->no_veto ? 1 : 0);
    dsi_put_int(t, "min_periods", rule->min_periods);
    if (rule->min_periods > 0) {
        dsi_put_int(t, "min_periods_of", rule->min_periods_of);
    }
    dsi_put_int(t, "length", rule->streak.length);
    dsi_put_int(t, "absent", rule->streak.absent);
    dsi_put_int(t, "ineligible", rule->streak.ineligible);
    dsi_put_int(t, "after", rule->streak.after);
    dsi_put_int(t, "bonus", rule->bonus.method);
    if (rule->bonus.method != 0) {
        dsi_put_number(t, "rate_min", rule->bonus.rate_min);
        dsi_put_number(t, "rate_max", rule->bonus.rate_max);
        dsi_put_number_if(t, "pot", rule->bonus.pot >= 0.0, rule->bonus.pot);
    }
}

static void put_policy(dsi_text *t, const dsi_policy_spec *spec)
{
    const dsi_eligibility *e = &spec->eligibility;
    dsi_text_add(t, "decisions 1");
    dsi_put_int(t, "tenure_days", e->tenure_days);
    dsi_put_int(t, "worked_days", e->worked_days);
    dsi_put_int(t, "volume", e->volume);
    dsi_put_int(t, "leave_days_max", e->leave_days_max);
    dsi_put_int(t, "complaints_max", e->complaints_max);
    dsi_put_number(t, "reliability", e->reliability);
    dsi_put_text(t, "volume_of", e->volume_of);
    dsi_put_text(t, "peers", spec->peers.by);
    dsi_put_int(t, "group_min", spec->peers.group_min);
    put_look(t, &spec->rank.look);
    dsi_put_int(t, "method", spec->rank.method);
    dsi_put_int(t, "decimals", spec->rank.decimals);
    dsi_put_number(t, "level", spec->rank.level);
    for (int32_t i = 0; i < spec->rank.key_count; i++) {
        dsi_text_add(t, "\nkey");
        put_look(t, &spec->rank.keys[i]);
    }
    for (int32_t i = 0; i < spec->rule_count; i++) {
        put_rule(t, &spec->rules[i]);
    }
}

dscore_status dsi_policy_hash(dscore_policy *policy, dscore_error *err)
{
    dsi_text text;
    dsi_text_init(&text, &policy->arena.allocator);
    put_policy(&text, &policy->spec);
    return dsi_canonical_hash(&text, policy->hash, err);
}
