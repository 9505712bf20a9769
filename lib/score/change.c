/* Why a score differs from another: points and weights of each item (METHODS 3.11), bonuses, adjustments, rounding. */
#include "score/change.h"

#include "base/error.h"
#include "base/structs.h"
#include "score/scores.h"
#include "score/tolerance.h"
#include <deskscore/weighting.h>
#include <math.h>
#include <string.h>

enum { LINE_KINDS = 32 }; /* ledgers have fewer */

/* One of the two scores, with its ledger. */
typedef struct side {
    const dscore_scores *scores;
    dsi_bench bench;
    dsi_total total;
    double exact;             /* the sum of what is counted below */
    double kinds[LINE_KINDS]; /* amounts by kind of ledger line, without contributions */
} side;

/* What an item weighs and has on one side. */
typedef struct standing {
    const dscore_ledger_line *line; /* NULL = not on the card */
    double weight, points;          /* points NaN = none */
} standing;

static dscore_status open_side(side *s, const dscore_scores *scores, int64_t row, dscore_error *err)
{
    memset(s, 0, sizeof *s);
    s->scores = scores;
    dscore_status status = dsi_bench_init(&s->bench, scores->card, err);
    if (status != DSCORE_OK) {
        return status;
    }
    status = dsi_scores_again(scores, row, &s->bench, &s->total, err);
    if (status != DSCORE_OK) {
        dsi_bench_free(&s->bench);
    }
    return status;
}

static int32_t find_item(const dscore_scorecard *card, const char *alias)
{
    for (int32_t i = 0; i < card->spec.item_count; i++) {
        if (strcmp(card->spec.items[i].alias, alias) == 0) {
            return i;
        }
    }
    return -1;
}

static standing standing_of(const side *s, int32_t item)
{
    standing out = {NULL, 0.0, (double)NAN};
    for (int32_t i = 0; item >= 0 && i < s->total.line_count; i++) {
        const dscore_ledger_line *line = &s->bench.lines[i];
        if (line->alias == s->scores->card->spec.items[item].alias) { /* lines hold the card's own texts */
            out.line = line;
        }
    }
    if (out.line == NULL) {
        return out;
    }
    if (out.line->kind == DSCORE_LINE_BONUS) {
        out.points = out.line->points;
        return out;
    }
    out.weight = out.line->effective_weight * s->scores->card->scale / 100.0;
    const bool has = s->bench.present[s->scores->card->node_of_item[item]] != 0;
    out.points = has ? s->bench.scores[item] : (double)NAN;
    if (!has && out.weight > 0.0) {
        out.points = 0.0; /* missing, and counted as 0 */
    }
    return out;
}

/* Amounts by kind; contributions at their effective weights, and what the ledger has beyond them as RENORMALISE. */
static void sum_kinds(side *s)
{
    double contributions = 0.0;
    for (int32_t i = 0; i < s->total.line_count; i++) {
        const dscore_ledger_line *line = &s->bench.lines[i];
        if (line->kind == DSCORE_LINE_CONTRIBUTION || line->kind == DSCORE_LINE_RENORMALISE) {
            contributions += line->amount;
        } else if (line->kind != DSCORE_LINE_GROUP && line->kind > 0 && line->kind < LINE_KINDS) {
            s->kinds[line->kind] += line->amount;
        }
    }
    double counted = 0.0;
    for (int32_t i = 0; i < s->scores->card->spec.item_count; i++) {
        const standing item = standing_of(s, i);
        counted += item.weight > 0.0 ? item.weight * item.points : 0.0;
    }
    const double rest = contributions - counted;
    s->kinds[DSCORE_LINE_RENORMALISE] = dsi_same(contributions, counted) ? 0.0 : rest;
}

/* ---- lines ---------------------------------------------------------------------------------- */

typedef struct changing {
    side before, after;
    dscore_change *change;
    double *numbers; /* weights and points before and after, effects: six arrays of `room` */
    int32_t room;
    double sum; /* of the lines so far */
    dscore_error *err;
} changing;

static dscore_change_line *next_line(changing *c, int32_t kind)
{
    dscore_change_line *line = &c->change->lines[c->change->count++];
    *line = (dscore_change_line)DSCORE_CHANGE_LINE_INIT;
    line->kind = kind;
    line->value_before = (double)NAN;
    line->value_after = (double)NAN;
    line->points_before = (double)NAN;
    line->points_after = (double)NAN;
    return line;
}

