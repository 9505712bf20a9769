/* Columns of any layout within what a caller promises: a description taken from the bytes of a case, in blocks of
   exactly the size that the layout needs, so that a sanitizer sees every read outside. */
#ifndef DSCORE_TESTS_FUZZ_COLUMNS_H
#define DSCORE_TESTS_FUZZ_COLUMNS_H

#include "fuzz.h"

enum { MAX_BLOCKS = 128 };

/* Memory of one case. */
typedef struct blocks {
    void *p[MAX_BLOCKS];
    int count;
} blocks;

void free_blocks(blocks *b);

/* A column for a field of that logical type. It may be one that bind refuses. */
dscore_column make_column(choices *c, blocks *b, int32_t logical_type, int64_t rows);

#endif
