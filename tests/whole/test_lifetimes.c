/* Handles hold what they need (D26): whatever the order in which they are freed, those that remain still answer. Under
   a sanitizer any use after free shows. */
#include "whole_support.h"

#include "../measure/clock_support.h"

/* A small catalogue of its own: every order is tried, and the built-in one takes longer to make. */
static const char SMALL[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\","
    "\"fields\": {\"tickets\": [{\"name\": \"agent\", \"type\": \"text\", \"key\": true, \"optional\": true},"
    " {\"name\": \"csat\", \"type\": \"number\", \"domain\": [1, 5]}, {\"name\": \"created_at\", \"type\": "
    "\"instant\"}]},"
    "\"indicators\": [{\"id\": \"csat_mean\", \"name\": \"Mean rating\", \"unit\": \"points\", \"credit\": [\"agent\"],"
    " \"formula\": \"mean(csat)\"}]}";
static const char CARD[] = "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"c\", \"name\": \"c\","
                           "\"items\": {\"csat_mean\": {\"indicator\": \"csat_mean\", \"rule\": {\"family\": "
                           "\"LINEAR\", \"x0\": 1, \"points0\": 0,"
                           " \"x1\": 5, \"points1\": 100}}}, \"weights\": {\"tree\": {\"csat_mean\": 1}}}";

enum { CATALOG, QUERY, PLAN, TABLE, VALUES, CARD_HANDLE, SCORES, HANDLES, ORDERS = 5040 }; /* 7 handles, 7! orders */

typedef struct family {
    dscore_catalog *catalog;
    dscore_query *query;
    dscore_plan *plan;
    dscore_table *table;
    dscore_values *values;
    dscore_scorecard *card;
    dscore_scores *scores;
    uint32_t alive; /* a bit each */
} family;

static const char *const agents[] = {"Ada", "Bo", "Ada"};
static const double csat[] = {5, 3, 4};

static void make(family *f)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = NULL;
    memset(f, 0, sizeof *f);
    assert_ok(dscore_catalog_builder_new(NULL, &builder, &err), err);
    assert_ok(dscore_catalog_builder_add(builder, SMALL, (int64_t)strlen(SMALL), &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &f->catalog, &err), err);
    dscore_catalog_builder_free(builder);
    assert_ok(dscore_scorecard_parse(f->catalog, CARD, (int64_t)strlen(CARD), &f->card, &err), err);
    assert_ok(dscore_query_new(f->catalog, &f->query, &err), err);
    assert_ok(dscore_query_key(f->query, "agent", &err), err);
    assert_ok(dscore_scorecard_plan(f->card, f->query, &f->plan, &err), err);
    assert_ok(dscore_table_new(dscore_catalog_schema(f->catalog), "tickets", &f->table, &err), err);
    assert_ok(
        dscore_table_bind_array(f->table, "agent", DSCORE_CSTRING, 0, agents, 3, sizeof agents[0], NULL, &err), err);
    assert_ok(dscore_table_bind_array(f->table, "csat", DSCORE_FLOAT64, 0, csat, 3, 8, NULL, &err), err);
    assert_ok(dscore_evaluate(f->plan, &f->table, 1, NULL, &f->values, &err), err);
    assert_ok(dscore_score(f->card, f->values, &f->scores, &err), err);
    f->alive = (1U << HANDLES) - 1;
}

static int is_alive(const family *f, int handle)
{
    return (f->alive >> handle & 1U) != 0;
}

static void drop(family *f, int handle)
{
    switch (handle) {
    case CATALOG:
        dscore_catalog_free(f->catalog);
        break;
    case QUERY:
        dscore_query_free(f->query);
        break;
    case PLAN:
        dscore_plan_free(f->plan);
        break;
    case TABLE:
        dscore_table_free(f->table);
        break;
    case VALUES:
        dscore_values_free(f->values);
        break;
    case CARD_HANDLE:
        dscore_scorecard_free(f->card);
        break;
    default:
        dscore_scores_free(f->scores);
        break;
    }
    f->alive &= ~(1U << handle);
}

