/**
 * @file time.h
 * When the clock runs: time zones, business calendars and calendar periods.
 *
 * Instants are microseconds since 1970-01-01T00:00:00Z, years 1-9999 of the Gregorian calendar carried back; spans are
 * microseconds; local times are microseconds since 1970-01-01T00:00:00 on the wall clock of a zone; days count
 * local dates from 1970-01-01. All arithmetic is on integers and exact. The library reads no file and no clock: the
 * caller hands over the bytes of a zone.
 */
#ifndef DESKSCORE_TIME_H
#define DESKSCORE_TIME_H

#include <deskscore/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The local time of a region. Immutable, shared by threads. */
typedef struct dscore_zone dscore_zone;
/** When a desk is open. Immutable, shared by threads. Read from a document (document.h). */
typedef struct dscore_calendar dscore_calendar;

/* ---- zones ---------------------------------------------------------------------------------- */

/**
 * A zone from the bytes of a TZif file (RFC 8536 and RFC 9636, versions 1 to 4).
 *
 * Instants before the first transition have the offset of the file's first local time type; after the last one they
 * follow the footer, or keep the last offset if there is none. A footer that disagrees with the last transition is
 * followed from its first change on, if that comes within a year and the offset is one of its own; else the file
 * contradicts itself. Leap seconds of a "right/" file are refused: instants here are POSIX time.
 *
 * @param allocator  copied; NULL = the C library's
 * @param name       such as "Europe/Paris", copied; not NULL, not ""
 * @param bytes      the file; not kept; not NULL
 * @param length     bytes, at most 1 MiB
 * @param out        to be freed by dscore_zone_free; NULL on failure; not NULL
 * @param err        may be NULL; offset is the byte of the file
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, "", a negative length); DSCORE_E_FORMAT (not a TZif file, truncated,
 *         or one that contradicts itself); DSCORE_E_LIMIT (longer than 1 MiB); DSCORE_E_UNSUPPORTED (leap seconds);
 *         DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_zone_from_tzif(const dscore_allocator *allocator, const char *name,
    const void *bytes, int64_t length, dscore_zone **out, dscore_error *err);

/**
 * A zone that needs no data: "UTC", "Z", or a fixed offset such as "+08:00", "-03:30", "+0530", "UTC+8" (east
 * positive, below 26 hours).
 *
 * @param allocator  copied; NULL = the C library's
 * @param name       not NULL
 * @param out        to be freed by dscore_zone_free; NULL on failure; not NULL
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (neither UTC nor an offset: such a zone needs
 *         dscore_zone_from_tzif); DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_zone_fixed(const dscore_allocator *allocator, const char *name, dscore_zone **out,
    dscore_error *err);

/** Free; calendars and queries that use it keep it. @param zone may be NULL @since 0.2 */
DSCORE_API void dscore_zone_free(dscore_zone *zone);

/** The name of a zone. @param zone NULL gives "" @return the name it was given; lives as long @since 0.2 */
DSCORE_API const char *dscore_zone_name(const dscore_zone *zone);

/**
 * Local time minus UTC.
 *
 * @param zone        not NULL
 * @param instant     years 1-9999
 * @param out_offset  seconds, east positive; not NULL; unchanged on failure
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (an instant outside the years 1-9999)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_zone_offset(const dscore_zone *zone, int64_t instant, int32_t *out_offset,
    dscore_error *err);

/**
 * Local time minus UTC of many instants; instants in order cost O(n + transitions).
 *
 * @param zone      not NULL
 * @param instants  n of them, years 1-9999; not NULL unless n is 0
 * @param n         >= 0
 * @param out       seconds, n of them; not NULL unless n is 0; contents undefined on failure
 * @param err       may be NULL; row is the instant out of range
 * @return as dscore_zone_offset
 * @since 0.2
 */
DSCORE_API dscore_status dscore_zone_offsets(const dscore_zone *zone, const int64_t *instants, int64_t n,
    int32_t *out, dscore_error *err);

/** What to make of a local time that the clocks skipped. */
enum {
    DSCORE_GAP_END = 1,     /**< the instant at which the gap ends: the first one whose local time is not earlier */
    DSCORE_GAP_FORWARD = 2, /**< moved later by the length of the gap, as by the offset before it */
    DSCORE_GAP_BACKWARD = 3, /**< moved earlier by the length of the gap, as by the offset after it */
    DSCORE_GAP_REJECT = 4   /**< DSCORE_E_RANGE */
};

