/* What the tests of documents share: the built-in catalogue, files of the project, and expected mistakes. */
#ifndef DSCORE_TESTS_DOCUMENT_SUPPORT_H
#define DSCORE_TESTS_DOCUMENT_SUPPORT_H

#include "support.h"

#include <deskscore/codes.h>
#include <stddef.h>

#ifndef DSCORE_SOURCE_DIR
#define DSCORE_SOURCE_DIR "."
#endif

/* The built-in catalogue; freed by the caller. */
static inline dscore_catalog *builtin_catalog(void)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builtin(NULL, &catalog, &err), err);
    return catalog;
}

/* A file of the project as text; freed by the caller. */
static inline char *project_file(const char *name)
{
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s", DSCORE_SOURCE_DIR, name);
    FILE *f = fopen(path, "rb");
    ck_assert_msg(f != NULL, "%s is not there", path);
    char *text = calloc(1, 1 << 20);
    ck_assert_ptr_nonnull(text);
    const size_t length = fread(text, 1, (1 << 20) - 1, f);
    ck_assert(length > 0);
    (void)fclose(f);
    return text;
}

/* A piece of a mistake: what stands in the document, and what must be said of it. */
typedef struct mistake {
    const char *json;
    dscore_status status;
    const char *path; /* exactly */
    const char *part; /* of the message */
} mistake;

static inline void assert_mistake(const mistake *m, dscore_status status, const dscore_error *err)
{
    ck_assert_msg(status == m->status, "%s\n  -> %s [%s] %s, expected %s", m->json, dscore_status_name(status),
        err->path, err->message, dscore_status_name(m->status));
    ck_assert_msg(strcmp(err->path, m->path) == 0, "%s\n  -> path [%s], expected [%s]: %s", m->json, err->path, m->path,
        err->message);
    ck_assert_msg(
        strstr(err->message, m->part) != NULL, "%s\n  -> \"%s\", expected \"%s\"", m->json, err->message, m->part);
}

/* A text with one place replaced; freed by the caller. */
static inline char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    ck_assert_msg(at != NULL, "\"%s\" is not in the text", from);
    char *out = calloc(1, strlen(text) + strlen(to) + 1);
    ck_assert_ptr_nonnull(out);
    memcpy(out, text, (size_t)(at - text));
    strcat(out, to);
    strcat(out, at + strlen(from));
    return out;
}

/* A document with one place replaced, and what must be said of it. */
typedef struct change {
    const char *from, *to;
    dscore_status status;
    const char *path; /* exactly */
    const char *part; /* of the message */
} change;

/* The findings of a check as lines `CODE path`. */
static inline void findings_text(const dscore_report *report, char *out, size_t capacity)
{
    out[0] = '\0';
    for (int32_t i = 0; i < dscore_report_count(report); i++) {
        dscore_finding f = DSCORE_FINDING_INIT;
        dscore_error err = DSCORE_ERROR_INIT;
        assert_ok(dscore_report_finding(report, i, &f, &err), err);
        const size_t used = strlen(out);
        (void)snprintf(out + used, capacity - used, "%s %s\n", f.code, f.path);
        ck_assert(f.message_en[0] != '\0' && f.message_zh[0] != '\0');
        ck_assert(f.severity >= DSCORE_SEVERITY_INFO && f.severity <= DSCORE_SEVERITY_ERROR);
    }
}

static inline void assert_findings(const dscore_catalog *catalog, const char *json, const char *expected)
{
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    char found[8192];
    assert_ok(dscore_document_check(catalog, json, (int64_t)strlen(json), &report, &err), err);
    findings_text(report, found, sizeof found);
    ck_assert_str_eq(found, expected);
    dscore_report_free(report);
}

/* An allocator whose memory runs out. */
typedef struct purse {
    int64_t left, held; /* allocations until the one that fails; blocks that are out */
} purse;

static inline void *purse_take(void *ctx, int64_t size, int64_t align)
{
    purse *p = ctx;
    (void)align;
    if (p->left-- <= 0) {
        return NULL;
    }
    p->held++;
    return malloc((size_t)size);
}

static inline void *purse_change(void *ctx, void *old, int64_t old_size, int64_t size, int64_t align)
{
    purse *p = ctx;
    (void)old_size;
    (void)align;
    return p->left-- <= 0 ? NULL : realloc(old, (size_t)size);
}

static inline void purse_give(void *ctx, void *old, int64_t size, int64_t align)
{
    purse *p = ctx;
    (void)size;
    (void)align;
    p->held--;
    free(old);
}

static inline dscore_allocator purse_allocator(purse *p)
{
    return (dscore_allocator){(uint32_t)sizeof(dscore_allocator), p, purse_take, purse_change, purse_give};
}

#endif
