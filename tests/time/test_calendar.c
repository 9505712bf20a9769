/* Business calendars: cases worked by hand, from the meaning of a calendar as time.h tells it and from what published
   programs got wrong. */
#include "calendar_support.h"

static const char *const always = "mon-sun 00:00-24:00";

#define assert_between(c, from, to, us) ck_assert_int_eq(between((c), at((c), (from)), at((c), (to))), (us))
#define assert_add(c, t, span, expected) ck_assert_int_eq(add((c), at((c), (t)), (span)), at((c), (expected)))

START_TEST(hours_are_half_open_and_signed)
{
    dscore_calendar *c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 09:00-17:00", "");
    assert_between(c, "2026-11-20 16:00", "2026-11-23 10:00", 2 * HOUR); /* Friday to Monday */
    assert_between(c, "2026-11-23 10:00", "2026-11-20 16:00", -2 * HOUR);
    assert_between(c, "2026-11-21 00:00", "2026-11-23 09:00", 0);
    int32_t open;
    ck_assert_int_eq(dscore_calendar_is_open(c, at(c, "2026-11-20 09:00"), &open, NULL), DSCORE_OK);
    ck_assert_int_eq(open, 1);
    ck_assert_int_eq(dscore_calendar_is_open(c, at(c, "2026-11-20 17:00"), &open, NULL), DSCORE_OK);
    ck_assert_int_eq(open, 0);
    ck_assert_int_eq(dscore_calendar_is_open(c, at(c, "2026-11-20 17:00") - 1, &open, NULL), DSCORE_OK);
    ck_assert_int_eq(open, 1);
    dscore_calendar_free(c);
}
END_TEST

START_TEST(lunch_is_no_business_time)
{
    dscore_calendar *c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 08:00-12:00 13:00-18:00", "");
    assert_between(c, "2026-11-20 11:30", "2026-11-20 13:30", HOUR);
    assert_between(c, "2026-11-16 00:00", "2026-11-23 00:00", 45 * HOUR);
    assert_add(c, "2026-11-20 11:30", HOUR, "2026-11-20 13:30");
    assert_add(c, "2026-11-20 11:30", 30 * MINUTE, "2026-11-20 12:00"); /* not 13:00 */
    assert_add(c, "2026-11-20 13:30", -30 * MINUTE, "2026-11-20 13:00");
    assert_add(c, "2026-11-20 13:30", -HOUR, "2026-11-20 11:30");
    dscore_calendar_free(c);
}
END_TEST

START_TEST(a_deadline_falls_on_friday_evening_not_on_monday)
{
    dscore_calendar *c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 09:00-17:00", "");
    assert_add(c, "2026-11-20 16:00", HOUR, "2026-11-20 17:00");
    assert_add(c, "2026-11-20 16:00", HOUR + SECOND, "2026-11-23 09:00:01");
    assert_add(c, "2026-11-21 12:00", 0, "2026-11-21 12:00");
    assert_add(c, "2026-11-23 10:00", -HOUR, "2026-11-23 09:00");
    assert_add(c, "2026-11-23 10:00", -HOUR - MINUTE, "2026-11-20 16:59");
    int64_t open;
    ck_assert_int_eq(dscore_calendar_next_open(c, at(c, "2026-11-20 17:00"), &open, NULL), DSCORE_OK);
    ck_assert_int_eq(open, at(c, "2026-11-23 09:00"));
    ck_assert_int_eq(dscore_calendar_next_open(c, at(c, "2026-11-20 12:34"), &open, NULL), DSCORE_OK);
    ck_assert_int_eq(open, at(c, "2026-11-20 12:34"));
    dscore_calendar_free(c);
}
END_TEST

/* 24:00 is a day's end; 23:59 is a minute earlier. */
START_TEST(a_day_ends_at_24_00)
{
    dscore_calendar *whole = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, always, "");
    dscore_calendar *less = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-sun 00:00-23:59", "");
    assert_between(whole, "2026-11-16", "2026-11-23", 168 * HOUR);
    assert_between(less, "2026-11-16", "2026-11-23", 168 * HOUR - 7 * MINUTE);
    dscore_calendar_free(whole);
    dscore_calendar_free(less);
}
END_TEST

