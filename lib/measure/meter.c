/* The memory of a state: an allocator that counts and caps, and arrays that grow with zeros. */
#include "measure/state_parts.h"

#include <string.h>

static bool admits(dsi_meter *meter, int64_t more)
{
    if (meter->cap > 0 && more > meter->cap - meter->bytes) {
        meter->is_capped = true;
        return false;
    }
    return true;
}

static void *counted_alloc(void *ctx, int64_t size, int64_t align)
{
    dsi_meter *meter = ctx;
    if (!admits(meter, size)) {
        return NULL;
    }
    void *p = meter->base.alloc(meter->base.ctx, size, align);
    meter->bytes += p != NULL ? size : 0;
    return p;
}

static void *counted_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    dsi_meter *meter = ctx;
    if (new_size > old_size && !admits(meter, new_size - old_size)) {
        return NULL;
    }
    void *moved = meter->base.resize(meter->base.ctx, p, old_size, new_size, align);
    meter->bytes += moved != NULL ? new_size - old_size : 0;
    return moved;
}

static void counted_release(void *ctx, void *p, int64_t size, int64_t align)
{
    dsi_meter *meter = ctx;
    meter->bytes -= size;
    meter->base.release(meter->base.ctx, p, size, align);
}

dscore_allocator dsi_meter_allocator(dsi_meter *meter)
{
    return (dscore_allocator){
        (uint32_t)sizeof(dscore_allocator), meter, counted_alloc, counted_resize, counted_release};
}

/* Many grow by a quarter, which leaves less room unused; of very many it is moving them that costs. */
enum { LEAST_CAP = 8, MANY = 1 << 16, VERY_MANY = 1 << 18 };

int64_t dsi_array_grown(int64_t cap)
{
    return cap < LEAST_CAP ? (int64_t)LEAST_CAP : cap < MANY || cap >= VERY_MANY ? cap * 2 : cap + cap / 4;
}

bool dsi_array_reserve(const dscore_allocator *a, dsi_array *array, int64_t need)
{
    if (array->size == 0 || need <= array->cap) {
        return true;
    }
    int64_t cap = array->cap;
    while (cap < need) {
        if (cap > INT64_MAX / 2) {
            return false;
        }
        cap = dsi_array_grown(cap);
    }
    if (cap > INT64_MAX / array->size) {
        return false;
    }
    void *p = dsi_resize(a, array->p, array->cap * array->size, cap * array->size);
    if (p == NULL) {
        return false;
    }
    memset((char *)p + array->cap * array->size, 0, (size_t)((cap - array->cap) * array->size));
    array->p = p;
    array->cap = cap;
    return true;
}

void dsi_array_free(const dscore_allocator *a, dsi_array *array)
{
    dsi_release(a, array->p, array->cap * array->size);
    array->p = NULL;
    array->cap = 0;
}
