/* A matrix of pairwise judgements while it is worked on, and what its parts ask of one another. */
#ifndef DSI_WEIGHT_AHP_H
#define DSI_WEIGHT_AHP_H

#include "weight/method.h"

typedef struct dsi_ahp {
    int32_t n;
    int32_t missing; /* pairs without a judgement */
    double lambda;
    double a[DSCORE_COMPARED_MAX][DSCORE_COMPARED_MAX];      /* 0 = missing, until completed */
    uint8_t known[DSCORE_COMPARED_MAX][DSCORE_COMPARED_MAX]; /* 1 = judged */
    double eigen[DSCORE_COMPARED_MAX];                       /* principal eigenvector, adds up to 1 */
} dsi_ahp;

/* How many numbers a layout holds. */
int64_t dsi_ahp_length(int32_t n, int32_t layout);
/* Read and check judgements (as dscore_ahp_solve says); n and layout are checked already. */
dscore_status dsi_ahp_read(dsi_ahp *m, const double *judgements, int32_t n, int32_t layout, dscore_error *err);
/* Whether known judgements join all criteria, the principal eigenvector, and the missing judgements from it. */
dscore_status dsi_ahp_complete(dsi_ahp *m, dscore_error *err);
/* Weights of a completed matrix by a method of DSCORE_AHP_.... */
void dsi_ahp_weigh(const dsi_ahp *m, int32_t method, double *weights);
/* Every index of a completed matrix; the struct_size of `out` is left alone. */
void dsi_ahp_judge(const dsi_ahp *m, const double *weights, int32_t random_index, dscore_ahp_result *out);

#endif
