/* Rosters: the columns of a CSV file as the library takes them. What conditions ask by name is a number; other columns
   are texts, and numbers too where every cell is one: a look or a guard may ask for them. */
#include "roster.h"

#include "cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const number_columns[] = {"tenure_days", "worked_days", "leave_days", "complaints", "salary"};
enum { NUMBER_COLUMNS = sizeof number_columns / sizeof number_columns[0] };

static bool is_number(const char *name)
{
    for (int i = 0; i < NUMBER_COLUMNS; i++) {
        if (strcmp(name, number_columns[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* All cells of a column, one behind the other, to be freed one by one. */
static void read_texts(const grid *g, int at, const char **out)
{
    for (int64_t row = 0; row < g->rows; row++) {
        const bool known = column_text(&g->file.columns[at], row) != NULL;
        out[row] = known ? grid_text(g, row, at) : copy_text("", 0);
    }
}

/* The text of a cell that has one. */
static const char *known_text(const grid *g, int64_t row, int at)
{
    const char *text = column_text(&g->file.columns[at], row);
    return text != NULL && text[strspn(text, " \t")] != '\0' ? text : NULL;
}

static bool holds_numbers(const grid *g, int at)
{
    int64_t known = 0;
    for (int64_t row = 0; row < g->rows; row++) {
        number_cell cell;
        const char *text = known_text(g, row, at);
        if (text != NULL && !read_number(text, false, false, &cell)) {
            return false;
        }
        known += text != NULL;
    }
    return known > 0;
}

static void read_numbers(const grid *g, int at, double least, double *out)
{
    for (int64_t row = 0; row < g->rows; row++) {
        out[row] = known_text(g, row, at) != NULL ? grid_number(g, row, at, least, 1e99) : (double)NAN;
    }
}

typedef struct placed {
    const char *subject, *period;
    int64_t row;
} placed;

static int by_place(const void *left, const void *right)
{
    const placed *a = left;
    const placed *b = right;
    int order = strcmp(a->subject, b->subject);
    if (order == 0) {
        order = strcmp(a->period, b->period);
    }
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* Of each subject and period one row: of two the later one is the fault. */
static void refuse_twice(const roster_file *r, int at)
{
    const int64_t count = r->roster.count;
    if (count < 2) {
        return;
    }
    placed *all = need_memory(calloc((size_t)count, sizeof all[0]));
    for (int64_t row = 0; row < count; row++) {
        all[row] = (placed){r->subjects[row], r->periods == NULL ? "" : r->periods[row], row};
    }
    qsort(all, (size_t)count, sizeof all[0], by_place);
    for (int64_t i = 1; i < count; i++) {
        if (strcmp(all[i].subject, all[i - 1].subject) == 0 && strcmp(all[i].period, all[i - 1].period) == 0) {
            const bool of_period = all[i].period[0] != '\0';
            grid_fail(&r->rows, all[i].row, at, "\"%s\"%s%s stands in line %lld already; expected one row each",
                all[i].subject, of_period ? " in " : "", all[i].period, (long long)r->rows.file.lines[all[i - 1].row]);
        }
    }
    free(all);
}

static void read_columns(roster_file *r, int subject, int period)
{
    const grid *g = &r->rows;
    const size_t width = (size_t)g->width;
    const size_t cells = width * (size_t)g->rows;
    r->text_names = need_memory(calloc(width, sizeof r->text_names[0]));
    r->number_names = need_memory(calloc(width, sizeof r->number_names[0]));
    r->texts = need_memory(calloc(cells, sizeof r->texts[0]));
    r->numbers = need_memory(calloc(cells, sizeof r->numbers[0]));
    for (int at = 0; at < g->width; at++) {
        const char *name = g->file.header[at];
        if (at == subject || at == period) {
            continue;
        }
        if (name[0] == '\0') {
            grid_fail(g, -1, at, "the column has no name");
        }
        const bool asked = is_number(name);
        if (asked || holds_numbers(g, at)) {
            read_numbers(g, at, asked ? 0.0 : -1e99, r->numbers + (int64_t)r->roster.number_count * g->rows);
            r->number_names[r->roster.number_count++] = name;
        }
        if (!asked) {
            read_texts(g, at, r->texts + (int64_t)r->roster.text_count * g->rows);
            r->text_names[r->roster.text_count++] = name;
        }
    }
}

/* Two digits from one number to another, then the end or what goes on. */
static const char *two_digits(const char *at, int least, int most)
{
    if (at == NULL || at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9') {
        return NULL;
    }
    const int number = 10 * (at[0] - '0') + (at[1] - '0');
    return number >= least && number <= most ? at + 2 : NULL;
}

/* 2026, FY2026-Q1, 2026-01, 2026-W05, 2026-01-31: what a period can be named. One that no period is named would never
   be met, and what stands beside it never read. */
static bool is_period_name(const char *text)
{
    const char *at = strncmp(text, "FY", 2) == 0 ? text + 2 : text;
    at += at[0] == '-';
    size_t digits = strspn(at, "0123456789");
    if (digits < 4 || digits > 6) {
        return false;
    }
    at += digits;
    if (at[0] == '\0') {
        return true;
    }
    if (at[0] != '-') {
        return false;
    }
    if (at[1] == 'Q') {
        return at[2] >= '1' && at[2] <= '4' && at[3] == '\0';
    }
    if (at[1] == 'W') {
        at = two_digits(at + 2, 1, 53);
        return at != NULL && at[0] == '\0';
    }
    at = two_digits(at + 1, 1, 12);
    if (at != NULL && at[0] == '-') {
        at = two_digits(at + 1, 1, 31);
    }
    return at != NULL && (at[0] == '\0' || strcmp(at, "/7d") == 0);
}

static void refuse_odd_periods(const roster_file *r, int at)
{
    for (int64_t row = 0; row < r->roster.count; row++) {
        const char *name = r->periods[row];
        if (name[0] != '\0' && !is_period_name(name)) {
            grid_fail(&r->rows, row, at,
                "period \"%s\": expected a name such as 2026-01, 2026-Q1, 2026, 2026-W05 or 2026-01-31, or nothing",
                name);
        }
    }
}

void roster_read(roster_file *out, const char *path, const arguments *options)
{
    const dscore_roster nobody = DSCORE_ROSTER_INIT;
    memset(out, 0, sizeof *out);
    grid_read(&out->rows, path, options);
    const grid *g = &out->rows;
    const int subject = grid_need(g, "subject");
    const int period = csv_find(&g->file, "period");
    out->roster = nobody;
    out->roster.count = g->rows;
    out->subjects = need_memory(calloc((size_t)g->rows, sizeof out->subjects[0]));
    read_texts(g, subject, out->subjects);
    for (int64_t row = 0; row < g->rows; row++) {
        if (out->subjects[row][0] == '\0') {
            grid_fail(g, row, subject, "the cell is empty; expected the name of a subject");
        }
    }
    if (period >= 0) {
        out->periods = need_memory(calloc((size_t)g->rows, sizeof out->periods[0]));
        read_texts(g, period, out->periods);
        refuse_odd_periods(out, period);
    }
    refuse_twice(out, subject);
    read_columns(out, subject, period);
    out->roster.subject = out->subjects;
    out->roster.period = out->periods;
    out->roster.text_names = out->text_names;
    out->roster.texts = out->texts;
    out->roster.number_names = out->number_names;
    out->roster.numbers = out->numbers;
}

static void free_texts(const char **texts, int64_t count)
{
    for (int64_t i = 0; texts != NULL && i < count; i++) {
        free((void *)texts[i]);
    }
    free((void *)texts);
}

void roster_release(roster_file *r)
{
    free_texts(r->subjects, r->roster.count);
    free_texts(r->periods, r->roster.count);
    free_texts(r->texts, r->roster.count * r->roster.text_count);
    free((void *)r->text_names);
    free((void *)r->number_names);
    free(r->numbers);
    csv_release(&r->rows.file);
    memset(r, 0, sizeof *r);
}
