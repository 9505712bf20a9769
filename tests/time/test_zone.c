/* Zones by hand-worked cases: what the wall clocks of known places did, taken from their published rules. */
#include "zone_support.h"

#include "time/zone.h"

START_TEST(paris_changes_at_one_o_clock_utc)
{
    dscore_zone *zone = tz_footer("CET-1CEST,M3.5.0,M10.5.0/3");
    assert_change(zone, "2026-03-29T01:00:00", 3600, 7200);
    assert_change(zone, "2026-10-25T01:00:00", 7200, 3600);
    assert_local(zone, "2026-07-01T12:00:00", DSCORE_LOCAL_ONCE, "2026-07-01T10:00:00", "2026-07-01T10:00:00");
    assert_local(zone, "2026-03-29T02:30:00", DSCORE_LOCAL_GAP, "2026-03-29T00:30:00", "2026-03-29T01:30:00");
    assert_local(zone, "2026-10-25T02:30:00", DSCORE_LOCAL_TWICE, "2026-10-25T00:30:00", "2026-10-25T01:30:00");
    assert_local(zone, "2026-03-29T03:00:00", DSCORE_LOCAL_ONCE, "2026-03-29T01:00:00", "2026-03-29T01:00:00");
    assert_local(zone, "2026-10-25T03:00:00", DSCORE_LOCAL_ONCE, "2026-10-25T02:00:00", "2026-10-25T02:00:00");
    assert_day_start(zone, "2026-03-29", "2026-03-28T23:00:00");
    assert_day_start(zone, "2026-03-30", "2026-03-29T22:00:00");
    int64_t instant = 0;
    assert_ok(dscore_zone_instant(
                  zone, at("2026-03-29T02:30:00"), DSCORE_GAP_END, DSCORE_OVERLAP_FIRST, &instant, NULL, NULL),
        (dscore_error)DSCORE_ERROR_INIT);
    ck_assert_int_eq(instant, at("2026-03-29T01:00:00"));
    dscore_zone_free(zone);
}
END_TEST

START_TEST(a_policy_may_reject_and_still_tells_the_kind)
{
    dscore_zone *zone = tz_footer("CET-1CEST,M3.5.0,M10.5.0/3");
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t instant = 77;
    int32_t kind = 0;
    ck_assert_int_eq(dscore_zone_instant(zone, at("2026-03-29T02:30:00"), DSCORE_GAP_REJECT, DSCORE_OVERLAP_FIRST,
                         &instant, &kind, &err),
        DSCORE_E_RANGE);
    ck_assert_int_eq(kind, DSCORE_LOCAL_GAP);
    ck_assert_int_eq(err.code, DSCORE_CODE_TIME_REJECTED);
    ck_assert_str_eq(err.message, "2026-03-29T02:30:00 was skipped in Test/Zone");
    ck_assert_int_eq(dscore_zone_instant(
                         zone, at("2026-10-25T02:30:00"), DSCORE_GAP_END, DSCORE_OVERLAP_REJECT, &instant, &kind, &err),
        DSCORE_E_RANGE);
    ck_assert_int_eq(kind, DSCORE_LOCAL_TWICE);
    ck_assert_int_eq(instant, 77);
    dscore_zone_free(zone);
}
END_TEST

