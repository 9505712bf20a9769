/* What METHODS 5.2 to 5.4 print beside the examples of the other files: volumes from the fitted prior, crude rates, and
   rankings that turn round once shrunk, bounded or adjusted. */
#include "support.h"

enum { GROUPS = 7 };

static const int64_t SUCCESSES[GROUPS] = {9, 30, 92, 18, 150, 4, 61};
static const int64_t CASES[GROUPS] = {10, 50, 100, 30, 200, 4, 70};

static void rank_by(const double *score, int64_t count, double *rank)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_peers peers = DSCORE_PEERS_INIT;
    int64_t order[GROUPS];
    peers.score = score;
    peers.count = count;
    assert_ok(dscore_peers_rank(&peers, DSCORE_RANK_COMPETITION, rank, NULL, order, &err), err);
}

/* METHODS 5.3: with the M of 5.2, reliabilities of .7, .8 and .9 take 26, 45 and 101 cases. */
START_TEST(methods_5_3_volumes_follow_from_the_prior_of_5_2)
{
    static const struct {
        double reliability;
        int64_t n;
    } TABLE[] = {{.7, 26}, {.8, 45}, {.9, 101}};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_share_prior prior = DSCORE_SHARE_PRIOR_INIT;
    assert_ok(dscore_share_prior_fit(SUCCESSES, CASES, GROUPS, DSCORE_PRIOR_MOMENTS, &prior, &err), err);
    for (int i = 0; i < 3; i++) {
        int64_t n = 0;
        assert_ok(dscore_volume_require(prior.strength, TABLE[i].reliability, &n, &err), err);
        ck_assert_int_eq(n, TABLE[i].n);
        ck_assert_double_ge((double)n / ((double)n + prior.strength), TABLE[i].reliability);
        ck_assert_double_lt((double)(n - 1) / ((double)(n - 1) + prior.strength), TABLE[i].reliability);
    }
}
END_TEST

/* METHODS 5.2: raw .9 .6 .92 .6 .75 1.0 .871429: four of four are first, two groups are tied at .6. Shrunk, the hundred
   cases are first, four of four third, and 30 cases at .6 stand above 50. */
START_TEST(methods_5_2_shrinking_turns_the_ranking_round)
{
    static const double RAW[GROUPS] = {3, 6, 2, 6, 5, 1, 4}, SHRUNK[GROUPS] = {4, 7, 1, 6, 5, 3, 2};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_share_prior prior = DSCORE_SHARE_PRIOR_INIT;
    double share[GROUPS], shrunk[GROUPS], rank[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
        share[i] = (double)SUCCESSES[i] / (double)CASES[i];
    }
    assert_close(share[6], .871429, 5e-7);
    rank_by(share, GROUPS, rank);
    for (int i = 0; i < GROUPS; i++) {
        assert_close(rank[i], RAW[i], 1e-12);
    }
    assert_ok(dscore_share_prior_fit(SUCCESSES, CASES, GROUPS, DSCORE_PRIOR_MOMENTS, &prior, &err), err);
    assert_ok(dscore_shares_shrink(SUCCESSES, CASES, GROUPS, &prior, 0.95, shrunk, NULL, NULL, NULL, NULL, &err), err);
    rank_by(shrunk, GROUPS, rank);
    for (int i = 0; i < GROUPS; i++) {
        assert_close(rank[i], SHRUNK[i], 1e-12);
    }
}
END_TEST

/* METHODS 5.2: S = 5.64541872 and N = 464 are what rho is made of. */
START_TEST(methods_5_2_the_spread_behind_rho)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_share_prior prior = DSCORE_SHARE_PRIOR_INIT;
    assert_ok(dscore_share_prior_fit(SUCCESSES, CASES, GROUPS, DSCORE_PRIOR_MOMENTS, &prior, &err), err);
    double spread = 0.0, squares = 0.0;
    for (int i = 0; i < GROUPS; i++) {
        const double n = (double)CASES[i], p = (double)SUCCESSES[i] / n;
        spread += n * (p - prior.mean) * (p - prior.mean);
        squares += n * n;
    }
    assert_close(spread, 5.64541872, 5e-9);
    const double chance = prior.mean * (1 - prior.mean);
    assert_close(prior.rho, (spread - 6 * chance) / (chance * (prior.cases - squares / prior.cases - 6)), 1e-12);
    assert_close(prior.strength, 1 / prior.rho - 1, 1e-9);
}
END_TEST

/* METHODS 5.4: 119.5286 per 100 000 in 1940 and 166.0874 in 1960, though the rates at each age fell. */
START_TEST(methods_5_4_crude_rates_hide_the_ages)
{
    static const double dth60[] = {141, 926, 1253, 1080, 1869, 4891, 14956, 30888, 41725, 26501, 5928};
    static const double pop60[] = {
        1784033, 7065148, 15658730, 10482916, 9939972, 10563872, 9114202, 6850263, 4702482, 1874619, 330915};
    static const double dth40[] = {45, 201, 320, 670, 1126, 3160, 9723, 17935, 22179, 13461, 2238};
    static const double pop40[] = {
        906897, 3794573, 10003544, 10629526, 9465330, 8249558, 7294330, 5022499, 2920220, 1019504, 142532};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_casemix given = DSCORE_CASEMIX_INIT;
    dscore_casemix_result out = DSCORE_CASEMIX_RESULT_INIT;
    double people = 0.0, observed = 0.0, ratio = 0.0, adjusted = 0.0;
    given.kind = DSCORE_CASEMIX_COUNTS;
    given.strata = 11;
    given.subjects = 1;
    given.reference_sum = dth60;
    given.reference_n = pop60;
    given.sum = dth40;
    given.n = pop40;
    out.observed = &observed;
    out.ratio = &ratio;
    out.adjusted = &adjusted;
    assert_ok(dscore_casemix_adjust(&given, &out, &err), err);
    for (int i = 0; i < 11; i++) {
        people += pop40[i];
    }
    assert_close(1e5 * observed / people, 119.5286, 5e-5);
    assert_close(1e5 * adjusted / ratio, 166.0874, 5e-5);
}
END_TEST

/* METHODS 5.4: raw .76 and .86; O/E 1.020134 and .960894: the first becomes the second, and the other way round. */
START_TEST(methods_5_4_adjusting_turns_the_ranking_round)
{
    static const double SOLVED[] = {190, 85, 60}, CASES_OF[] = {200, 100, 100};
    static const double X[] = {19, 26, 31, 65, 16, 5}, N[] = {20, 30, 50, 70, 20, 10};
    static const double RAW[] = {.76, .86};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_casemix given = DSCORE_CASEMIX_INIT;
    dscore_casemix_result out = DSCORE_CASEMIX_RESULT_INIT;
    double ratio[2], rank[2];
    given.strata = 3;
    given.subjects = 2;
    given.reference_sum = SOLVED;
    given.reference_n = CASES_OF;
    given.sum = X;
    given.n = N;
    out.ratio = ratio;
    assert_ok(dscore_casemix_adjust(&given, &out, &err), err);
    rank_by(RAW, 2, rank);
    ck_assert(rank[0] == 2.0 && rank[1] == 1.0);
    rank_by(ratio, 2, rank);
    ck_assert(rank[0] == 1.0 && rank[1] == 2.0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_5_3_volumes_follow_from_the_prior_of_5_2,
        methods_5_2_shrinking_turns_the_ranking_round, methods_5_2_the_spread_behind_rho,
        methods_5_4_crude_rates_hide_the_ages, methods_5_4_adjusting_turns_the_ranking_round};
    return RUN_TESTS("stat_methods_5", tests);
}
