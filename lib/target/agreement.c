/* Agreed objectives of a document: what each subject achieved of them, and the score of the plan (METHODS 8.2). */
#include "target/standings.h"

#include "base/structs.h"
#include "score/tolerance.h"
#include "target/check.h"
#include <string.h>

/* The objectives that are agreed on, and the arrays of a plan. */
typedef struct plan {
    dsi_judging *j;
    const dsi_targets_spec *spec;
    int32_t *objectives; /* of each line */
    int32_t count;
    double *weights, *achievement, *cap, *minimum;
    int32_t *must_have;
    int64_t *cross_of, *cross_while;
    double *cross_below, *cross_cap;
    double *parts, *part_weights; /* of one objective */
    dscore_mbo_lines lines;
} plan;

static void *room(plan *p, int64_t count)
{
    return dsi_arena_alloc(&p->j->arena, (count + 1) * (int64_t)sizeof(double));
}

static int64_t line_of(const plan *p, const char *objective)
{
    for (int32_t i = 0; i < p->count; i++) {
        if (strcmp(p->spec->objectives[p->objectives[i]].id, objective) == 0) {
            return i;
        }
    }
    return -1;
}

static bool make_plan(plan *p)
{
    const int32_t n = p->spec->objective_count;
    double **const wide[] = {&p->weights, &p->achievement, &p->cap, &p->minimum, &p->lines.counted, &p->lines.share,
        &p->lines.points, &p->lines.lost, &p->lines.strength};
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        *wide[i] = room(p, n);
        if (*wide[i] == NULL) {
            return false;
        }
    }
    const int64_t parts = (int64_t)p->spec->target_count + n;
    p->objectives = room(p, n);
    p->must_have = room(p, n);
    p->lines.flags = room(p, n);
    p->parts = room(p, parts);
    p->part_weights = room(p, parts);
    p->cross_of = room(p, p->spec->cross_count);
    p->cross_while = room(p, p->spec->cross_count);
    p->cross_below = room(p, p->spec->cross_count);
    p->cross_cap = room(p, p->spec->cross_count);
    if (p->objectives == NULL || p->must_have == NULL || p->lines.flags == NULL || p->parts == NULL ||
        p->part_weights == NULL || p->cross_of == NULL || p->cross_while == NULL || p->cross_below == NULL ||
        p->cross_cap == NULL) {
        return false;
    }
    for (int32_t i = 0; i < n; i++) {
        const dsi_objective_spec *o = &p->spec->objectives[i];
        if (o->has_mbo) {
            p->weights[p->count] = o->mbo_weight;
            p->cap[p->count] = o->mbo_cap;
            p->minimum[p->count] = o->mbo_minimum;
            p->must_have[p->count] = o->mbo_must_have ? 1 : 0;
            p->objectives[p->count++] = i;
        }
    }
    for (int32_t i = 0; i < p->spec->cross_count; i++) {
        p->cross_of[i] = line_of(p, p->spec->cross_caps[i].objective);
        p->cross_while[i] = line_of(p, p->spec->cross_caps[i].other);
        p->cross_below[i] = p->spec->cross_caps[i].below;
        p->cross_cap[i] = p->spec->cross_caps[i].cap;
    }
    return true;
}

/* ---- achievements ----------------------------------------------------------------------------- */

static bool is_given_up(int32_t status)
{
    return status == DSCORE_TARGET_STATUS_CANCELLED || status == DSCORE_TARGET_STATUS_POSTPONED;
}

/* What a target below has achieved for a subject, as a share; NaN = not known. */
static dscore_status part_of_target(
    const plan *p, const dsi_objective_spec *o, const dsi_standing *s, double *out, dscore_error *err)
{
    *out = dsi_target_nothing();
    const bool has_ratio = s->has_aim && s->aim.direction < DSCORE_TARGET_MAINTAIN_BAND;
    if (o->mbo_by == DSCORE_MBO_BY_RATIO && has_ratio && s->row.value_state == DSCORE_VALUE_OK) {
        double percent;
        dscore_status status = dscore_mbo_achieve(
            &s->aim, DSCORE_MBO_BY_RATIO, &s->row.value, 1, 0.0, o->mbo_cap, &percent, NULL, NULL, err);
        *out = percent / 100.0;
        return status;
    }
    if (o->mbo_by == DSCORE_MBO_BY_BINARY) {
        *out = s->row.is_met < 0 ? dsi_target_nothing() : (double)s->row.is_met;
    } else if (s->row.progress_state == DSCORE_VALUE_OK) {
        *out = dsi_target_is_maintained(p->spec->targets[s->row.target].direction) && !isnan(s->row.kept)
                   ? s->row.kept
                   : s->row.progress;
    }
    return DSCORE_OK;
}

