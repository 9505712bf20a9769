/* Top and bottom lists, their guards, and bonuses: METHODS 5.8, requirement S3-34. */
#include "decision/decision_support.h"

typedef struct outcome {
    int32_t list[PEOPLE_MAX], reason[PEOPLE_MAX];
    double portion[PEOPLE_MAX];
    int64_t order[PEOPLE_MAX];
    int64_t top, bottom;
} outcome;

static void select_peers(const dscore_peers *peers, const dscore_selection *selection, outcome *out)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_peers_select(peers, selection, out->list, out->portion, out->reason, out->order, &err), err);
    out->top = out->bottom = 0;
    for (int64_t i = 0; i < peers->count; i++) {
        out->top += out->list[i] == DSCORE_LIST_TOP;
        out->bottom += out->list[i] == DSCORE_LIST_BOTTOM;
        ck_assert_int_eq(
            out->list[i] == DSCORE_LIST_NONE, out->reason[i] != 0); /* told of everybody, and only of them */
        ck_assert_int_eq(out->list[i] == DSCORE_LIST_NONE, out->portion[i] <= 0.0);
    }
}

START_TEST(methods_5_8_places_of_the_top_tenth)
{
    static const int32_t PLACES[] = {
        DSCORE_PLACES_FLOOR, DSCORE_PLACES_ROUND, DSCORE_PLACES_CEIL, DSCORE_PLACES_AT_LEAST_ONE};
    static const struct {
        int64_t n, k[4];
    } table[] = {{4, {0, 0, 1, 1}}, {9, {0, 1, 1, 1}}, {10, {1, 1, 1, 1}}, {14, {1, 1, 2, 1}}, {19, {1, 2, 2, 1}},
        {23, {2, 2, 3, 2}}, {25, {2, 3, 3, 2}}, {37, {3, 4, 4, 3}}};
    double score[PEOPLE_MAX];
    fill_distinct(score, PEOPLE_MAX);
    for (size_t t = 0; t < sizeof table / sizeof table[0]; t++) {
        for (int p = 0; p < 4; p++) {
            const dscore_peers peers = peers_of(score, table[t].n);
            dscore_selection s = DSCORE_SELECTION_INIT;
            outcome out;
            s.top_places = s.bottom_places = PLACES[p];
            s.bottom_group_min = 0;
            select_peers(&peers, &s, &out);
            ck_assert_int_eq(out.top, table[t].k[p]);
            ck_assert_int_eq(out.bottom, table[t].k[p]);
        }
    }
}
END_TEST

START_TEST(a_share_that_binary_cannot_hold_is_still_a_whole_number_of_places)
{
    double score[PEOPLE_MAX];
    outcome out;
    fill_distinct(score, PEOPLE_MAX);
    const dscore_peers peers = peers_of(score, 50);
    dscore_selection s = DSCORE_SELECTION_INIT;
    s.top_share = 0.14; /* 0.14 x 50 is 7.000000000000001 */
    s.top_places = DSCORE_PLACES_CEIL;
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.top, 7);
    s.top_share = 0.58; /* 0.58 x 50 is 28.999999999999996 */
    s.top_places = DSCORE_PLACES_FLOOR;
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.top, 29);
}
END_TEST

START_TEST(methods_5_8_ties_at_the_cut)
{
    static const struct {
        int32_t ties;
        int64_t people;
    } table[] = {
        {DSCORE_TIES_INCLUDE_ALL, 3}, {DSCORE_TIES_EXCLUDE_ALL, 1}, {DSCORE_TIES_BREAK, 2}, {DSCORE_TIES_SPLIT, 3}};
    double score[20];
    fill_distinct(score, 20);
    for (int i = 3; i < 20; i++) {
        score[i] -= 5.0;
    }
    score[0] = 98;
    score[1] = score[2] = 96;
    const dscore_peers peers = peers_of(score, 20);
    for (int t = 0; t < 4; t++) {
        dscore_selection s = DSCORE_SELECTION_INIT;
        outcome out;
        s.top_ties = table[t].ties;
        s.bottom_share = 0.0;
        select_peers(&peers, &s, &out);
        ck_assert_int_eq(out.top, table[t].people);
        assert_close(out.portion[0], 1.0, 1e-12);
        assert_close(out.portion[1], t == 1 ? 0.0 : t == 3 ? 0.5 : 1.0, 1e-12);
        ck_assert_int_eq(out.reason[2], t == 1   ? DSCORE_REASON_BEYOND_CUT | DSCORE_REASON_TIED_AT_CUT
                                        : t == 2 ? DSCORE_REASON_BEYOND_CUT
                                                 : 0);
    }
}
END_TEST

