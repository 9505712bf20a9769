/* What an explanation says of a roll-up: that it is a mean, of what, and what each period adds. */
#include "score/rollup.h"

#include <math.h>

static void say_percent(const dsi_voice *v, double share)
{
    dsi_say_number(v, dscore_round(100.0 * share, 2));
    dsi_text_add(v->text, "%");
}

void dsi_explain_mean(
    const dsi_voice *v, const dsi_rolled *rolled, const dsi_total *total, const dscore_ledger_line *lines)
{
    static const char *const ENGLISH[] = {
        "", "each period weighs the same", "periods weigh by their length", "periods weigh by the records behind them"};
    static const char *const CHINESE[] = {"", "各期等权", "按各期天数加权", "按各期记录数加权"};
    int64_t scored = 0;
    for (int32_t i = 0; i < total->line_count; i++) {
        const bool has = lines[i].kind == DSCORE_LINE_PERIOD && lines[i].value_status == DSCORE_VALUE_OK;
        scored += has ? 1 : 0;
    }
    const bool fine = total->status == DSCORE_VALUE_OK;
    dsi_say(v, fine ? "The mean of " : scored == 1 ? "There is " : "There are ", fine ? "本分为" : "共有");
    dsi_text_add_int(v->text, scored);
    dsi_say(v, scored == 1 ? " published score" : " published scores", fine ? "个已公布分数的平均值" : "个已公布分数");
    if (fine) {
        dsi_say(v, ", not scored anew; ", "，并非重新评分；");
        dsi_say(v, ENGLISH[rolled->weighting], CHINESE[rolled->weighting]);
        dsi_say(v, ". Periods with a score: ", "。有分数的期间占");
        say_percent(v, total->weight_coverage);
    } else {
        dsi_say(v, "; at least ", "；至少需要");
        dsi_text_add_int(v->text, rolled->min_periods);
        dsi_say(v, rolled->min_periods == 1 ? " is needed" : " are needed", "个");
    }
    dsi_say(v, ".\n", "。\n");
}

void dsi_explain_part(const dsi_voice *v, const dscore_ledger_line *line, int32_t decimals)
{
    dsi_text_add(v->text, line->alias);
    dsi_say(v, ": ", "：");
    if (line->value_status != DSCORE_VALUE_OK) {
        dsi_say(v, "no total; it takes no part\n", "无总分，不参与平均\n");
        return;
    }
    dsi_text_add_rounded(v->text, line->value, decimals);
    dsi_say(v, " points", "分");
    if (line->effective_weight > 0.0) {
        dsi_say(v, " × weight ", " × 权重");
        say_percent(v, line->effective_weight);
        dsi_text_add(v->text, " = ");
        dsi_text_add_rounded(v->text, line->printed, decimals);
    }
    dsi_text_add(v->text, "\n");
}
