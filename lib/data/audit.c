/* Audits: what is asked for, the findings as they are told, and leaving rows out of a table. Who looks at the rows is
   audit_scan.c. */
#include "data/audit.h"

#include "base/error.h"
#include "base/structs.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 1000000 };

/* ---- tallies --------------------------------------------------------------------------------------- */

int64_t dsi_audit_add(dscore_audit *audit, int32_t kind, int32_t field, int32_t other)
{
    if (audit->failed || !dsi_reserve(&audit->allocator, &audit->tallies, &audit->tally_capacity,
                             audit->tally_count + 1, (int64_t)sizeof *audit->tallies)) {
        audit->failed = true;
        return 0;
    }
    audit->tallies[audit->tally_count] = (dsi_tally){
        .kind = kind, .field = field, .other = other, .first = -1, .label = "", .frequent = "", .message_en = ""};
    return audit->tally_count++;
}

void dsi_audit_hit(dscore_audit *audit, int64_t index, int64_t row)
{
    dsi_tally *tally = &audit->tallies[index];
    if (tally->count++ == 0) {
        tally->first = row;
    }
    if (audit->policies[tally->kind] == DSCORE_AUDIT_EXCLUDE) {
        audit->marked += audit->marks[row] == 0;
        audit->marks[row] = 1;
    }
    if (tally->n_rows >= audit->max_rows) {
        return;
    }
    if (!dsi_reserve(&audit->allocator, &tally->rows, &tally->capacity, tally->n_rows + 1, (int64_t)sizeof(int64_t))) {
        audit->failed = true;
        return;
    }
    tally->rows[tally->n_rows++] = row;
}

static void free_rows(const dscore_audit *audit, dsi_tally *tally)
{
    dsi_release(&audit->allocator, tally->rows, tally->capacity * (int64_t)sizeof(int64_t));
}

static int compare_ints(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* By kind, field, the other field, then as they were found. */
static int compare_tallies(const void *left, const void *right)
{
    const dsi_tally *a = left, *b = right;
    int order = compare_ints(a->kind, b->kind);
    order = order != 0 ? order : compare_ints(a->field, b->field);
    order = order != 0 ? order : compare_ints(a->other, b->other);
    return order != 0 ? order : compare_ints(a->sequence, b->sequence);
}

/* Drop what was not found, put the rest in order, say what it is. False = no memory. */
static bool settle(dscore_audit *audit)
{
    int64_t kept = 0;
    for (int64_t i = 0; i < audit->tally_count; i++) {
        dsi_tally *tally = &audit->tallies[i];
        if (tally->count > 0 || tally->kind == DSCORE_AUDIT_MISSING) {
            audit->tallies[kept++] = *tally;
        } else {
            free_rows(audit, tally);
        }
    }
    audit->tally_count = kept;
    if (kept > 0) {
        qsort(audit->tallies, (size_t)kept, sizeof *audit->tallies, compare_tallies);
    }
    for (int64_t i = 0; i < kept; i++) {
        if (!dsi_audit_describe(audit, &audit->tallies[i])) {
            return false;
        }
    }
    return true;
}

/* ---- making ------------------------------------------------------------------------------------------ */

static bool is_instant(int64_t at, int64_t open)
{
    return at == open || (at >= DSI_INSTANT_FIRST && at <= DSI_INSTANT_LAST);
}

static dscore_status check_options(const dscore_audit_options *o, dscore_error *err)
{
    if (o->struct_size < sizeof *o) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STRUCT_SIZE,
            "struct_size of dscore_audit_options is %u; start from DSCORE_AUDIT_OPTIONS_INIT",
            (unsigned)o->struct_size);
    }
    if (o->max_rows < 0 || o->max_rows > MAX_ROWS) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_AUDIT_OPTION, "max_rows is %d; expected 0 to 1000000",
            (int)o->max_rows);
    }
    if (!is_instant(o->now, INT64_MAX) || !is_instant(o->from, INT64_MIN) || !is_instant(o->to, INT64_MAX)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_AUDIT_OPTION,
            "now, from or to is outside the years 1 to 9999, in microseconds since 1970");
    }
    if (o->from >= o->to) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_AUDIT_OPTION, "the period does not end after it starts");
    }
    return DSCORE_OK;
}