static void ask_the_scores(const family *f)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_score_row row = DSCORE_SCORE_ROW_INIT;
    char text[4096];
    assert_ok(dscore_scores_get(f->scores, 0, &row, &err), err);
    ck_assert_str_eq(row.subject, "Ada");
    ck_assert_double_eq(row.total, 87.5); /* (4.5 - 1) / 4 */
    assert_ok(dscore_scores_explain(f->scores, 0, "en", text, sizeof text, NULL, &err), err);
    ck_assert_ptr_nonnull(strstr(text, "csat_mean"));
    ck_assert_str_eq(dscore_values_key(dscore_scores_values(f->scores), 1, 0), "Bo");
    ck_assert_str_eq(dscore_scorecard_text(dscore_scores_card(f->scores), DSCORE_CARD_ID), "c");
}

/* Every handle that is left answers. */
static void ask(const family *f)
{
    dscore_error err = DSCORE_ERROR_INIT;
    if (is_alive(f, SCORES)) {
        ask_the_scores(f);
    }
    if (is_alive(f, VALUES)) {
        ck_assert_double_eq(value_at(f->values, 0, "csat_mean").value, 4.5);
        ck_assert_str_eq(dscore_values_item(f->values, 0, DSCORE_ITEM_UNIT), "points");
    }
    if (is_alive(f, CARD_HANDLE)) {
        char text[4096];
        assert_ok(dscore_scorecard_dump(f->card, text, sizeof text, NULL, &err), err);
    }
    if (is_alive(f, TABLE)) {
        ck_assert_str_eq(dscore_table_source(f->table), "tickets");
        ck_assert_int_eq(dscore_table_has(f->table, "csat"), 1);
    }
    if (is_alive(f, QUERY)) {
        dscore_plan *plan = NULL;
        dscore_query *query = f->query;
        (void)dscore_query_item(query, NULL, "csat_mean", &err);
        assert_ok(dscore_plan_compile(query, &plan, &err), err);
        dscore_plan_free(plan);
    }
    if (is_alive(f, PLAN)) {
        ck_assert_int_eq((int)strlen(dscore_plan_fingerprint(f->plan)), 32);
        if (is_alive(f, TABLE)) {
            dscore_values *values = NULL;
            assert_ok(dscore_evaluate(f->plan, &f->table, 1, NULL, &values, &err), err);
            ck_assert_double_eq(value_at(values, 1, "csat_mean").value, 3.0);
            dscore_values_free(values);
        }
    }
    if (is_alive(f, CATALOG)) {
        ck_assert_ptr_nonnull(dscore_catalog_find(f->catalog, "csat_mean"));
    }
}

/* The k-th of all orders of n things (factorial number system). */
static void order_of(int k, int n, int *order)
{
    for (int i = 0; i < n; i++) {
        order[i] = i;
    }
    for (int i = n; i > 1; i--) {
        const int j = k % i, last = order[i - 1];
        k /= i;
        order[i - 1] = order[j];
        order[j] = last;
    }
}

START_TEST(handles_may_be_freed_in_any_order)
{
    const int step = getenv("DSCORE_TEST_SMALL") != NULL ? 11 : 1;
    for (int k = 0; k < ORDERS; k += step) {
        family f;
        int order[HANDLES];
        make(&f);
        order_of(k, HANDLES, order);
        for (int i = 0; i < HANDLES; i++) {
            drop(&f, order[i]);
            if (k / 11 % 16 == i) { /* at each stage of some; the next test asks at all of them */
                ask(&f);
            }
        }
    }
}
END_TEST

START_TEST(after_each_free_the_others_still_answer)
{
    for (int k = 0; k < ORDERS; k += 97) {
        family f;
        int order[HANDLES];
        make(&f);
        order_of(k, HANDLES, order);
        for (int i = 0; i < HANDLES; i++) {
            ask(&f);
            drop(&f, order[i]);
        }
    }
}
END_TEST

START_TEST(states_hold_their_plan)
{
    dscore_error err = DSCORE_ERROR_INIT;
    family f;
    make(&f);
    dscore_state *state = NULL, *copy = NULL, *total = NULL;
    assert_ok(dscore_state_new(f.plan, &state, &err), err);
    assert_ok(dscore_state_update(state, f.table, 0, 3, NULL, &err), err);
    for (int handle = 0; handle < HANDLES; handle++) {
        drop(&f, handle);
    }
    assert_ok(dscore_state_clone(state, &copy, &err), err);
    dscore_state_free(state);
    assert_ok(dscore_state_rollup(copy, NULL, 0, &total, &err), err);
    dscore_state_free(copy);
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(total, &values, &err), err);
    dscore_state_free(total);
    ck_assert_double_eq(value_at(values, 0, "csat_mean").value, 4.0);
    dscore_values_free(values);
}
END_TEST

