/* Scorecards as JSON. */
#ifndef DSI_DOCUMENT_CARD_H
#define DSI_DOCUMENT_CARD_H

#include "document/writer.h"
#include "score/card.h"

/* Read a card into a specification whose arrays lie in the reader's arena. out_rules receives, one an item, where its
   rule stands. */
bool dsi_read_card(dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, dsi_card_spec *out);

/* Words for the period of an item, by DSCORE_PERIOD_... */
extern const dsi_choice dsi_period_choices[];

/* Parts of a card: gates, once its items are read, and whom it is meant for. */
bool dsi_read_gates(dsi_reader *r, const dsi_at *at, const dscore_catalog *catalog, dsi_card_spec *out);
bool dsi_read_subject(dsi_reader *r, const dsi_at *at, dsi_card_spec *out);

/* The members of a card, inside an open object. */
void dsi_write_card(dsi_writer *w, const dscore_scorecard *card);

/* Where the rule of an item stands: in the item, or under "rules". The steps are the caller's room. */
const dsi_at *dsi_rule_place(const dsi_at *root, const char *alias, dsi_at steps[4]);

/* Indicator and settings (D14) of an item, inside an open object. */
void dsi_write_settings(dsi_writer *w, const dsi_card_item *item);

#endif
