/* Writing schemes, and what a check says of one. */
#include "document/calendar_document.h"
#include "document/card_document.h"
#include "document/scheme_document.h"
#include "score/card_parts.h"
#include <string.h>

static const char *const STRADDLES[] = {"", "BY_START", "BY_END", "PRORATE", "ERROR"};

static void write_version(dsi_writer *w, const dsi_scheme_line *line, const dsi_scheme_version *version)
{
    dsi_json_open(w, '{', false);
    dsi_json_text(w, "id", version->id);
    dsi_json_date(w, "valid_from", version->valid_from);
    if (version->valid_to != INT64_MAX) {
        dsi_json_date(w, "valid_to", version->valid_to);
    }
    if (version->recorded_at != INT64_MIN) {
        dsi_json_date(w, "recorded_at", version->recorded_at);
    }
    dsi_json_text(w, "author", version->author);
    dsi_json_text(w, "reason", version->reason);
    dsi_json_text(w, "supersedes", version->supersedes < 0 ? "" : line->versions[version->supersedes].id);
    dsi_json_name(w, "card");
    dsi_json_open(w, '{', false);
    dsi_write_card(w, version->card);
    dsi_json_close(w, '}');
    dsi_json_close(w, '}');
}

static void write_entry(dsi_writer *w, const dsi_scheme_spec *spec, const dsi_scheme_entry *entry)
{
    dsi_json_open(w, '{', true);
    if (entry->condition_count > 0) {
        dsi_json_name(w, "when");
        dsi_json_open(w, '{', true);
        for (int32_t i = 0; i < entry->condition_count; i++) {
            const dsi_scheme_condition *condition = &entry->conditions[i];
            dsi_json_name(w, condition->attribute);
            dsi_json_open(w, '[', true);
            for (int32_t k = 0; k < condition->value_count; k++) {
                dsi_json_put_text(w, condition->values[k]);
            }
            dsi_json_close(w, ']');
        }
        dsi_json_close(w, '}');
    }
    dsi_json_text(w, "cards", spec->lines[entry->line].name);
    dsi_json_close(w, '}');
}

static void write_document(dsi_writer *w, const void *object)
{
    const dscore_scheme *scheme = object;
    const dsi_scheme_spec *spec = dsi_scheme_spec_of(scheme);
    dsi_json_text(w, "id", spec->id);
    dsi_json_text(w, "version", spec->version);
    dsi_json_words(w, "name", spec->name_en, spec->name_zh);
    dsi_json_text(w, "straddle", STRADDLES[spec->straddle]);
    dsi_json_name(w, "cards");
    dsi_json_open(w, '{', false);
    for (int32_t i = 0; i < spec->line_count; i++) {
        dsi_json_name(w, spec->lines[i].name);
        dsi_json_open(w, '[', false);
        for (int32_t k = 0; k < spec->lines[i].version_count; k++) {
            write_version(w, &spec->lines[i], &spec->lines[i].versions[k]);
        }
        dsi_json_close(w, ']');
    }
    dsi_json_close(w, '}');
    dsi_json_name(w, "assign");
    dsi_json_open(w, '[', false);
    for (int32_t i = 0; i < spec->entry_count; i++) {
        write_entry(w, spec, &spec->entries[i]);
    }
    dsi_json_close(w, ']');
    dsi_json_put_hash(w, dscore_scheme_text(scheme, DSCORE_SCHEME_HASH));
}

dscore_status dscore_scheme_dump(
    const dscore_scheme *scheme, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (scheme == NULL) {
        return dsi_fail_null(err, "scheme");
    }
    return dsi_dump(&dsi_scheme_card(scheme, 0)->arena.allocator, "scheme", write_document, scheme, buffer, capacity,
        out_needed, err);
}

/* ---- checks --------------------------------------------------------------------------------- */

static const char *day_text(dsi_reader *r, int64_t day)
{
    char text[24];
    dsi_date_text(day, text);
    const char *kept = dsi_arena_text(&r->arena, text, -1);
    return kept == NULL ? "" : kept;
}

/* Days without a version between two; a change inside a month, which monthly scores straddle (correction 10). */
static void check_line(dsi_reader *r, const dsi_at *root, const dscore_scheme *scheme, int32_t line)
{
    const dsi_scheme_spec *spec = dsi_scheme_spec_of(scheme);
    dscore_versions versions;
    int32_t first;
    int32_t faults = 0;
    dsi_at cards;
    dsi_at at;
    dsi_scheme_versions(scheme, line, &versions, &first);
    if (!dsi_member_at(root, "cards", &cards) || !dsi_member_at(&cards, spec->lines[line].name, &at)) {
        return;
    }
    (void)dscore_versions_faults(&versions, INT64_MAX, &faults, NULL);
    for (int32_t i = 0; i < faults; i++) {
        dscore_version_fault fault = DSCORE_VERSION_FAULT_INIT;
        if (dscore_versions_fault(&versions, INT64_MAX, i, &fault, NULL) == DSCORE_OK &&
            fault.kind == DSCORE_VERSIONS_GAP) {
            const dsi_at version = dsi_element_at(&at, fault.second);
            (void)dsi_complain2(r, &version, DSI_SAY_SCHEME_GAP, day_text(r, fault.from), day_text(r, fault.to - 1));
        }
    }
    int64_t earliest = INT64_MAX;
    for (int32_t i = 0; i < versions.count; i++) {
        earliest = versions.valid_from[i] < earliest ? versions.valid_from[i] : earliest;
    }
    for (int32_t i = 0; i < versions.count; i++) {
        int32_t day = 1;
        (void)dscore_day_date(versions.valid_from[i], NULL, NULL, &day, NULL, NULL);
        if (day != 1 && versions.valid_from[i] != earliest) {
            const dsi_at version = dsi_element_at(&at, i);
            (void)dsi_complain2(
                r, &version, DSI_SAY_SCHEME_STRADDLE, day_text(r, versions.valid_from[i]), STRADDLES[spec->straddle]);
        }
    }
}

static void check_assignment(dsi_reader *r, const dsi_at *root, const dsi_scheme_spec *spec)
{
    dsi_at assign;
    bool open = false; /* an entry for everybody was met */
    if (!dsi_member_at(root, "assign", &assign)) {
        return;
    }
    for (int32_t i = 0; i < spec->entry_count; i++) {
        const dsi_at entry = dsi_element_at(&assign, i);
        if (open) {
            (void)dsi_complain(r, &entry, DSI_SAY_SCHEME_UNREACHED, NULL, 0);
        }
        open = open || spec->entries[i].condition_count == 0;
    }
    for (int32_t line = 0; line < spec->line_count; line++) {
        bool used = false;
        for (int32_t i = 0; i < spec->entry_count; i++) {
            used = used || spec->entries[i].line == line;
        }
        dsi_at cards;
        dsi_at at;
        if (!used && dsi_member_at(root, "cards", &cards) && dsi_member_at(&cards, spec->lines[line].name, &at)) {
            (void)dsi_complain1(r, &at, DSI_SAY_SCHEME_UNUSED, spec->lines[line].name);
        }
    }
}

void dsi_check_scheme(dsi_reader *r, const dsi_at *root, const dscore_scheme *scheme)
{
    const dsi_scheme_spec *spec = dsi_scheme_spec_of(scheme);
    for (int32_t line = 0; line < spec->line_count; line++) {
        check_line(r, root, scheme, line);
    }
    check_assignment(r, root, spec);
}
