/* Scores made from plain marks, rosters by columns and policies by hand, for the tests of whole policies. */
#ifndef DSCORE_TESTS_POLICY_SUPPORT_H
#define DSCORE_TESTS_POLICY_SUPPORT_H

#include "decision/policy.h"
#include "score/score_support.h"

/* What somebody did in a month of 2026: the total is 0.8 quality + 0.2 growth, `solved` is good of cases. */
typedef struct mark {
    const char *agent, *team;
    int32_t month; /* from 0 */
    double quality, growth;
    double good, cases;
    int64_t at; /* filled in */
} mark;

static const char MARKS_DOCUMENT[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\", \"fields\": {\"marks\": ["
    "{\"name\": \"agent\", \"type\": \"text\", \"key\": true}, {\"name\": \"team\", \"type\": \"text\", \"key\": true},"
    "{\"name\": \"at\", \"type\": \"instant\"}, {\"name\": \"quality\", \"type\": \"number\"},"
    "{\"name\": \"growth\", \"type\": \"number\"}, {\"name\": \"good\", \"type\": \"number\"},"
    "{\"name\": \"cases\", \"type\": \"number\"}]}, \"indicators\": ["
    "{\"id\": \"quality\", \"name\": {\"en\": \"Quality\", \"zh\": \"质量\"}, \"source\": \"marks\","
    " \"placement\": \"event(at)\", \"formula\": \"mean(quality)\", \"unit\": \"points\"},"
    "{\"id\": \"growth\", \"name\": {\"en\": \"Growth\", \"zh\": \"成长\"}, \"source\": \"marks\","
    " \"placement\": \"event(at)\", \"formula\": \"mean(growth)\", \"unit\": \"points\"},"
    "{\"id\": \"solved\", \"name\": {\"en\": \"Solved\", \"zh\": \"解决率\"}, \"source\": \"marks\","
    " \"placement\": \"event(at)\", \"formula\": \"100 * ratio(good, cases)\", \"unit\": \"%\","
    " \"observations\": \"sum(cases)\"}]}";

static const dsi_weight_node MARKS_NODES[] = {{"main", "Main", "主项", -1, false, 80.0},
    {"quality", NULL, NULL, 0, true, 1.0}, {"growing", "Growing", "成长指标", -1, false, 20.0},
    {"growth", NULL, NULL, 2, true, 1.0}};

static inline dscore_catalog *marks_catalog(const dscore_allocator *allocator)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *base = NULL, *catalog = NULL;
    dscore_catalog_builder *builder = NULL;
    assert_ok(dscore_catalog_builtin(allocator, &base, &err), err);
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    assert_ok(dscore_catalog_builder_add(builder, MARKS_DOCUMENT, (int64_t)sizeof MARKS_DOCUMENT - 1, &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
    return catalog;
}

static inline dscore_scorecard *marks_card(const dscore_catalog *catalog)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const dsi_rule_spec rule = identity_rule();
    const dsi_card_item items[] = {{.alias = "quality", .indicator = "quality", .rule = &rule},
        {.alias = "growth", .indicator = "growth", .rule = &rule}};
    dsi_card_spec spec;
    dsi_card_spec_init(&spec);
    spec.id = "marks";
    spec.items = items;
    spec.item_count = 2;
    spec.weights.nodes = MARKS_NODES;
    spec.weights.node_count = 4;
    dscore_scorecard *card = NULL;
    assert_ok(dsi_scorecard_new(catalog, &spec, &card, &err), err);
    return card;
}

/* The first instant of a month of 2026, microseconds. */
static inline int64_t month_start(int32_t month)
{
    static const int64_t DAYS[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    return (INT64_C(1767225600) + 86400 * DAYS[month]) * 1000000;
}

static inline dscore_values *marks_values(const dscore_catalog *catalog, const dscore_scorecard *card, mark *marks,
    int64_t count, int32_t unit, int32_t months, bool by_team)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    dscore_table *table = NULL;
    dscore_values *values = NULL;
    dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
    const int64_t stride = (int64_t)sizeof *marks;
    rule.unit = unit;
    for (int64_t i = 0; i < count; i++) {
        marks[i].at = month_start(marks[i].month);
    }
    assert_ok(dscore_query_new(catalog, &query, &err), err);
    if (by_team) {
        assert_ok(dscore_query_key(query, "team", &err), err);
    }
    assert_ok(dscore_query_key(query, "agent", &err), err);
    assert_ok(dscore_query_item(query, "solved", "solved", &err), err);
    if (unit != 0) {
        assert_ok(dscore_query_periods_by(query, &rule, month_start(0), month_start(months), &err), err);
    } else {
        assert_ok(dscore_query_range(query, month_start(0), month_start(months), &err), err);
    }
    assert_ok(dscore_scorecard_plan(card, query, &plan, &err), err);
    assert_ok(dscore_table_new(dscore_catalog_schema(catalog), "marks", &table, &err), err);
    const struct {
        const char *field;
        int32_t type, unit;
        const void *first;
    } columns[] = {{"agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, &marks->agent},
        {"team", DSCORE_CSTRING, DSCORE_UNIT_NONE, &marks->team}, {"at", DSCORE_INT64, DSCORE_UNIT_US, &marks->at},
        {"quality", DSCORE_FLOAT64, DSCORE_UNIT_NONE, &marks->quality},
        {"growth", DSCORE_FLOAT64, DSCORE_UNIT_NONE, &marks->growth},
        {"good", DSCORE_FLOAT64, DSCORE_UNIT_NONE, &marks->good},
        {"cases", DSCORE_FLOAT64, DSCORE_UNIT_NONE, &marks->cases}};
    for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++) {
        assert_ok(dscore_table_bind_array(table, columns[c].field, columns[c].type, columns[c].unit, columns[c].first,
                      count, stride, NULL, &err),
            err);
    }
    assert_ok(dscore_evaluate(plan, &table, 1, NULL, &values, &err), err);
    dscore_table_free(table);
    dscore_plan_free(plan);
    dscore_query_free(query);
    return values;
}

/* Scores of the marks by periods of the unit (0: one range) from January on. */
static inline dscore_scores *score_marks(mark *marks, int64_t count, int32_t unit, int32_t months, bool by_team)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = marks_catalog(NULL);
    dscore_scorecard *card = marks_card(catalog);
    dscore_values *values = marks_values(catalog, card, marks, count, unit, months, by_team);
    dscore_scores *scores = NULL;
    assert_ok(dscore_score(card, values, &scores, &err), err);
    dscore_values_free(values);
    dscore_scorecard_free(card);
    dscore_catalog_free(catalog);
    return scores;
}

