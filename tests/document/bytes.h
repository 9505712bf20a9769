/* A byte of a document that changes must matter: an error that names its place, or another dump, and another content
   hash unless the byte stands in prose. Documents of any kind: the caller says how one is read and what in it is prose.
 */
#ifndef DSCORE_TESTS_DOCUMENT_BYTES_H
#define DSCORE_TESTS_DOCUMENT_BYTES_H

#include "document_support.h"

#include <ctype.h>
#include <stdbool.h>

typedef struct byte_reader {
    /* Parse; on success *out_dump is the dump, to be freed, and hash (64 bytes) the content hash. */
    dscore_status (*read)(
        const void *context, const char *json, int64_t length, char **out_dump, char *hash, dscore_error *err);
    const void *context;
    const char *const *prose; /* members whose texts are prose, ends with NULL */
} byte_reader;

enum { BYTES_DEEP = 32, BYTES_NAME = 64 };

static inline bool bytes_is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The end of the text that begins at p: its closing quote. */
static inline const char *bytes_text_end(const char *p)
{
    const char *end = p + 1;
    while (*end != '"') {
        end += *end == '\\' ? 2 : 1;
    }
    return end;
}

static inline bool bytes_names_prose(char names[BYTES_DEEP][BYTES_NAME], int depth, const char *const *prose)
{
    for (int d = 1; d <= depth; d++) {
        for (const char *const *name = prose; *name != NULL; name++) {
            if (strcmp(names[d], *name) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Which bytes stand in prose (1) or in what nobody reads (2), one flag a byte: texts, numbers and words below such a
   member, and the names of members below it; freed by the caller. The JSON is well-formed. */
static inline char *bytes_prose(const char *json, const char *const *prose)
{
    char *flags = calloc(1, strlen(json) + 1);
    static const char *const unread[] = {"$schema", "notes", "computed", NULL};
    char names[BYTES_DEEP][BYTES_NAME] = {{0}}; /* of the member that is read, at each depth */
    int depth = 0;
    ck_assert_ptr_nonnull(flags);
    for (const char *p = json; *p != '\0'; p++) {
        if (*p == '{' || *p == '[') {
            ck_assert_int_lt(++depth, BYTES_DEEP);
            names[depth][0] = '\0';
        } else if (*p == '}' || *p == ']') {
            depth--;
        } else if (!bytes_is_white(*p) && *p != ':' && *p != ',') {
            const char *end = *p == '"' ? bytes_text_end(p) : p + strcspn(p, ",]} \n\r\t") - 1;
            const size_t length = (size_t)(end - p) + 1;
            const char *after = end + 1 + strspn(end + 1, " \n\r\t");
            const bool is_name = *after == ':';
            const int above = is_name ? depth - 1 : depth;
            if (bytes_names_prose(names, above, unread)) {
                memset(flags + (p - json), 2, length);
            } else if (bytes_names_prose(names, above, prose)) {
                memset(flags + (p - json), 1, length);
            }
            if (is_name) {
                ck_assert_uint_lt(length, BYTES_NAME);
                memcpy(names[depth], p + 1, length - 2);
                names[depth][length - 2] = '\0';
            }
            p = end;
        }
    }
    return flags;
}

/* The byte changed in one of three ways: to its neighbour, to a blank; a letter or digit to the next one. */
static inline char bytes_changed(char c, int way)
{
    if (way == 0) {
        return (char)(c ^ 1);
    }
    if (way == 1) {
        return ' ';
    }
    return (char)(c == 'z' ? 'a' : c == 'Z' ? 'A' : c == '9' ? '0' : c + 1);
}

/* Every byte outside white space of a document that can be read. The text is changed in place and left as it was. */
static inline void assert_bytes_matter(const byte_reader *reader, char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    char hash[64] = "", other[64];
    char *dump = NULL;
    const int64_t length = (int64_t)strlen(json);
    char *prose = bytes_prose(json, reader->prose);
    assert_ok(reader->read(reader->context, json, length, &dump, hash, &err), err);
    const int64_t step = getenv("DSCORE_TEST_SMALL") != NULL ? 17 : 1; /* where all is slow */
    for (int64_t i = 0; i < length; i += step) {
        const char was = json[i];
        for (int way = 0; way < (isalnum((unsigned char)was) ? 3 : 2) && !bytes_is_white(was) && prose[i] != 2; way++) {
            json[i] = bytes_changed(was, way);
            char *again = NULL;
            dscore_error fault = DSCORE_ERROR_INIT;
            other[0] = '\0';
            const dscore_status status = reader->read(reader->context, json, length, &again, other, &fault);
            if (status != DSCORE_OK) {
                ck_assert_msg(fault.message[0] != '\0' && (fault.path[0] != '\0' || fault.line > 0),
                    "%.40s <- byte %lld: an error without a place: %s", json + i, (long long)i, fault.message);
            } else {
                ck_assert_msg(strcmp(again, dump) != 0, "%.40s <- byte %lld was '%c': the dump is the same", json + i,
                    (long long)i, was);
                ck_assert_msg(prose[i] != 0 || strcmp(hash, other) != 0,
                    "%.40s <- byte %lld was '%c': the hash is the same", json + i, (long long)i, was);
                ck_assert_msg(prose[i] == 0 || strcmp(hash, other) == 0,
                    "%.40s <- byte %lld was '%c': prose changes the hash", json + i, (long long)i, was);
            }
            free(again);
        }
        json[i] = was;
    }
    free(prose);
    free(dump);
}

#endif
