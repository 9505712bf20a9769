/* The analytic hierarchy process: METHODS 3.6 on its printed matrices, missing judgements, groups, edges. */
#include "weight/method_support.h"

static const double CITY[] = {1, 1 / 5., 3, 1 / 2., 5, /* culture */
    5, 1, 7, 1, 7,                                     /* family */
    1 / 3., 1 / 7., 1, 1 / 4., 3,                      /* housing */
    2, 1, 4, 1, 7,                                     /* jobs */
    1 / 5., 1 / 7., 1 / 3., 1 / 7., 1};                /* transport */
static const double DESK[] = {2, 3, 5, 2, 3, 2};       /* quality, efficiency, growth, collaboration */
static const double CARS[] = {1 / 4., 4, 1 / 6., 4, 1 / 4., 1 / 5.};

static dscore_ahp_result solve(
    const double *judgements, int32_t n, int32_t layout, int32_t method, int32_t index, double *weights)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_ahp_options options = DSCORE_AHP_OPTIONS_INIT;
    dscore_ahp_result result = DSCORE_AHP_RESULT_INIT;
    options.layout = layout;
    options.method = method;
    options.random_index = index;
    assert_ok(dscore_ahp_solve(judgements, n, &options, weights, NULL, &result, &err), err);
    assert_shares(weights, n);
    return result;
}

START_TEST(the_city_example_of_METHODS_3_6)
{
    double w[5];
    dscore_ahp_result r = solve(CITY, 5, DSCORE_AHP_FULL, DSCORE_AHP_EIGEN, DSCORE_AHP_INDEX_SIMULATED, w);
    assert_all_close(w, (double[]){.15216708, .43345437, .07155648, .30500643, .03781564}, 5, 5e-9);
    assert_close(r.lambda, 5.225235221, 5e-10);
    assert_close(r.ci, .056308805, 5e-10);
    assert_all_close(w, (double[]){.1522, .4335, .0716, .3050, .0378}, 5, 5e-5); /* as published */
    assert_close(r.cr, .050815571, 5e-10);
    assert_close(r.ci / 1.11, .0507, 5e-5); /* the published ratio: over another index */
    assert_close(r.gci, .182955, 5e-7);
    assert_close(r.koczkodaj, .72, 5e-15);
    ck_assert_int_eq(r.flags, 0);
    ck_assert_int_eq(r.cr_status, DSCORE_VALUE_OK);
    /* the published errors: row 1 is 1, .570, 1.411, 1.002, 1.243; .570 is the farthest from 1 of all */
    ck_assert_int_eq(r.reconsider_row, 0);
    ck_assert_int_eq(r.reconsider_column, 1);
    assert_close(r.reconsider_error, .570, 5e-4);
    assert_close(1 / r.reconsider_error, 1.755, 5e-4);
    assert_close(r.reconsider_implied, .15216708 / .43345437, 5e-8);
    const double errors[] = {1, .570, 1.411, 1.002, 1.243};
    for (int j = 0; j < 5; j++) {
        assert_close(CITY[j] * w[j] / w[0], errors[j], 5e-4);
    }
    /* row 2 is printed as 1.755 ... .704 .611: of the five, over culture, jobs and transport */
    assert_close(CITY[5] * w[0] / w[1], 1.755, 5e-4);
    assert_close(CITY[8] * w[3] / w[1], .704, 5e-4);
    assert_close(CITY[9] * w[4] / w[1], .611, 5e-4);
    r = solve(CITY, 5, DSCORE_AHP_FULL, DSCORE_AHP_GEOMETRIC, DSCORE_AHP_INDEX_SIMULATED, w);
    assert_all_close(w, (double[]){.15259371, .42281619, .07225814, .31474294, .03758901}, 5, 5e-9);
    assert_close(r.lambda, 5.225235221, 5e-10);
}
END_TEST

