/* From points to a total: weights of what is missing, gates that cut groups and the total (METHODS 2.8), operators
   other than the mean (3.2). */
#include "score/engine_parts.h"

#include "score/rank.h"
#include "score/tolerance.h"
#include <math.h>
#include <string.h>

/* ---- missing values ------------------------------------------------------------------------- */

/* What becomes of a leaf without points: one of the four policies of a tree of weights. */
static int32_t fallback(const dscore_scorecard *card, int32_t node)
{
    const dsi_missing missing = dsi_scorecard_missing(card, card->item_of_node[node]);
    return missing.policy > DSCORE_MISSING_BLOCK ? missing.otherwise : missing.policy;
}

/* Leaves that fall back in different ways: those that count as 0 keep their weight, the others' goes to their siblings,
   or, from those that say so, to all leaves in proportion. */
static void resolve_mixed(dsi_bench *bench)
{
    const dscore_scorecard *card = bench->card;
    const dsi_weight_node *nodes = card->spec.weights.nodes;
    int32_t count = card->spec.weights.node_count;
    double kept = 0.0; /* without what is given away: added up, since subtracting would lose a small rest */
    bool gave = false;
    for (int32_t i = 0; i < count; i++) {
        int32_t policy = !nodes[i].is_leaf || bench->present[i] != 0 ? 0 : fallback(card, i);
        bench->held[i] =
            bench->present[i] != 0 || policy == DSCORE_MISSING_ZERO || policy == DSCORE_MISSING_EXCLUDE_GLOBAL ? 1 : 0;
    }
    dsi_weights_resolve_in(
        card->weights, bench->held, DSCORE_MISSING_EXCLUDE_SIBLINGS, bench->shares, NULL, NULL, bench->room);
    for (int32_t i = 0; i < count; i++) {
        bool gives = nodes[i].is_leaf && bench->present[i] == 0 && fallback(card, i) == DSCORE_MISSING_EXCLUDE_GLOBAL;
        bench->shares[i] = gives || !nodes[i].is_leaf ? 0.0 : bench->shares[i]; /* groups anew, from their leaves */
        kept += bench->shares[i];
        gave = gave || gives;
    }
    for (int32_t i = 0; gave && i < count; i++) {
        bench->shares[i] = kept > 0.0 ? bench->shares[i] / kept : 0.0;
    }
    for (int32_t i = count - 1; i >= 0; i--) {
        if (nodes[i].parent >= 0) {
            bench->shares[nodes[i].parent] += bench->shares[i];
        }
    }
}

/* Groups in which something has points. */
static void find_held(dsi_bench *bench)
{
    const dsi_weights_spec *tree = &bench->card->spec.weights;
    memcpy(bench->held, bench->present, (size_t)tree->node_count);
    for (int32_t i = tree->node_count - 1; i >= 0; i--) {
        if (bench->held[i] != 0 && tree->nodes[i].parent >= 0 && bench->card->weights->local[i] > 0.0) {
            bench->held[tree->nodes[i].parent] = 1;
        }
    }
}

void dsi_resolve_row(dsi_bench *bench, double *out_coverage)
{
    const dscore_scorecard *card = bench->card;
    const size_t nodes = (size_t)card->spec.weights.node_count;
    if (!isnan(bench->coverage) && memcmp(bench->seen, bench->present, nodes) == 0 &&
        memcmp(bench->seen + nodes, bench->counts, nodes) == 0) {
        *out_coverage = bench->coverage; /* as in the row before */
        return;
    }
    bool alike = memcmp(bench->present, bench->counts, nodes) == 0; /* of groups they are 0 */
    int32_t policy = card->mixes != 0 ? card->mixes : DSCORE_MISSING_EXCLUDE_SIBLINGS;
    dsi_weights_resolve_in(card->weights, bench->counts, policy, bench->shares, out_coverage, bench->has, bench->room);
    if (card->mixes == 0) {
        resolve_mixed(bench);
    } else if (!alike) {
        dsi_weights_resolve_in(card->weights, bench->present, policy, bench->shares, NULL, NULL, bench->room);
    }
    find_held(bench);
    memcpy(bench->seen, bench->present, nodes);
    memcpy(bench->seen + nodes, bench->counts, nodes);
    bench->coverage = *out_coverage;
}

