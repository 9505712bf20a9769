/* From the events that were kept to rows: those of each ticket put in order, duplicates dropped, merged tickets folded
   into their targets. */
#include "lifecycle/lifecycle.h"

#include "base/hash.h"
#include <string.h>

/* ---- tickets that are done ---------------------------------------------------------------------- */

/* Two hashes of an id; never both 0. */
static void hash_id(const dsi_labels *ids, int32_t id, uint64_t out[2])
{
    int64_t n;
    const char *p = dsi_labels_get(ids, id, &n);
    for (uint64_t i = 0; i < 2; i++) {
        out[i] = dsi_labels_kind(ids, id) == DSI_KEY_TEXT ? dsi_hash64(p, n, 77 + i)
                                                          : dsi_hash64_int((uint64_t)dsi_labels_get_int(ids, id), i);
    }
    out[1] |= out[0] == 0 && out[1] == 0;
}

static uint64_t *done_slot(const dsi_done *done, const uint64_t hash[2])
{
    uint64_t mask = (uint64_t)done->slot_count - 1;
    uint64_t i = hash[0] & mask;
    for (;; i = (i + 1) & mask) {
        uint64_t *slot = &done->slots[2 * i];
        if ((slot[0] == hash[0] && slot[1] == hash[1]) || (slot[0] == 0 && slot[1] == 0)) {
            return slot;
        }
    }
}

bool dsi_done_has(const dsi_done *done, const dsi_labels *ids, int32_t id)
{
    uint64_t hash[2];
    if (done->count == 0) {
        return false;
    }
    hash_id(ids, id, hash);
    const uint64_t *slot = done_slot(done, hash);
    return slot[0] != 0 || slot[1] != 0;
}

static bool done_reserve(const dscore_allocator *a, dsi_done *done)
{
    if (2 * done->count < done->slot_count) {
        return true;
    }
    dsi_done wider = {.slot_count = done->slot_count == 0 ? 64 : 2 * done->slot_count, .count = done->count};
    const int64_t size = 2 * (int64_t)sizeof(uint64_t);
    wider.slots = dsi_alloc_zero(a, wider.slot_count * size);
    if (wider.slots == NULL) {
        return false;
    }
    for (int64_t i = 0; i < done->slot_count; i++) {
        const uint64_t *old = &done->slots[2 * i];
        if (old[0] != 0 || old[1] != 0) {
            memcpy(done_slot(&wider, old), old, (size_t)size);
        }
    }
    dsi_release(a, done->slots, done->slot_count * size);
    *done = wider;
    return true;
}

static void done_add(dsi_done *done, const dsi_labels *ids, int32_t id)
{
    uint64_t hash[2];
    hash_id(ids, id, hash);
    memcpy(done_slot(done, hash), hash, sizeof hash);
    done->count++;
}

/* ---- room --------------------------------------------------------------------------------------- */

static bool reserve_items(dscore_lifecycle *lc, int64_t n)
{
    const int64_t size = (int64_t)sizeof(dsi_item);
    return dsi_reserve(&lc->allocator, &lc->items, &lc->item_capacity, n, size) &&
           dsi_reserve(&lc->allocator, &lc->spare, &lc->spare_capacity, n, size);
}

static bool widen_stamps(const dscore_allocator *a, int32_t **stamps, int64_t *count, int64_t *capacity, int64_t need)
{
    if (!dsi_reserve(a, stamps, capacity, need, (int64_t)sizeof(int32_t))) {
        return false;
    }
    if (need > *count) {
        memset(*stamps + *count, 0, (size_t)(need - *count) * sizeof(int32_t));
        *count = need;
    }
    return true;
}

