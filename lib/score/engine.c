/* Scoring one row: values to points, missing policies, the total and its ledger (D21, METHODS 3.2, 3.3). The total is
   defined as the sum of the ledger's amounts in their order, so that it adds up bit for bit. */
#include "score/engine_parts.h"

#include "base/error.h"
#include "score/tolerance.h"
#include <math.h>
#include <string.h>

/* Bits of a line that the whole row inherits; a rule's own clamp stays with its line. */
enum {
    ROW_FLAGS = DSCORE_SCORE_CLIFF | DSCORE_SCORE_BONUS | DSCORE_SCORE_PENALTY | DSCORE_SCORE_VETO |
                DSCORE_SCORE_SMALL_N | DSCORE_SCORE_IMPUTED | DSCORE_SCORE_CAP_CORE
};

/* What no row changes of the lines of nodes, which stand at their places in the ledger, and of bonuses. */
static void prepare_lines(dsi_bench *bench)
{
    const dscore_scorecard *card = bench->card;
    const dsi_weights_spec *tree = &card->spec.weights;
    for (int32_t w = 0; w < tree->node_count; w++) {
        const int32_t node = card->walk[w];
        const int32_t i = card->item_of_node[node];
        dscore_ledger_line *line = &bench->lines[w];
        *line = dsi_ledger_adjustment(i < 0 ? DSCORE_LINE_GROUP : DSCORE_LINE_CONTRIBUTION, 0.0, 0);
        line->alias = i < 0 ? tree->nodes[node].id : card->spec.items[i].alias;
        line->group = dsi_group_of(card, node);
        line->weight = card->weights->share[node];
        if (i >= 0) {
            bench->items[i] = line;
        }
    }
    for (int32_t i = 0; i < card->spec.item_count; i++) {
        if (card->node_of_item[i] < 0) {
            bench->items[i] = &bench->bonuses[i];
            *bench->items[i] = dsi_ledger_adjustment(DSCORE_LINE_BONUS, 0.0, 0);
            bench->items[i]->alias = card->spec.items[i].alias;
        }
    }
}

dscore_status dsi_bench_init(dsi_bench *bench, const dscore_scorecard *card, dscore_error *err)
{
    memset(bench, 0, sizeof *bench);
    bench->card = card;
    dsi_arena_init(&bench->arena, &card->arena.allocator);
    int64_t nodes = card->spec.weights.node_count;
    int64_t items = card->spec.item_count;
    int64_t gates = card->spec.gate_count;
    int64_t lines = nodes + items + gates + 4; /* every node, bonus and gate, RENORMALISE, OPERATOR, CLAMP, ROUND */
    int64_t of_double = (int64_t)sizeof(double);
    bench->line_capacity = (int32_t)lines;
    bench->present = dsi_arena_alloc(&bench->arena, nodes);
    bench->counts = dsi_arena_alloc(&bench->arena, nodes);
    bench->has = dsi_arena_alloc(&bench->arena, nodes);
    bench->held = dsi_arena_alloc(&bench->arena, nodes);
    bench->seen = dsi_arena_alloc(&bench->arena, 2 * nodes);
    bench->coverage = (double)NAN;
    bench->gates = dsi_arena_alloc(&bench->arena, gates);
    bench->watched = dsi_arena_alloc(&bench->arena, gates * of_double);
    bench->order = dsi_arena_alloc(&bench->arena, nodes * (int64_t)sizeof *bench->order);
    bench->beside = dsi_arena_alloc(&bench->arena, items * (int64_t)sizeof *bench->beside);
    bench->shares = dsi_arena_alloc(&bench->arena, nodes * of_double);
    bench->room = dsi_arena_alloc(&bench->arena, 2 * (nodes + 1) * of_double);
    bench->scores = dsi_arena_alloc(&bench->arena, items * of_double);
    bench->remainders = dsi_arena_alloc(&bench->arena, lines * of_double);
    bench->items = dsi_arena_alloc(&bench->arena, items * (int64_t)sizeof *bench->items);
    bench->bonuses = dsi_arena_alloc(&bench->arena, items * (int64_t)sizeof *bench->bonuses);
    bench->lines = dsi_arena_alloc(&bench->arena, lines * (int64_t)sizeof(dscore_ledger_line));
    bool taken = bench->counts != NULL && bench->held != NULL && bench->gates != NULL && bench->watched != NULL &&
                 bench->order != NULL && bench->beside != NULL && bench->bonuses != NULL && bench->seen != NULL;
    if (!taken || bench->present == NULL || bench->has == NULL || bench->shares == NULL || bench->room == NULL ||
        bench->scores == NULL || bench->remainders == NULL || bench->items == NULL || bench->lines == NULL) {
        dsi_bench_free(bench);
        return dsi_fail_memory(err);
    }
    prepare_lines(bench);
    return DSCORE_OK;
}

