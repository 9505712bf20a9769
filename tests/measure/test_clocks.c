/* Zones, calendars and calendar periods in a query: what they measure, what they are called, and when they count. */
#include "state_support.h"

#include "clock_support.h"

/* Friday 20 November 2026, 00:00 UTC, and hours from it, in seconds. */
#define FRIDAY INT64_C(1795132800)
#define AT(hours) (FRIDAY + (int64_t)((hours)*3600))
#define US INT64_C(1000000)
/* Sunday 1 March 2026, 00:00 in New York (05:00 UTC), and 1 April there (04:00 UTC, after the clocks changed). */
#define MARCH (INT64_C(1772341200) * US)
#define APRIL (INT64_C(1775016000) * US)

/* Over the weekend: 1 h on Friday and 1 h on Monday of 9 to 17; and 3 h of a Monday. */
static const int64_t created[] = {AT(16), AT(3 * 24 + 9)};
static const int64_t answered[] = {AT(3 * 24 + 10), AT(3 * 24 + 12)};

static dscore_query *ask(const dscore_catalog *catalog, const char *const *ids, int count)
{
    return query_of(catalog, NULL, ids, count);
}

static void with_calendar(dscore_query *query, const char *name, dscore_calendar *calendar)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_query_calendar(query, name, calendar, &err), err);
    dscore_calendar_free(calendar);
}

static void on_clock(dscore_query *query, const char *alias, const char *id, const char *clock)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_query_item(query, alias, id, &err), err);
    assert_ok(dscore_query_item_set(query, alias, "clock", clock, &err), err);
}

static dscore_values *answer(const dscore_plan *plan, const dscore_table *table)
{
    dscore_state *state = state_of(plan);
    update(state, table);
    dscore_values *values = finish(state);
    dscore_state_free(state);
    return values;
}

static const char *said(const dscore_values *values, const char *alias, int32_t property)
{
    return dscore_values_item(values, dscore_values_find(values, alias), property);
}

static dscore_table *two_tickets(const dscore_plan *plan)
{
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "created_at", created, 2);
    bind_seconds(t, "first_response_at", answered, 2);
    return t;
}

