/* What follows from the tests of all periods: streaks, decisions, bonuses (METHODS 5.8). */
#include "decision/decide.h"

#include "base/error.h"
#include "decision/decision.h"

/* ---- streaks ------------------------------------------------------------------------------------ */

/* Closed periods in a row, with a slot more wherever there is a gap between two: period of a slot, or -1. Returns how
   many. Periods of the same scores lie between edges in ascending order: they never overlap. */
static int32_t lay_slots(const dsi_round *r, int32_t *slots)
{
    const dsi_sheet *sheet = r->sheet;
    int32_t count = 0, before = -1;
    for (int32_t p = 0; p < sheet->period_count; p++) {
        if (!sheet->periods[p].closed) {
            continue;
        }
        if (before >= 0 && sheet->periods[p].start > sheet->periods[before].end) {
            slots[count++] = -1;
        }
        slots[count++] = p;
        before = p;
    }
    return count;
}

static int32_t effect_of(const dsi_round *r, int32_t period, int64_t person)
{
    return period < 0 ? DSCORE_PERIOD_ABSENT : r->outcomes[(int64_t)period * r->sheet->person_count + person].outcome;
}

static void conclude(const dsi_round *r, dsi_outcome *out, bool fires, int64_t run)
{
    out->run = run;
    if (fires) {
        out->decision = DSCORE_DECISION_HIT;
        out->reason = 0;
        out->flags |= r->rule->streak.length > 1 ? DSCORE_DECISION_STREAK_FIRED : 0;
    } else if (out->outcome == DSCORE_PERIOD_HIT || out->outcome == DSCORE_PERIOD_MISS) {
        out->decision = DSCORE_DECISION_NOT;
        out->reason |= out->outcome == DSCORE_PERIOD_HIT ? DSCORE_REASON_STREAK : 0;
    } else {
        out->decision =
            out->outcome == DSCORE_PERIOD_INELIGIBLE ? DSCORE_DECISION_INELIGIBLE : DSCORE_DECISION_NOT_JUDGED;
    }
}

static dscore_status count_streaks(dsi_round *r, dscore_error *err)
{
    const dsi_streak_rule *rule = &r->rule->streak;
    const int64_t people = r->sheet->person_count;
    int32_t *slots = dsi_arena_alloc(&r->arena, 2 * (int64_t)r->sheet->period_count * (int64_t)sizeof *slots);
    if (slots == NULL) {
        return dsi_fail_memory(err);
    }
    const int32_t slot_count = lay_slots(r, slots);
    const int64_t cells = people * slot_count;
    int32_t *outcome = dsi_arena_alloc(&r->arena, cells * (int64_t)sizeof *outcome);
    int32_t *fires = dsi_arena_alloc(&r->arena, cells * (int64_t)sizeof *fires);
    int64_t *run = dsi_arena_alloc(&r->arena, cells * (int64_t)sizeof *run);
    if (outcome == NULL || fires == NULL || run == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t i = 0; i < cells; i++) {
        outcome[i] = effect_of(r, slots[i % slot_count], i / slot_count);
    }
    dscore_streak streak = DSCORE_STREAK_INIT;
    streak.absent = rule->absent;
    streak.ineligible = rule->ineligible;
    streak.after = rule->after;
    streak.length = rule->length;
    streak.subjects = people;
    streak.periods = slot_count;
    streak.outcome = outcome;
    dscore_status status = dscore_streaks_find(&streak, fires, run, NULL, err);
    for (int64_t i = 0; status == DSCORE_OK && i < cells; i++) {
        const int32_t period = slots[i % slot_count];
        if (period >= 0) {
            conclude(r, &r->outcomes[period * people + i / slot_count], fires[i] != 0, run[i]);
        }
    }
    return status;
}

/* ---- bonuses ------------------------------------------------------------------------------------ */

/* What those of one period get to whom the rule applies. */
static dscore_status reward(dsi_round *r, int32_t period, int32_t column, double *money, dscore_error *err)
{
    const int64_t n = r->sheet->person_count, first = (int64_t)period * n;
    const dscore_peers peers = dsi_round_peers(r, period);
    const dsi_people *people = &r->j->people;
    dsi_outcome *out = &r->outcomes[first];
    double *salary = money, *rate = money + n, *amount = money + 2 * n;
    for (int64_t i = 0; i < n; i++) {
        const double known = dsi_people_number(people, column, r->sheet->known[first + i]);
        const bool has = known >= 0.0 && known <= 1e30;
        const bool wins = out[i].decision == DSCORE_DECISION_HIT && peers.status[i] == DSCORE_VALUE_OK;
        salary[i] = has ? known : 0.0;
        r->list[i] = wins ? DSCORE_LIST_TOP : DSCORE_LIST_NONE;
        r->portion[i] = wins ? out[i].portion : 0.0;
        out[i].flags |= wins && !has ? DSCORE_DECISION_SALARY_UNKNOWN : 0;
    }
    dscore_bonus bonus = DSCORE_BONUS_INIT;
    bonus.method = r->rule->bonus.method;
    bonus.rate_min = r->rule->bonus.rate_min;
    bonus.rate_max = r->rule->bonus.rate_max;
    bonus.pot = r->rule->bonus.pot;
    bonus.list = r->list;
    bonus.portion = r->portion;
    bonus.salary = salary;
    const dscore_status status = dscore_peers_reward(&peers, &bonus, rate, amount, r->order, err);
    for (int64_t i = 0; status == DSCORE_OK && i < n; i++) {
        const bool unknown = (out[i].flags & DSCORE_DECISION_SALARY_UNKNOWN) != 0;
        out[i].rate = rate[i];
        out[i].amount = unknown ? (double)NAN : amount[i];
        const double full = rate[i] / 100.0 * salary[i];
        out[i].flags |= full - amount[i] > 1e-9 * full ? DSCORE_DECISION_POT_CUT : 0;
    }
    return status;
}

dscore_status dsi_round_follow(dsi_round *r, dscore_error *err)
{
    dscore_status status = count_streaks(r, err);
    if (status != DSCORE_OK || r->rule->bonus.method == 0) {
        return status;
    }
    const int32_t column = dsi_people_number_column(&r->j->people, "salary");
    double *money = dsi_arena_alloc(&r->arena, 3 * (int64_t)r->sheet->person_count * (int64_t)sizeof *money);
    if (money == NULL) {
        return dsi_fail_memory(err);
    }
    for (int32_t p = 0; status == DSCORE_OK && p < r->sheet->period_count; p++) {
        status = r->sheet->periods[p].closed ? reward(r, p, column, money, err) : DSCORE_OK;
    }
    return status;
}
