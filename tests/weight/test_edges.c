/* The edges of weighting.h, function by function: none, one, all alike, constant columns, judgements that contradict
   one another, nothing to go by. Each has an answer or a reason; no NaN stands without its status. */
#include "weight/method_support.h"
#include <stdbool.h>

enum { ROOM = 16, UNTOUCHED = 7 };

/* Where a call writes; all filled with UNTOUCHED before. */
typedef struct place {
    double w[ROOM], extra[ROOM];
    int32_t status[ROOM], flags, critical;
    dscore_ahp_result ahp;
    dscore_best_worst_result best_worst;
    dscore_stability stability;
    dscore_error err;
} place;

static place *fresh(place *at)
{
    const dscore_ahp_result ahp = DSCORE_AHP_RESULT_INIT;
    const dscore_best_worst_result best_worst = DSCORE_BEST_WORST_RESULT_INIT;
    const dscore_stability stability = DSCORE_STABILITY_INIT;
    const dscore_error err = DSCORE_ERROR_INIT;
    for (int i = 0; i < ROOM; i++) {
        at->w[i] = UNTOUCHED;
        at->extra[i] = UNTOUCHED;
        at->status[i] = UNTOUCHED;
    }
    at->flags = UNTOUCHED;
    at->critical = UNTOUCHED;
    at->ahp = ahp;
    at->best_worst = best_worst;
    at->stability = stability;
    at->err = err;
    return at;
}

static void check_number(const char *call, const char *name, double x, int32_t status)
{
    ck_assert_msg(status == DSCORE_VALUE_OK ? (bool)isfinite(x) : (bool)isnan(x), "%s: %s is %g, status %d", call, name,
        x, (int)status);
}

static void check_untouched(const char *call, const place *at)
{
    for (int i = 0; i < ROOM; i++) {
        ck_assert_msg(at->w[i] >= UNTOUCHED && at->w[i] <= UNTOUCHED && at->extra[i] >= UNTOUCHED &&
                          at->extra[i] <= UNTOUCHED && at->status[i] == UNTOUCHED,
            "%s: it failed and yet wrote [%d]", call, i);
    }
    ck_assert_msg(at->flags == UNTOUCHED && at->critical == UNTOUCHED, "%s: it failed and yet wrote", call);
}

/* n shares where it went well, a code, a message and nothing written where not. */
static void check_shares(const char *call, const place *at, dscore_status status, dscore_status expected, int n)
{
    ck_assert_msg(status == expected, "%s: %s instead of %s: %s", call, dscore_status_name(status),
        dscore_status_name(expected), at->err.message);
    if (status != DSCORE_OK) {
        ck_assert_msg(at->err.code != 0 && at->err.message[0] != '\0', "%s: no reason", call);
        check_untouched(call, at);
        return;
    }
    assert_shares(at->w, n);
    check_number(call, "cr", at->ahp.cr, at->ahp.cr_status);
    check_number(call, "gci", at->ahp.gci, at->ahp.gci_status);
    check_number(call, "koczkodaj", at->ahp.koczkodaj, at->ahp.koczkodaj_status);
    check_number(call, "lambda", at->ahp.lambda + at->ahp.ci + at->ahp.reconsider_error + at->ahp.reconsider_implied,
        DSCORE_VALUE_OK);
    check_number(call, "threshold", at->best_worst.threshold, at->best_worst.threshold_status);
    check_number(call, "output_ratio", at->best_worst.output_ratio, at->best_worst.output_ratio_status);
    check_number(call, "inconsistency",
        at->best_worst.inconsistency + at->best_worst.input_ratio + at->best_worst.output_index, DSCORE_VALUE_OK);
}

