/* The JSON writer. */
#include "document/calendar_document.h"

#include <math.h>
#include <string.h>

void dsi_writer_init(dsi_writer *w, const dscore_allocator *allocator)
{
    memset(w, 0, sizeof *w);
    dsi_text_init(&w->text, allocator);
    w->first = true;
}

void dsi_writer_free(dsi_writer *w)
{
    dsi_text_free(&w->text);
}

dscore_status dsi_writer_give(dsi_writer *w, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    dsi_text_add(&w->text, "\n");
    return dsi_text_give(&w->text, buffer, capacity, out_needed, err);
}

static bool on_one_line(const dsi_writer *w)
{
    return w->line_depth > 0 && w->depth >= w->line_depth;
}

static void new_line(dsi_writer *w)
{
    dsi_text_add(&w->text, "\n");
    for (int32_t i = 0; i < w->depth; i++) {
        dsi_text_add(&w->text, "  ");
    }
}

/* What stands before a value or a name: comma, space, indentation. */
static void begin(dsi_writer *w)
{
    if (w->after_name) {
        w->after_name = false;
        return;
    }
    if (!w->first) {
        dsi_text_add(&w->text, on_one_line(w) ? ", " : ",");
    }
    w->first = false;
    if (w->depth > 0 && !on_one_line(w)) {
        new_line(w);
    }
}

void dsi_json_open(dsi_writer *w, char bracket, bool one_line)
{
    begin(w);
    dsi_text_add_bytes(&w->text, &bracket, 1);
    w->depth++;
    w->first = true;
    if (one_line && w->line_depth == 0) {
        w->line_depth = w->depth;
    }
}

void dsi_json_close(dsi_writer *w, char bracket)
{
    const bool line = on_one_line(w);
    if (w->depth == w->line_depth) {
        w->line_depth = 0;
    }
    w->depth--;
    if (!line && !w->first) {
        new_line(w);
    }
    dsi_text_add_bytes(&w->text, &bracket, 1);
    w->first = false;
}

/* Bytes of a well-formed character at p; 0 if there is none. */
static int32_t character_length(const unsigned char *p)
{
    const int32_t n = p[0] < 0x80U ? 1 : p[0] >= 0xF0U ? 4 : p[0] >= 0xE0U ? 3 : 2;
    for (int32_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    return dsi_utf8_valid((const char *)p, n) ? n : 0;
}

static void add_quoted(dsi_text *t, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    static const char escaped[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    dsi_text_add(t, "\"");
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0';) {
        const char *special = strchr(escaped, (char)*p);
        const int32_t n = character_length(p);
        if (special != NULL) {
            const char pair[2] = {'\\', letters[special - escaped]};
            dsi_text_add_bytes(t, pair, 2);
        } else if (*p < 0x20U) {
            const char unit[6] = {'\\', 'u', '0', '0', hex[*p >> 4], hex[*p & 15U]};
            dsi_text_add_bytes(t, unit, 6);
        } else if (n == 0) {
            dsi_text_add(t, "\xEF\xBF\xBD");
        } else {
            dsi_text_add_bytes(t, (const char *)p, n);
        }
        p += n == 0 ? 1 : n;
    }
    dsi_text_add(t, "\"");
}

void dsi_json_name(dsi_writer *w, const char *name)
{
    begin(w);
    add_quoted(&w->text, name);
    dsi_text_add(&w->text, ": ");
    w->after_name = true;
}

void dsi_json_put_text(dsi_writer *w, const char *text)
{
    begin(w);
    add_quoted(&w->text, text == NULL ? "" : text);
}

void dsi_json_put_number(dsi_writer *w, double value)
{
    begin(w);
    if (isfinite(value)) {
        dsi_text_add_double(&w->text, value);
    } else {
        dsi_text_add(&w->text, "null");
    }
}

void dsi_json_put_int(dsi_writer *w, int64_t value)
{
    begin(w);
    dsi_text_add_int(&w->text, value);
}

void dsi_json_put_bool(dsi_writer *w, bool value)
{
    begin(w);
    dsi_text_add(&w->text, value ? "true" : "false");
}

void dsi_json_put_null(dsi_writer *w)
{
    begin(w);
    dsi_text_add(&w->text, "null");
}

void dsi_json_text(dsi_writer *w, const char *name, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        dsi_json_name(w, name);
        dsi_json_put_text(w, text);
    }
}

