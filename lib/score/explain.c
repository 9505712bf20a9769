/* A score that its owner can contest: every value, its rule in words, the points, the weight, what it adds, and what
   was adjusted, in English and Chinese. What is printed adds up (D21). */
#include "score/explain_parts.h"

#include "score/tolerance.h"
#include "score/voice.h"
#include <math.h>
#include <string.h>

static void say_period(const dsi_explaining *e)
{
    const dsi_voice *v = &e->voice;
    bool from = e->score->period_start != dscore_instant_min();
    bool to = e->score->period_end != dscore_instant_max();
    if (!from && !to) {
        return;
    }
    dsi_say(v, ", ", "，");
    if (from) {
        dsi_say(v, to ? "" : "from ", "");
        dsi_tell_instant(v->text, e->score->period_start);
        dsi_say(v, "", to ? "" : "起");
    }
    if (to) {
        dsi_say(v, from ? " to " : "before ", from ? "至" : "");
        dsi_tell_instant(v->text, e->score->period_end);
        dsi_say(v, from ? " (not included)" : "", from ? "（不含）" : "之前");
    }
    dsi_say(v, ", UTC", "，UTC时间");
}

/* Why there is no total; in the order of DSCORE_TOTAL_..., from 1. */
static void say_reason(const dsi_explaining *e)
{
    static const char *const ENGLISH[] = {"too little of the weight has a value", "a dimension has no value at all",
        "a value is missing that the card insists on", "nothing has a value",
        "these records name no subject; they are never scored", "too few periods have a score"};
    static const char *const CHINESE[] = {"有数据的指标所占权重不足", "有维度完全没有数据", "缺少评分卡必需的指标数据",
        "没有任何指标有数据", "这些记录没有归属对象，不参与评分", "有分数的期间过少"};
    dsi_say(&e->voice, "No total: ", "无总分：");
    dsi_say(&e->voice, ENGLISH[e->score->total->reason - 1], CHINESE[e->score->total->reason - 1]);
}

static void say_total(const dsi_explaining *e)
{
    const dsi_voice *v = &e->voice;
    const dsi_total *total = e->score->total;
    if (total->status != DSCORE_VALUE_OK) {
        say_reason(e);
    } else {
        dsi_say(v, "Total ", "总分");
        dsi_tell_amount(e, total->total);
        dsi_say(v, "", "分");
        if (total->grade >= 0) {
            const dsi_grade *grade = &e->card->spec.grades[total->grade];
            const char *label = v->chinese ? grade->label_zh : grade->label_en;
            const char *other = v->chinese ? grade->label_en : grade->label_zh;
            dsi_say(v, ", grade ", "，等级：");
            dsi_text_add(v->text, label[0] != '\0' ? label : other);
        }
        if (total->rank > 0) {
            dsi_say(v, ", rank ", "，排名第");
            dsi_text_add_int(v->text, total->rank);
            dsi_say(v, " of ", "，共");
            dsi_text_add_int(v->text, total->peers);
            dsi_say(v, "", "个参评对象");
        }
    }
    dsi_text_add(v->text, "\n");
    if (e->score->rolled != NULL) {
        dsi_explain_mean(v, e->score->rolled, total, e->score->lines);
        return;
    }
    if ((total->flags & DSCORE_SCORE_ASSUMED) != 0) {
        dsi_say(v, "What if: values marked as assumed were not measured; this is no published score.\n",
            "假设测算：标为“假定”的数值并非实测，本分数不作公布。\n");
    }
    if (total->weight_coverage < 1.0 && total->reason != DSCORE_TOTAL_ABSENT_KEY) {
        dsi_say(v, "Indicators with a value carry ", "有数据的指标占权重");
        dsi_tell_percent(v, total->weight_coverage);
        dsi_say(v, " of the weight; the card asks for at least ", "；评分卡要求至少");
        dsi_tell_percent(v, e->card->spec.min_weight_coverage);
        dsi_say(v, ".\n", "。\n");
    }
}

static void say_head(const dsi_explaining *e)
{
    const dsi_voice *v = &e->voice;
    const dsi_card_spec *spec = &e->card->spec;
    const char *name = v->chinese ? spec->name_zh : spec->name_en;
    if (e->score->subject[0] != '\0') {
        dsi_text_add(v->text, e->score->subject);
    } else if (e->score->total->reason == DSCORE_TOTAL_ABSENT_KEY) {
        dsi_say(v, "(no subject)", "（无归属对象）");
    } else {
        dsi_say(v, "All", "全部");
    }
    say_period(e);
    dsi_text_add(v->text, "\n");
    dsi_say(v, "Scorecard: ", "评分卡：");
    dsi_text_add(v->text, name[0] != '\0' ? name : spec->id);
    if (spec->version[0] != '\0') {
        dsi_say(v, ", version ", "，版本：");
        dsi_text_add(v->text, spec->version);
    }
    dsi_say(v, " (content hash ", "（内容哈希：");
    dsi_text_add(v->text, e->card->hash);
    dsi_say(v, ")\n", "）\n");
    say_total(e);
}

