/* Checks of a card in use: each finding on data that show it, and on data that just do not. */
#include "document_support.h"

#define NONE ((double)NAN)

typedef struct ticket {
    const char *agent;
    double csat, handle_time; /* seconds */
} ticket;

static const char CARD[] =
    "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"c\", \"name\": \"C\", \"items\": {"
    "\"csat\": {\"indicator\": \"csat_mean\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}},"
    "\"time\": {\"indicator\": \"handle_time\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 200, \"x1\": 100}}},"
    "\"weights\": {\"tree\": {\"csat\": 50, \"time\": 50}}, \"missing\": {\"min_weight_coverage\": 0}}";

enum { MOST = 64 };

static dscore_scores *score(const dscore_catalog *catalog, const char *json, const ticket *tickets, int n)
{
    static const int64_t created[MOST];
    const char *agents[MOST];
    double csat[MOST], times[MOST];
    for (int i = 0; i < n; i++) {
        agents[i] = tickets[i].agent;
        csat[i] = tickets[i].csat;
        times[i] = tickets[i].handle_time;
    }
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = NULL;
    dscore_query *query = NULL;
    dscore_plan *plan = NULL;
    dscore_values *values = NULL;
    dscore_scores *scores = NULL;
    dscore_table *t = NULL;
    assert_ok(dscore_scorecard_parse(catalog, json, (int64_t)strlen(json), &card, &err), err);
    assert_ok(dscore_query_new(catalog, &query, &err), err);
    assert_ok(dscore_query_key(query, "subject", &err), err);
    assert_ok(dscore_scorecard_plan(card, query, &plan, &err), err);
    assert_ok(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &t, &err), err);
    assert_ok(dscore_table_bind_array(
                  t, "agent", DSCORE_CSTRING, DSCORE_UNIT_NONE, agents, n, (int64_t)sizeof(const char *), NULL, &err),
        err);
    assert_ok(dscore_table_bind_array(t, "created_at", DSCORE_INT64, DSCORE_UNIT_S, created, n, 8, NULL, &err), err);
    assert_ok(dscore_table_bind_array(t, "csat", DSCORE_FLOAT64, DSCORE_UNIT_NONE, csat, n, 8, NULL, &err), err);
    assert_ok(dscore_table_bind_array(t, "handle_time", DSCORE_FLOAT64, DSCORE_UNIT_S, times, n, 8, NULL, &err), err);
    assert_ok(dscore_evaluate(plan, &t, 1, NULL, &values, &err), err);
    assert_ok(dscore_score(card, values, &scores, &err), err);
    dscore_values_free(values);
    dscore_plan_free(plan);
    dscore_query_free(query);
    dscore_table_free(t);
    dscore_scorecard_free(card);
    return scores;
}

/* The findings of these tickets, and the texts of the last of them. */
static void expect(const ticket *tickets, int n, const char *expected, const char *en, const char *zh)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_scores *scores = score(catalog, CARD, tickets, n);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_report *report = NULL;
    char found[4096];
    assert_ok(dscore_scores_check(scores, &report, &err), err);
    dscore_scores_free(scores); /* the report stands alone */
    findings_text(report, found, sizeof found);
    ck_assert_str_eq(found, expected);
    if (en != NULL) {
        dscore_finding f = DSCORE_FINDING_INIT;
        assert_ok(dscore_report_finding(report, dscore_report_count(report) - 1, &f, &err), err);
        ck_assert_str_eq(f.message_en, en);
        ck_assert_str_eq(f.message_zh, zh);
        ck_assert_int_eq(f.line, 0);
    }
    dscore_report_free(report);
    dscore_catalog_free(catalog);
}

/* Eight agents with ratings 1, 1.5, ... 4.5 and times from 110 to 180 in the order of `ranks`: the correlation of two
   equally spaced series is 1 - 6 * sum of squared differences of ranks / (n (n^2 - 1)), n (n^2 - 1) = 504. */
static void eight(ticket out[8], const int ranks[8])
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    for (int i = 0; i < 8; i++) {
        out[i] = (ticket){names[i], 1 + 0.5 * i, 100 + 10.0 * ranks[i]};
    }
}

/* One neighbouring pair swapped: 1 - 12 / 504 = 0.976. Two steps and a neighbour: 1 - 60 / 504 = 0.881. */
START_TEST(items_that_go_together_are_counted_twice)
{
    ticket t[8];
    eight(t, (const int[]){1, 2, 3, 4, 5, 6, 8, 7});
    expect(t, 8, "CORRELATED items.time\n",
        "\"csat\" and \"time\" go together (r = 0.976 over 8 rows): what they share is counted twice",
        "\"csat\" 与 \"time\" 同步变化(8 行,r = 0.976):共同的部分被重复计分");
    eight(t, (const int[]){8, 7, 6, 5, 4, 3, 2, 1});
    expect(t, 8, "CORRELATED items.time\n",
        "\"csat\" and \"time\" go together (r = -1 over 8 rows): what they share is counted twice",
        "\"csat\" 与 \"time\" 同步变化(8 行,r = -1):共同的部分被重复计分");
    eight(t, (const int[]){3, 2, 1, 5, 4, 6, 7, 8});
    expect(t, 8, "", NULL, NULL);
    eight(t, (const int[]){1, 2, 3, 4, 5, 6, 7, 8});
    expect(t, 7, "", NULL, NULL); /* too few to say */
}
END_TEST

START_TEST(an_item_that_gives_everybody_the_same_points_is_found)
{
    ticket t[8];
    eight(t, (const int[]){3, 2, 1, 5, 4, 6, 7, 8});
    for (int i = 0; i < 8; i++) {
        t[i].handle_time = 125; /* 100 * (200 - 125) / 100 */
    }
    expect(t, 8, "NO_SPREAD items.time\n",
        "\"time\" gives everybody the same 75 points (8 rows): it tells nobody apart",
        "\"time\" 给所有人同样的 75 分(8 行):无法区分任何人");
    t[0].handle_time = 126;
    expect(t, 8, "", NULL, NULL);
}
END_TEST

