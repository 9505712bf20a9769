/* `deskscore worktime`: business time of pairs of instants, deadlines, and the n-th working day, by a calendar. */
#include "commands.h"

#include "cells.h"

#include <stdlib.h>
#include <string.h>

typedef struct worktime {
    const arguments *options;
    dscore_calendar *calendar;
    const dscore_zone *zone; /* of times without an offset: of --zone, else of the calendar */
} worktime;

enum { FROM, TO };
static const char *const column_names[] = {"from", "to"};

static void choose_pair(csv_file *file, void *context)
{
    const worktime *w = context;
    file->columns = need_memory(calloc(2, sizeof file->columns[0]));
    for (int i = 0; i < 2; i++) {
        int index = csv_find(file, column_names[i]);
        if (index < 0) {
            fail_data(
                "%s:1: there is no column \"%s\"; the file has %s", file->path, column_names[i], csv_header_text(file));
        }
        file->columns[i].how = (reading){.field = column_names[i],
            .type = DSCORE_TYPE_TEXT,
            .unit = "",
            .format = "",
            .missing = w->options->missing.items,
            .missing_count = w->options->missing.count};
        file->columns[i].index = index;
    }
    file->column_count = 2;
}

/* The instants of a column; INT64_MIN where it is empty. */
static int64_t *instants_of(const worktime *w, const csv_file *file, int which, local_times *times)
{
    const column *c = &file->columns[which];
    int64_t *out = need_memory(malloc(((size_t)file->rows + 1) * sizeof out[0]));
    for (int64_t row = 0; row < file->rows; row++) {
        const char *text = column_text(c, row);
        int32_t kind = DSCORE_LOCAL_ONCE;
        bool zoned;
        out[row] = INT64_MIN;
        if (text == NULL || text[strspn(text, " \t")] == '\0') {
            continue;
        }
        const char *format = w->options->time_format;
        if (!read_instant(text, format, &out[row], &zoned)) {
            fail_data("%s:%lld:%d: %s \"%s\" cannot be read: expected an instant %s%s", file->path,
                (long long)file->lines[row], c->index + 1, column_names[which], text,
                format == NULL ? "such as 2026-01-31 08:00:00 (or give --time-format)" : "in the --time-format ",
                format == NULL ? "" : format);
        }
        if (!zoned && !place_local(w->zone, out[row], &out[row], &kind)) {
            fail_data("%s:%lld:%d: %s \"%s\" in %s lies outside the years 1-9999 of UTC", file->path,
                (long long)file->lines[row], c->index + 1, column_names[which], text, dscore_zone_name(w->zone));
        }
        count_local(times, kind);
    }
    return out;
}

static void print_pairs(const worktime *w, const char *path)
{
    csv_file file = {.path = path, .separator = separator_option(w->options, ','), .choose = choose_pair};
    file.context = (void *)w;
    local_times times = {0, 0};
    dscore_error error = DSCORE_ERROR_INIT;
    csv_read(&file);
    int64_t *from = instants_of(w, &file, FROM, &times);
    int64_t *to = instants_of(w, &file, TO, &times);
    int64_t *spans = need_memory(malloc(((size_t)file.rows + 1) * sizeof spans[0]));
    report_local(path, w->zone, &times);
    if (dscore_calendar_between_array(w->calendar, from, to, file.rows, spans, &error) != DSCORE_OK) {
        if (error.row >= 0 && error.row < file.rows) {
            fail_data("%s:%lld: %s", path, (long long)file.lines[error.row], error.message);
        }
        fail_library(path, &error);
    }
    static const char *const names[] = {"from", "to", "seconds"};
    sheet *out = sheet_new(3, names);
    for (int64_t row = 0; row < file.rows; row++) {
        for (int i = 0; i < 2; i++) {
            const char *text = column_text(&file.columns[i], row);
            sheet_text(out, text == NULL ? "" : text);
        }
        char seconds[40];
        write_seconds(spans[row], seconds);
        if (spans[row] == INT64_MIN) {
            sheet_nothing(out);
        } else {
            sheet_exact(out, seconds);
        }
    }
    sheet_print(out, w->options->format == NULL ? "csv" : w->options->format);
    sheet_free(out);
    free(from);
    free(to);
    free(spans);
    csv_release(&file);
}

