/* Other values for a row, and what it would take to reach a total or a grade: worked by hand on cards whose rules hand
   values through. */
#include "whatif_support.h"

#define HALVES                                                                                                         \
    "\"items\": {\"qa\": {\"indicator\": \"qa\", " SAME "}, \"qb\": {\"indicator\": \"qb\", " SAME "}},"               \
    " \"weights\": {\"tree\": {\"qa\": 1, \"qb\": 1}}"
#define GRADES                                                                                                         \
    ", \"grades\": [{\"label\": {\"en\": \"A\", \"zh\": \"优\"}, \"min\": 90}, {\"label\": \"B\", \"min\": 80},"      \
    " {\"label\": \"C\", \"min\": 0}]"

static const rows_like TWO[] = {{"Ada", 0, 2, {75, 80}}, {"Bo", 0, 3, {90, 70}}};

static void open_two(ring *r, const char *card)
{
    ring_open(r, TWO, LENGTH(TWO), false);
    r->scores = ring_score(r, card);
}

static dscore_scores *suppose(const dscore_scores *scores, int64_t index, const char *alias, double value)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scores *out = NULL;
    assert_ok(dscore_scores_whatif(scores, index, &alias, &value, 1, &out, &err), err);
    return out;
}

static dscore_reach reach(const dscore_scores *scores, int64_t index, const char *alias, double wanted)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_reach out = DSCORE_REACH_INIT;
    assert_ok(dscore_scores_reach(scores, index, alias, wanted, &out, &err), err);
    return out;
}

/* The answer was tried: with it the total is reached, and with a hundredth of the way less it is not. */
static void assert_nearest(const dscore_scores *scores, int64_t index, const char *alias, const dscore_reach *found)
{
    dscore_scores *with = suppose(scores, index, alias, found->value_needed);
    const double way = found->value_needed - found->value_now;
    dscore_scores *without = suppose(scores, index, alias, found->value_now + 0.999 * way);
    ck_assert(row_at(with, 0).total >= found->wanted);
    ck_assert_double_eq(row_at(with, 0).total, found->total_then);
    ck_assert(row_at(without, 0).total < found->wanted);
    dscore_scores_free(with);
    dscore_scores_free(without);
}

/* ---- other values --------------------------------------------------------------------------- */

/* (75 + 80) / 2 = 77.5 becomes (95 + 80) / 2 = 87.5, above Bo's 80. */
START_TEST(another_value_gives_another_score_with_its_ledger_and_rank)
{
    ring r;
    open_two(&r, CARD("c", HALVES GRADES));
    const int64_t ada = score_of(r.scores, "Ada", -1);
    ck_assert_double_eq(row_at(r.scores, ada).total, 77.5);
    ck_assert_int_eq(row_at(r.scores, ada).rank, 2);
    dscore_scores *then = suppose(r.scores, ada, "qa", 95.0);
    dscore_scores_free(r.scores);
    r.scores = NULL;
    ck_assert_int_eq(dscore_scores_count(then), 1);
    const dscore_score_row row = row_at(then, 0);
    ck_assert_double_eq(row.total, 87.5);
    ck_assert_str_eq(row.grade, "B");
    ck_assert_str_eq(row.subject, "Ada");
    ck_assert_int_eq(row.rank, 1);
    ck_assert_int_ne(row.flags & DSCORE_SCORE_ASSUMED, 0);
    const dscore_ledger_line qa = line_at(then, 0, 0), qb = line_at(then, 0, 1);
    ck_assert_str_eq(qa.alias, "qa");
    ck_assert_double_eq(qa.value, 95.0);
    ck_assert_int_ne(qa.flags & DSCORE_SCORE_ASSUMED, 0);
    ck_assert_int_eq(qb.flags & DSCORE_SCORE_ASSUMED, 0);
    assert_adds_up(then, 0);
    char *english = explanation(then, 0, "en"), *chinese = explanation(then, 0, "zh");
    assert_says(english, "What if: values marked as assumed were not measured");
    assert_says(english, "Tone [qa]: assumed 95 points");
    assert_says(english, "rank 1 of 2");
    assert_says(chinese, "语气［qa］：假定95分");
    free(english);
    free(chinese);
    dscore_scores *back = suppose(then, 0, "qb", 60.0); /* both are assumed now: (95 + 60) / 2 */
    ck_assert_double_eq(row_at(back, 0).total, 77.5);
    dscore_scores_free(then);
    ck_assert_int_ne(line_at(back, 0, 0).flags & DSCORE_SCORE_ASSUMED, 0);
    dscore_scores_free(back);
    ring_close(&r);
}
END_TEST

