/* The best-worst method (METHODS 3.9): the simplified, linear and nonlinear models, and how far the answers agree. */
#include "base/memory.h"
#include "base/structs.h"
#include "weight/method.h"
#include "weight/simplex.h"

#include <math.h>

enum { LEAST_THRESHOLD = 3, MOST_THRESHOLD = 9 };
static const double MOST_ANSWER = 9.0;
static const double TOLERANCE = 1e-9;
/* Accepted input ratios by best over worst, 3 to 9. */
static const double THRESHOLDS[] = {.1667, .1898, .2306, .2643, .2819, .2958, .3062};

typedef struct answers {
    const double *from_best; /* best over j */
    const double *to_worst;  /* j over worst */
    int32_t n, best, worst;
    double whole; /* best over worst */
} answers;

/* ---- checks ---------------------------------------------------------------------------------- */

static bool is_one(double x)
{
    return fabs(x - 1.0) <= TOLERANCE;
}

static dscore_status fail_answers(dscore_error *err, const char *path, int32_t at, const char *expected)
{
    dscore_status status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHING_BEST_WORST, "%s", expected);
    if (at >= 0) {
        dsi_error_path(err, "%s[%d]", path, (int)at);
    } else {
        dsi_error_path(err, "%s", path);
    }
    return status;
}

/* The criterion that was chosen, or the only one with 1; -1 = not one alone. */
static int32_t chosen_or_only(const double *x, int32_t n, int32_t chosen)
{
    int32_t found = -1;
    for (int32_t i = 0; chosen < 0 && i < n; i++) {
        if (is_one(x[i])) {
            if (found >= 0) {
                return -1;
            }
            found = i;
        }
    }
    return chosen < 0 ? found : chosen;
}

static dscore_status check_agreement(const answers *q, dscore_error *err)
{
    if (!is_one(q->from_best[q->best])) {
        return fail_answers(err, "best_to_others", q->best, "the best criterion over itself; expected 1");
    }
    if (!is_one(q->to_worst[q->worst])) {
        return fail_answers(err, "others_to_worst", q->worst, "the worst criterion over itself; expected 1");
    }
    if (q->n > 1 && q->best == q->worst) {
        return fail_answers(err, "options.worst", -1, "best and worst are the same; expected two criteria");
    }
    if (fabs(q->from_best[q->worst] - q->to_worst[q->best]) > TOLERANCE) {
        return fail_answers(
            err, "others_to_worst", q->best, "best over worst; expected the same in both rows of answers");
    }
    for (int32_t j = 0; j < q->n; j++) {
        if (q->from_best[j] > q->whole + TOLERANCE) {
            return fail_answers(err, "best_to_others", j, "more than best over worst; then this would be the worst");
        }
        if (q->to_worst[j] > q->whole + TOLERANCE) {
            return fail_answers(err, "others_to_worst", j, "more than best over worst; then this would be the best");
        }
    }
    return DSCORE_OK;
}

static dscore_status read_answers(answers *q, const dscore_best_worst_options *chosen, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_numbers(q->from_best, q->n, 1.0, MOST_ANSWER, "best_to_others", err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_numbers(q->to_worst, q->n, 1.0, MOST_ANSWER, "others_to_worst", err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (chosen->best < -1 || chosen->best >= q->n || chosen->worst < -1 || chosen->worst >= q->n) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_OPTION,
            "best %d, worst %d of %d criteria; expected an index or -1", (int)chosen->best, (int)chosen->worst,
            (int)q->n);
    }
    q->best = chosen_or_only(q->from_best, q->n, chosen->best);
    q->worst = chosen_or_only(q->to_worst, q->n, chosen->worst);
    if (q->best < 0) {
        return fail_answers(
            err, "best_to_others", -1, "more or less than one criterion has 1; expected 1 for the best alone");
    }
    if (q->worst < 0) {
        return fail_answers(
            err, "others_to_worst", -1, "more or less than one criterion has 1; expected 1 for the worst alone");
    }
    q->whole = q->from_best[q->worst];
    return check_agreement(q, err);
}

