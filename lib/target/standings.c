/* Standings: every target with every subject it is about, judged once when they are made; and what they say. */
#include "target/standings.h"

#include "base/structs.h"
#include "target/check.h"
#include <stddef.h>
#include <string.h>

/* ---- values ----------------------------------------------------------------------------------- */

static dscore_status find_item(
    const dsi_judging *j, const dscore_values *values, int32_t target, int32_t *out, dscore_error *err)
{
    const dsi_target_spec *t = &dsi_targets_spec_of(j->targets)->targets[target];
    *out = -1;
    if (values == NULL || t->item.indicator[0] == '\0') {
        return DSCORE_OK;
    }
    *out = dscore_values_find(values, t->id);
    if (*out < 0) {
        dscore_status status = dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_TARGET_VALUES,
            "the values hold nothing under '%s'; ask for it with dscore_targets_plan", t->id);
        dsi_error_path(err, "%s", t->id);
        return status;
    }
    const char *hash = dscore_indicator_text(dsi_targets_indicator(j->targets, target), DSCORE_INDICATOR_HASH);
    if (strcmp(dscore_values_item(values, *out, DSCORE_ITEM_HASH), hash) != 0) {
        dscore_status status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_TARGET_VALUES,
            "the values hold '%s' under '%s', not '%s' as the target means it",
            dscore_values_item(values, *out, DSCORE_ITEM_INDICATOR), t->id, t->item.indicator);
        dsi_error_path(err, "%s", t->id);
        return status;
    }
    return DSCORE_OK;
}

static bool has_keys_of(const dscore_values *values, const dscore_values *series)
{
    const int32_t keys = dscore_values_key_count(series);
    bool same = dscore_values_key_count(values) == keys;
    for (int32_t k = 0; same && k < keys; k++) {
        same = strcmp(dscore_values_key_name(series, k), dscore_values_key_name(values, k)) == 0;
    }
    return same;
}

/* Series, window and what more was given, with their subjects. */
static dscore_status read_sources(
    dsi_judging *j, const dscore_values *series, const dscore_values *window, dscore_error *err)
{
    const int64_t count = series == NULL ? 0 : 2 + j->facts.more_count;
    j->sources = dsi_arena_alloc(&j->arena, count * (int64_t)sizeof *j->sources);
    if (j->sources == NULL) {
        return dsi_fail_memory(err);
    }
    dscore_status status = DSCORE_OK;
    for (int64_t k = 0; status == DSCORE_OK && k < count; k++) {
        const dscore_values *values = k == 0 ? series : k == 1 ? window : j->facts.more[k - 2];
        if (values == NULL && k > 1) {
            return dsi_fail_null(err, "more");
        }
        if (values != NULL && !has_keys_of(values, series)) {
            return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_TARGET_VALUES,
                "the window or further values have other keys than the series");
        }
        status = dsi_subjects_read(&j->sources[k], &j->arena, values, j->facts.zone, err);
    }
    j->source_count = count;
    return status;
}

/* The first series with a period of the grain; where none has one, the first. */
static void choose_series(dsi_judging *j, const dscore_period_rule *grain)
{
    int64_t chosen = 0;
    for (int64_t k = 0; j->source_count > 2 && k < j->source_count; k++) {
        if (k != 1 && dsi_subjects_have_grain(&j->sources[k], grain)) {
            chosen = k;
            break;
        }
    }
    j->series = j->source_count == 0 ? NULL : j->sources[chosen].values;
    memset(&j->subjects, 0, sizeof j->subjects);
    if (j->series != NULL) {
        j->subjects = j->sources[chosen];
    }
}

/* ---- rows ------------------------------------------------------------------------------------- */

