/* What a calendar is made of: day patterns, the timeline of local dates that they fill, and the pieces of the zone that
   carry it to instants. Shared by the files of calendars alone. */
#ifndef DSI_TIME_CALENDAR_PARTS_H
#define DSI_TIME_CALENDAR_PARTS_H

#include "base/error.h"
#include "time/calendar.h"

#define DSI_WEEK (7 * DSI_DAY)

/* Of the weekdays of a week, Monday first, and of its end. */
typedef struct dsi_week_marks {
    int32_t first[8];   /* the first item that starts on that day or later */
    int32_t working[8]; /* days with hours before that day */
} dsi_week_marks;

/* Open time that repeats: every day, or every week from Monday. As the wall clock shows it: nothing runs on. */
typedef struct dsi_pattern {
    const dsi_open *items;       /* ascending and apart */
    const int64_t *before;       /* open time before each item, and of all: count + 1 */
    const dsi_week_marks *marks; /* of a week; NULL: a day */
    int64_t total;
    int32_t count;
    uint32_t hash; /* of the items, for the table */
} dsi_pattern;

/* Local dates with one pattern, up to the next segment. Open time before a local time l in it is base + the pattern's
   own prefix of l. */
typedef struct dsi_segment {
    int64_t base;
    int32_t from_day; /* INT32_MIN for the first */
    int32_t pattern;
    int32_t days; /* the same for working days */
} dsi_segment;

enum { DSI_ABSOLUTE = 0, DSI_WALL = 1, DSI_MODES = 2 }; /* mode - 1 */

/* Instants with one offset, up to the next piece. */
typedef struct dsi_stretch {
    int64_t from;   /* INT64_MIN for the first */
    int64_t offset; /* local minus UTC */
    int64_t most;   /* the latest local time shown before; INT64_MIN for the first */
    int64_t plus;   /* business time before t, absolute: plus + that of the local timeline before t + offset */
    int64_t start[DSI_MODES]; /* business time before `from`; INT64_MIN for the first */
} dsi_stretch;

/* Where to look in an array of ascending keys: of equal ranges of keys, the last element at or before the beginning.
   Evenly spread keys are found at once, others by bisection of what is left. */
typedef struct dsi_index {
    int64_t origin; /* the second key: the first element has none */
    int32_t shift;  /* a range holds 2^shift keys */
    int32_t count;
    int32_t *at; /* count + 1 */
} dsi_index;

struct dscore_calendar {
    dsi_ref ref;
    dsi_arena arena; /* lists, marks and the copy of the spec; its allocator is the calendar's */
    dsi_calendar_spec spec;
    dsi_pattern *patterns;
    int64_t pattern_count, pattern_capacity;
    dsi_segment *segments; /* one more at the end: from_day INT32_MAX */
    int64_t segment_count, segment_capacity;
    dsi_stretch *pieces; /* one more at the end: from INT64_MAX */
    int64_t piece_count, piece_capacity;
    dsi_index by_day;          /* segments */
    dsi_index by_instant;      /* pieces */
    int64_t end;               /* from here on everything repeats after DSI_CYCLE; INT64_MAX: the last piece goes on */
    int64_t at_end[DSI_MODES]; /* business time before `end` */
    int64_t gain[DSI_MODES];   /* business time of a cycle */
    int64_t first[DSI_MODES];  /* business time before DSI_TIME_FIRST */
    int64_t last[DSI_MODES];   /* business time before DSI_TIME_LAST */
    int32_t *skipped;          /* dates with hours that the zone skipped, ascending */
    int64_t skipped_count, skipped_capacity;
    char hash[33];
};

/* ---- patterns (calendar_pattern.c) ---- */

/* Open time of [1970-01-01T00:00, l), negative before; l may be any local time. */
int64_t dsi_pattern_prefix(const dsi_pattern *p, int64_t l);
/* The earliest l with a prefix of at least w; the latest l with a prefix of at most w. total > 0. */
int64_t dsi_pattern_earliest(const dsi_pattern *p, int64_t w);
int64_t dsi_pattern_latest(const dsi_pattern *p, int64_t w);
bool dsi_pattern_open(const dsi_pattern *p, int64_t l);
/* Days with hours in [1970-01-01, day), negative before. */
int64_t dsi_pattern_days(const dsi_pattern *p, int64_t day);

