/* Where in the text a value stands: the JSON library does not keep it, so the text is walked along the path again. */
#ifndef DSI_DOCUMENT_LOCATE_H
#define DSI_DOCUMENT_LOCATE_H

#include "document/reader.h"

typedef struct dsi_position {
    int64_t offset;       /* bytes */
    int32_t line, column; /* from 1; column in code points */
} dsi_position;

/* The value at the end of a chain of `depth` steps below the document (chain[0] is the document), or the name of
   its last member if `of_name`. `text` is valid JSON. `inside`: code points into a text value, from 1; 0 = its start.
 */
dsi_position dsi_locate(
    const char *text, int64_t length, const dsi_at *const *chain, int32_t depth, bool of_name, int32_t inside);

#endif
