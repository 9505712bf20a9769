/* The language: text -> tree -> typed tree. Row subtrees are evaluated by program.h, cell trees by cell.h. */
#ifndef DSI_FORMULA_FORMULA_H
#define DSI_FORMULA_FORMULA_H

#include "base/text.h"
#include "data/schema.h"

typedef enum dsi_op {
    /* leaves */
    DSI_OP_NUMBER_INT = 1, /* literal: u.integer */
    DSI_OP_NUMBER,         /* literal: u.number */
    DSI_OP_DURATION,       /* literal: u.integer microseconds */
    DSI_OP_INSTANT,        /* literal: u.integer microseconds */
    DSI_OP_TEXT,           /* literal: u.text */
    DSI_OP_BOOLEAN,        /* literal: u.integer 0 or 1 */
    DSI_OP_FIELD,          /* u.field: index in the source; name kept */
    DSI_OP_PARAMETER,      /* u.parameter: index in the definition; only before dsi_formula_bind */
    DSI_OP_OPERAND,        /* [id]: name; u.operand is the caller's to fill */
    /* operators */
    DSI_OP_OR,
    DSI_OP_AND,
    DSI_OP_NOT,
    DSI_OP_EQ,
    DSI_OP_NE,
    DSI_OP_LT,
    DSI_OP_LE,
    DSI_OP_GT,
    DSI_OP_GE,
    DSI_OP_IN, /* args[0] in constants args[1..] */
    DSI_OP_IS_MISSING,
    DSI_OP_IS_PRESENT,
    DSI_OP_ADD,
    DSI_OP_SUB,
    DSI_OP_MUL,
    DSI_OP_DIV,
    DSI_OP_NEG,
    /* functions and aggregates: u.function is a row of the function table */
    DSI_OP_CALL,
    DSI_OP_AGGREGATE
} dsi_op;

typedef enum dsi_level { DSI_LEVEL_CONSTANT = 0, DSI_LEVEL_ROW = 1, DSI_LEVEL_CELL = 2 } dsi_level;

typedef enum dsi_function {
    /* row and cell */
    DSI_FN_IF = 1,
    DSI_FN_COALESCE,
    DSI_FN_LEAST,
    DSI_FN_GREATEST,
    DSI_FN_ABS,
    DSI_FN_CLAMP,
    /* row */
    DSI_FN_ELAPSED,
    DSI_FN_WITHIN,
    DSI_FN_MET,
    DSI_FN_CALENDAR_TIME,
    DSI_FN_BUSINESS_TIME,
    DSI_FN_SECONDS,
    DSI_FN_MINUTES,
    DSI_FN_HOURS,
    DSI_FN_DAYS,
    DSI_FN_HOUR_OF,
    DSI_FN_WEEKDAY_OF,
    DSI_FN_DATE_OF,
    DSI_FN_IS_OPEN,
    DSI_FN_NOW,
    DSI_FN_PERIOD_START,
    DSI_FN_PERIOD_END,
    DSI_FN_DOMAIN_MIN,
    DSI_FN_DOMAIN_MAX,
    /* cell */
    DSI_FN_PERIOD_DAYS,
    DSI_FN_PERIOD_BUSINESS_DAYS,
    DSI_FN_TOTAL,
    /* aggregates */
    DSI_AGG_COUNT,
    DSI_AGG_SUM,
    DSI_AGG_MEAN,
    DSI_AGG_MIN,
    DSI_AGG_MAX,
    DSI_AGG_RATIO,
    DSI_AGG_SHARE,
    DSI_AGG_STDDEV,
    DSI_AGG_VARIANCE,
    DSI_AGG_MEDIAN,
    DSI_AGG_QUANTILE,
    DSI_AGG_QUANTILE_OBSERVED,
    DSI_AGG_APPROX_QUANTILE,
    DSI_AGG_DISTINCT,
    DSI_AGG_RECURRING,
    DSI_AGG_TRIMMED_MEAN,
    DSI_AGG_KM_QUANTILE,
    DSI_AGG_KM_WITHIN
} dsi_function;

