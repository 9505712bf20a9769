/* Formulas above aggregates: doubles with a status. */
#ifndef DSI_FORMULA_CELL_H
#define DSI_FORMULA_CELL_H

#include "formula/formula.h"

/* status: DSCORE_VALUE_OK, _NO_DATA, _UNDEFINED, _INSUFFICIENT. Durations are in seconds, instants in seconds since
   1970 (only as operands: period_end() - period_start(), max(t) - min(t)), booleans 0/1. */
typedef struct dsi_cell {
    int32_t status;
    int32_t flags; /* DSCORE_FLAG_... of an operand, OR-ed upward */
    double value;  /* meaningless unless OK */
} dsi_cell;

/* Leaves of a cell tree that only the caller knows: AGGREGATE and OPERAND nodes, and CALL nodes of total(),
   period_days(), period_business_days(), period_start(), period_end(), now(), domain_min(f) and domain_max(f) (a
   constant: read it from the reading of the field args[0]->u.field, durations in seconds; without a bound UNDEFINED).
 */
typedef struct dsi_cell_leaves {
    void *ctx;
    dsi_cell (*leaf)(void *ctx, const dsi_node *node);
} dsi_cell_leaves;

/* The tree is bound: no PARAMETER. A missing operand gives missing (NO_DATA), an undefined one UNDEFINED (which wins);
   division by zero UNDEFINED; an overflow to infinity UNDEFINED. coalesce skips NO_DATA operands: in a derived formula
   only those whose flags hold DSCORE_FLAG_FIELD_ABSENT (D3). */
dsi_cell dsi_cell_eval(const dsi_node *node, bool derived, const dsi_cell_leaves *leaves);

#endif
