/* Scores of longer periods as means of published ones: what is kept of the shorter periods. */
#ifndef DSI_SCORE_ROLLUP_H
#define DSI_SCORE_ROLLUP_H

#include "score/engine.h"
#include "score/voice.h"

/* A shorter period of one subject. */
typedef struct dsi_rolled_part {
    const char *name;     /* "2026-11"; where the periods have no names, "2026-11-01/2026-12-01" */
    int32_t status;       /* DSCORE_VALUE_... of its total */
    int32_t flags;        /* DSCORE_SCORE_... of it */
    double total;         /* published; NaN unless OK */
    double weight;        /* days, rows or 1: relative */
    double data_coverage; /* of its score; NaN = none */
    int64_t n_rows;
} dsi_rolled_part;

typedef struct dsi_rolled {
    int32_t weighting; /* DSCORE_ROLLUP_... */
    int64_t min_periods;
    const int64_t *edges; /* period_count + 1 */
    int64_t period_count;
    const char **names;           /* one a period; "" = no period of the calendar */
    const int64_t *shorter;       /* one a period: how many shorter ones are in it */
    const int64_t *period;        /* one a score: index of its period */
    const dsi_rolled_part *parts; /* by score, in the order of time */
    const int64_t *first;         /* one a score, and one behind: where its parts begin */
} dsi_rolled;

/* The totals, grades and ranks of scores whose parts are set; scratch: until it returns. */
dscore_status dsi_rollup_average(dscore_scores *to, dsi_arena *scratch, dscore_error *err);

/* As dsi_scores_again, for roll-ups. */
dscore_status dsi_rollup_again(
    const dscore_scores *scores, int64_t index, dsi_bench *bench, dsi_total *out, dscore_error *err);

/* The names of the longer periods, where the shorter ones are periods of the calendar. Texts in the arena. */
dscore_status dsi_rolled_name(dsi_rolled *rolled, const dscore_values *values, dsi_arena *arena, dscore_error *err);
/* "2026-01-01/2026-07-01", dates in UTC; NULL: no memory. */
const char *dsi_period_dates(dsi_arena *arena, int64_t start, int64_t end);

/* What the explanation of a roll-up says: what the total is, and one of its lines. */
void dsi_explain_mean(
    const dsi_voice *v, const dsi_rolled *rolled, const dsi_total *total, const dscore_ledger_line *lines);
void dsi_explain_part(const dsi_voice *v, const dscore_ledger_line *line, int32_t decimals);

#endif
