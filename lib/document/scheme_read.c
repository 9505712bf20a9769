/* Reading schemes: cards in versions, and the assignment of subjects to cards. */
#include "document/scheme_document.h"

#include "base/error.h"
#include "document/card_document.h"
#include "measure/definition.h"
#include <string.h>

typedef struct scheme_parts {
    dsi_scheme_spec spec;
    dsi_at cards, assign;
} scheme_parts;

static const dsi_choice STRADDLES[] = {{"BY_START", DSCORE_STRADDLE_BY_START}, {"BY_END", DSCORE_STRADDLE_BY_END},
    {"PRORATE", DSCORE_STRADDLE_PRORATE}, {"ERROR", DSCORE_STRADDLE_ERROR}, {NULL, 0}};

#define SPEC(member) offsetof(scheme_parts, spec.member)
static const dsi_member SCHEME[] = {DSI_HEAD_MEMBERS, {"id", DSI_M_ID, true, SPEC(id), 0, NULL},
    {"version", DSI_M_TEXT, false, SPEC(version), 0, NULL},
    {"name", DSI_M_NAME, true, SPEC(name_en), SPEC(name_zh), NULL},
    {"straddle", DSI_M_CHOICE, false, SPEC(straddle), 0, STRADDLES},
    {"cards", DSI_M_JSON, true, offsetof(scheme_parts, cards), 0, NULL},
    {"assign", DSI_M_JSON, true, offsetof(scheme_parts, assign), 0, NULL}};

typedef struct version_parts {
    dsi_scheme_version version;
    const char *supersedes; /* an id of the line; resolved when all are read */
    dsi_at card;
} version_parts;

#define VERSION_OF(member) offsetof(version_parts, version.member)
static const dsi_member VERSION[] = {{"id", DSI_M_TEXT, true, VERSION_OF(id), 0, NULL},
    {"valid_from", DSI_M_DATE, true, VERSION_OF(valid_from), 0, NULL},
    {"valid_to", DSI_M_DATE, false, VERSION_OF(valid_to), 0, NULL},
    {"recorded_at", DSI_M_DATE, false, VERSION_OF(recorded_at), 0, NULL},
    {"author", DSI_M_TEXT, false, VERSION_OF(author), 0, NULL},
    {"reason", DSI_M_TEXT, false, VERSION_OF(reason), 0, NULL},
    {"supersedes", DSI_M_TEXT, false, offsetof(version_parts, supersedes), 0, NULL},
    {"card", DSI_M_JSON, true, offsetof(version_parts, card), 0, NULL}, {"notes", DSI_M_IGNORED, false, 0, 0, NULL}};

/* ---- cards ---------------------------------------------------------------------------------- */

static bool read_card(dsi_reader *r, const dsi_at *at, const dscore_catalog *catalog, const dscore_scorecard **out)
{
    dsi_card_spec spec;
    dscore_scorecard *card = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (!dsi_need_object(r, at) || !dsi_read_card(r, at, catalog, &spec)) {
        return false;
    }
    if (dsi_scorecard_new(catalog, &spec, &card, &lower) != DSCORE_OK) {
        return dsi_complain_lower(r, at, &lower);
    }
    *out = card;
    return true;
}

/* An id of this line as a position. */
static bool find_superseded(dsi_reader *r, const dsi_at *at, const char *wanted, const dsi_scheme_version *versions,
    int32_t count, int32_t *out)
{
    dsi_at place;
    for (int32_t i = 0; i < count; i++) {
        if (versions[i].id != NULL && strcmp(versions[i].id, wanted) == 0) {
            *out = i;
            return true;
        }
    }
    return dsi_complain1(r, dsi_member_at(at, "supersedes", &place) ? &place : at, DSI_SAY_SCHEME_NO_VERSION, wanted);
}

