/* Findings about a card in use: what its scores show of double counting, rules that tell nobody apart, missing values
   and volumes that differ. */
#include "document/finding.h"

#include "base/error.h"
#include "measure/values.h"
#include "score/scores.h"
#include <deskscore/document.h>
#include <math.h>
#include <string.h>

/* Fewer rows than this say nothing of a spread or a correlation. */
enum { ENOUGH = 8 };

/* r beyond which two items count the same thing; share of rows at an end; volumes; share of records in a total. */
static const double TOGETHER = 0.9, MOST_AT_END = 0.9, FOLD = 3, ENOUGH_DATA = 0.8;

/* One item over the rows. */
typedef struct column {
    double *values;            /* one a row; NaN = not scored */
    int64_t count;             /* rows with a value */
    int64_t fewest, most_used; /* records behind values of one period: those that differ most */
} column;

typedef struct looking {
    const dscore_scores *scores;
    const dsi_card_spec *spec;
    dscore_report *report;
    dsi_arena arena;
    int64_t *rows; /* those that are scored: not the row of records without a subject */
    int64_t row_count;
    column *columns; /* one an item */
    bool failed;     /* no memory */
} looking;

/* ---- saying --------------------------------------------------------------------------------- */

static dsi_word number(looking *l, double value, int32_t decimals)
{
    char buffer[40];
    dsi_print_double(dscore_round(value, decimals), buffer);
    const char *kept = dsi_arena_text(&l->arena, buffer, -1);
    l->failed = l->failed || kept == NULL;
    return dsi_word_of(kept == NULL ? "" : kept);
}

static void say(looking *l, int32_t item, dsi_finding_kind kind, const dsi_word *words, int32_t count)
{
    const dsi_message *message = dsi_message_of(kind);
    dsi_text path, en, zh;
    dsi_text_init(&path, &l->arena.allocator);
    dsi_text_init(&en, &l->arena.allocator);
    dsi_text_init(&zh, &l->arena.allocator);
    dsi_text_add(&path, item < 0 ? "" : "items.");
    dsi_text_add(&path, item < 0 ? "" : l->spec->items[item].alias);
    dsi_message_text(&en, message, false, words, count);
    dsi_message_text(&zh, message, true, words, count);
    l->failed = l->failed || path.failed || en.failed || zh.failed;
    if (!l->failed) {
        const dsi_kept_finding finding = {
            message->severity, 0, 0, message->code, path.data == NULL ? "" : path.data, en.data, zh.data};
        l->failed = !dsi_report_add(l->report, &finding);
    }
    dsi_text_free(&zh);
    dsi_text_free(&en);
    dsi_text_free(&path);
}

static dsi_word alias(const looking *l, int32_t item)
{
    return dsi_word_of(l->spec->items[item].alias);
}

/* ---- reading -------------------------------------------------------------------------------- */

static dscore_status find_rows(looking *l, dscore_error *err)
{
    const dscore_scores *s = l->scores;
    l->rows = dsi_arena_alloc(&l->arena, (s->count + 1) * (int64_t)sizeof *l->rows);
    l->columns = dsi_arena_alloc(&l->arena, (int64_t)l->spec->item_count * (int64_t)sizeof *l->columns);
    if (l->rows == NULL || l->columns == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t r = 0; r < s->count; r++) {
        if (s->totals[r].reason != DSCORE_TOTAL_ABSENT_KEY) {
            l->rows[l->row_count++] = r;
        }
    }
    return DSCORE_OK;
}

/* Keep the two volumes of one period that differ most. Rows of a period need not stand together. */
static void note_volumes(const int64_t *least, const int64_t *most, int64_t periods, column *out)
{
    for (int64_t p = 0; p < periods; p++) {
        const bool more =
            out->fewest == 0 || (double)most[p] * (double)out->fewest > (double)out->most_used * (double)least[p];
        if (least[p] > 0 && more) {
            out->fewest = least[p];
            out->most_used = most[p];
        }
    }
}

static dscore_status read_column(looking *l, int32_t item, int64_t periods, int64_t *room, dscore_error *err)
{
    column *c = &l->columns[item];
    const dsi_card_item *of = &l->spec->items[item];
    int64_t *least = room, *most = room + periods;
    memset(room, 0, 2 * (size_t)periods * sizeof *room);
    c->values = dsi_arena_alloc(&l->arena, (l->row_count + 1) * (int64_t)sizeof *c->values);
    if (c->values == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t i = 0; i < l->row_count; i++) {
        dscore_value v = DSCORE_VALUE_INIT;
        const dscore_status status =
            dscore_values_get(l->scores->values, l->rows[i], l->scores->columns[item], &v, err);
        if (status != DSCORE_OK) {
            return status;
        }
        const bool thin = v.n_used < of->min_n || v.observations < of->min_observations;
        c->values[i] = v.status == DSCORE_VALUE_OK && !thin ? v.value : (double)NAN;
        if (isnan(c->values[i])) {
            continue;
        }
        c->count++;
        const int32_t p = dsi_values_row_period(l->scores->values, l->rows[i]);
        least[p] = v.n_used > 0 && (least[p] == 0 || v.n_used < least[p]) ? v.n_used : least[p];
        most[p] = v.n_used > most[p] ? v.n_used : most[p];
    }
    note_volumes(least, most, periods, c);
    return DSCORE_OK;
}

