/* What the tests of audits share: tables of built-in sources, and findings by kind and field. */
#ifndef DSCORE_TESTS_AUDIT_SUPPORT_H
#define DSCORE_TESTS_AUDIT_SUPPORT_H

#include "data_support.h"

static inline dscore_table *table_of(const char *source)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_schema *schema;
    dscore_table *table;
    assert_ok(small_schema(NULL, &schema, &err), err);
    assert_ok(dscore_table_new(schema, source, &table, &err), err);
    dsi_schema_drop(schema);
    return table;
}

static const int64_t no_instant = INT64_MIN;

/* Seconds since 1970; no_instant is missing. */
static inline void bind_instants(dscore_table *table, const char *field, const int64_t *seconds, int64_t n)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(
        dscore_table_bind_array(table, field, DSCORE_INT64, DSCORE_UNIT_S, seconds, n, 8, &no_instant, &err), err);
}

static inline void bind_texts(dscore_table *table, const char *field, const char *const *texts, int64_t n)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(
        dscore_table_bind_array(table, field, DSCORE_CSTRING, 0, texts, n, (int64_t)sizeof texts[0], NULL, &err), err);
}

/* 2 is missing. */
static inline void bind_flags(dscore_table *table, const char *field, const int8_t *flags, int64_t n)
{
    static const int8_t missing = 2;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_table_bind_array(table, field, DSCORE_INT8, 0, flags, n, 1, &missing, &err), err);
}

static inline dscore_audit *audit_of(const dscore_table *table, const dscore_audit_options *options)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_audit *audit;
    assert_ok(dscore_table_audit(table, options, &audit, &err), err);
    return audit;
}

static inline dscore_audit_finding finding_at(const dscore_audit *audit, int32_t index)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_audit_finding f = DSCORE_AUDIT_FINDING_INIT;
    assert_ok(dscore_audit_at(audit, index, &f, &err), err);
    return f;
}

/* The finding of a kind about a field (and another one, or a label; NULL = any); count is -1 if there is none. */
static inline dscore_audit_finding find(const dscore_audit *audit, int32_t kind, const char *field, const char *other)
{
    dscore_audit_finding none = DSCORE_AUDIT_FINDING_INIT;
    for (int32_t i = 0; i < dscore_audit_count(audit); i++) {
        dscore_audit_finding f = finding_at(audit, i);
        bool is_other = other == NULL || strcmp(f.other, other) == 0 || strcmp(f.label, other) == 0;
        if (f.kind == kind && strcmp(f.field, field) == 0 && is_other) {
            return f;
        }
    }
    none.count = -1;
    return none;
}

static inline int32_t count_of_kind(const dscore_audit *audit, int32_t kind)
{
    int32_t n = 0;
    for (int32_t i = 0; i < dscore_audit_count(audit); i++) {
        n += finding_at(audit, i).kind == kind;
    }
    return n;
}

static inline void assert_rows(const dscore_audit_finding *f, const int64_t *rows, int32_t n)
{
    ck_assert_int_eq(f->n_rows, n);
    for (int32_t i = 0; i < n; i++) {
        ck_assert_int_eq(f->rows[i], rows[i]);
    }
}

#endif