void dsi_bench_free(dsi_bench *bench)
{
    dsi_arena_free(&bench->arena);
}

const char *dsi_group_of(const dscore_scorecard *card, int32_t node)
{
    int32_t parent = node < 0 ? -1 : card->spec.weights.nodes[node].parent;
    return parent < 0 ? "" : card->spec.weights.nodes[parent].id;
}

/* Is every dimension there that carries weight? */
static bool dimensions_complete(const dsi_bench *bench)
{
    const dscore_scorecard *card = bench->card;
    for (int32_t i = 0; i < card->spec.weights.node_count; i++) {
        if (card->spec.weights.nodes[i].parent < 0 && card->weights->share[i] > 0.0 && bench->has[i] == 0) {
            return false;
        }
    }
    return true;
}

/* Has anything that carries weight a value? */
static bool anything_present(const dsi_bench *bench)
{
    const dscore_scorecard *card = bench->card;
    for (int32_t i = 0; i < card->spec.weights.node_count; i++) {
        if (card->spec.weights.nodes[i].parent < 0 && card->weights->share[i] > 0.0 && bench->has[i] != 0) {
            return true;
        }
    }
    return false;
}

static bool required_missing(const dsi_bench *bench)
{
    for (int32_t i = 0; i < bench->card->spec.item_count; i++) {
        if (bench->card->spec.items[i].required && bench->items[i]->value_status != DSCORE_VALUE_OK) {
            return true;
        }
    }
    return false;
}

/* Why there is no total, the gravest reason first; DSCORE_TOTAL_FINE if there is one. */
static int32_t reason_of(const dsi_bench *bench, double coverage, bool absent_key)
{
    const dsi_card_spec *spec = &bench->card->spec;
    if (absent_key) {
        return DSCORE_TOTAL_ABSENT_KEY;
    }
    if (!anything_present(bench)) {
        return DSCORE_TOTAL_NOTHING;
    }
    if (required_missing(bench) || dsi_row_blocked(bench)) {
        return DSCORE_TOTAL_BLOCKED;
    }
    if (!spec->allow_missing_dimension && !dimensions_complete(bench)) {
        return DSCORE_TOTAL_DIMENSION_MISSING;
    }
    return coverage < spec->min_weight_coverage - DSI_TOLERANCE ? DSCORE_TOTAL_WEIGHT_COVERAGE : DSCORE_TOTAL_FINE;
}

int32_t dsi_total_status(int32_t reason)
{
    switch (reason) {
    case DSCORE_TOTAL_FINE:
        return DSCORE_VALUE_OK;
    case DSCORE_TOTAL_NOTHING:
        return DSCORE_VALUE_NO_DATA;
    case DSCORE_TOTAL_ABSENT_KEY:
        return DSCORE_VALUE_EXCLUDED;
    default:
        return DSCORE_VALUE_INSUFFICIENT;
    }
}

static double least_data_coverage(const dsi_bench *bench, const dsi_card_input *inputs)
{
    double least = (double)NAN;
    for (int32_t i = 0; i < bench->card->spec.item_count; i++) {
        double covered = dsi_data_coverage(&inputs[i]);
        if (!bench->card->facts[i].sampled && !isnan(covered) && !(covered >= least)) {
            least = covered;
        }
    }
    return least;
}

