/* The state of the parser, shared by operands (operand.c) and operators (parser.c). Private to this room. */
#ifndef DSI_FORMULA_PARSER_H
#define DSI_FORMULA_PARSER_H

#include "formula/parse.h"

typedef struct dsi_parser {
    dsi_lexer lexer;
    dsi_arena *arena;
    dscore_error *err;
    int32_t nodes;
    int32_t depth; /* open calls of dsi_parse_expression and signs */
} dsi_parser;

/* Strength of the binary operators; a comparison does not chain. */
enum { BIND_OR = 1, BIND_AND, BIND_NOT, BIND_TEST, BIND_SUM, BIND_PRODUCT };

/* An expression whose operators bind at least so strongly; its tree and the height of that. */
dscore_status dsi_parse_expression(dsi_parser *p, int32_t least, dsi_node **out, int32_t *height);
dscore_status dsi_parse_primary(dsi_parser *p, dsi_node **out, int32_t *height);
dscore_status dsi_parse_constant(dsi_parser *p, dsi_node **out); /* [ "-" ] literal | "$" parameter */

dscore_status dsi_parser_next(dsi_parser *p);
dscore_status dsi_parser_expect(dsi_parser *p, int32_t kind, const char *expected);
dscore_status dsi_parser_enter(dsi_parser *p); /* one level deeper; the caller counts depth down again */
dscore_status dsi_parser_check_height(dsi_parser *p, int64_t offset, int32_t height);

dscore_status dsi_parser_node(dsi_parser *p, int32_t op, int64_t offset, int32_t argc, dsi_node **out);
dscore_status dsi_parser_add(dsi_parser *p, dsi_node *node, dsi_node *argument);

/* Errors: at an offset; at the current token, which is not what was expected; of a known habit; of a limit. */
dscore_status dsi_parser_at(dsi_parser *p, int64_t offset, dscore_status status);
dscore_status dsi_parser_fail_token(dsi_parser *p, const char *expected);
dscore_status dsi_parser_fail_habit(dsi_parser *p, int64_t offset, const char *message);
dscore_status dsi_parser_fail_limit(dsi_parser *p, int64_t offset, const char *what, int32_t limit);

#endif