static void print_between(const worktime *w)
{
    dscore_error error = DSCORE_ERROR_INIT;
    int64_t span;
    char text[40];
    int64_t from = instant_option("from", w->options->from, w->zone);
    int64_t to = instant_option("to", w->options->to, w->zone);
    if (dscore_calendar_between(w->calendar, from, to, &span, &error) != DSCORE_OK) {
        fail_option("--from, --to", &error);
    }
    write_seconds(span, text);
    (void)puts(text);
}

/* The n-th working day after the local date of an instant. */
static void print_day(const worktime *w, int64_t from, int64_t days)
{
    dscore_error error = DSCORE_ERROR_INIT;
    int64_t day;
    int32_t year;
    int32_t month;
    int32_t number;
    if (dscore_zone_day(w->zone, from, &day, &error) != DSCORE_OK) {
        fail_option("--from", &error);
    }
    if (dscore_calendar_add_days(w->calendar, day, days, &day, &error) != DSCORE_OK ||
        dscore_day_date(day, &year, &month, &number, NULL, &error) != DSCORE_OK) {
        fail_option("--add", &error);
    }
    (void)printf("%04d-%02d-%02d\n", (int)year, (int)month, (int)number);
}

static void print_sum(const worktime *w)
{
    dscore_error error = DSCORE_ERROR_INIT;
    const int64_t day = INT64_C(86400000000);
    const char *unit;
    int64_t span;
    int64_t at;
    char text[48];
    int64_t from = instant_option("from", w->options->from, w->zone);
    if (!read_span_text(w->options->add, &span, &unit) || (strcmp(unit, "d") == 0 && span % day != 0)) {
        fail_usage("--add %s: expected whole working days such as 3d, or business time such as 4h, 90min, 30s or -2h",
            w->options->add);
    }
    if (strcmp(unit, "d") == 0) {
        print_day(w, from, span / day);
        return;
    }
    if (dscore_calendar_add(w->calendar, from, span, &at, &error) != DSCORE_OK) {
        fail_option("--add", &error);
    }
    write_local(at, w->zone, text);
    (void)puts(text);
}

int command_worktime(int argc, char **argv)
{
    arguments options;
    worktime w = {.options = &options};
    read_arguments(argc, argv, ",calendar,zone,from,to,add,format,sep,time-format,missing,", 1, &options);
    const arguments *o = &options;
    bool file = o->words.count == 1 && o->from == NULL && o->to == NULL && o->add == NULL;
    bool pair = o->words.count == 0 && o->from != NULL && o->to != NULL && o->add == NULL;
    bool sum = o->words.count == 0 && o->from != NULL && o->to == NULL && o->add != NULL;
    if (o->calendars.count != 1) {
        fail_usage("worktime needs one --calendar CAL.json");
    }
    if (!file && !pair && !sum) {
        fail_usage("worktime takes PAIRS.csv, or --from INSTANT --to INSTANT, or --from INSTANT --add SPAN");
    }
    w.zone = o->zone == NULL ? NULL : zone_named(o->zone, "--zone", true);
    w.calendar = calendar_open(o->calendars.items[0], w.zone);
    w.zone = w.zone == NULL ? dscore_calendar_zone(w.calendar) : w.zone;
    if (file) {
        print_pairs(&w, o->words.items[0]);
    } else if (pair) {
        print_between(&w);
    } else {
        print_sum(&w);
    }
    dscore_calendar_free(w.calendar);
    zones_release();
    return EXIT_OK;
}
