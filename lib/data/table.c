/* Tables: the columns of one source, bound by field name. What a column is, and whether it may serve a field, is
   binding.c's business. */
#include <deskscore/data.h>

#include "base/error.h"
#include "data/binding.h"
#include <string.h>

static const dsi_source *source_of(const dscore_table *table)
{
    return &table->schema->sources[table->source];
}

dscore_status dscore_table_new(const dscore_schema *schema, const char *source, dscore_table **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (schema == NULL || source == NULL) {
        return dsi_fail_null(err, schema == NULL ? "schema" : "source");
    }
    int32_t index = dsi_schema_source_index(schema, source);
    if (index < 0) {
        return dsi_fail_no_source(err, schema, source);
    }
    const dscore_allocator *a = &schema->arena.allocator;
    dscore_table *table = dsi_alloc_zero(a, (int64_t)sizeof *table);
    if (table == NULL) {
        return dsi_fail_memory(err);
    }
    int64_t size = (int64_t)sizeof(dsi_binding) * schema->sources[index].field_count;
    table->bindings = dsi_alloc_zero(a, size);
    table->shape = dsi_alloc_zero(a, schema->sources[index].field_count);
    if (table->bindings == NULL || table->shape == NULL) {
        dsi_release(a, table->bindings, size);
        dsi_release(a, table->shape, schema->sources[index].field_count);
        dsi_release(a, table, (int64_t)sizeof *table);
        return dsi_fail_memory(err);
    }
    table->allocator = *a;
    table->schema = schema;
    table->source = index;
    dsi_schema_take(schema);
    *out = table;
    return DSCORE_OK;
}

void dscore_table_free(dscore_table *table)
{
    if (table == NULL) {
        return;
    }
    dscore_allocator a = table->allocator;
    int32_t count = source_of(table)->field_count;
    for (int32_t i = 0; i < count; i++) {
        dsi_binding_free(&a, &table->bindings[i]);
    }
    dsi_release(&a, table->bindings, (int64_t)sizeof(dsi_binding) * count);
    dsi_release(&a, table->shape, count);
    dsi_table_leave_nothing_out(table);
    dsi_schema_drop(table->schema);
    dsi_release(&a, table, (int64_t)sizeof *table);
}

/* The rows that the other columns agree on; -1 = there is no other column. Names one of them. */
static int64_t rows_of_others(const dscore_table *table, int32_t field, const char **out_other)
{
    const dsi_source *source = source_of(table);
    for (int32_t i = 0; i < source->field_count; i++) {
        if (i != field && table->bindings[i].bound) {
            *out_other = source->fields[i].name;
            return table->bindings[i].length;
        }
    }
    return -1;
}

/* What a batch is checked for, in a byte: kinds are small numbers. */
static uint8_t shape_of(const dscore_table *table, int32_t field)
{
    enum { BOUND = 1, NAIVE = 2, KINDS = 4 };
    const bool is_naive = dsi_table_naive(table, field);
    return !dsi_table_bound(table, field)
               ? 0
               : (uint8_t)(BOUND + (is_naive ? (int32_t)NAIVE : 0) + KINDS * dsi_table_kind(table, field));
}

static dscore_status bind(dscore_table *table, int32_t field, const dscore_column *column, dscore_error *err)
{
    const dsi_source *source = source_of(table);
    const char *other = "";
    dsi_binding binding;
    dscore_status status = dsi_binding_make(&table->allocator, &source->fields[field], column, &binding, err);
    if (status != DSCORE_OK) {
        return status;
    }
    int64_t rows = rows_of_others(table, field, &other);
    if (rows >= 0 && rows != binding.length) {
        dsi_binding_free(&table->allocator, &binding);
        return dsi_fail(err, DSCORE_E_LENGTH, DSCORE_CODE_COLUMN_LENGTH,
            "the column has %lld rows, but %s, already bound, has %lld; unbind it first to change the length",
            (long long)column->length, other, (long long)rows);
    }
    if (table->exclusion != NULL && table->exclusion->rows != binding.length) {
        dsi_binding_free(&table->allocator, &binding);
        return dsi_fail(err, DSCORE_E_LENGTH, DSCORE_CODE_COLUMN_LENGTH,
            "the column has %lld rows, but the audit whose rows are left out saw %lld; call dscore_table_exclude with "
            "NULL first to change the length",
            (long long)column->length, (long long)table->exclusion->rows);
    }
    dsi_binding_free(&table->allocator, &table->bindings[field]);
    table->bindings[field] = binding;
    table->shape[field] = shape_of(table, field);
    table->rows = binding.length;
    return DSCORE_OK;
}

