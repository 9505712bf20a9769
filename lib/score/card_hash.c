/* The content hash of a scorecard: a canonical text of everything but prose. The id is left out: identity is id and
   hash together (D23). So is what weights declare they should add up to: it changes no score, a check compares it. */
#include "score/card_parts.h"

#include "base/error.h"
#include "score/canonical.h"
#include "score/item.h"

static void put_missing(dsi_text *t, const dsi_missing *missing)
{
    dsi_put_int(t, "policy", missing->policy);
    dsi_put_number_if(t, "neutral", missing->policy == DSCORE_MISSING_NEUTRAL, missing->neutral);
    if (missing->policy == DSCORE_MISSING_CARRY_FORWARD) {
        dsi_put_int(t, "max_age", missing->max_age);
    }
    if (missing->policy == DSCORE_MISSING_CARRY_FORWARD || missing->policy == DSCORE_MISSING_GROUP_MEDIAN) {
        dsi_put_int(t, "otherwise", missing->otherwise);
    }
}

static void put_item(dsi_text *t, const dscore_scorecard *card, int32_t i)
{
    const dsi_card_item *item = &card->spec.items[i];
    dsi_text_add(t, "\nitem");
    dsi_put_text(t, "alias", item->alias);
    dsi_item_canonical(t, item, card->facts[i].hash);
    dsi_put_int(t, "min_n", item->min_n);
    dsi_put_number(t, "min_observations", item->min_observations);
    dsi_put_int(t, "required", item->required ? 1 : 0);
    dsi_put_int(t, "bonus", item->bonus ? 1 : 0);
    dsi_put_int(t, "in_points", item->in_points ? 1 : 0);
    if (item->period != 0) { /* cards that do not say keep the hash they had */
        dsi_put_int(t, "period", item->period);
    }
    if (item->missing.policy != 0) { /* what came later stands only where it is used: older hashes stay */
        put_missing(t, &item->missing);
    }
    dsi_text_add(t, " rule ");
    dsi_rule_canonical(t, card->rules[i]);
}

static void put_weights(dsi_text *t, const dsi_weights_spec *weights)
{
    dsi_text_add(t, "\nweights");
    dsi_put_int(t, "mode", weights->mode);
    for (int32_t i = 0; i < weights->node_count; i++) {
        dsi_text_add(t, weights->nodes[i].is_leaf ? "\nleaf" : "\ngroup");
        dsi_put_text(t, "id", weights->nodes[i].id);
        dsi_put_int(t, "parent", weights->nodes[i].parent);
        dsi_put_number(t, "weight", weights->nodes[i].weight);
    }
}

static void put_gates(dsi_text *t, const dsi_card_spec *spec)
{
    for (int32_t i = 0; i < spec->gate_count; i++) {
        const dsi_gate *gate = &spec->gates[i];
        dsi_text_add(t, "\ngate");
        dsi_put_text(t, "item", gate->item);
        dsi_put_int(t, "on", gate->on);
        dsi_put_int(t, "op", gate->op);
        dsi_put_number(t, "threshold", gate->threshold);
        dsi_put_text(t, "scope", gate->scope);
        dsi_put_number(t, "cap", gate->cap);
        dsi_put_int(t, "applies_if_missing", gate->applies_if_missing ? 1 : 0);
    }
}

/* What cards can say since operators, gates, stand-ins and subjects exist. */
static void put_later(dsi_text *t, const dsi_card_spec *spec)
{
    if (spec->missing > DSCORE_MISSING_BLOCK) {
        const dsi_missing missing = {spec->missing, spec->neutral, spec->max_age, spec->otherwise};
        dsi_text_add(t, "\nmissing");
        put_missing(t, &missing);
    }
    if (spec->operation != DSI_OPERATOR_MEAN) {
        dsi_text_add(t, "\noperator");
        dsi_put_int(t, "is", spec->operation);
        dsi_put_number(t, "epsilon", spec->epsilon);
        for (int32_t i = 0; i < spec->owa_count; i++) {
            dsi_put_number(t, "owa", spec->owa[i]);
        }
    }
    put_gates(t, spec);
    for (int32_t i = 0; i < spec->key_count; i++) {
        dsi_text_add(t, "\nkey");
        dsi_put_text(t, "is", spec->keys[i]);
    }
    if (spec->per[0] != '\0') {
        dsi_text_add(t, "\nper");
        dsi_put_text(t, "is", spec->per);
    }
}

static void put_card(dsi_text *t, const dscore_scorecard *card)
{
    const dsi_card_spec *spec = &card->spec;
    dsi_text_add(t, "scorecard 1");
    dsi_put_int(t, "mode", spec->mode);
    dsi_put_int(t, "missing", spec->missing);
    dsi_put_number(t, "min_weight_coverage", spec->min_weight_coverage);
    dsi_put_int(t, "allow_missing_dimension", spec->allow_missing_dimension ? 1 : 0);
    dsi_put_number(t, "min_data_coverage", spec->min_data_coverage);
    dsi_put_int(t, "decimals", spec->decimals);
    dsi_put_number_if(t, "lo", spec->has_lo, spec->lo);
    dsi_put_number_if(t, "hi", spec->has_hi, spec->hi);
    for (int32_t i = 0; i < spec->item_count; i++) {
        put_item(t, card, i);
    }
    put_weights(t, &spec->weights);
    for (int32_t i = 0; i < spec->grade_count; i++) {
        dsi_text_add(t, "\ngrade");
        dsi_put_text(t, "en", spec->grades[i].label_en); /* a grade is a result, not prose */
        dsi_put_text(t, "zh", spec->grades[i].label_zh);
        dsi_put_number(t, "min", spec->grades[i].min);
    }
    put_later(t, spec);
}

dscore_status dsi_card_hash(dscore_scorecard *card, dscore_error *err)
{
    dsi_text text;
    dsi_text_init(&text, &card->arena.allocator);
    put_card(&text, card);
    return dsi_canonical_hash(&text, card->hash, err);
}
