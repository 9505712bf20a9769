/* `deskscore score --scheme`: every subject and period by the card that judges it. */
#include "commands.h"
#include "roster.h"
#include "zones.h"

#include <stdlib.h>
#include <string.h>

typedef struct run {
    arguments options;
    session s;
    dscore_scheme *scheme;
    roster_file roster;
    dscore_assessment *assessment;
} run;

static dscore_card_version version_of(const dscore_scheme *scheme, int32_t version)
{
    dscore_card_version out = DSCORE_CARD_VERSION_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    must(dscore_scheme_version(scheme, version, &out, &error), "scheme", &error);
    return out;
}

static void open_scheme(run *r)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = open_catalog(&r->options);
    int64_t length;
    char *json = read_file(r->options.scheme, &length);
    must(dscore_scheme_parse(catalog, json, length, &r->scheme, &error), r->options.scheme, &error);
    free(json);
    dscore_catalog_free(catalog); /* the cards hold what they need of it */
}

/* Files are read without a plan, for all cards at once; the first card tells the periods that the data fill. */
static void read_files(run *r)
{
    session *s = &r->s;
    session_load(s, NULL);
    session_compile_card(s, version_of(r->scheme, 0).card);
    if (s->has_period && !s->has_range) {
        take_range_from_data(s);
    }
}

static void assess(run *r)
{
    session *s = &r->s;
    dscore_table *tables[MAX_SOURCES];
    dscore_error error = DSCORE_ERROR_INIT;
    int64_t known_at = INT64_MAX;
    for (int i = 0; i < s->source_count; i++) {
        tables[i] = s->sources[i].table;
    }
    if (r->options.known_at != NULL) {
        must(dscore_zone_day(s->zone, instant_option("known-at", r->options.known_at, s->zone), &known_at, &error),
            "--known-at", &error);
    }
    const dscore_roster *roster = r->options.roster == NULL ? NULL : &r->roster.roster;
    dscore_status status = dscore_scheme_assess(
        r->scheme, s->query, tables, s->source_count, roster, known_at, NULL, &r->assessment, &error);
    if (status == DSCORE_E_PARAMETER && error.code == DSCORE_CODE_PLAN_NOW && r->options.now == NULL) {
        must(dscore_query_now(s->query, session_now(s), &error), "now", &error);
        status = dscore_scheme_assess(
            r->scheme, s->query, tables, s->source_count, roster, known_at, NULL, &r->assessment, &error);
    }
    if (status == DSCORE_E_PARAMETER && error.code == DSCORE_CODE_SCHEME_RANGE) {
        fail_usage("%s: give --period, or --from and --to", error.message);
    }
    must(status, r->options.scheme, &error);
}

/* ---- what is printed -------------------------------------------------------------------------- */

static void date_cell(sheet *out, const session *s, int64_t instant, int64_t before)
{
    dscore_error error = DSCORE_ERROR_INIT;
    int64_t day;
    int32_t year;
    int32_t month;
    int32_t date;
    char text[32];
    must(dscore_zone_day(s->zone, instant - before, &day, &error), "period", &error);
    must(dscore_day_date(day, &year, &month, &date, NULL, &error), "period", &error);
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", (int)year, (int)month, (int)date);
    sheet_text(out, text);
}

static void print_set(sheet *out, const run *r, int32_t set, bool zh)
{
    int32_t version = 0;
    const dscore_scores *scores = dscore_assessment_scores(r->assessment, set, &version);
    const dscore_card_version by = version_of(r->scheme, version);
    int32_t decimals = total_decimals(scores);
    for (int64_t i = 0; i < dscore_scores_count(scores); i++) {
        dscore_score_row row = score_row(scores, i);
        sheet_text(out, row.subject);
        date_cell(out, &r->s, row.period_start, 0);
        date_cell(out, &r->s, row.period_end, 1);
        sheet_text(out, by.line);
        sheet_text(out, by.id);
        score_cells(out, &row, zh ? row.grade_zh : row.grade, decimals);
        number_or_nothing(out, row.weight_coverage, 4);
    }
}

