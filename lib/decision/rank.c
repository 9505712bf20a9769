/* Ranks within peer groups, ties by five conventions; grades by quota (METHODS 5.8). */
#include "decision/decision.h"

static const double QUOTA_TOLERANCE = 1e-9;

static bool takes_part(const dsi_field *field, const int32_t *list, int32_t only, int64_t i)
{
    return dsi_field_has(field, i) && (list == NULL || list[i] == only);
}

int64_t dsi_field_order(const dsi_field *field, const int32_t *list, int32_t only, int64_t *order)
{
    int64_t ranked = 0;
    for (int64_t i = 0; i < field->peers.count; i++) {
        if (takes_part(field, list, only, i)) {
            order[ranked++] = i;
        }
    }
    int64_t at = ranked;
    for (int64_t i = 0; i < field->peers.count; i++) {
        if (!takes_part(field, list, only, i)) {
            order[at++] = i;
        }
    }
    dsi_ranking_sort(&field->ranking, order, ranked);
    return ranked;
}

/* Rank of the tie [tie, end) of a group that starts at `first`, itself the so-manyth tie. */
static double tie_rank(int32_t method, int64_t first, int64_t tie, int64_t end, int64_t tie_number)
{
    switch (method) {
    case DSCORE_RANK_DENSE:
        return (double)tie_number;
    case DSCORE_RANK_MODIFIED:
        return (double)(end - first);
    case DSCORE_RANK_FRACTIONAL:
        return ((double)(tie - first + 1) + (double)(end - first)) / 2.0;
    default:
        return (double)(tie - first + 1);
    }
}

dscore_status dscore_peers_rank(
    const dscore_peers *peers, int32_t method, double *rank, int64_t *ranked, int64_t *order, dscore_error *err)
{
    dsi_field field;
    dscore_status status = dsi_field_read(&field, peers, err);
    if (status == DSCORE_OK) {
        status = dsi_decision_choice("method", method, DSCORE_RANK_COMPETITION, DSCORE_RANK_ORDINAL, err);
    }
    const int64_t count = field.peers.count;
    if (status == DSCORE_OK && count > 0 && (rank == NULL || order == NULL)) {
        status = dsi_fail_null(err, rank == NULL ? "rank" : "order");
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const int64_t n = dsi_field_order(&field, NULL, 0, order);
    for (int64_t first = 0, last; first < n; first = last) {
        last = dsi_ranking_group_end(&field.ranking, order, first, n);
        int64_t tie_number = 0;
        for (int64_t tie = first, end; tie < last; tie = end) {
            end = method == DSCORE_RANK_ORDINAL ? tie + 1 : dsi_ranking_tie_end(&field.ranking, order, tie, last);
            tie_number++;
            for (int64_t i = tie; i < end; i++) {
                rank[order[i]] = tie_rank(method, first, tie, end, tie_number);
                if (ranked != NULL) {
                    ranked[order[i]] = last - first;
                }
            }
        }
    }
    for (int64_t i = n; i < count; i++) {
        rank[order[i]] = 0.0;
        if (ranked != NULL) {
            ranked[order[i]] = 0;
        }
    }
    return DSCORE_OK;
}

/* ---- grades by quota ------------------------------------------------------------------------ */

dscore_status dsi_quotas_check(const double *quota, int32_t grade_count, dscore_error *err)
{
    if (grade_count < 1 || grade_count > DSCORE_QUOTA_MAX) {
        const dscore_status status = dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_DECISION_COUNT,
            "grade_count is %d; expected 1 to %d", (int)grade_count, (int)DSCORE_QUOTA_MAX);
        dsi_error_path(err, "grade_count");
        return status;
    }
    if (quota == NULL) {
        return dsi_fail_null(err, "quota");
    }
    double sum = 0.0;
    for (int32_t g = 0; g < grade_count; g++) {
        if (!(quota[g] >= 0.0 && quota[g] <= 1.0)) {
            return dsi_fail_entry(err, DSCORE_E_PARAMETER, DSCORE_CODE_DECISION_QUOTA, "quota", g, quota[g], "0 to 1");
        }
        sum += quota[g];
    }
    if (fabs(sum - 1.0) > QUOTA_TOLERANCE) {
        char text[40];
        dsi_print_double(sum, text);
        const dscore_status status =
            dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_DECISION_QUOTA, "the quotas add up to %s; expected 1", text);
        dsi_error_path(err, "quota");
        return status;
    }
    return DSCORE_OK;
}