static dscore_status read_columns(looking *l, dscore_error *err)
{
    int64_t periods = 1;
    for (int64_t i = 0; i < l->row_count; i++) {
        const int64_t p = dsi_values_row_period(l->scores->values, l->rows[i]);
        periods = p + 1 > periods ? p + 1 : periods;
    }
    int64_t *room = dsi_arena_alloc(&l->arena, 2 * periods * (int64_t)sizeof *room);
    dscore_status status = room == NULL ? dsi_fail_memory(err) : DSCORE_OK;
    for (int32_t i = 0; i < l->spec->item_count && status == DSCORE_OK; i++) {
        status = read_column(l, i, periods, room, err);
    }
    return status;
}

/* ---- items ---------------------------------------------------------------------------------- */

/* Points of an item over the rows: their range, and how many lie at each end of the clamp. */
typedef struct spread {
    double least, most;
    int64_t count, at_hi, at_lo;
} spread;

static spread points_of(const looking *l, int32_t item)
{
    const dscore_rule *rule = dscore_scorecard_item_rule(l->scores->card, item);
    const dsi_rule_spec *spec = dsi_rule_spec_of(rule);
    spread s = {(double)INFINITY, -(double)INFINITY, 0, 0, 0};
    for (int64_t i = 0; i < l->row_count; i++) {
        double points = 0, raw = 0;
        int32_t flags = 0;
        if (isnan(l->columns[item].values[i]) ||
            dsi_rule_points(rule, l->columns[item].values[i], &points, &raw, &flags) != DSCORE_VALUE_OK) {
            continue;
        }
        s.count++;
        s.least = fmin(s.least, points);
        s.most = fmax(s.most, points);
        s.at_hi += spec->has_hi && points >= spec->hi ? 1 : 0;
        s.at_lo += spec->has_lo && points <= spec->lo ? 1 : 0;
    }
    return s;
}

static void check_spread(looking *l, int32_t item)
{
    const dsi_rule_spec *rule = dsi_rule_spec_of(dscore_scorecard_item_rule(l->scores->card, item));
    const spread s = points_of(l, item);
    if (s.count < ENOUGH) {
        return;
    }
    const double limit = MOST_AT_END * (double)s.count;
    if (s.most - s.least < 1e-9) {
        const dsi_word words[] = {alias(l, item), number(l, s.most, 4), number(l, (double)s.count, 0)};
        say(l, item, DSI_SAY_NO_SPREAD, words, 3);
    } else if ((double)s.at_hi > limit || (double)s.at_lo > limit) {
        const bool high = (double)s.at_hi > limit;
        const dsi_word words[] = {alias(l, item), number(l, (double)(high ? s.at_hi : s.at_lo), 0),
            number(l, (double)s.count, 0), number(l, high ? rule->hi : rule->lo, 4)};
        say(l, item, high ? DSI_SAY_CEILING : DSI_SAY_FLOOR, words, 4);
    }
}

static void check_item(looking *l, int32_t item)
{
    const int64_t missing = l->row_count - l->columns[item].count;
    if (2 * missing > l->row_count) {
        const dsi_word words[] = {alias(l, item), number(l, (double)missing, 0), number(l, (double)l->row_count, 0)};
        say(l, item, DSI_SAY_MOSTLY_MISSING, words, 3);
    }
    check_spread(l, item);
}

/* ---- pairs ---------------------------------------------------------------------------------- */

