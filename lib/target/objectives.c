/* Objectives: progress and status of each subject from the targets and objectives below (METHODS 4.3, 4.4). */
#include "target/standings.h"

#include "base/structs.h"
#include "target/check.h"
#include <string.h>

/* What stands below an objective, for one subject. */
typedef struct below {
    double *progress, *weights;
    int32_t *statuses;
    int64_t count, cap;
    int64_t start, due; /* the widest dates; DSI_NO_DAY = none */
    int32_t targets, children;
} below;

/* The work on all objectives. Rows are found in an order in which parents follow their children. */
typedef struct rollup {
    dsi_judging *j;
    const dsi_targets_spec *spec;
    const dscore_targets *targets;
    dscore_objective_row *rows;
    int64_t *starts, *dues; /* one a row: dates that its objective goes by */
    int64_t count, cap, cap_starts, cap_dues;
    int64_t *first, *end; /* one an objective: its rows */
    dsi_names *names;     /* one an objective: its subjects */
    below b;
} rollup;

static bool is_below(const rollup *r, int32_t objective, int32_t target)
{
    return r->targets->objective_of[target] == objective;
}

/* ---- subjects --------------------------------------------------------------------------------- */

/* The subjects below an objective: those with a name, or everybody where there is none. */
static dscore_status gather_subjects(
    rollup *r, int32_t objective, const char ***out_labels, int32_t *out_count, dscore_error *err)
{
    const dscore_standings *s = r->j->out;
    int64_t most = 1;
    for (int32_t t = 0; t < r->spec->target_count; t++) {
        most += is_below(r, objective, t) ? s->first_of[t + 1] - s->first_of[t] : 0;
    }
    for (int32_t o = 0; o < r->spec->objective_count; o++) {
        most += r->targets->parent_of[o] == objective ? r->end[o] - r->first[o] : 0;
    }
    if (most > INT32_MAX - 1) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_TARGET_LIMIT, "more standings than an objective takes");
    }
    const char **labels = dsi_arena_alloc(&r->j->out->arena, most * (int64_t)sizeof *labels); /* the names are those */
    if (labels == NULL || !dsi_names_init(&r->names[objective], &r->j->out->arena, (int32_t)most)) {
        return dsi_fail_memory(err);
    }
    int32_t count = 0;
    for (int32_t t = 0; t < r->spec->target_count; t++) {
        for (int64_t i = s->first_of[t]; is_below(r, objective, t) && i < s->first_of[t + 1]; i++) {
            labels[count] = s->rows[i].row.subject;
            count += labels[count][0] != '\0' && dsi_names_add(&r->names[objective], count, labels[count]) < 0 ? 1 : 0;
        }
    }
    for (int32_t o = 0; o < r->spec->objective_count; o++) {
        for (int64_t i = r->first[o]; r->targets->parent_of[o] == objective && i < r->end[o]; i++) {
            labels[count] = r->rows[i].subject;
            count += labels[count][0] != '\0' && dsi_names_add(&r->names[objective], count, labels[count]) < 0 ? 1 : 0;
        }
    }
    if (count == 0) {
        labels[0] = "";
        (void)dsi_names_add(&r->names[objective], count++, "");
    }
    *out_labels = labels;
    *out_count = count;
    return DSCORE_OK;
}

/* ---- what stands below ------------------------------------------------------------------------ */

static bool make_room(rollup *r)
{
    below *b = &r->b;
    if (b->count < b->cap) {
        return true;
    }
    const int64_t cap = 2 * b->cap + 16;
    double *progress = dsi_arena_alloc(&r->j->arena, cap * (int64_t)sizeof *progress);
    double *weights = dsi_arena_alloc(&r->j->arena, cap * (int64_t)sizeof *weights);
    int32_t *statuses = dsi_arena_alloc(&r->j->arena, cap * (int64_t)sizeof *statuses);
    if (progress == NULL || weights == NULL || statuses == NULL) {
        return false;
    }
    if (b->count > 0) {
        memcpy(progress, b->progress, (size_t)b->count * sizeof *progress);
        memcpy(weights, b->weights, (size_t)b->count * sizeof *weights);
        memcpy(statuses, b->statuses, (size_t)b->count * sizeof *statuses);
    }
    b->progress = progress;
    b->weights = weights;
    b->statuses = statuses;
    b->cap = cap;
    return true;
}

