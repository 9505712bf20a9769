/* Operators, gates and policies for missing values on a card: what must hold of them, and what gates watch and cut. */
#include "score/card_parts.h"

#include "base/error.h"
#include "weight/names.h"
#include <deskscore/time.h>
#include <math.h>
#include <string.h>

static dscore_status fail_option(dscore_error *err, int32_t code, const char *path, const char *message)
{
    dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, code, "%s", message);
    dsi_error_path(err, "%s", path);
    return status;
}

static bool is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

/* ---- missing values ------------------------------------------------------------------------- */

dscore_status dsi_card_check_missing(const dsi_missing *missing, const char *path, dscore_error *err)
{
    const char *wrong = NULL;
    const char *member = "";
    if (missing->policy < DSCORE_MISSING_EXCLUDE_SIBLINGS || missing->policy > DSCORE_MISSING_GROUP_MEDIAN) {
        wrong = "expected EXCLUDE_SIBLINGS, EXCLUDE_GLOBAL, ZERO, BLOCK, NEUTRAL, CARRY_FORWARD or GROUP_MEDIAN";
    } else if (missing->policy == DSCORE_MISSING_NEUTRAL && !isfinite(missing->neutral)) {
        member = ".neutral";
        wrong = "NEUTRAL needs the points that stand in";
    } else if (missing->policy == DSCORE_MISSING_CARRY_FORWARD && missing->max_age < 1) {
        member = ".max_age";
        wrong = "CARRY_FORWARD needs how many periods old a value may be, at least 1";
    } else if (missing->otherwise < 0 || missing->otherwise > DSCORE_MISSING_BLOCK) {
        member = ".otherwise";
        wrong = "expected EXCLUDE_SIBLINGS, EXCLUDE_GLOBAL, ZERO or BLOCK";
    }
    if (wrong == NULL) {
        return DSCORE_OK;
    }
    dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_MISSING_POLICY, "%s", wrong);
    dsi_error_path(err, "%s%s", path, member);
    return status;
}

/* ---- operators and subject ------------------------------------------------------------------ */

static int32_t leaf_count(const dsi_weights_spec *weights)
{
    int32_t leaves = 0;
    for (int32_t i = 0; weights->nodes != NULL && i < weights->node_count; i++) {
        leaves += weights->nodes[i].is_leaf ? 1 : 0;
    }
    return leaves;
}

static dscore_status check_positions(const dsi_card_spec *spec, dscore_error *err)
{
    double sum = 0.0;
    if (spec->operation != DSI_OPERATOR_OWA) {
        return spec->owa_count == 0
                   ? DSCORE_OK
                   : fail_option(err, DSCORE_CODE_CARD_OPTION, "total.owa", "weights of positions are for OWA");
    }
    int32_t leaves = leaf_count(&spec->weights);
    if (spec->owa_count != leaves || spec->owa == NULL) {
        dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_CARD_OPTION,
            "%d weights of positions, expected one for each of the %d weighted items, that of the best score first",
            (int)spec->owa_count, (int)leaves);
        dsi_error_path(err, "total.owa");
        return status;
    }
    for (int32_t i = 0; i < spec->owa_count; i++) {
        if (!(spec->owa[i] >= 0.0) || isinf(spec->owa[i])) {
            dscore_status status =
                dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_CARD_OPTION, "expected a weight of at least 0");
            dsi_error_path(err, "total.owa[%d]", (int)i);
            return status;
        }
        sum += spec->owa[i];
    }
    return sum > 0.0 && isfinite(sum)
               ? DSCORE_OK
               : fail_option(err, DSCORE_CODE_CARD_OPTION, "total.owa", "expected weights that add up to more than 0");
}

static dscore_status check_operator(const dsi_card_spec *spec, dscore_error *err)
{
    bool takes_epsilon = spec->operation == DSI_OPERATOR_GEOMETRIC || spec->operation == DSI_OPERATOR_HARMONIC;
    const char *path = "total.operator";
    if (spec->operation < 0 || spec->operation > DSI_OPERATOR_OWA) {
        return fail_option(err, DSCORE_CODE_CARD_OPTION, path, "expected MEAN, GEOMETRIC, HARMONIC, MIN or OWA");
    }
    if (spec->mode == DSI_CARD_POINTS && spec->operation > DSI_OPERATOR_MEAN) {
        return fail_option(
            err, DSCORE_CODE_CARD_OPTION, path, "a card in POINTS mode adds points up; it takes no other operator");
    }
    path = "total.epsilon";
    if (!(spec->epsilon >= 0.0 && spec->epsilon <= 1.0)) {
        return fail_option(err, DSCORE_CODE_CARD_OPTION, path, "expected a share from 0 to 1");
    }
    if (spec->epsilon > 0.0 && !takes_epsilon) {
        return fail_option(err, DSCORE_CODE_CARD_OPTION, path, "the least share of points is for GEOMETRIC, HARMONIC");
    }
    return check_positions(spec, err);
}