/* ---- weights --------------------------------------------------------------------------------- */

/* Returns the sum of the differences between the two rows' weights. */
static double solve_simplified(const answers *q, double alpha, double *weights)
{
    double inverse_sum = 0.0;
    double sum = dsi_weigh_total(q->to_worst, q->n);
    double differences = 0.0;
    for (int32_t j = 0; j < q->n; j++) {
        inverse_sum += 1.0 / q->from_best[j];
    }
    for (int32_t j = 0; j < q->n; j++) {
        double by_best = 1.0 / q->from_best[j] / inverse_sum;
        double by_worst = q->to_worst[j] / sum;
        weights[j] = alpha * by_best + (1.0 - alpha) * by_worst;
        differences += fabs(by_best - by_worst);
    }
    return differences;
}

/* Two rows of the dictionary: slack = deviation -/+ (w[over] - factor * w[under]), in which the weight of the best is 1
   less the others. Columns: every weight but the best's, in order, then the deviation. Returns the next row. */
static int32_t add_constraint(
    const dsi_simplex *d, const answers *q, int32_t row, int32_t over, int32_t under, double factor)
{
    for (int32_t sign = -1; sign <= 1; sign += 2, row++) {
        double *cell = dsi_simplex_row(d, row);
        double of_best = over == q->best ? 1.0 : under == q->best ? -factor : 0.0;
        cell[0] = sign * of_best;
        for (int32_t j = 0, column = 1; j < q->n; j++) {
            double own = j == over ? 1.0 : j == under ? -factor : 0.0;
            if (j != q->best) {
                cell[column++] = sign * (own - of_best);
            }
        }
        cell[q->n] = 1.0;
    }
    return row;
}

static void fill_dictionary(dsi_simplex *d, const answers *q)
{
    int32_t row = 0;
    for (int32_t j = 0; j < q->n; j++) {
        if (j != q->best) {
            row = add_constraint(d, q, row, q->best, j, q->from_best[j]);
        }
        if (j != q->best && j != q->worst) {
            row = add_constraint(d, q, row, j, q->worst, q->to_worst[j]);
        }
    }
    double *best = dsi_simplex_row(d, row);
    best[0] = 1.0;
    for (int32_t j = 0, column = 0; j < q->n; j++) {
        if (j != q->best) {
            best[column + 1] = -1.0;
            d->nonbasic[column++] = j;
        }
    }
    d->nonbasic[q->n - 1] = q->n; /* the deviation */
    for (int32_t i = 0; i < row; i++) {
        d->basic[i] = q->n + 1 + i;
    }
    d->basic[row] = q->best;
    dsi_simplex_row(d, d->rows)[q->n] = 1.0; /* the objective is the deviation */
}

/* The greatest deviation enters first, at the constraint that is hurt most: then all constants are at least 0. */
static bool minimise(dsi_simplex *d)
{
    int32_t worst = 0;
    for (int32_t i = 1; i < d->rows; i++) {
        worst = dsi_simplex_row(d, i)[0] < dsi_simplex_row(d, worst)[0] ? i : worst;
    }
    dsi_simplex_pivot(d, worst, d->columns - 1);
    return dsi_simplex_minimise(d);
}

