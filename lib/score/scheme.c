/* Schemes: the object, its checks and its hash; who is judged by which card on a day. */
#include "score/scheme.h"

#include "base/error.h"
#include "base/structs.h"
#include "measure/definition.h"
#include "score/canonical.h"
#include <string.h>

struct dscore_scheme {
    dsi_arena arena;
    dsi_scheme_spec spec;
    int32_t version_count;
    int32_t *line_of, *first; /* one a version; one a line: number of its first version */
    int64_t *from, *to, *recorded;
    int32_t *supersedes; /* positions in the line */
    bool *has_ends;      /* one a line: some version says when it ends */
    char hash[33];
};

void dsi_scheme_spec_init(dsi_scheme_spec *spec)
{
    memset(spec, 0, sizeof *spec);
    spec->straddle = DSCORE_STRADDLE_BY_START;
}

const dsi_scheme_spec *dsi_scheme_spec_of(const dscore_scheme *scheme)
{
    return &scheme->spec;
}

static const dsi_scheme_version *version_at(const dscore_scheme *scheme, int32_t version)
{
    int32_t line = scheme->line_of[version];
    return &scheme->spec.lines[line].versions[version - scheme->first[line]];
}

const dscore_scorecard *dsi_scheme_card(const dscore_scheme *scheme, int32_t version)
{
    return version_at(scheme, version)->card;
}

int32_t dsi_scheme_line_of(const dscore_scheme *scheme, int32_t version)
{
    return scheme->line_of[version];
}

void dsi_scheme_versions(const dscore_scheme *scheme, int32_t line, dscore_versions *out, int32_t *first)
{
    int32_t at = scheme->first[line];
    *out = (dscore_versions)DSCORE_VERSIONS_INIT;
    out->count = scheme->spec.lines[line].version_count;
    out->valid_from = &scheme->from[at];
    out->valid_to = scheme->has_ends[line] ? &scheme->to[at] : NULL;
    out->recorded_at = &scheme->recorded[at];
    out->supersedes = &scheme->supersedes[at];
    *first = at;
}

/* ---- making --------------------------------------------------------------------------------- */

static void copy_line(dsi_copying *c, dsi_scheme_line *line)
{
    dsi_scheme_version *versions = dsi_copy_array(c, line->versions, line->version_count, sizeof *versions);
    for (int32_t i = 0; versions != NULL && i < line->version_count; i++) {
        dsi_copy_text(c, &versions[i].id);
        dsi_copy_text(c, &versions[i].author);
        dsi_copy_text(c, &versions[i].reason);
    }
    dsi_copy_text(c, &line->name);
    line->versions = versions;
}

static void copy_entry(dsi_copying *c, dsi_scheme_entry *entry)
{
    dsi_scheme_condition *conditions = dsi_copy_array(c, entry->conditions, entry->condition_count, sizeof *conditions);
    for (int32_t i = 0; conditions != NULL && i < entry->condition_count; i++) {
        dsi_copy_text(c, &conditions[i].attribute);
        conditions[i].values = dsi_copy_names(c, conditions[i].values, conditions[i].value_count);
    }
    entry->conditions = conditions;
}

static bool copy_spec(dscore_scheme *scheme, const dsi_scheme_spec *given)
{
    dsi_copying c = {&scheme->arena, false};
    dsi_scheme_spec *spec = &scheme->spec;
    *spec = *given;
    const char **const texts[] = {&spec->id, &spec->version, &spec->name_en, &spec->name_zh};
    dsi_copy_texts(&c, texts, sizeof texts / sizeof texts[0]);
    dsi_scheme_line *lines = dsi_copy_array(&c, given->lines, given->line_count, sizeof *lines);
    for (int32_t i = 0; lines != NULL && i < spec->line_count; i++) {
        copy_line(&c, &lines[i]);
    }
    dsi_scheme_entry *entries = dsi_copy_array(&c, given->entries, given->entry_count, sizeof *entries);
    for (int32_t i = 0; entries != NULL && i < spec->entry_count; i++) {
        copy_entry(&c, &entries[i]);
    }
    spec->lines = lines;
    spec->entries = entries;
    return !c.failed;
}

