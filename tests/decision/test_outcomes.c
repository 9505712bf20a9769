/* Outcomes at the edges: nobody, one, all tied, all missing; what is refused and named, failures of memory, and
   properties that hold whatever the scores. */
#include "decision/policy_support.h"

#include "decision/decision_support.h"

/* ---- edges and mistakes ------------------------------------------------------------------------------ */

START_TEST(nobody_one_all_tied_and_all_missing_have_outcomes_that_are_defined)
{
    mark marks[4] = {{"a", "desk", 0, 70, 70, 1, 2, 0}, {"b", "desk", 0, 70, 70, 1, 2, 0},
        {"c", "desk", 0, 70, 70, 1, 2, 0}, {NULL, "desk", 0, 99, 99, 1, 2, 0}};
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    dscore_scores *scores = score_marks(marks, 0, DSCORE_PERIOD_MONTH, 1, false);
    dscore_decisions *all = decide(&spec, scores, NULL, INT64_MAX);
    ck_assert_int_eq(dscore_decisions_count(all), 0);
    dscore_decisions_free(all);
    dscore_scores_free(scores);
    scores = score_marks(marks, 1, DSCORE_PERIOD_MONTH, 1, false);
    all = decide(&spec, scores, NULL, INT64_MAX);
    ck_assert_int_eq(dscore_decisions_count(all), 1);
    ck_assert_int_eq(outcome_of(all, 0, "a", "2026-01").decision, DSCORE_DECISION_HIT);
    dscore_decisions_free(all);
    dscore_scores_free(scores);
    scores = score_marks(marks, 4, DSCORE_PERIOD_MONTH, 1, false); /* the row of nobody is left out */
    all = decide(&spec, scores, NULL, INT64_MAX);
    ck_assert_int_eq(dscore_decisions_count(all), 3);
    ck_assert_int_eq(dscore_decisions_reason(all, 0, DSCORE_REASON_ALL_TIED), 3);
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_HIT), 0);
    dscore_decisions_free(all);
    dscore_scores_free(scores);
    for (int i = 0; i < 3; i++) {
        marks[i].quality = marks[i].growth = (double)NAN;
    }
    scores = score_marks(marks, 3, DSCORE_PERIOD_MONTH, 1, false);
    all = decide(&spec, scores, NULL, INT64_MAX);
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_NOT_JUDGED), 3);
    ck_assert_int_eq(dscore_decisions_reason(all, 0, DSCORE_REASON_UNSCORED), 3);
    ck_assert(isnan(outcome_of(all, 0, "a", "2026-01").value));
    assert_told(all, 0, "a", "2026-01", "en", "a, 2026-01, rule: is not judged. Why: no score.");
    dscore_decisions_free(all);
    dscore_scores_free(scores);
}
END_TEST

START_TEST(nobody_is_both_among_the_first_and_the_last)
{
    mark marks[3] = {{"a", "x", 0, 90, 90, 1, 2, 0}, {"b", "x", 0, 80, 80, 1, 2, 0}, {"c", "x", 0, 70, 70, 1, 2, 0}};
    dsi_policy_spec spec;
    dsi_policy_rule rules[2];
    draft_policy(&spec, &rules[0], DSCORE_RULE_BONUS);
    dsi_policy_rule_init(&rules[1], DSCORE_RULE_COACHING);
    spec.rules = rules;
    spec.rule_count = 2;
    rules[1].id = "coaching";
    rules[1].period = DSCORE_PERIOD_MONTH;
    rules[1].streak.length = 1;
    rules[1].list.group_min = 0;
    for (int i = 0; i < 2; i++) {
        rules[i].list.share = 0.7; /* two places of three */
        rules[i].list.places = DSCORE_PLACES_ROUND;
    }
    dscore_scores *scores = score_marks(marks, 3, DSCORE_PERIOD_MONTH, 1, false);
    dscore_decisions *all = decide(&spec, scores, NULL, INT64_MAX);
    ck_assert_int_eq(outcome_of(all, 0, "a", "2026-01").decision, DSCORE_DECISION_HIT);
    ck_assert_int_eq(outcome_of(all, 0, "b", "2026-01").reason, DSCORE_REASON_BOTH_LISTS);
    ck_assert_int_eq(outcome_of(all, 1, "b", "2026-01").reason, DSCORE_REASON_BOTH_LISTS);
    ck_assert_int_eq(outcome_of(all, 0, "c", "2026-01").reason, DSCORE_REASON_BEYOND_CUT);
    ck_assert_int_eq(outcome_of(all, 1, "c", "2026-01").decision, DSCORE_DECISION_HIT);
    dscore_decisions_free(all);
    dscore_scores_free(scores);
}
END_TEST

