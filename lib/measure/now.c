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

/* Rows of the pass that another now might see otherwise, by the order in which classes are decided. */
static void find_now(const dsi_scan *scan, const dsi_frame *plan, const dsi_frame_scan *fs, uint8_t *rows)
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
}

void dsi_note_now(dscore_state *state, const dsi_scan *scan, int32_t frame)
{
    const dsi_frame_scan *fs = scan->frames[frame];
    int64_t *now = state->frames[frame].cells.now.p;
    const bool is_clipped = fs->clipped_from < state->settings.period_count;
    if (!state->settings.has_now || (!fs->uses_now && !is_clipped)) {
        return;
    }
    if (!is_clipped && (scan->worker == NULL || !dsi_worker_took_now(scan->worker))) {
        return;
    }
    uint8_t *rows = scan->buffer;
    find_now(scan, &state->plan->frames[frame], fs, rows);
    for (int32_t r = 0; r < scan->n; r++) {
        if (!is_clipped) { /* few rows are 1 */
            const uint8_t *next = memchr(rows + r, 1, (size_t)(scan->n - r));
            if (next == NULL) {
                return;
            }
            r = (int32_t)(next - rows);
        }
        if (fs->periods[r] >= 0 && (fs->periods[r] >= fs->clipped_from || rows[r] != 0)) {
            state->depends_on_now = true;
            if (fs->base[r] != DSI_CLASS_NONE) {
                now[fs->cell[r]]++;
            }
        }
    }
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
