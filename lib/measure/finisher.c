/* From accumulators to values: kept values are sorted once, then every aggregate of every cell is one look-up and one
   rounding. */
#include "measure/state_parts.h"

#include <math.h>
#include <string.h>

typedef struct sorted {
    uint64_t *keys;  /* by cell, ascending within */
    int64_t *starts; /* cells + 1 */
    uint8_t *planes; /* cells + 1: the plane of all values of the cell + 1, or SEVERAL; 0 = no value */
    int64_t count, cells;
} sorted;

enum { SEVERAL = 255 /* there are at most twenty planes */ };

typedef struct frame_finish {
    sorted *kept;     /* by aggregate; owners of kept values only */
    double **trimmed; /* by aggregate; trimmed means, one a cell */
} frame_finish;

struct dsi_finisher {
    dscore_allocator allocator;
    const dscore_state *state;
    frame_finish *frames;
};

/* ---- sorting --------------------------------------------------------------------------------- */

enum { SMALL_RUN = 32, RADIX = 256 };

static void insertion_sort(uint64_t *keys, int64_t n)
{
    for (int64_t i = 1; i < n; i++) {
        const uint64_t key = keys[i];
        int64_t j = i;
        for (; j > 0 && keys[j - 1] > key; j--) {
            keys[j] = keys[j - 1];
        }
        keys[j] = key;
    }
}

/* Least byte first; bytes that all keys share cost one pass of counting. */
static void radix_sort(uint64_t *keys, uint64_t *spare, int64_t n)
{
    uint64_t *from = keys, *to = spare;
    for (int32_t shift = 0; shift < 64; shift += 8) {
        int64_t starts[RADIX] = {0};
        for (int64_t i = 0; i < n; i++) {
            starts[from[i] >> shift & (RADIX - 1)]++;
        }
        if (starts[from[0] >> shift & (RADIX - 1)] == n) {
            continue;
        }
        int64_t at = 0;
        for (int32_t b = 0; b < RADIX; b++) {
            const int64_t count = starts[b];
            starts[b] = at;
            at += count;
        }
        for (int64_t i = 0; i < n; i++) {
            to[starts[from[i] >> shift & (RADIX - 1)]++] = from[i];
        }
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != keys) {
        memcpy(keys, from, (size_t)n * sizeof *keys);
    }
}

/* Values of one kind in a cell stay as they were kept. Several kinds become doubles, whose order and neighbours are
   then the same for every order of rows. */
static uint64_t key_as(const dsi_plane *plane, uint64_t key, bool as_double)
{
    if (!as_double || plane->kind == DSI_DOUBLE) {
        return key;
    }
    dsi_sum sum = {0};
    dsi_sum_add_int(&sum, dsi_key_to_int(key));
    return dsi_key_of_double(dsi_sum_value(&sum, dsi_power10(plane->scale)));
}

static void bucket(const dsi_store *store, sorted *s)
{
    for (int64_t p = 0; p < store->plane_count; p++) {
        const dsi_log *log = &store->planes[p].log;
        const uint8_t own = (uint8_t)(p + 1);
        for (int64_t i = 0; i < log->count; i++) {
            const int32_t cell = ((const int32_t *)log->cells.p)[i];
            s->starts[cell]++;
            s->planes[cell] = s->planes[cell] == 0 || s->planes[cell] == own ? own : (uint8_t)SEVERAL;
        }
    }
    int64_t at = 0;
    for (int64_t c = 0; c < s->cells; c++) {
        at += s->starts[c];
        s->starts[c] = at; /* the end; filling walks it down to the start */
    }
    s->starts[s->cells] = at;
    for (int64_t p = 0; p < store->plane_count; p++) {
        const dsi_log *log = &store->planes[p].log;
        for (int64_t i = 0; i < log->count; i++) {
            const int32_t cell = ((const int32_t *)log->cells.p)[i];
            const uint64_t key = ((const uint64_t *)log->keys.p)[i];
            s->keys[--s->starts[cell]] = key_as(&store->planes[p], key, s->planes[cell] == SEVERAL);
        }
    }
}

static bool sort_kept(const dscore_allocator *a, const dsi_store *store, int64_t cells, sorted *s)
{
    const int64_t size = (int64_t)sizeof(uint64_t);
    for (int64_t p = 0; p < store->plane_count; p++) {
        s->count += store->planes[p].log.count;
    }
    s->cells = cells;
    s->keys = dsi_alloc(a, (s->count + 1) * size);
    s->starts = dsi_alloc_zero(a, (cells + 1) * (int64_t)sizeof *s->starts);
    s->planes = dsi_alloc_zero(a, cells + 1);
    uint64_t *spare = dsi_alloc(a, (s->count + 1) * size);
    const bool ok = s->keys != NULL && s->starts != NULL && s->planes != NULL && spare != NULL;
    if (ok) {
        bucket(store, s);
        for (int64_t c = 0; c < cells; c++) {
            const int64_t n = s->starts[c + 1] - s->starts[c];
            if (n <= SMALL_RUN) {
                insertion_sort(s->keys + s->starts[c], n);
            } else {
                radix_sort(s->keys + s->starts[c], spare, n);
            }
        }
    }
    dsi_release(a, spare, (s->count + 1) * size);
    return ok;
}