static inline dscore_policy *make_policy(const dsi_policy_spec *spec)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_policy *policy = NULL;
    assert_ok(dsi_policy_new(NULL, spec, &policy, &err), err);
    return policy;
}

/* A policy of one rule; both in place, to be changed before make_policy. */
static inline void draft_policy(dsi_policy_spec *spec, dsi_policy_rule *rule, int32_t kind)
{
    dsi_policy_spec_init(spec);
    dsi_policy_rule_init(rule, kind);
    rule->id = "rule";
    spec->id = "policy";
    spec->rules = rule;
    spec->rule_count = 1;
}

static inline dscore_decisions *decide(
    const dsi_policy_spec *spec, const dscore_scores *scores, const dscore_roster *roster, int64_t now)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_policy *policy = make_policy(spec);
    dscore_decision_facts facts = DSCORE_DECISION_FACTS_INIT;
    dscore_decisions *decisions = NULL;
    facts.now = now;
    assert_ok(dscore_decide(policy, &scores, 1, roster, &facts, &decisions, &err), err);
    dscore_policy_free(policy);
    return decisions;
}

/* The outcome of a rule for a person in a period by its name; fails if there is none. */
static inline dscore_decision outcome_of(
    const dscore_decisions *decisions, int32_t rule, const char *person, const char *period)
{
    dscore_decision d = DSCORE_DECISION_INIT;
    for (int64_t i = 0; i < dscore_decisions_count(decisions); i++) {
        ck_assert_int_eq(dscore_decisions_get(decisions, i, &d, NULL), DSCORE_OK);
        if (d.rule == rule && strcmp(d.subject, person) == 0 && strcmp(d.period, period) == 0) {
            return d;
        }
    }
    ck_abort_msg("no outcome of '%s' in %s", person, period);
    return d;
}

static inline void assert_told(const dscore_decisions *decisions, int32_t rule, const char *person, const char *period,
    const char *lang, const char *sentence)
{
    dscore_decision d = DSCORE_DECISION_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    char text[2000];
    for (int64_t i = 0; i < dscore_decisions_count(decisions); i++) {
        ck_assert_int_eq(dscore_decisions_get(decisions, i, &d, NULL), DSCORE_OK);
        if (d.rule == rule && strcmp(d.subject, person) == 0 && strcmp(d.period, period) == 0) {
            assert_ok(dscore_decisions_explain(decisions, i, lang, text, (int64_t)sizeof text, NULL, &err), err);
            ck_assert_msg(strstr(text, sentence) != NULL, "'%s' does not say '%s'", text, sentence);
            return;
        }
    }
    ck_abort_msg("no outcome of '%s' in %s", person, period);
}

#endif
