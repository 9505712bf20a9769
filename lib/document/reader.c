/* Opening a document and complaining about places in it. */
#include "document/reader.h"

#include "base/error.h"
#include "document/locate.h"

#include <string.h>

/* ---- complaints ----------------------------------------------------------------------------- */

bool dsi_reader_goes_on(const dsi_reader *r)
{
    return r->status == DSCORE_OK || (r->report != NULL && r->status != DSCORE_E_MEMORY);
}

bool dsi_complain_memory(dsi_reader *r)
{
    r->status = dsi_fail_memory(r->err);
    return false;
}

/* The steps from the document down to `at`; deeper ones than there is room for are dropped. */
static int32_t chain_of(const dsi_at *at, const dsi_at *chain[DSI_MAX_DEPTH])
{
    int32_t depth = 0;
    for (const dsi_at *p = at; p->up != NULL; p = p->up) {
        depth++;
    }
    for (const dsi_at *p = at;; p = p->up) {
        if (depth < DSI_MAX_DEPTH) {
            chain[depth] = p;
        }
        if (p->up == NULL) {
            break;
        }
        depth--;
    }
    int32_t steps = 0;
    for (const dsi_at *p = at; p->up != NULL; p = p->up) {
        steps++;
    }
    return steps < DSI_MAX_DEPTH ? steps : DSI_MAX_DEPTH - 1;
}

static bool is_plain_key(const char *key)
{
    if (key[0] == '\0') {
        return false;
    }
    for (const unsigned char *p = (const unsigned char *)key; *p != '\0'; p++) {
        if (*p < 0x80U &&
            strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$-", (char)*p) == NULL) {
            return false;
        }
    }
    return true;
}

static void add_path(dsi_text *path, const dsi_at *const *chain, int32_t depth)
{
    for (int32_t i = 1; i <= depth; i++) {
        const dsi_at *at = chain[i];
        if (at->key == NULL) {
            dsi_text_add(path, "[");
            dsi_text_add_int(path, at->index);
            dsi_text_add(path, "]");
        } else if (is_plain_key(at->key)) {
            dsi_text_add(path, i > 1 ? "." : "");
            dsi_text_add(path, at->key);
        } else {
            dsi_text_add(path, "[\"");
            dsi_text_add(path, at->key);
            dsi_text_add(path, "\"]");
        }
    }
}

typedef struct complaint {
    const dsi_message *message;
    dscore_status status; /* of the parse */
    int32_t number;
    const char *rest; /* path below the place, as far as the document does not hold it */
    int32_t inside;   /* code points into the text value */
} complaint;

static const char *text_of(const dsi_text *t)
{
    return t->data == NULL ? "" : t->data;
}

/* Keep a complaint in the report or in the error. */
static bool keep(dsi_reader *r, const dsi_at *at, const complaint *what, const dsi_word *words, int32_t count)
{
    if (r->report != NULL && r->report->full) { /* nothing more is kept: spare the search for the place */
        r->status = what->status != DSCORE_OK && r->status == DSCORE_OK ? what->status : r->status;
        return false;
    }
    const dsi_at *chain[DSI_MAX_DEPTH];
    const int32_t depth = chain_of(at, chain);
    const bool of_name = strcmp(what->message->code, "UNKNOWN_MEMBER") == 0;
    dsi_position p = dsi_locate(r->text, r->length, chain, depth, of_name, what->inside);
    dsi_text path, en, zh;
    dsi_text_init(&path, &r->allocator);
    dsi_text_init(&en, &r->allocator);
    dsi_text_init(&zh, &r->allocator);
    add_path(&path, chain, depth);
    if (what->rest != NULL && what->rest[0] != '\0') {
        dsi_text_add(&path, path.length == 0 || what->rest[0] == '[' ? "" : ".");
        dsi_text_add(&path, what->rest);
    }
    dsi_message_text(&en, what->message, false, words, count);
    bool fine = !path.failed && !en.failed;
    if (fine && r->report != NULL) {
        dsi_message_text(&zh, what->message, true, words, count);
        const dsi_kept_finding finding = {
            what->message->severity, p.line, p.column, what->message->code, text_of(&path), text_of(&en), text_of(&zh)};
        fine = !zh.failed && dsi_report_add(r->report, &finding);
    }
    if (fine && what->status != DSCORE_OK && r->status == DSCORE_OK) {
        r->status = what->status;
        if (r->report == NULL) {
            (void)dsi_fail(r->err, what->status, what->number, "%s", text_of(&en));
            dsi_error_path(r->err, "%s", text_of(&path));
            dsi_error_position(r->err, p.line, p.column, p.offset + r->skipped);
        }
    }
    dsi_text_free(&zh);
    dsi_text_free(&en);
    dsi_text_free(&path);
    return fine ? false : dsi_complain_memory(r);
}

