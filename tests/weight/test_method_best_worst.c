/* The best-worst method: METHODS 3.9 on its printed answers, consistency, edges. */
#include "weight/method_support.h"

static const double FROM_BEST[] = {2, 1, 4, 3, 8};
static const double TO_WORST[] = {4, 8, 2, 3, 1};

static dscore_best_worst_result solve(
    const double *from_best, const double *to_worst, int32_t n, int32_t method, double *w)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_best_worst_options options = DSCORE_BEST_WORST_OPTIONS_INIT;
    dscore_best_worst_result result = DSCORE_BEST_WORST_RESULT_INIT;
    options.method = method;
    assert_ok(dscore_best_worst_solve(NULL, from_best, to_worst, n, &options, w, &result, &err), err);
    assert_shares(w, n);
    return result;
}

START_TEST(the_simplified_method_of_METHODS_3_9)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_best_worst_options options = DSCORE_BEST_WORST_OPTIONS_INIT;
    double w[5];
    dscore_best_worst_result r = solve(FROM_BEST, TO_WORST, 5, DSCORE_BEST_WORST_SIMPLIFIED, w);
    assert_all_close(w, (double[]){.22431866, .44863732, .11215933, .15880503, .05607966}, 5, 5e-9);
    assert_close(r.inconsistency, .03144654, 5e-9);
    assert_close(r.input_ratio, .017857, 5e-7);
    ck_assert_int_eq(r.best, 1);
    ck_assert_int_eq(r.worst, 4);
    options.alpha = 1;
    assert_ok(dscore_best_worst_solve(NULL, FROM_BEST, TO_WORST, 5, &options, w, NULL, &err), err);
    assert_all_close(w, (double[]){.22641509, .45283019, .11320755, .15094340, .05660377}, 5, 5e-9);
    options.alpha = 0;
    assert_ok(dscore_best_worst_solve(NULL, FROM_BEST, TO_WORST, 5, &options, w, NULL, &err), err);
    assert_all_close(w, (double[]){.22222222, .44444444, .11111111, .16666667, .05555556}, 5, 5e-9);
}
END_TEST

START_TEST(the_linear_method_of_METHODS_3_9)
{
    double w[5];
    dscore_best_worst_result r = solve(FROM_BEST, TO_WORST, 5, DSCORE_BEST_WORST_LINEAR, w);
    assert_all_close(w, (double[]){.22950820, .44808743, .11475410, .15300546, .05464481}, 5, 5e-9);
    assert_close(r.inconsistency, .01092896, 5e-9);
    r = solve((double[]){2, 1, 4, 2, 8}, (double[]){4, 8, 2, 4, 1}, 5, DSCORE_BEST_WORST_LINEAR, w);
    assert_all_close(w, (double[]){4 / 19., 8 / 19., 2 / 19., 4 / 19., 1 / 19.}, 5, 1e-14);
    assert_close(r.inconsistency, 0, 1e-14);
    assert_close(r.input_ratio, 0, 1e-18);
    r = solve((double[]){8, 2, 1}, (double[]){1, 5, 8}, 3, DSCORE_BEST_WORST_LINEAR, w);
    assert_all_close(w, (double[]){1 / 14., 9 / 28., 17 / 28.}, 3, 1e-14);
    assert_close(r.inconsistency, 1 / 28., 1e-14);
    assert_close(r.input_ratio, .035714, 5e-7);
}
END_TEST

