/* Who may be judged by a rule: what the roster says, how many cases and how many periods there are (METHODS 5.3). */
#include "decision/decide.h"

#include "base/error.h"
#include "decision/decision.h"
#include <deskscore/stat.h>

/* What the roster alone says against somebody, with or without a score. */
enum { OF_THE_ROSTER = DSCORE_REASON_TENURE | DSCORE_REASON_WORKED | DSCORE_REASON_LEAVE | DSCORE_REASON_COMPLAINT };

static int64_t cells_of(const dsi_sheet *sheet)
{
    return (int64_t)sheet->person_count * sheet->period_count;
}

/* Days and counts of the roster as whole numbers: rounded against the limit, so that comparing them with a whole limit
   says what the number itself would; -1 = not known. */
static dscore_status read_column(dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet, const char *name,
    bool is_most, const int64_t **out, dscore_error *err)
{
    const int32_t column = dsi_people_number_column(&j->people, name);
    int64_t *days = dsi_arena_alloc(arena, cells_of(sheet) * (int64_t)sizeof *days);
    if (days == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t cell = 0; cell < cells_of(sheet); cell++) {
        const double number = dsi_people_number(&j->people, column, sheet->known[cell]);
        const bool is_known = number >= 0.0 && number <= 1e15;
        days[cell] = is_known ? (int64_t)(is_most ? ceil(number) : floor(number)) : -1;
    }
    *out = days;
    return DSCORE_OK;
}

/* ---- volume ------------------------------------------------------------------------------------- */

/* The cases that reliability asks of the people of one group in one period, into volume_min. */
static dscore_status require_group(const dsi_judging *j, const dsi_numbers *cases, const int64_t *members, int32_t size,
    int64_t *x, int64_t *n, dsi_admitted *out, dscore_error *err)
{
    int64_t count = 0, least = 0;
    for (int32_t i = 0; i < size; i++) {
        if (cases->status[members[i]] == DSCORE_VALUE_OK) {
            x[count] = dsi_numbers_successes(cases, members[i]);
            n[count++] = cases->n[members[i]];
        }
    }
    dscore_share_prior prior = DSCORE_SHARE_PRIOR_INIT;
    dscore_status status = dscore_share_prior_fit(x, n, count, DSCORE_PRIOR_MOMENTS, &prior, err);
    if (status == DSCORE_OK && prior.groups > 0) {
        status = dscore_volume_require(prior.strength, j->spec->eligibility.reliability, &least, err);
    }
    for (int32_t i = 0; status == DSCORE_OK && i < size; i++) {
        int64_t *asked = &out->volume_min[members[i]];
        *asked = least > *asked ? least : *asked;
    }
    return status;
}

static dscore_status require_reliability(dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet,
    const dsi_numbers *cases, dsi_admitted *out, dscore_error *err)
{
    if (dsi_is_average(sheet)) {
        return dsi_fail_average(err, "eligibility.reliability", j->spec->eligibility.volume_of);
    }
    if (!(cases->scale > 0.0)) {
        const dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_POLICY_NAME,
            "'%s' is no share (unit %% or ratio): its reliability is not known", j->spec->eligibility.volume_of);
        dsi_error_path(err, "eligibility.volume_of");
        return status;
    }
    const int64_t size = sheet->person_count * (int64_t)sizeof(int64_t);
    int64_t *x = dsi_arena_alloc(arena, size), *n = dsi_arena_alloc(arena, size);
    int64_t *members = dsi_arena_alloc(arena, size);
    int32_t *ends = dsi_arena_alloc(arena, sheet->group_count * (int64_t)sizeof *ends);
    if (x == NULL || n == NULL || members == NULL || ends == NULL) {
        return dsi_fail_memory(err);
    }
    dscore_status status = DSCORE_OK;
    for (int32_t period = 0; period < sheet->period_count; period++) {
        dsi_sheet_by_group(sheet, period, members, ends);
        for (int32_t group = 0; status == DSCORE_OK && group < sheet->group_count; group++) {
            const int32_t first = group == 0 ? 0 : ends[group - 1];
            status = require_group(j, cases, members + first, ends[group] - first, x, n, out, err);
        }
    }
    return status;
}

