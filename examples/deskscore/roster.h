/* A roster from a CSV file: what is known of people beside their tickets. Columns: subject, optionally period;
   tenure_days, worked_days, leave_days, complaints, salary are numbers of at least 0; every further one is text (team,
   role, ...). */
#ifndef DESKSCORE_ROSTER_FILE_H
#define DESKSCORE_ROSTER_FILE_H

#include "grid.h"

#include <deskscore/roster.h>

typedef struct roster_file {
    grid rows;            /* the file: row i of the roster is row i of it, so grid_fail can name a place */
    dscore_roster roster; /* points into what follows */
    const char **subjects, **periods, **text_names, **texts, **number_names;
    double *numbers;
} roster_file;

/* Read a file. Ends the program on a fault: no column subject, an empty subject, a subject and period named twice, a
   number that is none. Empty cells, and texts of --missing, are not known. */
void roster_read(roster_file *out, const char *path, const arguments *options);
void roster_release(roster_file *r);

#endif
