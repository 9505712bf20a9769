/* Zones and calendars for tests of what is measured by them. */
#ifndef DSCORE_TESTS_CLOCK_SUPPORT_H
#define DSCORE_TESTS_CLOCK_SUPPORT_H

#include "support.h"

#include "time/calendar.h"

/* The same hours from Monday to Friday, seconds from midnight; the days are those of the zone (NULL = UTC). */
static inline dscore_calendar *working(const char *name, const dscore_zone *zone, int64_t from, int64_t to)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const dsi_open open = {from * INT64_C(1000000), to * INT64_C(1000000)};
    dsi_week week = {.from_day = INT64_MIN};
    for (int day = 0; day < 5; day++) {
        week.days[day] = (dsi_hours){&open, 1};
    }
    const dsi_calendar_spec spec = {name, zone, DSCORE_CALENDAR_ABSOLUTE, &week, 1, NULL, 0};
    dscore_calendar *calendar = NULL;
    assert_ok(dsi_calendar_new(NULL, &spec, &calendar, &err), err);
    return calendar;
}

static inline dscore_calendar *office(const char *name, const dscore_zone *zone, int from_hour, int to_hour)
{
    return working(name, zone, from_hour * INT64_C(3600), to_hour * INT64_C(3600));
}

static inline dscore_zone *offset_zone(const char *name)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_zone *zone = NULL;
    assert_ok(dscore_zone_fixed(NULL, name, &zone, &err), err);
    return zone;
}

/* New York as it was in March 2026: UTC-5, and UTC-4 from Sunday the 8th, 07:00 UTC. A TZif file of one transition. */
static inline dscore_zone *new_york(void)
{
    /* clang-format off */
    static const unsigned char file[] = {
        84, 90, 105, 102, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 84, 90, 105, 102, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, 0, 105, 173, 30,
        112, 1, 255, 255, 185, 176, 0, 0, 255, 255, 199, 192, 1, 4, 69, 83, 84, 0, 69, 68, 84, 0, 10, 10};
    /* clang-format on */
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_zone *zone = NULL;
    assert_ok(dscore_zone_from_tzif(NULL, "America/New_York", file, (int64_t)sizeof file, &zone, &err), err);
    return zone;
}

#endif