static void refuse_to_decide(const dsi_policy_spec *spec, const dscore_scores *scores, const dscore_roster *roster,
    dscore_status status, const char *path)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_policy *policy = make_policy(spec);
    dscore_decisions *decisions = (dscore_decisions *)&err;
    ck_assert_int_eq(dscore_decide(policy, &scores, 1, roster, NULL, &decisions, &err), status);
    ck_assert_ptr_null(decisions);
    ck_assert_str_eq(err.path, path);
    dscore_policy_free(policy);
}

START_TEST(what_scores_or_roster_lack_is_named)
{
    mark marks[2] = {{"a", "x", 0, 90, 90, 1, 2, 0}, {"a", "y", 0, 80, 80, 1, 2, 0}};
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    dscore_scores *scores = score_marks(marks, 2, DSCORE_PERIOD_MONTH, 1, true);
    static const int32_t WHATS[] = {DSI_LOOK_GROUP, DSI_LOOK_POINTS, DSI_LOOK_VALUE, DSI_LOOK_ROSTER};
    for (int i = 0; i < 4; i++) {
        draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
        rule.has_look = true;
        rule.look.what = WHATS[i];
        rule.look.name = "nothing";
        refuse_to_decide(&spec, scores, NULL, DSCORE_E_NOT_FOUND, "rules[0].look.name");
    }
    rule.look.what = DSI_LOOK_VALUE;
    rule.look.name = "quality";
    rule.look.by = DSI_BY_SHRUNK; /* no share */
    refuse_to_decide(&spec, scores, NULL, DSCORE_E_PARAMETER, "rules[0].look.name");
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.eligibility.volume_of = "nothing";
    refuse_to_decide(&spec, scores, NULL, DSCORE_E_NOT_FOUND, "eligibility.volume_of");
    spec.eligibility.volume_of = "quality";
    spec.eligibility.reliability = 0.7;
    refuse_to_decide(&spec, scores, NULL, DSCORE_E_PARAMETER, "eligibility.volume_of");
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.peers.by = "site";
    refuse_to_decide(&spec, scores, NULL, DSCORE_E_NOT_FOUND, "peers.by");
    spec.peers.by = "team"; /* peers by team: then the agent alone is the person, and is there twice */
    refuse_to_decide(&spec, scores, NULL, DSCORE_E_INCOMPATIBLE, "scores[0]");
    spec.peers.by = NULL; /* without peers by team these are two */
    dscore_decisions *all = decide(&spec, scores, NULL, INT64_MAX);
    ck_assert_int_eq(outcome_of(all, 0, "x / a", "2026-01").decision, DSCORE_DECISION_HIT);
    const dsi_look key = {DSI_LOOK_VALUE, "nothing", DSI_BY_POINT, 0};
    spec.rank.keys = &key;
    spec.rank.key_count = 1;
    refuse_to_decide(&spec, scores, NULL, DSCORE_E_NOT_FOUND, "rank.keys[0].name");

    dscore_error err = DSCORE_ERROR_INIT;
    dscore_decision d = DSCORE_DECISION_INIT;
    dscore_decisions *none = NULL;
    const dscore_scores *missing = NULL;
    ck_assert_int_eq(dscore_decide(NULL, &missing, 1, NULL, NULL, &none, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(
        dscore_decide(dscore_decisions_policy(all), &missing, 1, NULL, NULL, &none, &err), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(err.path, "scores[0]");
    missing = scores;
    ck_assert_int_eq(
        dscore_decide(dscore_decisions_policy(all), &missing, 0, NULL, NULL, &none, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(
        dscore_decide(dscore_decisions_policy(all), &missing, 1, NULL, NULL, NULL, &err), DSCORE_E_ARGUMENT);
    const int32_t units[] = {6};
    dscore_decision_facts facts = DSCORE_DECISION_FACTS_INIT;
    facts.units = units;
    ck_assert_int_eq(
        dscore_decide(dscore_decisions_policy(all), &missing, 1, NULL, &facts, &none, &err), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(err.path, "units[0]");
    facts.struct_size = 0;
    ck_assert_int_eq(
        dscore_decide(dscore_decisions_policy(all), &missing, 1, NULL, &facts, &none, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_decisions_get(all, 2, &d, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_decisions_get(all, -1, &d, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_decisions_get(NULL, 0, &d, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_decisions_get(all, 0, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_decisions_explain(all, 0, "fr", NULL, 0, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_decisions_explain(all, 9, NULL, NULL, 0, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_decisions_explain(NULL, 0, NULL, NULL, 0, NULL, &err), DSCORE_E_ARGUMENT);
    int64_t needed = 0;
    ck_assert_int_eq(dscore_decisions_explain(all, 0, NULL, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    ck_assert_int_gt(needed, 20);
    ck_assert_int_eq(dscore_decisions_count(NULL), 0);
    ck_assert_int_eq(dscore_decisions_tally(NULL, 0, 0), 0);
    ck_assert_int_eq(dscore_decisions_tally(all, 7, 0), 0);
    ck_assert_int_eq(dscore_decisions_tally(all, -1, 0), 2);
    ck_assert_int_eq(dscore_decisions_reason(all, 0, 0), 0);
    ck_assert_ptr_null(dscore_decisions_policy(NULL));
    dscore_decisions_free(all);
    dscore_decisions_free(NULL);
    dscore_scores_free(scores);
}
END_TEST

/* Peers by a text column of the roster: who is not in it is nobody's peer. */
START_TEST(peers_by_the_roster_leave_out_whom_it_does_not_know)
{
    static const char *const PEOPLE[] = {"a", "b"}, *const COLUMNS[] = {"site"}, *const SITES[] = {"north", "south"};
    mark marks[3] = {{"a", "x", 0, 70, 70, 1, 2, 0}, {"b", "x", 0, 80, 80, 1, 2, 0}, {"c", "x", 0, 90, 90, 1, 2, 0}};
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.peers.by = "site";
    dscore_roster roster = DSCORE_ROSTER_INIT;
    roster.count = 2;
    roster.subject = PEOPLE;
    roster.text_count = 1;
    roster.text_names = COLUMNS;
    roster.texts = SITES;
    dscore_scores *scores = score_marks(marks, 3, DSCORE_PERIOD_MONTH, 1, false);
    dscore_decisions *all = decide(&spec, scores, &roster, INT64_MAX);
    ck_assert_str_eq(outcome_of(all, 0, "b", "2026-01").group, "south");
    ck_assert_int_eq(dscore_decisions_tally(all, 0, DSCORE_DECISION_HIT), 2);
    const dscore_decision c = outcome_of(all, 0, "c", "2026-01");
    ck_assert_int_eq(c.decision, DSCORE_DECISION_INELIGIBLE);
    ck_assert_int_eq(c.reason, DSCORE_REASON_UNKNOWN);
    ck_assert_str_eq(c.group, "");
    dscore_decisions_free(all);
    dscore_scores_free(scores);
}
END_TEST

START_TEST(whichever_allocation_fails_nothing_is_left_behind)
{
    static const char *const TWO[] = {"a", "b"}, *const COLUMNS[] = {"salary"};
    static const double SALARY[] = {1000, 1000};
    mark marks[2] = {{"a", "x", 0, 90, 90, 1, 2, 0}, {"b", "y", 0, 80, 80, 1, 2, 0}};
    dscore_scores *scores = score_marks(marks, 2, DSCORE_PERIOD_MONTH, 1, true);
    const dscore_scores *given = scores;
    const dsi_condition condition = {{DSI_LOOK_GROUP, "growing", DSI_BY_POINT, 0}, {DSI_CMP_GE, 10.0}};
    const dsi_look key = {DSI_LOOK_VALUE, "solved", DSI_BY_POINT, 0};
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_BONUS);
    spec.peers.by = "team";
    spec.rank.keys = &key;
    spec.rank.key_count = 1;
    spec.eligibility.volume_of = "solved";
    spec.eligibility.reliability = 0.5;
    rule.conditions = &condition;
    rule.condition_count = 1;
    dscore_roster roster = DSCORE_ROSTER_INIT;
    roster.count = 2;
    roster.subject = TWO;
    roster.number_count = 1;
    roster.number_names = COLUMNS;
    roster.numbers = SALARY;
    int64_t fail_at = 0;
    for (dscore_status status = DSCORE_E_MEMORY; status != DSCORE_OK; fail_at++) {
        counting_heap heap = {0, fail_at, 0};
        const dscore_allocator allocator = counting_allocator(&heap);
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_policy *policy = NULL;
        dscore_decisions *all = NULL;
        char text[1000];
        status = dsi_policy_new(&allocator, &spec, &policy, &err);
        if (status == DSCORE_OK) {
            status = dscore_decide(policy, &given, 1, &roster, NULL, &all, &err);
            ck_assert_int_eq(status == DSCORE_OK, all != NULL);
        }
        if (status == DSCORE_OK) {
            status = dscore_decisions_explain(all, 0, "en", text, (int64_t)sizeof text, NULL, &err);
        }
        ck_assert(status == DSCORE_OK || status == DSCORE_E_MEMORY);
        dscore_decisions_free(all);
        dscore_policy_free(policy);
        ck_assert_int_eq(heap.held, 0);
    }
    ck_assert_int_gt(fail_at, 10);
    dscore_scores_free(scores);
}
END_TEST

/* ---- whatever the scores ------------------------------------------------------------------------------ */

/* METHODS section 10: people who change places change their outcomes with them, and nothing else. */
START_TEST(outcomes_are_permutation_equivariant)
{
    enum { N = 9 };
    static const char *const NAMES[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    uint64_t state = 8;
    dsi_policy_spec spec;
    dsi_policy_rule rules[2];
    draft_policy(&spec, &rules[0], DSCORE_RULE_BONUS);
    dsi_policy_rule_init(&rules[1], DSCORE_RULE_COACHING);
    spec.rules = rules;
    spec.rule_count = 2;
    rules[0].list.share = rules[1].list.share = 0.3;
    rules[0].has_look = true;
    rules[0].look.what = DSI_LOOK_VALUE;
    rules[0].look.name = "solved";
    rules[0].look.by = DSI_BY_SHRUNK;
    rules[1].id = "coaching";
    rules[1].period = DSCORE_PERIOD_MONTH;
    rules[1].streak.length = 1;
    rules[1].list.group_min = 0;
    for (int round = 0; round < 12; round++) {
        mark marks[N], moved[N];
        int to[N];
        for (int i = 0; i < N; i++) {
            const double level = 60.0 + 5.0 * (double)next_random(&state, 6);
            const double cases = 1.0 + (double)next_random(&state, 20);
            marks[i] =
                (mark){NAMES[i], "x", 0, level, level, (double)next_random(&state, (int64_t)cases + 1), cases, 0};
            to[i] = i;
        }
        for (int i = N - 1; i > 0; i--) {
            const int j = (int)next_random(&state, i + 1), swap = to[i];
            to[i] = to[j];
            to[j] = swap;
        }
        for (int i = 0; i < N; i++) {
            moved[to[i]] = marks[i];
            moved[to[i]].agent = NAMES[to[i]];
        }
        dscore_scores *scores = score_marks(marks, N, DSCORE_PERIOD_MONTH, 1, false);
        dscore_scores *others = score_marks(moved, N, DSCORE_PERIOD_MONTH, 1, false);
        dscore_decisions *all = decide(&spec, scores, NULL, INT64_MAX);
        dscore_decisions *turned = decide(&spec, others, NULL, INT64_MAX);
        for (int i = 0; i < 2 * N; i++) {
            const dscore_decision a = outcome_of(all, i / N, NAMES[i % N], "2026-01");
            const dscore_decision b = outcome_of(turned, i / N, NAMES[to[i % N]], "2026-01");
            ck_assert_int_eq(a.decision, b.decision);
            ck_assert_int_eq(a.reason, b.reason);
            assert_close(a.rank, b.rank, 1e-12);
            assert_close(a.value, b.value, 1e-9);
            assert_close(a.rate, b.rate, 1e-9);
        }
        dscore_decisions_free(all);
        dscore_decisions_free(turned);
        dscore_scores_free(scores);
        dscore_scores_free(others);
    }
}
END_TEST

/* A streak that skips what was not judged fires at least as often as one that it breaks. */
START_TEST(a_policy_that_skips_fires_at_least_as_often_as_one_that_breaks)
{
    enum { N = 5, MONTHS = 12 };
    static const char *const NAMES[] = {"a", "b", "c", "d", "e"};
    uint64_t state = 3;
    int64_t more = 0;
    dsi_policy_spec spec;
    dsi_policy_rule rule;
    draft_policy(&spec, &rule, DSCORE_RULE_TRAINING);
    rule.line.limit = 70.0;
    rule.streak.length = 2;
    for (int round = 0; round < 12; round++) {
        mark marks[N * MONTHS];
        int64_t count = 0;
        for (int i = 0; i < N * MONTHS; i++) {
            const double level = 60.0 + 5.0 * (double)next_random(&state, 4);
            if (next_random(&state, 4) != 0) {
                marks[count++] = (mark){NAMES[i % N], "x", i / N, level, level, 1, 2, 0};
            }
        }
        dscore_scores *scores = score_marks(marks, count, DSCORE_PERIOD_MONTH, MONTHS, false);
        rule.streak.absent = DSCORE_STREAK_SKIP;
        dscore_decisions *skips = decide(&spec, scores, NULL, INT64_MAX);
        rule.streak.absent = DSCORE_STREAK_BREAK;
        dscore_decisions *breaks = decide(&spec, scores, NULL, INT64_MAX);
        const int64_t a = dscore_decisions_tally(skips, 0, DSCORE_DECISION_HIT);
        const int64_t b = dscore_decisions_tally(breaks, 0, DSCORE_DECISION_HIT);
        ck_assert_int_ge(a, b);
        more += a - b;
        dscore_decisions_free(skips);
        dscore_decisions_free(breaks);
        dscore_scores_free(scores);
    }
    ck_assert_int_gt(more, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {nobody_one_all_tied_and_all_missing_have_outcomes_that_are_defined,
        nobody_is_both_among_the_first_and_the_last, what_scores_or_roster_lack_is_named,
        peers_by_the_roster_leave_out_whom_it_does_not_know, whichever_allocation_fails_nothing_is_left_behind,
        outcomes_are_permutation_equivariant, a_policy_that_skips_fires_at_least_as_often_as_one_that_breaks};
    return RUN_TESTS("decision_outcomes", tests);
}
