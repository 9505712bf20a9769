/* The cells of a frame from bytes: their keys, their counters and their stores, each of which must add up with the
   others. */
#include "measure/unpack.h"

typedef struct reading {
    dsi_unpacker *u;
    const dsi_frame *plan;
    dsi_frame_cells *frame;
    int32_t index, count;
    int32_t *labels;     /* of each key, count numbers */
    int32_t *order;      /* 0, 1, 2, ...: cells lie as they are written */
    int64_t *used, *met; /* one a cell */
    int64_t bytes;       /* of each array, room for `labels` aside */
} reading;

/* ---- memory ---------------------------------------------------------------------------------- */

static int64_t label_bytes(const reading *r)
{
    return ((int64_t)r->count * r->u->state->key_count + 1) * (int64_t)sizeof *r->labels;
}

static bool open_reading(reading *r)
{
    const dscore_allocator *a = &r->u->state->meter.base;
    r->bytes = ((int64_t)r->count + 1) * (int64_t)sizeof *r->used;
    r->labels = dsi_alloc_zero(a, label_bytes(r));
    r->order = dsi_alloc_zero(a, r->bytes);
    r->used = dsi_alloc_zero(a, r->bytes);
    r->met = dsi_alloc_zero(a, r->bytes);
    const bool ok = r->labels != NULL && r->order != NULL && r->used != NULL && r->met != NULL;
    for (int32_t c = 0; c < r->count && ok; c++) {
        r->order[c] = c;
    }
    return ok;
}

