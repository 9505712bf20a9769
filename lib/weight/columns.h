/* What standard deviation weights and CRITIC share. */
#ifndef DSI_WEIGHT_COLUMNS_H
#define DSI_WEIGHT_COLUMNS_H

#include "weight/method.h"

dscore_status dsi_weigh_check_scatter_scaling(
    int32_t scaling, dscore_error *err); /* PARAMETER unless AS_GIVEN, MIN_MAX */
double dsi_weigh_column_mean(const dsi_weigh_column *c);
double dsi_weigh_column_deviation(const dsi_weigh_column *c); /* over rows; 0 of a constant column */

#endif
