/* Scores of longer periods: means of published scores (METHODS 0.6 AVERAGE, D25), and how they differ from pooling. */
#include "whatif_support.h"

#define ONE_ITEM "\"items\": {\"qa\": {\"indicator\": \"qa\", " SAME "}}, \"weights\": {\"tree\": {\"qa\": 1}}"
#define GRADES "\"grades\": [{\"label\": {\"en\": \"A\", \"zh\": \"优\"}, \"min\": 80}, {\"label\": \"B\", \"min\": 0}]"

static dscore_scores *roll(const dscore_scores *scores, int32_t first, int32_t last, int32_t weighting, int64_t least)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t edges[] = {month_start(first), month_start(last)};
    dscore_scores *out = NULL;
    assert_ok(dscore_scores_rollup(scores, edges, 2, weighting, least, &out, &err), err);
    return out;
}

/* METHODS 0.6: CSAT 90 % on 10 responses, then 60 % on 90. */
static const rows_like WORKED[] = {{"Ada", 0, 10, {90}}, {"Ada", 1, 90, {60}}};

START_TEST(recompute_pools_the_tickets_and_average_the_scores_as_methods_0_6)
{
    ring r;
    ring_open(&r, WORKED, LENGTH(WORKED), false);
    dscore_scores *pooled = ring_score(&r, CARD("c", ONE_ITEM));
    ck_assert_double_eq(total_of(pooled, "Ada", -1), 63.0);
    dscore_scores_free(pooled);
    ring_close(&r);

    ring_open(&r, WORKED, LENGTH(WORKED), true);
    r.scores = ring_score(&r, CARD("c", ONE_ITEM));
    dscore_scores *average = roll(r.scores, 0, 2, DSCORE_ROLLUP_EQUAL, 1);
    ck_assert_int_eq(dscore_scores_count(average), 1);
    ck_assert_double_eq(total_of(average, "Ada", -1), 75.0);
    dscore_scores_free(average);
    ring_close(&r);
}
END_TEST

/* By rows: (10 * 90 + 90 * 60) / 100 = 63, as if pooled. By days: (31 * 90 + 28 * 60) / 59 = 75.76. */
START_TEST(periods_weigh_by_rows_or_by_days)
{
    ring r;
    ring_open(&r, WORKED, LENGTH(WORKED), true);
    r.scores = ring_score(&r, CARD("c", ONE_ITEM));
    dscore_scores *by_rows = roll(r.scores, 0, 2, DSCORE_ROLLUP_BY_ROWS, 1);
    dscore_scores *by_days = roll(r.scores, 0, 2, DSCORE_ROLLUP_BY_DAYS, 1);
    ck_assert_double_eq(total_of(by_rows, "Ada", -1), 63.0);
    ck_assert_double_eq(total_of(by_days, "Ada", -1), 75.76);
    assert_close(row_at(by_days, 0).raw, (31.0 * 90.0 + 28.0 * 60.0) / 59.0, 1e-12);
    const dscore_ledger_line january = line_at(by_days, 0, 0);
    ck_assert_int_eq(january.kind, DSCORE_LINE_PERIOD);
    ck_assert_str_eq(january.alias, "2026-01");
    ck_assert_int_eq(january.n_used, 10);
    ck_assert_double_eq(january.value, 90.0);
    assert_close(january.effective_weight, 31.0 / 59.0, 1e-15);
    assert_adds_up(by_rows, 0);
    assert_adds_up(by_days, 0);
    dscore_scores_free(by_rows);
    dscore_scores_free(by_days);
    ring_close(&r);
}
END_TEST

/* Ada 90, 70, 80; Bo 85 in one month of three; nobody's records too. */
static const rows_like QUARTER[] = {{"Ada", 0, 2, {90}}, {"Ada", 1, 1, {70}}, {"Ada", 2, 1, {80}}, {"Bo", 1, 1, {85}},
    {NULL, 1, 3, {50}}, {"Cara", 0, 1, {81}}, {"Cara", 2, 1, {78.99}}};

