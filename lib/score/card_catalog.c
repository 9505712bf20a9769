/* Where a scorecard meets the catalogue: looking its indicators up, and asking for them in a query. */
#include "score/card_parts.h"

#include "base/error.h"
#include "measure/query.h"
#include "score/item.h"
#include <string.h>

static void release_catalog(const dscore_catalog *catalog)
{
    dscore_catalog_free((dscore_catalog *)(void *)(uintptr_t)catalog); /* gives back one hold */
}

static dscore_status look_up(const dscore_catalog *catalog, const dsi_card_item *item, int32_t i,
    const dscore_indicator **indicator, dsi_card_facts *facts, dscore_error *err)
{
    *indicator = NULL;
    if (item->indicator == NULL || item->indicator[0] == '\0') {
        return DSCORE_OK; /* dsi_card_check says so */
    }
    dscore_status status = dsi_item_look_up(catalog, item, indicator, err);
    if (status != DSCORE_OK) {
        dsi_error_prefix_index(err, "items", i);
        return status;
    }
    facts->name_en = dscore_indicator_text(*indicator, DSCORE_INDICATOR_NAME_EN);
    facts->name_zh = dscore_indicator_text(*indicator, DSCORE_INDICATOR_NAME_ZH);
    facts->unit = dscore_indicator_text(*indicator, DSCORE_INDICATOR_UNIT);
    facts->hash = dscore_indicator_text(*indicator, DSCORE_INDICATOR_HASH);
    facts->sampled = dscore_indicator_sampled(*indicator) != 0;
    return DSCORE_OK;
}

dscore_status dsi_scorecard_new(
    const dscore_catalog *catalog, const dsi_card_spec *spec, dscore_scorecard **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (catalog == NULL || spec == NULL) {
        return dsi_fail_null(err, catalog == NULL ? "catalog" : "spec");
    }
    int32_t n = spec->item_count < 0 || spec->items == NULL ? 0 : spec->item_count;
    dsi_arena arena;
    dsi_arena_init(&arena, &catalog->arena.allocator);
    dsi_card_facts *facts = dsi_arena_alloc(&arena, (int64_t)n * (int64_t)sizeof *facts);
    const dscore_indicator **indicators = dsi_arena_alloc(&arena, (int64_t)n * (int64_t)sizeof *indicators);
    dscore_status status = facts == NULL || indicators == NULL ? dsi_fail_memory(err) : DSCORE_OK;
    for (int32_t i = 0; status == DSCORE_OK && i < n; i++) {
        status = look_up(catalog, &spec->items[i], i, &indicators[i], &facts[i], err);
    }
    dscore_scorecard *card = NULL;
    if (status == DSCORE_OK) {
        status = dsi_scorecard_build(&catalog->arena.allocator, spec, facts, &card, err);
    }
    if (status == DSCORE_OK) {
        memcpy(card->indicators, indicators, (size_t)n * sizeof *indicators);
        dsi_catalog_take(catalog);
        card->catalog = catalog;
        card->release_catalog = release_catalog;
        *out = card;
    }
    dsi_arena_free(&arena);
    return status;
}

static dscore_status add_items(dscore_query *query, const dscore_scorecard *card, dscore_error *err)
{
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; status == DSCORE_OK && i < card->spec.item_count; i++) {
        status = dsi_item_ask(query, &card->spec.items[i], "the card", err);
    }
    return status;
}

/* A copy of the query that asks for the card's items too. */
static dscore_status ask_in_copy(
    const dscore_scorecard *card, const dscore_query *query, dscore_query **copy, dscore_error *err)
{
    dscore_status status = dsi_query_copy(query, copy, err);
    return status == DSCORE_OK ? add_items(*copy, card, err) : status;
}

dscore_status dscore_scorecard_ask(const dscore_scorecard *card, dscore_query *query, dscore_error *err)
{
    if (card == NULL || query == NULL) {
        return dsi_fail_null(err, card == NULL ? "card" : "query");
    }
    dscore_query *trial = NULL; /* what cannot be asked is found before the query is changed */
    dscore_status status = ask_in_copy(card, query, &trial, err);
    dscore_query_free(trial);
    return status == DSCORE_OK ? add_items(query, card, err) : status;
}

dscore_status dscore_scorecard_plan(
    const dscore_scorecard *card, const dscore_query *query, dscore_plan **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (card == NULL || query == NULL) {
        return dsi_fail_null(err, card == NULL ? "card" : "query");
    }
    dscore_query *copy = NULL;
    dscore_status status = ask_in_copy(card, query, &copy, err);
    if (status == DSCORE_OK) {
        status = dscore_plan_compile(copy, out, err);
    }
    dscore_query_free(copy);
    return status;
}
