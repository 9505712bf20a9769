/* The SQL of indicators: what the text promises. That it computes the same numbers is shown by running it elsewhere. */
#include "measure/definition.h"
#include "support.h"

static dscore_catalog *builtin(void)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builtin(NULL, &catalog, &err), err);
    return catalog;
}

/* The text, to be freed. */
static char *sql_of(const dscore_catalog *catalog, const char *id)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    ck_assert_int_eq(dscore_indicator_sql(catalog, id, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    char *text = malloc((size_t)needed);
    ck_assert_ptr_nonnull(text);
    assert_ok(dscore_indicator_sql(catalog, id, text, needed, &needed, &err), err);
    ck_assert_int_eq((int64_t)strlen(text) + 1, needed);
    return text;
}

static void assert_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "'%s' is not in\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) == NULL, "'%s' is in\n%s", part, text);
}

/* Balanced brackets and quotes, outside comments; nothing left empty. */
static void check_balance(const char *id, const char *text)
{
    int depth = 0;
    for (const char *p = text; *p != '\0'; p++) {
        if (p[0] == '-' && p[1] == '-') {
            p = strchr(p, '\n');
            ck_assert_ptr_nonnull(p);
        } else if (*p == '\'' || *p == '"') {
            p = strchr(p + 1, *p);
            ck_assert_msg(p != NULL, "%s: open quote", id);
        } else {
            depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
            ck_assert_msg(depth >= 0, "%s: too many brackets closed", id);
        }
    }
    ck_assert_msg(depth == 0, "%s: brackets left open", id);
}

/* SQL has no business calendars and no Kaplan-Meier curves, and does not know which sources are given. */
static bool is_beyond_sql(const char *id)
{
    return strcmp(id, "average_response_time") == 0 || strcmp(id, "out_of_hours_share") == 0 ||
           strcmp(id, "tickets_created_per_business_day") == 0 || strstr(id, "_km_") != NULL;
}

