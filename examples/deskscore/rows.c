/* `deskscore rows`: the very rows behind a number. */
#include "commands.h"

#include <stdlib.h>
#include <string.h>

static const char *reason_text(int32_t reason)
{
    static const char *const names[] = {"", "FILTER", "PENDING", "DOMAIN", "INFINITE", "UNREADABLE", "NEGATIVE",
        "OVERFLOW", "MISSING", "UNPLACED", "FILTERED_OUT", "AUDIT"};
    return reason >= 0 && reason < 12 ? names[reason] : "UNKNOWN";
}

static int32_t class_of(const char *name)
{
    if (name == NULL || strcmp(name, "used") == 0) {
        return DSCORE_ROWS_USED;
    }
    if (strcmp(name, "missing") == 0) {
        return DSCORE_ROWS_MISSING;
    }
    return strcmp(name, "excluded") == 0 ? DSCORE_ROWS_EXCLUDED : DSCORE_ROWS_INVALID;
}

/* The row of the values that the options name. */
static int64_t find_subject(const session *s)
{
    const char *subject = s->options->subject;
    if (s->options->by == NULL) {
        return 0;
    }
    for (int64_t row = 0; row < dscore_values_row_count(s->values); row++) {
        if (strcmp(dscore_values_key(s->values, row, 0), subject) == 0) {
            return row;
        }
    }
    fail_data("--subject %s: there is no such %s", subject, s->options->by);
}

static source_file *file_of(session *s, const char *source)
{
    source_file *found = NULL;
    for (int i = 0; i < s->source_count; i++) {
        if (strcmp(s->sources[i].name, source) == 0) {
            if (found != NULL) {
                fail_usage("rows takes one file for the source %s: give them one by one", source);
            }
            found = &s->sources[i];
        }
    }
    if (found == NULL) {
        fail_data("%s: no file was given for this source", source);
    }
    return found;
}

static const char *id_cell(const csv_file *file, int64_t row)
{
    for (int i = 0; i < file->column_count; i++) {
        const column *c = &file->columns[i];
        if (strcmp(c->how.field, "id") == 0 && c->how.type == DSCORE_TYPE_TEXT && c->status[row] == 0) {
            return c->labels[c->codes[row]];
        }
    }
    return "";
}

int command_rows(int argc, char **argv)
{
    arguments options;
    session s;
    dscore_error error = DSCORE_ERROR_INIT;
    read_arguments(argc, argv, "," INPUT_OPTIONS ",by,indicator,subject,class,clock,", 1, &options);
    if (options.indicator == NULL) {
        fail_usage("rows needs --indicator ID");
    }
    if ((options.by == NULL) != (options.subject == NULL) || (options.by != NULL && strchr(options.by, ',') != NULL)) {
        fail_usage("rows takes --by KEY and --subject NAME together, with one key");
    }
    if (strchr(options.indicator, ',') != NULL) {
        fail_usage("--indicator %s: rows takes one indicator", options.indicator);
    }
    session_open(&s, &options, options.by);
    ask_items(&s, options.indicator);
    set_clocks(&s, options.indicator);
    session_compile(&s, compile_query);
    session_evaluate(&s, "id");

    const char *alias = dscore_values_item(s.values, 0, DSCORE_ITEM_ALIAS);
    const char *source = dscore_values_item(s.values, 0, DSCORE_ITEM_SOURCE);
    if (source[0] == '\0') {
        fail_usage("%s is derived: ask for the rows of its operands", alias);
    }
    source_file *file = file_of(&s, source);
    int64_t *rows = need_memory(malloc(((size_t)file->file.rows + 1) * sizeof rows[0]));
    int32_t *reasons = need_memory(malloc(((size_t)file->file.rows + 1) * sizeof reasons[0]));
    int64_t found;
    if (dscore_plan_rows(s.plan, file->table, s.values, find_subject(&s), alias, class_of(options.row_class), rows,
            reasons, file->file.rows, &found, &error) != DSCORE_OK) {
        fail_library(file->file.path, &error);
    }
    static const char *const names[] = {"row", "line", "id", "reason"};
    sheet *out = sheet_new(4, names);
    for (int64_t i = 0; i < found; i++) {
        sheet_integer(out, rows[i] + 1);
        sheet_integer(out, file->file.lines[rows[i]]);
        sheet_text(out, id_cell(&file->file, rows[i]));
        sheet_text(out, reason_text(reasons[i]));
    }
    sheet_print(out, options.format);
    sheet_free(out);
    free(rows);
    free(reasons);
    session_close(&s);
    return EXIT_OK;
}
