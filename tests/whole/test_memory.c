/* The main job under an allocator that fails at its n-th call, for every n until it does not fail any more: always
   DSCORE_E_MEMORY, nothing leaked, nothing half-done (D13). Documents are parsed on malloc; what they become is not. */
#include "whole_support.h"

#include "../measure/clock_support.h"

enum { ROWS = 2300, EVERY = 300, STRIDE = 17, BENCH_EVERY = 60 }; /* rows: more than one block */

static const char DEFINITIONS[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\","
    "\"fields\": {\"tickets\": [{\"name\": \"amount\", \"type\": \"number\"}]},"
    "\"indicators\": [{\"id\": \"amount_mean\", \"name\": \"a\", \"unit\": \"money\", \"credit\": [\"agent\"],"
    "\"parameters\": {\"least\": {\"type\": \"number\", \"default\": 0}}, \"formula\": \"mean(amount where amount >= "
    "$least)\"},"
    "{\"id\": \"amount_scaled\", \"name\": \"s\", \"unit\": \"money\", \"formula\": \"2 * [amount_mean]\"}]}";

/* ---- data ----------------------------------------------------------------------------------- */

static int64_t created[ROWS], replied[ROWS], resolved[ROWS];
static double csat[ROWS];
static char names[ROWS][16];
static const char *agents[ROWS];
static const char *const roster[] = {"agent 1", "new"};

static void make_data(void)
{
    uint64_t seed = 5;
    for (int i = 0; i < ROWS; i++) {
        created[i] = chance_below(&seed, 100) * HOUR;
        replied[i] = created[i] + chance_below(&seed, HOUR);
        resolved[i] = chance_below(&seed, 3) == 0 ? NONE : created[i] + chance_below(&seed, DAY);
        csat[i] = (double)(1 + chance_below(&seed, 5));
        (void)snprintf(names[i], sizeof names[i], "agent %d",
            (int)chance_below(&seed, 15) + i / 256 * 15); /* later rows bring new names */
        agents[i] = names[i];
    }
}

/* ---- the main job --------------------------------------------------------------------------- */

typedef struct job {
    dscore_scorecard *card;
    dscore_query *query;
    dscore_plan *plan;
    dscore_table *tickets, *people;
    dscore_state *state, *copy, *total;
    dscore_values *values, *totals;
    dscore_scores *scores;
    dscore_error err;
} job;

static void job_free(job *j)
{
    dscore_scores_free(j->scores);
    dscore_values_free(j->totals);
    dscore_values_free(j->values);
    dscore_state_free(j->total);
    dscore_state_free(j->copy);
    dscore_state_free(j->state);
    dscore_table_free(j->people);
    dscore_table_free(j->tickets);
    dscore_plan_free(j->plan);
    dscore_query_free(j->query);
    dscore_scorecard_free(j->card);
}

static dscore_status bind_all(job *j)
{
    dscore_error *err = &j->err;
    TRY(dscore_table_bind_array(j->tickets, "agent", DSCORE_CSTRING, 0, agents, ROWS, sizeof agents[0], NULL, err));
    TRY(dscore_table_bind_array(j->tickets, "team", DSCORE_CSTRING, 0, agents, ROWS, sizeof agents[0], NULL, err));
    TRY(dscore_table_bind_array(j->tickets, "created_at", DSCORE_INT64, DSCORE_UNIT_US, created, ROWS, 8, &NONE, err));
    TRY(dscore_table_bind_array(
        j->tickets, "first_response_at", DSCORE_INT64, DSCORE_UNIT_US, replied, ROWS, 8, &NONE, err));
    TRY(dscore_table_bind_array(
        j->tickets, "resolved_at", DSCORE_INT64, DSCORE_UNIT_US, resolved, ROWS, 8, &NONE, err));
    TRY(dscore_table_bind_array(j->tickets, "csat", DSCORE_FLOAT64, 0, csat, ROWS, 8, NULL, err));
    return dscore_table_bind_array(j->people, "agent", DSCORE_CSTRING, 0, roster, 2, sizeof roster[0], NULL, err);
}

/* A zone, and calendars by row; how they themselves are made is for the tests of their room. */
static struct {
    dscore_zone *zone;
    dscore_calendar *days, *nights;
} clocks;

static void open_clocks(void)
{
    clocks.zone = offset_zone("+05:30");
    clocks.days = office("days", clocks.zone, 9, 17);
    clocks.nights = office("nights", NULL, 20, 24);
}

static void close_clocks(void)
{
    dscore_calendar_free(clocks.nights);
    dscore_calendar_free(clocks.days);
    dscore_zone_free(clocks.zone);
    memset(&clocks, 0, sizeof clocks);
}

static dscore_status ask_clocks(job *j)
{
    dscore_error *err = &j->err;
    const dscore_period_rule days = {(uint32_t)sizeof days, DSCORE_PERIOD_DAY, 1, 1};
    TRY(dscore_query_zone(j->query, clocks.zone, err));
    TRY(dscore_query_calendar(j->query, NULL, clocks.days, err));
    TRY(dscore_query_calendar(j->query, "agent 3", clocks.nights, err));
    TRY(dscore_query_calendar_field(j->query, "team", err));
    TRY(dscore_query_item(j->query, "desk time", "first_response_time_median", err));
    TRY(dscore_query_item_set(j->query, "desk time", "clock", "business", err));
    TRY(dscore_query_item(j->query, NULL, "resolution_time_km_median", err));
    TRY(dscore_query_item(j->query, NULL, "out_of_hours_share", err));
    TRY(dscore_query_item(j->query, NULL, "tickets_created_per_business_day", err));
    TRY(dscore_query_item(j->query, NULL, "backlog_age", err));
    return dscore_query_periods_by(j->query, &days, 0, 100 * HOUR, err);
}

static dscore_status ask_query(const dscore_catalog *catalog, job *j)
{
    dscore_error *err = &j->err;
    MAKE(j->query, dscore_query_new(catalog, &j->query, err));
    TRY(dscore_query_key(j->query, "subject", err));
    TRY(dscore_query_item(j->query, "slow", "first_response_within", err));
    TRY(dscore_query_parameter(j->query, "slow", "limit", "30min", err));
    TRY(dscore_query_item_set(j->query, "slow", "where", "csat < 5", err));
    TRY(dscore_query_item(j->query, NULL, "recurring_problems", err));
    TRY(dscore_query_where(j->query, NULL, "csat is present", err));
    TRY(dscore_query_domain(j->query, "tickets", "csat", 0, 5, err));
    TRY(dscore_query_option(j->query, "absent", "missing", err));
    TRY(dscore_query_now(j->query, 200 * HOUR, err));
    TRY(dscore_query_periods_every(j->query, 0, 50 * HOUR, 2, err));
    return clocks.zone == NULL ? DSCORE_OK : ask_clocks(j);
}

static dscore_status write_out(job *j)
{
    static char text[1 << 16];
    int64_t needed = 0;
    dscore_error *err = &j->err;
    TRY(dscore_scores_explain(j->scores, 0, "en", text, sizeof text, &needed, err));
    TRY(dscore_scores_explain(j->scores, 0, "zh", text, sizeof text, &needed, err));
    TRY(dscore_scores_dump(j->scores, 0, text, sizeof text, &needed, err));
    TRY(dscore_scorecard_dump(j->card, text, sizeof text, &needed, err));
    TRY(dscore_weights_dump(dscore_scorecard_weights(j->card), text, sizeof text, &needed, err));
    TRY(dscore_rule_dump(dscore_scorecard_item_rule(j->card, 0), text, sizeof text, &needed, err));
    TRY(dscore_rule_explain(dscore_scorecard_item_rule(j->card, 0), "s", "zh", text, sizeof text, &needed, err));
    const dscore_status status =
        dscore_plan_rows(j->plan, j->tickets, j->values, 0, "csat", DSCORE_ROWS_USED, NULL, NULL, 0, &needed, err);
    return status == DSCORE_E_BUFFER ? DSCORE_OK : status;
}

static dscore_status run_job(const dscore_catalog *catalog, job *j)
{
    const dscore_error fresh = DSCORE_ERROR_INIT;
    memset(j, 0, sizeof *j);
    j->err = fresh;
    dscore_error *err = &j->err;
    MAKE(j->card, dscore_scorecard_parse(catalog, SMALL_CARD, (int64_t)strlen(SMALL_CARD), &j->card, err));
    TRY(ask_query(catalog, j));
    MAKE(j->plan, dscore_scorecard_plan(j->card, j->query, &j->plan, err));
    MAKE(j->tickets, dscore_table_new(dscore_catalog_schema(catalog), "tickets", &j->tickets, err));
    MAKE(j->people, dscore_table_new(dscore_catalog_schema(catalog), "agents", &j->people, err));
    TRY(bind_all(j));
    dscore_table *const tables[] = {j->tickets, j->people};
    MAKE(j->values, dscore_evaluate(j->plan, tables, 2, NULL, &j->values, err));
    MAKE(j->scores, dscore_score(j->card, j->values, &j->scores, err));
    TRY(write_out(j));
    dscore_report *report = NULL;
    MAKE(report, dscore_scores_check(j->scores, &report, err));
    dscore_report_free(report);
    MAKE(j->state, dscore_state_new(j->plan, &j->state, err));
    TRY(dscore_state_update(j->state, j->tickets, 0, ROWS, NULL, err));
    MAKE(j->copy, dscore_state_clone(j->state, &j->copy, err));
    TRY(dscore_state_merge(j->copy, j->state, err));
    MAKE(j->total, dscore_state_rollup(j->copy, NULL, 0, &j->total, err));
    MAKE(j->totals, dscore_state_finish(j->total, &j->totals, err));
    return DSCORE_OK;
}

/* The next call to fail: each of the first `every`, then every STRIDE-th; fewer where all is slow. */
static int64_t next_failure(int64_t n, int64_t every)
{
    if (getenv("DSCORE_TEST_SMALL") != NULL) {
        return n + 1 + n / (every == EVERY ? 4 : 16); /* the main job is the slow one */
    }
    return n < every ? n + 1 : n + STRIDE;
}

static void check_job(int32_t stays_empty)
{
    purse p = {0, 0, stays_empty, 0, 0};
    const dscore_allocator allocator = purse_allocator(&p);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    make_data();
    assert_ok(dscore_catalog_builtin(&allocator, &catalog, &err), err);
    const int64_t bytes = p.live_bytes, blocks = p.live_blocks;
    int64_t failures = 0;
    dscore_status status = DSCORE_E_MEMORY;
    open_clocks();
    for (int64_t n = 1; status != DSCORE_OK; n = next_failure(n, EVERY)) {
        job j;
        p.calls = 0;
        p.fail_at = n;
        status = run_job(catalog, &j);
        ck_assert_msg(status == DSCORE_OK || status == DSCORE_E_MEMORY, "allocation %lld: %s %s", (long long)n,
            dscore_status_name(status), j.err.message);
        ck_assert_msg((status == DSCORE_OK) == (p.calls < n), "allocation %lld of %lld failed, the job said %s",
            (long long)n, (long long)p.calls, dscore_status_name(status));
        if (status == DSCORE_E_MEMORY) {
            ck_assert_int_eq(j.err.status, DSCORE_E_MEMORY);
            ck_assert_str_ne(j.err.message, "");
            failures++;
        }
        job_free(&j);
        ck_assert_msg(p.live_bytes == bytes && p.live_blocks == blocks, "allocation %lld: %lld bytes leaked",
            (long long)n, (long long)(p.live_bytes - bytes));
    }
    ck_assert_int_gt(failures, 20);
    close_clocks();
    dscore_catalog_free(catalog);
    ck_assert_int_eq(p.live_bytes, 0);
    ck_assert_int_eq(p.live_blocks, 0);
}

START_TEST(the_main_job_survives_one_failing_allocation)
{
    check_job(0);
}
END_TEST

START_TEST(the_main_job_survives_memory_that_has_run_out)
{
    check_job(1);
}
END_TEST

/* ---- checks --------------------------------------------------------------------------------- */

/* All findings or none. (The zone of a calendar gives memory back as it is made: that this fails is nobody's loss.) */
START_TEST(a_check_finds_everything_or_nothing)
{
    static const char fields[] = "{\"deskscore\": 1, \"kind\": \"profile\", \"sources\": {\"tickets\": {\"fields\": "
                                 "{\"created_at\": \"a\"}}}}";
    purse p = {0, 0, 0, 0, 0};
    const dscore_allocator allocator = purse_allocator(&p);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    dscore_profile *profile = NULL;
    dscore_report *report = NULL;
    const int64_t length = (int64_t)strlen(SMALL_CARD);
    assert_ok(dscore_catalog_builtin(&allocator, &catalog, &err), err);
    assert_ok(dscore_profile_parse(catalog, fields, (int64_t)strlen(fields), &profile, &err), err);
    assert_ok(dscore_document_check_mapped(catalog, SMALL_CARD, length, profile, &report, &err), err);
    const int32_t count = dscore_report_count(report);
    ck_assert_int_gt(count, 1);
    dscore_report_free(report);
    const int64_t bytes = p.live_bytes;
    int64_t failures = 0;
    p.calls = 0;
    for (int64_t n = 1; p.calls >= n - 1 && n < 100000; n++) {
        p.calls = 0;
        p.fail_at = n;
        const dscore_status status = dscore_document_check_mapped(catalog, SMALL_CARD, length, profile, &report, &err);
        ck_assert_msg(
            status == DSCORE_OK || status == DSCORE_E_MEMORY, "allocation %lld: %s", (long long)n, err.message);
        ck_assert((status == DSCORE_OK) == (report != NULL));
        ck_assert_msg(report == NULL || dscore_report_count(report) == count, "allocation %lld: %d findings",
            (long long)n, (int)dscore_report_count(report));
        failures += status == DSCORE_E_MEMORY;
        dscore_report_free(report);
        ck_assert_int_eq(p.live_bytes, bytes);
    }
    ck_assert_int_gt(failures, 50);
    dscore_profile_free(profile);
    dscore_catalog_free(catalog);
    ck_assert_int_eq(p.live_blocks, 0);
}
END_TEST

/* ---- catalogues ----------------------------------------------------------------------------- */

START_TEST(the_built_in_catalogue_is_whole_or_not_there)
{
    purse p = {0, 0, 0, 0, 0};
    const dscore_allocator allocator = purse_allocator(&p);
    dscore_status status = DSCORE_E_MEMORY;
    int64_t step = 1;
    for (int64_t n = 1; status != DSCORE_OK; n += step) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_catalog *catalog = NULL;
        p.calls = 0;
        p.fail_at = n;
        status = dscore_catalog_builtin(&allocator, &catalog, &err);
        ck_assert_int_eq(status, p.calls < n ? DSCORE_OK : DSCORE_E_MEMORY);
        ck_assert_int_eq(status == DSCORE_OK, catalog != NULL);
        dscore_catalog_free(catalog);
        ck_assert_int_eq(p.live_bytes, 0);
        step = n < 24 ? 1 : 1 + n / 5;
    }
}
END_TEST

