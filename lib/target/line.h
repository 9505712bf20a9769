/* Lines through a series with holes, and the median without memory of its own. */
#ifndef DSI_TARGET_LINE_H
#define DSI_TARGET_LINE_H

#include <stdbool.h>
#include <stdint.h>

/* y = intercept + slope k, k = 1 for the first entry; NaN entries are holes. */
typedef struct dsi_line {
    int64_t counted;     /* entries that are there */
    double mean_k, s_xx; /* of their k */
    double intercept, slope;
    double deviation; /* of the residuals, divisor counted - 2; 0 if they are rounding only */
} dsi_line;

/* At least 3 entries that are there. */
dsi_line dsi_line_least_squares(const double *y, int64_t count);
dsi_line dsi_line_theil_sen(const double *y, int64_t count);

#endif
