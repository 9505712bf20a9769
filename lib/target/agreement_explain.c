/* Agreed objectives as text: the score, what each objective achieved and earned, what was cut and why (METHODS 8.2). */
#include "target/standings.h"

#include "base/structs.h"
#include "score/voice.h"
#include <math.h>

typedef struct telling {
    const dsi_agreement *a;
    const dscore_targets *targets;
    dsi_voice voice;
    const char *lang;
} telling;

static void say(const telling *e, const char *english, const char *chinese)
{
    dsi_say(&e->voice, english, chinese);
}

static void say_number(const telling *e, double value)
{
    dsi_text_add_double(e->voice.text, dscore_round(value, 2));
}

static void say_percent(const telling *e, double value)
{
    if (isnan(value)) {
        say(e, "not known", "未知");
    } else {
        say_number(e, value);
        dsi_text_add(e->voice.text, "%");
    }
}

static const char *name_of(const telling *e, int32_t line)
{
    const int32_t objective = e->a->lines[line].objective;
    const char *const names[] = {dscore_targets_objective_text(e->targets, objective,
                                     e->voice.chinese ? DSCORE_TARGETS_NAME_ZH : DSCORE_TARGETS_NAME_EN),
        dscore_targets_objective_text(
            e->targets, objective, e->voice.chinese ? DSCORE_TARGETS_NAME_EN : DSCORE_TARGETS_NAME_ZH)};
    return names[0][0] != '\0'   ? names[0]
           : names[1][0] != '\0' ? names[1]
                                 : dscore_targets_objective_text(e->targets, objective, DSCORE_TARGETS_ID);
}

/* Each flag of `flags` in words, behind a comma. */
static void say_flags(const telling *e, int32_t flags)
{
    for (int32_t bit = DSCORE_MBO_FLOORED; bit <= DSCORE_MBO_MANY; bit *= 2) {
        if ((flags & bit) != 0) {
            say(e, "; ", "；");
            dsi_text_add(e->voice.text, dscore_mbo_text(bit, e->lang));
        }
    }
}

static void say_agreement(const telling *e, int32_t agreement)
{
    static const struct {
        int32_t bit;
        const char *en, *zh;
    } texts[] = {{DSCORE_AGREEMENT_NO_EMPLOYEE, "; the employee has not agreed", "；员工尚未确认"},
        {DSCORE_AGREEMENT_NO_MANAGER, "; the manager has not agreed", "；主管尚未确认"},
        {DSCORE_AGREEMENT_LATE_CHANGE, "; changed late", "；后期有调整"}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if ((agreement & texts[i].bit) != 0) {
            say(e, texts[i].en, texts[i].zh);
        }
    }
}

static void say_score(const telling *e)
{
    static const struct {
        int32_t status;
        const char *en, *zh;
    } reasons[] = {{DSCORE_VALUE_NO_DATA, "none: no objective has an achievement", "无：没有任何目标有达成数据"},
        {DSCORE_VALUE_INSUFFICIENT, "none: an objective has no achievement", "无：有目标没有达成数据"},
        {DSCORE_VALUE_UNDEFINED, "none: what was achieved carries no weight", "无：有数据的目标没有权重"}};
    const dscore_mbo_row *row = &e->a->row;
    say(e, "Score: ", "得分：");
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (row->status == reasons[i].status) {
            say(e, reasons[i].en, reasons[i].zh);
        }
    }
    if (row->status == DSCORE_VALUE_OK) {
        say_number(e, row->score);
        if (fabs(row->score - row->without_gates) > 1e-9) {
            say(e, " (before minima and vetoes: ", "（未计最低要求和一票否决：");
            say_number(e, row->without_gates);
            say(e, ")", "）");
        }
    }
    if (row->coverage < 1.0) {
        say(e, "; share of the weight with an achievement: ", "；有数据的权重占比：");
        say_percent(e, 100.0 * row->coverage);
    }
    say_flags(e, row->flags & (DSCORE_MBO_VETO | DSCORE_MBO_WEIGHT_TOTAL | DSCORE_MBO_FEW | DSCORE_MBO_MANY));
    dsi_text_add(e->voice.text, "\n");
}

static void say_line(const telling *e, int32_t i)
{
    const dscore_mbo_line *line = &e->a->lines[i];
    dsi_text_add(e->voice.text, name_of(e, i));
    say(e, ": weight ", "：权重");
    say_number(e, line->weight);
    say(e, ", ", "，");
    dsi_text_add(e->voice.text, dscore_smart_text(DSCORE_SMART_TEXT_MBO, line->by, e->lang));
    say(e, ": ", "：");
    say_percent(e, line->achievement);
    if (!isnan(line->counted)) {
        say(e, ", counts as ", "，计为");
        say_percent(e, line->counted);
        say(e, ", points: ", "，得分");
        say_number(e, line->points);
    }
    say_flags(e, line->flags & ~DSCORE_MBO_VETO);
    say_agreement(e, line->agreement);
    dsi_text_add(e->voice.text, "\n");
}

static void say_best(const telling *e, int32_t line, const char *english, const char *chinese)
{
    if (line >= 0) {
        say(e, english, chinese);
        dsi_text_add(e->voice.text, name_of(e, line));
        dsi_text_add(e->voice.text, "\n");
    }
}

dscore_status dscore_standings_mbo_explain(const dscore_standings *standings, int64_t index, const char *lang,
    char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    bool chinese = false;
    dscore_mbo_row row = DSCORE_MBO_ROW_INIT;
    dscore_status status = dscore_standings_mbo(standings, index, &row, err);
    if (status == DSCORE_OK) {
        status = dsi_voice_language(lang, &chinese, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_text text;
    dsi_text_init(&text, &standings->allocator);
    const telling e = {&standings->agreements[index], standings->targets, {&text, "", chinese}, chinese ? "zh" : "en"};
    say(&e, "Agreed objectives", "约定目标");
    if (row.subject[0] != '\0') {
        say(&e, ": ", "：");
        dsi_text_add(&text, row.subject);
    }
    dsi_text_add(&text, "\n");
    say_score(&e);
    for (int32_t i = 0; i < row.lines; i++) {
        say_line(&e, i);
    }
    say_best(&e, row.strength, "Earned most: ", "贡献最多：");
    say_best(&e, row.weakness, "Lost most: ", "失分最多：");
    status = dsi_text_give(&text, buffer, capacity, out_needed, err);
    dsi_text_free(&text);
    return status;
}