static bool name_line(changing *c, dscore_change_line *line, const dscore_scorecard *card, int32_t item)
{
    dsi_arena *arena = &c->change->arena;
    line->alias = dsi_arena_text(arena, card->spec.items[item].alias, -1);
    line->name = dsi_arena_text(arena, dsi_card_item_name(card, item, false), -1);
    line->name_zh = dsi_arena_text(arena, dsi_card_item_name(card, item, true), -1);
    return line->alias != NULL && line->name != NULL && line->name_zh != NULL;
}

/* A line for an item of either card; false = no memory. Effects come later. */
static bool add_item(changing *c, int32_t item_before, int32_t item_after, bool is_bonus)
{
    const standing before = standing_of(&c->before, item_before);
    const standing after = standing_of(&c->after, item_after);
    dscore_change_line *line = next_line(c, is_bonus ? DSCORE_CHANGE_BONUS : DSCORE_CHANGE_ITEM);
    line->value_before = before.line == NULL ? (double)NAN : before.line->value;
    line->value_after = after.line == NULL ? (double)NAN : after.line->value;
    line->points_before = before.points;
    line->points_after = after.points;
    line->weight_before = before.weight;
    line->weight_after = after.weight;
    if (is_bonus) {
        line->amount = (isnan(after.points) ? 0.0 : after.points) - (isnan(before.points) ? 0.0 : before.points);
        if (line->amount == 0.0) {
            c->change->count -= 1;
            return true;
        }
        c->sum += line->amount;
    }
    const bool of_after = item_after >= 0;
    return name_line(
        c, line, of_after ? c->after.scores->card : c->before.scores->card, of_after ? item_after : item_before);
}

static bool stands_as_bonus(const dscore_scorecard *card, int32_t item)
{
    return item >= 0 && card->node_of_item[item] < 0;
}

/* Items of the card after, then those of the card before alone. One that is a bonus on one card and has a weight on the
   other makes a line of either kind. */
static bool add_items(changing *c, bool bonuses)
{
    const dscore_scorecard *before = c->before.scores->card;
    const dscore_scorecard *after = c->after.scores->card;
    for (int32_t i = 0; i < after->spec.item_count; i++) {
        int32_t twin = find_item(before, after->spec.items[i].alias);
        twin = twin >= 0 && stands_as_bonus(before, twin) == bonuses ? twin : -1;
        if (stands_as_bonus(after, i) == bonuses && !add_item(c, twin, i, bonuses)) {
            return false;
        }
    }
    for (int32_t i = 0; i < before->spec.item_count; i++) {
        const int32_t twin = find_item(after, before->spec.items[i].alias);
        const bool alone = twin < 0 || stands_as_bonus(after, twin) != bonuses;
        if (stands_as_bonus(before, i) == bonuses && alone && !add_item(c, i, -1, bonuses)) {
            return false;
        }
    }
    return true;
}

/* The effects of all items. The weights of either side are relative to the larger sum, so an item without points fills
   the other up to it. Where an item counts on one side only, its points stay: what changes is its weight. */
static dscore_status attribute(changing *c)
{
    const int32_t n = c->change->count;
    double *w0 = c->numbers, *s0 = w0 + c->room, *w1 = s0 + c->room, *s1 = w1 + c->room;
    double *by_score = s1 + c->room, *by_weight = by_score + c->room;
    double sum_before = 0.0, sum_after = 0.0;
    for (int32_t i = 0; i < n; i++) {
        const dscore_change_line *line = &c->change->lines[i];
        const bool had = line->weight_before > 0.0, has = line->weight_after > 0.0;
        w0[i] = line->weight_before;
        w1[i] = line->weight_after;
        s0[i] = had ? line->points_before : has ? line->points_after : 0.0;
        s1[i] = has ? line->points_after : s0[i];
        sum_before += w0[i];
        sum_after += w1[i];
    }
    const double whole = fmax(sum_before, sum_after);
    w0[n] = whole - sum_before;
    w1[n] = whole - sum_after;
    s0[n] = s1[n] = 0.0;
    if (!(whole > 0.0)) {
        return DSCORE_OK; /* bonuses alone */
    }
    dscore_status status = dscore_weights_attribute(w0, s0, w1, s1, n + 1, by_score, by_weight, NULL, c->err);
    for (int32_t i = 0; status == DSCORE_OK && i < n; i++) {
        dscore_change_line *line = &c->change->lines[i];
        line->score_effect = whole * by_score[i];
        line->weight_effect = whole * by_weight[i];
        line->amount = line->score_effect + line->weight_effect;
        c->sum += line->amount;
    }
    return status;
}

