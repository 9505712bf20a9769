/* Reading profiles: each field against the schema, so that a mapping that cannot work shows before a file is read. */
#include "document/profile.h"

#include "base/error.h"
#include "document/catalog_document.h"
#include "document/setting.h"
#include <math.h>
#include <string.h>

/* What a source says for all of its fields. */
typedef struct source_parts {
    const char *separator, *time_format, *zone;
    bool utc;
    dsi_at rows, zone_at, missing, fields;
    const char **missing_texts; /* read once, shared by the fields that do not say otherwise */
    int32_t missing_count;
} source_parts;

#define SOURCE(member) offsetof(source_parts, member)
static const dsi_member SOURCE_MEMBERS[] = {{"sep", DSI_M_TEXT, false, SOURCE(separator), 0, NULL},
    {"time_format", DSI_M_TEXT, false, SOURCE(time_format), 0, NULL}, {"utc", DSI_M_BOOL, false, SOURCE(utc), 0, NULL},
    {"zone", DSI_M_JSON, false, SOURCE(zone_at), 0, NULL}, {"rows", DSI_M_JSON, false, SOURCE(rows), 0, NULL},
    {"missing", DSI_M_JSON, false, SOURCE(missing), 0, NULL}, {"fields", DSI_M_JSON, true, SOURCE(fields), 0, NULL},
    {"notes", DSI_M_IGNORED, false, 0, 0, NULL}};

typedef struct row_parts {
    dsi_at key;
    const char *keep;
} row_parts;

static const dsi_choice KEEP[] = {{"last", 0}, {"first", 0}, {NULL, 0}};
static const dsi_member ROWS[] = {{"key", DSI_M_JSON, true, offsetof(row_parts, key), 0, NULL},
    {"keep", DSI_M_WORD, false, offsetof(row_parts, keep), 0, KEEP}, {"notes", DSI_M_IGNORED, false, 0, 0, NULL}};

typedef struct field_parts {
    const char *unit, *format;
    bool utc, percent, thousands;
    dsi_at column, unit_at, format_at, utc_at, zone_at, percent_at, thousands_at, missing, values, blank, domain;
} field_parts;

#define FIELD(member) offsetof(field_parts, member)
static const dsi_member FIELD_MEMBERS[] = {{"column", DSI_M_JSON, true, FIELD(column), 0, NULL},
    {"unit", DSI_M_JSON, false, FIELD(unit_at), 0, NULL}, {"format", DSI_M_JSON, false, FIELD(format_at), 0, NULL},
    {"utc", DSI_M_JSON, false, FIELD(utc_at), 0, NULL}, {"zone", DSI_M_JSON, false, FIELD(zone_at), 0, NULL},
    {"missing", DSI_M_JSON, false, FIELD(missing), 0, NULL}, {"values", DSI_M_JSON, false, FIELD(values), 0, NULL},
    {"blank", DSI_M_JSON, false, FIELD(blank), 0, NULL}, {"percent", DSI_M_JSON, false, FIELD(percent_at), 0, NULL},
    {"thousands", DSI_M_JSON, false, FIELD(thousands_at), 0, NULL},
    {"domain", DSI_M_JSON, false, FIELD(domain), 0, NULL}, {"notes", DSI_M_IGNORED, false, 0, 0, NULL}};

/* ---- texts ---------------------------------------------------------------------------------- */

const char *dsi_profile_keep(dsi_reader *r, dscore_profile *profile, const char *text)
{
    const char *copy = dsi_arena_text(&profile->arena, text == NULL ? "" : text, -1);
    if (copy == NULL) {
        (void)dsi_complain_memory(r);
    }
    return copy == NULL ? "" : copy;
}

