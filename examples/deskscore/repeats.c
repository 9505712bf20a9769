/* --repeat-window: who came back, told from customer and problem where the file does not tell it. */
#include "session.h"

#include <stdlib.h>
#include <string.h>

enum { FLAG, COUNT, NEXT };

static const struct {
    const char *field, *keys, *only;
    int what;
} tasks[] = {
    {"is_repeat", "customer,problem", NULL, FLAG},
    {"is_repeat_problem", "problem", NULL, FLAG},
    {"is_repeat_complaint", "customer,problem", "is_complaint", FLAG},
    {"problem_tickets", "problem", NULL, COUNT},
    {"customer_tickets", "customer", NULL, COUNT},
    {"next_contact_at", "customer", NULL, NEXT},
    {"next_same_problem_at", "customer,problem", NULL, NEXT},
};

static void *make(source_file *source, size_t element)
{
    void *memory = need_memory(calloc((size_t)source->file.rows + 1, element));
    source->made[source->made_count++] = memory;
    return memory;
}

static bool has_fields(const dscore_table *table, const char *keys, const char *only)
{
    bool both = strcmp(keys, "customer,problem") == 0;
    return dscore_table_has(table, "created_at") && (only == NULL || dscore_table_has(table, only)) &&
           (both ? dscore_table_has(table, "customer") && dscore_table_has(table, "problem")
                 : dscore_table_has(table, keys));
}

static bool is_naive(const csv_file *file)
{
    for (int i = 0; i < file->column_count; i++) {
        if (strcmp(file->columns[i].how.field, "created_at") == 0) {
            return file->columns[i].naive;
        }
    }
    return false;
}

static void add_field(const session *s, source_file *source, size_t task)
{
    const int64_t rows = source->file.rows;
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_repeat_options options = DSCORE_REPEAT_OPTIONS_INIT;
    dscore_column view = DSCORE_COLUMN_INIT;
    uint8_t *status = make(source, 1);
    uint8_t *flags = tasks[task].what == FLAG ? make(source, 1) : NULL;
    int64_t *numbers = tasks[task].what == FLAG ? NULL : make(source, sizeof numbers[0]);
    options.keys = tasks[task].keys;
    options.only = tasks[task].only;
    options.window = s->repeat_window;
    if (dscore_table_repeats(source->table, &options, flags, tasks[task].what == COUNT ? numbers : NULL,
            tasks[task].what == NEXT ? numbers : NULL, &error) != DSCORE_OK) {
        fail_library(source->file.path, &error);
    }
    for (int64_t i = 0; i < rows; i++) {
        bool missing = flags != NULL               ? flags[i] == 255
                       : tasks[task].what == COUNT ? numbers[i] < 0
                                                   : numbers[i] == INT64_MIN;
        status[i] = missing;
        if (missing && flags != NULL) {
            flags[i] = 0;
        }
    }
    view.type = flags != NULL ? DSCORE_BOOL8 : DSCORE_INT64;
    view.unit = tasks[task].what == NEXT ? DSCORE_UNIT_US : DSCORE_UNIT_NONE;
    view.flags = DSCORE_COLUMN_PACKED;
    view.flags |= tasks[task].what == NEXT && is_naive(&source->file) ? DSCORE_COLUMN_NAIVE : 0;
    view.data = flags != NULL ? (const void *)flags : (const void *)numbers;
    view.length = rows;
    view.validity_kind = DSCORE_VALIDITY_BYTES_STATUS;
    view.validity = status;
    if (dscore_table_bind(source->table, tasks[task].field, &view, &error) != DSCORE_OK) {
        fail_library(tasks[task].field, &error);
    }
}

void add_repeats(session *s, source_file *source)
{
    if (strcmp(source->name, "tickets") != 0) {
        return;
    }
    for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++) {
        if (s->plan != NULL && dscore_plan_reads(s->plan, source->name, tasks[i].field) &&
            !dscore_table_has(source->table, tasks[i].field) &&
            has_fields(source->table, tasks[i].keys, tasks[i].only)) {
            add_field(s, source, i);
        }
    }
    if (source->made_count == 0) {
        warn(
            "--repeat-window %s: nothing to tell: no indicator asked for reads a field about repeats that %s lacks, or "
            "it has no columns for created_at, customer and problem",
            s->options->repeat_window, source->file.path);
    }
}
