/* The canonical order of all labels at once: numbers by value, texts by the eight bytes after what all of them begin
   with; only what is equal so far is compared in full. */
#include "data/gather.h"

#include "base/radix.h"

#include <string.h>

enum { PREFIX = 8 };

typedef struct sorting {
    const dsi_labels *labels;
    dsi_keyed *items, *spare;
} sorting;

/* Merge sort of what has equal keys; the result ends in `items`. */
static void sort_equal(const sorting *s, dsi_keyed *items, int64_t n)
{
    if (n < 2) {
        return;
    }
    const int64_t middle = n / 2;
    sort_equal(s, items, middle);
    sort_equal(s, items + middle, n - middle);
    memcpy(s->spare, items, (size_t)middle * sizeof *items);
    int64_t a = 0, b = middle;
    for (int64_t k = 0; a < middle; k++) {
        const bool left = b == n || dsi_labels_compare(s->labels, (int32_t)s->spare[a].id, (int32_t)items[b].id) <= 0;
        items[k] = left ? s->spare[a++] : items[b++];
    }
}

static void sort_items(const sorting *s, dsi_keyed *items, int64_t n)
{
    dsi_radix_sort(items, s->spare, n);
    int64_t first = 0;
    for (int64_t i = 1; i <= n; i++) {
        if (i == n || items[i].key != items[first].key) {
            sort_equal(s, items + first, i - first);
            first = i;
        }
    }
}

/* Bytes that all texts begin with. */
static int64_t common_start(const dsi_labels *labels, const dsi_keyed *items, int64_t n)
{
    int64_t common = 0;
    const char *first = n == 0 ? "" : dsi_labels_get(labels, (int32_t)items[0].id, &common);
    for (int64_t i = 1; i < n && common > 0; i++) {
        int64_t length;
        const char *text = dsi_labels_get(labels, (int32_t)items[i].id, &length);
        common = length < common ? length : common;
        int64_t same = 0;
        while (same < common && text[same] == first[same]) {
            same++;
        }
        common = same;
    }
    return common;
}

static uint64_t prefix_of(const char *text, int64_t length)
{
    uint64_t key = 0;
    for (int64_t i = 0; i < PREFIX; i++) {
        key = key << 8 | (i < length ? (uint64_t)(unsigned char)text[i] : 0U);
    }
    return key;
}

static void key_texts(const dsi_labels *labels, dsi_keyed *items, int64_t n)
{
    const int64_t common = common_start(labels, items, n);
    for (int64_t i = 0; i < n; i++) {
        int64_t length;
        const char *text = dsi_labels_get(labels, (int32_t)items[i].id, &length);
        items[i].key = prefix_of(text + common, length - common);
    }
}

bool dsi_labels_order(const dsi_labels *labels, const dscore_allocator *a, int32_t *order)
{
    const int64_t count = dsi_labels_count(labels), bytes = (count + 1) * (int64_t)sizeof(dsi_keyed);
    sorting s = {labels, dsi_alloc(a, bytes), dsi_alloc(a, bytes)};
    const bool ok = s.items != NULL && s.spare != NULL;
    if (ok) {
        int64_t numbers = 0, texts = 0;
        for (int32_t id = 1; id < count; id++) { /* texts from the end, in any order */
            if (dsi_labels_kind(labels, id) == DSI_KEY_TEXT) {
                s.items[count - 1 - texts++].id = id;
            } else {
                const uint64_t value = (uint64_t)dsi_labels_get_int(labels, id);
                s.items[numbers++] = (dsi_keyed){value ^ UINT64_C(1) << 63, id};
            }
        }
        /* numbers fill [0, numbers), texts the rest up to the absent key */
        dsi_keyed *first = s.items + (count - texts);
        key_texts(labels, first, texts);
        sort_items(&s, s.items, numbers);
        sort_items(&s, first, texts);
        int64_t at = 0;
        for (int64_t i = 0; i < numbers; i++) {
            order[at++] = (int32_t)s.items[i].id;
        }
        for (int64_t i = 0; i < texts; i++) {
            order[at++] = (int32_t)first[i].id;
        }
        order[at] = DSI_LABEL_ABSENT;
    }
    dsi_release(a, s.items, bytes);
    dsi_release(a, s.spare, bytes);
    return ok;
}
