/* What the wall clock shows: hour_of, weekday_of and date_of in the query's zone, is_open by the row's calendar. */
#include "formula/clock.h"

#include <string.h>

bool dsi_kernel_is_open(dsi_kernel *k)
{
    const dsi_vector *t = k->args[0];
    dsi_row_clock clock;
    if (!dsi_clock_start(&clock, k, true)) {
        return false;
    }
    uint8_t *out = k->values;
    uint8_t absent = 0;
    for (int32_t i = 0; i < k->n; i++) {
        const uint8_t calendar = dsi_clock_turn(&clock, i);
        uint8_t status = dsi_status_at(t, i);
        status = calendar > status ? calendar : status;
        out[i] = 0;
        if (status == DSI_PRESENT) {
            const int64_t instant = t->v.i[t->constant ? 0 : i];
            out[i] = dsi_calendar_open_at(clock.slot->calendar, instant, &clock.slot->near[DSI_WALK_FROM]);
        }
        k->status[i] = status;
        absent |= status;
    }
    dsi_kernel_result(k, DSI_BOOL, absent == 0 ? NULL : k->status);
    return true;
}

/* ---- the query's zone ------------------------------------------------------------------------ */

/* Local dates of a block: the pieces of the zone and the dates of sorted rows are found at once. */
typedef struct local_clock {
    const dscore_zone *zone; /* NULL = UTC */
    int32_t near;
    bool has_day;
    int64_t day, day_start; /* the last date asked for */
} local_clock;

static int64_t local_time(local_clock *clock, int64_t t)
{
    return clock->zone == NULL ? t : t + dsi_zone_offset(clock->zone, t, &clock->near);
}

static int64_t start_of(local_clock *clock, int64_t day)
{
    if (!clock->has_day || clock->day != day) {
        clock->has_day = true;
        clock->day = day;
        clock->day_start = dsi_zone_day_start(clock->zone, day);
    }
    return clock->day_start;
}

/* What is asked of a present instant. */
static uint8_t read_clock(local_clock *clock, int32_t function, int64_t t, int64_t *out)
{
    const int64_t local = local_time(clock, t);
    const int64_t day = dsi_floor_div(local, DSI_DAY);
    switch (function) {
    case DSI_FN_HOUR_OF:
        *out = (local - day * DSI_DAY) / (3600 * DSI_SECOND);
        return DSI_PRESENT;
    case DSI_FN_WEEKDAY_OF:
        *out = dsi_civil_weekday(day);
        return DSI_PRESENT;
    default: {
        const int64_t start = start_of(clock, day);
        if (!dsi_is_instant(start)) {
            return DSI_BAD_OVERFLOW; /* east of Greenwich the year 1 begins in the year before */
        }
        *out = start;
        return DSI_PRESENT;
    }
    }
}

bool dsi_kernel_local(dsi_kernel *k)
{
    const dsi_vector *t = k->args[0];
    if (dsi_is_absent(t)) {
        return dsi_kernel_absent(k);
    }
    local_clock clock;
    memset(&clock, 0, sizeof clock);
    clock.zone = k->settings->clocks == NULL ? NULL : k->settings->clocks->zone;
    int64_t *out = k->values;
    uint8_t absent = 0;
    for (int32_t i = 0; i < k->n; i++) {
        out[i] = 0;
        k->status[i] = dsi_status_at(t, i);
        if (k->status[i] == DSI_PRESENT) {
            k->status[i] = read_clock(&clock, k->function, t->v.i[t->constant ? 0 : i], &out[i]);
        }
        absent |= k->status[i];
    }
    dsi_kernel_result(k, DSI_INT, absent == 0 ? NULL : k->status);
    return true;
}