static dsi_standing *add_row(dscore_standings *out, int32_t target, const char *subject)
{
    const dsi_standing none = {.row = DSCORE_STANDING_ROW_INIT,
        .forecast = DSCORE_TARGET_FORECAST_INIT,
        .pace = DSCORE_TARGET_RATES_INIT,
        .reach = DSCORE_TARGET_REACH_INIT,
        .aim = DSCORE_TARGET_AIM_INIT};
    if (!dsi_reserve(&out->allocator, &out->rows, &out->cap, out->count + 1, (int64_t)sizeof *out->rows)) {
        return NULL;
    }
    dsi_standing *s = &out->rows[out->count];
    *s = none;
    s->row.target = target;
    s->row.subject = dsi_arena_text(&out->arena, subject, -1);
    s->baseline_n = -1;
    s->first_day = DSI_NO_DAY;
    s->last_day = DSI_NO_DAY;
    if (s->row.subject == NULL) {
        return NULL;
    }
    out->count++;
    return s;
}

static dscore_status judge_subject(dsi_judged *g, const char *label, int64_t subject, dscore_error *err)
{
    g->subject = subject;
    g->s = add_row(g->j->out, g->target, label);
    if (g->s == NULL) {
        return dsi_fail_memory(err);
    }
    return dsi_judge_one(g, err);
}

/* Those that the target lists but the series lacks; all, where nothing is measured. */
static dscore_status judge_listed(dsi_judged *g, bool measured, dscore_error *err)
{
    const dscore_values *values = g->j->series;
    const bool can_tell = !measured || (values != NULL && dscore_values_key_count(values) == 1 &&
                                           strcmp(dscore_values_key_name(values, 0), g->spec->scope_key) == 0);
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; can_tell && status == DSCORE_OK && i < g->spec->subject_count; i++) {
        if (!measured || dsi_subjects_find(&g->j->subjects, g->spec->subjects[i]) < 0) {
            status = judge_subject(g, g->spec->subjects[i], -1, err);
        }
    }
    return status;
}

static dscore_status judge_target(dsi_judging *j, int32_t target, dscore_error *err)
{
    dsi_judged g = {.j = j, .target = target, .spec = &dsi_targets_spec_of(j->targets)->targets[target]};
    const int64_t first = j->out->count;
    g.grain = g.spec->has_grain ? g.spec->grain : j->grain;
    g.kind = dsi_measure_kind_of(dsi_targets_indicator(j->targets, target));
    j->out->first_of[target] = first;
    dscore_status status = DSCORE_OK;
    for (int64_t k = 0; status == DSCORE_OK && k < j->source_count; k++) {
        status = find_item(j, j->sources[k].values, target, &g.item, err);
    }
    choose_series(j, &g.grain);
    if (status == DSCORE_OK) {
        status = find_item(j, j->series, target, &g.item, err);
    }
    const bool measured = g.spec->item.indicator[0] != '\0';
    for (int64_t i = 0; measured && status == DSCORE_OK && i < j->subjects.count; i++) {
        if (dsi_subjects_in_scope(&j->subjects, i, g.spec)) {
            status = judge_subject(&g, j->subjects.labels[i], i, err);
        }
    }
    if (status == DSCORE_OK && (!measured || j->series != NULL)) {
        status = judge_listed(&g, measured, err);
    }
    if (status == DSCORE_OK && j->out->count == first) {
        status = judge_subject(&g, "", -1, err);
    }
    if (status != DSCORE_OK && status != DSCORE_E_MEMORY && err != NULL) {
        dsi_error_path(err, "%s", g.spec->id);
    }
    return status;
}

/* Rows by subject, once they do not move any more. */
static dscore_status index_rows(dscore_standings *out, dscore_error *err)
{
    for (int32_t t = 0; t < dscore_targets_count(out->targets); t++) {
        const int64_t first = out->first_of[t];
        const int64_t count = out->first_of[t + 1] - first;
        if (!dsi_names_init(&out->by_subject[t], &out->arena, (int32_t)count)) {
            return dsi_fail_memory(err);
        }
        for (int64_t i = 0; i < count; i++) {
            (void)dsi_names_add(&out->by_subject[t], (int32_t)i, out->rows[first + i].row.subject);
        }
    }
    return DSCORE_OK;
}

