/* For tests of documents of a kind that is read against a catalogue, to be included once: parse, dump (freed by the
   caller), assert_round_trip: what is dumped reads back with the same dump and the same hash, assert_mistakes, and
   read_bytes, the read of a byte_reader. Before it stand the type, with which its functions begin, and its hash:
   #define DOCUMENT dscore_scorecard
   #define DOCUMENT_HASH DSCORE_CARD_HASH */
#ifndef DSCORE_TESTS_DOCUMENT_KIND_H
#define DSCORE_TESTS_DOCUMENT_KIND_H

#include "document_support.h"

#define DOCUMENT_JOIN(type, name) type##_##name
#define DOCUMENT_NAME(type, name) DOCUMENT_JOIN(type, name)
#define DOCUMENT_CALL(name) DOCUMENT_NAME(DOCUMENT, name)

static inline DOCUMENT *parse(const dscore_catalog *catalog, const char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    DOCUMENT *object = NULL;
    assert_ok(DOCUMENT_CALL(parse)(catalog, json, (int64_t)strlen(json), &object, &err), err);
    return object;
}

static inline char *dump(const DOCUMENT *object)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    ck_assert_int_eq(DOCUMENT_CALL(dump)(object, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    char *text = malloc((size_t)needed);
    ck_assert_ptr_nonnull(text);
    assert_ok(DOCUMENT_CALL(dump)(object, text, needed, NULL, &err), err);
    return text;
}

static inline void assert_round_trip(const dscore_catalog *catalog, const char *json)
{
    DOCUMENT *object = parse(catalog, json);
    char *first = dump(object);
    DOCUMENT *again = parse(catalog, first);
    char *second = dump(again);
    ck_assert_str_eq(first, second);
    ck_assert_str_eq(DOCUMENT_CALL(text)(object, DOCUMENT_HASH), DOCUMENT_CALL(text)(again, DOCUMENT_HASH));
    ck_assert_uint_eq(strlen(DOCUMENT_CALL(text)(object, DOCUMENT_HASH)), 32);
    free(second);
    free(first);
    DOCUMENT_CALL(free)(again);
    DOCUMENT_CALL(free)(object);
}

static inline void assert_mistakes(const char *document, const change *changes, size_t count)
{
    dscore_catalog *catalog = builtin_catalog();
    for (size_t i = 0; i < count; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        DOCUMENT *object = NULL;
        char *json = replaced(document, changes[i].from, changes[i].to);
        const mistake m = {changes[i].to, changes[i].status, changes[i].path, changes[i].part};
        assert_mistake(&m, DOCUMENT_CALL(parse)(catalog, json, (int64_t)strlen(json), &object, &err), &err);
        ck_assert_ptr_null(object);
        ck_assert_int_ge(err.line, 1);
        ck_assert_int_ge(err.column, 1);
        free(json);
    }
    dscore_catalog_free(catalog);
}

static inline dscore_status read_bytes(
    const void *catalog, const char *json, int64_t length, char **out_dump, char *hash, dscore_error *err)
{
    DOCUMENT *object = NULL;
    const dscore_status status = DOCUMENT_CALL(parse)(catalog, json, length, &object, err);
    if (status == DSCORE_OK) {
        *out_dump = dump(object);
        (void)snprintf(hash, 64, "%s", DOCUMENT_CALL(text)(object, DOCUMENT_HASH));
        DOCUMENT_CALL(free)(object);
    }
    return status;
}

#endif
