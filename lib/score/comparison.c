/* Two lots of scores side by side, matched by subject and period: what another card, or another version, would say. */
#include "base/error.h"
#include "base/hash.h"
#include "base/structs.h"
#include "score/scores.h"
#include <deskscore/whatif.h>
#include <math.h>
#include <string.h>

struct dscore_comparison {
    dsi_arena arena;
    dscore_compared *rows;
    int64_t count;
    dscore_comparison_summary summary;
};

/* Scores of `after` by subject and period: open addressing. */
typedef struct table {
    const dscore_scores *scores;
    int64_t *slots; /* score + 1; 0 = free */
    uint64_t mask;
    uint8_t *matched; /* one a score */
} table;

static void period_of(const dscore_scores *scores, int64_t index, int64_t ends[2])
{
    ends[0] = ends[1] = 0;
    (void)dsi_scores_period(scores, index, &ends[0], &ends[1], NULL); /* the index is one of the scores */
}

static uint64_t hash_of(const dscore_scores *scores, int64_t index)
{
    int64_t ends[2];
    period_of(scores, index, ends);
    uint64_t hash = dsi_hash64_int((uint64_t)ends[0], (uint64_t)ends[1]);
    for (int32_t k = 0; k < dscore_values_key_count(scores->values); k++) {
        const char *label = dscore_values_key(scores->values, dsi_scores_row(scores, index), k);
        hash = dsi_hash64(label, (int64_t)strlen(label), hash);
    }
    return hash;
}

static bool same_place(const dscore_scores *a, int64_t i, const dscore_scores *b, int64_t k)
{
    int64_t ends_a[2];
    int64_t ends_b[2];
    period_of(a, i, ends_a);
    period_of(b, k, ends_b);
    return ends_a[0] == ends_b[0] && ends_a[1] == ends_b[1] &&
           dsi_rows_share_subject(a->values, dsi_scores_row(a, i), b->values, dsi_scores_row(b, k));
}

static bool fill_table(table *t, const dscore_scores *scores, dsi_arena *arena)
{
    uint64_t size = 16;
    while (size < 2 * (uint64_t)scores->count) {
        size *= 2;
    }
    t->scores = scores;
    t->mask = size - 1;
    t->slots = dsi_arena_alloc(arena, (int64_t)size * (int64_t)sizeof *t->slots);
    t->matched = dsi_arena_alloc(arena, scores->count);
    if (t->slots == NULL || t->matched == NULL) {
        return false;
    }
    for (int64_t i = 0; i < scores->count; i++) {
        uint64_t at = hash_of(scores, i) & t->mask;
        while (t->slots[at] != 0) {
            at = (at + 1) & t->mask;
        }
        t->slots[at] = i + 1;
    }
    return true;
}

