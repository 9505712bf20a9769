/* What the tests share that change documents byte by byte: dumps, texts that are hashed, and what every document must
   do. */
#ifndef DSCORE_TESTS_DOCUMENT_BYTES_SUPPORT_H
#define DSCORE_TESTS_DOCUMENT_BYTES_SUPPORT_H

#include "bytes.h"

#include "base/hash.h"
#include "base/text.h"

typedef dscore_status (*byte_dump)(const void *object, char *buffer, int64_t capacity, int64_t *out, dscore_error *err);

#define DUMP(kind)                                                                                                     \
    static dscore_status dump_##kind(                                                                                  \
        const void *object, char *buffer, int64_t capacity, int64_t *out, dscore_error *err)                           \
    {                                                                                                                  \
        return dscore_##kind##_dump(object, buffer, capacity, out, err);                                               \
    }

static inline char *dumped(byte_dump dump, const void *object)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    ck_assert_int_eq(dump(object, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    char *text = malloc((size_t)needed);
    ck_assert_ptr_nonnull(text);
    assert_ok(dump(object, text, needed, NULL, &err), err);
    return text;
}

/* The hash of a text that was put together here, which is freed. */
static inline void hash_text(dsi_text *text, char *hash)
{
    ck_assert(!text->failed);
    dsi_hash_hex(text->data == NULL ? "" : text->data, text->length, hash);
    dsi_text_free(text);
}

static inline void begin(dsi_text *text)
{
    static dscore_allocator allocator;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dsi_allocator_init(&allocator, NULL, &err), err);
    dsi_text_init(text, &allocator);
}

/* What a dump says, read again, is the same dump and the same hash. */
static inline void assert_writes_the_same(const byte_reader *reader, const char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    char *dump = NULL, *again = NULL;
    char hash[64] = "", hash_again[64] = "";
    assert_ok(reader->read(reader->context, json, (int64_t)strlen(json), &dump, hash, &err), err);
    assert_ok(reader->read(reader->context, dump, (int64_t)strlen(dump), &again, hash_again, &err), err);
    ck_assert_str_eq(dump, again);
    ck_assert_str_eq(hash, hash_again);
    ck_assert_uint_gt(strlen(hash), 0);
    free(dump);
    free(again);
}

/* Of a kind that is never written the dump is only told. */
static inline void assert_told_document(const byte_reader *reader, const char *json, bool writes)
{
    char *text = strdup(json);
    ck_assert_ptr_nonnull(text);
    assert_bytes_matter(reader, text);
    if (writes) {
        assert_writes_the_same(reader, json);
    }
    free(text);
}

static inline void assert_document(const byte_reader *reader, const char *json)
{
    assert_told_document(reader, json, true);
}

static inline void assert_file(const byte_reader *reader, const char *name)
{
    char *json = project_file(name);
    assert_document(reader, json);
    free(json);
}

#endif
