/* One pass over the rows of a table, block by block: each bound field for itself, then pairs of instants; whole rows
   and labels are left to audit_rows.c and audit_labels.c. */
#include "data/audit.h"

#include "base/error.h"
#include <string.h>

typedef struct dsi_audit_pair_scan {
    const dsi_audit_column *column, *other;
    int64_t tally;
    bool strict;
} pair_scan;

/* ---- opening --------------------------------------------------------------------------------------- */

const dsi_audit_column *dsi_audit_column_of(const dsi_audit_scan *scan, const char *field)
{
    int32_t index = dsi_source_field_index(dsi_audit_source(scan->audit), field);
    for (int32_t i = 0; index >= 0 && i < scan->column_count; i++) {
        if (scan->columns[i].field == index) {
            return &scan->columns[i];
        }
    }
    return NULL;
}

/* Fields that are compared with others of their row keep their block in a scratch of their own. */
static bool is_compared(const dsi_field *field)
{
    static const char *const names[] = {"is_bot", "is_bot_resolved", "responder", "is_resolved", "replies"};
    bool found = field->type == DSCORE_TYPE_INSTANT;
    for (size_t i = 0; !found && i < sizeof names / sizeof names[0]; i++) {
        found = strcmp(names[i], field->name) == 0;
    }
    return found;
}

static dscore_status open_labels(dsi_audit_scan *scan, dsi_audit_column *column, dscore_error *err)
{
    const dsi_field *field = &dsi_audit_source(scan->audit)->fields[column->field];
    bool is_unique = (field->flags & DSCORE_FIELD_UNIQUE) != 0;
    if (field->type != DSCORE_TYPE_TEXT || (!is_unique && dsi_table_kind(scan->table, column->field) != DSI_STRING)) {
        return DSCORE_OK; /* integers do not differ by case */
    }
    column->labels = dsi_labels_new(&scan->audit->allocator);
    if (column->labels == NULL) {
        return dsi_fail_memory(err);
    }
    if (is_unique) {
        column->duplicate = dsi_audit_add(scan->audit, DSCORE_AUDIT_DUPLICATE, column->field, -1);
    }
    return dsi_key_reader_new(
        &scan->audit->allocator, scan->table, column->field, column->labels, true, &column->reader, err);
}

static dsi_reading reading_of(const dscore_audit *audit, const dsi_field *field)
{
    dsi_reading reading = dsi_reading_of(field);
    for (int32_t i = 0; i < audit->domain_count; i++) {
        if (strcmp(audit->domains[i].field, field->name) == 0) {
            reading.domain_min = audit->domains[i].min;
            reading.domain_max = audit->domains[i].max;
            reading.flags &= ~DSCORE_FIELD_MIN_OPEN;
        }
    }
    return reading;
}

static dscore_status open_column(dsi_audit_scan *scan, dsi_audit_column *column, dscore_error *err)
{
    dscore_audit *audit = scan->audit;
    const dsi_field *field = &dsi_audit_source(audit)->fields[column->field];
    column->reading = reading_of(audit, field);
    column->missing = dsi_audit_add(audit, DSCORE_AUDIT_MISSING, column->field, -1);
    column->invalid = dsi_audit_add(audit, DSCORE_AUDIT_INVALID, column->field, -1);
    column->future = column->duplicate = -1;
    if (field->type == DSCORE_TYPE_INSTANT && audit->now != INT64_MAX && !dsi_audit_is_deadline(field->name)) {
        column->future = dsi_audit_add(audit, DSCORE_AUDIT_FUTURE, column->field, -1);
    }
    return open_labels(scan, column, err);
}

