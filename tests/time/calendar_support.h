/* What the tests of calendars share: calendars and instants as short texts, zones of the system. */
#ifndef DSCORE_TESTS_CALENDAR_SUPPORT_H
#define DSCORE_TESTS_CALENDAR_SUPPORT_H

#include "../support.h"

#include "time/calendar.h"

#define SECOND DSI_SECOND
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY DSI_DAY

/* A zone without transitions but with a rule for all years, as a TZif file of version 2. */
static inline dscore_zone *zone_with_rule(const char *rule)
{
    static const uint8_t block[] = {'T', 'Z', 'i', 'f', '2', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* version */
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4,                           /* counts */
        0xff, 0xff, 0x57, 0x40, 0, 0, 'S', 'T', 'D', 0}; /* 12 hours west */
    char bytes[256];
    memcpy(bytes, block, sizeof block);
    memcpy(bytes + sizeof block, block, sizeof block);
    const int n = snprintf(bytes + 2 * sizeof block, sizeof bytes - 2 * sizeof block, "\n%s\n", rule);
    dscore_zone *zone = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_zone_from_tzif(NULL, "rule", bytes, 2 * (int64_t)sizeof block + n, &zone, &err), err);
    return zone;
}

/* A zone of the system, a fixed one, or one of a rule alone; NULL after printing that the test is skipped. */
static inline dscore_zone *zone_named(const char *name)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_zone *zone = NULL;
    if (dscore_zone_fixed(NULL, name, &zone, &err) == DSCORE_OK) {
        return zone;
    }
    if (strchr(name, ',') != NULL) {
        return zone_with_rule(name);
    }
    char path[256];
    (void)snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        (void)printf("skipped: no %s\n", path);
        return NULL;
    }
    static char bytes[1 << 16];
    const size_t n = fread(bytes, 1, sizeof bytes, f);
    (void)fclose(f);
    assert_ok(dscore_zone_from_tzif(NULL, name, bytes, (int64_t)n, &zone, &err), err);
    return zone;
}

/* A calendar under construction: everything in fixed arrays. */
enum { DESK_OPENS = 4096, DESK_WEEKS = 8, DESK_EXCEPTIONS = 256 };
typedef struct desk {
    dsi_open opens[DESK_OPENS];
    int32_t used;
    dsi_week weeks[DESK_WEEKS];
    dsi_exception exceptions[DESK_EXCEPTIONS];
    dsi_calendar_spec spec;
} desk;

static inline int weekday_named(const char *text)
{
    const char *const names = "mon tue wed thu fri sat sun ";
    for (int day = 0; day < 7; day++) {
        if (strncmp(text, names + (size_t)day * 4, 3) == 0) {
            return day;
        }
    }
    ck_abort_msg("no weekday: %s", text);
}

/* "08:00-12:00 22:00-06:00", up to ';' or the end. */
static inline const char *read_hours(desk *d, const char *text, dsi_hours *out)
{
    *out = (dsi_hours){d->opens + d->used, 0};
    int h1, m1, h2, m2, n;
    while (sscanf(text, " %d:%d-%d:%d%n", &h1, &m1, &h2, &m2, &n) == 4) {
        ck_assert_int_lt(d->used, DESK_OPENS);
        dsi_open open = {h1 * HOUR + m1 * MINUTE, h2 * HOUR + m2 * MINUTE};
        open.end += open.end <= open.start ? DAY : 0;
        d->opens[d->used++] = open;
        out->count++;
        text += n;
    }
    return text;
}

/* "mon-fri 08:00-12:00 13:00-18:00; sat 10:00-14:00" */
static inline void add_week(desk *d, int64_t from_day, const char *text)
{
    dsi_week *week = &d->weeks[d->spec.week_count++];
    memset(week, 0, sizeof *week);
    week->from_day = from_day;
    while (*text != '\0') {
        text += strspn(text, "; ");
        const int first = weekday_named(text);
        const int last = text[3] == '-' ? weekday_named(text + 4) : first;
        dsi_hours hours;
        text = read_hours(d, text + (text[3] == '-' ? 7 : 3), &hours);
        for (int day = first; day <= last; day++) {
            week->days[day] = hours;
        }
        text += strspn(text, "; ");
    }
}

static inline int64_t day_of(const char *date)
{
    int y, m, day;
    ck_assert_int_eq(sscanf(date, "%d-%d-%d", &y, &m, &day), 3);
    return dsi_civil_day(y, m, day);
}

/* "2026-12-25; 2026-12-26..2026-12-28 10:00-14:00; 2025-10-11 as fri" */
static inline void add_exceptions(desk *d, const char *text)
{
    while (*text != '\0') {
        text += strspn(text, "; ");
        dsi_exception *e = &d->exceptions[d->spec.exception_count++];
        memset(e, 0, sizeof *e);
        e->first_day = day_of(text);
        e->last_day = strncmp(text + 10, "..", 2) == 0 ? day_of(text + 12) : e->first_day;
        text += e->last_day != e->first_day || text[10] == '.' ? 22 : 10;
        if (strncmp(text, " as ", 4) == 0) {
            e->as = weekday_named(text + 4) + 1;
            text += 7;
        } else {
            text = read_hours(d, text, &e->hours);
        }
        text += strspn(text, "; ");
    }
}

static inline void desk_start(desk *d, const dscore_zone *zone, int32_t mode)
{
    memset(d, 0, sizeof *d);
    d->spec = (dsi_calendar_spec){"", zone, mode, d->weeks, 0, d->exceptions, 0};
}

static inline dscore_calendar *calendar_of(
    const dscore_zone *zone, int32_t mode, const char *week, const char *exceptions)
{
    static desk d;
    desk_start(&d, zone, mode);
    add_week(&d, INT64_MIN, week);
    add_exceptions(&d, exceptions);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_calendar *c = NULL;
    assert_ok(dsi_calendar_new(NULL, &d.spec, &c, &err), err);
    return c;
}

/* "2020-10-25 00:30[:00]" in the zone of a calendar: the first of two, the end of a gap. */
static inline int64_t at(const dscore_calendar *c, const char *text)
{
    int h = 0, m = 0, s = 0;
    (void)sscanf(text + 10, "%d:%d:%d", &h, &m, &s);
    int64_t t;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_zone_instant(dscore_calendar_zone(c), day_of(text) * DAY + h * HOUR + m * MINUTE + s * SECOND,
                  DSCORE_GAP_END, DSCORE_OVERLAP_FIRST, &t, NULL, &err),
        err);
    return t;
}

static inline int64_t between(const dscore_calendar *c, int64_t from, int64_t to)
{
    int64_t us;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_calendar_between(c, from, to, &us, &err), err);
    return us;
}

static inline int64_t add(const dscore_calendar *c, int64_t t, int64_t span)
{
    int64_t out;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_calendar_add(c, t, span, &out, &err), err);
    return out;
}

/* splitmix64. */
static uint64_t random_state = 1;

static inline uint64_t random_bits(void)
{
    uint64_t z = (random_state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static inline int64_t below(int64_t n)
{
    return (int64_t)(random_bits() % (uint64_t)n);
}

#endif