/* A builder over the catalogue, the document, a catalogue of both, and its dump. */
static dscore_status extend(
    const dscore_catalog *base, dscore_catalog_builder **builder, dscore_catalog **out, dscore_error *err)
{
    MAKE(*builder, dscore_catalog_builder_new(base, builder, err));
    TRY(dscore_catalog_builder_add(*builder, DEFINITIONS, (int64_t)strlen(DEFINITIONS), err));
    MAKE(*out, dscore_catalog_builder_finish(*builder, out, err));
    static char text[1 << 14];
    int64_t needed = 0;
    TRY(dscore_indicator_sql(*out, "amount_mean", text, sizeof text, &needed, err));
    return dscore_indicator_dump(dscore_catalog_find(*out, "amount_mean"), text, sizeof text, &needed, err);
}

START_TEST(a_builder_survives_failing_allocations)
{
    purse p = {0, 0, 0, 0, 0};
    const dscore_allocator allocator = purse_allocator(&p);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *base = NULL;
    assert_ok(dscore_catalog_builtin(&allocator, &base, &err), err);
    const int64_t bytes = p.live_bytes;
    dscore_status status = DSCORE_E_MEMORY;
    int64_t step = 1;
    for (int64_t n = 1; status != DSCORE_OK; n += step) {
        dscore_catalog_builder *builder = NULL;
        dscore_catalog *catalog = NULL;
        p.calls = 0;
        p.fail_at = n;
        status = extend(base, &builder, &catalog, &err);
        ck_assert_msg(status == (p.calls < n ? DSCORE_OK : DSCORE_E_MEMORY), "allocation %lld: %s %s", (long long)n,
            dscore_status_name(status), err.message);
        dscore_catalog_free(catalog);
        catalog = NULL;
        if (status != DSCORE_OK && builder != NULL && n % 16 == 0) { /* the builder can go on */
            p.fail_at = 0;
            (void)dscore_catalog_builder_add(builder, DEFINITIONS, (int64_t)strlen(DEFINITIONS), &err);
            assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
            ck_assert_ptr_nonnull(dscore_catalog_find(catalog, "amount_scaled"));
            dscore_catalog_free(catalog);
        }
        dscore_catalog_builder_free(builder);
        ck_assert_msg(p.live_bytes == bytes, "allocation %lld: %lld bytes leaked", (long long)n,
            (long long)(p.live_bytes - bytes));
        step = n < 24 ? 1 : 1 + n / 5;
    }
    dscore_catalog_free(base);
    ck_assert_int_eq(p.live_bytes, 0);
}
END_TEST

