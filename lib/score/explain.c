/* A score that its owner can contest: every value, its rule in words, the points, the weight, what it adds, and what
   was adjusted, in English and Chinese. What is printed adds up (D21). */
#include "score/scores.h"

#include "score/tolerance.h"
#include "score/voice.h"
#include <math.h>
#include <string.h>

/* Values are shown with this many decimals at most: enough to see on which side of a threshold they lie. */
enum { SHOWN_DECIMALS = 6 };

typedef struct explaining {
    dsi_voice voice; /* without a unit */
    const dscore_scorecard *card;
    const dsi_explained *score;
} explaining;

static double shown(double value)
{
    double rounded = dscore_round(value, SHOWN_DECIMALS);
    return rounded == 0.0 ? value : rounded;
}

static void say_percent(const dsi_voice *v, double share)
{
    dsi_say_number(v, dscore_round(100.0 * share, 2));
    dsi_text_add(v->text, "%");
}

static void say_amount(const explaining *e, double printed)
{
    dsi_text_add_rounded(e->voice.text, printed, e->card->spec.decimals);
}

static void say_signed(const explaining *e, double printed)
{
    dsi_text_add(e->voice.text, printed > 0.0 ? "+" : "");
    say_amount(e, printed);
}

static void put_digits(dsi_text *t, int64_t value, int32_t width)
{
    for (int64_t least = 10; width > 1; width--, least *= 10) {
        if (value < least) {
            for (; width > 1; width--) {
                dsi_text_add(t, "0");
            }
            break;
        }
    }
    dsi_text_add_int(t, value);
}

/* Date of a day number since 1970-01-01 in the Gregorian calendar: years begin in March, so that the leap day is last,
   and repeat every 146097 days. */
static void say_date(dsi_text *t, int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    put_digits(t, year_of_era + era * 400 + (month <= 2 ? 1 : 0), 4);
    dsi_text_add(t, "-");
    put_digits(t, month, 2);
    dsi_text_add(t, "-");
    put_digits(t, day_of_year - (153 * month_from_march + 2) / 5 + 1, 2);
}

static void say_instant(dsi_text *t, int64_t instant)
{
    const int64_t day = INT64_C(86400000000);
    int64_t days = instant / day - (instant % day < 0 ? 1 : 0);
    int64_t seconds = (instant - days * day) / 1000000;
    say_date(t, days);
    if (seconds != 0) {
        dsi_text_add(t, " ");
        put_digits(t, seconds / 3600, 2);
        dsi_text_add(t, ":");
        put_digits(t, seconds / 60 % 60, 2);
        dsi_text_add(t, ":");
        put_digits(t, seconds % 60, 2);
    }
}

static void say_period(const explaining *e)
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
        say_instant(v->text, e->score->period_start);
        dsi_say(v, "", to ? "" : "起");
    }
    if (to) {
        dsi_say(v, from ? " to " : "before ", from ? "至" : "");
        say_instant(v->text, e->score->period_end);
        dsi_say(v, from ? " (not included)" : "", from ? "（不含）" : "之前");
    }
    dsi_say(v, ", UTC", "，UTC时间");
}

/* Why there is no total; in the order of DSCORE_TOTAL_..., from 1. */
static void say_reason(const explaining *e)
{
    static const char *const ENGLISH[] = {"too little of the weight has a value", "a dimension has no value at all",
        "a value is missing that the card insists on", "nothing has a value",
        "these records name no subject; they are never scored"};
    static const char *const CHINESE[] = {"有数据的指标所占权重不足", "有维度完全没有数据", "缺少评分卡必需的指标数据",
        "没有任何指标有数据", "这些记录没有归属对象，不参与评分"};
    dsi_say(&e->voice, "No total: ", "无总分：");
    dsi_say(&e->voice, ENGLISH[e->score->total->reason - 1], CHINESE[e->score->total->reason - 1]);
}

