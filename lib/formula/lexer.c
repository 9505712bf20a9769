/* From text to tokens: names, words, symbols, text literals. Numbers, durations and instants are read in literal.c,
   what other languages would write is named in habits.c. */
#include "formula/parse.h"

#include <string.h>

static const struct {
    const char *word;
    int32_t kind;
} words[] = {
    {"or", DSI_T_OR},
    {"and", DSI_T_AND},
    {"not", DSI_T_NOT},
    {"in", DSI_T_IN},
    {"is", DSI_T_IS},
    {"where", DSI_T_WHERE},
    {"true", DSI_T_TRUE},
    {"false", DSI_T_FALSE},
    /* kept for later; no token */
    {"null", 0},
    {"like", 0},
    {"between", 0},
    {"case", 0},
    {"when", 0},
    {"then", 0},
    {"else", 0},
    {"end", 0},
    {"as", 0},
    {"by", 0},
    {"over", 0},
};

static const struct {
    char symbol[3];
    int32_t kind;
} symbols[] = {
    /* the longer first */
    {"==", DSI_T_EQ},
    {"!=", DSI_T_NE},
    {"<=", DSI_T_LE},
    {">=", DSI_T_GE},
    {"<", DSI_T_LT},
    {">", DSI_T_GT},
    {"+", DSI_T_PLUS},
    {"-", DSI_T_MINUS},
    {"*", DSI_T_STAR},
    {"/", DSI_T_SLASH},
    {"(", DSI_T_OPEN},
    {")", DSI_T_CLOSE},
    {"[", DSI_T_SQUARE_OPEN},
    {"]", DSI_T_SQUARE_CLOSE},
    {",", DSI_T_COMMA},
};

enum { WORDS = sizeof words / sizeof words[0], SYMBOLS = sizeof symbols / sizeof symbols[0] };

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
static bool is_name(char c)
{
    return is_name_start(c) || is_digit(c);
}

bool dsi_is_reserved(const char *text)
{
    for (int32_t i = 0; i < WORDS; i++) {
        if (strcmp(words[i].word, text) == 0) {
            return true;
        }
    }
    return false;
}

dscore_status dsi_place(dscore_error *err, const char *text, int64_t length, int64_t offset, dscore_status status)
{
    int64_t line_start = 0;
    int32_t line = 1;
    bool several = false;
    for (int64_t i = 0; i < length; i++) {
        if (text[i] != '\n') {
            continue;
        }
        several = true;
        if (i < offset) {
            line++;
            line_start = i + 1;
        }
    }
    int32_t column = 1;
    for (int64_t i = line_start; i < offset && i < length; i++) {
        const int64_t next = i + 1;
        /* a code point ends where the next byte does not continue it */
        if (next >= length || ((unsigned char)text[next] & 0xC0U) != 0x80U) {
            column++;
        }
    }
    dsi_error_position(err, several ? line : 0, column, offset);
    return status;
}

static dscore_status fail_memory(dsi_lexer *lexer)
{
    return dsi_fail_memory(lexer->err);
}

/* A name or a word at lexer->at. */
static dscore_status lex_name(dsi_lexer *lexer)
{
    int64_t end = lexer->at;
    while (end < lexer->length && is_name(lexer->text[end])) {
        end++;
    }
    dsi_token *t = &lexer->token;
    t->length = end - lexer->at;
    t->text = dsi_arena_text(lexer->arena, lexer->text + lexer->at, t->length);
    if (t->text == NULL) {
        return fail_memory(lexer);
    }
    t->kind = DSI_T_NAME;
    for (int32_t i = 0; i < WORDS; i++) {
        if (strcmp(words[i].word, t->text) != 0) {
            continue;
        }
        if (words[i].kind == 0) {
            const char *hint = dsi_word_hint(t->text);
            return dsi_place(lexer->err, lexer->text, lexer->length, t->offset,
                dsi_fail(lexer->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_HABIT,
                    "`%s` is a reserved word%s%s; a field of that name is written in backquotes", t->text,
                    hint[0] != '\0' ? ": " : "", hint));
        }
        t->kind = words[i].kind;
    }
    lexer->at = end;
    return DSCORE_OK;
}

