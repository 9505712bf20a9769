/* A profile in memory: for each source, its file's columns. */
#ifndef DSI_DOCUMENT_PROFILE_H
#define DSI_DOCUMENT_PROFILE_H

#include "document/reader.h"
#include "measure/definition.h"

typedef struct dsi_value_map {
    const char *from, *to;
} dsi_value_map; /* to "" = missing */

typedef struct dsi_profile_field {
    const char *field, *unit, *format, *blank; /* blank NULL = none */
    const char *zone;                          /* of instants without an offset; "" = none */
    int32_t flags;                             /* DSCORE_PROFILE_... */
    double domain_min, domain_max;
    const char **columns;
    const char **missing;
    dsi_value_map *values;
    int32_t column_count, missing_count, value_count;
} dsi_profile_field;

typedef struct dsi_profile_source {
    const char *name, *separator;
    const char *row_key, *row_keep; /* row_key "" = every row */
    dsi_profile_field *fields;
    int32_t field_count;
} dsi_profile_source;

typedef struct dsi_policy {
    const char *name, *value;
} dsi_policy;

struct dscore_profile {
    dsi_arena arena;
    const dscore_catalog *catalog; /* one hold */
    const char *id, *name_en, *name_zh;
    dsi_profile_source *sources;
    int32_t source_count;
    dsi_policy *policies;
    int32_t policy_count;
};

/* Read a document into a profile whose arena and catalogue are set. */
bool dsi_read_profile(dsi_reader *r, const dsi_at *root, dscore_profile *out);

/* Read the object `lifecycle`: policies of the life cycle. */
bool dsi_read_policies(dsi_reader *r, const dsi_at *at, dscore_profile *out);

/* A text that lives as long as the profile; "" when there is no memory, which is said. */
const char *dsi_profile_keep(dsi_reader *r, dscore_profile *profile, const char *text);

dscore_status dsi_profile_new(const dscore_catalog *catalog, dscore_profile **out, dscore_error *err);

#endif