static void say_total(const explaining *e)
{
    const dsi_voice *v = &e->voice;
    const dsi_total *total = e->score->total;
    if (total->status != DSCORE_VALUE_OK) {
        say_reason(e);
    } else {
        dsi_say(v, "Total ", "总分");
        say_amount(e, total->total);
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
    if (total->weight_coverage < 1.0 && total->reason != DSCORE_TOTAL_ABSENT_KEY) {
        dsi_say(v, "Indicators with a value carry ", "有数据的指标占权重");
        say_percent(v, total->weight_coverage);
        dsi_say(v, " of the weight; the card asks for at least ", "；评分卡要求至少");
        say_percent(v, e->card->spec.min_weight_coverage);
        dsi_say(v, ".\n", "。\n");
    }
}

static void say_head(const explaining *e)
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

static void say_share(const explaining *e, double share)
{
    if (e->card->spec.mode == DSI_CARD_POINTS) {
        dsi_say_points(&e->voice, shown(share * e->card->scale));
    } else {
        say_percent(&e->voice, share);
    }
}

/* "weight 20%", or in points mode "worth 15 points". */
static void say_weight(const explaining *e, const dscore_ledger_line *line)
{
    bool points = e->card->spec.mode == DSI_CARD_POINTS;
    dsi_say(&e->voice, points ? "worth " : "weight ", points ? "分值" : "权重");
    say_share(e, line->weight);
}

/* What the weight became once that of missing values was shared out. */
static void say_effective_weight(const explaining *e, const dscore_ledger_line *line)
{
    bool changed = fabs(line->effective_weight - line->weight) > 1e-12;
    if (changed && e->score->total->status == DSCORE_VALUE_OK) {
        dsi_say(&e->voice, ", in this total ", "，本次折算为");
        say_share(e, line->effective_weight);
    }
}

static int32_t depth_of(const explaining *e, const dscore_ledger_line *line)
{
    int32_t node = dscore_weights_find(e->card->weights, line->alias);
    return node < 0 ? 0 : e->card->weights->depth[node];
}

static void indent(const explaining *e, int32_t depth)
{
    for (int32_t i = 0; i < depth; i++) {
        dsi_text_add(e->voice.text, "  ");
    }
}

static void say_group(const explaining *e, const dscore_ledger_line *line)
{
    const dsi_voice *v = &e->voice;
    int32_t node = dscore_weights_find(e->card->weights, line->alias);
    const dsi_weight_node *group = &e->card->spec.weights.nodes[node];
    const char *name = v->chinese ? group->name_zh : group->name_en;
    indent(e, depth_of(e, line));
    dsi_text_add(v->text, name[0] != '\0' ? name : group->id);
    dsi_say(v, " (", "（");
    say_weight(e, line);
    say_effective_weight(e, line);
    dsi_say(v, "): ", "）：");
    if (isnan(line->points)) {
        dsi_say(v, "no value\n", "无数据\n");
        return;
    }
    if (e->card->spec.mode == DSI_CARD_WEIGHTED) { /* points of a points card are those it adds */
        dsi_say_points(v, shown(line->points));
        dsi_say(v, ", ", "，");
    }
    dsi_say(v, "adds ", "计入");
    say_amount(e, line->printed);
    dsi_text_add(v->text, "\n");
}

/* How much a value must rest on: what the card asks for beyond what the indicator itself does. */
static void say_demand(const explaining *e, const dscore_ledger_line *line, const dsi_card_item *item)
{
    const dsi_voice *v = &e->voice;
    if ((line->flags & DSCORE_SCORE_SMALL_N) == 0) {
        dsi_say(
            v, "too many records lack data; the card asks for data in at least ", "缺数据的记录过多，评分卡要求至少");
        say_percent(v, e->card->spec.min_data_coverage);
        dsi_say(v, "", "有数据");
        return;
    }
    dsi_say(v, "too few records to be judged", "样本不足，不作评价");
    if (line->n_used < item->min_n || item->min_observations > 0.0) {
        bool records = line->n_used < item->min_n;
        dsi_say(v, "; the card asks for at least ", "；评分卡要求至少");
        dsi_say_number(v, records ? (double)item->min_n : item->min_observations);
        dsi_say(v, "", records ? "条" : "个样本");
    }
}

/* Why an item has no value. */
static void say_no_value(const explaining *e, const dscore_ledger_line *line, int32_t item)
{
    const dsi_voice *v = &e->voice;
    switch (line->value_status) {
    case DSCORE_VALUE_INSUFFICIENT:
        say_demand(e, line, &e->card->spec.items[item]);
        break;
    case DSCORE_VALUE_UNDEFINED:
        dsi_say(
            v, "cannot be calculated (the rule or the formula has no answer here)", "无法计算（公式或规则在此无定义）");
        break;
    case DSCORE_VALUE_EXCLUDED:
        dsi_say(v, "not to be measured", "不参与考核");
        break;
    default:
        dsi_say(v, "no data", "无数据");
        break;
    }
}

static void say_counts(const dsi_voice *v, const dscore_ledger_line *line)
{
    dsi_say(v, " (records used ", "（计入");
    dsi_text_add_int(v->text, line->n_used);
    dsi_say(v, ", lacking data ", "条，缺数据");
    dsi_text_add_int(v->text, line->n_missing);
    dsi_say(v, ", left out ", "条，排除");
    dsi_text_add_int(v->text, line->n_excluded);
    dsi_say(v, ")\n", "条）\n");
}

static void say_value(const explaining *e, const dscore_ledger_line *line, int32_t item)
{
    const dsi_voice *v = &e->voice;
    const char *name = dsi_card_item_name(e->card, item, v->chinese);
    dsi_voice with_unit = *v;
    with_unit.unit = e->card->facts[item].unit;
    if (name[0] != '\0') {
        dsi_text_add(v->text, name);
        dsi_say(v, " [", "［");
        dsi_text_add(v->text, line->alias);
        dsi_say(v, "]", "］");
    } else {
        dsi_text_add(v->text, line->alias);
    }
    dsi_say(v, ": ", "：");
    if (!isnan(line->value)) {
        dsi_say_value(&with_unit, shown(line->value));
        dsi_say(
            v, line->value_status == DSCORE_VALUE_OK ? "" : ", ", line->value_status == DSCORE_VALUE_OK ? "" : "，");
    }
    if (line->value_status != DSCORE_VALUE_OK) {
        say_no_value(e, line, item);
    }
    say_counts(v, line);
}

/* What the rule's limits did: the points before them, and a word for each flag. */
static void say_flags(const explaining *e, const dscore_ledger_line *line, int32_t item)
{
    static const struct {
        int32_t flag;
        const char *english, *chinese;
    } WORDS[] = {{DSCORE_SCORE_CLIFF, "the cliff applies", "触发底线条款"}, {DSCORE_SCORE_CAP_CORE, "capped", "已封顶"},
        {DSCORE_SCORE_BONUS, "with a bonus", "含加分"}, {DSCORE_SCORE_PENALTY, "with a deduction", "含扣分"},
        {DSCORE_SCORE_CLAMP_LO, "raised to the lower limit", "按下限计"},
        {DSCORE_SCORE_CLAMP_HI, "cut to the upper limit", "按上限计"}};
    const dsi_voice *v = &e->voice;
    bool has_core = dsi_rule_spec_of(e->card->rules[item])->family == DSI_FAMILY_BASE_FLOAT;
    bool any = false;
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if ((line->flags & WORDS[i].flag) == 0) {
            continue;
        }
        dsi_say(v, any ? ", " : " (", any ? "，" : "（");
        bool of_core = has_core && WORDS[i].flag == DSCORE_SCORE_CAP_CORE;
        dsi_say(v, of_core ? "the core is " : "", of_core ? "核心分" : "");
        dsi_say(v, WORDS[i].english, WORDS[i].chinese);
        any = true;
    }
    if (!dsi_same(line->raw_points, line->points)) {
        dsi_say(v, any ? ", before that " : " (before that ", any ? "，此前为" : "（此前为");
        dsi_say_points(v, shown(line->raw_points));
        any = true;
    }
    dsi_say(v, any ? ")" : "", any ? "）" : "");
}

