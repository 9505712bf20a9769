/* Catalogues, calendars and profiles, with every member of their schema: what was read is written, read again and the
   same; and a byte that changes is an error with its place, or another dump, and another hash unless it is prose. */
#include "bytes_support.h"

#include "document/profile.h"

/* ---- how each kind is read ------------------------------------------------------------------ */

DUMP(catalog)
DUMP(calendar)

static void tell_source(dsi_text *text, const dscore_schema *schema, const char *source)
{
    for (int32_t i = 0; i < dscore_schema_field_count(schema, source); i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_field_info field = DSCORE_FIELD_INFO_INIT;
        const char *name = dscore_schema_field(schema, source, i);
        assert_ok(dscore_schema_field_info(schema, source, name, &field, &err), err);
        dsi_text_addf(text, "\n%s.%s %d %d '%s' ", source, name, (int)field.type, (int)field.flags, field.unit);
        dsi_text_add_double(text, field.domain_min);
        dsi_text_add(text, "..");
        dsi_text_add_double(text, field.domain_max);
        dsi_text_addf(
            text, " business '%s'", schema->sources[dsi_schema_source_index(schema, source)].fields[i].business);
        for (int32_t k = 0; k < field.derive_count; k++) {
            dsi_text_addf(text, " = %s", dscore_schema_field_derive(schema, source, name, k));
        }
    }
}

/* Every indicator has a hash. A field has none: how it is read is part of the fingerprint of a plan that reads it.
   What is told of fields stands in for it, beside the hashes of the indicators. */
static void hash_catalog(const dscore_catalog *catalog, char *hash)
{
    dsi_text text;
    begin(&text);
    for (int32_t i = 0; i < dscore_catalog_count(catalog); i++) {
        dsi_text_add(&text, dscore_indicator_text(dscore_catalog_at(catalog, i), DSCORE_INDICATOR_HASH));
    }
    const dscore_schema *schema = dscore_catalog_schema(catalog);
    for (int32_t s = 0; s < dscore_schema_source_count(schema); s++) {
        tell_source(&text, schema, dscore_schema_source(schema, s));
    }
    hash_text(&text, hash);
}

static dscore_status read_catalog(
    const void *context, const char *json, int64_t length, char **out_dump, char *hash, dscore_error *err)
{
    dscore_catalog_builder *builder = NULL;
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builder_new(context, &builder, err), *err);
    dscore_status status = dscore_catalog_builder_add(builder, json, length, err);
    if (status == DSCORE_OK) {
        status = dscore_catalog_builder_finish(builder, &catalog, err);
    }
    if (status == DSCORE_OK) {
        *out_dump = dumped(dump_catalog, catalog);
        hash_catalog(catalog, hash);
    }
    dscore_catalog_free(catalog);
    dscore_catalog_builder_free(builder);
    return status;
}

/* A profile is never written: what its accessors answer stands in for a dump, with its own id and name. All of it
   matters to what is read but these two. */
static void tell_field(dsi_text *text, const dscore_profile *profile, const char *source, int32_t i)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_profile_field field = DSCORE_PROFILE_FIELD_INIT;
    assert_ok(dscore_profile_field_at(profile, source, i, &field, &err), err);
    dsi_text_addf(text, "\n  %s flags %d unit '%s' format '%s' blank '%s' zone '%s' domain ", field.field,
        (int)field.flags, field.unit, field.format, field.blank, dscore_profile_zone(profile, source, i));
    dsi_text_add_double(text, field.domain_min);
    dsi_text_add(text, "..");
    dsi_text_add_double(text, field.domain_max);
    for (int32_t k = 0; k < field.column_count; k++) {
        dsi_text_addf(text, " column '%s'", dscore_profile_column(profile, source, i, k));
    }
    for (int32_t k = 0; k < field.missing_count; k++) {
        dsi_text_addf(text, " missing '%s'", dscore_profile_missing(profile, source, i, k));
    }
    for (int32_t k = 0; k < field.value_count; k++) {
        dsi_text_addf(text, " '%s' is '%s'", dscore_profile_value_from(profile, source, i, k),
            dscore_profile_value_to(profile, source, i, k));
    }
}