/* ---- nothing half-done ---------------------------------------------------------------------- */

/* A plan with every kind of accumulator, under a purse. */
typedef struct bench {
    purse p;
    dscore_allocator allocator;
    job j;
    dscore_catalog *catalog;
    dscore_values *expected;
} bench;

static void open_bench(bench *b)
{
    memset(b, 0, sizeof *b);
    b->allocator = purse_allocator(&b->p);
    make_data();
    const dscore_error fresh = DSCORE_ERROR_INIT;
    b->j.err = fresh;
    dscore_error *err = &b->j.err;
    assert_ok(dscore_catalog_builtin(&b->allocator, &b->catalog, err), *err);
    open_clocks();
    assert_ok(ask_query(b->catalog, &b->j), *err);
    const char *const more[] = {"first_response_time_p90", "csat_median", "closure_rate", "csat_mean", "wait_time"};
    for (int i = 0; i < 5; i++) {
        assert_ok(dscore_query_item(b->j.query, NULL, more[i], err), *err);
    }
    assert_ok(dscore_plan_compile(b->j.query, &b->j.plan, err), *err);
    assert_ok(dscore_table_new(dscore_catalog_schema(b->catalog), "tickets", &b->j.tickets, err), *err);
    assert_ok(dscore_table_new(dscore_catalog_schema(b->catalog), "agents", &b->j.people, err), *err);
    assert_ok(bind_all(&b->j), *err);
    assert_ok(dscore_evaluate(b->j.plan, &b->j.tickets, 1, NULL, &b->expected, err), *err);
}

