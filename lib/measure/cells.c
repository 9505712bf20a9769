/* The cells of a frame: found by labels and period in an open-addressing table, their contents in arrays beside it. */
#include "base/hash.h"
#include "measure/state_parts.h"

#include <string.h>

enum { NEAR = 8 }; /* labels of the last key, next to one another as they were met: their slots lie side by side */

static uint32_t hash_of(const int32_t *labels, int32_t key_count, int32_t period)
{
    uint64_t hash = (uint64_t)(uint32_t)period;
    for (int32_t k = 0; k < key_count - 1; k++) {
        hash = dsi_hash64_int((uint64_t)(uint32_t)labels[k], hash);
    }
    const uint32_t last = key_count == 0 ? 0U : (uint32_t)labels[key_count - 1];
    return (uint32_t)dsi_hash64_int(last / NEAR, hash) / NEAR * NEAR + last % NEAR;
}

static bool is_cell(const dsi_cells *cells, int32_t cell, const int32_t *labels, int32_t period)
{
    if (((const int32_t *)cells->periods.p)[cell] != period) {
        return false;
    }
    const int32_t *own = (const int32_t *)cells->labels.p + (int64_t)cell * cells->key_count;
    for (int32_t k = 0; k < cells->key_count; k++) {
        if (own[k] != labels[k]) {
            return false;
        }
    }
    return true;
}

/* The slot of a cell, or the empty one where it belongs. Cells lie far apart: only one with the same hash is looked at.
 */
static int64_t slot_of(const dsi_cells *cells, uint32_t hash, const int32_t *labels, int32_t period)
{
    const uint64_t mask = (uint64_t)cells->slot_count - 1U;
    uint64_t slot = hash & mask;
    while (cells->slots[slot].cell != 0 &&
           (cells->slots[slot].hash != hash || !is_cell(cells, cells->slots[slot].cell - 1, labels, period))) {
        slot = (slot + 1U) & mask;
    }
    return (int64_t)slot;
}

int32_t dsi_cells_find(const dsi_cells *cells, const int32_t *labels, int32_t period)
{
    const uint32_t hash = hash_of(labels, cells->key_count, period);
    return cells->count == 0 ? -1 : cells->slots[slot_of(cells, hash, labels, period)].cell - 1;
}

/* A cell that is not there yet. */
static void add_slot(dsi_cell_slot *slots, int64_t slot_count, dsi_cell_slot own)
{
    const uint64_t mask = (uint64_t)slot_count - 1U;
    uint64_t slot = own.hash & mask;
    while (slots[slot].cell != 0) {
        slot = (slot + 1U) & mask;
    }
    slots[slot] = own;
}

static void fill_slots(dsi_cells *cells)
{
    memset(cells->slots, 0, (size_t)cells->slot_count * sizeof *cells->slots);
    for (int32_t c = 0; c < cells->count; c++) {
        const int32_t *labels = (const int32_t *)cells->labels.p + (int64_t)c * cells->key_count;
        const int32_t period = ((const int32_t *)cells->periods.p)[c];
        add_slot(cells->slots, cells->slot_count,
            (dsi_cell_slot){.cell = c + 1, .hash = hash_of(labels, cells->key_count, period)});
    }
}

static bool grow_slots(const dscore_allocator *a, dsi_cells *cells)
{
    if (((int64_t)cells->count + 1) * 2 <= cells->slot_count) {
        return true;
    }
    const int64_t size = (int64_t)sizeof *cells->slots;
    const int64_t fresh_count = cells->slot_count == 0 ? 16 : cells->slot_count * 2;
    dsi_cell_slot *fresh = dsi_alloc_zero(a, fresh_count * size);
    if (fresh == NULL) {
        return false;
    }
    for (int64_t i = 0; i < cells->slot_count; i++) { /* in the order of their hashes, near one another */
        if (cells->slots[i].cell != 0) {
            add_slot(fresh, fresh_count, cells->slots[i]);
        }
    }
    dsi_release(a, cells->slots, cells->slot_count * size);
    cells->slots = fresh;
    cells->slot_count = fresh_count;
    return true;
}

