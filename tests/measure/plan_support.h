/* A catalogue for tests of plans and values: the built-in one and a few definitions that show what it has no need of.
 */
#ifndef DSCORE_TESTS_PLAN_SUPPORT_H
#define DSCORE_TESTS_PLAN_SUPPORT_H

#include "support.h"

#include "measure/definition.h"

#define NO_BOUNDS .domain_min = -INFINITY, .domain_max = INFINITY
#define ON_TICKETS .source = "tickets", .unit = "s", .better = "none", NO_BOUNDS
#define OUT_OF_OTHERS .source = "", .unit = "%", .better = "none", NO_BOUNDS

static const char *const test_credit[] = {"agent"};

static const dsi_record test_records[] = {
    {.id = "test_km", .formula = "km_quantile(created_at, first_response_at, 0.5)", ON_TICKETS},
    {.id = "test_business_days", .formula = "count() / period_business_days()", ON_TICKETS},
    {.id = "test_outside", .formula = "share(business_time(created_at, created_at + 1s) == 0s)", ON_TICKETS},
    {.id = "test_approximate", .formula = "approx_quantile(csat, 0.5)", ON_TICKETS},
    {.id = "test_hour", .formula = "mean(hour_of(created_at))", ON_TICKETS},
    {.id = "test_five", .formula = "mean(csat)", .min_n = 5, .credit = test_credit, .credit_count = 1, ON_TICKETS},
    {.id = "test_percent",
        .formula = "100 * mean(csat)",
        .credit = test_credit,
        .credit_count = 1,
        .source = "tickets",
        .unit = "%",
        .better = "none",
        .domain_min = 0.0,
        .domain_max = 400.0},
    {.id = "test_team_share", .formula = "100 * [tickets] / total([tickets], team)", OUT_OF_OTHERS},
    {.id = "test_of_derived", .formula = "[channel_mix] / total([closure_rate])", OUT_OF_OTHERS},
    {.id = "test_of_five", .formula = "2 * [test_five]", OUT_OF_OTHERS},
    {.id = "test_exams",
        .formula = "100 * ratio(training_passed, training_assessed)",
        .source = "agent_periods",
        .unit = "%",
        .better = "higher",
        .placement = "event(period_start)",
        .min_n = 10,
        .credit = test_credit,
        .credit_count = 1,
        NO_BOUNDS},
};

/* The built-in catalogue and the definitions above; NULL when it cannot be made. */
static inline dscore_catalog *test_catalog(const dscore_allocator *allocator)
{
    dscore_catalog *builtin = NULL, *catalog = NULL;
    dscore_catalog_builder *builder = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_status status = dscore_catalog_builtin(allocator, &builtin, &err);
    status = status == DSCORE_OK ? dscore_catalog_builder_new(builtin, &builder, &err) : status;
    for (size_t i = 0; i < sizeof test_records / sizeof test_records[0] && status == DSCORE_OK; i++) {
        status = dsi_builder_add_record(builder, &test_records[i], &err);
    }
    status = status == DSCORE_OK ? dscore_catalog_builder_finish(builder, &catalog, &err) : status;
    if (status != DSCORE_OK) {
        (void)printf("no catalogue: %s (%s)\n", err.message, err.path);
    }
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(builtin);
    return catalog;
}

#define OK(call)                                                                                                       \
    do {                                                                                                               \
        dscore_error err_ = DSCORE_ERROR_INIT;                                                                         \
        assert_ok(call, err_);                                                                                         \
    } while (0)

#endif
