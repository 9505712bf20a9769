/* Standings as JSON: what every number of them is, with the words of statuses, reasons and checks. */
#include "base/error.h"
#include "document/standings_fields.h"
#include "document/targets_document.h"
#include "target/targets_parts.h"
#include <deskscore/document.h>
#include <string.h>

/* ---- fields --------------------------------------------------------------------------------- */

static int32_t small_at(const void *in, size_t offset)
{
    int32_t value = 0;
    memcpy(&value, (const char *)in + offset, sizeof value);
    return value;
}

static int64_t large_at(const void *in, size_t offset)
{
    int64_t value = 0;
    memcpy(&value, (const char *)in + offset, sizeof value);
    return value;
}

static void put_word(dsi_writer *w, const dsi_choice *words, int32_t value)
{
    const char *word = dsi_choice_word(words, value);
    if (word[0] == '\0') {
        dsi_json_put_null(w);
    } else {
        dsi_json_put_text(w, word);
    }
}

static void put_bits(dsi_writer *w, const dsi_choice *words, int32_t bits)
{
    dsi_json_open(w, '[', true);
    for (const dsi_choice *c = words; c->word != NULL; c++) {
        if ((bits & c->value) != 0) {
            dsi_json_put_text(w, c->word);
        }
    }
    dsi_json_close(w, ']');
}

static void put_instant(dsi_writer *w, int64_t instant)
{
    if (instant == INT64_MIN || instant == dscore_instant_min() || instant == dscore_instant_max()) {
        dsi_json_put_null(w);
    } else {
        dsi_json_put_int(w, instant);
    }
}

static void put_answer(dsi_writer *w, int32_t value)
{
    if (value == 0 || value == 1) {
        dsi_json_put_bool(w, value == 1);
    } else {
        dsi_json_put_null(w);
    }
}

static void write_field(dsi_writer *w, const dsi_result_field *field, const void *in)
{
    double number = 0;
    dsi_json_name(w, field->name);
    switch (field->kind) {
    case DSI_F_NUMBER:
        memcpy(&number, (const char *)in + field->offset, sizeof number);
        dsi_json_put_number(w, number);
        break;
    case DSI_F_SMALL:
        dsi_json_put_int(w, small_at(in, field->offset));
        break;
    case DSI_F_COUNT:
        dsi_json_put_int(w, large_at(in, field->offset));
        break;
    case DSI_F_INSTANT:
        put_instant(w, large_at(in, field->offset));
        break;
    case DSI_F_ANSWER:
        put_answer(w, small_at(in, field->offset));
        break;
    case DSI_F_WORD:
        put_word(w, field->words, small_at(in, field->offset));
        break;
    case DSI_F_BITS:
        put_bits(w, field->words, small_at(in, field->offset));
        break;
    }
}

static void write_fields(dsi_writer *w, const dsi_field_table *table, const void *in)
{
    for (int32_t i = 0; i < table->count; i++) {
        write_field(w, &table->fields[i], in);
    }
}

/* An object on one line. */
static void write_object(dsi_writer *w, const char *name, const dsi_field_table *table, const void *in)
{
    dsi_json_name(w, name);
    dsi_json_open(w, '{', true);
    write_fields(w, table, in);
    dsi_json_close(w, '}');
}

/* A text that stands even if it is empty. */
static void write_text(dsi_writer *w, const char *name, const char *text)
{
    dsi_json_name(w, name);
    dsi_json_put_text(w, text);
}

/* ---- standings ------------------------------------------------------------------------------ */

static void write_check(dsi_writer *w, const dscore_standings *standings, int64_t index, int32_t check)
{
    static const char *const languages[] = {"en", "zh"};
    int32_t verdict = 0;
    if (dscore_standings_check(standings, index, check, &verdict, NULL) != DSCORE_OK) {
        return;
    }
    dsi_json_open(w, '{', true);
    write_text(w, "code", dscore_smart_text(DSCORE_SMART_TEXT_CODE, check, "en"));
    dsi_json_name(w, "verdict");
    put_word(w, dsi_verdicts, verdict);
    for (int32_t i = 0; i < 2; i++) {
        dsi_text sentence;
        dsi_text_init(&sentence, &w->text.allocator);
        const bool is_said = dsi_check_sentence(standings, index, check, languages[i], &sentence);
        w->text.failed = w->text.failed || !is_said;
        write_text(w, languages[i], sentence.data);
        dsi_text_free(&sentence);
    }
    dsi_json_close(w, '}');
}

