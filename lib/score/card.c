/* Scorecards: copied, checked and tied together (items, rules, weights) once, when they are made. */
#include "score/card_parts.h"

#include "base/error.h"
#include "score/item.h"
#include "weight/names.h"
#include <stdio.h>
#include <string.h>

void dsi_card_spec_init(dsi_card_spec *spec)
{
    memset(spec, 0, sizeof *spec);
    spec->mode = DSI_CARD_WEIGHTED;
    spec->weights.mode = DSCORE_WEIGHTS_RELATIVE;
    spec->missing = DSCORE_MISSING_EXCLUDE_SIBLINGS;
    spec->min_weight_coverage = 0.9;
    spec->decimals = 2;
    spec->has_lo = true;
    spec->has_hi = true;
    spec->hi = 100.0;
    spec->operation = DSI_OPERATOR_MEAN;
}

static void copy_item(dsi_copying *c, dsi_card_item *item)
{
    if (item->alias == NULL || item->alias[0] == '\0') {
        item->alias = item->indicator;
    }
    if (item->missing.otherwise == 0) {
        item->missing.otherwise = DSCORE_MISSING_EXCLUDE_SIBLINGS;
    }
    dsi_item_copy(c, item);
}

static void copy_gates(dsi_copying *c, dsi_card_spec *copy)
{
    dsi_gate *gates = dsi_copy_array(c, copy->gates, copy->gate_count, sizeof *gates);
    for (int32_t i = 0; gates != NULL && i < copy->gate_count; i++) {
        gates[i].on = gates[i].on == 0 ? DSI_GATE_ON_VALUE : gates[i].on;
        dsi_copy_text(c, &gates[i].item);
        dsi_copy_text(c, &gates[i].scope);
        dsi_copy_text(c, &gates[i].name_en);
        dsi_copy_text(c, &gates[i].name_zh);
    }
    copy->gates = gates;
}

static void copy_subject(dsi_copying *c, dsi_card_spec *copy)
{
    copy->keys = dsi_copy_names(c, copy->keys, copy->key_count);
    dsi_copy_text(c, &copy->per);
}

/* Everything but rules and weights, which are copied by their own makers. */
static bool copy_spec(dscore_scorecard *card, const dsi_card_spec *spec, const dsi_card_facts *facts)
{
    dsi_copying c = {&card->arena, false};
    dsi_card_spec *copy = &card->spec;
    *copy = *spec;
    copy->otherwise = copy->otherwise == 0 ? DSCORE_MISSING_EXCLUDE_SIBLINGS : copy->otherwise;
    const char **const texts[] = {
        &copy->id, &copy->version, &copy->name_en, &copy->name_zh, &copy->description_en, &copy->description_zh};
    dsi_copy_texts(&c, texts, sizeof texts / sizeof texts[0]);
    dsi_card_item *items = dsi_copy_array(&c, spec->items, spec->item_count, sizeof *items);
    for (int32_t i = 0; items != NULL && i < spec->item_count; i++) {
        copy_item(&c, &items[i]);
    }
    dsi_grade *grades = dsi_copy_array(&c, spec->grades, spec->grade_count, sizeof *grades);
    for (int32_t i = 0; grades != NULL && i < spec->grade_count; i++) {
        dsi_copy_text(&c, &grades[i].label_en);
        dsi_copy_text(&c, &grades[i].label_zh);
    }
    card->facts = dsi_copy_array(&c, facts, spec->item_count, sizeof *facts);
    for (int32_t i = 0; card->facts != NULL && i < spec->item_count; i++) {
        dsi_copy_text(&c, &card->facts[i].name_en);
        dsi_copy_text(&c, &card->facts[i].name_zh);
        dsi_copy_text(&c, &card->facts[i].unit);
        dsi_copy_text(&c, &card->facts[i].hash);
    }
    copy->items = items;
    copy->grades = grades;
    copy->operation = copy->operation == 0 ? DSI_OPERATOR_MEAN : copy->operation;
    copy->owa = dsi_copy_array(&c, spec->owa, spec->owa_count, sizeof *spec->owa);
    copy_gates(&c, copy);
    copy_subject(&c, copy);
    return !c.failed;
}

