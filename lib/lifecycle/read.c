/* Reading batches of events: columns become compact events of labels and codes, kept until their ticket is made. */
#include "lifecycle/lifecycle.h"

#include "base/text.h"
#include "data/binding.h"
#include <string.h>

/* ---- keys --------------------------------------------------------------------------------------- */

/* Kinds of key: of what comes from two fields, the kind of the first that is bound. */
int32_t dsi_lifecycle_name_kind(const dscore_lifecycle *lc, int32_t name)
{
    const int32_t *kinds = lc->key_kinds;
    switch (name) {
    case DSI_NAME_TICKET:
        return kinds[DSI_EVENT_TICKET];
    case DSI_NAME_AGENT:
        return kinds[kinds[DSI_EVENT_ACTOR] != DSI_KEY_NONE ? DSI_EVENT_ACTOR : DSI_EVENT_VALUE];
    case DSI_NAME_TEAM:
        return kinds[kinds[DSI_EVENT_TEAM] != DSI_KEY_NONE ? DSI_EVENT_TEAM : DSI_EVENT_VALUE];
    case DSI_NAME_STATUS:
        return DSI_KEY_TEXT;
    case DSI_NAME_ABOUT + DSI_ABOUT_CUSTOMER:
        return kinds[kinds[DSI_EVENT_CUSTOMER] != DSI_KEY_NONE ? DSI_EVENT_CUSTOMER : DSI_EVENT_ACTOR];
    default:
        return kinds[DSI_EVENT_CUSTOMER + name - DSI_NAME_ABOUT];
    }
}

int32_t dsi_lifecycle_as(dsi_labels *labels, int32_t label, int32_t kind)
{
    int64_t n, value;
    if (label == DSI_LABEL_ABSENT || kind == DSI_KEY_NONE || dsi_labels_kind(labels, label) == kind) {
        return label;
    }
    const char *p = dsi_labels_get(labels, label, &n);
    int32_t made;
    if (kind == DSI_KEY_TEXT) {
        made = dsi_labels_text(labels, p, n);
    } else {
        if (n == 0 || dsi_parse_int(p, n, &value) != n) {
            return -1;
        }
        made = dsi_labels_int(labels, value, kind);
    }
    return made < 0 ? -2 : made;
}

/* ---- what the first batch fixes ------------------------------------------------------------------- */

static dscore_status fail_field(
    const dscore_lifecycle *lc, int32_t field, dscore_status status, int32_t code, const char *what, dscore_error *err)
{
    const char *name = lc->schema->sources[lc->events_source].fields[lc->fields[field]].name;
    (void)dsi_fail(err, status, code, "field %s of the events %s", name, what);
    dsi_error_path(err, "events.%s", name);
    return status;
}

static int32_t key_kind(const dscore_lifecycle *lc, const dscore_table *events, int32_t field)
{
    if (field == DSI_EVENT_AT || field == DSI_EVENT_IS_PUBLIC || !dsi_table_bound(events, lc->fields[field])) {
        return DSI_KEY_NONE;
    }
    return dsi_table_kind(events, lc->fields[field]) == DSI_INT ? DSI_KEY_INT : DSI_KEY_TEXT;
}

static uint32_t bound_fields(const dscore_lifecycle *lc, const dscore_table *events)
{
    uint32_t bound = 0;
    for (int32_t i = 0; i < DSI_EVENT_FIELDS; i++) {
        bound |= dsi_table_bound(events, lc->fields[i]) ? 1u << i : 0;
    }
    return bound;
}

static dscore_status check_fields(dscore_lifecycle *lc, const dscore_table *events, dscore_error *err)
{
    uint32_t bound = bound_fields(lc, events);
    for (int32_t i = 0; i < DSI_EVENT_FIELDS; i++) {
        bool is_bound = (bound & (1u << i)) != 0;
        if (!is_bound && i <= DSI_EVENT_KIND) {
            return fail_field(lc, i, DSCORE_E_FIELD_MISSING, DSCORE_CODE_LIFECYCLE_FIELD,
                "is not bound; ticket, at and kind are needed", err);
        }
        if (!lc->is_started) {
            continue;
        }
        if (!is_bound && (lc->bound & (1u << i)) != 0) {
            return fail_field(lc, i, DSCORE_E_FIELD_MISSING, DSCORE_CODE_LIFECYCLE_FIELD,
                "is not bound, but was in the first table of events", err);
        }
        if ((lc->bound & (1u << i)) != 0 && lc->key_kinds[i] != key_kind(lc, events, i)) {
            return fail_field(lc, i, DSCORE_E_TYPE, DSCORE_CODE_LIFECYCLE_KIND,
                "holds integers in one table and text in another; expected what the first table had", err);
        }
    }
    return DSCORE_OK;
}

