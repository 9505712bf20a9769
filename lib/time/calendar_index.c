/* Finding the segment of a date and the piece of an instant without bisecting all of them. */
#include "time/calendar_parts.h"

bool dsi_index_make(dsi_index *x, const dscore_calendar *c, dsi_key_of key_of, int64_t n)
{
    *x = (dsi_index){INT64_MAX, 0, 0, NULL};
    if (n < 2) {
        return true; /* every key is before the origin */
    }
    const int64_t origin = key_of(c, 1);
    const uint64_t span = (uint64_t)key_of(c, n - 1) - (uint64_t)origin;
    int32_t shift = 0;
    while ((span >> shift) >= (uint64_t)(2 * n)) {
        shift++;
    }
    const int32_t count = (int32_t)(span >> shift) + 1;
    int32_t *at = dsi_alloc(&c->arena.allocator, ((int64_t)count + 1) * (int64_t)sizeof *at);
    if (at == NULL) {
        return false;
    }
    int64_t i = 1;
    for (int32_t range = 0; range < count; range++) {
        const int64_t key = origin + ((int64_t)range << shift);
        while (i + 1 < n && key_of(c, i + 1) <= key) {
            i++;
        }
        at[range] = (int32_t)i;
    }
    at[count] = (int32_t)(n - 1);
    *x = (dsi_index){origin, shift, count, at};
    return true;
}

void dsi_index_free(const dscore_calendar *c, dsi_index *x)
{
    dsi_release(&c->arena.allocator, x->at, ((int64_t)x->count + 1) * (int64_t)sizeof *x->at);
}
