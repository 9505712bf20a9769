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

typedef struct change {
    const char *from, *to;
    dscore_status status;
    const char *path, *part;
} change;

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

START_TEST(a_mistake_in_a_profile_is_named_with_its_path)
{
    dscore_catalog *catalog = builtin_catalog();
    for (size_t i = 0; i < sizeof CHANGES / sizeof CHANGES[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_profile *profile = NULL;
        char *json = replaced(DESK, CHANGES[i].from, CHANGES[i].to);
        const mistake m = {CHANGES[i].to, CHANGES[i].status, CHANGES[i].path, CHANGES[i].part};
        assert_mistake(&m, dscore_profile_parse(catalog, json, (int64_t)strlen(json), &profile, &err), &err);
        ck_assert_ptr_null(profile);
        free(json);
    }
    dscore_catalog_free(catalog);
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
        a_struct_of_an_older_caller_is_filled_as_far_as_it_goes};
    return RUN_TESTS("document profiles", tests);
}