dscore_status dscore_table_bind(dscore_table *table, const char *field, const dscore_column *column, dscore_error *err)
{
    if (table == NULL || field == NULL || column == NULL) {
        return dsi_fail_null(err, table == NULL ? "table" : field == NULL ? "field" : "column");
    }
    const dsi_source *source = source_of(table);
    int32_t index = dsi_source_field_index(source, field);
    dscore_status status = index < 0 ? dsi_fail_no_field(err, source, field) : bind(table, index, column, err);
    if (status != DSCORE_OK) {
        dsi_error_prefix(err, field);
        dsi_error_prefix(err, source->name);
    }
    return status;
}

dscore_status dscore_table_bind_array(dscore_table *table, const char *field, int32_t type, int32_t unit,
    const void *data, int64_t length, int64_t stride, const void *missing, dscore_error *err)
{
    dscore_column column = DSCORE_COLUMN_INIT;
    column.type = type;
    column.unit = unit;
    column.data = data;
    column.length = length;
    column.stride = stride;
    column.sentinel = missing;
    return dscore_table_bind(table, field, &column, err);
}

dscore_status dscore_table_unbind(dscore_table *table, const char *field, dscore_error *err)
{
    if (table == NULL || field == NULL) {
        return dsi_fail_null(err, table == NULL ? "table" : "field");
    }
    const dsi_source *source = source_of(table);
    int32_t index = dsi_source_field_index(source, field);
    if (index < 0) {
        return dsi_fail_no_field(err, source, field);
    }
    const char *other = "";
    dsi_binding_free(&table->allocator, &table->bindings[index]);
    table->shape[index] = shape_of(table, index);
    if (rows_of_others(table, index, &other) < 0) {
        table->rows = 0;
    }
    return DSCORE_OK;
}

/* ---- rows left out --------------------------------------------------------------------------- */

static void free_exclusion(const dscore_allocator *a, dsi_exclusion *e)
{
    if (e != NULL) {
        dsi_release(a, e->marks, e->rows);
        dsi_release(a, e->policies, e->policies_size);
        dsi_release(a, e, (int64_t)sizeof *e);
    }
}

static void *copy_bytes(const dscore_allocator *a, const void *bytes, int64_t n)
{
    void *copy = dsi_alloc(a, n);
    if (copy != NULL && n > 0) {
        memcpy(copy, bytes, (size_t)n);
    }
    return copy;
}

bool dsi_table_leave_out(dscore_table *table, const uint8_t *marks, const char *policies)
{
    const dscore_allocator *a = &table->allocator;
    dsi_exclusion *e = dsi_alloc_zero(a, (int64_t)sizeof *e);
    if (e == NULL) {
        return false;
    }
    e->rows = table->rows;
    e->policies_size = (int64_t)strlen(policies) + 1;
    e->policies = copy_bytes(a, policies, e->policies_size);
    e->marks = marks == NULL ? NULL : copy_bytes(a, marks, e->rows);
    if (e->policies == NULL || (e->marks == NULL && marks != NULL)) {
        free_exclusion(a, e);
        return false;
    }
    free_exclusion(a, table->exclusion);
    table->exclusion = e;
    return true;
}

void dsi_table_leave_nothing_out(dscore_table *table)
{
    free_exclusion(&table->allocator, table->exclusion);
    table->exclusion = NULL;
}

const uint8_t *dsi_table_left_out(const dscore_table *table)
{
    return table->exclusion == NULL ? NULL : table->exclusion->marks;
}

const char *dsi_table_policies(const dscore_table *table)
{
    return table->exclusion == NULL ? "" : table->exclusion->policies;
}

int64_t dscore_table_rows(const dscore_table *table)
{
    return table == NULL ? 0 : table->rows;
}

const char *dscore_table_source(const dscore_table *table)
{
    return table == NULL ? "" : source_of(table)->name;
}

int32_t dscore_table_has(const dscore_table *table, const char *field)
{
    if (table == NULL || field == NULL) {
        return 0;
    }
    int32_t index = dsi_source_field_index(source_of(table), field);
    return index >= 0 && table->bindings[index].bound ? 1 : 0;
}
