/* What a rule looks at: totals, groups, points, values and columns of the roster, as they are or shrunk or bounded
   (METHODS 5.2, 5.3). */
#include "decision/decide.h"

#include "base/error.h"
#include "score/scores.h"
#include "stat/share.h"
#include <deskscore/stat.h>
#include <math.h>
#include <string.h>

static dscore_status fail_name(dscore_error *err, const char *place, const char *name, const char *expected)
{
    const dscore_status status =
        dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_POLICY_NAME, "'%s' is no %s", name, expected);
    dsi_error_path(err, "%s", place);
    return status;
}

static int64_t cells_of(const dsi_sheet *sheet)
{
    return (int64_t)sheet->person_count * sheet->period_count;
}

/* ---- means of shorter periods ------------------------------------------------------------------- */

bool dsi_is_average(const dsi_sheet *sheet)
{
    return sheet->scores->rolled != NULL;
}

bool dsi_look_is_lost(const dsi_sheet *sheet, const dsi_look *look)
{
    return dsi_is_average(sheet) && look->what != DSI_LOOK_TOTAL && look->what != DSI_LOOK_ROSTER;
}

dscore_status dsi_fail_average(dscore_error *err, const char *place, const char *name)
{
    const dscore_status status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_POLICY_SCORES,
        "'%s' is asked of means of published scores, which are totals and nothing else; scores recomputed for the "
        "period have it (basis RECOMPUTE)",
        name);
    dsi_error_path(err, "%s", place);
    return status;
}

/* ---- reading ------------------------------------------------------------------------------------ */

static dscore_status read_totals(const dsi_sheet *sheet, dsi_numbers *out, dscore_error *err)
{
    dscore_status status = DSCORE_OK;
    for (int64_t cell = 0; status == DSCORE_OK && cell < cells_of(sheet); cell++) {
        dscore_score_row row = DSCORE_SCORE_ROW_INIT;
        if (sheet->rows[cell] >= 0) {
            status = dscore_scores_get(sheet->scores, sheet->rows[cell], &row, err);
            out->status[cell] = row.status;
            out->number[cell] = row.total;
        }
    }
    return status;
}

static void take_line(
    const dsi_bench *bench, const dsi_total *total, const dsi_look *look, int64_t cell, dsi_numbers *out)
{
    for (int32_t i = 0; i < total->line_count; i++) {
        const dscore_ledger_line *line = &bench->lines[i];
        const bool is_group = line->kind == DSCORE_LINE_GROUP;
        if ((is_group || line->kind == DSCORE_LINE_CONTRIBUTION || line->kind == DSCORE_LINE_BONUS) &&
            is_group == (look->what == DSI_LOOK_GROUP) && strcmp(line->alias, look->name) == 0) {
            const bool has = line->value_status == DSCORE_VALUE_OK && !isnan(line->points);
            out->status[cell] = has                                     ? DSCORE_VALUE_OK
                                : line->value_status == DSCORE_VALUE_OK ? DSCORE_VALUE_UNDEFINED
                                                                        : line->value_status;
            out->number[cell] = line->points;
            return;
        }
    }
}

/* Is there a group, or an item, of that name on the card? */
static bool card_has(const dscore_scorecard *card, const dsi_look *look)
{
    if (look->what == DSI_LOOK_GROUP) {
        const int32_t node = dscore_weights_find(dscore_scorecard_weights(card), look->name);
        return node >= 0 && dsi_scorecard_item_of_node(card, node) < 0;
    }
    for (int32_t i = 0; i < dscore_scorecard_item_count(card); i++) {
        if (strcmp(dscore_scorecard_item_alias(card, i), look->name) == 0) {
            return true;
        }
    }
    return false;
}

static dscore_status read_lines(
    const dsi_sheet *sheet, const dsi_look *look, const char *place, dsi_numbers *out, dscore_error *err)
{
    const dscore_scorecard *card = dscore_scores_card(sheet->scores);
    if (!card_has(card, look)) {
        return fail_name(
            err, place, look->name, look->what == DSI_LOOK_GROUP ? "group of the card" : "item of the card");
    }
    dsi_bench bench;
    dscore_status status = dsi_bench_init(&bench, card, err);
    if (status != DSCORE_OK) {
        return status;
    }
    for (int64_t cell = 0; status == DSCORE_OK && cell < cells_of(sheet); cell++) {
        dsi_total total;
        if (sheet->rows[cell] >= 0) {
            status = dsi_scores_again(sheet->scores, sheet->rows[cell], &bench, &total, err);
            if (status == DSCORE_OK) {
                take_line(&bench, &total, look, cell, out);
            }
        }
    }
    dsi_bench_free(&bench);
    return status;
}

