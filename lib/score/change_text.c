/* A change of a score as people read it: its lines, in English and Chinese, with amounts that add up. */
#include "score/change.h"

#include "base/error.h"
#include "base/structs.h"
#include "score/voice.h"
#include <math.h>
#include <string.h>

typedef struct telling {
    dsi_voice voice;
    const dscore_change *change;
} telling;

static void say_amount(const telling *t, double amount)
{
    dsi_text_add_rounded(t->voice.text, amount, t->change->decimals);
}

static void say_signed(const telling *t, double printed)
{
    dsi_text_add(t->voice.text, printed > 0.0 ? "+" : "");
    say_amount(t, printed);
}

static void say_percent(const telling *t, double share)
{
    dsi_say_number(&t->voice, dscore_round(100.0 * share, 2));
    dsi_text_add(t->voice.text, "%");
}

static void say_points(const telling *t, double points)
{
    if (isnan(points)) {
        dsi_say(&t->voice, "none", "无");
    } else {
        dsi_say_number(&t->voice, dscore_round(points, 4));
    }
}

/* Two texts with an arrow between, or one if they are the same. */
static void say_pair(const telling *t, const char *before, const char *after)
{
    dsi_text_add(t->voice.text, before);
    if (strcmp(before, after) != 0) {
        dsi_text_add(t->voice.text, " → ");
        dsi_text_add(t->voice.text, after);
    }
}

static void say_head(const telling *t)
{
    const dscore_change *c = t->change;
    if (c->subject_before[0] != '\0' || c->subject_after[0] != '\0') {
        say_pair(t, c->subject_before, c->subject_after);
        dsi_say(&t->voice, ": ", "：");
    }
    dsi_say(&t->voice, "total ", "总分 ");
    say_amount(t, c->before);
    dsi_text_add(t->voice.text, " → ");
    say_amount(t, c->after);
    dsi_say(&t->voice, ", change ", "，变化 ");
    say_signed(t, c->difference);
    if (!c->same_card) {
        const bool renamed = strcmp(c->card_before, c->card_after) != 0;
        dsi_say(&t->voice, renamed ? "; scorecards " : "; two versions of the scorecard ",
            renamed ? "；评分卡 " : "；评分卡的两个版本 ");
        say_pair(t, c->card_before, c->card_after);
    }
    dsi_text_add(t->voice.text, "\n");
}

static void say_name(const telling *t, const dscore_change_line *line)
{
    const dsi_voice *v = &t->voice;
    const char *name = v->chinese ? line->name_zh : line->name;
    if (name[0] != '\0') {
        dsi_text_add(v->text, name);
        dsi_say(v, " [", "［");
    }
    dsi_text_add(v->text, line->alias);
    if (name[0] != '\0') {
        dsi_say(v, "]", "］");
    }
    dsi_say(v, ": ", "：");
}

static void say_item(const telling *t, const dscore_change_line *line)
{
    const dsi_voice *v = &t->voice;
    say_name(t, line);
    dsi_say(v, "points ", "得分 ");
    say_points(t, line->points_before);
    dsi_text_add(v->text, " → ");
    say_points(t, line->points_after);
    if (line->kind == DSCORE_CHANGE_ITEM) {
        dsi_say(v, ", weight ", "，权重 ");
        say_percent(t, line->weight_before);
        dsi_text_add(v->text, " → ");
        say_percent(t, line->weight_after);
        dsi_say(v, "; by points ", "；得分影响 ");
        say_signed(t, line->printed_score);
        dsi_say(v, ", by weight ", "，权重影响 ");
        say_signed(t, line->printed_weight);
        dsi_say(v, ", together ", "，合计 ");
    } else {
        dsi_say(v, ", outside the weights; ", "，权重之外；");
    }
    say_signed(t, line->printed);
    dsi_text_add(v->text, "\n");
}

static void say_adjustment(const telling *t, const dscore_change_line *line)
{
    static const struct {
        int32_t kind;
        const char *english, *chinese;
    } WORDS[] = {{DSCORE_LINE_CLAMP, "Cut to the range of the total", "按总分上下限调整"},
        {DSCORE_LINE_GATE, "Gates and vetoes", "门槛与否决"},
        {DSCORE_LINE_OPERATOR, "The card's operator, where it is no mean", "非平均的合成方式"},
        {DSCORE_LINE_RENORMALISE, "Other adjustments of the weighted sum", "加权和的其他调整"}};
    const bool rounds = line->kind == DSCORE_CHANGE_ROUND;
    const char *english = rounds ? "Rounding of the totals" : "Other adjustments";
    const char *chinese = rounds ? "总分取整" : "其他调整";
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (WORDS[i].kind == line->line_kind) {
            english = WORDS[i].english;
            chinese = WORDS[i].chinese;
        }
    }
    dsi_say(&t->voice, english, chinese);
    dsi_say(&t->voice, ": ", "：");
    say_signed(t, line->printed);
    dsi_text_add(t->voice.text, "\n");
}

dscore_status dscore_change_explain(const dscore_change *change, const char *lang, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err)
{
    if (change == NULL) {
        return dsi_fail_null(err, "change");
    }
    bool chinese = false;
    dscore_status status = dsi_voice_language(lang, &chinese, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_text text;
    dsi_text_init(&text, &change->arena.allocator);
    const telling t = {{&text, "", chinese}, change};
    say_head(&t);
    for (int32_t i = 0; i < change->count; i++) {
        const dscore_change_line *line = &change->lines[i];
        if (line->kind == DSCORE_CHANGE_ITEM || line->kind == DSCORE_CHANGE_BONUS) {
            say_item(&t, line);
        } else if (line->kind == DSCORE_CHANGE_ADJUSTMENT || line->printed != 0.0) {
            say_adjustment(&t, line); /* rounding is mostly shared out among the other printed amounts */
        }
    }
    status = dsi_text_give(&text, buffer, capacity, out_needed, err);
    dsi_text_free(&text);
    return status;
}

dscore_status dscore_change_totals(
    const dscore_change *change, double *out_before, double *out_after, double *out_change, dscore_error *err)
{
    if (change == NULL) {
        return dsi_fail_null(err, "change");
    }
    double *const outs[] = {out_before, out_after, out_change};
    const double totals[] = {change->before, change->after, change->difference};
    for (int32_t i = 0; i < 3; i++) {
        if (outs[i] != NULL) {
            *outs[i] = totals[i];
        }
    }
    return DSCORE_OK;
}

int32_t dscore_change_count(const dscore_change *change)
{
    return change == NULL ? 0 : change->count;
}

dscore_status dscore_change_at(const dscore_change *change, int32_t line, dscore_change_line *out, dscore_error *err)
{
    if (change == NULL || out == NULL) {
        return dsi_fail_null(err, change == NULL ? "change" : "out");
    }
    if (line < 0 || line >= change->count) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "line %d of %d", (int)line, (int)change->count);
    }
    return dsi_struct_give(out, &change->lines[line], (int64_t)sizeof *out, err);
}
