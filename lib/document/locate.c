/* The position finder: a scanner over JSON that is known to be valid. */
#include "document/locate.h"

#include <string.h>

typedef struct scan {
    const char *text;
    int64_t length, pos;
} scan;

static void skip_space(scan *s)
{
    while (s->pos < s->length && strchr(" \t\r\n", s->text[s->pos]) != NULL && s->text[s->pos] != '\0') {
        s->pos++;
    }
}

static char here(const scan *s)
{
    return s->pos < s->length ? s->text[s->pos] : '\0';
}

/* One character of a text literal, decoded into UTF-8; its bytes, 0 at the closing quote. */
static int32_t next_character(scan *s, char out[4])
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    if (s->pos >= s->length || here(s) == '"') {
        return 0;
    }
    if (here(s) != '\\') {
        int32_t n = 0;
        do {
            out[n++] = s->text[s->pos++];
        } while (n < 4 && s->pos < s->length && ((unsigned char)here(s) & 0xC0U) == 0x80U);
        return n;
    }
    s->pos++;
    const char letter = here(s);
    s->pos++;
    if (letter != 'u') {
        const char *found = letter == '\0' ? NULL : strchr(letters, letter);
        out[0] = found == NULL ? letter : meant[found - letters];
        return 1;
    }
    uint32_t code = 0;
    for (int32_t half = 0; half < 2; half++) {
        uint32_t unit = 0;
        for (int32_t i = 0; i < 4 && s->pos < s->length; i++, s->pos++) {
            const char c = here(s);
            unit = unit * 16 + (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
        }
        if (half == 1) {
            code = 0x10000U + ((code - 0xD800U) << 10) + (unit - 0xDC00U);
        } else if (unit >= 0xD800U && unit < 0xDC00U && s->pos + 1 < s->length && here(s) == '\\') {
            code = unit;
            s->pos += 2;
        } else {
            code = unit;
            break;
        }
    }
    if (code < 0x80U) {
        out[0] = (char)code;
        return 1;
    }
    const int32_t n = code < 0x800U ? 2 : code < 0x10000U ? 3 : 4;
    for (int32_t i = n - 1; i > 0; i--, code >>= 6) {
        out[i] = (char)(unsigned char)(0x80U | (code & 0x3FU));
    }
    static const unsigned char leads[] = {0, 0, 0xC0U, 0xE0U, 0xF0U};
    out[0] = (char)(unsigned char)(leads[n] | code);
    return n;
}

/* Read a text literal and say whether it equals `key` (NULL: just skip it). */
static bool skip_text(scan *s, const char *key)
{
    bool same = key != NULL;
    size_t at = 0;
    const size_t key_length = key == NULL ? 0 : strlen(key);
    char bytes[4];
    s->pos++;
    for (int32_t n = next_character(s, bytes); n > 0; n = next_character(s, bytes)) {
        same = same && at + (size_t)n <= key_length && memcmp(key + at, bytes, (size_t)n) == 0;
        at += (size_t)n;
    }
    s->pos++;
    return same && at == key_length;
}

static void skip_value(scan *s)
{
    int64_t depth = 0;
    do {
        skip_space(s);
        const char c = here(s);
        if (c == '"') {
            (void)skip_text(s, NULL);
        } else if (c == '{' || c == '[') {
            depth++;
            s->pos++;
        } else if (c == '}' || c == ']') {
            depth--;
            s->pos++;
        } else if (c == ',' || c == ':') {
            s->pos++;
        } else {
            do { /* always a step, whatever stands here */
                s->pos++;
            } while (s->pos < s->length && strchr(",:]} \t\r\n", here(s)) == NULL);
        }
        skip_space(s);
    } while (depth > 0 && s->pos < s->length);
}

/* Step into an object or array; false if it is not as the chain says. */
static bool step(scan *s, const dsi_at *to, int64_t *out_name)
{
    const bool by_name = to->key != NULL;
    skip_space(s);
    if (here(s) != (by_name ? '{' : '[')) {
        return false;
    }
    s->pos++;
    for (int64_t i = 0; s->pos < s->length; i++) {
        skip_space(s);
        *out_name = s->pos;
        bool found = i == to->index;
        if (by_name) {
            if (here(s) != '"') {
                return false;
            }
            found = skip_text(s, to->key);
            skip_space(s);
            s->pos++;
            skip_space(s);
        }
        if (found) {
            return true;
        }
        skip_value(s);
        if (here(s) != ',') {
            return false;
        }
        s->pos++;
    }
    return false;
}

dsi_position dsi_locate(
    const char *text, int64_t length, const dsi_at *const *chain, int32_t depth, bool of_name, int32_t inside)
{
    scan s = {text, length, 0};
    int64_t name = -1;
    skip_space(&s);
    for (int32_t i = 1; i <= depth; i++) {
        const int64_t before = s.pos;
        if (!step(&s, chain[i], &name)) {
            s.pos = before;
            break;
        }
    }
    if (of_name && name >= 0) {
        s.pos = name;
    } else if (inside > 0 && here(&s) == '"') {
        char bytes[4];
        s.pos++;
        for (int32_t i = 1; i < inside && next_character(&s, bytes) > 0; i++) {
        }
    }
    dsi_position p = {s.pos, 1, 1};
    for (int64_t i = 0; i < s.pos && i < length; i++) {
        if (text[i] == '\n') {
            p.line++;
            p.column = 1;
        } else if (((unsigned char)text[i] & 0xC0U) != 0x80U) {
            p.column++;
        }
    }
    return p;
}
