/* What the files of the parser share: tokens, the table of functions, and how an error gets its place. Private to
   this room. */
#ifndef DSI_FORMULA_PARSE_H
#define DSI_FORMULA_PARSE_H

#include "base/error.h"
#include "formula/formula.h"

enum {
    DSI_MAX_FORMULA_BYTES = 65536,
    DSI_MAX_NODES = 4096,
    DSI_MAX_DEPTH = 200,
    DSI_MAX_IN_ITEMS = 256,
    DSI_MAX_NUMBER_BYTES = 64, /* of one number literal, leading zeros included */
    DSI_MAX_DIGITS = 15,       /* significant digits of a number */
    DSI_MAX_EXPONENT = 22
};

/* ---- tokens ---------------------------------------------------------------------------------- */

typedef enum dsi_token_kind {
    DSI_T_END = 1,
    DSI_T_INTEGER,   /* integer */
    DSI_T_NUMBER,    /* number */
    DSI_T_DURATION,  /* integer microseconds */
    DSI_T_INSTANT,   /* integer microseconds */
    DSI_T_TEXT,      /* text, length: escapes resolved */
    DSI_T_NAME,      /* text, length: plain or from backquotes */
    DSI_T_PARAMETER, /* text, length: without the $ */
    DSI_T_OR,
    DSI_T_AND,
    DSI_T_NOT,
    DSI_T_IN,
    DSI_T_IS,
    DSI_T_WHERE,
    DSI_T_TRUE,
    DSI_T_FALSE,
    DSI_T_EQ,
    DSI_T_NE,
    DSI_T_LT,
    DSI_T_LE,
    DSI_T_GT,
    DSI_T_GE,
    DSI_T_PLUS,
    DSI_T_MINUS,
    DSI_T_STAR,
    DSI_T_SLASH,
    DSI_T_OPEN,
    DSI_T_CLOSE,
    DSI_T_SQUARE_OPEN,
    DSI_T_SQUARE_CLOSE,
    DSI_T_COMMA
} dsi_token_kind;

typedef struct dsi_token {
    int32_t kind;
    bool quoted;    /* a name in backquotes: never a word of the language */
    int64_t offset; /* of its first byte */
    int64_t end;    /* after its last byte */
    int64_t integer;
    double number;
    const char *text; /* NUL-terminated, in the arena */
    int64_t length;
} dsi_token;

typedef struct dsi_lexer {
    dsi_arena *arena;
    const char *text;
    int64_t length;
    int64_t at; /* next byte */
    dscore_error *err;
    dsi_token token; /* the current one */
} dsi_lexer;

/* Check length and UTF-8 and read the first token. */
dscore_status dsi_lexer_start(dsi_lexer *lexer, dsi_arena *arena, const char *text, int64_t length, dscore_error *err);
dscore_status dsi_lexer_next(dsi_lexer *lexer);
/* The first byte after the current token that is not white space; 0 at the end. */
char dsi_lexer_peek(const dsi_lexer *lexer);

/* Number, duration or instant at lexer->at into the token. */
dscore_status dsi_lex_number(dsi_lexer *lexer);
dscore_status dsi_lex_instant(dsi_lexer *lexer);

/* mantissa * 10^exponent of the shortest text of a finite double: what a literal of at most 15 digits said. */
void dsi_shortest_decimal(double value, int64_t *mantissa, int32_t *exponent);

bool dsi_is_reserved(const char *text); /* exact spelling */

/* ---- messages ---------------------------------------------------------------------------------- */

/* Give an error that was just set its place: offset in bytes, column (and line, if there are several) in code points.
   Returns status. */
dscore_status dsi_place(dscore_error *err, const char *text, int64_t length, int64_t offset, dscore_status status);

/* What to say of a character that begins no token, or of two that other languages use. Always a failure. */
dscore_status dsi_fail_character(dsi_lexer *lexer, int64_t offset);
/* A word in the wrong place: hint for AND, NULL, between, ...; "" if there is none. */
const char *dsi_word_hint(const char *word);
/* The function that people of other languages mean by a name, as text to show; NULL if none is known. */
const char *dsi_function_habit(const char *name);
/* Why there is no such function, where there is nothing to write instead; NULL if the name is not known. */
const char *dsi_function_reason(const char *name);
/* Does a word say a unit of time (min, days, seconds)? */
bool dsi_is_unit_word(const char *word);

/* ---- functions ---------------------------------------------------------------------------------- */

/* Kinds of an argument, for the table of functions. */
enum {
    DSI_ARG_NONE = 0,
    DSI_ARG_NUMBER,   /* number */
    DSI_ARG_DURATION, /* duration */
    DSI_ARG_INSTANT,  /* instant */
    DSI_ARG_BOOLEAN,  /* boolean */
    DSI_ARG_MEASURE,  /* number or duration */
    DSI_ARG_ORDERED,  /* number, duration or instant */
    DSI_ARG_ANY,      /* anything */
    DSI_ARG_FRACTION, /* literal or parameter, a number in [0, 1] */
    DSI_ARG_TRIM,     /* literal or parameter, a number in [0, 0.5) */
    DSI_ARG_SPAN,     /* literal or parameter, a duration */
    DSI_ARG_FIELD     /* a field of numbers or durations */
};

/* What a function yields. */
enum {
    DSI_YIELD_NUMBER = 1,
    DSI_YIELD_DURATION,
    DSI_YIELD_INSTANT,
    DSI_YIELD_BOOLEAN,
    DSI_YIELD_FIRST,   /* the type of the first argument */
    DSI_YIELD_SECOND,  /* the type of the second */
    DSI_YIELD_QUOTIENT /* as first / second */
};

/* Where a function may stand. */
enum {
    DSI_STAND_BOTH = 1, /* the level of its arguments */
    DSI_STAND_ROW,      /* rows only */
    DSI_STAND_EITHER,   /* of the row inside an aggregate, of the cell outside */
    DSI_STAND_CELL,     /* outside aggregates only */
    DSI_STAND_CONSTANT, /* a constant */
    DSI_STAND_AGGREGATE /* from rows to the cell */
};

typedef struct dsi_function_row {
    const char *name;
    int32_t function; /* dsi_function */
    int32_t stand;
    int32_t yield;
    int32_t least_arguments;
    int32_t most_arguments; /* -1 = any number: the last kind repeats */
    int32_t arguments[4];
    bool same_type;   /* all but a leading condition have one type */
    const char *form; /* how it is written, for messages */
} dsi_function_row;

const dsi_function_row *dsi_function_find(const char *name);
const dsi_function_row *dsi_function_row_of(int32_t function);
/* The function whose spelling is nearest; NULL if none is near. */
const char *dsi_function_nearest(const char *name);

/* ---- the check ---------------------------------------------------------------------------------- */

/* Text to tree, names and types unseen. */
dscore_status dsi_formula_parse(dsi_arena *arena, const char *text, int64_t length, dsi_node **out, dscore_error *err);
/* Resolve names, give every node its type and level. */
dscore_status dsi_formula_check(
    dsi_node *root, const dsi_scope *scope, const char *text, int64_t length, dscore_error *err);
const char *dsi_type_name(int32_t type);                               /* "a number", ... */
bool dsi_constant_in_range(const dsi_node *literal, int32_t argument); /* DSI_ARG_FRACTION, DSI_ARG_TRIM */

bool dsi_is_literal(const dsi_node *node);
/* If node is the negation of a literal, make it that literal. */
void dsi_fold_negation(dsi_node *node);

#endif
