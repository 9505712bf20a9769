/* Members of canonical texts, from which content hashes are made. */
#ifndef DSI_SCORE_CANONICAL_H
#define DSI_SCORE_CANONICAL_H

#include "base/text.h"

void dsi_put_int(dsi_text *t, const char *name, int64_t value);
void dsi_put_number(dsi_text *t, const char *name, double value);
void dsi_put_number_if(dsi_text *t, const char *name, bool has, double value);
/* The length first, so that no two lists of texts read alike. */
void dsi_put_text(dsi_text *t, const char *name, const char *value);
/* The hash of the whole text, which is freed in any case; MEMORY if it could not be kept. */
dscore_status dsi_canonical_hash(dsi_text *t, char out[33], dscore_error *err);

#endif
