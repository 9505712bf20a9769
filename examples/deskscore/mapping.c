/* Which column of a file becomes which field, and how its cells are read: --map, then the profile, then equal names. */
#include "session.h"

#include "cells.h"

#include <stdlib.h>
#include <string.h>

typedef struct choice {
    session *s;
    source_file *source;
    const char *also; /* a field to read although the plan does not; NULL = none */
    void (*take)(void *context, const source_file *source, const dscore_table *table); /* of session_read */
    void *taker;
} choice;

/* The column that --map gives to a field of the source; NULL = none. `text` is [SOURCE.]FIELD=COLUMN. */
static const char *mapped_column(const session *s, const char *text, const char *source, const char *field)
{
    const char *mark = strchr(text, '=');
    const char *dot = memchr(text, '.', (size_t)(mark - text));
    const char *name = dot == NULL ? text : dot + 1;
    size_t source_length = dot == NULL ? strlen(s->main_source) : (size_t)(dot - text);
    const char *named = dot == NULL ? s->main_source : text;
    bool same_source = strlen(source) == source_length && strncmp(named, source, source_length) == 0;
    bool same_field = strlen(field) == (size_t)(mark - name) && strncmp(name, field, (size_t)(mark - name)) == 0;
    return same_source && same_field ? mark + 1 : NULL;
}

/* The field that [SOURCE.]FIELD=... of an option names must exist, and its source must have a file. */
static dscore_field_info need_field(const session *s, const char *option, const char *text, const char *expected)
{
    char *left;
    char *right;
    if (!split_pair(copy_text(text, strlen(text)), &left, &right) || right[0] == '\0') {
        fail_usage("%s %s: expected %s", option, text, expected);
    }
    char *dot = strchr(left, '.');
    const char *source = dot == NULL ? s->main_source : left;
    const char *field = dot == NULL ? left : dot + 1;
    if (dot != NULL) {
        *dot = '\0';
    }
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_field_info info = DSCORE_FIELD_INFO_INIT;
    if (dscore_schema_field_info(dscore_catalog_schema(s->catalog), source, field, &info, &error) != DSCORE_OK) {
        fail_option(option, &error);
    }
    bool has_file = false;
    for (int i = 0; i < s->source_count; i++) {
        has_file = has_file || strcmp(s->sources[i].name, source) == 0;
    }
    if (!has_file) {
        fail_usage("%s %s: no file is given for the source %s", option, text, source);
    }
    free(left);
    return info;
}

/* --map and --duration-format name fields that exist, whether or not the plan reads them. */
static void check_options(const session *s)
{
    const text_list *maps = &s->options->maps;
    const text_list *formats = &s->options->duration_formats;
    for (int i = 0; i < maps->count; i++) {
        (void)need_field(s, "--map", maps->items[i], "[SOURCE.]FIELD=COLUMN");
    }
    for (int i = 0; i < formats->count; i++) {
        dscore_field_info info = need_field(s, "--duration-format", formats->items[i], "FIELD=h.mm.ss");
        if (info.type != DSCORE_TYPE_DURATION || !is_duration_format(strchr(formats->items[i], '=') + 1)) {
            fail_usage("--duration-format %s: expected a duration field and a format of d, h, m, s", formats->items[i]);
        }
    }
}

static int need_column(const csv_file *file, const char *name, const char *field)
{
    int index = csv_find(file, name);
    if (index < 0) {
        fail_data("%s:1: there is no column \"%s\" (for %s); the file has %s", file->path, name, field,
            csv_header_text(file));
    }
    return index;
}

static const char **copy_list(const dscore_profile *profile, const char *source, int32_t field, int32_t count,
    const char *(*at)(const dscore_profile *, const char *, int32_t, int32_t))
{
    const char **list = need_memory(calloc((size_t)count + 1, sizeof list[0]));
    for (int32_t i = 0; i < count; i++) {
        list[i] = at(profile, source, field, i);
    }
    return list;
}

