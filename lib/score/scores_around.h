/* What a row of scores takes from other rows: points among peers (METHODS 2.10), medians and earlier values that stand
   in for what is missing (3.3). Worked out once for all rows. */
#ifndef DSI_SCORE_SCORES_AROUND_H
#define DSI_SCORE_SCORES_AROUND_H

#include "score/engine.h"

struct dscore_scores;

/* Of one item. Arrays by row of the values, or by period group. NULL = the item does not need it. */
typedef struct dsi_around_item {
    int32_t column;          /* of the values */
    double *points, *raw;    /* one a row: among peers */
    int32_t *status, *flags; /* one a row */
    int64_t *counted;        /* one a group: values that count */
    double *median;          /* one a group */
    double *median_points;   /* one a group, of a rule among peers */
} dsi_around_item;

typedef struct dsi_around {
    const dsi_around_item *items; /* one an item of the card */
    const int64_t *group;         /* one a row: rows of one period share a number, from 0 */
} dsi_around;

/* Does any item of the card take anything from other rows? */
bool dsi_card_looks_around(const dscore_scorecard *card);

/* Into the arena. MEMORY. */
dscore_status dsi_look_around(
    const struct dscore_scores *scores, dsi_arena *arena, const dsi_around **out, dscore_error *err);

/* Fill `beside`, one an item of the card, for a score whose own inputs are given. */
dscore_status dsi_look_beside(const struct dscore_scores *scores, const dsi_around *around, int64_t index,
    const dsi_card_input *inputs, dsi_beside *beside, dscore_error *err);

#endif