/* Room for one more cell in every array of the frame. */
static bool grow_arrays(const dscore_allocator *a, dsi_frame_cells *frame, const dsi_frame *plan)
{
    dsi_cells *cells = &frame->cells;
    const int64_t need = dsi_array_grown(cells->cap);
    if (!dsi_array_reserve(a, &cells->labels, need) || !dsi_array_reserve(a, &cells->periods, need) ||
        !dsi_array_reserve(a, &cells->now, need) || !dsi_array_reserve(a, &frame->candidates, need)) {
        return false;
    }
    for (int32_t i = 0; i < frame->counter_count; i++) {
        for (int32_t c = 0; c < DSI_COUNT_KEPT; c++) {
            if (frame->counters[i].of[c].cap > 0 && !dsi_array_reserve(a, &frame->counters[i].of[c], need)) {
                return false;
            }
        }
    }
    for (int32_t i = 0; i < plan->aggregate_count; i++) {
        for (int64_t p = 0; p < frame->stores[i].plane_count; p++) {
            if (!dsi_array_reserve(a, &frame->stores[i].planes[p].elements, need)) {
                return false;
            }
        }
    }
    cells->cap = need;
    return true;
}

bool dsi_frame_counter(const dscore_allocator *a, dsi_frame_cells *frame, int32_t at, int32_t counter)
{
    return dsi_array_reserve(a, &frame->counters[at].of[counter], frame->cells.cap);
}

void dsi_frame_counts(const dsi_frame_cells *frame, int32_t at, int64_t cell, int64_t out[DSI_COUNT_SIZE])
{
    int64_t rest = ((const int64_t *)frame->candidates.p)[cell];
    for (int32_t c = 0; c < DSI_COUNT_KEPT; c++) {
        const int64_t *counts = frame->counters[at].of[c].p;
        out[c] = counts == NULL ? 0 : counts[cell];
        rest -= out[c];
    }
    out[DSI_COUNT_MISSING] = rest;
}

int32_t dsi_frame_cell(
    const dscore_allocator *a, dsi_frame_cells *frame, const dsi_frame *plan, const int32_t *labels, int32_t period)
{
    dsi_cells *cells = &frame->cells;
    const uint32_t hash = hash_of(labels, cells->key_count, period);
    const int32_t found = cells->count == 0 ? 0 : cells->slots[slot_of(cells, hash, labels, period)].cell;
    if (found > 0) {
        return found - 1;
    }
    if (cells->count == INT32_MAX - 1 || !grow_slots(a, cells) ||
        (cells->count == cells->cap && !grow_arrays(a, frame, plan))) {
        return -1;
    }
    const int32_t cell = cells->count;
    for (int32_t k = 0; k < cells->key_count; k++) {
        ((int32_t *)cells->labels.p)[(int64_t)cell * cells->key_count + k] = labels[k];
    }
    ((int32_t *)cells->periods.p)[cell] = period;
    add_slot(cells->slots, cells->slot_count, (dsi_cell_slot){.cell = cell + 1, .hash = hash});
    cells->count = cell + 1;
    return cell;
}

void dsi_frame_forget_cells(const dscore_allocator *a, dsi_frame_cells *frame, const dsi_frame *plan, int32_t count)
{
    dsi_cells *cells = &frame->cells;
    for (int32_t i = 0; i < plan->aggregate_count; i++) {
        dsi_store *store = &frame->stores[i];
        for (int64_t p = 0; p < store->plane_count; p++) {
            if (store->family->forget != NULL) {
                store->family->forget(&store->planes[p], count);
            }
            store->planes[p].set.pending = 0;
            if (store->family->release != NULL) {
                store->family->release(a, &store->planes[p], count, cells->count);
            }
        }
    }
    if (count < cells->count) {
        cells->count = count;
        fill_slots(cells);
    }
}
