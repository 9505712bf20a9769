/* What the files of the rule share: the object, and the steps of making one. */
#ifndef DSI_SCORE_RULE_PARTS_H
#define DSI_SCORE_RULE_PARTS_H

#include "score/rule.h"

struct dscore_rule {
    dsi_arena arena;
    dsi_rule_spec spec;
};

/* Checks a specification and fills in `better` and `closed` where the parameters tell. */
dscore_status dsi_rule_check(dsi_rule_spec *spec, dscore_error *err);

/* Points before the final clamp: infinite or NaN where the family has no answer. Adds to *flags. */
double dsi_rule_raw(const dsi_rule_spec *spec, double x, int32_t *flags);

/* Points of a core of BASE_FLOAT before any cap. */
double dsi_core_points(const dsi_base_float *f, double x);

/* The value at which that core gives so many points; NaN if there is none. */
double dsi_core_inverse(const dsi_base_float *f, double points);

/* The logit of a LOGISTIC rule's points between its least and most; infinite or NaN at and beyond them. */
double dsi_logistic_logit(const dsi_logistic *l, double points);

bool dsi_compare_holds(int32_t op, double a, double b);

#endif
