/* Putting a query together: what is refused at once, and with which words. */
#include "support.h"

static dscore_catalog *catalog(void)
{
    dscore_catalog *c;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_catalog_builtin(NULL, &c, &err), err);
    return c;
}

static dscore_query *query(dscore_catalog *c)
{
    dscore_query *q;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_query_new(c, &q, &err), err);
    return q;
}

START_TEST(a_query_outlives_its_catalogue)
{
    dscore_catalog *c = catalog();
    dscore_query *q = query(c);
    dscore_catalog_free(c);
    ck_assert_int_eq(dscore_query_item(q, NULL, "tickets", NULL), DSCORE_OK);
    dscore_query_free(q);
    dscore_query_free(NULL);
}
END_TEST

START_TEST(null_arguments_are_refused)
{
    dscore_catalog *c = catalog();
    dscore_query *q = query(c), *none = q;
    int64_t edge = 0;
    ck_assert_int_eq(dscore_query_new(NULL, &none, NULL), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(none);
    ck_assert_int_eq(dscore_query_new(c, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_key(NULL, "agent", NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_key(q, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_item(q, "x", NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_item(q, "", "tickets", NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_parameter(q, "x", NULL, "1", NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_item_set(q, "x", "clock", NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_periods(q, NULL, 2, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_periods(NULL, &edge, 2, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_now(NULL, 0, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_where(q, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_option(q, "negative", NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_domain(q, "tickets", NULL, 0, 1, NULL), DSCORE_E_ARGUMENT);
    dscore_query_free(q);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(keys_are_few_and_different)
{
    static const char *const keys[] = {
        "subject", "team", "channel", "priority", "category", "status", "customer", "problem"};
    dscore_catalog *c = catalog();
    dscore_query *q = query(c);
    for (size_t i = 0; i < 8; i++) {
        ck_assert_int_eq(dscore_query_key(q, keys[i], NULL), DSCORE_OK);
    }
    ck_assert_int_eq(dscore_query_key(q, "team", NULL), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_query_key(q, "agent", NULL), DSCORE_E_LIMIT);
    ck_assert_int_eq(dscore_query_key(q, "period", NULL), DSCORE_E_ARGUMENT);
    dscore_query_free(q);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(an_unknown_indicator_names_the_nearest)
{
    dscore_catalog *c = catalog();
    dscore_query *q = query(c);
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_query_item(q, NULL, "first_respons_time", &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.message, "did you mean 'first_response_time'?"));
    dscore_query_free(q);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(an_alias_is_taken_once)
{
    dscore_catalog *c = catalog();
    dscore_query *q = query(c);
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_query_item(q, NULL, "service_level", &err), err);
    ck_assert_int_eq(dscore_query_item(q, NULL, "service_level", NULL), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_query_item(q, "service_level", "tickets", NULL), DSCORE_E_INCOMPATIBLE);
    assert_ok(dscore_query_item(q, "service_level_60", "service_level", &err), err);
    ck_assert_int_eq(dscore_query_parameter(q, "service_level_90", "limit", "60s", &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.message, "service_level_60"));
    dscore_query_free(q);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(a_parameter_is_checked_for_name_type_and_range)
{
    dscore_catalog *c = catalog();
    dscore_query *q = query(c);
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_query_item(q, "cut", "csat_satisfied", &err), err);
    assert_ok(dscore_query_parameter(q, "cut", "cut", "3", &err), err);
    ck_assert_int_eq(dscore_query_parameter(q, "cut", "cutt", "3", &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.message, "did you mean 'cut'?"));
    ck_assert_str_eq(err.path, "items.cut");
    ck_assert_int_eq(dscore_query_parameter(q, "cut", "cut", "20s", &err), DSCORE_E_TYPE);
    ck_assert_str_eq(err.path, "items.cut.cut");
    ck_assert_int_eq(dscore_query_parameter(q, "cut", "cut", "9", NULL), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_query_parameter(q, "cut", "cut", "three", NULL), DSCORE_E_FORMAT);
    dscore_query_free(q);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(an_item_has_five_settings)
{
    dscore_catalog *c = catalog();
    dscore_query *q = query(c);
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_query_item(q, NULL, "csat_mean", &err), err);
    assert_ok(dscore_query_item_set(q, "csat_mean", "placement", "event(survey_answered_at)", &err), err);
    assert_ok(dscore_query_item_set(q, "csat_mean", "credit", "agent", &err), err);
    assert_ok(dscore_query_item_set(q, "csat_mean", "where", "is_complaint", &err), err);
    assert_ok(dscore_query_item_set(q, "csat_mean", "source", "tickets", &err), err);
    assert_ok(dscore_query_item_set(q, "csat_mean", "clock", "calendar", &err), err);
    ck_assert_int_eq(dscore_query_item_set(q, "csat_mean", "unit", "s", &err), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_query_item_set(q, "nps", "where", "is_complaint", &err), DSCORE_E_NOT_FOUND);
    dscore_query_free(q);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(time_goes_forward)
{
    const int64_t level[] = {0, 10, 10}, edges[] = {0, 10, 30};
    dscore_catalog *c = catalog();
    dscore_query *q = query(c);
    ck_assert_int_eq(dscore_query_range(q, 10, 10, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_range(q, 10, 20, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_range(q, dscore_instant_min(), dscore_instant_max(), NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_periods(q, level, 3, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_periods(q, edges, 1, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_periods(q, edges, 3, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_periods_every(q, 0, 0, 3, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_periods_every(q, 0, 10, 0, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_periods_every(q, 0, 10, INT64_MAX, NULL), DSCORE_E_LIMIT);
    ck_assert_int_eq(dscore_query_periods_every(q, 1, INT64_MAX / 2, 2, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_periods_every(q, 2, INT64_MAX / 2, 2, NULL), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_query_periods_every(q, -5, 10, 3, NULL), DSCORE_OK);
    dscore_query_free(q);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(options_are_a_closed_list)
{
    static const char *const good[][2] = {{"negative", "signed"}, {"negative", "exclude"}, {"invalid", "fail"},
        {"absent", "missing"}, {"standing_filter", "off"}, {"quantiles", "sketch"}, {"quantiles", "exact"},
        {"max_state_bytes", "1000000"}};
    dscore_catalog *c = catalog();
    dscore_query *q = query(c);
    dscore_error err = DSCORE_ERROR_INIT;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_ok(dscore_query_option(q, good[i][0], good[i][1], &err), err);
    }
    ck_assert_int_eq(dscore_query_option(q, "negative", "keep", &err), DSCORE_E_PARAMETER);
    ck_assert_ptr_nonnull(strstr(err.message, "exclude, signed, clamp or fail"));
    ck_assert_int_eq(dscore_query_option(q, "colour", "on", NULL), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_query_option(q, "max_state_bytes", "-1", NULL), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_query_option(q, "max_state_bytes", "1 MB", NULL), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_query_option(q, "quantiles", "rough", NULL), DSCORE_E_PARAMETER);
    dscore_query_free(q);
    dscore_catalog_free(c);
}
END_TEST

START_TEST(only_numbers_take_another_domain)
{
    dscore_catalog *c = catalog();
    dscore_query *q = query(c);
    ck_assert_int_eq(dscore_query_domain(q, "tickets", "csat", 1, 10, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_domain(q, "tickets", "csat", 0, 10, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_domain(q, "tickets", "csat", 10, 1, NULL), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_query_domain(q, "tickets", "csat", (double)NAN, 1, NULL), DSCORE_E_PARAMETER);
    ck_assert_int_eq(dscore_query_domain(q, "tickets", "agent", 1, 10, NULL), DSCORE_E_TYPE);
    ck_assert_int_eq(dscore_query_domain(q, "tickets", "csatt", 1, 10, NULL), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(dscore_query_domain(q, "ticket", "csat", 1, 10, NULL), DSCORE_E_NOT_FOUND);
    dscore_query_free(q);
    dscore_catalog_free(c);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_query_outlives_its_catalogue, null_arguments_are_refused,
        keys_are_few_and_different, an_unknown_indicator_names_the_nearest, an_alias_is_taken_once,
        a_parameter_is_checked_for_name_type_and_range, an_item_has_five_settings, time_goes_forward,
        options_are_a_closed_list, only_numbers_take_another_domain};
    return RUN_TESTS("query", tests);
}