START_TEST(the_other_matrices_of_METHODS_3_6)
{
    double w[4];
    dscore_ahp_result r = solve((double[]){3, 3, 2}, 3, DSCORE_AHP_UPPER, 1, 1, w);
    assert_close(r.ci, .02681078794, 5e-12);
    assert_close(r.ci, .026952, 1e-3); /* scikit-criteria's own test and its tolerance; the exact ratio is .051559 */
    assert_close(r.ci / .52, .051829, 1e-3);
    r = solve(DESK, 4, DSCORE_AHP_UPPER, 1, 1, w);
    assert_all_close(w, (double[]){.48288562, .27197446, .15698986, .08815006}, 4, 5e-9);
    assert_close(r.lambda, 4.014520959, 5e-10);
    assert_close(r.cr, .005477550, 5e-10);
    assert_close(r.gci, .019334, 5e-7);
    assert_close(r.koczkodaj, .25, 1e-15);
    r = solve(CARS, 4, DSCORE_AHP_UPPER, 1, DSCORE_AHP_INDEX_SIMULATED, w);
    assert_all_close(w, (double[]){.11587162, .24685233, .06001503, .57726102}, 4, 5e-9);
    assert_close(r.lambda, 4.434692601, 5e-10);
    assert_close(r.cr, .163973358, 5e-10);
    ck_assert_int_eq(r.flags, DSCORE_DERIVED_INCONSISTENT);
    r = solve(CARS, 4, DSCORE_AHP_UPPER, 1, DSCORE_AHP_INDEX_CLASSIC, w);
    assert_close(r.cr, .160997, 5e-7);
    r = solve(CARS, 4, DSCORE_AHP_UPPER, 1, DSCORE_AHP_INDEX_TUMMALA_LING, w);
    assert_close(r.cr, .434692601 / 3 / .8921, 5e-10);
}
END_TEST

START_TEST(random_indices_are_those_of_METHODS_3_6)
{
    /* as printed, for 3 to 15 criteria: an inconsistent matrix tells the index as ci / cr */
    const double expected[3][13] = {{.5251686, .8836651, 1.1081014, 1.2492774, 1.3415514, 1.4048466, 1.4507197,
                                        1.4857266, 1.5141022, 1.5356638, 1.5545925, 1.5703498, 1.5839958},
        {.5799, .8921, 1.1159, 1.2358, 1.3322, 1.3952, 1.4537, 1.4882, 1.5117, 1.5356, 1.5571, 1.5714, 1.5831},
        {.58, .90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59}};
    double judgements[105];
    double w[15];
    for (int i = 0; i < 105; i++) {
        judgements[i] = i == 0 ? 3 : 1;
    }
    for (int32_t n = 3; n <= 15; n++) {
        for (int32_t index = 1; index <= 3; index++) {
            dscore_ahp_result r = solve(judgements, n, DSCORE_AHP_UPPER, 1, index, w);
            assert_close(r.ci / r.cr, expected[index - 1][n - 3], 1e-12);
            ck_assert_int_eq(r.cr_status, DSCORE_VALUE_OK);
        }
    }
}
END_TEST

START_TEST(methods_agree_up_to_three_criteria_and_on_consistent_judgements)
{
    double by_eigen[4];
    double other[4];
    (void)solve((double[]){3, 3, 2}, 3, DSCORE_AHP_UPPER, DSCORE_AHP_EIGEN, 1, by_eigen);
    (void)solve((double[]){3, 3, 2}, 3, DSCORE_AHP_UPPER, DSCORE_AHP_GEOMETRIC, 1, other);
    assert_all_close(other, by_eigen, 3, 1e-12);
    const double consistent[] = {4 / 3., 2, 4, 3 / 2., 3, 2}; /* of .4 .3 .2 .1 */
    for (int32_t method = 1; method <= 3; method++) {
        dscore_ahp_result r = solve(consistent, 4, DSCORE_AHP_UPPER, method, 1, other);
        assert_all_close(other, (double[]){.4, .3, .2, .1}, 4, 1e-14);
        assert_close(r.cr, 0, 1e-13);
        assert_close(r.koczkodaj, 0, 1e-13);
        ck_assert_int_eq(r.reconsider_row, -1);
        assert_close(r.reconsider_error, 1, 1e-18);
    }
    /* columns of 1 3 / 1/3 1: .75 .25 both; of DESK the printed column sums */
    (void)solve((double[]){3}, 2, DSCORE_AHP_UPPER, DSCORE_AHP_COLUMN_MEAN, 1, other);
    assert_all_close(other, (double[]){.75, .25}, 2, 1e-15);
    (void)solve((double[]){2, 4, 4}, 3, DSCORE_AHP_UPPER, DSCORE_AHP_COLUMN_MEAN, 1, other);
    /* 1 2 4 / 1/2 1 4 / 1/4 1/4 1: column sums 7/4 13/4 9 */
    assert_close(other[0], (4 / 7. + 8 / 13. + 4 / 9.) / 3, 1e-15);
    assert_close(other[2], (1 / 7. + 1 / 13. + 1 / 9.) / 3, 1e-15);
}
END_TEST