static bool add_child(rollup *r, double progress, double weight, int32_t status, int64_t start, int64_t due)
{
    below *b = &r->b;
    if (!make_room(r)) {
        return false;
    }
    const bool has_ended = status == DSCORE_TARGET_STATUS_CANCELLED || status == DSCORE_TARGET_STATUS_POSTPONED;
    b->progress[b->count] =
        has_ended ? dsi_target_nothing() : progress; /* given up: no part of the objective any more */
    b->weights[b->count] = has_ended ? 0.0 : weight;
    b->statuses[b->count++] = status == 0 ? DSCORE_TARGET_STATUS_NOT_STARTED : status; /* not judged: not ended */
    if (dsi_has_day(start) && (!dsi_has_day(b->start) || start < b->start)) {
        b->start = start;
    }
    if (dsi_has_day(due) && (!dsi_has_day(b->due) || due > b->due)) {
        b->due = due;
    }
    return true;
}

/* A subject's own row, else everybody's. */
static int64_t row_of(const dsi_names *names, int64_t first, const char *label)
{
    int32_t found = dsi_names_find(names, label);
    found = found < 0 ? dsi_names_find(names, "") : found;
    return found < 0 ? -1 : first + found;
}

static bool gather_below(rollup *r, int32_t objective, const char *label)
{
    const dscore_standings *s = r->j->out;
    below *b = &r->b;
    b->count = 0;
    b->start = b->due = DSI_NO_DAY;
    b->targets = b->children = 0;
    for (int32_t t = 0; t < r->spec->target_count; t++) {
        const int64_t at = is_below(r, objective, t) ? row_of(&s->by_subject[t], s->first_of[t], label) : -1;
        if (at < 0) {
            continue;
        }
        const dsi_standing *row = &s->rows[at];
        const double progress = row->row.progress_state == DSCORE_VALUE_OK ? row->row.progress : dsi_target_nothing();
        b->targets++;
        if (!add_child(r, progress, r->spec->targets[t].weight, row->row.status, row->start, row->due)) {
            return false;
        }
    }
    for (int32_t o = 0; o < r->spec->objective_count; o++) {
        const int64_t at = r->targets->parent_of[o] == objective ? row_of(&r->names[o], r->first[o], label) : -1;
        if (at < 0) {
            continue;
        }
        b->children++;
        if (!add_child(r, r->rows[at].progress, r->spec->objectives[o].weight, r->rows[at].status, r->starts[at],
                r->dues[at])) {
            return false;
        }
    }
    return true;
}

/* ---- one objective ---------------------------------------------------------------------------- */

static dscore_status judge_status(const rollup *r, const dsi_objective_spec *o, int64_t start, int64_t due,
    dscore_objective_row *row, dscore_error *err)
{
    const below *b = &r->b;
    dscore_target_standing standing = DSCORE_TARGET_STANDING_INIT;
    int32_t by_progress = 0;
    row->expected = dsi_target_nothing();
    row->expected_state = DSCORE_VALUE_UNDEFINED;
    if (dsi_has_day(start) && dsi_has_day(due) && start <= due) {
        dscore_target_span span = DSCORE_TARGET_SPAN_INIT;
        span.start = start;
        span.due = due;
        dscore_status status =
            dscore_target_expect(&span, &r->j->facts.now, 1, &row->expected, &row->expected_state, err);
        standing.start = start;
        standing.due = due;
        standing.now = r->j->facts.now;
        standing.progress = row->progress;
        standing.expected = row->expected;
        if (status == DSCORE_OK) {
            status = dscore_target_judge(&standing, &by_progress, NULL, err);
        }
        if (status != DSCORE_OK) {
            return status;
        }
    }
    dscore_status status = dscore_target_parent(o->policy, b->statuses, b->count,
        by_progress == 0 ? DSCORE_TARGET_STATUS_NOT_STARTED : by_progress, &row->status, err);
    if (status == DSCORE_OK && by_progress == 0 && o->policy == DSCORE_TARGET_PARENT_BY_PROGRESS &&
        row->status == DSCORE_TARGET_STATUS_NOT_STARTED) {
        row->status = 0; /* without dates there is no pace; that all below has ended is told all the same */
    }
    return status;
}

