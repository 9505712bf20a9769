/* Findings about what a card rewards as a whole: efficiency against quality, customer satisfaction, periods and schemes
   that mix. What an item counts as is said by the group that it stands in, else by the catalogue. */
#include "document/check.h"

#include "score/card_parts.h"
#include <string.h>

typedef enum aspect { OTHER, EFFICIENCY, QUALITY, UNSAID } aspect;

/* Parts of the ids and names of groups. */
static const struct {
    const char *part;
    aspect aspect;
} GROUPS[] = {{"efficien", EFFICIENCY}, {"speed", EFFICIENCY}, {"productiv", EFFICIENCY}, {"效率", EFFICIENCY},
    {"时效", EFFICIENCY}, {"速度", EFFICIENCY}, {"产能", EFFICIENCY}, {"quality", QUALITY}, {"satisf", QUALITY},
    {"质量", QUALITY}, {"品质", QUALITY}, {"满意", QUALITY}, {"growth", OTHER}, {"learning", OTHER},
    {"collaborat", OTHER}, {"teamwork", OTHER}, {"innovat", OTHER}, {"cost", OTHER}, {"people", OTHER}, {"成长", OTHER},
    {"学习", OTHER}, {"协作", OTHER}, {"团队", OTHER}, {"创新", OTHER}, {"成本", OTHER}};

/* What customers say of the service. */
static const char *const SATISFACTION_FIELDS[] = {"csat", "csat_first", "nps", "ces"};
static const char *const SATISFACTION_WORDS[] = {"csat", "satisf", "nps", "满意"};

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static bool holds(const char *text, const char *part)
{
    for (; text != NULL && *text != '\0'; text++) {
        size_t n = 0;
        while (part[n] != '\0' && lower(text[n]) == part[n]) {
            n++;
        }
        if (part[n] == '\0') {
            return true;
        }
    }
    return false;
}

/* ---- efficiency and quality ----------------------------------------------------------------- */

/* UNSAID where a group says nothing, or two things at once. */
static aspect group_aspect(const dsi_weight_node *group)
{
    aspect found = UNSAID;
    for (int32_t i = 0; i < DSI_COUNT(GROUPS); i++) {
        const char *part = GROUPS[i].part;
        if (!holds(group->id, part) && !holds(group->name_en, part) && !holds(group->name_zh, part)) {
            continue;
        }
        if (found != UNSAID && found != GROUPS[i].aspect) {
            return UNSAID;
        }
        found = GROUPS[i].aspect;
    }
    return found;
}

static aspect item_aspect(const dsi_checked_card *c, int32_t item)
{
    const dsi_weights_spec *weights = dsi_weights_spec_of(c->weights);
    const int32_t node = dsi_scorecard_node(c->card, item);
    for (int32_t up = node < 0 ? -1 : weights->nodes[node].parent; up >= 0; up = weights->nodes[up].parent) {
        const aspect said = group_aspect(&weights->nodes[up]);
        if (said != UNSAID) {
            return said;
        }
    }
    const char *dimension = dsi_scorecard_indicator(c->card, item)->record.dimension;
    return strcmp(dimension, "efficiency") == 0 ? EFFICIENCY : strcmp(dimension, "quality") == 0 ? QUALITY : OTHER;
}

/* The aliases of the items of an aspect, comma-separated. */
static const char *aliases_of(const dsi_checked_card *c, aspect wanted)
{
    dsi_text list;
    dsi_text_init(&list, &c->r->allocator);
    for (int32_t i = 0; i < c->spec->item_count; i++) {
        if (item_aspect(c, i) == wanted && (dsi_item_share(c, i) > 0 || c->spec->items[i].bonus)) {
            dsi_text_add(&list, list.length > 0 ? ", " : "");
            dsi_text_add(&list, c->spec->items[i].alias);
        }
    }
    const char *kept = list.failed ? NULL : dsi_arena_text(&c->r->arena, list.data, list.length);
    dsi_text_free(&list);
    if (kept == NULL) {
        (void)dsi_complain_memory(c->r);
    }
    return kept == NULL ? "" : kept;
}

static void check_guard(const dsi_checked_card *c)
{
    double share[UNSAID] = {0, 0, 0};
    bool has[UNSAID] = {false, false, false};
    for (int32_t i = 0; i < c->spec->item_count; i++) {
        const aspect of = item_aspect(c, i);
        share[of] += dsi_item_share(c, i);
        has[of] = has[of] || dsi_item_share(c, i) > 0 || c->spec->items[i].bonus;
    }
    if (has[EFFICIENCY] && !has[QUALITY]) {
        const dsi_word words[] = {dsi_word_of(aliases_of(c, EFFICIENCY))};
        (void)dsi_complain_below(c->r, c->root, "weights", DSI_SAY_NO_GUARD, words, 1);
    } else if (share[EFFICIENCY] > share[QUALITY] + 1e-9) {
        const dsi_word words[] = {dsi_word_of(dsi_rounded_text(c->r, 100 * share[EFFICIENCY], 2)),
            dsi_word_of(dsi_rounded_text(c->r, 100 * share[QUALITY], 2))};
        (void)dsi_complain_below(c->r, c->root, "weights", DSI_SAY_OUTWEIGHS, words, 2);
    }
}

