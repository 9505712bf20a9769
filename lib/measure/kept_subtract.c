/* Taking kept values away: the values of another state, each as often as it has them, or none. */
#include "measure/list.h"
#include "measure/select.h"

/* A value to be taken, how often, and how often it is still to be found. */
typedef struct wanted {
    uint64_t key;
    int64_t count, left;
} wanted;

/* Values of a list as wanted ones, ascending; keys and spare have room for them. Returns how many differ. */
static int64_t want_all(const dsi_list *list, int64_t unit, uint64_t *keys, uint64_t *spare, wanted *out)
{
    const int64_t count = dsi_list_count(list);
    int64_t n = 0;
    dsi_list_copy(list, unit, keys);
    dsi_sort_keys(keys, spare, count);
    for (int64_t i = 0; i < count; i++) {
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
static bool has_all(const dsi_list *list, int64_t unit, wanted *wants, int64_t n, int64_t left)
{
    uint64_t keys[DSI_LIST_STEP];
    dsi_list_reader reader = dsi_list_read(list, unit);
    for (int32_t k = dsi_list_keys(&reader, keys); k > 0 && left > 0; k = dsi_list_keys(&reader, keys)) {
        for (int32_t i = 0; i < k && left > 0; i++) {
            left -= take(wants, n, keys[i]) ? 1 : 0;
        }
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
        const int64_t count = dsi_list_count(&source[c]);
        if (count == 0) {
            continue;
        }
        const dsi_list *own = &target[taking->map[c]];
        const int64_t n = want_all(&source[c], from->unit, keys, spare, wants);
        if (dsi_list_count(own) < count || !has_all(own, to->unit, wants, n, count)) {
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
        const int64_t count = dsi_list_count(&source[c]);
        first = first < 0 && count > 0 ? c : first;
        most = count > most ? count : most;
        total += count;
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

/* Those that stay move up; chunks that become empty stay for values to come. Returns how many are left to be taken. */
static int64_t take_from(dsi_run *run, int64_t unit, wanted *wants, int64_t n, int64_t left)
{
    const dsi_list only = {*run, NULL};
    uint64_t keys[DSI_LIST_STEP];
    dsi_list_reader reader = dsi_list_read(&only, unit);
    dsi_run_begin(run);
    for (;;) {
        const int32_t k = dsi_run_keys(&reader, keys);
        if (k == 0) {
            return left;
        }
        for (int32_t i = 0; i < k; i++) {
            if (left > 0 && take(wants, n, keys[i])) {
                left--;
            } else {
                dsi_run_put(run, unit, keys[i]);
            }
        }
    }
}

void dsi_kept_subtract(dsi_plane *to, const dsi_plane *from, const dsi_taking *taking)
{
    dsi_list *target = to->elements.p;
    const dsi_list *source = from->elements.p;
    wanted *wants = to->taken.p;
    for (int32_t c = 0; c < taking->n; c++) {
        int64_t n = 0;
        const int64_t count = dsi_list_count(&source[c]);
        for (int64_t found = 0; found < count; n++) {
            found += wants[n].count;
        }
        if (n > 0) {
            dsi_list *own = &target[taking->map[c]];
            const int64_t left = take_from(&own->own, to->unit, wants, n, count);
            if (own->wide != NULL) {
                (void)take_from(own->wide, DSI_LIST_WIDE, wants, n, left);
            }
        }
        wants += n;
    }
}
