/* Reading one cell of a file: instants, durations, numbers and booleans as people and programs write them. */
#ifndef DESKSCORE_CELLS_H
#define DESKSCORE_CELLS_H

#include <stdbool.h>
#include <stdint.h>

/* An instant: ISO 8601 with T or a space, any fraction, an offset or Z, or a date alone (its midnight); or, with a
   format, %Y %y %m %d %e %b %H %I %M %S %f %p %z %F %T %% as strptime reads them, numbers not padded. Microseconds;
   *zoned tells whether the text named an offset. */
bool read_instant(const char *text, const char *format, int64_t *out, bool *zoned);

/* An instant as a number of s, ms, us or ns since 1970 in UTC; what is finer than a microsecond is cut off downwards.
 */
bool read_epoch(const char *text, const char *unit, int64_t *out);

/* Does the format hold nothing but these directives and marks? */
bool is_time_format(const char *format);

/* A duration in microseconds: a number of `unit` (s ms us min h d; "" = s), or by a format of d, h, m, s with the marks
   between them: `h.mm.ss`, `h:mm:ss`, `mm:ss`. */
bool read_duration(const char *text, const char *format, const char *unit, int64_t *out);

/* A span with its unit behind it: 30d, 90min, -2h, 1.5h; *unit is that of duration_unit. */
bool read_span_text(const char *text, int64_t *out, const char **unit);

/* A unit's length in microseconds; 0 = no such unit. */
int64_t duration_unit(const char *unit);

/* Does the format hold nothing but d, h, m, s and marks? */
bool is_duration_format(const char *format);

typedef struct number_cell {
    bool is_integer;
    int64_t integer;
    double number;
} number_cell;

/* A number; with percent it may end in %, with thousands it may hold commas, apostrophes or spaces between groups. */
bool read_number(const char *text, bool percent, bool thousands, number_cell *out);

/* Y/N, yes/no, true/false, t/f, 1/0 in any case, and the Chinese pairs. */
bool read_boolean(const char *text, bool *out);

/* Microseconds as seconds, exactly: "90", "-0.5"; buffer >= 40 bytes. */
void write_seconds(int64_t micros, char *buffer);

/* "2026-01-31T08:00:00Z", with a fraction where there is one; buffer >= 40 bytes. */
void write_instant(int64_t instant, char *buffer);

#endif