/* qb was not measured; a minimum of 5 rows keeps qa out of the score. Supposed values count. NaN takes one away. */
START_TEST(a_value_may_be_supposed_where_there_is_none_and_taken_away)
{
    const rows_like rows[] = {{"Ada", 0, 2, {75, (double)NAN}}};
    ring r;
    ring_open(&r, rows, 1, false);
    r.scores = ring_score(&r,
        CARD("c", "\"items\": {\"qa\": {\"indicator\": \"qa\", \"min_n\": 5, " SAME
                  "}, \"qb\": {\"indicator\": \"qb\", " SAME "}}, \"weights\": {\"tree\": {\"qa\": 1, \"qb\": 1}}"));
    ck_assert_int_eq(row_at(r.scores, 0).status, DSCORE_VALUE_NO_DATA);
    const char *const aliases[] = {"qa", "qb"};
    const double values[] = {75.0, 85.0};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scores *then = NULL;
    assert_ok(dscore_scores_whatif(r.scores, 0, aliases, values, 2, &then, &err), err);
    ck_assert_double_eq(row_at(then, 0).total, 80.0);
    ck_assert_int_eq(line_at(then, 0, 0).n_used, 5);
    dscore_scores *without = suppose(then, 0, "qb", (double)NAN);
    ck_assert_int_eq(row_at(without, 0).reason, DSCORE_TOTAL_DIMENSION_MISSING);
    dscore_scores_free(without);
    dscore_scores_free(then);
    assert_ok(dscore_scores_whatif(r.scores, 0, NULL, NULL, 0, &then, &err), err); /* as it is */
    ck_assert_int_eq(row_at(then, 0).status, DSCORE_VALUE_NO_DATA);
    dscore_scores_free(then);
    ring_close(&r);
}
END_TEST

