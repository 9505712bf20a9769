/* Periods by hand: names, neighbours, years and edges, also where a zone skipped a date or set clocks back over
   midnight. */
#include "zone_support.h"

static dscore_period_rule rule_of(const char *text)
{
    dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_period_parse(text, &rule, &err), err);
    return rule;
}

static dscore_zone *apia(void)
{
    const tz_text text = {.version = 2,
        .types = {-36000, 50400},
        .type_count = 2,
        .times = {1325239200},
        .kinds = {1},
        .time_count = 1,
        .footer = "<+14>-14"};
    return tz_zone(&text);
}

static void assert_ends(int64_t start, int64_t end, const char *expected_start, const char *expected_end)
{
    ck_assert_msg(start == at(expected_start), "starts %lld s after %s",
        (long long)((start - at(expected_start)) / SECOND), expected_start);
    ck_assert_msg(
        end == at(expected_end), "ends %lld s after %s", (long long)((end - at(expected_end)) / SECOND), expected_end);
}

static void assert_at(
    const dscore_zone *zone, const char *rule_text, const char *utc, const char *start, const char *end)
{
    const dscore_period_rule rule = rule_of(rule_text);
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t from = 0;
    int64_t to = 0;
    assert_ok(dscore_period_at(zone, &rule, at(utc), &from, &to, &err), err);
    assert_ends(from, to, start, end);
}

static void assert_shift(
    const dscore_zone *zone, const char *rule_text, const char *utc, int64_t n, const char *start, const char *end)
{
    const dscore_period_rule rule = rule_of(rule_text);
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t from = 0;
    int64_t to = 0;
    assert_ok(dscore_period_shift(zone, &rule, at(utc), n, &from, &to, &err), err);
    assert_ends(from, to, start, end);
}

static void assert_year(
    const dscore_zone *zone, const char *rule_text, const char *utc, int64_t years, const char *start, const char *end)
{
    const dscore_period_rule rule = rule_of(rule_text);
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t from = 0;
    int64_t to = 0;
    assert_ok(dscore_period_year(zone, &rule, at(utc), years, &from, &to, &err), err);
    assert_ends(from, to, start, end);
}

static void assert_name(const char *rule_text, const char *utc, const char *expected)
{
    const dscore_period_rule rule = rule_of(rule_text);
    dscore_error err = DSCORE_ERROR_INIT;
    char name[32];
    int64_t needed = 0;
    assert_ok(dscore_period_name(NULL, &rule, at(utc), name, sizeof name, &needed, &err), err);
    ck_assert_str_eq(name, expected);
    ck_assert_int_eq(needed, (int64_t)strlen(expected) + 1);
}

START_TEST(a_period_holds_its_instant)
{
    assert_at(NULL, "day", "2026-11-21T13:00:00", "2026-11-21", "2026-11-22");
    assert_at(NULL, "week", "2026-11-21T13:00:00", "2026-11-16", "2026-11-23");
    assert_at(NULL, "week:sun", "2026-11-21T13:00:00", "2026-11-15", "2026-11-22");
    assert_at(NULL, "week:sat", "2026-11-21", "2026-11-21", "2026-11-28");
    assert_at(NULL, "month", "2026-02-28T23:59:59", "2026-02-01", "2026-03-01");
    assert_at(NULL, "quarter", "2026-11-21", "2026-10-01", "2027-01-01");
    assert_at(NULL, "quarter:feb", "2026-11-21", "2026-11-01", "2027-02-01");
    assert_at(NULL, "year", "2026-11-21", "2026-01-01", "2027-01-01");
    assert_at(NULL, "year:apr", "2026-03-31T23:59:59", "2025-04-01", "2026-04-01");
    assert_at(NULL, "year:apr", "2026-04-01", "2026-04-01", "2027-04-01");
    assert_at(NULL, "day", "1969-12-31T23:00:00", "1969-12-31", "1970-01-01");
    dscore_zone *paris = tz_footer("CET-1CEST,M3.5.0,M10.5.0/3");
    assert_at(paris, "day", "2026-03-29T12:00:00", "2026-03-28T23:00:00", "2026-03-29T22:00:00");
    assert_at(paris, "month", "2026-10-31T23:30:00", "2026-10-31T23:00:00", "2026-11-30T23:00:00");
    dscore_zone_free(paris);
}
END_TEST

