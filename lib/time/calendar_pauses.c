/* Business time without pauses: that of the whole minus that of the union of the pauses. */
#include "time/calendar_parts.h"

typedef struct pause {
    int64_t start, end;
} pause;

/* What a union of pauses that come by start has covered so far. */
typedef struct cover {
    const dscore_calendar *calendar;
    int64_t from, to; /* what lies outside does not count */
    int64_t reached;  /* everything before was looked at */
    int64_t us;
    dsi_calendar_near near;
} cover;

static void take_pause(cover *c, int64_t start, int64_t end)
{
    start = start < c->reached ? c->reached : start;
    end = end > c->to ? c->to : end;
    if (end <= start) {
        return;
    }
    const int64_t before = dsi_calendar_prefix(c->calendar, start, &c->near);
    c->us += dsi_calendar_prefix(c->calendar, end, &c->near) - before;
    c->reached = end;
}

/* Heap sort by start: in place, and never quadratic. */
static void sift(pause *items, int64_t root, int64_t n)
{
    const pause moved = items[root];
    for (;;) {
        int64_t child = 2 * root + 1;
        if (child >= n) {
            break;
        }
        child += child + 1 < n && items[child + 1].start > items[child].start ? 1 : 0;
        if (items[child].start <= moved.start) {
            break;
        }
        items[root] = items[child];
        root = child;
    }
    items[root] = moved;
}

static void sort(pause *items, int64_t n)
{
    for (int64_t i = n / 2; i-- > 0;) {
        sift(items, i, n);
    }
    for (int64_t last = n - 1; last > 0; last--) {
        const pause largest = items[0];
        items[0] = items[last];
        items[last] = largest;
        sift(items, 0, last);
    }
}

static dscore_status take_unsorted(cover *c, const int64_t *pauses, int64_t n, dscore_error *err)
{
    const dscore_allocator *a = &c->calendar->arena.allocator;
    if (n > INT64_MAX / (int64_t)sizeof(pause)) {
        return dsi_fail_memory(err);
    }
    const int64_t size = n * (int64_t)sizeof(pause);
    pause *sorted = dsi_alloc(a, size);
    if (sorted == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t i = 0; i < n; i++) {
        sorted[i] = (pause){pauses[2 * i], pauses[2 * i + 1]};
    }
    sort(sorted, n);
    for (int64_t i = 0; i < n; i++) {
        take_pause(c, sorted[i].start, sorted[i].end);
    }
    dsi_release(a, sorted, size);
    return DSCORE_OK;
}

/* All within the years 1-9999; INT64_MAX may be an end. *is_sorted: by start. */
static dscore_status check_pauses(const int64_t *pauses, int64_t n, bool *is_sorted, dscore_error *err)
{
    *is_sorted = true;
    for (int64_t i = 0; i < n; i++) {
        dscore_status status = dsi_calendar_check_instant(pauses[2 * i], err);
        if (status == DSCORE_OK && pauses[2 * i + 1] != INT64_MAX) {
            status = dsi_calendar_check_instant(pauses[2 * i + 1], err);
        }
        if (status != DSCORE_OK) {
            dsi_error_row(err, i);
            return status;
        }
        *is_sorted = *is_sorted && (i == 0 || pauses[2 * i] >= pauses[2 * i - 2]);
    }
    return DSCORE_OK;
}

dscore_status dscore_calendar_between_paused(const dscore_calendar *calendar, int64_t from, int64_t to,
    const int64_t *pauses, int64_t n_pauses, int64_t *out_us, dscore_error *err)
{
    if (calendar == NULL || out_us == NULL || (pauses == NULL && n_pauses > 0)) {
        return dsi_fail_null(err, calendar == NULL ? "calendar" : out_us == NULL ? "out_us" : "pauses");
    }
    if (n_pauses < 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_CALENDAR_OPTION, "n_pauses is %lld, expected 0 or more",
            (long long)n_pauses);
    }
    const int64_t low = from < to ? from : to;
    const int64_t high = from < to ? to : from;
    int64_t whole;
    bool is_sorted;
    dscore_status status = dscore_calendar_between(calendar, low, high, &whole, err);
    if (status == DSCORE_OK) {
        status = check_pauses(pauses, n_pauses, &is_sorted, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    cover c = {calendar, low, high, low, 0, {0, 0}};
    for (int64_t i = 0; is_sorted && i < n_pauses; i++) {
        take_pause(&c, pauses[2 * i], pauses[2 * i + 1]);
    }
    if (!is_sorted) {
        status = take_unsorted(&c, pauses, n_pauses, err);
    }
    if (status == DSCORE_OK) {
        *out_us = from <= to ? whole - c.us : c.us - whole;
    }
    return status;
}