typedef struct dsi_node {
    int32_t op;       /* dsi_op */
    int32_t type;     /* DSCORE_TYPE_...; 0 before the check */
    int32_t level;    /* dsi_level */
    int32_t function; /* dsi_function of CALL and AGGREGATE, else 0 */
    int64_t offset;   /* byte in the text where it begins */
    int32_t argc;
    struct dsi_node **args;
    struct dsi_node *where; /* of an aggregate; NULL = none */
    const char *name;       /* FIELD, PARAMETER, OPERAND. A CALL of total([id], team) holds the id here, u.operand is
                               the caller's to fill, and args are the keys: FIELD nodes with a name and u.field -1 */
    union {
        int64_t integer;
        double number;
        struct {
            const char *p;
            int64_t n;
        } text;
        int32_t field;
        int32_t parameter;
        int32_t operand;
    } u;
} dsi_node;

typedef struct dsi_parameter {
    const char *name;
    int32_t type; /* DSCORE_TYPE_NUMBER, _DURATION, _INSTANT, _BOOLEAN, _TEXT */
    const char *unit;
    const char *default_value; /* literal; "" = none */
    const char *min, *max;     /* literals; "" = none */
} dsi_parameter;

/* What a formula may name. */
typedef struct dsi_scope {
    const dscore_schema *schema; /* for messages; may be NULL with source NULL */
    const dsi_source *source;    /* NULL: a derived formula ([id] operands, no fields) */
    const dsi_parameter *parameters;
    int32_t parameter_count;
    bool row_only; /* where, exclude, derive, placement: a row formula, no aggregates */
} dsi_scope;

/* Parse and type. A negated literal is one literal (-5); 4.0 is the integer 4. domain_min(f) and domain_max(f) hold the
   field as a FIELD node in args[0], though they do not read it. The tree lives in the arena and needs the text no
   longer. On failure the error has column (code points, from 1; line too if there are several), offset (bytes) and a
   message that names the right form. FORMAT: the grammar; NOT_FOUND: a name; TYPE: types and levels; PARAMETER: a
   constant out of range; LIMIT: the limits of the language; MEMORY. */
dscore_status dsi_formula_compile(
    dsi_arena *arena, const char *text, int64_t length, const dsi_scope *scope, dsi_node **out, dscore_error *err);

/* A formula of one value: [operand], $parameters of numbers, literals, and the functions that need no rows. It yields a
   number. Evaluated by dsi_cell_eval with a leaf that gives the value. Errors as above. */
dscore_status dsi_formula_compile_value(dsi_arena *arena, const char *text, const char *operand,
    const dsi_parameter *parameters, int32_t parameter_count, dsi_node **out, dscore_error *err);

/* One literal, of the type asked for (a parameter's value); 0 = any type. */
dscore_status dsi_literal_parse(
    dsi_arena *arena, const char *text, int64_t length, int32_t type, dsi_node **out, dscore_error *err);

/* A copy with every PARAMETER replaced by values[parameter] (literal nodes; NULL = no value). Needs nothing of the tree
   or the values afterwards. PARAMETER: no value, or q, p or limit of an aggregate out of range; TYPE. */
dscore_status dsi_formula_bind(dsi_arena *arena, const dsi_node *node, const dsi_node *const *values,
    int32_t value_count, dsi_node **out, dscore_error *err);

/* Canonical text: same tree, same text; parses back to the same tree. */
void dsi_formula_print(dsi_text *out, const dsi_node *node);

/* placement: `event(field)` or `open(from, until)`. */
typedef struct dsi_placement {
    bool open;
    int32_t from;  /* field index; event: the field */
    int32_t until; /* open only */
} dsi_placement;
dscore_status dsi_placement_parse(const char *text, const dsi_source *source, dsi_placement *out, dscore_error *err);

/* Call visit(ctx, node) for node and all below it, parents first. */
void dsi_formula_walk(const dsi_node *node, void (*visit)(void *ctx, const dsi_node *node), void *ctx);

bool dsi_formula_uses(const dsi_node *node, int32_t op, int32_t function); /* function 0 = any */
/* Same tree, wherever it stood in its text. */
bool dsi_formula_equal(const dsi_node *a, const dsi_node *b);
/* A literal as a number: durations and instants in seconds, booleans 0 or 1 (q of quantile, limit of km_within). */
double dsi_literal_number(const dsi_node *node);
const char *dsi_function_name(int32_t function);

#endif
