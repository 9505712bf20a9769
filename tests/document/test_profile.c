/* Profiles: what a document says of a file's columns, read back through the accessors, and mistakes with their path. */
#include "document_support.h"

static const char DESK[] =
    "{\"deskscore\": 1, \"kind\": \"profile\", \"id\": \"desk\", \"sources\": {"
    " \"tickets\": {\"sep\": \";\", \"time_format\": \"%d/%m/%Y %H:%M\", \"utc\": true, \"missing\": [\"?\", \"N/A\"], "
    "\"fields\": {"
    "  \"id\": \"Ticket ID\","
    "  \"created_at\": {\"column\": [\"Created time\", \"created\"], \"format\": \"%Y-%m-%d %H:%M:%S\", \"utc\": "
    "false},"
    "  \"resolved_at\": [\"Resolved\", \"Done\"],"
    "  \"csat\": {\"column\": \"Rating\", \"values\": {\"非常满意\": 5, \"满意\": 4, \"没有\": null}, \"domain\": [1, "
    "10], \"missing\": \"-\"},"
    "  \"is_complaint\": {\"column\": \"Complaint\", \"blank\": false, \"values\": {\"投诉\": true}},"
    "  \"is_resolved\": {\"column\": \"Status\", \"values\": {\"closed\": true, \"open\": false}},"
    "  \"status\": \"Status\","
    "  \"handle_time\": {\"column\": \"AHT\", \"unit\": \"min\"},"
    "  \"wait_time\": {\"column\": \"Wait\", \"format\": \"h.mm.ss\"},"
    "  \"quality_score\": {\"column\": \"QA\", \"percent\": true, \"thousands\": true}}},"
    " \"agents\": {\"fields\": {\"agent\": \"Name\"}}}}";

static dscore_profile *parse(const dscore_catalog *catalog, const char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_profile *profile = NULL;
    assert_ok(dscore_profile_parse(catalog, json, (int64_t)strlen(json), &profile, &err), err);
    return profile;
}

static dscore_profile_field field(const dscore_profile *profile, const char *name, int32_t *out_index)
{
    dscore_profile_field out = DSCORE_PROFILE_FIELD_INIT;
    for (int32_t i = 0; i < dscore_profile_field_count(profile, "tickets"); i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        assert_ok(dscore_profile_field_at(profile, "tickets", i, &out, &err), err);
        if (strcmp(out.field, name) == 0) {
            *out_index = i;
            return out;
        }
    }
    ck_abort_msg("no field %s", name);
    return out;
}

START_TEST(a_profile_tells_how_each_field_is_read)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_profile *p = parse(catalog, DESK);
    dscore_catalog_free(catalog); /* the profile keeps what it needs */
    int32_t i = -1;
    ck_assert_int_eq(dscore_profile_source_count(p), 2);
    ck_assert_str_eq(dscore_profile_source(p, 1), "agents");
    ck_assert_str_eq(dscore_profile_source(p, 2), "");
    ck_assert_str_eq(dscore_profile_separator(p, "tickets"), ";");
    ck_assert_str_eq(dscore_profile_separator(p, "agents"), "");
    ck_assert_int_eq(dscore_profile_field_count(p, "tickets"), 10);
    ck_assert_int_eq(dscore_profile_field_count(p, "surveys"), 0);

    dscore_profile_field f = field(p, "created_at", &i);
    ck_assert_int_eq(f.column_count, 2);
    ck_assert_str_eq(dscore_profile_column(p, "tickets", i, 1), "created");
    ck_assert_str_eq(f.format, "%Y-%m-%d %H:%M:%S");
    ck_assert_int_eq(f.flags, 0);
    f = field(p, "resolved_at", &i);
    ck_assert_str_eq(f.format, "%d/%m/%Y %H:%M");
    ck_assert_int_eq(f.flags, DSCORE_PROFILE_UTC);
    ck_assert_str_eq(dscore_profile_column(p, "tickets", i, 0), "Resolved");
    ck_assert_int_eq(f.missing_count, 2);
    ck_assert_str_eq(dscore_profile_missing(p, "tickets", i, 1), "N/A");

    f = field(p, "csat", &i);
    ck_assert_int_eq(f.flags, DSCORE_PROFILE_HAS_DOMAIN);
    ck_assert_double_eq(f.domain_max, 10);
    ck_assert_int_eq(f.value_count, 3);
    ck_assert_str_eq(dscore_profile_value_from(p, "tickets", i, 0), "非常满意");
    ck_assert_str_eq(dscore_profile_value_to(p, "tickets", i, 0), "5");
    ck_assert_str_eq(dscore_profile_value_to(p, "tickets", i, 2), "");
    ck_assert_str_eq(dscore_profile_missing(p, "tickets", i, 0), "-");
    ck_assert_str_eq(dscore_profile_missing(p, "tickets", i, 1), "");

    f = field(p, "is_complaint", &i);
    ck_assert_int_eq(f.flags, DSCORE_PROFILE_HAS_BLANK);
    ck_assert_str_eq(f.blank, "false");
    ck_assert_str_eq(dscore_profile_value_to(p, "tickets", i, 0), "true");
    f = field(p, "handle_time", &i);
    ck_assert_str_eq(f.unit, "min");
    f = field(p, "wait_time", &i);
    ck_assert_str_eq(f.format, "h.mm.ss");
    f = field(p, "quality_score", &i);
    ck_assert_int_eq(f.flags, DSCORE_PROFILE_PERCENT | DSCORE_PROFILE_THOUSANDS);
    f = field(p, "is_resolved", &i);
    ck_assert_str_eq(dscore_profile_column(p, "tickets", i, 0), "Status");

    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_profile_field_at(p, "tickets", 10, &f, &err), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(dscore_profile_column(p, "nowhere", 0, 0), "");
    dscore_profile_free(p);
    dscore_profile_free(NULL);
}
END_TEST

