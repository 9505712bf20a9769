/* From the command line to values: which catalogue, which query, which columns of which file. */
#include "session.h"

#include "cells.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

dscore_catalog *open_catalog(const arguments *options)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_catalog *catalog;
    if (dscore_catalog_builtin(NULL, &catalog, &error) != DSCORE_OK) {
        fail_library("catalogue", &error);
    }
    if (options->defines.count == 0) {
        return catalog;
    }
    dscore_catalog_builder *builder;
    if (dscore_catalog_builder_new(catalog, &builder, &error) != DSCORE_OK) {
        fail_library("catalogue", &error);
    }
    dscore_catalog_free(catalog);
    for (int i = 0; i < options->defines.count; i++) {
        int64_t length;
        char *json = read_file(options->defines.items[i], &length);
        if (dscore_catalog_builder_add(builder, json, length, &error) != DSCORE_OK) {
            fail_library(options->defines.items[i], &error);
        }
        free(json);
    }
    if (dscore_catalog_builder_finish(builder, &catalog, &error) != DSCORE_OK) {
        fail_library("--define", &error);
    }
    dscore_catalog_builder_free(builder);
    return catalog;
}

static int64_t instant_option(const char *name, const char *text)
{
    int64_t instant;
    bool zoned;
    if (!read_instant(text, NULL, &instant, &zoned)) {
        fail_usage("--%s %s: expected an instant such as 2026-01-31 or 2026-01-31T08:00:00Z", name, text);
    }
    return instant;
}

/* What the options ask for is refused: bad usage. */
static void check(dscore_status status, const char *where, const dscore_error *error)
{
    if (status != DSCORE_OK) {
        fail_option(where, error);
    }
}

static void check_profile(dscore_status status, const session *s, const dscore_error *error)
{
    if (status != DSCORE_OK) {
        fail_library(s->options->profile, error);
    }
}

static void set_where(session *s, const char *text)
{
    dscore_error error = DSCORE_ERROR_INIT;
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
    char *source = length > 0 && text[length] == ':' ? copy_text(text, length) : NULL;
    check(dscore_query_where(s->query, source, source == NULL ? text : text + length + 1, &error), "--where", &error);
    free(source);
}

static void set_query(session *s, const char *keys)
{
    const arguments *o = s->options;
    dscore_error error = DSCORE_ERROR_INIT;
    check(dscore_query_new(s->catalog, &s->query, &error), "query", &error);
    while (keys != NULL && *keys != '\0') {
        size_t length = strcspn(keys, ",");
        char *key = copy_text(keys, length);
        check(dscore_query_key(s->query, key, &error), "--by", &error);
        free(key);
        keys += length + (keys[length] == ',');
    }
    if (o->from != NULL || o->to != NULL) {
        int64_t from = o->from == NULL ? dscore_instant_min() : instant_option("from", o->from);
        int64_t to = o->to == NULL ? dscore_instant_max() : instant_option("to", o->to);
        check(dscore_query_range(s->query, from, to, &error), "--from, --to", &error);
    }
    if (o->now != NULL) {
        check(dscore_query_now(s->query, instant_option("now", o->now), &error), "--now", &error);
    }
    if (o->negative != NULL) {
        check(dscore_query_option(s->query, "negative", o->negative, &error), "--negative", &error);
    }
    for (int i = 0; i < o->wheres.count; i++) {
        set_where(s, o->wheres.items[i]);
    }
}

static void set_domains(session *s)
{
    const dscore_schema *schema = dscore_catalog_schema(s->catalog);
    dscore_error error = DSCORE_ERROR_INIT;
    for (int32_t i = 0; i < dscore_schema_source_count(schema); i++) {
        const char *source = dscore_schema_source(schema, i);
        for (int32_t k = 0; k < dscore_profile_field_count(s->profile, source); k++) {
            dscore_profile_field field = DSCORE_PROFILE_FIELD_INIT;
            check_profile(dscore_profile_field_at(s->profile, source, k, &field, &error), s, &error);
            if ((field.flags & DSCORE_PROFILE_HAS_DOMAIN) != 0) {
                check_profile(
                    dscore_query_domain(s->query, source, field.field, field.domain_min, field.domain_max, &error), s,
                    &error);
            }
        }
    }
}

