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
            warn("%s:%lld:%d: %s: %lld cells cannot be read and count as invalid, the first is \"%s\"", file->path,
                (long long)c->first_line, c->index + 1, c->how.field, (long long)c->unreadable, c->first_text);
        }
        if (c->blanks > 0) {
            warn("%s: %s: %lld empty cells were read as \"%s\"", file->path, c->how.field, (long long)c->blanks,
                c->how.blank);
        }
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