/* 11 of 12 is 91.7 %, 9 of 10 no more than 90 %. */
START_TEST(a_rule_that_puts_nearly_everybody_at_an_end_of_its_clamp_is_found)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    static const double ratings[] = {3, 2, 4, 3.5, 2.5, 4, 3, 2, 3, 2.5, 3.5, 3};
    ticket t[12];
    for (int i = 0; i < 12; i++) {
        t[i] = (ticket){names[i], ratings[i], i == 0 ? 150 : 90};
    }
    expect(t, 12, "AT_CLAMP items.time\n",
        "\"time\" gives 11 of 12 rows the most it can, 100 points: the rule is too easy to tell them apart",
        "\"time\" 给 12 行中的 11 行最高分 100:规则过松,无法区分");
    expect(t, 10, "", NULL, NULL);
    for (int i = 1; i < 12; i++) {
        t[i].handle_time = 200;
    }
    expect(t, 12, "AT_CLAMP items.time\n",
        "\"time\" gives 11 of 12 rows the least it can, 0 points: the rule is too hard to tell them apart",
        "\"time\" 给 12 行中的 11 行最低分 0:规则过严,无法区分");
}
END_TEST

START_TEST(an_item_that_most_rows_lack_is_found)
{
    ticket t[8];
    eight(t, (const int[]){3, 2, 1, 5, 4, 6, 7, 8});
    for (int i = 0; i < 4; i++) {
        t[i].csat = NONE;
    }
    expect(t, 8, "", NULL, NULL); /* half of them */
    t[4].csat = NONE;
    expect(t, 8, "MOSTLY_MISSING items.csat\n",
        "\"csat\" has no value in 5 of 8 rows: totals with and without it are compared",
        "\"csat\" 在 8 行中有 5 行没有数值:有它和没有它的总分被放在一起比较");
}
END_TEST

/* METHODS 5.3: four tickets beside one; three beside one is let pass. */
START_TEST(volumes_that_differ_more_than_threefold_are_noted)
{
    static const ticket t[] = {{"b", 4, 150}, {"a", 4, 120}, {"a", 3, 130}, {"a", 5, 140}, {"a", 2, 150}};
    expect(t, 5, "VOLUMES_DIFFER items.csat\n",
        "\"csat\" rests on 1 records in one row and on 4 in another, more than threefold: rank by shrunk values or "
        "lower "
        "bounds",
        "\"csat\" 在某行只依据 1 条记录,在另一行依据 4 条,相差超过三倍:排名应使用收缩值或置信下限");
    expect(t, 4, "", NULL, NULL);
}
END_TEST

/* Three of four times are there: 75 %; four of five: the 80 % that will do. Ratings are a sample and may lack. */
START_TEST(a_total_on_little_data_is_found)
{
    static const ticket t[] = {{"b", 4, 150}, {"b", 4, 140}, {"b", NONE, 140}, {"a", 4, 120}, {"a", 3, 130},
        {"a", 5, 140}, {"a", NONE, NONE}, {"a", NONE, 130}};
    expect(t, 7, "LITTLE_DATA \n",
        "the total of a rests on 75 % of its records, less than 80 %; rows with so little: 1",
        "a 的总分只依据 75% 的记录,低于 80%;这样的行数:1");
    expect(t, 8, "", NULL, NULL);
}
END_TEST

START_TEST(a_label_that_is_no_utf8_stays_readable)
{
    static const ticket t[] = {{"\xC4x", 4, 150}, {"\xC4x", 4, NONE}};
    expect(t, 2, "LITTLE_DATA \n",
        "the total of ?x rests on 50 % of its records, less than 80 %; rows with so little: 1",
        "?x 的总分只依据 50% 的记录,低于 80%;这样的行数:1");
}
END_TEST

/* Tickets without an agent are nobody's. */
START_TEST(the_row_of_records_without_a_subject_says_nothing)
{
    static const ticket t[] = {{"a", 4, 150}, {NULL, NONE, 150}, {NULL, NONE, NONE}, {NULL, NONE, NONE}};
    expect(t, 4, "", NULL, NULL);
}
END_TEST

START_TEST(what_is_missing_among_the_arguments_is_refused)
{
    dscore_catalog *catalog = builtin_catalog();
    static const ticket t[] = {{"a", 4, 150}};
    dscore_scores *scores = score(catalog, CARD, t, 1);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_report *report = (dscore_report *)(void *)scores;
    ck_assert_int_eq(dscore_scores_check(NULL, &report, &err), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(report);
    ck_assert_int_eq(dscore_scores_check(scores, NULL, NULL), DSCORE_E_ARGUMENT);
    dscore_scores_free(scores);
    scores = score(catalog, CARD, t, 0); /* nobody */
    assert_ok(dscore_scores_check(scores, &report, &err), err);
    ck_assert_int_eq(dscore_report_count(report), 0);
    dscore_report_free(report);
    dscore_scores_free(scores);
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {items_that_go_together_are_counted_twice,
        an_item_that_gives_everybody_the_same_points_is_found,
        a_rule_that_puts_nearly_everybody_at_an_end_of_its_clamp_is_found, an_item_that_most_rows_lack_is_found,
        volumes_that_differ_more_than_threefold_are_noted, a_total_on_little_data_is_found,
        a_label_that_is_no_utf8_stays_readable, the_row_of_records_without_a_subject_says_nothing,
        what_is_missing_among_the_arguments_is_refused};
    return RUN_TESTS("checks of scores", tests);
}