/* The versions of all lines by columns, as dscore_versions wants them. */
static bool lay_out(dscore_scheme *scheme)
{
    const dsi_scheme_spec *spec = &scheme->spec;
    for (int32_t i = 0; i < spec->line_count; i++) {
        scheme->version_count += spec->lines[i].version_count;
    }
    int64_t n = scheme->version_count;
    scheme->line_of = dsi_arena_alloc(&scheme->arena, n * (int64_t)sizeof(int32_t));
    scheme->supersedes = dsi_arena_alloc(&scheme->arena, n * (int64_t)sizeof(int32_t));
    scheme->from = dsi_arena_alloc(&scheme->arena, n * (int64_t)sizeof(int64_t));
    scheme->to = dsi_arena_alloc(&scheme->arena, n * (int64_t)sizeof(int64_t));
    scheme->recorded = dsi_arena_alloc(&scheme->arena, n * (int64_t)sizeof(int64_t));
    scheme->first = dsi_arena_alloc(&scheme->arena, spec->line_count * (int64_t)sizeof(int32_t));
    scheme->has_ends = dsi_arena_alloc(&scheme->arena, spec->line_count * (int64_t)sizeof(bool));
    if (scheme->line_of == NULL || scheme->supersedes == NULL || scheme->from == NULL || scheme->to == NULL ||
        scheme->recorded == NULL || scheme->first == NULL || scheme->has_ends == NULL) {
        return false;
    }
    int32_t at = 0;
    for (int32_t i = 0; i < spec->line_count; i++) {
        scheme->first[i] = at;
        for (int32_t k = 0; k < spec->lines[i].version_count; k++, at++) {
            const dsi_scheme_version *version = &spec->lines[i].versions[k];
            scheme->line_of[at] = i;
            scheme->from[at] = version->valid_from;
            scheme->to[at] = version->valid_to;
            scheme->recorded[at] = version->recorded_at;
            scheme->supersedes[at] = version->supersedes;
            scheme->has_ends[i] = scheme->has_ends[i] || version->valid_to != INT64_MAX;
        }
    }
    return true;
}

/* Overlaps are errors here; a gap is one only for who falls into it (METHODS 3.4). */
static dscore_status check_line(const dscore_scheme *scheme, int32_t line, dscore_error *err)
{
    dscore_versions versions;
    int32_t first;
    int32_t faults = 0;
    dsi_scheme_versions(scheme, line, &versions, &first);
    const dsi_scheme_line *cards = &scheme->spec.lines[line];
    dscore_status status = dscore_versions_faults(&versions, INT64_MAX, &faults, err);
    if (status != DSCORE_OK) {
        dsi_error_path(err, "cards.%s", cards->name);
        return status;
    }
    dscore_version_fault fault = DSCORE_VERSION_FAULT_INIT;
    status = faults == 0 ? DSCORE_OK : dscore_versions_fault(&versions, INT64_MAX, 0, &fault, err);
    if (status == DSCORE_OK && fault.kind == DSCORE_VERSIONS_OVERLAP) {
        status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCHEME_VERSION,
            "versions '%s' and '%s' hold on the same days; a version that another replaces from the start is named by "
            "`supersedes`",
            cards->versions[fault.first].id, cards->versions[fault.second].id);
        dsi_error_path(err, "cards.%s[%d]", cards->name, (int)fault.second);
    }
    return status;
}

static dscore_status check_version(const dsi_scheme_line *line, int32_t i, dscore_error *err)
{
    const dsi_scheme_version *version = &line->versions[i];
    if (version->valid_to <= version->valid_from) {
        (void)dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_VERSION_SPAN,
            "version '%s' ends before it begins; `valid_to` is the day after its last", version->id);
        dsi_error_path(err, "cards.%s[%d].valid_to", line->name, (int)i);
        return DSCORE_E_PARAMETER;
    }
    for (int32_t k = 0; k < i; k++) {
        if (strcmp(version->id, line->versions[k].id) == 0) {
            (void)dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCHEME_VERSION, "two versions '%s'", version->id);
            dsi_error_path(err, "cards.%s[%d].id", line->name, (int)i);
            return DSCORE_E_INCOMPATIBLE;
        }
    }
    return DSCORE_OK;
}

