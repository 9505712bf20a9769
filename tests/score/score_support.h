/* What the tests of weights and scores share: an allocator that fails on command, and small cards made by hand. */
#ifndef DSCORE_TESTS_SCORE_SUPPORT_H
#define DSCORE_TESTS_SCORE_SUPPORT_H

#include "score/engine.h"
#include "support.h"

/* Fails the allocation number `fail_at` (from 0; -1 = never) and counts what is still held. */
typedef struct counting_heap {
    int64_t calls, fail_at, held;
} counting_heap;

static inline void *counting_alloc(void *ctx, int64_t size, int64_t align)
{
    counting_heap *heap = ctx;
    (void)align;
    if (heap->calls++ == heap->fail_at) {
        return NULL;
    }
    void *p = malloc((size_t)size);
    heap->held += p == NULL ? 0 : 1;
    return p;
}

static inline void *counting_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    counting_heap *heap = ctx;
    (void)align;
    (void)old_size;
    return heap->calls++ == heap->fail_at ? NULL : realloc(p, (size_t)new_size);
}

static inline void counting_release(void *ctx, void *p, int64_t size, int64_t align)
{
    counting_heap *heap = ctx;
    (void)size;
    (void)align;
    heap->held -= 1;
    free(p);
}

static inline dscore_allocator counting_allocator(counting_heap *heap)
{
    dscore_allocator a = {(uint32_t)sizeof(dscore_allocator), heap, counting_alloc, counting_resize, counting_release};
    return a;
}

static inline dsi_card_input ok_value(double value)
{
    dsi_card_input input = {DSCORE_VALUE_OK, value, 10, 0, 0, 10.0};
    return input;
}

static inline dsi_card_input no_value(int32_t status)
{
    dsi_card_input input = {status, (double)NAN, 0, 0, 0, 0.0};
    return input;
}

/* A rule that hands the value through: points = value. */
static inline dsi_rule_spec identity_rule(void)
{
    dsi_rule_spec spec;
    dsi_rule_spec_init(&spec, DSI_FAMILY_LINEAR);
    spec.u.linear.x1 = 100.0;
    return spec;
}

#endif
