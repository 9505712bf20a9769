/* Targets as documents: the plan that ships, round trips, a byte that changes, mistakes with their paths, vague goals
   that the checks find. */
#include "bytes.h"
#define DOCUMENT dscore_targets
#define DOCUMENT_HASH DSCORE_TARGETS_HASH
#include "document_kind.h"

#define PLAN "examples/targets/service-2026-h1.json"

/* Everything that the plan that ships leaves out. */
static const char REST[] =
    "{\"deskscore\": 1, \"kind\": \"targets\", \"id\": \"rest\", \"version\": \"2\", \"name\": \"Rest\","
    " \"description\": {\"en\": \"Much\", \"zh\": \"多\"},"
    " \"objectives\": {"
    "  \"desk\": {\"title\": \"Desk\", \"status\": \"WORST_CHILD\", \"mbo\": {\"weight\": 40, \"by\": \"RATIO\","
    "    \"cap\": 110, \"min_achievement\": 60, \"must_have\": true, \"agreed\": {\"employee\": \"Bo\", \"manager\": "
    "\"Di\"},"
    "    \"changed\": {\"on\": \"2026-02-03\", \"reason\": \"moved\"}}},"
    "  \"skill\": {\"description\": \"Skill\", \"parent\": \"desk\", \"weight\": 2, \"mbo\": {\"weight\": 35, \"by\": "
    "\"LEVEL\","
    "    \"levels\": [{\"label\": {\"en\": \"poor\", \"zh\": \"差\"}, \"achievement\": 50},"
    "      {\"label\": \"good\", \"achievement\": 100}], \"level\": \"good\"}},"
    "  \"course\": {\"mbo\": {\"weight\": 25, \"by\": \"GIVEN\", \"achievement\": 90}}},"
    " \"targets\": {"
    "  \"count\": {\"version\": \"3\", \"description\": \"Articles\", \"objective\": \"desk\", \"indicator\": "
    "\"knowledge_contributions\","
    "    \"measure\": \"TOTAL\", \"placement\": \"event(period_start)\", \"credit\": [\"agent\"], \"source\": "
    "\"agent_periods\","
    "    \"direction\": \"INCREASE\", \"baseline\": 0, \"target\": 24, \"inclusive\": false, \"cap\": 125,"
    "    \"start\": \"2026-01-01\", \"due\": \"2026-12-31\", \"grain\": \"quarter:apr\", \"business_days\": true,"
    "    \"forecast\": {\"method\": \"RUN_RATE\"},"
    "    \"state\": {\"cancelled\": true, \"override\": {\"status\": \"POSTPONED\", \"by\": \"Di\", \"reason\": "
    "\"later\", "
    "\"on\": \"2026-05-06\"}}},"
    "  \"band\": {\"indicator\": \"handle_time\", \"direction\": \"MAINTAIN_BAND\", \"target\": \"4min\", \"upper\": "
    "360,"
    "    \"grain\": \"week:sun\", \"plan\": \"STEPS\", \"forecast\": {\"method\": \"DAMPED\", "
    "\"phi\": 0.8, \"periods\": 6}, \"tenure\": [{\"below\": \"30d\", \"target\": 180, \"upper\": "
    "420}],"
    "    \"versions\": [{\"valid_from\": \"2026-02-01\", \"upper\": \"7min\", \"due\": \"2026-06-30\"}]},"
    "  \"vague\": {\"target\": \"markedly\"}},"
    " \"mbo\": {\"missing\": \"BLOCK\", \"late_change\": \"75%\","
    "  \"cross_caps\": [{\"objective\": \"skill\", \"other\": \"desk\", \"below\": 80, \"cap\": \"100%\"}]}}";

START_TEST(dumped_targets_have_the_same_hash)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file(PLAN);
    assert_round_trip(catalog, json);
    assert_round_trip(catalog, REST);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

/* How often a member of that name stands in a text. */
static int members_named(const char *json, const char *name)
{
    char key[80];
    int count = 0;
    (void)snprintf(key, sizeof key, "\"%s\":", name);
    for (const char *p = strstr(json, key); p != NULL; p = strstr(p + 1, key)) {
        count++;
    }
    return count;
}