/* ---- zones and calendars --------------------------------------------------------------------- */

enum { ZONE, DAYS, NIGHTS, ASKED, COMPILED, MEASURED, CLOCKED, CLOCKED_ORDERS = 720 }; /* 6! orders */

/* Hours open on 1 January 1970 (a Thursday) of a whole UTC day, by default and in rows of a team; and the hour it
 * began. */
static dscore_query *ask_by_clocks(
    const dscore_catalog *catalog, const dscore_zone *zone, const dscore_calendar *days, const dscore_calendar *nights)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_query *query = NULL;
    assert_ok(dscore_query_new(catalog, &query, &err), err);
    assert_ok(dscore_query_key(query, "team", &err), err);
    assert_ok(dscore_query_item(query, NULL, "open_hours", &err), err);
    assert_ok(dscore_query_item(query, NULL, "hour", &err), err);
    assert_ok(dscore_query_zone(query, zone, &err), err);
    assert_ok(dscore_query_calendar(query, NULL, days, &err), err);
    assert_ok(dscore_query_calendar(query, "late", nights, &err), err);
    assert_ok(dscore_query_calendar_field(query, "team", &err), err);
    return query;
}

static dscore_catalog *clocked_catalog(void)
{
    static const char text[] =
        "{\"deskscore\": 1, \"kind\": \"catalog\","
        "\"fields\": {\"tickets\": [{\"name\": \"team\", \"type\": \"text\", \"key\": true, \"optional\": true},"
        " {\"name\": \"created_at\", \"type\": \"instant\"}, {\"name\": \"resolved_at\", \"type\": \"instant\"}]},"
        "\"indicators\": [{\"id\": \"open_hours\", \"name\": \"n\", \"unit\": \"hours\","
        " \"formula\": \"mean(hours(business_time(created_at, resolved_at)))\"},"
        " {\"id\": \"hour\", \"name\": \"n\", \"unit\": \"ratio\", \"formula\": \"mean(hour_of(created_at))\"}]}";
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = NULL;
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builder_new(NULL, &builder, &err), err);
    assert_ok(dscore_catalog_builder_add(builder, text, (int64_t)strlen(text), &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    dscore_catalog_builder_free(builder);
    return catalog;
}

static dscore_table *clocked_table(const dscore_catalog *catalog)
{
    static const char *const teams[] = {"early", "late"};
    static const int64_t from[] = {0, 0}, to[] = {DAY, DAY};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = NULL;
    assert_ok(dscore_table_new(dscore_catalog_schema(catalog), "tickets", &table, &err), err);
    assert_ok(dscore_table_bind_array(table, "team", DSCORE_CSTRING, 0, teams, 2, sizeof teams[0], NULL, &err), err);
    assert_ok(dscore_table_bind_array(table, "created_at", DSCORE_INT64, DSCORE_UNIT_US, from, 2, 8, NULL, &err), err);
    assert_ok(dscore_table_bind_array(table, "resolved_at", DSCORE_INT64, DSCORE_UNIT_US, to, 2, 8, NULL, &err), err);
    return table;
}

static void check_clocked(const dscore_state *state)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(state, &values, &err), err);
    ck_assert_int_eq(value_at(values, 0, "open_hours").n_invalid, 1); /* no calendar is called early */
    ck_assert_double_eq(value_at(values, 1, "open_hours").value, 4.0);
    ck_assert_double_eq(value_at(values, 1, "hour").value, 22.0);
    const char *policies = dscore_values_item(values, 0, DSCORE_ITEM_POLICIES);
    ck_assert_msg(strstr(policies, "calendar of late = nights (") != NULL, "%s", policies);
    dscore_values_free(values);
}

