/* Why a score has changed (METHODS 3.11), and scores of two cards side by side. */
#include "whatif_support.h"

#define WEIGHTED(a, b, c, d)                                                                                           \
    FOUR_ITEMS ", \"weights\": {\"tree\": {\"qa\": " #a ", \"qb\": " #b ", \"qc\": " #c ", \"qd\": " #d "}}"

/* METHODS 3.11: the points of two periods. */
static const rows_like WORKED[] = {{"Ada", 0, 3, {85, 80, 90, 70}}, {"Ada", 1, 5, {88, 74, 90, 80}}};

static dscore_change *change_of(
    const dscore_scores *before, int64_t row_before, const dscore_scores *after, int64_t row_after)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_change *change = NULL;
    assert_ok(dscore_scores_change(before, row_before, after, row_after, &change, &err), err);
    return change;
}

static dscore_change_line change_line(const dscore_change *change, int32_t i)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_change_line line = DSCORE_CHANGE_LINE_INIT;
    assert_ok(dscore_change_at(change, i, &line, &err), err);
    return line;
}

static double difference_of(const dscore_change *change)
{
    double difference = 0.0;
    ck_assert_int_eq(dscore_change_totals(change, NULL, NULL, &difference, NULL), DSCORE_OK);
    return difference;
}

/* To the last bit as doubles, and as printed. */
static void assert_change_adds_up(const dscore_change *change)
{
    double sum = 0.0, printed = 0.0;
    for (int32_t i = 0; i < dscore_change_count(change); i++) {
        const dscore_change_line line = change_line(change, i);
        sum += line.amount;
        printed += line.printed;
        if (line.kind == DSCORE_CHANGE_ITEM) {
            assert_close(line.printed_score + line.printed_weight, line.printed, 1e-9);
            ck_assert_double_eq(line.score_effect + line.weight_effect, line.amount);
        }
    }
    ck_assert_double_eq(sum, difference_of(change));
    assert_close(printed, difference_of(change), 1e-9);
}

static const dscore_change_line *line_of(const dscore_change *change, const char *alias, dscore_change_line *out)
{
    for (int32_t i = 0; i < dscore_change_count(change); i++) {
        *out = change_line(change, i);
        if (strcmp(out->alias, alias) == 0) {
            return out;
        }
    }
    ck_abort_msg("no line of %s", alias);
    return NULL;
}

