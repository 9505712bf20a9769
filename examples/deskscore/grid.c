/* Grids of cells from CSV files: what tables of judgements and of criteria are read by. */
#include "grid.h"

#include "cells.h"
#include "session.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void choose_all(csv_file *file, void *context)
{
    const arguments *options = context;
    file->columns = need_memory(calloc((size_t)file->width, sizeof file->columns[0]));
    for (int i = 0; i < file->width; i++) {
        file->columns[i].how = (reading){.field = file->header[i],
            .type = DSCORE_TYPE_TEXT,
            .unit = "",
            .format = "",
            .missing = options->missing.items,
            .missing_count = options->missing.count};
        file->columns[i].index = i;
    }
    file->column_count = file->width;
}

static char *trimmed(const char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t", text[length - 1]) != NULL) {
        length--;
    }
    return copy_text(text, length);
}

/* Blanks around names are no part of them; then no two may be the same. */
static void trim_header(csv_file *file)
{
    for (int i = 0; i < file->width; i++) {
        char *name = trimmed(file->header[i]);
        free(file->header[i]);
        file->header[i] = name;
        for (int k = 0; k < i; k++) {
            if (name[0] != '\0' && strcmp(name, file->header[k]) == 0) {
                fail_data("%s:1:%d: the header names \"%s\" twice", file->path, i + 1, name);
            }
        }
    }
}

void grid_read(grid *g, const char *path, const arguments *options)
{
    memset(g, 0, sizeof *g);
    g->file = (csv_file){.path = path, .separator = separator_option(options, ','), .choose = choose_all};
    g->file.context = (void *)options;
    csv_read(&g->file);
    g->rows = g->file.rows;
    g->width = g->file.width;
    trim_header(&g->file);
    if (g->rows == 0) {
        fail_data("%s:2: the file ends after its header; rows were expected", path);
    }
}

const char *grid_text(const grid *g, int64_t row, int at)
{
    const char *text = column_text(&g->file.columns[at], row);
    return text == NULL ? "" : trimmed(text);
}

int grid_need(const grid *g, const char *name)
{
    int at = csv_find(&g->file, name);
    if (at < 0) {
        fail_data("%s:1: there is no column \"%s\"; the file has %s", g->file.path, name, csv_header_text(&g->file));
    }
    return at;
}

bool read_fraction(const char *text, double *out)
{
    number_cell upper;
    number_cell lower = {true, 1, 1.0};
    char *copy = copy_text(text, strlen(text));
    char *mark = strchr(copy, '/');
    if (mark != NULL) {
        *mark = '\0';
    }
    bool good = read_number(trimmed(copy), false, false, &upper) &&
                (mark == NULL || read_number(trimmed(mark + 1), false, false, &lower)) && fabs(lower.number) > 0.0;
    free(copy);
    if (good) {
        *out = upper.number / lower.number;
    }
    return good && isfinite(*out);
}

double grid_number(const grid *g, int64_t row, int at, double least, double most)
{
    double value = 0.0;
    const char *text = grid_text(g, row, at);
    if (!read_fraction(text, &value) || !(value >= least && value <= most)) {
        if (least <= -1e30 && most >= 1e30) {
            grid_fail(g, row, at, "%s \"%s\": expected a number such as 92.5", g->file.header[at], text);
        } else if (most >= 1e30 && least > 0.0) {
            grid_fail(g, row, at, "%s \"%s\": expected a number of at least %g", g->file.header[at], text, least);
        } else if (least <= -1e99) {
            grid_fail(g, row, at, "%s \"%s\": expected a number", g->file.header[at], text);
        } else if (most >= 1e99) {
            grid_fail(g, row, at, "%s \"%s\": expected a number of at least %g", g->file.header[at], text, least);
        }
        grid_fail(g, row, at, "%s \"%s\": expected a number from %g to %g", g->file.header[at], text, least, most);
    }
    return value;
}

void grid_fail(const grid *g, int64_t row, int at, const char *format, ...)
{
    char message[1024];
    va_list rest;
    va_start(rest, format);
    (void)vsnprintf(message, sizeof message, format, rest);
    va_end(rest);
    fail_data("%s:%lld:%d: %s", g->file.path, row < 0 ? 1 : (long long)g->file.lines[row], at + 1, message);
}

int name_find(const name_list *names, const char *name)
{
    for (int i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

int name_add(name_list *names, const char *name)
{
    int found = name_find(names, name);
    if (found >= 0) {
        return found;
    }
    names->items = need_memory(realloc(names->items, ((size_t)names->count + 1) * sizeof names->items[0]));
    names->items[names->count] = copy_text(name, strlen(name));
    return names->count++;
}

name_list grid_names(const grid *g, int at)
{
    name_list names = {NULL, 0};
    for (int64_t row = 0; row < g->rows; row++) {
        const char *name = grid_text(g, row, at);
        if (name[0] == '\0') {
            grid_fail(g, row, at, "the cell is empty; expected the name of a criterion");
        }
        if (name_find(&names, name) >= 0) {
            grid_fail(g, row, at, "\"%s\" is named twice; expected each criterion once", name);
        }
        (void)name_add(&names, name);
    }
    return names;
}
