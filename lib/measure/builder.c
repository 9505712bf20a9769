/* Builders of catalogues: what documents add to another catalogue, kept until a catalogue is made of it. */
#include "measure/definition.h"

#include "base/error.h"
#include <string.h>

dscore_status dscore_catalog_builder_new(const dscore_catalog *base, dscore_catalog_builder **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    dscore_allocator allocator;
    dscore_status status = dsi_allocator_init(&allocator, base == NULL ? NULL : &base->arena.allocator, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_catalog_builder *builder = dsi_alloc_zero(&allocator, (int64_t)sizeof *builder);
    if (builder == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_arena_init(&builder->arena, &allocator);
    if (base != NULL) {
        dsi_catalog_take(base);
        builder->base = base;
    }
    *out = builder;
    return DSCORE_OK;
}

void dscore_catalog_builder_free(dscore_catalog_builder *builder)
{
    if (builder == NULL) {
        return;
    }
    dscore_allocator allocator = builder->arena.allocator;
    dsi_release(&allocator, (void *)builder->field_sources,
        builder->field_source_cap * (int64_t)sizeof *builder->field_sources);
    dsi_release(&allocator, builder->fields, builder->field_cap * (int64_t)sizeof *builder->fields);
    dsi_release(&allocator, builder->records, builder->record_cap * (int64_t)sizeof *builder->records);
    dscore_catalog_free((dscore_catalog *)(uintptr_t)builder->base);
    dsi_arena_free(&builder->arena);
    dsi_release(&allocator, builder, (int64_t)sizeof *builder);
}

static bool has_field(const dscore_catalog_builder *builder, const char *source, const char *field)
{
    for (int64_t i = 0; i < builder->field_count; i++) {
        if (strcmp(builder->field_sources[i], source) == 0 && strcmp(builder->fields[i].name, field) == 0) {
            return true;
        }
    }
    if (builder->base == NULL) {
        return false;
    }
    int32_t index = dsi_schema_source_index(builder->base->schema, source);
    return index >= 0 && dsi_source_field_index(&builder->base->schema->sources[index], field) >= 0;
}

dscore_status dsi_builder_add_field(
    dscore_catalog_builder *builder, const char *source, const dsi_field *field, dscore_error *err)
{
    dscore_status status = DSCORE_OK;
    if (source == NULL || !dsi_is_identifier(source) || field->name == NULL || !dsi_is_identifier(field->name)) {
        status = dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_NAME,
            "a source or field is named [a-z][a-z0-9_]*, not '%.60s.%.60s'", source == NULL ? "" : source,
            field->name == NULL ? "" : field->name);
    } else if (has_field(builder, source, field->name)) {
        status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_DEFINITION_TWICE,
            "source %.60s has a field %.60s already", source, field->name);
    }
    if (status != DSCORE_OK) {
        dsi_error_path(
            err, "fields.%.100s.%.100s", source == NULL ? "" : source, field->name == NULL ? "" : field->name);
        return status;
    }
    const dscore_allocator *allocator = &builder->arena.allocator;
    int64_t n = builder->field_count;
    if (!dsi_reserve(allocator, &builder->fields, &builder->field_cap, n + 1, (int64_t)sizeof *builder->fields) ||
        !dsi_reserve(allocator, &builder->field_sources, &builder->field_source_cap, n + 1,
            (int64_t)sizeof *builder->field_sources) ||
        !dsi_field_copy(&builder->arena, field, &builder->fields[n])) {
        return dsi_fail_memory(err);
    }
    builder->field_sources[n] = dsi_arena_text(&builder->arena, source, -1);
    if (builder->field_sources[n] == NULL) {
        return dsi_fail_memory(err);
    }
    builder->field_count = n + 1;
    return DSCORE_OK;
}

static bool has_record(const dscore_catalog_builder *builder, const char *id)
{
    for (int64_t i = 0; i < builder->record_count; i++) {
        if (strcmp(builder->records[i].id, id) == 0) {
            return true;
        }
    }
    return dscore_catalog_find(builder->base, id) != NULL;
}

dscore_status dsi_builder_add_record(dscore_catalog_builder *builder, const dsi_record *record, dscore_error *err)
{
    dscore_status status = DSCORE_OK;
    if (record->id == NULL || !dsi_is_identifier(record->id)) {
        status = dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_NAME,
            "the id of an indicator is [a-z][a-z0-9_]*, not '%.60s'", record->id == NULL ? "" : record->id);
    } else if (has_record(builder, record->id)) {
        status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_DEFINITION_TWICE,
            "there is an indicator %.60s already; a changed definition takes a new id", record->id);
    }
    if (status != DSCORE_OK) {
        dsi_error_path(err, "indicators.%.200s", record->id == NULL ? "" : record->id);
        return status;
    }
    int64_t n = builder->record_count;
    if (!dsi_reserve(&builder->arena.allocator, &builder->records, &builder->record_cap, n + 1,
            (int64_t)sizeof *builder->records) ||
        !dsi_record_copy(&builder->arena, record, &builder->records[n])) {
        return dsi_fail_memory(err);
    }
    builder->record_count = n + 1;
    return DSCORE_OK;
}

dscore_status dscore_catalog_builder_finish(
    const dscore_catalog_builder *builder, dscore_catalog **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (builder == NULL) {
        return dsi_fail_null(err, "builder");
    }
    const dscore_allocator *allocator = &builder->arena.allocator;
    const dscore_catalog *base = builder->base;
    if (builder->field_count > INT32_MAX / 2 || builder->record_count > INT32_MAX / 2) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_NONE, "too many definitions were added");
    }
    dscore_schema *schema = NULL;
    dscore_status status = dsi_schema_new(allocator, base == NULL ? NULL : base->schema->sources,
        base == NULL ? 0 : base->schema->source_count, builder->field_sources, builder->fields,
        (int32_t)builder->field_count, &schema, err);
    if (status != DSCORE_OK) {
        return status;
    }
    int32_t old = base == NULL ? 0 : base->indicator_count;
    int32_t count = old + (int32_t)builder->record_count;
    int64_t bytes = (int64_t)sizeof(const dsi_record *) * ((int64_t)count + 1);
    const dsi_record **records = dsi_alloc(allocator, bytes);
    if (records == NULL) {
        dsi_schema_drop(schema);
        return dsi_fail_memory(err);
    }
    for (int32_t i = 0; i < count; i++) {
        records[i] = i < old ? &base->indicators[i].record : &builder->records[i - old];
    }
    status = dsi_catalog_build(allocator, schema, records, count, false, out, err);
    dsi_release(allocator, records, bytes);
    return status;
}
