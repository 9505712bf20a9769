/* Intervals of one share, for the functions of this room and of the rooms above. */
#ifndef DSI_STAT_SHARE_H
#define DSI_STAT_SHARE_H

#include <stdint.h>

typedef struct dsi_interval {
    double lo, hi;
} dsi_interval;

/* x of n cases, 0 <= x <= n, n > 0, neither need be whole; z of the level. */
dsi_interval dsi_wilson(double x, double n, double z);
/* The same by DSCORE_INTERVAL_...; level as checked. */
dsi_interval dsi_share_interval(double x, double n, double level, double z, int32_t method);
/* The exact interval of a count x >= 0 that need not be whole. */
dsi_interval dsi_count_exact(double x, double level);

#endif