/** What to make of a local time that occurs twice. */
enum {
    DSCORE_OVERLAP_FIRST = 1, /**< the earlier instant */
    DSCORE_OVERLAP_LAST = 2,  /**< the later instant */
    DSCORE_OVERLAP_REJECT = 3 /**< DSCORE_E_RANGE */
};

/** How often a local time occurs. */
enum {
    DSCORE_LOCAL_ONCE = 1,  /**< an ordinary one */
    DSCORE_LOCAL_GAP = 2,   /**< never: the clocks skipped it */
    DSCORE_LOCAL_TWICE = 3  /**< twice: the clocks were set back */
};

/**
 * The instant of a local time.
 *
 * @param zone        not NULL
 * @param local       microseconds since 1970-01-01T00:00:00 on the wall clock
 * @param gap         DSCORE_GAP_...
 * @param overlap     DSCORE_OVERLAP_...
 * @param out_instant not NULL; unchanged on failure
 * @param out_kind    DSCORE_LOCAL_...; may be NULL; set also if the policy rejects
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an unknown policy); DSCORE_E_RANGE (rejected by a policy, or outside
 *         the years 1-9999)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_zone_instant(const dscore_zone *zone, int64_t local, int32_t gap, int32_t overlap,
    int64_t *out_instant, int32_t *out_kind, dscore_error *err);

/* ---- dates ---------------------------------------------------------------------------------- */

/**
 * The day number of a date.
 *
 * @param year, month, day  1-9999, 1-12, 1 to the length of the month
 * @param out_day           days since 1970-01-01; not NULL; unchanged on failure
 * @param err               may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (no such date)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_day_of(int32_t year, int32_t month, int32_t day, int64_t *out_day,
    dscore_error *err);

/**
 * The date of a day number.
 *
 * @param day  days since 1970-01-01, years 1-9999
 * @param out_year, out_month, out_day  each may be NULL; unchanged on failure
 * @param out_weekday  1 = Monday ... 7 = Sunday (ISO 8601); may be NULL
 * @param err  may be NULL
 * @return DSCORE_OK; DSCORE_E_RANGE (outside the years 1-9999)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_day_date(int64_t day, int32_t *out_year, int32_t *out_month, int32_t *out_day,
    int32_t *out_weekday, dscore_error *err);

/**
 * The local date of an instant.
 *
 * @param zone     NULL = UTC
 * @param instant  years 1-9999
 * @param out_day  days since 1970-01-01 of the local date; not NULL; unchanged on failure
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (an instant outside the years)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_zone_day(const dscore_zone *zone, int64_t instant, int64_t *out_day,
    dscore_error *err);

/**
 * The first instant of a local date: where midnight is skipped, the end of the gap; where it occurs twice, the first.
 * A date that the zone skipped as a whole has none: its start is the start of the next date.
 *
 * @param zone         NULL = UTC
 * @param day          days since 1970-01-01
 * @param out_instant  not NULL; unchanged on failure
 * @param err          may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (outside the years 1-9999)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_zone_day_start(const dscore_zone *zone, int64_t day, int64_t *out_instant,
    dscore_error *err);

/* ---- business calendars --------------------------------------------------------------------- */

/*
 * What a calendar means, question by question:
 *
 * - An instant t is open if the wall clock of the zone shows at t a time inside an interval of the local date. This one
 *   sentence decides all that follows; business time between two instants is the length of the open instants.
 * - Intervals are half-open, [start, end): 09:00-17:00 is open at 09:00:00 and closed at 17:00:00.
 * - 24:00 is the end of the day. 23:59 is a minute earlier.
 * - Shifts past midnight: 22:00-06:00 (or 22:00-30:00) runs on into the next date. What stands in the next date belongs
 *   to that date: a week is a pattern of local time, and Saturday's 00:00-06:00 is open because of Friday's night in it.
 * - An exception is the whole truth about its date: hours given there replace those of the week, also what ran on from
 *   the day before; none = closed. Hours past midnight of an exception run on into the next date, unless that one is an
 *   exception too; where they meet its own hours they are one with them.
 * - Holidays that touch a shift past midnight cut it by local date; nothing else of it is lost: a Friday that is closed
 *   leaves Saturday's 00:00-06:00 open.
 * - Make-up working days: an exception may take the hours that are listed for a weekday ("as:fri"), of the version that
 *   holds at its date; they run on into the next date as those of any exception.
 * - The day the clocks go back has 25 hours, and a calendar that is open all day counts 25 of them (ABSOLUTE, the
 *   default): both passes of the repeated hour are open if its time is. Skipped times are no time: 02:30-10:00 opens
 *   at 03:00 on the day when 02:00-03:00 is skipped. So business time never exceeds elapsed time, and a calendar and
 *   its complement add up to it.
 * - WALL counts what the wall clock shows: such a day counts 24 hours; the repeated hour counts once (the clock stands
 *   still while it is shown again), the skipped hour counts at the instant it is skipped.
 * - Versions: from the midnight of its date on, a later week replaces the former, with what runs on in either;
 *   exceptions hold in all versions.
 * - A working day is a local date with any hours, if only what runs on into it. A date that the zone skipped as a whole
 *   is no day and, in ABSOLUTE mode, no time.
 * - An empty calendar (never open, in a version's week nor in any exception) is an error when it is defined.
 * - Several calendars over a ticket's life: sum between() over the parts.
 */

