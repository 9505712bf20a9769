/* Putting a query together: keys, items and their settings, checked as far as they can be without a plan. When, over
   which rows and under which policies: query_time.c and query_options.c. */
#include "measure/query.h"

#include "base/error.h"

#include <string.h>

/* ---- life ----------------------------------------------------------------------------------- */

dscore_status dscore_query_new(const dscore_catalog *catalog, dscore_query **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (catalog == NULL) {
        return dsi_fail_null(err, "catalog");
    }
    dscore_query *query = dsi_alloc_zero(&catalog->arena.allocator, (int64_t)sizeof *query);
    if (query == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_arena_init(&query->arena, &catalog->arena.allocator);
    dsi_catalog_take(catalog);
    query->catalog = catalog;
    *out = query;
    return DSCORE_OK;
}

void dscore_query_free(dscore_query *query)
{
    if (query == NULL) {
        return;
    }
    const dscore_allocator a = query->arena.allocator;
    /* Dropping a hold goes through the public door; the catalogue is immutable but for its count. */
    union {
        const dscore_catalog *shared;
        dscore_catalog *own;
    } catalog = {query->catalog};
    dsi_release(&a, query->items, query->item_cap * (int64_t)sizeof *query->items);
    dsi_release(&a, query->wheres, query->where_cap * (int64_t)sizeof *query->wheres);
    dsi_release(&a, query->domains, query->domain_cap * (int64_t)sizeof *query->domains);
    dsi_query_drop_clocks(query);
    dsi_arena_free(&query->arena);
    dsi_release(&a, query, (int64_t)sizeof *query);
    dscore_catalog_free(catalog.own);
}

/* Copy a text into the arena; NULL stays NULL. False = no memory. */
static bool keep(dsi_arena *arena, const char *text, const char **out)
{
    *out = text == NULL ? NULL : dsi_arena_text(arena, text, -1);
    return text == NULL || *out != NULL;
}

static bool copy_item(dsi_arena *arena, const dsi_query_item *from, dsi_query_item *to)
{
    const int32_t n = from->indicator->record.parameter_count;
    *to = *from;
    to->parameters = dsi_arena_alloc(arena, n * (int64_t)sizeof *to->parameters);
    if (to->parameters == NULL) {
        return false;
    }
    for (int32_t i = 0; i < n; i++) {
        if (!keep(arena, from->parameters[i], &to->parameters[i])) {
            return false;
        }
    }
    return keep(arena, from->alias, &to->alias) && keep(arena, from->clock, &to->clock) &&
           keep(arena, from->where, &to->where) && keep(arena, from->placement, &to->placement) &&
           keep(arena, from->credit, &to->credit) && keep(arena, from->source, &to->source);
}

/* Lists and texts of a query, into one whose plain members were copied. */
static bool copy_lists(const dscore_query *query, dscore_query *to)
{
    const dscore_allocator *a = &to->arena.allocator;
    if (!dsi_reserve(a, &to->items, &to->item_cap, query->item_count, (int64_t)sizeof *to->items) ||
        !dsi_reserve(a, &to->wheres, &to->where_cap, query->where_count, (int64_t)sizeof *to->wheres) ||
        !dsi_reserve(a, &to->domains, &to->domain_cap, query->domain_count, (int64_t)sizeof *to->domains)) {
        return false;
    }
    for (int32_t i = 0; i < query->key_count; i++) {
        if (!keep(&to->arena, query->keys[i], &to->keys[i])) {
            return false;
        }
    }
    for (; to->item_count < query->item_count; to->item_count++) {
        if (!copy_item(&to->arena, &query->items[to->item_count], &to->items[to->item_count])) {
            return false;
        }
    }
    for (; to->where_count < query->where_count; to->where_count++) {
        const dsi_query_where *from = &query->wheres[to->where_count];
        dsi_query_where *where = &to->wheres[to->where_count];
        if (!keep(&to->arena, from->source, &where->source) || !keep(&to->arena, from->formula, &where->formula)) {
            return false;
        }
    }
    for (; to->domain_count < query->domain_count; to->domain_count++) {
        const dsi_query_domain *from = &query->domains[to->domain_count];
        dsi_query_domain *domain = &to->domains[to->domain_count];
        *domain = *from;
        if (!keep(&to->arena, from->source, &domain->source) || !keep(&to->arena, from->field, &domain->field)) {
            return false;
        }
    }
    if (query->period_count > 0) {
        const int64_t bytes = (query->period_count + 1) * (int64_t)sizeof *query->edges;
        to->edges = dsi_arena_alloc(&to->arena, bytes);
        if (to->edges == NULL) {
            return false;
        }
        memcpy(to->edges, query->edges, (size_t)bytes);
    }
    return keep(&to->arena, query->calendar_field, &to->calendar_field) && dsi_query_copy_clocks(query, to);
}

dscore_status dsi_query_copy(const dscore_query *query, dscore_query **out, dscore_error *err)
{
    dscore_query *copy;
    dscore_status status = dscore_query_new(query->catalog, &copy, err);
    *out = NULL;
    if (status != DSCORE_OK) {
        return status;
    }
    const dsi_arena arena = copy->arena;
    *copy = *query;
    copy->arena = arena;
    copy->items = NULL;
    copy->wheres = NULL;
    copy->domains = NULL;
    copy->edges = NULL;
    copy->item_count = copy->item_cap = 0;
    copy->where_count = copy->where_cap = 0;
    copy->domain_count = copy->domain_cap = 0;
    copy->zone = NULL;
    copy->calendars = NULL;
    copy->calendar_count = copy->calendar_cap = 0;
    if (!copy_lists(query, copy)) {
        dscore_query_free(copy);
        return dsi_fail_memory(err);
    }
    *out = copy;
    return DSCORE_OK;
}

/* ---- keys and items ------------------------------------------------------------------------- */

dscore_status dscore_query_key(dscore_query *query, const char *key, dscore_error *err)
{
    if (query == NULL || key == NULL) {
        return dsi_fail_null(err, query == NULL ? "query" : "key");
    }
    if (key[0] == '\0' || strcmp(key, "period") == 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_QUERY_KEY,
            "a key is the name of a field, or `subject`; periods are given by dscore_query_periods");
    }
    for (int32_t i = 0; i < query->key_count; i++) {
        if (strcmp(query->keys[i], key) == 0) {
            return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_QUERY_KEY, "the key '%s' is given twice", key);
        }
    }
    if (query->key_count == DSI_MAX_KEYS) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_QUERY_KEY, "a query has at most %d keys", (int)DSI_MAX_KEYS);
    }
    if (!keep(&query->arena, key, &query->keys[query->key_count])) {
        return dsi_fail_memory(err);
    }
    query->key_count++;
    return DSCORE_OK;
}