static dscore_status check(
    dscore_lifecycle *lc, const dscore_table *events, int64_t first, int64_t count, dscore_error *err)
{
    if (lc->is_finished) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_LIFECYCLE_ORDER,
            "the events are finished; make another reader for more");
    }
    if (events->schema != lc->schema || events->source != lc->events_source) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_LIFECYCLE_TABLE,
            "a table of the source %s is no table of events of the same catalogue",
            events->schema->sources[events->source].name);
    }
    if (first < 0 || count < 0 || first > events->rows || count > events->rows - first) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_LIFECYCLE_TABLE,
            "rows from %lld, %lld of them, are not in a table of %lld rows", (long long)first, (long long)count,
            (long long)events->rows);
    }
    return check_fields(lc, events, err);
}

/* ---- labels that are no longer needed ------------------------------------------------------------- */

static bool move_label(dsi_labels *to, const dsi_labels *from, int32_t *label)
{
    if (*label == DSI_LABEL_ABSENT) {
        return true;
    }
    int64_t n;
    const char *p = dsi_labels_get(from, *label, &n);
    int32_t kind = dsi_labels_kind(from, *label);
    *label =
        kind == DSI_KEY_TEXT ? dsi_labels_text(to, p, n) : dsi_labels_int(to, dsi_labels_get_int(from, *label), kind);
    return *label > 0;
}

static bool move_event(const dscore_lifecycle *lc, dsi_labels *labels, dsi_event *e)
{
    bool ok = move_label(labels, lc->labels, &e->actor) && move_label(labels, lc->labels, &e->value) &&
              move_label(labels, lc->labels, &e->team);
    for (int32_t i = 0; i < DSI_ABOUTS && ok; i++) {
        ok = move_label(labels, lc->labels, &e->about[i]);
    }
    return ok;
}

/* By ticket: once labels have piled up, keep only those of the ticket that is not done. Nothing may show the old ones
   (the rows are gone). False = no memory; everything is as before. */
static bool tidy_labels(dscore_lifecycle *lc)
{
    int64_t have = (int64_t)dsi_labels_count(lc->labels) + dsi_labels_count(lc->ids);
    if (dsi_lifecycle_is(lc, DSI_POLICY_ARRIVAL, DSI_ARRIVAL_ANY) || have < lc->label_goal) {
        return true;
    }
    const dscore_allocator *a = &lc->allocator;
    const int64_t size = lc->capacity * (int64_t)sizeof(dsi_event);
    dsi_labels *labels = dsi_labels_new(a), *ids = dsi_labels_new(a);
    dsi_event *events = dsi_alloc(a, size);
    int32_t current = lc->current, empty = -1;
    bool ok = labels != NULL && ids != NULL && events != NULL;
    ok = ok && (empty = dsi_labels_text(labels, "", 0)) > 0 && move_label(ids, lc->ids, &current);
    for (int64_t i = 0; i < lc->count && ok; i++) {
        events[i] = lc->events[i];
        events[i].ticket = current;
        ok = move_event(lc, labels, &events[i]);
    }
    if (!ok) {
        dsi_labels_free(labels);
        dsi_labels_free(ids);
        dsi_release(a, events, size);
        return false;
    }
    dsi_labels_free(lc->labels);
    dsi_labels_free(lc->ids);
    dsi_release(a, lc->events, size);
    lc->labels = labels;
    lc->ids = ids;
    lc->events = events;
    lc->empty = empty;
    lc->current = current;
    lc->word_count = lc->agent_stamp_count = lc->team_stamp_count = 0;
    lc->stamp = 0;
    lc->label_goal = 4096 + 2 * ((int64_t)dsi_labels_count(labels) + dsi_labels_count(ids));
    return true;
}

