/* Business calendars as JSON: weeks of hours, exceptions by date, and lists of holidays as governments publish them. */
#ifndef DSI_DOCUMENT_CALENDAR_H
#define DSI_DOCUMENT_CALENDAR_H

#include "document/writer.h"
#include "time/calendar.h"

/* Which list names a date. */
typedef enum dsi_date_list { DSI_DATES_EXCEPTIONS, DSI_DATES_HOLIDAYS, DSI_DATES_WORKING } dsi_date_list;

/* A date or range of dates with what holds on it, and the way to it: list[outer].member[inner]. */
typedef struct dsi_date_entry {
    int64_t first_day, last_day; /* both in it */
    dsi_hours hours;
    int32_t as;                  /* 1-7; 0: `hours`; -1: those of the first weekday that has any */
    int32_t list;                /* dsi_date_list */
    int64_t order, outer, inner; /* positions in the document; outer, inner: -1 = no such step */
    const char *member;          /* "days", "events"; NULL = no such step */
} dsi_date_entry;

/* What a document says. Texts and arrays lie in the document and the reader's arena. */
typedef struct dsi_calendar_document {
    dsi_calendar_spec spec;  /* without its zone */
    const char *zone;        /* NULL = it names none */
    dsi_date_entry *entries; /* sorted by date, no date twice; of the reader's allocator */
    int64_t count, cap;
} dsi_calendar_document;

/* Read a document; free what was read in any case. */
bool dsi_read_calendar(dsi_reader *r, const dsi_at *root, dsi_calendar_document *out);
void dsi_calendar_document_free(dsi_reader *r, dsi_calendar_document *document);

/* Hours of a day: a list of "09:00-17:00", or one of them. */
bool dsi_read_hours(dsi_reader *r, const dsi_at *at, dsi_hours *out);
bool dsi_same_hours(const dsi_hours *a, const dsi_hours *b);
/* "mon" to "sun": 1 to 7; 0 = none of them. */
int32_t dsi_weekday_of(const char *text, size_t length);
const char *dsi_weekday_name(int32_t weekday);
/* Hours of a local date by the weeks alone. */
const dsi_hours *dsi_week_hours(const dsi_calendar_spec *spec, int64_t day);

/* 2026-12-25; false: no such date. */
bool dsi_read_date(const char *text, size_t length, int64_t *out_day);
/* The exceptions, holidays and working days of a calendar whose weeks are read. */
bool dsi_read_dates(dsi_reader *r, const dsi_at *root, dsi_calendar_document *out);
/* The way to an entry, for dsi_complain_below. */
const char *dsi_date_path(dsi_reader *r, const dsi_date_entry *entry);
/* 2026-12-25 as text of at least 11 bytes. */
void dsi_date_text(int64_t day, char out[24]);

/* The members of a calendar, inside an open object. */
void dsi_write_calendar(dsi_writer *w, const dsi_calendar_spec *spec);

#endif