static void tell_profile(dsi_text *text, const dscore_profile *profile)
{
    dscore_error err = DSCORE_ERROR_INIT;
    for (int32_t s = 0; s < dscore_profile_source_count(profile); s++) {
        const char *source = dscore_profile_source(profile, s);
        dsi_text_addf(text, "\n%s '%s' rows '%s' %s", source, dscore_profile_separator(profile, source),
            dscore_profile_row_key(profile, source), dscore_profile_row_keep(profile, source));
        for (int32_t i = 0; i < dscore_profile_field_count(profile, source); i++) {
            tell_field(text, profile, source, i);
        }
    }
    for (int32_t i = 0; i < dscore_profile_policy_count(profile); i++) {
        const char *name = NULL, *value = NULL;
        assert_ok(dscore_profile_policy(profile, i, &name, &value, &err), err);
        dsi_text_addf(text, "\n%s = %s", name, value);
    }
}

static dscore_status read_profile(
    const void *catalog, const char *json, int64_t length, char **out_dump, char *hash, dscore_error *err)
{
    dscore_profile *profile = NULL;
    const dscore_status status = dscore_profile_parse(catalog, json, length, &profile, err);
    if (status == DSCORE_OK) {
        dsi_text text;
        begin(&text);
        tell_profile(&text, profile);
        dsi_hash_hex(text.data, text.length, hash);
        dsi_text_addf(&text, "\n%s '%s' '%s'", profile->id, profile->name_en, profile->name_zh);
        ck_assert(!text.failed);
        *out_dump = strdup(text.data);
        dsi_text_free(&text);
    }
    dscore_profile_free(profile);
    return status;
}

/* A zone of that name, for documents that name one; its data do not matter here. */
static dscore_status read_calendar(
    const void *zone, const char *json, int64_t length, char **out_dump, char *hash, dscore_error *err)
{
    dscore_calendar *calendar = NULL;
    const dscore_status status = dscore_calendar_parse(NULL, json, length, zone, &calendar, err);
    if (status == DSCORE_OK) {
        *out_dump = dumped(dump_calendar, calendar);
        strcpy(hash, dscore_calendar_hash(calendar));
    }
    dscore_calendar_free(calendar);
    return status;
}

/* ---- catalogues ----------------------------------------------------------------------------- */

START_TEST(a_changed_byte_of_fields_matters)
{
    static const char *const prose[] = {"description", NULL};
    static const char json[] =
        "{\"$schema\": \"s\", \"deskscore\": 1, \"kind\": \"catalog\", \"notes\": 1, \"computed\": {}, \"fields\": {"
        " \"calls\": [{\"name\": \"id\", \"type\": \"text\", \"key\": true, \"unique\": true},"
        "  {\"name\": \"stars\", \"type\": \"number\", \"unit\": \"points\", \"domain\": [2, 15], \"min_open\": true,"
        "   \"integer\": true, \"optional\": true, \"derive\": [\"2 * rating\", \"rating + 3\"],"
        "   \"description\": {\"en\": \"Stars\", \"zh\": \"星\"}},"
        "  {\"name\": \"rating\", \"type\": \"number\", \"domain\": [null, 7], \"description\": \"Rating\"},"
        "  {\"name\": \"wait\", \"type\": \"duration\", \"unit\": \"s\", \"domain\": [5, null], \"business\": "
        "\"open_wait\"},"
        "  {\"name\": \"open_wait\", \"type\": \"duration\"}, {\"name\": \"at\", \"type\": \"instant\"},"
        "  {\"name\": \"fine\", \"type\": \"boolean\"}]}}";
    const byte_reader reader = {read_catalog, NULL, prose};
    assert_document(&reader, json);
}
END_TEST

