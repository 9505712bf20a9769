/* What the parts of the command share: how it ends, memory, messages. */
#ifndef DESKSCORE_PROGRAM_H
#define DESKSCORE_PROGRAM_H

#include <deskscore/deskscore.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { EXIT_OK = 0, EXIT_DATA = 1, EXIT_USAGE = 2 };

#if defined(__GNUC__)
#define LIKE_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define NO_RETURN __attribute__((noreturn))
#else
#define LIKE_PRINTF(f, a)
#define NO_RETURN
#endif

/* Say what is wrong on standard error and end the program: bad data (1) or bad usage (2). */
NO_RETURN void fail_data(const char *format, ...) LIKE_PRINTF(1, 2);
NO_RETURN void fail_usage(const char *format, ...) LIKE_PRINTF(1, 2);
/* The command whose help fail_usage names. */
void usage_of(const char *command);
/* End with what the library says, `where` names the file or option: of the data or of a document (1), of what stands on
   the command line (2). */
NO_RETURN void fail_library(const char *where, const dscore_error *error);
NO_RETURN void fail_option(const char *where, const dscore_error *error);
/* Go on, or fail_library. */
void must(dscore_status status, const char *where, const dscore_error *error);
void warn(const char *format, ...) LIKE_PRINTF(1, 2);

/* The word of a list ("a, b" or ",a,b,") that is most like a mistyped one; "" = none is. To be kept. */
const char *nearest_word(const char *word, size_t length, const char *list);

void *need_memory(void *memory); /* ends the program if NULL */
void *grow(void *memory, int64_t *capacity, int64_t needed, size_t element);
char *copy_text(const char *text, size_t length);

/* A whole file (`-`: standard input) in memory, with a NUL behind it. */
char *read_file(const char *path, int64_t *length);

/* A text of the library: calls again with enough room. */
typedef dscore_status (*text_function)(
    void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error);
char *library_text(text_function function, void *context, const char *where);

#endif
