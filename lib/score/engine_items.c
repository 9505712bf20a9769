/* Values to points: what may be scored, what stands in for what is missing (METHODS 3.3), and gates that cut the points
   of an item (2.8, 2.5). */
#include "score/engine_parts.h"

#include "score/rule_parts.h"
#include "score/tolerance.h"
#include <math.h>

double dsi_data_coverage(const dsi_card_input *input)
{
    double rows = (double)input->n_used + (double)input->n_missing;
    return rows > 0.0 ? (double)input->n_used / rows : (double)NAN;
}

int32_t dsi_card_admits(const dscore_scorecard *card, int32_t i, const dsi_card_input *input, int32_t *flags)
{
    const dsi_card_item *item = &card->spec.items[i];
    if (input->status == DSCORE_VALUE_INSUFFICIENT) {
        *flags |= DSCORE_SCORE_SMALL_N;
    }
    if (input->status != DSCORE_VALUE_OK) {
        return input->status;
    }
    if (input->n_used < item->min_n || input->observations < item->min_observations) {
        *flags |= DSCORE_SCORE_SMALL_N;
        return DSCORE_VALUE_INSUFFICIENT;
    }
    double least = card->spec.min_data_coverage - DSI_TOLERANCE;
    bool thin = least > 0.0 && !card->facts[i].sampled && dsi_data_coverage(input) < least;
    return thin ? DSCORE_VALUE_INSUFFICIENT : DSCORE_VALUE_OK;
}

/* The points of a value that is the item's own. */
static void score_value(const dsi_bench *bench, int32_t i, double value, dscore_ledger_line *line)
{
    const dsi_beside *beside = &bench->beside[i];
    int32_t flags = 0;
    if (beside->kind == DSI_BESIDE_PEERS) {
        line->value_status = beside->status;
        line->points = beside->points;
        line->raw_points = beside->raw;
        line->peers = beside->peers;
        flags = beside->flags;
    } else { /* a rule among peers sees one alone, and has no answer */
        line->value_status = dsi_rule_points(bench->card->rules[i], value, &line->points, &line->raw_points, &flags);
    }
    line->flags |= flags;
}

/* The points of a value that stands in; false if the rule has no answer to it. */
static bool score_stand_in(const dsi_bench *bench, int32_t i, dscore_ledger_line *line)
{
    const dsi_beside *beside = &bench->beside[i];
    double points = beside->points;
    double raw = beside->raw;
    int32_t flags = beside->flags;
    int32_t status = beside->has_points ? beside->status
                                        : dsi_rule_points(bench->card->rules[i], beside->value, &points, &raw, &flags);
    if (status != DSCORE_VALUE_OK) {
        return false;
    }
    line->points = points;
    line->raw_points = raw;
    line->flags |= flags;
    line->value = beside->value;
    return true;
}

/* Put something in the place of a missing value, as far as the card has anything for it. */
static void stand_in(const dsi_bench *bench, int32_t i, dscore_ledger_line *line)
{
    const dsi_beside *beside = &bench->beside[i];
    const dsi_missing missing = dsi_scorecard_missing(bench->card, i);
    bool found = false;
    if (missing.policy == DSCORE_MISSING_NEUTRAL) {
        double worth = bench->card->spec.items[i].in_points ? line->weight * bench->card->scale / 100.0 : 1.0;
        line->points = missing.neutral * worth;
        line->raw_points = line->points;
        line->value = (double)NAN;
        found = true;
    } else if (missing.policy == DSCORE_MISSING_CARRY_FORWARD && beside->kind == DSI_BESIDE_CARRIED) {
        found = score_stand_in(bench, i, line);
        line->from_start = found ? beside->from : 0;
        line->from_end = found ? beside->to : 0;
    } else if (missing.policy == DSCORE_MISSING_GROUP_MEDIAN && beside->kind == DSI_BESIDE_MEDIAN) {
        found = score_stand_in(bench, i, line);
        line->peers = found ? beside->peers : 0;
    }
    if (found) {
        line->stand_in = missing.policy;
        line->flags |= DSCORE_SCORE_IMPUTED;
    }
}

