/* `deskscore rank DATA.csv --card CARD.json --policy DECISIONS.json`: what follows from the scores of people: for every
   rule and person whether it applies, and why or why not. */
#include "rank.h"

#include "roster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { UNITS = DSCORE_PERIOD_YEAR + 1, SCORES = 2 * UNITS };

static const char *const unit_names[UNITS] = {"", "day", "week", "month", "quarter", "year"};

typedef struct judging {
    arguments options;
    bool zh;
    session s;
    dscore_scorecard *card;
    dscore_policy *policy;
    roster_file roster;
    dscore_scores *scores[SCORES];
    int32_t units[SCORES]; /* which scores are which */
    bool average[SCORES];  /* means of those published for months */
    int32_t score_count;
    dscore_decisions *decisions;
    int64_t *shown; /* outcomes to print, in order */
    int64_t shown_count;
} judging;

/* ---- policy and periods --------------------------------------------------------------------- */

static dscore_policy_rule rule_at(const judging *j, int32_t rule)
{
    dscore_policy_rule out = DSCORE_POLICY_RULE_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    must(dscore_policy_get(j->policy, rule, &out, &error), j->options.policies.items[0], &error);
    return out;
}

static void read_policy(judging *j)
{
    dscore_error error = DSCORE_ERROR_INIT;
    int64_t length;
    const char *path = j->options.policies.items[0];
    char *json = read_file(path, &length);
    must(dscore_policy_parse(NULL, json, length, &j->policy, &error), path, &error);
    free(json);
}

/* The scores of a unit that came about in that way; -1 = not asked for yet. */
static int32_t find_scores(const judging *j, int32_t unit, bool average)
{
    for (int32_t i = 0; i < j->score_count; i++) {
        if (j->units[i] == unit && j->average[i] == average) {
            return i;
        }
    }
    return -1;
}

static void add_scores(judging *j, int32_t unit, bool average)
{
    if (find_scores(j, unit, average) < 0) {
        j->units[j->score_count] = unit;
        j->average[j->score_count++] = average;
    }
}

static void add_rule(judging *j, const dscore_policy_rule *rule, int32_t unit)
{
    const bool is_average = rule->basis == DSCORE_BASIS_AVERAGE;
    if (is_average && unit > DSCORE_PERIOD_MONTH) {
        add_scores(j, DSCORE_PERIOD_MONTH, false);
    } else if (is_average) {
        warn("rule %s: its scores are recomputed from all rows of each %s; means are of the scores of months", rule->id,
            unit_names[unit]);
    }
    if (rule->min_periods > 0) {
        add_scores(j, rule->min_periods_of, false);
    }
    add_scores(j, unit, is_average && unit > DSCORE_PERIOD_MONTH);
}

/* --period first, for the rules that judge whatever is given; then what the rules name, and before it the shorter
   periods that they are means of or count. */
static void choose_scores(judging *j)
{
    dscore_period_rule given = DSCORE_PERIOD_RULE_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    if (j->options.period != NULL) {
        if (dscore_period_parse(j->options.period, &given, &error) != DSCORE_OK) {
            fail_option("--period", &error);
        }
        add_scores(j, given.unit, false);
    }
    for (int32_t i = 0; i < dscore_policy_rule_count(j->policy); i++) {
        const dscore_policy_rule rule = rule_at(j, i);
        if (rule.period == 0 && j->options.period == NULL) {
            fail_usage("the rule %s of %s judges the period that is given: --period month, quarter, ...", rule.id,
                j->options.policies.items[0]);
        }
        add_rule(j, &rule, rule.period == 0 ? given.unit : rule.period);
    }
    if (j->options.period == NULL) {
        j->options.period = unit_names[j->units[0]];
    }
}

/* ---- scores --------------------------------------------------------------------------------- */

/* METHODS 0.6 AVERAGE: what was published for months, and no ticket counted anew. */
static void average_months(judging *j, int32_t index)
{
    dscore_period_rule rule = j->s.period;
    rule.unit = j->units[index];
    const dscore_scores *months = j->scores[find_scores(j, DSCORE_PERIOD_MONTH, false)];
    j->scores[index] = average_scores(&j->s, months, &rule, DSCORE_ROLLUP_EQUAL, j->options.policies.items[0]);
}