START_TEST(lord_howe_moves_by_half_an_hour)
{
    dscore_zone *zone = tz_footer("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
    assert_change(zone, "2026-04-04T15:00:00", 39600, 37800);
    assert_change(zone, "2026-10-03T15:30:00", 37800, 39600);
    assert_local(zone, "2026-04-05T01:45:00", DSCORE_LOCAL_TWICE, "2026-04-04T14:45:00", "2026-04-04T15:15:00");
    assert_local(zone, "2026-04-05T01:29:59", DSCORE_LOCAL_ONCE, "2026-04-04T14:29:59", "2026-04-04T14:29:59");
    assert_local(zone, "2026-10-04T02:10:00", DSCORE_LOCAL_GAP, "2026-10-03T15:10:00", "2026-10-03T15:40:00");
    dscore_zone_free(zone);
}
END_TEST

START_TEST(apia_skipped_a_friday)
{
    const tz_text text = {.version = 2,
        .types = {-36000, 50400},
        .type_count = 2,
        .times = {1325239200}, /* 2011-12-30T10:00:00Z */
        .kinds = {1},
        .time_count = 1,
        .footer = "<+14>-14"};
    dscore_zone *zone = tz_zone(&text);
    assert_change(zone, "2011-12-30T10:00:00", -36000, 50400);
    assert_day_start(zone, "2011-12-29", "2011-12-29T10:00:00");
    assert_day_start(zone, "2011-12-30", "2011-12-30T10:00:00");
    assert_day_start(zone, "2011-12-31", "2011-12-30T10:00:00");
    assert_day_start(zone, "2012-01-01", "2011-12-31T10:00:00");
    int64_t instant = 0;
    int32_t kind = 0;
    ck_assert_int_eq(dscore_zone_instant(zone, at("2011-12-30T12:00:00"), DSCORE_GAP_END, 1, &instant, &kind, NULL), 0);
    ck_assert_int_eq(instant, at("2011-12-30T10:00:00"));
    ck_assert_int_eq(kind, DSCORE_LOCAL_GAP);
    int64_t day = 0;
    ck_assert_int_eq(dscore_zone_day(zone, at("2011-12-30T10:00:00") - 1, &day, NULL), DSCORE_OK);
    ck_assert_int_eq(day, at("2011-12-29") / DAY);
    ck_assert_int_eq(dscore_zone_day(zone, at("2011-12-30T10:00:00"), &day, NULL), DSCORE_OK);
    ck_assert_int_eq(day, at("2011-12-31") / DAY);
    dscore_zone_free(zone);
}
END_TEST

START_TEST(havana_shows_midnight_twice_and_skips_it)
{
    dscore_zone *zone = tz_footer("CST5CDT,M3.2.0/0,M11.1.0/1");
    assert_change(zone, "2026-11-01T05:00:00", -14400, -18000);
    assert_local(zone, "2026-11-01T00:30:00", DSCORE_LOCAL_TWICE, "2026-11-01T04:30:00", "2026-11-01T05:30:00");
    assert_day_start(zone, "2026-11-01", "2026-11-01T04:00:00");
    assert_day_start(zone, "2026-11-02", "2026-11-02T05:00:00");
    assert_day_start(zone, "2026-03-08", "2026-03-08T05:00:00");
    assert_local(zone, "2026-03-08T00:00:00", DSCORE_LOCAL_GAP, "2026-03-08T04:00:00", "2026-03-08T05:00:00");
    dscore_zone_free(zone);
}
END_TEST

START_TEST(sao_paulo_skips_midnight_and_repeats_the_hour_before_it)
{
    const tz_text text = {.version = 2,
        .types = {-10800, -7200},
        .type_count = 2,
        .times = {1541300400, 1550368800}, /* 2018-11-04T03:00:00Z, 2019-02-17T02:00:00Z */
        .kinds = {1, 0},
        .time_count = 2,
        .footer = "<-03>3"};
    dscore_zone *zone = tz_zone(&text);
    assert_day_start(zone, "2018-11-04", "2018-11-04T03:00:00");
    assert_day_start(zone, "2019-02-16", "2019-02-16T02:00:00");
    assert_day_start(zone, "2019-02-17", "2019-02-17T03:00:00");
    assert_local(zone, "2019-02-16T23:30:00", DSCORE_LOCAL_TWICE, "2019-02-17T01:30:00", "2019-02-17T02:30:00");
    dscore_zone_free(zone);
}
END_TEST

START_TEST(dublin_has_winter_as_its_daylight_saving_time)
{
    dscore_zone *zone = tz_footer("IST-1GMT0,M10.5.0,M3.5.0/1");
    assert_change(zone, "2026-03-29T01:00:00", 0, 3600);
    assert_change(zone, "2026-10-25T01:00:00", 3600, 0);
    ck_assert_int_eq(offset_at(zone, at("2026-01-15")), 0);
    dscore_zone_free(zone);
}
END_TEST

START_TEST(casablanca_keeps_its_last_offset)
{
    const tz_text text = {.version = 3,
        .types = {0, 3600},
        .type_count = 2,
        .times = {1540692000, 1771120800, 1774144800}, /* 2018-10-28T02Z, 2026-02-15T02Z, 2026-03-22T02Z */
        .kinds = {1, 0, 1},
        .time_count = 3,
        .footer = "<+01>-1"};
    dscore_zone *zone = tz_zone(&text);
    assert_change(zone, "2026-02-15T02:00:00", 3600, 0);
    assert_change(zone, "2026-03-22T02:00:00", 0, 3600);
    ck_assert_int_eq(offset_at(zone, at("9999-12-31")), 3600);
    ck_assert(!zone->has_cycle);
    dscore_zone_free(zone);
}
END_TEST

START_TEST(local_mean_time_has_seconds)
{
    const tz_text text = {.version = 2, /* Paris: 0:09:21 until 1911-03-10T23:50:39Z */
        .types = {561, 0},
        .type_count = 2,
        .times = {-1855958961},
        .kinds = {1},
        .time_count = 1,
        .footer = "WET0"};
    dscore_zone *zone = tz_zone(&text);
    assert_change(zone, "1911-03-10T23:50:39", 561, 0);
    assert_local(zone, "1911-03-10T23:55:00", DSCORE_LOCAL_TWICE, "1911-03-10T23:45:39", "1911-03-10T23:55:00");
    assert_day_start(zone, "1911-03-11", "1911-03-11T00:00:00");
    assert_day_start(zone, "1911-03-10", "1911-03-09T23:50:39");
    ck_assert_int_eq(offset_at(zone, at("0001-01-01")), 561);
    dscore_zone_free(zone);
}
END_TEST

START_TEST(times_of_a_rule_reach_into_other_days)
{
    dscore_zone *jerusalem = tz_footer("IST-2IDT,M3.4.4/26,M10.5.0");
    assert_change(jerusalem, "2026-03-27T00:00:00", 7200, 10800);
    assert_change(jerusalem, "2026-10-24T23:00:00", 10800, 7200);
    dscore_zone_free(jerusalem);
    dscore_zone *nuuk = tz_footer("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
    assert_change(nuuk, "2026-03-29T01:00:00", -7200, -3600);
    assert_change(nuuk, "2026-10-25T01:00:00", -3600, -7200);
    dscore_zone_free(nuuk);
    dscore_zone *santiago = tz_footer("<-04>4<-03>,M9.1.6/24,M4.1.6/24");
    assert_change(santiago, "2026-04-05T03:00:00", -10800, -14400);
    assert_change(santiago, "2026-09-06T04:00:00", -14400, -10800);
    dscore_zone_free(santiago);
    dscore_zone *far = tz_footer("AAA0BBB,M1.1.0/-167,M7.1.0/167:59:59"); /* 2026-01-04, 2026-07-05 */
    assert_change(far, "2025-12-28T01:00:00", 0, 3600);
    assert_change(far, "2026-07-11T22:59:59", 3600, 0);
    dscore_zone_free(far);
}
END_TEST

START_TEST(days_of_a_rule_count_the_leap_day_or_not)
{
    dscore_zone *julian = tz_footer("AAA0BBB,J60/0,J300/1"); /* 1 March and 27 October in every year */
    assert_change(julian, "2027-03-01T00:00:00", 0, 3600);
    assert_change(julian, "2028-03-01T00:00:00", 0, 3600);
    assert_change(julian, "2028-10-27T00:00:00", 3600, 0);
    dscore_zone_free(julian);
    dscore_zone *counted = tz_footer("AAA0BBB,59/0,299/1");
    assert_change(counted, "2027-03-01T00:00:00", 0, 3600);
    assert_change(counted, "2028-02-29T00:00:00", 0, 3600);
    assert_change(counted, "2028-10-26T00:00:00", 3600, 0);
    dscore_zone_free(counted);
}
END_TEST

START_TEST(daylight_saving_time_may_last_all_year)
{
    static const char *const forms[] = {"EST5EDT,0/0,J365/25", "XXX3EDT4,0/0,J365/23", "XXX3EDT4,J1/0,J365/23:30",
        "XXX5EDT,J60/2,J60/3"}; /* the last one ends at the instant at which it starts */
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        dscore_zone *zone = tz_footer(forms[i]);
        ck_assert_int_eq(zone->count, 1);
        ck_assert(!zone->has_cycle);
        ck_assert_int_eq(offset_at(zone, at("2026-01-01T04:00:00")), -14400);
        dscore_zone_free(zone);
    }
}
END_TEST

START_TEST(two_changes_may_lie_close_together)
{
    const int64_t change = at("2026-06-09T23:15:00");
    const tz_text text = {.version = 2, /* an hour forward, back after half an hour */
        .types = {0, 3600},
        .type_count = 2,
        .times = {change / SECOND, change / SECOND + 1800},
        .kinds = {1, 0},
        .time_count = 2};
    dscore_zone *zone = tz_zone(&text);
    assert_local(zone, "2026-06-09T23:30:00", DSCORE_LOCAL_GAP, "2026-06-09T22:30:00", "2026-06-09T23:30:00");
    assert_local(zone, "2026-06-10T00:00:00", DSCORE_LOCAL_ONCE, "2026-06-10T00:00:00", "2026-06-10T00:00:00");
    assert_local(zone, "2026-06-10T00:30:00", DSCORE_LOCAL_TWICE, "2026-06-09T23:30:00", "2026-06-10T00:30:00");
    /* Midnight itself is skipped at first: the date begins where the gap ends. */
    assert_day_start(zone, "2026-06-10", "2026-06-09T23:15:00");
    dscore_zone_free(zone);
}
END_TEST

START_TEST(offsets_repeat_every_400_years)
{
    dscore_zone *zone = tz_footer("CET-1CEST,M3.5.0,M10.5.0/3");
    ck_assert(zone->has_cycle);
    const int64_t cycle = 146097 * DAY;
    uint64_t dice = 1;
    for (int i = 0; i < 4000; i++) {
        dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        const int64_t t = at("1999-01-01") + (int64_t)(dice >> 11) % (cycle * 19);
        ck_assert_int_eq(offset_at(zone, t), offset_at(zone, t + cycle));
    }
    assert_change(zone, "9999-03-28T01:00:00", 3600, 7200); /* the last Sundays of March and October */
    assert_change(zone, "9999-10-31T01:00:00", 7200, 3600);
    assert_change(zone, "0001-03-25T01:00:00", 3600, 7200);
    assert_local(zone, "9999-03-28T02:30:00", DSCORE_LOCAL_GAP, "9999-03-28T00:30:00", "9999-03-28T01:30:00");
    dscore_zone_free(zone);
}
END_TEST

START_TEST(whatever_the_rule_it_repeats_from_the_cycle_on)
{
    static const char *const rules[] = {"CET-1CEST,M3.5.0,M10.5.0/3", "<-03>3<-02>,M11.1.0/0,M2.3.0/0",
        "AAA0BBB,M3.5.0/0,J88/1", /* some years without: the last Sunday of March may be the 29th */
        "AAA0BBB,J365/167,0/-167", "AAA24BBB-24,M3.5.0,M10.5.0", "AAA0BBB,M1.1.0/-167,364/167:59:59",
        "AAA0BBB,M2.5.6/23,M3.1.0/-1", "AAA0BBB,0/0,365/25"};
    const int64_t cycle = 146097 * DAY;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const tz_text text = {.version = 3,
            .types = {0, 3600, -10800, -86400},
            .type_count = 4,
            .times = {at("1999-07-01") / SECOND, at("2001-06-01") / SECOND},
            .kinds = {1, i == 1   ? 2
                         : i == 4 ? 3
                                  : 0},
            .time_count = i == 4 ? 0 : 2,
            .footer = rules[i]};
        const tz_file f = tz_make(&text);
        dscore_zone *zone = NULL;
        if (dscore_zone_from_tzif(NULL, "a", f.bytes, f.length, &zone, NULL) != DSCORE_OK) {
            zone = tz_footer(rules[i]); /* its offset in June is another */
        }
        const int64_t start = zone->has_cycle ? zone->cycle_end - cycle : at("2002-01-01");
        for (int32_t k = 1; k < zone->count; k++) {
            const int64_t t = zone->pieces[k].from;
            ck_assert_int_lt(zone->pieces[k - 1].from, t);
            ck_assert_int_ne(zone->pieces[k - 1].offset, zone->pieces[k].offset);
            ck_assert(!zone->has_cycle || t < zone->cycle_end);
            if (t > start && start > at("0002-01-01")) {
                ck_assert_int_eq(offset_at(zone, t - 1), offset_at(zone, t - 1 + cycle));
                ck_assert_int_eq(offset_at(zone, t), offset_at(zone, t + cycle));
                ck_assert_int_eq(offset_at(zone, t), offset_at(zone, t + 18 * cycle));
            }
        }
        uint64_t dice = i;
        for (int k = 0; k < 500; k++) {
            dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            const int64_t t =
                (start > at("0001-01-01") ? start : at("0001-01-01")) + (int64_t)(dice >> 11) % (cycle * 18);
            ck_assert_int_eq(offset_at(zone, t), offset_at(zone, t + cycle));
        }
        dscore_zone_free(zone);
    }
}
END_TEST