/* The grade with the largest remainder, the better where two are equal but for binary fractions; which has then gained
   its place is marked by a remainder below 0. */
static int32_t next_grade(const double *remainder, int32_t grade_count)
{
    int32_t best = 0;
    for (int32_t g = 1; g < grade_count; g++) {
        if (remainder[g] > remainder[best] + QUOTA_TOLERANCE) {
            best = g;
        }
    }
    return best;
}

void dsi_quotas_share(int64_t n, const double *quota, int32_t grade_count, int64_t *size)
{
    double remainder[DSCORE_QUOTA_MAX];
    int64_t left = n;
    for (int32_t g = 0; g < grade_count; g++) {
        const double exact = quota[g] * (double)n;
        const double whole = fmin(dsi_floor_near(exact), (double)left);
        size[g] = (int64_t)whole;
        remainder[g] = fmax(exact - whole, 0.0);
        left -= size[g];
    }
    while (left > 0) {
        const int32_t g = next_grade(remainder, grade_count);
        size[g] += 1;
        remainder[g] -= 1.0;
        left -= 1;
    }
}

dscore_status dscore_quotas_apportion(
    int64_t n, const double *quota, int32_t grade_count, int64_t *size, dscore_error *err)
{
    dscore_status status = dsi_decision_count("n", n, err);
    if (status == DSCORE_OK) {
        status = dsi_quotas_check(quota, grade_count, err);
    }
    if (status == DSCORE_OK && size == NULL) {
        status = dsi_fail_null(err, "size");
    }
    if (status == DSCORE_OK) {
        dsi_quotas_share(n, quota, grade_count, size);
    }
    return status;
}

/* Grades of one group: each tie gets the grade of the place it starts at. */
static void grade_group(
    const dsi_field *field, const int64_t *size, const int64_t *order, int64_t first, int64_t last, int32_t *grade)
{
    int32_t g = 0;
    int64_t filled = first + size[0]; /* places of grades up to g */
    for (int64_t tie = first, end; tie < last; tie = end) {
        end = dsi_ranking_tie_end(&field->ranking, order, tie, last);
        while (tie >= filled) {
            filled += size[++g];
        }
        for (int64_t i = tie; i < end; i++) {
            grade[order[i]] = g;
        }
    }
}

dscore_status dscore_peers_grade(const dscore_peers *peers, const double *quota, int32_t grade_count, int32_t *grade,
    int64_t *order, dscore_error *err)
{
    dsi_field field;
    dscore_status status = dsi_field_read(&field, peers, err);
    if (status == DSCORE_OK) {
        status = dsi_quotas_check(quota, grade_count, err);
    }
    const int64_t count = field.peers.count;
    if (status == DSCORE_OK && count > 0 && (grade == NULL || order == NULL)) {
        status = dsi_fail_null(err, grade == NULL ? "grade" : "order");
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const int64_t n = dsi_field_order(&field, NULL, 0, order);
    for (int64_t first = 0, last; first < n; first = last) {
        int64_t size[DSCORE_QUOTA_MAX];
        last = dsi_ranking_group_end(&field.ranking, order, first, n);
        dsi_quotas_share(last - first, quota, grade_count, size);
        grade_group(&field, size, order, first, last, grade);
    }
    for (int64_t i = n; i < count; i++) {
        grade[order[i]] = -1;
    }
    return DSCORE_OK;
}
