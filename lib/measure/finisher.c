/* From accumulators to values: what was kept is looked at once, then every aggregate of every cell is one look-up and
   one rounding. */
#include "measure/state_parts.h"

#include <math.h>

struct dsi_finisher {
    dscore_allocator allocator;
    const dscore_state *state;
    double ***kept; /* by frame, by aggregate, by cell (dsi_finish_kept) */
};

int64_t dsi_aggregate_divisor(const dsi_aggregate *aggregate, int32_t argument)
{
    const int32_t type = aggregate->type[argument];
    return type == DSCORE_TYPE_DURATION || type == DSCORE_TYPE_INSTANT ? 1000000 : 1;
}

static int64_t divisor_of(const dsi_aggregate *aggregate, int32_t argument)
{
    return dsi_aggregate_divisor(aggregate, argument);
}

/* ---- making ---------------------------------------------------------------------------------- */

static bool prepare_frame(dsi_finisher *finisher, int32_t frame)
{
    const int64_t count = (int64_t)finisher->state->plan->frames[frame].aggregate_count + 1;
    finisher->kept[frame] = dsi_alloc_zero(&finisher->allocator, count * (int64_t)sizeof **finisher->kept);
    return finisher->kept[frame] != NULL &&
           dsi_finish_kept(finisher->state, &finisher->allocator, frame, finisher->kept[frame]);
}

dscore_status dsi_finisher_new(const dscore_state *state, dsi_finisher **out, dscore_error *err)
{
    const dscore_allocator *base = &state->meter.base;
    const int64_t frames = (int64_t)state->plan->frame_count + 1;
    *out = NULL;
    dsi_finisher *finisher = dsi_alloc_zero(base, (int64_t)sizeof *finisher);
    if (finisher == NULL) {
        return dsi_fail_memory(err);
    }
    finisher->allocator = *base;
    finisher->state = state;
    finisher->kept = dsi_alloc_zero(base, frames * (int64_t)sizeof *finisher->kept);
    bool ok = finisher->kept != NULL;
    for (int32_t f = 0; f < state->plan->frame_count && ok; f++) {
        ok = prepare_frame(finisher, f);
    }
    if (!ok) {
        dsi_finisher_free(finisher);
        return dsi_fail_memory(err);
    }
    *out = finisher;
    return DSCORE_OK;
}

void dsi_finisher_free(dsi_finisher *finisher)
{
    if (finisher == NULL) {
        return;
    }
    const dscore_allocator a = finisher->allocator;
    const dscore_plan *plan = finisher->state->plan;
    for (int32_t f = 0; f < plan->frame_count && finisher->kept != NULL; f++) {
        const int64_t count = (int64_t)plan->frames[f].aggregate_count + 1;
        const int64_t cells = (int64_t)finisher->state->frames[f].cells.count + 1;
        for (int64_t i = 0; i < count && finisher->kept[f] != NULL; i++) {
            dsi_release(&a, finisher->kept[f][i], cells * (int64_t)sizeof(double));
        }
        dsi_release(&a, finisher->kept[f], count * (int64_t)sizeof **finisher->kept);
    }
    dsi_release(&a, finisher->kept, ((int64_t)plan->frame_count + 1) * (int64_t)sizeof *finisher->kept);
    dsi_release(&a, finisher, (int64_t)sizeof *finisher);
}

/* ---- values ---------------------------------------------------------------------------------- */

typedef struct ask {
    const dsi_finisher *finisher;
    const dsi_aggregate *aggregate;
    const dsi_store *store; /* of the owner */
    int32_t frame, index;
    int64_t cell;
    int64_t n[DSI_COUNT_SIZE]; /* counters of the selection */
} ask;

static dsi_cell value_of(double value)
{
    return (dsi_cell){DSCORE_VALUE_OK, 0, value};
}

static dsi_cell no_value(int32_t status)
{
    return (dsi_cell){status, 0, 0};
}

static dsi_cell finish_count(const ask *q)
{
    const int64_t *n = q->n;
    const bool is_unknown = n[DSI_COUNT_MISSING] + n[DSI_COUNT_INVALID] > 0;
    const bool is_known = n[DSI_COUNT_USED] + n[DSI_COUNT_FALSE] + n[DSI_COUNT_PENDING] > 0;
    if (q->aggregate->has_where && is_unknown && !is_known) {
        return no_value(DSCORE_VALUE_NO_DATA); /* whatever the standing filter dropped beside */
    }
    return value_of((double)n[DSI_COUNT_USED]);
}

