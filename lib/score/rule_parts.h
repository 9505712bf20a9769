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

/* The final clamp: points from raw, which is finite. Adds to *flags. */
double dsi_rule_clamp(const dsi_rule_spec *spec, double raw, int32_t *flags);

/* Where the course of the points may turn or jump: between two neighbours of them the points are monotone. In no order,
   some may be infinite or NaN or stand twice. The caller's array holds dsi_rule_most_breaks. Returns how many. */
int32_t dsi_rule_most_breaks(const dsi_rule_spec *spec);
int32_t dsi_rule_breaks(const dsi_rule_spec *spec, double *out);

/* Of a STEP rule: +1 where the steps count as the value rises from x0, -1 where they do as it falls. */
double dsi_step_way(const dsi_rule_spec *spec);

bool dsi_compare_holds(int32_t op, double a, double b);

#endif