static char *change_text(const dscore_change *change, const char *lang)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    ck_assert_int_eq(dscore_change_explain(change, lang, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    char *text = malloc((size_t)needed);
    assert_ok(dscore_change_explain(change, lang, text, needed, NULL, &err), err);
    return text;
}

START_TEST(the_worked_example_of_methods_3_11)
{
    ring r;
    ring_open(&r, WORKED, LENGTH(WORKED), true);
    dscore_scores *before = ring_score(&r, CARD("old", WEIGHTED(40, 30, 20, 10)));
    r.scores = ring_score(&r, CARD("new", WEIGHTED(35, 35, 20, 10)));
    dscore_change *change = change_of(before, score_of(before, "Ada", 0), r.scores, score_of(r.scores, "Ada", 1));
    dscore_scores_free(before);
    double was = 0.0, is = 0.0;
    ck_assert_int_eq(dscore_change_totals(change, &was, &is, NULL, NULL), DSCORE_OK);
    ck_assert_double_eq(was, 83.0);
    ck_assert_double_eq(is, 82.7);
    ck_assert_double_eq(difference_of(change), -0.3);
    static const char *const ALIASES[] = {"qa", "qb", "qc", "qd"};
    static const double BY_SCORE[] = {1.125, -1.95, 0, 1.0}, BY_WEIGHT[] = {-4.325, 3.85, 0, 0};
    double sum_score = 0.0, sum_weight = 0.0;
    for (int32_t i = 0; i < 4; i++) {
        const dscore_change_line line = change_line(change, i);
        ck_assert_str_eq(line.alias, ALIASES[i]);
        ck_assert_int_eq(line.kind, DSCORE_CHANGE_ITEM);
        assert_close(line.score_effect, BY_SCORE[i], 1e-12);
        assert_close(line.weight_effect, BY_WEIGHT[i], 1e-12);
        sum_score += line.score_effect;
        sum_weight += line.weight_effect;
    }
    assert_close(sum_score, 0.175, 1e-12);
    assert_close(sum_weight, -0.475, 1e-12);
    assert_change_adds_up(change);
    char *english = change_text(change, "en"), *chinese = change_text(change, "zh");
    assert_says(english, "Ada: total 83.00 → 82.70, change -0.30; scorecards old → new");
    assert_says(
        english, "Tone [qa]: points 85 → 88, weight 40% → 35%; by points +1.13, by weight -4.33, together -3.20");
    assert_says(english, "[qd]: points 70 → 80, weight 10% → 10%; by points +1.00, by weight 0.00, together +1.00");
    assert_says(chinese, "总分 83.00 → 82.70，变化 -0.30");
    assert_says(chinese, "语气［qa］：得分 85 → 88，权重 40% → 35%；得分影响 +1.13，权重影响 -4.33，合计 -3.20");
    free(english);
    free(chinese);
    dscore_change_free(change);
    ring_close(&r);
}
END_TEST

/* qb is not there in February: its half goes to qa. All of it is a change of weight, at the points each has: qa 0.5 to
   1 at 80 adds 40, qb 0.5 to 0 at 60 takes 30: 70 becomes 80. */
START_TEST(what_is_missing_on_one_side_changes_weights_not_points)
{
    const rows_like rows[] = {{"Ada", 0, 1, {80, 60}}, {"Ada", 1, 1, {80, (double)NAN}}};
    ring r;
    ring_open(&r, rows, 2, true);
    r.scores = ring_score(&r, CARD("c", "\"items\": {\"qa\": {\"indicator\": \"qa\", " SAME "}, \"qb\": {\"indicator\":"
                                        " \"qb\", " SAME "}}, \"weights\": {\"tree\": {\"q\": {\"weight\": 1, \"tree\":"
                                        " {\"qa\": 1, \"qb\": 1}}}}, \"missing\": {\"min_weight_coverage\": 10}"));
    dscore_change *change = change_of(r.scores, 0, r.scores, 1);
    dscore_change_line line;
    assert_close(line_of(change, "qa", &line)->weight_effect, 40.0, 1e-12);
    ck_assert_double_eq(line.score_effect, 0.0);
    assert_close(line_of(change, "qb", &line)->weight_effect, -30.0, 1e-12);
    ck_assert_double_eq(line.score_effect, 0.0);
    ck_assert(isnan(line.points_after));
    ck_assert_double_eq(line.weight_after, 0.0);
    ck_assert_double_eq(difference_of(change), 10.0);
    assert_change_adds_up(change);
    char *text = change_text(change, NULL);
    assert_says(text, "[qb]: points 60 → none, weight 50% → 0%");
    free(text);
    dscore_change_free(change);
    ring_close(&r);
}
END_TEST

/* One item on each card alone: qa (80) for qb (60), both of the whole weight. */
START_TEST(items_of_one_card_alone_come_and_go_by_weight)
{
    const rows_like rows[] = {{"Ada", 0, 1, {80, 60}}};
    ring r;
    ring_open(&r, rows, 1, true);
    dscore_scores *before = ring_score(
        &r, CARD("x", "\"items\": {\"qb\": {\"indicator\": \"qb\", " SAME "}}, \"weights\": {\"tree\": {\"qb\": 1}}"));
    r.scores = ring_score(
        &r, CARD("y", "\"items\": {\"qa\": {\"indicator\": \"qa\", " SAME "}}, \"weights\": {\"tree\": {\"qa\": 1}}"));
    dscore_change *change = change_of(before, 0, r.scores, 0);
    dscore_change_line line;
    ck_assert_int_eq(dscore_change_count(change), 2);
    ck_assert_double_eq(line_of(change, "qa", &line)->amount, 80.0);
    ck_assert_double_eq(line.weight_before, 0.0);
    ck_assert_double_eq(line_of(change, "qb", &line)->amount, -60.0);
    ck_assert_double_eq(difference_of(change), 20.0);
    assert_change_adds_up(change);
    dscore_change_free(change);
    dscore_scores_free(before);
    ring_close(&r);
}
END_TEST

/* qa weighs all, qb is a bonus. 90 + 5 = 95; then 98 + 9 = 107, cut to 100: +8, +4, -7. Then, below 60, a gate: at most
   50 of 55 + 5 = 60. */
START_TEST(bonuses_clamps_and_gates_have_lines_of_their_own)
{
    const rows_like rows[] = {{"Ada", 0, 1, {90, 5}}, {"Ada", 1, 1, {98, 9}}, {"Ada", 2, 1, {55, 5}}};
    ring r;
    ring_open(&r, rows, 3, true);
    r.scores = ring_score(
        &r, CARD("c",
                "\"items\": {\"qa\": {\"indicator\": \"qa\", " SAME "}, \"qb\": {\"indicator\": \"qb\", \"bonus\":"
                " true, " SAME "}}, \"weights\": {\"tree\": {\"qa\": 1}}, \"gates\": [{\"item\": \"qa\", \"op\": \"<\","
                " \"threshold\": 60, \"cap\": 50}]"));
    dscore_change *up = change_of(r.scores, 0, r.scores, 1);
    dscore_change_line line;
    assert_close(line_of(up, "qa", &line)->amount, 8.0, 1e-12);
    assert_close(line_of(up, "qb", &line)->amount, 4.0, 1e-12);
    ck_assert_int_eq(line.kind, DSCORE_CHANGE_BONUS);
    line = change_line(up, 2);
    ck_assert_int_eq(line.kind, DSCORE_CHANGE_ADJUSTMENT);
    ck_assert_int_eq(line.line_kind, DSCORE_LINE_CLAMP);
    assert_close(line.amount, -7.0, 1e-12);
    ck_assert_double_eq(difference_of(up), 5.0);
    assert_change_adds_up(up);
    char *english = change_text(up, "en"), *chinese = change_text(up, "zh");
    assert_says(english, "Cut to the range of the total: -7.00");
    assert_says(chinese, "按总分上下限调整：-7.00");
    assert_says(chinese, "权重之外；+4.00");
    free(english);
    free(chinese);
    dscore_change_free(up);
    dscore_change *down = change_of(r.scores, 0, r.scores, 2); /* 95 to 50: -35 by points, -10 by the gate */
    ck_assert_double_eq(difference_of(down), -45.0);
    line = change_line(down, 1);
    ck_assert_int_eq(line.line_kind, DSCORE_LINE_GATE);
    assert_close(line.amount, -10.0, 1e-12);
    assert_change_adds_up(down);
    dscore_change_free(down);
    ring_close(&r);
}
END_TEST

/* Under METHODS 3.2 operators other than the mean too, and whatever is missing, lines add up to the last bit. */
START_TEST(lines_add_up_whatever_the_scores)
{
    static const char *const CARDS[] = {CARD("c", WEIGHTED(40, 30, 20, 10) ", \"missing\": {\"min_weight_coverage\": 1,"
                                                                           " \"allow_missing_dimension\": true}"),
        CARD("g", WEIGHTED(4, 3, 2, 1) ", \"total\": {\"operator\": \"GEOMETRIC\"}"),
        CARD("z", WEIGHTED(5, 1, 2, 7) ", \"missing\": {\"policy\": \"ZERO\", \"min_weight_coverage\": 1,"
                                       " \"allow_missing_dimension\": true}, \"total\": {\"decimals\": 4}"),
        CARD("p", "\"mode\": \"POINTS\", " WEIGHTED(15, 40, 20, 5)),
        CARD("i", WEIGHTED(4, 3, 2, 1) ", \"gates\": [{\"item\": \"qb\", \"op\": \"<\", \"threshold\": 70, \"scope\":"
                                       " \"qa\", \"cap\": 30}]"),
        CARD("t",
            FOUR_ITEMS ", \"weights\": {\"tree\": {\"x\": {\"weight\": 3, \"tree\": {\"qa\": 1, \"qb\": 2}}, \"y\":"
                       " {\"weight\": 1, \"tree\": {\"qc\": 1, \"qd\": 1}}}}, \"missing\": {\"policy\":"
                       " \"EXCLUDE_GLOBAL\", \"min_weight_coverage\": 1}, \"gates\": [{\"item\": \"qa\", \"op\":"
                       " \"<\", \"threshold\": 60, \"scope\": \"y\", \"cap\": 20}]")};
    uint64_t seed = 11;
    for (int32_t round = 0; round < 72; round++) {
        rows_like rows[2] = {{"Ada", 0, 1, {0}}, {"Ada", 1, 1, {0}}};
        for (int32_t i = 0; i < 2 * FIELDS; i++) {
            const bool none = round % 6 != 1 && chance_below(&seed, 6) == 0;
            rows[i / FIELDS].values[i % FIELDS] = none ? (double)NAN : (double)chance_below(&seed, 1000) / 10.0;
        }
        ring r;
        ring_open(&r, rows, 2, true);
        dscore_scores *before = ring_score(&r, CARDS[round % 6]);
        r.scores = ring_score(&r, CARDS[round / 6 % 6]);
        if (row_at(before, 0).status == DSCORE_VALUE_OK && row_at(r.scores, 1).status == DSCORE_VALUE_OK) {
            dscore_change *change = change_of(before, 0, r.scores, 1);
            assert_change_adds_up(change);
            assert_close(difference_of(change), row_at(r.scores, 1).total - row_at(before, 0).total, 1e-9);
            for (int32_t i = 0; i < dscore_change_count(change); i++) {
                const dscore_change_line line = change_line(change, i);
                ck_assert(line.kind != DSCORE_CHANGE_ROUND || fabs(line.amount) <= 0.01 + 1e-9);
                ck_assert_int_ne(line.line_kind, DSCORE_LINE_RENORMALISE); /* the items hold all of it */
            }
            dscore_change_free(change);
        }
        dscore_scores_free(before);
        ring_close(&r);
    }
}
END_TEST

START_TEST(scores_without_a_total_and_roll_ups_are_not_attributed)
{
    const rows_like rows[] = {{"Ada", 0, 1, {80, 60, 70, 90}}, {"Ada", 1, 1, {80, (double)NAN, 70, 90}}};
    ring r;
    ring_open(&r, rows, 2, true);
    r.scores = ring_score(&r, CARD("c", WEIGHTED(1, 1, 1, 1)));
    dscore_error fine = DSCORE_ERROR_INIT;
    dscore_change *out = NULL;
    assert_status(
        dscore_scores_change(r.scores, 0, r.scores, 1, &out, err), DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_PAIR);
    ck_assert_ptr_null(out);
    const int64_t edges[] = {month_start(0), month_start(3)};
    dscore_scores *mean = NULL;
    assert_ok(dscore_scores_rollup(r.scores, edges, 2, DSCORE_ROLLUP_EQUAL, 1, &mean, &fine), fine);
    assert_status(dscore_scores_change(r.scores, 0, mean, 0, &out, err), DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_PAIR);
    dscore_scores_free(mean);
    ck_assert_int_eq(dscore_scores_change(NULL, 0, r.scores, 0, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_change(r.scores, 0, NULL, 0, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_change(r.scores, 5, r.scores, 0, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_change(r.scores, 0, r.scores, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    dscore_change_line line = DSCORE_CHANGE_LINE_INIT;
    assert_ok(dscore_scores_change(r.scores, 0, r.scores, 0, &out, &fine), fine);
    ck_assert_double_eq(difference_of(out), 0.0);
    ck_assert_int_eq(dscore_change_at(out, 99, &line, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_change_at(NULL, 0, &line, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_change_at(out, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_change_totals(NULL, NULL, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_change_explain(NULL, "en", NULL, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_change_explain(out, "fr", NULL, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_change_count(NULL), 0);
    dscore_change_free(NULL);
    dscore_change_free(out);
    ring_close(&r);
}
END_TEST

/* ---- replay --------------------------------------------------------------------------------- */

#define GRADES ", \"grades\": [{\"label\": \"A\", \"min\": 80}, {\"label\": \"B\", \"min\": 0}]"

static dscore_compared compared_at(const dscore_comparison *comparison, int64_t index)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_compared row = DSCORE_COMPARED_INIT;
    assert_ok(dscore_comparison_at(comparison, index, &row, &err), err);
    return row;
}

/* Equal halves, then three quarters on qb. Ada 90 / 60: 75, then 67.5. Bo 70 / 86: 78, then 82: he passes her. Cy has
   no qb: neither. */
START_TEST(one_plan_serves_two_cards_and_the_scores_stand_side_by_side)
{
    const rows_like rows[] = {
        {"Ada", 0, 1, {90, 60}}, {"Bo", 0, 1, {70, 86}}, {"Cy", 0, 1, {95, (double)NAN}}, {"Dee", 0, 1, {80, 80}}};
    ring r;
    ring_open(&r, rows, LENGTH(rows), false);
#define PAIR(id, a, b)                                                                                                 \
    CARD(id, "\"items\": {\"qa\": {\"indicator\": \"qa\", " SAME "}, \"qb\": {\"indicator\": \"qb\", " SAME            \
             "}}, \"weights\": {\"tree\": {\"qa\": " #a ", \"qb\": " #b "}}" GRADES)
    dscore_scorecard *old = read_card(r.d.catalog, PAIR("old", 1, 1));
    dscore_scorecard *fresh = read_card(r.d.catalog, PAIR("new", 1, 3));
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_scorecard_ask(old, r.d.query, &err), err);
    assert_ok(dscore_scorecard_ask(fresh, r.d.query, &err), err);
    desk_run(&r.d);
    dscore_scores *before = NULL, *after = NULL;
    assert_ok(dscore_score(old, r.d.values, &before, &err), err);
    assert_ok(dscore_score(fresh, r.d.values, &after, &err), err);
    dscore_comparison *c = NULL;
    assert_ok(dscore_scores_compare(before, after, &c, &err), err);
    ck_assert_int_eq(dscore_comparison_count(c), 4);
    const dscore_compared ada = compared_at(c, 0), bo = compared_at(c, 1), cy = compared_at(c, 2);
    ck_assert_double_eq(ada.total_before, 75.0);
    ck_assert_double_eq(ada.total_after, 67.5);
    ck_assert_double_eq(ada.change, -7.5);
    ck_assert_int_eq(ada.rank_before, 3);
    ck_assert_int_eq(ada.rank_after, 3);
    ck_assert_double_eq(bo.change, 4.0);
    ck_assert_int_eq(bo.rank_before, 2);
    ck_assert_int_eq(bo.rank_after, 1);
    ck_assert_int_eq(bo.grade_change, 1);
    ck_assert_int_eq(ada.grade_change, 0);
    ck_assert(isnan(cy.change) && cy.before == 2 && cy.after == 2);
    dscore_comparison_summary s = DSCORE_COMPARISON_SUMMARY_INIT;
    assert_ok(dscore_comparison_sum_up(c, &s, &err), err);
    ck_assert_int_eq(s.both, 3);
    ck_assert_int_eq(s.up, 1);
    ck_assert_int_eq(s.down, 1);
    ck_assert_int_eq(s.same, 1);
    ck_assert_int_eq(s.neither, 1);
    ck_assert_int_eq(s.grade_up, 1);
    ck_assert_int_eq(s.grade_down, 0);
    ck_assert_int_eq(s.rank_changed, 2); /* Dee from 1 to 2 */
    assert_close(s.mean_change, -3.5 / 3.0, 1e-12);
    ck_assert_double_eq(s.largest_rise, 4.0);
    ck_assert_double_eq(s.largest_fall, -7.5);
    dscore_scores_free(before);
    dscore_scores_free(after);
    ck_assert_double_eq(compared_at(c, 3).change, 0.0);
    dscore_comparison_free(c);
    dscore_scorecard_free(old);
    dscore_scorecard_free(fresh);
    ring_close(&r);
}
END_TEST

/* Before: Ada in January and February, Bo, and records of nobody. After: Ada in February and March, Bo, Cy. */
START_TEST(rows_are_matched_by_subject_and_period_and_what_is_on_one_side_only_is_told)
{
    const rows_like rows[] = {{"Ada", 0, 1, {90}}, {"Ada", 1, 1, {70}}, {"Bo", 1, 1, {60}}, {NULL, 1, 1, {1}}};
    const rows_like others[] = {{"Ada", 1, 1, {75}}, {"Ada", 2, 1, {80}}, {"Bo", 1, 1, {60}}, {"Cy", 1, 1, {50}}};
    static const char ONE[] =
        CARD("c", "\"items\": {\"qa\": {\"indicator\": \"qa\", " SAME "}}, \"weights\": {\"tree\": {\"qa\": 1}}");
    ring r, q;
    ring_open(&r, rows, LENGTH(rows), true);
    ring_open(&q, others, LENGTH(others), true);
    r.scores = ring_score(&r, ONE);
    q.scores = ring_score(&q, ONE);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_comparison *c = NULL;
    assert_ok(dscore_scores_compare(r.scores, q.scores, &c, &err), err);
    dscore_comparison_summary s = DSCORE_COMPARISON_SUMMARY_INIT;
    assert_ok(dscore_comparison_sum_up(c, &s, &err), err);
    ck_assert_int_eq(dscore_comparison_count(c), 6);
    ck_assert_int_eq(s.both, 2);        /* Ada in February, Bo */
    ck_assert_int_eq(s.up, 1);          /* Ada from 70 to 75 */
    ck_assert_int_eq(s.only_before, 1); /* Ada in January */
    ck_assert_int_eq(s.only_after, 2);  /* Ada in March, Cy */
    ck_assert_int_eq(s.neither, 1);     /* nobody */
    for (int64_t i = 0; i < dscore_comparison_count(c); i++) {
        const dscore_compared row = compared_at(c, i);
        if (row.before >= 0 && row.after >= 0) {
            const dscore_score_row a = row_at(r.scores, row.before), b = row_at(q.scores, row.after);
            ck_assert_str_eq(a.subject, b.subject);
            ck_assert_int_eq(a.period_start, b.period_start);
        }
    }
    dscore_comparison_free(c);
    ring_close(&r);
    ring_close(&q);
}
END_TEST

START_TEST(scores_by_other_keys_and_null_are_refused)
{
    const rows_like rows[] = {{"Ada", 0, 1, {90, 80, 70, 60}}};
    ring r, q;
    ring_open(&r, rows, 1, false);
    ring_open(&q, rows, 1, false);
    desk_key(&q.d, "team");
    bind_texts(&q.d, "team", q.agents, q.rows);
    r.scores = ring_score(&r, CARD("c", WEIGHTED(1, 1, 1, 1)));
    q.scores = ring_score(&q, CARD("c", WEIGHTED(1, 1, 1, 1)));
    dscore_comparison *c = NULL;
    assert_status(dscore_scores_compare(r.scores, q.scores, &c, err), DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_PAIR);
    dscore_comparison_summary s = DSCORE_COMPARISON_SUMMARY_INIT;
    dscore_compared row = DSCORE_COMPARED_INIT;
    ck_assert_int_eq(dscore_scores_compare(NULL, r.scores, &c, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_compare(r.scores, NULL, &c, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_compare(r.scores, r.scores, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_comparison_at(NULL, 0, &row, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_comparison_sum_up(NULL, &s, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_comparison_count(NULL), 0);
    dscore_comparison_free(NULL);
    ck_assert_int_eq(dscore_scorecard_ask(NULL, r.d.query, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scorecard_ask(r.card, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_scores_compare(r.scores, r.scores, &c, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_comparison_at(c, 1, &row, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_comparison_at(c, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_comparison_sum_up(c, NULL, NULL), DSCORE_E_ARGUMENT);
    dscore_comparison_free(c);
    ring_close(&r);
    ring_close(&q);
}
END_TEST

/* The second item of the card collides: the query is as it was, without the first. */
START_TEST(a_query_that_cannot_be_asked_stays_as_it_was)
{
    const rows_like rows[] = {{"Ada", 0, 1, {90, 80}}};
    ring r;
    ring_open(&r, rows, 1, false);
    assert_ok(dscore_query_item(r.d.query, "qb", "qc", &r.d.err), r.d.err);
    r.card = read_card(r.d.catalog, CARD("c", WEIGHTED(1, 1, 1, 1)));
    assert_status(dscore_scorecard_ask(r.card, r.d.query, err), DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_ALIAS);
    desk_run(&r.d);
    ck_assert_int_eq(dscore_values_item_count(r.d.values), 1);
    ring_close(&r);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_worked_example_of_methods_3_11,
        what_is_missing_on_one_side_changes_weights_not_points, items_of_one_card_alone_come_and_go_by_weight,
        bonuses_clamps_and_gates_have_lines_of_their_own, lines_add_up_whatever_the_scores,
        scores_without_a_total_and_roll_ups_are_not_attributed,
        one_plan_serves_two_cards_and_the_scores_stand_side_by_side,
        rows_are_matched_by_subject_and_period_and_what_is_on_one_side_only_is_told,
        scores_by_other_keys_and_null_are_refused, a_query_that_cannot_be_asked_stays_as_it_was};
    return RUN_TESTS("change", tests);
}
