/* `event(field)` and `open(from, until)`: which cells a row belongs to (D2). */
#include "formula/parse.h"

#include <string.h>

enum { LONGEST_NAME = 128 };

typedef struct reader {
    const char *text;
    int64_t length;
    int64_t at;
    const dsi_source *source;
    dscore_error *err;
} reader;

static dscore_status place(const reader *r, int64_t offset, dscore_status status)
{
    return dsi_place(r->err, r->text, r->length, offset, status);
}

static dscore_status fail_form(const reader *r)
{
    return place(r, r->at,
        dsi_fail(r->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_PLACEMENT,
            "a placement is event(field) or open(from, until), as in event(created_at)"));
}

static void skip_space(reader *r)
{
    while (r->at < r->length && strchr(" \t\r\n", r->text[r->at]) != NULL) {
        r->at++;
    }
}

static bool take(reader *r, char mark)
{
    skip_space(r);
    if (r->at >= r->length || r->text[r->at] != mark) {
        return false;
    }
    r->at++;
    return true;
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* A name, plain or in backquotes; false if there is none. */
static bool take_name(reader *r, char name[LONGEST_NAME])
{
    const bool quoted = take(r, '`'); /* skips the space in any case */
    int32_t n = 0;
    for (; r->at < r->length; r->at++) {
        const char c = r->text[r->at];
        if (quoted && c == '`') {
            if (r->at + 1 >= r->length || r->text[r->at + 1] != '`') {
                break;
            }
            r->at++;
        } else if (!quoted && !is_name(c)) {
            break;
        }
        if (n + 1 >= LONGEST_NAME) {
            return false;
        }
        name[n++] = c;
    }
    name[n] = '\0';
    return n > 0 && (!quoted || take(r, '`'));
}

/* A field of instants; its index. */
static dscore_status read_field(reader *r, int32_t *out)
{
    char name[LONGEST_NAME];
    skip_space(r);
    const int64_t offset = r->at;
    if (!take_name(r, name)) {
        r->at = offset;
        return fail_form(r);
    }
    *out = dsi_source_field_index(r->source, name);
    if (*out < 0) {
        return place(r, offset, dsi_fail_no_field(r->err, r->source, name));
    }
    const int32_t type = r->source->fields[*out].type;
    if (type != DSCORE_TYPE_INSTANT) {
        return place(r, offset,
            dsi_fail(r->err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_PLACEMENT, "a placement takes instants, and `%s` is %s",
                name, dsi_type_name(type)));
    }
    return DSCORE_OK;
}

dscore_status dsi_placement_parse(const char *text, const dsi_source *source, dsi_placement *out, dscore_error *err)
{
    reader r = {text, (int64_t)strlen(text), 0, source, err};
    dsi_placement placement = {false, -1, -1};
    char word[LONGEST_NAME];
    skip_space(&r);
    if (!take_name(&r, word) || (strcmp(word, "event") != 0 && strcmp(word, "open") != 0)) {
        r.at = 0;
        return fail_form(&r);
    }
    placement.open = strcmp(word, "open") == 0;
    if (!take(&r, '(')) {
        return fail_form(&r);
    }
    dscore_status status = read_field(&r, &placement.from);
    if (status == DSCORE_OK && placement.open) {
        status = take(&r, ',') ? read_field(&r, &placement.until) : fail_form(&r);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const bool closed = take(&r, ')');
    skip_space(&r);
    if (!closed || r.at != r.length) {
        return fail_form(&r);
    }
    *out = placement;
    return DSCORE_OK;
}
