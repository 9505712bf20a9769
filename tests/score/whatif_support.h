/* What the tests of what-ifs, changes and roll-ups share: agents whose monthly values are what the test says, and cards
   whose rules hand values through, so that every total can be worked out by hand. */
#ifndef DSCORE_TESTS_WHATIF_SUPPORT_H
#define DSCORE_TESTS_WHATIF_SUPPORT_H

#include "whole/whole_support.h"
#include <stdbool.h>

enum { FIELDS = 4, MOST_ROWS = 256 };

/* Means of four fields, in points from 0 to 100. */
static const char FOUR_FIELDS[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\", \"fields\": {\"tickets\": ["
    "{\"name\": \"a\", \"type\": \"number\"}, {\"name\": \"b\", \"type\": \"number\"},"
    "{\"name\": \"c\", \"type\": \"number\"}, {\"name\": \"d\", \"type\": \"number\"}]},"
    "\"indicators\": ["
    "{\"id\": \"qa\", \"name\": {\"en\": \"Tone\", \"zh\": \"语气\"}, \"formula\": \"mean(a)\", \"unit\": \"points\","
    " \"better\": \"higher\", \"domain\": [0, 100]},"
    "{\"id\": \"qb\", \"name\": \"B\", \"formula\": \"mean(b)\", \"unit\": \"points\", \"better\": \"higher\","
    " \"domain\": [0, 100]},"
    "{\"id\": \"qc\", \"name\": \"C\", \"formula\": \"mean(c)\", \"unit\": \"points\", \"better\": \"higher\","
    " \"domain\": [0, 100]},"
    "{\"id\": \"qd\", \"name\": \"D\", \"formula\": \"mean(d)\", \"unit\": \"points\", \"better\": \"lower\","
    " \"domain\": [0, 100]}]}";

#define SAME "\"rule\": {\"family\": \"LINEAR\", \"x0\": 0, \"points0\": 0, \"x1\": 100, \"points1\": 100}"
#define FOUR_ITEMS                                                                                                     \
    "\"items\": {\"qa\": {\"indicator\": \"qa\", " SAME "}, \"qb\": {\"indicator\": \"qb\", " SAME                     \
    "}, \"qc\": {\"indicator\": \"qc\", " SAME "}, \"qd\": {\"indicator\": \"qd\", " SAME "}}"
#define CARD(id, rest) "{\"deskscore\": 1, \"kind\": \"scorecard\", \"id\": \"" id "\", \"name\": \"" id "\", " rest "}"

/* Rows of one agent in one month (from 0 = January 2026), all alike; NaN = not there. */
typedef struct rows_like {
    const char *agent;
    int32_t month, count;
    double values[FIELDS];
} rows_like;

typedef struct ring {
    desk d;
    const char *agents[MOST_ROWS];
    int64_t created[MOST_ROWS];
    double values[FIELDS][MOST_ROWS];
    int64_t rows;
    dscore_scorecard *card;
    dscore_scores *scores;
} ring;

/* The first instant of a month of 2026; 12 = of 2027. */
static inline int64_t month_start(int32_t month)
{
    static const int32_t BEFORE[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    return INT64_C(1767225600000000) + BEFORE[month] * DAY;
}

static inline dscore_scorecard *read_card(const dscore_catalog *catalog, const char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = NULL;
    assert_ok(dscore_scorecard_parse(catalog, json, (int64_t)strlen(json), &card, &err), err);
    return card;
}

/* Everything but the scores: tickets, and a query by agent and, if wanted, by month. allocator: of the catalogue, and
   so of all that is made with it; NULL = the C library's. */
static inline void ring_open_in(
    ring *r, const dscore_allocator *allocator, const rows_like *rows, int64_t n, bool by_month)
{
    static const char *const NAMES[FIELDS] = {"a", "b", "c", "d"};
    const dscore_error fresh = DSCORE_ERROR_INIT;
    dscore_catalog *base = NULL;
    dscore_catalog_builder *builder = NULL;
    memset(r, 0, sizeof *r);
    r->d.err = fresh;
    assert_ok(dscore_catalog_builtin(allocator, &base, &r->d.err), r->d.err);
    assert_ok(dscore_catalog_builder_new(base, &builder, &r->d.err), r->d.err);
    assert_ok(dscore_catalog_builder_add(builder, FOUR_FIELDS, (int64_t)strlen(FOUR_FIELDS), &r->d.err), r->d.err);
    assert_ok(dscore_catalog_builder_finish(builder, &r->d.catalog, &r->d.err), r->d.err);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(base);
    assert_ok(dscore_query_new(r->d.catalog, &r->d.query, &r->d.err), r->d.err);
    desk_table(&r->d, "tickets");
    desk_key(&r->d, "agent");
    for (int64_t i = 0; i < n; i++) {
        for (int32_t k = 0; k < rows[i].count; k++) {
            ck_assert_int_lt(r->rows, MOST_ROWS);
            r->agents[r->rows] = rows[i].agent;
            r->created[r->rows] = month_start(rows[i].month) + k * HOUR;
            for (int32_t f = 0; f < FIELDS; f++) {
                r->values[f][r->rows] = rows[i].values[f];
            }
            r->rows++;
        }
    }
    bind_texts(&r->d, "agent", r->agents, r->rows);
    bind_times(&r->d, "created_at", r->created, r->rows);
    for (int32_t f = 0; f < FIELDS; f++) {
        bind_numbers(&r->d, NAMES[f], r->values[f], r->rows);
    }
    if (by_month) {
        const dscore_period_rule months = DSCORE_PERIOD_RULE_INIT;
        assert_ok(dscore_query_periods_by(r->d.query, &months, month_start(0), month_start(12), &r->d.err), r->d.err);
    }
}

static inline void ring_open(ring *r, const rows_like *rows, int64_t n, bool by_month)
{
    ring_open_in(r, NULL, rows, n, by_month);
}

/* Score by a card; again for another card. */
static inline dscore_scores *ring_score(ring *r, const char *json)
{
    dscore_scorecard_free(r->card);
    r->card = read_card(r->d.catalog, json);
    assert_ok(dscore_scorecard_ask(r->card, r->d.query, &r->d.err), r->d.err);
    desk_run(&r->d);
    dscore_scores *scores = NULL;
    assert_ok(dscore_score(r->card, r->d.values, &scores, &r->d.err), r->d.err);
    return scores;
}

static inline void ring_close(ring *r)
{
    dscore_scores_free(r->scores);
    dscore_scorecard_free(r->card);
    desk_close(&r->d);
}

static inline dscore_score_row row_at(const dscore_scores *scores, int64_t index)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_score_row row = DSCORE_SCORE_ROW_INIT;
    assert_ok(dscore_scores_get(scores, index, &row, &err), err);
    return row;
}

/* The score of an agent, in the month if it is 0 to 11. */
static inline int64_t score_of(const dscore_scores *scores, const char *agent, int32_t month)
{
    for (int64_t i = 0; i < dscore_scores_count(scores); i++) {
        const dscore_score_row row = row_at(scores, i);
        if (strcmp(row.subject, agent) == 0 && (month < 0 || row.period_start == month_start(month))) {
            return i;
        }
    }
    ck_abort_msg("no score of %s in month %d", agent, (int)month);
    return -1;
}

static inline double total_of(const dscore_scores *scores, const char *agent, int32_t month)
{
    return row_at(scores, score_of(scores, agent, month)).total;
}

static inline dscore_ledger_line line_at(const dscore_scores *scores, int64_t index, int32_t line)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_ledger_line out = DSCORE_LEDGER_LINE_INIT;
    assert_ok(dscore_scores_line(scores, index, line, &out, &err), err);
    return out;
}

