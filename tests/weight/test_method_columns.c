/* Weights read off data: entropy (METHODS 3.7), standard deviation and CRITIC (3.8). */
#include "weight/method_support.h"

/* Elsayed et al., 2017: 12 rows of 5. */
static const double ELSAYED[] = {7, 312, 1891, 6613, 163, 72, 88, 728, 941804, 1078, 10, 252, 2594, 3466, 117471, 10,
    145, 980, 2371, 86329, 65, 54, 350, 501, 29897, 29, 48, 380, 912, 34051, 7, 476, 3300, 78470, 2212, 70, 87, 650,
    733, 819000, 4, 86, 591, 3015, 103, 12, 79, 579, 3240, 96098, 21, 45, 261, 1253, 453, 1, 72, 530, 4333, 0.1048};
/* Agents by satisfaction, first-contact resolution and minutes (less is better). */
static const double AGENTS[] = {92, 85, 30, 88, 90, 28, 95, 70, 35, 90, 80, 25};
static const int32_t AGENT_DIRECTIONS[] = {1, 1, -1};
/* Diakoulaki, Mavrotas and Papayannakis, 1995: 8 firms. */
static const double FIRMS[] = {61, 1.08, 4.33, 20.7, .26, 4.34, 16.3, 1.98, 2.53, 9, 3.29, 1.65, 5.4, 2.77, 2.33, 4,
    4.12, 1.21, -6.1, 3.52, 2.10, -34.6, 3.31, .98};
static const double TWO[] = {1, 2, 4, 16};

START_TEST(entropy_weights_are_those_of_METHODS_3_7)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[5];
    double e[5];
    int32_t flags = -1;
    assert_ok(dscore_weights_from_entropy(ELSAYED, 12, 5, NULL, DSCORE_SCALING_AS_GIVEN, w, e, &flags, &err), err);
    assert_all_close(w, (double[]){.104991, .069124, .071373, .449937, .304575}, 5, 5e-7);
    assert_all_close(e, (double[]){.80744088, .87322253, .86909742, .17478884, .44139129}, 5, 5e-9);
    ck_assert_int_eq(flags, 0);
    assert_shares(w, 5);
    assert_ok(dscore_weights_from_entropy(TWO, 2, 2, NULL, DSCORE_SCALING_AS_GIVEN, w, NULL, NULL, &err), err);
    assert_all_close(w, (double[]){.358889, .641111}, 2, 5e-7);
    assert_ok(dscore_weights_from_entropy(AGENTS, 4, 3, NULL, DSCORE_SCALING_AS_GIVEN, w, NULL, NULL, &err), err);
    assert_all_close(w, (double[]){.0330113, .3466108, .6203779}, 3, 5e-8);
    assert_ok(
        dscore_weights_from_entropy(AGENTS, 4, 3, AGENT_DIRECTIONS, DSCORE_SCALING_MIN_MAX_LIFTED, w, NULL, NULL, &err),
        err);
    assert_all_close(w, (double[]){.3741010, .3135289, .3123701}, 3, 5e-8);
}
END_TEST

START_TEST(each_scaling_is_what_it_says)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double scaled[12];
    double w[3];
    double expected[3];
    memcpy(scaled, AGENTS, sizeof scaled);
    for (int i = 0; i < 4; i++) {
        scaled[i * 3 + 2] = 1 / AGENTS[i * 3 + 2];
    }
    assert_ok(
        dscore_weights_from_entropy(scaled, 4, 3, NULL, DSCORE_SCALING_AS_GIVEN, expected, NULL, NULL, &err), err);
    assert_ok(
        dscore_weights_from_entropy(AGENTS, 4, 3, AGENT_DIRECTIONS, DSCORE_SCALING_RECIPROCAL, w, NULL, NULL, &err),
        err);
    assert_all_close(w, expected, 3, 1e-14);
    const double worst[] = {88, 70, 35};
    const double best[] = {95, 90, 25};
    for (int i = 0; i < 12; i++) {
        scaled[i] = (AGENTS[i] - worst[i % 3]) / (best[i % 3] - worst[i % 3]);
    }
    assert_ok(
        dscore_weights_from_entropy(scaled, 4, 3, NULL, DSCORE_SCALING_AS_GIVEN, expected, NULL, NULL, &err), err);
    assert_ok(
        dscore_weights_from_entropy(AGENTS, 4, 3, AGENT_DIRECTIONS, DSCORE_SCALING_MIN_MAX, w, NULL, NULL, &err), err);
    assert_all_close(w, expected, 3, 1e-14);
}
END_TEST

