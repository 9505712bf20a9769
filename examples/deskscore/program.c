/* How the command ends, what it says, and memory that is there or ends it. */
#include "program.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void say(const char *kind, const char *format, va_list arguments)
{
    (void)fflush(stdout);
    (void)fprintf(stderr, "deskscore: %s", kind);
    (void)vfprintf(stderr, format, arguments);
    (void)fputc('\n', stderr);
}

void fail_data(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("", format, arguments);
    va_end(arguments);
    exit(EXIT_DATA);
}

void fail_usage(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("", format, arguments);
    va_end(arguments);
    (void)fputs("try: deskscore help\n", stderr);
    exit(EXIT_USAGE);
}

/* "tickets.csv:3:7", "--where: column 5", "profile.json:2:1: sources". */
static void place_of(const char *where, const dscore_error *error, char *place, size_t size)
{
    const char *colon = error->path[0] != '\0' ? ": " : "";
    if (error->line > 0) {
        (void)snprintf(place, size, "%s:%d:%d%s%s", where, (int)error->line, (int)error->column, colon, error->path);
    } else if (error->column > 0) {
        (void)snprintf(place, size, "%s: column %d%s%s", where, (int)error->column, colon, error->path);
    } else if (error->row >= 0) {
        (void)snprintf(place, size, "%s: row %lld%s%s", where, (long long)error->row + 1, colon, error->path);
    } else {
        (void)snprintf(place, size, "%s%s%s", where, colon, error->path);
    }
}

void fail_library(const char *where, const dscore_error *error)
{
    char place[1024];
    place_of(where, error, place, sizeof place);
    fail_data("%s: %s", place, error->message);
}

void fail_option(const char *where, const dscore_error *error)
{
    char place[1024];
    place_of(where, error, place, sizeof place);
    if (error->status == DSCORE_E_MEMORY) {
        fail_data("%s: %s", place, error->message);
    }
    fail_usage("%s: %s", place, error->message);
}

void must(dscore_status status, const char *where, const dscore_error *error)
{
    if (status != DSCORE_OK) {
        fail_library(where, error);
    }
}

void warn(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("", format, arguments);
    va_end(arguments);
}

void *need_memory(void *memory)
{
    if (memory == NULL) {
        fail_data("out of memory");
    }
    return memory;
}

void *grow(void *memory, int64_t *capacity, int64_t needed, size_t element)
{
    if (needed <= *capacity) {
        return memory;
    }
    int64_t wanted = *capacity < 16 ? 16 : *capacity * 2;
    if (wanted < needed) {
        wanted = needed;
    }
    *capacity = wanted;
    return need_memory(realloc(memory, (size_t)wanted * element));
}

char *copy_text(const char *text, size_t length)
{
    char *copy = need_memory(malloc(length + 1));
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *read_file(const char *path, int64_t *length)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (file == NULL) {
        fail_data("%s: %s", path, strerror(errno));
    }
    char *text = NULL;
    int64_t capacity = 0;
    int64_t used = 0;
    size_t got;
    do {
        text = grow(text, &capacity, used + 65536 + 1, 1);
        got = fread(text + used, 1, 65536, file);
        used += (int64_t)got;
    } while (got > 0);
    if (ferror(file)) {
        fail_data("%s: %s", path, strerror(errno));
    }
    if (file != stdin) {
        (void)fclose(file);
    }
    text[used] = '\0';
    *length = used;
    return text;
}

char *library_text(text_function function, void *context, const char *where)
{
    dscore_error error = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    dscore_status status = function(context, NULL, 0, &needed, &error);
    if (status != DSCORE_E_BUFFER && status != DSCORE_OK) {
        fail_library(where, &error);
    }
    char *buffer = need_memory(malloc((size_t)needed + 1));
    if (function(context, buffer, needed, &needed, &error) != DSCORE_OK) {
        fail_library(where, &error);
    }
    return buffer;
}