/* A log with a row a change, times of two zones, and how the desk's events are judged. */
static const char LOG[] =
    "{\"deskscore\": 1, \"kind\": \"profile\", \"lifecycle\": {\"status\": {\"waiting\": \"pending\", \"erledigt\": "
    "\"solved\"}, \"bots\": \"handoff\", \"arrival\": \"by_ticket\", \"notes\": \"n\"}, \"sources\": {"
    " \"tickets\": {\"rows\": {\"key\": \"number\", \"keep\": \"first\"}, \"zone\": \"Europe/Paris\", \"fields\": {"
    "  \"id\": \"number\", \"created_at\": \"opened\", \"resolved_at\": {\"column\": \"done\", \"zone\": \"+08:00\"},"
    "  \"first_response_at\": {\"column\": \"first\", \"utc\": true}}},"
    " \"agents\": {\"rows\": {\"key\": \"Name\"}, \"fields\": {\"agent\": \"Name\"}},"
    " \"surveys\": {\"utc\": true, \"fields\": {\"survey_sent_at\": {\"column\": \"s\", \"zone\": \"Asia/Shanghai\"},"
    "  \"survey_answered_at\": \"a\"}}}}";

START_TEST(a_profile_tells_which_rows_are_kept)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_profile *p = parse(catalog, LOG);
    ck_assert_str_eq(dscore_profile_row_key(p, "tickets"), "number");
    ck_assert_str_eq(dscore_profile_row_keep(p, "tickets"), "first");
    ck_assert_str_eq(dscore_profile_row_keep(p, "agents"), "last");
    ck_assert_str_eq(dscore_profile_row_key(p, "surveys"), "");
    ck_assert_str_eq(dscore_profile_row_keep(p, "surveys"), "");
    ck_assert_str_eq(dscore_profile_row_key(p, "nowhere"), "");
    ck_assert_str_eq(dscore_profile_row_key(NULL, "tickets"), "");
    ck_assert_str_eq(dscore_profile_row_keep(p, NULL), "");
    dscore_profile_free(p);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_field_has_its_own_zone_or_that_of_its_source)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_profile *p = parse(catalog, LOG);
    int32_t i = -1;
    ck_assert_int_eq(field(p, "created_at", &i).flags, 0);
    ck_assert_str_eq(dscore_profile_zone(p, "tickets", i), "Europe/Paris");
    ck_assert_int_eq(field(p, "resolved_at", &i).flags, 0);
    ck_assert_str_eq(dscore_profile_zone(p, "tickets", i), "+08:00");
    ck_assert_int_eq(field(p, "first_response_at", &i).flags, DSCORE_PROFILE_UTC);
    ck_assert_str_eq(dscore_profile_zone(p, "tickets", i), "");
    (void)field(p, "id", &i); /* no instant */
    ck_assert_str_eq(dscore_profile_zone(p, "tickets", i), "");
    dscore_profile_field f = DSCORE_PROFILE_FIELD_INIT;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_profile_field_at(p, "surveys", 0, &f, &err), err);
    ck_assert_int_eq(f.flags, 0); /* its own zone replaces the source's UTC */
    ck_assert_str_eq(dscore_profile_zone(p, "surveys", 0), "Asia/Shanghai");
    assert_ok(dscore_profile_field_at(p, "surveys", 1, &f, &err), err);
    ck_assert_int_eq(f.flags, DSCORE_PROFILE_UTC);
    ck_assert_str_eq(dscore_profile_zone(p, "surveys", 1), "");
    ck_assert_str_eq(dscore_profile_zone(p, "surveys", 2), "");
    ck_assert_str_eq(dscore_profile_zone(NULL, "surveys", 0), "");
    dscore_profile_free(p);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_profile_tells_the_policies_of_the_life_cycle)
{
    static const char *const expected[][2] = {
        {"status:waiting", "pending"}, {"status:erledigt", "solved"}, {"bots", "handoff"}, {"arrival", "by_ticket"}};
    dscore_catalog *catalog = builtin_catalog();
    dscore_profile *p = parse(catalog, LOG);
    dscore_error err = DSCORE_ERROR_INIT;
    const char *name = NULL, *value = NULL;
    ck_assert_int_eq(dscore_profile_policy_count(p), 4);
    for (int32_t i = 0; i < 4; i++) {
        assert_ok(dscore_profile_policy(p, i, &name, &value, &err), err);
        ck_assert_str_eq(name, expected[i][0]);
        ck_assert_str_eq(value, expected[i][1]);
    }
    ck_assert_int_eq(dscore_profile_policy(p, 4, &name, &value, &err), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(dscore_profile_policy(p, -1, &name, &value, &err), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(dscore_profile_policy(p, 0, NULL, &value, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_profile_policy(NULL, 0, &name, &value, &err), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(name, "arrival"); /* unchanged by failures */
    ck_assert_int_eq(dscore_profile_policy_count(NULL), 0);
    dscore_profile_free(p);
    p = parse(catalog, DESK);
    ck_assert_int_eq(dscore_profile_policy_count(p), 0);
    dscore_profile_free(p);
    dscore_catalog_free(catalog);
}
END_TEST

static const change LOG_CHANGES[] = {
    {"\"key\": \"number\"", "\"key\": \"\"", DSCORE_E_FORMAT, "sources.tickets.rows.key", "the name of a column"},
    {"\"key\": \"number\", ", "", DSCORE_E_FORMAT, "sources.tickets.rows", "\"key\" is missing"},
    {"\"keep\": \"first\"", "\"keep\": \"lst\"", DSCORE_E_FORMAT, "sources.tickets.rows.keep", "\"last\""},
    {"\"rows\": {\"key\": \"Name\"}", "\"rows\": \"Name\"", DSCORE_E_FORMAT, "sources.agents.rows", "an object"},
    {"\"zone\": \"Europe/Paris\"", "\"zone\": \"\"", DSCORE_E_FORMAT, "sources.tickets.zone", "empty"},
    {"\"zone\": \"Europe/Paris\"", "\"zone\": \"Europe/Paris\", \"utc\": true", DSCORE_E_FORMAT, "sources.tickets.zone",
        "\"utc\" and \"zone\" exclude one another"},
    {"\"zone\": \"+08:00\"", "\"zone\": 8", DSCORE_E_FORMAT, "sources.tickets.fields.resolved_at.zone",
        "expected text"},
    {"\"zone\": \"+08:00\"", "\"zone\": \"+08:00\", \"utc\": true", DSCORE_E_FORMAT,
        "sources.tickets.fields.resolved_at.zone", "exclude"},
    {"\"id\": \"number\"", "\"id\": {\"column\": \"number\", \"zone\": \"UTC\"}", DSCORE_E_FORMAT,
        "sources.tickets.fields.id.zone", "an instant"},
    {"\"bots\": \"handoff\"", "\"bots\": \"hand-off\"", DSCORE_E_PARAMETER, "lifecycle.bots", "handoff"},
    {"\"bots\": \"handoff\"", "\"bot\": \"handoff\"", DSCORE_E_PARAMETER, "lifecycle.bot", "bots"},
    {"\"waiting\": \"pending\"", "\"waiting\": \"hold\"", DSCORE_E_PARAMETER, "lifecycle.status.waiting", "on_hold"},
    {"\"waiting\": \"pending\"", "\"\": \"pending\"", DSCORE_E_PARAMETER, "lifecycle.status[\"\"]", "status:NAME"},
    {"\"status\": {\"waiting\": \"pending\", \"erledigt\": \"solved\"}", "\"status\": [\"waiting\"]", DSCORE_E_FORMAT,
        "lifecycle.status", "an object"},
};

static const change CHANGES[] = {
    {"\"sources\"", "\"source\"", DSCORE_E_FORMAT, "source", "\"sources\""},
    {"\"agents\"", "\"agnets\"", DSCORE_E_NOT_FOUND, "sources.agnets", "\"agents\""},
    {"\"sep\": \";\"", "\"sep\": \"||\"", DSCORE_E_FORMAT, "sources.tickets.sep", "one character"},
    {"\"csat\": {", "\"rating\": {", DSCORE_E_NOT_FOUND, "sources.tickets.fields.rating", "no field"},
    {"\"id\": \"Ticket ID\"", "\"id\": 1", DSCORE_E_FORMAT, "sources.tickets.fields.id", "a column"},
    {"\"id\": \"Ticket ID\"", "\"id\": \"\"", DSCORE_E_FORMAT, "sources.tickets.fields.id", "the name of a column"},
    {"[\"Resolved\", \"Done\"]", "[]", DSCORE_E_FORMAT, "sources.tickets.fields.resolved_at", "at least one"},
    {"[\"Resolved\", \"Done\"]", "[\"Resolved\", 2]", DSCORE_E_FORMAT, "sources.tickets.fields.resolved_at[1]",
        "expected text"},
    {"\"非常满意\": 5", "\"非常满意\": 50", DSCORE_E_FORMAT, "sources.tickets.fields.csat.values.非常满意",
        "outside the domain"},
    {"\"非常满意\": 5", "\"非常满意\": \"good\"", DSCORE_E_FORMAT, "sources.tickets.fields.csat.values.非常满意",
        "percentage"},
    {"{\"投诉\": true}", "{\"投诉\": \"yes\"}", DSCORE_E_FORMAT, "sources.tickets.fields.is_complaint.values.投诉",
        "true, false"},
    {"\"blank\": false", "\"blank\": 0", DSCORE_E_FORMAT, "sources.tickets.fields.is_complaint.blank", "true, false"},
    {"\"unit\": \"min\"", "\"unit\": \"m\"", DSCORE_E_FORMAT, "sources.tickets.fields.handle_time.unit", "min, h, d"},
    {"\"percent\": true", "\"unit\": \"s\"", DSCORE_E_FORMAT, "sources.tickets.fields.quality_score.unit",
        "durations and instants"},
    {"\"column\": \"Status\", \"values\"", "\"utc\": true, \"column\": \"Status\", \"values\"", DSCORE_E_FORMAT,
        "sources.tickets.fields.is_resolved.utc", "an instant"},
    {"\"column\": \"AHT\", ", "", DSCORE_E_FORMAT, "sources.tickets.fields.handle_time", "\"column\" is missing"},
    {"\"domain\": [1, 10]", "\"domain\": [1]", DSCORE_E_FORMAT, "sources.tickets.fields.csat.domain", "a list of two"},
    {"\"unit\": \"min\"", "\"units\": \"min\"", DSCORE_E_FORMAT, "sources.tickets.fields.handle_time.units",
        "\"unit\""},
};

static void assert_changes(const char *document, const change *changes, size_t count)
{
    dscore_catalog *catalog = builtin_catalog();
    for (size_t i = 0; i < count; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_profile *profile = NULL;
        char *json = replaced(document, changes[i].from, changes[i].to);
        const mistake m = {changes[i].to, changes[i].status, changes[i].path, changes[i].part};
        assert_mistake(&m, dscore_profile_parse(catalog, json, (int64_t)strlen(json), &profile, &err), &err);
        ck_assert_ptr_null(profile);
        free(json);
    }
    dscore_catalog_free(catalog);
}

START_TEST(a_mistake_in_a_profile_is_named_with_its_path)
{
    assert_changes(DESK, CHANGES, sizeof CHANGES / sizeof CHANGES[0]);
    assert_changes(LOG, LOG_CHANGES, sizeof LOG_CHANGES / sizeof LOG_CHANGES[0]);
}
END_TEST

START_TEST(a_struct_of_an_older_caller_is_filled_as_far_as_it_goes)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_profile *p = parse(catalog, DESK);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_profile_field f = DSCORE_PROFILE_FIELD_INIT;
    f.struct_size = (uint32_t)offsetof(dscore_profile_field, format);
    assert_ok(dscore_profile_field_at(p, "tickets", 1, &f, &err), err);
    ck_assert_str_eq(f.field, "created_at");
    ck_assert_str_eq(f.format, "");
    f.struct_size = 0;
    ck_assert_int_eq(dscore_profile_field_at(p, "tickets", 1, &f, &err), DSCORE_E_ARGUMENT);
    dscore_profile_free(p);
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_profile_tells_how_each_field_is_read, a_mistake_in_a_profile_is_named_with_its_path,
        a_profile_tells_which_rows_are_kept, a_field_has_its_own_zone_or_that_of_its_source,
        a_profile_tells_the_policies_of_the_life_cycle, a_struct_of_an_older_caller_is_filled_as_far_as_it_goes};
    return RUN_TESTS("document profiles", tests);
}