static bool reserve_stamps(dscore_lifecycle *lc)
{
    int64_t need = dsi_labels_count(lc->labels);
    if (lc->stamp == INT32_MAX) {
        lc->agent_stamp_count = lc->team_stamp_count = 0; /* begin anew: cleared by what follows */
        lc->stamp = 0;
    }
    return widen_stamps(&lc->allocator, &lc->agent_stamps, &lc->agent_stamp_count, &lc->agent_stamp_capacity, need) &&
           widen_stamps(&lc->allocator, &lc->team_stamps, &lc->team_stamp_count, &lc->team_stamp_capacity, need);
}

/* ---- order and duplicates ------------------------------------------------------------------------- */

static bool is_duplicate(const dscore_lifecycle *lc, const dsi_item *a, const dsi_item *b)
{
    return memcmp(&lc->events[a->index], &lc->events[b->index], sizeof(dsi_event)) == 0;
}

/* Of the events of one instant, those that equal an earlier one get the index -1. */
static int64_t mark_duplicates(const dscore_lifecycle *lc, dsi_item *run, dsi_item *by_hash, dsi_item *spare, int64_t n)
{
    int64_t dropped = 0;
    for (int64_t i = 0; i < n; i++) {
        const dsi_event *e = &lc->events[run[i].index];
        by_hash[i] = (dsi_item){(int64_t)(dsi_hash64(e, (int64_t)sizeof *e, 0) >> 1), i};
    }
    dsi_sort_items(by_hash, spare, n);
    for (int64_t i = 0, kept = 0; i < n; i++) { /* by_hash[first..kept) are different events of one hash */
        int64_t first = kept;
        while (first > 0 && by_hash[first - 1].key == by_hash[i].key) {
            first--;
        }
        bool is_new = true;
        for (int64_t k = first; k < kept && is_new; k++) {
            is_new = !is_duplicate(lc, &run[by_hash[k].index], &run[by_hash[i].index]);
        }
        if (is_new) {
            by_hash[kept++] = by_hash[i];
        } else {
            spare[dropped++] = by_hash[i];
        }
    }
    for (int64_t i = 0; i < dropped; i++) {
        run[spare[i].index].index = -1;
    }
    return dropped;
}

/* Drop them; returns how many events are left. */
static int64_t drop_duplicates(dscore_lifecycle *lc, dsi_item *items, int64_t n, dsi_item *by_hash, dsi_item *spare)
{
    int64_t dropped = 0;
    for (int64_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && items[j].key == items[i].key; j++) {
        }
        if (j - i > 1) {
            dropped += mark_duplicates(lc, items + i, by_hash, spare, j - i);
        }
    }
    if (dropped == 0) {
        return n;
    }
    int64_t kept = 0;
    for (int64_t i = 0; i < n; i++) {
        if (items[i].index >= 0) {
            items[kept++] = items[i];
        }
    }
    lc->counts[DSCORE_LIFECYCLE_DUPLICATES] += dropped;
    return kept;
}

/* Events of one ticket, in the order of the data, put in order of time; returns how many are left. */
static int64_t put_in_order(dscore_lifecycle *lc, dsi_item *items, int64_t n, dsi_item *spare, dsi_item *more)
{
    int64_t last = INT64_MIN;
    for (int64_t i = 0; i < n; i++) {
        lc->counts[DSCORE_LIFECYCLE_UNSORTED] += items[i].key < last;
        last = items[i].key > last ? items[i].key : last;
    }
    dsi_sort_items(items, spare, n);
    return dsi_lifecycle_is(lc, DSI_POLICY_DUPLICATES, DSI_DUPLICATES_KEEP)
               ? n
               : drop_duplicates(lc, items, n, spare, more);
}

/* ---- by ticket ------------------------------------------------------------------------------------ */

/* What is put back when a ticket cannot be made. */
typedef struct mark {
    int64_t rows[DSI_MADE];
    int64_t counts[DSI_COUNTS];
} mark;

static void take_mark(const dscore_lifecycle *lc, mark *m)
{
    for (int32_t i = 0; i < DSI_MADE; i++) {
        m->rows[i] = lc->made[i].count;
    }
    memcpy(m->counts, lc->counts, sizeof m->counts);
}