START_TEST(the_nonlinear_method_of_METHODS_3_9)
{
    /* Transport (Rezaei 2015), BO (8, 2, 1), OW (1, 5, 8). With x = w3/w2, y = w2/w1 and t = w3/w1 = x y all three
       answers are off by e at best: x = 2 - e, y = 5 - e, t = 8 + e. So 10 - 7e + e^2 = 8 + e, e^2 - 8e + 2 = 0,
       e = 4 - sqrt(14). With the worst as 1 the weights are 1, 5 - e and 8 + e, of 14 in all. */
    const double e = 4 - sqrt(14);
    double w[5];
    dscore_best_worst_result r = solve((double[]){8, 2, 1}, (double[]){1, 5, 8}, 3, DSCORE_BEST_WORST_NONLINEAR, w);
    assert_close(r.inconsistency, e, 1e-14);
    assert_close(r.inconsistency, .258342613, 5e-10);
    assert_all_close(w, (double[]){1 / 14., (5 - e) / 14, (8 + e) / 14}, 3, 1e-14);
    assert_all_close(w, (double[]){.0714, .3387, .5899}, 3, 5e-5);
    ck_assert_int_eq(r.output_ratio_status, DSCORE_VALUE_OK);
    assert_close(r.output_ratio, .258342613 / 4.468871, 5e-8);
    assert_close(r.output_ratio, .058, 5e-4); /* over the printed 4.47 */
    /* wholly consistent: 4/19, 8/19, 2/19, 4/19, 1/19 */
    r = solve((double[]){2, 1, 4, 2, 8}, (double[]){4, 8, 2, 4, 1}, 5, DSCORE_BEST_WORST_NONLINEAR, w);
    assert_all_close(w, (double[]){4 / 19., 8 / 19., 2 / 19., 4 / 19., 1 / 19.}, 5, 1e-15);
    ck_assert_double_eq(r.inconsistency, 0);
    ck_assert_double_eq(r.output_ratio, 0);
    /* one answer off: 4 over worst is 3 and best over 4 is 3, so 9 beside 8: (3 - e)^2 = 8 + e, e^2 - 7e + 1 = 0 */
    r = solve(FROM_BEST, TO_WORST, 5, DSCORE_BEST_WORST_NONLINEAR, w);
    assert_close(r.inconsistency, (7 - sqrt(45)) / 2, 1e-14);
    assert_close(w[1] / w[4], 8 + r.inconsistency, 1e-12);
    assert_close(w[3] / w[4], 3 - r.inconsistency, 1e-12);
    /* the others (2 and 4, 4 and 2) have play, and share what best over worst is off: (2 + d)(4 + d) = 8 + e */
    const double d = -3 + sqrt(9 + r.inconsistency);
    assert_close(w[0] / w[4], 4 + d, 1e-12);
    assert_close(w[1] / w[0], 2 + d, 1e-12);
    assert_close(w[2] / w[4], 2 + d, 1e-12);
    /* none of which the other models tell */
    r = solve(FROM_BEST, TO_WORST, 5, DSCORE_BEST_WORST_LINEAR, w);
    ck_assert_int_eq(r.output_ratio_status, DSCORE_VALUE_UNDEFINED);
    ck_assert(isnan(r.output_ratio));
}
END_TEST

START_TEST(the_consistency_index_is_the_nonlinear_deviation_of_the_worst_answers)
{
    const double printed[] = {.44, 1.00, 1.63, 2.30, 3.00, 3.73, 4.47, 5.23}; /* Rezaei 2015, best over worst 2 to 9 */
    double w[3];
    for (int a = 2; a <= 9; a++) {
        dscore_best_worst_result r = solve((double[]){1, a, a}, (double[]){a, 1, a}, 3, DSCORE_BEST_WORST_NONLINEAR, w);
        assert_close(r.inconsistency, printed[a - 2], .005 + 1e-9);
        assert_close(r.output_index, printed[a - 2], .005 + 1e-9);
        assert_close(r.output_ratio, 1, 1e-14);
    }
}
END_TEST

START_TEST(consistency_is_held_against_the_numbers_of_METHODS_3_9)
{
    const double thresholds[] = {.1667, .1898, .2306, .2643, .2819, .2958, .3062};
    const double indices[] = {.438447, 1.0, 1.627719, 2.298438, 3.0, 3.725083, 4.468871, 5.227998};
    const double printed[] = {.44, 1.00, 1.63, 2.30, 3.00, 3.73, 4.47, 5.23};
    double w[3];
    for (int a = 2; a <= 9; a++) {
        dscore_best_worst_result r = solve((double[]){1, a, a}, (double[]){a, 1, 1}, 2, 1, w);
        assert_close(r.output_index, indices[a - 2], 5e-7);
        assert_close(r.output_index, printed[a - 2], .005 + 1e-9);
        ck_assert_int_eq(r.threshold_status, a == 2 ? DSCORE_VALUE_UNDEFINED : DSCORE_VALUE_OK);
        ck_assert_int_eq(r.flags, a == 2 ? DSCORE_DERIVED_NO_INDEX : 0);
        if (a > 2) {
            assert_close(r.threshold, thresholds[a - 3], 1e-18);
        }
        /* the worst answers there are: a middle criterion that is both like the best and far above the worst */
        r = solve((double[]){1, a, a}, (double[]){a, 1, a}, 3, DSCORE_BEST_WORST_LINEAR, w);
        assert_close(r.input_ratio, 1, 1e-14); /* (a a - a) / (a a - a) */
        ck_assert_int_eq(r.flags, a == 2 ? DSCORE_DERIVED_NO_INDEX : DSCORE_DERIVED_INCONSISTENT);
    }
    dscore_best_worst_result r = solve((double[]){1, 3.5}, (double[]){3.5, 1}, 2, 1, w);
    ck_assert_int_eq(r.threshold_status, DSCORE_VALUE_UNDEFINED);
}
END_TEST