START_TEST(every_indicator_over_tickets_has_sql)
{
    dscore_catalog *catalog = builtin();
    for (int32_t i = 0; i < dscore_catalog_count(catalog); i++) {
        const dscore_indicator *it = dscore_catalog_at(catalog, i);
        if (!is_beyond_sql(it->record.id)) {
            char *text = sql_of(catalog, it->record.id);
            check_balance(it->record.id, text);
            assert_has(text, " AS value\n");
            assert_has(text, "\nORDER BY subject\n");
            free(text);
        }
    }
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(the_comment_names_every_column_read)
{
    dscore_catalog *catalog = builtin();
    char *text = sql_of(catalog, "first_response_within");
    ck_assert_int_eq(strncmp(text,
                         "-- Reads tickets: agent, responder, created_at, first_response_at, is_spam, "
                         "is_merged, is_deleted, is_test, is_outbound\n",
                         113),
        0);
    assert_has(text, "-- Put an instant for $now");
    assert_has(text, "-- Parameter limit is 24h, its default.");
    assert_has(text, "<= 86400");
    assert_has(text, "COALESCE(CAST(\"responder\" AS VARCHAR), CAST(\"agent\" AS VARCHAR))");
    free(text);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_parameter_without_default_is_left_to_the_reader)
{
    dscore_catalog *catalog = builtin();
    char *text = sql_of(catalog, "resolution_within");
    assert_has(text, "-- Put a value for $limit, in seconds: it has no default.");
    assert_has(text, "CAST($limit AS DOUBLE PRECISION)");
    free(text);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(values_outside_their_domain_are_null)
{
    dscore_catalog *catalog = builtin();
    char *text = sql_of(catalog, "csat_mean");
    assert_has(text, "CASE WHEN \"csat\" >= 1 AND \"csat\" <= 5 THEN CAST(\"csat\" AS DOUBLE PRECISION) END");
    assert_lacks(text, "$now");
    free(text);
    text = sql_of(catalog, "csat_score");
    assert_has(text, "5 - 1");
    free(text);
    dscore_catalog_free(catalog);
}
END_TEST

/* D4: an empty sum is 0 only where nothing was missing; a count with a condition likewise knows what it cannot know. */
START_TEST(sums_and_counts_know_what_is_missing)
{
    dscore_catalog *catalog = builtin();
    char *text = sql_of(catalog, "complaint_cost_total");
    assert_has(text, "(c1 IS NULL OR c1 AND x1_1 IS NULL)) = 0 THEN 0 END");
    free(text);
    text = sql_of(catalog, "complaints");
    assert_has(text, "CASE WHEN count(*) FILTER (WHERE kept AND c1 IS NULL) = 0");
    free(text);
    text = sql_of(catalog, "tickets");
    assert_lacks(text, "CASE WHEN count(*)");
    free(text);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_stock_stands_at_now)
{
    dscore_catalog *catalog = builtin();
    char *text = sql_of(catalog, "backlog");
    assert_has(text, "(\"ended_at\" IS NULL OR \"ended_at\" >= (CAST($now AS TIMESTAMPTZ) AT TIME ZONE 'UTC'))");
    assert_lacks(text, "$period_start");
    free(text);
    text = sql_of(catalog, "tickets_created_per_day");
    assert_has(text, "-- Put instants for $period_start and $period_end");
    assert_has(text, "\"created_at\" >= CAST($period_start AS TIMESTAMPTZ) AT TIME ZONE 'UTC'");
    free(text);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(operands_are_joined_and_absent_counts_are_zero)
{
    dscore_catalog *catalog = builtin();
    char *text = sql_of(catalog, "closure_rate");
    assert_has(text, "  SELECT subject FROM o1\n  UNION\n  SELECT subject FROM o2\n");
    assert_has(text, "CASE WHEN o1.has_rows THEN o1.value ELSE 0 END");
    free(text);
    text = sql_of(catalog, "channel_mix");
    assert_has(text, "(SELECT value FROM t1)");
    free(text);
    dscore_catalog_free(catalog);
}
END_TEST

/* What documents may write: quotes in texts and names, comments that must not end. */
START_TEST(texts_and_names_are_quoted)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *base = builtin();
    dscore_catalog_builder *builder = NULL;
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    static const struct {
        const char *formula, *part;
    } rows[] = {
        {"100 * share(channel == \"it's\\n--\")", "= 'it''s\n--'"},
        {"100 * share(channel not in (\"a\", \"b\"))", "IN ('a', 'b')"},
        {"mean(if(is_resolved, csat, nps))", "WHEN NOT \"is_resolved\" THEN \"nps\" END"},
        {"mean(clamp(csat, 2, 4))", "LEAST(GREATEST(\"csat\", 2), 4)"},
        {"100 * share(created_at > @2026-01-01T00:00:00Z)", "INTERVAL '1767225600 seconds'"},
        {"100 * share(resolved_at > created_at + paused_time)", "INTERVAL '1 microsecond' * CAST("},
        {"stddev(csat) / variance(csat)", "var_samp(x2_1)"},
        {"quantile_observed(csat, 0.5)", "percentile_disc(0.5)"},
        {"sum(csat / nps)", "NULLIF(\"nps\", 0)"},
        {"mean(hours(wait_time)) + mean(-csat)", "/ CAST(3600 AS DOUBLE PRECISION)"},
        {"100 * share(handle_time > 1.5s)", "> 1.5"},
        {"count(where within(created_at, first_response_at, 1h))", "NOT p1"},
    };
    char id[24];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        (void)snprintf(id, sizeof id, "added_%d", (int)i);
        const dsi_record r = {.id = id,
            .source = "tickets",
            .formula = rows[i].formula,
            .unit = "points",
            .better = "none",
            .where = "is_complaint",
            .domain_min = -INFINITY,
            .domain_max = INFINITY};
        assert_ok(dsi_builder_add_record(builder, &r, &err), err);
    }
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        (void)snprintf(id, sizeof id, "added_%d", (int)i);
        char *text = sql_of(catalog, id);
        assert_has(text, rows[i].part);
        assert_has(text, "\"is_complaint\"");
        free(text);
    }
    dscore_catalog_free(catalog);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
}
END_TEST

