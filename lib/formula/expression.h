/* The graph of row expressions as program.c builds it and worker.c evaluates it. Private to this room. */
#ifndef DSI_FORMULA_EXPRESSION_H
#define DSI_FORMULA_EXPRESSION_H

#include "formula/program.h"

/* An expression that is missing in every row: a domain without a bound. Beside the dsi_op numbers. */
enum { DSI_OP_ABSENT = 100 };

enum { DSI_USES_PERIOD = 1, DSI_USES_NOW = 2 };

typedef struct dsi_expression {
    int32_t op;       /* dsi_op or DSI_OP_ABSENT */
    int32_t function; /* of a CALL */
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
    const dsi_source *source;
    dsi_reading *readings;
    dsi_derive *derives;    /* one a field */
    dsi_expression **items; /* each at a fixed place: vectors point into them */
    int32_t count, capacity;
    int32_t *table;     /* hash table of ids, -1 = free */
    int32_t table_size; /* a power of two, at least twice count */
};

bool dsi_expression_is_literal(const dsi_expression *e);

#endif
