/* Taking kept values away: the values of another state, each as often as it has them, or none. */
#include "measure/select.h"
#include "measure/state_parts.h"

/* A value to be taken, how often, and how often it is still to be found. */
typedef struct wanted {
    uint64_t key;
    int64_t count, left;
} wanted;

/* Values of a list as wanted ones, ascending; keys and spare have room for them. Returns how many differ. */
static int64_t want_all(const dsi_list *list, uint64_t *keys, uint64_t *spare, wanted *out)
{
    int64_t n = 0;
    dsi_list_copy(list, keys);
    dsi_sort_keys(keys, spare, list->count);
    for (int64_t i = 0; i < list->count; i++) {
        if (n == 0 || out[n - 1].key != keys[i]) {
            out[n++] = (wanted){keys[i], 0, 0};
        }
        out[n - 1].count++;
        out[n - 1].left++;
    }
    return n;
}

static bool take(wanted *list, int64_t n, uint64_t key)
{
    int64_t low = 0, high = n - 1;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (list[middle].key < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (list[low].key != key || list[low].left == 0) {
        return false;
    }
    list[low].left--;
    return true;
}

/* Does the list have all that is wanted? */
static bool has_all(const dsi_list *list, wanted *wants, int64_t n, int64_t left)
{
    int64_t rest = list->count;
    for (const dsi_chunk *chunk = list->first; rest > 0 && left > 0; chunk = chunk->next) {
        const int64_t part = rest < chunk->cap ? rest : chunk->cap;
        for (int64_t i = 0; i < part && left > 0; i++) {
            left -= take(wants, n, chunk->keys[i]) ? 1 : 0;
        }
        rest -= part;
    }
    for (int64_t i = 0; i < n; i++) {
        wants[i].left = wants[i].count;
    }
    return left == 0;
}

static int32_t holds(dsi_plane *to, const dsi_plane *from, const dsi_taking *taking, uint64_t *keys, uint64_t *spare)
{
    const dsi_list *target = to->elements.p, *source = from->elements.p;
    wanted *wants = to->taken.p;
    for (int32_t c = 0; c < taking->n; c++) {
        if (source[c].count == 0) {
            continue;
        }
        const int64_t n = want_all(&source[c], keys, spare, wants);
        if (target[taking->map[c]].count < source[c].count ||
            !has_all(&target[taking->map[c]], wants, n, source[c].count)) {
            return c;
        }
        wants += n;
    }
    return DSI_HOLDS;
}

int32_t dsi_kept_holds(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const dsi_taking *taking)
{
    const dsi_list *source = from->elements.p;
    int64_t total = 0, most = 0;
    int32_t first = -1;
    for (int32_t c = 0; c < taking->n; c++) {
        first = first < 0 && source[c].count > 0 ? c : first;
        most = source[c].count > most ? source[c].count : most;
        total += source[c].count;
    }
    if (total == 0 || to == NULL) {
        return total == 0 ? (int32_t)DSI_HOLDS : first;
    }
    const int64_t bytes = most * (int64_t)sizeof(uint64_t);
    uint64_t *keys = dsi_alloc(a, bytes), *spare = dsi_alloc(a, bytes);
    to->taken.size = (int64_t)sizeof(wanted);
    const bool has_memory = keys != NULL && spare != NULL && dsi_array_reserve(a, &to->taken, total);
    const int32_t answer = has_memory ? holds(to, from, taking, keys, spare) : (int32_t)DSI_HOLDS_NO_MEMORY;
    dsi_release(a, keys, bytes);
    dsi_release(a, spare, bytes);
    return answer;
}

/* Those that stay move up; chunks that become empty stay for values to come. */
static void take_all(dsi_list *list, wanted *wants, int64_t n, int64_t left)
{
    int64_t rest = list->count;
    list->count -= left;
    list->need -= left;
    list->last = list->first;
    list->at = list->first->keys;
    list->end = list->first->keys + list->first->cap;
    for (dsi_chunk *chunk = list->first; rest > 0; chunk = chunk->next) {
        const int64_t part = rest < chunk->cap ? rest : chunk->cap;
        for (int64_t i = 0; i < part; i++) {
            const uint64_t key = chunk->keys[i];
            if (left > 0 && take(wants, n, key)) {
                left--;
                continue;
            }
            if (list->at == list->end) {
                dsi_list_next(list);
            }
            *list->at++ = key;
        }
        rest -= part;
    }
}

void dsi_kept_subtract(dsi_plane *to, const dsi_plane *from, const dsi_taking *taking)
{
    dsi_list *target = to->elements.p;
    const dsi_list *source = from->elements.p;
    wanted *wants = to->taken.p;
    for (int32_t c = 0; c < taking->n; c++) {
        int64_t n = 0;
        for (int64_t found = 0; found < source[c].count; n++) {
            found += wants[n].count;
        }
        if (n > 0) {
            take_all(&target[taking->map[c]], wants, n, source[c].count);
        }
        wants += n;
    }
}
