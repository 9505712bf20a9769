/* What the formula tests share: compiling a text against the standard fields and looking at the error. */
#ifndef FORMULA_SUPPORT_H
#define FORMULA_SUPPORT_H

#include "base/error.h"
#include "formula/formula.h"
#include "support.h"

/* An arena, an error and the scope of a formula over tickets. */
typedef struct bench {
    dscore_allocator allocator;
    dsi_arena arena;
    dscore_error err;
    dsi_scope scope;
} bench;

static const dsi_parameter bench_parameters[] = {
    {"limit", DSCORE_TYPE_DURATION, "s", "24h", "", ""},
    {"cut", DSCORE_TYPE_NUMBER, "points", "4", "", ""},
    {"q", DSCORE_TYPE_NUMBER, "", "0.9", "0", "1"},
    {"mode", DSCORE_TYPE_TEXT, "", "\"strict\"", "", ""},
    {"since", DSCORE_TYPE_INSTANT, "", "", "", ""},
    {"flag", DSCORE_TYPE_BOOLEAN, "", "true", "", ""},
};

static inline const dsi_source *bench_source(const char *name)
{
    int32_t n = 0;
    const dsi_source *sources = dsi_standard_sources(&n);
    for (int32_t i = 0; i < n; i++) {
        if (strcmp(sources[i].name, name) == 0) {
            return &sources[i];
        }
    }
    ck_abort_msg("no source %s", name);
    return NULL;
}

static inline void bench_open(bench *b)
{
    const dscore_error none = DSCORE_ERROR_INIT;
    memset(b, 0, sizeof *b);
    b->err = none;
    ck_assert_int_eq(dsi_allocator_init(&b->allocator, NULL, NULL), DSCORE_OK);
    dsi_arena_init(&b->arena, &b->allocator);
    b->scope.source = bench_source("tickets");
    b->scope.parameters = bench_parameters;
    b->scope.parameter_count = (int32_t)(sizeof bench_parameters / sizeof bench_parameters[0]);
}

static inline void bench_close(bench *b)
{
    dsi_arena_free(&b->arena);
}

/* The tree, or NULL with b->err filled. */
static inline dsi_node *compile(bench *b, const char *text)
{
    dsi_node *node = NULL;
    const dscore_error none = DSCORE_ERROR_INIT;
    b->err = none;
    (void)dsi_formula_compile(&b->arena, text, (int64_t)strlen(text), &b->scope, &node, &b->err);
    return node;
}

static inline dsi_node *compile_row(bench *b, const char *text)
{
    b->scope.row_only = true;
    dsi_node *node = compile(b, text);
    b->scope.row_only = false;
    return node;
}

#define assert_compiles(b, text) ck_assert_msg(compile((b), (text)) != NULL, "%s: %s", (text), (b)->err.message)
#define assert_row_compiles(b, text) ck_assert_msg(compile_row((b), (text)) != NULL, "%s: %s", (text), (b)->err.message)

/* Fails with this status, at this column, with these words in the message. */
static inline void check_refused(
    const bench *b, const dsi_node *node, const char *text, dscore_status status, int32_t column, const char *words)
{
    ck_assert_msg(node == NULL, "accepted: %s", text);
    ck_assert_msg(b->err.status == status, "%s: %s: %s", text, dscore_status_name(b->err.status), b->err.message);
    ck_assert_msg(
        b->err.column == column, "%s: column %d, not %d: %s", text, (int)b->err.column, (int)column, b->err.message);
    ck_assert_msg(strstr(b->err.message, words) != NULL, "%s: \"%s\" lacks \"%s\"", text, b->err.message, words);
}

#define assert_refused(b, text, status, column, words)                                                                 \
    check_refused((b), compile((b), (text)), (text), (status), (column), (words))
#define assert_row_refused(b, text, status, column, words)                                                             \
    check_refused((b), compile_row((b), (text)), (text), (status), (column), (words))

#endif
