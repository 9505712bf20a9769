/* Lanes: the working memory in which an update counts and adds up small numbers, one record a cell, until they are
   moved to the state. Counters are bytes, eight to a word, and sums are words, in quads of four words that are added to
   a record at once; the low byte of a quad counts its rows, so that a record is emptied before any byte overflows. */
#ifndef DSI_MEASURE_LANES_H
#define DSI_MEASURE_LANES_H

#include "measure/peaks.h"

typedef struct dsi_lanes dsi_lanes;

dsi_lanes *dsi_lanes_new(const dscore_allocator *allocator); /* NULL = no memory */
void dsi_lanes_free(dsi_lanes *lanes);                       /* NULL is fine */

/* What a block adds is told anew for each block; nothing is counted before dsi_lanes_add. The functions that can fail
   (false = no memory) may move what was counted before to the state. Memory that is wanted ahead is asked for while
   rows are added. */
void dsi_lanes_begin(dsi_lanes *lanes, const dsi_loops *loops, dsi_ahead *ahead);
const dsi_loops *dsi_lanes_loops(const dsi_lanes *lanes);
enum { DSI_LANES_NO_MEMORY = -1, DSI_LANES_REFUSE = 0, DSI_LANES_TOLD = 1 }; /* of dsi_family.tell */
/* Rows where of == is and also != 0 (NULL: all of them) count. The arrays stay as they are until the rows are added. */
bool dsi_lanes_flag(dsi_lanes *lanes, const uint8_t *of, uint8_t is, const uint8_t *also, dsi_home home);
/* The values of rows whose class is USED (NULL: all others hold 0) add up, in their unit. No absolute value is above
   DSI_LANE_MOST. */
bool dsi_lanes_sum(dsi_lanes *lanes, const dsi_vector *values, const uint8_t *class_of, dsi_home home);
/* The classes that it needs to be told of: NULL if the rows that a pass does not use hold 0 anyway. */
static inline const uint8_t *dsi_lanes_classes(const dsi_pass *pass, const dsi_vector *values)
{
    const bool is_clean = values->width > 0 && !values->dirty && pass->class_of == values->status;
    return pass->used == pass->n || is_clean ? NULL : pass->class_of;
}
/* The same of a column that is for the caller to fill before the rows are added; NULL = no memory. */
int64_t *dsi_lanes_column(dsi_lanes *lanes, int64_t unit, dsi_home home);
/* The greatest value * sign (1 or -1) of the same rows, of integers between DSI_PEAK_MOST and its negative; the home is
   told the value and its unit. */
bool dsi_lanes_peak(dsi_lanes *lanes, const dsi_vector *values, const uint8_t *class_of, int32_t sign, dsi_home home);
/* Add nothing to the elements of a home after all. */
void dsi_lanes_withdraw(dsi_lanes *lanes, const dsi_home *home);
/* Room for so many cells. */
bool dsi_lanes_reserve(dsi_lanes *lanes, int64_t cells);
/* Add the rows of the block to their cells (only >= 0: all to this one). */
void dsi_lanes_add(dsi_lanes *lanes, const int32_t *cell, int32_t only, int32_t n);
/* Move to the state what lies in the cells of some rows, or in the first so many cells. */
void dsi_lanes_settle_rows(dsi_lanes *lanes, const int32_t *cell, int32_t n);
void dsi_lanes_settle(dsi_lanes *lanes, int64_t cells);

/* 255 of them, and those of a whole block, fit 63 bits. */
#define DSI_LANE_MOST (INT64_C(1) << 51)
_Static_assert(DSI_BLOCK <= 2048, "a block of the greatest values adds up to less than 2^63");

#endif
