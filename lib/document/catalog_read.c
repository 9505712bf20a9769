/* Catalogue documents: fields and indicators added to a builder, all of a document or nothing. */
#include "document/catalog_document.h"

#include "base/error.h"
#include "document/setting.h"
#include <math.h>
#include <string.h>

/* ---- fields --------------------------------------------------------------------------------- */

typedef struct field_parts {
    dsi_field field;
    bool key, integer, optional, min_open, unique;
    dsi_at domain, derive;
} field_parts;

static const dsi_choice TYPES[] = {{"number", DSCORE_TYPE_NUMBER}, {"duration", DSCORE_TYPE_DURATION},
    {"instant", DSCORE_TYPE_INSTANT}, {"boolean", DSCORE_TYPE_BOOLEAN}, {"text", DSCORE_TYPE_TEXT}, {NULL, 0}};

#define FIELD(member) offsetof(field_parts, member)
static const dsi_member FIELD_MEMBERS[] = {{"name", DSI_M_ID, true, FIELD(field.name), 0, NULL},
    {"type", DSI_M_CHOICE, true, FIELD(field.type), 0, TYPES}, {"unit", DSI_M_TEXT, false, FIELD(field.unit), 0, NULL},
    {"domain", DSI_M_JSON, false, FIELD(domain), 0, NULL}, {"min_open", DSI_M_BOOL, false, FIELD(min_open), 0, NULL},
    {"key", DSI_M_BOOL, false, FIELD(key), 0, NULL}, {"integer", DSI_M_BOOL, false, FIELD(integer), 0, NULL},
    {"optional", DSI_M_BOOL, false, FIELD(optional), 0, NULL}, {"unique", DSI_M_BOOL, false, FIELD(unique), 0, NULL},
    {"derive", DSI_M_JSON, false, FIELD(derive), 0, NULL},
    {"business", DSI_M_ID, false, FIELD(field.business), 0, NULL},
    {"description", DSI_M_NAME, false, FIELD(field.description_en), FIELD(field.description_zh), NULL}};

/* [least, greatest]; null where there is none. */
bool dsi_read_domain(dsi_reader *r, const dsi_at *at, double *min, double *max)
{
    if (!json_is_array(at->json) || json_array_size(at->json) != 2) {
        return dsi_complain_type(
            r, at, "a list of two: least and greatest, null for none", "两项的列表:最小值与最大值,null 表示没有");
    }
    double *const ends[] = {min, max};
    for (int32_t i = 0; i < 2; i++) {
        const dsi_at end = dsi_element_at(at, i);
        *ends[i] = i == 0 ? -(double)INFINITY : (double)INFINITY;
        if (!json_is_null(end.json) && !dsi_need_percent(r, &end, ends[i])) {
            return false;
        }
    }
    return *min <= *max || dsi_complain2(r, at, DSI_SAY_RANGE, dsi_number_text(r, *min), "min <= max");
}

/* A list of texts into the arena. */
static bool read_texts(dsi_reader *r, const dsi_at *at, const char *const **out, int32_t *out_count)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    const int32_t count = (int32_t)json_array_size(at->json);
    const char **texts = dsi_arena_alloc(&r->arena, ((int64_t)count + 1) * (int64_t)sizeof *texts);
    if (texts == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (int32_t i = 0; i < count; i++) {
        const dsi_at element = dsi_element_at(at, i);
        texts[i] = "";
        fine = dsi_need_text(r, &element, &texts[i]) && fine;
    }
    *out = texts;
    *out_count = count;
    return fine;
}

static bool read_field(dsi_reader *r, const dsi_at *at, dsi_field *out)
{
    field_parts parts;
    memset(&parts, 0, sizeof parts);
    bool fine = dsi_read_members(r, at, FIELD_MEMBERS, DSI_COUNT(FIELD_MEMBERS), &parts);
    parts.field.domain_min = -(double)INFINITY;
    parts.field.domain_max = (double)INFINITY;
    if (parts.domain.json != NULL && dsi_reader_goes_on(r)) {
        fine = dsi_read_domain(r, &parts.domain, &parts.field.domain_min, &parts.field.domain_max) && fine;
    }
    if (parts.derive.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_texts(r, &parts.derive, &parts.field.derive, &parts.field.derive_count) && fine;
    }
    if (parts.field.type == DSCORE_TYPE_DURATION && parts.field.unit == NULL) {
        parts.field.unit = "s";
    }
    parts.field.flags = (parts.key ? DSCORE_FIELD_KEY : 0) | (parts.integer ? DSCORE_FIELD_INTEGER : 0) |
                        (parts.optional ? DSCORE_FIELD_OPTIONAL : 0) | (parts.min_open ? DSCORE_FIELD_MIN_OPEN : 0) |
                        (parts.unique ? DSCORE_FIELD_UNIQUE : 0);
    *out = parts.field;
    return fine && dsi_reader_goes_on(r);
}