/* ---- trimmed means: an exact sum of the middle, which may need memory, so made ahead --------- */

static dsi_kept kept_of(const dsi_store *store, const sorted *s, int64_t cell)
{
    const uint8_t own = s->planes[cell];
    const dsi_plane *plane = own == 0 || own == SEVERAL ? NULL : &store->planes[own - 1];
    return (dsi_kept){s->keys + s->starts[cell], s->starts[cell + 1] - s->starts[cell],
        plane == NULL ? (int32_t)DSI_DOUBLE : plane->kind, plane == NULL ? 1 : dsi_power10(plane->scale)};
}

static bool trimmed_mean(const dscore_allocator *a, const dsi_kept *kept, double p, int64_t divisor, double *out)
{
    const int64_t n = kept->count;
    const int64_t trim = dsi_kept_trim(n, p);
    dsi_sum sum = {0};
    bool ok = true;
    for (int64_t i = trim; i < n - trim && ok; i++) {
        if (kept->kind != DSI_DOUBLE) {
            dsi_sum_add_int(&sum, dsi_key_to_int(kept->keys[i]));
            continue;
        }
        const double value = dsi_key_to_double(kept->keys[i]);
        ok = !dsi_double_needs_spill(value) || dsi_sum_reserve(&sum, a);
        ok = ok && dsi_sum_add_double(&sum, value);
    }
    *out = n > 2 * trim ? dsi_sum_mean(&sum, n - 2 * trim, divisor * kept->divisor) : NAN;
    dsi_sum_free(&sum, a);
    return ok;
}

static int64_t divisor_of(const dsi_aggregate *aggregate, int32_t argument)
{
    const int32_t type = aggregate->type[argument];
    return type == DSCORE_TYPE_DURATION || type == DSCORE_TYPE_INSTANT ? 1000000 : 1;
}

/* ---- making ---------------------------------------------------------------------------------- */

static bool prepare_aggregate(const dsi_finisher *finisher, int32_t frame, int32_t i)
{
    const dscore_allocator *a = &finisher->allocator;
    const dsi_frame_cells *cells = &finisher->state->frames[frame];
    const dsi_aggregate *aggregate = &finisher->state->plan->frames[frame].aggregates[i];
    frame_finish *own = &finisher->frames[frame];
    const int64_t count = cells->cells.count;
    if (cells->owners[i] == i && !sort_kept(a, &cells->stores[i], count, &own->kept[i])) {
        return false;
    }
    if (aggregate->function != DSI_AGG_TRIMMED_MEAN) {
        return true;
    }
    own->trimmed[i] = dsi_alloc(a, (count + 1) * (int64_t)sizeof **own->trimmed);
    bool ok = own->trimmed[i] != NULL;
    const int32_t owner = cells->owners[i];
    for (int64_t c = 0; c < count && ok; c++) {
        const dsi_kept kept = kept_of(&cells->stores[owner], &own->kept[owner], c);
        ok = trimmed_mean(a, &kept, aggregate->q, divisor_of(aggregate, 0), &own->trimmed[i][c]);
    }
    return ok;
}

static bool prepare_frame(const dsi_finisher *finisher, int32_t frame)
{
    const dsi_frame *plan = &finisher->state->plan->frames[frame];
    frame_finish *own = &finisher->frames[frame];
    const int64_t count = (int64_t)plan->aggregate_count + 1;
    own->kept = dsi_alloc_zero(&finisher->allocator, count * (int64_t)sizeof *own->kept);
    own->trimmed = dsi_alloc_zero(&finisher->allocator, count * (int64_t)sizeof *own->trimmed);
    if (own->kept == NULL || own->trimmed == NULL) {
        return false;
    }
    for (int32_t i = 0; i < plan->aggregate_count; i++) {
        const dsi_family *family = dsi_family_of(plan->aggregates[i].function);
        if ((family == &dsi_family_kept || family == &dsi_family_curves) && !prepare_aggregate(finisher, frame, i)) {
            return false;
        }
    }
    return true;
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
    finisher->frames = dsi_alloc_zero(base, frames * (int64_t)sizeof *finisher->frames);
    bool ok = finisher->frames != NULL;
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
    for (int32_t f = 0; f < plan->frame_count && finisher->frames != NULL; f++) {
        frame_finish *own = &finisher->frames[f];
        const int64_t count = (int64_t)plan->frames[f].aggregate_count + 1;
        const int64_t cells = (int64_t)finisher->state->frames[f].cells.count + 1;
        for (int64_t i = 0; i < count && own->kept != NULL && own->trimmed != NULL; i++) {
            dsi_release(&a, own->kept[i].keys, (own->kept[i].count + 1) * (int64_t)sizeof(uint64_t));
            dsi_release(&a, own->kept[i].starts, (own->kept[i].cells + 1) * (int64_t)sizeof(int64_t));
            dsi_release(&a, own->kept[i].planes, own->kept[i].cells + 1);
            dsi_release(&a, own->trimmed[i], cells * (int64_t)sizeof(double));
        }
        dsi_release(&a, own->kept, count * (int64_t)sizeof *own->kept);
        dsi_release(&a, own->trimmed, count * (int64_t)sizeof *own->trimmed);
    }
    dsi_release(&a, finisher->frames, ((int64_t)plan->frame_count + 1) * (int64_t)sizeof *finisher->frames);
    dsi_release(&a, finisher, (int64_t)sizeof *finisher);
}

