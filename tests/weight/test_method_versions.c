/* Effective-dated versions: METHODS 3.4 with its worked example, overlaps and gaps, what was known when, periods that
   straddle a change (correction 10). */
#include "weight/method_support.h"

#define FOREVER INT64_MAX

static int64_t day(int32_t year, int32_t month, int32_t date)
{
    int64_t d = 0;
    ck_assert_int_eq(dscore_day_of(year, month, date, &d, NULL), DSCORE_OK);
    return d;
}

static dscore_versions versions_of(int32_t count, const int64_t *from, const int64_t *to)
{
    dscore_versions v = DSCORE_VERSIONS_INIT;
    v.count = count;
    v.valid_from = from;
    v.valid_to = to;
    return v;
}

static int32_t at(const dscore_versions *v, int64_t d, int64_t known_at)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int32_t index = -1;
    assert_ok(dscore_versions_at(v, d, known_at, &index, &err), err);
    return index;
}

START_TEST(the_worked_example_of_METHODS_3_4)
{
    /* weight 2 until 12 July inclusive, then 7; its sibling weighs 1 */
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t from[] = {day(2026, 1, 1), day(2026, 7, 13)};
    const int64_t to[] = {day(2026, 7, 13), FOREVER};
    const double weights[][2] = {{2, 1}, {7, 1}};
    const double s[] = {90, 60};
    double share[2];
    double scores[2];
    for (int closed = 0; closed < 2; closed++) {
        dscore_versions v = versions_of(2, from, closed ? to : NULL);
        assert_ok(dscore_weights_from_points(weights[at(&v, day(2026, 7, 12), FOREVER)], 2, share, &err), err);
        assert_close(100 * share[0], 66.6667, 5e-5);
        assert_ok(dscore_weights_from_points(weights[at(&v, day(2026, 7, 13), FOREVER)], 2, share, &err), err);
        assert_close(100 * share[0], 87.5, 1e-12);

        int32_t which[3];
        int64_t first[3];
        int64_t end[3];
        int32_t count = 0;
        assert_ok(dscore_versions_split(&v, day(2026, 7, 1), day(2026, 8, 1), FOREVER, DSCORE_STRADDLE_PRORATE, which,
                      first, end, 3, &count, &err),
            err);
        ck_assert_int_eq(count, 2);
        ck_assert_int_eq((int)(end[0] - first[0]), 12);
        ck_assert_int_eq((int)(end[1] - first[1]), 19);
        for (int i = 0; i < count; i++) {
            assert_ok(dscore_weights_from_points(weights[which[i]], 2, share, &err), err);
            scores[i] = share[0] * s[0] + share[1] * s[1];
        }
        assert_close(scores[0], 80, 1e-12);
        assert_close(scores[1], 86.25, 1e-12);
        double prorated = 0;
        assert_ok(dscore_versions_prorate(scores, first, end, count, &prorated, &err), err);
        assert_close(prorated, 83.830645, 5e-7);
        assert_close(prorated, (12 * 80 + 19 * 86.25) / 31, 1e-12);
    }
}
END_TEST

