/* Calendars: what defines one, and the prefix function behind all their questions. */
#ifndef DSI_TIME_CALENDAR_H
#define DSI_TIME_CALENDAR_H

#include "time/zone.h"

/* Open time of a day: microseconds from its midnight, 0 <= start < DSI_DAY, start < end <= 2 * DSI_DAY. */
typedef struct dsi_open {
    int64_t start, end;
} dsi_open;

/* The hours of a day, ascending and apart (they may touch). */
typedef struct dsi_hours {
    const dsi_open *items;
    int32_t count;
} dsi_hours;

typedef struct dsi_week {
    int64_t from_day;  /* first date of this version; INT64_MIN for the first */
    dsi_hours days[7]; /* Monday first */
} dsi_week;

typedef struct dsi_exception {
    int64_t first_day, last_day; /* both in it */
    int32_t as;                  /* 1-7: the hours of that weekday; 0: `hours` */
    dsi_hours hours;             /* none = closed */
    int32_t pattern;             /* in the calendar's own copy: these hours in its table; a caller's is not read */
} dsi_exception;

typedef struct dsi_calendar_spec {
    const char *name;        /* "" = none */
    const dscore_zone *zone; /* NULL = UTC */
    int32_t mode;            /* DSCORE_CALENDAR_... */
    const dsi_week *weeks;   /* at least one; from_day ascending */
    int32_t week_count;
    const dsi_exception *exceptions; /* in any order; no date twice */
    int64_t exception_count;
} dsi_calendar_spec;

/* Copies the spec and takes the zone. On failure err->path names the member (versions[1].week.mon[0],
   exceptions.2026-12-25), code DSCORE_CODE_CALENDAR_*. FORMAT: hours out of order, overlapping (also a shift past
   midnight of a week with the next day's hours), ends before starts, a date twice, versions out of order; PARAMETER: an
   empty calendar; ARGUMENT: an unknown mode or weekday; RANGE: a date outside the years 1-9999; LIMIT: more than
   10 000 000 exceptional days or 1000 hours a day; MEMORY. */
dscore_status dsi_calendar_new(
    const dscore_allocator *allocator, const dsi_calendar_spec *spec, dscore_calendar **out, dscore_error *err);
void dsi_calendar_take(const dscore_calendar *calendar);
/* What it was made of, exceptions by date; lives as long as the calendar. */
const dsi_calendar_spec *dsi_calendar_spec_of(const dscore_calendar *calendar);

/* Where the last answers were found: makes walks over sorted instants linear. Start from zeros. */
typedef struct dsi_calendar_near {
    int32_t piece;
    int32_t segment;
} dsi_calendar_near;

/* The business time before an instant of the years 1-9999, from a fixed but arbitrary origin: between(a, b) =
   prefix(b) - prefix(a). Never fails. */
int64_t dsi_calendar_prefix(const dscore_calendar *calendar, int64_t t, dsi_calendar_near *near);
bool dsi_calendar_open_at(const dscore_calendar *calendar, int64_t t, dsi_calendar_near *near);
/* Working days before the local date of t, with the part of that day that has passed. */
double dsi_calendar_day_prefix(const dscore_calendar *calendar, int64_t t);
/* Working days between two instants; nearer to the exact number than the difference of two prefixes. */
double dsi_calendar_days_between(const dscore_calendar *calendar, int64_t from, int64_t to);

#endif
