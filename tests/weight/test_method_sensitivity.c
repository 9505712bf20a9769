/* What hangs on the weights: METHODS 3.11 on its printed numbers, and against moving the weights for real. */
#include "weight/method_support.h"
#include <stdbool.h>

static const double W[] = {.4, .3, .2, .1};
static const double A[] = {90, 70, 80, 60}; /* 79 */
static const double B[] = {80, 85, 85, 75}; /* 82 */

static double composite(const double *w, const double *s, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += w[i] * s[i];
    }
    return sum;
}

START_TEST(ties_are_those_of_METHODS_3_11)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const double expected[] = {.538462, .125, -1, -1};
    const double relative[] = {40, 30, 20, 10};
    assert_close(composite(W, A, 4), 79, 1e-12);
    assert_close(composite(W, B, 4), 82, 1e-12);
    for (int k = 0; k < 4; k++) {
        double share = 7;
        int32_t status = -1;
        double w[4];
        assert_ok(dscore_weights_tie(relative, 4, k, A, B, &share, &status, &err), err);
        ck_assert_int_eq(status, expected[k] < 0 ? DSCORE_VALUE_UNDEFINED : DSCORE_VALUE_OK);
        ck_assert(isnan(share) == (expected[k] < 0));
        if (expected[k] >= 0) {
            assert_close(share, expected[k], 5e-7);
            assert_ok(dscore_weights_move(W, 4, k, share, w, &err), err);
            assert_shares(w, 4);
            assert_close(composite(w, A, 4), composite(w, B, 4), 1e-12);
        }
        assert_ok(dscore_weights_tie(W, 4, k, A, A, &share, &status, &err), err);
        ck_assert_int_eq(status, DSCORE_VALUE_UNDEFINED); /* equal everywhere */
    }
}
END_TEST