/* Nothing in the two plans is as by default, so that what is read and kept is written again. */
static void assert_keeps_all(const dscore_catalog *catalog, const char *json)
{
    dscore_targets *targets = parse(catalog, json);
    char *text = dump(targets);
    for (const char *p = strchr(json, '"'); p != NULL; p = strchr(bytes_text_end(p) + 1, '"')) {
        const char *end = bytes_text_end(p);
        char name[80] = "";
        (void)snprintf(name, sizeof name, "%.*s", (int)(end - p - 1), p + 1);
        if (end[1] == ':' && name[0] != '$') {
            ck_assert_msg(
                members_named(text, name) >= members_named(json, name), "\"%s\" was lost:\n%.1000s", name, text);
        }
    }
    free(text);
    dscore_targets_free(targets);
}

START_TEST(a_dump_keeps_every_member)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file(PLAN);
    assert_keeps_all(catalog, json);
    assert_keeps_all(catalog, REST);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_byte_that_changes_is_an_error_or_another_dump)
{
    static const char *const prose[] = {"name", "title", "description", "alignment", "reason", NULL};
    dscore_catalog *catalog = builtin_catalog();
    const byte_reader reader = {read_bytes, catalog, prose};
    char *json = project_file(PLAN);
    assert_bytes_matter(&reader, json);
    char *rest = replaced(REST, "\"Rest\"", "\"Rest\"");
    assert_bytes_matter(&reader, rest);
    free(rest);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

static const change CHANGES[] = {
    {"\"deskscore\": 1,", "\"deskscore\": 3,", DSCORE_E_FORMAT, "deskscore", "format version 3"},
    {"\"kind\": \"targets\"", "\"kind\": \"scorecard\"", DSCORE_E_FORMAT, "kind", "expected \"targets\""},
    {"\"id\": \"rest\",", "", DSCORE_E_FORMAT, "", "\"id\" is missing"},
    {"\"version\": \"2\"", "\"version\": 2", DSCORE_E_FORMAT, "version", "expected text, found a number"},
    {"\"targets\": {", "\"notes\": {", DSCORE_E_FORMAT, "", "\"targets\" is missing"},
    {"\"targets\": {", "\"targets\": {}, \"notes\": {", DSCORE_E_FORMAT, "targets", "at least one"},
    {"\"targets\": {", "\"targets\": [], \"notes\": {", DSCORE_E_FORMAT, "targets", "expected an object, found a list"},
    {"\"band\": {", "\"Band!\": {", DSCORE_E_FORMAT, "targets[\"Band!\"]", "not an identifier"},
    {"\"band\": {", "\"wide\": 5, \"band\": {", DSCORE_E_FORMAT, "targets.wide", "expected an object, found a number"},
    {"\"measure\": \"TOTAL\"", "\"meassure\": \"TOTAL\"", DSCORE_E_FORMAT, "targets.count.meassure", "\"measure\""},
    {"\"measure\": \"TOTAL\"", "\"measure\": \"SUM\"", DSCORE_E_FORMAT, "targets.count.measure", "LEVEL, TOTAL"},
    {"\"MAINTAIN_BAND\"", "\"MAINTAIN\"", DSCORE_E_FORMAT, "targets.band.direction", "MAINTAIN_BAND"},
    {"\"knowledge_contributions\"", "\"knowledge_contribution\"", DSCORE_E_NOT_FOUND, "targets.count.indicator",
        "\"knowledge_contributions\""},
    {"\"source\": \"agent_periods\"", "\"source\": \"agent_period\"", DSCORE_E_NOT_FOUND, "targets.count.source",
        "\"agent_periods\""},
    {"\"target\": \"markedly\"", "\"target\": \"markedly\", \"where\": \"is_spam\"", DSCORE_E_FORMAT,
        "targets.vague.where", "one without"},
    {"\"due\": \"2026-12-31\"", "\"due\": \"2026-11-31\"", DSCORE_E_FORMAT, "targets.count.due", "no date"},
    {"\"due\": \"2026-12-31\"", "\"due\": 20261231", DSCORE_E_FORMAT, "targets.count.due", "expected text"},
    {"\"on\": \"2026-05-06\"", "\"on\": \"2026-02-29\"", DSCORE_E_FORMAT, "targets.count.state.override.on",
        "\"2026-02-29\" is no date"},
    {"\"on\": \"2026-02-03\"", "\"on\": \"3.2.2026\"", DSCORE_E_FORMAT, "objectives.desk.mbo.changed.on", "no date"},
    {"\"target\": \"4min\"", "\"target\": \"4 minutes\"", DSCORE_E_FORMAT, "targets.band.target", "not a threshold"},
    {"\"target\": \"4min\"", "\"target\": \"4%\"", DSCORE_E_FORMAT, "targets.band.target", "the value is in \"s\""},
    {"\"target\": \"4min\"", "\"target\": true", DSCORE_E_FORMAT, "targets.band.target", "found true"},
    {"\"target\": \"markedly\"", "\"target\": \"\"", DSCORE_E_FORMAT, "targets.vague.target", "empty"},
    {"\"target\": 24", "\"target\": 24, \"baseline\": {}", DSCORE_E_FORMAT, "", "duplicate"},
    {"\"baseline\": 0", "\"baseline\": {}", DSCORE_E_FORMAT, "targets.count.baseline", "at least one"},
    {"\"baseline\": 0", "\"baseline\": {\"valu\": 0}", DSCORE_E_FORMAT, "targets.count.baseline.valu", "\"value\""},
    {"\"below\": \"30d\"", "\"below\": \"30%\"", DSCORE_E_FORMAT, "targets.band.tenure[0].below", "in \"days\""},
    {"\"below\": \"30d\"", "\"below\": 0", DSCORE_E_PARAMETER, "targets.band.tenure[0].below", "above 0"},
    {"\"below\": \"30d\", ", "", DSCORE_E_FORMAT, "targets.band.tenure[0]", "\"below\" is missing"},
    {"\"valid_from\": \"2026-02-01\", ", "", DSCORE_E_FORMAT, "targets.band.versions[0]", "\"valid_from\" is missing"},
    {"\"versions\": [{", "\"versions\": [], \"notes\": [{", DSCORE_E_FORMAT, "targets.band.versions", "at least one"},
    {"\"grain\": \"week:sun\"", "\"grain\": \"fortnight\"", DSCORE_E_FORMAT, "targets.band.grain", "\"fortnight\""},
    {"\"grain\": \"week:sun\"", "\"check_in\": \"12h\"", DSCORE_E_FORMAT, "targets.band.check_in", "whole days"},
    {"\"grain\": \"week:sun\"", "\"window\": 0", DSCORE_E_PARAMETER, "targets.band.window", "1 to 1000"},
    {"\"grain\": \"week:sun\"", "\"guards\": [\"vage\"]", DSCORE_E_NOT_FOUND, "targets.band.guards[0]", "vague"},
    {"\"grain\": \"week:sun\"", "\"guards\": [\"vague\", \"vague\"]", DSCORE_E_FORMAT, "targets.band.guards[1]",
        "twice"},
    {"\"grain\": \"week:sun\"", "\"scope\": {\"subjects\": []}", DSCORE_E_FORMAT, "targets.band.scope.subjects",
        "at least one"},
    {"\"grain\": \"week:sun\"", "\"scope\": {\"by\": \"team\", \"subject\": \"A\"}", DSCORE_E_FORMAT,
        "targets.band.scope.subject", "\"subjects\""},
    {"\"objective\": \"desk\", \"indicator\"", "\"objective\": \"dask\", \"indicator\"", DSCORE_E_NOT_FOUND,
        "targets.count.objective", "desk"},
    {"\"parent\": \"desk\"", "\"parent\": \"skill\"", DSCORE_E_PARAMETER, "objectives.skill.parent", ""},
    {"\"level\": \"good\"", "\"level\": \"fine\"", DSCORE_E_NOT_FOUND, "objectives.skill.mbo.level", "\"fine\""},
    {"{\"label\": \"good\"", "{\"label\": \"差\"", DSCORE_E_FORMAT, "objectives.skill.mbo.levels[1]", "twice"},
    {"\"weight\": 35,", "", DSCORE_E_FORMAT, "objectives.skill.mbo", "\"weight\" is missing"},
    {"\"late_change\": \"75%\"", "\"late_change\": \"175%\"", DSCORE_E_FORMAT, "mbo.late_change", "0-100"},
    {"\"other\": \"desk\"", "\"other\": \"dusk\"", DSCORE_E_NOT_FOUND, "mbo.cross_caps[0].other", "desk"},
};

START_TEST(a_mistake_in_targets_is_named_with_its_path)
{
    assert_mistakes(REST, CHANGES, sizeof CHANGES / sizeof CHANGES[0]);
}
END_TEST

START_TEST(an_argument_that_is_missing_is_refused)
{
    dscore_catalog *catalog = builtin_catalog();
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_targets *targets = NULL;
    ck_assert_int_eq(dscore_targets_parse(NULL, REST, 1, &targets, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_targets_parse(catalog, NULL, 1, &targets, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_targets_parse(catalog, REST, -1, &targets, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_targets_parse(catalog, REST, 1, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_targets_parse(catalog, "{", 1, &targets, NULL), DSCORE_E_FORMAT);
    ck_assert_int_eq(dscore_targets_dump(NULL, NULL, 0, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_standings_dump(NULL, NULL, 0, NULL, &err), DSCORE_E_ARGUMENT);
    dscore_catalog_free(catalog);
}
END_TEST

/* METHODS 4.2: S3-7, S3-8, S4-12. A goal that cannot be judged is a warning, one that lacks something an info. */
static const char VAGUE[] =
    "{\"deskscore\": 1, \"kind\": \"targets\", \"id\": \"vague\", \"name\": \"Vague\", \"targets\": {"
    " \"s3_7\": {\"title\": \"3个月内将客户满意度提升至92%\", \"indicator\": \"csat_satisfied\", \"direction\": "
    "\"INCREASE\", \"target\": \"92%\", \"start\": \"2026-01-01\", \"due\": \"2026-03-31\"},"
    " \"s3_8\": {\"title\": \"平均响应时长缩短至30秒内\", \"indicator\": \"average_response_time\", \"direction\": "
    "\"DECREASE\", \"target\": \"30s\"},"
    " \"s4_12\": {\"title\": \"显著增长\", \"target\": \"显著增长\"}}}";

START_TEST(vague_goals_are_found_by_the_checks)
{
    dscore_catalog *catalog = builtin_catalog();
    assert_findings(catalog, VAGUE,
        "SP2 targets.s3_7.scope\nSP3 targets.s3_7.owner\nME3 targets.s3_7.baseline\nRE1 targets.s3_7.objective\n"
        "SP2 targets.s3_8.scope\nSP3 targets.s3_8.owner\nME3 targets.s3_8.baseline\nRE1 targets.s3_8.objective\n"
        "RE3 targets.s3_8.guards\nTB2 targets.s3_8.due\n"
        "SP1 targets.s4_12.indicator\nSP2 targets.s4_12.scope\nSP3 targets.s4_12.owner\nME2 targets.s4_12.target\n"
        "ME3 targets.s4_12.baseline\nME4 targets.s4_12.direction\nME5 targets.s4_12.baseline\n"
        "RE1 targets.s4_12.objective\nTB2 targets.s4_12.due\n");
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    int32_t warnings = 0;
    assert_ok(dscore_document_check(catalog, VAGUE, (int64_t)strlen(VAGUE), &report, &err), err);
    for (int32_t i = 0; i < dscore_report_count(report); i++) {
        dscore_finding f = DSCORE_FINDING_INIT;
        assert_ok(dscore_report_finding(report, i, &f, &err), err);
        ck_assert_int_ne(f.severity, DSCORE_SEVERITY_ERROR);
        warnings += f.severity == DSCORE_SEVERITY_WARNING;
    }
    ck_assert_int_eq(warnings, 5); /* TB2 of S3-8; SP1, ME2, ME4 and TB2 of S4-12 */
    dscore_report_free(report);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(the_plan_that_ships_lacks_nothing)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file(PLAN);
    assert_findings(catalog, json, "");
    char *few = replaced(json, "\"objective\": \"prompt\",\n      \"weight\": 2,", "\"objective\": \"satisfied\",");
    assert_findings(catalog, few, "AC3 objectives.prompt\n"); /* two targets are left of three, four are in order */
    char *late = replaced(json, "\"due\": \"2026-05-31\"", "\"due\": \"2026-07-31\"");
    assert_findings(catalog, late, "RE4 targets.knowledge.due\n");
    char *wrong = replaced(json, "\"objectives\": {", "\"objektives\": {");
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    char found[1024];
    assert_ok(dscore_document_check(catalog, wrong, (int64_t)strlen(wrong), &report, &err), err);
    findings_text(report, found, sizeof found);
    ck_assert_ptr_nonnull(strstr(found, "UNKNOWN_MEMBER objektives\n"));
    dscore_report_free(report);
    free(wrong);
    free(late);
    free(few);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

/* METHODS 8.2: 3 to 7 objectives, weights 5 to 40 that add up to 100, agreed by both. */
START_TEST(an_agreement_is_checked)
{
    static const char json[] =
        "{\"deskscore\": 1, \"kind\": \"targets\", \"id\": \"mbo\", \"name\": \"MBO\", \"objectives\": {"
        "\"a\": {\"mbo\": {\"weight\": 40, \"agreed\": {\"employee\": \"Bo\", \"manager\": \"Di\"}}},"
        "\"b\": {\"mbo\": {\"weight\": 55, \"agreed\": {\"employee\": \"Bo\"}}}},"
        "\"targets\": {\"t\": {\"scope\": {\"population\": \"Bo\"}, \"owner\": \"Bo\", \"direction\": \"BINARY\","
        "\"objective\": \"a\", \"start\": \"2026-01-01\", \"due\": \"2026-06-30\"}}}";
    dscore_catalog *catalog = builtin_catalog();
    assert_findings(catalog, json,
        "MBO_WEIGHT objectives.b.mbo.weight\nMBO_AGREED objectives.b.mbo.agreed\nMBO_TOTAL objectives\n"
        "MBO_COUNT objectives\nAC3 objectives.a\n");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(standings_without_values_are_written_too)
{
    static const char *const parts[] = {"\"kind\": \"standings\"", "\"target\": \"knowledge\"",
        "\"status\": \"ACHIEVED\"", "\"value\": null", "\"verdict\": \"NOT_JUDGED\"", "\"objective\": \"prompt\"",
        "\"code\": \"TB5\"", "\"title\": {\"en\": \"The evening line is open\", \"zh\": \"开通夜间热线\"}"};
    dscore_catalog *catalog = builtin_catalog();
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_standings *standings = NULL;
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    char *json = project_file(PLAN);
    dscore_targets *targets = parse(catalog, json);
    int64_t needed = 0;
    assert_ok(dscore_day_of(2026, 4, 15, &facts.now, &err), err);
    assert_ok(dscore_targets_judge(targets, NULL, NULL, &facts, &standings, &err), err);
    ck_assert_int_eq(dscore_standings_dump(standings, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    char *text = malloc((size_t)needed);
    ck_assert_ptr_nonnull(text);
    assert_ok(dscore_standings_dump(standings, text, needed, NULL, &err), err);
    ck_assert_int_eq((int64_t)strlen(text) + 1, needed);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        ck_assert_msg(strstr(text, parts[i]) != NULL, "%s is not in %s", parts[i], text);
    }
    free(text);
    free(json);
    dscore_standings_free(standings);
    dscore_targets_free(targets);
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {dumped_targets_have_the_same_hash, a_dump_keeps_every_member,
        a_byte_that_changes_is_an_error_or_another_dump, a_mistake_in_targets_is_named_with_its_path,
        an_argument_that_is_missing_is_refused, vague_goals_are_found_by_the_checks, the_plan_that_ships_lacks_nothing,
        standings_without_values_are_written_too, an_agreement_is_checked};
    return RUN_TESTS("document targets", tests);
}
