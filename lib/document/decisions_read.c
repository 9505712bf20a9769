/* Reading policies of decisions: eligibility, peers, ranking, and rules that begin with the defaults of their kind. */
#include "document/decisions_document.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

static bool read_object(dsi_reader *r, const dsi_at *at, dsi_decisions_object object, void *out)
{
    const dsi_decisions_table *table = dsi_decisions_table_of(object);
    return dsi_read_members(r, at, table->members, table->count, out);
}

/* A part that may be absent. */
static bool read_part(dsi_reader *r, const dsi_at *at, dsi_decisions_object object, void *out)
{
    return at->json == NULL || (dsi_reader_goes_on(r) && read_object(r, at, object, out));
}

/* The text of a member; NULL if there is none. */
static const char *word_at(const dsi_at *at, const char *member)
{
    return json_string_value(json_object_get(at->json, member));
}

static bool read_look(dsi_reader *r, const dsi_at *at, dsi_look *out)
{
    if (at->json == NULL || !dsi_reader_goes_on(r)) {
        return at->json == NULL;
    }
    dsi_look_init(out);
    return read_object(r, at, DSI_IN_LOOK, out);
}

/* Members that would be read by nobody are refused: who wrote them meant something by them. */
static bool refuse(dsi_reader *r, const dsi_at *at, const char *const *members, int32_t count, const char *use_en,
    const char *use_zh, const char *here)
{
    bool fine = true;
    for (int32_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        dsi_at place;
        if (dsi_member_at(at, members[i], &place)) {
            const dsi_word words[] = {dsi_word_of(members[i]), {use_en, use_zh}, dsi_word_of(here)};
            fine = dsi_complain(r, &place, DSI_SAY_NOT_FOR, words, 3);
        }
    }
    return fine;
}

/* A name that says nothing in either language. */
static bool need_name(dsi_reader *r, const dsi_at *at, const char *en, const char *zh)
{
    dsi_at place;
    const bool is_empty = en != NULL && zh != NULL && en[0] == '\0' && zh[0] == '\0';
    return !is_empty || !dsi_reader_goes_on(r) || !dsi_member_at(at, "name", &place) ||
           dsi_complain(r, &place, DSI_SAY_EMPTY_TEXT, NULL, 0);
}

/* ---- the parts of a rule -------------------------------------------------------------------- */

static bool read_guard(dsi_reader *r, const dsi_at *at, dsi_guard *out)
{
    static const char *const wilson[] = {"item", "level"};
    static const char *const roster[] = {"lo", "hi", "mean"};
    bool fine = read_object(r, at, DSI_IN_GUARD, out);
    if (out->kind == DSI_GUARD_ROSTER) {
        fine = refuse(r, at, wilson, 2, "a guard of kind WILSON", "类型为 WILSON 的保护", "ROSTER") && fine;
    } else if (out->kind == DSI_GUARD_WILSON) {
        fine = refuse(r, at, roster, 3, "a guard of kind ROSTER", "类型为 ROSTER 的保护", "WILSON") && fine;
    } else if (fine) {
        fine = refuse(r, at, wilson, 2, "a guard of kind WILSON", "类型为 WILSON 的保护", "NONE") &&
               refuse(r, at, roster, 3, "a guard of kind ROSTER", "类型为 ROSTER 的保护", "NONE");
    }
    return fine && dsi_reader_goes_on(r);
}

static bool read_list(dsi_reader *r, const dsi_at *at, dsi_list_rule *out)
{
    dsi_list_parts parts;
    memset(&parts, 0, sizeof parts);
    parts.list = *out;
    const int32_t list = dsi_decisions_choice(DSI_IN_LIST, "list", word_at(at, "list"), parts.list.list);
    if (list != parts.list.list) {
        dsi_list_rule_init(&parts.list, list);
    }
    bool fine = read_object(r, at, DSI_IN_LIST, &parts);
    if (parts.guard.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_guard(r, &parts.guard, &parts.list.guard) && fine;
    }
    *out = parts.list;
    return fine && dsi_reader_goes_on(r);
}

static bool read_quotas(dsi_reader *r, const dsi_at *at, dsi_policy_rule *out)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    const int64_t count = (int64_t)json_array_size(at->json);
    if (count > DSCORE_QUOTA_MAX) {
        return dsi_complain2(
            r, at, DSI_SAY_TOO_MANY, dsi_number_text(r, (double)count), dsi_number_text(r, DSCORE_QUOTA_MAX));
    }
    dsi_quota *quotas = dsi_arena_alloc(&r->arena, (count + 1) * (int64_t)sizeof *quotas);
    if (quotas == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    double shares[DSCORE_QUOTA_MAX], sum = 0;
    int64_t sizes[DSCORE_QUOTA_MAX];
    for (int64_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = dsi_element_at(at, i);
        memset(&quotas[i], 0, sizeof quotas[i]);
        fine = read_object(r, &entry, DSI_IN_QUOTA, &quotas[i]) && fine;
        shares[i] = quotas[i].share;
        sum += 100 * shares[i];
    }
    if (fine && dscore_quotas_apportion(1, shares, (int32_t)count, sizes, NULL) != DSCORE_OK) {
        fine = count == 0 ? dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0)
                          : dsi_complain1(r, at, DSI_SAY_QUOTA_SUM, dsi_rounded_text(r, sum, 6));
    }
    out->quotas = quotas;
    out->quota_count = (int32_t)count;
    return fine && dsi_reader_goes_on(r);
}