static dscore_status check_domain(const dsi_source *source, const dscore_audit_domain *domain, dscore_error *err)
{
    if (domain->field == NULL) {
        return dsi_fail_null(err, "field of a domain");
    }
    int32_t index = dsi_source_field_index(source, domain->field);
    if (index < 0) {
        return dsi_fail_no_field(err, source, domain->field);
    }
    dscore_status status = DSCORE_OK;
    if (source->fields[index].type != DSCORE_TYPE_NUMBER) {
        status = dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_AUDIT_OPTION,
            "field %s is no number, only numbers can have another domain", domain->field);
    } else if (!(domain->min < domain->max)) {
        status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_AUDIT_OPTION,
            "the domain of %s needs a least value below its greatest", domain->field);
    }
    if (status != DSCORE_OK) {
        dsi_error_path(err, "%s.%s", source->name, domain->field);
    }
    return status;
}

static dscore_status check_domains(const dscore_table *table, const dscore_audit_options *o, dscore_error *err)
{
    const dsi_source *source = &table->schema->sources[table->source];
    if (o->n_domains < 0) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, DSCORE_CODE_AUDIT_OPTION, "n_domains is %d; expected 0 or more", (int)o->n_domains);
    }
    if (o->n_domains > 0 && o->domains == NULL) {
        return dsi_fail_null(err, "domains");
    }
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; i < o->n_domains && status == DSCORE_OK; i++) {
        status = check_domain(source, &o->domains[i], err);
    }
    return status;
}

static dscore_status new_audit(
    const dscore_table *table, const dscore_audit_options *options, dscore_audit **out, dscore_error *err)
{
    const dscore_allocator *a = &table->allocator;
    dscore_audit *audit = dsi_alloc_zero(a, (int64_t)sizeof *audit);
    if (audit == NULL) {
        return dsi_fail_memory(err);
    }
    audit->allocator = *a;
    audit->schema = table->schema;
    dsi_schema_take(table->schema);
    dsi_arena_init(&audit->arena, a);
    audit->source = table->source;
    audit->table_rows = table->rows;
    audit->max_rows = options->max_rows;
    audit->now = options->now;
    audit->from = options->from;
    audit->to = options->to;
    audit->domains = options->domains;
    audit->domain_count = options->n_domains;
    dscore_status status = dsi_audit_read_policies(audit, options->policies, err);
    bool excludes = false;
    for (int32_t kind = 1; kind <= DSI_AUDIT_KINDS; kind++) {
        excludes |= audit->policies[kind] == DSCORE_AUDIT_EXCLUDE;
    }
    if (status == DSCORE_OK && excludes) {
        audit->marks = dsi_alloc_zero(a, table->rows);
        status = audit->marks == NULL ? dsi_fail_memory(err) : DSCORE_OK;
    }
    if (status != DSCORE_OK) {
        dscore_audit_free(audit);
        return status;
    }
    *out = audit;
    return DSCORE_OK;
}

/* The first row that a policy refuses; of findings about the same row, the one listed first. */
static dscore_status refuse(const dscore_audit *audit, dscore_error *err)
{
    const dsi_tally *worst = NULL;
    for (int64_t i = 0; i < audit->tally_count; i++) {
        const dsi_tally *tally = &audit->tallies[i];
        if (audit->policies[tally->kind] == DSCORE_AUDIT_FAIL && tally->count > 0 &&
            (worst == NULL || tally->first < worst->first)) {
            worst = tally;
        }
    }
    if (worst == NULL) {
        return DSCORE_OK;
    }
    const dsi_source *source = dsi_audit_source(audit);
    dscore_status status = dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_AUDIT_FAILED, "%s (policy %s = fail)",
        worst->message_en, dsi_audit_kind_name(worst->kind));
    if (worst->field >= 0) {
        dsi_error_path(err, "%s.%s", source->name, source->fields[worst->field].name);
    } else {
        dsi_error_path(err, "%s", source->name);
    }
    dsi_error_row(err, worst->first);
    return status;
}

