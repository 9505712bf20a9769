/* Every allocation of the library passes through here: the caller's allocator or the C library's, arenas,
   growable arrays and counted references. */
#include "base/memory.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGN = _Alignof(max_align_t), ARENA_CHUNK = 4096 };

/* An object may not be larger than PTRDIFF_MAX, which is less than INT64_MAX on 32-bit machines. */
static bool is_size(int64_t size)
{
    return size >= 0 && (uint64_t)size <= (uint64_t)PTRDIFF_MAX;
}

static void *default_alloc(void *ctx, int64_t size, int64_t align)
{
    (void)ctx;
    (void)align;
    return malloc((size_t)size);
}

static void *default_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    (void)ctx;
    (void)old_size;
    (void)align;
    return realloc(p, (size_t)new_size);
}

static void default_release(void *ctx, void *p, int64_t size, int64_t align)
{
    (void)ctx;
    (void)size;
    (void)align;
    free(p);
}

dscore_status dsi_allocator_init(dscore_allocator *out, const dscore_allocator *given, dscore_error *err)
{
    static const dscore_allocator defaults = {
        (uint32_t)sizeof(dscore_allocator), NULL, default_alloc, default_resize, default_release};

    if (given == NULL) {
        *out = defaults;
        return DSCORE_OK;
    }
    if (given->struct_size < sizeof(dscore_allocator)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_ALLOCATOR,
            "allocator: struct_size is %lu, expected sizeof(dscore_allocator), %lu", (unsigned long)given->struct_size,
            (unsigned long)sizeof(dscore_allocator));
    }
    if (given->alloc == NULL || given->resize == NULL || given->release == NULL) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_ALLOCATOR,
            "allocator: %s is NULL, expected the three functions alloc, resize and release",
            given->alloc == NULL    ? "alloc"
            : given->resize == NULL ? "resize"
                                    : "release");
    }
    *out = *given;
    out->struct_size = (uint32_t)sizeof(dscore_allocator);
    return DSCORE_OK;
}

void *dsi_alloc(const dscore_allocator *a, int64_t size)
{
    if (!is_size(size)) {
        return NULL;
    }
    return a->alloc(a->ctx, size == 0 ? 1 : size, ALIGN);
}

void *dsi_alloc_zero(const dscore_allocator *a, int64_t size)
{
    void *p = dsi_alloc(a, size);
    if (p != NULL) {
        memset(p, 0, (size_t)size);
    }
    return p;
}

void *dsi_resize(const dscore_allocator *a, void *p, int64_t old_size, int64_t new_size)
{
    if (p == NULL) {
        return dsi_alloc(a, new_size);
    }
    if (!is_size(new_size)) {
        return NULL;
    }
    return a->resize(a->ctx, p, old_size == 0 ? 1 : old_size, new_size == 0 ? 1 : new_size, ALIGN);
}

void dsi_release(const dscore_allocator *a, void *p, int64_t size)
{
    if (p != NULL) {
        a->release(a->ctx, p, size == 0 ? 1 : size, ALIGN);
    }
}

bool dsi_reserve(const dscore_allocator *a, void *array, int64_t *cap, int64_t need, int64_t size)
{
    if (need <= *cap) {
        return true;
    }
    const int64_t most = (int64_t)PTRDIFF_MAX / size;
    if (need > most) {
        return false;
    }
    int64_t grown = *cap < 4 ? 4 : *cap;
    while (grown < need) {
        grown = grown > most / 2 ? most : grown * 2;
    }
    grown = grown > most ? most : grown;

    /* `array` points to a pointer of some type: copied as bytes, so that no type is assumed. */
    void *old;
    memcpy(&old, array, sizeof old);
    void *p = dsi_resize(a, *cap == 0 ? NULL : old, *cap * size, grown * size);
    if (p == NULL) {
        return false;
    }
    memcpy(array, &p, sizeof p);
    *cap = grown;
    return true;
}

/* ---- arena ---- */

struct dsi_arena_chunk {
    struct dsi_arena_chunk *next;
    int64_t size; /* of the whole allocation */
    int64_t used; /* header included */
};

static int64_t aligned(int64_t size)
{
    return (size + (ALIGN - 1)) / ALIGN * ALIGN;
}

void dsi_arena_init(dsi_arena *arena, const dscore_allocator *allocator)
{
    arena->allocator = *allocator;
    arena->chunks = NULL;
    arena->bytes = 0;
}

