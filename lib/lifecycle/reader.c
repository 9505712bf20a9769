/* The reader of events from without: its life, its settings, the end of the events. */
#include "lifecycle/lifecycle.h"

#include "time/calendar.h"
#include <string.h>

static const char *const event_fields[DSI_EVENT_FIELDS] = {"ticket", "at", "kind", "actor", "actor_kind", "is_public",
    "value", "team", "customer", "problem", "channel", "priority", "category"};

/* ---- life --------------------------------------------------------------------------------------- */

static dscore_status find_fields(dscore_lifecycle *lc, dscore_error *err)
{
    lc->events_source = dsi_schema_source_index(lc->schema, "events");
    if (lc->events_source < 0) {
        return dsi_fail_no_source(err, lc->schema, "events");
    }
    const dsi_source *source = &lc->schema->sources[lc->events_source];
    for (int32_t i = 0; i < DSI_EVENT_FIELDS; i++) {
        lc->fields[i] = dsi_source_field_index(source, event_fields[i]);
        if (lc->fields[i] < 0) {
            return dsi_fail_no_field(err, source, event_fields[i]);
        }
    }
    return dsi_lifecycle_check_schema(lc->schema, err);
}

static bool take_memory(dscore_lifecycle *lc)
{
    lc->ids = dsi_labels_new(&lc->allocator);
    lc->labels = dsi_labels_new(&lc->allocator);
    if (lc->ids == NULL || lc->labels == NULL) {
        return false;
    }
    lc->empty = dsi_labels_text(lc->labels, "", 0);
    return lc->empty > 0 && dsi_lifecycle_describe(lc) && dsi_lifecycle_tables_new(lc, lc->tables);
}

dscore_status dscore_lifecycle_new(const dscore_schema *schema, dscore_lifecycle **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (schema == NULL) {
        return dsi_fail_null(err, "schema");
    }
    const dscore_allocator *a = &schema->arena.allocator;
    dscore_lifecycle *lc = dsi_alloc_zero(a, (int64_t)sizeof *lc);
    if (lc == NULL) {
        return dsi_fail_memory(err);
    }
    lc->allocator = *a;
    lc->schema = schema;
    dsi_schema_take(schema);
    lc->now = DSI_NO_TIME;
    lc->last_at = INT64_MIN;
    lc->label_goal = 4096;
    dscore_status status = find_fields(lc, err);
    if (status == DSCORE_OK && !take_memory(lc)) {
        status = dsi_fail_memory(err);
    }
    if (status != DSCORE_OK) {
        dscore_lifecycle_free(lc);
        return status;
    }
    *out = lc;
    return DSCORE_OK;
}

void dscore_lifecycle_free(dscore_lifecycle *lifecycle)
{
    if (lifecycle == NULL) {
        return;
    }
    dscore_lifecycle *lc = lifecycle;
    dscore_allocator a = lc->allocator;
    dsi_lifecycle_tables_free(lc->tables);
    for (int32_t i = 0; i < DSI_MADE; i++) {
        dsi_release(&a, lc->made[i].rows, lc->made[i].capacity * dsi_made_size(i));
    }
    for (int64_t i = 0; i < lc->status_count; i++) {
        dsi_release(&a, lc->statuses[i].name, lc->statuses[i].length + 1);
    }
    dsi_release(&a, lc->statuses, lc->status_capacity * (int64_t)sizeof lc->statuses[0]);
    dsi_release(&a, lc->policies_text, lc->policies_size);
    dsi_release(&a, lc->words, lc->word_capacity * (int64_t)sizeof lc->words[0]);
    dsi_release(&a, lc->events, lc->capacity * (int64_t)sizeof lc->events[0]);
    dsi_release(&a, lc->done.slots, lc->done.slot_count * 2 * (int64_t)sizeof(uint64_t));
    dsi_release(&a, lc->items, lc->item_capacity * (int64_t)sizeof lc->items[0]);
    dsi_release(&a, lc->spare, lc->spare_capacity * (int64_t)sizeof lc->spare[0]);
    dsi_release(&a, lc->agent_stamps, lc->agent_stamp_capacity * (int64_t)sizeof(int32_t));
    dsi_release(&a, lc->team_stamps, lc->team_stamp_capacity * (int64_t)sizeof(int32_t));
    dsi_labels_free(lc->ids);
    dsi_labels_free(lc->labels);
    if (lc->calendar != NULL) {
        dscore_calendar_free((dscore_calendar *)lc->calendar);
    }
    dsi_schema_drop(lc->schema);
    dsi_release(&a, lc, (int64_t)sizeof *lc);
}

