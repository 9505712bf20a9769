/* Reading one cell back, as queries see it: through gather, a block of one row. */
#include "data/gather.h"

#include "base/error.h"
#include "base/structs.h"
#include "base/wide.h"

/* value / divisor, rounded once. */
static double quotient(int64_t value, int64_t divisor)
{
    dsi_sum sum = {0};
    dsi_sum_add_int(&sum, value);
    return dsi_sum_value(&sum, divisor);
}

/* What a present value of a gathered vector is, in the members of a cell. */
static void fill_value(const dsi_vector *v, dscore_cell *cell)
{
    switch (v->kind) {
    case DSI_STRING:
        cell->text = v->v.s[0].p;
        cell->text_length = v->v.s[0].n;
        return;
    case DSI_DOUBLE:
        cell->number = v->v.f[0];
        return;
    case DSI_BOOL:
        cell->is_integer = 1;
        cell->integer = v->v.b[0];
        cell->number = (double)cell->integer;
        return;
    case DSI_DECIMAL:
        cell->number = quotient(v->v.i[0], dsi_power10(v->scale));
        return;
    default:
        break;
    }
    bool is_time = cell->type == DSCORE_TYPE_INSTANT || cell->type == DSCORE_TYPE_DURATION;
    cell->is_integer = 1;
    cell->integer = v->v.i[0];
    cell->number = is_time ? quotient(cell->integer, 1000000) : (double)cell->integer;
}

static dscore_status read_cell(
    const dscore_table *table, int32_t field, int64_t row, dscore_cell *out, dscore_error *err)
{
    const dsi_field *f = &table->schema->sources[table->source].fields[field];
    if (!dsi_table_bound(table, field)) {
        return dsi_fail(err, DSCORE_E_FIELD_MISSING, DSCORE_CODE_FIELD_UNBOUND,
            "the field is not bound; bind a column to it before reading its cells");
    }
    if (row < 0 || row >= table->rows) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_ROW, "row %lld is not one of the %lld rows, from 0",
            (long long)row, (long long)table->rows);
    }
    dsi_scratch scratch;
    dsi_vector v;
    const dsi_reading reading = dsi_reading_of(f);
    dsi_gather(table, field, &reading, row, 1, &scratch, &v);
    dscore_cell cell = DSCORE_CELL_INIT;
    cell.type = f->type;
    uint8_t status = v.status == NULL ? (uint8_t)DSI_PRESENT : v.status[0];
    cell.status = status == DSI_PRESENT ? 0 : status == DSI_MISSING ? 1 : 2;
    if (status == DSI_PRESENT) {
        fill_value(&v, &cell);
    }
    return dsi_struct_give(out, &cell, (int64_t)sizeof cell, err);
}

dscore_status dscore_table_cell(
    const dscore_table *table, const char *field, int64_t row, dscore_cell *out, dscore_error *err)
{
    if (table == NULL || field == NULL || out == NULL) {
        return dsi_fail_null(err, table == NULL ? "table" : field == NULL ? "field" : "out");
    }
    const dsi_source *source = &table->schema->sources[table->source];
    int32_t index = dsi_source_field_index(source, field);
    dscore_status status = index < 0 ? dsi_fail_no_field(err, source, field) : read_cell(table, index, row, out, err);
    if (status != DSCORE_OK) {
        dsi_error_path(err, "%s.%s", source->name, field);
    }
    return status;
}
