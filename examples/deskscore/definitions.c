/* `deskscore catalog` and `sql`: what is defined, and how. */
#include "commands.h"

#include <math.h>
#include <stdlib.h>

static const dscore_indicator *need_indicator(const dscore_catalog *catalog, const char *id)
{
    const dscore_indicator *indicator = dscore_catalog_find(catalog, id);
    if (indicator == NULL) {
        /* The library's own message names the nearest id. */
        dscore_error error = DSCORE_ERROR_INIT;
        dscore_query *query;
        if (dscore_query_new(catalog, &query, &error) == DSCORE_OK) {
            (void)dscore_query_item(query, NULL, id, &error);
        }
        fail_option("catalog", &error);
    }
    return indicator;
}

static void print_list(const dscore_catalog *catalog, const arguments *options)
{
    static const char *const names[] = {"id", "name", "unit", "better", "source", "formula"};
    int32_t name = is_chinese(options) ? DSCORE_INDICATOR_NAME_ZH : DSCORE_INDICATOR_NAME_EN;
    sheet *out = sheet_new(6, names);
    for (int32_t i = 0; i < dscore_catalog_count(catalog); i++) {
        const dscore_indicator *indicator = dscore_catalog_at(catalog, i);
        sheet_text(out, dscore_indicator_text(indicator, DSCORE_INDICATOR_ID));
        sheet_text(out, dscore_indicator_text(indicator, name));
        sheet_text(out, dscore_indicator_text(indicator, DSCORE_INDICATOR_UNIT));
        sheet_text(out, dscore_indicator_text(indicator, DSCORE_INDICATOR_BETTER));
        sheet_text(out, dscore_indicator_text(indicator, DSCORE_INDICATOR_SOURCE));
        sheet_text(out, dscore_indicator_text(indicator, DSCORE_INDICATOR_FORMULA));
    }
    sheet_print(out, options->format);
    sheet_free(out);
}

static void detail(sheet *out, const char *name, const char *text)
{
    if (text[0] != '\0') {
        sheet_text(out, name);
        sheet_text(out, text);
    }
}

static void details_of_parameters(sheet *out, const dscore_indicator *indicator)
{
    for (int32_t i = 0; i < dscore_indicator_parameter_count(indicator); i++) {
        dscore_parameter_info info = DSCORE_PARAMETER_INFO_INIT;
        dscore_error error = DSCORE_ERROR_INIT;
        char text[400];
        if (dscore_indicator_parameter(indicator, i, &info, &error) != DSCORE_OK) {
            fail_library("catalog", &error);
        }
        (void)snprintf(text, sizeof text, "%s = %s", info.name,
            info.default_value[0] != '\0' ? info.default_value : "(must be given)");
        detail(out, "parameter", text);
    }
}

static void print_one(const dscore_indicator *indicator, const arguments *options)
{
    static const char *const names[] = {"property", "value"};
    static const struct {
        const char *name;
        int32_t property;
    } properties[] = {{"id", DSCORE_INDICATOR_ID}, {"name", DSCORE_INDICATOR_NAME_EN},
        {"名称", DSCORE_INDICATOR_NAME_ZH}, {"description", DSCORE_INDICATOR_DESCRIPTION_EN},
        {"说明", DSCORE_INDICATOR_DESCRIPTION_ZH}, {"formula", DSCORE_INDICATOR_FORMULA},
        {"source", DSCORE_INDICATOR_SOURCE}, {"placement", DSCORE_INDICATOR_PLACEMENT},
        {"clock", DSCORE_INDICATOR_CLOCK}, {"where", DSCORE_INDICATOR_WHERE}, {"exclude", DSCORE_INDICATOR_EXCLUDE},
        {"unit", DSCORE_INDICATOR_UNIT}, {"better", DSCORE_INDICATOR_BETTER}, {"kind", DSCORE_INDICATOR_KIND},
        {"dimension", DSCORE_INDICATOR_DIMENSION}, {"observations", DSCORE_INDICATOR_OBSERVATIONS},
        {"base", DSCORE_INDICATOR_BASE}, {"reference", DSCORE_INDICATOR_REFERENCE}, {"since", DSCORE_INDICATOR_SINCE},
        {"hash", DSCORE_INDICATOR_HASH}};
    sheet *out = sheet_new(2, names);
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        detail(out, properties[i].name, dscore_indicator_text(indicator, properties[i].property));
    }
    details_of_parameters(out, indicator);
    for (int32_t i = 0; i < dscore_indicator_field_count(indicator); i++) {
        detail(out, "field", dscore_indicator_field(indicator, i));
    }
    for (int32_t i = 0; i < dscore_indicator_credit_count(indicator); i++) {
        detail(out, "credit", dscore_indicator_credit(indicator, i));
    }
    sheet_print(out, options->format);
    sheet_free(out);
}

static dscore_status dump_catalog(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    return dscore_catalog_dump(context, buffer, capacity, needed, error);
}

typedef struct sql_request {
    const dscore_catalog *catalog;
    const dscore_indicator *indicator;
} sql_request;

static dscore_status dump_indicator(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const sql_request *r = context;
    return dscore_indicator_dump(r->indicator, buffer, capacity, needed, error);
}

static dscore_status sql_text(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const sql_request *r = context;
    const char *id = dscore_indicator_text(r->indicator, DSCORE_INDICATOR_ID);
    return dscore_indicator_sql(r->catalog, id, buffer, capacity, needed, error);
}

int command_catalog(int argc, char **argv)
{
    arguments options;
    read_arguments(argc, argv, ",format,lang,define,", 1, &options);
    dscore_catalog *catalog = open_catalog(&options);
    bool json = is_json(&options);
    if (options.words.count == 0 && !json) {
        print_list(catalog, &options);
    } else if (options.words.count == 0) {
        char *text = library_text(dump_catalog, catalog, "catalog");
        (void)puts(text);
        free(text);
    } else {
        sql_request r = {catalog, need_indicator(catalog, options.words.items[0])};
        if (json) {
            char *text = library_text(dump_indicator, &r, "catalog");
            (void)puts(text);
            free(text);
        } else {
            print_one(r.indicator, &options);
        }
    }
    dscore_catalog_free(catalog);
    return EXIT_OK;
}

int command_sql(int argc, char **argv)
{
    arguments options;
    read_arguments(argc, argv, ",define,", 1, &options);
    if (options.words.count == 0) {
        fail_usage("sql needs the ID of an indicator");
    }
    dscore_catalog *catalog = open_catalog(&options);
    sql_request r = {catalog, need_indicator(catalog, options.words.items[0])};
    char *text = library_text(sql_text, &r, options.words.items[0]);
    (void)puts(text);
    free(text);
    dscore_catalog_free(catalog);
    return EXIT_OK;
}