/* A total of an argument; kinds that were mixed beyond exactness come as rough doubles. */
typedef struct total {
    dsi_sum sum;
    int64_t divisor;
    double rough;
    bool is_exact;
} total;

static total total_of(const ask *q, int32_t argument)
{
    total t = {{{0, 0}, {0, 0}, NULL}, 1, 0, true};
    t.is_exact = dsi_sums_total(q->store, argument, q->cell, &t.sum, &t.divisor, &t.rough);
    t.divisor *= divisor_of(q->aggregate, argument); /* decimals are never times */
    return t;
}

static dsi_cell finish_sum(const ask *q)
{
    const int64_t *n = q->n;
    if (n[DSI_COUNT_USED] == 0) {
        const bool is_known = n[DSI_COUNT_MISSING] == 0 && n[DSI_COUNT_INVALID] == 0 &&
                              (n[DSI_COUNT_FALSE] + n[DSI_COUNT_DROPPED] + n[DSI_COUNT_PENDING] > 0);
        return is_known ? value_of(0) : no_value(DSCORE_VALUE_NO_DATA);
    }
    const total t = total_of(q, 0);
    return value_of(t.is_exact ? dsi_sum_value(&t.sum, t.divisor) : t.rough);
}

static dsi_cell finish_mean(const ask *q)
{
    const int64_t used = q->n[DSI_COUNT_USED];
    if (used == 0) {
        return no_value(DSCORE_VALUE_NO_DATA);
    }
    const total t = total_of(q, 0);
    return value_of(t.is_exact ? dsi_sum_mean(&t.sum, used, t.divisor) : t.rough / (double)used);
}

static dsi_cell finish_ratio(const ask *q)
{
    if (q->n[DSI_COUNT_USED] == 0) {
        return no_value(DSCORE_VALUE_NO_DATA);
    }
    const total a = total_of(q, 0), b = total_of(q, 1);
    if (b.is_exact ? dsi_sum_is_zero(&b.sum) : !(b.rough < 0 || b.rough > 0)) {
        return no_value(DSCORE_VALUE_UNDEFINED);
    }
    if (a.is_exact && b.is_exact) {
        return value_of(dsi_sum_ratio(&a.sum, a.divisor, &b.sum, b.divisor));
    }
    const double top = a.is_exact ? dsi_sum_value(&a.sum, a.divisor) : a.rough;
    const double bottom = b.is_exact ? dsi_sum_value(&b.sum, b.divisor) : b.rough;
    return value_of(top / bottom);
}

static dsi_cell finish_share(const ask *q)
{
    const int64_t used = q->n[DSI_COUNT_USED];
    if (used == 0) {
        return no_value(DSCORE_VALUE_NO_DATA);
    }
    return value_of((double)dsi_shares_true(q->store, q->cell) / (double)used);
}

static dsi_cell finish_extreme(const ask *q)
{
    double value;
    const bool is_maximum = q->aggregate->function == DSI_AGG_MAX;
    if (q->n[DSI_COUNT_USED] == 0 ||
        !dsi_extremes_value(q->store, is_maximum, q->cell, divisor_of(q->aggregate, 0), &value)) {
        return no_value(DSCORE_VALUE_NO_DATA);
    }
    return value_of(value);
}

static dsi_cell finish_spread(const ask *q)
{
    const int64_t used = q->n[DSI_COUNT_USED];
    if (used < 2) {
        return no_value(used == 0 ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_UNDEFINED);
    }
    const double variance = dsi_moments_of_cell(q->store, q->cell, used, divisor_of(q->aggregate, 0));
    return value_of(q->aggregate->function == DSI_AGG_STDDEV ? sqrt(variance) : variance);
}

/* A curve that does not reach what is asked of it has no value; nor has a mean of which all was trimmed. */
static dsi_cell finish_kept(const ask *q)
{
    const double value = q->n[DSI_COUNT_USED] == 0 ? (double)NAN : q->finisher->kept[q->frame][q->index][q->cell];
    return isnan(value) ? no_value(DSCORE_VALUE_NO_DATA) : value_of(value);
}

static dsi_cell finish_sketch(const ask *q)
{
    dsi_cell cell = finish_kept(q);
    if (cell.status == DSCORE_VALUE_OK && dsi_sketches_approximate(q->store, q->cell, q->aggregate->q)) {
        cell.flags |= DSCORE_FLAG_APPROXIMATE;
    }
    return cell;
}