static void close_bench(bench *b)
{
    dscore_values_free(b->expected);
    job_free(&b->j);
    close_clocks();
    dscore_catalog_free(b->catalog);
    ck_assert_int_eq(b->p.live_bytes, 0);
}

static dscore_state *state_of(bench *b, int64_t first, int64_t count)
{
    dscore_state *state = NULL;
    assert_ok(dscore_state_new(b->j.plan, &state, &b->j.err), b->j.err);
    assert_ok(dscore_state_update(state, b->j.tickets, first, count, NULL, &b->j.err), b->j.err);
    return state;
}

static void check_values(bench *b, const dscore_state *state, const dscore_values *expected, const char *what)
{
    dscore_values *values = NULL;
    b->p.fail_at = 0;
    assert_ok(dscore_state_finish(state, &values, &b->j.err), b->j.err);
    assert_same_values(expected, values, what);
    dscore_values_free(values);
}

START_TEST(an_update_that_ran_out_of_memory_holds_the_rows_it_took)
{
    bench b;
    open_bench(&b);
    int64_t failures = 0, partly = 0;
    for (int64_t n = 1;; n = next_failure(n, BENCH_EVERY)) {
        dscore_state *state = NULL;
        int64_t taken = -1;
        b.p.fail_at = 0;
        assert_ok(dscore_state_new(b.j.plan, &state, &b.j.err), b.j.err);
        b.p.calls = 0;
        b.p.fail_at = n;
        const dscore_status status = dscore_state_update(state, b.j.tickets, 0, ROWS, &taken, &b.j.err);
        ck_assert_int_eq(status, b.p.calls < n ? DSCORE_OK : DSCORE_E_MEMORY);
        ck_assert(taken >= 0 && taken <= ROWS);
        b.p.fail_at = 0;
        if (status != DSCORE_OK) {
            failures++;
            partly += taken > 0 ? 1 : 0;
            assert_ok(dscore_state_update(state, b.j.tickets, taken, ROWS - taken, NULL, &b.j.err), b.j.err);
        }
        check_values(&b, state, b.expected, "an update that was continued");
        dscore_state_free(state);
        if (status == DSCORE_OK) {
            break;
        }
    }
    ck_assert_int_gt(failures, 5);
    ck_assert_int_gt(partly, 0); /* some failures come after whole blocks of rows */
    close_bench(&b);
}
END_TEST