START_TEST(a_changed_byte_of_an_indicator_matters)
{
    static const char *const prose[] = {
        "id", "name", "description", "dimension", "reference", "since", "replaced_by", NULL};
    static const char json[] =
        "{\"deskscore\": 1, \"kind\": \"catalog\", \"fields\": {\"tickets\": ["
        "  {\"name\": \"at\", \"type\": \"instant\"}, {\"name\": \"done\", \"type\": \"instant\"}, {\"name\": "
        "\"wait\", \"type\": \"duration\"},"
        "  {\"name\": \"agent\", \"type\": \"text\"}, {\"name\": \"stars\", \"type\": \"number\"},"
        "  {\"name\": \"spam\", \"type\": \"boolean\"}, {\"name\": \"vip\", \"type\": \"boolean\"}]},"
        " \"indicators\": [{\"id\": \"a\", \"name\": {\"en\": \"A\", \"zh\": \"甲\"}, \"description\": \"d\","
        "  \"dimension\": \"quality\", \"source\": \"tickets\", \"formula\": \"100 * share(elapsed(at, done) <= $near "
        "and stars >= $cut)\","
        "  \"parameters\": {\"cut\": {\"type\": \"number\", \"unit\": \"points\", \"default\": 4, \"min\": 2, \"max\": "
        "7},"
        "   \"near\": {\"type\": \"duration\", \"default\": \"25s\"}},"
        "  \"placement\": \"event(at)\", \"credit\": [\"agent\"], \"clock\": \"calendar\", \"where\": \"wait < $near "
        "and vip\","
        "  \"exclude\": \"spam\", \"unit\": \"%\", \"better\": \"higher\", \"domain\": [5, 95], \"min_n\": 3,"
        "  \"observations\": \"count(stars)\", \"sampled\": true, \"since\": \"0.3\", \"replaced_by\": \"b\","
        "  \"reference\": \"r\", \"notes\": 1, \"computed\": {}},"
        " {\"id\": \"b\", \"name\": \"B\", \"formula\": \"count()\", \"placement\": \"event(at)\", \"credit\": "
        "[\"agent\"],"
        "  \"unit\": \"count\", \"better\": \"none\"},"
        " {\"id\": \"c\", \"name\": \"C\", \"formula\": \"[a] / [b]\", \"unit\": \"ratio\", \"better\": \"lower\","
        "  \"base\": \"b\", \"domain\": [null, 3]}]}";
    const byte_reader reader = {read_catalog, NULL, prose};
    assert_document(&reader, json);
}
END_TEST

/* ---- calendars ------------------------------------------------------------------------------ */

/* The hash is that of what the hours come to: a date that is moved to one with the same hours would not show in it.
   All days are open here, and no date lands on a weekday with the hours that it is given. */
