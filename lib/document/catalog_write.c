/* Writing the catalogue: schema, indicators and the names that results use, as one document that can be read again. */
#include "document/catalog_document.h"

#include "base/error.h"
#include <math.h>
#include <string.h>

const char *dsi_type_word(int32_t type)
{
    static const char *const names[] = {"", "number", "duration", "instant", "boolean", "text"};
    return type >= 0 && type < DSI_COUNT(names) ? names[type] : "";
}

static void write_domain(dsi_writer *w, double min, double max)
{
    if (!isfinite(min) && !isfinite(max)) {
        return;
    }
    dsi_json_name(w, "domain");
    dsi_json_open(w, '[', true);
    dsi_json_put_number(w, min);
    dsi_json_put_number(w, max);
    dsi_json_close(w, ']');
}

static void write_texts(dsi_writer *w, const char *name, const char *const *texts, int32_t count)
{
    if (count == 0) {
        return;
    }
    dsi_json_name(w, name);
    dsi_json_open(w, '[', true);
    for (int32_t i = 0; i < count; i++) {
        dsi_json_put_text(w, texts[i]);
    }
    dsi_json_close(w, ']');
}

static void name_flag(dsi_writer *w, const char *name, bool value)
{
    if (value) {
        dsi_json_name(w, name);
        dsi_json_put_bool(w, true);
    }
}

static void write_field(dsi_writer *w, const dsi_field *field)
{
    dsi_json_open(w, '{', true);
    dsi_json_text(w, "name", field->name);
    dsi_json_text(w, "type", dsi_type_word(field->type));
    dsi_json_text(w, "unit", field->unit);
    write_domain(w, field->domain_min, field->domain_max);
    name_flag(w, "min_open", (field->flags & DSCORE_FIELD_MIN_OPEN) != 0);
    name_flag(w, "key", (field->flags & DSCORE_FIELD_KEY) != 0);
    name_flag(w, "integer", (field->flags & DSCORE_FIELD_INTEGER) != 0);
    name_flag(w, "optional", (field->flags & DSCORE_FIELD_OPTIONAL) != 0);
    name_flag(w, "unique", (field->flags & DSCORE_FIELD_UNIQUE) != 0);
    write_texts(w, "derive", field->derive, field->derive_count);
    dsi_json_text(w, "business", field->business);
    dsi_json_words(w, "description", field->description_en, field->description_zh);
    dsi_json_close(w, '}');
}

static void write_parameters(dsi_writer *w, const dsi_record *record)
{
    if (record->parameter_count == 0) {
        return;
    }
    dsi_json_name(w, "parameters");
    dsi_json_open(w, '{', false);
    for (int32_t i = 0; i < record->parameter_count; i++) {
        const dsi_parameter *p = &record->parameters[i];
        dsi_json_name(w, p->name);
        dsi_json_open(w, '{', true);
        dsi_json_text(w, "type", dsi_type_word(p->type));
        dsi_json_text(w, "unit", p->unit);
        const char *const literals[][2] = {{"default", p->default_value}, {"min", p->min}, {"max", p->max}};
        for (int32_t k = 0; k < DSI_COUNT(literals); k++) {
            if (literals[k][1] != NULL && literals[k][1][0] != '\0') {
                dsi_json_literal(w, literals[k][0], literals[k][1]);
            }
        }
        dsi_json_close(w, '}');
    }
    dsi_json_close(w, '}');
}

/* What the library worked out; ignored when the document is read. */
static void write_computed(dsi_writer *w, const dscore_indicator *indicator)
{
    dsi_json_name(w, "computed");
    dsi_json_open(w, '{', true);
    dsi_json_text(w, "level", dscore_indicator_text(indicator, DSCORE_INDICATOR_LEVEL));
    dsi_json_text(w, "kind", dscore_indicator_text(indicator, DSCORE_INDICATOR_KIND));
    dsi_json_text(w, "hash", dscore_indicator_text(indicator, DSCORE_INDICATOR_HASH));
    dsi_json_name(w, "fields");
    dsi_json_open(w, '[', true);
    for (int32_t i = 0; i < dscore_indicator_field_count(indicator); i++) {
        dsi_json_put_text(w, dscore_indicator_field(indicator, i));
    }
    dsi_json_close(w, ']');
    dsi_json_name(w, "operands");
    dsi_json_open(w, '[', true);
    for (int32_t i = 0; i < indicator->operand_count; i++) {
        dsi_json_put_text(w, indicator->operands[i]->record.id);
    }
    dsi_json_close(w, ']');
    dsi_json_close(w, '}');
}

void dsi_write_indicator(dsi_writer *w, const dscore_indicator *indicator)
{
    const dsi_record *record = &indicator->record;
    dsi_json_text(w, "id", record->id);
    dsi_json_words(w, "name", record->name_en, record->name_zh);
    dsi_json_words(w, "description", record->description_en, record->description_zh);
    dsi_json_text(w, "dimension", record->dimension);
    dsi_json_name(w, "source");
    dsi_json_put_text(w, record->source);
    dsi_json_text(w, "formula", record->formula);
    write_parameters(w, record);
    dsi_json_text(w, "placement", record->placement);
    write_texts(w, "credit", record->credit, record->credit_count);
    dsi_json_text(w, "clock", record->clock);
    dsi_json_text(w, "where", record->where);
    dsi_json_text(w, "exclude", record->exclude);
    dsi_json_text(w, "unit", record->unit);
    dsi_json_text(w, "better", record->better);
    write_domain(w, record->domain_min, record->domain_max);
    dsi_json_int(w, "min_n", record->min_n);
    dsi_json_text(w, "observations", record->observations);
    dsi_json_text(w, "base", record->base);
    name_flag(w, "sampled", record->sampled != 0);
    dsi_json_text(w, "since", record->since);
    dsi_json_text(w, "replaced_by", record->replaced_by);
    dsi_json_text(w, "reference", record->reference);
    write_computed(w, indicator);
}