static void *take(dsi_arena *arena, int64_t size, bool is_zeroed)
{
    const int64_t header = aligned((int64_t)sizeof(struct dsi_arena_chunk));
    if (!is_size(size) || size > (int64_t)PTRDIFF_MAX - header - ARENA_CHUNK) {
        return NULL;
    }
    size = aligned(size == 0 ? 1 : size);

    struct dsi_arena_chunk *chunk = arena->chunks;
    if (chunk == NULL || chunk->size - chunk->used < size) {
        const bool is_large = size > ARENA_CHUNK / 4;
        const int64_t bytes = is_large ? header + size : ARENA_CHUNK;
        struct dsi_arena_chunk *fresh = is_large && !is_zeroed ? dsi_alloc(&arena->allocator, bytes)
                                                               : dsi_alloc_zero(&arena->allocator, bytes);
        if (fresh == NULL) {
            return NULL;
        }
        fresh->size = bytes;
        fresh->used = header;
        arena->bytes += bytes;
        if (is_large && chunk != NULL) { /* full from the start: keep the open chunk in front */
            fresh->next = chunk->next;
            chunk->next = fresh;
        } else {
            fresh->next = chunk;
            arena->chunks = fresh;
        }
        chunk = fresh;
    }
    void *p = (char *)chunk + chunk->used;
    chunk->used += size;
    return p;
}

void *dsi_arena_alloc(dsi_arena *arena, int64_t size)
{
    return take(arena, size, true);
}

void *dsi_arena_raw(dsi_arena *arena, int64_t size)
{
    return take(arena, size, false);
}

char *dsi_arena_text(dsi_arena *arena, const char *text, int64_t length)
{
    const int64_t n = length < 0 ? (int64_t)strlen(text) : length;
    if (n == INT64_MAX) {
        return NULL;
    }
    char *copy = dsi_arena_alloc(arena, n + 1);
    if (copy != NULL && n > 0) {
        memcpy(copy, text, (size_t)n); /* the rest is zero, the NUL with it */
    }
    return copy;
}

void dsi_arena_free(dsi_arena *arena)
{
    struct dsi_arena_chunk *chunk = arena->chunks;
    while (chunk != NULL) {
        struct dsi_arena_chunk *next = chunk->next;
        dsi_release(&arena->allocator, chunk, chunk->size);
        chunk = next;
    }
    arena->chunks = NULL;
    arena->bytes = 0;
}

/* ---- deep copies ---- */

void dsi_copy_text(dsi_copying *c, const char **text)
{
    *text = dsi_arena_text(c->arena, *text == NULL ? "" : *text, -1);
    c->failed = c->failed || *text == NULL;
}

void dsi_copy_texts(dsi_copying *c, const char **const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        dsi_copy_text(c, texts[i]);
    }
}

void *dsi_copy_array(dsi_copying *c, const void *from, int64_t count, size_t size)
{
    if (count <= 0 || from == NULL) {
        return NULL;
    }
    void *copy = dsi_arena_alloc(c->arena, count * (int64_t)size);
    if (copy == NULL) {
        c->failed = true;
        return NULL;
    }
    memcpy(copy, from, (size_t)count * size);
    return copy;
}

const char *const *dsi_copy_names(dsi_copying *c, const char *const *names, int64_t count)
{
    const char **copy = dsi_copy_array(c, names, count, sizeof *copy);
    for (int64_t i = 0; copy != NULL && i < count; i++) {
        dsi_copy_text(c, &copy[i]);
    }
    return (const char *const *)copy;
}

/* ---- counted references ---- */

#if DSI_HAVE_ATOMICS

void dsi_ref_init(dsi_ref *ref)
{
    atomic_init(&ref->count.value, 1);
}

void dsi_ref_take(dsi_ref *ref)
{
    (void)atomic_fetch_add_explicit(&ref->count.value, 1, memory_order_relaxed);
}

bool dsi_ref_drop(dsi_ref *ref)
{
    /* acq_rel: whoever sees the last drop also sees what the other holders wrote before theirs. */
    return atomic_fetch_sub_explicit(&ref->count.value, 1, memory_order_acq_rel) == 1;
}

#else

void dsi_ref_init(dsi_ref *ref)
{
    ref->count.value = 1;
}

void dsi_ref_take(dsi_ref *ref)
{
    ref->count.value += 1;
}

bool dsi_ref_drop(dsi_ref *ref)
{
    ref->count.value -= 1;
    return ref->count.value == 0;
}

#endif