START_TEST(a_changed_byte_of_a_calendar_matters)
{
    static const char *const prose[] = {"name", NULL};
    static const char *const documents[] = {
        "{\"$schema\": \"s\", \"deskscore\": 1, \"kind\": \"calendar\", \"notes\": 1, \"computed\": {}, \"name\": "
        "\"desk\","
        " \"zone\": \"+05:30\", \"mode\": \"wall\", \"week\": {\"mon\": [\"08:15-12:00\", \"13:00-18:00\"],"
        " \"tue-thu\": \"10:00-14:00\", \"fri,sun\": \"10:00-15:00\", \"sat\": \"10:00-12:30\"}, \"versions\": "
        "[{\"from\": \"2027-03-04\", \"week\": {\"mon\": \"09:30-17:00\","
        " \"tue\": \"09:30-16:00\", \"wed\": [\"09:00-17:30:15\"], \"thu\": \"7:00-9:00\", \"fri-sun\": "
        "\"22:00-23:30\"},"
        " \"notes\": 1}], \"exceptions\": {\"2026-12-24\": [\"08:00-12:00\"], \"2026-12-26\": {\"hours\": "
        "[\"11:00-13:00\"],"
        " \"notes\": 1}, \"2026-11-23/2026-11-25\": \"09:00-12:00\", \"2027-05-08\": \"as:wed\","
        " \"2027-06-05\": {\"as\": \"wed\"}, \"2027-07-07\": []}, \"holidays\": [\"2026-10-12\", {\"date\": "
        "\"2027-10-11\","
        " \"notes\": 1}], \"working_days\": [{\"date\": \"2026-08-22\", \"as\": \"mon\"}, \"2026-08-29\"]}",
        "{\"versions\": [{\"week\": {\"mon\": \"9:00-17:00\", \"tue\": \"9:00-16:00\","
        " \"wed\": \"9:00-15:00\", \"thu\": \"9:00-14:00\", \"fri\": \"9:00-13:00\", \"sat\": \"9:00-12:00\","
        " \"sun\": \"9:00-11:00\"}}], \"holidays\": [{\"days\": ["
        " {\"date\": \"2025-09-23\", \"isOffDay\": false, \"as\": \"thu\"}, {\"date\": \"2025-10-15\", \"isOffDay\": "
        "true}]},"
        " {\"events\": [{\"date\": \"2026-11-25\"}]}]}"};
    const byte_reader reader = {read_calendar, NULL, prose};
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        assert_document(&reader, documents[i]);
    }
}
END_TEST

/* Names of dates, and what stands around published days, is for people: it is no part of what a calendar is, nor of
   what is written. */
START_TEST(names_of_dates_are_prose_that_is_not_kept)
{
    static const char json[] =
        "{\"week\": {\"mon\": \"09:00-17:00\"}, \"exceptions\": {\"2026-12-24\": {\"hours\": [], \"name\": \"eve\"}},"
        " \"holidays\": [{\"year\": 2025, \"papers\": [\"paper\"], \"name\": \"list\", \"$id\": \"here\", \"days\":"
        " [{\"date\": \"2025-10-01\", \"isOffDay\": true, \"name\": \"day\"}]}, {\"division\": \"scotland\", "
        "\"events\":"
        " [{\"title\": \"Andrew\", \"date\": \"2026-11-30\", \"notes\": \"\", \"bunting\": true}]},"
        " {\"2026-05-01\": \"mai\"}]}";
    static const char *const changes[][2] = {{"eve", "Eve"}, {"2025,", "2026,"}, {"paper\"]", "Paper\"]"},
        {"list", "List"}, {"here", "Here"}, {"day\"}", "Day\"}"}, {"scotland", "Scotland"}, {"Andrew", "andrew"},
        {"\"\"", "\"n\""}, {"\"bunting\": true", "\"bunting\": false"}, {"mai", "Mai"}};
    const byte_reader reader = {read_calendar, NULL, NULL};
    dscore_error err = DSCORE_ERROR_INIT;
    char *dump = NULL;
    char hash[64] = "";
    assert_writes_the_same(&reader, json);
    assert_ok(read_calendar(NULL, json, (int64_t)strlen(json), &dump, hash, &err), err);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char *changed = replaced(json, changes[i][0], changes[i][1]);
        char *other = NULL;
        char other_hash[64] = "";
        assert_ok(read_calendar(NULL, changed, (int64_t)strlen(changed), &other, other_hash, &err), err);
        ck_assert_str_eq(other, dump);
        ck_assert_str_eq(other_hash, hash);
        free(other);
        free(changed);
    }
    free(dump);
}
END_TEST

/* A zone of any name: which data it has does not matter here. */
static dscore_zone *named_zone(const char *name)
{
    char bytes[4096];
    dscore_zone *zone = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    FILE *f = fopen(DSCORE_SOURCE_DIR "/tests/fuzz/corpus/tzif/paris", "rb");
    ck_assert_ptr_nonnull(f);
    const size_t length = fread(bytes, 1, sizeof bytes, f);
    (void)fclose(f);
    assert_ok(dscore_zone_from_tzif(NULL, name, bytes, (int64_t)length, &zone, &err), err);
    return zone;
}

