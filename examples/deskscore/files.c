/* CSV files into columns through libcsv. Lines are counted here, because rows may span several. */
#include "files.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct reader {
    csv_file *file;
    struct csv_parser parser;
    int64_t line;     /* of the text that comes next */
    int64_t row_line; /* where the row that is read began */
    int cell;         /* cells of this row so far */
    bool has_header;
    bool after_return; /* the last character was \r */
    bool progress;
    int64_t breaks; /* line breaks inside the cells of this row */
    column key;     /* of row_key */
} reader;

static void at_end_of_header(reader *r)
{
    csv_file *file = r->file;
    r->has_header = true;
    file->width = r->cell;
    for (int i = 0; i < file->width; i++) {
        for (int k = 0; k < i; k++) {
            if (file->header[i][0] != '\0' && strcmp(file->header[i], file->header[k]) == 0) {
                fail_data("%s:1: the header names \"%s\" twice (columns %d and %d)", file->path, file->header[i], k + 1,
                    i + 1);
            }
        }
    }
    file->choose(file, file->context);
    if (file->row_key != NULL) {
        r->key.how = (reading){.field = file->row_key, .type = DSCORE_TYPE_TEXT, .unit = "", .format = ""};
        r->key.index = csv_find(file, file->row_key);
        if (r->key.index < 0) {
            fail_data("%s:1: there is no column \"%s\", the key of the profile's rows; the file has %s", file->path,
                file->row_key, csv_header_text(file));
        }
    }
}

static void add_header_cell(reader *r, const char *text)
{
    csv_file *file = r->file;
    file->header = grow(file->header, &file->header_capacity, r->cell + 1, sizeof file->header[0]);
    file->header[r->cell] = copy_text(text, strlen(text));
}

static void on_cell(void *data, size_t length, void *context)
{
    reader *r = context;
    const char *text = data == NULL ? "" : data;
    for (size_t i = 0; i < length; i++) {
        r->breaks += text[i] == '\n';
    }
    if (strlen(text) != length) {
        fail_data("%s:%lld:%d: a NUL byte", r->file->path, (long long)r->row_line, r->cell + 1);
    }
    if (!r->has_header) {
        add_header_cell(r, text);
    } else if (r->cell < r->file->width) {
        if (r->file->row_key != NULL && r->key.index == r->cell) {
            column_add(&r->key, text, r->row_line);
        }
        for (int i = 0; i < r->file->column_count; i++) {
            if (r->file->columns[i].index == r->cell) {
                column_add(&r->file->columns[i], text, r->row_line);
            }
        }
    } else if (length > 0) {
        fail_data("%s:%lld:%d: more cells than the header, which has %d", r->file->path, (long long)r->row_line,
            r->cell + 1, r->file->width);
    }
    r->cell++;
}

/* Hand over the rows so far, and begin anew. */
static void give_batch(csv_file *file)
{
    for (int i = 0; i < file->column_count; i++) {
        column_settle(&file->columns[i], NULL, file->lines);
    }
    file->take(file, file->context);
    for (int i = 0; i < file->column_count; i++) {
        column_restart(&file->columns[i]);
    }
    file->rows = 0;
}

static void at_end_of_row(reader *r)
{
    csv_file *file = r->file;
    if (r->cell < file->width) {
        fail_data("%s:%lld:%d: the row ends after %d cells, the header has %d", file->path, (long long)r->row_line,
            r->cell + 1, r->cell, file->width);
    }
    file->lines = grow(file->lines, &file->line_capacity, file->rows + 1, sizeof file->lines[0]);
    file->lines[file->rows++] = r->row_line;
    if (r->progress && file->rows % 1000000 == 0) {
        (void)fprintf(stderr, "\r%s: %lld rows", file->path, (long long)file->rows);
    }
    if (file->batch > 0 && file->rows == file->batch) {
        give_batch(file);
    }
}

/* Called for every line break outside quotes, and with -1 at the end of a last line without one. */
static void on_break(int character, void *context)
{
    reader *r = context;
    if (r->cell > 0) {
        if (r->has_header) {
            at_end_of_row(r);
        } else {
            at_end_of_header(r);
        }
    }
    r->line += r->breaks;
    r->line += character == '\r' || (character == '\n' && !(r->after_return && r->cell == 0));
    r->after_return = character == '\r';
    r->cell = 0;
    r->breaks = 0;
    r->row_line = r->line;
}

/* Blanks around cells belong to them: readers of values trim, texts keep. */
static int never_space(unsigned char c)
{
    (void)c;
    return 0;
}

static void start(reader *r)
{
    const unsigned char options = CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_REPALL_NL;
    if (csv_init(&r->parser, options) != 0) {
        fail_data("out of memory");
    }
    csv_set_delim(&r->parser, (unsigned char)r->file->separator);
    csv_set_space_func(&r->parser, never_space);
    r->line = 1;
    r->row_line = 1;
    r->progress = isatty(STDERR_FILENO) != 0;
}

