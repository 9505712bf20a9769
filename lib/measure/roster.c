/* The subjects that a roster lists, each once, as its table is read. */
#include "measure/state_parts.h"

dscore_status dsi_roster_open(
    dsi_roster *roster, dscore_state *state, int32_t source, const dscore_table *table, dscore_error *err)
{
    const dscore_plan *plan = state->plan;
    const dscore_allocator *base = &state->meter.base;
    roster->reader = NULL;
    roster->ids = NULL;
    if (source != plan->roster) {
        return DSCORE_OK;
    }
    const int32_t field = dsi_source_field_index(plan->sources[plan->roster].source, "agent");
    roster->ids = dsi_alloc(base, DSI_BLOCK * (int64_t)sizeof *roster->ids);
    if (roster->ids == NULL) {
        return dsi_fail_memory(err);
    }
    return dsi_key_reader_new(base, table, field, state->labels, true, &roster->reader, err);
}

bool dsi_roster_read(const dsi_roster *roster, dscore_state *state, int64_t first, int32_t n)
{
    if (roster->reader == NULL) {
        return true;
    }
    return dsi_key_reader_read(roster->reader, first, n, roster->ids) &&
           dsi_array_reserve(&state->allocator, &state->roster, state->roster_count + n) &&
           dsi_array_reserve(&state->allocator, &state->roster_seen, dsi_labels_count(state->labels));
}

void dsi_roster_add(dscore_state *state, int32_t label)
{
    uint8_t *seen = state->roster_seen.p;
    if (label != DSI_LABEL_ABSENT && seen[label] == 0) {
        seen[label] = 1;
        ((int32_t *)state->roster.p)[state->roster_count++] = label;
    }
}

void dsi_roster_commit(const dsi_roster *roster, dscore_state *state, int32_t n)
{
    for (int32_t r = 0; r < n && roster->reader != NULL; r++) {
        dsi_roster_add(state, roster->ids[r]);
    }
}

void dsi_roster_close(dsi_roster *roster, const dscore_state *state)
{
    if (roster->reader != NULL) {
        dsi_key_reader_free(roster->reader);
    }
    dsi_release(&state->meter.base, roster->ids, DSI_BLOCK * (int64_t)sizeof *roster->ids);
}