START_TEST(the_ends_of_the_years_hold)
{
    dscore_zone *zone = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_zone_fixed(NULL, "+08:00", &zone, &err), err);
    const int64_t first = at("0001-01-01");
    const int64_t last = at("9999-12-31") + DAY - 1;
    int32_t offset = 5;
    ck_assert_int_eq(dscore_zone_offset(zone, first, &offset, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_zone_offset(zone, last, &offset, NULL), DSCORE_OK);
    offset = 5;
    ck_assert_int_eq(dscore_zone_offset(zone, first - 1, &offset, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_zone_offset(zone, last + 1, &offset, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(offset, 5);
    const int64_t many[] = {first, last, INT64_MIN};
    int32_t out[3];
    ck_assert_int_eq(dscore_zone_offsets(zone, many, 3, out, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(err.row, 2);
    int64_t t = 5;
    ck_assert_int_eq(dscore_zone_day(zone, last, &t, NULL), DSCORE_OK);
    ck_assert_int_eq(t, at("9999-12-31") / DAY + 1);
    t = 5;
    ck_assert_int_eq(dscore_zone_day_start(zone, first / DAY, &t, &err), DSCORE_E_RANGE); /* 0000-12-31T16:00Z */
    ck_assert_int_eq(dscore_zone_instant(zone, first, 1, 1, &t, NULL, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_zone_instant(zone, INT64_MAX, 1, 1, &t, NULL, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(t, 5);
    dscore_zone_free(zone);
}
END_TEST

/* ---- names, identity ------------------------------------------------------------------------- */

START_TEST(fixed_zones_are_read_from_their_names)
{
    static const struct {
        const char *name;
        int32_t offset;
    } good[] = {{"UTC", 0}, {"Z", 0}, {"+08:00", 28800}, {"-03:30", -12600}, {"+0530", 19800}, {"UTC+8", 28800},
        {"UTC-03:30", -12600}, {"+25:59", 93540}, {"-25:59", -93540}, {"+1", 3600}, {"+00:00", 0}};
    static const char *const bad[] = {"", "utc", "Europe/Paris", "+26:00", "+08:60", "+8000", "+080", "+08:0", "8",
        "+08:00:00", "UTC8", "UTC+", "Z+1", "+", "+08:", "GMT", "+ 8"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        dscore_zone *zone = NULL;
        dscore_error err = DSCORE_ERROR_INIT;
        {
            assert_ok(dscore_zone_fixed(NULL, good[i].name, &zone, &err), err);
            ck_assert_int_eq(offset_at(zone, 0), good[i].offset);
            ck_assert_str_eq(dscore_zone_name(zone), good[i].name);
        }
        dscore_zone_free(zone);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        dscore_zone *zone = (dscore_zone *)(uintptr_t)1;
        ck_assert_msg(dscore_zone_fixed(NULL, bad[i], &zone, NULL) == DSCORE_E_NOT_FOUND, "%s", bad[i]);
        ck_assert_ptr_null(zone);
    }
}
END_TEST

static int64_t last_sunday(int year, int month)
{
    int64_t day = 0;
    int32_t weekday = 0;
    ck_assert_int_eq(dscore_day_of(year, month, 31, &day, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_day_date(day, NULL, NULL, NULL, &weekday, NULL), DSCORE_OK);
    return day - weekday % 7;
}

/* Paris from 1996 on, listed until a year and then left to the footer. */
static dscore_zone *paris_until(int year)
{
    tz_text text = {.version = 2, .types = {3600, 7200}, .type_count = 2, .footer = "CET-1CEST,M3.5.0,M10.5.0/3"};
    for (int y = 1996; y < year; y++) {
        for (int k = 0; k < 2; k++) {
            text.times[text.time_count] = last_sunday(y, k == 0 ? 3 : 10) * 86400 + 3600;
            text.kinds[text.time_count++] = 1 - k;
        }
    }
    return tz_zone(&text);
}

START_TEST(the_hash_is_of_the_offsets_and_not_of_the_file)
{
    dscore_zone *slim = paris_until(1998);
    dscore_zone *fat = paris_until(2038);
    dscore_zone *odd = paris_until(2026);
    ck_assert_str_eq(slim->hash, fat->hash);
    ck_assert_str_eq(slim->hash, odd->hash);
    ck_assert_int_eq(slim->count, fat->count);
    dscore_zone *rule = tz_footer("CET-1CEST,M3.5.0,M10.5.0/3");
    ck_assert_str_ne(slim->hash, rule->hash); /* this one had summer times in the year 1 */
    dscore_zone *same = tz_footer("AAA-1BBB-2,M3.5.0/2:00,M10.5.0/03");
    ck_assert_str_eq(rule->hash, same->hash);
    dscore_zone *utc = NULL;
    ck_assert_int_eq(dscore_zone_fixed(NULL, "Z", &utc, NULL), DSCORE_OK);
    const tz_text none = {.version = 1, .types = {0}, .type_count = 1};
    dscore_zone *empty = tz_zone(&none);
    ck_assert_str_eq(utc->hash, empty->hash);
    dscore_zone *all[] = {slim, fat, odd, rule, same, utc, empty};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        dscore_zone_free(all[i]);
    }
}
END_TEST

START_TEST(any_guess_finds_the_same_piece)
{
    dscore_zone *zone = paris_until(2038);
    for (int32_t i = 0; i < zone->count; i += 97) {
        for (int32_t near = -2; near < zone->count + 2; near++) {
            if (i > 0) {
                ck_assert_int_eq(dsi_zone_piece_at(zone, zone->pieces[i].from, near), i);
                ck_assert_int_eq(dsi_zone_piece_at(zone, zone->pieces[i].from - 1, near), i - 1);
            }
        }
    }
    dscore_zone_free(zone);
}
END_TEST

START_TEST(a_zone_lives_as_long_as_its_last_holder)
{
    dscore_zone *zone = tz_footer("CET-1CEST,M3.5.0,M10.5.0/3");
    dsi_zone_take(zone);
    dscore_zone_free(zone);
    ck_assert_int_eq(offset_at(zone, at("2026-07-01")), 7200);
    dscore_zone_free(zone);
    dscore_zone_free(NULL);
    ck_assert_str_eq(dscore_zone_name(NULL), "");
}
END_TEST

START_TEST(arguments_are_checked)
{
    dscore_zone *zone = tz_footer("UTC0");
    dscore_zone *out = zone;
    int64_t t = 0;
    int32_t offset = 0;
    ck_assert_int_eq(dscore_zone_from_tzif(NULL, NULL, "", 0, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(out);
    ck_assert_int_eq(dscore_zone_from_tzif(NULL, "", "", 0, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_from_tzif(NULL, "a", NULL, 0, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_from_tzif(NULL, "a", "", -1, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_from_tzif(NULL, "a", "", 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_from_tzif(NULL, "a", "", (1 << 20) + 1, &out, NULL), DSCORE_E_LIMIT);
    ck_assert_int_eq(dscore_zone_fixed(NULL, NULL, &out, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_fixed(NULL, "Z", NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_offset(NULL, 0, &offset, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_offset(zone, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_offsets(zone, NULL, 1, &offset, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_offsets(zone, &t, 1, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_offsets(zone, &t, -1, &offset, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_offsets(zone, NULL, 0, NULL, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_zone_instant(NULL, 0, 1, 1, &t, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_instant(zone, 0, 1, 1, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_instant(zone, 0, 0, 1, &t, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_instant(zone, 0, 5, 1, &t, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_instant(zone, 0, 1, 4, &t, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_day(zone, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_day_start(zone, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_zone_day_start(NULL, 3, &t, NULL), DSCORE_OK); /* no zone is UTC */
    ck_assert_int_eq(t, 3 * DAY);
    ck_assert_int_eq(dscore_zone_day(NULL, -1, &t, NULL), DSCORE_OK);
    ck_assert_int_eq(t, -1);
    dscore_zone_free(zone);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {paris_changes_at_one_o_clock_utc, a_policy_may_reject_and_still_tells_the_kind,
        lord_howe_moves_by_half_an_hour, apia_skipped_a_friday, havana_shows_midnight_twice_and_skips_it,
        sao_paulo_skips_midnight_and_repeats_the_hour_before_it, dublin_has_winter_as_its_daylight_saving_time,
        casablanca_keeps_its_last_offset, local_mean_time_has_seconds, times_of_a_rule_reach_into_other_days,
        days_of_a_rule_count_the_leap_day_or_not, daylight_saving_time_may_last_all_year,
        two_changes_may_lie_close_together, offsets_repeat_every_400_years,
        whatever_the_rule_it_repeats_from_the_cycle_on, the_ends_of_the_years_hold,
        fixed_zones_are_read_from_their_names, the_hash_is_of_the_offsets_and_not_of_the_file,
        any_guess_finds_the_same_piece, a_zone_lives_as_long_as_its_last_holder, arguments_are_checked};
    return RUN_TESTS("zone", tests);
}
