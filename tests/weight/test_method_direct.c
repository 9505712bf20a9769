/* Weights from ratings, ranks and swings (METHODS 3.5), several people's made one (3.6) and two sets combined (3.10).
 */
#include "weight/method_support.h"

START_TEST(equal_points_and_ratings_are_normalised)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[4];
    const double points[] = {40, 30, 20, 10};
    assert_ok(dscore_weights_from_points(points, 4, w, &err), err);
    assert_all_close(w, (double[]){.4, .3, .2, .1}, 4, 1e-15);
    assert_ok(dscore_weights_equal(4, w, &err), err);
    assert_all_close(w, (double[]){.25, .25, .25, .25}, 4, 0.0);
    assert_ok(dscore_weights_from_points((double[]){5e-324}, 1, w, &err), err);
    assert_close(w[0], 1.0, 1e-18);
    assert_ok(dscore_weights_from_points((double[]){1e100, 1e100, 0, 0}, 4, w, &err), err);
    assert_all_close(w, (double[]){.5, .5, 0, 0}, 4, 0.0);
}
END_TEST

static void assert_ranks(int n, int32_t method, double exponent, const double *expected, double tolerance)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const double ranks[] = {1, 2, 3, 4, 5};
    double w[5];
    assert_ok(dscore_weights_from_ranks(ranks, n, method, exponent, w, &err), err);
    assert_all_close(w, expected, n, tolerance);
    assert_shares(w, n);
}

START_TEST(rank_weights_are_those_of_METHODS_3_5)
{
    assert_ranks(4, DSCORE_RANKS_CENTROID, 0, (double[]){.520833, .270833, .145833, .0625}, 5e-7);
    assert_ranks(3, DSCORE_RANKS_CENTROID, 0, (double[]){.611111, .277778, .111111}, 5e-7);
    assert_ranks(5, DSCORE_RANKS_CENTROID, 0, (double[]){.456667, .256667, .156667, .09, .04}, 5e-7);
    assert_ranks(4, DSCORE_RANKS_SUM, 0, (double[]){.4, .3, .2, .1}, 1e-15);
    assert_ranks(4, DSCORE_RANKS_RECIPROCAL, 0, (double[]){.48, .24, .16, .12}, 1e-15);
    assert_ranks(4, DSCORE_RANKS_EXPONENT, 1, (double[]){.4, .3, .2, .1}, 1e-15);
    assert_ranks(4, DSCORE_RANKS_EXPONENT, 0, (double[]){.25, .25, .25, .25}, 1e-15);
    assert_ranks(4, DSCORE_RANKS_EXPONENT, 2, (double[]){16 / 30., 9 / 30., 4 / 30., 1 / 30.}, 1e-15);
    assert_ranks(4, DSCORE_RANKS_EXPONENT, 1e100, (double[]){1, 0, 0, 0}, 0.0);
    assert_ranks(1, DSCORE_RANKS_CENTROID, 0, (double[]){1}, 0.0);
}
END_TEST

START_TEST(tied_ranks_share_the_mean_of_their_positions)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[4];
    const double middle = (.270833333333 + .145833333333) / 2;
    assert_ok(dscore_weights_from_ranks((double[]){7, -2, 7, 9}, 4, DSCORE_RANKS_CENTROID, 0, w, &err), err);
    assert_all_close(w, (double[]){middle, .520833333333, middle, .0625}, 4, 1e-11);
    assert_ok(dscore_weights_from_ranks((double[]){2, 1, 2, 2}, 4, DSCORE_RANKS_RECIPROCAL, 0, w, &err), err);
    assert_all_close(w, (double[]){.52 / 3, .48, .52 / 3, .52 / 3}, 4, 1e-15);
    assert_ok(dscore_weights_from_ranks((double[]){3, 3, 1, 9}, 4, DSCORE_RANKS_SUM, 0, w, &err), err);
    assert_all_close(w, (double[]){.25, .25, .4, .1}, 4, 1e-15);
    assert_ok(dscore_weights_from_ranks((double[]){3, 3, 3, 3}, 4, DSCORE_RANKS_EXPONENT, 3, w, &err), err);
    assert_all_close(w, (double[]){.25, .25, .25, .25}, 4, 1e-15);
}
END_TEST

