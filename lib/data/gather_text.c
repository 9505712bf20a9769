/* Gathering text: pointers and lengths into the caller's memory, from C strings, offsets and bytes, or dictionary
   codes. */
#include "data/binding.h"

#include <string.h>

static const dsi_string empty = {"", 0};

static void gather_cstrings(dsi_block *block)
{
    const dsi_binding *b = block->binding;
    const unsigned char *p = b->data + (ptrdiff_t)(b->stride * block->first);
    dsi_string *out = block->scratch->strings;
    for (int32_t i = 0; i < block->n; i++) {
        const char *text;
        memcpy(&text, p + (ptrdiff_t)(b->stride * i), sizeof text);
        out[i] = empty;
        if (block->marked && block->scratch->status[i] != DSI_PRESENT) {
            continue; /* what lies under a missing row is not looked at */
        }
        if (text == NULL) {
            dsi_block_mark(block, i, DSI_MISSING);
        } else {
            out[i] = (dsi_string){text, (int64_t)strlen(text)};
        }
    }
}

/* Offsets were checked at bind, so lengths are not negative. */
static void gather_utf8(dsi_block *block)
{
    const dsi_binding *b = block->binding;
    const unsigned char *p = b->offsets + (size_t)block->first * sizeof(int32_t);
    const char *bytes = b->data == NULL ? "" : (const char *)b->data;
    dsi_string *out = block->scratch->strings;
    for (int32_t i = 0; i < block->n; i++) {
        int32_t ends[2];
        memcpy(ends, p + (size_t)i * sizeof ends[0], sizeof ends);
        out[i] = (dsi_string){b->data == NULL ? bytes : bytes + ends[0], ends[1] - ends[0]};
    }
}

static void gather_large_utf8(dsi_block *block)
{
    const dsi_binding *b = block->binding;
    const unsigned char *p = b->offsets + (size_t)block->first * sizeof(int64_t);
    const char *bytes = b->data == NULL ? "" : (const char *)b->data;
    dsi_string *out = block->scratch->strings;
    for (int32_t i = 0; i < block->n; i++) {
        int64_t ends[2];
        memcpy(ends, p + (size_t)i * sizeof ends[0], sizeof ends);
        out[i] = (dsi_string){b->data == NULL ? bytes : bytes + (ptrdiff_t)ends[0], ends[1] - ends[0]};
    }
}

const int64_t *dsi_gather_codes(dsi_block *block)
{
    const int64_t *codes = dsi_block_ints(block);
    dsi_block_sentinel(block, codes);
    (void)dsi_block_range(block, codes, 0, block->binding->entry_count - 1, DSI_BAD_UNREADABLE);
    return dsi_block_clear_ints(block, codes);
}

static void gather_dictionary(dsi_block *block)
{
    const dsi_binding *b = block->binding;
    dsi_string *out = block->scratch->strings;
    int64_t codes[DSI_BLOCK]; /* strings and codes share the scratch */
    memcpy(codes, dsi_gather_codes(block), (size_t)block->n * sizeof codes[0]);
    for (int32_t i = 0; i < block->n; i++) {
        out[i] = empty;
        if (block->marked && block->scratch->status[i] != DSI_PRESENT) {
            continue;
        }
        const dsi_string *entry = &b->entries[codes[i]];
        if (entry->n < 0) {
            dsi_block_mark(block, i, entry->n == DSI_ENTRY_MISSING ? DSI_MISSING : DSI_BAD_UNREADABLE);
        } else {
            out[i] = *entry;
        }
    }
}

static bool is_sentinel(const dsi_binding *b, const dsi_string *s)
{
    return s->n == b->sentinel_text.n && memcmp(s->p, b->sentinel_text.p, (size_t)s->n) == 0;
}

void dsi_gather_text(dsi_block *block, dsi_vector *out)
{
    const dsi_binding *b = block->binding;
    dsi_string *strings = block->scratch->strings;
    switch (b->storage) {
    case DSCORE_CSTRING:
        gather_cstrings(block);
        break;
    case DSCORE_UTF8:
        gather_utf8(block);
        break;
    case DSCORE_LARGE_UTF8:
        gather_large_utf8(block);
        break;
    default:
        gather_dictionary(block);
        break;
    }
    if (b->has_sentinel && b->storage != DSCORE_DICT) { /* a dictionary's sentinel is a code */
        for (int32_t i = 0; i < block->n; i++) {
            if (is_sentinel(b, &strings[i])) {
                dsi_block_mark(block, i, DSI_MISSING);
            }
        }
    }
    for (int32_t i = 0; block->marked && i < block->n; i++) {
        if (block->scratch->status[i] != DSI_PRESENT) {
            strings[i] = empty;
        }
    }
    out->v.s = strings;
}
