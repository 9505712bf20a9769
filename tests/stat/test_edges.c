/* The edges of stat.h, function by function: no entry, no case, one case, all alike, nothing to expect. Each has an
   answer and a status; no NaN comes out, and infinity only as the strength of a full prior. */
#include "support.h"

enum { ROOM = 4, COUNT = 3 };

/* Where a call writes; NaN before, so that what is not written is seen. */
typedef struct place {
    double a[ROOM], lo[ROOM], hi[ROOM], b[ROOM], c[ROOM], d[ROOM];
    int32_t status[ROOM], test[ROOM];
    dscore_error err;
} place;

static place *fresh(place *at)
{
    const dscore_error err = DSCORE_ERROR_INIT;
    double *const arrays[] = {at->a, at->lo, at->hi, at->b, at->c, at->d};
    for (int i = 0; i < 6 * ROOM; i++) {
        arrays[i / ROOM][i % ROOM] = nan("");
        at->status[i % ROOM] = -1;
        at->test[i % ROOM] = -1;
    }
    at->err = err;
    return at;
}

static void check_entry(const char *call, const place *at, int i, int32_t expected)
{
    ck_assert_msg(at->status[i] == expected, "%s: status %d of entry %d, expected %d", call, (int)at->status[i], i,
        (int)expected);
    ck_assert_msg(isfinite(at->lo[i]) && isfinite(at->hi[i]) && at->lo[i] <= at->hi[i],
        "%s: entry %d reaches from %g to %g", call, i, at->lo[i], at->hi[i]);
}