START_TEST(zones_and_calendars_may_be_freed_before_what_measures_by_them)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = clocked_catalog();
    dscore_table *table = clocked_table(catalog);
    for (int k = 0; k < CLOCKED_ORDERS; k++) {
        int order[CLOCKED];
        dscore_zone *zone = offset_zone("-02:00");
        dscore_calendar *days = office("days", zone, 9, 17), *nights = office("nights", NULL, 20, 24);
        dscore_query *query = ask_by_clocks(catalog, zone, days, nights);
        dscore_plan *plan = NULL;
        dscore_state *state = NULL;
        assert_ok(dscore_plan_compile(query, &plan, &err), err);
        assert_ok(dscore_state_new(plan, &state, &err), err);
        order_of(k, CLOCKED, order);
        for (int i = 0; i < CLOCKED; i++) {
            switch (order[i]) {
            case ZONE:
                dscore_zone_free(zone);
                break;
            case DAYS:
                dscore_calendar_free(days);
                break;
            case NIGHTS:
                dscore_calendar_free(nights);
                break;
            case ASKED:
                dscore_query_free(query);
                break;
            case COMPILED:
                dscore_plan_free(plan);
                break;
            default: /* MEASURED, with whatever is left */
                assert_ok(dscore_state_update(state, table, 0, 2, NULL, &err), err);
                break;
            }
        }
        check_clocked(state);
        dscore_state_free(state);
    }
    dscore_table_free(table);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(what_a_query_is_told_later_does_not_touch_its_plans)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = clocked_catalog();
    dscore_table *table = clocked_table(catalog);
    dscore_zone *zone = offset_zone("-02:00"), *other = offset_zone("+11:00");
    dscore_calendar *days = office("days", zone, 9, 17), *nights = office("nights", NULL, 20, 24);
    dscore_query *query = ask_by_clocks(catalog, zone, days, nights);
    dscore_plan *plan = NULL, *later = NULL;
    dscore_state *state = NULL;
    assert_ok(dscore_plan_compile(query, &plan, &err), err);
    char before[33];
    (void)snprintf(before, sizeof before, "%s", dscore_plan_fingerprint(plan));
    assert_ok(dscore_query_zone(query, other, &err), err);
    assert_ok(dscore_query_calendar(query, "late", days, &err), err);
    assert_ok(dscore_query_calendar(query, NULL, NULL, &err), err);
    assert_ok(dscore_query_calendar(query, "early", nights, &err), err);
    dscore_zone_free(zone);
    dscore_zone_free(other);
    dscore_calendar_free(nights);
    dscore_calendar_free(days);
    assert_ok(dscore_plan_compile(query, &later, &err), err);
    ck_assert_str_ne(dscore_plan_fingerprint(later), before);
    dscore_plan_free(later);
    assert_ok(dscore_query_calendar_field(query, NULL, &err), err);
    assert_ok(dscore_query_calendar(query, "late", NULL, &err), err);
    ck_assert_int_eq(dscore_plan_compile(query, &later, &err), DSCORE_E_PARAMETER); /* no calendar for its rows */
    dscore_query_free(query);
    ck_assert_str_eq(dscore_plan_fingerprint(plan), before);
    assert_ok(dscore_state_new(plan, &state, &err), err);
    assert_ok(dscore_state_update(state, table, 0, 2, NULL, &err), err);
    check_clocked(state);
    dscore_state_free(state);
    dscore_plan_free(plan);
    dscore_table_free(table);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(freeing_nothing_does_nothing)
{
    dscore_catalog_free(NULL);
    dscore_catalog_builder_free(NULL);
    dscore_query_free(NULL);
    dscore_plan_free(NULL);
    dscore_table_free(NULL);
    dscore_state_free(NULL);
    dscore_values_free(NULL);
    dscore_rule_free(NULL);
    dscore_weights_free(NULL);
    dscore_scorecard_free(NULL);
    dscore_scores_free(NULL);
    dscore_report_free(NULL);
    dscore_profile_free(NULL);
    dscore_zone_free(NULL);
    dscore_calendar_free(NULL);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {handles_may_be_freed_in_any_order, after_each_free_the_others_still_answer,
        states_hold_their_plan, zones_and_calendars_may_be_freed_before_what_measures_by_them,
        what_a_query_is_told_later_does_not_touch_its_plans, freeing_nothing_does_nothing};
    return RUN_TESTS("lifetimes", tests);
}
