/* The analytic hierarchy process (METHODS 3.6): judgements read and joined, the eigenvector, weights. */
#include "base/structs.h"
#include "weight/ahp.h"

#include <math.h>
#include <string.h>

static const double LEAST_JUDGEMENT = 1e-6, MOST_JUDGEMENT = 1e6, RECIPROCAL_TOLERANCE = 1e-9;
static const double SETTLED = 1e-13;
enum { MOST_STEPS = 1000, SQUARINGS = 40 };

int64_t dsi_ahp_length(int32_t n, int32_t layout)
{
    return layout == DSCORE_AHP_UPPER ? (int64_t)n * (n - 1) / 2 : (int64_t)n * n;
}

/* ---- reading -------------------------------------------------------------------------------- */

static dscore_status fail_reciprocal(dscore_error *err, int32_t i, int32_t j)
{
    dscore_status status = i == j ? dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHING_RECIPROCAL,
                                        "criterion %d compared with itself; expected 1", (int)i)
                                  : dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHING_RECIPROCAL,
                                        "judgement of %d over %d and of %d over %d; expected reciprocals, or 0 in both",
                                        (int)i, (int)j, (int)j, (int)i);
    dsi_error_path(err, "judgements[%d][%d]", (int)i, (int)j);
    return status;
}

static void put(dsi_ahp *m, int32_t i, int32_t j, double judgement)
{
    bool known = judgement > 0.0;
    m->a[i][j] = judgement;
    m->a[j][i] = known ? 1.0 / judgement : 0.0;
    m->known[i][j] = known ? 1 : 0;
    m->known[j][i] = m->known[i][j];
    m->missing += known ? 0 : 1;
}

dscore_status dsi_ahp_read(dsi_ahp *m, const double *judgements, int32_t n, int32_t layout, dscore_error *err)
{
    int64_t length = dsi_ahp_length(n, layout);
    if (judgements == NULL) {
        return dsi_fail_null(err, "judgements");
    }
    for (int64_t i = 0; i < length; i++) {
        bool is_good = judgements[i] >= LEAST_JUDGEMENT && judgements[i] <= MOST_JUDGEMENT;
        bool is_missing = judgements[i] >= 0.0 && judgements[i] <= 0.0;
        if (!is_good && !is_missing) {
            return dsi_weigh_fail_number(err, "judgements", i, LEAST_JUDGEMENT, MOST_JUDGEMENT);
        }
    }
    m->n = n;
    m->missing = 0;
    for (int32_t i = 0; i < n; i++) {
        m->a[i][i] = 1.0;
        m->known[i][i] = 1;
        if (layout == DSCORE_AHP_FULL && fabs(judgements[(int64_t)i * n + i] - 1.0) > RECIPROCAL_TOLERANCE) {
            return fail_reciprocal(err, i, i);
        }
        for (int32_t j = i + 1; j < n; j++) {
            if (layout == DSCORE_AHP_UPPER) {
                put(m, i, j, *judgements++);
                continue;
            }
            double over = judgements[(int64_t)i * n + j];
            double under = judgements[(int64_t)j * n + i];
            bool both_missing = !(over > 0.0) && !(under > 0.0);
            if (!both_missing && fabs(over * under - 1.0) > RECIPROCAL_TOLERANCE) {
                return fail_reciprocal(err, i, j);
            }
            put(m, i, j, over);
        }
    }
    return DSCORE_OK;
}

/* ---- eigenvector ----------------------------------------------------------------------------- */

/* Harker's matrix: 0 for a missing judgement, and 1 more on the diagonal for each in the row. It has the eigenvector
   and the eigenvalue of the matrix completed with the quotients of that eigenvector. */
static void harker(const dsi_ahp *m, double (*b)[DSCORE_COMPARED_MAX])
{
    for (int32_t i = 0; i < m->n; i++) {
        double unknown = 0.0;
        for (int32_t j = 0; j < m->n; j++) {
            b[i][j] = m->a[i][j];
            unknown += m->known[i][j] ? 0.0 : 1.0;
        }
        b[i][i] = 1.0 + unknown;
    }
}

/* One step x <- Bx / sum(Bx); returns the sum, and the greatest change of an element relative to itself: stricter than
   METHODS asks, so that tiny weights have settled too. */