/* Day by day in steps of 86,400 seconds, these come out as 57.0 and 10.5 hours. */
START_TEST(a_day_of_25_hours_counts_25)
{
    dscore_zone *paris = zone_named("Europe/Paris");
    if (paris == NULL) {
        return;
    }
    dscore_calendar *c = calendar_of(paris, DSCORE_CALENDAR_ABSOLUTE, always, "");
    assert_between(c, "2020-10-25 00:30", "2020-10-26 10:00", 34 * HOUR + 30 * MINUTE);
    assert_between(c, "2020-03-28 23:30", "2020-03-30 10:00", 33 * HOUR + 30 * MINUTE);
    assert_between(c, "2020-03-29", "2020-03-30", 23 * HOUR);
    assert_between(c, "9999-10-31", "9999-11-01", 25 * HOUR); /* the last Sunday of October */
    dscore_calendar_free(c);

    /* Both passes of 02:00-03:00 are open; the skipped one is no time. */
    c = calendar_of(paris, DSCORE_CALENDAR_ABSOLUTE, "sun 02:30-10:00", "");
    assert_between(c, "2020-10-25", "2020-10-26", 8 * HOUR);
    assert_between(c, "2020-03-29", "2020-03-30", 7 * HOUR);
    int64_t open;
    ck_assert_int_eq(dscore_calendar_next_open(c, at(c, "2020-03-28"), &open, NULL), DSCORE_OK);
    ck_assert_int_eq(open, at(c, "2020-03-29 03:00"));
    /* A microsecond into the second pass. */
    ck_assert_int_eq(add(c, at(c, "2020-10-25"), 30 * MINUTE + 1), at(c, "2020-10-25 02:30") + HOUR + 1);
    dscore_calendar_free(c);
    dscore_zone_free(paris);
}
END_TEST

START_TEST(the_wall_clock_counts_24_hours_a_day)
{
    dscore_zone *paris = zone_named("Europe/Paris");
    if (paris == NULL) {
        return;
    }
    dscore_calendar *c = calendar_of(paris, DSCORE_CALENDAR_WALL, always, "");
    assert_between(c, "2020-10-25", "2020-10-26", 24 * HOUR);
    assert_between(c, "2020-03-29", "2020-03-30", 24 * HOUR);
    /* The clock stands from 03:00 summer time until 03:00 is shown again. */
    const int64_t back = at(c, "2020-10-25 03:00") - HOUR;
    ck_assert_int_eq(between(c, back - HOUR, back), HOUR);
    ck_assert_int_eq(between(c, back, back + HOUR), 0);
    ck_assert_int_eq(between(c, back, back + 2 * HOUR), HOUR);
    /* The skipped hour counts when it is skipped, and a span that ends in it ends there. */
    const int64_t gap = at(c, "2020-03-29 03:00");
    ck_assert_int_eq(between(c, gap - 1, gap), HOUR + 1);
    ck_assert_int_eq(add(c, gap - HOUR, HOUR + 30 * MINUTE), gap);
    ck_assert_int_eq(add(c, gap - HOUR, 2 * HOUR + MINUTE), gap + MINUTE);
    ck_assert_int_eq(add(c, gap + HOUR, -HOUR), gap);
    ck_assert_int_eq(add(c, gap + HOUR, -HOUR - MINUTE), gap - 1);
    /* Open is what the wall shows, in either mode. */
    int32_t open;
    ck_assert_int_eq(dscore_calendar_is_open(c, back + MINUTE, &open, NULL), DSCORE_OK);
    ck_assert_int_eq(open, 1);
    /* Over all the years the wall clock shows more time than passes: it was 9:21 min ahead of UTC, and is an hour. */
    const int64_t most = between(c, DSI_TIME_FIRST, DSI_TIME_LAST);
    ck_assert_int_eq(most, DSI_TIME_LAST - DSI_TIME_FIRST + 50 * MINUTE + 39 * SECOND);
    ck_assert_int_eq(add(c, DSI_TIME_FIRST, most), DSI_TIME_LAST);
    ck_assert_int_eq(add(c, DSI_TIME_LAST, -most), DSI_TIME_FIRST);
    dscore_calendar_free(c);
    dscore_zone_free(paris);
}
END_TEST

