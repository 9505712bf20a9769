/* Writing scorecards: what differs from the defaults, so that a card stays short; rules stand in their items. */
#include "document/card_document.h"

#include "base/error.h"
#include "document/rule_document.h"
#include "document/weights_document.h"
#include "score/card_parts.h"
#include <math.h>
#include <string.h>

static void write_credit(dsi_writer *w, const char *credit)
{
    if (credit == NULL || credit[0] == '\0') {
        return;
    }
    dsi_json_name(w, "credit");
    dsi_json_open(w, '[', true);
    for (const char *p = credit;; p++) {
        const size_t length = strcspn(p, ",");
        dsi_text field;
        dsi_text_init(&field, &w->text.allocator);
        dsi_text_add_bytes(&field, p, (int64_t)length);
        dsi_json_put_text(w, field.data);
        w->text.failed = w->text.failed || field.failed;
        dsi_text_free(&field);
        p += length;
        if (*p == '\0') {
            break;
        }
    }
    dsi_json_close(w, ']');
}

static void name_true(dsi_writer *w, const char *name, bool value)
{
    if (value) {
        dsi_json_name(w, name);
        dsi_json_put_bool(w, true);
    }
}

static const char *policy_name(int32_t policy)
{
    static const char *const NAMES[] = {
        "", "EXCLUDE_SIBLINGS", "EXCLUDE_GLOBAL", "ZERO", "BLOCK", "NEUTRAL", "CARRY_FORWARD", "GROUP_MEDIAN"};
    return NAMES[policy];
}

static void write_policy(dsi_writer *w, const dsi_missing *missing)
{
    const bool carries = missing->policy == DSCORE_MISSING_CARRY_FORWARD;
    dsi_json_text(w, "policy", policy_name(missing->policy));
    if (missing->policy == DSCORE_MISSING_NEUTRAL) {
        dsi_json_number(w, "neutral", missing->neutral);
    }
    if (carries) {
        dsi_json_int(w, "max_age", missing->max_age);
    }
    if (carries || missing->policy == DSCORE_MISSING_GROUP_MEDIAN) {
        dsi_json_text(w, "otherwise", policy_name(missing->otherwise));
    }
}

void dsi_write_settings(dsi_writer *w, const dsi_card_item *item)
{
    dsi_json_text(w, "indicator", item->indicator);
    if (item->parameter_count > 0) {
        dsi_json_name(w, "parameters");
        dsi_json_open(w, '{', true);
        for (int32_t i = 0; i < item->parameter_count; i++) {
            dsi_json_literal(w, item->parameters[i].name, item->parameters[i].literal);
        }
        dsi_json_close(w, '}');
    }
    dsi_json_text(w, "source", item->source);
    dsi_json_text(w, "where", item->where);
    dsi_json_text(w, "clock", item->clock);
    dsi_json_text(w, "placement", item->placement);
    write_credit(w, item->credit);
}

static void write_item(dsi_writer *w, const dsi_card_item *item)
{
    dsi_json_name(w, item->alias);
    dsi_json_open(w, '{', false);
    dsi_write_settings(w, item);
    if (item->min_n != 0) {
        dsi_json_int(w, "min_n", item->min_n);
    }
    if (item->min_observations != 0) {
        dsi_json_number(w, "min_observations", item->min_observations);
    }
    name_true(w, "required", item->required);
    name_true(w, "bonus", item->bonus);
    name_true(w, "in_points", item->in_points);
    for (const dsi_choice *choice = dsi_period_choices; choice->word != NULL; choice++) {
        dsi_json_text(w, "period", choice->value == item->period ? choice->word : "");
    }
    if (item->missing.policy != 0) {
        dsi_json_name(w, "missing");
        dsi_json_open(w, '{', true);
        write_policy(w, &item->missing);
        dsi_json_close(w, '}');
    }
    dsi_json_name(w, "rule");
    dsi_json_open(w, '{', false);
    dsi_write_rule(w, item->rule);
    dsi_json_close(w, '}');
    dsi_json_close(w, '}');
}

static void write_missing(dsi_writer *w, const dsi_card_spec *spec)
{
    dsi_json_name(w, "missing");
    dsi_json_open(w, '{', true);
    const dsi_missing missing = {spec->missing, spec->neutral, spec->max_age, spec->otherwise};
    write_policy(w, &missing);
    dsi_json_number(w, "min_weight_coverage", dsi_percent_of(spec->min_weight_coverage));
    if (spec->min_data_coverage != 0) {
        dsi_json_number(w, "min_data_coverage", dsi_percent_of(spec->min_data_coverage));
    }
    name_true(w, "allow_missing_dimension", spec->allow_missing_dimension);
    dsi_json_close(w, '}');
}

