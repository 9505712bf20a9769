/* Periods that straddle a change of cards (METHODS 3.4 PRORATE): the mean of the published scores of the segments, weighted
   by days, as a roll-up under the card of the last segment. */
#include "score/scheme_parts.h"

#include "base/error.h"
#include "score/rollup.h"
#include "time/civil.h"
#include "weight/names.h"
#include <string.h>

typedef struct joining {
    dsi_assessing *a;
    dsi_arena arena;   /* until all is joined */
    int32_t *next;     /* one a segment: the next of its subject and period, in order of days; -1 = none */
    int32_t *head;     /* one a group; at most as many as segments */
    int32_t *last;     /* one a group */
    int32_t *group_of; /* one a segment that was the first of its group: the group */
    int32_t group_count;
} joining;

static const dscore_scores *piece_of(const joining *j, int32_t segment)
{
    return j->a->pieces[j->a->segments[segment].set].scores;
}

/* Labels, each with its length before it, and the period: equal for the segments of one subject and period alone. */
static const char *key_of(joining *j, int32_t i)
{
    const dsi_segment *segment = &j->a->segments[i];
    const dscore_scores *scores = piece_of(j, i);
    int64_t row = dsi_scores_row(scores, segment->score);
    dsi_text *t = &j->a->label;
    t->length = 0;
    dsi_text_add_int(t, segment->period);
    for (int32_t k = 0; k < dscore_values_key_count(scores->values); k++) {
        const char *label = dscore_values_key(scores->values, row, k);
        dsi_text_add(t, "/");
        dsi_text_add_int(t, (int64_t)strlen(label));
        dsi_text_add(t, "/");
        dsi_text_add(t, label);
    }
    return t->failed ? NULL : dsi_arena_text(&j->arena, t->data, t->length);
}

/* Put a segment in its place by days. */
static void link_segment(joining *j, int32_t group, int32_t i)
{
    const dsi_segment *segments = j->a->segments;
    int32_t *at = &j->head[group];
    while (*at >= 0 && segments[*at].from < segments[i].from) {
        at = &j->next[*at];
    }
    j->next[i] = *at;
    *at = i;
    if (j->next[i] < 0) {
        j->last[group] = i;
    }
}

static dscore_status group_segments(joining *j, dscore_error *err)
{
    int32_t count = (int32_t)j->a->segment_count;
    dsi_names names;
    j->next = dsi_arena_alloc(&j->arena, count * (int64_t)sizeof *j->next);
    j->head = dsi_arena_alloc(&j->arena, count * (int64_t)sizeof *j->head);
    j->last = dsi_arena_alloc(&j->arena, count * (int64_t)sizeof *j->last);
    j->group_of = dsi_arena_alloc(&j->arena, count * (int64_t)sizeof *j->group_of);
    if (j->next == NULL || j->head == NULL || j->last == NULL || j->group_of == NULL ||
        !dsi_names_init(&names, &j->arena, count)) {
        return dsi_fail_memory(err);
    }
    for (int32_t i = 0; i < count; i++) {
        const char *key = key_of(j, i);
        if (key == NULL) {
            return dsi_fail_memory(err);
        }
        int32_t same = dsi_names_add(&names, i, key);
        int32_t group = same < 0 ? j->group_count++ : j->group_of[same];
        if (same < 0) {
            j->group_of[i] = group;
            j->head[group] = -1;
        }
        link_segment(j, group, i);
    }
    return DSCORE_OK;
}

/* ---- the scores of one version --------------------------------------------------------------- */

static int64_t rows_behind(const dscore_scores *scores, const dsi_segment *segment)
{
    int64_t most = 0;
    for (int32_t i = 0; i < scores->card->spec.item_count; i++) {
        dscore_value value = DSCORE_VALUE_INIT;
        if (dscore_values_get(scores->values, dsi_scores_row(scores, segment->score), scores->columns[i], &value,
                NULL) == DSCORE_OK &&
            value.n_used > most) {
            most = value.n_used;
        }
    }
    return most;
}

static bool fill_part(joining *j, dscore_scores *to, int32_t i, dsi_rolled_part *part)
{
    const dsi_segment *segment = &j->a->segments[i];
    const dscore_scores *scores = piece_of(j, i);
    const dsi_total *total = &scores->totals[segment->score];
    part->name = dsi_period_dates(&to->arena, segment->from * DSI_DAY, segment->to * DSI_DAY);
    part->status = total->status;
    part->flags = total->flags;
    part->total = total->total;
    part->weight = (double)(segment->to - segment->from);
    part->data_coverage = total->data_coverage;
    part->n_rows = rows_behind(scores, segment);
    return part->name != NULL;
}

/* Into how many segments each period is cut for a line. */
static bool count_cuts(joining *j, int32_t line, int64_t *shorter)
{
    const dsi_assessing *a = j->a;
    const int64_t *edges;
    int64_t count = dsi_assess_edges(a, line, &j->arena, &edges);
    int64_t period = 0;
    for (int64_t i = 0; i + 1 < count; i++) {
        period += edges[i] >= a->edges[period + 1] ? 1 : 0;
        shorter[period] += 1;
    }
    return count > 0;
}

