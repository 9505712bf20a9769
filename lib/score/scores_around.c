/* What a row of scores takes from other rows: points among peers (METHODS 2.10), medians and earlier values that stand
   in for what is missing (3.3). */
#include "score/scores_around.h"

#include "base/error.h"
#include "measure/values.h"
#include "score/rank.h"
#include "score/scores.h"
#include <math.h>
#include <string.h>

static bool is_relative(const dscore_scorecard *card, int32_t item)
{
    return dsi_rule_is_relative(card->rules[item]);
}

static bool carries(const dscore_scorecard *card, int32_t item)
{
    return dsi_scorecard_missing(card, item).policy == DSCORE_MISSING_CARRY_FORWARD;
}

static bool takes_median(const dscore_scorecard *card, int32_t item)
{
    return dsi_scorecard_missing(card, item).policy == DSCORE_MISSING_GROUP_MEDIAN;
}

bool dsi_card_looks_around(const dscore_scorecard *card)
{
    for (int32_t i = 0; i < card->spec.item_count; i++) {
        if (is_relative(card, i) || carries(card, i) || takes_median(card, i)) {
            return true;
        }
    }
    return false;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* Room shared by the items while they are worked out: one element a row. */
typedef struct looking {
    const dscore_scores *scores;
    const dscore_values *values;
    dsi_arena *arena;  /* of what is kept */
    dsi_arena scratch; /* of what is not */
    int64_t rows, groups;
    int64_t *group; /* one a row */
    int64_t *order, *by_points;
    double *x, *points, *raw;
    int32_t *status, *flags;
} looking;

/* The value of a row that counts for an item: admitted by the card, of a subject. */
static dscore_status read_value(
    const looking *l, int64_t row, int32_t item, int32_t column, bool *out_counts, double *out_value, dscore_error *err)
{
    const dscore_scores *s = l->scores;
    dscore_value value = DSCORE_VALUE_INIT;
    dscore_status status = dscore_values_get(l->values, row, column, &value, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_card_input input = {
        value.status, value.value, value.n_used, value.n_missing, value.n_excluded, value.observations};
    if (s->given != NULL && dsi_scores_row(s, 0) == row) { /* what-if: the row as it is supposed to be */
        input = s->given[item];
    }
    int32_t flags = 0;
    *out_counts = dsi_card_admits(s->card, item, &input, &flags) == DSCORE_VALUE_OK && isfinite(input.value);
    *out_value = input.value;
    return DSCORE_OK;
}

/* Number the periods in which there are rows. */
static void number_groups(looking *l)
{
    for (int64_t row = 0; row < l->rows; row++) {
        l->group[row] = dsi_values_row_period(l->values, row);
        l->x[row] = 0.0;
        l->order[row] = row;
    }
    const dsi_ranking ranking = {.scores = l->x, .stride = sizeof(double), .group = l->group, .count = l->rows};
    dsi_ranking_sort(&ranking, l->order, l->rows);
    for (int64_t first = 0, last; first < l->rows; first = last) {
        last = dsi_ranking_group_end(&ranking, l->order, first, l->rows);
        for (int64_t i = first; i < last; i++) {
            l->by_points[l->order[i]] = l->groups;
        }
        l->groups++;
    }
    memcpy(l->group, l->by_points, (size_t)l->rows * sizeof *l->group);
}

/* ---- groups --------------------------------------------------------------------------------- */

/* The middle of n numbers that order[0 .. n) has in descending order. */
static double middle(const double *x, const int64_t *order, int64_t n)
{
    double upper = x[order[(n - 1) / 2]];
    double lower = x[order[n / 2]];
    return lower + (upper - lower) / 2.0;
}

/* Points among peers of the rows order[0 .. n), and the middle of those that have any. */
static dscore_status score_peers(looking *l, int32_t item, dsi_around_item *of, const int64_t *order, int64_t n,
    double *out_median, dscore_error *err)
{
    const dscore_scorecard *card = l->scores->card;
    double *x = l->raw; /* gathered: the rule sees the group alone, in its rank order */
    for (int64_t i = 0; i < n; i++) {
        x[i] = l->x[order[i]];
    }
    double *points = l->points;
    double *raw = l->points + l->rows;
    dscore_status status =
        dsi_rule_group_points(card->rules[item], x, n, points, raw, l->status, l->flags, &card->arena.allocator, err);
    int64_t scored = 0;
    for (int64_t i = 0; status == DSCORE_OK && i < n; i++) {
        of->points[order[i]] = points[i];
        of->raw[order[i]] = raw[i];
        of->status[order[i]] = l->status[i];
        of->flags[order[i]] = l->flags[i];
        if (l->status[i] == DSCORE_VALUE_OK) {
            l->by_points[scored++] = i;
        }
    }
    const dsi_ranking ranking = {.scores = points, .stride = sizeof(double), .count = n};
    dsi_ranking_sort(&ranking, l->by_points, scored);
    *out_median = scored == 0 ? (double)NAN : middle(points, l->by_points, scored);
    return status;
}

static dscore_status fill_groups(looking *l, int32_t item, dsi_around_item *of, int64_t counted, dscore_error *err)
{
    const dsi_ranking ranking = {.scores = l->x, .stride = sizeof(double), .group = l->group, .count = l->rows};
    dsi_ranking_sort(&ranking, l->order, counted);
    dscore_status status = DSCORE_OK;
    for (int64_t first = 0, last; status == DSCORE_OK && first < counted; first = last) {
        last = dsi_ranking_group_end(&ranking, l->order, first, counted);
        int64_t group = l->group[l->order[first]];
        of->counted[group] = last - first;
        of->median[group] = middle(l->x, l->order + first, last - first);
        if (of->points != NULL) {
            status = score_peers(l, item, of, l->order + first, last - first, &of->median_points[group], err);
        }
    }
    return status;
}

static bool make_item(looking *l, int32_t item, dsi_around_item *of)
{
    const int64_t a_row = l->rows * (int64_t)sizeof(double);
    const int64_t a_group = l->groups * (int64_t)sizeof(double);
    of->counted = dsi_arena_alloc(l->arena, l->groups * (int64_t)sizeof(int64_t));
    of->median = dsi_arena_alloc(l->arena, a_group);
    of->median_points = dsi_arena_alloc(l->arena, a_group);
    if (is_relative(l->scores->card, item)) {
        of->points = dsi_arena_alloc(l->arena, a_row);
        of->raw = dsi_arena_alloc(l->arena, a_row);
        of->status = dsi_arena_alloc(l->arena, l->rows * (int64_t)sizeof(int32_t));
        of->flags = dsi_arena_alloc(l->arena, l->rows * (int64_t)sizeof(int32_t));
        if (of->points == NULL || of->raw == NULL || of->status == NULL || of->flags == NULL) {
            return false;
        }
    }
    return of->counted != NULL && of->median != NULL && of->median_points != NULL;
}

static dscore_status look_item(looking *l, int32_t item, dsi_around_item *of, dscore_error *err)
{
    if (!make_item(l, item, of)) {
        return dsi_fail_memory(err);
    }
    int64_t counted = 0;
    for (int64_t row = 0; row < l->rows; row++) {
        bool counts = false;
        dscore_status status = read_value(l, row, item, of->column, &counts, &l->x[row], err);
        if (status != DSCORE_OK) {
            return status;
        }
        if (of->points != NULL) {
            of->points[row] = (double)NAN;
            of->raw[row] = (double)NAN;
            of->status[row] = DSCORE_VALUE_NO_DATA;
        }
        if (counts && !dsi_row_is_absent(l->values, row)) {
            l->order[counted++] = row;
        }
    }
    return fill_groups(l, item, of, counted, err);
}

static bool make_room(looking *l)
{
    const int64_t a_row = l->rows * (int64_t)sizeof(double);
    l->group = dsi_arena_alloc(l->arena, a_row);
    l->order = dsi_arena_alloc(&l->scratch, a_row);
    l->by_points = dsi_arena_alloc(&l->scratch, a_row);
    l->x = dsi_arena_alloc(&l->scratch, a_row);
    l->raw = dsi_arena_alloc(&l->scratch, a_row);
    l->points = dsi_arena_alloc(&l->scratch, 2 * a_row);
    l->status = dsi_arena_alloc(&l->scratch, l->rows * (int64_t)sizeof(int32_t));
    l->flags = dsi_arena_alloc(&l->scratch, l->rows * (int64_t)sizeof(int32_t));
    return l->group != NULL && l->order != NULL && l->by_points != NULL && l->x != NULL && l->raw != NULL &&
           l->points != NULL && l->status != NULL && l->flags != NULL;
}

static dscore_status look(looking *l, const dsi_around **out, dscore_error *err)
{
    const dscore_scorecard *card = l->scores->card;
    dsi_around *around = dsi_arena_alloc(l->arena, (int64_t)sizeof *around);
    dsi_around_item *items = dsi_arena_alloc(l->arena, card->spec.item_count * (int64_t)sizeof *items);
    if (around == NULL || items == NULL || !make_room(l)) {
        return dsi_fail_memory(err);
    }
    number_groups(l);
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; status == DSCORE_OK && i < card->spec.item_count; i++) {
        items[i].column = dscore_values_find(l->values, card->spec.items[i].alias);
        if (is_relative(card, i) || takes_median(card, i)) {
            status = look_item(l, i, &items[i], err);
        }
    }
    *around = (dsi_around){items, l->group};
    *out = around;
    return status;
}

dscore_status dsi_look_around(const dscore_scores *scores, dsi_arena *arena, const dsi_around **out, dscore_error *err)
{
    looking l;
    memset(&l, 0, sizeof l);
    l.scores = scores;
    l.values = scores->values;
    l.arena = arena;
    l.rows = dscore_values_row_count(scores->values);
    dsi_arena_init(&l.scratch, &scores->allocator);
    dscore_status status = look(&l, out, err);
    dsi_arena_free(&l.scratch);
    return status;
}

/* ---- one row -------------------------------------------------------------------------------- */

/* The subject's last value that counts, at most so many periods back; rows of a subject follow one another. */
static dscore_status carry(
    const dscore_scores *s, const dsi_around_item *of, int64_t row, int32_t item, dsi_beside *beside, dscore_error *err)
{
    const dscore_values *values = s->values;
    const int32_t max_age = dsi_scorecard_missing(s->card, item).max_age;
    const int64_t now = dsi_values_row_period(values, row);
    const looking l = {.scores = s, .values = values};
    for (int64_t r = row - 1; r >= 0 && dsi_rows_share_subject(values, r, values, row); r--) {
        if (now - dsi_values_row_period(values, r) > max_age) {
            break;
        }
        bool counts = false;
        double value = 0.0;
        dscore_status status = read_value(&l, r, item, of->column, &counts, &value, err);
        if (status != DSCORE_OK) {
            return status;
        }
        if (counts) {
            beside->kind = DSI_BESIDE_CARRIED;
            beside->value = value;
            beside->has_points = of->points != NULL;
            if (beside->has_points) {
                beside->points = of->points[r];
                beside->raw = of->raw[r];
                beside->status = of->status[r];
                beside->flags = of->flags[r];
            }
            return dscore_values_period(values, r, &beside->from, &beside->to, err);
        }
    }
    return DSCORE_OK;
}

/* The item has no value that counts: what may stand in. */
static dscore_status look_for_stand_in(
    const dscore_scores *s, const dsi_around *around, int64_t row, int32_t item, dsi_beside *beside, dscore_error *err)
{
    const dsi_around_item *of = &around->items[item];
    if (carries(s->card, item)) {
        return carry(s, of, row, item, beside, err);
    }
    const int64_t group = around->group[row];
    if (!takes_median(s->card, item) || of->counted[group] == 0) {
        return DSCORE_OK;
    }
    beside->kind = DSI_BESIDE_MEDIAN;
    beside->peers = of->counted[group];
    beside->value = of->median[group];
    beside->has_points = of->points != NULL;
    if (beside->has_points) {
        beside->points = of->median_points[group];
        beside->raw = beside->points;
        beside->status = isnan(beside->points) ? DSCORE_VALUE_INSUFFICIENT : DSCORE_VALUE_OK;
    }
    return DSCORE_OK;
}

dscore_status dsi_look_beside(const dscore_scores *s, const dsi_around *around, int64_t index,
    const dsi_card_input *inputs, dsi_beside *beside, dscore_error *err)
{
    const dscore_scorecard *card = s->card;
    const int64_t row = dsi_scores_row(s, index);
    memset(beside, 0, (size_t)card->spec.item_count * sizeof *beside);
    if (around == NULL || dsi_row_is_absent(s->values, row)) {
        return DSCORE_OK;
    }
    for (int32_t i = 0; i < card->spec.item_count; i++) {
        const dsi_around_item *of = &around->items[i];
        int32_t flags = 0;
        bool counts = dsi_card_admits(card, i, &inputs[i], &flags) == DSCORE_VALUE_OK;
        if (counts && of->points != NULL) {
            beside[i] = (dsi_beside){.kind = DSI_BESIDE_PEERS,
                .status = of->status[row],
                .flags = of->flags[row],
                .has_points = true,
                .peers = of->counted[around->group[row]],
                .points = of->points[row],
                .raw = of->raw[row]};
        } else if (!counts) {
            dscore_status status = look_for_stand_in(s, around, row, i, &beside[i], err);
            if (status != DSCORE_OK) {
                return status;
            }
        }
    }
    return DSCORE_OK;
}