static dscore_status check(const dscore_scheme *scheme, dscore_error *err)
{
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; status == DSCORE_OK && i < scheme->spec.line_count; i++) {
        const dsi_scheme_line *line = &scheme->spec.lines[i];
        for (int32_t k = 0; status == DSCORE_OK && k < line->version_count; k++) {
            status = check_version(line, k, err);
        }
        if (status == DSCORE_OK) {
            status = check_line(scheme, i, err);
        }
    }
    return status;
}

static void put_version(dsi_text *t, const dsi_scheme_version *version)
{
    dsi_text_add(t, "\nversion");
    dsi_put_int(t, "from", version->valid_from);
    dsi_put_int(t, "to", version->valid_to);
    dsi_put_int(t, "recorded", version->recorded_at);
    dsi_put_int(t, "supersedes", version->supersedes);
    dsi_put_text(t, "card", dscore_scorecard_text(version->card, DSCORE_CARD_HASH));
}

static void put_entry(dsi_text *t, const dsi_scheme_entry *entry)
{
    dsi_text_add(t, "\nassign");
    dsi_put_int(t, "line", entry->line);
    for (int32_t i = 0; i < entry->condition_count; i++) {
        dsi_put_text(t, "when", entry->conditions[i].attribute);
        for (int32_t k = 0; k < entry->conditions[i].value_count; k++) {
            dsi_put_text(t, "is", entry->conditions[i].values[k]);
        }
    }
}

/* Ids, author and reason are prose. */
static dscore_status make_hash(dscore_scheme *scheme, dscore_error *err)
{
    const dsi_scheme_spec *spec = &scheme->spec;
    dsi_text t;
    dsi_text_init(&t, &scheme->arena.allocator);
    dsi_text_add(&t, "scheme 1");
    dsi_put_int(&t, "straddle", spec->straddle);
    for (int32_t i = 0; i < spec->line_count; i++) {
        dsi_put_text(&t, "line", spec->lines[i].name);
        for (int32_t k = 0; k < spec->lines[i].version_count; k++) {
            put_version(&t, &spec->lines[i].versions[k]);
        }
    }
    for (int32_t i = 0; i < spec->entry_count; i++) {
        put_entry(&t, &spec->entries[i]);
    }
    return dsi_canonical_hash(&t, scheme->hash, err);
}

dscore_status dsi_scheme_new(
    const dscore_catalog *catalog, const dsi_scheme_spec *spec, dscore_scheme **out, dscore_error *err)
{
    *out = NULL;
    const dscore_allocator *allocator = &catalog->arena.allocator;
    dscore_scheme *scheme = dsi_alloc_zero(allocator, (int64_t)sizeof *scheme);
    if (scheme == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_arena_init(&scheme->arena, allocator);
    bool kept = copy_spec(scheme, spec) && lay_out(scheme);
    if (!kept) {
        scheme->version_count = 0; /* no card is held yet */
    }
    for (int32_t i = 0; i < scheme->version_count; i++) {
        dsi_scorecard_take(version_at(scheme, i)->card);
    }
    dscore_status status = kept ? check(scheme, err) : dsi_fail_memory(err);
    if (status == DSCORE_OK) {
        status = make_hash(scheme, err);
    }
    if (status != DSCORE_OK) {
        dscore_scheme_free(scheme);
        return status;
    }
    *out = scheme;
    return DSCORE_OK;
}

void dscore_scheme_free(dscore_scheme *scheme)
{
    if (scheme == NULL) {
        return;
    }
    dscore_allocator a = scheme->arena.allocator;
    for (int32_t i = 0; i < scheme->version_count; i++) {
        const dscore_scorecard *card = version_at(scheme, i)->card;
        dscore_scorecard_free((dscore_scorecard *)(void *)(uintptr_t)card); /* gives back one hold */
    }
    dsi_arena_free(&scheme->arena);
    dsi_release(&a, scheme, (int64_t)sizeof *scheme);
}

/* ---- reading -------------------------------------------------------------------------------- */

const char *dscore_scheme_text(const dscore_scheme *scheme, int32_t property)
{
    if (scheme == NULL) {
        return "";
    }
    switch (property) {
    case DSCORE_SCHEME_ID:
        return scheme->spec.id;
    case DSCORE_SCHEME_NAME_EN:
        return scheme->spec.name_en;
    case DSCORE_SCHEME_NAME_ZH:
        return scheme->spec.name_zh;
    case DSCORE_SCHEME_HASH:
        return scheme->hash;
    case DSCORE_SCHEME_VERSION:
        return scheme->spec.version;
    default:
        return "";
    }
}

int32_t dscore_scheme_straddle(const dscore_scheme *scheme)
{
    return scheme == NULL ? 0 : scheme->spec.straddle;
}

int32_t dscore_scheme_version_count(const dscore_scheme *scheme)
{
    return scheme == NULL ? 0 : scheme->version_count;
}

dscore_status dscore_scheme_version(
    const dscore_scheme *scheme, int32_t version, dscore_card_version *out, dscore_error *err)
{
    if (scheme == NULL || out == NULL) {
        return dsi_fail_null(err, scheme == NULL ? "scheme" : "out");
    }
    if (version < 0 || version >= scheme->version_count) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "version %d of %d", (int)version, (int)scheme->version_count);
    }
    int32_t line = scheme->line_of[version];
    const dsi_scheme_version *given = version_at(scheme, version);
    dscore_card_version whole = {0, given->supersedes < 0 ? -1 : scheme->first[line] + given->supersedes,
        given->valid_from, given->valid_to, given->recorded_at, scheme->spec.lines[line].name, given->id, given->author,
        given->reason, given->card};
    return dsi_struct_give(out, &whole, sizeof whole, err);
}