/* ---- values ---------------------------------------------------------------------------------- */

typedef struct ask {
    const dsi_finisher *finisher;
    const dsi_aggregate *aggregate;
    const dsi_store *store; /* of the owner */
    int32_t frame, index, owner;
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

static dsi_cell finish_quantile(const ask *q)
{
    const sorted *s = &q->finisher->frames[q->frame].kept[q->owner];
    const int64_t divisor = divisor_of(q->aggregate, 0);
    if (q->n[DSI_COUNT_USED] == 0) {
        return no_value(DSCORE_VALUE_NO_DATA);
    }
    const dsi_kept kept = kept_of(q->store, s, q->cell);
    const double at = q->aggregate->function == DSI_AGG_MEDIAN ? 0.5 : q->aggregate->q;
    return value_of(q->aggregate->function == DSI_AGG_QUANTILE_OBSERVED ? dsi_kept_quantile_observed(&kept, at, divisor)
                                                                        : dsi_kept_quantile(&kept, at, divisor));
}

/* A curve that does not reach what is asked of it has no value. */
static dsi_cell finish_curve(const ask *q)
{
    double value = 0;
    if (q->n[DSI_COUNT_USED] == 0) {
        return no_value(DSCORE_VALUE_NO_DATA);
    }
    const dsi_kept kept = kept_of(q->store, &q->finisher->frames[q->frame].kept[q->owner], q->cell);
    const bool is_reached = q->aggregate->function == DSI_AGG_KM_QUANTILE
                                ? dsi_curve_quantile(&kept, q->aggregate->q, &value)
                                : dsi_curve_within(&kept, q->aggregate->limit, &value);
    return is_reached ? value_of(value) : no_value(DSCORE_VALUE_NO_DATA);
}

static dsi_cell finish_trimmed(const ask *q)
{
    const double value = q->n[DSI_COUNT_USED] == 0 ? NAN : q->finisher->frames[q->frame].trimmed[q->index][q->cell];
    return isnan(value) ? no_value(DSCORE_VALUE_NO_DATA) : value_of(value);
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
    {DSI_AGG_MEDIAN, false, finish_quantile},
    {DSI_AGG_QUANTILE, false, finish_quantile},
    {DSI_AGG_QUANTILE_OBSERVED, false, finish_quantile},
    {DSI_AGG_TRIMMED_MEAN, false, finish_trimmed},
    {DSI_AGG_KM_QUANTILE, false, finish_curve},
    {DSI_AGG_KM_WITHIN, false, finish_curve},
    {DSI_AGG_DISTINCT, true, finish_tuples},
    {DSI_AGG_RECURRING, true, finish_tuples},
};

dsi_cell dsi_finisher_aggregate(const dsi_finisher *finisher, int32_t frame, int32_t aggregate, int64_t cell)
{
    const dsi_aggregate *own = &finisher->state->plan->frames[frame].aggregates[aggregate];
    const dsi_frame_cells *cells = &finisher->state->frames[frame];
    const int32_t owner = cells->owners[aggregate];
    for (size_t i = 0; i < sizeof finishes / sizeof finishes[0]; i++) {
        if (finishes[i].function != own->function) {
            continue;
        }
        if (cell < 0) {
            return finishes[i].counts ? value_of(0) : no_value(DSCORE_VALUE_NO_DATA);
        }
        ask q = {.finisher = finisher,
            .aggregate = own,
            .store = &cells->stores[owner],
            .frame = frame,
            .index = aggregate,
            .owner = owner,
            .cell = cell};
        dsi_frame_counts(cells, own->selection, cell, q.n);
        return finishes[i].finish(&q);
    }
    return no_value(DSCORE_VALUE_UNDEFINED);
}