/* What minimum volume and intervals count (D16). */
static int64_t cases_of(const dscore_value *value)
{
    const double n = isnan(value->observations) ? (double)value->n_used : value->observations;
    return n >= 0.0 && n <= 9007199254740992.0 ? (int64_t)floor(n + 0.5) : 0;
}

static dscore_status read_values(
    const dsi_sheet *sheet, const dsi_look *look, const char *place, dsi_numbers *out, dscore_error *err)
{
    const dscore_values *values = dscore_scores_values(sheet->scores);
    const int32_t item = dscore_values_find(values, look->name);
    if (item < 0) {
        return fail_name(err, place, look->name, "item of the values");
    }
    const char *unit = dscore_values_item(values, item, DSCORE_ITEM_UNIT);
    out->scale = strcmp(unit, "%") == 0 ? 100.0 : strcmp(unit, "ratio") == 0 ? 1.0 : 0.0;
    dscore_status status = DSCORE_OK;
    for (int64_t cell = 0; status == DSCORE_OK && cell < cells_of(sheet); cell++) {
        dscore_value value = DSCORE_VALUE_INIT;
        if (sheet->rows[cell] >= 0) {
            const int64_t row = dsi_scores_row(sheet->scores, sheet->rows[cell]);
            status = dscore_values_get(values, row, item, &value, err);
            out->status[cell] = value.status;
            out->number[cell] = value.value;
            out->n[cell] = cases_of(&value);
        } else {
            out->n[cell] = 0; /* an absent cell reads as no rows (D15) */
        }
    }
    return status;
}

static dscore_status read_roster(dsi_judging *j, const dsi_sheet *sheet, const dsi_look *look, const char *place,
    dsi_numbers *out, dscore_error *err)
{
    const int32_t column = dsi_people_number_column(&j->people, look->name);
    if (column < 0) {
        return fail_name(err, place, look->name, "number column of the roster");
    }
    for (int64_t cell = 0; cell < cells_of(sheet); cell++) {
        const double number = dsi_people_number(&j->people, column, sheet->known[cell]);
        out->status[cell] = isfinite(number) ? DSCORE_VALUE_OK : DSCORE_VALUE_NO_DATA;
        out->number[cell] = number;
    }
    return DSCORE_OK;
}

/* The rule of the card says which way is better, where the look does not. */
static int32_t better_of(const dsi_sheet *sheet, const dsi_look *look)
{
    const dscore_scorecard *card = dscore_scores_card(sheet->scores);
    if (look->better != DSI_BETTER_UNSAID) {
        return look->better;
    }
    for (int32_t i = 0; look->what == DSI_LOOK_VALUE && i < dscore_scorecard_item_count(card); i++) {
        const int32_t better = dsi_rule_spec_of(dscore_scorecard_item_rule(card, i))->better;
        if (better != DSI_BETTER_UNSAID && strcmp(dscore_scorecard_item_alias(card, i), look->name) == 0) {
            return better;
        }
    }
    return DSI_BETTER_HIGHER;
}

static bool take_room(dsi_arena *arena, int64_t cells, dsi_numbers *out)
{
    out->number = dsi_arena_alloc(arena, cells * (int64_t)sizeof *out->number);
    out->own = dsi_arena_alloc(arena, cells * (int64_t)sizeof *out->own);
    out->status = dsi_arena_alloc(arena, cells * (int64_t)sizeof *out->status);
    out->n = dsi_arena_alloc(arena, cells * (int64_t)sizeof *out->n);
    if (out->number == NULL || out->own == NULL || out->status == NULL || out->n == NULL) {
        return false;
    }
    for (int64_t cell = 0; cell < cells; cell++) {
        out->number[cell] = (double)NAN;
        out->status[cell] = DSCORE_VALUE_NO_DATA;
        out->n[cell] = -1;
    }
    return true;
}

dscore_status dsi_numbers_read(dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet, const dsi_look *look,
    const char *place, dsi_numbers *out, dscore_error *err)
{
    memset(out, 0, sizeof *out);
    out->better = better_of(sheet, look);
    const int64_t cells = cells_of(sheet);
    if (dsi_look_is_lost(sheet, look)) {
        return dsi_fail_average(err, place, look->name);
    }
    if (!take_room(arena, cells, out)) {
        return dsi_fail_memory(err);
    }
    dscore_status status = look->what == DSI_LOOK_TOTAL    ? read_totals(sheet, out, err)
                           : look->what == DSI_LOOK_VALUE  ? read_values(sheet, look, place, out, err)
                           : look->what == DSI_LOOK_ROSTER ? read_roster(j, sheet, look, place, out, err)
                                                           : read_lines(sheet, look, place, out, err);
    if (status != DSCORE_OK) {
        return status;
    }
    for (int64_t cell = 0; cell < cells; cell++) {
        if (out->status[cell] == DSCORE_VALUE_OK && !(fabs(out->number[cell]) <= 1e30)) {
            out->status[cell] = DSCORE_VALUE_UNDEFINED;
        }
        out->number[cell] = out->status[cell] == DSCORE_VALUE_OK ? out->number[cell] : (double)NAN;
        out->own[cell] = out->number[cell];
    }
    if (look->by != DSI_BY_POINT && !(out->scale > 0.0)) {
        status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_POLICY_NAME,
            "'%s' is no share (unit %% or ratio), and cannot be shrunk or bounded", look->name);
        dsi_error_path(err, "%s", place);
    }
    return status;
}

