/* `deskscore score`: totals, grades and ranks from a scorecard, and the ledger of one subject. */
#include "commands.h"

#include <stdlib.h>
#include <string.h>

typedef struct request {
    const dscore_scores *scores;
    int64_t index;
    const char *lang;
} request;

static dscore_status explain(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const request *r = context;
    return dscore_scores_explain(r->scores, r->index, r->lang, buffer, capacity, needed, error);
}

static dscore_status dump(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const request *r = context;
    return dscore_scores_dump(r->scores, r->index, buffer, capacity, needed, error);
}

static const dscore_scorecard *card; /* of this run: compile_card takes no other argument */

static dscore_status compile_card(session *s, dscore_error *error)
{
    return dscore_scorecard_plan(card, s->query, &s->plan, error);
}

char *score_explanation(const dscore_scores *scores, int64_t index, const char *lang)
{
    request r = {scores, index, lang};
    return library_text(explain, &r, "score");
}

char *score_document(const dscore_scores *scores, int64_t index)
{
    request r = {scores, index, NULL};
    return library_text(dump, &r, "score");
}

const char *reason_name(int32_t reason)
{
    static const char *const names[] = {
        "", "WEIGHT_COVERAGE", "DIMENSION_MISSING", "BLOCKED", "NOTHING", "ABSENT_KEY", "FEW_PERIODS"};
    return reason >= 0 && reason < (int32_t)(sizeof names / sizeof names[0]) ? names[reason] : "UNKNOWN";
}

dscore_score_row score_row(const dscore_scores *scores, int64_t index)
{
    dscore_score_row row = DSCORE_SCORE_ROW_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    must(dscore_scores_get(scores, index, &row, &error), "scores", &error);
    return row;
}

void number_or_nothing(sheet *out, double value, int32_t decimals)
{
    if (value == value) {
        sheet_number(out, value, decimals, "");
    } else {
        sheet_nothing(out);
    }
}

int32_t total_decimals(const dscore_scores *scores)
{
    int32_t decimals = 2;
    for (int64_t i = 0; i < dscore_scores_count(scores); i++) {
        double total = score_row(scores, i).total;
        while (decimals < 9 && total == total && dscore_round(total, decimals) != total) {
            decimals++;
        }
    }
    return decimals;
}

/* Of a roll-up the period is that of the mean; its row of the values is that of the first shorter one. */
static void subject_cells(sheet *out, const session *s, const dscore_period_rule *longer, const dscore_score_row *row)
{
    for (int i = 0; i < dscore_values_key_count(s->values); i++) {
        sheet_text(out, dscore_values_key(s->values, row->row, i));
    }
    sheet_text(out, period_name(s, longer, row->period_start));
}

void score_cells(sheet *out, const dscore_score_row *row, const char *grade, int32_t decimals)
{
    number_or_nothing(out, row->total, decimals);
    sheet_text(out, grade);
    if (row->rank > 0) {
        sheet_integer(out, row->rank);
    } else {
        sheet_nothing(out);
    }
    sheet_text(out, value_status_name(row->status));
    sheet_text(out, reason_name(row->reason));
}

static void print_scores(
    const dscore_scores *scores, const session *s, const dscore_period_rule *longer, const arguments *options)
{
    const dscore_values *values = dscore_scores_values(scores);
    const char *names[24];
    int count = key_columns(values, names);
    static const char *const rest[] = {
        "total", "grade", "rank", "status", "reason", "raw", "weight_coverage", "data_coverage"};
    memcpy(names + count, rest, sizeof rest);
    sheet *out = sheet_new(count + 8, names);
    int32_t decimals = total_decimals(scores);
    bool zh = is_chinese(options);
    for (int64_t i = 0; i < dscore_scores_count(scores); i++) {
        dscore_score_row row = score_row(scores, i);
        if (longer == NULL) {
            key_cells(out, values, row.row);
        } else {
            subject_cells(out, s, longer, &row);
        }
        score_cells(out, &row, zh ? row.grade_zh : row.grade, decimals);
        number_or_nothing(out, row.raw, 4);
        number_or_nothing(out, row.weight_coverage, 4);
        number_or_nothing(out, row.data_coverage, 4);
    }
    sheet_speak(out, options->lang);
    sheet_print(out, options->format);
    sheet_free(out);
}

static void print_documents(const dscore_scores *scores)
{
    (void)fputs("[", stdout);
    for (int64_t i = 0; i < dscore_scores_count(scores); i++) {
        char *text = score_document(scores, i);
        (void)printf("%s\n%s", i == 0 ? "" : ",", text);
        free(text);
    }
    (void)fputs("\n]\n", stdout);
}