void dsi_json_words(dsi_writer *w, const char *name, const char *en, const char *zh)
{
    en = en == NULL ? "" : en;
    zh = zh == NULL ? "" : zh;
    if (en[0] == '\0' && zh[0] == '\0') {
        return;
    }
    dsi_json_name(w, name);
    if (strcmp(en, zh) == 0) {
        dsi_json_put_text(w, en);
        return;
    }
    dsi_json_open(w, '{', true);
    dsi_json_name(w, "en");
    dsi_json_put_text(w, en);
    dsi_json_name(w, "zh");
    dsi_json_put_text(w, zh);
    dsi_json_close(w, '}');
}

void dsi_json_number(dsi_writer *w, const char *name, double value)
{
    dsi_json_name(w, name);
    dsi_json_put_number(w, value);
}

void dsi_json_int(dsi_writer *w, const char *name, int64_t value)
{
    dsi_json_name(w, name);
    dsi_json_put_int(w, value);
}

void dsi_json_date(dsi_writer *w, const char *name, int64_t day)
{
    char text[24];
    dsi_date_text(day, text);
    dsi_json_name(w, name);
    dsi_json_put_text(w, text);
}

void dsi_json_literal(dsi_writer *w, const char *name, const char *literal)
{
    double number = 0;
    char printed[40];
    const int64_t length = (int64_t)strlen(literal);
    dsi_json_name(w, name);
    if (strcmp(literal, "true") == 0 || strcmp(literal, "false") == 0) {
        dsi_json_put_bool(w, literal[0] == 't');
        return;
    }
    if (length > 0 && length < 30 && dsi_parse_double(literal, length, &number) == length) {
        dsi_print_double(number, printed);
        if (strcmp(printed, literal) == 0) {
            dsi_json_put_number(w, number);
            return;
        }
    }
    dsi_json_put_text(w, literal);
}

void dsi_json_put_head(dsi_writer *w, const char *kind)
{
    dsi_json_int(w, "deskscore", DSCORE_DOCUMENT_VERSION);
    dsi_json_text(w, "kind", kind);
}

void dsi_json_put_hash(dsi_writer *w, const char *hash)
{
    dsi_json_name(w, "computed");
    dsi_json_open(w, '{', true);
    dsi_json_text(w, "hash", hash);
    dsi_json_close(w, '}');
}

void dsi_json_put_identity(dsi_writer *w, const char *member, const dsi_identity *of)
{
    dsi_json_name(w, member);
    dsi_json_open(w, '{', true);
    dsi_json_text(w, "id", of->id);
    dsi_json_text(w, "version", of->version);
    dsi_json_words(w, "name", of->name_en, of->name_zh);
    dsi_json_text(w, "hash", of->hash);
    dsi_json_close(w, '}');
}

dscore_status dsi_dump(const dscore_allocator *allocator, const char *kind, dsi_writes *write, const void *object,
    char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    dsi_writer w;
    dsi_writer_init(&w, allocator);
    dsi_json_open(&w, '{', false);
    if (kind != NULL) {
        dsi_json_put_head(&w, kind);
    }
    write(&w, object);
    dsi_json_close(&w, '}');
    const dscore_status status = dsi_writer_give(&w, buffer, capacity, out_needed, err);
    dsi_writer_free(&w);
    return status;
}

/* ---- members by table ----------------------------------------------------------------------- */

static double double_at(const void *in, size_t offset)
{
    double value = 0;
    memcpy(&value, (const char *)in + offset, sizeof value);
    return value;
}

static int32_t int_at(const void *in, size_t offset)
{
    int32_t value = 0;
    memcpy(&value, (const char *)in + offset, sizeof value);
    return value;
}

static int64_t long_at(const void *in, size_t offset)
{
    int64_t value = 0;
    memcpy(&value, (const char *)in + offset, sizeof value);
    return value;
}

static bool bool_at(const void *in, size_t offset)
{
    bool value = false;
    memcpy(&value, (const char *)in + offset, sizeof value);
    return value;
}

