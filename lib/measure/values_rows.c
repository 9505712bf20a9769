/* Which rows the values have: every place of a cell, and the subjects of the roster, sorted by label and period, never
   in the order in which they were first seen (D12, D15). */
#include "measure/values_build.h"

#include "base/error.h"
#include "base/radix.h"

#include <string.h>

/* ---- sorting -------------------------------------------------------------------------------- */

/* Label ids in canonical order, and the place of each id in it. */
typedef struct dsi_ranks {
    int32_t *order, *rank;
    int32_t count;
} dsi_ranks;

static bool rank_labels(const dscore_allocator *a, const dsi_labels *labels, dsi_ranks *ranks)
{
    ranks->count = dsi_labels_count(labels);
    const int64_t bytes = ranks->count * (int64_t)sizeof(int32_t);
    ranks->order = dsi_alloc(a, bytes);
    ranks->rank = dsi_alloc(a, bytes);
    if (ranks->order == NULL || ranks->rank == NULL || !dsi_labels_order(labels, a, ranks->order)) {
        return false;
    }
    for (int32_t i = 0; i < ranks->count; i++) {
        ranks->rank[ranks->order[i]] = i;
    }
    return true;
}

static void free_ranks(const dscore_allocator *a, dsi_ranks *ranks)
{
    const int64_t bytes = ranks->count * (int64_t)sizeof(int32_t);
    dsi_release(a, ranks->order, bytes);
    dsi_release(a, ranks->rank, bytes);
}

/* ---- places --------------------------------------------------------------------------------- */

static int32_t bits_of(int32_t count)
{
    int32_t bits = 0;
    for (; count > 1; count = count / 2 + count % 2) {
        bits++;
    }
    return bits;
}

/* Sort entries by the numbers of their places: as many of them at a time, the last ones first, as fit one key. */
static void sort_entries(const dsi_rows *rows, const int32_t *bits, dsi_keyed *entries, dsi_keyed *spare)
{
    for (int32_t end = rows->width; end > 0;) {
        int32_t first = end, used = 0;
        while (first > 0 && used + bits[first - 1] <= 64) {
            used += bits[--first];
        }
        for (int64_t i = 0; i < rows->count; i++) {
            const int32_t *place = rows->places + entries[i].id * rows->width;
            uint64_t key = 0;
            for (int32_t k = first; k < end; k++) {
                key = (bits[k] == 0 ? key : key << bits[k]) | (uint64_t)place[k];
            }
            entries[i].key = key;
        }
        dsi_radix_sort(entries, spare, rows->count);
        end = first;
    }
}

/* The row of each entry; places in order, each once, into `places`. */
static void number_rows(dsi_rows *rows, const dsi_keyed *entries, int32_t *places, int64_t *row_of)
{
    const size_t bytes = (size_t)rows->width * sizeof *places;
    int64_t kept = 0;
    for (int64_t i = 0; i < rows->count; i++) {
        const int32_t *place = rows->places + entries[i].id * rows->width;
        int32_t *last = places + kept * rows->width;
        if (kept == 0 || memcmp(last - rows->width, place, bytes) != 0) {
            memcpy(last, place, bytes);
            kept++;
        }
        row_of[entries[i].id] = kept - 1;
    }
    rows->count = kept;
}

/* The cell of each row in a frame, whose cells, but for empty ones, are the entries from *first on; on to the next. */
static bool find_cells(
    dsi_rows *rows, const dscore_state *state, int32_t frame, const int64_t *row_of, int64_t *first)
{
    const int64_t cells = dsi_state_cell_count(state, frame);
    rows->cells[frame] = dsi_alloc(&rows->allocator, rows->count * (int64_t)sizeof(int32_t));
    if (rows->cells[frame] == NULL) {
        return false;
    }
    memset(rows->cells[frame], 0xff, (size_t)rows->count * sizeof(int32_t)); /* -1: none */
    for (int64_t c = 0; c < cells; c++) {
        if (!dsi_state_cell_is_empty(state, frame, c)) {
            rows->cells[frame][row_of[(*first)++]] = (int32_t)c;
        }
    }
    return true;
}