/* Equal lists are kept once. `slots` is a hash table of pattern numbers + 1, a power of two of them. */
typedef struct dsi_pattern_table {
    int32_t *slots;
    int64_t slot_count;
} dsi_pattern_table;
/* The number of the pattern of a list of intervals; -1 = no memory. A list that is only listed (past midnight,
   touching intervals) is a pattern too: the spec's copy uses its items. */
int32_t dsi_pattern_intern(
    dscore_calendar *c, dsi_pattern_table *table, const dsi_open *items, int32_t count, bool is_week);
void dsi_pattern_table_free(const dscore_calendar *c, dsi_pattern_table *table);

/* ---- the timeline of local dates (calendar_check.c, calendar_copy.c, calendar_build.c) ---- */

dscore_status dsi_calendar_check_spec(const dsi_calendar_spec *spec, dscore_error *err);
/* Of exceptions by date: none twice. */
dscore_status dsi_calendar_check_twice(const dsi_calendar_spec *spec, dscore_error *err);
/* Copies into c->spec; exceptions by date. Their hours are patterns of the table. */
dscore_status dsi_calendar_copy_spec(
    dscore_calendar *c, dsi_pattern_table *table, const dsi_calendar_spec *spec, dscore_error *err);
/* Fills segments from c->spec. */
dscore_status dsi_calendar_build(dscore_calendar *c, dsi_pattern_table *table, dscore_error *err);
dscore_status dsi_calendar_hash_content(dscore_calendar *c, dscore_error *err);

/* ---- finding (calendar_index.c) ---- */

typedef int64_t (*dsi_key_of)(const dscore_calendar *c, int64_t i);
bool dsi_index_make(dsi_index *x, const dscore_calendar *c, dsi_key_of key_of, int64_t n);
void dsi_index_free(const dscore_calendar *c, dsi_index *x);

/* The elements among which the last one with a key of at most `key` lies: how many, from *low on. */
static inline int32_t dsi_index_range(const dsi_index *x, int64_t key, int32_t *low)
{
    if (key < x->origin) {
        *low = 0;
        return 1;
    }
    const int64_t place = (key - x->origin) >> x->shift;
    const int64_t range = place < x->count ? place : x->count - 1;
    *low = x->at[range];
    return x->at[range + 1] - *low + 1;
}

/* ---- local time and instants (calendar_local.c, calendar_clock.c) ---- */

/* Open time before a local time, from an arbitrary origin. */
int64_t dsi_calendar_local(const dscore_calendar *c, int64_t l, int32_t *near);
/* The earliest local time with at least w before it, the latest with at most w, between two local times (INT64_MIN,
   INT64_MAX: no bound); outside, or INT64_MAX, if there is none. */
int64_t dsi_calendar_local_earliest(const dscore_calendar *c, int64_t w, int64_t from, int64_t to);
int64_t dsi_calendar_local_latest(const dscore_calendar *c, int64_t w, int64_t from, int64_t to);
bool dsi_calendar_local_open(const dscore_calendar *c, int64_t l, int32_t *near);
int64_t dsi_calendar_local_days(const dscore_calendar *c, int64_t day); /* skipped dates count */

/* Fills pieces, the end and the skipped dates, from the segments and the zone. */
dscore_status dsi_calendar_lay(dscore_calendar *c, dscore_error *err);

/* The latest local time that the wall clock has shown at t. */
int64_t dsi_calendar_shown(const dscore_calendar *c, int64_t t);
int64_t dsi_calendar_clock(const dscore_calendar *c, int64_t t, int32_t mode, dsi_calendar_near *near);
/* The earliest instant with a clock of at least `target` (reached within the years 1-9999: the caller's duty), the
   latest with one of at most `target` (INT64_MAX: no end). */
int64_t dsi_calendar_earliest(const dscore_calendar *c, int64_t target, int32_t mode);
int64_t dsi_calendar_latest(const dscore_calendar *c, int64_t target, int32_t mode);

/* Working days before a date; of a calendar's own zone. */
int64_t dsi_calendar_working(const dscore_calendar *c, int64_t day);

dscore_status dsi_calendar_check_instant(int64_t t, dscore_error *err);

#endif
