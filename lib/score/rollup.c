/* Scores of longer periods as means of those published for shorter ones (METHODS 0.6 AVERAGE, D25). */
#include "score/rollup.h"

#include "base/error.h"
#include "measure/values.h"
#include "score/scores.h"
#include <math.h>
#include <string.h>

/* ---- one mean ------------------------------------------------------------------------------- */

static void start_line(dscore_ledger_line *line, int32_t kind)
{
    *line = (dscore_ledger_line)DSCORE_LEDGER_LINE_INIT;
    line->kind = kind;
    line->value = (double)NAN;
    line->points = (double)NAN;
    line->raw_points = (double)NAN;
}

/* What the parts of a score come to before anything is averaged. */
typedef struct parts_sum {
    int64_t count, scored;
    double weight, weight_scored;
    double data_coverage;
} parts_sum;

static parts_sum sum_parts(const dsi_rolled_part *parts, int64_t count)
{
    parts_sum sum = {count, 0, 0.0, 0.0, (double)NAN};
    for (int64_t i = 0; i < count; i++) {
        sum.weight += parts[i].weight;
        if (parts[i].status == DSCORE_VALUE_OK) {
            sum.scored += 1;
            sum.weight_scored += parts[i].weight;
            sum.data_coverage = fmin(sum.data_coverage, parts[i].data_coverage); /* of a NaN and a number the number */
        }
    }
    return sum;
}

static int32_t reason_of(const dscore_scores *scores, int64_t index, const parts_sum *sum)
{
    if (dsi_scores_absent(scores, index)) {
        return DSCORE_TOTAL_ABSENT_KEY;
    }
    if (sum->scored == 0 || !(sum->weight_scored > 0.0)) {
        return DSCORE_TOTAL_NOTHING;
    }
    return sum->scored < scores->rolled->min_periods ? DSCORE_TOTAL_FEW_PERIODS : DSCORE_TOTAL_FINE;
}

static void fill_line(dscore_ledger_line *line, const dsi_rolled_part *part, const parts_sum *sum, bool fine)
{
    start_line(line, DSCORE_LINE_PERIOD);
    line->alias = part->name;
    line->value_status = part->status;
    line->flags = part->flags;
    line->value = part->total;
    line->points = part->total;
    line->raw_points = part->total;
    line->n_used = part->n_rows;
    line->weight = sum->weight > 0.0 ? part->weight / sum->weight : 0.0;
    if (fine && part->status == DSCORE_VALUE_OK) {
        line->effective_weight = part->weight / sum->weight_scored;
        line->amount = line->effective_weight * part->total;
    }
}

/* The total of a score from its parts: mean, rounding, grade. lines: room for one a part and the rounding; the total is
   the sum of their amounts in their order. */
static void roll_up(const dscore_scores *scores, int64_t index, dsi_total *out, dscore_ledger_line *lines)
{
    const dsi_rolled *rolled = scores->rolled;
    const dsi_card_spec *spec = &scores->card->spec;
    const int64_t first = rolled->first[index];
    const parts_sum sum = sum_parts(&rolled->parts[first], rolled->first[index + 1] - first);
    const int64_t shorter = rolled->shorter[rolled->period[index]];
    memset(out, 0, sizeof *out);
    out->grade = -1;
    out->total = (double)NAN;
    out->raw = (double)NAN;
    out->weight_coverage = shorter > 0 ? (double)sum.scored / (double)shorter : 0.0;
    out->data_coverage = sum.data_coverage;
    out->reason = reason_of(scores, index, &sum);
    out->status = dsi_total_status(out->reason);
    const bool fine = out->reason == DSCORE_TOTAL_FINE;
    double mean = 0.0;
    for (int64_t i = 0; i < sum.count; i++) {
        fill_line(&lines[i], &rolled->parts[first + i], &sum, fine);
        mean += lines[i].amount;
        out->flags |= lines[i].flags & DSCORE_SCORE_VETO;
    }
    out->line_count = (int32_t)sum.count;
    if (!fine) {
        return;
    }
    const double published = dscore_round(mean, spec->decimals) + 0.0; /* never -0 */
    if (published != mean) {
        dscore_ledger_line *line = &lines[out->line_count++];
        start_line(line, DSCORE_LINE_ROUND);
        line->amount = published - mean;
    }
    out->raw = mean;
    out->total = published;
    out->grade = dsi_grade_of(spec, published);
}

