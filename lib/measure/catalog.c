/* The catalogue: a schema, its indicators typed and linked, immutable and shared. What a single definition means is
   worked out in indicator_compile.c, how they hang together in operands.c. */
#include "measure/definition.h"

#include "base/error.h"
#include <string.h>

static void free_catalog(dscore_catalog *catalog)
{
    dscore_allocator allocator = catalog->arena.allocator;
    if (catalog->schema != NULL) {
        dsi_schema_drop(catalog->schema);
    }
    dsi_arena_free(&catalog->arena);
    dsi_release(&allocator, catalog, (int64_t)sizeof *catalog);
}

/* Compile every record, then link and hash; the catalogue has its schema and arena. */
static dscore_status fill(
    dscore_catalog *catalog, const dsi_record *const *records, int32_t count, bool is_static, dscore_error *err)
{
    dsi_arena *arena = &catalog->arena;
    int32_t *order = dsi_arena_alloc(arena, (int64_t)sizeof *order * ((int64_t)count + 1));
    catalog->indicators = dsi_arena_alloc(arena, (int64_t)sizeof *catalog->indicators * ((int64_t)count + 1));
    if (order == NULL || catalog->indicators == NULL) {
        return dsi_fail_memory(err);
    }
    dscore_status status = dsi_derives_compile(arena, catalog->schema, &catalog->derives, err);
    for (int32_t i = 0; i < count && status == DSCORE_OK; i++) {
        dsi_record copy = *records[i];
        if (!dsi_record_copy(is_static ? NULL : arena, records[i], &copy)) {
            return dsi_fail_memory(err);
        }
        status = dsi_indicator_compile(arena, catalog->schema, &copy, &catalog->indicators[i], err);
        catalog->indicators[i].catalog = catalog;
        catalog->indicator_count = i + 1;
    }
    if (status == DSCORE_OK) {
        status = dsi_operands_resolve(catalog, order, err);
    }
    for (int32_t i = 0; i < count && status == DSCORE_OK; i++) {
        if (!dsi_indicator_hash(catalog, &catalog->indicators[order[i]])) {
            status = dsi_fail_memory(err);
        }
    }
    return status;
}

dscore_status dsi_catalog_build(const dscore_allocator *allocator, dscore_schema *schema,
    const dsi_record *const *records, int32_t count, bool is_static, dscore_catalog **out, dscore_error *err)
{
    dscore_catalog *catalog = dsi_alloc_zero(allocator, (int64_t)sizeof *catalog);
    if (catalog == NULL) {
        dsi_schema_drop(schema);
        return dsi_fail_memory(err);
    }
    dsi_ref_init(&catalog->ref);
    dsi_arena_init(&catalog->arena, allocator);
    catalog->schema = schema;
    dscore_status status = fill(catalog, records, count, is_static, err);
    if (status != DSCORE_OK) {
        free_catalog(catalog);
        return status;
    }
    *out = catalog;
    return DSCORE_OK;
}

dscore_status dscore_catalog_builtin(const dscore_allocator *allocator, dscore_catalog **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    dscore_allocator own;
    dscore_status status = dsi_allocator_init(&own, allocator, err);
    if (status != DSCORE_OK) {
        return status;
    }
    int32_t source_count = 0;
    const dsi_source *sources = dsi_standard_sources(&source_count);
    dscore_schema *schema = NULL;
    status = dsi_schema_new(&own, sources, source_count, NULL, NULL, 0, &schema, err);
    if (status != DSCORE_OK) {
        return status;
    }
    int32_t count = 0;
    for (int32_t i = 0; dsi_builtin_at(i) != NULL; i++) {
        count += dsi_builtin_at(i)->count;
    }
    int64_t bytes = (int64_t)sizeof(const dsi_record *) * count;
    const dsi_record **records = dsi_alloc(&own, bytes);
    if (records == NULL) {
        dsi_schema_drop(schema);
        return dsi_fail_memory(err);
    }
    int32_t n = 0;
    for (int32_t i = 0; dsi_builtin_at(i) != NULL; i++) {
        for (int32_t k = 0; k < dsi_builtin_at(i)->count; k++) {
            records[n++] = &dsi_builtin_at(i)->records[k];
        }
    }
    status = dsi_catalog_build(&own, schema, records, count, true, out, err);
    dsi_release(&own, records, bytes);
    return status;
}

void dsi_catalog_take(const dscore_catalog *catalog)
{
    /* The count is the one member of a shared catalogue that changes. */
    dsi_ref_take(&((dscore_catalog *)(uintptr_t)catalog)->ref);
}

void dscore_catalog_free(dscore_catalog *catalog)
{
    if (catalog != NULL && dsi_ref_drop(&catalog->ref)) {
        free_catalog(catalog);
    }
}

const dscore_schema *dscore_catalog_schema(const dscore_catalog *catalog)
{
    return catalog == NULL ? NULL : catalog->schema;
}

int32_t dscore_catalog_count(const dscore_catalog *catalog)
{
    return catalog == NULL ? 0 : catalog->indicator_count;
}

const dscore_indicator *dscore_catalog_at(const dscore_catalog *catalog, int32_t index)
{
    if (catalog == NULL || index < 0 || index >= catalog->indicator_count) {
        return NULL;
    }
    return &catalog->indicators[index];
}

const dscore_indicator *dscore_catalog_find(const dscore_catalog *catalog, const char *id)
{
    if (catalog == NULL || id == NULL) {
        return NULL;
    }
    for (int32_t i = 0; i < catalog->indicator_count; i++) {
        if (strcmp(catalog->indicators[i].record.id, id) == 0) {
            return &catalog->indicators[i];
        }
    }
    return NULL;
}
