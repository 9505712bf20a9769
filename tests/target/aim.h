/* Shorthand for tests of targets: aims and dates. */
#ifndef TESTS_TARGET_AIM_H
#define TESTS_TARGET_AIM_H

#include "support.h"

static inline dscore_target_aim aim_of(int32_t direction, double baseline, double target)
{
    dscore_target_aim aim = DSCORE_TARGET_AIM_INIT;
    aim.direction = direction;
    aim.baseline = baseline;
    aim.target = target;
    return aim;
}

static inline int64_t day(const char *date)
{
    int64_t out = 0;
    int32_t year, month, mday;
    ck_assert_int_eq(sscanf(date, "%d-%d-%d", &year, &month, &mday), 3);
    /* Fliegel and Van Flandern (1968), Julian day numbers; 1970-01-01 is 2440588 */
    const int64_t a = (month - 14) / 12;
    out = (1461 * (year + 4800 + a)) / 4 + (367 * (month - 2 - 12 * a)) / 12 - (3 * ((year + 4900 + a) / 100)) / 4 +
          mday - 32075 - 2440588;
    return out;
}

static inline dscore_target_span span_of(int32_t day_count, const char *start, const char *due)
{
    dscore_target_span span = DSCORE_TARGET_SPAN_INIT;
    span.day_count = day_count;
    span.start = day(start);
    span.due = day(due);
    return span;
}

#endif