bool dsi_complain(dsi_reader *r, const dsi_at *at, dsi_finding_kind kind, const dsi_word *words, int32_t count)
{
    if (!dsi_reader_goes_on(r)) {
        return false;
    }
    const dsi_message *message = dsi_message_of(kind);
    const complaint what = {message, message->status, message->number, NULL, 0};
    return keep(r, at, &what, words, count);
}

bool dsi_complain1(dsi_reader *r, const dsi_at *at, dsi_finding_kind kind, const char *a)
{
    const dsi_word words[] = {dsi_word_of(a)};
    return dsi_complain(r, at, kind, words, 1);
}

bool dsi_complain2(dsi_reader *r, const dsi_at *at, dsi_finding_kind kind, const char *a, const char *b)
{
    const dsi_word words[] = {dsi_word_of(a), dsi_word_of(b)};
    return dsi_complain(r, at, kind, words, 2);
}

bool dsi_complain3(dsi_reader *r, const dsi_at *at, dsi_finding_kind kind, const char *a, const char *b, const char *c)
{
    const dsi_word words[] = {dsi_word_of(a), dsi_word_of(b), dsi_word_of(c)};
    return dsi_complain(r, at, kind, words, 3);
}

bool dsi_complain_type(dsi_reader *r, const dsi_at *at, const char *expected_en, const char *expected_zh)
{
    static const dsi_word names[] = {[JSON_OBJECT] = {"an object", "对象"},
        [JSON_ARRAY] = {"a list", "列表"},
        [JSON_STRING] = {"text", "文本"},
        [JSON_INTEGER] = {"a number", "数字"},
        [JSON_REAL] = {"a number", "数字"},
        [JSON_TRUE] = {"true", "true"},
        [JSON_FALSE] = {"false", "false"},
        [JSON_NULL] = {"null", "null"}};
    const dsi_word words[] = {{expected_en, expected_zh}, names[json_typeof(at->json)]};
    return dsi_complain(r, at, DSI_SAY_TYPE, words, 2);
}

/* The member that a step of a lower room's path means: a name, a name below "tree" (weights are named by their ids
   alone), or a number, which may count the members of an object. */
static bool follow(const dsi_at *from, const char *step, int64_t length, bool number, dsi_at *out)
{
    if (number) {
        int64_t index = 0;
        (void)dsi_parse_int(step, length, &index);
        if (json_is_array(from->json)) {
            *out = dsi_element_at(from, index);
            return out->json != NULL;
        }
        void *member = json_object_iter(from->json);
        for (int64_t i = 0; i < index && member != NULL; i++) {
            member = json_object_iter_next(from->json, member);
        }
        if (member == NULL) {
            return false;
        }
        const dsi_at at = {from, json_object_iter_key(member), index, json_object_iter_value(member)};
        *out = at;
        return true;
    }
    for (void *i = json_object_iter(from->json); i != NULL; i = json_object_iter_next(from->json, i)) {
        const char *key = json_object_iter_key(i);
        if (strlen(key) == (size_t)length && memcmp(key, step, (size_t)length) == 0) {
            const dsi_at at = {from, key, -1, json_object_iter_value(i)};
            *out = at;
            return true;
        }
    }
    return false;
}

/* Follow one step of a path, at most through one "tree". */
static int32_t follow_step(const dsi_at *from, const char *step, int64_t length, bool number, dsi_at *out)
{
    if (follow(from, step, length, number, out)) {
        return 1;
    }
    if (!number && follow(from, "tree", 4, false, &out[0]) && follow(&out[0], step, length, false, &out[1])) {
        return 2;
    }
    return 0;
}

