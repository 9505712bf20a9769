/* `deskscore check`: whether a document holds, what a profile lets it compute, and what data show of a scorecard. */
#include "commands.h"

#include <stdlib.h>
#include <string.h>

static const char *severity_name(int32_t severity, bool chinese)
{
    static const char *const names[][2] = {{"", ""}, {"info", "提示"}, {"warning", "警告"}, {"error", "错误"}};
    return severity >= 1 && severity <= 3 ? names[severity][chinese] : "";
}

/* Add the findings of a report, those of one code left out (NULL = none); true if there is an error among them. */
static bool add_findings(sheet *out, const dscore_report *report, const char *without, const arguments *options)
{
    dscore_error error = DSCORE_ERROR_INIT;
    bool broken = false;
    for (int32_t i = 0; i < dscore_report_count(report); i++) {
        dscore_finding finding = DSCORE_FINDING_INIT;
        if (dscore_report_finding(report, i, &finding, &error) != DSCORE_OK) {
            fail_library(options->words.items[0], &error);
        }
        if (without != NULL && strcmp(finding.code, without) == 0) {
            continue;
        }
        broken = broken || finding.severity == DSCORE_SEVERITY_ERROR;
        sheet_text(out, severity_name(finding.severity, is_chinese(options)));
        sheet_text(out, finding.code);
        if (finding.line > 0) {
            sheet_integer(out, finding.line);
        } else {
            sheet_nothing(out);
        }
        sheet_text(out, finding.path);
        sheet_text(out, is_chinese(options) ? finding.message_zh : finding.message_en);
    }
    return broken;
}

static dscore_profile *open_profile(const dscore_catalog *catalog, const char *path)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_profile *profile;
    int64_t length;
    char *json = read_file(path, &length);
    if (dscore_profile_parse(catalog, json, length, &profile, &error) != DSCORE_OK) {
        fail_library(path, &error);
    }
    free(json);
    return profile;
}

/* The document alone, or with the profile of --profile. Data say themselves which fields there are. */
static bool check_document(sheet *out, const arguments *options, bool has_data)
{
    const char *path = options->words.items[0];
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = open_catalog(options);
    dscore_profile *profile = options->profile == NULL ? NULL : open_profile(catalog, options->profile);
    int64_t length;
    char *json = read_file(path, &length);
    dscore_report *report;
    dscore_status status = profile == NULL
                               ? dscore_document_check(catalog, json, length, &report, &error)
                               : dscore_document_check_mapped(catalog, json, length, profile, &report, &error);
    if (status != DSCORE_OK) {
        fail_library(path, &error);
    }
    bool broken = add_findings(out, report, has_data ? "NOT_MAPPED" : NULL, options);
    dscore_report_free(report);
    free(json);
    dscore_profile_free(profile);
    dscore_catalog_free(catalog);
    return broken;
}

/* The card used on data: FILE and --source are those of `score`. */
static void check_scores(sheet *out, const arguments *options)
{
    arguments input = *options;
    input.words.items++;
    input.words.count--;
    session s;
    dscore_scorecard *card = open_card(options, options->words.items[0]);
    take_subject(card, &input);
    session_open(&s, &input, input.by == NULL ? "subject" : input.by);
    dscore_scores *scores = session_scores(&s, card, options->words.items[0]);
    dscore_scorecard_free(card); /* the scores hold it */
    dscore_report *report;
    dscore_error error = DSCORE_ERROR_INIT;
    if (dscore_scores_check(scores, &report, &error) != DSCORE_OK) {
        fail_library(options->words.items[0], &error);
    }
    (void)add_findings(out, report, NULL, options);
    dscore_report_free(report);
    dscore_scores_free(scores);
    session_close(&s);
}

int command_check(int argc, char **argv)
{
    arguments options;
    read_arguments(argc, argv, "," INPUT_OPTIONS ",by,period,", 2, &options);
    if (options.words.count == 0) {
        fail_usage("check needs DOCUMENT.json");
    }
    static const char *const names[] = {"severity", "code", "line", "path", "message"};
    sheet *out = sheet_new(5, names);
    bool has_data = options.words.count > 1 || options.sources.count > 0;
    if (!has_data) { /* options of data mean nothing to a document */
        read_arguments(argc, argv, ",profile,define,format,lang,", 1, &options);
    }
    bool broken = check_document(out, &options, has_data);
    if (has_data && !broken) {
        check_scores(out, &options);
    }
    sheet_speak(out, options.lang);
    sheet_print(out, options.format);
    sheet_free(out);
    return broken ? EXIT_DATA : EXIT_OK;
}