/* Returns the least greatest deviation in *out. */
static dscore_status solve_linear(
    const dscore_allocator *a, const answers *q, double *weights, double *out, dscore_error *err)
{
    int32_t n = q->n;
    *out = 0.0;
    if (n == 1) {
        weights[0] = 1.0;
        return DSCORE_OK;
    }
    dsi_simplex d = {4 * n - 5, n, NULL, NULL, NULL}; /* two rows a pair, 2n - 3 pairs; and the weight of the best */
    int64_t cells = ((int64_t)d.rows + 1) * (d.columns + 1) * (int64_t)sizeof(double);
    int64_t names = ((int64_t)d.rows + d.columns) * (int64_t)sizeof(int32_t);
    d.cell = dsi_alloc_zero(a, cells);
    d.basic = d.cell == NULL ? NULL : dsi_alloc_zero(a, names);
    if (d.basic == NULL) {
        dsi_release(a, d.cell, cells);
        return dsi_fail_memory(err);
    }
    d.nonbasic = d.basic + d.rows;
    fill_dictionary(&d, q);
    bool is_solved = minimise(&d);
    for (int32_t j = 0; is_solved && j < n; j++) {
        weights[j] = 0.0;
    }
    for (int32_t i = 0; is_solved && i < d.rows; i++) {
        double value = fmax(dsi_simplex_row(&d, i)[0], 0.0);
        if (d.basic[i] < n) {
            weights[d.basic[i]] = value;
        } else if (d.basic[i] == n) {
            *out = value;
        }
    }
    dsi_release(a, d.basic, names);
    dsi_release(a, d.cell, cells);
    if (!is_solved) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_WEIGHING_UNSETTLED, "the linear programme does not settle");
    }
    dsi_weigh_shares(weights, n, weights);
    return DSCORE_OK;
}

/* ---- the nonlinear model ---------------------------------------------------------------------- */

/* Let t be best over worst, x best over j, y j over worst: t = x y. With a deviation of e at most, x and y reach from
   answer - e to answer + e, so t from the product of the lower ends to that of the upper ends; t itself from whole - e
   to whole + e. The least e is that at which the first two of these intervals touch: the greatest root of all pairs. */

static bool is_between(const answers *q, int32_t j)
{
    return j != q->best && j != q->worst;
}

/* The deviation at which t of one criterion alone is t: (a + e)(b + e) = t; negative below a b. Its size is also the
   least that its greater deviation can be. */
static double deviation_at(double a, double b, double t)
{
    return 2.0 * (t - a * b) / (a + b + sqrt((a - b) * (a - b) + 4.0 * t));
}

/* The deviation at which criterion j and best over worst touch: (a - e)(b - e) = whole + e, or with other signs where
   a b is less than the whole. Both roots without cancellation; e stays below a and b. */
static double touch_whole(double a, double b, double whole)
{
    double over = a * b - whole;
    double sum = a + b + 1.0;
    return 2.0 * fabs(over) / (sum + sqrt(sum * sum - 4.0 * over));
}

static double least_deviation(const answers *q)
{
    double most = 0.0;
    for (int32_t i = 0; i < q->n; i++) {
        double a = q->from_best[i];
        double b = q->to_worst[i];
        if (!is_between(q, i)) {
            continue;
        }
        most = fmax(most, touch_whole(a, b, q->whole));
        for (int32_t j = 0; j < i; j++) { /* (a - e)(b - e) = (c + e)(d + e): the squares go */
            double c = q->from_best[j];
            double d = q->to_worst[j];
            most = is_between(q, j) ? fmax(most, fabs(a * b - c * d) / (a + b + c + d)) : most;
        }
    }
    return most;
}

/* Where the intervals touch: best over worst at the least deviation. */
static double best_over_worst(const answers *q, double e)
{
    double lo = q->whole - e;
    double hi = q->whole + e;
    for (int32_t j = 0; j < q->n; j++) {
        if (is_between(q, j)) {
            lo = fmax(lo, fmax(q->from_best[j] - e, 0.0) * fmax(q->to_worst[j] - e, 0.0));
            hi = fmin(hi, (q->from_best[j] + e) * (q->to_worst[j] + e));
        }
    }
    return lo + (hi - lo) / 2.0;
}

/* Returns the least greatest deviation. */
static double solve_nonlinear(const answers *q, double *weights)
{
    double e = least_deviation(q);
    double t = best_over_worst(q, e);
    for (int32_t j = 0; j < q->n; j++) {
        double a = q->from_best[j];
        double b = q->to_worst[j];
        weights[j] = j == q->best ? t : j == q->worst ? 1.0 : b + deviation_at(a, b, t);
    }
    dsi_weigh_shares(weights, q->n, weights);
    return e;
}

/* ---- consistency ----------------------------------------------------------------------------- */

