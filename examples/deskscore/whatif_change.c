/* `deskscore whatif --against` and `--attribute`: scores of two cards side by side, and why totals changed. */
#include "whatif.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- another card --------------------------------------------------------------------------- */

static void rank_cell(sheet *out, int64_t rank)
{
    if (rank > 0) {
        sheet_integer(out, rank);
    } else {
        sheet_nothing(out);
    }
}

static void grade_cell(const questions *q, sheet *out, const dscore_scores *scores, int64_t index)
{
    const dscore_score_row row = score_row(scores, index);
    sheet_text(out, grade_name(q, &row));
}

/* Both cards score the same values: every row has a score before and after. */
static void compared_row(const questions *q, sheet *out, const dscore_compared *row, int32_t decimals)
{
    subject_cells(out, q->scores, row->before);
    number_or_nothing(out, row->total_before, decimals);
    number_or_nothing(out, row->total_after, decimals);
    number_or_nothing(out, row->change, decimals);
    rank_cell(out, row->rank_before);
    rank_cell(out, row->rank_after);
    grade_cell(q, out, q->scores, row->before);
    grade_cell(q, out, q->others, row->after);
}

static void json_number(const char *name, double value)
{
    if (isnan(value)) {
        (void)printf(", \"%s\": null", name);
    } else {
        (void)printf(", \"%s\": %.17g", name, value);
    }
}

static void print_json_summary(const dscore_comparison_summary *s)
{
    (void)printf("{\"summary\": {\"both\": %lld, \"up\": %lld, \"down\": %lld, \"same\": %lld", (long long)s->both,
        (long long)s->up, (long long)s->down, (long long)s->same);
    (void)printf(", \"only_before\": %lld, \"only_after\": %lld, \"neither\": %lld", (long long)s->only_before,
        (long long)s->only_after, (long long)s->neither);
    (void)printf(", \"grade_up\": %lld, \"grade_down\": %lld, \"rank_changed\": %lld", (long long)s->grade_up,
        (long long)s->grade_down, (long long)s->rank_changed);
    json_number("mean_change", s->mean_change);
    json_number("largest_rise", s->largest_rise);
    json_number("largest_fall", s->largest_fall);
    (void)fputs("},\n\"rows\": ", stdout);
}

static void print_summary(const questions *q, const dscore_comparison_summary *s, int32_t decimals)
{
    char mean[400] = "-";
    dscore_error error = DSCORE_ERROR_INIT;
    if (!isnan(s->mean_change)) {
        (void)dscore_format(s->mean_change, "", decimals, "en", mean, sizeof mean, NULL, &error);
    }
    (void)printf(q->zh ? "\n前后都有总分的%lld个：上升%lld，下降%lld，不变%lld；平均变化%s。等级上升%lld，下降%"
                         "lld；排名变动%lld。\n"
                       : "\n%lld with a total before and after: %lld up, %lld down, %lld the same; mean change %s. "
                         "Grades: %lld up, %lld down. Ranks changed: %lld.\n",
        (long long)s->both, (long long)s->up, (long long)s->down, (long long)s->same, mean, (long long)s->grade_up,
        (long long)s->grade_down, (long long)s->rank_changed);
    if (s->only_before + s->only_after > 0) {
        (void)printf(q->zh ? "仅原评分卡有总分的%lld个，仅新评分卡有总分的%lld个。\n"
                           : "With a total before only: %lld, after only: %lld.\n",
            (long long)s->only_before, (long long)s->only_after);
    }
}

static int32_t finer_decimals(const questions *q)
{
    const int32_t before = total_decimals(q->scores);
    const int32_t after = total_decimals(q->others);
    return before > after ? before : after;
}

void print_against(const questions *q)
{
    const char *names[24];
    const int keys = subject_columns(q, names);
    const char *const rest[] = {told(q, "before", "原总分"), told(q, "after", "新总分"), told(q, "change", "变化"),
        told(q, "rank_before", "原排名"), told(q, "rank_after", "新排名"), told(q, "grade_before", "原等级"),
        told(q, "grade_after", "新等级")};
    memcpy(names + keys, rest, sizeof rest);
    sheet *out = sheet_new(keys + 7, names);
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_comparison *comparison = NULL;
    dscore_comparison_summary summary = DSCORE_COMPARISON_SUMMARY_INIT;
    if (dscore_scores_compare(q->scores, q->others, &comparison, &error) != DSCORE_OK ||
        dscore_comparison_sum_up(comparison, &summary, &error) != DSCORE_OK) {
        fail_library("--against", &error);
    }
    const int32_t decimals = finer_decimals(q);
    for (int64_t i = 0; i < dscore_comparison_count(comparison); i++) {
        dscore_compared row = DSCORE_COMPARED_INIT;
        must(dscore_comparison_at(comparison, i, &row, &error), "--against", &error);
        if (is_asked(q, q->scores, row.before)) {
            compared_row(q, out, &row, decimals);
        }
    }
    const bool json = is_json(q->options);
    if (json) {
        print_json_summary(&summary);
    }
    finish_sheet(q, out);
    (void)fputs(json ? "}\n" : "", stdout);
    if (q->table) {
        print_summary(q, &summary, decimals);
    }
    dscore_comparison_free(comparison);
}

/* ---- why totals changed --------------------------------------------------------------------- */

typedef struct told_change {
    const dscore_change *change;
    const char *lang;
} told_change;

static dscore_status explain(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const told_change *t = context;
    return dscore_change_explain(t->change, t->lang, buffer, capacity, needed, error);
}