static source_file *add_source(session *s, const char *name, const char *path)
{
    if (s->source_count == MAX_SOURCES) {
        fail_usage("more than %d sources", MAX_SOURCES);
    }
    for (int i = 0; i < s->source_count; i++) {
        bool same_path = strcmp(s->sources[i].file.path, path) == 0;
        if (same_path && strcmp(path, "-") == 0) {
            fail_usage("standard input can be read once only");
        }
        if (same_path && strcmp(s->sources[i].name, name) == 0) {
            fail_usage("%s is given twice for the source %s: its rows would count twice", path, name);
        }
    }
    source_file *source = &s->sources[s->source_count++];
    source->name = name;
    source->file.path = path;
    const char *declared = s->profile == NULL ? "" : dscore_profile_separator(s->profile, name);
    source->file.separator = declared[0] == '\0' ? ',' : declared[0];
    if (s->options->sep != NULL) {
        const char *sep = strcmp(s->options->sep, "\\t") == 0 ? "\t" : s->options->sep;
        if (strlen(sep) != 1 || strchr("\"\r\n", sep[0]) != NULL) {
            fail_usage("--sep %s: expected one character that is neither a quote nor a line break", s->options->sep);
        }
        source->file.separator = sep[0];
    }
    return source;
}

static void set_sources(session *s)
{
    const dscore_schema *schema = dscore_catalog_schema(s->catalog);
    const arguments *o = s->options;
    if (o->words.count > 0) {
        (void)add_source(s, "tickets", o->words.items[0]);
    }
    for (int i = 0; i < o->sources.count; i++) {
        char *name;
        char *path;
        if (!split_pair(copy_text(o->sources.items[i], strlen(o->sources.items[i])), &name, &path)) {
            fail_usage("--source %s: expected NAME=FILE", o->sources.items[i]);
        }
        if (dscore_schema_field_count(schema, name) == 0) {
            fail_usage("--source %s: there is no source of that name", name);
        }
        (void)add_source(s, name, path);
    }
    if (s->source_count == 0) {
        fail_usage("expected FILE.csv, or --source NAME=FILE");
    }
}

void session_open(session *s, const arguments *options, const char *keys)
{
    memset(s, 0, sizeof *s);
    s->options = options;
    s->catalog = open_catalog(options);
    if (options->profile != NULL) {
        dscore_error error = DSCORE_ERROR_INIT;
        int64_t length;
        char *json = read_file(options->profile, &length);
        check_profile(dscore_profile_parse(s->catalog, json, length, &s->profile, &error), s, &error);
        free(json);
    }
    set_sources(s);
    set_query(s, keys);
    if (s->profile != NULL) {
        set_domains(s);
    }
}

dscore_status compile_query(session *s, dscore_error *error)
{
    return dscore_plan_compile(s->query, &s->plan, error);
}

void session_compile(session *s, dscore_status (*compile)(session *s, dscore_error *error))
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_status status = compile(s, &error);
    if (status == DSCORE_E_PARAMETER && s->options->now == NULL) {
        int64_t now = (int64_t)time(NULL) * 1000000;
        check(dscore_query_now(s->query, now, &error), "now", &error);
        status = compile(s, &error);
        if (status == DSCORE_OK) {
            char text[40];
            write_instant(now, text);
            warn("now is %s (set it with --now)", text);
        }
    }
    check(status, strncmp(error.path, "where.", strlen("where.")) == 0 ? "--where" : "query", &error);
}

void session_close(session *s)
{
    dscore_values_free(s->values);
    for (int i = 0; i < s->source_count; i++) {
        dscore_table_free(s->sources[i].table);
        csv_release(&s->sources[i].file);
    }
    dscore_plan_free(s->plan);
    dscore_query_free(s->query);
    dscore_profile_free(s->profile);
    dscore_catalog_free(s->catalog);
}
