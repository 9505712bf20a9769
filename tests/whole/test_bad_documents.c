/* Documents that are damaged: cut at every byte, with a member twice, of another kind or version; each is refused with
   the place, leaves nothing behind, and is told as a finding by a check. */
#include "whole_support.h"

static const char FIELDS_AND_INDICATORS[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\",\n"
    "\"fields\": {\"tickets\": [{\"name\": \"amount\", \"type\": \"number\", \"domain\": [0, null]}]},\n"
    "\"indicators\": [{\"id\": \"amount_mean\", \"name\": {\"en\": \"a\", \"zh\": \"\xe5\x9d\x87\xe5\x80\xbc\"}, "
    "\"unit\": \"money\",\n"
    "\"credit\": [\"agent\"], \"formula\": \"mean(amount)\"}]}";

static const char PROFILE[] = "{\"deskscore\": 1, \"kind\": \"profile\", \"sources\": {\"tickets\": {\"fields\": {\n"
                              "\"csat\": {\"column\": \"Rating\", \"values\": "
                              "{\"\xe9\x9d\x9e\xe5\xb8\xb8\xe6\xbb\xa1\xe6\x84\x8f\": 5, \"bad\": 1}},\n"
                              "\"created_at\": {\"column\": [\"Created\", \"Opened\"]}}}}}";

/* The status of reading a document of its kind; nothing may remain when it fails. */
static dscore_status read_document(
    const dscore_catalog *catalog, const char *kind, const char *json, int64_t length, dscore_error *err)
{
    dscore_scorecard *card = NULL;
    dscore_profile *profile = NULL;
    dscore_catalog_builder *builder = NULL;
    dscore_status status;
    if (strcmp(kind, "scorecard") == 0) {
        status = dscore_scorecard_parse(catalog, json, length, &card, err);
        ck_assert_int_eq(status == DSCORE_OK, card != NULL);
    } else if (strcmp(kind, "profile") == 0) {
        status = dscore_profile_parse(catalog, json, length, &profile, err);
        ck_assert_int_eq(status == DSCORE_OK, profile != NULL);
    } else {
        assert_ok(dscore_catalog_builder_new(catalog, &builder, err), *err);
        status = dscore_catalog_builder_add(builder, json, length, err);
    }
    dscore_scorecard_free(card);
    dscore_profile_free(profile);
    dscore_catalog_builder_free(builder);
    return status;
}

static int32_t errors_of(const dscore_catalog *catalog, const char *json, int64_t length)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_report *report = NULL;
    int32_t count = 0;
    assert_ok(dscore_document_check(catalog, json, length, &report, &err), err);
    for (int32_t i = 0; i < dscore_report_count(report); i++) {
        dscore_finding finding = DSCORE_FINDING_INIT;
        assert_ok(dscore_report_finding(report, i, &finding, &err), err);
        ck_assert_str_ne(finding.message_en, "");
        ck_assert_str_ne(finding.message_zh, "");
        ck_assert_str_ne(finding.code, "");
        count += finding.severity == DSCORE_SEVERITY_ERROR ? 1 : 0;
    }
    dscore_report_free(report);
    return count;
}

/* Cut after each of its bytes; every `stride`-th, as the whole of a catalogue costs more. */
static void check_cuts(const char *kind, const char *json, int64_t stride)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = builtin_catalog();
    const int64_t length = (int64_t)strlen(json);
    for (int64_t cut = 0; cut < length; cut += stride) {
        char *part = malloc((size_t)cut + 1); /* of its own size, so that a byte too many is seen */
        ck_assert_ptr_nonnull(part);
        memcpy(part, json, (size_t)cut);
        dscore_error fresh = DSCORE_ERROR_INIT;
        err = fresh;
        const dscore_status status = read_document(catalog, kind, part, cut, &err);
        ck_assert_msg(status == DSCORE_E_FORMAT, "%s cut at %lld: %s %s", kind, (long long)cut,
            dscore_status_name(status), err.message);
        ck_assert_str_ne(err.message, "");
        ck_assert_int_ge(err.line, 1);
        ck_assert_int_le(err.offset, cut);
        ck_assert_int_ge(errors_of(catalog, part, cut), 1);
        free(part);
    }
    assert_ok(read_document(catalog, kind, json, length, &err), err);
    ck_assert_int_eq(errors_of(catalog, json, length), 0);
    dscore_catalog_free(catalog);
}

START_TEST(a_card_cut_at_any_byte_is_refused)
{
    check_cuts("scorecard", SMALL_CARD, 1);
}
END_TEST

