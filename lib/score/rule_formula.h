/* What the other files of the rule ask of the family FORMULA. */
#ifndef DSI_SCORE_RULE_FORMULA_H
#define DSI_SCORE_RULE_FORMULA_H

#include "score/rule_parts.h"
#include "score/voice.h"

dscore_status dsi_formula_rule_check(dsi_rule_spec *spec, dscore_error *err);

/* Compiles what passed the check and finds its breakpoints. `own`: the parameters in the rule's memory. Errors stand at
   `formula`, with a column: FORMAT, NOT_FOUND, TYPE, LIMIT; MEMORY. */
dscore_status dsi_formula_rule_make(dscore_rule *rule, dsi_rule_parameter *own, dscore_error *err);

/* NaN where the formula comes to nothing: a division by zero, an overflow, an `if` without its other branch. */
double dsi_formula_points(const dsi_rule_spec *spec, double x, int32_t *flags);

void dsi_formula_rule_canonical(dsi_text *t, const dsi_rule_spec *spec);
void dsi_formula_rule_text(const dsi_voice *v, const dsi_rule_spec *spec);

#endif
