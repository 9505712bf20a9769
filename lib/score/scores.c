/* Scores of values: the layer between measure's values and the engine, and the accessors. */
#include "score/scores.h"
#include "base/structs.h"

#include "base/error.h"
#include "measure/values.h"
#include "score/voice.h"
#include <math.h>
#include <string.h>

enum { ROWS = 64 }; /* whose inputs are read at once */

/* Where each item of the card stands in the values. */
static dscore_status find_columns(dscore_scores *scores, dscore_error *err)
{
    const dscore_scorecard *card = scores->card;
    for (int32_t i = 0; i < card->spec.item_count; i++) {
        const dsi_card_item *item = &card->spec.items[i];
        int32_t column = dscore_values_find(scores->values, item->alias);
        dscore_status status = DSCORE_OK;
        if (column < 0) {
            status = dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_SCORE_ALIAS,
                "the values have no item '%s', which the card scores; make the plan with dscore_scorecard_plan",
                item->alias);
        } else if (strcmp(dscore_values_item(scores->values, column, DSCORE_ITEM_INDICATOR), item->indicator) != 0 ||
                   strcmp(dscore_values_item(scores->values, column, DSCORE_ITEM_HASH), card->facts[i].hash) != 0) {
            status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_ALIAS,
                "'%s' of the values is '%s'; the card expects '%s' in the definition it was made with", item->alias,
                dscore_values_item(scores->values, column, DSCORE_ITEM_INDICATOR), item->indicator);
        }
        if (status != DSCORE_OK) {
            dsi_error_path(err, "%s", item->alias);
            return status;
        }
        scores->columns[i] = column;
    }
    return DSCORE_OK;
}

int64_t dsi_scores_row(const dscore_scores *scores, int64_t index)
{
    return scores->rows == NULL ? index : scores->rows[index];
}

static bool key_is_absent(const dscore_values *values, int64_t row, int32_t key)
{
    return (dscore_values_key_flags(values, row, key) & DSCORE_KEY_ABSENT) != 0;
}

bool dsi_row_is_absent(const dscore_values *values, int64_t row)
{
    for (int32_t k = 0; k < dscore_values_key_count(values); k++) {
        if (key_is_absent(values, row, k)) {
            return true;
        }
    }
    return false;
}

bool dsi_rows_share_subject(const dscore_values *a, int64_t row_a, const dscore_values *b, int64_t row_b)
{
    for (int32_t k = 0; k < dscore_values_key_count(a); k++) {
        if (key_is_absent(a, row_a, k) != key_is_absent(b, row_b, k) ||
            strcmp(dscore_values_key(a, row_a, k), dscore_values_key(b, row_b, k)) != 0) {
            return false;
        }
    }
    return true;
}

bool dsi_scores_absent(const dscore_scores *scores, int64_t index)
{
    return dsi_row_is_absent(scores->values, dsi_scores_row(scores, index));
}

dscore_status dsi_scores_period(
    const dscore_scores *scores, int64_t index, int64_t *out_start, int64_t *out_end, dscore_error *err)
{
    const dsi_rolled *rolled = scores->rolled;
    if (rolled == NULL) {
        return dscore_values_period(scores->values, dsi_scores_row(scores, index), out_start, out_end, err);
    }
    *out_start = rolled->edges[rolled->period[index]];
    *out_end = rolled->edges[rolled->period[index] + 1];
    return DSCORE_OK;
}

const char *dsi_scores_period_name(const dscore_scores *scores, int64_t index)
{
    return scores->rolled != NULL ? scores->rolled->names[scores->rolled->period[index]]
                                  : dscore_values_period_name(scores->values, dsi_scores_row(scores, index));
}

int64_t dsi_scores_period_number(const dscore_scores *scores, int64_t index)
{
    return scores->rolled != NULL ? scores->rolled->period[index]
                                  : dsi_values_row_period(scores->values, dsi_scores_row(scores, index));
}

dscore_status dsi_scores_inputs(const dscore_scores *scores, int64_t index, dsi_card_input *inputs, dscore_error *err)
{
    int64_t row = dsi_scores_row(scores, index);
    for (int32_t i = 0; i < scores->card->spec.item_count; i++) {
        if (scores->given != NULL) {
            inputs[i] = scores->given[i];
            continue;
        }
        dscore_value value = DSCORE_VALUE_INIT;
        dscore_status status = dscore_values_get(scores->values, row, scores->columns[i], &value, err);
        if (status != DSCORE_OK) {
            return status;
        }
        inputs[i] = (dsi_card_input){
            value.status, value.value, value.n_used, value.n_missing, value.n_excluded, value.observations};
    }
    return DSCORE_OK;
}

