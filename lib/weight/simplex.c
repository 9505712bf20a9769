/* The simplex method on a dictionary (Chvatal, Linear Programming, 1983, chapters 2 and 3), with Bland's rule: it
 * cannot cycle. */
#include "weight/simplex.h"

#include <math.h>

static const double ZERO = 1e-12;
enum { MOST_PIVOTS = 100000 };

double *dsi_simplex_row(const dsi_simplex *d, int32_t row)
{
    return d->cell + (int64_t)row * (d->columns + 1);
}

void dsi_simplex_pivot(dsi_simplex *d, int32_t row, int32_t column)
{
    double *pivot = dsi_simplex_row(d, row);
    double coefficient = pivot[column + 1];
    for (int32_t k = 0; k <= d->columns; k++) {
        pivot[k] = k == column + 1 ? 1.0 / coefficient : -pivot[k] / coefficient;
    }
    for (int32_t i = 0; i <= d->rows; i++) {
        double *other = dsi_simplex_row(d, i);
        double factor = other[column + 1];
        if (i == row) {
            continue;
        }
        for (int32_t k = 0; k <= d->columns; k++) {
            other[k] = k == column + 1 ? factor * pivot[k] : other[k] + factor * pivot[k];
            other[k] =
                fabs(other[k]) < ZERO ? 0.0 : other[k]; /* what is left of equal numbers taken from one another */
        }
    }
    int32_t entering = d->nonbasic[column];
    d->nonbasic[column] = d->basic[row];
    d->basic[row] = entering;
}

/* The variable of least number that lowers the objective as it grows; -1 = none. */
static int32_t entering_column(const dsi_simplex *d)
{
    const double *objective = dsi_simplex_row(d, d->rows);
    int32_t found = -1;
    for (int32_t k = 0; k < d->columns; k++) {
        if (objective[k + 1] < -ZERO && (found < 0 || d->nonbasic[k] < d->nonbasic[found])) {
            found = k;
        }
    }
    return found;
}

/* The row that first reaches 0 as the column's variable grows; of equals the variable of least number; -1 = none. */
static int32_t leaving_row(const dsi_simplex *d, int32_t column)
{
    int32_t found = -1;
    double least = 0.0;
    for (int32_t i = 0; i < d->rows; i++) {
        const double *row = dsi_simplex_row(d, i);
        if (row[column + 1] >= -ZERO) {
            continue;
        }
        double reach = row[0] / -row[column + 1];
        bool is_nearer = found < 0 || reach < least - ZERO;
        if (is_nearer || (reach <= least + ZERO && d->basic[i] < d->basic[found])) {
            found = i;
            least = is_nearer ? reach : fmin(reach, least);
        }
    }
    return found;
}

bool dsi_simplex_minimise(dsi_simplex *d)
{
    for (int32_t i = 0; i < MOST_PIVOTS; i++) {
        int32_t column = entering_column(d);
        if (column < 0) {
            return true;
        }
        int32_t row = leaving_row(d, column);
        if (row < 0) {
            return false;
        }
        dsi_simplex_pivot(d, row, column);
    }
    return false;
}
