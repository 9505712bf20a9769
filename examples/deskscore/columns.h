/* Columns that grow while a file is read, and bind to a table when it is done. */
#ifndef DESKSCORE_COLUMNS_H
#define DESKSCORE_COLUMNS_H

#include "zones.h"

/* How the cells of a column are read. Texts are borrowed. */
typedef struct reading {
    const char *field;       /* name in the schema */
    int32_t type;            /* DSCORE_TYPE_... */
    const char *unit;        /* durations: of bare numbers; instants: numbers of it since 1970 */
    const char *format;      /* instants and durations; "" = the default */
    bool utc;                /* zoneless instants are UTC by declaration */
    const dscore_zone *zone; /* else they are local times there; NULL = they stay zoneless */
    bool percent, thousands;
    const char *blank;    /* what an empty cell stands for; NULL = missing */
    const char **missing; /* texts that mean missing, besides the empty one */
    int missing_count;
    const char **from, **to; /* value map; to "" = missing */
    int map_count;           /* 0 = none; else a text that is not in it cannot be read */
} reading;

typedef struct column {
    reading how;
    int index; /* cell of the row */
    int64_t rows, capacity, status_capacity;
    bool doubles;      /* numbers: a fraction was met */
    bool naive, zoned; /* instants: one without an offset was met, one with */
    int64_t *integers; /* instants, durations, whole numbers */
    double *numbers;
    uint8_t *booleans;
    uint8_t *status; /* DSCORE_VALIDITY_BYTES_STATUS */
    int32_t *codes;  /* texts: into the dictionary */
    char **labels;
    int64_t label_count, label_capacity;
    int32_t *slots; /* hash table of labels; -1 = free */
    int64_t slot_count;
    /* Counted by column_settle over the rows that were kept: */
    int64_t unreadable; /* cells that could not be read */
    int64_t blanks;     /* empty cells that stood for `blank` */
    local_times local;  /* instants of which the zone has none or two */
    int64_t first_line; /* of the first unreadable cell, and its text; "" if it is not known */
    int64_t first_row;
    char first_text[64];
    dscore_column dictionary; /* the view on labels that the table borrows */
} column;

/* Add a cell of a row that begins at `line`. */
void column_add(column *c, const char *text, int64_t line);

/* Keep the rows whose byte is not 0 (NULL: all of them), and count what was met in them. `lines`: where rows began, as
   they were before. Once after the last row. */
void column_settle(column *c, const uint8_t *keep, const int64_t *lines);

/* Forget the rows, so that the next ones can come; the counts go on. */
void column_restart(column *c);

/* Bind to the table under the field's name; the column must outlive the table. */
void column_bind(column *c, dscore_table *table);

/* The text of a cell of a text column; NULL = missing. */
const char *column_text(const column *c, int64_t row);

void column_free(column *c);

#endif