static bool add_fields(dsi_reader *r, const dsi_at *at, dscore_catalog_builder *builder)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    bool fine = true;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at source = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        if (!dsi_is_identifier(source.key)) {
            fine = dsi_complain1(r, &source, DSI_SAY_ID_FORM, source.key);
            continue;
        }
        if (!dsi_need_array(r, &source)) {
            fine = false;
            continue;
        }
        for (size_t k = 0; k < json_array_size(source.json) && dsi_reader_goes_on(r); k++) {
            const dsi_at entry = dsi_element_at(&source, (int64_t)k);
            dsi_field field;
            dscore_error lower = DSCORE_ERROR_INIT;
            if (!read_field(r, &entry, &field)) {
                fine = false;
            } else if (dsi_builder_add_field(builder, source.key, &field, &lower) != DSCORE_OK) {
                lower.path[0] = '\0';
                fine = dsi_complain_lower(r, &entry, &lower);
            }
        }
    }
    return fine && dsi_reader_goes_on(r);
}

/* ---- indicators ----------------------------------------------------------------------------- */

typedef struct record_parts {
    dsi_record record;
    bool sampled;
    dsi_at credit, domain, parameters;
} record_parts;

static const dsi_choice BETTER[] = {{"higher", 0}, {"lower", 0}, {"band", 0}, {"none", 0}, {NULL, 0}};
static const dsi_choice CLOCK[] = {{"calendar", 0}, {"business", 0}, {"none", 0}, {NULL, 0}};
static const dsi_choice UNIT[] = {{"%", 0}, {"s", 0}, {"count", 0}, {"points", 0}, {"ratio", 0}, {"per_day", 0},
    {"per_hour", 0}, {"per_month", 0}, {"per_10000", 0}, {"days", 0}, {"hours", 0}, {"minutes", 0}, {"money", 0},
    {NULL, 0}};

#define RECORD(member) offsetof(record_parts, record.member)
static const dsi_member RECORD_MEMBERS[] = {{"id", DSI_M_ID, true, RECORD(id), 0, NULL},
    {"name", DSI_M_NAME, true, RECORD(name_en), RECORD(name_zh), NULL},
    {"description", DSI_M_NAME, false, RECORD(description_en), RECORD(description_zh), NULL},
    {"dimension", DSI_M_TEXT, false, RECORD(dimension), 0, NULL},
    {"source", DSI_M_TEXT, false, RECORD(source), 0, NULL}, {"formula", DSI_M_TEXT, true, RECORD(formula), 0, NULL},
    {"parameters", DSI_M_JSON, false, offsetof(record_parts, parameters), 0, NULL},
    {"placement", DSI_M_TEXT, false, RECORD(placement), 0, NULL},
    {"credit", DSI_M_JSON, false, offsetof(record_parts, credit), 0, NULL},
    {"clock", DSI_M_WORD, false, RECORD(clock), 0, CLOCK}, {"where", DSI_M_TEXT, false, RECORD(where), 0, NULL},
    {"exclude", DSI_M_TEXT, false, RECORD(exclude), 0, NULL}, {"unit", DSI_M_WORD, true, RECORD(unit), 0, UNIT},
    {"better", DSI_M_WORD, false, RECORD(better), 0, BETTER},
    {"domain", DSI_M_JSON, false, offsetof(record_parts, domain), 0, NULL},
    {"min_n", DSI_M_INT64, false, RECORD(min_n), 0, NULL},
    {"observations", DSI_M_TEXT, false, RECORD(observations), 0, NULL},
    {"base", DSI_M_TEXT, false, RECORD(base), 0, NULL},
    {"sampled", DSI_M_BOOL, false, offsetof(record_parts, sampled), 0, NULL},
    {"since", DSI_M_TEXT, false, RECORD(since), 0, NULL},
    {"replaced_by", DSI_M_TEXT, false, RECORD(replaced_by), 0, NULL},
    {"reference", DSI_M_TEXT, false, RECORD(reference), 0, NULL}, {"notes", DSI_M_IGNORED, false, 0, 0, NULL},
    {"computed", DSI_M_IGNORED, false, 0, 0, NULL}};