static void go_back(dscore_lifecycle *lc, const mark *m)
{
    for (int32_t i = 0; i < DSI_MADE; i++) {
        lc->made[i].count = m->rows[i];
    }
    memcpy(lc->counts, m->counts, sizeof m->counts);
}

bool dsi_lifecycle_make_current(dscore_lifecycle *lc)
{
    mark before;
    int64_t n = lc->count;
    if (n == 0) {
        return true;
    }
    if (!reserve_items(lc, 2 * n) || !reserve_stamps(lc) || !done_reserve(&lc->allocator, &lc->done)) {
        return false;
    }
    take_mark(lc, &before);
    for (int64_t i = 0; i < n; i++) {
        lc->items[i] = (dsi_item){lc->events[i].at, i};
    }
    int64_t left = put_in_order(lc, lc->items, n, lc->spare, lc->spare + n);
    if (!dsi_lifecycle_replay(lc, lc->current, lc->items, left)) {
        go_back(lc, &before);
        return false;
    }
    done_add(&lc->done, lc->ids, lc->current);
    lc->count = 0;
    return true;
}

/* ---- all tickets ---------------------------------------------------------------------------------- */

/* The events by ticket: ticket t has items[starts[t] .. starts[t] + counts[t]). */
typedef struct groups {
    dsi_item *items; /* as many as there are events */
    dsi_item *spare; /* twice the largest ticket; to fold, twice the events */
    int64_t spare_count;
    int64_t *starts, *counts; /* by id */
    int32_t *roots, *marks;   /* by id: the ticket that it is folded into, or itself; 0 */
    int32_t ids;
    int64_t n;
} groups;

static int64_t largest(const groups *g)
{
    int64_t most = 0;
    for (int32_t id = 0; id < g->ids; id++) {
        most = g->counts[id] > most ? g->counts[id] : most;
    }
    return most;
}

static bool groups_new(const dscore_lifecycle *lc, groups *g)
{
    const dscore_allocator *a = &lc->allocator;
    memset(g, 0, sizeof *g);
    g->ids = dsi_labels_count(lc->ids);
    g->n = lc->count;
    g->items = dsi_alloc(a, g->n * (int64_t)sizeof(dsi_item));
    g->starts = dsi_alloc_zero(a, g->ids * (int64_t)sizeof(int64_t));
    g->counts = dsi_alloc_zero(a, g->ids * (int64_t)sizeof(int64_t));
    g->roots = dsi_alloc_zero(a, g->ids * (int64_t)sizeof(int32_t));
    g->marks = dsi_alloc_zero(a, g->ids * (int64_t)sizeof(int32_t));
    if (g->items == NULL || g->starts == NULL || g->counts == NULL || g->roots == NULL || g->marks == NULL) {
        return false;
    }
    for (int64_t i = 0; i < g->n; i++) {
        g->counts[lc->events[i].ticket]++;
    }
    g->spare_count = 2 * (dsi_lifecycle_is(lc, DSI_POLICY_MERGE, DSI_MERGE_FOLD) ? g->n : largest(g));
    g->spare = dsi_alloc(a, g->spare_count * (int64_t)sizeof(dsi_item));
    return g->spare != NULL;
}

static void groups_free(const dscore_lifecycle *lc, groups *g)
{
    const dscore_allocator *a = &lc->allocator;
    dsi_release(a, g->items, g->n * (int64_t)sizeof(dsi_item));
    dsi_release(a, g->spare, g->spare_count * (int64_t)sizeof(dsi_item));
    dsi_release(a, g->starts, g->ids * (int64_t)sizeof(int64_t));
    dsi_release(a, g->counts, g->ids * (int64_t)sizeof(int64_t));
    dsi_release(a, g->roots, g->ids * (int64_t)sizeof(int32_t));
    dsi_release(a, g->marks, g->ids * (int64_t)sizeof(int32_t));
}