#define EDGE(call, n, expected)                                                                                        \
    do {                                                                                                               \
        place *p = fresh(&at);                                                                                         \
        dscore_status got = (call);                                                                                    \
        check_shares(#call, p, got, (expected), (n));                                                                  \
    } while (0)

static const double ONES[ROOM] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
static const double ZEROS[ROOM] = {0};
static const double HUNDREDS[] = {100, 100, 100};
static const double ROWS[] = {1, 5, 2, 2, 5, 3, 4, 5, 1}; /* three of three; the second column is constant */

START_TEST(no_criterion_is_refused_by_every_function)
{
    place at;
    EDGE(dscore_weights_equal(0, p->w, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_from_points(ONES, 0, p->w, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_from_swings(HUNDREDS, 0, p->w, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_from_ranks(ONES, 0, 1, 0, p->w, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_ahp_solve(ONES, 0, NULL, p->w, p->extra, &p->ahp, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_ahp_join(ONES, 1, 0, DSCORE_AHP_FULL, NULL, p->w, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_ahp_join(ONES, 0, 2, DSCORE_AHP_FULL, NULL, p->w, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_pool(ONES, 1, 0, NULL, 1, p->w, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_pool(ONES, 0, 2, NULL, 1, p->w, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_from_entropy(ROWS, 3, 0, NULL, 1, p->w, p->extra, &p->flags, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_from_deviation(ROWS, 3, 0, NULL, 1, p->w, p->extra, &p->flags, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_from_critic(NULL, ROWS, 3, 0, NULL, 1, 1, p->w, p->extra, NULL, &p->flags, &p->err), 0,
        DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_from_merec(NULL, ROWS, 3, 0, NULL, p->w, p->extra, &p->flags, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_best_worst_solve(NULL, ONES, ONES, 0, NULL, p->w, &p->best_worst, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_combine(ONES, ONES, 0, 1, .5, p->w, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_move(ONES, 0, 0, .5, p->w, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_tie(ONES, 0, 0, ONES, ONES, p->w, p->status, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_stability(NULL, ONES, 0, 0, ROWS, 3, &p->stability, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_stability(NULL, ONES, 3, 0, ROWS, 0, &p->stability, &p->err), 0, DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_criticality(ONES, 0, ONES, ONES, p->extra, p->w, p->status, &p->critical, &p->err), 0,
        DSCORE_E_ARGUMENT);
    EDGE(dscore_weights_attribute(ONES, ONES, ONES, ONES, 0, p->w, p->extra, NULL, &p->err), 0, DSCORE_E_ARGUMENT);
}
END_TEST

START_TEST(one_criterion_has_all_the_weight_and_one_row_tells_nothing)
{
    place at;
    EDGE(dscore_weights_equal(1, p->w, &p->err), 1, DSCORE_OK);
    EDGE(dscore_weights_from_points(ONES, 1, p->w, &p->err), 1, DSCORE_OK);
    EDGE(dscore_weights_from_swings(HUNDREDS, 1, p->w, &p->err), 1, DSCORE_OK);
    for (int32_t method = 1; method <= 4; method++) {
        EDGE(dscore_weights_from_ranks(ONES, 1, method, 2, p->w, &p->err), 1, DSCORE_OK);
    }
    EDGE(dscore_ahp_solve(ONES, 1, NULL, p->w, p->extra, &p->ahp, &p->err), 1, DSCORE_OK);
    EDGE(dscore_ahp_join(ONES, 1, 1, DSCORE_AHP_FULL, NULL, p->w, &p->err), 1, DSCORE_OK);
    EDGE(dscore_weights_pool(ONES, 1, 1, NULL, 1, p->w, &p->err), 1, DSCORE_OK);
    EDGE(dscore_weights_from_entropy(ROWS, 9, 1, NULL, 1, p->w, p->extra, &p->flags, &p->err), 1, DSCORE_OK);
    EDGE(dscore_weights_from_deviation(ROWS, 9, 1, NULL, 1, p->w, p->extra, &p->flags, &p->err), 1, DSCORE_OK);
    EDGE(dscore_weights_from_critic(NULL, ROWS, 9, 1, NULL, 1, 1, p->w, p->extra, NULL, &p->flags, &p->err), 1,
        DSCORE_OK);
    EDGE(dscore_weights_from_merec(NULL, ROWS, 9, 1, NULL, p->w, p->extra, &p->flags, &p->err), 1, DSCORE_OK);
    for (int32_t method = 1; method <= 3; method++) {
        dscore_best_worst_options o = DSCORE_BEST_WORST_OPTIONS_INIT;
        o.method = method;
        EDGE(dscore_best_worst_solve(NULL, ONES, ONES, 1, &o, p->w, &p->best_worst, &p->err), 1, DSCORE_OK);
    }
    for (int32_t method = 1; method <= 3; method++) {
        EDGE(dscore_weights_combine(ONES, HUNDREDS, 1, method, .5, p->w, &p->err), 1, DSCORE_OK);
    }
    /* there is nothing that could take what it gives up */
    EDGE(dscore_weights_move(ONES, 1, 0, .5, p->w, &p->err), 0, DSCORE_E_INCOMPATIBLE);
    EDGE(dscore_weights_tie(ONES, 1, 0, ONES, ZEROS, p->w, p->status, &p->err), 0, DSCORE_E_INCOMPATIBLE);
    EDGE(dscore_weights_stability(NULL, ONES, 1, 0, ROWS, 3, &p->stability, &p->err), 0, DSCORE_E_INCOMPATIBLE);
    for (int64_t rows = 0; rows <= 1; rows++) {
        EDGE(dscore_weights_from_entropy(ROWS, rows, 3, NULL, 1, p->w, p->extra, &p->flags, &p->err), 0,
            DSCORE_E_PARAMETER);
        EDGE(dscore_weights_from_deviation(ROWS, rows, 3, NULL, 1, p->w, p->extra, &p->flags, &p->err), 0,
            DSCORE_E_PARAMETER);
        EDGE(dscore_weights_from_critic(NULL, ROWS, rows, 3, NULL, 1, 1, p->w, p->extra, NULL, &p->flags, &p->err), 0,
            DSCORE_E_PARAMETER);
        EDGE(dscore_weights_from_merec(NULL, ROWS, rows, 3, NULL, p->w, p->extra, &p->flags, &p->err), 0,
            DSCORE_E_PARAMETER);
    }
}
END_TEST

static void assert_thirds(const place *at)
{
    assert_all_close(at->w, (double[]){1 / 3., 1 / 3., 1 / 3.}, 3, 1e-15);
}

START_TEST(where_all_are_alike_they_share_alike)
{
    place at;
    dscore_best_worst_options o = {(uint32_t)sizeof o, 1, 0, 2, .5};
    EDGE(dscore_weights_from_points(ONES, 3, p->w, &p->err), 3, DSCORE_OK);
    assert_thirds(&at);
    EDGE(dscore_weights_from_swings(HUNDREDS, 3, p->w, &p->err), 3, DSCORE_OK);
    assert_thirds(&at);
    for (int32_t method = 1; method <= 4; method++) {
        EDGE(dscore_weights_from_ranks(ONES, 3, method, 2, p->w, &p->err), 3, DSCORE_OK);
        assert_thirds(&at);
    }
    EDGE(dscore_ahp_solve(ONES, 3, NULL, p->w, NULL, &p->ahp, &p->err), 3, DSCORE_OK);
    assert_thirds(&at);
    ck_assert_int_eq(at.ahp.reconsider_row, -1);
    for (o.method = 1; o.method <= 3; o.method++) {
        EDGE(dscore_best_worst_solve(NULL, ONES, ONES, 3, &o, p->w, &p->best_worst, &p->err), 3, DSCORE_OK);
        assert_thirds(&at);
    }
    EDGE(dscore_weights_from_entropy(ONES, 4, 3, NULL, 1, p->w, p->extra, &p->flags, &p->err), 3, DSCORE_OK);
    assert_thirds(&at);
    ck_assert_int_eq(at.flags, DSCORE_DERIVED_EQUAL | DSCORE_DERIVED_CONSTANT);
    EDGE(dscore_weights_from_deviation(ONES, 4, 3, NULL, 3, p->w, p->extra, &p->flags, &p->err), 3, DSCORE_OK);
    assert_thirds(&at);
    ck_assert_int_eq(at.flags, DSCORE_DERIVED_EQUAL | DSCORE_DERIVED_CONSTANT);
    EDGE(dscore_weights_from_critic(NULL, ONES, 4, 3, NULL, 3, 2, p->w, p->extra, NULL, &p->flags, &p->err), 3,
        DSCORE_OK);
    assert_thirds(&at);
    ck_assert_int_eq(at.flags, DSCORE_DERIVED_EQUAL | DSCORE_DERIVED_CONSTANT);
    EDGE(dscore_weights_from_merec(NULL, ONES, 4, 3, NULL, p->w, p->extra, &p->flags, &p->err), 3, DSCORE_OK);
    assert_thirds(&at);
    ck_assert_int_eq(at.flags, DSCORE_DERIVED_EQUAL | DSCORE_DERIVED_CONSTANT);
    fresh(&at); /* two subjects with the same scores are never parted */
    assert_ok(dscore_weights_tie(ONES, 3, 0, ONES, ONES, at.w, at.status, &at.err), at.err);
    check_number("tie", "share", at.w[0], at.status[0]);
    ck_assert_int_eq(at.status[0], DSCORE_VALUE_UNDEFINED);
    assert_ok(dscore_weights_stability(NULL, ONES, 3, 0, ONES, 4, &at.stability, &at.err), at.err);
    ck_assert(at.stability.is_tied == 0 && at.stability.low <= 0 && at.stability.high >= 1);
    assert_ok(
        dscore_weights_criticality(ONES, 3, ONES, ONES, at.extra, at.w, at.status, &at.critical, &at.err), at.err);
    ck_assert_int_eq(at.critical, -1);
    for (int i = 0; i < 3; i++) {
        check_number("criticality", "percent", at.w[i], at.status[i]);
        check_number("criticality", "change", at.extra[i], at.status[i]);
    }
}
END_TEST

START_TEST(a_constant_column_weighs_nothing)
{
    place at;
    EDGE(dscore_weights_from_entropy(ROWS, 3, 3, NULL, 1, p->w, p->extra, &p->flags, &p->err), 3, DSCORE_OK);
    ck_assert(at.w[1] <= 0 && at.flags == DSCORE_DERIVED_CONSTANT);
    EDGE(dscore_weights_from_deviation(ROWS, 3, 3, NULL, 3, p->w, p->extra, &p->flags, &p->err), 3, DSCORE_OK);
    ck_assert(at.w[1] <= 0 && at.flags == DSCORE_DERIVED_CONSTANT);
    EDGE(dscore_weights_from_critic(NULL, ROWS, 3, 3, NULL, 3, 1, p->w, p->extra, NULL, &p->flags, &p->err), 3,
        DSCORE_OK);
    ck_assert(at.w[1] <= 0 && at.flags == DSCORE_DERIVED_CONSTANT);
    EDGE(dscore_weights_from_merec(NULL, ROWS, 3, 3, NULL, p->w, p->extra, &p->flags, &p->err), 3, DSCORE_OK);
    ck_assert(at.w[1] <= 0 && at.flags == DSCORE_DERIVED_CONSTANT);
    for (int i = 0; i < 3; i++) {
        check_number("merec", "effect", at.extra[i], DSCORE_VALUE_OK);
    }
}
END_TEST

START_TEST(where_there_is_nothing_to_go_by_the_reason_is_told)
{
    place at;
    EDGE(dscore_weights_from_points(ZEROS, 3, p->w, &p->err), 0, DSCORE_E_PARAMETER);
    EDGE(dscore_weights_from_swings(ZEROS, 3, p->w, &p->err), 0, DSCORE_E_PARAMETER);
    EDGE(dscore_weights_pool(ZEROS, 2, 3, NULL, 1, p->w, &p->err), 0, DSCORE_E_PARAMETER);
    EDGE(dscore_weights_pool(ONES, 2, 3, ZEROS, 1, p->w, &p->err), 0, DSCORE_E_PARAMETER);
    EDGE(dscore_weights_combine(ONES, ZEROS, 3, 1, .5, p->w, &p->err), 0, DSCORE_E_PARAMETER);
    EDGE(dscore_weights_move(ZEROS, 3, 0, .5, p->w, &p->err), 0, DSCORE_E_PARAMETER);
    EDGE(dscore_weights_from_merec(NULL, ZEROS, 3, 3, NULL, p->w, NULL, NULL, &p->err), 0, DSCORE_E_PARAMETER);
    EDGE(
        dscore_weights_criticality(ZEROS, 3, ONES, ZEROS, NULL, p->w, p->status, NULL, &p->err), 0, DSCORE_E_PARAMETER);
    EDGE(dscore_weights_attribute(ZEROS, ONES, ONES, ONES, 3, p->w, p->extra, NULL, &p->err), 0, DSCORE_E_PARAMETER);
    /* nobody judged any pair; one criterion stands alone; nobody of the group judged */
    EDGE(dscore_ahp_solve(ZEROS, 3, NULL, p->w, p->extra, &p->ahp, &p->err), 0, DSCORE_E_INCOMPATIBLE);
    EDGE(dscore_ahp_solve((double[]){3, 0, 0}, 3, NULL, p->w, p->extra, &p->ahp, &p->err), 0, DSCORE_E_INCOMPATIBLE);
    fresh(&at);
    assert_ok(dscore_ahp_join(ZEROS, 2, 3, DSCORE_AHP_UPPER, NULL, at.w, &at.err), at.err);
    assert_all_close(at.w, ZEROS, 3, 0.0);
}
END_TEST

START_TEST(contradictory_judgements_have_weights_and_a_flag)
{
    /* 9 times round in a ring: a over b, b over c, c over a; all weigh alike and lambda is 1 + 9 + 1/9 */
    place at;
    const double ring[] = {9, 1 / 9., 9};
    for (int32_t method = 1; method <= 3; method++) {
        for (int32_t index = 1; index <= 3; index++) {
            dscore_ahp_options o = {(uint32_t)sizeof o, DSCORE_AHP_UPPER, method, index};
            EDGE(dscore_ahp_solve(ring, 3, &o, p->w, NULL, &p->ahp, &p->err), 3, DSCORE_OK);
            assert_all_close(at.w, (double[]){1 / 3., 1 / 3., 1 / 3.}, 3, 1e-12);
            assert_close(at.ahp.lambda, 1 + 9 + 1 / 9., 1e-11);
            ck_assert_int_eq(at.ahp.flags, DSCORE_DERIVED_INCONSISTENT);
        }
    }
    for (int32_t method = 1; method <= 3; method++) { /* a middle criterion like the best and far above the worst */
        dscore_best_worst_options o = {(uint32_t)sizeof o, method, 0, 2, .5};
        EDGE(dscore_best_worst_solve(
                 NULL, (double[]){1, 9, 9}, (double[]){9, 9, 1}, 3, &o, p->w, &p->best_worst, &p->err),
            3, DSCORE_OK);
        ck_assert_int_eq(at.best_worst.flags, DSCORE_DERIVED_INCONSISTENT);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {no_criterion_is_refused_by_every_function,
        one_criterion_has_all_the_weight_and_one_row_tells_nothing, where_all_are_alike_they_share_alike,
        a_constant_column_weighs_nothing, where_there_is_nothing_to_go_by_the_reason_is_told,
        contradictory_judgements_have_weights_and_a_flag};
    return RUN_TESTS("edges of weighting", tests);
}