static bool read_versions(dsi_reader *r, const dsi_at *at, const dscore_catalog *catalog, dsi_scheme_line *out)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    if (dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    int32_t count = (int32_t)json_array_size(at->json);
    dsi_scheme_version *versions = dsi_arena_alloc(&r->arena, count * (int64_t)sizeof *versions);
    const char **supersedes = dsi_arena_alloc(&r->arena, count * (int64_t)sizeof *supersedes);
    if (versions == NULL || supersedes == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    out->versions = versions;
    for (int32_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = dsi_element_at(at, i);
        version_parts parts;
        memset(&parts, 0, sizeof parts);
        parts.version.valid_to = INT64_MAX;
        parts.version.recorded_at = INT64_MIN;
        parts.version.supersedes = -1;
        fine = dsi_read_members(r, &entry, VERSION, DSI_COUNT(VERSION), &parts) && fine;
        if (parts.card.json != NULL && dsi_reader_goes_on(r)) {
            const dsi_at card = {&entry, "card", -1, parts.card.json};
            fine = read_card(r, &card, catalog, &parts.version.card) && fine;
        }
        supersedes[i] = parts.supersedes;
        versions[i] = parts.version;
        out->version_count = i + 1;
    }
    for (int32_t i = 0; i < out->version_count && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = dsi_element_at(at, i);
        fine = (supersedes[i] == NULL ||
                   find_superseded(r, &entry, supersedes[i], versions, out->version_count, &versions[i].supersedes)) &&
               fine;
    }
    return fine && dsi_reader_goes_on(r);
}

static bool read_cards(dsi_reader *r, const dsi_at *at, const dscore_catalog *catalog, dsi_scheme_spec *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    if (dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    dsi_scheme_line *lines = dsi_arena_alloc(&r->arena, (int64_t)json_object_size(at->json) * (int64_t)sizeof *lines);
    if (lines == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    out->lines = lines;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at versions = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        dsi_scheme_line *line = &lines[out->line_count++];
        line->name = versions.key;
        fine = read_versions(r, &versions, catalog, line) && fine;
    }
    return fine && dsi_reader_goes_on(r);
}

/* ---- assignment ----------------------------------------------------------------------------- */

typedef struct entry_parts {
    dsi_at when, cards;
} entry_parts;
static const dsi_member ENTRY[] = {{"when", DSI_M_JSON, false, offsetof(entry_parts, when), 0, NULL},
    {"cards", DSI_M_JSON, true, offsetof(entry_parts, cards), 0, NULL}, {"notes", DSI_M_IGNORED, false, 0, 0, NULL}};

/* "phone", or ["phone", "chat"]. */
static bool read_values(dsi_reader *r, const dsi_at *at, dsi_scheme_condition *out)
{
    int32_t count = json_is_array(at->json) ? (int32_t)json_array_size(at->json) : 1;
    const char **values = dsi_arena_alloc(&r->arena, (count + 1) * (int64_t)sizeof *values);
    if (values == NULL) {
        return dsi_complain_memory(r);
    }
    if (count == 0) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    bool fine = true;
    for (int32_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at value = json_is_array(at->json) ? dsi_element_at(at, i) : *at;
        fine = dsi_need_text(r, &value, &values[i]) && fine;
        if (fine && values[i][0] == '\0') {
            fine = dsi_complain(r, &value, DSI_SAY_EMPTY_TEXT, NULL, 0);
        }
    }
    out->values = values;
    out->value_count = count;
    return fine;
}

static bool read_when(dsi_reader *r, const dsi_at *at, dsi_scheme_entry *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    dsi_scheme_condition *conditions =
        dsi_arena_alloc(&r->arena, ((int64_t)json_object_size(at->json) + 1) * (int64_t)sizeof *conditions);
    if (conditions == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    out->conditions = conditions;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at value = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        dsi_scheme_condition *condition = &conditions[out->condition_count++];
        condition->attribute = value.key;
        fine = read_values(r, &value, condition) && fine;
    }
    return fine;
}

static const char *line_name_at(const void *ctx, int32_t i)
{
    const dsi_scheme_spec *spec = ctx;
    return i < spec->line_count ? spec->lines[i].name : NULL;
}

static bool read_line(dsi_reader *r, const dsi_at *at, const dsi_scheme_spec *spec, int32_t *out)
{
    const char *name = NULL;
    if (!dsi_need_text(r, at, &name)) {
        return false;
    }
    for (int32_t i = 0; i < spec->line_count; i++) {
        if (strcmp(spec->lines[i].name, name) == 0) {
            *out = i;
            return true;
        }
    }
    return dsi_complain_nearest(r, at, DSI_SAY_SCHEME_NO_CARD, name, line_name_at, spec);
}

static bool read_assign(dsi_reader *r, const dsi_at *at, dsi_scheme_spec *out)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    if (dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    int32_t count = (int32_t)json_array_size(at->json);
    dsi_scheme_entry *entries = dsi_arena_alloc(&r->arena, count * (int64_t)sizeof *entries);
    if (entries == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (int32_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = dsi_element_at(at, i);
        entry_parts parts;
        memset(&parts, 0, sizeof parts);
        fine = dsi_read_members(r, &entry, ENTRY, DSI_COUNT(ENTRY), &parts) && fine;
        if (parts.when.json != NULL && dsi_reader_goes_on(r)) {
            const dsi_at when = {&entry, "when", -1, parts.when.json};
            fine = read_when(r, &when, &entries[i]) && fine;
        }
        if (parts.cards.json != NULL && dsi_reader_goes_on(r)) {
            const dsi_at cards = {&entry, "cards", -1, parts.cards.json};
            fine = read_line(r, &cards, out, &entries[i].line) && fine;
        }
    }
    out->entries = entries;
    out->entry_count = count;
    return fine && dsi_reader_goes_on(r);
}

bool dsi_read_scheme(dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, dsi_scheme_spec *out)
{
    scheme_parts parts;
    memset(&parts, 0, sizeof parts);
    dsi_scheme_spec_init(&parts.spec);
    bool fine = dsi_read_members(r, root, SCHEME, DSI_COUNT(SCHEME), &parts);
    if (parts.cards.json != NULL && dsi_reader_goes_on(r)) {
        const dsi_at cards = {root, "cards", -1, parts.cards.json};
        fine = read_cards(r, &cards, catalog, &parts.spec) && fine;
    }
    if (parts.assign.json != NULL && dsi_reader_goes_on(r)) {
        const dsi_at assign = {root, "assign", -1, parts.assign.json};
        fine = read_assign(r, &assign, &parts.spec) && fine;
    }
    *out = parts.spec;
    return fine && dsi_reader_goes_on(r);
}

void dsi_scheme_spec_drop(const dsi_scheme_spec *spec)
{
    for (int32_t i = 0; i < spec->line_count; i++) {
        for (int32_t k = 0; k < spec->lines[i].version_count; k++) {
            const dscore_scorecard *card = spec->lines[i].versions[k].card;
            dscore_scorecard_free((dscore_scorecard *)(void *)(uintptr_t)card); /* gives back one hold */
        }
    }
}

const dsi_at *dsi_scheme_card_place(const dsi_at *root, const char *line, int32_t version, dsi_at steps[4])
{
    if (!dsi_member_at(root, "cards", &steps[0]) || !dsi_member_at(&steps[0], line, &steps[1])) {
        return root;
    }
    steps[2] = dsi_element_at(&steps[1], version);
    return dsi_member_at(&steps[2], "card", &steps[3]) ? &steps[3] : root;
}

static void make_scheme(dsi_reader *r, const dsi_at *root, void *out)
{
    dsi_scheme_spec spec;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_read_scheme(r, root, r->catalog, &spec) && dsi_scheme_new(r->catalog, &spec, out, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
    }
    dsi_scheme_spec_drop(&spec);
}

dscore_status dscore_scheme_parse(
    const dscore_catalog *catalog, const char *json, int64_t length, dscore_scheme **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    return dsi_parse_by_catalog(catalog, json, length, "scheme", make_scheme, out, err);
}
