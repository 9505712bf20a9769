/* Decisions on means of published scores (METHODS 0.6, D25, S3-36): a year of months promotes where its mean does; and
   what such scores do not have. */
#include "decision/policy_support.h"

enum { MONTHS = 12 };

/* ann: 96 in eleven months of one case, 60 in December on 89: mean (11 x 96 + 60) / 12 = 93, of all hundred cases
   (11 x 96 + 89 x 60) / 100 = 63.96. bea: 80 in eleven months of one case, 96 in December on 89: mean 81.33, of all
   cases 94.24. cy: 99 in three months. */
static const char *const NAMES[] = {"ann", "bea", "cy"};

static int32_t cases_in(int32_t month)
{
    return month == MONTHS - 1 ? 89 : 1;
}

/* A mark a case. */
static int64_t write_year(mark *marks)
{
    int64_t count = 0;
    for (int32_t month = 0; month < MONTHS; month++) {
        for (int32_t i = 0; i < cases_in(month); i++) {
            const bool last = month == MONTHS - 1;
            const double ann = last ? 60.0 : 96.0, bea = last ? 96.0 : 80.0;
            marks[count++] = (mark){NAMES[0], "desk", month, ann, ann, 1, 1, 0};
            marks[count++] = (mark){NAMES[1], "desk", month, bea, bea, 1, 1, 0};
        }
        if (month >= 4 && month < 7) {
            marks[count++] = (mark){NAMES[2], "desk", month, 99.0, 99.0, 1, 1, 0};
        }
    }
    return count;
}

static dscore_scores *year_of(const dscore_scores *months, int64_t least)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t edges[] = {month_start(0), month_start(MONTHS)};
    dscore_scores *year = NULL;
    assert_ok(dscore_scores_rollup(months, edges, 2, DSCORE_ROLLUP_EQUAL, least, &year, &err), err);
    return year;
}

static dscore_scores *months_of_the_year(int32_t unit)
{
    static mark marks[3 * 100 + 3];
    return score_marks(marks, write_year(marks), unit, MONTHS, false);
}

static dscore_decisions *decide_on(
    const dsi_policy_spec *spec, const dscore_scores *const *scores, int32_t count, const dscore_roster *roster)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_policy *policy = make_policy(spec);
    dscore_decisions *all = NULL;
    assert_ok(dscore_decide(policy, scores, count, roster, NULL, &all, &err), err);
    dscore_policy_free(policy);
    return all;
}

START_TEST(s3_36_a_year_whose_months_average_90_promotes_and_few_months_do_not)
{
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_PROMOTION);
    dscore_scores *months = months_of_the_year(DSCORE_PERIOD_MONTH), *year = year_of(months, 9);
    dscore_scores_free(months);
    dscore_decisions *all = decide(&spec, year, NULL, INT64_MAX);
    dscore_scores_free(year);
    ck_assert_int_eq(dscore_decisions_count(all), 3);
    const dscore_decision ann = outcome_of(all, 0, "ann", "2026"), bea = outcome_of(all, 0, "bea", "2026");
    const dscore_decision cy = outcome_of(all, 0, "cy", "2026");
    ck_assert_int_eq(ann.decision, DSCORE_DECISION_HIT);
    assert_close(ann.value, 93.0, 1e-12);
    ck_assert_int_eq(ann.period_start, month_start(0));
    ck_assert_int_eq(ann.period_end, month_start(MONTHS));
    ck_assert_int_eq(bea.decision, DSCORE_DECISION_NOT);
    assert_close(bea.value, 81.33, 1e-12);
    ck_assert_int_eq(bea.reason, DSCORE_REASON_LINE);
    ck_assert_int_eq(cy.decision, DSCORE_DECISION_NOT_JUDGED);
    ck_assert_int_eq(cy.reason, DSCORE_REASON_UNSCORED);
    assert_told(all, 0, "ann", "2026", "en", "ann, 2026, rule: applies. Total score 93 points");
    dscore_decisions_free(all);
}
END_TEST

