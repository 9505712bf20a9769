/* What the files of the engine share: a ledger as it grows, and the steps of scoring a row. */
#ifndef DSI_SCORE_ENGINE_PARTS_H
#define DSI_SCORE_ENGINE_PARTS_H

#include "score/engine.h"

/* With the sum of its lines so far. */
typedef struct dsi_ledger {
    dsi_bench *bench;
    int32_t count;
    double sum;
} dsi_ledger;

void dsi_ledger_add(dsi_ledger *l, const dscore_ledger_line *line);

/* Take from the line of a node or bonus all that a row may have written, save the numbers of rows. */
void dsi_line_clear(dscore_ledger_line *line);

/* A line of an amount alone. */
dscore_ledger_line dsi_ledger_adjustment(int32_t kind, double amount, int32_t flags);

/* Id of the group that a node stands in; "" if it has none, or the node is -1. */
const char *dsi_group_of(const dscore_scorecard *card, int32_t node);

/* n_used / (n_used + n_missing); NaN where there is nothing to cover (correction 8). */
double dsi_data_coverage(const dsi_card_input *input);

/* Values to points: the contribution lines, still without amounts, then the gates that cut points of items. */
void dsi_score_items(dsi_bench *bench, const dsi_card_input *inputs, bool absent_key);

/* Effective shares and coverage, from what is present and what counts (METHODS 3.3). */
void dsi_resolve_row(dsi_bench *bench, double *out_coverage);

/* Does the policy for missing values withhold the total? */
bool dsi_row_blocked(const dsi_bench *bench);

/* Cut the points of groups: `points` holds, by node, points times effective share (METHODS 2.8). */
void dsi_gate_groups(dsi_ledger *l, double *points);

/* Cut the sum so far. */
void dsi_gate_total(dsi_ledger *l);

/* From the mean to what the card's operator gives (METHODS 3.2). */
void dsi_apply_operator(dsi_ledger *l);

#endif