START_TEST(a_night_shift_belongs_to_the_dates_it_stands_in)
{
    dscore_calendar *c =
        calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 22:00-06:00", "2026-12-25; 2026-12-26 22:00-30:00");
    assert_between(c, "2026-11-20 12:00", "2026-11-21 12:00", 8 * HOUR); /* Friday night */
    assert_between(c, "2026-11-22 12:00", "2026-11-23 12:00", 0);        /* Sunday night */
    assert_between(c, "2026-12-24", "2026-12-25", 8 * HOUR);             /* 00:00-06:00 and 22:00-24:00 */
    assert_between(c, "2026-12-25", "2026-12-26", 0);                    /* cut by local date */
    assert_between(c, "2026-12-26", "2026-12-27", 2 * HOUR); /* an exception of its own: not what ran on from Friday */
    assert_between(c, "2026-12-27", "2026-12-28", 6 * HOUR); /* its night runs on */
    assert_between(c, "2026-12-28", "2026-12-29", 2 * HOUR);
    dscore_calendar_free(c);

    /* The date after a holiday keeps its own early hours. */
    c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 22:00-06:00", "2026-12-24");
    assert_between(c, "2026-12-24", "2026-12-25", 0);
    assert_between(c, "2026-12-25", "2026-12-26", 8 * HOUR);
    dscore_calendar_free(c);

    /* Sunday runs on into Monday; both nights of two exceptions in a row. */
    c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "sun 20:00-04:00", "2026-11-24..2026-11-25 23:00-01:00");
    assert_between(c, "2026-11-22", "2026-11-23", 4 * HOUR);
    assert_between(c, "2026-11-23", "2026-11-24", 4 * HOUR);
    assert_between(c, "2026-11-24", "2026-11-25", HOUR);
    assert_between(c, "2026-11-25", "2026-11-26", HOUR);
    assert_between(c, "2026-11-26", "2026-11-27", HOUR);
    dscore_calendar_free(c);
}
END_TEST

START_TEST(a_make_up_day_takes_the_hours_of_a_weekday)
{
    dscore_calendar *c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-thu 09:00-18:00; fri 09:00-15:00",
        "2025-10-11 as fri; 2025-10-12 as mon; 2025-10-13");
    assert_between(c, "2025-10-11", "2025-10-12", 6 * HOUR);
    assert_between(c, "2025-10-12", "2025-10-13", 9 * HOUR);
    assert_between(c, "2025-10-13", "2025-10-14", 0);
    dscore_calendar_free(c);
}
END_TEST

START_TEST(later_versions_replace_the_week_from_their_date)
{
    static desk d;
    desk_start(&d, NULL, DSCORE_CALENDAR_ABSOLUTE);
    add_week(&d, INT64_MIN, "mon-fri 09:00-17:00");
    add_week(&d, day_of("2026-07-01"), "mon-fri 08:00-18:00; sat 10:00-12:00"); /* a Wednesday */
    add_week(&d, day_of("2026-08-01"), "mon-sun 22:00-06:00");
    add_exceptions(&d, "2026-06-30; 2026-07-02; 2026-07-03 as sat; 2026-06-29 as sat");
    dscore_calendar *c = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dsi_calendar_new(NULL, &d.spec, &c, &err), err);
    assert_between(c, "2026-06-22", "2026-06-29", 40 * HOUR);
    assert_between(c, "2026-06-29", "2026-07-01", 0); /* Saturday's hours of that version: none */
    assert_between(c, "2026-07-01", "2026-07-02", 10 * HOUR);
    assert_between(c, "2026-07-02", "2026-07-03", 0);
    assert_between(c, "2026-07-03", "2026-07-04", 2 * HOUR);
    assert_between(c, "2026-07-06", "2026-07-13", 52 * HOUR);
    assert_between(c, "2026-07-31", "2026-08-01", 10 * HOUR);
    assert_between(c, "2026-08-01", "2026-08-02", 8 * HOUR); /* its week as a whole, early hours too */
    dscore_calendar_free(c);
}
END_TEST