static dscore_status check_subject(const dsi_card_spec *spec, dscore_error *err)
{
    if (spec->key_count < 0 || (spec->key_count > 0 && spec->keys == NULL)) {
        return fail_option(err, DSCORE_CODE_CARD_OPTION, "subject.by", "expected a list of keys");
    }
    for (int32_t i = 0; i < spec->key_count; i++) {
        bool again = false;
        for (int32_t k = 0; k < i && !is_empty(spec->keys[i]); k++) {
            again = again || strcmp(spec->keys[k], spec->keys[i]) == 0;
        }
        if (is_empty(spec->keys[i]) || again) {
            dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_CARD_OPTION, "%s",
                again ? "the same key twice" : "expected the name of a key");
            dsi_error_path(err, "subject.by[%d]", (int)i);
            return status;
        }
    }
    if (is_empty(spec->per)) {
        return DSCORE_OK;
    }
    dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
    dscore_status status = dscore_period_parse(spec->per, &rule, err);
    if (status != DSCORE_OK) {
        dsi_error_path(err, "subject.per");
    }
    return status;
}

/* ---- gates ---------------------------------------------------------------------------------- */

/* What is wrong with a gate by itself: the member and the message; NULL if nothing. */
static const char *gate_fault(const dsi_gate *gate, const char **member)
{
    *member = "item";
    if (is_empty(gate->item)) {
        return "expected the alias of the item that the gate watches";
    }
    *member = "on";
    if (gate->on < 0 || gate->on > DSI_GATE_ON_POINTS) {
        return "expected VALUE or POINTS";
    }
    *member = "op";
    if (gate->op < DSI_CMP_GE || gate->op > DSI_CMP_LT) {
        return "expected >=, >, <= or <";
    }
    *member = "threshold";
    if (!isfinite(gate->threshold)) {
        return "expected a finite number";
    }
    *member = "cap";
    return isfinite(gate->cap) ? NULL : "expected a finite number of points";
}

static dscore_status fail_gate(
    dscore_error *err, dscore_status status, int32_t gate, const char *member, const char *message, const char *name)
{
    (void)dsi_fail(err, status, DSCORE_CODE_CARD_GATE, message, name);
    dsi_error_path(err, "gates[%d].%s", (int)gate, member);
    return status;
}

static dscore_status check_gates(const dsi_card_spec *spec, dscore_error *err)
{
    if (spec->gate_count < 0 || (spec->gate_count > 0 && spec->gates == NULL)) {
        return fail_option(err, DSCORE_CODE_CARD_GATE, "gates", "expected a list of gates");
    }
    for (int32_t i = 0; i < spec->gate_count; i++) {
        const char *member;
        const char *fault = gate_fault(&spec->gates[i], &member);
        if (fault != NULL) {
            return fail_gate(err, DSCORE_E_PARAMETER, i, member, "%s", fault);
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_card_check_total(const dsi_card_spec *spec, dscore_error *err)
{
    dscore_status status = check_operator(spec, err);
    if (status == DSCORE_OK) {
        status = check_gates(spec, err);
    }
    return status == DSCORE_OK ? check_subject(spec, err) : status;
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

static dscore_status tie_gate(dscore_scorecard *card, int32_t i, dscore_error *err)
{
    const dsi_gate *gate = &card->spec.gates[i];
    dsi_gate_place *place = &card->places[i];
    *place = (dsi_gate_place){find_item(card, gate->item), -1, -1};
    if (place->item < 0) {
        return fail_gate(err, DSCORE_E_NOT_FOUND, i, "item", "no item of the card goes by the alias '%s'", gate->item);
    }
    if (gate->scope[0] == '\0') {
        return DSCORE_OK;
    }
    place->scope_item = find_item(card, gate->scope);
    if (place->scope_item >= 0) {
        return DSCORE_OK;
    }
    place->scope_node = dscore_weights_find(card->weights, gate->scope);
    if (place->scope_node < 0) {
        return fail_gate(
            err, DSCORE_E_NOT_FOUND, i, "scope", "no item and no group of the card goes by '%s'", gate->scope);
    }
    return card->spec.operation == DSI_OPERATOR_MEAN
               ? DSCORE_OK
               : fail_gate(err, DSCORE_E_PARAMETER, i, "scope",
                     "'%s' is a group; only a mean is made of groups, so that theirs can be cut", gate->scope);
}

dscore_status dsi_card_tie_gates(dscore_scorecard *card, dscore_error *err)
{
    card->places = dsi_arena_alloc(&card->arena, card->spec.gate_count * (int64_t)sizeof *card->places);
    dscore_status status = card->places == NULL ? dsi_fail_memory(err) : DSCORE_OK;
    for (int32_t i = 0; status == DSCORE_OK && i < card->spec.gate_count; i++) {
        status = tie_gate(card, i, err);
    }
    return status;
}
