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

int64_t span_option(const char *name, const char *text)
{
    int64_t span;
    const char *unit;
    if (!read_span_text(text, &span, &unit) || span <= 0) {
        fail_usage("--%s %s: expected a span such as 30d, 12h or 90min", name, text);
    }
    return span;
}

/* --calendar FILE or NAME=FILE: a `=` behind a slash belongs to the path. */
static void set_calendar(session *s, const char *text)
{
    dscore_error error = DSCORE_ERROR_INIT;
    size_t length = strcspn(text, "=/");
    char *name = text[length] == '=' ? copy_text(text, length) : NULL;
    if (text[0] == '\0' || text[0] == '=' || (name != NULL && text[length + 1] == '\0')) {
        fail_usage("--calendar %s: expected CAL.json, or NAME=CAL.json for the rows of that name", text);
    }
    if (s->calendar_count == MAX_CALENDARS) {
        fail_usage("--calendar: more than %d calendars", MAX_CALENDARS);
    }
    dscore_calendar *calendar = calendar_open(name == NULL ? text : text + length + 1, s->zone);
    s->calendars[s->calendar_count++] = calendar;
    check(dscore_query_calendar(s->query, name, calendar, &error), "--calendar", &error);
    free(name);
}

/* Told before the plan is made, which without the field would only ask for a default calendar. */
static void set_calendar_field(session *s, const char *name)
{
    const dscore_schema *schema = dscore_catalog_schema(s->catalog);
    dscore_error error = DSCORE_ERROR_INIT;
    bool is_field = false;
    for (int32_t i = 0; i < dscore_schema_source_count(schema) && !is_field; i++) {
        dscore_field_info info = DSCORE_FIELD_INFO_INIT;
        const char *source = dscore_schema_source(schema, i);
        is_field =
            dscore_schema_field_info(schema, source, name, &info, &error) == DSCORE_OK && info.type == DSCORE_TYPE_TEXT;
    }
    if (!is_field) {
        fail_usage(
            "--calendar-field %s: expected a text field such as team (a column is mapped to it: --map team=COLUMN), "
            "or one of --define",
            name);
    }
    check(dscore_query_calendar_field(s->query, name, &error), "--calendar-field", &error);
}

static void set_calendars(session *s)
{
    const text_list *list = &s->options->calendars;
    for (int i = 0; i < list->count; i++) {
        for (int k = 0; k < i; k++) {
            size_t length = strcspn(list->items[i], "=/");
            bool named = list->items[i][length] == '=';
            bool before_named = list->items[k][strcspn(list->items[k], "=/")] == '=';
            if (named == before_named && (!named || strncmp(list->items[i], list->items[k], length + 1) == 0)) {
                fail_usage("--calendar %s: %s", list->items[i],
                    named ? "a calendar of that name is given twice" : "the default calendar is given twice");
            }
        }
        set_calendar(s, list->items[i]);
    }
    if (s->options->calendar_field != NULL) {
        set_calendar_field(s, s->options->calendar_field);
    }
}

