/* The cell of each row of a pass: by its label where one key and one period make a cell, else by what was met lately,
   else by the hash table of the frame's cells. */
#include "measure/scan.h"

#include <string.h>

/* Where a cell was met lately: labels and periods are small numbers, so this need not be a good hash. */
static uint32_t recent_of(const int32_t *labels, int32_t keys, int32_t period)
{
    uint32_t hash = (uint32_t)period * 31U;
    for (int32_t k = 0; k < keys; k++) {
        hash = hash * 37U + (uint32_t)labels[k];
    }
    return hash & (DSI_RECENT - 1U);
}

static bool is_cell(const dsi_cells *cells, int32_t cell, const int32_t *labels, int32_t period)
{
    const int32_t *own = (const int32_t *)cells->labels.p + (int64_t)cell * cells->key_count;
    bool same = ((const int32_t *)cells->periods.p)[cell] == period;
    for (int32_t k = 0; k < cells->key_count && same; k++) {
        same = own[k] == labels[k];
    }
    return same;
}

static int32_t cell_of(dscore_state *state, int32_t frame, dsi_frame_scan *fs, const int32_t *labels, int32_t period)
{
    dsi_frame_cells *cells = &state->frames[frame];
    int32_t *recent = &fs->recent[recent_of(labels, state->key_count, period)];
    if (*recent == 0 || !is_cell(&cells->cells, *recent - 1, labels, period)) {
        *recent = dsi_frame_cell(&state->allocator, cells, &state->plan->frames[frame], labels, period) + 1;
    }
    return *recent - 1;
}

/* Everything lies in one cell: there are no keys, and one period. */
static bool find_one_cell(dscore_state *state, dsi_scan *scan, int32_t frame, dsi_frame_scan *fs)
{
    fs->candidates = scan->n;
    if (!fs->is_plain) {
        int32_t rows[2];
        scan->loops->tally(fs->base, scan->n, DSI_CLASS_NONE, DSI_CLASS_AUDIT, rows);
        fs->candidates -= rows[0];
    }
    fs->only = fs->candidates == 0 ? -1 : cell_of(state, frame, fs, fs->labels, 0);
    for (int32_t r = 0; r < scan->n; r++) {
        fs->cell[r] = fs->only;
    }
    return fs->candidates == 0 || fs->only >= 0;
}

/* Room to look up cells by their label alone. */
static bool reserve_by_label(dscore_state *state, dsi_scan *scan, dsi_frame_scan *fs)
{
    const dscore_allocator *a = &scan->arena.allocator;
    const int64_t need = dsi_labels_count(state->labels);
    const int64_t had = fs->by_label_cap;
    if (need <= had) {
        return true;
    }
    if (!dsi_reserve(a, &fs->by_label, &fs->by_label_cap, need, (int64_t)sizeof *fs->by_label)) {
        return false;
    }
    memset(fs->by_label + had, 0, (size_t)(fs->by_label_cap - had) * sizeof *fs->by_label);
    return true;
}

/* The cell of a label, made if new; -1 = no memory. */
static int32_t cell_by_label(dscore_state *state, int32_t frame, dsi_frame_scan *fs, const int32_t *label)
{
    int32_t *known = &fs->by_label[*label];
    if (*known == 0) {
        const dsi_frame *plan = &state->plan->frames[frame];
        *known = dsi_frame_cell(&state->allocator, &state->frames[frame], plan, label, 0) + 1;
    }
    return *known - 1;
}

/* All rows are candidates, and labels and cells were met in the same order. False: it is not so. */
static bool find_in_order(const dsi_scan *scan, dsi_frame_scan *fs)
{
    int32_t least, greatest;
    if (!fs->is_plain) {
        return false;
    }
    scan->loops->lower(fs->labels, scan->n, fs->cell, &least, &greatest);
    fs->candidates = scan->n;
    fs->only = least == greatest ? least - 1 : -1;
    return least > DSI_LABEL_ABSENT && greatest < fs->in_order;
}

/* The cells of all candidates are known: no branch a row. False: it is not so. */
static bool find_known(const dsi_scan *scan, dsi_frame_scan *fs)
{
    const int32_t n = scan->n;
    const int32_t *labels = fs->labels, *by_label = fs->by_label;
    int32_t differing = 0, unknown = 0, candidates = 0, first = 0;
    while (first < n && fs->base[first] == DSI_CLASS_NONE) {
        first++;
    }
    const int32_t one = first < n ? by_label[labels[first]] - 1 : 0;
    for (int32_t r = 0; r < n; r++) {
        const int32_t is = fs->base[r] != DSI_CLASS_NONE;
        const int32_t cell = (by_label[labels[r]] - 1) & -is; /* 0 where there is no candidate */
        fs->cell[r] = cell;
        unknown |= cell;
        differing |= (cell ^ one) & -is;
        candidates += is;
    }
    fs->candidates = candidates;
    fs->only = differing == 0 && candidates > 0 ? one : -1;
    return unknown >= 0;
}

static void note_order(dsi_frame_scan *fs)
{
    fs->in_order = fs->in_order > 0 ? fs->in_order : DSI_LABEL_ABSENT + 1;
    while (fs->in_order < fs->by_label_cap && fs->by_label[fs->in_order] == fs->in_order) {
        fs->in_order++;
    }
}

/* One key and one period: the label tells the cell. */
static bool find_by_label(dscore_state *state, dsi_scan *scan, int32_t frame, dsi_frame_scan *fs)
{
    if (!reserve_by_label(state, scan, fs)) {
        return false;
    }
    if (find_in_order(scan, fs) || find_known(scan, fs)) {
        return true;
    }
    int32_t one = -1, differing = 0;
    fs->candidates = 0;
    for (int32_t r = 0; r < scan->n; r++) {
        if (fs->base[r] == DSI_CLASS_NONE) {
            fs->cell[r] = 0;
            continue;
        }
        const int32_t cell = cell_by_label(state, frame, fs, &fs->labels[r]);
        if (cell < 0) {
            return false;
        }
        one = one < 0 ? cell : one;
        differing |= cell ^ one;
        fs->cell[r] = cell;
        fs->candidates++;
    }
    note_order(fs);
    fs->only = differing == 0 ? one : -1;
    return true;
}

/* The cell of every candidate. */
bool dsi_find_cells(dscore_state *state, dsi_scan *scan, int32_t frame)
{
    dsi_frame_scan *fs = scan->frames[frame];
    const int32_t keys = state->key_count;
    const bool no_periods = (state->dropped >> DSI_MAX_KEYS & 1U) != 0;
    const bool is_one_period = no_periods || state->settings.period_count == 1;
    if (keys <= 1 && is_one_period) {
        return keys == 0 ? find_one_cell(state, scan, frame, fs) : find_by_label(state, scan, frame, fs);
    }
    int32_t one = -1; /* while all are in one cell, that */
    bool same = true;
    fs->candidates = 0;
    for (int32_t r = 0; r < scan->n; r++) {
        if (fs->base[r] == DSI_CLASS_NONE) {
            fs->cell[r] = 0;
            continue;
        }
        const int32_t cell = cell_of(state, frame, fs, fs->labels + (int64_t)r * keys, no_periods ? 0 : fs->periods[r]);
        if (cell < 0) {
            return false;
        }
        same = same && (one < 0 || cell == one);
        one = cell;
        fs->cell[r] = cell;
        fs->candidates++;
    }
    fs->only = same ? one : -1;
    return true;
}