/* Rows of the values stand by subject, then period: those behind a mean come before the first one of the next mean. */
static dscore_status sum_cases(const dsi_sheet *sheet, int32_t item, int64_t cell, int64_t *out, dscore_error *err)
{
    const dscore_scores *scores = sheet->scores;
    const int64_t index = sheet->rows[cell];
    const dsi_span *within = &sheet->periods[cell / sheet->person_count];
    const int64_t end =
        index + 1 < scores->count ? dsi_scores_row(scores, index + 1) : dscore_values_row_count(scores->values);
    dscore_status status = DSCORE_OK;
    for (int64_t row = dsi_scores_row(scores, index); status == DSCORE_OK && row < end; row++) {
        int64_t from = 0, to = 0;
        dscore_value value = DSCORE_VALUE_INIT;
        status = dscore_values_period(scores->values, row, &from, &to, err);
        if (status == DSCORE_OK && from >= within->start && to <= within->end) {
            status = dscore_values_get(scores->values, row, item, &value, err);
            *out += status == DSCORE_OK ? cases_of(&value) : 0;
        }
    }
    return status;
}

dscore_status dsi_cases_read(
    dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet, const char *item, dsi_numbers *out, dscore_error *err)
{
    const char *place = "eligibility.volume_of";
    dsi_look look;
    dsi_look_init(&look);
    look.what = DSI_LOOK_VALUE;
    look.name = item;
    if (!dsi_is_average(sheet)) {
        return dsi_numbers_read(j, arena, sheet, &look, place, out, err);
    }
    const int32_t at = dscore_values_find(dscore_scores_values(sheet->scores), item);
    if (at < 0) {
        return fail_name(err, place, item, "item of the values");
    }
    memset(out, 0, sizeof *out);
    dscore_status status = take_room(arena, cells_of(sheet), out) ? DSCORE_OK : dsi_fail_memory(err);
    for (int64_t cell = 0; status == DSCORE_OK && cell < cells_of(sheet); cell++) {
        out->n[cell] = 0;
        status = sheet->rows[cell] < 0 ? DSCORE_OK : sum_cases(sheet, at, cell, &out->n[cell], err);
    }
    return status;
}

/* ---- shrunk and bounded ------------------------------------------------------------------------- */

int64_t dsi_numbers_successes(const dsi_numbers *numbers, int64_t cell)
{
    const int64_t n = numbers->n[cell];
    if (numbers->status[cell] != DSCORE_VALUE_OK || n <= 0) {
        return 0;
    }
    const double x = floor(numbers->own[cell] / numbers->scale * (double)n + 0.5);
    return x <= 0.0 ? 0 : x >= (double)n ? n : (int64_t)x;
}

/* Counts of one group in one period, gathered side by side. */
typedef struct gathered {
    int64_t *x, *n, *cell;
    double *shrunk, *other;
    int64_t *members; /* cells of the period, group by group */
    int32_t *ends;
    int64_t count;
} gathered;

static bool take_gathered(dsi_arena *arena, const dsi_sheet *sheet, gathered *out)
{
    const int64_t size = sheet->person_count * (int64_t)sizeof(int64_t);
    out->x = dsi_arena_alloc(arena, size);
    out->n = dsi_arena_alloc(arena, size);
    out->cell = dsi_arena_alloc(arena, size);
    out->members = dsi_arena_alloc(arena, size);
    out->shrunk = dsi_arena_alloc(arena, sheet->person_count * (int64_t)sizeof(double));
    out->other = dsi_arena_alloc(arena, sheet->person_count * (int64_t)sizeof(double));
    out->ends = dsi_arena_alloc(arena, sheet->group_count * (int64_t)sizeof *out->ends);
    return out->x != NULL && out->n != NULL && out->cell != NULL && out->members != NULL && out->shrunk != NULL &&
           out->other != NULL && out->ends != NULL;
}

static void gather(const dsi_numbers *numbers, int32_t group, gathered *out)
{
    out->count = 0;
    for (int32_t i = group == 0 ? 0 : out->ends[group - 1]; i < out->ends[group]; i++) {
        const int64_t cell = out->members[i];
        if (numbers->status[cell] == DSCORE_VALUE_OK && numbers->n[cell] > 0) {
            out->x[out->count] = dsi_numbers_successes(numbers, cell);
            out->n[out->count] = numbers->n[cell];
            out->cell[out->count++] = cell;
        }
    }
}

