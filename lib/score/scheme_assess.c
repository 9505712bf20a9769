/* Scoring by a scheme: each version of a card measures and scores the subjects and periods that are its own; what nobody
   judges is listed. Periods that straddle a change under PRORATE are joined in scheme_join.c. */
#include "score/scheme_parts.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/structs.h"
#include "measure/plan.h"
#include <string.h>

/* ---- whose card ------------------------------------------------------------------------------ */

typedef struct subject {
    const dsi_assessing *a;
    const dscore_values *values;
    int64_t row, roster_row;
} subject;

static const char *attribute_of(const void *ctx, const char *attribute)
{
    const subject *s = ctx;
    for (int32_t k = 0; k < dscore_values_key_count(s->values); k++) {
        if (strcmp(dscore_values_key_name(s->values, k), attribute) == 0) {
            return dscore_values_key(s->values, s->row, k);
        }
    }
    return dsi_people_text(&s->a->people, dsi_people_text_column(&s->a->people, attribute), s->roster_row);
}

static bool label_of(dsi_text *label, const dscore_values *values, int64_t row)
{
    label->length = 0;
    dsi_text_add(label, "");
    for (int32_t k = 0; k < dscore_values_key_count(values); k++) {
        dsi_text_add(label, k == 0 ? "" : " / ");
        dsi_text_add(label, dscore_values_key(values, row, k));
    }
    return !label->failed;
}