START_TEST(columns_that_hardly_vary_keep_their_digits)
{
    /* d = sum of squared relative deviations / (2 m ln m) to first order: 1 : 4 for steps of 1e-7 and 2e-7 */
    dscore_error err = DSCORE_ERROR_INIT;
    const double values[] = {1 - 1e-7, 1 - 2e-7, 1 + 1e-7, 1 + 2e-7};
    double w[2];
    assert_ok(dscore_weights_from_entropy(values, 2, 2, NULL, DSCORE_SCALING_AS_GIVEN, w, NULL, NULL, &err), err);
    assert_all_close(w, (double[]){.2, .8}, 2, 1e-8);
    /* the series and the logarithm meet: both sides of a deviation of 0.05, against long doubles */
    for (int k = -4; k <= 4; k++) {
        const double d = .05 + k * 1e-4;
        const double column[] = {1 - d, 1, 1 + d, 3};
        double e[2];
        long double p = (1 - (long double)d) / 2;
        long double q = (1 + (long double)d) / 2;
        long double expected = -(p * logl(p) + q * logl(q)) / logl(2);
        assert_ok(dscore_weights_from_entropy(column, 2, 2, NULL, DSCORE_SCALING_AS_GIVEN, w, e, NULL, &err), err);
        assert_close((1 - e[0]) / (double)(1 - expected), 1, 1e-12);
    }
}
END_TEST

START_TEST(columns_that_do_not_vary_weigh_nothing)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const double values[] = {1, 5, 0, 2, 5, 0, 4, 5, 0}; /* 5s and 0s are constant */
    const double same[] = {3, 5, 0, 3, 5, 0};
    double w[3];
    double e[3];
    int32_t flags = 0;
    for (int32_t scaling = 1; scaling <= 4; scaling++) {
        assert_ok(dscore_weights_from_entropy(values, 3, 3, NULL, scaling, w, e, &flags, &err), err);
        assert_all_close(w, (double[]){1, 0, 0}, 3, 0.0);
        assert_all_close(e + 1, (double[]){1, 1}, 2, 0.0);
        ck_assert_int_eq(flags, DSCORE_DERIVED_CONSTANT);
        assert_ok(dscore_weights_from_entropy(same, 2, 3, NULL, scaling, w, NULL, &flags, &err), err);
        assert_all_close(w, (double[]){1 / 3., 1 / 3., 1 / 3.}, 3, 1e-16);
        ck_assert_int_eq(flags, DSCORE_DERIVED_CONSTANT | DSCORE_DERIVED_EQUAL);
    }
    for (int32_t scaling = 1; scaling <= 3; scaling += 2) {
        for (int32_t method = 1; method <= 2; method++) {
            assert_ok(
                dscore_weights_from_critic(NULL, values, 3, 3, NULL, scaling, method, w, NULL, NULL, &flags, &err),
                err);
            assert_all_close(w, (double[]){1, 0, 0}, 3, 0.0);
            ck_assert_int_eq(flags, DSCORE_DERIVED_CONSTANT);
            assert_ok(
                dscore_weights_from_critic(NULL, same, 2, 3, NULL, scaling, method, w, NULL, NULL, &flags, &err), err);
            assert_all_close(w, (double[]){1 / 3., 1 / 3., 1 / 3.}, 3, 1e-16);
            ck_assert_int_eq(flags, DSCORE_DERIVED_CONSTANT | DSCORE_DERIVED_EQUAL);
        }
        assert_ok(dscore_weights_from_deviation(values, 3, 3, NULL, scaling, w, NULL, &flags, &err), err);
        assert_all_close(w, (double[]){1, 0, 0}, 3, 0.0);
        assert_ok(dscore_weights_from_deviation(same, 2, 3, NULL, scaling, w, NULL, &flags, &err), err);
        ck_assert_int_eq(flags, DSCORE_DERIVED_CONSTANT | DSCORE_DERIVED_EQUAL);
    }
    assert_ok(dscore_weights_from_critic(NULL, values, 9, 1, NULL, 3, 1, w, NULL, NULL, &flags, &err), err);
    assert_close(w[0], 1, 1e-18); /* one criterion has all the weight */
    ck_assert_int_eq(flags, 0);
}
END_TEST