/* An item may name a rule under "rules": what is said of it belongs there. */
static int32_t follow_rule_name(const dsi_at *place, dsi_at out[2])
{
    if (place->key == NULL || strcmp(place->key, "rule") != 0 || !json_is_string(place->json)) {
        return 0;
    }
    const char *name = json_string_value(place->json);
    const dsi_at *root = place;
    while (root->up != NULL) {
        root = root->up;
    }
    return follow(root, "rules", 5, false, &out[0]) && follow(&out[0], name, (int64_t)strlen(name), false, &out[1]) ? 2
                                                                                                                    : 0;
}

/* Follow a path from `at` as far as the document holds it; returns where that is, and what is left of the path. */
static const dsi_at *resolve(const dsi_at *at, const char *path, dsi_at steps[DSI_MAX_DEPTH], const char **out_rest)
{
    const dsi_at *place = at;
    const char *rest = path;
    int32_t depth = 0;
    while (*rest != '\0' && depth + 4 < DSI_MAX_DEPTH) {
        const int32_t jump = follow_rule_name(place, &steps[depth]);
        depth += jump;
        place = jump > 0 ? &steps[depth - 1] : place;
        const bool number = *rest == '[';
        const char *begin = rest + (number || *rest == '.' ? 1 : 0);
        const size_t length = strcspn(begin, number ? "]" : ".[");
        const int32_t taken = follow_step(place, begin, (int64_t)length, number, &steps[depth]);
        if (taken == 0) {
            break;
        }
        depth += taken;
        place = &steps[depth - 1];
        rest = begin + length + (number && begin[length] == ']' ? 1 : 0);
    }
    if (*rest == '.') {
        rest++;
    }
    /* A leaf of the weights is a bare number, and an alias is the name of its item: no member holds them. */
    const bool is_place_itself =
        strcmp(rest, "alias") == 0 || (strcmp(rest, "weight") == 0 && !json_is_object(place->json));
    *out_rest = is_place_itself ? "" : rest;
    return place;
}

bool dsi_complain_lower(dsi_reader *r, const dsi_at *at, const dscore_error *lower)
{
    if (!dsi_reader_goes_on(r)) {
        return false;
    }
    if (lower->status == DSCORE_E_MEMORY) {
        return dsi_complain_memory(r);
    }
    dsi_at steps[DSI_MAX_DEPTH];
    const char *rest = NULL;
    const dsi_at *place = resolve(at, lower->path, steps, &rest);
    const bool in_text = lower->column > 0 && json_is_string(place->json);
    char column[32];
    dsi_print_double((double)lower->column, column);
    const dsi_word words[] = {dsi_word_of(lower->message), dsi_word_of(column)};
    const complaint what = {dsi_message_of(in_text ? DSI_SAY_FORMULA : DSI_SAY_INVALID), lower->status, lower->code,
        rest, in_text ? lower->column : 0};
    return keep(r, place, &what, words, 2);
}

bool dsi_complain_below(
    dsi_reader *r, const dsi_at *at, const char *path, dsi_finding_kind kind, const dsi_word *words, int32_t count)
{
    return dsi_complain_message(r, at, path, dsi_message_of(kind), words, count);
}

bool dsi_complain_message(
    dsi_reader *r, const dsi_at *at, const char *path, const dsi_message *message, const dsi_word *words, int32_t count)
{
    if (!dsi_reader_goes_on(r)) {
        return false;
    }
    dsi_at steps[DSI_MAX_DEPTH];
    complaint what = {message, message->status, message->number, NULL, 0};
    const dsi_at *place = resolve(at, path, steps, &what.rest);
    return keep(r, place, &what, words, count);
}

const char *dsi_path_below(dsi_reader *r, const dsi_at *at, const char *path)
{
    const dsi_at *chain[DSI_MAX_DEPTH];
    dsi_at steps[DSI_MAX_DEPTH];
    const char *rest = NULL;
    dsi_text text;
    dsi_text_init(&text, &r->allocator);
    const int32_t depth = chain_of(resolve(at, path, steps, &rest), chain);
    add_path(&text, chain, depth);
    const char *kept = text.failed ? NULL : dsi_arena_text(&r->arena, text_of(&text), text.length);
    dsi_text_free(&text);
    return kept == NULL ? "" : kept;
}

const char *dsi_number_text(dsi_reader *r, double value)
{
    char buffer[40];
    dsi_print_double(value, buffer);
    const char *text = dsi_arena_text(&r->arena, buffer, -1);
    if (text == NULL) {
        (void)dsi_complain_memory(r);
    }
    return text == NULL ? "" : text;
}

