/* Calendars as documents: what they mean, holidays as governments publish them, writing and reading back, and mistakes
   with their path. */
#include "document_support.h"

#include <stdbool.h>

static dscore_calendar *parse(const char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_calendar *calendar = NULL;
    assert_ok(dscore_calendar_parse(NULL, json, -1, NULL, &calendar, &err), err);
    return calendar;
}

static int64_t day(int32_t year, int32_t month, int32_t mday)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t out = 0;
    assert_ok(dscore_day_of(year, month, mday, &out, &err), err);
    return out;
}

static int64_t at(int32_t year, int32_t month, int32_t mday, int32_t hour, int32_t minute)
{
    return ((day(year, month, mday) * 24 + hour) * 60 + minute) * INT64_C(60000000);
}

/* Open minutes of a day in UTC. */
static int64_t open_minutes(const dscore_calendar *calendar, int32_t year, int32_t month, int32_t mday)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t us = -1;
    const int64_t start = at(year, month, mday, 0, 0);
    assert_ok(dscore_calendar_between(calendar, start, start + INT64_C(86400000000), &us, &err), err);
    return us / 60000000;
}

static int64_t working_days(const dscore_calendar *calendar, int64_t from, int64_t to)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t days = -1;
    assert_ok(dscore_calendar_days(calendar, from, to, &days, &err), err);
    return days;
}

/* ---- what a document means ------------------------------------------------------------------ */

START_TEST(a_week_and_its_exceptions_are_read)
{
    dscore_calendar *c = parse("{\"week\": {\"mon-fri\": [\"08:00-12:00\", \"13:00-18:00\"]},"
                               " \"exceptions\": {\"2026-12-25\": [], \"2026-12-26\": [\"10:00-14:00\"]}}");
    ck_assert_int_eq(open_minutes(c, 2026, 12, 24), 9 * 60); /* a Thursday */
    ck_assert_int_eq(open_minutes(c, 2026, 12, 25), 0);
    ck_assert_int_eq(open_minutes(c, 2026, 12, 26), 4 * 60); /* a Saturday */
    ck_assert_int_eq(open_minutes(c, 2026, 12, 27), 0);
    ck_assert_str_eq(dscore_calendar_name(c), "");
    dscore_calendar_free(c);
}
END_TEST

START_TEST(weekdays_may_be_spans_lists_and_pass_sunday)
{
    dscore_calendar *c = parse("{\"deskscore\": 1, \"kind\": \"calendar\", \"name\": \"late\", \"week\": {"
                               "\"fri-mon\": \"20:00-24:00\", \"tue,thu\": [\"9:00-10:30\"], \"wed\": []}}");
    static const int64_t expected[7] = {240, 90, 0, 90, 240, 240, 240}; /* from Monday, 2026-11-16 */
    for (int32_t i = 0; i < 7; i++) {
        ck_assert_int_eq(open_minutes(c, 2026, 11, 16 + i), expected[i]);
    }
    ck_assert_str_eq(dscore_calendar_name(c), "late");
    dscore_calendar_free(c);
}
END_TEST

START_TEST(hours_past_midnight_are_written_in_two_ways)
{
    static const char night[] = "{\"week\": {\"fri\": [\"22:00-06:00\"]}}";
    static const char sum[] = "{\"week\": {\"fri\": [\"22:00-30:00\"]}}";
    dscore_calendar *a = parse(night), *b = parse(sum);
    ck_assert_str_eq(dscore_calendar_hash(a), dscore_calendar_hash(b));
    ck_assert_int_eq(open_minutes(a, 2026, 11, 20), 120);
    ck_assert_int_eq(open_minutes(a, 2026, 11, 21), 360);
    dscore_calendar_free(a);
    dscore_calendar_free(b);
    a = parse("{\"week\": {\"mon-sun\": [\"00:00-24:00\"]}}");
    b = parse("{\"week\": {\"mon-sun\": [\"00:00-00:00\"]}}");
    ck_assert_str_eq(dscore_calendar_hash(a), dscore_calendar_hash(b));
    ck_assert_int_eq(open_minutes(a, 2026, 11, 20), 1440);
    dscore_calendar_free(a);
    dscore_calendar_free(b);
    a = parse("{\"week\": {\"mon\": [\"09:00:30 - 09:01:00\"]}}");
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t us = 0;
    assert_ok(dscore_calendar_between(a, at(2026, 11, 16, 0, 0), at(2026, 11, 17, 0, 0), &us, &err), err);
    ck_assert_int_eq(us, 30000000);
    dscore_calendar_free(a);
}
END_TEST

