/* Counts, shares, sums and means of whole numbers over many cells: what most indicators are, without a look-up or a
   call for each cell. */
#include "base/loops.h"
#include "measure/state_parts.h"

/* Have the elements of all cells fetched at once: they lie anywhere. */
static void fetch(const void *elements, int64_t size, const int32_t *cells, int32_t n)
{
    for (int32_t r = 0; r < n; r++) {
        dsi_prefetch((const char *)elements + (cells[r] < 0 ? 0 : cells[r]) * size, 1);
    }
}

static void counts_of(const dsi_aggregate *aggregate, const dsi_tally *c, int32_t n, double *value, int32_t *status)
{
    for (int32_t r = 0; r < n; r++) {
        const bool is_unknown = c->missing[r] + c->invalid[r] > 0;
        const bool is_known = c->used[r] + c->unmet[r] + c->pending[r] > 0;
        const bool has_none = aggregate->has_where && is_unknown && !is_known;
        status[r] = has_none ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_OK;
        value[r] = has_none ? 0 : (double)c->used[r];
    }
}

static void shares_of(
    const int64_t *trues, const int32_t *cells, const dsi_tally *c, int32_t n, double *value, int32_t *status)
{
    fetch(trues, (int64_t)sizeof *trues, cells, n);
    for (int32_t r = 0; r < n; r++) {
        const int64_t used = c->used[r];
        status[r] = used == 0 ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_OK;
        value[r] = used == 0 ? 0 : (double)trues[cells[r]] / (double)used;
    }
}

/* A sum of no rows is 0 if rows are known not to count. */
static bool is_empty_sum(const dsi_tally *c, int32_t r)
{
    return c->missing[r] == 0 && c->invalid[r] == 0 && c->unmet[r] + c->dropped[r] + c->pending[r] > 0;
}

static void sums_of(const dsi_int128 *sums, int64_t divisor, bool is_mean, const int32_t *cells, const dsi_tally *c,
    int32_t n, double *value, int32_t *status)
{
    fetch(sums, (int64_t)sizeof *sums, cells, n);
    for (int32_t r = 0; r < n; r++) {
        const int64_t used = c->used[r];
        value[r] = 0;
        if (used == 0) {
            status[r] = !is_mean && is_empty_sum(c, r) ? DSCORE_VALUE_OK : DSCORE_VALUE_NO_DATA;
            continue;
        }
        const dsi_sum sum = {.whole = sums[cells[r]]};
        status[r] = DSCORE_VALUE_OK;
        value[r] = dsi_sum_mean(&sum, is_mean ? used : 1, divisor);
    }
}

bool dsi_finish_columns(const dsi_aggregate *aggregate, const dsi_store *store, const int32_t *cells, int32_t n,
    const dsi_tally *counts, double *value, int32_t *status)
{
    const bool is_mean = aggregate->function == DSI_AGG_MEAN;
    if (aggregate->function == DSI_AGG_COUNT) {
        counts_of(aggregate, counts, n, value, status);
        return true;
    }
    if (store->plane_count != 1 || store->planes[0].argument != 0 || store->planes[0].elements.p == NULL) {
        return false;
    }
    const dsi_plane *plane = &store->planes[0];
    if (aggregate->function == DSI_AGG_SHARE && plane->kind == DSI_BOOL) {
        shares_of(plane->elements.p, cells, counts, n, value, status);
        return true;
    }
    if ((is_mean || aggregate->function == DSI_AGG_SUM) && plane->kind == DSI_INT) {
        const int64_t divisor = dsi_power10(plane->scale) * dsi_aggregate_divisor(aggregate, 0);
        sums_of(plane->elements.p, divisor, is_mean, cells, counts, n, value, status);
        return true;
    }
    return false;
}
