/* A small dense linear programme in dictionary form: basic = constant + coefficients * nonbasic, all variables at least
 * 0. */
#ifndef DSI_WEIGHT_SIMPLEX_H
#define DSI_WEIGHT_SIMPLEX_H

#include <stdbool.h>
#include <stdint.h>

typedef struct dsi_simplex {
    int32_t rows, columns; /* basic and nonbasic variables */
    double *cell;          /* (rows + 1) * (columns + 1): constants in column 0, the objective in the last row */
    int32_t *basic;        /* [rows]: numbers of the variables */
    int32_t *nonbasic;     /* [columns] */
} dsi_simplex;

double *dsi_simplex_row(const dsi_simplex *d, int32_t row);
/* The nonbasic variable of a column (from 0) changes places with the basic one of a row; its coefficient is not 0. */
void dsi_simplex_pivot(dsi_simplex *d, int32_t row, int32_t column);
/* From constants >= 0 to the least objective, by Bland's rule. False = unbounded, or too many steps. */
bool dsi_simplex_minimise(dsi_simplex *d);

#endif