/* The same rows, placed in periods of another unit. */
static void evaluate_unit(judging *j, int32_t index)
{
    session *s = &j->s;
    dscore_error error = DSCORE_ERROR_INIT;
    s->period.unit = j->units[index];
    j->options.period = unit_names[j->units[index]];
    dscore_values_free(s->values);
    s->values = NULL;
    if (s->has_range) {
        dscore_plan_free(s->plan);
        s->plan = NULL;
        if (dscore_query_periods_by(s->query, &s->period, s->from, s->to, &error) != DSCORE_OK ||
            s->compile(s, &error) != DSCORE_OK) {
            fail_option("--from, --to", &error);
        }
    } else {
        take_range_from_data(s);
    }
    s->values = session_values(s);
    if (dscore_score(j->card, s->values, &j->scores[index], &error) != DSCORE_OK) {
        fail_library(j->options.card, &error);
    }
}

static void make_scores(judging *j)
{
    const char *by = j->options.by;
    session_open(&j->s, &j->options, by == NULL ? "subject" : by);
    if (j->options.indicators != NULL) {
        ask_items(&j->s, j->options.indicators);
    }
    j->scores[0] = session_scores(&j->s, j->card, j->options.card);
    for (int32_t i = 1; i < j->score_count; i++) {
        (j->average[i] ? average_months : evaluate_unit)(j, i);
    }
}

/* ---- decisions ------------------------------------------------------------------------------ */

/* rules[2].look -> rules.coaching.look: in the document, rules have ids. */
static void name_rule(const judging *j, dscore_error *error)
{
    char *end = NULL;
    char rest[sizeof error->path];
    if (strncmp(error->path, "rules[", strlen("rules[")) != 0) {
        return;
    }
    const long at = strtol(error->path + strlen("rules["), &end, 10);
    if (*end == ']' && at >= 0 && at < dscore_policy_rule_count(j->policy)) {
        (void)snprintf(rest, sizeof rest, "%s", end + 1);
        (void)snprintf(error->path, sizeof error->path, "rules.%.100s%.140s", rule_at(j, (int32_t)at).id, rest);
    }
}

/* What a decision finds wrong with the roster stands in a row of its file. */
NO_RETURN static void fail_decision(const judging *j, dscore_error *error)
{
    name_rule(j, error);
    const char *row = strchr(error->path, '[');
    if (strncmp(error->path, "roster.", strlen("roster.")) == 0 && j->options.roster != NULL && row != NULL) {
        const int64_t at = strtoll(row + 1, NULL, 10);
        if (at >= 0 && at < j->roster.rows.rows) {
            grid_fail(&j->roster.rows, at, 0, "%s", error->message);
        }
    }
    if (error->status == DSCORE_E_NOT_FOUND && j->options.roster == NULL) {
        fail_data("%s: %s: %s; a roster may have it (--roster ROSTER.csv)", j->options.policies.items[0], error->path,
            error->message);
    }
    if (error->status == DSCORE_E_NOT_FOUND && strstr(error->message, "is no item of the values") != NULL) {
        fail_data("%s: %s: %s; the items are those of %s, and of --indicators ALIAS=ID", j->options.policies.items[0],
            error->path, error->message, j->options.card);
    }
    fail_library(j->options.policies.items[0], error);
}

static void decide(judging *j)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_decision_facts facts = DSCORE_DECISION_FACTS_INIT;
    const dscore_scores *scores[SCORES];
    for (int32_t i = 0; i < j->score_count; i++) {
        scores[i] = j->scores[i];
    }
    facts.now = session_now(&j->s);
    facts.units = j->units;
    if (j->options.roster != NULL) {
        roster_read(&j->roster, j->options.roster, &j->options);
    }
    if (dscore_decide(j->policy, scores, j->score_count, j->options.roster == NULL ? NULL : &j->roster.roster, &facts,
            &j->decisions, &error) != DSCORE_OK) {
        fail_decision(j, &error);
    }
    const int64_t unknown = dscore_decisions_reason(j->decisions, -1, DSCORE_REASON_UNKNOWN);
    if (unknown > 0) {
        warn("%lld of %lld outcomes lack what the conditions ask of the roster (--roster ROSTER.csv: subject, "
             "tenure_days, worked_days, leave_days, complaints)",
            (long long)unknown, (long long)dscore_decisions_count(j->decisions));
    }
}