/* ---- satisfaction --------------------------------------------------------------------------- */

static void look_for_answer(void *ctx, const dsi_node *node)
{
    bool *found = ctx;
    for (int32_t i = 0; node->op == DSI_OP_FIELD && i < DSI_COUNT(SATISFACTION_FIELDS); i++) {
        *found = *found || strcmp(node->name, SATISFACTION_FIELDS[i]) == 0;
    }
}

/* Does the indicator, or an operand of it, read what customers answered? */
static bool reads_answers(const dscore_indicator *indicator)
{
    bool found = false;
    if (indicator->source >= 0) {
        dsi_formula_walk(indicator->formula, look_for_answer, &found);
    }
    for (int32_t i = 0; !found && i < indicator->operand_count; i++) {
        found = reads_answers(indicator->operands[i]);
    }
    return found;
}

static bool is_satisfaction(const dsi_checked_card *c, int32_t item)
{
    const dscore_indicator *indicator = dsi_scorecard_indicator(c->card, item);
    const dsi_record *record = &indicator->record;
    if (strcmp(record->unit, "count") == 0) {
        return false; /* how many answered, not what */
    }
    bool found = reads_answers(indicator);
    for (int32_t i = 0; !found && i < DSI_COUNT(SATISFACTION_WORDS); i++) {
        const char *part = SATISFACTION_WORDS[i];
        found = strcmp(record->dimension, "people") != 0 &&
                (holds(record->id, part) || holds(record->name_en, part) || holds(record->name_zh, part));
    }
    return found;
}

static void check_satisfaction(const dsi_checked_card *c)
{
    for (int32_t i = 0; i < c->spec->item_count; i++) {
        if (is_satisfaction(c, i) && (dsi_item_share(c, i) > 0 || c->spec->items[i].bonus)) {
            return;
        }
    }
    (void)dsi_complain_below(c->r, c->root, "items", DSI_SAY_NO_SATISFACTION, NULL, 0);
}

/* ---- periods and schemes -------------------------------------------------------------------- */

static dsi_word period_word(int32_t period)
{
    static const dsi_word names[] = {
        {"", ""}, {"day", "日"}, {"week", "周"}, {"month", "月"}, {"quarter", "季度"}, {"year", "年"}};
    return names[period >= 0 && period < DSI_COUNT(names) ? period : 0];
}

static void check_periods(const dsi_checked_card *c)
{
    int32_t shortest = 0;
    for (int32_t i = 0; i < c->spec->item_count; i++) {
        const int32_t period = c->spec->items[i].period;
        shortest = period > 0 && (shortest == 0 || period < shortest) ? period : shortest;
    }
    for (int32_t i = 0; i < c->spec->item_count; i++) {
        const dsi_card_item *item = &c->spec->items[i];
        if (item->period > shortest) {
            const dsi_word words[] = {dsi_word_of(item->alias), period_word(item->period), period_word(shortest)};
            dsi_say_item(c, i, "period", DSI_SAY_PERIOD_MIX, words, 3);
        }
    }
}

static int32_t first_of_family(const dsi_checked_card *c, int32_t family)
{
    for (int32_t i = 0; i < c->spec->item_count; i++) {
        if (!c->spec->items[i].bonus && dsi_rule_spec_of(dscore_scorecard_item_rule(c->card, i))->family == family) {
            return i;
        }
    }
    return -1;
}

/* Correction 5: base and float, and steps, are two schemes that give the same value different points. */
static void check_schemes(const dsi_checked_card *c)
{
    const int32_t floats = first_of_family(c, DSI_FAMILY_BASE_FLOAT), steps = first_of_family(c, DSI_FAMILY_STEP);
    if (floats >= 0 && steps >= 0) {
        const dsi_word words[] = {dsi_word_of(c->spec->items[floats].alias), dsi_word_of(c->spec->items[steps].alias)};
        (void)dsi_complain_below(c->r, c->root, "items", DSI_SAY_RULE_MIX, words, 2);
    }
}

void dsi_check_balance(const dsi_checked_card *c)
{
    check_guard(c);
    check_satisfaction(c);
    check_periods(c);
    check_schemes(c);
}
