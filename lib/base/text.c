/* Growable texts, UTF-8, identifiers and the nearest of some names. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void dsi_text_init(dsi_text *t, const dscore_allocator *allocator)
{
    *t = (dsi_text){.allocator = *allocator};
}

void dsi_text_free(dsi_text *t)
{
    dsi_release(&t->allocator, t->data, t->capacity);
    t->data = NULL;
    t->length = 0;
    t->capacity = 0;
    t->failed = false;
}

/* Room for n more bytes and the NUL. */
static bool make_room(dsi_text *t, int64_t n)
{
    if (t->failed || n > INT64_MAX - 1 - t->length ||
        !dsi_reserve(&t->allocator, &t->data, &t->capacity, t->length + n + 1, 1)) {
        t->failed = true;
        return false;
    }
    return true;
}

void dsi_text_add_bytes(dsi_text *t, const char *bytes, int64_t n)
{
    if (!make_room(t, n)) {
        return;
    }
    if (n > 0) {
        memcpy(t->data + t->length, bytes, (size_t)n);
    }
    t->length += n;
    t->data[t->length] = '\0';
}

void dsi_text_add(dsi_text *t, const char *text)
{
    dsi_text_add_bytes(t, text, (int64_t)strlen(text));
}

void dsi_text_add_int(dsi_text *t, int64_t value)
{
    char text[20]; /* the sign and 19 digits */
    int64_t at = (int64_t)sizeof text;
    uint64_t size = value < 0 ? 0U - (uint64_t)value : (uint64_t)value;
    do {
        text[--at] = (char)('0' + size % 10U);
        size /= 10U;
    } while (size != 0);
    if (value < 0) {
        text[--at] = '-';
    }
    dsi_text_add_bytes(t, text + at, (int64_t)sizeof text - at);
}

void dsi_text_add_double(dsi_text *t, double value)
{
    char text[32];
    dsi_print_double(value, text);
    dsi_text_add(t, text);
}

void dsi_text_add_rounded(dsi_text *t, double value, int32_t decimals)
{
    char text[352];
    dsi_print_rounded(value, decimals, text);
    dsi_text_add(t, text);
}

void dsi_text_addf(dsi_text *t, const char *format, ...)
{
    char small[256];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int n = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    if (n < 0) {
        t->failed = true;
    } else if ((size_t)n < sizeof small) {
        dsi_text_add_bytes(t, small, n);
    } else if (make_room(t, n)) {
        (void)vsnprintf(t->data + t->length, (size_t)n + 1, format, again);
        t->length += n;
    }
    va_end(again);
}

dscore_status dsi_text_give(const dsi_text *t, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (t->failed) {
        return dsi_fail_memory(err);
    }
    if (capacity < 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_BUFFER_SIZE, "capacity is %lld, expected 0 or more",
            (long long)capacity);
    }
    if (buffer == NULL && capacity > 0) {
        return dsi_fail_null(err, "buffer");
    }
    const int64_t needed = t->length + 1;
    if (out_needed != NULL) {
        *out_needed = needed;
    }
    if (capacity < needed) {
        return dsi_fail(err, DSCORE_E_BUFFER, DSCORE_CODE_BUFFER_SIZE,
            "the buffer has %lld bytes, expected at least %lld", (long long)capacity, (long long)needed);
    }
    if (t->length > 0) {
        memcpy(buffer, t->data, (size_t)t->length);
    }
    buffer[t->length] = '\0';
    return DSCORE_OK;
}

/* ---- UTF-8 ---- */

/* Bytes of the code point at p, 0 if it is not one (RFC 3629: no overlong form, no surrogate, at most U+10FFFF). */
static int64_t code_point_bytes(const unsigned char *p, int64_t left)
{
    if (p[0] < 0x80U) {
        return 1;
    }
    /* The range of the second byte excludes overlong forms, surrogates and what lies beyond U+10FFFF. */
    int64_t n;
    unsigned low = 0x80U, high = 0xBFU;
    if (p[0] >= 0xC2U && p[0] <= 0xDFU) {
        n = 2;
    } else if (p[0] >= 0xE0U && p[0] <= 0xEFU) {
        n = 3;
        low = p[0] == 0xE0U ? 0xA0U : low;
        high = p[0] == 0xEDU ? 0x9FU : high;
    } else if (p[0] >= 0xF0U && p[0] <= 0xF4U) {
        n = 4;
        low = p[0] == 0xF0U ? 0x90U : low;
        high = p[0] == 0xF4U ? 0x8FU : high;
    } else {
        return 0;
    }
    if (left < n || p[1] < low || p[1] > high) {
        return 0;
    }
    for (int64_t i = 2; i < n; i++) {
        if ((p[i] & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    return n;
}

bool dsi_utf8_valid(const char *text, int64_t length)
{
    const unsigned char *p = (const unsigned char *)text;
    for (int64_t i = 0; i < length;) {
        const int64_t n = code_point_bytes(p + i, length - i);
        if (n == 0) {
            return false;
        }
        i += n;
    }
    return true;
}

int64_t dsi_utf8_count(const char *text, int64_t length)
{
    int64_t count = 0;
    for (int64_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xC0U) != 0x80U; /* every byte but continuations starts one */
    }
    return count;
}

/* ---- names ---- */

bool dsi_is_identifier(const char *text)
{
    if (text[0] < 'a' || text[0] > 'z') {
        return false;
    }
    for (const char *p = text; *p != '\0'; p++) {
        const bool is_allowed = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_';
        if (!is_allowed) {
            return false;
        }
    }
    return true;
}

enum { NAME_MOST = 64 }; /* longer names are not compared: nobody guesses those */

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Edits (insert, drop, replace, swap neighbours) that turn a into b; both at most NAME_MOST bytes. The case of letters
   is no difference: SUM and CSAT are sum and csat. */
static int32_t edit_distance(const char *a, int32_t n_a, const char *b, int32_t n_b)
{
    int32_t rows[3][NAME_MOST + 1];
    int32_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (int32_t j = 0; j <= n_b; j++) {
        above[j] = j;
        before[j] = 0;
    }
    for (int32_t i = 1; i <= n_a; i++) {
        row[0] = i;
        for (int32_t j = 1; j <= n_b; j++) {
            const int32_t replace = above[j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));
            row[j] = least(replace, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
        }
        int32_t *const free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[n_b];
}

const char *dsi_nearest(const char *name, const char *(*at)(const void *ctx, int32_t i), const void *ctx)
{
    const size_t length = strlen(name);
    if (length > NAME_MOST) {
        return NULL;
    }
    const char *nearest = NULL;
    int32_t smallest = ((int32_t)length + 1) / 3 + 1;
    for (int32_t i = 0;; i++) {
        const char *candidate = at(ctx, i);
        if (candidate == NULL) {
            return nearest;
        }
        const size_t n = strlen(candidate);
        if (n > NAME_MOST) {
            continue;
        }
        const int32_t distance = edit_distance(name, (int32_t)length, candidate, (int32_t)n);
        if (distance < smallest) {
            smallest = distance;
            nearest = candidate;
        }
    }
}
