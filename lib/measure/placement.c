/* Where rows belong in time (D2): an event lies in at most one period, a stock is taken at the end of every period. */
#include "measure/scan.h"

#include <string.h>

static bool is_absent(const int32_t *choices, int32_t field)
{
    return choices[field] == DSI_CHOICE_ABSENT;
}

int32_t dsi_frame_placing(const dscore_plan *plan, const dsi_frame *frame, const int32_t *choices, int32_t *out_field)
{
    const dsi_placement *placement = &frame->placement;
    *out_field = placement->from;
    if (!placement->open) {
        if (!is_absent(choices, placement->from)) {
            return DSI_PLACE_EVENT;
        }
        return plan->placement_optional ? DSI_PLACE_ALL : -1;
    }
    if (is_absent(choices, placement->until)) {
        if (plan->placement_optional && is_absent(choices, placement->from)) {
            return DSI_PLACE_ALL;
        }
        *out_field = placement->until; /* without it every row ever begun would pass for open */
        return -1;
    }
    if (!is_absent(choices, placement->from)) {
        return DSI_PLACE_OPEN;
    }
    return plan->placement_optional ? DSI_PLACE_OPEN_UNTIL : -1;
}

int64_t dsi_period_end(const dsi_settings *settings, int32_t period, bool *out_clipped)
{
    const int64_t end = settings->edges[period + 1];
    *out_clipped = settings->has_now && end > settings->now;
    return *out_clipped ? settings->now : end;
}

static uint8_t status_at(const dsi_vector *v, int32_t row)
{
    return v->status == NULL ? DSI_PRESENT : v->status[v->constant ? 0 : row];
}

static int64_t value_at(const dsi_vector *v, int32_t row)
{
    return v->v.i[v->constant ? 0 : row];
}