START_TEST(a_merge_that_ran_out_of_memory_changes_neither_state)
{
    bench b;
    open_bench(&b);
    dscore_state *part = state_of(&b, 120, ROWS - 120);
    dscore_values *small = NULL, *large = NULL;
    dscore_state *first = state_of(&b, 0, 120);
    assert_ok(dscore_state_finish(first, &small, &b.j.err), b.j.err);
    assert_ok(dscore_state_finish(part, &large, &b.j.err), b.j.err);
    int64_t failures = 0;
    for (int64_t n = 1;; n = next_failure(n, BENCH_EVERY)) {
        b.p.calls = 0;
        b.p.fail_at = n;
        const dscore_status status = dscore_state_merge(first, part, &b.j.err);
        ck_assert_int_eq(status, b.p.calls < n ? DSCORE_OK : DSCORE_E_MEMORY);
        check_values(&b, part, large, "the source of a merge");
        check_values(&b, first, status == DSCORE_OK ? b.expected : small, "the target of a merge");
        if (status == DSCORE_OK) {
            break;
        }
        failures++;
        /* A state that failed may have kept room: start again from a fresh one. */
        dscore_state_free(first);
        first = state_of(&b, 0, 120);
    }
    ck_assert_int_gt(failures, 5);
    dscore_values_free(small);
    dscore_values_free(large);
    dscore_state_free(first);
    dscore_state_free(part);
    close_bench(&b);
}
END_TEST