/* Where the groups start, by their counts, which begin anew. */
static void lay_out(groups *g)
{
    int64_t start = 0;
    for (int32_t id = 0; id < g->ids; id++) {
        g->starts[id] = start;
        start += g->counts[id];
        g->counts[id] = 0;
    }
}

static void group_by_ticket(dscore_lifecycle *lc, groups *g)
{
    lay_out(g);
    for (int64_t i = 0; i < g->n; i++) {
        int32_t id = lc->events[i].ticket;
        g->items[g->starts[id] + g->counts[id]++] = (dsi_item){lc->events[i].at, i};
    }
    for (int32_t id = 0; id < g->ids; id++) {
        int64_t n = g->counts[id];
        g->counts[id] = put_in_order(lc, g->items + g->starts[id], n, g->spare, g->spare + n);
    }
}

/* ---- folding -------------------------------------------------------------------------------------- */

/* To a deleted ticket nothing happens until it is restored; its creation counts wherever it stands. */
static bool happens(const dsi_event *e, bool *is_deleted)
{
    if (*is_deleted && e->kind != DSI_KIND_RESTORED) {
        return e->kind == DSI_KIND_CREATED;
    }
    *is_deleted = e->kind == DSI_KIND_DELETED;
    return true;
}

static const dsi_event *first_merge(const dscore_lifecycle *lc, const groups *g, int32_t id, int64_t *out_at)
{
    bool is_deleted = false;
    for (int64_t i = 0; i < g->counts[id]; i++) {
        const dsi_event *e = &lc->events[g->items[g->starts[id] + i].index];
        if (happens(e, &is_deleted) && e->kind == DSI_KIND_MERGED) {
            *out_at = i;
            return e;
        }
    }
    return NULL;
}

/* The id of the ticket that a merge names; 0 = not in the data. */
static int32_t target_of(const dscore_lifecycle *lc, const groups *g, const dsi_event *e)
{
    int32_t kind = dsi_labels_kind(lc->labels, e->value);
    int32_t id = -1;
    if (kind == DSI_KEY_TEXT) {
        int64_t n;
        const char *p = dsi_labels_get(lc->labels, e->value, &n);
        id = dsi_labels_find_text(lc->ids, p, n);
    } else if (kind != DSI_KEY_NONE) {
        id = dsi_labels_find_int(lc->ids, dsi_labels_get_int(lc->labels, e->value), kind);
    }
    return id <= 0 || g->counts[id] == 0 ? 0 : id;
}

/* A circle of merges is opened: each of its tickets stays apart. */
static void open_circle(dscore_lifecycle *lc, groups *g, int32_t id)
{
    while (g->roots[id] != id) {
        int32_t next = g->roots[id];
        g->roots[id] = id;
        lc->counts[DSCORE_LIFECYCLE_NO_TARGET]++;
        id = next;
    }
}

static void find_roots(dscore_lifecycle *lc, groups *g)
{
    int64_t at;
    for (int32_t id = 1; id < g->ids; id++) {
        const dsi_event *e = first_merge(lc, g, id, &at);
        int32_t target = e == NULL ? id : target_of(lc, g, e);
        bool is_apart = e != NULL && (target == 0 || target == id);
        lc->counts[DSCORE_LIFECYCLE_NO_TARGET] += is_apart;
        g->roots[id] = is_apart ? id : target;
    }
    for (int32_t id = 1; id < g->ids; id++) { /* each chain is walked once; one that meets its own mark is a circle */
        int32_t i = id;
        while (g->marks[i] == 0) {
            g->marks[i] = id;
            i = g->roots[i];
        }
        if (g->marks[i] == id) {
            open_circle(lc, g, i);
        }
    }
    for (int32_t id = 1; id < g->ids; id++) { /* chains are shortened to their ends */
        int32_t root = id;
        while (g->roots[root] != root) {
            root = g->roots[root];
        }
        for (int32_t i = id; g->roots[i] != root;) {
            int32_t next = g->roots[i];
            g->roots[i] = root;
            i = next;
        }
    }
}

