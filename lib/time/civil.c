/* Day numbers and dates of the Gregorian calendar carried back, after Howard Hinnant, "chrono-Compatible Low-Level Date
   Algorithms" (2013): years start in March, so that the leap day is the last of its year. */
#include "time/civil.h"

#include "base/error.h"
#include <deskscore/time.h>
#include <stddef.h>

int64_t dsi_civil_day(int64_t year, int32_t month, int32_t day)
{
    const int64_t y = month <= 2 ? year - 1 : year;
    const int64_t era = dsi_floor_div(y, 400);
    const int64_t year_of_era = y - era * 400;
    const int64_t month_from_march = month > 2 ? month - 3 : month + 9;
    const int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DSI_CYCLE_DAYS + day_of_era - 719468;
}

void dsi_civil_date(int64_t day, int64_t *year, int32_t *month, int32_t *mday)
{
    const int64_t shifted = day + 719468;
    const int64_t era = dsi_floor_div(shifted, DSI_CYCLE_DAYS);
    const int64_t day_of_era = shifted - era * DSI_CYCLE_DAYS;
    const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t month_from_march = (5 * day_of_year + 2) / 153;
    *mday = (int32_t)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (int32_t)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *year = era * 400 + year_of_era + (*month <= 2);
}

int32_t dsi_civil_weekday(int64_t day)
{
    const int64_t from_monday = day + 3; /* 1970-01-01 was a Thursday */
    return (int32_t)(from_monday - 7 * dsi_floor_div(from_monday, 7)) + 1;
}

int32_t dsi_civil_month_days(int64_t year, int32_t month)
{
    static const int8_t lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && is_leap ? 29 : lengths[month - 1];
}

dscore_status dscore_day_of(int32_t year, int32_t month, int32_t day, int64_t *out_day, dscore_error *err)
{
    if (out_day == NULL) {
        return dsi_fail_null(err, "out_day");
    }
    if (year < 1 || year > 9999) {
        return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_TIME_DATE, "the year is %ld, expected 1 to 9999", (long)year);
    }
    if (month < 1 || month > 12) {
        return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_TIME_DATE, "the month is %ld, expected 1 to 12", (long)month);
    }
    if (day < 1 || day > dsi_civil_month_days(year, month)) {
        return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_TIME_DATE, "the day is %ld, expected 1 to %ld in %04ld-%02ld",
            (long)day, (long)dsi_civil_month_days(year, month), (long)year, (long)month);
    }
    *out_day = dsi_civil_day(year, month, day);
    return DSCORE_OK;
}

dscore_status dscore_day_date(
    int64_t day, int32_t *out_year, int32_t *out_month, int32_t *out_day, int32_t *out_weekday, dscore_error *err)
{
    if (day < DSI_DAY_FIRST || day > DSI_DAY_LAST) {
        return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_TIME_RANGE,
            "day %lld lies outside the years 1 to 9999, expected %lld to %lld", (long long)day,
            (long long)DSI_DAY_FIRST, (long long)DSI_DAY_LAST);
    }
    int64_t year;
    int32_t month;
    int32_t mday;
    dsi_civil_date(day, &year, &month, &mday);
    if (out_year != NULL) {
        *out_year = (int32_t)year;
    }
    if (out_month != NULL) {
        *out_month = month;
    }
    if (out_day != NULL) {
        *out_day = mday;
    }
    if (out_weekday != NULL) {
        *out_weekday = dsi_civil_weekday(day);
    }
    return DSCORE_OK;
}
