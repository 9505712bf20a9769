/* Applying a policy to scores: the way in, and what it comes to. */
#include "decision/decide.h"

#include "base/error.h"
#include "base/structs.h"
#include "score/scores.h"
#include "stat/check.h"

static dscore_status fail_argument(dscore_error *err, const char *path, int32_t index, const char *message)
{
    (void)dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_POLICY_SCORES, "%s", message);
    dsi_error_path(err, "%s[%d]", path, (int)index);
    return DSCORE_E_ARGUMENT;
}

/* The unit of the first score's period that has a name. */
static int32_t unit_of(const dscore_scores *scores)
{
    for (int64_t i = 0; i < scores->count; i++) {
        const char *name = dsi_scores_period_name(scores, i);
        if (name[0] != '\0') {
            return dsi_unit_of_name(name);
        }
    }
    return 0;
}

static dscore_status read_units(dsi_judging *j, const dscore_decision_facts *facts, dscore_error *err)
{
    j->units = dsi_arena_alloc(&j->scratch, j->score_count * (int64_t)sizeof *j->units);
    if (j->units == NULL) {
        return dsi_fail_memory(err);
    }
    for (int32_t i = 0; i < j->score_count; i++) {
        if (j->scores[i] == NULL) {
            return fail_argument(err, "scores", i, "no scores; expected what dscore_score made");
        }
        j->units[i] = facts->units != NULL ? facts->units[i] : unit_of(j->scores[i]);
        if (j->units[i] < 0 || j->units[i] > DSCORE_PERIOD_YEAR) {
            return fail_argument(err, "units", i, "expected one of DSCORE_PERIOD_DAY to _YEAR, or 0");
        }
    }
    return DSCORE_OK;
}

static dscore_status decide(
    dsi_judging *j, const dscore_roster *roster, const dscore_decision_facts *facts, dscore_error *err)
{
    dscore_decisions *out = j->out;
    out->sheet_count = j->score_count;
    out->sheets = dsi_arena_alloc(&out->arena, j->score_count * (int64_t)sizeof *out->sheets);
    out->rulings = dsi_arena_alloc(&out->arena, j->spec->rule_count * (int64_t)sizeof *out->rulings);
    if (out->sheets == NULL || out->rulings == NULL) {
        return dsi_fail_memory(err);
    }
    dscore_status status = read_units(j, facts, err);
    if (status == DSCORE_OK) {
        status = dsi_people_open(&j->people, &out->allocator, roster, err);
        for (int32_t rule = 0; status == DSCORE_OK && rule < j->spec->rule_count; rule++) {
            status = dsi_rule_decide(j, rule, err);
        }
        dsi_people_close(&j->people);
    }
    for (int32_t i = 0; i < out->sheet_count; i++) { /* what belonged to the caller or the scratch is gone */
        out->sheets[i].scores = NULL;
        out->sheets[i].rows = out->sheets[i].known = NULL;
        out->sheets[i].group = NULL;
    }
    return status;
}

dscore_status dscore_decide(const dscore_policy *policy, const dscore_scores *const *scores, int32_t score_count,
    const dscore_roster *roster, const dscore_decision_facts *facts, dscore_decisions **out, dscore_error *err)
{
    dscore_decision_facts known = DSCORE_DECISION_FACTS_INIT;
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (policy == NULL || scores == NULL) {
        return dsi_fail_null(err, policy == NULL ? "policy" : "scores");
    }
    if (score_count < 1) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_POLICY_SCORES, "score_count is %d; expected 1 or more",
            (int)score_count);
    }
    dscore_status status =
        facts == NULL ? DSCORE_OK : dsi_struct_read(&known, facts, (int64_t)sizeof known, "facts", err);
    if (status != DSCORE_OK) {
        return status;
    }
    const dscore_allocator *a = &policy->arena.allocator;
    dscore_decisions *decisions = dsi_alloc_zero(a, (int64_t)sizeof *decisions);
    if (decisions == NULL) {
        return dsi_fail_memory(err);
    }
    decisions->allocator = *a;
    dsi_arena_init(&decisions->arena, a);
    dsi_policy_take(policy);
    decisions->policy = policy;
    dsi_judging j = {.out = decisions,
        .spec = &policy->spec,
        .scores = scores,
        .score_count = score_count,
        .now = known.now,
        .group_key = -1};
    dsi_arena_init(&j.scratch, a);
    status = decide(&j, roster, &known, err);
    dsi_arena_free(&j.scratch);
    if (status != DSCORE_OK) {
        dscore_decisions_free(decisions);
        return status;
    }
    *out = decisions;
    return DSCORE_OK;
}

