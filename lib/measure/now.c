/* What of a state would be otherwise at another now (D11): rows that took now itself, and the earliest now at which
   those that took an instant before it would be the same. */
#include "measure/scan.h"

#include <string.h>

/* ---- rows that took now --------------------------------------------------------------------- */

/* Rows whose value of the expression depends on now, where it had a say: up to this class. */
static void add_now(const dsi_scan *scan, int32_t expression, const uint8_t *classes, uint8_t most, uint8_t *rows)
{
    const uint8_t *own = dsi_worker_now_of(scan->worker, expression);
    if (own != NULL) {
        scan->loops->mark(own, classes, most, scan->n, rows);
    }
}

static bool is_clipped(const dscore_state *state, const dsi_frame_scan *fs)
{
    return fs->clipped_from < state->settings.period_count;
}

/* By the order in which classes are decided. */
static void find_rows(const dsi_scan *scan, const dsi_frame *plan, const dsi_frame_scan *fs, uint8_t *rows)
{
    memset(rows, 0, (size_t)scan->n);
    for (int32_t s = 0; s < plan->selection_count && fs->uses_now; s++) {
        const dsi_selection *own = &plan->selections[s];
        const uint8_t *classes = fs->classes[s];
        add_now(scan, own->exclude, classes, DSI_CLASS_DROPPED, rows);
        add_now(scan, own->conditions[0], classes, DSI_CLASS_EXCLUDED, rows);
        add_now(scan, own->conditions[1], classes, DSI_CLASS_EXCLUDED, rows);
        for (int32_t i = 0; i < own->argument_count; i++) {
            add_now(scan, own->arguments[i], classes, DSI_CLASS_EXCLUDED - 1, rows);
        }
    }
    if (fs->uses_now) { /* a row that the filter leaves out might be let in */
        add_now(scan, plan->filter, fs->base, DSI_CLASS_NONE, rows);
    }
    for (int32_t r = 0; r < scan->n && !fs->is_plain; r++) {
        rows[r] = (uint8_t)(rows[r] & (fs->periods[r] >= 0));
    }
}

void dsi_find_now(const dscore_state *state, const dsi_scan *scan, int32_t frame)
{
    dsi_frame_scan *fs = scan->frames[frame];
    const bool took_now = scan->worker != NULL && dsi_worker_took_now(scan->worker);
    fs->has_now = false;
    if (!state->settings.has_now || (!is_clipped(state, fs) && (!fs->uses_now || !took_now))) {
        return;
    }
    find_rows(scan, &state->plan->frames[frame], fs, fs->now_rows);
    for (int32_t r = 0; r < scan->n && is_clipped(state, fs); r++) {
        fs->now_rows[r] = (uint8_t)(fs->now_rows[r] | (fs->periods[r] >= fs->clipped_from));
    }
    fs->has_now = scan->loops->any(fs->now_rows, scan->n);
}

/* ---- the earliest now ------------------------------------------------------------------------ */

static void raise_least(dscore_state *state, int64_t now)
{
    state->now_least = now > state->now_least ? now : state->now_least;
}

void dsi_note_now_of_places(dscore_state *state, const dsi_scan *scan, int32_t frame)
{
    const dsi_settings *settings = &state->settings;
    const dsi_frame_scan *fs = scan->frames[frame];
    const bool is_stock = fs->placing == DSI_PLACE_OPEN || fs->placing == DSI_PLACE_OPEN_UNTIL;
    /* A row that is in no period may be in one at another now; without a now, an end might stand for one. */
    state->depends_on_now |=
        fs->clipped_from < settings->period_count || (!settings->has_now && (is_stock || fs->uses_now));
    if (is_stock && settings->has_now && fs->clipped_from > 0) {
        raise_least(state, settings->edges[fs->clipped_from]); /* the last end that has come */
    }
}

void dsi_note_now_least(dscore_state *state, const dsi_scan *scan)
{
    if (scan->worker != NULL && state->settings.has_now) {
        raise_least(state, dsi_worker_now_least(scan->worker));
    }
}