/* ---- one block ---------------------------------------------------------------------------------- */

/* The columns of a batch, and a block of them. */
typedef struct batch {
    dscore_lifecycle *lc;
    const dscore_table *events;
    dsi_key_reader *readers[DSI_EVENT_FIELDS]; /* NULL for what is no key */
    int32_t ids[DSI_EVENT_FIELDS][DSI_BLOCK];
    dsi_scratch at_scratch, public_scratch;
    dsi_vector at, is_public; /* the latter with kind 0 if not bound */
} batch;

static void batch_free(batch *b)
{
    dscore_allocator a = b->lc->allocator;
    for (int32_t i = 0; i < DSI_EVENT_FIELDS; i++) {
        dsi_key_reader_free(b->readers[i]);
    }
    dsi_release(&a, b, (int64_t)sizeof *b);
}

static dscore_status batch_new(dscore_lifecycle *lc, const dscore_table *events, batch **out, dscore_error *err)
{
    batch *b = dsi_alloc_zero(&lc->allocator, (int64_t)sizeof *b);
    *out = b;
    if (b == NULL) {
        return dsi_fail_memory(err);
    }
    b->lc = lc;
    b->events = events;
    for (int32_t i = 0; i < DSI_EVENT_FIELDS; i++) {
        if (i == DSI_EVENT_AT || i == DSI_EVENT_IS_PUBLIC || (lc->bound & (1u << i)) == 0) {
            continue;
        }
        dsi_labels *labels = i == DSI_EVENT_TICKET ? lc->ids : lc->labels;
        dscore_status status =
            dsi_key_reader_new(&lc->allocator, events, lc->fields[i], labels, true, &b->readers[i], err);
        if (status != DSCORE_OK) {
            batch_free(b);
            *out = NULL;
            return status;
        }
    }
    return DSCORE_OK;
}

static bool read_block(batch *b, int64_t first, int32_t n)
{
    dscore_lifecycle *lc = b->lc;
    const dsi_field *fields = lc->schema->sources[lc->events_source].fields;
    for (int32_t i = 0; i < DSI_EVENT_FIELDS; i++) {
        if (b->readers[i] != NULL && !dsi_key_reader_read(b->readers[i], first, n, b->ids[i])) {
            return false;
        }
    }
    dsi_reading at = dsi_reading_of(&fields[lc->fields[DSI_EVENT_AT]]);
    dsi_gather(b->events, lc->fields[DSI_EVENT_AT], &at, first, n, &b->at_scratch, &b->at);
    if ((lc->bound & (1u << DSI_EVENT_IS_PUBLIC)) != 0) {
        dsi_reading is_public = dsi_reading_of(&fields[lc->fields[DSI_EVENT_IS_PUBLIC]]);
        dsi_gather(b->events, lc->fields[DSI_EVENT_IS_PUBLIC], &is_public, first, n, &b->public_scratch, &b->is_public);
    }
    return true;
}

/* Room for what every label means. */
static bool widen_words(dscore_lifecycle *lc)
{
    int64_t need = dsi_labels_count(lc->labels);
    if (!dsi_reserve(&lc->allocator, &lc->words, &lc->word_capacity, need, (int64_t)sizeof lc->words[0])) {
        return false;
    }
    if (need > lc->word_count) {
        memset(lc->words + lc->word_count, 0, (size_t)(need - lc->word_count) * sizeof lc->words[0]);
        lc->word_count = need;
    }
    return true;
}

static int32_t word_of(
    const dscore_lifecycle *lc, int32_t label, uint8_t *known, int32_t (*look_up)(const char *p, int64_t n))
{
    if (*known == 0) {
        int64_t n;
        const char *p = dsi_labels_get(lc->labels, label, &n);
        *known = (uint8_t)(1 + look_up(p, n));
    }
    return *known - 1;
}

/* ---- one event ---------------------------------------------------------------------------------- */

enum { KEPT, IGNORED, NO_MEMORY };

static int32_t label_at(const batch *b, int32_t field, int32_t row)
{
    int32_t label = b->readers[field] == NULL ? DSI_LABEL_ABSENT : b->ids[field][row];
    return field != DSI_EVENT_TICKET && label == b->lc->empty ? DSI_LABEL_ABSENT : label;
}