static dscore_status shrink(const gathered *g, double level, dsi_numbers *numbers, dscore_error *err)
{
    dscore_share_prior prior = DSCORE_SHARE_PRIOR_INIT;
    dscore_status status = dscore_share_prior_fit(g->x, g->n, g->count, DSCORE_PRIOR_MOMENTS, &prior, err);
    if (status == DSCORE_OK) {
        status = dscore_shares_shrink(g->x, g->n, g->count, &prior, level, g->shrunk, NULL, NULL, NULL, NULL, err);
    }
    for (int64_t i = 0; status == DSCORE_OK && i < g->count; i++) {
        numbers->number[g->cell[i]] = g->shrunk[i] * numbers->scale;
    }
    return status;
}

/* The end of Wilson's interval that is worse. */
static dscore_status bound(const gathered *g, double level, dsi_numbers *numbers, dscore_error *err)
{
    const dscore_status status =
        dscore_shares_bound(g->x, g->n, g->count, level, DSCORE_INTERVAL_WILSON, g->shrunk, g->other, NULL, err);
    const double *worse = numbers->better == DSI_BETTER_LOWER ? g->other : g->shrunk;
    for (int64_t i = 0; status == DSCORE_OK && i < g->count; i++) {
        numbers->number[g->cell[i]] = worse[i] * numbers->scale;
    }
    return status;
}

dscore_status dsi_numbers_transform(const dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet,
    const dsi_look *look, dsi_numbers *numbers, dscore_error *err)
{
    if (look->by == DSI_BY_POINT) {
        return DSCORE_OK;
    }
    gathered g;
    dscore_status status = take_gathered(arena, sheet, &g) ? DSCORE_OK : dsi_fail_memory(err);
    for (int32_t period = 0; status == DSCORE_OK && period < sheet->period_count; period++) {
        dsi_sheet_by_group(sheet, period, g.members, g.ends);
        for (int32_t group = 0; status == DSCORE_OK && group < sheet->group_count; group++) {
            gather(numbers, group, &g);
            status = look->by == DSI_BY_SHRUNK ? shrink(&g, j->spec->rank.level, numbers, err)
                                               : bound(&g, j->spec->rank.level, numbers, err);
        }
    }
    for (int64_t cell = 0; cell < cells_of(sheet); cell++) {
        if (numbers->status[cell] == DSCORE_VALUE_OK && (numbers->n[cell] <= 0 || sheet->group[cell] < 0)) {
            numbers->status[cell] = DSCORE_VALUE_NO_DATA; /* a share of no case, or of nobody's peer */
            numbers->number[cell] = (double)NAN;
        }
    }
    return status;
}

/* ---- in words ----------------------------------------------------------------------------------- */

static const char *or_else(const char *text, const char *other)
{
    return text == NULL || text[0] == '\0' ? other : text;
}

bool dsi_look_tell(dsi_judging *j, const dsi_sheet *sheet, const dsi_look *look, dsi_look_words *out)
{
    const dscore_scorecard *card = dscore_scores_card(sheet->scores);
    const dscore_values *values = dscore_scores_values(sheet->scores);
    dsi_look_words words = {look->name, look->name, ""};
    if (look->what == DSI_LOOK_TOTAL) {
        words = (dsi_look_words){"Total score", "总分", "points"};
    } else if (look->what == DSI_LOOK_GROUP) {
        const int32_t node = dscore_weights_find(dscore_scorecard_weights(card), look->name);
        const dsi_weight_node *group = &dsi_scorecard_spec_of(card)->weights.nodes[node];
        words = (dsi_look_words){or_else(group->name_en, look->name), or_else(group->name_zh, look->name), "points"};
    } else if (look->what != DSI_LOOK_ROSTER) {
        const bool is_value = look->what == DSI_LOOK_VALUE;
        const int32_t item = dscore_values_find(values, look->name);
        words.unit = is_value ? dscore_values_item(values, item, DSCORE_ITEM_UNIT) : "points";
        for (int32_t i = 0; i < dscore_scorecard_item_count(card); i++) {
            if (strcmp(dscore_scorecard_item_alias(card, i), look->name) == 0) {
                words.name_en = or_else(dsi_card_item_name(card, i, false), look->name);
                words.name_zh = or_else(dsi_card_item_name(card, i, true), look->name);
            }
        }
    }
    out->name_en = dsi_arena_text(&j->out->arena, words.name_en, -1);
    out->name_zh = dsi_arena_text(&j->out->arena, words.name_zh, -1);
    out->unit = dsi_arena_text(&j->out->arena, words.unit, -1);
    return out->name_en != NULL && out->name_zh != NULL && out->unit != NULL;
}
