/* Counters of many cells at once, gathered into columns. */
#include "measure/state_parts.h"

#include <string.h>

int32_t dsi_account_counters(const dsi_frame *frame, int32_t account)
{
    const dsi_account *own = &frame->accounts[account];
    return own->selection_count == 1 ? own->selections[0] : frame->selection_count + account;
}

static bool is_kept(const dsi_frame_cells *cells, int32_t counters, int32_t counter)
{
    return cells->counters[counters].of[counter].p != NULL;
}

bool dsi_tally_make(const dscore_state *state, int32_t frame, int32_t counters, dsi_arena *arena, int32_t n,
    int64_t *zeros, dsi_tally *out)
{
    const dsi_frame_cells *cells = &state->frames[frame];
    const int64_t bytes = n * (int64_t)sizeof(int64_t);
    const struct {
        int64_t **column;
        int32_t counter;
    } columns[] = {{&out->used, DSI_COUNT_USED}, {&out->unmet, DSI_COUNT_FALSE}, {&out->dropped, DSI_COUNT_DROPPED},
        {&out->invalid, DSI_COUNT_INVALID}, {&out->pending, DSI_COUNT_PENDING}};
    bool excludes = false, ok = true;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        const bool has = is_kept(cells, counters, columns[i].counter);
        *columns[i].column = has ? dsi_arena_alloc(arena, bytes) : zeros;
        ok = ok && *columns[i].column != NULL;
        excludes = excludes || (has && columns[i].counter != DSI_COUNT_USED);
    }
    out->missing = dsi_arena_alloc(arena, bytes);
    out->excluded = excludes ? dsi_arena_alloc(arena, bytes) : zeros;
    return ok && out->missing != NULL && out->excluded != NULL;
}

static void gather(const int64_t *from, const int32_t *cells, int32_t n, int64_t *out)
{
    for (int32_t r = 0; r < n; r++) {
        out[r] = cells[r] < 0 ? 0 : from[cells[r]];
    }
}

void dsi_state_candidates(const dscore_state *state, int32_t frame, const int32_t *cells, int32_t n, int64_t *out)
{
    const int64_t *candidates = state->frames[frame].candidates.p;
    if (candidates == NULL) {
        memset(out, 0, (size_t)n * sizeof *out);
        return;
    }
    gather(candidates, cells, n, out);
}

void dsi_tally_fill(const dscore_state *state, int32_t frame, int32_t counters, const int32_t *cells, int32_t n,
    const int64_t *candidates, const int64_t *zeros, const dsi_tally *out)
{
    const dsi_array *of = state->frames[frame].counters[counters].of;
    int64_t *const columns[DSI_COUNT_KEPT] = {[DSI_COUNT_USED] = out->used,
        [DSI_COUNT_FALSE] = out->unmet,
        [DSI_COUNT_DROPPED] = out->dropped,
        [DSI_COUNT_INVALID] = out->invalid,
        [DSI_COUNT_PENDING] = out->pending};
    for (int32_t c = 0; c < DSI_COUNT_KEPT; c++) {
        if (columns[c] != zeros) {
            gather(of[c].p, cells, n, columns[c]);
        }
    }
    if (out->excluded == zeros) {
        for (int32_t r = 0; r < n; r++) {
            out->missing[r] = candidates[r] - out->used[r];
        }
        return;
    }
    for (int32_t r = 0; r < n; r++) {
        out->excluded[r] = out->unmet[r] + out->dropped[r] + out->invalid[r] + out->pending[r];
        out->missing[r] = candidates[r] - out->used[r] - out->excluded[r];
    }
}