/* `name` with doubled backquotes inside. */
static dscore_status lex_quoted_name(dsi_lexer *lexer)
{
    int64_t end = lexer->at + 1;
    int64_t size = 0;
    for (;;) {
        if (end >= lexer->length || lexer->text[end] == '\n') {
            return dsi_place(lexer->err, lexer->text, lexer->length, lexer->at,
                dsi_fail(
                    lexer->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_SYNTAX, "this name has no closing backquote"));
        }
        if ((unsigned char)lexer->text[end] < 0x20) {
            return dsi_fail_character(lexer, end); /* a NUL would end the name early */
        }
        if (lexer->text[end] == '`') {
            if (end + 1 >= lexer->length || lexer->text[end + 1] != '`') {
                break;
            }
            end++;
        }
        end++;
        size++;
    }
    if (size == 0) {
        return dsi_place(lexer->err, lexer->text, lexer->length, lexer->at,
            dsi_fail(lexer->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_SYNTAX, "a name between backquotes is empty"));
    }
    char *name = dsi_arena_alloc(lexer->arena, size + 1);
    if (name == NULL) {
        return fail_memory(lexer);
    }
    int64_t n = 0;
    for (int64_t i = lexer->at + 1; i < end; i++) {
        name[n++] = lexer->text[i];
        if (lexer->text[i] == '`') {
            i++;
        }
    }
    lexer->token.kind = DSI_T_NAME;
    lexer->token.quoted = true;
    lexer->token.text = name;
    lexer->token.length = n;
    lexer->at = end + 1;
    return DSCORE_OK;
}

