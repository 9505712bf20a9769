/* Items (D14): an indicator with its settings under an alias, looked up in a catalogue and asked for in a query.
   Scorecards and targets consist of them. */
#ifndef DSI_SCORE_ITEM_H
#define DSI_SCORE_ITEM_H

#include "base/memory.h"
#include "base/text.h"
#include "score/card.h"

/* The indicator of an item, whose id is given; NOT_FOUND with the nearest if it or a parameter does not exist: path
   `indicator` or `parameters.limit`. */
dscore_status dsi_item_look_up(
    const dscore_catalog *catalog, const dsi_card_item *item, const dscore_indicator **out, dscore_error *err);

/* Add an item (its texts not NULL) to a query, unless it holds the same under the alias; INCOMPATIBLE if it holds
   something else there. `than` says whose item it is: "the card". */
dscore_status dsi_item_ask(dscore_query *query, const dsi_card_item *item, const char *than, dscore_error *err);

/* Texts and parameters of an item that was copied whole: copied too. */
void dsi_item_copy(dsi_copying *c, dsi_card_item *item);

/* What an item measures, as canonical text; `definition`: the hash of its indicator. */
void dsi_item_canonical(dsi_text *t, const dsi_card_item *item, const char *definition);

/* Put `name[index]` before the path of an error. */
void dsi_error_prefix_index(dscore_error *err, const char *name, int32_t index);

#endif