static const char *text_at(const void *in, size_t offset)
{
    const char *value = NULL;
    memcpy(&value, (const char *)in + offset, sizeof value);
    return value == NULL ? "" : value;
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* Does a member say no more than the default does? */
static bool is_default(const dsi_member *m, const void *in, const void *defaults)
{
    switch (m->type) {
    case DSI_M_TEXT:
    case DSI_M_ID:
    case DSI_M_WORD:
        return strcmp(text_at(in, m->offset), text_at(defaults, m->offset)) == 0;
    case DSI_M_NUMBER:
    case DSI_M_THRESHOLD:
    case DSI_M_PERCENT:
    case DSI_M_SHARE:
    case DSI_M_DAYS:
        return same_number(double_at(in, m->offset), double_at(defaults, m->offset));
    case DSI_M_OPTION:
        return bool_at(in, m->second) == bool_at(defaults, m->second) &&
               (!bool_at(in, m->second) || same_number(double_at(in, m->offset), double_at(defaults, m->offset)));
    case DSI_M_INT32:
    case DSI_M_CHOICE:
        return int_at(in, m->offset) == int_at(defaults, m->offset);
    case DSI_M_INT64:
    case DSI_M_DATE:
        return long_at(in, m->offset) == long_at(defaults, m->offset);
    case DSI_M_BOOL:
        return bool_at(in, m->offset) == bool_at(defaults, m->offset);
    default:
        return false;
    }
}

static const char *word_of(const dsi_member *m, int32_t value)
{
    for (const dsi_choice *c = m->choices; c->word != NULL; c++) {
        if (c->value == value) {
            return c->word;
        }
    }
    return "";
}

double dsi_percent_of(double share)
{
    const double tidy = dscore_round(share * 100, 12);
    return tidy / 100 == share ? tidy : share * 100;
}

/* Whole days as people write them, "90d"; what is none as a number, which keeps every bit. */
static void put_days(dsi_writer *w, const char *name, double days)
{
    char text[48];
    dsi_json_name(w, name);
    if (!(fabs(days) < 1e9) || days != floor(days)) {
        dsi_json_put_number(w, days);
        return;
    }
    dsi_print_double(days, text);
    const size_t length = strlen(text);
    text[length] = 'd';
    text[length + 1] = '\0';
    dsi_json_put_text(w, text);
}

static void put_member(dsi_writer *w, const dsi_member *m, const void *in)
{
    switch (m->type) {
    case DSI_M_NAME:
        dsi_json_words(w, m->name, text_at(in, m->offset), text_at(in, m->second));
        break;
    case DSI_M_TEXT:
    case DSI_M_ID:
    case DSI_M_WORD:
        dsi_json_text(w, m->name, text_at(in, m->offset));
        break;
    case DSI_M_NUMBER:
    case DSI_M_THRESHOLD:
    case DSI_M_PERCENT:
        dsi_json_number(w, m->name, double_at(in, m->offset));
        break;
    case DSI_M_SHARE:
        dsi_json_number(w, m->name, dsi_percent_of(double_at(in, m->offset)));
        break;
    case DSI_M_OPTION:
        dsi_json_number(w, m->name, bool_at(in, m->second) ? double_at(in, m->offset) : (double)NAN);
        break;
    case DSI_M_INT32:
        dsi_json_int(w, m->name, int_at(in, m->offset));
        break;
    case DSI_M_INT64:
        dsi_json_int(w, m->name, long_at(in, m->offset));
        break;
    case DSI_M_BOOL:
        dsi_json_name(w, m->name);
        dsi_json_put_bool(w, bool_at(in, m->offset));
        break;
    case DSI_M_CHOICE:
        dsi_json_text(w, m->name, word_of(m, int_at(in, m->offset)));
        break;
    case DSI_M_DATE:
        dsi_json_date(w, m->name, long_at(in, m->offset));
        break;
    case DSI_M_DAYS:
        put_days(w, m->name, double_at(in, m->offset));
        break;
    case DSI_M_JSON:
    case DSI_M_IGNORED:
        break;
    }
}

void dsi_json_members(dsi_writer *w, const dsi_member *members, int32_t count, const void *in, const void *defaults)
{
    for (int32_t i = 0; i < count; i++) {
        if (members[i].required || !is_default(&members[i], in, defaults)) {
            put_member(w, &members[i], in);
        }
    }
}