START_TEST(names_are_those_of_iso_8601_and_of_fiscal_years)
{
    assert_name("day", "2026-11-21", "2026-11-21");
    assert_name("week", "2026-11-21", "2026-W47");
    assert_name("week", "2027-01-03", "2026-W53");
    assert_name("week", "2024-12-30", "2025-W01");
    assert_name("week:sun", "2026-11-21", "2026-11-15/7d");
    assert_name("month", "2026-11-21", "2026-11");
    assert_name("quarter", "2026-11-21", "2026-Q4");
    assert_name("year", "2026-11-21", "2026");
    assert_name("year:apr", "2026-03-31", "FY2026");
    assert_name("year:apr", "2026-04-01", "FY2027");
    assert_name("quarter:apr", "2026-04-01", "FY2027-Q1");
    assert_name("quarter:apr", "2026-03-31", "FY2026-Q4");
    assert_name("quarter:oct", "2026-11-21", "FY2027-Q1");
    assert_name("year", "0007-11-21", "0007");
}
END_TEST

START_TEST(a_date_that_the_zone_skipped_is_no_period)
{
    dscore_zone *zone = apia();
    assert_at(zone, "day", "2011-12-30T09:59:59", "2011-12-29T10:00:00", "2011-12-30T10:00:00"); /* Thursday */
    assert_at(zone, "day", "2011-12-30T10:00:00", "2011-12-30T10:00:00", "2011-12-31T10:00:00"); /* Saturday */
    assert_shift(zone, "day", "2011-12-29T12:00:00", 1, "2011-12-30T10:00:00", "2011-12-31T10:00:00");
    assert_shift(zone, "day", "2011-12-30T12:00:00", -1, "2011-12-29T10:00:00", "2011-12-30T10:00:00");
    assert_shift(zone, "day", "2011-12-25T12:00:00", 6, "2011-12-31T10:00:00", "2012-01-01T10:00:00");
    assert_shift(zone, "day", "2012-01-01T12:00:00", -5, "2011-12-27T10:00:00", "2011-12-28T10:00:00");
    assert_shift(zone, "day", "2011-12-30T12:00:00", 0, "2011-12-30T10:00:00", "2011-12-31T10:00:00");
    assert_at(zone, "week", "2011-12-30T12:00:00", "2011-12-26T10:00:00", "2012-01-01T10:00:00");
    assert_year(zone, "day", "2012-12-29T12:00:00", -1, "2011-12-30T10:00:00", "2011-12-31T10:00:00");

    const dscore_period_rule rule = rule_of("day");
    int64_t edges[4] = {1, 1, 1, 1};
    int64_t needed = 0;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(
        dscore_period_edges(zone, &rule, at("2011-12-29T12:00:00"), at("2012-01-01T09:00:00"), edges, 4, &needed, &err),
        err);
    ck_assert_int_eq(needed, 4);
    ck_assert_int_eq(edges[0], at("2011-12-29T10:00:00"));
    ck_assert_int_eq(edges[1], at("2011-12-30T10:00:00"));
    ck_assert_int_eq(edges[2], at("2011-12-31T10:00:00"));
    ck_assert_int_eq(edges[3], at("2012-01-01T10:00:00"));
    dscore_zone_free(zone);
}
END_TEST

START_TEST(clocks_set_back_over_midnight_do_not_start_a_date_again)
{
    dscore_zone *zone = tz_footer("NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01"); /* St. John's until 2011 */
    /* 2026-11-01: from 00:01 back to 23:01 of 31 October. That hour is in the period of 1 November. */
    assert_at(zone, "day", "2026-11-01T02:29:59", "2026-10-31T02:30:00", "2026-11-01T02:30:00");
    assert_at(zone, "day", "2026-11-01T02:30:30", "2026-11-01T02:30:00", "2026-11-02T03:30:00");
    assert_at(zone, "day", "2026-11-01T03:00:00", "2026-11-01T02:30:00", "2026-11-02T03:30:00");
    assert_at(zone, "month", "2026-11-01T03:00:00", "2026-11-01T02:30:00", "2026-12-01T03:30:00");
    dscore_zone_free(zone);
}
END_TEST

