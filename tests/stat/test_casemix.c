/* Results adjusted for the mix of cases: METHODS 5.4. */
#include "support.h"

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))
enum { MOST = 4 };

/* All results of an adjustment, for a few subjects. */
typedef struct results {
    double observed[MOST], expected[MOST], ratio[MOST], lo[MOST], hi[MOST], adjusted[MOST], z[MOST], collapsed[MOST],
        direct[MOST];
    int32_t status[MOST], direct_status[MOST];
} results;

static dscore_casemix_result columns_of(results *r)
{
    dscore_casemix_result out = DSCORE_CASEMIX_RESULT_INIT;
    out.observed = r->observed;
    out.expected = r->expected;
    out.ratio = r->ratio;
    out.lo = r->lo;
    out.hi = r->hi;
    out.adjusted = r->adjusted;
    out.z = r->z;
    out.collapsed = r->collapsed;
    out.status = r->status;
    out.direct = r->direct;
    out.direct_status = r->direct_status;
    return out;
}

static results adjust(const dscore_casemix *given)
{
    dscore_error err = DSCORE_ERROR_INIT;
    results r;
    const dscore_casemix_result out = columns_of(&r);
    assert_ok(dscore_casemix_adjust(given, &out, &err), err);
    for (int64_t i = 0; i < given->subjects; i++) {
        const double all[] = {r.observed[i], r.expected[i], r.ratio[i], r.lo[i], r.hi[i], r.adjusted[i], r.z[i],
            r.collapsed[i], r.direct[i]};
        for (int j = 0; j < COUNT_OF(all); j++) {
            ck_assert(isfinite(all[j]));
        }
        ck_assert(r.lo[i] <= r.ratio[i] && r.ratio[i] <= r.hi[i]);
    }
    return r;
}

static dscore_casemix ask(int32_t kind, int64_t subjects, int64_t strata, const double *reference_sum,
    const double *reference_n, const double *sum, const double *n)
{
    dscore_casemix given = DSCORE_CASEMIX_INIT;
    given.kind = kind;
    given.subjects = subjects;
    given.strata = strata;
    given.reference_sum = reference_sum;
    given.reference_n = reference_n;
    given.sum = sum;
    given.n = n;
    return given;
}

START_TEST(methods_5_4_deaths_of_1940_by_the_rates_of_1960)
{
    /* Selvin, Statistical Analysis of Epidemiologic Data, as in R's epitools: white men of the United States by age */
    static const double dth60[] = {141, 926, 1253, 1080, 1869, 4891, 14956, 30888, 41725, 26501, 5928};
    static const double pop60[] = {
        1784033, 7065148, 15658730, 10482916, 9939972, 10563872, 9114202, 6850263, 4702482, 1874619, 330915};
    static const double dth40[] = {45, 201, 320, 670, 1126, 3160, 9723, 17935, 22179, 13461, 2238};
    static const double pop40[] = {
        906897, 3794573, 10003544, 10629526, 9465330, 8249558, 7294330, 5022499, 2920220, 1019504, 142532};
    dscore_casemix given = ask(DSCORE_CASEMIX_COUNTS, 1, 11, dth60, pop60, dth40, pop40);
    given.interval = DSCORE_CASEMIX_LOG; /* as epitools has it */
    const results r = adjust(&given);
    ck_assert_double_eq(r.observed[0], 71058);
    assert_close(r.expected[0], 85556.8888, 5e-5);
    assert_close(r.ratio[0], .8305351, 5e-8);
    assert_close(r.lo[0], .8244509, 5e-8);
    assert_close(r.hi[0], .8366642, 5e-8);
    assert_close(r.adjusted[0] * 1e5, 137.9415, 5e-5);
    assert_close(r.direct[0] * 1e5, 139.2505, 5e-5);
    ck_assert_int_eq(r.status[0], DSCORE_VALUE_OK);
    ck_assert_int_eq(r.direct_status[0], DSCORE_VALUE_OK);
    assert_close(r.adjusted[0] / r.ratio[0] * 1e5, 166.0874, 5e-5); /* the crude rate of 1960 */
    double people = 0;
    for (int i = 0; i < 11; i++) {
        people += pop40[i];
    }
    assert_close(r.observed[0] / people * 1e5, 119.5286, 5e-5); /* the crude rate of 1940 */
    given.interval = DSCORE_CASEMIX_EXACT;                      /* of so many events hardly another */
    const results exact = adjust(&given);
    assert_close(exact.lo[0], r.lo[0], 2e-5);
    assert_close(exact.hi[0], r.hi[0], 2e-5);
}
END_TEST

