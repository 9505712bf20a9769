/* Calendars as documents: which zone they need, parsing and writing them. */
#include "document/calendar_document.h"

#include "base/error.h"

#include <string.h>

/* The bytes of a text whose length may be given as -1. */
static dscore_status length_of(const char *json, int64_t *length, dscore_error *err)
{
    *length = json != NULL && *length == -1 ? (int64_t)strlen(json) : *length;
    return dsi_text_argument(json, *length, err);
}

dscore_status dscore_calendar_zone_name(
    const char *json, int64_t length, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    dscore_allocator allocator;
    dscore_status status = length_of(json, &length, err);
    if (status == DSCORE_OK) {
        status = dsi_allocator_init(&allocator, NULL, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_reader r;
    dsi_at root, at;
    const char *zone = "";
    if (dsi_reader_open(&r, &allocator, json, length, NULL, err, &root) && dsi_member_at(&root, "zone", &at)) {
        (void)dsi_need_text(&r, &at, &zone);
    }
    status = r.status;
    if (status == DSCORE_OK) {
        dsi_text text;
        dsi_text_init(&text, &allocator);
        dsi_text_add(&text, zone);
        status = dsi_text_give(&text, buffer, capacity, out_needed, err);
        dsi_text_free(&text);
    }
    dsi_reader_close(&r);
    return status;
}

/* ---- parsing -------------------------------------------------------------------------------- */

typedef struct calendar_making {
    const dscore_zone *zone; /* of the caller; may be NULL */
    dscore_calendar *calendar;
} calendar_making;

/* The zone that a document names: the caller's, or one that needs no data; *out_own is to be freed. */
static bool find_zone(
    dsi_reader *r, const dsi_at *root, const char *name, const dscore_zone *given, dscore_zone **out_own)
{
    dsi_at at;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (name == NULL || strcmp(name, dscore_zone_name(given)) == 0) {
        return true;
    }
    const dscore_status status = dscore_zone_fixed(&r->allocator, name, out_own, &lower);
    if (status == DSCORE_OK) {
        return true;
    }
    (void)dsi_member_at(root, "zone", &at);
    if (status != DSCORE_E_NOT_FOUND) {
        return dsi_complain_lower(r, &at, &lower);
    }
    return given == NULL ? dsi_complain1(r, &at, DSI_SAY_ZONE_NAME, name)
                         : dsi_complain2(r, &at, DSI_SAY_ZONE_OTHER, name, dscore_zone_name(given));
}

static void make_calendar(dsi_reader *r, const dsi_at *root, void *out)
{
    calendar_making *making = out;
    dsi_calendar_document document;
    dscore_zone *own = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_read_calendar(r, root, &document) && find_zone(r, root, document.zone, making->zone, &own)) {
        document.spec.zone = own != NULL ? own : making->zone;
        if (dsi_calendar_new(&r->allocator, &document.spec, &making->calendar, &lower) != DSCORE_OK) {
            (void)dsi_complain_lower(r, root, &lower);
        }
    }
    dscore_zone_free(own);
    dsi_calendar_document_free(r, &document);
}

dscore_status dscore_calendar_parse(const dscore_allocator *allocator, const char *json, int64_t length,
    const dscore_zone *zone, dscore_calendar **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    calendar_making making = {zone, NULL};
    dscore_status status = length_of(json, &length, err);
    if (status == DSCORE_OK) {
        status = dsi_parse_alone(allocator, json, length, "calendar", true, make_calendar, &making, err);
    }
    *out = making.calendar;
    return status;
}

static void write_document(dsi_writer *w, const void *calendar)
{
    dsi_write_calendar(w, dsi_calendar_spec_of(calendar));
}

dscore_status dscore_calendar_dump(
    const dscore_calendar *calendar, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    dscore_allocator allocator;
    const dscore_status status =
        calendar == NULL ? dsi_fail_null(err, "calendar") : dsi_allocator_init(&allocator, NULL, err);
    return status != DSCORE_OK
               ? status
               : dsi_dump(&allocator, "calendar", write_document, calendar, buffer, capacity, out_needed, err);
}