START_TEST(a_catalogue_cut_at_any_byte_is_refused)
{
    check_cuts("catalog", FIELDS_AND_INDICATORS, 1);
}
END_TEST

START_TEST(a_profile_cut_at_any_byte_is_refused)
{
    check_cuts("profile", PROFILE, 1);
}
END_TEST

START_TEST(a_member_that_stands_twice_is_refused_where_it_stands)
{
    static const char twice[] =
        "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"c\", \"name\": \"c\",\n"
        " \"items\": {\"csat\": {\"indicator\": \"csat_mean\",\n"
        "  \"rule\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5, \"points0\": 0, \"points1\": 100, \"x0\": 2}}},\n"
        " \"weights\": {\"tree\": {\"csat\": 1}}}";
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = builtin_catalog();
    ck_assert_int_eq(read_document(catalog, "scorecard", twice, (int64_t)strlen(twice), &err), DSCORE_E_FORMAT);
    ck_assert_int_eq(err.line, 3);
    ck_assert_ptr_nonnull(strstr(err.message, "x0"));
    ck_assert_int_ge(errors_of(catalog, twice, (int64_t)strlen(twice)), 1);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_mistake_is_told_with_its_path_and_the_nearest_name)
{
    const struct {
        const char *json, *path, *word;
        dscore_status status;
    } bad[] = {{"{\"deskscore\": 2, \"kind\": \"scorecard\", \"id\": \"c\"}", "deskscore", "1", DSCORE_E_FORMAT},
        {"{\"deskscore\": 1, \"kind\": \"weights\", \"tree\": {\"a\": 1}}", "kind", "scorecard", DSCORE_E_FORMAT},
        {"{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"c\", \"name\": \"c\", \"items\": {\"a\": "
         "{\"indicator\":"
         " \"csat_men\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}}}, \"weights\": {\"tree\": {\"a\": "
         "1}}}",
            "items.a.indicator", "csat_mean", DSCORE_E_NOT_FOUND},
        {"{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"c\", \"name\": \"c\", \"items\": {\"a\": "
         "{\"indicator\":"
         " \"csat_mean\", \"rule\": {\"family\": \"LINEER\", \"x0\": 1, \"x1\": 5}}}, \"weights\": {\"tree\": {\"a\": "
         "1}}}",
            "items.a.rule.family", "LINEAR", DSCORE_E_FORMAT},
        {"{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"c\", \"name\": \"c\", \"items\": {\"a\": "
         "{\"indicator\":"
         " \"csat_mean\", \"where\": \"chanel == 1\", \"rule\": {\"family\": \"LINEAR\", \"x0\": 1, \"x1\": 5}}},"
         " \"weights\": {\"tree\": {\"a\": 1}}}",
            "items.a.where", "channel", DSCORE_E_NOT_FOUND},
        {"[1, 2]", "", "object", DSCORE_E_FORMAT}, {"7", "", "", DSCORE_E_FORMAT}, {"", "", "", DSCORE_E_FORMAT}};
    dscore_catalog *catalog = builtin_catalog();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        const dscore_status status =
            read_document(catalog, "scorecard", bad[i].json, (int64_t)strlen(bad[i].json), &err);
        ck_assert_msg(
            status == bad[i].status && strcmp(err.path, bad[i].path) == 0 && strstr(err.message, bad[i].word) != NULL,
            "document %d: %s at '%s': %s", (int)i, dscore_status_name(status), err.path, err.message);
    }
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(nesting_without_end_is_a_limit_not_a_crash)
{
    const int64_t length = 200000;
    char *deep = malloc((size_t)length);
    ck_assert_ptr_nonnull(deep);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = builtin_catalog();
    memset(deep, '[', (size_t)length);
    const dscore_status status = read_document(catalog, "scorecard", deep, length, &err);
    ck_assert(status == DSCORE_E_LIMIT || status == DSCORE_E_FORMAT);
    ck_assert_int_ge(errors_of(catalog, deep, length), 1);
    dscore_catalog_free(catalog);
    free(deep);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_card_cut_at_any_byte_is_refused, a_catalogue_cut_at_any_byte_is_refused,
        a_profile_cut_at_any_byte_is_refused, a_member_that_stands_twice_is_refused_where_it_stands,
        a_mistake_is_told_with_its_path_and_the_nearest_name, nesting_without_end_is_a_limit_not_a_crash};
    return RUN_TESTS("bad_documents", tests);
}
