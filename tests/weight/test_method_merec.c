/* MEREC weights: METHODS 3.8 on its published rows, a case by hand, edges. */
#include "weight/method_support.h"

/* Keshavarz-Ghorabaee et al., 2021: 5 alternatives of 4 criteria; of the last two less is better. */
static const double PUBLISHED[] = {
    450, 8000, 54, 145, 10, 9100, 2, 160, 100, 8200, 31, 153, 220, 9300, 1, 162, 5, 8400, 23, 158};
static const int32_t DIRECTIONS[] = {1, 1, -1, -1};

START_TEST(merec_weights_are_those_of_METHODS_3_8)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[4];
    double effects[4];
    int32_t flags = -1;
    assert_ok(dscore_weights_from_merec(NULL, PUBLISHED, 5, 4, DIRECTIONS, w, effects, &flags, &err), err);
    assert_all_close(w, (double[]){.5752, .0141, .4016, .0091}, 4, 5e-5);
    assert_shares(w, 4);
    ck_assert_int_eq(flags, 0);
    double sum = effects[0] + effects[1] + effects[2] + effects[3];
    for (int j = 0; j < 4; j++) {
        assert_close(w[j], effects[j] / sum, 1e-15);
    }
}
END_TEST

START_TEST(two_rows_by_hand)
{
    /* Values over the worst: first row 1, 1 (nothing to remove), second row e^2 and, of a cost, e^-1: distances 2 and
       1. Its performance is ln(1 + 3/2); without the first ln(1 + 1/2), without the second ln(1 + 2/2): changes
       ln(5/3) and ln(5/4). */
    dscore_error err = DSCORE_ERROR_INIT;
    const double values[] = {1, 1, exp(2), exp(-1)};
    const int32_t directions[] = {1, -1};
    double w[2];
    double effects[2];
    assert_ok(dscore_weights_from_merec(NULL, values, 2, 2, directions, w, effects, NULL, &err), err);
    assert_all_close(effects, (double[]){log(5 / 3.), log(5 / 4.)}, 2, 1e-15);
    assert_close(w[0], log(5 / 3.) / (log(5 / 3.) + log(5 / 4.)), 1e-15);
}
END_TEST

START_TEST(units_and_the_order_of_rows_do_not_matter)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double turned[20];
    double w[4];
    double v[4];
    for (int i = 0; i < 20; i++) { /* rows from last to first; every column in another unit */
        turned[i] = PUBLISHED[(4 - i / 4) * 4 + i % 4] * (double[]){60, 1e-50, 1e90, 3}[i % 4];
    }
    assert_ok(dscore_weights_from_merec(NULL, PUBLISHED, 5, 4, DIRECTIONS, w, NULL, NULL, &err), err);
    assert_ok(dscore_weights_from_merec(NULL, turned, 5, 4, DIRECTIONS, v, NULL, NULL, &err), err);
    assert_all_close(v, w, 4, 1e-12);
}
END_TEST

START_TEST(columns_that_do_not_vary_weigh_nothing)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const double values[] = {1, 5, 2, 5, 4, 5};
    const double same[] = {3, 5, 3, 5};
    double w[2];
    double effects[2];
    int32_t flags = 0;
    assert_ok(dscore_weights_from_merec(NULL, values, 3, 2, NULL, w, effects, &flags, &err), err);
    assert_all_close(w, (double[]){1, 0}, 2, 0.0);
    assert_all_close(effects + 1, (double[]){0}, 1, 0.0);
    ck_assert_int_eq(flags, DSCORE_DERIVED_CONSTANT);
    assert_ok(dscore_weights_from_merec(NULL, same, 2, 2, NULL, w, NULL, &flags, &err), err);
    assert_all_close(w, (double[]){.5, .5}, 2, 0.0);
    ck_assert_int_eq(flags, DSCORE_DERIVED_CONSTANT | DSCORE_DERIVED_EQUAL);
    assert_ok(dscore_weights_from_merec(NULL, values, 6, 1, NULL, w, NULL, &flags, &err), err);
    ck_assert_double_eq(w[0], 1);
    ck_assert_int_eq(flags, 0);
}
END_TEST