START_TEST(methods_0_6_recomputed_from_all_cases_the_other_one_is_promoted)
{
    dsi_policy_spec spec;
    dsi_policy_rule rules[2];
    draft_policy(&spec, &rules[0], DSCORE_RULE_PROMOTION);
    dsi_policy_rule_init(&rules[1], DSCORE_RULE_PROMOTION);
    rules[1].id = "recomputed";
    rules[1].basis = DSCORE_BASIS_RECOMPUTE;
    rules[1].min_periods = 9;
    spec.rules = rules;
    spec.rule_count = 2;
    dscore_scores *months = months_of_the_year(DSCORE_PERIOD_MONTH), *year = year_of(months, 1);
    dscore_scores *whole = months_of_the_year(DSCORE_PERIOD_YEAR);
    const dscore_scores *const orders[2][3] = {{months, year, whole}, {whole, months, year}};
    for (int i = 0; i < 2; i++) { /* a rule finds the scores of its basis, wherever they stand */
        dscore_decisions *all = decide_on(&spec, orders[i], 3, NULL);
        assert_close(outcome_of(all, 0, "ann", "2026").value, 93.0, 1e-12);
        assert_close(outcome_of(all, 1, "ann", "2026").value, 63.96, 1e-9);
        ck_assert_int_eq(outcome_of(all, 0, "ann", "2026").decision, DSCORE_DECISION_HIT);
        ck_assert_int_eq(outcome_of(all, 1, "ann", "2026").decision, DSCORE_DECISION_NOT);
        assert_close(outcome_of(all, 1, "bea", "2026").value, 94.24, 1e-9);
        ck_assert_int_eq(outcome_of(all, 0, "bea", "2026").decision, DSCORE_DECISION_NOT);
        ck_assert_int_eq(outcome_of(all, 1, "bea", "2026").decision, DSCORE_DECISION_HIT);
        ck_assert_int_eq(outcome_of(all, 0, "cy", "2026").decision, DSCORE_DECISION_HIT); /* one month is enough */
        ck_assert_int_eq(outcome_of(all, 1, "cy", "2026").reason, DSCORE_REASON_PERIODS);
        dscore_decisions_free(all);
    }
    dscore_scores_free(whole);
    dscore_scores_free(year);
    dscore_scores_free(months);
}
END_TEST

/* A rule of given periods judges those of the first scores, by its basis; without scores of its basis the others. */
START_TEST(a_rule_takes_what_there_is_where_its_basis_is_missing)
{
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_PROMOTION);
    dscore_scores *months = months_of_the_year(DSCORE_PERIOD_MONTH), *year = year_of(months, 1);
    dscore_scores *whole = months_of_the_year(DSCORE_PERIOD_YEAR);
    const dscore_scores *const both[] = {whole, year}, *const recomputed[] = {months, whole};
    rule.period = 0;
    dscore_decisions *all = decide_on(&spec, both, 2, NULL);
    assert_close(outcome_of(all, 0, "ann", "2026").value, 93.0, 1e-12);
    dscore_decisions_free(all);
    rule.period = DSCORE_PERIOD_YEAR;
    all = decide_on(&spec, recomputed, 2, NULL);
    assert_close(outcome_of(all, 0, "ann", "2026").value, 63.96, 1e-9);
    dscore_decisions_free(all);
    dscore_scores_free(whole);
    dscore_scores_free(year);
    dscore_scores_free(months);
}
END_TEST