/* Sort places given by ranks, drop repeats, and remember which cells are where. */
static bool sort_places(dsi_rows *rows, const dscore_state *state, const dsi_ranks *ranks)
{
    const dscore_plan *plan = dsi_state_plan(state);
    const int64_t count = rows->count, bytes = count * (int64_t)sizeof(dsi_keyed);
    const int64_t room = count * rows->width * (int64_t)sizeof *rows->places;
    int32_t bits[DSI_MAX_KEYS + 1];
    for (int32_t k = 0; k < rows->width; k++) {
        bits[k] = bits_of(k < rows->width - 1 ? ranks->count : plan->settings.period_count);
    }
    dsi_keyed *entries = dsi_alloc(&rows->allocator, bytes), *spare = dsi_alloc(&rows->allocator, bytes);
    int64_t *row_of = dsi_alloc(&rows->allocator, count * (int64_t)sizeof *row_of);
    int32_t *places = dsi_alloc(&rows->allocator, room);
    bool ok = entries != NULL && spare != NULL && row_of != NULL && places != NULL;
    if (ok && count > 0) {
        for (int64_t i = 0; i < count; i++) {
            entries[i].id = i;
        }
        sort_entries(rows, bits, entries, spare);
        number_rows(rows, entries, places, row_of);
        memcpy(rows->places, places, (size_t)(rows->count * rows->width) * sizeof *places);
    }
    int64_t first = 0;
    for (int32_t f = 0; f < plan->frame_count && ok; f++) {
        ok = find_cells(rows, state, f, row_of, &first);
    }
    dsi_release(&rows->allocator, entries, bytes);
    dsi_release(&rows->allocator, spare, bytes);
    dsi_release(&rows->allocator, row_of, count * (int64_t)sizeof *row_of);
    dsi_release(&rows->allocator, places, room);
    return ok;
}

/* Room for n more places; NULL = no memory. */
static int32_t *more_places(dsi_rows *rows, int64_t n)
{
    if (n > (INT64_MAX / 64 - rows->count) / rows->width ||
        !dsi_reserve(&rows->allocator, &rows->places, &rows->capacity, (rows->count + n) * rows->width,
            (int64_t)sizeof *rows->places)) {
        return NULL;
    }
    int32_t *first = rows->places + rows->count * rows->width;
    rows->count += n;
    return first;
}

static bool add_cells(const dscore_state *state, const dsi_ranks *ranks, dsi_rows *rows)
{
    const dscore_plan *plan = dsi_state_plan(state);
    const int32_t keys = plan->query->key_count;
    for (int32_t f = 0; f < plan->frame_count; f++) {
        const int64_t cells = dsi_state_cell_count(state, f);
        int32_t *place = cells == 0 ? NULL : more_places(rows, cells);
        int64_t empty = 0;
        if (cells > 0 && place == NULL) {
            return false;
        }
        for (int64_t c = 0; c < cells; c++) {
            if (dsi_state_cell_is_empty(state, f, c)) {
                empty++;
                continue;
            }
            const int32_t *labels = dsi_state_cell_labels(state, f, c);
            for (int32_t k = 0; k < keys; k++) {
                place[k] = ranks->rank[labels[k]];
            }
            place[keys] = dsi_state_cell_period(state, f, c);
            place += rows->width;
        }
        rows->count -= empty;
    }
    return true;
}

/* A listed subject stands in every period in which anybody has a cell; if nobody has any, in all. */
static bool add_subjects(
    const dsi_ranks *ranks, const int32_t *subjects, int32_t count, int32_t periods, dsi_rows *rows)
{
    uint8_t *present = dsi_alloc_zero(&rows->allocator, periods);
    if (present == NULL) {
        return false;
    }
    int64_t found = 0;
    for (int64_t i = 0; i < rows->count; i++) {
        uint8_t *mark = &present[rows->places[i * rows->width + rows->width - 1]];
        found += *mark == 0 ? 1 : 0;
        *mark = 1;
    }
    if (found == 0) {
        memset(present, 1, (size_t)periods);
        found = periods;
    }
    int32_t *place = count == 0 ? NULL : more_places(rows, count * found);
    for (int32_t i = 0; i < count && place != NULL; i++) {
        for (int32_t p = 0; p < periods; p++) {
            if (present[p] != 0) {
                place[0] = ranks->rank[subjects[i]];
                place[1] = p;
                place += rows->width;
            }
        }
    }
    dsi_release(&rows->allocator, present, periods);
    return count == 0 || place != NULL;
}