static void say_group(const dsi_explaining *e, const dscore_ledger_line *line)
{
    const dsi_voice *v = &e->voice;
    int32_t node = dscore_weights_find(e->card->weights, line->alias);
    const dsi_weight_node *group = &e->card->spec.weights.nodes[node];
    const char *name = v->chinese ? group->name_zh : group->name_en;
    dsi_tell_indent(e, dsi_tell_depth(e, line));
    dsi_text_add(v->text, name[0] != '\0' ? name : group->id);
    dsi_say(v, " (", "（");
    dsi_tell_weight(e, line);
    dsi_tell_effective_weight(e, line);
    dsi_say(v, "): ", "）：");
    if (isnan(line->points)) {
        dsi_say(v, "no value\n", "无数据\n");
        return;
    }
    if (e->card->spec.mode == DSI_CARD_WEIGHTED) { /* points of a points card are those it adds */
        dsi_say_points(v, dsi_tell_shown(line->points));
        if (line->gate > 0) {
            dsi_say(v, " (cut from ", "（限制前为");
            dsi_say_points(v, dsi_tell_shown(line->raw_points));
            dsi_say(v, ")", "）");
        }
        dsi_say(v, ", ", "，");
    }
    dsi_say(v, line->gate > 0 ? "before the gate adds " : "adds ", line->gate > 0 ? "限制前计入" : "计入");
    dsi_tell_amount(e, line->printed);
    dsi_text_add(v->text, "\n");
}

/* What an operator other than the mean makes of the points. */
static void say_operator(const dsi_explaining *e)
{
    static const char *const ENGLISH[] = {"", "", "Weighted geometric mean of the points",
        "Weighted harmonic mean of the points", "The least points of all",
        "Ordered weighted mean of the points, the best first"};
    static const char *const CHINESE[] = {"", "", "各项得分的加权几何平均", "各项得分的加权调和平均",
        "各项得分中的最低分", "各项得分从高到低的有序加权平均"};
    const dsi_voice *v = &e->voice;
    const dsi_card_spec *spec = &e->card->spec;
    dsi_say(v, ENGLISH[spec->operation], CHINESE[spec->operation]);
    if (spec->epsilon > 0.0) {
        dsi_say(v, " (less than ", "（不足");
        dsi_say_number(v, dsi_tell_shown(100.0 * spec->epsilon));
        dsi_say(v, " counts as that)", "分按此计）");
    }
    dsi_say(v, ", instead of the weighted mean: ", "，与加权平均之差：");
}

static void say_gate_line(const dsi_explaining *e, const dscore_ledger_line *line)
{
    const dsi_voice *v = &e->voice;
    int32_t node = line->alias[0] == '\0' ? -1 : dscore_weights_find(e->card->weights, line->alias);
    const dsi_weight_node *group = node < 0 ? NULL : &e->card->spec.weights.nodes[node];
    const char *name = group == NULL ? "" : v->chinese ? group->name_zh : group->name_en;
    const char *total = v->chinese ? "总分" : "the total";
    dsi_tell_gate(e, line->gate, group == NULL ? total : name[0] != '\0' ? name : group->id);
    dsi_say(v, ": ", "：");
}

static void say_adjustment(const dsi_explaining *e, const dscore_ledger_line *line)
{
    const dsi_voice *v = &e->voice;
    switch (line->kind) {
    case DSCORE_LINE_ROUND:
        return; /* shared out among the printed lines */
    case DSCORE_LINE_RENORMALISE:
        dsi_say(v, "Weight of what is missing, shared among the rest: ", "缺数据指标的权重由其余指标分摊：");
        break;
    case DSCORE_LINE_OPERATOR:
        say_operator(e);
        break;
    case DSCORE_LINE_GATE:
        say_gate_line(e, line);
        break;
    default: {
        bool raised = (line->flags & DSCORE_SCORE_CLAMP_LO) != 0;
        dsi_say(v, raised ? "Raised to the least total: " : "Cut to the greatest total: ",
            raised ? "按总分下限调整：" : "按总分上限调整：");
        break;
    }
    }
    dsi_tell_signed(e, line->printed);
    dsi_text_add(v->text, "\n");
}

void dsi_explain_score(dsi_text *t, const dscore_scorecard *card, const dsi_explained *score, bool chinese)
{
    dsi_explaining e = {{t, "", chinese}, card, score};
    say_head(&e);
    dsi_text_add(t, "\n");
    for (int32_t i = 0; i < score->total->line_count; i++) {
        const dscore_ledger_line *line = &score->lines[i];
        if (line->kind == DSCORE_LINE_GROUP) {
            say_group(&e, line);
        } else if (line->kind == DSCORE_LINE_CONTRIBUTION || line->kind == DSCORE_LINE_BONUS) {
            dsi_tell_item(&e, line);
        } else if (line->kind == DSCORE_LINE_PERIOD) {
            dsi_explain_part(&e.voice, line, card->spec.decimals);
        } else {
            say_adjustment(&e, line);
        }
    }
    if (score->total->status == DSCORE_VALUE_OK) {
        dsi_say(&e.voice, "Together: ", "合计：");
        dsi_tell_amount(&e, score->total->total);
        dsi_say(&e.voice, "\n", "分\n");
    }
}