START_TEST(last_year_is_the_same_period)
{
    assert_year(NULL, "day", "2024-02-29", -1, "2023-02-28", "2023-03-01");
    assert_year(NULL, "day", "2024-02-29", -4, "2020-02-29", "2020-03-01");
    assert_year(NULL, "week", "2020-12-31", -1, "2019-12-23", "2019-12-30"); /* W53; 2019 has 52 */
    assert_year(NULL, "week", "2026-11-21", -1, "2025-11-17", "2025-11-24"); /* W47 */
    /* Weeks from Sunday as the CDC numbers them: week 46 of 2026 ends on 21 November, that of 2025 on the 15th. */
    assert_year(NULL, "week:sun", "2026-11-21", -1, "2025-11-09", "2025-11-16");
    assert_year(NULL, "month", "2024-02-29", -1, "2023-02-01", "2023-03-01");
    assert_year(NULL, "quarter:apr", "2026-05-01", 2, "2028-04-01", "2028-07-01");
    assert_year(NULL, "year:jul", "2026-05-01", -1, "2024-07-01", "2025-07-01");
}
END_TEST

START_TEST(edges_are_counted_before_they_are_written)
{
    const dscore_period_rule rule = rule_of("month");
    int64_t edges[4] = {7, 7, 7, 7};
    int64_t needed = 0;
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t from = at("2026-01-15");
    const int64_t to = at("2026-03-01") + 1;
    ck_assert_int_eq(dscore_period_edges(NULL, &rule, from, to, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    ck_assert_int_eq(needed, 4);
    ck_assert_int_eq(dscore_period_edges(NULL, &rule, from, to, edges, 3, &needed, &err), DSCORE_E_BUFFER);
    ck_assert_int_eq(edges[0], 7);
    assert_ok(dscore_period_edges(NULL, &rule, from, to, edges, 4, &needed, &err), err);
    ck_assert_int_eq(edges[0], at("2026-01-01"));
    ck_assert_int_eq(edges[3], at("2026-04-01"));
    assert_ok(dscore_period_edges(NULL, &rule, from, to - 1, edges, 4, &needed, &err), err); /* [from, to) */
    ck_assert_int_eq(needed, 3);
    ck_assert_int_eq(dscore_period_edges(NULL, &rule, to, to, edges, 4, &needed, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(needed, 0);
    ck_assert_int_eq(dscore_period_edges(NULL, &rule, from, to, NULL, 4, &needed, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_period_edges(NULL, &rule, from, to, edges, -1, &needed, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_period_edges(NULL, &rule, from, to, edges, 4, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_period_edges(NULL, &rule, INT64_MIN, to, edges, 4, &needed, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_period_edges(NULL, &rule, from, INT64_MAX, edges, 4, &needed, &err), DSCORE_E_RANGE);
}
END_TEST

START_TEST(the_ends_of_the_years_hold)
{
    const int64_t first = at("0001-01-01");
    const int64_t last = at("9999-12-31") + DAY - 1;
    static const char *const inside[] = {"day", "month", "quarter", "year"};
    static const char *const outside[] = {"week", "quarter:feb", "year:jul"};
    int64_t start = 0;
    int64_t end = 0;
    dscore_error err = DSCORE_ERROR_INIT;
    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++) {
        const dscore_period_rule rule = rule_of(inside[i]);
        assert_ok(dscore_period_at(NULL, &rule, first, &start, &end, &err), err);
        ck_assert_int_eq(start, first);
        assert_ok(dscore_period_at(NULL, &rule, last, &start, &end, &err), err);
        ck_assert_int_eq(end, last + 1);
        ck_assert_int_eq(dscore_period_shift(NULL, &rule, last, 1, &start, &end, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_period_shift(NULL, &rule, first, -1, &start, &end, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_period_shift(NULL, &rule, first, INT64_MIN, &start, &end, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_period_shift(NULL, &rule, first, INT64_MAX, &start, &end, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_period_shift(NULL, &rule, first, 4000000, &start, &end, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_period_year(NULL, &rule, first, -1, &start, &end, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_period_year(NULL, &rule, last, INT64_MAX, &start, &end, &err), DSCORE_E_RANGE);
    }
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        const dscore_period_rule rule = rule_of(outside[i]);
        ck_assert_int_eq(dscore_period_at(NULL, &rule, last, &start, &end, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(err.code, DSCORE_CODE_PERIOD_RANGE);
    }
    const dscore_period_rule rule = rule_of("day");
    ck_assert_int_eq(dscore_period_at(NULL, &rule, first - 1, &start, &end, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_period_at(NULL, &rule, last + 1, &start, &end, &err), DSCORE_E_RANGE);
    /* All of the years by days. */
    int64_t needed = 0;
    ck_assert_int_eq(dscore_period_edges(NULL, &rule, first, last + 1, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    ck_assert_int_eq(needed, 3652059 + 1);
}
END_TEST

START_TEST(rules_are_written_in_words)
{
    dscore_period_rule rule = rule_of("week:sun");
    ck_assert_int_eq(rule.unit, DSCORE_PERIOD_WEEK);
    ck_assert_int_eq(rule.first_weekday, 7);
    rule = rule_of("year:dec");
    ck_assert_int_eq(rule.unit, DSCORE_PERIOD_YEAR);
    ck_assert_int_eq(rule.first_month, 12);
    rule = rule_of("quarter");
    ck_assert_int_eq(rule.first_month, 1);
    static const char *const bad[] = {"", "days", "Day", "week:", "week:apr", "year:mon", "month:jan", "day:mon",
        "quarter:4", "week:sunday", ":mon", "week:sun:sun", " day"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        ck_assert_msg(dscore_period_parse(bad[i], &rule, &err) == DSCORE_E_FORMAT, "%s", bad[i]);
        ck_assert_int_eq(err.code, DSCORE_CODE_PERIOD_WORDS);
        ck_assert_int_eq(rule.unit, DSCORE_PERIOD_QUARTER);
    }
    ck_assert_int_eq(dscore_period_parse(NULL, &rule, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_period_parse("day", NULL, NULL), DSCORE_E_ARGUMENT);
    rule.struct_size = 0;
    ck_assert_int_eq(dscore_period_parse("day", &rule, NULL), DSCORE_E_ARGUMENT);
}
END_TEST

START_TEST(rules_and_arguments_are_checked)
{
    static const dscore_period_rule bad[] = {{0, 1, 1, 1}, {(uint32_t)sizeof bad[0], 0, 1, 1},
        {(uint32_t)sizeof bad[0], 6, 1, 1}, {(uint32_t)sizeof bad[0], DSCORE_PERIOD_WEEK, 0, 1},
        {(uint32_t)sizeof bad[0], DSCORE_PERIOD_WEEK, 8, 1}, {(uint32_t)sizeof bad[0], DSCORE_PERIOD_QUARTER, 1, 0},
        {(uint32_t)sizeof bad[0], DSCORE_PERIOD_YEAR, 1, 13}};
    int64_t start = 9;
    int64_t end = 9;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        ck_assert_int_eq(dscore_period_at(NULL, &bad[i], 0, &start, &end, &err), DSCORE_E_ARGUMENT);
        ck_assert_int_eq(err.code, DSCORE_CODE_PERIOD_RULE);
    }
    const dscore_period_rule rule = rule_of("day");
    ck_assert_int_eq(dscore_period_at(NULL, NULL, 0, &start, &end, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_period_at(NULL, &rule, 0, NULL, &end, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_period_shift(NULL, &rule, 0, 0, &start, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_period_year(NULL, NULL, 0, 0, &start, &end, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(start, 9);
    ck_assert_int_eq(end, 9);
    char name[4] = "abc";
    int64_t needed = 0;
    ck_assert_int_eq(dscore_period_name(NULL, &rule, 0, name, 4, &needed, NULL), DSCORE_E_BUFFER);
    ck_assert_int_eq(needed, 11);
    ck_assert_str_eq(name, "abc");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_period_holds_its_instant, names_are_those_of_iso_8601_and_of_fiscal_years,
        a_date_that_the_zone_skipped_is_no_period, clocks_set_back_over_midnight_do_not_start_a_date_again,
        last_year_is_the_same_period, edges_are_counted_before_they_are_written, the_ends_of_the_years_hold,
        rules_are_written_in_words, rules_and_arguments_are_checked};
    return RUN_TESTS("periods", tests);
}
