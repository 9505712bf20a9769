/* The loop that looks short texts up, a part of loops_body.h. Nothing in it branches by what the texts are: each is
   looked for in one place, and the rows whose text is not there are listed. */
#include "base/texts.h"

#include <stddef.h>

static int64_t text_offset(const dsi_texts *texts, bool is_wide, int32_t i)
{
    if (is_wide) {
        int64_t wide;
        memcpy(&wide, texts->offsets + (size_t)i * sizeof wide, sizeof wide);
        return wide;
    }
    int32_t narrow;
    memcpy(&narrow, texts->offsets + (size_t)i * sizeof narrow, sizeof narrow);
    return narrow;
}

/* Rows from `first` on; how many are listed then. */
static inline int32_t find_singly(
    const dsi_texts *texts, bool is_wide, int32_t first, int32_t n, int32_t *ids, uint8_t *missed, int32_t count)
{
    const dsi_texts t = *texts;
    int64_t at = text_offset(&t, is_wide, first);
    for (int32_t i = first; i < n; i++) {
        const int64_t next = text_offset(&t, is_wide, i + 1);
        const dsi_text_key key = dsi_text_key_short(t.bytes + (ptrdiff_t)at, next - at);
        const dsi_text_slot *slot = &t.slots[dsi_text_place(&key, t.bits)];
        ids[i] = slot->id;
        missed[count] = (uint8_t)i;
        count += ((slot->key.head ^ key.head) | (slot->key.tail ^ key.tail)) != 0;
        at = next;
    }
    return count;
}

#if defined(__AVX2__)
static inline __m128i load_16(const void *p)
{
    return _mm_loadu_si128((const __m128i *)p);
}

/* Is it in its place? All ones or not. */
static inline __m128i find_16(const dsi_texts *t, int64_t at, int64_t next, int32_t *id)
{
    /* From the middle on, less the length of a text: its bytes, and the byte after its end. */
    static const uint8_t kept[2 * DSI_TEXT_REACH] = {
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    static const uint8_t ends[2 * DSI_TEXT_REACH] = {[DSI_TEXT_REACH] = 1};
    const ptrdiff_t less = (ptrdiff_t)(at - next);
    const __m128i text = _mm_and_si128(load_16(t->bytes + (ptrdiff_t)at), load_16(kept + DSI_TEXT_REACH + less));
    const __m128i key = _mm_or_si128(text, load_16(ends + DSI_TEXT_REACH + less));
    const dsi_text_key words = {(uint64_t)_mm_cvtsi128_si64(key), (uint64_t)_mm_extract_epi64(key, 1)};
    const dsi_text_slot *slot = &t->slots[dsi_text_place(&words, t->bits)];
    *id = slot->id;
    return _mm_cmpeq_epi32(key, load_16(&slot->key));
}

/* Whole groups of four rows; of each a byte: a bit for each row whose text is not in its place. */
static inline void find_fours(const dsi_texts *texts, bool is_wide, int32_t fours, int32_t *ids, uint8_t *groups)
{
    const dsi_texts t = *texts;
    int64_t at = text_offset(&t, is_wide, 0);
    for (int32_t g = 0; g < fours; g++) {
        __m128i found[4];
        for (int32_t k = 0; k < 4; k++) {
            const int64_t next = text_offset(&t, is_wide, 4 * g + k + 1);
            found[k] = find_16(&t, at, next, &ids[4 * g + k]);
            at = next;
        }
        const __m128i all = _mm_packs_epi16(_mm_packs_epi32(found[0], found[1]), _mm_packs_epi32(found[2], found[3]));
        const __m128i rows = _mm_cmpeq_epi32(all, _mm_set1_epi32(-1));
        groups[g] = (uint8_t)(_mm_movemask_ps(_mm_castsi128_ps(rows)) ^ 15);
    }
}
#endif

static inline int32_t find_all(const dsi_texts *texts, bool is_wide, int32_t n, int32_t *ids, uint8_t *missed)
{
    int32_t first = 0, count = 0;
#if defined(__AVX2__)
    uint8_t groups[DSI_TEXTS / 4];
    find_fours(texts, is_wide, n / 4, ids, groups);
    for (; first < n / 4 * 4; first += 4) {
        for (int32_t k = 0; k < 4 && groups[first / 4] != 0; k++) {
            missed[count] = (uint8_t)(first + k);
            count += groups[first / 4] >> k & 1;
        }
    }
#endif
    return find_singly(texts, is_wide, first, n, ids, missed, count);
}

static int32_t find_texts(const dsi_texts *texts, int32_t n, int32_t *ids, uint8_t *missed)
{
    return texts->is_wide ? find_all(texts, true, n, ids, missed) : find_all(texts, false, n, ids, missed);
}
