/* How a row of the built-in schema is written: a macro for each type of field, since a constant table cannot call
   functions. Only for standard_fields.c and standard_tickets.c. */
#ifndef DSI_DATA_STANDARD_ROWS_H
#define DSI_DATA_STANDARD_ROWS_H

#include "data/schema.h"
#include <math.h>

enum { DSI_STANDARD_TICKET_FIELDS = 107 };
extern const dsi_field dsi_standard_ticket_fields[DSI_STANDARD_TICKET_FIELDS];

#define OPTIONAL DSCORE_FIELD_OPTIONAL
#define UNIQUE DSCORE_FIELD_UNIQUE
#define MIN_OPEN DSCORE_FIELD_MIN_OPEN

#define NO_MIN (-HUGE_VAL)
#define NO_MAX HUGE_VAL

/* The formulas that may stand in for a field, in order. */
#define NO_DERIVE NULL, 0
#define DERIVE(...)                                                                                                    \
    (const char *const[]){__VA_ARGS__}, (int32_t)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
/* All text of the built-in schema names a thing. */
#define KEY(name, flags, en, zh)                                                                                       \
    {                                                                                                                  \
        name, DSCORE_TYPE_TEXT, DSCORE_FIELD_KEY | (flags), "", NO_MIN, NO_MAX, NO_DERIVE, "", en, zh                  \
    }
#define INSTANT(name, derive, en, zh)                                                                                  \
    {                                                                                                                  \
        name, DSCORE_TYPE_INSTANT, 0, "", NO_MIN, NO_MAX, derive, "", en, zh                                           \
    }
#define BOOLEAN(name, flags, derive, en, zh)                                                                           \
    {                                                                                                                  \
        name, DSCORE_TYPE_BOOLEAN, flags, "", NO_MIN, NO_MAX, derive, "", en, zh                                       \
    }
#define DURATION(name, flags, min, derive, en, zh)                                                                     \
    {                                                                                                                  \
        name, DSCORE_TYPE_DURATION, flags, "s", min, NO_MAX, derive, "", en, zh                                        \
    }
/* A span with a twin on the business clock (D9), and the twin. */
#define SPAN(name, business, en, zh)                                                                                   \
    {                                                                                                                  \
        name, DSCORE_TYPE_DURATION, 0, "s", 0.0, NO_MAX, NO_DERIVE, business, en, zh                                   \
    }
#define NUMBER(name, flags, unit, min, max, en, zh)                                                                    \
    {                                                                                                                  \
        name, DSCORE_TYPE_NUMBER, flags, unit, min, max, NO_DERIVE, "", en, zh                                         \
    }
#define COUNT(name, min, derive, en, zh)                                                                               \
    {                                                                                                                  \
        name, DSCORE_TYPE_NUMBER, DSCORE_FIELD_INTEGER, "count", min, NO_MAX, derive, "", en, zh                       \
    }

#endif