/* The call is well over COUNT entries, and these are their statuses. */
#define EDGE(call, first, second, third)                                                                               \
    do {                                                                                                               \
        place *p = fresh(&at);                                                                                         \
        assert_ok((call), p->err);                                                                                     \
        check_entry(#call, p, 0, DSCORE_VALUE_##first);                                                                \
        check_entry(#call, p, 1, DSCORE_VALUE_##second);                                                               \
        check_entry(#call, p, 2, DSCORE_VALUE_##third);                                                                \
        ck_assert(p->status[COUNT] == -1 && isnan(p->lo[COUNT])); /* and not one more */                               \
    } while (0)

static const int64_t NONE[] = {0, 0, 0}, ONE[] = {1, 1, 1}, SOME[] = {0, 1, 9}, MANY[] = {9, 9, 9};
static const double ZEROS[] = {0, 0, 0}, NOTHING[] = {0, 1, 5}, FIVES[] = {5, 5, 5};

START_TEST(no_entry_is_no_mistake)
{
    place at;
    place *p = fresh(&at);
    dscore_comparison c = DSCORE_COMPARISON_INIT;
    dscore_casemix given = DSCORE_CASEMIX_INIT;
    dscore_casemix_result out = DSCORE_CASEMIX_RESULT_INIT;
    dscore_share_prior shares = DSCORE_SHARE_PRIOR_INIT;
    dscore_mean_prior means = DSCORE_MEAN_PRIOR_INIT;
    c.lo = p->lo;
    out.ratio = p->a;
    assert_ok(dscore_shares_bound(NULL, NULL, 0, .95, 1, p->lo, p->hi, p->status, &p->err), p->err);
    assert_ok(dscore_counts_bound(NULL, NULL, 0, .95, 1, p->lo, p->hi, p->status, &p->err), p->err);
    assert_ok(dscore_means_bound(NULL, NULL, NULL, 0, .95, p->lo, p->hi, p->status, &p->err), p->err);
    assert_ok(dscore_nps_bound(NULL, NULL, NULL, 0, .95, p->a, p->lo, p->hi, p->status, &p->err), p->err);
    assert_ok(dscore_shares_compare(NULL, NULL, NULL, NULL, 0, .95, 0, &c, &p->err), p->err);
    assert_ok(dscore_means_compare(NULL, NULL, NULL, NULL, NULL, NULL, 0, .95, &c, &p->err), p->err);
    for (int32_t method = 1; method <= 2; method++) {
        assert_ok(dscore_share_prior_fit(NULL, NULL, 0, method, &shares, &p->err), p->err);
        ck_assert(shares.status == DSCORE_VALUE_NO_DATA && shares.is_full == 1);
    }
    assert_ok(dscore_shares_shrink(NULL, NULL, 0, &shares, .95, p->a, p->lo, p->hi, p->b, p->status, &p->err), p->err);
    assert_ok(dscore_mean_prior_fit(NULL, NULL, NULL, 0, &means, &p->err), p->err);
    ck_assert(means.status == DSCORE_VALUE_NO_DATA && means.is_full == 1);
    assert_ok(dscore_means_shrink(NULL, NULL, 0, &means, .95, p->a, p->lo, p->hi, p->b, p->status, &p->err), p->err);
    assert_ok(dscore_casemix_adjust(&given, &out, &p->err), p->err);
    for (int i = 0; i < ROOM; i++) {
        ck_assert(isnan(p->a[i]) && isnan(p->lo[i]) && isnan(p->hi[i]) && isnan(p->b[i]) && p->status[i] == -1);
    }
}
END_TEST

START_TEST(intervals_of_nothing_of_one_and_of_all_alike)
{
    place at;
    const double unread[] = {nan(""), nan(""), nan("")};
    for (int32_t method = 1; method <= 4; method++) {
        EDGE(dscore_shares_bound(NONE, NONE, COUNT, .95, method, p->lo, p->hi, p->status, &p->err), NO_DATA, NO_DATA,
            NO_DATA);
        ck_assert(at.lo[0] <= 0 && at.hi[0] >= 1);
        EDGE(dscore_shares_bound(SOME, SOME, COUNT, .95, method, p->lo, p->hi, p->status, &p->err), NO_DATA, OK, OK);
        EDGE(dscore_shares_bound(NONE, MANY, COUNT, .95, method, p->lo, p->hi, p->status, &p->err), OK, OK, OK);
        ck_assert(at.lo[0] <= 0 && at.hi[0] < 1);
        EDGE(dscore_counts_bound(NONE, NULL, COUNT, .95, method, p->lo, p->hi, p->status, &p->err), OK, OK, OK);
        EDGE(
            dscore_counts_bound(ONE, NOTHING, COUNT, .95, method, p->lo, p->hi, p->status, &p->err), UNDEFINED, OK, OK);
        EDGE(dscore_counts_bound(NONE, ZEROS, COUNT, .95, method, p->lo, p->hi, p->status, &p->err), UNDEFINED,
            UNDEFINED, UNDEFINED);
    }
    EDGE(dscore_means_bound(NONE, unread, unread, COUNT, .95, p->lo, p->hi, p->status, &p->err), NO_DATA, NO_DATA,
        NO_DATA);
    EDGE(dscore_means_bound(SOME, FIVES, ZEROS, COUNT, .95, p->lo, p->hi, p->status, &p->err), NO_DATA, INSUFFICIENT,
        OK);
    ck_assert(at.lo[2] >= 5 && at.hi[2] <= 5); /* all values alike */
    EDGE(dscore_nps_bound(NONE, NONE, SOME, COUNT, .95, p->a, p->lo, p->hi, p->status, &p->err), NO_DATA, OK, OK);
    EDGE(dscore_nps_bound(SOME, NONE, SOME, COUNT, .95, p->a, p->lo, p->hi, p->status, &p->err), NO_DATA, OK, OK);
    ck_assert(at.a[1] >= 100 && at.hi[2] >= 99 && at.hi[2] <= 100);
}
END_TEST

static dscore_comparison into(place *at)
{
    dscore_comparison c = DSCORE_COMPARISON_INIT;
    c.difference = at->a;
    c.lo = at->lo;
    c.hi = at->hi;
    c.statistic = at->b;
    c.df = at->c;
    c.p = at->d;
    c.test = at->test;
    c.status = at->status;
    return c;
}

static void check_comparison(const place *at)
{
    for (int i = 0; i < COUNT; i++) {
        ck_assert(isfinite(at->a[i]) && isfinite(at->b[i]) && isfinite(at->c[i]) && at->d[i] >= 0 && at->d[i] <= 1);
        ck_assert(at->a[i] > 0 || at->a[i] < 0 || at->status[i] != DSCORE_VALUE_OK || at->d[i] >= 1 - 1e-12);
    }
}

START_TEST(comparisons_of_nothing_of_one_and_of_all_alike)
{
    place at;
    const double unread[] = {nan(""), nan(""), nan("")};
    const dscore_comparison c = into(&at);
    for (int32_t test = DSCORE_TEST_AUTO; test <= DSCORE_TEST_FISHER; test++) {
        EDGE(dscore_shares_compare(NONE, NONE, NONE, NONE, COUNT, .95, test, &c, &p->err), NO_DATA, NO_DATA, NO_DATA);
        check_comparison(&at);
        EDGE(dscore_shares_compare(SOME, SOME, ONE, ONE, COUNT, .95, test, &c, &p->err), NO_DATA, OK, OK);
        check_comparison(&at); /* all successes */
        EDGE(dscore_shares_compare(NONE, ONE, NONE, MANY, COUNT, .95, test, &c, &p->err), OK, OK, OK);
        check_comparison(&at); /* no success */
        EDGE(dscore_shares_compare(ONE, ONE, NONE, ONE, COUNT, .95, test, &c, &p->err), OK, OK, OK);
        ck_assert(at.a[0] >= 1 && at.d[0] > 0);
    }
    EDGE(dscore_means_compare(NONE, unread, unread, NONE, unread, unread, COUNT, .95, &c, &p->err), NO_DATA, NO_DATA,
        NO_DATA);
    check_comparison(&at);
    EDGE(dscore_means_compare(SOME, FIVES, FIVES, MANY, FIVES, FIVES, COUNT, .95, &c, &p->err), NO_DATA, INSUFFICIENT,
        OK);
    check_comparison(&at);
    EDGE(dscore_means_compare(MANY, NOTHING, ZEROS, MANY, FIVES, ZEROS, COUNT, .95, &c, &p->err), UNDEFINED, UNDEFINED,
        UNDEFINED);
    check_comparison(&at);
    ck_assert(at.a[0] <= -5 && at.lo[0] <= -5 && at.hi[0] <= -5 && at.d[0] >= 1);
}
END_TEST

static void check_share_prior(const char *what, const int64_t *x, const int64_t *n, int32_t expected)
{
    for (int32_t method = 1; method <= 2; method++) {
        place at;
        place *p = fresh(&at);
        dscore_share_prior prior = DSCORE_SHARE_PRIOR_INIT;
        assert_ok(dscore_share_prior_fit(x, n, COUNT, method, &prior, &p->err), p->err);
        ck_assert_msg(prior.status == expected, "%s: status %d", what, (int)prior.status);
        ck_assert(isfinite(prior.mean) && isfinite(prior.rho) && isfinite(prior.alpha) && isfinite(prior.beta));
        ck_assert(prior.is_full == 1 ? isinf(prior.strength) : isfinite(prior.strength));
        assert_ok(dscore_shares_shrink(x, n, COUNT, &prior, .95, p->a, p->lo, p->hi, p->b, p->status, &p->err), p->err);
        for (int i = 0; i < COUNT; i++) {
            check_entry(what, p, i, n[i] == 0 ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_OK);
            ck_assert(p->a[i] >= 0 && p->a[i] <= 1 && p->b[i] >= 0 && p->b[i] <= 1);
        }
    }
}

static void check_mean_prior(const char *what, const int64_t *n, const double *mean, const double *sd, int32_t expected)
{
    place at;
    place *p = fresh(&at);
    dscore_mean_prior prior = DSCORE_MEAN_PRIOR_INIT;
    assert_ok(dscore_mean_prior_fit(n, mean, sd, COUNT, &prior, &p->err), p->err);
    ck_assert_msg(prior.status == expected, "%s: status %d", what, (int)prior.status);
    ck_assert(isfinite(prior.mean) && isfinite(prior.within) && isfinite(prior.between));
    ck_assert(prior.is_full == 1 ? isinf(prior.strength) : isfinite(prior.strength));
    assert_ok(dscore_means_shrink(n, mean, COUNT, &prior, .95, p->a, p->lo, p->hi, p->b, p->status, &p->err), p->err);
    for (int i = 0; i < COUNT; i++) {
        check_entry(what, p, i, n[i] == 0 ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_OK);
        ck_assert(isfinite(p->a[i]) && p->b[i] >= 0 && p->b[i] <= 1);
    }
}

START_TEST(priors_of_nothing_of_one_and_of_all_alike)
{
    const int64_t one_group[] = {0, 0, 9}, half[] = {0, 0, 4};
    const int64_t own[] = {0, 9, 0}; /* groups of all or nothing */
    check_share_prior("no case", NONE, NONE, DSCORE_VALUE_NO_DATA);
    check_share_prior("one group", half, one_group, DSCORE_VALUE_INSUFFICIENT);
    check_share_prior("one case each, all successes", ONE, ONE, DSCORE_VALUE_UNDEFINED);
    check_share_prior("one case each", (int64_t[]){0, 1, 1}, ONE, DSCORE_VALUE_UNDEFINED);
    check_share_prior("no success", NONE, MANY, DSCORE_VALUE_UNDEFINED);
    check_share_prior("all successes", MANY, MANY, DSCORE_VALUE_UNDEFINED);
    check_share_prior("the same share", ONE, MANY, DSCORE_VALUE_OK);
    check_share_prior("all or nothing", own, MANY, DSCORE_VALUE_OK);
    check_mean_prior("no value", NONE, ZEROS, ZEROS, DSCORE_VALUE_NO_DATA);
    check_mean_prior("one group", one_group, FIVES, FIVES, DSCORE_VALUE_INSUFFICIENT);
    check_mean_prior("one value each", ONE, NOTHING, ZEROS, DSCORE_VALUE_INSUFFICIENT);
    check_mean_prior("all alike", MANY, FIVES, ZEROS, DSCORE_VALUE_OK);
    check_mean_prior("no spread within", MANY, NOTHING, ZEROS, DSCORE_VALUE_OK);
    check_mean_prior("no spread between", MANY, FIVES, FIVES, DSCORE_VALUE_OK);
}
END_TEST

START_TEST(adjustments_without_cases_reference_or_chance)
{
    static const double all[] = {9, 9, 9}, none[3] = {0}, half[] = {0, 9, 0};
    static const struct {
        const char *what;
        const double *reference_sum, *reference_n, *sum, *n;
        int32_t status;
    } table[] = {{"no case", all, all, none, none, DSCORE_VALUE_NO_DATA},
        {"no reference", none, none, half, all, DSCORE_VALUE_UNDEFINED},
        {"nothing expected", none, all, none, all, DSCORE_VALUE_UNDEFINED},
        {"all successes", all, all, all, all, DSCORE_VALUE_OK}, {"no success", all, all, none, all, DSCORE_VALUE_OK},
        {"a reference of one stratum", half, half, half, all, DSCORE_VALUE_OK}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        for (int32_t kind = DSCORE_CASEMIX_SHARES; kind <= DSCORE_CASEMIX_MEANS; kind++) {
            for (int32_t interval = 1; interval <= 2; interval++) {
                double x[9] = {0};
                int32_t status = -1, direct_status = -1;
                dscore_error err = DSCORE_ERROR_INIT;
                dscore_casemix given = DSCORE_CASEMIX_INIT;
                given.kind = kind;
                given.interval = interval;
                given.subjects = 1;
                given.strata = 3;
                given.reference_sum = table[i].reference_sum;
                given.reference_n = table[i].reference_n;
                given.reference_sd = kind == DSCORE_CASEMIX_MEANS ? none : NULL;
                given.sum = table[i].sum;
                given.n = table[i].n;
                const dscore_casemix_result out = {(uint32_t)sizeof out, 0, x, x + 1, x + 2, x + 3, x + 4, x + 5, x + 6,
                    x + 7, &status, x + 8, &direct_status};
                assert_ok(dscore_casemix_adjust(&given, &out, &err), err);
                ck_assert_msg(
                    status == table[i].status, "%s, kind %d: status %d", table[i].what, (int)kind, (int)status);
                for (int k = 0; k < 9; k++) {
                    ck_assert_msg(isfinite(x[k]), "%s, kind %d: result %d is %g", table[i].what, (int)kind, k, x[k]);
                }
                ck_assert_msg(x[3] <= x[4], "%s, kind %d: from %g to %g", table[i].what, (int)kind, x[3], x[4]);
            }
        }
    }
}
END_TEST

START_TEST(required_sizes_at_the_ends_of_their_ranges)
{
    static const struct {
        double strength, reliability;
        int64_t n;
    } table[] = {{0, 0, 0}, {0, .999, 0}, {HUGE_VAL, 0, 0}, {HUGE_VAL, .5, INT64_MAX}, {1e-6, .5, 1},
        {5e-324, .5, 0}}; /* what binary adds to a whole number is no case */
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t n = -1;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_ok(dscore_volume_require(table[i].strength, table[i].reliability, &n, &err), err);
        ck_assert_int_eq(n, table[i].n);
    }
    for (int share = 0; share <= 1; share++) {
        assert_ok(dscore_sample_require(share, .5, .999999999, &n, &err), err);
        ck_assert_int_eq(n, 1);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {no_entry_is_no_mistake, intervals_of_nothing_of_one_and_of_all_alike,
        comparisons_of_nothing_of_one_and_of_all_alike, priors_of_nothing_of_one_and_of_all_alike,
        adjustments_without_cases_reference_or_chance, required_sizes_at_the_ends_of_their_ranges};
    return RUN_TESTS("edges of statistics", tests);
}
