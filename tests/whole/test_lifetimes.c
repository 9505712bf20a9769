/* Handles hold what they need (D26): whatever the order in which they are freed, those that remain still answer. Under
   a sanitizer any use after free shows. */
#include "whole_support.h"

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
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {handles_may_be_freed_in_any_order, after_each_free_the_others_still_answer,
        states_hold_their_plan, freeing_nothing_does_nothing};
    return RUN_TESTS("lifetimes", tests);
}
