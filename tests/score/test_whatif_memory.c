/* Every allocation of a roll-up, a what-if, a change and a comparison may fail: it is told, and nothing is lost. */
#include "whatif_support.h"

#define TWO_ITEMS                                                                                                      \
    CARD("c",                                                                                                          \
        "\"items\": {\"qa\": {\"indicator\": \"qa\", \"missing\": {\"policy\": \"CARRY_FORWARD\", \"max_age\": "       \
        "2}, " SAME "}, \"qb\": {\"indicator\": \"qb\", " SAME "}}, \"weights\": {\"tree\": {\"qa\": 1, \"qb\": 1}}")

static const rows_like ROWS[] = {{"Ada", 0, 2, {75, 80}}, {"Ada", 1, 2, {(double)NAN, 90}}, {"Bo", 1, 3, {90, 70}}};

static dscore_status roll_up(ring *r, dscore_error *err)
{
    const int64_t edges[] = {month_start(0), month_start(3)};
    dscore_scores *out = NULL;
    dscore_status status = dscore_scores_rollup(r->scores, edges, 2, DSCORE_ROLLUP_BY_ROWS, 1, &out, err);
    ck_assert((out == NULL) == (status != DSCORE_OK));
    if (status == DSCORE_OK) {
        char text[4000];
        status = dscore_scores_explain(out, 0, "zh", text, sizeof text, NULL, err);
    }
    dscore_scores_free(out);
    return status;
}

static dscore_status suppose(ring *r, dscore_error *err)
{
    const char *alias = "qa";
    const double value = 99.0;
    dscore_scores *out = NULL;
    dscore_status status = dscore_scores_whatif(r->scores, 1, &alias, &value, 1, &out, err);
    ck_assert((out == NULL) == (status != DSCORE_OK));
    dscore_scores_free(out);
    return status;
}

static dscore_status reach(ring *r, dscore_error *err)
{
    dscore_reach answer = DSCORE_REACH_INIT;
    return dscore_scores_reach(r->scores, 0, "qa", 82.0, &answer, err);
}

static dscore_status change(ring *r, dscore_error *err)
{
    dscore_change *out = NULL;
    dscore_status status = dscore_scores_change(r->scores, 0, r->scores, 1, &out, err);
    ck_assert((out == NULL) == (status != DSCORE_OK));
    if (status == DSCORE_OK) {
        char text[4000];
        status = dscore_change_explain(out, "en", text, sizeof text, NULL, err);
    }
    dscore_change_free(out);
    return status;
}

static dscore_status compare(ring *r, dscore_error *err)
{
    dscore_comparison *out = NULL;
    dscore_status status = dscore_scores_compare(r->scores, r->scores, &out, err);
    ck_assert((out == NULL) == (status != DSCORE_OK));
    dscore_comparison_free(out);
    return status;
}

static dscore_status ask(ring *r, dscore_error *err)
{
    dscore_query *query = NULL;
    dscore_status status = dscore_query_new(r->d.catalog, &query, err);
    if (status == DSCORE_OK) {
        status = dscore_scorecard_ask(r->card, query, err);
    }
    dscore_query_free(query);
    return status;
}

START_TEST(every_allocation_may_fail)
{
    static dscore_status (*const CALLS[])(ring * r, dscore_error * err) = {
        roll_up, suppose, reach, change, compare, ask};
    purse p = {0};
    const dscore_allocator allocator = purse_allocator(&p);
    ring r;
    ring_open_in(&r, &allocator, ROWS, LENGTH(ROWS), true);
    r.scores = ring_score(&r, TWO_ITEMS);
    for (int64_t i = 0; i < LENGTH(CALLS); i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_status status = DSCORE_E_MEMORY;
        const int64_t blocks = p.live_blocks, bytes = p.live_bytes;
        for (int64_t fail = 1; status == DSCORE_E_MEMORY && fail < 5000; fail++) {
            p.fail_at = p.calls + fail;
            status = CALLS[i](&r, &err);
            ck_assert_int_eq(p.live_blocks, blocks);
            ck_assert_int_eq(p.live_bytes, bytes);
        }
        p.fail_at = 0;
        assert_ok(status, err);
        ck_assert_int_gt(p.calls, 0);
    }
    ring_close(&r);
    ck_assert_int_eq(p.live_blocks, 0);
}
END_TEST

/* February lacks qa: January's 75 stands in, (75 + 90) / 2 = 82.5. With 99 supposed it is 94.5, and what would be
   needed cannot start from a value of another month. */
START_TEST(what_stands_in_gives_way_to_what_is_supposed)
{
    ring r;
    ring_open(&r, ROWS, LENGTH(ROWS), true);
    r.scores = ring_score(&r, TWO_ITEMS);
    const int64_t ada = score_of(r.scores, "Ada", 1);
    ck_assert_double_eq(row_at(r.scores, ada).total, 82.5);
    const char *alias = "qa";
    const double value = 99.0, none = (double)NAN;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scores *then = NULL;
    assert_ok(dscore_scores_whatif(r.scores, ada, &alias, &value, 1, &then, &err), err);
    ck_assert_double_eq(row_at(then, 0).total, 94.5);
    ck_assert_int_eq(line_at(then, 0, 0).stand_in, 0);
    dscore_scores_free(then);
    const int64_t january = score_of(r.scores, "Ada", 0);
    assert_ok(dscore_scores_whatif(r.scores, ada, &alias, &none, 1, &then, &err), err);
    ck_assert_double_eq(row_at(then, 0).total, 82.5);
    dscore_scores_free(then);
    dscore_reach answer = DSCORE_REACH_INIT;
    assert_ok(dscore_scores_reach(r.scores, ada, "qa", 90.0, &answer, &err), err);
    ck_assert_int_eq(answer.reason, DSCORE_REACH_NO_VALUE);
    assert_ok(dscore_scores_reach(r.scores, ada, "qb", 85.0, &answer, &err), err);
    assert_close(answer.value_needed, 94.99, 1e-7); /* 2 * 84.995 - 75 */
    dscore_change *change = NULL;                   /* January 75 and 80, February 75 and 90 */
    assert_ok(dscore_scores_change(r.scores, january, r.scores, ada, &change, &err), err);
    dscore_change_line line = DSCORE_CHANGE_LINE_INIT;
    assert_ok(dscore_change_at(change, 0, &line, &err), err);
    ck_assert_double_eq(line.amount, 0.0);
    assert_ok(dscore_change_at(change, 1, &line, &err), err);
    ck_assert_double_eq(line.score_effect, 5.0);
    dscore_change_free(change);
    ring_close(&r);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_allocation_may_fail, what_stands_in_gives_way_to_what_is_supposed};
    return RUN_TESTS("whatif_memory", tests);
}