dscore_status dsi_rollup_again(
    const dscore_scores *scores, int64_t index, dsi_bench *bench, dsi_total *out, dscore_error *err)
{
    const int64_t room = scores->rolled->first[index + 1] - scores->rolled->first[index] + 1;
    dscore_ledger_line *lines = dsi_arena_alloc(&bench->arena, room * (int64_t)sizeof *lines);
    double *remainders = dsi_arena_alloc(&bench->arena, room * (int64_t)sizeof *remainders);
    if (lines == NULL || remainders == NULL) {
        return dsi_fail_memory(err);
    }
    roll_up(scores, index, out, lines);
    dsi_apportion(lines, out->line_count, out->total, scores->card->spec.decimals, remainders);
    out->rank = scores->totals[index].rank;
    out->peers = scores->totals[index].peers;
    bench->lines = lines;
    bench->line_capacity = (int32_t)room;
    return DSCORE_OK;
}

/* ---- which scores go where ------------------------------------------------------------------ */

typedef struct rolling {
    const dscore_scores *from;
    const int64_t *edges;
    int64_t edge_count;
    dscore_scores *to;
    dsi_rolled *rolled;
    int64_t *place; /* one a score of `from`: its longer period; -1 = outside */
} rolling;

/* The longer period that a shorter one lies in; -1 = outside of all, -2 = an edge cuts it. */
static int64_t place_of(const rolling *r, int64_t start, int64_t end)
{
    if (end <= r->edges[0] || start >= r->edges[r->edge_count - 1]) {
        return -1;
    }
    int64_t low = -1; /* the last edge at or before start */
    int64_t high = r->edge_count;
    while (high - low > 1) {
        const int64_t middle = low + (high - low) / 2;
        if (r->edges[middle] <= start) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low >= 0 && high < r->edge_count && end <= r->edges[high] ? low : -2;
}

static dscore_status place_scores(rolling *r, dscore_error *err)
{
    for (int64_t i = 0; i < r->from->count; i++) {
        int64_t start;
        int64_t end;
        dscore_status status = dsi_scores_period(r->from, i, &start, &end, err);
        if (status != DSCORE_OK) {
            return status;
        }
        r->place[i] = place_of(r, start, end);
        if (r->place[i] == -2) {
            status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_PERIODS,
                "score %lld has a period that an edge cuts; edges must be edges of its periods too", (long long)i);
            dsi_error_row(err, i);
            return status;
        }
    }
    return DSCORE_OK;
}

static bool same_subject(const dscore_scores *scores, int64_t a, int64_t b)
{
    const dscore_values *values = scores->values;
    return dsi_rows_share_subject(values, dsi_scores_row(scores, a), values, dsi_scores_row(scores, b));
}

/* Rows of values stand by subject, then period, and so do scores: what belongs together stands together. `last`: the
   score placed before; -1 = none. */
static bool starts_anew(const rolling *r, int64_t last, int64_t i)
{
    return last < 0 || r->place[last] != r->place[i] || !same_subject(r->from, last, i);
}

static void count_parts(const rolling *r, int64_t *out_scores, int64_t *out_parts)
{
    int64_t last = -1;
    *out_scores = 0;
    *out_parts = 0;
    for (int64_t i = 0; i < r->from->count; i++) {
        if (r->place[i] >= 0) {
            *out_scores += starts_anew(r, last, i) ? 1 : 0;
            *out_parts += 1;
            last = i;
        }
    }
}

/* ---- parts ---------------------------------------------------------------------------------- */

/* By its name, else by its ends. */
static const char *name_part(rolling *r, int64_t i, int64_t start, int64_t end)
{
    const char *known = dsi_scores_period_name(r->from, i);
    return known[0] != '\0' ? dsi_arena_text(&r->to->arena, known, -1) : dsi_period_dates(&r->to->arena, start, end);
}