START_TEST(one_criterion_and_equal_criteria)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_best_worst_options options = DSCORE_BEST_WORST_OPTIONS_INIT;
    dscore_best_worst_result r = DSCORE_BEST_WORST_RESULT_INIT;
    const double ones[] = {1, 1, 1};
    double w[3];
    for (options.method = 1; options.method <= 3; options.method++) {
        options.best = -1;
        options.worst = -1;
        assert_ok(dscore_best_worst_solve(NULL, ones, ones, 1, &options, w, &r, &err), err);
        assert_close(w[0], 1, 1e-18);
        assert_fails(dscore_best_worst_solve(NULL, ones, ones, 3, &options, w, &r, &err), DSCORE_E_INCOMPATIBLE,
            DSCORE_CODE_WEIGHING_BEST_WORST);
        options.best = 0;
        options.worst = 2;
        assert_ok(dscore_best_worst_solve(NULL, ones, ones, 3, &options, w, &r, &err), err);
        assert_all_close(w, (double[]){1 / 3., 1 / 3., 1 / 3.}, 3, 1e-14);
        assert_close(r.input_ratio + r.inconsistency + r.output_index, 0, 1e-14);
        ck_assert(options.method < 3 || (r.output_ratio >= 0 && r.output_ratio <= 0));
    }
}
END_TEST

/* What the nonlinear method minimises, of any weights. */
static double ratio_deviation(
    const double *from_best, const double *to_worst, int n, int best, int worst, const double *w)
{
    double most = 0;
    for (int j = 0; j < n; j++) {
        most = fmax(most, j == best ? 0 : fabs(w[best] / w[j] - from_best[j]));
        most = fmax(most, j == worst ? 0 : fabs(w[j] / w[worst] - to_worst[j]));
    }
    return most;
}

/* Whether weights with no ratio farther than e from its answer exist: with t = best over worst, each criterion says
   from where to where t may be. */
static int is_feasible(const double *from_best, const double *to_worst, int n, int best, int worst, double e)
{
    double lo = from_best[worst] - e;
    double hi = from_best[worst] + e;
    for (int j = 0; j < n; j++) {
        if (j != best && j != worst) {
            lo = fmax(lo, fmax(from_best[j] - e, 0) * fmax(to_worst[j] - e, 0));
            hi = fmin(hi, (from_best[j] + e) * (to_worst[j] + e));
        }
    }
    return lo <= hi;
}