/** How days of 23 and 25 hours count. */
enum {
    DSCORE_CALENDAR_ABSOLUTE = 1, /**< as long as they are */
    DSCORE_CALENDAR_WALL = 2      /**< as the wall clock shows them */
};

/** Free; what uses it keeps it. @param calendar may be NULL @since 0.2 */
DSCORE_API void dscore_calendar_free(dscore_calendar *calendar);

/** The name of a calendar. @param calendar NULL gives "" @return its name; lives as long; "" if none @since 0.2 */
DSCORE_API const char *dscore_calendar_name(const dscore_calendar *calendar);

/** The zone of a calendar. @param calendar NULL gives NULL @return its zone; lives as long @since 0.2 */
DSCORE_API const dscore_zone *dscore_calendar_zone(const dscore_calendar *calendar);

/** The identity of a calendar's content (zone, hours, exceptions, mode; no names): 32 hexadecimal digits.
 * @param calendar NULL gives "" @return text that lives as long as the calendar @since 0.2 */
DSCORE_API const char *dscore_calendar_hash(const dscore_calendar *calendar);

/**
 * Business time between two instants.
 *
 * The open time in [from, to), as signed microseconds: swapping the ends changes the sign. Additive: between(a, c) =
 * between(a, b) + between(b, c). Cost: O(log E + log k), E = transitions of the zone and exceptions, k = intervals of
 * a week, whatever the distance.
 *
 * @param calendar  not NULL
 * @param from, to  years 1-9999
 * @param out_us    microseconds; not NULL; unchanged on failure
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (an instant outside the years)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_between(const dscore_calendar *calendar, int64_t from, int64_t to,
    int64_t *out_us, dscore_error *err);

/**
 * Business time between two instants, without pauses (waiting on the customer): the open time of [from, to) outside
 * the union of the pauses. Pauses may overlap, come in any order and reach outside [from, to).
 *
 * @param calendar  not NULL
 * @param from, to  years 1-9999; with `to` before `from` the result is minus that of the swapped ends
 * @param pauses    2 * n_pauses instants: start, end, start, end, ...; a pause that ends before it starts is empty;
 *                  INT64_MAX as an end: still paused; not NULL unless n_pauses is 0
 * @param n_pauses  >= 0; cost O(p log p + p log E); no memory is taken for pauses in order
 * @param out_us    microseconds; not NULL; unchanged on failure
 * @param err       may be NULL; row is the pause
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative number); DSCORE_E_RANGE (an instant outside the years);
 *         DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_between_paused(const dscore_calendar *calendar, int64_t from, int64_t to,
    const int64_t *pauses, int64_t n_pauses, int64_t *out_us, dscore_error *err);

/**
 * Business time of many pairs. Pairs in order of `from` (or nearly) cost O(n + E).
 *
 * @param calendar  not NULL
 * @param from, to  n instants each, years 1-9999; INT64_MIN = missing; not NULL unless n is 0
 * @param n         >= 0
 * @param out_us    microseconds, n of them; INT64_MIN where an end is missing; may be `from` or `to`; not NULL
 *                  unless n is 0; contents undefined on failure
 * @param err       may be NULL; row is the first pair out of range
 * @return as dscore_calendar_between
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_between_array(const dscore_calendar *calendar, const int64_t *from,
    const int64_t *to, int64_t n, int64_t *out_us, dscore_error *err);

/**
 * The instant at which a span of business time from an instant has passed: a deadline.
 *
 * The earliest instant u >= t with between(t, u) = span: a span that ends with the day ends on Friday 17:00, not on
 * Monday 09:00. A negative span goes back: the latest instant u <= t with between(u, t) = -span. A span of 0 is t. In
 * WALL mode, where skipped time counts at once, the first instant (going back: the last) that reaches the span.
 *
 * @param calendar  not NULL
 * @param t         years 1-9999
 * @param span      microseconds, any sign
 * @param out       not NULL; unchanged on failure
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (t outside the years, or not reached within them)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_add(const dscore_calendar *calendar, int64_t t, int64_t span, int64_t *out,
    dscore_error *err);

/**
 * dscore_calendar_add for many.
 *
 * @param calendar  not NULL
 * @param t, span   n of each; INT64_MIN in either = missing; not NULL unless n is 0
 * @param n         >= 0
 * @param out       n instants; INT64_MIN where missing; may be `t` or `span`; contents undefined on failure
 * @param err       may be NULL; row is the first that fails
 * @return as dscore_calendar_add
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_add_array(const dscore_calendar *calendar, const int64_t *t,
    const int64_t *span, int64_t n, int64_t *out, dscore_error *err);

/**
 * Is the desk open at an instant?
 *
 * @param calendar  not NULL
 * @param instant   years 1-9999
 * @param out       1 or 0; not NULL; unchanged on failure
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (an instant outside the years)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_is_open(const dscore_calendar *calendar, int64_t instant, int32_t *out,
    dscore_error *err);

/**
 * The first open instant that is not before an instant: where a clock that was started at night begins to run. By what
 * the wall clock shows, in either mode.
 *
 * @param calendar  not NULL
 * @param instant   years 1-9999
 * @param out       not NULL; unchanged on failure
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (outside the years, or not open again within them)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_next_open(const dscore_calendar *calendar, int64_t instant, int64_t *out,
    dscore_error *err);

/**
 * Working days in [from, to): local dates with any hours. Dates that the zone skipped are none.
 *
 * @param calendar  not NULL
 * @param from, to  days since 1970-01-01, years 1-9999; swapped ends change the sign
 * @param out_days  not NULL; unchanged on failure
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (a day outside the years)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_days(const dscore_calendar *calendar, int64_t from, int64_t to,
    int64_t *out_days, dscore_error *err);

/**
 * The n-th working day after a day ("the third working day after"), or before it for a negative n.
 *
 * @param calendar  not NULL
 * @param day       days since 1970-01-01; itself never counted
 * @param n         0 gives the day itself, working or not
 * @param out_day   not NULL; unchanged on failure
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (not reached within the years 1-9999)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_add_days(const dscore_calendar *calendar, int64_t day, int64_t n,
    int64_t *out_day, dscore_error *err);

/**
 * Working days between two instants: whole working days, and of the days in which they lie the part of the hours that
 * has passed on the wall clock (which stands still while it shows an hour again, in either mode).
 * period_business_days() of the formula language.
 *
 * @param calendar  not NULL
 * @param from, to  years 1-9999; swapped ends change the sign
 * @param out_days  not NULL; unchanged on failure
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (an instant outside the years)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_business_days(const dscore_calendar *calendar, int64_t from, int64_t to,
    double *out_days, dscore_error *err);

/* ---- periods -------------------------------------------------------------------------------- */