/* What the profile says of a field; the index of its column, -1 if it says nothing. */
static int profile_column(const choice *c, reading *how)
{
    const dscore_profile *profile = c->s->profile;
    const char *source = c->source->name;
    for (int32_t i = 0; profile != NULL && i < dscore_profile_field_count(profile, source); i++) {
        dscore_profile_field field = DSCORE_PROFILE_FIELD_INIT;
        dscore_error error = DSCORE_ERROR_INIT;
        if (dscore_profile_field_at(profile, source, i, &field, &error) != DSCORE_OK) {
            fail_library(c->s->options->profile, &error);
        }
        if (strcmp(field.field, how->field) != 0) {
            continue;
        }
        how->unit = field.unit;
        how->format = field.format;
        how->utc = (field.flags & DSCORE_PROFILE_UTC) != 0;
        const char *zone = dscore_profile_zone(profile, source, i);
        how->zone = zone[0] == '\0' ? NULL : zone_named(zone, c->s->options->profile, false);
        how->percent = (field.flags & DSCORE_PROFILE_PERCENT) != 0;
        how->thousands = (field.flags & DSCORE_PROFILE_THOUSANDS) != 0;
        how->blank = (field.flags & DSCORE_PROFILE_HAS_BLANK) != 0 ? field.blank : NULL;
        how->missing = copy_list(profile, source, i, field.missing_count, dscore_profile_missing);
        how->missing_count = field.missing_count;
        how->from = copy_list(profile, source, i, field.value_count, dscore_profile_value_from);
        how->to = copy_list(profile, source, i, field.value_count, dscore_profile_value_to);
        how->map_count = field.value_count;
        for (int32_t k = 0; k < field.column_count; k++) {
            int index = csv_find(&c->source->file, dscore_profile_column(profile, source, i, k));
            if (index >= 0) {
                return index;
            }
        }
        return need_column(&c->source->file, dscore_profile_column(profile, source, i, 0), how->field);
    }
    return -1;
}

/* A format that the cells could never follow is a mistake of the profile or option, not of the cells. */
static void check_format(const reading *how)
{
    bool is_time = how->type == DSCORE_TYPE_INSTANT;
    if (how->format[0] != '\0' && !(is_time ? is_time_format(how->format) : is_duration_format(how->format))) {
        fail_usage("%s: the format \"%s\" is not one of %s", how->field, how->format,
            is_time ? "%Y %y %m %d %e %b %H %I %M %S %f %p %z %F %T %% and marks" : "d, h, m, s and marks");
    }
}

static void apply_options(const choice *c, reading *how)
{
    const arguments *o = c->s->options;
    if (how->type == DSCORE_TYPE_INSTANT && how->format[0] == '\0' && o->time_format != NULL) {
        how->format = o->time_format;
    }
    if (how->type == DSCORE_TYPE_INSTANT && !how->utc && how->zone == NULL) {
        how->zone = c->s->zone;
    }
    for (int i = 0; i < o->duration_formats.count; i++) {
        const char *format = mapped_column(c->s, o->duration_formats.items[i], c->source->name, how->field);
        how->format = format == NULL ? how->format : format;
    }
    if (o->missing.count > 0) {
        int count = how->missing_count;
        size_t room = ((size_t)count + (size_t)o->missing.count) * sizeof how->missing[0];
        how->missing = need_memory(realloc(how->missing, room));
        for (int i = 0; i < o->missing.count; i++) {
            how->missing[how->missing_count++] = o->missing.items[i];
        }
    }
}

static int find_column(const choice *c, reading *how)
{
    const text_list *maps = &c->s->options->maps;
    int index = profile_column(c, how);
    for (int i = 0; i < maps->count; i++) {
        const char *name = mapped_column(c->s, maps->items[i], c->source->name, how->field);
        if (name != NULL) {
            index = need_column(&c->source->file, name, how->field);
        }
    }
    return index >= 0 ? index : csv_find(&c->source->file, how->field);
}