static void count_checks(dscore_standings *out)
{
    for (int64_t i = 0; i < out->count; i++) {
        dscore_standing_row *row = &out->rows[i].row;
        for (int32_t check = DSCORE_CHECK_SP1; check <= DSCORE_CHECK_TB5; check++) {
            const int32_t verdict = dsi_check_target(out, &out->rows[i], check, NULL, false);
            row->failed += verdict == DSCORE_VERDICT_FAIL ? 1 : 0;
            row->warned += verdict == DSCORE_VERDICT_WARN ? 1 : 0;
        }
    }
}

/* Guards: of the same subject, else everybody's. */
void dsi_judge_guards(dscore_standings *standings)
{
    for (int64_t i = 0; i < standings->count; i++) {
        dscore_standing_row *row = &standings->rows[i].row;
        const dsi_target_spec *t = &dsi_targets_spec_of(standings->targets)->targets[row->target];
        for (int32_t g = 0; g < t->guard_count; g++) {
            const int32_t guard = dscore_targets_find(standings->targets, t->guards[g]);
            int64_t at = guard < 0 ? -1 : dscore_standings_find(standings, guard, row->subject);
            at = at < 0 && guard >= 0 ? dscore_standings_find(standings, guard, "") : at;
            const int32_t status = at < 0 ? 0 : standings->rows[at].row.status;
            if (status == DSCORE_TARGET_STATUS_BEHIND || status == DSCORE_TARGET_STATUS_AT_RISK ||
                status == DSCORE_TARGET_STATUS_MISSED || status == DSCORE_TARGET_STATUS_UNHEALTHY) {
                row->alerts |= DSCORE_ALERT_GUARD;
            }
        }
    }
}

/* ---- judging ---------------------------------------------------------------------------------- */

