/* Ranks within peer groups and grades by quota: METHODS 5.8; ranks on lower bounds: METHODS 5.3. */
#include "decision/decision_support.h"

static const int32_t METHODS[] = {
    DSCORE_RANK_COMPETITION, DSCORE_RANK_DENSE, DSCORE_RANK_MODIFIED, DSCORE_RANK_FRACTIONAL, DSCORE_RANK_ORDINAL};

START_TEST(methods_5_8_ranks_by_the_five_conventions)
{
    static const double SCORES[] = {92, 85, 85, 78, 70, 88};
    static const double EXPECTED[][6] = {
        {1, 3, 3, 5, 6, 2}, {1, 3, 3, 4, 5, 2}, {1, 4, 4, 5, 6, 2}, {1, 3.5, 3.5, 5, 6, 2}, {1, 4, 3, 5, 6, 2}};
    static const double KEYS[] = {0, 1, 2, 0, 0, 0}; /* the third has the higher tie-break key */
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_peers peers = peers_of(SCORES, 6);
    peers.keys = KEYS;
    peers.key_count = 1;
    for (int m = 0; m < 5; m++) {
        double rank[6];
        int64_t ranked[6], order[6];
        assert_ok(dscore_peers_rank(&peers, METHODS[m], rank, ranked, order, &err), err);
        for (int i = 0; i < 6; i++) {
            assert_close(rank[i], EXPECTED[m][i], 1e-12);
            ck_assert_int_eq(ranked[i], 6);
        }
        ck_assert_int_eq(order[2], 2); /* the key orders whatever the convention */
    }
}
END_TEST

START_TEST(ordinal_ties_go_to_the_next_key_then_the_id_then_the_place)
{
    static const double SCORES[] = {5, 5, 5, 5};
    static const double KEYS[] = {1, 1, 1, 2, /* then */ 3, 4, 4, 0};
    static const int64_t IDS[] = {1, 9, 7, 8};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_peers peers = peers_of(SCORES, 4);
    double rank[4];
    int64_t order[4];
    peers.keys = KEYS;
    peers.key_count = 2;
    peers.id = IDS;
    assert_ok(dscore_peers_rank(&peers, DSCORE_RANK_ORDINAL, rank, NULL, order, &err), err);
    ck_assert(rank[3] == 1 && rank[2] == 2 && rank[1] == 3 && rank[0] == 4);
    peers.id = NULL;
    assert_ok(dscore_peers_rank(&peers, DSCORE_RANK_ORDINAL, rank, NULL, order, &err), err);
    ck_assert(rank[3] == 1 && rank[1] == 2 && rank[2] == 3 && rank[0] == 4);
}
END_TEST

START_TEST(ranks_stay_within_the_group_and_skip_who_has_no_score)
{
    static const double SCORES[] = {70, 90, 80, 60, 0, 95};
    static const int64_t GROUPS[] = {2, 1, 2, 1, 1, 2};
    static const int32_t STATUS[] = {DSCORE_VALUE_OK, DSCORE_VALUE_OK, DSCORE_VALUE_OK, DSCORE_VALUE_OK,
        DSCORE_VALUE_NO_DATA, DSCORE_VALUE_INSUFFICIENT};
    static const double RANKS[] = {2, 1, 1, 2, 0, 0};
    static const int64_t RANKED[] = {2, 2, 2, 2, 0, 0}, ORDER[] = {1, 3, 2, 0, 4, 5};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_peers peers = peers_of(SCORES, 6);
    double rank[6];
    int64_t ranked[6], order[6];
    peers.group = GROUPS;
    peers.status = STATUS;
    assert_ok(dscore_peers_rank(&peers, DSCORE_RANK_COMPETITION, rank, ranked, order, &err), err);
    for (int i = 0; i < 6; i++) {
        assert_close(rank[i], RANKS[i], 1e-12);
        ck_assert_int_eq(ranked[i], RANKED[i]);
        ck_assert_int_eq(order[i], ORDER[i]);
    }
}
END_TEST

/* 45 of 50, 9 of 10 and 270 of 300 are all 90 %: the lower bound ranks by how sure that is. */
START_TEST(methods_5_3_ranks_by_the_lower_bound)
{
    static const int64_t X[] = {45, 9, 270}, N[] = {50, 10, 300};
    static const double LO[] = {.7864, .5958, .8608};
    dscore_error err = DSCORE_ERROR_INIT;
    double lo[3], hi[3], rank[3];
    int64_t order[3];
    assert_ok(dscore_shares_bound(X, N, 3, 0.95, DSCORE_INTERVAL_WILSON, lo, hi, NULL, &err), err);
    for (int i = 0; i < 3; i++) {
        assert_close(lo[i], LO[i], 5e-5);
    }
    const dscore_peers peers = peers_of(lo, 3);
    assert_ok(dscore_peers_rank(&peers, DSCORE_RANK_COMPETITION, rank, NULL, order, &err), err);
    ck_assert(rank[0] == 2 && rank[1] == 3 && rank[2] == 1);
}
END_TEST

