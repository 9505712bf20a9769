/* Where the labels, periods and cells of one state are in another. */
#include "measure/state_join.h"

#include "base/error.h"

#include <string.h>

/* ---- periods --------------------------------------------------------------------------------- */

static bool drops_periods(const dscore_state *state)
{
    return (state->dropped >> DSI_MAX_KEYS & 1U) != 0;
}

/* Without periods the range is one. */
static int32_t period_count(const dscore_state *state)
{
    return drops_periods(state) ? 1 : state->settings.period_count;
}

static int64_t edge(const dscore_state *state, int32_t i)
{
    return state->settings.edges[drops_periods(state) && i > 0 ? state->settings.period_count : i];
}

static bool same_periods(const dscore_state *to, const dscore_state *from)
{
    return drops_periods(to) == drops_periods(from) &&
           (to->plan == from->plan || strcmp(to->plan->fingerprint, from->plan->fingerprint) == 0);
}

/* The period of `to` that holds a period of `from`; -1 = none. `near`: where to begin to look; periods ascend. */
static int32_t period_in(const dscore_state *to, const dscore_state *from, int32_t period, int32_t near)
{
    const int32_t count = period_count(to);
    const int64_t start = edge(from, period), end = edge(from, period + 1);
    while (near < count && edge(to, near + 1) <= start) {
        near++;
    }
    return near < count && edge(to, near) <= start && end <= edge(to, near + 1) ? near : -1;
}

static void fill_periods(const dscore_state *to, const dscore_state *from, int32_t *periods)
{
    int32_t near = 0;
    for (int32_t p = 0; p < period_count(from); p++) {
        periods[p] = period_in(to, from, p, near);
        near = periods[p] < 0 ? near : periods[p];
    }
}