START_TEST(one_and_two_criteria_are_always_consistent)
{
    double w[2];
    dscore_ahp_result r = solve((double[]){1}, 1, DSCORE_AHP_FULL, 1, 1, w);
    assert_close(w[0], 1, 1e-18);
    assert_close(r.lambda, 1, 1e-15);
    assert_close(r.cr + r.ci + r.gci + r.koczkodaj, 0, 1e-18);
    r = solve((double[]){9}, 2, DSCORE_AHP_UPPER, 1, 1, w);
    assert_all_close(w, (double[]){.9, .1}, 2, 1e-13);
    assert_close(r.cr, 0, 1e-18);
    ck_assert_int_eq(r.gci_status + r.koczkodaj_status + r.cr_status, DSCORE_VALUE_OK);
}
END_TEST

START_TEST(beyond_fifteen_criteria_no_ratio_is_told)
{
    double judgements[32 * 31 / 2];
    double w[32];
    for (int i = 0; i < 32 * 31 / 2; i++) {
        judgements[i] = 1;
    }
    dscore_ahp_result r = solve(judgements, 16, DSCORE_AHP_UPPER, 1, 1, w);
    ck_assert_int_eq(r.cr_status, DSCORE_VALUE_UNDEFINED);
    ck_assert_int_eq(r.flags, DSCORE_DERIVED_NO_INDEX);
    ck_assert(isnan(r.cr) && isfinite(r.ci));
    (void)solve(judgements, 32, DSCORE_AHP_UPPER, 1, 1, w);
    dscore_error err = DSCORE_ERROR_INIT;
    assert_fails(
        dscore_ahp_solve(judgements, 33, NULL, w, NULL, NULL, &err), DSCORE_E_LIMIT, DSCORE_CODE_WEIGHING_COUNT);
}
END_TEST

/* ---- missing judgements ----------------------------------------------------------------------- */

START_TEST(a_missing_judgement_is_filled_in_from_the_others)
{
    /* Harker's 3 x 3: 1 over 2 is 2, 2 over 3 is 2, 1 over 3 unknown */
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_ahp_result r = DSCORE_AHP_RESULT_INIT;
    double w[3];
    double completed[9];
    assert_ok(dscore_ahp_solve((double[]){2, 0, 2}, 3, NULL, w, completed, &r, &err), err);
    assert_all_close(w, (double[]){4 / 7., 2 / 7., 1 / 7.}, 3, 1e-13);
    assert_all_close(completed, (double[]){1, 2, 4, .5, 1, 2, .25, .5, 1}, 9, 1e-11);
    ck_assert_int_eq(r.missing, 1);
    ck_assert_int_eq(r.flags, DSCORE_DERIVED_COMPLETED);
    ck_assert_int_eq(r.cr_status, DSCORE_VALUE_UNDEFINED);
    ck_assert_int_eq(r.gci_status, DSCORE_VALUE_UNDEFINED);
    ck_assert_int_eq(r.koczkodaj_status, DSCORE_VALUE_UNDEFINED);
    assert_close(r.ci, 0, 1e-13);
}
END_TEST

START_TEST(a_ring_of_judgements_spreads_its_contradiction_evenly)
{
    /* 1-2-3-4-1 are judged 2, 2, 2 and 4 where 8 would agree: each of the four is off by the fourth root of 2, so the
       eigenvalue is 2 + 2^(1/4) + 2^(-1/4) */
    double w[4];
    const double k = pow(2, .75);
    const double sum = k * k * k + k * k + k + 1;
    dscore_ahp_result r = solve((double[]){2, 0, 4, 2, 0, 2}, 4, DSCORE_AHP_UPPER, 1, 1, w);
    assert_all_close(w, (double[]){k * k * k / sum, k * k / sum, k / sum, 1 / sum}, 4, 1e-12);
    assert_close(r.lambda, 2 + pow(2, .25) + pow(2, -.25), 1e-12);
    assert_close(fmax(r.reconsider_error, 1 / r.reconsider_error), pow(2, .25), 1e-12);
    ck_assert_int_eq(r.missing, 2);
}
END_TEST

