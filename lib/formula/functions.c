/* The table of functions and aggregates: what each takes, yields, and where it may stand. A new function is a row
   here and a kernel, a cell operation or an accumulator. */
#include "formula/parse.h"

#include <string.h>

#define NUM DSI_ARG_NUMBER
#define DUR DSI_ARG_DURATION
#define INS DSI_ARG_INSTANT
#define BOO DSI_ARG_BOOLEAN
#define MEA DSI_ARG_MEASURE
#define ORD DSI_ARG_ORDERED
#define ANY DSI_ARG_ANY
#define FRA DSI_ARG_FRACTION

static const dsi_function_row table[] = {
    {"if", DSI_FN_IF, DSI_STAND_BOTH, DSI_YIELD_SECOND, 2, 3, {BOO, ANY, ANY}, true,
        "if(condition, a) or if(condition, a, b)"},
    {"coalesce", DSI_FN_COALESCE, DSI_STAND_BOTH, DSI_YIELD_FIRST, 2, -1, {ANY}, true, "coalesce(a, b, ...)"},
    {"least", DSI_FN_LEAST, DSI_STAND_BOTH, DSI_YIELD_FIRST, 2, -1, {ORD}, true, "least(a, b, ...)"},
    {"greatest", DSI_FN_GREATEST, DSI_STAND_BOTH, DSI_YIELD_FIRST, 2, -1, {ORD}, true, "greatest(a, b, ...)"},
    {"abs", DSI_FN_ABS, DSI_STAND_BOTH, DSI_YIELD_FIRST, 1, 1, {MEA}, false, "abs(x)"},
    {"clamp", DSI_FN_CLAMP, DSI_STAND_BOTH, DSI_YIELD_FIRST, 3, 3, {ORD, ORD, ORD}, true, "clamp(x, low, high)"},

    {"elapsed", DSI_FN_ELAPSED, DSI_STAND_ROW, DSI_YIELD_DURATION, 2, 2, {INS, INS}, false, "elapsed(from, to)"},
    {"within", DSI_FN_WITHIN, DSI_STAND_ROW, DSI_YIELD_BOOLEAN, 3, 3, {INS, INS, DUR}, false,
        "within(from, to, limit)"},
    {"met", DSI_FN_MET, DSI_STAND_ROW, DSI_YIELD_BOOLEAN, 2, 2, {INS, INS}, false, "met(done, due)"},
    {"calendar_time", DSI_FN_CALENDAR_TIME, DSI_STAND_ROW, DSI_YIELD_DURATION, 2, 2, {INS, INS}, false,
        "calendar_time(from, to)"},
    {"business_time", DSI_FN_BUSINESS_TIME, DSI_STAND_ROW, DSI_YIELD_DURATION, 2, 2, {INS, INS}, false,
        "business_time(from, to)"},
    {"seconds", DSI_FN_SECONDS, DSI_STAND_ROW, DSI_YIELD_NUMBER, 1, 1, {DUR}, false, "seconds(duration)"},
    {"minutes", DSI_FN_MINUTES, DSI_STAND_ROW, DSI_YIELD_NUMBER, 1, 1, {DUR}, false, "minutes(duration)"},
    {"hours", DSI_FN_HOURS, DSI_STAND_ROW, DSI_YIELD_NUMBER, 1, 1, {DUR}, false, "hours(duration)"},
    {"days", DSI_FN_DAYS, DSI_STAND_ROW, DSI_YIELD_NUMBER, 1, 1, {DUR}, false, "days(duration)"},
    {"hour_of", DSI_FN_HOUR_OF, DSI_STAND_ROW, DSI_YIELD_NUMBER, 1, 1, {INS}, false, "hour_of(instant)"},
    {"weekday_of", DSI_FN_WEEKDAY_OF, DSI_STAND_ROW, DSI_YIELD_NUMBER, 1, 1, {INS}, false, "weekday_of(instant)"},
    {"date_of", DSI_FN_DATE_OF, DSI_STAND_ROW, DSI_YIELD_INSTANT, 1, 1, {INS}, false, "date_of(instant)"},
    {"is_open", DSI_FN_IS_OPEN, DSI_STAND_ROW, DSI_YIELD_BOOLEAN, 1, 1, {INS}, false, "is_open(instant)"},
    {"now", DSI_FN_NOW, DSI_STAND_EITHER, DSI_YIELD_INSTANT, 0, 0, {0}, false, "now()"},
    {"period_start", DSI_FN_PERIOD_START, DSI_STAND_EITHER, DSI_YIELD_INSTANT, 0, 0, {0}, false, "period_start()"},
    {"period_end", DSI_FN_PERIOD_END, DSI_STAND_EITHER, DSI_YIELD_INSTANT, 0, 0, {0}, false, "period_end()"},
    {"domain_min", DSI_FN_DOMAIN_MIN, DSI_STAND_CONSTANT, DSI_YIELD_FIRST, 1, 1, {DSI_ARG_FIELD}, false,
        "domain_min(field)"},
    {"domain_max", DSI_FN_DOMAIN_MAX, DSI_STAND_CONSTANT, DSI_YIELD_FIRST, 1, 1, {DSI_ARG_FIELD}, false,
        "domain_max(field)"},

    {"period_days", DSI_FN_PERIOD_DAYS, DSI_STAND_CELL, DSI_YIELD_NUMBER, 0, 0, {0}, false, "period_days()"},
    {"period_business_days", DSI_FN_PERIOD_BUSINESS_DAYS, DSI_STAND_CELL, DSI_YIELD_NUMBER, 0, 0, {0}, false,
        "period_business_days()"},
    {"total", DSI_FN_TOTAL, DSI_STAND_CELL, DSI_YIELD_NUMBER, 0, -1, {ANY}, false,
        "total([id]) or total([id], key, ...)"},

    {"count", DSI_AGG_COUNT, DSI_STAND_AGGREGATE, DSI_YIELD_NUMBER, 0, 1, {ANY}, false,
        "count(), count(x) or count(where condition)"},
    {"sum", DSI_AGG_SUM, DSI_STAND_AGGREGATE, DSI_YIELD_FIRST, 1, 1, {MEA}, false, "sum(x)"},
    {"mean", DSI_AGG_MEAN, DSI_STAND_AGGREGATE, DSI_YIELD_FIRST, 1, 1, {MEA}, false, "mean(x)"},
    {"min", DSI_AGG_MIN, DSI_STAND_AGGREGATE, DSI_YIELD_FIRST, 1, 1, {ORD}, false, "min(x)"},
    {"max", DSI_AGG_MAX, DSI_STAND_AGGREGATE, DSI_YIELD_FIRST, 1, 1, {ORD}, false, "max(x)"},
    {"ratio", DSI_AGG_RATIO, DSI_STAND_AGGREGATE, DSI_YIELD_QUOTIENT, 2, 2, {MEA, MEA}, false, "ratio(a, b)"},
    {"share", DSI_AGG_SHARE, DSI_STAND_AGGREGATE, DSI_YIELD_NUMBER, 1, 1, {BOO}, false, "share(condition)"},
    {"stddev", DSI_AGG_STDDEV, DSI_STAND_AGGREGATE, DSI_YIELD_FIRST, 1, 1, {MEA}, false, "stddev(x)"},
    {"variance", DSI_AGG_VARIANCE, DSI_STAND_AGGREGATE, DSI_YIELD_NUMBER, 1, 1, {NUM}, false, "variance(x)"},
    {"median", DSI_AGG_MEDIAN, DSI_STAND_AGGREGATE, DSI_YIELD_FIRST, 1, 1, {MEA}, false, "median(x)"},
    {"quantile", DSI_AGG_QUANTILE, DSI_STAND_AGGREGATE, DSI_YIELD_FIRST, 2, 2, {MEA, FRA}, false, "quantile(x, q)"},
    {"quantile_observed", DSI_AGG_QUANTILE_OBSERVED, DSI_STAND_AGGREGATE, DSI_YIELD_FIRST, 2, 2, {MEA, FRA}, false,
        "quantile_observed(x, q)"},
    {"approx_quantile", DSI_AGG_APPROX_QUANTILE, DSI_STAND_AGGREGATE, DSI_YIELD_FIRST, 2, 2, {MEA, FRA}, false,
        "approx_quantile(x, q)"},
    {"distinct", DSI_AGG_DISTINCT, DSI_STAND_AGGREGATE, DSI_YIELD_NUMBER, 1, -1, {ANY}, false, "distinct(x, ...)"},
    {"recurring", DSI_AGG_RECURRING, DSI_STAND_AGGREGATE, DSI_YIELD_NUMBER, 1, -1, {ANY}, false, "recurring(x, ...)"},
    {"trimmed_mean", DSI_AGG_TRIMMED_MEAN, DSI_STAND_AGGREGATE, DSI_YIELD_FIRST, 2, 2, {MEA, DSI_ARG_TRIM}, false,
        "trimmed_mean(x, p)"},
    {"km_quantile", DSI_AGG_KM_QUANTILE, DSI_STAND_AGGREGATE, DSI_YIELD_DURATION, 3, 4, {INS, INS, FRA, INS}, false,
        "km_quantile(from, to, q) or km_quantile(from, to, q, censored)"},
    {"km_within", DSI_AGG_KM_WITHIN, DSI_STAND_AGGREGATE, DSI_YIELD_NUMBER, 3, 4, {INS, INS, DSI_ARG_SPAN, INS}, false,
        "km_within(from, to, limit) or km_within(from, to, limit, censored)"},
};

enum { ROWS = sizeof table / sizeof table[0] };

const dsi_function_row *dsi_function_find(const char *name)
{
    for (int32_t i = 0; i < ROWS; i++) {
        if (strcmp(table[i].name, name) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

const dsi_function_row *dsi_function_row_of(int32_t function)
{
    for (int32_t i = 0; i < ROWS; i++) {
        if (table[i].function == function) {
            return &table[i];
        }
    }
    return NULL;
}

const char *dsi_function_name(int32_t function)
{
    const dsi_function_row *row = dsi_function_row_of(function);
    return row == NULL ? "" : row->name;
}

static const char *name_at(const void *ctx, int32_t i)
{
    (void)ctx;
    return i >= 0 && i < ROWS ? table[i].name : NULL;
}

const char *dsi_function_nearest(const char *name)
{
    return dsi_nearest(name, name_at, NULL);
}