START_TEST(an_allocator_without_its_functions_is_refused)
{
    purse p = {0, 0, 0, 0, 0};
    for (int i = 0; i < 4; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_allocator allocator = purse_allocator(&p);
        dscore_catalog *catalog = NULL;
        allocator.alloc = i == 0 ? NULL : allocator.alloc;
        allocator.resize = i == 1 ? NULL : allocator.resize;
        allocator.release = i == 2 ? NULL : allocator.release;
        allocator.struct_size = i == 3 ? 0 : allocator.struct_size;
        ck_assert_int_eq(dscore_catalog_builtin(&allocator, &catalog, &err), DSCORE_E_ARGUMENT);
        ck_assert_int_eq(err.code, DSCORE_CODE_ALLOCATOR);
        ck_assert_ptr_null(catalog);
    }
    ck_assert_int_eq(p.calls, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_main_job_survives_one_failing_allocation,
        the_main_job_survives_memory_that_has_run_out, a_check_finds_everything_or_nothing,
        the_built_in_catalogue_is_whole_or_not_there, a_builder_survives_failing_allocations,
        an_update_that_ran_out_of_memory_holds_the_rows_it_took, a_merge_that_ran_out_of_memory_changes_neither_state,
        an_allocator_without_its_functions_is_refused};
    return RUN_TESTS("memory", tests);
}
