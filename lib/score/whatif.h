/* What questions about scores share: finding an item, refusing roll-ups. */
#ifndef DSI_SCORE_WHATIF_H
#define DSI_SCORE_WHATIF_H

#include "score/scores.h"

/* Item of an alias; NOT_FOUND with the nearest. */
dscore_status dsi_find_alias(const dscore_scorecard *card, const char *alias, int32_t *out, dscore_error *err);
/* As dsi_scores_check, and no roll-up: INCOMPATIBLE. */
dscore_status dsi_check_scored(const dscore_scores *scores, int64_t index, const void *out, dscore_error *err);

#endif