/* Pearson's r over the rows that have both values; NaN where one of them does not vary, or too few rows have. */
static double correlation(const looking *l, int32_t a, int32_t b, int64_t *out_rows)
{
    const double *x = l->columns[a].values, *y = l->columns[b].values;
    double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0, size_x = 0, size_y = 0;
    int64_t n = 0;
    for (int64_t i = 0; i < l->row_count; i++) {
        if (!isnan(x[i]) && !isnan(y[i])) {
            n++;
            mean_x += (x[i] - mean_x) / (double)n;
            mean_y += (y[i] - mean_y) / (double)n;
            size_x = fmax(size_x, fabs(x[i]));
            size_y = fmax(size_y, fabs(y[i]));
        }
    }
    *out_rows = n;
    /* Deviations in units of the largest value: no sum can overflow, and what only rounding left is told. */
    for (int64_t i = 0; i < l->row_count && size_x > 0 && size_y > 0; i++) {
        if (!isnan(x[i]) && !isnan(y[i])) {
            const double dx = (x[i] - mean_x) / size_x, dy = (y[i] - mean_y) / size_y;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
    }
    const bool varies = xx > 1e-24 * (double)n && yy > 1e-24 * (double)n;
    return n >= ENOUGH && varies ? xy / sqrt(xx) / sqrt(yy) : (double)NAN;
}

static void check_pairs(looking *l)
{
    for (int32_t b = 1; b < l->spec->item_count; b++) {
        for (int32_t a = 0; a < b; a++) {
            int64_t rows = 0;
            const double r = correlation(l, a, b, &rows);
            if (fabs(r) > TOGETHER) {
                const dsi_word words[] = {alias(l, a), alias(l, b), number(l, r, 3), number(l, (double)rows, 0)};
                say(l, b, DSI_SAY_CORRELATED, words, 4);
            }
        }
    }
}

/* ---- the rows ------------------------------------------------------------------------------- */

/* Counts are volumes themselves. */
static bool counts_rows(const looking *l, int32_t item)
{
    const dscore_indicator *indicator = dsi_scorecard_indicator(l->scores->card, item);
    return indicator != NULL && strcmp(indicator->kind, "count") == 0;
}

/* The item whose volumes differ most: the others rest on the same tickets as a rule. */
static void check_volumes(looking *l)
{
    int32_t worst = -1;
    double most = FOLD;
    for (int32_t i = 0; i < l->spec->item_count; i++) {
        const column *c = &l->columns[i];
        const double fold = c->fewest > 0 ? (double)c->most_used / (double)c->fewest : 0;
        if (fold > most && !counts_rows(l, i)) {
            worst = i;
            most = fold;
        }
    }
    if (worst >= 0) {
        const column *c = &l->columns[worst];
        const dsi_word words[] = {alias(l, worst), number(l, (double)c->fewest, 0), number(l, (double)c->most_used, 0)};
        say(l, worst, DSI_SAY_VOLUMES, words, 3);
    }
}

/* Labels come from the caller's data, in whatever encoding; messages are UTF-8. */
static dsi_word subject_word(looking *l, int64_t row)
{
    const dsi_word everybody = {"everybody together", "全体"}, none = {"", ""};
    const char *subject = dsi_scores_subject(l->scores, row);
    if (subject[0] == '\0') {
        return everybody;
    }
    char *kept = dsi_arena_text(&l->arena, subject, -1);
    l->failed = l->failed || kept == NULL;
    if (kept == NULL) {
        return none;
    }
    const bool is_utf8 = dsi_utf8_valid(kept, (int64_t)strlen(kept));
    for (char *p = kept; !is_utf8 && *p != '\0'; p++) {
        *p = (unsigned char)*p < 0x80U ? *p : '?';
    }
    return dsi_word_of(kept);
}

static void check_data(looking *l)
{
    int64_t thinnest = -1, count = 0;
    for (int64_t i = 0; i < l->row_count; i++) {
        const dsi_total *total = &l->scores->totals[l->rows[i]];
        if (total->status != DSCORE_VALUE_OK || !(total->data_coverage < ENOUGH_DATA)) {
            continue;
        }
        count++;
        if (thinnest < 0 || total->data_coverage < l->scores->totals[thinnest].data_coverage) {
            thinnest = l->rows[i];
        }
    }
    if (count > 0) {
        const dsi_word words[] = {subject_word(l, thinnest),
            number(l, 100 * l->scores->totals[thinnest].data_coverage, 2), number(l, (double)count, 0)};
        say(l, -1, DSI_SAY_LITTLE_DATA, words, 3);
    }
}

dscore_status dscore_scores_check(const dscore_scores *scores, dscore_report **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (scores == NULL) {
        return dsi_fail_null(err, "scores");
    }
    looking l;
    memset(&l, 0, sizeof l);
    l.scores = scores;
    l.spec = dsi_scorecard_spec_of(scores->card);
    dsi_arena_init(&l.arena, &scores->allocator);
    dscore_status status = dsi_report_new(&scores->allocator, &l.report, err);
    if (status == DSCORE_OK) {
        status = find_rows(&l, err);
    }
    if (status == DSCORE_OK) {
        status = read_columns(&l, err);
    }
    for (int32_t i = 0; status == DSCORE_OK && i < l.spec->item_count; i++) {
        check_item(&l, i);
    }
    if (status == DSCORE_OK) {
        check_pairs(&l);
        check_volumes(&l);
        check_data(&l);
        status = l.failed ? dsi_fail_memory(err) : DSCORE_OK;
    }
    dsi_arena_free(&l.arena);
    if (status != DSCORE_OK) {
        dscore_report_free(l.report);
        return status;
    }
    *out = l.report;
    return DSCORE_OK;
}