START_TEST(critic_weights_are_those_of_METHODS_3_8)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[3];
    double sd[3];
    double r[9];
    int32_t flags = -1;
    assert_ok(dscore_weights_from_critic(
                  NULL, FIRMS, 8, 3, NULL, DSCORE_SCALING_MIN_MAX, DSCORE_CORRELATION_PEARSON, w, sd, r, &flags, &err),
        err);
    assert_all_close(w, (double[]){.20222554, .48090173, .31687273}, 3, 5e-9);
    assert_all_close(sd, (double[]){.26305500, .32134650, .35816736}, 3, 5e-9);
    assert_all_close(
        r, (double[]){1, -.65633129, .81170937, -.65633129, 1, -.93454707, .81170937, -.93454707, 1}, 9, 5e-9);
    assert_close(sd[0] * (2 - r[1] - r[2]), .48523703, 5e-9);
    assert_close(sd[1] * (2 - r[1] - r[5]), 1.15391619, 5e-9);
    assert_close(sd[2] * (2 - r[2] - r[5]), .76033117, 5e-9);
    ck_assert_int_eq(flags, 0);
    assert_ok(dscore_weights_from_critic(NULL, FIRMS, 8, 3, NULL, DSCORE_SCALING_MIN_MAX, DSCORE_CORRELATION_SPEARMAN,
                  w, NULL, NULL, NULL, &err),
        err);
    assert_all_close(w, (double[]){.21454645, .4898563, .29559726}, 3, 5e-9);
    assert_ok(dscore_weights_from_critic(NULL, FIRMS, 8, 3, NULL, DSCORE_SCALING_AS_GIVEN, DSCORE_CORRELATION_PEARSON,
                  w, NULL, NULL, NULL, &err),
        err);
    assert_all_close(w, (double[]){.86874234, .08341434, .04784331}, 3, 5e-9);
}
END_TEST

START_TEST(standard_deviation_weights_are_those_of_METHODS_3_8)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[3];
    double sd[3];
    assert_ok(dscore_weights_from_deviation(TWO, 2, 2, NULL, DSCORE_SCALING_AS_GIVEN, w, sd, NULL, &err), err);
    assert_all_close(w, (double[]){.176471, .823529}, 2, 5e-7);
    assert_all_close(sd, (double[]){1.5, 7}, 2, 1e-15);
    assert_ok(dscore_weights_from_deviation(FIRMS, 8, 3, NULL, DSCORE_SCALING_MIN_MAX, w, sd, NULL, &err), err);
    assert_all_close(sd, (double[]){.26305500, .32134650, .35816736}, 3, 5e-9);
    assert_ok(dscore_weights_from_deviation(
                  (double[]){1e-200, 1e100, 3e-200, 1e100 / 2}, 2, 2, NULL, DSCORE_SCALING_AS_GIVEN, w, sd, NULL, &err),
        err);
    assert_close(sd[0] / 1e-200, 1, 1e-12);
    assert_all_close(w, (double[]){0, 1}, 2, 1e-15);
}
END_TEST

START_TEST(columns_that_say_the_same_share_alike_in_critic)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double values[30];
    double w[3];
    int32_t flags = 0;
    for (int i = 0; i < 10; i++) {
        values[i * 3] = i * .1 + .3;
        values[i * 3 + 1] = 7 * values[i * 3] - 2;
        values[i * 3 + 2] = 4;
    }
    assert_ok(dscore_weights_from_critic(NULL, values, 10, 3, NULL, 3, 1, w, NULL, NULL, &flags, &err), err);
    assert_all_close(w, (double[]){.5, .5, 0}, 3, 0.0);
    ck_assert_int_eq(flags, DSCORE_DERIVED_EQUAL | DSCORE_DERIVED_CONSTANT);
    /* a constant column changes nothing about the others */
    double with[32];
    double without[3];
    double w4[4];
    for (int i = 0; i < 32; i++) {
        with[i] = i % 4 == 3 ? 1 : FIRMS[i / 4 * 3 + i % 4];
    }
    assert_ok(dscore_weights_from_critic(NULL, with, 8, 4, NULL, 3, 1, w4, NULL, NULL, &flags, &err), err);
    assert_ok(dscore_weights_from_critic(NULL, FIRMS, 8, 3, NULL, 3, 1, without, NULL, NULL, NULL, &err), err);
    assert_all_close(w4, without, 3, 1e-15);
    assert_close(w4[3], 0, 1e-18);
    ck_assert_int_eq(flags, DSCORE_DERIVED_CONSTANT);
}
END_TEST

