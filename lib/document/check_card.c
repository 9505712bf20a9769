/* Findings about a scorecard: its weights, then item by item, then the card as a whole. */
#include "document/check.h"

#include "document/rule_document.h"
#include "document/weights_document.h"
#include "score/card_parts.h"
#include <string.h>

double dsi_item_share(const dsi_checked_card *c, int32_t item)
{
    const int32_t node = dsi_scorecard_node(c->card, item);
    return node < 0 ? 0 : c->weights->share[node];
}

void dsi_say_item(const dsi_checked_card *c, int32_t item, const char *member, dsi_finding_kind kind,
    const dsi_word *words, int32_t count)
{
    dsi_at items, at;
    if (dsi_member_at(c->root, "items", &items) && dsi_member_at(&items, c->spec->items[item].alias, &at)) {
        (void)dsi_complain_below(c->r, &at, member, kind, words, count);
    }
}

static dsi_word better_word(int32_t better)
{
    const dsi_word higher = {"higher", "高"}, lower = {"lower", "低"};
    return better == DSI_BETTER_HIGHER ? higher : lower;
}

static int32_t better_of(const char *word)
{
    return strcmp(word, "higher") == 0  ? DSI_BETTER_HIGHER
           : strcmp(word, "lower") == 0 ? DSI_BETTER_LOWER
                                        : DSI_BETTER_UNSAID;
}

/* An indicator that also exists in a form that counts only old enough tickets. */
static void check_running(const dsi_checked_card *c, int32_t item, const char *id)
{
    dsi_text mature;
    dsi_text_init(&mature, &c->r->allocator);
    dsi_text_add(&mature, id);
    dsi_text_add(&mature, "_mature");
    if (mature.failed) {
        (void)dsi_complain_memory(c->r);
    } else if (dscore_catalog_find(c->catalog, mature.data) != NULL) {
        const dsi_word words[] = {dsi_word_of(mature.data)};
        dsi_say_item(c, item, "indicator", DSI_SAY_RUNNING_SHARE, words, 1);
    }
    dsi_text_free(&mature);
}

static void check_item(const dsi_checked_card *c, int32_t item)
{
    const dscore_rule *rule = dscore_scorecard_item_rule(c->card, item);
    const dsi_record *record = &dsi_scorecard_indicator(c->card, item)->record;
    const int32_t said = dsi_rule_spec_of(rule)->better, better = better_of(record->better);
    if (said != DSI_BETTER_UNSAID && better != DSI_BETTER_UNSAID && said != better) {
        const dsi_word words[] = {better_word(said), dsi_word_of(record->id), better_word(better)};
        dsi_say_item(c, item, "rule", DSI_SAY_BETTER, words, 3);
    }
    check_running(c, item, record->id);
    dsi_at steps[4];
    const dsi_at *place = dsi_rule_place(c->root, c->spec->items[item].alias, steps);
    double least = 0, most = 0;
    dsi_item_domain(c, item, &least, &most);
    dsi_check_rule(c->r, place, rule, record->unit, least, most);
    dsi_check_direction(c->r, place, rule, record->unit, better);
}

void dsi_check_card(dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_scorecard *card,
    const dscore_profile *profile)
{
    const dsi_checked_card c = {
        r, root, catalog, card, dsi_scorecard_spec_of(card), dscore_scorecard_weights(card), profile};
    dsi_at weights;
    if (dsi_member_at(root, "weights", &weights)) {
        dsi_check_weights(r, &weights, c.weights);
    }
    for (int32_t i = 0; i < c.spec->item_count; i++) {
        check_item(&c, i);
    }
    dsi_check_reach(&c);
    dsi_check_same(&c);
    dsi_check_balance(&c);
    if (profile != NULL) {
        dsi_check_mapped(&c);
    }
}
