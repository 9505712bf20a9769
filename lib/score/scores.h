/* Scores in memory: totals of every row; ledgers are worked out again when they are asked for. */
#ifndef DSI_SCORE_SCORES_H
#define DSI_SCORE_SCORES_H

#include "score/rollup.h"
#include "score/scores_around.h"

struct dscore_scores {
    dscore_allocator allocator;
    dsi_arena arena;              /* joined subjects, columns, totals */
    const dscore_scorecard *card; /* one hold */
    const dscore_values *values;  /* one hold */
    int32_t *columns;             /* one an item: its index in the values */
    int64_t count;
    dsi_total *totals;           /* one a score */
    const char **subjects;       /* one a score; NULL with fewer than two keys */
    const int64_t *rows;         /* one a score: its row of the values; NULL = the same number */
    const dsi_card_input *given; /* what-if: what the only score is made of, one an item; NULL = the values */
    const uint8_t *assumed;      /* what-if: one an item; NULL = none */
    const dsi_around *around;    /* what rows take from one another; NULL = nothing, or not worked out yet */
    const dsi_rolled *rolled;    /* a roll-up: what its means are made of; NULL = scored from values */
};

/* Score some rows of the values, ascending; rows NULL: all of them. */
dscore_status dsi_score_rows(const dscore_scorecard *card, const dscore_values *values, const int64_t *rows,
    int64_t count, dscore_scores **out, dscore_error *err);

/* Scores without any yet: the holds and the arena. Free with dscore_scores_free. */
dscore_status dsi_scores_begin(
    const dscore_scorecard *card, const dscore_values *values, dscore_scores **out, dscore_error *err);
/* Once count, rows and the like are set: the labels of several keys, joined by " / ". */
dscore_status dsi_scores_join_subjects(dscore_scores *scores, dscore_error *err);
/* Once the totals are there: their ranks in their periods. */
dscore_status dsi_scores_rank(dscore_scores *scores, dscore_error *err);

/* Of rows of values: is it that of the records without a subject; do two stand for the same one, of keys alike. */
bool dsi_row_is_absent(const dscore_values *values, int64_t row);
bool dsi_rows_share_subject(const dscore_values *a, int64_t row_a, const dscore_values *b, int64_t row_b);

/* A NULL, or no such score: ARGUMENT. */
dscore_status dsi_scores_check(const dscore_scores *scores, int64_t index, const void *out, dscore_error *err);
/* Of a score: its row of the values; is it the row without a subject; the ends of its period; one number a period. */
int64_t dsi_scores_row(const dscore_scores *scores, int64_t index);
bool dsi_scores_absent(const dscore_scores *scores, int64_t index);
dscore_status dsi_scores_period(
    const dscore_scores *scores, int64_t index, int64_t *out_start, int64_t *out_end, dscore_error *err);
/* Its name as dscore_period_name writes it; "" = no period of the calendar. */
const char *dsi_scores_period_name(const dscore_scores *scores, int64_t index);
int64_t dsi_scores_period_number(const dscore_scores *scores, int64_t index);

/* What a score is made of, one an item; not for roll-ups. */
dscore_status dsi_scores_inputs(const dscore_scores *scores, int64_t index, dsi_card_input *inputs, dscore_error *err);

/* What other rows have for this one, into bench->beside. */
dscore_status dsi_scores_look(
    const dscore_scores *scores, int64_t index, const dsi_card_input *inputs, dsi_bench *bench, dscore_error *err);

/* Score a row again into a bench made for scores->card: totals and bench->lines (which may move). ARGUMENT out of
   range. */
dscore_status dsi_scores_again(
    const dscore_scores *scores, int64_t row, dsi_bench *bench, dsi_total *out, dscore_error *err);

const char *dsi_scores_subject(const dscore_scores *scores, int64_t row);

/* The head of an explanation. */
typedef struct dsi_explained {
    const char *subject;
    int64_t period_start, period_end;
    const dsi_total *total;
    const dscore_ledger_line *lines;
    const double *watched;    /* one a gate of the card, as in a bench; NULL if no line has a gate */
    const dsi_rolled *rolled; /* NULL = no roll-up */
} dsi_explained;

/* A score with its ledger as text, in one language. */
void dsi_explain_score(dsi_text *t, const dscore_scorecard *card, const dsi_explained *score, bool chinese);

#endif