/* The weighted mean of what stands below, in per cent. */
static dscore_status from_below(plan *p, int32_t objective, const char *subject, double *out, dscore_error *err)
{
    const dscore_standings *st = p->j->out;
    const dsi_objective_spec *o = &p->spec->objectives[objective];
    dscore_target_sum sum = DSCORE_TARGET_SUM_INIT;
    int64_t count = 0;
    for (int32_t t = 0; t < p->spec->target_count; t++) {
        int64_t at = p->j->targets->objective_of[t] == objective ? dscore_standings_find(st, t, subject) : -1;
        if (at < 0 && p->j->targets->objective_of[t] == objective) {
            at = dscore_standings_find(st, t, "");
        }
        if (at < 0 || is_given_up(st->rows[at].row.status)) {
            continue;
        }
        dscore_status status = part_of_target(p, o, &st->rows[at], &p->parts[count], err);
        if (status != DSCORE_OK) {
            return status;
        }
        p->part_weights[count++] = p->spec->targets[t].weight;
    }
    for (int32_t child = 0; child < p->spec->objective_count; child++) {
        if (p->j->targets->parent_of[child] != objective) {
            continue;
        }
        int32_t found = dsi_names_find(&st->objective_subjects[child], subject);
        found = found < 0 ? dsi_names_find(&st->objective_subjects[child], "") : found;
        if (found >= 0) {
            p->parts[count] = st->objectives[st->objective_first[child] + found].progress;
            p->part_weights[count++] = p->spec->objectives[child].weight;
        }
    }
    const double cap = o->mbo_cap > 100.0 ? o->mbo_cap / 100.0 : 1.0;
    dscore_status status = dscore_target_objective(p->parts, p->part_weights, count, cap, &sum, err);
    *out = 100.0 * sum.progress;
    return status;
}

static dscore_status achievement_of(plan *p, int32_t line, const char *subject, dscore_error *err)
{
    const dsi_objective_spec *o = &p->spec->objectives[p->objectives[line]];
    double *out = &p->achievement[line];
    *out = o->achievement;
    switch (o->mbo_by) {
    case DSCORE_MBO_BY_LEVEL:
        *out = o->level < 0 ? dsi_target_nothing() : o->levels[o->level].achievement;
        return DSCORE_OK;
    case DSCORE_MBO_BY_GIVEN:
        return DSCORE_OK;
    case DSCORE_MBO_BY_BINARY:
        if (!isnan(o->achievement)) {
            *out = dsi_at_least(o->achievement, 100.0) ? 100.0 : 0.0;
            return DSCORE_OK;
        }
        return from_below(p, p->objectives[line], subject, out, err);
    default:
        return from_below(p, p->objectives[line], subject, out, err);
    }
}

/* ---- a subject -------------------------------------------------------------------------------- */

static int32_t agreement_of(const plan *p, const dsi_objective_spec *o)
{
    const double share = dsi_span_share(o->start, o->due, o->changed_on);
    return (o->agreed_by_employee[0] == '\0' ? DSCORE_AGREEMENT_NO_EMPLOYEE : 0) |
           (o->agreed_by_manager[0] == '\0' ? DSCORE_AGREEMENT_NO_MANAGER : 0) |
           (dsi_has_day(o->changed_on) && o->changed_on <= p->j->facts.now && share > p->spec->late_change
                   ? DSCORE_AGREEMENT_LATE_CHANGE
                   : 0);
}

static void put_line(const plan *p, int32_t i, dsi_agreement *a)
{
    const dscore_mbo_line none = DSCORE_MBO_LINE_INIT;
    const dsi_objective_spec *o = &p->spec->objectives[p->objectives[i]];
    dscore_mbo_line *line = &a->lines[i];
    *line = none;
    line->objective = p->objectives[i];
    line->by = o->mbo_by;
    line->flags = p->lines.flags[i];
    line->agreement = agreement_of(p, o);
    line->level = o->mbo_by == DSCORE_MBO_BY_LEVEL ? o->level : -1;
    line->weight = p->weights[i];
    line->achievement = p->achievement[i];
    line->counted = p->lines.counted[i];
    line->share = p->lines.share[i];
    line->points = p->lines.points[i];
    line->lost = p->lines.lost[i];
    line->strength = p->lines.strength[i];
    a->row.agreement |= line->agreement;
    if (line->strength > 0.0 && (a->row.strength < 0 || line->strength > a->lines[a->row.strength].strength)) {
        a->row.strength = i;
    }
    if (line->lost > 0.0 && (a->row.weakness < 0 || line->lost > a->lines[a->row.weakness].lost)) {
        a->row.weakness = i;
    }
}