int64_t print_explained(const dscore_scores *scores, const char *subject, const char *lang, bool json)
{
    int64_t found = 0;
    for (int64_t i = 0; i < dscore_scores_count(scores); i++) {
        if (strcmp(score_row(scores, i).subject, subject) == 0) {
            char *text = json ? score_document(scores, i) : score_explanation(scores, i, lang);
            (void)printf("%s%s", text, json ? "\n" : "");
            free(text);
            found++;
        }
    }
    return found;
}

static void print_explanation(const dscore_scores *scores, const arguments *options)
{
    const bool json = is_json(options);
    if (print_explained(scores, options->explain, options->lang, json) == 0) {
        fail_data("--explain %s: no subject of that name has a score", options->explain);
    }
}

void take_subject(const dscore_scorecard *meant, arguments *options)
{
    size_t length = 0;
    for (int32_t i = 0; i < dscore_scorecard_key_count(meant); i++) {
        length += strlen(dscore_scorecard_key(meant, i)) + 1;
    }
    if (options->by == NULL && length > 0) {
        char *keys = calloc(1, length); /* lives as long as the program, as what it stands for does */
        if (keys == NULL) {
            fail_data("out of memory");
        }
        for (int32_t i = 0; i < dscore_scorecard_key_count(meant); i++) {
            (void)strcat(strcat(keys, i == 0 ? "" : ","), dscore_scorecard_key(meant, i));
        }
        options->by = keys;
    }
    const char *period = dscore_scorecard_text(meant, DSCORE_CARD_PERIOD);
    if (options->period == NULL && period[0] != '\0') {
        options->period = period;
    } else if (options->period != NULL && options->period[0] == '\0') {
        options->period = NULL; /* --period "": the whole range, whatever the card says */
    }
}

dscore_scorecard *open_card(const arguments *options, const char *path)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = open_catalog(options);
    dscore_scorecard *out = NULL;
    int64_t length;
    char *json = read_file(path, &length);
    must(dscore_scorecard_parse(catalog, json, length, &out, &error), path, &error);
    free(json);
    dscore_catalog_free(catalog); /* the card holds what it needs of it */
    return out;
}

void session_compile_card(session *s, const dscore_scorecard *by)
{
    dscore_error error = DSCORE_ERROR_INIT;
    card = by;
    must(dscore_query_option(s->query, "absent", "missing", &error), "query", &error);
    session_compile(s, compile_card);
}

dscore_scores *session_scores(session *s, const dscore_scorecard *by, const char *path)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_scores *scores = NULL;
    session_compile_card(s, by);
    session_evaluate(s, NULL);
    must(dscore_score(by, s->values, &scores, &error), path, &error);
    return scores;
}

int command_score(int argc, char **argv)
{
    arguments options;
    session s;
    read_arguments(argc, argv,
        "," INPUT_OPTIONS ",by,card,explain,known-at,period,roll-up,roll-up-by,roster,scheme,", 1, &options);
    if ((options.card == NULL) == (options.scheme == NULL)) {
        fail_usage("score needs --card CARD.json or --scheme SCHEME.json, and not both");
    }
    refuse_explain_csv(&options);
    if (options.scheme != NULL && (options.roll_up != NULL || options.roll_up_by != NULL)) {
        fail_usage("--roll-up and --roll-up-by belong to --card");
    }
    if (options.scheme != NULL) {
        return score_by_scheme(&options);
    }
    if (options.roster != NULL || options.known_at != NULL) {
        fail_usage("--roster and --known-at belong to --scheme");
    }
    const int32_t weighting = roll_up_weighting(&options);
    dscore_scorecard *given = open_card(&options, options.card);
    take_subject(given, &options);
    session_open(&s, &options, options.by == NULL ? "subject" : options.by);
    const dscore_period_rule longer =
        options.roll_up == NULL ? (dscore_period_rule)DSCORE_PERIOD_RULE_INIT : roll_up_rule(&s);
    dscore_scores *scores = session_scores(&s, given, options.card);
    dscore_scorecard_free(given); /* the scores hold it */
    if (options.roll_up != NULL) {
        dscore_scores *shorter = scores;
        scores = average_scores(&s, shorter, &longer, weighting, "--roll-up");
        dscore_scores_free(shorter);
    }
    if (options.explain != NULL) {
        print_explanation(scores, &options);
    } else if (is_json(&options)) {
        print_documents(scores);
    } else {
        print_scores(scores, &s, options.roll_up == NULL ? NULL : &longer, &options);
    }
    dscore_scores_free(scores);
    session_close(&s);
    return EXIT_OK;
}