/* Has nothing in the group of this line a value? */
static bool group_is_empty(const explaining *e, const dscore_ledger_line *line)
{
    for (int32_t i = 0; i < e->score->total->line_count; i++) {
        const dscore_ledger_line *group = &e->score->lines[i];
        if (group->kind == DSCORE_LINE_GROUP && strcmp(group->alias, line->group) == 0) {
            return group->value_status != DSCORE_VALUE_OK;
        }
    }
    return false;
}

/* What became of an item without a value. */
static void say_missing(const explaining *e, const dscore_ledger_line *line, int32_t item)
{
    static const char *const ENGLISH[] = {"its whole group has no value: the other groups take its weight",
        "the others of its group take its weight", "all others take its weight", "it counts as 0 points",
        "without it there is no total"};
    static const char *const CHINESE[] = {"整组无数据，其权重由其他组分摊", "其权重由同组其他指标分摊",
        "其权重由其他全部指标分摊", "按0分计", "缺少该项则不出总分"};
    bool bonus = line->kind == DSCORE_LINE_BONUS;
    bool required = e->card->spec.items[item].required;
    int32_t policy = required ? DSCORE_MISSING_BLOCK : e->card->spec.missing;
    bool whole_group = policy == DSCORE_MISSING_EXCLUDE_SIBLINGS && group_is_empty(e, line);
    bool is_shared = policy == DSCORE_MISSING_EXCLUDE_SIBLINGS || policy == DSCORE_MISSING_EXCLUDE_GLOBAL;
    int32_t becomes = whole_group ? 0 : policy;
    dsi_say(&e->voice, "Points: none, ", "得分：无，");
    if (bonus) {
        dsi_say(&e->voice, "outside the weights", "权重之外");
    } else {
        say_weight(e, line);
    }
    if (bonus && !required) {
        dsi_say(&e->voice, "; it adds nothing", "；不加不减");
    } else if (!is_shared || e->score->total->status == DSCORE_VALUE_OK) { /* no total: nobody takes the weight */
        dsi_say(&e->voice, "; ", "；");
        dsi_say(&e->voice, ENGLISH[becomes], CHINESE[becomes]);
    }
    dsi_text_add(e->voice.text, "\n");
}