/* A text or a list of texts. */
static bool read_texts(dsi_reader *r, const dsi_at *at, dscore_profile *profile, const char ***out, int32_t *out_count)
{
    const bool is_list = json_is_array(at->json);
    if (!is_list && !json_is_string(at->json)) {
        return dsi_complain_type(r, at, "text or a list of texts", "文本或文本列表");
    }
    if (is_list && dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    const int64_t count = is_list ? (int64_t)json_array_size(at->json) : 1;
    const char **texts = dsi_arena_alloc(&profile->arena, count * (int64_t)sizeof *texts);
    if (texts == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (int64_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at element = is_list ? dsi_element_at(at, i) : *at;
        const char *text = "";
        fine = dsi_need_text(r, &element, &text) && fine;
        texts[i] = dsi_profile_keep(r, profile, text);
        for (int64_t k = 0; k < i && r->report != NULL; k++) {
            if (strcmp(texts[k], texts[i]) == 0) {
                (void)dsi_complain1(r, &element, DSI_SAY_ALIAS_TWICE, text);
            }
        }
    }
    *out = texts;
    *out_count = (int32_t)count;
    return fine && dsi_reader_goes_on(r);
}

/* ---- values --------------------------------------------------------------------------------- */

static bool in_domain(dsi_reader *r, const dsi_at *at, const dsi_profile_field *field, double value)
{
    if (value >= field->domain_min && value <= field->domain_max) {
        return true;
    }
    return dsi_complain3(r, at, DSI_SAY_VALUE_DOMAIN, dsi_number_text(r, value), dsi_number_text(r, field->domain_min),
        dsi_number_text(r, field->domain_max));
}

/* What stands for a cell: of the field's type; null = missing. */
static bool read_value(dsi_reader *r, const dsi_at *at, const dsi_field *schema_field, const dsi_profile_field *field,
    dscore_profile *profile, const char **out)
{
    char buffer[40] = "";
    const char *text = buffer;
    const int32_t type = schema_field->type;
    *out = "";
    if (json_is_null(at->json)) {
        return true;
    }
    if (type == DSCORE_TYPE_BOOLEAN) {
        if (!json_is_boolean(at->json)) {
            return dsi_complain_type(r, at, "true, false or null", "true、false 或 null");
        }
        text = json_is_true(at->json) ? "true" : "false";
    } else if (type == DSCORE_TYPE_NUMBER) {
        double number = 0;
        if (!dsi_need_percent(r, at, &number) || !in_domain(r, at, field, number)) {
            return false;
        }
        dsi_print_double(number, buffer);
    } else if (type == DSCORE_TYPE_DURATION && json_is_number(at->json)) {
        dsi_print_double(json_number_value(at->json), buffer);
    } else if (!dsi_need_text(r, at, &text)) {
        return false;
    }
    *out = dsi_profile_keep(r, profile, text);
    return dsi_reader_goes_on(r);
}

static bool read_values(
    dsi_reader *r, const dsi_at *at, const dsi_field *schema_field, dscore_profile *profile, dsi_profile_field *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    if (dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    dsi_value_map *values =
        dsi_arena_alloc(&profile->arena, (int64_t)json_object_size(at->json) * (int64_t)sizeof *values);
    if (values == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    int32_t count = 0;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at value = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        values[count].from = dsi_profile_keep(r, profile, value.key);
        fine = read_value(r, &value, schema_field, out, profile, &values[count].to) && fine;
        count++;
    }
    out->values = values;
    out->value_count = count;
    return fine && dsi_reader_goes_on(r);
}

/* ---- fields --------------------------------------------------------------------------------- */

static dsi_word type_word(int32_t type)
{
    static const dsi_word words[] = {{"", ""}, {"a number", "数字"}, {"a duration", "时长"}, {"an instant", "时刻"},
        {"true or false", "布尔值"}, {"text", "文本"}};
    return words[type];
}

/* A member that some types only may have. */
static bool is_for(dsi_reader *r, const dsi_at *at, const dsi_field *schema_field, int32_t first, int32_t second)
{
    if (schema_field->type == first || schema_field->type == second) {
        return true;
    }
    dsi_word allowed = type_word(first);
    const dsi_word time = {"durations and instants", "时长和时刻"};
    const dsi_word words[] = {dsi_word_of(at->key), first == second ? allowed : time, type_word(schema_field->type)};
    return dsi_complain(r, at, DSI_SAY_NOT_FOR, words, 3);
}

static const char *time_unit_at(const void *ctx, int32_t i)
{
    static const char *const units[] = {"s", "ms", "us", "ns", "min", "h", "d"};
    const int32_t *count = ctx;
    return i < *count ? units[i] : NULL;
}

static bool read_unit(
    dsi_reader *r, const dsi_at *at, const dsi_field *schema_field, dscore_profile *profile, dsi_profile_field *out)
{
    const char *unit = NULL;
    if (!is_for(r, at, schema_field, DSCORE_TYPE_DURATION, DSCORE_TYPE_INSTANT) || !dsi_need_text(r, at, &unit)) {
        return false;
    }
    const int32_t count = schema_field->type == DSCORE_TYPE_DURATION ? 7 : 4;
    for (int32_t i = 0; time_unit_at(&count, i) != NULL; i++) {
        if (strcmp(time_unit_at(&count, i), unit) == 0) {
            out->unit = dsi_profile_keep(r, profile, unit);
            return dsi_reader_goes_on(r);
        }
    }
    return dsi_complain_choice(r, at, unit, time_unit_at, &count);
}

static bool read_flag(
    dsi_reader *r, const dsi_at *at, const dsi_field *schema_field, int32_t type, int32_t flag, dsi_profile_field *out)
{
    if (at->json == NULL) {
        return true;
    }
    if (!is_for(r, at, schema_field, type, type)) {
        return false;
    }
    if (!json_is_boolean(at->json)) {
        return dsi_complain_type(r, at, "true or false", "true 或 false");
    }
    out->flags = json_is_true(at->json) ? out->flags | flag : out->flags & ~flag;
    return true;
}

static bool read_format(
    dsi_reader *r, const dsi_at *at, const dsi_field *schema_field, dscore_profile *profile, dsi_profile_field *out)
{
    const char *format = NULL;
    if (!is_for(r, at, schema_field, DSCORE_TYPE_DURATION, DSCORE_TYPE_INSTANT) || !dsi_need_text(r, at, &format)) {
        return false;
    }
    if (format[0] == '\0') {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    out->format = dsi_profile_keep(r, profile, format);
    return dsi_reader_goes_on(r);
}

/* Whose local times instants without an offset are; "utc" says that too, so not both. */
static bool read_zone(dsi_reader *r, const dsi_at *at, bool utc, const char **out)
{
    if (at->json == NULL) {
        return true;
    }
    if (!dsi_need_text(r, at, out)) {
        return false;
    }
    if ((*out)[0] == '\0') {
        return dsi_complain(r, at, DSI_SAY_EMPTY_TEXT, NULL, 0);
    }
    return !utc || dsi_complain2(r, at, DSI_SAY_NOT_BOTH, "utc", "zone");
}

/* A field's "utc": true and "zone" each replace what its source says. */
static bool read_field_zone(dsi_reader *r, const field_parts *parts, const dsi_field *schema_field,
    dscore_profile *profile, dsi_profile_field *out)
{
    const char *zone = "";
    if (json_is_true(parts->utc_at.json)) {
        out->zone = "";
    }
    if (parts->zone_at.json == NULL) {
        return true;
    }
    if (!is_for(r, &parts->zone_at, schema_field, DSCORE_TYPE_INSTANT, DSCORE_TYPE_INSTANT) ||
        !read_zone(r, &parts->zone_at, json_is_true(parts->utc_at.json), &zone)) {
        return false;
    }
    out->flags &= ~DSCORE_PROFILE_UTC;
    out->zone = dsi_profile_keep(r, profile, zone);
    return dsi_reader_goes_on(r);
}

static bool read_parts(dsi_reader *r, const field_parts *parts, const dsi_field *schema_field, dscore_profile *profile,
    dsi_profile_field *out)
{
    bool fine = parts->unit_at.json == NULL || read_unit(r, &parts->unit_at, schema_field, profile, out);
    fine = (parts->format_at.json == NULL || read_format(r, &parts->format_at, schema_field, profile, out)) && fine;
    fine = read_flag(r, &parts->utc_at, schema_field, DSCORE_TYPE_INSTANT, DSCORE_PROFILE_UTC, out) && fine;
    fine = read_field_zone(r, parts, schema_field, profile, out) && fine;
    fine = read_flag(r, &parts->percent_at, schema_field, DSCORE_TYPE_NUMBER, DSCORE_PROFILE_PERCENT, out) && fine;
    fine = read_flag(r, &parts->thousands_at, schema_field, DSCORE_TYPE_NUMBER, DSCORE_PROFILE_THOUSANDS, out) && fine;
    if (parts->domain.json != NULL && dsi_reader_goes_on(r)) {
        out->flags |= DSCORE_PROFILE_HAS_DOMAIN;
        fine = is_for(r, &parts->domain, schema_field, DSCORE_TYPE_NUMBER, DSCORE_TYPE_NUMBER) &&
               dsi_read_domain(r, &parts->domain, &out->domain_min, &out->domain_max) && fine;
    }
    if (parts->missing.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_texts(r, &parts->missing, profile, &out->missing, &out->missing_count) && fine;
    }
    if (parts->values.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_values(r, &parts->values, schema_field, profile, out) && fine;
    }
    if (parts->blank.json != NULL && dsi_reader_goes_on(r)) {
        out->flags |= DSCORE_PROFILE_HAS_BLANK;
        fine = read_value(r, &parts->blank, schema_field, out, profile, &out->blank) && fine;
    }
    return fine && dsi_reader_goes_on(r);
}

static bool read_field(dsi_reader *r, const dsi_at *at, const dsi_source *source, const source_parts *usual,
    dscore_profile *profile, dsi_profile_field *out)
{
    const int32_t index = dsi_source_field_index(source, at->key);
    if (index < 0) {
        return dsi_complain_nearest(r, at, DSI_SAY_NO_FIELD, at->key, dsi_field_name_at, source);
    }
    const dsi_field *schema_field = &source->fields[index];
    field_parts parts;
    memset(&parts, 0, sizeof parts);
    out->field = schema_field->name;
    out->unit = out->format = out->zone = "";
    out->domain_min = schema_field->domain_min;
    out->domain_max = schema_field->domain_max;
    if (schema_field->type == DSCORE_TYPE_INSTANT) {
        out->format = dsi_profile_keep(r, profile, usual->time_format);
        out->flags = usual->utc ? DSCORE_PROFILE_UTC : 0;
        out->zone = usual->zone;
    }
    bool fine = true;
    parts.column = *at;
    if (json_is_object(at->json)) {
        parts.column.json = NULL;
        fine = dsi_read_members(r, at, FIELD_MEMBERS, DSI_COUNT(FIELD_MEMBERS), &parts);
    } else if (!json_is_string(at->json) && !json_is_array(at->json)) {
        return dsi_complain_type(r, at, "a column, a list of columns or an object", "列名、列名列表或对象");
    }
    out->missing = usual->missing_texts;
    out->missing_count = usual->missing_count;
    if (parts.column.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_texts(r, &parts.column, profile, &out->columns, &out->column_count) && fine;
    }
    for (int32_t i = 0; fine && i < out->column_count; i++) {
        fine = out->columns[i][0] != '\0' || dsi_complain(r, &parts.column, DSI_SAY_NO_COLUMN, NULL, 0);
    }
    return dsi_reader_goes_on(r) && read_parts(r, &parts, schema_field, profile, out) && fine;
}

/* Which rows of the file are kept. */
static bool read_rows(dsi_reader *r, const dsi_at *at, dscore_profile *profile, dsi_profile_source *out)
{
    row_parts parts;
    memset(&parts, 0, sizeof parts);
    parts.keep = "last";
    bool fine = dsi_read_members(r, at, ROWS, DSI_COUNT(ROWS), &parts);
    const char *key = NULL;
    if (!dsi_reader_goes_on(r) || parts.key.json == NULL || !dsi_need_text(r, &parts.key, &key)) {
        return false;
    }
    if (key[0] == '\0') {
        return dsi_complain(r, &parts.key, DSI_SAY_NO_COLUMN, NULL, 0);
    }
    out->row_key = dsi_profile_keep(r, profile, key);
    out->row_keep = parts.keep; /* a word of the table */
    return fine && dsi_reader_goes_on(r);
}

static bool read_source(dsi_reader *r, const dsi_at *at, dscore_profile *profile, dsi_profile_source *out)
{
    const dscore_schema *schema = profile->catalog->schema;
    const int32_t index = dsi_schema_source_index(schema, at->key);
    out->name = out->separator = out->row_key = out->row_keep = "";
    if (index < 0) {
        return dsi_complain_nearest(r, at, DSI_SAY_NO_SOURCE, at->key, dsi_source_name_at, schema);
    }
    source_parts parts;
    memset(&parts, 0, sizeof parts);
    bool fine = dsi_read_members(r, at, SOURCE_MEMBERS, DSI_COUNT(SOURCE_MEMBERS), &parts);
    if (!dsi_reader_goes_on(r)) {
        return false;
    }
    out->name = dsi_profile_keep(r, profile, at->key);
    out->separator = dsi_profile_keep(r, profile, parts.separator);
    if (parts.separator != NULL && (strlen(parts.separator) != 1 || strchr("\"\r\n", parts.separator[0]) != NULL)) {
        dsi_at sep;
        (void)dsi_member_at(at, "sep", &sep);
        const dsi_word words[] = {
            {"one character that is no quote or line end", "一个字符(引号与换行除外)"}, dsi_word_of(parts.separator)};
        fine = dsi_complain(r, &sep, DSI_SAY_TYPE, words, 2);
    }
    fine = (parts.rows.json == NULL || read_rows(r, &parts.rows, profile, out)) && fine;
    fine = read_zone(r, &parts.zone_at, parts.utc, &parts.zone) && fine;
    parts.zone = dsi_profile_keep(r, profile, parts.zone);
    if (parts.missing.json != NULL) {
        fine = read_texts(r, &parts.missing, profile, &parts.missing_texts, &parts.missing_count) && fine;
    }
    if (!dsi_reader_goes_on(r) || parts.fields.json == NULL || !dsi_need_object(r, &parts.fields)) {
        return false;
    }
    const int64_t count = (int64_t)json_object_size(parts.fields.json);
    out->fields = dsi_arena_alloc(&profile->arena, (count + 1) * (int64_t)sizeof *out->fields);
    if (out->fields == NULL) {
        return dsi_complain_memory(r);
    }
    for (void *i = json_object_iter(parts.fields.json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(parts.fields.json, i)) {
        const dsi_at field = {&parts.fields, json_object_iter_key(i), -1, json_object_iter_value(i)};
        fine = read_field(r, &field, &schema->sources[index], &parts, profile, &out->fields[out->field_count]) && fine;
        out->field_count++;
    }
    return fine && dsi_reader_goes_on(r);
}

/* ---- the document --------------------------------------------------------------------------- */

typedef struct profile_parts {
    const char *id, *name_en, *name_zh;
    dsi_at sources, lifecycle;
} profile_parts;
static const dsi_member PROFILE[] = {DSI_HEAD_MEMBERS, {"id", DSI_M_ID, false, offsetof(profile_parts, id), 0, NULL},
    {"name", DSI_M_NAME, false, offsetof(profile_parts, name_en), offsetof(profile_parts, name_zh), NULL},
    {"sources", DSI_M_JSON, true, offsetof(profile_parts, sources), 0, NULL},
    {"lifecycle", DSI_M_JSON, false, offsetof(profile_parts, lifecycle), 0, NULL}};

bool dsi_read_profile(dsi_reader *r, const dsi_at *root, dscore_profile *out)
{
    profile_parts parts;
    memset(&parts, 0, sizeof parts);
    bool fine = dsi_read_members(r, root, PROFILE, DSI_COUNT(PROFILE), &parts);
    if (!dsi_reader_goes_on(r) || parts.sources.json == NULL || !dsi_need_object(r, &parts.sources)) {
        return false;
    }
    if (dsi_is_empty(&parts.sources)) {
        return dsi_complain(r, &parts.sources, DSI_SAY_EMPTY, NULL, 0);
    }
    out->id = dsi_profile_keep(r, out, parts.id);
    out->name_en = dsi_profile_keep(r, out, parts.name_en);
    out->name_zh = dsi_profile_keep(r, out, parts.name_zh);
    const int64_t count = (int64_t)json_object_size(parts.sources.json);
    out->sources = dsi_arena_alloc(&out->arena, count * (int64_t)sizeof *out->sources);
    if (out->sources == NULL) {
        return dsi_complain_memory(r);
    }
    for (void *i = json_object_iter(parts.sources.json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(parts.sources.json, i)) {
        const dsi_at source = {&parts.sources, json_object_iter_key(i), -1, json_object_iter_value(i)};
        fine = read_source(r, &source, out, &out->sources[out->source_count]) && fine;
        out->source_count++;
    }
    if (parts.lifecycle.json != NULL && dsi_reader_goes_on(r)) {
        fine = dsi_read_policies(r, &parts.lifecycle, out) && fine;
    }
    return fine && dsi_reader_goes_on(r);
}

static void make_profile(dsi_reader *r, const dsi_at *root, void *out)
{
    dscore_profile *profile = NULL;
    dscore_profile **made = out;
    if (dsi_profile_new(r->catalog, &profile, NULL) != DSCORE_OK) {
        (void)dsi_complain_memory(r);
        return;
    }
    (void)dsi_read_profile(r, root, profile);
    if (r->status == DSCORE_OK) {
        *made = profile;
    } else {
        dscore_profile_free(profile);
    }
}

dscore_status dscore_profile_parse(
    const dscore_catalog *catalog, const char *json, int64_t length, dscore_profile **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    return dsi_parse_by_catalog(catalog, json, length, "profile", make_profile, out, err);
}