int64_t dsi_query_find(const dscore_query *query, const char *alias)
{
    for (int64_t i = 0; i < query->item_count; i++) {
        if (strcmp(query->items[i].alias, alias) == 0) {
            return i;
        }
    }
    return -1;
}

static const char *indicator_at(const void *ctx, int32_t i)
{
    const dscore_catalog *catalog = ctx;
    return i < catalog->indicator_count ? catalog->indicators[i].record.id : NULL;
}

static const char *alias_at(const void *ctx, int32_t i)
{
    const dscore_query *query = ctx;
    return i < query->item_count ? query->items[i].alias : NULL;
}

dscore_status dscore_query_item(dscore_query *query, const char *alias, const char *id, dscore_error *err)
{
    if (query == NULL || id == NULL) {
        return dsi_fail_null(err, query == NULL ? "query" : "id");
    }
    const dscore_indicator *indicator = dscore_catalog_find(query->catalog, id);
    if (indicator == NULL) {
        const char *near = dsi_nearest(id, indicator_at, query->catalog);
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_QUERY_INDICATOR,
            near == NULL ? "no indicator '%s'%s%s" : "no indicator '%s'; did you mean '%s'%s", id,
            near == NULL ? "" : near, near == NULL ? "" : "?");
    }
    alias = alias == NULL ? indicator->record.id : alias;
    if (alias[0] == '\0' || !dsi_utf8_valid(alias, (int64_t)strlen(alias))) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_QUERY_ALIAS, "an alias is UTF-8 text that is not empty");
    }
    if (dsi_query_find(query, alias) >= 0) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_QUERY_ALIAS,
            "the alias '%s' is taken; give the item another one", alias);
    }
    if (query->item_count >= INT32_MAX / 4) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_PLAN_LIMIT, "too many items in a query");
    }
    dsi_query_item item = {NULL, indicator, NULL, NULL, NULL, NULL, NULL, NULL};
    const int64_t bytes = indicator->record.parameter_count * (int64_t)sizeof *item.parameters;
    item.parameters = dsi_arena_alloc(&query->arena, bytes);
    if (item.parameters == NULL || !keep(&query->arena, alias, &item.alias) ||
        !dsi_reserve(&query->arena.allocator, &query->items, &query->item_cap, query->item_count + 1,
            (int64_t)sizeof *query->items)) {
        return dsi_fail_memory(err);
    }
    query->items[query->item_count++] = item;
    return DSCORE_OK;
}