START_TEST(published_totals_are_averaged_graded_and_ranked_anew)
{
    ring r;
    ring_open(&r, QUARTER, LENGTH(QUARTER), true);
    r.scores = ring_score(&r, CARD("c", ONE_ITEM ", " GRADES));
    dscore_scores *quarter = roll(r.scores, 0, 3, DSCORE_ROLLUP_EQUAL, 1);
    ck_assert_int_eq(dscore_scores_count(quarter), 4);
    const dscore_score_row ada = row_at(quarter, score_of(quarter, "Ada", -1));
    const dscore_score_row bo = row_at(quarter, score_of(quarter, "Bo", -1));
    const dscore_score_row cara = row_at(quarter, score_of(quarter, "Cara", -1));
    ck_assert_double_eq(ada.total, 80.0);
    ck_assert_str_eq(ada.grade_zh, "优");
    ck_assert_double_eq(ada.weight_coverage, 1.0);
    ck_assert_double_eq(bo.total, 85.0);
    assert_close(bo.weight_coverage, 1.0 / 3.0, 1e-15);
    ck_assert_double_eq(cara.total, 80.0); /* (81 + 78.99) / 2 = 79.995 */
    ck_assert_str_eq(cara.grade, "A");     /* of the published total */
    ck_assert_int_eq(bo.rank, 1);
    ck_assert_int_eq(ada.rank, 2);
    ck_assert_int_eq(cara.rank, 2);
    ck_assert_int_eq(ada.period_start, month_start(0));
    ck_assert_int_eq(ada.period_end, month_start(3));
    assert_adds_up(quarter, score_of(quarter, "Cara", -1));
    const dscore_score_row nobody = row_at(quarter, score_of(quarter, "", -1));
    ck_assert_int_eq(nobody.status, DSCORE_VALUE_EXCLUDED);
    ck_assert_int_eq(nobody.reason, DSCORE_TOTAL_ABSENT_KEY);
    ck_assert_int_eq(nobody.rank, 0);
    dscore_scores_free(quarter);
    ring_close(&r);
}
END_TEST

START_TEST(too_few_periods_are_insufficient_and_none_is_no_data)
{
    const rows_like rows[] = {{"Ada", 0, 1, {90}}, {"Ada", 1, 1, {70}}, {"Bo", 1, 1, {85}},
        {"Dan", 0, 1, {(double)NAN}}, {"Eve", 4, 1, {60}}};
    ring r;
    ring_open(&r, rows, LENGTH(rows), true);
    r.scores = ring_score(&r, CARD("c", ONE_ITEM));
    dscore_scores *quarter = roll(r.scores, 0, 3, DSCORE_ROLLUP_EQUAL, 2);
    const dscore_score_row bo = row_at(quarter, score_of(quarter, "Bo", -1));
    ck_assert_int_eq(bo.status, DSCORE_VALUE_INSUFFICIENT);
    ck_assert_int_eq(bo.reason, DSCORE_TOTAL_FEW_PERIODS);
    ck_assert(isnan(bo.total) && isnan(bo.raw));
    const dscore_score_row dan = row_at(quarter, score_of(quarter, "Dan", -1));
    ck_assert_int_eq(dan.status, DSCORE_VALUE_NO_DATA);
    ck_assert_double_eq(total_of(quarter, "Ada", -1), 80.0);
    ck_assert_int_eq(dscore_scores_count(quarter), 3); /* Eve's row lies outside */
    char *text = explanation(quarter, score_of(quarter, "Bo", -1), "en");
    assert_says(text, "too few periods have a score");
    assert_says(text, "There is 1 published score; at least 2 are needed");
    free(text);
    dscore_scores_free(quarter);
    ring_close(&r);
}
END_TEST

