/* What the files that explain a score share. */
#ifndef DSI_SCORE_EXPLAIN_PARTS_H
#define DSI_SCORE_EXPLAIN_PARTS_H

#include "score/scores.h"
#include "score/voice.h"

typedef struct dsi_explaining {
    dsi_voice voice; /* without a unit */
    const dscore_scorecard *card;
    const dsi_explained *score;
} dsi_explaining;

/* A value with as many decimals as tell on which side of a threshold it lies. */
double dsi_tell_shown(double value);
void dsi_tell_percent(const dsi_voice *v, double share);
/* Printed amounts, with the decimals of the card; the second with its sign. */
void dsi_tell_amount(const dsi_explaining *e, double printed);
void dsi_tell_signed(const dsi_explaining *e, double printed);
/* A date, and the time of day where it is not midnight; UTC. */
void dsi_tell_instant(dsi_text *t, int64_t instant);
/* "weight 20%", or in points mode "worth 15 points"; then what it became in this total. */
void dsi_tell_weight(const dsi_explaining *e, const dscore_ledger_line *line);
void dsi_tell_effective_weight(const dsi_explaining *e, const dscore_ledger_line *line);
int32_t dsi_tell_depth(const dsi_explaining *e, const dscore_ledger_line *line);
void dsi_tell_indent(const dsi_explaining *e, int32_t depth);

/* What people call an item; its alias if it has no name. */
const char *dsi_tell_name(const dsi_explaining *e, int32_t item);
/* Which gate holds and why, without an end: `Veto "...": at most 0 points while ... is below 60% (it is 45%)`. whom:
   what is cut, "" = the item that is spoken of. number: as in a line, from 1. */
void dsi_tell_gate(const dsi_explaining *e, int32_t number, const char *whom);

void dsi_tell_item(const dsi_explaining *e, const dscore_ledger_line *line);

#endif
