/* CSV files into tables: header to columns, rows to cells, every fault with file, line and column. */
#ifndef DESKSCORE_FILES_H
#define DESKSCORE_FILES_H

#include "columns.h"

typedef struct csv_file {
    const char *path; /* `-`: standard input */
    char separator;
    char **header;
    int64_t header_capacity;
    int width;       /* cells of the header */
    column *columns; /* filled by choose */
    int column_count;
    int64_t *lines; /* line where each row begins */
    int64_t line_capacity;
    int64_t rows;
    /* Called once the header is known: sets columns (with their index). */
    void (*choose)(struct csv_file *file, void *context);
    void *context;
    /* Which rows are kept: of each text of this column the last, or the first. NULL = all rows. */
    const char *row_key;
    bool keep_first;
    /* With a batch > 0: called after that many rows, and with the rest at the end; rows start from 0 again then. */
    int64_t batch;
    void (*take)(struct csv_file *file, void *context);
} csv_file;

/* Read all of a file: choose is called after the header; ends the program on a fault. */
void csv_read(csv_file *file);
/* Index of a header cell by name; -1 = none. */
int csv_find(const csv_file *file, const char *name);
/* The header as a list for messages; to be freed. */
char *csv_header_text(const csv_file *file);
/* Say what could not be read, and what blanks stood for, on standard error. */
void csv_report(const csv_file *file);
void csv_release(csv_file *file);

#endif
