/* Catalogue documents: fields and indicators. */
#ifndef DSI_DOCUMENT_CATALOG_H
#define DSI_DOCUMENT_CATALOG_H

#include "document/writer.h"
#include "measure/definition.h"

/* Add what the document says to a builder; after a failure the builder may hold a part of it. */
bool dsi_read_catalog(dsi_reader *r, const dsi_at *root, dscore_catalog_builder *builder);

/* [least, greatest], null for none. */
bool dsi_read_domain(dsi_reader *r, const dsi_at *at, double *min, double *max);

/* What a check says of a definition that holds. */
void dsi_check_record(dsi_reader *r, const dsi_at *at, const dscore_schema *schema, const dsi_record *record);

/* The members of an indicator, inside an open object. */
void dsi_write_indicator(dsi_writer *w, const dscore_indicator *indicator);

const char *dsi_type_word(int32_t type); /* number, duration, instant, boolean, text */

#endif
