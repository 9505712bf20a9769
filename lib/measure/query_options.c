/* Over which rows a query asks, and under which policies. */
#include "measure/query.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

enum { MAX_CONDITIONS = 100 };

/* ---- filters and options -------------------------------------------------------------------- */

dscore_status dscore_query_where(dscore_query *query, const char *source, const char *formula, dscore_error *err)
{
    if (query == NULL || formula == NULL) {
        return dsi_fail_null(err, query == NULL ? "query" : "formula");
    }
    if (query->where_count == MAX_CONDITIONS) {
        return dsi_fail(
            err, DSCORE_E_LIMIT, DSCORE_CODE_PLAN_LIMIT, "a query has at most %d conditions", (int)MAX_CONDITIONS);
    }
    dsi_query_where where = {NULL, NULL};
    where.source = dsi_arena_text(&query->arena, source == NULL ? "tickets" : source, -1);
    where.formula = dsi_arena_text(&query->arena, formula, -1);
    if (where.source == NULL || where.formula == NULL ||
        !dsi_reserve(&query->arena.allocator, &query->wheres, &query->where_cap, query->where_count + 1,
            (int64_t)sizeof *query->wheres)) {
        return dsi_fail_memory(err);
    }
    query->wheres[query->where_count++] = where;
    return DSCORE_OK;
}

/* A word of a closed list, ended by NULL; -1 = none. */
static int32_t choice(const char *const *words, const char *value)
{
    for (int32_t i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], value) == 0) {
            return i;
        }
    }
    return -1;
}

static dscore_status bad_value(dscore_error *err, const char *name, const char *value, const char *expected)
{
    return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_QUERY_OPTION, "option %s cannot be '%s'; expected %s", name,
        value, expected);
}

static dscore_status set_state_bytes(dscore_query *query, const char *value, dscore_error *err)
{
    const int64_t length = (int64_t)strlen(value);
    int64_t bytes = 0;
    if (length == 0 || dsi_parse_int(value, length, &bytes) != length || bytes < 0) {
        return bad_value(err, "max_state_bytes", value, "0 (no cap) or a number of bytes");
    }
    query->max_state_bytes = bytes;
    return DSCORE_OK;
}

dscore_status dscore_query_option(dscore_query *query, const char *name, const char *value, dscore_error *err)
{
    static const char *const negatives[] = {"exclude", "signed", "clamp", "fail", NULL};
    static const char *const invalids[] = {"exclude", "fail", NULL};
    static const char *const absents[] = {"error", "missing", NULL};
    static const char *const filters[] = {"on", "off", NULL};
    static const char *const quantiles[] = {"exact", "sketch", NULL};
    static const struct {
        const char *name;
        const char *const *words;
        const char *expected;
    } options[] = {
        {"negative", negatives, "exclude, signed, clamp or fail"},
        {"invalid", invalids, "exclude or fail"},
        {"absent", absents, "error or missing"},
        {"standing_filter", filters, "on or off"},
        {"quantiles", quantiles, "exact or sketch"},
    };
    if (query == NULL || name == NULL || value == NULL) {
        return dsi_fail_null(err, query == NULL ? "query" : name == NULL ? "name" : "value");
    }
    if (strcmp(name, "max_state_bytes") == 0) {
        return set_state_bytes(query, value, err);
    }
    for (int32_t i = 0; i < (int32_t)(sizeof options / sizeof options[0]); i++) {
        if (strcmp(options[i].name, name) != 0) {
            continue;
        }
        const int32_t word = choice(options[i].words, value);
        if (word < 0) {
            return bad_value(err, name, value, options[i].expected);
        }
        switch (i) {
        case 0:
            query->negative = word;
            break; /* the words stand in the order of DSI_NEGATIVE_... */
        case 1:
            query->invalid_fails = word == 1;
            break;
        case 2:
            query->absent_is_missing = word == 1;
            break;
        case 3:
            query->standing_filter_off = word == 1;
            break;
        default:
            query->quantiles_sketched = word == 1;
        }
        return DSCORE_OK;
    }
    return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_QUERY_OPTION,
        "no option '%s'; there are negative, invalid, absent, standing_filter, quantiles and max_state_bytes", name);
}

dscore_status dscore_query_domain(
    dscore_query *query, const char *source, const char *field, double min, double max, dscore_error *err)
{
    if (query == NULL || source == NULL || field == NULL) {
        return dsi_fail_null(err, query == NULL ? "query" : source == NULL ? "source" : "field");
    }
    const dscore_schema *schema = query->catalog->schema;
    const int32_t s = dsi_schema_source_index(schema, source);
    if (s < 0) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_SOURCE, "no source '%s'", source);
    }
    const int32_t f = dsi_source_field_index(&schema->sources[s], field);
    if (f < 0) {
        return dsi_fail_no_field(err, &schema->sources[s], field);
    }
    if (schema->sources[s].fields[f].type != DSCORE_TYPE_NUMBER) {
        return dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_QUERY_DOMAIN,
            "%s.%s is no number; only numbers take another domain", source, field);
    }
    if (isnan(min) || isnan(max) || min >= max) {
        return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_QUERY_DOMAIN,
            "the domain of %s.%s must end above its start", source, field);
    }
    for (int64_t i = 0; i < query->domain_count; i++) {
        dsi_query_domain *domain = &query->domains[i];
        if (strcmp(domain->source, source) == 0 && strcmp(domain->field, field) == 0) {
            domain->min = min;
            domain->max = max;
            return DSCORE_OK;
        }
    }
    const dsi_query_domain domain = {
        dsi_arena_text(&query->arena, source, -1), dsi_arena_text(&query->arena, field, -1), min, max};
    if (domain.source == NULL || domain.field == NULL ||
        !dsi_reserve(&query->arena.allocator, &query->domains, &query->domain_cap, query->domain_count + 1,
            (int64_t)sizeof *query->domains)) {
        return dsi_fail_memory(err);
    }
    query->domains[query->domain_count++] = domain;
    return DSCORE_OK;
}