static void judge(const answers *q, int32_t method, dscore_best_worst_result *out)
{
    double a = q->whole;
    bool is_whole = fabs(a - floor(a + 0.5)) <= TOLERANCE;
    int32_t at = (int32_t)floor(a + 0.5);
    out->best = q->best;
    out->worst = q->worst;
    out->input_ratio = 0.0;
    for (int32_t j = 0; a > 1.0 + TOLERANCE && j < q->n; j++) { /* where best over worst is 1, all answers are 1 */
        out->input_ratio = fmax(out->input_ratio, fabs(q->from_best[j] * q->to_worst[j] - a) / (a * a - a));
    }
    /* smaller root of x^2 - (1 + 2a)x + (a^2 - a), without cancellation */
    out->output_index = 2.0 * (a * a - a) / (1.0 + 2.0 * a + sqrt(1.0 + 8.0 * a));
    if (is_whole && at >= LEAST_THRESHOLD && at <= MOST_THRESHOLD) {
        out->threshold = THRESHOLDS[at - LEAST_THRESHOLD];
        out->flags = out->input_ratio > out->threshold ? DSCORE_DERIVED_INCONSISTENT : 0;
    } else {
        out->threshold = NAN;
        out->threshold_status = DSCORE_VALUE_UNDEFINED;
        out->flags = DSCORE_DERIVED_NO_INDEX;
    }
    if (method != DSCORE_BEST_WORST_NONLINEAR) {
        out->output_ratio = NAN;
        out->output_ratio_status = DSCORE_VALUE_UNDEFINED;
    } else if (out->inconsistency > 0.0) { /* then so is the index: all answers of 1 are consistent */
        out->output_ratio = out->inconsistency / out->output_index;
    }
}

static dscore_status check_options(int32_t n, const dscore_best_worst_options *chosen, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_count(n, "criteria", err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_compared(n, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_choice(
            chosen->method, DSCORE_BEST_WORST_SIMPLIFIED, DSCORE_BEST_WORST_NONLINEAR, "best-worst method", err);
    }
    if (status == DSCORE_OK && !(chosen->alpha >= 0.0 && chosen->alpha <= 1.0)) {
        status = dsi_weigh_fail_number(err, "options.alpha", -1, 0.0, 1.0);
    }
    return status;
}

dscore_status dscore_best_worst_solve(const dscore_allocator *allocator, const double *best_to_others,
    const double *others_to_worst, int32_t n, const dscore_best_worst_options *options, double *weights,
    dscore_best_worst_result *result, dscore_error *err)
{
    dscore_best_worst_options chosen = DSCORE_BEST_WORST_OPTIONS_INIT;
    dscore_best_worst_result told = DSCORE_BEST_WORST_RESULT_INIT;
    answers q = {best_to_others, others_to_worst, n, -1, -1, 1.0};
    dscore_allocator a;
    dscore_status status = dsi_allocator_init(&a, allocator, err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_options(&chosen, options, (int64_t)sizeof chosen, err);
    }
    if (status == DSCORE_OK) {
        status = check_options(n, &chosen, err);
    }
    if (status == DSCORE_OK && weights == NULL) {
        status = dsi_fail_null(err, "weights");
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_result(result, err);
    }
    if (status == DSCORE_OK) {
        status = read_answers(&q, &chosen, err);
    }
    if (status == DSCORE_OK && chosen.method == DSCORE_BEST_WORST_LINEAR) {
        status = solve_linear(&a, &q, weights, &told.inconsistency, err);
    } else if (status == DSCORE_OK && chosen.method == DSCORE_BEST_WORST_NONLINEAR) {
        told.inconsistency = solve_nonlinear(&q, weights);
    } else if (status == DSCORE_OK) {
        told.inconsistency = solve_simplified(&q, chosen.alpha, weights);
    }
    if (status != DSCORE_OK || result == NULL) {
        return status;
    }
    judge(&q, chosen.method, &told);
    return dsi_struct_give(result, &told, (int64_t)sizeof told, err);
}