/* All methods on the same table. */
static dscore_status derive(
    int method, const double *values, int64_t rows, int32_t n, const int32_t *directions, double *w, dscore_error *err)
{
    switch (method) {
    case 0:
        return dscore_weights_from_entropy(values, rows, n, directions, DSCORE_SCALING_MIN_MAX, w, NULL, NULL, err);
    case 1:
        return dscore_weights_from_deviation(values, rows, n, directions, DSCORE_SCALING_MIN_MAX, w, NULL, NULL, err);
    default:
        return dscore_weights_from_critic(
            NULL, values, rows, n, directions, DSCORE_SCALING_MIN_MAX, method - 1, w, NULL, NULL, NULL, err);
    }
}

START_TEST(the_order_of_rows_and_columns_does_not_matter)
{
    enum { ROWS = 9, N = 4 };
    dscore_error err = DSCORE_ERROR_INIT;
    uint64_t seed = 11;
    for (int round = 0; round < rounds(200); round++) {
        double a[ROWS * N];
        double b[ROWS * N];
        int32_t directions[N];
        int32_t turned[N];
        double w[N];
        double v[N];
        for (int i = 0; i < ROWS * N; i++) {
            a[i] = floor(draw(&seed) * 5) - 2; /* with ties and constant columns */
        }
        for (int j = 0; j < N; j++) {
            directions[j] = draw(&seed) < .5 ? 1 : -1;
        }
        for (int i = 0; i < ROWS * N; i++) {
            b[i] = a[(ROWS - 1 - i / N) * N + (i + 1) % N]; /* rows turned over, columns shifted by one */
            turned[i % N] = directions[(i + 1) % N];
        }
        for (int method = 0; method < 4; method++) {
            assert_ok(derive(method, a, ROWS, N, directions, w, &err), err);
            assert_ok(derive(method, b, ROWS, N, turned, v, &err), err);
            assert_shares(w, N);
            for (int j = 0; j < N; j++) {
                assert_close(v[j], w[(j + 1) % N], 1e-12);
            }
        }
    }
}
END_TEST

START_TEST(numbers_from_the_edges_give_numbers)
{
    enum { ROWS = 4, N = 3 };
    dscore_error err = DSCORE_ERROR_INIT;
    uint64_t seed = 13;
    for (int round = 0; round < rounds(20000); round++) {
        double values[ROWS * N];
        double w[N];
        double extra[N];
        for (int i = 0; i < ROWS * N; i++) {
            values[i] = draw_edge(&seed, round % 2 == 0 ? 6 : EDGES_COUNT);
        }
        for (int32_t scaling = round % 2 == 0 ? 1 : 3; scaling <= 4; scaling++) {
            assert_ok(dscore_weights_from_entropy(values, ROWS, N, NULL, scaling, w, extra, NULL, &err), err);
            assert_shares(w, N);
            for (int j = 0; j < N; j++) {
                ck_assert(extra[j] >= 0 && extra[j] <= 1);
            }
        }
        for (int32_t scaling = 1; scaling <= 3; scaling += 2) {
            assert_ok(dscore_weights_from_deviation(values, ROWS, N, NULL, scaling, w, extra, NULL, &err), err);
            assert_shares(w, N);
            for (int32_t method = 1; method <= 2; method++) {
                assert_ok(dscore_weights_from_critic(
                              NULL, values, ROWS, N, NULL, scaling, method, w, extra, NULL, NULL, &err),
                    err);
                assert_shares(w, N);
            }
        }
    }
}
END_TEST