/* Bytes that are 1 for the rows to keep: of each key one, and all without a key. */
static uint8_t *rows_to_keep(const csv_file *file, const column *key)
{
    uint8_t *keep = need_memory(calloc((size_t)file->rows + 1, 1));
    int64_t *chosen = need_memory(malloc(((size_t)key->label_count + 1) * sizeof chosen[0]));
    for (int64_t i = 0; i < key->label_count; i++) {
        chosen[i] = -1;
    }
    for (int64_t row = 0; row < file->rows; row++) {
        int64_t *of_key = column_text(key, row) == NULL ? NULL : &chosen[key->codes[row]];
        if (of_key == NULL) {
            keep[row] = 1;
        } else if (*of_key < 0 || !file->keep_first) {
            *of_key = row;
        }
    }
    for (int64_t i = 0; i < key->label_count; i++) {
        keep[chosen[i]] = 1;
    }
    free(chosen);
    return keep;
}

/* Drop the rows that the profile does not keep, and let the columns count the others. */
static void settle(csv_file *file, column *key)
{
    uint8_t *keep = file->row_key == NULL ? NULL : rows_to_keep(file, key);
    for (int i = 0; i < file->column_count; i++) {
        column_settle(&file->columns[i], keep, file->lines);
    }
    if (keep == NULL) {
        return;
    }
    int64_t kept = 0;
    for (int64_t row = 0; row < file->rows; row++) {
        if (keep[row]) {
            file->lines[kept++] = file->lines[row];
        }
    }
    warn("%s: %lld of %lld rows kept: the %s of each %s", file->path, (long long)kept, (long long)file->rows,
        file->keep_first ? "first" : "last", file->row_key);
    file->rows = kept;
    free(keep);
    column_free(key);
}

void csv_read(csv_file *file)
{
    FILE *input = strcmp(file->path, "-") == 0 ? stdin : fopen(file->path, "rb");
    if (input == NULL) {
        fail_data("%s: %s", file->path, strerror(errno));
    }
    reader r = {.file = file};
    start(&r);
    static char buffer[1 << 16];
    size_t got;
    size_t mark = 0;
    for (bool first = true; (got = fread(buffer, 1, sizeof buffer, input)) > 0; first = false) {
        mark = first && got >= 3 && memcmp(buffer, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; /* a byte order mark */
        got -= mark;
        if (csv_parse(&r.parser, buffer + mark, got, on_cell, on_break, &r) != got) {
            fail_data("%s:%lld:%d: %s", file->path, (long long)(r.row_line), r.cell + 1,
                csv_error(&r.parser) == CSV_EPARSE
                    ? "a quote inside a cell that does not begin with one, or text after a "
                      "closing quote"
                    : csv_strerror(csv_error(&r.parser)));
        }
    }
    if (ferror(input)) {
        fail_data("%s: %s", file->path, strerror(errno));
    }
    if (csv_fini(&r.parser, on_cell, on_break, &r) != 0) {
        fail_data("%s:%lld:%d: a quote opens here and never closes", file->path, (long long)r.row_line, r.cell + 1);
    }
    csv_free(&r.parser);
    if (input != stdin) {
        (void)fclose(input);
    }
    if (!r.has_header) {
        fail_data("%s:1: the file is empty; a header line was expected", file->path);
    }
    if (r.progress && file->rows >= 1000000) {
        (void)fprintf(stderr, "\r%s: %lld rows\n", file->path, (long long)file->rows);
    }
    if (file->batch > 0) {
        give_batch(file);
    } else {
        settle(file, &r.key);
    }
}

int csv_find(const csv_file *file, const char *name)
{
    for (int i = 0; i < file->width; i++) {
        if (strcmp(file->header[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

char *csv_header_text(const csv_file *file)
{
    char *text = copy_text("", 0);
    for (int i = 0; i < file->width; i++) {
        size_t used = strlen(text);
        text = need_memory(realloc(text, used + strlen(file->header[i]) + 5));
        (void)sprintf(text + used, "%s\"%s\"", i > 0 ? ", " : "", file->header[i]);
    }
    return text;
}

void csv_report(const csv_file *file)
{
    for (int i = 0; i < file->column_count; i++) {
        const column *c = &file->columns[i];
        if (c->unreadable > 0) {
            const bool known = c->first_text[0] != '\0';
            const bool one = c->unreadable == 1;
            warn("%s:%lld:%d: %s: %lld %s, %s %s%s%s", file->path, (long long)c->first_line, c->index + 1, c->how.field,
                (long long)c->unreadable,
                one ? "cell cannot be read and counts as invalid" : "cells cannot be read and count as invalid",
                one ? "it is" : "the first is", known ? "\"" : "here", c->first_text, known ? "\"" : "");
        }
        if (c->blanks > 0) {
            warn("%s: %s: %lld empty %s read as \"%s\"", file->path, c->how.field, (long long)c->blanks,
                c->blanks == 1 ? "cell was" : "cells were", c->how.blank);
        }
        char where[1024];
        (void)snprintf(where, sizeof where, "%s: %s", file->path, c->how.field);
        report_local(where, c->how.zone, &c->local);
    }
}

void csv_release(csv_file *file)
{
    for (int i = 0; i < file->column_count; i++) {
        column_free(&file->columns[i]);
    }
    for (int i = 0; i < file->width; i++) {
        free(file->header[i]);
    }
    free(file->header);
    free(file->columns);
    free(file->lines);
}