START_TEST(lord_howe_moves_by_half_an_hour)
{
    dscore_zone *zone = zone_named("Australia/Lord_Howe");
    if (zone == NULL) {
        return;
    }
    dscore_calendar *c = calendar_of(zone, DSCORE_CALENDAR_ABSOLUTE, always, "");
    assert_between(c, "2026-04-05", "2026-04-06", 24 * HOUR + 30 * MINUTE);
    assert_between(c, "2026-10-04", "2026-10-05", 23 * HOUR + 30 * MINUTE);
    dscore_calendar_free(c);
    c = calendar_of(zone, DSCORE_CALENDAR_ABSOLUTE, "sun 01:45-02:15", "");
    assert_between(c, "2026-04-05", "2026-04-06", 45 * MINUTE); /* 01:45-02:00 is shown twice */
    assert_between(c, "2026-10-04", "2026-10-05", 15 * MINUTE); /* 02:00-02:30 is skipped: 01:45-02:00 */
    dscore_calendar_free(c);
    dscore_zone_free(zone);
}
END_TEST

START_TEST(a_date_that_a_zone_skipped_is_no_time_and_no_working_day)
{
    dscore_zone *zone = zone_named("Pacific/Apia");
    if (zone == NULL) {
        return;
    }
    dscore_calendar *c = calendar_of(zone, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 09:00-17:00", "");
    assert_between(c, "2011-12-29 16:00", "2011-12-31 12:00", HOUR); /* Friday 30 December 2011 never was */
    assert_add(c, "2011-12-29 16:00", 2 * HOUR, "2012-01-02 10:00");
    int64_t days;
    ck_assert_int_eq(dscore_calendar_days(c, day_of("2011-12-26"), day_of("2012-01-02"), &days, NULL), DSCORE_OK);
    ck_assert_int_eq(days, 4);
    int64_t day;
    ck_assert_int_eq(dscore_calendar_add_days(c, day_of("2011-12-29"), 1, &day, NULL), DSCORE_OK);
    ck_assert_int_eq(day, day_of("2012-01-02"));
    ck_assert_int_eq(dscore_calendar_add_days(c, day_of("2012-01-02"), -1, &day, NULL), DSCORE_OK);
    ck_assert_int_eq(day, day_of("2011-12-29"));
    double parts;
    ck_assert_int_eq(
        dscore_calendar_business_days(c, at(c, "2011-12-26 00:00"), at(c, "2012-01-02 13:00"), &parts, NULL),
        DSCORE_OK);
    assert_close(parts, 4.5, 1e-12);
    dscore_calendar_free(c);
    /* On the wall it counts at once. */
    c = calendar_of(zone, DSCORE_CALENDAR_WALL, "mon-fri 09:00-17:00", "");
    assert_between(c, "2011-12-29 16:00", "2011-12-31 12:00", 9 * HOUR);
    dscore_calendar_free(c);
    dscore_zone_free(zone);
}
END_TEST

/* Samoa crossed the date line eastwards and had 4 July 1892, a Monday, twice. */
START_TEST(a_date_that_a_zone_had_twice_is_one_working_day_of_48_hours)
{
    dscore_zone *apia = zone_named("Pacific/Apia");
    if (apia == NULL) {
        return;
    }
    const int64_t day = day_of("1892-07-04");
    int64_t start, end, days, found;
    ck_assert_int_eq(dscore_zone_day_start(apia, day, &start, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_zone_day_start(apia, day + 1, &end, NULL), DSCORE_OK);
    ck_assert_int_eq(end - start, 48 * HOUR);
    dscore_calendar *c = calendar_of(apia, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 09:00-17:00", "");
    ck_assert_int_eq(between(c, start, end), 16 * HOUR);
    ck_assert_int_eq(between(c, start, start + DAY), 8 * HOUR);
    ck_assert_int_eq(add(c, start, 8 * HOUR + MINUTE), start + DAY + 9 * HOUR + MINUTE);
    ck_assert_int_eq(dscore_calendar_days(c, day, day + 1, &days, NULL), DSCORE_OK);
    ck_assert_int_eq(days, 1);
    ck_assert_int_eq(dscore_calendar_add_days(c, day - 1, 1, &found, NULL), DSCORE_OK);
    ck_assert_int_eq(found, day);
    ck_assert_int_eq(dscore_calendar_add_days(c, day - 1, 2, &found, NULL), DSCORE_OK);
    ck_assert_int_eq(found, day + 1);
    double parts;
    ck_assert_int_eq(dscore_calendar_business_days(c, start, end, &parts, NULL), DSCORE_OK);
    ck_assert_double_eq(parts, 1);
    dscore_calendar_free(c);

    c = calendar_of(apia, DSCORE_CALENDAR_WALL, "mon-fri 09:00-17:00", "");
    ck_assert_int_eq(between(c, start, end), 8 * HOUR);
    ck_assert_int_eq(between(c, start + DAY, end), 0);
    dscore_calendar_free(c);
    dscore_zone_free(apia);
}
END_TEST

/* Clocks that go forward by 25 hours when the first Sunday of March begins skip that Sunday, every year. */
START_TEST(dates_that_a_rule_skips_are_skipped_in_all_years)
{
    dscore_zone *zone = zone_with_rule("STD12DST-13,M3.1.0/0,M9.1.0/0");
    dscore_calendar *c = calendar_of(zone, DSCORE_CALENDAR_ABSOLUTE, always, "2030-01-01");
    static const int32_t years[] = {1999, 2026, 2429, 2430, 2431, 2800, 2830, 3230, 8000, 9999};
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
        const int64_t march = dsi_civil_day(years[i], 3, 1);
        const int64_t sunday = march + 7 - dsi_civil_weekday(march);
        int64_t days;
        ck_assert_int_eq(dscore_calendar_days(c, sunday, sunday + 1, &days, NULL), DSCORE_OK);
        ck_assert_int_eq(days, 0);
        ck_assert_int_eq(dscore_calendar_days(c, march, march + 31, &days, NULL), DSCORE_OK);
        ck_assert_int_eq(days, 30);
        int64_t day;
        ck_assert_int_eq(dscore_calendar_add_days(c, sunday - 1, 1, &day, NULL), DSCORE_OK);
        ck_assert_int_eq(day, sunday + 1);
    }
    dscore_calendar_free(c);
    dscore_zone_free(zone);
}
END_TEST

START_TEST(a_midnight_that_is_skipped_or_shown_twice)
{
    dscore_zone *zone = zone_named("America/Havana");
    if (zone == NULL) {
        return;
    }
    /* 2026-03-08 00:00-01:00 is skipped; 2026-11-01 00:00-01:00 is shown twice. */
    dscore_calendar *c = calendar_of(zone, DSCORE_CALENDAR_ABSOLUTE, "sat 22:00-24:00; sun 00:00-02:00", "");
    assert_between(c, "2026-03-07 12:00", "2026-03-08 12:00", 3 * HOUR);
    assert_between(c, "2026-10-31 12:00", "2026-11-01 12:00", 5 * HOUR);
    dscore_calendar_free(c);
    dscore_zone_free(zone);
}
END_TEST

/* 1-8 October off, Sunday 28 September and Saturday 11 October worked. */
START_TEST(the_third_working_day_after_the_national_holiday)
{
    dscore_zone *zone = zone_named("+08:00");
    dscore_calendar *c = calendar_of(zone, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 09:00-18:00",
        "2025-10-01..2025-10-08; 2025-10-11 as fri; 2025-09-28 as fri");
    int64_t day;
    ck_assert_int_eq(dscore_calendar_add_days(c, day_of("2025-09-30"), 3, &day, NULL), DSCORE_OK);
    ck_assert_int_eq(day, day_of("2025-10-11"));
    ck_assert_int_eq(dscore_calendar_add_days(c, day_of("2025-10-11"), -3, &day, NULL), DSCORE_OK);
    ck_assert_int_eq(day, day_of("2025-09-30"));
    ck_assert_int_eq(dscore_calendar_add_days(c, day_of("2025-10-11"), -5, &day, NULL), DSCORE_OK);
    ck_assert_int_eq(day, day_of("2025-09-28"));
    ck_assert_int_eq(dscore_calendar_add_days(c, day_of("2025-10-04"), 0, &day, NULL), DSCORE_OK);
    ck_assert_int_eq(day, day_of("2025-10-04"));
    int64_t days;
    ck_assert_int_eq(dscore_calendar_days(c, day_of("2025-09-28"), day_of("2025-10-12"), &days, NULL), DSCORE_OK);
    ck_assert_int_eq(days, 6); /* 28, 29, 30 September; 9, 10, 11 October */
    ck_assert_int_eq(dscore_calendar_days(c, day_of("2025-10-12"), day_of("2025-09-28"), &days, NULL), DSCORE_OK);
    ck_assert_int_eq(days, -6);
    dscore_calendar_free(c);
    dscore_zone_free(zone);
}
END_TEST

START_TEST(business_days_have_parts)
{
    dscore_calendar *c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 08:00-12:00 13:00-17:00", "2026-12-25");
    static const struct {
        const char *from, *to;
        double days;
    } cases[] = {
        {"2026-11-16 08:00", "2026-11-20 17:00", 5},
        {"2026-11-16 12:00", "2026-11-17 12:00", 1},
        {"2026-11-16 10:00", "2026-11-16 12:30", 0.25},
        {"2026-11-20 16:00", "2026-11-23 09:00", 0.25},
        {"2026-11-23 09:00", "2026-11-20 16:00", -0.25},
        {"2026-12-24 12:00", "2026-12-28 12:00", 1},
        {"2026-11-21 03:00", "2026-11-22 23:00", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double days;
        ck_assert_int_eq(
            dscore_calendar_business_days(c, at(c, cases[i].from), at(c, cases[i].to), &days, NULL), DSCORE_OK);
        assert_close(days, cases[i].days, 1e-15);
    }
    dscore_calendar_free(c);
}
END_TEST

START_TEST(pauses_count_once)
{
    dscore_calendar *c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 09:00-17:00", "");
    const int64_t from = at(c, "2026-11-20 09:00");
    const int64_t to = at(c, "2026-11-23 11:00"); /* 10 hours */
    int64_t us;
    const int64_t sorted[] = {at(c, "2026-11-19 09:00"), at(c, "2026-11-20 10:00"), at(c, "2026-11-20 12:00"),
        at(c, "2026-11-20 14:00"), at(c, "2026-11-20 13:00"), at(c, "2026-11-20 13:30"), at(c, "2026-11-20 16:00"),
        at(c, "2026-11-20 15:00"), at(c, "2026-11-23 10:30"), INT64_MAX};
    ck_assert_int_eq(dscore_calendar_between_paused(c, from, to, sorted, 5, &us, NULL), DSCORE_OK);
    ck_assert_int_eq(us, 10 * HOUR - HOUR - 2 * HOUR - 30 * MINUTE);
    ck_assert_int_eq(dscore_calendar_between_paused(c, to, from, sorted, 5, &us, NULL), DSCORE_OK);
    ck_assert_int_eq(us, -(6 * HOUR + 30 * MINUTE));
    const int64_t mixed[] = {
        sorted[8], sorted[9], sorted[4], sorted[5], sorted[6], sorted[7], sorted[2], sorted[3], sorted[0], sorted[1]};
    ck_assert_int_eq(dscore_calendar_between_paused(c, from, to, mixed, 5, &us, NULL), DSCORE_OK);
    ck_assert_int_eq(us, 6 * HOUR + 30 * MINUTE);
    ck_assert_int_eq(dscore_calendar_between_paused(c, from, to, NULL, 0, &us, NULL), DSCORE_OK);
    ck_assert_int_eq(us, 10 * HOUR);
    const int64_t far[] = {from, INT64_MAX - 1};
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_calendar_between_paused(c, from, to, far, 1, &us, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(err.row, 0);
    ck_assert_int_eq(dscore_calendar_between_paused(c, from, to, NULL, 1, &us, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_between_paused(c, from, to, far, -1, &us, NULL), DSCORE_E_ARGUMENT);
    dscore_calendar_free(c);
}
END_TEST

START_TEST(a_calendar_may_close_for_good_or_open_once)
{
    static desk d;
    desk_start(&d, NULL, DSCORE_CALENDAR_ABSOLUTE);
    add_week(&d, INT64_MIN, "mon-fri 09:00-17:00");
    add_week(&d, day_of("2026-01-01"), "");
    dscore_calendar *c = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dsi_calendar_new(NULL, &d.spec, &c, &err), err);
    assert_between(c, "2025-12-31", "2100-01-01", 8 * HOUR);
    int64_t t = 42;
    ck_assert_int_eq(dscore_calendar_next_open(c, at(c, "2026-01-01"), &t, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_calendar_add(c, at(c, "2026-01-01"), 1, &t, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(t, 42);
    assert_add(c, "2500-01-01", -HOUR, "2025-12-31 16:00");
    dscore_calendar_free(c);

    dscore_zone *paris = zone_named("Europe/Paris");
    if (paris == NULL) {
        return;
    }
    c = calendar_of(paris, DSCORE_CALENDAR_ABSOLUTE, "", "2026-12-26 10:00-14:00");
    assert_between(c, "0001-01-02", "9999-12-30", 4 * HOUR);
    assert_add(c, "0001-01-02", 4 * HOUR, "2026-12-26 14:00");
    assert_add(c, "9999-12-30", -4 * HOUR, "2026-12-26 10:00");
    ck_assert_int_eq(dscore_calendar_next_open(c, at(c, "2026-12-26 14:00"), &t, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_calendar_next_open(c, DSI_TIME_FIRST, &t, &err), DSCORE_OK);
    ck_assert_int_eq(t, at(c, "2026-12-26 10:00"));
    ck_assert_int_eq(dscore_calendar_add(c, DSI_TIME_FIRST, 4 * HOUR + 1, &t, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_calendar_add(c, DSI_TIME_LAST, -4 * HOUR - 1, &t, &err), DSCORE_E_RANGE);
    dscore_calendar_free(c);
    dscore_zone_free(paris);
}
END_TEST

START_TEST(arrays_take_missing_values_and_may_be_answered_in_place)
{
    dscore_calendar *c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-fri 09:00-17:00", "");
    const int64_t a = at(c, "2026-11-20 16:00");
    const int64_t b = at(c, "2026-11-23 10:00");
    int64_t from[] = {a, INT64_MIN, a, b};
    int64_t to[] = {b, b, INT64_MIN, a};
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_calendar_between_array(c, from, to, 4, to, &err), err);
    const int64_t expected[] = {2 * HOUR, INT64_MIN, INT64_MIN, -2 * HOUR};
    ck_assert_mem_eq(to, expected, sizeof expected);
    assert_ok(dscore_calendar_add_array(c, from, to, 4, from, &err), err);
    const int64_t added[] = {b, INT64_MIN, INT64_MIN, a};
    ck_assert_mem_eq(from, added, sizeof added);
    assert_ok(dscore_calendar_between_array(c, NULL, NULL, 0, NULL, &err), err);
    ck_assert_int_eq(dscore_calendar_between_array(c, NULL, to, 1, to, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_between_array(c, from, to, -1, to, &err), DSCORE_E_ARGUMENT);
    const int64_t late[] = {a, a, DSI_TIME_LAST + 1};
    int64_t out[3];
    ck_assert_int_eq(dscore_calendar_between_array(c, late, late, 3, out, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(err.row, 2);
    const int64_t spans[] = {HOUR, INT64_MAX, 0};
    ck_assert_int_eq(dscore_calendar_add_array(c, late, spans, 3, out, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(err.row, 1);
    dscore_calendar_free(c);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {hours_are_half_open_and_signed, lunch_is_no_business_time,
        a_deadline_falls_on_friday_evening_not_on_monday, a_day_ends_at_24_00, a_day_of_25_hours_counts_25,
        the_wall_clock_counts_24_hours_a_day, a_night_shift_belongs_to_the_dates_it_stands_in,
        a_make_up_day_takes_the_hours_of_a_weekday, later_versions_replace_the_week_from_their_date,
        lord_howe_moves_by_half_an_hour, a_date_that_a_zone_skipped_is_no_time_and_no_working_day,
        a_date_that_a_zone_had_twice_is_one_working_day_of_48_hours, dates_that_a_rule_skips_are_skipped_in_all_years,
        a_midnight_that_is_skipped_or_shown_twice, the_third_working_day_after_the_national_holiday,
        business_days_have_parts, pauses_count_once, a_calendar_may_close_for_good_or_open_once,
        arrays_take_missing_values_and_may_be_answered_in_place};
    return RUN_TESTS("calendar", tests);
}