static dscore_status judge_row(
    rollup *r, int32_t objective, const char *label, dscore_objective_row *row, dscore_error *err)
{
    const dsi_objective_spec *o = &r->spec->objectives[objective];
    dscore_target_sum sum = DSCORE_TARGET_SUM_INIT;
    if (!gather_below(r, objective, label)) {
        return dsi_fail_memory(err);
    }
    const int64_t start = dsi_has_day(o->start) ? o->start : r->b.start;
    const int64_t due = dsi_has_day(o->due) ? o->due : r->b.due;
    row->objective = objective;
    row->subject = label[0] == '\0' ? "" : dsi_arena_text(&r->j->out->arena, label, -1);
    row->targets = r->b.targets;
    row->children = r->b.children;
    if (row->subject == NULL) {
        return dsi_fail_memory(err);
    }
    dscore_status status = dscore_target_objective(r->b.progress, r->b.weights, r->b.count, 1.0, &sum, err);
    row->progress_state = sum.status;
    row->progress = sum.progress;
    row->counted = sum.counted;
    row->coverage = sum.coverage;
    r->starts[r->count] = start;
    r->dues[r->count] = due;
    return status == DSCORE_OK ? judge_status(r, o, start, due, row, err) : status;
}

static dscore_status judge_objective(rollup *r, int32_t objective, dscore_error *err)
{
    const dscore_objective_row none = DSCORE_OBJECTIVE_ROW_INIT;
    const char **labels = NULL;
    int32_t count = 0;
    dscore_status status = gather_subjects(r, objective, &labels, &count, err);
    const dscore_allocator *a = &r->j->arena.allocator;
    r->first[objective] = r->count;
    for (int32_t i = 0; status == DSCORE_OK && i < count; i++) {
        if (!dsi_reserve(a, &r->rows, &r->cap, r->count + 1, (int64_t)sizeof *r->rows) ||
            !dsi_reserve(a, &r->starts, &r->cap_starts, r->count + 1, (int64_t)sizeof *r->starts) ||
            !dsi_reserve(a, &r->dues, &r->cap_dues, r->count + 1, (int64_t)sizeof *r->dues)) {
            return dsi_fail_memory(err);
        }
        r->rows[r->count] = none;
        status = judge_row(r, objective, labels[i], &r->rows[r->count], err);
        r->count += status == DSCORE_OK ? 1 : 0;
    }
    r->end[objective] = r->count;
    return status;
}

dscore_status dsi_judge_objectives(dsi_judging *j, dscore_error *err)
{
    rollup r;
    memset(&r, 0, sizeof r);
    r.j = j;
    r.targets = j->targets;
    r.spec = dsi_targets_spec_of(j->targets);
    dscore_standings *out = j->out;
    const int32_t n = r.spec->objective_count;
    r.first = dsi_arena_alloc(&j->arena, (int64_t)n * (int64_t)sizeof *r.first);
    r.end = dsi_arena_alloc(&j->arena, (int64_t)n * (int64_t)sizeof *r.end);
    r.names = dsi_arena_alloc(&out->arena, (int64_t)n * (int64_t)sizeof *r.names);
    out->objective_first = dsi_arena_alloc(&out->arena, (int64_t)n * (int64_t)sizeof *r.first);
    out->objective_subjects = r.names;
    dscore_status status = r.first == NULL || r.end == NULL || r.names == NULL || out->objective_first == NULL
                               ? dsi_fail_memory(err)
                               : DSCORE_OK;
    for (int32_t k = 0; status == DSCORE_OK && k < n; k++) {
        status = judge_objective(&r, j->targets->children_first[k], err);
    }
    if (status == DSCORE_OK &&
        !dsi_reserve(&out->allocator, &out->objectives, &out->objective_cap, r.count, (int64_t)sizeof *r.rows)) {
        status = dsi_fail_memory(err);
    }
    for (int32_t o = 0; status == DSCORE_OK && o < n; o++) {
        out->objective_first[o] = out->objective_count;
        for (int64_t i = r.first[o]; i < r.end[o]; i++) {
            out->objectives[out->objective_count++] = r.rows[i];
        }
    }
    const dscore_allocator *a = &j->arena.allocator;
    dsi_release(a, r.rows, r.cap * (int64_t)sizeof *r.rows);
    dsi_release(a, r.starts, r.cap_starts * (int64_t)sizeof *r.starts);
    dsi_release(a, r.dues, r.cap_dues * (int64_t)sizeof *r.dues);
    return status;
}

int64_t dscore_standings_objective_count(const dscore_standings *standings)
{
    return standings == NULL ? 0 : standings->objective_count;
}

dscore_status dscore_standings_objective(
    const dscore_standings *standings, int64_t index, dscore_objective_row *out, dscore_error *err)
{
    if (standings == NULL || out == NULL) {
        return dsi_fail_null(err, standings == NULL ? "standings" : "out");
    }
    if (index < 0 || index >= standings->objective_count) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "objective row %lld of %lld", (long long)index,
            (long long)standings->objective_count);
    }
    return dsi_struct_give(out, &standings->objectives[index], (int64_t)sizeof *out, err);
}