START_TEST(swing_weights_are_those_of_METHODS_3_5)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[4];
    assert_ok(dscore_weights_from_swings((double[]){100, 75, 10}, 3, w, &err), err);
    assert_all_close(w, (double[]){.540541, .405405, .054054}, 3, 5e-7);
    assert_ok(dscore_weights_from_swings((double[]){100, 75, 50, 25}, 4, w, &err), err);
    assert_all_close(w, (double[]){.4, .3, .2, .1}, 4, 1e-15);
    assert_fails(
        dscore_weights_from_swings((double[]){90, 75}, 2, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_SWING);
    assert_fails(
        dscore_weights_from_swings((double[]){100, 101}, 2, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
    ck_assert_str_eq(err.path, "swings[1]");
}
END_TEST

START_TEST(combinations_are_those_of_METHODS_3_10)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const double judged[] = {.4, .3, .2, .1};
    const double measured[] = {10, 20, 30, 40}; /* relative */
    double w[4];
    assert_ok(dscore_weights_combine(judged, measured, 4, DSCORE_COMBINE_ADDITIVE, .5, w, &err), err);
    assert_all_close(w, (double[]){.25, .25, .25, .25}, 4, 1e-15);
    assert_ok(dscore_weights_combine(judged, measured, 4, DSCORE_COMBINE_MULTIPLICATIVE, 0, w, &err), err);
    assert_all_close(w, (double[]){.2, .3, .3, .2}, 4, 1e-15);
    assert_ok(dscore_weights_combine(judged, measured, 4, DSCORE_COMBINE_MIN_ENTROPY, 0, w, &err), err);
    assert_all_close(w, (double[]){.22474487, .27525513, .27525513, .22474487}, 4, 5e-9);
    assert_ok(dscore_weights_combine(
                  (double[]){1, 1e-300}, (double[]){1e-300, 1}, 2, DSCORE_COMBINE_MULTIPLICATIVE, 0, w, &err),
        err);
    assert_all_close(w, (double[]){.5, .5}, 2, 1e-12);
    assert_fails(
        dscore_weights_combine((double[]){1, 0}, (double[]){0, 1}, 2, DSCORE_COMBINE_MULTIPLICATIVE, 0, w, &err),
        DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHING_NOTHING);
    assert_fails(dscore_weights_combine(judged, measured, 4, DSCORE_COMBINE_ADDITIVE, 1.5, w, &err), DSCORE_E_PARAMETER,
        DSCORE_CODE_WEIGHING_NUMBER);
}
END_TEST

START_TEST(weights_of_several_people_are_pooled)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const double weights[] = {.8, .2, 20, 80}; /* of two people, each relative */
    const double three_to_one[] = {3, 1};
    double w[2];
    assert_ok(dscore_weights_pool(weights, 2, 2, NULL, DSCORE_POOL_GEOMETRIC, w, &err), err);
    assert_all_close(w, (double[]){.5, .5}, 2, 1e-15);
    /* (.8/.2)^(3/4) * (.2/.8)^(1/4) = 2 */
    assert_ok(dscore_weights_pool(weights, 2, 2, three_to_one, DSCORE_POOL_GEOMETRIC, w, &err), err);
    assert_all_close(w, (double[]){2 / 3., 1 / 3.}, 2, 1e-15);
    assert_ok(dscore_weights_pool(weights, 2, 2, three_to_one, DSCORE_POOL_ARITHMETIC, w, &err), err);
    assert_all_close(w, (double[]){.65, .35}, 2, 1e-15);
    const double nothing_shared[] = {1, 0, 0, 1};
    assert_ok(dscore_weights_pool(nothing_shared, 2, 2, NULL, DSCORE_POOL_ARITHMETIC, w, &err), err);
    assert_fails(dscore_weights_pool(nothing_shared, 2, 2, NULL, DSCORE_POOL_GEOMETRIC, w, &err), DSCORE_E_INCOMPATIBLE,
        DSCORE_CODE_WEIGHING_NOTHING);
    assert_ok(dscore_weights_pool(nothing_shared, 2, 2, (double[]){0, 1}, DSCORE_POOL_GEOMETRIC, w, &err), err);
    assert_all_close(w, (double[]){0, 1}, 2, 0.0);
    assert_fails(dscore_weights_pool(weights, 2, 2, (double[]){0, 0}, DSCORE_POOL_GEOMETRIC, w, &err),
        DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NOTHING);
}
END_TEST