void dscore_decisions_free(dscore_decisions *decisions)
{
    if (decisions == NULL) {
        return;
    }
    const dscore_allocator a = decisions->allocator;
    dscore_policy_free((dscore_policy *)(void *)(uintptr_t)decisions->policy); /* gives back one hold */
    dsi_arena_free(&decisions->arena);
    dsi_release(&a, decisions, (int64_t)sizeof *decisions);
}

const dscore_policy *dscore_decisions_policy(const dscore_decisions *decisions)
{
    return decisions == NULL ? NULL : decisions->policy;
}

int64_t dscore_decisions_count(const dscore_decisions *decisions)
{
    return decisions == NULL ? 0 : decisions->count;
}

const dsi_outcome *dsi_decisions_find(const dscore_decisions *decisions, int64_t index)
{
    for (int32_t rule = 0; rule < decisions->policy->spec.rule_count; rule++) {
        const dsi_ruling *ruling = &decisions->rulings[rule];
        if (index >= ruling->first && index < ruling->first + ruling->count) {
            return &ruling->outcomes[index - ruling->first];
        }
    }
    return NULL;
}

dscore_status dscore_decisions_get(
    const dscore_decisions *decisions, int64_t index, dscore_decision *out, dscore_error *err)
{
    if (decisions == NULL || out == NULL) {
        return dsi_fail_null(err, decisions == NULL ? "decisions" : "out");
    }
    const dsi_outcome *o = dsi_decisions_find(decisions, index);
    if (o == NULL) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, 0, "decision %lld of %lld", (long long)index, (long long)decisions->count);
    }
    const dsi_sheet *sheet = &decisions->sheets[o->sheet];
    const dsi_span *period = &sheet->periods[o->period];
    const dsi_quota *grade = o->grade < 0 ? NULL : &decisions->policy->spec.rules[o->rule].quotas[o->grade];
    const dscore_decision whole = {0, o->rule, o->decision, o->outcome, o->list, o->reason, o->flags, o->grade,
        o->sheet, 0, o->row, period->start, period->end, o->ranked, o->run, o->volume, o->volume_min, o->rank, o->value,
        o->own, o->cut, o->lo, o->hi, o->mean, o->rate, o->amount, sheet->persons[o->person],
        o->group < 0 ? "" : sheet->groups[o->group], period->name, grade == NULL ? "" : grade->label_en,
        grade == NULL ? "" : grade->label_zh};
    return dsi_struct_give(out, &whole, (int64_t)sizeof whole, err);
}

/* How many outcomes of a rule (-1: of all) have the decision and the reason; 0 = any. */
static int64_t count_outcomes(const dscore_decisions *decisions, int32_t rule, int32_t decision, int32_t reason)
{
    const int32_t rules = decisions == NULL ? 0 : decisions->policy->spec.rule_count;
    int64_t count = 0;
    for (int32_t r = rule < 0 ? 0 : rule; r < rules && (rule == -1 || r == rule); r++) {
        const dsi_ruling *ruling = &decisions->rulings[r];
        for (int64_t i = 0; i < ruling->count; i++) {
            const dsi_outcome *o = &ruling->outcomes[i];
            count += (decision == 0 || o->decision == decision) && (o->reason & reason) == reason ? 1 : 0;
        }
    }
    return count;
}

int64_t dscore_decisions_tally(const dscore_decisions *decisions, int32_t rule, int32_t decision)
{
    return count_outcomes(decisions, rule, decision, 0);
}

int64_t dscore_decisions_reason(const dscore_decisions *decisions, int32_t rule, int32_t reason)
{
    return reason == 0 ? 0 : count_outcomes(decisions, rule, 0, reason);
}