void dsi_ledger_add(dsi_ledger *l, const dscore_ledger_line *line)
{
    l->bench->lines[l->count++] = *line;
    if (line->kind != DSCORE_LINE_GROUP) {
        l->sum += line->amount;
    }
}

dscore_ledger_line dsi_ledger_adjustment(int32_t kind, double amount, int32_t flags)
{
    dscore_ledger_line line = DSCORE_LEDGER_LINE_INIT;
    line.kind = kind;
    line.flags = flags;
    line.amount = amount;
    line.value = (double)NAN;
    line.points = (double)NAN;
    line.raw_points = (double)NAN;
    line.alias = "";
    line.group = "";
    return line;
}

static void add_adjustment(dsi_ledger *l, int32_t kind, double amount, int32_t flags)
{
    const dscore_ledger_line line = dsi_ledger_adjustment(kind, amount, flags);
    dsi_ledger_add(l, &line);
}

void dsi_line_clear(dscore_ledger_line *line)
{
    line->value_status = 0;
    line->flags = 0;
    line->value = (double)NAN;
    line->raw_points = (double)NAN;
    line->points = (double)NAN;
    line->effective_weight = 0.0;
    line->amount = 0.0;
    line->printed = 0.0;
    line->stand_in = 0;
    line->gate = 0;
    line->peers = 0;
    line->from_start = 0;
    line->from_end = 0;
}

/* Groups and contributions in walking order, amounts at the weights before renormalising; returns what the
   contributions come to at their effective weights. The lines of items stand at their places already. */
static double add_contributions(dsi_ledger *l)
{
    const dscore_scorecard *card = l->bench->card;
    double unit = card->scale / 100.0;
    double after = 0.0;
    for (int32_t w = 0; w < card->spec.weights.node_count; w++) {
        int32_t node = card->walk[w];
        int32_t i = card->item_of_node[node];
        dscore_ledger_line *line = &l->bench->lines[w];
        if (i < 0) {
            dsi_line_clear(line);
            line->effective_weight = l->bench->shares[node];
            line->value_status = l->bench->held[node] != 0 ? DSCORE_VALUE_OK : DSCORE_VALUE_NO_DATA;
            continue;
        }
        line->effective_weight = l->bench->shares[node];
        if (l->bench->present[node] != 0) {
            bool in_points = card->spec.items[i].in_points;
            line->amount = in_points ? line->points : line->weight * unit * l->bench->scores[i];
            after += in_points ? line->points * (line->effective_weight / line->weight)
                               : line->effective_weight * unit * l->bench->scores[i];
        }
        l->sum += line->amount;
    }
    l->count = card->spec.weights.node_count;
    return after;
}

/* A group's amount is the sum of its contributions; its points their mean at effective weights. */
static void sum_groups(dsi_ledger *l)
{
    const dscore_scorecard *card = l->bench->card;
    int32_t nodes = card->spec.weights.node_count;
    double *amount = l->bench->room; /* one a node; the scratch of resolving is free again */
    double *points = l->bench->room + nodes;
    memset(amount, 0, 2 * (size_t)nodes * sizeof *amount);
    for (int32_t w = nodes - 1; w >= 0; w--) { /* walking order: line w is node walk[w] */
        int32_t node = card->walk[w];
        dscore_ledger_line *line = &l->bench->lines[w];
        int32_t i = card->item_of_node[node];
        if (i >= 0) {
            amount[node] = line->amount;
            points[node] = l->bench->present[node] != 0 ? line->effective_weight * l->bench->scores[i] : 0.0;
        } else {
            line->amount = amount[node];
            if (line->effective_weight > 0.0 && line->value_status == DSCORE_VALUE_OK) {
                line->points = points[node] / line->effective_weight;
            }
        }
        int32_t parent = card->spec.weights.nodes[node].parent;
        if (parent >= 0) {
            amount[parent] += amount[node];
            points[parent] += points[node];
        }
    }
}