static void add_adjustments(changing *c)
{
    for (int32_t kind = LINE_KINDS - 1; kind > 0; kind--) {
        const bool is_told = kind == DSCORE_LINE_BONUS || kind == DSCORE_LINE_ROUND;
        const double amount = c->after.kinds[kind] - c->before.kinds[kind];
        if (!is_told && amount != 0.0) {
            dscore_change_line *line = next_line(c, DSCORE_CHANGE_ADJUSTMENT);
            line->line_kind = kind;
            line->amount = amount;
            c->sum += amount;
        }
    }
}

/* Whatever is left, so that the sum is the change to the last bit. */
static void add_round(changing *c)
{
    if (c->sum == c->change->difference) {
        return;
    }
    dscore_change_line *line = next_line(c, DSCORE_CHANGE_ROUND);
    double amount = c->change->difference - c->sum;
    for (int32_t tries = 0; tries < 4 && c->sum + amount != c->change->difference; tries++) {
        amount = nextafter(amount, c->sum + amount < c->change->difference ? (double)INFINITY : -(double)INFINITY);
    }
    line->amount = amount;
}

/* ---- printed amounts ------------------------------------------------------------------------ */

/* Rounding is shared out among the other lines, unless it is more than they can take: a card of fewer decimals. */
static bool is_shared_out(const dscore_change *change, const dscore_change_line *line)
{
    double unit = 1.0;
    for (int32_t d = 0; d < change->decimals; d++) {
        unit /= 10.0;
    }
    return line->kind == DSCORE_CHANGE_ROUND && fabs(line->amount) <= unit * (double)(change->count - 1);
}