static void close_reading(const reading *r)
{
    const dscore_allocator *a = &r->u->state->meter.base;
    dsi_release(a, r->labels, label_bytes(r));
    dsi_release(a, r->order, r->bytes);
    dsi_release(a, r->used, r->bytes);
    dsi_release(a, r->met, r->bytes);
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* The label of a cell's key: of the kind of the key, absent if a roll-up dropped it. */
static void check_label(reading *r, int64_t at, int32_t key, int64_t number)
{
    const dscore_state *state = r->u->state;
    const bool is_dropped = (state->dropped >> key & 1U) != 0;
    if (number != 0 && (is_dropped || dsi_labels_kind(state->labels, (int32_t)number) != dsi_state_key_kind(state, key))) {
        (void)dsi_bytes_fail(&r->u->in, at, "a label of the kind of its key, none of a key that was dropped");
    }
    r->u->label_seen[number] = 1;
}

static void get_labels(reading *r)
{
    dsi_bytes_in *in = &r->u->in;
    const int32_t keys = r->u->state->key_count, labels = r->u->label_count;
    for (int32_t k = 0; k < keys; k++) {
        int64_t rank = 0;
        for (int32_t c = 0; c < r->count && dsi_bytes_ok(in); c++) {
            const int64_t at = in->at;
            int64_t number;
            if (k == 0) { /* steps over the labels, then the absent key */
                rank += dsi_get_up_to(in, labels + 1 - rank, "the number of a label");
                number = rank == labels + 1 ? 0 : rank;
                if (rank == 0) {
                    (void)dsi_bytes_fail(in, at, "the number of a label");
                }
            } else {
                number = dsi_get_up_to(in, labels, "the number of a label");
            }
            check_label(r, at, k, number);
            r->labels[(int64_t)c * keys + k] = (int32_t)number;
        }
    }
}

/* Is a cell after the one before it? The absent key comes last. */
static bool ascends(const reading *r, int32_t cell, int32_t period)
{
    const int32_t keys = r->u->state->key_count;
    const int32_t *own = r->labels + (int64_t)cell * keys, *before = own - keys;
    for (int32_t k = 0; k < keys; k++) {
        if (own[k] != before[k]) {
            return own[k] == 0 || (before[k] != 0 && own[k] > before[k]);
        }
    }
    return period > ((const int32_t *)r->frame->cells.periods.p)[cell - 1];
}

/* False = no memory. */
static bool get_cells(reading *r)
{
    dsi_bytes_in *in = &r->u->in;
    dscore_state *state = r->u->state;
    const bool no_periods = (state->dropped >> DSI_MAX_KEYS & 1U) != 0;
    const int64_t last = no_periods ? 0 : state->settings.period_count - 1;
    const int64_t start = in->at;
    get_labels(r);
    if (r->count > 0 && !state->sources[r->plan->source].is_given) {
        (void)dsi_bytes_fail(in, start, "no cells, as their source was not given");
    }
    for (int32_t c = 0; c < r->count && dsi_bytes_ok(in); c++) {
        const int64_t at = in->at;
        const int32_t period = (int32_t)dsi_get_up_to(in, last, "a period of the plan");
        if (c > 0 && dsi_bytes_ok(in) && !ascends(r, c, period)) {
            (void)dsi_bytes_fail(in, at, "cells in ascending order, each once");
            return true;
        }
        if (dsi_bytes_ok(in) && dsi_frame_cell(&state->allocator, r->frame, r->plan,
                                    r->labels + (int64_t)c * state->key_count, period) < 0) {
            return false;
        }
    }
    return true;
}

/* ---- counters -------------------------------------------------------------------------------- */

static void get_candidates(reading *r)
{
    dsi_bytes_in *in = &r->u->in;
    int64_t rows = 0;
    for (int32_t c = 0; c < r->count && dsi_bytes_ok(in); c++) {
        const int64_t at = in->at;
        const int64_t count = dsi_get_up_to(in, DSI_PACK_MOST_ROWS - rows, "no more rows than 2^53");
        if (count == 0) {
            (void)dsi_bytes_fail(in, at, "a cell that has rows");
        }
        rows += count;
        ((int64_t *)r->frame->candidates.p)[c] = count;
    }
    r->u->cells += r->count;
    r->u->rows = rows > r->u->rows ? rows : r->u->rows;
}

static void get_now(reading *r)
{
    dsi_bytes_in *in = &r->u->in;
    const int64_t start = in->at;
    const bool is_given = dsi_get_up_to(in, 1, "0, or 1 and how many rows took now") == 1;
    bool has_any = false;
    for (int32_t c = 0; c < r->count && is_given && dsi_bytes_ok(in); c++) {
        const int64_t at = in->at;
        const int64_t rows =
            dsi_get_up_to(in, ((const int64_t *)r->frame->candidates.p)[c], "no more rows than the cell has");
        dsi_set_now_rows(&r->frame->cells, c, rows);
        if (dsi_now_rows(&r->frame->cells, c) != rows) {
            (void)dsi_bytes_fail(in, at, "0, or 1 where rows took now");
        }
        has_any |= rows > 0;
    }
    if (has_any != is_given || (has_any && !r->u->state->depends_on_now)) {
        (void)dsi_bytes_fail(in, start, "rows that took now only where the state depends on it");
    }
}

/* A counter, whose column is given or 0 everywhere; used rows are given by those that are not. */
static bool get_counter(reading *r, int32_t at, int32_t counter, bool is_given)
{
    dsi_bytes_in *in = &r->u->in;
    const int64_t start = in->at;
    bool has_any = false;
    if (!dsi_frame_counter(&r->u->state->allocator, r->frame, at, counter)) {
        return false;
    }
    int64_t *counts = r->frame->counters[at].of[counter].p;
    for (int32_t c = 0; c < r->count && dsi_bytes_ok(in); c++) {
        int64_t n[DSI_COUNT_SIZE];
        dsi_frame_counts(r->frame, at, c, n);
        const int64_t rest = n[DSI_COUNT_MISSING];
        const int64_t count =
            is_given ? dsi_get_up_to(in, rest, "counts that come to no more than the rows of the cell") : 0;
        counts[c] = counter == DSI_COUNT_USED ? rest - count : count;
        has_any |= count > 0;
    }
    if (has_any != is_given) {
        (void)dsi_bytes_fail(in, start, "a counter that is not 0 everywhere");
    }
    return true;
}

static bool get_counters(reading *r)
{
    dsi_bytes_in *in = &r->u->in;
    (void)dsi_unpack_same(r->u, r->frame->counter_count, "as many counters as the plan has");
    for (int32_t at = 0; at < r->frame->counter_count && dsi_bytes_ok(in); at++) {
        const bool counts = dsi_pack_counts(r->plan, at);
        const int64_t mask =
            dsi_get_up_to(in, counts ? (1 << DSI_COUNT_KEPT) - 1 : 0, "which of its counters are not 0");
        for (int32_t c = 0; c < DSI_COUNT_KEPT; c++) {
            const bool is_given = (mask >> c & 1) != 0;
            const bool is_kept = is_given || (counts && c == DSI_COUNT_USED && r->count > 0);
            if (is_kept && dsi_bytes_ok(in) && !get_counter(r, at, c, is_given)) {
                return false;
            }
        }
    }
    return true;
}

static void get_reasons(reading *r)
{
    dsi_bytes_in *in = &r->u->in;
    (void)dsi_unpack_same(r->u, r->plan->account_count, "as many accounts as the plan has");
    for (int32_t i = 0; i < r->plan->account_count; i++) {
        const int64_t mask = dsi_get_up_to(in, (1 << DSI_CLASS_NONE) - 1, "which classes of rows occur");
        for (int32_t c = 0; c < DSI_CLASS_NONE; c++) {
            const int64_t at = in->at;
            if ((mask >> c & 1) == 0) {
                continue;
            }
            const int64_t rows = dsi_get_up_to(in, DSI_PACK_MOST_ROWS, "no more rows than 2^53");
            r->frame->reasons[(int64_t)i * DSI_CLASS_SIZE + c] = rows;
            if (rows == 0) {
                (void)dsi_bytes_fail(in, at, "a class that occurs");
            }
        }
    }
    const int64_t at = in->at;
    r->frame->unplaced = dsi_get_up_to(in, DSI_PACK_MOST_ROWS, "no more rows than 2^53");
    r->frame->filtered_out = dsi_get_up_to(in, DSI_PACK_MOST_ROWS, "no more rows than 2^53");
    if (r->frame->unplaced + r->frame->filtered_out > 0 && !r->u->state->sources[r->plan->source].is_given) {
        (void)dsi_bytes_fail(in, at, "no rows, as their source was not given");
    }
}

/* ---- stores ---------------------------------------------------------------------------------- */

static const char planes_ascend[] = "values of an argument and kind that the aggregate takes, in order, each once";

/* Argument, kind and scale of a plane; it comes after the one before. */
static dsi_plane get_plane(reading *r, const dsi_family *family, int32_t arguments, const dsi_plane *before)
{
    dsi_bytes_in *in = &r->u->in;
    const int64_t at = in->at;
    dsi_plane plane = {0};
    plane.argument = (int32_t)dsi_get_up_to(in, arguments > 1 ? arguments - 1 : 0, planes_ascend);
    plane.kind = (int32_t)dsi_get_up_to(in, DSI_BOOL, planes_ascend);
    plane.scale = (int32_t)dsi_get_up_to(in, plane.kind == DSI_INT ? 18 : 0, planes_ascend);
    const int32_t own[] = {plane.argument, plane.kind, plane.scale};
    int32_t order = before == NULL ? 1 : 0;
    for (int i = 0; i < 3 && order == 0; i++) {
        const int32_t other = i == 0 ? before->argument : i == 1 ? before->kind : before->scale;
        order = (own[i] > other) - (own[i] < other);
    }
    if (order <= 0 || !family->admits(plane.kind, plane.scale)) {
        (void)dsi_bytes_fail(in, at, planes_ascend);
    }
    return plane;
}

static void count_used(reading *r, int32_t selection)
{
    for (int32_t c = 0; c < r->count; c++) {
        int64_t n[DSI_COUNT_SIZE];
        dsi_frame_counts(r->frame, selection, c, n);
        r->used[c] = n[DSI_COUNT_USED];
        r->met[c] = 0;
    }
}

/* What the planes of an argument told of each cell against what its selection used. */
static void check_met(reading *r, const dsi_family *family)
{
    bool fits = true;
    for (int32_t c = 0; c < r->count; c++) {
        if (family->tells == DSI_TELLS_ALL) {
            fits = fits && r->met[c] == r->used[c];
        } else if (family->tells == DSI_TELLS_SOME) {
            fits = fits && r->met[c] <= r->used[c] && (r->met[c] > 0) == (r->used[c] > 0);
        }
        r->met[c] = 0;
    }
    if (!fits) {
        (void)dsi_bytes_fail(&r->u->in, r->u->in.at, "values of as many rows as are used, by now");
    }
}

static bool get_planes(reading *r, dsi_store *store, const dsi_selection *selection)
{
    dsi_unpacker *u = r->u;
    const dsi_family *family = store->family;
    int32_t arguments = family->arguments < selection->argument_count ? family->arguments : selection->argument_count;
    const dsi_unpacking unpacking = {&u->state->allocator, &u->in, r->count, selection->argument_count, r->used, r->met,
        u->label_count, u->label_seen, u->state->labels};
    const dsi_packing as_written = {u->state->meter.base, NULL, NULL, r->order, r->order, r->count};
    const int64_t planes = dsi_get_up_to(&u->in, 64, "a number of kinds of values");
    int32_t argument = 0;
    dsi_plane *before = NULL;
    for (int64_t p = 0; p < planes && dsi_bytes_ok(&u->in); p++) {
        const dsi_plane head = get_plane(r, family, arguments, before);
        for (; argument < head.argument; argument++) {
            check_met(r, family);
        }
        if (!dsi_bytes_ok(&u->in)) {
            return true;
        }
        const int64_t at = u->in.at;
        dsi_plane *plane =
            dsi_store_plane(&u->state->allocator, store, head.argument, head.kind, head.scale, r->frame->cells.cap);
        if (plane == NULL || !family->unpack(plane, &unpacking)) {
            return false;
        }
        if (!family->has_any(plane, &as_written)) {
            (void)dsi_bytes_fail(&u->in, at, "values that are not all nothing");
        }
        before = plane;
    }
    for (; argument == 0 || argument < arguments; argument++) {
        check_met(r, family);
    }
    return true;
}

static bool get_stores(reading *r)
{
    dsi_bytes_in *in = &r->u->in;
    (void)dsi_unpack_same(r->u, r->plan->aggregate_count, "as many aggregates as the plan has");
    for (int32_t i = 0; i < r->plan->aggregate_count && dsi_bytes_ok(in); i++) {
        dsi_store *store = &r->frame->stores[i];
        const int32_t selection = r->plan->aggregates[i].selection;
        (void)dsi_unpack_same(r->u, store->family == NULL ? 0 : store->family->code, "the family of the aggregate");
        if (store->family == NULL || !dsi_bytes_ok(in)) {
            continue;
        }
        count_used(r, selection);
        if (!get_planes(r, store, &r->plan->selections[selection])) {
            return false;
        }
    }
    return true;
}

bool dsi_unpack_frame(dsi_unpacker *u, int32_t frame)
{
    reading r = {.u = u, .plan = &u->state->plan->frames[frame], .frame = &u->state->frames[frame], .index = frame};
    r.count = (int32_t)dsi_get_count(&u->in, INT32_MAX - 1, "a number of cells");
    bool ok = open_reading(&r) && get_cells(&r);
    if (ok && dsi_bytes_ok(&u->in)) {
        get_candidates(&r);
        get_now(&r);
    }
    if (ok && dsi_bytes_ok(&u->in)) {
        ok = get_counters(&r);
        get_reasons(&r);
    }
    ok = ok && (!dsi_bytes_ok(&u->in) || get_stores(&r));
    close_reading(&r);
    return ok;
}
