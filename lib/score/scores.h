/* Scores in memory: totals of every row; ledgers are worked out again when they are asked for. */
#ifndef DSI_SCORE_SCORES_H
#define DSI_SCORE_SCORES_H

#include "score/engine.h"

struct dscore_scores {
    dscore_allocator allocator;
    dsi_arena arena;              /* joined subjects, columns, totals */
    const dscore_scorecard *card; /* one hold */
    const dscore_values *values;  /* one hold */
    int32_t *columns;             /* one an item: its index in the values */
    int64_t count;
    dsi_total *totals;     /* one a row */
    const char **subjects; /* one a row; NULL with fewer than two keys */
};

/* Score a row again into a bench made for scores->card: totals and lines. ARGUMENT out of range. */
dscore_status dsi_scores_again(
    const dscore_scores *scores, int64_t row, dsi_bench *bench, dsi_total *out, dscore_error *err);

const char *dsi_scores_subject(const dscore_scores *scores, int64_t row);

/* The head of an explanation. */
typedef struct dsi_explained {
    const char *subject;
    int64_t period_start, period_end;
    const dsi_total *total;
    const dscore_ledger_line *lines;
} dsi_explained;

/* A score with its ledger as text, in one language. */
void dsi_explain_score(dsi_text *t, const dscore_scorecard *card, const dsi_explained *score, bool chinese);

#endif