/* A group, points, a value: the mean of totals has none. */
START_TEST(what_a_mean_of_totals_does_not_have_is_refused_by_name)
{
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    dscore_scores *months = months_of_the_year(DSCORE_PERIOD_MONTH), *year = year_of(months, 1);
    static const struct {
        int32_t what;
        const char *name;
    } looks[] = {{DSI_LOOK_GROUP, "growing"}, {DSI_LOOK_POINTS, "quality"}, {DSI_LOOK_VALUE, "solved"}};
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        const dscore_scores *one = year;
        dscore_decisions *all = NULL;
        draft_policy(&spec, &rule, DSCORE_RULE_PROMOTION);
        rule.has_look = true;
        rule.look.what = looks[i].what;
        rule.look.name = looks[i].name;
        dscore_policy *policy = make_policy(&spec);
        ck_assert_int_eq(dscore_decide(policy, &one, 1, NULL, NULL, &all, &err), DSCORE_E_INCOMPATIBLE);
        ck_assert_ptr_null(all);
        ck_assert_int_eq(err.code, DSCORE_CODE_POLICY_SCORES);
        ck_assert_str_eq(err.path, "rules[0].look.name");
        ck_assert_ptr_nonnull(strstr(err.message, "RECOMPUTE"));
        dscore_policy_free(policy);
    }
    dscore_scores_free(year);
    dscore_scores_free(months);
}
END_TEST

