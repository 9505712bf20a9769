/* The groups that a prior of shares is found from, and its greatest likelihood. */
#ifndef DSI_STAT_SHRINK_H
#define DSI_STAT_SHRINK_H

#include <deskscore/stat.h>
#include <stdbool.h>

/* x of n cases each, 0 <= x <= n. */
typedef struct dsi_share_groups {
    const int64_t *x, *n;
    int64_t count;
} dsi_share_groups;

/* The alpha and beta of the greatest beta-binomial likelihood. False: it grows without end as the groups are taken for
   alike. `start` holds the pooled share (above 0, below 1) and a strength, infinite where the moments found no spread.
 */
bool dsi_share_likelihood(
    const dsi_share_groups *groups, const dscore_share_prior *start, double *out_alpha, double *out_beta);

#endif