/* Cases and what is asked of them; *asked receives 1 = enough, 0 = too few, -1 = not known, or NULL: not asked. */
static dscore_status weigh_volume(dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet, const dsi_numbers *numbers,
    dsi_admitted *out, const int64_t **asked, dscore_error *err)
{
    const dsi_eligibility *e = &j->spec->eligibility;
    const bool is_asked = e->volume >= 0 || e->reliability > 0.0;
    const int64_t cells = cells_of(sheet);
    dsi_numbers cases = *numbers;
    dscore_status status = DSCORE_OK;
    if (e->volume_of[0] != '\0') {
        status = dsi_cases_read(j, arena, sheet, e->volume_of, &cases, err);
    }
    for (int64_t cell = 0; status == DSCORE_OK && cell < cells; cell++) {
        out->volume[cell] = cases.n[cell];
        out->volume_min[cell] = e->volume > 0 ? e->volume : 0;
    }
    if (status == DSCORE_OK && e->reliability > 0.0) {
        status = require_reliability(j, arena, sheet, &cases, out, err);
    }
    int64_t *enough = dsi_arena_alloc(arena, cells * (int64_t)sizeof *enough);
    if (status == DSCORE_OK && enough == NULL) {
        status = dsi_fail_memory(err);
    }
    for (int64_t cell = 0; status == DSCORE_OK && cell < cells; cell++) {
        enough[cell] = out->volume[cell] < 0 ? -1 : out->volume[cell] >= out->volume_min[cell] ? 1 : 0;
    }
    *asked = is_asked ? enough : NULL;
    return status;
}

/* ---- periods with a score ----------------------------------------------------------------------- */

/* How many of the sheet's periods inside [start, end) the person has a score in. */
static dscore_status count_periods(
    const dsi_sheet *sheet, const char *person, const dsi_span *within, int64_t *out, dscore_error *err)
{
    const int32_t at = dsi_names_find(&sheet->names, person);
    *out = 0;
    for (int32_t p = 0; at >= 0 && p < sheet->period_count; p++) {
        const int64_t row = sheet->rows[(int64_t)p * sheet->person_count + at];
        if (row < 0 || sheet->periods[p].start < within->start || sheet->periods[p].end > within->end) {
            continue;
        }
        dscore_score_row score = DSCORE_SCORE_ROW_INIT;
        const dscore_status status = dscore_scores_get(sheet->scores, row, &score, err);
        if (status != DSCORE_OK) {
            return status;
        }
        *out += score.status == DSCORE_VALUE_OK ? 1 : 0;
    }
    return DSCORE_OK;
}

static dscore_status ask_periods(
    dsi_judging *j, const dsi_sheet *sheet, const dsi_policy_rule *rule, dsi_admitted *out, dscore_error *err)
{
    const int32_t of = rule->min_periods > 0 ? dsi_scores_of_unit(j, rule->min_periods_of, DSCORE_BASIS_RECOMPUTE) : -1;
    dsi_sheet *parts = NULL;
    dscore_status status = of < 0 ? DSCORE_OK : dsi_sheet_open(j, of, &parts, err);
    for (int64_t cell = 0; status == DSCORE_OK && rule->min_periods > 0 && cell < cells_of(sheet); cell++) {
        int64_t count = 0;
        if (parts != NULL) {
            status = count_periods(parts, sheet->persons[cell % sheet->person_count],
                &sheet->periods[cell / sheet->person_count], &count, err);
        }
        if (count < rule->min_periods) {
            out->reason[cell] |= parts == NULL ? DSCORE_REASON_UNKNOWN : DSCORE_REASON_PERIODS;
            out->status[cell] = DSCORE_VALUE_EXCLUDED;
        }
    }
    return status;
}

