/* Finding people in a roster. */
#ifndef DSI_MEASURE_PEOPLE_H
#define DSI_MEASURE_PEOPLE_H

#include "base/memory.h"
#include <deskscore/roster.h>

/* A roster that was checked, with a table of its rows; the columns stay the caller's. */
typedef struct dsi_people {
    dscore_roster given; /* complete, whatever the caller's struct_size */
    dsi_arena arena;
    int32_t *slots;     /* row + 1; 0 = empty */
    int64_t slot_count; /* a power of two */
} dsi_people;

/* allocator: not NULL. `given` NULL: nobody is known. Close in any case. ARGUMENT (a NULL, a negative count, struct_size), PARAMETER (a
   column named twice, a subject twice in one period; path `roster.subject[3]`), LIMIT (too many rows), MEMORY. */
dscore_status dsi_people_open(
    dsi_people *roster, const dscore_allocator *allocator, const dscore_roster *given, dscore_error *err);
void dsi_people_close(dsi_people *roster);

/* The row of a subject: that of the period, else that of all periods; -1 if there is none. period NULL = "". */
int64_t dsi_people_find(const dsi_people *roster, const char *subject, const char *period);

/* A column by name; -1 if there is none. */
int32_t dsi_people_text_column(const dsi_people *roster, const char *name);
int32_t dsi_people_number_column(const dsi_people *roster, const char *name);

/* A cell; "" or NaN where nothing is known: a column or row of -1 too. */
const char *dsi_people_text(const dsi_people *roster, int32_t column, int64_t row);
double dsi_people_number(const dsi_people *roster, int32_t column, int64_t row);

#endif