START_TEST(columns_that_hardly_vary_keep_their_digits)
{
    /* to first order the effects go with the distances: 1 to 3 */
    dscore_error err = DSCORE_ERROR_INIT;
    const double values[] = {1, 1, 1 + 0x1p-40, 1 + 3 * 0x1p-40};
    double w[2];
    assert_ok(dscore_weights_from_merec(NULL, values, 2, 2, NULL, w, NULL, NULL, &err), err);
    assert_all_close(w, (double[]){.25, .75}, 2, 1e-10);
}
END_TEST

START_TEST(numbers_from_the_edges_give_numbers)
{
    enum { ROWS = 4, N = 3 };
    dscore_error err = DSCORE_ERROR_INIT;
    uint64_t seed = 17;
    for (int round = 0; round < 5000; round++) {
        double values[ROWS * N];
        double w[N];
        double effects[N];
        int32_t directions[N];
        for (int i = 0; i < ROWS * N; i++) {
            values[i] = EDGES[1 + (int)(draw(&seed) * 5)]; /* those above 0 */
            directions[i % N] = draw(&seed) < .5 ? 1 : -1;
        }
        assert_ok(dscore_weights_from_merec(NULL, values, ROWS, N, directions, w, effects, NULL, &err), err);
        assert_shares(w, N);
        for (int j = 0; j < N; j++) {
            ck_assert(effects[j] >= 0 && isfinite(effects[j]));
        }
    }
}
END_TEST

START_TEST(tables_that_do_not_serve_are_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[2] = {7, 7};
    const double bad[] = {0, -1, NAN, INFINITY, 1e101};
    for (int i = 0; i < 5; i++) {
        const double values[] = {1, 2, 3, bad[i]};
        assert_fails(dscore_weights_from_merec(NULL, values, 2, 2, NULL, w, NULL, NULL, &err), DSCORE_E_PARAMETER,
            i < 2 ? DSCORE_CODE_WEIGHING_SCALING : DSCORE_CODE_WEIGHING_NUMBER);
        ck_assert_str_eq(err.path, "values[1][1]");
        ck_assert_int_eq((int)err.row, 1);
    }
    assert_fails(dscore_weights_from_merec(NULL, PUBLISHED, 1, 2, NULL, w, NULL, NULL, &err), DSCORE_E_PARAMETER,
        DSCORE_CODE_WEIGHING_COUNT);
    assert_fails(dscore_weights_from_merec(NULL, PUBLISHED, 2, 0, NULL, w, NULL, NULL, &err), DSCORE_E_ARGUMENT,
        DSCORE_CODE_WEIGHING_COUNT);
    assert_fails(dscore_weights_from_merec(NULL, PUBLISHED, 2, 2, (int32_t[]){1, 0}, w, NULL, NULL, &err),
        DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_OPTION);
    ck_assert_int_eq(dscore_weights_from_merec(NULL, NULL, 2, 2, NULL, w, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_from_merec(NULL, PUBLISHED, 2, 2, NULL, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    assert_all_close(w, (double[]){7, 7}, 2, 0.0);
    for (int64_t at = 0; at < 2; at++) { /* memory fails and is given back */
        scarce s = {at, 0, 0};
        dscore_allocator a = scarce_allocator(&s);
        dscore_status status = dscore_weights_from_merec(&a, PUBLISHED, 2, 2, NULL, w, NULL, NULL, &err);
        ck_assert_int_eq(status, at < 1 ? DSCORE_E_MEMORY : DSCORE_OK);
        ck_assert_int_eq((int)s.held, 0);
        ck_assert(at >= 1 || w[0] > 1);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {merec_weights_are_those_of_METHODS_3_8, two_rows_by_hand,
        units_and_the_order_of_rows_do_not_matter, columns_that_do_not_vary_weigh_nothing,
        columns_that_hardly_vary_keep_their_digits, numbers_from_the_edges_give_numbers,
        tables_that_do_not_serve_are_refused};
    return RUN_TESTS("MEREC weights", tests);
}