static dscore_status make_rules(dscore_scorecard *card, const dsi_card_spec *spec, dscore_error *err)
{
    dsi_card_item *items = (dsi_card_item *)(void *)(uintptr_t)card->spec.items; /* ours, still being filled */
    for (int32_t i = 0; i < spec->item_count; i++) {
        dscore_status status = dsi_rule_new(&card->arena.allocator, spec->items[i].rule, &card->rules[i], err);
        if (status != DSCORE_OK) {
            char place[40];
            (void)snprintf(place, sizeof place, "items[%d].rule", (int)i);
            dsi_error_prefix(err, place);
            return status;
        }
        items[i].rule = dsi_rule_spec_of(card->rules[i]);
    }
    return DSCORE_OK;
}

static dscore_status make_weights(dscore_scorecard *card, const dsi_card_spec *spec, dscore_error *err)
{
    dscore_status status = dsi_weights_new(&card->arena.allocator, &spec->weights, &card->weights, err);
    if (status != DSCORE_OK) {
        dsi_error_prefix(err, "weights");
        return status;
    }
    card->spec.weights = *dsi_weights_spec_of(card->weights);
    card->scale = spec->mode == DSI_CARD_POINTS ? dsi_weights_sum(card->weights, -1) : 100.0;
    return DSCORE_OK;
}

static dscore_status fail_item(dscore_error *err, dscore_status status, int32_t code, int32_t item, const char *member,
    const char *message, const char *alias)
{
    (void)dsi_fail(err, status, code, message, alias);
    dsi_error_path(err, "items[%d].%s", (int)item, member);
    return status;
}

/* An item's leaf, and the leaf's item. */
static dscore_status tie_item(dscore_scorecard *card, int32_t i, dscore_error *err)
{
    const dsi_card_item *item = &card->spec.items[i];
    int32_t node = dscore_weights_find(card->weights, item->alias);
    bool is_leaf = node >= 0 && card->spec.weights.nodes[node].is_leaf;
    card->node_of_item[i] = -1;
    if (item->bonus) {
        return !is_leaf ? DSCORE_OK
                        : fail_item(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_CARD_LEAF, i, "bonus",
                              "'%s' is a bonus, outside the weights, but stands in them", item->alias);
    }
    if (!is_leaf) {
        return fail_item(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_CARD_LEAF, i, "alias",
            "'%s' is no leaf of the weights; give it a weight, or mark it as a bonus", item->alias);
    }
    if (item->in_points && !(card->weights->share[node] > 0.0)) {
        return fail_item(err, DSCORE_E_PARAMETER, DSCORE_CODE_CARD_OPTION, i, "in_points",
            "'%s' is scored in points but has no weight", item->alias);
    }
    card->node_of_item[i] = node;
    card->item_of_node[node] = i;
    return DSCORE_OK;
}