/* ---- settings ----------------------------------------------------------------------------------- */

dscore_status dscore_lifecycle_calendar(dscore_lifecycle *lifecycle, const dscore_calendar *calendar, dscore_error *err)
{
    if (lifecycle == NULL) {
        return dsi_fail_null(err, "lifecycle");
    }
    if (lifecycle->is_started || lifecycle->is_finished) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_LIFECYCLE_ORDER,
            "the calendar comes after the first event; give it before");
    }
    const dscore_calendar *before = lifecycle->calendar;
    lifecycle->calendar = calendar;
    if (!dsi_lifecycle_describe(lifecycle)) {
        lifecycle->calendar = before;
        return dsi_fail_memory(err);
    }
    if (calendar != NULL) {
        dsi_calendar_take(calendar);
    }
    if (before != NULL) {
        dscore_calendar_free((dscore_calendar *)before);
    }
    return DSCORE_OK;
}

dscore_status dscore_lifecycle_now(dscore_lifecycle *lifecycle, int64_t now, dscore_error *err)
{
    if (lifecycle == NULL) {
        return dsi_fail_null(err, "lifecycle");
    }
    if (now < DSI_INSTANT_FIRST || now > DSI_INSTANT_LAST) {
        return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_LIFECYCLE_NOW,
            "now is %lld microseconds since 1970, outside the years 1 to 9999", (long long)now);
    }
    lifecycle->now = now;
    return DSCORE_OK;
}

int64_t dscore_lifecycle_count(const dscore_lifecycle *lifecycle, int32_t what)
{
    return lifecycle == NULL || what < DSCORE_LIFECYCLE_EVENTS || what >= DSI_COUNTS ? 0 : lifecycle->counts[what];
}

/* ---- the end ------------------------------------------------------------------------------------ */

static void forget_events(dscore_lifecycle *lc)
{
    dsi_release(&lc->allocator, lc->events, lc->capacity * (int64_t)sizeof lc->events[0]);
    lc->events = NULL;
    lc->count = lc->capacity = 0;
}

dscore_status dscore_lifecycle_finish(dscore_lifecycle *lifecycle, dscore_error *err)
{
    if (lifecycle == NULL) {
        return dsi_fail_null(err, "lifecycle");
    }
    dscore_lifecycle *lc = lifecycle;
    dscore_table *tables[DSI_MADE];
    if (lc->is_finished) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_LIFECYCLE_ORDER,
            "the events were finished before; the tables are there");
    }
    if (!dsi_lifecycle_tables_new(lc, tables)) {
        return dsi_fail_memory(err);
    }
    dsi_lifecycle_tables_free(lc->tables); /* they show the rows that make room now */
    memcpy(lc->tables, tables, sizeof tables);
    for (int32_t i = 0; i < DSI_MADE; i++) {
        lc->made[i].count = 0;
    }
    bool is_any = dsi_lifecycle_is(lc, DSI_POLICY_ARRIVAL, DSI_ARRIVAL_ANY);
    if (!(is_any ? dsi_lifecycle_make_all(lc) : dsi_lifecycle_make_current(lc))) {
        return dsi_fail_memory(err);
    }
    dscore_status status = dsi_lifecycle_bind(lc, err);
    if (status != DSCORE_OK) {
        return status;
    }
    lc->is_finished = true;
    forget_events(lc);
    return DSCORE_OK;
}