static void add_bonuses(dsi_ledger *l)
{
    const dscore_scorecard *card = l->bench->card;
    for (int32_t i = 0; i < card->spec.item_count; i++) {
        dscore_ledger_line *line = l->bench->items[i];
        if (card->node_of_item[i] >= 0) {
            continue;
        }
        if (line->value_status == DSCORE_VALUE_OK && !isnan(line->points)) {
            line->amount = line->points;
            line->flags |= line->points > 0.0 ? DSCORE_SCORE_BONUS : line->points < 0.0 ? DSCORE_SCORE_PENALTY : 0;
        }
        dsi_ledger_add(l, line);
    }
}

int32_t dsi_grade_of(const dsi_card_spec *spec, double total)
{
    for (int32_t i = 0; i < spec->grade_count; i++) {
        if (dsi_at_least(total, spec->grades[i].min)) {
            return i;
        }
    }
    return -1;
}

/* From the exact sum to the published total: clamp, rounding, grade. */
static void conclude(dsi_ledger *l, dsi_total *out)
{
    const dsi_card_spec *spec = &l->bench->card->spec;
    out->raw = l->sum;
    double kept = spec->has_lo && l->sum < spec->lo ? spec->lo : l->sum;
    kept = spec->has_hi && kept > spec->hi ? spec->hi : kept;
    if (!dsi_same(kept, l->sum)) { /* what only arithmetic put beyond an end, rounding mends */
        int32_t flag = kept > l->sum ? DSCORE_SCORE_CLAMP_LO : DSCORE_SCORE_CLAMP_HI;
        add_adjustment(l, DSCORE_LINE_CLAMP, kept - l->sum, flag);
        out->flags |= flag;
    }
    double published = dscore_round(kept, spec->decimals) + 0.0; /* never -0 */
    if (published != l->sum) {
        add_adjustment(l, DSCORE_LINE_ROUND, published - l->sum, 0);
    }
    out->total = published;
    out->grade = dsi_grade_of(spec, published);
}

/* What missing weight adds, gates on groups, the operator, bonuses, gates on the total. */
static void adjust(dsi_ledger *l, const dsi_total *total, double after)
{
    const dscore_scorecard *card = l->bench->card;
    bool fine = total->reason == DSCORE_TOTAL_FINE;
    bool excludes = card->mixes != DSCORE_MISSING_ZERO && card->mixes != DSCORE_MISSING_BLOCK;
    if (fine && total->weight_coverage < 1.0 && excludes && after != l->sum) {
        add_adjustment(l, DSCORE_LINE_RENORMALISE, after - l->sum, 0);
    }
    if (fine) {
        dsi_gate_groups(l, l->bench->room + card->spec.weights.node_count);
        dsi_apply_operator(l);
    }
    add_bonuses(l);
    if (fine) {
        dsi_gate_total(l);
    }
}

void dsi_score_row(dsi_bench *bench, const dsi_card_input *inputs, bool absent_key, dsi_total *out)
{
    const dscore_scorecard *card = bench->card;
    dsi_total total = {0, 0, 0, -1, 0, 0, 0, (double)NAN, (double)NAN, 0.0, (double)NAN};
    dsi_score_items(bench, inputs, absent_key);
    dsi_resolve_row(bench, &total.weight_coverage);
    total.data_coverage = least_data_coverage(bench, inputs);
    total.reason = reason_of(bench, total.weight_coverage, absent_key);
    total.status = dsi_total_status(total.reason);
    dsi_ledger l = {bench, 0, 0.0};
    double after = add_contributions(&l);
    sum_groups(&l);
    adjust(&l, &total, after);
    for (int32_t i = 0; i < card->spec.item_count; i++) { /* bonuses set theirs only now */
        total.flags |= bench->items[i]->flags & ROW_FLAGS;
    }
    for (int32_t i = 0; i < l.count; i++) {
        total.flags |= bench->lines[i].flags & DSCORE_SCORE_VETO;
    }
    bool fine = total.reason == DSCORE_TOTAL_FINE;
    if (fine && isfinite(l.sum)) {
        conclude(&l, &total);
    } else if (fine) {
        total.status = DSCORE_VALUE_UNDEFINED;
        total.reason = DSCORE_TOTAL_NOTHING;
    }
    total.line_count = l.count;
    if (bench->prints) {
        dsi_apportion(bench->lines, l.count, total.total, card->spec.decimals, bench->remainders);
    }
    *out = total;
}