START_TEST(the_explanation_says_that_it_is_a_mean_of_published_scores)
{
    ring r;
    ring_open(&r, QUARTER, LENGTH(QUARTER), true);
    r.scores = ring_score(&r, CARD("c", ONE_ITEM));
    dscore_scores *quarter = roll(r.scores, 0, 3, DSCORE_ROLLUP_EQUAL, 1);
    const int64_t cara = score_of(quarter, "Cara", -1);
    char *english = explanation(quarter, cara, "en");
    char *chinese = explanation(quarter, cara, "zh");
    assert_says(english, "The mean of 2 published scores, not scored anew; each period weighs the same.");
    assert_says(english, "Periods with a score: 66.67%");
    assert_says(english, "2026-01: 81.00 points × weight 50% = 40.50");
    assert_says(english, "Together: 80.00");
    assert_says(chinese, "2个已公布分数的平均值，并非重新评分；各期等权");
    free(english);
    free(chinese);
    dscore_scores_free(quarter);
    ring_close(&r);
}
END_TEST

/* February has records but no total: (90 + 80) / 2 by months; by days (31 * 90 + 31 * 80) / 62. */
START_TEST(a_period_without_a_total_takes_no_part_and_is_not_zero)
{
    const rows_like rows[] = {{"Ada", 0, 1, {90}}, {"Ada", 1, 4, {(double)NAN}}, {"Ada", 2, 1, {80}}};
    ring r;
    ring_open(&r, rows, LENGTH(rows), true);
    r.scores = ring_score(&r, CARD("c", ONE_ITEM));
    for (int32_t weighting = DSCORE_ROLLUP_EQUAL; weighting <= DSCORE_ROLLUP_BY_ROWS; weighting++) {
        dscore_scores *mean = roll(r.scores, 0, 3, weighting, 2);
        ck_assert_double_eq(row_at(mean, 0).total, 85.0);
        assert_close(row_at(mean, 0).weight_coverage, 2.0 / 3.0, 1e-15);
        ck_assert_int_eq(line_at(mean, 0, 1).value_status, DSCORE_VALUE_NO_DATA);
        ck_assert_double_eq(line_at(mean, 0, 1).amount, 0.0);
        assert_close(line_at(mean, 0, 2).effective_weight, 0.5, 1e-15);
        assert_adds_up(mean, 0);
        dscore_scores_free(mean);
    }
    ring_close(&r);
}
END_TEST

START_TEST(its_document_has_a_line_a_period)
{
    ring r;
    ring_open(&r, WORKED, LENGTH(WORKED), true);
    r.scores = ring_score(&r, CARD("c", ONE_ITEM));
    dscore_scores *mean = roll(r.scores, 0, 2, DSCORE_ROLLUP_EQUAL, 1);
    dscore_error err = DSCORE_ERROR_INIT;
    char text[4000];
    assert_ok(dscore_scores_dump(mean, 0, text, sizeof text, NULL, &err), err);
    assert_says(text, "\"kind\": \"PERIOD\"");
    assert_says(text, "\"alias\": \"2026-02\"");
    assert_says(text, "\"total\": 75");
    dscore_scores_free(mean);
    ring_close(&r);
}
END_TEST

