/* `deskscore whatif`: scores with other values, what it would take to reach a total, another card, why scores changed.
 */
#include "whatif.h"

#include "grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *told(const questions *q, const char *english, const char *chinese)
{
    return q->zh && q->table ? chinese : english;
}

bool is_asked(const questions *q, const dscore_scores *scores, int64_t index)
{
    return q->options->subject == NULL || strcmp(score_row(scores, index).subject, q->options->subject) == 0;
}

int subject_columns(const questions *q, const char **names)
{
    int count = key_columns(dscore_scores_values(q->scores), names);
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], "subject") == 0) {
            names[i] = told(q, "subject", "对象");
        } else if (strcmp(names[i], "period") == 0) {
            names[i] = told(q, "period", "期间");
        }
    }
    return count;
}

void subject_cells(sheet *out, const dscore_scores *scores, int64_t index)
{
    key_cells(out, dscore_scores_values(scores), score_row(scores, index).row);
}

void value_cell(sheet *out, double value, const char *unit)
{
    if (isnan(value)) {
        sheet_nothing(out);
    } else {
        sheet_number(out, value, value == floor(value) ? 0 : 4, unit);
    }
}

const char *grade_name(const questions *q, const dscore_score_row *row)
{
    return q->zh && row->grade_zh[0] != '\0' ? row->grade_zh : row->grade;
}

void finish_sheet(const questions *q, sheet *out)
{
    sheet_print(out, q->format);
    sheet_free(out);
}

/* ---- other values --------------------------------------------------------------------------- */

typedef struct supposed {
    const char **aliases;
    double *values;
    int32_t count;
} supposed;

static const char *unit_of(const questions *q, const char *alias)
{
    const dscore_values *values = dscore_scores_values(q->scores);
    return dscore_values_item(values, dscore_values_find(values, alias), DSCORE_ITEM_UNIT);
}

static double read_value(const questions *q, const char *alias, const char *text)
{
    double value = 0.0;
    if (strcmp(text, "none") == 0) {
        return (double)NAN;
    }
    if (read_fraction(text, &value)) {
        return value;
    }
    if (strcmp(unit_of(q, alias), "s") != 0) {
        fail_usage("--set %s=%s: expected a number in the unit of the indicator, or none", alias, text);
    }
    return (double)span_option("set", text) / 1e6;
}

static supposed read_sets(const questions *q)
{
    const text_list *sets = &q->options->sets;
    supposed out = {need_memory(calloc((size_t)sets->count, sizeof(char *))),
        need_memory(calloc((size_t)sets->count, sizeof(double))), 0};
    for (int i = 0; i < sets->count; i++) {
        char *alias;
        char *text;
        if (!split_pair(copy_text(sets->items[i], strlen(sets->items[i])), &alias, &text)) {
            fail_usage("--set %s: expected ITEM=VALUE", sets->items[i]);
        }
        out.aliases[out.count] = alias;
        out.values[out.count++] = read_value(q, alias, text);
    }
    return out;
}

static void print_text(char *text)
{
    (void)fputs(text, stdout);
    free(text);
}

/* The total as it is, or as it would be. */
static void total_row(const questions *q, sheet *out, const dscore_scores *scores, int64_t index, const char *which)
{
    const dscore_score_row row = score_row(scores, index);
    subject_cells(out, scores, index);
    sheet_text(out, which);
    score_cells(out, &row, grade_name(q, &row), total_decimals(scores));
}

static void print_then(const questions *q, int64_t index, const dscore_scores *then, bool first)
{
    if (is_json(q->options)) {
        (void)fputs(first ? "\n{\"now\": " : ",\n{\"now\": ", stdout);
        print_text(score_document(q->scores, index));
        (void)fputs(",\n\"then\": ", stdout);
        print_text(score_document(then, 0));
        (void)fputs("}", stdout);
    } else if (q->table) {
        (void)putchar('\n');
        print_text(score_explanation(then, 0, q->options->lang));
    }
}