START_TEST(no_other_weights_deviate_less_than_the_nonlinear_ones)
{
    enum { MOST = 32 };
    dscore_error err = DSCORE_ERROR_INIT;
    uint64_t seed = 6;
    for (int round = 0; round < 1000; round++) {
        const int n = 2 + (int)(draw(&seed) * (round % 10 == 0 ? 31 : 7));
        const int worst = n - 1;
        double from_best[MOST], to_worst[MOST], w[MOST], other[MOST];
        dscore_best_worst_options options = DSCORE_BEST_WORST_OPTIONS_INIT;
        dscore_best_worst_result r = DSCORE_BEST_WORST_RESULT_INIT;
        const double a = 1 + floor(draw(&seed) * 9);
        for (int j = 0; j < n; j++) {
            from_best[j] = j == 0 ? 1 : j == worst ? a : fmin(a, 1 + floor(draw(&seed) * a));
            to_worst[j] = j == 0 ? a : j == worst ? 1 : fmin(a, 1 + floor(draw(&seed) * a));
        }
        options.method = DSCORE_BEST_WORST_NONLINEAR;
        options.best = 0;
        options.worst = worst;
        assert_ok(dscore_best_worst_solve(NULL, from_best, to_worst, n, &options, w, &r, &err), err);
        assert_shares(w, n);
        assert_close(ratio_deviation(from_best, to_worst, n, 0, worst, w), r.inconsistency, 1e-11);
        double lo = 0; /* the least deviation by halving */
        double hi = 9;
        for (int i = 0; i < 60; i++) {
            const double middle = (lo + hi) / 2;
            *(is_feasible(from_best, to_worst, n, 0, worst, middle) ? &hi : &lo) = middle;
        }
        assert_close(r.inconsistency, hi, 1e-12);
        for (int tries = 0; tries < 50; tries++) {
            for (int j = 0; j < n; j++) {
                other[j] = w[j] * (1 + (draw(&seed) - .5) * pow(10, -4 * draw(&seed)));
            }
            ck_assert(ratio_deviation(from_best, to_worst, n, 0, worst, other) >= r.inconsistency - 1e-11);
        }
        /* of equal worth: each criterion as near to its own two answers as best over worst lets it */
        for (int j = 1; j < worst; j++) {
            const double own = fmax(fabs(w[0] / w[j] - from_best[j]), fabs(w[j] / w[worst] - to_worst[j]));
            for (int side = -1; side <= 1; side += 2) {
                const double v = w[j] * (1 + side * 1e-3);
                ck_assert(fmax(fabs(w[0] / v - from_best[j]), fabs(v / w[worst] - to_worst[j])) > own);
            }
        }
    }
}
END_TEST

/* What the linear method minimises, of any weights. */
static double deviation_of(const double *from_best, const double *to_worst, int n, int best, int worst, const double *w)
{
    double most = 0;
    for (int j = 0; j < n; j++) {
        most = fmax(most, fabs(w[best] - from_best[j] * w[j]));
        most = fmax(most, fabs(w[j] - to_worst[j] * w[worst]));
    }
    return most;
}

START_TEST(no_other_weights_deviate_less_than_the_linear_ones)
{
    uint64_t seed = 5;
    for (int round = 0; round < 300; round++) {
        enum { MOST = 32 };
        int n = 2 + (int)(draw(&seed) * (round % 10 == 0 ? 31 : 7));
        double from_best[MOST];
        double to_worst[MOST];
        double w[MOST];
        double other[MOST];
        double a = 2 + floor(draw(&seed) * 8);
        for (int j = 0; j < n; j++) {
            from_best[j] = j == 0 ? 1 : j == 1 ? a : fmin(a, 2 + floor(draw(&seed) * a));
            to_worst[j] = j == 0 ? a : j == 1 ? 1 : fmin(a, 2 + floor(draw(&seed) * a));
        }
        dscore_best_worst_result r = solve(from_best, to_worst, n, DSCORE_BEST_WORST_LINEAR, w);
        assert_close(deviation_of(from_best, to_worst, n, 0, 1, w), r.inconsistency, 1e-12);
        for (int tries = 0; tries < 200; tries++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                other[j] = w[j] * (1 + (draw(&seed) - .5) * pow(10, -4 * draw(&seed)));
                sum += other[j];
            }
            for (int j = 0; j < n; j++) {
                other[j] /= sum;
            }
            ck_assert(deviation_of(from_best, to_worst, n, 0, 1, other) >= r.inconsistency - 1e-12);
        }
        /* the criteria in reverse */
        double back_best[MOST];
        double back_worst[MOST];
        for (int j = 0; j < n; j++) {
            back_best[j] = from_best[n - 1 - j];
            back_worst[j] = to_worst[n - 1 - j];
        }
        dscore_best_worst_result q = solve(back_best, back_worst, n, DSCORE_BEST_WORST_LINEAR, other);
        assert_close(q.inconsistency, r.inconsistency, 1e-12);
        for (int j = 0; j < n; j++) {
            assert_close(other[n - 1 - j], w[j], 1e-10);
        }
    }
}
END_TEST

