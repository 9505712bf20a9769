/* Catalogue documents: fields and indicators that a document adds, dumps that read back, mistakes with their path. */
#include "document_support.h"

static const char DESK[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\","
    " \"fields\": {\"tickets\": [{\"name\": \"is_vip\", \"type\": \"boolean\", \"description\": {\"en\": \"VIP\", "
    "\"zh\": \"贵宾\"}},"
    "   {\"name\": \"stars\", \"type\": \"number\", \"unit\": \"points\", \"domain\": [0, null], \"integer\": true,"
    "    \"derive\": [\"csat\"]}],"
    "  \"visits\": [{\"name\": \"agent\", \"type\": \"text\", \"key\": true}, {\"name\": \"seen_at\", \"type\": "
    "\"instant\"}]},"
    " \"indicators\": ["
    "  {\"id\": \"vip_share\", \"name\": {\"en\": \"VIP share\", \"zh\": \"贵宾占比\"}, \"formula\": \"100 * "
    "share(is_vip)\","
    "   \"unit\": \"%\", \"better\": \"none\", \"domain\": [0, \"100%\"], \"credit\": [\"agent\"]},"
    "  {\"id\": \"stars_above\", \"name\": \"Stars\", \"formula\": \"100 * share(stars > $cut where channel == "
    "$channel)\", \"unit\": \"%\","
    "   \"better\": \"higher\", \"parameters\": {\"cut\": {\"type\": \"number\", \"default\": 3, \"min\": 0, \"max\": "
    "9},"
    "    \"channel\": {\"type\": \"text\", \"default\": \"phone\"}}, \"min_n\": 5, \"sampled\": true},"
    "  {\"id\": \"visits\", \"name\": \"Visits\", \"source\": \"visits\", \"placement\": \"event(seen_at)\","
    "   \"formula\": \"count()\", \"unit\": \"count\"},"
    "  {\"id\": \"visits_per_ticket\", \"name\": \"Visits per ticket\", \"formula\": \"[visits] / [tickets]\", "
    "\"unit\": \"ratio\"}]}";

static dscore_catalog *with(const dscore_catalog *base, const char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = NULL;
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    assert_ok(dscore_catalog_builder_add(builder, json, (int64_t)strlen(json), &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    dscore_catalog_builder_free(builder);
    return catalog;
}

static char *dump(const dscore_catalog *catalog)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    ck_assert_int_eq(dscore_catalog_dump(catalog, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    char *text = malloc((size_t)needed);
    ck_assert_ptr_nonnull(text);
    assert_ok(dscore_catalog_dump(catalog, text, needed, NULL, &err), err);
    return text;
}

START_TEST(fields_and_indicators_join_the_catalogue)
{
    dscore_catalog *base = builtin_catalog();
    dscore_catalog *catalog = with(base, DESK);
    dscore_catalog_free(base);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_field_info field = DSCORE_FIELD_INFO_INIT;
    assert_ok(dscore_schema_field_info(dscore_catalog_schema(catalog), "tickets", "stars", &field, &err), err);
    ck_assert_int_eq(field.type, DSCORE_TYPE_NUMBER);
    ck_assert_int_eq(field.flags, DSCORE_FIELD_INTEGER);
    ck_assert_double_eq(field.domain_min, 0);
    ck_assert(isinf(field.domain_max));
    ck_assert_int_eq(field.derive_count, 1);

    const dscore_indicator *vip = dscore_catalog_find(catalog, "vip_share");
    ck_assert_ptr_nonnull(vip);
    ck_assert_str_eq(dscore_indicator_text(vip, DSCORE_INDICATOR_SOURCE), "tickets");
    ck_assert_str_eq(dscore_indicator_text(vip, DSCORE_INDICATOR_NAME_ZH), "贵宾占比");
    const dscore_indicator *stars = dscore_catalog_find(catalog, "stars_above");
    dscore_parameter_info parameter = DSCORE_PARAMETER_INFO_INIT;
    ck_assert_int_eq(dscore_indicator_parameter_count(stars), 2);
    assert_ok(dscore_indicator_parameter(stars, 1, &parameter, &err), err);
    ck_assert_str_eq(parameter.default_value, "\"phone\"");
    ck_assert_int_eq(dscore_indicator_min_n(stars), 5);
    ck_assert_int_eq(dscore_indicator_sampled(stars), 1);
    const dscore_indicator *derived = dscore_catalog_find(catalog, "visits_per_ticket");
    ck_assert_str_eq(dscore_indicator_text(derived, DSCORE_INDICATOR_SOURCE), "");
    ck_assert_str_eq(dscore_indicator_text(derived, DSCORE_INDICATOR_LEVEL), "derived");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_dumped_catalogue_reads_back_with_the_same_hashes)
{
    dscore_catalog *base = builtin_catalog();
    dscore_catalog *catalog = with(base, DESK);
    char *first = dump(catalog);
    dscore_catalog *again = with(NULL, first);
    char *second = dump(again);
    /* Descriptions of sources are the library's; all that a document can say follows them. */
    const char *a_text = strstr(first, "\"fields\": {\n"), *b_text = strstr(second, "\"fields\": {\n");
    size_t same = 0;
    while (a_text[same] != '\0' && a_text[same] == b_text[same]) {
        same++;
    }
    ck_assert_msg(strcmp(a_text, b_text) == 0, "first: %.80s\nagain: %.80s", a_text + same, b_text + same);
    ck_assert_int_eq(dscore_catalog_count(again), dscore_catalog_count(catalog));
    ck_assert_int_gt(dscore_catalog_count(catalog), dscore_catalog_count(base));
    for (int32_t i = 0; i < dscore_catalog_count(catalog); i++) {
        const dscore_indicator *a = dscore_catalog_at(catalog, i);
        const dscore_indicator *b = dscore_catalog_find(again, dscore_indicator_text(a, DSCORE_INDICATOR_ID));
        ck_assert_ptr_nonnull(b);
        ck_assert_str_eq(
            dscore_indicator_text(a, DSCORE_INDICATOR_HASH), dscore_indicator_text(b, DSCORE_INDICATOR_HASH));
    }
    free(first);
    free(second);
    dscore_catalog_free(again);
    dscore_catalog_free(catalog);
    dscore_catalog_free(base);
}
END_TEST

START_TEST(a_dumped_indicator_is_an_entry_of_a_catalogue_document)
{
    dscore_catalog *base = builtin_catalog();
    dscore_error err = DSCORE_ERROR_INIT;
    char text[8192], json[9000];
    const dscore_indicator *indicator = dscore_catalog_find(base, "service_level");
    assert_ok(dscore_indicator_dump(indicator, text, sizeof text, NULL, &err), err);
    char *renamed = replaced(text, "\"service_level\"", "\"my_service_level\"");
    (void)snprintf(json, sizeof json, "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": [%s]}", renamed);
    dscore_catalog *catalog = with(base, json);
    ck_assert_str_eq(dscore_indicator_text(dscore_catalog_find(catalog, "my_service_level"), DSCORE_INDICATOR_FORMULA),
        dscore_indicator_text(indicator, DSCORE_INDICATOR_FORMULA));
    free(renamed);
    dscore_catalog_free(catalog);
    dscore_catalog_free(base);
}
END_TEST

static const change CHANGES[] = {
    {"\"kind\": \"catalog\",", "", DSCORE_E_FORMAT, "", "\"kind\" is missing"},
    {"\"catalog\"", "\"rule\"", DSCORE_E_FORMAT, "kind", "expected \"catalog\""},
    {"\"fields\"", "\"feilds\"", DSCORE_E_FORMAT, "feilds", "\"fields\""},
    {"\"is_vip\"", "\"is vip\"", DSCORE_E_FORMAT, "fields.tickets[0].name", "not an identifier"},
    {"\"is_vip\"", "\"is_spam\"", DSCORE_E_INCOMPATIBLE, "fields.tickets[0]", "already"},
    {"\"boolean\"", "\"bool\"", DSCORE_E_FORMAT, "fields.tickets[0].type", "number, duration, instant, boolean, text"},
    {"\"domain\": [0, null]", "\"domain\": [9, 1]", DSCORE_E_FORMAT, "fields.tickets[1].domain", "min <= max"},
    {"\"domain\": [0, null]", "\"domain\": 9", DSCORE_E_FORMAT, "fields.tickets[1].domain", "a list of two"},
    {"\"derive\": [\"csat\"]", "\"derive\": [7]", DSCORE_E_FORMAT, "fields.tickets[1].derive[0]", "expected text"},
    {"\"visits\": [{", "\"Visits!\": [{", DSCORE_E_FORMAT, "fields[\"Visits!\"]", "not an identifier"},
    {"\"vip_share\"", "\"tickets\"", DSCORE_E_INCOMPATIBLE, "indicators[0]", "already"},
    {"\"id\": \"vip_share\", ", "", DSCORE_E_FORMAT, "indicators[0]", "\"id\" is missing"},
    {"share(is_vip)", "share(is_vpi)", DSCORE_E_NOT_FOUND, "indicators[0].formula", "column 13 of the formula"},
    {"share(is_vip)", "share(is_vip", DSCORE_E_FORMAT, "indicators[0].formula", "of the formula"},
    {"share(is_vip)", "mean(is_vip)", DSCORE_E_TYPE, "indicators[0].formula", "of the formula"},
    {"\"unit\": \"%\", \"better\": \"none\"", "\"unit\": \"percent\", \"better\": \"none\"", DSCORE_E_FORMAT,
        "indicators[0].unit", "per_10000"},
    {"\"better\": \"none\"", "\"better\": \"up\"", DSCORE_E_FORMAT, "indicators[0].better",
        "higher, lower, band, none"},
    {"\"credit\": [\"agent\"]", "\"credit\": [\"agnet\"]", DSCORE_E_NOT_FOUND, "indicators[0].credit", "agent"},
    {"\"default\": 3", "\"default\": \"three\"", DSCORE_E_FORMAT, "indicators[1].parameters.cut.default", ""},
    {"\"type\": \"number\", \"default\"", "\"typ\": \"number\", \"default\"", DSCORE_E_FORMAT,
        "indicators[1].parameters.cut.typ", "\"type\""},
    {"\"min_n\": 5", "\"min_n\": -5", DSCORE_E_FORMAT, "indicators[1].min_n", "-5 is out of range"},
    {"\"sampled\": true", "\"sampled\": \"yes\"", DSCORE_E_FORMAT, "indicators[1].sampled", "true or false"},
    {"\"event(seen_at)\"", "\"event(agent)\"", DSCORE_E_TYPE, "indicators[2].placement", ""},
    {"\"source\": \"visits\"", "\"source\": \"visitz\"", DSCORE_E_NOT_FOUND, "indicators[2].source", ""},
    {"[visits] / [tickets]", "[visits] / [tickts]", DSCORE_E_NOT_FOUND, "indicators[3].formula", "tickets"},
    {"[visits] / [tickets]", "[visits_per_ticket] / [tickets]", DSCORE_E_FORMAT, "indicators[3].formula", ""},
};

START_TEST(a_mistake_in_a_catalogue_is_named_with_its_path_and_adds_nothing)
{
    dscore_catalog *base = builtin_catalog();
    for (size_t i = 0; i < sizeof CHANGES / sizeof CHANGES[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_catalog_builder *builder = NULL;
        dscore_catalog *catalog = NULL;
        char *json = replaced(DESK, CHANGES[i].from, CHANGES[i].to);
        const mistake m = {CHANGES[i].to, CHANGES[i].status, CHANGES[i].path, CHANGES[i].part};
        assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
        assert_mistake(&m, dscore_catalog_builder_add(builder, json, (int64_t)strlen(json), &err), &err);
        assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
        ck_assert_int_eq(dscore_catalog_count(catalog), dscore_catalog_count(base));
        dscore_catalog_free(catalog);
        dscore_catalog_builder_free(builder);
        free(json);
    }
    dscore_catalog_free(base);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {fields_and_indicators_join_the_catalogue,
        a_dumped_catalogue_reads_back_with_the_same_hashes, a_dumped_indicator_is_an_entry_of_a_catalogue_document,
        a_mistake_in_a_catalogue_is_named_with_its_path_and_adds_nothing};
    return RUN_TESTS("document catalogues", tests);
}