START_TEST(hours_and_days_of_the_week_are_those_of_a_zone)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *base = builtin(), *catalog = NULL;
    dscore_catalog_builder *builder = NULL;
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    const dsi_record r = {.id = "morning",
        .source = "tickets",
        .formula = "share(hour_of(created_at) < 12 and weekday_of(created_at) <= 5)",
        .unit = "ratio",
        .better = "none",
        .domain_max = 1};
    assert_ok(dsi_builder_add_record(builder, &r, &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    char *text = sql_of(catalog, "morning");
    assert_has(text, "EXTRACT(HOUR FROM ");
    assert_has(text, "EXTRACT(ISODOW FROM ");
    assert_has(text, "AT TIME ZONE $zone");
    assert_has(text, "-- Put the name of a time zone for $zone, such as 'UTC' or 'Europe/Paris'");
    free(text);
    dscore_catalog_free(catalog);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
}
END_TEST

START_TEST(what_sql_cannot_say_is_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *base = builtin();
    dscore_catalog_builder *builder = NULL;
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    static const char *const formulas[] = {"share(is_open(created_at))", "approx_quantile(csat, 0.5)",
        "km_quantile(created_at, resolved_at, 0.5)", "mean(business_time(created_at, resolved_at))",
        "count() / period_business_days()"};
    static const char *const reasons[] = {"is_open needs a business calendar", "approx_quantile", "km_quantile",
        "business_time needs a business calendar", "period_business_days needs a business calendar", "derived itself",
        "business clock", "coalesce"};
    char id[24];
    for (int i = 0; i < 5; i++) {
        (void)snprintf(id, sizeof id, "added_%d", i);
        const dsi_record r = {.id = id,
            .source = "tickets",
            .formula = formulas[i],
            .unit = "s",
            .better = "none",
            .domain_min = -INFINITY,
            .domain_max = INFINITY};
        assert_ok(dsi_builder_add_record(builder, &r, &err), err);
    }
    const dsi_record nested = {.id = "nested", .formula = "2 * [closure_rate]", .unit = "%", .better = "none"};
    const dsi_record business = {.id = "working",
        .source = "tickets",
        .unit = "s",
        .better = "none",
        .formula = "mean(elapsed(created_at, resolved_at))",
        .clock = "business",
        .domain_max = INFINITY};
    assert_ok(dsi_builder_add_record(builder, &nested, &err), err);
    assert_ok(dsi_builder_add_record(builder, &business, &err), err);
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    static const char *const refused[] = {
        "added_0", "added_1", "added_2", "added_3", "added_4", "nested", "working", "average_response_time"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        int64_t needed = 0;
        ck_assert_int_eq(dscore_indicator_sql(catalog, refused[i], NULL, 0, &needed, &err), DSCORE_E_UNSUPPORTED);
        assert_has(err.message, refused[i]);
        assert_has(err.message, reasons[i]);
    }
    dscore_catalog_free(catalog);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
}
END_TEST

START_TEST(arguments_are_checked)
{
    dscore_catalog *catalog = builtin();
    dscore_error err = DSCORE_ERROR_INIT;
    char small[8] = "as was";
    int64_t needed = 0;
    ck_assert_int_eq(dscore_indicator_sql(NULL, "tickets", small, 8, &needed, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_indicator_sql(catalog, NULL, small, 8, &needed, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_indicator_sql(catalog, "no_such", small, 8, &needed, &err), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(dscore_indicator_sql(catalog, "tickets", small, 8, &needed, &err), DSCORE_E_BUFFER);
    ck_assert_str_eq(small, "as was");
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_indicator_over_tickets_has_sql, the_comment_names_every_column_read,
        a_parameter_without_default_is_left_to_the_reader, values_outside_their_domain_are_null,
        sums_and_counts_know_what_is_missing, a_stock_stands_at_now, operands_are_joined_and_absent_counts_are_zero,
        texts_and_names_are_quoted, hours_and_days_of_the_week_are_those_of_a_zone, what_sql_cannot_say_is_refused,
        arguments_are_checked};
    return RUN_TESTS("sql", tests);
}
