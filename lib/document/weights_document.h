/* Weight trees as JSON: groups hold groups and leaves, a leaf is the alias of an item and its weight. */
#ifndef DSI_DOCUMENT_WEIGHTS_H
#define DSI_DOCUMENT_WEIGHTS_H

#include "document/writer.h"
#include "weight/tree.h"

/* Read a table into a specification; its arrays lie in the reader's arena. */
bool dsi_read_weights(dsi_reader *r, const dsi_at *at, dsi_weights_spec *out);

/* The members of a table, inside an open object. */
void dsi_write_weights(dsi_writer *w, const dsi_weights_spec *spec);

/* What a check says of weights that could be made: totals, dimensions, leaves. `at` is the table in the document. */
void dsi_check_weights(dsi_reader *r, const dsi_at *at, const dscore_weights *weights);

#endif