/* The desk: password, billing, bug; solved at .95, .85 and .60 in the reference. */
static const double DESK_SOLVED[] = {190, 85, 60}, DESK_CASES[] = {200, 100, 100};
static const double AGENTS_SOLVED[] = {19, 26, 31, 65, 16, 5}, AGENTS_CASES[] = {20, 30, 50, 70, 20, 10};

START_TEST(methods_5_4_a_desk_whose_ranking_turns_round)
{
    dscore_casemix given = ask(DSCORE_CASEMIX_SHARES, 2, 3, DESK_SOLVED, DESK_CASES, AGENTS_SOLVED, AGENTS_CASES);
    const results r = adjust(&given);
    assert_close(r.observed[0] / 100, .76, 1e-15);
    assert_close(r.expected[0], 74.5, 1e-12);
    assert_close(r.ratio[0], 1.020134, 5e-7);
    assert_close(r.z[0], .366, 5e-4);
    assert_close(r.observed[1] / 100, .86, 1e-15);
    assert_close(r.expected[1], 89.5, 1e-12);
    assert_close(r.ratio[1], .960894, 5e-7);
    assert_close(r.z[1], -1.217, 5e-4);
    /* adjusted by the crude share of the reference, 335 of 400 */
    assert_close(r.adjusted[0], 76 / 74.5 * 0.8375, 1e-14);
    /* direct: shares of A .95, .866667, .62 in the mix 1/2, 1/4, 1/4 */
    assert_close(r.direct[0], 0.5 * 0.95 + 0.25 * (26.0 / 30) + 0.25 * 0.62, 1e-14);
    given.interval = DSCORE_CASEMIX_LOG;
    const results by_log = adjust(&given);
    assert_close(by_log.lo[0], 76 / 74.5 * exp(-1.959963984540054 / sqrt(76)), 1e-13);
    assert_close(by_log.hi[0], 76 / 74.5 * exp(1.959963984540054 / sqrt(76)), 1e-13);
}
END_TEST

