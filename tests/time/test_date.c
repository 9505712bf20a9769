/* Day numbers and dates: known days, every day of the years 1 to 9999 in turn, and what is no date. */
#include "support.h"

#include <stdbool.h>

static int64_t day_of(int32_t year, int32_t month, int32_t day)
{
    int64_t out = 0;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_day_of(year, month, day, &out, &err), err);
    return out;
}

START_TEST(known_days_have_their_numbers)
{
    ck_assert_int_eq(day_of(1970, 1, 1), 0);
    ck_assert_int_eq(day_of(1969, 12, 31), -1);
    ck_assert_int_eq(day_of(2000, 2, 29), 11016);
    ck_assert_int_eq(day_of(2026, 11, 21), 20778);
    ck_assert_int_eq(day_of(1, 1, 1), -719162);
    ck_assert_int_eq(day_of(9999, 12, 31), 2932896);
}
END_TEST

START_TEST(every_day_follows_the_one_before)
{
    static const int32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t number = -719162;
    int32_t weekday = 1; /* 0001-01-01 was a Monday */
    for (int32_t year = 1; year <= 9999; year++) {
        const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int32_t month = 1; month <= 12; month++) {
            const int32_t length = lengths[month - 1] + (month == 2 && is_leap);
            for (int32_t day = 1; day <= length; day++, number++, weekday = weekday % 7 + 1) {
                int64_t back = 0;
                int32_t y = 0;
                int32_t m = 0;
                int32_t d = 0;
                int32_t w = 0;
                /* Compared by hand: a check for each of 3.6 million days takes seconds. */
                if (dscore_day_date(number, &y, &m, &d, &w, NULL) != DSCORE_OK ||
                    dscore_day_of(year, month, day, &back, NULL) != DSCORE_OK || back != number || y != year ||
                    m != month || d != day || w != weekday) {
                    ck_abort_msg("%d-%d-%d is read as %d-%d-%d, weekday %d", year, month, day, y, m, d, w);
                }
            }
            int64_t none = 3;
            ck_assert_int_eq(dscore_day_of(year, month, length + 1, &none, NULL), DSCORE_E_RANGE);
            ck_assert_int_eq(none, 3);
        }
    }
    ck_assert_int_eq(number, 2932897);
}
END_TEST

START_TEST(what_is_no_date_is_refused)
{
    static const int32_t bad[][3] = {{0, 1, 1}, {10000, 1, 1}, {2026, 0, 1}, {2026, 13, 1}, {2026, 1, 0}, {2026, 1, 32},
        {2026, 2, 29}, {1900, 2, 29}, {INT32_MIN, INT32_MIN, INT32_MIN}, {INT32_MAX, INT32_MAX, INT32_MAX}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t day = 3;
        dscore_error err = DSCORE_ERROR_INIT;
        ck_assert_int_eq(dscore_day_of(bad[i][0], bad[i][1], bad[i][2], &day, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(err.code, DSCORE_CODE_TIME_DATE);
        ck_assert_int_eq(day, 3);
    }
    int32_t year = 3;
    ck_assert_int_eq(dscore_day_date(-719163, &year, NULL, NULL, NULL, NULL), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_day_date(2932897, &year, NULL, NULL, NULL, NULL), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_day_date(INT64_MIN, &year, NULL, NULL, NULL, NULL), DSCORE_E_RANGE);
    ck_assert_int_eq(year, 3);
    ck_assert_int_eq(dscore_day_date(0, NULL, NULL, NULL, NULL, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_day_of(2026, 1, 1, NULL, NULL), DSCORE_E_ARGUMENT);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        known_days_have_their_numbers, every_day_follows_the_one_before, what_is_no_date_is_refused};
    return RUN_TESTS("dates", tests);
}