START_TEST(what_cannot_be_supposed_is_refused)
{
    ring r;
    open_two(&r, CARD("c", HALVES));
    const char *const twice[] = {"qa", "qa"}, *const unknown[] = {"qx"}, *const none[] = {NULL};
    const double values[] = {1.0, 2.0}, endless[] = {(double)INFINITY};
    dscore_scores *out = NULL;
    assert_status(
        dscore_scores_whatif(r.scores, 0, twice, values, 2, &out, err), DSCORE_E_PARAMETER, DSCORE_CODE_SCORE_WHATIF);
    ck_assert_ptr_null(out);
    assert_status(
        dscore_scores_whatif(r.scores, 0, unknown, values, 1, &out, err), DSCORE_E_NOT_FOUND, DSCORE_CODE_SCORE_ALIAS);
    assert_status(
        dscore_scores_whatif(r.scores, 0, twice, endless, 1, &out, err), DSCORE_E_PARAMETER, DSCORE_CODE_SCORE_WHATIF);
    ck_assert_int_eq(dscore_scores_whatif(r.scores, 0, none, values, 1, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_whatif(r.scores, 9, twice, values, 1, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_whatif(r.scores, 0, twice, values, -1, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_whatif(r.scores, 0, NULL, values, 1, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_whatif(r.scores, 0, twice, NULL, 1, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_whatif(NULL, 0, twice, values, 1, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_whatif(r.scores, 0, twice, values, 1, NULL, NULL), DSCORE_E_ARGUMENT);
    dscore_reach answer = DSCORE_REACH_INIT, unset = {0};
    double total = 0.0;
    ck_assert_int_eq(dscore_scores_reach(NULL, 0, "qa", 80.0, &answer, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_reach(r.scores, -1, "qa", 80.0, &answer, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_reach(r.scores, 0, NULL, 80.0, &answer, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_reach(r.scores, 0, "qa", 80.0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_reach(r.scores, 0, "qa", 80.0, &unset, NULL), DSCORE_E_ARGUMENT);
    assert_status(
        dscore_scores_reach(r.scores, 0, "q", 80.0, &answer, err), DSCORE_E_NOT_FOUND, DSCORE_CODE_SCORE_ALIAS);
    assert_status(dscore_scores_reach(r.scores, 0, "qa", (double)NAN, &answer, err), DSCORE_E_PARAMETER,
        DSCORE_CODE_SCORE_WHATIF);
    ck_assert_int_eq(dscore_scores_grade(NULL, 0, NULL, &total, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_grade(r.scores, 0, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_grade(r.scores, 2, NULL, &total, NULL, NULL), DSCORE_E_ARGUMENT);
    ring_close(&r);
}
END_TEST

/* ---- what it would take --------------------------------------------------------------------- */

/* Ada has 77.5. 80.00 is published from 79.995 on: qa must be 2 * 79.995 - 80 = 79.99. One point of qa is half a point.
 */
START_TEST(the_least_change_of_one_value_that_reaches_a_published_total)
{
    ring r;
    open_two(&r, CARD("c", HALVES));
    const int64_t ada = score_of(r.scores, "Ada", -1);
    const dscore_reach found = reach(r.scores, ada, "qa", 80.0);
    ck_assert_int_eq(found.status, DSCORE_VALUE_OK);
    ck_assert_int_eq(found.reason, DSCORE_REACH_FOUND);
    ck_assert_double_eq(found.value_now, 75.0);
    ck_assert_double_eq(found.points_now, 75.0);
    assert_close(found.value_needed, 79.99, 1e-9);
    assert_close(found.points_needed, 79.99, 1e-9);
    ck_assert_double_eq(found.total_now, 77.5);
    ck_assert_double_eq(found.total_then, 80.0);
    assert_close(found.per_unit, 0.5, 1e-12);
    ck_assert_int_eq(found.better, 1);
    assert_nearest(r.scores, ada, "qa", &found);
    const dscore_reach already = reach(r.scores, ada, "qb", 77.5);
    ck_assert_int_eq(already.reason, DSCORE_REACH_ALREADY);
    ck_assert_int_eq(already.status, DSCORE_VALUE_OK);
    ck_assert_double_eq(already.value_needed, 80.0);
    /* even 100: (100 + 80) / 2 = 90 */
    const dscore_reach far = reach(r.scores, ada, "qa", 95.0);
    ck_assert_int_eq(far.status, DSCORE_VALUE_UNDEFINED);
    ck_assert_int_eq(far.reason, DSCORE_REACH_TOO_FAR);
    ck_assert_double_eq(far.total_then, 90.0);
    ck_assert_double_eq(far.value_needed, 100.0);
    ring_close(&r);
}
END_TEST

/* Whole points: 78 (77.5 rounded up) to 80 takes 79.5, so qa = 79. */
START_TEST(rounding_counts_in_favour)
{
    ring r;
    open_two(&r, CARD("c", HALVES ", \"total\": {\"decimals\": 0}"));
    const int64_t ada = score_of(r.scores, "Ada", -1);
    const dscore_reach found = reach(r.scores, ada, "qa", 80.0);
    ck_assert_double_eq(found.total_now, 78.0);
    assert_close(found.value_needed, 79.0, 1e-8);
    assert_nearest(r.scores, ada, "qa", &found);
    ring_close(&r);
}
END_TEST

#define STEPS                                                                                                          \
    "\"items\": {\"qa\": {\"indicator\": \"qa\", " SAME "}, \"qd\": {\"indicator\": \"qd\", \"rule\": {\"family\":"    \
    " \"STEP\", \"better\": \"lower\", \"x0\": 25, \"delta\": 5, \"points\": 10, \"counting\": \"CEIL\"}}},"           \
    " \"weights\": {\"tree\": {\"qa\": 1, \"qd\": 1}}"

/* Where lower is better and points come in steps (25: 100, at most 30: 90, at most 35: 80): with qa at 70, 80 takes 90
   points of qd, so 30. One unit gains nothing within a step; from 31 down to 30 it gains 10 / 2. */
START_TEST(steps_are_reached_at_their_edge_and_lower_may_be_better)
{
    const rows_like rows[] = {{"Ada", 0, 1, {70, 0, 0, 33}}, {"Bo", 0, 1, {70, 0, 0, 31}}};
    ring r;
    ring_open(&r, rows, 2, false);
    r.scores = ring_score(&r, CARD("c", STEPS));
    const dscore_reach found = reach(r.scores, 0, "qd", 80.0);
    ck_assert_double_eq(found.points_now, 80.0);
    ck_assert_double_eq(found.value_needed, 30.0);
    ck_assert_double_eq(found.points_needed, 90.0);
    ck_assert_double_eq(found.per_unit, 0.0);
    ck_assert_int_eq(found.better, 0);
    const dscore_reach bo = reach(r.scores, 1, "qd", 80.0);
    assert_close(bo.per_unit, 5.0, 1e-12);
    ck_assert_int_eq(bo.better, -1);
    ring_close(&r);
}
END_TEST

#define GATED HALVES ", \"gates\": [{\"item\": \"qb\", \"op\": \"<\", \"threshold\": 60, \"cap\": 59}]"

/* While qb is below 60 the total is at most 59: (90 + 50) / 2 = 70 is cut. To reach 60 takes qb = 60, which gives 75.
 */
START_TEST(a_gate_is_seen)
{
    const rows_like rows[] = {{"Ada", 0, 1, {90, 50}}};
    ring r;
    ring_open(&r, rows, 1, false);
    r.scores = ring_score(&r, CARD("c", GATED));
    ck_assert_double_eq(row_at(r.scores, 0).total, 59.0);
    const dscore_reach by_qb = reach(r.scores, 0, "qb", 60.0), by_qa = reach(r.scores, 0, "qa", 60.0);
    ck_assert_int_eq(by_qb.status, DSCORE_VALUE_OK);
    assert_close(by_qb.value_needed, 60.0, 1e-7);
    ck_assert_double_eq(by_qb.total_then, 75.0);
    ck_assert_int_eq(by_qa.reason, DSCORE_REACH_TOO_FAR);
    ck_assert_double_eq(by_qa.total_then, 59.0);
    ck_assert_double_eq(by_qa.value_needed, 90.0); /* nothing is gained by going further */
    ck_assert_double_eq(by_qa.per_unit, 0.0);
    ring_close(&r);
}
END_TEST

/* qa alone is worth 2.5 times its value, cut at 100: 40 gives 100, as does 90, and 120 is out of reach. */
START_TEST(where_nothing_more_is_gained_the_nearest_of_the_best_is_told)
{
    const rows_like rows[] = {{"Ada", 0, 1, {20}}};
    ring r;
    ring_open(&r, rows, 1, false);
    r.scores = ring_score(&r,
        CARD("c",
            "\"items\": {\"qa\": {\"indicator\": \"qa\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 0, \"points0\": 0,"
            " \"x1\": 100, \"points1\": 250, \"clamp\": null}}}, \"weights\": {\"tree\": {\"qa\": 1}}"));
    ck_assert_double_eq(row_at(r.scores, 0).total, 50.0);
    const dscore_reach far = reach(r.scores, 0, "qa", 120.0);
    ck_assert_int_eq(far.reason, DSCORE_REACH_TOO_FAR);
    assert_close(far.value_needed, 40.0, 1e-7);
    ck_assert_double_eq(far.total_then, 100.0);
    ring_close(&r);
}
END_TEST

/* 80 less a malus of 6 to 12: at best 74, at 0 and no hair before it, where the tolerance of thresholds would end. */
START_TEST(the_best_value_is_told_where_it_is)
{
    const rows_like rows[] = {{"Ada", 0, 1, {80, 12}}};
    ring r;
    ring_open(&r, rows, 1, false);
    r.scores = ring_score(&r,
        CARD("c",
            "\"items\": {\"qa\": {\"indicator\": \"qa\", " SAME "}, \"qb\": {\"indicator\": \"qb\", \"bonus\": true,"
            " \"rule\": {\"family\": \"LINEAR\", \"x0\": 0, \"points0\": -6, \"x1\": 8, \"points1\": -12,"
            " \"clamp\": {\"lo\": null}}}}, \"weights\": {\"tree\": {\"qa\": 1}}"));
    const dscore_reach far = reach(r.scores, 0, "qb", 90.0);
    ck_assert_int_eq(far.reason, DSCORE_REACH_TOO_FAR);
    ck_assert_double_eq(far.value_needed, 0.0);
    ck_assert_double_eq(far.points_needed, -6.0);
    ck_assert_double_eq(far.total_then, 74.0);
    ring_close(&r);
}
END_TEST

/* 80 and a bonus of 5: 90.00 is published from 89.995 on, a bonus of 9.995. */
START_TEST(a_bonus_may_do_it)
{
    const rows_like rows[] = {{"Ada", 0, 1, {80, 5}}};
    ring r;
    ring_open(&r, rows, 1, false);
    r.scores = ring_score(&r, CARD("c", "\"items\": {\"qa\": {\"indicator\": \"qa\", " SAME "}, \"qb\": {\"indicator\":"
                                        " \"qb\", \"bonus\": true, " SAME "}}, \"weights\": {\"tree\": {\"qa\": 1}}"));
    const dscore_reach found = reach(r.scores, 0, "qb", 90.0);
    assert_close(found.value_needed, 9.995, 1e-7);
    assert_close(found.per_unit, 1.0, 1e-12);
    assert_nearest(r.scores, 0, "qb", &found);
    ring_close(&r);
}
END_TEST

START_TEST(without_a_value_or_a_total_there_is_a_reason)
{
    const rows_like rows[] = {{"Ada", 0, 1, {70, (double)NAN}}, {"Bo", 0, 1, {(double)NAN, 80}}};
    ring r;
    ring_open(&r, rows, 2, false);
    r.scores = ring_score(
        &r, CARD("c", HALVES ", \"missing\": {\"min_weight_coverage\": 40, \"allow_missing_dimension\": true}"));
    const dscore_reach nothing = reach(r.scores, 0, "qb", 80.0);
    ck_assert_int_eq(nothing.status, DSCORE_VALUE_UNDEFINED);
    ck_assert_int_eq(nothing.reason, DSCORE_REACH_NO_VALUE);
    ck_assert(isnan(nothing.value_now) && isnan(nothing.value_needed) && isnan(nothing.per_unit));
    dscore_scores_free(r.scores);
    r.scores = ring_score(&r, CARD("c", HALVES));
    ck_assert_int_eq(reach(r.scores, 0, "qa", 80.0).reason, DSCORE_REACH_NO_TOTAL);
    ring_close(&r);
}
END_TEST

START_TEST(points_among_peers_are_not_reached_by_oneself)
{
    const rows_like rows[] = {{"Ada", 0, 1, {70, 50}}, {"Bo", 0, 1, {80, 60}}, {"Cy", 0, 1, {90, 70}}};
    ring r;
    ring_open(&r, rows, 3, false);
    r.scores = ring_score(
        &r, CARD("c",
                "\"items\": {\"qa\": {\"indicator\": \"qa\", \"rule\": {\"family\": \"PEERS\", \"better\": \"higher\","
                " \"method\": \"MIN_MAX\", \"min_group\": 2}}}, \"weights\": {\"tree\": {\"qa\": 1}}"));
    ck_assert_double_eq(row_at(r.scores, 1).total, 50.0);
    ck_assert_int_eq(reach(r.scores, 1, "qa", 90.0).reason, DSCORE_REACH_AMONG_PEERS);
    dscore_scores *best = suppose(r.scores, 1, "qa", 95.0); /* but it can be tried: the best of 70, 95, 90 */
    ck_assert_double_eq(row_at(best, 0).total, 100.0);
    dscore_scores_free(best);
    ring_close(&r);
}
END_TEST

START_TEST(a_grade_stands_for_its_least_total)
{
    ring r;
    open_two(&r, CARD("c", HALVES GRADES));
    dscore_error fine = DSCORE_ERROR_INIT;
    const char *label = NULL;
    double total = 0.0;
    assert_ok(dscore_scores_grade(r.scores, 0, NULL, &total, &label, &fine), fine);
    ck_assert_double_eq(total, 80.0); /* Ada has 77.5: C */
    ck_assert_str_eq(label, "B");
    assert_ok(dscore_scores_grade(r.scores, 0, "优", &total, &label, &fine), fine);
    ck_assert_double_eq(total, 90.0);
    ck_assert_str_eq(label, "A");
    dscore_scores *best = suppose(r.scores, 0, "qa", 100.0);
    assert_ok(dscore_scores_grade(best, 0, NULL, &total, &label, &fine), fine);
    ck_assert(isnan(total)); /* 90: nothing better */
    ck_assert_str_eq(label, "");
    dscore_scores_free(best);
    assert_status(
        dscore_scores_grade(r.scores, 0, "Z", &total, NULL, err), DSCORE_E_NOT_FOUND, DSCORE_CODE_SCORE_WHATIF);
    ring_close(&r);
}
END_TEST

/* Whatever the rows: what reach answers is reached, and a little less is not. */
START_TEST(every_answer_holds_when_it_is_tried)
{
    uint64_t seed = 5;
    for (int32_t round = 0; round < 20; round++) {
        const rows_like row = {"Ada", 0, 1,
            {(double)chance_below(&seed, 100), (double)chance_below(&seed, 100), (double)chance_below(&seed, 100),
                (double)chance_below(&seed, 100)}};
        ring r;
        ring_open(&r, &row, 1, false);
        r.scores = ring_score(&r, CARD("c", FOUR_ITEMS ", \"weights\": {\"tree\": {\"qa\": 4, \"qb\": 3, \"qc\": 2,"
                                                       " \"qd\": 1}}"));
        const double now = row_at(r.scores, 0).total;
        const double wanted = now + (double)(1 + chance_below(&seed, 10));
        const dscore_reach found = reach(r.scores, 0, "qa", wanted);
        if (found.reason == DSCORE_REACH_FOUND) {
            assert_nearest(r.scores, 0, "qa", &found);
            assert_close(found.value_needed, row.values[0] + (wanted - 0.005 - now) / 0.4, 0.0125 + 1e-6);
        } else {
            ck_assert(now + 0.4 * (100.0 - row.values[0]) < wanted);
        }
        ring_close(&r);
    }
}
END_TEST

#define SHAPED(rule)                                                                                                   \
    CARD("c",                                                                                                          \
        "\"items\": {\"qa\": {\"indicator\": \"qa\", \"rule\": {" rule "}}, \"qb\": {\"indicator\": \"qb\", " SAME     \
        "}}, \"weights\": {\"tree\": {\"qa\": 3, \"qb\": 2}}, \"gates\": [{\"item\": \"qa\", \"op\": \"<\","           \
        " \"threshold\": 30, \"cap\": 45}]")

/* Against every quarter of a point tried in turn: none that is nearer reaches it. */
START_TEST(no_nearer_value_reaches_it_whatever_the_rule)
{
    static const char *const RULES[] = {SHAPED("\"family\": \"BAND\", \"a\": 20, \"b\": 50, \"c\": 60, \"d\": 90"),
        SHAPED("\"family\": \"LOGISTIC\", \"x0\": 40, \"points0\": 60, \"x1\": 70, \"points1\": 90"),
        SHAPED("\"family\": \"STEP\", \"better\": \"higher\", \"x0\": 80, \"delta\": 7, \"points\": 10"),
        SHAPED("\"family\": \"TIER\", \"better\": \"higher\", \"tiers\": [{\"max\": 55, \"points\": 20}, {\"min\": 55, "
               "\"max\": 80,"
               " \"points\": 70}, {\"min\": 80, \"points\": 100}]")};
    uint64_t seed = 3;
    for (int32_t round = 0; round < 16; round++) {
        const double now = (double)chance_below(&seed, 100);
        const rows_like row = {"Ada", 0, 1, {now, (double)chance_below(&seed, 100)}};
        ring r;
        ring_open(&r, &row, 1, false);
        r.scores = ring_score(&r, RULES[round % 4]);
        const double wanted = row_at(r.scores, 0).total + (double)chance_below(&seed, 30);
        const dscore_reach found = reach(r.scores, 0, "qa", wanted);
        const bool is_found = found.status == DSCORE_VALUE_OK;
        const double distance = is_found ? fabs(found.value_needed - now) : 1e9;
        for (int32_t quarter = 0; quarter <= 400; quarter++) {
            const double value = (double)quarter / 4.0;
            dscore_scores *then = suppose(r.scores, 0, "qa", value);
            if (fabs(value - now) < distance - 1e-6) {
                ck_assert_msg(row_at(then, 0).total < wanted, "rule %d: from %g, %g reaches %g (%g); told %g",
                    (int)(round % 4), now, value, wanted, row_at(then, 0).total, found.value_needed);
            }
            dscore_scores_free(then);
        }
        if (is_found) {
            dscore_scores *then = suppose(r.scores, 0, "qa", found.value_needed);
            ck_assert(row_at(then, 0).total >= wanted);
            dscore_scores_free(then);
        }
        ring_close(&r);
    }
}
END_TEST

START_TEST(a_roll_up_is_not_asked_what_if)
{
    ring r;
    ring_open(&r, TWO, LENGTH(TWO), true);
    r.scores = ring_score(&r, CARD("c", HALVES));
    const int64_t edges[] = {month_start(0), month_start(3)};
    const char *alias = "qa";
    const double value = 90.0;
    dscore_error fine = DSCORE_ERROR_INIT;
    dscore_scores *mean = NULL, *out = NULL;
    dscore_reach answer = DSCORE_REACH_INIT;
    assert_ok(dscore_scores_rollup(r.scores, edges, 2, DSCORE_ROLLUP_EQUAL, 1, &mean, &fine), fine);
    assert_status(
        dscore_scores_whatif(mean, 0, &alias, &value, 1, &out, err), DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_WHATIF);
    assert_status(
        dscore_scores_reach(mean, 0, alias, 90.0, &answer, err), DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_WHATIF);
    dscore_scores_free(mean);
    ring_close(&r);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_bonus_may_do_it, another_value_gives_another_score_with_its_ledger_and_rank,
        a_value_may_be_supposed_where_there_is_none_and_taken_away, what_cannot_be_supposed_is_refused,
        the_least_change_of_one_value_that_reaches_a_published_total, rounding_counts_in_favour,
        steps_are_reached_at_their_edge_and_lower_may_be_better, a_gate_is_seen,
        where_nothing_more_is_gained_the_nearest_of_the_best_is_told, the_best_value_is_told_where_it_is,
        without_a_value_or_a_total_there_is_a_reason, points_among_peers_are_not_reached_by_oneself,
        a_grade_stands_for_its_least_total, every_answer_holds_when_it_is_tried,
        no_nearer_value_reaches_it_whatever_the_rule, a_roll_up_is_not_asked_what_if};
    return RUN_TESTS("whatif", tests);
}