static dscore_unassigned unassigned_at(const run *r, int64_t index)
{
    dscore_unassigned out = DSCORE_UNASSIGNED_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    must(dscore_assessment_unassigned(r->assessment, index, &out, &error), "scores", &error);
    return out;
}

/* Whom the scheme judges by no card for want of a roster. */
static void warn_of_roster(const run *r)
{
    const int64_t count = dscore_assessment_unassigned_count(r->assessment);
    int64_t without = 0;
    for (int64_t i = 0; i < count; i++) {
        without += unassigned_at(r, i).reason == DSCORE_UNASSIGNED_NO_CARD;
    }
    if (without > 0 && r->options.roster == NULL) {
        warn("%lld without a card (NO_CARD): what \"assign\" of %s asks of people may stand in a roster (--roster "
             "ROSTER.csv: subject, and columns such as team)",
            (long long)without, r->options.scheme);
    } else if (without > 0) {
        warn("%lld without a card (NO_CARD): no entry of \"assign\" of %s is met by the keys and what %s says of them",
            (long long)without, r->options.scheme, r->options.roster);
    }
}

/* Nobody is dropped in silence. */
static void print_unassigned(sheet *out, const run *r)
{
    for (int64_t i = 0; i < dscore_assessment_unassigned_count(r->assessment); i++) {
        const dscore_unassigned one = unassigned_at(r, i);
        sheet_text(out, one.subject);
        date_cell(out, &r->s, one.period_start, 0);
        date_cell(out, &r->s, one.period_end, 1);
        for (int k = 0; k < 5; k++) {
            sheet_nothing(out);
        }
        sheet_text(out, value_status_name(DSCORE_VALUE_EXCLUDED));
        sheet_text(out, one.reason == DSCORE_UNASSIGNED_NO_CARD ? "NO_CARD" : "NO_VERSION");
        sheet_nothing(out);
    }
}

static void print_scores(const run *r)
{
    static const char *const names[] = {
        "subject", "from", "to", "card", "version", "total", "grade", "rank", "status", "reason", "weight_coverage"};
    bool zh = is_chinese(&r->options);
    sheet *out = sheet_new((int)(sizeof names / sizeof names[0]), names);
    for (int32_t i = 0; i < dscore_assessment_count(r->assessment); i++) {
        print_set(out, r, i, zh);
    }
    print_unassigned(out, r);
    sheet_speak(out, r->options.lang);
    sheet_print(out, r->options.format);
    sheet_free(out);
}

static void print_explanations(const run *r)
{
    int64_t found = 0;
    for (int32_t set = 0; set < dscore_assessment_count(r->assessment); set++) {
        const dscore_scores *scores = dscore_assessment_scores(r->assessment, set, NULL);
        found += print_explained(scores, r->options.explain, r->options.lang, false);
    }
    for (int64_t i = 0; found == 0 && i < dscore_assessment_unassigned_count(r->assessment); i++) {
        const dscore_unassigned one = unassigned_at(r, i);
        if (strcmp(one.subject, r->options.explain) == 0) {
            fail_data("--explain %s: judged by no card: %s", one.subject,
                one.reason == DSCORE_UNASSIGNED_NO_CARD ? "no entry of \"assign\" is met (NO_CARD)"
                                                        : "no version of the card holds then (NO_VERSION)");
        }
    }
    if (found == 0) {
        fail_data("--explain %s: no subject of that name has a score", r->options.explain);
    }
}

int score_by_scheme(const arguments *options)
{
    run r;
    memset(&r, 0, sizeof r);
    r.options = *options;
    open_scheme(&r);
    take_subject(version_of(r.scheme, 0).card, &r.options);
    session_open(&r.s, &r.options, r.options.by == NULL ? "subject" : r.options.by);
    if (r.options.roster != NULL) {
        roster_read(&r.roster, r.options.roster, &r.options);
    }
    read_files(&r);
    assess(&r);
    warn_of_roster(&r);
    if (r.options.explain != NULL) {
        print_explanations(&r);
    } else {
        print_scores(&r);
    }
    dscore_assessment_free(r.assessment);
    if (r.options.roster != NULL) {
        roster_release(&r.roster);
    }
    dscore_scheme_free(r.scheme);
    session_close(&r.s);
    return EXIT_OK;
}