START_TEST(ties_at_the_bottom_leave_everybody_off_unless_asked_otherwise)
{
    double score[20];
    outcome out;
    fill_distinct(score, 20);
    score[17] = score[18]; /* three tied from the 18th; two places */
    const dscore_peers peers = peers_of(score, 20);
    dscore_selection s = DSCORE_SELECTION_INIT;
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.bottom, 1); /* the last alone */
    ck_assert_int_eq(out.list[19], DSCORE_LIST_BOTTOM);
    s.bottom_ties = DSCORE_TIES_INCLUDE_ALL;
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.bottom, 3);
}
END_TEST

START_TEST(nobody_is_on_both_lists_and_a_group_of_equals_has_none)
{
    static const double THREE[] = {3, 2, 1}, SAME[] = {5, 5, 5, 5};
    dscore_selection s = DSCORE_SELECTION_INIT;
    outcome out;
    s.bottom_group_min = 0;
    s.top_share = s.bottom_share = 0.7; /* two places each of three */
    s.top_places = s.bottom_places = DSCORE_PLACES_ROUND;
    dscore_peers peers = peers_of(THREE, 3);
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.list[0], DSCORE_LIST_TOP);
    ck_assert_int_eq(out.list[1], DSCORE_LIST_NONE);
    ck_assert_int_eq(out.reason[1], DSCORE_REASON_BOTH_LISTS);
    ck_assert_int_eq(out.list[2], DSCORE_LIST_BOTTOM);
    peers = peers_of(SAME, 4);
    for (int32_t ties = DSCORE_TIES_INCLUDE_ALL; ties <= DSCORE_TIES_SPLIT; ties++) {
        s.top_ties = s.bottom_ties = ties;
        select_peers(&peers, &s, &out);
        ck_assert_int_eq(out.top + out.bottom, 0);
        ck_assert_int_eq(out.reason[3], DSCORE_REASON_ALL_TIED);
    }
}
END_TEST

START_TEST(the_bottom_list_needs_ten_and_ranks_only_who_has_a_score)
{
    double score[10];
    int32_t status[10] = {0};
    outcome out;
    fill_distinct(score, 10);
    dscore_peers peers = peers_of(score, 10);
    dscore_selection s = DSCORE_SELECTION_INIT;
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.top, 1);
    ck_assert_int_eq(out.bottom, 1);
    status[4] = DSCORE_VALUE_EXCLUDED;
    status[5] = DSCORE_VALUE_NO_DATA;
    peers.status = status;
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.top, 1);
    ck_assert_int_eq(out.bottom, 0);
    ck_assert_int_eq(out.reason[9], DSCORE_REASON_BEYOND_CUT | DSCORE_REASON_SMALL_GROUP);
    ck_assert_int_eq(out.reason[4], DSCORE_REASON_INELIGIBLE);
    ck_assert_int_eq(out.reason[5], DSCORE_REASON_UNSCORED);
}
END_TEST