typedef struct parameter_parts {
    dsi_parameter parameter;
    dsi_at fallback, min, max;
} parameter_parts;
static const dsi_member PARAMETER[] = {
    {"type", DSI_M_CHOICE, true, offsetof(parameter_parts, parameter.type), 0, TYPES},
    {"unit", DSI_M_TEXT, false, offsetof(parameter_parts, parameter.unit), 0, NULL},
    {"default", DSI_M_JSON, false, offsetof(parameter_parts, fallback), 0, NULL},
    {"min", DSI_M_JSON, false, offsetof(parameter_parts, min), 0, NULL},
    {"max", DSI_M_JSON, false, offsetof(parameter_parts, max), 0, NULL}};

static bool read_literal(dsi_reader *r, const dsi_at *at, const dsi_parameter *parameter, const char **out)
{
    *out = "";
    if (at->json == NULL) {
        return true;
    }
    *out = dsi_literal_of(r, at, parameter->type, parameter->unit);
    if (*out == NULL) {
        *out = "";
        return false;
    }
    dsi_node *node = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_literal_parse(&r->arena, *out, (int64_t)strlen(*out), parameter->type, &node, &lower) == DSCORE_OK) {
        return true;
    }
    lower.path[0] = '\0';
    return dsi_complain_lower(r, at, &lower);
}

static bool read_parameters(dsi_reader *r, const dsi_at *at, dsi_record *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    dsi_parameter *parameters =
        dsi_arena_alloc(&r->arena, ((int64_t)json_object_size(at->json) + 1) * (int64_t)sizeof *parameters);
    if (parameters == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at entry = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        parameter_parts parts;
        memset(&parts, 0, sizeof parts);
        parts.parameter.name = entry.key;
        fine = (dsi_is_identifier(entry.key) || dsi_complain1(r, &entry, DSI_SAY_ID_FORM, entry.key)) && fine;
        fine = dsi_read_members(r, &entry, PARAMETER, DSI_COUNT(PARAMETER), &parts) && fine;
        fine = fine && read_literal(r, &parts.fallback, &parts.parameter, &parts.parameter.default_value) &&
               read_literal(r, &parts.min, &parts.parameter, &parts.parameter.min) &&
               read_literal(r, &parts.max, &parts.parameter, &parts.parameter.max);
        parameters[out->parameter_count++] = parts.parameter;
    }
    out->parameters = parameters;
    return fine && dsi_reader_goes_on(r);
}

/* An indicator without a source is derived if its formula names an operand, else it reads tickets. */
static bool names_operand(const char *formula)
{
    char quote = '\0';
    for (const char *p = formula; *p != '\0'; p++) {
        if (quote != '\0') {
            if (*p == '\\' && quote == '"' && p[1] != '\0') {
                p++;
            } else if (*p == quote) {
                quote = '\0';
            }
        } else if (*p == '"' || *p == '`') {
            quote = *p;
        } else if (*p == '[') {
            return true;
        }
    }
    return false;
}

static bool read_record(dsi_reader *r, const dsi_at *at, dsi_record *out)
{
    record_parts parts;
    memset(&parts, 0, sizeof parts);
    parts.record.domain_min = -(double)INFINITY;
    parts.record.domain_max = (double)INFINITY;
    bool fine = dsi_read_members(r, at, RECORD_MEMBERS, DSI_COUNT(RECORD_MEMBERS), &parts);
    dsi_record *record = &parts.record;
    if (parts.domain.json != NULL && dsi_reader_goes_on(r)) {
        fine = dsi_read_domain(r, &parts.domain, &record->domain_min, &record->domain_max) && fine;
    }
    if (parts.credit.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_texts(r, &parts.credit, &record->credit, &record->credit_count) && fine;
    }
    if (parts.parameters.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_parameters(r, &parts.parameters, record) && fine;
    }
    if (record->source == NULL && record->formula != NULL) {
        record->source = names_operand(record->formula) ? "" : "tickets";
    }
    record->better = record->better == NULL ? "none" : record->better;
    record->sampled = parts.sampled ? 1 : 0;
    *out = parts.record;
    return fine && dsi_reader_goes_on(r);
}

/* The error of the measure room names `indicators.<id>.<member>`; the document counts its indicators. */
static bool say_of_record(dsi_reader *r, const dsi_at *entry, const char *id, dscore_error *lower)
{
    static const char room[] = "indicators.";
    char *path = lower->path;
    const size_t length = strlen(id);
    if (strncmp(path, room, sizeof room - 1) == 0 && strncmp(path + sizeof room - 1, id, length) == 0) {
        const char *rest = path + sizeof room - 1 + length;
        rest += *rest == '.' ? 1 : 0;
        memmove(path, rest, strlen(rest) + 1);
    }
    return dsi_complain_lower(r, entry, lower);
}

