/* What the command prints: rows of cells as an aligned table, as CSV or as JSON. */
#ifndef DESKSCORE_PRINT_H
#define DESKSCORE_PRINT_H

#include "program.h"

typedef enum cell_kind { CELL_TEXT, CELL_NUMBER, CELL_INTEGER, CELL_NOTHING } cell_kind;

/* A sheet: names, then rows of cells; printed when it is complete. */
typedef struct sheet sheet;

sheet *sheet_new(int columns, const char *const *names);
void sheet_text(sheet *s, const char *text);
void sheet_integer(sheet *s, int64_t value);
/* Exact in CSV and JSON (17 significant digits); with `decimals` and the unit in a table. */
void sheet_number(sheet *s, double value, int32_t decimals, const char *unit);
void sheet_nothing(sheet *s); /* no value: "" in CSV, null in JSON, a dash in a table */
/* A number as it is written, exactly, everywhere. */
void sheet_exact(sheet *s, const char *number);
/* format: "table" (NULL too), "csv", "json" */
/* In which language the headings of a table are; "en" unless told (NULL changes nothing). Programs read the other
   formats, whose names stay. */
void sheet_speak(sheet *s, const char *lang);
void sheet_print(sheet *s, const char *format);
void sheet_free(sheet *s);

/* A text as a cell of CSV, quoted where it must be. */
void print_csv_text(FILE *out, const char *text);
/* A text as a JSON string, quoted. */
void print_json_text(FILE *out, const char *text);

#endif
