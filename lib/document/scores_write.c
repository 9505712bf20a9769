/* A score with its ledger as JSON: every line with the names and the rule's sentence in both languages. */
#include "document/writer.h"

#include "base/error.h"
#include "score/scores.h"
#include "weight/resolve.h"
#include <math.h>
#include <string.h>

typedef struct named_bit {
    const char *name;
    int32_t bit;
} named_bit;

static const named_bit FLAGS[] = {{"CLAMP_LO", DSCORE_SCORE_CLAMP_LO}, {"CLAMP_HI", DSCORE_SCORE_CLAMP_HI},
    {"CLIFF", DSCORE_SCORE_CLIFF}, {"BONUS", DSCORE_SCORE_BONUS}, {"PENALTY", DSCORE_SCORE_PENALTY},
    {"VETO", DSCORE_SCORE_VETO}, {"SMALL_N", DSCORE_SCORE_SMALL_N}, {"IMPUTED", DSCORE_SCORE_IMPUTED},
    {"CAP_CORE", DSCORE_SCORE_CAP_CORE}, {"ASSUMED", DSCORE_SCORE_ASSUMED}};

static const char *const STATUSES[] = {"OK", "NO_DATA", "INSUFFICIENT", "UNDEFINED", "EXCLUDED"};
static const char *const REASONS[] = {
    "", "WEIGHT_COVERAGE", "DIMENSION_MISSING", "BLOCKED", "NOTHING", "ABSENT_KEY", "FEW_PERIODS"};
static const char *const LINES[] = {
    "", "CONTRIBUTION", "GROUP", "RENORMALISE", "CLAMP", "BONUS", "ROUND", "PERIOD", "OPERATOR", "GATE"};
/* By DSCORE_MISSING_... */
static const char *const STAND_INS[] = {"", "", "", "", "", "NEUTRAL", "CARRY_FORWARD", "GROUP_MEDIAN"};

static const char *name_of(const char *const *names, int32_t count, int32_t i)
{
    return i >= 0 && i < count ? names[i] : "";
}

static void write_flags(dsi_writer *w, int32_t flags)
{
    dsi_json_name(w, "flags");
    dsi_json_open(w, '[', true);
    for (int32_t i = 0; i < DSI_COUNT(FLAGS); i++) {
        if ((flags & FLAGS[i].bit) != 0) {
            dsi_json_put_text(w, FLAGS[i].name);
        }
    }
    dsi_json_close(w, ']');
}

static void write_card(dsi_writer *w, const dscore_scorecard *card)
{
    const dsi_card_spec *spec = dsi_scorecard_spec_of(card);
    const dsi_identity identity = {
        spec->id, spec->version, spec->name_en, spec->name_zh, dscore_scorecard_text(card, DSCORE_CARD_HASH)};
    dsi_json_put_identity(w, "card", &identity);
}

static void write_instants(dsi_writer *w, const char *start_name, int64_t start, const char *end_name, int64_t end)
{
    const char *const names[] = {start_name, end_name};
    const int64_t ends[] = {start, end};
    for (int32_t i = 0; i < 2; i++) {
        dsi_json_name(w, names[i]);
        if (ends[i] == dscore_instant_min() || ends[i] == dscore_instant_max()) {
            dsi_json_put_null(w);
        } else {
            dsi_json_put_int(w, ends[i]);
        }
    }
}

static void write_subject(dsi_writer *w, const dscore_values *values, const dscore_score_row *row)
{
    dsi_json_name(w, "subject");
    dsi_json_put_text(w, row->subject);
    dsi_json_name(w, "keys");
    dsi_json_open(w, '{', true);
    for (int32_t i = 0; i < dscore_values_key_count(values); i++) {
        dsi_json_name(w, dscore_values_key_name(values, i));
        if ((dscore_values_key_flags(values, row->row, i) & DSCORE_KEY_ABSENT) != 0) {
            dsi_json_put_null(w);
        } else {
            dsi_json_put_text(w, dscore_values_key(values, row->row, i));
        }
    }
    dsi_json_close(w, '}');
    write_instants(w, "period_start", row->period_start, "period_end", row->period_end);
}