START_TEST(later_weeks_replace_earlier_ones_from_their_date)
{
    static const char *const documents[] = {
        "{\"week\": {\"mon-fri\": [\"09:00-17:00\"]},"
        " \"versions\": [{\"from\": \"2026-01-01\", \"week\": {\"mon-fri\": [\"08:00-18:00\"]}},"
        " {\"from\": \"2026-07-01\", \"week\": {\"mon-sat\": [\"10:00-12:00\"]}}]}",
        "{\"versions\": [{\"week\": {\"mon-fri\": [\"09:00-17:00\"]}},"
        " {\"from\": \"2026-01-01\", \"week\": {\"mon-fri\": [\"08:00-18:00\"]}, \"notes\": \"longer\"},"
        " {\"from\": \"2026-07-01\", \"week\": {\"mon-sat\": [\"10:00-12:00\"]}}]}"};
    for (int i = 0; i < 2; i++) {
        dscore_calendar *c = parse(documents[i]);
        ck_assert_int_eq(open_minutes(c, 2025, 12, 31), 480);
        ck_assert_int_eq(open_minutes(c, 2026, 1, 1), 600);
        ck_assert_int_eq(open_minutes(c, 2026, 6, 30), 600);
        ck_assert_int_eq(open_minutes(c, 2026, 7, 1), 120);
        ck_assert_int_eq(open_minutes(c, 2026, 7, 4), 120); /* a Saturday */
        dscore_calendar_free(c);
    }
}
END_TEST

START_TEST(an_exception_may_be_a_range_take_a_weekday_or_carry_a_name)
{
    dscore_calendar *c = parse(
        "{\"week\": {\"mon-thu\": [\"09:00-17:00\"], \"fri\": [\"09:00-13:00\"]}, \"exceptions\": {"
        "\"2025-10-01/2025-10-08\": [], \"2025-10-11\": \"as:fri\", \"2025-10-12\": {\"as\": \"mon\"},"
        "\"2025-10-13\": {\"hours\": [], \"name\": {\"en\": \"Stocktaking\"}}, \"2025-10-14\": \"10:00-11:00\"}}");
    ck_assert_int_eq(open_minutes(c, 2025, 9, 30), 480);
    ck_assert_int_eq(working_days(c, day(2025, 10, 1), day(2025, 10, 9)), 0);
    ck_assert_int_eq(open_minutes(c, 2025, 10, 9), 480);
    ck_assert_int_eq(open_minutes(c, 2025, 10, 11), 240);
    ck_assert_int_eq(open_minutes(c, 2025, 10, 12), 480);
    ck_assert_int_eq(open_minutes(c, 2025, 10, 13), 0);
    ck_assert_int_eq(open_minutes(c, 2025, 10, 14), 60);
    dscore_calendar_free(c);
}
END_TEST

/* ---- lists as governments publish them ------------------------------------------------------- */

/* National Day and Mid-Autumn 2025: off from 1 to 8 October; 28 September, a Sunday, and 11 October, a Saturday, are
   working days. */
static const char CHINA[] =
    "{\"week\": {\"mon-fri\": [\"09:00-18:00\"]}, \"holidays\": {\"$schema\": \"s\", \"$id\": \"i\", \"year\": 2025,"
    " \"papers\": [\"p\"], \"days\": ["
    "{\"name\": \"国庆节、中秋节\", \"date\": \"2025-09-28\", \"isOffDay\": false},"
    "{\"name\": \"国庆节、中秋节\", \"date\": \"2025-10-01\", \"isOffDay\": true},"
    "{\"name\": \"国庆节、中秋节\", \"date\": \"2025-10-02\", \"isOffDay\": true},"
    "{\"name\": \"国庆节、中秋节\", \"date\": \"2025-10-03\", \"isOffDay\": true},"
    "{\"name\": \"国庆节、中秋节\", \"date\": \"2025-10-04\", \"isOffDay\": true},"
    "{\"name\": \"国庆节、中秋节\", \"date\": \"2025-10-05\", \"isOffDay\": true},"
    "{\"name\": \"国庆节、中秋节\", \"date\": \"2025-10-06\", \"isOffDay\": true},"
    "{\"name\": \"国庆节、中秋节\", \"date\": \"2025-10-07\", \"isOffDay\": true},"
    "{\"name\": \"国庆节、中秋节\", \"date\": \"2025-10-08\", \"isOffDay\": true},"
    "{\"name\": \"国庆节、中秋节\", \"date\": \"2025-10-11\", \"isOffDay\": false}]}}";

START_TEST(the_chinese_list_of_a_year_is_taken_as_it_comes)
{
    dscore_calendar *c = parse(CHINA);
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t third = 0;
    assert_ok(dscore_calendar_add_days(c, day(2025, 9, 30), 3, &third, &err), err);
    ck_assert_int_eq(third, day(2025, 10, 11));
    ck_assert_int_eq(open_minutes(c, 2025, 9, 28), 540);
    ck_assert_int_eq(working_days(c, day(2025, 9, 29), day(2025, 10, 13)), 5); /* 29, 30, 9, 10, 11 */
    dscore_calendar_free(c);

    /* The same as ranges and working days. */
    dscore_calendar *plain = parse("{\"week\": {\"mon-fri\": [\"09:00-18:00\"]}, \"holidays\": "
                                   "[\"2025-10-01/2025-10-08\"], \"working_days\": [\"2025-09-28\", {\"date\": "
                                   "\"2025-10-11\", \"name\": \"补班\", \"as\": \"fri\"}]}");
    ck_assert_int_eq(working_days(plain, day(2025, 9, 29), day(2025, 10, 13)), 5);
    ck_assert_int_eq(open_minutes(plain, 2025, 10, 11), 540);
    dscore_calendar_free(plain);
}
END_TEST