/** Lengths of periods. */
enum {
    DSCORE_PERIOD_DAY = 1,     /**< local dates */
    DSCORE_PERIOD_WEEK = 2,    /**< seven dates from `first_weekday` */
    DSCORE_PERIOD_MONTH = 3,   /**< calendar months */
    DSCORE_PERIOD_QUARTER = 4, /**< three months, counted from `first_month` */
    DSCORE_PERIOD_YEAR = 5     /**< twelve months from `first_month` */
};

/**
 * Which periods: half-open, one after the other, each starting at the first instant of a local date. Where clocks are
 * set back over midnight, the time before it that is shown again is in the period that has begun.
 */
typedef struct dscore_period_rule {
    uint32_t struct_size;  /**< sizeof(dscore_period_rule) */
    int32_t unit;          /**< DSCORE_PERIOD_... */
    int32_t first_weekday; /**< WEEK: 1 = Monday (ISO 8601) ... 7 = Sunday */
    int32_t first_month;   /**< QUARTER, YEAR: month in which the (fiscal) year begins, 1 to 12 */
} dscore_period_rule;

/** Initialiser of a dscore_period_rule: months. */
#define DSCORE_PERIOD_RULE_INIT {(uint32_t)sizeof(dscore_period_rule), DSCORE_PERIOD_MONTH, 1, 1}