/* Columns that --map names must be in the file, even those that this plan does not read. */
static void check_mapped_columns(const choice *c)
{
    const text_list *maps = &c->s->options->maps;
    const dscore_schema *schema = dscore_catalog_schema(c->s->catalog);
    int32_t count = dscore_schema_field_count(schema, c->source->name);
    for (int32_t i = 0; i < count; i++) {
        const char *field = dscore_schema_field(schema, c->source->name, i);
        for (int k = 0; k < maps->count; k++) {
            const char *name = mapped_column(c->s, maps->items[k], c->source->name, field);
            if (name != NULL) {
                (void)need_column(&c->source->file, name, field);
            }
        }
    }
}

/* Fields from which repeats are told. */
static bool tells_repeats(const session *s, const char *source, const char *field)
{
    static const char *const names[] = {"customer", "problem", "created_at", "is_complaint"};
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        found = found || strcmp(names[i], field) == 0;
    }
    return found && s->repeat_window > 0 && strcmp(source, "tickets") == 0;
}

/* Fields to read although the plan does not, or for want of a plan. */
static bool is_read_besides(const choice *c, const char *field)
{
    return c->s->plan == NULL || c->s->options->audits.count > 0 || (c->also != NULL && strcmp(c->also, field) == 0) ||
           tells_repeats(c->s, c->source->name, field);
}

/* The columns of the fields that the plan reads and the file has. */
static void choose_columns(csv_file *file, void *context)
{
    choice *c = context;
    bool is_read = c->s->plan == NULL;
    check_mapped_columns(c);
    const dscore_schema *schema = dscore_catalog_schema(c->s->catalog);
    int32_t count = dscore_schema_field_count(schema, c->source->name);
    file->columns = need_memory(calloc((size_t)count + 1, sizeof file->columns[0]));
    for (int32_t i = 0; i < count; i++) {
        const char *field = dscore_schema_field(schema, c->source->name, i);
        bool planned = c->s->plan != NULL && dscore_plan_reads(c->s->plan, c->source->name, field);
        if (!planned && !is_read_besides(c, field)) {
            continue;
        }
        is_read = is_read || planned;
        dscore_error error = DSCORE_ERROR_INIT;
        dscore_field_info info = DSCORE_FIELD_INFO_INIT;
        if (dscore_schema_field_info(schema, c->source->name, field, &info, &error) != DSCORE_OK) {
            fail_library(field, &error);
        }
        reading how = {.field = field, .type = info.type, .unit = "", .format = ""};
        int index = find_column(c, &how);
        if (index >= 0) {
            apply_options(c, &how);
            check_format(&how);
            file->columns[file->column_count].how = how;
            file->columns[file->column_count++].index = index;
        }
    }
    if (is_read && file->column_count == 0) { /* a table without columns has no rows: never a silent zero */
        fail_data("%s:1: no column is a field of %s that is asked for; the file has %s (is --sep right? name columns "
                  "with --map or --profile)",
            file->path, c->source->name, csv_header_text(file));
    }
}

/* A column without a single instant goes with the others of its file: it is neither zoned nor zoneless. */
static void settle_zones(csv_file *file)
{
    bool naive = false;
    for (int i = 0; i < file->column_count; i++) {
        naive = naive || file->columns[i].naive;
    }
    for (int i = 0; i < file->column_count; i++) {
        column *c = &file->columns[i];
        c->naive = c->naive || (naive && !c->zoned);
    }
}

static dscore_table *bind_columns(const session *s, source_file *source)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_table *table;
    settle_zones(&source->file);
    if (dscore_table_new(dscore_catalog_schema(s->catalog), source->name, &table, &error) != DSCORE_OK) {
        fail_library(source->file.path, &error);
    }
    for (int i = 0; i < source->file.column_count; i++) {
        column_bind(&source->file.columns[i], table);
    }
    return table;
}

