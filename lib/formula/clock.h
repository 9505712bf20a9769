/* The clock of a block of rows: which calendar each row follows, and the time that runs on it between two instants.
   Private to this room. */
#ifndef DSI_FORMULA_CLOCK_H
#define DSI_FORMULA_CLOCK_H

#include "formula/kernel.h"

/* Walks over a block that a calendar keeps apart, so that each stays sorted where its column is. */
enum { DSI_WALK_FROM = 0, DSI_WALK_TO = 1, DSI_WALK_NOW = 2, DSI_WALKS = 3 };

enum { DSI_CLOCK_SLOTS = 8 };

/* A calendar that rows of the block follow, and where its walks are. */
typedef struct dsi_clock_slot {
    const dscore_calendar *calendar; /* NULL = free */
    dsi_calendar_near near[DSI_WALKS];
} dsi_clock_slot;

typedef struct dsi_row_clock {
    bool is_business;
    const dsi_settings *settings;
    const dsi_vector *names; /* of the rows' calendars; NULL = the default for all */
    int32_t operands;        /* of the kernel, without the names */
    bool is_steady;          /* one calendar, or none, for all rows */
    uint8_t steady;          /* then what turning to a row gives */
    /* the row turned to */
    dsi_clock_slot *slot; /* NULL on the calendar clock, and where the status is not DSI_PRESENT */
    /* the last name looked up, and what came of it */
    bool has_name;
    dsi_string name;
    int64_t integer;                 /* of a field of integers */
    const dscore_calendar *calendar; /* NULL = no calendar has that name */
    int32_t number;                  /* its place among the named ones */
    char digits[20];
    dsi_clock_slot slots[DSI_CLOCK_SLOTS];
} dsi_row_clock;

/* False: the field of calendar names is neither text nor integers. */
bool dsi_clock_start(dsi_row_clock *clock, const dsi_kernel *k, bool is_business);
uint8_t dsi_clock_look_up(dsi_row_clock *clock, int32_t row);
/* Turn to a row: DSI_PRESENT if it has a calendar (always on the calendar clock), else why it has none. */
static inline uint8_t dsi_clock_turn(dsi_row_clock *clock, int32_t row)
{
    return clock->is_steady ? clock->steady : dsi_clock_look_up(clock, row);
}
/* Signed time between two instants in the row turned to. All instants of a block lie within the years 1-9999. */
int64_t dsi_clock_span(dsi_row_clock *clock, int64_t from, int64_t to);
/* How long a row is open that began at an instant: signed. Only with a now; one outside the years is taken to their
 * end.
 */
int64_t dsi_clock_open_for(dsi_row_clock *clock, int64_t since);

#endif