typedef struct named_number {
    const char *name;
    int32_t number;
} named_number;

static const named_number VALUE_STATUSES[] = {{"OK", DSCORE_VALUE_OK}, {"NO_DATA", DSCORE_VALUE_NO_DATA},
    {"INSUFFICIENT", DSCORE_VALUE_INSUFFICIENT}, {"UNDEFINED", DSCORE_VALUE_UNDEFINED},
    {"EXCLUDED", DSCORE_VALUE_EXCLUDED}};
static const named_number VALUE_FLAGS[] = {{"NO_CELL", DSCORE_FLAG_NO_CELL}, {"PENDING", DSCORE_FLAG_PENDING},
    {"INVALID", DSCORE_FLAG_INVALID}, {"DERIVED", DSCORE_FLAG_DERIVED}, {"FIELD_ABSENT", DSCORE_FLAG_FIELD_ABSENT},
    {"NAIVE", DSCORE_FLAG_NAIVE}, {"FILTER_OFF", DSCORE_FLAG_FILTER_OFF}, {"OUT_OF_DOMAIN", DSCORE_FLAG_OUT_OF_DOMAIN},
    {"SIGNED", DSCORE_FLAG_SIGNED}, {"APPROXIMATE", DSCORE_FLAG_APPROXIMATE}, {"NOW", DSCORE_FLAG_NOW}};
static const named_number REASONS[] = {{"FILTER", DSCORE_REASON_FILTER}, {"PENDING", DSCORE_REASON_PENDING},
    {"DOMAIN", DSCORE_REASON_DOMAIN}, {"INFINITE", DSCORE_REASON_INFINITE}, {"UNREADABLE", DSCORE_REASON_UNREADABLE},
    {"NEGATIVE", DSCORE_REASON_NEGATIVE}, {"OVERFLOW", DSCORE_REASON_OVERFLOW}, {"MISSING", DSCORE_REASON_MISSING},
    {"UNPLACED", DSCORE_REASON_UNPLACED}, {"FILTERED_OUT", DSCORE_REASON_FILTERED_OUT}};

static void write_numbers(dsi_writer *w, const char *name, const named_number *numbers, int32_t count)
{
    dsi_json_name(w, name);
    dsi_json_open(w, '{', true);
    for (int32_t i = 0; i < count; i++) {
        dsi_json_int(w, numbers[i].name, numbers[i].number);
    }
    dsi_json_close(w, '}');
}

static void write_library(dsi_writer *w, const dscore_schema *schema)
{
    dsi_json_name(w, "computed");
    dsi_json_open(w, '{', false);
    dsi_json_text(w, "library", dscore_version());
    dsi_json_int(w, "abi", dscore_abi_generation());
    dsi_json_name(w, "statuses");
    dsi_json_open(w, '{', true);
    for (int32_t i = 0; i <= DSCORE_E_INTERNAL; i++) {
        dsi_json_int(w, dscore_status_name(i), i);
    }
    dsi_json_close(w, '}');
    write_numbers(w, "value_statuses", VALUE_STATUSES, DSI_COUNT(VALUE_STATUSES));
    write_numbers(w, "value_flags", VALUE_FLAGS, DSI_COUNT(VALUE_FLAGS));
    write_numbers(w, "reasons", REASONS, DSI_COUNT(REASONS));
    dsi_json_name(w, "sources");
    dsi_json_open(w, '{', false);
    for (int32_t i = 0; i < schema->source_count; i++) {
        const dsi_source *source = &schema->sources[i];
        dsi_json_name(w, source->name);
        dsi_json_open(w, '{', true);
        dsi_json_words(w, "description", source->description_en, source->description_zh);
        dsi_json_close(w, '}');
    }
    dsi_json_close(w, '}');
    dsi_json_close(w, '}');
}

static void write_catalog(dsi_writer *w, const void *object)
{
    const dscore_catalog *catalog = object;
    const dscore_schema *schema = catalog->schema;
    write_library(w, schema);
    dsi_json_name(w, "fields");
    dsi_json_open(w, '{', false);
    for (int32_t i = 0; i < schema->source_count; i++) {
        dsi_json_name(w, schema->sources[i].name);
        dsi_json_open(w, '[', false);
        for (int32_t k = 0; k < schema->sources[i].field_count; k++) {
            write_field(w, &schema->sources[i].fields[k]);
        }
        dsi_json_close(w, ']');
    }
    dsi_json_close(w, '}');
    dsi_json_name(w, "indicators");
    dsi_json_open(w, '[', false);
    for (int32_t i = 0; i < catalog->indicator_count; i++) {
        dsi_json_open(w, '{', false);
        dsi_write_indicator(w, &catalog->indicators[i]);
        dsi_json_close(w, '}');
    }
    dsi_json_close(w, ']');
}

dscore_status dscore_catalog_dump(
    const dscore_catalog *catalog, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (catalog == NULL) {
        return dsi_fail_null(err, "catalog");
    }
    return dsi_dump(&catalog->arena.allocator, "catalog", write_catalog, catalog, buffer, capacity, out_needed, err);
}

static void write_one(dsi_writer *w, const void *indicator)
{
    dsi_write_indicator(w, indicator);
}

dscore_status dscore_indicator_dump(
    const dscore_indicator *indicator, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (indicator == NULL) {
        return dsi_fail_null(err, "indicator");
    }
    return dsi_dump(
        &indicator->catalog->arena.allocator, NULL, write_one, indicator, buffer, capacity, out_needed, err);
}