static void write_total(dsi_writer *w, const dscore_score_row *row)
{
    dsi_json_text(w, "status", name_of(STATUSES, DSI_COUNT(STATUSES), row->status));
    dsi_json_text(w, "reason", name_of(REASONS, DSI_COUNT(REASONS), row->reason));
    write_flags(w, row->flags);
    dsi_json_number(w, "total", row->total);
    dsi_json_number(w, "raw", row->raw);
    dsi_json_words(w, "grade", row->grade, row->grade_zh);
    dsi_json_name(w, "rank");
    if (row->rank > 0) {
        dsi_json_put_int(w, row->rank);
    } else {
        dsi_json_put_null(w);
    }
    dsi_json_number(w, "weight_coverage", row->weight_coverage);
    dsi_json_number(w, "data_coverage", row->data_coverage);
}

static int32_t find_item(const dscore_scorecard *card, const char *alias)
{
    for (int32_t i = 0; i < dscore_scorecard_item_count(card); i++) {
        if (strcmp(dscore_scorecard_item_alias(card, i), alias) == 0) {
            return i;
        }
    }
    return -1;
}

static void write_rule(dsi_writer *w, const dscore_rule *rule, const char *unit)
{
    const char *const languages[] = {"en", "zh"};
    dsi_json_name(w, "rule");
    dsi_json_open(w, '{', true);
    for (int32_t i = 0; i < 2; i++) {
        dsi_text sentence;
        dsi_text_init(&sentence, &w->text.allocator);
        dsi_rule_sentence(&sentence, rule, unit, i == 1);
        w->text.failed = w->text.failed || sentence.failed;
        dsi_json_name(w, languages[i]);
        dsi_json_put_text(w, sentence.data);
        dsi_text_free(&sentence);
    }
    dsi_json_close(w, '}');
}

static void write_item(dsi_writer *w, const dscore_scorecard *card, int32_t item, const dscore_ledger_line *line)
{
    const dsi_card_facts *facts = &card->facts[item];
    dsi_json_text(w, "indicator", dscore_scorecard_item_indicator(card, item));
    dsi_json_words(w, "name", dsi_card_item_name(card, item, false), dsi_card_item_name(card, item, true));
    dsi_json_text(w, "unit", facts->unit);
    dsi_json_text(w, "hash", facts->hash);
    dsi_json_number(w, "value", line->value);
    dsi_json_text(w, "value_status", name_of(STATUSES, DSI_COUNT(STATUSES), line->value_status));
    dsi_json_int(w, "n_used", line->n_used);
    dsi_json_int(w, "n_missing", line->n_missing);
    dsi_json_int(w, "n_excluded", line->n_excluded);
    write_rule(w, dscore_scorecard_item_rule(card, item), facts->unit);
}

/* What stood in for a missing value, and how many peers there are behind the points. */
static void write_stand_in(dsi_writer *w, const dscore_ledger_line *line)
{
    if (line->stand_in != 0) {
        dsi_json_text(w, "stand_in", name_of(STAND_INS, DSI_COUNT(STAND_INS), line->stand_in));
    }
    if (line->stand_in == DSCORE_MISSING_CARRY_FORWARD) {
        write_instants(w, "from_start", line->from_start, "from_end", line->from_end);
    }
    if (line->peers > 0) {
        dsi_json_int(w, "peers", line->peers);
    }
}