/* Zone, calendars, range and periods. */
static void set_time(session *s)
{
    const arguments *o = s->options;
    dscore_error error = DSCORE_ERROR_INIT;
    if (s->zone != NULL) {
        check(dscore_query_zone(s->query, s->zone, &error), "--zone", &error);
    }
    set_calendars(s);
    s->from = o->from == NULL ? dscore_instant_min() : instant_option("from", o->from, s->zone);
    s->to = o->to == NULL ? dscore_instant_max() : instant_option("to", o->to, s->zone);
    s->has_range = o->from != NULL && o->to != NULL;
    if (s->from >= s->to) {
        fail_usage("--from %s, --to %s: the range must end after it starts", o->from == NULL ? "-" : o->from,
            o->to == NULL ? "-" : o->to);
    }
    if (o->period != NULL) {
        s->has_period = true;
        s->period = (dscore_period_rule)DSCORE_PERIOD_RULE_INIT;
        check(dscore_period_parse(o->period, &s->period, &error), "--period", &error);
        /* Without a range the first plan only tells which instants place the rows: any range will do. */
        int64_t from = s->has_range ? s->from : 0;
        int64_t to = s->has_range ? s->to : 1;
        check(dscore_query_periods_by(s->query, &s->period, from, to, &error), "--period", &error);
    } else if (o->from != NULL || o->to != NULL) {
        check(dscore_query_range(s->query, s->from, s->to, &error), "--from, --to", &error);
    }
    if (o->now != NULL) {
        check(dscore_query_now(s->query, instant_option("now", o->now, s->zone), &error), "--now", &error);
    }
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
    set_time(s);
    if (o->negative != NULL) {
        check(dscore_query_option(s->query, "negative", o->negative, &error), "--negative", &error);
    }
    if (o->quantiles != NULL) {
        check(dscore_query_option(s->query, "quantiles", o->quantiles, &error), "--quantiles", &error);
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

char separator_option(const arguments *options, char otherwise)
{
    if (options->sep == NULL) {
        return otherwise;
    }
    const char *sep = strcmp(options->sep, "\\t") == 0 ? "\t" : options->sep;
    if (strlen(sep) != 1 || strchr("\"\r\n", sep[0]) != NULL) {
        fail_usage("--sep %s: expected one character that is neither a quote nor a line break", options->sep);
    }
    return sep[0];
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
    const char *key = s->profile == NULL ? "" : dscore_profile_row_key(s->profile, name);
    if (key[0] != '\0') {
        source->file.row_key = key;
        source->file.keep_first = strcmp(dscore_profile_row_keep(s->profile, name), "first") == 0;
    }
    source->file.separator = separator_option(s->options, source->file.separator);
    return source;
}

static void set_sources(session *s)
{
    const dscore_schema *schema = dscore_catalog_schema(s->catalog);
    const arguments *o = s->options;
    if (o->words.count > 0) {
        (void)add_source(s, s->main_source, o->words.items[0]);
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
    if (s->source_count == 0 && o->merges.count == 0) {
        fail_usage("expected FILE.csv, or --source NAME=FILE");
    }
}

void session_open_files(session *s, const arguments *options, const char *main_source)
{
    memset(s, 0, sizeof *s);
    s->options = options;
    s->main_source = main_source;
    s->catalog = open_catalog(options);
    if (options->profile != NULL) {
        dscore_error error = DSCORE_ERROR_INIT;
        int64_t length;
        char *json = read_file(options->profile, &length);
        check_profile(dscore_profile_parse(s->catalog, json, length, &s->profile, &error), s, &error);
        free(json);
    }
    set_sources(s);
    if (options->zone != NULL) {
        s->zone = zone_named(options->zone, "--zone", true);
    }
    if (options->repeat_window != NULL) {
        s->repeat_window = span_option("repeat-window", options->repeat_window);
    }
}

void session_open(session *s, const arguments *options, const char *keys)
{
    session_open_files(s, options, "tickets");
    set_query(s, keys);
    if (s->profile != NULL) {
        set_domains(s);
    }
}

dscore_status compile_query(session *s, dscore_error *error)
{
    return dscore_plan_compile(s->query, &s->plan, error);
}

int64_t session_now(session *s)
{
    if (s->options->now != NULL) {
        return instant_option("now", s->options->now, s->zone);
    }
    if (s->now == 0) {
        char text[40];
        s->now = (int64_t)time(NULL) * 1000000;
        write_instant(s->now, text);
        warn("now is %s (set it with --now)", text);
    }
    return s->now;
}

/* The option that a plan refuses. */
static const char *option_of(const dscore_error *error)
{
    const bool where = strncmp(error->path, "where.", strlen("where.")) == 0;
    const bool field = strcmp(error->path, "calendar_field") == 0;
    if (error->code == DSCORE_CODE_PLAN_KEY) {
        return "--by";
    }
    return where ? "--where" : field ? "--calendar-field" : error->code == DSCORE_CODE_PLAN_CLOCK ? "--clock" : "query";
}

void session_compile(session *s, dscore_status (*compile)(session *s, dscore_error *error))
{
    dscore_error error = DSCORE_ERROR_INIT;
    s->compile = compile;
    dscore_status status = compile(s, &error);
    if (status == DSCORE_E_PARAMETER && error.code == DSCORE_CODE_PLAN_NOW && s->options->now == NULL) {
        check(dscore_query_now(s->query, session_now(s), &error), "now", &error);
        status = compile(s, &error);
    }
    if (status != DSCORE_OK && error.code == DSCORE_CODE_PLAN_CALENDAR && s->calendar_count == 0) {
        fail_usage("%s (--calendar CAL.json)", error.message);
    }
    check(status, option_of(&error), &error);
}

void session_close(session *s)
{
    dscore_values_free(s->values);
    for (int i = 0; i < s->source_count; i++) {
        dscore_table_free(s->sources[i].table);
        for (int k = 0; k < s->sources[i].made_count; k++) {
            free(s->sources[i].made[k]);
        }
        csv_release(&s->sources[i].file);
    }
    dscore_plan_free(s->plan);
    dscore_query_free(s->query);
    for (int i = 0; i < s->calendar_count; i++) {
        dscore_calendar_free(s->calendars[i]);
    }
    zones_release();
    dscore_profile_free(s->profile);
    dscore_catalog_free(s->catalog);
}