/* ---- who is judged by which ----------------------------------------------------------------- */

static bool condition_holds(const dsi_scheme_condition *condition, const char *value)
{
    for (int32_t i = 0; value[0] != '\0' && i < condition->value_count; i++) {
        if (strcmp(condition->values[i], value) == 0) {
            return true;
        }
    }
    return false;
}

int32_t dsi_scheme_assign(
    const dscore_scheme *scheme, const char *(*value_of)(const void *ctx, const char *attribute), const void *ctx)
{
    for (int32_t i = 0; i < scheme->spec.entry_count; i++) {
        const dsi_scheme_entry *entry = &scheme->spec.entries[i];
        bool holds = true;
        for (int32_t k = 0; holds && k < entry->condition_count; k++) {
            holds = condition_holds(&entry->conditions[k], value_of(ctx, entry->conditions[k].attribute));
        }
        if (holds) {
            return entry->line;
        }
    }
    return -1;
}

typedef struct attributes {
    const char *const *names, *const *values;
    int32_t n;
} attributes;

static const char *attribute_of(const void *ctx, const char *attribute)
{
    const attributes *given = ctx;
    for (int32_t i = 0; i < given->n; i++) {
        if (given->names[i] != NULL && strcmp(given->names[i], attribute) == 0) {
            return given->values[i] == NULL ? "" : given->values[i];
        }
    }
    return "";
}

dscore_status dscore_scheme_find(const dscore_scheme *scheme, const char *const *names, const char *const *values,
    int32_t n, int64_t day, int64_t known_at, int32_t *out_version, dscore_error *err)
{
    if (scheme == NULL || out_version == NULL || (n > 0 && (names == NULL || values == NULL))) {
        return dsi_fail_null(err, scheme == NULL ? "scheme" : out_version == NULL ? "out_version" : "names or values");
    }
    if (n < 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "%d attributes", (int)n);
    }
    const attributes given = {names, values, n};
    int32_t line = dsi_scheme_assign(scheme, attribute_of, &given);
    if (line < 0) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_SCHEME_ASSIGN, "no card is assigned to this subject");
    }
    dscore_versions versions;
    int32_t first;
    int32_t version = 0;
    dsi_scheme_versions(scheme, line, &versions, &first);
    dscore_status status = dscore_versions_at(&versions, day, known_at, &version, err);
    if (status == DSCORE_OK) {
        *out_version = first + version;
    } else {
        dsi_error_path(err, "cards.%s", scheme->spec.lines[line].name);
    }
    return status;
}
