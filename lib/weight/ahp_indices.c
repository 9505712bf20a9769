/* How far pairwise judgements agree (METHODS 3.6): CI and CR over published random indices, GCI, Koczkodaj's K, and the
   judgement that the weights contradict most. */
#include "weight/ahp.h"

#include <math.h>

enum { LEAST_INDEXED = 3, MOST_INDEXED = 15, INDEX_TABLES = 3 };
static const double ACCEPTED_RATIO = 0.10;
static const double NOTHING_TO_RECONSIDER = 1e-9;

/* clang-format off */
static const double RANDOM_INDEX[INDEX_TABLES][MOST_INDEXED - LEAST_INDEXED + 1] = {
    {.5251686, .8836651, 1.1081014, 1.2492774, 1.3415514, 1.4048466, 1.4507197, 1.4857266, 1.5141022, 1.5356638,
     1.5545925, 1.5703498, 1.5839958},
    {.5799, .8921, 1.1159, 1.2358, 1.3322, 1.3952, 1.4537, 1.4882, 1.5117, 1.5356, 1.5571, 1.5714, 1.5831},
    {.58, .90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59}, /* not monotone at 12: so printed */
};
/* clang-format on */

static void judge_ratio(const dsi_ahp *m, int32_t random_index, dscore_ahp_result *out)
{
    int32_t n = m->n;
    out->lambda = m->lambda;
    out->ci = n > 1 ? (m->lambda - n) / (n - 1) : 0.0;
    if (n < LEAST_INDEXED) {
        out->cr = 0.0;
    } else if (n > MOST_INDEXED || m->missing > 0) {
        out->cr = NAN;
        out->cr_status = DSCORE_VALUE_UNDEFINED;
        out->flags |= n > MOST_INDEXED ? DSCORE_DERIVED_NO_INDEX : 0;
    } else {
        out->cr = out->ci / RANDOM_INDEX[random_index - 1][n - LEAST_INDEXED];
        out->flags |= out->cr < ACCEPTED_RATIO ? 0 : DSCORE_DERIVED_INCONSISTENT;
    }
}

static void judge_geometric(const dsi_ahp *m, dscore_ahp_result *out)
{
    int32_t n = m->n;
    double mean_log[DSCORE_COMPARED_MAX] = {0.0};
    double sum = 0.0;
    out->gci = 0.0;
    if (m->missing > 0) {
        out->gci = NAN;
        out->gci_status = DSCORE_VALUE_UNDEFINED;
        return;
    }
    for (int32_t i = 0; i < n; i++) {
        for (int32_t j = 0; j < n; j++) {
            mean_log[i] += log(m->a[i][j]) / n;
        }
    }
    for (int32_t i = 0; i < n; i++) {
        for (int32_t j = i + 1; j < n; j++) {
            double error = log(m->a[i][j]) + mean_log[j] - mean_log[i];
            sum += error * error;
        }
    }
    if (n >= LEAST_INDEXED) {
        out->gci = 2.0 * sum / ((n - 1.0) * (n - 2.0));
    }
}

static void judge_triads(const dsi_ahp *m, dscore_ahp_result *out)
{
    bool any = m->n < LEAST_INDEXED;
    out->koczkodaj = 0.0;
    for (int32_t i = 0; i < m->n; i++) {
        for (int32_t j = i + 1; j < m->n; j++) {
            for (int32_t k = j + 1; k < m->n; k++) {
                if (!m->known[i][j] || !m->known[j][k] || !m->known[i][k]) {
                    continue;
                }
                double way = m->a[i][j] * m->a[j][k];
                double worst = fmin(fabs(1.0 - m->a[i][k] / way), fabs(1.0 - way / m->a[i][k]));
                out->koczkodaj = fmax(out->koczkodaj, worst);
                any = true;
            }
        }
    }
    if (!any) {
        out->koczkodaj = NAN;
        out->koczkodaj_status = DSCORE_VALUE_UNDEFINED;
    }
}

static void judge_pairs(const dsi_ahp *m, const double *weights, dscore_ahp_result *out)
{
    double worst = NOTHING_TO_RECONSIDER; /* |ln error|; the first of equals stays */
    for (int32_t i = 0; i < m->n; i++) {
        for (int32_t j = i + 1; j < m->n; j++) {
            double error = m->a[i][j] * weights[j] / weights[i];
            if (m->known[i][j] && fabs(log(error)) > worst * (1.0 + NOTHING_TO_RECONSIDER)) {
                worst = fabs(log(error));
                out->reconsider_row = i;
                out->reconsider_column = j;
                out->reconsider_error = error;
                out->reconsider_implied = weights[i] / weights[j];
            }
        }
    }
}

void dsi_ahp_judge(const dsi_ahp *m, const double *weights, int32_t random_index, dscore_ahp_result *out)
{
    out->missing = m->missing;
    out->flags = m->missing > 0 ? DSCORE_DERIVED_COMPLETED : 0;
    judge_ratio(m, random_index, out);
    judge_geometric(m, out);
    judge_triads(m, out);
    judge_pairs(m, weights, out);
}
