/* What hangs on the weights (METHODS 3.11): a weight moved, ties, the stability of a ranking, critical criteria, and
   where a change of a composite comes from. */
#include "base/memory.h"
#include "base/structs.h"
#include "weight/method.h"

#include <math.h>
#include <stdlib.h>

/* Composites this near to one another (relative to the scores) are equal: 0.4 * 90 + ... has no exact double. */
static const double EQUAL = 1e-12;

/* A composite as a line over the share t of one criterion: t * own + (1 - t) * rest. */
typedef struct line {
    double own;  /* score in the criterion that moves */
    double rest; /* composite of the others */
    double at;   /* composite at the share that it has */
    double size; /* greatest score, signs apart */
    int64_t subject;
} line;

/* ---- checks ---------------------------------------------------------------------------------- */

static dscore_status check_weights(const double *weights, int32_t n, dscore_error *err)
{
    dscore_status status = dsi_weigh_check_count(n, "criteria", err);
    return status == DSCORE_OK ? dsi_weigh_check_weights(weights, n, "weights", err) : status;
}

static dscore_status check_scores(const double *scores, int64_t count, const char *name, dscore_error *err)
{
    return dsi_weigh_check_numbers(scores, count, -dsi_weigh_most(), dsi_weigh_most(), name, err);
}

/* Weights, the one to move, and that there is something else to move it against. */
static dscore_status check_move(const double *weights, int32_t n, int32_t moved, dscore_error *err)
{
    dscore_status status = check_weights(weights, n, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (moved < 0 || moved >= n) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_OPTION, "criterion %d of %d is to be moved",
            (int)moved, (int)n);
    }
    for (int32_t i = 0; i < n; i++) {
        if (i != moved && weights[i] > 0.0) {
            return DSCORE_OK;
        }
    }
    return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHING_MOVE,
        "criterion %d has all the weight; there are no others to scale", (int)moved);
}

/* ---- moving ---------------------------------------------------------------------------------- */

static double total_without(const double *weights, int32_t n, int32_t moved)
{
    return dsi_weigh_total(weights, moved) + dsi_weigh_total(weights + moved + 1, n - moved - 1);
}

static line line_of(const double *weights, int32_t n, int32_t moved, const double *scores, int64_t subject)
{
    double others = total_without(weights, n, moved);
    double share = weights[moved] / (others + weights[moved]);
    line l = {scores[moved], 0.0, 0.0, 0.0, subject};
    for (int32_t i = 0; i < n; i++) {
        l.rest += i == moved ? 0.0 : weights[i] / others * scores[i];
        l.size = fmax(l.size, fabs(scores[i]));
    }
    l.at = share * l.own + (1.0 - share) * l.rest;
    return l;
}

static bool are_equal(double a, double b, double size)
{
    return fabs(a - b) <= EQUAL * size;
}

/* The share at which two lines meet; false = at none from 0 to 1, or everywhere. */
static bool meet(const line *a, const line *b, double *out_share)
{
    double size = fmax(a->size, b->size);
    double rest = a->rest - b->rest;
    double own = a->own - b->own;
    if (are_equal(rest, own, size)) {
        return false; /* parallel, or the same line */
    }
    double share = rest / (rest - own);
    if (share < -EQUAL || share > 1.0 + EQUAL) {
        return false;
    }
    *out_share = fmin(fmax(share, 0.0), 1.0);
    return true;
}

dscore_status dscore_weights_move(
    const double *weights, int32_t n, int32_t moved, double to, double *out, dscore_error *err)
{
    dscore_status status = check_move(weights, n, moved, err);
    if (status == DSCORE_OK && !(to >= 0.0 && to <= 1.0)) {
        status = dsi_weigh_fail_number(err, "to", -1, 0.0, 1.0);
    }
    if (status == DSCORE_OK && out == NULL) {
        status = dsi_fail_null(err, "out");
    }
    if (status != DSCORE_OK) {
        return status;
    }
    double others = total_without(weights, n, moved);
    for (int32_t i = 0; i < n; i++) {
        out[i] = i == moved ? to : weights[i] / others * (1.0 - to);
    }
    return DSCORE_OK;
}