dscore_status dsi_check_period_readers(const dscore_plan *plan, dscore_error *err)
{
    for (int32_t i = 0; i < plan->item_count; i++) {
        const dsi_item *item = &plan->items[i];
        const dsi_frame *frame = item->derived ? NULL : &plan->frames[item->frame];
        /* A stock is that of the last sub-period, whose end is the same. */
        if (frame != NULL && (frame->placement.open ? frame->uses_start : frame->uses_period)) {
            (void)dsi_fail(err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_STATE_ROLLUP,
                "%s shares rows with a formula that reads the ends of its period and does not roll up: keep period",
                item->alias);
            dsi_error_path(err, "%s", item->alias);
            return DSCORE_E_UNSUPPORTED;
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_join_check_periods(const dscore_state *to, const dscore_state *from, dscore_error *err)
{
    if (same_periods(to, from)) {
        return DSCORE_OK;
    }
    bool all_same = true;
    int32_t near = 0;
    for (int32_t p = 0; p < period_count(from); p++) {
        const int32_t own = period_in(to, from, p, near);
        if (own < 0) {
            return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_PERIODS,
                "period %ld of the source, [%lld, %lld) in microseconds since 1970, lies in no period of the target: "
                "expected edges of the target's periods among those of the source",
                (long)p, (long long)edge(from, p), (long long)edge(from, p + 1));
        }
        all_same = all_same && edge(to, own) == edge(from, p) && edge(to, own + 1) == edge(from, p + 1);
        near = own;
    }
    return all_same ? DSCORE_OK : dsi_check_period_readers(to->plan, err);
}

/* ---- making ---------------------------------------------------------------------------------- */

static int64_t most_cells(const dscore_state *state)
{
    int64_t most = 0;
    for (int32_t f = 0; f < state->plan->frame_count; f++) {
        most = state->frames[f].cells.count > most ? state->frames[f].cells.count : most;
    }
    return most;
}

static int64_t all_cells(const dscore_state *state)
{
    int64_t sum = 0;
    for (int32_t f = 0; f < state->plan->frame_count; f++) {
        sum += state->frames[f].cells.count;
    }
    return sum;
}

/* One block, cut by the sizes of its elements: it is made for every row that is replaced. */
bool dsi_join_make(dsi_join *m, const dscore_state *to, const dscore_state *from)
{
    const int64_t frames = to->plan->frame_count;
    const int64_t labels = to->labels == from->labels ? 0 : dsi_labels_count(from->labels);
    const int64_t periods = same_periods(to, from) ? 0 : period_count(from);
    const int64_t most = most_cells(from), all = all_cells(from);
    *m = (dsi_join){.allocator = to->meter.base, .relabel = m->relabel};
    m->bytes = (frames + 1) * (int64_t)sizeof *m->cells + most * (int64_t)sizeof *m->left +
               (frames + labels + periods + all) * (int64_t)sizeof(int32_t);
    m->block = dsi_alloc(&m->allocator, m->bytes);
    if (m->block == NULL) {
        return false;
    }
    m->left = m->block;
    m->cells = (int32_t **)(void *)(m->left + most);
    int32_t *rest = (int32_t *)(void *)(m->cells + frames + 1);
    m->cells_before = rest;
    rest += frames;
    m->labels = to->labels == from->labels ? NULL : rest;
    rest += labels;
    m->periods = periods == 0 ? NULL : rest;
    rest += periods;
    for (int32_t f = 0; f < frames; f++) {
        m->cells_before[f] = to->frames[f].cells.count;
        m->cells[f] = rest;
        rest += from->frames[f].cells.count;
    }
    if (m->periods != NULL) {
        fill_periods(to, from, m->periods);
    }
    return true;
}

void dsi_join_free(dsi_join *m)
{
    if (m->block != NULL) {
        dsi_release(&m->allocator, m->block, m->bytes);
        m->block = NULL;
    }
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* Where a cell goes: its period, and its labels if they are other numbers there; false = nowhere. */
static bool place_of(const dsi_join *m, const dscore_state *to, const dscore_state *from, int32_t frame, int32_t cell,
    const int32_t **labels, int32_t *period, int32_t room[DSI_MAX_KEYS])
{
    const dsi_frame_cells *own = &from->frames[frame];
    const int32_t before = ((const int32_t *)own->cells.periods.p)[cell];
    *period = m->periods == NULL ? before : m->periods[before];
    *labels = (const int32_t *)own->cells.labels.p + (int64_t)cell * own->cells.key_count;
    if (((const int64_t *)own->candidates.p)[cell] == 0 || *period < 0) {
        return false;
    }
    if (m->periods != NULL && to->plan->frames[frame].placement.open &&
        edge(to, *period + 1) != edge(from, before + 1)) {
        return false; /* the stock at another instant than the end of the longer period */
    }
    if (m->labels == NULL && to->dropped == from->dropped) {
        return true;
    }
    for (int32_t k = 0; k < own->cells.key_count; k++) {
        const bool is_dropped = (to->dropped >> k & 1U) != 0, is_mapped = m->relabel != NULL && m->relabel->key == k;
        const int32_t *map = is_mapped ? m->relabel->labels : m->labels;
        room[k] = is_dropped ? (int32_t)DSI_LABEL_ABSENT : map == NULL ? (*labels)[k] : map[(*labels)[k]];
    }
    *labels = room;
    return true;
}

bool dsi_join_cells(const dsi_join *m, dscore_state *to, const dscore_state *from, int32_t frame)
{
    int32_t room[DSI_MAX_KEYS] = {0};
    for (int32_t c = 0; c < from->frames[frame].cells.count; c++) {
        const int32_t *labels;
        int32_t period;
        m->cells[frame][c] = -1;
        if (place_of(m, to, from, frame, c, &labels, &period, room)) {
            m->cells[frame][c] =
                dsi_frame_cell(&to->allocator, &to->frames[frame], &to->plan->frames[frame], labels, period);
            if (m->cells[frame][c] < 0) {
                return false;
            }
        }
    }
    return true;
}

int32_t dsi_join_find_cells(const dsi_join *m, const dscore_state *to, const dscore_state *from, int32_t frame)
{
    int32_t room[DSI_MAX_KEYS] = {0};
    for (int32_t c = 0; c < from->frames[frame].cells.count; c++) {
        const int32_t *labels;
        int32_t period;
        m->cells[frame][c] = -1;
        if (place_of(m, to, from, frame, c, &labels, &period, room)) {
            m->cells[frame][c] = dsi_cells_find(&to->frames[frame].cells, labels, period);
            if (m->cells[frame][c] < 0) {
                return c;
            }
        }
    }
    return -1;
}
