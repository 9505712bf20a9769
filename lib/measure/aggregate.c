/* Which family of aggregates a function belongs to, and the planes in which a family keeps values by kind. */
#include "measure/state_parts.h"

#include <stddef.h>
#include <string.h>

typedef struct family_row {
    int32_t function;
    const dsi_family *family;
} family_row;

static const family_row families[] = {
    {DSI_AGG_SUM, &dsi_family_sums},
    {DSI_AGG_MEAN, &dsi_family_sums},
    {DSI_AGG_RATIO, &dsi_family_sums},
    {DSI_AGG_SHARE, &dsi_family_shares},
    {DSI_AGG_MIN, &dsi_family_minima},
    {DSI_AGG_MAX, &dsi_family_maxima},
    {DSI_AGG_STDDEV, &dsi_family_moments},
    {DSI_AGG_VARIANCE, &dsi_family_moments},
    {DSI_AGG_MEDIAN, &dsi_family_kept},
    {DSI_AGG_QUANTILE, &dsi_family_kept},
    {DSI_AGG_QUANTILE_OBSERVED, &dsi_family_kept},
    {DSI_AGG_TRIMMED_MEAN, &dsi_family_kept},
    {DSI_AGG_APPROX_QUANTILE, &dsi_family_sketches},
    {DSI_AGG_SKETCH_QUANTILE, &dsi_family_sketches},
    {DSI_AGG_SKETCH_OBSERVED, &dsi_family_sketches},
    {DSI_AGG_KM_QUANTILE, &dsi_family_curves},
    {DSI_AGG_KM_WITHIN, &dsi_family_curves},
    {DSI_AGG_DISTINCT, &dsi_family_tuples},
    {DSI_AGG_RECURRING, &dsi_family_tuples},
};

const dsi_family *dsi_family_of(int32_t function)
{
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        if (families[i].function == function) {
            return families[i].family;
        }
    }
    return NULL;
}

const dsi_plane *dsi_store_find(const dsi_store *store, int32_t argument, int32_t kind, int32_t scale)
{
    for (int64_t i = 0; i < store->plane_count; i++) {
        const dsi_plane *plane = &store->planes[i];
        if (plane->argument == argument && plane->kind == kind && plane->scale == scale) {
            return plane;
        }
    }
    return NULL;
}

dsi_plane *dsi_store_plane(
    const dscore_allocator *a, dsi_store *store, int32_t argument, int32_t kind, int32_t scale, int64_t cells)
{
    for (int64_t i = 0; i < store->plane_count; i++) {
        dsi_plane *plane = &store->planes[i];
        if (plane->argument == argument && plane->kind == kind && plane->scale == scale) {
            return plane;
        }
    }
    if (!dsi_reserve(a, &store->planes, &store->plane_cap, store->plane_count + 1, (int64_t)sizeof *store->planes)) {
        return NULL;
    }
    dsi_plane *plane = &store->planes[store->plane_count];
    *plane = (dsi_plane){.argument = argument, .kind = kind, .scale = scale};
    plane->elements.size = store->family->element(kind);
    if (!dsi_array_reserve(a, &plane->elements, cells)) {
        return NULL;
    }
    store->plane_count++;
    return plane;
}

void dsi_plane_free(const dscore_allocator *a, const dsi_family *family, dsi_plane *plane)
{
    if (family->release != NULL) {
        family->release(a, plane, 0, plane->elements.cap);
    }
    dsi_array_free(a, &plane->elements);
    dsi_array_free(a, &plane->pending);
    dsi_array_free(a, &plane->full);
    dsi_array_free(a, &plane->taken);
    dsi_array_free(a, &plane->set.cells);
    dsi_array_free(a, &plane->set.seen);
    dsi_array_free(a, &plane->set.parts);
    dsi_array_free(a, &plane->set.tags);
    dsi_release(a, plane->set.slots, plane->set.slot_count * (int64_t)sizeof *plane->set.slots);
}

void dsi_store_clear(dsi_store *store, int64_t cells)
{
    for (int64_t i = 0; i < store->plane_count; i++) {
        dsi_plane *plane = &store->planes[i];
        if (plane->elements.p != NULL) {
            memset(plane->elements.p, 0, (size_t)(cells * plane->elements.size));
        }
        plane->pending_count = 0;
        plane->full_count = 0;
    }
}

void dsi_store_free(const dscore_allocator *a, dsi_store *store)
{
    for (int64_t i = 0; i < store->plane_count; i++) {
        dsi_plane_free(a, store->family, &store->planes[i]);
    }
    dsi_release(a, store->planes, store->plane_cap * (int64_t)sizeof *store->planes);
}