static void print_supposed(const questions *q)
{
    const char *names[24];
    const int keys = subject_columns(q, names);
    const char *const rest[] = {"", told(q, "total", "总分"), told(q, "grade", "等级"), told(q, "rank", "排名"),
        told(q, "status", "状态"), told(q, "reason", "原因")};
    memcpy(names + keys, rest, sizeof rest);
    names[keys] = told(q, "when", "情形");
    const supposed given = read_sets(q);
    const bool json = is_json(q->options);
    sheet *out = sheet_new(keys + 6, names);
    int64_t count = dscore_scores_count(q->scores);
    dscore_scores **then = need_memory(calloc((size_t)count + 1, sizeof(dscore_scores *)));
    for (int64_t i = 0; i < count; i++) {
        dscore_error error = DSCORE_ERROR_INIT;
        if (!is_asked(q, q->scores, i)) {
            continue;
        }
        if (dscore_scores_whatif(q->scores, i, given.aliases, given.values, given.count, &then[i], &error) !=
            DSCORE_OK) {
            fail_option("--set", &error);
        }
        total_row(q, out, q->scores, i, told(q, "now", "现在"));
        total_row(q, out, then[i], 0, told(q, "then", "假设"));
    }
    (void)fputs(json ? "[" : "", stdout);
    if (!json) {
        sheet_print(out, q->format);
    }
    bool first = true;
    for (int64_t i = 0; i < count; i++) {
        if (then[i] != NULL) {
            print_then(q, i, then[i], first);
            first = false;
        }
        dscore_scores_free(then[i]);
    }
    (void)fputs(json ? "\n]\n" : "", stdout);
    sheet_free(out);
    free(then);
    free(given.aliases);
    free(given.values);
}

/* ---- what it would take --------------------------------------------------------------------- */

static const char *answer_name(const questions *q, int32_t reason)
{
    static const char *const codes[] = {"FOUND", "ALREADY", "TOO_FAR", "NO_VALUE", "NO_TOTAL", "AMONG_PEERS"};
    static const char *const english[] = {"this would do", "reached already", "not even this", "no value to start from",
        "no total", "depends on the peers"};
    static const char *const chinese[] = {"可达到", "已达到", "最好也达不到", "无数值", "无总分", "取决于同组"};
    if (reason < 0 || reason >= (int32_t)(sizeof codes / sizeof codes[0])) {
        return "";
    }
    return !q->table ? codes[reason] : q->zh ? chinese[reason] : english[reason];
}

/* The total that is wanted of a score; false = nothing is: there is no better grade. */
static bool wanted_of(const questions *q, int64_t index, double *out)
{
    const char *text = q->options->reach;
    dscore_error error = DSCORE_ERROR_INIT;
    if (read_fraction(text, out)) {
        return true;
    }
    const bool next = strcmp(text, "next") == 0;
    if (dscore_scores_grade(q->scores, index, next ? NULL : text, out, NULL, &error) != DSCORE_OK) {
        fail_usage("--reach %s: expected a total, next, or a grade of the card: %s", text, error.message);
    }
    if (isinf(*out)) {
        if (!next) {
            fail_usage("--reach %s: every total has at least that grade", text);
        }
        *out = 0.0; /* below every other grade already */
    }
    return !isnan(*out);
}

/* In a table the next number of four decimals that does it too: away from the value that there is. */
static void needed_cell(const questions *q, sheet *out, const dscore_reach *r, const char *unit)
{
    const double scaled = r->value_needed * 1e4;
    const bool up = r->value_needed > r->value_now;
    const double outward = (up ? ceil(scaled - 1e-6) : floor(scaled + 1e-6)) / 1e4;
    value_cell(out, q->table && fabs(scaled) < 1e12 ? outward : r->value_needed, unit);
}

static void reach_row(const questions *q, sheet *out, int64_t index, int32_t item, double wanted, int32_t decimals)
{
    const char *alias = dscore_scorecard_item_alias(q->card, item);
    const char *unit = unit_of(q, alias);
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_reach r = DSCORE_REACH_INIT;
    if (dscore_scores_reach(q->scores, index, alias, wanted, &r, &error) != DSCORE_OK) {
        fail_option("--reach", &error);
    }
    subject_cells(out, q->scores, index);
    sheet_text(out, alias);
    value_cell(out, r.value_now, unit);
    needed_cell(q, out, &r, unit);
    number_or_nothing(out, r.per_unit, 4);
    number_or_nothing(out, r.points_now, 2);
    number_or_nothing(out, r.points_needed, 2);
    number_or_nothing(out, r.total_now, decimals);
    number_or_nothing(out, r.total_then, decimals);
    sheet_text(out, answer_name(q, r.reason));
}

static void print_reach(const questions *q)
{
    const char *names[24];
    const int keys = subject_columns(q, names);
    const char *const rest[] = {told(q, "item", "指标"), told(q, "value", "现值"), told(q, "needed", "需达到"),
        told(q, "per_unit", "每单位总分"), told(q, "points", "现得分"), told(q, "points_needed", "需得分"),
        told(q, "total", "总分"), told(q, "then", "届时总分"), told(q, "answer", "结论")};
    memcpy(names + keys, rest, sizeof rest);
    sheet *out = sheet_new(keys + 9, names);
    const int32_t decimals = total_decimals(q->scores);
    for (int64_t i = 0; i < dscore_scores_count(q->scores); i++) {
        const dscore_score_row row = score_row(q->scores, i);
        double wanted = 0.0;
        if (!is_asked(q, q->scores, i) || row.reason == DSCORE_TOTAL_ABSENT_KEY) {
            continue;
        }
        if (!wanted_of(q, i, &wanted)) {
            wanted = row.status == DSCORE_VALUE_OK ? row.total : 0.0; /* the best grade, or no total: told so */
        }
        for (int32_t k = 0; k < dscore_scorecard_item_count(q->card); k++) {
            reach_row(q, out, i, k, wanted, decimals);
        }
    }
    finish_sheet(q, out);
}