START_TEST(one_query_measures_the_same_tickets_on_both_clocks)
{
    dscore_catalog *catalog = catalog_with(NULL, 0, NULL);
    dscore_query *q = ask(catalog, NULL, 0);
    on_clock(q, "wall", "first_response_time", "calendar");
    on_clock(q, "work", "first_response_time", "business");
    on_clock(q, "soon", "first_response_within", "business");
    ck_assert_int_eq(dscore_query_parameter(q, "soon", "limit", "2h", NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_query_now(q, AT(5 * 24) * US, NULL), DSCORE_OK);
    with_calendar(q, NULL, office("desk", NULL, 9, 17));
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(catalog);
    dscore_table *t = two_tickets(plan);
    dscore_values *v = answer(plan, t);
    ck_assert_double_eq(value_at(v, NULL, "wall").value, (66 + 3) * 3600 / 2.0);
    ck_assert_double_eq(value_at(v, NULL, "work").value, (2 + 3) * 3600 / 2.0);
    ck_assert_double_eq(value_at(v, NULL, "soon").value, 50);
    ck_assert_str_eq(said(v, "wall", DSCORE_ITEM_CLOCK), "calendar");
    ck_assert_str_eq(said(v, "work", DSCORE_ITEM_CLOCK), "business");
    ck_assert_str_eq(said(v, "wall", DSCORE_ITEM_POLICIES), "");
    ck_assert_int_eq(strncmp(said(v, "work", DSCORE_ITEM_POLICIES), "calendar = desk (", 17), 0);
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(a_clock_is_handed_down_to_operands)
{
    dscore_catalog *base = catalog_with(NULL, 0, NULL), *catalog;
    dscore_catalog_builder *builder;
    dscore_error err = DSCORE_ERROR_INIT;
    const dsi_record record = {
        .id = "twice", .formula = "2 * [first_response_time]", .unit = "s", .better = "none", .domain_max = INFINITY};
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    assert_ok(dsi_builder_add_record(builder, &record, &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    dscore_query *q = ask(catalog, NULL, 0);
    on_clock(q, "twice", "twice", "business");
    with_calendar(q, "", office("desk", NULL, 9, 17));
    dscore_plan *plan = plan_of(q);
    dscore_table *t = two_tickets(plan);
    dscore_values *v = answer(plan, t);
    ck_assert_double_eq(value_at(v, NULL, "twice").value, 5 * 3600);
    ck_assert_str_eq(said(v, "twice", DSCORE_ITEM_CLOCK), "business");
    ck_assert_int_eq(strncmp(said(v, "twice", DSCORE_ITEM_POLICIES), "calendar = desk (", 17), 0);
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(catalog);
    dscore_catalog_free(base);
}
END_TEST

/* What minimum volume counts is on the clock of its definition too, also where nothing else measures time. */
START_TEST(observations_are_on_the_clock_of_their_definition)
{
    dscore_catalog *base = catalog_with(NULL, 0, NULL), *catalog;
    dscore_catalog_builder *builder;
    dscore_error err = DSCORE_ERROR_INIT;
    const dsi_record record = {.id = "slow",
        .formula = "mean(csat)",
        .source = "tickets",
        .unit = "points",
        .min_n = 1,
        .observations = "count(where elapsed(created_at, first_response_at) > 3h)",
        .clock = "business",
        .better = "none",
        .domain_max = INFINITY};
    static const double csat[] = {4, 5};
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    assert_ok(dsi_builder_add_record(builder, &record, &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    const char *const ids[] = {"slow"};
    dscore_query *q = ask(catalog, ids, 1);
    on_clock(q, "slow by the wall", "slow", "calendar");
    with_calendar(q, NULL, office("desk", NULL, 9, 17));
    dscore_plan *plan = plan_of(q);
    dscore_table *t = two_tickets(plan);
    assert_ok(dscore_table_bind_array(t, "csat", DSCORE_FLOAT64, 0, csat, 2, 8, NULL, &err), err);
    dscore_values *v = answer(plan, t);
    ck_assert_double_eq(value_at(v, NULL, "slow").observations, 0); /* 2 h and 3 h of work */
    ck_assert_double_eq(value_at(v, NULL, "slow by the wall").observations, 1);
    ck_assert_str_eq(said(v, "slow", DSCORE_ITEM_CLOCK), "business");
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(catalog);
    dscore_catalog_free(base);
}
END_TEST

/* The query's own condition is on the calendar clock, whatever the item's: the same rows for every item. */
START_TEST(conditions_of_a_query_are_on_the_calendar_clock)
{
    dscore_catalog *catalog = catalog_with(NULL, 0, NULL);
    dscore_query *q = ask(catalog, NULL, 0);
    on_clock(q, "work", "first_response_time", "business");
    ck_assert_int_eq(dscore_query_where(q, NULL, "elapsed(created_at, first_response_at) > 1d", NULL), DSCORE_OK);
    with_calendar(q, NULL, office("desk", NULL, 9, 17));
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(catalog);
    dscore_table *t = two_tickets(plan);
    dscore_values *v = answer(plan, t);
    ck_assert_int_eq(value_at(v, NULL, "work").n_used, 1);
    ck_assert_double_eq(value_at(v, NULL, "work").value, 2 * 3600);
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(negative_times_that_are_kept_are_flagged_whatever_names_their_clock)
{
    static const formula own[] = {{"work", "mean(business_time(first_response_at, created_at))", NULL, NULL, "s"},
        {"wall", "mean(calendar_time(first_response_at, created_at))", NULL, NULL, "s"}};
    const char *const ids[] = {"work", "wall", "tickets"};
    dscore_catalog *catalog = catalog_with(own, 2, NULL);
    dscore_query *q = ask(catalog, ids, 3);
    with_calendar(q, NULL, office("desk", NULL, 9, 17));
    ck_assert_int_eq(dscore_query_option(q, "negative", "signed", NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(catalog);
    dscore_table *t = two_tickets(plan);
    dscore_values *v = answer(plan, t);
    ck_assert_double_eq(value_at(v, NULL, "work").value, -(2 + 3) * 3600 / 2.0);
    ck_assert_double_eq(value_at(v, NULL, "wall").value, -(66 + 3) * 3600 / 2.0);
    ck_assert_int_ne(value_at(v, NULL, "work").flags & DSCORE_FLAG_SIGNED, 0);
    ck_assert_int_ne(value_at(v, NULL, "wall").flags & DSCORE_FLAG_SIGNED, 0);
    ck_assert_int_eq(value_at(v, NULL, "tickets").flags & DSCORE_FLAG_SIGNED, 0);
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(rows_name_their_calendar)
{
    static const formula own[] = {{"work", "sum(business_time(created_at, first_response_at))", NULL, NULL, "s"}};
    static const char *const teams[] = {"early", "late", NULL, "unheard of"};
    /* Fridays from 08:00 to 20:00: of 6 to 10 two hours, of 16 to 22 four, of 9 to 17 eight. */
    const int64_t from[] = {AT(8), AT(8), AT(8), AT(8)}, to[] = {AT(20), AT(20), AT(20), AT(20)};
    dscore_catalog *catalog = catalog_with(own, 1, NULL);
    const char *const ids[] = {"work"};
    dscore_query *q = query_of(catalog, "team", ids, 1);
    with_calendar(q, NULL, office("desk", NULL, 9, 17));
    with_calendar(q, "late", office("", NULL, 16, 22));
    with_calendar(q, "early", office("birds", NULL, 6, 10));
    ck_assert_int_eq(dscore_query_calendar_field(q, "team", NULL), DSCORE_OK);
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(catalog);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "created_at", from, 4);
    bind_seconds(t, "first_response_at", to, 4);
    bind_texts(t, "team", teams, 4);
    dscore_values *v = answer(plan, t);
    ck_assert_double_eq(value_at(v, "early", "work").value, 2 * 3600);
    ck_assert_double_eq(value_at(v, "late", "work").value, 4 * 3600);
    ck_assert_double_eq(value_at(v, "", "work").value, 8 * 3600);
    ck_assert_int_eq(value_at(v, "unheard of", "work").n_invalid, 1);
    ck_assert_int_eq(dscore_values_reason(v, 0, DSCORE_REASON_DOMAIN), 1);
    const char *policies = said(v, "work", DSCORE_ITEM_POLICIES);
    ck_assert_ptr_nonnull(strstr(policies, "calendar = desk ("));
    ck_assert_ptr_nonnull(strstr(policies, "; calendar of early = birds ("));
    ck_assert_ptr_nonnull(strstr(policies, "; calendar of late = ("));
    /* Which rows: read again, the field that names the calendar too. */
    int64_t rows[4], needed;
    int32_t reasons[4];
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t at = 0;
    while (strcmp(dscore_values_key(v, at, 0), "unheard of") != 0) {
        at++;
    }
    assert_ok(dscore_plan_rows(plan, t, v, at, "work", DSCORE_ROWS_INVALID, rows, reasons, 4, &needed, &err), err);
    ck_assert_int_eq(needed, 1);
    ck_assert_int_eq(rows[0], 3);
    ck_assert_int_eq(reasons[0], DSCORE_REASON_DOMAIN);
    dscore_values_free(v);
    dscore_table_free(t);
    /* A table that does not say takes the default for all. */
    dscore_table *plain = table_of(schema_of(plan), "tickets");
    dscore_query *again;
    dscore_plan *total;
    ck_assert_int_eq(dsi_query_copy(plan->query, &again, NULL), DSCORE_OK);
    again->key_count = 0;
    total = plan_of(again);
    bind_seconds(plain, "created_at", from, 4);
    bind_seconds(plain, "first_response_at", to, 4);
    v = answer(total, plain);
    ck_assert_double_eq(value_at(v, NULL, "work").value, 4 * 8 * 3600);
    dscore_values_free(v);
    dscore_table_free(plain);
    dscore_plan_free(total);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(hours_are_those_of_the_zone)
{
    static const formula own[] = {{"hour", "mean(hour_of(created_at))", NULL, NULL, NULL},
        {"day", "mean(weekday_of(created_at))", NULL, NULL, NULL}};
    const char *const ids[] = {"hour", "day"};
    const int64_t at[] = {AT(20)}; /* Friday 20:00 UTC is Saturday 05:30 nine and a half hours east */
    dscore_catalog *catalog = catalog_with(own, 2, NULL);
    dscore_query *q = ask(catalog, ids, 2);
    dscore_zone *zone = offset_zone("+09:30");
    ck_assert_int_eq(dscore_query_zone(q, zone, NULL), DSCORE_OK);
    dscore_zone_free(zone);
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(catalog);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "created_at", at, 1);
    dscore_values *v = answer(plan, t);
    ck_assert_double_eq(value_at(v, NULL, "hour").value, 5);
    ck_assert_double_eq(value_at(v, NULL, "day").value, 6);
    ck_assert_str_eq(said(v, "hour", DSCORE_ITEM_POLICIES), "zone = +09:30");
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

/* ---- periods -------------------------------------------------------------------------------- */

static dscore_plan *monthly(const char *id, int64_t from, int64_t to, bool in_new_york)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const dscore_period_rule months = DSCORE_PERIOD_RULE_INIT;
    dscore_catalog *catalog = catalog_with(NULL, 0, NULL);
    dscore_query *q = ask(catalog, &id, 1);
    dscore_zone *zone = in_new_york ? new_york() : NULL;
    assert_ok(dscore_query_zone(q, zone, &err), err);
    assert_ok(dscore_query_periods_by(q, &months, from, to, &err), err);
    with_calendar(q, NULL, office("desk", NULL, 9, 17));
    dscore_zone_free(zone);
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(catalog);
    return plan;
}

/* One ticket at the very start of each of the instants. */
static dscore_values *tickets_at(const dscore_plan *plan, const int64_t *at, int64_t n)
{
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_seconds(t, "created_at", at, n);
    dscore_values *values = answer(plan, t);
    dscore_table_free(t);
    return values;
}

START_TEST(a_month_in_which_the_clocks_change_has_as_many_days_as_dates)
{
    const int64_t at[] = {MARCH / US, APRIL / US - 1};
    dscore_plan *plan = monthly("tickets_created_per_day", MARCH, APRIL, true);
    dscore_values *v = tickets_at(plan, at, 2);
    ck_assert_int_eq(dscore_values_row_count(v), 1);
    ck_assert_str_eq(dscore_values_period_name(v, 0), "2026-03");
    ck_assert_str_eq(dscore_values_period_name(v, 1), "");
    ck_assert_double_eq(value_at(v, NULL, "tickets_created_per_day").value, 2 / 31.0);
    ck_assert_str_eq(said(v, "tickets_created_per_day", DSCORE_ITEM_POLICIES), "zone = America/New_York");
    dscore_values_free(v);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(the_first_and_the_last_period_are_cut_to_the_range)
{
    const int64_t ten_days = 10 * 86400 * US;
    const int64_t from = MARCH + ten_days, to = APRIL + ten_days;
    const int64_t at[] = {MARCH / US, (MARCH + ten_days) / US, APRIL / US, APRIL / US + 1, (APRIL + ten_days) / US};
    dscore_plan *plan = monthly("tickets", from, to, true);
    dscore_values *v = tickets_at(plan, at, 5);
    int64_t start, end;
    ck_assert_int_eq(dscore_values_row_count(v), 2);
    ck_assert_int_eq(dscore_values_period(v, 0, &start, &end, NULL), DSCORE_OK);
    ck_assert_int_eq(start, from);
    ck_assert_int_eq(end, APRIL);
    ck_assert_int_eq(dscore_values_period(v, 1, &start, &end, NULL), DSCORE_OK);
    ck_assert_int_eq(start, APRIL);
    ck_assert_int_eq(end, to);
    ck_assert_str_eq(dscore_values_period_name(v, 0), "2026-03");
    ck_assert_str_eq(dscore_values_period_name(v, 1), "2026-04");
    dscore_value first = DSCORE_VALUE_INIT, second = DSCORE_VALUE_INIT;
    ck_assert_int_eq(dscore_values_get(v, 0, 0, &first, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_values_get(v, 1, 0, &second, NULL), DSCORE_OK);
    ck_assert_double_eq(first.value, 1);
    ck_assert_double_eq(second.value, 2);
    dscore_values_free(v);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(working_days_are_counted_up_to_now)
{
    /* March 2026, UTC: 22 days from Monday to Friday. At 13:00 on Wednesday the 4th two have passed, and half of one.
     */
    const int64_t march = INT64_C(1772323200), at[] = {INT64_C(1772323200)};
    const int64_t now[] = {march + 60 * 86400, march + 3 * 86400 + 13 * 3600};
    const double days[] = {22, 2.5};
    for (int i = 0; i < 2; i++) {
        dscore_catalog *catalog = catalog_with(NULL, 0, NULL);
        const char *const ids[] = {"tickets_created_per_business_day"};
        dscore_query *q = ask(catalog, ids, 1);
        ck_assert_int_eq(dscore_query_range(q, march * US, (march + 31 * 86400) * US, NULL), DSCORE_OK);
        ck_assert_int_eq(dscore_query_now(q, now[i] * US, NULL), DSCORE_OK);
        with_calendar(q, NULL, office("desk", NULL, 9, 17));
        dscore_plan *plan = plan_of(q);
        dscore_values *v = tickets_at(plan, at, 1);
        ck_assert_double_eq(value_at(v, NULL, ids[0]).value, 1 / days[i]);
        dscore_values_free(v);
        dscore_plan_free(plan);
        dscore_catalog_free(catalog);
    }
}
END_TEST

START_TEST(a_weekend_has_no_working_days_to_divide_by)
{
    const int64_t at[] = {AT(24)};
    dscore_catalog *catalog = catalog_with(NULL, 0, NULL);
    const char *const ids[] = {"tickets_created_per_business_day", "out_of_hours_share"};
    dscore_query *q = ask(catalog, ids, 2);
    ck_assert_int_eq(dscore_query_range(q, AT(24) * US, AT(72) * US, NULL), DSCORE_OK);
    with_calendar(q, NULL, office("desk", NULL, 9, 17));
    dscore_plan *plan = plan_of(q);
    dscore_values *v = tickets_at(plan, at, 1);
    ck_assert_int_eq(value_at(v, NULL, ids[0]).status, DSCORE_VALUE_UNDEFINED);
    ck_assert_double_eq(value_at(v, NULL, ids[1]).value, 100);
    dscore_values_free(v);
    dscore_plan_free(plan);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(calendar_periods_are_checked)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = catalog_with(NULL, 0, NULL);
    const char *const ids[] = {"tickets"};
    dscore_query *q = ask(catalog, ids, 1);
    dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
    ck_assert_int_eq(dscore_query_periods_by(NULL, &rule, 0, 1, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_periods_by(q, NULL, 0, 1, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_periods_by(q, &rule, 1, 1, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_periods_by(q, &rule, INT64_MIN, 1, &err), DSCORE_E_RANGE);
    rule.unit = 9;
    ck_assert_int_eq(dscore_query_periods_by(q, &rule, 0, 1, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_zone(NULL, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_calendar(NULL, NULL, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_calendar_field(NULL, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_query_calendar(q, "nobody", NULL, &err), DSCORE_OK);
    ck_assert_str_eq(dscore_values_period_name(NULL, 0), "");
    dscore_query_free(q);
    dscore_catalog_free(catalog);
}
END_TEST

/* ---- identity ------------------------------------------------------------------------------- */

typedef struct setting {
    const char *id;
    const char *clock;
    const char *zone; /* an offset; NULL = none */
    int from_hour;    /* of the office; 0 = no calendar */
    const char *name;
} setting;

static dscore_plan *plan_with(const setting *s)
{
    static const formula own[] = {{"hour", "mean(hour_of(created_at))", NULL, NULL, NULL}};
    dscore_catalog *catalog = catalog_with(own, 1, NULL);
    dscore_query *q = ask(catalog, NULL, 0);
    if (s->clock == NULL) {
        ck_assert_int_eq(dscore_query_item(q, NULL, s->id, NULL), DSCORE_OK);
    } else {
        on_clock(q, s->id, s->id, s->clock);
    }
    dscore_zone *zone = s->zone == NULL ? NULL : offset_zone(s->zone);
    ck_assert_int_eq(dscore_query_zone(q, zone, NULL), DSCORE_OK);
    dscore_zone_free(zone);
    if (s->from_hour > 0) {
        with_calendar(q, NULL, office(s->name, NULL, s->from_hour, 17));
    }
    dscore_plan *plan = plan_of(q);
    dscore_catalog_free(catalog);
    return plan;
}

static void compare_plans(const setting *a, const setting *b, bool is_same)
{
    dscore_plan *x = plan_with(a), *y = plan_with(b);
    ck_assert_int_eq(strcmp(dscore_plan_fingerprint(x), dscore_plan_fingerprint(y)) == 0, is_same);
    dscore_plan_free(x);
    dscore_plan_free(y);
}

START_TEST(zone_and_calendar_count_where_something_depends_on_them)
{
    const setting plain = {"tickets", NULL, NULL, 0, ""}, zoned = {"tickets", NULL, "+01:00", 9, "desk"};
    compare_plans(&plain, &zoned, true);
    const setting hour = {"hour", NULL, NULL, 0, ""}, there = {"hour", NULL, "+01:00", 0, ""};
    const setting utc = {"hour", NULL, "+00:00", 0, ""};
    compare_plans(&hour, &there, false);
    compare_plans(&hour, &utc, true);
    const setting nine = {"first_response_time", "business", NULL, 9, "desk"};
    const setting ten = {"first_response_time", "business", NULL, 10, "desk"};
    const setting renamed = {"first_response_time", "business", "+05:00", 9, "another name"};
    const setting wall = {"first_response_time", "calendar", NULL, 9, "desk"};
    const setting wall_ten = {"first_response_time", NULL, NULL, 10, "desk"};
    compare_plans(&nine, &ten, false);
    compare_plans(&nine, &renamed, true);
    compare_plans(&nine, &wall, false);
    compare_plans(&wall, &wall_ten, true);
}
END_TEST

static void refuse_merge(const setting *a, const setting *b, const char *part)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *x = plan_with(a), *y = plan_with(b);
    dscore_state *s = state_of(x), *t = state_of(y);
    ck_assert_int_eq(dscore_state_merge(s, t, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_msg(strstr(err.message, part) != NULL, "%s", err.message);
    ck_assert_int_eq(dscore_state_merge(t, s, &err), DSCORE_E_INCOMPATIBLE);
    dscore_state_free(s);
    dscore_state_free(t);
    dscore_plan_free(x);
    dscore_plan_free(y);
}

START_TEST(states_of_other_zones_and_calendars_do_not_merge)
{
    const setting hour = {"hour", NULL, "+02:00", 0, ""}, there = {"hour", NULL, "+01:00", 0, ""};
    refuse_merge(&hour, &there, "zone");
    const setting nine = {"first_response_time", "business", NULL, 9, "desk"};
    const setting ten = {"first_response_time", "business", NULL, 10, "desk"};
    refuse_merge(&nine, &ten, "calendar");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {one_query_measures_the_same_tickets_on_both_clocks,
        a_clock_is_handed_down_to_operands, observations_are_on_the_clock_of_their_definition,
        conditions_of_a_query_are_on_the_calendar_clock,
        negative_times_that_are_kept_are_flagged_whatever_names_their_clock, rows_name_their_calendar,
        hours_are_those_of_the_zone, a_month_in_which_the_clocks_change_has_as_many_days_as_dates,
        the_first_and_the_last_period_are_cut_to_the_range, working_days_are_counted_up_to_now,
        a_weekend_has_no_working_days_to_divide_by, calendar_periods_are_checked,
        zone_and_calendar_count_where_something_depends_on_them, states_of_other_zones_and_calendars_do_not_merge};
    return RUN_TESTS("clocks", tests);
}
