/* Dates of the Gregorian calendar carried back: day numbers from 1970-01-01, and the limits of instants. */
#ifndef DSI_TIME_CIVIL_H
#define DSI_TIME_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#define DSI_SECOND INT64_C(1000000)
#define DSI_DAY INT64_C(86400000000)
/* 0001-01-01T00:00:00Z and the last microsecond of 9999. */
#define DSI_TIME_FIRST INT64_C(-62135596800000000)
#define DSI_TIME_LAST INT64_C(253402300799999999)
#define DSI_DAY_FIRST INT64_C(-719162) /* 0001-01-01 */
#define DSI_DAY_LAST INT64_C(2932896)  /* 9999-12-31 */
/* The Gregorian calendar repeats after 400 years, which are whole weeks. */
#define DSI_CYCLE_DAYS INT64_C(146097)
#define DSI_CYCLE (DSI_CYCLE_DAYS * DSI_DAY)

static inline bool dsi_is_instant(int64_t t)
{
    return t >= DSI_TIME_FIRST && t <= DSI_TIME_LAST;
}

/* The quotient rounded down; b > 0. */
static inline int64_t dsi_floor_div(int64_t a, int64_t b)
{
    const int64_t q = a / b;
    return q - (a % b < 0);
}

/* Any year, month 1-12, day 1-31: no check. */
int64_t dsi_civil_day(int64_t year, int32_t month, int32_t day);
void dsi_civil_date(int64_t day, int64_t *year, int32_t *month, int32_t *mday);
int32_t dsi_civil_weekday(int64_t day); /* 1 = Monday ... 7 = Sunday */
int32_t dsi_civil_month_days(int64_t year, int32_t month);

#endif
