/* Making rules in tests and comparing what they give with a table. */
#ifndef DSCORE_TESTS_RULE_SUPPORT_H
#define DSCORE_TESTS_RULE_SUPPORT_H

#include "score/score_support.h"

typedef struct expectation {
    double x, points;
} expectation;

static inline dscore_rule *make_rule(const dsi_rule_spec *spec)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = NULL;
    assert_ok(dsi_rule_new(NULL, spec, &rule, &err), err);
    return rule;
}

static inline double points_of(const dscore_rule *rule, double x)
{
    double points;
    ck_assert_int_eq(dscore_rule_apply(rule, &x, 1, &points, NULL, NULL, NULL, NULL), DSCORE_OK);
    return points;
}

static inline double raw_of(const dscore_rule *rule, double x)
{
    double points;
    double raw;
    ck_assert_int_eq(dscore_rule_apply(rule, &x, 1, &points, &raw, NULL, NULL, NULL), DSCORE_OK);
    return raw;
}

static inline int32_t status_of_rule(const dscore_rule *rule, double x)
{
    double points;
    int32_t status;
    ck_assert_int_eq(dscore_rule_apply(rule, &x, 1, &points, NULL, &status, NULL, NULL), DSCORE_OK);
    ck_assert_int_eq(isnan(points) != 0, status != DSCORE_VALUE_OK);
    return status;
}

static inline int32_t flags_of(const dscore_rule *rule, double x)
{
    double points;
    int32_t flags;
    ck_assert_int_eq(dscore_rule_apply(rule, &x, 1, &points, NULL, NULL, &flags, NULL), DSCORE_OK);
    return flags;
}

/* Make the rule, compare, free. The tables print four decimals. */
static inline void expect_points(const dsi_rule_spec *spec, const expectation *table, int count)
{
    dscore_rule *rule = make_rule(spec);
    for (int i = 0; i < count; i++) {
        double got = points_of(rule, table[i].x);
        ck_assert_msg(
            fabs(got - table[i].points) <= 5.1e-5, "at %.17g: %.17g, expected %.17g", table[i].x, got, table[i].points);
    }
    dscore_rule_free(rule);
}

#define EXPECT_POINTS(spec, ...)                                                                                       \
    do {                                                                                                               \
        const expectation table_[] = {__VA_ARGS__};                                                                    \
        expect_points(spec, table_, (int)(sizeof table_ / sizeof table_[0]));                                          \
    } while (0)

static inline void expect_refused(const dsi_rule_spec *spec, const char *path, const char *says)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_rule *rule = (dscore_rule *)&err;
    ck_assert_int_eq(dsi_rule_new(NULL, spec, &rule, &err), DSCORE_E_PARAMETER);
    ck_assert_ptr_null(rule);
    ck_assert_str_eq(err.path, path);
    ck_assert_msg(strstr(err.message, says) != NULL, "'%s' does not say '%s'", err.message, says);
}

/* Table 1, response time: 100 up to 25 s, 10 less each 5 s, 0 from 40 s (S3-43). */
static inline dsi_rule_spec response_step(int32_t counting)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_STEP);
    spec.better = DSI_BETTER_LOWER;
    spec.u.step.x0 = 25.0;
    spec.u.step.delta = 5.0;
    spec.u.step.points = 10.0;
    spec.u.step.counting = counting;
    spec.u.step.has_cliff = true;
    spec.u.step.cliff_x = 40.0;
    return spec;
}

#endif
