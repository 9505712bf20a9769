/* A small CSV file as a grid of cells: texts, names and numbers (fractions too), every fault with file, line and
   column. */
#ifndef DESKSCORE_GRID_H
#define DESKSCORE_GRID_H

#include "arguments.h"
#include "files.h"

typedef struct grid {
    csv_file file;
    int64_t rows;
    int width;
} grid;

/* Read all of a file; at least one row. */
void grid_read(grid *g, const char *path, const arguments *options);
/* The cell without blanks around it, to be freed with the program; "" if it is empty. */
const char *grid_text(const grid *g, int64_t row, int at);
/* The column of a name; ends the program if it is not there. */
int grid_need(const grid *g, const char *name);
/* The cell as a number from least to most (1/3 is one); ends the program if it is none. */
double grid_number(const grid *g, int64_t row, int at, double least, double most);
/* A number as people write it: 3, 0.25, 1/3. */
bool read_fraction(const char *text, double *out);
/* Say what is wrong with a cell and end the program. */
NO_RETURN void grid_fail(const grid *g, int64_t row, int at, const char *format, ...) LIKE_PRINTF(4, 5);

/* Names in the order they came in; each once. */
typedef struct name_list {
    const char **items;
    int count;
} name_list;

int name_find(const name_list *names, const char *name); /* -1 = none */
int name_add(name_list *names, const char *name);        /* its index, added if it is new */
/* The names of a at, none empty, none twice. */
name_list grid_names(const grid *g, int at);

#endif
