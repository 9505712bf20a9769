/* The rule that a TZif file ends with: a POSIX TZ string (POSIX.1-2017 8.3, with the times of RFC 8536 3.3.1). */
#ifndef DSI_TIME_POSIX_RULE_H
#define DSI_TIME_POSIX_RULE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum dsi_rule_form {
    DSI_RULE_JULIAN, /* Jn: day 1 to 365, 29 February never counts */
    DSI_RULE_DAY,    /* n: day 0 to 365, 29 February counts */
    DSI_RULE_MONTH   /* Mm.w.d: the w-th weekday d of month m, 5 = the last */
} dsi_rule_form;

typedef struct dsi_rule_date {
    dsi_rule_form form;
    int32_t month, week, weekday; /* weekday: 0 = Sunday */
    int32_t day;
    int32_t seconds; /* from midnight: -167 to 167 hours */
} dsi_rule_date;

typedef struct dsi_posix_rule {
    int32_t standard, daylight; /* local minus UTC, seconds */
    bool has_daylight;
    dsi_rule_date start, end; /* of daylight saving time */
} dsi_posix_rule;

/* One change of offset. */
typedef struct dsi_rule_change {
    int64_t at; /* seconds since 1970 */
    int32_t offset;
} dsi_rule_change;

/* False: *out_at is the byte that was not understood and *out_expected what was expected there. */
bool dsi_posix_rule_parse(
    const char *text, int64_t length, dsi_posix_rule *out, int64_t *out_at, const char **out_expected);
/* The two changes of a year, in order; where they coincide, daylight saving time stays. A change of the next year that
   is not later than one of this year takes its place: that is how daylight saving time all year is written. */
void dsi_posix_rule_year(const dsi_posix_rule *rule, int64_t year, dsi_rule_change out[2]);

#endif
