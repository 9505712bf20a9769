/* Items (D14): looking their indicators up, and asking for them in a query. */
#include "score/item.h"

#include "base/error.h"
#include "measure/query.h"
#include "score/canonical.h"
#include <stdio.h>
#include <string.h>

void dsi_error_prefix_index(dscore_error *err, const char *name, int32_t index)
{
    char place[64];
    (void)snprintf(place, sizeof place, "%s[%d]", name, (int)index);
    dsi_error_prefix(err, place);
}

void dsi_item_copy(dsi_copying *c, dsi_card_item *item)
{
    const char **const texts[] = {
        &item->alias, &item->indicator, &item->clock, &item->where, &item->placement, &item->credit, &item->source};
    dsi_copy_texts(c, texts, sizeof texts / sizeof texts[0]);
    dsi_card_parameter *parameters = dsi_copy_array(c, item->parameters, item->parameter_count, sizeof *parameters);
    for (int32_t i = 0; parameters != NULL && i < item->parameter_count; i++) {
        dsi_copy_text(c, &parameters[i].name);
        dsi_copy_text(c, &parameters[i].literal);
    }
    item->parameters = parameters;
}

void dsi_item_canonical(dsi_text *t, const dsi_card_item *item, const char *definition)
{
    dsi_put_text(t, "indicator", item->indicator);
    dsi_put_text(t, "definition", definition);
    for (int32_t p = 0; p < item->parameter_count; p++) {
        dsi_put_text(t, "parameter", item->parameters[p].name);
        dsi_put_text(t, "literal", item->parameters[p].literal);
    }
    dsi_put_text(t, "clock", item->clock);
    dsi_put_text(t, "where", item->where);
    dsi_put_text(t, "placement", item->placement);
    dsi_put_text(t, "credit", item->credit);
    dsi_put_text(t, "source", item->source);
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

dscore_status dsi_item_look_up(
    const dscore_catalog *catalog, const dsi_card_item *item, const dscore_indicator **out, dscore_error *err)
{
    *out = dscore_catalog_find(catalog, item->indicator);
    if (*out == NULL) {
        dscore_status status = fail_with_nearest(err, DSCORE_CODE_CARD_INDICATOR, "indicator", item->indicator,
            dsi_nearest(item->indicator, indicator_at, catalog));
        dsi_error_path(err, "indicator");
        return status;
    }
    return check_parameters(*out, item, err);
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

dscore_status dsi_item_ask(dscore_query *query, const dsi_card_item *item, const char *than, dscore_error *err)
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
        "the query uses the alias '%s' for another indicator, or with other settings, than %s", item->alias, than);
    dsi_error_path(err, "%s", item->alias);
    return status;
}
