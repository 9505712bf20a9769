/* The cells of a frame as bytes: their keys, their counters, and what their aggregates keep. */
#include "measure/packer.h"

/* The labels of each key, the first as steps of the order; periods. */
static void put_keys(dsi_packer *p, int32_t f)
{
    const dsi_cells *cells = &p->state->frames[f].cells;
    const dsi_ordering *o = &p->frames[f];
    const int32_t *labels = cells->labels.p;
    for (int32_t k = 0; k < cells->key_count; k++) {
        int32_t before = 0;
        for (int32_t i = 0; i < o->count; i++) {
            const int32_t number = p->numbers[labels[(int64_t)o->order[i] * cells->key_count + k]];
            const int32_t rank = number == 0 ? p->used_count + 1 : number;
            dsi_put_varint(&p->out, (uint64_t)(k == 0 ? rank - before : number));
            before = rank;
        }
    }
    for (int32_t i = 0; i < o->count; i++) {
        dsi_put_varint(&p->out, (uint64_t)((const int32_t *)cells->periods.p)[o->order[i]]);
    }
}

static void put_column(dsi_packer *p, const dsi_ordering *o, const int64_t *values)
{
    for (int32_t i = 0; i < o->count; i++) {
        dsi_put_varint(&p->out, (uint64_t)values[o->order[i]]);
    }
}

/* What is written of a counter: of the rows that are used those that are not, which are few. */
static int64_t written_count(const dsi_frame_cells *frame, int32_t at, int32_t counter, int32_t cell)
{
    const int64_t *counts = frame->counters[at].of[counter].p;
    const int64_t count = counts == NULL ? 0 : counts[cell];
    return counter == DSI_COUNT_USED ? ((const int64_t *)frame->candidates.p)[cell] - count : count;
}

/* Of each selection and account which counters are not 0 everywhere, and those. */
static void put_counters(dsi_packer *p, int32_t f)
{
    const dsi_frame_cells *frame = &p->state->frames[f];
    const dsi_ordering *o = &p->frames[f];
    dsi_put_varint(&p->out, (uint64_t)frame->counter_count);
    for (int32_t at = 0; at < frame->counter_count; at++) {
        const bool counts = dsi_pack_counts(&p->state->plan->frames[f], at);
        uint64_t mask = 0;
        for (int32_t c = 0; c < DSI_COUNT_KEPT && counts; c++) {
            for (int32_t i = 0; i < o->count; i++) {
                mask |= written_count(frame, at, c, o->order[i]) != 0 ? UINT64_C(1) << c : 0U;
            }
        }
        dsi_put_varint(&p->out, mask);
        for (int32_t c = 0; c < DSI_COUNT_KEPT; c++) {
            for (int32_t i = 0; i < o->count && (mask >> c & 1U) != 0; i++) {
                dsi_put_varint(&p->out, (uint64_t)written_count(frame, at, c, o->order[i]));
            }
        }
    }
}

static void put_reasons(dsi_packer *p, int32_t f)
{
    const dsi_frame_cells *frame = &p->state->frames[f];
    const int32_t accounts = p->state->plan->frames[f].account_count;
    dsi_put_varint(&p->out, (uint64_t)accounts);
    for (int32_t a = 0; a < accounts; a++) {
        const int64_t *rows = frame->reasons + (int64_t)a * DSI_CLASS_SIZE;
        uint64_t mask = 0;
        for (int32_t c = 0; c < DSI_CLASS_NONE; c++) {
            mask |= rows[c] != 0 ? UINT64_C(1) << c : 0U;
        }
        dsi_put_varint(&p->out, mask);
        for (int32_t c = 0; c < DSI_CLASS_NONE; c++) {
            if ((mask >> c & 1U) != 0) {
                dsi_put_varint(&p->out, (uint64_t)rows[c]);
            }
        }
    }
    dsi_put_varint(&p->out, (uint64_t)frame->unplaced);
    dsi_put_varint(&p->out, (uint64_t)frame->filtered_out);
}

static bool is_before(const dsi_plane *a, const dsi_plane *b)
{
    const int32_t own[] = {a->argument, a->kind, a->scale}, other[] = {b->argument, b->kind, b->scale};
    for (int i = 0; i < 3; i++) {
        if (own[i] != other[i]) {
            return own[i] < other[i];
        }
    }
    return false;
}

/* The first plane after another that holds something; NULL = none. There are few. */
static const dsi_plane *next_plane(const dsi_store *store, const dsi_plane *before, const dsi_packing *packing)
{
    const dsi_plane *next = NULL;
    for (int64_t i = 0; i < store->plane_count; i++) {
        const dsi_plane *plane = &store->planes[i];
        if ((before == NULL || is_before(before, plane)) && (next == NULL || is_before(plane, next)) &&
            store->family->has_any(plane, packing)) {
            next = plane;
        }
    }
    return next;
}

/* The family, the planes that hold something, each with its argument, kind and scale. */
static bool put_store(dsi_packer *p, const dsi_store *store, const dsi_packing *packing)
{
    dsi_put_varint(&p->out, store->family == NULL ? 0 : (uint64_t)store->family->code);
    if (store->family == NULL) {
        return true;
    }
    uint64_t count = 0;
    const dsi_plane *plane = NULL;
    while ((plane = next_plane(store, plane, packing)) != NULL) {
        count++;
    }
    dsi_put_varint(&p->out, count);
    while ((plane = next_plane(store, plane, packing)) != NULL) {
        dsi_put_varint(&p->out, (uint64_t)plane->argument);
        dsi_put_varint(&p->out, (uint64_t)plane->kind);
        dsi_put_varint(&p->out, (uint64_t)plane->scale);
        if (!store->family->pack(plane, packing)) {
            return false;
        }
    }
    return true;
}

/* Whether rows of any cell took now, and then of each cell how many. */
static void put_now(dsi_packer *p, int32_t f)
{
    const dsi_cells *cells = &p->state->frames[f].cells;
    const dsi_ordering *o = &p->frames[f];
    bool has_any = false;
    for (int32_t i = 0; i < o->count; i++) {
        has_any |= dsi_now_rows(cells, o->order[i]) > 0;
    }
    dsi_put_varint(&p->out, has_any ? 1 : 0);
    for (int32_t i = 0; i < o->count && has_any; i++) {
        dsi_put_varint(&p->out, (uint64_t)dsi_now_rows(cells, o->order[i]));
    }
}

bool dsi_pack_frame(dsi_packer *p, int32_t f)
{
    const dsi_frame_cells *frame = &p->state->frames[f];
    const dsi_ordering *o = &p->frames[f];
    const dsi_packing packing = {p->a, &p->out, p->numbers, o->order, o->place, o->count};
    const int32_t aggregates = p->state->plan->frames[f].aggregate_count;
    dsi_put_varint(&p->out, (uint64_t)o->count);
    put_keys(p, f);
    put_column(p, o, frame->candidates.p);
    put_now(p, f);
    put_counters(p, f);
    put_reasons(p, f);
    dsi_put_varint(&p->out, (uint64_t)aggregates);
    for (int32_t i = 0; i < aggregates; i++) {
        if (!put_store(p, &frame->stores[i], &packing)) {
            return false;
        }
    }
    return true;
}