START_TEST(tables_that_do_not_serve_are_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    double w[2] = {7, 7};
    const int32_t costs[] = {1, -1};
    const int32_t wrong[] = {1, 0};
    for (int method = 0; method < 4; method++) {
        for (int i = 0; i < NAN_AND_SO_ON_COUNT; i++) {
            const double bad[] = {1, 2, 3, NAN_AND_SO_ON[i]};
            assert_fails(derive(method, bad, 2, 2, NULL, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
            ck_assert_str_eq(err.path, "values[1][1]");
            ck_assert_int_eq((int)err.row, 1);
        }
        assert_fails(derive(method, TWO, 1, 2, NULL, w, &err), DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_COUNT);
        assert_fails(derive(method, TWO, -1, 2, NULL, w, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_COUNT);
        assert_fails(derive(method, TWO, INT64_MAX, 2, NULL, w, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_COUNT);
        assert_fails(derive(method, TWO, 2, 0, NULL, w, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_COUNT);
        assert_fails(derive(method, TWO, 2, 2, wrong, w, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_WEIGHING_OPTION);
        ck_assert_int_eq(derive(method, NULL, 2, 2, NULL, w, NULL), DSCORE_E_ARGUMENT);
        ck_assert_int_eq(derive(method, TWO, 2, 2, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    }
    assert_fails(dscore_weights_from_entropy(TWO, 2, 2, costs, DSCORE_SCALING_AS_GIVEN, w, NULL, NULL, &err),
        DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_SCALING);
    assert_fails(dscore_weights_from_entropy(
                     (double[]){1, 0, 2, 3}, 2, 2, costs, DSCORE_SCALING_RECIPROCAL, w, NULL, NULL, &err),
        DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_SCALING);
    ck_assert_str_eq(err.path, "values[0][1]");
    assert_fails(
        dscore_weights_from_entropy((double[]){-1, 1, 2, 3}, 2, 2, NULL, DSCORE_SCALING_AS_GIVEN, w, NULL, NULL, &err),
        DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_SCALING);
    assert_fails(dscore_weights_from_deviation(TWO, 2, 2, NULL, DSCORE_SCALING_RECIPROCAL, w, NULL, NULL, &err),
        DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_SCALING);
    assert_fails(dscore_weights_from_critic(NULL, TWO, 2, 2, NULL, 4, 1, w, NULL, NULL, NULL, &err), DSCORE_E_PARAMETER,
        DSCORE_CODE_WEIGHING_SCALING);
    assert_fails(dscore_weights_from_critic(NULL, TWO, 2, 2, NULL, 3, 3, w, NULL, NULL, NULL, &err), DSCORE_E_ARGUMENT,
        DSCORE_CODE_WEIGHING_OPTION);
    assert_all_close(w, (double[]){7, 7}, 2, 0.0);
}
END_TEST

START_TEST(critic_gives_its_memory_back_and_survives_without)
{
    dscore_error err = DSCORE_ERROR_INIT;
    for (int64_t at = 0; at < 3; at++) {
        scarce s = {at, 0, 0};
        dscore_allocator a = scarce_allocator(&s);
        double w[3] = {7, 7, 7};
        dscore_status status = dscore_weights_from_critic(&a, FIRMS, 8, 3, NULL, 3, 2, w, NULL, NULL, NULL, &err);
        ck_assert_int_eq(status, at < 2 ? DSCORE_E_MEMORY : DSCORE_OK);
        ck_assert_int_eq((int)s.held, 0);
        ck_assert(at >= 2 || w[0] > 1);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {entropy_weights_are_those_of_METHODS_3_7, each_scaling_is_what_it_says,
        columns_that_hardly_vary_keep_their_digits, columns_that_do_not_vary_weigh_nothing,
        critic_weights_are_those_of_METHODS_3_8, standard_deviation_weights_are_those_of_METHODS_3_8,
        columns_that_say_the_same_share_alike_in_critic, the_order_of_rows_and_columns_does_not_matter,
        numbers_from_the_edges_give_numbers, tables_that_do_not_serve_are_refused,
        critic_gives_its_memory_back_and_survives_without};
    return RUN_TESTS("weights read off data", tests);
}