/* ---- the command ---------------------------------------------------------------------------- */

static void ask_for(session *s, const dscore_scorecard *card, const char *path)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_status status = dscore_scorecard_ask(card, s->query, &error);
    if (status == DSCORE_E_INCOMPATIBLE) {
        fail_data("%s: %s: the two cards mean different things by '%s'; give it another name on one of them", path,
            error.message, error.path);
    }
    must(status, path, &error);
}

static dscore_scores *make_scores(const session *s, const dscore_scorecard *card, const char *path)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_scores *scores = NULL;
    must(dscore_score(card, s->values, &scores, &error), path, &error);
    return scores;
}

static void check_usage(const arguments *o)
{
    if (o->card == NULL) {
        fail_usage("whatif needs --card CARD.json");
    }
    const int asked = (o->sets.count > 0) + (o->reach != NULL) + (o->against != NULL || o->attribute != NULL);
    if (asked != 1) {
        fail_usage("whatif needs one question: --set ITEM=VALUE, --reach TOTAL, --against CARD2.json or --attribute "
                   "periods");
    }
    if (o->sets.count > 0 && o->subject == NULL) {
        fail_usage("--set needs --subject NAME: whose score?");
    }
    const bool by_cards = o->attribute != NULL && strcmp(o->attribute, "cards") == 0;
    if (by_cards && o->against == NULL) {
        fail_usage("--attribute cards needs --against CARD2.json");
    }
    if (o->attribute != NULL && !by_cards && o->against != NULL) {
        fail_usage("--attribute periods compares periods of one card; with --against say --attribute cards");
    }
}

/* Once the card has said which period it is meant for. */
static void check_periods(const arguments *o)
{
    if (o->attribute != NULL && strcmp(o->attribute, "periods") == 0 && o->period == NULL) {
        fail_usage("--attribute periods needs --period, such as --period month");
    }
}

static void check_subject(const questions *q)
{
    bool found = q->options->subject == NULL;
    for (int64_t i = 0; !found && i < dscore_scores_count(q->scores); i++) {
        found = is_asked(q, q->scores, i);
    }
    if (!found) {
        fail_data("--subject %s: no subject of that name has a score", q->options->subject);
    }
}

int command_whatif(int argc, char **argv)
{
    arguments options;
    questions q;
    dscore_error error = DSCORE_ERROR_INIT;
    read_arguments(argc, argv, "," INPUT_OPTIONS ",by,card,period,subject,set,reach,against,attribute,", 1, &options);
    check_usage(&options);
    memset(&q, 0, sizeof q);
    q.options = &options;
    q.format = options.format;
    q.zh = is_chinese(&options);
    q.table = options.format == NULL || strcmp(options.format, "table") == 0;
    q.card = open_card(&options, options.card);
    q.other = options.against == NULL ? NULL : open_card(&options, options.against);
    take_subject(q.card, &options);
    check_periods(&options);
    session_open(&q.session, &options, options.by == NULL ? "subject" : options.by);
    ask_for(&q.session, q.card, options.card);
    if (q.other != NULL) {
        ask_for(&q.session, q.other, options.against);
    }
    /* A source that is not given leaves its indicators without a value; the ledger says so. */
    must(dscore_query_option(q.session.query, "absent", "missing", &error), "query", &error);
    session_compile(&q.session, compile_query);
    session_evaluate(&q.session, NULL);
    q.scores = make_scores(&q.session, q.card, options.card);
    q.others = q.other == NULL ? NULL : make_scores(&q.session, q.other, options.against);
    check_subject(&q);
    if (options.sets.count > 0) {
        print_supposed(&q);
    } else if (options.reach != NULL) {
        print_reach(&q);
    } else if (options.attribute != NULL) {
        print_attribution(&q);
    } else {
        print_against(&q);
    }
    dscore_scores_free(q.scores);
    dscore_scores_free(q.others);
    dscore_scorecard_free(q.card);
    dscore_scorecard_free(q.other);
    session_close(&q.session);
    return EXIT_OK;
}