START_TEST(a_changed_byte_of_a_shipped_calendar_matters)
{
    static const char *const prose[] = {"name", NULL};
    static const char *const files[] = {"examples/calendars/mainland-2025.json", "examples/calendars/paris.json"};
    static const char *const zones[] = {"Asia/Shanghai", "Europe/Paris"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        dscore_zone *zone = named_zone(zones[i]);
        const byte_reader reader = {read_calendar, zone, prose};
        assert_file(&reader, files[i]);
        dscore_zone_free(zone);
    }
}
END_TEST

/* ---- profiles ------------------------------------------------------------------------------- */

START_TEST(a_changed_byte_of_a_profile_matters)
{
    static const char *const prose[] = {"name", "id", NULL};
    static const char *const documents[] = {
        "{\"$schema\": \"s\", \"deskscore\": 1, \"kind\": \"profile\", \"notes\": 1, \"computed\": {}, \"id\": \"p\","
        " \"name\": {\"en\": \"P\", \"zh\": \"配\"}, \"sources\": {\"tickets\": {\"sep\": \";\", \"time_format\": "
        "\"%d/%m/%Y\","
        " \"utc\": true, \"missing\": [\"?\", \"none\"], \"notes\": 1, \"rows\": {\"key\": \"number\", \"keep\": "
        "\"first\","
        " \"notes\": 1}, \"fields\": {\"agent\": [\"Agent Name\", \"Agent\"],"
        " \"created_at\": {\"column\": [\"Created\", \"made\"], \"format\": \"%Y-%m-%d\", \"utc\": false, \"notes\": "
        "1},"
        " \"resolved_at\": {\"column\": \"Solved\", \"unit\": \"ms\", \"zone\": \"Asia/Shanghai\"},"
        " \"csat\": {\"column\": \"Rating\", \"values\": {\"good\": 5, \"poor\": 2, \"unrated\": null}, \"domain\": "
        "[1, 7],"
        "  \"percent\": true, \"thousands\": true, \"missing\": \"void\", \"blank\": 3},"
        " \"is_resolved\": {\"column\": \"Status\", \"values\": {\"closed\": true, \"open\": false}, \"blank\": false},"
        " \"wait_time\": {\"column\": \"Wait\", \"format\": \"h.mm.ss\"}, \"handle_time\": {\"column\": \"AHT\","
        "  \"unit\": \"min\"}}}}}",
        "{\"deskscore\": 1, \"kind\": \"profile\", \"sources\": {\"tickets\": {\"zone\": \"Europe/Paris\", \"fields\":"
        " {\"created_at\": \"opened\"}}, \"events\": {\"rows\": {\"key\": \"number\"}, \"fields\": {\"ticket\": "
        "\"number\"}}},"
        " \"lifecycle\": {\"arrival\": \"by_ticket\", \"bots\": \"handoff\", \"first_response_by\": \"next\","
        "  \"resolution\": \"event\", \"merge\": \"resolve\", \"reopen_gap\": \"pending\", \"pause\": \"none\","
        "  \"duplicates\": \"keep\", \"self_assignment\": \"yes\", \"contacts\": \"segments\", \"kinds\": \"created, "
        "status\","
        "  \"status\": {\"waiting for customer\": \"pending\", \"done\": \"solved\"}, \"notes\": 1}}"};
    dscore_catalog *catalog = builtin_catalog();
    const byte_reader reader = {read_profile, catalog, prose};
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        assert_told_document(&reader, documents[i], false);
    }
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_changed_byte_of_fields_matters, a_changed_byte_of_an_indicator_matters,
        a_changed_byte_of_a_calendar_matters, names_of_dates_are_prose_that_is_not_kept,
        a_changed_byte_of_a_shipped_calendar_matters, a_changed_byte_of_a_profile_matters};
    return RUN_TESTS("bytes of what is measured", tests);
}
