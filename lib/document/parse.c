/* Parsing whole documents: the arguments, the head, and what a kind of document makes of the rest. */
#include "document/catalog_document.h"

#include <string.h>

dscore_status dsi_text_argument(const char *json, int64_t length, dscore_error *err)
{
    if (json == NULL) {
        return dsi_fail_null(err, "json");
    }
    return length >= 0
               ? DSCORE_OK
               : dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_NONE, "length is negative, expected the bytes of json");
}

bool dsi_read_head(dsi_reader *r, const dsi_at *root, const char *kind, bool fragment)
{
    dsi_at at;
    double version = 0;
    bool fine = true;
    if (dsi_member_at(root, "deskscore", &at)) {
        fine = dsi_need_number(r, &at, &version);
        if (fine && version != DSCORE_DOCUMENT_VERSION) {
            fine = dsi_complain1(r, &at, DSI_SAY_VERSION, dsi_number_text(r, version));
        }
    } else if (!fragment) {
        fine = dsi_complain1(r, root, DSI_SAY_MISSING_MEMBER, "deskscore");
    }
    const char *found = "";
    if (dsi_member_at(root, "kind", &at)) {
        if (!dsi_need_text(r, &at, &found)) {
            return false;
        }
        if (strcmp(found, kind) != 0) {
            return dsi_complain2(r, &at, DSI_SAY_KIND, found, kind);
        }
    } else if (!fragment) {
        fine = dsi_complain1(r, root, DSI_SAY_MISSING_MEMBER, "kind") && fine;
    }
    return fine;
}

typedef struct parsing {
    const char *kind;
    bool fragment;
    const dscore_catalog *catalog;
    dsi_makes *make;
    void *out;
} parsing;

static dscore_status parse(
    const parsing *p, const dscore_allocator *allocator, const char *json, int64_t length, dscore_error *err)
{
    dsi_reader r;
    dsi_at root;
    if (dsi_reader_open(&r, allocator, json, length, NULL, err, &root)) {
        r.catalog = p->catalog;
        if (dsi_read_head(&r, &root, p->kind, p->fragment)) {
            p->make(&r, &root, p->out);
        }
    }
    const dscore_status status = r.status;
    dsi_reader_close(&r);
    return status;
}

dscore_status dsi_parse_alone(const dscore_allocator *allocator, const char *json, int64_t length, const char *kind,
    bool fragment, dsi_makes *make, void *out, dscore_error *err)
{
    const parsing p = {kind, fragment, NULL, make, out};
    dscore_allocator own;
    dscore_status status = dsi_text_argument(json, length, err);
    if (status == DSCORE_OK) {
        status = dsi_allocator_init(&own, allocator, err);
    }
    return status == DSCORE_OK ? parse(&p, &own, json, length, err) : status;
}

dscore_status dsi_parse_by_catalog(const dscore_catalog *catalog, const char *json, int64_t length, const char *kind,
    dsi_makes *make, void *out, dscore_error *err)
{
    const parsing p = {kind, false, catalog, make, out};
    if (catalog == NULL) {
        return dsi_fail_null(err, "catalog");
    }
    const dscore_status status = dsi_text_argument(json, length, err);
    return status == DSCORE_OK ? parse(&p, &catalog->arena.allocator, json, length, err) : status;
}