START_TEST(a_division_of_the_united_kingdom_is_taken_as_it_comes)
{
    /* England and Wales 2026; Boxing Day, a Saturday, is kept on the Monday after. */
    dscore_calendar *c = parse(
        "{\"week\": {\"mon-fri\": [\"09:00-17:00\"]}, \"holidays\": {\"division\": \"england-and-wales\", \"events\": ["
        "{\"title\": \"Good Friday\", \"date\": \"2026-04-03\", \"notes\": \"\", \"bunting\": false},"
        "{\"title\": \"Easter Monday\", \"date\": \"2026-04-06\", \"notes\": \"\", \"bunting\": true},"
        "{\"title\": \"Christmas Day\", \"date\": \"2026-12-25\", \"notes\": \"\", \"bunting\": true},"
        "{\"title\": \"Boxing Day\", \"date\": \"2026-12-28\", \"notes\": \"Substitute day\", \"bunting\": true}]}}");
    ck_assert_int_eq(working_days(c, day(2026, 12, 1), day(2027, 1, 1)), 21); /* 23 weekdays */
    ck_assert_int_eq(working_days(c, day(2026, 4, 1), day(2026, 4, 8)), 3);   /* 1, 2 and 7 April */
    dscore_calendar_free(c);
}
END_TEST

START_TEST(dates_with_their_names_and_several_lists_are_taken_too)
{
    dscore_calendar *c = parse(
        "{\"week\": {\"mon-fri\": [\"09:00-17:00\"]}, \"holidays\": [{\"2026-05-01\": \"1er mai\", "
        "\"2026-05-08\": \"8 mai\", \"2026-05-14\": \"Ascension\"}, \"2026-05-15\", {\"date\": \"2026-05-25\", "
        "\"name\": \"Lundi de Pentecôte\"}, {\"days\": [{\"date\": \"2026-05-14\"}, \"2026-05-14/2026-05-15\"]}]}");
    ck_assert_int_eq(working_days(c, day(2026, 5, 1), day(2026, 6, 1)), 21 - 5);
    dscore_calendar_free(c);
    c = parse("{\"week\": {\"mon-fri\": [\"09:00-17:00\"]}, \"holidays\": {\"2026-05-01\": \"1er mai\"}}");
    ck_assert_int_eq(working_days(c, day(2026, 5, 1), day(2026, 6, 1)), 20);
    dscore_calendar_free(c);
}
END_TEST

START_TEST(a_plain_working_day_takes_the_hours_of_its_version)
{
    dscore_calendar *c = parse(
        "{\"week\": {\"tue-fri\": [\"09:00-10:00\"]}, \"versions\": [{\"from\": \"2026-01-03\", \"week\": {\"mon\": "
        "[\"09:00-12:00\"]}}], \"working_days\": [\"2026-01-02/2026-01-04\"]}");
    ck_assert_int_eq(open_minutes(c, 2026, 1, 2), 60);
    ck_assert_int_eq(open_minutes(c, 2026, 1, 3), 180);
    ck_assert_int_eq(open_minutes(c, 2026, 1, 4), 180);
    dscore_calendar_free(c);
}
END_TEST

/* ---- writing -------------------------------------------------------------------------------- */

static const char *const DOCUMENTS[] = {CHINA, "{\"week\": {\"mon-fri\": [\"08:00-12:00\", \"13:00-18:00\"]}}",
    "{\"mode\": \"wall\", \"name\": \"\\\"n\", \"zone\": \"+08:00\", \"week\": {\"sun-thu\": [\"00:00-00:00\"], "
    "\"fri\": "
    "[\"22:00-22:00\"]}, \"versions\": [{\"from\": \"0001-01-01\", \"week\": {}}, {\"from\": \"9999-12-31\", \"week\": "
    "{\"sat\": [\"23:59:59-47:59:58\"]}}], \"exceptions\": {\"2026-12-24/2026-12-26\": [\"10:00-34:30\"], "
    "\"2024-02-29\": \"as:sun\"}}",
    "{\"week\": {}, \"exceptions\": {\"2026-12-24\": [\"10:00-12:00\"]}}"};

