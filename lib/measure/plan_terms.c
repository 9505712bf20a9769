/* Canonical texts of a compilation: what makes two plans equal whatever the order and the names in their queries. */
#include "measure/plan_draft.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

bool dsi_terms_add(dsi_compile *c, dsi_terms *terms, const char *text, const void *payload)
{
    if (terms->count == terms->cap) {
        const int32_t cap = terms->cap == 0 ? 16 : terms->cap * 2;
        dsi_term *items = dsi_arena_alloc(&c->scratch, cap * (int64_t)sizeof *items);
        if (items == NULL) {
            return false;
        }
        if (terms->count > 0) {
            memcpy(items, terms->items, (size_t)terms->count * sizeof *items);
        }
        terms->items = items;
        terms->cap = cap;
    }
    terms->items[terms->count++] = (dsi_term){text, payload, 0};
    return true;
}

static int compare(const void *a, const void *b)
{
    const dsi_term *left = a, *right = b;
    return strcmp(left->text, right->text);
}

void dsi_terms_sort(dsi_terms *terms)
{
    int32_t kept = 0;
    if (terms->count > 1) {
        qsort(terms->items, (size_t)terms->count, sizeof *terms->items, compare);
    }
    for (int32_t i = 0; i < terms->count; i++) {
        if (kept > 0 && strcmp(terms->items[kept - 1].text, terms->items[i].text) == 0) {
            continue;
        }
        terms->items[kept] = terms->items[i];
        terms->items[kept].id = kept;
        kept++;
    }
    terms->count = kept;
}

const dsi_term *dsi_terms_find(const dsi_terms *terms, const char *text)
{
    const dsi_term key = {text, NULL, 0};
    return terms->count == 0 ? NULL : bsearch(&key, terms->items, (size_t)terms->count, sizeof *terms->items, compare);
}

const char *dsi_compile_text(dsi_compile *c, const dsi_text *text)
{
    return text->failed ? NULL : dsi_arena_text(&c->scratch, text->data == NULL ? "" : text->data, text->length);
}

const char *dsi_compile_print(dsi_compile *c, const dsi_node *node)
{
    dsi_text text;
    dsi_text_init(&text, &c->scratch.allocator);
    dsi_formula_print(&text, node);
    const char *copy = dsi_compile_text(c, &text);
    dsi_text_free(&text);
    return copy;
}

const char *dsi_compile_expression(dsi_compile *c, const dsi_source *source, const dsi_node *node, int32_t clock)
{
    if (node == NULL) {
        return "-";
    }
    dsi_text text;
    dsi_text_init(&text, &c->scratch.allocator);
    dsi_formula_print(&text, node);
    if (dsi_formula_has_clock(source, node)) {
        dsi_text_add(&text, clock == DSI_CLOCK_BUSINESS ? " @business" : " @calendar");
    }
    const char *copy = dsi_compile_text(c, &text);
    dsi_text_free(&text);
    return copy;
}

dscore_status dsi_compile_fail(dsi_compile *c, const dsi_draft *draft, dscore_status status)
{
    dsi_error_path(c->err, "items.%s", draft->path);
    return status;
}
