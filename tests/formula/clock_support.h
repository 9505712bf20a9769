/* An office with calendars over the rows of a rig. It is open on Monday to Friday from 09:00 to 17:00 UTC; day 0 is
   Thursday, 1 January 1970. */
#ifndef CLOCK_SUPPORT_H
#define CLOCK_SUPPORT_H

#include "program_support.h"

enum { THU = 0, FRI = 24, SAT = 48, SUN = 72, MON = 96, TUE = 120 }; /* first hours of the days */

#define AT(hour) ((hour)*3600)
#define US(hour) ((int64_t)(hour)*INT64_C(3600000000))

static inline int32_t field_index(const char *name)
{
    for (int32_t i = 0; i < FIELDS; i++) {
        if (strcmp(fields[i].name, name) == 0) {
            return i;
        }
    }
    ck_abort_msg("no field %s", name);
    return -1;
}

/* The same hours on some weekdays, given as bits from Monday. */
static inline dscore_calendar *make_calendar(const char *name, unsigned weekdays, int64_t from_hour, int64_t to_hour)
{
    const dsi_open open = {US(from_hour), US(to_hour)};
    dsi_week week;
    memset(&week, 0, sizeof week);
    week.from_day = INT64_MIN;
    for (int d = 0; d < 7; d++) {
        week.days[d].items = &open;
        week.days[d].count = (weekdays >> d & 1U) != 0 ? 1 : 0;
    }
    const dsi_calendar_spec spec = {.name = name, .mode = DSCORE_CALENDAR_ABSOLUTE, .weeks = &week, .week_count = 1};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_calendar *calendar = NULL;
    dscore_allocator allocator;
    ck_assert_int_eq(dsi_allocator_init(&allocator, NULL, NULL), DSCORE_OK);
    assert_ok(dsi_calendar_new(&allocator, &spec, &calendar, &err), err);
    return calendar;
}

/* A rig with the office as default, and 24 hours a day as "always", 22:00-06:00 of every night as "night", Saturday
   10:00-12:00 as "7". */
typedef struct office {
    rig rig;
    dsi_clocks clocks;
    dsi_named_calendar named[3];
    dscore_calendar *calendars[4];
} office;

static inline void office_open(office *o)
{
    rig_open(&o->rig);
    memset(&o->clocks, 0, sizeof o->clocks);
    o->calendars[0] = make_calendar("office", 0x1F, 9, 17);
    o->calendars[1] = make_calendar("always", 0x7F, 0, 24);
    o->calendars[2] = make_calendar("night", 0x7F, 22, 30);
    o->calendars[3] = make_calendar("saturday", 0x20, 10, 12);
    o->named[0] = (dsi_named_calendar){"7", o->calendars[3]};
    o->named[1] = (dsi_named_calendar){"always", o->calendars[1]};
    o->named[2] = (dsi_named_calendar){"night", o->calendars[2]};
    o->clocks.calendar = o->calendars[0];
    o->clocks.named = o->named;
    o->clocks.named_count = 3;
    o->rig.settings.clocks = &o->clocks;
    o->rig.clock = DSI_CLOCK_BUSINESS;
}

static inline void office_close(office *o)
{
    rig_close(&o->rig);
    for (int i = 0; i < 4; i++) {
        dscore_calendar_free(o->calendars[i]);
    }
}

static inline void bind_texts(rig *r, const char *name, const char *const *texts)
{
    bind_column(r, name, DSCORE_CSTRING, DSCORE_UNIT_NONE, texts, (int64_t)sizeof *texts, NULL);
}

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

#endif