bool dsi_row_blocked(const dsi_bench *bench)
{
    const dscore_scorecard *card = bench->card;
    if (card->spec.missing != DSCORE_MISSING_BLOCK && card->mixes != 0 && card->mixes != DSCORE_MISSING_BLOCK) {
        return false;
    }
    for (int32_t i = 0; i < card->spec.weights.node_count; i++) {
        bool leaf = card->spec.weights.nodes[i].is_leaf;
        bool childless = !leaf && card->weights->children[i + 1] == 0;
        if (!(card->weights->share[i] > 0.0) || (!leaf && !childless)) {
            continue;
        }
        int32_t policy = childless ? card->spec.missing : bench->present[i] != 0 ? 0 : fallback(card, i);
        if (policy == DSCORE_MISSING_BLOCK) {
            return true;
        }
    }
    return false;
}

/* ---- gates ---------------------------------------------------------------------------------- */

/* The line of a gate; what it watched stands in `value`. */
static void add_gate(dsi_ledger *l, int32_t gate, const char *scope, double before, double amount)
{
    dscore_ledger_line line = dsi_ledger_adjustment(DSCORE_LINE_GATE, amount, DSCORE_SCORE_VETO);
    line.alias = scope;
    line.gate = gate + 1;
    line.value = l->bench->watched[gate];
    line.raw_points = before;
    line.points = l->bench->card->spec.gates[gate].cap;
    dsi_ledger_add(l, &line);
}

/* Cut one group, and what stands above it: line w of the ledger is that of node walk[w]. */
static void cut_group(dsi_ledger *l, int32_t gate, int32_t w, double *points)
{
    const dscore_scorecard *card = l->bench->card;
    int32_t node = card->walk[w];
    double cap = card->spec.gates[gate].cap;
    double unit = card->scale / 100.0;
    double share = l->bench->shares[node];
    bool in_points = card->spec.mode == DSI_CARD_POINTS; /* there a group's points are those it adds */
    double before = in_points ? points[node] * unit : points[node] / share;
    if (!(share > 0.0) || l->bench->held[node] == 0 || !dsi_above(before, cap)) {
        return;
    }
    double after = in_points ? cap / unit : cap * share;
    double change = after - points[node];
    l->bench->lines[w].flags |= DSCORE_SCORE_VETO;
    l->bench->lines[w].gate = gate + 1;
    if (isnan(l->bench->lines[w].raw_points)) { /* what it had before the first of its gates */
        l->bench->lines[w].raw_points = l->bench->lines[w].points;
    }
    for (int32_t up = node; up >= 0; up = card->spec.weights.nodes[up].parent) {
        points[up] += change;
        for (int32_t k = 0; k <= w; k++) { /* what stands above comes before */
            if (card->walk[k] == up) {
                l->bench->lines[k].points = points[up] / l->bench->shares[up];
            }
        }
    }
    add_gate(l, gate, card->spec.weights.nodes[node].id, before, change * unit);
}

void dsi_gate_groups(dsi_ledger *l, double *points)
{
    const dscore_scorecard *card = l->bench->card;
    bool any = false;
    for (int32_t g = 0; g < card->spec.gate_count; g++) {
        any = any || (l->bench->gates[g] != 0 && card->places[g].scope_node >= 0);
    }
    for (int32_t w = card->spec.weights.node_count - 1; any && w >= 0; w--) { /* inner groups before outer ones */
        for (int32_t g = 0; g < card->spec.gate_count; g++) {
            if (l->bench->gates[g] != 0 && card->places[g].scope_node == card->walk[w]) {
                cut_group(l, g, w, points);
            }
        }
    }
}

void dsi_gate_total(dsi_ledger *l)
{
    const dscore_scorecard *card = l->bench->card;
    for (int32_t g = 0; g < card->spec.gate_count; g++) {
        bool of_total = card->places[g].scope_item < 0 && card->places[g].scope_node < 0;
        if (of_total && l->bench->gates[g] != 0 && dsi_above(l->sum, card->spec.gates[g].cap)) {
            add_gate(l, g, "", l->sum, card->spec.gates[g].cap - l->sum);
        }
    }
}

/* ---- operators ------------------------------------------------------------------------------ */