START_TEST(a_weight_is_moved_and_the_others_keep_their_proportions)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[4];
    assert_ok(dscore_weights_move(W, 4, 0, .7, w, &err), err);
    assert_all_close(w, (double[]){.7, .15, .1, .05}, 4, 1e-15);
    assert_ok(dscore_weights_move(W, 4, 3, 1, w, &err), err);
    assert_all_close(w, (double[]){0, 0, 0, 1}, 4, 1e-18);
    assert_fails(
        dscore_weights_move((double[]){0, 5}, 2, 1, .5, w, &err), DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHING_MOVE);
    assert_fails(
        dscore_weights_move((double[]){5}, 1, 0, .5, w, &err), DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHING_MOVE);
    assert_fails(dscore_weights_move(W, 4, 4, .5, w, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_OPTION);
    assert_fails(dscore_weights_move(W, 4, 0, 1.01, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
    assert_fails(dscore_weights_move(W, 4, 0, NAN, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
}
END_TEST

static dscore_stability stability(const double *w, int32_t n, int32_t k, const double *scores, int64_t subjects)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_stability s = DSCORE_STABILITY_INIT;
    assert_ok(dscore_weights_stability(NULL, w, n, k, scores, subjects, &s, &err), err);
    ck_assert(s.low >= 0 && s.low <= s.share && s.share <= s.high && s.high <= 1);
    return s;
}

START_TEST(the_stability_interval_ends_at_the_nearest_ties)
{
    const double both[] = {90, 70, 80, 60, 80, 85, 85, 75};
    dscore_stability s = stability(W, 4, 0, both, 2);
    assert_close(s.share, .4, 1e-15);
    assert_close(s.low, 0, 1e-18);
    assert_close(s.high, .538462, 5e-7);
    ck_assert_int_eq((int)s.low_first, -1);
    ck_assert_int_eq((int)s.high_first, 1); /* the second, who leads, is caught up with */
    ck_assert_int_eq((int)s.high_second, 0);
    s = stability(W, 4, 1, both, 2);
    assert_close(s.low, .125, 1e-15);
    assert_close(s.high, 1, 1e-18);
    s = stability(W, 4, 2, both, 2);
    assert_close(s.high - s.low, 1, 1e-18);
    s = stability(W, 4, 2, both, 1);
    assert_close(s.high - s.low, 1, 1e-18);
}
END_TEST

START_TEST(subjects_that_are_tied_now_leave_no_room_unless_tied_everywhere)
{
    const double w[] = {.5, .25, .25};
    const double equal[] = {80, 60, 80, 70, 70, 90, 80, 60, 80, 10, 10, 10}; /* 75, 75, 75, 10 */
    dscore_stability s = stability(w, 3, 0, equal, 4);
    ck_assert_int_eq(s.is_tied, 1);
    assert_close(s.high - s.low, 0, 1e-18);
    const double alike[] = {80, 60, 80, 80, 70, 70, 10, 10, 10}; /* 75 and 75, and as much at every share */
    s = stability(w, 3, 0, alike, 3);
    ck_assert_int_eq(s.is_tied, 0);
    assert_close(s.high - s.low, 1, 1e-18);
}
END_TEST

/* Whether two sets of composites rank the subjects alike. */
static bool rank_alike(const double *w, const double *v, const double *scores, int subjects, int n)
{
    for (int i = 0; i < subjects; i++) {
        for (int j = 0; j < subjects; j++) {
            double now = composite(w, scores + i * n, n) - composite(w, scores + j * n, n);
            double then = composite(v, scores + i * n, n) - composite(v, scores + j * n, n);
            if (now > 0 && then < 0) {
                return false;
            }
        }
    }
    return true;
}

START_TEST(inside_the_interval_nobody_changes_places_and_outside_somebody_does)
{
    dscore_error err = DSCORE_ERROR_INIT;
    uint64_t seed = 3;
    for (int round = 0; round < 300; round++) {
        enum { SUBJECTS = 6, N = 4 };
        double scores[SUBJECTS * N];
        double w[N];
        double v[N];
        for (int i = 0; i < SUBJECTS * N; i++) {
            scores[i] = 100 * draw(&seed);
        }
        for (int i = 0; i < N; i++) {
            w[i] = .05 + draw(&seed);
        }
        dscore_stability s = stability(w, N, round % N, scores, SUBJECTS);
        const double inside[] = {s.low + 1e-6 * (s.share - s.low), s.high - 1e-6 * (s.high - s.share)};
        const double outside[] = {s.low - 1e-6, s.high + 1e-6};
        for (int i = 0; i < 2; i++) {
            assert_ok(dscore_weights_move(w, N, round % N, inside[i], v, &err), err);
            ck_assert(rank_alike(w, v, scores, SUBJECTS, N));
            if (outside[i] > 0 && outside[i] < 1) {
                assert_ok(dscore_weights_move(w, N, round % N, outside[i], v, &err), err);
                ck_assert(!rank_alike(w, v, scores, SUBJECTS, N));
            }
        }
    }
}
END_TEST

START_TEST(critical_criteria_are_those_of_METHODS_3_11)
{
    /* Triantaphyllou and Sanchez, 1997 */
    dscore_error err = DSCORE_ERROR_INIT;
    const double w[] = {.3277, .3058, .2876, .0790};
    const double rows[4][4] = {{.3088, .2897, .3867, .1922}, {.2163, .3458, .1755, .6288}, {.4509, .2473, .1194, .0575},
        {.0240, .1172, .3184, .1215}};
    const double composites[] = {.3162, .2768, .2623, .1449};
    const double no = 1e9; /* not feasible */
    const double expected[3][4] = {{-18.9, 48.2, 89.9, 32.1}, {no, -229.7, 64.9, -114.3}, {-115.8, no, 70.1, no}};
    const int pairs[3][2] = {{1, 2}, {0, 1}, {0, 2}};
    const int critical[] = {0, 2, 2};
    for (int i = 0; i < 4; i++) {
        assert_close(composite(w, rows[i], 4), composites[i], 1e-4);
    }
    for (int p = 0; p < 3; p++) {
        double changes[4];
        double percents[4];
        int32_t status[4];
        int32_t most = -1;
        assert_ok(dscore_weights_criticality(
                      w, 4, rows[pairs[p][0]], rows[pairs[p][1]], changes, percents, status, &most, &err),
            err);
        ck_assert_int_eq(most, critical[p]);
        for (int k = 0; k < 4; k++) {
            ck_assert_int_eq(status[k], expected[p][k] < no ? DSCORE_VALUE_OK : DSCORE_VALUE_UNDEFINED);
            ck_assert(isnan(percents[k]) == (status[k] != DSCORE_VALUE_OK));
            if (status[k] == DSCORE_VALUE_OK) {
                double moved[4];
                memcpy(moved, w, sizeof moved);
                assert_close(percents[k], expected[p][k], .051);
                moved[k] -= changes[k] * 1.0001; /* the weights add up to 1.0001 */
                assert_close(composite(moved, rows[pairs[p][0]], 4), composite(moved, rows[pairs[p][1]], 4), 1e-12);
            }
        }
    }
}
END_TEST

START_TEST(criteria_on_which_two_agree_are_never_critical)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double percents[3];
    int32_t status[3];
    int32_t most = 7;
    assert_ok(dscore_weights_criticality((double[]){1, 1, 0}, 3, (double[]){5, 5, 5}, (double[]){5, 5, 5}, NULL,
                  percents, status, &most, &err),
        err);
    ck_assert_int_eq(most, -1);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(status[i], DSCORE_VALUE_UNDEFINED);
    }
    /* a tie now needs no change; a criterion without weight has no percentage */
    assert_ok(dscore_weights_criticality((double[]){1, 1, 0}, 3, (double[]){5, 7, 5}, (double[]){7, 5, 9}, NULL,
                  percents, status, &most, &err),
        err);
    ck_assert_int_eq(most, 0);
    assert_close(percents[0], 0, 1e-18);
    ck_assert_int_eq(status[2], DSCORE_VALUE_UNDEFINED);
}
END_TEST

START_TEST(the_attribution_of_METHODS_3_11_adds_up)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const double after[] = {35, 35, 20, 10}; /* relative */
    const double was[] = {85, 80, 90, 70};
    const double is[] = {88, 74, 90, 80};
    double by_score[4];
    double by_weight[4];
    double change;
    assert_ok(dscore_weights_attribute(W, was, after, is, 4, by_score, by_weight, &change, &err), err);
    assert_all_close(by_score, (double[]){1.125, -1.95, 0, 1}, 4, 1e-13);
    assert_all_close(by_weight, (double[]){-4.325, 3.85, 0, 0}, 4, 1e-13);
    assert_close(by_score[0] + by_score[1] + by_score[2] + by_score[3], .175, 1e-12);
    assert_close(by_weight[0] + by_weight[1] + by_weight[2] + by_weight[3], -.475, 1e-12);
    assert_close(change, -.3, 1e-12);
    assert_close(composite(W, was, 4), 83, 1e-12);
    uint64_t seed = 9;
    for (int round = 0; round < 500; round++) {
        double x[4][7];
        double sum = 0;
        double e[2][7];
        for (int i = 0; i < 28; i++) {
            x[i % 4][i / 4] = draw(&seed) * (i % 2 == 0 ? 1 : 120);
        }
        assert_ok(dscore_weights_attribute(x[0], x[1], x[2], x[3], 7, e[0], e[1], &change, &err), err);
        for (int i = 0; i < 14; i++) {
            sum += e[i / 7][i % 7];
        }
        assert_close(sum, change, 1e-12);
    }
}
END_TEST

