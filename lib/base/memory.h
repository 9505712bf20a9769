/* How memory is taken: the caller's allocator, arenas for definitions, growable arrays, counted references. */
#ifndef DSI_BASE_MEMORY_H
#define DSI_BASE_MEMORY_H

#include <deskscore/base.h>
#include <stdbool.h>
#include <stddef.h>

#if defined(__STDC_NO_ATOMICS__)
#define DSI_HAVE_ATOMICS 0
#else
#define DSI_HAVE_ATOMICS 1
#include <stdatomic.h>
#endif

/* Fill `out` with `given`, or with the C library's functions if given is NULL.
   ARGUMENT if given is malformed (struct_size, a NULL function). */
dscore_status dsi_allocator_init(dscore_allocator *out, const dscore_allocator *given, dscore_error *err);

/* size 0 is treated as 1; NULL on failure; alignment of max_align_t. */
void *dsi_alloc(const dscore_allocator *a, int64_t size);
void *dsi_alloc_zero(const dscore_allocator *a, int64_t size);
void *dsi_resize(const dscore_allocator *a, void *p, int64_t old_size, int64_t new_size); /* p may be NULL */
void dsi_release(const dscore_allocator *a, void *p, int64_t size);                       /* p may be NULL */

/* Sizes are in bytes; a negative one, or one that no object can have, counts as no memory. */

/* Make room for `need` elements of `size` bytes in an array of capacity *cap elements (doubled); `array` is the
   address of the pointer (&items, where items is T *). False = no memory, nothing changed. New elements are not
   initialised. */
bool dsi_reserve(const dscore_allocator *a, void *array, int64_t *cap, int64_t need, int64_t size);

/* Memory that is freed all at once. */
typedef struct dsi_arena {
    dscore_allocator allocator;
    struct dsi_arena_chunk *chunks;
    int64_t bytes; /* taken from the allocator */
} dsi_arena;

void dsi_arena_init(dsi_arena *arena, const dscore_allocator *allocator);
void *dsi_arena_alloc(dsi_arena *arena, int64_t size); /* zeroed, aligned to max_align_t; NULL = no memory */
void *dsi_arena_raw(dsi_arena *arena, int64_t size);   /* the same, but what is in it is anything */
char *dsi_arena_text(dsi_arena *arena, const char *text, int64_t length); /* copy, NUL added; length -1 = strlen */
void dsi_arena_free(dsi_arena *arena);

/* Deep copies: a struct is copied whole, then its texts and arrays one by one. `failed` remembers that one of them
   found no memory; the others may still be asked for. */
typedef struct dsi_copying {
    dsi_arena *arena;
    bool failed;
} dsi_copying;
void dsi_copy_text(dsi_copying *c, const char **text); /* in place; NULL becomes "" */
void dsi_copy_texts(dsi_copying *c, const char **const *texts, size_t count);
/* NULL: there is nothing to copy, or no memory. */
void *dsi_copy_array(dsi_copying *c, const void *from, int64_t count, size_t size);
const char *const *dsi_copy_names(dsi_copying *c, const char *const *names, int64_t count);

/* Counted references (atomic where C11 atomics exist). */
typedef struct dsi_ref {
    struct {
#if DSI_HAVE_ATOMICS
        atomic_int_least32_t value;
#else
        int32_t value;
#endif
    } count; /* touched only by the functions below */
} dsi_ref;
void dsi_ref_init(dsi_ref *ref); /* one holder */
void dsi_ref_take(dsi_ref *ref);
bool dsi_ref_drop(dsi_ref *ref); /* true: that was the last holder */

#endif
