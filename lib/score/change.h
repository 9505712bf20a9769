/* A change of a score in memory: its lines and the names that its text needs. */
#ifndef DSI_SCORE_CHANGE_H
#define DSI_SCORE_CHANGE_H

#include "base/memory.h"
#include <deskscore/whatif.h>

struct dscore_change {
    dsi_arena arena;
    dscore_change_line *lines;
    int32_t count;
    int32_t decimals; /* the finer of the two cards' */
    double before, after, difference;
    const char *subject_before, *subject_after;
    const char *card_before, *card_after;
    bool same_card; /* the same content */
};

#endif