START_TEST(numbers_from_the_edges_give_numbers)
{
    uint64_t seed = 17;
    for (int round = 0; round < rounds(20000); round++) {
        enum { N = 3 };
        double x[2 * N];
        double w[N];
        for (int i = 0; i < 2 * N; i++) {
            x[i] = draw_edge(&seed, 6);
        }
        for (int32_t method = 1; method <= 4; method++) {
            ck_assert_int_eq(dscore_weights_from_ranks(x, N, method, x[N], w, NULL), DSCORE_OK);
            assert_shares(w, N);
            if (dscore_weights_combine(x, x + N, N, method, .3, w, NULL) == DSCORE_OK) {
                assert_shares(w, N);
            }
            if (dscore_weights_pool(x, 2, N, NULL, method, w, NULL) == DSCORE_OK) {
                assert_shares(w, N);
            }
        }
        if (dscore_weights_from_points(x, N, w, NULL) == DSCORE_OK) {
            assert_shares(w, N);
        }
    }
}
END_TEST

START_TEST(numbers_outside_their_range_are_refused_and_nothing_is_written)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[2] = {7, 7};
    for (int i = 0; i < NAN_AND_SO_ON_COUNT; i++) {
        const double bad[] = {1, NAN_AND_SO_ON[i]};
        const double good[] = {1, 1};
        assert_fails(dscore_weights_from_points(bad, 2, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
        ck_assert_str_eq(err.path, "points[1]");
        assert_fails(dscore_weights_from_ranks(bad, 2, DSCORE_RANKS_SUM, 0, w, &err), DSCORE_E_PARAMETER,
            DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(dscore_weights_from_ranks(good, 2, DSCORE_RANKS_EXPONENT, bad[1], w, &err), DSCORE_E_PARAMETER,
            DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(dscore_weights_from_swings(bad, 2, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(
            dscore_weights_combine(bad, good, 2, 1, .5, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(
            dscore_weights_combine(good, bad, 2, 1, .5, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(dscore_weights_pool(bad, 1, 2, NULL, 1, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(dscore_weights_pool(good, 2, 1, bad, 1, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
    }
    assert_fails(
        dscore_weights_from_points((double[]){0, 0}, 2, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NOTHING);
    assert_fails(
        dscore_weights_from_points((double[]){-1, 2}, 2, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
    assert_fails(dscore_weights_equal(0, w, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_COUNT);
    assert_fails(dscore_weights_from_ranks(w, 2, 5, 0, w, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_OPTION);
    ck_assert_int_eq(dscore_weights_from_points(NULL, 2, w, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_from_points(w, 2, NULL, NULL), DSCORE_E_ARGUMENT);
    assert_all_close(w, (double[]){7, 7}, 2, 0.0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {equal_points_and_ratings_are_normalised, rank_weights_are_those_of_METHODS_3_5,
        tied_ranks_share_the_mean_of_their_positions, swing_weights_are_those_of_METHODS_3_5,
        combinations_are_those_of_METHODS_3_10, weights_of_several_people_are_pooled,
        numbers_from_the_edges_give_numbers, numbers_outside_their_range_are_refused_and_nothing_is_written};
    return RUN_TESTS("weights judged directly", tests);
}