static dscore_status open_columns(dsi_audit_scan *scan, dscore_error *err)
{
    const dscore_allocator *a = &scan->audit->allocator;
    const dsi_source *source = dsi_audit_source(scan->audit);
    int64_t own = 0;
    scan->columns = dsi_alloc_zero(a, (int64_t)sizeof *scan->columns * source->field_count);
    if (scan->columns == NULL) {
        return dsi_fail_memory(err);
    }
    for (int32_t i = 0; i < source->field_count; i++) {
        own += dsi_table_bound(scan->table, i) && is_compared(&source->fields[i]);
    }
    scan->scratches = dsi_alloc(a, (own + 1) * (int64_t)sizeof *scan->scratches);
    if (scan->scratches == NULL) {
        return dsi_fail_memory(err);
    }
    scan->scratch_count = own + 1;
    own = 1;
    for (int32_t i = 0; i < source->field_count; i++) {
        if (!dsi_table_bound(scan->table, i)) {
            continue;
        }
        dsi_audit_column *column = &scan->columns[scan->column_count++];
        column->field = i;
        column->scratch = &scan->scratches[is_compared(&source->fields[i]) ? own++ : 0];
        dscore_status status = open_column(scan, column, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    return DSCORE_OK;
}

static void open_pair(dsi_audit_scan *scan, const dsi_audit_pair *pair)
{
    const dsi_audit_column *column = dsi_audit_column_of(scan, pair->field);
    const dsi_audit_column *other = dsi_audit_column_of(scan, pair->other);
    if (column == NULL || other == NULL || column->reading.type != DSCORE_TYPE_INSTANT ||
        other->reading.type != DSCORE_TYPE_INSTANT ||
        dsi_table_naive(scan->table, column->field) != dsi_table_naive(scan->table, other->field)) {
        return; /* of a zoneless and a zoned instant nobody knows which one is earlier (D6) */
    }
    dscore_audit *audit = scan->audit;
    if (!dsi_reserve(&audit->allocator, &scan->pairs, &scan->pair_capacity, (int64_t)scan->pair_count + 1,
            (int64_t)sizeof *scan->pairs)) {
        audit->failed = true;
        return;
    }
    int64_t tally = dsi_audit_add(audit, DSCORE_AUDIT_STOP_BEFORE_START, column->field, other->field);
    if (!audit->failed) {
        audit->tallies[tally].strict = pair->strict;
    }
    scan->pairs[scan->pair_count++] = (pair_scan){column, other, tally, pair->strict};
}

static void open_pairs(dsi_audit_scan *scan)
{
    int32_t count;
    const dsi_audit_pair *pairs = dsi_audit_pairs(&count);
    const char *source = dsi_audit_source(scan->audit)->name;
    for (int32_t i = 0; i < count; i++) {
        if (strcmp(pairs[i].source, source) == 0) {
            open_pair(scan, &pairs[i]);
        }
    }
}

static void close_scan(dsi_audit_scan *scan)
{
    const dscore_allocator *a = &scan->audit->allocator;
    for (int32_t i = 0; i < scan->column_count; i++) {
        dsi_audit_column *column = &scan->columns[i];
        dsi_key_reader_free(column->reader);
        dsi_labels_free(column->labels);
        dsi_release(a, column->counts, column->counts_capacity * (int64_t)sizeof *column->counts);
    }
    dsi_release(a, scan->columns, (int64_t)sizeof *scan->columns * dsi_audit_source(scan->audit)->field_count);
    dsi_release(a, scan->scratches, scan->scratch_count * (int64_t)sizeof *scan->scratches);
    dsi_release(a, scan->pairs, scan->pair_capacity * (int64_t)sizeof *scan->pairs);
}

/* ---- a block ----------------------------------------------------------------------------------------- */

/* The tally of invalid cells whose count of reasons `status` adds to. */
static void count_cells(dsi_audit_scan *scan, const dsi_audit_column *column, int64_t first, int32_t n)
{
    dscore_audit *audit = scan->audit;
    const uint8_t *status = column->v.status;
    int64_t missing = 0;
    for (int32_t i = 0; status != NULL && i < n; i++) {
        if (status[i] == DSI_MISSING) {
            missing++;
            dsi_audit_hit(audit, column->missing, first + i);
        } else if (status[i] >= DSI_BAD_DOMAIN) {
            dsi_audit_hit(audit, column->invalid, first + i);
            audit->tallies[column->invalid].reasons[status[i] - DSI_BAD_DOMAIN]++;
        }
    }
    audit->tallies[column->missing].checked += n;
    audit->tallies[column->invalid].checked += n - missing;
}

static void count_future(dsi_audit_scan *scan, const dsi_audit_column *column, int64_t first, int32_t n)
{
    dscore_audit *audit = scan->audit;
    const uint8_t *status = column->v.status;
    const int64_t now = audit->now;
    int64_t present = 0;
    for (int32_t i = 0; i < n; i++) {
        bool is_present = status == NULL || status[i] == DSI_PRESENT;
        present += is_present;
        if (is_present && column->v.v.i[i] > now) {
            dsi_audit_hit(audit, column->future, first + i);
        }
    }
    audit->tallies[column->future].checked += present;
}

static void count_values(dsi_audit_column *column, int32_t n)
{
    const uint8_t *status = column->v.status;
    for (int32_t i = 0; i < n; i++) {
        if (status == NULL || status[i] == DSI_PRESENT) {
            column->met_values[column->v.v.b[i]]++;
        }
    }
}

static void count_pair(dsi_audit_scan *scan, const pair_scan *pair, int64_t first, int32_t n)
{
    const uint8_t *status = pair->column->v.status, *other_status = pair->other->v.status;
    const int64_t *stop = pair->column->v.v.i, *start = pair->other->v.v.i;
    int64_t both = 0;
    for (int32_t i = 0; i < n; i++) {
        if ((status != NULL && status[i] != DSI_PRESENT) || (other_status != NULL && other_status[i] != DSI_PRESENT)) {
            continue;
        }
        both++;
        if (stop[i] < start[i] || (pair->strict && stop[i] == start[i])) {
            dsi_audit_hit(scan->audit, pair->tally, first + i);
        }
    }
    scan->audit->tallies[pair->tally].checked += both;
}

static void scan_block(dsi_audit_scan *scan, int64_t first, int32_t n)
{
    for (int32_t i = 0; i < scan->column_count; i++) {
        dsi_audit_column *column = &scan->columns[i];
        dsi_gather(scan->table, column->field, &column->reading, first, n, column->scratch, &column->v);
        count_cells(scan, column, first, n);
        if (column->future >= 0) {
            count_future(scan, column, first, n);
        }
        if (column->v.kind == DSI_BOOL) {
            count_values(column, n);
        }
        if (column->reader != NULL) {
            dsi_audit_labels_block(scan, column, first, n);
        }
    }
    for (int32_t i = 0; i < scan->pair_count; i++) {
        count_pair(scan, &scan->pairs[i], first, n);
    }
    dsi_audit_rows_block(scan, first, n);
}

/* After the last block: a flag that is often "yes or blank" lacks one of its values. Its rows are those that miss it.
 */
static void find_one_value(dscore_audit *audit, const dsi_audit_column *column)
{
    static const char *const values[] = {"false", "true"};
    const int met = column->met_values[1] > 0;
    if (audit->tallies[column->missing].count == 0 || column->met_values[met] == 0 || column->met_values[1 - met] > 0) {
        return;
    }
    int64_t index = dsi_audit_add(audit, DSCORE_AUDIT_ONE_VALUE, column->field, -1);
    if (audit->failed) {
        return;
    }
    dsi_tally *tally = &audit->tallies[index];
    const dsi_tally *missing = &audit->tallies[column->missing];
    tally->label = values[met];
    tally->frequent = values[1 - met];
    tally->frequent_count = column->met_values[met];
    tally->checked = missing->checked;
    for (int64_t i = 0; i < missing->n_rows; i++) {
        dsi_audit_hit(audit, index, missing->rows[i]);
    }
    tally->count = missing->count;
    tally->first = missing->first;
}

static void scan_rows(dsi_audit_scan *scan)
{
    const int64_t rows = scan->table->rows;
    for (int64_t first = 0; first < rows && !scan->audit->failed; first += DSI_BLOCK) {
        scan_block(scan, first, rows - first < DSI_BLOCK ? (int32_t)(rows - first) : DSI_BLOCK);
    }
    for (int32_t i = 0; i < scan->column_count && !scan->audit->failed; i++) {
        find_one_value(scan->audit, &scan->columns[i]);
        if (scan->columns[i].counts != NULL) {
            dsi_audit_labels_compare(scan, &scan->columns[i]);
        }
    }
}

dscore_status dsi_audit_scan_table(dscore_audit *audit, const dscore_table *table, dscore_error *err)
{
    dsi_audit_scan scan = {.audit = audit, .table = table};
    dscore_status status = open_columns(&scan, err);
    if (status == DSCORE_OK) {
        open_pairs(&scan);
        dsi_audit_rows_open(&scan);
        if (!audit->failed) {
            scan_rows(&scan);
        }
        status = audit->failed ? dsi_fail_memory(err) : DSCORE_OK;
    }
    close_scan(&scan);
    return status;
}
