/* What the parts of `deskscore whatif` share. */
#ifndef DESKSCORE_WHATIF_COMMAND_H
#define DESKSCORE_WHATIF_COMMAND_H

#include "commands.h"

typedef struct questions {
    const arguments *options;
    session session;
    dscore_scorecard *card, *other; /* other: of --against; NULL = none */
    dscore_scores *scores, *others;
    bool zh, table;
    const char *format;
} questions;

/* The word of the language in tables; English in CSV and JSON. */
const char *told(const questions *q, const char *english, const char *chinese);
/* Is the score of the subject that --subject names, or is none named? */
bool is_asked(const questions *q, const dscore_scores *scores, int64_t index);
/* Columns of the keys, in the language: their number; and the cells of a score. */
int subject_columns(const questions *q, const char **names);
void subject_cells(sheet *out, const dscore_scores *scores, int64_t index);
/* A number of an indicator, with its unit. */
void value_cell(sheet *out, double value, const char *unit);
/* The grade in the language. */
const char *grade_name(const questions *q, const dscore_score_row *row);
/* Print and free. */
void finish_sheet(const questions *q, sheet *out);

/* whatif_change.c: --against, --attribute. */
void print_against(const questions *q);
void print_attribution(const questions *q);

#endif
