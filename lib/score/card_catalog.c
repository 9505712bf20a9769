/* Where a scorecard meets the catalogue: looking its indicators up, and asking for them in a query. */
#include "score/card_parts.h"

#include "base/error.h"
#include "measure/query.h"
#include <string.h>

static void release_catalog(const dscore_catalog *catalog)
{
    dscore_catalog_free((dscore_catalog *)(void *)(uintptr_t)catalog); /* gives back one hold */
}

static const char *indicator_at(const void *ctx, int32_t i)
{
    const dscore_catalog *catalog = ctx;
    return i < dscore_catalog_count(catalog) ? dscore_indicator_text(dscore_catalog_at(catalog, i), DSCORE_INDICATOR_ID)
                                             : NULL;
}

static const char *parameter_at(const void *ctx, int32_t i)
{
    dscore_parameter_info info = DSCORE_PARAMETER_INFO_INIT;
    return dscore_indicator_parameter(ctx, i, &info, NULL) == DSCORE_OK ? info.name : NULL;
}

static dscore_status fail_with_nearest(
    dscore_error *err, int32_t code, const char *what, const char *name, const char *nearest)
{
    return nearest == NULL
               ? dsi_fail(err, DSCORE_E_NOT_FOUND, code, "no %s '%s'", what, name)
               : dsi_fail(err, DSCORE_E_NOT_FOUND, code, "no %s '%s'; did you mean '%s'?", what, name, nearest);
}

static dscore_status check_parameters(const dscore_indicator *indicator, const dsi_card_item *item, dscore_error *err)
{
    for (int32_t p = 0; p < item->parameter_count; p++) {
        const char *wanted = item->parameters[p].name;
        bool found = false;
        for (int32_t i = 0; !found && parameter_at(indicator, i) != NULL; i++) {
            found = wanted != NULL && strcmp(parameter_at(indicator, i), wanted) == 0;
        }
        if (!found && wanted != NULL) {
            dscore_status status = fail_with_nearest(
                err, DSCORE_CODE_CARD_PARAMETER, "parameter", wanted, dsi_nearest(wanted, parameter_at, indicator));
            dsi_error_path(err, "parameters.%s", wanted);
            return status;
        }
    }
    return DSCORE_OK;
}

static dscore_status look_up(const dscore_catalog *catalog, const dsi_card_item *item, int32_t i,
    const dscore_indicator **indicator, dsi_card_facts *facts, dscore_error *err)
{
    *indicator = NULL;
    if (item->indicator == NULL || item->indicator[0] == '\0') {
        return DSCORE_OK; /* dsi_card_check says so */
    }
    dscore_status status = DSCORE_OK;
    *indicator = dscore_catalog_find(catalog, item->indicator);
    if (*indicator == NULL) {
        status = fail_with_nearest(err, DSCORE_CODE_CARD_INDICATOR, "indicator", item->indicator,
            dsi_nearest(item->indicator, indicator_at, catalog));
        dsi_error_path(err, "items[%d].indicator", (int)i);
        return status;
    }
    status = check_parameters(*indicator, item, err);
    if (status != DSCORE_OK) {
        dsi_text place;
        dsi_text_init(&place, &catalog->arena.allocator);
        dsi_text_addf(&place, "items[%d]", (int)i);
        dsi_error_prefix(err, place.failed ? "items" : place.data);
        dsi_text_free(&place);
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

static bool same_text(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

/* Does an item of the query stand for the same thing as the card's? */
static bool same_item(const dsi_query_item *asked, const dsi_card_item *item)
{
    if (!same_text(dscore_indicator_text(asked->indicator, DSCORE_INDICATOR_ID), item->indicator) ||
        !same_text(asked->clock, item->clock) || !same_text(asked->where, item->where) ||
        !same_text(asked->placement, item->placement) || !same_text(asked->credit, item->credit) ||
        !same_text(asked->source, item->source)) {
        return false;
    }
    int32_t count = dscore_indicator_parameter_count(asked->indicator);
    for (int32_t i = 0; i < count; i++) {
        const char *given = asked->parameters == NULL ? NULL : asked->parameters[i];
        const char *wanted = NULL;
        for (int32_t p = 0; p < item->parameter_count; p++) {
            if (same_text(item->parameters[p].name, parameter_at(asked->indicator, i))) {
                wanted = item->parameters[p].literal;
            }
        }
        if (!same_text(given, wanted)) {
            return false;
        }
    }
    return true;
}

static const dsi_query_item *find_item(const dscore_query *query, const char *alias)
{
    for (int64_t i = 0; i < query->item_count; i++) {
        if (strcmp(query->items[i].alias, alias) == 0) {
            return &query->items[i];
        }
    }
    return NULL;
}

static dscore_status add_settings(dscore_query *query, const dsi_card_item *item, dscore_error *err)
{
    dscore_status status = DSCORE_OK;
    for (int32_t p = 0; status == DSCORE_OK && p < item->parameter_count; p++) {
        status = dscore_query_parameter(query, item->alias, item->parameters[p].name, item->parameters[p].literal, err);
    }
    const char *const settings[][2] = {{"clock", item->clock}, {"where", item->where}, {"placement", item->placement},
        {"credit", item->credit}, {"source", item->source}};
    for (size_t s = 0; status == DSCORE_OK && s < sizeof settings / sizeof settings[0]; s++) {
        if (settings[s][1][0] != '\0') {
            status = dscore_query_item_set(query, item->alias, settings[s][0], settings[s][1], err);
        }
    }
    return status;
}

static dscore_status add_item(dscore_query *query, const dsi_card_item *item, dscore_error *err)
{
    const dsi_query_item *asked = find_item(query, item->alias);
    if (asked == NULL) {
        dscore_status status = dscore_query_item(query, item->alias, item->indicator, err);
        return status == DSCORE_OK ? add_settings(query, item, err) : status;
    }
    if (same_item(asked, item)) {
        return DSCORE_OK;
    }
    dscore_status status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_SCORE_ALIAS,
        "the query uses the alias '%s' for another indicator, or with other settings, than the card", item->alias);
    dsi_error_path(err, "%s", item->alias);
    return status;
}

static dscore_status add_items(dscore_query *query, const dscore_scorecard *card, dscore_error *err)
{
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; status == DSCORE_OK && i < card->spec.item_count; i++) {
        status = add_item(query, &card->spec.items[i], err);
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
