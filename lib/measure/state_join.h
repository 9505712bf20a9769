/* Two states on their way to becoming one, shared by what adds a state to another (merge.c), what takes one away
   (subtract.c) and what does both at once (retract.c). */
#ifndef DSI_MEASURE_STATE_JOIN_H
#define DSI_MEASURE_STATE_JOIN_H

#include "measure/state_parts.h"

/* Where the labels and cells of one state are in another. Begins as zero bytes. */
typedef struct dsi_join {
    dscore_allocator allocator;
    const dsi_relabel *relabel; /* given; NULL: every key keeps its labels */
    int32_t *labels;       /* target label of each source label; NULL: the states share their labels */
    int32_t *periods;      /* target period of each source period; NULL: the same */
    int32_t **cells;       /* by frame: target cell of each source cell, -1 = left out */
    int32_t *cells_before; /* of the target, by frame */
    int64_t *left;         /* subtract.c: one a source cell of the largest frame */
    void *block;           /* all of these; NULL: nothing was added to the target yet */
    int64_t bytes;
} dsi_join;

bool dsi_join_make(dsi_join *m, const dscore_state *to, const dscore_state *from); /* false = no memory */
void dsi_join_free(dsi_join *m);

/* ---- join.c ---------------------------------------------------------------------------------- */

/* INCOMPATIBLE: a period of `from` that lies in no period of `to`. UNSUPPORTED: an item that reads the ends of its
   period, where they are not the same. */
dscore_status dsi_join_check_periods(const dscore_state *to, const dscore_state *from, dscore_error *err);
/* The target cell of each source cell, made if it is not there; false = no memory. Cells from which all rows were
   taken away are left out; of stocks those count that are taken at the end of a target's period (D25). */
bool dsi_join_cells(const dsi_join *m, dscore_state *to, const dscore_state *from, int32_t frame);

/* The same without making any; the first source cell that the target lacks, -1 = none. */
int32_t dsi_join_find_cells(const dsi_join *m, const dscore_state *to, const dscore_state *from, int32_t frame);
/* UNSUPPORTED, naming an item that reads the ends of its period: over longer ones it cannot be told without its rows.
 */
dscore_status dsi_check_period_readers(const dscore_plan *plan, dscore_error *err);

/* ---- merge.c --------------------------------------------------------------------------------- */

/* Room for all of `from` in `to`; false = no memory. Then commit, which cannot fail, or undo. */
bool dsi_join_reserve(dscore_state *to, const dscore_state *from, dsi_join *m);
void dsi_join_commit(dscore_state *to, const dscore_state *from, const dsi_join *m);
void dsi_join_undo(dscore_state *to, const dsi_join *m);

/* ---- state_compare.c ------------------------------------------------------------------------- */

/* May the states be added? INCOMPATIBLE names the first difference. any_periods: their grids may differ, and keys of
   `from` may have been dropped in `to`. */
dscore_status dsi_state_compare(const dscore_state *to, const dscore_state *from, bool any_periods, dscore_error *err);
/* Of the two, is it `from` whose now the sum has? */
bool dsi_state_takes_now(const dscore_state *to, const dscore_state *from);

/* ---- subtract.c ------------------------------------------------------------------------------ */

/* UNSUPPORTED, naming the item: something over the rows of this source cannot be taken apart. source -1: of any source
   that was given to `from`. */
dscore_status dsi_state_check_subtractable(const dscore_state *state, int32_t source, dscore_error *err);
/* Does `to` hold all of `from`? Both of one plan. INCOMPATIBLE names the cell that does not; else commit may follow,
   which cannot fail; in between at most the reserving of what is added. */
dscore_status dsi_subtract_check(dscore_state *to, const dscore_state *from, dsi_join *m, dscore_error *err);
void dsi_subtract_commit(dscore_state *to, const dscore_state *from, const dsi_join *m);

#endif