static bool read_condition(dsi_reader *r, const dsi_at *at, dsi_condition *out)
{
    dsi_claim_parts parts;
    memset(&parts, 0, sizeof parts);
    dsi_look_init(&parts.condition.look);
    bool fine = read_object(r, at, DSI_IN_CONDITION, &parts);
    fine = read_look(r, &parts.look, &parts.condition.look) && fine;
    fine = read_part(r, &parts.line, DSI_IN_LINE, &parts.condition.line) && fine;
    *out = parts.condition;
    return fine && dsi_reader_goes_on(r);
}

static bool read_conditions(dsi_reader *r, const dsi_at *at, dsi_policy_rule *out)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    const int64_t count = (int64_t)json_array_size(at->json);
    if (count > DSI_POLICY_CONDITIONS_MAX) {
        return dsi_complain2(
            r, at, DSI_SAY_TOO_MANY, dsi_number_text(r, (double)count), dsi_number_text(r, DSI_POLICY_CONDITIONS_MAX));
    }
    dsi_condition *conditions = dsi_arena_alloc(&r->arena, (count + 1) * (int64_t)sizeof *conditions);
    if (conditions == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (int64_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = dsi_element_at(at, i);
        fine = read_condition(r, &entry, &conditions[i]) && fine;
    }
    out->conditions = conditions;
    out->condition_count = (int32_t)count;
    return fine && dsi_reader_goes_on(r);
}

static bool read_bonus(dsi_reader *r, const dsi_at *at, dsi_bonus_rule *out)
{
    dsi_bonus_parts parts;
    dsi_at place;
    parts.bonus = *out;
    parts.has_pot = out->pot >= 0;
    bool fine = read_object(r, at, DSI_IN_BONUS, &parts);
    if (fine && parts.bonus.method == 0) {
        static const char *const members[] = {"rate_min", "rate_max", "pot"};
        fine = refuse(r, at, members, 3, "a bonus", "奖金", "NONE");
    }
    if (!parts.has_pot) {
        parts.bonus.pot = -1;
    } else if (!(parts.bonus.pot >= 0) && dsi_reader_goes_on(r) && dsi_member_at(at, "pot", &place)) {
        const dsi_word expected = {"at least 0, or null", "不小于 0 的数或 null"};
        const dsi_word words[] = {dsi_word_of(dsi_number_text(r, parts.bonus.pot)), expected};
        fine = dsi_complain(r, &place, DSI_SAY_RANGE, words, 2);
    }
    *out = parts.bonus;
    return fine && dsi_reader_goes_on(r);
}

/* ---- rules ---------------------------------------------------------------------------------- */

/* The member that says how it is tested: a list, a line or quotas; at most one, else that of the kind. */
static bool choose_test(dsi_reader *r, const dsi_at *at, dsi_decision_parts *parts)
{
    const struct {
        int32_t test;
        const char *name;
        const dsi_at *given;
    } tests[] = {{DSI_TEST_LIST, "list", &parts->list}, {DSI_TEST_LINE, "line", &parts->line},
        {DSI_TEST_QUOTA, "quotas", &parts->quotas}};
    int32_t found = -1;
    for (int32_t i = 0; i < DSI_COUNT(tests); i++) {
        if (tests[i].given->json == NULL) {
            continue;
        }
        if (found >= 0) {
            return dsi_complain2(r, tests[i].given, DSI_SAY_NOT_BOTH, tests[found].name, tests[i].name);
        }
        found = i;
    }
    if (found >= 0) {
        parts->rule.test = tests[found].test;
        return true;
    }
    if (parts->rule.test == DSI_TEST_LINE && isnan(parts->rule.line.limit)) {
        return dsi_complain1(r, at, DSI_SAY_MISSING_MEMBER, "line");
    }
    return parts->rule.test != DSI_TEST_QUOTA || dsi_complain1(r, at, DSI_SAY_MISSING_MEMBER, "quotas");
}

