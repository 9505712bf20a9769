/* `deskscore lifecycle`: an event log becomes the files of tickets, responses, assignments and cycles. */
#include "commands.h"

#include "cells.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUTPUTS = 4, BATCH = 1 << 16 };

static const char *const output_names[OUTPUTS] = {"tickets", "responses", "assignments", "cycles"};

typedef struct output {
    char path[1024];
    char unfinished[1032]; /* is written; becomes path when all went well, so that a failure leaves what was there */
    FILE *file;
    const char **fields;
    int field_count;
    int64_t rows;
} output;

typedef struct reading_events {
    const dscore_schema *schema;
    dscore_lifecycle *lifecycle;
    output outputs[OUTPUTS];
    bool naive;     /* the events have no zone: nor has what is written */
    bool by_ticket; /* tables come with each update */
} reading_events;

/* The columns of a file: the fields that the table has; all, if it has none yet. */
static void choose_fields(reading_events *r, output *out, const char *source, const dscore_table *table)
{
    int32_t count = dscore_schema_field_count(r->schema, source);
    out->fields = need_memory(calloc((size_t)count + 1, sizeof out->fields[0]));
    int32_t bound = 0;
    for (int32_t i = 0; i < count; i++) {
        bound += dscore_table_has(table, dscore_schema_field(r->schema, source, i));
    }
    for (int32_t i = 0; i < count; i++) {
        const char *field = dscore_schema_field(r->schema, source, i);
        if (bound == 0 || dscore_table_has(table, field)) {
            out->fields[out->field_count++] = field;
        }
    }
    for (int i = 0; i < out->field_count; i++) {
        (void)fprintf(out->file, "%s%s", i > 0 ? "," : "", out->fields[i]);
    }
    (void)fputc('\n', out->file);
}

static void write_cell(const reading_events *r, FILE *file, const dscore_cell *cell)
{
    char text[64];
    if (cell->status != 0) {
        return;
    }
    switch (cell->type) {
    case DSCORE_TYPE_INSTANT:
        write_instant(cell->integer, text);
        if (r->naive) {
            text[strlen(text) - 1] = '\0'; /* without the Z */
        }
        (void)fputs(text, file);
        break;
    case DSCORE_TYPE_DURATION:
        write_seconds(cell->integer, text);
        (void)fputs(text, file);
        break;
    case DSCORE_TYPE_BOOLEAN:
        (void)fputs(cell->integer != 0 ? "true" : "false", file);
        break;
    case DSCORE_TYPE_TEXT:
        if (cell->is_integer) {
            (void)fprintf(file, "%lld", (long long)cell->integer);
        } else {
            char *copy = copy_text(cell->text, (size_t)cell->text_length);
            print_csv_text(file, copy);
            free(copy);
        }
        break;
    default:
        if (cell->is_integer) {
            (void)fprintf(file, "%lld", (long long)cell->integer);
        } else {
            (void)fprintf(file, "%.17g", cell->number);
        }
    }
}

static void write_table(reading_events *r, int which)
{
    output *out = &r->outputs[which];
    dscore_error error = DSCORE_ERROR_INIT;
    const dscore_table *table = dscore_lifecycle_table(r->lifecycle, output_names[which]);
    int64_t rows = dscore_table_rows(table);
    if (out->fields == NULL) {
        choose_fields(r, out, output_names[which], table);
    }
    for (int64_t row = 0; row < rows; row++) {
        for (int i = 0; i < out->field_count; i++) {
            dscore_cell cell = DSCORE_CELL_INIT;
            dscore_status status = dscore_table_cell(table, out->fields[i], row, &cell, &error);
            if (status != DSCORE_OK && status != DSCORE_E_FIELD_MISSING) {
                fail_library(output_names[which], &error);
            }
            (void)fputs(i > 0 ? "," : "", out->file);
            if (status == DSCORE_OK) {
                write_cell(r, out->file, &cell);
            }
        }
        (void)fputc('\n', out->file);
    }
    out->rows += rows;
}