/* Amounts added as doubles in their order, and as they are printed. */
static inline void assert_adds_up(const dscore_scores *scores, int64_t index)
{
    const dscore_score_row row = row_at(scores, index);
    double sum = 0.0, printed = 0.0;
    for (int32_t i = 0; i < dscore_scores_line_count(scores, index); i++) {
        const dscore_ledger_line line = line_at(scores, index, i);
        sum += line.kind == DSCORE_LINE_GROUP ? 0.0 : line.amount;
        printed += line.kind == DSCORE_LINE_GROUP ? 0.0 : line.printed;
    }
    ck_assert_double_eq(sum, row.total);
    assert_close(printed, row.total, 1e-9);
}

static inline char *explanation(const dscore_scores *scores, int64_t index, const char *lang)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    (void)dscore_scores_explain(scores, index, lang, NULL, 0, &needed, &err);
    char *text = malloc((size_t)needed);
    assert_ok(dscore_scores_explain(scores, index, lang, text, needed, NULL, &err), err);
    return text;
}

static inline void assert_says(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "%s\n  does not say: %s", text, part);
}

#define assert_status(call, status_, code_)                                                                            \
    do {                                                                                                               \
        dscore_error err_ = DSCORE_ERROR_INIT;                                                                         \
        dscore_error *err = &err_;                                                                                     \
        const dscore_status got_ = (call);                                                                             \
        ck_assert_msg(got_ == (status_) && err_.code == (code_), "%s, code %d: %s", dscore_status_name(got_),          \
            (int)err_.code, err_.message);                                                                             \
    } while (0)

#endif