static const char *line_name(const dscore_change_line *line)
{
    switch (line->kind) {
    case DSCORE_CHANGE_ITEM:
        return "item";
    case DSCORE_CHANGE_BONUS:
        return "bonus";
    case DSCORE_CHANGE_ROUND:
        return "rounding";
    default:
        return line->line_kind == DSCORE_LINE_CLAMP      ? "clamp"
               : line->line_kind == DSCORE_LINE_GATE     ? "gate"
               : line->line_kind == DSCORE_LINE_OPERATOR ? "operator"
                                                         : "adjustment";
    }
}

static void effect_cell(sheet *out, const dscore_change_line *line, double effect)
{
    if (line->kind == DSCORE_CHANGE_ITEM) {
        sheet_number(out, effect, 6, "");
    } else {
        sheet_nothing(out);
    }
}

static void change_rows(const questions *q, sheet *out, const dscore_change *change, int64_t before, int64_t after)
{
    for (int32_t i = 0; i < dscore_change_count(change); i++) {
        dscore_error error = DSCORE_ERROR_INIT;
        dscore_change_line line = DSCORE_CHANGE_LINE_INIT;
        must(dscore_change_at(change, i, &line, &error), "--attribute", &error);
        const dscore_scores *later = q->others == NULL ? q->scores : q->others;
        subject_cells(out, later, after);
        if (q->others == NULL) {
            sheet_text(
                out, dscore_values_period_name(dscore_scores_values(q->scores), score_row(q->scores, before).row));
        }
        sheet_text(out, line_name(&line));
        sheet_text(out, line.alias);
        number_or_nothing(out, line.points_before, 4);
        number_or_nothing(out, line.points_after, 4);
        sheet_number(out, line.weight_before, 6, "");
        sheet_number(out, line.weight_after, 6, "");
        effect_cell(out, &line, line.score_effect);
        effect_cell(out, &line, line.weight_effect);
        sheet_number(out, line.amount, 6, "");
        sheet_number(out, line.printed, 6, "");
    }
}

/* One change: as text in a table, else as rows. */
static void tell_change(const questions *q, sheet *out, int64_t before, int64_t after, bool first)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_change *change = NULL;
    const dscore_scores *later = q->others == NULL ? q->scores : q->others;
    must(dscore_scores_change(q->scores, before, later, after, &change, &error), "--attribute", &error);
    if (q->table) {
        const dscore_values *values = dscore_scores_values(q->scores);
        const char *from = dscore_values_period_name(values, score_row(q->scores, before).row);
        const char *to = dscore_values_period_name(values, score_row(q->scores, after).row);
        told_change t = {change, q->options->lang};
        char *text = library_text(explain, &t, "change");
        if (from[0] != '\0') {
            (void)printf(
                "%s%s%s%s\n", first ? "" : "\n", from, q->others == NULL ? " → " : "", q->others == NULL ? to : "");
        } else {
            (void)fputs(first ? "" : "\n", stdout);
        }
        (void)fputs(text, stdout);
        free(text);
    } else {
        change_rows(q, out, change, before, after);
    }
    dscore_change_free(change);
}

static bool has_total(const dscore_scores *scores, int64_t index)
{
    return score_row(scores, index).status == DSCORE_VALUE_OK;
}

static bool same_subject(const dscore_scores *scores, int64_t a, int64_t b)
{
    const dscore_values *values = dscore_scores_values(scores);
    bool same = true;
    for (int32_t k = 0; k < dscore_values_key_count(values); k++) {
        same = same && strcmp(dscore_values_key(values, score_row(scores, a).row, k),
                           dscore_values_key(values, score_row(scores, b).row, k)) == 0;
    }
    return same;
}

/* Of the subject whose scores begin at `first` (they stand together, in the order of time): the last two with a total;
   -1 = there are not two. Returns where the next subject begins. */
static int64_t last_two(const dscore_scores *scores, int64_t first, int64_t *before, int64_t *after)
{
    int64_t i = first;
    *before = -1;
    *after = -1;
    for (; i < dscore_scores_count(scores) && same_subject(scores, first, i); i++) {
        if (has_total(scores, i)) {
            *before = *after;
            *after = i;
        }
    }
    return i;
}

/* How many changes were told. */
static int64_t attribute_periods(const questions *q, sheet *out)
{
    int64_t count = 0;
    for (int64_t first = 0, next; first < dscore_scores_count(q->scores); first = next) {
        int64_t before;
        int64_t after;
        next = last_two(q->scores, first, &before, &after);
        if (before >= 0 && is_asked(q, q->scores, first)) {
            tell_change(q, out, before, after, count++ == 0);
        }
    }
    return count;
}

static int64_t attribute_cards(const questions *q, sheet *out)
{
    int64_t count = 0;
    for (int64_t i = 0; i < dscore_scores_count(q->scores); i++) {
        if (is_asked(q, q->scores, i) && has_total(q->scores, i) && has_total(q->others, i)) {
            tell_change(q, out, i, i, count++ == 0);
        }
    }
    return count;
}

void print_attribution(const questions *q)
{
    const char *names[24];
    int columns = subject_columns(q, names);
    static const char *const rest[] = {"kind", "item", "points_before", "points_after", "weight_before", "weight_after",
        "by_points", "by_weight", "change", "printed"};
    if (q->others == NULL) {
        names[columns++] = "since";
    }
    memcpy(names + columns, rest, sizeof rest);
    sheet *out = sheet_new(columns + 10, names);
    const int64_t count = q->others == NULL ? attribute_periods(q, out) : attribute_cards(q, out);
    if (count == 0) {
        fail_data(q->others == NULL ? "--attribute periods: nobody has totals in two periods"
                                    : "--attribute cards: nobody has a total by both cards");
    }
    if (!q->table) {
        sheet_print(out, q->format);
    }
    sheet_free(out);
}