static void take_events(void *context, const source_file *source, const dscore_table *table)
{
    reading_events *r = context;
    dscore_error error = DSCORE_ERROR_INIT;
    const csv_file *file = &source->file;
    for (int i = 0; i < file->column_count; i++) {
        r->naive = r->naive || (file->columns[i].naive && strcmp(file->columns[i].how.field, "at") == 0);
    }
    if (dscore_lifecycle_update(r->lifecycle, table, 0, dscore_table_rows(table), NULL, &error) != DSCORE_OK) {
        if (error.row >= 0 && error.row < file->rows) {
            fail_data("%s:%lld: %s: %s", file->path, (long long)file->lines[error.row], error.path, error.message);
        }
        if (error.status == DSCORE_E_FIELD_MISSING) {
            fail_data("%s: %s: %s; give its column with --map or --profile", file->path, error.path, error.message);
        }
        fail_library(file->path, &error);
    }
    for (int i = 0; i < OUTPUTS && r->by_ticket; i++) {
        write_table(r, i);
    }
}

static void set_policies(dscore_lifecycle *lifecycle, const session *s)
{
    dscore_error error = DSCORE_ERROR_INIT;
    for (int32_t i = 0; i < dscore_profile_policy_count(s->profile); i++) {
        const char *name;
        const char *value;
        if (dscore_profile_policy(s->profile, i, &name, &value, &error) != DSCORE_OK ||
            dscore_lifecycle_option(lifecycle, name, value, &error) != DSCORE_OK) {
            fail_library(s->options->profile, &error);
        }
    }
    for (int i = 0; i < s->options->policies.count; i++) {
        char *text = copy_text(s->options->policies.items[i], strlen(s->options->policies.items[i]));
        char *mark = strrchr(text, '=');
        if (mark == NULL) {
            fail_usage("--policy %s: expected NAME=VALUE, such as bots=yes or status:waiting=pending", text);
        }
        *mark = '\0';
        if (dscore_lifecycle_option(lifecycle, text, mark + 1, &error) != DSCORE_OK) {
            fail_option("--policy", &error);
        }
        free(text);
    }
}

static void set_lifecycle(reading_events *r, session *s)
{
    const arguments *o = s->options;
    dscore_error error = DSCORE_ERROR_INIT;
    r->schema = dscore_catalog_schema(s->catalog);
    if (dscore_lifecycle_new(r->schema, &r->lifecycle, &error) != DSCORE_OK) {
        fail_library("lifecycle", &error);
    }
    set_policies(r->lifecycle, s);
    if (o->calendars.count > 1) {
        fail_usage("lifecycle takes one --calendar");
    }
    if (o->calendars.count == 1) {
        dscore_calendar *calendar = calendar_open(o->calendars.items[0], s->zone);
        s->calendars[s->calendar_count++] = calendar;
        if (dscore_lifecycle_calendar(r->lifecycle, calendar, &error) != DSCORE_OK) {
            fail_option("--calendar", &error);
        }
    }
    if (o->now != NULL &&
        dscore_lifecycle_now(r->lifecycle, instant_option("now", o->now, s->zone), &error) != DSCORE_OK) {
        fail_option("--now", &error);
    }
    r->by_ticket = strstr(dscore_lifecycle_policies(r->lifecycle), "arrival = by_ticket") != NULL;
}

static reading_events *running; /* of this run, while its files are unfinished */
static const char *made_folder; /* by this run; NULL = it was there */

/* However the program ends: no half files, no empty folder. */
static void remove_unfinished(void)
{
    for (int i = 0; i < OUTPUTS && running != NULL; i++) {
        if (running->outputs[i].file != NULL) {
            (void)remove(running->outputs[i].unfinished);
        }
    }
    if (running != NULL && made_folder != NULL) {
        (void)rmdir(made_folder);
    }
}

static void name_output(const session *s, const char *folder, int which, output *out)
{
    struct stat input;
    struct stat existing;
    const char *read = s->sources[0].file.path;
    int length = snprintf(out->path, sizeof out->path, "%s/%s.csv", folder, output_names[which]);
    if (length < 0 || length >= (int)sizeof out->path) {
        fail_usage("--out %s: too long", folder);
    }
    (void)snprintf(out->unfinished, sizeof out->unfinished, "%s.part", out->path);
    if (strcmp(read, "-") != 0 && stat(read, &input) == 0 && stat(out->path, &existing) == 0 &&
        input.st_dev == existing.st_dev && input.st_ino == existing.st_ino) {
        fail_usage("--out %s: %s is the file that is read; expected another folder", folder, out->path);
    }
}