dscore_status dsi_scores_join_subjects(dscore_scores *scores, dscore_error *err)
{
    int32_t keys = dscore_values_key_count(scores->values);
    if (keys < 2) {
        return DSCORE_OK;
    }
    scores->subjects = dsi_arena_alloc(&scores->arena, scores->count * (int64_t)sizeof *scores->subjects);
    if (scores->subjects == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_text text;
    dsi_text_init(&text, &scores->allocator);
    bool failed = false;
    for (int64_t row = 0; !failed && row < scores->count; row++) {
        text.length = 0;
        for (int32_t k = 0; k < keys; k++) {
            dsi_text_add(&text, k == 0 ? "" : " / ");
            dsi_text_add(&text, dscore_values_key(scores->values, dsi_scores_row(scores, row), k));
        }
        scores->subjects[row] = text.failed ? NULL : dsi_arena_text(&scores->arena, text.data, text.length);
        failed = scores->subjects[row] == NULL;
    }
    dsi_text_free(&text);
    return failed ? dsi_fail_memory(err) : DSCORE_OK;
}

/* Inputs of the rows [first, first + n): one item after the other, as the values lie in memory. */
static void read_block(const dscore_scores *scores, int64_t first, int64_t n, dsi_card_input *inputs)
{
    const int32_t items = scores->card->spec.item_count;
    for (int32_t i = 0; i < items; i++) {
        dsi_values_columns from;
        dsi_values_columns_of(scores->values, scores->columns[i], &from);
        for (int64_t r = 0; r < n; r++) {
            const int64_t row = dsi_scores_row(scores, first + r);
            inputs[r * items + i] = (dsi_card_input){from.status[row], from.value[row], from.n_used[row],
                from.n_missing[row], from.n_excluded[row], dsi_values_observed(&from, row)};
        }
    }
}

/* inputs: room for ROWS rows. */
static dscore_status score_rows(dscore_scores *scores, dsi_bench *bench, dsi_card_input *inputs, dscore_error *err)
{
    const int32_t items = scores->card->spec.item_count;
    for (int64_t row = 0; row < scores->count; row++) {
        const dsi_card_input *own = inputs + row % ROWS * items;
        dscore_status status = DSCORE_OK;
        if (row % ROWS == 0) {
            read_block(scores, row, scores->count - row < ROWS ? scores->count - row : ROWS, inputs);
        }
        if (scores->around != NULL) {
            status = dsi_look_beside(scores, scores->around, row, own, bench->beside, err);
        }
        if (status != DSCORE_OK) {
            return status;
        }
        dsi_score_row(bench, own, dsi_scores_absent(scores, row), &scores->totals[row]);
    }
    return DSCORE_OK;
}

dscore_status dsi_scores_rank(dscore_scores *scores, dscore_error *err)
{
    dsi_arena arena;
    dsi_arena_init(&arena, &scores->allocator);
    int64_t *periods = dsi_arena_alloc(&arena, scores->count * (int64_t)sizeof *periods);
    dsi_keyed *room = dsi_arena_alloc(&arena, 2 * scores->count * (int64_t)sizeof *room);
    bool failed = periods == NULL || room == NULL;
    for (int64_t row = 0; !failed && row < scores->count; row++) {
        periods[row] = dsi_scores_period_number(scores, row);
    }
    if (!failed) {
        dsi_rank_totals(scores->totals, periods, scores->count, room);
    }
    dsi_arena_free(&arena);
    return failed ? dsi_fail_memory(err) : DSCORE_OK;
}

static dscore_status fill(dscore_scores *scores, dscore_error *err)
{
    int64_t items = scores->card->spec.item_count;
    if (scores->rows == NULL) {
        scores->count = dscore_values_row_count(scores->values);
    }
    scores->columns = dsi_arena_alloc(&scores->arena, items * (int64_t)sizeof(int32_t));
    scores->totals = dsi_arena_alloc(&scores->arena, scores->count * (int64_t)sizeof *scores->totals);
    if (scores->columns == NULL || scores->totals == NULL) {
        return dsi_fail_memory(err);
    }
    dscore_status status = find_columns(scores, err);
    if (status == DSCORE_OK && dsi_card_looks_around(scores->card)) {
        status = dsi_look_around(scores, &scores->arena, &scores->around, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_scores_join_subjects(scores, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_bench bench;
    status = dsi_bench_init(&bench, scores->card, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_card_input *inputs = dsi_arena_alloc(&bench.arena, ROWS * items * (int64_t)sizeof *inputs);
    status = inputs == NULL ? dsi_fail_memory(err) : score_rows(scores, &bench, inputs, err);
    dsi_bench_free(&bench);
    return status == DSCORE_OK ? dsi_scores_rank(scores, err) : status;
}

dscore_status dsi_scores_begin(
    const dscore_scorecard *card, const dscore_values *values, dscore_scores **out, dscore_error *err)
{
    dscore_scores *scores = dsi_alloc_zero(&card->arena.allocator, (int64_t)sizeof *scores);
    if (scores == NULL) {
        return dsi_fail_memory(err);
    }
    scores->allocator = card->arena.allocator;
    dsi_arena_init(&scores->arena, &scores->allocator);
    dsi_scorecard_take(card);
    scores->card = card;
    dsi_values_take(values);
    scores->values = values;
    *out = scores;
    return DSCORE_OK;
}

dscore_status dsi_score_rows(const dscore_scorecard *card, const dscore_values *values, const int64_t *rows,
    int64_t count, dscore_scores **out, dscore_error *err)
{
    dscore_scores *scores = NULL;
    dscore_status status = dsi_scores_begin(card, values, &scores, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (rows != NULL) {
        int64_t *kept = dsi_arena_alloc(&scores->arena, count * (int64_t)sizeof *kept);
        status = kept == NULL ? dsi_fail_memory(err) : DSCORE_OK;
        if (kept != NULL) {
            memcpy(kept, rows, (size_t)count * sizeof *kept);
            scores->rows = kept;
            scores->count = count;
        }
    }
    if (status == DSCORE_OK) {
        status = fill(scores, err);
    }
    if (status != DSCORE_OK) {
        dscore_scores_free(scores);
        return status;
    }
    *out = scores;
    return DSCORE_OK;
}

dscore_status dscore_score(
    const dscore_scorecard *card, const dscore_values *values, dscore_scores **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (card == NULL || values == NULL) {
        return dsi_fail_null(err, card == NULL ? "card" : "values");
    }
    return dsi_score_rows(card, values, NULL, 0, out, err);
}

void dscore_scores_free(dscore_scores *scores)
{
    if (scores == NULL) {
        return;
    }
    dscore_allocator a = scores->allocator;
    dsi_values_drop(scores->values);
    dscore_scorecard_free((dscore_scorecard *)(void *)(uintptr_t)scores->card); /* gives back one hold */
    dsi_arena_free(&scores->arena);
    dsi_release(&a, scores, (int64_t)sizeof *scores);
}

int64_t dscore_scores_count(const dscore_scores *scores)
{
    return scores == NULL ? 0 : scores->count;
}

const dscore_values *dscore_scores_values(const dscore_scores *scores)
{
    return scores == NULL ? NULL : scores->values;
}

const dscore_scorecard *dscore_scores_card(const dscore_scores *scores)
{
    return scores == NULL ? NULL : scores->card;
}

const char *dsi_scores_subject(const dscore_scores *scores, int64_t row)
{
    return scores->subjects != NULL ? scores->subjects[row]
                                    : dscore_values_key(scores->values, dsi_scores_row(scores, row), 0);
}

dscore_status dsi_scores_check(const dscore_scores *scores, int64_t index, const void *out, dscore_error *err)
{
    if (scores == NULL || out == NULL) {
        return dsi_fail_null(err, scores == NULL ? "scores" : "out");
    }
    if (index < 0 || index >= scores->count) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "score %lld of %lld", (long long)index, (long long)scores->count);
    }
    return DSCORE_OK;
}

dscore_status dscore_scores_get(const dscore_scores *scores, int64_t index, dscore_score_row *out, dscore_error *err)
{
    dscore_status status = dsi_scores_check(scores, index, out, err);
    if (status != DSCORE_OK) {
        return status;
    }
    int64_t start;
    int64_t end;
    status = dsi_scores_period(scores, index, &start, &end, err);
    if (status != DSCORE_OK) {
        return status;
    }
    const dsi_total *total = &scores->totals[index];
    const dsi_grade *grade = total->grade < 0 ? NULL : &scores->card->spec.grades[total->grade];
    dscore_score_row row = {0, total->status, total->reason, total->flags, total->rank, dsi_scores_row(scores, index),
        total->total, total->raw, total->weight_coverage, total->data_coverage, start, end,
        dsi_scores_subject(scores, index), grade == NULL ? "" : grade->label_en, grade == NULL ? "" : grade->label_zh};
    return dsi_struct_give(out, &row, sizeof row, err);
}

int32_t dscore_scores_line_count(const dscore_scores *scores, int64_t index)
{
    return scores == NULL || index < 0 || index >= scores->count ? 0 : scores->totals[index].line_count;
}

/* The lines whose values are a what-if. */
static void mark_assumed(const dscore_scores *scores, dsi_bench *bench, dsi_total *total)
{
    const dsi_card_spec *spec = &scores->card->spec;
    for (int32_t i = 0; scores->assumed != NULL && i < spec->item_count; i++) {
        for (int32_t k = 0; scores->assumed[i] != 0 && k < total->line_count; k++) {
            if (bench->lines[k].alias == spec->items[i].alias) { /* lines hold the card's own texts */
                bench->lines[k].flags |= DSCORE_SCORE_ASSUMED;
                total->flags |= DSCORE_SCORE_ASSUMED;
            }
        }
    }
}

/* What other rows have for this one, as when it was scored; for a what-if, with the value that is supposed. */
dscore_status dsi_scores_look(
    const dscore_scores *scores, int64_t index, const dsi_card_input *inputs, dsi_bench *bench, dscore_error *err)
{
    const dsi_around *around = scores->around;
    dscore_status status = DSCORE_OK;
    if (around == NULL && dsi_card_looks_around(scores->card)) {
        status = dsi_look_around(scores, &bench->arena, &around, err);
    }
    return status == DSCORE_OK && around != NULL ? dsi_look_beside(scores, around, index, inputs, bench->beside, err)
                                                 : status;
}

dscore_status dsi_scores_again(
    const dscore_scores *scores, int64_t row, dsi_bench *bench, dsi_total *out, dscore_error *err)
{
    dscore_status status = dsi_scores_check(scores, row, out, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (scores->rolled != NULL) {
        return dsi_rollup_again(scores, row, bench, out, err);
    }
    int64_t items = scores->card->spec.item_count;
    dsi_card_input *inputs = dsi_arena_alloc(&bench->arena, items * (int64_t)sizeof *inputs);
    if (inputs == NULL) {
        return dsi_fail_memory(err);
    }
    status = dsi_scores_inputs(scores, row, inputs, err);
    if (status == DSCORE_OK) {
        status = dsi_scores_look(scores, row, inputs, bench, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    bench->prints = true;
    dsi_score_row(bench, inputs, dsi_scores_absent(scores, row), out);
    mark_assumed(scores, bench, out);
    out->rank = scores->totals[row].rank;
    out->peers = scores->totals[row].peers;
    return DSCORE_OK;
}

dscore_status dscore_scores_line(
    const dscore_scores *scores, int64_t index, int32_t line, dscore_ledger_line *out, dscore_error *err)
{
    dscore_status status = dsi_scores_check(scores, index, out, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (line < 0 || line >= scores->totals[index].line_count) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "line %d of %d", (int)line, (int)scores->totals[index].line_count);
    }
    dsi_bench bench;
    status = dsi_bench_init(&bench, scores->card, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_total total;
    status = dsi_scores_again(scores, index, &bench, &total, err);
    if (status == DSCORE_OK) {
        status = dsi_struct_give(out, &bench.lines[line], sizeof bench.lines[line], err); /* texts are the card's */
    }
    dsi_bench_free(&bench);
    return status;
}

dscore_status dscore_scores_explain(const dscore_scores *scores, int64_t index, const char *lang, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    bool chinese = false;
    dscore_status status = dsi_scores_check(scores, index, &chinese, err);
    if (status == DSCORE_OK) {
        status = dsi_voice_language(lang, &chinese, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_bench bench;
    status = dsi_bench_init(&bench, scores->card, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_total total;
    dsi_explained score = {dsi_scores_subject(scores, index), 0, 0, &total, NULL, NULL, scores->rolled};
    status = dsi_scores_again(scores, index, &bench, &total, err);
    if (status == DSCORE_OK) {
        status = dsi_scores_period(scores, index, &score.period_start, &score.period_end, err);
        score.lines = bench.lines;
        score.watched = bench.watched;
    }
    if (status == DSCORE_OK) {
        dsi_text text;
        dsi_text_init(&text, &scores->allocator);
        dsi_explain_score(&text, scores->card, &score, chinese);
        status = dsi_text_give(&text, buffer, capacity, out_needed, err);
        dsi_text_free(&text);
    }
    dsi_bench_free(&bench);
    return status;
}
