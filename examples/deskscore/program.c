/* How the command ends, what it says, and memory that is there or ends it. */
#include "program.h"

#include <ctype.h>
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

static const char *current_command; /* NULL = none yet */

void usage_of(const char *command)
{
    current_command = command;
}

void fail_usage(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("", format, arguments);
    va_end(arguments);
    const bool known = current_command != NULL && isalpha((unsigned char)current_command[0]);
    (void)fprintf(stderr, "try: deskscore help%s%s\n", known ? " " : "", known ? current_command : "");
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

/* Letters to put in, leave out, change or swap with a neighbour to turn one word into the other. */
static size_t edits_between(const char *a, size_t a_length, const char *b, size_t b_length)
{
    enum { LONGEST = 32 };
    size_t table[LONGEST + 1][LONGEST + 1];
    if (a_length > LONGEST || b_length > LONGEST) {
        return LONGEST;
    }
    for (size_t i = 0; i <= a_length; i++) {
        for (size_t k = 0; k <= b_length; k++) {
            if (i == 0 || k == 0) {
                table[i][k] = i + k;
                continue;
            }
            const size_t change = table[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
            const size_t one = (table[i - 1][k] < table[i][k - 1] ? table[i - 1][k] : table[i][k - 1]) + 1;
            table[i][k] = change < one ? change : one;
            const bool swapped = i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1];
            if (swapped && table[i - 2][k - 2] + 1 < table[i][k]) {
                table[i][k] = table[i - 2][k - 2] + 1;
            }
        }
    }
    return table[a_length][b_length];
}

const char *nearest_word(const char *word, size_t length, const char *list)
{
    const char *best = "";
    size_t best_length = 0;
    size_t least = 1 + length / 4;
    for (const char *at = list + strspn(list, ", "); *at != '\0'; at += strspn(at, ", ")) {
        const size_t one = strcspn(at, ",");
        const size_t edits = edits_between(word, length, at, one);
        if (edits < least + (best_length == 0) && edits < one) {
            best = at;
            best_length = one;
            least = edits;
        }
        at += one;
    }
    return best_length == 0 ? "" : copy_text(best, best_length);
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