START_TEST(a_dumped_calendar_reads_back_the_same)
{
    for (size_t i = 0; i < sizeof DOCUMENTS / sizeof DOCUMENTS[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        char text[8192], again[8192];
        int64_t needed = 0;
        dscore_calendar *first = parse(DOCUMENTS[i]);
        ck_assert_int_eq(dscore_calendar_dump(first, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
        assert_ok(dscore_calendar_dump(first, text, sizeof text, NULL, &err), err);
        ck_assert_int_eq(needed, (int64_t)strlen(text) + 1);
        dscore_calendar *second = parse(text);
        ck_assert_str_eq(dscore_calendar_hash(first), dscore_calendar_hash(second));
        ck_assert_str_eq(dscore_calendar_name(first), dscore_calendar_name(second));
        assert_ok(dscore_calendar_dump(second, again, sizeof again, NULL, &err), err);
        ck_assert_str_eq(text, again);
        dscore_calendar_free(first);
        dscore_calendar_free(second);
    }
}
END_TEST

START_TEST(a_dump_is_what_a_person_would_write)
{
    dscore_error err = DSCORE_ERROR_INIT;
    char text[2048];
    dscore_calendar *c =
        parse("{\"week\": {\"wed\": [\"9:00-17:00\"], \"mon,tue\": \"09:00-17:00\", \"sat\": [\"22:00-30:00\"]}, "
              "\"holidays\": [\"2026-12-25\", \"2026-12-25/2026-12-27\"], \"working_days\": [\"2026-01-04\"]}");
    assert_ok(dscore_calendar_dump(c, text, sizeof text, NULL, &err), err);
    ck_assert_str_eq(text, "{\n"
                           "  \"deskscore\": 1,\n"
                           "  \"kind\": \"calendar\",\n"
                           "  \"zone\": \"UTC\",\n"
                           "  \"week\": {\n"
                           "    \"mon-wed\": [\"09:00-17:00\"],\n"
                           "    \"sat\": [\"22:00-06:00\"]\n"
                           "  },\n"
                           "  \"exceptions\": {\n"
                           "    \"2026-01-04\": \"as:mon\",\n"
                           "    \"2026-12-25/2026-12-27\": []\n"
                           "  }\n"
                           "}\n");
    dscore_calendar_free(c);
}
END_TEST

/* ---- zones ---------------------------------------------------------------------------------- */

static const char PARIS[] = "{\"zone\": \"Europe/Paris\", \"week\": {\"mon-fri\": [\"08:00-12:00\"]}}";

START_TEST(the_zone_that_a_document_names_is_told_before_it_is_parsed)
{
    dscore_error err = DSCORE_ERROR_INIT;
    char zone[64] = "?";
    int64_t needed = 0;
    assert_ok(dscore_calendar_zone_name(PARIS, -1, zone, sizeof zone, &needed, &err), err);
    ck_assert_str_eq(zone, "Europe/Paris");
    ck_assert_int_eq(needed, 13);
    assert_ok(dscore_calendar_zone_name("{\"week\": {}}", 12, zone, sizeof zone, NULL, &err), err);
    ck_assert_str_eq(zone, "");
    ck_assert_int_eq(dscore_calendar_zone_name(PARIS, -1, zone, 4, NULL, &err), DSCORE_E_BUFFER);
    ck_assert_int_eq(dscore_calendar_zone_name("{\"zone\": 8}", -1, zone, sizeof zone, NULL, &err), DSCORE_E_FORMAT);
    ck_assert_str_eq(err.path, "zone");
    ck_assert_int_eq(dscore_calendar_zone_name("[]", -1, zone, sizeof zone, NULL, &err), DSCORE_E_FORMAT);
    ck_assert_int_eq(dscore_calendar_zone_name("{", -1, zone, sizeof zone, NULL, &err), DSCORE_E_FORMAT);
    ck_assert_int_eq(dscore_calendar_zone_name(NULL, -1, zone, sizeof zone, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_zone_name(PARIS, -2, zone, sizeof zone, NULL, &err), DSCORE_E_ARGUMENT);
}
END_TEST

START_TEST(a_calendar_takes_the_zone_that_it_names_or_is_given)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_calendar *c = NULL;
    dscore_zone *east = NULL;
    assert_ok(dscore_zone_fixed(NULL, "+08:00", &east, &err), err);
    ck_assert_int_eq(dscore_calendar_parse(NULL, PARIS, -1, NULL, &c, &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_null(c);
    ck_assert_str_eq(err.path, "zone");
    ck_assert_int_eq(err.code, DSCORE_CODE_DOCUMENT_ZONE);
    ck_assert_int_eq(err.column, 10);
    ck_assert_int_eq(dscore_calendar_parse(NULL, PARIS, -1, east, &c, &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.message, "+08:00"));

    /* Given to a document that names none; it outlives its owner. */
    assert_ok(dscore_calendar_parse(NULL, "{\"week\": {\"mon\": \"08:00-12:00\"}}", -1, east, &c, &err), err);
    dscore_zone_free(east);
    ck_assert_str_eq(dscore_zone_name(dscore_calendar_zone(c)), "+08:00");
    int32_t open = -1;
    assert_ok(dscore_calendar_is_open(c, at(2026, 11, 16, 0, 30), &open, &err), err);
    ck_assert_int_eq(open, 1);
    dscore_calendar_free(c);

    /* Named, and needing no data. */
    assert_ok(
        dscore_calendar_parse(NULL, "{\"zone\": \"-03:30\", \"week\": {\"mon\": \"08:00-12:00\"}}", -1, NULL, &c, &err),
        err);
    assert_ok(dscore_calendar_is_open(c, at(2026, 11, 16, 11, 30), &open, &err), err);
    ck_assert_int_eq(open, 1);
    dscore_calendar_free(c);
}
END_TEST

START_TEST(a_zone_of_the_system_serves_the_calendar_that_names_it)
{
    FILE *f = fopen("/usr/share/zoneinfo/Europe/Paris", "rb");
    if (f == NULL) {
        (void)printf("skipped: the system has no zone data\n");
        return;
    }
    static unsigned char bytes[65536];
    const size_t length = fread(bytes, 1, sizeof bytes, f);
    (void)fclose(f);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_zone *paris = NULL;
    dscore_calendar *c = NULL, *again = NULL;
    char text[1024];
    assert_ok(dscore_zone_from_tzif(NULL, "Europe/Paris", bytes, (int64_t)length, &paris, &err), err);
    assert_ok(dscore_calendar_parse(NULL, PARIS, -1, paris, &c, &err), err);
    int32_t open = -1;
    assert_ok(dscore_calendar_is_open(c, at(2026, 7, 6, 6, 0), &open, &err), err); /* 08:00 in summer */
    ck_assert_int_eq(open, 1);
    assert_ok(dscore_calendar_is_open(c, at(2026, 1, 5, 6, 59), &open, &err), err); /* 07:59 in winter */
    ck_assert_int_eq(open, 0);
    assert_ok(dscore_calendar_dump(c, text, sizeof text, NULL, &err), err);
    assert_ok(dscore_calendar_parse(NULL, text, -1, paris, &again, &err), err);
    ck_assert_str_eq(dscore_calendar_hash(c), dscore_calendar_hash(again));
    dscore_calendar_free(c);
    dscore_calendar_free(again);
    dscore_zone_free(paris);
}
END_TEST

/* ---- mistakes ------------------------------------------------------------------------------- */

#define WEEK "\"week\": {\"mon-fri\": [\"09:00-17:00\"]}"

static const mistake MISTAKES[] = {
    {"{}", DSCORE_E_FORMAT, "", "\"week\" is missing"},
    {"{\"week\": {}}", DSCORE_E_PARAMETER, "", ""},
    {"{\"deskscore\": 2, " WEEK "}", DSCORE_E_FORMAT, "deskscore", "format version 2"},
    {"{\"kind\": \"rule\", " WEEK "}", DSCORE_E_FORMAT, "kind", "\"calendar\""},
    {"{" WEEK ", \"holydays\": []}", DSCORE_E_FORMAT, "holydays", "\"holidays\""},
    {"{" WEEK ", \"mode\": \"clock\"}", DSCORE_E_FORMAT, "mode", "absolute, wall"},
    {"{" WEEK ", \"name\": {\"en\": \"x\"}}", DSCORE_E_FORMAT, "name", "expected text"},
    {"{" WEEK ", \"zone\": \"\"}", DSCORE_E_FORMAT, "zone", "empty"},
    {"{" WEEK ", \"zone\": \"Paris\"}", DSCORE_E_NOT_FOUND, "zone", "\"Paris\""},
    {"{\"week\": []}", DSCORE_E_FORMAT, "week", "an object"},
    {"{\"week\": {\"monday\": []}}", DSCORE_E_FORMAT, "week.monday", "\"mon-fri\""},
    {"{\"week\": {\"mon-\": []}}", DSCORE_E_FORMAT, "week.mon-", "no weekdays"},
    {"{\"week\": {\"mon,,tue\": []}}", DSCORE_E_FORMAT, "week[\"mon,,tue\"]", "no weekdays"},
    {"{\"week\": {\"\": []}}", DSCORE_E_FORMAT, "week[\"\"]", "no weekdays"},
    {"{\"week\": {\"mon-fri\": [], \"tue\": []}}", DSCORE_E_FORMAT, "week.tue", "tue is named twice"},
    {"{\"week\": {\"mon,fri-mon\": []}}", DSCORE_E_FORMAT, "week[\"mon,fri-mon\"]", "mon is named twice"},
    {"{\"week\": {\"mon\": 8}}", DSCORE_E_FORMAT, "week.mon", "a list of hours"},
    {"{\"week\": {\"mon\": [8]}}", DSCORE_E_FORMAT, "week.mon[0]", "expected text"},
    {"{\"week\": {\"mon\": [\"09:00-17:00\", \"8-9\"]}}", DSCORE_E_FORMAT, "week.mon[1]", "\"8-9\" are no hours"},
    {"{\"week\": {\"mon\": [\"09:00-17:60\"]}}", DSCORE_E_FORMAT, "week.mon[0]", "no hours"},
    {"{\"week\": {\"mon\": [\"09:00-48:01\"]}}", DSCORE_E_FORMAT, "week.mon[0]", "no hours"},
    {"{\"week\": {\"mon\": [\"24:00-25:00\"]}}", DSCORE_E_FORMAT, "week.mon[0]", "no hours"},
    {"{\"week\": {\"mon\": [\"09:00-17:00h\"]}}", DSCORE_E_FORMAT, "week.mon[0]", "no hours"},
    {"{\"week\": {\"mon\": \"as:tue\"}}", DSCORE_E_FORMAT, "week.mon", "no hours"},
    {"{\"week\": {\"mon\": [\"09:00-12:00\", \"11:00-13:00\"]}}", DSCORE_E_FORMAT, "week.mon[1]",
        "\"11:00-13:00\" begins before \"09:00-12:00\" ends"},
    {"{\"week\": {\"mon\": [\"13:00-17:00\", \"09:00-12:00\"]}}", DSCORE_E_FORMAT, "week.mon[1]", "in order"},
    {"{\"week\": {\"mon-sun\": [\"06:00-09:00\", \"22:00-07:00\"]}}", DSCORE_E_FORMAT, "week.mon-sun[1]",
        "run on past midnight"},
    {"{\"week\": {\"mon\": \"05:00-06:00\", \"sun\": \"22:00-05:01\"}}", DSCORE_E_FORMAT, "week.sun",
        "hours of sun run on past midnight into those of mon"},
    {"{\"versions\": []}", DSCORE_E_FORMAT, "versions", "empty"},
    {"{\"versions\": {}}", DSCORE_E_FORMAT, "versions", "a list"},
    {"{\"versions\": [{\"from\": \"2026-01-01\", " WEEK "}]}", DSCORE_E_FORMAT, "versions[0].from",
        "holds from the beginning"},
    {"{" WEEK ", \"versions\": [{" WEEK "}]}", DSCORE_E_FORMAT, "versions[0]", "\"from\" is missing"},
    {"{" WEEK ", \"versions\": [{\"from\": \"2026-1-1\", " WEEK "}]}", DSCORE_E_FORMAT, "versions[0].from", "no date"},
    {"{" WEEK ", \"versions\": [{\"from\": \"2026-01-01\"}]}", DSCORE_E_FORMAT, "versions[0]", "\"week\" is missing"},
    {"{" WEEK ", \"versions\": [{\"from\": \"2026-01-01\", " WEEK "}, {\"from\": \"2026-01-01\", " WEEK "}]}",
        DSCORE_E_FORMAT, "versions[1].from", "later than the one before"},
    {"{" WEEK ", \"versions\": [{\"from\": \"2026-01-01\", \"week\": {\"tue\": [\"x\"]}}]}", DSCORE_E_FORMAT,
        "versions[0].week.tue[0]", "no hours"},
    {"{" WEEK ", \"exceptions\": [\"2026-12-25\"]}", DSCORE_E_FORMAT, "exceptions", "an object"},
    {"{" WEEK ", \"exceptions\": {\"2026-02-29\": []}}", DSCORE_E_FORMAT, "exceptions.2026-02-29", "one that exists"},
    {"{" WEEK ", \"exceptions\": {\"25.12.2026\": []}}", DSCORE_E_FORMAT, "exceptions[\"25.12.2026\"]", "no date"},
    {"{" WEEK ", \"exceptions\": {\"0000-12-25\": []}}", DSCORE_E_FORMAT, "exceptions.0000-12-25", "no date"},
    {"{" WEEK ", \"exceptions\": {\"2026-12-25/2026-12-24\": []}}", DSCORE_E_FORMAT,
        "exceptions[\"2026-12-25/2026-12-24\"]", "ends before it begins"},
    {"{" WEEK ", \"exceptions\": {\"2026-12-25/26\": []}}", DSCORE_E_FORMAT, "exceptions[\"2026-12-25/26\"]",
        "no date"},
    {"{" WEEK ", \"exceptions\": {\"2026-12-25\": \"as:friday\"}}", DSCORE_E_FORMAT, "exceptions.2026-12-25",
        "\"friday\" is no weekday"},
    {"{" WEEK ", \"exceptions\": {\"2026-12-25\": null}}", DSCORE_E_FORMAT, "exceptions.2026-12-25", "a list of hours"},
    {"{" WEEK ", \"exceptions\": {\"2026-12-25\": {\"name\": \"x\"}}}", DSCORE_E_FORMAT, "exceptions.2026-12-25",
        "\"hours\" is missing"},
    {"{" WEEK ", \"exceptions\": {\"2026-12-25\": {\"hours\": [], \"as\": \"fri\"}}}", DSCORE_E_FORMAT,
        "exceptions.2026-12-25.as", "exclude one another"},
    {"{" WEEK ", \"exceptions\": {\"2026-12-25\": [\"10:00-09\"]}}", DSCORE_E_FORMAT, "exceptions.2026-12-25[0]",
        "no hours"},
    {"{" WEEK ", \"exceptions\": {\"2026-12-25\": [], \"2026-12-24/2026-12-26\": []}}", DSCORE_E_FORMAT,
        "exceptions[\"2026-12-24/2026-12-26\"]", "2026-12-25 is named here and at exceptions.2026-12-25"},
    {"{\"holidays\": [\"2026-12-25\"], \"exceptions\": {\"2026-12-25\": []}, " WEEK "}", DSCORE_E_FORMAT, "holidays[0]",
        "here and at exceptions.2026-12-25"},
    {"{" WEEK ", \"holidays\": {\"days\": [\"2026-01-01\", {\"date\": \"2026-12-25\"}]}, \"working_days\": "
     "[\"2026-12-24/2026-12-26\"]}",
        DSCORE_E_FORMAT, "working_days[0]", "2026-12-25 is named here and at holidays.days[1]"},
    {"{" WEEK ", \"working_days\": [\"2026-01-03\", {\"date\": \"2026-01-03\", \"as\": \"fri\"}]}", DSCORE_E_FORMAT,
        "working_days[1]", "here and at working_days[0]"},
    {"{" WEEK ", \"holidays\": \"2026-12-25\"}", DSCORE_E_FORMAT, "holidays", "a list of dates"},
    {"{" WEEK ", \"holidays\": [20261225]}", DSCORE_E_FORMAT, "holidays[0]", "a date such as"},
    {"{" WEEK ", \"holidays\": [\"2026-12-25T00:00\"]}", DSCORE_E_FORMAT, "holidays[0]", "no date"},
    {"{" WEEK ", \"holidays\": [{\"date\": \"Christmas\"}]}", DSCORE_E_FORMAT, "holidays[0].date", "no date"},
    {"{" WEEK ", \"holidays\": [{\"date\": \"2026-12-25\", \"isoffday\": true}]}", DSCORE_E_FORMAT,
        "holidays[0].isoffday", "\"isOffDay\""},
    {"{" WEEK ", \"holidays\": [{\"date\": \"2026-12-25\", \"isOffDay\": 1}]}", DSCORE_E_FORMAT, "holidays[0].isOffDay",
        "true or false"},
    {"{" WEEK ", \"holidays\": [{\"date\": \"2026-12-25\", \"as\": \"fri\"}]}", DSCORE_E_FORMAT, "holidays[0].as",
        "of a working day"},
    {"{" WEEK ", \"working_days\": [{\"date\": \"2026-12-25\", \"isOffDay\": true}]}", DSCORE_E_FORMAT,
        "working_days[0].isOffDay", "a day off"},
    {"{" WEEK ", \"holidays\": {\"scotland\": {\"division\": \"scotland\", \"events\": []}}}", DSCORE_E_FORMAT,
        "holidays.scotland", "one list of several"},
    {"{" WEEK ", \"holidays\": {\"events\": [], \"days\": []}}", DSCORE_E_FORMAT, "holidays.events", "exclude"},
    {"{" WEEK ", \"holidays\": {\"events\": {}}}", DSCORE_E_FORMAT, "holidays.events", "a list"},
    {"{" WEEK ", \"holidays\": {\"2026-05-01\": 1}}", DSCORE_E_FORMAT, "holidays.2026-05-01", "expected text"},
    {"{" WEEK ", \"holidays\": [{\"may\": \"x\"}]}", DSCORE_E_FORMAT, "holidays[0].may", "no date"},
    {"{\"week\": {}, \"exceptions\": {\"2026-01-01\": \"10:00-11:00\"}, \"working_days\": [\"2026-01-03\"]}",
        DSCORE_E_FORMAT, "working_days[0]", "the first weekday that has any"},
};

START_TEST(a_mistake_in_a_calendar_is_named_with_its_path)
{
    for (size_t i = 0; i < sizeof MISTAKES / sizeof MISTAKES[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_calendar *c = NULL;
        const mistake *m = &MISTAKES[i];
        assert_mistake(m, dscore_calendar_parse(NULL, m->json, -1, NULL, &c, &err), &err);
        ck_assert_ptr_null(c);
        ck_assert_msg(m->path[0] == '\0' || (err.line == 1 && err.column > 1), "%s", m->json);
    }
}
END_TEST

START_TEST(the_place_of_a_name_is_the_name_and_of_a_value_the_value)
{
    static const char json[] = "{\"week\": {\"mon\": [\"09:00-17:00\"]},\n \"exceptions\": {\"2026-12-24\": [],\n"
                               "   \"2026-13-24\": []},\n \"holidays\": [\"x\"]}";
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_calendar *c = NULL;
    ck_assert_int_eq(dscore_calendar_parse(NULL, json, -1, NULL, &c, &err), DSCORE_E_FORMAT);
    ck_assert_int_eq(err.offset, strstr(json, "\"2026-13-24\"") - json);
    ck_assert_int_eq(err.line, 3);
    ck_assert_int_eq(err.column, 4);
    ck_assert_int_eq(err.code, DSCORE_CODE_DOCUMENT_DATE);
}
END_TEST

START_TEST(arguments_are_judged_first)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_calendar *c = NULL;
    char text[8];
    ck_assert_int_eq(dscore_calendar_parse(NULL, NULL, 0, NULL, &c, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_parse(NULL, "{}", -2, NULL, &c, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_parse(NULL, "{}", 2, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_dump(NULL, text, sizeof text, NULL, &err), DSCORE_E_ARGUMENT);
}
END_TEST

/* ---- checks --------------------------------------------------------------------------------- */

START_TEST(a_check_tells_all_mistakes_of_a_calendar)
{
    dscore_catalog *catalog = builtin_catalog();
    assert_findings(catalog,
        "{\"deskscore\": 1, \"kind\": \"calendar\", \"zone\": \"Europe/Paris\", \"week\": {\"mon\": [\"9\"], \"dim\": "
        "[]}, \"exceptions\": {\"x\": [], \"2026-12-25\": [\"1\"]}, \"holidays\": [\"y\"], \"extra\": 1}",
        "UNKNOWN_MEMBER extra\nHOURS week.mon[0]\nUNKNOWN_MEMBER week.dim\nUNKNOWN_MEMBER exceptions.x\n"
        "HOURS exceptions.2026-12-25[0]\nDATE holidays[0]\n");
    assert_findings(catalog, "{\"versions\": [{\"week\": {}}]}", "INVALID \n");
    assert_findings(catalog, "{\"week\": {\"mon\": []}, \"exceptions\": {\"2026-12-25\": [\"9:00-10:00\"]}}", "");
    assert_findings(catalog, PARIS, "");
    assert_findings(catalog, CHINA, "");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_check_warns_of_what_is_probably_not_meant)
{
    dscore_catalog *catalog = builtin_catalog();
    /* 2026-12-25 is a Friday, 2026-12-26 a Saturday. */
    assert_findings(catalog,
        "{\"week\": {\"mon\": [\"00:00-23:59\"], \"tue\": [\"10:00-10:00\"], \"sun\": [\"00:00-00:00\"], \"thu,fri\": "
        "[\"09:00-17:00\"]},"
        " \"exceptions\": {\"2026-12-25\": [\"09:00-17:00\"], \"2026-12-26\": [], \"2026-12-31\": \"as:fri\","
        " \"2026-12-17/2026-12-18\": [\"9:00-17:00\"], \"2026-12-10/2026-12-12\": [\"9:00-17:00\"]},"
        " \"working_days\": [{\"date\": \"2026-12-04\", \"as\": \"thu\"}]}",
        "CALENDAR_2359 week.mon[0]\nCALENDAR_ROUND week.tue[0]\nCALENDAR_ROUND week.sun[0]\nCALENDAR_SAME "
        "working_days[0]\n"
        "CALENDAR_SAME exceptions[\"2026-12-17/2026-12-18\"]\nCALENDAR_SAME exceptions.2026-12-25\n"
        "CALENDAR_SAME exceptions.2026-12-31\n");
    /* What ran on from the night before is cut off: that is a change. */
    assert_findings(catalog,
        "{\"week\": {\"mon-sun\": [\"22:00-06:00\"]}, \"exceptions\": {\"2026-12-25\": [\"22:00-06:00\"]}}", "");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_report_that_is_full_costs_no_more_time)
{
    dscore_catalog *catalog = builtin_catalog();
    const int count = 200000;
    char *json = malloc((size_t)count * 4 + 64);
    ck_assert_ptr_nonnull(json);
    size_t n = (size_t)sprintf(json, "{\"week\": {\"mon\": [\"09:00-17:00\"]}, \"holidays\": [\"\"");
    for (int i = 1; i < count; i++) {
        n += (size_t)sprintf(json + n, ",\"\"");
    }
    n += (size_t)sprintf(json + n, "]}");
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_document_check(catalog, json, (int64_t)n, &report, &err), err);
    ck_assert_int_eq(dscore_report_count(report), 201);
    dscore_report_free(report);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

/* ---- memory --------------------------------------------------------------------------------- */

START_TEST(memory_that_runs_out_at_any_point_is_an_error_without_a_leak)
{
    bool done = false;
    for (int64_t n = 0; !done && n < 2000; n++) {
        purse p = {n, 0};
        dscore_allocator allocator = purse_allocator(&p);
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_calendar *c = NULL;
        dscore_status status = dscore_calendar_parse(&allocator, DOCUMENTS[2], -1, NULL, &c, &err);
        done = status == DSCORE_OK;
        ck_assert_msg(done || status == DSCORE_E_MEMORY, "%s", err.message);
        ck_assert(done == (c != NULL));
        dscore_calendar_free(c);
        ck_assert_int_eq(p.held, 0);
        p.left = n;
        status = dscore_calendar_parse(&allocator, MISTAKES[48].json, -1, NULL, &c, &err);
        ck_assert(status == DSCORE_E_MEMORY || status == DSCORE_E_FORMAT);
        ck_assert_int_eq(p.held, 0);
    }
    ck_assert(done);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_week_and_its_exceptions_are_read, weekdays_may_be_spans_lists_and_pass_sunday,
        hours_past_midnight_are_written_in_two_ways, later_weeks_replace_earlier_ones_from_their_date,
        an_exception_may_be_a_range_take_a_weekday_or_carry_a_name, the_chinese_list_of_a_year_is_taken_as_it_comes,
        a_division_of_the_united_kingdom_is_taken_as_it_comes, dates_with_their_names_and_several_lists_are_taken_too,
        a_plain_working_day_takes_the_hours_of_its_version, a_dumped_calendar_reads_back_the_same,
        a_dump_is_what_a_person_would_write, the_zone_that_a_document_names_is_told_before_it_is_parsed,
        a_calendar_takes_the_zone_that_it_names_or_is_given, a_zone_of_the_system_serves_the_calendar_that_names_it,
        a_mistake_in_a_calendar_is_named_with_its_path, the_place_of_a_name_is_the_name_and_of_a_value_the_value,
        arguments_are_judged_first, a_check_tells_all_mistakes_of_a_calendar,
        a_check_warns_of_what_is_probably_not_meant, a_report_that_is_full_costs_no_more_time,
        memory_that_runs_out_at_any_point_is_an_error_without_a_leak};
    return RUN_TESTS("document calendars", tests);
}