dscore_status dscore_table_audit(
    const dscore_table *table, const dscore_audit_options *options, dscore_audit **out, dscore_error *err)
{
    static const dscore_audit_options defaults = DSCORE_AUDIT_OPTIONS_INIT;
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (table == NULL) {
        return dsi_fail_null(err, "table");
    }
    options = options == NULL ? &defaults : options;
    dscore_audit *audit = NULL;
    dscore_status status = check_options(options, err);
    if (status == DSCORE_OK) {
        status = check_domains(table, options, err);
    }
    if (status == DSCORE_OK) {
        status = new_audit(table, options, &audit, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_audit_scan_table(audit, table, err);
        audit->domains = NULL;
    }
    if (status == DSCORE_OK) {
        status = settle(audit) ? refuse(audit, err) : dsi_fail_memory(err);
    }
    if (status != DSCORE_OK) {
        dscore_audit_free(audit);
        return status;
    }
    *out = audit;
    return DSCORE_OK;
}

void dscore_audit_free(dscore_audit *audit)
{
    if (audit == NULL) {
        return;
    }
    dscore_allocator a = audit->allocator;
    for (int64_t i = 0; i < audit->tally_count; i++) {
        free_rows(audit, &audit->tallies[i]);
    }
    dsi_release(&a, audit->tallies, audit->tally_capacity * (int64_t)sizeof *audit->tallies);
    dsi_release(&a, audit->marks, audit->table_rows);
    dsi_arena_free(&audit->arena);
    dsi_schema_drop(audit->schema);
    dsi_release(&a, audit, (int64_t)sizeof *audit);
}

/* ---- reading ----------------------------------------------------------------------------------------- */

int32_t dscore_audit_count(const dscore_audit *audit)
{
    return audit == NULL ? 0 : (int32_t)audit->tally_count;
}

dscore_status dscore_audit_at(const dscore_audit *audit, int32_t index, dscore_audit_finding *out, dscore_error *err)
{
    if (audit == NULL || out == NULL) {
        return dsi_fail_null(err, audit == NULL ? "audit" : "out");
    }
    if (index < 0 || index >= audit->tally_count) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_AUDIT_INDEX,
            "finding %d is not one of the %d findings, from 0", (int)index, (int)audit->tally_count);
    }
    const dsi_source *source = dsi_audit_source(audit);
    const dsi_tally *tally = &audit->tallies[index];
    const char *other = tally->other >= 0 ? source->fields[tally->other].name : tally->frequent;
    const dscore_audit_finding finding = {0, tally->kind, audit->policies[tally->kind], (int32_t)tally->n_rows,
        tally->count, tally->checked, tally->rows, tally->field >= 0 ? source->fields[tally->field].name : "", other,
        tally->label, tally->message_en, tally->message_zh};
    return dsi_struct_give(out, &finding, (int64_t)sizeof finding, err);
}

dscore_status dscore_table_exclude(dscore_table *table, const dscore_audit *audit, dscore_error *err)
{
    if (table == NULL) {
        return dsi_fail_null(err, "table");
    }
    if (audit == NULL) {
        dsi_table_leave_nothing_out(table);
        return DSCORE_OK;
    }
    const char *source = table->schema->sources[table->source].name, *audited = dsi_audit_source(audit)->name;
    if (strcmp(source, audited) != 0) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_AUDIT_TABLE,
            "the audit is of the source %s, the table of %s", audited, source);
    }
    if (table->rows != audit->table_rows) {
        return dsi_fail(err, DSCORE_E_LENGTH, DSCORE_CODE_AUDIT_TABLE,
            "the audit saw %lld rows, the table has %lld; audit it again", (long long)audit->table_rows,
            (long long)table->rows);
    }
    if (audit->policy_text[0] == '\0') { /* nothing is in force */
        dsi_table_leave_nothing_out(table);
        return DSCORE_OK;
    }
    const uint8_t *marks = audit->marked > 0 ? audit->marks : NULL;
    return dsi_table_leave_out(table, marks, audit->policy_text) ? DSCORE_OK : dsi_fail_memory(err);
}
