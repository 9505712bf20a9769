/* What an item of a card says beside its rule (D14): indicator, parameters, clock, filter, placement, credit, source.
 */
#ifndef DSI_DOCUMENT_SETTING_H
#define DSI_DOCUMENT_SETTING_H

#include "document/reader.h"
#include "score/card.h"

typedef struct dsi_item_settings {
    const dsi_at *parameters, *clock, *where, *placement, *credit, *source; /* json NULL = absent */
} dsi_item_settings;

bool dsi_need_indicator(dsi_reader *r, const dsi_at *at, const dscore_catalog *catalog, const dscore_indicator **out);

/* Type the settings against the indicator and its source; `at` is the item. */
bool dsi_read_settings(dsi_reader *r, const dsi_at *at, const dscore_indicator *indicator,
    const dsi_item_settings *settings, dsi_card_item *out);

/* A JSON value as a literal of the formula language for a parameter of that type; NULL after a complaint. */
const char *dsi_literal_of(dsi_reader *r, const dsi_at *at, int32_t type, const char *unit);

/* Names for complaints. */
const char *dsi_indicator_name_at(const void *catalog, int32_t i);
const char *dsi_source_name_at(const void *schema, int32_t i);
const char *dsi_field_name_at(const void *source, int32_t i); /* ctx: const dsi_source * */

#endif