static void write_standing(dsi_writer *w, const dscore_standings *standings, int64_t index)
{
    const dscore_targets *targets = dscore_standings_targets(standings);
    dscore_standing_row row = DSCORE_STANDING_ROW_INIT;
    dscore_target_forecast forecast = DSCORE_TARGET_FORECAST_INIT;
    dscore_target_rates pace = DSCORE_TARGET_RATES_INIT;
    dscore_target_reach reach = DSCORE_TARGET_REACH_INIT;
    if (dscore_standings_get(standings, index, &row, NULL) != DSCORE_OK ||
        dscore_standings_forecast(standings, index, &forecast, NULL) != DSCORE_OK ||
        dscore_standings_pace(standings, index, &pace, NULL) != DSCORE_OK ||
        dscore_standings_reach(standings, index, &reach, NULL) != DSCORE_OK) {
        return;
    }
    dsi_json_open(w, '{', false);
    write_text(w, "target", dscore_targets_target_text(targets, row.target, DSCORE_TARGETS_ID));
    dsi_json_words(w, "title", dscore_targets_target_text(targets, row.target, DSCORE_TARGETS_NAME_EN),
        dscore_targets_target_text(targets, row.target, DSCORE_TARGETS_NAME_ZH));
    write_text(w, "subject", row.subject);
    dsi_json_text(w, "unit", dscore_targets_target_text(targets, row.target, DSCORE_TARGETS_UNIT));
    write_fields(w, &dsi_standing_fields, &row);
    write_object(w, "forecast", &dsi_forecast_fields, &forecast);
    write_object(w, "pace", &dsi_pace_fields, &pace);
    write_object(w, "reach", &dsi_reach_fields, &reach);
    dsi_json_name(w, "checks");
    dsi_json_open(w, '[', false);
    for (int32_t check = DSCORE_CHECK_SP1; check <= DSCORE_CHECK_TB5; check++) {
        write_check(w, standings, index, check);
    }
    dsi_json_close(w, ']');
    dsi_json_close(w, '}');
}

/* ---- objectives and agreements -------------------------------------------------------------- */

static void write_objective(dsi_writer *w, const dscore_standings *standings, int64_t index)
{
    const dscore_targets *targets = dscore_standings_targets(standings);
    dscore_objective_row row = DSCORE_OBJECTIVE_ROW_INIT;
    if (dscore_standings_objective(standings, index, &row, NULL) != DSCORE_OK) {
        return;
    }
    dsi_json_open(w, '{', false);
    write_text(w, "objective", dscore_targets_objective_text(targets, row.objective, DSCORE_TARGETS_ID));
    dsi_json_words(w, "title", dscore_targets_objective_text(targets, row.objective, DSCORE_TARGETS_NAME_EN),
        dscore_targets_objective_text(targets, row.objective, DSCORE_TARGETS_NAME_ZH));
    write_text(w, "subject", row.subject);
    write_fields(w, &dsi_objective_row_fields, &row);
    dsi_json_close(w, '}');
}

static const char *line_objective(const dscore_standings *standings, int64_t index, int32_t line)
{
    dscore_mbo_line one = DSCORE_MBO_LINE_INIT;
    if (line < 0 || dscore_standings_mbo_line(standings, index, line, &one, NULL) != DSCORE_OK) {
        return "";
    }
    return dscore_targets_objective_text(dscore_standings_targets(standings), one.objective, DSCORE_TARGETS_ID);
}

static void write_agreement(dsi_writer *w, const dscore_standings *standings, int64_t index)
{
    dscore_mbo_row row = DSCORE_MBO_ROW_INIT;
    if (dscore_standings_mbo(standings, index, &row, NULL) != DSCORE_OK) {
        return;
    }
    dsi_json_open(w, '{', false);
    write_text(w, "subject", row.subject);
    write_fields(w, &dsi_mbo_row_fields, &row);
    dsi_json_text(w, "strength", line_objective(standings, index, row.strength));
    dsi_json_text(w, "weakness", line_objective(standings, index, row.weakness));
    dsi_json_name(w, "objectives");
    dsi_json_open(w, '[', false);
    for (int32_t i = 0; i < row.lines; i++) {
        dscore_mbo_line line = DSCORE_MBO_LINE_INIT;
        if (dscore_standings_mbo_line(standings, index, i, &line, NULL) == DSCORE_OK) {
            dsi_json_open(w, '{', true);
            write_text(w, "objective", line_objective(standings, index, i));
            write_fields(w, &dsi_mbo_line_fields, &line);
            dsi_json_close(w, '}');
        }
    }
    dsi_json_close(w, ']');
    dsi_json_close(w, '}');
}

/* ---- the document --------------------------------------------------------------------------- */

static void write_list(dsi_writer *w, const char *name, const dscore_standings *standings, int64_t count,
    void (*write)(dsi_writer *w, const dscore_standings *standings, int64_t index))
{
    dsi_json_name(w, name);
    dsi_json_open(w, '[', false);
    for (int64_t i = 0; i < count; i++) {
        write(w, standings, i);
    }
    dsi_json_close(w, ']');
}

static void write_document(dsi_writer *w, const void *object)
{
    const dscore_standings *standings = object;
    const dscore_targets *targets = dscore_standings_targets(standings);
    const dsi_identity identity = {dscore_targets_text(targets, DSCORE_TARGETS_ID),
        dscore_targets_text(targets, DSCORE_TARGETS_VERSION), dscore_targets_text(targets, DSCORE_TARGETS_NAME_EN),
        dscore_targets_text(targets, DSCORE_TARGETS_NAME_ZH), dscore_targets_text(targets, DSCORE_TARGETS_HASH)};
    dsi_json_put_identity(w, "targets", &identity);
    write_list(w, "standings", standings, dscore_standings_count(standings), write_standing);
    write_list(w, "objectives", standings, dscore_standings_objective_count(standings), write_objective);
    write_list(w, "agreements", standings, dscore_standings_mbo_count(standings), write_agreement);
}

dscore_status dscore_standings_dump(
    const dscore_standings *standings, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (standings == NULL) {
        return dsi_fail_null(err, "standings");
    }
    return dsi_dump(&dscore_standings_targets(standings)->arena.allocator, "standings", write_document, standings,
        buffer, capacity, out_needed, err);
}
