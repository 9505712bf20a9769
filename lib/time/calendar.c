/* Calendars as objects: made from a spec, shared, freed, named. */
#include "time/calendar_parts.h"

#include <string.h>

static void release(dscore_calendar *c)
{
    const dscore_allocator a = c->arena.allocator;
    dscore_zone_free((dscore_zone *)c->spec.zone);
    dsi_release(&a, c->patterns, c->pattern_capacity * (int64_t)sizeof *c->patterns);
    dsi_release(&a, c->segments, c->segment_capacity * (int64_t)sizeof *c->segments);
    dsi_release(&a, c->pieces, c->piece_capacity * (int64_t)sizeof *c->pieces);
    dsi_release(&a, c->skipped, c->skipped_capacity * (int64_t)sizeof *c->skipped);
    dsi_index_free(c, &c->by_day);
    dsi_index_free(c, &c->by_instant);
    dsi_arena_free(&c->arena);
    dsi_release(&a, c, (int64_t)sizeof *c);
}

static dscore_status take_zone(dscore_calendar *c, const dscore_zone *zone, dscore_error *err)
{
    if (zone != NULL) {
        dsi_zone_take(zone);
        c->spec.zone = zone;
        return DSCORE_OK;
    }
    dscore_zone *utc;
    dscore_status status = dscore_zone_fixed(&c->arena.allocator, "UTC", &utc, err);
    c->spec.zone = utc;
    return status;
}

static dscore_status fill(dscore_calendar *c, const dsi_calendar_spec *spec, dscore_error *err)
{
    dsi_pattern_table table = {NULL, 0};
    dscore_status status = take_zone(c, spec->zone, err);
    if (status == DSCORE_OK) {
        status = dsi_calendar_copy_spec(c, &table, spec, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_calendar_build(c, &table, err);
    }
    dsi_pattern_table_free(c, &table);
    if (status == DSCORE_OK) {
        status = dsi_calendar_hash_content(c, err);
    }
    return status == DSCORE_OK ? dsi_calendar_lay(c, err) : status;
}

dscore_status dsi_calendar_new(
    const dscore_allocator *allocator, const dsi_calendar_spec *spec, dscore_calendar **out, dscore_error *err)
{
    *out = NULL;
    dscore_allocator a;
    dscore_status status = dsi_allocator_init(&a, allocator, err);
    if (status == DSCORE_OK) {
        status = dsi_calendar_check_spec(spec, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_calendar *c = dsi_alloc_zero(&a, (int64_t)sizeof *c);
    if (c == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_ref_init(&c->ref);
    dsi_arena_init(&c->arena, &a);
    status = fill(c, spec, err);
    if (status != DSCORE_OK) {
        release(c);
        return status;
    }
    *out = c;
    return DSCORE_OK;
}

void dsi_calendar_take(const dscore_calendar *calendar)
{
    dsi_ref_take(&((dscore_calendar *)calendar)->ref);
}

void dscore_calendar_free(dscore_calendar *calendar)
{
    if (calendar != NULL && dsi_ref_drop(&calendar->ref)) {
        release(calendar);
    }
}

const dsi_calendar_spec *dsi_calendar_spec_of(const dscore_calendar *calendar)
{
    return &calendar->spec;
}

const char *dscore_calendar_name(const dscore_calendar *calendar)
{
    return calendar == NULL ? "" : calendar->spec.name;
}

const dscore_zone *dscore_calendar_zone(const dscore_calendar *calendar)
{
    return calendar == NULL ? NULL : calendar->spec.zone;
}

const char *dscore_calendar_hash(const dscore_calendar *calendar)
{
    return calendar == NULL ? "" : calendar->hash;
}