/* The schema of a builder, without its indicators. */
static bool builder_schema(dsi_reader *r, const dsi_at *root, dscore_catalog_builder *builder, dscore_schema **out)
{
    const dscore_catalog *base = builder->base;
    dscore_error lower = DSCORE_ERROR_INIT;
    const dscore_status status = dsi_schema_new(&r->allocator, base == NULL ? NULL : base->schema->sources,
        base == NULL ? 0 : base->schema->source_count, builder->field_sources, builder->fields,
        (int32_t)builder->field_count, out, &lower);
    return status == DSCORE_OK || dsi_complain_lower(r, root, &lower);
}

static bool add_records(dsi_reader *r, const dsi_at *at, dscore_catalog_builder *builder, const dscore_schema *schema)
{
    bool fine = true;
    for (size_t i = 0; i < json_array_size(at->json) && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = dsi_element_at(at, (int64_t)i);
        dsi_record record;
        dscore_error lower = DSCORE_ERROR_INIT;
        if (!read_record(r, &entry, &record)) {
            fine = false;
        } else if (dsi_record_check(schema, &record, &lower) != DSCORE_OK) {
            fine = say_of_record(r, &entry, record.id, &lower);
        } else if (dsi_builder_add_record(builder, &record, &lower) != DSCORE_OK) {
            fine = say_of_record(r, &entry, record.id, &lower);
        } else if (r->report != NULL) {
            dsi_check_record(r, &entry, schema, &record);
        }
    }
    return fine && dsi_reader_goes_on(r);
}

/* What only the whole can tell: operands that do not exist, cycles. */
static bool check_whole(dsi_reader *r, const dsi_at *root, dscore_catalog_builder *builder)
{
    dscore_catalog *catalog = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dscore_catalog_builder_finish(builder, &catalog, &lower) == DSCORE_OK) {
        dscore_catalog_free(catalog);
        return true;
    }
    dsi_at list;
    if (dsi_member_at(root, "indicators", &list)) {
        for (size_t i = 0; i < json_array_size(list.json); i++) {
            const dsi_at entry = dsi_element_at(&list, (int64_t)i);
            const char *id = json_string_value(json_object_get(entry.json, "id"));
            const size_t length = id == NULL ? 0 : strlen(id);
            const char *path = strncmp(lower.path, "indicators.", 11) == 0 ? lower.path + 11 : "";
            if (length > 0 && strncmp(path, id, length) == 0 && (path[length] == '.' || path[length] == '\0')) {
                return say_of_record(r, &entry, id, &lower);
            }
        }
    }
    return dsi_complain_lower(r, root, &lower);
}

static const dsi_member CATALOG[] = {DSI_HEAD_MEMBERS, {"id", DSI_M_IGNORED, false, 0, 0, NULL},
    {"name", DSI_M_IGNORED, false, 0, 0, NULL}, {"description", DSI_M_IGNORED, false, 0, 0, NULL},
    {"fields", DSI_M_IGNORED, false, 0, 0, NULL}, {"indicators", DSI_M_IGNORED, false, 0, 0, NULL}};

bool dsi_read_catalog(dsi_reader *r, const dsi_at *root, dscore_catalog_builder *builder)
{
    bool fine = dsi_read_members(r, root, CATALOG, DSI_COUNT(CATALOG), NULL);
    dsi_at fields, indicators;
    if (dsi_member_at(root, "fields", &fields) && dsi_reader_goes_on(r)) {
        fine = add_fields(r, &fields, builder) && fine;
    }
    if (dsi_member_at(root, "indicators", &indicators) && dsi_reader_goes_on(r)) {
        dscore_schema *schema = NULL;
        if (!dsi_need_array(r, &indicators) || !builder_schema(r, root, builder, &schema)) {
            return false;
        }
        fine = add_records(r, &indicators, builder, schema) && fine;
        dsi_schema_drop(schema);
    }
    return fine && dsi_reader_goes_on(r) && check_whole(r, root, builder);
}

dscore_status dscore_catalog_builder_add(
    dscore_catalog_builder *builder, const char *json, int64_t length, dscore_error *err)
{
    if (builder == NULL) {
        return dsi_fail_null(err, "builder");
    }
    dscore_status status = dsi_text_argument(json, length, err);
    if (status != DSCORE_OK) {
        return status;
    }
    /* What is added is copied into the builder's arena; taking the counts back undoes an addition. */
    const int64_t fields = builder->field_count, records = builder->record_count;
    dsi_reader r;
    dsi_at root;
    if (dsi_reader_open(&r, &builder->arena.allocator, json, length, NULL, err, &root) &&
        dsi_read_head(&r, &root, "catalog", false)) {
        (void)dsi_read_catalog(&r, &root, builder);
    }
    status = r.status;
    dsi_reader_close(&r);
    if (status != DSCORE_OK) {
        builder->field_count = fields;
        builder->record_count = records;
    }
    return status;
}