static void write_total(dsi_writer *w, const dsi_card_spec *spec)
{
    static const char *const OPERATORS[] = {"", "MEAN", "GEOMETRIC", "HARMONIC", "MIN", "OWA"};
    dsi_json_name(w, "total");
    dsi_json_open(w, '{', true);
    dsi_json_number(w, "min", spec->has_lo ? spec->lo : (double)NAN);
    dsi_json_number(w, "max", spec->has_hi ? spec->hi : (double)NAN);
    dsi_json_int(w, "decimals", spec->decimals);
    if (spec->operation != DSI_OPERATOR_MEAN) {
        dsi_json_text(w, "operator", OPERATORS[spec->operation]);
    }
    if (spec->epsilon > 0.0) {
        dsi_json_number(w, "epsilon", dsi_percent_of(spec->epsilon));
    }
    if (spec->owa_count > 0) {
        dsi_json_name(w, "owa");
        dsi_json_open(w, '[', true);
        for (int32_t i = 0; i < spec->owa_count; i++) {
            dsi_json_put_number(w, spec->owa[i]);
        }
        dsi_json_close(w, ']');
    }
    dsi_json_close(w, '}');
}

static void write_gates(dsi_writer *w, const dsi_card_spec *spec)
{
    static const char *const OPS[] = {"", ">=", ">", "<=", "<"};
    if (spec->gate_count == 0) {
        return;
    }
    dsi_json_name(w, "gates");
    dsi_json_open(w, '[', false);
    for (int32_t i = 0; i < spec->gate_count; i++) {
        const dsi_gate *gate = &spec->gates[i];
        dsi_json_open(w, '{', true);
        dsi_json_words(w, "name", gate->name_en, gate->name_zh);
        dsi_json_text(w, "item", gate->item);
        dsi_json_text(w, "on", gate->on == DSI_GATE_ON_POINTS ? "POINTS" : "");
        dsi_json_text(w, "op", OPS[gate->op]);
        dsi_json_number(w, "threshold", gate->threshold);
        dsi_json_text(w, "scope", gate->scope);
        dsi_json_number(w, "cap", gate->cap);
        dsi_json_text(w, "missing", gate->applies_if_missing ? "APPLY" : "");
        dsi_json_close(w, '}');
    }
    dsi_json_close(w, ']');
}

static void write_subject(dsi_writer *w, const dsi_card_spec *spec)
{
    if (spec->key_count == 0 && spec->per[0] == '\0') {
        return;
    }
    dsi_json_name(w, "subject");
    dsi_json_open(w, '{', true);
    if (spec->key_count > 0) {
        dsi_json_name(w, "by");
        dsi_json_open(w, '[', true);
        for (int32_t i = 0; i < spec->key_count; i++) {
            dsi_json_put_text(w, spec->keys[i]);
        }
        dsi_json_close(w, ']');
    }
    dsi_json_text(w, "per", spec->per);
    dsi_json_close(w, '}');
}

static void write_grades(dsi_writer *w, const dsi_card_spec *spec)
{
    if (spec->grade_count == 0) {
        return;
    }
    dsi_json_name(w, "grades");
    dsi_json_open(w, '[', false);
    for (int32_t i = 0; i < spec->grade_count; i++) {
        dsi_json_open(w, '{', true);
        if (isfinite(spec->grades[i].min)) {
            dsi_json_number(w, "min", spec->grades[i].min);
        }
        dsi_json_words(w, "label", spec->grades[i].label_en, spec->grades[i].label_zh);
        dsi_json_close(w, '}');
    }
    dsi_json_close(w, ']');
}

void dsi_write_card(dsi_writer *w, const dscore_scorecard *card)
{
    const dsi_card_spec *spec = dsi_scorecard_spec_of(card);
    dsi_json_text(w, "id", spec->id);
    dsi_json_text(w, "version", spec->version);
    dsi_json_words(w, "name", spec->name_en, spec->name_zh);
    dsi_json_words(w, "description", spec->description_en, spec->description_zh);
    if (spec->mode == DSI_CARD_POINTS) {
        dsi_json_text(w, "mode", "POINTS");
    }
    dsi_json_name(w, "items");
    dsi_json_open(w, '{', false);
    for (int32_t i = 0; i < spec->item_count; i++) {
        write_item(w, &spec->items[i]);
    }
    dsi_json_close(w, '}');
    dsi_json_name(w, "weights");
    dsi_json_open(w, '{', false);
    dsi_write_weights(w, &spec->weights);
    dsi_json_close(w, '}');
    write_missing(w, spec);
    write_total(w, spec);
    write_gates(w, spec);
    write_grades(w, spec);
    write_subject(w, spec);
}

static void write_document(dsi_writer *w, const void *object)
{
    const dscore_scorecard *card = object;
    dsi_write_card(w, card);
    dsi_json_put_hash(w, dscore_scorecard_text(card, DSCORE_CARD_HASH));
}

dscore_status dscore_scorecard_dump(
    const dscore_scorecard *card, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (card == NULL) {
        return dsi_fail_null(err, "card");
    }
    return dsi_dump(&card->arena.allocator, "scorecard", write_document, card, buffer, capacity, out_needed, err);
}
