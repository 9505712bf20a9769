/* Fields by source: what a formula may name, and what a column must be. */
#ifndef DSI_DATA_SCHEMA_H
#define DSI_DATA_SCHEMA_H

#include "base/memory.h"
#include <deskscore/data.h>

typedef struct dsi_field {
    const char *name;
    int32_t type;                  /* DSCORE_TYPE_... */
    int32_t flags;                 /* DSCORE_FIELD_... */
    const char *unit;              /* "" if none; durations "s" */
    double domain_min, domain_max; /* in the unit; infinities = none */
    const char *const *derive;     /* formulas that may stand in, in order */
    int32_t derive_count;
    const char *business; /* field with the same span on the business clock; "" = none */
    const char *description_en, *description_zh;
} dsi_field;

typedef struct dsi_source {
    const char *name;
    const char *description_en, *description_zh;
    const dsi_field *fields;
    int32_t field_count;
} dsi_source;

struct dscore_schema {
    dsi_ref ref;     /* a table retains its schema, not the catalogue */
    dsi_arena arena; /* all texts and arrays of documents; built-in ones are static */
    const dsi_source *sources;
    int32_t source_count;
};

/* The built-in sources and fields: static const tables (lib/data/standard_fields.c). */
const dsi_source *dsi_standard_sources(int32_t *out_count);

/* A schema of `base` sources (deep copied as needed; the built-in ones are shared) plus `added` fields: added[i]
   belongs to the source added_sources[i], which is created if it does not exist yet. NULL texts read as "".
   ARGUMENT: a malformed field, a name or source that is no identifier, a field that is already there; MEMORY. */
dscore_status dsi_schema_new(const dscore_allocator *allocator, const dsi_source *base, int32_t base_count,
    const char *const *added_sources, const dsi_field *added, int32_t added_count, dscore_schema **out,
    dscore_error *err);
void dsi_schema_take(const dscore_schema *schema);
void dsi_schema_drop(const dscore_schema *schema); /* frees with the last holder */

int32_t dsi_schema_source_index(const dscore_schema *schema, const char *source); /* -1 = none */
int32_t dsi_source_field_index(const dsi_source *source, const char *field);      /* -1 = none */
/* NOT_FOUND error that names the nearest field or source. */
dscore_status dsi_fail_no_field(dscore_error *err, const dsi_source *source, const char *field);
dscore_status dsi_fail_no_source(dscore_error *err, const dscore_schema *schema, const char *source);

#endif
