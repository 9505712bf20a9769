/* Which column of a file becomes which field, and how its cells are read: --map, then the profile, then equal names. */
#include "session.h"

#include "cells.h"

#include <stdlib.h>
#include <string.h>

typedef struct choice {
    session *s;
    source_file *source;
    const char *also; /* a field to read although the plan does not; NULL = none */
} choice;

/* The column that --map gives to a field of the source; NULL = none. `text` is [SOURCE.]FIELD=COLUMN. */
static const char *mapped_column(const char *text, const char *source, const char *field)
{
    const char *mark = strchr(text, '=');
    const char *dot = memchr(text, '.', (size_t)(mark - text));
    const char *name = dot == NULL ? text : dot + 1;
    size_t source_length = dot == NULL ? strlen("tickets") : (size_t)(dot - text);
    const char *named = dot == NULL ? "tickets" : text;
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
    const char *source = dot == NULL ? "tickets" : left;
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
    for (int i = 0; i < o->duration_formats.count; i++) {
        const char *format = mapped_column(o->duration_formats.items[i], c->source->name, how->field);
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
        const char *name = mapped_column(maps->items[i], c->source->name, how->field);
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
            const char *name = mapped_column(maps->items[k], c->source->name, field);
            if (name != NULL) {
                (void)need_column(&c->source->file, name, field);
            }
        }
    }
}

/* The columns of the fields that the plan reads and the file has. */
static void choose_columns(csv_file *file, void *context)
{
    choice *c = context;
    bool is_read = false;
    check_mapped_columns(c);
    const dscore_schema *schema = dscore_catalog_schema(c->s->catalog);
    int32_t count = dscore_schema_field_count(schema, c->source->name);
    file->columns = need_memory(calloc((size_t)count + 1, sizeof file->columns[0]));
    for (int32_t i = 0; i < count; i++) {
        const char *field = dscore_schema_field(schema, c->source->name, i);
        bool also = c->also != NULL && strcmp(c->also, field) == 0;
        if (!also && !dscore_plan_reads(c->s->plan, c->source->name, field)) {
            continue;
        }
        is_read = true;
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

static void load_source(session *s, source_file *source, const char *also)
{
    choice c = {s, source, strcmp(source->name, "tickets") == 0 ? also : NULL};
    dscore_error error = DSCORE_ERROR_INIT;
    source->file.choose = choose_columns;
    source->file.context = &c;
    csv_read(&source->file);
    csv_report(&source->file);
    settle_zones(&source->file);
    if (dscore_table_new(dscore_catalog_schema(s->catalog), source->name, &source->table, &error) != DSCORE_OK) {
        fail_library(source->file.path, &error);
    }
    for (int i = 0; i < source->file.column_count; i++) {
        column_bind(&source->file.columns[i], source->table);
    }
}

/* A failure about a row names its line of the file. */
static void fail_evaluation(const session *s, const dscore_error *error)
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
    fail_library(s->sources[0].file.path, error);
}

void session_evaluate(session *s, const char *also)
{
    dscore_table *tables[MAX_SOURCES];
    dscore_error error = DSCORE_ERROR_INIT;
    check_options(s);
    for (int i = 0; i < s->source_count; i++) {
        load_source(s, &s->sources[i], also);
        tables[i] = s->sources[i].table;
    }
    if (dscore_evaluate(s->plan, tables, s->source_count, NULL, &s->values, &error) != DSCORE_OK) {
        fail_evaluation(s, &error);
    }
}