static double step(int32_t n, double (*b)[DSCORE_COMPARED_MAX], double *x, double *out_change)
{
    double y[DSCORE_COMPARED_MAX];
    double sum = 0.0;
    for (int32_t i = 0; i < n; i++) {
        y[i] = 0.0;
        for (int32_t j = 0; j < n; j++) {
            y[i] += b[i][j] * x[j];
        }
        sum += y[i];
    }
    *out_change = 0.0;
    for (int32_t i = 0; i < n; i++) {
        *out_change = fmax(*out_change, fabs(y[i] / sum - x[i]) / x[i]);
        x[i] = y[i] / sum;
    }
    return sum;
}

static bool settles(int32_t n, double (*b)[DSCORE_COMPARED_MAX], double *x)
{
    for (int32_t i = 0; i < MOST_STEPS; i++) {
        double change;
        (void)step(n, b, x, &change);
        if (change < SETTLED) {
            return true;
        }
    }
    return false;
}

/* Where steps approach slowly (long chains of judgements, wild contradictions): the row sums of a high power of B, by
   squaring it again and again. */
static void start_from_power(int32_t n, double (*b)[DSCORE_COMPARED_MAX], double *x)
{
    double power[DSCORE_COMPARED_MAX][DSCORE_COMPARED_MAX];
    double square[DSCORE_COMPARED_MAX][DSCORE_COMPARED_MAX];
    memcpy(power, b, sizeof power);
    for (int32_t k = 0; k < SQUARINGS; k++) {
        double most = 0.0;
        for (int32_t i = 0; i < n; i++) {
            for (int32_t j = 0; j < n; j++) {
                square[i][j] = 0.0;
                for (int32_t l = 0; l < n; l++) {
                    square[i][j] += power[i][l] * power[l][j];
                }
                most = fmax(most, square[i][j]);
            }
        }
        for (int32_t i = 0; i < n; i++) {
            for (int32_t j = 0; j < n; j++) {
                power[i][j] = square[i][j] / most;
            }
        }
    }
    for (int32_t i = 0; i < n; i++) {
        x[i] = dsi_weigh_total(power[i], n);
    }
    dsi_weigh_shares(x, n, x);
}

/* Whether every criterion can be reached from the first along known judgements. */
static bool is_joined(const dsi_ahp *m)
{
    uint8_t reached[DSCORE_COMPARED_MAX] = {1};
    int32_t queue[DSCORE_COMPARED_MAX] = {0};
    int32_t count = 1;
    for (int32_t next = 0; next < count; next++) {
        for (int32_t j = 0; j < m->n; j++) {
            if (m->known[queue[next]][j] && !reached[j]) {
                reached[j] = 1;
                queue[count++] = j;
            }
        }
    }
    return count == m->n;
}

dscore_status dsi_ahp_complete(dsi_ahp *m, dscore_error *err)
{
    double b[DSCORE_COMPARED_MAX][DSCORE_COMPARED_MAX] = {{0.0}};
    double change;
    if (!is_joined(m)) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHING_UNJOINED,
            "%d judgements are missing, and no chain of the others joins all %d criteria", (int)m->missing, (int)m->n);
    }
    harker(m, b);
    for (int32_t i = 0; i < m->n; i++) {
        m->eigen[i] = 1.0 / m->n;
    }
    if (!settles(m->n, b, m->eigen)) {
        start_from_power(m->n, b, m->eigen);
        if (!settles(m->n, b, m->eigen)) {
            return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_WEIGHING_UNSETTLED,
                "the eigenvector of these judgements does not settle; they contradict one another too much");
        }
    }
    double x[DSCORE_COMPARED_MAX];
    memcpy(x, m->eigen, sizeof x);
    m->lambda = fmax(step(m->n, b, x, &change), (double)m->n); /* never below n but for rounding */
    for (int32_t i = 0; i < m->n; i++) {
        for (int32_t j = 0; j < m->n; j++) {
            m->a[i][j] = m->known[i][j] ? m->a[i][j] : m->eigen[i] / m->eigen[j];
        }
    }
    return DSCORE_OK;
}

/* ---- weights --------------------------------------------------------------------------------- */

void dsi_ahp_weigh(const dsi_ahp *m, int32_t method, double *weights)
{
    int32_t n = m->n;
    if (method == DSCORE_AHP_EIGEN) {
        memcpy(weights, m->eigen, (size_t)n * sizeof *weights);
        return;
    }
    for (int32_t i = 0; i < n; i++) {
        weights[i] = 0.0;
        for (int32_t j = 0; method == DSCORE_AHP_GEOMETRIC && j < n; j++) {
            weights[i] += log(m->a[i][j]) / n;
        }
    }
    if (method == DSCORE_AHP_GEOMETRIC) {
        dsi_weigh_shares_of_logs(weights, n);
        return;
    }
    for (int32_t j = 0; j < n; j++) {
        double sum = 0.0;
        for (int32_t i = 0; i < n; i++) {
            sum += m->a[i][j];
        }
        for (int32_t i = 0; i < n; i++) {
            weights[i] += m->a[i][j] / sum / n;
        }
    }
}

