/* The ends and lengths of periods as formulas above aggregates see them. */
#include "measure/derived.h"

void dsi_period_ends(
    const dsi_settings *settings, uint32_t dropped, int32_t period, bool clipped, int64_t *out_start, int64_t *out_end)
{
    const bool whole = (dropped & (1U << DSI_MAX_KEYS)) != 0;
    *out_start = settings->edges[whole ? 0 : period];
    *out_end = settings->edges[whole ? settings->period_count : period + 1];
    if (clipped && settings->has_now && *out_end > settings->now) {
        *out_end = settings->now;
    }
}

static dsi_cell number(double value)
{
    const dsi_cell cell = {DSCORE_VALUE_OK, 0, value};
    return cell;
}

/* Local time of an instant; outside the years it has no zone. */
static int64_t local_time(const dscore_zone *zone, int64_t t)
{
    int32_t near = 0;
    return zone == NULL || !dsi_is_instant(t) ? t : t + dsi_zone_offset(zone, t, &near);
}

/* Days by the wall clock of the query's zone: a month in which the clocks change has as many as it has dates. */
static dsi_cell period_days(const dsi_clocks *clocks, int64_t start, int64_t end)
{
    const int64_t from = local_time(clocks->zone, start), to = local_time(clocks->zone, end);
    /* A period that has not begun has no days yet. */
    return number(end <= start || to <= from ? 0.0 : (double)((uint64_t)to - (uint64_t)from) / 86400e6);
}

static dsi_cell period_business_days(const dsi_clocks *clocks, int64_t start, int64_t end)
{
    double days = 0.0;
    if (end > start && dscore_calendar_business_days(clocks->calendar, start, end, &days, NULL) != DSCORE_OK) {
        const dsi_cell undefined = {DSCORE_VALUE_UNDEFINED, 0, 0.0}; /* an end outside the years 1-9999 */
        return undefined;
    }
    return number(days);
}

dsi_cell dsi_period_leaf(
    const dscore_plan *plan, const dsi_settings *settings, uint32_t dropped, int32_t period, int32_t function)
{
    int64_t start, end;
    dsi_period_ends(settings, dropped, period, true, &start, &end);
    if (function == DSI_FN_PERIOD_DAYS) {
        return period_days(&plan->clocks, start, end);
    }
    if (function == DSI_FN_PERIOD_BUSINESS_DAYS) {
        return period_business_days(&plan->clocks, start, end);
    }
    return number((double)(function == DSI_FN_PERIOD_START ? start : end) / 1e6); /* instants in seconds */
}
