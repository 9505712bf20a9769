/* TZif files made in memory, and instants written as dates, for the tests of zones and periods. */
#ifndef DSCORE_TESTS_ZONE_SUPPORT_H
#define DSCORE_TESTS_ZONE_SUPPORT_H

#include "support.h"

#include <stdbool.h>

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

enum { FILE_ROOM = 4096, MOST_TIMES = 100 };

/* What goes into a file. Types are offsets in seconds; their name is always "X". */
typedef struct tz_text {
    int version; /* 1 to 4 */
    int32_t types[8];
    int type_count;
    int64_t times[MOST_TIMES];
    int kinds[MOST_TIMES];
    int time_count;
    int leap_count;
    const char *footer; /* NULL = "" */
} tz_text;

typedef struct tz_file {
    unsigned char bytes[FILE_ROOM];
    int64_t length;
    int64_t header; /* where the header of the block that counts starts */
} tz_file;

static inline void tz_number(tz_file *f, uint64_t value, int size)
{
    for (int i = size - 1; i >= 0; i--) {
        f->bytes[f->length++] = (unsigned char)(value >> (8 * i) & 0xFFU);
    }
}

static inline void tz_block(tz_file *f, const tz_text *t, int size)
{
    const bool is_counted = size == 8 || t->version == 1;
    const int times = is_counted ? t->time_count : 0;
    const int types = is_counted ? t->type_count : 1;
    const int leaps = is_counted ? t->leap_count : 0;
    f->header = f->length;
    memcpy(f->bytes + f->length, "TZif", 4);
    f->length += 4;
    tz_number(f, t->version == 1 ? 0 : (uint64_t)('0' + t->version), 1);
    memset(f->bytes + f->length, 0, 15);
    f->length += 15;
    const int counts[6] = {0, 0, leaps, times, types, 2};
    for (int i = 0; i < 6; i++) {
        tz_number(f, (uint64_t)counts[i], 4);
    }
    for (int i = 0; i < times; i++) {
        tz_number(f, (uint64_t)t->times[i], size);
    }
    for (int i = 0; i < times; i++) {
        tz_number(f, (uint64_t)t->kinds[i], 1);
    }
    for (int i = 0; i < types; i++) {
        tz_number(f, (uint64_t)(int64_t)t->types[i], 4);
        tz_number(f, 0, 2);
    }
    tz_number(f, (uint64_t)'X' << 8, 2);
    for (int i = 0; i < leaps; i++) {
        tz_number(f, (uint64_t)(78796800 + i), size);
        tz_number(f, (uint64_t)(i + 1), 4);
    }
}

static inline tz_file tz_make(const tz_text *t)
{
    tz_file f = {.length = 0};
    tz_block(&f, t, 4);
    if (t->version > 1) {
        tz_block(&f, t, 8);
        const char *footer = t->footer == NULL ? "" : t->footer;
        f.bytes[f.length++] = '\n';
        memcpy(f.bytes + f.length, footer, strlen(footer));
        f.length += (int64_t)strlen(footer);
        f.bytes[f.length++] = '\n';
    }
    return f;
}

static inline dscore_zone *tz_zone(const tz_text *t)
{
    const tz_file f = tz_make(t);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_zone *zone = NULL;
    assert_ok(dscore_zone_from_tzif(NULL, "Test/Zone", f.bytes, f.length, &zone, &err), err);
    return zone;
}

/* A zone that follows a footer at all times. */
static inline dscore_zone *tz_footer(const char *footer)
{
    const tz_text t = {.version = 3, .types = {0}, .type_count = 1, .footer = footer};
    return tz_zone(&t);
}

/* UTC as an instant, or local time as local microseconds: "2026-03-29T01:00:00". */
static inline int64_t at(const char *text)
{
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    ck_assert_int_ge(sscanf(text, "%d-%d-%dT%d:%d:%d", &year, &month, &day, &hour, &minute, &second), 3);
    int64_t days = 0;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_day_of(year, month, day, &days, &err), err);
    return days * DAY + hour * HOUR + minute * MINUTE + second * SECOND;
}

static inline int32_t offset_at(const dscore_zone *zone, int64_t instant)
{
    int32_t offset = 0;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_zone_offset(zone, instant, &offset, &err), err);
    return offset;
}

/* The offset is `before` until the instant and `after` from it on. */
static inline void assert_change(const dscore_zone *zone, const char *utc, int32_t before, int32_t after)
{
    ck_assert_msg(offset_at(zone, at(utc) - 1) == before, "before %s: %d", utc, (int)offset_at(zone, at(utc) - 1));
    ck_assert_msg(offset_at(zone, at(utc)) == after, "at %s: %d", utc, (int)offset_at(zone, at(utc)));
}

static inline void assert_day_start(const dscore_zone *zone, const char *date, const char *utc)
{
    int64_t start = 0;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_zone_day_start(zone, at(date) / DAY, &start, &err), err);
    ck_assert_msg(start == at(utc), "%s starts %lld s after %s", date, (long long)((start - at(utc)) / SECOND), utc);
}

/* A local time of a kind, and its two instants: of a skipped one, those by the offset after the gap and before it. */
static inline void assert_local(
    const dscore_zone *zone, const char *local, int32_t kind, const char *first, const char *last)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t instant = 0;
    int32_t found = 0;
    assert_ok(
        dscore_zone_instant(zone, at(local), DSCORE_GAP_BACKWARD, DSCORE_OVERLAP_FIRST, &instant, &found, &err), err);
    ck_assert_msg(found == kind, "%s: kind %d", local, (int)found);
    ck_assert_msg(instant == at(first), "%s: first is %lld s off", local, (long long)((instant - at(first)) / SECOND));
    assert_ok(dscore_zone_instant(zone, at(local), DSCORE_GAP_FORWARD, DSCORE_OVERLAP_LAST, &instant, NULL, &err), err);
    ck_assert_msg(instant == at(last), "%s: last is %lld s off", local, (long long)((instant - at(last)) / SECOND));
}

#endif