START_TEST(each_policy_takes_its_version)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t from[] = {40, 0, 20}; /* in any order */
    const int64_t to[] = {FOREVER, 20, 40};
    dscore_versions v = versions_of(3, from, to);
    int32_t which[3] = {7, 7, 7};
    int64_t first[3];
    int64_t end[3];
    int32_t count = 0;
    const int32_t expected[] = {-1, 1, 0};
    for (int32_t policy = DSCORE_STRADDLE_BY_START; policy <= DSCORE_STRADDLE_BY_END; policy++) {
        assert_ok(dscore_versions_split(&v, 10, 50, FOREVER, policy, which, first, end, 1, &count, &err), err);
        ck_assert_int_eq(count, 1);
        ck_assert_int_eq(which[0], expected[policy]);
        ck_assert_int_eq((int)first[0], 10);
        ck_assert_int_eq((int)end[0], 50);
    }
    assert_ok(
        dscore_versions_split(&v, 10, 50, FOREVER, DSCORE_STRADDLE_PRORATE, which, first, end, 3, &count, &err), err);
    ck_assert_int_eq(count, 3);
    const int32_t order[] = {1, 2, 0};
    const int64_t edges[] = {10, 20, 40, 50};
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(which[i], order[i]);
        ck_assert_int_eq((int)first[i], (int)edges[i]);
        ck_assert_int_eq((int)end[i], (int)edges[i + 1]);
    }
    assert_fails(dscore_versions_split(&v, 10, 50, FOREVER, DSCORE_STRADDLE_ERROR, which, first, end, 3, &count, &err),
        DSCORE_E_INCOMPATIBLE, DSCORE_CODE_VERSION_STRADDLE);
    assert_ok(
        dscore_versions_split(&v, 20, 40, FOREVER, DSCORE_STRADDLE_ERROR, which, first, end, 3, &count, &err), err);
    ck_assert_int_eq(count, 1); /* from the first day to the last: nothing is straddled */
    count = 0;
    which[0] = 7;
    assert_fails(
        dscore_versions_split(&v, 10, 50, FOREVER, DSCORE_STRADDLE_PRORATE, which, first, end, 2, &count, &err),
        DSCORE_E_BUFFER, DSCORE_CODE_BUFFER_SIZE);
    ck_assert_int_eq(count, 3);
    ck_assert_int_eq(which[0], 7);
    assert_fails(dscore_versions_split(&v, 10, 50, FOREVER, DSCORE_STRADDLE_PRORATE, NULL, NULL, NULL, 0, &count, &err),
        DSCORE_E_BUFFER, DSCORE_CODE_BUFFER_SIZE);
}
END_TEST

START_TEST(a_past_score_is_explained_by_what_was_known_then)
{
    /* 0: from day 0; recorded at 5. 1: a correction, recorded at 30, withdraws it. 2: from day 20, recorded at 10. */
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t from[] = {0, 0, 20};
    const int64_t to[] = {20, 20, FOREVER};
    const int64_t recorded[] = {5, 30, 10};
    const int32_t supersedes[] = {-1, 0, -1};
    dscore_versions v = versions_of(3, from, to);
    int32_t index = 7;
    v.recorded_at = recorded;
    v.supersedes = supersedes;
    ck_assert_int_eq(at(&v, 10, 29), 0);
    ck_assert_int_eq(at(&v, 10, 30), 1);
    ck_assert_int_eq(at(&v, 10, FOREVER), 1);
    ck_assert_int_eq(at(&v, 25, 10), 2);
    assert_fails(dscore_versions_at(&v, 25, 9, &index, &err), DSCORE_E_NOT_FOUND, DSCORE_CODE_VERSION_GAP);
    assert_fails(dscore_versions_at(&v, 10, 4, &index, &err), DSCORE_E_NOT_FOUND, DSCORE_CODE_VERSION_GAP);
    ck_assert_int_eq(index, 7);
    v.supersedes = NULL; /* without it the correction overlaps what it corrects, once it is known */
    ck_assert_int_eq(at(&v, 10, 29), 0);
    assert_fails(dscore_versions_at(&v, 10, 30, &index, &err), DSCORE_E_INCOMPATIBLE, DSCORE_CODE_VERSION_OVERLAP);
}
END_TEST

static dscore_version_fault fault_of(const dscore_versions *v, int32_t index)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_version_fault fault = DSCORE_VERSION_FAULT_INIT;
    assert_ok(dscore_versions_fault(v, FOREVER, index, &fault, &err), err);
    return fault;
}