static dscore_status check_arguments(int32_t n, int32_t layout, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_count(n, "criteria", err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_choice(layout, DSCORE_AHP_UPPER, DSCORE_AHP_FULL, "layout of judgements", err);
    }
    return status == DSCORE_OK ? dsi_weigh_check_compared(n, err) : status;
}

static dscore_status take_options(dscore_ahp_options *into, const dscore_ahp_options *given, dscore_error *err)
{
    dscore_status status = dsi_weigh_options(into, given, (int64_t)sizeof *into, err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_choice(into->method, DSCORE_AHP_EIGEN, DSCORE_AHP_COLUMN_MEAN, "AHP method", err);
    }
    return status == DSCORE_OK ? dsi_weigh_check_choice(into->random_index, DSCORE_AHP_INDEX_SIMULATED,
                                     DSCORE_AHP_INDEX_CLASSIC, "random index", err)
                               : status;
}

dscore_status dscore_ahp_solve(const double *judgements, int32_t n, const dscore_ahp_options *options, double *weights,
    double *completed, dscore_ahp_result *result, dscore_error *err)
{
    dscore_ahp_options chosen = DSCORE_AHP_OPTIONS_INIT;
    dscore_ahp_result told = DSCORE_AHP_RESULT_INIT;
    dsi_ahp m;
    dscore_status status = take_options(&chosen, options, err);
    if (status == DSCORE_OK) {
        status = check_arguments(n, chosen.layout, err);
    }
    if (status == DSCORE_OK && weights == NULL) {
        status = dsi_fail_null(err, "weights");
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_result(result, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_ahp_read(&m, judgements, n, chosen.layout, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_ahp_complete(&m, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_ahp_weigh(&m, chosen.method, weights);
    for (int32_t i = 0; completed != NULL && i < n; i++) {
        memcpy(completed + (int64_t)i * n, m.a[i], (size_t)n * sizeof *completed);
    }
    dsi_ahp_judge(&m, weights, chosen.random_index, &told);
    return result == NULL ? DSCORE_OK : dsi_struct_give(result, &told, (int64_t)sizeof told, err);
}

/* ---- groups ---------------------------------------------------------------------------------- */

/* The weighted geometric mean of the judgements at one place, of those who gave one; 0 if none did. Summed over people
   in order, so that reciprocal places get reciprocal means to the last digits. */
static double joined_at(const double *judgements, int32_t people, int64_t length, const double *importances, int64_t at)
{
    double sum = 0.0;
    double total = 0.0;
    for (int32_t p = 0; p < people; p++) {
        double judgement = judgements[p * length + at];
        double importance = importances == NULL ? 1.0 : importances[p];
        if (judgement > 0.0 && importance > 0.0) {
            sum += importance * log(judgement);
            total += importance;
        }
    }
    return total > 0.0 ? exp(sum / total) : 0.0;
}

dscore_status dscore_ahp_join(const double *judgements, int32_t people, int32_t n, int32_t layout,
    const double *importances, double *joined, dscore_error *err)
{
    dsi_ahp m;
    dscore_status status = dsi_weigh_check_count(people, "people", err);
    if (status == DSCORE_OK) {
        status = check_arguments(n, layout, err);
    }
    if (status == DSCORE_OK && (judgements == NULL || joined == NULL)) {
        status = dsi_fail_null(err, judgements == NULL ? "judgements" : "joined");
    }
    if (status == DSCORE_OK && importances != NULL) {
        status = dsi_weigh_check_weights(importances, people, "importances", err);
    }
    int64_t length = status == DSCORE_OK ? dsi_ahp_length(n, layout) : 0;
    for (int32_t p = 0; status == DSCORE_OK && p < people; p++) {
        status = dsi_ahp_read(&m, judgements + p * length, n, layout, err);
        if (status != DSCORE_OK) {
            dsi_error_row(err, p);
        }
    }
    for (int64_t i = 0; status == DSCORE_OK && i < length; i++) {
        joined[i] = joined_at(judgements, people, length, importances, i);
    }
    return status;
}