START_TEST(numbers_from_the_edges_give_numbers)
{
    enum { N = 3, SUBJECTS = 3 };
    uint64_t seed = 19;
    for (int round = 0; round < 20000; round++) {
        double w[2 * N];
        double scores[SUBJECTS * N];
        double x[N];
        double y[N];
        int32_t status[N];
        dscore_stability s = DSCORE_STABILITY_INIT;
        for (int i = 0; i < 2 * N; i++) {
            w[i] = draw_edge(&seed, 6);
        }
        for (int i = 0; i < SUBJECTS * N; i++) {
            scores[i] = draw_edge(&seed, EDGES_COUNT);
        }
        if (dscore_weights_move(w, N, round % N, .3, x, NULL) == DSCORE_OK) {
            assert_shares(x, N);
            (void)stability(w, N, round % N, scores, SUBJECTS);
            ck_assert_int_eq(dscore_weights_tie(w, N, round % N, scores, scores + N, x, status, NULL), DSCORE_OK);
            ck_assert(status[0] == DSCORE_VALUE_OK ? x[0] >= 0 && x[0] <= 1 : isnan(x[0]));
        } else {
            ck_assert_int_ne(dscore_weights_stability(NULL, w, N, round % N, scores, SUBJECTS, &s, NULL), DSCORE_OK);
        }
        if (dscore_weights_criticality(w, N, scores, scores + N, y, x, status, NULL, NULL) == DSCORE_OK) {
            for (int k = 0; k < N; k++) {
                ck_assert(status[k] == DSCORE_VALUE_OK ? isfinite(x[k]) && isfinite(y[k]) : isnan(x[k]) && isnan(y[k]));
            }
        }
        double change = 0;
        if (dscore_weights_attribute(w, scores, w + N, scores + N, N, x, y, &change, NULL) == DSCORE_OK) {
            ck_assert(isfinite(change) && isfinite(x[0]) && isfinite(y[0]));
        }
    }
}
END_TEST