static dscore_status tie_items(dscore_scorecard *card, dscore_error *err)
{
    dsi_names aliases;
    if (!dsi_names_init(&aliases, &card->arena, card->spec.item_count)) {
        return dsi_fail_memory(err);
    }
    int32_t node_count = dscore_weights_count(card->weights);
    for (int32_t i = 0; i < node_count; i++) {
        card->item_of_node[i] = -1;
    }
    for (int32_t i = 0; i < card->spec.item_count; i++) {
        if (dsi_names_add(&aliases, i, card->spec.items[i].alias) >= 0) {
            return fail_item(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_CARD_ALIAS, i, "alias",
                "the alias '%s' stands twice on the card", card->spec.items[i].alias);
        }
        dscore_status status = tie_item(card, i, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    for (int32_t i = 0; i < node_count; i++) {
        const dsi_weight_node *node = &card->spec.weights.nodes[i];
        if (node->is_leaf && card->item_of_node[i] < 0) {
            dscore_status status = dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_CARD_LEAF,
                "'%s' has a weight, but no indicator of the card goes by that alias", node->id);
            dsi_error_path(err, "%s", node->id);
            for (int32_t up = node->parent; up >= 0; up = card->spec.weights.nodes[up].parent) {
                dsi_error_prefix(err, card->spec.weights.nodes[up].id);
            }
            dsi_error_prefix(err, "weights");
            return status;
        }
    }
    return DSCORE_OK;
}

/* Order the nodes so that a group is followed by what stands below it, in the order written: the place of a node is
   the number of nodes before it, and subtrees are consecutive. */
static bool order_walk(dscore_scorecard *card)
{
    const dsi_weights_spec *tree = &card->spec.weights;
    int32_t n = tree->node_count;
    int32_t *size = dsi_arena_alloc(&card->arena, (int64_t)n * (int64_t)sizeof *size);
    int32_t *next = dsi_arena_alloc(&card->arena, ((int64_t)n + 1) * (int64_t)sizeof *next);
    if (size == NULL || next == NULL) {
        return false;
    }
    for (int32_t i = n - 1; i >= 0; i--) {
        size[i] += 1;
        if (tree->nodes[i].parent >= 0) {
            size[tree->nodes[i].parent] += size[i];
        }
    }
    for (int32_t i = 0; i < n; i++) { /* next[node + 1]: where the next child of the node goes; [0]: the next root */
        int32_t *place = &next[tree->nodes[i].parent + 1];
        card->walk[*place] = i;
        next[i + 1] = *place + 1;
        *place += size[i];
    }
    return true;
}

static int32_t fallback_of(const dsi_missing *missing)
{
    return missing->policy > DSCORE_MISSING_BLOCK ? missing->otherwise : missing->policy;
}

/* How every leaf without a value or a stand-in is treated; 0 if they differ. A required one counts as the card says:
   without it there is no total anyway. */
static int32_t common_fallback(const dscore_scorecard *card)
{
    const dsi_missing whole = {card->spec.missing, card->spec.neutral, card->spec.max_age, card->spec.otherwise};
    int32_t common = fallback_of(&whole);
    for (int32_t i = 0; i < card->spec.item_count; i++) {
        const dsi_card_item *item = &card->spec.items[i];
        if (item->missing.policy != 0 && fallback_of(&item->missing) != common) {
            return 0;
        }
    }
    return common;
}

static dscore_status fill(
    dscore_scorecard *card, const dsi_card_spec *spec, const dsi_card_facts *facts, dscore_error *err)
{
    dscore_status status = dsi_card_check(spec, err);
    if (status != DSCORE_OK) {
        return status;
    }
    int64_t n = spec->item_count;
    card->rules = dsi_arena_alloc(&card->arena, n * (int64_t)sizeof *card->rules);
    card->indicators = dsi_arena_alloc(&card->arena, n * (int64_t)sizeof *card->indicators);
    card->node_of_item = dsi_arena_alloc(&card->arena, n * (int64_t)sizeof(int32_t));
    if (card->rules == NULL || card->indicators == NULL || card->node_of_item == NULL ||
        !copy_spec(card, spec, facts)) {
        return dsi_fail_memory(err);
    }
    status = make_rules(card, spec, err);
    if (status == DSCORE_OK) {
        status = make_weights(card, spec, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    int64_t nodes = dscore_weights_count(card->weights);
    card->item_of_node = dsi_arena_alloc(&card->arena, nodes * (int64_t)sizeof(int32_t));
    card->walk = dsi_arena_alloc(&card->arena, nodes * (int64_t)sizeof(int32_t));
    if (card->item_of_node == NULL || card->walk == NULL || !order_walk(card)) {
        return dsi_fail_memory(err);
    }
    status = tie_items(card, err);
    if (status == DSCORE_OK) {
        status = dsi_card_tie_gates(card, err);
    }
    card->mixes = common_fallback(card);
    return status == DSCORE_OK ? dsi_card_hash(card, err) : status;
}

dscore_status dsi_scorecard_build(const dscore_allocator *allocator, const dsi_card_spec *spec,
    const dsi_card_facts *facts, dscore_scorecard **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (spec == NULL || facts == NULL) {
        return dsi_fail_null(err, spec == NULL ? "spec" : "facts");
    }
    dscore_allocator a;
    dscore_status status = dsi_allocator_init(&a, allocator, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_scorecard *card = dsi_alloc_zero(&a, (int64_t)sizeof *card);
    if (card == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_ref_init(&card->ref);
    dsi_arena_init(&card->arena, &a);
    status = fill(card, spec, facts, err);
    if (status != DSCORE_OK) {
        dscore_scorecard_free(card);
        return status;
    }
    *out = card;
    return DSCORE_OK;
}

void dsi_scorecard_take(const dscore_scorecard *card)
{
    dsi_ref_take((dsi_ref *)(void *)(uintptr_t)&card->ref); /* the count is the one part that changes */
}

void dscore_scorecard_free(dscore_scorecard *card)
{
    if (card == NULL || !dsi_ref_drop(&card->ref)) {
        return;
    }
    for (int32_t i = 0; card->rules != NULL && i < card->spec.item_count; i++) {
        dscore_rule_free(card->rules[i]);
    }
    dscore_weights_free(card->weights);
    if (card->catalog != NULL) {
        card->release_catalog(card->catalog);
    }
    dscore_allocator a = card->arena.allocator;
    dsi_arena_free(&card->arena);
    dsi_release(&a, card, (int64_t)sizeof *card);
}

static bool has_item(const dscore_scorecard *card, int32_t item)
{
    return card != NULL && item >= 0 && item < card->spec.item_count;
}

const dsi_card_spec *dsi_scorecard_spec_of(const dscore_scorecard *card)
{
    return &card->spec;
}

const dscore_indicator *dsi_scorecard_indicator(const dscore_scorecard *card, int32_t item)
{
    return has_item(card, item) ? card->indicators[item] : NULL;
}

const char *dsi_card_item_name(const dscore_scorecard *card, int32_t item, bool chinese)
{
    const dsi_card_facts *facts = &card->facts[item];
    int32_t node = card->node_of_item[item];
    const dsi_weight_node *leaf = node < 0 ? NULL : &card->spec.weights.nodes[node];
    const char *own = leaf == NULL ? "" : chinese ? leaf->name_zh : leaf->name_en;
    return own[0] != '\0' ? own : chinese ? facts->name_zh : facts->name_en;
}

dsi_missing dsi_scorecard_missing(const dscore_scorecard *card, int32_t item)
{
    const dsi_card_spec *spec = &card->spec;
    const dsi_card_item *of = &spec->items[item];
    dsi_missing missing = {spec->missing, spec->neutral, spec->max_age, spec->otherwise};
    if (of->missing.policy != 0) {
        missing = of->missing;
    }
    if (of->bonus || of->required) {
        missing.policy = of->required ? DSCORE_MISSING_BLOCK : 0;
    }
    return missing;
}

int32_t dsi_scorecard_node(const dscore_scorecard *card, int32_t item)
{
    return card->node_of_item[item];
}

int32_t dsi_scorecard_item_of_node(const dscore_scorecard *card, int32_t node)
{
    return card->item_of_node[node];
}

const char *dscore_scorecard_text(const dscore_scorecard *card, int32_t property)
{
    if (card == NULL) {
        return "";
    }
    switch (property) {
    case DSCORE_CARD_ID:
        return card->spec.id;
    case DSCORE_CARD_NAME_EN:
        return card->spec.name_en;
    case DSCORE_CARD_NAME_ZH:
        return card->spec.name_zh;
    case DSCORE_CARD_HASH:
        return card->hash;
    case DSCORE_CARD_VERSION:
        return card->spec.version;
    case DSCORE_CARD_PERIOD:
        return card->spec.per;
    default:
        return "";
    }
}

int32_t dscore_scorecard_key_count(const dscore_scorecard *card)
{
    return card == NULL ? 0 : card->spec.key_count;
}

const char *dscore_scorecard_key(const dscore_scorecard *card, int32_t key)
{
    return card == NULL || key < 0 || key >= card->spec.key_count ? "" : card->spec.keys[key];
}

const dscore_weights *dscore_scorecard_weights(const dscore_scorecard *card)
{
    return card == NULL ? NULL : card->weights;
}

int32_t dscore_scorecard_item_count(const dscore_scorecard *card)
{
    return card == NULL ? 0 : card->spec.item_count;
}

const char *dscore_scorecard_item_alias(const dscore_scorecard *card, int32_t item)
{
    return has_item(card, item) ? card->spec.items[item].alias : "";
}

const char *dscore_scorecard_item_indicator(const dscore_scorecard *card, int32_t item)
{
    return has_item(card, item) ? card->spec.items[item].indicator : "";
}

const dscore_rule *dscore_scorecard_item_rule(const dscore_scorecard *card, int32_t item)
{
    return has_item(card, item) ? card->rules[item] : NULL;
}