/* Points as a score of 100. */
static double score_of(const dsi_bench *bench, int32_t i, const dscore_ledger_line *line)
{
    bool of_worth = bench->card->spec.items[i].in_points && !isnan(line->points);
    return of_worth ? 100.0 * line->points / (line->weight * bench->card->scale) : line->points;
}

/* The contribution line, still without amounts. */
static void score_item(dsi_bench *bench, int32_t i, const dsi_card_input *input, bool absent_key)
{
    const dscore_scorecard *card = bench->card;
    int32_t node = card->node_of_item[i];
    dscore_ledger_line *line = bench->items[i];
    dsi_line_clear(line);
    line->n_used = input->n_used;
    line->n_missing = input->n_missing;
    line->n_excluded = input->n_excluded;
    line->value = input->status == DSCORE_VALUE_OK ? input->value : (double)NAN;
    line->value_status = dsi_card_admits(card, i, input, &line->flags);
    if (line->value_status == DSCORE_VALUE_OK && !absent_key) {
        score_value(bench, i, input->value, line);
    }
    bool own = line->value_status == DSCORE_VALUE_OK && !absent_key;
    if (!own && !absent_key) { /* a bonus has no policy, so nothing stands in for it */
        stand_in(bench, i, line);
    }
    if (node >= 0) {
        bench->present[node] = own || line->stand_in != 0 ? 1 : 0;
        bench->counts[node] = own || line->stand_in == DSCORE_MISSING_CARRY_FORWARD ? 1 : 0;
    }
    bench->scores[i] = node >= 0 && bench->present[node] != 0 ? score_of(bench, i, line) : line->points;
}

/* ---- gates ---------------------------------------------------------------------------------- */

/* What a gate watches is the subject's own: its value, even where the rule has no points for it, or its last one; not
   what the card or others have. NaN = nothing. */
static double watched_of(const dsi_bench *bench, const dsi_gate *gate, int32_t item, const dsi_card_input *input)
{
    const dscore_ledger_line *line = bench->items[item];
    bool carried = line->stand_in == DSCORE_MISSING_CARRY_FORWARD;
    int32_t flags = 0;
    if (gate->on == DSI_GATE_ON_POINTS) {
        return line->value_status == DSCORE_VALUE_OK || carried ? line->points : (double)NAN;
    }
    if (dsi_card_admits(bench->card, item, input, &flags) == DSCORE_VALUE_OK) {
        return input->value;
    }
    return carried ? line->value : (double)NAN;
}

static void cut_item(dsi_bench *bench, int32_t gate, int32_t item)
{
    dscore_ledger_line *line = bench->items[item];
    if (isnan(line->points) || !dsi_above(line->points, bench->card->spec.gates[gate].cap)) {
        return;
    }
    line->points = bench->card->spec.gates[gate].cap;
    line->gate = gate + 1;
    line->flags |= DSCORE_SCORE_VETO;
    bench->scores[item] = score_of(bench, item, line);
}

void dsi_score_items(dsi_bench *bench, const dsi_card_input *inputs, bool absent_key)
{
    const dscore_scorecard *card = bench->card;
    for (int32_t i = 0; i < card->spec.item_count; i++) {
        score_item(bench, i, &inputs[i], absent_key);
    }
    for (int32_t g = 0; g < card->spec.gate_count; g++) { /* in their order: one may see what those before it left */
        const dsi_gate *gate = &card->spec.gates[g];
        const int32_t item = card->places[g].item;
        const double watched = absent_key ? (double)NAN : watched_of(bench, gate, item, &inputs[item]);
        const bool holds =
            isnan(watched) ? gate->applies_if_missing : dsi_compare_holds(gate->op, watched, gate->threshold);
        bench->watched[g] = watched;
        bench->gates[g] = holds && !absent_key ? 1 : 0;
        if (bench->gates[g] != 0 && card->places[g].scope_item >= 0) {
            cut_item(bench, g, card->places[g].scope_item);
        }
    }
}