dscore_status dscore_weights_tie(const double *weights, int32_t n, int32_t moved, const double *a, const double *b,
    double *out_share, int32_t *out_status, dscore_error *err)
{
    if (out_share == NULL || out_status == NULL) {
        return dsi_fail_null(err, out_share == NULL ? "out_share" : "out_status");
    }
    dscore_status status = check_move(weights, n, moved, err);
    if (status == DSCORE_OK) {
        status = check_scores(a, n, "a", err);
    }
    if (status == DSCORE_OK) {
        status = check_scores(b, n, "b", err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    line first = line_of(weights, n, moved, a, 0);
    line second = line_of(weights, n, moved, b, 1);
    double share = NAN;
    *out_status = meet(&first, &second, &share) ? DSCORE_VALUE_OK : DSCORE_VALUE_UNDEFINED;
    *out_share = share;
    return DSCORE_OK;
}

/* ---- stability ------------------------------------------------------------------------------- */

static int by_composite(const void *a, const void *b)
{
    const line *x = a;
    const line *y = b;
    int order = (x->at < y->at) - (x->at > y->at);
    return order != 0 ? order : (x->subject > y->subject) - (x->subject < y->subject);
}

/* Let a pair of neighbours in the ranking, the better first, narrow the interval. */
static void narrow(dscore_stability *s, const line *a, const line *b)
{
    double size = fmax(a->size, b->size);
    double share;
    if (are_equal(a->at, b->at, size)) {
        if (!are_equal(a->own, b->own, size)) { /* else they are equal at every share */
            s->is_tied = 1;
            s->low = s->share;
            s->high = s->share;
            s->low_first = s->high_first = a->subject;
            s->low_second = s->high_second = b->subject;
        }
        return;
    }
    if (!meet(a, b, &share)) {
        return;
    }
    if (share < s->share && (share > s->low || s->low_first < 0)) {
        s->low = share;
        s->low_first = a->subject;
        s->low_second = b->subject;
    } else if (share > s->share && (share < s->high || s->high_first < 0)) {
        s->high = share;
        s->high_first = a->subject;
        s->high_second = b->subject;
    }
}

dscore_status dscore_weights_stability(const dscore_allocator *allocator, const double *weights, int32_t n,
    int32_t moved, const double *scores, int64_t subjects, dscore_stability *out, dscore_error *err)
{
    dscore_allocator a;
    dscore_stability told = DSCORE_STABILITY_INIT;
    dscore_status status = dsi_allocator_init(&a, allocator, err);
    if (status == DSCORE_OK && out == NULL) {
        status = dsi_fail_null(err, "out");
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_result(out, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_count(subjects, "subjects", err);
    }
    if (status == DSCORE_OK) {
        status = check_move(weights, n, moved, err);
    }
    if (status == DSCORE_OK && subjects > INT64_MAX / (int64_t)sizeof(line) / n) {
        status = dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_COUNT,
            "%lld subjects are more than memory can hold", (long long)subjects);
    }
    if (status == DSCORE_OK) {
        status = check_scores(scores, subjects * n, "scores", err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    int64_t bytes = subjects * (int64_t)sizeof(line);
    line *lines = dsi_alloc(&a, bytes);
    if (lines == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t i = 0; i < subjects; i++) {
        lines[i] = line_of(weights, n, moved, scores + i * n, i);
    }
    qsort(lines, (size_t)subjects, sizeof *lines, by_composite);
    told.share = weights[moved] / (total_without(weights, n, moved) + weights[moved]);
    /* Of lines in order at one share, neighbours meet first. */
    for (int64_t i = 1; i < subjects && !told.is_tied; i++) {
        narrow(&told, &lines[i - 1], &lines[i]);
    }
    dsi_release(&a, lines, bytes);
    return dsi_struct_give(out, &told, (int64_t)sizeof told, err);
}

/* ---- critical criteria ------------------------------------------------------------------------ */

/* What is to be taken off the weight of a criterion so that b catches up with a; false = no weight does it. */
static bool change_of(double gap, double own, double share, double size, double *out_change)
{
    if (fabs(own) <= EQUAL * size) {
        return false;
    }
    *out_change = gap / own;
    return *out_change <= share * (1.0 + EQUAL) && share > 0.0 && isfinite(100.0 * (*out_change / share));
}

dscore_status dscore_weights_criticality(const double *weights, int32_t n, const double *a, const double *b,
    double *changes, double *percents, int32_t *status, int32_t *out_critical, dscore_error *err)
{
    if (percents == NULL || status == NULL) {
        return dsi_fail_null(err, percents == NULL ? "percents" : "status");
    }
    dscore_status result = check_weights(weights, n, err);
    if (result == DSCORE_OK) {
        result = check_scores(a, n, "a", err);
    }
    if (result == DSCORE_OK) {
        result = check_scores(b, n, "b", err);
    }
    if (result != DSCORE_OK) {
        return result;
    }
    double total = dsi_weigh_total(weights, n);
    double gap = 0.0; /* composite of b less that of a */
    double size = 0.0;
    for (int32_t i = 0; i < n; i++) {
        gap += weights[i] / total * (b[i] - a[i]);
        size = fmax(size, fmax(fabs(a[i]), fabs(b[i])));
    }
    int32_t critical = -1;
    for (int32_t i = 0; i < n; i++) {
        double change = NAN;
        double share = weights[i] / total;
        bool is_possible = change_of(gap, b[i] - a[i], share, size, &change);
        status[i] = is_possible ? DSCORE_VALUE_OK : DSCORE_VALUE_UNDEFINED;
        percents[i] = is_possible ? 100.0 * (change / share) : NAN;
        if (changes != NULL) {
            changes[i] = is_possible ? change : NAN;
        }
        if (is_possible && (critical < 0 || fabs(percents[i]) < fabs(percents[critical]))) {
            critical = i;
        }
    }
    if (out_critical != NULL) {
        *out_critical = critical;
    }
    return DSCORE_OK;
}

/* ---- attribution ------------------------------------------------------------------------------ */

dscore_status dscore_weights_attribute(const double *weights_before, const double *scores_before,
    const double *weights_after, const double *scores_after, int32_t n, double *score_effects, double *weight_effects,
    double *out_change, dscore_error *err)
{
    if (score_effects == NULL || weight_effects == NULL) {
        return dsi_fail_null(err, score_effects == NULL ? "score_effects" : "weight_effects");
    }
    dscore_status status = dsi_weigh_check_count(n, "criteria", err);
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_weights(weights_before, n, "weights_before", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_weigh_check_weights(weights_after, n, "weights_after", err);
    }
    if (status == DSCORE_OK) {
        status = check_scores(scores_before, n, "scores_before", err);
    }
    if (status == DSCORE_OK) {
        status = check_scores(scores_after, n, "scores_after", err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    double total_before = dsi_weigh_total(weights_before, n);
    double total_after = dsi_weigh_total(weights_after, n);
    double change = 0.0;
    for (int32_t i = 0; i < n; i++) {
        double before = weights_before[i] / total_before;
        double after = weights_after[i] / total_after;
        score_effects[i] = (before + after) / 2.0 * (scores_after[i] - scores_before[i]);
        weight_effects[i] = (scores_before[i] + scores_after[i]) / 2.0 * (after - before);
        change += after * scores_after[i] - before * scores_before[i];
    }
    if (out_change != NULL) {
        *out_change = change;
    }
    return DSCORE_OK;
}
