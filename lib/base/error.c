/* Filling the caller's error without overrunning a struct of an older caller and without cutting a character. */
#include "base/error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* A caller built with older headers has a smaller struct: a member is written only if all of it is there. */
#define HAS(err, member) ((err) != NULL && (err)->struct_size >= offsetof(dscore_error, member) + sizeof((err)->member))

/* A precision such as %.60s and the end of the buffer cut bytes, not characters: drop what is left of a cut one, so
   that every message is UTF-8. */
static void keep_whole_characters(char *text)
{
    const int64_t length = (int64_t)strlen(text);
    int64_t kept = 0;
    for (int64_t i = 0; i < length;) {
        int64_t n = 1; /* bytes of the character at i */
        while (n <= 4 && i + n <= length && !dsi_utf8_valid(text + i, n)) {
            n++;
        }
        const bool is_whole = n <= 4 && i + n <= length;
        n = is_whole ? n : 1;
        if (is_whole) {
            memmove(text + kept, text + i, (size_t)n);
            kept += n;
        }
        i += n;
    }
    text[kept] = '\0';
}

DSI_PRINTF(3, 0)
static void print(char *out, size_t capacity, const char *format, va_list arguments)
{
    const int n = vsnprintf(out, capacity, format, arguments);
    if (n < 0) {
        out[0] = '\0';
    }
    keep_whole_characters(out);
}

dscore_status dsi_fail(dscore_error *err, dscore_status status, int32_t code, const char *format, ...)
{
    if (HAS(err, status)) {
        err->status = status;
    }
    if (HAS(err, code)) {
        err->code = code;
    }
    dsi_error_position(err, 0, 0, -1);
    dsi_error_row(err, -1);

    /* Formatted aside first: an argument may be a part of *err, such as an earlier message. */
    char message[sizeof err->message] = "";
    if (HAS(err, message)) {
        va_list arguments;
        va_start(arguments, format);
        print(message, sizeof message, format, arguments);
        va_end(arguments);
        memcpy(err->message, message, sizeof message);
    }
    if (HAS(err, path)) {
        err->path[0] = '\0';
    }
    return status;
}

void dsi_error_path(dscore_error *err, const char *format, ...)
{
    if (!HAS(err, path)) {
        return;
    }
    char path[sizeof err->path] = "";
    va_list arguments;
    va_start(arguments, format);
    print(path, sizeof path, format, arguments);
    va_end(arguments);
    memcpy(err->path, path, sizeof path);
}

void dsi_error_prefix(dscore_error *err, const char *prefix)
{
    if (!HAS(err, path) || prefix[0] == '\0') {
        return;
    }
    char rest[sizeof err->path];
    memcpy(rest, err->path, sizeof rest);
    rest[sizeof rest - 1] = '\0';
    /* An index such as [3] follows its array without a dot. */
    const char *joint = rest[0] == '\0' || rest[0] == '[' ? "" : ".";
    dsi_error_path(err, "%s%s%s", prefix, joint, rest);
}

void dsi_error_row(dscore_error *err, int64_t row)
{
    if (HAS(err, row)) {
        err->row = row;
    }
}

void dsi_error_position(dscore_error *err, int32_t line, int32_t column, int64_t offset)
{
    if (HAS(err, line)) {
        err->line = line;
    }
    if (HAS(err, column)) {
        err->column = column;
    }
    if (HAS(err, offset)) {
        err->offset = offset;
    }
}

dscore_status dsi_fail_memory(dscore_error *err)
{
    return dsi_fail(err, DSCORE_E_MEMORY, DSCORE_CODE_NO_MEMORY, "out of memory: an allocation failed");
}

dscore_status dsi_fail_null(dscore_error *err, const char *argument_name)
{
    return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_NULL_ARGUMENT, "%s is NULL, expected a pointer", argument_name);
}