START_TEST(answers_that_cannot_be_are_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_best_worst_options options = DSCORE_BEST_WORST_OPTIONS_INIT;
    double w[5] = {7};
    const double bad[] = {NAN, INFINITY, 0, .5, 9.5};
    for (int i = 0; i < 5; i++) {
        assert_fails(dscore_best_worst_solve(NULL, (double[]){1, bad[i]}, (double[]){3, 1}, 2, NULL, w, NULL, &err),
            DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
        assert_fails(dscore_best_worst_solve(NULL, (double[]){1, 3}, (double[]){bad[i], 1}, 2, NULL, w, NULL, &err),
            DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHING_NUMBER);
    }
    const double cases[][6] = {{1, 3, 2, 4, 1, 2}, /* best over worst is 3 and 4 */
        {1, 3, 4, 3, 1, 2},                        /* the best is 4 times another than the worst */
        {1, 3, 2, 3, 1, 5},                        /* another is 5 times the worst */
        {1, 3, 1, 3, 1, 3},                        /* two that are best */
        {1, 3, 2, 3, 1, 1},                        /* two that are worst */
        {2, 3, 2, 3, 1, 2},                        /* none that is best */
        {1, 3, 2, 1, 2, 3}};                       /* best and worst are the same */
    for (int i = 0; i < 7; i++) {
        assert_fails(dscore_best_worst_solve(NULL, cases[i], cases[i] + 3, 3, NULL, w, NULL, &err),
            DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHING_BEST_WORST);
    }
    options.best = 5;
    assert_fails(dscore_best_worst_solve(NULL, FROM_BEST, TO_WORST, 5, &options, w, NULL, &err), DSCORE_E_ARGUMENT,
        DSCORE_CODE_WEIGHING_OPTION);
    options.best = 2;
    assert_fails(dscore_best_worst_solve(NULL, FROM_BEST, TO_WORST, 5, &options, w, NULL, &err), DSCORE_E_INCOMPATIBLE,
        DSCORE_CODE_WEIGHING_BEST_WORST);
    options.best = -1;
    options.method = 4;
    assert_fails(dscore_best_worst_solve(NULL, FROM_BEST, TO_WORST, 5, &options, w, NULL, &err), DSCORE_E_ARGUMENT,
        DSCORE_CODE_WEIGHING_OPTION);
    options.method = 1;
    options.alpha = NAN;
    assert_fails(dscore_best_worst_solve(NULL, FROM_BEST, TO_WORST, 5, &options, w, NULL, &err), DSCORE_E_PARAMETER,
        DSCORE_CODE_WEIGHING_NUMBER);
    assert_fails(dscore_best_worst_solve(NULL, FROM_BEST, TO_WORST, 33, NULL, w, NULL, &err), DSCORE_E_LIMIT,
        DSCORE_CODE_WEIGHING_COUNT);
    ck_assert_int_eq(dscore_best_worst_solve(NULL, NULL, TO_WORST, 5, NULL, w, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_best_worst_solve(NULL, FROM_BEST, NULL, 5, NULL, w, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_best_worst_solve(NULL, FROM_BEST, TO_WORST, 5, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    assert_close(w[0], 7, 1e-18);
}
END_TEST

START_TEST(the_linear_method_gives_its_memory_back_and_survives_without)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_best_worst_options options = DSCORE_BEST_WORST_OPTIONS_INIT;
    options.method = DSCORE_BEST_WORST_LINEAR;
    for (int64_t at = 0; at < 3; at++) {
        scarce s = {at, 0, 0};
        dscore_allocator a = scarce_allocator(&s);
        double w[5] = {7};
        dscore_status status = dscore_best_worst_solve(&a, FROM_BEST, TO_WORST, 5, &options, w, NULL, &err);
        ck_assert_int_eq(status, at < 2 ? DSCORE_E_MEMORY : DSCORE_OK);
        ck_assert_int_eq((int)s.held, 0);
        ck_assert(at >= 2 || w[0] > 1);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_simplified_method_of_METHODS_3_9, the_linear_method_of_METHODS_3_9,
        the_nonlinear_method_of_METHODS_3_9, the_consistency_index_is_the_nonlinear_deviation_of_the_worst_answers,
        consistency_is_held_against_the_numbers_of_METHODS_3_9, one_criterion_and_equal_criteria,
        no_other_weights_deviate_less_than_the_linear_ones, no_other_weights_deviate_less_than_the_nonlinear_ones,
        answers_that_cannot_be_are_refused, the_linear_method_gives_its_memory_back_and_survives_without};
    return RUN_TESTS("best-worst method", tests);
}
