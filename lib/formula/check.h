/* What check.c (names, operators) and check_call.c (functions, aggregates) share. Private to this room. */
#ifndef DSI_FORMULA_CHECK_H
#define DSI_FORMULA_CHECK_H

#include "formula/parse.h"

typedef struct dsi_checker {
    const dsi_scope *scope;
    const char *text;
    int64_t length;
    dscore_error *err;
    bool is_row; /* fields may stand here: inside an aggregate, or in a row formula */
} dsi_checker;

dscore_status dsi_check_node(dsi_checker *c, dsi_node *node);
dscore_status dsi_check_call(dsi_checker *c, dsi_node *node);
dscore_status dsi_check_field_name(const dsi_checker *c, dsi_node *node); /* at any level */
dscore_status dsi_check_at(const dsi_checker *c, const dsi_node *node, dscore_status status);
int32_t dsi_arithmetic_type(int32_t op, int32_t left, int32_t right); /* 0 = does not go */
const char *dsi_type_hint(int32_t left, int32_t right);
const char *dsi_op_symbol(int32_t op);

#endif