/* Scores 100 ... 81, mean 90.5: the last stands on the list only if the interval does not reach the mean. */
START_TEST(methods_5_8_who_may_be_average_is_not_on_the_bottom_list)
{
    double score[20], lo[20], hi[20], mean[20];
    outcome out;
    fill_distinct(score, 20);
    for (int i = 0; i < 20; i++) {
        lo[i] = score[i] - 5.0;
        hi[i] = score[i] + 5.0;
        mean[i] = 88.0;
    }
    hi[19] = 90.5;
    dscore_selection s = DSCORE_SELECTION_INIT;
    s.lo = lo;
    s.hi = hi;
    const dscore_peers peers = peers_of(score, 20);
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.list[18], DSCORE_LIST_BOTTOM); /* 82 + 5 = 87 */
    ck_assert_int_eq(out.list[19], DSCORE_LIST_NONE);
    ck_assert_int_eq(out.reason[19], DSCORE_REASON_NOT_DISTINCT);
    ck_assert_int_eq(out.list[17], DSCORE_LIST_NONE); /* not replaced by the next */
    s.mean = mean;
    hi[18] = 87.5;
    hi[19] = 87.9;
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.bottom, 2);
    mean[18] = 87.5;
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.bottom, 1);
}
END_TEST

START_TEST(nobody_one_and_all_missing_have_lists_that_are_defined)
{
    static const double SCORES[] = {1, 2};
    static const int32_t MISSING[] = {1, 1};
    const dscore_selection s = DSCORE_SELECTION_INIT;
    outcome out;
    dscore_peers peers = peers_of(NULL, 0);
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.top + out.bottom, 0);
    peers = peers_of(SCORES, 1);
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.list[0], DSCORE_LIST_TOP);
    peers = peers_of(SCORES, 2);
    peers.status = MISSING;
    select_peers(&peers, &s, &out);
    ck_assert_int_eq(out.top + out.bottom, 0);
    ck_assert_int_eq(out.reason[0], DSCORE_REASON_UNSCORED);
}
END_TEST

/* ---- bonuses ------------------------------------------------------------------------------------ */

static const int32_t LIST[] = {1, 1, 1, 0, 2};
static const double SCORES[] = {98, 95, 90, 80, 70}, SALARY[] = {1000, 2000, 1000, 1000, 1000};

START_TEST(methods_5_8_bonus_flat_by_rank_and_by_score)
{
    static const double RATES[][5] = {{10, 10, 10, 0, 0}, {10, 7.5, 5, 0, 0}, {10, 8.125, 5, 0, 0}};
    dscore_error err = DSCORE_ERROR_INIT;
    const dscore_peers peers = peers_of(SCORES, 5);
    dscore_bonus b = DSCORE_BONUS_INIT;
    b.list = LIST;
    b.salary = SALARY;
    double rate[5], amount[5];
    int64_t order[5];
    for (int32_t m = DSCORE_BONUS_FLAT; m <= DSCORE_BONUS_BY_SCORE; m++) {
        b.method = m;
        assert_ok(dscore_peers_reward(&peers, &b, rate, amount, order, &err), err);
        for (int i = 0; i < 5; i++) {
            assert_close(rate[i], RATES[m - 1][i], 1e-12);
            assert_close(amount[i], RATES[m - 1][i] / 100.0 * SALARY[i], 1e-9);
        }
    }
}
END_TEST

