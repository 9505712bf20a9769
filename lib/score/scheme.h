/* A scheme in memory: cards in versions, and the assignment of subjects to cards. */
#ifndef DSI_SCORE_SCHEME_H
#define DSI_SCORE_SCHEME_H

#include "score/card.h"
#include <deskscore/scheme.h>

typedef struct dsi_scheme_condition {
    const char *attribute;
    const char *const *values; /* any of them */
    int32_t value_count;
} dsi_scheme_condition;

typedef struct dsi_scheme_entry {
    const dsi_scheme_condition *conditions; /* all of them */
    int32_t condition_count;
    int32_t line; /* of the card */
} dsi_scheme_entry;

typedef struct dsi_scheme_version {
    const char *id, *author, *reason; /* NULL = "" */
    int64_t valid_from, valid_to;     /* days; valid_to INT64_MAX = open */
    int64_t recorded_at;              /* day; INT64_MIN = always known */
    int32_t supersedes;               /* position in its line; -1 = none */
    const dscore_scorecard *card;     /* the constructor takes a hold of its own */
} dsi_scheme_version;

typedef struct dsi_scheme_line {
    const char *name;
    const dsi_scheme_version *versions;
    int32_t version_count; /* at least 1 */
} dsi_scheme_line;

typedef struct dsi_scheme_spec {
    const char *id, *version, *name_en, *name_zh;
    int32_t straddle; /* DSCORE_STRADDLE_...; default BY_START */
    const dsi_scheme_line *lines;
    int32_t line_count;
    const dsi_scheme_entry *entries;
    int32_t entry_count;
} dsi_scheme_spec;

void dsi_scheme_spec_init(dsi_scheme_spec *spec);

/* Checks and deep-copies. Errors carry a path such as `cards.phone[1].valid_to`, `assign[0]`: PARAMETER (a version that
   ends before it begins), INCOMPATIBLE (two versions that hold on the same days as far as is known now, a version id
   twice), NOT_FOUND (what a version supersedes), MEMORY. */
dscore_status dsi_scheme_new(
    const dscore_catalog *catalog, const dsi_scheme_spec *spec, dscore_scheme **out, dscore_error *err);

const dsi_scheme_spec *dsi_scheme_spec_of(const dscore_scheme *scheme);

/* Versions of a line as dscore_versions; its number of the first among all versions. */
void dsi_scheme_versions(const dscore_scheme *scheme, int32_t line, dscore_versions *out, int32_t *first);

/* Of a version by its number among all: its card, and its line. */
const dscore_scorecard *dsi_scheme_card(const dscore_scheme *scheme, int32_t version);
int32_t dsi_scheme_line_of(const dscore_scheme *scheme, int32_t version);

/* The line that an assignment names, -1 = none. value_of: the subject's attribute, "" = not known. */
int32_t dsi_scheme_assign(
    const dscore_scheme *scheme, const char *(*value_of)(const void *ctx, const char *attribute), const void *ctx);

#endif
