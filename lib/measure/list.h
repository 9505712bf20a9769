/* Lists of values, one a cell: whole numbers that fit are kept in 32 bits, as multiples of a unit that all cells of a
   plane share; all other values as 64-bit keys that sort as the values do. The rows of a block are appended when it is
   prepared, and a note of their cells is all that is needed to commit or to forget them. */
#ifndef DSI_MEASURE_LIST_H
#define DSI_MEASURE_LIST_H

#include "measure/state_parts.h"

/* Places for values, of 4 or 8 bytes. */
typedef struct dsi_chunk {
    struct dsi_chunk *next;
    int32_t cap;   /* places */
    int32_t width; /* bytes of each */
    uint64_t places[];
} dsi_chunk;

/* Chunks of one width. */
typedef struct dsi_run {
    char *at, *end;          /* free places of last; end may be before its end */
    dsi_chunk *first, *last; /* last: being written; those before are full, those behind empty */
    int64_t before;          /* values in the chunks before last */
    int64_t cap;             /* places of all chunks */
    int64_t promised;        /* of the free places: to what is about to be absorbed */
} dsi_run;

/* The values of a cell, in no order; zeros: none. */
typedef struct dsi_list {
    dsi_run own;   /* of the width of the plane */
    dsi_run *wide; /* where that is 4: values that do not fit; NULL = none so far */
} dsi_list;

enum { DSI_LIST_WIDE = -1 /* the unit of a plane that keeps keys only; 0: it keeps nothing so far */ };

/* ---- a list ---------------------------------------------------------------------------------- */

static inline uint32_t dsi_list_small(int32_t multiple)
{
    return (uint32_t)multiple ^ UINT32_C(1) << 31;
}
static inline int32_t dsi_list_multiple(uint32_t small)
{
    return (int32_t)((int64_t)small - (INT64_C(1) << 31));
}

int64_t dsi_run_count(const dsi_run *run);
static inline int64_t dsi_list_count(const dsi_list *list)
{
    return dsi_run_count(&list->own) + (list->wide == NULL ? 0 : dsi_run_count(list->wide));
}
/* Add a chunk of so many places behind the others; false = no memory. */
bool dsi_run_grow(const dscore_allocator *a, dsi_run *run, int32_t width, int64_t cap);
/* To the next free place when the last chunk is full; there is one. */
void dsi_run_next(dsi_run *run);
/* Make room for another value, a chunk about half as long as all before it; false = no memory. */
bool dsi_run_more(const dscore_allocator *a, dsi_run *run, int32_t width);
/* To its first place: what it held is for the caller to put back, of the same unit, never ahead of what is read. */
void dsi_run_begin(dsi_run *run);
void dsi_run_put(dsi_run *run, int64_t unit, uint64_t key);
/* One value. */
bool dsi_list_put(const dscore_allocator *a, dsi_list *list, int64_t unit, uint64_t key);
/* Empty, save for one chunk of at least this many places. */
void dsi_list_empty(const dscore_allocator *a, dsi_list *list, int64_t keep);
void dsi_list_free(const dscore_allocator *a, dsi_list *list); /* leaves zeros */
/* All keys; out has room for them. */
void dsi_list_copy(const dsi_list *list, int64_t unit, uint64_t *out);

/* The keys of a list, so many at a time. */
enum { DSI_LIST_STEP = 256 };
typedef struct dsi_list_reader {
    const dsi_run *run, *other; /* other: to be read after this one */
    const dsi_chunk *chunk;
    int64_t at, left; /* place in chunk; values of run that are left */
    int64_t unit;
} dsi_list_reader;
dsi_list_reader dsi_list_read(const dsi_list *list, int64_t unit);
int32_t dsi_list_keys(dsi_list_reader *reader, uint64_t keys[DSI_LIST_STEP]); /* how many; 0 = that was all */
int32_t dsi_run_keys(dsi_list_reader *reader, uint64_t keys[DSI_LIST_STEP]);  /* the same, of one run only */

/* ---- absorbing: promised to all first, then added --------------------------------------------- */

/* Room in a list for all values of another; to_unit, from_unit: of their planes. */
bool dsi_list_promise(
    const dscore_allocator *a, dsi_list *to, int64_t to_unit, const dsi_list *from, int64_t from_unit);
void dsi_list_absorb(dsi_list *to, int64_t to_unit, const dsi_list *from, int64_t from_unit);
static inline void dsi_list_forget(dsi_list *list)
{
    list->own.promised = 0;
    if (list->wide != NULL) {
        list->wide->promised = 0;
    }
}
/* The unit of a plane that is about to take the values of another. */
void dsi_lists_join(dsi_plane *to, const dsi_plane *from);

/* ---- the rows of a block ---------------------------------------------------------------------- */

/* Lists lie at the beginning of the elements of a plane. When the run of one is at its end, `more` makes room. */
typedef struct dsi_lists {
    const dscore_allocator *allocator;
    dsi_plane *plane;
    bool (*more)(const struct dsi_lists *lists, int32_t cell, dsi_run *run, int32_t width);
} dsi_lists;

/* By a chunk, where that is all there is to it. */
bool dsi_list_more(const dsi_lists *lists, int32_t cell, dsi_run *run, int32_t width);
/* Append the used rows; they are pending. False = no memory. */
bool dsi_lists_append(const dsi_lists *lists, const dsi_pass *pass, const dsi_vector *values);
/* The same of a key for each used row, to a plane that keeps keys only. */
bool dsi_lists_append_keys(const dsi_lists *lists, const dsi_pass *pass, const uint64_t *keys);
/* All that is pending is there to stay; or is taken back. */
void dsi_lists_commit(dsi_plane *plane);
void dsi_lists_forget(dsi_plane *plane);

#endif