START_TEST(a_long_chain_of_judgements_still_settles)
{
    double judgements[32 * 31 / 2] = {0};
    double w[32];
    double expected[32];
    double sum = 0;
    for (int i = 0, at = 0; i < 32; at += 31 - i, i++) {
        if (i < 31) {
            judgements[at] = i % 2 == 0 ? 1.5 : .75;
        }
    }
    expected[0] = 1;
    for (int i = 0; i < 32; i++) {
        expected[i] = i == 0 ? 1 : expected[i - 1] / ((i - 1) % 2 == 0 ? 1.5 : .75);
        sum += expected[i];
    }
    for (int i = 0; i < 32; i++) {
        expected[i] /= sum;
    }
    for (int32_t method = 1; method <= 3; method++) {
        dscore_ahp_result r = solve(judgements, 32, DSCORE_AHP_UPPER, method, 1, w);
        assert_all_close(w, expected, 32, 1e-11);
        ck_assert_int_eq(r.missing, 31 * 30 / 2);
    }
}
END_TEST

START_TEST(criteria_that_nothing_joins_are_an_error)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[4] = {7, 7, 7, 7};
    assert_fails(dscore_ahp_solve((double[]){2, 0, 0, 0, 0, 3}, 4, NULL, w, NULL, NULL, &err), DSCORE_E_INCOMPATIBLE,
        DSCORE_CODE_WEIGHING_UNJOINED);
    assert_close(w[0], 7, 1e-18);
}
END_TEST

/* ---- groups and properties -------------------------------------------------------------------- */

START_TEST(judgements_of_several_people_are_joined)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const double upper[] = {2, 0, 3, 8, 5, 0}; /* of two people; the first lacks 1-3, the second 2-3 */
    double joined[9];
    assert_ok(dscore_ahp_join(upper, 2, 3, DSCORE_AHP_UPPER, NULL, joined, &err), err);
    assert_all_close(joined, (double[]){4, 5, 3}, 3, 1e-14);
    assert_ok(dscore_ahp_join(upper, 2, 3, DSCORE_AHP_UPPER, (double[]){1, 3}, joined, &err), err);
    assert_close(joined[0], pow(2, .25) * pow(8, .75), 1e-13);
    const double full[] = {1, 3, .2, 1 / 3., 1, 7, 5, 1 / 7., 1, 1, 5, .3, 1 / 5., 1, 9, 1 / .3, 1 / 9., 1};
    assert_ok(dscore_ahp_join(full, 2, 3, DSCORE_AHP_FULL, NULL, joined, &err), err);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            assert_close(joined[i * 3 + j] * joined[j * 3 + i], 1, 1e-14);
        }
    }
    assert_fails(dscore_ahp_join(upper, 2, 3, DSCORE_AHP_FULL + 1, NULL, joined, &err), DSCORE_E_ARGUMENT,
        DSCORE_CODE_WEIGHING_OPTION);
    assert_fails(dscore_ahp_join((double[]){2, -1}, 2, 2, DSCORE_AHP_UPPER, NULL, joined, &err), DSCORE_E_PARAMETER,
        DSCORE_CODE_WEIGHING_NUMBER);
    ck_assert_int_eq((int)err.row, 1);
}
END_TEST

