/* Rules as JSON: {"family": "RATIO", ...}. */
#ifndef DSI_DOCUMENT_RULE_H
#define DSI_DOCUMENT_RULE_H

#include "document/writer.h"
#include "score/rule.h"

/* Read a rule into a specification; its arrays lie in the reader's arena. The reader's unit says what thresholds are
   compared with. */
bool dsi_read_rule(dsi_reader *r, const dsi_at *at, dsi_rule_spec *out);

/* The members of a rule, inside an open object. */
void dsi_write_rule(dsi_writer *w, const dsi_rule_spec *spec);

#endif