static dscore_decision decision_at(const judging *j, int64_t index)
{
    dscore_decision out = DSCORE_DECISION_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    must(dscore_decisions_get(j->decisions, index, &out, &error), "decisions", &error);
    return out;
}

/* ---- what is shown -------------------------------------------------------------------------- */

static const judging *sorted; /* qsort hands on no context */

/* By rule, period, group, then rank, those without one last. */
static int by_place(const void *left, const void *right)
{
    const int64_t i = *(const int64_t *)left;
    const int64_t k = *(const int64_t *)right;
    const dscore_decision a = decision_at(sorted, i);
    const dscore_decision b = decision_at(sorted, k);
    if (a.rule != b.rule) {
        return a.rule - b.rule;
    }
    if (a.period_start != b.period_start) {
        return a.period_start < b.period_start ? -1 : 1;
    }
    const int group = strcmp(a.group, b.group);
    if (group != 0) {
        return group;
    }
    if ((a.rank > 0.0) != (b.rank > 0.0)) {
        return a.rank > 0.0 ? -1 : 1;
    }
    return a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : (i > k) - (i < k);
}

/* The last closed period of each rule, the last one where none is; or all of them. */
static void choose_shown(judging *j)
{
    const int64_t count = dscore_decisions_count(j->decisions);
    const int32_t rules = dscore_policy_rule_count(j->policy);
    const bool all = j->options.show != NULL && strcmp(j->options.show, "all") == 0;
    int64_t *last = need_memory(malloc(((size_t)rules + 1) * sizeof last[0]));
    bool *closed = need_memory(calloc((size_t)rules + 1, sizeof closed[0]));
    j->shown = need_memory(malloc(((size_t)count + 1) * sizeof j->shown[0]));
    for (int32_t i = 0; i < rules; i++) {
        last[i] = INT64_MIN;
    }
    for (int64_t i = 0; i < count; i++) {
        const dscore_decision d = decision_at(j, i);
        const bool is_closed = d.outcome != 0;
        if (is_closed > closed[d.rule] || (is_closed == closed[d.rule] && d.period_start > last[d.rule])) {
            last[d.rule] = d.period_start;
            closed[d.rule] = is_closed;
        }
    }
    for (int64_t i = 0; i < count; i++) {
        const dscore_decision d = decision_at(j, i);
        if (all || d.period_start == last[d.rule]) {
            j->shown[j->shown_count++] = i;
        }
    }
    sorted = j;
    qsort(j->shown, (size_t)j->shown_count, sizeof j->shown[0], by_place);
    free(last);
    free(closed);
}

typedef struct request {
    const judging *j;
    int64_t index;
} request;

static dscore_status explain(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const request *r = context;
    const char *lang = r->j->zh ? "zh" : "en";
    return dscore_decisions_explain(r->j->decisions, r->index, lang, buffer, capacity, needed, error);
}

static dscore_status dump(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const request *r = context;
    return dscore_decisions_dump(r->j->decisions, r->index, buffer, capacity, needed, error);
}

/* Documents or sentences of the outcomes shown; of one subject if it is named. */
static void print_texts(const judging *j, const char *subject)
{
    int64_t printed = 0;
    (void)fputs(is_json(&j->options) ? "[" : "", stdout);
    for (int64_t i = 0; i < j->shown_count; i++) {
        request r = {j, j->shown[i]};
        if (subject != NULL && strcmp(decision_at(j, r.index).subject, subject) != 0) {
            continue;
        }
        char *text = library_text(is_json(&j->options) ? dump : explain, &r, "decisions");
        const size_t length = strlen(text);
        const bool has_end = length > 0 && text[length - 1] == '\n';
        (void)printf("%s%s%s", printed == 0 ? "" : is_json(&j->options) ? "," : "\n", text, has_end ? "" : "\n");
        free(text);
        printed++;
    }
    (void)fputs(is_json(&j->options) ? "]\n" : "", stdout);
    if (subject != NULL && printed == 0) {
        fail_data("--explain %s: no decision is about a subject of that name", subject);
    }
}

/* ---- the table ------------------------------------------------------------------------------ */

enum { GROUP, RUN, GRADE, RATE, OPTIONAL };

static void number_cell_of(sheet *out, double value, int32_t decimals)
{
    number_or_nothing(out, value, value == floor(value) ? 0 : decimals);
}