static dsi_cell finish_tuples(const ask *q)
{
    int64_t distinct, recurring;
    dsi_tuples_count(q->store, q->cell, &distinct, &recurring);
    return value_of((double)(q->aggregate->function == DSI_AGG_DISTINCT ? distinct : recurring));
}

typedef struct finish_row {
    int32_t function;
    bool counts; /* of no rows it is 0, not nothing */
    dsi_cell (*finish)(const ask *q);
} finish_row;

static const finish_row finishes[] = {
    {DSI_AGG_COUNT, true, finish_count},
    {DSI_AGG_SUM, false, finish_sum},
    {DSI_AGG_MEAN, false, finish_mean},
    {DSI_AGG_RATIO, false, finish_ratio},
    {DSI_AGG_SHARE, false, finish_share},
    {DSI_AGG_MIN, false, finish_extreme},
    {DSI_AGG_MAX, false, finish_extreme},
    {DSI_AGG_STDDEV, false, finish_spread},
    {DSI_AGG_VARIANCE, false, finish_spread},
    {DSI_AGG_MEDIAN, false, finish_kept},
    {DSI_AGG_QUANTILE, false, finish_kept},
    {DSI_AGG_QUANTILE_OBSERVED, false, finish_kept},
    {DSI_AGG_APPROX_QUANTILE, false, finish_sketch},
    {DSI_AGG_SKETCH_QUANTILE, false, finish_sketch},
    {DSI_AGG_SKETCH_OBSERVED, false, finish_sketch},
    {DSI_AGG_TRIMMED_MEAN, false, finish_kept},
    {DSI_AGG_KM_QUANTILE, false, finish_kept},
    {DSI_AGG_KM_WITHIN, false, finish_kept},
    {DSI_AGG_DISTINCT, true, finish_tuples},
    {DSI_AGG_RECURRING, true, finish_tuples},
};

static const finish_row *row_of(int32_t function)
{
    size_t i = 0;
    while (i < sizeof finishes / sizeof finishes[0] && finishes[i].function != function) {
        i++;
    }
    return i < sizeof finishes / sizeof finishes[0] ? &finishes[i] : NULL;
}

static ask asked(const dsi_finisher *finisher, int32_t frame, int32_t aggregate)
{
    const dsi_frame_cells *cells = &finisher->state->frames[frame];
    const int32_t owner = cells->owners[aggregate];
    return (ask){.finisher = finisher,
        .aggregate = &finisher->state->plan->frames[frame].aggregates[aggregate],
        .store = &cells->stores[owner],
        .frame = frame,
        .index = aggregate};
}

static dsi_cell over_no_rows(const finish_row *row)
{
    return row->counts ? value_of(0) : no_value(DSCORE_VALUE_NO_DATA);
}

dsi_cell dsi_finisher_aggregate(const dsi_finisher *finisher, int32_t frame, int32_t aggregate, int64_t cell)
{
    ask q = asked(finisher, frame, aggregate);
    const finish_row *row = row_of(q.aggregate->function);
    if (row == NULL) {
        return no_value(DSCORE_VALUE_UNDEFINED);
    }
    if (cell < 0) {
        return over_no_rows(row);
    }
    q.cell = cell;
    dsi_frame_counts(&finisher->state->frames[frame], q.aggregate->selection, cell, q.n);
    return row->finish(&q);
}

void dsi_finisher_column(const dsi_finisher *finisher, int32_t frame, int32_t aggregate, const int32_t *cells,
    int32_t n, const dsi_tally *counts, const dsi_results *out)
{
    ask q = asked(finisher, frame, aggregate);
    const finish_row *row = row_of(q.aggregate->function);
    if (dsi_finish_columns(q.aggregate, q.store, cells, n, counts, out->value, out->status)) {
        return;
    }
    for (int32_t r = 0; r < n; r++) {
        dsi_cell c = no_value(DSCORE_VALUE_UNDEFINED);
        if (row != NULL && cells[r] < 0) {
            c = over_no_rows(row);
        } else if (row != NULL) {
            q.cell = cells[r];
            q.n[DSI_COUNT_USED] = counts->used[r];
            q.n[DSI_COUNT_FALSE] = counts->unmet[r];
            q.n[DSI_COUNT_DROPPED] = counts->dropped[r];
            q.n[DSI_COUNT_INVALID] = counts->invalid[r];
            q.n[DSI_COUNT_PENDING] = counts->pending[r];
            q.n[DSI_COUNT_MISSING] = counts->missing[r];
            c = row->finish(&q);
        }
        out->value[r] = c.value;
        out->status[r] = c.status;
        out->flags[r] = c.flags;
    }
}