/* ann and bea had 11 + 89 cases, cy 3; keys of a value leave ties as they are. */
START_TEST(the_cases_of_a_mean_are_those_of_its_months)
{
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    dsi_look key;
    dsi_look_init(&key);
    key.what = DSI_LOOK_VALUE;
    key.name = "solved";
    draft_policy(&spec, &rule, DSCORE_RULE_PROMOTION);
    spec.eligibility.volume = 100;
    spec.eligibility.volume_of = "solved";
    spec.rank.keys = &key;
    spec.rank.key_count = 1;
    dscore_scores *months = months_of_the_year(DSCORE_PERIOD_MONTH), *year = year_of(months, 1);
    dscore_scores_free(months);
    dscore_decisions *all = decide(&spec, year, NULL, INT64_MAX);
    ck_assert_int_eq(outcome_of(all, 0, "ann", "2026").volume, 100);
    ck_assert_int_eq(outcome_of(all, 0, "ann", "2026").decision, DSCORE_DECISION_HIT);
    ck_assert_int_eq(outcome_of(all, 0, "bea", "2026").volume, 100);
    ck_assert_int_eq(outcome_of(all, 0, "cy", "2026").volume, 3);
    ck_assert_int_eq(outcome_of(all, 0, "cy", "2026").reason, DSCORE_REASON_VOLUME);
    dscore_decisions_free(all);
    dscore_error err = DSCORE_ERROR_INIT;
    const dscore_scores *one = year;
    spec.eligibility.reliability = 0.8; /* of a share that a mean of totals does not have */
    dscore_policy *policy = make_policy(&spec);
    ck_assert_int_eq(dscore_decide(policy, &one, 1, NULL, NULL, &all, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_str_eq(err.path, "eligibility.reliability");
    dscore_policy_free(policy);
    dscore_scores_free(year);
}
END_TEST

/* The roster of the year is found by its name; quarters by theirs. Peers by a key of the scores. */
START_TEST(longer_periods_have_names_and_peers)
{
    static const char *const SUBJECT[] = {"ann", "ann"}, *const PERIOD[] = {"2026-Q1", "2026-Q4"};
    static const char *const COLUMN[] = {"complaints"};
    static const double COMPLAINTS[] = {0.0, 2.0};
    const int64_t edges[] = {month_start(0), month_start(3), month_start(6), month_start(9), month_start(12)};
    mark marks[3 * 100 + 3];
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    dscore_scores *quarters = NULL;
    dscore_scores *months = score_marks(marks, write_year(marks), DSCORE_PERIOD_MONTH, MONTHS, true);
    assert_ok(dscore_scores_rollup(months, edges, 5, DSCORE_ROLLUP_EQUAL, 1, &quarters, &err), err);
    dscore_scores_free(months);
    dscore_roster roster = DSCORE_ROSTER_INIT;
    roster.count = 2;
    roster.subject = SUBJECT;
    roster.period = PERIOD;
    roster.number_count = 1;
    roster.number_names = COLUMN;
    roster.numbers = COMPLAINTS;
    draft_policy(&spec, &rule, DSCORE_RULE_PROMOTION);
    rule.period = DSCORE_PERIOD_QUARTER;
    spec.peers.by = "team";
    spec.eligibility.complaints_max = 1;
    dscore_decisions *all = decide(&spec, quarters, &roster, INT64_MAX);
    ck_assert_int_eq(outcome_of(all, 0, "ann", "2026-Q1").decision, DSCORE_DECISION_HIT);
    ck_assert_str_eq(outcome_of(all, 0, "ann", "2026-Q1").group, "desk");
    assert_close(outcome_of(all, 0, "ann", "2026-Q1").value, 96.0, 1e-12);
    ck_assert_int_eq(outcome_of(all, 0, "ann", "2026-Q2").reason, DSCORE_REASON_UNKNOWN);
    const dscore_decision last = outcome_of(all, 0, "ann", "2026-Q4");
    ck_assert_int_eq(last.decision, DSCORE_DECISION_INELIGIBLE);
    ck_assert_int_eq(last.reason, DSCORE_REASON_COMPLAINT);
    ck_assert_int_eq(outcome_of(all, 0, "cy", "2026-Q1").row, -1); /* from May to July only */
    dscore_decisions_free(all);
    dscore_scores_free(quarters);
}
END_TEST

START_TEST(memory_that_runs_out_while_a_year_is_averaged_or_judged_is_given_back)
{
    counting_heap heap = {0, INT64_MAX, 0};
    const dscore_allocator allocator = counting_allocator(&heap);
    dscore_error err = DSCORE_ERROR_INIT;
    mark marks[] = {{"ann", "desk", 0, 96, 96, 1, 1, 0}, {"ann", "desk", 1, 90, 90, 1, 1, 0}};
    const int64_t edges[] = {month_start(0), month_start(MONTHS)};
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_PROMOTION);
    spec.eligibility.volume = 1;
    spec.eligibility.volume_of = "solved";
    dscore_catalog *catalog = marks_catalog(&allocator);
    dscore_scorecard *card = marks_card(catalog);
    dscore_values *values = marks_values(catalog, card, marks, 2, DSCORE_PERIOD_MONTH, 2, false);
    dscore_scores *months = NULL;
    assert_ok(dscore_score(card, values, &months, &err), err);
    int64_t tries = 0;
    for (dscore_status status = DSCORE_E_MEMORY; status != DSCORE_OK; tries++) {
        const int64_t held = heap.held;
        dscore_scores *year = NULL;
        dscore_policy *policy = NULL;
        dscore_decisions *all = NULL;
        heap.calls = 0;
        heap.fail_at = tries;
        status = dscore_scores_rollup(months, edges, 2, DSCORE_ROLLUP_EQUAL, 1, &year, &err);
        status = status == DSCORE_OK ? dsi_policy_new(&allocator, &spec, &policy, &err) : status;
        status = status == DSCORE_OK
                     ? dscore_decide(policy, (const dscore_scores *const *)&year, 1, NULL, NULL, &all, &err)
                     : status;
        ck_assert(status == DSCORE_OK || status == DSCORE_E_MEMORY);
        if (status == DSCORE_OK) {
            ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_HIT), 1);
        }
        dscore_decisions_free(all);
        dscore_policy_free(policy);
        dscore_scores_free(year);
        ck_assert_int_eq(heap.held, held);
    }
    ck_assert_int_gt(tries, 10);
    dscore_scores_free(months);
    dscore_values_free(values);
    dscore_scorecard_free(card);
    dscore_catalog_free(catalog);
    ck_assert_int_eq(heap.held, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {s3_36_a_year_whose_months_average_90_promotes_and_few_months_do_not,
        methods_0_6_recomputed_from_all_cases_the_other_one_is_promoted,
        a_rule_takes_what_there_is_where_its_basis_is_missing, what_a_mean_of_totals_does_not_have_is_refused_by_name,
        the_cases_of_a_mean_are_those_of_its_months, longer_periods_have_names_and_peers,
        memory_that_runs_out_while_a_year_is_averaged_or_judged_is_given_back};
    return RUN_TESTS("decision_average", tests);
}