static void say_points_line(const explaining *e, const dscore_ledger_line *line, int32_t item)
{
    const dsi_voice *v = &e->voice;
    dsi_say(v, "Points: ", "得分：");
    dsi_say_points(v, shown(line->points));
    say_flags(e, line, item);
    if (line->kind == DSCORE_LINE_BONUS) {
        dsi_say(v, ", outside the weights: ", "，权重之外计");
        say_signed(e, line->printed);
    } else if (e->card->spec.items[item].in_points) {
        dsi_say(v, ", ", "，");
        say_weight(e, line);
        dsi_say(v, ", adds ", "，计入");
        say_amount(e, line->printed);
    } else {
        bool of_hundred = e->card->spec.mode == DSI_CARD_POINTS; /* "80 points × worth 15 points ÷ 100" */
        dsi_text_add(v->text, " × ");
        say_weight(e, line);
        dsi_text_add(v->text, of_hundred ? " ÷ 100 = " : " = ");
        say_amount(e, line->printed);
    }
    dsi_text_add(v->text, "\n");
}

static int32_t item_of_alias(const dscore_scorecard *card, const char *alias)
{
    for (int32_t i = 0; i < card->spec.item_count; i++) {
        if (card->spec.items[i].alias == alias) { /* lines hold the card's own texts */
            return i;
        }
    }
    return 0;
}

static void say_item(const explaining *e, const dscore_ledger_line *line)
{
    const dsi_voice *v = &e->voice;
    int32_t item = item_of_alias(e->card, line->alias);
    int32_t depth = depth_of(e, line);
    indent(e, depth);
    say_value(e, line, item);
    indent(e, depth + 1);
    dsi_say(v, "Rule: ", "规则：");
    dsi_rule_sentence(v->text, e->card->rules[item], e->card->facts[item].unit, v->chinese);
    dsi_text_add(v->text, "\n");
    if (e->score->total->reason == DSCORE_TOTAL_ABSENT_KEY) {
        return;
    }
    indent(e, depth + 1);
    if (isnan(line->points)) {
        say_missing(e, line, item);
    } else {
        say_points_line(e, line, item);
    }
}

static void say_adjustment(const explaining *e, const dscore_ledger_line *line)
{
    const dsi_voice *v = &e->voice;
    if (line->kind == DSCORE_LINE_ROUND) {
        return; /* shared out among the printed lines */
    }
    if (line->kind == DSCORE_LINE_RENORMALISE) {
        dsi_say(v, "Weight of what is missing, shared among the rest: ", "缺数据指标的权重由其余指标分摊：");
    } else if ((line->flags & DSCORE_SCORE_CLAMP_LO) != 0) {
        dsi_say(v, "Raised to the least total: ", "按总分下限调整：");
    } else {
        dsi_say(v, "Cut to the greatest total: ", "按总分上限调整：");
    }
    say_signed(e, line->printed);
    dsi_text_add(v->text, "\n");
}

void dsi_explain_score(dsi_text *t, const dscore_scorecard *card, const dsi_explained *score, bool chinese)
{
    explaining e = {{t, "", chinese}, card, score};
    say_head(&e);
    dsi_text_add(t, "\n");
    for (int32_t i = 0; i < score->total->line_count; i++) {
        const dscore_ledger_line *line = &score->lines[i];
        if (line->kind == DSCORE_LINE_GROUP) {
            say_group(&e, line);
        } else if (line->kind == DSCORE_LINE_CONTRIBUTION || line->kind == DSCORE_LINE_BONUS) {
            say_item(&e, line);
        } else {
            say_adjustment(&e, line);
        }
    }
    if (score->total->status == DSCORE_VALUE_OK) {
        dsi_say(&e.voice, "Together: ", "合计：");
        say_amount(&e, score->total->total);
        dsi_say(&e.voice, "\n", "分\n");
    }
}
