/* Texts as hash tables know them: a short text is two numbers that tell it from any other, and its place in a table
   follows from them. */
#ifndef DSI_BASE_TEXTS_H
#define DSI_BASE_TEXTS_H

#include <stdint.h>

enum { DSI_TEXT_SHORT = 15, DSI_TEXT_REACH = 16 }; /* bytes of a short text at most; bytes that are read of any */

/* What a text is known by. A short one by its bytes, a byte 1 and zeros, 16 in all, as two little-endian numbers; of a
   longer one (whose owner compares the bytes too) the tail ends in a byte 255. Never 0 and 0. */
typedef struct dsi_text_key {
    uint64_t head, tail;
} dsi_text_key;

typedef struct dsi_text_slot {
    dsi_text_key key;          /* 0 and 0: free */
    const unsigned char *text; /* of a long one */
    int32_t id;
} dsi_text_slot;

/* Compilers make one load of it. */
static inline uint64_t dsi_load_8(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
           (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

/* The place in a table of 1 << bits slots: the upper bits of a sum of products depend on all bits of both. */
static inline uint64_t dsi_text_place(const dsi_text_key *key, int32_t bits)
{
    return (key->head * UINT64_C(0x9e3779b97f4a7c15) + key->tail * UINT64_C(0xc2b2ae3d27d4eb4f)) >> (64 - bits);
}

/* The key of a short text of which DSI_TEXT_REACH bytes can be read: what follows the text is masked. */
static inline dsi_text_key dsi_text_key_short(const unsigned char *p, int64_t n)
{
    /* Of the 8 bytes before an index: those of a text from the eighth on, and the byte after its end. */
    static const uint64_t kept[8 + 16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, UINT64_C(0xFF), UINT64_C(0xFFFF),
        UINT64_C(0xFFFFFF), UINT64_C(0xFFFFFFFF), UINT64_C(0xFFFFFFFFFF), UINT64_C(0xFFFFFFFFFFFF),
        UINT64_C(0xFFFFFFFFFFFFFF), UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX,
        UINT64_MAX};
    static const uint64_t ends[8 + 16] = {0, 0, 0, 0, 0, 0, 0, 0, 1, UINT64_C(1) << 8, UINT64_C(1) << 16,
        UINT64_C(1) << 24, UINT64_C(1) << 32, UINT64_C(1) << 40, UINT64_C(1) << 48, UINT64_C(1) << 56};
    const dsi_text_key key = {(dsi_load_8(p) & kept[n + 8]) | ends[n + 8], (dsi_load_8(p + 8) & kept[n]) | ends[n]};
    return key;
}

#endif