START_TEST(one_alone_gets_ten_per_cent_ties_get_the_same_and_the_pot_cuts_all_alike)
{
    static const int32_t ALONE[] = {0, 1, 0, 0, 0}, THREE[] = {1, 1, 1, 0, 0};
    static const double TIED[] = {98, 96, 96, 80, 70}, HALF[] = {1, .5, .5, 0, 0};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_peers peers = peers_of(SCORES, 5);
    dscore_bonus b = DSCORE_BONUS_INIT;
    double rate[5], amount[5];
    int64_t order[5];
    b.salary = SALARY;
    b.list = ALONE;
    for (int32_t m = DSCORE_BONUS_FLAT; m <= DSCORE_BONUS_BY_SCORE; m++) {
        b.method = m;
        assert_ok(dscore_peers_reward(&peers, &b, rate, amount, order, &err), err);
        assert_close(rate[1], 10.0, 1e-12);
    }
    peers = peers_of(TIED, 5);
    b.list = THREE;
    b.method = DSCORE_BONUS_BY_RANK;
    assert_ok(dscore_peers_reward(&peers, &b, rate, amount, order, &err), err);
    ck_assert(rate[0] == 10.0 && rate[1] == 7.5 && rate[2] == 7.5);
    b.portion = HALF;
    assert_ok(dscore_peers_reward(&peers, &b, rate, amount, order, &err), err);
    ck_assert(rate[1] == 3.75 && rate[2] == 3.75);
    b.portion = NULL;
    b.pot = 162.5; /* 100 + 150 + 75 = 325: half of each */
    assert_ok(dscore_peers_reward(&peers, &b, rate, amount, order, &err), err);
    assert_close(amount[0], 50.0, 1e-9);
    assert_close(amount[1], 75.0, 1e-9);
    assert_close(amount[2], 37.5, 1e-9);
    b.pot = 325.0;
    assert_ok(dscore_peers_reward(&peers, &b, rate, amount, order, &err), err);
    assert_close(amount[1], 150.0, 1e-9);
    b.pot = 0.0;
    assert_ok(dscore_peers_reward(&peers, &b, rate, amount, order, &err), err);
    assert_close(amount[1], 0.0, 1e-12);
}
END_TEST

START_TEST(what_cannot_be_selected_or_rewarded_is_refused_and_named)
{
    const double bad[] = {1, 1, 1, 1, (double)NAN};
    dscore_error err = DSCORE_ERROR_INIT;
    const dscore_peers peers = peers_of(SCORES, 5);
    dscore_selection s = DSCORE_SELECTION_INIT;
    dscore_bonus b = DSCORE_BONUS_INIT;
    int32_t list[5] = {9};
    double rate[5], amount[5];
    int64_t order[5];
    s.lo = SCORES;
    ck_assert_int_eq(dscore_peers_select(&peers, &s, list, NULL, NULL, order, &err), DSCORE_E_PARAMETER);
    s.hi = bad;
    ck_assert_int_eq(dscore_peers_select(&peers, &s, list, NULL, NULL, order, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "hi[4]");
    s.lo = s.hi = NULL;
    s.top_share = 1.5;
    ck_assert_int_eq(dscore_peers_select(&peers, &s, list, NULL, NULL, order, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(err.code, DSCORE_CODE_DECISION_RULE);
    ck_assert_str_eq(err.path, "top_share");
    s.top_share = 0.1;
    s.top_ties = 5;
    ck_assert_int_eq(dscore_peers_select(&peers, &s, list, NULL, NULL, order, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(list[0], 9); /* nothing was written */
    s.top_ties = 1;
    ck_assert_int_eq(dscore_peers_select(&peers, NULL, list, NULL, NULL, order, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_peers_select(&peers, &s, NULL, NULL, NULL, order, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_peers_reward(&peers, &b, rate, amount, order, &err), DSCORE_E_ARGUMENT); /* no list */
    b.list = LIST;
    b.salary = bad;
    ck_assert_int_eq(dscore_peers_reward(&peers, &b, rate, amount, order, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "salary[4]");
    b.salary = SALARY;
    b.rate_min = 11.0;
    ck_assert_int_eq(dscore_peers_reward(&peers, &b, rate, amount, order, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "rate_min");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_5_8_places_of_the_top_tenth,
        a_share_that_binary_cannot_hold_is_still_a_whole_number_of_places, methods_5_8_ties_at_the_cut,
        ties_at_the_bottom_leave_everybody_off_unless_asked_otherwise,
        nobody_is_on_both_lists_and_a_group_of_equals_has_none,
        the_bottom_list_needs_ten_and_ranks_only_who_has_a_score,
        methods_5_8_who_may_be_average_is_not_on_the_bottom_list,
        nobody_one_and_all_missing_have_lists_that_are_defined, methods_5_8_bonus_flat_by_rank_and_by_score,
        one_alone_gets_ten_per_cent_ties_get_the_same_and_the_pot_cuts_all_alike,
        what_cannot_be_selected_or_rewarded_is_refused_and_named};
    return RUN_TESTS("decision_lists", tests);
}
