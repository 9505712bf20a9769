/* An indicator in an explanation: its value or what stands in for it, its rule in words, its points and what they add.
 */
#include "score/explain_parts.h"

#include "score/tolerance.h"
#include <math.h>
#include <string.h>

/* How much a value must rest on: what the card asks for beyond what the indicator itself does. */
static void say_demand(const dsi_explaining *e, const dscore_ledger_line *line, const dsi_card_item *item)
{
    const dsi_voice *v = &e->voice;
    if ((line->flags & DSCORE_SCORE_SMALL_N) == 0) {
        dsi_say(
            v, "too many records lack data; the card asks for data in at least ", "缺数据的记录过多，评分卡要求至少");
        dsi_tell_percent(v, e->card->spec.min_data_coverage);
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

/* Points among peers: why there are none. */
static bool say_few_peers(const dsi_explaining *e, const dscore_ledger_line *line, int32_t item)
{
    if (!dsi_rule_is_relative(e->card->rules[item]) || line->peers == 0 || line->stand_in != 0) {
        return false;
    }
    dsi_say(&e->voice, "too few to compare: values in the period: ", "同期可比对象不足，仅有");
    dsi_text_add_int(e->voice.text, line->peers);
    dsi_say(&e->voice, "", "个");
    return true;
}

/* Why an item has no value. */
static void say_no_value(const dsi_explaining *e, const dscore_ledger_line *line, int32_t item)
{
    const dsi_voice *v = &e->voice;
    switch (line->value_status) {
    case DSCORE_VALUE_INSUFFICIENT:
        if (say_few_peers(e, line, item)) {
            break;
        }
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

/* What stands in for a value that is missing. */
static void say_stand_in(const dsi_explaining *e, const dscore_ledger_line *line, int32_t item)
{
    const dsi_voice *v = &e->voice;
    dsi_voice with_unit = *v;
    with_unit.unit = e->card->facts[item].unit;
    dsi_say(v, "; ", "；");
    if (line->stand_in == DSCORE_MISSING_NEUTRAL) {
        dsi_say(v, "points that the card sets stand in", "以评分卡规定的得分代替");
        return;
    }
    if (line->stand_in == DSCORE_MISSING_CARRY_FORWARD) {
        dsi_say(v, "its last value stands in: ", "以最近一次数值代替：");
        dsi_say_value(&with_unit, dsi_tell_shown(line->value));
        dsi_say(v, ", of ", "，取自");
        dsi_tell_instant(v->text, line->from_start);
        dsi_say(v, " to ", "至");
        dsi_tell_instant(v->text, line->from_end);
        dsi_say(v, " (not included)", "（不含）");
        return;
    }
    dsi_say(v, "the median of the others of the period stands in: ", "以同期其他对象的中位数代替：");
    dsi_say_value(&with_unit, dsi_tell_shown(line->value));
    dsi_say(v, ", of ", "，共");
    dsi_text_add_int(v->text, line->peers);
    dsi_say(v, line->peers == 1 ? " value" : " values", "个数值");
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

static void say_value(const dsi_explaining *e, const dscore_ledger_line *line, int32_t item)
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
    if ((line->flags & DSCORE_SCORE_ASSUMED) != 0) {
        dsi_say(v, "assumed ", "假定");
    }
    if (!isnan(line->value) && line->stand_in == 0) {
        dsi_say_value(&with_unit, dsi_tell_shown(line->value));
        dsi_say(
            v, line->value_status == DSCORE_VALUE_OK ? "" : ", ", line->value_status == DSCORE_VALUE_OK ? "" : "，");
    }
    if (line->value_status != DSCORE_VALUE_OK) {
        say_no_value(e, line, item);
    }
    if (line->stand_in != 0) {
        say_stand_in(e, line, item);
    }
    say_counts(v, line);
}

/* What the rule's limits did: the points before them, and a word for each flag. */
static void say_flags(const dsi_explaining *e, const dscore_ledger_line *line, int32_t item)
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
        dsi_say_points(v, dsi_tell_shown(line->raw_points));
        any = true;
    }
    dsi_say(v, any ? ")" : "", any ? "）" : "");
}

/* Has nothing in the group of this line a value? */
static bool group_is_empty(const dsi_explaining *e, const dscore_ledger_line *line)
{
    for (int32_t i = 0; i < e->score->total->line_count; i++) {
        const dscore_ledger_line *group = &e->score->lines[i];
        if (group->kind == DSCORE_LINE_GROUP && strcmp(group->alias, line->group) == 0) {
            return group->value_status != DSCORE_VALUE_OK;
        }
    }
    return false;
}

static void say_nothing_stands_in(const dsi_explaining *e, const dsi_missing *missing)
{
    const dsi_voice *v = &e->voice;
    if (missing->policy == DSCORE_MISSING_GROUP_MEDIAN) {
        dsi_say(v, "; nobody else of the period has a value that could stand in", "；同期其他对象也无数值可代替");
        return;
    }
    dsi_say(v, "; there is no value of the last ", "；最近");
    dsi_text_add_int(v->text, missing->max_age);
    dsi_say(v, missing->max_age == 1 ? " period that could stand in" : " periods that could stand in",
        "期内没有数值可代替");
}

/* What became of an item without a value. */
static void say_missing(const dsi_explaining *e, const dscore_ledger_line *line, int32_t item)
{
    static const char *const ENGLISH[] = {"its whole group has no value: the other groups take its weight",
        "the others of its group take its weight", "all others take its weight", "it counts as 0 points",
        "without it there is no total"};
    static const char *const CHINESE[] = {"整组无数据，其权重由其他组分摊", "其权重由同组其他指标分摊",
        "其权重由其他全部指标分摊", "按0分计", "缺少该项则不出总分"};
    bool bonus = line->kind == DSCORE_LINE_BONUS;
    bool required = e->card->spec.items[item].required;
    const dsi_missing missing = dsi_scorecard_missing(e->card, item);
    int32_t policy = missing.policy > DSCORE_MISSING_BLOCK ? missing.otherwise : missing.policy;
    bool whole_group = policy == DSCORE_MISSING_EXCLUDE_SIBLINGS && group_is_empty(e, line);
    bool is_shared = policy == DSCORE_MISSING_EXCLUDE_SIBLINGS || policy == DSCORE_MISSING_EXCLUDE_GLOBAL;
    int32_t becomes = whole_group ? 0 : policy;
    dsi_say(&e->voice, "Points: none, ", "得分：无，");
    if (bonus) {
        dsi_say(&e->voice, "outside the weights", "权重之外");
    } else {
        dsi_tell_weight(e, line);
    }
    bool is_own = line->peers > 0 || (line->value_status == DSCORE_VALUE_UNDEFINED && !isnan(line->value));
    if (missing.policy > DSCORE_MISSING_BLOCK && !is_own) { /* for a value of its own nothing is looked for */
        say_nothing_stands_in(e, &missing);
    }
    if (bonus && !required) {
        dsi_say(&e->voice, "; it adds nothing", "；不加不减");
    } else if (!is_shared || e->score->total->status == DSCORE_VALUE_OK) { /* no total: nobody takes the weight */
        dsi_say(&e->voice, "; ", "；");
        dsi_say(&e->voice, ENGLISH[becomes], CHINESE[becomes]);
    }
    dsi_text_add(e->voice.text, "\n");
}

/* Of how many the points among peers are. */
static void say_peers(const dsi_explaining *e, const dscore_ledger_line *line)
{
    if (line->peers > 0 && line->stand_in == 0) {
        dsi_say(&e->voice, " among ", "（同期共");
        dsi_text_add_int(e->voice.text, line->peers);
        dsi_say(&e->voice, " of the period", "个对象比较）");
    }
}

static void say_points_line(const dsi_explaining *e, const dscore_ledger_line *line, int32_t item)
{
    const dsi_voice *v = &e->voice;
    dsi_say(v, "Points: ", "得分：");
    dsi_say_points(v, dsi_tell_shown(line->points));
    say_peers(e, line);
    say_flags(e, line, item);
    if (line->kind == DSCORE_LINE_BONUS) {
        dsi_say(v, ", outside the weights: ", "，权重之外计");
        dsi_tell_signed(e, line->printed);
    } else if (e->card->spec.items[item].in_points) {
        dsi_say(v, ", ", "，");
        dsi_tell_weight(e, line);
        dsi_say(v, ", adds ", "，计入");
        dsi_tell_amount(e, line->printed);
    } else {
        bool of_hundred = e->card->spec.mode == DSI_CARD_POINTS; /* "80 points × worth 15 points ÷ 100" */
        dsi_text_add(v->text, " × ");
        dsi_tell_weight(e, line);
        dsi_text_add(v->text, of_hundred ? " ÷ 100 = " : " = ");
        dsi_tell_amount(e, line->printed);
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

void dsi_tell_item(const dsi_explaining *e, const dscore_ledger_line *line)
{
    const dsi_voice *v = &e->voice;
    int32_t item = item_of_alias(e->card, line->alias);
    int32_t depth = dsi_tell_depth(e, line);
    dsi_tell_indent(e, depth);
    say_value(e, line, item);
    dsi_tell_indent(e, depth + 1);
    dsi_say(v, "Rule: ", "规则：");
    dsi_rule_sentence(v->text, e->card->rules[item], e->card->facts[item].unit, v->chinese);
    dsi_text_add(v->text, "\n");
    if (e->score->total->reason == DSCORE_TOTAL_ABSENT_KEY) {
        return;
    }
    dsi_tell_indent(e, depth + 1);
    if (isnan(line->points)) {
        say_missing(e, line, item);
    } else {
        say_points_line(e, line, item);
    }
    if (line->gate > 0) {
        dsi_tell_indent(e, depth + 1);
        dsi_tell_gate(e, line->gate, "");
        dsi_text_add(v->text, "\n");
    }
}