/* The rows behind a score: the most that one of its indicators used; of a roll-up the sum of its parts. */
static dscore_status count_rows(rolling *r, int64_t i, dsi_card_input *inputs, int64_t *out, dscore_error *err)
{
    const dsi_rolled *rolled = r->from->rolled;
    *out = 0;
    if (rolled != NULL) {
        for (int64_t p = rolled->first[i]; p < rolled->first[i + 1]; p++) {
            *out += rolled->parts[p].n_rows;
        }
        return DSCORE_OK;
    }
    dscore_status status = dsi_scores_inputs(r->from, i, inputs, err);
    for (int32_t k = 0; status == DSCORE_OK && k < r->from->card->spec.item_count; k++) {
        *out = inputs[k].n_used > *out ? inputs[k].n_used : *out;
    }
    return status;
}

static dscore_status fill_part(rolling *r, int64_t i, dsi_card_input *inputs, dsi_rolled_part *part, dscore_error *err)
{
    const dsi_total *total = &r->from->totals[i];
    int64_t start;
    int64_t end;
    dscore_status status = dsi_scores_period(r->from, i, &start, &end, err);
    if (status == DSCORE_OK) {
        status = count_rows(r, i, inputs, &part->n_rows, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    part->status = total->status;
    part->flags = total->flags;
    part->total = total->total;
    part->data_coverage = total->data_coverage;
    part->weight = r->rolled->weighting == DSCORE_ROLLUP_BY_DAYS   ? ((double)end - (double)start) / (double)DSI_DAY
                   : r->rolled->weighting == DSCORE_ROLLUP_BY_ROWS ? (double)part->n_rows
                                                                   : 1.0;
    part->name = name_part(r, i, start, end);
    return part->name == NULL ? dsi_fail_memory(err) : DSCORE_OK;
}

static dscore_status fill_parts(rolling *r, dsi_rolled_part *parts, int64_t *rows, int64_t *period, int64_t *first,
    dsi_card_input *inputs, dscore_error *err)
{
    int64_t last = -1;
    int64_t scores = 0;
    int64_t count = 0;
    for (int64_t i = 0; i < r->from->count; i++) {
        if (r->place[i] < 0) {
            continue;
        }
        if (starts_anew(r, last, i)) {
            rows[scores] = dsi_scores_row(r->from, i);
            period[scores] = r->place[i];
            first[scores++] = count;
        }
        dscore_status status = fill_part(r, i, inputs, &parts[count++], err);
        if (status != DSCORE_OK) {
            return status;
        }
        last = i;
    }
    first[scores] = count;
    return DSCORE_OK;
}

/* How many of the shorter periods lie in each longer one, whether or not anything happened in them. */
static void count_shorter(const rolling *r, int64_t *shorter)
{
    const dsi_rolled *rolled = r->from->rolled;
    const dsi_settings *settings = dsi_values_settings(r->from->values);
    const int64_t *edges = rolled != NULL ? rolled->edges : settings->edges;
    const int64_t count = rolled != NULL ? rolled->period_count : settings->period_count;
    for (int64_t i = 0; i < count; i++) {
        const int64_t place = place_of(r, edges[i], edges[i + 1]);
        if (place >= 0) {
            shorter[place] += 1;
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void *take(rolling *r, int64_t count, size_t size)
{
    return dsi_arena_alloc(&r->to->arena, count * (int64_t)size);
}

static dscore_status fill_rolled(rolling *r, dsi_arena *scratch, dscore_error *err)
{
    dscore_status status = place_scores(r, err);
    if (status != DSCORE_OK) {
        return status;
    }
    int64_t scores;
    int64_t count;
    count_parts(r, &scores, &count);
    dsi_rolled_part *parts = take(r, count, sizeof *parts);
    int64_t *rows = take(r, scores, sizeof *rows);
    int64_t *period = take(r, scores, sizeof *period);
    int64_t *first = take(r, scores + 1, sizeof *first);
    int64_t *edges = take(r, r->edge_count, sizeof *edges);
    int64_t *shorter = take(r, r->edge_count, sizeof *shorter);
    dsi_total *totals = take(r, scores, sizeof *totals);
    dsi_card_input *inputs = dsi_arena_alloc(scratch, r->from->card->spec.item_count * (int64_t)sizeof *inputs);
    if (parts == NULL || rows == NULL || period == NULL || first == NULL || edges == NULL || shorter == NULL ||
        totals == NULL || inputs == NULL) {
        return dsi_fail_memory(err);
    }
    memcpy(edges, r->edges, (size_t)r->edge_count * sizeof *edges);
    status = fill_parts(r, parts, rows, period, first, inputs, err);
    count_shorter(r, shorter);
    r->rolled->edges = edges;
    r->rolled->period_count = r->edge_count - 1;
    if (status == DSCORE_OK) {
        status = dsi_rolled_name(r->rolled, r->from->values, &r->to->arena, err);
    }
    r->rolled->shorter = shorter;
    r->rolled->period = period;
    r->rolled->parts = parts;
    r->rolled->first = first;
    r->to->rows = rows;
    r->to->totals = totals;
    r->to->count = scores;
    r->to->rolled = r->rolled;
    return status;
}

dscore_status dsi_rollup_average(dscore_scores *to, dsi_arena *scratch, dscore_error *err)
{
    int64_t most = 0;
    for (int64_t i = 0; i < to->count; i++) {
        const int64_t count = to->rolled->first[i + 1] - to->rolled->first[i];
        most = count > most ? count : most;
    }
    dscore_ledger_line *lines = dsi_arena_alloc(scratch, (most + 1) * (int64_t)sizeof *lines);
    if (lines == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t i = 0; i < to->count; i++) {
        roll_up(to, i, &to->totals[i], lines);
    }
    dscore_status status = dsi_scores_join_subjects(to, err);
    return status == DSCORE_OK ? dsi_scores_rank(to, err) : status;
}

static dscore_status check_edges(const int64_t *edges, int64_t count, int64_t min_periods, dscore_error *err)
{
    if (count < 2) {
        return dsi_fail(
            err, DSCORE_E_PARAMETER, DSCORE_CODE_SCORE_PERIODS, "%lld edges; a period has two", (long long)count);
    }
    for (int64_t i = 1; i < count; i++) {
        if (edges[i] <= edges[i - 1]) {
            return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_SCORE_PERIODS, "edge %lld is not after the one before",
                (long long)i);
        }
    }
    return min_periods >= 1 ? DSCORE_OK
                            : dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_SCORE_PERIODS,
                                  "min_periods %lld; at least 1 is needed for a mean", (long long)min_periods);
}

static dscore_status check(const dscore_scores *scores, const int64_t *edges, int64_t edge_count, int32_t weighting,
    int64_t min_periods, dscore_error *err)
{
    if (scores == NULL || edges == NULL) {
        return dsi_fail_null(err, scores == NULL ? "scores" : "edges");
    }
    if (weighting < DSCORE_ROLLUP_EQUAL || weighting > DSCORE_ROLLUP_BY_ROWS) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "weighting %d of a roll-up", (int)weighting);
    }
    dscore_status status = check_edges(edges, edge_count, min_periods, err);
    if (status == DSCORE_OK && dscore_values_has_periods(scores->values) == 0) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_PERIODS,
            "the scores have no periods; make the plan with dscore_query_periods_by or the like");
    }
    return status;
}

dscore_status dscore_scores_rollup(const dscore_scores *scores, const int64_t *edges, int64_t edge_count,
    int32_t weighting, int64_t min_periods, dscore_scores **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    dscore_status status = check(scores, edges, edge_count, weighting, min_periods, err);
    if (status != DSCORE_OK) {
        return status;
    }
    rolling r = {scores, edges, edge_count, NULL, NULL, NULL};
    status = dsi_scores_begin(scores->card, scores->values, &r.to, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_arena scratch;
    dsi_arena_init(&scratch, &scores->allocator);
    r.place = dsi_arena_alloc(&scratch, scores->count * (int64_t)sizeof *r.place);
    r.rolled = take(&r, 1, sizeof *r.rolled);
    if (r.place == NULL || r.rolled == NULL) {
        status = dsi_fail_memory(err);
    } else {
        r.rolled->weighting = weighting;
        r.rolled->min_periods = min_periods;
        status = fill_rolled(&r, &scratch, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_rollup_average(r.to, &scratch, err);
    }
    dsi_arena_free(&scratch);
    if (status != DSCORE_OK) {
        dscore_scores_free(r.to);
        return status;
    }
    *out = r.to;
    return DSCORE_OK;
}
