/* The graph of row expressions as program.c builds it and worker.c evaluates it. Private to this room. */
#ifndef DSI_FORMULA_EXPRESSION_H
#define DSI_FORMULA_EXPRESSION_H

#include "formula/program.h"

/* An expression that is missing in every row: a domain without a bound. Beside the dsi_op numbers. */
enum { DSI_OP_ABSENT = 100 };

/* Functions of a graph that formulas do not name. Beside the dsi_function numbers. */
enum { DSI_FN_BUSINESS_WITHIN = 200, DSI_FN_KM_SPAN, DSI_FN_BUSINESS_KM_SPAN };

enum { DSI_USES_PERIOD = 1, DSI_USES_NOW = 2, DSI_USES_CALENDAR = 4, DSI_USES_ZONE = 8, DSI_USES_START = 16 };

typedef struct dsi_expression {
    int32_t op;       /* dsi_op or DSI_OP_ABSENT */
    int32_t function; /* of a CALL: dsi_function or DSI_FN_... above */
    int32_t type;     /* DSCORE_TYPE_... */
    int32_t flags;    /* DSI_USES_...: of this node itself or below, through stand-ins too */
    int32_t argc;
    int32_t field;       /* FIELD */
    const int32_t *args; /* expression ids, all less than this one's */
    union {
        int64_t integer;
        double number;
        dsi_string text;
    } u;
    uint8_t boolean;     /* of a BOOLEAN, as vectors hold it */
    dsi_vector constant; /* of a literal: one element that points into this struct */
} dsi_expression;

typedef struct dsi_derive {
    int32_t count;
    int32_t *expressions; /* -1 = that stand-in was not added */
    int32_t flags;        /* of all that were added */
} dsi_derive;

struct dsi_program {
    dsi_arena *arena;
    const dsi_loops *loops; /* of the machine */
    const dsi_source *source;
    dsi_reading *readings;
    int32_t calendar_field; /* -1 = none */
    dsi_derive *derives;    /* one a field */
    dsi_expression **items; /* each at a fixed place: vectors point into them */
    int32_t count, capacity;
    int32_t *table;     /* hash table of ids, -1 = free */
    int32_t table_size; /* a power of two, at least twice count */
};

/* The id of an equal expression, or of a copy of e that is added. */
dscore_status dsi_program_intern(dsi_program *p, const dsi_expression *e, int32_t *out, dscore_error *err);

bool dsi_expression_is_literal(const dsi_expression *e);

#endif
