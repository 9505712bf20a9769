/* Outcomes of a policy as JSON, and memory that runs out while policies are read, checked and written. */
#include "decision/policy_support.h"
#include "document_support.h"

#include <stdbool.h>

static const char RULES[] =
    "{\"deskscore\": 1, \"kind\": \"decisions\", \"id\": \"p\", \"version\": \"7\", \"name\": {\"en\": \"P\", \"zh\": "
    "\"策\"}, \"peers\": {\"by\": \"team\"}, \"rank\": {\"keys\": [{\"what\": \"VALUE\", \"name\": \"solved\"}]}, "
    "\"rules\": {"
    "\"best\": {\"kind\": \"BONUS\", \"name\": {\"en\": \"Best\", \"zh\": \"最佳\"}, \"list\": {\"list\": \"TOP\", "
    "\"share\": 10}, \"conditions\": [{\"look\": {\"what\": \"GROUP\", \"name\": \"growing\"}, \"line\": {\"op\": "
    "\">=\", \"limit\": 50}}]},"
    "\"last\": {\"kind\": \"COACHING\", \"name\": \"Last\", \"period\": \"month\", \"list\": {\"list\": \"BOTTOM\", "
    "\"share\": 50, \"group_min\": 2, \"guard\": {\"kind\": \"WILSON\", \"item\": \"solved\"}}, \"streak\": "
    "{\"length\": 1}},"
    "\"graded\": {\"kind\": \"GRADES\", \"name\": \"Graded\", \"quotas\": [{\"label\": {\"en\": \"A\", \"zh\": "
    "\"甲\"}, \"share\": 50}, {\"label\": \"B\", \"share\": 50}]}}}";

static dscore_policy *parse(const dscore_allocator *allocator, dscore_error *err)
{
    dscore_policy *policy = NULL;
    (void)dscore_policy_parse(allocator, RULES, (int64_t)sizeof RULES - 1, &policy, err);
    return policy;
}

/* One month of two people: 0.8 x 90 + 0.2 x 60 = 84 and 0.8 x 40 + 0.2 x 80 = 48. */
static dscore_decisions *two_people(const dscore_allocator *allocator)
{
    mark marks[] = {{"ann", "desk", 0, 90, 60, 90, 100, 0}, {"bob", "desk", 0, 40, 80, 10, 100, 0}};
    static const char *const subjects[] = {"ann", "bob"}, *const numbers[] = {"salary"};
    static const double salaries[] = {4000, 3000};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_roster roster = DSCORE_ROSTER_INIT;
    dscore_decisions *decisions = NULL;
    roster.count = 2;
    roster.number_count = 1;
    roster.subject = subjects;
    roster.number_names = numbers;
    roster.numbers = salaries;
    dscore_scores *scores = score_marks(marks, 2, DSCORE_PERIOD_MONTH, 1, true);
    dscore_policy *policy = parse(allocator, &err);
    ck_assert_ptr_nonnull(policy);
    assert_ok(dscore_decide(policy, (const dscore_scores *const *)&scores, 1, &roster, NULL, &decisions, &err), err);
    dscore_policy_free(policy);
    dscore_scores_free(scores);
    return decisions;
}