/* The period that holds an instant, or -1; `near` is where the row before was found. */
static int32_t period_of(const dsi_settings *settings, int64_t instant, int32_t near)
{
    const int64_t *edges = settings->edges;
    if (instant >= edges[near] && instant < edges[near + 1]) {
        return near;
    }
    if (instant < edges[0] || instant >= edges[settings->period_count]) {
        return -1;
    }
    int32_t low = 0, high = settings->period_count; /* edges[low] <= instant < edges[high] */
    while (high - low > 1) {
        const int32_t middle = low + (high - low) / 2;
        if (edges[middle] <= instant) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The first unit at or after an instant. */
static int64_t unit_at(int64_t instant, int64_t unit)
{
    return instant / unit + (instant % unit > 0);
}

/* One range: no search and no branches. */
static void place_in_range(const dsi_scan *scan, const dsi_vector *at, dsi_frame_scan *fs)
{
    const int64_t *edges = scan->settings->edges;
    const int64_t unit = at->width == 0 ? 1 : at->unit;
    const int64_t from = unit_at(edges[0], unit), to = unit_at(edges[1], unit);
    const int32_t width = at->width == 0 ? 8 : at->width;
    int32_t placed[2];
    fs->in_one = true;
    fs->all_in_one = at->status == NULL && to > from &&
                     scan->loops->all_inside(at->v.raw, width, scan->n, from, to - 1, NULL);
    if (fs->all_in_one) {
        return;
    }
    if (at->status == NULL) {
        memset(fs->placed, 0, (size_t)scan->n);
    } else {
        memcpy(fs->placed, at->status, (size_t)scan->n);
    }
    scan->loops->mark_outside(at->v.raw, width, scan->n, from, to - 1, DSI_CLASS_NONE, fs->placed);
    for (int32_t r = 0; r < scan->n; r++) {
        fs->placed[r] = fs->placed[r] == 0 ? (uint8_t)DSI_CLASS_USED : (uint8_t)DSI_CLASS_NONE;
    }
    scan->loops->tally(fs->placed, scan->n, DSI_CLASS_USED, DSI_CLASS_NONE, placed);
    fs->unplaced = placed[1];
}

void dsi_scan_spread(const dsi_scan *scan, dsi_frame_scan *fs)
{
    for (int32_t r = 0; r < scan->n && fs->in_one; r++) {
        fs->first[r] = 0;
        fs->last[r] = fs->all_in_one || fs->placed[r] == DSI_CLASS_USED ? 0 : -1;
    }
    fs->in_one = false;
    fs->all_in_one = false;
}

static void place_events(const dsi_settings *settings, const dsi_vector *at, int32_t n, dsi_frame_scan *fs)
{
    int32_t near = 0;
    for (int32_t r = 0; r < n; r++) {
        int32_t period = -1;
        if (status_at(at, r) == DSI_PRESENT) {
            period = period_of(settings, value_at(at, r), near);
        }
        near = period >= 0 ? period : near;
        fs->first[r] = period >= 0 ? period : 0;
        fs->last[r] = period;
        fs->unplaced += period < 0;
    }
}

/* Periods whose ends e have from < e <= until: ends ascend, so they follow one another. */
static void open_periods(
    const dsi_settings *settings, bool has_from, int64_t from, int64_t until, int32_t *out_first, int32_t *out_last)
{
    bool clipped;
    int32_t low = 0, high = settings->period_count; /* the first period whose end is after from */
    while (has_from && low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (dsi_period_end(settings, middle, &clipped) > from) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    *out_first = low;
    high = settings->period_count; /* the first period whose end is after until */
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (dsi_period_end(settings, middle, &clipped) > until) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    *out_last = low - 1;
}

static void place_stocks(const dsi_scan *scan, const dsi_vector *from, const dsi_vector *until, dsi_frame_scan *fs)
{
    const dsi_settings *settings = scan->settings;
    const bool last_only = (scan->dropped >> DSI_MAX_KEYS & 1U) != 0; /* a longer period takes its last one's stock */
    bool clipped = false;
    fs->layers = 0;
    for (fs->clipped_from = 0; fs->clipped_from < settings->period_count && !clipped; fs->clipped_from++) {
        (void)dsi_period_end(settings, fs->clipped_from, &clipped);
    }
    fs->clipped_from -= clipped; /* ends ascend: so are all that follow */
    for (int32_t r = 0; r < scan->n; r++) {
        const uint8_t ended = status_at(until, r);
        fs->first[r] = 0;
        fs->last[r] = -1;
        if ((from == NULL || status_at(from, r) == DSI_PRESENT) && (ended == DSI_PRESENT || ended == DSI_MISSING)) {
            open_periods(settings, from != NULL, from == NULL ? 0 : value_at(from, r),
                ended == DSI_MISSING ? INT64_MAX : value_at(until, r), &fs->first[r], &fs->last[r]);
        }
        if (last_only && fs->first[r] <= fs->last[r]) {
            fs->first[r] = settings->period_count - 1;
            fs->last[r] = fs->last[r] == settings->period_count - 1 ? fs->last[r] : -1;
        }
        if (fs->first[r] > fs->last[r]) {
            fs->unplaced++;
            continue;
        }
        const int32_t layers = fs->last[r] - fs->first[r] + 1;
        fs->layers = layers > fs->layers ? layers : fs->layers;
    }
}

dscore_status dsi_scan_place(dsi_scan *scan, int32_t frame, dscore_error *err)
{
    const dsi_frame *plan = &scan->plan->frames[frame];
    dsi_frame_scan *fs = scan->frames[frame];
    const dsi_vector *from = NULL, *until = NULL;
    fs->unplaced = 0;
    fs->layers = 1;
    fs->clipped_from = scan->settings->period_count;
    fs->in_one = fs->placing == DSI_PLACE_ALL;
    fs->all_in_one = fs->in_one;
    if (fs->in_one) {
        return DSCORE_OK;
    }
    if (fs->placing != DSI_PLACE_OPEN_UNTIL) {
        const dscore_status status = dsi_worker_eval_raw(scan->worker, plan->from, &from, err);
        if (status != DSCORE_OK) {
            return status;
        }
        dsi_scan_note_failures(scan, from->status, from->constant, frame, -1, plan->from);
    }
    if (fs->placing == DSI_PLACE_EVENT && scan->settings->period_count == 1 && !from->constant) {
        place_in_range(scan, from, fs);
        return DSCORE_OK;
    }
    if (fs->placing != DSI_PLACE_OPEN_UNTIL) {
        const dscore_status status = dsi_worker_eval(scan->worker, plan->from, &from, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    if (fs->placing == DSI_PLACE_EVENT) {
        place_events(scan->settings, from, scan->n, fs);
        return DSCORE_OK;
    }
    const dscore_status status = dsi_worker_eval(scan->worker, plan->until, &until, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_scan_note_failures(scan, until->status, until->constant, frame, -1, plan->until);
    place_stocks(scan, from, until, fs);
    return DSCORE_OK;
}