/* METHODS section 10: a permutation of the subjects permutes their ranks, and nothing else. */
START_TEST(ranks_are_permutation_equivariant)
{
    uint64_t state = 20;
    for (int round = 0; round < 400; round++) {
        const int64_t n = 1 + next_random(&state, PEOPLE_MAX);
        double score[PEOPLE_MAX], moved[PEOPLE_MAX], rank[PEOPLE_MAX], moved_rank[PEOPLE_MAX];
        int64_t group[PEOPLE_MAX], moved_group[PEOPLE_MAX], id[PEOPLE_MAX], moved_id[PEOPLE_MAX];
        int64_t to[PEOPLE_MAX], order[PEOPLE_MAX];
        int32_t status[PEOPLE_MAX], moved_status[PEOPLE_MAX];
        for (int64_t i = 0; i < n; i++) {
            score[i] = (double)next_random(&state, 9);
            group[i] = next_random(&state, 3) - 1;
            status[i] = next_random(&state, 6) == 0 ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_OK;
            id[i] = to[i] = i;
        }
        for (int64_t i = n - 1; i > 0; i--) {
            const int64_t j = next_random(&state, i + 1), swap = to[i];
            to[i] = to[j];
            to[j] = swap;
        }
        for (int64_t i = 0; i < n; i++) {
            moved[to[i]] = score[i];
            moved_group[to[i]] = group[i];
            moved_id[to[i]] = id[i];
            moved_status[to[i]] = status[i];
        }
        for (int m = 0; m < 5; m++) {
            dscore_error err = DSCORE_ERROR_INIT;
            dscore_peers peers = peers_of(score, n);
            peers.group = group;
            peers.id = id;
            peers.status = status;
            assert_ok(dscore_peers_rank(&peers, METHODS[m], rank, NULL, order, &err), err);
            peers.score = moved;
            peers.group = moved_group;
            peers.id = moved_id;
            peers.status = moved_status;
            assert_ok(dscore_peers_rank(&peers, METHODS[m], moved_rank, NULL, order, &err), err);
            for (int64_t i = 0; i < n; i++) {
                assert_close(moved_rank[to[i]], rank[i], 1e-12);
            }
        }
    }
}
END_TEST

START_TEST(nobody_one_all_tied_and_all_missing_have_ranks_that_are_defined)
{
    static const double SAME[] = {7, 7, 7, 7}, TIED[] = {1, 1, 4, 2.5};
    static const int32_t MISSING[] = {1, 2, 3, 4};
    dscore_error err = DSCORE_ERROR_INIT;
    double rank[4];
    int64_t order[4];
    for (int m = 0; m < 5; m++) {
        dscore_peers peers = peers_of(NULL, 0);
        assert_ok(dscore_peers_rank(&peers, METHODS[m], NULL, NULL, NULL, &err), err);
        peers = peers_of(SAME, 1);
        assert_ok(dscore_peers_rank(&peers, METHODS[m], rank, NULL, order, &err), err);
        assert_close(rank[0], 1.0, 1e-12);
        peers = peers_of(SAME, 4);
        assert_ok(dscore_peers_rank(&peers, METHODS[m], rank, NULL, order, &err), err);
        for (int i = 0; i < 4; i++) {
            assert_close(rank[i], m == 4 ? i + 1 : TIED[m], 1e-12);
        }
        peers.status = MISSING;
        assert_ok(dscore_peers_rank(&peers, METHODS[m], rank, NULL, order, &err), err);
        for (int i = 0; i < 4; i++) {
            assert_close(rank[i], 0.0, 1e-12);
        }
    }
}
END_TEST

/* ---- grades by quota ---------------------------------------------------------------------------- */

START_TEST(methods_5_8_quotas_by_largest_remainder)
{
    static const double QUOTA[] = {.2, .7, .1};
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t size[3];
    assert_ok(dscore_quotas_apportion(23, QUOTA, 3, size, &err), err);
    ck_assert(size[0] == 5 && size[1] == 16 && size[2] == 2);
    assert_ok(dscore_quotas_apportion(10, QUOTA, 3, size, &err), err); /* 2/7/1 exactly */
    ck_assert(size[0] == 2 && size[1] == 7 && size[2] == 1);
    assert_ok(dscore_quotas_apportion(0, QUOTA, 3, size, &err), err);
    ck_assert(size[0] == 0 && size[1] == 0 && size[2] == 0);
    assert_ok(dscore_quotas_apportion(1, QUOTA, 3, size, &err), err);
    ck_assert(size[0] == 0 && size[1] == 1 && size[2] == 0);
    static const double HALVES[] = {.5, .5};
    assert_ok(dscore_quotas_apportion(3, HALVES, 2, size, &err), err); /* equal remainders: the better grade */
    ck_assert(size[0] == 2 && size[1] == 1);
}
END_TEST