/* Two amounts an item, one of any other line. */
static dscore_status apportion(dscore_change *change, dscore_error *err)
{
    dsi_arena scratch;
    dsi_arena_init(&scratch, &change->arena.allocator);
    const int64_t room = 2 * (int64_t)change->count;
    dscore_ledger_line *amounts = dsi_arena_alloc(&scratch, room * (int64_t)sizeof *amounts);
    double *remainders = dsi_arena_alloc(&scratch, room * (int64_t)sizeof *remainders);
    const bool failed = amounts == NULL || remainders == NULL;
    int32_t count = 0;
    for (int32_t i = 0; !failed && i < change->count; i++) {
        const dscore_change_line *line = &change->lines[i];
        const bool is_item = line->kind == DSCORE_CHANGE_ITEM;
        amounts[count].kind = is_shared_out(change, line) ? DSCORE_LINE_ROUND : DSCORE_LINE_CONTRIBUTION;
        amounts[count++].amount = is_item ? line->score_effect : line->amount;
        if (is_item) {
            amounts[count].kind = DSCORE_LINE_CONTRIBUTION;
            amounts[count++].amount = line->weight_effect;
        }
    }
    if (!failed) {
        dsi_apportion(amounts, count, change->difference, change->decimals, remainders);
    }
    count = 0;
    for (int32_t i = 0; !failed && i < change->count; i++) {
        dscore_change_line *line = &change->lines[i];
        line->printed = amounts[count++].printed;
        if (line->kind == DSCORE_CHANGE_ITEM) {
            line->printed_score = line->printed;
            line->printed_weight = amounts[count++].printed;
            line->printed = dscore_round(line->printed_score + line->printed_weight, change->decimals) + 0.0;
        }
    }
    dsi_arena_free(&scratch);
    return failed ? dsi_fail_memory(err) : DSCORE_OK;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static bool keep_texts(changing *c, int64_t row_before, int64_t row_after)
{
    dscore_change *change = c->change;
    change->subject_before = dsi_arena_text(&change->arena, dsi_scores_subject(c->before.scores, row_before), -1);
    change->subject_after = dsi_arena_text(&change->arena, dsi_scores_subject(c->after.scores, row_after), -1);
    change->card_before = dsi_arena_text(&change->arena, c->before.scores->card->spec.id, -1);
    change->card_after = dsi_arena_text(&change->arena, c->after.scores->card->spec.id, -1);
    change->same_card = strcmp(c->before.scores->card->hash, c->after.scores->card->hash) == 0;
    return change->subject_before != NULL && change->subject_after != NULL && change->card_before != NULL &&
           change->card_after != NULL;
}

static dscore_status fill(changing *c, int64_t row_before, int64_t row_after, dscore_error *err)
{
    dscore_change *change = c->change;
    const dsi_card_spec *before = &c->before.scores->card->spec;
    const dsi_card_spec *after = &c->after.scores->card->spec;
    change->decimals = before->decimals > after->decimals ? before->decimals : after->decimals;
    change->before = c->before.total.total;
    change->after = c->after.total.total;
    change->difference = dscore_round(change->after - change->before, change->decimals) + 0.0;
    c->room = before->item_count + after->item_count + 1;
    const int64_t lines = (int64_t)c->room + LINE_KINDS + 1;
    change->lines = dsi_arena_alloc(&change->arena, lines * (int64_t)sizeof *change->lines);
    c->numbers = dsi_arena_alloc(&c->after.bench.arena, 6 * (int64_t)c->room * (int64_t)sizeof *c->numbers);
    if (change->lines == NULL || c->numbers == NULL || !keep_texts(c, row_before, row_after) || !add_items(c, false)) {
        return dsi_fail_memory(err);
    }
    dscore_status status = attribute(c);
    if (status != DSCORE_OK) {
        return status;
    }
    if (!add_items(c, true)) {
        return dsi_fail_memory(err);
    }
    sum_kinds(&c->before);
    sum_kinds(&c->after);
    add_adjustments(c);
    add_round(c);
    return apportion(change, err);
}

static dscore_status check_side(const dscore_scores *scores, int64_t row, const char *member, dscore_error *err)
{
    if (scores == NULL) {
        return dsi_fail_null(err, member);
    }
    dscore_status status = dsi_scores_check(scores, row, scores, err);
    if (status == DSCORE_OK && scores->rolled != NULL) {
        status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_PAIR,
            "the scores are means of published ones; compare the ledgers of their periods");
    } else if (status == DSCORE_OK && scores->totals[row].status != DSCORE_VALUE_OK) {
        status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_PAIR,
            "'%s' has no total here: there is nothing to attribute", dsi_scores_subject(scores, row));
        dsi_error_row(err, row);
    }
    if (status != DSCORE_OK) {
        dsi_error_path(err, "%s", member);
    }
    return status;
}

static dscore_status make(const dscore_scores *before, int64_t row_before, const dscore_scores *after,
    int64_t row_after, dscore_change *change, dscore_error *err)
{
    changing c;
    memset(&c, 0, sizeof c);
    c.change = change;
    c.err = err;
    dscore_status status = open_side(&c.before, before, row_before, err);
    if (status != DSCORE_OK) {
        return status;
    }
    status = open_side(&c.after, after, row_after, err);
    if (status == DSCORE_OK) {
        status = fill(&c, row_before, row_after, err);
        dsi_bench_free(&c.after.bench);
    }
    dsi_bench_free(&c.before.bench);
    return status;
}

dscore_status dscore_scores_change(const dscore_scores *before, int64_t row_before, const dscore_scores *after,
    int64_t row_after, dscore_change **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    dscore_status status = check_side(before, row_before, "before", err);
    if (status == DSCORE_OK) {
        status = check_side(after, row_after, "after", err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_change *change = dsi_alloc_zero(&after->allocator, (int64_t)sizeof *change);
    if (change == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_arena_init(&change->arena, &after->allocator);
    status = make(before, row_before, after, row_after, change, err);
    if (status != DSCORE_OK) {
        dscore_change_free(change);
        return status;
    }
    *out = change;
    return DSCORE_OK;
}

void dscore_change_free(dscore_change *change)
{
    if (change == NULL) {
        return;
    }
    dscore_allocator a = change->arena.allocator;
    dsi_arena_free(&change->arena);
    dsi_release(&a, change, (int64_t)sizeof *change);
}