static int32_t hex_digit(char c)
{
    if (is_digit(c)) {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits after \u at `at`, or -1. */
static int32_t read_hex4(const dsi_lexer *lexer, int64_t at)
{
    int32_t value = 0;
    for (int64_t i = at; i < at + 4; i++) {
        const int32_t digit = i < lexer->length ? hex_digit(lexer->text[i]) : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

static int64_t put_utf8(char *out, int32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | (c >> 6));
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | (c >> 12));
        out[1] = (char)(0x80 | ((c >> 6) & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | (c >> 18));
    out[1] = (char)(0x80 | ((c >> 12) & 0x3F));
    out[2] = (char)(0x80 | ((c >> 6) & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

static dscore_status fail_escape(dsi_lexer *lexer, int64_t at)
{
    return dsi_place(lexer->err, lexer->text, lexer->length, at,
        dsi_fail(lexer->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_LITERAL,
            "the escapes of a text are \\\" \\\\ \\n and \\uXXXX (a code point in hexadecimal, not 0000)"));
}

/* One escape at *at (its backslash); the bytes go to out. */
static dscore_status lex_escape(dsi_lexer *lexer, int64_t *at, char *out, int64_t *n)
{
    const int64_t begin = *at;
    const char c = begin + 1 < lexer->length ? lexer->text[begin + 1] : '\0';
    if (c == '"' || c == '\\' || c == 'n') {
        out[(*n)++] = c == 'n' ? '\n' : c;
        *at = begin + 2;
        return DSCORE_OK;
    }
    int32_t point = c == 'u' ? read_hex4(lexer, begin + 2) : -1;
    int64_t end = begin + 6;
    if (point >= 0xD800 && point < 0xDC00) { /* the first half of a pair */
        const bool pair = end + 1 < lexer->length && lexer->text[end] == '\\' && lexer->text[end + 1] == 'u';
        const int32_t low = pair ? read_hex4(lexer, end + 2) : -1;
        point = low >= 0xDC00 && low < 0xE000 ? 0x10000 + (point - 0xD800) * 0x400 + (low - 0xDC00) : -1;
        end += 6;
    } else if (point >= 0xDC00 && point < 0xE000) {
        point = -1;
    }
    if (point <= 0) {
        return fail_escape(lexer, begin);
    }
    *n += put_utf8(out + *n, point);
    *at = end;
    return DSCORE_OK;
}

static dscore_status lex_text(dsi_lexer *lexer)
{
    int64_t end = lexer->at + 1;
    while (end < lexer->length && lexer->text[end] != '"') {
        end += lexer->text[end] == '\\' ? 2 : 1;
    }
    if (end >= lexer->length) {
        return dsi_place(lexer->err, lexer->text, lexer->length, lexer->at,
            dsi_fail(lexer->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_LITERAL, "this text has no closing quote"));
    }
    char *out = dsi_arena_alloc(lexer->arena, end - lexer->at); /* escapes only shrink */
    if (out == NULL) {
        return fail_memory(lexer);
    }
    int64_t n = 0;
    for (int64_t i = lexer->at + 1; i < end;) {
        const unsigned char c = (unsigned char)lexer->text[i];
        if (c == '\\') {
            const dscore_status status = lex_escape(lexer, &i, out, &n);
            if (status != DSCORE_OK) {
                return status;
            }
            continue;
        }
        if (c < 0x20) {
            return dsi_place(lexer->err, lexer->text, lexer->length, i,
                dsi_fail(lexer->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_LITERAL,
                    "a control character in a text is written \\n or \\u%04X", (unsigned)c));
        }
        out[n++] = (char)c;
        i++;
    }
    lexer->token.kind = DSI_T_TEXT;
    lexer->token.text = out;
    lexer->token.length = n;
    lexer->at = end + 1;
    return DSCORE_OK;
}

static dscore_status lex_parameter(dsi_lexer *lexer)
{
    lexer->at++;
    if (lexer->at >= lexer->length || !is_name_start(lexer->text[lexer->at])) {
        return dsi_place(lexer->err, lexer->text, lexer->length, lexer->at - 1,
            dsi_fail(lexer->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_SYNTAX,
                "`$` is followed by the name of a parameter, as in $limit"));
    }
    int64_t end = lexer->at;
    while (end < lexer->length && is_name(lexer->text[end])) {
        end++;
    }
    lexer->token.kind = DSI_T_PARAMETER;
    lexer->token.length = end - lexer->at;
    lexer->token.text = dsi_arena_text(lexer->arena, lexer->text + lexer->at, lexer->token.length);
    lexer->at = end;
    return lexer->token.text == NULL ? fail_memory(lexer) : DSCORE_OK;
}

/* A symbol; `=`, `<>`, `!` and the like are told what to write instead. */
static dscore_status lex_symbol(dsi_lexer *lexer)
{
    const char *at = lexer->text + lexer->at;
    const int64_t left = lexer->length - lexer->at;
    const bool is_habit =
        left >= 2 && (memcmp(at, "<>", 2) == 0 || memcmp(at, "=<", 2) == 0 || memcmp(at, "=>", 2) == 0 ||
                         memcmp(at, "**", 2) == 0 || memcmp(at, "//", 2) == 0);
    const bool is_triple = left >= 3 && memcmp(at, "===", 3) == 0;
    if (is_habit || is_triple) {
        return dsi_fail_character(lexer, lexer->at);
    }
    for (int32_t i = 0; i < SYMBOLS; i++) {
        const int64_t n = (int64_t)strlen(symbols[i].symbol);
        if (left >= n && memcmp(at, symbols[i].symbol, (size_t)n) == 0) {
            lexer->token.kind = symbols[i].kind;
            lexer->at += n;
            return DSCORE_OK;
        }
    }
    return dsi_fail_character(lexer, lexer->at);
}

static dscore_status lex(dsi_lexer *lexer)
{
    if (lexer->at >= lexer->length) {
        lexer->token.kind = DSI_T_END;
        return DSCORE_OK;
    }
    const char c = lexer->text[lexer->at];
    if (is_name_start(c)) {
        return lex_name(lexer);
    }
    if (is_digit(c)) {
        return dsi_lex_number(lexer);
    }
    switch (c) {
    case '"':
        return lex_text(lexer);
    case '`':
        return lex_quoted_name(lexer);
    case '$':
        return lex_parameter(lexer);
    case '@':
        return dsi_lex_instant(lexer);
    default:
        return lex_symbol(lexer);
    }
}

dscore_status dsi_lexer_next(dsi_lexer *lexer)
{
    while (lexer->at < lexer->length && is_space(lexer->text[lexer->at])) {
        lexer->at++;
    }
    memset(&lexer->token, 0, sizeof lexer->token);
    lexer->token.offset = lexer->at;
    const dscore_status status = lex(lexer);
    lexer->token.end = lexer->at;
    return status;
}

char dsi_lexer_peek(const dsi_lexer *lexer)
{
    for (int64_t i = lexer->at; i < lexer->length; i++) {
        if (!is_space(lexer->text[i])) {
            return lexer->text[i];
        }
    }
    return '\0';
}

dscore_status dsi_lexer_start(dsi_lexer *lexer, dsi_arena *arena, const char *text, int64_t length, dscore_error *err)
{
    memset(lexer, 0, sizeof *lexer);
    lexer->arena = arena;
    lexer->text = text;
    lexer->length = length;
    lexer->err = err;
    if (length > DSI_MAX_FORMULA_BYTES) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_FORMULA_LIMIT, "a formula has at most %d bytes",
            (int)DSI_MAX_FORMULA_BYTES);
    }
    if (!dsi_utf8_valid(text, length)) {
        int64_t good = 0;
        while (good < length) { /* the longest valid beginning; texts are short */
            int64_t n = 1;
            while (good + n < length && ((unsigned char)text[good + n] & 0xC0U) == 0x80U) {
                n++;
            }
            if (!dsi_utf8_valid(text + good, n)) {
                break;
            }
            good += n;
        }
        return dsi_place(err, text, length, good,
            dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_SYNTAX, "the text is not UTF-8 here"));
    }
    return dsi_lexer_next(lexer);
}
