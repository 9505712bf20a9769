/* Labels of texts that were seen before, found by what the text says: no label is looked up twice, wherever its text
   lies. What is remembered stays true as long as the labels live. */
#ifndef DSI_DATA_TEXT_MEMO_H
#define DSI_DATA_TEXT_MEMO_H

#include "data/binding.h"

typedef struct dsi_text_memo {
    dscore_allocator allocator;
    dsi_labels *labels;
    bool add;
    struct dsi_text_slot *slots; /* NULL = nothing is remembered yet */
    int32_t bits;                /* 1 << bits slots */
    int64_t used;
} dsi_text_memo;

/* Takes no memory until a text is read. */
void dsi_text_memo_init(dsi_text_memo *memo, const dscore_allocator *allocator, dsi_labels *labels, bool add);
void dsi_text_memo_drop(dsi_text_memo *memo);
/* The label of a text, with add = false -1 where there is none. *failed is set when there was no memory. */
int32_t dsi_text_memo_label(dsi_text_memo *memo, const char *p, int64_t n, bool *failed);
/* The labels of a block of a UTF8 or LARGE_UTF8 column whose validity was read. False = no memory. */
bool dsi_text_memo_block(dsi_text_memo *memo, const dsi_block *block, const dsi_loops *loops, int32_t *ids);

#endif