/* As the query's calendar calls them; "" = it has none. */
static bool name_periods(const dsi_assessing *a, dsi_arena *arena, const char **names)
{
    bool fine = true;
    for (int64_t p = 0; fine && p < a->period_count; p++) {
        char name[32] = "";
        int64_t needed;
        if (a->query->has_rule) {
            (void)dscore_period_name(
                a->query->zone, &a->query->rule, a->edges[p], name, (int64_t)sizeof name, &needed, NULL);
        }
        names[p] = dsi_arena_text(arena, name, -1);
        fine = names[p] != NULL;
    }
    return fine;
}

static void *take(dscore_scores *to, int64_t count, size_t size)
{
    return dsi_arena_alloc(&to->arena, count * (int64_t)size);
}

/* The groups whose last segment goes by a version, as rows of `to`. */
static dscore_status fill_version(
    joining *j, dscore_scores *to, int32_t version, int64_t groups, int64_t segments, dscore_error *err)
{
    const dsi_assessing *a = j->a;
    dsi_rolled *rolled = take(to, 1, sizeof *rolled);
    dsi_rolled_part *parts = take(to, segments, sizeof *parts);
    int64_t *rows = take(to, groups, sizeof *rows);
    int64_t *period = take(to, groups, sizeof *period);
    int64_t *first = take(to, groups + 1, sizeof *first);
    int64_t *edges = take(to, a->period_count + 1, sizeof *edges);
    int64_t *shorter = take(to, a->period_count, sizeof *shorter);
    const char **names = take(to, a->period_count, sizeof *names);
    to->totals = take(to, groups, sizeof *to->totals);
    if (rolled == NULL || parts == NULL || rows == NULL || period == NULL || first == NULL || edges == NULL ||
        shorter == NULL || names == NULL || to->totals == NULL) {
        return dsi_fail_memory(err);
    }
    int64_t part = 0;
    for (int32_t g = 0; g < j->group_count; g++) {
        const dsi_segment *last = &a->segments[j->last[g]];
        if (last->version != version) {
            continue;
        }
        rows[to->count] = dsi_scores_row(piece_of(j, j->last[g]), last->score);
        period[to->count] = last->period;
        first[to->count++] = part;
        for (int32_t i = j->head[g]; i >= 0; i = j->next[i]) {
            if (!fill_part(j, to, i, &parts[part++])) {
                return dsi_fail_memory(err);
            }
        }
    }
    first[to->count] = part;
    memcpy(edges, a->edges, (size_t)(a->period_count + 1) * sizeof *edges);
    if (!count_cuts(j, dsi_scheme_line_of(a->scheme, version), shorter) || !name_periods(a, &to->arena, names)) {
        return dsi_fail_memory(err);
    }
    *rolled = (dsi_rolled){
        DSCORE_ROLLUP_BY_DAYS, 1, edges, a->period_count, names, shorter, period, parts, first};
    to->rows = rows;
    to->rolled = rolled;
    return dsi_rollup_average(to, &j->arena, err);
}

/* What one version's card is the last of. */
static dscore_status join_version(joining *j, int32_t version, dscore_error *err)
{
    int64_t groups = 0;
    int64_t segments = 0;
    const dscore_scores *piece = NULL;
    for (int32_t g = 0; g < j->group_count; g++) {
        if (j->a->segments[j->last[g]].version == version) {
            piece = piece_of(j, j->last[g]);
            groups++;
            for (int32_t i = j->head[g]; i >= 0; i = j->next[i]) {
                segments++;
            }
        }
    }
    if (piece == NULL) {
        return DSCORE_OK;
    }
    dscore_scores *to = NULL;
    dscore_status status = dsi_scores_begin(piece->card, piece->values, &to, err);
    if (status == DSCORE_OK) {
        status = fill_version(j, to, version, groups, segments, err);
    }
    if (status != DSCORE_OK) {
        dscore_scores_free(to);
        return status;
    }
    return dsi_assess_keep(j->a, to, version, false, err);
}

dscore_status dsi_assess_join(dsi_assessing *a, dscore_error *err)
{
    if (a->segment_count == 0) {
        return DSCORE_OK;
    }
    if (a->segment_count >= INT32_MAX) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_SCHEME_RANGE, "too many segments of periods");
    }
    joining j;
    memset(&j, 0, sizeof j);
    j.a = a;
    dsi_arena_init(&j.arena, &a->to->allocator);
    dscore_status status = group_segments(&j, err);
    for (int32_t v = 0; status == DSCORE_OK && v < dscore_scheme_version_count(a->scheme); v++) {
        status = join_version(&j, v, err);
    }
    dsi_arena_free(&j.arena);
    return status;
}