/* Quarters of months, then a half-year of quarters: (80 + 60) / 2, where Ada's second quarter is 60. */
START_TEST(a_roll_up_can_be_rolled_up_and_outlives_what_it_came_from)
{
    const rows_like rows[] = {{"Ada", 0, 2, {90}}, {"Ada", 1, 1, {70}}, {"Ada", 2, 1, {80}}, {"Ada", 4, 1, {60}}};
    ring r;
    dscore_error err = DSCORE_ERROR_INIT;
    ring_open(&r, rows, LENGTH(rows), true);
    dscore_scores *months = ring_score(&r, CARD("c", ONE_ITEM));
    const int64_t edges[] = {month_start(0), month_start(3), month_start(6), month_start(9)};
    dscore_scores *quarters = NULL;
    assert_ok(dscore_scores_rollup(months, edges, 4, DSCORE_ROLLUP_EQUAL, 1, &quarters, &err), err);
    dscore_scores *half = roll(quarters, 0, 6, DSCORE_ROLLUP_EQUAL, 2);
    dscore_scores_free(months);
    ck_assert_int_eq(dscore_scores_count(quarters), 2);
    dscore_scores_free(quarters);
    ring_close(&r);
    ck_assert_double_eq(total_of(half, "Ada", 0), 70.0);
    ck_assert_double_eq(row_at(half, 0).weight_coverage, 1.0);
    ck_assert_str_eq(line_at(half, 0, 1).alias, "2026-Q2");
    ck_assert_int_eq(line_at(half, 0, 0).n_used, 4);
    assert_adds_up(half, 0);
    dscore_scores *year = roll(half, 0, 12, DSCORE_ROLLUP_EQUAL, 1);
    ck_assert_str_eq(line_at(year, 0, 0).alias, "2026-01-01/2026-07-01"); /* no period of the calendar */
    dscore_scores_free(year);
    dscore_scores_free(half);
}
END_TEST

START_TEST(edges_that_cut_a_period_and_other_mistakes_are_refused)
{
    ring r;
    dscore_scores *out = NULL;
    ring_open(&r, WORKED, LENGTH(WORKED), true);
    r.scores = ring_score(&r, CARD("c", ONE_ITEM));
    const int64_t cut[] = {month_start(0), month_start(1) + DAY};
    const int64_t fine[] = {month_start(0), month_start(1)};
    const int64_t crossed[] = {month_start(1), month_start(0)};
    const int32_t equal = DSCORE_ROLLUP_EQUAL;
    assert_status(
        dscore_scores_rollup(r.scores, cut, 2, equal, 1, &out, err), DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_PERIODS);
    ck_assert_ptr_null(out);
    assert_status(
        dscore_scores_rollup(r.scores, crossed, 2, equal, 1, &out, err), DSCORE_E_PARAMETER, DSCORE_CODE_SCORE_PERIODS);
    assert_status(
        dscore_scores_rollup(r.scores, fine, 1, equal, 1, &out, err), DSCORE_E_PARAMETER, DSCORE_CODE_SCORE_PERIODS);
    assert_status(
        dscore_scores_rollup(r.scores, fine, 2, equal, 0, &out, err), DSCORE_E_PARAMETER, DSCORE_CODE_SCORE_PERIODS);
    assert_status(dscore_scores_rollup(r.scores, fine, 2, 4, 1, &out, err), DSCORE_E_ARGUMENT, 0);
    assert_status(
        dscore_scores_rollup(NULL, fine, 2, equal, 1, &out, err), DSCORE_E_ARGUMENT, DSCORE_CODE_NULL_ARGUMENT);
    assert_status(
        dscore_scores_rollup(r.scores, NULL, 2, equal, 1, &out, err), DSCORE_E_ARGUMENT, DSCORE_CODE_NULL_ARGUMENT);
    ck_assert_int_eq(dscore_scores_rollup(r.scores, fine, 2, equal, 1, NULL, NULL), DSCORE_E_ARGUMENT);
    ring_close(&r);
    ring_open(&r, WORKED, LENGTH(WORKED), false);
    r.scores = ring_score(&r, CARD("c", ONE_ITEM));
    assert_status(
        dscore_scores_rollup(r.scores, fine, 2, equal, 1, &out, err), DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_PERIODS);
    ring_close(&r);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_period_without_a_total_takes_no_part_and_is_not_zero,
        recompute_pools_the_tickets_and_average_the_scores_as_methods_0_6, periods_weigh_by_rows_or_by_days,
        published_totals_are_averaged_graded_and_ranked_anew, too_few_periods_are_insufficient_and_none_is_no_data,
        the_explanation_says_that_it_is_a_mean_of_published_scores, its_document_has_a_line_a_period,
        a_roll_up_can_be_rolled_up_and_outlives_what_it_came_from,
        edges_that_cut_a_period_and_other_mistakes_are_refused};
    return RUN_TESTS("rollup", tests);
}