/* Times without an offset are UTC unless somebody says otherwise: with a calendar of another zone that is worth a word.
 */
static void warn_of_zone(const session *s, const csv_file *file)
{
    const dscore_zone *zone = NULL;
    for (int i = 0; i < s->calendar_count && zone == NULL; i++) {
        zone = dscore_calendar_zone(s->calendars[i]);
    }
    const char *name = dscore_zone_name(zone);
    if (s->zone != NULL || zone == NULL || strcmp(name, "UTC") == 0) {
        return;
    }
    for (int i = 0; i < file->column_count; i++) {
        if (file->columns[i].naive && file->columns[i].how.type == DSCORE_TYPE_INSTANT) {
            warn("%s: times without an offset are read as UTC, but the calendar is of %s: give --zone %s if they are "
                 "local times",
                file->path, name, name);
            return;
        }
    }
}

static void load_source(session *s, source_file *source, const char *also)
{
    choice c = {.s = s, .source = source, .also = strcmp(source->name, s->main_source) == 0 ? also : NULL};
    source->file.choose = choose_columns;
    source->file.context = &c;
    csv_read(&source->file);
    csv_report(&source->file);
    source->table = bind_columns(s, source);
    warn_of_zone(s, &source->file);
    if (s->repeat_window > 0) {
        add_repeats(s, source);
    }
    if (s->options->audits.count > 0) {
        exclude_by_audit(s, source);
    }
}

static void take_rows(csv_file *file, void *context)
{
    choice *c = context;
    (void)file;
    dscore_table *table = bind_columns(c->s, c->source);
    c->take(c->taker, c->source, table);
    dscore_table_free(table);
}

void session_read(session *s, source_file *source, int64_t batch,
    void (*take)(void *context, const source_file *source, const dscore_table *table), void *context)
{
    choice c = {s, source, NULL, take, context};
    check_options(s);
    source->file.choose = choose_columns;
    source->file.context = &c;
    source->file.batch = source->file.row_key == NULL ? batch : 0;
    source->file.take = take_rows;
    csv_read(&source->file);
    csv_report(&source->file);
    warn_of_zone(s, &source->file);
    if (source->file.batch == 0) {
        take_rows(&source->file, &c);
    }
}

void session_fail(const session *s, const dscore_error *error)
{
    for (int i = 0; i < s->source_count && error->row >= 0; i++) {
        const source_file *source = &s->sources[i];
        size_t length = strlen(source->name);
        bool named = strncmp(error->path, source->name, length) == 0 && error->path[length] == '.';
        if (error->row < source->file.rows && (named || s->source_count == 1)) {
            fail_data("%s:%lld: %s: %s", source->file.path, (long long)source->file.lines[error->row], error->path,
                error->message);
        }
    }
    if (error->status == DSCORE_E_FIELD_MISSING) {
        fail_data("%s%s%s; give its column with --map or --profile", error->path, error->path[0] != '\0' ? ": " : "",
            error->message);
    }
    fail_library(s->source_count > 0 ? s->sources[0].file.path : "states", error);
}

dscore_values *session_values(session *s)
{
    dscore_table *tables[MAX_SOURCES];
    dscore_values *values;
    dscore_error error = DSCORE_ERROR_INIT;
    for (int i = 0; i < s->source_count; i++) {
        tables[i] = s->sources[i].table;
    }
    if (dscore_evaluate(s->plan, tables, s->source_count, NULL, &values, &error) != DSCORE_OK) {
        session_fail(s, &error);
    }
    return values;
}

void session_load(session *s, const char *also)
{
    check_options(s);
    for (int i = 0; i < s->source_count; i++) {
        load_source(s, &s->sources[i], also);
    }
}

void session_evaluate(session *s, const char *also)
{
    session_load(s, also);
    if (s->has_period && !s->has_range) {
        take_range_from_data(s);
    }
    s->values = session_values(s);
}