START_TEST(overlaps_and_gaps_are_found)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t from[] = {0, 20, 15, 50, 60};
    const int64_t to[] = {10, 30, 30, 60, FOREVER};
    dscore_versions v = versions_of(5, from, to);
    int32_t count = -1;
    assert_ok(dscore_versions_faults(&v, FOREVER, &count, &err), err);
    ck_assert_int_eq(count, 3);
    dscore_version_fault f = fault_of(&v, 0);
    ck_assert(f.kind == DSCORE_VERSIONS_OVERLAP && f.first == 2 && f.second == 1 && f.from == 20 && f.to == 30);
    f = fault_of(&v, 1);
    ck_assert(f.kind == DSCORE_VERSIONS_GAP && f.first == 0 && f.second == 2 && f.from == 10 && f.to == 15);
    f = fault_of(&v, 2); /* two end on day 30: one gap */
    ck_assert(f.kind == DSCORE_VERSIONS_GAP && f.first == 1 && f.second == 3 && f.from == 30 && f.to == 50);
    assert_fails(dscore_versions_fault(&v, FOREVER, 3, &f, &err), DSCORE_E_ARGUMENT, 0);
    /* a period that needs day 12, and one that needs an overlap that begins inside a version */
    int32_t which[5];
    int64_t first[5];
    int64_t end[5];
    assert_fails(dscore_versions_split(&v, 5, 18, FOREVER, DSCORE_STRADDLE_PRORATE, which, first, end, 5, &count, &err),
        DSCORE_E_NOT_FOUND, DSCORE_CODE_VERSION_GAP);
    assert_fails(
        dscore_versions_split(&v, 15, 25, FOREVER, DSCORE_STRADDLE_PRORATE, which, first, end, 5, &count, &err),
        DSCORE_E_INCOMPATIBLE, DSCORE_CODE_VERSION_OVERLAP);
    assert_ok(
        dscore_versions_split(&v, 5, 18, FOREVER, DSCORE_STRADDLE_BY_START, which, first, end, 5, &count, &err), err);
    /* without ends there are no gaps, and overlaps only of versions that start alike */
    v.valid_to = NULL;
    assert_ok(dscore_versions_faults(&v, FOREVER, &count, &err), err);
    ck_assert_int_eq(count, 0);
    const int64_t twice[] = {0, 20, 20};
    v = versions_of(3, twice, NULL);
    assert_ok(dscore_versions_faults(&v, FOREVER, &count, &err), err);
    ck_assert_int_eq(count, 1);
    f = fault_of(&v, 0);
    ck_assert(f.kind == DSCORE_VERSIONS_OVERLAP && f.first == 1 && f.second == 2 && f.to == FOREVER);
}
END_TEST

START_TEST(every_day_agrees_with_a_plain_search)
{
    dscore_error err = DSCORE_ERROR_INIT;
    uint64_t seed = 21;
    for (int round = 0; round < 300; round++) {
        enum { N = 6, DAYS = 30 };
        int64_t from[N];
        int64_t to[N];
        int holders[DAYS] = {0};
        for (int i = 0; i < N; i++) {
            from[i] = (int64_t)(draw(&seed) * (DAYS - 6));
            to[i] = from[i] + 1 + (int64_t)(draw(&seed) * 5);
            for (int64_t d = from[i]; d < to[i]; d++) {
                holders[d]++;
            }
        }
        dscore_versions v = versions_of(N, from, to);
        int32_t faults = 0;
        int overlap[DAYS] = {0};
        int gap[DAYS] = {0};
        assert_ok(dscore_versions_faults(&v, FOREVER, &faults, &err), err);
        for (int32_t i = 0; i < faults; i++) {
            dscore_version_fault f = fault_of(&v, i);
            for (int64_t d = f.from; d < f.to; d++) {
                *(f.kind == DSCORE_VERSIONS_GAP ? &gap[d] : &overlap[d]) += 1;
            }
        }
        int first = 0;
        int last = DAYS - 1;
        while (holders[first] == 0) {
            first++;
        }
        while (holders[last] == 0) {
            last--;
        }
        for (int d = 0; d < DAYS; d++) {
            int32_t index;
            dscore_status expected = holders[d] == 0  ? DSCORE_E_NOT_FOUND
                                     : holders[d] > 1 ? DSCORE_E_INCOMPATIBLE
                                                      : DSCORE_OK;
            ck_assert_int_eq(dscore_versions_at(&v, d, FOREVER, &index, NULL), expected);
            ck_assert_int_eq(overlap[d], holders[d] * (holders[d] - 1) / 2);
            ck_assert_int_eq(gap[d], holders[d] == 0 && d > first && d < last ? 1 : 0);
        }
    }
}
END_TEST

