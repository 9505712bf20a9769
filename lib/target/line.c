/* Lines through a series: least squares, and Theil and Sen's. Medians are found by halving the range of all doubles, so
   that they are exact and need no memory. */
#include "target/line.h"

#include "stat/check.h"
#include <string.h>

/* Residuals below this share of the values are what rounding leaves of a perfect line. */
static const double ROUNDING = 1e-13;

static void begin(dsi_line *line, const double *y, int64_t count, double *mean_y)
{
    dsi_running k = {0}, sum = {0}, squares = {0};
    *line = (dsi_line){0};
    for (int64_t i = 0; i < count; i++) {
        if (!isnan(y[i])) {
            line->counted++;
            dsi_running_add(&k, (double)(i + 1));
            dsi_running_add(&sum, y[i]);
        }
    }
    const double n = (double)line->counted;
    line->mean_k = dsi_running_total(&k) / n;
    *mean_y = dsi_running_total(&sum) / n;
    for (int64_t i = 0; i < count; i++) {
        if (!isnan(y[i])) {
            const double d = (double)(i + 1) - line->mean_k;
            dsi_running_add(&squares, d * d);
        }
    }
    line->s_xx = dsi_running_total(&squares);
}

/* What is left beside the line. */
static void measure(dsi_line *line, const double *y, int64_t count)
{
    dsi_running squares = {0};
    double greatest = 0.0;
    for (int64_t i = 0; i < count; i++) {
        if (!isnan(y[i])) {
            const double e = y[i] - (line->intercept + line->slope * (double)(i + 1));
            dsi_running_add(&squares, e * e);
            greatest = fmax(greatest, fabs(y[i]));
        }
    }
    const double s = sqrt(dsi_running_total(&squares) / (double)(line->counted - 2));
    line->deviation = s > ROUNDING * greatest ? s : 0.0;
}

dsi_line dsi_line_least_squares(const double *y, int64_t count)
{
    dsi_line line;
    dsi_running products = {0};
    double mean_y;
    begin(&line, y, count, &mean_y);
    for (int64_t i = 0; i < count; i++) {
        if (!isnan(y[i])) {
            dsi_running_add(&products, ((double)(i + 1) - line.mean_k) * (y[i] - mean_y));
        }
    }
    line.slope = dsi_running_total(&products) / line.s_xx;
    line.intercept = mean_y - line.slope * line.mean_k;
    measure(&line, y, count);
    return line;
}

/* ---- medians ----------------------------------------------------------------------------------- */

/* Doubles in their order as whole numbers, and back. */
static uint64_t order_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 ? ~bits : bits | (UINT64_C(1) << 63);
}

static double double_of(uint64_t order)
{
    const uint64_t bits = order >> 63 ? order & ~(UINT64_C(1) << 63) : ~order;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Numbers that a median is taken of: how many are at most `limit`. */
typedef int64_t (*count_below)(const double *y, int64_t count, double slope, double limit);

/* The number of rank r, from 1. */
static double ranked(count_below below, const double *y, int64_t count, double slope, int64_t r)
{
    uint64_t lo = order_of(-1e300), hi = order_of(1e300);
    while (lo < hi) {
        const uint64_t mid = lo + (hi - lo) / 2;
        if (below(y, count, slope, double_of(mid)) >= r) {
            hi = mid;
        } else {
            lo = mid + 1;
        }
    }
    return double_of(lo) + 0.0; /* no -0 */
}

static double median(count_below below, const double *y, int64_t count, double slope, int64_t entries)
{
    const double lower = ranked(below, y, count, slope, (entries + 1) / 2);
    return entries % 2 != 0 ? lower : (lower + ranked(below, y, count, slope, entries / 2 + 1)) / 2.0;
}

static int64_t slopes_below(const double *y, int64_t count, double slope, double limit)
{
    int64_t n = 0;
    (void)slope;
    for (int64_t i = 0; i < count; i++) {
        for (int64_t j = i + 1; j < count && !isnan(y[i]); j++) {
            n += (y[j] - y[i]) / (double)(j - i) <= limit; /* a hole compares false */
        }
    }
    return n;
}

static int64_t starts_below(const double *y, int64_t count, double slope, double limit)
{
    int64_t n = 0;
    for (int64_t i = 0; i < count; i++) {
        n += y[i] - slope * (double)(i + 1) <= limit;
    }
    return n;
}

dsi_line dsi_line_theil_sen(const double *y, int64_t count)
{
    dsi_line line;
    double mean_y;
    begin(&line, y, count, &mean_y);
    line.slope = median(slopes_below, y, count, 0.0, line.counted * (line.counted - 1) / 2);
    line.intercept = median(starts_below, y, count, line.slope, line.counted);
    measure(&line, y, count);
    return line;
}