/* The outcome as JSON; to be freed. */
static char *dumped(const dscore_decisions *decisions, int32_t rule, const char *subject)
{
    for (int64_t i = 0; i < dscore_decisions_count(decisions); i++) {
        dscore_decision d = DSCORE_DECISION_INIT;
        dscore_error err = DSCORE_ERROR_INIT;
        assert_ok(dscore_decisions_get(decisions, i, &d, &err), err);
        if (d.rule == rule && strcmp(d.subject, subject) == 0) {
            int64_t needed = 0;
            ck_assert_int_eq(dscore_decisions_dump(decisions, i, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
            char *text = malloc((size_t)needed);
            ck_assert_ptr_nonnull(text);
            assert_ok(dscore_decisions_dump(decisions, i, text, needed, NULL, &err), err);
            return text;
        }
    }
    ck_abort_msg("no outcome of %s", subject);
    return NULL;
}

static void assert_says(const dscore_decisions *decisions, int32_t rule, const char *subject, const char *const *parts)
{
    char *text = dumped(decisions, rule, subject);
    for (; *parts != NULL; parts++) {
        ck_assert_msg(strstr(text, *parts) != NULL, "%s\nis not in\n%s", *parts, text);
    }
    free(text);
}

START_TEST(an_outcome_says_what_was_looked_at_and_what_follows)
{
    dscore_decisions *decisions = two_people(NULL);
    static const char *const ann[] = {"\"kind\": \"decision\"", "\"id\": \"p\"", "\"version\": \"7\"",
        "\"name\": {\"en\": \"Best\", \"zh\": \"最佳\"}", "\"kind\": \"BONUS\"", "\"subject\": \"ann\"",
        "\"group\": \"desk\"", "\"period\": \"2026-01\"", "\"period_start\": 1767225600000000", "\"decision\": \"HIT\"",
        "\"outcome\": \"HIT\"", "\"list\": \"TOP\"", "\"reasons\": []", "\"value\": 84", "\"own\": 84", "\"rank\": 1",
        "\"ranked\": 2", "\"cut\": 84", "\"mean\": null", "\"rate\": 10", "\"amount\": 400", "\"streak\": 1",
        "\"en\": \"ann, 2026-01, Best", "\"zh\": \"ann，2026-01，最佳", NULL};
    static const char *const bob[] = {
        "\"decision\": \"NOT\"", "\"reasons\": [\"BEYOND_CUT\"]", "\"rate\": 0", "\"value\": 48", "\"rank\": 2", NULL};
    /* 10 of 100 is surely below the team's 50 of 100. */
    static const char *const last[] = {"\"kind\": \"COACHING\"", "\"decision\": \"HIT\"", "\"list\": \"BOTTOM\"",
        "\"flags\": []", "\"mean\": 50", "\"run\": 1", NULL};
    static const char *const graded[] = {"\"grade\": {\"en\": \"A\", \"zh\": \"甲\"}", NULL};
    assert_says(decisions, 0, "ann", ann);
    assert_says(decisions, 0, "bob", bob);
    assert_says(decisions, 1, "bob", last);
    assert_says(decisions, 2, "ann", graded);
    dscore_decisions_free(decisions);
}
END_TEST

START_TEST(an_outcome_out_of_range_is_refused)
{
    dscore_decisions *decisions = two_people(NULL);
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 7;
    char small[8] = "before";
    ck_assert_int_eq(dscore_decisions_dump(decisions, -1, NULL, 0, &needed, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_decisions_dump(decisions, 6, NULL, 0, &needed, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_decisions_dump(decisions, 0, NULL, -1, &needed, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_decisions_dump(decisions, 5, small, sizeof small, &needed, NULL), DSCORE_E_BUFFER);
    ck_assert_str_eq(small, "before");
    ck_assert_int_gt(needed, 500);
    dscore_decisions_free(decisions);
}
END_TEST

/* ---- memory --------------------------------------------------------------------------------- */

START_TEST(memory_that_runs_out_while_a_policy_is_read_or_written_is_an_error_without_a_leak)
{
    bool done = false;
    char text[8192];
    for (int64_t n = 0; !done && n < 2000; n++) {
        purse p = {n, 0};
        const dscore_allocator allocator = purse_allocator(&p);
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_policy *policy = parse(&allocator, &err);
        ck_assert(policy != NULL || err.status == DSCORE_E_MEMORY);
        if (policy != NULL) {
            const dscore_status status = dscore_policy_dump(policy, text, sizeof text, NULL, &err);
            ck_assert(status == DSCORE_OK || status == DSCORE_E_MEMORY);
            done = status == DSCORE_OK;
        }
        dscore_policy_free(policy);
        ck_assert_int_eq(p.held, 0);
    }
    ck_assert(done);
}
END_TEST

START_TEST(memory_that_runs_out_while_an_outcome_is_written_is_an_error_without_a_leak)
{
    purse p = {INT64_MAX, 0};
    const dscore_allocator allocator = purse_allocator(&p);
    dscore_decisions *decisions = two_people(&allocator);
    const int64_t held = p.held;
    dscore_status status = DSCORE_E_MEMORY;
    char text[8192];
    for (int64_t n = 0; status == DSCORE_E_MEMORY && n < 1000; n++) {
        dscore_error err = DSCORE_ERROR_INIT;
        p.left = n;
        status = dscore_decisions_dump(decisions, 2, text, sizeof text, NULL, &err);
        ck_assert_int_eq(p.held, held);
    }
    ck_assert_int_eq(status, DSCORE_OK);
    p.left = INT64_MAX;
    dscore_decisions_free(decisions);
    ck_assert_int_eq(p.held, 0);
}
END_TEST

START_TEST(memory_that_runs_out_while_a_policy_is_checked_is_an_error_without_a_leak)
{
    purse p = {INT64_MAX, 0};
    const dscore_allocator allocator = purse_allocator(&p);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builtin(&allocator, &catalog, &err), err);
    const int64_t held = p.held;
    dscore_status status = DSCORE_E_MEMORY;
    for (int64_t n = 0; status != DSCORE_OK && n < 2000; n++) {
        dscore_report *report = NULL;
        p.left = n;
        status = dscore_document_check(catalog, RULES, (int64_t)sizeof RULES - 1, &report, &err);
        ck_assert(status == DSCORE_OK || status == DSCORE_E_MEMORY);
        ck_assert((report != NULL) == (status == DSCORE_OK));
        dscore_report_free(report);
        ck_assert_int_eq(p.held, held);
    }
    ck_assert_int_eq(status, DSCORE_OK);
    p.left = INT64_MAX;
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_outcome_says_what_was_looked_at_and_what_follows,
        an_outcome_out_of_range_is_refused,
        memory_that_runs_out_while_a_policy_is_read_or_written_is_an_error_without_a_leak,
        memory_that_runs_out_while_an_outcome_is_written_is_an_error_without_a_leak,
        memory_that_runs_out_while_a_policy_is_checked_is_an_error_without_a_leak};
    return RUN_TESTS("document outcomes", tests);
}