START_TEST(methods_5_8_grades_follow_the_quotas_and_ties_go_up)
{
    static const double QUOTA[] = {.2, .7, .1};
    dscore_error err = DSCORE_ERROR_INIT;
    double score[23];
    int32_t grade[23];
    int64_t order[23];
    fill_distinct(score, 23);
    dscore_peers peers = peers_of(score, 23);
    assert_ok(dscore_peers_grade(&peers, QUOTA, 3, grade, order, &err), err);
    for (int i = 0; i < 23; i++) {
        ck_assert_int_eq(grade[i], i < 5 ? 0 : i < 21 ? 1 : 2);
    }
    score[5] = score[4];   /* the sixth is tied with the fifth */
    score[21] = score[20]; /* and the first of the last two with the one before */
    assert_ok(dscore_peers_grade(&peers, QUOTA, 3, grade, order, &err), err);
    for (int i = 0; i < 23; i++) {
        ck_assert_int_eq(grade[i], i < 6 ? 0 : i < 22 ? 1 : 2);
    }
    int32_t status[23] = {DSCORE_VALUE_NO_DATA};
    peers.status = status;
    assert_ok(dscore_peers_grade(&peers, QUOTA, 3, grade, order, &err), err);
    ck_assert_int_eq(grade[0], -1);
    ck_assert_int_eq(grade[1], 0);
}
END_TEST

/* ---- what is refused ---------------------------------------------------------------------------- */

START_TEST(what_cannot_be_ranked_is_refused_and_named)
{
    const double scores[] = {1, (double)NAN}, sums[] = {.5, .4};
    const int32_t statuses[] = {0, 9};
    dscore_error err = DSCORE_ERROR_INIT;
    double rank[2] = {-1, -1};
    int64_t order[2], size[2];
    int32_t grade[2];
    dscore_peers peers = peers_of(scores, 2);
    ck_assert_int_eq(dscore_peers_rank(&peers, DSCORE_RANK_DENSE, rank, NULL, order, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(err.code, DSCORE_CODE_DECISION_NUMBER);
    ck_assert_str_eq(err.path, "score[1]");
    ck_assert_int_eq(err.row, 1);
    assert_close(rank[0], -1.0, 1e-12); /* nothing was written */
    peers.status = statuses;
    ck_assert_int_eq(dscore_peers_rank(&peers, DSCORE_RANK_DENSE, rank, NULL, order, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_DECISION_OPTION);
    peers = peers_of(scores, 1);
    ck_assert_int_eq(dscore_peers_rank(&peers, 6, rank, NULL, order, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_peers_rank(&peers, 1, NULL, NULL, order, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_peers_rank(&peers, 1, rank, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_peers_rank(NULL, 1, rank, NULL, order, &err), DSCORE_E_ARGUMENT);
    peers.key_count = 1;
    ck_assert_int_eq(dscore_peers_rank(&peers, 1, rank, NULL, order, &err), DSCORE_E_ARGUMENT);
    peers.key_count = 0;
    peers.count = -1;
    ck_assert_int_eq(dscore_peers_rank(&peers, 1, rank, NULL, order, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_DECISION_COUNT);
    peers.count = 1;
    ck_assert_int_eq(dscore_peers_grade(&peers, sums, 2, grade, order, &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(err.code, DSCORE_CODE_DECISION_QUOTA);
    ck_assert_int_eq(dscore_quotas_apportion(1, sums, 0, size, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_quotas_apportion(-1, sums, 2, size, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_quotas_apportion(1, NULL, 2, size, &err), DSCORE_E_ARGUMENT);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_5_8_ranks_by_the_five_conventions,
        ordinal_ties_go_to_the_next_key_then_the_id_then_the_place,
        ranks_stay_within_the_group_and_skip_who_has_no_score, methods_5_3_ranks_by_the_lower_bound,
        ranks_are_permutation_equivariant, nobody_one_all_tied_and_all_missing_have_ranks_that_are_defined,
        methods_5_8_quotas_by_largest_remainder, methods_5_8_grades_follow_the_quotas_and_ties_go_up,
        what_cannot_be_ranked_is_refused_and_named};
    return RUN_TESTS("decision_rank", tests);
}