/* The gate that cut the points of a line. */
static void write_gate(dsi_writer *w, const dscore_scorecard *card, const dscore_ledger_line *line)
{
    if (line->gate <= 0) {
        return;
    }
    const dsi_gate *gate = &dsi_scorecard_spec_of(card)->gates[line->gate - 1];
    dsi_json_name(w, "gate");
    dsi_json_open(w, '{', true);
    dsi_json_words(w, "name", gate->name_en, gate->name_zh);
    dsi_json_text(w, "item", gate->item);
    dsi_json_text(w, "scope", gate->scope);
    dsi_json_number(w, "cap", gate->cap);
    if (line->kind == DSCORE_LINE_GATE) {
        dsi_json_number(w, "watched", line->value);
    }
    dsi_json_close(w, '}');
}

static void write_line(dsi_writer *w, const dscore_scorecard *card, const dscore_ledger_line *line)
{
    dsi_json_open(w, '{', false);
    dsi_json_text(w, "kind", name_of(LINES, DSI_COUNT(LINES), line->kind));
    dsi_json_text(w, "alias", line->alias);
    dsi_json_text(w, "group", line->group);
    const bool is_item = line->kind == DSCORE_LINE_CONTRIBUTION || line->kind == DSCORE_LINE_BONUS;
    const int32_t item = is_item ? find_item(card, line->alias) : -1;
    const int32_t node =
        line->kind == DSCORE_LINE_GROUP ? dscore_weights_find(dscore_scorecard_weights(card), line->alias) : -1;
    if (item >= 0) {
        write_item(w, card, item, line);
    } else if (node >= 0) {
        const dsi_weight_node *group = &dsi_weights_spec_of(dscore_scorecard_weights(card))->nodes[node];
        dsi_json_words(w, "name", group->name_en, group->name_zh);
    }
    write_stand_in(w, line);
    write_gate(w, card, line);
    if (line->kind == DSCORE_LINE_PERIOD) {
        dsi_json_text(w, "value_status", name_of(STATUSES, DSI_COUNT(STATUSES), line->value_status));
        dsi_json_int(w, "n_used", line->n_used);
    }
    if (line->kind == DSCORE_LINE_GATE) {
        dsi_json_number(w, "raw_points", line->raw_points);
        dsi_json_number(w, "points", line->points);
    }
    if (item >= 0 || node >= 0 || line->kind == DSCORE_LINE_PERIOD) {
        dsi_json_number(w, "raw_points", line->raw_points);
        dsi_json_number(w, "points", line->points);
        dsi_json_number(w, "weight", dsi_share_told(line->weight));
        dsi_json_number(w, "effective_weight", dsi_share_told(line->effective_weight));
    }
    dsi_json_number(w, "amount", line->amount);
    dsi_json_number(w, "printed", line->printed);
    if (line->flags != 0) {
        write_flags(w, line->flags);
    }
    dsi_json_close(w, '}');
}

dscore_status dscore_scores_dump(
    const dscore_scores *scores, int64_t index, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    dscore_score_row row = DSCORE_SCORE_ROW_INIT;
    if (scores == NULL) {
        return dsi_fail_null(err, "scores");
    }
    dscore_status status = dscore_scores_get(scores, index, &row, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_writer w;
    dsi_writer_init(&w, &scores->allocator);
    dsi_json_open(&w, '{', false);
    dsi_json_put_head(&w, "score");
    write_card(&w, scores->card);
    write_subject(&w, scores->values, &row);
    write_total(&w, &row);
    dsi_json_name(&w, "lines");
    dsi_json_open(&w, '[', false);
    dsi_bench bench;
    dsi_total total;
    status = dsi_bench_init(&bench, scores->card, err);
    if (status == DSCORE_OK) {
        status = dsi_scores_again(scores, index, &bench, &total, err);
        for (int32_t i = 0; status == DSCORE_OK && i < total.line_count; i++) {
            write_line(&w, scores->card, &bench.lines[i]);
        }
        dsi_bench_free(&bench);
    }
    dsi_json_close(&w, ']');
    dsi_json_close(&w, '}');
    if (status == DSCORE_OK) {
        status = dsi_writer_give(&w, buffer, capacity, out_needed, err);
    }
    dsi_writer_free(&w);
    return status;
}