/* ---- all of it ---------------------------------------------------------------------------------- */

static dscore_status read_conditions(
    dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet, int32_t rule, dscore_eligibility *out, dscore_error *err)
{
    const dsi_eligibility *e = &j->spec->eligibility;
    const int32_t kind = j->spec->rules[rule].kind;
    const bool is_adverse = kind == DSCORE_RULE_COACHING || kind == DSCORE_RULE_TRAINING;
    const struct {
        const char *name;
        int64_t limit;
        bool is_most;
        const int64_t **values;
        int64_t *limit_out;
    } asked[] = {{"tenure_days", e->tenure_days, false, &out->tenure_days, &out->tenure_min},
        {"worked_days", e->worked_days, false, &out->worked_days, &out->worked_min},
        {"leave_days", e->leave_days_max, true, &out->leave_days, &out->leave_max},
        {"complaints", is_adverse ? -1 : e->complaints_max, true, &out->complaints, &out->complaints_max}};
    dscore_status status = DSCORE_OK;
    for (size_t i = 0; status == DSCORE_OK && i < sizeof asked / sizeof asked[0]; i++) {
        if (asked[i].limit >= 0) {
            status = read_column(j, arena, sheet, asked[i].name, asked[i].is_most, asked[i].values, err);
            *asked[i].limit_out = asked[i].limit;
        }
    }
    return status;
}

static bool take_room(dsi_arena *arena, int64_t cells, dsi_admitted *out)
{
    out->status = dsi_arena_alloc(arena, cells * (int64_t)sizeof *out->status);
    out->reason = dsi_arena_alloc(arena, cells * (int64_t)sizeof *out->reason);
    out->volume = dsi_arena_alloc(arena, cells * (int64_t)sizeof *out->volume);
    out->volume_min = dsi_arena_alloc(arena, cells * (int64_t)sizeof *out->volume_min);
    return out->status != NULL && out->reason != NULL && out->volume != NULL && out->volume_min != NULL;
}

/* Who has no data is absent, unless the roster by itself says that they may not be judged; who is nobody's peer may
   not be. */
static void settle(const dsi_sheet *sheet, dsi_admitted *out)
{
    for (int64_t cell = 0; cell < cells_of(sheet); cell++) {
        if (sheet->rows[cell] < 0 && (out->reason[cell] & OF_THE_ROSTER) == 0) {
            out->reason[cell] = DSCORE_REASON_UNSCORED;
            out->status[cell] = DSCORE_VALUE_NO_DATA;
        } else if (sheet->rows[cell] >= 0 && sheet->group[cell] < 0) {
            out->reason[cell] |= DSCORE_REASON_UNKNOWN;
            out->status[cell] = DSCORE_VALUE_EXCLUDED;
        }
    }
}

dscore_status dsi_rule_admit(dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet, int32_t rule,
    const dsi_numbers *numbers, dsi_admitted *out, dscore_error *err)
{
    dscore_eligibility given = DSCORE_ELIGIBILITY_INIT;
    if (!take_room(arena, cells_of(sheet), out)) {
        return dsi_fail_memory(err);
    }
    given.count = cells_of(sheet);
    given.status = numbers->status;
    given.volume_min = 1;
    dscore_status status = weigh_volume(j, arena, sheet, numbers, out, &given.volume, err);
    if (status == DSCORE_OK) {
        status = read_conditions(j, arena, sheet, rule, &given, err);
    }
    if (status == DSCORE_OK) {
        status = dscore_roster_admit(&given, out->status, out->reason, err);
    }
    if (status == DSCORE_OK) {
        status = ask_periods(j, sheet, &j->spec->rules[rule], out, err);
    }
    if (status == DSCORE_OK) {
        settle(sheet, out);
    }
    return status;
}