/* What an event was set to, as a key of the kind that its column takes. */
static int32_t take_value(dscore_lifecycle *lc, dsi_event *e)
{
    static const int8_t names[DSI_KIND_COUNT] = {
        [DSI_KIND_ASSIGNED] = 1 + DSI_NAME_AGENT,
        [DSI_KIND_TEAM] = 1 + DSI_NAME_TEAM,
        [DSI_KIND_MERGED] = 1 + DSI_NAME_TICKET,
    };
    if (names[e->kind] == 0) {
        return KEPT;
    }
    int32_t label = dsi_lifecycle_as(lc->labels, e->value, dsi_lifecycle_name_kind(lc, names[e->kind] - 1));
    if (label == -2) {
        return NO_MEMORY;
    }
    if (label < 0 && e->kind != DSI_KIND_MERGED) { /* no such agent or team can be */
        lc->counts[DSCORE_LIFECYCLE_UNREADABLE]++;
        return IGNORED;
    }
    e->value = label < 0 ? DSI_LABEL_ABSENT : label;
    return KEPT;
}

static bool is_ticket(const dscore_lifecycle *lc, int32_t id)
{
    int64_t n = 0;
    if (id != DSI_LABEL_ABSENT) {
        (void)dsi_labels_get(lc->ids, id, &n);
    }
    return n > 0;
}

static int32_t read_event(batch *b, int32_t row, dsi_event *e)
{
    dscore_lifecycle *lc = b->lc;
    int32_t kind = label_at(b, DSI_EVENT_KIND, row);
    bool has_at = b->at.status == NULL || b->at.status[row] == DSI_PRESENT;
    memset(e, 0, sizeof *e);
    e->ticket = label_at(b, DSI_EVENT_TICKET, row);
    if (!has_at || kind == DSI_LABEL_ABSENT || !is_ticket(lc, e->ticket)) {
        lc->counts[DSCORE_LIFECYCLE_UNREADABLE]++;
        return IGNORED;
    }
    e->kind = (uint8_t)word_of(lc, kind, &lc->words[kind].kind, dsi_lifecycle_kind_of);
    if (e->kind == DSI_KIND_UNKNOWN) {
        lc->counts[DSCORE_LIFECYCLE_UNKNOWN_KIND]++;
        return IGNORED;
    }
    int32_t actor_kind = label_at(b, DSI_EVENT_ACTOR_KIND, row);
    if (actor_kind != DSI_LABEL_ABSENT) {
        e->actor_kind = (uint8_t)word_of(lc, actor_kind, &lc->words[actor_kind].actor_kind, dsi_lifecycle_actor_of);
    }
    e->at = b->at.v.i[row];
    e->actor = label_at(b, DSI_EVENT_ACTOR, row);
    e->value = label_at(b, DSI_EVENT_VALUE, row);
    e->team = label_at(b, DSI_EVENT_TEAM, row);
    for (int32_t i = 0; i < DSI_ABOUTS; i++) {
        e->about[i] = label_at(b, DSI_EVENT_CUSTOMER + i, row);
    }
    bool is_told = b->is_public.kind != 0 && (b->is_public.status == NULL || b->is_public.status[row] == DSI_PRESENT);
    e->is_private = is_told && b->is_public.v.b[row] == 0;
    return take_value(lc, e);
}

/* Keep an event. By ticket: of another ticket than before, which is made first; of one that is done, ignored. */
static int32_t keep_event(dscore_lifecycle *lc, const dsi_event *e)
{
    bool is_any = dsi_lifecycle_is(lc, DSI_POLICY_ARRIVAL, DSI_ARRIVAL_ANY);
    if (!is_any && e->ticket != lc->current) {
        if (!dsi_lifecycle_make_current(lc)) {
            return NO_MEMORY;
        }
        lc->current = e->ticket;
        lc->is_returned = dsi_done_has(&lc->done, lc->ids, e->ticket);
    }
    if (!is_any && lc->is_returned) {
        lc->counts[DSCORE_LIFECYCLE_RETURNED]++;
        return IGNORED;
    }
    if (!dsi_reserve(&lc->allocator, &lc->events, &lc->capacity, lc->count + 1, (int64_t)sizeof *e)) {
        return NO_MEMORY;
    }
    lc->events[lc->count++] = *e;
    lc->seen |= 1u << e->kind;
    lc->last_at = e->at > lc->last_at ? e->at : lc->last_at;
    return KEPT;
}

