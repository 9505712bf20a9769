/* What if: one row scored again with other values, as scores of one that can be read like any other. */
#include "score/whatif.h"
#include "base/error.h"
#include <deskscore/whatif.h>
#include <math.h>
#include <string.h>

static const char *alias_at(const void *ctx, int32_t i)
{
    const dscore_scorecard *card = ctx;
    return i < card->spec.item_count ? card->spec.items[i].alias : NULL;
}

dscore_status dsi_find_alias(const dscore_scorecard *card, const char *alias, int32_t *out, dscore_error *err)
{
    for (int32_t i = 0; i < card->spec.item_count; i++) {
        if (strcmp(card->spec.items[i].alias, alias) == 0) {
            *out = i;
            return DSCORE_OK;
        }
    }
    const char *nearest = dsi_nearest(alias, alias_at, card);
    dscore_status status =
        nearest == NULL ? dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_SCORE_ALIAS, "the card has no item '%s'", alias)
                        : dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_SCORE_ALIAS,
                              "the card has no item '%s'; did you mean '%s'?", alias, nearest);
    dsi_error_path(err, "%s", alias);
    return status;
}

dscore_status dsi_check_scored(const dscore_scores *scores, int64_t index, const void *out, dscore_error *err)
{
    dscore_status status = dsi_scores_check(scores, index, out, err);
    return status != DSCORE_OK || scores->rolled == NULL
               ? status
               : dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_WHATIF,
                     "the scores are means of published ones; ask about one of their periods");
}

/* The value counts, whatever the card asks a measured one for. */
static void assume(const dscore_scorecard *card, int32_t item, double value, dsi_card_input *input)
{
    const dsi_card_item *of = &card->spec.items[item];
    if (isnan(value)) {
        *input = (dsi_card_input){DSCORE_VALUE_NO_DATA, (double)NAN, 0, 0, 0, 0.0};
        return;
    }
    const int64_t least = of->min_n > 1 ? of->min_n : 1;
    input->status = DSCORE_VALUE_OK;
    input->value = value;
    input->n_used = input->n_used > least ? input->n_used : least;
    input->n_missing = 0;
    input->observations = fmax(input->observations, fmax(of->min_observations, 1.0)); /* of a NaN the number */
}

static dscore_status take_values(dscore_scores *to, const char *const *aliases, const double *values, int32_t n,
    dsi_card_input *given, uint8_t *assumed, dscore_error *err)
{
    for (int32_t i = 0; i < n; i++) {
        if (aliases[i] == NULL) {
            return dsi_fail_null(err, "aliases");
        }
        int32_t item = -1;
        dscore_status status = dsi_find_alias(to->card, aliases[i], &item, err);
        if (status != DSCORE_OK) {
            return status;
        }
        for (int32_t k = 0; k < i; k++) {
            if (strcmp(aliases[k], aliases[i]) == 0) {
                status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_SCORE_WHATIF, "'%s' is given twice", aliases[i]);
            }
        }
        if (status == DSCORE_OK && isinf(values[i])) {
            status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_SCORE_WHATIF,
                "the value of '%s' is infinite; expected a number, or NaN for no data", aliases[i]);
        }
        if (status != DSCORE_OK) {
            dsi_error_path(err, "%s", aliases[i]);
            return status;
        }
        assume(to->card, item, values[i], &given[item]);
        assumed[item] = 1;
    }
    return DSCORE_OK;
}

/* The rank the score would have among the others of its period, who stay as they are. */
static void rank_among(const dscore_scores *scores, int64_t index, dsi_total *total)
{
    if (total->status != DSCORE_VALUE_OK) {
        return;
    }
    const int64_t period = dsi_scores_period_number(scores, index);
    total->rank = 1;
    total->peers = 1;
    for (int64_t i = 0; i < scores->count; i++) {
        const dsi_total *other = &scores->totals[i];
        if (i != index && other->status == DSCORE_VALUE_OK && dsi_scores_period_number(scores, i) == period) {
            total->peers += 1;
            total->rank += other->total > total->total ? 1 : 0;
        }
    }
}

static dscore_status fill(dscore_scores *to, const dscore_scores *scores, int64_t index, const char *const *aliases,
    const double *values, int32_t n, dscore_error *err)
{
    const int64_t items = to->card->spec.item_count;
    int64_t *rows = dsi_arena_alloc(&to->arena, (int64_t)sizeof *rows);
    dsi_card_input *given = dsi_arena_alloc(&to->arena, items * (int64_t)sizeof *given);
    uint8_t *assumed = dsi_arena_alloc(&to->arena, items);
    to->totals = dsi_arena_alloc(&to->arena, (int64_t)sizeof *to->totals);
    if (rows == NULL || given == NULL || assumed == NULL || to->totals == NULL) {
        return dsi_fail_memory(err);
    }
    dscore_status status = dsi_scores_inputs(scores, index, given, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (scores->assumed != NULL) { /* of a what-if */
        memcpy(assumed, scores->assumed, (size_t)items);
    }
    status = take_values(to, aliases, values, n, given, assumed, err);
    if (status != DSCORE_OK) {
        return status;
    }
    rows[0] = dsi_scores_row(scores, index);
    to->rows = rows;
    to->given = given;
    to->assumed = assumed;
    to->count = 1;
    status = dsi_scores_join_subjects(to, err);
    if (status == DSCORE_OK && dsi_card_looks_around(to->card)) {
        status = dsi_look_around(to, &to->arena, &to->around, err);
    }
    dsi_bench bench;
    if (status == DSCORE_OK) {
        status = dsi_bench_init(&bench, to->card, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_total total;
    status = dsi_scores_again(to, 0, &bench, &total, err);
    dsi_bench_free(&bench);
    if (status == DSCORE_OK) {
        rank_among(scores, index, &total);
        to->totals[0] = total;
    }
    return status;
}

dscore_status dscore_scores_whatif(const dscore_scores *scores, int64_t index, const char *const *aliases,
    const double *values, int32_t n, dscore_scores **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    dscore_status status = dsi_check_scored(scores, index, scores, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (n < 0 || (n > 0 && (aliases == NULL || values == NULL))) {
        return n < 0 ? dsi_fail(err, DSCORE_E_ARGUMENT, 0, "%d values", (int)n)
                     : dsi_fail_null(err, aliases == NULL ? "aliases" : "values");
    }
    dscore_scores *to = NULL;
    status = dsi_scores_begin(scores->card, scores->values, &to, err);
    if (status != DSCORE_OK) {
        return status;
    }
    status = fill(to, scores, index, aliases, values, n, err);
    if (status != DSCORE_OK) {
        dscore_scores_free(to);
        return status;
    }
    *out = to;
    return DSCORE_OK;
}