START_TEST(numbers_that_do_not_serve_are_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_stability s = DSCORE_STABILITY_INIT;
    double x[4];
    double y[4];
    int32_t status[4];
    for (int i = 0; i < NAN_AND_SO_ON_COUNT; i++) {
        const double bad[] = {1, NAN_AND_SO_ON[i]};
        assert_fails(
            dscore_weights_tie(bad, 2, 0, A, B, x, status, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(
            dscore_weights_tie(W, 2, 0, bad, B, x, status, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(
            dscore_weights_stability(NULL, W, 2, 0, bad, 1, &s, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(dscore_weights_criticality(W, 2, A, bad, NULL, x, status, NULL, &err), DSCORE_E_PARAMETER,
            DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(dscore_weights_attribute(W, A, bad, B, 2, x, y, NULL, &err), DSCORE_E_PARAMETER,
            DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(dscore_weights_attribute(W, A, W, bad, 2, x, y, NULL, &err), DSCORE_E_PARAMETER,
            DSCORE_CODE_WEIGHING_NUMBER);
    }
    assert_fails(
        dscore_weights_stability(NULL, W, 4, 0, A, 0, &s, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_COUNT);
    assert_fails(
        dscore_weights_stability(NULL, W, 4, 0, A, INT64_MAX, &s, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_COUNT);
    s.struct_size = 0;
    assert_fails(dscore_weights_stability(NULL, W, 4, 0, A, 1, &s, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_STRUCT_SIZE);
    ck_assert_int_eq(dscore_weights_stability(NULL, W, 4, 0, A, 1, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_tie(W, 4, 0, A, B, NULL, status, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_criticality(W, 4, A, B, NULL, NULL, status, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_attribute(W, A, W, B, 4, NULL, y, NULL, NULL), DSCORE_E_ARGUMENT);
    scarce nothing = {0, 0, 0};
    dscore_allocator a = scarce_allocator(&nothing);
    dscore_stability fresh = DSCORE_STABILITY_INIT;
    ck_assert_int_eq(dscore_weights_stability(&a, W, 4, 0, A, 1, &fresh, NULL), DSCORE_E_MEMORY);
    ck_assert_int_eq(dscore_weights_stability(&a, W, 4, 0, A, 1, &fresh, NULL), DSCORE_OK);
    ck_assert_int_eq((int)nothing.held, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {ties_are_those_of_METHODS_3_11,
        a_weight_is_moved_and_the_others_keep_their_proportions, the_stability_interval_ends_at_the_nearest_ties,
        subjects_that_are_tied_now_leave_no_room_unless_tied_everywhere,
        inside_the_interval_nobody_changes_places_and_outside_somebody_does,
        critical_criteria_are_those_of_METHODS_3_11, criteria_on_which_two_agree_are_never_critical,
        the_attribution_of_METHODS_3_11_adds_up, numbers_from_the_edges_give_numbers,
        numbers_that_do_not_serve_are_refused};
    return RUN_TESTS("what hangs on the weights", tests);
}