START_TEST(a_subject_left_out_of_its_reference_is_compared_with_the_others)
{
    dscore_casemix given = ask(DSCORE_CASEMIX_SHARES, 2, 3, DESK_SOLVED, DESK_CASES, AGENTS_SOLVED, AGENTS_CASES);
    given.own = DSCORE_CASEMIX_LEAVE_OUT;
    const results r = adjust(&given);
    assert_close(r.expected[0], 20 * (171.0 / 180) + 30 * (59.0 / 70) + 50 * (29.0 / 50), 1e-12);
    assert_close(r.adjusted[0], r.ratio[0] * (259.0 / 300), 1e-14);
    /* a reference made of the subject alone leaves nothing */
    given.reference_sum = AGENTS_SOLVED;
    given.reference_n = AGENTS_CASES;
    given.subjects = 1;
    const results alone = adjust(&given);
    ck_assert_int_eq(alone.status[0], DSCORE_VALUE_UNDEFINED);
    ck_assert(alone.ratio[0] == 0 && alone.z[0] == 0 && alone.expected[0] == 0);
    given.subjects = 2; /* the second is not in there */
    dscore_error err = DSCORE_ERROR_INIT;
    results unchanged;
    const dscore_casemix_result out = columns_of(&unchanged);
    ck_assert_int_eq(dscore_casemix_adjust(&given, &out, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(err.code, DSCORE_CODE_STAT_REFERENCE);
    ck_assert_str_eq(err.path, "sum[3]");
}
END_TEST

START_TEST(what_rounding_leaves_of_a_reference_is_no_reference)
{
    /* 0.1 + 0.2 hours are a hair more than 0.3: taking the subject's out leaves the other stratum alone */
    static const double reference_sum[] = {3.0000000000000004, 8}, reference_n[] = {0.1 + 0.2, 4};
    static const double sum[] = {3, 2}, n[] = {0.3, 1};
    dscore_casemix given = ask(DSCORE_CASEMIX_COUNTS, 1, 2, reference_sum, reference_n, sum, n);
    given.own = DSCORE_CASEMIX_LEAVE_OUT;
    const results r = adjust(&given);
    assert_close(r.expected[0], 0.3 * 2 + 1 * 2, 1e-12);
    assert_close(r.collapsed[0], 0.3, 1e-15);
}
END_TEST

START_TEST(a_stratum_that_the_reference_lacks_is_expected_at_its_crude_rate)
{
    static const double reference_sum[] = {80, 0, 10}, reference_n[] = {100, 0, 100};
    static const double sum[] = {8, 3, 0, 1, 0, 0}, n[] = {10, 4, 0, 10, 0, 2};
    const dscore_casemix given = ask(DSCORE_CASEMIX_SHARES, 2, 3, reference_sum, reference_n, sum, n);
    const results r = adjust(&given);
    assert_close(r.expected[0], 8 + 4 * 0.45, 1e-14);
    ck_assert_double_eq(r.collapsed[0], 4);
    ck_assert_double_eq(r.collapsed[1], 0);
    /* the second lacks cases: 2 of bugs, fewer than 5; the first has none of them */
    ck_assert_int_eq(r.direct_status[0], DSCORE_VALUE_INSUFFICIENT);
    ck_assert_int_eq(r.direct_status[1], DSCORE_VALUE_INSUFFICIENT);
    ck_assert_double_eq(r.direct[1], 0);
}
END_TEST

START_TEST(methods_5_4_means_have_an_expected_total_and_a_z)
{
    /* Handle minutes: the reference needs 10 (sd 3) and 30 (sd 12); the subject took 115 for 10 and 140 for 5. */
    static const double reference_sum[] = {1000, 1500, 0}, reference_n[] = {100, 50, 0}, sd[] = {3, 12, 0};
    static const double sum[] = {115, 140, 0}, n[] = {10, 5, 0};
    dscore_casemix given = ask(DSCORE_CASEMIX_MEANS, 1, 3, reference_sum, reference_n, sum, n);
    given.reference_sd = sd;
    const results r = adjust(&given);
    assert_close(r.expected[0], 250, 1e-12);
    const double spread = sqrt(10 * 9 + 5 * 144);
    assert_close(r.z[0], 5 / spread, 1e-14);
    assert_close(r.ratio[0], 1.02, 1e-14);
    assert_close(r.hi[0], (255 + 1.959963984540054 * spread) / 250, 1e-13);
    assert_close(r.adjusted[0], 1.02 * 2500 / 150, 1e-13);
    static const double with_new[] = {115, 140, 50}, cases_with_new[] = {10, 5, 2};
    given.sum = with_new;
    given.n = cases_with_new;
    const results collapsed = adjust(&given);
    assert_close(collapsed.expected[0], 250 + 2 * 2500.0 / 150, 1e-12);
    /* variance of the whole reference: inside and between strata */
    const double crude = 2500.0 / 150;
    const double whole = (100 * (9 + (10 - crude) * (10 - crude)) + 50 * (144 + (30 - crude) * (30 - crude))) / 150;
    assert_close(collapsed.z[0], (305 - collapsed.expected[0]) / sqrt(10 * 9 + 5 * 144 + 2 * whole), 1e-13);
}
END_TEST

START_TEST(without_cases_events_reference_or_chance_there_are_answers)
{
    static const double reference_sum[] = {0, 10}, reference_n[] = {10, 10}, empty[] = {0, 0};
    static const double sum[] = {0, 0, 1, 0, 0, 3, 0, 0}, n[] = {0, 0, 4, 0, 0, 3, 4, 0};
    const dscore_casemix given = ask(DSCORE_CASEMIX_SHARES, 4, 2, reference_sum, reference_n, sum, n);
    const results r = adjust(&given);
    ck_assert_int_eq(r.status[0], DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(r.status[1], DSCORE_VALUE_UNDEFINED); /* nothing is expected */
    ck_assert_int_eq(r.status[2], DSCORE_VALUE_OK);
    ck_assert(r.ratio[2] == 1 && r.z[2] == 0); /* everything is: no chance */
    ck_assert_int_eq(r.status[3], DSCORE_VALUE_UNDEFINED);
    const dscore_casemix no_reference = ask(DSCORE_CASEMIX_SHARES, 4, 2, empty, empty, sum, n);
    const results none = adjust(&no_reference);
    ck_assert_int_eq(none.status[0], DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(none.status[1], DSCORE_VALUE_UNDEFINED);
    ck_assert_int_eq(none.direct_status[1], DSCORE_VALUE_UNDEFINED);
    static const double events[] = {0, 0}, exposure[] = {1e-30, 1e30};
    dscore_casemix extreme = ask(DSCORE_CASEMIX_COUNTS, 1, 2, exposure, exposure, events, exposure);
    const results zero = adjust(&extreme);
    ck_assert(zero.ratio[0] == 0 && zero.lo[0] == 0 && zero.hi[0] > 0);
    extreme.sum = exposure;
    (void)adjust(&extreme);
    extreme.interval = DSCORE_CASEMIX_LOG;
    extreme.own = DSCORE_CASEMIX_LEAVE_OUT;
    (void)adjust(&extreme);
    const dscore_casemix nobody = ask(DSCORE_CASEMIX_SHARES, 0, 0, NULL, NULL, NULL, NULL);
    (void)adjust(&nobody);
    const dscore_casemix no_strata = ask(DSCORE_CASEMIX_SHARES, 2, 0, NULL, NULL, NULL, NULL);
    ck_assert_int_eq(adjust(&no_strata).status[1], DSCORE_VALUE_NO_DATA);
}
END_TEST

START_TEST(mistakes_are_named_and_nothing_is_written)
{
    static const double wrong[] = {1, 9}, n[] = {4, 4}, negative[] = {-1, 1}, none[] = {0, 4};
    dscore_error err = DSCORE_ERROR_INIT;
    results r;
    r.ratio[0] = 7;
    const dscore_casemix_result out = columns_of(&r);
    const dscore_casemix good = ask(DSCORE_CASEMIX_SHARES, 1, 2, n, n, n, n);
    struct {
        dscore_casemix given;
        dscore_status status;
        const char *path;
    } table[12];
    for (int i = 0; i < COUNT_OF(table); i++) {
        table[i].given = good;
        table[i].status = DSCORE_E_PARAMETER;
        table[i].path = "";
    }
    table[0].given.sum = wrong, table[0].path = "sum[1]";
    table[1].given.reference_sum = wrong, table[1].path = "reference_sum[1]";
    table[2].given.n = negative, table[2].path = "n[0]";
    table[3].given.level = 1, table[3].path = "level";
    table[4].given.direct_min = nan(""), table[4].path = "direct_min";
    table[5].given.kind = 4, table[5].status = DSCORE_E_ARGUMENT, table[5].path = "kind";
    table[6].given.interval = 0, table[6].status = DSCORE_E_ARGUMENT, table[6].path = "interval";
    table[7].given.own = 3, table[7].status = DSCORE_E_ARGUMENT, table[7].path = "own";
    table[8].given.subjects = -1, table[8].status = DSCORE_E_ARGUMENT;
    table[9].given.kind = DSCORE_CASEMIX_MEANS, table[9].status = DSCORE_E_ARGUMENT; /* no reference_sd */
    table[10].given.kind = DSCORE_CASEMIX_MEANS, table[10].given.reference_sd = n, table[10].given.n = none;
    table[10].path = "sum[0]";
    table[11].given.struct_size = 0, table[11].status = DSCORE_E_ARGUMENT;
    for (int i = 0; i < COUNT_OF(table); i++) {
        dscore_error fresh = DSCORE_ERROR_INIT;
        ck_assert_msg(
            dscore_casemix_adjust(&table[i].given, &out, &fresh) == table[i].status, "case %d: %s", i, fresh.message);
        ck_assert_str_eq(fresh.path, table[i].path);
    }
    ck_assert_int_eq(dscore_casemix_adjust(NULL, &out, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_casemix_adjust(&good, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_double_eq(r.ratio[0], 7);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_5_4_deaths_of_1940_by_the_rates_of_1960,
        methods_5_4_a_desk_whose_ranking_turns_round, a_subject_left_out_of_its_reference_is_compared_with_the_others,
        a_stratum_that_the_reference_lacks_is_expected_at_its_crude_rate,
        what_rounding_leaves_of_a_reference_is_no_reference, methods_5_4_means_have_an_expected_total_and_a_z,
        without_cases_events_reference_or_chance_there_are_answers, mistakes_are_named_and_nothing_is_written};
    return RUN_TESTS("casemix", tests);
}