static dscore_status score(plan *p, const char *subject, dsi_agreement *a, dscore_error *err)
{
    const dscore_mbo_row none = DSCORE_MBO_ROW_INIT;
    dscore_mbo given = DSCORE_MBO_INIT;
    dscore_mbo_total total = DSCORE_MBO_TOTAL_INIT;
    for (int32_t i = 0; i < p->count; i++) {
        dscore_status status = achievement_of(p, i, subject, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    given.missing = p->spec->mbo_missing;
    given.count = p->count;
    given.weights = p->weights;
    given.achievement = p->achievement;
    given.cap = p->cap;
    given.minimum = p->minimum;
    given.must_have = p->must_have;
    given.cross_count = p->spec->cross_count;
    given.cross_of = p->cross_of;
    given.cross_while = p->cross_while;
    given.cross_below = p->cross_below;
    given.cross_cap = p->cross_cap;
    dscore_status status = dscore_mbo_score(&given, &p->lines, &total, err);
    if (status != DSCORE_OK) {
        return status;
    }
    a->row = none;
    a->row.status = total.status;
    a->row.flags = total.flags;
    a->row.lines = p->count;
    a->row.score = total.score;
    a->row.without_gates = total.without_gates;
    a->row.coverage = total.coverage;
    a->row.subject = dsi_arena_text(&p->j->out->arena, subject, -1);
    a->lines = dsi_arena_alloc(&p->j->out->arena, (int64_t)p->count * (int64_t)sizeof *a->lines);
    if (a->row.subject == NULL || a->lines == NULL) {
        return dsi_fail_memory(err);
    }
    for (int32_t i = 0; i < p->count; i++) {
        put_line(p, i, a);
    }
    return DSCORE_OK;
}

static dscore_status add_subject(plan *p, const char *subject, dscore_error *err)
{
    dscore_standings *out = p->j->out;
    if (!dsi_reserve(&out->allocator, &out->agreements, &out->agreement_cap, out->agreement_count + 1,
            (int64_t)sizeof *out->agreements)) {
        return dsi_fail_memory(err);
    }
    dscore_status status = score(p, subject, &out->agreements[out->agreement_count], err);
    out->agreement_count += status == DSCORE_OK ? 1 : 0;
    return status;
}

dscore_status dsi_judge_agreements(dsi_judging *j, dscore_error *err)
{
    const dscore_mbo_lines wanted = DSCORE_MBO_LINES_INIT;
    dscore_standings *out = j->out;
    dsi_names seen;
    plan p;
    memset(&p, 0, sizeof p);
    p.j = j;
    p.spec = dsi_targets_spec_of(j->targets);
    p.lines = wanted;
    if (out->objective_count > INT32_MAX - 1) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_TARGET_LIMIT, "more standings than a plan takes");
    }
    if (!make_plan(&p) || !dsi_names_init(&seen, &j->arena, (int32_t)out->objective_count + 1)) {
        return dsi_fail_memory(err);
    }
    dscore_status status = DSCORE_OK;
    for (int64_t i = 0; p.count > 0 && status == DSCORE_OK && i < out->objective_count; i++) {
        const dscore_objective_row *row = &out->objectives[i];
        const bool counts = p.spec->objectives[row->objective].has_mbo && row->subject[0] != '\0';
        if (counts && dsi_names_add(&seen, (int32_t)i, row->subject) < 0) {
            status = add_subject(&p, row->subject, err);
        }
    }
    return status == DSCORE_OK && p.count > 0 && out->agreement_count == 0 ? add_subject(&p, "", err) : status;
}

/* ---- what they say ---------------------------------------------------------------------------- */

int64_t dscore_standings_mbo_count(const dscore_standings *standings)
{
    return standings == NULL ? 0 : standings->agreement_count;
}

static dscore_status need(const dscore_standings *standings, int64_t index, const void *out, dscore_error *err)
{
    if (standings == NULL || out == NULL) {
        return dsi_fail_null(err, standings == NULL ? "standings" : "out");
    }
    if (index < 0 || index >= standings->agreement_count) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, 0, "plan %lld of %lld", (long long)index, (long long)standings->agreement_count);
    }
    return DSCORE_OK;
}

dscore_status dscore_standings_mbo(
    const dscore_standings *standings, int64_t index, dscore_mbo_row *out, dscore_error *err)
{
    dscore_status status = need(standings, index, out, err);
    return status == DSCORE_OK ? dsi_struct_give(out, &standings->agreements[index].row, (int64_t)sizeof *out, err)
                               : status;
}

dscore_status dscore_standings_mbo_line(
    const dscore_standings *standings, int64_t index, int32_t line, dscore_mbo_line *out, dscore_error *err)
{
    dscore_status status = need(standings, index, out, err);
    if (status == DSCORE_OK && (line < 0 || line >= standings->agreements[index].row.lines)) {
        status = dsi_fail(
            err, DSCORE_E_ARGUMENT, 0, "line %d of %d", (int)line, (int)standings->agreements[index].row.lines);
    }
    return status == DSCORE_OK
               ? dsi_struct_give(out, &standings->agreements[index].lines[line], (int64_t)sizeof *out, err)
               : status;
}