/* Rows of a block; *taken grows by one a row. */
static dscore_status take_block(batch *b, int32_t n, int64_t *taken, dscore_error *err)
{
    dscore_lifecycle *lc = b->lc;
    for (int32_t row = 0; row < n; row++) {
        dsi_event e;
        int32_t what = widen_words(lc) ? read_event(b, row, &e) : NO_MEMORY;
        if (what == KEPT && lc->count == INT32_MAX - 1) {
            return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_LIFECYCLE_LIMIT,
                "more than 2147483646 events of open tickets; read them by ticket");
        }
        what = what == KEPT ? keep_event(lc, &e) : what;
        if (what == NO_MEMORY) {
            return dsi_fail_memory(err);
        }
        lc->counts[DSCORE_LIFECYCLE_EVENTS]++;
        ++*taken;
    }
    return widen_words(lc) ? DSCORE_OK : dsi_fail_memory(err);
}

/* ---- a batch ------------------------------------------------------------------------------------ */

static dscore_status read_all(
    dscore_lifecycle *lc, const dscore_table *events, int64_t first, int64_t count, int64_t *taken, dscore_error *err)
{
    batch *b;
    dscore_status status = batch_new(lc, events, &b, err);
    if (status != DSCORE_OK) {
        return status;
    }
    while (status == DSCORE_OK && *taken < count) {
        int64_t left = count - *taken;
        int32_t n = left < DSI_BLOCK ? (int32_t)left : DSI_BLOCK;
        status = read_block(b, first + *taken, n) ? take_block(b, n, taken, err) : dsi_fail_memory(err);
    }
    batch_free(b);
    return status;
}

/* By ticket the tables begin anew with each update: what was made before goes. */
static dscore_status begin_tables(dscore_lifecycle *lc, dscore_error *err)
{
    dscore_table *tables[DSI_MADE];
    if (dsi_lifecycle_is(lc, DSI_POLICY_ARRIVAL, DSI_ARRIVAL_ANY)) {
        return DSCORE_OK;
    }
    if (!dsi_lifecycle_tables_new(lc, tables)) {
        return dsi_fail_memory(err);
    }
    if (!tidy_labels(lc)) {
        dsi_lifecycle_tables_free(tables);
        return dsi_fail_memory(err);
    }
    dsi_lifecycle_tables_free(lc->tables);
    memcpy(lc->tables, tables, sizeof tables);
    for (int32_t i = 0; i < DSI_MADE; i++) {
        lc->made[i].count = 0;
    }
    return DSCORE_OK;
}

dscore_status dscore_lifecycle_update(dscore_lifecycle *lifecycle, const dscore_table *events, int64_t first,
    int64_t count, int64_t *out_taken, dscore_error *err)
{
    int64_t taken = 0;
    if (out_taken != NULL) {
        *out_taken = 0;
    }
    if (lifecycle == NULL || events == NULL) {
        return dsi_fail_null(err, lifecycle == NULL ? "lifecycle" : "events");
    }
    dscore_lifecycle *lc = lifecycle;
    dscore_status status = check(lc, events, first, count, err);
    if (status == DSCORE_OK) {
        status = begin_tables(lc, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (!lc->is_started) {
        lc->is_started = true;
        lc->bound = bound_fields(lc, events);
        for (int32_t i = 0; i < DSI_EVENT_FIELDS; i++) {
            lc->key_kinds[i] = key_kind(lc, events, i);
        }
    }
    status = read_all(lc, events, first, count, &taken, err);
    if (dsi_lifecycle_is(lc, DSI_POLICY_ARRIVAL, DSI_ARRIVAL_BY_TICKET)) {
        dscore_status bound = dsi_lifecycle_bind(lc, status == DSCORE_OK ? err : NULL);
        status = status == DSCORE_OK ? bound : status;
    }
    if (out_taken != NULL) {
        *out_taken = taken;
    }
    return status;
}