static dscore_status find_item(const dscore_query *query, const char *alias, dsi_query_item **out, dscore_error *err)
{
    const int64_t i = dsi_query_find(query, alias);
    if (i < 0) {
        const char *near = dsi_nearest(alias, alias_at, query);
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_QUERY_ALIAS,
            near == NULL ? "no item '%s' in the query%s%s" : "no item '%s' in the query; did you mean '%s'%s", alias,
            near == NULL ? "" : near, near == NULL ? "" : "?");
    }
    *out = &query->items[i];
    return DSCORE_OK;
}

/* ---- parameters ----------------------------------------------------------------------------- */

static const char *parameter_at(const void *ctx, int32_t i)
{
    const dsi_record *record = ctx;
    return i < record->parameter_count ? record->parameters[i].name : NULL;
}

dscore_status dscore_query_parameter(
    dscore_query *query, const char *alias, const char *name, const char *literal, dscore_error *err)
{
    if (query == NULL || alias == NULL || name == NULL || literal == NULL) {
        return dsi_fail_null(err, query == NULL   ? "query"
                                  : alias == NULL ? "alias"
                                  : name == NULL  ? "name"
                                                  : "literal");
    }
    dsi_query_item *item = NULL;
    dscore_status status = find_item(query, alias, &item, err);
    if (status != DSCORE_OK) {
        return status;
    }
    const dsi_record *record = &item->indicator->record;
    int32_t index = 0;
    while (index < record->parameter_count && strcmp(record->parameters[index].name, name) != 0) {
        index++;
    }
    if (index == record->parameter_count) {
        const char *near = dsi_nearest(name, parameter_at, record);
        status = dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_PLAN_PARAMETER,
            near == NULL ? "'%s' has no parameter '%s'%s%s" : "'%s' has no parameter '%s'; did you mean '%s'%s",
            record->id, name, near == NULL ? "" : near, near == NULL ? "" : "?");
        dsi_error_path(err, "items.%s", alias);
        return status;
    }
    dsi_arena scratch;
    dsi_arena_init(&scratch, &query->arena.allocator);
    dsi_node *value;
    status = dsi_parameter_parse(&scratch, &record->parameters[index], literal, &value, err);
    dsi_arena_free(&scratch);
    if (status == DSCORE_OK && !keep(&query->arena, literal, &item->parameters[index])) {
        item->parameters[index] = NULL;
        return dsi_fail_memory(err);
    }
    if (status != DSCORE_OK) {
        dsi_error_path(err, "items.%s.%s", alias, name);
    }
    return status;
}

dscore_status dscore_query_item_set(
    dscore_query *query, const char *alias, const char *property, const char *value, dscore_error *err)
{
    if (query == NULL || alias == NULL || property == NULL || value == NULL) {
        return dsi_fail_null(err, query == NULL      ? "query"
                                  : alias == NULL    ? "alias"
                                  : property == NULL ? "property"
                                                     : "value");
    }
    dsi_query_item *item = NULL;
    dscore_status status = find_item(query, alias, &item, err);
    if (status != DSCORE_OK) {
        return status;
    }
    const struct {
        const char *name;
        const char **place;
    } settings[] = {
        {"clock", &item->clock},
        {"where", &item->where},
        {"placement", &item->placement},
        {"credit", &item->credit},
        {"source", &item->source},
    };
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        if (strcmp(settings[i].name, property) != 0) {
            continue;
        }
        const char *copy = NULL; /* an empty value goes back to the definition's */
        if (value[0] != '\0' && !keep(&query->arena, value, &copy)) {
            return dsi_fail_memory(err);
        }
        *settings[i].place = copy;
        return DSCORE_OK;
    }
    status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_QUERY_OPTION,
        "an item has no setting '%s'; it has clock, where, placement, credit and source", property);
    dsi_error_path(err, "items.%s", alias);
    return status;
}