static void print_row(sheet *out, const judging *j, const dscore_decision *d, const bool *has)
{
    static const char *const decisions[2][5] = {
        {"", "yes", "no", "ineligible", "not judged"}, {"", "是", "否", "不参评", "未评定"}};
    const dscore_policy_rule rule = rule_at(j, d->rule);
    sheet_text(out, rule.id);
    sheet_text(out, d->period);
    if (has[GROUP]) {
        sheet_text(out, d->group);
    }
    sheet_text(out, d->subject);
    sheet_text(out, decisions[j->zh][d->decision]);
    number_cell_of(out, d->value, 2);
    number_cell_of(out, d->rank > 0.0 ? d->rank : (double)NAN, 1);
    number_cell_of(out, d->ranked > 0 ? (double)d->ranked : (double)NAN, 0);
    words_cell(out, list_word(d->list, j->zh));
    if (has[RUN]) {
        number_cell_of(out, rule.streak > 1 ? (double)d->run : (double)NAN, 0);
    }
    if (has[GRADE]) {
        words_cell(out, j->zh ? d->grade_zh : d->grade_en);
    }
    if (has[RATE]) {
        number_cell_of(out, d->rate > 0.0 ? d->rate : (double)NAN, 2);
        number_cell_of(out, d->rate > 0.0 ? d->amount : (double)NAN, 2);
    }
    words_cell(out, reasons_text(d->reason, j->zh));
}

static void print_decisions(const judging *j)
{
    const bool whole = j->options.format != NULL && strcmp(j->options.format, "csv") == 0;
    bool has[OPTIONAL] = {whole, whole, whole, whole};
    for (int64_t i = 0; i < j->shown_count; i++) {
        const dscore_decision d = decision_at(j, j->shown[i]);
        has[GROUP] = has[GROUP] || d.group[0] != '\0';
        has[RUN] = has[RUN] || rule_at(j, d.rule).streak > 1;
        has[GRADE] = has[GRADE] || d.grade >= 0;
        has[RATE] = has[RATE] || d.rate > 0.0;
    }
    const struct {
        const char *name;
        bool has;
    } columns[] = {{"rule", true}, {"period", true}, {"group", has[GROUP]}, {"subject", true}, {"decision", true},
        {"value", true}, {"rank", true}, {"of", true}, {"list", true}, {"run", has[RUN]}, {"grade", has[GRADE]},
        {"rate", has[RATE]}, {"amount", has[RATE]}, {"reason", true}};
    const char *names[sizeof columns / sizeof columns[0]];
    int count = 0;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        if (columns[i].has) {
            names[count++] = columns[i].name;
        }
    }
    sheet *out = sheet_new(count, names);
    for (int64_t i = 0; i < j->shown_count; i++) {
        const dscore_decision d = decision_at(j, j->shown[i]);
        print_row(out, j, &d, has);
    }
    sheet_speak(out, j->options.lang);
    sheet_print(out, j->options.format);
    sheet_free(out);
}

int rank_by_policy(int argc, char **argv)
{
    judging j = {0};
    read_arguments(
        argc, argv, "," INPUT_OPTIONS ",by,card,policy,roster,explain,period,indicators,show,", 1, &j.options);
    if (j.options.card == NULL || j.options.policies.count == 0) {
        fail_usage("rank needs --card CARD.json and --policy DECISIONS.json together");
    }
    refuse_explain_csv(&j.options);
    if (j.options.policies.count > 1) {
        fail_usage("--policy is given twice");
    }
    j.zh = is_chinese(&j.options);
    read_policy(&j);
    j.card = open_card(&j.options, j.options.card);
    take_subject(j.card, &j.options);
    choose_scores(&j);
    make_scores(&j);
    decide(&j);
    choose_shown(&j);
    if (j.options.explain != NULL || is_json(&j.options)) {
        print_texts(&j, j.options.explain);
    } else {
        print_decisions(&j);
    }
    dscore_decisions_free(j.decisions);
    for (int32_t i = 0; i < j.score_count; i++) {
        dscore_scores_free(j.scores[i]);
    }
    dscore_policy_free(j.policy);
    dscore_scorecard_free(j.card);
    if (j.options.roster != NULL) {
        roster_release(&j.roster);
    }
    free(j.shown);
    session_close(&j.s);
    return EXIT_OK;
}