/* What of a merged ticket joins its target: its creation, what was said, and marks. Status and assignment were its
   own. */
static bool joins(int32_t kind)
{
    return kind == DSI_KIND_CREATED || kind == DSI_KIND_MESSAGE || kind == DSI_KIND_NOTE || kind == DSI_KIND_HANDOFF ||
           kind == DSI_KIND_ESCALATED || kind == DSI_KIND_LINKED || kind == DSI_KIND_SURVEY_SENT ||
           kind == DSI_KIND_SURVEY_ANSWERED;
}

/* The events that stay, in spare, ticket by ticket; returns how many. */
static int64_t pick(dscore_lifecycle *lc, const groups *g)
{
    int64_t n = 0;
    for (int32_t id = 1; id < g->ids; id++) {
        const dsi_item *items = g->items + g->starts[id];
        int64_t end = g->counts[id];
        bool is_folded = g->roots[id] != id && first_merge(lc, g, id, &end) != NULL;
        bool is_deleted = false;
        for (int64_t i = 0; i < end; i++) {
            const dsi_event *e = &lc->events[items[i].index];
            bool is_lost = is_folded && !happens(e, &is_deleted);
            lc->counts[DSCORE_LIFECYCLE_AFTER_END] += is_lost;
            if (!is_folded || (!is_lost && joins(e->kind))) {
                g->spare[n++] = items[i];
            }
        }
        if (is_folded) {
            lc->counts[DSCORE_LIFECYCLE_MERGED]++;
            lc->counts[DSCORE_LIFECYCLE_AFTER_END] += g->counts[id] - end - 1;
        }
    }
    return n;
}

/* By time, and of one instant in the order of the data, whichever ticket they came from. */
static void put_in_order_again(const dscore_lifecycle *lc, dsi_item *items, dsi_item *spare, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        items[i].key = items[i].index;
    }
    dsi_sort_items(items, spare, n);
    for (int64_t i = 0; i < n; i++) {
        items[i].key = lc->events[items[i].index].at;
    }
    dsi_sort_items(items, spare, n);
}

static void fold(dscore_lifecycle *lc, groups *g)
{
    find_roots(lc, g);
    int64_t n = pick(lc, g);
    memset(g->counts, 0, (size_t)g->ids * sizeof(int64_t));
    for (int64_t i = 0; i < n; i++) {
        g->counts[g->roots[lc->events[g->spare[i].index].ticket]]++;
    }
    lay_out(g);
    for (int64_t i = 0; i < n; i++) {
        int32_t root = g->roots[lc->events[g->spare[i].index].ticket];
        g->items[g->starts[root] + g->counts[root]++] = g->spare[i];
    }
    for (int32_t id = 1; id < g->ids; id++) {
        put_in_order_again(lc, g->items + g->starts[id], g->spare, g->counts[id]);
    }
}

static bool make_all(dscore_lifecycle *lc, groups *g)
{
    group_by_ticket(lc, g);
    if (dsi_lifecycle_is(lc, DSI_POLICY_MERGE, DSI_MERGE_FOLD)) {
        fold(lc, g);
    }
    for (int32_t id = 1; id < g->ids; id++) {
        if (g->counts[id] > 0 && !dsi_lifecycle_replay(lc, id, g->items + g->starts[id], g->counts[id])) {
            return false;
        }
    }
    return true;
}

bool dsi_lifecycle_make_all(dscore_lifecycle *lc)
{
    mark before;
    groups g;
    take_mark(lc, &before);
    bool ok = groups_new(lc, &g) && reserve_stamps(lc) && make_all(lc, &g);
    groups_free(lc, &g);
    if (!ok) {
        go_back(lc, &before);
    }
    return ok;
}