/**
 * A rule as people write it: `day`, `week`, `week:sun`, `month`, `quarter`, `quarter:apr`, `year`, `year:jul`.
 *
 * @param text  not NULL
 * @param out   started from DSCORE_PERIOD_RULE_INIT; not NULL; unchanged on failure
 * @param err   may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, struct_size not set); DSCORE_E_FORMAT (names the words)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_period_parse(const char *text, dscore_period_rule *out, dscore_error *err);

/**
 * The period that holds an instant.
 *
 * @param zone     NULL = UTC
 * @param rule     not NULL
 * @param instant  years 1-9999
 * @param out_start, out_end  not NULL; unchanged on failure
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a rule out of range); DSCORE_E_RANGE (the period reaches outside the
 *         years 1-9999)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_period_at(const dscore_zone *zone, const dscore_period_rule *rule, int64_t instant,
    int64_t *out_start, int64_t *out_end, dscore_error *err);

/**
 * A period that many later or earlier: -1 is the previous one. Periods that the zone skipped are passed over.
 *
 * @param zone     NULL = UTC
 * @param rule     not NULL
 * @param instant  any in the period
 * @param n        periods to go, any sign
 * @param out_start, out_end  not NULL; unchanged on failure
 * @param err      may be NULL
 * @return as dscore_period_at
 * @since 0.2
 */
DSCORE_API dscore_status dscore_period_shift(const dscore_zone *zone, const dscore_period_rule *rule,
    int64_t instant, int64_t n, int64_t *out_start, int64_t *out_end, dscore_error *err);

/**
 * The same period that many years later or earlier: -1 is last year's. 29 February gives 28 February; a week is the
 * week of the same number, the last one if that year has no 53rd. Weeks are numbered by the rule of ISO 8601 whatever
 * their first day: a week belongs to the year that has most of it (from Sunday these are the weeks of epidemiologists,
 * not those of spreadsheets, whose first week holds 1 January). A date that the zone skipped gives the next one.
 *
 * @param zone     NULL = UTC
 * @param rule     not NULL
 * @param instant  any in the period
 * @param years    any sign
 * @param out_start, out_end  not NULL; unchanged on failure
 * @param err      may be NULL
 * @return as dscore_period_at
 * @since 0.2
 */
DSCORE_API dscore_status dscore_period_year(const dscore_zone *zone, const dscore_period_rule *rule,
    int64_t instant, int64_t years, int64_t *out_start, int64_t *out_end, dscore_error *err);

/**
 * The edges of the periods that meet [from, to): the start of the first, ..., the end of the last.
 *
 * @param zone        NULL = UTC
 * @param rule        not NULL
 * @param from, to    instants, from before to; to may be the end of the year 9999
 * @param edges       receives the edges, strictly ascending; may be NULL if capacity is 0
 * @param capacity    elements of edges, >= 0
 * @param out_needed  edges there are: periods + 1; not NULL; 0 on a failure other than DSCORE_E_BUFFER
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_BUFFER (edges unchanged); DSCORE_E_ARGUMENT (from not before to, a negative capacity, a
 *         NULL with a capacity); as dscore_period_at
 * @since 0.2
 */
DSCORE_API dscore_status dscore_period_edges(const dscore_zone *zone, const dscore_period_rule *rule, int64_t from,
    int64_t to, int64_t *edges, int64_t capacity, int64_t *out_needed, dscore_error *err);

/**
 * The name of a period: 2026-11-21, 2026-W47 (weeks from Monday, ISO 8601; others by their first date, as their
 * numbers differ by custom: 2026-11-15/7d), 2026-11, 2026-Q4, 2026; fiscal years by the year in which they end:
 * FY2026-Q1, FY2026.
 *
 * @param zone     NULL = UTC
 * @param rule     not NULL
 * @param instant  any in the period
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_BUFFER (buffer unchanged); as dscore_period_at
 * @since 0.2
 */
DSCORE_API dscore_status dscore_period_name(const dscore_zone *zone, const dscore_period_rule *rule,
    int64_t instant, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