static dscore_status judge_all(
    dsi_judging *j, const dscore_values *series, const dscore_values *window, dscore_error *err)
{
    const int32_t targets = dscore_targets_count(j->targets);
    dscore_standings *out = j->out;
    out->first_of = dsi_arena_alloc(&out->arena, ((int64_t)targets + 1) * (int64_t)sizeof *out->first_of);
    out->by_subject = dsi_arena_alloc(&out->arena, ((int64_t)targets + 1) * (int64_t)sizeof *out->by_subject);
    if (out->first_of == NULL || out->by_subject == NULL) {
        return dsi_fail_memory(err);
    }
    dscore_status status = read_sources(j, series, window, err);
    for (int32_t t = 0; status == DSCORE_OK && t < targets; t++) {
        status = judge_target(j, t, err);
    }
    out->first_of[targets] = out->count;
    if (status == DSCORE_OK) {
        status = index_rows(out, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    count_checks(out);
    dsi_judge_guards(out);
    status = dsi_judge_objectives(j, err);
    return status == DSCORE_OK ? dsi_judge_agreements(j, err) : status;
}

static dscore_status judge(dsi_judging *j, const dscore_values *series, const dscore_values *window, dscore_error *err)
{
    const dscore_allocator *allocator = &j->targets->arena.allocator;
    dscore_standings *out = dsi_alloc_zero(allocator, (int64_t)sizeof *out);
    if (out == NULL) {
        return dsi_fail_memory(err);
    }
    out->allocator = *allocator;
    dsi_arena_init(&out->arena, allocator);
    dsi_targets_take(j->targets);
    out->targets = j->targets;
    out->now = j->facts.now;
    out->level = j->facts.level;
    j->out = out;
    dsi_arena_init(&j->arena, allocator);
    dscore_status status = dsi_people_open(&j->people, allocator, j->facts.roster, err);
    if (status == DSCORE_OK) {
        j->tenure_column = dsi_people_number_column(&j->people, "tenure_days");
        status = judge_all(j, series, window, err);
    }
    dsi_people_close(&j->people);
    dsi_arena_free(&j->arena);
    if (status != DSCORE_OK) {
        dscore_standings_free(out);
        j->out = NULL;
    }
    return status;
}

dscore_status dscore_targets_judge(const dscore_targets *targets, const dscore_values *series,
    const dscore_values *window, const dscore_target_facts *facts, dscore_standings **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (targets == NULL) {
        return dsi_fail_null(err, "targets");
    }
    dsi_judging j;
    memset(&j, 0, sizeof j);
    j.targets = targets;
    dscore_status status = dsi_facts_read(&j.facts, &j.grain, facts, err);
    if (status == DSCORE_OK) {
        status = judge(&j, series, window, err);
    }
    *out = status == DSCORE_OK ? j.out : NULL;
    return status;
}

void dscore_standings_free(dscore_standings *standings)
{
    if (standings == NULL) {
        return;
    }
    const dscore_allocator a = standings->allocator;
    dscore_targets_free((dscore_targets *)(void *)(uintptr_t)standings->targets); /* gives back one hold */
    dsi_release(&a, standings->rows, standings->cap * (int64_t)sizeof *standings->rows);
    dsi_release(&a, standings->objectives, standings->objective_cap * (int64_t)sizeof *standings->objectives);
    dsi_release(&a, standings->agreements, standings->agreement_cap * (int64_t)sizeof *standings->agreements);
    dsi_arena_free(&standings->arena);
    dsi_release(&a, standings, (int64_t)sizeof *standings);
}

/* ---- what they say ---------------------------------------------------------------------------- */

int64_t dscore_standings_count(const dscore_standings *standings)
{
    return standings == NULL ? 0 : standings->count;
}

const dscore_targets *dscore_standings_targets(const dscore_standings *standings)
{
    return standings == NULL ? NULL : standings->targets;
}

int64_t dscore_standings_find(const dscore_standings *standings, int32_t target, const char *subject)
{
    if (standings == NULL || target < 0 || target >= dscore_targets_count(standings->targets)) {
        return -1;
    }
    const int32_t found = dsi_names_find(&standings->by_subject[target], subject == NULL ? "" : subject);
    return found < 0 ? -1 : standings->first_of[target] + found;
}

bool dsi_standings_has(const dscore_standings *standings, int64_t index, dscore_error *err)
{
    if (standings == NULL) {
        (void)dsi_fail_null(err, "standings");
        return false;
    }
    if (index < 0 || index >= standings->count) {
        (void)dsi_fail(
            err, DSCORE_E_ARGUMENT, 0, "standing %lld of %lld", (long long)index, (long long)standings->count);
        return false;
    }
    return true;
}

/* A part of a standing into the caller's struct. */
static dscore_status give(
    const dscore_standings *standings, int64_t index, size_t offset, size_t size, void *out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    if (!dsi_standings_has(standings, index, err)) {
        return DSCORE_E_ARGUMENT;
    }
    return dsi_struct_give(out, (const char *)&standings->rows[index] + offset, (int64_t)size, err);
}

dscore_status dscore_standings_get(
    const dscore_standings *standings, int64_t index, dscore_standing_row *out, dscore_error *err)
{
    return give(standings, index, offsetof(dsi_standing, row), sizeof *out, out, err);
}

dscore_status dscore_standings_forecast(
    const dscore_standings *standings, int64_t index, dscore_target_forecast *out, dscore_error *err)
{
    return give(standings, index, offsetof(dsi_standing, forecast), sizeof *out, out, err);
}

dscore_status dscore_standings_pace(
    const dscore_standings *standings, int64_t index, dscore_target_rates *out, dscore_error *err)
{
    return give(standings, index, offsetof(dsi_standing, pace), sizeof *out, out, err);
}

dscore_status dscore_standings_reach(
    const dscore_standings *standings, int64_t index, dscore_target_reach *out, dscore_error *err)
{
    return give(standings, index, offsetof(dsi_standing, reach), sizeof *out, out, err);
}