START_TEST(the_order_of_the_criteria_does_not_matter)
{
    uint64_t seed = 7;
    for (int round = 0; round < 200; round++) {
        enum { N = 6 };
        double a[N * N];
        double permuted[N * N];
        double w[N];
        double v[N];
        int order[N];
        for (int i = 0; i < N; i++) {
            order[i] = i;
            for (int j = i; j < N; j++) {
                a[i * N + j] = i == j ? 1 : pow(9, 2 * draw(&seed) - 1);
                a[j * N + i] = 1 / a[i * N + j];
            }
        }
        for (int i = N - 1; i > 0; i--) {
            int other = (int)(draw(&seed) * (i + 1));
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        for (int i = 0; i < N * N; i++) {
            permuted[i] = a[order[i / N] * N + order[i % N]];
        }
        for (int32_t method = 1; method <= 3; method++) {
            dscore_ahp_result r = solve(a, N, DSCORE_AHP_FULL, method, 1, w);
            dscore_ahp_result q = solve(permuted, N, DSCORE_AHP_FULL, method, 1, v);
            for (int i = 0; i < N; i++) {
                assert_close(v[i], w[order[i]], 1e-12);
            }
            assert_close(r.cr, q.cr, 1e-11);
            assert_close(r.gci, q.gci, 1e-11);
            assert_close(r.koczkodaj, q.koczkodaj, 1e-11);
            ck_assert(r.lambda >= N && r.koczkodaj >= 0 && r.koczkodaj <= 1);
        }
    }
}
END_TEST

START_TEST(extreme_judgements_give_numbers)
{
    const double values[] = {1e-6, 1, 1e6};
    double w[4];
    for (int code = 0; code < 729; code++) { /* every matrix of these values */
        double judgements[6];
        for (int i = 0, rest = code; i < 6; i++, rest /= 3) {
            judgements[i] = values[rest % 3];
        }
        dscore_ahp_result r = solve(judgements, 4, DSCORE_AHP_UPPER, 1, 1, w);
        ck_assert(isfinite(r.cr) && isfinite(r.gci) && isfinite(r.koczkodaj) && isfinite(r.reconsider_error));
    }
}
END_TEST

START_TEST(judgements_that_cannot_be_are_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_ahp_options full = DSCORE_AHP_OPTIONS_INIT;
    double w[3];
    const double bad[] = {NAN, INFINITY, -1, 1e-7, 1e7};
    for (int i = 0; i < 5; i++) {
        assert_fails(dscore_ahp_solve((double[]){2, bad[i], 2}, 3, NULL, w, NULL, NULL, &err), DSCORE_E_PARAMETER,
            DSCORE_CODE_WEIGHING_NUMBER);
        ck_assert_str_eq(err.path, "judgements[1]");
    }
    full.layout = DSCORE_AHP_FULL;
    assert_fails(dscore_ahp_solve((double[]){1, 2, .4, 1}, 2, &full, w, NULL, NULL, &err), DSCORE_E_INCOMPATIBLE,
        DSCORE_CODE_WEIGHING_RECIPROCAL);
    ck_assert_str_eq(err.path, "judgements[0][1]");
    assert_fails(dscore_ahp_solve((double[]){1, 2, 0, 1}, 2, &full, w, NULL, NULL, &err), DSCORE_E_INCOMPATIBLE,
        DSCORE_CODE_WEIGHING_RECIPROCAL);
    assert_fails(dscore_ahp_solve((double[]){2, 2, .5, 1}, 2, &full, w, NULL, NULL, &err), DSCORE_E_INCOMPATIBLE,
        DSCORE_CODE_WEIGHING_RECIPROCAL);
    full.method = 4;
    assert_fails(dscore_ahp_solve(CITY, 2, &full, w, NULL, NULL, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_OPTION);
    full.struct_size = 0;
    assert_fails(dscore_ahp_solve(CITY, 2, &full, w, NULL, NULL, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_STRUCT_SIZE);
    dscore_ahp_result unset;
    memset(&unset, 0, sizeof unset);
    assert_fails(dscore_ahp_solve(DESK, 2, NULL, w, NULL, &unset, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_STRUCT_SIZE);
    ck_assert_int_eq(dscore_ahp_solve(NULL, 3, NULL, w, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_ahp_solve(DESK, 3, NULL, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_ahp_solve(DESK, 0, NULL, w, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_city_example_of_METHODS_3_6, the_other_matrices_of_METHODS_3_6,
        random_indices_are_those_of_METHODS_3_6, methods_agree_up_to_three_criteria_and_on_consistent_judgements,
        one_and_two_criteria_are_always_consistent, beyond_fifteen_criteria_no_ratio_is_told,
        a_missing_judgement_is_filled_in_from_the_others, a_ring_of_judgements_spreads_its_contradiction_evenly,
        a_long_chain_of_judgements_still_settles, criteria_that_nothing_joins_are_an_error,
        judgements_of_several_people_are_joined, the_order_of_the_criteria_does_not_matter,
        extreme_judgements_give_numbers, judgements_that_cannot_be_are_refused};
    return RUN_TESTS("analytic hierarchy process", tests);
}