const char *dsi_rounded_text(dsi_reader *r, double value, int32_t decimals)
{
    return dsi_number_text(r, dscore_round(value, decimals));
}

/* ---- opening -------------------------------------------------------------------------------- */

static bool say_syntax(dsi_reader *r, const json_error_t *e)
{
    if (json_error_code(e) == json_error_out_of_memory) {
        return dsi_complain_memory(r);
    }
    const dsi_message *message = dsi_message_of(DSI_SAY_SYNTAX);
    const dsi_word word = dsi_word_of(e->text);
    const int32_t column = e->column > 0 ? e->column : 1;
    if (r->report == NULL) {
        r->status = dsi_fail(r->err, message->status, message->number, "not valid JSON: %s", e->text);
        dsi_error_position(r->err, e->line > 0 ? e->line : 1, column, e->position + r->skipped);
        return false;
    }
    dsi_text en, zh;
    dsi_text_init(&en, &r->allocator);
    dsi_text_init(&zh, &r->allocator);
    dsi_message_text(&en, message, false, &word, 1);
    dsi_message_text(&zh, message, true, &word, 1);
    const dsi_kept_finding finding = {
        message->severity, e->line > 0 ? e->line : 1, column, message->code, "", text_of(&en), text_of(&zh)};
    const bool fine = !en.failed && !zh.failed && dsi_report_add(r->report, &finding);
    dsi_text_free(&zh);
    dsi_text_free(&en);
    r->status = message->status;
    return fine ? false : dsi_complain_memory(r);
}

/* A NUL byte, which the JSON library would pass over in silence. */
static bool find_nul(const dsi_reader *r, json_error_t *out)
{
    const char *nul = memchr(r->text, '\0', (size_t)r->length);
    if (nul == NULL) {
        return false;
    }
    memset(out, 0, sizeof *out);
    out->line = 1;
    out->column = 1;
    out->position = (int)(nul - r->text);
    for (const char *p = r->text; p < nul; p++) {
        const bool is_line = *p == '\n';
        out->line += is_line;
        out->column = is_line ? 1 : out->column + (((unsigned char)*p & 0xC0U) != 0x80U);
    }
    memcpy(out->text, "a NUL byte", sizeof "a NUL byte");
    return true;
}

bool dsi_reader_open(dsi_reader *r, const dscore_allocator *allocator, const char *json, int64_t length,
    dscore_report *report, dscore_error *err, dsi_at *out_root)
{
    memset(r, 0, sizeof *r);
    r->allocator = *allocator;
    dsi_arena_init(&r->arena, allocator);
    r->report = report;
    r->err = err;
    r->text = json;
    r->length = length;
    if (length >= 3 && memcmp(json, "\xEF\xBB\xBF", 3) == 0) {
        r->skipped = 3;
        r->text += 3;
        r->length -= 3;
    }
    memset(out_root, 0, sizeof *out_root);
    if (length > DSI_MAX_DOCUMENT) {
        const char *found = dsi_number_text(r, (double)length);
        return dsi_complain2(r, out_root, DSI_SAY_TOO_LONG, found, dsi_number_text(r, DSI_MAX_DOCUMENT));
    }
    json_error_t error;
    if (find_nul(r, &error)) {
        return say_syntax(r, &error);
    }
    r->root = json_loadb(r->text, (size_t)r->length, JSON_REJECT_DUPLICATES, &error);
    if (r->root == NULL) {
        return say_syntax(r, &error);
    }
    out_root->json = r->root;
    return dsi_need_object(r, out_root);
}

void dsi_reader_close(dsi_reader *r)
{
    json_decref(r->root);
    dsi_arena_free(&r->arena);
}

bool dsi_read_inner_head(dsi_reader *r, const dsi_at *at, const char *kind)
{
    return at->up == NULL || dsi_read_head(r, at, kind, true);
}

const char *dsi_key_at(const void *ctx, int32_t i)
{
    const dsi_at *object = ctx;
    void *member = object->json == NULL ? NULL : json_object_iter(object->json);
    while (i-- > 0 && member != NULL) {
        member = json_object_iter_next(object->json, member);
    }
    return member == NULL ? NULL : json_object_iter_key(member);
}