/* The score of the table for the same subject and period; -1 = none. */
static int64_t find(const table *t, const dscore_scores *scores, int64_t index)
{
    for (uint64_t at = hash_of(scores, index) & t->mask; t->slots[at] != 0; at = (at + 1) & t->mask) {
        if (same_place(scores, index, t->scores, t->slots[at] - 1)) {
            return t->slots[at] - 1;
        }
    }
    return -1;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* The same grades in the same order; their limits may differ. */
static bool same_grades(const dsi_card_spec *a, const dsi_card_spec *b)
{
    bool same = a->grade_count == b->grade_count;
    for (int32_t i = 0; same && i < a->grade_count; i++) {
        same = strcmp(a->grades[i].label_en, b->grades[i].label_en) == 0 &&
               strcmp(a->grades[i].label_zh, b->grades[i].label_zh) == 0;
    }
    return same;
}

typedef struct comparing {
    const dscore_scores *before, *after;
    dscore_comparison *out;
    bool grades; /* of the two can be compared */
    double sum;
} comparing;

static void count_row(comparing *c, const dscore_compared *row)
{
    dscore_comparison_summary *s = &c->out->summary;
    const bool had = !isnan(row->total_before);
    const bool has = !isnan(row->total_after);
    if (!had || !has) {
        s->only_before += had ? 1 : 0;
        s->only_after += has ? 1 : 0;
        s->neither += had || has ? 0 : 1;
        return;
    }
    s->both += 1;
    s->up += row->change > 0.0 ? 1 : 0;
    s->down += row->change < 0.0 ? 1 : 0;
    s->same += row->change == 0.0 ? 1 : 0;
    s->grade_up += row->grade_change > 0 ? 1 : 0;
    s->grade_down += row->grade_change < 0 ? 1 : 0;
    s->rank_changed += row->rank_before != row->rank_after ? 1 : 0;
    c->sum += row->change;
    if (row->change > 0.0) {
        s->largest_rise = fmax(s->largest_rise, row->change); /* of a NaN and a number the number */
    } else if (row->change < 0.0) {
        s->largest_fall = fmin(s->largest_fall, row->change);
    }
}

static void add_row(comparing *c, int64_t before, int64_t after)
{
    const dsi_total *had = before < 0 ? NULL : &c->before->totals[before];
    const dsi_total *has = after < 0 ? NULL : &c->after->totals[after];
    dscore_compared row = DSCORE_COMPARED_INIT;
    row.before = before;
    row.after = after;
    row.total_before = had == NULL ? (double)NAN : had->total;
    row.total_after = has == NULL ? (double)NAN : has->total;
    row.rank_before = had == NULL ? 0 : had->rank;
    row.rank_after = has == NULL ? 0 : has->rank;
    const int32_t decimals_before = c->before->card->spec.decimals;
    const int32_t decimals_after = c->after->card->spec.decimals;
    row.change = dscore_round(row.total_after - row.total_before,
                     decimals_before > decimals_after ? decimals_before : decimals_after) +
                 0.0;
    if (c->grades && had != NULL && has != NULL && had->grade >= 0 && has->grade >= 0) { /* the best is 0 */
        row.grade_change = (has->grade < had->grade ? 1 : 0) - (has->grade > had->grade ? 1 : 0);
    }
    c->out->rows[c->out->count++] = row;
    count_row(c, &row);
}

static dscore_status fill(comparing *c, dsi_arena *scratch, dscore_error *err)
{
    dscore_comparison *out = c->out;
    table after;
    out->rows = dsi_arena_alloc(&out->arena, (c->before->count + c->after->count) * (int64_t)sizeof *out->rows);
    if (out->rows == NULL || !fill_table(&after, c->after, scratch)) {
        return dsi_fail_memory(err);
    }
    out->summary = (dscore_comparison_summary)DSCORE_COMPARISON_SUMMARY_INIT;
    out->summary.largest_rise = (double)NAN;
    out->summary.largest_fall = (double)NAN;
    for (int64_t i = 0; i < c->before->count; i++) {
        const int64_t twin = find(&after, c->before, i);
        add_row(c, i, twin);
        if (twin >= 0) {
            after.matched[twin] = 1;
        }
    }
    for (int64_t i = 0; i < c->after->count; i++) {
        if (after.matched[i] == 0) {
            add_row(c, -1, i);
        }
    }
    out->summary.mean_change = out->summary.both > 0 ? c->sum / (double)out->summary.both : (double)NAN;
    return DSCORE_OK;
}

static dscore_status check_keys(const dscore_scores *before, const dscore_scores *after, dscore_error *err)
{
    const int32_t keys = dscore_values_key_count(before->values);
    bool same = keys == dscore_values_key_count(after->values);
    for (int32_t k = 0; same && k < keys; k++) {
        same = strcmp(dscore_values_key_name(before->values, k), dscore_values_key_name(after->values, k)) == 0;
    }
    return same ? DSCORE_OK
                : dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_PAIR,
                      "the two have other keys; expected scores by the same keys");
}

dscore_status dscore_scores_compare(
    const dscore_scores *before, const dscore_scores *after, dscore_comparison **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (before == NULL || after == NULL) {
        return dsi_fail_null(err, before == NULL ? "before" : "after");
    }
    dscore_status status = check_keys(before, after, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_comparison *comparison = dsi_alloc_zero(&after->allocator, (int64_t)sizeof *comparison);
    if (comparison == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_arena_init(&comparison->arena, &after->allocator);
    dsi_arena scratch;
    dsi_arena_init(&scratch, &after->allocator);
    comparing c = {before, after, comparison, same_grades(&before->card->spec, &after->card->spec), 0.0};
    status = fill(&c, &scratch, err);
    dsi_arena_free(&scratch);
    if (status != DSCORE_OK) {
        dscore_comparison_free(comparison);
        return status;
    }
    *out = comparison;
    return DSCORE_OK;
}

void dscore_comparison_free(dscore_comparison *comparison)
{
    if (comparison == NULL) {
        return;
    }
    dscore_allocator a = comparison->arena.allocator;
    dsi_arena_free(&comparison->arena);
    dsi_release(&a, comparison, (int64_t)sizeof *comparison);
}

int64_t dscore_comparison_count(const dscore_comparison *comparison)
{
    return comparison == NULL ? 0 : comparison->count;
}

dscore_status dscore_comparison_at(
    const dscore_comparison *comparison, int64_t index, dscore_compared *out, dscore_error *err)
{
    if (comparison == NULL || out == NULL) {
        return dsi_fail_null(err, comparison == NULL ? "comparison" : "out");
    }
    if (index < 0 || index >= comparison->count) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "row %lld of %lld", (long long)index, (long long)comparison->count);
    }
    return dsi_struct_give(out, &comparison->rows[index], (int64_t)sizeof *out, err);
}

dscore_status dscore_comparison_sum_up(
    const dscore_comparison *comparison, dscore_comparison_summary *out, dscore_error *err)
{
    if (comparison == NULL || out == NULL) {
        return dsi_fail_null(err, comparison == NULL ? "comparison" : "out");
    }
    return dsi_struct_give(out, &comparison->summary, (int64_t)sizeof *out, err);
}