static bool add_roster(const dscore_state *state, const dsi_ranks *ranks, dsi_rows *rows)
{
    const dscore_plan *plan = dsi_state_plan(state);
    const uint32_t dropped = dsi_state_dropped(state);
    if (plan->roster < 0 || (dropped & (1U << plan->roster_key)) != 0 || !dsi_state_given(state, plan->roster)) {
        return true;
    }
    int32_t count = 0;
    const int32_t *subjects = dsi_state_roster(state, &count);
    rows->listed = dsi_alloc_zero(&rows->allocator, ranks->count);
    if (rows->listed == NULL) {
        return false;
    }
    rows->label_count = ranks->count;
    for (int32_t i = 0; i < count; i++) {
        rows->listed[subjects[i]] = 1;
    }
    const int32_t periods = (dropped & (1U << DSI_MAX_KEYS)) != 0 ? 1 : plan->settings.period_count;
    return add_subjects(ranks, subjects, count, periods, rows);
}

/* Without keys and periods there is always a total, though nothing may be in it. */
static bool add_total(const dscore_state *state, const dsi_ranks *ranks, dsi_rows *rows)
{
    const dscore_query *query = dsi_state_plan(state)->query;
    const uint32_t dropped = dsi_state_dropped(state);
    const uint32_t keys = (1U << query->key_count) - 1U;
    const bool by_period = query->has_periods && (dropped & (1U << DSI_MAX_KEYS)) == 0;
    if (rows->count > 0 || (dropped & keys) != keys || by_period) {
        return true;
    }
    int32_t *place = more_places(rows, 1);
    if (place == NULL) {
        return false;
    }
    for (int32_t k = 0; k < query->key_count; k++) {
        place[k] = ranks->rank[DSI_LABEL_ABSENT];
    }
    place[query->key_count] = 0;
    return true;
}

dscore_status dsi_rows_find(const dscore_state *state, dsi_rows *out, dscore_error *err)
{
    const dscore_plan *plan = dsi_state_plan(state);
    memset(out, 0, sizeof *out);
    out->allocator = plan->arena.allocator;
    out->width = plan->query->key_count + 1;
    out->frame_count = plan->frame_count;
    out->cells = dsi_alloc_zero(&out->allocator, out->frame_count * (int64_t)sizeof *out->cells);
    dsi_ranks ranks = {NULL, NULL, 0};
    const bool done = out->cells != NULL && rank_labels(&out->allocator, dsi_state_labels(state), &ranks) &&
                      add_cells(state, &ranks, out) && add_roster(state, &ranks, out) &&
                      add_total(state, &ranks, out) && sort_places(out, state, &ranks);
    for (int64_t i = 0; i < out->count && done; i++) {
        int32_t *place = out->places + i * out->width;
        for (int32_t k = 0; k < out->width - 1; k++) {
            place[k] = ranks.order[place[k]];
        }
    }
    free_ranks(&out->allocator, &ranks);
    if (!done) {
        dsi_rows_free(out);
        return dsi_fail_memory(err);
    }
    return DSCORE_OK;
}

void dsi_rows_free(dsi_rows *rows)
{
    for (int32_t f = 0; f < rows->frame_count && rows->cells != NULL; f++) {
        dsi_release(&rows->allocator, rows->cells[f], rows->count * (int64_t)sizeof(int32_t));
    }
    dsi_release(&rows->allocator, rows->cells, rows->frame_count * (int64_t)sizeof *rows->cells);
    dsi_release(&rows->allocator, rows->places, rows->capacity * (int64_t)sizeof *rows->places);
    dsi_release(&rows->allocator, rows->listed, rows->label_count);
    rows->cells = NULL;
    rows->places = NULL;
    rows->listed = NULL;
}