static void open_outputs(reading_events *r, const session *s)
{
    const char *folder = s->options->out;
    for (int i = 0; i < OUTPUTS; i++) {
        name_output(s, folder, i, &r->outputs[i]);
    }
    made_folder = mkdir(folder, 0777) == 0 ? folder : NULL;
    if (made_folder == NULL && errno != EEXIST) {
        fail_data("--out %s: %s", folder, strerror(errno));
    }
    running = r;
    (void)atexit(remove_unfinished);
    for (int i = 0; i < OUTPUTS; i++) {
        output *out = &r->outputs[i];
        out->file = fopen(out->unfinished, "wb");
        if (out->file == NULL) {
            fail_data("%s: %s", out->path, strerror(errno));
        }
    }
}

static void close_outputs(reading_events *r)
{
    for (int i = 0; i < OUTPUTS; i++) {
        output *out = &r->outputs[i];
        if (ferror(out->file) || fclose(out->file) != 0) {
            fail_data("%s: cannot be written", out->path);
        }
    }
    for (int i = 0; i < OUTPUTS; i++) {
        output *out = &r->outputs[i];
        if (rename(out->unfinished, out->path) != 0) {
            fail_data("%s: %s", out->path, strerror(errno));
        }
        warn("%s: %lld rows", out->path, (long long)out->rows);
        free(out->fields);
    }
    running = NULL;
}

static void report_counts(const dscore_lifecycle *lifecycle)
{
    static const struct {
        int32_t what;
        const char *name;
    } counts[] = {
        {DSCORE_LIFECYCLE_EVENTS, "events read"},
        {DSCORE_LIFECYCLE_TICKETS, "tickets made"},
        {DSCORE_LIFECYCLE_UNSORTED, "events earlier than one of their ticket before them (sorted)"},
        {DSCORE_LIFECYCLE_DUPLICATES, "events equal to another (dropped)"},
        {DSCORE_LIFECYCLE_BEFORE_CREATION, "events before their ticket was created (kept, judged as at creation)"},
        {DSCORE_LIFECYCLE_NO_CREATION, "tickets without a created event (created at their first event)"},
        {DSCORE_LIFECYCLE_TWICE_CREATED, "further created events of a ticket (ignored)"},
        {DSCORE_LIFECYCLE_UNKNOWN_KIND, "events of an unknown kind (ignored)"},
        {DSCORE_LIFECYCLE_UNKNOWN_STATUS, "changes to a status nobody mapped (the ticket keeps its status)"},
        {DSCORE_LIFECYCLE_UNKNOWN_ACTOR, "messages of an unknown kind of actor (neither question nor answer)"},
        {DSCORE_LIFECYCLE_UNREADABLE, "events without ticket, instant or kind (ignored)"},
        {DSCORE_LIFECYCLE_MERGED, "tickets merged into another"},
        {DSCORE_LIFECYCLE_DELETED, "tickets deleted"},
        {DSCORE_LIFECYCLE_RETURNED, "events of a ticket that had been completed (ignored; arrival = any takes them)"},
        {DSCORE_LIFECYCLE_AFTER_END, "events after a merge or deletion (ignored)"},
        {DSCORE_LIFECYCLE_NO_TARGET, "targets of a merge that are not in the data, or lead back (kept apart)"},
    };
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        int64_t count = dscore_lifecycle_count(lifecycle, counts[i].what);
        if (count > 0 || counts[i].what <= DSCORE_LIFECYCLE_TICKETS) {
            warn("%s: %lld", counts[i].name, (long long)count);
        }
    }
    warn("policies: %s", dscore_lifecycle_policies(lifecycle));
}

int command_lifecycle(int argc, char **argv)
{
    arguments options;
    session s;
    reading_events r;
    dscore_error error = DSCORE_ERROR_INIT;
    memset(&r, 0, sizeof r);
    read_arguments(
        argc, argv, ",profile,map,define,time-format,missing,sep,zone,calendar,now,policy,out,", 1, &options);
    if (options.words.count == 0 || options.out == NULL || options.out[0] == '\0') {
        fail_usage("lifecycle needs EVENTS.csv and --out FOLDER");
    }
    session_open_files(&s, &options, "events");
    set_lifecycle(&r, &s);
    open_outputs(&r, &s);
    session_read(&s, &s.sources[0], BATCH, take_events, &r);
    if (dscore_lifecycle_finish(r.lifecycle, &error) != DSCORE_OK) {
        fail_library(options.words.items[0], &error);
    }
    for (int i = 0; i < OUTPUTS; i++) {
        write_table(&r, i);
    }
    report_counts(r.lifecycle);
    close_outputs(&r);
    dscore_lifecycle_free(r.lifecycle);
    session_close(&s);
    return EXIT_OK;
}