static bool read_rule(dsi_reader *r, const dsi_at *at, dsi_policy_rule *out)
{
    dsi_decision_parts parts;
    memset(&parts, 0, sizeof parts);
    dsi_policy_rule_init(&parts.rule, dsi_decisions_choice(DSI_IN_RULE, "kind", word_at(at, "kind"), 0));
    bool fine = read_object(r, at, DSI_IN_RULE, &parts);
    fine = need_name(r, at, parts.rule.name_en, parts.rule.name_zh) && fine;
    parts.rule.id = at->key;
    if (dsi_reader_goes_on(r) && !dsi_is_identifier(at->key)) {
        fine = dsi_complain1(r, at, DSI_SAY_ID_FORM, at->key);
    }
    /* Without a kind there are no defaults to judge by. */
    if (dsi_reader_goes_on(r) && json_is_object(at->json) && parts.rule.kind != 0) {
        fine = choose_test(r, at, &parts) && fine;
    }
    if (fine && parts.rule.min_periods == 0) {
        static const char *const members[] = {"min_periods_of"};
        fine = refuse(r, at, members, 1, "\"min_periods\" above 0", "大于 0 的 \"min_periods\"", "0");
    }
    parts.rule.has_look = parts.look.json != NULL;
    fine = read_look(r, &parts.look, &parts.rule.look) && fine;
    if (parts.list.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_list(r, &parts.list, &parts.rule.list) && fine;
    }
    fine = read_part(r, &parts.line, DSI_IN_LINE, &parts.rule.line) && fine;
    if (parts.quotas.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_quotas(r, &parts.quotas, &parts.rule) && fine;
    }
    if (parts.conditions.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_conditions(r, &parts.conditions, &parts.rule) && fine;
    }
    fine = read_part(r, &parts.streak, DSI_IN_STREAK, &parts.rule.streak) && fine;
    if (parts.bonus.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_bonus(r, &parts.bonus, &parts.rule.bonus) && fine;
    }
    *out = parts.rule;
    return fine && dsi_reader_goes_on(r);
}

static bool read_rules(dsi_reader *r, const dsi_at *at, dsi_policy_spec *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    if (dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    const int64_t count = (int64_t)json_object_size(at->json);
    if (count > DSI_POLICY_RULES_MAX) {
        return dsi_complain2(
            r, at, DSI_SAY_TOO_MANY, dsi_number_text(r, (double)count), dsi_number_text(r, DSI_POLICY_RULES_MAX));
    }
    dsi_policy_rule *rules = dsi_arena_alloc(&r->arena, count * (int64_t)sizeof *rules);
    if (rules == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at rule = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        fine = read_rule(r, &rule, &rules[out->rule_count++]) && fine;
    }
    out->rules = rules;
    return fine && dsi_reader_goes_on(r);
}

/* ---- ranking -------------------------------------------------------------------------------- */

static bool read_keys(dsi_reader *r, const dsi_at *at, dsi_rank_rule *out)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    const int64_t count = (int64_t)json_array_size(at->json);
    if (count > DSI_POLICY_KEYS_MAX) {
        return dsi_complain2(
            r, at, DSI_SAY_TOO_MANY, dsi_number_text(r, (double)count), dsi_number_text(r, DSI_POLICY_KEYS_MAX));
    }
    dsi_look *keys = dsi_arena_alloc(&r->arena, (count + 1) * (int64_t)sizeof *keys);
    if (keys == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (int64_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = dsi_element_at(at, i);
        fine = read_look(r, &entry, &keys[i]) && fine;
    }
    out->keys = keys;
    out->key_count = (int32_t)count;
    return fine && dsi_reader_goes_on(r);
}

static bool read_rank(dsi_reader *r, const dsi_at *at, dsi_rank_rule *out)
{
    dsi_rank_parts parts;
    memset(&parts, 0, sizeof parts);
    parts.rank = *out;
    bool fine = read_object(r, at, DSI_IN_RANK, &parts);
    fine = read_look(r, &parts.look, &parts.rank.look) && fine;
    if (parts.keys.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_keys(r, &parts.keys, &parts.rank) && fine;
    }
    *out = parts.rank;
    return fine && dsi_reader_goes_on(r);
}

bool dsi_read_policy(dsi_reader *r, const dsi_at *root, dsi_policy_spec *out)
{
    dsi_policy_parts parts;
    memset(&parts, 0, sizeof parts);
    dsi_policy_spec_init(&parts.spec);
    bool fine = read_object(r, root, DSI_IN_POLICY, &parts);
    fine = need_name(r, root, parts.spec.name_en, parts.spec.name_zh) && fine;
    fine = read_part(r, &parts.eligibility, DSI_IN_ELIGIBILITY, &parts.spec.eligibility) && fine;
    fine = read_part(r, &parts.peers, DSI_IN_PEERS, &parts.spec.peers) && fine;
    if (parts.rank.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_rank(r, &parts.rank, &parts.spec.rank) && fine;
    }
    if (parts.rules.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_rules(r, &parts.rules, &parts.spec) && fine;
    }
    *out = parts.spec;
    return fine && dsi_reader_goes_on(r);
}

/* ---- the document itself -------------------------------------------------------------------- */

static void make_policy(dsi_reader *r, const dsi_at *root, void *out)
{
    dsi_policy_spec spec;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_read_policy(r, root, &spec) && dsi_policy_new(&r->allocator, &spec, out, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
    }
}

dscore_status dscore_policy_parse(
    const dscore_allocator *allocator, const char *json, int64_t length, dscore_policy **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    return dsi_parse_alone(allocator, json, length, "decisions", false, make_policy, out, err);
}