/* The leaves that take part: scores and effective weights, which add up to 1. */
typedef struct leaves {
    double *scores, *weights;
    int32_t count;
} leaves;

static leaves gather(const dsi_bench *bench)
{
    const dscore_scorecard *card = bench->card;
    int32_t nodes = card->spec.weights.node_count;
    leaves found = {bench->room, bench->room + nodes, 0}; /* the scratch of resolving is free again */
    double sum = 0.0;
    for (int32_t i = 0; i < nodes; i++) {
        if (card->spec.weights.nodes[i].is_leaf && bench->shares[i] > 0.0) {
            found.scores[found.count] = bench->present[i] != 0 ? bench->scores[card->item_of_node[i]] : 0.0;
            found.weights[found.count] = bench->shares[i];
            sum += bench->shares[i];
            found.count++;
        }
    }
    for (int32_t i = 0; i < found.count; i++) {
        found.weights[i] /= sum;
    }
    return found;
}

static double least_of(const leaves *l)
{
    double least = (double)INFINITY;
    for (int32_t i = 0; i < l->count; i++) {
        least = fmin(least, l->scores[i]);
    }
    return least;
}

/* Means of powers of the shares of points s / 100, each at least epsilon; one that is nothing makes the total nothing.
 */
static double power_mean(const leaves *l, double epsilon, bool harmonic)
{
    double sum = 0.0;
    for (int32_t i = 0; i < l->count; i++) {
        double d = fmax(l->scores[i] / 100.0, epsilon);
        if (!(d > 0.0)) {
            return 0.0;
        }
        sum += harmonic ? l->weights[i] / d : l->weights[i] * log(d);
    }
    return 100.0 * (harmonic ? 1.0 / sum : exp(sum));
}

/* The share of the position weights up to a share of the leaves: a line between the positions. */
static double position_share(const dsi_card_spec *spec, double total, double up_to)
{
    double place = up_to * (double)spec->owa_count;
    double sum = 0.0;
    for (int32_t i = 0; i < spec->owa_count; i++) {
        double taken = fmin(fmax(place - (double)i, 0.0), 1.0);
        sum += taken * spec->owa[i];
    }
    return sum / total;
}

/* Torra's weighted OWA (1997): positions by rank, as wide as the leaf's weight. With equal weights it is Yager's OWA;
   leaves that are missing leave no gap. */
static double ordered_mean(dsi_bench *bench, const leaves *l)
{
    const dsi_card_spec *spec = &bench->card->spec;
    double total = 0.0;
    for (int32_t i = 0; i < spec->owa_count; i++) {
        total += spec->owa[i];
    }
    for (int32_t i = 0; i < l->count; i++) {
        bench->order[i] = i;
    }
    const dsi_ranking ranking = {.scores = l->scores, .stride = sizeof(double), .count = l->count};
    dsi_ranking_sort(&ranking, bench->order, l->count);
    double sum = 0.0;
    double width = 0.0;
    double before = 0.0;
    for (int32_t i = 0; i < l->count; i++) {
        width += l->weights[bench->order[i]];
        double after = i == l->count - 1 ? 1.0 : position_share(spec, total, fmin(width, 1.0));
        sum += (after - before) * l->scores[bench->order[i]];
        before = after;
    }
    return sum;
}

void dsi_apply_operator(dsi_ledger *l)
{
    const dsi_card_spec *spec = &l->bench->card->spec;
    const leaves found = spec->operation == DSI_OPERATOR_MEAN ? (leaves){NULL, NULL, 0} : gather(l->bench);
    double total = 0.0;
    if (found.count == 0) {
        return;
    }
    switch (spec->operation) {
    case DSI_OPERATOR_MIN:
        total = least_of(&found);
        break;
    case DSI_OPERATOR_OWA:
        total = ordered_mean(l->bench, &found);
        break;
    default:
        total = power_mean(&found, spec->epsilon, spec->operation == DSI_OPERATOR_HARMONIC);
        break;
    }
    if (fabs(total - l->sum) > DSI_ARITHMETIC * fmax(1.0, fabs(total))) {
        const dscore_ledger_line line = dsi_ledger_adjustment(DSCORE_LINE_OPERATOR, total - l->sum, 0);
        dsi_ledger_add(l, &line);
    }
}