START_TEST(versions_and_periods_that_cannot_be_are_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t from[] = {0, 20};
    const int64_t backwards[] = {20, 20};
    const int64_t to[] = {20, FOREVER};
    const int64_t recorded[] = {9, 5};
    int32_t index = 7;
    int32_t which[2];
    int64_t first[2];
    int64_t end[2];
    dscore_versions v = versions_of(2, from, backwards);
    assert_fails(dscore_versions_at(&v, 0, FOREVER, &index, &err), DSCORE_E_PARAMETER, DSCORE_CODE_VERSION_SPAN);
    ck_assert_str_eq(err.path, "valid_to[1]");
    v.valid_to = to;
    const int32_t wrong[][2] = {{-1, 2}, {-2, -1}, {0, -1}, {1, 0}, {-1, 0}};
    for (int i = 0; i < 5; i++) { /* the last is wrong only because it was recorded earlier */
        v.supersedes = wrong[i];
        v.recorded_at = i == 4 ? recorded : NULL;
        assert_fails(
            dscore_versions_at(&v, 0, FOREVER, &index, &err), DSCORE_E_PARAMETER, DSCORE_CODE_VERSION_SUPERSEDES);
    }
    v = versions_of(2, from, to);
    assert_fails(dscore_versions_split(&v, 5, 5, FOREVER, 1, which, first, end, 2, &index, &err), DSCORE_E_PARAMETER,
        DSCORE_CODE_VERSION_SPAN);
    assert_fails(dscore_versions_split(&v, 5, 9, FOREVER, 5, which, first, end, 2, &index, &err), DSCORE_E_ARGUMENT,
        DSCORE_CODE_WEIGHING_OPTION);
    assert_fails(dscore_versions_split(&v, 5, 9, FOREVER, 1, which, first, end, -1, &index, &err), DSCORE_E_ARGUMENT,
        DSCORE_CODE_BUFFER_SIZE);
    ck_assert_int_eq(dscore_versions_split(&v, 5, 9, FOREVER, 1, which, NULL, end, 2, &index, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_versions_split(&v, 5, 9, FOREVER, 1, which, first, end, 2, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_versions_at(NULL, 5, FOREVER, &index, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_versions_at(&v, 5, FOREVER, NULL, NULL), DSCORE_E_ARGUMENT);
    v.count = 0;
    ck_assert_int_eq(dscore_versions_at(&v, 5, FOREVER, &index, NULL), DSCORE_E_ARGUMENT);
    v.struct_size = 0;
    assert_fails(dscore_versions_at(&v, 5, FOREVER, &index, &err), DSCORE_E_ARGUMENT, DSCORE_CODE_STRUCT_SIZE);
    double score = 7;
    assert_fails(dscore_versions_prorate((double[]){1, NAN}, from, to, 2, &score, &err), DSCORE_E_PARAMETER,
        DSCORE_CODE_WEIGHING_NUMBER);
    assert_fails(dscore_versions_prorate((double[]){1, 2}, from, backwards, 2, &score, &err), DSCORE_E_PARAMETER,
        DSCORE_CODE_VERSION_SPAN);
    assert_fails(dscore_versions_prorate((double[]){1}, from, to, 0, &score, &err), DSCORE_E_ARGUMENT,
        DSCORE_CODE_WEIGHING_COUNT);
    ck_assert_int_eq(index, 7);
    assert_close(score, 7, 1e-18);
    const int64_t least[] = {INT64_MIN};
    const int64_t most[] = {INT64_MAX};
    assert_ok(dscore_versions_prorate((double[]){3}, least, most, 1, &score, &err), err);
    assert_close(score, 3, 1e-18);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_worked_example_of_METHODS_3_4, each_policy_takes_its_version,
        a_past_score_is_explained_by_what_was_known_then, overlaps_and_gaps_are_found,
        every_day_agrees_with_a_plain_search, versions_and_periods_that_cannot_be_are_refused};
    return RUN_TESTS("versions", tests);
}
