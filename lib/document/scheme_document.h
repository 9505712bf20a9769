/* Schemes as JSON. */
#ifndef DSI_DOCUMENT_SCHEME_H
#define DSI_DOCUMENT_SCHEME_H

#include "document/writer.h"
#include "score/scheme.h"

/* Read a scheme into a specification whose arrays lie in the reader's arena; its cards are to be given back by
   dsi_scheme_spec_drop, whatever it returns. */
bool dsi_read_scheme(dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, dsi_scheme_spec *out);
void dsi_scheme_spec_drop(const dsi_scheme_spec *spec);

/* Where the card of a version stands. The steps are the caller's room. */
const dsi_at *dsi_scheme_card_place(const dsi_at *root, const char *line, int32_t version, dsi_at steps[4]);

/* What a check says of a scheme that could be made, beside what it says of its cards. */
void dsi_check_scheme(dsi_reader *r, const dsi_at *root, const dscore_scheme *scheme);

#endif