/* The period of the query that an instant lies in. */
static int64_t period_at(const dsi_assessing *a, int64_t instant)
{
    int64_t low = 0;
    int64_t high = a->period_count;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (a->edges[middle] <= instant) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static dscore_status find_in_roster(dsi_assessing *a, subject *s, int64_t start, dscore_error *err)
{
    char name[32] = "";
    int64_t needed;
    if (a->query->has_rule) {
        dscore_status status =
            dscore_period_name(a->query->zone, &a->query->rule, start, name, (int64_t)sizeof name, &needed, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    if (!label_of(&a->label, s->values, s->row)) {
        return dsi_fail_memory(err);
    }
    s->roster_row = dsi_people_find(&a->people, a->label.data, name);
    return DSCORE_OK;
}

/* The version that judges days [from, to) of a line by the scheme's policy; -1 = none holds. */
static dscore_status version_of(
    const dsi_assessing *a, int32_t line, int64_t from, int64_t to, int32_t *out, dscore_error *err)
{
    dscore_versions versions;
    int32_t first;
    int32_t version = 0;
    int32_t count;
    int64_t segment_from;
    int64_t segment_to;
    dsi_scheme_versions(a->scheme, line, &versions, &first);
    dscore_error lower = DSCORE_ERROR_INIT;
    /* Under PRORATE the grid was cut at every change: a segment begins and ends under one version. */
    int32_t policy = dsi_scheme_spec_of(a->scheme)->straddle;
    policy = policy == DSCORE_STRADDLE_PRORATE ? DSCORE_STRADDLE_BY_START : policy;
    dscore_status status = dscore_versions_split(
        &versions, from, to, a->known_at, policy, &version, &segment_from, &segment_to, 1, &count, &lower);
    if (status == DSCORE_E_NOT_FOUND) {
        *out = -1;
        return DSCORE_OK;
    }
    *out = first + version;
    if (status != DSCORE_OK && err != NULL) {
        *err = lower;
        dsi_error_path(err, "cards.%s", dsi_scheme_spec_of(a->scheme)->lines[line].name);
    }
    return status;
}

/* First day and the day after the last of [start, end). */
static dscore_status days_of(
    const dsi_assessing *a, int64_t start, int64_t end, int64_t *from, int64_t *to, dscore_error *err)
{
    dscore_status status = dscore_zone_day(a->query->zone, start, from, err);
    if (status == DSCORE_OK) {
        status = dscore_zone_day(a->query->zone, end - 1, to, err);
        *to += 1;
    }
    return status;
}

static bool has_absent_key(const dscore_values *values, int64_t row)
{
    for (int32_t k = 0; k < dscore_values_key_count(values); k++) {
        if ((dscore_values_key_flags(values, row, k) & DSCORE_KEY_ABSENT) != 0) {
            return true;
        }
    }
    return false;
}

/* ---- who is judged by none ------------------------------------------------------------------- */

static uint64_t unassigned_hash(const char *label, int64_t start, int32_t reason)
{
    return dsi_hash64(label, (int64_t)strlen(label), dsi_hash64_int((uint64_t)start, (uint64_t)reason));
}

/* The slot of one, or the empty one where it would stand. */
static int64_t *noted_slot(const dsi_assessing *a, const char *label, int64_t start, int32_t reason)
{
    int64_t at = (int64_t)(unassigned_hash(label, start, reason) & (uint64_t)(a->noted_count - 1));
    for (; a->noted[at] != 0; at = (at + 1) & (a->noted_count - 1)) {
        const dscore_unassigned *one = &a->to->unassigned[a->noted[at] - 1];
        if (one->period_start == start && one->reason == reason && strcmp(one->subject, label) == 0) {
            break;
        }
    }
    return &a->noted[at];
}

/* Room for one more in the table, half of it empty. */
static bool grow_noted(dsi_assessing *a)
{
    if (2 * (a->to->unassigned_count + 1) <= a->noted_count) {
        return true;
    }
    int64_t *old = a->noted;
    int64_t old_count = a->noted_count;
    int64_t count = old_count == 0 ? 16 : 2 * old_count;
    int64_t *grown = dsi_alloc_zero(&a->to->allocator, count * (int64_t)sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    a->noted = grown;
    a->noted_count = count;
    for (int64_t i = 0; i < a->to->unassigned_count; i++) {
        const dscore_unassigned *one = &a->to->unassigned[i];
        *noted_slot(a, one->subject, one->period_start, one->reason) = i + 1;
    }
    dsi_release(&a->to->allocator, old, old_count * (int64_t)sizeof *old);
    return true;
}

/* Note a subject that nobody judges, once: the measurements of several cards tell of the same ones. */
static dscore_status note_unassigned(
    dsi_assessing *a, const dscore_values *values, int64_t row, int32_t reason, dscore_error *err)
{
    dscore_assessment *to = a->to;
    dscore_unassigned one = DSCORE_UNASSIGNED_INIT;
    one.reason = reason;
    dscore_status status = dscore_values_period(values, row, &one.period_start, &one.period_end, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (reason == DSCORE_UNASSIGNED_NO_CARD) { /* whatever cut the period */
        int64_t period = period_at(a, one.period_start);
        one.period_start = a->edges[period];
        one.period_end = a->edges[period + 1];
    }
    if (!label_of(&a->label, values, row) || !grow_noted(a)) {
        return dsi_fail_memory(err);
    }
    int64_t *slot = noted_slot(a, a->label.data, one.period_start, reason);
    if (*slot != 0) {
        return DSCORE_OK;
    }
    one.subject = dsi_arena_text(&to->arena, a->label.data, a->label.length);
    if (one.subject == NULL || !dsi_reserve(&to->allocator, &to->unassigned, &to->unassigned_cap,
                                   to->unassigned_count + 1, (int64_t)sizeof *to->unassigned)) {
        return dsi_fail_memory(err);
    }
    to->unassigned[to->unassigned_count++] = one;
    *slot = to->unassigned_count;
    return DSCORE_OK;
}

/* ---- one version ----------------------------------------------------------------------------- */

/* The rows of some values that a version judges. */
typedef struct chosen {
    int64_t *whole; /* rows whose period has one version */
    int64_t whole_count;
    int64_t *cut; /* rows that are segments */
    int64_t cut_count;
} chosen;

/* Does a segment cover its period? */
static bool is_whole(const dsi_assessing *a, int64_t start, int64_t end)
{
    int64_t period = period_at(a, start);
    return a->edges[period] == start && a->edges[period + 1] == end;
}

static dscore_status choose_row(dsi_assessing *a, const dscore_values *values, int64_t row, int32_t version,
    int32_t line, chosen *out, dscore_error *err)
{
    int64_t start;
    int64_t end;
    int64_t from;
    int64_t to;
    int32_t judge = -1;
    subject s = {a, values, row, -1};
    dscore_status status = dscore_values_period(values, row, &start, &end, err);
    if (status == DSCORE_OK) {
        status = find_in_roster(a, &s, a->edges[period_at(a, start)], err);
    }
    if (status != DSCORE_OK || has_absent_key(values, row)) {
        return status;
    }
    int32_t assigned = dsi_scheme_assign(a->scheme, attribute_of, &s);
    if (assigned < 0) {
        return note_unassigned(a, values, row, DSCORE_UNASSIGNED_NO_CARD, err);
    }
    status = days_of(a, start, end, &from, &to, err);
    if (status == DSCORE_OK) {
        status = version_of(a, assigned, from, to, &judge, err);
    }
    if (status == DSCORE_OK && judge < 0) {
        return note_unassigned(a, values, row, DSCORE_UNASSIGNED_NO_VERSION, err);
    }
    if (status == DSCORE_OK && judge == version && assigned == line) {
        if (is_whole(a, start, end)) {
            out->whole[out->whole_count++] = row;
        } else {
            out->cut[out->cut_count++] = row;
        }
    }
    return status;
}

dscore_status dsi_assess_keep(
    dsi_assessing *a, dscore_scores *scores, int32_t version, bool is_piece, dscore_error *err)
{
    dscore_assessment *to = a->to;
    bool fine = is_piece ? dsi_reserve(&to->allocator, &a->pieces, &a->piece_cap, a->piece_count + 1,
                               (int64_t)sizeof *a->pieces)
                         : dsi_reserve(&to->allocator, &to->sets, &to->set_cap, to->set_count + 1,
                               (int64_t)sizeof *to->sets);
    if (!fine) {
        dscore_scores_free(scores);
        return dsi_fail_memory(err);
    }
    const dsi_assessed one = {scores, version};
    if (is_piece) {
        a->pieces[a->piece_count++] = one;
    } else {
        to->sets[to->set_count++] = one;
    }
    return DSCORE_OK;
}

/* Remember which days each score of the last piece stands for. */
static dscore_status add_segments(dsi_assessing *a, int32_t line, dscore_error *err)
{
    const dsi_assessed *piece = &a->pieces[a->piece_count - 1];
    int64_t count = piece->scores->count;
    if (!dsi_reserve(&a->to->allocator, &a->segments, &a->segment_cap, a->segment_count + count,
            (int64_t)sizeof *a->segments)) {
        return dsi_fail_memory(err);
    }
    for (int64_t i = 0; i < count; i++) {
        int64_t start;
        int64_t end;
        dsi_segment *segment = &a->segments[a->segment_count];
        dscore_status status = dsi_scores_period(piece->scores, i, &start, &end, err);
        if (status == DSCORE_OK) {
            status = days_of(a, start, end, &segment->from, &segment->to, err);
        }
        if (status != DSCORE_OK) {
            return status;
        }
        segment->period = period_at(a, start);
        segment->line = line;
        segment->version = piece->version;
        segment->set = a->piece_count - 1;
        segment->score = i;
        a->segment_count++;
    }
    return DSCORE_OK;
}

static dscore_status score_chosen(dsi_assessing *a, const dscore_values *values, int32_t version, int32_t line,
    const chosen *rows, dscore_error *err)
{
    const dscore_scorecard *card = dsi_scheme_card(a->scheme, version);
    dscore_scores *scores = NULL;
    dscore_status status = DSCORE_OK;
    if (rows->whole_count > 0) {
        status = dsi_score_rows(card, values, rows->whole, rows->whole_count, &scores, err);
        if (status == DSCORE_OK) {
            status = dsi_assess_keep(a, scores, version, false, err);
        }
    }
    if (status == DSCORE_OK && rows->cut_count > 0) {
        status = dsi_score_rows(card, values, rows->cut, rows->cut_count, &scores, err);
        if (status == DSCORE_OK) {
            status = dsi_assess_keep(a, scores, version, true, err);
        }
        if (status == DSCORE_OK) {
            status = add_segments(a, line, err);
        }
    }
    return status;
}

dscore_status dsi_assess_values(
    dsi_assessing *a, const dscore_values *values, int32_t version, int32_t line, dscore_error *err)
{
    int64_t n = dscore_values_row_count(values);
    dsi_arena arena;
    dsi_arena_init(&arena, &a->to->allocator);
    chosen rows = {dsi_arena_alloc(&arena, n * (int64_t)sizeof(int64_t)), 0,
        dsi_arena_alloc(&arena, n * (int64_t)sizeof(int64_t)), 0};
    dscore_status status = rows.whole == NULL || rows.cut == NULL ? dsi_fail_memory(err) : DSCORE_OK;
    for (int64_t row = 0; status == DSCORE_OK && row < n; row++) {
        status = choose_row(a, values, row, version, line, &rows, err);
    }
    if (status == DSCORE_OK) {
        status = score_chosen(a, values, version, line, &rows, err);
    }
    dsi_arena_free(&arena);
    return status;
}
